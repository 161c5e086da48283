"""Reads attachments off the disk, and remembers by their bytes what they say: the next build need not open them."""

import gc
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from sitegen import aside, attachments
from sitegen.attachments.stripped import stripped
from sitegen.parsed import Contents
from sitegen.program import mark

CACHE = ".cache/attachments.json"  # where callers keep what is remembered, from the project folder
FORMAT = 2  # of the cache; what one of another number says is not read
TIDY = 5_000_000  # bytes read between two collections of what the readers leave behind, and leave in circles


def read(places: Mapping[str, Path], cache: Path | None) -> tuple[dict[str, Contents], dict[str, str]]:
    """Return what attachments say, by path, and why some could not be read; never raises for what they or a cache are like.

    `cache` is a file that makes the next call faster; it is written where it can be. What holds anything like a personal number
    is not in it, not even hidden: such a file is read each time.
    """
    program = mark() if cache and places else ""
    known = _remembered(cache, program) if cache else {}
    found: dict[str, Contents] = {}
    failed: dict[str, str] = {}
    used: dict[str, Contents] = {}
    opened = 0
    for path, place in places.items():
        try:
            with place.open("rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                if size > attachments.LARGEST:
                    found[path] = attachments.unread(size)
                    continue
                data = stream.read()
        except OSError as error:
            failed[path] = error.strerror or "?"
            continue
        kind = path.rpartition(".")[2].lower()
        name = f"{hashlib.sha256(data).hexdigest()}.{kind}"
        if name in known:
            found[path] = known[name]
        else:
            found[path] = attachments.read(data, kind)
            opened += len(data)
            if opened > TIDY:
                opened = 0
                gc.collect()  # the command line has switched it off, and a few hundred PDFs are too much to keep
        if not found[path].numbers:
            used[name] = found[path]
    if cache and used != known:
        _remember(cache, program, used)
    return found, failed


def published(place: Path) -> bytes:
    """Return what is published of an attachment; raise OSError, with its place, where it cannot be read."""
    try:
        data = place.read_bytes()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(place)) from None
    return stripped(data, place.name.rpartition(".")[2].lower())[0]


def _remembered(cache: Path, program: str) -> dict[str, Contents]:
    """Return what is remembered; nothing where there is no cache of ours, as it was written, by this very program."""
    try:
        first, line = cache.read_bytes().split(b"\n")
        if json.loads(first) != _stated(program, line):
            return {}
        return {name: Contents(**{**facts, "textless": tuple(facts["textless"])}) for name, facts in json.loads(line).items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _remember(cache: Path, program: str, used: Mapping[str, Contents]) -> None:
    """Write a cache whole or not at all; that it cannot be written is nobody's trouble."""
    facts = {name: _kept(contents) for name, contents in sorted(used.items())}
    line = json.dumps(facts, separators=(",", ":")).encode("ascii")
    aside.remember(cache, json.dumps(_stated(program, line)).encode("ascii") + b"\n" + line)


def _kept(contents: Contents) -> dict[str, object]:
    return {name: value for name, value in asdict(contents).items() if name != "numbers"}


def _stated(program: str, line: bytes) -> dict[str, object]:
    return {"format": FORMAT, "by": program, "digest": hashlib.blake2b(line, digest_size=16).hexdigest()}
