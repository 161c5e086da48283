"""What is to be done, by whom and by when: one action for each thing, in order, with its command, place and clause."""

import json
import string
from datetime import date

import pytest

from sitegen import reminders
from sitegen.build import Build
from sitegen.reminders import Action, table, words
from tests.support import base, built, site

PLAN = "content/meetings/2026.yml"
MANDATE = "content/mandates/politisk.md"
ORGANISATION = "content/organisation.yml"
AGENDA = "content/agendas/2026-03-12-nord-politisk.md"
MINUTES = "content/minutes/2026-03-12-nord-politisk.md"
SENT = "---\nmeeting: 2026-03-12-nord-politisk\nsent: 2026-03-05\n---\n## 1. Velkomst\n"

TWO = """parties:
  - {id: hjoerring, name: Hjørring Kommune, kind: municipality}
  - {id: laesoe, name: Læsø Kommune, kind: municipality}
  - {id: regionen, name: Regionen, kind: region}
bodies:
  - id: nord
    name: Nordforum
    parties: [hjoerring, laesoe, regionen]
    refers_to: [syd]
    contact: {name: Sekretariat Nord}
    seats:
      - {role: politiker, party: hjoerring, count: 1}
  - id: syd
    name: Sydforum
    parties: [hjoerring, laesoe, regionen]
    contact: {name: Sekretariat Syd}
"""
FRONT = "---\ntitle: Kommissorium\nbodies: [{bodies}]\nvalid_from: 2019-07-01\napproved: {{by: Udvalget, date: 2019-06-20}}\n"
TEXT = "---\n# Regler\n\nRegler for møderne.\n"


def mandate(obligations: str, bodies: str = "nord, syd") -> str:
    lines = "".join(f"  {line}\n" for line in obligations.strip().split("\n"))
    return FRONT.format(bodies=bodies) + (f"obligations:\n{lines}" if obligations else "") + TEXT


def two(obligations: str, meetings: str, **more: str) -> dict[str, bytes]:
    """A site of two bodies under one mandate, with the meetings of a plan."""
    changes = {ORGANISATION: TWO, MANDATE: mandate(obligations), PLAN: f"meetings:\n{meetings}", **more}
    return site(**changes)


def look(files: dict[str, bytes], today: str, days: int = 30) -> list[Action]:
    build = built(files, date.fromisoformat(today))
    return list(acted(build, today, days))


def acted(build: Build, today: str, days: int = 30, drafts: dict[str, int] | None = None) -> tuple[Action, ...]:
    assert build.site, build.findings
    return reminders.actions(build.site, build.verdicts, build.standings, date.fromisoformat(today), days, drafts)


def briefly(found: list[Action]) -> list[str]:
    return [f"{a.kind} {a.state} {a.due or '-'} {','.join(b.id for b in a.bodies)}" for a in found]


MEETING = "  - {body: nord, date: 2026-03-12, host: hjoerring}\n"
TERMS = (
    "agenda: {due: 1 week before, measured: sent, clause: Regler}\nminutes: {due: 1 week after, measured: sent, clause: Regler}"
)


# --- papers


def test_nothing_to_do() -> None:
    assert look(dict(base()), "2026-02-01") == []
    assert table.text([]) == "Intet at gøre lige nu."
    assert table.text([], "en") == "Nothing to do right now."
    assert table.markdown([]) == "Intet at gøre lige nu.\n"


def test_an_agenda_that_is_due_says_everything() -> None:
    (action,) = look(dict(base()), "2026-03-02", 5)
    assert (action.kind, action.state, action.variant) == ("agenda", "due", "")
    assert (action.due, action.act_by) == (date(2026, 3, 5), date(2026, 3, 5))
    assert action.secretariat == "Sekretariatet"  # the publisher, where the body names no contact
    assert action.command == "sitegen new agenda 2026-03-12-nord-politisk"
    assert action.place is None
    assert action.clause
    assert (action.clause.heading, action.clause.path) == ("Sekretariat", MANDATE)
    assert words.what(action) == "Send dagsordenen til mødet den 12. marts 2026 i Klynge Nord, politisk niveau."
    assert words.what(action, "en") == "Send the agenda of the meeting on 12 March 2026 of Klynge Nord, politisk niveau."


@pytest.mark.parametrize(
    ("today", "days", "expected"),
    [
        ("2026-02-02", 30, []),
        ("2026-02-03", 30, ["agenda due 2026-03-05 nord-politisk"]),
        ("2026-02-02", 31, ["agenda due 2026-03-05 nord-politisk"]),
        ("2026-03-05", 0, ["agenda due 2026-03-05 nord-politisk"]),
        ("2026-03-06", 0, ["agenda overdue 2026-03-05 nord-politisk"]),
    ],
)
def test_how_far_ahead_is_looked(today: str, days: int, expected: list[str]) -> None:
    assert briefly(look(dict(base()), today, days)) == expected


