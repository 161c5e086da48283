"""The pages of cases: the way of a case through bodies, drawn and told, and where it stands now."""

import re
from datetime import date

from sitegen.build import Build
from sitegen.pages.years import ENOUGH
from tests.support import built, site
from tests.test_pages_meetings import AGENDA, MINUTES, ORGANISATION, PLAN, agenda, council, page, words

TODAY = date(2026, 6, 1)
FALL = "## 4. Fald\nType: beslutning\nSag: fald\n"
APPROVED = "sent: 2026-03-19\npublished: 2026-03-19\nstatus: approved\napproved: 2026-03-19\n"
TASKS = (
    "### Opfølgning\n\n- [ ] Skriver aftalen (ansvarlig: hjoerring, frist: 2026-05-31)\n"
    "- [x] Sendte brevet (ansvarlig: laesoe, frist: 2026-04-01)\n"
)


def made(today: date = TODAY, **more: str) -> Build:
    files = {"content/organisation.yml": ORGANISATION, "content/meetings/2026.yml": PLAN, AGENDA: agenda(f"{FALL}\nTekst.\n")}
    return built(site(**{**files, **more}), today)


def main(build: Build, address: str = "/sager/fald/") -> str:
    return page(build, address).split("<main")[1].split("<footer")[0]


def test_a_case_goes_from_body_to_body_drawn_and_told() -> None:
    decided = agenda(f"{FALL}Henvist til: raadet\n\n### Beslutning\n\nVidere til Rådet.\n\n{TASKS}", APPROVED)
    taken = council("## 2. Fald: Rådets svar\nSag: fald\n\nTekst.\n", "2026-04-16", "2026-04-09")
    html = main(made(**{MINUTES: decided}, **taken))
    assert "<h1>Fald</h1>" in html, "the title of the first item, which no later one changes"
    assert re.findall(r'id="skridt-(\d)"', html) == ["1", "2"]
    said = words(html)
    assert "12. marts 2026 · Klynge Nord, politisk niveau Fald Beslutning: Videre til Rådet." in said
    assert "Henvist til Rådet, taget op 16. april 2026" in said and "Henvist fra Klynge Nord, politisk niveau" in said
    drawn = html[html.index("<svg") : html.index("</svg>")]
    assert (
        'aria-label="Sagens vej: 1. 12. marts 2026: Klynge Nord, politisk niveau; 2. 16. april 2026: Rådet."' in drawn
        and drawn.count("<circle") == 2
        and drawn.count('class="leg held"') == 1
    )
    lanes = html[html.index("</svg>") : html.index("</figure>")]
    assert words(lanes).startswith("Klynge Nord, politisk niveau Rådet"), "in the order of the organisation"


def test_where_a_case_stands_now() -> None:
    decided = agenda(f"{FALL}\n### Beslutning\n\nGodkendt.\n\n{TASKS}", APPROVED)
    coming = council("## 2. Fald\nSag: fald\n\nTekst.\n", "2026-09-17", "2026-05-09")
    said = words(main(made(**{MINUTES: decided}, **coming)))
    assert "Hvor sagen står nu 12. marts 2026, Klynge Nord, politisk niveau Beslutning: Godkendt." in said
    assert "Næste gang 17. september 2026 Rådet" in said and "1 åben opgave" in said
    assert "Skriver aftalen Frist 31.05.2026" not in said and "Skriver aftalen 31.05.2026 ! \u2060overskredet med 1 dag" in said
    assert "1 afsluttet opgave" in said and "Sendte brevet 01.04.2026 ✓ \u2060afsluttet Læsø Kommune" in said


def test_a_meeting_to_come_is_told_and_drawn_apart() -> None:
    html = main(made(**council("## 2. Fald\nSag: fald\n\nTekst.\n", "2026-09-17", "2026-05-09")))
    assert "17. september 2026 · Rådet Kommende" in words(html)
    assert (
        'class="coming"' in html
        and "2. 17. september 2026: Rådet (kommende)" in html
        and "Stiplet: kommende møde." in words(html)
    )


def test_what_a_body_has_not_taken_up_is_owed() -> None:
    referred = {AGENDA: agenda(f"{FALL}Henvist til: raadet\n\nTekst.\n")}
    html = main(made(date(2026, 4, 1), **referred))
    assert "Henvist, men ikke taget op Fald, henvist til Rådet den 12. marts 2026: venter på næste møde." in words(html)
    assert 'class="owed"' in html and "Henvist til Rådet, ikke taget op endnu" in html
    assert "Henvist, men ikke taget op endnu." in words(page(made(date(2026, 4, 1), **referred), "/sager/"))


