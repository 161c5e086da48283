"""The command line: exit statuses, options, the clock, and what a person, a pipe and a program each get to see."""

import errno
import json
import os
import pickle
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest

from sitegen import aside, catalogue, cli, files, memo, mirror
from sitegen.commands import options
from sitegen.diagnostics import CODES
from sitegen.parse import parse
from tests.support import base

Run = Callable[..., tuple[int, str, str]]

PLANTED = "Hemmelighedskræmmeri"
AGENDA = f"""---
meeting: 2026-03-12-nord-politisk
sent: 2026-01-20
published: 2026-03-01
late_reason: {PLANTED}begrundelse
corrections:
  - {{date: 2026-01-21, text: {PLANTED}rettelse}}
aliases: [/{PLANTED}-adresse/]
---
{PLANTED}indledning

## 1. {PLANTED}titel

Emner: {PLANTED}emne
Sag: hemmelig-sag

### Indstilling

{PLANTED}tekst med [bilag](hemmeligt-bilag.csv)
"""
MINUTES = f"""---
meeting: 2026-03-12-nord-politisk
sent: 2026-03-15
status: draft
participants:
  - {{role: {PLANTED}rolle, name: {PLANTED}navn}}
---
## 1. {PLANTED}titel

### Beslutning

{PLANTED}beslutning

- [ ] {PLANTED}opgave (ansvarlig: hjoerring, frist: 2026-05-01)
"""
PAGE = f"---\ntitle: {PLANTED}side\nmenu: 1\n---\n{PLANTED}tekst\n"
LATE = {"content/meetings/2026.yml": base()["content/meetings/2026.yml"].replace(b"2026-03-12", b"2026-01-15")}


def project(folder: Path, **changes: str | bytes | None) -> Path:
    """Write the base site of the cases, changed, to a folder."""
    for path, data in {**base(), **changes}.items():
        if data is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def written(root: Path) -> dict[str, bytes]:
    """What is in a project, but for what the program remembers."""
    return {path: data for path, data in tree(root).items() if not path.startswith(".cache/")}


def mentions(folder: Path, *words: str) -> set[str]:
    """Every file under a folder whose name or bytes hold one of the words, in any case."""
    found = set()
    for path, data in tree(folder).items():
        whole = (path.encode() + data).lower()
        if any(word.lower().encode() in whole or word.encode().lower() in whole for word in words):
            found.add(path)
    return found


