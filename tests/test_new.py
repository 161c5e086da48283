"""New agendas and minutes: what they take from the plan, the mandate and earlier meetings, and that `check` is content."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import new
from sitegen.build import Build, kind_of
from sitegen.model import Meeting
from sitegen.new import agenda
from sitegen.new.writing import Point, item, words
from sitegen.parse import parse
from tests.support import ROOT, built, examined, site
from tests.test_reminders import MANDATE, ORGANISATION, PLAN, TWO, mandate, referred, two

SITES = [ROOT, *sorted(path for path in (ROOT / "tests/sites").iterdir() if (path / "content").is_dir())]
TODAY = date(2026, 12, 4)  # when every document of the sample site is shown


@cache
def contents(root: Path) -> dict[str, bytes]:
    folder = root / "content"
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@cache
def whole(root: Path) -> Build:
    return built(contents(root), TODAY)


def made(build: Build, kind: str, meeting: str) -> str:
    assert build.site, build.findings
    found: Meeting = next(m for m in build.site.meetings if m.id == meeting)
    return new.text(kind, build.site, build.verdicts, build.standings, found)


def begun(kind: str, files: dict[str, bytes], meeting: str, today: str = "2026-03-20") -> str:
    return made(built(files, date.fromisoformat(today)), kind, meeting)


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_every_file_is_read_without_findings(root: Path) -> None:
    build = whole(root)
    assert build.site
    for kind in new.KINDS:
        for meeting in build.site.meetings:
            parsed = parse(made(build, kind, meeting.id).encode(), kind)
            assert parsed.findings == (), (meeting.id, kind)
            assert parsed.meta.draft
            assert parsed.meta.sent is parsed.meta.published is None
            assert parsed.prose.items


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
@pytest.mark.parametrize("draft", [True, False])
def test_check_has_nothing_against_them(root: Path, draft: bool) -> None:
    """All that can be begun on a site, as drafts and published: no error, no placeholder, no item that does not match."""
    build, files = whole(root), dict(contents(root))
    assert build.site
    for meeting in build.site.meetings:
        kind = "minutes" if meeting.agenda else "agenda"
        if not (meeting.agenda and meeting.minutes):
            lines = made(build, kind, meeting.id).splitlines(keepends=True)
            files[new.path(kind, meeting)] = "".join(s for s in lines if draft or not s.startswith("draft:")).encode()
        if meeting.agenda and not meeting.supplements:
            extra = agenda.supplement(build.site, build.verdicts, build.standings, meeting, 1, True)
            files[new.path("agenda", meeting, 1)] = (extra if draft else extra.replace("draft:", "# draft:")).encode()
    assert len(files) > len(contents(root))
    before, after = build.findings, examined(files, TODAY).findings
    assert {f.code for f in after if f.severity == "error"} <= {f.code for f in before if f.severity == "error"}
    about = [f for f in after if f.path in files.keys() - contents(root).keys()]
    assert {f.code for f in about} <= (
        set() if draft else {"SG206", "SG308", "SG311"}
    )  # not in the minutes; never approved; no dates


def test_the_paths_are_those_that_are_read() -> None:
    build = whole(ROOT)
    assert build.site
    for kind in new.KINDS:
        assert all(kind_of(new.path(kind, meeting)) == kind for meeting in build.site.meetings)


# Titles that people may write, and that Markdown would read something into.
TITLES = st.text(st.sampled_from("abÆ 12.)(#*_`~<>[]!|&;:\\-+=\"'$%§/?" + "\u00a0"), min_size=1, max_size=12)


@settings(deadline=None)
@given(TITLES, st.sampled_from(["1", "4a", "2.1"]))
def test_a_title_is_taken_over_as_it_stands(title: str, number: str) -> None:
    text = item(number, Point(title, (("type", "beslutning"),), f"- [5](../minutes/a.md): {words(title)}"))
    (one,) = parse(f"---\nmeeting: a\n---\n{text}".encode(), "agenda").prose.items
    assert (one.number, one.title) == (number, " ".join(title.split()) or "Punkt")
    assert one.field("type") == "beslutning"
    assert "<li>" in one.html
    assert not re.search("<(?!/?(ul|li|a|p)\\b)", one.html)


# --- the agenda


TERMS = "agenda: {due: 1 week before, measured: sent, clause: Regler}\nwebsite: {documents: [agenda], clause: Regler}"


def test_an_agenda_from_nothing_but_the_plan() -> None:
    files = two(TERMS, "  - {body: nord, date: 2026-04-16}\n  - {body: nord, date: 2026-06-04, start: 15:00, place: Rådhuset}\n")
    assert begun("agenda", files, "2026-04-16-nord") == (
        "---\n"
        "meeting: 2026-04-16-nord\n"
        "draft: true                # slet linjen, når dagsordenen er klar til at blive vist\n"
        "# Frist: torsdag den 9. april 2026 (»Regler« i Kommissorium)\n"
        "# Skal ligge på hjemmesiden (»Regler« i Kommissorium)\n"
        "sent:                      # den dag, dagsordenen bliver sendt: år-måned-dag\n"
        "published:                 # den dag, dagsordenen bliver lagt på hjemmesiden\n"
        "---\n"
        "## 1. Godkendelse af dagsorden\n"
        "Type: beslutning\n"
        "\n"
        "### Indstilling\n"
        "\n"
        "Det indstilles, at dagsordenen godkendes.\n"
        "\n"
        "## 2. Opfølgning fra sidste møde\n"
        "Type: orientering\n"
        "\n"
        "Ingen opfølgninger fra tidligere møder står åbne.\n"
        "\n"
        "## 3. Meddelelser\n"
        "Type: orientering\n"
        "\n"
        "## 4. Næste møde\n"
        "Type: orientering\n"
        "\n"
        "Næste møde er torsdag den 4. juni 2026 kl. 15.00, Rådhuset.\n"
        "\n"
        "## 5. Eventuelt\n"
    )
    last = begun("agenda", files, "2026-06-04-nord")
    assert "Næste møde er endnu ikke planlagt." in last


def test_follow_ups_that_are_open_with_who_and_by_when() -> None:
    minutes = """---
