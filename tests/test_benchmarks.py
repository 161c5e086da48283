"""The made-up projects that builds are measured on: the same every time, of the stated size, and free of errors."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from benchmarks import corpus, preview
from benchmarks.__main__ import breakdown, made_of
from sitegen import files
from sitegen.build import build
from sitegen.diagnostics import Severity

DOCUMENTS = 60


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    corpus.write(folder, DOCUMENTS)
    return folder


def test_a_seed_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    corpus.write(tmp_path / "same", DOCUMENTS)
    corpus.write(tmp_path / "other", DOCUMENTS, seed=2)
    assert _contents(tmp_path / "same") == _contents(project)
    assert _contents(tmp_path / "other") != _contents(project)


def test_documents_are_as_many_and_as_long_as_stated(project: Path) -> None:
    sizes = [len(data) for path, data in _contents(project).items() if path.startswith(("content/agendas/", "content/minutes/"))]
    assert len(sizes) == DOCUMENTS
    assert 3_000 <= min(sizes) <= max(sizes) <= 6_000


def test_a_project_builds_without_errors(project: Path) -> None:
    built = build(files.read(project).inputs, date.fromisoformat(corpus.TODAY))
    assert [finding for finding in built.findings if finding.severity is Severity.ERROR] == []
    assert built.plan


def test_a_build_can_be_gone_through_step_by_step(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(project, folder)
    took = breakdown(folder)
    steps = ["read", "parse", "link", "judge", "lay out", "render", "feeds", "check links", "search documents"]
    assert list(took) == [*steps, "search index", "search index, remembered", "write"]
    assert all(cpu >= 0 for _, cpu in took.values())
    inputs, today = files.read(folder).inputs, date.fromisoformat(corpus.TODAY)
    written = {path for path in _contents(folder / "output") if not path.startswith((".", "pagefind/"))}
    assert written == set(build(inputs, today).plan)  # the same journey as `build` takes
    parts = made_of(folder / "output")
    assert min(count for count, _ in parts.values()) > 0
    assert parts["pages"][0] == sum(path.endswith(".html") for path in written)


def test_the_preview_can_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "EDITS", 1)
    with ThreadPoolExecutor(1) as elsewhere:  # a browser that other tests have open keeps this thread's event loop
        section = elsewhere.submit(preview.section, [DOCUMENTS]).result()
    (row,) = (line for line in section.splitlines() if line.startswith(f"| {DOCUMENTS} |"))
    newest, oldest, whole, first, ready, memory = map(float, row.strip("| ").split(" | ")[1:])
    assert min(newest, oldest, whole, first) > 0 and first <= ready and 10 < memory < 1000
