"""`sitegen new`: begins a paper from what the plan, the mandate and earlier meetings already say."""

import difflib
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from sitegen.commands import asking, project
from sitegen.commands.new_meeting import meeting
from sitegen.commands.new_texts import mandate, page
from sitegen.commands.options import HELP, common
from sitegen.console import FAILED, GOOD, DanishCommand, DanishGroup, WrongUse, show_trouble

if TYPE_CHECKING:
    from sitegen.build import Build
    from sitegen.judgement import Verdict
    from sitegen.model import Meeting, Site

LISTED = 12  # meetings that are named where several fit
OFFERED = 4  # things to do next that are offered where nobody says what to begin
NOUNS = {"agenda": "dagsorden", "minutes": "referat"}
ASK = "ask"


class Asking(DanishGroup):
    """A group that asks what is wanted where no command is given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("-h", "--help")):
            args = [ASK, *args]
        return super().parse_args(ctx, args)


@click.group(cls=Asking, short_help="Begynd et møde, en dagsorden, et referat …", subcommand_metavar="HVAD …")
@HELP
def new() -> None:
    """Begynd en fil af det, mødeplanen, kommissoriet og de tidligere møder allerede siger. Uden HVAD bliver du spurgt."""


@new.command(cls=DanishCommand, short_help="Begynd en dagsorden.")
@click.argument("meeting", metavar="[MØDE]", required=False)
@click.option("--supplement", is_flag=True, help="Begynd en tillægsdagsorden.")
@common
def agenda(meeting: str | None, supplement: bool, **options: Any) -> int:
    """Begynd dagsordenen til et møde fra mødeplanen, fx 2026-03-12-nord. En fil, der er der, bliver aldrig ændret."""
    return _new("supplement" if supplement else "agenda", meeting, options)


@new.command(cls=DanishCommand, short_help="Begynd et referat.")
@click.argument("meeting", metavar="[MØDE]", required=False)
@common
def minutes(meeting: str | None, **options: Any) -> int:
    """Begynd referatet af et møde fra mødeplanen, fx 2026-03-12-nord. En fil, der er der, bliver aldrig ændret."""
    return _new("minutes", meeting, options)


for command in (meeting, mandate, page):
    new.add_command(command)


@new.command(ASK, cls=DanishCommand, hidden=True)
@common
def ask(**options: Any) -> Any:
    """Spørg, hvad der skal begyndes; det, der er næste frist for, står først."""
    if not asking.possible():
        known = ", ".join(name for name in new.commands if name != ASK)
        wrong = WrongUse(
            f"Der mangler noget efter kommandoen: HVAD. Det kan være {known}. Fx: sitegen new agenda MØDE",
            f"Say what to begin: {known}.",
        )
        wrong.ctx = click.get_current_context().parent  # whose help is the one to read
        raise wrong
    read = project.built(options, with_drafts=True)
    if read is None:
        return FAILED
    inputs, built = read
    if built.site is None:
        project.show_errors(built, inputs, options)
        return FAILED
    kinds = [((name, ""), one.get_short_help_str(80)) for name, one in new.commands.items() if name != ASK]
    kinds.append((("agenda", "--supplement"), "Begynd en tillægsdagsorden."))
    kind, argument = asking.choose("Hvad vil du begynde?", [*_next(built, options["today"], project.drafts(inputs)), *kinds])
    shared = [f"--root={options['root']}", f"--today={options['today']}"]
    shared += [f"--lang={options['lang']}"] if options["lang"] else []
    with new.commands[kind].make_context(
        kind, [*shared, *filter(None, [argument])], parent=click.get_current_context().parent
    ) as inner:
        return new.commands[kind].invoke(inner)


def _next(built: "Build", today: date, drafts: dict[str, int]) -> list[tuple[tuple[str, str], str]]:
    """Return what is to be begun next, by its deadline, each as the command and the meeting."""
    from sitegen import reminders
    from sitegen.reminders import table, words

    found: dict[tuple[str, str], str] = {}
    for action in reminders.actions(built.site, built.verdicts, built.standings, today, drafts=drafts) if built.site else ():
        if action.command:
            _, _, kind, name = action.command.split()
            found.setdefault((kind, name), f"{words.what(action)} ({table.when(action)})")
    return list(found.items())[:OFFERED]


def _new(kind: str, wanted: str | None, options: dict[str, Any]) -> int:
    from sitegen import new
    from sitegen.public import public

    read = project.built(options, with_drafts=True)
    if read is None:
        return FAILED
    inputs, built = read
    if built.site is None:
        project.show_errors(built, inputs, options)
        return FAILED
    found = _meeting(built.site, kind, wanted, options["today"]) if wanted else _asked(built, kind, options["today"])
    paper = "minutes" if kind == "minutes" else "agenda"
    document = found.agenda if kind != "minutes" else found.minutes
    number = 0
    if kind == "supplement":
        number = _next_supplement(found, list(inputs.files))
    path = document.path if document and not number else new.path(paper, found, number)
    if document and not number:
        raise project.taken(path)
    # What only a document to come says is not copied into one that may be shown before it.
    site, verdicts, standings = public(built.site, built.verdicts, built.standings, options["today"])
    if number:
        late = _is_past(built.verdicts, found, options["today"])
        text = new.agenda.supplement(site, verdicts, standings, found, number, late)
    else:
        text = new.text(paper, site, verdicts, standings, found)
    place = options["root"] / path
    try:
        project.write(place, text.encode())
    except FileExistsError:
        raise project.taken(path) from None
    except OSError as error:
        show_trouble(error, place)
        return FAILED
    click.echo("\n".join((path, *new.terms(paper, built.verdicts, found))))
    return GOOD


def _next_supplement(found: "Meeting", paths: list[str]) -> int:
    """Return the number of a meeting's next supplement; one that cannot be read has its number too."""
    from sitegen import new

    if found.agenda is None:
        raise WrongUse(
            f"Mødet har ingen dagsorden at lægge noget til. Begynd den først: sitegen new agenda {found.id}",
            f"There is no agenda yet: sitegen new agenda {found.id}",
        )
    last = max((supplement.number for supplement in found.supplements), default=0)
    return next(n for n in range(last + 1, last + len(paths) + 2) if new.path("agenda", found, n) not in paths)


