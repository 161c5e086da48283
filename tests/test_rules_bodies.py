"""What bodies owe, all of it at once: when it becomes a note, and what an unreadable file keeps from being said."""

from datetime import date

import pytest

from tests.support import examined, site

ORGANISATION = """parties:
  - {id: hjoerring, name: Hjørring Kommune, kind: municipality}
  - {id: laesoe, name: Læsø Kommune, kind: municipality}
  - {id: regionen, name: Regionen, kind: region}
levels: [{id: fagligt, name: Fagligt niveau}]
clusters: [{id: nord, name: Klynge Nord}]
bodies:
  - id: nord
    name: Klynge Nord
    cluster: nord
    level: fagligt
    parties: [hjoerring, laesoe, regionen]
    seats: [{role: Medlem, party: laesoe}]
  - id: forum
    name: Fælles Forum
    parties: [hjoerring, laesoe, regionen]
"""
OWED = """---
title: Kommissorium
bodies: [nord]
valid_from: 2019-07-01
approved: {by: Udvalget, date: 2019-06-20}
obligations:
  meetings_per_year: {minimum: 5}
  host: {rotates: true, among: [municipality], leads: true}
  reports: [{name: Status, to: forum, case: status}]
  contributions: [{to: forum, minimum: 1}]
  composition: [{role: Formand, party: hjoerring, minimum: 1}]
---
# Formål
"""
OTHER = OWED.partition("obligations:")[0].replace("[nord]", "[forum]") + "---\n# Formål\n"
PLAN = """meetings:
  - {body: nord, date: 2025-02-03}
  - {body: nord, date: 2025-03-03, host: laesoe}
  - {body: nord, date: 2025-04-03, host: laesoe}
  - {body: nord, date: 2025-05-05, host: regionen}
  - {body: forum, date: 2025-06-10}
  - {body: forum, date: 2025-09-10}
"""
MINUTES = """---
meeting: 2025-03-03-nord
sent: 2025-03-05
participants: [{role: Mødeleder, party: regionen}]
---
## 1. Budget
Henvist til: forum
"""
DOCUMENT = "---\nmeeting: {}\nsent: 2025-09-20\n---\n## 1. Velkomst\n"
FILES: dict[str, str | bytes | None] = {
    "content/organisation.yml": ORGANISATION,
    "content/mandates/politisk.md": OWED,
    "content/mandates/forum.md": OTHER,
    "content/meetings/2025.yml": PLAN,
    "content/meetings/2026.yml": None,
    "content/minutes/2025-03-03-nord.md": MINUTES,
    "content/minutes/2025-09-10-forum.md": DOCUMENT.format("2025-09-10-forum"),
}
ALL = {"SG401", "SG402", "SG403", "SG404", "SG405", "SG410", "SG411", "SG412", "SG413"}
TODAY = date(2026, 2, 1)


def found(today: date = TODAY, **changes: str) -> dict[str, str]:
    """The severity of what is found about bodies, by code."""
    return {f.code: f.severity for f in examined(site(**{**FILES, **changes}), today).findings if f.code.startswith("SG4")}


def ending(last: str) -> str:
    return ORGANISATION.replace("    level: fagligt\n", f"    level: fagligt\n    valid_to: {last}\n")


def test_everything_that_a_body_owes_and_has_not_kept_is_a_warning() -> None:
    assert found() == dict.fromkeys(ALL, "warning")


def test_of_a_body_that_has_ended_it_is_a_note_for_nobody_can_mend_it_any_more() -> None:
    ended = {"content/organisation.yml": ending("2025-12-31")}
    # What was referred is owed by the body that it was referred to, which goes on; who had a seat is past mending.
    assert found(**ended) == {**dict.fromkeys(ALL - {"SG404"}, "note"), "SG412": "warning"}


