"""Deadlines as calendars: read back with the library, and looked at octet by octet where the standard says how."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from sitegen.build import Build
from sitegen.feeds import deadlines
from sitegen.public import public
from tests.support import base, examined, site
from tests.test_reminders import MANDATE, MEETING, PLAN, TERMS, TWO, mandate, referred, two

WHOLE = "/frister.ics"


def feeds(files: dict[str, bytes], today: str) -> dict[str, bytes]:
    return of(examined(files, date.fromisoformat(today)), today)


def of(build: Build, today: str) -> dict[str, bytes]:
    assert build.site, build.findings
    day = date.fromisoformat(today)
    return deadlines.calendars(*public(build.site, build.verdicts, build.standings, day), day)


def events(data: bytes) -> list[Any]:
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


def briefly(data: bytes) -> list[str]:
    return [f"{event['dtstart'].dt} {event['uid']}" for event in events(data)]


def test_one_for_the_site_and_one_for_each_body() -> None:
    found = feeds(two(TERMS, MEETING), "2026-03-01")
    assert list(found) == [WHOLE, "/fora/nord/frister.ics", "/fora/syd/frister.ics"]
    both = ["2026-03-05 agenda.nord.2026-03-12-nord@proeve.example", "2026-03-19 minutes.nord.2026-03-12-nord@proeve.example"]
    assert briefly(found[WHOLE]) == briefly(found["/fora/nord/frister.ics"]) == both
    assert briefly(found["/fora/syd/frister.ics"]) == []


def test_what_an_entry_says() -> None:
    (event, _) = events(feeds(dict(base()), "2026-03-01")[WHOLE])
    assert event["summary"] == "Frist: dagsorden til Klynge Nord, politisk niveau, 12. marts 2026"
    assert event["description"].split("\n") == [
        "Send dagsordenen til mødet: Klynge Nord, politisk niveau, 12. marts 2026.",
        "Sekretariat, Kommissorium for de politiske klynger",
        "sitegen new agenda 2026-03-12-nord-politisk",
    ]
    assert event["url"] == "https://proeve.example/moeder/2026-03-12-nord-politisk/"
    assert event["dtstart"].dt == date(2026, 3, 5)
    assert event["dtstart"].params["value"] == "DATE"
    assert "dtend" not in event  # all day, by the standard
    assert event["transp"] == "TRANSPARENT"
    assert event["categories"].cats == ["Frist", "Dagsorden"]
    assert event["dtstamp"].dt == datetime(2025, 1, 1, tzinfo=UTC)
    assert "sequence" not in event


def alarms(event: Any) -> list[timedelta]:
    assert {alarm["action"] for alarm in event.walk("VALARM")} == {"DISPLAY"}
    assert all(alarm["description"] for alarm in event.walk("VALARM"))
    return [alarm["trigger"].dt for alarm in event.walk("VALARM")]


@pytest.mark.parametrize(
    ("meeting", "lead", "expected"),
    [
        ("2026-03-12", 7, [timedelta(days=-7, hours=9), timedelta(hours=9)]),  # due on a working day
        ("2026-04-09", 7, [timedelta(days=-7, hours=9), timedelta(days=-1, hours=9)]),  # due on Maundy Thursday
        ("2026-04-13", 7, [timedelta(days=-7, hours=9), timedelta(days=-5, hours=9)]),  # due on Easter Monday
        ("2026-04-13", 3, [timedelta(days=-5, hours=9), timedelta(days=-3, hours=9)]),
        ("2026-03-12", 0, [timedelta(hours=9)]),  # the two fall together
    ],
)
def test_alarms_at_nine_some_days_before_and_on_the_last_working_day(meeting: str, lead: int, expected: list[timedelta]) -> None:
    settings = base()["content/site.yml"] + f"reminders: {{lead_days: {lead}}}\n".encode()
    plan = base()[PLAN].replace(b"2026-03-12", meeting.encode())
    event = events(feeds(site(**{PLAN: plan, "content/site.yml": settings}), "2026-03-01")[WHOLE])[0]
    assert alarms(event) == expected


def test_only_what_lies_ahead() -> None:
    assert len(events(feeds(dict(base()), "2026-03-05")[WHOLE])) == 2  # today is still in time
    assert briefly(feeds(dict(base()), "2026-03-06")[WHOLE]) == [
        "2026-03-19 minutes.nord-politisk.2026-03-12-nord-politisk@proeve.example"
    ]
    assert briefly(feeds(dict(base()), "2026-03-20")[WHOLE]) == []


def test_a_joint_meeting_stands_once_for_all_and_once_for_each() -> None:
    files = two(TERMS, "  - {bodies: [nord, syd], date: 2026-03-12, id: 2026-03-12-faelles}\n")
    found = feeds(files, "2026-03-06")
    (event,) = events(found[WHOLE])
    assert event["summary"] == "Frist: referat af Nordforum og Sydforum, 12. marts 2026"
    assert event["description"].count("Regler, Kommissorium") == 1
    assert briefly(found["/fora/syd/frister.ics"]) == ["2026-03-19 minutes.syd.2026-03-12-faelles@proeve.example"]


def test_bodies_of_a_joint_meeting_with_other_terms() -> None:
    other = mandate(TERMS.replace("1 week after", "2 weeks after"), "syd")
    joint = "  - {bodies: [nord, syd], date: 2026-03-12, id: 2026-03-12-faelles}\n"
    files = two(TERMS, joint, **{MANDATE: mandate(TERMS, "nord"), "content/mandates/syd.md": other})
    assert briefly(feeds(files, "2026-03-06")[WHOLE]) == [
        "2026-03-19 minutes.nord.2026-03-12-faelles@proeve.example",
        "2026-03-26 minutes.syd.2026-03-12-faelles@proeve.example",
    ]


def test_duties_of_the_year() -> None:
    rules = """reports:
  - {name: Årlig status, to: syd, every: year, case: aarsstatus, clause: Regler}
  - {name: Regnskab, to: syd, every: year, case: regnskab, clause: Regler}
