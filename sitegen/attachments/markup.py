"""The text of XML as people read it: whole paragraphs, however many pieces a program has cut them into."""

import html
import re
from xml.parsers import expat

from sitegen.attachments.found import Found

PARAGRAPHS = frozenset(("p", "h", "si", "is", "annotation", "comment", "threadedComment"))
# In Word, Excel and PowerPoint only these hold text within a paragraph: the others hold measures, and they stand in between.
TEXTS = frozenset(("t", "text", "delText", "instrText", "delInstrText"))
SIGNS = {
    **dict.fromkeys(("tab", "ptab"), "\t"),
    **dict.fromkeys(("br", "cr", "line-break"), "\n"),
    "noBreakHyphen": "-",
    "softHyphen": "\u00ad",
    "s": " ",
}
CHANGES = {"del": "old", "moveFrom": "old", "ins": "new", "moveTo": "new"}
# Attributes that hold words; others hold numbers that programs make up, and some of those have ten digits.
WORDS = frozenset(
    (
        *("descr", "title", "name", "Target", "tooltip", "author", "displayText", "prompt", "href", "string-value", "instr"),
        *("promptTitle", "errorTitle", "error", "comment", "current-value", "label", "caption"),
    )
)
# Where the value itself is what somebody wrote; `s` and `n` are the cells that a pivot table remembers of sheets long gone.
VALUED = {
    "val": frozenset(("docVar", "alias", "tag", "default", "filter", "customFilter")),
    "v": frozenset(("s", "n")),
    "value": frozenset(("listItem", "item", "option", "text", "textarea")),
}
NOTHING = frozenset[str]()


def unmarked(text: str) -> str:
    """Return the text of HTML or other markup without the marks that cut it up; for what is no XML, or not well-formed."""
    return html.unescape(re.sub(r"<[^<>]{0,10000}>", "", text))


class Walker:
    """Goes through an XML text and looks at every paragraph, and at every text outside of one."""

    def __init__(self, found: Found, place: str, only: frozenset[str] | None = None) -> None:
        """`only` are the elements that hold text within a paragraph; None for all."""
        self.found, self.place, self.only = found, place, only
        self.paragraphs: list[list[tuple[str, str]]] = []  # pieces of those that are open, each with how it was changed
        self.loose: list[str] = []
        self.elements: list[str] = []
        self.changes: list[str] = []

    def walk(self, data: bytes) -> None:
        """Go through the whole text; one that is no XML, or declares entities, raises ExpatError."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = _refuse  # a few lines of them can become gigabytes
        parser.Parse(data, True)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Meet an element."""

    def block(self, name: str, text: str) -> None:
        """Meet the whole text of a paragraph or of an element outside of one."""
        self.found.count(text)
        self.found.look(self.place, text)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        own = {key.rpartition(":")[2]: value for key, value in attributes.items()} if attributes else attributes
        self.begin(name, own)
        for key, value in own.items():
            if key in WORDS or name in VALUED.get(key, NOTHING):
                self.found.look(self.place, value)
        if name in CHANGES:
            self.changes.append(CHANGES[name])
        if name in PARAGRAPHS:
            self.paragraphs.append([])
        elif name in SIGNS and self.paragraphs and self.elements[-1] != "tabs":
            count = own.get("c", "1") if name == "s" else "1"
            self._add(SIGNS[name] * (int(count) if count.isdecimal() and len(count) < 4 else 1))
        if not self.paragraphs:
            self.loose.clear()
        self.elements.append(name)

    def _end(self, tag: str) -> None:
        name = self.elements.pop()
        if name in CHANGES:
            self.changes.pop()
        if name in PARAGRAPHS:
            pieces = self.paragraphs.pop()
            text = "".join(piece for piece, change in pieces if change != "old")
            self.block(name, text)
            if any(change == "old" for _, change in pieces):  # what was deleted with "track changes" is still in the file
                self.found.look(self.place, "".join(piece for piece, change in pieces if change != "new"))
        elif self.loose and not self.paragraphs:
            self.block(name, "".join(self.loose))
            self.loose.clear()

    def _text(self, text: str) -> None:
        if not self.paragraphs:
            self.loose.append(text)
        elif self.only is None or self.elements[-1] in self.only:
            self._add(text)

    def _add(self, text: str) -> None:
        self.paragraphs[-1].append((text, self.changes[-1] if self.changes else ""))


def _refuse(*declared: object) -> None:
    raise expat.ExpatError("an entity is declared")
