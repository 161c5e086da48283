"""A new site: on whatever day it begins nothing is wrong with it, and it never lands on top of anything."""

import errno
import os
import pty
import re
import subprocess
import sys
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hatchling.builders.wheel import WheelBuilder
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen import starter
from sitegen.build import Build, kind_of
from sitegen.calendar import is_working_day
from sitegen.cli import cli
from sitegen.commands import project
from sitegen.console import WrongUse
from sitegen.forms import vscode
from sitegen.schema import FILES
from tests.support import ROOT, built, examined

LONG = os.environ.get("SITEGEN_LONG") == "1"
EASTER_AND_OTHERS = [date(2026, 4, 2), date(2026, 4, 5), date(2027, 5, 6), date(2026, 6, 5), date(2026, 12, 24)]
NEW_YEARS = [date(year, 12, day) for year in (2025, 2027) for day in (1, 30, 31)] + [date(2026, 11, 30), date(2028, 2, 29)]
FIRSTS = [date(2026, 1, 1), date(2028, 1, 1), date(2027, 3, 1), date(2024, 2, 29), date(2027, 2, 5)]


def made(today: date, title: str = "Prøve", publisher: str = "Sekretariatet") -> dict[str, bytes]:
    return starter.files(today, title, "https://proeve.example/", publisher)


def content(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: contents for path, contents in files.items() if path.startswith("content/")}


def judged(today: date) -> Build:
    return examined(content(made(today)), today)


@pytest.mark.parametrize("today", EASTER_AND_OTHERS + NEW_YEARS + FIRSTS, ids=str)
def test_nothing_is_found_on_the_first_day(today: date) -> None:
    found = judged(today)
    assert found.site and found.findings == ()


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
@settings(max_examples=1500 if LONG else 25, deadline=None)
@example(date(2024, 2, 29))
def test_nothing_is_found_whatever_the_day(today: date) -> None:
    assert judged(today).findings == ()
    days = starter.days(today)
    shown = [
        days[name] for name in ("agenda_sent", "supplement_sent", "held", "minutes_sent", "next", "second", "third", "fourth")
    ]
    assert shown == sorted(set(shown) | {days["agenda_sent"]}) or days["agenda_sent"] == days["supplement_sent"]
    assert days["held"] < days["minutes_sent"] <= today < days["next"]
    assert all(is_working_day(day) for name, day in days.items() if name not in ("today", "founded"))


def test_nothing_is_late_within_the_first_week() -> None:
    """Who begins on a Thursday and looks again on Monday is not met by a list of breaches."""
    for first in (date(2026, 11, 22), date(2026, 12, 28), date(2027, 3, 25)):
        files = content(made(first))
        for later in range(8):
            found = examined(files, first + timedelta(days=later)).findings
            assert [finding for finding in found if finding.severity != "note"] == []


def test_it_builds_and_says_that_it_is_made_up() -> None:
    files = made(date(2026, 11, 22))
    build = built(content(files), date(2026, 11, 22))
    assert build.findings == () and "index.html" in build.plan
    assert "opdigtede" in build.plan["om/index.html"].decode()  # type: ignore[union-attr]
    assert "opdigtet" in files["README.md"].decode()


def test_there_is_one_example_of_everything() -> None:
    found = judged(date(2026, 11, 22))
    site, files = found.site, made(date(2026, 11, 22))
    assert site
    assert {kind_of(path) for path in content(files)} - {None} == set(FILES)
    assert len(site.organisation.clusters) == 1 and len(site.organisation.levels) == 2 and len(site.bodies) == 2
    assert len({party.kind for party in site.organisation.parties}) >= 5 and all(body.entry.seats for body in site.bodies)
    held = next(meeting for meeting in site.meetings if meeting.minutes)
    assert held.agenda and held.supplements and held.minutes
    items = held.minutes.items
    assert any(item.closed for item in items) and any(item.follow_ups for item in items)
    assert any(item.field("referred_to") for item in items) and site.attachments
    (mandate,) = site.mandates
    answers = mandate.meta.obligations
    assert answers.agenda and answers.minutes and answers.website and answers.host and answers.duties and mandate.meta.facts
    assert any(b"\ndraft: true" in contents for contents in files.values())
    assert {"om", "privatliv", "ordliste"} == {page.id for page in site.pages}
    assert {".gitignore", ".gitattributes", "README.md", ".github/workflows/hjemmeside.yml", ".githooks/pre-commit"} <= set(files)


def test_each_plan_holds_the_meetings_of_its_year() -> None:
    files = made(date(2026, 11, 22))
    plans = {path: contents.decode() for path, contents in files.items() if path.startswith("content/meetings/")}
    assert set(plans) == {"content/meetings/2026.yml", "content/meetings/2027.yml"}
    for path, text in plans.items():
        years = set(re.findall(r"date: (\d{4})", text))
        assert years == {path[-8:-4]} and f"Mødeplan {path[-8:-4]}." in text


def test_every_blank_is_filled_and_nothing_else_is_touched() -> None:
    files = made(date(2026, 11, 22))
    for path, contents in files.items():
        assert not starter.BLANK.search(path + contents.decode()), path
    assert b"${{ github" in files[".github/workflows/hjemmeside.yml"]
    for path in content(files):
        hosts = re.findall(r"(?:https?://|@)([\w.-]+\.[a-z]{2,})", files[path].decode())
        assert all(host.endswith(".example") or host == "creativecommons.org" for host in hosts), path


