"""How the bodies keep their own rules: totals, what is not kept, and each verdict with its dates and clause."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.danish import date_words
from sitegen.judgement import Standing, Verdict
from sitegen.model import Body
from sitegen.pages.accounts import Account, Tally, account, summed, tally
from sitegen.pages.coming import Breach, coming, shared
from sitegen.pages.documents import YEARS_SHOWN
from sitegen.pages.index import Index, group
from sitegen.pages.said import name_of, said
from sitegen.pages.spec import Head, PageSpec, page
from sitegen.pages.standings import GRAVEST, Line, lines
from sitegen.pages.words import (
    BREACHES,
    GROUPS,
    STANDINGS,
    count,
    joined,
    lower_first,
    upper_first,
)

DEADLINES = ("/frister/", "Frister")
OTHERS = "Andre fora"


@dataclass(frozen=True, slots=True)
class Record:
    """How one body has kept its rules in a year."""

    body: Body
    account: Account
    lines: tuple[Line, ...]
    note: str = ""  # what is not judged in a year of which only a part is


@dataclass(frozen=True, slots=True)
class Level:
    """The bodies of a level in a year: each one's record, and their totals."""

    name: str
    tally: Tally
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Stood:
    """How many standings there are of each verdict, those that occur, and how many lie before the judging begins."""

    pairs: tuple[tuple[str, int], ...]
    before: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year's record: totals, what was not kept, what was waived, and the bodies by level."""

    year: int
    tally: Tally
    broken: tuple[Breach, ...]
    waived: tuple[Breach, ...]
    stood: Stood
    levels: tuple[Level, ...]
    unjudged: tuple[tuple[date, int], ...]

    @property
    def records(self) -> tuple[Record, ...]:
        return tuple(record for level in self.levels for record in level.records)

    @property
    def shown(self) -> bool:
        """Say whether there is more to tell than that the year is not judged."""
        return any(record.account.rows or record.lines for record in self.records)

    @property
    def told(self) -> bool:
        """Say whether there is anything to tell but how many meetings are not judged."""
        return self.shown or any(record.account.notes and not record.account.unjudged for record in self.records)

    @property
    def summary(self) -> str:
        """The year in one sentence: deadlines by verdict, duties of the year that are not kept, and what is not known."""
        counted = [(name, n) for name, n in self.tally.pairs if n and name != "due"]
        told = [f"{n} {GROUPS[name][0] if n == 1 else GROUPS[name][1]}" for name, n in counted]
        if broken := dict(self.stood.pairs).get("broken", 0):
            told.append(f"{count(broken, 'regel', 'regler')} for hele året ikke overholdt")
        return joined(told)


def years(index: Index, bodies: Sequence[Body], chosen: Callable[[int], bool] = lambda year: True) -> tuple[Year, ...]:
    """Return the record of each year in which one of some bodies is judged, the newest first."""
    names = {body.id for body in bodies}
    known = {year for name, year in (*index.judged, *index.stood) if name in names and chosen(year)}
    return tuple(_year(index, year, bodies) for year in sorted(known, reverse=True))


def _year(index: Index, year: int, bodies: Sequence[Body]) -> Year:
    names = [*(level.name for level in index.site.organisation.levels), OTHERS]
    of_level: dict[str, list[Record]] = {name: [] for name in names}
    excepted: list[Verdict] = []
    stood: list[Standing] = []
    for body in bodies:
        verdicts, standings = index.judged.get((body.id, year), ()), index.stood.get((body.id, year), ())
        if verdicts or standings:
            of_level[body.level.name if body.level else OTHERS].append(_record(index, body, year, verdicts, standings))
        excepted += (v for v in verdicts if v.verdict in BREACHES or v.verdict == "waived")
        stood += standings
    excepted.sort(key=lambda v: v.meeting.sort_key, reverse=True)
    levels = tuple(Level(name, summed(r.account.tally for r in found), tuple(found)) for name, found in of_level.items() if found)
    early: Counter[date] = Counter()
    for level in levels:
        for record in level.records:
            early.update(dict(record.account.unjudged))
    return Year(
        year,
        summed(level.tally for level in levels),
        (
            *shared(v for v in excepted if v.verdict in BREACHES),
            *(Breach((s.body,), standing=s, parts=said(s), name=name_of(s)) for s in stood if s.verdict == "broken" and s.source),
        ),
        shared(v for v in excepted if v.verdict == "waived"),
        _stood(stood),
        levels,
        tuple(sorted(early.items())),
    )


