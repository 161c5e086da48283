"""Finds Danish personal numbers (CPR) in text, and what may be one."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from urllib.parse import unquote

# Hyphens, dashes and spaces of every width that stand between the date and the serial number when people type or paste;
# in Markdown any of them may be written with a backslash or as an entity (&nbsp;), and a line may break there, in a quotation
# too. A stroke or a dot at half height parts case numbers as well, so it makes nothing certain.
DASH = "\\-\u2010-\u2015\u2043\u207b\u2212\ufe58\ufe63\uff0d"
WEAK = "/\u00b7\u2022\u2044\u2215"
SEPARATOR = (
    rf"(?:[. \t_*\\{DASH}{WEAK}\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f\u2060\u3000]|[ _{DASH}]{{2}}|[\n\f][ \t>]*"
    r"|&#?\w{2,6};|<br ?/?>){0,3}"
)
# Not inside a longer number or a case number such as 1-01-72-301712-1234 or 2025-010561-1234; but two in a row are two, and one
# may stand behind the date of a file. What may not stand before it is looked for behind its first two digits: a pattern that
# begins with digits is found faster.
NUMBER = re.compile(
    r"(\d\d)(?<!\d\d\d)(?<!\d[.:]\d\d)(?<!\b\d-\d\d)(?:(?<!\b\d\d-\d\d)|(?<=20\d\d-[01]\d-[0-3]\d-\d\d))"
    r"(?<!\b\d\d\d-\d\d)(?<!\b19\d\d-\d\d)(?<!\b20\d\d-\d\d)"
    rf"(\d\d)(\d\d)({SEPARATOR})(\d{{4}})(?![.:]?\d)(?!-\d{{1,3}}\b)"
)
# A date in pairs. With a dash behind it, it may be a personal number; the rest takes a word that says so, and one with its
# century takes both.
PAIRS = re.compile(
    r"(\d\d)(?<![\d+]\d\d)(?<!\d[.-]\d\d)([ ./-])(\d\d)\2(18|19|20)?(\d\d)"
    rf"(\.|[ \u00a0]{{0,2}}[{DASH}]?[ \u00a0]{{0,2}})(\d{{4}})(?![.-]?\d)"
)
BEFORE = re.compile(r"\d[ \u00a0]$")
CLOCK = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
# What a reader does not see of a number, or sees as something else: marks of emphasis, code, escape and links; characters
# without a width; letters written as entities or with a percent sign.
NO_WIDTH = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
UNSEEN = re.compile(
    rf"[*~`\\\[\]&<{NO_WIDTH}](?:(?<=[*~`\\\[{NO_WIDTH}])|(?<=\])(?:\([^()\s]{{0,2000}}\))?|(?<=<)!--[^<>]{{0,200}}-->"
    r"|(?<=&)(?:#\d{2,5}|#[xX][0-9a-fA-F]{2,4}|[a-z]{2,6});)"
)
ESCAPED = re.compile(r"(?:%[0-9a-fA-F]{2})+")
ADDRESS = re.compile(r"https?://\S*$")
# What programs make up, of digits and the letters a to f: ten digits in it are no number.
MADE = re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{20,128})(?![0-9a-z])", re.IGNORECASE)
# What no number is without, in bytes where every digit is 0, and a stroke or a dot a blank: six digits with nothing but signs
# between them and four more, or a date in pairs. A date of ours (2025-10-01) has only the end of one.
SHAPE = bytes.maketrans(b"0123456789./", b"0000000000  ")
DIGIT = re.compile(r"\d")
RUNS = re.compile(rb"000000[^0A-Za-z&<]*(?:0000|&[^&;]{2,25};|<br)")
OWN_DATE = b"0000-00-00"
ASCII = bytes(range(128))
ODD = re.compile(rf"[{NO_WIDTH}]|\d")  # beyond ASCII
LINKED = re.compile(r"\]\([^()\s]{0,2000}\)")
MARKS = b"*~`\\[]"
CONTEXT = re.compile(r"cpr|person[- ]?(?:nr|num)|p-nr|p\.nr|fødselsn(?:r|um)", re.IGNORECASE)
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
    # Days 61 to 91 are replacement numbers; of the year only two digits are given, and 2000 had a 29 February as 1900 had not.
    try:
        date(2000 + year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _passes_modulus(digits: str) -> bool:
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11 == 0


def find(text: str) -> list[PersonalNumber]:
    """Return the personal numbers in the text, in order.

    A number written in one run that forms a date, stands by no word such as "cpr", and fails modulus 11 or is part of a web
    address, is not certain; nor is one that is parted as case numbers are, by a stroke or with its date in pairs. In every other
    form modulus 11 lets nothing pass: numbers that fail it have been issued since 2007 (CPR-kontoret). One with marks among its
    digits that no reader sees, or with some of it written as an entity or in percent signs, is found too.
    """
    return _found(text) if _may_hold(text) else []


def _found(text: str) -> list[PersonalNumber]:
    found = _plainly(text)
    for unseen in (UNSEEN, ESCAPED):  # apart: the address of a link is no part of what is read, but is there to be looked at
        near = (text[max(0, match.start() - 4) : match.end() + 4] for match in unseen.finditer(text))
        if not any(map(str.isdigit, chain.from_iterable(near))):
            continue
        shown = _plainly(unseen.sub(_read, text))
        if [number.digits for number in shown] != [number.digits for number in found]:
            known = {(number.start, number.digits) for number in found}
            starts, stops = _places(text, unseen)
            more = (replace(number, start=starts[number.start], end=stops[number.end - 1]) for number in shown)
            found = sorted((*found, *(n for n in more if (n.start, n.digits) not in known)), key=lambda number: number.start)
    return found


def _may_hold(text: str) -> bool:
    """Say whether there can be a number in the text, plain or as `_found` reads it: most texts have none, and this is fast."""
    if not DIGIT.search(text):
        return False
    if _is_odd(text) or _is_shaped(text):
        return True
    if "%" in text and (_is_odd(shown := ESCAPED.sub(_read, text)) or _is_shaped(shown)):
        return True
    if "&" in text or "<!--" in text:
        return _is_odd(shown := UNSEEN.sub(_read, text)) or _is_shaped(shown)
    return _is_shaped(LINKED.sub("", text), MARKS)


def _is_odd(text: str) -> bool:
    """Say whether the text has digits, or characters without a width, that are not looked for by their bytes."""
    if text.isascii():
        return False
    return bool(ODD.search(text.encode("utf-8", "surrogatepass").translate(None, ASCII).decode("utf-8", "surrogatepass")))


def _is_shaped(text: str, without: bytes = b"") -> bool:
    """Say whether the text, without some characters, has the digits of a number."""
    shape = text.encode("utf-8", "surrogatepass").translate(SHAPE, without)
    return b"00 00 00" in shape or b"00-00-00" in shape.replace(OWN_DATE, b"") or bool(RUNS.search(shape))


def _read(match: re.Match[str]) -> str:
    """Return what a reader sees of marks, entities and percent signs."""
    found = match[0]
    return unquote(found) if found[0] == "%" else html.unescape(found) if found[0] == "&" else ""


def _places(text: str, unseen: re.Pattern[str]) -> tuple[list[int], list[int]]:
    """Return where in a text each character that a reader sees begins and ends."""
    starts, ends, at = list[int](), list[int](), 0
    for match in (*unseen.finditer(text), None):
        start, end = match.span() if match else (len(text), len(text))
        starts += range(at, start)
        ends += range(at + 1, start + 1)
        letters = len(_read(match)) if match else 0
        starts += [start] * letters
        ends += [end] * letters
        at = end
    return starts, ends


def _plainly(text: str) -> list[PersonalNumber]:
    """Return the personal numbers that stand in the text as it is."""
    found = list(_written(text))
    taken = {number.start for number in found}
    found += (number for number in _in_pairs(text) if number.start not in taken)
    if not found:
        return found
    made = [match.span() for match in MADE.finditer(text) if not match[0].isdecimal()]
    return sorted(
        (n for n in found if not any(start <= n.start and n.end <= end for start, end in made)), key=lambda number: number.start
    )


def _written(text: str) -> Iterator[PersonalNumber]:
    for match in NUMBER.finditer(text):
        if not _is_date(int(match[1]), int(match[2]), int(match[3])):
            continue
        digits = match[1] + match[2] + match[3] + match[5]
        certain = bool(match[4]) and not any(sign in WEAK for sign in match[4])
        if not match[4]:
            # One run in eleven passes by chance, and addresses are full of runs: there it takes more.
            certain = _passes_modulus(digits) and not ADDRESS.search(text, max(0, match.start() - 300), match.start())
        yield PersonalNumber(match.start(), match.end(), digits, certain or _is_named(text, match))


def _in_pairs(text: str) -> Iterator[PersonalNumber]:
    for match in PAIRS.finditer(text):
        first, mark, second, century, third, between, serial = match.groups()
        day, month, year = int(first), int(second), int(third)
        if not _is_date(day, month, year) or (mark == " " and BEFORE.search(text, max(0, match.start() - 2), match.start())):
            continue
        named = _is_named(text, match)
        timed = day < 32 and mark == "-" and CLOCK.fullmatch(serial)  # 12-03-26-1530
        dashed = between.strip(". \u00a0")
        if (dashed and named) if century else (named or (dashed and not timed)):
            yield PersonalNumber(match.start(), match.end(), first + second + third + serial, named and not century)


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Say whether a word such as "cpr" speaks of what was found."""
    return bool(CONTEXT.search(text[max(0, match.start() - NEAR) : match.end() + NEAR]))


def masked(text: str) -> str:
    """Return the text with what may be a personal number in it masked."""
    for number in reversed(find(text)):
        text = text[: number.start] + number.masked + text[number.end :]
    return text