def _is_past(verdicts: "tuple[Verdict, ...]", found: "Meeting", today: date) -> bool:
    """Say whether the agenda's deadline has passed, for any of the bodies."""
    own = [v for v in verdicts if v.meeting.id == found.id and v.obligation == "agenda"]
    return any(v.due and v.due < today for v in own)


def _lacks(kind: str, one: "Meeting") -> bool:
    """Say whether a meeting lacks a paper that could be begun; a supplement lacks where there is an agenda."""
    if kind == "supplement":
        return one.agenda is not None and not one.cancelled
    return not one.cancelled and not (one.agenda if kind == "agenda" else one.minutes)


def _asked(built: "Build", kind: str, today: date) -> "Meeting":
    """Ask which meeting: the next without an agenda first, and of those that were held the last without minutes."""
    site = built.site
    noun = {"agenda": "dagsordenen", "supplement": "tillægsdagsordenen", "minutes": "referatet"}[kind]
    if not asking.possible() or site is None:
        command = "agenda" if kind == "supplement" else kind
        raise WrongUse(
            f"Der mangler noget efter kommandoen: MØDE. Skriv mødets id, fx sitegen new {command} 2026-03-12-nord",
            "Name the meeting by its id.",
        )
    lacking = [m for m in site.meetings if _lacks(kind, m)]
    ahead = [m for m in lacking if m.last >= today]
    past = [m for m in lacking if m.last < today][::-1]
    found = ([m for m in lacking if m.first <= today][::-1] if kind == "minutes" else [*ahead, *past])[:LISTED]
    if not found:
        raise WrongUse(f"Der er intet møde i mødeplanen, som mangler {noun}.", "There is no such meeting in the plan.")
    return asking.choose(f"Hvilket møde er {noun} til?", [(m, _words(m)) for m in found])


def _words(one: "Meeting") -> str:
    from sitegen.danish import date_words

    return f"{date_words(one.first)}: {' og '.join(body.name for body in one.bodies)} ({one.id})"


def _meeting(site: "Site", kind: str, wanted: str, today: date) -> "Meeting":
    """Return the meeting that is named; where there is none, name those that may be meant."""
    from sitegen.new.meeting import named

    by_id = {meeting.id: meeting for meeting in site.meetings}
    if found := named(site.meetings, wanted):
        return found
    fitting = [m for m in site.meetings if m.id.startswith(wanted) or any(body.id == wanted for body in m.bodies)]
    lacking = [m for m in fitting if _lacks(kind, m)] or fitting
    if lacking:
        nearest = sorted(lacking, key=lambda m: abs((m.first - today).days))[:LISTED]
        names = "".join(f"\n  {m.id}" for m in sorted(nearest, key=lambda m: m.sort_key))
        which = "med dagsorden" if kind == "supplement" else f"uden {NOUNS[kind]}"
        raise WrongUse(f"Skriv hele mødets id. Møder {which}, der passer på {wanted}:{names}", "Give the whole id.")
    near = difflib.get_close_matches(wanted, by_id, n=1, cutoff=0.5) or sorted(by_id)[-1:]
    raise WrongUse(
        f"Mødeplanen har intet møde, der hedder {wanted}. Tættest på: {', '.join(near)}.",
        f"The plan has no meeting {wanted}. Nearest: {', '.join(near)}.",
    )
