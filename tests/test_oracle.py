"""The oracle against the test vectors of RULES.md, and the program against the oracle.

`tests.support` must offer `program_verdicts(files, today)`: `files` maps paths relative to the content folder
("site.yml", "meetings/2026.yml", "agendas/….md") to bytes; the answer is a list of dicts of the oracle's shape
(dates or ISO text; other keys are ignored).
"""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta, timezone

import pytest
import yaml
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests import oracle
from tests.oracle import copenhagen_date, deadline, easter, is_public_holiday, is_weekday, reminder_day, verdicts

EXAMPLES = 20_000 if os.environ.get("SITEGEN_LONG") else 120
FIELDS = ("verdict", "due", "done", "days_late", "measured", "source")

# ---------------------------------------------------------------- (a) the vectors of RULES.md


def one(day: date, **more) -> dict:
    return {"id": f"{day}-alfa", "bodies": ["alfa"], "date": day, **more}


def rule(due: str, measured: str = "sent") -> dict:
    return {"due": due, "measured": measured}


WEEKLY = {
    "bodies": ["alfa"],
    "obligations": {
        "agenda": rule("1 week before"),
        "minutes": rule("1 week after"),
        "website": {"documents": ["agenda", "minutes"]},
    },
}


def site(*meetings: dict, docs: list[dict] | None = None, mandate: dict | None = WEEKLY, body: dict | None = None) -> dict:
    return {
        "bodies": [{"id": "alfa", **(body or {})}],
        "mandates": [mandate] if mandate else [],
        "meetings": list(meetings),
        "documents": [{"meeting": meetings[0]["id"], **doc} for doc in docs or []],
    }


def judged(content: dict, today: date, obligation: str, meeting: int = 0, body: str = "alfa") -> dict:
    found = [
        row
        for row in verdicts(content, today)
        if row["meeting"] == content["meetings"][meeting]["id"] and row["body"] == body and row["obligation"] == obligation
    ]
    assert len(found) == 1
    return found[0]


def short(row: dict) -> tuple:
    return row["verdict"], row["due"], row["done"], row["days_late"]


@pytest.mark.parametrize(
    ("meeting", "agenda", "reminder"),
    [
        (date(2026, 3, 12), date(2026, 3, 5), date(2026, 3, 5)),
        (date(2026, 4, 9), date(2026, 4, 2), date(2026, 4, 1)),
        (date(2026, 4, 13), date(2026, 4, 6), date(2026, 4, 1)),
        (date(2026, 5, 22), date(2026, 5, 15), date(2026, 5, 15)),
        (date(2027, 1, 7), date(2026, 12, 31), date(2026, 12, 30)),
        *[(date(year, 1, 4), date(year - 1, 12, 28), None) for year in range(2022, 2030)],
    ],
)
def test_agenda_vectors(meeting: date, agenda: date, reminder: date | None) -> None:
    content = site(one(meeting))
    assert short(judged(content, agenda, "agenda")) == ("due", agenda, None, None)
    assert short(judged(content, agenda + timedelta(1), "agenda")) == ("missing", agenda, None, None)
    for done, expected in [(agenda, ("on-time", agenda, agenda, None)),
                           (agenda + timedelta(1), ("late", agenda, agenda + timedelta(1), 1))]:  # fmt: skip
        content = site(one(meeting), docs=[{"kind": "agenda", "sent": done}])
        assert short(judged(content, meeting, "agenda")) == expected
    if reminder:
        assert reminder_day(agenda) == reminder


@pytest.mark.parametrize(
    ("meeting", "minutes"),
    [
        (date(2026, 3, 12), date(2026, 3, 19)),
        (date(2026, 3, 26), date(2026, 4, 7)),
        (date(2026, 5, 18), date(2026, 5, 26)),
        (date(2026, 5, 29), date(2026, 6, 8)),
        (date(2026, 12, 17), date(2026, 12, 28)),
        (date(2026, 12, 18), date(2026, 12, 28)),
        (date(2023, 4, 28), date(2023, 5, 8)),
        (date(2024, 4, 19), date(2024, 4, 26)),
    ],
)
def test_minutes_vectors(meeting: date, minutes: date) -> None:
    content = site(one(meeting))
    assert short(judged(content, minutes, "minutes")) == ("due", minutes, None, None)
    assert short(judged(content, minutes + timedelta(1), "minutes")) == ("missing", minutes, None, None)
    content = site(one(meeting), docs=[{"kind": "minutes", "sent": minutes, "status": "draft"}])
    assert short(judged(content, minutes, "minutes")) == ("on-time", minutes, minutes, None)
    content = site(one(meeting), docs=[{"kind": "minutes", "sent": minutes + timedelta(3)}])
    assert short(judged(content, date(2030, 1, 1), "minutes")) == ("late", minutes, minutes + timedelta(3), 3)


def test_the_calendar() -> None:
    assert [easter(year) for year in range(2022, 2030)] == [
        date(2022, 4, 17), date(2023, 4, 9), date(2024, 3, 31), date(2025, 4, 20),
        date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16), date(2029, 4, 1),
    ]  # fmt: skip
    assert [day for day in every_day(2023, 2023) if is_public_holiday(day)] == [
        date(2023, 1, 1), date(2023, 4, 6), date(2023, 4, 7), date(2023, 4, 9), date(2023, 4, 10), date(2023, 5, 5),
        date(2023, 5, 18), date(2023, 5, 28), date(2023, 5, 29), date(2023, 12, 25), date(2023, 12, 26),
    ]  # fmt: skip
    assert not is_public_holiday(date(2024, 4, 26))
    assert all(is_weekday(day) for day in (date(2026, 6, 5), date(2026, 12, 24), date(2026, 12, 31)))