def test_days_without_end_are_no_error() -> None:
    assert len(look(dict(base()), "2026-02-01", 10**9)) == 3  # the agenda, the minutes, and a plan for next year


def test_the_working_day_to_act_by() -> None:
    """A meeting on 9 April 2026: the agenda is due on Maundy Thursday, and offices are last open the day before."""
    files = site(**{PLAN: base()[PLAN].replace(b"2026-03-12", b"2026-04-09")})
    (action,) = look(files, "2026-03-20", 14)
    assert (action.due, action.act_by) == (date(2026, 4, 2), date(2026, 4, 1))
    assert "Sidste arbejdsdag før fristen er onsdag den 1. april 2026." in table.text([action])
    assert "The last working day before it is Wednesday 1 April 2026." in table.text([action], "en")
    (late,) = look(files, "2026-04-02", 5)
    assert late.act_by == date(2026, 4, 2)  # the working day has passed, the deadline has not


def test_overdue_first_by_date_then_due_by_date() -> None:
    meetings = "".join(f"  - {{body: nord, date: {day}}}\n" for day in ("2026-01-15", "2026-02-12", "2026-02-20"))
    found = look(two(TERMS, meetings), "2026-02-14")
    assert briefly(found) == [
        "agenda overdue 2026-01-08 nord",
        "minutes overdue 2026-01-22 nord",
        "agenda overdue 2026-02-05 nord",
        "agenda overdue 2026-02-13 nord",
        "minutes due 2026-02-19 nord",
        "minutes due 2026-02-27 nord",
    ]


def test_a_document_is_one_action_whatever_waits_for_it() -> None:
    both = f"{TERMS}\nwebsite: {{documents: [agenda, minutes], clause: Regler}}"
    found = look(two(both, MEETING), "2026-03-25")
    assert briefly(found) == ["agenda overdue 2026-03-05 nord", "minutes overdue 2026-03-19 nord"]
    assert words.what(found[0]).endswith("på hjemmesiden, og skriv, hvornår den blev sendt.")
    assert words.what(found[1]) == "Send referatet af mødet den 12. marts 2026 i Nordforum, og læg det på hjemmesiden."


def test_the_website_has_no_date_of_its_own() -> None:
    only = "website: {documents: [agenda, minutes], clause: Regler}"
    (before,) = look(two(only, MEETING), "2026-03-02")
    assert (before.kind, before.state, before.due, before.act_by) == ("website-agenda", "due", None, date(2026, 3, 12))
    assert "helst 12.03.2026" in table.text([before])
    after = look(two(only, MEETING), "2026-03-13")
    assert briefly(after) == ["website-agenda overdue - nord", "website-minutes overdue - nord"]
    assert table.text(after).count("nu  ") == 2


def test_a_document_that_is_there_is_mended_not_begun() -> None:
    ahead = SENT.replace("sent: 2026-03-05", "sent: 2026-03-04")
    (action,) = look(site(**{AGENDA: ahead}), "2026-03-02", 5)
    assert (action.command, action.place) == (None, (AGENDA, 3))
    assert look(site(**{AGENDA: ahead}), "2026-03-04", 5) == []


def test_a_draft_is_finished_not_begun() -> None:
    draft = SENT.replace("sent: 2026-03-05", "draft: true")
    build = built(site(**{AGENDA: draft}), date(2026, 3, 2))
    (action,) = acted(build, "2026-03-02", 5, {AGENDA: 3})
    assert (action.command, action.place) == (None, (AGENDA, 3))
    assert table.how(action) == f"ret {AGENDA}, linje 3"


def test_what_cannot_be_read_is_not_missing() -> None:
    assert look(site(**{AGENDA: "---\nmeeting: [\n---\n"}), "2026-03-06", 5) == []


def test_a_joint_meeting_is_one_action_for_all_its_bodies() -> None:
    files = two(TERMS, "  - {bodies: [nord, syd], date: 2026-03-12, id: 2026-03-12-faelles}\n")
    (action,) = look(files, "2026-03-02", 5)
    assert briefly([action]) == ["agenda due 2026-03-05 nord,syd"]
    assert action.secretariat == "Sekretariat Nord, Sekretariat Syd"
    assert words.what(action) == "Send dagsordenen til fællesmødet den 12. marts 2026."


