"""The disk, written: makes the output folder an exact mirror of a plan, every file whole before any of them is shown."""

import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from sitegen import aside, folder
from sitegen.files import Refusal
from sitegen.folder import Stamp, folders_of, look, name_of, place_of, stamp
from sitegen.inputs import Copy
from sitegen.refusals import MARKER, refuse, refuse_shrinking, refuse_taken

MARKER_TEXT = (
    "Denne mappe er skrevet af sitegen og bliver skrevet igen. / This folder is written by sitegen, and written again.\n"
)
OPENED = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
ALONE = f"{MARKER}-alone/"  # where a file waits that is put in place by itself: a name that no address has
NUMBERS = count()
TRIES, TICK = 50, 0.002  # seconds: clocks of file systems go in steps of up to some hundredths
YEAR = re.compile(r".*/\d{4}/index\.html")  # a year's listing


def contents(plan: Mapping[str, bytes | Copy], real: Mapping[str, Path], wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the bytes of the wanted files of a plan, by path; raise Refusal as `write` does."""
    found = {path: _source(made, real) for path, made in plan.items() if wanted(path)}
    return {path: made if isinstance(made, bytes) else made.read_bytes() for path, made in found.items()}


def differing(plan: Mapping[str, bytes | Copy], real: Mapping[str, Path], target: Path) -> list[str]:
    """Return the paths where the output folder, read again, is not what a plan says; our own mark aside."""
    found = _files(look(target))
    existing = {path: told for path, told in found.items() if not aside.is_temporary(path.partition("/")[0])}
    right = (path for path, made in plan.items() if _same(name_of(target, path), made, existing.get(path), real))
    return sorted((plan.keys() | existing.keys()) - {MARKER} - set(right))


def state(target: Path) -> str:
    """Return one sum of how the output folder lies there, as `Written` has it; empty where it cannot be told."""
    try:
        return _state(folder.state_of(target, MARKER), target / MARKER)
    except OSError:
        return ""


def _state(told: str, mark: Path) -> str:
    """Return the sum of a folder with what counts of our mark: what it says."""
    return told and f"{told} {hashlib.blake2b(mark.read_bytes(), digest_size=8).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Written:
    """What writing changed, counted in files; `state` is how the folder lies there now, empty where times tell too little."""

    written: int
    unchanged: int
    deleted: int
    state: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Staged:
    """A file of the output that is there as it is to be (no name), or waits under a name; with its stamp."""

    name: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Room:
    """An output folder and what lay in it, and a folder in it where what is new or different waits until all is there.

    Several processes can stage; the one that opened the room puts in place.
    """

    target: Path
    real: Mapping[str, Path]
    existing: Mapping[str, Stamp | None]  # files by path
    folders: Set[str]  # that stood there, each ended by `/`
    waiting: Path
    is_new: bool  # nothing of ours stands there
    made: set[str] = field(default_factory=set)  # folders

    def stage(self, path: str, made: bytes | Copy) -> Staged:
        """Write a file aside unless it stands there as it is to be; raise OSError, or Refusal as `write` does."""
        known = self.existing.get(path)
        if known and _same(name_of(self.target, path), made, known, self.real):
            return Staged("", known)
        source = _source(made, self.real)
        if self.is_new:  # the whole tree is made here, and put in place by its uppermost names
            try:
                return Staged(path, self._fill(path, source))
            except (NotADirectoryError, FileExistsError, IsADirectoryError):  # a file where another has a folder
                pass
        name = f"{ALONE}{os.getpid()}-{next(NUMBERS)}"
        return Staged(name, self._fill(name, source))

    def _fill(self, name: str, source: bytes | Path) -> Stamp:
        parent, _, _ = name.rpartition("/")
        if parent not in self.made:
            place_of(self.waiting, parent).mkdir(parents=True, exist_ok=True)
            self.made.add(parent)
        number = os.open(name_of(self.waiting, name), OPENED, 0o666)
        try:
            aside.pour(source, partial(_write, number))
            return stamp(os.fstat(number))
        finally:
            os.close(number)

    def holds(self, path: str, staged: Staged, made: bytes | Copy) -> bool:
        """Say whether what is staged is what a plan says, read again."""
        place = name_of(self.waiting, staged.name) if staged.name else name_of(self.target, path)
        return _same(place, made, staged.stamp, self.real)

    def place(self, name: str) -> Path:
        """Return where a file waits."""
        return place_of(self.waiting, name)

    def settle(self, staged: Mapping[str, Staged], allow_shrink: bool) -> Written:
        """Put in place what waits, and take away what is not staged; raises Refusal where the site would shrink."""
        target, existing = self.target, self.existing
        after = _pages(staged)
        refuse_shrinking(_last_count(target, existing), after, target, allow_shrink)
        if MARKER not in existing:
            aside.replace(target / MARKER, MARKER_TEXT.encode())
        new = {path: one.name for path, one in staged.items() if one.name}
        if new:
            aside.settle(target, map(self.place, new.values()))
        stamps = {path: one.stamp for path, one in staged.items()}
        whole = {path.partition("/")[0]: path for path, name in new.items() if name == path}
        for name in sorted(whole, key=lambda name: _order(name if whole[name] == name else f"{name}/")):
            _put(self.waiting / name, target / name, target)
            if whole[name] == name:  # which has changed its time of change
                stamps[name] = stamp((target / name).lstat())
        single = [path for path, name in new.items() if name != path]
        for path in sorted(single, key=lambda path: (path in existing, _order(path))):
            place = place_of(target, path)
            _put(self.place(new[path]), place, target)
            stamps[path] = stamp(place.lstat())
        if new:
            aside.settle(target, (place_of(target, folder) for folder in ("", *folders_of(new))))
        gone = existing.keys() - staged.keys() - {MARKER}
        deleted = _delete(target, gone, staged)
        folders = folders_of(staged)
        for path in sorted(self.folders - folders, reverse=True):  # from within
            with suppress(OSError):  # a file has its name now
                place_of(target, path).rmdir()
        if deleted:
            aside.settle(target, (place for path in ("", *folders_of(gone)) if (place := place_of(target, path)).is_dir()))
        mark = f"{MARKER_TEXT}{after}\n".encode()
        if (target / MARKER).read_bytes() != mark:
            aside.replace(target / MARKER, mark)
        return Written(len(new), len(staged) - len(new), deleted, _sealed(target / MARKER, stamps, folders))


@contextmanager
def room(root: Path, target: Path, real: Mapping[str, Path]) -> Iterator[Room]:
    """Give the room to write an output in; `real` is where attachments are. What killed runs left in the folder is taken away.

    One run at a time: see `aside.alone`.
    """
    refuse(root, target)
    target.mkdir(parents=True, exist_ok=True)
    aside.sweep(target)
    found = look(target)
    left = [path for path in found if any(map(aside.is_temporary, path.split("/")))]
    for path in sorted(left, reverse=True):
        del found[path]
        if not path.endswith("/"):
            place_of(target, path).unlink(missing_ok=True)
    files = _files(found)
    with aside.room(target) as waiting:
        yield Room(target, real, files, found.keys() - files.keys(), waiting, not files.keys() - {MARKER})


def write(plan: Mapping[str, bytes | Copy], real: Mapping[str, Path], root: Path, target: Path, allow_shrink: bool) -> Written:
    """Make the output folder an exact mirror of the plan.

    What is new or different is first written aside, all of it: whatever fails then leaves the site as it was. Renaming puts it in
    place: new files before those that lead to them, assets before pages before listings, and deletions last, so no reader meets
    half a file, and no page leads to one that is not there yet. Files are compared by bytes, never by times. An interrupted run
    is finished by the next one.
    """
    refuse(root, target)
    refuse_taken(plan)
    with room(root, target, real) as made:
        return made.settle({path: made.stage(path, plan[path]) for path in sorted(plan)}, allow_shrink)


def _files(found: Mapping[str, Stamp | None]) -> dict[str, Stamp | None]:
    return {path: told for path, told in found.items() if not path.endswith("/")}


def _sealed(mark: Path, stamps: Mapping[str, Stamp], folders: Iterable[str]) -> str:
    """Return the state of an output folder, once our mark is younger than every file: whoever touches one now is seen by it.

    Empty where it cannot be made so.
    """
    newest = max((changed for *_, changed in stamps.values()), default=0)
    with suppress(OSError):  # another's, who builds into the same folder: only they can set its times
        told = mark.stat()
        for _ in range(TRIES):
            os.utime(mark, ns=(told.st_atime_ns, told.st_mtime_ns))  # which changes the time of change alone
            if mark.stat().st_ctime_ns > newest:
                return _state(folder.state({**stamps, **dict.fromkeys(folders)}), mark)
            time.sleep(TICK)
    return ""


def _pages(paths: Iterable[str]) -> int:
    return sum(path.endswith(".html") for path in paths)


def _last_count(target: Path, existing: Mapping[str, Stamp | None]) -> int:
    """Return how many pages the last finished build had; of an older or unfinished one, how many there are."""
    marked = (target / MARKER).read_bytes().split() if MARKER in existing else []
    return int(marked[-1]) if marked and marked[-1].isdigit() else _pages(existing)


def _delete(target: Path, paths: Collection[str], plan: Iterable[str]) -> int:
    """Delete files; what made way for a folder, or a folder's files for a file, is gone already."""
    if not paths:
        return 0
    from sitegen.output import same_file  # late: it takes long to load

    twins = {same_file(path): path for path in plan}
    deleted = 0
    for path in sorted(paths):
        place, twin = place_of(target, path), twins.get(same_file(path))
        # One file under both names, to a disk that does not tell them apart, is the new one.
        if not _is_no_folder(place) or (twin and not place.is_symlink() and place.samefile(place_of(target, twin))):
            continue
        place.unlink()
        deleted += 1
    return deleted


def _is_no_folder(place: Path) -> bool:
    return place.is_symlink() or (place.exists() and not place.is_dir())


def _order(path: str) -> tuple[int, str]:
    """Return when a file is written: after what it leads to, so the files at the root, which lead to everything, come last."""
    if path.startswith(("assets/", "bilag/", "pagefind/")) and not path.endswith("pagefind-entry.json"):
        return 0, path
    page = path.endswith(".html") and path.count("/") >= 2 and not YEAR.fullmatch(path)
    return (1 if page else 2 if "/" in path else 3), path


def _same(place: str, made: bytes | Copy, known: Stamp | None, real: Mapping[str, Path]) -> bool:
    """Say whether a file is what it is to be; one that cannot be read is to be written again."""
    if known is None or (isinstance(made, bytes) and known[0] != len(made)):
        return False
    try:
        with open(place, "rb", buffering=0) as stream:  # noqa: PTH123
            if isinstance(made, bytes):
                return stream.read() == made
            told = hashlib.file_digest(stream, "sha256")
        if made.digest:
            return told.hexdigest() == made.digest
        with real[made.path].open("rb") as other:
            return told.digest() == hashlib.file_digest(other, "sha256").digest()
    except OSError:
        return False


def _write(number: int, data: bytes) -> None:
    """Write all of it: a disk that is nearly full takes a part first."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(number, rest) :]


def _source(made: bytes | Copy, real: Mapping[str, Path]) -> bytes | Path:
    """Return what is to be written; raise Refusal where an attachment is no longer what was looked through."""
    if not isinstance(made, Copy) or not made.digest:
        return made if isinstance(made, bytes) else real[made.path]
    from sitegen import enclosures  # late: what reads attachments takes long to load

    data = enclosures.published(real[made.path])
    if hashlib.sha256(data).hexdigest() != made.digest:
        raise Refusal(
            f"Bilaget {made.path} blev ændret, mens siden blev bygget, så der er ikke skrevet noget. Byg igen.",
            f"The attachment {made.path} changed while the site was built, and nothing is written; build again.",
        )
    return data


def _put(written: Path, place: Path, root: Path) -> None:
    """Rename a file into its place, making way where a folder or a file stands in the place of the other."""
    for parent in reversed(place.relative_to(root).parents[:-1]):
        if _is_no_folder(root / parent):
            (root / parent).unlink()
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    written.replace(place)
