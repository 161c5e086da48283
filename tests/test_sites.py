"""Golden sites: the whole output of a small site, compared file by file. UPDATE=1 rewrites what is expected."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from sitegen import files
from sitegen.build import build

SITES = Path(__file__).resolve().parent / "sites"
TODAY = date(2026, 9, 20)


def _tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("name", sorted(p.name for p in SITES.iterdir()))
def test_site(name: str, tmp_path: Path) -> None:
    root = SITES / name
    project = files.read(root)
    built = build(project.inputs, TODAY)
    assert [f for f in built.findings if f.severity == "error"] == []
    files.write(built.plan, project.real, root, tmp_path / "output", allow_shrink=False)
    found, expected = _tree(tmp_path / "output"), root / "expected"
    if os.environ.get("UPDATE"):
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(tmp_path / "output", expected)
    wanted = _tree(expected)
    assert sorted(found) == sorted(wanted)
    changed = [path for path in wanted if found[path] != wanted[path]]
    assert changed == [], "UPDATE=1 rewrites them; look at what changed"
