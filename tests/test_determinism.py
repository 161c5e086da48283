"""The same content and day give the same bytes, on any machine: zone, locale, hash seed, order of the disk, line ends, folder."""

import hashlib
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import base

AGENDA = """---
meeting: 2026-03-12-nord-politisk
sent: 2026-03-01T23:30Z
---
Velkommen til Ærø, Ølgod og Ålborg.

## 1. Økonomi

Emner: økonomi, ældre, børn
Sag: budget-2027

Se [budgettet](årsbudget.csv).

## 2. Åbent punkt

| a | b |
|---|---|
| 1 | 2 |
"""
MINUTES = """---
meeting: 2026-03-12-nord-politisk
sent: 2026-03-15
status: draft
participants:
  - {role: formand, name: Åse Ærlig, party: hjoerring}
---
## 1. Økonomi

### Beslutning

Godkendt.

- [ ] Regnskab (ansvarlig: laesoe, frist: 2026-05-01)
"""
FILES = {
    **base(),
    "content/agendas/2026-03-12-nord-politisk.md": AGENDA.encode(),
    "content/minutes/2026-03-12-nord-politisk.md": MINUTES.encode(),
    "content/attachments/2026-03-12-nord-politisk/årsbudget.csv": b"a;b\r\n1;2\r\n",
    "content/attachments/2026-03-12-nord-politisk/ubrugt.csv": b"x\n",
    "content/pages/om.md": b"---\ntitle: Om\nmenu: 2\naliases: [/gammel/]\n---\nSe [her](../mandates/politisk.md).\n",
    "content/pages/ære.md": "---\ntitle: Ære\nmenu: 1\n---\nTekst – med tegn.\n".encode(),
    "templates/assets/ekstra.css": b"a {\n  color: red;\n}\n",
    "templates/404.html.j2": b'<!doctype html>\n<p>Intet her</p>\n<a href="/">Forside</a>\n',
}

ZONES = ("UTC", "Pacific/Kiritimati", "America/Los_Angeles")
LOCALES: tuple[dict[str, str], ...] = ({"LANG": "da_DK.UTF-8"}, {"LC_ALL": "C"}, {"LANG": "tr_TR.UTF-8", "PYTHONUTF8": "1"})
SEEDS = ("0", "1", "4242")
ORDERS, FOLDERS, LINE_ENDS = (False, True), (False, True), (False, True)

PLAIN = (ZONES[0], LOCALES[0], SEEDS[0], False, False, False)
FEW = [
    ("Pacific/Kiritimati", LOCALES[1], "1", True, False, False),
    ("America/Los_Angeles", LOCALES[2], "4242", False, True, False),
    ("UTC", LOCALES[1], "4242", True, True, True),
]
EVERY = list(itertools.product(ZONES, LOCALES, SEEDS, ORDERS, FOLDERS, LINE_ENDS))
Setting = tuple[str, dict[str, str], str, bool, bool, bool]


def digest(folder: Path) -> str:
    """One hash of a whole tree, names and bytes; without the search index, which another program makes as it pleases."""
    whole = hashlib.sha256()
    for place in sorted(folder.rglob("*")):
        if place.is_file() and "pagefind" not in place.parts:
            whole.update(f"{place.relative_to(folder).as_posix()}\0{place.stat().st_size}\0".encode())
            whole.update(place.read_bytes())
    return whole.hexdigest()


def output(folder: Path, setting: Setting) -> tuple[str, bytes]:
    """Build the project in a process of its own: the hash of the output, and the findings as JSON."""
    zone, locale, seed, backwards, inside, windows = setting
    for path, data in sorted(FILES.items(), reverse=backwards):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        text = not path.startswith("content/attachments/")
        (folder / path).write_bytes(data.replace(b"\n", b"\r\n") if windows and text else data)
    env = {"PATH": os.environ["PATH"], "TZ": zone, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1774000000", **locale}
    where = ["-C", "."] if inside else ["-C", str(folder), "-o", str(folder / "output")]
    command = [sys.executable, "-m", "sitegen", "build", "--format", "json", *where]
    cwd = folder if inside else Path("/")
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
    return digest(folder / "output"), done.stdout


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    folder = tmp_path_factory.mktemp("plain")
    found = output(folder, PLAIN)
    built = {place.relative_to(folder / "output").as_posix() for place in (folder / "output").rglob("*") if place.is_file()}
    assert {"bilag/2026-03-12-nord-politisk/årsbudget.csv", "gammel/index.html", "data/findings.json"} <= built
    assert b'"findings": [\n' in found[1], "some findings, whose order matters too"
    return found


@pytest.mark.parametrize("setting", EVERY if os.environ.get("SITEGEN_LONG") else FEW, ids=str)
def test_the_same_bytes_on_any_machine(tmp_path: Path, plain: tuple[str, bytes], setting: Setting) -> None:
    assert output(tmp_path, setting) == plain


def test_another_day_or_text_is_another_tree(tmp_path: Path, plain: tuple[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison can fail."""
    monkeypatch.setitem(FILES, "content/pages/om.md", FILES["content/pages/om.md"].replace(b"Se [", b"Se  ["))
    monkeypatch.setitem(FILES, "content/pages/ære.md", FILES["content/pages/ære.md"].replace(b"tegn", b"tegn!"))
    assert output(tmp_path, PLAIN)[0] != plain[0]
