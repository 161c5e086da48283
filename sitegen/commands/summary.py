"""What was found and what is to be done, appended to the summary of a build service's run."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen import catalogue
from sitegen.commands.project import drafts

if TYPE_CHECKING:
    from sitegen.build import Build, Inputs

SUMMARY_DAYS = 14  # ahead that the summary on a build service looks


def summarise(built: "Build", inputs: "Inputs", today: date) -> None:
    """Append what was found and what is to be done to the summary of a build service's run, where it asks for one.

    A summary that cannot be written is said, and fails nothing.
    """
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        return
    from sitegen import reminders, report
    from sitegen.danish import date_words
    from sitegen.reminders import table

    counts = report.summary(built.findings).items()
    totals = ", ".join(f"{n} {catalogue.word(kinds.removesuffix('s') if n == 1 else kinds, 'da')}" for kinds, n in counts)
    parts = [f"## Frister og fund {date_words(today)}", f"{totals}."]
    if built.site:
        found = reminders.actions(built.site, built.verdicts, built.standings, today, SUMMARY_DAYS, drafts(inputs))
        parts.append(table.markdown(found))
    try:
        with Path(place).open("a", encoding="utf-8") as stream:
            stream.write("\n\n".join(parts) + "\n")
    except OSError as error:
        click.echo(f"Resuméet kunne ikke skrives: {place}: {error.strerror or error}.", err=True)
