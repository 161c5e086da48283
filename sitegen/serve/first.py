"""A first look: what was saved is shown at once where only words have changed, before the whole is judged again."""

from collections.abc import Callable, Mapping

from sitegen.build import kind_of
from sitegen.layout import Layout
from sitegen.parsed import Parsed
from sitegen.reworded import reworded
from sitegen.serve.view import View

Parse = Callable[[bytes, str], Parsed]


def look(view: View, texts: Mapping[str, bytes], parse: Parse) -> View | None:
    """Return the site with what some files say now: the very one where that is nothing new, None where it is more than words."""
    laid = in_place(view.laid, texts, parse)
    if laid is None or laid is view.laid:
        return view if laid else None
    return View(laid, view.real, view.known)


def in_place(laid: Layout, texts: Mapping[str, bytes], parse: Parse) -> Layout | None:
    """Return what is laid out with what some files say now; as `look`."""
    found: Layout | None = laid
    for path, data in texts.items():
        kind = kind_of(path)
        found = reworded(found, path, parse(data, kind)) if found and kind else None
    return found
