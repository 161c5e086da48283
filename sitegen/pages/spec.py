"""What a page is before it is rendered: its address, its template and what the template sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the site: an address such as "/moeder/2026/", the name of a template, and its context."""

    address: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """What every page says about itself: title, description, address, the way to it, and its place in the menu."""

    title: str
    description: str
    address: str
    crumbs: tuple[tuple[str, str], ...] = ()  # address and text of the pages above, the front page left out
    section: str = ""  # the address in the main menu that the page belongs to
    kind: str = "website"
    indexed: bool = True
    alternates: tuple[tuple[str, str, str], ...] = ()  # media type, address and title: a feed, a calendar
    linked: tuple[Mapping[str, Any], ...] = ()  # what the page is about as linked data (JSON-LD), an object each
    published: str | None = None  # a document's day or moment of publication, as ISO 8601 writes it
    modified: str | None = None  # the day of its last correction


def page(template: str, head: Head, **context: Any) -> PageSpec:
    """Return the page of a template, its head and what else it shows."""
    return PageSpec(head.address, f"{template}.html.j2", {"head": head, **context})
