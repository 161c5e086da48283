"""The front page, the ways through the site, an item's own links, and the register of decisions."""

import re
from datetime import date

from sitegen.build import Build
from sitegen.pages.decisions import ENOUGH
from tests.support import base, built, site
from tests.test_pages_meetings import agenda, page, words

TODAY = date(2026, 6, 1)
PLAN = """meetings:
  - {body: nord-politisk, date: 2026-03-12, start: 15:00, host: hjoerring}
  - {body: nord-politisk, date: 2026-05-07}
  - {body: nord-politisk, date: 2026-06-04, cancelled: For få punkter}
  - {body: nord-politisk, date: 2026-06-11, start: 9:00, host: laesoe, place: Rådhuset}
"""
MINUTES = """## 1. Godkendelse af dagsorden

### Beslutning

Godkendt.

## 2. Fald
Sag: fald
Emner: ældre, hjælp til børn
Forslagsstiller: laesoe

### Beslutning

Drøftet.

### Sagsfremstilling

Tekst.
"""
SENT = "sent: {0}\npublished: {0}\nstatus: approved\napproved: 2026-05-07\n"


def made(**more: str) -> Build:
    minutes = agenda(MINUTES, SENT.format("2026-03-19"))
    files = {"content/meetings/2026.yml": PLAN, "content/minutes/2026-03-12-nord-politisk.md": minutes, **more}
    return built(site(**files), TODAY)


def part(html: str, anchor: str) -> str:
    """The section whose heading has an anchor."""
    start = html.index(f'<section aria-labelledby="{anchor}"')
    return html[start : html.index("</section>", start)]


def test_the_front_page_leads_to_what_is_next_and_to_what_is_new() -> None:
    html = page(made(), "/")
    ways = html[html.index('<ul class="ways">') : html.index("</ul>", html.index('<ul class="ways">'))]
    assert re.findall(r'href="([^"]*)"', ways) == [
        "/moeder/2026-06-11-nord-politisk/",
        "/moeder/2026-03-12-nord-politisk/referat/",
        "#besluttet",
        "#emner",
        "#hvem",
    ], "what is cancelled is not next"
    assert 'action="/soeg/" role="search"' in html and 'name="q"' in html
    coming = words(part(html, "naeste"))
    assert "torsdag den 11. juni 2026 kl. 09.00" in coming and "For få punkter" in coming


def test_the_day_is_drawn_for_the_eye_only() -> None:
    assert '<span class="leaf" aria-hidden="true"><b>11</b>jun</span>' in part(page(made(), "/"), "naeste")


def test_the_front_page_names_what_was_decided_but_no_matters_of_form() -> None:
    decided = part(page(made(), "/"), "besluttet")
    assert 'href="/moeder/2026-03-12-nord-politisk/#punkt-2"' in decided and "#punkt-1" not in decided


def test_the_front_page_leads_from_a_municipality_to_its_page() -> None:
    who = part(page(made(), "/"), "hvem")
    assert 'href="/parter/laesoe/">Læsø Kommune' in who and "/parter/regionen/" not in who
    topics = part(page(made(), "/"), "emner")
    assert re.findall(r'href="(/emner/[^"]+/)"', topics) == ["/emner/hjaelp-til-boern/", "/emner/aeldre/"]


def test_the_totals_of_the_front_page_are_those_of_the_groups() -> None:
    html = part(page(made(), "/"), "frister")
    number = {name: int(n) for n, name in re.findall(r'<span class="amount num">(\d+)</span> ([^<]+)</li>', html)}
    assert number and sum(int(width) for width in re.findall(r'<rect [^>]*width="(\d+)"', html)) == sum(number.values())
    assert "ingen frist" not in html, "what no rule asks for is not counted"


def test_an_empty_site_has_a_front_page_that_says_so() -> None:
    said = words(page(built(site(**{"content/meetings/2026.yml": "meetings: []\n"}), TODAY), "/"))
    assert "Der står ikke flere møder i mødeplanen." in said
    assert "Der er ikke offentliggjort dagsordener eller referater." in said


