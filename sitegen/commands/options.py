"""The options that commands share: the project folder, the day, the language, and how findings are shown."""

import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import click

from sitegen import catalogue
from sitegen.calendar import COPENHAGEN, local_date
from sitegen.console import WrongUse

YEARS = range(1900, 3000)  # that there is a calendar for
BASE_URL = re.compile(r"https?://[^\s/?#<>\"'\\]+(?:/[^\s?#<>\"'\\]*)?")

FORMATS = ("text", "json", "github", "gitlab", "sarif")

Command = Callable[..., int]


def _root(context: click.Context, parameter: click.Parameter, value: str | None) -> Path:
    return root_of(value)


def root_of(value: str | None) -> Path:
    """Return the project folder: the one given, else the nearest one upwards with content/site.yml."""
    if value is not None:
        root = Path(value)
        if not (root / "content").is_dir():
            raise WrongUse(f"{root} har ingen mappe ved navn content.", f"{root} has no folder called content.")
        return root
    try:
        here = Path.cwd()
    except OSError:
        raise WrongUse("Mappen, du står i, findes ikke længere.", "The current folder no longer exists.") from None
    for folder in (here, *here.parents):
        if (folder / "content" / "site.yml").is_file():
            return folder
    if (here / "content").is_dir():
        return here
    inside = sorted(place.parents[1].name for place in here.glob("*/content/site.yml"))
    if len(inside) == 1:
        raise WrongUse(
            f"Hjemmesiden ligger i mappen {inside[0]} og ikke her. Skriv først: cd {_quoted(inside[0])}",
            f"The site lies in the folder {inside[0]}; go there first.",
        )
    raise WrongUse(
        "Her er ingen hjemmeside at bygge: Hverken mappen, du står i, eller dem over den har filen content/site.yml. "
        "Gå til projektmappen, eller skriv, hvor den er: -C MAPPE.",
        "No folder with content/site.yml here or above; name it with -C.",
    )


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _today(context: click.Context, parameter: click.Parameter, value: str | None) -> date:
    """Return the day to judge by: --today, else SOURCE_DATE_EPOCH, else the clock, as a date in Copenhagen."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if value is not None:
            day = datetime.strptime(value, "%Y-%m-%d").date()
        elif epoch:
            day = local_date(datetime.fromtimestamp(int(epoch), UTC))
        else:
            day = datetime.now(COPENHAGEN).date()
        if day.year not in YEARS:
            raise ValueError
    except (ValueError, OverflowError, OSError):
        if value is not None:
            example = "2026-03-06"
            raise WrongUse(
                f"--today {value} er ikke en dato. Skriv år, måned og dag, fx --today {example}.",
                f"--today takes a date such as {example}.",
            ) from None
        raise WrongUse(
            f"Miljøvariablen SOURCE_DATE_EPOCH={epoch} er ikke et antal sekunder siden 1970. Ret den, eller fjern den.",
            "SOURCE_DATE_EPOCH is not a number of seconds since 1970.",
        ) from None
    return day


def _base_url(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is None or BASE_URL.fullmatch(value):
        return value
    example = "https://eksempel.dk/forslag/"
    raise WrongUse(f"--base-url {value} er ikke en adresse som {example}.", f"--base-url takes an address such as {example}.")


def _usual_format() -> str:
    """Return how findings are shown where nobody says: in GitHub's workflows at the lines of the files."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


ROOT = click.option("-C", "--root", callback=_root, metavar="MAPPE", help="Projektmappen (ellers nærmeste med content/site.yml).")
TODAY = click.option("--today", callback=_today, metavar="ÅÅÅÅ-MM-DD", help="Den dag, der dømmes efter.")
LANG = click.option("--lang", type=click.Choice(catalogue.LANGUAGES), help="Fundenes sprog (ellers sidens).")
TRACEBACK = click.option("--traceback", is_flag=True, help="Vis hele fejlen, når programmet selv fejler.")
HELP = click.help_option("-h", "--help", help="Vis denne hjælp.")
OPTIONS = (
    ROOT,
    TODAY,
    click.option("-s", "--strict", is_flag=True, help="Advarsler fejler også."),
    click.option("-D", "--drafts", is_flag=True, help="Tag kladder med."),
    click.option("-F", "--future", is_flag=True, help="Tag det med, som først skal offentliggøres senere."),
    click.option("--base-url", callback=_base_url, metavar="ADRESSE", help="Adressen, siden skal stå på (til forhåndsvisning)."),
    click.option("--format", "format_", type=click.Choice(FORMATS), default=_usual_format, help="Hvordan fund vises."),
    LANG,
    click.option("-q", "--quiet", is_flag=True, help="Vis kun fejl og advarsler."),
    click.option("-v", "--verbose", is_flag=True, help="Vis også, hvor tiden gik."),
    click.option("-j", "--jobs", type=click.IntRange(1, 64), metavar="ANTAL", help="Processer (ellers en for hver processor)."),
    click.option("--color/--no-color", "colour", default=None, help="Farver (ellers som terminalen)."),
    TRACEBACK,
    HELP,
)


def options(command: Command) -> Command:
    """Give a command what `build` and `check` have in common."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def common(command: Command) -> Command:
    """Give a command what every command with a project has in common."""
    for option in reversed((ROOT, TODAY, LANG, TRACEBACK, HELP)):
        command = option(command)
    return command
