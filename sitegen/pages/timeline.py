"""A year drawn: where on the line each meeting stands, for a small picture that has a text beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.danish import date_words
from sitegen.model import Meeting

WIDTH = 720  # of the line, in units of the picture; the months stand at equal distances
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Dot:
    """A meeting on the line: how far along, whether it is held, planned or cancelled."""

    x: float
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A year's meetings on a line, and the same in words."""

    year: int
    width: int
    months: tuple[tuple[float, str], ...]
    dots: tuple[Dot, ...]
    text: str


def of_year(year: int, meetings: Sequence[Meeting], today: date) -> Timeline:
    """Return the line of a year."""
    month = WIDTH / 12
    dots = tuple(
        Dot(
            round((m.first.month - 1 + (m.first.day - 1) / 31) * month, 1),
            "cancelled" if m.cancelled else "held" if m.last < today else "planned",
            date_words(m.first, weekday=False),
        )
        for m in sorted(meetings, key=lambda m: m.sort_key)
    )
    held, planned, cancelled = (sum(1 for d in dots if d.state == s) for s in ("held", "planned", "cancelled"))
    said = ((held, "afholdt"), (planned, "planlagt"), (cancelled, "aflyst"))
    text = f"Møder i {year}: " + ", ".join(f"{n} {word}" for n, word in said if n) + "."
    return Timeline(year, WIDTH, tuple((round(n * month, 1), name) for n, name in enumerate(MONTHS)), dots, text)
