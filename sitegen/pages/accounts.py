"""A body's verdicts of a year laid out: drawn, a row for each meeting that is judged, the totals, and what one sentence tells."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.judgement import Verdict
from sitegen.model import Body, Meeting
from sitegen.pages import chart
from sitegen.pages.words import GROUP_OF, GROUPS, count, joined

# What the mandate is silent about, as the sentences have it.
SILENT = {
    "sætter ingen frist for": {"agenda": "dagsordenen", "minutes": "referatet"},
    "kræver ikke": {"website-agenda": "dagsordenen på hjemmesiden", "website-minutes": "referatet på hjemmesiden"},
}
COLUMNS = (("Dagsorden", ("agenda", "supplement")), ("Referat", ("minutes",)), ("På hjemmesiden", ("website",)))
NOTHING = ("no-rule", "not-applicable")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many verdicts there are of each group, and what the numbers leave out."""

    counts: tuple[int, ...]  # in the order of the groups
    before: int = 0  # of those that cannot be judged: the meeting lies before the judging begins
    silent: int = 0  # where no mandate has a rule

    @property
    def pairs(self) -> tuple[tuple[str, int], ...]:
        return tuple(zip(GROUPS, self.counts, strict=True))

    @property
    def number(self) -> int:
        return sum(self.counts)

    @property
    def judged(self) -> bool:
        """Say whether anything has come as far as to be judged."""
        return any(number for name, number in self.pairs if name not in ("due", "unknown"))

    @property
    def undated(self) -> int:
        """Return how many cannot be judged for want of a date."""
        return self.counts[list(GROUPS).index("unknown")] - self.before


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting's verdicts for one body, in the columns of the table."""

    meeting: Meeting
    cells: tuple[tuple[Verdict, ...], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """One body's verdicts of one year."""

    body: Body
    year: int
    tally: Tally
    columns: tuple[str, ...]
    rows: tuple[Row, ...]  # newest first
    chart: chart.Chart | None
    unjudged: tuple[tuple[date, int], ...]  # the day from which the mandate is judged, and how many meetings lie before it
    notes: tuple[str, ...]  # what is one sentence rather than many rows


def begins(verdict: Verdict) -> date | None:
    """Return the day from which a mandate is judged, where it lies after the meeting."""
    if verdict.verdict != "unknown" or not verdict.mandate:
        return None
    day = verdict.mandate.meta.applies_from
    return day if day and verdict.meeting.first < day else None


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Return how many verdicts there are of each group."""
    counts, before = dict.fromkeys((*GROUPS, "no-rule", "not-applicable"), 0), 0
    for verdict in verdicts:
        counts[GROUP_OF.get(verdict.verdict, verdict.verdict)] += 1
        before += begins(verdict) is not None
    return Tally(tuple(counts[name] for name in GROUPS), before, counts["no-rule"])


def summed(tallies: Iterable[Tally]) -> Tally:
    """Return several tallies as one."""
    every = list(tallies)
    counts = tuple(map(sum, zip(*(one.counts for one in every), strict=True))) or (0,) * len(GROUPS)
    return Tally(counts, sum(one.before for one in every), sum(one.silent for one in every))


def account(body: Body, year: int, verdicts: Sequence[Verdict]) -> Account:
    """Return the account of one body's verdicts of a year, which come in order of the meetings."""
    found: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        found.setdefault(verdict.meeting.id, []).append(verdict)
    meetings = list(reversed(found.values()))
    held = [(own, _before(own)) for own in meetings if not own[0].meeting.cancelled]
    early = [day for _, day in held if day]
    judged = [own for own, day in held if not day]
    spoken = {v.obligation for own in judged for v in own if v.verdict not in NOTHING}
    columns = [column for column in COLUMNS if any(name.startswith(column[1]) for name in spoken)]
    rows = tuple(_row(own, columns, spoken) for own in judged) if columns else ()
    return Account(
        body=body,
        year=year,
        tally=tally(verdicts),
        columns=tuple(name for name, _ in columns),
        rows=rows,
        chart=chart.of_year(f"{body.name}, {year}", judged[::-1]) if rows else None,
        unjudged=tuple(sorted(Counter(early).items())),
        notes=tuple(_notes(judged, meetings, spoken)),
    )


def _before(own: Sequence[Verdict]) -> date | None:
    """Return the day from which a meeting's mandate is judged, where nothing at the meeting is judged for that reason."""
    days = [begins(verdict) for verdict in own if verdict.verdict not in NOTHING]
    return days[0] if days and all(days) else None


def _row(own: Sequence[Verdict], columns: Sequence[tuple[str, tuple[str, ...]]], spoken: set[str]) -> Row:
    shown = [verdict for verdict in own if verdict.obligation in spoken]
    return Row(own[0].meeting, tuple(tuple(v for v in shown if v.obligation.startswith(names)) for _, names in columns))


def _notes(judged: Sequence[Sequence[Verdict]], meetings: Sequence[Sequence[Verdict]], spoken: set[str]) -> Iterable[str]:
    every = [verdict for own in judged for verdict in own]
    if every and not any(verdict.mandate for verdict in every):
        yield "Siden har intet kommissorium, der gælder for møderne."
    else:
        for says, about in SILENT.items():
            silent = [words for name, words in about.items() if name not in spoken and _silent(every, name)]
            if silent:
                yield f"Kommissoriet {says} {joined(silent, 'eller')}."
    cancelled = [own[0].meeting for own in meetings if own[0].meeting.cancelled]
    if cancelled:
        held = "Ét møde er" if len(cancelled) == 1 else f"{len(cancelled)} møder er"
        yield f"{held} aflyst og har derfor ingen frister."
    if shared := sum(len(own[0].meeting.bodies) > 1 for own in judged):
        said = "Ét fællesmøde" if shared == 1 else count(shared, "fællesmøde", "fællesmøder")
        yield f"{said} tæller med for hvert af de fora, der holder {'det' if shared == 1 else 'dem'}."


def _silent(verdicts: Iterable[Verdict], obligation: str) -> bool:
    return any(v.obligation == obligation and v.verdict == "no-rule" for v in verdicts)
