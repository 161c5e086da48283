"""Blocks as the Markdown of a draft: pictures and notes in their places, and each thing to look at with its line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sitegen.intake.blocks import Block, Document, Paper, Remark
from sitegen.intake.inline import MARKS, NOTE, PICTURE, escaped

NO_ALT = (
    "Billedet mangler en tekst for dem, der ikke kan se det. Skriv mellem [ og ], hvad billedet viser. "
    "Er det kun pynt, så slet det."
)


@dataclass
class Scribe:
    """Writes blocks on a paper; `pictures` are the files that the draft shows, by name."""

    document: Document
    paper: Paper
    prefix: str  # of the names of pictures
    pictures: dict[str, bytes] = field(default_factory=dict)

    def write(self, blocks: Sequence[Block], heading: str = "") -> None:
        """Write blocks, and below them the notes that they refer to; `heading` marks those headings that stand in between."""
        noted: list[int] = []
        previous: Block | None = None
        for block in blocks:
            text = self._filled(_markdown(block, heading), noted)
            if not text:
                continue
            remarks = tuple(self._remarks(block, text))
            if previous is not None and previous.label and block.label and previous.kind == block.kind == "paragraph":
                self.paper.put(text, *remarks)
            else:
                self.paper.add(text, *remarks)
            previous = block
        for number in dict.fromkeys(noted):
            note = self.document.notes[number - 1] if number <= len(self.document.notes) else ""
            self.paper.add(self._filled(f"\\[{number}\\] {note}", []), Remark(f"Fodnote {number}"))

    def _filled(self, text: str, noted: list[int]) -> str:
        for match in NOTE.finditer(text):
            noted.append(int(match[1]))
        text = NOTE.sub(lambda m: f" \\[{m[1]}\\]", text)
        return MARKS.sub("", PICTURE.sub(lambda m: self._picture(int(m[1])), text)).replace("  \\[", " \\[").strip("\n")

    def _picture(self, index: int) -> str:
        image = self.document.images[index]
        known = next((name for name, data in self.pictures.items() if data == image.data), None)
        name = known or f"{self.prefix}billede-{len(self.pictures) + 1}.{image.ending}"
        self.pictures[name] = image.data
        return f"![{escaped(image.alt).replace(']', chr(92) + ']')}]({name})"

    def _remarks(self, block: Block, text: str) -> Iterable[Remark]:
        if block.remark:
            yield Remark(block.remark, look=True)
        if block.kind == "table":
            rows = f"{len(block.rows)} rækker, {len(block.rows[0])} kolonner"
            yield Remark(f"Tabel ({rows})")
            if not block.headed:
                yield Remark(
                    "Tabellen har ingen overskrifter i Word, så dens første række er brugt. Se efter, om den passer.", look=True
                )
        if "![](" in text:
            yield Remark(NO_ALT, look=True)
        elif "![" in text:
            yield Remark("Billede, med den tekst, som Word har til det")


def _markdown(block: Block, heading: str) -> str:
    if block.kind == "heading":
        words = MARKS.sub("", NOTE.sub("", PICTURE.sub("", block.markdown))).strip("* ").replace("**", "")
        label = f"{block.label.strip()} " if block.label else ""
        return f"{heading} {label}{words}" if heading else f"**{label}{words}**"
    if block.kind == "paragraph" and block.label:
        return f"{block.label} {block.markdown}"
    return block.markdown
