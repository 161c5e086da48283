"""What the archive says against what is written: dates that it contradicts, and addresses that once stood and are gone."""

from collections.abc import Iterator
from typing import Any

from sitegen import mends
from sitegen.calendar import local_date
from sitegen.danish import slug
from sitegen.diagnostics import Finding, Mend, Source
from sitegen.evidence import Vacated
from sitegen.model import Document, Mandate, Page, Site
from sitegen.parse import parse
from sitegen.references import stem
from sitegen.rules.view import View

KINDS = {"agendas": "agenda", "minutes": "minutes", "mandates": "mandate", "pages": "page"}


def date_contradicted(view: View) -> Iterator[Finding]:
    """SG312: what is said to be published on a day was not in the archive that day; or was sent in time, as nothing can show.

    What is sent by post or mail may come into the archive later, so for `sent` it is a note, and only where it decides.
    """
    due = {v.document.path: v for v in view.verdicts if v.document and v.verdict == "on-time" and v.dated_by == "sent"}
    for meeting in view.site.meetings:
        for document in meeting.documents:
            first = view.site.history.first(document.path)
            if first is None:
                continue
            if document.published and document.published < first:
                arguments: dict[str, Any] = {"key": "published", "stated": document.published, "first": first}
                mend = mends.rewritten(document.source.located, ("published",), f"{first}")
                yield document.source.find("SG312", "published", variant="published", mend=mend, **arguments)
            if (verdict := due.get(document.path)) and verdict.due and verdict.due < first:
                found: dict[str, Any] = {"key": "sent", "stated": verdict.done or first, "first": first, "due": verdict.due}
                yield document.source.find("SG312", "sent", variant="sent", lowered=True, **found)


def address_gone(view: View) -> Iterator[Finding]:
    """SG211: a document that stood here once is gone or moved, and nothing leads from its address any more."""
    gone = view.site.history.vacated if view.site.history.archive == "full" else ()
    if not gone:
        return
    known = addresses(view.site)
    sources = {one.source.path: one.source for one in _addressed(view.site)}
    for vacated in gone:
        address = _address(vacated)
        # What it became may have errors of its own, which are said, or not be shown yet: then nobody knows its aliases.
        silent = vacated.moved_to is not None and vacated.moved_to not in sources
        if address is None or address in known or silent or _passed_through(view.site, vacated):
            continue
        known.add(address)
        if vacated.moved_to:
            mend = _alias(sources[vacated.moved_to], address)
            arguments: dict[str, Any] = {"address": address, "path": vacated.path, "date": vacated.day}
            yield Finding("SG211", 1, 1, arguments, "renamed", vacated.moved_to, mend=mend)
        else:
            yield Finding("SG211", 1, 1, {"address": address, "date": vacated.day}, "deleted", vacated.path)


def _alias(source: Source, address: str) -> Mend | None:
    """Return the mend that lets an address lead to a file: an alias, or one more of them."""
    located, path = source.located, ("aliases",)
    if path not in located.places:
        return mends.added(located, (), {"aliases": f"[{address}]"})
    line, column = located.places[path]
    if path not in located.bracketed or not located.value["aliases"]:
        return None
    return Mend("replace", f"[{address}, ", None, line, column, (line, column + 1))


def _passed_through(site: Site, vacated: Vacated) -> bool:
    """Say whether a file stood at a path on one day only, before it was renamed: a slip that was mended, not an address."""
    record = site.history.records.get(vacated.moved_to or "")
    there = [revision.day for revision in record.revisions if revision.path == vacated.path] if record else []
    return bool(there) and min(there) == vacated.day


def _addressed(site: Site) -> list[Document | Mandate | Page]:
    """Return all that has an address of its own, shown or not."""
    return [*(document for meeting in site.meetings for document in meeting.documents), *site.mandates, *site.pages]


def addresses(site: Site) -> set[str]:
    """Return the addresses of all that has one of its own, and those that lead to it."""
    found = {thing.address.partition("#")[0] for thing in _addressed(site)}
    aliases = {alias for thing in _addressed(site) for alias in thing.meta.aliases}
    return found | {alias if alias.endswith("/") else f"{alias}/" for alias in aliases}


def _address(vacated: Vacated) -> str | None:
    """Return the address that a file had when it was last there; None where nothing of it was to be seen."""
    kind = KINDS.get(vacated.path.removeprefix("content/").rpartition("/")[0])
    meta = parse(vacated.contents, kind).meta if kind and vacated.path.endswith(".md") else None
    published = getattr(meta, "published", None)
    if meta is None or meta.draft or (published is not None and local_date(published) > vacated.day):
        return None
    if kind in ("agenda", "minutes"):
        return f"/moeder/{meta.meeting}/{'referat' if kind == 'minutes' else 'dagsorden'}/"
    return f"{'/kommissorier/' if kind == 'mandate' else '/'}{slug(stem(vacated.path))}/"
