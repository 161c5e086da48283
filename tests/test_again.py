"""What is remembered of whole runs: one that would do what another did says the same at once, and nothing else counts as that."""

import errno
import io
import json
import os
import re
import subprocess
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import click
import pytest

from sitegen import again, enclosures, files, folder, memo, mirror, program
from sitegen.build import Options
from sitegen.cli import cli
from sitegen.commands import making, serve, steps
from sitegen.serve.session import Session
from tests.incremental import GIT
from tests.papers import pdf

AGENDA = b"---\nmeeting: 2026-03-12-nord-politisk\nsent: 2026-01-20\n---\n## 1. \xc3\x98konomi\n\nSe [tallene](tal.csv).\n"
PAPER = "content/attachments/2026-03-12-nord-politisk/tal.csv"


@dataclass
class Ran:
    status: int
    out: str
    err: str
    did: int  # how many times something was made


@pytest.fixture(autouse=True)
def quick(fast_disk: None) -> None:
    pass


@pytest.fixture
def paper(root: Path) -> Path:
    """An attachment that an agenda names."""
    place = root / PAPER
    place.parent.mkdir(parents=True)
    place.write_bytes(b"a;b\n1;2\n")
    (root / "content/agendas").mkdir()
    (root / "content/agendas/2026-03-12-nord-politisk.md").write_bytes(AGENDA)
    return place


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run a command on the project, without the index for searching."""
    made = making.made
    calls: list[int] = []

    def counted(*arguments: object) -> object:
        calls.append(1)
        return made(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "made", counted)

    def ran(*words: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        calls.clear()
        more = [] if "check" in words else ["--no-search"]
        day = [] if "--today" in words else ["--today", "2026-02-01"]
        with redirect_stdout(out), redirect_stderr(err):
            try:
                status = cli.main([*words, "-C", str(root), *day, *more], "sitegen", standalone_mode=False)
            except click.ClickException:
                status = 2
        return Ran(status, out.getvalue(), err.getvalue(), len(calls))

    return ran


def test_nothing_changed_and_nothing_is_done(root: Path, run: Callable[..., Ran]) -> None:
    (root / "content/pages").mkdir(exist_ok=True)
    (root / "content/pages/ny.md").write_text("---\ntitle: Ny\n---\nEn [adresse](http://example.org).\n", "utf-8")
    first, second = run("build"), run("build")
    assert (first.status, first.did) == (second.status, 0 + 1) == (0, 1)
    assert second.did == 0
    assert "(0 filer skrevet, " in second.err and ", 0 uændret, 0 slettet)" in first.err
    assert first.err.splitlines()[:-1] == second.err.splitlines()[:-1]  # what is found is said again
    assert run("build", "-v").err.splitlines()[-1].endswith("Husket: alt, for intet er ændret.")


def test_a_check_says_the_same_again(root: Path, run: Callable[..., Ran]) -> None:
    (root / "content/pages").mkdir(exist_ok=True)
    (root / "content/pages/ny.md").write_text("---\ntitle: Ny\n---\n[væk](vaek.md)\n", "utf-8")
    first, second = run("check", "--format", "json"), run("check", "--format", "json")
    assert (first.status, first.did, second.did) == (1, 1, 0)
    assert (second.status, second.out, second.err) == (first.status, first.out, first.err)
    assert run("check").did == 1  # in another form


def test_times_do_not_count(root: Path, paper: Path, run: Callable[..., Ran]) -> None:
    run("build")
    for place in root.glob("content/**/*.*"):
        os.utime(place, (0, 0))
    assert run("build").did == 0


def _committed(root: Path) -> None:
    for words in (["init", "-q"], ["add", "content"], ["commit", "-q", "-m", "Nyt"]):
        subprocess.run(["git", "-C", str(root), *words], env=GIT, check=True)


CHANGES: dict[str, Callable[[Path], object]] = {
    "text": lambda root: (root / "content/site.yml").write_bytes((root / "content/site.yml").read_bytes() + b"\n"),
    "attachment": lambda root: (root / PAPER).write_bytes(b"a;b\n1;3\n"),
    "attachment more": lambda root: (root / PAPER).with_name("mere.csv").write_bytes(b"a\n"),
    "template": lambda root: ((root / "templates").mkdir(), (root / "templates/404.html.j2").write_bytes(b"Nej")),
    "not ours": lambda root: (root / "content/noter.rtf").write_bytes(b""),
    "link": lambda root: (root / "content/om.md").symlink_to("site.yml"),
    "archive": _committed,
    "output written": lambda root: _rewritten(root / "output/index.html"),
    "output more": lambda root: (root / "output/mere.html").write_bytes(b""),
    "output less": lambda root: (root / "output/robots.txt").unlink(),
    "output folder": lambda root: (root / "output/tom").mkdir(),
    "output mark": lambda root: (root / "output" / mirror.MARKER).write_bytes(b"9\n"),
}


def _rewritten(place: Path) -> None:
    """Write other bytes, as many, with the old times."""
    told = place.stat()
    place.write_bytes(b"x" * told.st_size)
    os.utime(place, ns=(told.st_atime_ns, told.st_mtime_ns))


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_seen(root: Path, paper: Path, run: Callable[..., Ran], change: str) -> None:
    run("build")
    before = _tree(root / "output")
    assert run("build").did == 0
    CHANGES[change](root)
    assert run("build").did == 1
    if change.startswith("output"):
        assert _tree(root / "output") == before


def _tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else b"" for p in folder.rglob("*")}


def test_another_day_other_options_and_another_program(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    assert [run("build", *words).did for words in ([], ["--today", "2026-02-02"], ["-D"], ["-F"], ["--lang", "en"])] == [1] * 5
    assert run("build").did == 1  # the folder is the English build's, of the same bytes but another reading
    assert run("build", "--verify").did == 1
    assert run("build", "-j", "2").did == 0
    monkeypatch.setattr(again, "mark", lambda: "another")
    assert run("build").did == 1


def test_a_terminal_without_a_size_is_not_one_of_the_usual(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("LINES", raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((0, 0)))
    assert run("check").did == 1
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((80, 24)))
    assert run("check").did == 1


def test_an_attachment_that_cannot_be_read_is_a_finding_and_nothing_to_remember(
    root: Path, paper: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = replace(files.texts(root), attached={PAPER: paper.with_name("laast.csv")})  # as one that another program holds
    monkeypatch.setattr(files, "texts", lambda root: gone)
    first, second = run("check"), run("check")
    assert (first.did, second.did) == (1, 1)
    assert " SG113 " in first.err
    assert second.err == first.err


@pytest.mark.parametrize(("module", "name"), [("pdf", "read"), ("stripped.pdf", "document")])
def test_a_library_that_could_not_be_loaded_says_nothing_of_an_attachment(
    paper: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    def unloaded(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), "/lib/pypdf/__init__.py")

    paper.with_name("bilag.pdf").write_bytes(pdf("Tekst", language="da"))
    with monkeypatch.context() as moment:
        moment.setattr(import_module(f"sitegen.attachments.{module}"), name, unloaded)
        trouble = run("check")
    assert trouble.status == 1 and "/lib/pypdf/__init__.py" in trouble.err
    later = run("check")
    assert (later.status, later.did) == (0, 1) and not {" SG506 ", " SG508 "} & set(re.findall(" SG[0-9]{3} ", later.err))


def test_an_attachment_that_could_not_be_read_for_a_moment_is_read_again(
    paper: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as moment:
        moment.setattr(enclosures, "read", lambda places, cache: ({}, {PAPER: "Input/output error"}))
        assert " SG113 " in run("check").err
    later = run("check")
    assert later.did == 1 and " SG113 " not in later.err


@pytest.mark.parametrize(("word", "turn"), [("cat-file", 1), ("rev-parse", 3)])  # the third comes after those of the key
def test_a_git_that_failed_once_is_asked_again(
    root: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, word: str, turn: int
) -> None:
    gone = root / "content/pages/gammel.md"
    gone.parent.mkdir(exist_ok=True)
    gone.write_text("---\ntitle: Gammel\n---\nTekst.\n", "utf-8")
    _committed(root)
    gone.unlink()
    subprocess.run(["git", "-C", str(root), "commit", "-q", "-a", "-m", "Væk"], env=GIT, check=True)
    turns, asked = count(1), subprocess.run

    def failing(command: list[str], **named: Any) -> Any:
        if word in command and next(turns) == turn:
            return subprocess.CompletedProcess(command, 128, b"", b"fatal: not a git repository")
        return asked(command, **named)

    with monkeypatch.context() as moment:
        moment.setattr(subprocess, "run", failing)
        assert " SG211 " not in run("check").err
    later = run("check")
    assert later.did == 1 and " SG211 " in later.err
    assert run("check").did == 0


def test_nothing_stays_on_the_line_whatever_ends_a_run(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def refused(*_: object) -> None:
        raise files.Refusal("Nej", "No")

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(steps, "PATIENCE", -1)
    monkeypatch.setattr(steps, "BETWEEN", -1)
    monkeypatch.setattr(mirror.Room, "settle", refused)
    terminal = Terminal()
    with redirect_stderr(terminal), pytest.raises(click.UsageError):
        cli.main(["build", "-C", str(root), "--no-search", "--today", "2026-02-01"], "sitegen", standalone_mode=False)
    assert terminal.getvalue().endswith(f"\r\x1b[K{steps.WORDS['write'][1]} …\r\x1b[K")


def test_a_folder_that_is_another_users_is_written_and_looked_through_each_time(
    root: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(place: Path, **_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(place))

    monkeypatch.setattr(os, "utime", refused)
    assert [(ran.status, ran.did) for ran in (run("build"), run("build"))] == [(0, 1), (0, 1)]


def test_what_a_build_service_asks_for_is_done(tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    run("check")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "resume.md"))
    assert run("check").did == 1
    assert (tmp_path / "resume.md").read_text("utf-8").startswith("## Frister og fund")


def test_two_folders_and_two_commands_are_remembered_side_by_side(tmp_path: Path, run: Callable[..., Ran]) -> None:
    words = (["build"], ["build", "-o", str(tmp_path / "andet")], ["check"])
    assert [run(*one).did for one in (*words, *words)] == [1, 1, 1, 0, 0, 0]


def test_the_oldest_are_forgotten(tmp_path: Path) -> None:
    for number in range(again.KEPT + 2):
        again.remember(tmp_path, f"{number}", again.Run(number))
        os.utime(tmp_path / f"{number}", (number, number))
        if number == again.KEPT - 1:
            assert again.found(tmp_path, "1")  # which makes it the youngest
    left = {place.name for place in tmp_path.iterdir()}
    assert left == {"1", *(f"{number}" for number in range(3, again.KEPT + 2))}


def test_the_last_is_kept_whatever_the_clock_says(tmp_path: Path) -> None:
    for number in range(again.KEPT):
        again.remember(tmp_path, f"{number}", again.Run(number))
        os.utime(tmp_path / f"{number}", (4_000_000_000 + number,) * 2)
    again.remember(tmp_path, "nu", again.Run(0))
    assert {place.name for place in tmp_path.iterdir()} == {"nu", *(f"{number}" for number in range(1, again.KEPT))}


def test_a_damaged_memory_is_none(tmp_path: Path) -> None:
    again.remember(tmp_path, "nøgle", again.Run(1, ((True, "Ø\n"),), 2, 3, 4, 5, "s"))
    assert again.found(tmp_path, "nøgle") == again.Run(1, ((True, "Ø\n"),), 2, 0, 7, 0, "s")
    place = tmp_path / "nøgle"
    whole = place.read_bytes()
    (tmp_path / "anden").write_bytes(whole)
    assert again.found(tmp_path, "anden") is None, "another's, copied to this place"
    for at in range(0, len(whole), 7):
        for damaged in (whole[:at], whole[:at] + b"#" + whole[at + 1 :]):
            place.write_bytes(damaged)
            assert again.found(tmp_path, "nøgle") is None, at
    for forged in (["x"], [], {"status": 0}, {"status": 0, "said": 4}, {"more": 1, "said": []}):
        line = json.dumps(forged).encode()
        place.write_bytes(json.dumps(again._stated("nøgle", line)).encode() + b"\n" + line)
        assert again.found(tmp_path, "nøgle") is None, forged
    place.unlink()
    assert again.found(tmp_path, "nøgle") is None
    place.mkdir()
    assert again.found(tmp_path, "nøgle") is None


def test_two_ways_to_one_sum(tmp_path: Path) -> None:
    """What a folder comes to as it is walked through, and by the stamps of its files."""
    for path in ("a/b/c.txt", "a/æ.txt", "mark", "b.txt", "b/x"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(path.encode())
    (tmp_path / "a" / os.fsdecode(b"\xe6")).write_bytes(b"")
    (tmp_path / "empty").mkdir()
    found = folder.look(tmp_path)
    del found["mark"]
    first = folder.state(found)
    assert first and first == folder.state_of(tmp_path, "mark")
    (tmp_path / "empty").rmdir()
    assert folder.state_of(tmp_path, "mark") != first
    (tmp_path / "empty").symlink_to("a")
    assert folder.state_of(tmp_path, "mark") == "" == folder.state({**found, "empty": None})


def test_the_mark_of_the_program_knows_every_package_that_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = program.mark.__wrapped__()
    (tmp_path / "jinja2-99.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert program.mark.__wrapped__() != before


def test_what_one_command_read_no_other_reads_again(root: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    run("check")
    monkeypatch.setattr(memo, "parse", None)
    for words in (["deadlines"], ["list", "missing"], ["new", "agenda", "2026-03-12-nord-politisk"]):
        with redirect_stdout(io.StringIO()) as out:
            cli.main([*words, "-C", str(root), "--today", "2026-02-01"], "sitegen", standalone_mode=False)
        assert out.getvalue()


def test_the_mark_of_the_program_knows_its_sentences() -> None:
    package = Path(program.__file__).parent
    known = {Path(place).relative_to(package).as_posix() for place in program._sources(str(package))}
    assert {"again.py", "commands/build.py", "catalogue/da.toml", "catalogue/en.toml"} <= known


def test_nor_does_the_preview(root: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    run("check")
    monkeypatch.setattr(memo, "parse", None)
    session = Session(root, Options(), lambda: date(2026, 2, 1), lambda words: None)
    serve._read_ahead(root, session)
    monkeypatch.setattr(session._memo, "_parse", None)
    session.look()
    assert session.state.good and not session.state.told.crash
