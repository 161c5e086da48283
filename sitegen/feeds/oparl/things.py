"""What all objects of OParl have in common: an address that is the id, a type, when they were made and last changed, a text.

An object is written as JSON once, when it is made: what holds it holds its text.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from itertools import chain
from json import JSONEncoder
from typing import Any

from sitegen.calendar import COPENHAGEN
from sitegen.pages.index import Index

ROOT = "/oparl/1.1/"
SYSTEM, BODY = "system", "body/1"
TYPES = "https://schema.oparl.org/1.1/"
PER_PAGE = 100
JSON = JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Text(str):
    """JSON, finished: an object or a list of objects."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """An object: its path, its text as others hold it, and the properties that lead back, which it has only on its own."""

    path: str
    inner: Text
    back: Mapping[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> Text:
        back = {name: value for name, value in self.back.items() if value}
        return more(self.inner, back) if back else self.inner


def address(index: Index, path: str) -> str:
    """Return the id of an object, which is where it stands."""
    return f"{index.site.file.base_url}{ROOT[1:]}{path}.json"


def file(path: str, text: str) -> tuple[str, bytes]:
    """Return a file, an object's or a list's, with its address on the site."""
    return f"{ROOT}{path}.json", f"{text}\n".encode()


def listed(index: Index, folder: str, page: int = 1) -> str:
    """Return the address of a page of a list."""
    return address(index, f"{folder}/page/{page}")


def pages(index: Index, folder: str, texts: Iterable[Text], total: int) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of a list of so many objects, each as soon as all of it is there; an empty list has one too."""
    filling = Filling(index, folder, total)
    yield from chain.from_iterable(map(filling.add, texts))
    if not total:
        yield filling.page()


@dataclass(slots=True)
class Filling:
    """A list that objects are added to, in their order: it knows how many there will be, and holds no more than a page."""

    index: Index
    folder: str
    total: int
    number: int = 1  # of the page that is being filled
    texts: list[Text] = field(default_factory=list)

    def add(self, text: Text) -> Iterator[tuple[str, bytes]]:
        """Add an object and yield the page that it fills, if it does."""
        self.texts.append(text)
        if len(self.texts) == PER_PAGE or (self.number - 1) * PER_PAGE + len(self.texts) == self.total:
            yield self.page()
            self.number += 1
            self.texts = []

    def page(self) -> tuple[str, bytes]:
        """Return the page that is being filled, as a file."""
        last = max(1, -(-self.total // PER_PAGE))
        near = {"first": 1, "prev": self.number - 1, "self": self.number, "next": self.number + 1, "last": last}
        links = {name: listed(self.index, self.folder, page) for name, page in near.items() if 1 <= page <= last}
        pagination = {
            "totalElements": self.total,
            "elementsPerPage": PER_PAGE,
            "currentPage": self.number,
            "totalPages": last,
        }
        text = written({"data": array(self.texts) or [], "pagination": pagination, "links": links})
        return file(f"{self.folder}/page/{self.number}", text)


def written(properties: Mapping[str, Any]) -> Text:
    """Return an object as JSON; texts among its values are put in as they are."""
    if Text not in set(map(type, properties.values())):
        return Text(JSON.encode(properties))
    spelt = [f'"{name}":{value if isinstance(value, Text) else JSON.encode(value)}' for name, value in properties.items()]
    return Text(f"{{{','.join(spelt)}}}")


def more(text: Text, properties: Mapping[str, Any]) -> Text:
    """Return an object with more properties behind those that it has."""
    return Text(f"{text[:-1]},{written(properties)[1:]}")


def array(texts: Iterable[Text]) -> Text | None:
    """Return a list of objects as JSON; None where there are none."""
    text = ",".join(texts)
    return Text(f"[{text}]") if text else None


def identified(index: Index, kind: str, path: str, span: Mapping[str, str], **properties: Any) -> Text:
    """Return an object with its id, type and days; a property with nothing in it is left out."""
    found = {name: value for name, value in properties.items() if value or value is False or value == 0}
    return written({"id": address(index, path), "type": TYPES + kind, **found, **span})


def days(index: Index, paths: Iterable[str], known: Iterable[date | None] = ()) -> Mapping[str, str]:
    """Return when an object was made and last changed: the first and the last of its known days and those its files changed on.

    Where neither is known it may have changed today, so that nobody who asks for what is new misses it.
    """
    found = [day for day in known if day and day <= index.today]
    history = index.site.history
    if history.archive == "full":
        records = (history.records[path] for path in paths if path in history.records)
        found += [r.day for record in records for r in record.revisions if r.day <= index.today]
    return {"created": moment(min(found, default=index.today)), "modified": moment(max(found, default=index.today))}


@lru_cache(maxsize=4096)
def moment(day: date, hour: time = time()) -> str:
    """Return a moment in Danish time with its offset; a day alone is its midnight."""
    return datetime.combine(day, hour, COPENHAGEN).isoformat()
