"""What is about to be committed is judged as git has it, and nothing else: in process, and by real commits through the hook."""

import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sitegen import attachments, files, git, pending, staged
from sitegen.cli import cli
from sitegen.console import WrongUse
from sitegen.diagnostics import CODES, Finding, Severity
from tests import papers
from tests.support import ROOT, site

NUMBER = "610180-1234"  # a replacement number: the day is 60 too high
HOOKS = ROOT / "sitegen" / "starter" / "site" / ".githooks"
AGENDA = "content/agendas/2026-03-12-nord-politisk.md"
PAGE = "content/pages/om.md"
WELL = "---\ntitle: Om siden\nmenu: 1\n---\nHer står noget.\n"
WRONG = "---\ntitle: Om siden\nmenu: 1\nopfundet: ja\n---\nHer står noget.\n"
Files = dict[str, str | bytes | None]


class Repository:
    """A repository with the base site staged in it, or in a folder of it; nothing is committed."""

    def __init__(self, folder: Path, project: str = "") -> None:
        self.folder, self.root = folder, folder / project
        folder.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main")
        for name, value in {"user.name": "N", "user.email": "nn@example.org", "core.autocrlf": "false"}.items():
            self.git("config", name, value)
        self.stage(dict(site()))

    def git(self, *arguments: str, status: int = 0, data: bytes | None = None, **more: str) -> str:
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1769947200", **more}
        command = ["git", "-C", str(self.folder), *arguments]
        ran = subprocess.run(command, env=environment, input=data, capture_output=True)
        said = (ran.stdout + ran.stderr).decode()
        assert ran.returncode == status, said
        return said.strip()

    def write(self, files: Files) -> None:
        for path, text in files.items():
            place = self.root / path
            if text is None:
                place.unlink()
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(text.encode() if isinstance(text, str) else text)

    def stage(self, files: Files) -> None:
        self.write(files)
        self.git("add", "-A")

    def commit(self, files: Files | None = None) -> None:
        self.stage(files or {})
        self.git("commit", "-q", "--no-verify", "--allow-empty", "-m", "x")

    def check(self, *arguments: str, status: int | None = 0) -> str:
        """Run the command in this process; return what it says, in which no personal number may stand."""
        whole = ["check", "--staged", "-C", str(self.root), "--today", "2026-02-01", *arguments]
        result = CliRunner().invoke(cli, whole, standalone_mode=False)
        if status is None:
            assert isinstance(result.exception, WrongUse), result.output
            return str(result.exception)
        assert result.exception is None and result.return_value == status, (result.output, result.exception)
        assert NUMBER not in result.output
        return result.output


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in [name for name in os.environ if name.startswith("GIT_") and not name.startswith("GIT_SSL")]:
        monkeypatch.delenv(name)
    made = Repository(tmp_path / "arkiv")
    made.commit()
    return made


# --- personal numbers

NUMBERED: dict[str, Files] = {
    "text": {PAGE: WELL + f"\nRing til {NUMBER}.\n"},
    "attachment": {"content/attachments/2026-03-12-nord-politisk/brev.docx": papers.docx(f"Om {NUMBER}")},
    "word file among the agendas": {"content/agendas/kladde.docx": papers.docx(f"Om {NUMBER}")},
    "word file at the top": {"Dagsorden.docx": papers.docx(f"Om {NUMBER}")},
    "notes beside the content": {"noter/husk.txt": f"\nRing til {NUMBER}\n"},
    "readme": {"README.md": f"# Os\n\nRing til {NUMBER}\n"},
    "what Word leaves about": {"content/agendas/~$kladde.docx": papers.docx(f"Om {NUMBER}")},
    "hidden file": {"content/.kladde": f"Om {NUMBER}"},
    "file name": {f"content/attachments/2026-03-12-nord-politisk/{NUMBER}.csv": "a;b\n"},
    "file name elsewhere": {f"breve/{NUMBER}.bin": b"\0"},
}


