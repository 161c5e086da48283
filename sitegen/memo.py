"""Remembers between builds what files said: `parse`, by a file's bytes, its kind and the program that read it."""

import hashlib
import io
import json
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from sitegen import aside, calendar, diagnostics, obligations, parsed, privacy, schema
from sitegen.parse import parse
from sitegen.program import mark

CACHE = ".cache/parsed"  # where callers keep what is remembered, from the project folder
FORMAT = 1  # of the cache; what one of another number says is not read
# All that a remembered value can be made of; every one of them is a plain holder of values.
CLASSES = {
    (module.__name__, name): found
    for module in (calendar, diagnostics, obligations, parsed, privacy, schema)
    for name, found in vars(module).items()
    if isinstance(found, type) and found.__module__ == module.__name__
} | {("datetime", found.__name__): found for found in (date, datetime, time, timedelta, timezone)}

Record = tuple[str, memoryview]  # the digest of what one file said, and it itself


@contextmanager
def remembered(cache: Path) -> Iterator[Callable[[bytes, str], parsed.Parsed]]:
    """Give a `parse` that reads a file once; at the end, what this run asked for is what the next one knows.

    A cache that is damaged, cut, of another program or of another's making is a miss, never an error; it is written where it can
    be. What holds anything like a personal number is not in it: such a file is read each time.
    """
    program = mark()
    known = _records(cache, program)
    used: dict[str, Record] = {}

    def read(data: bytes, kind: str) -> parsed.Parsed:
        key = f"{kind} {_digest(data)}"
        found = _unpacked(known[key], kind) if key in known else None
        if found is not None:
            used[key] = known[key]
            return found
        known.pop(key, None)
        found = parse(data, kind)
        if not found.numbers:
            packed = pickle.dumps(found, protocol=5)
            used[key] = _digest(packed), memoryview(packed)
        return found

    yield read
    if used.keys() != known.keys():
        _write(cache, program, used)


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
