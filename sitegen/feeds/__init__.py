"""Other outputs of the same site, for machines: calendars, feeds, open data, sitemap, robots."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from sitegen.feeds import atom, data, deadlines, editor, meetings, oparl
from sitegen.pages.index import Index

Part = Callable[[], Iterable[tuple[str, bytes]]]
# Each returns files by address. What needs more than the index (findings, the sitemap) is called by `layout` itself.
FEEDS: tuple[Callable[[Index], Mapping[str, bytes]], ...] = (deadlines.files, meetings.files, atom.files, editor.files)


def parts(index: Index) -> tuple[Part, ...]:
    """Return what makes the feeds, files with their addresses: each part by itself, in any order, in any process."""
    return (*data.parts(index), *oparl.parts(index), *(partial(_items, feed, index) for feed in FEEDS))


def _items(feed: Callable[[Index], Mapping[str, bytes]], index: Index) -> Iterator[tuple[str, bytes]]:
    yield from feed(index).items()
