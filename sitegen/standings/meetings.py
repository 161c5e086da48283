"""Whether a body meets as often as its mandate asks."""

from collections.abc import Iterator

from sitegen.judgement import Standing
from sitegen.model import Body
from sitegen.standings.records import Records, counted


def meetings(records: Records, body: Body) -> Iterator[Standing]:
    """Judge meetings a year: in the running year held and planned count, afterwards those that were held."""
    for year, first, last in records.years_of(body):
        mandate, source, rule = records.ruled(body, last, "meetings_per_year")
        if mandate is None or rule is None:
            continue
        own = counted(records.meetings[body.id], year)
        held = sum(m.last < records.today for m in own)
        running = year == records.today.year
        # Where the year began under another mandate, too few is what is fewer than either asks, and the milder one is named.
        begun, begun_source, before = records.on(body, first, "meetings_per_year")
        lasts = records.site.mandate_of(body, min(last, body.ends or last)) is mandate
        there = body.exists_on(first) and body.exists_on(last) and lasts
        whole = there and before is not None and len(own) < before.minimum
        verdict, variant = "broken", "running" if running else "past"
        if not mandate.binds(first):
            verdict, variant = "unknown", "applies"
        elif (held if running else len(own)) >= rule.minimum and year <= records.today.year:
            verdict, variant = "kept", ""
        elif len(own) >= rule.minimum or year > records.today.year:
            verdict, variant = "due", ""
        elif not whole:
            verdict, variant = "not-applicable", "partial"
        elif before.minimum < rule.minimum:
            mandate, source, rule = begun, begun_source, before
        yield Standing(
            body,
            year,
            "meetings",
            verdict,
            variant,
            found=len(own),
            least=rule.minimum,
            day=last,
            rule=rule,
            source=source,
            mandate=mandate,
        )
