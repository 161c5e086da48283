"""The archive page: agreement periods, who takes whose place, what has ended and what comes; aliases; the statement's page."""

import re
from collections.abc import Mapping
from datetime import date
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import schema
from sitegen.build import Build, Options
from sitegen.diagnostics import Source
from sitegen.model import Body, Site
from sitegen.pages import index, succession
from tests.support import built, site

TODAY = date(2026, 6, 1)
AGENDA = "content/agendas/2026-03-12-nord-politisk.md"
ORGANISATION = """agreements:
  - {id: "2019", name: Den gamle aftale, valid_from: 2019-07-01, valid_to: 2025-12-31}
  - {id: "2026", name: Den nye aftale, valid_from: 2026-01-01, valid_to: 2027-12-31}
  - {id: "2028", name: Den næste aftale, valid_from: 2028-01-01}
parties:
  - {id: hjoerring, name: Hjørring Kommune, kind: municipality}
levels:
  - {id: politisk, name: Politisk niveau}
clusters:
  - {id: nord, name: Klynge Nord, valid_to: 2026-12-31, succeeded_by: [raadet]}
  - {id: syd, name: Klynge Syd, valid_to: 2026-12-31, succeeded_by: [raadet]}
bodies:
  - id: nord-politisk
    name: Klynge Nord, politisk niveau
    cluster: nord
    level: politisk
    parties: [hjoerring]
    succeeded_by: [raadet]
  - {id: udvalget, name: Udvalget, valid_to: 2025-12-31, succeeded_by: [raadet, naevnet]}
  - {id: naevnet, name: Nævnet, parties: [hjoerring]}
  - {id: raadet, name: Rådet, valid_from: 2027-01-01, parties: [hjoerring]}
"""
PLAN = {
    "content/meetings/2018.yml": "meetings:\n  - {body: naevnet, date: 2018-05-02}\n",
    "content/meetings/2025.yml": "meetings:\n  - {body: udvalget, date: 2025-05-02}\n  - {body: naevnet, date: 2025-05-09}\n",
    "content/meetings/2026.yml": """meetings:
  - {body: nord-politisk, date: 2026-03-12, start: 15:00}
  - {body: nord-politisk, date: 2026-09-10, start: 15:00}
  - {body: nord-politisk, date: 2026-10-10, start: 15:00, cancelled: For få punkter}
""",
}


def shown(today: date = TODAY, files: Mapping[str, str] | None = None) -> str:
    return page(built(site(**{"content/organisation.yml": ORGANISATION, **PLAN, **(files or {})}), today), "/arkiv/")


def page(made: Build, address: str) -> str:
    assert made.plan, [f for f in made.findings if f.severity == "error"]
    contents = made.plan[f"{address.strip('/')}/index.html"]
    assert isinstance(contents, bytes)
    return contents.decode()


def words(html: str) -> str:
    told = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return told.replace(" ,", ",").replace(" .", ".").replace(" :", ":")


def section(html: str, name: str) -> str:
    """The section of a page whose heading has an id."""
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', html, re.DOTALL)
    return found[1] if found else ""


def test_each_year_leads_to_its_meetings() -> None:
    html = section(shown(), "aar")
    links = re.findall(r'href="(/moeder/\d{4}/)"', html)
    assert links == ["/moeder/2026/", "/moeder/2025/", "/moeder/2018/"]
    assert "2026 (3) 2025 (2) 2018 (1)" in words(html)


def test_an_agreement_period_tells_its_meetings_years_and_bodies() -> None:
    html = section(shown(), "perioder")
    coming, running, past, rest = (
        words(part) for part in (*html.replace("</article>", "<article").split("<article")[1::2], html)
    )
    assert "Den næste aftale kommer Fra 1. januar 2028 Møderne bliver vist her, når de er planlagt." in coming
    assert "Den nye aftale gælder nu 1. januar 2026 til 31. december 2027" in running
    assert "1 møde afholdt, 1 planlagt, 1 aflyst." in running
    assert "Klynge Nord, politisk niveau 2" in running, "a cancelled meeting does not count"
    assert "Den gamle aftale afsluttet" in past and "2 møder afholdt." in past
    assert "Udvalget 1 Nævnet 1" in past and "Klynge Nord" not in past
    assert "1 møde ligger uden for aftaleperioderne." in rest


