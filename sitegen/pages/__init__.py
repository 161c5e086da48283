"""The site map as code: every page of the site, its address, its template and what it shows."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from sitegen.pages import (
    admin,
    cases,
    deadlines,
    decisions,
    documents,
    followups,
    linked,
    mandates,
    meetings,
    organisation,
    parties,
    past,
    search,
    statement,
    subscriptions,
    topics,
)
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page

__all__ = ["PageSpec", "parts", "site_map"]

Part = Callable[[Index], Iterator[PageSpec]]


def site_map(found: Index, *more: Part) -> tuple[PageSpec, ...]:
    """Return every page of the site, always in the same order; `more` are those that only a higher floor can tell of."""
    return tuple(spec for part in parts(found, *more) for spec in part)


def parts(found: Index, *more: Part) -> tuple[Iterator[PageSpec], ...]:
    """Return the site map in parts, whose pages are made one by one as they are asked for; each meeting is a part of its own."""
    whole: tuple[Part, ...] = (
        _front,
        meetings.lists,
        *(partial(meetings.each, meeting=meeting) for meeting in found.site.meetings),
        documents.lists,
        decisions.lists,
        deadlines.lists,
        organisation.cluster_lists,
        organisation.body_lists,
        mandates.lists,
        parties.lists,
        topics.lists,
        cases.lists,
        followups.lists,
        past.lists,
        search.lists,
        subscriptions.lists,
        *more,
        _free,
        statement.lists,
        admin.lists,
        _not_found,
    )
    return tuple((_with_crumbs(found, spec) for spec in part(found)) for part in whole)


def _with_crumbs(found: Index, spec: PageSpec) -> PageSpec:
    """Return a page that also tells machines the way to it."""
    head = spec.context["head"]
    if not head.indexed or head.address == "/":
        return spec
    head = replace(head, linked=(*head.linked, linked.crumbs(found, head)))
    return replace(spec, context={**spec.context, "head": head})


def _front(found: Index) -> Iterator[PageSpec]:
    yield meetings.front(found)


def _free(found: Index) -> Iterator[PageSpec]:
    for free in found.site.pages:
        description = free.meta.description or f"{free.meta.title}: {found.site.file.title}."
        yield page("side", Head(free.meta.title, description, free.address, (), free.address, "article"), free=free)


def _not_found(found: Index) -> Iterator[PageSpec]:
    head = Head("Siden findes ikke", "Siden findes ikke. Her er vejene videre.", "/404.html", indexed=False)
    years = sorted({meeting.first.year for meeting in found.site.meetings}, reverse=True)
    yield page("404", head, years=years)
