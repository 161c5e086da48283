"""Danish words: composed letters, slugs, alphabetical order, dates as they are read aloud."""

import re
import unicodedata
from datetime import date, time
from functools import lru_cache
from zlib import crc32

# No disk takes a name of more than 255 bytes, and a place can be a link of an online meeting.
LONGEST = 150
# Composing takes time with the square of the marks that stand on one letter, so no more than these are taken at a time.
COMPOSED = re.compile("[\0-\u02ff]*[\u0300-\U0010ffff]{0,500}")
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ü": "y", "ö": "oe", "ä": "ae", "ß": "ss", "ð": "d", "þ": "th"})


def composed(text: str) -> str:
    """Return the text with its letters composed (NFC): é is one character, however it was typed."""
    return text if text.isascii() else COMPOSED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


@lru_cache(maxsize=16384)
def slug(text: str) -> str:
    """Return an address part made of a name: æ, ø, å become ae, oe, aa; what is neither letter nor digit becomes a hyphen."""
    text = unicodedata.normalize("NFC", text).lower().translate(LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text).lower() if not unicodedata.combining(c))
    found = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in plain).split())
    if len(found) <= LONGEST:
        return found
    return f"{found[: LONGEST - 9]}-{crc32(found.encode()):08x}"  # two that begin alike stay apart


ORDER = {"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c", "ü": "y"}


@lru_cache(maxsize=4096)
def sort_key(name: str) -> tuple[str, str]:
    """Return the key that sorts names in Danish order: Æ, Ø, Å last, and Aa as Å (Retskrivningsordbogen § 1)."""
    lowered = unicodedata.normalize("NFC", name).lower().replace("aa", "å")
    plain = "".join(ORDER.get(c) or unicodedata.normalize("NFKD", c)[0] for c in lowered)
    return "".join(c for c in plain if c.isalnum() or c in " {"), name


def letter(name: str) -> str:
    """Return the letter that a name stands under in a list: Aa under Å, É under E; what begins with no letter under #."""
    key = sort_key(name)[0]
    return {"{a": "Æ", "{b": "Ø", "{c": "Å"}.get(key[:2]) or (key[:1].upper() if key[:1].isalpha() else "#")


@lru_cache(maxsize=256)
def language_name(language: str) -> str:
    """Return the name of a language (en): engelsk; empty for one that nobody knows."""
    from babel import Locale

    return str(Locale("da").languages.get(language, ""))


WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")


@lru_cache(maxsize=16384)
def date_words(day: date, weekday: bool = True, language: str = "da") -> str:
    """Return a date in words: onsdag den 1. oktober 2025; without the weekday: 1. oktober 2025."""
    if language != "da":
        # Imported here: the library takes longer to load than a check of a small site takes.
        from babel.dates import format_date

        return format_date(day, "EEEE d MMMM y" if weekday else "d MMMM y", locale="en_GB")
    words = f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} den {words}" if weekday else words


def date_short(day: date) -> str:
    """Return a date as lists show it: 01.10.2025."""
    iso = day.isoformat()
    return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}"


def clock(moment: time) -> str:
    """Return a time of day as it is written in Danish: 15.45."""
    return f"{moment.hour:02}.{moment.minute:02}"
