"""What the preview says in the terminal: how a change went, what is wrong, and when."""

import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sitegen import __version__, preview, report
from sitegen.calendar import COPENHAGEN
from sitegen.preview import Told


def clock() -> str:
    """Return the time of day as lines begin with it."""
    return datetime.now(COPENHAGEN).strftime("%H.%M.%S")


def seconds(spent: float) -> str:
    """Return how long something took, in brackets."""
    return f"({spent:.2f} s)".replace(".", ",", 1)


def built(line: str, told: Told, pages: int | None, spent: float) -> Iterator[str]:
    """Yield how the build of a change went, and its errors; `pages` are those that are other than before, if all are known."""
    how = [*([] if told.errors else ["0 fejl"]), *preview.counted(told.findings)]
    if pages is not None:
        how.insert(0, f"{pages} {'side' if pages == 1 else 'sider'}")
    yield f"{line or clock()} → {', '.join(how)} {seconds(spent)}"
    if told.errors:
        lines = {finding.path: told.lines(finding.path) for finding in told.errors}
        yield report.text(told.errors, told.language, lines, False, closing=False).rstrip()


def crash(error: Exception) -> str:
    """Return what an error of the program is, and where it was raised."""
    words = f"{type(error).__name__}: {error} (sitegen {__version__})"
    where = traceback.extract_tb(error.__traceback__)
    return f"{words}\n{Path(where[-1].filename).name}:{where[-1].lineno} {where[-1].name}" if where else words


def crashed(words: str, is_shown: bool) -> Iterator[str]:
    """Yield what to say of an error of the program; `is_shown` is whether there are pages from before it."""
    yield f"{clock()} Fejl i selve programmet, ikke i det, du har skrevet: {words}"
    yield (
        f"{'Siderne er som før. ' if is_shown else ''}Programmet prøver igen, næste gang du gemmer. "
        "Meld fejlen til den, der passer programmet, sammen med det, som sitegen check --traceback viser."
    )
