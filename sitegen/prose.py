"""Markdown to items, sections, follow-ups, links and HTML; what is wrong with it comes back as findings with their places."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import Any
from urllib.parse import unquote

from markdown_it.token import Token

from sitegen.danish import slug
from sitegen.diagnostics import Finding
from sitegen.frontmatter import PLACEHOLDER
from sitegen.markdown import MARKDOWN, NESTING
from sitegen.model import FollowUp, Heading, Item, Link, Prose, Section

FIELD_NAMES = {
    "type": "Type",
    "case_number": "Sagsnr.",
    "case": "Sag",
    "topics": "Emner",
    "proposer": "Forslagsstiller",
    "closed": "Lukket",
    "referred_to": "Henvist til",
    "follows": "Opfølgning på",
}
TYPES = ("beslutning", "drøftelse", "orientering")
SECTIONS = {
    "resume": "resume",
    "resumé": "resume",
    "sagsfremstilling": "sagsfremstilling",
    "indstilling": "indstilling",
    "beslutning": "beslutning",
    "opfølgning": "opfoelgning",
    "bilag": "bilag",
    "økonomi": "oekonomi",
    "høring": "hoering",
}
# What people write when they mean that an item is closed, and miss the field by a little.
CLOSING = re.compile(r"[\s>*_+-]*(?:luk+et|fortrolig)(?:\s+punkt)?[\s*_]*[:;–—-]", re.IGNORECASE)
UNSPACED = re.compile(r"(#{2,6})[^\s#]")
CASE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TASK_DATA = re.compile(r"\b(ansvarlig|frist)\s*:", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# A cell ends at a pipe that no backslash stands before; the row's first one may come after the marks of lists and quotes.
PIPE = re.compile(r"(?<!\\)\|")
ROW = re.compile(r"\s*(?:(?:>|[-+*]\s|\d{1,9}[.)]\s)\s*)*\|")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
SAFE = ("http:", "https:", "mailto:", "tel:")
VAGUE = re.compile(
    r"(?:klik |tryk |se |læs )?(?:her|mere|læs mere|link(?:et)?|dette link|denne side)|here|click here|read more|more|this link",
    re.IGNORECASE,
)
BREAKS = ("softbreak", "hardbreak")
WORDS = ("text", "code_inline", "image", *BREAKS)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

# Stand in HTML for the n-th link's address, and for who does the n-th follow-up and by when, until `link` knows the names.
# Control characters are errors in what editors write, so no text can forge them.
ADDRESS_MARK = re.compile("\x01(\\d+)\x02")
OWNER_MARK = re.compile("\x03(\\d+)\x04")


# In order of offsets in a text: an offset, and the line and column of the file that it stands at.
_Places = list[tuple[int, int, int]]


@dataclass
class _Reading:
    """What is gathered while one text is read; `first` is the file's line before the body."""

    lines: list[str]
    first: int
    env: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    follow_ups: int = 0
    rows: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    def say(self, code: str, line: int, column: int, variant: str = "", **arguments: Any) -> None:
        self.findings.append(Finding(code, line, column, arguments, variant))

    def places(self, inline: Token) -> _Places:
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
        found: _Places = []
        for number, text in enumerate(texts, first):
            bare, source = text.strip(), self.lines[number]
            column = source.rfind(bare)
            column = column if column >= 0 else len(source) - len(source.lstrip())
            found.append((offset, number + self.first + 1, column + 1 - (len(text) - len(text.lstrip()))))
            offset += len(text) + 1
        return found

    def _cell(self, number: int, cell: int) -> _Places:
        """Return where the text of a row's cell stands; each pipe within it was written with a backslash."""
        source = self.lines[number]
        if number not in self.rows:
            starts = [0, *(match.end() for match in PIPE.finditer(source))]
            self.rows[number] = [(start, source[start : end - 1]) for start, end in pairwise([*starts, len(source) + 1])]
        column, text = self.rows[number][cell + bool(ROW.match(source))]
        column += 1 + len(text) - len(text.lstrip())
        found: _Places = []
        offset = 0
        for part in re.split(r"\\(?=\|)", text.strip()):
            found.append((offset, number + self.first + 1, column))
            offset, column = offset + len(part), column + len(part) + 1
        return found

    def render(self, tokens: Sequence[Token]) -> str:
        return str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, self.env)).strip() if tokens else ""


