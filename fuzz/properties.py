"""What must hold whatever is fed: findings that can be said at a place in the file, HTML that does nothing, values of a type.

Each function raises AssertionError. The fuzzer's targets and the tests share them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html.parser import HTMLParser

from sitegen import mends, privacy, report, schema
from sitegen.build import masked
from sitegen.diagnostics import CODES, Finding, Located
from sitegen.parse import decode, parse
from sitegen.parsed import Contents, Item, Parsed, Prose

TODAY = date(2026, 11, 23)

VOID = frozenset(("br", "hr", "img"))
TAGS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "div",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "span",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "time",
        "tr",
        "ul",
    ]
)
ATTRIBUTES = frozenset(
    [
        "href",
        "src",
        "alt",
        "title",
        "id",
        "class",
        "start",
        "scope",
        "data-label",
        "role",
        "tabindex",
        "aria-label",
        "loading",
        "datetime",
        "hreflang",
    ]
)
ADDRESS = re.compile(r"(?:https?:|mailto:|tel:|/(?!/)|#|\x01\d+\x02$)", re.IGNORECASE)
MARK = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
OURS = re.compile("\x01\\d+\x02|\x03\\d+\x04|\x05\\d+\x06")  # what `link` and the pages fill in


class _Reader(HTMLParser):
    """Reads a piece of HTML as a browser does, and notes what should not be there."""

    def __init__(self, filled: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.filled = filled
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.wrong.append(f"<{tag} {name}>")
            elif name in ("href", "src") and not ADDRESS.match(value or ""):
                self.wrong.append(f"<{tag} {name}={value!r}>")
            elif self.filled and value and MARK.search(value):
                self.wrong.append(f"a mark in {name}")
        if len({name for name, _ in attrs}) < len(attrs):
            self.wrong.append(f"<{tag}> says one thing twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> out of its place")

    def handle_comment(self, data: str) -> None:
        self.wrong.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.wrong.append("an instruction")


def html_does_nothing(text: str, filled: bool = False) -> None:
    """HTML made of prose: only known elements, well nested, no handler, no address but a safe one; with `filled` no mark left."""
    reader = _Reader(filled)
    reader.feed(text)
    reader.close()
    assert not reader.wrong and not reader.open, (reader.wrong, reader.open, text[:500])
    assert not MARK.search(text if filled else OURS.sub("", text)), text[:500]


def findings_can_be_said(findings: Sequence[Finding], sources: Mapping[str, bytes]) -> None:
    """Every finding has a known code, a place in its file, sentences in both languages, and shows no personal number."""
    lines = {path: _lines(data) for path, data in sources.items()}
    for finding in findings:
        assert finding.code in CODES
        assert finding.line >= 1 and finding.column >= 1, finding
        if finding.path in lines:
            own = lines[finding.path]
            assert finding.line <= len(own) + 1, (finding, len(own))
            assert finding.line > len(own) or finding.column <= len(own[finding.line - 1]) + 1, (finding, own[finding.line - 1])
    shown = {path: report.lines(data) for path, data in sources.items()}
    safe = masked(findings)
    for language in ("da", "en"):
        text = report.text(safe, language, None, False)
        assert text.count("\n") == len(findings), text  # a line each, and one that counts them
        for line in text.split("\n"):
            hidden = [number for number in privacy.find(line) if number.certain]
            assert not hidden, line
        assert report.text(safe, language, shown, True)
        assert report.as_json(safe, language, TODAY)


def _lines(data: bytes) -> list[str]:
    text, wrong = decode(data)
    return text.split("\n") if text or not wrong else report.lines(data)


def mends_can_be_made(findings: Iterable[Finding], files: Mapping[str, bytes], most: int = 20) -> None:
    """Making a mend changes text only, and what it gives can be read again."""
    for finding in [f for f in findings if f.mend][:most]:
        made = mends.mended(files, finding)
        assert finding.mend
        for path, data in made.items():
            data.decode()
            if finding.mend.certain and finding.mend.action == "replace" and path == finding.path:
                assert data != files[path], finding


def located_is_sound(located: Located) -> None:
    """Every value has a place, and is a mapping, a list or a text."""
    waiting = [located.value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            assert all(isinstance(key, str) for key in value)
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        else:
            assert isinstance(value, str), type(value)
    for place in (*located.places.values(), *located.keys.values()):
        assert place[0] >= 1 and place[1] >= 1


def _pieces(prose: Prose) -> Iterator[str]:
    yield prose.html
    for item in prose.items:
        yield item.title_html
        yield item.html
        yield from (section.html for section in item.sections)


def prose_is_sound(prose: Prose) -> None:
    """Its HTML does nothing, its items have names, anchors are there once, and every mark in the HTML stands for something."""
    whole = "".join(_pieces(prose))
    for piece in _pieces(prose):
        html_does_nothing(piece)
    for number in re.findall("\x01(\\d+)\x02", whole):
        assert int(number) < len(prose.links), number
    owed = sum(len(item.follow_ups) for item in prose.items)
    for number in re.findall("\x03(\\d+)\x04", whole):
        assert int(number) < owed, (number, owed)
    anchors = [heading.anchor for heading in prose.headings] + [passage.anchor for passage in prose.passages]
    assert len(set(anchors)) == len(anchors), anchors
    for item in prose.items:
        assert isinstance(item, Item)
        assert re.fullmatch(r"(?:\d{1,9}(?:\.\d{1,3})*[a-z]?)?", item.number), item.number
        for follow_up in item.follow_ups:
            assert follow_up.due is None or type(follow_up.due) is date
        if item.closed:
            item.field("closed")


def parsed_is_sound(parsed: Parsed, data: bytes, kind: str) -> None:
    """All of the above for one file."""
    assert parsed.kind == kind
    assert parsed.meta is None or isinstance(parsed.meta, schema.FILES[kind])
    located_is_sound(parsed.source.located)
    prose_is_sound(parsed.prose)
    path = f"content/{kind}"
    placed = [finding.at(path) for finding in parsed.findings]
    findings_can_be_said(placed, {path: data})
    mends_can_be_made(placed, {path: data})
    for number, line, column in parsed.numbers:
        assert re.fullmatch(r"\d{10}", number.digits) and line >= 1 and column >= 1


def parse_is_sound(data: bytes, kind: str) -> Parsed:
    """Parse the bytes twice: the answer is sound, and the same."""
    before = bytes(data)
    parsed = parse(data, kind)
    assert data == before
    parsed_is_sound(parsed, data, kind)
    assert parse(data, kind) == parsed
    return parsed


def contents_are_sound(contents: Contents, data: bytes) -> None:
    """What an attachment says is of the right types, and can be shown."""
    assert contents.size >= 0  # of what is published of it, which may be less than there is
    assert contents.pages is None or contents.pages >= 0
    assert contents.width >= 0 and contents.height >= 0
    assert contents.unread in ("", "encrypted", "scanned", "damaged", "large", "kind"), contents.unread
    assert not contents.title or (contents.title.isprintable() and len(contents.title) <= 200)
    assert re.fullmatch(r"[A-Za-z0-9-]*", contents.language)
    assert all(page >= 1 for page in contents.textless)
    for number, place in contents.numbers:
        assert re.fullmatch(r"\d{10}", number.digits)
        assert place.partition(":")[0] in ("page", "line", "sheet", "slide", "note", "about", "text", "header", "inside"), place
