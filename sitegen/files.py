"""The disk: reads a project into memory, and makes the output folder an exact mirror of a plan, one whole file at a time."""

import os
import shutil
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.build import Copy, Inputs
from sitegen.diagnostics import Finding

MARKER = ".sitegen"
MARKER_TEXT = (
    "Denne mappe er skrevet af sitegen og bliver skrevet igen. / This folder is written by sitegen, and written again.\n"
)
TEMPORARY = ".sitegen-tmp-"
SHRINK = 0.8  # of the last build's pages; with fewer, something is probably wrong
TEXT_LIMIT = 32_000_000  # bytes; more is never read into memory, and `parse` refuses far less
IGNORED = ("Thumbs.db", "desktop.ini", "~$")  # what Windows and Word leave about


class Refusal(Exception):
    """The output folder is not ours to write: a wrong use, answered with exit status 2."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project as it lies on the disk: what to build from, and where each content file really is (names may differ by NFC)."""

    inputs: Inputs
    real: Mapping[str, Path]


def bundled_templates() -> Path:
    """Return the folder of the templates that come with the program: in the wheel, or beside the package in its repository."""
    package = Path(__file__).resolve().parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def read(root: Path) -> Project:
    """Read a project's content and templates; the project's own templates go before the bundled ones of the same name.

    Symbolic links and other things that are no plain files are not followed: they become findings.
    """
    findings: list[Finding] = []
    real = _tree(bundled_templates(), "templates", findings)
    real |= _tree(root / "templates", "templates", findings)
    real |= _tree(root / "content", "content", findings)
    files: dict[str, bytes] = {}
    attachments: dict[str, int] = {}
    for path, place in real.items():
        try:
            if path.startswith("content/attachments/"):
                attachments[path] = place.stat().st_size
            else:
                with place.open("rb") as stream:
                    files[path] = stream.read(TEXT_LIMIT)
        except OSError as error:
            findings.append(_unreadable(path, error.strerror))
    return Project(Inputs(files, attachments, tuple(findings)), real)


def _tree(folder: Path, name: str, findings: list[Finding]) -> dict[str, Path]:
    """Return the plain files under a folder by path, their names composed (NFC), in an order that no file system decides."""
    found: dict[str, Path] = {}
    waiting = [(folder, name)] if folder.is_dir() else []
    while waiting:
        place, prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(place), key=lambda entry: entry.name)
        except OSError as error:
            findings.append(_unreadable(prefix, error.strerror))
            continue
        for entry in entries:
            path = unicodedata.normalize("NFC", f"{prefix}/{entry.name}")
            if entry.name.startswith((".", *IGNORED)) or entry.name.endswith("~"):
                continue
            if not _is_utf8(entry.name):
                findings.append(_unreadable(path, "file name is not UTF-8"))
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), path))
            elif not entry.is_file(follow_symlinks=False):
                findings.append(_unreadable(path, "symbolic link" if entry.is_symlink() else "special file"))
            elif path in found:
                findings.append(Finding("SG209", arguments={"address": path, "other_path": path}, path=path))
            else:
                found[path] = Path(entry.path)
    return dict(sorted(found.items()))


