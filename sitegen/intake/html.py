"""The HTML that a library made of a Word file, as blocks: headings, paragraphs, lists counted as Word counts them, tables."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from sitegen.intake.blocks import Block, Image
from sitegen.intake.inline import LABEL, MARKS, PICTURE, wording, written
from sitegen.intake.wordfile import TEXTBOX

DECIMAL = re.compile(r"(\d{1,4})\.?")
BULLET = re.compile(r"[•·▪◦●○‣∙*–—-][ \t]+(?=\S)|o[ \t]{2,}(?=\S)")
TICKS = {"☐": "[ ] ", "☑": "[x] ", "☒": "[x] "}
SHORT = 100  # characters: a bold line of no more above a text is its heading


@dataclass
class Reader:
    """What is gathered while the HTML is gone through."""

    images: list[Image] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)  # of notes, by address
    lost: list[str] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)  # the formats of pictures that a page cannot show


def blocks(nodes: Iterable[object], reader: Reader) -> Iterator[Block]:
    """Yield what some nodes are, in order; bullets that were typed by hand are a list."""
    yield from _grouped(_each(nodes, reader))


def _each(nodes: Iterable[object], reader: Reader) -> Iterator[Block]:
    for node in list(nodes):
        if isinstance(node, NavigableString):
            if str(node).strip():
                yield from _paragraphs(_wrapped(node), reader)
        elif isinstance(node, Tag):
            if node.name in ("ul", "ol"):
                yield _list(node, reader)
            elif node.name == "table":
                yield from _table(node, reader)
            elif re.fullmatch("h[1-6]", node.name):
                yield from _heading(node, reader)
            elif node.name in ("div", "dl", "dd", "blockquote"):
                yield from _each(node.children, reader)
            else:
                yield from _paragraphs(node, reader)


def _wrapped(node: NavigableString) -> Tag:
    return BeautifulSoup(f"<p>{node.output_ready('minimal')}</p>", "html.parser").contents[0]  # type: ignore[return-value]


def _labelled(tag: Tag) -> str:
    """Take the number that Word counted out from the beginning of a tag."""
    first = next((text for text in tag.find_all(string=True) if str(text).strip()), None)
    match = LABEL.search(str(first)) if first is not None else None
    if first is None or match is None:
        return ""
    first.replace_with(NavigableString(LABEL.sub("", str(first)).lstrip()))
    return match[1]


def _heading(node: Tag, reader: Reader) -> Iterator[Block]:
    label = _labelled(node)
    for text in node.find_all(string=True):
        text.replace_with(NavigableString(LABEL.sub("", str(text))))
    words = " ".join(wording(node.children, lambda: " ").split())
    pictures = "".join(m[0] for m in PICTURE.finditer(words))
    words = " ".join(PICTURE.sub("", words).replace(TEXTBOX, "").split())
    if words:
        level = 0 if "title" in (node.get("class") or []) else int(node.name[1])
        yield Block("heading", words, written(f"<p>{node.decode_contents()}</p>", reader.lost), level, label)
    if pictures:
        yield Block("paragraph", pictures, pictures)


def _paragraphs(node: Tag, reader: Reader) -> Iterator[Block]:
    """Yield a paragraph; a bold line at its top, above other lines, is one of its own."""
    label = _labelled(node)
    top = next((child for child in node.children if isinstance(child, Tag) and child.name == "br"), None)
    if top is not None:
        above = list(node.children)[: node.index(top)]
        rest = list(node.children)[node.index(top) + 1 :]
        if len(wording(above)) <= SHORT and _is_strong(above) and wording(rest).strip() and not _is_strong(rest):
            first, second = (BeautifulSoup("<p></p>", "html.parser").contents[0] for _ in range(2))
            assert isinstance(first, Tag) and isinstance(second, Tag)
            for child in above:
                first.append(child.extract())
            for child in rest:
                second.append(child.extract())
            yield from _one(first, reader, label)
            yield from _one(second, reader, "")
            return
    yield from _one(node, reader, label)


def _is_strong(nodes: Iterable[object]) -> bool:
    bold = plain = False
    for node in nodes:
        if isinstance(node, NavigableString):
            plain = plain or bool(MARKS.sub("", str(node)).strip(" .:–-"))
        elif isinstance(node, Tag) and node.name in ("strong", "b"):
            bold = bold or bool(node.get_text().strip())
        elif isinstance(node, Tag) and node.name != "br" and node.get_text().strip():
            inner = _is_strong(node.children)
            bold, plain = bold or inner, plain or not inner
    return bold and not plain


def _one(node: Tag, reader: Reader, label: str) -> Iterator[Block]:
    raw = wording(node.children)
    boxed = TEXTBOX in raw
    if boxed:
        for string in node.find_all(string=True):
            string.replace_with(NavigableString(str(string).replace(TEXTBOX, "")))
        label = label or _labelled(node)
        raw = wording(node.children)
    text = "\n".join(" ".join(line.split()) for line in raw.split("\n") if line.strip())
    if not text:
        return
    markdown = written(f"<p>{node.decode_contents()}</p>", reader.lost, raw)
    remark = "Teksten stod i en tekstboks ved siden af den øvrige tekst. Se efter, om den står det rigtige sted." if boxed else ""
    yield Block("paragraph", text, markdown, label=label, strong=_is_strong(node.children), remark=remark)


def _grouped(blocks: Iterable[Block]) -> Iterator[Block]:
    """Make a list of paragraphs that somebody has put bullets before by hand."""
    waiting: list[Block] = []
    for block in blocks:
        match = BULLET.match(block.text) if block.kind == "paragraph" and "\n" not in block.text else None
        if match:
            start = re.escape(match[0].strip())
            bare = re.sub(rf"^\\?{start}\s*", "", block.markdown)
            waiting.append(replace(block, text=block.text[match.end() :], markdown=bare))
            continue
        if waiting:
            yield _bullets(waiting)
            waiting = []
        yield block
    if waiting:
        yield _bullets(waiting)


def _bullets(entries: list[Block]) -> Block:
    text = "\n".join(entry.text for entry in entries)
    return Block("list", text, "\n".join(f"- {entry.markdown}" for entry in entries), items=tuple(entries))


def _list(node: Tag, reader: Reader) -> Block:
    entries = []
    _count_out(node)
    for entry in node.find_all("li", recursive=False):
        own = [child for child in entry.children if not (isinstance(child, Tag) and child.name in ("ul", "ol"))]
        label = str(entry.get("value", ""))
        text = " ".join(wording(own, lambda: " ").split())
        inner = BeautifulSoup("".join(str(child) for child in own), "html.parser")
        markdown = " ".join(written(inner, reader.lost).replace("\\\n", " ").split())
        entries.append(Block("paragraph", text, markdown, label=label, strong=_is_strong(own)))
    text = "\n".join(" ".join(line.split()) for line in node.get_text("\n").split("\n") if line.strip())
    markdown = re.sub(r"\n{2,}", "\n", written(node, reader.lost))
    for sign, tick in TICKS.items():
        markdown = re.sub(rf"^(\s*- )\\?{sign} ?", rf"\1{tick}", markdown, flags=re.MULTILINE)
    return Block("list", text, markdown, ordered=node.name == "ol", items=tuple(entries))


def _count_out(node: Tag) -> None:
    """Let numbered lists begin where Word's do; what is counted otherwise than 1, 2, 3 keeps its sign as text."""
    for listed in [node, *node.find_all(["ol", "ul"])]:
        entries = listed.find_all("li", recursive=False)
        labels = [_labelled(entry) for entry in entries]
        for entry, label in zip(entries, labels, strict=True):
            entry["value"] = label
        if listed.name != "ol":
            continue
        numbers = [DECIMAL.fullmatch(label.rstrip(")")) for label in labels]
        first = int(numbers[0][1]) if numbers and numbers[0] else 1
        if all(n and int(n[1]) == first + i for i, n in enumerate(numbers)):
            listed["start"] = str(first)
        elif any(labels):
            listed.name = "ul"
            for entry, label in zip(entries, labels, strict=True):
                if label:
                    entry.insert(0, NavigableString(f"{label} "))


