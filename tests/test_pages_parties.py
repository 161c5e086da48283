"""The pages of parties: what each is part of, what it hosts, what it is to do and what it has put on agendas."""

import re
from datetime import date

from sitegen.build import Build
from sitegen.pages.years import ENOUGH
from tests.support import base, built, site
from tests.test_pages_meetings import AGENDA, MINUTES, agenda, page, words

TODAY = date(2026, 6, 10)
APPROVED = "sent: 2026-03-19\npublished: 2026-03-19\nstatus: approved\napproved: 2026-03-19\n"
ORGANISATION = (
    base()["content/organisation.yml"]
    .decode()
    .replace(
        "levels:",
        "  - {id: aalborg, name: Aalborg Kommune, kind: municipality}\n"
        "  - {id: gammel, name: Gammel Kommune, kind: municipality, valid_to: 2025-12-31}\n"
        "  - {id: ny, name: Ny Kommune, kind: municipality, valid_from: 2027-01-01}\nlevels:",
    )
    + """    seats:
      - {role: politiker, party: hjoerring, count: 3, valid_to: 2025-12-31}
      - {role: politiker, party: hjoerring, count: 2, valid_from: 2026-01-01}
      - {role: tilknyttet medlem, party: aalborg, valid_to: 2026-05-31}
  - {id: udvalget, name: Udvalget, parties: [hjoerring], valid_to: 2025-12-31}
  - {id: raadet, name: Rådet, parties: [hjoerring], valid_from: 2027-01-01}
"""
)
PLAN = """meetings:
  - {body: nord-politisk, date: 2026-03-12, host: hjoerring}
  - {body: nord-politisk, date: 2026-09-10, host: hjoerring}
  - {body: nord-politisk, date: 2026-12-10, host: laesoe}
"""
ITEMS = "## 1. Fald\nForslagsstiller: hjoerring, laesoe\n\nTekst.\n\n## 2. Andet\nForslagsstiller: Sekretariatet\n\nTekst.\n"


def made(**more: str) -> Build:
    files = {
        "content/organisation.yml": ORGANISATION,
        "content/meetings/2026.yml": PLAN,
        AGENDA: agenda(ITEMS),
        MINUTES: agenda(
            f"{ITEMS}\n### Opfølgning\n\n- [ ] Skriver (ansvarlig: hjoerring, frist: 2026-06-01)\n"
            "- [x] Gjort (ansvarlig: Hjørring Kommune)\n- [ ] Andens (ansvarlig: laesoe)\n",
            APPROVED,
        ),
    }
    return built(site(**{**files, **more}), TODAY)


def main(build: Build, address: str = "/parter/hjoerring/") -> str:
    return page(build, address).split("<main")[1].split("<footer")[0]


def section(html: str, name: str) -> str:
    return words(re.search(rf'<section aria-labelledby="{name}">.*?</section>', html, re.DOTALL)[0])  # type: ignore[index]


def test_parties_stand_by_kind_in_danish_order() -> None:
    html = main(made(), "/parter/")
    assert re.findall(r'href="/parter/([a-z]+)/"', html) == ["gammel", "hjoerring", "laesoe", "ny", "aalborg", "regionen"]
    said = words(html)
    assert "Hjørring Kommune Klynge Nord, 3 fora" in said and "Region Regionen Klynge Nord, 1 forum" in said
    assert "Gammel Kommune Ophørt 31. december 2025" in said and "Ny Kommune Part fra 1. januar 2027" in said


def test_a_partys_bodies_stand_with_its_seats_and_those_that_have_ended_last() -> None:
    html = main(made())
    said = section(html, "fora")
    assert re.findall(r'<th scope="row"><a href="/fora/(.*?)/"', html)[:3] == ["nord-politisk", "raadet", "udvalget"]
    assert "Klynge Nord, politisk niveau Klynge Nord, politisk niveau Politiker (2)" in said
    assert "Rådet Begynder 1. januar 2027 På tværs ikke oplyst" in said and "Udvalget Ophørt Ophørt 31. december 2025" in said
    assert "Med i 2 fora" in words(html) and 'href="/klynger/nord/"' in html


