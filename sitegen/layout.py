"""A site laid out: every page before it is rendered, what stands beside the pages, and what is wrong with all of it together."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import unquote

from sitegen import feeds, output, pages, privacy, render
from sitegen.calendar import local_date
from sitegen.diagnostics import Argument, Finding
from sitegen.feeds import about, data, headers, search, sitemap
from sitegen.inputs import Copy
from sitegen.judgement import Standing, Verdict
from sitegen.link import SITE
from sitegen.model import Body, Mandate, Meeting, Page, Site
from sitegen.pages import admin, words
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec
from sitegen.parsed import Contents, Parsed
from sitegen.public import public


@dataclass(frozen=True, slots=True)
class Shown:
    """What the whole must know of a rendered page: where it leads, and whether lists, sitemaps and searching name it."""

    address: str
    template: str
    links: tuple[bytes, bytes] = (b"", b"")  # as `output.links_of` finds them
    headed: bool = True
    indexed: bool = True
    list_head: Head | None = None  # of a list of the site, which is found by what it says of itself


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the output by its address, or what is wrong with the template of a page (SG701)."""

    address: str
    contents: bytes | Copy | Finding
    shown: Shown | None = None  # of a page


@dataclass(slots=True)
class Whole:
    """What is known of a site when all its pieces are made: its pages, the addresses of the rest, and faults by template."""

    pages: list[Shown] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    faults: dict[str, Finding] = field(default_factory=dict)

    def add(self, made: Made) -> None:
        """Take in the next file; its contents are not looked at."""
        if not made.shown:
            self.others.append(made.address)
        elif isinstance(made.contents, Finding):  # of a template, the first page that fails tells
            self.faults.setdefault(made.shown.template, made.contents)
        else:
            self.pages.append(made.shown)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a site shows on a day, laid out for look-up, and what its pages and data are made with."""

    index: Index
    templates: Mapping[str, bytes]  # by name
    parsed: Mapping[str, Parsed]  # by path: where links were written
    findings: tuple[Finding, ...]  # of the content, which are data of the site too
    secret: frozenset[str]  # paths that the public may not hear of yet

    @property
    def base(self) -> str:
        """Where the site will stand."""
        return self.index.site.file.base_url


def lay_out(
    site: Site,
    judged: tuple[Verdict, ...],
    stood: tuple[Standing, ...],
    today: date,
    files: Mapping[str, bytes],
    attachments: Mapping[str, Contents],
    parsed: Mapping[str, Parsed],
    findings: tuple[Finding, ...],
) -> Layout:
    """Lay out what the public may see of a site on a day; `findings` are those of its content, with nothing secret in them."""
    site, judged, stood = public(site, judged, stood, today)
    templates = {path.removeprefix("templates/"): data for path, data in files.items() if path.startswith("templates/")}
    if site.file.editor is None:
        templates = {name: data for name, data in templates.items() if name not in admin.ASSETS}
    secret = {path for path, p in parsed.items() if _is_secret(p, today)}
    secret |= set(attachments) - {attachment.path for attachment in site.attachments.values()}
    return Layout(
        pages.index.build(site, judged, stood, today), templates, parsed, findings, frozenset(map(privacy.masked, secret))
    )


def parts(laid: Layout, few: int = pages.FEW_PAGES) -> tuple[Iterator[PageSpec], ...]:
    """Return the pages in parts, each made as it is asked for; all together the site map. `few`: as `pages.parts`."""
    return (*pages.parts(laid.index, about.pages, few=few), _redirects(laid.index.site))


def renderer(laid: Layout) -> Callable[[PageSpec], bytes | Finding]:
    """Return what renders a page as it is where the site stands at the root of its server, or says what its template lacks."""
    return output.renderer(laid.templates, laid.index.site, laid.index.today)


def at_hand(laid: Layout) -> dict[str, bytes | Copy]:
    """Return what is there without being made, by address: assets and attachments."""
    assets: dict[str, bytes | Copy] = dict(render.assets(laid.templates).values())
    attached = laid.index.site.attachments
    return assets | {address: Copy(file.path, file.contents.digest) for address, file in attached.items()}


def pieces(laid: Layout) -> tuple[Iterator[Made], ...]:
    """Return all that can be made without knowing the rest, in pieces: each by itself, in any order, in any process.

    The largest come first. Of a template that is at fault only the first page is made.
    """
    page = output.renderer(laid.templates, laid.index.site, laid.index.today, ahead=True)
    broken, there = set[str](), set[bytes]()
    made = [_pages(part, page, broken, there, laid.base) for part in parts(laid)]
    return (*(_files(part) for part in _beside(laid)), *made)


def _pages(
    specs: Iterable[PageSpec],
    page: Callable[[PageSpec], bytes | Finding],
    broken: set[str],
    there: set[bytes],
    base: str,
) -> Iterator[Made]:
    for spec in specs:
        if spec.template in broken:
            continue
        made = page(spec)
        if isinstance(made, Finding):
            broken.add(spec.template)
            yield Made(spec.address, made, shown(spec))
        else:
            there |= output.settled([spec.address])  # nobody need look where a link to it leads
            yield Made(spec.address, output.rebased(made, base), shown(spec, made, there))


def _files(part: Callable[[], Iterable[tuple[str, bytes | Copy]]]) -> Iterator[Made]:
    for address, contents in part():
        yield Made(address, contents)


def shown(spec: PageSpec, text: bytes = b"", there: Set[bytes] = frozenset()) -> Shown:
    """Return what the whole must know of a page: without its text, all but where it leads; `there` are links that lead right."""
    head = spec.context.get("head")
    return Shown(
        spec.address,
        spec.template,
        output.links_of(text, there),
        head is not None,
        head is not None and head.indexed,
        replace(head, linked=()) if head and search.is_list(head) else None,
    )


def beside(laid: Layout, pages: Sequence[Shown]) -> Iterator[Mapping[str, bytes | Copy]]:
    """Yield what stands beside the pages by address, part by part: assets, attachments, feeds, data, and what leads to all."""
    addresses: list[str] = []
    for part in _beside(laid):
        found = dict(part())
        addresses += found
        yield found
    yield closing(laid, pages, addresses)


def finished(laid: Layout, whole: Whole) -> tuple[dict[str, bytes], list[Finding]]:
    """Return what leads to all that was made, by address, and what is wrong with the whole."""
    if whole.faults:  # several templates may fail in what they share
        return {}, list({(fault.path, fault.line): fault for fault in reversed(whole.faults.values())}.values())[::-1]
    last = closing(laid, whole.pages, whole.others)
    return last, wrong(laid, whole.pages, [*whole.others, *last])


def closing(laid: Layout, pages: Sequence[Shown], addresses: Sequence[str]) -> dict[str, bytes]:
    """Return what leads to all the rest, by address: sitemaps, and how the files are to be served."""
    site, base = laid.index.site, laid.base
    listed = [page.address for page in pages if page.indexed]
    changes = sitemap.last_changes(site, laid.index.today)
    found = {**sitemap.sitemaps([*listed, *site.attachments], base, changes), "/robots.txt": sitemap.robots(base)}
    editor = site.file.editor  # with one, even what only leads on needs a rule of its own to be guarded
    every = [*(page.address for page in pages if editor or page.headed), *addresses, *found]
    return found | headers.files(every, base, editor)


def _beside(laid: Layout) -> Iterator[Callable[[], Iterable[tuple[str, bytes | Copy]]]]:
    yield lambda: at_hand(laid).items()
    yield from feeds.parts(laid.index)
    yield lambda: data.findings(laid.index, laid.findings, laid.secret).items()


def wrong(laid: Layout, pages: Sequence[Shown], others: Collection[str]) -> list[Finding]:
    """Return what only the whole output shows: addresses that not every machine can hold, or two of one, or links to nowhere.

    `others` are the addresses of what is no page.
    """
    addresses, sources = [page.address for page in pages], _sources(laid.index.site)
    paths = [(address, output.file_path(address)) for address in (*addresses, *others)]
    if findings := [*_strange(sources, paths), *_collisions(sources, paths)]:
        return findings
    made_by = {page.address: f"templates/{page.template}" for page in pages}
    for page, target in output.broken({page.address: page.links for page in pages}, others):
        findings += _broken(page, target, laid.parsed, made_by[page])
    return findings


def searched(laid: Layout, pages: Iterable[Shown]) -> dict[str, bytes]:
    """Return what an index for searching is made of."""
    return search.documents(laid.index, [page.list_head for page in pages if page.list_head])


def _is_secret(parsed: Parsed, today: date) -> bool:
    """Say whether a file's very name is not public yet: a draft, or something to be published later."""
    published = getattr(parsed.meta, "published", None)
    return getattr(parsed.meta, "draft", False) or (published is not None and local_date(published) > today)


