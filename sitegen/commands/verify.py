"""`build --verify`: the same site built again with nothing remembered, and the folder read again, compared byte for byte."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from sitegen import compress, files, history, layout, mirror
from sitegen.assembly import Assembly, no_folders
from sitegen.build import Build, Options, build
from sitegen.console import named
from sitegen.inputs import Copy

Plan = Mapping[str, bytes | Copy]


def rebuilt(built: Build, made: Assembly | None, root: Path, today: date, wanted: Options) -> tuple[Plan, list[str]]:
    """Return the plan of a build from the disk, without any cache and in one process, and where what was made is not like it.

    Places are paths of the output, `fund` for the findings. What an index for searching is made of is compared, not the index
    itself: another program makes it, not always alike.
    """
    project = files.read(root)
    again = build(replace(project.inputs, history=history.read(root, None)), today, wanted)
    plan, staged = with_twins(again.plan, project.real, again), made.staged if made and not made.findings else {}
    different = sorted(plan.keys() ^ staged.keys())
    if made and made.room:
        different += [path for path, one in plan.items() if path in staged and not made.room.holds(path, staged[path], one)]
        searched = layout.searched(made.laid, made.whole.pages) if staged else {}
        different += sorted(p for p in searched.keys() | again.searched.keys() if searched.get(p) != again.searched.get(p))
    return plan, different + ["fund"] * (built.findings != again.findings)


def with_twins(plan: Plan, real: Mapping[str, Path], built: Build) -> Plan:
    """Return a plan with the compressed twins of its texts where the site has such."""
    if not (built.site and built.site.file.precompress):
        return plan
    return no_folders({**plan, **compress.twins(mirror.contents(plan, real, compress.is_text))})


def show_stale(paths: list[str]) -> None:
    """Say that what is remembered gave another site than the content does: a mistake of the program's, never of an editor's."""
    _show(
        paths,
        "Det, programmet huskede, gav noget andet end indholdet selv. Hjemmesiden er ikke ændret. Slet mappen .cache, og byg "
        "igen – og fortæl det til den, der passer programmet. Blev en fil gemt imens, så byg bare igen.",
        "What was remembered gave something else than the content does. The site is not changed. Delete the folder .cache and "
        "build again, and report it. If a file was saved meanwhile, just build again.",
    )


def show_unlike(paths: list[str]) -> None:
    """Say that the folder is not what was written to it a moment ago."""
    _show(
        paths,
        "Filerne i mappen er ikke dem, der lige er skrevet. Skriver et andet program i mappen, så stop det. Byg derefter igen.",
        "The files in the folder are not those just written. Stop any other program that writes there, then build again.",
    )


def _show(paths: list[str], danish: str, english: str) -> None:
    click.echo(f"--verify: {named(paths)}\n{danish}\n{english}", err=True)
