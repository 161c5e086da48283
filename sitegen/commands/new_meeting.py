"""`sitegen new meeting`: sets a meeting into the plan, with what is usual where nothing is said, and nothing else changed."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sitegen import catalogue
from sitegen.commands import asking, project
from sitegen.commands.findings import show
from sitegen.commands.options import common
from sitegen.console import FAILED, GOOD, DanishCommand, WrongUse, show_trouble

if TYPE_CHECKING:
    from sitegen.build import Build, Inputs
    from sitegen.model import Body, Site
    from sitegen.new.meeting import Planned, Refusal, Wish
    from sitegen.new.plan_text import Entry

Value = TypeVar("Value")
LISTED = 15
PAPERS = {"agenda": "Dagsorden", "minutes": "Referat"}
ASKED = {"host": "Vært", "place": "Sted", "start": "Begynder kl.", "end": "Slutter kl."}


@click.command("meeting", cls=DanishCommand, short_help="Sæt et møde i mødeplanen.")
@click.argument("body", metavar="[FORUM]", required=False)
@click.argument("day", metavar="[DATO]", required=False)
@click.option("--with", "others", multiple=True, metavar="FORUM", help="Et forum mere: et fællesmøde. Kan gentages.")
@click.option("--start", metavar="TT:MM", help="Hvornår mødet begynder (ellers som forummet plejer).")
@click.option("--end", metavar="TT:MM", help="Hvornår det slutter.")
@click.option("--place", metavar="STED", help="Hvor det er (ellers der, hvor værten sidst holdt møde).")
@click.option("--host", metavar="PART", help="Hvem der er vært (ellers den part, der har ventet længst).")
@click.option("--mode", metavar="FORM", help="physical, virtual eller hybrid.")
@click.option("--type", "type_", metavar="TYPE", help="ordinary, extraordinary, theme, seminar eller written.")
@click.option("--until", metavar="DATO", help="Sidste dag, når mødet varer flere dage.")
@common
def meeting(body: str | None, day: str | None, others: tuple[str, ...], **options: Any) -> int:
    """Sæt et møde i mødeplanen, fx nord 2027-03-11. Resten af filen bliver ikke ændret. Skriv - for det, der ikke er aftalt."""
    read = project.built(options, with_drafts=True)
    if read is None:
        return FAILED
    inputs, built = read
    site = built.site
    if site is None:
        project.show_errors(built, inputs, options)
        return FAILED
    given = {key: options[key] for key in ("start", "end", "place", "host", "mode", "until") if options[key] is not None}
    given |= {"type": options["type_"]} if options["type_"] is not None else {}
    talking = body is None or day is None
    wish = (
        _asked(site, options["today"], body, day, others, given)
        if talking
        else _wished(site, body or "", day or "", others, given)
    )
    from sitegen.new.meeting import planned

    found = _or_raise(planned(site, wish))
    if talking and not asking.agree(f"{_shown(found.entry)}\nSkal mødet stå sådan i mødeplanen?"):
        raise click.Abort
    return _put(options, inputs, built, found, wish)


def _or_raise(found: "Value | Refusal") -> Value:
    from sitegen.new.meeting import Refusal

    if isinstance(found, Refusal):
        raise WrongUse(found.danish, found.english)
    return found


def _or_say(found: "Value | Refusal") -> Value | None:
    from sitegen.new.meeting import Refusal

    if isinstance(found, Refusal):
        click.echo(found.danish, err=True)
        return None
    return found


def _wished(site: "Site", body: str, day: str, others: tuple[str, ...], given: dict[str, str]) -> "Wish":
    from sitegen.new.meeting import Wish, read_body, read_day

    bodies = {one.id: one for one in (_or_raise(read_body(site, name)) for name in (body, *others))}
    return Wish(tuple(bodies.values()), _or_raise(read_day(day)), given)


# --- asked for at a terminal


def _asked(
    site: "Site", today: date, body: str | None, day: str | None, others: tuple[str, ...], given: dict[str, str]
) -> "Wish":
    """Ask for what is missing, each question with its likely answer."""
    from sitegen.new.meeting import Wish, planned, read_body, read_day, refused
    from sitegen.new.proposals import next_day

    if not asking.possible():
        known = body or next((one.id for one in site.bodies if one.exists_on(today)), "forum")
        lacking = "DATO" if body else "FORUM og DATO"
        raise WrongUse(
            f"Der mangler noget efter kommandoen: {lacking}. Skriv fx sitegen new meeting {known} {today.year + 1}-03-11",
            "Name the body and the date.",
        )
    bodies: list[Body] = [_or_raise(read_body(site, name)) for name in ((body,) if body else ())]
    bodies = bodies or [asking.choose("Hvilket forum skal mødes?", _bodies(site, today))]
    bodies += [_or_raise(read_body(site, name)) for name in others]
    wish = Wish(tuple({one.id: one for one in bodies}.values()), today, given)

    def free(typed: str) -> date | None:
        found = _or_say(read_day(typed))
        refusal = found and refused(site, replace(wish, day=found))
        return _or_say(refusal) if refusal else found

    usual = next_day(site, bodies[0], today)
    wish = replace(
        wish, day=_or_raise(read_day(day)) if day else asking.ask("Hvilken dag? (år-måned-dag)", f"{usual or ''}", free)
    )
    for key, question in ASKED.items():
        proposed = planned(site, wish)
        values = _or_raise(proposed).entry.values
        if key not in given and values.get("type") != "written" and not (key in ("start", "end") and "until" in values):
            answer = _answered(site, wish, key, question, values)
            wish = replace(wish, given={**wish.given, key: answer})
    return wish


def _answered(site: "Site", wish: "Wish", key: str, question: str, values: Any) -> str:
    from sitegen.new.meeting import Refusal, planned
    from sitegen.new.proposals import hosts
    from sitegen.new.writing import yaml

    if key == "host":
        choices = hosts(site, wish.bodies, wish.day)
        found = [(one.party.id, f"{one.party.name} ({one.reason})") for one in choices]
        return asking.choose("Hvem er vært?", [*found, ("-", "ikke aftalt endnu")]) if found else "-"

    def read(typed: str) -> str | None:
        tried = planned(site, replace(wish, given={**wish.given, key: typed or "-"}))
        return (_or_say(tried) and None) if isinstance(tried, Refusal) else typed or "-"

    value = values.get(key)
    usual = "" if value is None else value if isinstance(value, str) else yaml(value)
    return asking.ask(question, usual, read, "tryk Enter, hvis det ikke er aftalt")


def _bodies(site: "Site", today: date) -> "list[tuple[Body, str]]":
    """Return the bodies that go on, those that have waited longest for a meeting in the plan first."""
    from sitegen.new.proposals import held

    days = {body.id: [m.first for m in held(site, [body])] for body in site.bodies}
    going_on = [body for body in site.bodies if not (body.ends and body.ends < today) and not body.entry.part_of]
    in_order = sorted(going_on, key=lambda body: (body.ends is not None, len(days[body.id]) < 2, days[body.id][-1:]))
    return [(body, f"{body.name} ({body.id})") for body in in_order[:LISTED]]


# --- written


def _shown(entry: "Entry") -> str:
    from sitegen.new.plan_text import lines

    return "\n".join(lines(entry))


def _put(options: dict[str, Any], inputs: "Inputs", built: "Build", found: "Planned", wish: "Wish") -> int:
    from sitegen.build import Options, examine
    from sitegen.new import terms
    from sitegen.new.plan_text import insert

    path = _path(inputs, built, wish.day.year)
    old = inputs.files.get(path)
    inserted = insert(old or b"", found.entry)
    if inserted is None:
        return _left_alone(options, inputs, built, found, path, wish.day)
    after = examine(replace(inputs, files={**inputs.files, path: inserted.data}), options["today"], Options(drafts=True))
    if made := project.trouble_made(built, after):
        click.echo("Mødet er ikke skrevet, for så ville der være fejl:", err=True)
        project.show_errors(replace(after, findings=tuple(made)), inputs, options)
        return FAILED
    place = options["root"] / path
    try:
        if old is None:
            project.write(place, inserted.data)
        elif not project.replace(place, old, inserted.data):
            click.echo(
                f"{path} blev ændret imens, så mødet er ikke skrevet. Prøv igen.\n{path} has changed; try again.", err=True
            )
            return FAILED
    except FileExistsError:
        raise project.taken(path) from None
    except OSError as error:
        show_trouble(error, place)
        return FAILED
    for line in (*found.reasons, *found.doubts):
        click.echo(line, err=True)
    own = range(inserted.line, inserted.line + len(inserted.lines))
    doubtful = tuple(f for f in after.findings if f.path == path and f.line in own)
    language = catalogue.language_for(options["lang"] or (after.site.file.language if after.site else "da"))
    show(doubtful, language, {path: inserted.data}, {"format_": "text", "quiet": True, "colour": None, "today": options["today"]})
    said = [f"{path}:{inserted.line}", *inserted.lines]
    meeting = next((m for m in after.site.meetings if m.id == found.id), None) if after.site else None
    for kind, word in PAPERS.items() if meeting else ():
        lines = terms(kind, after.verdicts, meeting) if meeting else ()
        said += [f"{word}: {line[:1].lower()}{line[1:]}".replace("frist: ", "frist ") for line in lines]
    click.echo("\n".join((*said, f"Næste skridt: sitegen new agenda {found.id}")))
    return GOOD


def _path(inputs: "Inputs", built: "Build", year: int) -> str:
    """Return the plan that a year's meetings stand in."""
    own = [f"content/meetings/{year}.{ending}" for ending in ("yml", "yaml")]
    meetings = built.site.meetings if built.site else ()
    used = Counter(m.source.path for m in meetings if m.first.year == year).most_common(1)
    return next((path for path in own if path in inputs.files), used[0][0] if used else own[0])


def _left_alone(options: dict[str, Any], inputs: "Inputs", built: "Build", found: "Planned", path: str, day: date) -> int:
    """Say that the plan is unchanged, and what to write where by hand."""
    wrong = tuple(f for f in built.findings if f.path == path)
    project.show_errors(replace(built, findings=wrong), inputs, options)
    meetings = [m for m in built.site.meetings if m.source.path == path] if built.site else []
    before = [m for m in meetings if m.first <= day]
    where = f"efter mødet {before[-1].id}" if before else "hvor det hører til efter datoen"
    click.echo(
        f"{path} er ikke ændret: Programmet kan ikke sætte mødet ind uden at gætte på, hvordan filen er bygget op. "
        f"Sæt selv linjerne herunder ind {where}, med samme indrykning som de andre møder.\n"
        f"{path} is unchanged; set these lines in by hand.",
        err=True,
    )
    click.echo(_shown(found.entry))
    return FAILED
