"""Counts out the numbers that Word shows before headings and list entries, and does not write down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
PART = re.compile(r"%([1-9])")
ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    )
)


def value(element: Element | None, name: str = "val") -> str:
    """Return an attribute of Word's, empty where it or the element is missing."""
    return "" if element is None else element.get(f"{W}{name}", "")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is counted: from where, in which figures, and the text around them ("%1.")."""

    start: int = 1
    figures: str = "decimal"
    text: str = ""


@dataclass
class Numbering:
    """The lists of a document, and how far each has been counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by abstract list
    lists: dict[str, str] = field(default_factory=dict)  # abstract list by list
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    counted: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element | None, styles: Mapping[str, str]) -> "Numbering":
        """Read numbering.xml; `styles` are the lists that styles name, for one list can be what a style says."""
        found = cls()
        if root is None:
            return found
        for abstract in root.iter(f"{W}abstractNum"):
            found.levels[value(abstract, "abstractNumId")] = dict(map(_level, abstract.findall(f"{W}lvl")))
        linked = {
            value(one, "abstractNumId"): styles.get(value(link), "")
            for one in root.iter(f"{W}abstractNum")
            if (link := one.find(f"{W}numStyleLink")) is not None
        }
        for number in root.iter(f"{W}num"):
            name, abstract_name = value(number, "numId"), value(number.find(f"{W}abstractNumId"))
            found.lists[name] = abstract_name
            for other in number.findall(f"{W}lvlOverride"):
                start, at = value(other.find(f"{W}startOverride")), _number(value(other, "ilvl"))
                if start:
                    found.restarts[name, at] = _number(start)
                if (changed := other.find(f"{W}lvl")) is not None:
                    found.lists[name] = f"{abstract_name}/{name}"
                    levels = found.levels.setdefault(found.lists[name], dict(found.levels.get(abstract_name, {})))
                    levels[at] = _level(changed)[1]
        for name, abstract_name in list(found.lists.items()):
            if (other_name := linked.get(abstract_name)) in found.lists:
                found.lists[name] = found.lists[other_name]
        return found

    def label(self, name: str, at: int) -> str:
        """Count the next entry of a list at a level (from 0), and return what Word shows before it; empty for a bullet."""
        abstract = self.lists.get(name)
        levels = self.levels.get(abstract or "")
        if abstract is None or levels is None or not 0 <= at < LEVELS:
            return ""
        counters = self.counted.setdefault(abstract, [None] * LEVELS)
        restart, before = self.restarts.pop((name, at), None), counters[at]
        start = levels.get(at, Level()).start
        counters[at] = restart if restart is not None else start if before is None else before + 1
        counters[at + 1 :] = [None] * (LEVELS - at - 1)
        level = levels.get(at, Level())
        if level.figures in ("bullet", "none"):
            return ""

        def figure(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            own = levels.get(index, Level())
            count = counters[index]
            return _figures(own.start if count is None else count, own.figures)

        return PART.sub(figure, level.text).strip()


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else 0


def _level(element: Element) -> tuple[int, Level]:
    start = value(element.find(f"{W}start"))
    figures = value(element.find(f"{W}numFmt")) or "decimal"
    return _number(value(element, "ilvl")), Level(_number(start) if start else 1, figures, value(element.find(f"{W}lvlText")))


def _figures(count: int, figures: str) -> str:
    if figures in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if figures == "lowerLetter" else letters.upper()
    if figures in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = ""
        for worth, sign in ROMAN:
            roman += sign * (count // worth)
            count %= worth
        return roman if figures == "lowerRoman" else roman.upper()
    return f"{count:02}" if figures == "decimalZero" else str(count)