def test_an_offset_is_converted_to_copenhagen_time() -> None:
    def utc(*parts: int) -> datetime:
        return datetime(*parts, tzinfo=timezone.utc)  # noqa: UP017

    assert copenhagen_date(utc(2026, 3, 24, 23, 30)) == date(2026, 3, 25)
    assert copenhagen_date(utc(2026, 3, 24, 22, 59)) == date(2026, 3, 24)
    assert copenhagen_date(utc(2026, 3, 29, 22, 0)) == date(2026, 3, 30)  # summer time since 01:00 UTC
    assert copenhagen_date(utc(2026, 3, 28, 22, 0)) == date(2026, 3, 28)
    assert copenhagen_date(utc(2026, 10, 25, 22, 30)) == date(2026, 10, 25)  # winter time since 01:00 UTC
    assert copenhagen_date(utc(2026, 10, 24, 22, 30)) == date(2026, 10, 25)
    assert copenhagen_date(datetime(2026, 3, 24, 23, 59)) == date(2026, 3, 24)
    assert copenhagen_date(datetime(2026, 3, 25, 0, 30, tzinfo=timezone(timedelta(hours=2)))) == date(2026, 3, 24)


@pytest.mark.parametrize(
    ("kind", "meeting", "until", "term", "expected"),
    [
        # several days: agenda from the first, minutes from the last
        ("agenda", date(2026, 3, 12), date(2026, 3, 13), "1 week before", date(2026, 3, 5)),
        ("minutes", date(2026, 3, 12), date(2026, 3, 13), "1 week after", date(2026, 3, 20)),
        # weekdays: holidays are none; 5 June, 24 and 31 December are, though no deadline for minutes ends there
        ("agenda", date(2026, 4, 9), None, "1 weekday before", date(2026, 4, 8)),
        ("agenda", date(2026, 4, 9), None, "3 weekdays before", date(2026, 4, 1)),
        ("agenda", date(2026, 6, 8), None, "1 weekday before", date(2026, 6, 5)),
        ("minutes", date(2026, 4, 1), None, "1 weekday after", date(2026, 4, 7)),
        ("minutes", date(2026, 6, 4), None, "1 weekday after", date(2026, 6, 8)),
        ("minutes", date(2026, 6, 4), None, "2 weekdays after", date(2026, 6, 8)),
        ("minutes", date(2026, 12, 23), None, "2 weekdays after", date(2026, 12, 28)),
        # two closed days in a row, one of them 5 June
        ("minutes", date(2023, 5, 26), None, "9 days after", date(2023, 6, 6)),
        # months
        ("agenda", date(2026, 3, 31), None, "1 month before", date(2026, 2, 28)),
        ("agenda", date(2024, 3, 31), None, "1 month before", date(2024, 2, 29)),
        ("agenda", date(2026, 1, 15), None, "2 months before", date(2025, 11, 15)),
        ("minutes", date(2026, 1, 30), None, "1 month after", date(2026, 3, 2)),
        ("minutes", date(2026, 1, 31), None, "2 months after", date(2026, 3, 31)),
        # only what is counted forward and is no agenda moves
        ("agenda", date(2026, 3, 26), None, "1 week after", date(2026, 4, 2)),
        ("minutes", date(2026, 4, 9), None, "1 week before", date(2026, 4, 2)),
        ("minutes", date(2026, 3, 26), None, "before next meeting", None),
    ],
)
def test_counting(kind: str, meeting: date, until: date | None, term: str, expected: date | None) -> None:
    content = site(one(meeting, until=until))
    assert deadline(content, content["meetings"][0], "alfa", kind, term) == expected


NEXT = {"bodies": ["alfa"], "obligations": {"minutes": rule("before next meeting", "published")}}


def test_before_next_meeting() -> None:
    first = one(date(2026, 3, 12))
    cancelled = one(date(2026, 4, 1), cancelled="For få punkter")
    following = one(date(2026, 4, 13))  # a Monday; the deadline stands on the Sunday
    content = site(first, following, cancelled, mandate=NEXT)
    assert judged(content, date(2026, 3, 1), "minutes")["due"] == date(2026, 4, 12)
    assert judged(content, date(2026, 4, 13), "minutes")["verdict"] == "missing"
    assert short(judged(content, date(2030, 1, 1), "minutes", meeting=1)) == ("due", None, None, None)
    done = site(first, mandate=NEXT, docs=[{"kind": "minutes", "published": date(2026, 5, 1)}])
    assert short(judged(done, date(2026, 5, 1), "minutes")) == ("on-time", None, date(2026, 5, 1), None)
    assert short(judged(done, date(2026, 4, 30), "minutes")) == ("due", None, None, None)
    ended = site(first, mandate=NEXT, body={"valid_to": date(2026, 12, 31)})
    assert judged(ended, date(2026, 12, 31), "minutes")["verdict"] == "due"
    assert judged(ended, date(2027, 1, 1), "minutes")["verdict"] == "not-applicable"


DAY = date(2026, 3, 12)  # agenda 5 March, minutes 19 March
LONG_AFTER = date(2026, 9, 1)


def march(day: int) -> date:
    return date(2026, 3, day)


