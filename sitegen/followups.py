"""Follow-ups: what somebody is to do, who it is and by when, taken out of the lines of a list."""

import re
from collections.abc import Sequence
from datetime import date

from markdown_it.token import Token

from sitegen.diagnostics import Mend
from sitegen.mends import meant
from sitegen.parsed import FollowUp
from sitegen.reading import BREAKS, WORDS, Reading, html_token, place_at, plain

TASK_DATA = re.compile(r"\b(ansvarlig|frist)\s*:", re.IGNORECASE)


def follow_up(reading: Reading, token: Token) -> FollowUp:
    """Read the line of a list that begins with a box; what the bracket at its end says gives way to a mark for `link` to fill."""
    line, column = place_at(reading.places(token), 0)
    children = token.children or []
    whole = plain(children)
    text, data = _task_data(whole)
    due = None
    if data:
        day = data.get("frist", "")
        try:
            due = date.fromisoformat(day) if day else None
        except ValueError:
            variant = "no-such-date" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else "date"
            place = _last(reading, token, rf"frist\W*({re.escape(day)})") or (line, column)
            likely = meant.day(day) if place != (line, column) else None
            mend = Mend("replace", f"{likely}", None, *place, (place[0], place[1] + len(day)), certain=True) if likely else None
            reading.say("SG104", *place, variant, mend=mend, key="frist", value=day)
        _shorten(children, len(whole) - len(text))
        token.children = [*children, html_token(f" \x03{reading.follow_ups}\x04")]
    reading.follow_ups += 1
    mark = reading.source(line).rfind("[", 0, column - 1) + 2
    return FollowUp(text, data.get("ansvarlig", ""), due, token.meta["done"], line, column, mark)


def _task_data(text: str) -> tuple[str, dict[str, str]]:
    """Split the words of a follow-up from the bracket at their end that says who is to do it and by when."""
    bare = text.rstrip(" .")
    start = bare.rfind("(")
    data = TASK_DATA.split(bare[start + 1 : -1]) if start >= 0 and bare.find(")", start) == len(bare) - 1 else []
    if len(data) < 3:
        return text, {}
    pairs = zip(data[1::2], data[2::2], strict=True)
    return text[:start].rstrip(), {key.lower(): value.strip(" \u00a0,;") for key, value in pairs}


def _last(reading: Reading, token: Token, pattern: str) -> tuple[int, int] | None:
    """Return where the group of a pattern last stands in the lines that a token was read from."""
    first, end = token.map or (0, 0)
    for number in reversed(range(first, end)):
        if found := list(re.finditer(pattern, reading.lines[number], re.IGNORECASE)):
            return reading.first + number + 1, found[-1].start(1) + 1
    return None


def _shorten(children: Sequence[Token], length: int) -> None:
    """Take a number of characters off the end of inline tokens."""
    for child in reversed(children):
        if child.type in BREAKS:
            child.type, child.content = "text", " "
        if child.type in WORDS and length > 0:
            kept = max(0, len(child.content) - length)
            length -= len(child.content) - kept
            child.content = child.content[:kept]
