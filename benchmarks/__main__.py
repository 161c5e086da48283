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

from benchmarks import corpus
from sitegen import feeds as machines
from sitegen import files, output, rules, standings, verdicts
from sitegen.build import Copy, kind_of
from sitegen.link import link
from sitegen.pages import index, site_map
from sitegen.parse import parse
from sitegen.rules.view import view

REPORT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
MEMORY = Path("/dev/shm")
ROOM = 200_000  # bytes a document needs with its pages, generously


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


def _row(tool: Tool, size: int, runs: int) -> str:
    with _project(tool, size) as folder:
        cold = []
        for _ in range(runs):
            for name in tool.made:
                shutil.rmtree(folder / name, ignore_errors=True)
            cold.append(measure(tool.build(folder)))
        first = _median(cold)
        again = _median([measure(tool.build(folder)) for _ in range(runs)])
        checked = _median([measure(tool.check(folder)) for _ in range(runs)]) if tool.check else None
        pages = sum(1 for _ in (folder / tool.output).rglob("*.html"))
    cells = [tool.name, f"{size:,}", f"{pages:,}", f"{first.wall:.2f}", f"{first.cpu:.2f}", f"{first.wall / size * 1000:.2f}"]
    cells += [f"{first.memory:.0f}", f"{again.wall:.2f}", f"{again.cpu:.2f}"]
    cells += [f"{checked.wall:.2f}", f"{checked.cpu:.2f}"] if checked else ["–", "–"]
    return _cells(cells)


def _cells(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def costs(sizes: list[int], runs: int) -> str:
    """Return the table of what whole processes cost."""
    head = ["Generator", "Documents", "Pages", "Cold build, s", "CPU, s", "s per 1,000 documents", "Peak memory, MB"]
    head += ["Second build, s", "CPU, s", "Check, s", "CPU, s"]
    lines = [_cells(head), _cells(["---", *["---:"] * (len(head) - 1)])]
    for size in sizes:
        for tool in TOOLS:
            sys.stderr.write(f"{tool.name}, {size:,} documents …\n")
            lines.append(_row(tool, size, runs))
    return "\n".join(lines)


def breakdown(root: Path) -> dict[str, tuple[float, float]]:
    """Go through a build step by step in this process; return the seconds of clock and processor of each step."""
    took: dict[str, tuple[float, float]] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        took[name] = time.perf_counter() - wall, time.process_time() - cpu

    today = date.fromisoformat(corpus.TODAY)
    with step("read"):
        project = files.read(root)
    with step("parse"):
        parsed = {}
        for path, contents in project.inputs.files.items():
            if path.startswith("content/") and (kind := kind_of(path)):
                found = parse(contents, kind)
                parsed[path] = replace(found, source=replace(found.source, path=path))
    with step("link"):
        site, _ = link(parsed, project.inputs.attachments, today)
    assert site is not None  # the corpus has a site file and an organisation
    with step("judge"):
        judged = verdicts.judge(site, today)
        stood = standings.stand(site, judged, today)
        rules.findings(view(site, judged, stood, today))
    with step("lay out"):
        laid = index.build(site, judged, stood, today)
        specs = site_map(laid)
    with step("feeds"):
        feeds = machines.files(laid)
    with step("render"):
        templates = {p.removeprefix("templates/"): data for p, data in project.inputs.files.items() if p.startswith("templates/")}
        pages, assets, _ = output.rendered(templates, specs, site, today)
    with step("check links"):
        others = {*assets, *site.attachments, *feeds}
        list(output.broken_links(pages, others))
    with step("write"):
        plan: dict[str, bytes | Copy] = {output.file_path(address): text.encode() for address, text in pages.items()}
        plan |= {output.file_path(address): contents for address, contents in (*assets.items(), *feeds.items())}
        plan |= {output.file_path(address): Copy(file.path) for address, file in site.attachments.items()}
        files.write(plan, project.real, root, root / "output", allow_shrink=False)
    return took


def steps(size: int) -> str:
    """Return the table of where the time of one build goes."""
    sys.stderr.write(f"breakdown, {size:,} documents …\n")
    with _project(TOOLS[0], size) as root:
        took = breakdown(root)
    total = sum(wall for wall, _ in took.values()), sum(cpu for _, cpu in took.values())
    lines = ["| Step | Clock, s | CPU, s | Share of CPU |", "|---|---:|---:|---:|"]
    for name, (wall, cpu) in (*took.items(), ("total", total)):
        lines.append(f"| {name} | {wall:.2f} | {cpu:.2f} | {cpu / total[1]:.0%} |")
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
        f"{load:.1f} processes wanted to run in the minute before."
    )


def _history(runs: int) -> str:
    """Measure the history in a process of its own: a child is counted with the memory that its parent held when it began."""
    command = [sys.executable, "-m", "benchmarks.history", "--runs", str(runs)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def report(sizes: list[int], runs: int, size: int) -> str:
    """Measure everything and return it as a Markdown page."""
    # Whole processes first: a child begins as large as its parent was, and the breakdown makes this one grow.
    facts = machine()
    table = costs(sizes, runs)
    return f"""# Benchmarks

What a build costs on made-up projects (`benchmarks/corpus.py`): agendas and minutes of 3 to 6 kB in our own format, with the
links, tables, lists, follow-ups and cases that real ones have. `make bench` measures again.

{facts}

{table}

Each figure is the median of {runs} run{"s" if runs > 1 else ""} of the whole process, interpreter and imports included. Cold: no
output and no cache from before, though Python's own byte code and the system's file cache are warm. Second: once more with
nothing changed. Peak memory is that of the largest process. Files lie in memory (`/dev/shm`) where there is room, so a disk's
own time comes on top. On a shared machine the clock also counts waiting for others: compare by CPU seconds.

## Where the time goes

One build of {size:,} documents, step by step in one process, imports and start left out:

{steps(size)}

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
