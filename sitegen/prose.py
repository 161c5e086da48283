"""Markdown to items, sections, follow-ups, links and HTML; what is wrong with it comes back as findings with their places."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from sitegen import mends, passages, unread
from sitegen.danish import slug
from sitegen.diagnostics import Finding, Mend
from sitegen.followups import follow_up
from sitegen.frontmatter import PLACEHOLDER
from sitegen.markdown import MARKDOWN, NESTING, uncommented
from sitegen.mends import meant
from sitegen.parsed import FollowUp, Heading, Item, Link, Passage, Prose, Section
from sitegen.reading import Reading, inline, line_of, plain

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
TOPICS = 50  # of an item: every topic's page names those that stand with it
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
CLOSING = re.compile(
    r"[\s>*_+`(-]*+(?:\d{1,2}[.)]\s++)?(?:<\w+>)?"
    r"(?:(?:luk+et|fortroligt?)(?:\s+punkt)?[\s*_`]*(?:</\w+>\s*)?[:;\uff1a\uff1b–—-]|luk+et(?:\s+punkt)?[\s*_`).]*$)",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?:punkt\s+)?\d", re.IGNORECASE)
OWN_NAME = re.compile(r"(?:udkast til\s+)?(?:tillægs?)?(?:dagsorden|referat)\b", re.IGNORECASE)
CASE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Stand in HTML for the n-th link's address, and for who does the n-th follow-up and by when, until `link` knows the names.
# Control characters are errors in what editors write, so no text can forge them.
ADDRESS_MARK = re.compile("\x01(\\d+)\x02")
OWNER_MARK = re.compile("\x03(\\d+)\x04")


def read(body: str, first: int, kind: str) -> tuple[Prose, list[Finding]]:
    """Read the Markdown of a kind of file, beginning after its first lines; in agendas and minutes a `##` heading is an item."""
    items = kind in ("agenda", "minutes")
    body, comments = uncommented(body)
    env: dict[str, Any] = {"items": items, "raw": [], "deep": [], "lines": body.split("\n")}
    tokens = MARKDOWN.parse(body, env)
    reading = Reading(env["lines"], first, env)
    for line, column in comments:
        reading.say("SG503", first + line + 1, column, "comment")
    for number in env["deep"]:
        reading.say("SG111", first + number + 1, 1, "nested", limit=NESTING // 2)
    headings = _headings(reading, tokens, items, unread.headings(reading, tokens, SECTIONS if items else {}))
    starts = [i for i, t in enumerate(tokens) if t.type == "heading_open" and _opens_item(t)] if items else []
    found: tuple[Passage, ...] = ()
    if kind == "mandate":
        tokens, found = passages.read(reading, tokens, headings)
    html, _ = _part(reading, tokens[: starts[0]] if starts else tokens, None)
    numbered: list[Item] = []
    for index, (start, end) in enumerate(pairwise([*starts, len(tokens)])):
        numbered.append(_item(reading, tokens[start:end], index, numbered[-1].number if numbered else ""))
    lowered = body.replace("\u212a", "k").encode("utf-8", "surrogatepass").lower()  # of bytes, for that is ten times as fast
    closing = b"luk" in lowered or b"fortrol" in lowered  # see CLOSING: few texts have a line to look for
    ends = [*(item.line for item in numbered[1:]), first + len(reading.lines) + 1]
    for item, end in zip(numbered, ends, strict=False):
        _judge_closing_lines(reading, item, end if closing else item.line)
    return Prose(html, tuple(numbered), headings, tuple(reading.links), found), reading.findings


def _opens_item(token: Token) -> bool:
    return token.tag == "h2" and token.level == 0 and "stray" not in token.meta


def _part(reading: Reading, tokens: Sequence[Token], item: int | None) -> tuple[str, list[FollowUp]]:
    """Render a run of tokens, gathering its links, follow-ups and what is wrong with it."""
    follow_ups = _gathered(reading, tokens, item)
    return reading.render(tokens), follow_ups


def _gathered(reading: Reading, tokens: Sequence[Token], item: int | None) -> list[FollowUp]:
    follow_ups = []
    for index, token in enumerate(tokens):
        if token.type == "inline":
            content = token.content
            if "]" in content or "<" in content or "&" in content:  # else there is no link in it, and nothing like one
                inline(reading, token, item)
                unread.links(reading, token)
            if "done" in token.meta and item is not None:
                follow_ups.append(follow_up(reading, token))
        elif token.type == "thead_open" and not _has_header(tokens, index):
            line = line_of(reading, token)
            source = reading.lines[line - reading.first - 1]
            reading.say("SG604", line, len(source) - len(source.lstrip()) + 1)
    return follow_ups


def _has_header(tokens: Sequence[Token], index: int) -> bool:
    for at in range(index, len(tokens)):  # a slice would copy the rest of the text for each table
        token = tokens[at]
        if token.type == "thead_close":
            return False
        if token.type == "inline" and token.content.strip():
            return True
    return False


def _headings(reading: Reading, tokens: Sequence[Token], items: bool, missed: list[tuple[int, int]]) -> tuple[Heading, ...]:
    """Judge the levels of the headings; in a page or mandate, shift them to begin at h2 and give them anchors.

    `missed` are the lines and levels of what was meant as a heading: what stands under one skips no level.
    """
    opened = [(i, token) for i, token in enumerate(tokens) if token.type == "heading_open"]
    shift = 0 if items or not opened else 2 - min(int(token.tag[1]) for _, token in opened)
    headings, taken, previous = [], dict[str, int](), 1
    for index, token in opened:
        written = int(token.tag[1])
        level = min(written + shift, 6)
        line = line_of(reading, token)
        column = reading.lines[line - reading.first - 1].find("#") + 1
        while missed and missed[0][0] < line:
            previous = missed.pop(0)[1] + shift
        if items and written == 1:
            mend = _lowered(plain(tokens[index + 1].children), line, column)
            reading.say("SG602", line, column, "top", mend=mend, level=1, previous=previous)
            level = 2
        elif level > previous + 1:
            mend = Mend("replace", "#" * (previous + 1 - shift), None, line, column, (line, column + written))
            reading.say("SG602", line, column, "skipped", mend=mend, level=written, previous=previous - shift)
        previous = level
        text = plain(tokens[index + 1].children)
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


def _lowered(text: str, line: int, column: int) -> Mend | None:
    """Return the mend of a heading with one #: an item has two, and the document's own name stands on its page already."""
    if NUMBERED.match(text):
        return Mend("replace", "##", None, line, column, (line, column + 1))
    return mends.struck_lines(line, line) if OWN_NAME.match(text) else None


