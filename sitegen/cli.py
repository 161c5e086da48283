"""The command line: reads the clock, the disk and the terminal, and turns findings into text and an exit status."""

import difflib
import gc
import os
import re
import shutil
import sys
import traceback
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, ParamSpec, TypeVar

import click

from sitegen import __version__, catalogue, commands, privacy, report
from sitegen.calendar import COPENHAGEN, local_date
from sitegen.console import DanishGroup, WrongUse, show_trouble, show_unsearchable, show_usage
from sitegen.diagnostics import CODES, Finding, Severity, failing

GOOD, FAILED, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 70, 130
YEARS = range(1900, 3000)  # that there is a calendar for
BASE_URL = re.compile(r"https?://[^\s/?#<>\"'\\]+(?:/[^\s?#<>\"'\\]*)?")

FORMATS = ("text", "json", "github", "sarif")

P = ParamSpec("P")
T = TypeVar("T")


def main() -> None:
    """Run the command line; an error of the program itself is a line or two and exit status 70, not a traceback for an editor."""
    gc.disable()  # one command, one build: nothing is made that must be collected before the end, and it costs a tenth
    for stream in (sys.stdout, sys.stderr):  # whatever the locale of the machine says
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = cli.main(prog_name="sitegen", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else GOOD)
    except click.ClickException as error:
        show_usage(error)
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Afbrudt. Var hjemmesiden ved at blive skrevet, gør næste byg den færdig.\nInterrupted.", err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:
        if "--traceback" in sys.argv:
            traceback.print_exc()
        click.echo(
            f"Fejl i selve programmet, ikke i det, du har skrevet: {type(error).__name__}: {error}\n"
            f"Meld den til den, der passer programmet, sammen med det, som samme kommando med --traceback viser.\n"
            f"An error in the program itself; please report it with what --traceback shows. (sitegen {__version__})",
            err=True,
        )
        sys.exit(INTERNAL)


def _root(context: click.Context, parameter: click.Parameter, value: str | None) -> Path:
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
    raise WrongUse(
        "Her er ingen hjemmeside at bygge: Hverken mappen, du står i, eller dem over den har filen content/site.yml. "
        "Gå til projektmappen, eller skriv, hvor den er: -C MAPPE.",
        "No folder with content/site.yml here or above; name it with -C.",
    )


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
OPTIONS = (
    ROOT,
    TODAY,
    click.option("-s", "--strict", is_flag=True, help="Advarsler fejler også."),
    click.option("-D", "--drafts", is_flag=True, help="Tag udkast med."),
    click.option("-F", "--future", is_flag=True, help="Tag det med, som først skal offentliggøres senere."),
    click.option("--base-url", callback=_base_url, metavar="ADRESSE", help="Adressen, siden skal stå på (til forhåndsvisning)."),
    click.option("--format", "format_", type=click.Choice(FORMATS), default=_usual_format, help="Hvordan fund vises."),
    LANG,
    click.option("-q", "--quiet", is_flag=True, help="Vis kun fejl og advarsler."),
    click.option("-v", "--verbose", is_flag=True, help="Vis også, hvor tiden gik."),
    click.option("--color/--no-color", "colour", default=None, help="Farver (ellers som terminalen)."),
    TRACEBACK,
)
HELP = click.help_option("-h", "--help", help="Vis denne hjælp.")


def _options(command: Callable[..., int]) -> Callable[..., int]:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.group(cls=DanishGroup, subcommand_metavar="KOMMANDO …")
@click.version_option(__version__, "-V", "--version", prog_name="sitegen", help="Vis versionen.")
@HELP
def cli() -> None:
    """Fra dagsordener, referater og kommissorier i Markdown til en kontrolleret, offentlig hjemmeside."""


