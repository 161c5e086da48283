"""`python -m benchmarks`: what a build costs, as a Markdown table."""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks import corpus, preview
from sitegen import files, layout, mirror, output, rules, search, standings, verdicts
from sitegen.build import Copy, kind_of
from sitegen.diagnostics import ordered
from sitegen.link import SITE, link
from sitegen.parse import parse
from sitegen.rules import personal
from sitegen.rules.view import view

REPORT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
MEMORY = Path("/dev/shm")
ROOM = 200_000  # bytes a document needs with its pages, generously
AGAIN = "search index, remembered"  # a step that comes beside the others: it stands for the one before it
# What the output is made of: the first that a path fits.
PARTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("search", lambda path: path.startswith("pagefind/")),
    ("data", lambda path: path.startswith("data/") and not path.endswith(".html")),
    ("OParl", lambda path: path.startswith("oparl/")),
    ("calendars", lambda path: path.endswith(".ics")),
    ("Atom", lambda path: path.endswith("feed.xml")),
    ("pages", lambda path: path.endswith(".html")),
    ("attachments, assets and the rest", lambda path: True),
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A generator to measure: the command that builds, one that only checks (if it has one), and what a cold build lacks."""

    name: str
    build: Callable[[Path], list[str]]
    check: Callable[[Path], list[str]] | None
    made: tuple[str, ...]
    output: str
    write: Callable[[Path, int], None] = corpus.write


def _sitegen(command: str) -> Callable[[Path], list[str]]:
    return lambda folder: [sys.executable, "-m", "sitegen", command, "--quiet", "--today", corpus.TODAY, "-C", str(folder)]


# Another generator stands beside sitegen by one more entry here: its commands, and a `write` for the format that it reads.
TOOLS = (Tool("sitegen", _sitegen("build"), _sitegen("check"), ("output", ".cache"), "output"),)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took: seconds by the clock and of the processor, and the most memory it held, in MB."""

    wall: float
    cpu: float
    memory: float


def measure(command: list[str]) -> Cost:
    """Run a command to its end; one that fails ends the measuring with what it said."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, usage = os.wait4(child.pid, 0)  # of this child alone; RUSAGE_CHILDREN would keep the largest of all
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: exit status {child.returncode}\n{said.read().decode(errors='replace')[-4000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def _median(costs: list[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "memory")))


@contextmanager
def _project(tool: Tool, size: int) -> Iterator[Path]:
    """Yield a folder with a project of the size, in memory where there is room, so that no disk is measured."""
    place = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > size * ROOM else None
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=place) as name:
        tool.write(Path(name), size)
        yield Path(name)


def made_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return how many files and bytes each part of an output has."""
    found = {name: (0, 0) for name, _ in PARTS}
    for place in folder.rglob("*"):
        if place.is_file():
            part = next(name for name, fits in PARTS if fits(place.relative_to(folder).as_posix()))
            count, size = found[part]
            found[part] = count + 1, size + place.stat().st_size
    return found


def _row(tool: Tool, size: int, runs: int) -> tuple[str, dict[str, tuple[int, int]]]:
    with _project(tool, size) as folder:
        cold = []
        for _ in range(runs):
            for name in tool.made:
                shutil.rmtree(folder / name, ignore_errors=True)
            cold.append(measure(tool.build(folder)))
        first = _median(cold)
        again = _median([measure(tool.build(folder)) for _ in range(runs)])
        checked = _median([measure(tool.check(folder)) for _ in range(runs)]) if tool.check else None
        parts = made_of(folder / tool.output)
    cells = [tool.name, f"{size:,}", f"{parts['pages'][0]:,}", f"{first.wall:.2f}", f"{first.cpu:.2f}"]
    cells += [f"{first.wall / size * 1000:.2f}", f"{first.memory:.0f}", f"{again.wall:.2f}", f"{again.cpu:.2f}"]
    cells += [f"{checked.wall:.2f}", f"{checked.cpu:.2f}"] if checked else ["–", "–"]
    return _cells(cells), parts


