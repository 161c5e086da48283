"""`sitegen schema`: what editors write as JSON Schema, and the configuration of the editor in the browser."""

from pathlib import Path
from typing import Any

import click

from sitegen.commands import options, project
from sitegen.console import FAILED, GOOD, DanishCommand, WrongUse, show_trouble

KINDS = ("site", "organisation", "plan", "agenda", "minutes", "mandate", "page")


@click.command(cls=DanishCommand, short_help="Vis, hvad der kan stå i filerne: JSON Schema og browserens formularer.")
@click.argument("kind", metavar="[SLAGS]", required=False, type=click.Choice(KINDS))
@click.option("--cms", is_flag=True, help="Vis i stedet formularerne til redigering i browseren (config.yml).")
@click.option("-o", "--output", metavar="MAPPE", help="Skriv filerne i denne mappe i stedet for at vise dem.")
@click.option("-C", "--root", metavar="MAPPE", help="Projektmappen (ellers nærmeste med content/site.yml); kun til --cms.")
@options.TODAY
@options.TRACEBACK
@options.HELP
def schema(kind: str | None, cms: bool, output: str | None, root: str | None, **how: Any) -> int:
    """Vis, hvad der kan stå i filerne, som JSON Schema: alle slags filer, eller én, fx agenda.

    VS Code og andre programmer bruger det til at foreslå felter og vise fejl, mens du skriver.
    """
    from sitegen import forms
    from sitegen.forms.vscode import written

    if cms:
        if kind:
            raise WrongUse("--cms viser alle formularerne på en gang: Skriv ingen slags.", "--cms takes no kind.")
        config = _config({**how, "lang": None, "root": options.root_of(root)})
        if config is None:
            return FAILED
        found = {"config.yml": config}
    elif output:
        found = {f"{one}.schema.json": written(forms.document(one)) for one in ([kind] if kind else KINDS)}
    else:
        found = {"": written(forms.document(kind))}
    if output is None:
        click.echo(next(iter(found.values())).decode(), nl=False)
        return GOOD
    return _write(Path(output), found)


def _config(how: dict[str, Any]) -> bytes | None:
    """Return the forms of a project's own content; None where an error stands in the way, which is said."""
    from sitegen import forms
    from sitegen.schema import Editor

    read = project.built(how, with_drafts=True)
    if read is None:
        return None
    inputs, built = read
    if built.site is None:
        project.show_errors(built, inputs, how)
        return None
    # Where the site names no place for its files yet, the forms can be tried out all the same: on one's own machine.
    unnamed = Editor(backend="github", repo="organisation/hjemmeside")
    return forms.config(built.site, built.site.file.editor or unnamed)


def _write(folder: Path, found: dict[str, bytes]) -> int:
    for name, contents in found.items():
        place = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            place.write_bytes(contents)
        except OSError as error:
            show_trouble(error, place)
            return FAILED
        click.echo(place.as_posix())
    return GOOD
