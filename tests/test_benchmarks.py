"""The made-up projects that builds are measured on, what other generators are given of them, and the tables that come of it."""

import json
import re
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from benchmarks import adapters, alone, comparing, corpus, measuring, preview, servers
from benchmarks.adapters import OTHERS, TOOLS, Document, Tool
from benchmarks.comparing import Results
from benchmarks.measuring import Cost
from sitegen import files
from sitegen.build import build
from sitegen.commands.build import build as build_command
from sitegen.diagnostics import Severity
from tests.support import ROOT

DOCUMENTS = 60


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    corpus.write(folder, DOCUMENTS)
    return folder


@pytest.fixture(scope="module")
def some(project: Path) -> tuple[Document, ...]:
    return adapters.documents(project)


def test_a_seed_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    corpus.write(tmp_path / "same", DOCUMENTS)
    corpus.write(tmp_path / "other", DOCUMENTS, seed=2)
    assert _contents(tmp_path / "same") == _contents(project)
    assert _contents(tmp_path / "other") != _contents(project)


def test_documents_are_as_many_and_as_long_as_stated(project: Path) -> None:
    sizes = [len(data) for path, data in _contents(project).items() if path.startswith(("content/agendas/", "content/minutes/"))]
    assert len(sizes) == DOCUMENTS
    assert 3_000 <= min(sizes) <= max(sizes) <= 6_000


