"""The limits of what is read, by name and in words; that nothing below them takes steps with the square of its size.

Steps are counted, not timed: how long each shape takes, and how that grows, is for `python -m benchmarks.limits` to say.
"""

import difflib
import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, SupportsIndex

import pytest

from benchmarks import limits
from sitegen import attachments, catalogue, clauses, frontmatter, markdown, parse, privacy, prose, reading, report
from sitegen.mends import meant
from sitegen.parsed import Passage
from sitegen.standings.records import successors
from tests.support import built, examined, site

AGENDA = b"---\nmeeting: 2026-03-12-nord-politisk\n---\n## 1. Punkt\n"


def found(data: bytes, kind: str = "agenda") -> list[tuple[int, str, str]]:
    return [(f.line, f.code, f.variant) for f in parse.parse(data, kind).findings]


# --- the limits

LIMITS: dict[str, tuple[str, Callable[[int], bytes], int, tuple[int, str, str]]] = {
    "bytes of a file": ("agenda", lambda n: (AGENDA + (b"x" * 90_000 + b"\n") * 50)[:n], parse.FILE_LIMIT, (1, "SG111", "size")),
    "characters of a line": ("agenda", lambda n: AGENDA + b"x" * n, parse.LINE_LIMIT, (5, "SG111", "size")),
    "collections in collections": ("plan", lambda n: b"[" * n + b"]" * n, frontmatter.DEPTH, (1, "SG101", "syntax")),
    "entries of a list": (
        "plan",
        lambda n: b"meetings:\n" + b"- {body: a, date: 2026-03-12}\n" * n,
        frontmatter.ENTRIES,
        (frontmatter.ENTRIES + 2, "SG111", "entries"),
    ),
    "keys of a mapping": (
        "agenda",
        lambda n: b"---\nmeeting: a\n" + b"".join(b"k%d: x\n" % i for i in range(n - 1)) + b"---\n",
        frontmatter.ENTRIES,
        (frontmatter.ENTRIES + 2, "SG111", "entries"),
    ),
    "quotes in quotes": ("agenda", lambda n: AGENDA + b"\n" + b"> " * n + b"x\n", markdown.NESTING, (6, "SG111", "nested")),
    "lists in lists": ("agenda", lambda n: AGENDA + b"\n" + b"- " * n + b"x\n", markdown.NESTING // 2, (6, "SG111", "nested")),
    "topics of an item": (
        "agenda",
        lambda n: AGENDA + b"Emner: " + b", ".join(b"e%d" % i for i in range(n)),
        prose.TOPICS,
        (5, "SG111", "topics"),
    ),
    "characters of all addresses": (
        "agenda",
        lambda n: AGENDA + b"\n[a]: /" + b"x" * 999 + b"\n\n" + b"[a]\n" * (n // 1000) + (b"[a]\n" if n % 1000 else b""),
        reading.ADDRESSES,
        (8 + reading.ADDRESSES // 1000, "SG111", "addresses"),
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_said_where_it_is_passed_and_not_before(name: str) -> None:
    kind, make, limit, expected = LIMITS[name]
    assert expected not in found(make(limit), kind)
    over = found(make(limit + 1), kind)
    assert expected in over
    assert len([one for one in over if one[1] in ("SG111", "SG101")]) == 1, "one mistake is said once"


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_named_in_words_with_what_to_do(name: str) -> None:
    kind, make, limit, expected = LIMITS[name]
    finding = next(f for f in parse.parse(make(limit + 1), kind).findings if (f.line, f.code, f.variant) == expected)
    for language in ("da", "en"):
        said = f"{catalogue.message(finding, language)} {catalogue.hint(finding, language)}"
        if finding.code == "SG111":
            assert str(finding.arguments["limit"]) in said
    if finding.variant != "nested":
        assert str(limit).startswith(str(finding.arguments.get("limit", limit)).removesuffix(" kB").rstrip("0"))


def test_what_passes_a_limit_does_not_reach_the_site() -> None:
    plan = "meetings:\n" + "  - {body: nord-politisk, date: 2026-03-12}\n" * (frontmatter.ENTRIES + 1)
    assert not built(site(**{"content/meetings/2026.yml": plan})).plan


def test_addresses_beyond_the_limit_take_no_room() -> None:
    text = AGENDA + b"\n[a]: https://x.example/" + b"x" * 90_000 + b"\n\n" + b"[a]\n" * 500
    html = parse.parse(text, "agenda").prose.items[0].html
    assert len(html) < 2 * reading.ADDRESSES and html.count("<a ") == 500


def test_attachments_and_their_parts_have_limits_too() -> None:
    for name, size in (("parts of a package", 20_001), ("a tree of pages", 5_000), ("a circle of pages", 5_000)):
        made = limits.SHAPES[name]
        data = made.make(size)
        assert isinstance(data, bytes) and attachments.read(data, made.kind).unread == "large", name


# --- steps


class Counted(list[Any]):
    """A list that counts how many of its members are copied when a part of it is taken."""

    copied = 0

    def __getitem__(self, at: SupportsIndex | slice) -> Any:
        taken = super().__getitem__(at)
        if not isinstance(at, slice):
            return taken
        Counted.copied += len(taken)
        return Counted(taken)


def _steps(work: Callable[[], object]) -> int:
    """Count the calls of functions, ours and the interpreter's own."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


TEXTS = (
    *(
        "one list",
        "`*a ` in one line",
        "`[` in one line",
        "`[x](y)` in one paragraph",
        "tags in one paragraph",
        "rows of a table",
    ),
    *("items", "headings of a page", "headings with no space", "follow-ups with a wrong day", "field lines", "closing lines"),
    *("passages of a mandate", "control characters", "digits", "tables", "one link over many lines", "labels that never end"),
    *("anchors", "laughs", "one key", "unknown keys", "placeholders", "wrong days", "links with titles that never end"),
)


@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_takes_twice_the_steps(name: str) -> None:
    shape = limits.SHAPES[name]
    size = 1_000 if shape.size > 20_000 else 40
    one, two = shape.make(size), shape.make(2 * size)
    assert isinstance(one, bytes) and isinstance(two, bytes)
    parse.parse(two, shape.kind)  # what is remembered and loaded late is there
    few, many = (_steps(lambda data=data: parse.parse(data, shape.kind)) for data in (one, two))  # type: ignore[misc]
    assert many < 2.4 * few, (few, many)


@pytest.mark.parametrize("kind", ["agenda", "page", "mandate"])
def test_no_text_is_copied_for_each_of_its_parts(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(Counted, "copied", 0)
    whole = markdown.MARKDOWN.parse
    monkeypatch.setattr(markdown.MARKDOWN, "parse", lambda text, env: Counted(whole(text, env)))
    body = "# Formål\n\n" + "Stykke.\n\n- nummer\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" * 50
    prose.read(body, 0, kind)
    tokens = len(whole(body, {"items": kind == "agenda", "raw": [], "deep": [], "lines": body.split("\n")}))
    assert Counted.copied <= 4 * tokens


def test_passages_get_their_names_in_steps_of_their_number() -> None:
    def names(count: int) -> list[str]:
        return clauses.names("Formål", [Passage("Formål", "nr", n // 2, "a", n, "x", n % 2) for n in range(count)])

    assert names(4) == ["Formål, nr. 0", "Formål, stk. 1, nr. 0", "Formål, nr. 1", "Formål, stk. 1, nr. 1"]
    assert clauses.names("Formål", [Passage("Formål", "nr", 1, "a", 1, "x", 2)]) == ["Formål, nr. 1"]
    assert _steps(lambda: names(200)) < 2.4 * _steps(lambda: names(100))


def test_a_name_is_compared_with_few_others(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    matches = difflib.get_close_matches

    def noted(word: str, known: list[str], **options: Any) -> list[str]:
        compared.append(len(known))
        return matches(word, known, **options)

    monkeypatch.setattr(difflib, "get_close_matches", noted)
    many = [f"{date.fromordinal(730_000 + number)}-nord-politisk" for number in range(5000)]
    assert meant.nearest(many[4000].replace("nord", "nrod"), many) == many[4000]
    assert meant.nearest("x-politisk", many) == "" and meant.nearest("1999-09-03-nord-politisk-x", many) in many
    assert meant.nearest("x" * 100_000, many) == ""
    assert compared and max(compared) <= meant.MOST


def test_of_many_mandates_in_force_together_each_is_said_once() -> None:
    def one(number: int) -> str:
        day = date(2020, 1, 1 + number)
        return f"---\ntitle: K\nbodies: [nord-politisk]\nvalid_from: {day}\n---\n# Formål\n\nTekst.\n"

    files = site(**{f"content/mandates/k-{number}.md": one(number) for number in range(20)})
    said = [f for f in examined(files).findings if (f.code, f.variant) == ("SG207", "mandates")]
    assert sorted(f.path for f in said) == sorted(f"content/mandates/k-{number}.md" for number in range(20))


def test_a_body_that_names_no_successor_is_compared_with_none() -> None:
    found_site = examined(site()).site
    assert found_site
    body = found_site.bodies[0]
    assert not body.entry.succeeded_by
    assert successors(body, None) == []  # type: ignore[arg-type]


def test_lines_with_numbers_are_masked_each_once_and_in_place() -> None:
    text = "cpr 610160-0001 og 620160 0002,\n6301\u200b60-0003 slut\n" * 3
    shown = report.lines(text.encode())
    assert shown == ["cpr 61••••••••• og 62•••• ••••,", "63•••••••••• slut"] * 3 + [""]
    assert not privacy.find("\n".join(shown))


def test_marks_on_one_letter_are_composed_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once: list[int] = []
    normalize = unicodedata.normalize

    def noted(form: Any, text: str) -> str:
        at_once.append(sum(letter >= "\u0300" for letter in text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", noted)
    text = "e" + "\u0301\u0323" * 20_000
    for composed in (report.lines(text.encode())[0], parse.decode(text.encode())[0]):
        assert len(composed) < len(text) and normalize("NFC", composed[:3]) == composed[:3]
    assert max(at_once) <= 500
