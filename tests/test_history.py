"""What git says of content, asked of real repositories: branches, renames, what is gone, what cannot be known, the cache."""

import json
import os
import random
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from benchmarks import history as made_up
from sitegen import git, history
from sitegen.evidence import History
from sitegen.history import read, state

BODY = "".join(f"Linje {number} af en dagsorden.\n" for number in range(20))
X, Y, Z = (f"content/agendas/2026-03-12-{name}.md" for name in "xyz")


class Repository:
    """A repository with a project in it: every commit a day after the last, from 2 January 2026 on."""

    def __init__(self, folder: Path, project: str = "") -> None:
        self.folder, self.root, self.day = folder, folder / project, 1
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.commit({"content/site.yml": "title: x\n"})

    def git(self, *arguments: str, data: bytes | None = None, check: bool = True, **more: str) -> str:
        when = f"2026-01-{self.day:02}T12:00:00Z"
        people = {f"GIT_{who}_{what}": "nn@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        environment = {**os.environ, **people, **dates, "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C", **more}
        command = ["git", "-C", str(self.folder), *arguments]
        return subprocess.run(command, env=environment, input=data, capture_output=True, check=check).stdout.decode().strip()

    def write(self, files: dict[str, str | None]) -> None:
        for path, text in files.items():
            place = self.root / path
            if text is None:
                place.unlink()
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")

    def commit(self, files: dict[str, str | None], **more: str) -> str:
        """Commit files changed or, with None, taken away; return the commit's short name."""
        self.day += 1
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x", **more)
        return self.git("rev-parse", "HEAD")[:10]

    def merge(self, *branches: str, files: dict[str, str | None] | None = None) -> str:
        """Merge branches; with `files`, what they say goes, conflicts and all."""
        self.day += 1
        if files is None:
            self.git("merge", "-q", "--no-ff", "-m", "x", *branches)
        else:
            self.git("merge", "-q", "--no-ff", "--no-commit", *branches, check=False)  # conflicts are for `files` to settle
            self.write(files)
            self.git("add", "-A")
            self.git("commit", "-q", "-m", "x")
        return self.git("rev-parse", "HEAD")[:10]

    def branch(self, name: str, start: str = "HEAD") -> None:
        self.git("checkout", "-q", "-b", name, start)

    def to(self, name: str) -> None:
        self.git("checkout", "-q", name)

    def read(self, cache: Path | None = None) -> History:
        found = read(self.root, cache)
        assert found.archive == "full"
        return found

    def days(self, path: str) -> list[int]:
        return [revision.day.day for revision in self.read().records[path].revisions]

    def kinds(self, path: str) -> list[tuple[str, str]]:
        return [(revision.kind, revision.path) for revision in self.read().records[path].revisions]

    def vacated(self) -> list[tuple[str, int, str | None]]:
        return [(one.path, one.day.day, one.moved_to) for one in self.read().vacated]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "arkiv")


# --- revisions


def test_a_file_has_its_days(repository: Repository) -> None:
    first = repository.commit({X: BODY})
    repository.commit({Y: "andet"})
    last = repository.commit({X: BODY + "mere"})
    record = repository.read().records[X]
    assert [(one.day, one.commit, one.kind, one.path) for one in record.revisions] == [
        (date(2026, 1, 3), first, "added", X),
        (date(2026, 1, 5), last, "changed", X),
    ]
    assert repository.read().first(X) == date(2026, 1, 3) and repository.vacated() == []
    assert repository.read().first("content/site.yml") is None  # it came with the repository


def test_the_earlier_of_both_dates_counts(repository: Repository) -> None:
    repository.commit({X: BODY}, GIT_AUTHOR_DATE="2025-12-31T23:30:00Z")  # New Year in Copenhagen
    repository.commit({Y: BODY}, GIT_COMMITTER_DATE="2025-11-01T12:00:00Z")
    found = repository.read()
    assert found.first(X) == date(2026, 1, 1) and found.first(Y) == date(2025, 11, 1)


def test_renames_are_followed(repository: Repository) -> None:
    repository.commit({X: BODY})
    repository.commit({X: None, Y: BODY})
    repository.commit({Y: None, Z: BODY + "Rettet.\n"})
    assert repository.kinds(Z) == [("added", X), ("renamed", Y), ("renamed", Z)]
    assert repository.vacated() == [(X, 4, Z), (Y, 5, Z)]
    assert [one.contents.decode() for one in repository.read().vacated] == [BODY, BODY]


