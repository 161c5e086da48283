"""A run of `build` or `check` that has something to do: everything between the texts that were read and what is said of them."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from sitegen import bytecode, catalogue, enclosures, files, history, layout, mirror, refusals, search, workers
from sitegen.again import Run
from sitegen.assembly import assembled
from sitegen.build import Options, laid_out, masked
from sitegen.commands import verify
from sitegen.commands.findings import show
from sitegen.commands.project import parsing
from sitegen.commands.steps import Steps
from sitegen.commands.summary import summarise
from sitegen.console import FAILED, GOOD, INTERNAL, WrongUse, show_unsearchable
from sitegen.diagnostics import failing
from sitegen.files import Texts


def made(texts: Texts, options: dict[str, Any], target: Path | None, steps: Steps) -> tuple[Run, str]:
    """Judge a project, make its site and say what was found; return what it came to, and in words what was remembered.

    Nothing is put in place where something fails. Raises OSError where the disk stands in the way, WrongUse where the folder is
    not ours to write.
    """
    try:
        with ExitStack() as stack:
            return _made(texts, options, target, steps, stack)
    except files.Refusal as refusal:
        raise WrongUse(*refusal.args) from None


def _made(texts: Texts, options: dict[str, Any], target: Path | None, steps: Steps, stack: ExitStack) -> tuple[Run, str]:
    root, today = options["root"], options["today"]
    wanted = Options(options["drafts"], options["future"], options["base_url"], search=target is not None)
    project = files.with_attachments(texts, root / enclosures.CACHE)
    steps.begin("history")
    archive, state = history.read_with_state(root, root / history.CACHE)
    inputs = replace(project.inputs, history=archive)
    jobs = options["jobs"] or workers.available()
    steps.begin("parse")
    counts: Counter[str] = Counter()
    with parsing(root, inputs, steps, jobs, counts) as parse:
        built, laid = laid_out(inputs, today, wanted, parse, steps.begin)
    memory = f"{counts['known']} af {counts['asked']} filer"
    language = catalogue.language_for(options["lang"] or (built.site.file.language if built.site else "da"))
    made = None
    if laid:
        steps.begin("render")
        room = stack.enter_context(mirror.room(root, target, project.real)) if target else None
        try:
            with bytecode.kept():
                made = assembled(laid, room, jobs, steps.part)
        except OSError:  # what was found is not to be lost with the rest
            steps.end()
            show(built.findings, language, inputs.files, options)
            raise
        built = replace(built, findings=masked([*built.findings, *made.findings]))
    plan: verify.Plan = {}
    if options.get("verify"):
        steps.begin("verify")
        plan, different = verify.rebuilt(built, made, root, today, wanted)
        if different:
            steps.end()
            verify.show_stale(different)
            return Run(INTERNAL), memory
    steps.end()
    show(built.findings, language, inputs.files, options)
    summarise(built, inputs, today)
    status = FAILED if failing(built.findings, options["strict"]) else GOOD
    # What could not be read, another look may tell of.
    run = Run(status, archive=state if inputs.findings == texts.findings else "")
    if target is None or made is None or made.room is None or status == FAILED:
        return run, memory
    indexed: dict[str, bytes] = {}
    if not options["no_search"]:
        steps.begin("search")
        indexed, trouble = search.index(layout.searched(made.laid, made.whole.pages), root / search.CACHE)
        steps.end()
        if trouble:
            show_unsearchable(trouble, language)
            run = replace(run, archive="")
        made.add(indexed)
    steps.begin("write")
    refusals.refuse_taken(made.staged)
    done = made.room.settle(made.staged, options["allow_shrink"])
    if plan:
        whole = verify.with_twins({**plan, **indexed}, project.real, built)
        if different := mirror.differing(whole, project.real, target):
            steps.end()
            verify.show_unlike(different)
            return Run(INTERNAL), memory
    steps.end()
    pages = sum(path.endswith(".html") for path in made.staged)
    return Run(run.status, (), pages, done.written, done.unchanged, done.deleted, done.state, run.archive), memory
