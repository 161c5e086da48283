"""One text while it is read: where its parts stand, the links and raw HTML in it, and what is wrong."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import Any
from urllib.parse import unquote

from markdown_it.token import Token

from sitegen.diagnostics import BLANK, Finding, Mend
from sitegen.markdown import MARKDOWN
from sitegen.mends import markup
from sitegen.parsed import Link

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# A cell ends at a pipe that no backslash stands before; the row's first one may come after the marks of lists and quotes.
PIPE = re.compile(r"(?<!\\)\|")
ROW = re.compile(r"\s*(?:(?:>|[-+*]\s|\d{1,9}[.)]\s)\s*)*\|")
ADDRESSES = 1_000_000  # characters of all addresses of a text together, each counted as often as it is used
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
SAFE = ("http:", "https:", "mailto:", "tel:")
VAGUE = re.compile(
    r"(?:klik |tryk |se |læs )?(?:her|mere|læs mere|link(?:et)?|dette link|denne side)|here|click here|read more|more|this link",
    re.IGNORECASE,
)
BREAKS = ("softbreak", "hardbreak")
WORDS = ("text", "code_inline", "image", *BREAKS)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# In order of offsets in a text: an offset, and the line and column of the file that it stands at.
Places = list[tuple[int, int, int]]


@dataclass
class Reading:
    """What is gathered while one text is read; `first` is the file's line before the body."""

    lines: list[str]
    first: int
    env: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    follow_ups: int = 0
    addresses: int = 0  # characters
    rows: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    def say(self, code: str, line: int, column: int, variant: str = "", mend: Mend | None = None, **arguments: Any) -> None:
        self.findings.append(Finding(code, line, column, arguments, variant, mend=mend))

    def source(self, line: int) -> str:
        """Return a line of the file as it is written."""
        return self.lines[line - self.first - 1]

    def places(self, inline: Token) -> Places:
        """Return where the inline text stands in the file: for offsets in it, in order, the line and column of each."""
        first, end = inline.map or [0, 0]
        if "cell" in inline.meta:
            return self._cell(first, inline.meta["cell"])
        whole = str(inline.meta.get("whole", inline.content))
        texts = whole.split("\n")
        # The text begins below lines that hold nothing but odd spaces.
        while first + len(texts) < end and not self.lines[first].rstrip().endswith(texts[0].strip()):
            first += 1
        offset = len(inline.content) - len(whole)  # what was taken from the top of the text lies before its offset 0
        found: Places = []
        for number, text in enumerate(texts, first):
            bare, source = text.strip(), self.lines[number]
            column = source.rfind(bare)
            column = column if column >= 0 else len(source) - len(source.lstrip())
            found.append((offset, number + self.first + 1, column + 1 - (len(text) - len(text.lstrip()))))
            offset += len(text) + 1
        return found

    def _cell(self, number: int, cell: int) -> Places:
        """Return where the text of a row's cell stands; each pipe within it was written with a backslash."""
        source = self.lines[number]
        if number not in self.rows:
            starts = [0, *(match.end() for match in PIPE.finditer(source))]
            self.rows[number] = [(start, source[start : end - 1]) for start, end in pairwise([*starts, len(source) + 1])]
        column, text = self.rows[number][cell + bool(ROW.match(source))]
        column += 1 + len(text) - len(text.lstrip())
        found: Places = []
        offset = 0
        for part in re.split(r"\\(?=\|)", text.strip()):
            found.append((offset, number + self.first + 1, column))
            offset, column = offset + len(part), column + len(part) + 1
        return found

    def render(self, tokens: Sequence[Token]) -> str:
        return str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, self.env)).strip() if tokens else ""


def line_of(reading: Reading, token: Token) -> int:
    """Return the line of the file that a block token begins on."""
    return reading.first + 1 + (token.map[0] if token.map else 0)


def place_at(places: Places, position: int) -> tuple[int, int]:
    """Return the line and column of an offset in a text whose places are known."""
    offset, line, column = places[bisect_right(places, position, key=itemgetter(0)) - 1]
    return line, max(1, column + position - offset)


