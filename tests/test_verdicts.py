"""What a verdict carries beside its word: document, mandate, reason and what it took the place of; and near misses."""

from datetime import date

import pytest

from sitegen.build import kind_of
from sitegen.judgement import Verdict
from sitegen.link import link
from sitegen.parse import parse
from sitegen.verdicts import clause_of, judge
from tests.support import TODAY, examined, site

MEETING = "2026-01-15-nord-politisk"
AGENDA, SUPPLEMENT, MINUTES = (
    f"content/{path}.md" for path in (f"agendas/{MEETING}", f"agendas/{MEETING}-tillaeg-1", f"minutes/{MEETING}")
)
WEBSITE = """---
title: Kommissorium
bodies: [nord-politisk]
valid_from: 2019-07-01
obligations:
  agenda: {due: 1 week before}
  website: {documents: [minutes]}
---
# Formål
"""


def plan(**more: str) -> dict[str, str]:
    entry = "".join(f", {key}: {value}" for key, value in more.items())
    return {"content/meetings/2026.yml": f"meetings:\n  - {{body: nord-politisk, date: 2026-01-15{entry}}}\n"}


def document(**front: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in {"meeting": MEETING, **front}.items()) + "---\n## 1. Et\n"


def ending(last: str) -> dict[str, str]:
    text = site()["content/organisation.yml"].decode()
    return {"content/organisation.yml": text.replace("    level: politisk\n", f"    level: politisk\n    valid_to: {last}\n")}


def verdict(obligation: str, files: dict[str, str], today: date = TODAY) -> Verdict:
    return next(v for v in examined(site(**files), today).verdicts if v.obligation == obligation)


@pytest.mark.parametrize(
    "files, reason",
    [
        ({**plan(waived="{agenda: Kort varsel}"), AGENDA: document(sent="2026-01-10")}, "Kort varsel"),
        ({**plan(), AGENDA: document(sent="2026-01-10", late_reason="Sygdom")}, "Sygdom"),
        ({**plan(waived="{agenda: Kort varsel}"), AGENDA: document(sent="2026-01-10", late_reason="Sygdom")}, "Kort varsel"),
    ],
)
def test_what_is_waived_says_why_and_what_it_would_have_been(files: dict[str, str], reason: str) -> None:
    found = verdict("agenda", files)
    assert (found.verdict, found.reason, found.breach, found.days_late) == ("waived", reason, "late", 2)


def test_what_excuses_the_agenda_excuses_no_supplement() -> None:
    files = {**plan(waived="{agenda: Kort varsel}"), SUPPLEMENT: document(supplement="1", sent="2026-01-12")}
    assert (verdict("agenda", files).verdict, verdict("supplement-1", files).verdict) == ("waived", "late")


def test_a_verdict_names_what_it_rests_on() -> None:
    files = {**plan(), AGENDA: document(published="2026-01-05")}
    found = verdict("agenda", files)
    assert (found.source, found.clause, found.measured, found.dated_by) == ("mandate", "Sekretariat", "sent", "published")
    assert found.document and found.document.path == AGENDA
    assert found.mandate and found.mandate.id == "politisk"


def test_without_a_rule_the_mandate_is_named_that_has_none() -> None:
    files = {**plan(), "content/mandates/politisk.md": WEBSITE, AGENDA: document(sent="2026-01-05")}
    for obligation in ("minutes", "website-agenda"):
        found = verdict(obligation, files)
        assert found.verdict == "no-rule" and found.mandate and found.mandate.id == "politisk"
    nothing = verdict("minutes", {**plan(), "content/mandates/politisk.md": WEBSITE.replace("2019", "2027")})
    assert (nothing.verdict, nothing.mandate) == ("no-rule", None)


def test_a_verdict_rests_on_its_clause_else_on_the_mandate_but_a_house_rule_on_no_words_of_it() -> None:
    def heading(mandate: str, obligation: str = "agenda") -> str | None:
        clause = clause_of(verdict(obligation, {**plan(), "content/mandates/politisk.md": mandate}))
        return clause.heading if clause else None

    assert heading(WEBSITE.replace("1 week before", "1 week before, clause: Formål")) == "Formål"
    assert heading(WEBSITE) == "Kommissorium"
    assert heading(WEBSITE.replace("obligations:", "house_rules:")) == ""
    assert heading(WEBSITE, "minutes") is None


@pytest.mark.parametrize("obligation", ["agenda", "website-agenda"])
def test_a_document_that_was_not_owed_is_named_all_the_same(obligation: str) -> None:
    found = verdict(obligation, {**plan(cancelled="For få"), AGENDA: document(sent="2026-01-05")})
    assert found.verdict == "not-applicable" and found.document and found.document.path == AGENDA


