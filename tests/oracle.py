"""A second opinion on every verdict, written from RULES.md and CONTENT.md alone.

Nothing here is shared with sitegen and nothing here is quick: it walks the calendar a day at a time.
`verdicts(site, today)` takes plain data that mirrors the YAML and returns one dict per meeting, body and obligation:

    {"meeting", "body", "obligation", "verdict", "due", "done", "days_late", "measured", "source"}

`due` and `done` are dates; None stands wherever there is nothing to say.

Where the specification leaves room, a choice is made once and marked [C1], [C2], … at the line that makes it:

C1   Order of precedence: not-applicable, no-rule, unknown (`applies_from`), unknown (no date), all else. A cancelled
     meeting, and the agenda of an extraordinary one, is not-applicable whether or not a mandate says anything.
C2   The website duty for the agenda, and a supplement, of an extraordinary meeting or a written procedure are
     not-applicable like the agenda itself.
C3   `n … after` moves off closed days unless the duty is an agenda. What counts backwards stands: also minutes
     due `before next meeting` or (oddly) `n days before`.
C4   A next meeting begins after the day counted from (agenda: first day, minutes: last day or reply date). Only
     cancelled meetings are passed over; a written procedure is a next meeting.
C5   Done although no next meeting is planned: on-time with no due date (`due` is for what is not done).
C6   `measured: sent`: a `sent` that lies ahead is not "missing", so `published` does not stand in for it.
C7   `measured: published` with only `sent`: unknown, for the document is on the site since a day that nobody has stated;
     to call it missing would be false.
C8   Website: a document without `published` is there (nothing keeps it from being rendered): available, done None.
     `published` ahead: not there yet. Minutes to which the mandate itself gives a term are not missed
     on the website before it has passed.
C9   Website: silence of the mandate is judged document by document, so `documents: [agenda]` in the mandate leaves
     room for a house rule about minutes.
C10  Website verdicts have no due date and `measured` None, for a website duty states no measure.
C11  `late_reason` takes the place of whatever `waived` would, for its own document, the website duty included.
     `waived: {agenda}` covers neither the website (which has a key of its own) nor supplements (only late_reason).
C12  A supplement dated ahead is not yet done: due or, past the agenda's deadline, missing.
C13  Once the body has ended (today after `valid_to`), an obligation not met in time lapses (not-applicable) unless it fell
     due while the body existed: a deadline on or before `valid_to`, or for the website a first day after the meeting that
     is. Those stay late, missing or not-available, and can be waived. Until then nothing differs.
C14  Months: same day of the month, or the month's last day where there is none (31 March - 1 month = 28 or 29 February).
C15  not-applicable and no-rule carry no dates, measure or source. unknown by `applies_from` has measure and source but no
     dates; unknown for want of a date keeps the due date. days_late stands wherever done is after due, waived or not.
C16  A rule without `measured` is measured by `sent`; a rule without `due` is no rule.
C17  A mandate that another names in `supersedes` binds the bodies of that other no more from the day that other begins:
     also where it states no end of its own, and also after that other has ended in its turn (its place is taken; it does not
     come back). Bodies that the later one does not name stay with the earlier one.
C18  A proposal, and a draft, binds nobody and supersedes nothing.
C19  A body begins and ends with its cluster where the cluster's period is the shorter one. What succeeds it takes over neither
     its deadlines nor its next meeting.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

ONE_DAY = timedelta(days=1)

# ---------------------------------------------------------------- the calendar

# Paschal full moon by golden number 1 to 19, good for the years 1900 to 2199.
FULL_MOON = [
    (4, 14), (4, 3), (3, 23), (4, 11), (3, 31), (4, 18), (4, 8), (3, 28), (4, 16), (4, 5),
    (3, 25), (4, 13), (4, 2), (3, 22), (4, 10), (3, 30), (4, 17), (4, 7), (3, 27),
]  # fmt: skip


def easter(year: int) -> date:
    """The first Sunday after the paschal full moon."""
    month, day = FULL_MOON[year % 19]
    walk = date(year, month, day) + ONE_DAY
    while walk.isoweekday() != 7:
        walk += ONE_DAY
    return walk


FROM_EASTER = {-3: "Maundy Thursday", -2: "Good Friday", 0: "Easter", 1: "Easter Monday",
               39: "Ascension", 49: "Whit Sunday", 50: "Whit Monday"}  # fmt: skip


def is_public_holiday(day: date) -> bool:
    if (day.day, day.month) in [(1, 1), (25, 12), (26, 12)]:
        return True
    since_easter = (day - easter(day.year)).days
    if since_easter == 26 and day.year <= 2023:
        return True  # Store bededag
    return since_easter in FROM_EASTER


def is_weekday(day: date) -> bool:
    """Monday to Friday that is no public holiday; 5 June, 24 and 31 December are weekdays."""
    return day.isoweekday() in (1, 2, 3, 4, 5) and not is_public_holiday(day)


def is_closed(day: date) -> bool:
    """A day that a deadline for an act after a meeting does not end on."""
    return not is_weekday(day) or (day.day, day.month) in [(5, 6), (24, 12), (31, 12)]


def moved_forward(day: date) -> date:
    while is_closed(day):
        day += ONE_DAY
    return day


def reminder_day(deadline: date) -> date:
    """Reminders name the last weekday before a deadline that falls on a closed day."""
    while is_closed(deadline):
        deadline -= ONE_DAY
    return deadline


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)  # March and October both have one
    while day.isoweekday() != 7:
        day -= ONE_DAY
    return day


def copenhagen_date(value: date | datetime | None) -> date | None:
    """The date in Copenhagen of a date, a local date-time, or a date-time with an offset."""
    if value is None or not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        return date(value.year, value.month, value.day)
    utc = value.astimezone(timezone.utc).replace(tzinfo=None)  # noqa: UP017
    begins = datetime.combine(last_sunday(utc.year, 3), datetime.min.time()).replace(hour=1)
    ends = datetime.combine(last_sunday(utc.year, 10), datetime.min.time()).replace(hour=1)
    return (utc + timedelta(hours=2 if begins <= utc < ends else 1)).date()


def months_away(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    for number in range(day.day, 0, -1):  # [C14]
        try:
            return date(year, month, number)
        except ValueError:
            pass
    raise AssertionError("a month without days")


def counted(start: date, number: int, unit: str, direction: str) -> date:
    """The day `number` units before or after `start`; `start` itself is not counted."""
    step = {"before": -ONE_DAY, "after": ONE_DAY}[direction]
    if unit == "month":
        return months_away(start, number if direction == "after" else -number)
    day = start
    left = number * 7 if unit == "week" else number
    while left > 0:
        day += step
        if unit != "weekday" or is_weekday(day):
            left -= 1
    return day


# ---------------------------------------------------------------- looking things up


def first_day(meeting: dict) -> date:
    return meeting["date"]


def last_day(meeting: dict) -> date:
    """The last day of several, or the reply date of a written procedure."""
    return meeting.get("until") or meeting["date"]


def binds_at_all(mandate: dict) -> bool:
    return not mandate.get("draft") and not mandate.get("proposed")  # [C18]


def place_is_taken(site: dict, mandate: dict, body: str, day: date) -> bool:
    """Whether a later mandate of the body's has taken the mandate's place by that day. [C17]"""
    for later in site["mandates"]:
        if not binds_at_all(later) or body not in later["bodies"]:
            continue
        if later.get("supersedes") and later["supersedes"] == mandate.get("file") and day >= later["valid_from"]:
            return True
    return False


def mandate_in_force(site: dict, body: str, day: date) -> dict | None:
    for mandate in site["mandates"]:
        if not binds_at_all(mandate) or body not in mandate["bodies"]:
            continue
        if mandate.get("valid_from") and day < mandate["valid_from"]:
            continue
        if mandate.get("valid_to") and day > mandate["valid_to"]:
            continue
        if place_is_taken(site, mandate, body, day):
            continue
        return mandate
    return None


def cluster_of(site: dict, body: dict) -> dict:
    """The body's cluster, or a cluster that says nothing."""
    for cluster in site.get("clusters", []):
        if cluster["id"] == body.get("cluster"):
            return cluster
    return {}


