"""What a run shows on a terminal while it goes, and tells afterwards."""

import io

import pytest

from sitegen.commands import steps
from sitegen.commands.steps import Steps


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes when the test says so."""
    now = [0.0]
    monkeypatch.setattr(steps, "perf_counter", lambda: now[0])
    monkeypatch.setenv("TERM", "xterm")
    return now


def run(clock: list[float], shown: bool = True) -> Steps:
    """Read for 0.4 seconds, parse for 1 in four parts, and end."""
    found = Steps(shown)
    found.begin("read")
    clock[0] += 0.4
    found.begin("parse")
    for done in range(1, 5):
        clock[0] += 0.25
        found.part(done, 4)
        found.part(done, 4)  # too soon after to be shown
    found.end()
    return found


def test_what_takes_long_is_shown_and_taken_away(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert run(clock).told() == "Tid: læs 400 ms · fortolk 1000 ms"
    shown = terminal.getvalue().split("\r\x1b[K")
    assert shown == ["", *(f"Forstår teksterne {part} % …" for part in (25, 50, 75, 100)), ""]


def test_what_is_soon_done_is_not_shown(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    found = Steps(True)
    found.begin("read")
    clock[0] += 0.4
    found.begin("parse")
    found.part(1, 2)
    found.end()
    found.part(2, 2)  # nobody's
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("why", ["no terminal", "asked", "dumb"])
def test_nothing_is_shown_where_nobody_looks(clock: list[float], monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    stream = io.StringIO() if why == "no terminal" else Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    if why == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    run(clock, shown=why != "asked")
    assert stream.getvalue() == ""


def test_the_steps_of_a_build_are_known() -> None:
    from sitegen.build import STEPS

    assert set(STEPS) <= set(steps.WORDS)
