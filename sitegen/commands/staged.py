"""`sitegen check --staged`: what is about to be committed, judged before it is too late to take it back."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import click

from sitegen import catalogue, privacy
from sitegen.commands.findings import show
from sitegen.commands.project import remembering
from sitegen.console import FAILED, GOOD, WrongUse
from sitegen.diagnostics import Finding, failing

if TYPE_CHECKING:
    from sitegen.build import Build, Inputs
    from sitegen.parsed import Parsed
    from sitegen.pending import Answer
    from sitegen.staged import Staged

SAID = {
    "nothing": {
        "da": "Intet er tilføjet til næste commit (git add), så der er intet at kontrollere.",
        "en": "Nothing is staged, so there is nothing to check.",
    },
    "earlier": {
        "da": "Fandtes i forvejen. Det stopper ikke det, du gemmer nu, men hjemmesiden kan ikke bygges, før det er rettet:",
        "en": "Was there before. It does not stop this commit, but the site cannot be built until it is mended:",
    },
    "fine": {"da": "Der er ingen fejl i det, du gemmer nu.", "en": "There are no errors in what you commit now."},
    "committed": {
        "da": "Et personnummer ligger allerede i git. Sig det straks til den, der passer hjemmesiden, "
        "og send ikke noget op (push).",
        "en": "A personal number is in the history already. Tell whoever keeps the site at once, and push nothing.",
    },
    "stopped": {
        "da": "Stoppet: Intet er gemt i git endnu. Ret det, der er nævnt ovenfor, gem filerne, tilføj dem igen (git add), "
        "og gem så i git igen (git commit). Det er den tilføjede udgave af en fil, der kontrolleres, "
        "ikke den, der er åben hos dig.",
        "en": "Stopped: nothing is committed yet. Mend what is named above, stage the files again (git add), and commit again. "
        "What is checked is a file as it is staged, not as it is on the disk.",
    },
    "number": {
        "da": "Gå ikke uden om kontrollen: Et personnummer, der først er gemt i git, bliver liggende dér, "
        "også når det slettes i filen.",
        "en": "Do not go round the check: a personal number once committed stays in the history, even when it is deleted.",
    },
}


def run(options: dict[str, Any]) -> int:
    """Judge what is staged, print what the commit answers for, and return the exit status."""
    from sitegen import files, parse, pending, staged
    from sitegen.link import SITE

    try:
        found = staged.read(options["root"])
        if not found.new:
            _say("nothing", options["lang"] or "da", options)
            return GOOD
        changed, new = (
            frozenset(privacy.masked(staged.name(found, one)) for one in paths) for paths in (found.changed, found.new)
        )
        inputs, built, before = _judged(found, changed, new, options)
        site = inputs.files.get(SITE)
        numbers = _strays(found, inputs, built, parse.parse(site, "site") if site else None)
    except files.Refusal as refusal:
        raise WrongUse(*refusal.args) from None
    answer = pending.answer((*built.findings, *numbers), changed, new, before, options["strict"])
    language = catalogue.language_for(options["lang"] or (built.site.file.language if built.site else "da"))
    _show(answer, inputs, language, options)
    return FAILED if answer.stopped else GOOD


def _judged(
    found: "Staged", changed: Collection[str], new: Collection[str], options: dict[str, Any]
) -> "tuple[Inputs, Build, Collection[tuple[str, str, str, int, int]]]":
    """Return what is staged, what is found in it, and what tells the findings apart that its parents have too.

    The parents are read and judged only where something fails that is no part of the commit; pages are made only where something
    that changed takes it. Attachments that are as they were are not opened, unless what counts as a number has changed.
    """
    from sitegen import pending, staged
    from sitegen.build import Options, build, examine
    from sitegen.link import SITE
    from sitegen.parse import parse

    parsing = remembering(parse)

    def opened(path: str) -> bool:
        return path in found.new or SITE in new

    templates = any(path.startswith("templates/") for path in changed)
    inputs = staged.inputs(found, found.files, opened, templates)
    rendered = any(pending.is_rendered(path, inputs.files.get(path, b"")) for path in changed)
    if rendered and not templates:
        inputs = staged.inputs(found, found.files, opened, True, inputs)
    make = build if rendered else examine
    wanted = Options(options["drafts"], options["future"], options["base_url"])
    built = make(inputs, options["today"], wanted, parsing)
    elsewhere = [one for one in built.findings if not pending.is_own(one, changed, new)]
    if not failing(tuple(elsewhere), options["strict"]):
        return inputs, built, frozenset()
    earlier = (staged.inputs(found, parent, opened, rendered, inputs) for parent in found.parents)
    return inputs, built, pending.keys(one for of in earlier for one in make(of, options["today"], wanted, parsing).findings)


def _strays(found: "Staged", inputs: "Inputs", built: "Build", site: "Parsed | None") -> list[Finding]:
    """Return the personal numbers in new files that the site is not made of, or not as texts."""
    from sitegen import pending, staged
    from sitegen.build import kind_of

    said = {finding.path for finding in built.findings if finding.code == "SG501"}
    names = {path: staged.name(found, path) for path in found.new if path in found.files}
    read = [path for path, name in names.items() if not (name in inputs.attachments or (name in inputs.files and kind_of(name)))]
    contents = staged.search(found, [path for path in read if pending.is_searched(names[path])])
    numbers = [one for one in pending.strays(contents, sorted(names.values()), site) if privacy.masked(one.path) not in said]
    outside = {name: path for path, name in names.items() if not name.startswith("content/")}
    flagged = [outside[one.path] for one in numbers if one.path in outside]
    excused = staged.made_up(found, flagged) if flagged else frozenset()
    return [pending.masked(one) for one in numbers if outside.get(one.path) not in excused]


def _show(answer: "Answer", inputs: "Inputs", language: str, options: dict[str, Any]) -> None:
    from sitegen import report

    if answer.earlier:
        _say("earlier", language, options)
        click.echo(report.text(answer.earlier, language, None, False, closing=False), err=True)
        if any(one.code == "SG501" for one in answer.earlier):
            _say("committed", language, options)
        click.echo(err=True)
    if answer.earlier and not answer.own and options["format_"] == "text":
        _say("fine", language, options)
    else:
        show(answer.own, language, inputs.files, options)
    if answer.stopped:
        _say("stopped", language, options)
        if any(one.code == "SG501" for one in answer.own):
            _say("number", language, options)


def _say(what: str, language: str, options: dict[str, Any]) -> None:
    if what != "nothing" or not options["quiet"]:
        click.echo(SAID[what][language], err=True)