@pytest.mark.parametrize(
    ("measured", "doc", "today", "expected"),
    [
        ("sent", {"sent": march(5), "published": march(9)}, LONG_AFTER, ("on-time", march(5), march(5), None)),
        ("sent", {"published": march(9)}, LONG_AFTER, ("late", march(5), march(9), 4)),
        ("sent", {"published": march(9)}, march(8), ("missing", march(5), None, None)),
        ("sent", {"sent": march(4)}, march(3), ("due", march(5), None, None)),
        ("sent", {"sent": march(9), "published": march(2)}, march(4), ("due", march(5), None, None)),
        ("published", {"sent": march(2), "published": march(6)}, LONG_AFTER, ("late", march(5), march(6), 1)),
        ("published", {"sent": march(2)}, LONG_AFTER, ("unknown", march(5), None, None)),
        ("published", {"sent": march(2)}, march(5), ("unknown", march(5), None, None)),
        ("sent", {}, LONG_AFTER, ("unknown", march(5), None, None)),
        ("sent", {}, march(1), ("unknown", march(5), None, None)),
        ("sent", {"sent": march(9), "late_reason": "Sygdom"}, LONG_AFTER, ("waived", march(5), march(9), 4)),
        ("sent", {"sent": march(9), "late_reason": "Sygdom"}, march(8), ("waived", march(5), None, None)),
        ("sent", {"sent": march(5), "late_reason": "Sygdom"}, LONG_AFTER, ("on-time", march(5), march(5), None)),
        ("sent", {"sent": march(2), "draft": True}, LONG_AFTER, ("missing", march(5), None, None)),
        ("published", {"published": datetime(2026, 3, 4, 23, 30, tzinfo=timezone.utc)}, march(5),  # noqa: UP017
         ("on-time", march(5), march(5), None)),
    ],
)  # fmt: skip
def test_measured_and_done(measured: str, doc: dict, today: date, expected: tuple) -> None:
    mandate = {"bodies": ["alfa"], "obligations": {"agenda": rule("1 week before", measured)}}
    row = judged(site(one(DAY), mandate=mandate, docs=[{"kind": "agenda", **doc}]), today, "agenda")
    assert short(row) == expected
    assert (row["measured"], row["source"]) == (measured, "mandate")


@pytest.mark.parametrize(
    ("doc", "today", "expected"),
    [
        (None, march(13), ("due", None, None, None)),  # the last day of the meeting
        (None, march(14), ("not-available", None, None, None)),
        ({"published": march(3)}, march(3), ("available", None, march(3), None)),
        ({"published": march(20)}, march(19), ("not-available", None, None, None)),
        ({"published": march(20)}, march(20), ("available", None, march(20), None)),
        ({"published": march(20), "late_reason": "Sygdom"}, march(19), ("waived", None, None, None)),
        ({"sent": march(3)}, march(3), ("available", None, None, None)),
        ({}, march(3), ("available", None, None, None)),
        ({}, LONG_AFTER, ("available", None, None, None)),
    ],
)
def test_website(doc: dict | None, today: date, expected: tuple) -> None:
    for kind in ("agenda", "minutes"):
        mandate = {"bodies": ["alfa"], "obligations": {"website": {"documents": ["agenda", "minutes"]}}}
        content = site(one(DAY, until=march(13)), mandate=mandate, docs=[] if doc is None else [{"kind": kind, **doc}])
        row = judged(content, today, f"website-{kind}")
        assert short(row) == expected
        assert (row["measured"], row["source"]) == (None, "mandate")


def test_minutes_that_have_a_term_are_not_missed_on_the_website_before_it() -> None:
    content = site(one(DAY))  # minutes within a week: 19 March
    assert judged(content, march(19), "website-minutes")["verdict"] == "due"
    assert judged(content, march(20), "website-minutes")["verdict"] == "not-available"
    assert judged(content, march(13), "website-agenda")["verdict"] == "not-available"


def test_waived() -> None:
    content = site(one(DAY, waived={"agenda": "Efter aftale", "website": "Efter aftale"}))
    assert short(judged(content, march(5), "agenda")) == ("due", march(5), None, None)
    assert short(judged(content, march(6), "agenda")) == ("waived", march(5), None, None)
    assert judged(content, LONG_AFTER, "website-agenda")["verdict"] == "waived"
    assert judged(content, LONG_AFTER, "website-minutes")["verdict"] == "waived"
    assert judged(content, LONG_AFTER, "minutes")["verdict"] == "missing"


def test_cancelled() -> None:
    content = site(one(DAY, cancelled="For få punkter"), docs=[{"kind": "supplement", "number": 1, "sent": march(1)}])
    rows = verdicts(content, LONG_AFTER)
    assert [row["obligation"] for row in rows] == [
        "agenda", "minutes", "website-agenda", "website-minutes", "supplement-1",
    ]  # fmt: skip
    assert {tuple(row[field] for field in FIELDS) for row in rows} == {("not-applicable",) + 5 * (None,)}


@pytest.mark.parametrize(("kind", "due"), [("extraordinary", march(19)), ("written", date(2026, 3, 27))])
def test_extraordinary_and_written(kind: str, due: date) -> None:
    until = march(20) if kind == "written" else None
    content = site(one(DAY, type=kind, until=until), docs=[{"kind": "supplement", "number": 2, "sent": march(11)}])
    for obligation in ("agenda", "website-agenda", "supplement-2"):
        assert judged(content, LONG_AFTER, obligation)["verdict"] == "not-applicable"
    assert short(judged(content, LONG_AFTER, "minutes")) == ("missing", due, None, None)
    assert judged(content, LONG_AFTER, "website-minutes")["verdict"] == "not-available"
    plain = site(one(DAY, type="written"))
    assert judged(plain, LONG_AFTER, "minutes")["due"] == march(19)  # no reply date: from the date itself


def test_silence_house_rules_and_applies_from() -> None:
    nothing = site(one(DAY), mandate=None, docs=[{"kind": "agenda"}])
    assert {row["verdict"] for row in verdicts(nothing, LONG_AFTER)} == {"no-rule"}

    mandate = {
        "bodies": ["alfa"],
        "obligations": {"agenda": rule("1 week before"), "website": {"documents": ["agenda"]}},
        "house_rules": {
            "agenda": rule("2 weeks before", "published"),
            "minutes": rule("3 days after", "published"),
            "website": {"documents": ["agenda", "minutes"]},
        },
    }
    content = site(one(DAY), mandate=mandate)
    found = {row["obligation"]: (row["due"], row["measured"], row["source"]) for row in verdicts(content, DAY)}
    assert found == {
        "agenda": (march(5), "sent", "mandate"),
        "minutes": (march(16), "published", "house-rule"),  # 15 March is a Sunday
        "website-agenda": (None, None, "mandate"),
        "website-minutes": (None, None, "house-rule"),
    }

    mandate = {"bodies": ["alfa"], "applies_from": march(13), "obligations": {"agenda": rule("1 week before")}}
    content = site(one(DAY), one(march(13)), mandate=mandate, docs=[{"kind": "agenda", "sent": march(1)}])
    assert short(judged(content, LONG_AFTER, "agenda")) == ("unknown", None, None, None)
    assert judged(content, LONG_AFTER, "minutes")["verdict"] == "no-rule"
    assert judged(content, LONG_AFTER, "agenda", meeting=1)["verdict"] == "missing"


