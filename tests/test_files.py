"""The disk: what is read, what is refused, and an output folder that is an exact mirror of the plan, whatever goes wrong."""

import errno
import io
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sitegen import aside, files, folder, mirror
from sitegen.files import Refusal
from sitegen.inputs import Copy
from sitegen.mirror import Written
from sitegen.refusals import MARKER, refuse
from tests.support import TODAY, base, built

SMALL: dict[str, bytes | Copy] = {
    "index.html": b"<h1>Forside</h1>",
    "assets/style.1234.css": b"h1{}",
    "moeder/index.html": b"liste",
    "moeder/2026/index.html": "år".encode(),
    "moeder/2026-03-12-nord/index.html": b"et",
    "data/verdicts.json": b"[]",
    "sitemap.xml": b"<urlset/>",
}


pytestmark = pytest.mark.usefixtures("fast_disk")


@pytest.fixture
def target(root: Path) -> Path:
    return root / "output"


def write(target: Path, plan: Mapping[str, bytes | Copy], real: Mapping[str, Path] | None = None, shrink: bool = True) -> Written:
    return mirror.write(plan, real or {}, target.parent, target, shrink)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder by path, the marker left out; a link is what it points to."""
    found = {}
    for place in folder.rglob("*"):
        if place.is_symlink() or not place.is_dir():
            found[place.relative_to(folder).as_posix()] = place.read_bytes()
    found.pop(MARKER, None)
    return found


def folders(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_dir()}


# --- the mirror


def test_output_is_an_exact_mirror_of_the_plan(target: Path) -> None:
    assert write(target, SMALL) == Written(written=7, unchanged=0, deleted=0)
    assert tree(target) == SMALL
    changed = {**SMALL, "index.html": b"<h1>Ny</h1>", "fora/nord/index.html": b"nyt"}
    del changed["moeder/2026-03-12-nord/index.html"]
    assert write(target, changed) == Written(written=2, unchanged=5, deleted=1)
    assert tree(target) == changed


def test_empty_folders_are_pruned(target: Path) -> None:
    write(target, SMALL)
    (target / "tom" / "dybt" / "nede").mkdir(parents=True)
    rest = {path: data for path, data in SMALL.items() if not path.startswith("moeder/2026-")}
    write(target, rest)
    assert folders(target) == {"assets", "moeder", "moeder/2026", "data"}


def test_unchanged_files_are_not_rewritten(target: Path) -> None:
    write(target, SMALL)
    before = {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in target.rglob("*") if p.is_file()}
    assert write(target, SMALL) == Written(written=0, unchanged=7, deleted=0)
    assert {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in target.rglob("*") if p.is_file()} == before
    assert target / MARKER in before


def test_a_file_is_compared_by_bytes_not_by_size_or_time(target: Path) -> None:
    write(target, SMALL)
    page = target / "moeder" / "index.html"
    stat = page.stat()
    page.write_bytes(b"LISTE")
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert write(target, SMALL).written == 1
    assert page.read_bytes() == b"liste"


def test_attachments_are_copied_and_compared(root: Path, target: Path) -> None:
    source = root / "bilag.pdf"
    source.write_bytes(b"%PDF" + b"x" * 3_000_000)
    plan: dict[str, bytes | Copy] = {"bilag/m/bilag.pdf": Copy("content/attachments/m/bilag.pdf")}
    real = {"content/attachments/m/bilag.pdf": source}
    assert write(target, plan, real).written == 1
    assert (target / "bilag/m/bilag.pdf").read_bytes() == source.read_bytes()
    assert write(target, plan, real).written == 0
    source.write_bytes(source.read_bytes()[:-1] + b"y")  # as long, and other at the very end
    assert write(target, plan, real).written == 1
    assert (target / "bilag/m/bilag.pdf").read_bytes() == source.read_bytes()


def test_a_file_where_a_folder_must_be(target: Path) -> None:
    write(target, {"moeder": b"en fil", "index.html": b"x"})
    plan = {"moeder/2026/index.html": b"et", "index.html": b"x"}
    write(target, plan)
    assert tree(target) == plan


def test_a_folder_where_a_file_must_be(target: Path) -> None:
    write(target, {"moeder/2026/index.html": b"et", "moeder/index.html": b"to", "index.html": b"x"})
    plan = {"moeder": b"en fil", "index.html": b"x"}
    write(target, plan)
    assert tree(target) == plan


def test_links_inside_output_are_replaced_and_never_written_through(root: Path, target: Path) -> None:
    write(target, SMALL)
    elsewhere = root.parent / "andetsteds"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_bytes(b"liste")
    (target / "moeder" / "index.html").unlink()
    (target / "moeder" / "index.html").symlink_to(elsewhere / "index.html")
    (target / "data" / "verdicts.json").unlink()
    (target / "data").rmdir()
    (target / "data").symlink_to(elsewhere)
    (target / "gammelt").symlink_to(elsewhere)
    write(target, SMALL)
    assert tree(target) == SMALL
    assert not any(p.is_symlink() for p in target.rglob("*"))
    assert tree(elsewhere) == {"index.html": b"liste"}


def test_special_files_in_output_are_removed(target: Path) -> None:
    write(target, SMALL)
    os.mkfifo(target / "pipe")
    (target / "data" / "verdicts.json").unlink()
    os.mkfifo(target / "data" / "verdicts.json")
    (target / "broken").symlink_to(target / "nowhere")
    write(target, SMALL)
    assert tree(target) == SMALL


def test_composed_names_replace_decomposed_ones(target: Path) -> None:
    composed, decomposed = (f"bilag/m/{unicodedata.normalize(form, 'møde å.pdf')}" for form in ("NFC", "NFD"))
    write(target, {decomposed: b"gammel", "index.html": b"x"})
    plan = {composed: b"ny", "index.html": b"x"}
    write(target, plan)
    assert tree(target) == plan


def test_names_that_a_disk_cannot_tell_apart_do_not_delete_the_new_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(target, {"bilag/Kort.png": b"kort", "index.html": b"x"})
    monkeypatch.setattr(Path, "samefile", lambda one, other: str(one).casefold() == str(other).casefold())
    write(target, {"bilag/kort.png": b"kort", "index.html": b"x"})
    # On this disk they are two; a disk without case has one, and it must not be gone.
    assert (target / "bilag/Kort.png").exists()
    assert (target / "bilag/kort.png").read_bytes() == b"kort"


def test_a_name_that_is_not_utf8_in_output_is_deleted(target: Path) -> None:
    write(target, SMALL)
    (target / os.fsdecode(b"gammel-\xe6.html")).write_bytes(b"x")
    assert write(target, SMALL).deleted == 1
    assert tree(target) == SMALL


# --- atomic


class Crash(BaseException):
    """The machine stops, or somebody pulls the plug."""


NEW = {path: data + b" ny" for path, data in SMALL.items() if isinstance(data, bytes)} | {"fora/index.html": b"fora"}


@pytest.mark.parametrize("function", ["pour", "replace"])
@pytest.mark.parametrize("after", range(0, 9, 2))
def test_a_crash_leaves_each_file_old_or_new_and_the_next_build_finishes(
    target: Path, monkeypatch: pytest.MonkeyPatch, function: str, after: int
) -> None:
    write(target, SMALL)
    calls = iter(range(100))
    owner = aside if function == "pour" else os
    real = getattr(owner, function)

    def crash(*arguments: object, **named: object) -> None:
        if next(calls) >= after:
            raise Crash
        real(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(owner, function, crash)
        with pytest.raises(Crash):
            write(target, NEW)
    found = tree(target)
    renamed = min(after, len(NEW)) if function == "replace" or after >= len(NEW) else 0  # all is written before one is renamed
    assert sum(found.get(path) == data for path, data in NEW.items()) == renamed
    for path, data in found.items():
        assert data in (SMALL.get(path), NEW.get(path)), path
    write(target, NEW)
    assert tree(target) == NEW


def test_a_machine_that_stops_dead_leaves_nothing_behind_after_the_next_build(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No clean-up ran at all: temporary files lie about, in the very first build even without a marker."""

    def crash(*_: object, **__: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", crash)
        patch.setattr(Path, "unlink", crash)
        with pytest.raises(Crash):
            write(target, SMALL)
    assert [aside.is_temporary(p.name) for p in target.iterdir()] == [True]
    write(target, SMALL)
    assert tree(target) == SMALL
    (target / "moeder" / f"{aside.TEMPORARY}2").write_bytes(b"halv")
    (target / "moeder" / f"{aside.TEMPORARY}2-11").write_bytes(b"halv")
    assert write(target, SMALL) == Written(written=0, unchanged=7, deleted=0)
    assert tree(target) == SMALL


def test_what_a_killed_build_left_is_gone_before_the_next_one_needs_the_room(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(target, SMALL)
    left = target / "moeder" / f"{aside.TEMPORARY}2-11"
    left.write_bytes(b"halv")

    def full(*_: object, **__: object) -> None:
        assert not left.exists()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(aside, "pour", full)
    with pytest.raises(OSError, match="No space"):
        write(target, NEW)
    assert tree(target) == SMALL


@pytest.mark.parametrize("at", [0, 3, 7])
def test_a_full_disk_leaves_the_site_as_it_was_and_no_temporary_files(
    target: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    write(target, SMALL)
    calls = iter(range(100))
    real = aside.pour

    def full(*arguments: Any, **named: Any) -> None:
        real(*arguments, **named)
        if next(calls) == at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(aside, "pour", full)
    with pytest.raises(OSError, match="No space"):
        write(target, NEW)
    assert tree(target) == SMALL
    assert folders(target) == {"assets", "moeder", "moeder/2026", "moeder/2026-03-12-nord", "data"}


def test_an_attachment_that_goes_away_meanwhile_keeps_the_published_one(root: Path, target: Path) -> None:
    source = root / "bilag.pdf"
    source.write_bytes(b"et")
    plan = {"bilag/m/b.pdf": Copy("content/attachments/m/b.pdf")}
    real = {"content/attachments/m/b.pdf": source}
    write(target, plan, real)
    source.unlink()
    with pytest.raises(FileNotFoundError):
        write(target, plan, real)
    assert tree(target) == {"bilag/m/b.pdf": b"et"}


def test_assets_then_pages_then_listings_then_deletions(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = {"assets/old.css": b"", "aaa/gammel/index.html": b"x"}
    write(target, old)
    steps: list[str] = []
    replace, unlink = os.replace, Path.unlink

    def replacing(source: object, place: object) -> None:
        steps.append(Path(str(place)).relative_to(target).as_posix())
        replace(source, place)  # type: ignore[call-overload]

    def unlinking(place: Path, missing_ok: bool = False) -> None:
        steps.append(f"-{place.relative_to(target).as_posix()}")
        unlink(place, missing_ok)

    monkeypatch.setattr(os, "replace", replacing)
    monkeypatch.setattr(Path, "unlink", unlinking)
    source = target.parent / "b.pdf"
    source.write_bytes(b"pdf")
    write(target, {**SMALL, "bilag/m/b.pdf": Copy("b"), "zzz/sidst/index.html": b"side"}, {"b": source})

    def rank(step: str) -> int:
        if step.startswith("-"):
            return 3
        if step.startswith(("assets/", "bilag/")):
            return 0
        return 1 if re.fullmatch(r"[^/]+/[^/]*[^0-9/][^/]*/index\.html", step) else 2

    steps.remove(MARKER)
    assert [rank(step) for step in steps] == sorted(rank(step) for step in steps), steps
    assert {rank(step) for step in steps} == {0, 1, 2, 3}


def test_what_is_new_is_there_before_anything_that_leads_to_it(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages may lead to each other: no order of the pages alone is right."""
    write(target, {"a/x/index.html": b"", "index.html": b"", "assets/a.css": b""})
    steps: list[str] = []
    replace = os.replace

    def replacing(source: object, place: object) -> None:
        steps.append(Path(str(place)).relative_to(target).as_posix())
        replace(source, place)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "replace", replacing)
    new = {"a/x/index.html": b"z y", "z/y/index.html": b"x", "feed.xml": b"y", "index.html": b"x y", "assets/a.css": b"ny"}
    write(target, new)
    assert steps == ["z/y/index.html", "feed.xml", "assets/a.css", "a/x/index.html", "index.html", MARKER]


# --- what is not ours to write


def refused(root: Path, target: Path) -> str:
    with pytest.raises(Refusal) as refusal:
        refuse(root, target)
    with pytest.raises(Refusal):
        mirror.write(SMALL, {}, root, target, True)
    danish, english = refusal.value.args
    assert danish
    assert english
    return str(danish)


def test_a_folder_with_somebodys_files_is_refused_and_untouched(root: Path, target: Path) -> None:
    target.mkdir()
    (target / "brev.docx").write_bytes(b"vigtigt")
    assert MARKER in refused(root, target)
    assert tree(target) == {"brev.docx": b"vigtigt"}


def test_an_empty_folder_is_accepted(root: Path, target: Path) -> None:
    target.mkdir()
    refuse(root, target)
    write(target, SMALL)
    assert tree(target) == SMALL


def test_a_folder_that_is_not_there_is_made_with_those_above_it(root: Path) -> None:
    mirror.write(SMALL, {}, root, root.parent / "a" / "b", False)
    assert tree(root.parent / "a" / "b") == SMALL


def test_a_folder_with_a_marker_is_accepted(root: Path, target: Path) -> None:
    target.mkdir()
    (target / MARKER).write_text("")
    (target / "gammel.html").write_text("x")
    write(target, SMALL)
    assert tree(target) == SMALL


def test_a_marker_that_is_a_folder_is_none(root: Path, target: Path) -> None:
    (target / MARKER / "x").mkdir(parents=True)
    refused(root, target)


def test_a_symbolic_link_is_refused(root: Path, target: Path) -> None:
    real = root.parent / "rigtig"
    real.mkdir()
    target.symlink_to(real)
    assert "symbolsk link" in refused(root, target)
    assert list(real.iterdir()) == []


@pytest.mark.parametrize(
    "inside", ["content", "content/pages", "content/nyt", "templates", "templates/nyt", "content/../content"]
)
def test_a_place_inside_the_sources_is_refused(root: Path, inside: str) -> None:
    (root / "templates").mkdir()
    before = tree(root)
    assert "content/ eller templates/" in refused(root, root / inside)
    assert tree(root) == before


def test_a_place_inside_sources_that_are_linked_is_refused(root: Path) -> None:
    (root / "content").rename(root.parent / "kilder")
    (root / "content").symlink_to(root.parent / "kilder")
    assert "content/ eller templates/" in refused(root, root.parent / "kilder" / "output")


@pytest.mark.parametrize("above", [".", "..", "../.."])
def test_the_project_and_what_is_above_it_is_refused(root: Path, above: str) -> None:
    (root / MARKER).write_text("")  # not even where somebody put a marker
    assert "projektet" in refused(root, root / above)


def test_a_home_is_refused_even_when_empty(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home" / "grethe"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    assert "hjemmemappe" in refused(root, home)
    assert "hjemmemappe" in refused(root, home.parent)
    refuse(root, home / "hjemmeside")


def test_a_file_in_its_place_is_refused(root: Path, target: Path) -> None:
    target.write_bytes(b"fil")
    assert "er en fil" in refused(root, target)
    assert target.read_bytes() == b"fil"


@pytest.mark.parametrize("path", [f"{MARKER}/index.html", MARKER, f"om/{aside.TEMPORARY}1/index.html"])
def test_a_page_cannot_take_the_place_of_the_marker(target: Path, path: str) -> None:
    write(target, SMALL)
    with pytest.raises(Refusal) as refusal:
        write(target, {**SMALL, path: b"x"})
    assert "aliases" in refusal.value.args[0]
    assert tree(target) == SMALL
    assert (target / MARKER).is_file()


# --- shrinking


def pages(count: int, start: int = 0) -> dict[str, bytes]:
    return {f"s/{n}/index.html": b"x" for n in range(start, start + count)}


@pytest.mark.parametrize(
    ("before", "after", "allowed"), [(100, 80, True), (100, 79, False), (5, 4, True), (5, 3, False), (1, 0, False)]
)
def test_a_shrink_of_more_than_a_fifth_is_refused(target: Path, before: int, after: int, allowed: bool) -> None:
    write(target, pages(before), shrink=False)
    if allowed:
        write(target, pages(after), shrink=False)
        assert tree(target) == pages(after)
        return
    with pytest.raises(Refusal) as refusal:
        write(target, pages(after), shrink=False)
    assert "--allow-shrink" in refusal.value.args[0]
    assert tree(target) == pages(before)
    write(target, pages(after), shrink=True)
    assert tree(target) == pages(after)


def test_an_interrupted_move_of_pages_is_no_shrink(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old pages lie beside the new ones when a build stops before its deletions; the next build must finish it all the same."""
    write(target, pages(100), shrink=False)
    with monkeypatch.context() as patch:

        def crash(_: Path, missing_ok: bool = False) -> None:
            raise Crash

        patch.setattr(Path, "unlink", crash)
        with pytest.raises(Crash):
            write(target, pages(100, start=60), shrink=False)
    assert len(tree(target)) == 160
    write(target, pages(100, start=60), shrink=False)
    assert tree(target) == pages(100, start=60)


def test_a_marker_of_an_older_version_counts_the_pages_that_are_there(target: Path) -> None:
    write(target, pages(100), shrink=False)
    (target / MARKER).write_text(mirror.MARKER_TEXT)
    with pytest.raises(Refusal):
        write(target, pages(79), shrink=False)


# --- reading


def problems(root: Path) -> dict[str, str]:
    found = files.read(root).inputs.findings
    assert {f.code for f in found} <= {"SG113"}
    return {f.path: str(f.arguments["problem"]) for f in found}


def test_reads_content_templates_and_what_attachments_say(root: Path) -> None:
    (root / "content/attachments/m").mkdir(parents=True)
    (root / "content/attachments/m/b.pdf").write_bytes(b"12345")
    (root / "templates").mkdir()
    (root / "templates/side.html.j2").write_bytes(b"egen\n")
    project = files.read(root)
    texts = project.inputs.files
    assert texts["content/site.yml"] == base()["content/site.yml"]
    assert texts["templates/side.html.j2"] == b"egen\n"
    assert b"<html" in texts["templates/_partials/base.html.j2"]
    (attached,) = project.inputs.attachments.items()
    assert (attached[0], attached[1].size, attached[1].unread) == ("content/attachments/m/b.pdf", 5, "damaged")
    assert not any(path.startswith("content/attachments/") for path in texts)
    assert project.real["content/attachments/m/b.pdf"] == root / "content/attachments/m/b.pdf"
    assert project.inputs.findings == ()
    assert not built(dict(texts), TODAY).findings


def test_what_programs_leave_about_is_not_read(root: Path) -> None:
    for name in (".DS_Store", ".om.md.swp", "Thumbs.db", "desktop.ini", "~$om.docx", "om.md~"):
        (root / "content" / name).write_bytes(b"x")
    (root / "content/.git").mkdir()
    (root / "content/.git/config").write_bytes(b"x")
    assert set(files.read(root).inputs.files) & {f"content/{p.name}" for p in (root / "content").iterdir()} == {
        "content/site.yml",
        "content/organisation.yml",
    }


def test_decomposed_names_are_read_as_composed(root: Path) -> None:
    name = unicodedata.normalize("NFD", "åben.md")
    (root / "content/pages").mkdir()
    (root / "content/pages" / name).write_bytes(b"x")
    project = files.read(root)
    assert project.inputs.files["content/pages/åben.md"] == b"x"
    assert os.listdir(root / "content/pages") == [name]  # noqa: PTH208


def test_two_names_that_compose_to_one_are_a_collision(root: Path) -> None:
    (root / "content/pages").mkdir()
    for form in ("NFC", "NFD"):
        (root / "content/pages" / unicodedata.normalize(form, "åben.md")).write_bytes(b"x")
    found = files.read(root).inputs.findings
    assert [(f.code, f.path) for f in found] == [("SG209", "content/pages/åben.md")]


def test_links_are_not_followed(root: Path) -> None:
    secret = root.parent / "hemmelig"
    secret.mkdir()
    (secret / "fil.md").write_text("hemmeligt")
    (root / "content/pages").symlink_to(secret)
    (root / "content/mandates/nyt.md").symlink_to(secret / "fil.md")
    (root / "content/mandates/tomt.md").symlink_to(secret / "findes-ikke.md")
    expected = dict.fromkeys(("content/pages", "content/mandates/nyt.md", "content/mandates/tomt.md"), "link")
    assert problems(root) == expected
    assert not any(b"hemmeligt" in data for data in files.read(root).inputs.files.values())


def test_special_files_are_not_opened(root: Path) -> None:
    os.mkfifo(root / "content/mandates/ror.md")
    assert problems(root) == {"content/mandates/ror.md": "special"}


def test_a_name_that_is_not_utf8(root: Path) -> None:
    (root / "content/mandates" / os.fsdecode(b"m\xf8de.md")).write_bytes(b"x")
    ((path, problem),) = problems(root).items()
    assert problem == "name"
    path.encode()  # can be printed anywhere


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Names that may not be opened, as for anybody but root where the mode says so."""
    names: set[str] = set()
    real = io.open

    def open_(place: Any, *arguments: Any, **named: Any) -> object:
        if Path(str(place)).name in names:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
        return real(place, *arguments, **named)

    monkeypatch.setattr(io, "open", open_)
    monkeypatch.setattr("builtins.open", open_)
    yield names


def test_unreadable_files_are_found_before_anything_is_written(root: Path, unreadable: set[str]) -> None:
    (root / "content/attachments/m").mkdir(parents=True)
    (root / "content/attachments/m/b.pdf").write_bytes(b"x")
    unreadable |= {"b.pdf", "politisk.md"}
    assert problems(root) == dict.fromkeys(("content/attachments/m/b.pdf", "content/mandates/politisk.md"), "Permission denied")


def test_an_unreadable_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def scandir(place: object) -> object:
        if str(place).endswith("mandates"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
        return real(place)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", scandir)
    assert problems(root) == {"content/mandates": "Permission denied"}


def test_an_enormous_file_is_not_held_in_memory(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "TEXT_LIMIT", 1000)
    (root / "content/pages").mkdir()
    (root / "content/pages/stor.md").write_bytes(b"x" * 5000)
    (root / "templates/assets").mkdir(parents=True)
    (root / "templates/assets/stor.js").write_bytes(b"x" * 5000)
    texts = files.read(root).inputs.files
    assert len(texts["content/pages/stor.md"]) == 1000
    assert len(texts["templates/assets/stor.js"]) == 5000  # half an asset would be worse than a large one


def test_names_are_utf8_whatever_the_locale(root: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine in da_DK.ISO-8859-1 takes each byte of a name for a letter."""
    monkeypatch.setattr(os, "fsencode", lambda name: str(name).encode("latin-1"))
    monkeypatch.setattr(os, "fsdecode", lambda data: data.decode("latin-1"))
    mojibake = "mÃ¸de"  # what such a machine sees of møde
    assert folder.text_of(mojibake) == "møde"
    assert folder.place_of(target, "bilag/møde.pdf") == target / "bilag" / f"{mojibake}.pdf"


def test_what_leads_to_other_files_is_written_after_them() -> None:
    paths = ["_headers", "index.html", "feed.xml", "moeder/index.html", "moeder/2026/index.html", "moeder/x/index.html"]
    paths += ["bilag/x.pdf", "assets/style.css", "pagefind/pagefind-entry.json", "pagefind/pagefind.da_1.pf_meta"]
    order = sorted(paths, key=mirror._order)
    assert order[:3] == ["assets/style.css", "bilag/x.pdf", "pagefind/pagefind.da_1.pf_meta"]
    assert order[3:7] == ["moeder/x/index.html", "moeder/2026/index.html", "moeder/index.html", "pagefind/pagefind-entry.json"]
    assert order[7:] == ["_headers", "feed.xml", "index.html"]
