"""Danish days against an independent reckoning: holidays, working days, terms, and what day it is in Copenhagen."""

import calendar as months
import os
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.calendar import (
    Term,
    deadline,
    is_holiday,
    is_weekday,
    is_working_day,
    local_date,
    local_time,
    term,
    working_day_from,
    working_day_until,
)

LONG = bool(os.environ.get("SITEGEN_LONG"))
EXAMPLES = settings(max_examples=2000 if LONG else 150, deadline=None)
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
COUNTS = st.integers(0, 60)


def easter(year: int) -> date:
    """Easter Sunday by Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> set[date]:
    # Maundy Thursday, Good Friday, Easter, Easter Monday, Ascension, Whitsun, Whit Monday; Store bededag until 2023.
    movable = [-3, -2, 0, 1, 39, 49, 50] + ([26] if year <= 2023 else [])
    fixed = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}
    return fixed | {easter(year) + timedelta(days=days) for days in movable}


def test_the_reckoning_of_easter_itself() -> None:
    assert [easter(y) for y in (1991, 2000, 2008, 2023, 2026, 2038)] == [
        date(1991, 3, 31),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2023, 4, 9),
        date(2026, 4, 5),
        date(2038, 4, 25),
    ]


@pytest.mark.parametrize("year", range(1990, 2061))
def test_holidays_of_a_year(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366 if months.isleap(year) else 365)]
    assert {day for day in days if is_holiday(day)} == holidays(year)
    closed = {(6, 5), (12, 24), (12, 31)}
    assert {d for d in days if is_weekday(d)} == {d for d in days if d.weekday() < 5} - holidays(year)
    assert {d for d in days if is_working_day(d)} == {d for d in days if is_weekday(d) and (d.month, d.day) not in closed}


def test_store_bededag_is_no_holiday_after_2023() -> None:
    assert is_holiday(date(2023, 5, 5))
    assert not is_holiday(date(2024, 4, 26))
    assert is_working_day(date(2024, 4, 26))


@EXAMPLES
@given(DAYS)
def test_the_working_day_from_and_until(day: date) -> None:
    after, before = working_day_from(day), working_day_until(day)
    assert is_working_day(after) and is_working_day(before)
    assert before <= day <= after
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((after - day).days))
    assert not any(is_working_day(day - timedelta(days=n)) for n in range((day - before).days))


@pytest.mark.parametrize(
    "text, found",
    [
        ("1 week before", Term(1, "week", "before")),
        ("2 weeks  after", Term(2, "week", "after")),
        (" 10 weekdays after ", Term(10, "weekday", "after")),
        ("1 months before", Term(1, "month", "before")),
        ("0 days after", Term(0, "day", "after")),
        ("before next meeting", Term(1, "meeting", "before")),
        ("before  next\tmeeting", Term(1, "meeting", "before")),
        ("1 week", None),
        ("one week before", None),
        ("1 uge før", None),
        ("-1 week before", None),
        ("1000 days before", None),
        ("1 week before the meeting", None),
        ("after next meeting", None),
        ("", None),
    ],
)
def test_terms_are_read(text: str, found: Term | None) -> None:
    assert term(text) == found


@given(
    st.builds(
        Term, st.integers(0, 999), st.sampled_from(["day", "weekday", "week", "month"]), st.sampled_from(["before", "after"])
    )
)
def test_a_term_is_read_back_as_it_is_written(rule: Term) -> None:
    assert term(str(rule)) == rule


@pytest.mark.parametrize("text", ["1 week before", "2 weeks after", "0 days after", "before next meeting"])
def test_a_term_is_written_as_mandates_write_it(text: str) -> None:
    assert str(term(text)) == text


# RULES.md's own examples, and the months' and years' ends.
@pytest.mark.parametrize(
    "text, day, moves, due",
    [
        ("1 week before", "2026-04-09", True, "2026-04-02"),
        ("1 week before", "2027-01-07", True, "2026-12-31"),
        ("1 week after", "2026-03-26", True, "2026-04-07"),
        ("1 week after", "2026-03-26", False, "2026-04-02"),
        ("1 week after", "2026-05-18", True, "2026-05-26"),
        ("1 week after", "2026-05-29", True, "2026-06-08"),
        ("1 week after", "2026-12-17", True, "2026-12-28"),
        ("1 week after", "2026-12-18", True, "2026-12-28"),
        ("1 week after", "2023-04-28", True, "2023-05-08"),
        ("1 week after", "2024-04-19", True, "2024-04-26"),
        ("1 month after", "2026-01-31", False, "2026-02-28"),
        ("1 month after", "2028-01-31", False, "2028-02-29"),
        ("1 month before", "2026-03-31", False, "2026-02-28"),
        ("1 month before", "2026-01-15", False, "2025-12-15"),
        ("12 months before", "2028-02-29", False, "2027-02-28"),
        ("13 months after", "2025-12-31", False, "2027-01-31"),
        ("3 weekdays before", "2026-04-07", True, "2026-03-30"),
        ("1 weekday after", "2026-12-31", True, "2027-01-04"),
        ("1 weekday after", "2026-06-04", False, "2026-06-05"),
        ("1 weekday after", "2026-06-04", True, "2026-06-08"),
        ("0 days after", "2026-12-25", True, "2026-12-28"),
        ("0 weekdays after", "2026-12-25", False, "2026-12-25"),
    ],
)
def test_deadlines(text: str, day: str, moves: bool, due: str) -> None:
    rule = term(text)
    assert rule and deadline(rule, date.fromisoformat(day), None, moves) == date.fromisoformat(due)


@EXAMPLES
@given(DAYS, COUNTS, st.sampled_from([-1, 1]), st.sampled_from(["day", "week"]))
def test_days_and_weeks_are_counted_without_the_meetings_own(day: date, count: int, sign: int, unit: str) -> None:
    rule = Term(count, unit, "before" if sign < 0 else "after")
    assert deadline(rule, day, None, False) == day + timedelta(days=sign * count * (7 if unit == "week" else 1))


@EXAMPLES
@given(DAYS, COUNTS, st.sampled_from([-1, 1]))
def test_months_keep_the_day_or_take_the_months_last(day: date, count: int, sign: int) -> None:
    found = deadline(Term(count, "month", "before" if sign < 0 else "after"), day, None, False)
    assert found
    assert (found.year - day.year) * 12 + found.month - day.month == sign * count
    assert found.day == min(day.day, months.monthrange(found.year, found.month)[1])


@EXAMPLES
@given(DAYS, COUNTS, st.sampled_from([-1, 1]))
def test_weekdays_are_counted_one_by_one(day: date, count: int, sign: int) -> None:
    found = deadline(Term(count, "weekday", "before" if sign < 0 else "after"), day, None, False)
    assert found
    first, last = sorted((day, found))
    between = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(is_weekday(d) for d in between if d != day) == count
    assert found == day or is_weekday(found)


@EXAMPLES
@given(DAYS, st.builds(Term, COUNTS, st.sampled_from(["day", "weekday", "week", "month"]), st.sampled_from(["before", "after"])))
def test_only_a_date_after_the_meeting_moves(day: date, rule: Term) -> None:
    stands, moved = deadline(rule, day, None, False), deadline(rule, day, None, True)
    assert stands
    assert moved == (working_day_from(stands) if rule.direction == "after" else stands)


@given(DAYS, DAYS)
def test_before_the_next_meeting(day: date, following: date) -> None:
    assert deadline(Term(1, "meeting", "before"), day, following, True) == following - timedelta(days=1)
    assert deadline(Term(1, "meeting", "before"), day, None, True) is None


@pytest.mark.parametrize("edge", [date.min, date.max])
@pytest.mark.parametrize("unit", ["day", "weekday", "week", "month", "meeting"])
def test_the_ends_of_the_calendar(edge: date, unit: str) -> None:
    assert isinstance(is_holiday(edge), bool)
    for count in (0, 1, 999):
        for direction, outside in (("before", edge == date.min), ("after", edge == date.max)):
            found = deadline(Term(count, unit, direction), edge, edge, True)
            if unit == "meeting":
                assert found == (None if edge == date.min else edge - timedelta(days=1))
            elif count and outside:
                assert found is None
            else:
                assert found is not None
    assert abs(working_day_from(edge) - edge) < timedelta(days=9)
    assert abs(working_day_until(edge) - edge) < timedelta(days=9)


@pytest.mark.parametrize(
    "moment, day",
    [
        ("2026-03-24T23:30+00:00", "2026-03-25"),
        ("2026-03-24T22:59+00:00", "2026-03-24"),
        ("2026-03-24T23:00+00:00", "2026-03-25"),
        ("2026-03-29T00:59+00:00", "2026-03-29"),  # the clock goes forward at 01:00 UTC
        ("2026-03-29T22:00+00:00", "2026-03-30"),  # from now on two hours ahead
        ("2026-03-29T21:59+00:00", "2026-03-29"),
        ("2026-10-24T22:00+00:00", "2026-10-25"),  # summer time still
        ("2026-10-25T22:00+00:00", "2026-10-25"),  # winter time
        ("2026-10-25T23:00+00:00", "2026-10-26"),
        ("2026-12-31T23:00+00:00", "2027-01-01"),
        ("2026-01-01T00:30+14:00", "2025-12-31"),
        ("2026-01-01T13:00-12:00", "2026-01-02"),
        ("2026-03-24T23:30+01:00", "2026-03-24"),
        ("2026-03-24T23:59:59", "2026-03-24"),
    ],
)
def test_the_date_in_copenhagen(moment: str, day: str) -> None:
    assert local_date(datetime.fromisoformat(moment)) == date.fromisoformat(day)


def test_a_date_is_itself() -> None:
    assert local_date(date(2026, 3, 24)) == date(2026, 3, 24)


@EXAMPLES
@given(st.datetimes(datetime(1996, 1, 2), datetime(2036, 12, 31)), st.integers(-14 * 60, 14 * 60))
def test_summer_time_is_from_the_last_sunday_of_march_to_that_of_october(moment: datetime, minutes: int) -> None:
    def last_sunday(month: int) -> datetime:
        last = date(utc.year, month, months.monthrange(utc.year, month)[1])
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        return datetime(sunday.year, sunday.month, sunday.day, 1, tzinfo=UTC)

    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    utc = aware.astimezone(UTC)
    summer = last_sunday(3) <= utc < last_sunday(10)
    assert local_date(aware) == (utc + timedelta(hours=2 if summer else 1)).date()


@pytest.mark.parametrize(
    "moment, written",
    [
        (date(2026, 1, 5), "2026-01-05T00:00:00+01:00"),
        (date(2026, 7, 5), "2026-07-05T00:00:00+02:00"),
        (datetime(2026, 7, 5, 15), "2026-07-05T15:00:00+02:00"),
        (datetime(2026, 7, 5, 15, tzinfo=UTC), "2026-07-05T17:00:00+02:00"),
    ],
)
def test_the_moment_in_copenhagen_has_the_offset_of_that_day(moment: date | datetime, written: str) -> None:
    assert local_time(moment).isoformat() == written
