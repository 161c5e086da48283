"""What is not on the site, and why: drafts, what is to come, files with errors, and files that nothing uses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sitegen.calendar import local_date
from sitegen.diagnostics import Finding, Severity
from sitegen.model import Body, Meeting, Site
from sitegen.parsed import Parsed

REASONS = ("error", "draft", "future", "untracked", "unread", "unused")  # in the order in which they are told
USELESS = {"SG109": "unread", "SG205": "unused"}  # what nothing reads, and an attachment that nothing names


@dataclass(frozen=True, slots=True)
class Content:
    """The content as it was read and judged on a day; `site` is None where there is nothing to judge."""

    site: Site | None
    parsed: Mapping[str, Parsed]  # by path
    findings: tuple[Finding, ...]
    today: date

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a file is: its kind, the meeting it belongs to, and the name that is not in the plan, or its title."""

    kind: str  # a key of schema.FILES, supplement, attachment or file
    name: str = ""
    meeting: Meeting | None = None
    bodies: tuple[Body, ...] = ()
    number: int = 0  # of a supplement
    planned: bool | None = None  # whether its meeting is in the plan; None where that is not known


@dataclass(frozen=True, slots=True)
class Absence:
    """One reason why a file is not on the site. Its sentences are `reason` looked up in `absences.words`.

    `since` and `changed` are the first and the last day that the archive knows the file, `day` the one it is shown from.
    """

    reason: str
    path: str
    line: int = 1
    subject: Subject = field(default_factory=lambda: Subject("file"))
    day: date | None = None
    since: date | None = None
    changed: date | None = None
    findings: tuple[Finding, ...] = ()
    arguments: Mapping[str, str | int] = field(default_factory=dict)


def absences(content: Content) -> tuple[Absence, ...]:
    """Return every file that is not on the site, once for each reason; by reason, then by day, then by path."""
    found = [*_errors(content), *_waiting(content), *_untracked(content), *_useless(content)]
    return tuple(sorted(found, key=lambda one: (REASONS.index(one.reason), one.day or date.min, one.path)))


def of_body(found: tuple[Absence, ...], body: str) -> tuple[Absence, ...]:
    """Return what concerns a body: what is its own, and files with errors that are nobody's, for they stop the whole site."""
    return tuple(
        one
        for one in found
        if any(own.id == body for own in one.subject.bodies) or (one.reason == "error" and not one.subject.bodies)
    )


def subject(content: Content, path: str) -> Subject:
    """Return what a file is, as far as it can be told."""
    if path.startswith("content/attachments/"):
        return Subject("attachment", path.rpartition("/")[2])
    parsed = content.parsed.get(path)
    if parsed is None:
        return Subject("file", path.rpartition("/")[2])
    meta: Any = parsed.meta
    bodies = {body.id: body for body in content.site.bodies} if content.site else {}
    if parsed.kind in ("agenda", "minutes"):
        wanted = meta.meeting if meta else path.rpartition("/")[2].removesuffix(".md")
        meeting = next((m for m in content.site.meetings if m.id == wanted), None) if content.site else None
        number = getattr(meta, "supplement", None) or 0
        kind = "supplement" if number else parsed.kind
        if meeting:
            return Subject(kind, "", meeting, meeting.bodies, number, True)
        unknown = content.site is None or any(one == "plan" for one, _ in content.site.unread) or meta is None
        return Subject(kind, wanted, number=number, planned=None if unknown else False)
    if parsed.kind == "mandate" and meta:
        return Subject("mandate", meta.title, bodies=tuple(bodies[name] for name in meta.bodies if name in bodies))
    return Subject(parsed.kind, getattr(meta, "title", None) or path.rpartition("/")[2])


def _archived(content: Content, path: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of a file in the archive; None where the archive cannot tell."""
    history = content.site.history if content.site else None
    first = history.first(path) if history else None
    return first, max(revision.day for revision in history.records[path].revisions) if history and first else None


def _errors(content: Content) -> Iterator[Absence]:
    of: dict[str, list[Finding]] = {}
    for finding in content.errors:
        of.setdefault(finding.path, []).append(finding)
    for path, found in of.items():
        yield Absence("error", path, found[0].line, subject(content, path), findings=tuple(found))


def _waiting(content: Content) -> Iterator[Absence]:
    for path in content.parsed:
        yield from waiting(content, path)


def waiting(content: Content, path: str) -> Iterator[Absence]:
    """Yield that a file is a draft, or else that its day has not come."""
    parsed = content.parsed[path]
    published = getattr(parsed.meta, "published", None)
    day = local_date(published) if published else None
    ahead = day if day and day > content.today else None
    draft = bool(parsed.meta and getattr(parsed.meta, "draft", False))
    if draft or ahead:
        since, changed = _archived(content, path)
        line, _ = parsed.source.located.place("draft" if draft else "published")
        yield Absence("draft" if draft else "future", path, line, subject(content, path), ahead, since, changed)


def _untracked(content: Content) -> Iterator[Absence]:
    """Yield what the archive, where it has anything of the content, does not have: it is on this machine only."""
    history = content.site.history if content.site else None
    for path, parsed in content.parsed.items() if history and history.records else ():
        if history and history.why_unknown(path) == "uncommitted" and not getattr(parsed.meta, "draft", False):
            yield Absence("untracked", path, 1, subject(content, path))


def _useless(content: Content) -> Iterator[Absence]:
    for finding in content.findings:
        if finding.code in USELESS:
            about = subject(content, finding.path)
            yield Absence(USELESS[finding.code], finding.path, finding.line, about, findings=(finding,))
