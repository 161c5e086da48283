"""What git knows of the content: one `git log` is read and remembered, folded, and the last contents of what is gone fetched."""

import hashlib
import json
import os
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from pathlib import Path

from sitegen import aside, git
from sitegen.evidence import Archive, History, Record, Revision, Vacated
from sitegen.folder import text_of
from sitegen.lineage import LOG_FORMAT, Change, Commit, Gone, fold, read_log
from sitegen.program import mark

CACHE = ".cache/history.json"  # where callers keep what is remembered, from the project folder
MOST_VACATED = 500  # more are a reorganisation, which nobody mends address by address
LARGEST = 1_000_000  # bytes of a file whose last contents are fetched; `parse` refuses more anyway
FOLDERS = ("agendas", "minutes", "mandates", "pages")

LOG = (
    *("log", "-z", "--raw", "--no-abbrev", "--reverse", "--topo-order"),
    *(
        "--find-renames=50%",
        "--diff-merges=first-parent",
        "--no-ext-diff",
        "--no-textconv",
        "-O/dev/null",
        "--no-color",
        "--no-notes",
    ),
    f"--format={LOG_FORMAT}",
)
COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
Told = tuple[Mapping[str, Record], tuple[Gone, ...]]


class _Unknown(Exception):
    """The archive cannot be told; the argument is why."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.archive = archive


def read(root: Path, cache: Path | None) -> History:
    """Return what git knows of the files under `content/` in a project folder; never raises for what git or a cache is like.

    No repository or no commit is `none`; a git that is missing, too old (before 2.31), refuses or fails is `unreadable`; a
    repository that does not track the content has a full archive without records. `vacated` holds agendas, minutes, mandates
    and pages that a commit took away and that are not on the disk now, by path; none at all where they are more than
    MOST_VACATED. What is taken away but not committed yet is not among them. `cache` is a file that makes the next call
    faster; it is written where it can be.
    """
    return read_with_state(root, cache)[0]


def read_with_state(root: Path, cache: Path | None) -> tuple[History, str]:
    """Return what `read` does, and the `state` that it was read in; an empty one where another look may tell more."""
    try:
        head, prefix = _place(root)
        records, gone = _told(root, head, prefix, cache) if head else ({}, ())
    except _Unknown as unknown:
        return History(unknown.archive), _lasting(unknown)
    except (ValueError, KeyError, IndexError, OSError):  # a log that makes no sense, a git that cannot be run
        return History("unreadable"), ""
    try:
        standing = _standing(root)
        return History("full", records, _vacated(root, gone, standing)), _state(head, prefix, standing)
    except OSError:  # what is gone cannot be told this time
        return History("full", records), ""


def state(root: Path) -> str:
    """Return by what `read` knows what it says, in a few milliseconds; empty where that takes longer to tell.

    While it is the same, `read` says the same, unless git or the disk fails it: `read_with_state` tells of that.
    """
    try:
        head, prefix = _place(root)
        if head and not _is_whole(root):
            return ""
        return _state(head, prefix, _standing(root))
    except _Unknown as unknown:
        return _lasting(unknown)
    except (ValueError, IndexError, OSError):
        return ""


def _state(head: str, prefix: str, standing: Iterable[str]) -> str:
    names = "\0".join(sorted(standing)).encode("utf-8", "surrogateescape")
    return f"full {head} {_digest(names)} {prefix}"


def _lasting(unknown: _Unknown) -> str:
    return "" if unknown.archive == "unreadable" else unknown.archive


def _is_whole(root: Path) -> bool:
    """Say whether all that a repository is made of lies within it, and no commit is said to have other parents than its own."""
    places = ("objects/pack", "objects/info/alternates", "info/grafts")
    asked = subprocess.run(
        git.command(root, "rev-parse", *(word for place in places for word in ("--git-path", place))),
        env=git.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    packs, *strange = [root / place for place in os.fsdecode(asked.stdout).split("\n")[:-1]]
    return not (asked.returncode or list(packs.glob("*.promisor")) or any(place.exists() for place in strange))


def _place(root: Path) -> tuple[str, str]:
    """Return the last commit, none where it has no content, and the project's folder in its repository (`""` or `…/`)."""
    try:
        asked = subprocess.run(
            git.command(root, "rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD", "HEAD:./content"),
            env=git.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
    except OSError:  # no git
        folder = root.absolute()
        raise _Unknown(
            "unreadable" if any((place / ".git").exists() for place in (folder, *folder.parents)) else "none"
        ) from None
    said = asked.stdout.decode("utf-8", "surrogateescape").split("\n")[:-1]
    if b"not a git repository" in asked.stderr or "HEAD" in said[-2:]:  # not even a commit
        raise _Unknown("none")
    if len(said) < 4 or said[0] != "false" or not COMMIT.fullmatch(said[-2]):
        raise _Unknown("shallow" if said[:1] == ["true"] else "unreadable")
    _, *prefix, head, _ = said
    if asked.returncode:
        if not _is_well(root, "cat-file", "-e", f"{head}^{{tree}}"):
            raise _Unknown("unreadable")
        head = ""
    return head, unicodedata.normalize("NFC", "\n".join(prefix))


def _is_well(root: Path, *arguments: str) -> bool:
    none = subprocess.DEVNULL
    asked = subprocess.run(git.command(root, *arguments), env=git.environment(), stdin=none, stdout=none, stderr=none)
    return asked.returncode == 0


# --- the log, and what is remembered: a line on what the other two are of, what the log comes to, and the log


def _told(root: Path, head: str, prefix: str, cache: Path | None) -> Told:
    """Return what the archive comes to at a commit: what is remembered, else folded from what is and what has come since."""
    stated, told, log = _remembered(cache) if cache else ({}, b"", b"")
    if stated.get("prefix") == prefix and stated.get("head") == head and (known := _unpacked(told, stated.get("told"))):
        return known
    last = str(stated.get("head"))
    commits: list[Commit] = []
    if COMMIT.fullmatch(last) and _is_well(root, "merge-base", "--is-ancestor", last, head):
        commits = _commits(log, stated.get("log"))
    commits += _log(root, head, *([f"^{last}"] if commits else []))
    if not commits or commits[-1].name != head:
        raise _Unknown("unreadable")
    found = fold(commits, prefix)
    if cache:
        _remember(cache, head, prefix, found, commits)
    return found


def _log(root: Path, *commits: str) -> Iterator[Commit]:
    # The whole repository, and no paths: git would compare every commit twice, and not see a project's folder move.
    process = subprocess.Popen(
        git.command(root, *LOG, *commits, "--"),
        env=git.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        assert process.stdout
        number = process.stdout.fileno()
        try:
            yield from read_log(iter(lambda: os.read(number, 1 << 16), b""))
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise _Unknown("unreadable")


def _remembered(cache: Path) -> tuple[dict[str, object], bytes, bytes]:
    """Return the three lines of a cache, the first one read; nothing where there is none of ours."""
    try:
        first, told, log = cache.read_bytes().split(b"\n")
        stated = json.loads(first)
        return (stated, told, log) if isinstance(stated, dict) and stated.get("by") == mark() else ({}, b"", b"")
    except (OSError, ValueError, RecursionError):
        return {}, b"", b""


def _unpacked(line: bytes, digest: object) -> Told | None:
    """Return what a log came to; None where the line is not as it was written."""
    if digest != _digest(line):
        return None
    records, gone = json.loads(line)
    day = date.fromordinal
    return (
        {
            path: Record(tuple(Revision(day(ordinal), *rest) for ordinal, *rest in revisions), imported)
            for path, imported, revisions in records
        },
        tuple(Gone(path, blob, day(ordinal), *rest) for path, blob, ordinal, *rest in gone),
    )


def _commits(line: bytes, digest: object) -> list[Commit]:
    """Return the remembered log; nothing where the line is not as it was written."""
    if digest != _digest(line):
        return []
    return [
        Commit(name, tuple(parents), moment, tuple(Change(*change) for change in changes))
        for name, parents, moment, changes in json.loads(line)
    ]


def _remember(cache: Path, head: str, prefix: str, found: Told, commits: Sequence[Commit]) -> None:
    """Write a cache whole or not at all; that it cannot be written is nobody's trouble."""
    records = [
        (path, record.imported, [(one.day.toordinal(), one.commit, one.kind, one.path) for one in record.revisions])
        for path, record in found[0].items()
    ]
    gone = [(one.path, one.blob, one.day.toordinal(), one.commit, one.moved_to) for one in found[1]]
    told, log = (json.dumps(line, separators=(",", ":")).encode("ascii") for line in ((records, gone), commits))
    stated = {"by": mark(), "head": head, "prefix": prefix, "told": _digest(told), "log": _digest(log)}
    aside.remember(cache, b"\n".join((json.dumps(stated).encode("ascii"), told, log)))


def _digest(line: bytes) -> str:
    return hashlib.blake2b(line, digest_size=16).hexdigest()


# --- what is gone


def _vacated(root: Path, gone: Sequence[Gone], standing: Set[str]) -> tuple[Vacated, ...]:
    """Return what is gone and not on the disk either, with its last contents; what git has no contents of is left out."""
    missed = [one for one in gone if one.path not in standing]
    if not missed or len(missed) > MOST_VACATED:
        return ()
    contents = _contents(root, sorted({one.blob for one in missed}))
    return tuple(
        Vacated(one.path, contents[one.blob], one.day, one.commit, one.moved_to if one.moved_to in standing else None)
        for one in missed
        if one.blob in contents
    )


def _standing(root: Path) -> set[str]:
    """Return the plain files on the disk that pages are made of, by path, names composed (NFC); raise OSError."""
    found = set()
    for folder in FOLDERS:
        try:
            entries = list(os.scandir(root / "content" / folder))
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                name = entry.name if entry.name.isascii() else unicodedata.normalize("NFC", text_of(entry.name))
                found.add(f"content/{folder}/{name}")
    return found


def _contents(root: Path, blobs: Sequence[str]) -> dict[str, bytes]:
    """Return the contents of blobs, from one process; raise OSError where git cannot be run, or ends before all is told."""
    asked = subprocess.run(
        git.command(root, "cat-file", "--batch"),
        env=git.environment(),
        input="".join(f"{blob}\n" for blob in blobs).encode("ascii"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    if asked.returncode:
        raise OSError("git cat-file")
    output = asked.stdout
    found, at = {}, 0
    while (end := output.find(b"\n", at)) >= 0:
        blob, kind, *size = output[at:end].decode("ascii", "replace").split(" ")
        at = end + 1
        if not size or not size[0].isdigit():  # missing
            continue
        contents = output[at : at + int(size[0])]
        at += int(size[0]) + 1
        if kind == "blob" and len(contents) == int(size[0]) <= LARGEST:
            found[blob] = contents
    return found
