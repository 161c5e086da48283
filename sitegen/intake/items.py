"""Blocks to items and sections: where each item begins is told by the strongest sign that the document uses for it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sitegen.intake import starts, tables
from sitegen.intake.blocks import Block
from sitegen.intake.inline import paragraph, shown
from sitegen.intake.starts import LONGEST, Start
from sitegen.intake.vocabulary import (
    ACCOUNT,
    CASE_LINE,
    CLOSED_GROUP,
    CLOSED_WORD,
    FIELD_LINE,
    GROUP,
    KIND,
    OPENING,
    PLAIN,
    POINT,
    RECOMMENDS,
    WITHOUT_TEXT,
    closes,
    field_name,
    is_closed_title,
    same,
    section_name,
)

SUBTITLE = 60  # characters of a bold line that can be the heading of a section


@dataclass
class Section:
    """A section of an item: its heading as it will be written, how it stood in the document, and what is in it."""

    title: str
    written: str
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Point:
    """An item while it is put together; of a closed one nothing but the title is for the public."""

    number: str
    title: str
    markdown: str
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    doubtful: bool = False  # speaks of something closed, and may be


@dataclass
class Sketch:
    """A document's parts: what stands above the items, the items, and what was left out between them."""

    front: list[Block] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def sketch(found: Iterable[Block]) -> Sketch:
    """Return the items of a document, and what stands above them."""
    blocks = list(tables.unfolded(found))
    begun = starts.found(blocks)
    opened = list(starts.exploded(blocks))
    counted = starts.counted(opened) or starts.listed(opened)
    if not begun or (counted and starts.are_others(begun, blocks, counted, opened)):
        blocks, begun = opened, counted
    if not begun:
        return Sketch(blocks)
    made = Sketch(list(blocks[: begun[0].at]))
    level = min((blocks[s.at].level for s in begun if blocks[s.at].kind == "heading"), default=0)
    ends = [start.at for start in begun[1:]] + [len(blocks)]
    group = _group_of(made.front)
    is_numbered = sum(bool(start.number) for start in begun) * 2 > len(begun)
    for start, end in zip(begun, ends, strict=True):
        inside = list(blocks[start.at + 1 : end])
        if not start.title and inside and inside[0].kind == "paragraph" and len(inside[0].text) <= LONGEST:
            titled = inside.pop(0)
            start = replace(start, title=" ".join(titled.text.split()), markdown=titled.markdown)
        inside, after = _before_group(inside, level, made)
        if is_numbered and not start.number and made.points and made.points[-1].closed:
            said = "som ikke har et nummer og står efter et lukket punkt, er ikke taget med, for den kan høre til det lukkede."
            made.dropped.append(f"Overskriften »{start.title}« og teksten under den, {said}")
        else:
            made.points.append(_point(start, inside, group))
        group = after or group
    made.front = [block for block in made.front if not _is_group(block, 0)]
    _drop_overview(made)
    return made


def _drop_overview(made: Sketch) -> None:
    """Drop the list of the items that stands above them: the site makes its own."""
    titles = [point.title for point in made.points]
    kept: list[Block] = []
    for block in made.front:
        lines = [PLAIN.sub(r"\2", POINT.sub(r"\2", line)) for line in block.lines]
        known = sum(any(same(line, title) for title in titles) for line in lines)
        if block.kind in ("list", "paragraph") and lines and known * 10 >= len(lines) * 7 and (block.kind == "list" or known):
            made.dropped.append(f"Oversigten over punkterne ({known} linjer) er ikke taget med; siden laver selv sin egen.")
        else:
            kept.append(block)
    if len(made.dropped) > 1:
        made.dropped[:] = ["Oversigten over punkterne er ikke taget med; siden laver selv sin egen."]
    made.front = kept


# --- headings over several items


def _is_group(block: Block, level: int) -> bool:
    text = block.text.strip(" :.")
    if block.kind == "heading":
        return bool(level and block.level < level and block.level > 0) or bool(
            CLOSED_GROUP.fullmatch(text) or GROUP.fullmatch(text) or WITHOUT_TEXT.fullmatch(text)
        )
    return block.kind == "paragraph" and bool(
        CLOSED_GROUP.fullmatch(text) or (block.strong and (GROUP.fullmatch(text) or WITHOUT_TEXT.fullmatch(text)))
    )


def _group_of(blocks: Sequence[Block]) -> str:
    return next((block.text for block in reversed(blocks) if _is_group(block, 0)), "")


def _before_group(inside: list[Block], level: int, made: Sketch) -> tuple[list[Block], str]:
    """Return what belongs to an item, and the heading over those that follow, if one stands between them."""
    for index, block in enumerate(inside):
        if _is_group(block, level) and (CLOSED_GROUP.fullmatch(block.text.strip(" :.")) or not inside[index + 1 :]):
            made.dropped.append(f"Overskriften »{block.text}« over flere punkter er ikke taget med.")
            closed = CLOSED_GROUP.fullmatch(block.text.strip(" :."))
            if closed and inside[index + 1 :]:
                made.dropped.append(f"Teksten under »{block.text}« er ikke taget med, for den hører til det lukkede.")
            return inside[:index] + ([] if closed else inside[index + 1 :]), block.text
    return inside, ""