@pytest.fixture(autouse=True)
def fast_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: no test here pulls the plug for real."""
    monkeypatch.setattr(os, "fsync", lambda number: None)
    monkeypatch.setattr(aside, "settle", lambda folder, changed: None)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path / "projekt")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program in this process: exit status, stdout, stderr."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)  # the tests say themselves where they run

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sitegen", *map(str, arguments)])
        with pytest.raises(SystemExit) as status:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err or "--traceback" in arguments
        return int(status.value.code or 0), out, err

    return run


def day(run: Run, root: Path, *arguments: object) -> str:
    """The day that the program judged by."""
    _, out, _ = run("check", "-C", root, "--format", "json", *arguments)
    return str(json.loads(out)["today"])


# --- exit statuses


def test_0_a_good_build(root: Path, run: Run) -> None:
    status, out, err = run("build", "-C", root, "--today", "2026-02-01")
    assert (status, out) == (0, "")
    assert "Ingen fund." in err
    assert re.search(r"\d+ sider i .*output \(\d+ filer skrevet, 0 uændret, 0 slettet\)", err)
    assert (root / "output/index.html").is_file()


def test_0_warnings_do_not_stop_a_build(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, **LATE)
    status, _, err = run("build", "-C", root, "--today", "2026-02-01")
    assert status == 0
    assert "advarsel SG301" in err
    assert (root / "output/index.html").is_file()


def test_1_errors_write_nothing(root: Path, run: Run) -> None:
    run("build", "-C", root, "--today", "2026-02-01")
    before = tree(root / "output")
    (root / "content/pages").mkdir()
    (root / "content/pages/om.md").write_text("uden felter")
    status, _, err = run("build", "-C", root, "--today", "2026-02-01")
    assert status == 1
    assert "content/pages/om.md:1:1 fejl SG106" in err
    assert "sider i" not in err
    assert tree(root / "output") == before


def test_1_strict_fails_on_warnings_and_writes_nothing(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, **LATE)
    for strict in ("--strict", "-s"):
        assert run("build", "-C", root, "--today", "2026-02-01", strict)[0] == 1
    assert run("check", "-C", root, "--today", "2026-02-01", "-s")[0] == 1
    assert run("check", "-C", root, "--today", "2026-02-01")[0] == 0
    assert not (root / "output").exists()


def test_strict_does_not_fail_on_notes(root: Path, run: Run) -> None:
    status, _, err = run("check", "-C", root, "--today", "2026-03-01", "--strict")
    assert "bemærkning SG305" in err
    assert status == 0


def test_check_writes_nothing_but_what_it_remembers(root: Path, run: Run) -> None:
    before = tree(root)
    assert run("check", "-C", root, "--today", "2026-02-01")[0] == 0
    assert {path: data for path, data in tree(root).items() if not path.startswith(".cache/")} == before


WRONG_USES = [
    (["byg"], "Kommandoen findes ikke"),
    (["bild"], "Mente du build?"),
    (["build", "--fromat", "json"], "Mente du --format?"),
    (["build", "--format", "xml"], "--format kan være: text, json"),
    (["build", "--lang", "sv"], "--lang kan være: da, en"),
    (["build", "--today"], "--today mangler en værdi"),
    (["build", "--strict=ja"], "--strict mangler en værdi, eller også skal det ingen have"),
    (["build", "--today", "i dag"], "--today i dag er ikke en dato"),
    (["build", "--today", "2026-02-30"], "--today 2026-02-30 er ikke en dato"),
    (["build", "--today", "0001-01-01"], "er ikke en dato"),
    (["build", "--today", "9999-12-31"], "er ikke en dato"),
    (["build", "--base-url", "eksempel.dk"], "er ikke en adresse"),
    (["build", "--base-url", "javascript:alert(1)"], "er ikke en adresse"),
    (["build", "--base-url", 'https://x.dk/"onload="'], "er ikke en adresse"),
    (["build", "en", "to"], "Kommandoen er ikke skrevet"),
    (["build", "-C", "findes-ikke"], "findes-ikke har ingen mappe ved navn content"),
    (["explain"], "Der mangler noget efter kommandoen: KODE"),
    (["explain", "SG999"], "Der er ingen kode, der hedder SG999. Tættest på: SG"),
    (["explain", "agenda-mising"], "Tættest på: agenda-missing"),
    (["explain", "qqqqqq"], "Tættest på: SG101"),
    (["deadlines", "--format", "xml"], "--format kan være: text, json, markdown"),
    (["deadlines", "nord-politsk"], "Der er intet forum, der hedder nord-politsk. Tættest på: nord-politisk."),
    (["deadlines", "--days", "-1"], "Kommandoen er ikke skrevet"),
    (["new", "minuts"], "Mente du minutes?"),
    (["new"], "Der mangler noget efter kommandoen: HVAD. Det kan være agenda, minutes, meeting"),
    (["new", "agenda"], "Der mangler noget efter kommandoen: MØDE"),
    (["new", "agenda", "2026-03-21-nord-politisk"], "der hedder 2026-03-21-nord-politisk. Tættest på: 2026-03-12-nord-politisk."),
    (["new", "agenda", "../../etc"], "Mødeplanen har intet møde, der hedder ../../etc"),
]


@pytest.mark.parametrize(("arguments", "danish"), WRONG_USES, ids=[" ".join(arguments) for arguments, _ in WRONG_USES])
def test_2_wrong_use(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], danish: str) -> None:
    monkeypatch.chdir(root)
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    first, *rest = err.splitlines()
    assert danish in first
    assert len(rest) == 2, "English, then where there is help"
    assert rest[1].startswith("Hjælp: sitegen")
    assert not (root / "output").exists()


def test_2_without_a_command(run: Run) -> None:
    status, out, err = run()
    assert status == 2
    assert "Kommandoer:" in out + err


def test_findings_stand_at_their_lines_in_githubs_workflows(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path, **LATE)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    _, out, err = run("check", "-C", root, "--today", "2026-03-06")
    assert "::warning file=content/meetings/2026.yml," in out and "SG301" in err
    _, out, err = run("check", "-C", root, "--today", "2026-03-06", "--format", "text")
    assert out == "" and "SG301" in err


def test_sarif_goes_to_stdout(tmp_path: Path, run: Run) -> None:
    _, out, _ = run("check", "-C", project(tmp_path, **LATE), "--today", "2026-03-06", "--format", "sarif")
    assert "SG301" in {result["ruleId"] for result in json.loads(out)["runs"][0]["results"]}


def test_2_the_output_folder_is_refused(root: Path, run: Run) -> None:
    (root / "output").mkdir()
    (root / "output/brev.txt").write_text("mit")
    status, out, err = run("build", "-C", root, "--today", "2026-02-01", "--format", "json")
    assert (status, out) == (2, "")
    assert "er ikke tom" in err
    assert "is not empty" in err
    assert tree(root / "output") == {"brev.txt": b"mit"}


def test_2_a_shrink_is_refused_and_allowed(tmp_path: Path, run: Run) -> None:
    pages = {f"content/pages/side-{n}.md": f"---\ntitle: Side {n}\n---\nTekst.\n" for n in range(20)}
    root = project(tmp_path, **pages)
    assert run("build", "-C", root, "--today", "2026-02-01")[0] == 0
    before = tree(root / "output")
    for path in pages:
        (root / path).unlink()
    status, out, err = run("build", "-C", root, "--today", "2026-02-01", "--format", "json")
    assert status == 2
    assert json.loads(out)["findings"] == []
    assert "--allow-shrink" in err
    assert tree(root / "output") == before
    assert run("build", "-C", root, "--today", "2026-02-01", "--allow-shrink")[0] == 0
    assert not (root / "output/side-1").exists()


def test_70_an_error_of_the_program_itself(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("æøå")

    monkeypatch.setattr(files, "texts", broken)
    status, out, err = run("build", "-C", root)
    assert (status, out) == (70, "")
    assert err.startswith("Fejl i selve programmet")
    assert "ZeroDivisionError: æøå" in err
    assert "--traceback" in err
    status, _, err = run("build", "-C", root, "--traceback")
    assert status == 70
    assert "Traceback" in err


def test_1_a_disk_that_fails_where_nobody_looked_is_no_error_of_the_program(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(place: Path) -> bool:
        raise OSError(errno.EIO, "Input/output error", str(place))

    monkeypatch.setattr(Path, "is_dir", gone)
    status, out, err = run("check", "-C", root)
    assert (status, out) == (1, "")
    assert err.startswith(f"{root / 'content'}: Input/output error.\nDrevet svarer ikke")
    assert "Fejl i selve programmet" not in err


def test_130_interrupted(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "texts", interrupted)
    status, _, err = run("build", "-C", root)
    assert status == 130
    assert "Afbrudt" in err


def test_130_where_nothing_more_is_to_be_read(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: object) -> None:
        raise EOFError("EOF when reading a line")  # which click takes for an interruption

    monkeypatch.setattr(files, "texts", ended)
    status, _, err = run("build", "-C", root)
    assert status == 130
    assert "Afbrudt" in err


def test_interrupted_while_writing_and_finished_by_the_next_build(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("build", "-C", root, "-o", root / "facit", "--today", "2026-02-01")
    calls = iter(range(1000))
    real = os.replace

    def replace(*arguments: Any) -> None:
        if next(calls) == 7:
            raise KeyboardInterrupt
        real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        assert run("build", "-C", root, "--today", "2026-02-01")[0] == 130
    assert run("build", "-C", root, "--today", "2026-02-01")[0] == 0
    assert tree(root / "output") == tree(root / "facit")


TROUBLES = [
    (errno.ENOSPC, "Disken er fuld"),
    (errno.EROFS, "Disken kan kun læses"),
    (errno.EACCES, "Du har ikke ret til"),
    (errno.EPERM, "Du har ikke ret til"),
    (errno.EIO, "den, der passer maskinen"),
]


@pytest.mark.parametrize(("number", "words"), TROUBLES)
@pytest.mark.parametrize("function", ["mkdir", "settle", "replace", "scandir"])
def test_1_a_disk_in_the_way_is_said_plainly(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, function: str, number: int, words: str
) -> None:
    run("build", "-C", root, "--today", "2026-02-01")
    before = tree(root / "output")
    (root / "content/pages").mkdir()
    (root / "content/pages/om.md").write_text("---\ntitle: Om\n---\nTekst.\n")
    owner = aside if function == "settle" else os
    real = getattr(owner, function)

    def trouble(place: Any, *arguments: Any, **named: Any) -> Any:
        if function == "scandir" and "output" not in str(place):
            return real(place, *arguments, **named)
        raise OSError(number, os.strerror(number), str(root / "output/om"))

    with monkeypatch.context() as patch:
        patch.setattr(owner, function, trouble)
        status, out, err = run("build", "-C", root, "--today", "2026-02-01")
    assert (status, out) == (1, "")
    assert words in err
    assert "output/om" in err
    assert "Fejl i selve programmet" not in err
    assert tree(root / "output") == before


def test_1_a_file_above_the_output_folder(root: Path, run: Run) -> None:
    (root / "fil").write_text("x")
    status, _, err = run("build", "-C", root, "-o", root / "fil/output", "--today", "2026-02-01")
    assert status == 1
    assert "En fil står, hvor der skulle være en mappe" in err


# --- where and when


def test_the_root_is_found_upwards(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "content/pages/dybt").mkdir(parents=True)
    monkeypatch.chdir(root / "content/pages/dybt")
    assert run("build", "--today", "2026-02-01")[0] == 0
    assert (root / "output/index.html").is_file()


def test_the_nearest_root_wins(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = project(root / "indre", **{"content/organisation.yml": "ukendt: ja\n"})
    monkeypatch.chdir(inner / "content")
    assert run("check", "--today", "2026-02-01")[0] == 1
    monkeypatch.chdir(root)
    assert run("check", "--today", "2026-02-01")[0] == 0


def test_no_root_at_all(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, err = run("check")
    assert status == 2
    assert "content/site.yml" in err
    assert "-C MAPPE" in err


def test_a_folder_that_is_gone(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "væk").mkdir()
    monkeypatch.chdir(tmp_path / "væk")
    (tmp_path / "væk").rmdir()
    status, _, err = run("check")
    assert status == 2
    assert "findes ikke længere" in err


def test_output_is_relative_to_where_one_stands(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root.parent)
    assert run("build", "-C", "projekt", "-o", "her", "--today", "2026-02-01")[0] == 0
    assert (root.parent / "her/index.html").is_file()
    assert not (root / "output").exists()


def test_today_before_epoch_before_clock(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772924400")  # 2026-03-07T23:00Z: past midnight in Copenhagen
    assert day(run, root) == "2026-03-08"
    assert day(run, root, "--today", "2026-02-01") == "2026-02-01"


@pytest.mark.parametrize("epoch", ["i går", "1e9", "99999999999999999999", "253402300799", "-99999999999"])
def test_a_source_date_epoch_that_is_none(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    status, _, err = run("check", "-C", root)
    assert status == 2
    assert f"SOURCE_DATE_EPOCH={epoch} er ikke" in err
    assert run("check", "-C", root, "--today", "2026-02-01")[0] == 0


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 7, 22, 59, tzinfo=UTC), "2026-03-07"),
        (datetime(2026, 3, 7, 23, 0, tzinfo=UTC), "2026-03-08"),
        (datetime(2026, 7, 7, 21, 59, tzinfo=UTC), "2026-07-07"),
        (datetime(2026, 7, 7, 22, 0, tzinfo=UTC), "2026-07-08"),
    ],
)
def test_the_clock_is_copenhagens(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, now: datetime, expected: str) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            assert tz is not None
            return cls.fromtimestamp(now.timestamp(), tz)

    monkeypatch.setattr(options, "datetime", Clock)
    assert day(run, root) == expected


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_a_machine_in_another_zone(root: Path, zone: str) -> None:
    """SOURCE_DATE_EPOCH an hour after midnight in Copenhagen, on machines where it is another day."""
    done = program("check", "-C", root, "--format", "json", TZ=zone, SOURCE_DATE_EPOCH="1772928000")
    assert json.loads(done.stdout)["today"] == "2026-03-08"


# --- what is shown


def test_embargoed_documents_are_in_no_file_of_the_output(tmp_path: Path, run: Run) -> None:
    root = project(
        tmp_path,
        **{
            "content/agendas/2026-03-12-nord-politisk.md": AGENDA,
            "content/minutes/2026-03-12-nord-politisk.md": MINUTES.replace(
                "sent: 2026-03-15", "sent: 2026-03-15\npublished: 2026-03-20"
            ),
            "content/attachments/2026-03-12-nord-politisk/hemmeligt-bilag.csv": f"{PLANTED};1\n",
            "content/attachments/2026-03-12-nord-politisk/hemmeligt-loest.csv": f"{PLANTED};2\n",
        },
    )
    assert run("build", "-C", root, "--today", "2026-02-01", "-D")[0] == 0
    assert mentions(root / "output", PLANTED, "hemmelig") == set()
    status, _, err = run("build", "-C", root, "--today", "2026-02-01", "-F")
    assert status == 0, err
    shown = mentions(root / "output", PLANTED)
    assert {
        "moeder/2026-03-12-nord-politisk/dagsorden/index.html",
        "moeder/2026-03-12-nord-politisk/referat/index.html",
        "bilag/2026-03-12-nord-politisk/hemmeligt-bilag.csv",
    } <= shown
    assert "moeder/2026-03-12-nord-politisk/index.html" in mentions(root / "output", "Vises først")
    assert "data/findings.json" not in mentions(root / "output", "hemmeligt-loest")
    assert run("build", "-C", root, "--today", "2026-02-01", "--allow-shrink")[0] == 0
    assert mentions(root / "output", PLANTED, "hemmelig") == set()


def test_drafts_are_in_no_file_of_the_output(tmp_path: Path, run: Run) -> None:
    root = project(
        tmp_path,
        **{
            "content/agendas/2026-03-12-nord-politisk.md": AGENDA.replace("published: 2026-03-01", "draft: true"),
            "content/minutes/2026-03-12-nord-politisk.md": MINUTES.replace("---\nmeeting", "---\ndraft: true\nmeeting"),
            "content/attachments/2026-03-12-nord-politisk/hemmeligt-bilag.csv": f"{PLANTED};1\n",
            "content/pages/hemmelig-side.md": PAGE.replace("menu", "draft: true\nmenu"),
        },
    )
    assert run("build", "-C", root, "--today", "2026-02-01", "-F")[0] == 0
    assert mentions(root / "output", PLANTED, "hemmelig") == set()
    assert run("build", "-C", root, "--today", "2026-02-01", "-D")[0] == 0
    marked = mentions(root / "output", "Kladde, ikke offentliggjort")
    assert {"moeder/2026-03-12-nord-politisk/index.html", "hemmelig-side/index.html"} <= marked
    assert marked <= mentions(root / "output", PLANTED, "hemmelig")


def test_previewed_documents_are_marked_on_their_own_pages(tmp_path: Path, run: Run) -> None:
    root = project(
        tmp_path,
        **{
            "content/agendas/2026-03-12-nord-politisk.md": AGENDA.replace("[bilag](hemmeligt-bilag.csv)", "bilag"),
            "content/minutes/2026-03-12-nord-politisk.md": MINUTES.replace("---\nmeeting", "---\ndraft: true\nmeeting"),
        },
    )
    assert run("build", "-C", root, "--today", "2026-02-01", "-D", "-F")[0] == 0
    assert "moeder/2026-03-12-nord-politisk/dagsorden/index.html" in mentions(root / "output", "Vises først")
    assert "moeder/2026-03-12-nord-politisk/referat/index.html" in mentions(root / "output", "Kladde, ikke offentliggjort")


def test_an_embargoed_page_is_in_no_page_of_the_output(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, **{"content/pages/hemmelig-side.md": PAGE.replace("menu", "published: 2026-03-01\nmenu")})
    assert run("build", "-C", root, "--today", "2026-02-01")[0] == 0
    assert mentions(root / "output", PLANTED, "hemmelig") <= {"data/findings.json"}  # see test_feeds
    assert run("build", "-C", root, "--today", "2026-02-01", "-F")[0] == 0
    assert "Vises først" in (root / "output/hemmelig-side/index.html").read_text("utf-8")
    assert run("build", "-C", root, "--today", "2026-03-01")[0] == 0
    assert PLANTED in (root / "output/hemmelig-side/index.html").read_text("utf-8")


def test_unused_attachments_and_unknown_files_are_not_named_in_public(tmp_path: Path, run: Run) -> None:
    root = project(
        tmp_path,
        **{
            "content/attachments/2026-03-12-nord-politisk/hemmelig-plan.pdf": "x",
            "content/agendas/hemmelige-noter.txt": "x",
            "content/hemmelig.txt": "x",
        },
    )
    status, _, err = run("build", "-C", root, "--today", "2026-02-01")
    assert status == 0
    assert err.count("hemmelig") >= 3
    assert mentions(root / "output", "hemmelig") == set()


def test_base_url_with_a_path(root: Path, run: Run) -> None:
    (root / "content/pages").mkdir()
    (root / "content/pages/om.md").write_text("---\ntitle: Om\naliases: [/gammel/]\nmenu: 1\n---\n[Møder](/moeder/)\n")
    for url in ("https://preview.example/gren/17/", "https://preview.example/gren/17"):
        assert run("build", "-C", root, "--today", "2026-02-01", "--base-url", url)[0] == 0
        texts = {path: data.decode() for path, data in tree(root / "output").items() if path.endswith((".html", ".xml", ".txt"))}
        links = re.findall(r'(?:href|src|action)="([^"]*)"', "".join(texts.values()))
        inside = [link for link in links if link.startswith("/")]
        assert inside
        assert all(link.startswith("/gren/17/") and not link.startswith("/gren/17//") for link in inside), inside
        assert 'content="0; url=/gren/17/om/"' in texts["gammel/index.html"]
        assert 'href="/gren/17/moeder/"' in texts["om/index.html"]
        assert "<loc>https://preview.example/gren/17/om/</loc>" in texts["sitemap.xml"]
        assert "https://preview.example/gren/17/sitemap.xml" in texts["robots.txt"]
        assert not any("proeve.example/" in text.replace("was.example/proeve", "") for text in texts.values())


# --- findings for programs


def test_json_is_exactly_as_the_specification_says(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, **{**LATE, "content/pages/æ.md": "---\ntitel: Øl\n---\n# H\n\n### Spring\n"})
    status, out, err = run("check", "-C", root, "--today", "2026-02-01", "--format", "json", "-v", "--color", "--strict")
    assert status == 1
    assert err.startswith("Tid: ")
    assert len(err.splitlines()) == 1
    data = json.loads(out)
    assert list(data) == ["today", "findings", "summary"]
    assert data["today"] == "2026-02-01"
    assert list(data["summary"]) == ["errors", "warnings", "notes"]
    severities = [f["severity"] for f in data["findings"]]
    assert data["summary"] == {kind: severities.count(kind[:-1]) for kind in ("errors", "warnings", "notes")}
    assert data["summary"]["errors"] >= 1
    for finding in data["findings"]:
        keys = ["code", "name", "severity", "path", "line", "column", "message", "hint", "arguments", "clause"]
        keys.append("mend")  # beside what the specification says
        assert list(finding) == keys
        assert CODES[finding["code"]][0] == finding["name"]
        assert finding["path"].startswith("content/")
        assert finding["line"] >= 1
        assert finding["column"] >= 1
        assert finding["message"]
    late = next(f for f in data["findings"] if f["code"] == "SG301")
    assert late["clause"] == {"path": "content/mandates/politisk.md", "line": 14, "heading": "Sekretariat"}
    assert late["arguments"]["due"] == "2026-01-08"
    unknown = next(f for f in data["findings"] if f["code"] == "SG102")
    assert unknown["clause"] is None
    assert isinstance(unknown["arguments"]["known"], list)
    keys = [(f["path"], f["line"], f["column"], f["code"]) for f in data["findings"]]
    assert keys == sorted(keys)


def test_json_of_a_good_build_is_json_and_nothing_else(root: Path, run: Run) -> None:
    for extra in ([], ["-q"]):
        status, out, err = run("build", "-C", root, "--today", "2026-02-01", "--format", "json", *extra)
        assert (status, err) == (0, "")
        assert json.loads(out) == {"today": "2026-02-01", "findings": [], "summary": {"errors": 0, "warnings": 0, "notes": 0}}


# --- findings for people

BROKEN = {"content/pages/om.md": "---\ntitle: Om\n---\nTekst med æøå og [et link](findes-ikke.md) i.\n"}


def test_a_pipe_gets_a_line_for_each_finding(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, **BROKEN, **LATE)
    status, out, err = run("check", "-C", root, "--today", "2026-02-01")
    assert (status, out) == (1, "")
    *lines, closing = err.splitlines()
    assert [re.match(r"(\S+):(\d+):(\d+) (fejl|advarsel|bemærkning) (SG\d{3}) \S", line) is not None for line in lines] == [
        True
    ] * len(lines)
    assert any(line.startswith("content/pages/om.md:4:18 fejl SG203 ") for line in lines)
    assert closing.startswith("1 fejl, ")
    assert "\x1b" not in err


def person(run: Run, monkeypatch: pytest.MonkeyPatch, root: Path, *arguments: str) -> str:
    """What a person at a terminal sees."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    _, _, err = run("check", "-C", root, "--today", "2026-02-01", *arguments)
    return err


