"""`sitegen new mandate` and `sitegen new page`: texts that stand on their own."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from sitegen.commands import asking, project
from sitegen.commands.options import common
from sitegen.console import FAILED, GOOD, DanishCommand, WrongUse, show_trouble

if TYPE_CHECKING:
    from sitegen.build import Build, Inputs
    from sitegen.model import Body, Site


@click.command(cls=DanishCommand, short_help="Begynd et kommissorium.")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--title", metavar="TITEL", help="Kommissoriets titel.")
@click.option("--body", "bodies", multiple=True, metavar="FORUM", help="Et forum, det gælder for. Kan gentages.")
@click.option("--level", metavar="NIVEAU", help="Alle fora på et niveau.")
@click.option("--from", "begins", metavar="DATO", help="Hvornår det begynder at gælde (ellers ved næste årsskifte).")
@common
def mandate(
    name: str | None, title: str | None, bodies: tuple[str, ...], level: str | None, begins: str | None, **options: Any
) -> int:
    """Begynd et forslag til et kommissorium, med de forpligtelser, der gælder nu. ID er filens navn, fx raadet-2027."""
    from sitegen.new import mandate as draft

    read = _read(options)
    if read is None:
        return FAILED
    inputs, built, site = read
    if not (bodies or level) and not asking.possible():
        example = f"sitegen new mandate {name or 'mit-forum-2027'} --body {site.bodies[0].id if site.bodies else 'forum'}"
        raise WrongUse(
            f"Skriv, hvem kommissoriet gælder for: --body FORUM eller --level NIVEAU. Fx {example}", "Use --body or --level."
        )
    day = _begins(site, begins, options["today"])
    chosen, about = _bodies(site, bodies, level, day)
    usual = f"Kommissorium for {about}"
    if title is None:
        title = usual if name is not None else _asked("Titel", usual)
    name = name if name is not None else _asked("Filens navn", draft.usual_name(title, day))
    _check_name(name)
    return _write(options, inputs, built, draft.path(name), draft.text(site, chosen, title, day))


@click.command(cls=DanishCommand, short_help="Begynd en side.")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--title", metavar="TITEL", help="Sidens overskrift (ellers efter ID).")
@common
def page(name: str | None, title: str | None, **options: Any) -> int:
    """Begynd en side, fx om-os. ID bliver filens navn og sidens adresse."""
    from sitegen.danish import slug
    from sitegen.new import page as draft

    read = _read(options)
    if read is None:
        return FAILED
    inputs, built, site = read
    if name is None:
        if not asking.possible():
            raise WrongUse("Der mangler noget efter kommandoen: ID. Skriv fx sitegen new page om-os", "Name the page.")
        title = title or _asked("Sidens overskrift", "")
        name = _asked("Filens navn", slug(title))
    _check_name(name)
    title = title or draft.usual_title(name)
    return _write(options, inputs, built, draft.path(name), draft.text(site, title), laid_out=True)


def _read(options: dict[str, Any]) -> "tuple[Inputs, Build, Site] | None":
    read = project.built(options, with_drafts=True)
    if read is None:
        return None
    inputs, built = read
    if built.site is None:
        project.show_errors(built, inputs, options)
        return None
    return inputs, built, built.site


def _asked(question: str, usual: str) -> str:
    return asking.ask(question, usual, lambda typed: typed or None)


def _check_name(name: str) -> None:
    from sitegen.danish import slug

    if name != slug(name) or not name:
        so = f"Skriv fx {slug(name)}" if slug(name) else "Skriv fx om-os"
        raise WrongUse(
            f"»{name}« kan ikke være en fils navn her: Brug kun små bogstaver, tal og bindestreg. {so}.",
            f"{name} is no id; use small letters, digits and hyphens.",
        )


def _begins(site: "Site", begins: str | None, today: date) -> date:
    from sitegen.new.meeting import Refusal, read_day

    if begins is None:
        return date(today.year + 1, 1, 1)
    found = read_day(begins)
    if isinstance(found, Refusal):
        raise WrongUse(found.danish, found.english)
    return found


def _bodies(site: "Site", names: tuple[str, ...], level: str | None, day: date) -> "tuple[list[Body], str]":
    """Return the bodies a mandate is for, and what they are called together."""
    from sitegen.danish import date_words
    from sitegen.new.meeting import Refusal, not_in_force, read_body

    levels = {one.id: one.name for one in site.organisation.levels}
    if not names and level is None:
        going_on = [body for body in site.bodies if body.exists_on(day) and not body.entry.part_of]
        of = [
            (("", key), f"alle fora på niveauet {name}")
            for key, name in levels.items()
            if any(b.entry.level == key for b in going_on)
        ]
        own = [((body.id, ""), f"{body.name} ({body.id})") for body in going_on]
        if not of + own:
            raise WrongUse(f"Intet forum findes {date_words(day)}. Skriv en anden dag med --from.", "No body exists on that day.")
        chosen, level = asking.choose("Hvem gælder kommissoriet for?", of + own)
        names = (chosen,) if chosen else ()
    if level and level not in levels:
        raise WrongUse(f"Der er intet niveau, der hedder {level}. Niveauer: {', '.join(levels)}.", f"There is no level {level}.")
    found = [body for body in site.bodies if level and body.entry.level == level and body.exists_on(day)]
    for name in names:
        body = read_body(site, name)
        refusal = body if isinstance(body, Refusal) else None if body.exists_on(day) else not_in_force(site, body, day)
        if refusal:
            raise WrongUse(refusal.danish, refusal.english)
        found += [body] if not isinstance(body, Refusal) and body not in found else []
    if not found:
        raise WrongUse(
            f"Ingen fora på niveauet {level} findes {date_words(day)}. Skriv en anden dag med --from, eller nævn fora: --body.",
            f"No body of the level {level} exists on {day}.",
        )
    return found, levels[level] if level and not names else " og ".join(body.name for body in found)


def _write(options: dict[str, Any], inputs: "Inputs", built: "Build", path: str, text: str, laid_out: bool = False) -> int:
    """Write a file that is not there yet, unless there would be new errors; `laid_out` looks at the addresses too."""
    from sitegen.build import Options, build, examine

    place = options["root"] / path
    if path in inputs.files:
        raise project.taken(path)
    more = replace(inputs, files={**inputs.files, path: text.encode()})
    after = (build if laid_out else examine)(more, options["today"], Options(drafts=True))
    made = project.trouble_made(built, after)
    if made and laid_out:  # what only a layout finds may have been there before
        made = project.trouble_made(build(inputs, options["today"], Options(drafts=True)), after)
    if made:
        click.echo("Filen er ikke skrevet, for så ville der være fejl:", err=True)
        project.show_errors(replace(after, findings=tuple(made)), more, options)
        return FAILED
    try:
        project.write(place, text.encode())
    except FileExistsError:
        raise project.taken(path) from None
    except OSError as error:
        show_trouble(error, place)
        return FAILED
    click.echo(path)
    return GOOD
