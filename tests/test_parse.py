"""One file's bytes: any bytes are read or refused with findings, and how a text was saved makes no difference."""

import os
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.diagnostics import CODES
from sitegen.parse import FILE_LIMIT, LINE_LIMIT, decode, parse
from sitegen.parsed import Parsed
from sitegen.schema import FILES
from tests.support import CASES, ROOT

LONG = bool(os.environ.get("SITEGEN_LONG"))
EXAMPLES = settings(max_examples=5000 if LONG else 200, deadline=None)
KINDS = sorted(FILES)

BOM = b"\xef\xbb\xbf"
HEAD = "---\nmeeting: 2026-03-12-nord-politisk\n---\n"
DOCUMENTS = [
    (kind, path.read_bytes())
    for kind, pattern in {
        "site": "site.yml",
        "organisation": "organisation.yml",
        "plan": "meetings/*.yml",
        "agenda": "agendas/*.md",
        "minutes": "minutes/*.md",
        "mandate": "mandates/*.md",
        "page": "pages/*.md",
    }.items()
    for root in (ROOT / "content", CASES / "_base" / "content")
    for path in sorted(root.glob(pattern))[:3]
]


def said(parsed: Parsed) -> list[str]:
    return [
        f"{f.line}:{f.column} {f.code} {f.variant}".strip() for f in sorted(parsed.findings, key=lambda f: (f.line, f.column))
    ]


def check(data: bytes, kind: str) -> Parsed:
    """Parse, and check what must hold of any bytes."""
    parsed = parse(data, kind)
    assert parsed.kind == kind
    lines = (decode(data)[0] or data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    after = len(lines) + 1  # the YAML reader may say that what breaks off breaks off on the line that should follow
    for finding in parsed.findings:
        assert finding.code in CODES
        assert (1 <= finding.line <= len(lines)) or (finding.code == "SG101" and (finding.line, finding.column) == (after, 1))
        if finding.line <= len(lines):
            assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1, finding
    for number, line, column in parsed.numbers:
        assert lines[line - 1][column - 1] == number.digits[0]
    for link in parsed.prose.links:
        assert lines[link.line - 1][link.column - 1] in "[!<"
    errors = [f for f in parsed.findings if f.code in ("SG101", "SG102", "SG103", "SG105", "SG106", "SG107", "SG111")]
    assert parsed.meta is not None or errors or any(f.code == "SG104" for f in parsed.findings)
    return parsed


# --- total


@pytest.mark.parametrize("kind, data", DOCUMENTS)
def test_real_documents_are_read(kind: str, data: bytes) -> None:
    parsed = check(data, kind)
    assert parsed.meta is not None
    assert said(parsed) == []


@EXAMPLES
@given(st.sampled_from(KINDS), st.binary(max_size=200))
def test_any_bytes(kind: str, data: bytes) -> None:
    for bytes_ in (data, b"---\n" + data, BOM + data, b"---\n" + data + b"\n---\n" + data):
        check(bytes_, kind)


@EXAMPLES
@given(st.sampled_from(KINDS), st.text(max_size=80), st.text(max_size=200))
def test_any_text(kind: str, matter: str, body: str) -> None:
    check(f"---\n{matter}\n---\n{body}".encode("utf-8", "surrogatepass"), kind)
    check(matter.encode("utf-8", "surrogatepass"), kind)


SNIPPETS = [
    *(
        b"\x00",
        b"\x07",
        b"\xff",
        b"\xc3",
        b"\xc2\x85",
        b"\t",
        b"\r",
        b"\n",
        b"\n\n",
        b"---\n",
        b"\n---\n",
        b": ",
        b"- ",
        b"'",
        b'"',
    ),
    *(b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!x ", b"<<: ", b"|", b">", b"## ", b"### ", b"Lukket: ", b"- [ ] ", b"(frist: x)"),
    *(b"[a](b.pdf)", b"![](c.png)", b"<b>", b"<!--", b"`", b"```\n", b"\\", b"610160-0001", b"xxx"),
    *(text.encode() for text in ("\u2028", "\u00a0", "\ufeff", "e\u0301")),
]
MUTATIONS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(SNIPPETS)), max_size=6)


@EXAMPLES
@given(st.sampled_from(DOCUMENTS), MUTATIONS)
def test_mutated_documents(document: tuple[str, bytes], mutations: list[tuple[float, int, bytes]]) -> None:
    kind, data = document
    for where, removed, added in mutations:
        at = int(where * len(data))
        data = data[:at] + added + data[at + removed :]
    check(data, kind)


@EXAMPLES
@given(st.sampled_from(DOCUMENTS), st.floats(0, 1), st.sampled_from(KINDS))
def test_documents_cut_short_or_in_the_wrong_folder(document: tuple[str, bytes], where: float, kind: str) -> None:
    check(document[1][: int(where * len(document[1]))], document[0])
    check(document[1], kind)


# --- how it was saved


def same(one: Parsed, other: Parsed) -> bool:
    return repr(one) == repr(other)


TEXTS = [
    HEAD + "Indledning å [a](a.pdf)\n\n## 1. Ærø\nType: drøftelse\n\n- [ ] Gør det (frist: 2026-05-01)\n\n<b>x</b> 610160-0001\n",
    "---\nmeeting: Å\nsendt: xxx\n---\n## 1. A\nLukket: é\n\nø ![](ø.png)\n\n| a |\n|---|\n| [her](å.pdf) |\n",
    "---\ntitle: a: b\n---\n# é\n",
]


