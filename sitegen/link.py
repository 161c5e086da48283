"""Parsed files to one Site: documents joined to meetings, meetings to bodies, bodies to clusters, parties and mandates."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sitegen import links, references, schema, unplanned
from sitegen.calendar import local_date
from sitegen.danish import slug
from sitegen.diagnostics import Finding, Source
from sitegen.evidence import History, second_day
from sitegen.links import Target
from sitegen.mends import meant
from sitegen.model import Body, Document, Mandate, Meeting, Page, Site
from sitegen.parsed import Contents, Item, Parsed
from sitegen.references import Known, expected_name, lacks_supplement, stem

SITE, ORGANISATION = "content/site.yml", "content/organisation.yml"
PAPERS = ("agenda", "minutes")
LEADING = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Joining:
    """What every step of the joining reads: the readable files by path, the names that exist, and what is shown on which day."""

    files: Mapping[str, Parsed]
    attachments: Mapping[str, Contents]
    known: Known
    today: date
    future: bool
    unread: frozenset[tuple[str, str]]

    def of_kind(self, *kinds: str) -> Iterator[tuple[str, Parsed]]:
        return ((path, p) for path, p in sorted(self.files.items()) if p.kind in kinds)

    def lies_ahead(self, meta: Any) -> bool:
        published = getattr(meta, "published", None)
        return published is not None and local_date(published) > self.today

    def hides(self, meta: Any) -> bool:
        return self.lies_ahead(meta) and not self.future

    def preview(self, meta: Any) -> str:
        return "draft" if meta.draft else "future" if self.lies_ahead(meta) and self.future else ""


def link(
    parsed: Mapping[str, Parsed],
    attachments: Mapping[str, Contents],
    today: date,
    drafts: bool = False,
    future: bool = False,
    history: History | None = None,
) -> tuple[Site | None, list[Finding]]:
    """Join what was parsed, by content path; `attachments` is what each says, by content path.

    The Site is None where there is no site file or organisation to stand on. A file with errors of its own is left out, and
    so is a draft, unless `drafts`; with `future`, what is to be published later is shown now.
    """
    findings = [finding.at(path) for path, p in parsed.items() for finding in p.findings]
    if not parsed:
        return None, [Finding("SG112", variant="content", path="content")]
    for path, variant in ((SITE, "site"), (ORGANISATION, "organisation")):
        if path not in parsed:
            findings.append(Finding("SG112", variant=variant, path=path))
    site, organisation = (parsed[path] if path in parsed and parsed[path].meta else None for path in (SITE, ORGANISATION))
    if not site or not organisation:
        return None, findings
    ids = _ids_by_name(organisation.meta)
    findings = [meant.named(finding, ids) for finding in findings]
    findings += references.organisation(organisation.meta, organisation.source)
    usable = {path: p for path, p in parsed.items() if p.meta and (drafts or not getattr(p.meta, "draft", False))}
    unread = frozenset((p.kind, stem(path)) for path, p in parsed.items() if not p.meta)
    joining = Joining(usable, attachments, _known(organisation), today, future, unread)

    meetings = tuple(_meetings(joining, findings))
    by_id = {meeting.id: meeting for meeting in meetings}
    findings += references.file_names(joining.of_kind("plan", "agenda", "minutes", "mandate", "page"), by_id)
    documents = _numbered(_documents(joining, by_id, findings))
    findings += references.supplements(documents)
    for document in documents:
        findings += references.document(document.source, document.meta, document.items, joining.known, by_id)
    targets = _targets(joining, documents)
    # What leads to a file with errors of its own is right once those are mended.
    targets |= {path: Target("#", frozenset(), shown=False) for path, p in parsed.items() if not p.meta}
    complete = [_filled(joining, document, targets, findings) for document in documents]
    shown = {a.path: a for d in complete if not d.hidden for _, a, _ in d.attachments}
    named = {a.path for d in complete for _, a, _ in d.attachments}
    texts: dict[str, str] = {}
    for path, p in joining.of_kind("mandate", "page"):
        if not joining.hides(p.meta):
            addresses, found, wrong = links.resolve(path, stem(path), p.prose.links, targets, attachments)
            findings += wrong
            shown |= {attachment.path: attachment for _, attachment, _ in found}
            texts[path] = links.fill(p.prose.html, addresses, [])
    mandates = tuple(_mandates(joining, texts, findings))
    findings += references.superseded(mandates, [name for kind, name in unread if kind == "mandate"])
    by_name = {mandate.id: mandate for mandate in mandates}
    mandates = tuple(replace(mandate, earlier=_earlier(mandate, by_name)) for mandate in mandates)
    mandates = tuple(_ended(mandate, mandates) for mandate in mandates)
    findings += references.overlapping(mandates)
    pages = tuple(_pages(joining, texts, findings))
    resolved = {*texts, *(document.path for document in complete)}
    left = {path: p for path, p in parsed.items() if path not in resolved}
    findings += _unused(left, set(attachments) - named - set(shown))
    return (
        Site(
            file=site.meta,
            source=site.source,
            organisation=organisation.meta,
            bodies=tuple(joining.known.bodies.values()),
            meetings=tuple(sorted(_joined(by_id, complete), key=lambda meeting: meeting.sort_key)),
            mandates=mandates,
            pages=pages,
            attachments={shown[path].address: shown[path] for path in sorted(shown)},
            # A document that names another meeting than its file does is not missing as well: that is one mistake.
            unread=unread | {(p.kind, stem(path)) for path, p in joining.of_kind(*PAPERS) if p.meta.meeting not in by_id},
            history=replace(history, since=site.meta.archive_from or second_day(history)) if history else History(),
        ),
        findings,
    )


def _ids_by_name(file: schema.OrganisationFile) -> dict[str, str]:
    """Return the ids of what has one, by name in small letters; a name that two have says neither."""
    things: list[tuple[str, str]] = [(body.name, body.id) for body in file.bodies]
    things += [(party.name, party.id) for party in file.parties]
    things += [(cluster.name, cluster.id) for cluster in file.clusters] + [(level.name, level.id) for level in file.levels]
    names = Counter(" ".join(name.lower().split()) for name, _ in things)
    return {key: found for name, found in things if names[key := " ".join(name.lower().split())] == 1}


def _known(parsed: Parsed) -> Known:
    file: schema.OrganisationFile = parsed.meta
    parties = {party.id: party for party in file.parties}
    levels = {level.id: level for level in file.levels}
    clusters = {cluster.id: cluster for cluster in file.clusters}
    bodies = {
        entry.id: Body(
            entry=entry,
            source=replace(parsed.source, at=("bodies", index)),
            cluster=clusters.get(entry.cluster or ""),
            level=levels.get(entry.level or ""),
            parties=tuple(parties[party] for party in entry.parties if party in parties),
        )
        for index, entry in enumerate(file.bodies)
    }
    return Known(parties, bodies)


def _meetings(joining: Joining, findings: list[Finding]) -> Iterator[Meeting]:
    known, found = joining.known, []
    for _, p in joining.of_kind("plan"):
        for index, entry in enumerate(p.meta.meetings):
            source = Source(p.source.path, p.source.located, ("meetings", index))
            ids = entry.bodies or (entry.body,)
            for place, body in enumerate(ids):
                keys = ("bodies", place) if entry.bodies else ("body",)
                findings += references.missing(source, keys, "body", body, known.bodies)
            findings += references.host(source, entry, known)
            found.append(
                Meeting(
                    id=entry.id or f"{entry.date}-{entry.body}",
                    entry=entry,
                    source=source,
                    bodies=tuple(known.bodies[body] for body in ids if body in known.bodies),
                    host=known.parties.get(entry.host or ""),
                )
            )
    findings += references.meetings(tuple(found))
    first: dict[str, Meeting] = {}
    for meeting in found:
        first.setdefault(meeting.id, meeting)
    yield from first.values()


def _documents(joining: Joining, meetings: Mapping[str, Meeting], findings: list[Finding]) -> list[Document]:
    first: dict[tuple[str, str, int | None], str] = {}
    documents = []
    named = sorted(joining.of_kind(*PAPERS), key=lambda one: (expected_name(one[1]) != stem(one[0]), one[0]))
    files = {path: one.source.located for path, one in joining.files.items() if one.kind == "plan"}
    taken: dict[str, int] = {}  # by meeting, the highest number of a supplement
    for _, p in joining.of_kind("agenda"):
        taken[p.meta.meeting] = max(taken.get(p.meta.meeting, 0), p.meta.supplement or 0)
    for path, p in named:  # of two for one meeting, the one that is named for it stands
        supplement = p.meta.supplement if p.kind == "agenda" else None
        if lacks_supplement(path, p):
            continue
        kind = "supplement" if supplement else p.kind
        if p.meta.meeting not in meetings:
            if not any(kind == "plan" for kind, _ in joining.unread):
                findings.append(unplanned.find(p, meetings, list(joining.known.bodies), files, joining.today))
            continue
        key = (kind, p.meta.meeting, supplement)
        if key in first:
            free = {"supplement": taken[p.meta.meeting] + 1} if p.kind == "agenda" else {}
            arguments = {"kind": kind, "value": p.meta.meeting, "first_path": first[key], **free}
            variant = "document" if free else "minutes"
            findings.append(p.source.find("SG202", "meeting", variant=variant, first_line=1, **arguments))
            continue
        first[key] = path
        documents.append(
            Document(
                kind=kind,
                source=p.source,
                meta=p.meta,
                html=p.prose.html,
                items=p.prose.items,
                links=p.prose.links,
                attachments=(),
                hidden=joining.hides(p.meta),
                preview=joining.preview(p.meta),
            )
        )
    return documents


def _numbered(documents: list[Document]) -> list[Document]:
    """Give items without a number the next one: a supplement counts on where the agenda, or the one before it, ended."""
    last: dict[str, int] = {}
    numbered = []
    for document in sorted(documents, key=lambda d: (d.meta.meeting, d.kind, d.number)):  # the agenda before its supplements
        count = last.get(document.meta.meeting, 0) if document.kind == "supplement" else 0
        items: list[Item] = []
        for item in document.items:
            whole = LEADING.match(item.number)
            count = int(whole[0]) if whole else count + 1
            items.append(item if whole else replace(item, number=str(count)))
        if document.kind != "minutes":
            last[document.meta.meeting] = count
        numbered.append(document if tuple(items) == document.items else replace(document, items=tuple(items)))
    return sorted(numbered, key=lambda document: document.path)


def _targets(joining: Joining, documents: list[Document]) -> dict[str, Target]:
    targets: dict[str, Target] = {}
    for document in documents:
        anchors = frozenset(item.anchor for item in document.items)
        shown = not document.hidden
        targets[document.path] = Target(document.address if shown else f"/moeder/{document.meta.meeting}/", anchors, shown)
    for path, p in joining.of_kind("mandate", "page"):
        anchors = frozenset(h.anchor for h in p.prose.headings) | {passage.anchor for passage in p.prose.passages}
        home = "/kommissorier/" if p.kind == "mandate" else "/"
        hidden = joining.hides(p.meta)  # until its day comes, a link to a page leads to the front page
        targets[path] = Target("/" if hidden else f"{home}{slug(stem(path))}/", anchors, not hidden)
    return targets


def _filled(joining: Joining, document: Document, targets: Mapping[str, Target], findings: list[Finding]) -> Document:
    addresses, named, wrong = links.resolve(document.path, document.meta.meeting, document.links, targets, joining.attachments)
    findings += wrong
    return replace(
        document,
        html=links.fill(document.html, addresses, []),
        items=links.filled(document.items, addresses, joining.known.parties),
        attachments=tuple(named),
    )


def _mandates(joining: Joining, texts: Mapping[str, str], findings: list[Finding]) -> Iterator[Mandate]:
    for path, p in joining.of_kind("mandate"):
        findings += references.mandate(p, joining.known)
        yield Mandate(
            id=slug(stem(path)),
            source=p.source,
            meta=p.meta,
            html=texts[path],
            headings=p.prose.headings,
            passages=p.prose.passages,
            bodies=tuple(joining.known.bodies[body] for body in p.meta.bodies if body in joining.known.bodies),
            preview=joining.preview(p.meta),
        )


def _ended(mandate: Mandate, mandates: tuple[Mandate, ...]) -> Mandate:
    """Return the mandate with its last day, where others take its place for all of its bodies."""
    later = [m for m in mandates if mandate.id in m.earlier and m.binding and m.begins > mandate.begins]
    ends = []
    for body in mandate.bodies:
        begins = [m.begins for m in later if any(other.id == body.id for other in m.bodies)]
        if not begins:
            return mandate
        ends.append(min(begins) - timedelta(days=1))
    last = min(max(ends, default=date.max), mandate.meta.valid_to or date.max)
    return replace(mandate, meta=mandate.meta.model_copy(update={"valid_to": last})) if later else mandate


def _earlier(mandate: Mandate, by_id: Mapping[str, Mandate]) -> frozenset[str]:
    found: list[str] = []
    name = mandate.meta.supersedes
    while name and name in by_id and name not in found and name != mandate.id:
        found.append(name)
        name = by_id[name].meta.supersedes
    return frozenset(found)


def _pages(joining: Joining, texts: Mapping[str, str], findings: list[Finding]) -> Iterator[Page]:
    for path, p in joining.of_kind("page"):
        if joining.lies_ahead(p.meta):
            findings.append(p.source.find("SG310", "published", published=local_date(p.meta.published)))
        if path in texts:
            yield Page(slug(stem(path)), p.source, p.meta, texts[path], p.prose.headings, joining.preview(p.meta))


def _joined(meetings: Mapping[str, Meeting], documents: list[Document]) -> Iterator[Meeting]:
    of: dict[str, dict[str, list[Document]]] = {}
    for document in documents:
        of.setdefault(document.meta.meeting, {}).setdefault(document.kind, []).append(document)
    for meeting in meetings.values():
        kinds = of.get(meeting.id, {})
        yield replace(
            meeting,
            agenda=next(iter(kinds.get("agenda", ())), None),
            minutes=next(iter(kinds.get("minutes", ())), None),
            supplements=tuple(sorted(kinds.get("supplement", ()), key=lambda d: d.number)),
        )


def _unused(parsed: Mapping[str, Parsed], attachments: set[str]) -> Iterator[Finding]:
    """SG205: attachments that no document names; what a draft or an unreadable document names is on its way.

    Both are what is left: `parsed` the files that the site has not, `attachments` those that nothing on it names.
    """
    named: set[str] = set()
    for path, p in parsed.items() if attachments else ():
        folder = p.meta.meeting if p.kind in PAPERS and p.meta else stem(path)
        named.update(links.attached(path, folder, p.prose.links, attachments))
    for path in sorted(attachments - named):
        yield Finding("SG205", arguments={"name": path.rpartition("/")[2]}, path=path)
