"""An item as lists of items show it: where it was, what it was for, and in short what came of it or what is to come."""

import html
import re
from dataclasses import dataclass
from datetime import date

from sitegen.danish import date_words
from sitegen.model import JoinedItem, Meeting
from sitegen.pages.index import Index
from sitegen.pages.points import ITEM_TYPES
from sitegen.standings.records import said

LONGEST = 240  # letters of a decision that a list shows; the whole of it stands at the item
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
ENDS = re.compile(r"</(?:li|td|th|p|h\d)>")  # of what stands apart from what follows
TAG = re.compile(r"<[^>]*>")
STOPS = (".", "!", "?", "…", "»", ")")  # what a paragraph ends with that does not lead up to a list


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item at a meeting and what came of it: `state` is decided, told, proposed, silent, waits, cancelled or unpublished."""

    meeting: Meeting
    joint: JoinedItem
    kind: str  # til beslutning, til drøftelse, til orientering or empty
    closed: str | None  # the reason why it is closed; empty where none is given
    state: str
    words: str

    @property
    def title(self) -> str:
        return self.joint.item.title

    @property
    def address(self) -> str:
        return f"{self.meeting.address}#{self.joint.anchor}"

    @property
    def year(self) -> int:
        return self.meeting.first.year

    @property
    def draft(self) -> bool:
        """Whether it rests on minutes that are not approved yet."""
        return bool(self.meeting.minutes and self.joint.minutes and self.meeting.minutes.meta.status == "draft")

    def coming(self, today: date) -> bool:
        """Whether the item is to be dealt with at a meeting ahead."""
        return self.meeting.last >= today and not self.meeting.cancelled


def of(index: Index, meeting: Meeting, joint: JoinedItem) -> Outcome:
    """Return an item with what came of it."""
    state, words = _told(index, meeting, joint)
    closed = next((one.field("closed") for one in (joint.minutes, joint.agenda) if one and one.closed), None)
    return Outcome(meeting, joint, ITEM_TYPES.get(said(joint, "type").lower(), ""), closed, state, words)


def _told(index: Index, meeting: Meeting, joint: JoinedItem) -> tuple[str, str]:
    if joint.minutes:
        decided = " ".join(short(s.html) for s in joint.minutes.sections if s.name == "beslutning")
        if decided:
            return "decided", decided
        if told := "" if joint.closed else short(joint.minutes.html):
            return "told", told
        return "silent", "Referatet nævner ingen beslutning."
    if meeting.cancelled:
        return "cancelled", "Mødet er aflyst."
    if meeting.minutes:
        return "silent", "Ikke omtalt i referatet."
    if meeting.last < index.today:
        return "unpublished", "Referatet er ikke offentliggjort."
    proposed = joint.agenda.section("indstilling") if joint.agenda and not joint.closed else None
    if proposed:
        return "proposed", short(proposed.html)
    return "waits", f"Skal behandles {date_words(meeting.first, weekday=False)}."


def short(text: str) -> str:
    """Return the first paragraph of HTML in plain words, with what it leads up to, as far as there is room."""
    found = PARAGRAPH.search(text)
    words = plain(found[1] if found else text)
    if found and not words.endswith(STOPS):
        words = f"{words} {plain(text[found.end() :])}"
    if len(words) <= LONGEST:
        return words
    return words[: words.rfind(" ", 0, LONGEST) if " " in words[:LONGEST] else LONGEST].rstrip(" ,;:–") + "\u00a0…"


def plain(text: str) -> str:
    """Return the words of HTML; entries of a list that end with no stop are parted by semicolons."""
    if "<" not in text:
        return " ".join(html.unescape(text).split())
    parts = [" ".join(html.unescape(TAG.sub("", part)).split()) for part in ENDS.split(text)]
    said = [part for part in parts if part]
    return " ".join(part if part.endswith((*STOPS, ":", ",", ";")) or part is said[-1] else f"{part};" for part in said)