@pytest.mark.parametrize("kind, data", [*DOCUMENTS, *((kind, text.encode()) for kind in ("agenda", "page") for text in TEXTS)])
def test_how_a_text_was_saved_makes_no_difference(kind: str, data: bytes) -> None:
    clean = parse(data, kind)
    text = data.decode()
    assert same(clean, parse(BOM + data, kind))
    assert same(clean, parse(BOM + BOM + data, kind))
    assert same(clean, parse(text.replace("\n", "\r\n").encode(), kind))
    assert same(clean, parse(text.replace("\n", "\r").encode(), kind))
    assert same(clean, parse(unicodedata.normalize("NFD", text).encode(), kind))
    assert same(clean, parse(text.replace("a", "a\ufeff").encode(), kind))
    trailing = parse(text.replace("\n", " \n").encode(), kind)
    assert said(trailing) == said(clean)
    assert trailing.meta == clean.meta
    assert trailing.prose.links == clean.prose.links
    assert [(i.number, i.title, i.fields) for i in trailing.prose.items] == [
        (i.number, i.title, i.fields) for i in clean.prose.items
    ]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029"])
def test_a_line_separator_is_a_space(mark: str) -> None:
    for text in TEXTS:
        assert same(parse(text.replace(" ", mark).encode(), "agenda"), parse(text.encode(), "agenda"))


@given(st.text(max_size=60))
def test_texts_are_composed(text: str) -> None:
    read, _ = decode(text.encode("utf-8", "surrogatepass"))
    assert unicodedata.is_normalized("NFC", read)


def test_marks_without_end_take_no_time_without_end() -> None:
    read, findings = decode(("a" + "\u0301\u0316" * 40_000).encode())
    assert findings == [] and len(read) in range(80_000, 80_002)


# --- what cannot be text


@pytest.mark.parametrize(
    "data, finding, argument",
    [
        (b"a\xff", "1:2 SG107 utf8", "0xFF"),
        ("æøå\n".encode() + b"b\xe6", "2:2 SG107 utf8", "0xE6"),
        (BOM + "æøå".encode() + b"\xf8", "1:4 SG107 utf8", "0xF8"),
        (b"a\rb\r\nc\xe5", "3:2 SG107 utf8", "0xE5"),
        ("e\u0301".encode() + b"\xff", "1:2 SG107 utf8", "0xFF"),
        (b"a\nb\x08", "2:2 SG107 control", "U+0008"),
        ("a\r\rb\u0085".encode(), "3:2 SG107 control", "U+0085"),
        ("e\u0301\x0b".encode(), "1:2 SG107 control", "U+000B"),
    ],
)
def test_a_byte_or_character_that_is_no_text(data: bytes, finding: str, argument: str) -> None:
    parsed = parse(data, "page")
    assert said(parsed) == [finding]
    assert argument in parsed.findings[0].arguments.values()
    assert parsed.meta is None


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04", b"a\x00b", b"\x89PNG\r\n", "a".encode("utf-16")])
def test_a_file_that_is_no_text(data: bytes) -> None:
    assert said(parse(data, "page")) in (["1:1 SG107 binary"], ["1:1 SG107 utf8"], ["1:1 SG107 utf16"])


def test_every_control_character_is_found() -> None:
    assert said(parse(b"a\x01\n\x02b\x03\n", "page")) == ["1:2 SG107 control", "2:1 SG107 control", "2:3 SG107 control"]


def test_limits() -> None:
    assert said(parse(b"a" * (FILE_LIMIT + 1), "page")) == ["1:1 SG111 size"]
    head = b"---\ntitle: a\n---\n"
    assert said(parse(head + b"a" * LINE_LIMIT + b"\n", "page")) == []
    assert said(parse(head + b"a" * (LINE_LIMIT + 1) + b"\nb\n" + b"c" * (LINE_LIMIT + 1), "page")) == [
        "4:1 SG111 size",
        "6:1 SG111 size",
    ]
    assert parse(head + "æ".encode() * LINE_LIMIT, "page").findings == ()  # characters, not bytes


# --- the whole


def test_front_matter_and_body_are_counted_as_one() -> None:
    parsed = parse(b"---\nmeeting: A\nsend: x\n---\n\n## 1. B\nType: c\n\n[her](d.pdf)\n610160-0001\n", "agenda")
    assert said(parsed) == ["2:10 SG104 id", "3:1 SG102 nearest", "7:7 SG104 choice", "9:1 SG603 vague"]
    assert [(number.masked, line, column) for number, line, column in parsed.numbers] == [("61••••-••••", 10, 1)]
    assert (parsed.prose.links[0].line, parsed.prose.links[0].column) == (9, 1)


def test_personal_numbers_are_found_where_the_front_matter_cannot_be_read() -> None:
    assert [(line, column) for _, line, column in parse(b"610160-0001\n", "page").numbers] == [(1, 1)]
    assert [(line, column) for _, line, column in parse(b"---\na: [\n---\nx 610160-0001", "page").numbers] == [(4, 3)]


def test_a_file_of_data_has_no_prose() -> None:
    parsed = parse(b"meetings: []\n", "plan")
    assert (parsed.prose.html, parsed.prose.items, parsed.findings) == ("", (), ())
    assert said(parse(b"---\nmeetings: []\n", "plan")) == []


def test_a_placeholder_that_is_wrong_as_well_is_said_once() -> None:
    assert said(parse(b"---\nmeeting: a\nsent: TBD\nlate_reason: TBD\n---\n", "agenda")) == ["3:7 SG104 date", "4:14 SG110"]


def test_an_alias_is_not_said_twice() -> None:
    assert said(parse(b"meetings: &m\n  - *m : a\n", "plan")) == ["1:11 SG105 anchor", "2:5 SG105 alias"]
    assert parse(b"---\ntitle: a\ntitle: b\n---\n", "page").meta is None
