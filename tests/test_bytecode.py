"""Compiled templates that are kept: what is damaged or of another program is none, and nothing that was kept is written again."""

import sys
from pathlib import Path

import pytest
from jinja2.bccache import Bucket

from sitegen import bytecode, render
from tests.support import base, built


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "new" / "templates.bin"


def _run(place: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Build in a process that has compiled nothing yet; return how many templates it had to compile."""
    monkeypatch.setattr(render, "COMPILED", render._Compiled())
    compiled: list[Bucket] = []
    dump = render._Compiled.dump_bytecode

    def counted(self: render._Compiled, bucket: Bucket) -> None:
        compiled.append(bucket)
        dump(self, bucket)

    monkeypatch.setattr(render._Compiled, "dump_bytecode", counted)
    with bytecode.kept(place):
        assert built(base()).plan
    monkeypatch.setattr(render._Compiled, "dump_bytecode", dump)
    return len(compiled)


def test_what_is_kept_is_not_compiled_again_and_what_is_damaged_is(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(place, monkeypatch) > 20
    whole = place.read_bytes()
    assert _run(place, monkeypatch) == 0
    assert place.read_bytes() == whole
    for damaged in (whole[:10], whole[:500] + b"#" + whole[501:]):
        place.write_bytes(damaged)
        assert (_run(place, monkeypatch) > 20, _run(place, monkeypatch)) == (True, 0)
    monkeypatch.setattr(bytecode, "mark", lambda: "another")
    assert _run(place, monkeypatch) > 20
