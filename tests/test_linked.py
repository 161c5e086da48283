"""Linked data in the pages: what an unknowing JSON-LD reader gets out of it, and that it leads nowhere that is not there."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from typing import Any

import pytest
from pyld import jsonld

from sitegen.build import Build, Options
from sitegen.output import file_path
from sitegen.pages.media import MEDIA_TYPES
from sitegen.rules.website import ATTACHMENT_TYPES
from tests.support import base, built, site

TODAY = date(2026, 6, 1)
BASE = "https://x.example/aftale/"
WORDS = "https://schema.org/"
MEETING = "2026-03-12-nord-politisk"
AGENDA = f"content/agendas/{MEETING}.md"
MINUTES = f"content/minutes/{MEETING}.md"
SUPPLEMENT = f"content/agendas/{MEETING}-tillaeg-1.md"
ORGANISATION = base()["content/organisation.yml"].decode() + (
    "  - {id: raadet, name: Rådet, parties: [hjoerring], valid_from: 2024-01-01, valid_to: 2026-05-01,"
    " contact: {name: Sekretariatet, email: post@x.example, phone: 00 00 00 01}}\n"
    "  - {id: gruppen, name: Gruppen, part_of: raadet, parties: [hjoerring]}\n"
)
# The words' own context, as far as it bears on how values are read: every term is a word, and these hold addresses.
CONTEXT = {
    "@context": {"@vocab": WORDS}
    | {name: {"@id": f"{WORDS}{name}", "@type": "@id"} for name in ("url", "item", "eventStatus", "eventAttendanceMode")}
}


def loader(url: str, options: Any) -> dict[str, Any]:
    assert url == "https://schema.org", "nothing but the words' own context is asked for"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}


def made(files: Mapping[str, str | bytes] | None = None, today: date = TODAY) -> Build:
    build = built(site(**{"content/organisation.yml": ORGANISATION, **(files or {})}), today, Options(base_url=BASE))
    assert build.plan, [f for f in build.findings if f.severity == "error"]
    return build


def plan(*entries: str) -> dict[str, str | bytes]:
    return {"content/meetings/2026.yml": "meetings:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)}


def html(build: Build, address: str) -> str:
    contents = build.plan[file_path(address)]
    assert isinstance(contents, bytes)
    return contents.decode()


def written(text: str) -> list[dict[str, Any]]:
    found = [json.loads(data) for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)]
    assert all(one["@context"] == "https://schema.org" for one in found)
    return found


def things(build: Build, address: str) -> dict[str, dict[str, Any]]:
    """What a page is about, by kind, as a reader of JSON-LD has it."""
    found = [node for one in written(html(build, address)) for node in jsonld.expand(one, {"documentLoader": loader})]
    return {node["@type"][0].removeprefix(WORDS): node for node in found}


def value(node: dict[str, Any], name: str) -> Any:
    """The one value of a word, a text, an address or a thing; several as a list; None where there is none."""
    found = [one.get("@value", one.get("@id") if set(one) == {"@id"} else one) for one in node.get(WORDS + name, ())]
    return found[0] if len(found) == 1 else found or None


def event(build: Build, meeting: str = MEETING) -> dict[str, Any]:
    return things(build, f"/moeder/{meeting}/")["Event"]


@pytest.mark.parametrize(
    "entry, begins, ends",
    [
        ("start: 15:00, end: 17:00", "2026-03-12T15:00:00+01:00", "2026-03-12T17:00:00+01:00"),
        ("start: 15:00", "2026-03-12T15:00:00+01:00", None),
        ("place: Rådhuset", "2026-03-12", None),
        ("until: 2026-03-13", "2026-03-12", "2026-03-13"),
        ("start: 09:00, end: 12:00, until: 2026-03-30", "2026-03-12T09:00:00+01:00", "2026-03-30T12:00:00+02:00"),
    ],
)
def test_a_meeting_begins_and_ends_in_danish_time(entry: str, begins: str, ends: str | None) -> None:
    found = event(made(plan(f"body: nord-politisk, date: 2026-03-12, {entry}")))
    assert (value(found, "startDate"), value(found, "endDate")) == (begins, ends)
    assert found["@id"] == value(found, "url") == f"{BASE}moeder/{MEETING}/"
    assert value(found, "name") == "Klynge Nord, politisk niveau, 12. marts 2026"
    assert value(found, "inLanguage") == "da"
    assert value(value(found, "organizer"), "name") == "Klynge Nord, politisk niveau"
    assert value(found, "organizer")["@id"] == f"{BASE}fora/nord-politisk/"


@pytest.mark.parametrize(
    "entry, status, before",
    [
        ("start: 15:00", "EventScheduled", None),
        ("previous_dates: [2026-03-05]", "EventRescheduled", "2026-03-05"),
        ("previous_dates: [2026-03-05, 2026-03-06]", "EventRescheduled", ["2026-03-05", "2026-03-06"]),
        ("cancelled: For få punkter", "EventCancelled", None),
        ("previous_dates: [2026-03-05], cancelled: For få punkter", "EventCancelled", "2026-03-05"),
    ],
)
def test_a_meeting_is_planned_moved_or_cancelled(entry: str, status: str, before: str | list[str] | None) -> None:
    found = event(made(plan(f"body: nord-politisk, date: 2026-03-12, id: {MEETING}, {entry}")))
    assert value(found, "eventStatus") == WORDS + status
    assert value(found, "previousStartDate") == before


@pytest.mark.parametrize(
    "entry, mode, places",
    [
        ("place: Rådhuset", "Offline", ["Place Rådhuset"]),
        ("start: 15:00", "Offline", []),
        ("mode: virtual", "Online", ["VirtualLocation Virtuelt møde"]),
        ("mode: hybrid, place: Rådhuset", "Mixed", ["Place Rådhuset", "VirtualLocation Virtuelt møde"]),
        ("type: written, until: 2026-03-20", None, []),
    ],
)
def test_a_meeting_is_held_somewhere(entry: str, mode: str | None, places: list[str]) -> None:
    found = event(made(plan(f"body: nord-politisk, date: 2026-03-12, {entry}")))
    assert value(found, "eventAttendanceMode") == (mode and f"{WORDS}{mode}EventAttendanceMode")
    told = [f"{one['@type'][0].removeprefix(WORDS)} {value(one, 'name')}" for one in found.get(f"{WORDS}location", ())]
    assert told == places


def test_a_joint_meeting_has_every_body_for_its_organizer() -> None:
    joint = "id: 2026-04-01-faelles, date: 2026-04-01, bodies: [nord-politisk, gruppen]"
    found = event(made(plan(joint)), "2026-04-01-faelles")
    assert [value(one, "name") for one in value(found, "organizer")] == ["Klynge Nord, politisk niveau", "Gruppen"]


HEAD = f"---\nmeeting: {MEETING}\nsent: 2026-03-05\npublished: 2026-03-05\n"
PAPERS: dict[str, str | bytes] = {
    AGENDA: f"{HEAD}---\n## 1. Åbent\n\n### Bilag\n\n- [Budget](budget.pdf)\n\n## 2. Lukket punkt: køb\nLukket: pris\n",
    SUPPLEMENT: f"{HEAD.replace('03-05', '03-10')}supplement: 1\nlate_reason: Sent\n---\n## 3. Nyt\n\n- [Notat](notat.docx)\n",
    MINUTES: (
        f"---\nmeeting: {MEETING}\nsent: 2026-03-18\npublished: 2026-03-19T12:00\nstatus: corrected\n"
        "corrections:\n  - {date: 2026-03-25, text: Beløbet er rettet.}\n  - {date: 2026-03-20, text: Navnet er rettet.}\n"
        "---\n## 1. Åbent\n\n### Beslutning\n\nGodkendt.\n\n- [Budget](budget.pdf)\n\n## 2. Lukket punkt: køb\nLukket: pris\n"
        "### Beslutning\n\nGodkendt.\n\n## 3. Nyt\n\nTekst.\n"
    ),
    f"content/attachments/{MEETING}/budget.pdf": b"%PDF-1.4\n%%EOF",
    f"content/attachments/{MEETING}/notat.docx": b"PK",
}


def test_a_meeting_has_its_published_papers_each_once() -> None:
    papers = event(made(PAPERS))[f"{WORDS}subjectOf"]
    told = [(value(one, "name"), value(one, "url").removeprefix(BASE), value(one, "encodingFormat")) for one in papers]
    title = "Klynge Nord, politisk niveau, 12. marts 2026"
    assert told == [
        (f"Dagsorden: {title}", f"moeder/{MEETING}/dagsorden/", "text/html"),
        (f"Tillægsdagsorden 1: {title}", f"moeder/{MEETING}/dagsorden/#tillaeg-1", "text/html"),
        (f"Referat: {title}", f"moeder/{MEETING}/referat/", "text/html"),
        ("Budget", f"bilag/{MEETING}/budget.pdf", "application/pdf"),
        ("Notat", f"bilag/{MEETING}/notat.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ]
    assert value(papers[2], "datePublished") == "2026-03-19T12:00:00+01:00"
    assert value(papers[2], "dateModified") == "2026-03-25", "the last correction"


def test_a_paper_whose_day_has_not_come_is_nowhere() -> None:
    build = made({**PAPERS, MINUTES: str(PAPERS[MINUTES]).replace("2026-03-19T12", "2026-03-20T12")}, date(2026, 3, 19))
    for path, contents in build.plan.items():
        if path.endswith(".html") and isinstance(contents, bytes):
            for data in written(contents.decode()):
                assert "referat/" not in json.dumps(data), path


def test_what_is_closed_says_no_more_than_the_page() -> None:
    build = made(PAPERS)
    for path, contents in build.plan.items():
        if path.endswith(".html") and isinstance(contents, bytes):
            said = json.dumps(written(contents.decode()), ensure_ascii=False)
            assert "Godkendt." not in said and "pris" not in said, path


def test_a_document_tells_what_it_is_about() -> None:
    build = made(PAPERS)
    minutes = things(build, f"/moeder/{MEETING}/referat/")["Report"]
    assert value(minutes, "datePublished") == "2026-03-19T12:00:00+01:00"
    assert value(minutes, "dateModified") == "2026-03-25"
    assert value(minutes, "creativeWorkStatus") == "Rettet"
    about = value(minutes, "about")
    assert about["@id"] == f"{BASE}moeder/{MEETING}/" and value(about, "startDate") == "2026-03-12T15:00:00+01:00"
    agenda = things(build, f"/moeder/{MEETING}/dagsorden/")["DigitalDocument"]
    assert agenda["@id"] == f"{BASE}moeder/{MEETING}/dagsorden/"
    assert (value(agenda, "datePublished"), value(agenda, "dateModified")) == ("2026-03-05", "2026-03-10"), "a supplement came"


def test_a_body_tells_what_it_belongs_to_and_whom_to_ask() -> None:
    build = made()
    council = things(build, "/fora/raadet/")["GovernmentOrganization"]
    assert (value(council, "foundingDate"), value(council, "dissolutionDate")) == ("2024-01-01", "2026-05-01")
    assert value(value(council, "contactPoint"), "email") == "post@x.example"
    assert value(value(council, "member"), "name") == "Hjørring Kommune"
    assert value(council, "subOrganization")["@id"] == f"{BASE}fora/gruppen/"
    group = things(build, "/fora/gruppen/")["GovernmentOrganization"]
    assert value(group, "parentOrganization")["@id"] == f"{BASE}fora/raadet/"
    body = things(build, "/fora/nord-politisk/")["GovernmentOrganization"]
    assert value(body, "parentOrganization")["@id"] == f"{BASE}klynger/nord/"
    cluster = things(build, "/klynger/nord/")["Organization"]
    assert value(cluster, "subOrganization")["@id"] == f"{BASE}fora/nord-politisk/"
    assert value(things(made(today=date(2026, 5, 1)), "/fora/raadet/")["GovernmentOrganization"], "dissolutionDate") is None


def test_the_front_page_tells_of_the_site_its_search_and_its_publisher() -> None:
    build = made()
    found = things(build, "/")
    action = value(found["WebSite"], "potentialAction")
    assert value(value(action, "target"), "urlTemplate") == f"{BASE}soeg/?q={{search_term_string}}"
    assert value(action, "query-input") == "required name=search_term_string"
    publisher = found["GovernmentOrganization"]
    assert publisher["@id"] == value(found["WebSite"], "publisher") and value(publisher, "name")
    assert "BreadcrumbList" not in found


def test_the_way_to_a_page_is_that_of_its_crumbs() -> None:
    build = made(PAPERS)
    text = html(build, f"/moeder/{MEETING}/referat/")
    seen = re.findall(r'<li><a href="/aftale(/[^"]*)">([^<]*)</a></li>', text[text.index('class="crumbs"') : text.index("</ol>")])
    steps = things(build, f"/moeder/{MEETING}/referat/")["BreadcrumbList"][f"{WORDS}itemListElement"]
    assert [value(step, "position") for step in steps] == [1, 2, 3, 4, 5]
    told = [(value(step, "item").removeprefix(BASE[:-1]), value(step, "name")) for step in steps]
    assert told[:-1] == [(address, unescape(name)) for address, name in seen]
    assert told[-1][0] == f"/moeder/{MEETING}/referat/"
    pages = [path for path in build.plan if path.endswith(".html")]
    lack = {path for path in pages if "BreadcrumbList" not in html(build, f"/{path}")}
    assert lack == {"index.html", "404.html"}


def strings(thing: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(thing, dict):
        for key, held in thing.items():
            yield from strings(held, key)
    elif isinstance(thing, list):
        for held in thing:
            yield from strings(held, name)
    elif isinstance(thing, str):
        yield name, thing


def test_every_address_is_there() -> None:
    build = made(PAPERS)
    wanted = {text for path in build.plan if path.endswith(".html") for _, text in strings(written(html(build, f"/{path}")))}
    ours = {text for text in wanted if text.startswith("http") and not text.startswith("https://schema.org")}
    assert len(ours) > 20
    for address in ours:
        assert address.startswith(BASE), address
        place, _, anchor = address.removeprefix(BASE[:-1]).partition("?")[0].partition("#")
        assert file_path(place) in build.plan, address
        assert not anchor or f'id="{anchor}"' in html(build, place), address


def test_a_title_cannot_break_out() -> None:
    evil = "</script><script>alert(1)</script><!-- & \\u2028 \u2028 \" '"
    agenda = f"{HEAD}---\n## 1. {evil}\n\nTekst.\n"
    organisation = ORGANISATION.replace("name: Rådet", "name: '</script><b>'")
    build = made({AGENDA: agenda, "content/organisation.yml": organisation})
    for address in (f"/moeder/{MEETING}/", "/fora/raadet/", "/fora/"):
        text = html(build, address)
        assert len(re.findall(r"<script", text)) == len(written(text)), address
    assert "</script><script>alert(1)" in value(event(build), "description")
    assert value(things(build, "/fora/raadet/")["GovernmentOrganization"], "name") == "</script><b>"


# --- Open Graph


def properties(text: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="((?:og|article|twitter):[^"]*)" content="([^"]*)">', text)
    assert len(found) == len(dict(found))
    return {name: unescape(content) for name, content in found}


def test_every_page_can_be_shared() -> None:
    build = made(PAPERS)
    for path in build.plan:
        if path.endswith(".html") and "http-equiv" not in html(build, f"/{path}"):
            told = properties(html(build, f"/{path}"))
            wanted = ("og:title", "og:description", "og:type", "og:url", "og:site_name", "og:locale", "og:image", "og:image:alt")
            assert all(told.get(name) for name in wanted), path
            assert file_path(told["og:url"].removeprefix(BASE[:-1])) == path
            image = build.plan[file_path(told["og:image"].removeprefix(BASE[:-1]))]
            assert isinstance(image, bytes) and image.startswith(b"\x89PNG") and len(image) < 10_000
            size = [int.from_bytes(image[at : at + 4]) for at in (16, 20)]
            assert [str(n) for n in size] == [told["og:image:width"], told["og:image:height"]]


def test_a_document_says_when_it_was_published_and_changed() -> None:
    build = made(PAPERS)
    told = properties(html(build, f"/moeder/{MEETING}/referat/"))
    assert told["og:type"] == "article"
    assert told["article:published_time"] == "2026-03-19T12:00:00+01:00"
    assert told["article:modified_time"] == "2026-03-25"
    assert "article:published_time" not in properties(html(build, "/fora/"))


# --- feeds and calendars


def test_a_page_names_its_feed_and_its_calendar() -> None:
    build = made()
    minutes, news, calendar = "referater/", "application/atom+xml", "text/calendar"
    wanted = {
        "/": [(news, "feed.xml"), (calendar, "kalender.ics")],
        "/klynger/nord/": [(news, "klynger/nord/feed.xml"), (calendar, "klynger/nord/kalender.ics")],
        "/fora/raadet/": [(news, "fora/raadet/feed.xml"), (calendar, "fora/raadet/kalender.ics")],
        f"/{minutes}": [(news, f"{minutes}feed.xml")],
        "/dagsordener/": [(news, "dagsordener/feed.xml")],
        "/beslutninger/": [(news, "beslutninger/feed.xml")],
        f"/moeder/{MEETING}/": [(calendar, f"moeder/{MEETING}/moede.ics")],
    }
    for address, alternates in wanted.items():
        found = re.findall(r'<link rel="alternate" type="([^"]*)" href="/aftale/([^"]*)" title="[^"]+">', html(build, address))
        assert found == alternates
        assert all(path in build.plan for _, path in found)


def test_every_kind_of_attachment_that_everybody_can_open_has_a_media_type() -> None:
    assert set(ATTACHMENT_TYPES) == set(MEDIA_TYPES)
