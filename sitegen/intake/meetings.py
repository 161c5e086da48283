"""Which planned meeting a document is of: by the day and the body that it names, and never by a guess that is not said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sitegen.danish import clock, date_words, slug
from sitegen.intake import recognise
from sitegen.intake.blocks import Block, Remark
from sitegen.intake.vocabulary import WITHOUT_TEXT
from sitegen.model import Body, Meeting, Site

TITLE = re.compile(
    r"\W*(?:udkast til )?(?:beslutnings|møde|tillægs)?"
    r"(?:dagsorden|referat|indkaldelse|mødeindkaldelse|beslutningsprotokol|protokol)\b",
    re.IGNORECASE,
)
LISTED = 12
LONGEST = 140  # characters of a line that only says who meets, when and where
MEETING = re.compile(r"\W*møde\b", re.IGNORECASE)
DATED = re.compile(r"\s*(?:møde)?(?:dato|tid|tidspunkt|dag)\b", re.IGNORECASE)
ONLY_WHEN = re.compile(
    r"\W*(?:kl|fra|til|den|d|og|i|på|uge|klokken|[\d\W]|" + "|".join((*recognise.WEEKDAYS, *recognise.MONTHS)) + r")*\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Match:
    """The meeting that a document is of, or why it cannot be told (Danish, English); and what is said of it."""

    meeting: Meeting | None = None
    refused: tuple[str, str] | None = None
    remarks: list[Remark] = field(default_factory=list)


def titles(front: Sequence[Block], name: str) -> list[str]:
    """Return what says the most of a document: its headings above the items, its title's lines, and the file's name."""
    found = [b.text for b in front if b.kind == "heading" or TITLE.match(b.text)]
    return [*found, name.replace("_", " ")]


def is_said(block: Block, site: Site) -> bool:
    """Say whether a block only says who meets, when and where, which stands in the plan."""
    if block.kind == "heading":
        return bool(WITHOUT_TEXT.fullmatch(block.text.strip(" :.")))
    if block.kind != "paragraph" or not block.lines:
        return False
    text = " ".join(block.text.split())
    if len(text) <= LONGEST:
        when = recognise.dates(text)
        if when and (when[0][1] or recognise.hours(text)[0]):
            return True
        if any(slug(body.name) == slug(text) for body in site.bodies):
            return True
        if (when or MEETING.match(text)) and recognise.bodies(text, site.bodies, site.organisation):
            return True
    return all(recognise.PLACE.fullmatch(line) or recognise.WHEN.match(line) or ONLY_WHEN.fullmatch(line) for line in block.lines)


def find(front: Sequence[Block], name: str, site: Site, wanted: str) -> Match:
    """Find the meeting; `wanted` is the id of the one that it is said to be, if any."""
    lines = [line for block in front for line in block.lines]
    if wanted:
        meeting = next((m for m in site.meetings if m.id == wanted), None)
        if meeting is None:
            return Match(refused=(f"Mødeplanen har intet møde, der hedder {wanted}.", f"The plan has no meeting {wanted}."))
        return Match(meeting, remarks=_compared(meeting, lines, front, site))
    days = _days(front, name)
    bodies = _bodies(front, name, site)
    if not days:
        named = f" af {bodies[0].name}" if len(bodies) == 1 else ""
        return Match(
            refused=(
                f"Dokumentet siger ikke, hvilken dag mødet{named} er. Sig, hvilket møde det er: --meeting MØDE."
                f"{_near(site, bodies, None)}",
                "The document names no day; say which meeting it is with --meeting.",
            )
        )
    for day in days:
        planned = [m for m in site.meetings if m.first <= day <= m.last]
        fitting = [m for m in planned if any(body in bodies for body in m.bodies)] if bodies else planned
        if len(fitting) == 1:
            meeting = fitting[0]
            remarks = _compared(meeting, lines, front, site)
            if len(bodies) != 1:
                said = "siger ikke, hvilket forum mødet er i" if not bodies else "nævner flere fora"
                remarks.insert(
                    0,
                    Remark(
                        f"Dokumentet {said}; det eneste møde, der passer på dagen, er {meeting.id}. Se efter, om det er det.",
                        True,
                    ),
                )
            return Match(meeting, remarks=remarks)
        if len(fitting) > 1:
            ids = ", ".join(m.id for m in fitting)
            return Match(
                refused=(
                    f"Flere møder passer på dokumentet: {ids}. Sig, hvilket det er: --meeting MØDE.",
                    f"Several meetings fit: {ids}; say which with --meeting.",
                )
            )
    day = days[0]
    body = bodies[0].id if len(bodies) == 1 else "FORUM"
    who = f" for {bodies[0].name}" if len(bodies) == 1 else ""
    return Match(
        refused=(
            f"Mødeplanen har intet møde{who} {date_words(day)}. Sæt det i mødeplanen med »sitegen new meeting {body} {day}«, "
            f"og prøv igen. Er det et møde, som allerede står der, så sig hvilket: --meeting MØDE.{_near(site, bodies, day)}",
            f"No such meeting is planned on {day}: run sitegen new meeting {body} {day}, or say which it is with --meeting.",
        )
    )


def _near(site: Site, bodies: Sequence[Body], day: date | None) -> str:
    ids = [m for m in site.meetings if not bodies or any(body in bodies for body in m.bodies)]
    if day is not None:
        ids = [m for m in ids if abs((m.first - day).days) <= 45]
    ids = ids[-LISTED:]
    return "\nMøder, det kan være:" + "".join(f"\n  {m.id}" for m in ids) if ids else ""


def _days(front: Sequence[Block], name: str) -> list[date]:
    """Return the days that the document may be of, the likeliest first: of a line for it, the title, the file's name."""
    lines = [line for block in front for line in block.lines]
    dated = [line for i, line in enumerate(lines) if DATED.match(line) or (i and DATED.fullmatch(lines[i - 1].rstrip(": ")))]
    texts = [*dated, *titles(front, ""), name.replace("_", " "), *lines[:20]]
    return list(dict.fromkeys(recognise.mentioned(texts)))


