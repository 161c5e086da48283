"""XML with some elements, texts and attributes taken out, and every other byte as it was."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from sitegen.attachments.stripped.paths import homeless

TAG = re.compile(rb"<[^\s/>]+((?>\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/?>")
ATTRIBUTE = re.compile(rb"\s+([^\s=]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
ENCODING = re.compile(r"""(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""")
# What becomes of an element: it goes; what is in it; its text; the places on somebody's own machine in its text.
DROPPED, EMPTIED, MASKED, PLACELESS = "dropped", "emptied", "masked", "placeless"
MASK = "-"  # stands for a name: a reader shows it, and none stumbles over it as over one that is missing


@dataclass
class Edit:
    """What becomes of an element: its attributes by name as written, with None for one that goes, and what is in it."""

    inside: str = ""
    attributes: dict[str, str | None] = field(default_factory=dict)


Judge = Callable[[str, str, dict[str, str]], Edit | None]


def edited(data: bytes, judge: Judge) -> bytes:
    """Return an XML text as `judge` wants it; raise ExpatError where it is none, or declares entities.

    `judge` gets the name of each element and of the one that it is in, without prefix, and its attributes as written.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = ENCODING.sub(r"\1", data.decode("utf-16")).encode()
    splices = _Splices(data, judge)
    parser = expat.ParserCreate()
    splices.parser = parser
    parser.StartElementHandler = splices.start
    parser.EndElementHandler = splices.end
    parser.EntityDeclHandler = _refuse
    parser.Parse(data, True)
    pieces, at = [], 0
    for start, end, text in splices.found:
        pieces += [data[at:start], text]
        at = end
    return b"".join((*pieces, data[at:])) if splices.found else data


def plain(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


class _Splices:
    """Goes through a text and notes which bytes are to be replaced by which, in order."""

    def __init__(self, data: bytes, judge: Judge) -> None:
        self.data, self.judge = data, judge
        self.parser = expat.ParserCreate()
        self.found: list[tuple[int, int, bytes]] = []
        self.names = [""]
        self.open: tuple[int, int, str] | None = None  # what goes: how deep it is, where it begins, and how much of it

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Meet an element."""
        local = plain(name)
        edit = None if self.open else self.judge(local, self.names[-1], attributes)
        self.names.append(local)
        if edit is None:
            return
        at = self.parser.CurrentByteIndex
        tag = TAG.match(self.data, at)
        if tag is None:
            raise expat.ExpatError("a tag that cannot be told from what follows")
        whole = tag[0].endswith(b"/>")  # its own end too, and the parser says of that end that it is where the next thing begins
        if edit.inside == DROPPED:
            if whole:
                self.found.append((at, tag.end(), b""))
            else:
                self.open = len(self.names), at, DROPPED
            return
        for one in ATTRIBUTE.finditer(tag[1]):
            said = one[1].decode("utf-8", "replace")
            if said in edit.attributes:
                value = edit.attributes[said]
                text = b"" if value is None else f' {said}="{html.escape(value)}"'.encode("ascii", "xmlcharrefreplace")
                self.found.append((tag.start(1) + one.start(), tag.start(1) + one.end(), text))
        if edit.inside and not whole:
            self.open = len(self.names), tag.end(), edit.inside

    def end(self, name: str) -> None:
        """Meet the end of an element."""
        if self.open and self.open[0] == len(self.names):
            _, start, how = self.open
            self.open = None
            at = self.parser.CurrentByteIndex
            if how == DROPPED:
                self.found.append((start, self.data.index(b">", at) + 1, b""))
            elif how == PLACELESS:
                text = html.unescape(self.data[start:at].decode("utf-8", "replace"))
                if (short := homeless(text)) != text:
                    self.found.append((start, at, html.escape(short).encode("ascii", "xmlcharrefreplace")))
            else:
                self.found.append((start, at, MASK.encode() if how == MASKED and self.data[start:at].strip() else b""))
        self.names.pop()


def _refuse(*declared: object) -> None:
    raise expat.ExpatError("an entity is declared")