meeting: 2026-03-12-nord
sent: 2026-03-13
---
## 4. Sag

### Opfølgning

- [ ] Lukket: Læs *dette* 1 [a] (ansvarlig: laesoe, frist: 2026-05-01)
- [x] Gjort (ansvarlig: laesoe, frist: 2026-05-01)
- [ ] Uden nogen
"""
    plan = "  - {body: nord, date: 2026-03-12}\n  - {body: nord, date: 2026-04-16}\n  - {body: syd, date: 2026-04-16}\n"
    path = "content/minutes/2026-03-12-nord.md"
    text = begun("agenda", two("", plan, **{path: minutes}), "2026-04-16-nord")
    link = f"- [12. marts 2026, punkt 4](../{path.removeprefix('content/')}#punkt-4):"
    assert f"{link} Lukket: Læs dette 1 \\[a\\] (Læsø Kommune, senest den 1. maj 2026)\n{link} Uden nogen\n" in text
    assert "Gjort" not in text
    assert parse(text.encode(), "agenda").findings == ()
    assert "Uden nogen" not in begun("agenda", two("", plan, **{path: minutes}), "2026-04-16-syd")
    assert "Uden nogen" not in begun("agenda", two("", plan, **{path: minutes}), "2026-03-12-nord")
    for hidden in ("published: 2027-01-01", "draft: true"):
        secret = minutes.replace("sent: 2026-03-13", hidden)
        assert "Uden nogen" not in begun("agenda", two("", plan, **{path: secret}), "2026-04-16-nord")


def test_a_referral_that_waits() -> None:
    text = begun("agenda", referred("2026-04-16"), "2026-04-16-syd")
    assert (
        "## 3. Faldsikring\n"
        "Type: drøftelse\n"
        "Opfølgning på: 2026-03-12-nord#punkt-4\n"
        "\n"
        "Henvist hertil fra Nordforum: [punkt 4 den 12. marts 2026](../minutes/2026-03-12-nord.md#punkt-4).\n"
    ) in text
    files = {**referred("2026-04-16"), "content/agendas/2026-04-16-syd.md": text.replace("draft: true", "draft: nej").encode()}
    taken = built(files, date(2026, 3, 20))
    assert [s.verdict for s in taken.standings if s.duty == "referral"] == ["due"]
    assert "Faldsikring" not in made(taken, "agenda", "2026-03-12-nord")


def test_a_referral_that_is_closed_says_no_more_than_its_title() -> None:
    files = referred("2026-04-16")
    path = "content/minutes/2026-03-12-nord.md"
    files[path] = files[path].replace(b"Henvist til: syd", b"Henvist til: syd\nLukket: forhandling")
    text = begun("agenda", files, "2026-04-16-syd")
    assert "## 3. Faldsikring\nLukket: forhandling\nOpfølgning på: 2026-03-12-nord#punkt-4\n\n## 4." in text
    assert parse(text.encode(), "agenda").findings == ()


def test_what_an_ended_body_left_is_taken_up_by_its_successor() -> None:
    ended = TWO.replace("    name: Sydforum\n", "    name: Sydforum\n    valid_to: 2026-03-31\n    succeeded_by: [raad]\n")
    ended += "  - {id: raad, name: Rådet, parties: [hjoerring], valid_from: 2026-04-01}\n"
    plan = "  - {body: nord, date: 2026-03-12}\n  - {body: raad, date: 2026-04-16}\n"
    files = {**referred(**{ORGANISATION: ended}), PLAN: f"meetings:\n{plan}".encode()}
    assert "Faldsikring" in begun("agenda", files, "2026-04-16-raad")


REPORT = "reports:\n  - {name: Årlig status, to: syd, every: year, case: aarsstatus, clause: Regler}"


def test_reports_that_are_owed_to_the_body_and_by_it() -> None:
    plan = "  - {body: nord, date: 2026-10-12}\n  - {body: syd, date: 2026-11-12}\n"
    files = two(REPORT, plan, **{MANDATE: mandate(REPORT, "nord")})
    received = begun("agenda", files, "2026-11-12-syd")
    assert "## 3. Årlig status\nType: orientering\nSag: aarsstatus\nForslagsstiller: nord\n" in received
    own = begun("agenda", files, "2026-10-12-nord")
    assert "## 3. Årlig status til Sydforum\nType: beslutning\nSag: aarsstatus\n\n### Indstilling\n" in own
    given = {**files, "content/agendas/2026-11-12-syd.md": received.replace("draft: true", "draft: nej").encode()}
    assert next(s.verdict for s in built(given, date(2026, 11, 1)).standings if s.duty == "report" and s.met) == "due"


# --- what the body usually has on its agendas


def held(day: str, titles: str, status: str = "draft", body: str = "nord", first: int = 1) -> dict[str, str]:
    """A meeting's agenda and minutes, with items of these titles."""
    items = "".join(f"## {number}. {title}\n\n" for number, title in enumerate(titles.split(" / "), first))
    name = f"{day}-{body}"
    return {
        f"content/agendas/{name}.md": f"---\nmeeting: {name}\nsent: {day}\n---\n{items}",
        f"content/minutes/{name}.md": f"---\nmeeting: {name}\nsent: {day}\nstatus: {status}\n---\n{items}",
    }