def _bodies(front: Sequence[Block], name: str, site: Site) -> tuple[Body, ...]:
    title = " ".join(titles(front, name))
    every = " ".join(block.text for block in front[:12])
    return recognise.bodies(title, site.bodies, site.organisation) or recognise.bodies(every, site.bodies, site.organisation)


def _compared(meeting: Meeting, lines: Sequence[str], front: Sequence[Block], site: Site) -> list[Remark]:
    """Say where the document and the plan say different things."""
    entry, remarks = meeting.entry, [Remark(f"meeting: {meeting.id} (mødet i mødeplanen)")]
    days = set(recognise.mentioned(titles(front, "")))
    if days and not any(meeting.first <= day <= meeting.last for day in days):
        said = ", ".join(date_words(day) for day in sorted(days))
        remarks.append(Remark(f"Dokumentets titel siger {said}, men mødet er {date_words(meeting.first)}.", True))
    for line in lines:
        for day, weekday in recognise.dates(line):
            if weekday and recognise.WEEKDAYS[day.weekday()] != weekday:
                remarks.append(
                    Remark(
                        f"»{' '.join(line.split())[:80]}«: {date_words(day, weekday=False)} er en "
                        f"{recognise.WEEKDAYS[day.weekday()]}.",
                        True,
                    )
                )
    start, end = recognise.hours(" ".join(lines))
    if start and entry.start and start != entry.start:
        remarks.append(
            Remark(f"Dokumentet siger, at mødet begynder kl. {clock(start)}; mødeplanen siger kl. {clock(entry.start)}.", True)
        )
    if end and entry.end and end != entry.end and start == entry.start:
        remarks.append(
            Remark(f"Dokumentet siger, at mødet slutter kl. {clock(end)}; mødeplanen siger kl. {clock(entry.end)}.", True)
        )
    place = next((match[1].strip() for line in lines if (match := recognise.PLACE.fullmatch(line))), "")
    if place and entry.place is None:
        remarks.append(Remark(f"Dokumentet siger, at mødet holdes: {place}. Mødeplanen siger ikke hvor.", True))
    elif place and entry.place and place.lower() not in entry.place.lower() and entry.place.lower() not in place.lower():
        remarks.append(Remark(f"Dokumentet siger, at mødet holdes: {place}. Mødeplanen siger: {entry.place}.", True))
    return remarks
