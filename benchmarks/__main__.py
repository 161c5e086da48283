"""`python -m benchmarks`: what a build costs, beside other generators and by itself, as a Markdown page."""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks import adapters, alone, preview, servers
from benchmarks.adapters import OTHERS, OURS, TOOLS, Tool, missing
from benchmarks.comparing import BESIDE, BOUNDS, Results, compare, costs_table, exceeded, made_table, ratios_table
from benchmarks.measuring import progress

REPORT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
SHORT = 1000  # documents of `--check`, and the smaller size of what is measured at two
LONG = 100_000


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


def comparison(found: Results, facts: str) -> str:
    """Return the page's first part."""
    left_out = " ".join(adapters.WITHOUT_SEARCH)
    return f"""# Benchmarks

What a build costs on made-up agendas and minutes of 3 to 6 kB (`benchmarks/corpus.py`), with the links, tables, lists, follow-ups
and cases that real ones have. `make bench` installs the other generators, measures all of it again and writes this page.

{facts}

## Beside other generators

The same {found.documents:,} texts for each of them (`benchmarks/adapters.py`, `benchmarks/sites/`).

{costs_table(found)}

How many times as long, by the clock, and as much CPU and memory as Zola and Hugo:

{ratios_table(found)}

Whole processes, interpreter and imports included, one after the other: in each round every generator in every mode, so that what
else the machine does meanwhile strikes them all; those that take long are in fewer rounds. Figures are medians; a ratio is the
median of those of two runs of the same round. Cold: no output and nothing remembered from before, though Python's byte code and
the system's file cache are warm. One edit: words added to the prose of one document, of another one each time. Memory is of a
further cold build: of all processes together, shared pages counted once (PSS, looked at up to fifty times a second), and of the
largest process. Files lie in memory (`/dev/shm`) where there is room. After every build, all documents' pages are looked for.

{made_table(found)}

What the others are asked for is one page each of the agendas and minutes, a list of all of them, one for each body and year, a
feed of the newest 20 and a sitemap, with one small template and their own defaults otherwise. MkDocs makes no lists and no feed:
it is given the lists as pages, and does without the feed. Links are written as addresses, which none of them has to look up. What
they can do to build less (`--dirty`, `--incremental`, Pelican's cache) they do not do by default, and it is not asked for.
sitegen makes all that it always makes but the search index (`{left_out}`), which the others do not make either.
So it does what they do not: it checks every file, link and deadline and judges every obligation, joins agenda and minutes of a
meeting, makes pages of cases, topics, parties, deadlines and follow-ups, calendars, OParl and open data.
"""


def by_itself(found: Results, rounds: int, long: bool) -> str:
    """Measure sitegen alone and return the section."""
    grown = [compare((OURS,), SHORT, rounds, rounds), found.of(OURS.name)]
    if long:
        grown.append(compare((OURS,), LONG, 1, 1))
    checked = alone.check_cost(rounds, alone.CHECKED)
    sizes = [SHORT, found.documents]
    steps, parts = alone.steps_and_parts(sizes)
    return f"""
## sitegen by itself

Without the search index, as above:

{alone.growth_table(grown)}

`sitegen check` of {alone.CHECKED:,} documents that it has read before: {checked.wall:.2f} s, CPU {checked.cpu:.2f} s.

### Where the time goes

One build with everything, as `sitegen build --verbose` tells it; imports and start come on top.

{steps}

### What the output is made of

{parts}

### The search index

Pagefind, a program of its own, makes it of texts that sitegen gives it, using every core; of the same texts again, it is only
read. Below, what it costs alone of all texts, and what an index of only the fullest year's would, which a search page can put
together with others.

{alone.search_table(grown[:2], 1)}
"""


def previews(sizes: list[int]) -> str:
    """Measure the previews and return the section."""
    return f"""
{preview.section(sizes)}
### Beside other previews

The newest minutes are edited and their page is asked for, two hundred times a second, until it shows the change; no browser has
a page open. The median of {servers.EDITS} edits; Zola is run with and without `--fast`, which renders no more than the page.

{servers.compared(sizes)}
"""


def history(runs: int) -> str:
    """Measure the history in a process of its own: a child is counted with the memory that its parent held when it began."""
    command = [sys.executable, "-P", "-m", "benchmarks.history", "--runs", str(runs)]
    return "\n" + subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def sections(tools: Sequence[Tool], options: argparse.Namespace) -> Iterator[str]:
    """Measure, and yield the page section by section."""
    facts = machine()
    found = compare(tools, options.documents, options.rounds, options.slow_rounds)
    yield comparison(found, facts)
    if not options.comparison:
        yield by_itself(found, options.rounds, options.long)
        yield previews([SHORT, options.documents])
        yield history(1)


def check() -> None:
    """Compare with Zola and Hugo on a small corpus, and fail where a bound is exceeded."""
    tools = [tool for tool in TOOLS if tool is OURS or tool.name in BESIDE]
    found = compare(tools, SHORT, 3, 3)
    sys.stdout.write(f"{costs_table(found)}\n\n{ratios_table(found)}\n")
    if lines := exceeded(found):
        sys.exit("\n".join(lines))
    progress(f"within {len(BOUNDS)} bounds")


def main() -> None:
    """Measure, print, and with `--write` keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000, help="agendas and minutes of the comparison")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that every generator runs in")
    parser.add_argument("--slow-rounds", type=int, default=1, help="rounds that the slow ones run in")
    parser.add_argument("--tools", nargs="+", choices=[tool.name for tool in OTHERS], help="other generators (else all of them)")
    parser.add_argument("--comparison", action="store_true", help="the comparison only")
    parser.add_argument("--long", action="store_true", help=f"sitegen by itself with {LONG:,} documents too")
    parser.add_argument("--check", action="store_true", help="a short comparison that fails where sitegen takes too long")
    parser.add_argument("--write", action="store_true", help=f"write the page to docs/{REPORT.name} too")
    options = parser.parse_args()
    tools = [tool for tool in TOOLS if tool is OURS or not options.tools or tool.name in options.tools]
    if lacking := missing(tools):
        sys.exit(f"{', '.join(lacking)}: not installed; `make bench` installs them")
    if options.check:
        check()
        return
    text = ""
    for part in sections(tools, options):
        sys.stdout.write(part)
        sys.stdout.flush()
        text += part
    if options.write:
        REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
