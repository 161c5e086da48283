"""Tables: those that are only a layout become the items and lines that they stand for, the others tables of Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sitegen.intake.blocks import Block, words
from sitegen.intake.vocabulary import META, POINT, field_name, section_name

NUMBERS = ("", "nr", "nr.", "#", "pkt", "pkt.", "punkt", "punkt nr.", "punktnr.", "dagsordenspunkt", "sag nr.", "sagsnr")
TITLES = (
    "emne",
    "sag",
    "titel",
    "overskrift",
    "tema",
    "punkt",
    "dagsordenspunkt",
    "dagsorden",
    "emner",
    "sager",
    "dagsordenspunkter",
    "punkter",
)
BARE = re.compile(r"(\d{1,4}[a-z]?)\s*[.:)]?")
NUMBERED = re.compile(r"(\d{1,4}[a-z]?)\s*[.:)]\s*(\S.*)")

Cell = tuple[Block, ...]


def unfolded(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with every layout table as what it stands for; a `point` is an item, its number as label."""
    for block in blocks:
        if block.kind != "table":
            yield block
        elif len(block.rows[0]) == 1 or sum(any(c for c in column) for column in zip(*block.rows, strict=True)) == 1:
            yield from unfolded(one for row in block.rows for cell in row for one in cell)  # a frame around text
        elif (columns := _columns(block)) is not None:
            yield from _items(block, columns)
        elif _is_form(block):
            yield from _form(block)
        else:
            yield replace(block, markdown=markdown(block))


# --- a row for each item


def _columns(table: Block) -> tuple[int | None, int, dict[int, str], int] | None:
    """Return the columns of a table of items: of numbers, of titles, those of sections, and how many rows are its header."""
    head = [words(cell).lower().rstrip(":") for cell in table.rows[0]]
    numbers = next((i for i, word in enumerate(head) if word in NUMBERS and word), None)
    titles = next((i for i, word in enumerate(head) if word in TITLES and i != numbers), None)
    sections = {i: words(table.rows[0][i]) for i in range(len(head)) if i not in (numbers, titles) and head[i]}
    known = any(section_name(title) for title in sections.values())
    if titles is not None and (numbers is not None or known):
        return numbers, titles, sections, 1
    if (
        numbers is not None
        and head[numbers] in TITLES
        and (known or any(NUMBERED.match(words(r[numbers])) for r in table.rows[1:]))
    ):
        sections.pop(numbers, None)
        return None, numbers, sections, 1
    first = [words(row[0]) for row in table.rows]
    counted = [int(m[1]) for text in first if (m := re.fullmatch(r"(\d{1,3})\s*[.:)]?", text))]
    if (
        (
            len(counted) == len(first) >= 2
            and counted == list(range(counted[0], counted[0] + len(counted)))
            and len(table.rows[0]) == 2
        )
        and all(words(row[1]) for row in table.rows)
        and any(len(row[1]) > 1 or len(words(row[1])) > 20 for row in table.rows)
    ):
        return 0, 1, {}, 0
    return None


def _items(table: Block, columns: tuple[int | None, int, dict[int, str], int]) -> Iterator[Block]:
    numbers, titles, sections, header = columns
    for row in table.rows[header:]:
        title, rest = _split(row[titles])
        number = BARE.fullmatch(words(row[numbers])) if numbers is not None else None
        if numbers is not None and not number and not title.text:
            continue
        label = number[1] if number else ""
        if not label and (match := NUMBERED.fullmatch(title.text)):
            label, bare = match[1], match[2]
            title = replace(title, text=bare, markdown=re.sub(r"^\d{1,4}[a-z]?\s*\\?[.:)]\s*", "", title.markdown))
        yield replace(title, kind="point", label=f"{label}." if label else "")
        yield from unfolded(rest)
        for column, heading in sections.items():
            if words(row[column]):
                yield Block("paragraph", heading, heading, strong=True)
                yield from unfolded(row[column])


