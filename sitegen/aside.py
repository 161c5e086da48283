"""Writes files aside and puts them in place whole; a lock tells what a running program writes from what a killed one left."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

TEMPORARY = ".sitegen-tmp-"  # what files are called until they are whole
WORK = "sitegen-work-"  # what folders are called that other programs work in
_NAMES = re.compile(rf"(?:{re.escape(TEMPORARY)}\d+(?:-\d+)?|{WORK}\w+)")
_NUMBERS = count()
CHUNK = 1 << 20


def is_temporary(name: str) -> bool:
    """Say whether a file or folder of a name is one that was to be gone when the program ended."""
    return bool(_NAMES.fullmatch(name))


def named(folder: Path) -> Path:
    """Return a place in a folder that nothing else is written to."""
    return folder / f"{TEMPORARY}{os.getpid()}-{next(_NUMBERS)}"


def write(place: Path, source: bytes | Path, lasting: bool = True) -> None:
    """Write a new file, which is on the disk when this returns if it is to last; whoever asks takes it away if it goes wrong."""
    with _new(place) as stream:
        pour(source, stream.write)
        if lasting:
            stream.flush()
            os.fsync(stream.fileno())


def _new(place: Path) -> BinaryIO:
    """Make a file, and take it; one that was swept away before it was taken is made again."""
    while True:
        stream = place.open("xb")
        _is_taken(stream.fileno(), wait=True)
        if place.exists():
            return stream
        stream.close()


def pour(source: bytes | Path, write: Callable[[bytes], object]) -> None:
    """Write bytes, or what a file holds; what is wrong with that file is raised as its own."""
    if isinstance(source, bytes):
        write(source)
        return
    try:
        stream = source.open("rb")
    except OSError as error:
        raise _of(error, source) from None
    with stream:
        while True:
            try:
                chunk = stream.read(CHUNK)
            except OSError as error:  # which names no file
                raise _of(error, source) from None
            if not chunk:
                return
            write(chunk)


def _of(error: OSError, place: Path) -> OSError:
    return OSError(error.errno, error.strerror, str(place))


@contextmanager
def beside(place: Path, contents: bytes, lasting: bool = True) -> Iterator[Path]:
    """Give a file that is to take a place, written and whole; one that the caller leaves where it is, is taken away."""
    waiting = named(place.parent)
    try:
        write(waiting, contents, lasting)
        yield waiting
    finally:
        waiting.unlink(missing_ok=True)


def replace(place: Path, contents: bytes) -> None:
    """Write a file whole or not at all, and for good."""
    with beside(place, contents) as waiting:
        waiting.replace(place)
    _settle(place.parent)


def remember(cache: Path, contents: bytes) -> None:
    """Write a cache whole or not at all; that it cannot be written, or that a power cut spoils it, is nobody's trouble."""
    with suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        with beside(cache, contents, lasting=False) as waiting:
            waiting.replace(cache)


def forget(last: Path, kept: int) -> None:
    """Take all but the last and the youngest files out of a folder of caches; that it cannot be done is nobody's trouble.

    A clock that was set back made the last one the oldest.
    """
    with suppress(OSError):
        others = (other for other in last.parent.iterdir() if other != last and not is_temporary(other.name))
        for old in sorted(others, key=lambda other: other.stat().st_mtime, reverse=True)[kept - 1 :]:
            old.unlink(missing_ok=True)


def settle(folder: Path, changed: Iterable[Path]) -> None:
    """Wait until the disk has what was written under a folder, and what it is called: the files and folders that changed.

    Where the system can, its whole disk at once: a thousand files one by one take a hundred times as long.
    """
    if _is_synced(folder):
        return
    for place in changed:
        if place.is_dir():
            _settle(place)
        else:
            with place.open("r+b") as stream:
                os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    with suppress(OSError), _opened(folder) as number:  # not every system can
        os.fsync(number)


