"""The commands that tell secretaries in time what is to be done, and begin the papers; and the summary on a build service."""

import difflib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import catalogue
from sitegen.console import DanishGroup, WrongUse, show_trouble
from sitegen.diagnostics import Finding, Severity

# What a build needs is imported where it is used: it takes longer to load than to show a help text.
if TYPE_CHECKING:
    from sitegen.build import Build, Inputs
    from sitegen.model import Meeting, Site

GOOD, FAILED = 0, 1
SUMMARY_DAYS = 14  # ahead that the summary on a build service looks
LISTED = 12  # meetings that are named where several fit
DRAFT = re.compile(rb"(?m)^draft[ \t]*:")
NOUNS = {"agenda": "dagsorden", "minutes": "referat"}

Option = Callable[[Callable[..., int]], Callable[..., int]]
Show = Callable[[tuple[Finding, ...], str, Mapping[str, bytes], dict[str, Any]], None]


def add(group: click.Group, shared: Iterable[Option], show: Show) -> None:
    """Add the commands to the command line; `shared` are the options they have in common, `show` prints findings."""
    shared = tuple(shared)

    def command(parent: click.Group, name: str, short_help: str, *own: Option) -> Option:
        def registered(function: Callable[..., int]) -> Callable[..., int]:
            for option in reversed((*own, *shared)):
                function = option(function)
            parent.command(name, short_help=short_help)(function)
            return function

        return registered

    @command(
        group,
        "deadlines",
        "Vis, hvad der skal gøres, og hvornår.",
        click.argument("body", metavar="[FORUM]", required=False),
        click.option(
            "--days", type=click.IntRange(0), metavar="ANTAL", default=30, help="Hvor mange dage der ses frem (ellers 30)."
        ),
        click.option("--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text", help="Hvordan."),
    )
    def deadlines(body: str | None, days: int, format_: str, **options: Any) -> int:
        """Vis, hvad der skal gøres, hvornår og af hvem, og hvad der er overskredet: for alle, eller for et forum."""
        return _deadlines(body, days, format_, options, show)

    @group.group("new", cls=DanishGroup, short_help="Begynd en dagsorden eller et referat.", subcommand_metavar="HVAD …")
    @click.help_option("-h", "--help", help="Vis denne hjælp.")
    def new() -> None:
        """Begynd en dagsorden eller et referat af det, mødeplanen, kommissoriet og de tidligere møder allerede siger."""

    @command(new, "agenda", "Begynd en dagsorden.", click.argument("meeting", metavar="MØDE"))
    def agenda(meeting: str, **options: Any) -> int:
        """Begynd dagsordenen til et møde fra mødeplanen, fx 2026-03-12-nord. En fil, der er der, bliver aldrig ændret."""
        return _new("agenda", meeting, options, show)

    @command(new, "minutes", "Begynd et referat.", click.argument("meeting", metavar="MØDE"))
    def minutes(meeting: str, **options: Any) -> int:
        """Begynd referatet af et møde fra mødeplanen, fx 2026-03-12-nord. En fil, der er der, bliver aldrig ændret."""
        return _new("minutes", meeting, options, show)


def _built(options: dict[str, Any], drafts: bool) -> "tuple[Inputs, Build] | None":
    """Return what was read and built, None where the disk stands in the way, which is said."""
    from sitegen import enclosures, files
    from sitegen.build import Options, examine

    try:
        inputs = files.read(options["root"], options["root"] / enclosures.CACHE).inputs
    except OSError as error:
        show_trouble(error, options["root"])
        return None
    return inputs, examine(inputs, options["today"], Options(drafts=drafts))


def _show(built: "Build", inputs: "Inputs", options: dict[str, Any], show: Show) -> str:
    """Print the findings where there are errors among them; return the language to speak."""
    language = catalogue.language_for(options["lang"] or (built.site.file.language if built.site else "da"))
    if any(finding.severity is Severity.ERROR for finding in built.findings):
        how = {"format_": "text", "quiet": False, "colour": None, "today": options["today"]}
        show(built.findings, language, inputs.files, how)
    return language


