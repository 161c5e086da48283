"""Attachments read off the disk: what they say is remembered by their bytes, and a cache is never believed for nothing."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sitegen import attachments, enclosures
from sitegen.parsed import Contents
from tests.papers import docx, pdf

NUMBER = "610180-1234"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The sizes of the files that were read for what they say, in order."""
    sizes: list[int] = []
    read = attachments.read

    def counted(data: bytes, kind: str) -> Contents:
        sizes.append(len(data))
        return read(data, kind)

    monkeypatch.setattr(attachments, "read", counted)
    yield sizes


def placed(folder: Path, files: Mapping[str, bytes]) -> dict[str, Path]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {f"content/attachments/m/{name}": folder / name for name in files}


def test_what_a_file_says_is_remembered_by_its_bytes(tmp_path: Path, opened: list[int]) -> None:
    cache = tmp_path / ".cache" / "attachments.json"
    files = {"a.pdf": pdf("Forside", "Side to", language="en"), "b.docx": docx("Tekst")}
    first, failed = enclosures.read(placed(tmp_path, files), cache)
    assert (len(opened), failed) == (2, {})
    assert first["content/attachments/m/a.pdf"].pages == 2
    cache.chmod(0o444)
    written = cache.stat()
    again, _ = enclosures.read(placed(tmp_path, files), cache)
    assert (again, len(opened)) == (first, 2)
    assert cache.stat().st_ino == written.st_ino, "what is as it was is not written again"
    moved, _ = enclosures.read(placed(tmp_path, {"c.pdf": files["a.pdf"], "b.docx": docx("Ny tekst")}), cache)
    assert moved["content/attachments/m/c.pdf"] == first["content/attachments/m/a.pdf"]
    assert len(opened) == 3
    assert len(json.loads(cache.read_bytes().split(b"\n")[1])) == 2, "what is there no more is forgotten"


def test_the_same_bytes_under_another_ending_are_another_file(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for _ in range(2):
        found, _ = enclosures.read(placed(tmp_path, {"a.pdf": pdf("x"), "b.docx": pdf("x")}), cache)
        assert [contents.unread for contents in found.values()] == ["", "damaged"]


def test_nothing_like_a_personal_number_is_in_the_cache(tmp_path: Path, opened: list[int]) -> None:
    cache = tmp_path / "cache"
    files = {"a.docx": docx(f"En borger ({NUMBER})"), "b.docx": docx("Nummer 6101801236"), "c.docx": docx("Intet")}
    for count in (3, 5):
        found, _ = enclosures.read(placed(tmp_path, files), cache)
        assert [len(contents.numbers) for contents in found.values()] == [1, 1, 0]
        assert len(opened) == count
    kept = cache.read_text()
    assert not any(secret in kept for secret in ("610180", "1234", "1236"))


@pytest.mark.parametrize("cut", [0, 1, 40, 150, -1])
def test_a_damaged_cache_is_none(tmp_path: Path, opened: list[int], cut: int) -> None:
    cache = tmp_path / "cache"
    files = {"a.pdf": pdf("Forside")}
    wanted = enclosures.read(placed(tmp_path, files), cache)
    written = cache.read_bytes()
    for spoilt in (written[:cut], written.replace(b'"pages":1', b'"pages":7'), b"[]\n[]", b"\xff" * 9):
        cache.write_bytes(spoilt)
        assert enclosures.read(placed(tmp_path, files), cache) == wanted
    assert len(opened) == 5


def test_another_program_reads_for_itself(tmp_path: Path, opened: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    enclosures.read(placed(tmp_path, {"a.pdf": pdf("x")}), cache)
    monkeypatch.setattr(enclosures, "mark", lambda: "another")
    enclosures.read(placed(tmp_path, {"a.pdf": pdf("x")}), cache)
    assert len(opened) == 2


def test_a_cache_that_cannot_be_written_is_nobodys_trouble(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    found, failed = enclosures.read(placed(tmp_path, {"a.pdf": pdf("x")}), tmp_path / "taken" / "cache")
    assert (len(found), failed) == (1, {})
    enclosures.read(placed(tmp_path, {"a.pdf": pdf("x")}), None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "taken"]


def test_no_cache_is_written_where_there_is_nothing_to_remember(tmp_path: Path) -> None:
    assert enclosures.read({}, tmp_path / "cache") == ({}, {})
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_too_large_is_not_held_in_memory(
    tmp_path: Path, opened: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 100)
    found, _ = enclosures.read(placed(tmp_path, {"a.pdf": pdf("x")}), None)
    assert opened == []
    assert [(contents.unread, contents.size > 100) for contents in found.values()] == [("large", True)]


def test_a_file_that_goes_away_is_said(tmp_path: Path) -> None:
    found, failed = enclosures.read({"content/attachments/m/a.pdf": tmp_path / "a.pdf"}, None)
    assert (found, failed) == ({}, {"content/attachments/m/a.pdf": "No such file or directory"})