def test_a_copy_is_new_and_another_case_is_another_path(repository: Repository) -> None:
    repository.commit({X: BODY})
    repository.commit({Y: BODY})
    repository.commit({Y: None, Y.upper().replace("CONTENT/AGENDAS", "content/agendas").replace("MD", "md"): BODY})
    upper = "content/agendas/2026-03-12-Y.md"
    assert repository.kinds(upper) == [("added", Y), ("renamed", upper)]
    assert repository.kinds(X) == [("added", X)] and repository.vacated() == [(Y, 5, upper)]


def test_deleted_then_put_back(repository: Repository) -> None:
    repository.commit({X: BODY})
    gone = repository.commit({X: None})
    assert repository.vacated() == [(X, 4, None)]
    repository.day += 1
    repository.git("revert", "--no-edit", gone)
    assert repository.days(X) == [3, 5] and repository.vacated() == []


# --- branches


def test_a_merge_replays_nothing(repository: Repository) -> None:
    repository.commit({X: BODY})
    repository.branch("gren")
    repository.commit({Y: "gren", X: BODY + "gren"})
    repository.to("main")
    repository.commit({Z: "main"})
    repository.merge("gren")
    assert (repository.days(X), repository.days(Y), repository.days(Z)) == ([3, 4], [4], [5])


def test_main_merged_into_a_branch_and_fast_forwarded(repository: Repository) -> None:
    repository.branch("gren")
    repository.commit({X: "gren"})
    repository.to("main")
    repository.commit({Y: "main"})
    repository.to("gren")
    repository.merge("main")
    repository.to("main")
    repository.git("merge", "-q", "--ff-only", "gren")
    assert (repository.days(X), repository.days(Y)) == ([3], [4])


def test_criss_cross(repository: Repository) -> None:
    repository.branch("gren")
    repository.commit({X: BODY})
    repository.to("main")
    repository.commit({Y: BODY.upper()})
    repository.branch("gren2", "gren")
    repository.merge("main")
    repository.to("main")
    repository.merge("gren")
    repository.commit({X: BODY + "mere\n"})
    repository.merge("gren2")
    assert (repository.days(X), repository.days(Y)) == ([3, 7], [4])


def test_octopus(repository: Repository) -> None:
    for name in "xyz":
        repository.branch(name, "main")
        repository.commit({f"content/pages/{name}.md": name})
    repository.to("main")
    repository.merge("x", "y", "z")
    assert [repository.days(f"content/pages/{name}.md") for name in "xyz"] == [[3], [4], [5]]


def test_a_merge_that_does_more(repository: Repository) -> None:
    repository.commit({X: BODY})
    repository.branch("gren")
    repository.commit({Y: "gren\n"})
    repository.to("main")
    repository.commit({"content/pages/om.md": "main\n"})
    name = repository.merge("gren", files={Z: "kun her\n", X: None, Y: "begge\n"})
    assert (repository.days(Z), repository.days(Y)) == ([6], [4, 6])
    assert [(one.path, one.commit, one.contents.decode()) for one in repository.read().vacated] == [(X, name, BODY)]


def test_renamed_in_a_merge(repository: Repository) -> None:
    repository.commit({X: BODY})
    repository.branch("gren")
    repository.commit({Z: "gren\n"})
    repository.to("main")
    repository.commit({"content/pages/om.md": "main\n"})
    repository.merge("gren", files={X: None, Y: BODY})
    assert repository.kinds(Y) == [("added", X), ("renamed", Y)] and repository.vacated() == [(X, 6, Y)]


@pytest.mark.parametrize("stays", [True, False])
def test_deleted_on_one_branch_and_changed_on_another(repository: Repository, stays: bool) -> None:
    repository.commit({X: BODY})
    repository.branch("gren")
    repository.commit({X: None})
    repository.to("main")
    repository.commit({X: BODY + "mere\n"})
    repository.merge("gren", files={X: BODY + "mere\n" if stays else None})
    if stays:
        assert repository.days(X) == [3, 5] and repository.vacated() == []
    else:
        assert repository.vacated() == [(X, 4, None)]


