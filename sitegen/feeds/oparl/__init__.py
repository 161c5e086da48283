"""The site as OParl 1.1, an interface for the papers of councils: a static read profile, every object a file at its own address.

A list is parted into pages by path, since plain files know no filters. Objects that others hold are whole there too, without
what leads back; each is written once as text, and its lists are made of those texts.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial

from sitegen.feeds.oparl import meetings, organisations, papers
from sitegen.feeds.oparl.things import BODY, PER_PAGE, ROOT, SYSTEM, Text, array, days, file, identified, listed, more, pages
from sitegen.pages.index import Index

__all__ = ["LISTS", "PER_PAGE", "files", "parts"]

# What the one Body lists, by its property: the folder of the list. `legislativeTerm` it holds itself.
LISTS = {
    "organization": "organization",
    "person": "person",
    "meeting": "meeting",
    "paper": "paper",
    "agendaItem": "agenda-item",
    "consultation": "consultation",
    "file": "file",
    "locationList": "location",
    "legislativeTermList": "legislative-term",
    "membership": "membership",
}


def files(index: Index) -> dict[str, bytes]:
    """Return every object and every page of every list by address."""
    return {address: contents for part in parts(index) for address, contents in part()}


def parts(index: Index) -> Iterator[Callable[[], Iterator[tuple[str, bytes]]]]:
    """Yield what makes the files, each one by one: who there is, what is held, and what is taken up."""
    known = cache(partial(papers.gather, index))  # of two parts, where one process makes both
    yield partial(_organisations, index)
    yield lambda: meetings.files(index, known())
    yield lambda: papers.files(index, known())


def _organisations(index: Index) -> Iterator[tuple[str, bytes]]:
    things = {folder: list(found) for folder, found in organisations.things(index)}
    body = _body(index, [thing.inner for thing in things["legislative-term"]])
    yield file(SYSTEM, _system(index))
    yield file(BODY, body)
    yield from pages(index, "body", [body], 1)
    for folder, found in things.items():
        texts = [thing.whole for thing in found]
        yield from (file(thing.path, text) for thing, text in zip(found, texts, strict=True))
        yield from pages(index, folder, texts, len(texts))


def _system(index: Index) -> Text:
    site = index.site.file
    return identified(
        index,
        "System",
        SYSTEM,
        days(index, [index.site.source.path]),
        oparlVersion="https://schema.oparl.org/1.1/",
        license=site.licence and site.licence.url,
        body=listed(index, "body"),
        name=site.title,
        contactEmail=site.publisher.email,
        contactName=site.publisher.name,
        website=site.base_url,
        web=f"{site.base_url}data/",
    )


def _body(index: Index, terms: list[Text]) -> Text:
    """Return the one Body: whoever publishes the site stands for the agreement and all that meet under it."""
    site = index.site.file
    found = identified(
        index,
        "Body",
        BODY,
        days(index, [index.site.source.path]),
        system=f"{site.base_url}{ROOT[1:]}{SYSTEM}.json",
        name=site.title,
        website=site.base_url,
        license=site.licence and site.licence.url,
        contactEmail=site.publisher.email,
        contactName=site.publisher.name,
        **{name: listed(index, folder) for name, folder in LISTS.items()},
        web=site.base_url,
    )
    return more(found, {"legislativeTerm": array(terms) or []})  # which a Body must have, and be it empty
