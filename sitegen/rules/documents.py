"""What is odd about a document beside its deadline: drafts that stay drafts, dates that cannot be, items that do not match."""

from collections.abc import Iterator
from datetime import timedelta

from sitegen import mends
from sitegen.diagnostics import BLANK, Argument, Finding, Mend
from sitegen.model import Document
from sitegen.parsed import Item
from sitegen.rules.view import View
from sitegen.standings.records import plain


def _documents(view: View) -> Iterator[Document]:
    return (document for meeting in view.site.meetings for document in meeting.documents)


def draft_minutes(view: View) -> Iterator[Finding]:
    """SG308: minutes are still a draft when the body's next meeting has been held."""
    for meeting in view.site.meetings:
        if meeting.minutes and meeting.minutes.meta.status == "draft":
            for body in meeting.bodies:
                following = view.next_held(body, meeting)
                if following:
                    source = meeting.minutes.source
                    mend = mends.rewritten(source.located, ("status",), "approved")
                    yield source.find("SG308", "status", mend=mend, body=body.name, date=meeting.first, next=following.first)


def minutes_before_meeting(view: View) -> Iterator[Finding]:
    """SG309: minutes dated before the meeting began."""
    for meeting in view.site.meetings:
        for key in ("sent", "published"):
            done = getattr(meeting.minutes, key) if meeting.minutes else None
            if meeting.minutes and done and done < meeting.first:
                yield meeting.minutes.source.find("SG309", key, key=key, done=done, date=meeting.first)
                break


def not_yet_published(view: View) -> Iterator[Finding]:
    """SG310: the day of publication lies ahead."""
    for document in _documents(view):
        if document.published and document.published > view.today:
            yield document.source.find("SG310", "published", published=document.published)


def date_unknown(view: View) -> Iterator[Finding]:
    """SG311: a document says neither when it was sent nor when it was published."""
    for document in _documents(view):
        if not document.sent and not document.published:
            mend = mends.added(document.source.located, (), {"sent": BLANK}, "meeting")
            variant = "minutes" if document.kind == "minutes" else "agenda"
            yield document.source.find("SG311", "meeting", variant=variant, mend=mend)


def item_mismatch(view: View) -> Iterator[Finding]:
    """SG206: an item of the minutes has another title than on the agenda, or was not on it."""
    for meeting in view.site.meetings:
        if not meeting.minutes or not meeting.agenda or meeting.agenda.hidden:
            continue
        titles = {i.number: i.title for d in (*reversed(meeting.supplements), meeting.agenda) if not d.hidden for i in d.items}
        for item in meeting.minutes.items:
            title = titles.get(item.number)
            if title is None or (title != item.title and plain(title) != plain(item.title)):
                yield Finding(
                    "SG206",
                    item.line,
                    1,
                    {"number": item.number, "title": item.title, "agenda_title": title or ""},
                    "added" if title is None else "title",
                    meeting.minutes.path,
                    mend=_titled(item, title),
                )


def _titled(item: Item, title: str | None) -> Mend | None:
    """Return the mend that gives an item the title that the agenda has, where that is plain text."""
    plain_text = title and not set(title) & set("*_`[]<>\\")
    return Mend("replace", f"## {item.number}. {title}", None, item.line) if plain_text else None


def closed_elsewhere(view: View) -> Iterator[Finding]:
    """SG502: an item that is closed in one of a meeting's documents says more than title and decision in another."""
    for meeting in view.site.meetings:
        documents = meeting.documents
        closed = {item.number for document in documents for item in document.items if item.closed}
        for document in documents if closed else ():
            for item in document.items:
                if item.number not in closed or item.closed:
                    continue
                if item.html or item.told or any(section.name != "beslutning" for section in item.sections):
                    arguments: dict[str, Argument] = {"number": item.number, "section": item.title}
                    yield Finding("SG502", item.line, 1, arguments, "elsewhere", document.path)


EARLY = timedelta(days=90)  # before a meeting: no agenda is sent so long ahead
OLD = timedelta(days=365)  # after a meeting: no minutes come so late


def date_unlikely(view: View) -> Iterator[Finding]:
    """SG314: a date that is so far from its meeting that it is likelier a slip, or a correction that is still to come."""
    for meeting in view.site.meetings:
        for document in meeting.documents:
            for at, correction in enumerate(document.meta.corrections):
                if correction.date > view.today:
                    dates = {"done": correction.date, "date": meeting.first}
                    yield document.source.find("SG314", "corrections", at, "date", variant="correction", key="date", **dates)
            for key in ("sent", "published"):
                done = getattr(document, key)
                early = document.kind != "minutes" and done and done < meeting.first - EARLY
                if early or (document.kind == "minutes" and done and done > meeting.last + OLD):
                    variant = "agenda" if early else "minutes"
                    yield document.source.find("SG314", key, variant=variant, key=key, done=done, date=meeting.first)
                    break


def follow_up_overdue(view: View) -> Iterator[Finding]:
    """SG407: a follow-up that is open, and whose day has passed."""
    parties = {party.id: party.name for party in view.site.organisation.parties}
    for minutes in filter(None, (meeting.minutes for meeting in view.site.meetings)):
        for item in minutes.items:
            for one in item.follow_ups:
                if one.done or one.due is None or one.due >= view.today:
                    continue
                owner = parties.get(one.owner, one.owner)
                arguments: dict[str, Argument] = {"text": one.text, "owner": owner, "due": one.due}
                arguments["days"] = (view.today - one.due).days
                variant = "owner" if owner else "nobody"
                ticked = Mend("replace", "x", None, one.line, one.mark, (one.line, one.mark + 1))
                yield Finding("SG407", one.line, one.column, arguments, variant, minutes.path, mend=ticked)
