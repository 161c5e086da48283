"""`python -m benchmarks.servers`: from a saved file to the changed page in the preview of each generator, as a Markdown table."""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks import adapters
from benchmarks.adapters import HUGO, OTHERS, OURS, ZOLA, Document, Tool, sitegen, surroundings
from benchmarks.comparing import laid_out, table
from benchmarks.measuring import progress, watched

EDITS = 3
PATIENCE = 900.0  # seconds
PAUSE = 0.005  # seconds between two times of asking for the page
REST = 1.5  # seconds between two edits: no preview is to take them for one


@dataclass(frozen=True, slots=True)
class Server:
    """A preview: its generator, the command by the port, and the address of a document's page."""

    title: str
    tool: Tool
    command: Callable[[int], tuple[str, ...]]
    page: str = "/{kind}/{id}/"


zola, hugo, *_ = OTHERS
SERVERS = (
    Server("sitegen serve", OURS, lambda port: sitegen("serve", "--port", str(port)), "/moeder/{id}/{page}/"),
    Server("hugo server", hugo, lambda port: (HUGO, "server", "--port", str(port))),
    Server("zola serve", zola, lambda port: (ZOLA, "serve", "--port", str(port))),
    Server("zola serve --fast", zola, lambda port: (ZOLA, "serve", "--fast", "--port", str(port))),
)


@contextmanager
def running(command: tuple[str, ...], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the end of the block."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=folder, env=surroundings(), stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _waited(address: str, words: str, process: subprocess.Popen[bytes]) -> float:
    """Ask for a page until it has some words; return the seconds."""
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE and process.poll() is None:
        with suppress(URLError, OSError), urlopen(address) as answer:
            if words in answer.read().decode("utf-8", "replace"):
                return time.perf_counter() - began
        time.sleep(PAUSE)
    sys.exit(f"{address} did not show »{words}«: {process.args!r}")


def seen(server: Server, folder: Path, one: Document, edits: int = EDITS) -> tuple[float, float, float]:
    """Return the seconds to the first page, the median from an edit to its page, and the memory in MB."""
    tool = server.tool
    source = folder / tool.source.format(kind=one.kind, id=one.id)
    port = _free()
    address = f"http://127.0.0.1:{port}" + server.page.format(kind=one.kind, id=one.id, page=adapters.PAGES[one.kind])
    with running(server.command(port), folder) as process, watched(process.pid) as memory:
        first = _waited(address, "<h2", process)
        took = []
        for number in range(edits):
            time.sleep(REST)
            word = f"Rettelse {number} i {server.title}."
            source.write_text(adapters.edited(source.read_text(encoding="utf-8"), word), encoding="utf-8")
            took.append(_waited(address, word, process))
    return first, statistics.median(took), max(memory) / 1e6


def compared(sizes: list[int], edits: int = EDITS) -> str:
    """Return the table of the previews."""
    head = ["Preview", "Documents", "First page, s", "Save → page, s", "Memory together, MB"]
    rows = []
    for size in sizes:
        with laid_out(tuple(dict.fromkeys(server.tool for server in SERVERS)), size) as (folder, some):
            newest = max((one for one in some if one.kind == "minutes"), key=lambda one: one.id)
            for server in SERVERS:
                progress(f"{server.title}, {size:,} documents")
                first, took, memory = seen(server, folder / server.tool.name, newest, edits)
                rows.append([server.title, f"{size:,}", f"{first:.2f}", f"{took:.2f}", f"{memory:.0f}"])
    return table(head, rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.servers", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="documents of each project")
    parser.add_argument("--edits", type=int, default=EDITS, help="edits that a median is taken of")
    options = parser.parse_args()
    sys.stdout.write(compared(options.sizes, options.edits) + "\n")


if __name__ == "__main__":
    main()
