"""Writing aside: whole or not at all, what the dead left goes and what the living write stays, and one at a time in a folder."""

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sitegen import aside, files, mirror


@contextmanager
def held(place: Path) -> Iterator[None]:
    """Another process has a file or folder, as whoever writes it."""
    asked, told = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        number = os.open(place, os.O_RDONLY)
        aside._is_taken(number)
        os.write(told[1], b".")
        os.read(asked[0], 1)
        os._exit(0)
    os.read(told[0], 1)
    try:
        yield
    finally:
        os.write(asked[1], b".")
        os.waitpid(child, 0)
        for number in (*asked, *told):
            os.close(number)


def test_what_is_written_is_called_so_that_nobody_reads_it(tmp_path: Path) -> None:
    one, other = aside.named(tmp_path), aside.named(tmp_path)
    assert one != other and one.parent == tmp_path
    assert aside.is_temporary(one.name) and files.is_ignored(one.name)
    for name in (".sitegen", "index.html", ".sitegen-tmp-udkast", "sitegen-work", ".sitegen-tmp-1-2.md"):
        assert not aside.is_temporary(name), name


def test_the_dead_are_swept_and_the_living_are_not(tmp_path: Path) -> None:
    dead, living, theirs = tmp_path / ".sitegen-tmp-1-0", tmp_path / ".sitegen-tmp-2-0", tmp_path / ".sitegen-tmp-mine"
    for place in (dead, living, theirs):
        place.write_bytes(b"x")
    folders = [tmp_path / "sitegen-work-dead", tmp_path / "sitegen-work-living"]
    for folder in folders:
        folder.mkdir()
        (folder / "x").write_bytes(b"x")
    (tmp_path / ".sitegen-tmp-3-0").symlink_to(theirs)
    with held(living), held(folders[1]):
        aside.sweep(tmp_path)
        assert {p.name for p in tmp_path.iterdir()} == {living.name, theirs.name, "sitegen-work-living", ".sitegen-tmp-3-0"}
    aside.sweep(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {theirs.name, ".sitegen-tmp-3-0"}
    aside.sweep(tmp_path / "nowhere")


def test_a_workplace_is_swept_before_and_gone_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "sitegen-work-dead").mkdir()
    with aside.workplace() as (folder, _):
        (folder / "x").write_bytes(b"x")
        assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []


def test_what_other_users_left_in_a_folder_of_everybodys_is_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitegen-work-x").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: 123456)
    aside.sweep(tmp_path)
    assert (tmp_path / "sitegen-work-x").is_dir()


@pytest.mark.parametrize("work", [aside.replace, aside.remember])
def test_whole_or_not_at_all(tmp_path: Path, work: Callable[[Path, bytes], None], monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "x"
    work(place, b"et")
    assert place.read_bytes() == b"et"

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(os, "replace", full)
    if work is aside.remember:
        work(place, b"to")
    else:
        with pytest.raises(OSError):
            work(place, b"to")
    assert [p.name for p in tmp_path.iterdir()] == ["x"] and place.read_bytes() == b"et"


def test_a_memory_where_none_can_be_is_nobodys_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    aside.remember(tmp_path / "file" / "x", b"et")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_trouble_with_what_is_copied_names_it(tmp_path: Path) -> None:
    with pytest.raises(OSError) as trouble:
        aside.write(tmp_path / "copy", tmp_path / "bilag.pdf")
    assert trouble.value.filename == str(tmp_path / "bilag.pdf")
    with pytest.raises(OSError) as trouble:
        aside.write(tmp_path / "other", tmp_path)
    assert trouble.value.filename == str(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there, as `alone` says")
def test_alone_makes_the_folder_waits_for_nobody_and_takes_it_away_unused(tmp_path: Path) -> None:
    waits: list[int] = []
    with aside.alone(tmp_path / "a" / "b", lambda: waits.append(1)):
        assert (tmp_path / "a" / "b").is_dir()
    assert waits == [] and list(tmp_path.iterdir()) == []
    with aside.alone(tmp_path / "a", lambda: waits.append(1)):
        (tmp_path / "a" / "x").write_bytes(b"x")
    assert (tmp_path / "a" / "x").is_file()


def test_a_folder_that_was_taken_away_while_one_waited_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    real, calls = aside._is_taken, iter((False, True, True))

    def cleaned(number: int, wait: bool = False) -> bool:
        if wait:
            (tmp_path / "a").rmdir()
        real(number, wait)
        return next(calls)

    monkeypatch.setattr(aside, "_is_taken", cleaned)
    waits: list[int] = []
    with aside.alone(tmp_path / "a", lambda: waits.append(1)):
        assert (tmp_path / "a").is_dir()
    assert waits == [1]


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there, as `alone` says")
def test_a_folder_used_for_nothing_is_taken_away_before_the_next_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, free = Path.rmdir, []

    def rmdir(place: Path) -> None:
        with aside._opened(place) as number:
            free.append(aside._is_taken(number))
        real(place)

    monkeypatch.setattr(Path, "rmdir", rmdir)
    with aside.alone(tmp_path / "a", lambda: None):
        pass
    assert free == [False] and list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there, as `alone` says")
def test_whoever_gives_up_waiting_takes_the_folder_from_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "a"

    def tired() -> None:
        raise KeyboardInterrupt

    def waiting() -> None:
        with aside.alone(folder, tired):
            raise AssertionError("two at once")

    exists = iter((False,))  # the other makes the folder when this one has looked
    with aside.alone(folder, lambda: None), pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "exists", lambda place: next(exists, True))
        with pytest.raises(KeyboardInterrupt):
            waiting()
        assert folder.is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there, as `alone` says")
def test_what_is_swept_away_before_it_is_taken_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, swept = aside._is_taken, iter((True, False, False, True, False, False))

    def late(number: int, wait: bool = False) -> bool:
        if wait and next(swept):
            aside.sweep(tmp_path)
        return real(number, wait)

    monkeypatch.setattr(aside, "_is_taken", late)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    aside.replace(tmp_path / "x", b"et")
    assert (tmp_path / "x").read_bytes() == b"et" and next(swept) is False
    with aside.workplace() as (folder, _):
        assert folder.is_dir() and next(swept) is False
    assert [place.name for place in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize("at_once", [True, False])
def test_the_disk_has_what_is_written_before_it_is_shown_and_before_anything_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    steps: list[str] = []
    root, target = tmp_path / "projekt", tmp_path / "output"
    mirror.write({"a/index.html": b"1", "b/index.html": b"2"}, {}, root, target, True)
    replace, unlink, fsync = os.replace, Path.unlink, os.fsync

    def noting(step: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any, **named: Any) -> Any:
            if step != "delete" or not aside.is_temporary(arguments[0].name):
                steps.append(step)
            return real(*arguments, **named)

        return noted

    monkeypatch.setattr(os, "replace", noting("show", replace))
    monkeypatch.setattr(Path, "unlink", noting("delete", unlink))
    monkeypatch.setattr(os, "fsync", noting("sync", fsync))
    monkeypatch.setattr(aside, "_is_synced", noting("sync", lambda folder: at_once))
    mirror.write({"a/index.html": b"3", "c/index.html": b"4", "d/index.html": b"5"}, {}, root, target, True)
    order = [step for step, before in zip(steps, ["", *steps], strict=False) if step != before]
    assert order == ["sync", "show", "sync", "delete", "sync", "show", "sync"]  # the last two are the marker's
    assert steps[: steps.index("show")].count("sync") == (1 if at_once else 4)