def test_who_had_a_seat_is_no_longer_part_of_the_body() -> None:
    assert "Ikke med i noget forum" in words(main(made(), "/parter/aalborg/"))


def test_a_party_that_has_ended_or_not_begun_says_so() -> None:
    build = made()
    assert "Ikke længere part. Gammel Kommune var part til og med 31. december 2025" in words(main(build, "/parter/gammel/"))
    assert "Ny Kommune er part fra 1. januar 2027" in words(main(build, "/parter/ny/"))


def test_the_next_meetings_of_its_bodies_and_those_it_hosts() -> None:
    html = main(made())
    assert "10.09.2026" in section(html, "moeder") and "10.12.2026" not in section(html, "moeder")
    assert "10.09.2026" in section(html, "vaert")
    assert "Vært for 1 møde" in section(html, "aar-2026") and "12.03.2026" in section(html, "aar-2026")
    assert "Der står ikke flere møder i mødeplanen" in words(main(made(), "/parter/aalborg/"))


def test_what_a_party_is_to_do_stands_open_first() -> None:
    html = main(made())
    assert "Skriver 01.06.2026 ! \u2060overskredet med 9 dage" in section(html, "opfoelgning")
    assert "1 åben opgave, 1 over fristen" in words(html)
    assert "1 afsluttet opgave" in section(html, "aar-2026") and "Gjort" in section(html, "aar-2026"), "named in full"
    assert "Andens" not in html
    assert "har ingen åbne opgaver" in words(main(made(), "/parter/regionen/"))


def test_the_items_a_party_has_put_forward() -> None:
    html = main(made())
    assert "1 foreslået punkt 12.03.2026 Fald Klynge Nord, politisk niveau Referat: Tekst." in section(html, "aar-2026")
    assert (
        'href="/moeder/2026-03-12-nord-politisk/#punkt-1"' in html
        and "#punkt-2" not in html.split('id="aar-2026"')[1].split("<table")[0]
    )
    assert "1 foreslået punkt" in words(main(made(), "/parter/laesoe/")), "both who put it forward"


def test_an_item_on_an_agenda_to_come_stands_apart() -> None:
    coming = agenda("## 3. Nyt\nForslagsstiller: hjoerring\n\nTekst.\n", "sent: 2026-06-01\n", "2026-09-10-nord-politisk")
    html = main(made(**{"content/agendas/2026-09-10-nord-politisk.md": coming}))
    assert "10.09.2026 Nyt" in section(html, "foreslaaet") and "Nyt" not in section(html, "aar-2026")


def test_a_party_with_much_behind_it_has_a_page_for_each_earlier_year() -> None:
    many = "".join(f"## {number}. Punkt {number}\nForslagsstiller: hjoerring\n\nTekst.\n\n" for number in range(1, ENOUGH + 1))
    build = made(
        **{
            "content/meetings/2025.yml": "meetings:\n  - {body: nord-politisk, date: 2025-03-13, host: hjoerring}\n",
            AGENDA: agenda(many),
            MINUTES: agenda(many, APPROVED),
        }
    )
    assert 'href="/parter/hjoerring/2025/"' in main(build) and "13.03.2025" not in main(build)
    assert "Vært for 1 møde" in words(main(build, "/parter/hjoerring/2025/"))


def test_a_site_without_parties_says_so() -> None:
    bare = "bodies:\n  - {id: nord-politisk, name: Forum}\n"
    build = built(
        site(
            **{
                "content/organisation.yml": bare,
                "content/meetings/2026.yml": "meetings:\n  - {body: nord-politisk, date: 2026-12-10}\n",
            }
        )
    )
    assert "Der er endnu ikke oplyst parter." in words(main(build, "/parter/"))
