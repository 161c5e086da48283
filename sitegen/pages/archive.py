"""What the archive says of a document: when it was first there, or why that cannot be told, and its versions."""

from dataclasses import dataclass
from datetime import date

from sitegen.evidence import History
from sitegen.model import Document
from sitegen.pages.words import count

# Why it cannot be told when a document was first there; where there is no archive at all, nothing is said of one.
UNKNOWN = {
    "shallow": "Arkivet er ikke hentet helt, så det kan ikke vurderes, hvornår dokumentet først lå her.",
    "unreadable": "Arkivet kunne ikke læses, så det kan ikke vurderes, hvornår dokumentet først lå her.",
    "imported": "Dokumentet blev lagt ind sammen med mange andre, så arkivet viser ikke, hvornår det blev offentliggjort.",
    "uncommitted": "Dokumentet er endnu ikke i arkivet.",
}
KINDS = {"added": "tilføjet", "changed": "ændret", "renamed": "omdøbt"}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document in the archive: its day, what was done, and the name the archive knows it by."""

    day: date
    what: str
    commit: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the archive says of a document: its first day there, or why it cannot be told, and its versions, newest first."""

    first: date | None = None
    words: str = ""
    contradicts: bool = False  # whether the words say that the stated day cannot be right, rather than what is not known
    versions: tuple[Version, ...] = ()


def of(history: History, document: Document) -> Evidence:
    """Return what the archive says of a document."""
    unknown, record = history.why_unknown(document.path), history.records.get(document.path)
    first = None if unknown else history.first(document.path)
    words = UNKNOWN.get(unknown or "", "")
    contradicts = bool(first and document.published and document.published < first)
    if first and document.published and contradicts:
        days = count((first - document.published).days, "dag", "dage")
        words = f"Dokumentet kom først i arkivet {days} efter den dag, der er oplyst. Arkivet kan ikke bekræfte dagen."
    revisions = reversed(record.revisions) if record and history.archive == "full" else ()
    return Evidence(first, words, contradicts, tuple(Version(r.day, KINDS[r.kind], r.commit) for r in revisions))
