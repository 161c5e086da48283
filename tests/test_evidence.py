"""From a log to what became of each file: read in any chunks, folded over any branches, checked against a plain definition."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sitegen.evidence import History, Record, Revision, Vacated, second_day
from sitegen.lineage import Change, Commit, Gone, fold, read_log, relative
from tests.support import built, site

AGENDA = "content/agendas/2026-03-12-nord.md"


def moment(day: str, hour: int = 12) -> int:
    return int(datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=UTC).timestamp())


def commit(name: str, parents: str, day: str, *changes: str) -> Commit:
    """A commit in short: `A path blob`, `M path blob`, `D path blob-before`, `R source path blob`."""
    found = []
    for kind, *rest in (change.split() for change in changes):
        match kind, rest:
            case "D", [path, before]:
                found.append(Change("D", path, before, "", ""))
            case "R", [source, path, blob]:
                found.append(Change("R", path, "before", blob, source))
            case _, [path, blob]:
                found.append(Change(kind, path, "before", blob, ""))
    return Commit(name, tuple(parents.split()), moment(day), tuple(found))


def kinds(record: Record) -> list[tuple[str, str]]:
    return [(revision.commit, revision.kind) for revision in record.revisions]


ROOT = commit("root", "", "2026-01-01", "A content/site.yml s")

# --- reading


def raw(kind: str, *names: str, modes: str = "100644 100644") -> bytes:
    return b"\0".join([f":{modes} {'a' * 40} {'b' * 40} {kind}".encode(), *(name.encode() for name in names), b""])


LOG = (
    b"\x02" + b"c" * 40 + b" 1767225600 1767225601 \0\0\n" + raw("A", AGENDA, modes="000000 100644") + raw("A", "README.md")
    + b"\x02" + b"d" * 40 + b" 20 10 " + b"c" * 40 + b" " + b"e" * 40 + b"\0\0"
    + raw("R087", AGENDA, "content/pages/\x02 ny\n.md")
    + raw("D", "content/pages/væk.md", modes="100644 000000")
    + b"\x02" + b"f" * 40 + b" 99999999999999  \0"
)  # fmt: skip


def test_a_log_is_read_whatever_the_chunks() -> None:
    whole = list(read_log([LOG]))
    assert whole == [
        Commit("c" * 40, (), 1767225600, (Change("A", AGENDA, "", "b" * 40, ""),)),
        Commit(
            "d" * 40,
            ("c" * 40, "e" * 40),
            10,
            (
                Change("R", "content/pages/\x02 ny\n.md", "a" * 40, "b" * 40, AGENDA),
                Change("D", "content/pages/væk.md", "a" * 40, "", ""),
            ),
        ),
        Commit("f" * 40, (), 32_503_680_000, ()),
    ]
    for size in (1, 2, 7, 41, 100):
        assert list(read_log(LOG[at : at + size] for at in range(0, len(LOG), size))) == whole
    assert list(read_log([])) == []


@pytest.mark.parametrize(
    "cut", [LOG[:-1], LOG[:90], LOG[: LOG.index(AGENDA.encode())], b"fatal: bad\0", b":1 2 3\0", LOG + b":\0"]
)
def test_what_is_no_whole_log_is_refused(cut: bytes) -> None:
    with pytest.raises(ValueError):
        list(read_log([cut]))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (raw("T", AGENDA, modes="100644 120000"), ("D", AGENDA)),
        (raw("T", AGENDA, modes="120000 100644"), ("A", AGENDA)),
        (raw("A", AGENDA, modes="000000 120000"), None),
        (raw("A", "content/agendas/modul", modes="000000 160000"), None),
        (raw("M", AGENDA, modes="100644 100755"), ("M", AGENDA)),
        (raw("R100", "content/pages/A\u030a.md", "content/pages/\u00c5.md"), ("M", "content/pages/\u00c5.md")),
        (raw("R100", "udkast.md", AGENDA), ("R", AGENDA)),
        (raw("C100", "content/pages/a.md", AGENDA), ("A", AGENDA)),
    ],
)
def test_links_are_no_files_and_names_are_composed(change: bytes, expected: tuple[str, str] | None) -> None:
    (read,) = read_log([b"\x02" + b"c" * 40 + b" 1 1 \0\0" + change])
    assert [one[:2] for one in read.changes] == ([expected] if expected else [])


# --- folding


def test_revisions_follow_a_file_through_renames() -> None:
    records, gone = fold([
        ROOT,
        commit("one", "root", "2026-01-02", f"A {AGENDA} 1"),
        commit("two", "one", "2026-01-03", f"R {AGENDA} content/agendas/b.md 2"),
        commit("three", "two", "2026-01-04", "M content/agendas/b.md 3"),
        commit("four", "three", "2026-01-05", "R content/agendas/b.md content/agendas/c.md 3"),
    ])  # fmt: skip
    assert kinds(records["content/agendas/c.md"]) == [
        ("one", "added"),
        ("two", "renamed"),
        ("three", "changed"),
        ("four", "renamed"),
    ]
    assert records["content/agendas/c.md"].revisions[0] == Revision(date(2026, 1, 2), "one", "added", AGENDA)
    assert [(one.path, one.moved_to) for one in gone] == [
        (AGENDA, "content/agendas/c.md"),
        ("content/agendas/b.md", "content/agendas/c.md"),
    ]


def test_a_day_is_one_in_copenhagen() -> None:
    late = Commit("late", ("root",), moment("2026-06-30", 22), (Change("A", AGENDA, "", "1", ""),))
    records, _ = fold([ROOT, late])
    assert records[AGENDA].first == date(2026, 7, 1)


def test_what_one_branch_does_is_not_done_on_another() -> None:
    """A file renamed on one branch and changed on the other, in either order of the log, is one file with all four revisions."""
    base = [ROOT, commit("base", "root", "2026-01-02", "A content/pages/x.md 1")]
    renames = commit("renames", "base", "2026-01-03", "R content/pages/x.md content/pages/y.md 1")
    changes = commit("changes", "base", "2026-01-04", "M content/pages/x.md 2")
    merge = commit("merge", "renames changes", "2026-01-05", "M content/pages/y.md 2")
    one = fold([*base, renames, changes, merge])
    assert one == fold([*base, changes, renames, merge])
    assert kinds(one[0]["content/pages/y.md"])[:2] == [("base", "added"), ("renames", "renamed")]
    assert one[1][0].moved_to == "content/pages/y.md"
    other = fold(
        [*base, changes, renames, commit("merge", "changes renames", "2026-01-05", "R content/pages/x.md content/pages/y.md 2")]
    )
    assert [revision.commit for revision in other[0]["content/pages/y.md"].revisions] == ["base", "renames", "changes", "merge"]
    assert other[1][0] == Gone("content/pages/x.md", "before", date(2026, 1, 3), "renames", "content/pages/y.md")


def test_taken_away_and_put_back() -> None:
    log = [
        ROOT,
        commit("add", "root", "2026-01-02", f"A {AGENDA} 1"),
        commit("delete", "add", "2026-01-03", f"D {AGENDA} 1"),
        commit("again", "delete", "2026-01-04", f"A {AGENDA} 2"),
    ]
    records, gone = fold(log[:3])
    assert AGENDA not in records and gone == (Gone(AGENDA, "1", date(2026, 1, 3), "delete", None),)
    records, gone = fold(log)
    assert kinds(records[AGENDA]) == [("add", "added"), ("again", "added")] and gone == ()


def test_a_path_taken_over_by_another_file_leads_to_where_the_first_went() -> None:
    _, gone = fold([
        ROOT,
        commit("add", "root", "2026-01-02", "A content/pages/a.md 1"),
        commit("ab", "add", "2026-01-03", "R content/pages/a.md content/pages/b.md 1"),
        commit("bc", "ab", "2026-01-04", "R content/pages/b.md content/pages/c.md 1"),
        commit("new", "bc", "2026-01-05", "A content/pages/b.md 9"),
    ])  # fmt: skip
    assert [(one.path, one.moved_to) for one in gone] == [("content/pages/a.md", "content/pages/c.md")]


def test_what_came_with_many_others_is_imported() -> None:
    many = [f"A content/minutes/{number}.md {number}" for number in range(21)]
    log = [ROOT, commit("bulk", "root", "2026-01-02", *many), commit("one", "bulk", "2026-01-03", f"A {AGENDA} a")]
    records, _ = fold([*log, commit("edit", "one", "2026-01-04", "M content/minutes/3.md x")])
    assert records["content/site.yml"].imported and records["content/minutes/3.md"].imported and not records[AGENDA].imported
    history = History("full", records)
    assert history.first("content/minutes/3.md") is None and history.why_unknown("content/minutes/3.md") == "imported"
    assert history.first(AGENDA) == date(2026, 1, 3) and history.why_unknown("content/pages/x.md") == "uncommitted"
    records, _ = fold([ROOT, commit("few", "root", "2026-01-02", *many[:20], "A content/pages/om.md p")])
    assert not any(record.imported for path, record in records.items() if path != "content/site.yml")


def test_a_merge_that_brings_many_is_no_import() -> None:
    lines = [commit(f"b{n}", f"b{n - 1}" if n else "root", "2026-01-02", f"A content/minutes/{n}.md {n}") for n in range(25)]
    merge = commit("merge", "main b24", "2026-01-04", *(f"A content/minutes/{n}.md {n}" for n in range(25)))
    records, _ = fold([ROOT, *lines, commit("main", "root", "2026-01-03", f"A {AGENDA} a"), merge])
    assert [kinds(records[f"content/minutes/{n}.md"]) for n in (0, 24)] == [[("b0", "added")], [("b24", "added")]]
    assert not records["content/minutes/7.md"].imported


def test_an_earlier_author_on_a_later_branch_counts() -> None:
    log = [
        ROOT,
        commit("ours", "root", "2026-01-09", f"A {AGENDA} 1"),
        commit("theirs", "root", "2026-01-05", f"A {AGENDA} 2"),
        commit("merge", "ours theirs", "2026-01-10"),
    ]
    records, _ = fold(log)
    assert records[AGENDA].first == date(2026, 1, 5) and kinds(records[AGENDA]) == [("theirs", "added"), ("ours", "added")]


def test_a_project_that_moved_keeps_its_history_and_neighbours_keep_theirs() -> None:
    log = [
        ROOT,
        commit("add", "root", "2026-01-02", f"A {AGENDA} 1", "A andet/content/pages/om.md 7"),
        commit("move", "add", "2026-01-03", f"R {AGENDA} sites/nord/{AGENDA} 1"),
    ]
    records, gone = fold(log, "sites/nord/")
    assert list(records) == [AGENDA] and gone == ()
    assert records[AGENDA].revisions[0] == Revision(date(2026, 1, 2), "add", "added", AGENDA)
    assert list(fold(log, "andet/")[0]) == ["content/pages/om.md"]
    assert fold(log)[1] == (Gone(AGENDA, "before", date(2026, 1, 3), "move", None),)


def test_only_what_is_read_as_content_is_told_of() -> None:
    others = [
        "content/pages/.skjult.md",
        "content/pages/~$om.md",
        "content/pages/a/b.md",
        "content/attachments/x/a.md",
        "content/x.md",
    ]
    kept = ["content/meetings/2026.yml", "content/organisation.yml", "content/pages/om.md"]
    log = [ROOT, commit("add", "root", "2026-01-02", *(f"A {path} 1" for path in others + kept))]
    assert list(fold(log)[0]) == [*kept, "content/site.yml"]
    taken = fold([*log, commit("delete", "add", "2026-01-03", *(f"D {path} 1" for path in others + kept))])[1]
    assert [one.path for one in taken] == ["content/pages/om.md"]


def test_paths_are_as_the_project_sees_them() -> None:
    assert relative("a/content/pages/b.md", "a/") == relative("content/pages/b.md", "a/") == "content/pages/b.md"
    assert relative("README.md", "") == "README.md"


# --- any history at all, against the definition

PATHS = [f"content/pages/{name}.md" for name in "abcde"]
Tree = dict[str, str]


def histories(seed: int) -> tuple[list[Commit], list[Tree]]:
    """Commits of one to three parents in a row that ends in one that all lead to, and the tree of each; no renames."""
    chance = random.Random(seed)
    commits: list[Commit] = []
    trees: list[Tree] = []
    for number in range(chance.randint(2, 14)):
        parents = chance.sample(range(number), min(number, chance.choice((1, 1, 1, 2, 2, 3))))
        trees.append(_tree(chance, [trees[parent] for parent in parents]))
        commits.append(_commit(chance, number, parents, trees))
    loose = sorted({*range(len(commits))} - {int(parent) for one in commits for parent in one.parents})
    if len(loose) > 1:
        trees.append(_tree(chance, [trees[parent] for parent in loose]))
        commits.append(_commit(chance, len(commits), loose, trees))
    return commits, trees


def _tree(chance: random.Random, parents: Sequence[Tree]) -> Tree:
    tree = {}
    for path in PATHS:
        blob = chance.choice([parent.get(path) for parent in parents] or [None])
        if chance.random() < 0.25:
            blob = chance.choice([None, "1", "2", "3"])
        if blob:
            tree[path] = blob
    return tree


def _commit(chance: random.Random, number: int, parents: Sequence[int], trees: Sequence[Tree]) -> Commit:
    old, new = (trees[parents[0]] if parents else {}), trees[number]
    changes = [Change("D", path, old[path], "", "") for path in old if path not in new]
    changes += [
        Change("M" if path in old else "A", path, old.get(path, ""), new[path], "") for path in new if new[path] != old.get(path)
    ]
    return Commit(str(number), tuple(map(str, parents)), chance.randrange(10**9), tuple(changes))


@pytest.mark.parametrize("start", range(0, 1000, 100))
def test_folding_agrees_with_the_definition(start: int) -> None:
    """The revisions of a path: the commits that gave it contents that none of their parents has there."""
    for seed in range(start, start + 100):
        commits, trees = histories(seed)
        records, gone = fold(commits)
        assert set(records) == set(trees[-1]), seed
        for path, record in records.items():
            expected = {
                one.name
                for number, one in enumerate(commits)
                if path in trees[number] and all(trees[int(parent)].get(path) != trees[number][path] for parent in one.parents)
            }
            assert {revision.commit for revision in record.revisions} == expected, (seed, path)
        assert {one.path for one in gone} == {path for tree in trees for path in tree} - set(trees[-1]), seed
        assert all(any(tree.get(one.path) == one.blob for tree in trees) for one in gone), seed


def test_the_order_of_the_log_is_of_no_matter() -> None:
    for seed in range(300):
        commits, _ = histories(seed)
        chance = random.Random(seed)
        waiting, ordered = list(commits[:-1]), list[Commit]()
        while waiting:
            ready = [one for one in waiting if not {other.name for other in waiting} & set(one.parents)]
            ordered.append(chance.choice(ready))
            waiting.remove(ordered[-1])
        assert fold([*ordered, commits[-1]]) == fold(commits), seed


def test_what_was_brought_in_on_the_first_day_says_nothing() -> None:
    """A site is brought into its archive in however many commits; `archive_from` says when that took longer."""

    def record(day: date) -> Record:
        return Record((Revision(day, "0123456789", "added", "content/pages/a.md"),))

    early, late = date(2026, 1, 5), date(2026, 1, 6)
    history = History("full", {"a": record(early), "b": record(late)})
    assert second_day(history) == late and second_day(History()) is None
    for since, first, why in ((None, early, None), (late, None, "imported")):
        told = replace(history, since=since)
        assert (told.first("a"), told.why_unknown("a")) == (first, why)
        assert (told.first("b"), told.why_unknown("b")) == (late, None)


@pytest.mark.parametrize(("renamed", "codes"), [(date(2026, 1, 10), []), (date(2026, 1, 11), ["SG211"])])
def test_a_name_that_was_mended_the_same_day_was_no_address(renamed: date, codes: list[str]) -> None:
    page, old = "content/pages/ny.md", "content/pages/nyt.md"
    text = b"---\ntitle: Ny\n---\nTekst.\n"
    begun = Record((Revision(date(2019, 1, 1), "0", "added", "content/site.yml"),))
    own = Record((Revision(date(2026, 1, 10), "1", "added", old), Revision(renamed, "2", "renamed", page)))
    history = History("full", {"content/site.yml": begun, page: own}, (Vacated(old, text, renamed, "2", page),))
    found = built(site(**{page: text}), date(2026, 2, 1), history=history).findings
    assert [finding.code for finding in found] == codes


def test_what_became_of_a_page_may_not_be_known_yet() -> None:
    page, old = "content/pages/ny.md", "content/pages/nyt.md"
    text = b"---\ntitle: Ny\npublished: 2026-03-01\naliases: [/nyt/]\n---\nTekst.\n"
    gone = Vacated(old, b"---\ntitle: Ny\n---\nTekst.\n", date(2026, 1, 11), "2", page)
    found = built(site(**{page: text}), date(2026, 2, 1), history=History("full", {}, (gone,))).findings
    assert [finding.code for finding in found] == ["SG310"]