def pointed_at(shown: str) -> str:
    """The character that the first caret stands under."""
    lines = re.sub(r"\x1b\[[\d;]*m", "", shown).split("\n")
    at = next(n for n, line in enumerate(lines) if re.fullmatch(r" +│ +\^", line))
    return lines[at - 1][lines[at].index("^")]


def test_a_terminal_gets_the_line_and_a_caret(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = person(run, monkeypatch, project(tmp_path, **BROKEN), "--no-color")
    assert "  4 │ Tekst med æøå og [et link](findes-ikke.md) i.\n    │                  ^\n  → " in shown
    assert pointed_at(shown) == "["


@pytest.mark.parametrize(
    "before",
    [
        "Kort ",
        "Æ Ø Å æøå ",
        "a\tb\tc\t",
        "Ord " * 400,
        "a\u030a o\u0308 ",
    ],
    ids=["plain", "danish", "tabs", "long", "decomposed"],
)
@pytest.mark.parametrize("after", ["", " ord" * 400], ids=["end", "more"])
def test_the_caret_stands_under_the_character(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    text = f"---\ntitle: Om\n---\n{before}[æ](findes-ikke.md){after}\n"
    shown = person(run, monkeypatch, project(tmp_path, **{"content/pages/om.md": text}), "--no-color")
    assert pointed_at(shown) == "["
    assert max(map(len, re.findall(r"^  \d+ │ .*$", shown, re.MULTILINE))) <= 110


def test_a_terminal_is_not_given_what_would_move_its_cursor(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"---\ntitle: Om\n---\nA\x1b[2J \x08 \xe2\x80\xae B\x9b\n"
    root = project(tmp_path, **{"content/pages/om.md": text, "content/\x1b[31mrød\n.txt": "x"})
    shown = person(run, monkeypatch, root, "--no-color")
    assert "SG107" in shown
    assert "SG109" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)


def test_a_terminal_is_not_shown_a_personal_number(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "---\ntitle: Om\n---\nBorger 610180-1234 og [link](findes-ikke.md)\n"
    shown = person(run, monkeypatch, project(tmp_path, **{"content/pages/om.md": text}), "--no-color")
    assert "SG501" in shown
    assert "│ Borger 61•••••••••" in shown
    assert "0180" not in shown
    assert "1234" not in shown


@pytest.mark.parametrize(
    ("terminal", "environment", "arguments", "expected"),
    [
        (False, {}, [], False),
        (True, {}, [], True),
        (True, {"NO_COLOR": "1"}, [], False),
        (True, {"NO_COLOR": ""}, [], True),
        (True, {"TERM": "dumb"}, [], False),
        (False, {"FORCE_COLOR": "1"}, [], True),
        (False, {"FORCE_COLOR": "0"}, [], False),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        (False, {"NO_COLOR": "1"}, ["--color"], True),
        (True, {"FORCE_COLOR": "1"}, ["--no-color"], False),
    ],
)
def test_colour(
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,
    environment: dict[str, str],
    arguments: list[str],
    expected: bool,
) -> None:
    root = project(tmp_path, **BROKEN)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    _, out, err = run("check", "-C", root, "--today", "2026-02-01", *arguments)
    assert ("\x1b[" in err) is expected
    assert out == ""


def test_quiet_keeps_errors_and_warnings(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, **LATE)
    (root / "content/attachments/x").mkdir(parents=True)
    (root / "content/attachments/x/y.pdf").write_bytes(b"x")
    _, _, loud = run("build", "-C", root, "--today", "2026-02-01")
    _, out, quiet = run("build", "-C", root, "--today", "2026-02-01", "-q")
    assert "bemærkning SG205" in loud
    assert "SG205" not in quiet
    assert quiet.splitlines() == [line for line in loud.splitlines() if " advarsel " in line]
    assert out == ""


def test_quiet_says_nothing_where_nothing_is_wrong(root: Path, run: Run) -> None:
    assert run("build", "-C", root, "--today", "2026-02-01", "-q") == (0, "", "")


def test_verbose_says_where_the_time_went(root: Path, run: Run) -> None:
    status, out, err = run("build", "-C", root, "--today", "2026-02-01", "-v")
    assert (status, out) == (0, "")
    assert re.fullmatch(
        r"Tid: læs \d+ ms · se efter ændringer \d+ ms · gør klar \d+ ms · "
        r"arkiv \d+ ms · fortolk \d+ ms · sammenhold \d+ ms · døm \d+ ms · sæt op \d+ ms · "
        r"lav sider og data \d+ ms · søgning \d+ ms · skriv \d+ ms\. Husket: 0 af \d+ filer\.",
        err.splitlines()[-1],
    )
    _, _, err = run("check", "-C", root, "--today", "2026-02-01", "--verbose")
    assert "skriv" not in err.splitlines()[-1]
    assert "Tid:" not in run("build", "-C", root, "--today", "2026-02-01")[2]


def test_language_of_the_findings(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, **BROKEN)
    assert " error SG203 " in run("check", "-C", root, "--lang", "en", "--today", "2026-02-01")[2]
    assert " fejl SG203 " in run("check", "-C", root, "--lang", "da", "--today", "2026-02-01")[2]
    site = root / "content/site.yml"
    site.write_bytes(site.read_bytes().replace(b"language: da", b"language: en-GB"))
    assert " error SG203 " in run("check", "-C", root, "--today", "2026-02-01")[2]


def test_a_language_that_there_is_no_catalogue_for(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, **LATE)
    site = root / "content/site.yml"
    site.write_bytes(site.read_bytes().replace(b"language: da", b"language: kl"))
    status, _, err = run("build", "-C", root, "--today", "2026-02-01")
    assert status == 0, err
    assert " advarsel SG301 " in err
    assert b"Dagsordenen mangler" in (root / "output/data/findings.json").read_bytes()


# --- explain, help


@pytest.mark.parametrize("lang", catalogue.LANGUAGES)
def test_explain_every_code_and_name(run: Run, lang: str) -> None:
    for code, (name, _) in CODES.items():
        status, out, err = run("explain", code, "--lang", lang)
        assert (status, err) == (0, "")
        assert out.startswith(f"# {code} {name} (")
        assert len(out) > 200
        assert run("explain", name, "--lang", lang) == (0, out, "")
        assert run("explain", code.lower(), "--lang", lang) == (0, out, "")


@pytest.mark.parametrize("command", [[], ["build"], ["check"], ["explain"]])
def test_help_is_in_danish(run: Run, command: list[str]) -> None:
    for flag in ("-h", "--help"):
        status, out, err = run(*command, flag)
        assert (status, err) == (0, "")
        assert out.startswith(f"Brug: {' '.join(['sitegen', *command])} [TILVALG]")
        assert "Tilvalg:" in out
        for english in ("Usage", "Options", "Commands", "Show", "OPTIONS", "COMMAND", "DIR", "PATH", "exit"):
            assert english not in out
        assert max(map(len, out.splitlines())) <= 80


def test_version(run: Run) -> None:
    for flag in ("-V", "--version"):
        assert run(flag)[:2] == (0, "sitegen, version 0.1.0\n")


# --- machines of every kind


def program(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own, with nothing inherited but what it needs."""
    env = {"PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "-m", "sitegen", *map(str, arguments)]
    return subprocess.run(command, env=env, cwd=cwd, capture_output=True, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "latin-1"},
    ],
    ids=["C", "C-without-utf8", "ascii", "latin-1"],
)
def test_danish_letters_on_any_machine(tmp_path: Path, environment: dict[str, str]) -> None:
    root = project(
        tmp_path,
        **{
            "content/agendas/2026-03-12-nord-politisk.md": (
                "---\nmeeting: 2026-03-12-nord-politisk\nsent: 2026-02-01\n---\n## 1. Ærø\n\n[Bilag](årsplan.csv)\n"
            ),
            "content/attachments/2026-03-12-nord-politisk/årsplan.csv": "a;b\n",
            "content/attachments/2026-03-12-nord-politisk/løst.csv": "a;b\n",
        },
    )
    done = program("build", "-C", root, "--today", "2026-02-01", **environment)
    assert done.returncode == 0, done.stderr.decode()
    assert "bemærkning SG205 Bilaget »løst.csv«" in done.stderr.decode("utf-8")
    assert b"\xc3\xa5rsplan.csv" in b"".join(os.fsencode(p) for p in (root / "output/bilag").rglob("*"))
    if "PYTHONIOENCODING" in environment:
        return  # what is printed has its own letters, but names of files are read as they were written
    again = program("build", "-C", root, "--today", "2026-02-01", **environment)
    assert " 0 filer skrevet" in again.stderr.decode("utf-8").replace("(", " ")


def test_a_real_terminal(tmp_path: Path) -> None:
    root = project(tmp_path, **BROKEN)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sitegen", "check", "-C", str(root), "--today", "2026-02-01"]
    env = {"PATH": os.environ["PATH"], "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(command, env=env, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # what Linux says when the other end is closed
                break
            if not part:
                break
            shown += part
        assert process.wait() == 1
    os.close(ours)
    text = shown.decode().replace("\r\n", "\n")
    assert "\x1b[1;31m" in text
    assert pointed_at(text) == "["


def test_a_pipe_that_is_closed_early_is_no_traceback(tmp_path: Path) -> None:
    pages = {f"content/pages/side-{n}.md": f"---\ntitle: {n}\n---\n{'[x](y.md) ' * 60}\n" for n in range(20)}
    root = project(tmp_path, **pages)
    command = [sys.executable, "-m", "sitegen", "check", "-C", str(root), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        err = process.stderr.read()
        status = process.wait()
    assert err == b""
    assert status == 1  # what was asked for was not delivered


def test_verify_builds_again_and_compares(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path)
    status, _, err = run("build", "-C", root, "--today", "2026-02-01", "--verify")
    assert status == 0
    assert err.endswith("\nKontrolleret: Bygget igen uden noget husket giver det samme, og mappen er læst igen.\n")
    chance = iter(range(1000))
    monkeypatch.setattr("sitegen.feeds.sitemap.robots", lambda base: str(next(chance)).encode())
    status, out, err = run("build", "-C", root, "--today", "2026-02-01", "--verify")
    assert (status, out) == (70, "") and err.startswith("--verify: robots.txt\nDet, programmet huskede, gav noget andet end")


def test_verify_finds_what_is_remembered_wrongly(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path)
    page = root / "content" / "pages" / "ny.md"
    page.parent.mkdir(exist_ok=True)
    page.write_bytes(b"---\ntitle: Ny\n---\nRigtigt.\n")
    assert run("build", "-C", root, "--today", "2026-02-01", "--verify")[0] == 0
    cache = root / memo.CACHE
    program = memo.mark()
    records = memo._records(cache, program)
    lie = memoryview(pickle.dumps(parse(page.read_bytes().replace(b"Rigtigt", b"Forkert"), "page")))
    records[f"page {memo._digest(page.read_bytes())}"] = memo._digest(lie), lie
    memo._write(cache, program, records)
    status, _, err = run("build", "-C", root, "--today", "2026-02-01", "--verify")
    assert status == 70 and "ny/index.html" in err and "Slet mappen .cache" in err
    assert b"Rigtigt" in (root / "output" / "ny" / "index.html").read_bytes()  # the site is as it was


def test_verify_reads_the_folder_again(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root, settle = project(tmp_path), mirror.Room.settle

    def disturbed(room: mirror.Room, *arguments: Any) -> mirror.Written:
        written, target = settle(room, *arguments), room.target
        (target / "index.html").write_bytes(b"<!doctype html>")
        (target / "fremmed.html").write_bytes(b"")
        (target / "610180-1234\x1b.html").write_bytes(b"")
        return written

    monkeypatch.setattr(mirror.Room, "settle", disturbed)
    status, _, err = run("build", "-C", root, "--today", "2026-02-01", "--verify")
    assert status == 70
    assert "--verify: 61••••-••••�.html, fremmed.html, index.html\nFilerne i mappen er ikke dem, der lige er skrevet." in err


# --- in time: deadlines, new, and the summary of a build service

AGENDA_PATH = "content/agendas/2026-03-12-nord-politisk.md"


def test_deadlines_as_text(root: Path, run: Run) -> None:
    status, out, err = run("deadlines", "-C", root, "--today", "2026-03-02", "--days", "5")
    assert (status, err) == (0, "")
    assert out == (
        "Sekretariatet\n"
        "  senest 05.03.2026  Send dagsordenen til mødet den 12. marts 2026 i Klynge Nord, politisk niveau.\n"
        "                     »Sekretariat« (content/mandates/politisk.md:14)\n"
        "                     sitegen new agenda 2026-03-12-nord-politisk\n"
    )
    assert run("deadlines", "nord-politisk", "-C", root, "--today", "2026-03-02", "--days", "5")[1] == out
    assert run("deadlines", "-C", root, "--today", "2026-03-02", "--days", "5", "--lang", "en")[1].startswith(
        "Sekretariatet\n  by 2026-03-05  Send the agenda"
    )


def test_deadlines_where_there_is_nothing_to_do(root: Path, run: Run) -> None:
    assert run("deadlines", "-C", root, "--today", "2026-02-01") == (0, "Intet at gøre lige nu.\n", "")
    status, out, _ = run("deadlines", "-C", root, "--today", "2026-02-01", "--format", "json")
    assert (status, json.loads(out)) == (0, {"today": "2026-02-01", "actions": []})


def test_deadlines_as_json_and_markdown(root: Path, run: Run) -> None:
    common = ("deadlines", "-C", root, "--today", "2026-03-06", "--days", "5")
    data = json.loads(run(*common, "--format", "json")[1])
    assert [(a["kind"], a["state"], a["due"]) for a in data["actions"]] == [("agenda", "overdue", "2026-03-05")]
    assert "| **Overskredet**, frist 05.03.2026 | Send dagsordenen" in run(*common, "--format", "markdown")[1]


def test_deadlines_know_a_draft(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, **{AGENDA_PATH: AGENDA.replace("sent: 2026-01-20", "draft: true")})
    (action,) = json.loads(run("deadlines", "-C", root, "--today", "2026-03-02", "--days", "5", "--format", "json")[1])["actions"]
    assert (action["command"], action["path"], action["line"]) == (None, AGENDA_PATH, 3)


def test_deadlines_of_content_with_errors(tmp_path: Path, run: Run) -> None:
    """What can be said is said, the errors are shown, and where the plan cannot be read nothing is said at all."""
    root = project(tmp_path / "en", **{"content/pages/om.md": "uden felter"})
    status, out, err = run("deadlines", "-C", root, "--today", "2026-03-02")
    assert status == 1
    assert "fejl SG106" in err
    assert "sitegen new agenda" in out
    for path in ("content/meetings/2026.yml", "content/organisation.yml", "content/mandates/politisk.md"):
        root = project(tmp_path / path.replace("/", "-"), **{path: "a: [\n"})
        status, out, err = run("deadlines", "-C", root, "--today", "2026-03-02")
        assert (status, out) == (1, "")
        assert "fejl" in err


@pytest.mark.parametrize("kind", ["agenda", "minutes"])
def test_new_writes_a_file_that_check_has_nothing_against(root: Path, run: Run, kind: str) -> None:
    before = tree(root)
    status, out, err = run("new", kind, "2026-03-12-nord-politisk", "-C", root, "--today", "2026-02-01")
    path, *terms = out.splitlines()
    assert (status, err) == (0, "")
    assert path == f"content/{kind.rstrip('s') + 's' if kind == 'agenda' else kind}/2026-03-12-nord-politisk.md"
    due = "torsdag den 5. marts" if kind == "agenda" else "torsdag den 19. marts"
    assert terms == [f"Frist: {due} 2026 (»Sekretariat« i Kommissorium for de politiske klynger)"]
    assert written(root).keys() - before.keys() == {path}
    assert run("check", "-C", root, "--today", "2026-02-01") == (0, "", "Ingen fund.\n")
    assert run("build", "-C", root, "--today", "2026-02-01")[0] == 0
    assert not (root / "output/moeder/2026-03-12-nord-politisk/dagsorden").exists()  # a draft is nobody's business


def test_new_never_writes_over_anything(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, there in (("a", AGENDA), ("b", "ikke til at læse"), ("c", AGENDA.replace("sent", "draft: ja\nsent"))):
        root = project(tmp_path / name, **{AGENDA_PATH: there})
        before = tree(root)
        status, out, err = run("new", "agenda", "2026-03-12-nord-politisk", "-C", root, "--today", "2026-02-01")
        assert (status, out) == (2, "")
        assert f"{AGENDA_PATH} er der allerede og er ikke ændret" in err
        assert written(root) == before
    other = "content/agendas/andet-navn.md"
    root = project(tmp_path / "d", **{other: AGENDA})
    assert other in run("new", "agenda", "2026-03-12-nord-politisk", "-C", root, "--today", "2026-02-01")[2]
    root = project(tmp_path / "e")
    (root / "content/agendas").mkdir()
    (root / AGENDA_PATH).symlink_to(root / "andetsteds.md")  # to nowhere, and it stays so
    assert run("new", "agenda", "2026-03-12-nord-politisk", "-C", root, "--today", "2026-02-01")[0] == 2
    assert not (root / "andetsteds.md").exists()


def test_new_leaves_no_half_file(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        status, out, err = run("new", "agenda", "2026-03-12-nord-politisk", "-C", root, "--today", "2026-02-01")
    assert (status, out) == (1, "")
    assert "Disken er fuld" in err
    assert not (root / AGENDA_PATH).exists()
    assert run("new", "agenda", "2026-03-12-nord-politisk", "-C", root, "--today", "2026-02-01")[0] == 0


def test_new_lists_the_meetings_that_may_be_meant(tmp_path: Path, run: Run) -> None:
    meetings = "".join(f"  - {{body: nord-politisk, date: 2026-{month:02}-12}}\n" for month in (3, 6, 9))
    root = project(tmp_path, **{"content/meetings/2026.yml": f"meetings:\n{meetings}", AGENDA_PATH: AGENDA})
    for wanted in ("2026-", "nord-politisk"):
        status, out, err = run("new", "agenda", wanted, "-C", root, "--today", "2026-02-01")
        assert (status, out) == (2, "")
        assert err.splitlines()[1:3] == ["  2026-06-12-nord-politisk", "  2026-09-12-nord-politisk"]


def test_new_where_nothing_can_be_read(tmp_path: Path, run: Run) -> None:
    root = project(tmp_path, **{"content/organisation.yml": "bodies: [\n"})
    status, out, err = run("new", "agenda", "2026-03-12-nord-politisk", "-C", root, "--today", "2026-02-01")
    assert (status, out) == (1, "")
    assert "fejl SG101" in err


@pytest.mark.parametrize("command", ["check", "build"])
def test_the_summary_of_a_build_service(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    summary = tmp_path / "resumé.md"
    summary.write_text("Før.\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    root = project(tmp_path / "projekt")
    run(command, "-C", root, "--today", "2026-03-06", "--format", "json", "--lang", "en")
    text = summary.read_text("utf-8")
    assert text.startswith(
        "Før.\n## Frister og fund fredag den 6. marts 2026\n\n0 fejl, 1 advarsel, 0 bemærkninger.\n\n### Sekretariatet\n"
    )
    assert "| **Overskredet**, frist 05.03.2026 | Send dagsordenen" in text
    assert "| senest 19.03.2026 | Send referatet" in text  # within 14 days
    project(root, **{"content/organisation.yml": "bodies: [\n"})
    assert run(command, "-C", root, "--today", "2026-03-06")[0] == 1
    assert summary.read_text("utf-8").count("## Frister og fund") == 2
    assert not list(root.rglob("resum*"))


def test_a_summary_that_cannot_be_written_fails_nothing(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(root))
    status, out, err = run("build", "-C", root, "--today", "2026-02-01")
    assert (status, out) == (0, "")
    assert f"Resuméet kunne ikke skrives: {root}" in err
    assert (root / "output/index.html").is_file()
