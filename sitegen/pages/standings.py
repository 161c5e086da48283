"""Standings in plain sentences: how a body has kept the rules that no single document meets."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sitegen.danish import date_short, date_words
from sitegen.judgement import Standing
from sitegen.pages.said import NAMES, Part, bounds, brought, given, name_of, said
from sitegen.pages.words import PARTY_KINDS, count, joined

GRAVEST = ("broken", "due", "unknown", "counted", "kept", "not-applicable")  # what a line of several standings is marked by


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several that a line tells of: a host's turn, an item referred."""

    verdict: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """How a rule stands in a year: its name, the mark, the sentence, what it rests on, and the entries below it."""

    name: str
    verdict: str
    parts: tuple[Part, ...]
    grounds: tuple[Standing, ...]
    entries: tuple[Entry, ...] = ()
    turns: bool = False  # the entries are the hosts, one after another


def lines(standings: Sequence[Standing], held: int) -> tuple[Line, ...]:
    """Return what is told of a body's year; `held` is how many of its meetings have been held.

    What is not judged for lying before the judging begins is left out: one sentence says so for the whole year.
    """
    told = [s for s in standings if s.variant != "applies"]
    duties: dict[str, list[Standing]] = {}
    for standing in told:
        duties.setdefault(standing.duty, []).append(standing)
    return tuple(line for duty, own in duties.items() for line in _TELL[duty](own, held))


def _worst(standings: Iterable[Standing]) -> str:
    return min((s.verdict for s in standings), key=GRAVEST.index)


def _grounds(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return one standing for each clause that is rested on."""
    named = {(s.mandate.id, s.clause, s.source): s for s in standings if s.mandate and s.source}
    return tuple(named.values())


def _meetings(own: Sequence[Standing], held: int) -> Iterator[Line]:
    for standing in own:
        found = standing.found or 0
        ahead = max(0, found - held)
        parts = [(number, word) for number, word in ((held, "afholdt"), (ahead, "planlagt")) if number]
        each = (
            f": {' og '.join(f'{number} {word}' for number, word in parts)}"
            if len(parts) > 1
            else f" {parts[0][1]}"
            if parts
            else ""
        )
        text = f"{count(found, 'møde', 'møder') if found else 'Ingen møder'}{each}"
        why = " Forummet eller kommissoriet gjaldt ikke hele året." if standing.variant == "partial" else ""
        yield Line(NAMES["meetings"], standing.verdict, (Part(f"{text}. {bounds(standing)}.{why}"),), _grounds([standing]))


def _host(own: Sequence[Standing], held: int) -> Iterator[Line]:
    among = getattr(own[0].rule, "among", ())
    kinds = joined([PARTY_KINDS[kind][1] for kind in among]) or "parterne"
    text = f"Går på skift mellem {kinds}."
    entries = tuple(Entry(s.verdict, tuple(_turn(s))) for s in own)
    yield Line(NAMES["host"], _worst(own), (Part(text),), _grounds(own), entries, True)


def _turn(standing: Standing) -> Iterator[Part]:
    meeting = standing.meeting
    yield Part(date_short(meeting.first) if meeting else "", meeting.address if meeting else "")
    yield Part(standing.party.name if standing.party else "vært ikke oplyst")
    turn = standing.turn.name if standing.turn else ""
    told = {"repeated": "Samme vært som sidst.", "outside": "Ikke blandt dem, der skiftes."}.get(standing.variant)
    if told:
        yield Part(f"{told} I tur var {turn}." if turn else told)
    elif not standing.party and turn:
        yield Part(f"I tur: {turn}")


def _chair(own: Sequence[Standing], held: int) -> Iterator[Line]:
    known = [s for s in own if s.verdict != "unknown"]
    led = sum(s.verdict == "kept" for s in known)
    text = (
        f"Værten har ledet {led} af {count(len(known), 'møde', 'møder')}"
        if known
        else "Det vides ikke, om værten har ledet mødet"
    )
    unnamed = len(own) - len(known)
    if unnamed and known:
        text += f". Ved {count(unnamed, 'møde', 'møder')} siger referatet ikke, hvem der ledede"
    elif unnamed:
        text += ": Referatet siger ikke, hvem der ledede"
    entries = tuple(Entry(s.verdict, said(s)) for s in own if s.verdict == "broken")
    yield Line(NAMES["chair"], _worst(known or own), (Part(f"{text}."),), _grounds(own), entries)


def _composition(own: Sequence[Standing], held: int) -> Iterator[Line]:
    day = next(s.day for s in own)
    judged = [s for s in own if s.verdict in ("kept", "broken")]
    broken = [s for s in judged if s.verdict == "broken"]
    unknown = [s for s in own if s.verdict == "unknown"]
    told = []
    if broken:
        told.append(f"{len(broken)} af {len(judged)} krav til pladserne er ikke opfyldt")
    elif judged:
        told.append("Pladserne svarer til kommissoriet")
    if unknown:
        told.append("Resten kan ikke vurderes" if judged else "Pladserne er ikke oplyst, så det kan ikke vurderes")
    if counted := sum(s.verdict == "counted" for s in own):
        told.append(f"{counted} krav kan kun vurderes af mennesker")
    if judged and day:
        told.append(f"Opgjort {date_words(day, weekday=False)}")
    text = ". ".join(told or ["Kravene gælder ikke for dette forum"]) + "."
    entries = tuple(Entry(s.verdict, said(s)) for s in own if s.verdict in ("broken", "not-applicable"))
    yield Line(NAMES["composition"], _worst(own), (Part(text),), _grounds(broken or own), entries)


def _report(own: Sequence[Standing], held: int) -> Iterator[Line]:
    for standing in own:
        yield Line(name_of(standing), standing.verdict, tuple(given(standing)), _grounds([standing]))


def _contribution(own: Sequence[Standing], held: int) -> Iterator[Line]:
    for standing in own:
        yield Line(name_of(standing), standing.verdict, (Part(brought(standing)),), _grounds([standing]))


def _referral(own: Sequence[Standing], held: int) -> Iterator[Line]:
    words = {"kept": "taget op", "due": "venter", "broken": "ikke taget op", "unknown": "uvist"}
    numbers = [(word, sum(s.verdict == verdict for s in own)) for verdict, word in words.items()]
    text = ", ".join(f"{number} {word}" for word, number in numbers if number)
    entries = tuple(Entry(s.verdict, said(s)) for s in own)
    asked = any(s.source for s in own)  # with no rule nobody is in breach: what came of it is told, not judged
    yield Line(NAMES["referral"], _worst(own) if asked else "counted", (Part(f"{text}."),), _grounds(own), entries)


_TELL: dict[str, Callable[[Sequence[Standing], int], Iterator[Line]]] = {
    "meetings": _meetings,
    "host": _host,
    "chair": _chair,
    "composition": _composition,
    "report": _report,
    "contribution": _contribution,
    "referral": _referral,
}
