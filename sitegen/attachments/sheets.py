"""The sheets of Excel and OpenDocument, cell by cell; and the slides of OpenDocument, which come in the same file."""

import re

from sitegen.attachments.found import Found
from sitegen.attachments.markup import TEXTS, Walker
from sitegen.attachments.tables import Columns

FORMAT = re.compile(r"<(?:\w+:)?numFmt\b[^<>]*>")
STYLES = re.compile(r"</?(?:\w+:)?cellXfs\b")
STYLE = re.compile(r'<(?:\w+:)?xf\b[^<>]*?\bnumFmtId="(\d+)"')
IDENTITY = re.compile(r'\bnumFmtId="(\d+)"')
CODE = re.compile(r'\bformatCode="([^"]*)"')
LETTERS = re.compile(r"[A-Z]+")
MOST_REPEATED = 1000


def formats(styles: bytes) -> list[str]:
    """Return how numbers are shown, by the number of a cell's style: `000000-0000`, empty for what is no matter."""
    text = styles.decode("utf-8", "replace")
    codes = {}
    for tag in FORMAT.findall(text):
        identity, code = IDENTITY.search(tag), CODE.search(tag)
        if identity and code:
            codes[identity[1]] = code[1].replace("&quot;", "").split(";")[0]
    ends = [match.start() for match in STYLES.finditer(text)]
    listed = text[ends[0] : ends[1]] if len(ends) > 1 else ""
    return [codes.get(identity, "") for identity in STYLE.findall(listed)]


class Strings(Walker):
    """The texts that the cells of a workbook share."""

    def __init__(self, found: Found, place: str, only: frozenset[str] | None = None) -> None:
        super().__init__(found, place, only)
        self.texts: list[str] = []

    def block(self, name: str, text: str) -> None:
        if name == "si":
            self.found.count(text)
            self.texts.append(text)


class Sheet(Walker):
    """A sheet of a workbook, with its headers, footers and hints."""

    def __init__(self, found: Found, place: str, strings: list[str], shown: list[str]) -> None:
        super().__init__(found, place, TEXTS)
        self.strings, self.shown = strings, shown
        self.columns = Columns(found, place)
        self.said: dict[str, str] = {}
        self.next = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.columns.row(self.place)
            self.next = 0
        elif name == "c":
            self.said = attributes
            letters = LETTERS.match(attributes.get("r", ""))
            self.next = _column(letters[0]) if letters else self.next + 1

    def block(self, name: str, text: str) -> None:
        kind = self.said.get("t", "n")
        if name == "v" and kind == "s":
            index = int(text) if text.strip().isdecimal() else -1
            self.columns.cell(self.next, self.strings[index] if 0 <= index < len(self.strings) else "")
        elif name == "v":
            style = self.said.get("s", "")
            shown = self.shown[int(style)] if style.isdecimal() and int(style) < len(self.shown) else ""
            self.columns.cell(self.next, text, number=kind == "n", format=shown)
        elif name == "is":
            self.columns.cell(self.next, text)
        else:
            self.found.look(self.place, text)


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - 64
    return number


class OpenSheets(Walker):
    """The text of an OpenDocument: paragraphs, and where there are sheets, cells by column."""

    def __init__(self, found: Found, place: str) -> None:
        super().__init__(found, place)
        self.columns = Columns(found, place)
        self.column = self.repeated = self.slides = 0
        self.value = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "page":
            self.slides += 1
            self.place = f"slide:{self.slides}"
        elif name == "table" and "spreadsheet" in self.elements:
            self.place = f"sheet:{attributes.get('name', '')}"
            self.columns = Columns(self.found, self.place)
        elif name == "table-row":
            self.columns.row(self.place)
            self.column = self.repeated = 0
        elif name in ("table-cell", "covered-table-cell"):
            self.column += max(self.repeated, 1)
            count = attributes.get("number-columns-repeated", "1")
            self.repeated = min(int(count), MOST_REPEATED) if count.isdecimal() and len(count) < 8 else 1
            value = attributes.get("value", "")
            if value and attributes.get("value-type") == "float":
                label = self.columns.before
                self.columns.cell(self.column, value, number=True)
                self.columns.before = label  # its text comes yet

    def block(self, name: str, text: str) -> None:
        self.found.count(text)
        if "table-cell" in self.elements:
            self.columns.cell(self.column, text)
        else:
            self.found.look(self.place, text)