@pytest.mark.parametrize("change", ["cancelled: For få punkter", "waived: {agenda: Aftalt mundtligt}", "type: extraordinary"])
def test_what_is_owed_by_nobody(change: str) -> None:
    files = two(TERMS, f"  - body: nord\n    date: 2026-03-12\n    {change}\n")
    assert [a for a in look(files, "2026-03-10") if a.kind == "agenda"] == []


def test_duties_stop_with_the_body() -> None:
    ended = TWO.replace("    name: Nordforum\n", "    name: Nordforum\n    valid_to: 2026-03-15\n")
    assert look(two(TERMS, MEETING, **{ORGANISATION: ended, AGENDA.replace("-politisk", ""): ""}), "2026-03-25") == []


# --- follow-ups


def minutes(*lines: str) -> str:
    tasks = "\n".join(lines)
    return f"---\nmeeting: 2026-03-12-nord\nsent: 2026-03-13\n---\n## 4. Sag\n\n### Opfølgning\n\n{tasks}\n"


def test_follow_ups_that_are_open_and_near() -> None:
    text = minutes(
        "- [ ] Første (ansvarlig: laesoe, frist: 2026-05-01)",
        "- [x] Gjort (ansvarlig: laesoe, frist: 2026-05-01)",
        "- [ ] Anden (ansvarlig: , frist: 2026-05-20)",
        "- [ ] Fjern (ansvarlig: laesoe, frist: 2026-09-01)",
        "- [ ] Uden frist (ansvarlig: laesoe)",
    )
    found = look(two("", MEETING, **{MINUTES.replace("-politisk", ""): text}), "2026-05-10")
    assert briefly(found) == ["follow-up overdue 2026-05-01 nord", "follow-up due 2026-05-20 nord"]
    assert "»Første« (Læsø Kommune)" in words.what(found[0])
    assert "punkt 4 på mødet den 12. marts 2026" in words.what(found[0])
    assert words.what(found[1]).startswith("Aftal, hvem der gør det")
    assert found[0].place == ("content/minutes/2026-03-12-nord.md", 9)


def test_a_personal_number_is_not_spread() -> None:
    text = minutes("- [ ] Ring til 710190-1234 (ansvarlig: laesoe, frist: 2026-05-01)")
    (action,) = look(two("", MEETING, **{MINUTES.replace("-politisk", ""): text}), "2026-05-10")
    assert "1234" not in words.what(action) + table.markdown([action]) + json.dumps(table.as_object([action], date(2026, 5, 10)))


# --- what bodies owe beside their papers


def test_a_host_who_is_not_named() -> None:
    rule = "host: {rotates: true, among: [municipality], leads: true, clause: Regler}"
    unnamed = "  - {body: nord, date: 2026-02-12, host: hjoerring}\n  - {body: nord, date: 2026-04-16}\n"
    assert look(two(rule, unnamed), "2026-02-13") == []  # to be agreed by 17 March, and that is more than 30 days off
    (early,) = look(two(rule, unnamed), "2026-02-20")
    assert (early.state, early.due, early.act_by) == ("due", None, date(2026, 3, 17))
    (action,) = look(two(rule, unnamed), "2026-03-20")
    assert (action.kind, action.state, action.place) == ("host", "overdue", (PLAN, 3))
    assert "og skriv det under host (turen er til Læsø Kommune)." in words.what(action)
    (past,) = look(two(rule, unnamed), "2026-04-20")
    assert words.what(past) == "Skriv under host, hvem der var vært for mødet den 16. april 2026 i Nordforum."


@pytest.mark.parametrize(("host", "variant"), [("hjoerring", "repeated"), ("regionen", "outside")])
def test_another_host_can_be_agreed_until_the_meeting(host: str, variant: str) -> None:
    rule = "host: {rotates: true, among: [municipality], clause: Regler}"
    plan = f"  - {{body: nord, date: 2026-02-12, host: hjoerring}}\n  - {{body: nord, date: 2026-03-12, host: {host}}}\n"
    (action,) = look(two(rule, plan), "2026-03-01")
    assert (action.state, action.variant, action.due) == ("due", variant, None)
    assert "turen er til Læsø Kommune" in words.what(action)
    assert look(two(rule, plan), "2026-03-13") == []


