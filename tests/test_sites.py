"""Golden sites: the whole output of a small site on the day in its file `today`. UPDATE=1 rewrites what is expected."""

import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from sitegen import files, mirror
from sitegen.build import build

SITES = Path(__file__).resolve().parent / "sites"
FINGERPRINT = re.compile(rb"(/assets/\w+)\.[0-9a-f]{8}\.")


def _tree(folder: Path) -> dict[str, bytes]:
    """The pages and data of a site; the assets are the templates' own, and only their fingerprints change with them."""
    files = ((p.relative_to(folder).as_posix(), p) for p in sorted(folder.rglob("*")) if p.is_file())
    return {path: FINGERPRINT.sub(rb"\1.-.", p.read_bytes()) for path, p in files if not path.startswith("assets/")}


@pytest.mark.parametrize("name", sorted(p.name for p in SITES.iterdir()))
def test_site(name: str, tmp_path: Path) -> None:
    root = SITES / name
    project = files.read(root)
    built = build(project.inputs, date.fromisoformat((root / "today").read_text().strip()))
    assert [f for f in built.findings if f.severity == "error"] == []
    mirror.write(built.plan, project.real, root, tmp_path / "output", allow_shrink=False)
    found, expected = _tree(tmp_path / "output"), root / "expected"
    if os.environ.get("UPDATE"):
        shutil.rmtree(expected, ignore_errors=True)
        for path, contents in found.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_bytes(contents)
    wanted = _tree(expected)
    assert sorted(found) == sorted(wanted)
    changed = [path for path in wanted if found[path] != wanted[path]]
    assert changed == [], "UPDATE=1 rewrites them; look at what changed"
