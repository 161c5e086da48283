"""When documents were published and last changed, by their own dates: a mended typing error has none and moves nothing.

A day that lies ahead is not yet done: nothing in a feed may say that it was changed tomorrow.
"""

from datetime import date, datetime

from sitegen.calendar import local_date, local_time
from sitegen.model import Document, Meeting


def published(document: Document, today: date) -> datetime | None:
    """Return the moment a document was published, or else sent; a day alone begins at midnight in Copenhagen."""
    moments: tuple[date | datetime | None, ...] = (document.meta.published, document.meta.sent)
    return next((local_time(moment) for moment in moments if moment and local_date(moment) <= today), None)


def changed(document: Document, today: date) -> datetime | None:
    """Return the moment a document was published or last corrected."""
    corrections = (local_time(one.date) for one in document.meta.corrections if one.date <= today)
    return max(filter(None, (published(document, today), *corrections)), default=None)


def papers_changed(meeting: Meeting, today: date) -> datetime | None:
    """Return the moment any document of a meeting was published or last corrected."""
    return max(filter(None, (changed(document, today) for document in meeting.documents)), default=None)