def test_seats_of_today() -> None:
    rule = "composition:\n  - {role: politiker, each: municipality, minimum: 1, clause: Regler}"
    (action,) = look(two(rule, MEETING, **{MANDATE: mandate(rule, "nord")}), "2026-03-01")
    assert (action.kind, action.state, action.variant) == ("seat", "overdue", "too-few")
    assert "Som politiker fra Læsø Kommune står der 0, og der skal stå mindst 1." in words.what(action)
    among = rule.replace("each: municipality", "among: [municipality, region]").replace("minimum: 1", "minimum: 2")
    (action,) = look(two(among, MEETING, **{MANDATE: mandate(among, "nord")}), "2026-03-01")
    assert "fra kommuner, region står der 1" in words.what(action)
    assert "from municipality, region has 1" in words.what(action, "en")


REPORT = "reports:\n  - {name: Årlig status, to: syd, every: year, case: aarsstatus, clause: Regler}"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-10-30", []),
        ("2026-11-01", ["report due - nord"]),
        ("2026-12-02", ["report overdue - nord"]),
        ("2027-01-10", []),
    ],
)
def test_a_report_until_the_year_is_over(today: str, expected: list[str]) -> None:
    files = two(REPORT, MEETING + "  - {body: syd, date: 2026-12-10}\n", **{MANDATE: mandate(REPORT, "nord")})
    found = [action for action in look(files, today) if action.kind == "report"]
    assert briefly(found) == expected
    assert all(action.command == "sitegen new agenda 2026-12-10-syd" for action in found)


def test_the_agenda_that_a_report_goes_onto_is_there() -> None:
    agenda = "---\nmeeting: 2026-12-10-syd\nsent: 2026-10-01\n---\n## 1. Velkomst\n"
    path = "content/agendas/2026-12-10-syd.md"
    files = two(REPORT, "  - {body: syd, date: 2026-12-10}\n", **{MANDATE: mandate(REPORT, "nord"), path: agenda})
    (action,) = [action for action in look(files, "2026-11-10") if action.kind == "report"]
    assert (action.command, action.place) == (None, (path, 1))


def test_contributions_that_are_lacking() -> None:
    rule = "contributions:\n  - {to: above, minimum: 2, clause: Regler}"
    files = two(rule, MEETING, **{MANDATE: mandate(rule, "nord")})
    (action,) = [action for action in look(files, "2026-12-10") if action.kind == "contribution"]
    assert (action.due, action.arguments["lacking"]) == (date(2026, 12, 31), 2)
    assert action.place == (PLAN, 1)  # no meeting is planned that they could come to
    assert [action for action in look(files, "2026-11-10") if action.kind == "contribution"] == []


REFERRED = (
    "---\nmeeting: 2026-03-12-nord\nsent: 2026-03-13\n---\n## 4. Faldsikring\nHenvist til: syd\n\n### Beslutning\n\nHenvist.\n"
)


def referred(*days: str, **more: str) -> dict[str, bytes]:
    plan = MEETING + "".join(f"  - {{body: syd, date: {day}}}\n" for day in days)
    return two(TERMS, plan, **{MINUTES.replace("-politisk", ""): REFERRED, **more})


def test_a_referral_by_the_agenda_of_the_next_meeting() -> None:
    found = [action for action in look(referred("2026-05-07"), "2026-03-20") if action.kind == "referral"]
    assert briefly(found) == []  # the agenda is due on 30 April, more than 30 days off
    found = [action for action in look(referred("2026-04-16"), "2026-03-20") if action.kind == "referral"]
    assert briefly(found) == ["referral due - syd"]
    assert found[0].command == "sitegen new agenda 2026-04-16-syd"
    assert words.what(found[0]) == "Sæt »Faldsikring« på dagsordenen i Sydforum: Henvist fra Nordforum den 12. marts 2026."


def test_a_referral_that_was_passed_over() -> None:
    minutes = "---\nmeeting: 2026-04-16-syd\nsent: 2026-04-17\n---\n## 1. Andet\n"
    files = referred("2026-04-16", "2026-06-04", **{"content/minutes/2026-04-16-syd.md": minutes})
    (action,) = [action for action in look(files, "2026-04-20") if action.kind == "referral"]
    assert (action.state, action.due, action.command) == ("overdue", None, "sitegen new agenda 2026-06-04-syd")
    files = referred("2026-04-16", **{"content/minutes/2026-04-16-syd.md": minutes})
    (action,) = [action for action in look(files, "2026-04-20") if action.kind == "referral"]
    assert words.what(action).startswith("Planlæg et møde i Sydforum, og sæt »Faldsikring« på dagsordenen")