def _cells(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def costs(sizes: list[int], runs: int) -> tuple[str, str]:
    """Return the table of what whole processes cost, and that of what the outputs of the first generator are made of."""
    head = ["Generator", "Documents", "Pages", "Cold build, s", "CPU, s", "s per 1,000 documents", "Peak memory, MB"]
    head += ["Second build, s", "CPU, s", "Check, s", "CPU, s"]
    lines = [_cells(head), _cells(["---", *["---:"] * (len(head) - 1)])]
    outputs = []
    for size in sizes:
        for tool in TOOLS:
            sys.stderr.write(f"{tool.name}, {size:,} documents …\n")
            line, parts = _row(tool, size, runs)
            lines.append(line)
            if tool is TOOLS[0]:
                outputs.append(parts)
    return "\n".join(lines), _shares(sizes, outputs)


def _shares(sizes: list[int], outputs: list[dict[str, tuple[int, int]]]) -> str:
    head = ["Part", *(cell for size in sizes for cell in (f"{size:,} documents: files", "MB", "share of MB"))]
    lines = [_cells(head), _cells(["---", *["---:"] * (len(head) - 1)])]
    totals = [(sum(count for count, _ in parts.values()), sum(size for _, size in parts.values())) for parts in outputs]
    for name in sorted(outputs[-1], key=lambda part: -outputs[-1][part][1]):
        cells = [name]
        for parts, (_, whole) in zip(outputs, totals, strict=True):
            count, size = parts[name]
            cells += [f"{count:,}", f"{size / 1e6:.1f}", f"{size / whole:.0%}"]
        lines.append(_cells(cells))
    lines.append(_cells(["total", *(c for count, size in totals for c in (f"{count:,}", f"{size / 1e6:.1f}", "100%"))]))
    return "\n".join(lines)


def _spent() -> float:
    """Return the seconds of the processor that this process and the programs that it has run have taken."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def breakdown(root: Path) -> dict[str, tuple[float, float]]:
    """Go through a build step by step in this process; return the seconds of clock and processor of each step."""
    took: dict[str, tuple[float, float]] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), _spent()
        yield
        took[name] = time.perf_counter() - wall, _spent() - cpu

    today = date.fromisoformat(corpus.TODAY)
    with step("read"):
        project = files.read(root)
    inputs = project.inputs
    with step("parse"):
        parsed = {}
        for path, contents in inputs.files.items():
            if path.startswith("content/") and (kind := kind_of(path)):
                found = parse(contents, kind)
                parsed[path] = replace(found, source=replace(found.source, path=path))
    with step("link"):
        site, said = link(parsed, inputs.attachments, today)
    assert site is not None  # the corpus has a site file and an organisation
    with step("judge"):
        judged = verdicts.judge(site, today)
        stood = standings.stand(site, judged, today)
        said += personal.numbers(inputs.files, inputs.attachments, parsed, SITE)
        said += rules.findings(view(site, judged, stood, today))
        said = [*ordered(said)]
    with step("lay out"):
        laid = layout.lay_out(site, judged, stood, today, inputs.files, inputs.attachments, parsed, tuple(said))
        specs = layout.specs(laid)
    with step("render"):
        texts, _, _ = output.rendered(laid.templates, specs, laid.index.site, today)
    with step("feeds"):
        others = {address: contents for part in layout.beside(laid, specs) for address, contents in part.items()}
    with step("check links"):
        assert not layout.wrong(laid, specs, texts, others)
    with step("search documents"):
        wanted = layout.searched(laid, specs)
    with step("search index"):
        indexed, trouble = search.index(wanted, root / search.CACHE)
    assert not trouble, trouble
    with step(AGAIN):
        indexed, _ = search.index(wanted, root / search.CACHE)
    with step("write"):
        plan: dict[str, bytes | Copy] = {output.file_path(address): contents for address, contents in others.items()}
        plan |= {output.file_path(address): output.rebased(text, laid.base) for address, text in texts.items()}
        mirror.write({**plan, **indexed}, project.real, root, root / "output", allow_shrink=False)
    return took


def steps(size: int) -> str:
    """Return the table of where the time of one build goes."""
    sys.stderr.write(f"breakdown, {size:,} documents …\n")
    with _project(TOOLS[0], size) as root:
        took = breakdown(root)
    wall, cpu = took.pop(AGAIN)
    total = sum(wall for wall, _ in took.values()), sum(cpu for _, cpu in took.values())
    lines = ["| Step | Clock, s | CPU, s | Share of CPU |", "|---|---:|---:|---:|"]
    for name, (seconds, own) in (*took.items(), ("total", total)):
        lines.append(f"| {name} | {seconds:.2f} | {own:.2f} | {own / total[1]:.0%} |")
    lines.append(f"| {AGAIN} | {wall:.2f} | {cpu:.2f} | |")
    return "\n".join(lines)


def machine() -> str:
    """Return what was measured on, and when."""
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("model name")]
    model = names[0] if names else platform.processor() or platform.machine()
    load = os.getloadavg()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{date.today()}: {model}, {os.cpu_count()} cores, {memory:.0f} GB memory, {platform.system()} {platform.release()}, "
        f"{platform.python_implementation()} {platform.python_version()}, sitegen {version('sitegen')}; "
        f"{load:.1f} processes wanted to run in the minute before{', so the machine was shared' if load > 1 else ''}."
    )


def _history(runs: int) -> str:
    """Measure the history in a process of its own: a child is counted with the memory that its parent held when it began."""
    command = [sys.executable, "-m", "benchmarks.history", "--runs", str(runs)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def report(sizes: list[int], runs: int, size: int) -> str:
    """Measure everything and return it as a Markdown page."""
    # Whole processes first: a child begins as large as its parent was, and the breakdown makes this one grow.
    facts = machine()
    table, shares = costs(sizes, runs)
    return f"""# Benchmarks

What a build costs on made-up projects (`benchmarks/corpus.py`): agendas and minutes of 3 to 6 kB in our own format, with the
links, tables, lists, follow-ups and cases that real ones have. `make bench` measures again.

{facts}

{table}

Each figure is the median of {runs} run{"s" if runs > 1 else ""} of the whole process, interpreter and imports included. Cold: no
output and no cache from before, though Python's own byte code and the system's file cache are warm. Second: once more with
nothing changed. Peak memory is that of the largest process of a cold build: with many documents that is Pagefind, which makes the
search index, and not sitegen itself. Files lie in memory (`/dev/shm`) where there is room, so a disk's own time comes on
top. On a shared machine the clock also counts waiting for others: compare by CPU seconds.

## What the output is made of

{shares}

## Where the time goes

One build of {size:,} documents, step by step in one process, imports and start left out. The search index is made by Pagefind, a
program of its own that uses every core; made of the same texts again, it is only read, which the last line tells:

{steps(size)}

{preview.section(sizes)}
{_history(runs)}"""


def main() -> None:
    """Measure, print, and with `--write` keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000], help="documents of each project")
    parser.add_argument("--runs", type=int, default=3, help="runs that a median is taken of")
    parser.add_argument("--breakdown", type=int, default=1000, help="documents of the project that is gone through step by step")
    parser.add_argument("--write", action="store_true", help=f"write the page to docs/{REPORT.name} too")
    options = parser.parse_args()
    text = report(options.sizes, options.runs, options.breakdown)
    sys.stdout.write(text)
    if options.write:
        REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