def first_day_of(site: dict, body: dict) -> date | None:
    """The first day a body exists; None where nobody has said. [C19]"""
    found = None
    for thing in (body, cluster_of(site, body)):
        day = thing.get("valid_from")
        if day and (found is None or day > found):
            found = day
    return found


def last_day_of(site: dict, body: dict) -> date | None:
    """The last day a body exists; None where nobody has said. [C19]"""
    found = None
    for thing in (body, cluster_of(site, body)):
        day = thing.get("valid_to")
        if day and (found is None or day < found):
            found = day
    return found


def rule_for(mandate: dict | None, obligation: str) -> tuple[dict, str] | None:
    """The rule and where it comes from: the mandate, else a house rule, else nothing."""
    if mandate is None:
        return None
    for part, source in (("obligations", "mandate"), ("house_rules", "house-rule")):
        rules = mandate.get(part) or {}
        if obligation in ("agenda", "minutes"):
            rule = rules.get(obligation)
            if rule and rule.get("due"):  # [C16]
                return rule, source
        else:
            rule = rules.get("website")
            if rule and obligation.removeprefix("website-") in (rule.get("documents") or []):  # [C9]
                return rule, source
    return None


def documents_of(site: dict, meeting: dict, kind: str) -> list[dict]:
    """Documents of a meeting; one with `draft: true` is as if it were not there."""
    return [
        document
        for document in site["documents"]
        if document["meeting"] == meeting["id"] and document["kind"] == kind and not document.get("draft")
    ]


