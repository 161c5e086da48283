"""A small project on the disk that is built again and again, beside a build of the same from nothing: what both come to."""

import errno
import io
import os
import shutil
import signal
import subprocess
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from unittest.mock import patch

import click

from sitegen import mirror, search
from sitegen.cli import cli
from sitegen.inputs import Copy
from sitegen.refusals import MARKER

INTERNAL = 70
KILLED = -signal.SIGKILL
GIT = {
    **{f"GIT_{who}_{what}": "nn@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C",
    "PATH": os.environ["PATH"],
}
Tree = dict[str, bytes | None]


@dataclass
class Ran:
    """How a build ended, and what it said on either stream."""

    status: int
    out: str = ""
    err: str = ""


def build(root: Path, output: Path, *options: str) -> Ran:
    """Run `sitegen build` in this process as the command line does."""
    out, err = io.StringIO(), io.StringIO()
    words = ["build", "-C", str(root), "-o", str(output), "--format", "json", *options]
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = cli.main(words, prog_name="sitegen", standalone_mode=False)
        except click.ClickException as error:
            return Ran(2, out.getvalue(), error.format_message())
        except Exception as error:  # what the command line says is an error in the program itself
            return Ran(INTERNAL, out.getvalue(), f"{type(error).__name__}: {error}")
    return Ran(status, out.getvalue(), err.getvalue())


def tree(folder: Path) -> Tree:
    """Everything under a folder by path: bytes of files, None for folders (ended by `/`) and `link → …` for links."""
    found: Tree = {}
    waiting = [(folder, "")] if folder.is_dir() else []
    while waiting:
        place, prefix = waiting.pop()
        for entry in os.scandir(place):
            if entry.is_symlink():
                found[prefix + entry.name] = b"link \xe2\x86\x92 " + os.fsencode(Path(entry.path).readlink())
            elif entry.is_dir():
                found[f"{prefix}{entry.name}/"] = None
                waiting.append((Path(entry.path), f"{prefix}{entry.name}/"))
            else:
                found[prefix + entry.name] = Path(entry.path).read_bytes()
    return found


def plant(folder: Path, files: Tree) -> None:
    """Make a folder what a tree says, whatever stood there."""
    remove(folder)
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            place.mkdir(exist_ok=True)
        else:
            place.write_bytes(data)


def remove(place: Path) -> None:
    """Take away whatever stands there."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def pretended(texts: Any, program: Path) -> dict[str, bytes]:
    """An index of the search made at once: in place of `search._made`, so that what is remembered around it is the real one."""
    entry = {f"{search.FOLDER}/pagefind-entry.json": repr(sorted(texts.items())).encode()}
    return entry | {f"{search.FOLDER}/{path}": text for path, text in texts.items() if not path.endswith(".html")}


@dataclass
class Holding:
    """Holds the tree that is staged, in place of `mirror.Room`."""

    held: Tree
    real: Mapping[str, Path]

    def stage(self, path: str, made: bytes | Copy) -> mirror.Staged:
        self.held |= mirror.contents({path: made}, self.real, lambda path: True)
        return mirror.Staged(path, (0, 0, 0, 0))

    def settle(self, staged: Mapping[str, mirror.Staged], allow_shrink: bool) -> mirror.Written:
        assert self.held.keys() == staged.keys()
        self.held |= {f"{folder}/": None for path in staged for folder in PurePosixPath(path).parents if folder.name}
        pages = sum(path.endswith(".html") for path in staged)
        self.held[MARKER] = f"{mirror.MARKER_TEXT}{pages}\n".encode()
        return mirror.Written(0, 0, 0)


@contextmanager
def holding(held: Tree, root: Path, target: Path, real: Mapping[str, Path]) -> Iterator[Holding]:
    """Hold the tree that is staged, in place of `mirror.room`."""
    yield Holding(held, real)


@dataclass
class Project:
    """A project folder, how it is built, and a folder beside it for the same built from nothing."""

    home: Path
    options: dict[str, str] = field(default_factory=dict)
    day: int = 0  # of the last commit
    known: tuple[object, tuple[Ran, Tree]] | None = None  # what the last build from nothing came to, and of what

    def __post_init__(self) -> None:
        self.root, self.output, self.clean = self.home / "projekt", self.home / "projekt" / "output", self.home / "forfra"
        self.cache = self.root / ".cache"

    def arguments(self) -> list[str]:
        return [word for name, value in self.options.items() for word in (name, value) if word]

    def build(self, *more: str) -> Ran:
        return build(self.root, self.output, *self.arguments(), *more)

    def state(self) -> object:
        """All that a build depends on, to be compared with that of another time."""
        git = [self.root / ".git" / name for name in ("refs/heads/main", "shallow")]
        archive = [place.read_bytes() if place.exists() else None for place in git]
        return {path: (self.root / path).read_bytes() for path in self.sources()}, dict(self.options), archive

    def from_nothing(self) -> tuple[Ran, Tree]:
        """Build the same from nothing, or recall what that came to when nothing has changed since."""
        state = self.state()
        if self.known is None or self.known[0] != state:
            self.known = state, self.built_from_nothing()
        return self.known[1]

    def built_from_nothing(self, on_disk: bool = False) -> tuple[Ran, Tree]:
        """Build the same into an empty folder, with nothing remembered; what is remembered lies as it lay afterwards.

        Where it need not be `on_disk`, what was to be written is held instead of written: a second opinion of the writing too.
        """
        aside = self.home / "husket"
        if os.path.lexists(self.cache):
            self.cache.rename(aside)
        remove(self.clean)
        held: Tree = {}
        with nullcontext() if on_disk else patch.object(mirror, "room", partial(holding, held)):
            ran = build(self.root, self.clean, *self.arguments(), "--allow-shrink")
        remove(self.cache)
        if os.path.lexists(aside):
            aside.rename(self.cache)
        return ran, tree(self.clean) if on_disk else held

    def sources(self) -> list[str]:
        """The paths of the files that editors and designers have."""
        found = [place.relative_to(self.root).as_posix() for part in ("content", "templates") for place in self._under(part)]
        return sorted(found)

    def _under(self, part: str) -> list[Path]:
        return [place for place in (self.root / part).rglob("*") if place.is_file()]

    def remembered(self) -> list[Path]:
        """Every file of the program's memory."""
        return sorted(place for place in self.cache.rglob("*") if place.is_file()) if self.cache.is_dir() else []

    def write(self, path: str, data: bytes) -> None:
        place = self.root / path
        for parent in place.relative_to(self.root).parents:
            if (self.root / parent).is_file():
                (self.root / parent).unlink()
        place.parent.mkdir(parents=True, exist_ok=True)
        remove(place)
        place.write_bytes(data)

    def changed(self, number: int) -> None:
        """Make many files of the output new, different or gone."""
        self.write("content/pages/om.md", f"---\ntitle: Om {number}\nmenu: 1\n---\nTekst {number}.\n".encode())
        more = "content/pages/skiftende.md"
        if (self.root / more).is_file():
            (self.root / more).unlink()
        else:
            self.write(more, b"---\ntitle: Skiftende\n---\nTekst.\n")

    def git(self, *arguments: str) -> None:
        """Run git in the project; what it refuses is as good an input as any."""
        when = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"2026-01-{self.day % 28 + 1:02}T12:00:00Z")
        subprocess.run(["git", "-C", str(self.root), *arguments], env={**GIT, **when}, capture_output=True, check=False)

    def commit(self, *more: str) -> None:
        self.day += 1
        if not (self.root / ".git").exists():
            self.git("init", "-q", "-b", "main")
            (self.root / ".git" / "info" / "exclude").write_text("/output/\n/.cache/\n")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x", *more)


