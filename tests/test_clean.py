"""Cleaning: what the program made goes, and nothing of anybody else's."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli import cli
from sitegen.console import WrongUse
from sitegen.mirror import MARKER_TEXT
from sitegen.refusals import MARKER
from tests.support import base


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "projekt"
    for path, contents in base().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(contents)
    return root


def put(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(MARKER_TEXT if path.endswith(MARKER) else "x", encoding="utf-8")


def left(root: Path) -> set[str]:
    every = {p.relative_to(root).as_posix() for p in root.rglob("*") if not p.is_dir() or p.is_symlink()}
    return every - set(base())


def run(*arguments: str | Path, status: int = 0) -> str:
    result = CliRunner().invoke(cli, ["clean", *map(str, arguments)], standalone_mode=False)
    assert result.return_value == status, (result.output, result.exception)
    return result.output


def refused(*arguments: str | Path) -> str:
    result = CliRunner().invoke(cli, ["clean", *map(str, arguments)], standalone_mode=False)
    assert isinstance(result.exception, WrongUse)
    return result.exception.message


OURS = ("output/.sitegen", "output/index.html", "output/fora/a/index.html", ".cache/history.json", ".cache/search/ab/x.pf")
HALVES = (".cache/.sitegen-tmp-417-0", "content/meetings/.sitegen-tmp-417")
THEIRS = (".cache/pip/x", ".cache/history.json.gammel", "content/.sitegen-tmp-udkast", "content/pages/~$om.md", "brev.txt")


def test_what_is_ours_goes_and_is_named(root: Path) -> None:
    put(root, *OURS, *HALVES, *THEIRS)
    said = run("-C", root)
    assert left(root) == set(THEIRS)
    assert "output/ (3 filer)" in said and "content/meetings/.sitegen-tmp-417" in said and ".cache/history.json\n" in said
    assert not (root / "output").exists() and (root / "content/site.yml").is_file()


def test_dry_run_takes_nothing_away(root: Path) -> None:
    put(root, *OURS, *HALVES)
    said = run("-C", root, "--dry-run")
    assert left(root) == {*OURS, *HALVES}
    assert said.count("Ville fjerne") == 5 and "Fjernet" not in said


def test_nothing_to_do(root: Path) -> None:
    assert "intet at fjerne" in run("-C", root)
    put(root, *OURS)
    run("-C", root)
    assert left(root) == set() and not (root / ".cache").exists()
    assert "intet at fjerne" in run("-C", root)


def test_a_folder_that_we_did_not_write_is_refused(root: Path) -> None:
    put(root, "output/brev.txt", ".cache/history.json")
    assert "er ikke tom" in refused("-C", root)
    assert left(root) == {"output/brev.txt", ".cache/history.json"}
    for folder in ("content", ".", "content/meetings"):
        assert refused("-C", root, "-o", root / folder)
    assert (root / "content/site.yml").is_file()


def test_another_output_folder(root: Path, tmp_path: Path) -> None:
    put(tmp_path, "andet/.sitegen", "andet/index.html")
    put(root, "output/.sitegen")
    assert "andet/ (2 filer)" in run("-C", root, "-o", tmp_path / "andet")
    assert not (tmp_path / "andet").exists() and (root / "output/.sitegen").is_file()


def test_no_link_is_followed(root: Path, tmp_path: Path) -> None:
    put(tmp_path, "hemmeligt/.sitegen", "hemmeligt/brev.txt", "hemmeligt/.sitegen-tmp-1")
    (root / "output").symlink_to(tmp_path / "hemmeligt")
    assert "symbolsk link" in refused("-C", root)
    (root / "output").unlink()
    put(root, "output/.sitegen")
    (root / "output/link").symlink_to(tmp_path / "hemmeligt")
    (root / "content/link").symlink_to(tmp_path / "hemmeligt")
    (root / "content/.sitegen-tmp-2").symlink_to(tmp_path / "hemmeligt/brev.txt")
    (root / ".cache").mkdir()
    (root / ".cache/search").symlink_to(tmp_path / "hemmeligt")
    run("-C", root)
    assert left(tmp_path / "hemmeligt") == {".sitegen", "brev.txt", ".sitegen-tmp-1"}
    assert not (root / "output").exists() and (root / "content/link").is_symlink() and (root / ".cache/search").is_symlink()
    assert (root / "content/.sitegen-tmp-2").is_symlink()


def test_a_cache_that_is_a_link_is_left_alone(root: Path, tmp_path: Path) -> None:
    put(tmp_path, "andres/history.json")
    (root / ".cache").symlink_to(tmp_path / "andres")
    assert "intet at fjerne" in run("-C", root)
    assert (tmp_path / "andres/history.json").is_file()