def _redirects(site: Site) -> Iterator[PageSpec]:
    """Yield a page for every address that something used to have."""
    things: list[tuple[tuple[str, ...], str, str]] = [
        (d.meta.aliases, d.address, words.document_title(m, d)) for m in site.meetings for d in m.documents
    ]
    things += [(m.meta.aliases, m.address, m.meta.title) for m in site.mandates]
    things += [(p.meta.aliases, p.address, p.meta.title) for p in site.pages]
    for aliases, address, title in things:
        for alias in aliases:
            yield PageSpec(_page_address(alias), "_redirect.html.j2", {"target": address, "title": title})


def _page_address(alias: str) -> str:
    return alias if alias.endswith((".html", "/")) else f"{alias}/"


def _sources(site: Site) -> dict[str, str]:
    """Return the file that gives each address that editors choose."""
    free: tuple[Page | Mandate | Meeting | Body, ...] = (*site.pages, *site.mandates, *site.meetings, *site.bodies)
    sources = {thing.address: thing.source.path for thing in free} | {a: file.path for a, file in site.attachments.items()}
    sources |= {_page_address(alias): d.path for m in site.meetings for d in m.documents for alias in d.meta.aliases}
    sources |= {_page_address(alias): page.source.path for page in site.pages for alias in page.meta.aliases}
    return sources | {_page_address(alias): mandate.source.path for mandate in site.mandates for alias in mandate.meta.aliases}


