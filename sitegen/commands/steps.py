"""Where the time of a run goes: shown on a terminal while it goes, and told afterwards to whoever asks."""

import os
import sys
from time import perf_counter

# Each step as it is told afterwards, and as it is shown while it goes.
WORDS = {
    "read": ("læs", "Læser filerne"),
    "again": ("se efter ændringer", "Ser efter ændringer"),
    "load": ("gør klar", "Gør klar"),
    "history": ("arkiv", "Ser i arkivet"),
    "parse": ("fortolk", "Forstår teksterne"),
    "link": ("sammenhold", "Holder det sammen"),
    "judge": ("døm", "Ser efter frister og fejl"),
    "lay out": ("sæt op", "Sætter siderne op"),
    "render": ("lav sider og data", "Laver sider og data"),
    "verify": ("byg igen", "Bygger igen uden noget husket"),
    "search": ("søgning", "Laver søgeregistret"),
    "write": ("skriv", "Skriver"),
}
PATIENCE = 0.5  # seconds before anything is shown
BETWEEN = 0.1  # seconds between two showings


class Steps:
    """The steps of a run; `begin` ends the one before. Used as a context, nothing is left shown, whatever ends the run."""

    def __init__(self, shown: bool) -> None:
        self._began = self._since = self._told = perf_counter()
        self._spent: dict[str, float] = {}
        self._name = ""
        self._is_shown = shown and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._stream, self._is_on = sys.stderr, False

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.end()

    def begin(self, name: str) -> None:
        """Begin a step (WORDS)."""
        now = perf_counter()
        if self._name:
            self._spent[self._name] = self._spent.get(self._name, 0.0) + now - self._since
        self._name, self._since = name, now
        self._show(WORDS[name][1] if name else "")

    def part(self, done: int, whole: int) -> None:
        """Tell how much of the step is done."""
        if self._name:
            self._show(f"{WORDS[self._name][1]} {done * 100 // whole} %")

    def end(self) -> None:
        """End the last step, and take away what is shown: somebody else has the word."""
        self.begin("")
        if self._is_on:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._is_on = False

    def told(self) -> str:
        """Return where the time went."""
        steps = " · ".join(f"{WORDS[name][0]} {seconds * 1000:.0f} ms" for name, seconds in self._spent.items())
        return f"Tid: {steps}"

    def _show(self, words: str) -> None:
        now = perf_counter()
        if self._is_shown and words and now - self._began > PATIENCE and now - self._told > BETWEEN:
            self._stream.write(f"\r\x1b[K{words} …")
            self._stream.flush()
            self._told, self._is_on = now, True
