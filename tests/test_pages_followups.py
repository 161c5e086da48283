"""The pages of follow-ups: what is open, what is overdue, who is to do it, and what reports on it."""

import re
from datetime import date

from sitegen.build import Build
from sitegen.pages.years import ENOUGH
from tests.support import built, site
from tests.test_pages_meetings import AGENDA, MINUTES, ORGANISATION, PLAN, agenda, council, page, words

TODAY = date(2026, 6, 10)
APPROVED = "sent: 2026-03-19\npublished: 2026-03-19\nstatus: approved\napproved: 2026-03-19\n"
TASKS = """- [ ] Senere (ansvarlig: laesoe, frist: 2026-07-01)
- [x] Gjort (ansvarlig: laesoe, frist: 2026-04-01)
- [ ] Uden (ansvarlig: Sekretariatet)
- [ ] Snart (ansvarlig: hjoerring, frist: 2026-06-10)
- [ ] Over (ansvarlig: hjoerring, frist: 2026-06-08)
- [ ] Ingen
"""


def made(tasks: str = TASKS, today: date = TODAY, **more: str) -> Build:
    files = {
        "content/organisation.yml": ORGANISATION,
        "content/meetings/2026.yml": PLAN,
        AGENDA: agenda("## 1. Punkt\n"),
        MINUTES: agenda(f"## 1. Punkt\n\n### Opfølgning\n\n{tasks}", APPROVED),
    }
    return built(site(**{**files, **more}), today)


def main(build: Build, address: str = "/opfoelgning/") -> str:
    return page(build, address).split("<main")[1].split("<footer")[0]


def test_open_follow_ups_stand_by_how_near_their_deadline_is() -> None:
    html = main(made())
    assert re.findall(r'<h2 id="(\w+)"', html) == ["overskredet", "snart", "senere", "uden", "aar"]
    assert re.findall(r'<th scope="row">(\w+)', html) == ["Over", "Snart", "Senere", "Uden", "Ingen"]
    said = words(html)
    assert "5 opgaver er åbne, og for 1 af dem er fristen overskredet. 1 opgave er afsluttet." in said
    assert "Frist i juni 2026 1" in said, "a deadline today has not passed"
    assert (
        "Over 08.06.2026 ! \u2060overskredet med 2 dage Hjørring Kommune Klynge Nord, politisk niveau, 12. marts 2026, punkt 1"
        in said
    )
    assert "Uden ingen frist → \u2060åben Sekretariatet" in said and "Ingen ingen frist → \u2060åben ikke oplyst" in said


def test_who_is_to_do_it_and_where_it_was_agreed_are_links() -> None:
    html = main(made())
    assert '<a href="/parter/hjoerring/">Hjørring Kommune</a>' in html
    assert '<a href="/moeder/2026-03-12-nord-politisk/#punkt-1">' in html
    assert "/parter/Sekretariatet" not in html


def test_two_parties_may_share_a_follow_up() -> None:
    html = main(made("- [ ] Fælles (ansvarlig: hjoerring, laesoe, frist: 2026-07-01)\n"))
    assert '<a href="/parter/hjoerring/">Hjørring Kommune</a>, <a href="/parter/laesoe/">Læsø Kommune</a>' in html


def test_a_later_item_that_says_what_it_follows_up_on_is_named() -> None:
    later = council("## 2. Status\nOpfølgning på: 2026-03-12-nord-politisk#punkt-1\n\nTekst.\n", "2026-04-16", "2026-04-09")
    html = main(made(**later))
    assert "Taget op igen: Rådet, 16. april 2026, punkt 2" in words(html)
    assert '<a href="/moeder/2026-04-16-raadet/#punkt-2">' in html
    other = council("## 2. Status\nOpfølgning på: 2026-03-12-nord-politisk\n\nTekst.\n", "2026-04-16", "2026-04-09")
    assert "Taget op igen" not in main(made(**other)), "it does not say which item"


def test_a_year_has_a_page_of_everything_agreed_in_it() -> None:
    html = main(made(), "/opfoelgning/2026/")
    assert words(html).count("Aftalt") == 2 and "Åbne 5" in words(html) and "Afsluttet 1" in words(html)
    assert re.findall(r'<th scope="row">(\w+)', html) == ["Over", "Snart", "Senere", "Uden", "Ingen", "Gjort"]


def test_what_there_is_no_room_for_is_counted_and_stands_under_its_year() -> None:
    build = made("".join(f"- [ ] Opgave {number} (frist: 2026-07-01)\n" for number in range(ENOUGH + 3)))
    assert "Og 3 opgaver mere." in words(main(build)) and main(build).count('<th scope="row">') == ENOUGH
    assert main(build, "/opfoelgning/2026/").count('<th scope="row">') == ENOUGH + 3


def test_nothing_agreed_says_what_is_to_come() -> None:
    build = made("")
    assert "Der er endnu ikke aftalt opgaver." in words(main(build)) and "opfoelgning/2026/index.html" not in build.plan
    assert "Ingen opgaver er åbne." in words(main(made("- [x] Gjort\n")))


def test_what_hidden_minutes_agree_is_not_shown() -> None:
    hidden = "sent: 2026-03-19\npublished: 2026-06-11\nstatus: approved\napproved: 2026-03-19\n"
    build = made(**{MINUTES: agenda(f"## 1. Punkt\n\n### Opfølgning\n\n{TASKS}", hidden)})
    assert build.plan and "Der er endnu ikke aftalt opgaver." in words(main(build))