def _split(cell: Cell) -> tuple[Block, Cell]:
    """Return the first line of a cell, and what stands below it."""
    if not cell:
        return Block("paragraph", "", ""), ()
    first = cell[0]
    if first.kind == "list" and first.items:
        entry = first.items[0]
        rest = replace(
            first, items=first.items[1:], markdown="\n".join(first.markdown.split("\n")[1:]), text="\n".join(first.lines[1:])
        )
        return entry, ((rest,) if rest.items else ()) + cell[1:]
    line, _, below = first.text.partition("\n")
    if not below:
        return first, cell[1:]
    marked, _, marked_below = first.markdown.partition("\\\n")
    lower = replace(first, text=below, markdown=marked_below or below, label="")
    return replace(first, text=line, markdown=marked), (lower, *cell[1:])


# --- a line for each thing that a form asks for


def _is_form(table: Block) -> bool:
    """Say whether the first of two columns names what stands in the second: Dato, Deltagere, Indstilling, Punkt 3."""
    filled = [row for row in table.rows if any(row)]
    if any(len([cell for cell in row if cell]) > 2 for row in filled):
        return False
    named = sum(_asks(words(row[0])) for row in filled)
    return named * 2 >= len(filled)


def _asks(text: str) -> bool:
    bare = text.rstrip(" :")
    return bool(section_name(bare) or META.fullmatch(bare) or field_name(bare) or POINT.match(bare))


def _form(table: Block) -> Iterator[Block]:
    for row in table.rows:
        cells = [cell for cell in row if cell]
        name = words(row[0]).rstrip(" :")
        match = POINT.match(name)
        if not row[0] or (len(cells) == 1 and not _asks(name)):
            yield from unfolded(one for cell in cells for one in cell)
        elif match:
            title, rest = (cells[0][0], cells[0][1:]) if match[2] or len(cells) < 2 else _split(cells[1])
            text = match[2] or title.text if len(cells) > 1 or match[2] else name
            title = replace(title, text=text, markdown=text if match[2] else title.markdown)
            yield replace(title, kind="point", label=f"{match[1]}.")
            yield from unfolded(rest)
            if match[2] and len(cells) > 1:
                yield from unfolded(cells[1])
        elif section_name(name):
            yield Block("paragraph", name, name, strong=True)
            yield from unfolded(one for cell in cells[1:] for one in cell)
        else:
            values = [one for cell in cells[1:] for one in cell]
            first = (
                values[0]
                if values and values[0].kind == "paragraph" and (META.fullmatch(name) is None or len(values) == 1)
                else None
            )
            said = f"{name}: {first.text}" if first else f"{name}:"
            yield Block("paragraph", said, f"{name}: {first.markdown}" if first else f"{name}:")
            yield from unfolded(values[1:] if first else values)


# --- a table


def markdown(table: Block) -> str:
    """Return a table as Markdown; its first row is the header, whether Word says so or not, for every table needs one."""
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    rows[0] = [re.sub(r"^\*\*(.*)\*\*$", r"\1", cell) for cell in rows[0]]  # a header is bold as it is
    used = [i for i in range(len(rows[0])) if any(row[i] for row in rows)]
    lines = [f"| {' | '.join(row[i] for i in used)} |" for row in rows]
    lines.insert(1, f"|{'---|' * len(used)}")
    return "\n".join(re.sub(r" {2,}", " ", line) for line in lines)


def _cell(cell: Sequence[Block]) -> str:
    """Return what stands in a cell as one line: there is no room for more in a table of Markdown."""
    parts = []
    for block in cell:
        if block.kind == "list":
            parts.append("; ".join(entry.markdown for entry in block.items))
        elif block.kind == "table":
            parts.append("; ".join(", ".join(words(inner) for inner in row if inner) for row in block.rows))
        else:
            parts.append((f"{block.label} " if block.label else "") + re.sub(r"\\?\n", " ", block.markdown))
    text = " ".join(" ".join(parts).split())
    return re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", text)
