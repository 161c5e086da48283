"""How a duty of a mandate stands now, in few words: for each body that it binds, in the year that is nearest."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sitegen.danish import date_words
from sitegen.judgement import Standing, Verdict
from sitegen.model import Body, Mandate
from sitegen.obligations import Obligation
from sitegen.pages.duties import Duty
from sitegen.pages.index import Index
from sitegen.pages.words import GROUP_OF, GROUPS, STANDINGS, VERDICTS, count, joined

# What a duty comes to for a body, the gravest first: sign, tone and word. Never colour alone.
STATES = {s: STANDINGS[s] for s in ("broken", "unknown", "due")} | {"waived": VERDICTS["waived"]}
STATES |= {s: STANDINGS[s] for s in ("kept", "counted", "not-applicable")}
BROKEN = ("late", "missing")  # of words.GROUPS
STANDING_DUTIES = {
    "meetings_per_year": ("meetings",),
    "host": ("host", "chair"),
    "composition": ("composition",),
    "reports": ("report",),
    "contributions": ("contribution",),
    "referrals": ("referral",),
}
VERDICT_DUTIES = {"agenda": ("agenda", "supplement"), "minutes": ("minutes",), "website": ("website-agenda", "website-minutes")}


@dataclass(frozen=True, slots=True)
class Own:
    """How a duty stands for one body: what it comes to, and the words for it."""

    body: Body
    state: str  # a key of STATES
    words: str

    @property
    def sign(self) -> str:
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        return STATES[self.state][1]

    @property
    def address(self) -> str:
        """Where the body's record stands."""
        return f"{self.body.address}#frister"


@dataclass(frozen=True, slots=True)
class Now:
    """How a duty stands in a year for every body that it binds."""

    year: int
    bodies: tuple[Own, ...]

    @property
    def sign(self) -> str:
        return STATES[self._gravest][0]

    @property
    def tone(self) -> str:
        return STATES[self._gravest][1]

    @property
    def _gravest(self) -> str:
        return min((own.state for own in self.bodies), key=tuple(STATES).index)

    @property
    def summary(self) -> str:
        """The bodies summed up: overholdt i 3 fora, afventer i 1 forum."""
        found = Counter(own.state for own in self.bodies)
        return joined([f"{STATES[s][2]} i {count(found[s], 'forum', 'fora')}" for s in STATES if found[s]])


def of_duty(index: Index, mandate: Mandate, duty: Duty) -> Now | None:
    """Return how a duty of a mandate stands; None where nothing is known of it."""
    standings = [_standings(index, mandate, body, duty) for body in mandate.bodies]
    verdicts = [_verdicts(index, mandate, body, duty) for body in mandate.bodies]
    known = {s.year for own in standings for s in own} | {v.meeting.first.year for own in verdicts for v in own}
    year = _nearest(known, index.today.year)
    if year is None:
        return None
    own = []
    for body, stood, judged in zip(mandate.bodies, standings, verdicts, strict=True):
        found = _of_standings([s for s in stood if s.year == year]) or _of_verdicts(
            v for v in judged if v.meeting.first.year == year
        )
        if found:
            own.append(Own(body, *found))
    return Now(year, tuple(own)) if own else None


def _standings(index: Index, mandate: Mandate, body: Body, duty: Duty) -> list[Standing]:
    kinds = STANDING_DUTIES.get(duty.kind, ())
    return [s for s in index.body_standings.get(body.id, ()) if s.duty in kinds and _rests(s.mandate, s.rule, mandate, duty.rule)]


def _rests(own: Mandate | None, rule: Obligation | None, mandate: Mandate, asked: Obligation) -> bool:
    return own is not None and own.id == mandate.id and rule == asked


def _verdicts(index: Index, mandate: Mandate, body: Body, duty: Duty) -> list[Verdict]:
    kinds = VERDICT_DUTIES.get(duty.kind)
    if not kinds:
        return []
    own = (v for v in index.body_verdicts.get(body.id, ()) if v.obligation in kinds or v.obligation.partition("-")[0] in kinds)
    by_it = (v for v in own if v.source == "mandate" and v.mandate and v.mandate.id == mandate.id)
    return [v for v in by_it if v.verdict in GROUP_OF]


def _nearest(years: Iterable[int], today: int) -> int | None:
    """Return the running year, else the latest before it, else the first that comes."""
    every = set(years)
    past = [year for year in every if year <= today]
    return max(past) if past else min(every, default=None)


def _of_verdicts(verdicts: Iterable[Verdict]) -> tuple[str, str] | None:
    found = Counter(GROUP_OF[v.verdict] for v in verdicts)
    if not found:
        return None
    states = {"broken" if group in BROKEN else group for group in found}
    worst = next(state for state in STATES if state in states)
    return worst, ", ".join(
        f"{found[name]} {one if found[name] == 1 else many}" for name, (one, many) in GROUPS.items() if found[name]
    )


def _of_standings(found: list[Standing]) -> tuple[str, str] | None:
    if not found:
        return None
    states = [s.verdict for s in found]
    worst = min(states, key=tuple(STATES).index)
    word, first = STATES[worst][2], found[0]
    if worst in ("unknown", "not-applicable") and set(states) == {worst}:
        return worst, word
    match first.duty:
        case "meetings":
            told = "holdt eller planlagt" if worst == "due" else word
            words = f"{count(first.found or 0, 'møde', 'møder')}, mindst {first.least}, {told}"
        case "contribution":
            many = count(sum(s.found or 0 for s in found), "punkt", "punkter")
            words = many if worst == "counted" else f"{many} af mindst {first.least}, {word}"
        case "report":
            done = "givet" if worst == "kept" else "på dagsordenen"
            words = (
                f"{done} {date_words(first.met.first, weekday=False)}" if first.met else {"broken": "mangler"}.get(worst, word)
            )
        case "referral":
            words = _counted(states, {"kept": "taget op", "broken": "ikke taget op"})
        case "composition" if len(found) == 1 and first.found is not None:
            words = f"{count(first.found, 'plads', 'pladser')}, {word}"
        case _:
            words = word if len(set(states)) == 1 else _counted(states, {})
    return worst, words


def _counted(states: list[str], own: dict[str, str]) -> str:
    counter = Counter(states)
    return ", ".join(f"{counter[state]} {own.get(state, STATES[state][2])}" for state in STATES if counter[state])