@cli.command(short_help="Byg hjemmesiden.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="MAPPE", help="Hvor siden skrives (ellers output/).")
@click.option("--allow-shrink", is_flag=True, help="Tillad langt færre sider end sidst.")
@click.option("--verify", is_flag=True, help="Byg to gange, og sammenlign byte for byte.")
@_options
@HELP
def build(output: Path | None, **options: Any) -> int:
    """Byg hjemmesiden: content/ + templates/ → output/."""
    return _run(options, output or options["root"] / "output")


@cli.command(short_help="Kontrollér alt uden at skrive noget.")
@_options
@HELP
def check(**options: Any) -> int:
    """Kontrollér alt uden at skrive noget."""
    return _run(options, None)


@cli.command(short_help="Forklar et fund, fx SG301.")
@click.argument("code", metavar="KODE")
@click.option("--lang", type=click.Choice(catalogue.LANGUAGES), default="da", help="Sprog.")
@HELP
def explain(code: str, lang: str) -> int:
    """Forklar et fund, fx SG301 eller agenda-missing: hvad det betyder, og hvordan det rettes."""
    names = {name: known for known, (name, _) in CODES.items()}
    wanted = names.get(code.lower(), code.upper())
    if wanted not in CODES:
        near = difflib.get_close_matches(wanted, CODES, cutoff=0.6) + difflib.get_close_matches(code.lower(), names, cutoff=0.5)
        near = near or ["SG101", "agenda-missing"]
        raise WrongUse(
            f"Der er ingen kode, der hedder {code}. Tættest på: {', '.join(near)}.",
            f"There is no code {code}. Nearest: {', '.join(near)}.",
        )
    name, severity = CODES[wanted]
    click.echo(f"# {wanted} {name} ({catalogue.word(severity.value, lang)})\n\n{catalogue.explanation(wanted, lang)}")
    return GOOD


def _timed(spent: dict[str, float], step: str, function: Callable[P, T]) -> Callable[P, T]:
    """Return the function, adding the seconds of every call to `spent`."""

    def run(*arguments: P.args, **named: P.kwargs) -> T:
        start = perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            spent[step] = spent.get(step, 0.0) + perf_counter() - start

    return run


def _run(options: dict[str, Any], target: Path | None) -> int:
    from sitegen import compress, enclosures, files, history, search
    from sitegen.build import Options
    from sitegen.build import build as plan
    from sitegen.parse import parse

    root: Path = options["root"]
    spent: dict[str, float] = {}
    try:
        if target is not None:
            files.refuse(root, target)
        project = _timed(spent, "read", files.read)(root, root / enclosures.CACHE)
        archive = _timed(spent, "history", history.read)(root, root / history.CACHE)
    except files.Refusal as refusal:
        raise WrongUse(*refusal.args) from None
    except OSError as error:
        show_trouble(error, target or root)
        return FAILED
    wanted = Options(options["drafts"], options["future"], options["base_url"], search=target is not None)
    parsing = _timed(spent, "parse", parse)
    inputs = replace(project.inputs, history=archive)
    built = _timed(spent, "build", plan)(inputs, options["today"], wanted, parsing)
    if options.get("verify") and dict(plan(inputs, options["today"], wanted).plan) != dict(built.plan):
        raise RuntimeError("two builds of the same content differ")
    language = catalogue.language_for(options["lang"] or (built.site.file.language if built.site else "da"))
    _show(built.findings, language, inputs.files, options)
    commands.summarise(built, inputs, options["today"])
    status = FAILED if failing(built.findings, options["strict"]) else GOOD
    if target is not None and status == GOOD:
        try:
            indexed, trouble = _timed(spent, "search", search.index)(built.searched, root / search.CACHE)
            if trouble:
                show_unsearchable(trouble, language)
            whole = {**built.plan, **indexed}
            if built.site and built.site.file.precompress:  # the last step: whatever else is to be in the output is there
                whole |= _timed(spent, "compress", compress.twins)(files.contents(whole, project.real, compress.is_text))
            written = _timed(spent, "write", files.write)(whole, project.real, root, target, options["allow_shrink"])
        except files.Refusal as refusal:
            raise WrongUse(*refusal.args) from None
        except OSError as error:
            show_trouble(error, target)
            return FAILED
        if options["format_"] in ("text", "github") and not options["quiet"]:
            pages = sum(path.endswith(".html") for path in built.plan)
            counts = f"{written.written} filer skrevet, {written.unchanged} uændret, {written.deleted} slettet"
            click.echo(f"{pages} sider i {target} ({counts}).", err=True)
    if options["verbose"]:
        click.echo(_times(spent), err=True)
    return status


def _times(spent: Mapping[str, float]) -> str:
    """Return where the time went. Linking, judging and rendering are the core's own affair, and no clock goes in there."""
    steps = {"læs": spent["read"], "arkiv": spent["history"], "fortolk": spent.get("parse", 0.0)}
    steps["sammenhold, døm og sæt op"] = spent["build"] - steps["fortolk"]
    if "search" in spent:
        steps["søgning"] = spent["search"]
    if "compress" in spent:
        steps["komprimér"] = spent["compress"]
    if "write" in spent:
        steps["skriv"] = spent["write"]
    return "Tid: " + " · ".join(f"{step} {seconds * 1000:.0f} ms" for step, seconds in steps.items())


def _is_coloured(wanted: bool | None, terminal: bool) -> bool:
    if wanted is not None:
        return wanted
    if os.environ.get("NO_COLOR"):
        return False
    return os.environ.get("FORCE_COLOR", "0") not in ("", "0") or (terminal and os.environ.get("TERM") != "dumb")


def _show(findings: tuple[Finding, ...], language: str, sources: Mapping[str, bytes], options: dict[str, Any]) -> None:
    """Print findings: what programs read on stdout; text on stderr, with the line and a caret where a person is looking."""
    match options["format_"]:
        case "json":
            click.echo(report.as_json(findings, language, options["today"]))
            return
        case "sarif":
            click.echo(report.as_sarif(findings, language, __version__))
            return
    if options["quiet"]:
        findings = tuple(f for f in findings if f.severity is not Severity.NOTE)
        if not findings:
            return
    if options["format_"] == "github":
        click.echo(report.as_annotations(findings, language))
    terminal = sys.stderr.isatty()
    colour = _is_coloured(options["colour"], terminal)
    lines = None
    if terminal or colour:
        flagged = {finding.path for finding in findings}
        lines = {path: _lines(data) for path, data in sources.items() if path in flagged}
    width = max(40, shutil.get_terminal_size((report.WIDTH, 24)).columns - 12)  # the line's number stands before it
    words = report.text(findings, language, lines, colour, width, closing=not options["quiet"])
    click.echo(words, err=True, color=colour)


def _lines(data: bytes) -> list[str]:
    """Return a file's lines as its findings count them, personal numbers masked: a report must not spread what it warns of."""
    text = unicodedata.normalize("NFC", data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n"))
    for number in reversed(privacy.find(text)):
        hidden = re.sub(r"\S", "•", text[number.start + 2 : number.end])  # a line may break within a number
        text = text[: number.start + 2] + hidden + text[number.end :]
    return text.split("\n")


commands.add(cli, (ROOT, TODAY, LANG, TRACEBACK, HELP), _show)