contributions:
  - {to: above, minimum: 2, clause: Regler}
meetings_per_year: {minimum: 1, clause: Regler}"""
    files = two(rules, MEETING + "  - {body: syd, date: 2026-12-10}\n", **{MANDATE: mandate(rules, "nord")})
    found = feeds(files, "2026-11-01")
    assert [event["summary"] for event in events(found["/fora/nord/frister.ics"])] == [
        "Påmindelse: årlig status fra Nordforum til Sydforum, 2026",
        "Påmindelse: regnskab fra Nordforum til Sydforum, 2026",
        "Frist: 2 sager fra Nordforum til Sydforum, 2026",
    ]
    uids = [event["uid"] for event in events(found[WHOLE])]
    assert len(set(uids)) == len(uids) == 3


def test_a_referral_stands_with_the_body_that_is_to_take_it_up() -> None:
    found = feeds(referred("2026-05-07"), "2026-03-20")
    (event,) = (event for event in events(found["/fora/syd/frister.ics"]) if event["uid"].startswith("referral"))
    assert event["summary"] == "Påmindelse: »Faldsikring« på dagsordenen i Sydforum, henvist fra Nordforum"
    assert event["url"] == "https://proeve.example/moeder/2026-03-12-nord/#punkt-4"
    assert not any(event["uid"].startswith("referral") for event in events(found["/fora/nord/frister.ics"]))


# --- the octets


def test_lines_end_and_fold_as_the_standard_says() -> None:
    long = TWO.replace("Nordforum", "Æøåforum for " + "sundhed på tværs, ældre; børn og unge æøåÆØÅ " * 4 + "→ 🏥")
    files = two(TERMS, MEETING, **{"content/organisation.yml": long})
    for data in feeds(files, "2026-03-01").values():
        assert data.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in data.replace(b"\r\n", b"")
        lines = data.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        for line in lines:
            line.decode()  # no character is cut in two
    (event, _) = events(feeds(files, "2026-03-01")[WHOLE])
    assert "ældre; børn og unge æøåÆØÅ" in event["summary"]
    assert "→ 🏥" in event["summary"]


def test_every_calendar_is_whole() -> None:
    """RFC 5545: PRODID and VERSION once, and at least one component, also where there is no deadline."""
    for data in feeds(two(TERMS, MEETING), "2026-06-01").values():
        text = data.decode()
        assert text.startswith("BEGIN:VCALENDAR\r\n")
        assert len(re.findall(r"^(?:VERSION:2\.0|PRODID:.+)\r$", text, re.MULTILINE)) == 2
        assert text.count("BEGIN:VTIMEZONE") == 1
        assert "METHOD" not in text


def test_the_zone_is_copenhagens() -> None:
    (zone,) = Calendar.from_ical(feeds(dict(base()), "2026-03-01")[WHOLE]).walk("VTIMEZONE")
    there = zone.to_tz()  # type: ignore[attr-defined]
    for day, hours in ((datetime(2026, 3, 29, 1), 1), (datetime(2026, 3, 29, 4), 2), (datetime(2026, 10, 25, 4), 1)):
        assert day.replace(tzinfo=there).utcoffset() == timedelta(hours=hours)


def test_the_bytes_follow_from_the_plan_and_not_from_the_day() -> None:
    assert feeds(dict(base()), "2026-02-01") == feeds(dict(base()), "2026-03-05")


def test_an_agenda_on_its_way_is_nobodys_business() -> None:
    """Sent in time and shown tomorrow: no deadline is left, and nothing says that a file is there."""
    agenda = "---\nmeeting: 2026-03-12-nord-politisk\nsent: 2026-03-01\npublished: 2026-03-10\n---\n## 1. Hemmeligt\n"
    data = feeds(site(**{"content/agendas/2026-03-12-nord-politisk.md": agenda}), "2026-03-02")[WHOLE]
    assert [uid.split()[1].partition(".")[0] for uid in briefly(data)] == ["minutes"]
    assert b"Hemmeligt" not in data


def test_the_library_is_loaded_only_where_it_is_used() -> None:
    code = "import sys, sitegen.cli, sitegen.build, sitegen.feeds.deadlines; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_bytes_do_not_depend_on_the_machine(zone: str) -> None:
    code = (
        "import sys; from tests.test_feeds_deadlines import feeds, WHOLE; from tests.support import base; "
        "sys.stdout.buffer.write(feeds(dict(base()), '2026-03-01')[WHOLE])"
    )
    env = {"TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    assert done.stdout == feeds(dict(base()), "2026-03-01")[WHOLE]