def test_its_readme_names_commands_and_meetings_that_exist() -> None:
    text = made(date(2026, 11, 22))["README.md"].decode()
    named = set(re.findall(r"^(?:\| `)?sitegen ([a-z]+)", text, re.MULTILINE))
    assert named == {"serve", "check", "new", "deadlines", "list"} <= set(cli.commands)
    (meeting,) = re.findall(r"sitegen new agenda ([\w-]+)", text)
    (draft,) = re.findall(r"sitegen list (content/\S+)", text)
    site = judged(date(2026, 11, 22)).site
    assert site and draft in made(date(2026, 11, 22)) and draft.split("/")[-1][:-3] != meeting
    assert next(one for one in site.meetings if one.id == meeting).agenda is None
    for path in re.findall(r"^\| `(content/[\w./-]+)`", text, re.MULTILINE):
        assert any(name.startswith(path) for name in made(date(2026, 11, 22))), path


def test_a_wheel_has_all_of_it() -> None:
    packed = {file.relative_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    folder = ROOT / "sitegen" / "starter" / "site"
    inside = {p.relative_to(ROOT).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert len(inside) > 15 and inside <= packed


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=60))
@settings(max_examples=400 if LONG else 20, deadline=None)
@example("Aftalen: \"Nord\" & 'Syd' # @held@ ${{ x }}")
def test_whatever_it_is_called(title: str) -> None:
    title = unicodedata.normalize("NFC", " ".join(title.split()) or "x")
    found = examined(content(made(date(2026, 11, 22), title, title)), date(2026, 11, 22))
    if found.site:  # whatever may be a personal number is found, and refused by the command
        assert found.site.file.title == found.site.file.publisher.name == title
    else:
        assert {finding.code for finding in found.findings} <= {"SG107", "SG101"}


# --- the command


def run(*arguments: str | Path, status: int = 0) -> str:
    result = CliRunner().invoke(cli, list(map(str, arguments)), standalone_mode=False)
    assert result.return_value == status, (result.output, result.exception)
    return result.output


def refused(*arguments: str | Path) -> str:
    result = CliRunner().invoke(cli, list(map(str, arguments)), standalone_mode=False)
    assert isinstance(result.exception, WrongUse), result.output
    return result.exception.message


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "hjemmeside"
    said = run("init", folder, "--today", "2026-11-22", "--title", "Prøve", "--base-url", "proeve.example", "--publisher", "Os")
    assert len(said.strip().split("\n")) == 7 and "sitegen serve" in said and "Prøve" in said
    expected = {**starter.files(date(2026, 11, 22), "Prøve", "https://proeve.example/", "Os"), **vscode()}
    assert tree(folder) == expected
    assert (folder / ".githooks/pre-commit").stat().st_mode & 0o111
    assert run("check", "-C", folder, "--today", "2026-11-22", "--strict")
    assert "draft" in run("list", "drafts", "-C", folder, "--today", "2026-11-22")


def test_the_likely_answers_where_nobody_is_asked(tmp_path: Path) -> None:
    run("init", tmp_path, "--today", "2026-11-22")
    text = (tmp_path / "content/site.yml").read_text(encoding="utf-8")
    assert 'title: "Sundhedsaftalen"' in text and 'base_url: "https://sundhedsaftalen.example/"' in text


def test_a_folder_that_git_and_python_have_been_in(tmp_path: Path) -> None:
    for name in (".git", ".venv"):
        (tmp_path / name).mkdir()
    run("init", tmp_path, "--today", "2026-11-22")
    assert (tmp_path / "content/site.yml").is_file()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "brev.txt").write_text("mit", encoding="utf-8")
    assert "brev.txt" in refused("init", tmp_path)
    assert tree(tmp_path) == {"brev.txt": b"mit"}
    assert "fil og ikke en mappe" in refused("init", tmp_path / "brev.txt")


def test_no_site_begins_in_another(tmp_path: Path) -> None:
    run("init", tmp_path / "en", "--today", "2026-11-22")
    before = tree(tmp_path)
    assert "ligger i en hjemmeside" in refused("init", tmp_path / "en" / "content" / "to")
    assert "allerede en hjemmeside" in refused("init", tmp_path / "en")
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--base-url", "http://proeve.example/"], "--base-url"),
        (["--base-url", "https://pr oeve.example/"], "--base-url"),
        (["--title", "Side om 610180-1234"], "61••••-••••"),
        (["--title", "Si\x07de"], "U+0007"),
        (["--today", "i dag"], "--today"),
    ],
)
def test_what_cannot_stand_there_is_refused_before_anything_is_written(tmp_path: Path, arguments: list[str], words: str) -> None:
    assert words in refused("init", tmp_path / "ny", *arguments)
    assert not (tmp_path / "ny").exists()


def test_a_disk_that_gives_up_leaves_no_half_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, places = project.write, []

    def full(place: Path, contents: bytes) -> None:
        places.append(place)
        if len(places) == 10:
            raise OSError(errno.ENOSPC, "No space left on device", str(place))
        write(place, contents)

    monkeypatch.setattr(project, "write", full)
    assert "Disken er fuld" in run("init", tmp_path / "ny", status=1)
    monkeypatch.undo()
    assert len(places) == 10 and tree(tmp_path) == {}
    assert run("init", tmp_path / "ny")


def test_somebody_at_a_terminal_is_asked(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sitegen", "init", str(tmp_path / "ny"), "--today", "2026-11-22"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, b"Vores aftale\n\nOs i byen\n")
        assert process.wait() == 0
    said = os.read(ours, 65536).decode()
    os.close(ours)
    assert "Hvad skal hjemmesiden hedde?" in said and "[https://sundhedsaftalen.example/]" in said
    text = (tmp_path / "ny/content/site.yml").read_text(encoding="utf-8")
    assert 'title: "Vores aftale"' in text and 'name: "Os i byen"' in text and "https://sundhedsaftalen.example/" in text
