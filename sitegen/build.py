"""The journey in one function: files in, a plan of the whole output and every finding out. Reads, writes and prints nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sitegen import feeds, output, pages, privacy, rules, standings, verdicts
from sitegen.calendar import local_date
from sitegen.diagnostics import Finding, Severity, ordered
from sitegen.evidence import History
from sitegen.feeds import about, data, headers, search, sitemap
from sitegen.judgement import Standing, Verdict
from sitegen.link import SITE, link
from sitegen.model import Body, Mandate, Meeting, Page, Site
from sitegen.pages import words
from sitegen.pages.spec import PageSpec
from sitegen.parse import parse
from sitegen.parsed import Contents, Parsed
from sitegen.public import public
from sitegen.rules import personal
from sitegen.rules.view import view

FOLDERS = {"agendas": "agenda", "minutes": "minutes", "mandates": "mandate", "pages": "page"}


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of the plan that is a file of the content, byte for byte."""

    path: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build is made of, by path from the project folder with `/`, names in NFC: texts, and what attachments say."""

    files: Mapping[str, bytes]
    attachments: Mapping[str, Contents] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()  # what could not be read at all
    history: History = field(default_factory=History)


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


def build(inputs: Inputs, today: date, options: Options = Options(), parse: Callable[[bytes, str], Parsed] = parse) -> Build:
    """Build a site as it is on a day.

    Every finding of every file comes back at once. `parse` may remember; nothing else does.
    """
    found, parsed = _examined(inputs, today, options, parse)
    site, findings = found.site, list(found.findings)
    if site is None or any(finding.severity is Severity.ERROR for finding in findings):
        return found
    plan, texts, more = _plan(site, found.verdicts, found.standings, inputs, today, options, parsed, findings)
    findings += more
    if any(finding.severity is Severity.ERROR for finding in findings):
        plan, texts = {}, {}
    return replace(found, plan=plan, searched=texts, findings=_masked(findings))


def examine(inputs: Inputs, today: date, options: Options = Options(), parse: Callable[[bytes, str], Parsed] = parse) -> Build:
    """Judge a site as it is on a day, and render nothing: a build with no plan."""
    return _examined(inputs, today, options, parse)[0]


def _examined(
    inputs: Inputs, today: date, options: Options, parse: Callable[[bytes, str], Parsed]
) -> tuple[Build, Mapping[str, Parsed]]:
    parsed, findings = _parsed(inputs, parse)
    site, more = link(parsed, inputs.attachments, today, options.drafts, options.future, inputs.history)
    findings += more
    findings += personal.numbers(inputs.files, inputs.attachments, parsed, SITE)
    findings += personal.unsearched(inputs.attachments)
    if site is None:
        return Build({}, _masked(findings)), parsed
    judged = verdicts.judge(site, today)
    stood = standings.stand(site, judged, today)
    findings += rules.findings(view(site, judged, stood, today))
    return Build({}, _masked(findings), site, judged, stood), parsed


def _parsed(inputs: Inputs, parse: Callable[[bytes, str], Parsed]) -> tuple[dict[str, Parsed], list[Finding]]:
    parsed, findings = {}, list(inputs.findings)
    for path, contents in sorted(inputs.files.items()):
        if not path.startswith("content/"):
            continue
        kind = kind_of(path)
        if kind:
            found = parse(contents, kind)
            parsed[path] = replace(found, source=replace(found.source, path=path))
        else:
            variant = "extension" if path.count("/") == 2 and path.split("/")[1] in (*FOLDERS, "meetings") else "unknown"
            findings.append(Finding("SG109", arguments={"known": (*FOLDERS, "meetings")}, variant=variant, path=path))
    return parsed, findings


def _masked(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings, sorted, with every personal number in them masked: a report must not spread what it warns of."""
    return ordered([_mask(finding) for finding in findings])


def _mask(finding: Finding) -> Finding:
    arguments = {name: privacy.masked(value) if isinstance(value, str) else value for name, value in finding.arguments.items()}
    mend = replace(finding.mend, text=privacy.masked(finding.mend.text)) if finding.mend else None
    return replace(finding, path=privacy.masked(finding.path), arguments=arguments, mend=mend)


