"""The work of a preview: when something has changed it builds again, the pages that are open first, and says how it went."""

import threading
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from sitegen import catalogue, preview, search
from sitegen.build import Build, Options, laid_out, masked
from sitegen.diagnostics import Finding
from sitegen.layout import Layout
from sitegen.parsed import Parsed
from sitegen.preview import Told
from sitegen.serve import answers, first, lines, project
from sitegen.serve.answers import Answer
from sitegen.serve.project import Memo, Reader, Seen, why
from sitegen.serve.view import Outdated, State, View, differing

QUIET = 1.0  # seconds without a change after which there is a rest
HURRY = 10  # builds without one before there is a rest all the same
FEW = 20  # places of changes that are looked at before the judging: more take longer than that
LATE = 1.0  # seconds after which it is said that a page is there, though the rest is not
PAGEFIND = f"{search.FOLDER}/"
ENTRY = f"{PAGEFIND}pagefind-entry.json"  # the first that the search asks for

Say = Callable[[str], None]


class Session:
    """A project that is built again and again. `look` is for one thread; any may tell of changes, ask `answer` and `overlay`."""

    def __init__(
        self, root: Path, options: Options, today: Callable[[], date], say: Say, language: str | None = None, salt: str = ""
    ) -> None:
        """`salt` is part of every page's mark: what else a page in a browser depends on."""
        self.root = root
        self.state = State()
        self.dirty = threading.Event()  # something has changed
        self.idle = threading.Event()  # nothing has, since all was looked at
        self.told: Callable[[], None] = lambda: None  # called when there is something new to show
        self.wanted: Callable[[], frozenset[str]] = frozenset  # the paths of the pages that are open
        self._options, self._today, self._say, self._language, self._salt = options, today, say, language, salt
        self._reader, self._memo = Reader(root), Memo()
        # Called when nothing was done for a while, and at times when there always is something.
        self.rested: Callable[[], None] = lambda: None
        self._hurried = 0  # builds since it was called
        self._seen: Seen | None = None
        self._searched: dict[str, bytes] = {}
        self._line = ""  # what is to be said of the change that is being built
        self._began = self._first = 0.0  # when it was begun, and the seconds until the pages that are open were there
        self._turn = threading.Lock()  # held by whoever sets what is shown in the place of what was shown
        self._ahead: dict[str, bytes] = {}  # what files said that were shown since a build began to read them
        self._unsure = False  # what is shown has not been judged
        self._others: set[str] = set()  # places of what is changed and not shown: more than words, or not known to be words
        self._judging: set[str] = set()  # those that the build under way has read

    # --- building

    def read_ahead(self, texts: Iterable[tuple[bytes, str]], parse: Callable[[bytes, str], Parsed]) -> None:
        """Take in what files (their bytes and kinds) say before the first build asks."""
        for data, kind in texts:
            self._memo.learn(data, kind, parse(data, kind))

    def changed(self, places: Collection[str] = ()) -> None:
        """Take in that files at some places may have changed: words are shown at once, and for certainty all is built again."""
        with self._turn:
            self.idle.clear()
            self.dirty.set()
            self._others.update(places or {str(self.root)})  # there or anywhere
            with suppress(Exception):  # the build says what it is
                if self._look_first():
                    self._others, self._judging = set(), set()

    def _look_first(self) -> bool:
        """Show all that has changed, where it is only words of a few files; say whether all that has changed is shown.

        Words go in the place of others on the site as it is shown: they wait where something else there has changed, for an
        item that has them may be closed by now.
        """
        places, state, told, shown = self._others | self._judging, self.state, self.state.told, self.state.shown
        if len(places) > FEW or not shown or told.pages != "new" or told.errors or told.crash or self.moved():
            return False
        texts = project.texts(self.root, places, shown.laid.parsed)
        laid = first.in_place(shown.laid, texts, self._memo) if texts is not None else None
        if texts is None or laid is None:
            return False
        view = View(laid, shown.real, shown.known) if laid is not shown.laid else shown
        if view is not shown and any(isinstance(view.page(path), Finding) for path in self.wanted()):
            return False
        self._ahead |= texts
        if view is not shown:
            self._unsure = True
            self.state = State(view, state.good, replace(told, whole=False), state.today)
            self.told()
        return True

    def run(self, ended: Callable[[], bool]) -> None:
        """Build when something has changed, until it is the end."""
        while not ended():
            if self.dirty.wait(QUIET):
                self.look()
            elif self._hurried:
                self._tidy()

    def look(self) -> None:
        """Look at what lies on the disk, build what is new and say how it went; what goes wrong is shown, never raised."""
        self.idle.clear()
        self.dirty.clear()
        try:
            self._look()
            self._rest()
        except Outdated:
            self._flush()
        except Exception as error:  # the next change tries again
            self._crashed(error)
        self._hurried += 1
        if self._hurried > HURRY:
            self._tidy()
        with self._turn:
            if not self.dirty.is_set():
                self.idle.set()

    def _tidy(self) -> None:
        self._hurried = 0
        self.rested()

    def moved(self) -> bool:
        """Say whether another day has come."""
        return self.state.today not in (None, self._today())

    def overdue(self) -> bool:
        """Say whether to look again though nothing was saved: another day has come, or something could not be read."""
        return self.moved() or (self._seen is not None and not self._seen.is_whole)

    def _look(self) -> None:
        self._began = perf_counter()
        if self._seen is None:
            self._reader.archive()
        with self._turn:
            self._ahead = {}
            self._judging |= self._others
            self._others = set()
        seen, today = self._reader.read(), self._today()
        before, state = self._seen, self.state
        if before == seen and state.today == today and not state.told.crash and not self._unsure:
            with self._turn:
                self._judging = set()
            return
        self._line = f"{lines.clock()} {why(before, seen, today if state.today not in (None, today) else None)}"
        try:
            built, laid = laid_out(seen.inputs, today, self._options, self._memo)
        finally:
            self._memo.turn()
        with self._turn:
            later = {path: text for path, text in self._ahead.items() if seen.inputs.files.get(path) != text}
            caught_up = first.in_place(laid, later, self._memo) if laid else None
            if laid and not caught_up:
                self._line = ""  # the next build tells of it
                raise Outdated
            self._show(built, caught_up, seen, today)
            self._unsure, self._judging = bool(later), set()
        self._seen = seen

    def _show(self, built: Build, laid: Layout | None, seen: Seen, today: date) -> None:
        """Render the pages that are open, and show them where nothing stands in the way."""
        state = self.state
        view = View(laid, seen.real, state.shown.known if state.shown else None) if laid else None
        findings = built.findings
        if view:
            made = [view.page(path) for path in sorted(self.wanted() or {"index.html"})]
            findings = masked([*findings, *(one for one in made if isinstance(one, Finding))])
        site = built.site or state.told.site
        language = catalogue.language_for(self._language or (site.file.language if site else "da"))
        told = Told(findings, seen.inputs.files, site, "new", False, "", language)
        if view and not told.errors:
            self.state = State(view, state.good, told, today)
        else:
            before = state.shown.laid.index.site if state.shown else None
            told = replace(told, pages="old" if before else "none", whole=True, before=before)
            self.state = State(state.shown, state.good, told, today)
        self._first = perf_counter() - self._began
        self.told()

    def _rest(self) -> None:
        """Render what nobody looks at, for what is wrong with the whole, and say how it went."""
        state, view = self.state, self.state.shown
        if view is None or state.told.whole:
            self._report(None, False)
            return
        late = self._began + LATE

        def outdated() -> bool:
            if self._line and perf_counter() > late:
                self._flush()
            return self.dirty.is_set()

        findings = masked([*state.told.findings, *view.wrong(outdated)])
        told = replace(state.told, findings=findings, whole=True)
        pages = None if told.errors else differing(state.good, view)
        with self._turn:
            if self.state is not state:
                raise Outdated
            self.state = State(view, state.good if told.errors else view, told, state.today)
        self.told()
        self._report(pages, True)
        if self._reader.archive():
            self.dirty.set()

    def _crashed(self, error: Exception) -> None:
        words = lines.crash(error)
        with self._turn:
            state = self.state
            told = replace(state.told, pages="old" if state.good else "none", whole=True, crash=words)
            # What was only begun is not held on to: pages may be missing where it broke off.
            self.state = State(state.good, state.good, told, state.today or self._today())
        if state.told.crash == words:  # it is said already
            return
        self._line = ""
        for line in lines.crashed(words, state.good is not None):
            self._say(line)
        self.told()

    # --- what is said

    def _flush(self) -> None:
        """Say that the page is there, where there has not been time to say it with the rest."""
        if self._line:
            self._say(f"{self._line} {lines.seconds(self._first)}")
            self._line = ""

    def _report(self, pages: int | None, new: bool) -> None:
        """Say how it went, where that is `new` or the change has not been told of."""
        if not new and not self._line:
            return
        for line in lines.built(self._line, self.state.told, pages, perf_counter() - self._began):
            self._say(line)
        self._line = ""

    # --- what is sent

    def overlay(self, path: str) -> dict[str, Any]:
        """Return what is laid over the page of a path."""
        return preview.overlay(self.state.told, answers.address_of(path))

    def answer(self, path: str) -> Answer:
        """Return what is sent for a path on the site: a page, a file, or that there is none."""
        try:
            return self._answer(path)
        except Exception as error:
            self._crashed(error)
            return answers.alone(self.state.told, path, 500, self._salt)

    def _answer(self, path: str) -> Answer:
        told, views = self.state.told, [view for view in dict.fromkeys((self.state.shown, self.state.good)) if view]
        if not views:
            return answers.alone(told, path, 503, self._salt)
        if path.startswith(PAGEFIND):
            return self._search(path, views[0])
        return answers.find(path, told, views, self._salt)

    def _search(self, path: str, view: View) -> Answer:
        """Answer for the index of the search: made when its first file is asked for, kept until that is asked for again."""
        if path == ENTRY or not self._searched:
            found, trouble = view.index(self.root / search.CACHE)
            if trouble:
                self._say(f"Søgningen er ikke med i forhåndsvisningen: {trouble}. Søgesiden fører til listerne.")
            self._searched = found
        made = self._searched.get(path)
        return answers.file(path, made, view) if made else Answer(404, "text/plain", b"")