@pytest.mark.parametrize("where", NUMBERED)
def test_a_personal_number_is_stopped_wherever_it_stands(repository: Repository, where: str) -> None:
    changes = NUMBERED[where]
    repository.stage(changes)
    said = repository.check(status=1)
    assert said.count("SG501") == 2, said  # once found, once in the hint
    assert "Intet er gemt i git endnu" in said and "Gå ikke uden om kontrollen" in said
    repository.stage(dict.fromkeys(changes) | {"Dagsorden.docx": papers.docx("Om en borger")})
    assert "Stoppet" not in repository.check()


def test_a_number_in_a_note_is_told_with_its_line(repository: Repository) -> None:
    repository.stage(NUMBERED["notes beside the content"])
    assert "noter/husk.txt:2:1 fejl SG501 Her står noget" in repository.check(status=1)


def test_a_number_that_site_yml_says_is_none_passes_everywhere(repository: Repository) -> None:
    allowed = site()["content/site.yml"].decode() + f"not_personal_numbers: ['{NUMBER}']\n"
    for changes in NUMBERED.values():
        repository.write(changes)
    repository.stage({"content/site.yml": allowed})
    assert "SG501" not in repository.check()
    repository.commit({"content/site.yml": allowed})
    repository.stage({"content/site.yml": site()["content/site.yml"]})  # now they are numbers again, in untouched files
    said = repository.check(status=1)
    assert "brev.docx" in said and "om.md" in said and "Stoppet" in said


def test_numbers_that_are_nobodys_pass_outside_the_content(repository: Repository) -> None:
    marked = {".gitattributes": "noter/** made-up-numbers\ncontent/** made-up-numbers\n", **NUMBERED["notes beside the content"]}
    repository.stage(marked)
    assert "SG501" not in repository.check()
    repository.stage(NUMBERED["word file among the agendas"])
    assert "kladde.docx" in repository.check(status=1)


def test_what_may_be_no_number_is_let_be_in_files_that_the_site_does_not_show(repository: Repository) -> None:
    run = "6101801234"  # in one run, and it fails modulus 11
    repository.stage({"README.md": f"Sagen {run}\n", "kode.py": f"# cpr {NUMBER}\n"})
    assert "SG50" not in repository.check()
    repository.stage({"content/agendas/kladde.docx": papers.docx(f"Sagen {run}")})
    assert "SG507" in repository.check()


def test_a_number_that_is_in_git_already_stops_only_who_touches_its_file(repository: Repository) -> None:
    numbered = WELL + NUMBER + "\n"
    repository.commit({PAGE: numbered})
    repository.stage({"content/pages/kontakt.md": "---\ntitle: Kontakt\n---\nSkriv til os.\n"})
    said = repository.check()
    assert "Fandtes i forvejen" in said and "Et personnummer ligger allerede i git" in said and "Stoppet" not in said
    repository.stage({PAGE: numbered + "\nEn linje mere.\n"})
    assert "Stoppet" in repository.check(status=1)
    repository.stage({PAGE: None, "content/pages/ny.md": numbered})  # a file that only gets another name
    assert "content/pages/ny.md:6:1" in repository.check(status=1)
    repository.stage({"content/pages/ny.md": WELL})
    assert "Stoppet" not in repository.check()


# --- what a commit answers for


def test_what_is_staged_is_judged_and_not_what_lies_on_the_disk(repository: Repository) -> None:
    repository.stage({PAGE: WRONG})
    repository.write({PAGE: WELL})
    said = repository.check(status=1)
    assert "om.md:4:1 fejl SG102" in said and "git add" in said
    repository.stage({PAGE: WELL})
    repository.write({PAGE: WRONG})
    assert "Stoppet" not in repository.check()


def test_an_error_that_was_there_does_not_stop_what_has_nothing_to_do_with_it(repository: Repository) -> None:
    repository.commit({PAGE: WRONG})
    assert "Intet er tilføjet" in repository.check()
    assert repository.check("--quiet") == ""
    repository.stage({"content/pages/kontakt.md": "---\ntitle: Kontakt\n---\nSkriv til os.\n"})
    said = repository.check()
    assert said.index("Fandtes i forvejen") < said.index("om.md:4:1 fejl SG102") and "Stoppet" not in said
    assert "ingen fejl i det, du gemmer nu" in said and "Ingen fund" not in said
    repository.stage({"content/pages/kontakt.md": "---\ntitel: Kontakt\n---\n"})
    assert "kontakt.md:2:1 fejl SG102" in repository.check(status=1)
    repository.stage({"content/pages/kontakt.md": None, PAGE: WRONG + "Mere.\n"})
    assert "om.md:4:1 fejl SG102" in repository.check(status=1)