def _item(reading: Reading, tokens: Sequence[Token], index: int, previous: str) -> Item:
    heading, title = tokens[0], tokens[1]
    line = line_of(reading, heading)
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
        _gathered(reading, [tokens[start + 1]], index)
        text = plain(tokens[start + 1].children)
        inner, found = _part(reading, tokens[start + 3 : end], index)
        follow_ups += found
        sections.append(Section(text, SECTIONS.get(text.lower().rstrip(":"), ""), inner, line_of(reading, tokens[start])))
    item = Item(number, plain(title.children), title_html, line, fields, html, tuple(sections), tuple(follow_ups))
    _judge_fields(reading, item)
    if item.closed:
        _judge_closed(reading, item, reading.links[links_before:], tokens)
    return item


def _judge_fields(reading: Reading, item: Item) -> None:
    for name, (value, line, column) in item.fields.items():
        key = FIELD_NAMES[name]
        if name == "type" and value.lower() not in TYPES:
            mend = _retyped(value, line, column, meant.nearest(value.lower(), list(TYPES)))
            reading.say("SG104", line, column, "choice", mend=mend, key=key, value=value, choices=TYPES)
        elif name == "case" and not CASE.fullmatch(value):
            mend = _retyped(value, line, column, slug(value))
            reading.say("SG104", line, column, "id", mend=mend, key=key, value=value)
        elif not value:
            reading.say("SG104", line, column, "empty", key=key, value="")
        elif PLACEHOLDER.fullmatch(value):
            reading.say("SG110", line, column, key=key, value=value)
        elif name == "topics" and len(item.topics) > TOPICS:
            reading.say("SG111", line, column, "topics", limit=str(TOPICS))


def _retyped(value: str, line: int, column: int, likely: str) -> Mend | None:
    return Mend("replace", likely, None, line, column, (line, column + len(value))) if value and likely else None


def _judge_closing_lines(reading: Reading, item: Item, end: int) -> None:
    """A line that says an item is closed, but stands where it is no field, would be published with all that it was to hide."""
    field = item.fields.get("closed", ("", 0, 0))[1]
    if not item.closed and CLOSING.match(item.title):
        reading.say("SG502", item.line, 1, "title", number=item.number, section=item.title)
    for line in range(item.line + 1, end):
        source = reading.lines[line - reading.first - 1]
        if line != field and CLOSING.match(source):
            reading.say("SG502", line, len(source) - len(source.lstrip()) + 1, "field", number=item.number, section="")


def _judge_closed(reading: Reading, item: Item, links: Sequence[Link], tokens: Sequence[Token]) -> None:
    """A closed item may have a title and a decision: the rest is published the moment it is committed."""
    for name in item.told:
        _, line, column = item.fields[name]
        mend = mends.struck_lines(line, line)
        reading.say("SG502", line, column, "line", mend=mend, number=item.number, section=FIELD_NAMES[name])
    if item.html:
        first = next(t for t in tokens[3:] if t.map)
        reading.say("SG502", line_of(reading, first), 1, "text", number=item.number, section="")
    decided = False
    for section in item.sections:
        if section.name != "beslutning" or decided:
            variant = "attachment" if section.name == "bilag" else "section"
            reading.say("SG502", section.line, 1, variant, number=item.number, section=section.title)
        decided = decided or section.name == "beslutning"
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag > "h3":
            title = plain(tokens[index + 1].children)
            reading.say("SG502", line_of(reading, token), 1, "section", number=item.number, section=title)
    # A file linked from a decision that was taken in private, or from its title, was not meant for the public.
    starts = [item.line, *(section.line for section in item.sections)]
    names = ["", *(section.name for section in item.sections)]
    for link in links:
        at = bisect_right(starts, link.line) - 1
        shown = link.line == item.line or names[at] == "beslutning"
        document = link.path.endswith(".md") and "attachments/" not in link.path
        if shown and link.path and not document and not link.path.endswith("/"):
            reading.say("SG502", link.line, 1, "attachment", number=item.number, section=link.target)
