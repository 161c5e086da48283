"""The page that is searched from: the field, what a search can be narrowed to, and the lists for whoever looks there instead."""

from collections.abc import Iterator

from sitegen.danish import sort_key
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page

# What a search finds, in the words that it is narrowed by.
POINT, MEETING, BODY, CLUSTER, PARTY = "Punkt", "Møde", "Forum", "Klynge", "Part"
TOPIC, CASE, MANDATE, FREE, LIST = "Emne", "Sag", "Kommissorium", "Side", "Liste"
KINDS = (POINT, MEETING, CASE, TOPIC, MANDATE, BODY, CLUSTER, PARTY, FREE, LIST)
# The fields of the form, which are also what the index is narrowed by: name, what it is called, and what stands for all.
FIELDS = (
    ("forum", "Forum", "Alle fora"),
    ("klynge", "Klynge", "Alle klynger"),
    ("niveau", "Niveau", "Alle niveauer"),
    ("aar", "År", "Alle år"),
    ("art", "Art", "Alt"),
)


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the search page."""
    years = sorted({meeting.first.year for meeting in index.site.meetings}, reverse=True)
    values = {
        "forum": sorted((body.name for body in index.site.bodies), key=sort_key),
        "klynge": [cluster.name for cluster in index.site.organisation.clusters],
        "niveau": [level.name for level in index.site.organisation.levels],
        "aar": [str(year) for year in years],
        "art": KINDS,
    }
    fields = [(name, label, everything, values[name]) for name, label, everything in FIELDS if len(values[name]) > 1]
    head = Head("Søg", "Søg i møder, punkter, beslutninger, kommissorier og fora.", "/soeg/", (), "/soeg/")
    yield page("soeg", head, fields=fields, years=years)
