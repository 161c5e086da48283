"""`sitegen build` and `sitegen check`: one run, with or without writing; a run that would do what one before did only says it."""

import os
import shutil
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import aside
from sitegen.commands.options import options
from sitegen.commands.project import turn
from sitegen.commands.steps import Steps
from sitegen.console import FAILED, GOOD, DanishCommand, show_trouble

# What a build needs is imported where it is used: a run that is only said again needs little of it.
if TYPE_CHECKING:
    from sitegen.again import Run
    from sitegen.files import Texts

SCREEN = ("NO_COLOR", "FORCE_COLOR", "TERM")  # what colours depend on


@click.command(cls=DanishCommand, short_help="Byg hjemmesiden.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="MAPPE", help="Hvor siden skrives (ellers output/).")
@click.option("--allow-shrink", is_flag=True, help="Tillad langt færre sider end sidst.")
@click.option("--no-search", is_flag=True, help="Byg uden søgeregister: Søgesiden fører så til listerne.")
@click.option("--verify", is_flag=True, help="Byg igen uden noget husket, og sammenlign byte for byte.")
@options
def build(output: Path | None, **options: Any) -> int:
    """Byg hjemmesiden: content/ + templates/ → output/."""
    target = output or options["root"] / "output"
    with turn(options["root"], target):  # before anything is read: who comes last is to write the newest
        return _run(options, target)


@click.command(cls=DanishCommand, short_help="Kontrollér alt uden at skrive noget.")
@click.option("--staged", is_flag=True, help="Kontrollér det, der er tilføjet til næste commit (git add), og kun det.")
@options
def check(staged: bool, **options: Any) -> int:
    """Kontrollér alt uden at skrive noget."""
    if staged:
        from sitegen.commands.staged import run

        return run(options)
    return _run(options, None)


def _run(options: dict[str, Any], target: Path | None) -> int:
    from sitegen import again, files, history, search, workers

    root: Path = options["root"]
    steps = Steps(shown=not options["quiet"])
    for folder in (root / ".cache", root / search.CACHE, root / again.CACHE):
        aside.sweep(folder)
    steps.begin("read")
    try:
        with steps:
            with workers.meanwhile(partial(_state, target)) as state:
                texts = files.texts(root)
                steps.begin("again")
                key = _key(texts, options, target, history.state(root))
                run = again.found(root / again.CACHE, key) if key else None
                if run and (target is None or run.status != GOOD or (run.state and run.state == state().decode())):
                    steps.end()
                    again.say(run.said)
                    return _close(run, options, target, f"{steps.told()}. Husket: alt, for intet er ændret.")
            steps.begin("load")
            from sitegen.commands.making import made

            with again.listening() as said:
                run, remembered = made(texts, options, target, steps)
        if key and _key(texts, options, target, run.archive) == key:  # nor did an attachment change
            again.remember(root / again.CACHE, key, replace(run, said=tuple(said)))
    except BrokenPipeError:  # whoever listened has gone
        raise
    except OSError as error:
        show_trouble(error, target or root)
        return FAILED
    return _close(run, options, target, f"{steps.told()}. Husket: {remembered}.")


def _state(target: Path | None) -> bytes:
    """Return how the output lies there."""
    from sitegen.mirror import state

    return state(target).encode() if target and target.is_dir() else b""


def _key(texts: "Texts", options: dict[str, Any], target: Path | None, history: str) -> str:
    """Return what a run is known by; nothing where it cannot be told, or where more is asked for than what it says and writes."""
    from sitegen import again

    if not history or options.get("verify") or os.environ.get("GITHUB_STEP_SUMMARY"):
        return ""
    size = shutil.get_terminal_size((0, 0))  # of what has none, whoever writes decides
    screen = sys.stdout.isatty(), sys.stderr.isatty(), size, *map(os.environ.get, SCREEN)
    asked = sorted((name, str(value)) for name, value in options.items() if name not in ("verbose", "jobs", "traceback"))
    return again.key(texts, history, (asked, str(target and target.resolve()), screen))


def _close(run: "Run", options: dict[str, Any], target: Path | None, times: str) -> int:
    """Say what was written and where the time went, and return the exit status."""
    if target and run.status == GOOD and options["format_"] in ("text", "github", "gitlab") and not options["quiet"]:
        counts = f"{run.written} filer skrevet, {run.unchanged} uændret, {run.deleted} slettet"
        click.echo(f"{run.pages} sider i {target} ({counts}).", err=True)
        if options["verify"]:
            click.echo("Kontrolleret: Bygget igen uden noget husket giver det samme, og mappen er læst igen.", err=True)
    if options["verbose"]:
        click.echo(times, err=True)
    return run.status
