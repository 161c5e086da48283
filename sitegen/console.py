"""What the console says of itself: a wrong use, trouble with the disk, and click's own words, in Danish first."""

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from sitegen import aside

# Exit statuses.
GOOD, FAILED, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 70, 130
SIGNALLED = 128  # and the number of the signal
NAMED = 3  # of many files

# What stands in the way of reading or writing, by the system's number: what to do about it.
TROUBLES = {
    errno.ENOSPC: "Disken er fuld. Gør plads, og byg igen.",
    errno.EDQUOT: "Disken er fuld. Gør plads, og byg igen.",
    errno.EROFS: "Disken kan kun læses. Vælg en anden mappe med -o.",
    errno.EACCES: "Du har ikke ret til at læse eller skrive her, eller filen er åben i et andet program.",
    errno.EPERM: "Du har ikke ret til at læse eller skrive her, eller filen er åben i et andet program.",
    errno.EIO: "Drevet svarer ikke, som det skal. Se efter, om det er forbundet. Ellers spørg den, der passer maskinen.",
    errno.EBUSY: "Filen er i brug. Luk de programmer, der har den åben, og byg igen.",
    errno.ENOTDIR: "En fil står, hvor der skulle være en mappe.",
    errno.EEXIST: "En fil står, hvor der skulle være en mappe.",
    errno.ENAMETOOLONG: "Navnet er for langt til disken. Giv filen et kortere navn.",
}

KILLED = "En del af programmet blev stoppet udefra. Maskinen har nok for lidt hukommelse: Prøv med -j 1."


class WrongUse(click.UsageError):
    """A wrong use, said in Danish and in English."""

    def __init__(self, danish: str, english: str) -> None:
        super().__init__(f"{danish}\n{english}")


def show_usage(error: click.ClickException) -> None:
    """Say what is wrong with a command, in Danish and then in English; click knows English only."""
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "sitegen"
    danish = _in_danish(error)
    if danish is None:
        click.echo(error.message if isinstance(error, WrongUse) else error.format_message(), err=True)
    else:
        click.echo(f"{danish}\n{error.format_message()}", err=True)
    if type(error).__name__ != "NoArgsIsHelpError":
        click.echo(f"Hjælp: {command} --help", err=True)


def _in_danish(error: click.ClickException) -> str | None:
    """Return click's own message in Danish; None for one that is Danish already, or the help itself."""
    possible = getattr(error, "possibilities", None)
    near = f" Mente du {possible[0]}?" if possible else ""
    name = type(error).__name__
    if isinstance(error, WrongUse) or name == "NoArgsIsHelpError":
        return None
    if isinstance(error, click.NoSuchOption):
        return f"Tilvalget {error.option_name} findes ikke.{near}"
    if name == "NoSuchCommand":
        group = error.ctx.command if isinstance(error, click.UsageError) and error.ctx else None
        known = [one for one, command in group.commands.items() if not command.hidden] if isinstance(group, click.Group) else []
        return f"Kommandoen findes ikke.{near or ' Den kan være: ' + ', '.join(sorted(known)) + '.'}"
    if isinstance(error, click.BadOptionUsage):
        return f"Tilvalget {error.option_name} mangler en værdi, eller også skal det ingen have."
    if isinstance(error, click.MissingParameter):
        return f"Der mangler noget efter kommandoen: {error.param.human_readable_name if error.param else ''}."
    if isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.Choice):
        return f"{error.param.opts[0]} kan være: {', '.join(map(str, error.param.type.choices))}."
    return "Kommandoen er ikke skrevet, som den skal være."


class DanishCommand(click.Command):
    """A command whose help has Danish headings."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **{"options_metavar": "[TILVALG]", **named})

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "Brug: ")

    def get_help(self, ctx: click.Context) -> str:
        return super().get_help(ctx).replace("\nOptions:\n", "\nTilvalg:\n").replace("\nCommands:\n", "\nKommandoer:\n")


class DanishGroup(DanishCommand, click.Group):
    command_class = DanishCommand


def named(paths: Sequence[str]) -> str:
    """Return the first of some files in words, with nothing in them that must not be spread or that moves the cursor."""
    from sitegen import privacy, report

    more = f" og {len(paths) - NAMED} til" if len(paths) > NAMED else ""
    return ", ".join(report.UNSHOWABLE.sub("�", privacy.masked(path)) for path in paths[:NAMED]) + more


def show_trouble(error: OSError, place: Path) -> None:
    """Say that the disk stands in the way: nobody's mistake in the content, and none of the program's."""
    named = Path(error.filename2 or error.filename or place)  # the file that stands in the way of a new one
    if aside.is_temporary(named.name):  # what it is called until it is whole says nothing to anybody
        named = named.parent
    words = TROUBLES.get(error.errno or 0, "Prøv igen. Sker det stadig, så vis linjen til den, der passer maskinen.")
    if isinstance(error, ChildProcessError):
        words = KILLED
    click.echo(
        f"{named}: {error.strerror or error}.\n{words}\n"
        "Ingen fil på hjemmesiden er ødelagt: Hver af dem er enten den gamle eller den nye, og næste byg gør den færdig.\n"
        "No file of the site is damaged: each is the old one or the new one, and the next build finishes it.",
        err=True,
    )


def show_waiting(target: Path) -> None:
    """Say that another is building into the same folder, and that this one waits for it."""
    click.echo(
        f"En anden sitegen er ved at skrive {target}. Denne begynder, når den er færdig (Ctrl-C: begynd ikke).\n"
        "Another sitegen is writing this folder; this one begins when that has ended.",
        err=True,
    )


def show_unsearchable(trouble: str, language: str) -> None:
    """Say that the site is written without its search: nothing else on it needs one."""
    said = {
        "da": "Siden bliver bygget uden søgning: Programmet, der laver søgeregistret, kunne ikke køre.\n"
        "Søgesiden fører så til listerne. Mangler programmet, så installér pakken pagefind[bin], og byg igen. "
        "Blev det afbrudt (signal), har maskinen nok for lidt hukommelse.",
        "en": "The site is built without its search: the program that makes the index could not run.\n"
        "The search page then leads to the lists. If the program is missing, install the package pagefind[bin] and build again. "
        "If it was ended by a signal, the machine probably lacks memory.",
    }
    click.echo(f"{said[language]}\n({trouble})", err=True)