def test_a_project_builds_without_errors_though_it_is_edited(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(project, folder)
    for number, place in enumerate(sorted((folder / "content/minutes").iterdir())):
        place.write_text(adapters.edited(place.read_text(encoding="utf-8"), f"Rettelse {number}."), encoding="utf-8")
    built = build(files.read(folder).inputs, date.fromisoformat(corpus.TODAY))
    assert [finding for finding in built.findings if finding.severity is Severity.ERROR] == []
    minutes = [contents for path, contents in built.plan.items() if path.endswith("/referat/index.html")]
    assert len(minutes) == number + 1
    assert sum("Rettelse 3." in contents.decode() for contents in minutes if isinstance(contents, bytes)) == 1


# --- what other generators are given


@pytest.mark.parametrize("tool", OTHERS, ids=lambda tool: tool.name)
def test_every_generator_is_given_the_text_of_every_document(tool: Tool, some: tuple[Document, ...]) -> None:
    laid = adapters.laid_out(tool, some)
    assert len(some) == DOCUMENTS
    for one in some:
        page = laid[tool.source.format(kind=one.kind, id=one.id)]
        assert page.endswith(f"\n{one.text}") and one.title in page and one.day in page and one.body in page
    # Beside them nothing but lists, for the one that makes none of its own.
    lists = {path for path in laid if not path.startswith(("content/agendas/", "content/minutes/"))}
    assert bool(lists) == (tool.name == "mkdocs")


def test_lists_for_the_one_that_makes_none_hold_every_document(some: tuple[Document, ...]) -> None:
    laid = adapters.laid_out(next(tool for tool in OTHERS if tool.name == "mkdocs"), some)
    for one in some:
        holding = [path for path, text in laid.items() if f"](/{one.kind}/{one.id}/)\n" in text]
        lists = {"content/index.md", f"content/bodies/{one.body}.md", f"content/years/{one.year}.md"}
        assert lists <= set(holding)


def test_texts_are_those_of_the_editors_with_addresses_for_links(project: Path, some: tuple[Document, ...]) -> None:
    for one in some:
        written = (project / "content" / one.kind / f"{one.id}.md").read_text(encoding="utf-8").split("\n---\n", 1)[1]
        target, unlinked = re.compile(r"\]\([^)]*\)"), "]()"
        assert target.sub(unlinked, one.text) == target.sub(unlinked, written)
        assert all(link.startswith("](/") for link in target.findall(one.text))
    links = {link for one in some for link in re.findall(r"\]\(/(\w+)", one.text)}
    assert {"minutes", "attachments"} <= links


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_project_has_settings_templates_documents_and_attachments(
    tool: Tool, project: Path, some: tuple[Document, ...], tmp_path: Path
) -> None:
    adapters.write(tool, project, some, tmp_path / tool.name)
    written = _contents(tmp_path / tool.name)
    attached = [path for path in _contents(project) if path.startswith("content/attachments/")]
    assert attached and all(any(path.endswith(one.partition("/")[2]) for path in written) for one in attached)
    assert all(tool.source.format(kind=one.kind, id=one.id) in written for one in some)
    settings = _contents(adapters.HERE / "sites" / tool.name)
    assert bool(settings) != tool.own and settings.items() <= written.items()


def test_a_build_that_left_pages_out_is_found_out(some: tuple[Document, ...], tmp_path: Path) -> None:
    tool = OTHERS[0]
    for one in some:
        page = tmp_path / adapters.page_of(tool, one)
        page.parent.mkdir(parents=True)
        page.write_text(one.text, encoding="utf-8")
    assert adapters.lacking(tool, tmp_path, some) == []
    (tmp_path / adapters.page_of(tool, some[0])).unlink()
    (tmp_path / adapters.page_of(tool, some[1])).write_text("<html></html>")
    assert adapters.lacking(tool, tmp_path, some) == [str(tmp_path / adapters.page_of(tool, one)) for one in some[:2]]


def test_sitegen_is_run_with_options_that_it_has() -> None:
    known = {option for parameter in build_command.params for option in parameter.opts}
    assert set(adapters.WITHOUT_SEARCH) <= {one for one in adapters.OURS.build if one.startswith("-")} <= {*known, "-P", "-m"}
    assert set(alone.WITH_SEARCH) == set(adapters.OURS.build) - set(adapters.WITHOUT_SEARCH)


def test_what_is_installed_is_by_hash_and_names_no_host() -> None:
    lists = ROOT / "benchmarks"
    text = (lists / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text and not re.search(r"(?m)^-", text)
    for requirement in re.split(r"\n(?=\S)", text):
        assert re.match(r"[\w.-]+==\S+", requirement) and "--hash=sha256:" in requirement
    packages = json.loads((lists / "node/package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(packages) > 100
    del packages[""]
    assert all(one["integrity"].startswith("sha512-") and "resolved" not in one for one in packages.values())
    assert "ignore-scripts=true" in (lists / "node/.npmrc").read_text(encoding="utf-8").splitlines()


# --- measuring


def test_a_command_is_measured_with_all_that_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = tmp_path / "seen"
    held: set[int] = set()  # large processes: only when both have been looked at may the inner one end, however slow the machine

    def proportional(process: int) -> int:
        size = looked(process)
        if size > 50_000_000:
            held.add(process)
        if len(held) == 2:
            seen.touch()
        return size

    looked = measuring.proportional
    monkeypatch.setattr(measuring, "proportional", proportional)
    code = "import subprocess, sys; x = b'x' * 50_000_000; subprocess.run([sys.executable, *sys.argv[1:]]); print('done')"
    inner = "import os, sys, time; x = b'x' * 50_000_000\nwhile not os.path.exists(sys.argv[1]): time.sleep(0.01)"
    cost, said = measuring.measure((sys.executable, "-S", "-c", code, "-c", inner, str(seen)), tmp_path, watch=True)
    assert said == "done\n"
    assert cost.wall > 0 and cost.cpu > 0
    assert cost.together > 100 > cost.largest > 50  # MB: the two of them, and one


def test_a_command_that_fails_ends_the_measuring_with_what_it_said() -> None:
    with pytest.raises(SystemExit, match=r"(?s)exit status 3.*so it is"):
        measuring.measure((sys.executable, "-S", "-c", "print('so it is'); raise SystemExit(3)"))


def test_what_was_made_before_is_out_of_the_way_and_deleted_afterwards(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    (folder / "public").mkdir(parents=True)
    (folder / "public/old").touch()
    with measuring.put_aside(folder, ("public", "cache")):
        assert not (folder / "public").exists()
        (folder / "public").mkdir()
        (folder / "public/new").touch()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["new"]


def test_the_preview_can_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "EDITS", 1)
    with ThreadPoolExecutor(1) as elsewhere:  # a browser that other tests have open keeps this thread's event loop
        section = elsewhere.submit(preview.section, [DOCUMENTS]).result()
    (row,) = (line for line in section.splitlines() if line.startswith(f"| {DOCUMENTS} |"))
    newest, oldest, item, whole, first, ready, memory = map(float, row.strip("| ").split(" | ")[1:])
    assert min(newest, oldest, item, whole, first) > 0 and first <= ready and 10 < memory < 1000


def test_a_server_is_asked_until_it_shows_the_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "REST", 0.1)
    one = Document("minutes", "2026-01-05-nord", "nord", "Referat", "### Drøftelse\n\nDet går godt.\n")
    page = tmp_path / "minutes/2026-01-05-nord.md"
    page.parent.mkdir()
    page.write_text(f"<h2>\n{one.text}", encoding="utf-8")
    tool = Tool("plain", (), (), source="{kind}/{id}.md")
    plain = servers.Server("plain", tool, lambda port: (sys.executable, "-m", "http.server", str(port)), "/{kind}/{id}.md")
    first, took, memory = servers.seen(plain, tmp_path, one, edits=2)
    assert first > 0 and 0 < took < 5 and memory > 1
    assert "Det går godt. Rettelse 0 i plain. Rettelse 1 i plain.\n" in page.read_text(encoding="utf-8")


# --- tables


def _results() -> Results:
    found = Results(100)
    for name, factor in (("sitegen", 3.0), ("zola", 1.0), ("hugo", 2.0)):
        found.costs[name] = {mode: [Cost(factor, factor / 2), Cost(factor * 10, 1), Cost(factor, 1)] for mode in comparing.MODES}
        found.memory[name] = Cost(1, 1, 100 * factor, 200 * factor)
        found.versions[name] = "1.2"
        found.made[name] = (30, 10, 2_000_000)
    found.costs["hugo"] = {mode: costs[:1] for mode, costs in found.costs["hugo"].items()}
    return found


def _cells(text: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in text.splitlines()]


@pytest.mark.parametrize(
    "made", [comparing.costs_table, comparing.ratios_table, comparing.made_table, lambda found: alone.growth_table([found])]
)
def test_a_table_has_a_cell_for_every_column(made: Callable[[Results], str]) -> None:
    head, rule, *rows = _cells(made(_results()))
    assert rows and {len(head)} == {len(row) for row in (rule, *rows)}


def test_tables_tell_medians_and_the_ratios_of_rounds_that_both_ran_in() -> None:
    found = _results()
    _, _, ours, zola, hugo = _cells(comparing.costs_table(found))
    assert ours[:4] == ["sitegen 1.2", "3", "3.00", "1.00"] and ours[-2:] == ["600", "300"]
    assert (zola[0], hugo[1]) == ("Zola 1.2", "1")
    head, _, ours, *_ = _cells(comparing.ratios_table(found))
    assert dict(zip(head, ours, strict=True)) == {
        "Generator": "sitegen",
        **{f"{mode} / {name}": of for mode in comparing.MODES.values() for name, of in (("Zola", "3.00"), ("Hugo", "1.50"))},
        "cold, CPU / Zola": "1.00",
        "cold, CPU / Hugo": "1.50",
        "memory / Zola": "3.00",
        "memory / Hugo": "1.50",
    }
    assert found.of("zola").costs == {"zola": found.costs["zola"]}


def test_bounds_that_are_exceeded_are_told() -> None:
    found = _results()
    assert comparing.exceeded(found, {("cold", "zola"): 3.0, ("edit", "hugo"): 1.5}) == []
    (line,) = comparing.exceeded(found, {("cold", "zola"): 2.9, ("edit", "hugo"): 1.5})
    assert line == "cold: 3.00 times as long as Zola, and 2.90 is the most"
    assert {name for _, name in comparing.BOUNDS} <= set(comparing.BESIDE)
    assert {mode for mode, _ in comparing.BOUNDS} <= set(comparing.MODES)


def test_versions_and_steps_are_read_from_what_programs_say() -> None:
    assert comparing.version("hugo v0.168.0-e27a67+extended linux/amd64 BuildDate=2026") == "0.168.0"
    assert comparing.version("3.1.8\n") == "3.1.8"
    assert alone.told("Advarsel: 4 ms\nTid: læs 12 ms · sammenhold, døm og sæt op 1930 ms\n") == {
        "læs": 12,
        "sammenhold, døm og sæt op": 1930,
    }
    assert alone.told("") == {}


def test_parts_of_an_output_are_counted(tmp_path: Path) -> None:
    pages = ("index.html", "data/index.html")
    others = ("data/verdicts.csv", "pagefind/a.pf_meta", "oparl/system.json", "a.ics", "a/feed.xml", "a.css")
    for path in (*pages, *others):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"ab")
    assert alone.made_of(tmp_path) == {name: (2, 4) if name == "pages" else (1, 2) for name, _ in alone.PARTS}
    assert comparing.output_of(tmp_path) == (8, 2, 16)


def test_the_year_with_most_texts_is_found() -> None:
    paths = ["moeder/2025-01-02-nord/referat.html", "moeder/2026-01-02-nord/1.html", "moeder/2026-02-02-nord/1.html", "om.html"]
    assert alone.of_a_year(paths) == ("2026", paths[1:3])
