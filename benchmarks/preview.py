"""`python -m benchmarks.preview`: how long it takes from a saved file to the changed page, as a section of a Markdown page."""

import argparse
import asyncio
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from urllib.request import urlopen

import websockets

from benchmarks import corpus

MEMORY = Path("/dev/shm")
EDITS = 5  # of each file; of a large project fewer, for each waits for the whole site
MOST = 5000  # documents times edits
PATIENCE = 1800.0  # seconds
ITEM = re.compile(r"^## ", re.MULTILINE)
WHOLE = re.compile(r"→ .*\((\d+),(\d\d) s\)")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a preview took, in seconds, and the most memory that it held, in MB.

    To the first page, to the end of the first build, from an edit to the changed page (of words in the newest and in the oldest
    minutes, of a new item) and to the end of the build.
    """

    first: float
    ready: float
    newest: float
    oldest: float
    item: float
    whole: float
    memory: float


@contextmanager
def _running(root: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-P", "-m", "sitegen", "serve", "--port", str(port), "--today", corpus.TODAY, "-C", str(root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, port
        finally:
            process.terminate()


def _page(address: str) -> str:
    with urlopen(address) as answer:
        return str(answer.read().decode())


def measure(size: int) -> Seen:
    """Write a project, serve it, edit its newest and its oldest minutes, and look at them as a browser would."""
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        root = Path(name)
        corpus.write(root, size)
        minutes = sorted((root / "content/minutes").iterdir())
        began = time.perf_counter()
        with _running(root) as (process, port):
            assert process.stderr
            lines = iter(process.stderr.readline, "")
            while "klar" not in next(lines):
                pass
            _page(f"http://127.0.0.1:{port}/")
            first = time.perf_counter() - began
            while "→" not in next(lines):
                pass
            ready = time.perf_counter() - began
            took: dict[str, list[float]] = {"newest": [], "oldest": [], "item": []}
            whole = []
            for edit, kind in product(range(max(1, min(EDITS, MOST // size))), took):
                place, words = minutes[0 if kind == "oldest" else -1], f"Linje {edit} er ny."
                if kind == "item":
                    words = f"## {len(ITEM.findall(place.read_text(encoding='utf-8'))) + 1}. Punkt {edit} er nyt"
                took[kind].append(asyncio.run(_edited(place, port, words)))
                while not (told := WHOLE.search(next(lines))):
                    pass
                whole.append(float(f"{told[1]}.{told[2]}"))
            memory = int(re.findall(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[0]) / 1000
    return Seen(first, ready, *(statistics.median(times) for times in took.values()), statistics.median(whole), memory)


async def _edited(place: Path, port: int, words: str) -> float:
    """Return the seconds from the saving of a file to having its changed page."""
    address = f"/moeder/{place.stem}/referat/"
    here = f"http://127.0.0.1:{port}"
    page = await asyncio.to_thread(_page, here + address)
    mark = re.findall(r'data-mark="(\w+)"', page)[0]
    async with websockets.connect(f"ws://127.0.0.1:{port}/_forhaandsvisning/live", origin=here) as told:  # type: ignore[arg-type]
        await told.send(json.dumps({"address": address, "mark": mark}))
        await asyncio.wait_for(told.recv(), PATIENCE)
        text = place.read_text(encoding="utf-8")
        began = time.perf_counter()
        place.write_text(f"{text}\n{words}\n", encoding="utf-8")
        while "reload" not in json.loads(await asyncio.wait_for(told.recv(), PATIENCE)):
            pass
        page = await asyncio.to_thread(_page, here + address)
        took = time.perf_counter() - began
    assert words.rpartition(". ")[2] in page, address
    return took


def section(sizes: list[int]) -> str:
    """Measure and return the section."""
    rows = []
    load = os.getloadavg()[0]
    for size in sizes:
        sys.stderr.write(f"preview, {size:,} documents …\n")
        seen = measure(size)
        cells = [f"{size:,}", *(f"{value:.3f}" for value in (seen.newest, seen.oldest, seen.item))]
        cells += [f"{value:.2f}" for value in (seen.whole, seen.first, seen.ready)]
        rows.append(f"| {' | '.join([*cells, f'{seen.memory:.0f}'])} |")
    head = ["Documents", "Newest minutes, s", "Oldest minutes, s", "A new item, s", "Whole site, s"]
    head += ["First page, s", "First build, s", "Peak memory, MB"]
    table = "\n".join([f"| {' | '.join(head)} |", f"|{'---:|' * len(head)}", *rows])
    return f"""## The preview

`sitegen serve` on the same made-up projects, all of it under way as an editor has it: a file is saved, the preview notices, and a
page that is open is told and fetched again. `python -m benchmarks.preview` measures this alone.
{date.today()}; {load:.1f} processes wanted to run in the minute before.

{table}

From the saving to the changed page, of words in the newest and in the oldest minutes, and of an item more in the newest, for
which all is judged first; to the end of the whole build, after which broken links and the rest of the findings are known; and
from the start of the program to the first page and to the end of the first build. Edits are the median of {EDITS}, of a large
project of fewer. Peak memory is with every page of the site in it, twice while a new one is made.
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preview", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000], help="documents of each project")
    sys.stdout.write(section(parser.parse_args().sizes))


if __name__ == "__main__":
    main()