@pytest.mark.parametrize("turned", [False, True])
def test_renamed_on_one_branch_and_changed_on_another(repository: Repository, turned: bool) -> None:
    repository.commit({X: BODY})
    repository.branch("gren")
    repository.commit({X: None, Y: BODY})
    repository.to("main")
    repository.commit({X: BODY + "mere\n"})
    if turned:
        repository.to("gren")
    repository.merge("main" if turned else "gren")
    assert repository.days(Y)[:3] == [3, 4, 5] and repository.vacated() == [(X, 4, Y)]


# --- what is gone


def test_what_stands_on_the_disk_is_not_gone(repository: Repository) -> None:
    repository.commit({X: BODY, Y: "andet"})
    repository.commit({X: None, Y: None, Z: BODY})
    repository.write({X: "lagt tilbage, ikke gemt i arkivet"})
    assert repository.vacated() == [(Y, 4, None)]
    repository.write({X: None, Z: None})
    assert repository.vacated() == [(X, 4, None), (Y, 4, None)]  # nor is the file that it moved to there


def test_only_pages_are_gone_and_never_too_many(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, str | None] = {f"content/pages/{number}.md": str(number) for number in range(4)}
    others: dict[str, str | None] = {"content/meetings/2026.yml": "a", "content/attachments/a/b.md": "b", "README.md": "c"}
    repository.commit({**files, **others})
    repository.commit(dict.fromkeys([*files, *others]))
    assert [path for path, _, _ in repository.vacated()] == list(files)
    monkeypatch.setattr(history, "MOST_VACATED", 3)
    assert repository.vacated() == []


def test_contents_that_are_missing_are_left_out(repository: Repository) -> None:
    repository.commit({X: "et", Y: "to"})
    blob = repository.git("rev-parse", f"HEAD:{X}")
    repository.commit({X: None, Y: None})
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert [(one.path, one.contents) for one in repository.read().vacated] == [(Y, b"to")]


# --- names and places


def test_names_are_composed(repository: Repository) -> None:
    decomposed = unicodedata.normalize("NFD", "content/pages/Årsmøde på Læsø.md")
    repository.commit({decomposed: BODY})
    repository.commit({'content/pages/"to\nlinjer".md': "x"})
    composed = unicodedata.normalize("NFC", decomposed)
    assert repository.days(composed) == [3] and 'content/pages/"to\nlinjer".md' in repository.read().records
    repository.commit({decomposed: None, composed: BODY})
    assert repository.days(composed) == [3, 5] and repository.vacated() == []


def test_a_project_in_a_folder_a_worktree_and_after_a_move(tmp_path: Path) -> None:
    inner = Repository(tmp_path / "a", "projekter/nørd [x]")
    inner.commit({X: BODY})
    inner.commit({X: None, Y: BODY})
    assert inner.days(Y) == [3, 4] and inner.vacated() == [(X, 4, Y)]
    assert read(inner.folder, None) == History("full")
    inner.git("worktree", "add", "-q", str(tmp_path / "b"))
    assert read(tmp_path / "b" / "projekter" / "nørd [x]", None) == inner.read()
    inner.day += 1
    inner.git("mv", "projekter/nørd [x]", "ny")
    inner.git("commit", "-q", "-m", "x")
    moved = read(inner.folder / "ny", None)
    assert [(one.day.day, one.path) for one in moved.records[Y].revisions] == [(3, X), (4, Y), (5, Y)]


def test_a_repository_around_it_that_does_not_track_it(repository: Repository, root: Path) -> None:
    (repository.folder / ".gitignore").write_text("/inde/\n")
    repository.commit({})
    shutil.copytree(root, repository.folder / "inde")
    found = read(repository.folder / "inde", None)
    assert found == History("full") and found.why_unknown(X) == "uncommitted"


# --- what cannot be known


def test_no_repository_and_no_commit(tmp_path: Path) -> None:
    assert read(tmp_path, tmp_path / "cache.json") == History("none")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert read(tmp_path, tmp_path / "cache.json") == History("none") and not (tmp_path / "cache.json").exists()


def test_a_shallow_clone(repository: Repository, tmp_path: Path) -> None:
    repository.commit({X: BODY})
    repository.git("clone", "-q", "--depth", "1", repository.folder.as_uri(), str(tmp_path / "kort"))
    assert read(tmp_path / "kort", tmp_path / "cache.json") == History("shallow") and not (tmp_path / "cache.json").exists()