def test_who_takes_whose_place_is_drawn_and_told() -> None:
    html = section(shown(), "afloesning")
    assert re.findall(r"<figcaption>(.*?)</figcaption>", html) == [
        "Klynge Nord og Klynge Syd afløses af Rådet 1. januar 2027. Udvalget blev afløst af Rådet og Nævnet 1. januar 2026."
    ]
    lines = re.findall(r'd="M0 ([\d.]+)C55 [\d.]+ 45 [\d.]+ 100 ([\d.]+)"', html)
    assert lines == [("16.67", "25.0"), ("50.0", "25.0"), ("83.33", "25.0"), ("83.33", "75.0")]
    assert "Klynge Nord, politisk niveau" not in html, "the cluster stands for its bodies"


def test_what_has_ended_and_what_will_stand_apart() -> None:
    html = shown()
    assert (
        words(section(html, "ophoert"))
        == "Hvad der er ophørt Udvalget Ophørt 31. december 2025, afløst af Rådet og Nævnet. 1 afholdt møde."
    )
    ending = words(section(html, "ophoerer"))
    assert "Klynge Nord Ophører 31. december 2026, afløses af Rådet. 1 afholdt møde. Ophører samtidig: Politisk niveau." in ending
    assert (
        words(section(html, "begynder"))
        == "Hvad der kommer Rådet Begynder 1. januar 2027, afløser Klynge Nord, Klynge Syd og Udvalget."
    )
    later = shown(date(2027, 1, 1))
    ended = words(section(later, "ophoert"))
    assert ended.index("Klynge Nord Ophørt 31. december 2026, afløst af Rådet.") < ended.index("Udvalget"), "the latest first"
    assert not section(later, "ophoerer") and not section(later, "begynder")


def test_a_former_mandate_stands_with_the_day_it_ended() -> None:
    head = "---\ntitle: {}\nbodies: [naevnet]\nvalid_from: {}\n{}approved: {{by: Nævnet, date: 2019-06-20}}\n---\n"
    mandate = f"{head}# Formål\n\nTekst.\n"
    html = shown(
        files={
            "content/mandates/gammelt.md": mandate.format("Gammelt", "2019-07-01", "valid_to: 2025-12-31\n"),
            "content/mandates/nyt.md": mandate.format("Nyt", "2026-01-01", "supersedes: gammelt\n"),
        }
    )
    told = section(html, "kommissorier")
    assert 'href="/kommissorier/gammelt/"' in told and "Trådt ud af kraft efter 31. december 2025." in words(told)
    assert "/kommissorier/nyt/" not in told


def test_an_empty_archive_says_so() -> None:
    bare = "parties:\n  - {id: a, name: A, kind: other}\nbodies:\n  - {id: nord-politisk, name: N, parties: [a]}\n"
    made = built({"content/site.yml": site()["content/site.yml"], "content/organisation.yml": bare.encode()}, TODAY)
    told = words(page(made, "/arkiv/").partition("<main")[2].partition("</main>")[0])
    assert "Der står endnu ingen møder i mødeplanen." in told
    assert "Der er ingen aftaleperioder på siden." in told
    assert "Ingen er ophørt." in told
    assert "Ingen kommissorier er trådt ud af kraft." in told
    assert "afløser" not in told.partition("Møder år for år")[2]


NAMES = tuple("abcdef")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3, unique=True)))
def test_every_successor_is_drawn_once_and_told_once(follow: dict[str, list[str]]) -> None:
    entries = [schema.BodyEntry(id=name, name=name.upper(), succeeded_by=tuple(follow.get(name, ()))) for name in NAMES]
    bodies = tuple(Body(entry, Source("o"), None, None, ()) for entry in entries)
    organisation = schema.OrganisationFile(bodies=tuple(entries))
    file = schema.SiteFile(title="T", base_url="https://t.example/", publisher=schema.Publisher(name="P"))
    found = index.build(Site(file, Source("o"), organisation, bodies, (), (), (), {}, frozenset()), (), (), TODAY)
    drawn = succession.drawn(found)
    pairs = [
        (before, after)
        for one in drawn
        for line in one.lines
        for before in (one.before[round(line.begins / 100 * len(one.before) - 0.5)][1].lower(),)
        for after in (one.after[round(line.ends / 100 * len(one.after) - 0.5)][1].lower(),)
    ]
    assert sorted(pairs) == sorted((name, other) for name, others in follow.items() for other in others)
    assert [len({name for name, _ in one.after}) for one in drawn] == [len(one.after) for one in drawn]
    assert sum(len(one.sentences) for one in drawn) == len({tuple(others) for others in follow.values() if others})
    befores = [address for one in drawn for address, _ in one.before]
    afters = [address for one in drawn for address, _ in one.after]
    assert len(set(befores)) == len(befores) and len(set(afters)) == len(afters), "nothing is drawn in two pictures"


