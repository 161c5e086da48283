"""Watching a project: the system's own messages for speed, and a look at every file's stamp now and then for certainty."""

import threading
from collections.abc import Callable, Collection
from pathlib import Path
from time import monotonic

from watchfiles import watch

from sitegen.serve.project import Stamp, folders, stamps

LOOK = 2.0  # seconds between two looks at the stamps, which find whatever no message told of
POLL = 0.3  # the same where the disk sends no messages; watchfiles' own polling overlooks what is saved twice in a second
SHARE = 10  # of the time that a look may take up: 1 in so many seconds
STEP, DEBOUNCE = 5, 50  # milliseconds without a message after which a change is over, and how long one may last
RETRY = 1.0  # seconds before what has failed is tried again


class Watcher:
    """Calls `changed` whenever something under a project's folders may have changed, with the places that are known of.

    Folders may come, go and come back.
    """

    def __init__(self, root: Path, changed: Callable[[Collection[str]], None], poll: bool = False) -> None:
        """`poll`: the disk sends no messages, as those of other machines often do not."""
        self._root, self._changed, self._pause = root, changed, POLL if poll else LOOK
        self._end = threading.Event()
        self._again = threading.Event()  # the folders are others than those that are watched
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in ([self._look] if poll else [self._listen, self._look])
        ]

    def start(self) -> None:
        """Begin to watch."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the watching, at once but for what is under way."""
        self._end.set()
        self._again.set()

    def _listen(self) -> None:
        while not self._end.is_set():
            self._again.clear()
            places = folders(self._root)
            if not places:
                self._end.wait(RETRY)
                continue
            try:
                for messages in watch(
                    *places,
                    watch_filter=None,
                    debounce=DEBOUNCE,
                    step=STEP,
                    stop_event=self._again,
                    rust_timeout=1000,
                    ignore_permission_denied=True,
                    raise_interrupt=False,
                ):
                    self._changed({place for _, place in messages})
            except Exception:  # a folder that went away in the midst, too many to watch: the stamps are looked at meanwhile
                self._end.wait(RETRY)

    def _look(self) -> None:
        before: dict[str, Stamp] | None = None
        pause = 0.0
        while not self._end.wait(pause):
            began = monotonic()
            try:
                places = folders(self._root)
                now = stamps(places)
            except OSError:
                pause = self._pause
                continue
            if before is None:
                self._changed(())  # what was changed while the watching began
            elif now != before:
                if [now.get(str(place)) for place in places] != [before.get(str(place)) for place in places]:
                    self._again.set()
                self._changed({place for place in before.keys() | now.keys() if before.get(place) != now.get(place)})
            before = now
            pause = max(self._pause, SHARE * (monotonic() - began))
