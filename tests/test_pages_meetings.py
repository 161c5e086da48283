"""The pages of meetings: what the archive says of a document, where an item was referred and taken up, what is overdue."""

import re
from datetime import date
from html import unescape

import pytest

from sitegen.build import Build
from sitegen.evidence import History, Record, Revision
from tests.support import base, built, site

AGENDA = "content/agendas/2026-03-12-nord-politisk.md"
MINUTES = "content/minutes/2026-03-12-nord-politisk.md"
TODAY = date(2026, 6, 1)
ORGANISATION = base()["content/organisation.yml"].decode() + (
    "  - {id: raadet, name: Rådet, parties: [hjoerring, laesoe]}\n  - {id: udvalget, name: Udvalget, parties: [regionen]}\n"
)
PLAN = """meetings:
  - {body: nord-politisk, date: 2026-03-12, start: 15:00, host: hjoerring}
  - {body: nord-politisk, date: 2026-09-10, start: 15:00}
  - {body: raadet, date: 2026-04-16}
  - {body: raadet, date: 2026-09-17}
"""


def agenda(items: str, head: str = "sent: 2026-03-05\npublished: 2026-03-05\n", meeting: str = "2026-03-12-nord-politisk") -> str:
    return f"---\nmeeting: {meeting}\n{head}---\n{items}"


def page(made: Build, address: str) -> str:
    assert made.plan, [f for f in made.findings if f.severity == "error"]
    contents = made.plan[f"{address.strip('/')}/index.html".lstrip("/")]
    assert isinstance(contents, bytes)
    return contents.decode()


