"""`python -P -m benchmarks.limits`: what the worst that can be fed to the program costs as it grows, as a Markdown table."""

import argparse
import gc
import math
import multiprocessing
import resource
import sys
import time
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.bad_sites import SITE, SITES
from benchmarks.bad_texts import TEXTS, Shape, more_texts
from sitegen import attachments, intake, lineage, report
from sitegen.build import Inputs, build
from sitegen.parse import parse

TODAY = date(2026, 11, 23)
PATIENCE = 120  # seconds for one run
QUICK = 0.2  # seconds: what takes no longer says nothing of how it grows
STEEP = 1.2  # the exponent that is too much
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
SHAPES = {shape.name: shape for shape in (*TEXTS, *more_texts(), *SITES)}


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the processor, the most memory in MB beyond what there was, and how many findings; or that it took too long."""

    seconds: float
    memory: float
    findings: int
    codes: str = ""
    weight: int = 0  # what was fed: bytes, or where they are packed, the size that was asked for


def run(shape: Shape, size: int) -> Cost:
    """Feed one size of a shape to the program, in this process."""
    made = shape.make(size)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    codes: tuple[str, ...] = ()
    if isinstance(made, dict):
        texts = {f"templates/{p.relative_to(TEMPLATES).as_posix()}": p.read_bytes() for p in TEMPLATES.rglob("*") if p.is_file()}
        began = time.process_time()
        found = build(Inputs(texts | made), TODAY)
        report.text(found.findings, "da", {p: report.lines(data) for p, data in made.items()}, False)
        codes = tuple(f"{f.code} {f.variant}".strip() for f in found.findings)
    elif shape.kind == "log":
        list(lineage.fold(list(lineage.read_log([made])), "")[0])
    elif shape.kind.startswith("import "):
        document = intake.read(made, shape.kind.removeprefix("import "))
        codes = ("refused",) if document.refused else ()
    elif shape.kind in ("agenda", "minutes", "mandate", "page", "plan"):
        findings = parse(made, shape.kind).findings
        report.text(findings, "da", {"": report.lines(made)}, False)
        codes = tuple(f"{f.code} {f.variant}".strip() for f in findings)
    else:
        codes = (attachments.read(made, shape.kind).unread,)
    seconds = time.process_time() - began
    most = max(set(codes), key=codes.count) if codes else ""
    packed = shape.kind in ("docx", "pdf", "png", "import docx")
    weight = size if packed else len(made) if isinstance(made, bytes) else sum(map(len, made.values())) - len(SITE)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    return Cost(seconds, memory, len(codes), most, weight)


def _child(shape: Shape, size: int, pipe: Connection) -> None:
    try:
        pipe.send(run(shape, size))
    except BaseException as error:
        pipe.send(f"{type(error).__name__}: {error}"[:100])


def measure(shape: Shape, size: int, patience: float) -> Cost | str:
    """Run one size in a process of its own; what took too long or fell over is said in words."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=_child, args=(shape, size, theirs))
    child.start()
    theirs.close()
    try:
        told: Cost | str = ours.recv() if ours.poll(patience) else f"> {patience:g} s"
    except EOFError:
        told = "died"
    child.kill()
    child.join()
    return told


def exponent(costs: list[Cost | str]) -> float | None:
    """Return how the time grows with what is fed, by the first and the last of three; None where it is too short to say."""
    told = [cost for cost in costs if isinstance(cost, Cost)]
    if len(told) < 3 or told[-1].seconds < QUICK:
        return None
    return math.log(told[-1].seconds / max(told[0].seconds, 0.001)) / math.log(told[-1].weight / told[0].weight)


def main() -> None:
    """Measure the shapes whose names hold a word, and print a row for each."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("word", nargs="?", default="", help="only shapes whose name or kind holds this")
    options.add_argument("--scale", type=float, default=1.0, help="how much larger than usual")
    options.add_argument("--patience", type=float, default=PATIENCE, help="seconds for one run")
    asked = options.parse_args()
    sys.stdout.write(
        "| shape | of | n | s at n | 2n | 4n | exponent | MB at 4n | findings at 4n |\n|---|---|--:|--:|--:|--:|--:|--:|---|\n"
    )
    for shape in SHAPES.values():
        if asked.word not in shape.name and asked.word not in shape.kind:
            continue
        size = max(1, round(shape.size * asked.scale))
        costs: list[Cost | str] = []
        for factor in (1, 2, 4):
            costs.append(measure(shape, size * factor, asked.patience))
            if isinstance(costs[-1], str):
                break
        steep = exponent(costs)
        shown = [f"{cost.seconds:.2f}" if isinstance(cost, Cost) else f"**{cost}**" for cost in costs] + [""] * (3 - len(costs))
        last = costs[-1]
        grown = "–" if steep is None else f"**{steep:.2f}**" if steep > STEEP else f"{steep:.2f}"
        tail = f"{last.memory:.0f} | {last.findings} {last.codes}" if isinstance(last, Cost) else " | "
        name = shape.name.replace("|", "\\|")
        sys.stdout.write(f"| {name} | {shape.kind} | {size} | {' | '.join(shown)} | {grown} | {tail} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
