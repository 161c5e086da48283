"""`python -m benchmarks.history`: what reading the git history costs, beside plain `git log`, as a section of Markdown."""

import argparse
import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sitegen.history import read

COMMITS, FILES = 12_000, 10_000
FIRST = 1_262_304_000  # 1 January 2010
STEP = 40_000  # seconds from one commit to the next
LINES = ("Punktet blev drøftet.", "Klyngen følger op på næste møde.", "Sagen sendes videre.", "Der var enighed om planen.")
LOG = ("log", "-z", "--name-status", "-M", "--format=%H %at %ct %P", "HEAD", "--")


def write(folder: Path, commits: int = COMMITS, files: int = FILES, seed: int = 1) -> None:
    """Make a repository of the size, checked out: adds, edits, renames, deletions, merges."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    with subprocess.Popen(["git", "-C", str(folder), "fast-import", "--quiet"], stdin=subprocess.PIPE) as process:
        assert process.stdin
        for part in _stream(commits, files, Random(seed)):
            process.stdin.write(part)
    if process.returncode:
        sys.exit("git fast-import failed")
    for command in (("repack", "-adq"), ("checkout", "-q", "main")):  # packed as a clone is
        subprocess.run(["git", "-C", str(folder), *command], check=True)


def _stream(commits: int, files: int, random: Random) -> Iterator[bytes]:
    """Yield what fast-import reads: every tenth commit merges a branch of two, every fourth edits, and a few rename or delete."""
    here: list[str] = []
    made = 0
    mark = before = 0  # the last commit, and the one that a branch leaves from
    for number in range(1, commits + 1):
        at = number % 10
        parents = [mark] if mark else []
        if at == 8 and mark:
            before, parents = mark, [mark - 2]  # a branch that left two commits ago
        elif at == 9 and before:
            before, parents = mark, [before, mark]
        yield f"commit refs/heads/main\nmark :{number}\n".encode()
        yield f"committer nn <nn@example.org> {FIRST + number * STEP} +0100\ndata 1\n.\n".encode()
        yield b"".join(f"{'merge' if place else 'from'} :{parent}\n".encode() for place, parent in enumerate(parents))
        mark = number
        if at == 9:
            merged = f"content/pages/gren-{number - 1}.md"
            yield _modify(merged, random, number - 1)  # fast-import begins with the first parent's files
            continue
        if at == 8:
            yield _modify(f"content/pages/gren-{number}.md", random, number)
            continue
        yield _modify(f"content/meetings/{2010 + number % 16}.yml", random, number)
        for _ in range(max(0, (files * number) // commits - made)):
            made += 1
            day = date(2010, 1, 1) + timedelta(days=made // 2)
            path = f"content/{('agendas', 'minutes')[made % 2]}/{day}-klynge-{made % 7}-{made}.md"
            here.append(path)
            yield _modify(path, random, made)
        if number % 4 == 0:
            yield _modify(random.choice(here), random, number + commits)
        elif number % 50 == 1 and len(here) > 20:
            old = here.pop(random.randrange(len(here) - 10))
            here.append(old.replace(".md", "-flyttet.md"))
            yield f"R {old} {here[-1]}\n".encode()
        elif number % 50 == 3 and len(here) > 20:
            yield f"D {here.pop(random.randrange(len(here) - 10))}\n".encode()


def _modify(path: str, random: Random, number: int) -> bytes:
    text = "\n".join([f"# {path} {number}", *random.choices(LINES, k=100)]).encode()
    return f"M 100644 inline {path}\ndata {len(text)}\n".encode() + text + b"\n"


def _once(command: list[str]) -> tuple[float, float]:
    """Run a command; return the seconds and the peak memory in MB that it says it took, or else those of the whole process."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=said)
        _, status, usage = os.wait4(child.pid, 0)
        took = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{' '.join(command)}: exit status {child.returncode}")
        if command[0] == sys.executable:
            said.seek(0)
            took, memory = map(float, said.read().split())
            return took, memory
    return took, usage.ru_maxrss / 1000


def section(runs: int, commits: int = COMMITS, files: int = FILES) -> str:
    """Measure, and return the section."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as name:
        folder, cache = Path(name) / "repository", Path(name) / "history.json"
        write(folder, commits, files)
        size = sum(place.stat().st_size for place in folder.rglob("*") if place.is_file()) / 1e6
        git = ["git", "-C", str(folder)]
        reading = [sys.executable, "-m", "benchmarks.history", "--read", str(folder), str(cache)]
        head = subprocess.check_output([*git, "rev-parse", "HEAD"], text=True).strip()
        older = subprocess.check_output([*git, "rev-parse", "HEAD~10"], text=True).strip()

        def at(commit: str) -> None:
            subprocess.run([*git, "update-ref", "HEAD", commit], check=True)

        def behind() -> None:
            at(older)
            _once(reading)
            at(head)

        ways: list[tuple[str, list[str], Callable[[], object]]] = [
            ("plain `git log -z --name-status -M`", [*git, *LOG], lambda: None),
            ("the same with `-- content`", [*git, *LOG, "content"], lambda: None),
            ("`history.read`, nothing remembered", reading, lambda: cache.unlink(missing_ok=True)),
            ("`history.read`, ten commits are new", reading, behind),
            ("`history.read`, nothing is new", reading, lambda: None),
        ]
        rows, plain = [], 0.0
        for title, command, prepare in ways:
            costs = []
            for _ in range(runs):
                prepare()
                costs.append(_once(command))
            took, memory = (statistics.median(values) for values in zip(*costs, strict=True))
            plain = plain or took
            rows.append(f"| {title} | {took:.2f} | {took / plain:.2f} | {memory:.0f} |")
        remembered = cache.stat().st_size / 1e6
    table = "\n".join(["| Way | Clock, s | Of plain git | Peak memory, MB |", "|---|---:|---:|---:|", *rows])
    return f"""## The git history

What git knows of the content: a made-up repository of {commits:,} commits that add {files:,} documents, edit, rename and
delete some, and merge a branch at every tenth commit ({size:.0f} MB). `python -m benchmarks.history` measures this alone.
{date.today()}; {load:.1f} processes wanted to run in the minute before.

{table}

Each figure is the median of {runs} run{"s" if runs > 1 else ""} in a new process; of `history.read` the call alone, with
git's part and the last contents of what is gone. Peak memory is that of the process itself, so git's, which the first line
shows, comes beside that of `history.read`. What is remembered takes {remembered:.1f} MB.
"""


def main() -> None:
    """Measure and print; with `--read`, read a repository's history once and print the seconds and MB it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs that a median is taken of")
    parser.add_argument("--commits", type=int, default=COMMITS)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--read", type=Path, nargs=2, metavar=("FOLDER", "CACHE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        gc.disable()  # as the command line does
        began = time.perf_counter()
        found = read(*options.read)
        took = time.perf_counter() - began
        if found.archive != "full" or not found.records:
            sys.exit(f"nothing was read: {found.archive}")
        sys.stdout.write(f"{took} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}\n")
    else:
        sys.stdout.write(section(options.runs, options.commits, options.files))


if __name__ == "__main__":
    main()
