"""The items of a draft: their headings, fields and sections as they are written, and nothing of a closed one but its title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sitegen.intake import people, recognise
from sitegen.intake.blocks import Block, Paper, Remark
from sitegen.intake.inline import MARKS, NOTE, PICTURE, escaped
from sitegen.intake.items import Point
from sitegen.intake.vocabulary import section_name
from sitegen.intake.writing import Scribe
from sitegen.model import Site
from sitegen.prose import CASE, FIELD_NAMES

FIELDS = {label.lower() for label in FIELD_NAMES.values()}
REASON = "skriv grunden her"  # what `check` knows as words that only hold a place
CLOSED = (
    "LUKKET PUNKT: Kun titlen er skrevet i filen. Det, der stod under punktet{}, er IKKE taget med, for alt i filen bliver "
    "offentligt, når den bliver gemt i arkivet. Se efter, om alle må læse titlen. Skriv grunden efter »Lukket:«, og skriv kun "
    "beslutningen, hvis alle må læse den. Hører den næste overskrift også til det lukkede, så slet den og teksten under den. "
    "Er punktet ikke lukket, så kopiér teksten ind fra Word."
)


def write(scribe: Scribe, points: Sequence[Point], site: Site) -> None:
    """Write the items in order, each with its number: as it stood, or counted anew where the numbers do not add up."""
    numbers = [point.number or "" for point in points]
    paper = scribe.paper
    given = [number for number in numbers if number]
    if len({number.lower() for number in given}) < len(given) or (given and len(given) < len(numbers)):
        if given:
            paper.say(
                "Punkternes numre går ikke op i Word (nogle mangler eller står to gange), så de er nummereret forfra.", look=True
            )
        numbers = [str(index) for index in range(1, len(points) + 1)]
    elif not given:
        numbers = [str(index) for index in range(1, len(points) + 1)]
    for number, point in zip(numbers, points, strict=True):
        _point(scribe, number, point, site)


def _point(scribe: Scribe, number: str, point: Point, site: Site) -> None:
    paper = scribe.paper
    plain = " ".join(MARKS.sub("", NOTE.sub("", PICTURE.sub("", point.title))).split())
    title = escaped(plain) or "Punkt uden titel"
    shown = ", ".join(dict.fromkeys(section.title for section in point.sections))
    if point.closed:
        _closed(paper, number, title, point)
        return
    paper.add(f"## {number}. {title}", Remark(f"punkt {number} »{plain}«" + (f": {shown}" if shown else "")))
    if not plain:
        paper.say(f"Punkt {number} har ingen titel i Word.", look=True)
    if point.doubtful:
        paper.remarks.append(
            Remark(
                f"Punkt {number} nævner noget lukket eller fortroligt, men er ikke mærket som lukket. Er det lukket, så slet "
                "teksten, før du gemmer filen i arkivet, og skriv Lukket: og grunden under titlen.",
                look=True,
                line=len(paper.lines),
            )
        )
    texts = list(_fields(paper, point, site))
    scribe.write(_no_fields([*texts, *point.blocks]))
    for section in point.sections:
        remarks = []
        if section.written and section.title.lower() != section.written.lower():
            remarks.append(Remark(f"»{section.written}« → {section.title}"))
        paper.add(f"### {escaped(' '.join(MARKS.sub('', section.title).split()))}", *remarks)
        if section.title == "Bilag" and section.blocks:
            paper.remarks.append(
                Remark(
                    "Bilag er kun nævnt ved navn. Læg filerne ind, og lav navnene om til link: [navn](fil.pdf).",
                    True,
                    len(paper.lines),
                )
            )
        scribe.write(section.blocks, "####")


def _no_fields(blocks: list[Block]) -> list[Block]:
    """Return an item's text so that its first line is not read as one of the item's fields, which it was not taken for."""
    if not blocks or blocks[0].kind != "paragraph" or blocks[0].label:
        return blocks
    name, colon, rest = blocks[0].markdown.partition(":")
    if not colon or name.strip().lower() not in FIELDS:
        return blocks
    return [replace(blocks[0], markdown=f"{name}\\:{rest}"), *blocks[1:]]


def _closed(paper: Paper, number: str, title: str, point: Point) -> None:
    """Write a closed item: its title, and room for a reason and a decision; nothing of what stood below it."""
    left = [f"{len(point.blocks)} afsnit"] if point.blocks else []
    # A heading that only this item has may say what must not be known.
    named = [(one.title if section_name(one.title) else "en overskrift", len(one.blocks)) for one in point.sections]
    left += [f"{title} ({count} afsnit)" for title, count in named]
    reason = " ".join(point.fields.get("closed", "").split())
    paper.add(
        f"## {number}. {title}",
        Remark(f"punkt {number}, lukket"),
        Remark(CLOSED.format(f": {', '.join(left)}" if left else ""), look=True),
    )
    if "type" in point.fields:
        paper.put(f"Type: {point.fields['type']}")
    paper.put(f"Lukket: {reason or REASON}")


def _fields(paper: Paper, point: Point, site: Site) -> Iterator[Block]:
    """Write the lines under an item's heading; yield as text those whose value the site would not understand."""
    for name, label in FIELD_NAMES.items():
        value = " ".join(MARKS.sub("", point.fields.get(name, "")).split())
        if not value:
            continue
        good = _value(name, value, site)
        if good:
            paper.put(f"{label}: {good}")
        else:
            remark = f"»{label}« siger noget, som siden ikke kender, og er skrevet som almindelig tekst."
            yield Block("paragraph", f"{label}: {value}", f"{label}\\: {escaped(value)}", remark=remark)


def _value(name: str, value: str, site: Site) -> str:
    known = site.bodies
    if name == "case":
        return value if CASE.fullmatch(value) else ""
    if name == "proposer":
        parts = re.split(r"\s*(?:,|\bog\b)\s*", value)
        found = people.parties(parts, site.organisation)
        return ", ".join(found) if len(found) == len(parts) else value
    if name == "referred_to":
        if any(body.id == value for body in known):
            return value
        bodies = recognise.bodies(value, known, site.organisation)
        return bodies[0].id if len(bodies) == 1 else ""
    if name == "follows":
        meeting, _, anchor = value.partition("#")
        return value if any(m.id == meeting for m in site.meetings) and (not anchor or anchor.startswith("punkt-")) else ""
    return value
