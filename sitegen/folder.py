"""A folder as it lies on the disk: its files with their stamps, and one sum of them that tells whether anything was touched."""

import hashlib
import os
import struct
from collections.abc import Iterable, Mapping
from itertools import starmap
from pathlib import Path

# What the system knows of a plain file: bytes, when they were changed (ns), its number, and when any of this was changed (ns).
Stamp = tuple[int, int, int, int]
STAMP = struct.Struct("=4q").pack
SIZE = 16  # bytes of a sum


def text_of(name: str) -> str:
    """Return a name on the disk as the UTF-8 that it is, whatever the locale takes it for; with surrogates where it is none."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "surrogateescape")


def place_of(folder: Path, path: str) -> Path:
    """Return where a path lies under a folder: `text_of` undone."""
    return Path(name_of(folder, path))


def name_of(folder: Path, path: str) -> str:
    """Return where a path lies under a folder as the system names it: for many files, since a `Path` is slow to make."""
    return f"{folder}/{path if path.isascii() else os.fsdecode(path.encode('utf-8', 'surrogateescape'))}"


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return the folders that paths lie in, and those around them, each ended by `/`."""
    found: set[str] = set()
    for path in paths:
        while (parent := path.rpartition("/")[0]) and f"{parent}/" not in found:
            found.add(f"{parent}/")
            path = parent
    return found


def look(folder: Path) -> dict[str, Stamp | None]:
    """Return what lies under a folder, by path from it: stamps of plain files, None for what is none; folders end with `/`.

    Raises OSError where something cannot be looked at.
    """
    found: dict[str, Stamp | None] = {}
    waiting = [(str(folder), "")]
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                path = prefix + text_of(entry.name)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{path}/"))
                    found[f"{path}/"] = None
                else:
                    plain = entry.is_file(follow_symlinks=False)
                    found[path] = stamp(entry.stat(follow_symlinks=False)) if plain else None
    return found


def stamp(told: os.stat_result) -> Stamp:
    return told.st_size, told.st_mtime_ns, told.st_ino, told.st_ctime_ns


def state(found: Mapping[str, Stamp | None]) -> str:
    """Return one sum of what `look` found: another, whenever a file was written to, moved, made or taken away.

    It can be relied on as git relies on its index: a file that was changed has a new time of change, which nobody can set.
    Empty where that is not so: on Windows, or where something is no plain file.
    """
    parts: dict[str, list[bytes]] = {"": []}
    for path, told in found.items():
        folder, _, name = path.removesuffix("/").rpartition("/")
        if path.endswith("/"):
            parts.setdefault(path, [])
        elif told is None:
            return ""
        parts.setdefault(f"{folder}/" if folder else "", []).append(_line(name, told))
    return _state(starmap(_part, parts.items()))


def state_of(folder: Path, apart: str) -> str:
    """Return the same sum of what lies under a folder, one name in it apart, without keeping what is found.

    Raises OSError where something cannot be looked at.
    """
    total: list[int] = []
    waiting = [(str(folder), "")]
    while waiting:
        place, prefix = waiting.pop()
        lines = []
        with os.scandir(place) as entries:
            for entry in entries:
                name = text_of(entry.name)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{name}/"))
                    lines.append(_line(name, None))
                elif not entry.is_file(follow_symlinks=False):
                    return ""
                elif prefix or name != apart:
                    lines.append(_line(name, stamp(entry.stat(follow_symlinks=False))))
        total.append(_part(prefix, lines))
    return _state(total)


def _line(name: str, told: Stamp | None) -> bytes:
    encoded = name.encode("utf-8", "surrogateescape")
    return encoded + b"/" if told is None else encoded + b"\0" + STAMP(*told)


def _part(prefix: str, lines: list[bytes]) -> int:
    """Return a sum of one folder, in whatever order its names come."""
    text = b"\0".join((prefix.encode("utf-8", "surrogateescape"), *sorted(lines)))
    return int.from_bytes(hashlib.blake2b(text, digest_size=SIZE).digest(), "big")


def _state(parts: Iterable[int]) -> str:
    return "" if os.name == "nt" else f"{sum(parts) % (1 << 8 * SIZE):x}"