# --- one item


def _point(start: Start, blocks: Sequence[Block], group: str) -> Point:
    point = Point(start.number, start.title, start.markdown)
    if match := KIND.search(point.title):
        point.fields["type"] = match[1].lower()
        point.title = point.title[: match.start()].strip()
        point.markdown = ""
    elif match := GROUP.fullmatch(group.strip(" :.")):
        point.fields["type"] = (match[1] or match[2]).lower()
    point.closed = is_closed_title(start.title) or bool(CLOSED_GROUP.fullmatch(group.strip(" :.")))
    for block in blocks:
        _add(point, block)
    if not any(section.title == "Beslutning" for section in point.sections):
        for section in point.sections:
            if section.title == ACCOUNT:
                section.title = "Beslutning"
                break
    point.doubtful = not point.closed and any(CLOSED_WORD.search(line) for line in _lines(point))
    return point


def _lines(point: Point) -> list[str]:
    return [
        point.title,
        *(b.text for b in point.blocks),
        *(s.written for s in point.sections),
        *(b.text for s in point.sections for b in s.blocks),
    ]


def _add(point: Point, block: Block) -> None:
    """Put a block where it belongs in the item: a field, the heading of a section, or text."""
    cells = [one.text for row in block.rows for cell in row for one in cell]
    if any(map(closes, (*block.lines, *block.markdown.split("\n"), *cells))):
        point.closed = True
    bare = block.text.strip(" :.")
    if (block.kind == "heading" or (block.kind == "paragraph" and "\n" not in block.text)) and (known := section_name(bare)):
        point.sections.append(Section(known, bare))
        return
    if block.kind == "heading":
        top = not point.sections or block.level <= 3 or all(b.kind != "heading" for b in point.sections[-1].blocks)
        if top and not (point.sections and block.level > 3):
            point.sections.append(Section(block.text, block.text))
        else:
            point.sections[-1].blocks.append(block)
        return
    if block.kind == "paragraph":
        if not point.sections and not point.blocks:
            block = _fields(point, block)
            if not block.text:
                return
        match = OPENING.fullmatch(block.text)
        if match and match[2]:
            known = section_name(match[1])
            below = match[2].strip()
            cut = re.match(rf"\W*{re.escape(match[1])}\W*?:(?:\*\*)?\s*", block.markdown)
            markdown = block.markdown[cut.end() :] if cut else ""
            point.sections.append(Section(known, match[1]))
            rest = replace(block, text=below, markdown=_whole(markdown, below), strong=False, label="")
            point.sections[-1].blocks.append(rest)
            return
        if RECOMMENDS.match(block.text) and not any(s.title == "Indstilling" for s in point.sections):
            point.sections.append(Section("Indstilling", ""))
        elif (
            block.strong
            and len(bare) <= SUBTITLE
            and "\n" not in block.text
            and block.text[-1:] not in ".;,!?"
            and not block.label
        ):
            point.sections.append(Section(bare, bare))
            return
    (point.sections[-1].blocks if point.sections else point.blocks).append(block)


def _whole(markdown: str, text: str) -> str:
    """Return Markdown that lost its beginning, unless a mark lost its other half with it."""
    return markdown if markdown and shown(markdown) == " ".join(text.split()) else paragraph(text)


def _fields(point: Point, block: Block) -> Block:
    """Take the lines that are fields from the top of an item; what is no value for its field stays text."""
    lines, marked = block.text.split("\n"), re.split(r"\\?\n", block.markdown)
    taken = 0
    for line in lines:
        match, case = FIELD_LINE.fullmatch(line), CASE_LINE.fullmatch(line)
        name = field_name(match[1]) if match else "case_number" if case else ""
        value = case[1] if case else match[2].strip() if match else ""
        if not name or not value or (name in point.fields and name != "type"):
            break
        if name == "type":
            kinds = [kind for kind in ("beslutning", "drøftelse", "orientering") if kind in value.lower()]
            if len(kinds) != 1:
                break
            value = kinds[0]
        point.fields[name] = value
        point.closed = point.closed or name == "closed"
        taken += 1
    if not taken:
        return block
    rest = "\n".join(lines[taken:])
    markdown = "\\\n".join(marked[taken:]) if len(marked) == len(lines) else ""
    return replace(block, text=rest, markdown=_whole(markdown, rest) if rest else "", strong=block.strong and not rest)


def kind_of(made: Sketch) -> str:
    """Return what the items themselves say the document is: minutes have decisions; empty where they say nothing."""
    if len(made.points) < 2:
        return ""
    return "minutes" if any(s.title == "Beslutning" for p in made.points for s in p.sections) else "agenda"
