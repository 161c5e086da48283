"""Where items begin: by the strongest sign that a document uses for it, a table, headings, "Punkt 3", bold or a count."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sitegen.intake.blocks import Block
from sitegen.intake.vocabulary import META, PLAIN, POINT, WITHOUT_TEXT, section_name

LONGEST = 160  # characters of a title


@dataclass(frozen=True, slots=True)
class Start:
    """Where an item begins: the place of its block, its number as written, and its title."""

    at: int
    number: str
    title: str
    markdown: str


def _title(block: Block) -> tuple[str, str, str]:
    """Return the number, title and title as Markdown of a block that begins an item."""
    text, label = " ".join(block.text.split()), block.label.strip(" .:)")
    if match := POINT.fullmatch(text):
        return match[1], match[2].strip(), _rest(block.markdown, match[2].strip())
    if label and (match := re.fullmatch(r"(?:punkt|pkt\.?|ad)?\s*(\d{1,4}(?:\.\d{1,3})?[a-z]?)", label, re.IGNORECASE)):
        return match[1], text, block.markdown
    if match := PLAIN.fullmatch(text):
        return match[1], match[2].strip(), _rest(block.markdown, match[2].strip())
    return "", text, block.markdown


def _rest(markdown: str, title: str) -> str:
    """Return what of a heading's Markdown its title is written as; its words alone where marks stand across the cut."""
    at = markdown.rfind(title)
    return title if at >= 0 and not markdown[at + len(title) :].strip("* ") else ""


def _is_plain(block: Block) -> bool:
    return block.kind == "paragraph" and "\n" not in block.text and len(block.text) <= LONGEST


def _is_special(block: Block) -> bool:
    """Say whether a heading names a part of every agenda rather than an item of this one."""
    text = block.text.strip(" :.")
    return bool(section_name(text) or META.fullmatch(text) or WITHOUT_TEXT.fullmatch(text) or _names_document(block))


def _names_document(block: Block) -> bool:
    """Say whether a heading is the title of the document: Dagsorden for …, Referat af …"""
    return block.level == 0 or bool(
        re.match(
            r"\W*(?:udkast til )?(?:beslutnings|møde|tillægs)?(?:dagsorden|referat|indkaldelse)\b", block.text, re.IGNORECASE
        )
    )


def found(blocks: Sequence[Block]) -> list[Start]:
    """Return where items begin, by the first sign in this order that the document has: table, headings, Punkt 3, bold."""
    if any(block.kind == "point" for block in blocks):
        return _made(blocks, [i for i, block in enumerate(blocks) if block.kind == "point"])
    headings = [i for i, b in enumerate(blocks) if b.kind == "heading" and not _is_special(b)]
    numbered = [i for i in headings if _title(blocks[i])[0]]
    named = [i for i, b in enumerate(blocks) if _is_plain(b) and POINT.match(b.text)]
    if numbered and len(numbered) >= len(named):
        levels = Counter(blocks[i].level for i in numbered)
        level = min(levels, key=lambda one: (-levels[one], one))
        return _made(blocks, [i for i in headings if blocks[i].level == level])
    strong = [i for i, b in enumerate(blocks) if _is_plain(b) and b.strong and not _is_special(replace(b, level=1))]
    bold = [i for i in strong if _title(blocks[i])[0]]
    if len(named) > 1 or (named and not headings):
        return _made(blocks, named)
    if headings and not (len(headings) < 2 <= len(bold)):
        # A single heading of the highest level, with others below it, is a title that nobody marked as one.
        levels = Counter(blocks[i].level for i in headings)
        level = min(levels)
        if levels[level] == 1 and len(levels) > 1 and headings[0] == next(i for i, b in enumerate(blocks) if b.kind == "heading"):
            following = [i for i in headings if blocks[i].level > level]
            if not any(b.kind != "heading" and len(b.text) > LONGEST for b in blocks[headings[0] : following[0]]):
                level = min(blocks[i].level for i in following)
        return _made(blocks, [i for i in headings if blocks[i].level == level])
    if len(bold) > 1:
        return _made(blocks, bold)
    if typed := counted([b if b.kind == "paragraph" else replace(b, label="") for b in blocks]):
        return typed
    return _made(blocks, strong) if len(strong) > 1 else []


def _made(blocks: Sequence[Block], places: Iterable[int]) -> list[Start]:
    return [Start(at, *_title(blocks[at])) for at in places]


def exploded(blocks: Iterable[Block]) -> Iterable[Block]:
    """Yield numbered lists as paragraphs, each with its number: Word's lists are what many agendas are made of."""
    for block in blocks:
        if block.kind == "list" and block.ordered:
            lines = block.markdown.split("\n")
            tops = [i for i, line in enumerate(lines) if re.match(r"\d+\. ", line)]
            for index, entry in enumerate(block.items):
                yield replace(entry, label=entry.label or f"{index + 1}.")
                if len(tops) == len(block.items):
                    end = tops[index + 1] if index + 1 < len(tops) else len(lines)
                    below = "\n".join(line.removeprefix("   ") for line in lines[tops[index] + 1 : end]).strip("\n")
                    if below:
                        yield Block("list", below, below)
        else:
            yield block


def counted(blocks: Sequence[Block]) -> list[Start]:
    """Return the longest run of paragraphs that count 1, 2, 3 with text between them."""
    numbers = [
        (i, int(n)) for i, b in enumerate(blocks) if _is_plain(b) and (n := _title(b)[0]).isdecimal() and not section_name(b.text)
    ]
    best: list[int] = []
    for first in [index for index, (_, number) in enumerate(numbers) if number == min((n for _, n in numbers), default=0)]:
        run, wanted = [numbers[first][0]], numbers[first][1] + 1
        for at, number in numbers[first + 1 :]:
            if number == wanted:
                run.append(at)
                wanted += 1
        if len(run) >= max(2, len(best)) and any(after - before > 1 for before, after in pairwise(run)):
            best = run
    return _made(blocks, best)


def listed(blocks: Sequence[Block]) -> list[Start]:
    """Return the entries of a document that is little more than a numbered list."""
    places = [i for i, b in enumerate(blocks) if _is_plain(b) and _title(b)[0].isdecimal() and not _title(b)[1].endswith(";")]
    numbers = [int(_title(blocks[i])[0]) for i in places]
    return _made(blocks, places) if len(places) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) else []


def are_others(begun: Sequence[Start], blocks: Sequence[Block], run: Sequence[Start], opened: Sequence[Block]) -> bool:
    """Say whether what was taken for items is none, for a run of numbers is: headings without numbers, all above it or below it.

    Above it, among short lines, they are lines of the title; below its first number, and fewer, they are short lines of a text.
    """
    if any(start.number or blocks[start.at].kind != "heading" for start in begun):
        return False
    above = opened[: run[0].at]
    is_above = [any(block is blocks[start.at] for block in above) for start in begun]
    if all(is_above):
        return len(begun) <= 3 and all(len(block.text) <= LONGEST and not section_name(block.text) for block in above)
    return not any(is_above) and len(begun) < len(run)
