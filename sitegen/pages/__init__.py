"""The site map as code: every page of the site, its address, its template and what it shows."""

from collections.abc import Iterator
from datetime import date

from sitegen.judgement import Standing, Verdict
from sitegen.model import Site
from sitegen.pages import deadlines, decisions, documents, index, mandates, meetings, organisation
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page

__all__ = ["PageSpec", "site_map"]


def site_map(site: Site, verdicts: tuple[Verdict, ...], standings: tuple[Standing, ...], today: date) -> tuple[PageSpec, ...]:
    """Return every page of the site, always in the same order."""
    found = index.build(site, verdicts, standings, today)
    return tuple(
        spec
        for part in (
            _front,
            meetings.lists,
            meetings.each,
            documents.lists,
            decisions.lists,
            deadlines.lists,
            organisation.cluster_lists,
            organisation.body_lists,
            mandates.lists,
            _free,
            _not_found,
        )
        for spec in part(found)
    )


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