def planned(*days: str) -> str:
    return "".join(f"  - {{body: nord, date: {day}}}\n" for day in days)


def titles(text: str) -> list[str]:
    return [line[3:] for line in text.splitlines() if line.startswith("## ")]


def test_what_the_last_agendas_begin_and_end_with_comes_again() -> None:
    usual = "Godkendelse af dagsorden / Godkendelse af referat fra mødet den {} / {} / Orientering fra parterne / Eventuelt"
    first = held("2026-01-15", usual.format("1. maj 2025", "Vand"))
    second = held("2026-02-19", usual.format("15. januar 2026", "Luft"))
    files = two("", planned("2026-01-15", "2026-02-19", "2026-03-26"), **first, **second)
    text = begun("agenda", files, "2026-03-26-nord")
    assert titles(text) == [
        "1. Godkendelse af dagsorden",
        "2. Godkendelse af referat fra mødet den 19. februar 2026",
        "3. Orientering fra parterne",
        "4. Eventuelt",
    ]
    assert "[Referatet fra mødet den 19. februar 2026](../minutes/2026-02-19-nord.md).\n\n### Indstilling" in text
    approved = {
        **files,
        **{path: data.encode() for path, data in held("2026-02-19", "Godkendelse af dagsorden", "approved").items()},
    }
    assert not any("referat" in title for title in titles(begun("agenda", approved, "2026-03-26-nord")))


def test_minutes_that_are_a_draft_are_to_be_approved() -> None:
    files = two("", planned("2026-01-15", "2026-02-19"), **held("2026-01-15", "Vand"))
    assert titles(begun("agenda", files, "2026-02-19-nord"))[1] == "2. Godkendelse af referat fra mødet den 15. januar 2026"
    files = two("", planned("2026-01-15", "2026-02-19"), **held("2026-01-15", "Vand", "approved"))
    assert titles(begun("agenda", files, "2026-02-19-nord"))[1] == "2. Opfølgning fra sidste møde"


