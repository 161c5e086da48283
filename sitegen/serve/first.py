"""A first look: what was saved is shown at once where only words have changed, before the whole is judged again."""

from collections.abc import Callable, Mapping

from sitegen.build import kind_of
from sitegen.layout import Layout
from sitegen.parsed import Parsed
from sitegen.reworded import reworded

Parse = Callable[[bytes, str], Parsed]


def in_place(laid: Layout, texts: Mapping[str, bytes], parse: Parse) -> Layout | None:
    """Return what is laid out with what some files say now: itself where nothing is new, None where more than words is."""
    found: Layout | None = laid
    for path, data in texts.items():
        kind = kind_of(path)
        found = reworded(found, path, parse(data, kind)) if found and kind else None
    return found
