"""Whether the bodies keep their own rules: coming deadlines, totals, breaches, and every verdict with dates and clause."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sitegen.model import Body, Meeting, Verdict
from sitegen.pages.documents import YEARS_SHOWN
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page
from sitegen.pages.words import BREACHES, VERDICTS

DEADLINES = ("/frister/", "Frister")
ORDER = tuple(VERDICTS)


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting's verdicts for one body, in the columns of the table."""

    meeting: Meeting
    agenda: tuple[Verdict, ...]
    minutes: tuple[Verdict, ...]
    website: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """One body's verdicts of one year: how many of each kind, and each with its meeting."""

    body: Body
    totals: tuple[tuple[str, int], ...]  # verdict and number, in the order of the rules, those that occur
    counts: tuple[int, ...]  # the same for every kind of verdict
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year's verdicts: totals, breaches, what was waived, and the account of each body."""

    year: int
    totals: tuple[tuple[str, int], ...]
    counts: tuple[int, ...]
    breaches: tuple[Verdict, ...]
    waived: tuple[Verdict, ...]
    accounts: tuple[Account, ...]

    @property
    def judged(self) -> bool:
        """Say whether anything in the year has come as far as to be judged."""
        return any(name != "due" for name, _ in self.totals)


def account(body: Body, verdicts: Sequence[Verdict]) -> Account:
    """Return the account of one body's verdicts, newest meeting first."""
    rows: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        rows.setdefault(verdict.meeting.id, []).append(verdict)
    shown = sorted(rows.values(), key=lambda found: found[0].meeting.sort_key, reverse=True)
    return Account(body, *totals(verdicts), tuple(_row(found) for found in shown))


def _row(found: list[Verdict]) -> Row:
    return Row(
        found[0].meeting,
        tuple(v for v in found if v.obligation == "agenda" or v.obligation.startswith("supplement")),
        tuple(v for v in found if v.obligation == "minutes"),
        tuple(v for v in found if v.obligation.startswith("website")),
    )


def totals(verdicts: Iterable[Verdict]) -> tuple[tuple[tuple[str, int], ...], tuple[int, ...]]:
    """Return how many verdicts there are of each kind: those that occur by name, and all in the order of the rules."""
    counter = Counter(verdict.verdict for verdict in verdicts)
    return tuple((name, counter[name]) for name in ORDER if counter[name]), tuple(counter[name] for name in ORDER)


def years(index: Index, verdicts: Iterable[Verdict], bodies: Sequence[Body]) -> tuple[Year, ...]:
    """Return the accounts of each year, the newest first."""
    by_year: dict[int, dict[str, list[Verdict]]] = {}
    for verdict in verdicts:
        by_year.setdefault(verdict.meeting.first.year, {}).setdefault(verdict.body.id, []).append(verdict)
    return tuple(_year(year, by_year[year], bodies) for year in sorted(by_year, reverse=True))


def _year(year: int, by_body: dict[str, list[Verdict]], bodies: Sequence[Body]) -> Year:
    every = sorted((v for found in by_body.values() for v in found), key=lambda v: v.meeting.sort_key, reverse=True)
    return Year(
        year,
        *totals(every),
        tuple(v for v in every if v.verdict in BREACHES),
        tuple(v for v in every if v.verdict == "waived"),
        tuple(account(body, by_body[body.id]) for body in bodies if body.id in by_body),
    )


def coming(verdicts: Iterable[Verdict]) -> tuple[tuple[Verdict, tuple[Body, ...]], ...]:
    """Return the deadlines that have not passed, the nearest first; one that several bodies share stands once."""
    found: dict[object, tuple[Verdict, list[Body]]] = {}
    for verdict in verdicts:
        if verdict.verdict == "due" and verdict.due:
            mandate = verdict.mandate.id if verdict.mandate else ""
            key = (verdict.due, verdict.meeting.sort_key, verdict.obligation, mandate, verdict.clause or "")
            found.setdefault(key, (verdict, []))[1].append(verdict.body)
    ordered = sorted(found.values(), key=lambda entry: (entry[0].due, entry[0].meeting.sort_key, entry[0].obligation))
    return tuple((verdict, tuple(bodies)) for verdict, bodies in ordered)


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page of deadlines; a year that it has no room for has a page of its own."""
    every = years(index, index.verdicts, index.site.bodies)
    past = [year for year in every if year.year <= index.today.year]
    ahead = [year for year in reversed(every) if year.year > index.today.year]
    shown, earlier = [*past[:YEARS_SHOWN], *ahead], past[YEARS_SHOWN:]
    links = [(y.year, f"#aar-{y.year}") for y in shown] + [(y.year, f"/frister/{y.year}/") for y in earlier]
    description = "Kommende frister, og om dagsordener og referater er kommet til tiden, for hvert forum og hvert år."
    yield page(
        "frister",
        Head("Frister", description, *DEADLINES[:1], (), "/frister/"),
        coming=coming(index.verdicts),
        undated=sum(1 for v in index.verdicts if v.verdict == "due" and not v.due),
        totals=totals(index.verdicts)[0],
        order=ORDER,
        years=shown,
        links=links,
    )
    for year in earlier:
        head = Head(
            f"Frister i {year.year}",
            f"Om dagsordener og referater kom til tiden i {year.year}.",
            f"/frister/{year.year}/",
            (DEADLINES,),
            "/frister/",
        )
        yield page("frister_aar", head, years=(year,), order=ORDER)