def test_joint_meeting_and_the_mandate_in_force() -> None:
    content = {
        "bodies": [{"id": "alfa"}, {"id": "beta"}],
        "mandates": [
            {"bodies": ["alfa"], "valid_to": march(11), "obligations": {"agenda": rule("3 weeks before")}},
            {"bodies": ["alfa"], "valid_from": march(12), "obligations": {"agenda": rule("1 week before")}},
            {"bodies": ["beta"], "valid_to": march(12), "obligations": {"agenda": rule("8 days before")}},
        ],
        "meetings": [{"id": "2026-03-12-faelles", "bodies": ["beta", "alfa"], "date": DAY, "type": "joint"}],
        "documents": [{"kind": "agenda", "meeting": "2026-03-12-faelles", "sent": march(5)}],
    }
    assert short(judged(content, DAY, "agenda")) == ("on-time", march(5), march(5), None)
    assert short(judged(content, DAY, "agenda", body="beta")) == ("late", march(4), march(5), 1)


@pytest.mark.parametrize(
    ("doc", "today", "expected"),
    [
        ({"sent": march(5)}, LONG_AFTER, ("on-time", march(5), march(5), None)),
        ({"sent": march(10)}, LONG_AFTER, ("late", march(5), march(10), 5)),
        ({"sent": march(10), "late_reason": "Ny sag"}, LONG_AFTER, ("waived", march(5), march(10), 5)),
        ({"sent": march(10)}, march(9), ("missing", march(5), None, None)),
        ({"sent": march(10)}, march(5), ("due", march(5), None, None)),
        ({}, LONG_AFTER, ("unknown", march(5), None, None)),
    ],
)
def test_supplements(doc: dict, today: date, expected: tuple) -> None:
    docs = [{"kind": "agenda", "sent": march(2)}, {"kind": "supplement", "number": 1, **doc}]
    content = site(one(DAY, waived={"agenda": "Dækker dagsordenen alene"}), docs=docs)
    assert short(judged(content, today, "supplement-1")) == expected
    assert short(judged(content, LONG_AFTER, "agenda")) == ("on-time", march(5), march(2), None)
    silent = site(one(DAY), mandate={"bodies": ["alfa"], "obligations": {}}, docs=docs)
    assert judged(silent, LONG_AFTER, "supplement-1")["verdict"] == "no-rule"


@pytest.mark.parametrize(
    ("ends", "sent", "today", "expected"),
    [
        (march(19), None, LONG_AFTER, "missing"),  # fell due while the body existed
        (march(18), None, march(18), "due"),
        (march(18), None, march(19), "not-applicable"),
        (march(18), None, LONG_AFTER, "not-applicable"),
        (march(18), march(19), LONG_AFTER, "on-time"),
        (march(18), march(20), LONG_AFTER, "not-applicable"),
    ],
)
def test_a_body_that_has_ended(ends: date, sent: date | None, today: date, expected: str) -> None:
    docs = [{"kind": "minutes", "sent": sent}] if sent else []
    content = site(one(DAY), docs=docs, body={"valid_to": ends})
    assert judged(content, today, "minutes")["verdict"] == expected
    if today == LONG_AFTER:
        assert judged(content, today, "agenda")["verdict"] == "missing"
        assert judged(content, today, "website-agenda")["verdict"] == "not-available"
        last = site(one(DAY), body={"valid_to": DAY})
        assert judged(last, today, "website-agenda")["verdict"] == "not-applicable"


def version(number: int, *bodies: str, weeks: int, **more) -> dict:
    """The n-th mandate, known by how many weeks before a meeting it wants the agenda."""
    plural = "s" if weeks > 1 else ""
    return {
        "file": f"nr-{number}",
        "bodies": list(bodies),
        "obligations": {"agenda": rule(f"{weeks} week{plural} before")},
        **more,
    }