def words(html: str) -> str:
    """What a page says, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()).replace(" ,", ",").replace(" :", ":").replace("( ", "(")


def archive(*days: date, imported: bool = False) -> History:
    kinds = ("added", "renamed", "changed")
    own = tuple(Revision(day, f"abc{at}", kinds[at], AGENDA) for at, day in enumerate(days))  # type: ignore[arg-type]
    begun = Record((Revision(date(2019, 1, 1), "000", "added", "content/site.yml"),))  # the archive is older than the document
    return History("full", {"content/site.yml": begun} | ({AGENDA: Record(own, imported)} if days else {}))


def dated(history: History, head: str = "sent: 2026-03-05\npublished: 2026-03-05\n") -> str:
    made = built(site(**{AGENDA: agenda("## 1. Punkt\n", head)}), TODAY, history=history)
    return page(made, "/moeder/2026-03-12-nord-politisk/dagsorden/")


def test_the_archive_says_when_a_document_was_first_there() -> None:
    said = words(dated(archive(date(2026, 3, 5))))
    assert "Offentliggjort 5. marts 2026 (første gang i arkivet 5. marts 2026 )" in said
    assert "kan ikke bekræfte" not in said


def test_a_day_that_the_archive_contradicts_is_told_plainly() -> None:
    said = words(dated(archive(date(2026, 3, 9))))
    assert "(første gang i arkivet 9. marts 2026 )" in said
    assert "Dokumentet kom først i arkivet 4 dage efter den dag, der er oplyst. Arkivet kan ikke bekræfte dagen." in said


def test_a_document_with_no_day_of_publication_has_that_of_the_archive() -> None:
    said = words(dated(archive(date(2026, 3, 9)), "sent: 2026-03-05\n"))
    assert "Første gang i arkivet 9. marts 2026" in said and "bekræfte" not in said


@pytest.mark.parametrize(
    "history, told",
    [
        (History("none"), ""),
        (History("shallow"), "Arkivet er ikke hentet helt, så det kan ikke vurderes, hvornår dokumentet først lå her."),
        (History("unreadable"), "Arkivet kunne ikke læses, så det kan ikke vurderes, hvornår dokumentet først lå her."),
        (archive(), "Dokumentet er endnu ikke i arkivet."),
        (
            archive(date(2026, 3, 9), imported=True),
            "Dokumentet blev lagt ind sammen med mange andre, så arkivet viser ikke, hvornår det blev offentliggjort.",
        ),
    ],
)
def test_why_the_archive_cannot_tell_is_one_sentence(history: History, told: str) -> None:
    said = words(dated(history))
    assert told in said and "ørste gang i arkivet" not in said
    assert "rkivet" not in said.partition("1 Punkt")[0], "it stands below the document, folded"


def test_the_versions_of_a_document_stand_with_the_newest_first() -> None:
    html = dated(archive(date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 9)))
    said = words(html)
    assert "Versioner i arkivet (3) 9. marts 2026: ændret abc2 6. marts 2026: omdøbt abc1 5. marts 2026: tilføjet abc0" in said
    assert "<code>abc0</code>" in html
    assert "Versioner i arkivet" not in words(dated(History()))


def test_what_is_published_later_has_no_page_whatever_the_archive_says() -> None:
    files = site(**{AGENDA: agenda("## 1. Punkt\n", "sent: 2026-03-05\npublished: 2026-03-05\n")})
    made = built(files, date(2026, 3, 1), history=archive(date(2026, 2, 20)))
    assert "moeder/2026-03-12-nord-politisk/dagsorden/index.html" not in made.plan
    assert not any(isinstance(data, bytes) and b"20. februar 2026" in data for data in made.plan.values())


REFERRED = "## 4. Fald\nHenvist til: raadet\nSag: fald\n\nTekst.\n"


def referred(today: date, **more: str) -> Build:
    files = {
        "content/organisation.yml": ORGANISATION,
        "content/meetings/2026.yml": PLAN,
        AGENDA: agenda(REFERRED),
        **more,
    }
    return built(site(**files), today)


def council(items: str, day: str, published: str) -> dict[str, str]:
    name = f"{day}-raadet"
    return {f"content/agendas/{name}.md": agenda(items, f"sent: {published}\npublished: {published}\n", name)}


def test_what_was_referred_says_where_it_was_taken_up_and_there_where_it_came_from() -> None:
    made = referred(TODAY, **council("## 2. Fald\nSag: fald\n\nTekst.\n", "2026-04-16", "2026-04-09"))
    here, there = page(made, "/moeder/2026-03-12-nord-politisk/"), page(made, "/moeder/2026-04-16-raadet/")
    assert "Henvist til Rådet, taget op 16. april 2026" in words(here)
    assert 'href="/moeder/2026-04-16-raadet/#punkt-2"' in here
    assert "Henvist fra Klynge Nord, politisk niveau, 12. marts 2026, punkt 4" in words(there)
    assert 'href="/moeder/2026-03-12-nord-politisk/#punkt-4"' in there
    assert "Sagen før" not in words(there), "that meeting is named already"


def test_what_is_on_an_agenda_to_come_is_not_said_to_be_taken_up() -> None:
    made = referred(date(2026, 4, 10), **council("## 2. Fald\nSag: fald\n\nTekst.\n", "2026-04-16", "2026-04-09"))
    assert "Henvist til Rådet, på dagsordenen 16. april 2026" in words(page(made, "/moeder/2026-03-12-nord-politisk/"))


def test_what_was_passed_over_names_the_meeting() -> None:
    taken = agenda("## 1. Andet\n\nTekst.\n", "sent: 2026-04-17\n", "2026-04-16-raadet")
    made = referred(TODAY, **{"content/minutes/2026-04-16-raadet.md": taken})
    assert "Henvist til Rådet, ikke taget op på mødet 16. april 2026" in words(page(made, "/moeder/2026-03-12-nord-politisk/"))
    assert "Henvist fra" not in words(page(made, "/moeder/2026-04-16-raadet/"))


def test_what_waits_says_so() -> None:
    said = words(page(referred(date(2026, 4, 1)), "/moeder/2026-03-12-nord-politisk/"))
    assert "Henvist til Rådet, ikke taget op endnu" in said


def test_an_open_follow_up_is_overdue_from_the_day_after() -> None:
    minutes = agenda(
        "## 1. Punkt\n\n### Opfølgning\n\n"
        "- [ ] Skriver aftalen (ansvarlig: hjoerring, frist: 2026-05-31)\n"
        "- [ ] Regner efter (ansvarlig: laesoe, frist: 2026-06-01)\n"
        "- [x] Sendte brevet (ansvarlig: laesoe, frist: 2026-04-01)\n"
        "- [ ] Uden frist (ansvarlig: laesoe)\n",
        "sent: 2026-03-19\npublished: 2026-03-19\nstatus: approved\napproved: 2026-03-19\n",
    )
    made = built(site(**{AGENDA: agenda("## 1. Punkt\n"), MINUTES: minutes}), TODAY)
    for address in ("", "referat/"):
        html = page(made, f"/moeder/2026-03-12-nord-politisk/{address}")
        assert html.count("overskredet") == 1
        assert "Frist: 31. maj 2026 overskredet" in words(html)


def test_what_is_waived_stands_with_its_days_and_its_reason() -> None:
    head = "sent: 2026-03-09\npublished: 2026-03-09\nlate_reason: Sagen blev først klar efter et hastemøde\n"
    html = page(built(site(**{AGENDA: agenda("## 1. Punkt\n", head)}), TODAY), "/moeder/2026-03-12-nord-politisk/")
    table = words(html[html.index('id="frister"') :])
    assert "4 dage forsinket" in table and "Begrundelse: Sagen blev først klar efter et hastemøde" in table
    assert "05.03.2026 sendt 09.03.2026" in table


MANDATE = """---
title: Kommissorium
bodies: [nord-politisk]
valid_from: 2019-07-01
approved: {by: Udvalget, date: 2019-06-20}
obligations:
  host: {rotates: true, among: [municipality], clause: Vært}
---
# Vært

Værtskabet går på skift.
"""


def test_the_host_is_said_to_have_its_turn_and_whose_turn_it_is() -> None:
    files = {
        "content/mandates/politisk.md": MANDATE,
        "content/organisation.yml": ORGANISATION,
        "content/meetings/2026.yml": PLAN,
    }
    made = built(site(**files), TODAY)
    assert "Vært Hjørring Kommune (i tur)" in words(page(made, "/moeder/2026-03-12-nord-politisk/"))
    assert "Vært Ikke oplyst. I tur: Læsø Kommune" in words(page(made, "/moeder/2026-09-10-nord-politisk/"))
    assert "Vært" not in words(page(made, "/moeder/2026-04-16-raadet/")).partition("Næste møde")[0].partition("Forum")[0]
