"""What is built upon what was built before equals what is built from nothing, whatever befell the folder in between."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RULE_MARKER, run_state_machine_as_test

from sitegen import files, search
from tests import incremental_content as content
from tests.incremental import Project, pretended, remove, tree
from tests.incremental_edits import COUNTED, Edited
from tests.incremental_machine import Machine, same
from tests.support import ROOT

LONG = os.environ.get("SITEGEN_LONG") == "1"
STEPS = 50  # in a run, after the first
ALONE = """
import sys
from pathlib import Path
from sitegen import search
from tests.incremental import build, pretended
search._made, search._program = pretended, lambda: Path(sys.argv[1])
ran = build(Path(sys.argv[1]), *map(Path, sys.argv[2:3]), *sys.argv[3:])
print(ran.status, ran.out, sep="", end="")
"""


def run(folder: Path, steps: int) -> None:
    """Let projects be worked on at random, one after the other, until so many steps are taken."""
    other = Project(folder / "en-anden", {"--today": content.DAYS[2]})
    for path, data in {**content.beginning(), **content.OTHER}.items():
        other.write(path, data)
    other.commit()
    assert other.build().status == 0
    machine = type("Here", (Machine,), {"folder": folder, "another": tree(other.cache)})
    one = settings(
        max_examples=1,
        stateful_step_count=STEPS + 1,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if LONG else (Phase.generate,),
    )
    COUNTED.clear()
    while COUNTED["steps"] < steps:
        run_state_machine_as_test(machine, settings=one)


@pytest.fixture
def searched(fast_disk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search index is made at once; what is remembered of it is as ever."""
    monkeypatch.setattr(search, "_made", pretended)
    monkeypatch.setattr(search, "_program", lambda: Path(__file__))


@pytest.fixture
def quick(searched: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are short, and the program is looked through once."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    short = tmp_path / "skabeloner"
    shutil.copytree(files.bundled_templates(), short)
    (short / "_partials" / "base.html.j2").write_text(content.SHORT)
    monkeypatch.setattr(files, "bundled_templates", lambda: short)


def test_upon_what_was_there_is_as_from_nothing(tmp_path: Path, quick: None) -> None:
    run(tmp_path, 6000 if LONG else 200)
    assert COUNTED["status 0"] > COUNTED["steps"] / 3, "else little is compared"
    if LONG:
        never = {name for name, there in (vars(Edited) | vars(Machine)).items() if hasattr(there, RULE_MARKER)}
        assert not [name for name in never if not COUNTED[f"step {name}"]]


def two_sites(folder: Path) -> tuple[Project, Project]:
    """Two projects with files of the same names that say different things."""
    one = Project(folder / "et", {"--today": content.DAYS[1]})
    other = Project(folder / "to", {"--today": content.DAYS[6], "--drafts": ""})
    changed = {**content.OTHER, "content/organisation.yml": content.ORGANISATIONS[1]}
    changed |= {name: contents[0] for name, contents in content.TEMPLATES.items()}
    for project, files_ in ((one, content.beginning()), (other, content.beginning() | changed)):
        for path, data in files_.items():
            project.write(path, data)
    other.commit()
    return one, other


def test_a_process_keeps_nothing_of_one_site_for_another(tmp_path: Path, searched: None) -> None:
    """One site, another and the first again are as each is in a process of its own."""
    sites, alone = two_sites(tmp_path), []
    for project in sites:
        command = [sys.executable, "-c", ALONE, str(project.root), str(project.clean), *project.arguments()]
        told = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True)
        remove(project.cache)
        alone.append((told.stdout.decode(), tree(project.clean)))
    assert alone[0] != alone[1]
    for project, (said, made) in zip((*sites, *sites), (*alone, *alone), strict=True):
        ran = project.build()
        assert f"{ran.status}{ran.out}" == said
        same(tree(project.output), made)
        remove(project.cache)


def test_what_is_held_is_what_is_written(tmp_path: Path, searched: None) -> None:
    """The comparison above is with a plan; on the disk, in an empty folder, that is the same."""
    for project in two_sites(tmp_path):
        held, written = project.built_from_nothing(), project.built_from_nothing(on_disk=True)
        assert (held[0], written[0].status) == (written[0], 0)
        same(held[1], written[1])
