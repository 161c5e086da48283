"""Personal numbers in the columns of a table, where a number may have lost its first zero, and a heading says what it is."""

import re
from dataclasses import dataclass, field, replace

from sitegen.attachments.found import Found
from sitegen.privacy import CONTEXT, find

HEADING = 60  # characters that a heading has at most
SHOWN = re.compile(r"0{6}[^0]{0,4}0{4}")  # a format of numbers that shows personal numbers: 000000-0000
WHOLE = re.compile(r"(\d{9,10})(?:[.,]0+)?")


@dataclass
class Columns:
    """A table that is read cell by cell; headings and labels that speak of personal numbers are remembered by column."""

    found: Found
    place: str
    said: dict[int, str] = field(default_factory=dict)
    before: str = ""  # what the cell to the left says, where it speaks of personal numbers

    def row(self, place: str) -> None:
        """Begin a row at a place."""
        self.place, self.before = place, ""

    def cell(self, column: int, text: str, number: bool = False, format: str = "") -> None:
        """Look for personal numbers in a cell; `number` where it holds a number and no text, `format` how that is shown."""
        speaks = len(text) <= HEADING and CONTEXT.search(text)
        label = self.before or self.said.get(column, "")
        self.before = text if speaks else ""
        if number and (whole := WHOLE.fullmatch(_plain(text))):
            self._number(whole[1], label, format)
        else:
            self.found.look(self.place, f"{label} {text}" if label else text)
        if speaks:
            self.said[column] = text

    def _number(self, digits: str, label: str, format: str) -> None:
        whole = digits.zfill(10)
        if SHOWN.fullmatch(format.replace("\\", "").replace('"', "")):
            self.found.look(self.place, f"{whole[:6]}-{whole[6:]}")
        elif label or len(digits) == 10:
            self.found.look(self.place, f"{label} {whole}")
        else:  # nine digits are mostly an amount: what is left after modulus 11 is worth asking about, and no more
            for number in find(whole):
                if number.certain:
                    self.found.note(self.place, replace(number, certain=False))


def _plain(text: str) -> str:
    """Return a number without an exponent: 1.01700001E8 is how some programs write 101700001."""
    if "e" in text.lower() and len(text) < 30:
        try:
            return f"{float(text):.0f}"
        except (ValueError, OverflowError):
            return text
    return text
