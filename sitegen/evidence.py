"""What the archive (the git history of the content) can say of a file: when it was first there, changed, or went away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

# Why nothing is known: no archive at all, one that was cut short, or one that could not be read.
Archive = Literal["full", "none", "shallow", "unreadable"]


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit that touched a file: its day in Copenhagen, its short name, what it did, and the file's path then."""

    day: date
    commit: str
    kind: Literal["added", "changed", "renamed"]
    path: str


@dataclass(frozen=True, slots=True)
class Record:
    """The revisions of a file, oldest first; `imported` where it came with so many others that its first day says nothing."""

    revisions: tuple[Revision, ...]
    imported: bool = False

    @property
    def first(self) -> date:
        """The day the file was first in the archive: the earliest of its revisions, whichever way branches were joined."""
        return min(revision.day for revision in self.revisions)


@dataclass(frozen=True, slots=True)
class Vacated:
    """A path at which a content file once stood and stands no more: its last contents there, and where it went, if anywhere."""

    path: str
    contents: bytes
    day: date
    commit: str
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What the archive says of content files, by path from the project folder.

    What was first there before the day `since` was brought in from elsewhere, whichever way.
    """

    archive: Archive = "none"
    records: Mapping[str, Record] = field(default_factory=dict)
    vacated: tuple[Vacated, ...] = ()
    since: date | None = None

    def first(self, path: str) -> date | None:
        """Return the day a file was first in the archive; None where that cannot be told (see `why_unknown`)."""
        return self.records[path].first if self.why_unknown(path) is None else None

    def why_unknown(self, path: str) -> str | None:
        """Return why it cannot be told when a file was first there: none, shallow, unreadable, uncommitted or imported."""
        if self.archive != "full":
            return self.archive
        record = self.records.get(path)
        if record is None:
            return "uncommitted"
        return "imported" if record.imported or (self.since and record.first < self.since) else None


def second_day(history: History) -> date | None:
    """Return the day after an archive's first: on its first day a site is brought into it, in however many commits."""
    first = min((record.first for record in history.records.values()), default=None)
    return first + timedelta(days=1) if first else None
