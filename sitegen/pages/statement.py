"""The page of the accessibility statement (tilgængelighedserklæring), which the law asks for: the editors' own, or this one."""

from collections.abc import Iterator

from sitegen.model import Site
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page

STATEMENT = "/was/"


def _written(site: Site) -> bool:
    """Say whether the editors have written the page themselves."""
    return any(free.address == STATEMENT for free in site.pages)


def has_statement(site: Site) -> bool:
    """Say whether there is a page that leads to the statement."""
    return _written(site) or site.file.accessibility is not None


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page that leads to the statement, where it is known and no page of the editors' does."""
    if index.site.file.accessibility and not _written(index.site):
        description = f"Tilgængelighedserklæring for {index.site.file.title}, og hvem du kan skrive til om tilgængelighed."
        yield page("was", Head("Tilgængelighedserklæring", description, STATEMENT, (), STATEMENT))