def test_a_draft_that_a_preview_shows_is_judged_no_more_than_one_that_nobody_sees() -> None:
    files = site(**plan(), **{AGENDA: document(sent="2026-01-05", draft="true"), MINUTES: document(sent="2026-01-16")})
    parsed = {path: parse(data, kind) for path, data in files.items() if (kind := kind_of(path))}
    hidden, shown = (link(parsed, {}, TODAY, drafts=drafts)[0] for drafts in (False, True))
    assert hidden and shown and shown.meetings[0].agenda and not hidden.meetings[0].agenda
    found = {v.obligation: v.verdict for v in judge(shown, TODAY)}
    assert found == {v.obligation: v.verdict for v in judge(hidden, TODAY)}
    assert (found["agenda"], found["minutes"]) == ("missing", "on-time")


@pytest.mark.parametrize(
    "last, today, word",
    [  # the agenda of 15 January is due on the 8th
        ("2026-01-16", date(2026, 1, 16), "missing"),  # on its last day it still is to be sent
        ("2026-01-16", date(2026, 1, 17), "missing"),  # it fell due while the body was there
        ("2026-01-15", date(2026, 1, 16), "missing"),
    ],
)
def test_an_agenda_that_fell_due_while_the_body_was_there_stays_missing(last: str, today: date, word: str) -> None:
    assert verdict("agenda", {**plan(), **ending(last)}, today).verdict == word


@pytest.mark.parametrize(
    "last, today, word",
    [  # the minutes of 15 January are due on the 22nd
        ("2026-01-21", date(2026, 1, 21), "due"),
        ("2026-01-21", date(2026, 1, 22), "not-applicable"),
        ("2026-01-22", date(2026, 1, 23), "missing"),
    ],
)
def test_minutes_lapse_when_the_body_ends_before_they_are_due(last: str, today: date, word: str) -> None:
    assert verdict("minutes", {**plan(), **ending(last)}, today).verdict == word


BOTH = WEBSITE.replace("[minutes]", "[agenda, minutes]")
TERM = BOTH.replace("  website", "  minutes: {due: 1 week after}\n  website")
UNTIL_NEXT = BOTH.replace("  website", "  minutes: {due: before next meeting}\n  website")
LATER = BOTH.replace("valid_from: 2019-07-01", "valid_from: 2019-07-01\napplies_from: 2026-01-16")


@pytest.mark.parametrize(
    "mandate, obligation, day, word",
    [
        (BOTH, "website-agenda", 15, "due"),  # the meeting's own day
        (BOTH, "website-agenda", 16, "not-available"),
        (BOTH, "website-minutes", 16, "not-available"),
        (TERM, "website-agenda", 16, "not-available"),
        (TERM, "website-minutes", 22, "due"),  # nobody is in breach for minutes that are not due yet
        (TERM, "website-minutes", 23, "not-available"),
        (UNTIL_NEXT, "website-minutes", 31, "due"),  # and no next meeting is planned
        (UNTIL_NEXT, "website-agenda", 31, "not-available"),
        (LATER, "website-minutes", 31, "unknown"),  # the meeting was before the mandate is judged by
    ],
)
def test_what_is_to_be_on_the_website_is_owed_from_the_day_after(mandate: str, obligation: str, day: int, word: str) -> None:
    files = {**plan(), "content/mandates/politisk.md": mandate}
    assert verdict(obligation, files, date(2026, 1, day)).verdict == word


@pytest.mark.parametrize(
    "published, word, done",
    [
        ("2026-01-31", "available", date(2026, 1, 31)),
        ("2026-02-01", "available", TODAY),
        ("2026-02-02", "not-available", None),
        ("", "available", None),  # with no date, what the site shows is there all the same
    ],
)
def test_what_is_on_the_website_is_there_from_the_day_it_is_published(published: str, word: str, done: date | None) -> None:
    front = {"published": published} if published else {"sent": "2026-01-20"}
    found = verdict("website-minutes", {**plan(), "content/mandates/politisk.md": BOTH, MINUTES: document(**front)})
    assert (found.verdict, found.done) == (word, done)


@pytest.mark.parametrize("last, word", [("2026-01-15", "not-applicable"), ("2026-01-16", "not-available")])
def test_a_body_that_ended_owes_the_website_what_it_owed_while_it_was_there(last: str, word: str) -> None:
    files = {**plan(), **ending(last), "content/mandates/politisk.md": BOTH}
    assert verdict("website-minutes", files).verdict == word


def test_minutes_of_several_days_are_owed_the_website_counted_from_the_last() -> None:
    files = {**plan(until="2026-01-20"), "content/mandates/politisk.md": TERM}
    found = [verdict("website-minutes", files, date(2026, 1, day)).verdict for day in (27, 28)]
    assert found == ["due", "not-available"]
