"""The disk, read: a project's content and templates in memory, and what could not be read as findings."""

import os
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.diagnostics import Finding
from sitegen.folder import text_of
from sitegen.inputs import Inputs
from sitegen.parsed import Contents

TEXT_LIMIT = 32_000_000  # bytes; more is never read into memory, and `parse` refuses far less
Opened = Callable[[Mapping[str, Path], Path | None], tuple[dict[str, Contents], dict[str, str]]]
IGNORED = ("Thumbs.db", "desktop.ini", "~$")  # what Windows and Word leave about


class Refusal(Exception):
    """What is asked for cannot be done here: a wrong use, answered with exit status 2; in Danish, then in English."""

    def __init__(self, danish: str, english: str) -> None:
        super().__init__(danish, english)


@dataclass(frozen=True, slots=True)
class Texts:
    """A project's texts by path, where its attachments really are (names may differ by NFC), and what could not be read."""

    files: Mapping[str, bytes]
    attached: Mapping[str, Path]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A project as it lies on the disk: what to build from, and where each attachment really is."""

    inputs: Inputs
    real: Mapping[str, Path]


def bundled_templates() -> Path:
    """Return the folder of the templates that come with the program: in the wheel, or beside the package in its repository."""
    package = Path(__file__).resolve().parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def texts(root: Path) -> Texts:
    """Read a project's content and templates; the project's own templates go before the bundled ones of the same name.

    Symbolic links and other things that are no plain files are not followed: they become findings.
    """
    findings: list[Finding] = []
    real = _tree(bundled_templates(), "templates", findings)
    real |= _tree(root / "templates", "templates", findings)
    real |= _tree(root / "content", "content", findings)
    files: dict[str, bytes] = {}
    attached: dict[str, Path] = {}
    for path, place in real.items():
        if path.startswith("content/attachments/"):
            attached[path] = Path(place)
            continue
        try:
            files[path] = _text(place, TEXT_LIMIT if path.startswith("content/") else None)
        except OSError as error:
            findings.append(unreadable(path, error.strerror))
    return Texts(files, attached, tuple(findings))


def _text(place: str, limit: int | None) -> bytes:
    """Return what a file holds, no more than so many bytes: ten thousand of them are opened as cheaply as can be."""
    with open(place, "rb", buffering=0) as stream:  # noqa: PTH123
        if limit is None or os.fstat(stream.fileno()).st_size < limit:
            return stream.read()
        return b"".join(iter(lambda: stream.read(min(limit, 1 << 20)), b""))[:limit]


def read(root: Path, cache: Path | None = None, opened: Opened | None = None) -> Project:
    """Read a project: its texts, and what its attachments say.

    `cache` is a file that remembers what attachments say, `opened` what reads them.
    """
    return with_attachments(texts(root), cache, opened)


def with_attachments(found: Texts, cache: Path | None = None, opened: Opened | None = None) -> Project:
    """Return a project of which the texts are read already."""
    from sitegen import enclosures  # late: what reads attachments takes long to load, and texts alone need it not

    attachments, failed = (opened or enclosures.read)(found.attached, cache)
    findings = (*found.findings, *(unreadable(path, problem) for path, problem in failed.items()))
    return Project(Inputs(found.files, attachments, findings), found.attached)


def _tree(folder: Path, name: str, findings: list[Finding]) -> dict[str, str]:
    """Return where the plain files under a folder are by path, names composed (NFC), in an order that no file system decides."""
    found: dict[str, str] = {}
    waiting = [(str(folder), name)] if folder.is_dir() else []
    while waiting:
        place, prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(place), key=lambda entry: entry.name)
        except OSError as error:
            findings.append(unreadable(prefix, error.strerror))
            continue
        for entry in entries:
            name = text_of(entry.name)
            path = f"{prefix}/{name}"
            if not name.isascii():
                path = unicodedata.normalize("NFC", path)
            if is_ignored(name):
                continue
            if not name.isascii() and printable(name) != name:
                findings.append(unreadable(path, "name"))
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, path))
            elif not entry.is_file(follow_symlinks=False):
                findings.append(unreadable(path, "link" if entry.is_symlink() else "special"))
            elif path in found:
                findings.append(Finding("SG209", arguments={"address": path, "other_path": path}, path=path))
            else:
                found[path] = entry.path
    return dict(sorted(found.items()))


def is_ignored(name: str) -> bool:
    """Say whether a file or folder of a name is passed over: hidden, or left about by some program."""
    return name.startswith((".", *IGNORED)) or name.endswith("~")


def unreadable(path: str, problem: str | None) -> Finding:
    """Return the finding for what is no readable file: a link, special, of a bad name, or whatever the system says."""
    known = problem if problem in ("link", "special", "name") else "system"
    return Finding("SG113", arguments={"problem": problem or "?"}, variant=known, path=printable(path))


def printable(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()
