"""What a command costs, with all the processes that it starts: seconds by the clock and of the processor, and memory."""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from benchmarks.adapters import surroundings

MEMORY = Path("/dev/shm")
ROOM = 300_000  # bytes that a document needs with all its pages, every generator's, and those of the build before
PROC = Path("/proc")
LAUNCH = Path(__file__).resolve().parent / "launch.py"
PAUSE = 0.02  # seconds between two looks at the memory, at least


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of the processor; MB of the largest process, and of all at once where that was looked at."""

    wall: float
    cpu: float
    largest: float = 0.0
    together: float = 0.0


def median(costs: Sequence[Cost]) -> Cost:
    """Return the cost whose every figure is the median of some costs."""
    return Cost(*(statistics.median(values) for values in zip(*map(astuple, costs), strict=True)))


def measure(command: Sequence[str], folder: Path | None = None, watch: bool = False) -> tuple[Cost, str]:
    """Run a command to its end and return what it cost and said; one that fails ends the measuring with what it said.

    `watch` looks at the memory of all its processes meanwhile, which takes time itself: a run is measured for one or the other.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as told:
        child = subprocess.Popen(
            (sys.executable, "-I", "-S", str(LAUNCH), str(told.fileno()), *command),
            cwd=folder,
            env=surroundings(),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            pass_fds=(told.fileno(),),
            start_new_session=True,
        )
        try:
            with watched(child.pid, itself=False) if watch else nullcontext([0]) as seen:
                child.wait()
        except BaseException:
            os.killpg(child.pid, signal.SIGTERM)  # nobody's keys reach it in a session of its own
            raise
        said.seek(0)
        told.seek(0)
        text = said.read().decode(errors="replace")
        status, wall, cpu, largest = json.loads(told.read() or b"[1, 0, 0, 0]")
    if status:
        sys.exit(f"{' '.join(command)}: exit status {status}\n{text[-4000:]}")
    return Cost(wall, cpu, largest / 1000, max(seen) / 1e6), text


@contextmanager
def watched(leader: int, itself: bool = True) -> Iterator[list[int]]:
    """Look at the memory of a process with what it started, or only of that, again and again: bytes, in the list, for each look.

    A look at much memory takes long and holds up who has it, so it is rested for nine times as long.
    """
    seen, over = [0], threading.Event()

    def look() -> None:
        took = 0.0
        while not over.wait(max(PAUSE, 9 * took)):
            began = time.perf_counter()
            seen.append(sum(proportional(one) for one in family(leader) if itself or one != leader))
            took = time.perf_counter() - began

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def family(leader: int) -> list[int]:
    """Return the processes of a session, and what they have started."""
    parents: dict[int, tuple[int, int]] = {}
    for name in os.listdir(PROC):  # noqa: PTH208 - names are enough, fifty times a second
        if name.isdigit():
            with suppress(OSError):  # it ended meanwhile
                _, parent, _, session = (PROC / name / "stat").read_text().rpartition(") ")[2].split()[:4]
                parents[int(name)] = int(parent), int(session)
    members = {leader, *(one for one, (_, session) in parents.items() if session == leader)}
    while more := {one for one, (parent, _) in parents.items() if parent in members} - members:
        members |= more
    return sorted(members)


def proportional(process: int) -> int:
    """Return the bytes that a process holds, of what it shares with others its part: added up, nothing is counted twice."""
    with suppress(OSError):
        for line in (PROC / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


@contextmanager
def workplace(documents: int) -> Iterator[Path]:
    """Yield a folder that is gone afterwards, in memory where there is room, so that no disk is measured."""
    place = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > documents * ROOM else None
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=place) as name:
        yield Path(name)


@contextmanager
def put_aside(folder: Path, names: Sequence[str]) -> Iterator[None]:
    """Take what a build made out of its folder, and delete it only afterwards: no run pays for the tidying of another."""
    with tempfile.TemporaryDirectory(prefix="aside-", dir=folder.parent) as aside:
        for name in names:
            if (folder / name).exists():
                (folder / name).rename(Path(aside) / name)
        yield


def progress(text: str) -> None:
    """Say what is under way."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')}  {text}\n")
    sys.stderr.flush()
