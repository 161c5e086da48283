"""The page of calendars and feeds: what one can subscribe to, where, and how it is done."""

from collections.abc import Iterator
from typing import NamedTuple

from sitegen.pages import addresses
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page

KALENDER = "/kalender/"


class Source(NamedTuple):
    """What there is to subscribe to: its name, and the page below which its calendars and its feed stand."""

    name: str
    home: str


DOCUMENTS = (
    Source("Alle dagsordener og referater", "/"),
    Source("Kun dagsordener", "/dagsordener/"),
    Source("Kun referater", "/referater/"),
    Source("Beslutninger", "/beslutninger/"),
)


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page of calendars and feeds."""
    site, today = index.site, index.today
    clusters = [(Source(c.name, addresses.cluster(c.id)), c.valid_to) for c in site.organisation.clusters]
    bodies = [(Source(body.name, body.address), body.ends) for body in site.bodies]
    base = site.file.base_url
    description = "Få møderne i din egen kalender, og få besked om nye dagsordener, referater og beslutninger."
    yield page(
        "kalender",
        Head("Kalender", description, KALENDER, (), KALENDER, alternates=addresses.of_both("/", site.file.title)),
        whole=[Source(site.file.title, "/")],
        clusters=[found for found, end in clusters if not end or end >= today],
        bodies=[found for found, end in bodies if not end or end >= today],
        ended=[found for found, end in (*clusters, *bodies) if end and end < today],
        documents=DOCUMENTS,
        base=base,
        webcal=f"webcal://{base.partition('://')[2]}",  # what calendar programs take as their own
    )