# --- what used to have another address


DATED = "meeting: 2026-03-12-nord-politisk\nsent: 2026-03-05\npublished: 2026-03-05\n"
ALIASED = {
    AGENDA: f"---\n{DATED}aliases: [/gammel/dagsorden.html]\n---\n## 1. Punkt\n",
    "content/pages/om.md": "---\ntitle: Om <os> & jer\naliases: [/om-os]\n---\nTekst.\n",
}


def redirect(made: Build, path: str) -> str:
    contents = made.plan[path]
    assert isinstance(contents, bytes)
    return contents.decode()


def test_an_old_address_leads_on_without_a_script() -> None:
    made = built(site(**ALIASED), TODAY)
    html = redirect(made, "om-os/index.html")
    assert '<meta http-equiv="refresh" content="0; url=/om/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="{made.site and made.site.file.base_url}om/">' in html
    assert '<a href="/om/">Om &lt;os&gt; &amp; jer</a>' in html and "<script" not in html
    assert html.count("<h1>") == 1 and '<html lang="da">' in html
    html = redirect(made, "gammel/dagsorden.html")
    assert (
        '<a href="/moeder/2026-03-12-nord-politisk/dagsorden/">Dagsorden: Klynge Nord, politisk niveau, 12. marts 2026</a>'
        in html
    )
    sitemap = made.plan["sitemap.xml"]
    assert isinstance(sitemap, bytes) and b"om-os" not in sitemap and b"gammel" not in sitemap


def test_an_old_address_leads_on_under_a_folder() -> None:
    made = built(site(**ALIASED), TODAY, Options(base_url="https://x.example/aftale/"))
    html = redirect(made, "om-os/index.html")
    assert 'content="0; url=/aftale/om/"' in html and '<a href="/aftale/om/">' in html
    assert '<link rel="canonical" href="https://x.example/aftale/om/">' in html


# --- the accessibility statement


STATED = site()["content/site.yml"].decode()
LINK = '<a href="/was/"'


def with_statement(stated: bool) -> str:
    text = re.sub(r"accessibility:.*\n(?: .*\n)*", "", STATED)
    return text + ("accessibility: {statement: https://was.example/erklaering, updated: 2026-01-15}\n" if stated else "")


def test_a_site_with_no_page_of_its_own_still_leads_to_the_statement() -> None:
    files = {
        path: data for path, data in site(**{"content/site.yml": with_statement(True)}).items() if not path.endswith("/was.md")
    }
    made = built(files, TODAY)
    html = page(made, "/was/")
    assert '<a href="https://was.example/erklaering">' in html and "15. januar 2026" in html
    assert LINK in page(made, "/arkiv/") and words(html).count("Tilgængelighedserklæring") > 1


def test_the_editors_own_page_goes_before() -> None:
    own = "---\ntitle: Vores erklæring\n---\nTekst.\n"
    made = built(site(**{"content/site.yml": with_statement(True), "content/pages/was.md": own}), TODAY)
    html = page(made, "/was/")
    assert "Vores erklæring" in html and "was.example" not in html
    assert LINK in page(made, "/arkiv/")


def test_with_no_statement_there_is_no_page_and_no_link() -> None:
    files = {
        path: data for path, data in site(**{"content/site.yml": with_statement(False)}).items() if not path.endswith("/was.md")
    }
    made = built(files, TODAY)
    assert "was/index.html" not in made.plan and LINK not in page(made, "/arkiv/")