def plain(children: Sequence[Token] | None) -> str:
    """Return the words of inline tokens: a line break is a space, an image its alternative text."""
    return "".join(" " if child.type in BREAKS else child.content for child in children or () if child.type in WORDS).strip()


def html_token(text: str) -> Token:
    """Return a token that is rendered as it stands; for HTML of our own only."""
    token = Token("html_inline", "", 0)
    token.content = text
    return token


def inline(reading: Reading, token: Token, item: int | None) -> None:
    """Gather the links, images and raw HTML of one inline text."""
    raw = token.meta.get("raw", ())
    children = token.children or []
    if not raw and not any(child.type in ("link_open", "image") for child in children):
        return
    places = reading.places(token)
    marked = 0
    for position, tag in raw:
        line, column = place_at(places, position)
        if line != marked:  # one finding a line: an element's end tag is no second mistake
            mend = markup.mend(reading.source(line), line)
            reading.say("SG503", line, column, mend=mend, tag=tag if len(tag) <= 40 else tag[:39] + "…")
        marked = line
    for index, child in enumerate(children):
        if child.type in ("link_open", "image") and _is_too_much(reading, child, places):
            continue
        if child.type == "image":
            alt = child.content.strip()
            target = str(child.attrs.get("src", ""))
            line, column = place_at(places, child.meta.get("at", 0))
            if not alt.strip(f"{BLANK}. "):
                blank = reading.source(line).startswith("![](", column - 1)
                mend = Mend("replace", BLANK, None, line, column + 2, (line, column + 2)) if blank else None
                reading.say("SG601", line, column, mend=mend, target=_unquoted(target))
            child.attrs["src"] = _address(reading, target, alt, line, column, item, image=True)
        elif child.type == "link_open":
            end = next((i for i in range(index, len(children)) if children[i].type == "link_close"), len(children))
            text = plain(children[index:end])
            target = str(child.attrs.get("href", ""))
            line, column = place_at(places, child.meta.get("at", 0))
            if not text:
                reading.say("SG603", line, column, "empty", text=_unquoted(target))
            elif VAGUE.fullmatch(text.rstrip(".…!")):
                reading.say("SG603", line, column, "vague", text=text)
            elif ADDRESS.fullmatch(text):
                reading.say("SG603", line, column, "address", text=text)
            child.attrs["href"] = _address(reading, target, text, line, column, item)


def _is_too_much(reading: Reading, link: Token, places: Places) -> bool:
    """Say whether the addresses of a text are more than a page can hold: one that is defined once may be used a million times."""
    written = sum(len(str(value)) for value in link.attrs.values())
    reading.addresses += written
    if reading.addresses <= ADDRESSES:
        return False
    if reading.addresses - written <= ADDRESSES:
        size, limit = f"{reading.addresses // 1000} kB", f"{ADDRESSES // 1000} kB"
        reading.say("SG111", *place_at(places, link.meta.get("at", 0)), "addresses", size=size, limit=limit)
    link.attrs = {"src": "#", "alt": ""} if link.type == "image" else {"href": "#"}
    return True


def _address(reading: Reading, target: str, text: str, line: int, column: int, item: int | None, image: bool = False) -> str:
    """Return the address as HTML may carry it: itself where it leads out, a placeholder where `link` must find it."""
    scheme = SCHEME.match(target)
    plain = _unquoted(target)
    if scheme or plain[:2].replace("\\", "/") == "//":
        name = scheme[0].lower() if scheme else "//"
        if image or name not in SAFE:
            variant = "image" if image and name in SAFE[:2] else "scheme"
            reading.say("SG504", line, column, variant, target=target[:80], scheme=name.rstrip(":"))
            return "#"
        return target
    place, _, anchor = target.partition("#")
    at = reading.source(line).find(f"]({plain}", column - 1) + 3
    own = (plain, _unquoted(place), _unquoted(anchor), text, line, column, image, item)
    reading.links.append(Link(*own, at if at > 2 else None))
    return f"\x01{len(reading.links) - 1}\x02"


def _unquoted(target: str) -> str:
    """Return an address as people write it; one that hides control characters stays as it is."""
    if "%" not in target:
        return target
    plain = unquote(target)
    return target if CONTROL.search(plain) else plain
