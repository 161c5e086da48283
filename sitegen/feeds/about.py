"""The page of open data: every table and column from its own definition, the terms, examples that run, and the other feeds."""

from collections.abc import Iterator

from sitegen.feeds.data import TABLES
from sitegen.feeds.oparl import PER_PAGE
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page


def pages(index: Index) -> Iterator[PageSpec]:
    """Yield the page."""
    title = index.site.file.title
    head = Head(
        "Åbne data",
        f"Hent alt, hvad siden viser, som data: fora, møder, dokumenter, punkter, beslutninger og frister. {title}.",
        "/data/",
        (),
        "/data/",
        alternates=(("application/json", "/data/datapackage.json", "Datapakke"),),
    )
    yield page(
        "data",
        head,
        tables=[(table, sum(1 for _ in table.rows(index)) if table.rows else None) for table in TABLES],
        per_page=PER_PAGE,
    )
