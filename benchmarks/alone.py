"""sitegen by itself: how it grows, where its time goes, what its output is made of, and what the search index costs beside it."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks import corpus
from benchmarks.adapters import OURS, sitegen
from benchmarks.comparing import MODES, Results, laid_out, table
from benchmarks.measuring import Cost, measure, median, progress, put_aside, workplace
from sitegen.search import OPTIONS, USED

CHECKED = 2000  # documents that `check` is measured on
STEP = re.compile(r"([^:·]+?) (\d+) ms")  # as `build --verbose` tells its steps
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
WITH_SEARCH = sitegen("build", "--quiet")


def growth_table(found: Sequence[Results]) -> str:
    """Return the table of what builds of several sizes cost."""
    head = ["Documents", "Pages", "Files", "cold, s per 1,000", *(part for t in MODES.values() for part in (f"{t}, s", "CPU, s"))]
    head += ["Memory together, MB", "Largest process, MB"]
    rows = []
    for one in found:
        files, pages, _ = one.made["sitegen"]
        middle = {mode: median(costs) for mode, costs in one.costs["sitegen"].items()}
        cells = [f"{one.documents:,}", f"{pages:,}", f"{files:,}", f"{middle['cold'].wall / one.documents * 1000:.2f}"]
        cells += [cell for mode in MODES for cell in (f"{middle[mode].wall:.2f}", f"{middle[mode].cpu:.2f}")]
        memory = one.memory["sitegen"]
        rows.append([*cells, f"{memory.together:.0f}", f"{memory.largest:.0f}"])
    return table(head, rows)


def check_cost(runs: int, size: int) -> Cost:
    """Return what `sitegen check` costs when it remembers what the files said."""
    with laid_out((OURS,), size) as (folder, _):
        costs = [measure(sitegen("check", "--quiet"), folder / OURS.name)[0] for _ in range(runs + 1)]
    return median(costs[1:])


# --- where the time goes, and what comes of it


def told(said: str) -> dict[str, int]:
    """Return the milliseconds of each step, as the program tells them."""
    times = [line.partition(":")[2] for line in said.splitlines() if line.startswith("Tid:")]
    return {name.strip(): int(took) for name, took in STEP.findall(times[-1])} if times else {}


def made_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return how many files and bytes each part of an output has."""
    found = {name: (0, 0) for name, _ in PARTS}
    for place in folder.rglob("*"):
        if place.is_file():
            part = next(name for name, fits in PARTS if fits(place.relative_to(folder).as_posix()))
            count, size = found[part]
            found[part] = count + 1, size + place.stat().st_size
    return found


def steps_and_parts(sizes: Sequence[int]) -> tuple[str, str]:
    """Build whole sites with everything, and return where the time went and what the outputs are made of, as two tables."""
    steps, parts = [], []
    for size in sizes:
        with laid_out((OURS,), size) as (folder, _):
            progress(f"steps, {size:,} documents")
            for _ in ("cold", "unchanged"):
                steps.append(told(measure((*WITH_SEARCH, "--verbose"), folder / OURS.name)[1]))
            parts.append(made_of(folder / OURS.name / "output"))
    return _steps_table(sizes, steps), _parts_table(sizes, parts)


def _steps_table(sizes: Sequence[int], steps: Sequence[Mapping[str, int]]) -> str:
    names = dict.fromkeys(name for one in steps for name in one)
    head = ["Step", *(f"{size:,} documents, {mode}, s" for size in sizes for mode in ("cold", "nothing changed"))]
    rows = [[f"»{name}«", *(f"{one[name] / 1000:.2f}" if name in one else "–" for one in steps)] for name in names]
    return table(head, [*rows, ["all of them", *(f"{sum(one.values()) / 1000:.2f}" for one in steps)]])


