"""A file of which only the words have changed, put in its place on a site that is laid out: a first look before the judging."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from sitegen import links
from sitegen.layout import Layout
from sitegen.link import PAPERS
from sitegen.links import Target
from sitegen.model import Document, Mandate, Meeting, Page
from sitegen.pages import index
from sitegen.pages.index import Agreed, Index
from sitegen.parsed import Parsed, Prose
from sitegen.references import stem


def reworded(laid: Layout, path: str, after: Parsed) -> Layout | None:
    """Return the site with what a file says now; the very one where that is nothing new, None where not only words are other.

    Words are the HTML of items, sections and pages. Whatever is judged, decides where a thing is shown or whether it may be, or
    is wrong, is no words: fields, titles, links, findings, personal numbers; and that there is any text, where items are closed.
    """
    before = laid.parsed.get(path)
    if before is None or before.meta is None:
        return None
    after = replace(after, source=replace(after.source, path=path))
    if repr(before.meta) != repr(after.meta):  # moments are equal in all zones, but stand on pages as they were written
        return None
    if after == before:
        return laid
    if before.numbers or _without_words(before) != _without_words(after):
        return None
    found = (
        _page(laid, before, after) if before.kind == "page" else _document(laid, before, after) if before.kind in PAPERS else None
    )
    return replace(laid, index=found, parsed={**laid.parsed, path: after}) if found else None


def _without_words(parsed: Parsed) -> tuple[object, ...]:
    said = [(finding.code, finding.variant, finding.arguments) for finding in parsed.findings]
    return parsed.kind, parsed.meta, parsed.numbers, said, _placeless(parsed.prose)


def _placeless(prose: Prose) -> Prose:
    """Return prose without its words and its lines."""
    return Prose(
        "",
        tuple(
            replace(
                item,
                line=0,
                fields={name: (value, 0, 0) for name, (value, _, _) in item.fields.items()},
                html="",
                sections=tuple(replace(section, html="", line=0) for section in item.sections),
                follow_ups=tuple(replace(one, line=0, column=0, mark=0) for one in item.follow_ups),
            )
            for item in prose.items
        ),
        tuple(replace(heading, line=0) for heading in prose.headings),
        tuple(replace(link, line=0, column=0, at=None) for link in prose.links),
        tuple(replace(passage, line=0) for passage in prose.passages),
    )


def _page(laid: Layout, before: Parsed, after: Parsed) -> Index | None:
    site = laid.index.site
    page = next((page for page in site.pages if page.source.path == before.source.path), None)
    if page is None:
        return None
    told = _filled(laid, stem(page.source.path), before, after)
    if told is None or told[0].html != page.html:
        return None
    new = replace(page, source=after.source, html=told[1].html, headings=after.prose.headings)
    return replace(laid.index, site=replace(site, pages=tuple(new if one is page else one for one in site.pages)))


def _document(laid: Layout, before: Parsed, after: Parsed) -> Index | None:
    found = _standing(laid.index, before)
    if found is None or (_fills(before, after) and _has_closed(laid, before.meta.meeting)):
        return None
    meeting, document = found
    told = _filled(laid, meeting.id, before, after)
    if told is None:
        return None
    # Numbers that nobody wrote are those that were given.
    one, other = (
        tuple(replace(item, number=given.number) for item, given in zip(said.items, document.items, strict=False))
        for said in told
    )
    if (told[0].html, one) != (document.html, document.items):
        return None
    new = replace(document, source=after.source, html=told[1].html, items=other, links=after.prose.links)
    return _put(laid.index, meeting, _with(meeting, document, new))


def _standing(index: Index, parsed: Parsed) -> tuple[Meeting, Document] | None:
    """Return the document that a file stands on the site as, and its meeting."""
    meeting = index.meetings.get(parsed.meta.meeting) if parsed.kind in PAPERS else None
    documents = meeting.documents if meeting else ()
    return next(((meeting, one) for one in documents if meeting and one.path == parsed.source.path), None)


def _fills(before: Parsed, after: Parsed) -> bool:
    """Say whether there is text now in an item that had none, or the other way round."""
    return any(bool(one.html) != bool(other.html) for one, other in zip(before.prose.items, after.prose.items, strict=True))


def _has_closed(laid: Layout, meeting: str) -> bool:
    """Say whether any document of a meeting, one whose day has not come too, has a closed item."""
    papers = (one for one in laid.parsed.values() if one.kind in PAPERS and one.meta and one.meta.meeting == meeting)
    return any(item.closed for one in papers for item in one.prose.items)


def _filled(laid: Layout, folder: str, before: Parsed, after: Parsed) -> tuple[Prose, Prose] | None:
    """Return what a file said and says as it stands on the site; None where a link of it leads nowhere that is seen.

    The caller looks whether the first is what stands there: then the same way leads to what is to stand there.
    """
    path, written = before.source.path, before.prose.links
    others = (path, *links.attached(path, folder, written, laid.parsed))
    targets = {other: target for other in others if (target := _target(laid.index, laid.parsed[other]))}
    attached = {one.path: one.contents for one in laid.index.site.attachments.values()}
    addresses, _, wrong = links.resolve(path, folder, written, targets, attached)
    if wrong:
        return None
    told = [
        (links.fill(p.html, addresses, []), links.filled(p.items, addresses, laid.index.parties))
        for p in (before.prose, after.prose)
    ]
    return Prose(*told[0]), Prose(*told[1])


def _target(index: Index, parsed: Parsed) -> Target | None:
    """Return where links to a file lead, None where it is not on the site."""
    if parsed.kind in PAPERS:
        found = _standing(index, parsed) if parsed.meta else None
        return Target(found[1].address, frozenset(item.anchor for item in found[1].items)) if found else None
    free: tuple[Mandate | Page, ...] = (*index.site.mandates, *index.site.pages)
    thing = next((one for one in free if one.source.path == parsed.source.path), None)
    anchors = frozenset(h.anchor for h in parsed.prose.headings) | {passage.anchor for passage in parsed.prose.passages}
    return Target(thing.address, anchors) if thing else None


def _with(meeting: Meeting, document: Document, new: Document) -> Meeting:
    if document.kind == "supplement":
        return replace(meeting, supplements=tuple(new if one is document else one for one in meeting.supplements))
    return replace(meeting, minutes=new) if document.kind == "minutes" else replace(meeting, agenda=new)


def _put(found: Index, meeting: Meeting, new: Meeting) -> Index:
    """Return the index with a meeting in the place of one that says the same in other words.

    Verdicts and standings go on to name the one before: they look at no words.
    """
    site = replace(found.site, meetings=tuple(new if one is meeting else one for one in found.site.meetings))
    alone = index.build(replace(site, meetings=(new,)), (), (), found.today)  # tells the lists that it stands in
    others: dict[int, Any] = {id(meeting): new}
    others |= {id(joint): other for joint, other in zip(found.items[meeting.id], alone.items[meeting.id], strict=True)}
    changed: dict[str, Any] = {"site": site}
    for name in (field.name for field in fields(Index)):
        mine, old = getattr(alone, name), getattr(found, name)
        if isinstance(old, tuple) and mine:
            changed[name] = _exchanged(old, others)
        elif isinstance(old, Mapping) and mine:
            changed[name] = {**old, **{key: _exchanged(old[key], others) for key in mine if key in old}}
    return replace(found, **changed)


def _exchanged(value: Any, others: Mapping[int, Any]) -> Any:
    """Return a value of the index with other things in the places of those of a meeting, by their identity."""
    if isinstance(value, Agreed):
        item = others[id(value.item)]
        before, after = (joint.minutes.follow_ups if joint.minutes else () for joint in (value.item, item))
        return Agreed(others[id(value.meeting)], item, after[before.index(value.follow_up)])
    if isinstance(value, tuple):
        return tuple([_exchanged(one, others) if _is_among(one, others) else one for one in value])
    return others.get(id(value), value)


def _is_among(one: Any, others: Mapping[int, Any]) -> bool:
    first = one[0] if type(one) is tuple and one else one.meeting if type(one) is Agreed else one
    return id(first) in others
