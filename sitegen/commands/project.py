"""A project as the commands read it, and the files that they write into it."""

import difflib
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import aside, catalogue
from sitegen.commands.findings import show
from sitegen.commands.steps import Steps
from sitegen.console import FAILED, WrongUse, show_trouble, show_waiting
from sitegen.diagnostics import Severity

# What a build needs is imported where it is used: it takes longer to load than to show a help text.
if TYPE_CHECKING:
    from sitegen.build import Build, Inputs, Parse
    from sitegen.diagnostics import Finding
    from sitegen.parsed import Parsed

DRAFT = re.compile(rb"(?m)^draft[ \t]*:")


def built(options: dict[str, Any], with_drafts: bool) -> "tuple[Inputs, Build] | None":
    """Return what was read and built, None where the disk stands in the way, which is said."""
    from sitegen import enclosures, files
    from sitegen.build import Options, examine

    steps = Steps(shown=True)
    steps.begin("read")
    try:
        inputs = files.read(options["root"], options["root"] / enclosures.CACHE).inputs
    except OSError as error:
        steps.end()
        show_trouble(error, options["root"])
        return None
    steps.begin("parse")
    with parsing(options["root"], inputs, steps) as parse:
        found = examine(inputs, options["today"], Options(drafts=with_drafts), parse, steps.begin)
    steps.end()
    return inputs, found


@contextmanager
def parsing(
    root: Path, inputs: "Inputs", steps: Steps, jobs: int | None = None, counts: Counter[str] | None = None
) -> "Iterator[Parse]":
    """Give a `parse` for a project that reads no text a second time, whichever command read it first."""
    from sitegen import memo, workers
    from sitegen.build import kind_of

    kinds = ((data, kind_of(path)) for path, data in inputs.files.items() if path.startswith("content/"))
    texts = [(data, kind) for data, kind in kinds if kind]
    with memo.remembered(root / memo.CACHE, texts, jobs or workers.available(), counts, steps.part) as parse:
        yield parse


def remembering(parse: "Parse") -> "Parse":
    """Return a `parse` that also reads nothing a second time within a run."""
    known: dict[tuple[bytes, str], Parsed] = {}

    def parsing(data: bytes, kind: str) -> "Parsed":
        if (data, kind) not in known:
            known[data, kind] = parse(data, kind)
        return known[data, kind]

    return parsing


def show_errors(built: "Build", inputs: "Inputs", options: dict[str, Any]) -> str:
    """Print the findings where there are errors among them; return the language to speak."""
    language = catalogue.language_for(options["lang"] or (built.site.file.language if built.site else "da"))
    if any(finding.severity is Severity.ERROR for finding in built.findings):
        how = {"format_": "text", "quiet": False, "colour": None, "today": options["today"]}
        show(built.findings, language, inputs.files, how)
    return language


def drafts(inputs: "Inputs") -> dict[str, int]:
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


def no_body(name: str, ids: Sequence[str]) -> WrongUse:
    near = ", ".join(difflib.get_close_matches(name, ids, cutoff=0.4) or ids[:3])
    return WrongUse(f"Der er intet forum, der hedder {name}. Tættest på: {near}.", f"There is no body {name}. Nearest: {near}.")


def taken(path: str) -> WrongUse:
    return WrongUse(f"{path} er der allerede og er ikke ændret. Ret i filen.", f"{path} exists and is unchanged; edit it.")


def write(place: Path, contents: bytes) -> None:
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


def replace(place: Path, old: bytes, new: bytes) -> bool:
    """Put new contents in the place of a file, whole or not at all; False where it is no longer what was read."""
    aside.sweep(place.parent)
    with aside.beside(place, new) as waiting:
        shutil.copymode(place, waiting)
        if place.is_symlink() or place.read_bytes() != old:
            return False
        waiting.replace(place)
    return True


@contextmanager
def turn(root: Path, target: Path) -> Iterator[None]:
    """Have an output folder for oneself; the command ends where it is not ours to write, or where the disk stands in the way."""
    from sitegen import files, refusals

    with ExitStack() as stack:
        try:
            refusals.refuse(root, target)
            stack.enter_context(aside.alone(target, lambda: show_waiting(target)))
        except files.Refusal as refusal:
            raise WrongUse(*refusal.args) from None
        except OSError as error:
            show_trouble(error, target)
            raise click.exceptions.Exit(FAILED) from None
        yield


def trouble_made(before: "Build", after: "Build") -> "list[Finding]":
    """Return the errors that are new in a build, whatever lines they stand on: those that a file to be written would bring."""
    known = Counter((f.path, f.code, f.variant) for f in before.findings)
    errors = [f for f in after.findings if f.severity is Severity.ERROR]
    found = Counter((f.path, f.code, f.variant) for f in errors)
    return [f for f in errors if found[f.path, f.code, f.variant] > known[f.path, f.code, f.variant]]