# --- what befalls a build


def forked(work: Callable[[], int]) -> int:
    """Run something in a process of its own that knows all that this one does; return its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn of threads, which have no part in a build
        child = os.fork()
    if child:
        return child
    status = INTERNAL
    try:
        signal.alarm(120)  # whatever hangs
        status = work()
    finally:
        os._exit(status)


def ended(child: int) -> int:
    """Wait for a process; return its exit status, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


WRITES = ("replace", "rename", "unlink", "mkdir", "rmdir", "link", "utime", "fsync", "truncate")


def befallen(work: Callable[[], int], at: int, what: str, folder: Path) -> int:
    """Run something that meets its fate at its `at`-th touch of the disk under a folder; return its exit status.

    `kill`: killed there as by a loss of power, a write half done. `full`: from there on the disk is full. `read`: that file
    cannot be read.
    """

    def fated() -> int:
        _fate(at, what, str(folder))
        return work()

    return ended(forked(fated))


def _fate(at: int, what: str, folder: str) -> None:
    """Decide over the `at`-th touch of the disk, in a process that is thrown away: nothing is undone."""
    touched = 0

    def touch(half: Callable[[], object] = lambda: None) -> None:
        nonlocal touched
        touched += 1
        if touched < at or (what == "read" and touched > at):
            return
        half()
        if what == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        number = errno.EIO if what == "read" else errno.ENOSPC
        raise OSError(number, os.strerror(number), "disken")

    class Writer(io.BufferedWriter):
        def write(self, data: Any) -> int:
            def half() -> None:
                super(Writer, self).write(memoryview(data)[: len(data) // 2])
                self.flush()

            touch(half)
            return super().write(data)

    opened, write = io.open, os.write

    def open(file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        writing = set(mode) & set("wax+")
        if not str(file).startswith(folder) or bool(writing) == (what == "read"):
            return opened(file, mode, *arguments, **named)
        touch()
        if what != "read" and mode in ("wb", "xb"):
            return Writer(io.FileIO(file, mode))
        return opened(file, mode, *arguments, **named)

    def written(number: int, data: Any) -> int:
        touch(lambda: write(number, data[: len(data) // 2]))
        return write(number, data)

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if not arguments or str(arguments[0]).startswith(folder) or isinstance(arguments[0], int):
                touch()
            return real(*arguments, **named)

        return call

    io.open = open
    if what == "read":
        os.scandir = watched(os.scandir)
    else:
        os.write = written
        for name in WRITES if what == "kill" else ("mkdir", "fsync"):
            setattr(os, name, watched(getattr(os, name)))
