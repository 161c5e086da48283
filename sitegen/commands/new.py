"""`sitegen new`: begins a paper from what the plan, the mandate and earlier meetings already say."""

import difflib
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from sitegen.commands import project
from sitegen.commands.options import HELP, common
from sitegen.console import FAILED, GOOD, DanishCommand, DanishGroup, WrongUse, show_trouble

if TYPE_CHECKING:
    from sitegen.model import Meeting, Site

LISTED = 12  # meetings that are named where several fit
NOUNS = {"agenda": "dagsorden", "minutes": "referat"}


@click.group(cls=DanishGroup, short_help="Begynd en dagsorden eller et referat.", subcommand_metavar="HVAD …")
@HELP
def new() -> None:
    """Begynd en dagsorden eller et referat af det, mødeplanen, kommissoriet og de tidligere møder allerede siger."""


@new.command(cls=DanishCommand, short_help="Begynd en dagsorden.")
@click.argument("meeting", metavar="MØDE")
@common
def agenda(meeting: str, **options: Any) -> int:
    """Begynd dagsordenen til et møde fra mødeplanen, fx 2026-03-12-nord. En fil, der er der, bliver aldrig ændret."""
    return _new("agenda", meeting, options)


@new.command(cls=DanishCommand, short_help="Begynd et referat.")
@click.argument("meeting", metavar="MØDE")
@common
def minutes(meeting: str, **options: Any) -> int:
    """Begynd referatet af et møde fra mødeplanen, fx 2026-03-12-nord. En fil, der er der, bliver aldrig ændret."""
    return _new("minutes", meeting, options)


def _new(kind: str, wanted: str, options: dict[str, Any]) -> int:
    from sitegen import new
    from sitegen.public import public

    read = project.built(options, with_drafts=True)
    if read is None:
        return FAILED
    inputs, built = read
    if built.site is None:
        project.show_errors(built, inputs, options)
        return FAILED
    meeting = _meeting(built.site, kind, wanted, options["today"])
    document = meeting.agenda if kind == "agenda" else meeting.minutes
    path = document.path if document else new.path(kind, meeting)
    place = options["root"] / path
    if document:
        raise project.taken(path)
    # What only a document to come says is not copied into one that may be shown before it.
    _, verdicts, standings = public(built.site, built.verdicts, built.standings, options["today"])
    text = new.text(kind, built.site, verdicts, standings, meeting)
    try:
        project.write(place, text.encode())
    except FileExistsError:
        raise project.taken(path) from None
    except OSError as error:
        show_trouble(error, place)
        return FAILED
    click.echo("\n".join((path, *new.terms(kind, built.verdicts, meeting))))
    return GOOD


def _meeting(site: "Site", kind: str, wanted: str, today: date) -> "Meeting":
    """Return the meeting of an id; where there is none, name those that may be meant."""
    by_id = {meeting.id: meeting for meeting in site.meetings}
    if wanted in by_id:
        return by_id[wanted]
    fitting = [m for m in site.meetings if m.id.startswith(wanted) or any(body.id == wanted for body in m.bodies)]
    lacking = [m for m in fitting if not m.cancelled and not (m.agenda if kind == "agenda" else m.minutes)] or fitting
    if lacking:
        nearest = sorted(lacking, key=lambda m: abs((m.first - today).days))[:LISTED]
        names = "".join(f"\n  {m.id}" for m in sorted(nearest, key=lambda m: m.sort_key))
        raise WrongUse(f"Skriv hele mødets id. Møder uden {NOUNS[kind]}, der passer på {wanted}:{names}", "Give the whole id.")
    near = difflib.get_close_matches(wanted, by_id, n=1, cutoff=0.5) or sorted(by_id)[-1:]
    raise WrongUse(
        f"Mødeplanen har intet møde, der hedder {wanted}. Tættest på: {', '.join(near)}.",
        f"The plan has no meeting {wanted}. Nearest: {', '.join(near)}.",
    )
