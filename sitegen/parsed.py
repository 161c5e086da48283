"""What one file says, read without knowing any other: items, sections, follow-ups, links and headings, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sitegen.diagnostics import Finding, Source
from sitegen.privacy import PersonalNumber


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image in prose, with the place where it begins. `item` counts the items; None before the first.

    `target` is what people read, `path` and `anchor` its parts: a file's name may hold the # that parts them. `at` is the
    column where the target is written as people read it; None where it is not.
    """

    target: str
    path: str
    anchor: str
    text: str
    line: int
    column: int
    image: bool = False
    item: int | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page or mandate: its level on the page, text and anchor."""

    level: int
    text: str
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a mandate that a clause can name: the n-th paragraph or table (stk.) under a heading, or list item (nr.).

    `under` is the number of the paragraph that leads up to a list item (0: none); `leads` how many items a paragraph leads up
    to: it says nothing without them, so they answer for it.
    """

    heading: str  # its text, as clauses name it
    kind: str  # stk or nr
    number: int
    anchor: str
    line: int
    text: str  # the words, without markup
    under: int = 0
    leads: int = 0

    @property
    def name(self) -> str:
        """The passage as a clause names it: "Formål, stk. 4, nr. 2"."""
        return f"{self.heading}{f', stk. {self.under}' if self.under else ''}, {self.kind}. {self.number}"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What somebody is to do: the text, a party's id or other words for who, by when, and whether it is done.

    `mark` is the column of the mark in its box.
    """

    text: str
    owner: str
    due: date | None
    done: bool
    line: int
    column: int
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A `###` section of an item: its heading as written, the name of the known section it is (or empty), its HTML."""

    title: str
    name: str
    html: str
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """A point on an agenda or in minutes (punkt)."""

    number: str  # as written, or the next; empty only until `link` has numbered a supplement's
    title: str  # plain text
    title_html: str
    line: int
    fields: Mapping[str, tuple[str, int, int]]  # value, line and column by field
    html: str  # what stands before the first section
    sections: tuple[Section, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    def field(self, name: str) -> str:
        return self.fields[name][0] if name in self.fields else ""

    @property
    def anchor(self) -> str:
        return "punkt-" + self.number.replace(".", "-")

    @property
    def closed(self) -> bool:
        return "closed" in self.fields

    @property
    def told(self) -> tuple[str, ...]:
        """The fields that tell what the item is about, not where it goes: a closed one may have none of them."""
        return tuple(name for name in self.fields if name not in ("type", "closed", "referred_to", "follows"))

    @property
    def topics(self) -> tuple[str, ...]:
        return _listed(self.field("topics"))

    def section(self, name: str) -> Section | None:
        return next((section for section in self.sections if section.name == name), None)


@lru_cache(maxsize=4096)
def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown, read: the part before the first item, items, headings, and links in the order of their placeholders."""

    html: str = ""
    items: tuple[Item, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that one file's bytes say: never an exception, `meta` is None where the front matter cannot be understood."""

    kind: str
    meta: Any
    source: Source
    prose: Prose = field(default_factory=Prose)
    numbers: tuple[tuple[PersonalNumber, int, int], ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """All that the bytes of an attachment say; `unread` is why its text could not all be searched, empty where it could.

    A place is a page, a line or another part of the file, as `page:3`, `sheet:Budget`, `note`.
    """

    size: int  # in bytes, as it is published
    pages: int | None = None  # or slides
    tagged: bool | None = None  # of a PDF: whether it has the structure that a screen reader needs
    language: str = ""
    title: str = ""
    width: int = 0  # of a picture, in pixels
    height: int = 0
    unread: str = ""  # encrypted, scanned, pictures, damaged, large or kind
    textless: tuple[int, ...] = ()  # pages that show something and have no text
    numbers: tuple[tuple[PersonalNumber, str], ...] = ()  # personal numbers, each with its place
    digest: str = ""  # SHA-256 of what is published; empty of what is too large to be read, and published as it is
    traces: str = ""  # why its makers' traces could not be taken out: signed, encrypted, damaged, large, kind or inside
