"""Whether a body meets as often as its mandate asks."""

from collections.abc import Iterator

from sitegen.judgement import Standing
from sitegen.model import Body
from sitegen.standings.records import Records, in_year


def meetings(records: Records, body: Body) -> Iterator[Standing]:
    """Judge meetings a year: in the running year held and planned count, afterwards those that were held."""
    for year, first, last in records.years_of(body):
        mandate, source, rule = records.ruled(body, last, "meetings_per_year")
        if mandate is None or rule is None:
            continue
        counted = [m for m in in_year(records.meetings[body.id], year) if m.counts]
        held = sum(m.last < records.today for m in counted)
        # Where the year began under another mandate, too few is what is fewer than either asks.
        begun = records.site.mandate_of(body, first)
        before = begun.rule("meetings_per_year")[1] if begun else None
        whole = body.exists_on(first) and body.exists_on(last) and before is not None and len(counted) < before.minimum
        running = year == records.today.year
        verdict, variant = "broken", "running" if running else "past"
        if not mandate.binds(first):
            verdict, variant = "unknown", "applies"
        elif (held if running else len(counted)) >= rule.minimum and year <= records.today.year:
            verdict, variant = "kept", ""
        elif len(counted) >= rule.minimum or year > records.today.year:
            verdict, variant = "due", ""
        elif not whole:
            verdict, variant = "not-applicable", "partial"
        yield Standing(
            body,
            year,
            "meetings",
            verdict,
            variant,
            found=len(counted),
            least=rule.minimum,
            day=last,
            rule=rule,
            source=source,
            mandate=mandate,
        )
