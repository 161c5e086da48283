"""The same content and day give the same bytes on any machine: zone, clocks, locale, hash seed, order, line ends, folder, user.

With SITEGEN_LONG=1 also the whole sample with its archive, on every Python that the machine has.
"""

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from tests.support import ROOT, base

LONG = bool(os.environ.get("SITEGEN_LONG"))

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
LOCALES: tuple[dict[str, str], ...] = (
    {"LANG": "da_DK.UTF-8"},
    {"LC_ALL": "C", "HOME": "/nowhere", "USER": "nobody", "LOGNAME": "nobody"},
    {"LANG": "tr_TR.UTF-8", "PYTHONUTF8": "1"},
)
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


# The program that makes the search index gives its filters another order each time; all else of the index is the same.
ANY = (".pf_filter", ".pf_meta", "pagefind-entry.json")


def digest(folder: Path) -> str:
    """One hash of a whole tree, names and bytes; without what of the search index is never twice the same."""
    whole = hashlib.sha256()
    for place in sorted(folder.rglob("*")):
        if place.is_file() and not place.name.endswith(ANY):
            whole.update(f"{place.relative_to(folder).as_posix()}\0{place.stat().st_size}\0".encode())
            whole.update(place.read_bytes())
    return whole.hexdigest()


def wrong_clocks(folder: Path) -> dict[str, str]:
    """A machine whose own files say that it is in Copenhagen what it is in Tokyo: nobody is to ask them."""
    (folder / "Europe").mkdir(parents=True)
    (folder / "Europe" / "Copenhagen").write_bytes(files("tzdata.zoneinfo.Asia").joinpath("Tokyo").read_bytes())
    return {"PYTHONTZPATH": str(folder)}


def output(folder: Path, setting: Setting) -> tuple[str, bytes]:
    """Build the project in a process of its own: the hash of the output, and the findings as JSON."""
    zone, locale, seed, backwards, inside, windows = setting
    for path, data in sorted(FILES.items(), reverse=backwards):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        text = not path.startswith("content/attachments/")
        (folder / path).write_bytes(data.replace(b"\n", b"\r\n") if windows and text else data)
    env = {"PATH": os.environ["PATH"], "TZ": zone, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1774000000", **locale}
    env |= {} if setting == PLAIN else wrong_clocks(folder / "ure")
    where = ["-C", "."] if inside else ["-C", str(folder), "-o", str(folder / "output")]
    command = [sys.executable, "-m", "sitegen", "build", "--format", "json", *where]
    cwd = folder if inside else Path("/")
    mask = 0o077 if backwards else 0o022
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, check=False, stdin=subprocess.DEVNULL, umask=mask)
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


@pytest.mark.parametrize("setting", EVERY if LONG else FEW, ids=str)
def test_the_same_bytes_on_any_machine(tmp_path: Path, plain: tuple[str, bytes], setting: Setting) -> None:
    assert output(tmp_path, setting) == plain


def test_another_day_or_text_is_another_tree(tmp_path: Path, plain: tuple[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison can fail."""
    monkeypatch.setitem(FILES, "content/pages/om.md", FILES["content/pages/om.md"].replace(b"Se [", b"Se  ["))
    monkeypatch.setitem(FILES, "content/pages/ære.md", FILES["content/pages/ære.md"].replace(b"tegn", b"tegn!"))
    assert output(tmp_path, PLAIN)[0] != plain[0]


# --- the whole sample with its archive, on every Python that the machine has

TODAY = "2026-11-23"
SURROUNDINGS: dict[str, dict[str, str]] = {
    "here": {"TZ": "UTC"},
    "far away": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "HOME": "/nowhere", "USER": "nobody"},
    "west": {"TZ": "America/Los_Angeles", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242"},
}


def pythons() -> Iterator[Path]:
    """Every Python of 3.11 or newer on the machine, each version once: on the path, and where pyenv puts them."""
    versions = sorted((Path.home() / ".pyenv" / "versions").glob("3.*/bin/python3"))
    on_path = (shutil.which(f"python3.{minor}") for minor in range(11, 20))
    seen = set()
    for place in (Path(sys.base_prefix, "bin", "python3"), *map(Path, filter(None, on_path)), *versions):
        told = subprocess.run(
            [place, "-c", "import sys; print(*sys.version_info[:3])"], capture_output=True, check=False, text=True
        )
        version = tuple(map(int, told.stdout.split()))
        if version >= (3, 11) and version not in seen:
            seen.add(version)
            yield place


def installed(python: Path, folder: Path) -> Path:
    """An environment of its own with what the list of versions names, and nothing else."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    how = ("install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", ROOT / "constraints.txt")
    subprocess.run([folder / "bin" / "python", "-m", "pip", *how], check=True, capture_output=True)
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own content in a repository of its own, committed on a day of the past, with compressed twins asked for."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "content", folder / "content")
    with (folder / "content" / "site.yml").open("a", encoding="utf-8") as stream:
        stream.write("precompress: true\n")
    people = {f"GIT_{who}_{what}": "nn@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    days = {f"GIT_{who}_DATE": "2026-11-01T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    env = {**os.environ, **people, **days, "GIT_CONFIG_GLOBAL": os.devnull}
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", "-C", str(folder), *arguments], env=env, check=True)
    return folder


def whole(python: Path, sample: Path, folder: Path, surroundings: dict[str, str]) -> set[tuple[str, str, bytes]]:
    """Build a copy of the sample twice, the second time with what the first remembered; the hashes of both, and the findings."""
    shutil.copytree(sample, folder)
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **surroundings}
    found = set()
    for _ in range(2):
        shutil.rmtree(folder / "output", ignore_errors=True)
        command = [python, "-m", "sitegen", "build", "-C", folder, "--today", TODAY, "--format", "json"]
        done = subprocess.run(command, env=env, cwd="/", capture_output=True, check=False, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
        found.add((digest(folder / "output"), str(sum(1 for _ in (folder / "output").rglob("*.gz"))), done.stdout))
    return found


@pytest.mark.skipif(not LONG, reason="an environment for each Python: part of make test-long")
def test_the_whole_sample_is_the_same_bytes_on_every_python(
    tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {
        f"this Python, {name}": whole(Path(sys.executable), sample, tmp_path / name, own) for name, own in SURROUNDINGS.items()
    }
    clocks = wrong_clocks(tmp_path / "ure")
    found["this Python, other clocks"] = whole(Path(sys.executable), sample, tmp_path / "clocks", clocks)
    for number, place in enumerate(pythons()):
        python = installed(place, tmp_path / f"python-{number}")
        told = subprocess.run([python, "-VV"], capture_output=True, check=True, text=True).stdout
        found[" ".join(told.split())] = whole(python, sample, tmp_path / f"sample-{number}", {})
    ((digested, twins, _),) = next(iter(found.values()))
    with capsys.disabled():
        print(f"\n{digested}  {twins} compressed twins\n  " + "\n  ".join(found))  # noqa: T201
    assert int(twins) > 500
    assert len(found) > len(SURROUNDINGS) + 1, "one Python in an environment of its own, at the least"
    assert {name: one for name, one in found.items() if one != next(iter(found.values()))} == {}
