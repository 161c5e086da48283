"""The page of the editor in the browser, where the site has one; its configuration stands beside it (feeds/editor.py)."""

from collections.abc import Iterator

from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page
from sitegen.rules.website import BORROWED

ADDRESS = "/admin/"
ASSETS = tuple(f"assets/{name}" for name in (*BORROWED, "admin.js"))  # left out where nothing uses them


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page."""
    if index.site.file.editor:
        yield page("admin", Head("Redigér", "Til redaktører.", ADDRESS, indexed=False), borrowed=BORROWED)
