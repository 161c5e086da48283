"""What is about to be committed, read from git's index and not from the disk, and what the commit is made on."""

import gc
import os
import posixpath
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sitegen import attachments, enclosures, files, git
from sitegen.build import Inputs
from sitegen.diagnostics import Finding
from sitegen.files import Refusal
from sitegen.parsed import Contents

FOLDERS = ("content", "templates")  # of a project, that are built from
LINK, MODULE = "120000", "160000"  # modes: a symbolic link, and a repository within the repository
EMPTY = (  # what git calls an empty file, by either way of naming
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
MADE_UP = "made-up-numbers"  # the attribute (.gitattributes) of files whose personal numbers are nobody's

Entry = tuple[str, str]  # a file's mode, and git's name of its contents
Tree = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Staged:
    """A commit that is not made yet: its files, and those of HEAD and of what is being merged into it, by path from `top`.

    A path is as git has it, whatever way its letters are composed. `parents` is one with no files where nothing is committed.
    """

    top: Path
    project: str  # the project's folder from the top, "" or ending with a slash, names composed (NFC)
    files: Tree
    parents: tuple[Tree, ...]
    changed: frozenset[str] = field(default=frozenset())  # files that are as in none of the parents, those gone among them
    new: frozenset[str] = field(default=frozenset())  # files that are not as in HEAD


def read(root: Path) -> Staged:
    """Return what is about to be committed in the repository that a project lies in.

    Raises Refusal where there is no repository, git cannot be run, or a merge has conflicts left.
    """
    place = _ask(root, None, "rev-parse", "--show-toplevel", "--show-prefix")
    top, _, prefix = place.removesuffix("\n").partition("\n")
    here = Path(os.fsdecode(top.encode("utf-8", "surrogateescape")))
    listed = [line.partition("\t") for line in _ask(here, here, "ls-files", "-s", "-z").split("\0")[:-1]]
    unmerged = sorted({path for entry, _, path in listed if not entry.endswith(" 0")})
    if unmerged:
        raise Refusal(
            f"En sammenfletning (merge) har konflikter, som skal løses først: {', '.join(map(files.printable, unmerged))}.",
            "Resolve the conflicts of the merge first.",
        )
    index = {path: _entry(entry.split(" ")) for entry, _, path in listed}
    if any(blob in EMPTY for _, blob in index.values()):
        index = _without_intended(here, index)
    heads = [name for name in (_commit(here, head) for head in ("HEAD", "MERGE_HEAD")) if name]
    parents = tuple(_tree(here, name) for name in heads) or ({},)
    paths = {*index, *(path for parent in parents for path in parent)}
    changed = frozenset(path for path in paths if all(parent.get(path) != index.get(path) for parent in parents))
    new = frozenset(path for path in paths if parents[0].get(path) != index.get(path))
    return Staged(here, unicodedata.normalize("NFC", prefix), index, parents, changed, new)


def _without_intended(top: Path, index: Tree) -> dict[str, Entry]:
    """Return the index without what is only said to come (`git add -N`): it looks like an empty file, and is not committed."""
    committed = {*_ask(top, top, "diff", "--cached", "--name-only", "-z", "--no-renames", "--no-ext-diff").split("\0")}
    known = {*_ask(top, top, "ls-tree", "-r", "-z", "--full-tree", "--name-only", "HEAD", may_fail=True).split("\0")}
    return {path: entry for path, entry in index.items() if entry[1] not in EMPTY or path in committed or path in known}


def _entry(words: list[str]) -> Entry:
    return words[0], words[1]


def _commit(top: Path, name: str) -> str:
    """Return the name of a commit, empty where there is none."""
    return _ask(top, top, "rev-parse", "-q", "--verify", f"{name}^{{commit}}", may_fail=True).strip()


def _tree(top: Path, commit: str) -> Tree:
    """Return a commit's files: each line is mode, kind, name, a tab and the path."""
    listed = [line.partition("\t") for line in _ask(top, top, "ls-tree", "-r", "-z", "--full-tree", commit).split("\0")[:-1]]
    return {path: _entry(entry.split(" ")[::2]) for entry, _, path in listed}


def _ask(folder: Path, top: Path | None, *arguments: str, data: str = "", may_fail: bool = False) -> str:
    """Return what git answers."""
    try:
        asked = subprocess.run(
            git.command(folder, *arguments),
            env=git.committing(top),
            input=data.encode("utf-8", "surrogateescape"),
            capture_output=True,
        )
    except OSError:
        raise Refusal("--staged spørger git, og git findes ikke på maskinen.", "--staged needs git, which is missing.") from None
    if asked.returncode and not may_fail:
        raise _silent(folder, asked.stderr.decode("utf-8", "replace").strip())
    return asked.stdout.decode("utf-8", "surrogateescape")


def _silent(folder: Path, said: str) -> Refusal:
    return Refusal(
        f"--staged spørger git, hvad der er tilføjet til næste commit, og git kan ikke svare for mappen {folder}.",
        f"--staged asks git what is about to be committed, and git cannot tell: {said}",
    )


def name(staged: Staged, path: str) -> str:
    """Return a path as findings have it: from the project folder, its letters composed (NFC)."""
    whole = files.printable(unicodedata.normalize("NFC", path))
    return posixpath.relpath(whole, staged.project) if staged.project else whole


def inputs(staged: Staged, tree: Tree, opened: Callable[[str], bool], templates: bool, known: Inputs | None = None) -> Inputs:
    """Return what a build of a tree is made of, as `files.read` returns it of the disk.

    Attachments that `opened` (given the path in git) does not name are there, and nothing is known of them. Without `templates`
    no template is read. `known` holds what is staged, of which the files that are the same in the tree are taken.
    """
    findings: list[Finding] = []
    placed: dict[str, str] = {}
    for path, (mode, _) in sorted(tree.items()):
        shown = name(staged, path)
        first, *more = shown.split("/")
        if first not in FOLDERS or not more or any(map(files.is_ignored, more)) or (first == "templates" and not templates):
            continue
        if files.printable(path) != path:
            findings.append(files.unreadable(shown, "name"))
        elif mode in (LINK, MODULE):
            findings.append(files.unreadable(shown, "link" if mode == LINK else "special"))
        elif shown in placed:
            findings.append(Finding("SG209", arguments={"address": shown, "other_path": shown}, path=shown))
        else:
            placed[shown] = path
    attached = {shown: path for shown, path in placed.items() if shown.startswith("content/attachments/")}
    same = {shown for shown, path in placed.items() if known and tree[path] == staged.files.get(path)}
    texts = {shown: known.files[shown] for shown in same if known and shown in known.files}
    contents = {shown: known.attachments[shown] for shown in same if known and shown in known.attachments}
    contents |= {shown: Contents(0) for shown, path in attached.items() if shown not in contents and not opened(path)}
    wanted = {shown: tree[path][1] for shown, path in placed.items() if shown not in texts and shown not in contents}
    texts |= dict(_texts(staged.top, {shown: blob for shown, blob in wanted.items() if shown not in attached}))
    contents |= _contents(staged.top, {shown: blob for shown, blob in wanted.items() if shown in attached})
    findings += [files.unreadable(shown, "git: missing") for shown in wanted if shown not in texts and shown not in contents]
    order = {**_bundled(), **texts} if templates else texts
    return Inputs(dict(sorted(order.items())), dict(sorted(contents.items())), tuple(findings))


def _bundled() -> dict[str, bytes]:
    """Return the templates that come with the program."""
    folder = files.bundled_templates()
    return {f"templates/{place.relative_to(folder).as_posix()}": place.read_bytes() for place in folder.rglob("*.*")}


def search(staged: Staged, paths: Iterable[str]) -> dict[str, Contents]:
    """Return what files, named as git has them, say, by path as findings have it; links and the like are left out."""
    plain = [path for path in paths if staged.files.get(path, (MODULE, ""))[0] not in (LINK, MODULE)]
    return _contents(staged.top, {name(staged, path): staged.files[path][1] for path in plain})


def made_up(staged: Staged, paths: Iterable[str]) -> frozenset[str]:
    """Return those of the files, named as git has them, that .gitattributes in the index says hold nobody's personal numbers."""
    asked = "".join(f"{path}\0" for path in paths)
    said = _ask(staged.top, staged.top, "check-attr", "--cached", "-z", "--stdin", MADE_UP, data=asked).split("\0")
    return frozenset(path for path, value in zip(said[::3], said[2::3], strict=False) if value == "set")


def _texts(top: Path, wanted: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that git has the contents of, no more of each than is read of the disk."""
    for shown, data, _ in _blobs(top, wanted):
        if data is not None:
            yield shown, data[: files.TEXT_LIMIT]


def _contents(top: Path, wanted: Mapping[str, str]) -> dict[str, Contents]:
    """Return what files say; those that git does not have the contents of are left out."""
    found: dict[str, Contents] = {}
    read = 0
    for shown, data, size in _blobs(top, wanted):
        found[shown] = attachments.unread(size) if data is None else attachments.read(data, shown.rpartition(".")[2].lower())
        read += size
        if read > enclosures.TIDY:
            read = 0
            gc.collect()  # the command line has switched it off
    return found


def _blobs(top: Path, wanted: Mapping[str, str]) -> Iterator[tuple[str, bytes | None, int]]:
    """Yield contents by path, from one process, with their size: None where they are too large to hold, nothing where missing.

    Raises Refusal where git ends before all is told: what is not seen is not judged, and a commit is for ever.
    """
    if not wanted:
        return
    with tempfile.TemporaryFile() as asked:  # a pipe would be full before git has answered
        asked.write("".join(f"{blob}\n" for blob in wanted.values()).encode("ascii"))
        asked.seek(0)
        command = git.command(top, "cat-file", "--batch")
        with subprocess.Popen(command, env=git.committing(top), stdin=asked, stdout=subprocess.PIPE) as process:
            assert process.stdout
            for shown in wanted:
                told = process.stdout.readline().split()
                if told[1:] == [b"missing"]:
                    continue
                if len(told) != 3:
                    raise _silent(top, "cat-file")
                size = int(told[2])
                data = process.stdout.read(size + 1)[:-1] if size <= attachments.LARGEST else None
                left = size + 1 if data is None else size - len(data)
                while left and (part := process.stdout.read(min(left, 1 << 20))):
                    left -= len(part)
                if left:
                    raise _silent(top, "cat-file")
                yield shown, data, size
