"""What a document taken in is made of, wherever it comes from: paragraphs, headings, lists and tables in order."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a document: `text` is its words (a line break is a newline), `markdown` what is to be written.

    `kind` is heading, paragraph, list or table. `label` is the number that a program counted out for it ("3."), `strong`
    whether all of it is bold. A list has its entries in `items`, a table its cells in `rows`, each cell as blocks.
    """

    kind: str
    text: str
    markdown: str
    level: int = 0  # of a heading; 0 is the title of the document
    label: str = ""
    strong: bool = False
    ordered: bool = False
    headed: bool = False  # of a table: whether its first row is marked as its header
    items: tuple["Block", ...] = ()
    rows: tuple[tuple[tuple["Block", ...], ...], ...] = ()
    remark: str = ""  # what the editor is to look at

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.text.split("\n") if line.strip())


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in a document: its bytes, the end that its name is to have ("png"), and the text that Word has for it."""

    data: bytes
    ending: str
    alt: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read; `notes` are its footnotes by number, `remarks` what was left out of it, and what to look at.

    `refused` is why it cannot be taken in at all: in Danish and in English.
    """

    blocks: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    refused: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of a part of the draft, at a line of it (0: of none); `look` where the editor is to do something."""

    text: str
    look: bool = False
    line: int = 0


@dataclass(slots=True)
class Paper:
    """The draft while it is written: its lines, and what is said of each part, in order."""

    lines: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, text: str, *remarks: Remark) -> None:
        """Write a part, with an empty line before it where something stands above; a remark is of its first line."""
        if self.lines and self.lines[-1] not in ("", "---"):
            self.lines.append("")
        self.put(text, *remarks)

    def put(self, text: str, *remarks: Remark) -> None:
        """Write lines right below those that are there."""
        at = len(self.lines) + 1
        self.lines += text.split("\n")
        self.remarks += [Remark(remark.text, remark.look, at) for remark in remarks]

    def say(self, *texts: str, look: bool = False) -> None:
        """Say something of no line."""
        self.remarks += [Remark(text, look) for text in texts]

    @property
    def text(self) -> str:
        return "\n".join(self.lines).rstrip("\n") + "\n"


def words(blocks: Iterable[Block]) -> str:
    """Return the words of some blocks in one line."""
    return " ".join(" ".join(block.text.split()) for block in blocks).strip()