@pytest.mark.parametrize("renamed", [False, True])
def test_a_partial_clone_fetches_nothing(repository: Repository, tmp_path: Path, renamed: bool) -> None:
    """Whether a file was renamed and changed at once, only contents could tell that are not here."""
    repository.commit({X: BODY})
    repository.commit({X: None, Y: BODY + "mere\n"} if renamed else {X: None})
    repository.commit({Y: "andet"})
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "delvis"
    repository.git("clone", "-q", "--filter=blob:none", repository.folder.as_uri(), str(clone))
    before = sorted((clone / ".git").rglob("*"))
    found = read(clone, None)
    assert sorted((clone / ".git").rglob("*")) == before
    if renamed:
        assert found == History("unreadable")
    else:
        assert found.archive == "full" and found.first(Y) == date(2026, 1, 5) and found.vacated == ()


def _script(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\n{text}\n")
    (folder / "git").chmod(0o755)


@pytest.mark.parametrize(
    "script",
    [
        None,
        "echo \"fatal: detected dubious ownership in repository at '/x'\" >&2; exit 128",
        'printf -- "--is-shallow-repository\\n\\n%040d\\n%040d\\n" 0 0',  # a git that does not know the question
        'printf "false\\n\\n%040d\\n%040d\\n" 0 0',  # and then says something else than a log
        'case "$*" in *rev-parse*) printf "false\\n\\n%040d\\n%040d\\n" 0 0;; esac',  # or nothing
        "kill -9 $$",
    ],
)
def test_a_git_that_is_of_no_use(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
) -> None:
    if script:
        _script(tmp_path / "bin", script)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert read(repository.root, tmp_path / "cache.json") == History("unreadable")
    if script is None:
        assert read(tmp_path, None) == History("none")
    assert not (tmp_path / "cache.json").exists()


def test_a_damaged_repository(repository: Repository) -> None:
    repository.commit({X: BODY})
    name = repository.git("rev-parse", "HEAD^")
    (repository.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()
    assert read(repository.root, None) == History("unreadable")


# --- nobody's settings


def test_settings_and_surroundings_change_nothing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({X: BODY, "content/pages/Læsø.md": "ø"})
    repository.commit({X: None, Y: BODY + "mere\n"})
    plain = repository.read()
    ran = tmp_path / "ran"
    _script(tmp_path / "bin", f"touch {ran}")
    program = str(tmp_path / "bin" / "git")
    for name, value in {
        "diff.renames": "false",
        "diff.relative": "true",
        "diff.orderFile": str(tmp_path / "none"),
        "diff.external": program,
        "diff.noprefix": "true",
        "log.showRoot": "false",
        "log.showSignature": "true",
        "log.follow": "true",
        "log.decorate": "full",
        "log.diffMerges": "separate",
        "core.fsmonitor": program,
        "core.pager": program,
        "color.ui": "always",
        "format.pretty": "fuller",
        "core.abbrev": "5",
    }.items():
        repository.git("config", name, value)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_INDEX_FILE", "none")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", program)
    monkeypatch.setenv("GIT_TRACE", "1")
    monkeypatch.setenv("GIT_PAGER", program)
    assert read(repository.root, None) == plain and len(plain.records) == 3 and not ran.exists()


# --- the cache


def _asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which of git's commands are run from now on."""
    asked: list[str] = []
    command = git.command

    def noted(root: Path, *arguments: str) -> list[str]:
        asked.append(" ".join(one for one in arguments if one in {"rev-parse", "log", "merge-base", "cat-file"} or one[0] == "^"))
        return command(root, *arguments)

    monkeypatch.setattr(git, "command", noted)
    return asked


def test_only_what_is_new_is_read(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "ny" / "history.json"
    repository.commit({X: BODY})
    asked = _asked(monkeypatch)
    first = repository.read(cache)
    assert asked == ["rev-parse", "log"] and [place.name for place in cache.parent.iterdir()] == ["history.json"]
    assert repository.read(cache) == first and asked[2:] == ["rev-parse"]
    before = repository.git("rev-parse", "HEAD")
    repository.commit({X: None, Y: BODY})
    assert repository.read(cache) == repository.read() and asked[3:6] == ["rev-parse", "merge-base", f"log ^{before}"]
    repository.git("reset", "-q", "--hard", "HEAD^")
    repository.commit({Z: BODY})
    del asked[:]
    found = repository.read(cache)
    assert asked == ["rev-parse", "merge-base", "log"] and found == repository.read()


def _bent(cache: Path, number: int) -> bytes:
    lines = cache.read_bytes().split(b"\n")
    lines[number] = lines[number].replace(b"2026", b"2027")
    return b"\n".join(lines)


@pytest.mark.parametrize(
    "bend",
    [
        lambda cache: b"",
        lambda cache: b"[]\n[]\n[]",
        lambda cache: b"{}",
        lambda cache: b"\xff\xfe\n\n",
        lambda cache: b"[" * 100_000 + b"\n\n",
        lambda cache: cache.read_bytes()[:-10],
        lambda cache: cache.read_bytes()[:300],
        lambda cache: cache.read_bytes() + b"\n",
        lambda cache: _bent(cache, 1),
        lambda cache: _bent(cache, 2),
        lambda cache: cache.read_bytes().replace(b'"by": "', b'"by": "0'),
        lambda cache: cache.read_bytes().replace(b'"head": "', b'"head": "--'),
        lambda cache: cache.read_bytes().replace(b'"prefix": ""', b'"prefix": "a/"'),
    ],
)
@pytest.mark.parametrize("newer", [False, True])
def test_a_bad_cache_is_none(repository: Repository, tmp_path: Path, bend: Callable[[Path], bytes], newer: bool) -> None:
    cache = tmp_path / "history.json"
    repository.commit({X: BODY})
    repository.read(cache)
    good = cache.read_bytes()
    cache.write_bytes(bend(cache))
    if newer:
        repository.commit({X: None, Y: BODY})
    assert repository.read(cache) == repository.read()
    assert json.loads(cache.read_bytes().split(b"\n")[0])["by"] == history.mark()
    repository.read(tmp_path / "fresh.json")
    assert newer or cache.read_bytes() == good or b'"told"' in cache.read_bytes()


def test_what_another_program_made_of_the_log_is_not_believed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "history.json"
    repository.commit({X: BODY})
    with monkeypatch.context() as older:
        older.setattr(history, "mark", lambda: "an older one")
        older.setattr(history, "fold", lambda commits, prefix: ({}, ()))
        assert repository.read(cache).records == {}
    assert X in repository.read(cache).records


def test_a_cache_that_cannot_be_written_is_no_trouble(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x")
    (tmp_path / "mappe").mkdir()
    for cache in (tmp_path / "fil" / "history.json", tmp_path / "mappe"):
        assert repository.read(cache) == repository.read()
    assert sorted(place.name for place in tmp_path.iterdir()) == ["arkiv", "fil", "mappe"]


def test_a_made_up_repository_is_read_whole(tmp_path: Path) -> None:
    """The one that is measured (benchmarks/history.py), only smaller."""
    made_up.write(tmp_path, 300, 250)
    found = read(tmp_path, tmp_path / "history.json")
    tree = subprocess.run(["git", "-C", str(tmp_path), "ls-tree", "-r", "--name-only", "HEAD"], capture_output=True, text=True)
    assert found.archive == "full" and list(found.records) == sorted(tree.stdout.split()) and len(found.records) > 250
    assert any(one.moved_to for one in found.vacated) and not all(one.moved_to for one in found.vacated)
    assert read(tmp_path, tmp_path / "history.json") == found


def _random(seed: int) -> tuple[bytes, int]:
    """A stream for fast-import of commits of one to three parents each; every commit has a ref of its own number."""
    chance = random.Random(seed)
    names = [f"content/{folder}/{name}.md" for folder in ("agendas", "pages") for name in ("a", "b", "ø")]
    trees: list[dict[str, str]] = []
    lines = []
    count = chance.randint(4, 12)
    for number in range(1, count + 1):
        parents = chance.sample(range(1, number), min(number - 1, chance.choice((1, 1, 2, 3))))
        tree: dict[str, str] = {}
        for path in names:
            text = chance.choice([trees[parent - 1].get(path) for parent in parents] or [None])
            if chance.random() < 0.3:
                text = chance.choice(
                    [None, *(BODY.replace("Linje", word) + str(chance.randrange(3)) for word in ("Punkt", "Sag"))]
                )
            if text:
                tree[path] = text
        trees.append(tree)
        lines += [
            f"commit refs/heads/n{number}",
            f"mark :{number}",
            f"committer n <n@example.org> {chance.randrange(10**9)} +0100",
        ]
        lines += ["data 0", *(f"{'merge' if at else 'from'} :{parent}" for at, parent in enumerate(parents)), "deleteall"]
        for path, text in tree.items():
            lines += [f"M 100644 inline {path}", f"data {len(text.encode())}", text]
    return "\n".join([*lines, ""]).encode(), count


@pytest.mark.parametrize("seed", range(int(os.environ.get("SITEGEN_LONG", "0")) * 200 + 15))
def test_what_is_remembered_comes_to_the_same(repository: Repository, tmp_path: Path, seed: int) -> None:
    """From any commit to any other, with the cache and without; and the files are those of git's own tree."""
    stream, count = _random(seed)
    repository.git("fast-import", "--quiet", data=stream)
    chance = random.Random(seed)
    cache = tmp_path / "history.json"
    for number in (*sorted(chance.sample(range(1, count + 1), 3)), count):
        repository.git("symbolic-ref", "HEAD", f"refs/heads/n{number}")
        found = repository.read(cache)
        again = read(repository.root, cache)
        scratch = read(repository.root, None)
        assert found == again == scratch and list(found.records) == list(again.records) == list(scratch.records)
        tree = repository.git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "HEAD").split("\n")
        assert set(scratch.records) == {path for path in tree if path}
        every = repository.git(
            "-c", "core.quotePath=false", "log", "--format=", "--name-only", "--no-renames", "-m", "--root", "HEAD"
        )
        standing = {path for path in ("content/site.yml",) if (repository.root / path).exists()}
        gone = set(every.split("\n")) - {""} - set(tree) - standing
        assert {one.path for one in scratch.vacated} == (gone if any(tree) else set())  # no content at all: not tracked


# --- by what it is known


def test_the_state_is_another_whenever_what_is_read_is(repository: Repository, tmp_path: Path) -> None:
    known: list[tuple[str, History]] = []

    def look(root: Path = repository.root) -> str:
        known.append((state(root), read(root, None)))
        return known[-1][0]

    first = look()
    repository.write({X: BODY, Z: BODY})
    repository.git("add", "-A")
    assert look() != first  # what stands on the disk is not gone
    repository.commit({})
    look()
    repository.commit({X: None, Y: BODY})
    assert look() == look()
    repository.write({X: BODY})  # back on the disk, and not committed
    look()
    repository.write({X: None, Y: "andet"})
    look()
    (repository.root / Y).unlink()
    look()
    (repository.root / Y).symlink_to("z")
    look()
    repository.git("checkout", "-q", "--", ".")
    repository.git("commit", "-q", "--allow-empty", "-m", "x")
    look()
    repository.git("reset", "-q", "--hard", "HEAD~2")
    look()
    repository.git("mv", "content", "inde")
    look()
    repository.git("commit", "-q", "-m", "x")
    look()
    (repository.root / "ny").mkdir()
    (repository.root / "inde").rename(repository.root / "ny" / "content")
    repository.commit({})
    look()
    look(repository.root / "ny")
    repository.git("clone", "-q", "--depth", "1", repository.folder.as_uri(), str(tmp_path / "kort"))
    look(tmp_path / "kort" / "ny")
    look(tmp_path)
    shutil.rmtree(repository.folder / ".git" / "refs")
    look(repository.root / "ny")
    assert all(one != other or a == b for one, a in known for other, b in known if one)
    assert len({one for one, _ in known}) >= 12 and {"shallow", "none"} < {one for one, _ in known}


def test_two_projects_of_one_repository_have_states_of_their_own(tmp_path: Path) -> None:
    inner = Repository(tmp_path / "a", "projekter/nørd [x]")
    shutil.copytree(inner.root, inner.folder / "anden")
    inner.commit({})
    assert len({state(inner.root), state(inner.folder / "anden"), state(inner.folder)}) == 3
    inner.git("worktree", "add", "-q", str(tmp_path / "b"))
    assert state(tmp_path / "b" / "projekter" / "nørd [x]") == state(inner.root)


def test_no_state_of_what_may_change_unseen(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit({X: BODY})
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.git("clone", "-q", "--filter=blob:none", repository.folder.as_uri(), str(tmp_path / "delvis"))
    repository.git("clone", "-q", "--shared", str(repository.folder), str(tmp_path / "fælles"))
    assert state(repository.root) and not state(tmp_path / "delvis") and not state(tmp_path / "fælles")
    (repository.folder / ".git" / "info" / "grafts").write_text(repository.git("rev-parse", "HEAD") + "\n")
    assert not state(repository.root)
    _script(tmp_path / "bin", "exit 128")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert not state(repository.root)
