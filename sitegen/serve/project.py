"""The project on the disk, read again and again: texts each time, attachments when they changed, the archive now and then."""

import os
import time
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sitegen import enclosures, files, history
from sitegen.build import Inputs
from sitegen.console import named
from sitegen.danish import date_words
from sitegen.evidence import History
from sitegen.parse import parse
from sitegen.parsed import Contents, Parsed

Stamp = tuple[int, int, int, int]  # when and how a file was changed last: its time, size, number and the time of that
RACY = 2_000_000_000  # nanoseconds: what was changed so short a time before may be changed again with the same stamp
PAUSE = 0.1  # seconds that a program takes at most between taking a file away and putting it back
ARCHIVE = 60  # seconds between two looks into the archive
PLAIN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)  # not every system has each


@dataclass(frozen=True, slots=True)
class Seen:
    """A project as it was read: what to build from, where each file really is, and the stamps of its attachments."""

    inputs: Inputs
    real: Mapping[str, Path]
    stamps: Mapping[str, Stamp]

    @property
    def is_whole(self) -> bool:
        """Whether all there is could be read; a moment later what could not may be."""
        return all(finding.variant != "system" for finding in self.inputs.findings)


class Reader:
    """Reads a project, and remembers what attachments say by their stamps."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: dict[str, tuple[Stamp, Contents]] = {}
        self._texts: Mapping[str, bytes] = {}
        self._stamps: dict[str, Stamp] = {}
        self._archive = History()
        self._looked = -float(ARCHIVE)

    def read(self) -> Seen:
        """Return the project as it is now; raises OSError where the disk stands in the way."""
        found = self._read()
        if not found.is_whole or any(not found.inputs.files.get(path) for path, text in self._texts.items() if text):
            time.sleep(PAUSE)  # a program is in the midst of saving
            found = self._read()
        self._texts = found.inputs.files
        return found

    def _read(self) -> Seen:
        first = not self._known
        project = files.read(self.root, self.root / enclosures.CACHE if first else None, self._opened)
        return Seen(replace(project.inputs, history=self._archive), project.real, dict(self._stamps))

    def _opened(self, places: Mapping[str, Path], cache: Path | None) -> tuple[dict[str, Contents], dict[str, str]]:
        now = time.time_ns()
        self._stamps = {path: mark for path, place in places.items() if (mark := stamp(place))}
        old = {path: known[1] for path, mark in self._stamps.items() if (known := self._known.get(path)) and known[0] == mark}
        read, failed = enclosures.read({path: place for path, place in places.items() if path not in old}, cache)
        found = old | read
        self._known = {path: (mark, found[path]) for path, mark in self._stamps.items() if path in found and mark[3] < now - RACY}
        return {path: found[path] for path in places if path in found}, failed

    def archive(self) -> bool:
        """Look into the archive, unless it was done a moment ago; say whether it tells something new."""
        if time.monotonic() - self._looked < ARCHIVE:
            return False
        before, self._archive = self._archive, history.read(self.root, self.root / history.CACHE)
        self._looked = time.monotonic()
        return before != self._archive


def stamp(place: Path) -> Stamp | None:
    """Return the stamp of a file, None where there is none."""
    try:
        told = place.stat(follow_symlinks=False)
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino, told.st_ctime_ns


def texts(root: Path, places: Collection[str], known: Collection[str]) -> dict[str, bytes] | None:
    """Return what lies now in the files of a site that are at some places, by path; None where that is not all there is to know.

    `places` are absolute, with no links in them; `known` has the paths of the site's texts. What programs leave about is passed
    over.
    """
    found: dict[str, bytes] = {}
    content = (root / "content").resolve()
    for name in places:
        place = Path(name)
        if not place.is_relative_to(content) or place.is_dir():
            return None
        parts = place.relative_to(content).parts
        path = "/".join(["content", *parts])
        if path not in known and (any(map(files.is_ignored, parts)) or not (os.path.lexists(place) or _was_there(path, known))):
            continue
        # In a folder that is a link now is another site's file.
        if path not in known or os.path.realpath(place) != name or not place.is_file():
            return None
        try:
            if not path.isascii() and _has_twin(place, path):
                return None
            with os.fdopen(os.open(place, PLAIN), "rb") as stream:
                found[path] = stream.read(files.TEXT_LIMIT)
        except OSError:
            return None
    return found


def _was_there(path: str, known: Collection[str]) -> bool:
    """Say whether something of the site may have lain at a path where nothing lies now: an attachment, or a folder."""
    return path.startswith("content/attachments") or any(other.startswith(f"{path}/") for other in known)


def _has_twin(place: Path, path: str) -> bool:
    """Say whether another file may have the path: a name of letters like å can be written in two ways."""
    names = (other.name for other in place.parent.iterdir() if not other.name.isascii())
    return not path.rpartition("/")[0].isascii() or sum(unicodedata.normalize("NFC", name) == place.name for name in names) > 1


def folders(root: Path) -> tuple[Path, ...]:
    """Return the folders that a site is built of, those that are there."""
    places = (root / "content", root / "templates", files.bundled_templates())
    return tuple(dict.fromkeys(place.resolve() for place in places if place.is_dir()))


def stamps(places: tuple[Path, ...]) -> dict[str, Stamp]:
    """Return the stamps of everything under some folders, and of the folders, by place; what cannot be read is not there."""
    return dict(_stamps(places))


def _stamps(places: tuple[Path, ...]) -> Iterator[tuple[str, Stamp]]:
    waiting = list(places)
    for place in places:
        with suppress(OSError):
            yield str(place), (0, 0, place.stat().st_ino, 0)
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if files.is_ignored(entry.name):
                    continue
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                        yield entry.path, (0, 0, entry.inode(), 0)
                    else:
                        told = entry.stat(follow_symlinks=False)
                        yield entry.path, (told.st_mtime_ns, told.st_size, told.st_ino, told.st_ctime_ns)


def changed(before: Seen | None, after: Seen) -> list[str]:
    """Return the paths of what is new, different or gone."""
    if before is None:
        return []
    found = _differing(before.inputs.files, after.inputs.files) | _differing(before.stamps, after.stamps)
    found |= _differing(before.inputs.attachments, after.inputs.attachments)
    old, new = before.inputs.findings, after.inputs.findings
    found |= {finding.path for finding in (*old, *new) if (finding in old) != (finding in new)}
    return sorted(found)


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> set[str]:
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}


def why(before: Seen | None, after: Seen, day: date | None) -> str:
    """Return why something is built: what has changed, or else the day, the archive or an error of the program."""
    if before is None:
        return "klar"
    if paths := changed(before, after):
        return f"ændret: {named(paths)}"
    if day:
        return f"ny dag: {date_words(day)}"
    return "nyt i arkivet (git)" if before.inputs.history != after.inputs.history else "prøver igen"


class Memo:
    """`parse`, which remembers by the kind and the bytes of a file what the last build asked for."""

    def __init__(self, parse: Callable[[bytes, str], Parsed] = parse) -> None:
        self._parse = parse
        self._now: dict[tuple[str, bytes], Parsed] = {}
        self._before: dict[tuple[str, bytes], Parsed] = {}

    def __call__(self, data: bytes, kind: str) -> Parsed:
        key = kind, data
        found = self._now.get(key) or self._before.get(key) or self._parse(data, kind)
        self._now[key] = found
        return found

    def learn(self, data: bytes, kind: str, found: Parsed) -> None:
        """Take in what a file says that somebody else has read."""
        self._now[kind, data] = found

    def turn(self) -> None:
        """Let go of what this build did not ask for: it has ended."""
        self._before, self._now = self._now, {}

    def __len__(self) -> int:
        return len(self._now.keys() | self._before.keys())
