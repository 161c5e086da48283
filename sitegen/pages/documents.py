"""The lists of documents: agendas and minutes by year, newest first."""

from collections.abc import Iterator

from sitegen.pages import addresses
from sitegen.pages.index import Index, Listed, group
from sitegen.pages.spec import Head, PageSpec, page

# A list shows this many years; each earlier year has a page of its own, so that no page grows without end.
YEARS_SHOWN = 3


def listed(index: Index, kinds: tuple[str, ...]) -> list[Listed]:
    """Return the documents of some kinds that may be seen, newest first."""
    found = [(meeting, document) for meeting in index.site.meetings for document in meeting.documents if document.kind in kinds]
    return sorted(found, key=_newest, reverse=True)


def _newest(pair: Listed) -> tuple[object, ...]:
    meeting, document = pair
    return document.dated or meeting.first, meeting.sort_key, document.number


def agendas(index: Index) -> Iterator[PageSpec]:
    """Yield the lists of agendas."""
    description = "Alle offentliggjorte dagsordener og tillæg, nyeste først."
    yield from _list(index, "dagsordener", "Dagsordener", ("agenda", "supplement"), description)


def minutes(index: Index) -> Iterator[PageSpec]:
    """Yield the lists of minutes."""
    yield from _list(index, "referater", "Referater", ("minutes",), "Alle offentliggjorte referater, nyeste først.")


def _list(index: Index, name: str, title: str, kinds: tuple[str, ...], description: str) -> Iterator[PageSpec]:
    address = f"/{name}/"
    pairs = listed(index, kinds)
    years = list(group(((d.dated or m.first).year, (m, d)) for m, d in pairs).items())
    links = [(year, f"{address}{year}/" if place >= YEARS_SHOWN else f"#aar-{year}") for place, (year, _) in enumerate(years)]
    news = addresses.feed(address, f"{title}: {index.site.file.title}")
    head = Head(title, description, address, (), address, alternates=(news,))
    yield page(name, head, years=years[:YEARS_SHOWN], links=links, total=len(pairs))
    for year, found in years[YEARS_SHOWN:]:
        head = Head(f"{title} fra {year}", f"{title} fra {year}.", f"{address}{year}/", ((address, title),), address)
        yield page(name, head, years=[(year, found)], links=[], total=len(found))