def _is_utf8(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:  # surrogates: what the file system holds is other bytes
        return False
    return True


def _unreadable(path: str, problem: str | None) -> Finding:
    return Finding("SG113", arguments={"problem": problem or "?"}, path=_printable(path))


def _printable(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()


def refuse(root: Path, target: Path) -> None:
    """Raise Refusal where the folder is not ours to write: a link, a place inside the sources, somebody's own folder."""
    if target.is_symlink():
        raise Refusal(f"{target}: er et symbolsk link / is a symbolic link")
    real, home = target.resolve(), root.resolve()
    if any(real == home / part or (home / part) in real.parents for part in ("content", "templates")):
        raise Refusal(f"{target}: ligger i kilderne / lies inside the sources")
    if real == home or real in home.parents:
        raise Refusal(f"{target}: rummer selve projektet / holds the project itself")
    if target.exists():
        if not target.is_dir():
            raise Refusal(f"{target}: er ikke en mappe / is not a folder")
        if any(target.iterdir()) and not (target / MARKER).is_file():
            raise Refusal(f"{target}: er ikke tom og har ingen {MARKER}-fil / is not empty and has no {MARKER} file")


def _existing(target: Path) -> dict[str, int]:
    """Return the files under the output folder with their sizes, by path from it; links and folders in a file's place as -1."""
    found: dict[str, int] = {}
    waiting = [(target, "")]
    while waiting:
        folder, prefix = waiting.pop()
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), f"{prefix}{entry.name}/"))
            else:
                plain = entry.is_file(follow_symlinks=False)
                found[f"{prefix}{entry.name}"] = entry.stat(follow_symlinks=False).st_size if plain else -1
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """What writing changed, counted in files."""

    written: int
    unchanged: int
    deleted: int


def write(plan: Mapping[str, bytes | Copy], real: Mapping[str, Path], root: Path, target: Path, allow_shrink: bool) -> Written:
    """Make the output folder an exact mirror of the plan.

    Each file is written aside, synced and renamed, so no reader ever meets half a file: assets first, then pages, then the
    listings that lead to them, and deletions last. Files are compared by bytes, never by times. An interrupted run is
    finished by the next one.
    """
    refuse(root, target)
    target.mkdir(parents=True, exist_ok=True)
    existing = _existing(target)
    before = sum(path.endswith(".html") for path in existing)
    after = sum(path.endswith(".html") for path in plan)
    if after < before * SHRINK and not allow_shrink:
        raise Refusal(
            f"{target}: siden ville skrumpe fra {before} til {after} sider; brug --allow-shrink, hvis det er meningen"
            f" / the site would shrink from {before} to {after} pages; use --allow-shrink if that is meant"
        )
    if MARKER not in existing:
        _replace(target / MARKER, MARKER_TEXT.encode())
    written = unchanged = 0
    for path in sorted(plan, key=_order):
        contents = plan[path]
        source = real[contents.path] if isinstance(contents, Copy) else contents
        if _same(target / path, source, existing.get(path)):
            unchanged += 1
        else:
            _replace(target / path, source, target)
            written += 1
    doomed = sorted(set(existing) - set(plan) - {MARKER})
    for path in doomed:
        (target / path).unlink(missing_ok=True)
    _prune(target)
    return Written(written, unchanged, len(doomed))


def _order(path: str) -> tuple[int, str]:
    if path.startswith(("assets/", "bilag/")):
        return 0, path
    depth = path.count("/")
    return (1 if path.endswith(".html") and depth >= 2 else 2), path


def _same(target: Path, source: bytes | Path, size: int | None) -> bool:
    if isinstance(source, bytes):
        return size == len(source) and target.read_bytes() == source
    if size is None or size != source.stat().st_size:
        return False
    with target.open("rb") as one, source.open("rb") as other:
        while chunk := one.read(1 << 20):
            if chunk != other.read(1 << 20):
                return False
    return True


def _replace(target: Path, source: bytes | Path, root: Path | None = None) -> None:
    """Write a file whole or not at all, making way where a folder or a file stands in the place of the other."""
    if root:
        for parent in reversed(target.relative_to(root).parents[:-1]):
            if (root / parent).is_symlink() or (root / parent).is_file():
                (root / parent).unlink()
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.parent / f"{TEMPORARY}{os.getpid()}"
    try:
        with aside.open("wb") as stream:
            if isinstance(source, bytes):
                stream.write(source)
            else:
                with source.open("rb") as original:
                    shutil.copyfileobj(original, stream, 1 << 20)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _prune(folder: Path) -> bool:
    """Remove empty folders; say whether this one is empty now."""
    empty = True
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False) and _prune(Path(entry.path)):
            Path(entry.path).rmdir()
        else:
            empty = False
    return empty
