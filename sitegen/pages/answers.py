"""What answers for each passage of a mandate: a duty that is judged, one that people judge, or where the site shows it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sitegen.clauses import answered, named
from sitegen.model import Body, Mandate
from sitegen.obligations import Fact
from sitegen.pages import progress
from sitegen.pages.duties import Duty, read_out
from sitegen.pages.index import Index
from sitegen.parsed import Passage
from sitegen.passages import PASSAGE_MARK

Place = tuple[str, str]  # an address and what it is called
# Where the site shows what a passage says: in words, and the anchor on the body's page. The first has no place of its own.
SHOWN = {
    "parties": ("under parter:", "parter"),
    "seats": ("under pladser:", "pladser"),
    "groups": ("på forummets side:", ""),
    "contact": ("under kontakt:", "kontakt"),
    "host": ("ved hvert møde:", "plan"),
}
ORDER = ("judged", "people", "shown")  # what a passage counts as, where several things answer for it


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers for a passage, or for several: a duty, judged or left to people, or where what it says is shown."""

    kind: str
    duty: Duty | None = None
    now: progress.Now | None = None
    where: str = ""
    places: tuple[Place, ...] = ()
    span: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the mandate's HTML; where it is a passage, the answers that stand beside it."""

    html: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A passage with the duties that rest on it and that the site judges; no anchor where they name no passage."""

    title: str
    anchor: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """How much of a mandate is answered: passages in all and by what answers for them; those that nothing answers for."""

    passages: int
    judged: int
    people: int
    shown: int
    unanswered: tuple[Passage, ...]


def answers(index: Index, mandate: Mandate) -> dict[int, list[Answer]]:
    """Return the answers of each passage, by its place; what names several progress with the first of them."""
    found: dict[int, list[Answer]] = {}
    for clause, answer in _each(index, mandate):
        passages = named(clause or "", mandate.headings, mandate.passages)
        if passages:
            found.setdefault(mandate.passages.index(passages[0]), []).append(answer)
    return {place: sorted(own, key=lambda a: ORDER.index(a.kind)) for place, own in found.items()}


def _each(index: Index, mandate: Mandate) -> Iterator[tuple[str | None, Answer]]:
    for duty in read_out(index, mandate.meta.obligations):
        now = progress.of_duty(index, mandate, duty) if duty.judged else None
        yield duty.clause, Answer(_kind(duty), duty, now, span=_span(duty.clause, mandate))
    for fact in mandate.meta.facts:
        where, places = _shown(index, mandate, fact)
        yield fact.clause, Answer("shown", None, None, where, places, _span(fact.clause, mandate))


def _kind(duty: Duty) -> str:
    return "judged" if duty.judged else "people"


def _span(clause: str | None, mandate: Mandate) -> str:
    """Return which passages a clause speaks of, where it is more than the one that the answer progress beside."""
    passages = named(clause or "", mandate.headings, mandate.passages)
    if len(passages) < 2:
        return ""
    first, last = passages[0], passages[-1]
    return f"{first.kind}. {first.number}–{last.number}" if first.kind == last.kind else "hele afsnittet"


def _shown(index: Index, mandate: Mandate, fact: Fact) -> tuple[str, tuple[Place, ...]]:
    match fact.shown:
        case "text":
            return "", ()
        case "clusters":
            return "på siden om", (("/klynger/", "klyngerne"),)
        case "approval":
            return "øverst på siden under", (("#er_godkendt", "godkendelse"),)
    where, anchor = SHOWN[fact.shown]
    return where, tuple((_place(index, body, anchor), _short(body)) for body in mandate.bodies)


def _place(index: Index, body: Body, anchor: str) -> str:
    if anchor == "pladser" and not any(seat.valid_on(index.today) for seat in body.entry.seats):
        anchor = ""
    return f"{body.address}#{anchor}" if anchor else body.address


def _short(body: Body) -> str:
    return body.cluster.name if body.cluster else body.name


def pieces(mandate: Mandate, found: Mapping[int, list[Answer]]) -> Iterator[Piece]:
    """Yield the mandate's HTML in pieces: each passage that has answers is one of its own, without the tag of its list item."""
    parts = PASSAGE_MARK.split(mandate.html)
    plain = ""
    for at in range(0, len(parts) - 1, 2):
        html, number = parts[at], int(parts[at + 1])
        own = found.get(number)
        if not own:
            plain += html
            continue
        start = html.rfind("<", 0, html.rfind(f'id="{mandate.passages[number].anchor}"'))
        if html.startswith("<li", start):
            start = html.index(">", start) + 1
        yield Piece(plain + html[:start])
        plain = ""
        yield Piece(html[start:].strip(), tuple(own))
    yield Piece(plain + parts[-1])


def judged(index: Index, mandate: Mandate) -> tuple[Clause, ...]:
    """Return the duties that the site judges by passage, in the mandate's order; those that name no passage last."""
    order: dict[str, int] = {}
    for place, passage in enumerate(mandate.passages):
        order[passage.anchor] = place
        heading = next((h for h in mandate.headings if h.text == passage.heading), None)
        order.setdefault(heading.anchor if heading else "", place)
    found: dict[str, list[Duty]] = {}
    for duty in read_out(index, mandate.meta.obligations):
        if duty.judged:
            found.setdefault(duty.clause or "", []).append(duty)
    anchors = {title: h.anchor if (h := mandate.heading(title)) else "" for title in found}
    ordered = sorted(found, key=lambda title: order.get(anchors[title], len(order)) if anchors[title] else len(order))
    return tuple(Clause(title, anchors[title], tuple(found[title])) for title in ordered)


def told(index: Index, mandate: Mandate) -> Told:
    """Count the passages by what answers for them; a paragraph that only leads up to a list goes with its items."""
    kinds: dict[Passage, str] = {}
    asked = [(duty.clause, _kind(duty)) for duty in read_out(index, mandate.meta.obligations)]
    for clause, kind in (*asked, *((fact.clause, "shown") for fact in mandate.meta.facts)):
        for passage in answered(clause or "", mandate.headings, mandate.passages):
            kinds[passage] = min(kind, kinds.get(passage, kind), key=ORDER.index)
    counted = [p for at, p in enumerate(mandate.passages) if p in kinds or not _only_leads(mandate, at, kinds)]
    number = Counter(kinds.get(p, "") for p in counted)
    left = tuple(p for p in counted if p not in kinds)
    return Told(len(counted), number["judged"], number["people"], number["shown"], left)


def _only_leads(mandate: Mandate, at: int, kinds: Mapping[Passage, str]) -> bool:
    led = mandate.passages[at + 1 : at + 1 + mandate.passages[at].leads]
    return bool(led) and all(passage in kinds for passage in led)
