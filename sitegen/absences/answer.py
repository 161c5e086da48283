"""Why one file is not on the site: every reason there is, the first thing to do first, or the address where it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import privacy
from sitegen.absences import USELESS, Absence, Content, Subject, subject, waiting
from sitegen.model import Document, Mandate, Meeting, Page, Site
from sitegen.reminders import Action
from sitegen.reminders.papers import FOLDERS

WORD = re.compile(r"\.(docx?|odt|rtf|pdf|txt)$", re.IGNORECASE)
UNUSABLE = ("ignored", "unread", "unread-word", "unused")  # as it is, the file never comes on the site
SHOWN = 5  # other files with errors that are named
SHARED = {"site": "/", "organisation": "/fora/", "plan": "/moeder/"}  # files that are no page of their own, and where they show


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one file: why it is not on the site (nothing: it is), where it is or will be, what is owed about it."""

    path: str
    subject: Subject
    reasons: tuple[Absence, ...]
    address: str | None = None
    owed: tuple[Action, ...] = ()


def answer(content: Content, later: Content, path: str, saved: str, exists: bool, owed: tuple[Action, ...]) -> Answer:
    """Answer for a file that is there, or that a planned meeting could have.

    `later` is the same content with drafts and what is to come shown: what is wrong with a draft is found there. `saved` is
    how far the file has come in the archive: untracked, changed, unsent, sent or unknown.
    """
    about = subject(content, path)
    if not exists and not any(finding.path == path for finding in content.errors):
        about = _planned(content, path) or about
        return Answer(path, about, (Absence("absent", path, subject=about),), None, _owed(about, owed))
    reasons = [*_own(content, later, path, about)]
    if path.startswith("content/") and not any(one.reason in UNUSABLE for one in reasons):
        reasons += _others(content, path, about)
        if saved in ("untracked", "changed", "unsent") and not any(one.reason == "error" for one in reasons):
            reasons.append(Absence(saved, path, subject=about))
    hidden = any(one.reason in ("error", "draft", "future") for one in reasons)
    return Answer(path, about, tuple(reasons), address(later.site, path, about), _owed(about, owed) if hidden else ())


def address(site: Site | None, path: str, about: Subject) -> str | None:
    """Return the address of what a file becomes, from the root of the site; None where it becomes nothing of its own."""
    if site is None or about.kind in SHARED:
        return SHARED.get(about.kind)
    things: tuple[Document | Page | Mandate, ...] = (*_documents(site), *site.pages, *site.mandates)
    own = next((thing.address for thing in things if thing.source.path == path), None)
    return own or next((one.address for one in site.attachments.values() if one.path == path), None)


def _documents(site: Site) -> Iterator[Document]:
    return (document for meeting in site.meetings for document in meeting.documents)


def _planned(content: Content, path: str) -> Subject | None:
    """Return the paper of a planned meeting that a path would be."""
    for meeting in content.site.meetings if content.site else ():
        for kind, folder in FOLDERS.items():
            if path == f"content/{folder}/{meeting.id}.md":
                return Subject(kind, "", meeting, meeting.bodies, planned=True)
    return None


def _owed(about: Subject, owed: tuple[Action, ...]) -> tuple[Action, ...]:
    return tuple(
        a for a in owed if about.meeting and a.meeting and a.meeting.id == about.meeting.id and a.kind.endswith(about.kind)
    )


def _own(content: Content, later: Content, path: str, about: Subject) -> Iterator[Absence]:
    """Yield what is the matter with the file itself."""
    if not path.startswith("content/"):
        yield Absence("outside-word" if WORD.search(path) else "outside", path, subject=about)
        return
    found = tuple(finding for finding in content.errors if finding.path in (path, privacy.masked(path)))
    if found:
        yield Absence("error", path, found[0].line, about, findings=found)
    useless = next((finding for finding in content.findings if finding.path == path and finding.code in USELESS), None)
    if useless:
        own = USELESS[useless.code]
        if own == "unread" and WORD.search(path):
            yield Absence("unread-word", path, subject=about)
        else:
            yield Absence(own, path, subject=about, findings=(useless,))
    if path in content.parsed:
        ahead = [*waiting(content, path)]
        yield from ahead
        if ahead:
            yield from _afterwards(content, later, path, about)
    elif about.kind == "attachment" and not found and not useless:
        yield from _attached(content, later, path, about)
    elif not found and not useless:
        yield Absence("ignored", path, subject=about)


def _afterwards(content: Content, later: Content, path: str, about: Subject) -> Iterator[Absence]:
    """Yield the errors of a file that nobody sees while it is a draft or its day has not come."""
    known = {(finding.code, finding.line, finding.column) for finding in content.errors if finding.path == path}
    hidden = (finding for finding in later.errors if finding.path == path)
    found = tuple(finding for finding in hidden if (finding.code, finding.line, finding.column) not in known)
    if found:
        yield Absence("afterwards", path, found[0].line, about, findings=found)


def _attached(content: Content, later: Content, path: str, about: Subject) -> Iterator[Absence]:
    """Yield that an attachment waits for the documents that name it."""
    if content.site and any(one.path == path for one in content.site.attachments.values()):
        return
    naming = (d for d in _documents(later.site) for _, one, _ in d.attachments if one.path == path) if later.site else iter(())
    found = next(naming, None)
    if found:
        yield Absence("waiting", path, 1, about, arguments={"document": found.path})
    elif content.errors:
        yield Absence("unknown", path, 1, about)


def _others(content: Content, path: str, about: Subject) -> Iterator[Absence]:
    """Yield that errors in other files stop the site: nothing new is shown before they are mended."""
    others = [finding for finding in content.errors if finding.path not in (path, privacy.masked(path))]
    if others:
        yield Absence("others", path, 1, about, findings=tuple(others[:SHOWN]), arguments={"count": len(others)})


def papers(content: Content, meeting: Meeting) -> tuple[str, ...]:
    """Return the paths of a meeting's papers: those that are there, and the agenda and the minutes where they are not."""
    own: dict[str, list[tuple[int, str]]] = {kind: [] for kind in FOLDERS}
    for path, parsed in content.parsed.items():
        if parsed.kind in own and parsed.meta and parsed.meta.meeting == meeting.id:
            own[parsed.kind].append((getattr(parsed.meta, "supplement", None) or 0, path))
    return tuple(
        path for kind, folder in FOLDERS.items() for _, path in sorted(own[kind]) or [(0, f"content/{folder}/{meeting.id}.md")]
    )
