"""`build --verify`: the same site built again with nothing remembered, and the folder read again, compared byte for byte."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from sitegen.build import Build, Options
from sitegen.console import named


def rebuilt(built: Build, root: Path, today: date, wanted: Options) -> list[str]:
    """Return where a build from the disk, without any cache, is not what was built: paths of the output, `fund` for the findings.

    What an index for searching is made of is compared, not the index itself: another program makes it, not always alike.
    """
    from sitegen import files, history
    from sitegen.build import build

    archive = history.read(root, None)
    again = build(replace(files.read(root).inputs, history=archive), today, wanted)
    different = _different(built.plan, again.plan) + _different(built.searched, again.searched)
    return different + ["fund"] * (built.findings != again.findings)


def _different(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


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
