"""`sitegen list`: what is not on the site, and why; for one file, everything that stands in its way."""

import difflib
import os
import subprocess
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import catalogue
from sitegen.commands.options import common
from sitegen.commands.steps import Steps
from sitegen.console import FAILED, GOOD, DanishCommand, WrongUse, show_trouble

if TYPE_CHECKING:
    from sitegen.absences import Content
    from sitegen.absences.answer import Answer
    from sitegen.build import Build, Inputs, Parse
    from sitegen.reminders import Action

WHAT = ("drafts", "future", "missing", "all")


@click.command("list", cls=DanishCommand, short_help="Vis, hvad der ikke er på hjemmesiden, og hvorfor.")
@click.argument("what", metavar="[drafts|future|missing|all|FIL|MØDE]", default="all")
@click.argument("body", metavar="[FORUM]", required=False)
@click.option("--days", type=click.IntRange(0), metavar="ANTAL", default=30, help="Hvor mange dage der ses frem (ellers 30).")
@click.option("--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text", help="Hvordan.")
@common
def listing(what: str, body: str | None, days: int, format_: str, **options: Any) -> int:
    """Vis, hvad der ikke er på hjemmesiden, og hvorfor.

    Skriv en fil eller et mødes id, så får du alt at vide, der står i vejen for netop den. Ellers viser »drafts« kladder,
    »future« det, der venter på sin dag, »missing« det, der mangler eller har fejl, og »all« det hele.
    """
    return _list(what, body, days, format_, options)


def _list(what: str, body: str | None, days: int, format_: str, options: dict[str, Any]) -> int:
    from sitegen.commands.project import parsing, remembering

    inputs = _read(options["root"])
    if inputs is None:
        return FAILED
    steps = Steps(shown=True)
    steps.begin("parse")
    with parsing(options["root"], inputs, steps) as parse:
        return _told(inputs, remembering(parse), steps, what, body, days, format_, options)


def _told(
    inputs: "Inputs",
    parse: "Parse",
    steps: Steps,
    what: str,
    body: str | None,
    days: int,
    format_: str,
    options: dict[str, Any],
) -> int:
    import json

    from sitegen import reminders
    from sitegen.absences import absences, of_body, table
    from sitegen.commands.project import drafts, no_body

    # Of one file the pages are made too: links that lead nowhere, and two pages at one address, are only found there.
    content, judged = _judged(inputs, options, parse, whole=what not in WHAT)
    steps.end()
    site = content.site
    language = catalogue.language_for(options["lang"] or (site.file.language if site else "da"))
    ids = [own.id for own in site.bodies] if site else []
    if what in ids and body is None:
        what, body = "all", what
    if body is not None and site is not None and body not in ids:
        raise no_body(body, ids)
    told = site is not None and not any(kind in ("plan", "mandate") for kind, _ in site.unread)
    owed: tuple[Action, ...] | None = None
    if told and site is not None:
        # What somebody took on at a meeting is no paper that the site lacks.
        every = reminders.actions(site, judged.verdicts, judged.standings, options["today"], days, drafts(inputs))
        owed = tuple(a for a in every if a.kind != "follow-up" and (body is None or any(own.id == body for own in a.bodies)))
    status = FAILED if content.errors else GOOD
    if what not in WHAT:
        later, _ = _judged(inputs, options, parse, later=True)
        answers = _answers(what, inputs, content, later, owed or (), options["root"])
        base = site.file.base_url if site else ""
        if format_ == "json":
            click.echo(json.dumps(table.answer_object(answers, base, options["today"], language), ensure_ascii=False, indent=1))
        else:
            click.echo(table.answer_text(answers, base, language))
        return status
    found = absences(content)
    shown = table.Listing(what, found if body is None else of_body(found, body), owed, days)
    if format_ == "json":
        click.echo(json.dumps(table.as_object(shown, options["today"], language), ensure_ascii=False, indent=1))
    else:
        click.echo((table.markdown if format_ == "markdown" else table.text)(shown, language))
    if content.errors and what in ("drafts", "future"):
        from sitegen.absences import words

        click.echo(words.word("errors", language, len(content.errors)), err=True)
    return status


