"""Generators beside each other on the same agendas and minutes: whole processes, in turn, round after round."""

import re
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import adapters, corpus
from benchmarks.adapters import TITLES, Document, Tool
from benchmarks.measuring import Cost, measure, median, progress, put_aside, workplace

MODES = {"cold": "cold", "unchanged": "nothing changed", "edit": "one edit"}
BESIDE = ("zola", "hugo")  # what the others are compared with
Modes = dict[str, list[Cost]]


@dataclass(slots=True)
class Results:
    """What a comparison found: costs by generator and mode, memory of a cold build, versions, and the files and bytes made."""

    documents: int
    costs: dict[str, Modes] = field(default_factory=dict)
    memory: dict[str, Cost] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    made: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # files, pages, bytes

    def of(self, name: str) -> "Results":
        """Return what was found of one generator."""
        versions, made = {name: self.versions[name]}, {name: self.made[name]}
        return Results(self.documents, {name: self.costs[name]}, {name: self.memory[name]}, versions, made)


@contextmanager
def laid_out(tools: Sequence[Tool], size: int) -> Iterator[tuple[Path, tuple[Document, ...]]]:
    """Yield a folder with a project of the size for each generator, by its name, and the documents that they have in common."""
    with workplace(size) as folder:
        progress(f"{size:,} documents for {', '.join(TITLES[tool.name] for tool in tools)}")
        corpus.write(folder / "corpus", size)
        some = adapters.documents(folder / "corpus")
        for tool in tools:
            adapters.write(tool, folder / "corpus", some, folder / tool.name)
        yield folder, some


def run(tool: Tool, folder: Path, mode: str, some: Sequence[Document], number: int, watch: bool = False) -> Cost:
    """Build once in a mode; `number` says which document is edited, and is never the same twice."""
    one = some[number * 7919 % len(some)]
    if mode == "edit":
        place = folder / tool.source.format(kind=one.kind, id=one.id)
        place.write_text(adapters.edited(place.read_text(encoding="utf-8"), f"Rettelse {number}."), encoding="utf-8")
    with put_aside(folder, tool.made) if mode == "cold" else nullcontext():
        cost, said = measure(tool.build, folder, watch)
    if lacking := adapters.lacking(tool, folder, some):
        sys.exit(f"{tool.name} did not make {len(lacking):,} pages, among them {lacking[0]}\n{said[-4000:]}")
    if mode == "edit" and f"Rettelse {number}." not in (folder / adapters.page_of(tool, one)).read_text(encoding="utf-8"):
        sys.exit(f"{tool.name} did not make the page of {one.id} anew")
    return cost


def compare(tools: Sequence[Tool], size: int, rounds: int, slow_rounds: int) -> Results:
    """Run every generator in every mode, one after the other, round after round, and once more for their memory."""
    found = Results(size, {tool.name: {mode: [] for mode in MODES} for tool in tools})
    with laid_out(tools, size) as (folder, some):
        for tool in tools:
            found.versions[tool.name] = version(measure(tool.version)[1])
        for number in range(rounds):
            for tool in (tool for tool in tools if number < (slow_rounds if tool.slow else rounds)):
                for mode in MODES:
                    cost = run(tool, folder / tool.name, mode, some, number)
                    found.costs[tool.name][mode].append(cost)
                    progress(f"round {number + 1}/{rounds}: {tool.name}, {MODES[mode]}: {cost.wall:.2f} s, CPU {cost.cpu:.2f} s")
        for tool in tools:
            found.memory[tool.name] = run(tool, folder / tool.name, "cold", some, rounds, watch=True)
            found.made[tool.name] = output_of(folder / tool.name / tool.made[0])
            progress(f"memory: {tool.name}, {found.memory[tool.name].together:.0f} MB")
    return found


def version(said: str) -> str:
    """Return the number of a version in what a program says when it is asked."""
    found = re.search(r"\d+(?:\.\d+)+", said)
    return found[0] if found else said.strip()


def output_of(folder: Path) -> tuple[int, int, int]:
    """Return how many files and pages lie in a folder, and their bytes."""
    files = [place for place in folder.rglob("*") if place.is_file()]
    return len(files), sum(place.suffix == ".html" for place in files), sum(place.stat().st_size for place in files)


def ratio(ours: Sequence[Cost], theirs: Sequence[Cost], figure: str = "wall") -> float:
    """Return how many times as much ours took, as the median over the rounds that both ran in."""
    pairs = zip(ours, theirs, strict=False)  # what is slow has run in the first rounds only
    return float(statistics.median(getattr(one, figure) / getattr(other, figure) for one, other in pairs))


# --- tables


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown, the first column a name and the others figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _figures(costs: Sequence[Cost]) -> list[str]:
    middle = median(costs)
    return [f"{middle.wall:.2f}", f"{middle.cpu:.2f}"]


def costs_table(found: Results) -> str:
    """Return the table of what each generator takes in each mode, and of its memory."""
    head = ["Generator", "Rounds", *(part for title in MODES.values() for part in (f"{title}, s", "CPU, s"))]
    head += ["Memory together, MB", "Largest process, MB"]
    rows = []
    for name, modes in found.costs.items():
        cells = [f"{TITLES[name]} {found.versions[name]}", str(len(modes["cold"]))]
        cells += [cell for mode in MODES for cell in _figures(modes[mode])]
        rows.append([*cells, f"{found.memory[name].together:.0f}", f"{found.memory[name].largest:.0f}"])
    return table(head, rows)


def ratios_table(found: Results) -> str:
    """Return the table of how many times as much as Zola and Hugo each generator takes: by the clock, of CPU, of memory."""
    beside = [name for name in BESIDE if name in found.costs]
    measured = [("cold", "wall"), ("unchanged", "wall"), ("edit", "wall"), ("cold", "cpu")]
    titles = [*(MODES[mode] + (", CPU" if figure == "cpu" else "") for mode, figure in measured), "memory"]
    rows = []
    for name, costs in found.costs.items():
        cells = [f"{ratio(costs[mode], found.costs[one][mode], figure):.2f}" for mode, figure in measured for one in beside]
        memory = [f"{found.memory[name].together / found.memory[one].together:.2f}" for one in beside]
        rows.append([TITLES[name], *cells, *memory])
    return table(["Generator", *(f"{title} / {TITLES[one]}" for title in titles for one in beside)], rows)


def made_table(found: Results) -> str:
    """Return the table of what each generator made of the same documents."""
    head = ["Generator", "Pages", "Files", "MB"]
    rows = [[TITLES[name], f"{pages:,}", f"{files:,}", f"{size / 1e6:.1f}"] for name, (files, pages, size) in found.made.items()]
    return table(head, rows)


# --- `make bench-check`: how much slower than another we may be, at 1,000 documents

BOUNDS: Mapping[tuple[str, str], float] = {
    ("cold", "zola"): 9.0,
    ("cold", "hugo"): 9.0,
    ("unchanged", "zola"): 0.5,
    ("unchanged", "hugo"): 0.5,
    ("edit", "zola"): 7.0,
    ("edit", "hugo"): 7.0,
}


def exceeded(found: Results, bounds: Mapping[tuple[str, str], float] = BOUNDS) -> list[str]:
    """Return a line for every bound that sitegen is over."""
    lines = []
    for (mode, other), most in bounds.items():
        seen = ratio(found.costs["sitegen"][mode], found.costs[other][mode])
        if seen > most:
            lines.append(f"{MODES[mode]}: {seen:.2f} times as long as {TITLES[other]}, and {most:.2f} is the most")
    return lines
