"""The disk, read: a project's content and templates in memory, and what could not be read as findings."""

import os
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen import enclosures
from sitegen.build import Inputs
from sitegen.diagnostics import Finding
from sitegen.parsed import Contents

TEXT_LIMIT = 32_000_000  # bytes; more is never read into memory, and `parse` refuses far less
Opened = Callable[[Mapping[str, Path], Path | None], tuple[dict[str, Contents], dict[str, str]]]
IGNORED = ("Thumbs.db", "desktop.ini", "~$")  # what Windows and Word leave about


class Refusal(Exception):
    """What is asked for cannot be done here: a wrong use, answered with exit status 2; in Danish, then in English."""

    def __init__(self, danish: str, english: str) -> None:
        super().__init__(danish, english)


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


def read(root: Path, cache: Path | None = None, opened: Opened = enclosures.read) -> Project:
    """Read a project's content and templates; the project's own templates go before the bundled ones of the same name.

    `cache` is a file that remembers what attachments say, `opened` what reads them. Symbolic links and other things that are no
    plain files are not followed: they become findings.
    """
    findings: list[Finding] = []
    real = _tree(bundled_templates(), "templates", findings)
    real |= _tree(root / "templates", "templates", findings)
    real |= _tree(root / "content", "content", findings)
    files: dict[str, bytes] = {}
    attached = {path: place for path, place in real.items() if path.startswith("content/attachments/")}
    for path, place in real.items():
        if path in attached:
            continue
        try:
            with place.open("rb") as stream:
                if path.startswith("content/"):
                    files[path] = stream.read(TEXT_LIMIT)
                else:
                    files[path] = stream.read()
        except OSError as error:
            findings.append(unreadable(path, error.strerror))
    attachments, failed = opened(attached, cache)
    findings += [unreadable(path, problem) for path, problem in failed.items()]
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
            findings.append(unreadable(prefix, error.strerror))
            continue
        for entry in entries:
            name = text_of(entry.name)
            path = unicodedata.normalize("NFC", f"{prefix}/{name}")
            if is_ignored(name):
                continue
            if printable(name) != name:
                findings.append(unreadable(path, "name"))
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), path))
            elif not entry.is_file(follow_symlinks=False):
                findings.append(unreadable(path, "link" if entry.is_symlink() else "special"))
            elif path in found:
                findings.append(Finding("SG209", arguments={"address": path, "other_path": path}, path=path))
            else:
                found[path] = Path(entry.path)
    return dict(sorted(found.items()))


def is_ignored(name: str) -> bool:
    """Say whether a file or folder of a name is passed over: hidden, or left about by some program."""
    return name.startswith((".", *IGNORED)) or name.endswith("~")


def text_of(name: str) -> str:
    """Return a name on the disk as the UTF-8 that it is, whatever the locale takes it for; with surrogates where it is none."""
    return os.fsencode(name).decode("utf-8", "surrogateescape")


def place_of(folder: Path, path: str) -> Path:
    """Return where a path lies under a folder: `text_of` undone."""
    return folder / os.fsdecode(path.encode("utf-8", "surrogateescape"))


def unreadable(path: str, problem: str | None) -> Finding:
    """Return the finding for what is no readable file: a link, special, of a bad name, or whatever the system says."""
    known = problem if problem in ("link", "special", "name") else "system"
    return Finding("SG113", arguments={"problem": problem or "?"}, variant=known, path=printable(path))


def printable(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()