def _plan(
    site: Site,
    judged: tuple[Verdict, ...],
    stood: tuple[Standing, ...],
    inputs: Inputs,
    today: date,
    options: Options,
    parsed: Mapping[str, Parsed],
    so_far: list[Finding],
) -> tuple[dict[str, bytes | Copy], dict[str, bytes], list[Finding]]:
    """Return the whole output by path, what is to be searched, and what is wrong."""
    if options.base_url:
        site = replace(site, file=site.file.model_copy(update={"base_url": options.base_url.rstrip("/") + "/"}))
    base = site.file.base_url
    site, judged, stood = public(site, judged, stood, today)
    found = pages.index.build(site, judged, stood, today)
    specs = (*pages.site_map(found, about.pages), *_redirects(site))
    templates = {p.removeprefix("templates/"): data for p, data in inputs.files.items() if p.startswith("templates/")}
    texts, assets, findings = output.rendered(templates, specs, site, today)
    if findings:
        return {}, {}, findings
    # What the pages showed is let go of: of a large site it is as much as all its feeds.
    specs = tuple(replace(spec, context={k: v for k, v in spec.context.items() if k == "head"}) for spec in specs)
    secret = {path for path, p in parsed.items() if _is_secret(p, today)}
    secret |= set(inputs.attachments) - {attachment.path for attachment in site.attachments.values()}
    others: dict[str, bytes | Copy] = dict(assets)
    others |= {address: Copy(a.path) for address, a in site.attachments.items()}
    others |= feeds.files(found)
    others |= data.findings(found, _masked(so_far), frozenset(map(privacy.masked, secret)))
    listed = [spec.address for spec in specs if getattr(spec.context.get("head"), "indexed", False)]
    others |= sitemap.sitemaps([*listed, *site.attachments], base, sitemap.last_changes(site, today))
    others["/robots.txt"] = sitemap.robots(base)
    others |= headers.files([*(spec.address for spec in specs if "head" in spec.context), *others], base)
    findings += _collisions(site, [spec.address for spec in specs], others)
    if findings:
        return {}, {}, findings
    made_by = {spec.address: f"templates/{spec.template}" for spec in specs}
    for page, target in output.broken_links(texts, others):
        findings += _broken(page, target, parsed, made_by[page])
    plan: dict[str, bytes | Copy] = {output.file_path(address): contents for address, contents in others.items()}
    while texts:  # let go of one by one: a large site is not held twice
        address, text = texts.popitem()
        plan[output.file_path(address)] = output.rebased(text, base)
    heads = [head for spec in specs if (head := spec.context.get("head"))]
    return plan, search.documents(found, heads) if options.search else {}, findings


def _is_secret(parsed: Parsed, today: date) -> bool:
    """Say whether a file's very name is not public yet: a draft, or something to be published later."""
    published = getattr(parsed.meta, "published", None)
    return getattr(parsed.meta, "draft", False) or (published is not None and local_date(published) > today)


def _redirects(site: Site) -> tuple[PageSpec, ...]:
    """Return a page for every address that something used to have."""
    things: list[tuple[tuple[str, ...], str, str]] = [
        (d.meta.aliases, d.address, words.document_title(m, d)) for m in site.meetings for d in m.documents
    ]
    things += [(m.meta.aliases, m.address, m.meta.title) for m in site.mandates]
    things += [(p.meta.aliases, p.address, p.meta.title) for p in site.pages]
    return tuple(
        PageSpec(_page_address(alias), "_redirect.html.j2", {"target": address, "title": title})
        for aliases, address, title in things
        for alias in aliases
    )


def _page_address(alias: str) -> str:
    return alias if alias.endswith((".html", "/")) else f"{alias}/"


def _collisions(site: Site, pages: list[str], others: Iterable[str]) -> list[Finding]:
    """SG209: two outputs on one path; what an editor named is where it is said, the later by path."""
    free: tuple[Page | Mandate | Meeting | Body, ...] = (*site.pages, *site.mandates, *site.meetings, *site.bodies)
    sources = {thing.address: thing.source.path for thing in free} | {a: file.path for a, file in site.attachments.items()}
    sources |= {alias: d.path for m in site.meetings for d in m.documents for alias in d.meta.aliases}
    sources |= {alias: page.source.path for page in site.pages for alias in page.meta.aliases}
    sources |= {alias: mandate.source.path for mandate in site.mandates for alias in mandate.meta.aliases}
    findings = []
    first: dict[str, str] = {}
    for address in (*pages, *others):
        first.setdefault(output.same_file(output.file_path(address)), address)
    taken: set[str] = set()
    for address in (*pages, *others):
        key = output.same_file(output.file_path(address))
        folders = [key[:at] for at, letter in enumerate(key) if letter == "/"]
        other = first[key] if key in taken else next((first[folder] for folder in folders if folder in first), None)
        taken.add(key)
        if other is not None:  # one path for two, or a file where the other needs a folder
            paths = sorted({sources.get(address, ""), sources.get(other, "")} - {""}) or [SITE]
            arguments = {"address": address, "other_path": paths[0] if len(paths) > 1 else other}
            findings.append(Finding("SG209", arguments=arguments, path=paths[-1]))
    # What is made of two files that collide, collides too: it is said once, of what an editor named.
    return [finding for finding in findings if finding.path != SITE] or findings


def _broken(page: str, target: str, parsed: Mapping[str, Parsed], template: str) -> list[Finding]:
    """Say where a link of the output that leads nowhere was written: in a text, or else in a template."""
    written = [
        Finding("SG203", link.line, link.column, {"target": target}, "file", path)
        for path, p in parsed.items()
        for link in p.prose.links
        if link.target == target
    ]
    return written or [Finding("SG702", arguments={"target": target, "page": page}, path=template)]
