"""What all objects of OParl have in common: an address that is the id, a type, and when they were made and last changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from sitegen.calendar import COPENHAGEN
from sitegen.pages.index import Index

ROOT = "/oparl/1.1/"
SYSTEM, BODY = "system", "body/1"
TYPES = "https://schema.oparl.org/1.1/"
EMPTY: tuple[Any, ...] = (None, "", [], ())


@dataclass(frozen=True, slots=True)
class Thing:
    """An object: its path, its properties as others hold it, and those that lead back, which it has only on its own."""

    path: str
    inner: Mapping[str, Any]
    back: Mapping[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> dict[str, Any]:
        return {**self.inner, **{name: value for name, value in self.back.items() if value not in EMPTY}}

    @property
    def id(self) -> str:
        found: str = self.inner["id"]
        return found


def address(index: Index, path: str) -> str:
    """Return the id of an object, which is where it stands."""
    return f"{index.site.file.base_url}{ROOT[1:]}{path}.json"


def path_of(index: Index, thing: Mapping[str, Any]) -> str:
    """Return the path of an object by its id."""
    found: str = thing["id"]
    return found.removeprefix(f"{index.site.file.base_url}{ROOT[1:]}").removesuffix(".json")


def listed(index: Index, folder: str, page: int = 1) -> str:
    """Return the address of a page of a list."""
    return address(index, f"{folder}/page/{page}")


def identified(index: Index, kind: str, path: str, span: Mapping[str, str], **properties: Any) -> dict[str, Any]:
    """Return an object with its id, type and days; a property with nothing in it is left out."""
    found = {name: value for name, value in properties.items() if value not in EMPTY}
    return {"id": address(index, path), "type": TYPES + kind, **found, **span}


def days(index: Index, paths: Iterable[str], known: Iterable[date | None] = ()) -> dict[str, str]:
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
