"""Finds Danish personal numbers (CPR) in text, and what may be one."""

import re
from dataclasses import dataclass, replace
from datetime import date

# Hyphens, dashes and spaces of every width that stand between the date and the serial number when people type or paste;
# in Markdown any of them may be written with a backslash or as an entity (&nbsp;), and a line may break there.
SEPARATOR = r"(?:[-. \t\n_*\\\u00a0\u00ad\u2000-\u200d\u2010-\u2015\u202f\u2060\u2212\u3000]|&#?\w{2,6};){0,3}"
# Not inside a longer number or a case number such as 1-01-72-301712-1234 or 2025-010561-1234; but two in a row are two.
# What may not stand before it is looked for behind its first two digits: a pattern that begins with digits is found faster.
NUMBER = re.compile(
    r"(\d\d)(?<!\d\d\d)(?<!\d[.:]\d\d)(?<!\b\d-\d\d)(?<!\b\d\d-\d\d)(?<!\b\d\d\d-\d\d)(?<!\b19\d\d-\d\d)(?<!\b20\d\d-\d\d)"
    rf"(\d\d)(\d\d)({SEPARATOR})(\d{{4}})(?![.:]?\d)(?!-\d{{1,3}}\b)"
)
# Within a number these are not shown, so it is one to whoever reads the page: marks of emphasis, code and escape, and
# characters without a width.
UNSEEN = re.compile(r"(?<=[\d. -])[*~`\\\u00ad\u200b-\u200d\u2060]+(?=[\d. -])")
ADDRESS = re.compile(r"https?://\S*$")
CONTEXT = re.compile(r"cpr|personnummer|personnr|p-nr|p\.nr|fødselsnummer", re.IGNORECASE)
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
NEAR = 40  # characters on either side in which a word such as "cpr" speaks of the number


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """Where a number stands in the text (`start`, `end` as offsets), its ten digits, and whether it is one for certain."""

    start: int
    end: int
    digits: str
    certain: bool

    @property
    def masked(self) -> str:
        return f"{self.digits[:2]}••••-••••"


def _is_date(day: int, month: int, year: int) -> bool:
    # Days 61 to 91 are replacement numbers; of the year only two digits are given, so 29 February needs one leap century.
    day = day - 60 if day > 60 else day
    for century in (1800, 1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def _passes_modulus(digits: str) -> bool:
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11 == 0


def find(text: str) -> list[PersonalNumber]:
    """Return the personal numbers in the text, in order.

    A number written in one run that forms a date, stands by no word such as "cpr", and fails modulus 11 or is part of a web
    address, is not certain. In every other form modulus 11 lets nothing pass: numbers that fail it have been issued since 2007
    (CPR-kontoret). One with marks among its digits that no reader sees is found too.
    """
    found = _plainly(text)
    if not UNSEEN.search(text):
        return found
    unseen = {at for match in UNSEEN.finditer(text) for at in range(*match.span())}
    places = [at for at in range(len(text)) if at not in unseen]
    shown = _plainly("".join(text[at] for at in places))
    known = {(number.start, number.digits) for number in found}
    more = [replace(number, start=places[number.start], end=places[number.end - 1] + 1) for number in shown]
    return sorted((*found, *(n for n in more if (n.start, n.digits) not in known)), key=lambda number: number.start)


def _plainly(text: str) -> list[PersonalNumber]:
    found = []
    for match in NUMBER.finditer(text):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
        if not _is_date(day, month, year):
            continue
        digits = match[1] + match[2] + match[3] + match[5]
        around = text[max(0, match.start() - NEAR) : match.end() + NEAR]
        # One run in eleven passes by chance, and addresses are full of runs: there it takes more.
        in_address = ADDRESS.search(text, max(0, match.start() - 300), match.start())
        certain = bool(match[4]) or bool(CONTEXT.search(around)) or (_passes_modulus(digits) and not in_address)
        found.append(PersonalNumber(match.start(), match.end(), digits, certain))
    return found


def masked(text: str) -> str:
    """Return the text with what may be a personal number in it masked."""
    for number in reversed(find(text)):
        text = text[: number.start] + number.masked + text[number.end :]
    return text
