"""The journey in one function: files in, a plan of the whole output and every finding out. Reads, writes and prints nothing."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from sitegen import layout, output, privacy, rules, standings, verdicts
from sitegen.diagnostics import Argument, Finding, Mend, Severity, ordered
from sitegen.inputs import Copy, Inputs
from sitegen.judgement import Standing, Verdict
from sitegen.link import SITE, link
from sitegen.model import Site
from sitegen.parse import parse
from sitegen.parsed import Parsed
from sitegen.rules import personal, website
from sitegen.rules.view import view

__all__ = ["Build", "Copy", "Inputs", "Options", "build", "examine", "kind_of", "laid_out", "masked"]

Parse = Callable[[bytes, str], Parsed]
Step = Callable[[str], None]  # told which step is next (STEPS); what it raises ends the build
STEPS = ("parse", "link", "judge", "lay out")


def _on(step: str) -> None:
    """Go on: nobody asked to be told."""


FOLDERS = {"agendas": "agenda", "minutes": "minutes", "mandates": "mandate", "pages": "page"}


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: what is shown that otherwise is not, where the site will stand (None: as site.yml says), what is made beside.

    `search` asks for what can be searched: texts that only whoever makes an index of them has a use for.
    """

    drafts: bool = False
    future: bool = False
    base_url: str | None = None
    search: bool = False


@dataclass(frozen=True, slots=True)
class Build:
    """The plan of the output by path, empty where an error stands in the way; the findings, sorted; and what they rest on."""

    plan: Mapping[str, bytes | Copy]
    findings: tuple[Finding, ...]
    site: Site | None = None
    verdicts: tuple[Verdict, ...] = ()
    standings: tuple[Standing, ...] = ()
    searched: Mapping[str, bytes] = field(default_factory=dict)  # what an index for searching is made of, if it is asked for


def kind_of(path: str) -> str | None:
    """Return the kind of a content file (a key of schema.FILES), None for what nothing reads."""
    folder, _, name = path.removeprefix("content/").rpartition("/")
    if not folder:
        return {"site.yml": "site", "organisation.yml": "organisation"}.get(name)
    if folder == "meetings":
        return "plan" if name.endswith((".yml", ".yaml")) else None
    return FOLDERS.get(folder) if name.endswith(".md") else None


def build(inputs: Inputs, today: date, options: Options = Options(), parse: Parse = parse) -> Build:
    """Build a site as it is on a day.

    Every finding of every file comes back at once. `parse` may remember; nothing else does.
    """
    found, laid = laid_out(inputs, today, options, parse)
    if laid is None:
        return found
    plan: dict[str, bytes | Copy] = {}
    whole = layout.Whole()
    for made in chain.from_iterable(layout.pieces(laid)):
        whole.add(made)
        if not isinstance(made.contents, Finding):
            plan[output.file_path(made.address)] = made.contents
    last, failed = layout.finished(laid, whole)
    if failed:
        return replace(found, findings=masked([*found.findings, *failed]))
    plan |= {output.file_path(address): contents for address, contents in last.items()}
    return replace(found, plan=plan, searched=layout.searched(laid, whole.pages) if options.search else {})


def laid_out(
    inputs: Inputs, today: date, options: Options = Options(), parse: Parse = parse, step: Step = _on
) -> tuple[Build, layout.Layout | None]:
    """Judge a site and lay it out, ready to be rendered: None where an error stands in the way."""
    found, parsed = _examined(inputs, today, options, parse, step)
    if found.site is None or any(finding.severity is Severity.ERROR for finding in found.findings):
        return found, None
    site = found.site
    if options.base_url:
        site = replace(site, file=site.file.model_copy(update={"base_url": options.base_url.rstrip("/") + "/"}))
    step("lay out")
    judged = site, found.verdicts, found.standings
    return found, layout.lay_out(*judged, today, inputs.files, inputs.attachments, parsed, found.findings)


def examine(inputs: Inputs, today: date, options: Options = Options(), parse: Parse = parse, step: Step = _on) -> Build:
    """Judge a site as it is on a day, and render nothing: a build with no plan."""
    return _examined(inputs, today, options, parse, step)[0]


def _examined(inputs: Inputs, today: date, options: Options, parse: Parse, step: Step) -> tuple[Build, Mapping[str, Parsed]]:
    step("parse")
    parsed, findings = _parsed(inputs, parse)
    step("link")
    site, more = link(parsed, inputs.attachments, today, options.drafts, options.future, inputs.history)
    findings += more
    findings += personal.numbers(inputs.files, inputs.attachments, parsed, SITE)
    findings += personal.unsearched(inputs.attachments)
    findings += personal.traced(inputs.attachments)
    if site is None:
        return Build({}, masked(findings)), parsed
    step("judge")
    judged = verdicts.judge(site, today)
    stood = standings.stand(site, judged, today)
    findings += rules.findings(view(site, judged, stood, today))
    findings += website.editor_incomplete(inputs.files.keys(), site)
    return Build({}, masked(findings), site, judged, stood), parsed


def _parsed(inputs: Inputs, parse: Parse) -> tuple[dict[str, Parsed], list[Finding]]:
    parsed, findings = {}, list(inputs.findings)
    for path, contents in sorted(inputs.files.items()):
        if not path.startswith("content/"):
            continue
        kind = kind_of(path)
        if kind:
            found = parse(contents, kind)
            parsed[path] = replace(found, source=replace(found.source, path=path))
        else:
            findings.append(_unknown(path, inputs.files))
    return parsed, findings


def _unknown(path: str, others: Container[str]) -> Finding:
    """Say that nothing reads a file: a Word document or a text may become a draft, and Windows may have put .txt behind .md."""
    arguments: dict[str, Argument] = {"known": (*FOLDERS, "meetings"), "file": path}
    name = path.lower()
    if name.endswith((".md.txt", ".yml.txt")) and path[:-4] not in others:
        return Finding("SG109", arguments=arguments, variant="twice", path=path, mend=Mend("rename", path[:-4]))
    if name.endswith((".docx", ".txt")):
        return Finding("SG109", arguments=arguments, variant="import", path=path)
    known = path.count("/") == 2 and path.split("/")[1] in (*FOLDERS, "meetings")
    return Finding("SG109", arguments=arguments, variant="extension" if known else "unknown", path=path)


def masked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings, sorted, with every personal number in them masked: a report must not spread what it warns of."""
    return ordered([_mask(finding) for finding in findings])


def _mask(finding: Finding) -> Finding:
    arguments = {name: _masked(value) for name, value in finding.arguments.items()}
    mend, clause = finding.mend, finding.clause
    told = f"{mend.text}\n{mend.path}" if mend else ""
    if arguments != finding.arguments or privacy.masked(told) != told:  # what is made of a number is not to be seen either
        mend = None
    clause = clause and replace(clause, path=privacy.masked(clause.path), heading=privacy.masked(clause.heading))
    return replace(finding, path=privacy.masked(finding.path), arguments=arguments, mend=mend, clause=clause)


def _masked(value: Argument) -> Argument:
    if isinstance(value, tuple):
        return tuple(map(privacy.masked, value))
    return privacy.masked(value) if isinstance(value, str) else value