def _is_synced(folder: Path) -> bool:
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        syncfs = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):
        return False
    with _opened(folder) as number:
        if syncfs(number):
            problem = ctypes.get_errno()
            raise OSError(problem, os.strerror(problem), str(folder))
    return True


def sweep(folder: Path) -> None:
    """Take away what a program that was killed left in a folder, and not what a running one writes there."""
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if is_temporary(entry.name) and not entry.is_symlink() and _is_ours(entry):
                with suppress(OSError):
                    _remove(Path(entry.path), entry.is_dir())


def _remove(place: Path, is_folder: bool) -> None:
    with _opened(place) as number:
        if not _is_taken(number):
            return
        if is_folder:
            shutil.rmtree(place, ignore_errors=True)
        elif sys.platform != "win32":  # which refuses while somebody has it open, be it oneself
            place.unlink()
    if sys.platform == "win32" and not is_folder:
        place.unlink()


def _is_ours(entry: os.DirEntry[str]) -> bool:
    """Say whether it is this user's: a temporary folder is everybody's."""
    return sys.platform == "win32" or entry.stat(follow_symlinks=False).st_uid == os.geteuid()


@contextmanager
def _opened(place: Path) -> Iterator[int]:
    number = os.open(place, os.O_RDONLY)
    try:
        yield number
    finally:
        os.close(number)


def _is_taken(number: int, wait: bool = False) -> bool:
    """Take a file or folder for this process, which lets go of it when it ends, however it ends; False where another has it."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:  # a network drive that knows no locks
        return True
    return True


@contextmanager
def alone(folder: Path, waits: Callable[[], None]) -> Iterator[None]:
    """Make a folder that is not there, and be the only one of the program that builds into it.

    Another that does is waited for: it is over when its process is, and `waits` is called before. Where there are no locks
    (Windows, some network drives), nobody waits. A folder that was made and not used is taken away again.
    """
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    with _had(folder, waits):
        try:
            yield
        finally:  # while it is ours: whoever comes next would lose the folder that they have
            for place in made:
                with suppress(OSError):
                    place.rmdir()


@contextmanager
def _had(folder: Path, waits: Callable[[], None]) -> Iterator[None]:
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        if sys.platform == "win32":
            yield
            return
        with _opened(folder) as number:
            if not _is_taken(number):
                waits()
                _is_taken(number, wait=True)
            if _is_still(folder, number):
                yield
                return


def _is_still(folder: Path, number: int) -> bool:
    """Say whether an opened folder is the one that has the name: who had it before may have taken it away."""
    try:
        return os.path.samestat(folder.stat(), os.fstat(number))
    except FileNotFoundError:
        return False


@contextmanager
def room(folder: Path) -> Iterator[Path]:
    """Give a folder in a folder, for files that are to be put in place from there; what is left in it is taken away."""
    with ExitStack() as stack:
        while True:
            place = named(folder)
            stack.callback(_gone, place)
            place.mkdir()
            if sys.platform == "win32":
                break
            with suppress(FileNotFoundError):  # swept away before it was taken
                _is_taken(stack.enter_context(_opened(place)), wait=True)
                if place.exists():
                    break
        yield place


def _gone(place: Path) -> None:
    """Take away a folder, also where somebody interrupts that."""
    try:
        shutil.rmtree(place, ignore_errors=True)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


@contextmanager
def workplace() -> Iterator[tuple[Path, tuple[int, ...]]]:
    """Give a folder for another program to work in, and the open files that it is to inherit: while it runs, nobody sweeps."""
    import tempfile

    sweep(Path(tempfile.gettempdir()))
    with ExitStack() as stack:
        while True:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=WORK, ignore_cleanup_errors=True)))
            if sys.platform == "win32":
                yield folder, ()
                return
            with suppress(FileNotFoundError):  # swept away before it was taken
                number = stack.enter_context(_opened(folder))
                _is_taken(number, wait=True)
                if folder.exists():
                    break
        yield folder, (number,)