def test_the_minutes_of_each_body_of_a_joint_meeting_are_to_be_approved() -> None:
    plan = planned("2026-01-15") + "  - {body: syd, date: 2026-01-20}\n  - {bodies: [nord, syd], date: 2026-02-19, id: faelles}\n"
    files = two("", plan, **held("2026-01-15", "Vand"), **held("2026-01-20", "Vand", body="syd"))
    text = begun("agenda", files, "faelles")
    assert "## 2. Godkendelse af referater\n" in text and text.count("- [Referatet fra mødet den") == 2
    assert "Det indstilles, at referaterne godkendes." in text


def test_what_recurs_by_chance_is_nobodys_habit() -> None:
    """A case that is on every agenda, or a closed item, is not put on the next one."""
    files = two("", planned("2026-01-15", "2026-02-19", "2026-03-26"))
    for day in ("2026-01-15", "2026-02-19"):
        for path, text in held(day, "Vand / Luft").items():
            files[path] = text.replace("Vand\n", "Vand\nSag: vand\n").replace("Luft\n", "Luft\nLukket: forhandling\n").encode()
    assert not {"Vand", "Luft"} & {title[3:] for title in titles(begun("agenda", files, "2026-03-26-nord"))}


def test_numbers_that_run_through_the_year_run_on() -> None:
    days = ("2026-01-15", "2026-02-19", "2026-03-26", "2027-01-14")
    files = two("", planned(*days), **held(days[0], "Vand / Luft"), **held(days[1], "Ild / Jord", first=3))
    assert titles(begun("agenda", files, "2026-03-26-nord"))[0] == "5. Godkendelse af dagsorden"
    assert titles(begun("agenda", files, "2027-01-14-nord"))[0] == "1. Godkendelse af dagsorden"
    again = two("", planned(*days), **held(days[0], "Vand / Luft"), **held(days[1], "Ild / Jord"))
    assert titles(begun("agenda", again, "2026-03-26-nord"))[0] == "1. Godkendelse af dagsorden"


def test_a_supplement_takes_up_what_was_referred_since() -> None:
    path = "content/agendas/2026-04-16-syd.md"
    files = {**referred("2026-04-16"), path: b"---\nmeeting: 2026-04-16-syd\nsent: 2026-03-10\n---\n## 7. Vand\n"}
    build = built(files, date(2026, 3, 20))
    assert build.site
    meeting = next(m for m in build.site.meetings if m.id == "2026-04-16-syd")
    text = agenda.supplement(build.site, build.verdicts, build.standings, meeting, 1, False)
    assert "## 8. Faldsikring\n" in text and "Nyt punkt" not in text and "late_reason" not in text
    drafted = {**files, path: files[path] + b"\n## 8. Fald\nOpf\xc3\xb8lgning p\xc3\xa5: 2026-03-12-nord#punkt-4\n"}
    build = built(drafted, date(2026, 3, 20))
    assert build.site
    meeting = next(m for m in build.site.meetings if m.id == "2026-04-16-syd")
    assert "## 9. Nyt punkt" in agenda.supplement(build.site, build.verdicts, build.standings, meeting, 1, False)


# --- the minutes


AGENDA = """---
meeting: 2026-03-12-nord
sent: 2026-03-05
---
## 1. Velkomst
Type: beslutning

## 4a. Køb af #1 & <ydelser> \\*nu\\*
Type: drøftelse
Sagsnr.: 2026-1
Sag: koeb
Emner: indkøb
Henvist til: syd

### Sagsfremstilling

Tekst.

## 5. Fortroligt
Lukket: forhandling
"""


def test_minutes_from_the_agenda_item_by_item() -> None:
    files = two(TERMS, "  - {body: nord, date: 2026-03-12, host: laesoe}\n", **{"content/agendas/2026-03-12-nord.md": AGENDA})
    text = begun("minutes", files, "2026-03-12-nord")
    assert text == (
        "---\n"
        "meeting: 2026-03-12-nord\n"
        "draft: true                # slet linjen, når referatet er skrevet og kan vises\n"
        "status: draft              # udkast; skriv approved, når det er godkendt\n"
        "# Ingen frist for referatet\n"
        "sent:                      # den dag, referatet bliver sendt: år-måned-dag\n"
        "published:                 # den dag, referatet bliver lagt på hjemmesiden\n"
        "participants:              # flyt dem, der meldte afbud, til apologies:, og dem, der udeblev, til absent:\n"
        "  - {role: politiker, party: hjoerring}\n"
        "---\n"
        "## 1. Velkomst\n"
        "Type: beslutning\n"
        "\n"
        "### Beslutning\n"
        "\n"
        "## 4a. Køb af \\#1 \\& \\<ydelser\\> \\*nu\\*\n"
        "Type: drøftelse\n"
        "Sagsnr.: 2026-1\n"
        "Sag: koeb\n"
        "Emner: indkøb\n"
        "\n"
        "### Beslutning\n"
        "\n"
        "## 5. Fortroligt\n"
        "Lukket: forhandling\n"
        "\n"
        "### Beslutning\n"
    )
    items = parse(text.encode(), "minutes").prose.items
    assert [(i.number, i.title) for i in items] == [("1", "Velkomst"), ("4a", "Køb af #1 & <ydelser> *nu*"), ("5", "Fortroligt")]