def next_meeting(site: dict, body: str, after: date) -> dict | None:
    found = None
    for meeting in site["meetings"]:
        if body not in meeting["bodies"] or meeting.get("cancelled") or first_day(meeting) <= after:  # [C4]
            continue
        if found is None or first_day(meeting) < first_day(found):
            found = meeting
    return found


def deadline(site: dict, meeting: dict, body: str, kind: str, term: str) -> date | None:
    """The last day in time, or None when it cannot be known yet."""
    start = first_day(meeting) if kind == "agenda" else last_day(meeting)
    if term == "before next meeting":
        following = next_meeting(site, body, start)
        return first_day(following) - ONE_DAY if following else None  # [C3] not moved
    number, unit, direction = term.split()
    day = counted(start, int(number), unit.removesuffix("s"), direction)
    if direction == "after" and kind != "agenda":  # [C3]
        day = moved_forward(day)
    return day


# ---------------------------------------------------------------- judging


def verdict_of(site: dict, today: date, meeting: dict, body: dict, obligation: str, supplement: dict | None = None) -> dict:
    def answer(verdict, due=None, done=None, measured=None, source=None):
        days_late = (done - due).days if due and done and done > due else None  # [C15]
        return {
            "meeting": meeting["id"], "body": body["id"], "obligation": obligation, "verdict": verdict, "due": due,
            "done": done, "days_late": days_late, "measured": measured, "source": source,
        }  # fmt: skip

    on_website = obligation.startswith("website-")
    kind = "minutes" if obligation.endswith("minutes") else "agenda"  # a supplement is judged by the agenda's rule

    # What is not to be judged. [C1]
    if meeting.get("cancelled"):
        return answer("not-applicable")
    if kind == "agenda" and meeting.get("type") in ("extraordinary", "written"):  # [C2]
        return answer("not-applicable")
    mandate = mandate_in_force(site, body["id"], first_day(meeting))
    found = rule_for(mandate, obligation if supplement is None else "agenda")
    if found is None:
        return answer("no-rule")
    rule, source = found
    measured = None if on_website else rule.get("measured") or "sent"  # [C10] [C16]
    if mandate.get("applies_from") and first_day(meeting) < mandate["applies_from"]:
        return answer("unknown", measured=measured, source=source)

    # What is known of the document.
    if supplement is not None:
        document = supplement
    else:
        document = (documents_of(site, meeting, kind) or [None])[0]
    sent = copenhagen_date(document.get("sent")) if document else None
    published = copenhagen_date(document.get("published")) if document else None
    dateless = document is not None and sent is None and published is None

    # The bare finding. `falls_due` is the day the obligation rests on, where there is one.
    if on_website:
        due = None
        last_free_day = last_day(meeting)
        minutes_rule = (mandate.get("obligations") or {}).get("minutes") if kind == "minutes" else None
        if minutes_rule:  # [C8]
            own = deadline(site, meeting, body["id"], "minutes", minutes_rule["due"])
            last_free_day = date.max - ONE_DAY if own is None else max(own, last_free_day)
        falls_due = last_free_day + ONE_DAY
        there = document is not None and (published is None or published <= today)  # [C8]
        done = published if there else None
        if there:
            verdict = "available"
        elif today >= falls_due:
            verdict = "not-available"
        else:
            verdict = "due"
    else:
        due = falls_due = deadline(site, meeting, body["id"], kind, rule["due"])
        done = published if measured == "published" or sent is None else sent  # [C6] [C7]
        if done is not None and done > today:
            done = None
        if dateless or (document is not None and measured == "published" and published is None):
            verdict = "unknown"
        elif done is not None:
            verdict = "late" if due is not None and done > due else "on-time"  # [C5]
        elif due is not None and today > due:
            verdict = "missing"  # [C12]
        else:
            verdict = "due"

    # What softens it.
    ended = last_day_of(site, body)
    unmet = verdict in ("late", "missing", "not-available", "due")
    if unmet and ended and today > ended and (falls_due is None or falls_due > ended):  # [C13]
        return answer("not-applicable")
    if verdict in ("late", "missing", "not-available"):
        reasons = [document.get("late_reason") if document else None]
        if supplement is None:
            reasons.append((meeting.get("waived") or {}).get("website" if on_website else kind))
        if any(reasons):  # [C11]
            verdict = "waived"

    return answer(verdict, due, done, measured, source)


def verdicts(site: dict, today: date) -> list[dict]:
    result = []
    for meeting in site["meetings"]:
        for body_id in meeting["bodies"]:
            body = next(body for body in site["bodies"] if body["id"] == body_id)
            for obligation in ("agenda", "minutes", "website-agenda", "website-minutes"):
                result.append(verdict_of(site, today, meeting, body, obligation))
            for supplement in documents_of(site, meeting, "supplement"):
                name = f"supplement-{supplement['number']}"
                result.append(verdict_of(site, today, meeting, body, name, supplement))
    return result
