"""A standing in one sentence, piece by piece, some of them links."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sitegen.danish import date_words
from sitegen.judgement import Standing
from sitegen.model import Meeting, joined_items
from sitegen.obligations import Composition, Report
from sitegen.pages.words import PARTY_KINDS, count, joined, upper_first
from sitegen.standings.between import takes_up

NAMES = {
    "meetings": "Møder",
    "host": "Vært",
    "chair": "Mødeledelse",
    "composition": "Sammensætning",
    "report": "Årlig status",
    "contribution": "Punkter",
    "referral": "Henvist videre",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence, with the address it leads to, if any."""

    text: str
    address: str = ""


def said(standing: Standing) -> tuple[Part, ...]:
    """Return what is broken, in one sentence, without the body's name."""
    return tuple(_SAY[standing.duty](standing))


def name_of(standing: Standing) -> str:
    """Return what a duty is called, and to whom it is owed."""
    name = standing.rule.name if isinstance(standing.rule, Report) else NAMES[standing.duty]
    owed = standing.target and standing.duty in ("report", "contribution")
    return f"{name} til {standing.target.name}" if standing.target and owed else name


def meeting_part(meeting: Meeting | None, name: str = "mødet ") -> Part:
    """Return a meeting by its date, with a link."""
    return Part(f"{name}{date_words(meeting.first, weekday=False)}", meeting.address) if meeting else Part(name.strip())


def bounds(standing: Standing) -> str:
    """Return what the rule asks for in numbers."""
    least = f"mindst {standing.least}" if standing.least is not None else ""
    most = f"højst {standing.most}" if standing.most is not None else ""
    who = "Husreglen" if standing.source == "house-rule" else "Kommissoriet"
    if not least and not most:
        return f"{who} sætter intet tal"
    return f"{who} siger {' og '.join(filter(None, (least, most)))}{' om året' if standing.duty == 'meetings' else ''}"


def given(standing: Standing) -> Iterator[Part]:
    """Say whether and when a report was given."""
    if standing.met:
        yield Part("Givet på " if _minuted(standing) else "Står på dagsordenen til ")
        yield meeting_part(standing.met)
        yield Part(".")
    elif standing.verdict == "not-applicable":
        yield Part("Forummet fandtes ikke hele året.")
    elif standing.verdict == "due" and standing.day:
        yield Part(f"Skal gives senest {date_words(standing.day, weekday=False)}.")
    else:
        yield Part(f"Står ikke på nogen dagsorden eller i noget referat i {standing.year}.")


def _minuted(standing: Standing) -> bool:
    return standing.document is not None and standing.document.kind == "minutes"


def brought(standing: Standing) -> str:
    """Say how many items a body has brought to another."""
    if standing.variant == "no-meeting":
        return f"Der var ingen møder at sende punkter til i {standing.year}."
    number = count(standing.found or 0, "punkt", "punkter") if standing.found else "Ingen punkter"
    return f"{number}. {bounds(standing)}."


def _say_meetings(standing: Standing) -> Iterator[Part]:
    past = "afholdt" if standing.variant == "past" else "afholdt eller planlagt"
    found = count(standing.found, "møde", "møder") if standing.found else "Ingen møder"
    yield Part(f"{found} {past}. {bounds(standing)}.")


def _say_host(standing: Standing) -> Iterator[Part]:
    yield meeting_part(standing.meeting, "Mødet ")
    who = standing.party.name if standing.party else ""
    turn = f" I tur: {standing.turn.name}." if standing.turn and standing.variant != "outside" else ""
    told = {
        "repeated": f"har samme vært som mødet før, {who}",
        "outside": f"har {who} som vært, der ikke er blandt dem, der skiftes",
    }
    yield Part(f" {told.get(standing.variant, 'har ingen oplyst vært')}.{turn}")


def _say_chair(standing: Standing) -> Iterator[Part]:
    yield meeting_part(standing.meeting, "Mødet ")
    host = standing.meeting.host if standing.meeting else None
    chair = standing.party.name if standing.party else "en anden"
    yield Part(f" blev ledet af {chair}. Værten var {host.name if host else 'en anden'}.")


def _say_composition(standing: Standing) -> Iterator[Part]:
    rule = standing.rule
    assert isinstance(rule, Composition)
    kinds = [PARTY_KINDS[kind][1] for kind in (rule.each, *rule.among) if kind]
    source = standing.party.name if standing.party else joined(kinds)
    if standing.variant == "seated":
        yield Part(f"{upper_first(rule.role)}: ikke relevant, for en af forummets parter har allerede plads dér.")
        return
    limit = f"mindst {standing.least}" if standing.variant == "too-few" else f"højst {standing.most}"
    yield Part(f"{upper_first(rule.role)} fra {source}: {standing.found} af {limit}.")


def _say_contribution(standing: Standing) -> Iterator[Part]:
    yield Part(brought(standing))


def _say_referral(standing: Standing) -> Iterator[Part]:
    meeting, item, target = standing.meeting, standing.item, standing.target
    yield Part(item.item.title if item else "Punktet", f"{meeting.address}#{item.anchor}" if meeting and item else "")
    day = date_words(meeting.first, weekday=False) if meeting else ""
    yield Part(f", henvist til {target.name if target else 'et andet forum'} den {day}: ")
    if standing.met:
        yield Part("taget op på " if _minuted(standing) else "sat på dagsordenen til ")
        place = meeting_part(standing.met)
        joint = next((j for j in joined_items(standing.met) if meeting and item and takes_up(j, meeting, item)), None)
        yield replace(place, address=f"{place.address}#{joint.anchor}") if joint else place
    elif standing.verdict == "broken":
        yield Part("ikke taget op på ")
        yield meeting_part(standing.previous)
    elif standing.verdict == "unknown":
        yield Part("der har været møde, men referatet er ikke her")
    else:
        yield Part("venter på næste møde")
    yield Part(".")


_SAY: dict[str, Callable[[Standing], Iterator[Part]]] = {
    "meetings": _say_meetings,
    "host": _say_host,
    "chair": _say_chair,
    "composition": _say_composition,
    "report": given,
    "contribution": _say_contribution,
    "referral": _say_referral,
}
