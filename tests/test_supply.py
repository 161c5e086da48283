"""What the program is made of comes as it was looked at: by hash, from no host by name, run by nobody, under known licences.

`UPDATE=1` writes docs/licences.md anew. With SITEGEN_LONG=1 the wheel is installed where nothing else is, and builds a site.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

import pytest
from hatchling import build as backend
from packaging.requirements import Requirement

from tests.support import ROOT

LONG = bool(os.environ.get("SITEGEN_LONG"))
SITE, TEST, TOOLS = ("constraints.txt", "constraints-test.txt", "constraints-tools.txt")
LICENCES = ROOT / "docs" / "licences.md"
# Licences that ask no more than that their text goes where the work goes.
FREE = frozenset(("MIT", "BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0"))
# And what asks that changes of its own files are published: nobody here changes them, and they install the program, no more.
SHARED = {"pathspec": "MPL-2.0"}
CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def requirements(name: str) -> dict[Requirement, list[str]]:
    """The requirements of a list of versions, each with what stands behind it."""
    text = re.sub(r"(?m)^\s*#.*\n?", "", (ROOT / name).read_text(encoding="utf-8")).replace("\\\n", " ")
    lines = (line.split(" --") for line in text.splitlines() if line.strip())
    return {Requirement(first.strip()): [f"--{one.strip()}" for one in rest] for first, *rest in lines}


@pytest.mark.parametrize("name", [SITE, TEST, TOOLS])
def test_a_list_has_one_version_of_each_with_hashes_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|^-|@ |pypi|index-url|trusted-host", re.sub(r"(?m)^ +(--hash|#).*$", "", text), re.MULTILINE)
    assert "://" not in text
    found = requirements(name)
    assert len(found) >= 40
    for requirement, hashes in found.items():
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)) and not requirement.url, requirement
        assert hashes and all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), requirement


def test_what_is_tested_is_what_runs_the_site() -> None:
    of_the_site, tested, tools = ({str(one) for one in requirements(name)} for name in (SITE, TEST, TOOLS))
    assert of_the_site < tested < tools


def test_what_comes_from_node_is_by_hash_and_runs_nothing_when_it_is_installed() -> None:
    packages = json.loads((ROOT / "tests" / "node" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(packages) > 1
    for name, package in packages.items():
        assert not name or re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"])
        assert "resolved" not in package, "which would name a host"
    assert "ignore-scripts=true" in (ROOT / "tests" / "node" / ".npmrc").read_text(encoding="utf-8").splitlines()


# --- licences


def licence(of: PackageMetadata) -> str:
    """The licence that a package states: as an expression, else in a word, else by what it is classed as."""
    classed = [one.rpartition(" :: ")[2] for one in of.get_all("Classifier", []) if one.startswith("License ::")]
    stated = (of.get("License-Expression"), of.get("License"))
    known = next((one for one in stated if one and re.fullmatch(r"[\w.-]+(?: (?:OR|AND) [\w.-]+)*", one)), None)
    return known or " OR ".join(CLASSIFIERS.get(one, one) for one in classed)


def is_free(stated: str) -> bool:
    """Say whether one of the licences that may be chosen, with all that it comes with, is free."""
    return any(set(choice.split(" AND ")) <= FREE for choice in stated.split(" OR "))


def packages() -> dict[str, str]:
    """The packages that run the site, by name, each with its licence."""
    here = {one.name for one in requirements(SITE) if one.marker is None or one.marker.evaluate()}
    return {name: licence(metadata(name)) for name in sorted(here)}


def test_every_licence_is_one_that_we_know() -> None:
    found = {name: stated for name, stated in packages().items() if not is_free(stated)}
    assert found == SHARED


@pytest.mark.parametrize(
    ("stated", "free"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-only", False),
        ("", False),
    ],
)
def test_a_licence_is_free_where_one_can_choose_it(stated: str, free: bool) -> None:
    assert is_free(stated) is free


PAGE = """\
# Licences

What runs the site is installed from `constraints.txt`, and these are the licences that the packages state. `tests/test_supply.py`
compares them with a short list and fails where one is new; `UPDATE=1` writes this page anew. The versions are in
`constraints.txt`, and as a CycloneDX document in `dist/sitegen.cdx.json` (`make sbom`).

