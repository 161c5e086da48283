"""`sitegen init`: a new site that builds, with one example of everything."""

import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from sitegen.commands import project
from sitegen.commands.options import BASE_URL, HELP, TODAY, TRACEBACK
from sitegen.console import FAILED, GOOD, DanishCommand, WrongUse, show_trouble

# What may be in a folder where a site begins: what git, Python and the desktop put there.
HARMLESS = (".git", ".venv", "venv", ".DS_Store", "Thumbs.db", "desktop.ini")
# What a new project at a code host begins with; it stays as it is.
KEPT = ("README.md", "LICENSE", "LICENSE.md", "LICENSE.txt", ".gitignore", ".gitattributes")
SHOWN = 5  # files in the way that are named
TITLE, PUBLISHER, ADDRESS = "Sundhedsaftalen", "Sekretariatet for Sundhedsaftalen", "https://sundhedsaftalen.example/"


@click.command(cls=DanishCommand, short_help="Begynd en ny hjemmeside.")
@click.argument("folder", metavar="[MAPPE]", default=".", type=click.Path(path_type=Path))
@click.option("--title", metavar="TITEL", help="Hjemmesidens titel.")
@click.option("--base-url", metavar="ADRESSE", help="Adressen, den skal stå på, fx https://eksempel.dk/.")
@click.option("--publisher", metavar="NAVN", help="Hvem der står bag.")
@TODAY
@TRACEBACK
@HELP
def init(folder: Path, title: str | None, base_url: str | None, publisher: str | None, today: date, **_: Any) -> int:
    """Begynd en ny hjemmeside i en tom mappe, med ét opdigtet eksempel på alt. Den kan bygges med det samme."""
    from sitegen import starter
    from sitegen.forms.vscode import vscode

    _refuse(folder)
    asked = sys.stdin.isatty() and sys.stdout.isatty()
    title = _said(title, "Hvad skal hjemmesiden hedde?", TITLE, asked)
    base_url = _address(_said(base_url, "Hvilken adresse skal den stå på?", ADDRESS, asked))
    publisher = _said(publisher, "Hvem står bag?", PUBLISHER, asked)
    made = {**starter.files(today, title, base_url, publisher), **vscode()}
    _check(made, today)
    there = {place.name for place in folder.iterdir()} if folder.is_dir() else set()
    kept = [path for path in made if path in there and path in KEPT]
    for path in kept:
        del made[path]
    try:
        _write(folder, made)
    except OSError as error:
        show_trouble(error, folder)
        return FAILED
    here = folder.resolve() == Path.cwd().resolve()
    named = f'"{folder}"' if " " in str(folder) else folder
    steps = [*([] if here else [f"cd {named}"]), "sitegen check", "sitegen serve"]
    click.echo(f"»{title}« er begyndt: {len(made)} filer i {folder.resolve()}. Alt indhold er opdigtet.")
    # Not joined by &&, which PowerShell does not know on every Windows.
    click.echo("\n  ".join(["Kontrollér og se siden. Skriv én linje ad gangen:", *steps]))
    if kept:
        click.echo(f"Det, der lå her i forvejen, er ikke ændret: {', '.join(kept)}.")
    if "README.md" in made:
        click.echo("Læs README.md: Den siger, hvad hver fil er, og de fem kommandoer, du skal bruge.")
    click.echo("Byt eksemplerne ud med jeres eget. Begynd med content/site.yml og content/organisation.yml.")
    return GOOD


def _refuse(folder: Path) -> None:
    """Raise WrongUse where a site cannot begin: in another site, in a file, among somebody's files."""
    if folder.exists() and not folder.is_dir():
        raise WrongUse(f"{folder} er en fil og ikke en mappe. Vælg en anden.", f"{folder} is no folder.")
    real = folder.resolve()
    around = next((place for place in real.parents if (place / "content" / "site.yml").is_file()), None)
    if around:
        raise WrongUse(
            f"{folder} ligger i en hjemmeside, der er begyndt: {around}. Vælg en mappe uden for den.",
            f"{folder} lies inside a site: {around}. Choose a folder outside it.",
        )
    inside = sorted(place.name for place in folder.iterdir() if place.name not in (*HARMLESS, *KEPT)) if folder.is_dir() else []
    if (real / "content" / "site.yml").is_file():
        raise WrongUse(
            f"Der er allerede en hjemmeside i {folder}, og den er ikke ændret. Se den med sitegen serve.",
            f"There is a site in {folder} already; it is unchanged.",
        )
    if inside:
        named = ", ".join(inside[:SHOWN]) + (" …" if len(inside) > SHOWN else "")
        raise WrongUse(
            f"{folder} er ikke tom, og intet er ændret. Der ligger: {named}. Giv en ny mappe navn: sitegen init hjemmeside",
            f"{folder} is not empty, and unchanged. Name a new folder: sitegen init hjemmeside",
        )


def _said(value: str | None, question: str, likely: str, asked: bool) -> str:
    """Return what was said on the command line, else what somebody at a terminal answers, else the likely answer."""
    if value is None:
        value = click.prompt(question, default=likely, err=True) if asked else likely
    return " ".join(str(value).split()) or likely


def _address(text: str) -> str:
    text = text if "://" in text else f"https://{text}"
    text = text if text.endswith("/") else f"{text}/"
    if not text.startswith("https://") or not BASE_URL.fullmatch(text):
        example = "https://eksempel.dk/"
        raise WrongUse(f"--base-url {text} er ikke en adresse som {example}.", f"--base-url takes an address such as {example}.")
    return text


def _check(made: dict[str, bytes], today: date) -> None:
    """Raise WrongUse where what was answered cannot stand in the site's own file: a control character, a personal number."""
    from sitegen import catalogue
    from sitegen.build import Inputs, examine

    texts = {path: contents for path, contents in made.items() if path == "content/site.yml"}
    found = [finding for finding in examine(Inputs(texts), today).findings if finding.path in texts]
    if found:
        raise WrongUse(*(catalogue.message(found[0], language) for language in ("da", "en")))


def _write(folder: Path, made: dict[str, bytes]) -> None:
    """Write every file, or none: what is not there yet is made, and nothing is written over."""
    begun: list[Path] = []
    try:
        for path, contents in made.items():
            place = folder / path
            begun.append(place)
            project.write(place, contents)
            if contents.startswith(b"#!"):  # a program; a wheel does not keep that it is one
                place.chmod(0o755)
    except FileExistsError:  # somebody is at work here at the same moment; what is theirs stays
        _undo(folder, begun[:-1], begun)
        raise
    except BaseException:
        _undo(folder, begun, begun)
        raise


def _undo(folder: Path, files: list[Path], begun: list[Path]) -> None:
    """Take away what was written, and the folders that it left empty."""
    for place in files:
        place.unlink(missing_ok=True)
    folders = {parent for place in begun for parent in place.parents if parent.is_relative_to(folder)}
    for place in sorted(folders, key=lambda parent: len(parent.parts), reverse=True):
        with suppress(OSError):  # not empty, or not there
            place.rmdir()