def test_plans_that_lack_meetings() -> None:
    rule = "meetings_per_year: {minimum: 2, clause: Regler}"
    files = two(rule, MEETING, **{MANDATE: mandate(rule, "nord")})
    (action,) = look(files, "2026-03-01")
    assert (action.kind, action.state, action.due, action.arguments["lacking"]) == ("plan", "overdue", None, 1)
    found = look(files, "2026-12-01")
    assert [(a.variant, a.state, a.act_by) for a in found] == [("running", "overdue", None), ("next", "due", date(2026, 12, 30))]
    assert words.what(found[1]) == "Læg mødeplanen for 2027 i Nordforum."
    begun = {**files, PLAN.replace("2026", "2027"): b"meetings:\n  - {body: nord, date: 2027-03-11}\n"}
    (_, short) = look(begun, "2026-12-01")
    assert words.what(short) == "Læg mødeplanen for 2027 i Nordforum: Der mangler 1."
    assert short.clause
    unruled = look(two("", MEETING), "2026-12-01")  # no mandate asks, and the body that met this year goes on
    assert [(a.variant, a.bodies[0].id) for a in unruled if a.kind == "plan"] == [("next", "nord")]
    ended = TWO.replace("    name: Nordforum\n", "    name: Nordforum\n    valid_to: 2026-12-31\n")
    assert look(two("", MEETING, **{ORGANISATION: ended}), "2026-12-01") == []


# --- how it is told


def test_every_sentence_is_there_in_both_languages_and_fits_its_arguments() -> None:
    for kind, variants in words.SENTENCES.items():
        for variant, (danish, english) in variants.items():
            fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (danish, english)]
            assert fields[0] == fields[1], (kind, variant)
            assert danish.endswith((".", "}.")), (kind, variant)
            assert "!" not in danish


def test_the_table_is_grouped_by_secretariat_what_is_overdue_first() -> None:
    plan = "".join(f"  - {{body: {body}, date: {day}}}\n" for body, day in (("nord", "2026-02-12"), ("syd", "2026-02-20")))
    text = table.text(look(two(TERMS, plan), "2026-02-10"))
    assert text.split("\n") == [
        "Sekretariat Nord",
        "  Overskredet",
        "  frist 05.02.2026   Send dagsordenen til mødet den 12. februar 2026 i Nordforum.",
        "                     »Regler« (content/mandates/politisk.md:10)",
        "                     sitegen new agenda 2026-02-12-nord",
        "  Kommende",
        "  senest 19.02.2026  Send referatet af mødet den 12. februar 2026 i Nordforum.",
        "                     »Regler« (content/mandates/politisk.md:10)",
        "                     sitegen new minutes 2026-02-12-nord",
        "",
        "Sekretariat Syd",
        "  senest 13.02.2026  Send dagsordenen til mødet den 20. februar 2026 i Sydforum.",
        "                     »Regler« (content/mandates/politisk.md:10)",
        "                     sitegen new agenda 2026-02-20-syd",
        "  senest 27.02.2026  Send referatet af mødet den 20. februar 2026 i Sydforum.",
        "                     »Regler« (content/mandates/politisk.md:10)",
        "                     sitegen new minutes 2026-02-20-syd",
    ]


def test_markdown_shows_texts_as_they_are() -> None:
    text = minutes("- [ ] Læs a\\|b og \\<script\\> (ansvarlig: laesoe, frist: 2026-05-01)")
    (action,) = look(two("", MEETING, **{MINUTES.replace("-politisk", ""): text}), "2026-05-10")
    shown = table.markdown([action])
    assert "Læs a\\|b og \\<script\\>" in shown
    assert shown.split("\n")[2:4] == ["| Hvornår | Hvad | Bygger på | Hvordan |", "|---|---|---|---|"]
    assert "**Overskredet**, frist 01.05.2026" in shown


def test_markdown_has_an_end() -> None:
    (action,) = look(dict(base()), "2026-03-02", 5)
    shown = table.markdown([action] * 7, most=3)
    assert shown.count("`sitegen new agenda") == 3
    assert "… 4 flere: `sitegen deadlines`" in shown


def test_the_object_for_programs() -> None:
    (action,) = look(dict(base()), "2026-03-02", 5)
    assert table.as_object([action], date(2026, 3, 2)) == {
        "today": "2026-03-02",
        "actions": [
            {
                "kind": "agenda",
                "state": "due",
                "bodies": ["nord-politisk"],
                "secretariat": "Sekretariatet",
                "meeting": "2026-03-12-nord-politisk",
                "due": "2026-03-05",
                "act_by": "2026-03-05",
                "what": "Send dagsordenen til mødet den 12. marts 2026 i Klynge Nord, politisk niveau.",
                "command": "sitegen new agenda 2026-03-12-nord-politisk",
                "path": None,
                "line": None,
                "clause": {"path": MANDATE, "line": action.clause.line if action.clause else 0, "heading": "Sekretariat"},
            }
        ],
    }