| package | licence |
|---|---|
{rows}

## What they ask of whoever builds a site

Nothing: none of these packages is in the wheel of sitegen or on the site, but for what follows.

## What is sent from the site itself

- **Pagefind** (MIT) and, in its WebAssembly, Snowball's Danish stemmer (BSD-3-Clause): `/pagefind/`. Both ask that their notices
  go along; they are `templates/assets/pagefind.txt`, which every site has among its assets.
- **Decap CMS** (MIT) and **js-yaml** (MIT), only where whoever runs the site puts them there (docs/hosting.md). The licence of
  each is in the archive that it came in: put it beside the file.
- Fonts are the visitor's own; the mark, the pictures, the stylesheet and the scripts are this project's.

## What only tests and tools use

`constraints-test.txt` and `constraints-tools.txt` bring, among others, hypothesis, certifi and fqdn (MPL-2.0) and frozendict
(LGPL-3.0); `tests/node` brings ical.js (MPL-2.0) and a jar of the HTML checker (MIT). They run on the maintainers' machines,
unchanged, and are given to nobody.
"""


def page() -> str:
    return PAGE.format(rows="\n".join(f"| {name} | {stated} |" for name, stated in packages().items()))


def test_the_list_of_licences_is_that_of_the_packages() -> None:
    if os.environ.get("UPDATE"):
        LICENCES.write_text(page(), encoding="utf-8")
    assert LICENCES.read_text(encoding="utf-8") == page()


def test_the_notice_of_what_the_site_sends_on_goes_along() -> None:
    notice = (ROOT / "templates" / "assets" / "pagefind.txt").read_text(encoding="utf-8")
    assert "Copyright 2022 Pagefind" in notice and "Permission is hereby granted" in notice and "Snowball" in notice


# --- the wheel


def wheel(project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder.mkdir()
    monkeypatch.chdir(project)
    return folder / backend.build_wheel(str(folder))


def test_a_wheel_is_the_same_bytes_wherever_it_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other folder, other day, other rights of the files, other order; and nothing is in it that lies about."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1774000000")
    ours = wheel(ROOT, tmp_path / "ours", monkeypatch)
    copy = tmp_path / "copy"
    for name in ("templates", "sitegen"):
        for place in sorted((ROOT / name).rglob("*"), reverse=True):
            if place.is_file() and "__pycache__" not in place.parts:
                target = copy / place.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(place, target)
                target.chmod(0o700 if place.stat().st_mode & 0o100 else 0o600)
    for name in ("pyproject.toml", "README.md", ".gitignore"):
        shutil.copyfile(ROOT / name, copy / name)
    (copy / "sitegen" / "__pycache__").mkdir()
    (copy / "sitegen" / "__pycache__" / "x.cpython-311.pyc").write_bytes(b"x")
    theirs = wheel(copy, tmp_path / "theirs", monkeypatch)
    assert ours.name == theirs.name and ours.read_bytes() == theirs.read_bytes()
    with zipfile.ZipFile(ours) as packed:
        names = packed.namelist()
    assert all(name.startswith(("sitegen/", "sitegen-")) for name in names)
    assert {"sitegen/templates/forside.html.j2", "sitegen/templates/assets/pagefind.txt", "sitegen/cli.py"} <= set(names)


@pytest.mark.skipif(not LONG, reason="an environment of its own: part of make test-long")
def test_a_wheel_builds_a_site_where_nothing_else_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = wheel(ROOT, tmp_path / "dist", monkeypatch)
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--only-binary", ":all:"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / SITE], check=True, capture_output=True)
    subprocess.run([*pip, "--no-deps", made], check=True, capture_output=True)
    sitegen = tmp_path / "venv" / "bin" / "sitegen"
    env = {"PATH": os.environ["PATH"]}
    for arguments in (
        ["init", "site", "--title", "Aftalen", "--base-url", "https://a.example/", "--publisher", "A"],
        ["build", "-C", "site"],
    ):
        done = subprocess.run(
            [sitegen, *arguments], cwd=tmp_path, env=env, capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "site" / "output" / "index.html").is_file()
