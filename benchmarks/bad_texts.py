"""Texts of every bad sort, as large as one asks for: Markdown in all the ways that it can be nested and left open, and YAML."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

LINE = 24_000  # characters, for what stands on one line: four times as many are just allowed

Files = dict[str, bytes]
AGENDA = "---\nmeeting: 2026-12-10-nord\n---\n"
MANDATE = "---\ntitle: Kommissorium\nbodies: [nord]\nvalid_from: 2019-07-01\n"


@dataclass(frozen=True, slots=True)
class Shape:
    """Something bad that grows: a file of a kind (`make` gives its bytes), a site (files by path), or what else `kind` says."""

    name: str
    kind: str
    size: int  # the smallest of three, each twice the one before
    make: Callable[[int], bytes | Files]


def prose(name: str, piece: str, size: int = 50_000, before: str = "", after: str = "", kind: str = "agenda") -> Shape:
    """A text that is one piece over and over; `size` in characters."""
    top = AGENDA + "## 1. Punkt\n\n" if kind == "agenda" else "---\ntitle: Side\n---\n" if kind == "page" else MANDATE + "---\n"
    return Shape(name, kind, size, lambda n: (top + before + piece * (n // len(piece)) + after + "\n").encode())


def _matter(name: str, kind: str, size: int, head: str, piece: Callable[[int], str], tail: str = "") -> Shape:
    """Fields on top of a file, or a file of fields: as many pieces as `size` says."""
    return Shape(name, kind, size, lambda n: (head + "".join(map(piece, range(n))) + tail).encode())


TEXTS = (
    prose("quotes in quotes", "> " * 60 + "x\n"),
    prose("lists in lists", "".join(" " * 2 * d + "- x\n" for d in range(40))),
    prose("one list", "- x\n"),
    prose("numbered list", "1. x\n"),
    prose("`*` in one line", "*", LINE),
    prose("`*a ` in one line", "*a ", LINE),
    prose("`a**b` in one line", "a**b", LINE),
    prose("`**a *b ` in one line", "**a *b ", LINE),
    prose("`_a ` in one line", "_a ", LINE),
    prose("`~~a ` in one line", "~~a ", LINE),
    prose("`*` in one paragraph", "*a **b\n"),
    prose("backticks in one line", "`a``b", LINE),
    prose("backticks in one paragraph", "`a ``b ```c\n"),
    prose("`[` in one line", "[", LINE),
    prose("`[` in one paragraph", "[[[[[[[[[[\n"),
    prose("`![` in one paragraph", "![![![![![\n"),
    prose("`[a](` in one paragraph", "[a](<b[a](\n"),
    prose("`[a](b` in one line", "[a](b", LINE),
    prose("`](` in one paragraph", "](](](](](\n"),
    prose("`[x](y)` in one paragraph", "[x](y.md) [x](z.pdf)\n"),
    prose("`[x](y z)` in one paragraph", "[x](y z.pdf) [x] (https://x)\n"),
    prose("`<` in one paragraph", "<<<<<<<<<<\n"),
    prose("`<a ` in one paragraph", "<a <a <a <b a='\n"),
    prose("`<!--` in one paragraph", "<!-- <!-- <? <![CDATA[\n"),
    prose("tags in one line", "<b>x</b> ", LINE),
    prose("tags in one paragraph", "<b>x</b> <span>y</span>\n"),
    prose("tags, a paragraph each", "<b>x</b>\n\n"),
    prose("entities", "&amp;&#x41;&nbsp;&x\n"),
    prose("backslashes", "\\\\\\a\\*\n"),
    prose("references to none", "[a][b] [c][] [d]\n"),
    prose("rows of a table", "| 1 | 2 |\n", before="| a | b |\n|---|---|\n"),
    prose("a table's links", "| [a](b.pdf) | <b>x</b> |\n", before="| a | b |\n|---|---|\n"),
    prose("items", "## Punkt\n\n", before=""),
    prose("items with a number", "## 1. Punkt\nType: beslutning\n\n"),
    prose("sections", "### Beslutning\n\nx\n\n"),
    prose("headings of a page", "# Afsnit\n\n", kind="page"),
    prose("headings of a page, all empty", "#\n\n", kind="page"),
    prose("headings with no space", "##Punkt\n\n"),
    prose("headings in bold", "**1. Punkt**\n\n"),
    prose("follow-ups", "- [ ] x (ansvarlig: hjoerring, frist: 2026-12-01)\n"),
    prose("follow-ups with a wrong day", "- [ ] x (frist: 2026-13-01)\n"),
    prose("follow-up, one of many words", "frist: x (", before="- [ ] ", size=20_000),
    prose("brackets of a follow-up", "(ansvarlig: a) frist\n  ", before="- [ ] "),
    prose("field lines", "Type: beslutning\n"),
    prose("closing lines", "Lukket: x\n\n"),
    prose("spaces", " " * 90_000 + "\n"),
    prose("spaces and marks", "> " + " " * 80 + "*\n"),
    prose("tabs", "\t- x\n"),
    prose("empty lines", "\n"),
    prose("hard breaks", "a\\\n"),
    prose("words", "ord " * 20 + "\n"),
    prose("digits", "6101600001 " * 8 + "\n"),
    prose("digits in one line", "61016 0-", LINE),
    prose("addresses and numbers", "https://x.dk/6101600001\n"),
    prose("one long address of numbers", "6101600001/", LINE, "https://"),
    prose("letters with marks", "e\u0301\u0323" * 30 + "\n"),
    prose("marks on one letter", "\u0301" * 30 + "\n"),
    prose("control characters", "\x07x\n"),
    prose("no-break digits", "6​1​0​1​60-0001\n"),
    prose("passages of a mandate", "Stykke.\n\n", kind="mandate", before="# Formål\n\n"),
    prose("list items of a mandate", "- nummer\n", kind="mandate", before="# Formål\n\nStykke:\n\n"),
    prose("quotes in a mandate", "> a\n\n", kind="mandate", before="# Formål\n\n"),
    prose("one quote with paragraphs in a mandate", "> a\n>\n", kind="mandate", before="# Formål\n\n"),
    _matter("unknown keys", "agenda", 400, "---\n", lambda i: f"felt{i}: x\n", "---\n"),
    _matter("unknown keys near a known one", "agenda", 400, "---\n", lambda i: f"meeting{i}: x\n", "---\n"),
    _matter("one key", "agenda", 10_000, "---\n", lambda i: "meeting: x\n", "---\n"),
    _matter("long key", "agenda", 10_000, "---\n? ", lambda i: "nøgle ", "\n: x\n---\n"),
    _matter("long value, folded", "agenda", 20_000, "---\nmeeting: x", lambda i: "\n  dato", "\n---\n"),
    _matter("a date of a million digits", "agenda", 20_000, "---\nsent: x", lambda i: "\n  2026-", "\n---\n"),
    _matter("participants", "minutes", 400, "---\nmeeting: a\nparticipants:\n", lambda i: "  - {role: Formand}\n", "---\n"),
    _matter(
        "participants, all wrong", "minutes", 400, "---\nmeeting: a\nparticipants:\n", lambda i: "  - {rolle: F, x: }\n", "---\n"
    ),
    _matter(
        "placeholders", "minutes", 400, "---\nmeeting: a\nparticipants:\n", lambda i: "  - {role: TODO, name: xx}\n", "---\n"
    ),
    _matter("wrong days", "plan", 400, "meetings:\n", lambda i: "  - {body: a, date: 2026-02-30}\n"),
    _matter("meetings with nothing", "plan", 5_000, "meetings:\n", lambda i: "  - {}\n"),
    _matter("strings for meetings", "plan", 5_000, "meetings:\n", lambda i: "  - x\n"),
    _matter("a list in one line of commas", "plan", 5_000, "meetings: [", lambda i: "x,\n", "]"),
    _matter("brackets in brackets", "plan", 5_000, "meetings: ", lambda i: "[\n"),
    _matter("braces in braces", "plan", 5_000, "meetings: ", lambda i: "{a:\n"),
    _matter("keys in keys", "plan", 2_000, "", lambda i: " " * min(i, 300) + "a:\n"),
    _matter("hyphens in hyphens", "plan", 2_000, "meetings:\n", lambda i: "  - - - - - -\n"),
    _matter("anchors", "plan", 10_000, "meetings:\n", lambda i: f"  - &a{i} x\n"),
    _matter("laughs", "plan", 10_000, "meetings:\n  - &a0 x\n", lambda i: f"  - &a{i + 1} [*a{i}, *a{i}, *a{i}]\n"),
    _matter("tags", "plan", 10_000, "meetings:\n", lambda i: "  - !x y\n"),
    _matter("documents of YAML", "plan", 10_000, "", lambda i: "---\n"),
    _matter("quotes that never close", "plan", 10_000, 'meetings:\n  - "', lambda i: "x\n"),
    _matter("colons", "plan", 10_000, "meetings:\n  a: b", lambda i: ": c"),
    _matter("comments", "plan", 20_000, "meetings:\n", lambda i: "  # x\n"),
    _matter("a clause of commas", "mandate", 2_000, MANDATE + 'facts:\n  - {clause: "a', lambda i: ", ,\n", '"}\n---\n# A\n'),
    _matter("fields before no fence", "agenda", 20_000, "---\n", lambda i: "felt: x\n"),
    _matter("control escapes", "plan", 10_000, "meetings:\n", lambda i: '  - "\\x07"\n'),
)


def more_texts() -> Iterator[Shape]:
    """Shapes that are no piece over and over."""

    def agenda(text: Callable[[int], str]) -> Callable[[int], bytes]:
        return lambda n: (AGENDA + "## 1. Punkt\n\n" + text(n)).encode()

    yield Shape("quotes, each line one deeper", "agenda", 300, agenda(lambda n: "".join("> " * d + "x\n" for d in range(n))))
    yield Shape("lists, each one deeper", "agenda", 300, agenda(lambda n: "".join("  " * d + "- x\n" for d in range(n))))
    yield Shape("quotes in one line", "agenda", 12_000, agenda(lambda n: "> " * n + "x"))
    yield Shape("lists in one line", "agenda", 12_000, agenda(lambda n: "- " * n + "x"))
    yield Shape("backticks, runs of all lengths", "agenda", 300, agenda(lambda n: "".join("`" * d + "a\n" for d in range(1, n))))
    yield Shape(
        "reference definitions", "agenda", 10_000, agenda(lambda n: "".join(f"[a{i}]: https://x.dk/\n" for i in range(n)))
    )
    yield Shape(
        "reference definitions and uses",
        "agenda",
        10_000,
        agenda(lambda n: "".join(f"[a{i}]: https://x.dk/\n\n[a{i}]\n\n" for i in range(n))),
    )
    yield Shape(
        "one definition used often", "agenda", 50_000, agenda(lambda n: "[a]: https://x.dk/" + "x" * 1000 + "\n\n" + "[a]\n" * n)
    )
    yield Shape(
        "columns of a table, one row", "agenda", 5_000, agenda(lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|1" * n + "|\n")
    )
    yield Shape(
        "columns, and rows with none", "agenda", 2_000, agenda(lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|1\n" * n)
    )
    yield Shape("columns by rows", "agenda", 150, agenda(lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + ("|1" * n + "|\n") * n))
    yield Shape(
        "cells of one row with links",
        "agenda",
        2_000,
        agenda(lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|[a](b)" * n + "|\n"),
    )
    yield Shape("tables", "agenda", 5_000, agenda(lambda n: "| a | b |\n|---|---|\n| 1 | 2 |\n\n" * n))
    yield Shape("lines that may be tables", "agenda", 20_000, agenda(lambda n: "a | b\n" * n))
    yield Shape("emphasis in emphasis", "agenda", 5_000, agenda(lambda n: "*a **b " * n + "c** d* " * n))
    yield Shape("links in links", "agenda", 5_000, agenda(lambda n: "[" * n + "a" + "](b)" * n))
    yield Shape("images in images", "agenda", 1_000, agenda(lambda n: "![" * n + "a" + "](b)" * n))
    yield Shape("parentheses in a link", "agenda", 5_000, agenda(lambda n: "[a](" + "(" * n + ")" * n + ")"))
    yield Shape("one link over many lines", "agenda", 5_000, agenda(lambda n: "[a\n" * n + "](b)"))
    yield Shape("links with titles that never end", "agenda", 5_000, agenda(lambda n: '[a](b "' * n))
    yield Shape("definitions with titles that never end", "agenda", 2_000, agenda(lambda n: '[a]: b "x\n' * n))
    yield Shape("labels that never end", "agenda", 2_000, agenda(lambda n: "[a\n" * n))
    yield Shape("fences that never end", "agenda", 5_000, agenda(lambda n: "```\nx\n\n~~~\n" * n))
