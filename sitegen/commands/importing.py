"""`sitegen import`: a Word document or a text becomes a draft, and the editor hears what became of each part of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import catalogue, privacy
from sitegen.commands import project
from sitegen.commands.options import common
from sitegen.console import FAILED, GOOD, DanishCommand, WrongUse, show_trouble

if TYPE_CHECKING:
    from sitegen.intake.draft import Draft

KINDS = {"agenda": "en dagsorden", "minutes": "et referat", "mandate": "et kommissorium", "page": "en side"}


@click.command("import", cls=DanishCommand, short_help="Lav et Word-dokument eller en tekst om til en kladde.")
@click.argument("file", metavar="FIL", type=click.Path(path_type=Path))
@click.option("--meeting", metavar="MØDE", default="", help="Det møde i mødeplanen, dokumentet hører til.")
@click.option("--kind", type=click.Choice(tuple(KINDS)), help="Hvad det er: dagsorden, referat, kommissorium eller side.")
@click.option(
    "--body", "bodies", metavar="FORUM", multiple=True, help="Et forum, som kommissoriet er for; kan skrives flere gange."
)
@click.option(
    "-o",
    "--output",
    metavar="FIL",
    type=click.Path(path_type=Path),
    help="Filen, der bliver skrevet (ellers der, hvor den hører til).",
)
@click.option("--stdout", is_flag=True, help="Skriv kladden på skærmen i stedet for i en fil.")
@common
def importing(
    file: Path, meeting: str, kind: str | None, bodies: tuple[str, ...], output: Path | None, stdout: bool, **options: Any
) -> int:
    """Lav et Word-dokument (.docx) eller en tekst (.txt) om til en kladde i content.

    Programmet finder selv mødet, punkterne, indstillingerne og beslutningerne, og det fortæller bagefter, hvad alting blev til,
    og hvad du skal se på. En fil, der er der i forvejen, bliver aldrig ændret, og intet bliver vist, før du sletter linjen
    draft: true.
    """
    from sitegen import attachments, intake
    from sitegen.intake.draft import draft
    from sitegen.new.meeting import named

    try:
        with file.open("rb") as stream:
            data = stream.read(attachments.LARGEST + 1)
    except OSError as error:
        if file.is_dir() or not file.exists():
            raise WrongUse(
                f"{file} er ikke en fil. Skriv navnet på et Word-dokument (.docx) eller en tekst (.txt).", f"{file} is no file."
            ) from None
        show_trouble(error, file)
        return FAILED
    read = project.built(options, with_drafts=True)
    if read is None:
        return FAILED
    inputs, built = read
    if built.site is None:
        project.show_errors(built, inputs, options)
        return FAILED
    known = [body.id for body in built.site.bodies]
    if unknown := [body for body in bodies if body not in known]:
        raise project.no_body(unknown[0], known)
    said = named(built.site.meetings, meeting) if meeting else None
    if meeting and said is None:
        raise WrongUse(f"Mødeplanen har intet møde, der hedder {meeting}.", f"The plan has no meeting {meeting}.")
    document = intake.read(data, file.suffix.removeprefix(".").lower())
    made = draft(document, file.stem, built.site, kind or "", said.id if said else "", bodies)
    if made.refused:
        click.echo("\n".join(made.refused), err=True)
        return FAILED
    if output is not None and any(number.certain for number in privacy.find(output.name)):
        danish = "Filens navn har form som et personnummer, og navnet bliver offentligt. Giv den et andet navn med -o."
        raise WrongUse(danish, "The name after -o holds what looks like a personal number; choose another.")
    place = output if output is not None else options["root"] / made.path
    if stdout:
        click.echo(made.text, nl=False)
    elif not _written(place, made, options["root"]):
        return FAILED
    _tell(made, file, made.path if output is None else str(output), stdout)
    return _trouble(made, options)


def _written(place: Path, made: "Draft", root: Path) -> bool:
    """Write the draft and the pictures beside it: all of them, or nothing where one of them is in somebody's way."""
    files = {root / path: data for path, data in made.pictures.items()} | {place: made.text.encode()}
    for target, data in files.items():
        same = target != place and target.is_file() and target.read_bytes() == data
        if not same and (target.exists() or target.is_symlink()):
            raise project.taken(target.relative_to(root).as_posix() if target.is_relative_to(root) else str(target))
    done: list[Path] = []
    try:
        for target, data in files.items():
            if not target.exists():
                project.write(target, data)
                done.append(target)
    except OSError as error:
        for target in done:
            target.unlink(missing_ok=True)
        show_trouble(error, place)
        return False
    return True


def _tell(made: "Draft", file: Path, path: str, stdout: bool) -> None:
    """Say on stderr what the document became, first in short and then part by part, in its order."""
    became = [remark for remark in made.remarks if not remark.look]
    look = [remark for remark in made.remarks if remark.look]
    count = f" med {made.items} {'punkt' if made.items == 1 else 'punkter'}" if made.items else ""
    pictures = f" og {len(made.pictures)} {'billede' if len(made.pictures) == 1 else 'billeder'}" if made.pictures else ""
    where = "står ovenfor og er ikke gemt" if stdout else f"er skrevet: {path}"
    lines = [f"{file.name} er blevet til {KINDS[made.kind]}{count}{pictures}. Kladden {where}."]
    lines.append(
        f"Der er {len(look)} ting, du skal se på."
        if look
        else "Der er ikke noget bestemt, du skal se på, men læs det hele igennem."
    )
    if became:
        lines += ["", "Blev til:", *(f"  {_at(remark.line)}{remark.text}" for remark in became)]
    if look:
        lines += ["", "Skal du se på:", *(f"  {_at(remark.line)}{remark.text}" for remark in look)]
    lines += ["", "Se det hele, som det kommer til at se ud, med: sitegen serve", "Se, om der er fejl, med: sitegen check -D"]
    click.echo("\n".join(lines), err=True)


def _at(line: int) -> str:
    return f"linje {line}: " if line else ""


def _trouble(made: "Draft", options: dict[str, Any]) -> int:
    """Say what `check` would call an error in the draft as it is; there should be nothing."""
    from sitegen.commands.findings import show
    from sitegen.diagnostics import Severity
    from sitegen.parse import parse

    text = made.text.encode()
    wrong = tuple(f.at(made.path) for f in parse(text, made.kind).findings if f.severity is Severity.ERROR)
    if wrong:
        how = {"format_": "text", "quiet": False, "colour": None, "today": options["today"]}
        show(wrong, catalogue.language_for(options["lang"] or "da"), {made.path: text}, how)
    return GOOD