def _read(root: Path) -> "Inputs | None":
    """Return what lies on the disk; None where that stands in the way, which is said."""
    from dataclasses import replace

    from sitegen import enclosures, files, history

    try:
        inputs = files.read(root, root / enclosures.CACHE).inputs
        return replace(inputs, history=history.read(root, root / history.CACHE))
    except OSError as error:
        show_trouble(error, root)
        return None


def _judged(
    inputs: "Inputs", options: dict[str, Any], parse: "Parse", later: bool = False, whole: bool = False
) -> "tuple[Content, Build]":
    """Return the content as judged, with `later` as if drafts and what is to come were shown."""
    from sitegen.absences import Content
    from sitegen.build import Options, build, examine, kind_of

    judged = (build if whole else examine)(inputs, options["today"], Options(drafts=later, future=later), parse)
    kinds = {path: kind_of(path) for path in inputs.files if path.startswith("content/")}
    parsed = {path: parse(inputs.files[path], kind) for path, kind in kinds.items() if kind}
    return Content(judged.site, parsed, judged.findings, options["today"]), judged


def _answers(
    wanted: str, inputs: "Inputs", content: "Content", later: "Content", owed: "tuple[Action, ...]", root: Path
) -> "list[Answer]":
    from sitegen.absences import answer

    meetings = {meeting.id: meeting for meeting in content.site.meetings} if content.site else {}
    there = [*sorted(p for p in inputs.files if p.startswith("content/")), *sorted(inputs.attachments)]
    paths = answer.papers(content, meetings[wanted]) if wanted in meetings else (_path(wanted, there, root),)
    answers = []
    for path in paths:
        exists = path in there or (root / path).exists()
        if (root / path).is_dir():
            raise WrongUse(f"{wanted} er en mappe. Skriv navnet på en fil i den.", f"{wanted} is a folder; name a file in it.")
        found = answer.answer(content, later, path, _saved(root, path) if exists else "unknown", exists, owed)
        if found.subject.meeting is None and any(one.reason == "absent" for one in found.reasons):
            bodies = [body.id for body in content.site.bodies] if content.site else []
            raise _unknown(wanted, [*there, *meetings, *bodies])
        answers.append(found)
    return answers


def _path(wanted: str, known: list[str], root: Path) -> str:
    """Return the path from the project folder of what somebody wrote: from there, from where they stand, or a mere name."""
    written = unicodedata.normalize("NFC", wanted.replace("\\", "/"))
    if written in known:
        return written
    places = [Path.cwd() / wanted, root / wanted]
    named = [path for path in known if path.endswith(f"/{written.removeprefix('./')}")]
    if len(named) == 1 and not any(place.exists() for place in places):
        return named[0]
    for place in places:
        found = Path(os.path.normpath(place))
        for top in (root.absolute(), root.resolve()):
            if found.is_relative_to(top) and (found.exists() or found.is_relative_to(top / "content")):
                return unicodedata.normalize("NFC", found.relative_to(top).as_posix())
    return written


def _unknown(wanted: str, known: list[str]) -> WrongUse:
    names: Mapping[str, str] = {name.rpartition("/")[2]: name for name in known}
    near = difflib.get_close_matches(wanted.rpartition("/")[2], names, n=3, cutoff=0.5)
    nearest = ", ".join(names[name] for name in near)
    return WrongUse(
        f"Der er hverken en fil eller et møde, der hedder {wanted}." + (f" Tættest på: {nearest}." if near else ""),
        f"There is no file and no meeting {wanted}." + (f" Nearest: {nearest}." if near else ""),
    )


def _saved(root: Path, path: str) -> str:
    """Return how far a file has come in the archive: untracked, changed, unsent, sent, or unknown where git cannot say."""
    only = f":(literal){path}"
    tracked = _git(root, "ls-files", "-z", "--", only)
    if not tracked:
        return "unknown" if tracked is None else "untracked"
    if _git(root, "status", "--porcelain", "-z", "--", only):
        return "changed"
    ahead = _git(root, "rev-list", "--count", "@{upstream}..HEAD", "--", only)
    return "unknown" if ahead is None else "sent" if ahead.strip() == "0" else "unsent"


def _git(root: Path, *arguments: str) -> str | None:
    from sitegen import git

    try:
        asked = subprocess.run(
            git.command(root, *arguments), env=git.environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return asked.stdout.decode("utf-8", "replace") if asked.returncode == 0 else None