def _parts_table(sizes: Sequence[int], outputs: Sequence[Mapping[str, tuple[int, int]]]) -> str:
    head = ["Part", *(cell for size in sizes for cell in (f"{size:,} documents: files", "MB", "share of MB"))]
    totals = [tuple(map(sum, zip(*parts.values(), strict=True))) for parts in outputs]
    rows = []
    for name in sorted(outputs[-1], key=lambda part: -outputs[-1][part][1]):
        cells = [name]
        for parts, (_, whole) in zip(outputs, totals, strict=True):
            count, size = parts[name]
            cells += [f"{count:,}", f"{size / 1e6:.1f}", f"{size / whole:.0%}"]
        rows.append(cells)
    return table(head, [*rows, ["total", *(c for count, size in totals for c in (f"{count:,}", f"{size / 1e6:.1f}", "100%"))]])


# --- the search index


def write_searched(root: Path, folder: Path) -> None:
    """Write what an index for searching is made of, as `sitegen build` gives it to Pagefind."""
    from sitegen import files
    from sitegen.build import Options, build

    built = build(files.read(root).inputs, date.fromisoformat(corpus.TODAY), Options(search=True))
    for path, text in built.searched.items():
        if path.endswith(".html"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text)


def of_a_year(paths: Sequence[str]) -> tuple[str, list[str]]:
    """Return the year that most of some paths have in their names, and those that have it."""
    years: dict[str, list[str]] = {}
    for path in paths:
        if found := re.search(r"(?<!\d)(\d{4})-\d\d-\d\d", path):
            years.setdefault(found[1], []).append(path)
    return max(years.items(), key=lambda one: (len(one[1]), one[0]))


def search_table(found: Sequence[Results], runs: int) -> str:
    """Return the table of what Pagefind takes, of all documents and of the fullest year's, beside builds without it."""
    head = ["What", "Documents", "Texts", "Clock, s", "CPU, s", "Memory together, MB", "Index: files", "MB"]
    rows = []
    for one in found:
        size, memory = one.documents, one.memory[OURS.name]
        with workplace(size) as folder:
            progress(f"search, {size:,} documents")
            root, site = folder / "project", folder / "site"
            corpus.write(root, size)
            built = median(one.costs[OURS.name]["cold"])
            figures = [f"{built.wall:.2f}", f"{built.cpu:.2f}", f"{memory.together:.0f}"]
            rows.append(["sitegen without it", f"{size:,}", "–", *figures, "–", "–"])
            # In a process of its own: one begins as large as its parent was.
            measure((sys.executable, "-P", "-m", "benchmarks.alone", str(root), str(site)))
            texts = sorted(place.relative_to(site).as_posix() for place in site.rglob("*.html"))
            year, some = of_a_year(texts)
            for path in some:
                place = folder / "year" / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.hardlink_to(site / path)
            for title, made, count in (("everything", "site", len(texts)), (f"{year} only", "year", len(some))):
                index = folder / f"index-{made}"
                costs = _cold(_pagefind(folder / made, index), folder, (index.name,), runs)
                kept = [place for place in index.rglob("*") if place.name.endswith(USED)]
                sizes_of = sum(place.stat().st_size for place in kept) / 1e6
                rows.append([f"Pagefind, {title}", f"{size:,}", f"{count:,}", *costs, f"{len(kept):,}", f"{sizes_of:.1f}"])
    return table(head, rows)


def _pagefind(site: Path, index: Path) -> tuple[str, ...]:
    import pagefind_bin  # type: ignore[import-untyped]

    return (str(pagefind_bin.get_executable()), *OPTIONS, "--site", str(site), "--output-path", str(index))


def _cold(command: Sequence[str], folder: Path, made: Sequence[str], runs: int) -> list[str]:
    """Return the cells of what a command takes with nothing made before: clock, CPU, and memory from a run of its own."""
    costs = []
    for number in range(runs + 1):
        with put_aside(folder, made):
            costs.append(measure(command, folder, watch=number == runs)[0])
    middle = median(costs[:-1])
    return [f"{middle.wall:.2f}", f"{middle.cpu:.2f}", f"{costs[-1].together:.0f}"]


if __name__ == "__main__":
    write_searched(Path(sys.argv[1]), Path(sys.argv[2]))
