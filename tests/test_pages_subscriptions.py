"""The page of calendars and feeds: every address on it is one of the site's, and what has ended stands apart."""

import re
from datetime import date
from html import unescape

from sitegen.build import Build, Options
from tests.support import base, built, site

ENDED = """clusters:
  - {id: nord, name: Klynge Nord, valid_to: 2025-12-31}
bodies:
  - {id: gammelt, name: Gammelt forum, cluster: nord}
  - {id: nyt, name: Nyt forum}
"""


def shown(build: Build) -> str:
    contents = build.plan["kalender/index.html"]
    assert isinstance(contents, bytes), build.findings
    return contents.decode()


def addresses(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<code class="address">([^<]*)</code>', page)]


def test_every_calendar_and_feed_of_the_site_is_there_to_be_copied() -> None:
    build = built(site())
    found = addresses(shown(build))
    wanted = [path for path in build.plan if path.endswith((".ics", "feed.xml")) and not path.startswith("moeder/")]
    assert sorted(found) == sorted(f"https://proeve.example/{path}" for path in wanted)


def test_every_calendar_has_a_link_that_calendar_programs_take() -> None:
    page = shown(built(site()))
    links = re.findall(r'href="webcal://proeve\.example/([^"]*)"', page)
    assert sorted(links) == sorted(a.removeprefix("https://proeve.example/") for a in addresses(page) if a.endswith(".ics"))
    names = re.findall(r'href="webcal:[^>]*>(.*?)</a>', page)
    assert len(set(names)) == len(names), "each says what it is a subscription to"


def test_addresses_are_whole_also_below_a_path() -> None:
    page = shown(built(site(), options=Options(base_url="https://x.example/aftale/")))
    assert "https://x.example/aftale/fora/nord-politisk/kalender.ics" in addresses(page)
    assert 'href="webcal://x.example/aftale/kalender.ics"' in page
    assert 'href="/aftale/feed.xml"' in page


def test_what_has_ended_is_folded_away_and_keeps_its_calendar() -> None:
    files = dict(base()) | {"content/organisation.yml": ENDED.encode(), "content/meetings/2026.yml": b"meetings: []\n"}
    del files["content/mandates/politisk.md"]
    page = shown(built(files, date(2026, 2, 1)))
    before, _, after = page.partition("<summary>Klynger og fora, der er ophørt</summary>")
    folded = after.partition("</details>")[0]
    assert "fora/nyt/kalender.ics" in before and "fora/gammelt/kalender.ics" not in before
    assert "fora/gammelt/kalender.ics" in folded and "klynger/nord/kalender.ics" in folded
    assert "<caption>Klynger</caption>" not in page
    assert shown(built(files, date(2025, 12, 31))).count("der er ophørt") == 0