def test_one_item_is_no_way_to_draw() -> None:
    html = main(made())
    assert "<svg" not in html and 'id="skridt-1"' in html and "1 skridt i 1 forum" in words(html)


def test_a_case_may_be_called_as_a_year_or_as_the_list_of_years() -> None:
    items = "".join(
        f"## {number}. Punkt om {name}\nSag: {name}\n\nTekst.\n\n" for number, name in ((1, "2026"), (2, "aar"), (3, "aar-2026"))
    )
    build = made(**{AGENDA: agenda(items)})
    for name in ("2026", "aar", "aar-2026"):
        assert f"<h1>Punkt om {name}</h1>" in main(build, f"/sager/{name}/")
    assert words(main(build, "/sager/aar/2026/")).count("skridt i") == 3


def test_a_site_without_cases_says_what_is_to_come() -> None:
    build = made(**{AGENDA: agenda("## 4. Fald\n\nTekst.\n")})
    assert "Der er endnu ingen sager." in words(main(build, "/sager/"))


def test_a_case_with_something_left_is_going() -> None:
    more = agenda(
        f"{FALL}\n### Beslutning\n\nGodkendt.\n\n{TASKS}\n## 5. Andet\nSag: andet\n\n### Beslutning\n\nSluttet.\n", APPROVED
    )
    build = made(**{AGENDA: agenda(f"{FALL}\nTekst.\n\n## 5. Andet\nSag: andet\n\nTekst.\n"), MINUTES: more})
    said = words(main(build, "/sager/"))
    going, rest = said.split("Øvrige sager")
    assert "Sager i gang 1" in going and "Fald 1 skridt i 1 forum" in going and "1 opgave er ikke afsluttet." in going
    assert "Andet 1 skridt" in rest and "Fald" not in rest
    assert words(main(build, "/sager/aar/2026/")).count("skridt i") == 2


def test_a_joint_meeting_stands_in_the_lane_of_each_body() -> None:
    plan = (
        "meetings:\n  - {body: raadet, date: 2026-03-11}\n  - {bodies: [nord-politisk, raadet], date: 2026-04-16, id: faelles}\n"
    )
    files = {
        "content/organisation.yml": ORGANISATION,
        "content/meetings/2026.yml": plan,
        "content/agendas/2026-03-11-raadet.md": agenda(f"{FALL}\nTekst.\n", "sent: 2026-03-01\n", "2026-03-11-raadet"),
        "content/agendas/faelles.md": agenda(f"{FALL}\nTekst.\n", "sent: 2026-03-01\n", "faelles"),
    }
    html = main(built(site(**files), TODAY))
    assert html.count("<circle") == 3 and html.count('class="joint"') == 1
    assert "2. 16. april 2026: Fællesmøde for Klynge Nord, politisk niveau og Rådet" in html


def test_what_is_published_later_is_no_step() -> None:
    build = made(**council("## 2. Hemmelig titel\nSag: fald\n\nTekst.\n", "2026-09-17", "2026-06-02"))
    assert build.plan and "1 skridt i 1 forum" in words(main(build))
    assert not any(isinstance(data, bytes) and b"Hemmelig titel" in data for data in build.plan.values())


def test_a_long_case_has_a_page_for_each_earlier_year_and_its_latest_steps_drawn() -> None:
    many = "".join(f"## {number}. Skridt {number}\nSag: fald\n\nTekst.\n\n" for number in range(1, ENOUGH + 1))
    old = agenda("## 1. Begyndt\nSag: fald\n\nTekst.\n", "sent: 2025-03-01\n", "2025-03-13-nord-politisk")
    build = made(
        **{
            "content/meetings/2025.yml": "meetings:\n  - {body: nord-politisk, date: 2025-03-13}\n",
            "content/agendas/2025-03-13-nord-politisk.md": old,
            AGENDA: agenda(many),
        }
    )
    html, earlier = main(build), main(build, "/sager/fald/fra-2025/")
    assert 'href="/sager/fald/fra-2025/"' in html and 'id="skridt-1"' not in html and f'id="skridt-{ENOUGH + 1}"' in html
    assert 'id="skridt-1"' in earlier and "Begyndt" in earlier
    assert "De 10 seneste skridt er tegnet." in words(html) and html.count("<circle") == 10