def test_on_its_last_day_a_body_can_still_mend_it() -> None:
    assert set(found(date(2025, 12, 31), **{"content/organisation.yml": ending("2025-12-31")}).values()) == {"warning"}


def test_each_item_that_was_passed_over_is_found() -> None:
    two = MINUTES + "## 2. Regnskab\nHenvist til: forum\n"
    open_ones = [
        f for f in examined(site(**{**FILES, "content/minutes/2025-03-03-nord.md": two}), TODAY).findings if f.code == "SG412"
    ]
    assert [f.arguments["title"] for f in open_ones] == ["Budget", "Regnskab"]


BROKEN = "title: [\n"


@pytest.mark.parametrize(
    "path, silent",
    [
        ("content/meetings/2024.yml", {"SG401", "SG405", "SG412", "SG413"}),
        ("content/mandates/ny.md", {"SG401"}),
        ("content/agendas/2025-02-03-nord.md", {"SG405", "SG412", "SG413"}),
        ("content/minutes/2025-02-03-nord.md", {"SG405", "SG412", "SG413"}),
        ("content/pages/om.md", set()),
    ],
)
def test_what_could_stand_in_a_file_that_cannot_be_read_is_not_said_to_be_missing(path: str, silent: set[str]) -> None:
    text = BROKEN if path.endswith(".yml") else f"---\n{BROKEN}---\n"
    assert set(found(**{path: text})) == ALL - silent


def plans(**changes: str | bytes | None) -> bool:
    """Whether next year's plan is called for on 1 December, of the base site's body."""
    return any(f.code == "SG408" for f in examined(site(**changes), date(2026, 12, 1)).findings)


MEETS = """---
title: Nyt
bodies: [nord-politisk]
{}: {}
approved: {{by: Udvalget}}
obligations:
  meetings_per_year: {{minimum: 2}}
---
# Formål
"""


@pytest.mark.parametrize("key, day, owed", [("valid_from", "2027-01-01", True), ("valid_from", "2027-01-02", False)])
def test_a_body_that_has_not_met_owes_a_plan_where_the_mandate_on_new_years_day_says_so(key: str, day: str, owed: bool) -> None:
    nothing = {"content/meetings/2026.yml": "meetings: []\n", "content/mandates/politisk.md": MEETS.format(key, day)}
    assert plans(**nothing) is owed


def test_a_plan_is_not_called_for_of_a_body_that_neither_met_nor_must_or_where_a_plan_cannot_be_read() -> None:
    nothing = {"content/meetings/2026.yml": "meetings: []\n"}
    met = {"content/meetings/2026.yml": "meetings:\n  - {body: nord-politisk, date: 2026-03-12}\n"}
    assert not plans(**nothing)
    assert plans(**met)
    own = site()["content/organisation.yml"].decode()
    for last, owed in (("2026-12-31", False), ("2027-01-01", True)):
        ends = own.replace("    level: politisk\n", f"    level: politisk\n    valid_to: {last}\n")
        assert plans(**met, **{"content/organisation.yml": ends}) is owed
    assert not plans(**met, **{"content/meetings/2027.yml": BROKEN})
    assert plans(**met, **{"content/pages/om.md": f"---\n{BROKEN}---\n"})


def test_a_cancelled_meeting_is_no_plan_and_one_in_another_year_is_none_either() -> None:
    entry = "  - {{body: nord-politisk, date: {}}}\n"
    cancelled = "  - {body: nord-politisk, date: 2027-02-03, cancelled: For få punkter}\n"
    met = {"content/meetings/2026.yml": "meetings:\n" + entry.format("2026-03-12")}
    assert plans(**met, **{"content/meetings/2027.yml": f"meetings:\n{cancelled}"})
    assert plans(**met, **{"content/meetings/2027.yml": f"meetings:\n{cancelled}{entry.format('2028-02-02')}"})
    assert not plans(**met, **{"content/meetings/2027.yml": "meetings:\n" + entry.format("2027-02-03")})
