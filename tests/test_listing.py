"""What is not on the site, and why: every reason has an example, and the answer for one file says what to do first."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.absences import REASONS, Absence, Content, Subject, absences, of_body, words
from sitegen.build import kind_of
from sitegen.cli import cli
from sitegen.console import WrongUse
from sitegen.evidence import History, Record, Revision
from sitegen.parse import parse
from sitegen.public import public
from tests.support import ROOT, examined, site
from tests.test_history import Repository

DAY = date(2026, 3, 20)
MEETING = "2026-03-12-nord-politisk"
AGENDA, MINUTES = f"content/agendas/{MEETING}.md", f"content/minutes/{MEETING}.md"
SENT = f"---\nmeeting: {MEETING}\nsent: 2026-03-05\n---\n## 1. Velkomst\n"
DRAFT = f"---\nmeeting: {MEETING}\ndraft: true  # til på mandag\n---\n## 1. Velkomst\n"
AHEAD = f"---\nmeeting: {MEETING}\nsent: 2026-03-16\npublished: 2026-03-24\n---\n## 1. Velkomst\n"
WRONG = SENT.replace("2026-03-05", "2026-02-30")
PAGE = "---\ntitle: Om siden\n---\nTekst.\n"


def content(files: dict[str, bytes], today: date = DAY, history: History | None = None) -> Content:
    found = examined(files, today, history)
    kinds = {path: kind_of(path) for path in files}
    parsed = {path: parse(files[path], kind) for path, kind in kinds.items() if kind}
    return Content(found.site, parsed, found.findings, today)


def told(files: dict[str, bytes]) -> list[tuple[str, str, int]]:
    return [(one.reason, one.path, one.line) for one in absences(content(files))]


def test_every_reason() -> None:
    files = site(
        **{
            AGENDA: WRONG,
            MINUTES: AHEAD,
            "content/pages/om.md": PAGE.replace("---\nTekst", "draft: ja\n---\nTekst"),
            "content/agendas/brev.docx": b"PK",
            "content/attachments/2026-03-12-nord-politisk/budget.csv": "a;b\n",
        }
    )
    assert told(files) == [
        ("error", AGENDA, 3),
        ("draft", "content/pages/om.md", 3),
        ("future", MINUTES, 4),
        ("unread", "content/agendas/brev.docx", 1),
        ("unused", "content/attachments/2026-03-12-nord-politisk/budget.csv", 1),
    ]
    assert {reason for reason, _, _ in told(files)} == set(REASONS) - {"untracked"}  # which takes an archive


def test_everything_is_there() -> None:
    assert told(site(**{AGENDA: SENT, "content/pages/om.md": PAGE})) == []


def test_the_day_itself_is_not_ahead() -> None:
    files = site(**{MINUTES: AHEAD})
    assert [one.reason for one in absences(content(files, date(2026, 3, 23)))] == ["future"]
    assert absences(content(files, date(2026, 3, 24))) == ()


def test_a_draft_with_a_day_and_an_error_is_told_of_each() -> None:
    (one,) = absences(content(site(**{MINUTES: AHEAD.replace("sent:", "draft: true\nsent:")})))
    assert (one.reason, one.day) == ("draft", date(2026, 3, 24))
    assert "24. marts 2026" in words.mend(one, "da") and "24 March 2026" in words.mend(one, "en")
    both = absences(
        content(site(**{MINUTES: DRAFT.replace("## 1. Velkomst", "Se [bilag](<javascript:x>)\n\n[y](javascript:y)")}))
    )
    assert [one.reason for one in both] == ["error", "draft"]


def test_what_the_archive_knows() -> None:
    begun = Revision(date(2025, 1, 1), "a", "added", "content/site.yml")
    own = tuple(Revision(date(2026, 3, day), "b", "changed", AGENDA) for day in (2, 9))
    history = History("full", {"content/site.yml": Record((begun,)), AGENDA: Record(own)})
    one, *others = absences(content(site(**{AGENDA: DRAFT}), history=history))
    assert {other.reason for other in others} == {"untracked"} and AGENDA not in {other.path for other in others}
    assert "content/meetings/2026.yml" in {other.path for other in others}  # which the archive does not have
    assert (one.since, one.changed) == (date(2026, 3, 2), date(2026, 3, 9))
    assert words.archived(one, "da") == "I arkivet siden 2. marts 2026, senest ændret 9. marts 2026."
    assert words.archived(replace(one, changed=one.since), "en") == "In the archive since 2 March 2026."
    assert words.archived(absences(content(site(**{AGENDA: DRAFT})))[0], "da") == ""


def test_only_what_concerns_a_body() -> None:
    found = absences(content(site(**{AGENDA: DRAFT, "content/pages/om.md": PAGE.replace("---\nT", "draft: true\n---\nT")})))
    assert [one.path for one in of_body(found, "nord-politisk")] == [AGENDA] and len(found) == 2
    wrong = absences(content(site(**{"content/pages/om.md": PAGE.replace("title", "titel")})))
    assert [one.reason for one in of_body(wrong, "nord-politisk")] == ["error"]  # it stops everybody


def test_each_file_is_shown_or_has_a_reason() -> None:
    """The sample site: what the public is shown and what is absent are all there is, and nothing is both."""
    folder, today = ROOT / "content", date(2026, 11, 22)
    files = {p.relative_to(ROOT).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    found = examined(files, today)
    assert found.site
    seen, _, _ = public(found.site, found.verdicts, found.standings, today)
    shown = {d.path for m in seen.meetings for d in m.documents} | {x.source.path for x in (*seen.pages, *seen.mandates)}
    kinds = {path: kind_of(path) for path in files}
    parsed = {path: parse(files[path], kind) for path, kind in kinds.items() if kind}
    absent = {one.path for one in absences(Content(found.site, parsed, found.findings, today)) if one.reason != "unused"}
    assert len(absent) >= 3 and not absent & shown
    assert absent | shown == {path for path, kind in kinds.items() if kind in ("agenda", "minutes", "mandate", "page")}


def test_with_no_site_the_errors_are_left() -> None:
    found = absences(content(site(**{"content/organisation.yml": "parties: [", AGENDA: DRAFT})))
    assert [one.reason for one in found] == ["error", "draft"]
    assert words.what(found[1].subject, "da") == f"Dagsordenen til mødet {MEETING}"  # whether it is planned is not known


@pytest.mark.parametrize("reason", words.REASONS)
def test_every_sentence_can_be_said(reason: str) -> None:
    about = Subject("page", "Om 610180-1234")
    arguments = {"document": "x.md", "count": 2}
    one = Absence(
        reason.removesuffix("-ahead"), "a.md", 4, about, DAY if reason.endswith("-ahead") else None, arguments=arguments
    )
    one = replace(one, day=DAY) if reason == "future" else one
    for language in ("da", "en"):
        said = words.why(one, language) + words.mend(one, language)
        assert "{" not in said and (said or reason in ("unread", "unused"))
    assert "610180" not in words.what(about, "da")


def test_every_kind_has_a_name() -> None:
    for kind, pair in words.SUBJECTS.items():
        assert all(words.what(Subject(kind, "x"), language) and "{}" not in pair for language in ("da", "en"))


# --- the command


def put(root: Path, files: dict[str, bytes]) -> Path:
    for path, contents in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(contents)
    return root


def run(root: Path, *arguments: str, status: int = 0, today: str = "2026-03-20") -> str:
    asked = ["list", *arguments, "-C", str(root), "--today", today]
    result = CliRunner().invoke(cli, asked, standalone_mode=False)
    assert result.return_value == status, (result.output, result.exception)
    return result.output


def refused(root: Path, *arguments: str) -> str:
    result = CliRunner().invoke(cli, ["list", *arguments, "-C", str(root)], standalone_mode=False)
    assert isinstance(result.exception, WrongUse), result.output
    return result.exception.message


def test_the_lists(tmp_path: Path) -> None:
    root = put(tmp_path, site(**{AGENDA: DRAFT, MINUTES: AHEAD}))
    assert f"{AGENDA}:3" in run(root, "drafts") and MINUTES not in run(root, "drafts")
    assert f"{MINUTES}:4" in run(root, "future") and AGENDA not in run(root, "future")
    assert "tirsdag den 24. marts 2026" in run(root, "future") and "bygges den dag" in run(root, "future")
    missing = run(root, "missing")
    assert "Overskredet" in missing and "»Sekretariat« (content/mandates/politisk.md:" in missing and "05.03.2026" in missing
    assert f"ret {AGENDA}, linje 3" in missing  # it is begun: it is to be finished
    every = run(root)
    assert every == run(root, "all") == run(root, "nord-politisk") == run(root, "all", "nord-politisk")
    assert "kladder: 1, 1 kommer senere, 1 ting overskredet" in every.strip().split("\n")[-1]
    assert "Der er intet forum" in refused(root, "all", "nord")


def test_nothing_to_tell(tmp_path: Path) -> None:
    root = put(tmp_path, site())
    for what in ("drafts", "future", "missing", "all"):
        assert len(run(root, what, today="2026-01-20").strip().split("\n")) == 1


def test_what_is_missing_cannot_be_told_where_the_plan_is_broken(tmp_path: Path) -> None:
    root = put(tmp_path, site(**{"content/meetings/2026.yml": "meetings: [", AGENDA: DRAFT}))
    said = run(root, "missing", status=1)
    assert "Hvad der mangler, kan først siges" in said and "content/meetings/2026.yml" in said
    assert json.loads(run(root, "missing", "--format", "json", status=1))["owed"] is None
    assert "fejl i content/" in run(root, "drafts", status=1)
    (root / "content/organisation.yml").unlink()
    assert "organisation.yml mangler" in run(root, "content/organisation.yml", status=1)


def test_as_objects_and_as_markdown(tmp_path: Path) -> None:
    root = put(tmp_path, site(**{AGENDA: DRAFT, MINUTES: AHEAD, "content/agendas/a|b.docx": b"PK"}))
    told = json.loads(run(root, "--format", "json"))
    assert [one["reason"] for one in told["absences"]] == ["draft", "future", "unread"]
    assert told["absences"][0]["meeting"] == MEETING and told["absences"][1]["day"] == "2026-03-24"
    assert told["absences"][2]["findings"][0]["code"] == "SG109"
    assert told["owed"][0]["due"] == "2026-03-05" and told["summary"]["overdue"] == len(told["owed"]) == 1
    page = run(root, "--format", "markdown")
    assert "### Kladder\n\n| Fil | Hvad | Hvorfor | Sådan |\n" in page and "a\\|b.docx" in page


def test_a_list_names_no_personal_number(tmp_path: Path) -> None:
    page = PAGE.replace("Om siden", "Om 610180-1234").replace("---\nTekst", "draft: true\n---\nTekst")
    root = put(tmp_path, site(**{"content/pages/610180-1234.md": page}))
    said = run(root, status=1) + run(root, "--format", "json", status=1) + run(root, "--format", "markdown", status=1)
    assert "61••••" in said and "610180" not in said
    assert "610180" not in run(root, "content/pages/610180-1234.md", status=1)


# --- one file


def answered(root: Path, wanted: str, status: int = 0, today: str = "2026-03-20") -> tuple[str, list[str], str]:
    """The state of a file, the reasons, and its address."""
    told = json.loads(run(root, wanted, "--format", "json", status=status, today=today))
    (one,) = told["files"]
    return one["state"], [reason["reason"] for reason in one["reasons"]], one["address"]


HOME = "https://proeve.example/"


def test_why_one_file_is_not_there(tmp_path: Path) -> None:
    files = {AGENDA: DRAFT, MINUTES: AHEAD, "content/pages/om.md": PAGE, "content/pages/~$om.md": PAGE}
    root = put(tmp_path, site(**files, **{"content/minutes/brev.docx": b"PK", "content/attachments/x/a.csv": "a;b\n"}))
    put(root, {"brev.docx": b"PK", "noter.md": b"x"})
    assert answered(root, AGENDA) == ("hidden", ["draft"], f"{HOME}moeder/{MEETING}/dagsorden/")
    assert answered(root, MINUTES) == ("hidden", ["future"], f"{HOME}moeder/{MEETING}/referat/")
    assert answered(root, "content/pages/om.md") == ("there", [], f"{HOME}om/")
    assert answered(root, "content/site.yml") == ("there", [], HOME)
    assert answered(root, "content/pages/~$om.md") == ("hidden", ["ignored"], None)
    assert answered(root, "content/minutes/brev.docx") == ("hidden", ["unread-word"], None)
    assert answered(root, "content/attachments/x/a.csv") == ("hidden", ["unused"], None)
    assert answered(root, "brev.docx")[1] == ["outside-word"] and answered(root, "noter.md")[1] == ["outside"]
    assert "sitegen import" in run(root, "brev.docx") and "flyt" in run(root, "noter.md").lower()
    assert "Slet linje 3" in run(root, AGENDA)
    assert "05.03.2026" in run(root, AGENDA)  # the deadline that the draft is to meet


def test_however_the_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = put(tmp_path / "projekt", site(**{AGENDA: DRAFT}))
    monkeypatch.chdir(root / "content" / "agendas")
    expected = run(root, AGENDA)
    windows = AGENDA.replace("/", "\\")
    for name in (f"{MEETING}.md", f"./{MEETING}.md", str(root / AGENDA), windows, f"../agendas/{MEETING}.md"):
        assert run(root, name) == expected, name


def test_a_meeting_is_asked_for_its_papers(tmp_path: Path) -> None:
    extra = SENT.replace("sent:", "supplement: 1\nsent:").replace("1. Velkomst", "2. Mere")
    root = put(tmp_path, site(**{AGENDA: SENT, AGENDA.replace(".md", "-tillaeg-1.md"): extra}))
    told = json.loads(run(root, MEETING, "--format", "json"))["files"]
    assert [one["path"] for one in told] == [AGENDA, AGENDA.replace(".md", "-tillaeg-1.md"), MINUTES]
    assert [one["state"] for one in told] == ["there", "there", "hidden"]
    assert told[2]["reasons"][0]["reason"] == "absent"
    assert told[2]["owed"][0]["command"] == f"sitegen new minutes {MEETING}"
    assert run(root, MINUTES) in run(root, MEETING)


def test_errors_here_and_elsewhere(tmp_path: Path) -> None:
    root = put(tmp_path, site(**{AGENDA: WRONG, MINUTES: AHEAD, "content/pages/om.md": PAGE}))
    assert answered(root, AGENDA, status=1)[:2] == ("hidden", ["error"])
    said = run(root, AGENDA, status=1)
    assert "linje 3: " in said and "2026-02-30" in said and "→" in said
    assert answered(root, "content/pages/om.md", status=1)[:2] == ("delayed", ["others"])
    assert answered(root, MINUTES, status=1)[:2] == ("hidden", ["future", "others"])
    assert f"{AGENDA}, linje 3" in run(root, "content/pages/om.md", status=1)


def test_two_pages_at_one_address_are_found(tmp_path: Path) -> None:
    """Only a whole build finds that; the answer must not be that all is well."""
    root = put(tmp_path, site(**{"content/pages/om.md": PAGE, "content/pages/fora.md": PAGE}))
    assert answered(root, "content/pages/fora.md", status=1)[:2] == ("hidden", ["error"])


def test_a_draft_hears_of_the_errors_it_will_have(tmp_path: Path) -> None:
    draft = DRAFT.replace(MEETING, "2026-05-05-nord-politisk") + "\nSe [notat](findes-ikke.pdf).\n"
    path = "content/agendas/2026-05-05-nord-politisk.md"
    root = put(tmp_path, site(**{path: draft}))
    assert answered(root, path)[1] == ["draft", "afterwards"]
    assert "  - body: nord-politisk\n" in run(root, path) and "står ikke i mødeplanen" in run(root, path)
    planned = draft.replace("2026-05-05-nord-politisk", MEETING)
    root = put(
        tmp_path / "to", site(**{AGENDA: planned, MINUTES: DRAFT.replace("draft: true  # til på mandag", "sent: 2026-03-16")})
    )
    assert answered(root, AGENDA)[1] == ["draft", "afterwards"]
    assert answered(root, MINUTES)[1] == []  # that a draft elsewhere has errors is not its affair
    assert "findes-ikke.pdf" in run(root, AGENDA)


def test_an_attachment_waits_for_its_document(tmp_path: Path) -> None:
    bilag = f"content/attachments/{MEETING}/budget.csv"
    root = put(tmp_path, site(**{AGENDA: DRAFT + "\n### Bilag\n- [Budget](budget.csv)\n", bilag: "a;b\n"}))
    assert answered(root, "budget.csv")[:2] == ("hidden", ["waiting"])
    assert f"sitegen list {AGENDA}" in run(root, "budget.csv")
    put(root, {AGENDA: (SENT + "\n### Bilag\n- [Budget](budget.csv)\n").encode()})
    assert answered(root, bilag) == ("there", [], f"{HOME}bilag/{MEETING}/budget.csv")
    put(root, {AGENDA: (WRONG + "\n### Bilag\n- [Budget](budget.csv)\n").encode()})
    assert answered(root, bilag, status=1)[:2] == ("hidden", ["unknown", "others"])


def test_a_name_that_nothing_has(tmp_path: Path) -> None:
    root = put(tmp_path, site(**{AGENDA: SENT}))
    assert f"Tættest på: {AGENDA}" in refused(root, "2026-03-13-nord-politisk.md")
    assert "er en mappe" in refused(root, "content/agendas")
    assert "hverken en fil eller et møde" in refused(root, "zzzzzz")


def test_how_far_a_file_has_come_in_the_archive(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "arkiv")
    root = repository.root
    put(root, site(**{AGENDA: SENT}))
    assert answered(root, AGENDA)[:2] == ("hidden", ["untracked"])
    assert "Kun på denne maskine" in run(root, "missing") and AGENDA in run(root, "missing")
    repository.commit({})
    assert "Kun på denne maskine" not in run(root, "missing")
    assert answered(root, AGENDA)[:2] == ("there", [])  # nobody has said where it is sent
    repository.git("clone", "-q", "--bare", str(repository.folder), str(tmp_path / "faelles"))
    repository.git("remote", "add", "origin", str(tmp_path / "faelles"))
    repository.git("fetch", "-q", "origin")
    repository.git("branch", "-q", "--set-upstream-to", f"origin/{repository.git('branch', '--show-current')}")
    assert answered(root, AGENDA)[:2] == ("there", [])
    put(root, {AGENDA: SENT.replace("Velkomst", "Goddag").encode()})
    assert answered(root, AGENDA)[:2] == ("delayed", ["changed"])
    repository.commit({})
    assert answered(root, AGENDA)[:2] == ("delayed", ["unsent"])
    assert "push" in run(root, AGENDA)
    repository.commit({".gitignore": "pages/\n"})
    put(root, {"content/pages/om.md": PAGE.encode()})
    assert answered(root, "content/pages/om.md")[:2] == ("hidden", ["untracked"])  # git was told to leave it out


def test_the_sample_site_is_told_in_both_languages(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    told = run(tmp_path, "--lang", "en", today="2026-11-22")
    assert "Drafts (1)" in told and "To come (2)" in told and "Missing (" in told
    of = run(tmp_path, "missing", "vest-politisk", today="2026-11-22")
    assert "sitegen new minutes 2026-10-29-vest-politisk" in of and "Klyngesekretariat Syd\n" not in of
