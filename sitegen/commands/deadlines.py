"""`sitegen deadlines`: what is to be done, when and by whom."""

from typing import Any

import click

from sitegen.commands.options import common
from sitegen.commands.project import built, drafts, no_body, show_errors
from sitegen.console import FAILED, GOOD, DanishCommand
from sitegen.diagnostics import Severity


@click.command(cls=DanishCommand, short_help="Vis, hvad der skal gøres, og hvornår.")
@click.argument("body", metavar="[FORUM]", required=False)
@click.option("--days", type=click.IntRange(0), metavar="ANTAL", default=30, help="Hvor mange dage der ses frem (ellers 30).")
@click.option("--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text", help="Hvordan.")
@common
def deadlines(body: str | None, days: int, format_: str, **options: Any) -> int:
    """Vis, hvad der skal gøres, hvornår og af hvem, og hvad der er overskredet: for alle, eller for et forum."""
    return _deadlines(body, days, format_, options)


def _deadlines(body: str | None, days: int, format_: str, options: dict[str, Any]) -> int:
    import json

    from sitegen import reminders
    from sitegen.reminders import table

    read = built(options, with_drafts=False)
    if read is None:
        return FAILED
    inputs, judged = read
    language = show_errors(judged, inputs, options)
    site = judged.site
    if site is None or any(kind in ("plan", "mandate") for kind, _ in site.unread):
        return FAILED  # with no plan or mandate, "nothing to do" would not be true
    ids = [known.id for known in site.bodies]
    if body is not None and body not in ids:
        raise no_body(body, ids)
    found = reminders.actions(site, judged.verdicts, judged.standings, options["today"], days, drafts(inputs))
    if body is not None:
        found = tuple(action for action in found if any(own.id == body for own in action.bodies))
    if format_ == "json":
        click.echo(json.dumps(table.as_object(found, options["today"], language), ensure_ascii=False, indent=1))
    else:
        click.echo((table.markdown if format_ == "markdown" else table.text)(found, language))
    return FAILED if any(finding.severity is Severity.ERROR for finding in judged.findings) else GOOD
