"""A site laid out and rendered as it is asked for: the page somebody looks at first, the rest when there is time."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sitegen import layout, output, search
from sitegen.diagnostics import Finding
from sitegen.inputs import Copy
from sitegen.layout import Layout
from sitegen.pages import PageSpec
from sitegen.preview import Told

Made = bytes | Copy


class Outdated(Exception):
    """Something newer is to be built: what is under way is of no use."""


def _never() -> bool:
    return False


class View:
    """The site of one build. Any thread may ask; what was made once is kept."""

    def __init__(self, laid: Layout, real: Mapping[str, Path], known: Mapping[str, int] | None = None) -> None:
        """`known` says in which part of the site map each path was the last time, to look there first."""
        self.laid = laid
        self.real = real
        self.known = dict(known or {})
        self.texts: dict[str, bytes] = {}  # pages by path
        self._render = layout.renderer(laid)
        self._parts = list(layout.parts(laid, few=1))  # of a page that is open no other need be made
        self._told: list[list[PageSpec]] = [[] for _ in self._parts]
        self._specs: dict[str, PageSpec] = {}
        self._at_hand = {output.file_path(address): made for address, made in layout.at_hand(laid).items()}
        self._others: dict[str, Made] | None = None
        self._addresses: tuple[str, ...] = ()
        self._index: dict[str, bytes] | None = None
        self._pulling, self._making, self._indexing = threading.Lock(), threading.Lock(), threading.Lock()

    def page(self, path: str) -> bytes | Finding | None:
        """Return a page, what its template lacks (SG701), or None where there is none of that path."""
        if path in self.texts:
            return self.texts[path]
        spec = self._spec(path)
        made = self._render(spec) if spec else None
        if isinstance(made, bytes):
            self.texts[path] = made
        return made

    def file(self, path: str) -> Made | None:
        """Return what is no page by its path, None where there is none."""
        if path in self._at_hand:
            return self._at_hand[path]
        return self.others().get(path)

    def _spec(self, path: str) -> PageSpec | None:
        likely = self.known.get(path, 0)
        for part in sorted(range(len(self._parts)), key=lambda part: abs(part - likely)):  # a meeting more moves those after it
            while path not in self._specs and self._pull(part):
                pass
            if path in self._specs:
                break
        return self._specs.get(path)

    def _pull(self, part: int) -> bool:
        """Take one more page of a part of the site map; say whether there was one."""
        with self._pulling:
            spec = next(self._parts[part], None)
            if spec is None:
                return False
            path = output.file_path(spec.address)
            self._told[part].append(spec)
            self._specs.setdefault(path, spec)
            self.known[path] = part
            return True

    def specs(self, outdated: Callable[[], bool] = _never) -> list[PageSpec]:
        """Return all pages in the order of the site map; raises Outdated."""
        for part in range(len(self._parts)):
            while self._pull(part):
                if outdated():
                    raise Outdated
        return [spec for told in self._told for spec in told]

    def others(self, outdated: Callable[[], bool] = _never) -> dict[str, Made]:
        """Return all that is no page, by path; raises Outdated."""
        specs = self.specs(outdated)
        with self._making:
            if self._others is None:
                found: dict[str, Made] = {}
                for part in layout.beside(self.laid, list(map(layout.shown, specs))):
                    found |= part
                    if outdated():
                        raise Outdated
                self._addresses = tuple(found)
                self._others = {output.file_path(address): made for address, made in found.items()}
            return self._others

    def wrong(self, outdated: Callable[[], bool] = _never) -> list[Finding]:
        """Render all that is left, and return what is wrong with the whole, as `build` finds it; raises Outdated."""
        specs = self.specs(outdated)
        broken: dict[str, Finding] = {}
        for spec in specs:
            if outdated():
                raise Outdated
            if spec.template not in broken and isinstance(made := self.page(output.file_path(spec.address)), Finding):
                broken[spec.template] = made
        if broken:
            return list(broken.values())
        self.others(outdated)
        pages = [layout.shown(spec, self.texts[output.file_path(spec.address)]) for spec in specs]
        return layout.wrong(self.laid, pages, self._addresses)

    def index(self, cache: Path) -> tuple[dict[str, bytes], str]:
        """Return the index for searching by path, made once, or why there is none, in English."""
        with self._indexing:
            trouble = ""
            if self._index is None:
                self._index, trouble = search.index(layout.searched(self.laid, map(layout.shown, self.specs())), cache)
            return self._index, trouble


@dataclass(frozen=True, slots=True)
class State:
    """What there is to show: the newest pages, the last that were right as a whole, and what is said of the content."""

    shown: View | None = None
    good: View | None = None
    told: Told = field(default_factory=Told)
    today: date | None = None


def differing(before: View | None, after: View) -> int:
    """Return how many pages are new, different or gone."""
    if before is None:
        return len(after.texts)
    return sum(before.texts.get(address) != after.texts.get(address) for address in before.texts.keys() | after.texts.keys())
