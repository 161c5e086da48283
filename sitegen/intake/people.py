"""Who was there, by role and party; a name is left to the editor, for it may stand there only where its owner has said yes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sitegen.danish import slug
from sitegen.intake.blocks import Block
from sitegen.model import Meeting
from sitegen.schema import OrganisationFile

GROUPS = (
    ("participants", r"(?:møde)?deltagere?|til ?stede|mødt"),
    ("apologies", r"afbud(?: fra)?|meldt afbud"),
    ("absent", r"fraværende|udeblevet|ikke mødt"),
    ("guests", r"gæster?|inviterede|øvrige deltagere"),
    ("Mødeleder", r"mødeleder|ordstyrer"),
    ("Formand", r"formand"),
    ("Referent", r"referent"),
)
HEADING = re.compile("|".join(f"(?P<g{i}>{words})" for i, (_, words) in enumerate(GROUPS)), re.IGNORECASE)
LINE = re.compile(rf"\s*({'|'.join(words for _, words in GROUPS)})\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
PARTS = re.compile(r"\s*(?:[,;:|\t()]|\s[-–—/]\s)\s*")
NAME = re.compile(r"[A-ZÆØÅ][\w.'-]+(?:\s+(?:af|de|la|van|von)\b)?(?:\s+[A-ZÆØÅ][\w.'-]*){1,4}")
TITLED = re.compile(rf"(\w+(?: \w+)?) ({NAME.pattern})")  # sundhedsdirektør and a name
# What the words for a role end in: sundhedsdirektør, praktiserende læge, gruppeformand.
ROLES = (
    *(
        "formand",
        "direktør",
        "leder",
        "læge",
        "chef",
        "politiker",
        "medlem",
        "konsulent",
        "sekretær",
        "koordinator",
        "repræsentant",
    ),
    *("sygeplejerske", "borgmester", "rådmand", "psykolog", "terapeut", "referent", "ordstyrer", "observatør", "suppleant"),
    *("specialist", "professor", "jordemoder"),
)


@dataclass
class People:
    """The lines for the front matter by group, those that nobody here understood, and the names that were left out."""

    entries: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # group: role and party
    guessed: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def read(blocks: Sequence[Block], organisation: OrganisationFile, meeting: Meeting) -> tuple[People, list[Block]]:
    """Return who was there, and the blocks that are left when those lines are taken."""
    people, left = People(), list[Block]()
    group = ""
    for block in blocks:
        heading = HEADING.fullmatch(block.text.strip(" :.")) if len(block.lines) == 1 else None
        if heading:
            group = next(name for i, (name, _) in enumerate(GROUPS) if heading[f"g{i}"])
            left.append(block)
            continue
        match = LINE.fullmatch(block.text)
        own = ""
        if match:
            head = HEADING.fullmatch(match[1])
            own = next(name for i, (name, _) in enumerate(GROUPS) if head and head[f"g{i}"])
        if block.kind == "heading" or (
            group
            and not match
            and ":" in block.text[:30]
            and block.kind == "paragraph"
            and len(block.lines) == 1
            and not _party(block.text.partition(":")[0], organisation)
        ):
            group = ""
        if not (own or group) or block.kind == "heading":
            left.append(block)
            continue
        rows = _rows(block, match[2] if match else "")
        found = [_entry(row, own or group, organisation, meeting, people) for row in rows]
        if rows and all(found):
            for entries in found:
                for listed, role, party in entries:
                    people.entries.setdefault(listed, []).append((role, party))
            if left and HEADING.fullmatch(left[-1].text.strip(" :.")):
                left.pop()
        else:
            left.append(block)
    return people, left


def _rows(block: Block, after: str) -> list[str]:
    if block.kind == "list":
        return [entry.text for entry in block.items]
    if block.kind == "table":
        return [", ".join(" ".join(one.text.split()) for cell in row for one in cell) for row in block.rows]
    text = after or block.text
    return [row for line in text.split("\n") for row in line.split(";") if row.strip()]


def _entry(row: str, group: str, organisation: OrganisationFile, meeting: Meeting, people: People) -> list[tuple[str, str, str]]:
    """Return the entries that a row says: group, role and party; none where it says no role and party for certain."""
    party, roles, names, unknown = "", [], [], []
    for part in filter(None, PARTS.split(row.strip())):
        titled = TITLED.fullmatch(part)
        if found := _party(part, organisation):
            if party and found != party:
                return []
            party = found
        elif titled and _is_role(titled[1], organisation):
            roles.append(titled[1])
            names.append(titled[2])
        elif _is_role(part, organisation):
            roles.append(part)
        elif NAME.fullmatch(part):
            names.append(part)
        else:
            unknown.append(part)
    listed = group if group in ("participants", "apologies", "absent", "guests") else "participants"
    role = group if group != listed else roles[0] if len(roles) == 1 else ""
    if unknown or not party or len(roles) > 1:
        return []
    if not role:
        usual = _usual_roles(party, meeting, meeting.first)
        if len(usual) != 1:
            return []
        role = usual[0]
        people.guessed.append(role)
    people.names += names
    return [(listed, role, party)] * max(1, len(names))


def _party(text: str, organisation: OrganisationFile) -> str:
    """Return the id of the party that a text names in full, or as people shorten it: Hjørring for Hjørring Kommune."""
    wanted = slug(text).removesuffix("-kommune")
    for party in organisation.parties:
        if wanted and wanted in (slug(party.name).removesuffix("-kommune"), party.id, slug(party.name)):
            return party.id
    return ""


def _is_role(text: str, organisation: OrganisationFile) -> bool:
    known = {slug(seat.role) for body in organisation.bodies for seat in body.seats}
    last = text.lower().split()[0] if " " in text else text.lower()
    return (
        slug(text) in known
        or (len(text) <= 60 and not NAME.search(text) and last.endswith(ROLES))
        or (" " not in text and text.lower().endswith(ROLES))
    )


def _usual_roles(party: str, meeting: Meeting, day: date) -> list[str]:
    roles = (s.role for body in meeting.bodies for s in body.entry.seats if s.party == party and s.valid_on(day))
    return list(dict.fromkeys(roles))


def parties(names: Iterable[str], organisation: OrganisationFile) -> list[str]:
    """Return the ids of the parties that are named; of what is none, nothing."""
    return [found for name in names if (found := _party(name, organisation))]
