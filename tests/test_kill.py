"""Builds that are killed, interrupted, or run beside another, in processes of their own, and a reader who looks on meanwhile."""

import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from posixpath import normpath

import pytest

from sitegen import aside, cli, mirror, refusals, search
from sitegen.commands import project
from sitegen.refusals import MARKER
from tests.support import base

LONG = bool(os.environ.get("SITEGEN_LONG"))
KILLS = 35 if LONG else 1  # of builds, by each signal, in each phase
WRITES = 200 if LONG else 10  # of what only writes, by each signal
BUILDS = 400 if LONG else 8  # while the reader reads
SIGNALS = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)
TODAY = "2026-02-01"
Tree = dict[str, bytes]


AGENDA = """---
meeting: 2026-03-12-nord-politisk
sent: 2026-01-20
---
## 1. Økonomi

Se [tallene](tal.csv).
"""


def content(version: int) -> Tree:
    """One of two contents: half of the pages are in both and differ, the others are in one alone and lead to each other."""
    pages = [n for n in range(40) if n % 4 != version]
    found = {path: data for path, data in base().items() if path.startswith("content/")}
    for n in pages:
        mine = [m for m in pages if m % 4 == 1 - version] if n % 4 == 1 - version else [m for m in pages if m != n][:5]
        links = " ".join(f"[{m}](side-{m}.md)" for m in mine)
        text = f"---\ntitle: Side {n}\nmenu: {n + 1}\n---\nVersion {version}. {links}\n\n{'Tekst. ' * 300 * version}\n"
        found[f"content/pages/side-{n}.md"] = text.encode()
    found["content/agendas/2026-03-12-nord-politisk.md"] = AGENDA.encode()
    found["content/attachments/2026-03-12-nord-politisk/tal.csv"] = b"a;b\r\n" + b"1;2\r\n" * 50_000 * (version + 1)
    return found


def put(root: Path, tree: Tree) -> None:
    """Make a project's content what a tree says."""
    for place in [p for p in (root / "content").rglob("*") if p.is_file()]:
        if place.relative_to(root).as_posix() not in tree:
            place.unlink()
    for path, data in tree.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def tree(folder: Path) -> Tree:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def left(*folders: Path) -> list[Path]:
    """What was to be gone when a build ended."""
    return [place for folder in folders for place in folder.rglob("*") if aside.is_temporary(place.name)]


@dataclass
class Run:
    """A build in a process of its own; `told` gives a byte when it has come to where it is to be watched from."""

    child: int
    told: int
    log: Path

    def end(self) -> int:
        """Wait for it; return its exit status, or minus the signal that ended it."""
        status = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        os.close(self.told)
        return status