def test_minutes_have_the_items_of_supplements_too() -> None:
    extra = "---\nmeeting: 2026-03-12-nord\nsupplement: 1\nsent: 2026-03-06\n---\n## 6. Hastesag\nType: beslutning\n"
    papers = {"content/agendas/2026-03-12-nord.md": AGENDA, "content/agendas/2026-03-12-nord-tillaeg-1.md": extra}
    text = begun("minutes", two("", "  - {body: nord, date: 2026-03-12}\n", **papers), "2026-03-12-nord")
    assert text.endswith("## 6. Hastesag\nType: beslutning\n\n### Beslutning\n")


def test_minutes_with_no_agenda_and_no_seats() -> None:
    text = begun("minutes", two("", "  - {body: syd, date: 2026-03-12}\n"), "2026-03-12-syd")
    assert "## 1. Godkendelse af dagsorden\nType: beslutning\n\n### Beslutning\n\n## 2. Eventuelt\n" in text
    assert "\n# participants:" in text
    assert parse(text.encode(), "minutes").findings == ()


def test_the_host_has_the_chair_where_the_mandate_says_so() -> None:
    rule = "host: {rotates: true, leads: true, clause: Regler}"
    seats = TWO.replace(
        "party: hjoerring, count: 1}", "party: hjoerring, count: 2}\n      - {role: 'nr. 2: læge', party: laesoe}"
    )
    for host, expected in (
        ("hjoerring", ["Mødeleder hjoerring", "politiker hjoerring", "nr. 2: læge laesoe"]),
        ("regionen", ["Mødeleder regionen", "politiker hjoerring", "politiker hjoerring", "nr. 2: læge laesoe"]),
    ):
        files = two(rule, f"  - {{body: nord, date: 2026-03-12, host: {host}}}\n", **{ORGANISATION: seats})
        parsed = parse(begun("minutes", files, "2026-03-12-nord").encode(), "minutes")
        assert parsed.findings == ()
        assert [f"{p.role} {p.party}" for p in parsed.meta.participants] == expected
        text = begun("minutes", files, "2026-03-12-nord").replace("draft: true", "draft: nej")
        standing = built({**files, "content/minutes/2026-03-12-nord.md": text.encode()}, date(2026, 3, 20)).standings
        assert [s.verdict for s in standing if s.duty == "chair"] == ["kept"]


def test_seats_that_are_valid_on_the_day() -> None:
    seats = TWO.replace("party: hjoerring, count: 1}", "party: hjoerring, count: 1, valid_to: 2026-03-11}")
    files = two("", "  - {body: nord, date: 2026-03-12}\n", **{ORGANISATION: seats})
    assert "politiker" not in begun("minutes", files, "2026-03-12-nord")


# --- terms


def test_a_house_rule_is_no_mandate() -> None:
    rules = mandate("", "nord").replace(
        "---\n# Regler", "house_rules:\n  agenda: {due: 1 week before, measured: sent}\n---\n# Regler"
    )
    files = site(**{ORGANISATION: TWO, MANDATE: rules, PLAN: "meetings:\n  - {body: nord, date: 2026-03-12}\n"})
    assert "# Frist: torsdag den 5. marts 2026 (en husregel)\n" in begun("agenda", files, "2026-03-12-nord", "2026-03-01")


def test_a_term_that_waits_for_the_next_meeting() -> None:
    rule = "minutes: {due: before next meeting, measured: sent, clause: Regler}"
    text = begun("minutes", two(rule, "  - {body: nord, date: 2026-03-12}\n"), "2026-03-12-nord")
    assert "# Frist: før næste møde, som ikke er planlagt (»Regler« i Kommissorium)\n" in text
