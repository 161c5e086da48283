"""The command line: reads the clock, the disk and the terminal, and turns findings into text and an exit status."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from sitegen import __version__, catalogue, report
from sitegen.calendar import COPENHAGEN, local_date
from sitegen.diagnostics import CODES, Finding, Severity, failing

GOOD, FAILED, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 70, 130


def main() -> None:
    """Run the command line; an error of the program itself is one line and exit status 70, not a traceback for an editor."""
    for stream in (sys.stdout, sys.stderr):  # whatever the locale of the machine says
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = cli.main(standalone_mode=False)
        sys.exit(status if isinstance(status, int) else GOOD)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Afbrudt. / Interrupted.", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(GOOD)
    except Exception as error:
        if "--traceback" in sys.argv:
            raise
        click.echo(
            f"Fejl i selve programmet / an error in the program itself: {type(error).__name__}: {error}\n"
            f"Den gamle side er urørt. Meld fejlen med det, som --traceback viser. (sitegen {__version__})",
            err=True,
        )
        sys.exit(INTERNAL)


def _root(context: click.Context, parameter: click.Parameter, value: str | None) -> Path:
    """Return the project folder: the one given, else the nearest one upwards with content/site.yml."""
    if value is not None:
        root = Path(value)
        if not (root / "content").is_dir():
            raise click.BadParameter(f"{root} har ingen mappe content/ / has no folder content/", context, parameter)
        return root
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "content" / "site.yml").is_file():
            return folder
    if (here / "content").is_dir():
        return here
    raise click.UsageError(
        "Ingen mappe med content/site.yml her eller ovenover. / No folder with content/site.yml here or above."
    )


def _today(context: click.Context, parameter: click.Parameter, value: str | None) -> date:
    """Return the day to judge by: --today, else SOURCE_DATE_EPOCH, else the clock, as a date in Copenhagen."""
    if value is not None:
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            raise click.BadParameter(f"{value}: YYYY-MM-DD", context, parameter) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return local_date(datetime.fromtimestamp(int(epoch), UTC))
        except (ValueError, OverflowError, OSError):
            raise click.UsageError(f"SOURCE_DATE_EPOCH={epoch}") from None
    return datetime.now(COPENHAGEN).date()


OPTIONS = (
    click.option("-C", "--root", callback=_root, metavar="DIR", help="Projektmappen (ellers nærmeste med content/site.yml)."),
    click.option("--today", callback=_today, metavar="YYYY-MM-DD", help="Den dag, der dømmes efter."),
    click.option("-s", "--strict", is_flag=True, help="Advarsler fejler også."),
    click.option("-D", "--drafts", is_flag=True, help="Tag udkast med."),
    click.option("-F", "--future", is_flag=True, help="Tag det med, som først skal offentliggøres senere."),
    click.option("--base-url", metavar="URL", help="Adressen, siden skal stå på (til forhåndsvisning)."),
    click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Hvordan fund vises."),
    click.option("--lang", type=click.Choice(catalogue.LANGUAGES), help="Fundenes sprog (ellers sidens)."),
    click.option("-q", "--quiet", is_flag=True, help="Vis kun fejl og advarsler."),
    click.option("-v", "--verbose", is_flag=True, help="Vis også, hvor tiden gik."),
    click.option("--color/--no-color", "colour", default=None, help="Farver (ellers som terminalen)."),
    click.option("--traceback", is_flag=True, help="Vis hele fejlen, når programmet selv fejler."),
)


def _options(command: Callable[..., int]) -> Callable[..., int]:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="sitegen")
def cli() -> None:
    """Fra dagsordener, referater og kommissorier i Markdown til en kontrolleret, offentlig hjemmeside."""


@cli.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Hvor siden skrives (ellers output/ i projektmappen).")
@click.option("--allow-shrink", is_flag=True, help="Tillad langt færre sider end sidst.")
@_options
def build(output: Path | None, allow_shrink: bool, **options: Any) -> int:
    """Byg hjemmesiden: content/ + templates/ → output/."""
    return _run(options, output or options["root"] / "output", allow_shrink)


@cli.command()
@_options
def check(**options: Any) -> int:
    """Kontrollér alt, uden at skrive noget."""
    return _run(options, None, False)


@cli.command()
@click.argument("code")
@click.option("--lang", type=click.Choice(catalogue.LANGUAGES), default="da", help="Sprog.")
def explain(code: str, lang: str) -> int:
    """Forklar et fund, fx SG301: hvad det betyder, og hvordan det rettes."""
    wanted = code.upper()
    names = {name: known for known, (name, _) in CODES.items()}
    wanted = names.get(code.lower(), wanted)
    if wanted not in CODES:
        raise click.UsageError(f"{code}: {', '.join(CODES)}")
    name, severity = CODES[wanted]
    click.echo(f"# {wanted} {name} ({catalogue.word(severity.value, lang)})\n\n{catalogue.explanation(wanted, lang)}")
    return GOOD


def _run(options: dict[str, Any], target: Path | None, allow_shrink: bool) -> int:
    from sitegen import files
    from sitegen.build import Options
    from sitegen.build import build as plan

    root: Path = options["root"]
    try:
        if target is not None:
            files.refuse(root, target)
        project = files.read(root)
        built = plan(project.inputs, options["today"], Options(options["drafts"], options["future"], options["base_url"]))
        language = options["lang"] or (built.site.file.language if built.site else "da")
        _show(built.findings, language if language in catalogue.LANGUAGES else "da", project.inputs.files, options)
        failed = failing(built.findings, options["strict"])
        if target is None or failed:
            return FAILED if failed else GOOD
        written = files.write(built.plan, project.real, root, target, allow_shrink)
    except files.Refusal as refusal:
        raise click.UsageError(str(refusal)) from None
    if options["format_"] == "text" and not options["quiet"]:
        pages = sum(path.endswith(".html") for path in built.plan)
        counts = f"{written.written} filer skrevet, {written.unchanged} uændret, {written.deleted} slettet"
        click.echo(f"{pages} sider i {target} ({counts}).", err=True)
    return GOOD


def _show(findings: tuple[Finding, ...], language: str, sources: Any, options: dict[str, Any]) -> None:
    """Print findings: JSON on stdout; text on stderr, with the line and a caret where a person is looking."""
    if options["format_"] == "json":
        click.echo(report.as_json(findings, language, options["today"]))
        return
    if options["quiet"]:
        findings = tuple(f for f in findings if f.severity is not Severity.NOTE)
        if not findings:
            return
    terminal = sys.stderr.isatty()
    colour = options["colour"]
    if colour is None:
        colour = "NO_COLOR" not in os.environ and (terminal or bool(os.environ.get("FORCE_COLOR")))
    lines = None
    if terminal or colour:
        wanted = {finding.path for finding in findings}
        lines = {p: data.decode("utf-8-sig", "replace").splitlines() for p, data in sources.items() if p in wanted}
    click.echo(report.text(findings, language, lines, colour), err=True, color=colour)
