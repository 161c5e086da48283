"""The site map as code: every page of the site, its address, its template and what it shows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

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

T = TypeVar("T")
Part = Callable[[Index], Iterator[PageSpec]]
# How many things are a part of the site map together: those of few pages, and those of many pages or long ones.
FEW_PAGES, MANY_PAGES = 50, 4


def site_map(found: Index, *more: Part) -> tuple[PageSpec, ...]:
    """Return every page of the site, always in the same order; `more` are those that only a higher floor can tell of."""
    return tuple(spec for part in parts(found, *more) for spec in part)


def parts(found: Index, *more: Part, few: int = FEW_PAGES) -> tuple[Iterator[PageSpec], ...]:
    """Return the site map in many small parts; the pages of each are made one by one as they are asked for, in any order.

    `few` is how many things that have few pages each are a part together.
    """
    years = {meeting.first.year for meeting in found.site.meetings} | {found.today.year}
    whole: tuple[Part, ...] = (
        _front,
        meetings.lists,
        *_of_each(meetings.each, found.site.meetings, few),
        documents.agendas,
        documents.minutes,
        decisions.lists,
        deadlines.lists,
        *_of_each(deadlines.each_year, sorted(years, reverse=True), MANY_PAGES),
        organisation.cluster_lists,
        organisation.body_lists,
        *_of_each(organisation.each_body, found.site.bodies, MANY_PAGES),
        mandates.lists,
        *_of_each(mandates.each, found.site.mandates, MANY_PAGES),
        parties.lists,
        *_of_each(parties.each, parties.in_order(found), MANY_PAGES),
        topics.lists,
        *_of_each(topics.each, tuple(found.topics), MANY_PAGES),
        cases.lists,
        *_of_each(cases.each, tuple(found.cases), few),
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


def _of_each(each: Callable[[Index, T], Iterator[PageSpec]], things: Sequence[T], together: int) -> Iterator[Part]:
    """Yield a part for every so many things that have pages of their own."""
    for at in range(0, len(things), together):
        yield partial(_chained, each=each, things=things[at : at + together])


def _chained(found: Index, each: Callable[[Index, T], Iterator[PageSpec]], things: Sequence[T]) -> Iterator[PageSpec]:
    for thing in things:
        yield from each(found, thing)


def _with_crumbs(found: Index, spec: PageSpec) -> PageSpec:
    """Return a page that also tells machines the way to it."""
    head = spec.context["head"]
    if not head.indexed or head.address == "/":
        return spec
    head = replace(head, linked=(*head.linked, linked.crumbs(found, head)))
    return PageSpec(spec.address, spec.template, {**spec.context, "head": head})


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
