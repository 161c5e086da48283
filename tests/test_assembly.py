"""The output made in several processes is the plan of one: the same files, the same findings, and all or nothing."""

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen import assembly, compress, files, mirror
from sitegen.assembly import Assembly
from sitegen.build import build, laid_out, masked
from tests.sample import RARE, ROOT, TODAY


@pytest.fixture(autouse=True)
def quick(fast_disk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "LEAST", 0)


@pytest.fixture(scope="module")
def project() -> files.Project:
    """The sample site with the rare kinds."""
    found = files.read(ROOT)
    rare = {f"content/{p.relative_to(RARE).as_posix()}": p.read_bytes() for p in sorted(RARE.rglob("*")) if p.is_file()}
    return replace(found, inputs=replace(found.inputs, files={**found.inputs.files, **rare}))


@pytest.fixture(scope="module")
def small() -> files.Project:
    return files.read(ROOT / "tests" / "sites" / "raad")


def changed(project: files.Project, **texts: bytes) -> files.Project:
    return replace(project, inputs=replace(project.inputs, files={**project.inputs.files, **texts}))


def made(project: files.Project, target: Path, jobs: int) -> tuple[Assembly, mirror.Written | None]:
    """Make a site and put it in place, where it can be."""
    _, laid = laid_out(project.inputs, TODAY)
    assert laid
    with mirror.room(target.parent / "projekt", target, project.real) as room:
        found = assembly.assembled(laid, room, jobs, lambda done, whole: None)
        return found, None if found.findings else room.settle(found.staged, True)


def tree(folder: Path) -> dict[str, bytes]:
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    found.pop(mirror.MARKER, None)
    return found


def plan_of(project: files.Project) -> dict[str, bytes]:
    return mirror.contents(build(project.inputs, TODAY).plan, project.real, lambda path: True)


def test_two_processes_make_what_one_plans(project: files.Project, tmp_path: Path) -> None:
    plan, target = plan_of(project), tmp_path / "output"
    for jobs in (2, 1):
        _, written = made(project, target, jobs)
        assert tree(target) == plan
        assert written == mirror.Written(len(plan) if jobs == 2 else 0, 0 if jobs == 2 else len(plan), 0)
        assert written and written.state == mirror.state(target)


def test_only_what_differs_is_written(small: files.Project, tmp_path: Path) -> None:
    target = tmp_path / "output"
    made(small, target, 2)
    page = "content/pages/ny.md"
    more = changed(small, **{page: b"---\ntitle: Ny side\n---\nTekst.\n"})
    (target / "robots.txt").write_bytes(b"")
    (target / "index.html").unlink()
    (target / "fremmed.txt").write_bytes(b"x")
    _, written = made(more, target, 2)
    assert tree(target) == plan_of(more)
    assert written and 3 <= written.written < 20 and written.deleted == 1


def test_twins_are_made_beside_and_never_in_place_of_an_attachment(small: files.Project, tmp_path: Path) -> None:
    site = small.inputs.files["content/site.yml"] + b"precompress: true\n"
    with_twins = changed(small, **{"content/site.yml": site})
    plan, target = plan_of(with_twins), tmp_path / "output"
    made(with_twins, target, 2)
    assert tree(target) == plan | compress.twins(plan)


def test_an_address_with_the_name_of_a_twin_goes_before_the_twin(small: files.Project, tmp_path: Path) -> None:
    page = b"---\ntitle: Ny\naliases: [/index.html.br/, /moeder/index.html.gz/, /alone/]\n---\n"
    site = small.inputs.files["content/site.yml"] + b"precompress: true\n"
    named = changed(small, **{"content/site.yml": site, "content/pages/ny.md": page})
    plan, target = plan_of(named), tmp_path / "output"
    both = plan | compress.twins(plan)
    right = {path: data for path, data in both.items() if f"{path}/index.html" not in plan}
    assert len(right) == len(both) - 2
    _, written = made(named, target, 2)
    assert tree(target) == right
    assert written and written.state
    _, written = made(named, target, 2)
    assert written == mirror.Written(0, len(right), 0)


def test_findings_are_those_of_one_process(small: files.Project, tmp_path: Path) -> None:
    wrong = {
        "templates": {
            "templates/moede.html.j2": b"{{ 1 / 0 }}",
            "templates/forside.html.j2": b"\n{{ ingen }}",
            "templates/forum.html.j2": b"{% fi %}",
        },
        "links": {"templates/404.html.j2": b'<a href="/ingen/">x</a> <a href="#ingen">y</a>'},
        "addresses": {"content/pages/ny.md": b"---\ntitle: Ny\naliases: [/fora/]\n---\n"},
    }
    for name, texts in wrong.items():
        broken = changed(small, **texts)
        built, target = build(broken.inputs, TODAY), tmp_path / name
        before, laid = laid_out(broken.inputs, TODAY)
        assert laid and not built.plan
        found, _ = made(broken, target, 2)
        assert found.findings and masked([*before.findings, *found.findings]) == built.findings
        assert not target.exists() or not tree(target)


def test_a_full_disk_in_one_process_is_trouble_for_all(
    small: files.Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "output"
    made(small, target, 1)
    before = tree(target)
    fill = mirror.Room._fill

    def full(room: mirror.Room, name: str, *rest: object) -> object:
        if room.target.name == "output" and name.endswith("-3"):  # the fourth file of a process
            raise OSError(errno.ENOSPC, "No space left on device", str(room.target))
        return fill(room, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(mirror.Room, "_fill", full)
    monkeypatch.setattr(mirror, "NUMBERS", iter(range(10**6)))
    site = small.inputs.files["content/site.yml"].replace(b"title: ", b"title: Ny ", 1)
    with pytest.raises(OSError, match="No space left"):
        made(changed(small, **{"content/site.yml": site}), target, 2)
    assert tree(target) == before
