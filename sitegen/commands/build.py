"""`sitegen build` and `sitegen check`: one run, with or without writing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, ParamSpec, TypeVar

import click

from sitegen import aside, catalogue
from sitegen.commands.findings import show
from sitegen.commands.options import options
from sitegen.commands.project import turn
from sitegen.commands.summary import summarise
from sitegen.console import FAILED, GOOD, INTERNAL, DanishCommand, WrongUse, show_trouble, show_unsearchable
from sitegen.diagnostics import failing

P = ParamSpec("P")
T = TypeVar("T")


@click.command(cls=DanishCommand, short_help="Byg hjemmesiden.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="MAPPE", help="Hvor siden skrives (ellers output/).")
@click.option("--allow-shrink", is_flag=True, help="Tillad langt færre sider end sidst.")
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
    from sitegen import compress, enclosures, files, history, memo, mirror, search
    from sitegen.build import Options
    from sitegen.build import build as plan
    from sitegen.commands import verify

    root: Path = options["root"]
    spent: dict[str, float] = {}
    for folder in (root / ".cache", root / search.CACHE):
        aside.sweep(folder)
    try:
        project = _timed(spent, "read", files.read)(root, root / enclosures.CACHE)
        archive = _timed(spent, "history", history.read)(root, root / history.CACHE)
    except OSError as error:
        show_trouble(error, target or root)
        return FAILED
    wanted = Options(options["drafts"], options["future"], options["base_url"], search=target is not None)
    inputs = replace(project.inputs, history=archive)
    with memo.remembered(root / memo.CACHE) as parse:
        built = _timed(spent, "build", plan)(inputs, options["today"], wanted, _timed(spent, "parse", parse))
    if options.get("verify") and (different := verify.rebuilt(built, root, options["today"], wanted)):
        verify.show_stale(different)
        return INTERNAL
    language = catalogue.language_for(options["lang"] or (built.site.file.language if built.site else "da"))
    show(built.findings, language, inputs.files, options)
    summarise(built, inputs, options["today"])
    status = FAILED if failing(built.findings, options["strict"]) else GOOD
    if target is not None and status == GOOD:
        try:
            indexed, trouble = _timed(spent, "search", search.index)(built.searched, root / search.CACHE)
            if trouble:
                show_unsearchable(trouble, language)
            whole = {**built.plan, **indexed}
            if built.site and built.site.file.precompress:  # the last step: whatever else is to be in the output is there
                whole |= _timed(spent, "compress", compress.twins)(mirror.contents(whole, project.real, compress.is_text))
            written = _timed(spent, "write", mirror.write)(whole, project.real, root, target, options["allow_shrink"])
        except files.Refusal as refusal:
            raise WrongUse(*refusal.args) from None
        except OSError as error:
            show_trouble(error, target)
            return FAILED
        if options["verify"] and (different := mirror.differing(whole, project.real, target)):
            verify.show_unlike(different)
            return INTERNAL
        if options["format_"] in ("text", "github", "gitlab") and not options["quiet"]:
            pages = sum(path.endswith(".html") for path in built.plan)
            counts = f"{written.written} filer skrevet, {written.unchanged} uændret, {written.deleted} slettet"
            click.echo(f"{pages} sider i {target} ({counts}).", err=True)
            if options["verify"]:
                click.echo("Kontrolleret: Bygget igen uden noget husket giver det samme, og mappen er læst igen.", err=True)
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
