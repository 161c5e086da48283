"""Feeds of what is new (Atom, RFC 4287): documents of the site, of each cluster and body, agendas, minutes and decisions.

`updated` is the day of publication or of the last correction, so an entry comes up again only when there is something to read. An
id is a tag (RFC 4151) of the address, which never depends on a title; the year in it is only when such names began to be made and
must never change.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from sitegen.calendar import local_date, local_time
from sitegen.danish import date_words
from sitegen.feeds import plain
from sitegen.feeds.changes import changed, published
from sitegen.feeds.items import rulings
from sitegen.frontmatter import CONTROL
from sitegen.model import Document, JoinedItem, Meeting, Site
from sitegen.pages import addresses, words
from sitegen.pages.addresses import absolute
from sitegen.pages.index import Index, group

MOST = 50
NAMES_SINCE = 2026
NEVER = "1970-01-01T00:00:00Z"  # a feed with nothing in it must have been updated some time


@dataclass(frozen=True, slots=True, eq=False)
class _News:
    """A document, or an item of minutes with its decision, and when it was published and last changed."""

    meeting: Meeting
    document: Document
    published: datetime
    updated: datetime
    item: JoinedItem | None = None


def files(index: Index) -> dict[str, bytes]:
    """Return the feeds by address, empty ones too, so that addresses last."""
    site = index.site
    told = (_news(index, meeting, document) for meeting in site.meetings for document in meeting.documents)
    documents = _newest(news for news in told if local_date(news.updated) <= index.today)
    minutes = [news for news in documents if news.document.kind == "minutes"]
    agendas = [news for news in documents if news.document.kind != "minutes"]
    entry = cache(lambda news: _entry(site, news))

    def feed(address: str, page: str, title: str, found: Iterable[_News]) -> tuple[str, bytes]:
        return address, _feed(site, address, page, title, list(found)[:MOST], entry)

    found = [
        feed("/feed.xml", "/", f"Dagsordener og referater: {site.file.title}", documents),
        feed("/dagsordener/feed.xml", "/dagsordener/", f"Dagsordener: {site.file.title}", agendas),
        feed("/referater/feed.xml", "/referater/", f"Referater: {site.file.title}", minutes),
        feed("/beslutninger/feed.xml", "/beslutninger/", f"Beslutninger: {site.file.title}", _decisions(index, minutes)),
    ]
    for cluster in site.organisation.clusters:
        own = (news for news in documents if any(b.cluster and b.cluster.id == cluster.id for b in news.meeting.bodies))
        page = addresses.cluster(cluster.id)
        found.append(feed(f"{page}feed.xml", page, f"Dagsordener og referater: {cluster.name}", own))
    of_body = group((body, news) for news in documents for body in {body.id for body in news.meeting.bodies})
    for body in site.bodies:
        title = f"Dagsordener og referater: {body.name}"
        found.append(feed(f"{body.address}feed.xml", body.address, title, of_body.get(body.id, ())))
    return dict(found)


def _news(index: Index, meeting: Meeting, document: Document) -> _News:
    """Return a document as news; one without a date of its own goes by the archive, else by the day of its meeting.

    Before that day such a document is no news yet: nothing can have been updated tomorrow.
    """
    otherwise = local_time(index.site.history.first(document.path) or meeting.first)
    today = index.today
    return _News(meeting, document, published(document, today) or otherwise, changed(document, today) or otherwise)


def _newest(news: Iterable[_News]) -> list[_News]:
    return sorted(news, key=lambda n: (n.updated, n.meeting.sort_key, n.document.number), reverse=True)


def _decisions(index: Index, minutes: Iterable[_News]) -> list[_News]:
    """Return an entry for each item with a decision; what is corrected in minutes may be any of them, so all come up again."""
    return [
        _News(news.meeting, news.document, news.published, news.updated, item)
        for news in minutes
        for item in index.items[news.meeting.id]
        if rulings(item)
    ]


def _feed(site: Site, address: str, page: str, title: str, found: list[_News], entry: Callable[[_News], str]) -> bytes:
    base = site.file.base_url
    publisher = site.file.publisher
    email = f"<email>{_text(publisher.email)}</email>" if publisher.email else ""
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(site.file.language)}>',
        f"<id>{_text(_tag(base, address))}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{found[0].updated.isoformat() if found else NEVER}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(absolute(site, address))}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(absolute(site, page))}/>',
        f"<author><name>{_text(publisher.name)}</name>{email}</author>",
        *map(entry, found),
        "</feed>\n",
    ]
    return "\n".join(parts).encode()


def _entry(site: Site, news: _News) -> str:
    base, meeting, document = site.file.base_url, news.meeting, news.document
    if news.item:
        address = f"{meeting.address}#{news.item.anchor}"
        title = f"{news.item.item.title} ({words.meeting_title(meeting)})"
    else:
        address, title = document.address, words.document_title(meeting, document)
    categories = (f"<category term={_quoted(body.id)} label={_quoted(body.name)}/>" for body in meeting.bodies)
    said = _content(site, meeting, news.item) if news.item else f'<summary type="text">{_text(_summary(document))}</summary>'
    parts = (
        "<entry>",
        f"<id>{_text(_tag(base, address))}</id>",
        f"<title>{_text(title)}</title>",
        f"<published>{news.published.isoformat()}</published>",
        f"<updated>{news.updated.isoformat()}</updated>",
        f'<link rel="alternate" type="text/html" href={_quoted(absolute(site, address))}/>',
        *categories,
        said,
        "</entry>",
    )
    return "\n".join(parts)


def _summary(document: Document) -> str:
    """Return what has been corrected, the newest first, and the items by title."""
    corrections = sorted(document.meta.corrections, key=lambda correction: correction.date, reverse=True)
    rights = [f"Rettet {date_words(one.date, weekday=False)}: {one.text.rstrip('.')}." for one in corrections]
    status = "Udkast." if document.kind == "minutes" and document.meta.status == "draft" else ""
    items = "; ".join(f"{item.number}. {item.title}" for item in document.items)
    return " ".join(filter(None, (*rights, status, items)))


def _content(site: Site, meeting: Meeting, item: JoinedItem) -> str:
    """Return a decision as HTML whose links lead to the site from wherever it is read."""
    found = "\n".join(section.html for section in rulings(item))
    return f'<content type="html">{_text(plain.absolute(found, site.file.base_url, meeting.address))}</content>'


def _tag(base: str, address: str) -> str:
    parts = urlsplit(base)
    return f"tag:{parts.hostname},{NAMES_SINCE}:{parts.path}{address.lstrip('/')}"


def _text(text: str) -> str:
    return escape(CONTROL.sub("", text))


def _quoted(text: str) -> str:
    return quoteattr(CONTROL.sub("", text))
