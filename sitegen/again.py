"""Whether a run would say and write what one before it did: remembered by all it is made of, and by how it left the output."""

import hashlib
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TextIO

from sitegen import aside
from sitegen.files import Texts
from sitegen.program import mark

CACHE = ".cache/runs"  # where callers keep what is remembered, from the project folder: a file each
FORMAT = 1  # of the cache; what one of another number says is not read
KEPT = 8  # runs: of `build` and `check`, with and without drafts, into one folder and another


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to: its exit status, what it said (on the error stream or not), what it wrote, and how it left that.

    `archive` is the state in which git was asked; empty where another run need not come to the same.
    """

    status: int
    said: tuple[tuple[bool, str], ...] = ()
    pages: int = 0
    written: int = 0
    unchanged: int = 0
    deleted: int = 0
    state: str = ""
    archive: str = ""


def key(texts: Texts, history: str, surroundings: object) -> str:
    """Return what a run is known by: every byte that it reads, the program, and whatever else it depends on, as `repr` has it.

    Empty where an attachment cannot be read: why not is told by who reads what it says, and may be over in a moment.
    """
    digest = hashlib.blake2b(repr((mark(), history, surroundings, texts.findings)).encode("utf-8", "replace"), digest_size=16)
    for path, data in texts.files.items():
        digest.update(f"\0{path}\0{len(data)}\0".encode())
        digest.update(data)
    for path, place in texts.attached.items():
        try:
            with place.open("rb") as stream:
                digest.update(f"\0{path}\0{hashlib.file_digest(stream, 'blake2b').hexdigest()}\0".encode())
        except OSError:
            return ""
    return digest.hexdigest()


def found(cache: Path, key: str) -> Run | None:
    """Return what a run came to; None where it is not remembered. `cache` is the folder of what is."""
    try:
        first, line = (cache / key).read_bytes().split(b"\n")
        run = json.loads(line) if json.loads(first) == _stated(key, line) else {}
        known = Run(**{**run, "said": tuple((bool(err), str(text)) for err, text in run["said"])})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    with suppress(OSError):  # somebody else's can be read all the same
        os.utime(cache / key)
    return known


def remember(cache: Path, key: str, run: Run) -> None:
    """Remember what a run came to, and forget the oldest; that it cannot be written is nobody's trouble."""
    left = replace(run, written=0, unchanged=run.written + run.unchanged, deleted=0)  # as it is when it is done again
    line = json.dumps(asdict(left)).encode("ascii")
    aside.remember(cache / key, json.dumps(_stated(key, line)).encode("ascii") + b"\n" + line)
    aside.forget(cache / key, KEPT)


def _stated(key: str, line: bytes) -> dict[str, object]:
    return {"format": FORMAT, "of": key, "digest": hashlib.blake2b(line, digest_size=16).hexdigest()}


@contextmanager
def listening() -> Iterator[list[tuple[bool, str]]]:
    """Note what is said meanwhile, in the order it is said: whether on the error stream, and the text."""
    said: list[tuple[bool, str]] = []
    with redirect_stdout(_Ear(sys.stdout, False, said)), redirect_stderr(_Ear(sys.stderr, True, said)):
        yield said


def say(said: Iterable[tuple[bool, str]]) -> None:
    """Say it again."""
    for err, text in said:
        stream = sys.stderr if err else sys.stdout
        stream.write(text)
        stream.flush()


class _Ear(io.TextIOBase):
    """A stream that passes on what is written to it, and notes it."""

    def __init__(self, stream: TextIO, err: bool, said: list[tuple[bool, str]]) -> None:
        self._stream, self._err, self._said = stream, err, said

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        self._stream.flush()

    def write(self, text: str) -> int:
        count = self._stream.write(text)
        if text:
            self._said.append((self._err, text))
        return count
