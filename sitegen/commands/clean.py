"""`sitegen clean`: takes away what the program has made and can make again, and nothing else."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from sitegen import aside
from sitegen.commands.options import HELP, ROOT, TRACEBACK
from sitegen.commands.project import turn
from sitegen.console import FAILED, GOOD, DanishCommand, show_trouble


@click.command(cls=DanishCommand, short_help="Fjern det, programmet selv har lavet.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="MAPPE", help="Hvor siden er skrevet (ellers output/).")
@click.option("--dry-run", is_flag=True, help="Vis, hvad der ville blive fjernet, og fjern intet.")
@ROOT
@TRACEBACK
@HELP
def clean(output: Path | None, dry_run: bool, root: Path, **_: Any) -> int:
    """Fjern den byggede hjemmeside, det, programmet husker i .cache/, og halve filer. Det, du har skrevet, bliver ikke rørt."""
    target = output or root / "output"
    with turn(root, target):
        return _cleaned(root, target, dry_run)


def _cleaned(root: Path, target: Path, dry_run: bool) -> int:
    removed = 0
    try:
        for place in (*_built(target), *_cached(root), *_halves(root)):
            count = _count(place)
            if not dry_run:
                _remove(place)
            removed += 1
            shown = place.relative_to(root) if place.is_relative_to(root) else place
            folder = f"/ ({count} {'fil' if count == 1 else 'filer'})" if count is not None else ""
            click.echo(f"{'Ville fjerne' if dry_run else 'Fjernet'}: {shown.as_posix()}{folder}")
        if not dry_run:
            _prune(root / ".cache")
    except OSError as error:
        show_trouble(error, target)
        return FAILED
    if not removed:
        click.echo("Der er intet at fjerne.")
    return GOOD


def _built(target: Path) -> Iterator[Path]:
    """Yield the output folder where it is ours; what somebody made empty is theirs."""
    from sitegen.refusals import MARKER

    if (target / MARKER).is_file():
        yield target


def _cached(root: Path) -> Iterator[Path]:
    """Yield what the program remembers, and copies of it that were never finished; other programs have a .cache/ too."""
    from sitegen import again, enclosures, history, memo, search

    folder = root / ".cache"
    if folder.is_symlink():
        return
    names = [Path(cache).name for cache in (again.CACHE, enclosures.CACHE, history.CACHE, memo.CACHE, search.CACHE)]
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not place.is_symlink() and (place.name in names or aside.is_temporary(place.name)):
            yield place


def _halves(root: Path) -> Iterator[Path]:
    """Yield files in the sources that were being written when something broke off."""
    for part in ("content", "templates"):
        top = root / part
        for folder, _, names in os.walk(top) if not top.is_symlink() else ():  # which follows no links
            for name in sorted(names):
                place = Path(folder) / name
                if aside.is_temporary(name) and not place.is_symlink():
                    yield place


def _count(place: Path) -> int | None:
    """Return how many files a folder holds; None for a file."""
    return sum(len(names) for _, _, names in os.walk(place)) if place.is_dir() else None


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)  # which removes a link and not what it leads to
    else:
        place.unlink()


def _prune(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()