def _stood(standings: Iterable[Standing]) -> Stood:
    """Count duties, one a body, year and rule; what no mandate asks for is told elsewhere, but is nobody's duty."""
    duties: dict[object, list[Standing]] = {}
    for s in standings:
        if s.source:
            duties.setdefault((s.body.id, s.year, s.duty, id(s.rule)), []).append(s)
    gravest = (min(own, key=lambda s: GRAVEST.index(s.verdict)) for own in duties.values())
    counter = Counter("before" if s.variant == "applies" else s.verdict for s in gravest)
    return Stood(tuple((name, counter[name]) for name in STANDINGS if counter[name]), counter["before"])


def _record(index: Index, body: Body, year: int, verdicts: Sequence[Verdict], standings: Sequence[Standing]) -> Record:
    meetings = [m for m in index.body_meetings.get(body.id, ()) if m.first.year == year and m.counts]
    told = lines(standings, sum(m.last < index.today for m in meetings))
    left = [s for s in standings if s.variant == "applies"]
    begins = next((s.mandate.meta.applies_from for s in left if s.mandate), None)
    names = joined(list(dict.fromkeys(lower_first(name_of(s)) for s in left)))
    note = (
        f"{upper_first(names)} vurderes først fra {date_words(begins, weekday=False)}." if begins and begins.year == year else ""
    )
    return Record(body, account(body, year, verdicts), told, note)


def unknown_words(counted: Tally) -> str:
    """Say what a total does not know, and why: what a reader would otherwise take for kept, or for broken."""
    told = []
    if counted.undated:
        told.append(f"{count(counted.undated, 'vurdering', 'vurderinger')} mangler en dato.")
    if counted.before:
        told.append(f"{count(counted.before, 'vurdering', 'vurderinger')} er fra tiden, før vurderingen begyndte.")
    if counted.silent:
        told.append(f"{count(counted.silent, 'gang', 'gange')} har kommissoriet ingen regel; det er ikke talt med.")
    return " ".join(told)


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page of deadlines."""
    past, ahead = _known(index)
    shown, earlier = {*past[:YEARS_SHOWN], *ahead}, past[YEARS_SHOWN:]
    found = years(index, index.site.bodies, shown.__contains__)
    links = [(year, f"#aar-{year}") for year in shown] + [(year, f"/frister/{year}/") for year in earlier]
    description = "Kommende frister, og om reglerne i kommissorierne er holdt, for hvert forum og hvert år."
    by_level = group((v.body.level.name if v.body.level else OTHERS, v) for v in index.verdicts)
    names = [*(level.name for level in index.site.organisation.levels), OTHERS]
    yield page(
        "frister",
        Head("Frister", description, *DEADLINES[:1], (), "/frister/"),
        coming=coming(index),
        undated=sum(1 for v in index.verdicts if v.verdict == "due" and not v.due),
        tally=tally(index.verdicts),
        unknown=unknown_words(tally(index.verdicts)),
        stood=_stood(index.standings),
        archive=index.site.history.archive != "none",
        levels=[(name, tally(by_level[name])) for name in names if name in by_level],
        years=sorted(found, key=lambda y: (y.year > index.today.year, abs(y.year - index.today.year))),
        links=links,
    )


def each_year(index: Index, year: int) -> Iterator[PageSpec]:
    """Yield the page of a year that the page of deadlines has no room for."""
    if year in _known(index)[0][YEARS_SHOWN:]:
        description = f"Om reglerne i kommissorierne er holdt i {year}."
        head = Head(f"Frister i {year}", description, f"/frister/{year}/", (DEADLINES,), "/frister/")
        yield page("frister_aar", head, years=years(index, index.site.bodies, lambda other: other == year))


def _known(index: Index) -> tuple[list[int], list[int]]:
    """Return the years in which a body is judged: this one and those before it, newest first; those to come, nearest first."""
    known = sorted({year for _, year in (*index.judged, *index.stood)})
    return [y for y in reversed(known) if y <= index.today.year], [y for y in known if y > index.today.year]