def _drafts(inputs: "Inputs") -> dict[str, int]:
    """Return the agendas and minutes that are drafts, by path, each with the line that says so."""
    from sitegen.parse import parse

    found = {}
    for folder, kind in (("content/agendas/", "agenda"), ("content/minutes/", "minutes")):
        for path, contents in inputs.files.items():
            if path.startswith(folder) and path.endswith(".md") and DRAFT.search(contents):
                parsed = parse(contents, kind)
                if parsed.meta and parsed.meta.draft:
                    found[path] = parsed.source.located.place("draft")[0]
    return found


def _deadlines(body: str | None, days: int, format_: str, options: dict[str, Any], show: Show) -> int:
    import json

    from sitegen import reminders
    from sitegen.reminders import table

    read = _built(options, drafts=False)
    if read is None:
        return FAILED
    inputs, built = read
    language = _show(built, inputs, options, show)
    site = built.site
    if site is None or any(kind in ("plan", "mandate") for kind, _ in site.unread):
        return FAILED  # with no plan or mandate, "nothing to do" would not be true
    ids = [known.id for known in site.bodies]
    if body is not None and body not in ids:
        near = difflib.get_close_matches(body, ids, cutoff=0.4) or ids[:3]
        raise WrongUse(
            f"Der er intet forum, der hedder {body}. Tættest på: {', '.join(near)}.",
            f"There is no body {body}. Nearest: {', '.join(near)}.",
        )
    found = reminders.actions(site, built.verdicts, built.standings, options["today"], days, _drafts(inputs))
    if body is not None:
        found = tuple(action for action in found if any(own.id == body for own in action.bodies))
    if format_ == "json":
        click.echo(json.dumps(table.as_object(found, options["today"], language), ensure_ascii=False, indent=1))
    else:
        click.echo((table.markdown if format_ == "markdown" else table.text)(found, language))
    return FAILED if any(finding.severity is Severity.ERROR for finding in built.findings) else GOOD


def summarise(built: "Build", inputs: "Inputs", today: date) -> None:
    """Append what was found and what is to be done to the summary of a build service's run, where it asks for one.

    A summary that cannot be written is said, and fails nothing.
    """
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        return
    from sitegen import reminders, report
    from sitegen.danish import date_words
    from sitegen.reminders import table

    counts = report.summary(built.findings).items()
    totals = ", ".join(f"{n} {catalogue.word(kinds.removesuffix('s') if n == 1 else kinds, 'da')}" for kinds, n in counts)
    parts = [f"## Frister og fund {date_words(today)}", f"{totals}."]
    if built.site:
        found = reminders.actions(built.site, built.verdicts, built.standings, today, SUMMARY_DAYS, _drafts(inputs))
        parts.append(table.markdown(found))
    try:
        with Path(place).open("a", encoding="utf-8") as stream:
            stream.write("\n\n".join(parts) + "\n")
    except OSError as error:
        click.echo(f"Resuméet kunne ikke skrives: {place}: {error.strerror or error}.", err=True)


def _new(kind: str, wanted: str, options: dict[str, Any], show: Show) -> int:
    from sitegen import new
    from sitegen.public import public

    read = _built(options, drafts=True)
    if read is None:
        return FAILED
    inputs, built = read
    if built.site is None:
        _show(built, inputs, options, show)
        return FAILED
    meeting = _meeting(built.site, kind, wanted, options["today"])
    document = meeting.agenda if kind == "agenda" else meeting.minutes
    path = document.path if document else new.path(kind, meeting)
    place = options["root"] / path
    if document:
        raise _taken(path)
    # What only a document to come says is not copied into one that may be shown before it.
    _, verdicts, standings = public(built.site, built.verdicts, built.standings, options["today"])
    text = new.text(kind, built.site, verdicts, standings, meeting)
    try:
        _write(place, text.encode())
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        show_trouble(error, place)
        return FAILED
    click.echo("\n".join((path, *new.terms(kind, built.verdicts, meeting))))
    return GOOD


def _taken(path: str) -> WrongUse:
    return WrongUse(f"{path} er der allerede og er ikke ændret. Ret i filen.", f"{path} exists and is unchanged; edit it.")


def _write(place: Path, contents: bytes) -> None:
    """Write a file that is not there yet; one that somebody makes at the same moment is theirs."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as stream:
        try:
            stream.write(contents)
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:  # nobody needs half a file
            place.unlink(missing_ok=True)
            raise


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