def test_an_error_that_a_commit_brings_about_elsewhere_stops_it(repository: Repository) -> None:
    repository.commit({"content/pages/kontakt.md": "---\ntitle: Kontakt\n---\nSe [om os](om.md).\n", PAGE: WELL})
    repository.stage({PAGE: None})
    said = repository.check(status=1)
    assert "content/pages/kontakt.md:4:4 fejl SG203" in said and "i forvejen" not in said


def test_warnings_stop_only_strictly_and_do_not_drown_what_stops(repository: Repository) -> None:
    repository.stage({PAGE: WELL + "\n<b>Fed</b>\n"})
    said = repository.check()
    assert "advarsel SG503" in said and "Stoppet" not in said
    assert "advarsel SG503" in repository.check("--strict", status=1)
    repository.stage({PAGE: WRONG + "\n<b>Fed</b>\n"})
    said = repository.check(status=1)
    assert "SG102" in said and "SG503" not in said


@pytest.mark.parametrize(
    "change",
    [
        {PAGE: WELL + "\nSe [siden](/findes-ikke/).\n"},
        {"templates/forside.html.j2": "{% if %}"},
    ],
    ids=["address", "template"],
)
def test_pages_are_made_where_only_they_show_what_is_wrong(repository: Repository, change: Files) -> None:
    repository.stage(change)
    said = repository.check(status=1)
    assert "SG203" in said or "SG701" in said


def test_in_english_and_for_programs(repository: Repository) -> None:
    repository.stage({PAGE: WRONG})
    assert "Stopped: nothing is committed yet" in repository.check("--lang", "en", status=1)
    assert '"code": "SG102"' in repository.check("--format", "json", status=1)


def _finding(code: str, path: str, line: int) -> Finding:
    return Finding(code, line, 1, {"key": "x", "known": ()}, path=path)


FINDINGS = st.lists(st.builds(_finding, st.sampled_from(sorted(CODES)), st.sampled_from("abc"), st.integers(1, 3)), max_size=12)


@given(FINDINGS, FINDINGS, st.frozensets(st.sampled_from("abc")), st.booleans())
def test_nothing_that_fails_is_lost(
    findings: list[Finding], before: list[Finding], changed: frozenset[str], strict: bool
) -> None:
    answer = pending.answer(findings, changed, changed, pending.keys(before), strict)
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    new = [one for one in findings if one not in before and one.code != "SG112"]  # a file that is missing was so before
    fails = {one.severity in bad for one in (*new, *(one for one in findings if one.path in changed))}
    assert answer.stopped == (True in fails)
    shown = {*pending.keys(answer.own), *pending.keys(answer.earlier)}
    assert pending.keys(one for one in findings if one.severity in bad) <= shown
    assert not changed & {one.path for one in answer.earlier}


# --- git's ways


def test_the_first_commit_and_one_that_has_no_site_yet(tmp_path: Path, repository: Repository) -> None:
    first = Repository(tmp_path / "ny")
    assert "Ingen fund" in first.check()
    first.stage(NUMBERED["attachment"])
    assert "brev.docx" in first.check(status=1)
    first.git("rm", "-rq", "--cached", ".")
    first.git("add", PAGE if (first.root / PAGE).exists() else "content/organisation.yml")
    assert "Stoppet" not in first.check()  # the rest may come with the next
    repository.git("rm", "-q", "content/site.yml")
    assert "site.yml:1:1 fejl SG112" in repository.check(status=1)


def test_a_merge_answers_for_what_neither_side_has_and_for_every_number(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "andre")
    repository.commit({"content/pages/deres.md": WRONG})
    repository.git("checkout", "-q", "main")
    repository.commit({PAGE: WELL})
    repository.git("merge", "-q", "--no-commit", "--no-ff", "andre")
    said = repository.check()
    assert "Fandtes i forvejen" in said and "deres.md" in said
    repository.stage({PAGE: WRONG})
    assert "om.md:4:1 fejl SG102" in repository.check(status=1)
    repository.git("merge", "--abort")
    repository.git("checkout", "-q", "andre")
    repository.commit({"content/pages/deres.md": WELL + NUMBER + "\n"})
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-commit", "--no-ff", "andre")
    assert "deres.md:6:1 fejl SG501" in repository.check(status=1)


