"""Remembers between builds what files said: `parse`, by a file's bytes, its kind and the program that read it."""

import hashlib
import io
import json
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from sitegen import aside, calendar, diagnostics, frontmatter, obligations, parsed, privacy, schema, workers
from sitegen.parse import parse
from sitegen.program import mark

CACHE = ".cache/parsed"  # where callers keep what is remembered, from the project folder
FORMAT = 1  # of the cache; what one of another number says is not read
# All that a remembered value can be made of; every one of them is a plain holder of values.
CLASSES = (
    {
        (module.__name__, name): found
        for module in (calendar, diagnostics, obligations, parsed, privacy, schema)
        for name, found in vars(module).items()
        if isinstance(found, type) and found.__module__ == module.__name__
    }
    | {("datetime", found.__name__): found for found in (date, datetime, time, timedelta, timezone)}
    | {(frontmatter.__name__, "Relocated"): frontmatter.Relocated}
)
BATCH = 20  # files that a worker reads at a time: enough that starting is nothing to it
FEWEST = 200  # files that are worth starting a worker for

Record = tuple[str, memoryview]  # the digest of what one file said, and it itself
Parse = Callable[[bytes, str], parsed.Parsed]
File = tuple[bytes, str]  # its bytes and its kind
Done = Callable[[int, int], None]  # how many of how many


def _on(done: int, whole: int) -> None:
    """Go on: nobody asked to be told."""


@contextmanager
def remembered(
    cache: Path, files: Sequence[File] = (), processes: int = 1, counts: Counter[str] | None = None, done: Done = _on
) -> Iterator[Parse]:
    """Give a `parse` that reads a file once; at the end, what this run asked for is what the next one knows.

    Of the files that are told beforehand, those that are not known are read at once, in so many processes. `counts` comes to hold
    how many files were `asked` for, and how many of them were `known`; `done` is told how many of how many are read.
    A cache that is damaged, cut, of another program or of another's making is a miss, never an error; it is written where it can
    be. What holds anything like a personal number is not in it: such a file is read each time.
    """
    program = mark()
    known = _records(cache, program)
    used: dict[str, Record] = {}
    fresh = _told(files, known, processes, done) if processes > 1 else {}

    counts = Counter() if counts is None else counts

    def read(data: bytes, kind: str) -> parsed.Parsed:
        key = _key(data, kind)
        found = _unpacked(known[key], kind) if key in known else None
        counts["asked"] += 1
        if found is not None:
            counts["known"] += 1
            used[key] = known[key]
            return found
        known.pop(key, None)
        packed = fresh.pop(key, None)
        if not packed:
            done(counts["asked"], max(counts["asked"], len(files)))
        found = pickle.loads(packed) if packed else parse(data, kind)
        if not found.numbers:
            packed = packed or _packed(found)
            used[key] = _digest(packed), memoryview(packed)
        return found

    yield read
    if used.keys() != known.keys():
        _write(cache, program, used)


def _key(data: bytes, kind: str) -> str:
    return f"{kind} {_digest(data)}"


def _told(files: Iterable[File], known: Mapping[str, Record], processes: int, done: Done) -> dict[str, bytes]:
    """Return what the files say that are not known, packed, by their keys; nothing where they are few, or a worker was killed."""
    unknown = {key: file for file in files if (key := _key(*file)) not in known}
    if len(unknown) < FEWEST:
        return {}
    keys = list(unknown)
    batches = [keys[at : at + BATCH] for at in range(0, len(keys), BATCH)]

    def do(task: int) -> bytes:
        return pickle.dumps([_packed(parse(*unknown[key])) for key in batches[task]])

    told: dict[str, bytes] = {}
    with suppress(ChildProcessError):  # what it would have said is read when it is asked for
        for task, packed in workers.each(len(batches), do, processes):
            told.update(zip(batches[task], pickle.loads(packed), strict=True))
            done(len(told), len(unknown))
    return told


class _Writer(pickle.Pickler):
    """Packs a value of our own as its class and what it is made with, which is read twice as fast as what it holds by name."""

    def reducer_override(self, value: Any) -> Any:
        get = _values(value.__class__)
        return (type(value), get(value)) if get else NotImplemented


@cache
def _values(kind: Any) -> Callable[[Any], Any] | None:
    """Return what gives all values of a class of ours; None of any other, and of one that says itself how it is packed."""
    if not is_dataclass(kind) or "__reduce__" in vars(kind):
        return None
    names = [field.name for field in fields(kind)]
    return attrgetter(*names) if len(names) > 1 else None  # of a single one it would give the value, and not all


def _packed(value: parsed.Parsed) -> bytes:
    packed = io.BytesIO()
    _Writer(packed, protocol=5).dump(value)
    return packed.getvalue()


def _digest(data: bytes | memoryview) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _records(cache: Path, program: str) -> dict[str, Record]:
    """Return what is remembered, not looked into yet; nothing where there is no cache of ours, by this very program."""
    try:
        whole = memoryview(cache.read_bytes())
        head = bytes(whole[:1000]).split(b"\n")[0]
        stated = json.loads(head)
        start = len(head) + 1 + stated["index"]
        index = bytes(whole[len(head) + 1 : start])
        if stated != _stated(program, index):
            return {}
        records: dict[str, Record] = {}
        for key, digest, length in json.loads(index):
            records[key] = digest, whole[start : start + length]
            start += length
        return records
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}


def _unpacked(record: Record, kind: str) -> parsed.Parsed | None:
    """Return what a record says; None where it is not as it was written."""
    digest, packed = record
    if _digest(packed) != digest:
        return None
    try:
        found = _Reader(io.BytesIO(packed)).load()
    except Exception:  # whoever can write a digest can write anything behind it
        return None
    return found if isinstance(found, parsed.Parsed) and found.kind == kind else None


class _Reader(pickle.Unpickler):
    """Reads values of our own classes, and calls nothing else: who can write to a cache must not thereby run programs."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return CLASSES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name}") from None


def _write(cache: Path, program: str, used: dict[str, Record]) -> None:
    """Write a cache whole or not at all; that it cannot be written is nobody's trouble."""
    index = json.dumps([(key, digest, len(packed)) for key, (digest, packed) in sorted(used.items())]).encode("ascii")
    head = json.dumps(_stated(program, index)).encode("ascii")
    aside.remember(cache, head + b"\n" + index + b"".join(packed for _, (_, packed) in sorted(used.items())))


def _stated(program: str, index: bytes) -> dict[str, object]:
    return {"format": FORMAT, "by": program, "index": len(index), "digest": _digest(index)}
