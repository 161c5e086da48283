"""From what commits did to what became of each file: git's log, read, and folded over branches and merges."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

from sitegen.calendar import COPENHAGEN
from sitegen.evidence import Record, Revision

# --- the log, as `git log --raw -z` writes it


class Change(NamedTuple):
    """What a commit did to a file against its first parent: `A`, `M`, `D` or `R` (from `source`); blobs before and after.

    Paths are from the repository's root, in NFC. Named tuples here, for there are many and a cache writes them as lists.
    """

    kind: str
    path: str
    before: str
    blob: str
    source: str


class Commit(NamedTuple):
    """A commit: its full name, its parents, the earlier of the author's and the committer's time, what it changed."""

    name: str
    parents: tuple[str, ...]
    moment: int
    changes: tuple[Change, ...]


MARK = b"\x02"  # begins a commit: its format is LOG_FORMAT
LOG_FORMAT = "tformat:%x02%H %at %ct %P"
FOLDER = b"content/"  # what is outside any such folder is left out
LAST_MOMENT = 32_503_680_000  # the year 3000: a clock gone wild must not stop anybody


def read_log(chunks: Iterable[bytes]) -> Iterator[Commit]:
    """Yield the commits of `git log -z --raw --no-abbrev --format=LOG_FORMAT`; ValueError where it is something else or cut."""
    tokens = _tokens(chunks)
    head: list[bytes] = []
    changes: list[Change] = []
    for token in tokens:
        token = token.lstrip(b"\n")
        if token.startswith(MARK):
            if head:
                yield _commit(head, changes)
            head, changes = token[1:].split(b" "), []
        elif token.startswith(b":") and head:
            change = _change(token, tokens)
            if change:
                changes.append(change)
        elif token:
            raise ValueError(token)
    if head:
        yield _commit(head, changes)


def _tokens(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest.strip(b"\n"):
        raise ValueError("the log is cut short")


def _commit(head: list[bytes], changes: list[Change]) -> Commit:
    name, written, committed, *parents = [part.decode("ascii") for part in head]
    known = [int(moment) for moment in (written, committed) if moment]
    moment = max(0, min(*known, LAST_MOMENT)) if known else 0
    return Commit(name, tuple(parent for parent in parents if parent), moment, tuple(changes))


def _change(token: bytes, tokens: Iterator[bytes]) -> Change | None:
    """Read one change; links and submodules are no files, so to become one is to go away, and the other way round."""
    old_mode, new_mode, old, new, status = token[1:].decode("ascii").split(" ")
    if not status:
        raise ValueError(token)
    names = [next(tokens, b"") for _ in range(2 if status[0] in "RC" else 1)]
    if not names[-1]:
        raise ValueError("the log is cut short")
    if not any(FOLDER in name for name in names):
        return None
    source, path = _name(names[0]), _name(names[-1])
    before, after = (mode.startswith("100") for mode in (old_mode, new_mode))
    if not before and not after:
        return None
    if not after:
        return Change("D", source, old, "", "")
    if not before or status[0] == "C":
        return Change("A", path, "", new, "")
    if source != path:
        return Change("R", path, old, new, source)
    return Change("M", path, old, new, "")


def _name(raw: bytes) -> str:
    return unicodedata.normalize("NFC", raw.decode("utf-8", "surrogateescape"))


# --- folding: from what commits did to what became of each file

MANY = 20  # a commit that adds more documents than this brought them from somewhere
NAME = r"(?!\.|~\$)[^/\udc80-\udcff]+"  # of what is read as content
DOCUMENT = re.compile(rf"content/(?:agendas|minutes)/{NAME}\.md")
PAGE = re.compile(rf"content/(?:agendas|minutes|mandates|pages)/{NAME}\.md")
KNOWN = re.compile(rf"{PAGE.pattern}|content/meetings/{NAME}\.ya?ml|content/(?:organisation|site)\.yml")
SHARDS = 256  # states of neighbouring commits share all shards but the few that a commit touches
Key = tuple[int, int, str]  # the order of commits: no parent comes after its child, however clocks went


@dataclass(slots=True, eq=False)
class _Node:
    """A file as some commit left it, and what it came from; no blob: it was taken away, and what it was is kept."""

    number: int
    blob: str
    parents: tuple["_Node", ...]
    revision: tuple[Key, Revision] | None = None


_State = list[dict[str, _Node]]


@dataclass(frozen=True, slots=True)
class Gone:
    """A path that the archive's last state has no file at: the blob last there, when and by what it went, and where it is now."""

    path: str
    blob: str
    day: date
    commit: str
    moved_to: str | None


