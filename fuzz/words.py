"""The project's own words, and a mutator that mixes them into whole lines: bytes alone seldom make a field or a heading."""

import random
from collections.abc import Callable

from sitegen import markdown, prose, schema
from sitegen.diagnostics import CODES


def _fields(model: type) -> set[str]:
    """Return the names of the fields of a class of the schema, and of those inside them."""
    found: set[str] = set()
    waiting: list[object] = [model]
    while waiting:
        one = waiting.pop()
        waiting += getattr(one, "__args__", ())
        for name, field in getattr(one, "model_fields", {}).items():
            if name not in found:
                found.add(name)
                waiting.append(field.annotation)
    return found


FIELDS = tuple(sorted({name for model in schema.FILES.values() for name in _fields(model)}))
VALUES = (
    *(
        "nord",
        "hjoerring",
        "2026-03-12",
        "2026-02-30",
        "2026-03-12-nord",
        "15:00",
        "1 week before",
        "before next meeting",
        "true",
    ),
    *("x", "TODO", "…", "[a, b]", "{role: Formand}", '"', "'", "|", ">", "&a", "*a", "!x", "<<", "[", "{", "- ", "# x", ""),
    *("610160-0001", "6101 60 0001", "https://x.dk/", "/x/", "javascript:alert(1)", "\\x07", "2026-12-10T09:00+01:00", "draft"),
)
LINES = (
    *(
        "---",
        "## Punkt",
        "## 1. Punkt",
        "## 2a) Punkt",
        "##Punkt",
        "# Formål",
        "#### x",
        "### Beslutning",
        "### Bilag",
        "**1. Punkt**",
    ),
    *("- [ ] x (ansvarlig: hjoerring, frist: 2026-05-01)", "- [x] y (frist: 1/5 2026)", "> citat", "- punkt", "1. punkt", "***"),
    *("| a | b |", "|---|--:|", "| 1 \\| 2 | [x](y) |", "```", "~~~", "[a]: /b 'c'", "[^1]", "\t", "  ", "<b>x</b>", "<script>"),
    *(
        "<!-- x -->",
        "&nbsp;&#x1;",
        "a\\",
        "a  ",
        "![x](y.png)",
        "[x](../minutes/y.md#punkt-1)",
        "[x](<a b.pdf>)",
        "<https://x.dk>",
    ),
    *("[x](//y.dk)", "[x](data:text/html,x)", "*a **b* c**", "`a ``b`", "~~x~~", "Stykke.", "cpr 610160-0001", "kl. 14 § 5"),
    *("\x01" + "0\x02", "\x03" + "0\x04", "\u202e", "e\u0301", "\ufeff", "\u2028"),
)
WORDS = tuple(
    word.encode()
    for word in (
        *(f"{name}:" for name in FIELDS),
        *(f"{name}: x" for name in prose.FIELD_NAMES.values()),
        *(f"{name}:" for name in markdown.FIELDS),
        *(f"### {name}" for name in prose.SECTIONS),
        *VALUES,
        *LINES,
        *list(CODES)[:5],
    )
)


def mixed(data: bytes, size: int, seed: int, mutate: Callable[[bytes, int], bytes]) -> bytes:
    """Return the bytes changed: a word or line of ours put in, a line doubled or struck, or what the fuzzer does itself."""
    chance = random.Random(seed)
    kind = chance.random()
    if kind < 0.35:
        return bytes(mutate(data, size))
    word = chance.choice(WORDS)
    if kind < 0.5:
        at = chance.randrange(len(data) + 1)
        return (data[:at] + word + data[at:])[:size]
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    if kind < 0.75:
        lines.insert(at, b" " * chance.choice((0, 0, 0, 2, 4)) + word + b" " + chance.choice(WORDS) * chance.randrange(2))
    elif kind < 0.85:
        lines.insert(at, lines[chance.randrange(len(lines))])
    elif kind < 0.95:
        del lines[at]
    else:
        lines[at] = lines[at] * chance.randint(2, 9)
    return b"\n".join(lines)[:size]