def test_a_merge_with_conflicts_is_told_and_not_judged(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "andre")
    repository.commit({PAGE: WELL + "Et.\n"})
    repository.git("checkout", "-q", "main")
    repository.commit({PAGE: WELL + "To.\n"})
    repository.git("merge", "-q", "andre", status=1)
    assert f"konflikter, som skal løses først: {PAGE}" in repository.check(status=None)


def test_a_folder_that_is_no_repository_is_told(tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(repository.folder / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert "git kan ikke svare" in repository.check(status=None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git findes ikke" in repository.check(status=None)


def test_a_project_in_a_folder_of_the_repository(tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = Repository(tmp_path / "dyb", "møde/side")
    deep.commit()
    deep.stage({PAGE: WRONG, "../notat.md": f"{NUMBER}\n"})
    for index in ("", ".git/index"):  # as git names it for its hooks, from the top
        if index:
            monkeypatch.setenv("GIT_INDEX_FILE", index)
        said = deep.check(status=1)
        assert "content/pages/om.md:4:1 fejl SG102" in said and "../notat.md:1:1 fejl SG501" in said


def test_whoever_says_where_both_lie_is_heard(tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository.folder / ".git").rename(tmp_path / "gemt")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "gemt"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repository.folder))
    repository.stage({PAGE: WRONG})
    assert "SG102" in repository.check(status=1)


def test_the_index_is_read_as_the_disk_is(repository: Repository) -> None:
    decomposed = unicodedata.normalize("NFD", "content/attachments/2026-03-12-nord-politisk/årsplan å.csv")
    repository.stage(
        {
            PAGE: WELL.replace("\n", "\r\n"),
            decomposed: "a;b\n",
            "content/attachments/2026-03-12-nord-politisk/brev.docx": papers.docx("Brev"),
            "content/.skjult": "x",
            "content/agendas/~$lås.docx": "x",
            "content/pages/kladde.md~": "x",
            "content/ukendt/x.txt": "x",
            "templates/egen.html.j2": "x",
        }
    )
    found = staged.read(repository.root)
    whole = staged.inputs(found, found.files, lambda path: True, templates=True)
    assert whole == files.read(repository.root).inputs
    bare = staged.inputs(found, found.files, lambda path: False, templates=False)
    assert set(bare.files) == {path for path in whole.files if path.startswith("content/")}
    assert set(bare.attachments) == set(whole.attachments)


def test_links_modules_and_names_that_are_no_text_are_findings(repository: Repository) -> None:
    blob = repository.git("hash-object", "-w", "--stdin", data=b"../../hemmeligt")
    head = repository.git("rev-parse", "HEAD")
    entries = [f"120000 {blob}\tcontent/pages/genvej.md", f"160000 {head}\tcontent/attachments/modul"]
    lines = [line.encode() for line in entries] + [f"100644 {blob}\tcontent/pages/".encode() + b"\xff.md"]
    repository.git("update-index", "-z", "--index-info", data=b"".join(line + b"\0" for line in lines))
    said = repository.check(status=1)
    for path in ("content/pages/genvej.md", "content/attachments/modul", "content/pages/\\udcff.md"):
        assert f"{path}:1:1 fejl SG113" in said


def test_a_file_that_is_only_said_to_come_is_no_part_of_the_commit(repository: Repository) -> None:
    repository.commit({"content/attachments/2026-03-12-nord-politisk/tom.csv": ""})
    repository.write({PAGE: WELL, "content/pages/kommer.md": WELL})
    repository.git("add", PAGE)
    repository.git("add", "-N", "content/pages/kommer.md")
    assert "kommer.md" not in repository.check()
    assert "content/attachments/2026-03-12-nord-politisk/tom.csv" in staged.read(repository.root).files
    repository.write({"content/pages/kommer.md": ""})
    repository.git("add", "content/pages/kommer.md")
    assert "kommer.md:1:1 fejl" in repository.check(status=1)


@pytest.mark.parametrize("size", [0, 60])
def test_a_git_that_ends_before_all_is_told_lets_nothing_pass(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    repository.commit()
    repository.stage({"noter.txt": "Intet.\n" * 20 + NUMBER})
    command = git.command

    def cut(folder: Path, *asked: str) -> list[str]:
        more = ["sh", "-c", f'"$@" | head -c {size}', "sh"] if asked[0] == "cat-file" else []
        return [*more, *command(folder, *asked)]

    monkeypatch.setattr(git, "command", cut)
    assert "git kan ikke svare" in repository.check(status=None)


def test_contents_that_git_has_lost_are_a_finding(repository: Repository) -> None:
    repository.stage({PAGE: WELL})
    blob = repository.git("rev-parse", f":{PAGE}")
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert f"{PAGE}:1:1 fejl SG113" in repository.check(status=1)


def test_only_attachments_of_the_commit_are_opened(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = "content/attachments/2026-03-12-nord-politisk"
    repository.commit({f"{folder}/gammelt.csv": "a;b\n"})
    repository.stage({f"{folder}/nyt.csv": "c;d\n", f"{folder}/stort.csv": "x" * 5000, PAGE: WELL})
    opened: list[bytes] = []
    real = attachments.read
    monkeypatch.setattr(attachments, "read", lambda data, kind: (opened.append(data), real(data, kind))[1])
    monkeypatch.setattr(attachments, "LARGEST", 4000)
    said = repository.check()
    assert opened == [b"c;d\n"]
    assert "stort.csv:1:1 bemærkning SG506" in said and "gammelt" not in said


# --- the hook


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch) -> str:
    """A path of programs on which this very sitegen is the first."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def test_the_hook_stops_commits_of_every_kind(repository: Repository, path: str) -> None:
    shutil.copytree(HOOKS, repository.folder / ".githooks")
    repository.commit({PAGE: WELL})
    repository.git("config", "core.hooksPath", ".githooks")
    word = "content/attachments/2026-03-12-nord-politisk/brev.docx"
    repository.stage({word: papers.docx(f"Om {NUMBER}")})
    said = repository.git("commit", "-m", "x", status=1, PATH=path)
    assert "brev.docx" in said and "SG501" in said and "Stoppet" in said
    # some files only: what else is staged is no part of it
    repository.write({PAGE: WELL + "\nMere.\n", "content/pages/to.md": WELL.replace("menu: 1\n", "")})
    repository.git("commit", "-m", "x", PAGE, PATH=path)
    assert repository.git("show", "--name-only", "--format=", "HEAD") == PAGE
    repository.write({PAGE: WELL + f"\n{NUMBER}\n"})
    repository.git("reset", "-q", word)
    assert "om.md:7:1" in repository.git("commit", "-a", "-m", "x", status=1, PATH=path)
    second = repository.folder.parent / "anden"
    repository.git("worktree", "add", "-q", str(second), PATH=path)
    (second / PAGE).write_text(WELL + NUMBER, encoding="utf-8")
    assert "om.md" in repository.git("-C", str(second), "commit", "-a", "-m", "x", status=1, PATH=path)


def test_the_hook_finds_the_program_beside_the_project_and_says_where_there_is_none(
    tmp_path: Path, repository: Repository
) -> None:
    shutil.copytree(HOOKS, repository.folder / ".githooks")
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("git", "sh", "dirname", "cat"):
        (tools / tool).symlink_to(shutil.which(tool) or tool)
    repository.git("config", "core.hooksPath", ".githooks")
    repository.stage({PAGE: WELL})
    said = repository.git("commit", "-m", "x", status=1, PATH=str(tools))
    assert "Programmet sitegen findes ikke på denne maskine" in said
    own = repository.root / ".venv" / "bin" / "sitegen"
    own.parent.mkdir(parents=True)
    own.write_text('#!/bin/sh\necho "kaldt: $@"\n', encoding="utf-8")
    own.chmod(0o755)
    assert f"kaldt: check --staged -C {repository.root}" in repository.git("commit", "-m", "x", PATH=str(tools))