@dataclass(slots=True)
class _Leave:
    """A file leaving its path; the last one counts, but less where a merge may only repeat what a branch did before."""

    rank: tuple[bool, Key]
    blob: str
    commit: Commit
    heir: _Node | None


@dataclass(slots=True)
class _Fold:
    """What folding has come to: the number of nodes made, the commits that brought files from elsewhere, files that left."""

    prefix: str
    nodes: int = 0
    imports: set[str] = field(default_factory=set)
    leaves: dict[str, _Leave] = field(default_factory=dict)

    def node(self, blob: str, parents: Sequence[_Node], revision: tuple[Key, Revision] | None = None) -> _Node:
        """Return a node on these; where it adds nothing to a single one, that one."""
        kept = _latest(parents)
        if revision is None and len(kept) == 1 and kept[0].blob == blob:
            return kept[0]
        self.nodes += 1
        return _Node(self.nodes, blob, kept, revision)

    def left(self, path: str, leave: _Leave) -> None:
        """Note that a file left its path, where that counts for more than what is noted."""
        if path not in self.leaves or self.leaves[path].rank < leave.rank:
            self.leaves[path] = leave


def fold(commits: Sequence[Commit], prefix: str = "") -> tuple[dict[str, Record], tuple[Gone, ...]]:
    """Return the records of a project's files, and the pages that are gone, in the last commit's state.

    `commits` are all that lead to the last one, parents first; the order is else of no matter. `prefix` is the project's
    folder in the repository (`""` or `…/`). States are kept per commit, so that what happened on one branch never touches
    another before they are merged. A merge brings a revision of its own only to a file that differs from all its parents; a
    path's revisions on all branches, and from before it was taken away, are its own.
    """
    made = _Fold(prefix)
    waiting = Counter(parent for commit in commits for parent in commit.parents)
    states: dict[str, _State] = {}
    order: dict[str, tuple[int, int]] = {}
    state: _State = [{} for _ in range(SHARDS)]
    for commit in commits:
        before = [order[parent] for parent in commit.parents]
        when = order[commit.name] = (
            max(commit.moment, *(moment for moment, _ in before), 0),
            1 + max((depth for _, depth in before), default=0),
        )
        parents = [states[parent] for parent in commit.parents]
        state = _after(made, commit, (*when, commit.name), parents or [[{} for _ in range(SHARDS)]])
        states[commit.name] = state
        for parent in commit.parents:
            waiting[parent] -= 1
            if not waiting[parent]:
                states.pop(parent, None)
    return _told(made, state)


def _at(state: _State, path: str) -> _Node | None:
    return state[hash(path) % SHARDS].get(path)


def _after(made: _Fold, commit: Commit, key: Key, parents: Sequence[_State]) -> _State:
    """Return the state after a commit, from those of its parents."""
    own, *others = parents
    updates: dict[str, _Node] = {}
    added = 0
    for change in commit.changes:
        left = change.source or (change.path if change.kind == "D" else "")
        if left:
            known = [node for state in parents if (node := _at(state, left))]
            updates[left] = made.node("", known)
    for change in commit.changes:
        heir = None
        if change.kind != "D":
            heir, is_new = _arrived(made, commit, key, change, own, others)
            updates[change.path] = heir
            added += is_new and DOCUMENT.fullmatch(relative(change.path, made.prefix)) is not None
        left = change.source or (change.path if change.kind == "D" else "")
        if left:
            first = all((node := _at(state, left)) and node.blob for state in others)
            made.left(left, _Leave((first, key), change.before, commit, heir))
    if not commit.parents or added > MANY:
        made.imports.add(commit.name)
    for other in others:
        _join(made, commit, key, own, other, updates)
    if not updates:
        return own
    state = own.copy()
    for path, node in updates.items():
        shard = hash(path) % SHARDS
        if state[shard] is own[shard]:
            state[shard] = own[shard].copy()
        state[shard][path] = node
    for other in others:  # what has become the same is shared again, or every later merge would look through it
        for shard in {hash(path) % SHARDS for path in updates}:
            if state[shard] == other[shard]:
                state[shard] = other[shard]
    return state