def _table(node: Tag, reader: Reader) -> Iterator[Block]:
    grid: list[list[tuple[Block, ...]]] = []
    hanging: dict[int, int] = {}  # rows that a cell above still reaches down into, by column
    merged = False
    for row in node.find_all("tr"):
        if row.find_parent("table") is not node:
            continue
        cells: list[tuple[Block, ...]] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            while hanging.get(len(cells), 0):
                hanging[len(cells)] -= 1
                cells.append(())
            across, down = int(str(cell.get("colspan", "1"))), int(str(cell.get("rowspan", "1")))
            merged = merged or across > 1 or down > 1
            for column in range(len(cells), len(cells) + min(across, 60)):
                hanging[column] = min(down, 1000) - 1
            cells.append(tuple(blocks(cell.children, reader)))
            cells += [()] * (min(across, 60) - 1)
        while hanging.get(len(cells), 0):
            hanging[len(cells)] -= 1
            cells.append(())
        grid.append(cells)
    rows = [row for row in grid if any(row)]
    if not rows:
        return
    width = max(map(len, rows))
    whole = tuple(tuple(row + [()] * (width - len(row))) for row in rows)
    text = "\n".join(" ".join(block.text for cell in row for block in cell) for row in whole)
    remark = (
        "Tabellen har flettede celler; i siden står teksten i den første af dem. Se efter, om den kan læses." if merged else ""
    )
    yield Block("table", text, "", headed=node.find("thead") is not None, rows=whole, remark=remark)
