"""Compressed twins: the same text when unpacked, the same bytes when packed again, and only where they are asked for."""

import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sitegen import compress
from sitegen.cli import cli
from tests.support import site
from tests.test_feeds import ATTACHMENTS, FULL

LONG = b"Dagsorden og referat. " * 100


@given(st.binary(min_size=compress.LEAST, max_size=5000))
def test_unpacked_they_are_the_text(contents: bytes) -> None:
    twins = compress.twins({"a.html": contents})
    assert gzip.decompress(twins["a.html.gz"]) == brotli.decompress(twins["a.html.br"]) == contents
    assert twins == compress.twins({"a.html": contents})


def test_the_bytes_say_nothing_of_when_or_where() -> None:
    packed = compress.twins({"a.html": LONG})["a.html.gz"]
    assert packed[4:8] == b"\0\0\0\0" and packed[9] == 255


@pytest.mark.parametrize("kind", ["html", "css", "js", "svg", "xml", "json", "csv", "ics", "txt"])
def test_every_kind_of_text_has_twins(kind: str) -> None:
    assert set(compress.twins({f"a.{kind}": LONG})) == {f"a.{kind}.gz", f"a.{kind}.br"}


@pytest.mark.parametrize(("path", "contents"), [("a.png", LONG), ("a.pdf", LONG), ("a", LONG), ("a.html", b"x" * 1023)])
def test_what_gains_nothing_has_none(path: str, contents: bytes) -> None:
    assert compress.twins({path: contents}) == {}


def test_a_file_that_is_there_stays() -> None:
    assert set(compress.twins({"a.csv": LONG, "a.csv.gz": b"en anden fil"})) == {"a.csv.br"}


# --- in the output


def output(root: Path, setting: str) -> dict[str, bytes]:
    files = site(**{**FULL, f"{ATTACHMENTS}tal.csv": b"navn;antal\r\n" * 200})
    files["content/agendas/2026-03-12-nord-politisk.md"] += b"[Tal](tal.csv)\n"
    files["content/site.yml"] += setting.encode()
    for path, contents in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(contents)
    done = CliRunner().invoke(cli, ["build", "-C", str(root), "--today", "2026-02-01", "-q"])
    assert done.exit_code == 0, done.output
    folder = root / "output"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_output_has_twins_of_every_text_where_the_site_asks_for_them(tmp_path: Path) -> None:
    found = output(tmp_path, "precompress: true\n")
    texts = [path for path, data in found.items() if compress.is_text(path) and len(data) >= compress.LEAST]
    assert "index.html" in texts and "kalender.ics" in texts and any(path.startswith("bilag/") for path in texts)
    for path in texts:
        assert gzip.decompress(found[f"{path}.gz"]) == brotli.decompress(found[f"{path}.br"]) == found[path]
    assert {path for path in found if path.endswith((".gz", ".br"))} == {f"{p}.{end}" for p in texts for end in ("gz", "br")}


def test_the_output_has_none_otherwise(tmp_path: Path) -> None:
    assert not [path for path in output(tmp_path, "") if path.endswith((".gz", ".br"))]