def _arrived(made: _Fold, commit: Commit, key: Key, change: Change, own: _State, others: Sequence[_State]) -> tuple[_Node, bool]:
    """Return the file that a change leaves at its path, and whether it is new to the archive."""
    theirs = [node for state in others if (node := _at(state, change.path))] if others else []
    mine = [node] if change.kind != "R" and (node := _at(own, change.path)) else []
    if any(node.blob == change.blob for node in theirs):
        return made.node(change.blob, theirs + mine), False
    if change.kind == "R":
        came = [node for state in (own, *others) if (node := _at(state, change.source))]
    elif others and mine and not any(node.blob for node in theirs):  # may have had an earlier name where it was changed
        names = {f"{made.prefix}{one.revision[1].path}" for one in _past(mine[0]) if one.revision}
        came = [node for state in others for name in sorted(names) if (node := _at(state, name)) and node.blob]
    else:
        came = []
    here = any(node.blob for node in theirs + mine)
    kind: Literal["added", "changed", "renamed"] = "changed" if here else "renamed" if came else "added"
    revision = Revision(_day(commit.moment), commit.name[:SHORT], kind, relative(change.path, made.prefix))
    return made.node(change.blob, theirs + mine + came, (key, revision)), kind == "added"


def _join(made: _Fold, commit: Commit, key: Key, own: _State, other: _State, updates: dict[str, _Node]) -> None:
    """Add to what a merge left alone what another parent knows of the same paths."""
    for mine, theirs in zip(own, other, strict=True):
        if mine is theirs:
            continue
        for path, node in theirs.items():
            here = updates.get(path) or mine.get(path)
            if here is not node:
                joined = made.node(here.blob, (here, node)) if here else made.node("", (node,))
                if joined is not here:
                    updates[path] = joined
                if node.blob and not joined.blob:
                    made.left(path, _Leave((False, key), node.blob, commit, None))


def _latest(nodes: Sequence[_Node]) -> tuple[_Node, ...]:
    """Return the nodes without those that others of them come from."""
    if len(nodes) < 2:
        return tuple(nodes)
    unique = tuple(dict.fromkeys(nodes))
    return tuple(node for node in unique if not any(node is not other and _leads_to(node, other) for other in unique))


def _leads_to(node: _Node, later: _Node) -> bool:
    seen = {later}
    waiting = [later]
    while waiting:
        for parent in waiting.pop().parents:
            if parent is node:
                return True
            if parent.number > node.number and parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return False


def _told(made: _Fold, state: _State) -> tuple[dict[str, Record], tuple[Gone, ...]]:
    """Return the records of the last state's files, and the pages that left and are not there any more."""
    inside = f"{made.prefix}content/"
    here = {
        path.removeprefix(made.prefix): node
        for shard in state
        for path, node in shard.items()
        if node.blob and path.startswith(inside)
    }
    files = {path: here[path] for path in sorted(here) if KNOWN.fullmatch(path)}
    heirs = {leave.heir for leave in made.leaves.values() if leave.heir}
    moved: dict[_Node, tuple[bool, str]] = {}
    records = {}
    for path, node in files.items():
        past = _past(node)
        found = sorted({one.revision for one in past if one.revision}, key=lambda pair: (pair[0], pair[1].path))
        records[path] = Record(tuple(revision for _, revision in found), found[0][0][2] in made.imports)
        for one, again in past.items():
            if one in heirs:
                moved[one] = min(moved.get(one, (again, path)), (again, path))
    gone = []
    for full, leave in sorted(made.leaves.items()):
        path = full.removeprefix(made.prefix)
        if full.startswith(inside) and PAGE.fullmatch(path) and path not in here:
            heir = moved.get(leave.heir) if leave.heir else None
            gone.append(Gone(path, leave.blob, _day(leave.commit.moment), leave.commit.name[:SHORT], heir[1] if heir else None))
    return records, tuple(gone)


def _past(node: _Node) -> dict[_Node, bool]:
    """Return all that a file comes from, and of each whether it is so only by a path that was empty in between."""
    found = {node: False}
    waiting = [(node, False)]
    while waiting:
        one, again = waiting.pop()
        for parent in one.parents:
            through = again or not parent.blob
            if parent not in found or (found[parent] and not through):
                found[parent] = through
                waiting.append((parent, through))
    return found


def relative(path: str, prefix: str) -> str:
    """Return a path as the project sees it, also from before the project's folder was moved: from `content/` on."""
    if path.startswith(f"{prefix}content/"):
        return path[len(prefix) :]
    at = f"/{path}".rfind("/content/")
    return path[at:] if at >= 0 else path


SHORT = 10  # characters of a commit's name that are shown: the same in every clone, as git's own shortening is not


def _day(moment: int) -> date:
    return datetime.fromtimestamp(moment, COPENHAGEN).date()
