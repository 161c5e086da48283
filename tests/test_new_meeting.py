"""`sitegen new`: a meeting set into the plan, mandates, pages and supplements; what is refused, and what is asked for."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.build import examine
from sitegen.cli import cli
from sitegen.commands import asking, new_meeting, project
from sitegen.console import WrongUse
from sitegen.files import read
from sitegen.new import meeting, proposals
from sitegen.obligations import Obligations
from sitegen.parse import parse
from tests.support import examined
from tests.test_reminders import MANDATE, ORGANISATION, TWO, mandate, two

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-05-01"
RULES = (
    "agenda: {due: 1 week before, measured: sent, clause: Regler}\nhost: {rotates: true, among: [municipality], clause: Regler}"
)
MEETINGS = """  - body: nord
    date: 2026-01-15
    start: 13:00
    end: 15:30
    place: Hjørring Rådhus
    host: hjoerring
  - body: nord
    date: 2026-02-19
    start: 13:00
    end: 15:30
    place: Byrum
    host: laesoe
  - {body: nord, date: 2026-03-26, start: 13:00, end: 15:30, place: Hjørring Rådhus, host: hjoerring}
"""
PLAN = "content/meetings/2026.yml"
AGENDA = "---\nmeeting: 2026-03-26-nord\nsent: 2026-03-10\n---\n## 4. Velkomst\nType: beslutning\n"


@dataclass
class Answer:
    status: int
    out: str
    err: str
    wrong: str


Run = Callable[..., Answer]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return laid(tmp_path, two(RULES, MEETINGS))


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(os, "fsync", lambda number: None)

    def run(*arguments: str, typed: str | None = None) -> Answer:
        monkeypatch.setattr(asking, "possible", lambda: typed is not None)
        given = ["new", *arguments, "-C", str(root), "--today", TODAY]
        result = CliRunner().invoke(cli, given, input=typed or "", standalone_mode=False)
        raised = result.exception
        assert raised is None or type(raised).__name__ in ("WrongUse", "Abort"), raised
        said = raised.message if isinstance(raised, WrongUse) else type(raised).__name__ if raised else ""
        return Answer(2 if raised else result.return_value, result.stdout, result.stderr, said)

    return run


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file() and ".cache" not in p.parts}


def errors(root: Path) -> list[str]:
    found = examine(read(root).inputs, date.fromisoformat(TODAY))
    return [f"{f.path}:{f.line} {f.code}" for f in found.findings if f.severity == "error"]


# --- a meeting


def test_what_is_not_said_is_proposed_and_the_answer_says_what_follows(root: Path, run: Run) -> None:
    answer = run("meeting", "nord", "2026-06-11")
    assert answer.status == 0
    assert answer.out == (
        f"{PLAN}:15\n"
        "  - {body: nord, date: 2026-06-11, start: 13:00, end: 15:30, place: Byrum, host: laesoe} # torsdag\n"
        "Dagsorden: frist torsdag den 4. juni 2026 (»Regler« i Kommissorium)\n"
        "Referat: ingen frist for referatet\n"
        "Næste skridt: sitegen new agenda 2026-06-11-nord\n"
    )
    assert "Vært: Læsø Kommune (har ikke været vært siden den 19. februar 2026)." in answer.err
    assert "Stedet er det, hvor værten sidst holdt møde: Byrum." in answer.err
    before, line, after = (root / PLAN).read_text("utf-8").partition(answer.out.splitlines()[1] + "\n")
    assert line and before + after == f"meetings:\n{MEETINGS}"
    assert errors(root) == []


def test_what_is_said_stands_as_it_is_said(root: Path, run: Run) -> None:
    given = ("--start", "9.30", "--end", "kl. 11", "--place", "Teams: link", "--host", "Hjørring Kommune")
    answer = run("meeting", "nordforum", "2026-06-11", *given, "--mode", "virtuelt", "--type", "tema")
    assert answer.status == 0
    line = 'date: 2026-06-11, start: 09:30, end: 11:00, place: "Teams: link", mode: virtual, type: theme, host: hjoerring}'
    assert line in (root / PLAN).read_text("utf-8")
    assert "SG403" in answer.err, "the same host twice running is said at once"
    answer = run("meeting", "nord", "2026-08-13", "--host", "-", "--place", "-", "--start", "-")
    assert "- {body: nord, date: 2026-08-13}" in answer.out
    assert (
        "{body: nord, date: 2026-08-20, until: 2026-08-27, type: written}"
        in run("meeting", "nord", "2026-08-20", "--type", "written", "--until", "2026-08-27").out
    )
    assert errors(root) == []


def test_a_joint_meeting_has_an_id(root: Path, run: Run) -> None:
    answer = run("meeting", "nord", "2026-06-11", "--with", "syd", "--with", "syd")
    assert "{bodies: [nord, syd], date: 2026-06-11" in answer.out
    assert "id: 2026-06-11-faellesmoede-nord-syd}" in answer.out and answer.out.endswith("2026-06-11-faellesmoede-nord-syd\n")
    assert errors(root) == []


def test_a_new_year_gets_a_file_and_a_weekend_is_said(root: Path, run: Run) -> None:
    answer = run("meeting", "nord", "2027-01-02")
    assert answer.out.startswith("content/meetings/2027.yml:2\n  - body: nord\n    date: 2027-01-02              # lørdag\n")
    assert "Den 2. januar 2027 er en lørdag." in answer.err
    assert "Torsdag den 24. december 2026 er en dag, hvor kontorerne holder lukket." in run("meeting", "nord", "2026-12-24").err
    assert "er en helligdag" in run("meeting", "nord", "2026-05-14").err
    assert errors(root) == []


def test_a_place_is_not_that_of_another_host(root: Path, run: Run) -> None:
    answer = run("meeting", "syd", "2026-06-11", "--host", "regionen")
    assert "- {body: syd, date: 2026-06-11, host: regionen}" in answer.out
    assert "Stedet kendes ikke" in answer.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nort", "2026-06-11"), "Der er intet forum, der hedder nort. Tættest på: nord."),
        (("nord", "11-06-2026"), "Skriv 2026-06-11, hvis det er den dag, du mener."),
        (("nord", "den 11. juni 2026"), "Skriv 2026-06-11, hvis det er den dag, du mener."),
        (("nord", "i morgen"), "Skriv år, måned og dag, fx 2027-03-11."),
        (("nord", "2026-02-30"), "2026-02-30 findes ikke i kalenderen."),
        (
            ("nord", "2026-02-19"),
            "har allerede et møde torsdag den 19. februar 2026: 2026-02-19-nord (content/meetings/2026.yml, linje 8)",
        ),
        (("nord", "2026-06-11", "--host", "laeso"), "laeso er ikke en part i Nordforum. Tættest på: laesoe."),
        (("nord", "2026-06-11", "--start", "ved middag"), "»ved middag« er ikke et klokkeslæt. Skriv det som 13:00."),
        (("nord", "2026-06-11", "--start", "15:00", "--end", "13:00"), "kan ikke slutte kl. 13:00"),
        (("nord", "2026-06-11", "--until", "2026-06-10"), "kan ikke slutte den 2026-06-10"),
        (("nord", "2026-06-11", "--type", "hygge"), "type kan være: ordinary"),
        (("nord", "2026-06-11", "--with", "vest"), "Der er intet forum, der hedder vest."),
        (("nord",), "Der mangler noget efter kommandoen: DATO. Skriv fx sitegen new meeting nord 2027-03-11"),
        ((), "Der mangler noget efter kommandoen: FORUM og DATO."),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_and_nothing_is_written(
    root: Path, run: Run, arguments: tuple[str, ...], said: str
) -> None:
    before = tree(root)
    answer = run("meeting", *arguments)
    assert answer.status == 2 and said in answer.wrong
    assert tree(root) == before


def test_a_body_that_has_ended_says_what_takes_its_place(root: Path, run: Run) -> None:
    ended = TWO.replace("    name: Nordforum\n", "    name: Nordforum\n    valid_to: 2026-06-30\n    succeeded_by: [syd]\n")
    (root / ORGANISATION).write_text(ended, "utf-8")
    said = "Nordforum findes ikke den 2. juli 2026: Forummet ophører den 30. juni 2026 og afløses af syd."
    assert said in run("meeting", "nord", "2026-07-02").wrong


@pytest.mark.parametrize(
    "plan", ["meetings: [{body: nord, date: 2026-01-15}]\n", "meetings:\n  - {body: nord, date: 2026-02-30}\n"]
)
def test_a_plan_that_cannot_be_changed_safely_is_left_and_the_entry_printed(root: Path, run: Run, plan: str) -> None:
    (root / PLAN).write_text(plan, "utf-8")
    answer = run("meeting", "nord", "2026-06-11")
    assert answer.status == 1 and (root / PLAN).read_text("utf-8") == plan
    assert "- body: nord\n    date: 2026-06-11" in answer.out
    assert f"{PLAN} er ikke ændret" in answer.err and "Sæt selv linjerne herunder ind" in answer.err
    assert ("SG104" in answer.err) == ("30" in plan)


def test_a_plan_that_somebody_else_writes_at_the_same_moment_is_theirs(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = new_meeting.project.replace

    def late(place: Path, old: bytes, new: bytes) -> bool:
        place.write_bytes(b"meetings: []\n")
        return real(place, old, new)

    monkeypatch.setattr(project, "replace", late)
    answer = run("meeting", "nord", "2026-06-11")
    assert answer.status == 1 and "blev ændret imens" in answer.err
    assert (root / PLAN).read_bytes() == b"meetings: []\n"
    assert [p.name for p in (root / PLAN).parent.iterdir()] == ["2026.yml"]


def test_what_would_be_an_error_is_not_written(root: Path, run: Run) -> None:
    before = tree(root)
    answer = run("meeting", "nord", "2026-06-11", "--place", "Mødelokale 150682-1234 cpr")
    assert answer.status == 1 and "SG501" in answer.err and "1234" not in answer.err
    assert tree(root) == before


def test_the_rhythm_of_a_body_and_no_holiday() -> None:
    days = ("2025-10-16", "2025-11-20", "2025-12-18", "2026-02-05", "2026-03-05")
    plan = "".join(f"  - {{body: nord, date: {day}}}\n" for day in days)
    site = examined(two("", plan)).site
    assert site
    nord, syd = (next(b for b in site.bodies if b.id == name) for name in ("nord", "syd"))
    assert proposals.next_day(site, nord, date(2026, 3, 6)) == date(2026, 4, 9), "four weeks on, a Thursday; 2 April is a holiday"
    assert proposals.next_day(site, nord, date(2026, 5, 7)) == date(2026, 5, 21), "not in the past, and not on Ascension Day"
    assert proposals.next_day(site, syd, date(2026, 3, 6)) is None


def test_who_hosts_next_time_does_not_host_now() -> None:
    later = "  - {body: nord, date: 2026-09-10, host: laesoe}\n"
    site = examined(two(RULES, MEETINGS + later)).site
    assert site
    choices = proposals.hosts(site, [site.bodies[0]], date(2026, 6, 11))
    assert [(one.party.id, one.reason) for one in choices] == [
        ("hjoerring", "var vært sidst, den 26. marts 2026"),
        ("laesoe", "skal være vært næste gang, den 10. september 2026"),
    ]
    assert proposals.hosts(site, [site.bodies[1]], date(2026, 6, 11))[0].reason == "har ikke været vært endnu"


@pytest.mark.parametrize(
    "wanted", ["2026-03-26-nord", "content/agendas/2026-03-26-nord.md", "2026-03-26-nord-tillaeg-2.md", "2026-03-26"]
)
def test_a_meeting_is_named_by_its_id_by_a_path_or_by_the_beginning_that_only_it_has(wanted: str) -> None:
    site = examined(two("", MEETINGS)).site
    assert site
    found = meeting.named(site.meetings, wanted)
    assert found and found.id == "2026-03-26-nord"
    assert all(meeting.named(site.meetings, vague) is None for vague in ("2026-", "nord", "", "2026-03-2"))


# --- supplements


def test_supplements_are_numbered_and_count_on(root: Path, run: Run) -> None:
    assert "Begynd den først: sitegen new agenda 2026-03-26-nord" in run("agenda", "2026-03-26-nord", "--supplement").wrong
    (root / "content/agendas").mkdir()
    (root / "content/agendas/2026-03-26-nord.md").write_text(AGENDA, "utf-8")
    (root / "content/agendas/2026-03-26-nord-tillaeg-2.md").write_text("ikke til at læse", "utf-8")
    paths = [run("agenda", "2026-03-26-nord", "--supplement").out.splitlines()[0] for _ in range(2)]
    assert paths == [f"content/agendas/2026-03-26-nord-tillaeg-{number}.md" for number in (1, 3)]
    texts = [(root / path).read_text("utf-8") for path in paths]
    assert all("late_reason:   " in text and "draft: true" in text for text in texts)
    assert "supplement: 3\n" in texts[1] and "## 5. Nyt punkt\n" in texts[0] and "## 6. Nyt punkt\n" in texts[1]
    assert errors(root) == ["content/agendas/2026-03-26-nord-tillaeg-2.md:1 SG106"]


# --- mandates and pages


def test_a_mandate_takes_over_the_structure_of_the_one_in_force(root: Path, run: Run) -> None:
    (root / MANDATE).write_text(
        mandate(RULES.replace("Regler", '"Regler, stk. 1"')).replace("# Regler", "# Formål\n\nTekst.\n\n# Regler"), "utf-8"
    )
    answer = run("mandate", "nyt-2027", "--body", "nord", "--body", "syd", "--title", "Nyt: »kommissorium«")
    assert answer.out == "content/mandates/nyt-2027.md\n"
    parsed = parse((root / "content/mandates/nyt-2027.md").read_bytes(), "mandate")
    assert parsed.findings == ()
    meta = parsed.meta
    assert (meta.title, meta.bodies, meta.valid_from) == ("Nyt: »kommissorium«", ("nord", "syd"), date(2027, 1, 1))
    assert meta.supersedes == "politisk" and meta.proposed
    assert str(meta.obligations.agenda.due) == "1 week before" and meta.obligations.agenda.clause == "Regler"
    assert meta.obligations.host.among == ("municipality",)
    assert [heading.text for heading in parsed.prose.headings] == ["Formål", "Regler"]
    assert errors(root) == []
    assert "nyt-2027.md er der allerede" in run("mandate", "nyt-2027", "--body", "nord").wrong


def test_a_mandate_from_nothing_shows_every_kind_of_obligation(root: Path, run: Run) -> None:
    (root / MANDATE).unlink()
    assert run("mandate", "nyt", "--body", "nord", "--from", "2026-10-01").status == 0
    path = root / "content/mandates/nyt.md"
    text = path.read_text("utf-8")
    assert parse(text.encode(), "mandate").findings == () and errors(root) == []
    rules = text[text.index("# obligations:") : text.index("---\n# Formål")]
    path.write_text(text.replace(rules, re.sub("^# ", "", rules, flags=re.MULTILINE)), "utf-8")
    assert errors(root) == [], "what the comments show is right as it stands"
    assert parse(path.read_bytes(), "mandate").meta.obligations.model_fields_set == set(Obligations.model_fields)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nyt",), "Skriv, hvem kommissoriet gælder for"),
        (("Nyt Et", "--body", "nord"), "Skriv fx nyt-et."),
        (("nyt", "--level", "alle"), "Der er intet niveau, der hedder alle."),
        (("nyt", "--body", "nort"), "Tættest på: nord."),
        (("nyt", "--body", "nord", "--from", "1/10-2026"), "Skriv 2026-10-01"),
        (("../ud", "--body", "nord"), "kan ikke være en fils navn"),
    ],
)
def test_a_mandate_that_cannot_be_is_refused(root: Path, run: Run, arguments: tuple[str, ...], said: str) -> None:
    before = tree(root)
    assert said in run("mandate", *arguments).wrong and tree(root) == before


def test_a_page_is_a_draft_and_takes_nobodys_address(root: Path, run: Run) -> None:
    assert run("page", "om-os").out == "content/pages/om-os.md\n"
    parsed = parse((root / "content/pages/om-os.md").read_bytes(), "page")
    assert parsed.findings == () and (parsed.meta.title, parsed.meta.draft, parsed.meta.menu) == ("Om os", True, None)
    before = tree(root)
    assert "om-os.md er der allerede" in run("page", "om-os", "--title", "Nyt").wrong
    taken = run("page", "moeder")
    assert taken.status == 1 and "SG209" in taken.err
    assert "Skriv fx sitegen new page om-os" in run("page").wrong
    assert tree(root) == before


# --- asked for


def test_a_meeting_is_asked_for_and_enter_takes_what_is_proposed(root: Path, run: Run) -> None:
    answer = run("meeting", typed="\n\n\n\n\n\n\n")
    assert answer.status == 0, answer
    assert "Hvilken dag? (år-måned-dag) [2026-05-21]" in answer.err, "a Thursday with time for the agenda, and not Ascension Day"
    assert "   1  Læsø Kommune (har ikke været vært siden den 19. februar 2026)\n" in answer.err
    assert "- {body: nord, date: 2026-05-21, start: 13:00, end: 15:30, place: Byrum, host: laesoe}" in (root / PLAN).read_text(
        "utf-8"
    )


def test_a_wrong_answer_is_said_and_asked_again(root: Path, run: Run) -> None:
    typed = "7\nnord\n11-06-2026\n2026-02-19\n2026-06-11\n3\nRådhuset\nmiddag\n9.15\n\nja\n"
    answer = run("meeting", typed=typed)
    assert answer.status == 0, answer
    for said in ("Skriv et tal fra 1 til 2.", "Skriv 2026-06-11", "har allerede et møde", "»middag« er ikke et klokkeslæt"):
        assert said in answer.err
    assert "- {body: nord, date: 2026-06-11, start: 09:15, end: 11:45, place: Rådhuset}" in (root / PLAN).read_text("utf-8")


@pytest.mark.parametrize("typed", ["", "\n", "\n\n\n\n", "\n\n\n\n\n\nnej\n"])
def test_who_stops_half_way_leaves_nothing(root: Path, run: Run, typed: str) -> None:
    before = tree(root)
    assert run("meeting", typed=typed).wrong == "Abort" and tree(root) == before


def test_papers_are_asked_for_the_nearest_first(root: Path, run: Run) -> None:
    (root / PLAN).write_text(
        f"meetings:\n{MEETINGS}  - {{body: syd, date: 2026-05-20}}\n  - {{body: nord, date: 2026-09-10}}\n", "utf-8"
    )
    assert run("agenda", typed="\n").out.startswith("content/agendas/2026-05-20-syd.md\n")
    assert run("minutes", typed="\n").out.startswith("content/minutes/2026-03-26-nord.md\n")
    assert run("agenda", "--supplement", typed="\n").out.startswith("content/agendas/2026-05-20-syd-tillaeg-1.md\n")
    assert "Der er intet møde i mødeplanen, som mangler referatet." in [
        run("minutes", typed="\n").wrong.split("\n")[0] for _ in range(3)
    ]


def test_what_is_owed_next_is_the_first_answer(root: Path, run: Run) -> None:
    (root / PLAN).write_text(f"meetings:\n{MEETINGS}  - {{body: nord, date: 2026-05-21, host: laesoe}}\n", "utf-8")
    (root / "content/agendas").mkdir()
    for day in ("2026-01-15", "2026-02-19", "2026-03-26"):
        (root / f"content/agendas/{day}-nord.md").write_text(
            AGENDA.replace("2026-03-26", day).replace("2026-03-10", "2026-01-08"), "utf-8"
        )
    answer = run(typed="\n")
    assert "   1  Send dagsordenen til mødet den 21. maj 2026 i Nordforum. (senest 14.05.2026)\n" in answer.err
    assert answer.out.startswith("content/agendas/2026-05-21-nord.md\n")
    assert run(typed="Begynd en side.\nOm os\n\n").out == "content/pages/om-os.md\n"
    assert "HVAD. Det kan være agenda, minutes, meeting, mandate, page." in run().wrong


def test_a_mandate_is_asked_for(root: Path, run: Run) -> None:
    assert run("mandate", typed="\n\n\n").out == "content/mandates/nordforum-2027.md\n"
    assert errors(root) == []


def test_at_a_real_terminal(root: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-P", "-m", "sitegen", "new", "-C", str(root), "--today", TODAY]
    os.write(ours, b"Begynd en side.\nOm os\n\n")
    done = subprocess.run(command, stdin=theirs, capture_output=True, timeout=60, cwd=ROOT, check=False)
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, done.stdout) == (0, b"content/pages/om-os.md\n"), done.stderr


def test_the_readme_names_the_options() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    paragraph = next(part for part in text.split("\n\n") if part.startswith("`new meeting` takes"))
    commands = cli.commands["new"].commands  # type: ignore[attr-defined]
    known = {name for command in commands.values() for parameter in command.params for name in parameter.opts}
    named, own = set(re.findall(r"--[a-z]+", paragraph)), {"--root", "--today", "--lang", "--traceback", "--help"}
    assert named == {name for name in known if name.startswith("--")} - own
