"""Other outputs of the same site, for machines: calendars, feeds, open data, sitemap, robots."""

from collections.abc import Callable, Mapping

from sitegen.feeds import atom, data, deadlines, editor, meetings, oparl
from sitegen.pages.index import Index

# Each returns files by address. What needs more than the index (findings, the sitemap) is called by `layout` itself.
FEEDS: tuple[Callable[[Index], Mapping[str, bytes]], ...] = (
    data.files,
    oparl.files,
    deadlines.files,
    meetings.files,
    atom.files,
    editor.files,
)