def read(body: str, first: int, items: bool) -> tuple[Prose, list[Finding]]:
    """Read Markdown that begins after `first` lines of its file; with `items`, every `##` heading is a point of a meeting."""
    env: dict[str, Any] = {"items": items, "raw": [], "deep": [], "lines": body.split("\n")}
    tokens = MARKDOWN.parse(body, env)
    reading = _Reading(env["lines"], first, env)
    for number in env["deep"]:
        reading.say("SG111", first + number + 1, 1, "nested", limit=NESTING // 2)
    headings = _headings(reading, tokens, items)
    for token in tokens:
        if token.type == "inline" and token.level == 1 and token.map and (match := UNSPACED.match(token.content)):
            reading.say("SG602", reading.first + token.map[0] + 1, 1, "space", level=len(match[1]))
    starts = [i for i, t in enumerate(tokens) if _opens_item(t)] if items else []
    html, _ = _part(reading, tokens[: starts[0]] if starts else tokens, None)
    numbered: list[Item] = []
    for index, (start, end) in enumerate(pairwise([*starts, len(tokens)])):
        numbered.append(_item(reading, tokens[start:end], index, numbered[-1].number if numbered else ""))
    ends = [*(item.line for item in numbered[1:]), first + len(reading.lines) + 1]
    for item, end in zip(numbered, ends, strict=False):
        _judge_closing_lines(reading, item, end)
    return Prose(html, tuple(numbered), headings, tuple(reading.links)), reading.findings


def _opens_item(token: Token) -> bool:
    return token.type == "heading_open" and token.tag == "h2" and token.level == 0 and "stray" not in token.meta


def _line(reading: _Reading, token: Token) -> int:
    return reading.first + 1 + (token.map[0] if token.map else 0)


def _part(reading: _Reading, tokens: Sequence[Token], item: int | None) -> tuple[str, list[FollowUp]]:
    """Render a run of tokens, gathering its links, follow-ups and what is wrong with it."""
    follow_ups = []
    for index, token in enumerate(tokens):
        if token.type == "inline":
            _inline(reading, token, item)
            if "done" in token.meta and item is not None:
                follow_ups.append(_follow_up(reading, token))
        elif token.type == "thead_open" and not _has_header(tokens, index):
            line = _line(reading, token)
            source = reading.lines[line - reading.first - 1]
            reading.say("SG604", line, len(source) - len(source.lstrip()) + 1)
    return reading.render(tokens), follow_ups


def _has_header(tokens: Sequence[Token], index: int) -> bool:
    for token in tokens[index:]:
        if token.type == "thead_close":
            return False
        if token.type == "inline" and token.content.strip():
            return True
    return False


def _at(places: _Places, position: int) -> tuple[int, int]:
    """Return the line and column of an offset in a text whose places are known."""
    offset, line, column = places[bisect_right(places, position, key=itemgetter(0)) - 1]
    return line, max(1, column + position - offset)


def _inline(reading: _Reading, token: Token, item: int | None) -> None:
    """Gather the links, images and raw HTML of one inline text."""
    raw = token.meta.get("raw", ())
    children = token.children or []
    if not raw and not any(child.type in ("link_open", "image") for child in children):
        return
    places = reading.places(token)
    marked = 0
    for position, tag in raw:
        line, column = _at(places, position)
        if line != marked:  # one finding a line: an element's end tag is no second mistake
            reading.say("SG503", line, column, tag=tag if len(tag) <= 40 else tag[:39] + "…")
        marked = line
    for index, child in enumerate(children):
        if child.type == "image":
            alt = child.content.strip()
            target = str(child.attrs.get("src", ""))
            line, column = _at(places, child.meta.get("at", 0))
            if not alt:
                reading.say("SG601", line, column, target=_unquoted(target))
            child.attrs["src"] = _address(reading, target, alt, line, column, item, image=True)
        elif child.type == "link_open":
            end = next((i for i in range(index, len(children)) if children[i].type == "link_close"), len(children))
            text = _plain(children[index:end])
            target = str(child.attrs.get("href", ""))
            line, column = _at(places, child.meta.get("at", 0))
            if not text:
                reading.say("SG603", line, column, "empty", text=_unquoted(target))
            elif VAGUE.fullmatch(text.rstrip(".…!")):
                reading.say("SG603", line, column, "vague", text=text)
            elif ADDRESS.fullmatch(text):
                reading.say("SG603", line, column, "address", text=text)
            child.attrs["href"] = _address(reading, target, text, line, column, item)


def _address(reading: _Reading, target: str, text: str, line: int, column: int, item: int | None, image: bool = False) -> str:
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
    reading.links.append(Link(plain, _unquoted(place), _unquoted(anchor), text, line, column, image, item))
    return f"\x01{len(reading.links) - 1}\x02"


def _unquoted(target: str) -> str:
    """Return an address as people write it; one that hides control characters stays as it is."""
    plain = unquote(target)
    return target if CONTROL.search(plain) else plain


def _headings(reading: _Reading, tokens: Sequence[Token], items: bool) -> tuple[Heading, ...]:
    """Judge the levels of the headings; in a page or mandate, shift them to begin at h2 and give them anchors."""
    opened = [(i, token) for i, token in enumerate(tokens) if token.type == "heading_open"]
    shift = 0 if items or not opened else 2 - min(int(token.tag[1]) for _, token in opened)
    headings, taken, previous = [], dict[str, int](), 1
    for index, token in opened:
        written = int(token.tag[1])
        level = min(written + shift, 6)
        line = _line(reading, token)
        column = reading.lines[line - reading.first - 1].find("#") + 1
        if items and written == 1:
            reading.say("SG602", line, column, "top", level=1, previous=previous)
            level = 2
        elif level > previous + 1:
            reading.say("SG602", line, column, "skipped", level=written, previous=previous - shift)
        previous = level
        text = _plain(tokens[index + 1].children)
        if PLACEHOLDER.fullmatch(text):
            reading.say("SG110", line, column + written + 1, key="#" * written, value=text)
        if not items:
            token.tag = tokens[index + 2].tag = f"h{level}"
            anchor = base = slug(text) or "afsnit"
            while anchor in taken:
                taken[base] += 1
                anchor = f"{base}-{taken[base]}"
            taken[anchor] = 1
            token.attrSet("id", anchor)
            headings.append(Heading(level, text, anchor, line))
        elif written == 1:  # shown as a heading, but no item
            token.tag = tokens[index + 2].tag = "h2"
            token.meta["stray"] = True
    return tuple(headings)


def _plain(children: Sequence[Token] | None) -> str:
    """Return the words of inline tokens: a line break is a space, an image its alternative text."""
    return "".join(" " if child.type in BREAKS else child.content for child in children or () if child.type in WORDS).strip()


def _item(reading: _Reading, tokens: Sequence[Token], index: int, previous: str) -> Item:
    heading, title = tokens[0], tokens[1]
    line = _line(reading, heading)
    fields = {
        name: (value, reading.first + 1 + at, column + 1) for name, (value, at, column) in heading.meta.get("fields", {}).items()
    }
    for name, at, column in heading.meta.get("repeated", ()):
        reading.say("SG105", reading.first + 1 + at, column + 1, "key", key=FIELD_NAMES[name], first_line=fields[name][1])
    number = heading.meta.get("number", "")
    if not number:
        whole = re.match(r"\d+", previous)  # where none has gone before, `link` knows where the count begins
        number = str(int(whole[0]) + 1) if whole else ""
    starts = [i for i, t in enumerate(tokens) if t.type == "heading_open" and t.tag == "h3" and t.level == 0]
    links_before = len(reading.links)
    title_html, _ = _part(reading, [title], index)
    html, follow_ups = _part(reading, tokens[3 : starts[0] if starts else len(tokens)], index)
    sections = []
    for start, end in pairwise([*starts, len(tokens)]):
        _part(reading, [tokens[start + 1]], index)
        text = _plain(tokens[start + 1].children)
        inner, found = _part(reading, tokens[start + 3 : end], index)
        follow_ups += found
        sections.append(Section(text, SECTIONS.get(text.lower().rstrip(":"), ""), inner, _line(reading, tokens[start])))
    item = Item(number, _plain(title.children), title_html, line, fields, html, tuple(sections), tuple(follow_ups))
    _judge_fields(reading, item)
    if item.closed:
        _judge_closed(reading, item, reading.links[links_before:], tokens)
    return item


def _judge_fields(reading: _Reading, item: Item) -> None:
    for name, (value, line, column) in item.fields.items():
        key = FIELD_NAMES[name]
        if name == "type" and value.lower() not in TYPES:
            reading.say("SG104", line, column, "choice", key=key, value=value, choices=TYPES)
        elif name == "case" and not CASE.fullmatch(value):
            reading.say("SG104", line, column, "id", key=key, value=value)
        elif not value:
            reading.say("SG104", line, column, "empty", key=key, value="")
        elif PLACEHOLDER.fullmatch(value):
            reading.say("SG110", line, column, key=key, value=value)


def _judge_closing_lines(reading: _Reading, item: Item, end: int) -> None:
    """A line that says an item is closed, but stands where it is no field, would be published with all that it was to hide."""
    field = item.fields.get("closed", ("", 0, 0))[1]
    if not item.closed and CLOSING.match(item.title):
        reading.say("SG502", item.line, 1, "title", number=item.number, section=item.title)
    for line in range(item.line + 1, end):
        source = reading.lines[line - reading.first - 1]
        if line != field and CLOSING.match(source):
            reading.say("SG502", line, len(source) - len(source.lstrip()) + 1, "field", number=item.number, section="")


def _judge_closed(reading: _Reading, item: Item, links: Sequence[Link], tokens: Sequence[Token]) -> None:
    """A closed item may have a title and a decision: the rest is published the moment it is committed."""
    if item.html:
        first = next(t for t in tokens[3:] if t.map)
        reading.say("SG502", _line(reading, first), 1, "text", number=item.number, section="")
    decided = False
    for section in item.sections:
        if section.name != "beslutning" or decided:
            variant = "attachment" if section.name == "bilag" else "section"
            reading.say("SG502", section.line, 1, variant, number=item.number, section=section.title)
        decided = decided or section.name == "beslutning"
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag > "h3":
            title = _plain(tokens[index + 1].children)
            reading.say("SG502", _line(reading, token), 1, "section", number=item.number, section=title)
    # A file linked from a decision that was taken in private, or from its title, was not meant for the public.
    starts = [item.line, *(section.line for section in item.sections)]
    names = ["", *(section.name for section in item.sections)]
    for link in links:
        at = bisect_right(starts, link.line) - 1
        shown = link.line == item.line or names[at] == "beslutning"
        document = link.path.endswith(".md") and "attachments/" not in link.path
        if shown and link.path and not document and not link.path.endswith("/"):
            reading.say("SG502", link.line, 1, "attachment", number=item.number, section=link.target)


def _follow_up(reading: _Reading, token: Token) -> FollowUp:
    line, column = _at(reading.places(token), 0)
    children = token.children or []
    whole = _plain(children)
    text, data = _task_data(whole)
    due = None
    if data:
        day = data.get("frist", "")
        try:
            due = date.fromisoformat(day) if day else None
        except ValueError:
            variant = "no-such-date" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else "date"
            place = _last(reading, token, rf"frist\W*({re.escape(day)})") or (line, column)
            reading.say("SG104", *place, variant, key="frist", value=day)
        _shorten(children, len(whole) - len(text))
        token.children = [*children, _html(f" \x03{reading.follow_ups}\x04")]
    reading.follow_ups += 1
    return FollowUp(text, data.get("ansvarlig", ""), due, token.meta["done"], line, column)


def _task_data(text: str) -> tuple[str, dict[str, str]]:
    """Split the words of a follow-up from the bracket at their end that says who is to do it and by when."""
    bare = text.rstrip(" .")
    start = bare.rfind("(")
    data = TASK_DATA.split(bare[start + 1 : -1]) if start >= 0 and bare.find(")", start) == len(bare) - 1 else []
    if len(data) < 3:
        return text, {}
    pairs = zip(data[1::2], data[2::2], strict=True)
    return text[:start].rstrip(), {key.lower(): value.strip(" \u00a0,;") for key, value in pairs}


def _last(reading: _Reading, token: Token, pattern: str) -> tuple[int, int] | None:
    """Return where the group of a pattern last stands in the lines that a token was read from."""
    first, end = token.map or (0, 0)
    for number in reversed(range(first, end)):
        if found := list(re.finditer(pattern, reading.lines[number], re.IGNORECASE)):
            return reading.first + number + 1, found[-1].start(1) + 1
    return None


def _shorten(children: Sequence[Token], length: int) -> None:
    """Take a number of characters off the end of inline tokens."""
    for child in reversed(children):
        if child.type in BREAKS:
            child.type, child.content = "text", " "
        if child.type in WORDS and length > 0:
            kept = max(0, len(child.content) - length)
            length -= len(child.content) - kept
            child.content = child.content[:kept]


def _html(text: str) -> Token:
    token = Token("html_inline", "", 0)
    token.content = text
    return token