def _strange(sources: Mapping[str, str], paths: Sequence[tuple[str, str]]) -> list[Finding]:
    """SG113: an address that cannot be a file everywhere; said of what an editor named, else of what follows from it."""
    every = {name for _, path in paths for name in path.split("/")}
    if not (wrong := {name: how for name in every if (how := output.strange(name))}):
        return []
    found: dict[tuple[str, str], Finding] = {}
    for address, file in paths:
        if name := next((name for name in file.split("/") if name in wrong), ""):
            path = sources.get(address, SITE)
            arguments: dict[str, Argument] = {"address": unquote(address), "part": name, "limit": output.LONGEST}
            found.setdefault((name, path), Finding("SG113", arguments=arguments, variant=wrong[name], path=path))
    return [finding for finding in found.values() if finding.path != SITE] or list(found.values())


def _collisions(sources: Mapping[str, str], paths: Sequence[tuple[str, str]]) -> list[Finding]:
    """SG209: two outputs on one path; what an editor named is where it is said, the later by path."""
    keys = [output.same_file(path) for _, path in paths]
    first: dict[str, str] = {}
    for (address, _), key in zip(paths, keys, strict=True):
        first.setdefault(key, address)
    if len(first) == len(keys) and first.keys().isdisjoint(_around(keys)):
        return []
    findings = []
    taken: set[str] = set()
    for (address, _), key in zip(paths, keys, strict=True):
        folders = [key[:at] for at, letter in enumerate(key) if letter == "/"]
        other = first[key] if key in taken else next((first[folder] for folder in folders if folder in first), None)
        taken.add(key)
        if other is not None:  # one path for two, or a file where the other needs a folder
            named = sorted({sources.get(address, ""), sources.get(other, "")} - {""}) or [SITE]
            arguments: dict[str, Argument] = {"address": address, "other_path": named[0] if len(named) > 1 else other}
            findings.append(Finding("SG209", arguments=arguments, path=named[-1]))
    # What is made of two files that collide, collides too: it is said once, of what an editor named.
    return [finding for finding in findings if finding.path != SITE] or findings


def _around(paths: Iterable[str]) -> set[str]:
    """Return the folders that paths lie in, and those around them."""
    found: set[str] = set()
    while paths := {path.rpartition("/")[0] for path in paths} - found:
        found |= paths
    return found


def _broken(page: str, target: str, parsed: Mapping[str, Parsed], template: str) -> list[Finding]:
    """Say where a link of the output that leads nowhere was written: in a text, or else in a template."""
    written = [
        Finding("SG203", link.line, link.column, {"target": target}, "file", path)
        for path, p in parsed.items()
        for link in p.prose.links
        if link.target == target
    ]
    return written or [Finding("SG702", arguments={"target": target, "page": page}, path=template)]