def test_every_way_stands_in_the_footer_and_the_main_ones_in_the_menu() -> None:
    html = page(made(), "/frister/")
    menu, footer = html[html.index('<nav class="menu"') : html.index("</header>")], html[html.index("<footer") :]
    main, every = re.findall(r'href="([^"]*)"', menu), re.findall(r'href="(/[^"]*)"', footer)
    assert set(main) < set(every) and {"/sager/", "/opfoelgning/", "/parter/", "/arkiv/", "/data/", "/soeg/"} <= set(every)
    assert 'href="/frister/" aria-current="page"' in menu
    assert 'popovertarget="hoved_menu"' in html and 'id="hoved_menu" popover' in menu, "it opens on a phone without JavaScript"


def test_a_site_without_clusters_has_no_place_for_them_in_its_menus() -> None:
    without = base()["content/organisation.yml"].decode().replace("  - {id: nord, name: Klynge Nord}\n", "")
    without = without.replace("clusters:\n", "").replace("    cluster: nord\n", "")
    html = page(made(**{"content/organisation.yml": without}), "/frister/")
    assert 'href="/klynger/"' not in html and 'href="/fora/"' in html


def test_an_item_has_an_address_to_copy_and_links_to_its_topics_case_and_sender() -> None:
    html = page(made(), "/moeder/2026-03-12-nord-politisk/")
    assert '<a class="here" href="#punkt-2">Link til punkt 2</a>' in html
    assert words(html[html.index('<ul class="facts">') :]).startswith(
        "Forslagsstiller Læsø Kommune Emner ældre og hjælp til børn Følg sagen Fald"
    )
    for address in ("/parter/laesoe/", "/emner/aeldre/", "/emner/hjaelp-til-boern/", "/sager/fald/"):
        assert f'href="{address}"' in html[html.index('<ul class="facts">') :]


def test_the_decision_stands_before_the_case_which_is_folded() -> None:
    html = page(made(), "/moeder/2026-03-12-nord-politisk/")
    item = html[html.index('id="punkt-2"') :]
    assert item.index("Drøftet.") < item.index('<details class="case">') < item.index("Sagsfremstilling")


def test_a_topic_that_the_minutes_left_out_leads_nowhere() -> None:
    sent = agenda("## 2. Fald\nEmner: glemt\n\nTekst.\n", "sent: 2026-03-05\npublished: 2026-03-05\n")
    build = made(**{"content/agendas/2026-03-12-nord-politisk.md": sent})
    html = page(build, "/moeder/2026-03-12-nord-politisk/dagsorden/")
    assert "Emner glemt" in words(html) and "/emner/glemt/" not in html


def test_a_meeting_is_put_in_the_calendar_unless_it_is_cancelled() -> None:
    assert 'href="/moeder/2026-06-11-nord-politisk/moede.ics">Læg mødet i din kalender</a>' in page(
        made(), "/moeder/2026-06-11-nord-politisk/"
    )
    assert "Læg mødet i din kalender" not in page(made(), "/moeder/2026-06-04-nord-politisk/")


def test_the_register_shows_the_newest_meetings_whole_and_each_year_all_of_its_own() -> None:
    items = "".join(f"## {n}. Punkt {n}\n\n### Beslutning\n\nAfgjort.\n\n" for n in range(1, ENOUGH))
    build = made(
        **{
            "content/minutes/2026-03-12-nord-politisk.md": agenda(items, SENT.format("2026-03-19")),
            "content/minutes/2026-05-07-nord-politisk.md": agenda(
                items, "sent: 2026-05-14\npublished: 2026-05-14\nstatus: draft\n", "2026-05-07-nord-politisk"
            ),
        }
    )
    assert page(build, "/beslutninger/").count('<li class="ruling">') == 2 * (ENOUGH - 1), "no meeting is cut off in the middle"
    one = re.sub(r"## 2\.", f"## {ENOUGH}. Et mere\n\n### Beslutning\n\nAfgjort.\n\n## 2.", items, count=1)
    newer = agenda(one, "sent: 2026-05-14\npublished: 2026-05-14\nstatus: draft\n", "2026-05-07-nord-politisk")
    build = made(**{"content/minutes/2026-05-07-nord-politisk.md": newer})
    register = page(build, "/beslutninger/")
    assert register.count('<li class="ruling">') == ENOUGH and "Resten står under hvert år." in register
    assert page(build, "/beslutninger/2026/").count('<li class="ruling">') == ENOUGH + 2