def weeks_of(mandates: list[dict], days: list[date], body: str = "alfa", **more) -> list[int | None]:
    """How many weeks the mandate in force wants, day by day; whichever order the files come in."""
    found: list[list] = []
    for order in (mandates, mandates[::-1]):
        content = {"bodies": [{"id": "alfa"}, {"id": "beta"}], "mandates": order, "documents": [], **more}
        content["meetings"] = [one(day, id=f"{day}-{body}", bodies=[body]) for day in days]
        due = [judged(content, date(2000, 1, 1), "agenda", number, body)["due"] for number in range(len(days))]
        found.append([(day - end).days // 7 if end else None for day, end in zip(days, due, strict=True)])
    assert found[0] == found[1]
    return found[0]


def test_versions_of_a_mandate() -> None:
    first = version(1, "alfa", "beta", weeks=1)  # states no end
    second = version(2, "alfa", weeks=2, valid_from=march(12), supersedes="nr-1")
    days = [march(11), march(12), march(20), march(21), march(30), march(31)]
    assert weeks_of([first, second], days) == [1, 2, 2, 2, 2, 2]
    assert weeks_of([first, second], days, "beta") == [1] * 6
    third = version(3, "alfa", weeks=3, valid_from=march(21), supersedes="nr-2")
    assert weeks_of([first, second, third], days) == [1, 2, 2, 3, 3, 3]
    ended = {**second, "valid_to": march(19)}
    assert weeks_of([first, ended], days) == [1, 2, None, None, None, None]  # what was superseded does not come back
    assert weeks_of([first, ended, third], days) == [1, 2, None, 3, 3, 3]
    assert weeks_of([first, second, {**third, "valid_to": march(30)}], days) == [1, 2, 2, 3, 3, None]
    assert weeks_of([{**first, "valid_to": march(30)}, second], days, "beta") == [1, 1, 1, 1, 1, None]
    for idle in ({"proposed": True}, {"draft": True}):
        assert weeks_of([first, {**second, **idle}], days) == [1] * 6
        assert weeks_of([first, second, {**third, **idle}], days) == [1, 2, 2, 2, 2, 2]
        assert weeks_of([{**first, **idle}, second], days) == [None, 2, 2, 2, 2, 2]


def test_a_body_ends_with_its_cluster() -> None:
    content = site(one(DAY), body={"cluster": "nord", "valid_to": march(19), "succeeded_by": ["beta"]})
    content["clusters"] = [{"id": "nord"}]
    assert judged(content, LONG_AFTER, "minutes")["verdict"] == "missing"
    content["clusters"][0]["valid_to"] = march(18)
    assert judged(content, LONG_AFTER, "minutes")["verdict"] == "not-applicable"
    assert judged(content, march(18), "minutes")["verdict"] == "due"
    content["clusters"][0]["valid_to"] = march(20)
    assert judged(content, LONG_AFTER, "minutes")["verdict"] == "missing"
    content["mandates"] = [NEXT]
    content["bodies"].append({"id": "beta"})
    content["meetings"].append({**one(march(25)), "id": "2026-03-25-beta", "bodies": ["beta"]})
    assert judged(content, march(18), "minutes")["due"] is None  # its successor's meeting is not its own next one


# ---------------------------------------------------------------- (b) random sites


def every_day(first_year: int, last_year: int) -> list[date]:
    start = date(first_year, 1, 1)
    return [start + timedelta(n) for n in range((date(last_year + 1, 1, 1) - start).days)]


def weight(day: date) -> int:
    """Closed days that are no ordinary weekend count most, then month ends and changes of clocks."""
    if day.isoweekday() < 6 and (oracle.is_closed(day) or (day - easter(day.year)).days == 26):
        return 3  # with what was Store bededag once
    return int(
        (day.day, day.month) in [(31, 1), (28, 2), (29, 2), (31, 3), (5, 6), (24, 12), (31, 12)]
        or day in (oracle.last_sunday(day.year, 3), oracle.last_sunday(day.year, 10))
    )


CENTRES = [day for day in every_day(2022, 2028) for _ in range(weight(day))]
WEEKS_AWAY = [-28, -21, -14, -10, -8, -7, -7, -7, -6, -5, -1, 0, 1, 5, 6, 7, 7, 7, 8, 10, 14, 21, 28]
REASONS = ["Efter aftale mellem parterne", "Sygdom i sekretariatet", "Påsken lå i vejen"]
TYPES = ["ordinary", "extraordinary", "theme", "seminar", "written"]
TIMES = [time(0, 0), time(0, 30), time(1, 30), time(12, 0), time(21, 59), time(22, 0), time(23, 0), time(23, 30)]
OFFSETS = [None, 0, 60, 120, -300, 330]  # minutes from UTC; None is local time


def chance(draw: st.DrawFn, one_in: int) -> bool:
    return draw(st.integers(1, one_in)) == one_in


def near(days: list[date], reach: int) -> st.SearchStrategy[date]:
    def shifted(day: date, by: int) -> date:
        return day + timedelta(by)

    return st.builds(shifted, st.sampled_from(sorted(set(days))), st.integers(-reach, reach))


@st.composite
def moments(draw: st.DrawFn, days: list[date]) -> date | datetime:
    day = draw(near(days, draw(st.sampled_from([0, 1, 3, 30]))))
    if not chance(draw, 3):
        return day
    minutes = draw(st.sampled_from(OFFSETS))
    zone = None if minutes is None else timezone(timedelta(minutes=minutes))
    return datetime.combine(day, draw(st.sampled_from(TIMES)), zone)


@st.composite
def terms(draw: st.DrawFn, usual: str) -> str:
    unit, often, most = draw(st.sampled_from([("week", [1, 1, 2], 4), ("day", [1, 7, 8, 10, 14], 21),
                                              ("weekday", [1, 2, 5, 8, 10], 15), ("month", [1], 3), (None, [], 0)]))  # fmt: skip
    if unit is None:
        return "before next meeting"
    number = draw(st.sampled_from(often) | st.integers(1, most))
    direction = draw(st.sampled_from([usual, usual, usual, "before", "after"]))
    return f"{number} {unit}{'' if number == 1 else 's'} {direction}"


@st.composite
def rules(draw: st.DrawFn, one_in: int) -> dict:
    """Each rule is left out once in so many times."""
    found: dict = {}
    for kind, usual in (("agenda", "before"), ("minutes", "after")):
        if not chance(draw, one_in):
            found[kind] = {"due": draw(terms(usual)), "measured": draw(st.sampled_from(["sent", "published"]))}
    if not chance(draw, one_in):
        documents = st.sampled_from([["agenda", "minutes"], ["minutes", "agenda"], ["agenda"], ["minutes"]])
        found["website"] = {"documents": draw(documents)}
    return found


@st.composite
def meeting_plans(draw: st.DrawFn, centre: date) -> list[dict]:
    meetings: list[dict] = []
    for _ in range(draw(st.integers(1, 6))):
        day = centre + timedelta(draw(st.sampled_from(WEEKS_AWAY) | st.integers(-45, 45)))
        day = min(max(day, date(2022, 1, 1)), date(2028, 12, 31))
        bodies = draw(st.sampled_from([["alfa"], ["alfa"], ["beta"], ["alfa", "beta"], ["beta", "alfa"]]))
        meeting: dict = {"bodies": bodies, "date": day}
        if chance(draw, 2):
            meeting["type"] = draw(st.sampled_from([*TYPES, "joint"] if len(bodies) == 2 else TYPES))
        if chance(draw, 2 if meeting.get("type") in ("seminar", "written") else 6):
            meeting["until"] = day + timedelta(draw(st.integers(0, 20 if meeting.get("type") == "written" else 3)))
        if chance(draw, 6):
            meeting["previous_dates"] = [day - timedelta(draw(st.integers(1, 20)))]
        name = str(draw(st.sampled_from([day, *meeting.get("previous_dates", [])])))
        name += "-faellesmoede-alfa-beta" if len(bodies) == 2 else f"-{bodies[0]}"
        while name in [other["id"] for other in meetings]:  # two on one day is a warning only
            name += "-ny"
        meeting["id"] = name
        if chance(draw, 7):
            meeting["cancelled"] = draw(st.sampled_from(REASONS))
        waived = [key for key in ("agenda", "minutes", "website") if chance(draw, 7)]
        if waived:
            meeting["waived"] = {key: draw(st.sampled_from(REASONS)) for key in waived}
        meetings.append(meeting)
    return meetings


@st.composite
def periods(draw: st.DrawFn, days: list[date], shape: str) -> list[dict]:
    """What binds: one mandate, two that do not meet, or up to three of which later ones supersede earlier ones."""
    groups = [["alfa", "beta"], ["alfa", "beta"], ["alfa"], ["beta"]]
    if shape == "one":
        return [{"bodies": draw(st.sampled_from(groups))}]
    if shape == "two":
        mandates: list[dict] = [{"bodies": draw(st.sampled_from(groups))} for _ in range(2)]
        if set(mandates[0]["bodies"]) & set(mandates[1]["bodies"]):
            cut = draw(near(days, 2))
            mandates[0]["valid_to"] = cut
            mandates[1]["valid_from"] = cut + timedelta(draw(st.sampled_from([1, 1, 1, 5])))
        return mandates
    chain: list[dict] = [{"bodies": draw(st.sampled_from(groups))}]
    begins = draw(near(days, 3))
    for _ in range(draw(st.integers(1, 2))):
        earlier = chain[-1]
        bodies = draw(st.sampled_from([part for part in groups if set(part) <= set(earlier["bodies"])]))
        left = [body for body in chain[0]["bodies"] if len(chain) == 2 and body not in chain[1]["bodies"]]
        if left and chance(draw, 2):  # what the second did not take, the third takes from the first
            earlier, bodies = chain[0], left
        chain.append({"bodies": bodies, "valid_from": begins, "supersedes": earlier})
        begins += timedelta(draw(st.sampled_from([1, 1, 2, 7, 30])))
    if chance(draw, 2):
        chain[0]["valid_from"] = chain[1]["valid_from"] - timedelta(draw(st.sampled_from([1, 7, 90])))
    return chain


@st.composite
def mandate_lists(draw: st.DrawFn, meetings: list[dict]) -> list[dict]:
    """Never two that bind one body on one day; proposals and drafts, which bind nobody, overlap as they like."""
    days = [meeting["date"] for meeting in meetings]
    shape = draw(st.sampled_from(["one", "two", "chain", "chain"]))
    mandates: list[dict] = draw(periods(days, shape))
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        idle: dict = {"bodies": draw(st.sampled_from([["alfa", "beta"], ["alfa"], ["beta"]]))}
        idle[draw(st.sampled_from(["proposed", "proposed", "draft"]))] = True
        if chance(draw, 2):
            idle["valid_from"] = draw(near(days, 3))
            if chance(draw, 2):
                idle["supersedes"] = draw(st.sampled_from(mandates))
        mandates.append(idle)
    mandates = draw(st.permutations(mandates))
    for number, mandate in enumerate(mandates, 1):
        mandate["file"] = f"kommissorium-{number}"
    for mandate in mandates:
        if "supersedes" in mandate:
            mandate["supersedes"] = mandate["supersedes"]["file"]
        if shape != "chain" and chance(draw, 5) and "valid_from" not in mandate:
            begins = draw(near(days, 3))
            mandate["valid_from"] = min(begins, mandate.get("valid_to", begins))
        if chance(draw, 5) and "valid_to" not in mandate:
            ends = draw(near(days, 3))
            mandate["valid_to"] = max(ends, mandate.get("valid_from", ends))
        if chance(draw, 4):
            mandate["applies_from"] = draw(near(days, 1))
        mandate["obligations"] = draw(rules(4))
        if chance(draw, 2):
            mandate["house_rules"] = draw(rules(3))
    return mandates


@st.composite
def body_lists(draw: st.DrawFn, content: dict) -> tuple[list[dict], list[dict]]:
    """Bodies and clusters: all exist on every day of their meetings; some begin, and some end, about then or at a deadline."""
    bodies: list[dict] = []
    for name in ("alfa", "beta"):
        body: dict = {"id": name, **draw(lives(content, [name]))}
        if "valid_to" in body and chance(draw, 2):
            body["succeeded_by"] = ["alfa" if name == "beta" else "beta"]
        bodies.append(body)
    clusters: list[dict] = []
    for name, members in draw(st.sampled_from([[], [("nord", [0])], [("nord", [0, 1])], [("nord", [0]), ("syd", [1])]])):
        for member in members:
            bodies[member]["cluster"] = name
        cluster: dict = {"id": name, **draw(lives(content, [bodies[member]["id"] for member in members]))}
        if "valid_to" in cluster and chance(draw, 2):
            cluster["succeeded_by"] = [draw(st.sampled_from(["alfa", "beta"]))]
        clusters.append(cluster)
    return bodies, clusters


@st.composite
def lives(draw: st.DrawFn, content: dict, bodies: list[str]) -> dict:
    """A period that holds the meetings of some bodies."""
    life: dict = {}
    own = [meeting for meeting in content["meetings"] if set(bodies) & set(meeting["bodies"])]
    first = min([oracle.first_day(meeting) for meeting in own], default=date(2024, 1, 1))
    last = max([oracle.last_day(meeting) for meeting in own], default=date(2024, 12, 31))
    if chance(draw, 3):
        life["valid_from"] = first - timedelta(draw(st.integers(0, 60)))
    if chance(draw, 3):
        days = [last] + [day for meeting in own for day in deadlines_of(content, meeting, "minutes")]
        life["valid_to"] = max(last, draw(near(days, draw(st.sampled_from([0, 1, 1, 30])))))
    return life


def deadlines_of(content: dict, meeting: dict, kind: str) -> list[date]:
    """Days worth trying; which of them bind is for the oracle and the program to say."""
    found = [oracle.last_day(meeting)]
    for mandate in content["mandates"]:
        for part in ("obligations", "house_rules"):
            term = mandate.get(part, {}).get(kind, {}).get("due")
            for body in meeting["bodies"]:
                day = deadline(content, meeting, body, kind, term) if term else None
                if day:
                    found += [day, day]
    return found


@st.composite
def document_lists(draw: st.DrawFn, content: dict) -> list[dict]:
    documents = []
    for meeting in content["meetings"]:
        planned: list[dict] = []
        if not chance(draw, 4):
            planned.append({"kind": "agenda"})
        if not chance(draw, 4):
            planned.append({"kind": "minutes"})
        for number in draw(st.sampled_from([[], [], [], [1], [1, 2], [2]])):
            planned.append({"kind": "supplement", "number": number})
        for document in planned:
            days = deadlines_of(content, meeting, "minutes" if document["kind"] == "minutes" else "agenda")
            document["meeting"] = meeting["id"]
            for key in ("sent", "published"):
                if not chance(draw, 3):
                    document[key] = draw(moments(days))
            if chance(draw, 4):
                document["late_reason"] = draw(st.sampled_from(REASONS))
            if chance(draw, 10):
                document["draft"] = True
            if document["kind"] == "minutes" and chance(draw, 4):
                document["status"] = "draft"
        documents += planned
    return documents


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict, date]:
    centre = draw(st.sampled_from(CENTRES))
    meetings = draw(meeting_plans(centre))
    content: dict = {"mandates": draw(mandate_lists(meetings)), "meetings": meetings}
    content["bodies"], content["clusters"] = draw(body_lists(content))
    content["documents"] = draw(document_lists(content))
    days = [centre]
    for meeting in meetings:
        days += deadlines_of(content, meeting, "agenda") + deadlines_of(content, meeting, "minutes")
    days += [copenhagen_date(doc[key]) for doc in content["documents"] for key in ("sent", "published") if key in doc]
    days += [thing["valid_to"] for thing in content["bodies"] + content["clusters"] if "valid_to" in thing]
    if chance(draw, 3):
        days = [max(days)]
    return content, draw(near(days, draw(st.sampled_from([0, 1, 1, 3, 120]))))


# ---------------------------------------------------------------- written as an editor would


def as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        if value.utcoffset() == timedelta(0):
            return value.replace(tzinfo=None).isoformat(timespec="minutes") + "Z"
        return value.isoformat(timespec="minutes" if value.minute else "seconds")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_text(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_text(part) for part in value) + "]"
    return str(value)


def block(data: dict, indent: str = "") -> str:
    return "".join(f"{indent}{key}: {as_text(value)}".rstrip() + "\n" for key, value in data.items())


def entry(data: dict) -> str:
    return "  - " + block(data, "    ")[4:]


SITE_YML = """\
title: Prøve
base_url: https://proeve.example/
language: da
time_zone: Europe/Copenhagen
publisher: {name: Sekretariatet, email: sekretariat@proeve.example, phone: +45 00 00 00 01}
accessibility: {statement: https://was.proeve.example/erklaering, updated: 2026-01-15}
reminders: {lead_days: 7}
not_personal_numbers: []
"""
ORGANISATION_YML = """\
agreements:
  - {id: "2019", name: Aftalen, valid_from: 2019-07-01, valid_to: 2029-12-31}
parties:
  - {id: kommunen, name: Prøve Kommune, kind: municipality}
levels:
  - {id: politisk, name: Politisk niveau}
"""
AGENDA_TEXT = "\n## 1. Godkendelse af dagsorden\nType: beslutning\n\n### Indstilling\nAt dagsordenen godkendes.\n"
MINUTES_TEXT = "\n## 1. Godkendelse af dagsorden\nType: beslutning\n\n### Beslutning\nGodkendt.\n"
MANDATE_TEXT = "\n# Frister\n\nFristerne er aftalt mellem parterne.\n"


def as_files(content: dict) -> dict[str, bytes]:
    files = {"site.yml": SITE_YML, "organisation.yml": ORGANISATION_YML}
    files["organisation.yml"] += "clusters:\n" if content.get("clusters") else ""
    for cluster in content.get("clusters", []):
        files["organisation.yml"] += entry({"id": cluster["id"], "name": f"Klynge {cluster['id'].title()}", **cluster})
    files["organisation.yml"] += "bodies:\n"
    for body in content["bodies"]:
        more = {key: value for key, value in body.items() if key != "id"}
        files["organisation.yml"] += entry(
            {"id": body["id"], "name": f"Forum {body['id'].title()}", "parties": ["kommunen"], **more}
        )
    for meeting in content["meetings"]:
        written = {key: value for key, value in meeting.items() if key not in ("id", "bodies")}
        if len(meeting["bodies"]) == 1:
            written = {"body": meeting["bodies"][0], **written}
        else:
            written = {"bodies": meeting["bodies"], **written}
        if meeting["id"] != f"{meeting['date']}-{meeting['bodies'][0]}":
            written["id"] = meeting["id"]
        path = f"meetings/{meeting['date'].year}.yml"
        files[path] = files.get(path, "meetings:\n") + entry(written)
    for number, mandate in enumerate(content["mandates"], 1):
        front = {"title": f"Kommissorium {number}", **mandate}
        name = front.pop("file", f"kommissorium-{number}")
        sections = {key: front.pop(key) for key in ("obligations", "house_rules") if key in front}
        text = block(front)
        for section, parts in sections.items():
            clause = {"clause": "Frister"} if section == "obligations" else {}
            lines = block({key: {**part, **clause} for key, part in parts.items()}, "  ")
            text += f"{section}:\n{lines}" if parts else f"{section}: {{}}\n"
        files[f"mandates/{name}.md"] = f"---\n{text}---\n{MANDATE_TEXT}"
    for document in content["documents"]:
        front = {key: value for key, value in document.items() if key not in ("kind", "number")}
        path = f"agendas/{document['meeting']}.md"
        if document["kind"] == "supplement":
            front["supplement"] = document["number"]
            path = f"agendas/{document['meeting']}-tillaeg-{document['number']}.md"
        if document["kind"] == "minutes":
            path = f"minutes/{document['meeting']}.md"
        text = MINUTES_TEXT if document["kind"] == "minutes" else AGENDA_TEXT
        assert path not in files
        files[path] = f"---\n{block(front)}---\n{text}"
    return {path: text.encode() for path, text in files.items()}


def typed(key: str, value: object) -> object:
    """What a reader makes of the text again; only for the test of the writer below."""
    if isinstance(value, dict):
        return {name: typed(name, part) for name, part in value.items()}
    if isinstance(value, list):
        return [typed(key, part) for part in value]
    if key in ("date", "until", "valid_from", "valid_to", "applies_from", "previous_dates"):
        return date.fromisoformat(value)
    if key in ("sent", "published"):
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return {"true": True}.get(value, value)


def read_again(files: dict[str, bytes]) -> dict:
    content: dict = {"mandates": [], "meetings": [], "documents": []}
    for path, data in files.items():
        text = data.decode()
        loaded = yaml.load(text.split("---\n")[1] if path.endswith(".md") else text, yaml.BaseLoader)
        data = typed("", loaded)
        if path == "organisation.yml":
            content["bodies"], content["clusters"] = data["bodies"], data.get("clusters", [])
        elif path.startswith("mandates/"):
            content["mandates"].append({"file": path[len("mandates/") : -len(".md")], **data})
        elif path.startswith("minutes/"):
            content["documents"].append({"kind": "minutes", **data})
        elif path.startswith("agendas/"):
            number = data.pop("supplement", None)
            content["documents"].append({"kind": "supplement", "number": number, **data} if number else
                                        {"kind": "agenda", **data})  # fmt: skip
        elif path.startswith("meetings/"):
            for meeting in data["meetings"]:
                meeting.setdefault("bodies", [meeting.get("body")])
                meeting.setdefault("id", f"{meeting['date']}-{meeting.get('body')}")
                content["meetings"].append(meeting)
    return content


def by_key(rows: list[dict]) -> dict[tuple, dict]:
    """Rows by meeting, body and obligation; each may stand once."""
    result: dict[tuple, dict] = {}
    for row in rows:
        key = (row["meeting"], row["body"], row["obligation"])
        assert key not in result, f"twice: {key}"
        result[key] = {field: row[field] for field in FIELDS}
        for field in ("due", "done"):
            if isinstance(row[field], str):
                result[key][field] = date.fromisoformat(row[field])
    return result


@settings(max_examples=EXAMPLES // 3, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_random_sites_are_legal_and_written_as_meant(case: tuple[dict, date]) -> None:
    content, today = case
    for meeting in content["meetings"]:
        for name in meeting["bodies"]:
            body = next(body for body in content["bodies"] if body["id"] == name)
            assert (oracle.first_day_of(content, body) or date.min) <= meeting["date"]
            assert oracle.last_day(meeting) <= (oracle.last_day_of(content, body) or date.max)
    ends = [mandate[key] for mandate in content["mandates"] for key in ("valid_from", "valid_to") if key in mandate]
    for mandate in content["mandates"]:
        assert mandate.get("valid_from", date.min) <= mandate.get("valid_to", date.max)
        for day in [day + timedelta(by) for day in ends for by in (-1, 0, 1)]:  # whichever is asked first, one is in force
            backwards = {**content, "mandates": content["mandates"][::-1]}
            for name in mandate["bodies"]:
                assert oracle.mandate_in_force(content, name, day) is oracle.mandate_in_force(backwards, name, day)
    ids = [meeting["id"] for meeting in content["meetings"]]
    assert len(ids) == len(set(ids))
    assert by_key(verdicts(read_again(as_files(content)), today)) == by_key(verdicts(content, today))


def differences(content: dict, files: dict[str, bytes], today: date) -> list[str]:
    from tests.support import program_verdicts

    expected, found = by_key(verdicts(content, today)), by_key(program_verdicts(files, today))
    return [
        f"{' '.join(key)}\n   oracle  {expected.get(key)}\n   program {found.get(key)}"
        for key in sorted({*expected, *found})
        if expected.get(key) != found.get(key)
    ]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_verdicts_agree_with_the_oracle(case: tuple[dict, date]) -> None:
    content, today = case
    files = as_files(content)
    note(f"today: {today}")
    for path, data in sorted(files.items()):
        if path != "site.yml":
            note(f"==> {path}\n{data.decode()}")
    found = differences(content, files, today)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("year", range(2022, 2029))
def test_a_meeting_on_every_day_of_a_year_agrees_with_the_oracle(year: int) -> None:
    """What chance seldom hits: every deadline on every closed day, by every unit."""
    by_body = {
        "uger": ("1 week before", "1 week after"),
        "dage": ("10 days before", "1 day after"),
        "hverdage": ("8 weekdays before", "10 weekdays after"),
        "maaneder": ("1 month before", "1 month after"),
        "naeste": ("1 weekday before", "before next meeting"),
    }
    days = every_day(year, year)
    content: dict = {
        "bodies": [{"id": body} for body in by_body],
        "mandates": [
            {"bodies": [body], "obligations": {"agenda": rule(before), "minutes": rule(after, "published")}}
            for body, (before, after) in by_body.items()
        ],
        "meetings": [{"id": f"{day}-{body}", "bodies": [body], "date": day} for body in by_body for day in days],
        "documents": [],
    }
    found = differences(content, as_files(content), date(year, 6, 30))
    assert not found, "\n" + "\n".join(found[:40])