def forked(work: Callable[[], object], log: Path, owner: object = None, name: str = "") -> Run:
    """Run something in a process of its own, which tells when it first calls the function of that name."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return Run(child, reading, log)
    status: object = 99
    try:
        os.close(reading)
        sys.stdout = sys.stderr = log.open("w", encoding="utf-8", buffering=1)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if owner:
            real = getattr(owner, name)

            def watched(*arguments: object, **named: object) -> object:
                os.write(writing, b".")
                return real(*arguments, **named)

            setattr(owner, name, watched)
        work()
        status = 0
    except SystemExit as error:
        status = error.code
    except KeyboardInterrupt as error:
        status = 128 + (error.args or (signal.SIGINT,))[0]
    finally:
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else 98)


@dataclass
class Site:
    """A project that is built again and again, with what its two contents come to and how long each part of a build takes."""

    root: Path
    versions: tuple[Tree, Tree] = ({}, {})
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def temporary(self) -> Path:
        return self.root.parent / "tmp"

    def command(self) -> None:
        tempfile.tempdir = str(self.temporary)
        sys.argv = ["sitegen", "build", "-C", str(self.root), "--today", TODAY, "-q"]
        cli.main()

    def build(self, owner: object = refusals, name: str = "refuse") -> Run:
        return forked(self.command, self.root.parent / "log", owner, name)

    def left(self) -> list[Path]:
        return left(self.root, self.temporary)


PHASES: dict[str, tuple[object, str]] = {"whole": (refusals, "refuse"), "write": (mirror, "room"), "cache": (aside, "remember")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    found = Site(tmp_path_factory.mktemp("drab") / "projekt")
    found.temporary.mkdir(parents=True)
    put(found.root, content(0))  # first in this process: those that are forked from it have all that is loaded or compiled
    assert cli.cli.main(["build", "-C", str(found.root), "--today", TODAY, "-q"], "sitegen", standalone_mode=False) == 0
    versions = [tree(found.output)]
    for version, phase in ((1, "whole"), (0, "write")):
        put(found.root, content(version))
        run = found.build(*PHASES[phase])
        os.read(run.told, 1)
        start = time.perf_counter()
        assert run.end() == 0, run.log.read_text()
        found.seconds[phase] = time.perf_counter() - start
        versions.append(tree(found.output))
    assert versions[0] == versions[2] and len(versions[0]) > 200 and found.left() == []
    found.versions = versions[0], versions[1]
    found.seconds["cache"] = found.seconds["whole"]
    return found


def whole(found: Tree, versions: tuple[Tree, Tree]) -> Counter[str]:
    """Check that every file is of one version or the other; return how many of which."""
    counts: Counter[str] = Counter()
    for path, data in found.items():
        if any(map(aside.is_temporary, path.split("/"))):
            counts["aside"] += 1
        elif path != MARKER:
            is_old, is_new = (version.get(path) == data for version in versions)
            assert is_old or is_new or path.startswith("pagefind/"), path  # another program's bytes are not always the same
            counts["both" if is_old and is_new else "old" if is_old else "new"] += 1
    return counts


def phase_of(counts: Counter[str]) -> str:
    if counts["aside"]:
        return "renaming" if counts["new"] else "writing aside"
    return ("some in place" if counts["old"] and counts["new"] else "done" if counts["new"] else "before") if counts else "before"


def test_a_build_that_is_killed_leaves_whole_files_and_the_next_one_finishes(site: Site) -> None:
    chance = random.Random(1)
    seen: Counter[tuple[str, str]] = Counter()
    now = 0
    rounds = [(one, phase) for _ in range(KILLS) for phase in PHASES for one in SIGNALS]
    rounds = rounds if LONG else rounds[::2]
    for number, (one, phase) in enumerate(rounds):
        if phase == "cache":
            for place in (site.root / ".cache").iterdir():
                if place.is_file():
                    place.unlink()
        if number % 2 == 0:
            now = 1 - now
            put(site.root, content(now))
        versions = site.versions[1 - now], site.versions[now]
        run = site.build(*PHASES[phase])
        os.read(run.told, 1)
        time.sleep(chance.uniform(0, site.seconds[phase]))
        os.kill(run.child, one)
        status = run.end()
        reached = phase_of(whole(tree(site.output), versions))
        seen[one.name, reached] += 1
        site.seconds[phase] *= 0.7 if reached == "done" else 1.1  # other work may have begun or ended on the machine
        said = run.log.read_text(encoding="utf-8")
        assert "Traceback" not in said and "Exception ignored" not in said, said
        if one is not signal.SIGKILL:
            assert status in (128 + one, 0), (status, said)
            assert (status == 0) == ("Afbrudt" not in said)
            assert [place for place in site.left() if str(run.child) in place.name] == []
        assert len({re.findall(r"\d+", place.name)[0] for place in left(site.root)}) <= 2, "what is left piles up"
        if number % 2:  # two in a row, and then one that nobody disturbs
            assert site.build().end() == 0
            last = tree(site.output)
            counts = whole(last, versions)
            assert not counts["old"] and not counts["aside"] and last.keys() - site.versions[now].keys() == set()
            assert left(site.root) == []
    assert site.build().end() == 0
    assert site.left() == []
    assert {path: data for path, data in tree(site.root).items() if path.startswith("content/")} == content(now)
    sys.stderr.write(f"{sorted(seen.items())}\n")
    assert sum(seen.values()) == len(rounds)
    assert any(reached != "done" for _, reached in seen), "every build was over when it was to be killed"


@pytest.mark.parametrize("one", SIGNALS)
def test_writing_that_is_killed(site: Site, tmp_path: Path, one: signal.Signals) -> None:
    """Only the writing, many times: aside, renaming, deleting."""
    output = tmp_path / "output"
    plans = [{path: data for path, data in version.items() if path != MARKER} for version in site.versions]
    start = time.perf_counter()
    for plan in (*plans, plans[0]):
        mirror.write(plan, {}, tmp_path / "projekt", output, True)
    length = (time.perf_counter() - start) / 3

    def writing(plan: Tree) -> None:
        signal.signal(signal.SIGTERM, cli._interrupt)
        mirror.write(plan, {}, tmp_path / "projekt", output, True)

    chance = random.Random(one)
    seen: Counter[str] = Counter()
    for number in range(WRITES):
        run = forked(partial(writing, plans[1 - number % 2]), tmp_path / "log", mirror, "refuse")
        os.read(run.told, 1)
        time.sleep(chance.uniform(0, length * 1.2))
        os.kill(run.child, one)
        run.end()
        reached = phase_of(whole(tree(output), (site.versions[number % 2], site.versions[1 - number % 2])))
        seen[reached] += 1
        length *= 0.7 if reached == "done" else 1.1
        assert one is signal.SIGKILL or not left(output)
        assert len({place.name.rpartition("-")[0] for place in left(output)}) <= 1, "what is left piles up"
    sys.stderr.write(f"{one.name} {dict(seen)}\n")
    mirror.write(plans[0], {}, tmp_path / "projekt", output, True)
    assert tree(output) == site.versions[0]
    assert seen.keys() != {"done"}, "everything was written when it was to be killed"


@pytest.mark.parametrize("one", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_it_says_so_and_ends_as_a_shell_expects(site: Site, one: signal.Signals) -> None:
    put(site.root, content(0))
    assert site.build().end() == 0
    put(site.root, content(1))
    before = tree(site.output)
    settle = aside.settle

    def stuck() -> None:
        aside.settle = lambda *_: time.sleep(60)  # all is written aside, and nothing in its place
        site.command()

    run = forked(stuck, site.root.parent / "log", time, "sleep")
    os.read(run.told, 1)
    waiting = [file for place in left(site.output) for file in place.rglob("*") if file.is_file()]
    assert len(waiting) > 10 and aside.settle is settle
    os.kill(run.child, one)
    assert run.end() == 128 + one
    assert run.log.read_text(encoding="utf-8").strip().splitlines() == [
        "Afbrudt. Var hjemmesiden ved at blive skrevet, gør næste byg den færdig.",
        "Interrupted.",
    ]
    assert tree(site.output) == before and site.left() == []


def test_what_another_program_still_works_in_is_left_until_it_ends(tmp_path: Path) -> None:
    """Pagefind lives on when the build that runs it is killed."""

    def indexing() -> None:
        tempfile.tempdir = str(tmp_path)
        with aside.workplace() as (folder, held):
            search._run(["sh", "-c", "echo $$ > new; mv new pid; exec sleep 60"], folder, held)

    run = forked(indexing, tmp_path.parent / "log")
    while not (found := list(tmp_path.glob("*/pid"))):
        time.sleep(0.01)
    os.kill(run.child, signal.SIGKILL)
    run.end()
    aside.sweep(tmp_path)
    assert found[0].is_file()
    os.kill(int(found[0].read_text()), signal.SIGKILL)
    for _ in range(500):
        aside.sweep(tmp_path)
        if not list(tmp_path.iterdir()):
            return
        time.sleep(0.01)
    raise AssertionError("what a killed build left in the folder for temporary files stays")


def links(path: str, page: bytes) -> Iterator[str]:
    """The files of the site that a page leads to."""
    for found in re.findall(rb'(?:href|src)="([^"#?:]+)', page):
        target = normpath(f"/{path}/../{found.decode()}" if not found.startswith(b"/") else found.decode()).lstrip("/")
        yield f"{target}/index.html".lstrip("/") if found.endswith((b"/", b".")) else target


def test_a_reader_meets_whole_files_and_no_page_that_leads_to_what_is_not_there_yet(site: Site, tmp_path: Path) -> None:
    output = tmp_path / "output"
    plans = [{path: data for path, data in version.items() if path != MARKER} for version in site.versions]
    mirror.write(plans[0], {}, tmp_path / "projekt", output, True)

    def builder() -> None:
        for number in range(1, BUILDS + 1):
            mirror.write(plans[number % 2], {}, tmp_path / "projekt", output, True)

    def opened(path: str) -> bytes | None:
        try:
            return (output / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    run = forked(builder, tmp_path / "log")
    ended = 0
    chance = random.Random(7)
    seen: Counter[str] = Counter()
    try:
        while not ended:
            ended = os.waitpid(run.child, os.WNOHANG)[0]
            path, page = "index.html", opened("index.html")
            for _ in range(12):
                assert page is not None and page in (plans[0].get(path), plans[1].get(path)), path
                targets = [target for target in links(path, page) if target.endswith(".html")]
                if not targets:
                    break
                target = chance.choice(targets)
                found = opened(target)
                seen["requests"] += 1
                if found is None:
                    # Deleted since the page was read? Then the page has changed, or is gone itself, for that comes last.
                    later = [(opened(path), opened(target)) for _ in range(3)]
                    assert any(now != page or there is not None for now, there in later), f"{path} leads to {target}"
                    assert not (target in plans[0] and target in plans[1]), target
                    seen["gone since the page was read"] += 1
                    break
                path, page = target, found
    finally:
        if not ended:
            os.kill(run.child, signal.SIGKILL)
            run.end()
    sys.stderr.write(f"{dict(seen)}\n")
    assert seen["requests"] > BUILDS
    assert run.log.read_text() == ""


def test_a_second_build_waits_for_the_first_and_is_not_held_up_by_a_dead_one(site: Site) -> None:
    def holding() -> None:
        with aside.alone(site.output, lambda: None):
            os.getpid()
            time.sleep(60)

    put(site.root, content(1))
    first = forked(holding, site.root.parent / "first", os, "getpid")
    os.read(first.told, 1)
    second = site.build(project, "show_waiting")
    os.read(second.told, 1)
    put(site.root, content(0))  # what is saved while it waits is on the site: it reads when its turn comes
    os.kill(first.child, signal.SIGKILL)
    assert first.end() == -signal.SIGKILL
    assert second.end() == 0
    assert "En anden sitegen er ved at skrive" in second.log.read_text(encoding="utf-8")
    assert tree(site.output) == site.versions[0]


def test_builds_at_once_leave_the_site_of_one(site: Site) -> None:
    put(site.root, content(1))
    runs = [forked(site.command, site.root.parent / f"log-{n}") for n in range(3)]
    assert [run.end() for run in runs] == [0, 0, 0]
    assert whole(tree(site.output), site.versions)["old"] == 0 and site.left() == []
    assert tree(site.output).keys() == site.versions[1].keys()
