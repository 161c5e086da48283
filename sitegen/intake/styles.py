"""The styles of a Word file: which make a heading, and what a paragraph is given by the one that it has."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from sitegen.intake.numbering import LEVELS, W, value

# Danish Word keeps the English name of a built-in style, but other programs write the one that their own menus show.
HEADING = re.compile(r"(?:heading|overskrift|header)\s*([1-9])", re.IGNORECASE)
TITLE = re.compile(r"title|titel", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|indholdsfortegnelse|contents|indhold)\s*(?:heading|\d)?", re.IGNORECASE)
OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph or run gets from its style, with all that the style is based on; None where it says nothing."""

    level: int | None = None  # of a heading, from 1; 0 is the title
    bold: bool | None = None
    hidden: bool | None = None
    contents: bool = False
    list_name: str = ""
    list_level: int | None = None


def flag(properties: Element | None, name: str) -> bool | None:
    """Return whether properties switch something on or off; None where they say nothing of it."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return None if found is None else value(found) not in OFF


def read(root: Element) -> dict[str, Style]:
    """Return the styles of styles.xml by id."""
    elements = {value(style, "styleId"): style for style in root.iter(f"{W}style")}
    return {name: _style(name, elements) for name in elements}


def _style(name: str, elements: Mapping[str, Element]) -> Style:
    chain: list[Element] = []
    while name in elements and elements[name] not in chain:
        chain.append(elements[name])
        name = value(elements[name].find(f"{W}basedOn"))
    levels = (_style_level(style) for style in chain)
    numbered = next(
        (n for style in chain if (n := style.find(f"{W}pPr/{W}numPr")) is not None and n.find(f"{W}numId") is not None), None
    )
    at = [value(a) for style in chain if (a := style.find(f"{W}pPr/{W}numPr/{W}ilvl")) is not None]
    return Style(
        level=next((level for level in levels if level is not None), None),
        bold=first(flag(style.find(f"{W}rPr"), "b") for style in chain),
        hidden=first(flag(style.find(f"{W}rPr"), "vanish") for style in chain),
        contents=any(CONTENTS.fullmatch(value(style.find(f"{W}name"))) for style in chain),
        list_name=value(numbered.find(f"{W}numId")) if numbered is not None else "",
        list_level=int(at[0]) if at and at[0].isdecimal() else None,
    )


def first(flags: Iterable[bool | None]) -> bool | None:
    """Return the first that says something."""
    return next((flag for flag in flags if flag is not None), None)


def _style_level(style: Element) -> int | None:
    name = value(style.find(f"{W}name")) or value(style, "styleId")
    if match := HEADING.fullmatch(name):
        return int(match[1])
    if TITLE.fullmatch(name):
        return 0
    outline = value(style.find(f"{W}pPr/{W}outlineLvl"))
    return int(outline) + 1 if outline.isdecimal() and int(outline) < LEVELS else None
