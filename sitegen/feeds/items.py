"""The tables of items, decisions and follow-ups.

Of a closed item only the title, the reason and the decision are there, as on the pages.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sitegen.feeds import plain
from sitegen.feeds.content import OF_MEETING, STATUSES, held_by, url
from sitegen.feeds.tables import ADDRESS, DATE, FLAG, HTML, LIST, NUMBER, TEXT, Column, Table
from sitegen.model import Body, JoinedItem, Meeting
from sitegen.pages.index import Agreed, Index, topics_of
from sitegen.pages.points import ITEM_TYPES
from sitegen.parsed import Item, Section

STATES = {"open": "ikke udført", "overdue": "ikke udført, og fristen er overskredet", "done": "udført"}
OF_ITEM = (("meeting", "item"), "items", ("meeting", "item"))
# The meeting, the item, and its fields as the minutes say them, or else the agenda; None where it is closed.
Row = tuple[Meeting, JoinedItem, Mapping[str, str] | None]


def _items(index: Index) -> Iterator[Row]:
    for meeting in index.site.meetings:
        for joint in index.items[meeting.id]:
            yield meeting, joint, None if joint.closed else _fields(joint)


def _fields(joint: JoinedItem) -> dict[str, str]:
    items = reversed(told(joint))
    return {name: text for item in items for name, (text, _, _) in item.fields.items() if text}


def told(joint: JoinedItem) -> tuple[Item, ...]:
    """Return an item as the documents have it, the later word first."""
    return tuple(item for item in (joint.minutes, joint.agenda) if item)


def _field(name: str) -> Callable[[Index, Row], str]:
    return lambda _, row: row[2].get(name, "") if row[2] else ""


def _type(index: Index, row: Row) -> str:
    return _field("type")(index, row).lower()


def _proposers(index: Index, row: Row) -> str:
    """Return who proposed an item: ids by their names, other words as they are."""
    text = _field("proposer")(index, row)
    return ", ".join(_named(index, part.strip()) for part in text.split(",")) if text else ""


def _named(index: Index, text: str) -> str:
    found = index.parties.get(text) or index.bodies.get(text) or index.clusters.get(text)
    return found.name if found else text


def _referred(index: Index, row: Row) -> Body | None:
    return index.bodies.get(_field("referred_to")(index, row).partition("#")[0].strip())


def reason(joint: JoinedItem) -> str:
    """Return why an item is closed."""
    return next((item.field("closed") for item in told(joint) if item.closed), "")


def rulings(joint: JoinedItem) -> list[Section]:
    """Return what was decided under an item."""
    return [section for section in joint.minutes.sections if section.name == "beslutning"] if joint.minutes else []


def decision(joint: JoinedItem) -> str:
    """Return what was decided under an item, as plain text."""
    return "\n".join(plain.text(section.html) for section in rulings(joint))


def _decision_html(index: Index, row: Row) -> str:
    home = row[0].minutes.address if row[0].minutes else row[0].address
    return "\n".join(plain.absolute(section.html, index.site.file.base_url, home) for section in rulings(row[1]))


ITEM = (
    *held_by("Id på det møde, punktet hører til."),
    Column("item", TEXT, "Punktets anker på mødets side.", lambda _, row: row[1].anchor),
    Column("number", TEXT, "Punktets nummer.", lambda _, row: row[1].number),
    Column("title", TEXT, "Overskrift.", lambda _, row: row[1].item.title, True),
    Column("type", TEXT, "Hvad punktet er til.", _type, True, ITEM_TYPES),
    Column("case", TEXT, "Den sag, punktet hører til.", _field("case"), True),
    Column("case_number", TEXT, "Sagsnummer.", _field("case_number"), True),
    Column("topics", LIST, "Emner.", lambda _, row: topics_of(row[1]) if row[2] else ()),
    Column("closed", FLAG, "Om punktet er lukket for offentligheden.", lambda _, row: row[2] is None),
    Column("closed_reason", TEXT, "Hvorfor det er lukket.", lambda _, row: reason(row[1]) if row[2] is None else "", True),
)
ITEM_URL = Column("url", ADDRESS, "Punktet på mødets side.", lambda index, row: url(index, f"{row[0].address}#{row[1].anchor}"))
DECIDED = "Hvad der blev besluttet ifølge referatet, som ren tekst."
ITEMS = Table(
    "items",
    "Punkter",
    "Alle punkter på dagsordener og i referater. Af et lukket punkt vises kun overskrift, grund og beslutning.",
    (
        *ITEM,
        Column("proposer", TEXT, "Hvem der har foreslået punktet, som det er skrevet.", _field("proposer"), True),
        Column("proposer_names", TEXT, "Det samme med navne i stedet for id.", _proposers, True),
        Column("referred_to", TEXT, "Id på det forum, sagen er henvist til.", lambda i, r: (b := _referred(i, r)) and b.id, True),
        Column("referred_to_name", TEXT, "Navnet på det forum.", lambda i, r: (b := _referred(i, r)) and b.name, True),
        Column("in_agenda", FLAG, "Om punktet står på en dagsorden.", lambda _, row: row[1].agenda is not None),
        Column("supplement", NUMBER, "Den tillægsdagsorden, punktet kom på med.", lambda _, r: r[1].supplement or None, True),
        Column("in_minutes", FLAG, "Om punktet står i referatet.", lambda _, row: row[1].minutes is not None),
        Column("decision", TEXT, DECIDED, lambda _, row: decision(row[1]), True),
        ITEM_URL,
    ),
    _items,
    ("meeting", "item"),
    (OF_MEETING, (("referred_to",), "bodies", ("id",))),
)
DECISIONS = Table(
    "decisions",
    "Beslutninger",
    "Hver beslutning i et offentliggjort referat.",
    (
        *ITEM,
        Column("minutes_status", TEXT, "Referatets status.", lambda _, row: row[0].minutes.meta.status, True, STATUSES),
        Column("text", TEXT, DECIDED, lambda _, row: decision(row[1]), True),
        Column("html", HTML, "Det samme som HTML, med hele adresser i links.", _decision_html, True),
        ITEM_URL,
    ),
    lambda index: (row for row in _items(index) if rulings(row[1])),
    ("meeting", "item"),
    (OF_MEETING, OF_ITEM),
)


def _agreed(index: Index) -> Iterator[tuple[Meeting, Agreed, int]]:
    """Yield the follow-ups with their meeting and their place within the item."""
    place: dict[tuple[str, str], int] = {}
    for found in index.follow_ups:
        key = found.meeting.id, found.item.anchor
        place[key] = place.get(key, 0) + 1
        if not found.item.closed:
            yield found.meeting, found, place[key]


def _owner(index: Index, row: tuple[Meeting, Agreed, int]) -> Any:
    return index.parties.get(row[1].follow_up.owner)


def _owner_name(index: Index, row: tuple[Meeting, Agreed, int]) -> str:
    owner = _owner(index, row)
    return owner.name if owner else row[1].follow_up.owner


FOLLOW_UPS = Table(
    "follow-ups",
    "Opfølgning",
    "Hvad nogen skal gøre efter et møde, og om det er gjort.",
    (
        *held_by("Id på det møde, hvor det blev aftalt."),
        Column("item", TEXT, "Ankeret på det punkt, det blev aftalt under.", lambda _, row: row[1].item.anchor),
        Column("item_title", TEXT, "Punktets overskrift.", lambda _, row: row[1].item.item.title, True),
        Column("place", NUMBER, "Nummer i rækken under punktet.", lambda _, row: row[2]),
        Column("text", TEXT, "Hvad der skal gøres.", lambda _, row: row[1].follow_up.text, True),
        Column("owner", TEXT, "Id på den part, der skal gøre det.", lambda i, r: (party := _owner(i, r)) and party.id, True),
        Column("owner_name", TEXT, "Partens navn, eller andre ord for, hvem det er.", _owner_name, True),
        Column("due", DATE, "Frist.", lambda _, row: row[1].follow_up.due, True),
        Column("done", FLAG, "Om det er gjort.", lambda _, row: row[1].follow_up.done),
        Column("state", TEXT, "Hvordan det står den dag, data er fra.", lambda i, r: r[1].state(i.today), False, STATES),
        Column("url", ADDRESS, "Punktet på mødets side.", lambda index, row: url(index, row[1].address)),
    ),
    _agreed,
    ("meeting", "item", "place"),
    (OF_MEETING, OF_ITEM),
)
