"""What is found while an attachment is read: facts, personal numbers with their places; and how much may still be read."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from sitegen.parsed import Contents
from sitegen.privacy import NEAR, PersonalNumber, find

INFLATED = 100_000_000  # bytes that may come out of one file, whatever is packed in it
RUN = re.compile(r"\d\d")  # no personal number is without two digits in a row
# Boxes for one digit each, and a date in pairs before a hyphen: people read a number there, and it must be drawn together.
BOXES = re.compile(r"(?<![\d ])((?:\d {1,2}){5}\d)( {0,2}[-–] {0,2}| {1,3})((?:\d {1,2}){3}\d)(?! {0,2}\d)")
PAIRS = re.compile(r"(?<![\d ])(\d\d) (\d\d) (\d\d) ?[-–] ?(\d{4})(?!\d)")
NO_TITLE = re.compile(
    r"\s*(?:microsoft (?:word|powerpoint|excel) - .*|.*\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|indd|html?|msg|tmp|csv)"
    r"|(?:dokument|document|pr.sentation|slide|mappe)\s*\d*|untitled.*|uden (?:navn|titel).*|powerpoint-pr.sentation|blank)?\s*",
    re.IGNORECASE | re.DOTALL,
)
TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
NORDIC = ("da", "nb", "nn", "no", "fo", "sv", "is")
LONGEST_TITLE = 200


class TooMuch(Exception):
    """More than the budget has come out of a file."""


def is_of_the_disk(error: Exception) -> bool:
    """Say whether an error is none of an attachment's, which lies in memory: a library could not be loaded, this once."""
    return isinstance(error, OSError) and error.filename is not None


@dataclass
class Budget:
    """What may still be read; shared by a file and the files within it."""

    left: int = INFLATED

    def spend(self, amount: int) -> None:
        """Count something as read; raise TooMuch where that is more than there is."""
        self.left -= amount
        if self.left < 0:
            raise TooMuch


@dataclass
class Found:
    """What has been found so far; the first reason for not reading on is the one that stands."""

    budget: Budget = field(default_factory=Budget)
    pages: int | None = None
    tagged: bool | None = None
    language: str = ""
    title: str = ""
    width: int = 0
    height: int = 0
    unread: str = ""
    textless: list[int] = field(default_factory=list)  # pages that show something and have no text
    numbers: dict[tuple[str, str], PersonalNumber] = field(default_factory=dict)  # by place and digits
    letters: int = 0
    nordic: int = 0

    def fail(self, reason: str) -> None:
        """Note that not everything could be searched."""
        self.unread = self.unread or reason

    def count(self, text: str) -> None:
        """Count the letters that tell whether a text can be in the language that its file says."""
        self.letters += len(text)
        self.nordic += sum(map(text.count, "æøåÆØÅ"))

    def look(self, place: str, text: str, new: bool = False) -> None:
        """Note the personal numbers in a text; with `new`, only those that stand at no other place."""
        if not RUN.search(text):
            return
        for number in find(text):
            if not new or all(digits != number.digits for _, digits in self.numbers):
                self.note(place, number)

    def look_drawn(self, place: str, text: str) -> None:
        """Note the personal numbers in a text whose spaces are only gaps between what is drawn.

        A gap may part the digits of a number, and may just as well part two columns: with nothing else between a date and four
        digits, they are judged as if there were no gap.
        """
        joined = BOXES.sub(lambda m: f"{m[1]}{'-' if m[2].strip() else ''}{m[3]}".replace(" ", ""), text)
        joined = PAIRS.sub(r"\1\2\3-\4", joined)
        for seen in (text, joined) if joined != text else (text,):
            for number in find(seen) if RUN.search(seen) else ():
                if seen[number.start + 6 : number.end - 4].isspace():
                    before, after = seen[max(0, number.start - NEAR) : number.start], seen[number.end : number.end + NEAR]
                    near = before + number.digits + after
                    number = replace(number, certain=any(one.certain for one in find(near) if one.digits == number.digits))
                self.note(place, number)

    def note(self, place: str, number: PersonalNumber) -> None:
        """Note a personal number at a place; one that is certain takes the place of one that is not."""
        known = self.numbers.get((place, number.digits))
        if known is None or number.certain > known.certain:
            self.numbers[place, number.digits] = number

    def lines(self, text: str, starts: list[int]) -> None:
        """Note the personal numbers in a text by the line they stand in; lines start at the given offsets."""
        for number in find(text) if RUN.search(text) else ():
            self.note(f"line:{bisect_right(starts, number.start)}", number)

    def name(self, title: str) -> None:
        """Take a title, where it is one: not a file's name, nor what a program puts there by itself."""
        title = " ".join(title.split())
        if not self.title and len(title) <= LONGEST_TITLE and title.isprintable() and not NO_TITLE.fullmatch(title):
            self.title = title

    def speak(self, language: str) -> None:
        """Take a language, where it is one."""
        if not self.language and TAG.fullmatch(language):
            self.language = language.replace("_", "-")

    def take(self, inside: "Found") -> None:
        """Take over the personal numbers of a file within the file, and that it could not be searched."""
        for number in inside.numbers.values():
            self.note("inside", number)
        if inside.unread != "kind":  # a drawing or a font within a document is nothing to search
            self.fail(inside.unread)

    def contents(self, size: int) -> Contents:
        """Return what was found of a file of so many bytes."""
        # Programs put down the language of their own menus: a text full of æ, ø and å is in none but the Nordic ones.
        other = self.language.split("-")[0].lower() not in NORDIC
        wrong = other and self.nordic * 100 > self.letters
        return Contents(
            size=size,
            pages=self.pages,
            tagged=self.tagged,
            language="" if wrong else self.language,
            title=self.title,
            width=self.width,
            height=self.height,
            unread=self.unread,
            textless=tuple(self.textless),
            numbers=tuple((number, place) for (place, _), number in self.numbers.items()),
        )
