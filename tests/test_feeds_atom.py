"""Feeds of what is new: read by another reader, looked at by an XML parser, and moved only by what is worth reading."""

import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.evidence import History, Record, Revision
from sitegen.feeds import atom
from tests.support import ROOT, laid_out, site

ATOM = "{http://www.w3.org/2005/Atom}"
PLAN = "content/meetings/2026.yml"
MEETINGS = """meetings:
  - {body: nord-politisk, date: 2026-01-12, start: 15:00}
  - {body: nord-politisk, date: 2026-03-12, start: 15:00}
"""
DECIDED = """---
meeting: 2026-01-12-nord-politisk
published: 2026-01-20T14:30
HEAD---
## 1. Dagsorden & <orden>
### Beslutning
Godkendt, se [referatet](../minutes/2026-01-12-nord-politisk.md#punkt-2), [bilaget](plan.pdf) og [loven](https://lov.example/).
## 2. Til orientering
Taget til efterretning.
## 3. Lukket punkt: køb
Lukket: forhandling
### Beslutning
Købt.
"""
AGENDA = "---\nmeeting: 2026-03-12-nord-politisk\nsent: 2026-01-25\nHEAD---\n## 1. Velkomst\n## 2. Budget\n"
MINUTES_AT, AGENDA_AT = "content/minutes/2026-01-12-nord-politisk.md", "content/agendas/2026-03-12-nord-politisk.md"
TODAY = date(2026, 2, 1)


def feeds(today: date = TODAY, minutes: str = "", agenda: str = "", **more: Any) -> dict[str, bytes]:
    history, base_url = more.pop("history", None), more.pop("base_url", None)
    own = {PLAN: MEETINGS, MINUTES_AT: DECIDED.replace("HEAD", minutes), AGENDA_AT: AGENDA.replace("HEAD", agenda)}
    files = {path: contents for path, contents in (own | more).items() if contents is not None}
    return atom.files(laid_out(site(**files), today, history, base_url))


def read(data: bytes) -> Any:
    found = feedparser.parse(data)
    assert not found.bozo, found.get("bozo_exception")
    return found


def briefly(data: bytes) -> list[tuple[str, str]]:
    return [(entry.updated, entry.title) for entry in read(data).entries]


NEWS = ("2026-01-25T00:00:00+01:00", "Dagsorden: Klynge Nord, politisk niveau, 12. marts 2026")
OLDER = ("2026-01-20T14:30:00+01:00", "Referat: Klynge Nord, politisk niveau, 12. januar 2026")


def test_which_feeds_there_are_and_what_is_in_each() -> None:
    found = feeds()
    assert {address: briefly(data) for address, data in found.items() if "beslutninger" not in address} == {
        "/feed.xml": [NEWS, OLDER],
        "/dagsordener/feed.xml": [NEWS],
        "/referater/feed.xml": [OLDER],
        "/klynger/nord/feed.xml": [NEWS, OLDER],
        "/fora/nord-politisk/feed.xml": [NEWS, OLDER],
    }
    assert [title for _, title in briefly(found["/beslutninger/feed.xml"])] == [
        "Dagsorden & <orden> (Klynge Nord, politisk niveau, 12. januar 2026)",
        "Lukket punkt: køb (Klynge Nord, politisk niveau, 12. januar 2026)",
    ]


def test_what_a_feed_says_of_itself() -> None:
    root = ET.fromstring(feeds()["/fora/nord-politisk/feed.xml"])
    assert root.tag == f"{ATOM}feed" and root.get("{http://www.w3.org/XML/1998/namespace}lang") == "da"
    assert root.findtext(f"{ATOM}id") == "tag:proeve.example,2026:/fora/nord-politisk/feed.xml"
    assert root.findtext(f"{ATOM}title") == "Dagsordener og referater: Klynge Nord, politisk niveau"
    assert root.findtext(f"{ATOM}updated") == NEWS[0]
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Sekretariatet"
    links = {link.get("rel"): (link.get("type"), link.get("href")) for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": ("application/atom+xml", "https://proeve.example/fora/nord-politisk/feed.xml"),
        "alternate": ("text/html", "https://proeve.example/fora/nord-politisk/"),
    }


def test_what_an_entry_says() -> None:
    entry = ET.fromstring(feeds()["/feed.xml"]).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == "tag:proeve.example,2026:/moeder/2026-03-12-nord-politisk/dagsorden/"
    assert entry.findtext(f"{ATOM}published") == entry.findtext(f"{ATOM}updated") == NEWS[0]
    assert entry.findtext(f"{ATOM}summary") == "1. Velkomst; 2. Budget"
    (link,) = entry.findall(f"{ATOM}link")
    assert link.get("href") == "https://proeve.example/moeder/2026-03-12-nord-politisk/dagsorden/"
    (category,) = entry.findall(f"{ATOM}category")
    assert (category.get("term"), category.get("label")) == ("nord-politisk", "Klynge Nord, politisk niveau")


def test_a_decision_is_html_whose_links_lead_to_the_site() -> None:
    attachment = {"content/attachments/2026-01-12-nord-politisk/plan.pdf": b"%PDF"}
    first, _ = read(feeds(base_url="https://x.example/aftale/", **attachment)["/beslutninger/feed.xml"]).entries
    assert first.id == "tag:x.example,2026:/aftale/moeder/2026-01-12-nord-politisk/#punkt-1"
    assert first.link == "https://x.example/aftale/moeder/2026-01-12-nord-politisk/#punkt-1"
    (content,) = first.content
    assert content.type == "text/html"
    assert content.value.startswith("<p>Godkendt, se <a href=")
    assert 'href="https://x.example/aftale/moeder/2026-01-12-nord-politisk/referat/#punkt-2"' in content.value
    assert 'href="https://lov.example/"' in content.value
    assert 'href="/' not in content.value and 'href="#' not in content.value


def test_links_within_a_page_lead_to_the_meetings_page() -> None:
    minutes = DECIDED.replace("HEAD", "").replace("../minutes/2026-01-12-nord-politisk.md#punkt-2", "#punkt-2")
    first, _ = read(feeds(**{MINUTES_AT: minutes})["/beslutninger/feed.xml"]).entries
    assert 'href="https://proeve.example/moeder/2026-01-12-nord-politisk/' in first.content[0].value
    assert 'href="#' not in first.content[0].value


def test_a_closed_item_shows_its_decision_and_no_more() -> None:
    data = feeds()["/beslutninger/feed.xml"]
    _, closed = read(data).entries
    assert closed.content[0].value == "<p>Købt.</p>"


# --- when an entry is new


def test_a_correction_brings_an_entry_up_again_and_says_what_it_is() -> None:
    corrected = feeds(minutes="corrections: [{date: 2026-01-28, text: Beløbet er rettet.}, {date: 2026-01-22, text: Navnet}]\n")
    first = read(corrected["/feed.xml"]).entries[0]
    assert (first.updated, first.published) == ("2026-01-28T00:00:00+01:00", OLDER[0])
    assert first.summary.startswith("Rettet 28. januar 2026: Beløbet er rettet. Rettet 22. januar 2026: Navnet. 1. Dagsorden")
    assert read(corrected["/feed.xml"]).feed.updated == "2026-01-28T00:00:00+01:00"
    assert {entry.updated for entry in read(corrected["/beslutninger/feed.xml"]).entries} == {"2026-01-28T00:00:00+01:00"}


def test_a_day_that_lies_ahead_has_moved_nothing_yet() -> None:
    slip = feeds(minutes="corrections: [{date: 2026-09-09, text: Beløbet er rettet.}]\n")
    assert briefly(slip["/feed.xml"]) == [NEWS, OLDER]
    later = feeds(date(2026, 9, 9), minutes="corrections: [{date: 2026-09-09, text: Beløbet er rettet.}]\n")
    assert briefly(later["/feed.xml"])[0] == ("2026-09-09T00:00:00+02:00", OLDER[1])


def test_a_typing_error_moves_nothing() -> None:
    mended = DECIDED.replace("HEAD", "").replace("efterretning", "efterretnig").replace("Godkendt", "Vedtaget")
    before, after = feeds(), feeds(**{MINUTES_AT: mended})
    for address in before:
        assert [(e.id, e.updated) for e in read(before[address]).entries] == [
            (e.id, e.updated) for e in read(after[address]).entries
        ]
    assert before["/feed.xml"] == after["/feed.xml"]


def test_approval_is_no_correction() -> None:
    assert briefly(feeds(minutes="status: approved\napproved: 2026-01-30\n")["/feed.xml"]) == [NEWS, OLDER]


def test_minutes_that_are_a_draft_say_so() -> None:
    assert read(feeds(minutes="status: draft\n")["/referater/feed.xml"]).entries[0].summary.startswith("Udkast. 1. ")


@pytest.mark.parametrize(
    ("head", "updated"),
    [
        ("published: 2026-01-26", "2026-01-26T00:00:00+01:00"),
        ("published: 2026-01-26T23:30:00Z", "2026-01-27T00:30:00+01:00"),
        ("sent: 2026-01-24\npublished: 2026-01-26T08:00", "2026-01-26T08:00:00+01:00"),
        ("sent: 2026-01-24", "2026-01-24T00:00:00+01:00"),
    ],
)
def test_the_moment_of_publication(head: str, updated: str) -> None:
    agenda = AGENDA.replace("sent: 2026-01-25\nHEAD", f"{head}\n")
    assert briefly(feeds(**{AGENDA_AT: agenda})["/dagsordener/feed.xml"])[0][0] == updated


def test_a_document_without_any_date_is_news_on_the_day_of_its_meeting_and_not_before() -> None:
    agenda = AGENDA.replace("sent: 2026-01-25\nHEAD", "")
    files = {AGENDA_AT: agenda, MINUTES_AT: None}
    assert read(feeds(date(2026, 3, 11), **files)["/dagsordener/feed.xml"]).entries == []
    assert briefly(feeds(date(2026, 3, 12), **files)["/dagsordener/feed.xml"])[0][0] == "2026-03-12T00:00:00+01:00"


def test_a_document_without_a_date_goes_by_the_archive() -> None:
    revision = Revision(date(2026, 1, 27), "0123456789", "added", AGENDA_AT)
    begun = Revision(date(2019, 1, 1), "0000000000", "added", "content/site.yml")
    history = History("full", {AGENDA_AT: Record((revision,)), "content/site.yml": Record((begun,), True)})
    agenda = AGENDA.replace("sent: 2026-01-25\nHEAD", "")
    assert briefly(feeds(history=history, **{AGENDA_AT: agenda})["/dagsordener/feed.xml"])[0][0] == "2026-01-27T00:00:00+01:00"


def test_what_is_to_come_is_in_no_feed() -> None:
    agenda = AGENDA.replace("sent: 2026-01-25\nHEAD", "published: 2026-02-02\n")
    for data in feeds(**{AGENDA_AT: agenda}).values():
        assert b"Velkomst" not in data and b"2026-03-12" not in data
    assert b"Velkomst" in feeds(date(2026, 2, 2), **{AGENDA_AT: agenda})["/feed.xml"]


def test_a_feed_without_entries_is_a_feed() -> None:
    found = feeds(**{AGENDA_AT: None, MINUTES_AT: None})
    for data in found.values():
        feed = read(data)
        assert feed.entries == [] and feed.feed.updated == "1970-01-01T00:00:00Z"


def test_supplements_have_entries_of_their_own() -> None:
    supplement = AGENDA.replace("HEAD", "supplement: 2\n").replace("1. V", "3. V").replace("2. B", "4. B")
    first, second, _ = read(feeds(**{AGENDA_AT.replace(".md", "-tillaeg-2.md"): supplement})["/feed.xml"]).entries
    assert first.title == "Tillægsdagsorden 2: Klynge Nord, politisk niveau, 12. marts 2026"
    assert first.id == f"{second.id}#tillaeg-2"


def test_a_feed_holds_the_fifty_newest() -> None:
    plan = ["meetings:"] + [f"  - {{body: nord-politisk, date: 2026-01-01, id: m{n}}}" for n in range(60)]
    files: dict[str, Any] = {PLAN: "\n".join(plan) + "\n", AGENDA_AT: None, MINUTES_AT: None}
    for n in range(60):
        day = date.fromordinal(date(2025, 6, 1).toordinal() + (n * 7) % 60)
        files[f"content/agendas/m{n}.md"] = f"---\nmeeting: m{n}\nsent: {day}\n---\n## 1. Velkomst\n"
    days = [updated for updated, _ in briefly(feeds(**files)["/feed.xml"])]
    assert len(days) == 50
    assert days == sorted(days, reverse=True)
    assert days[0].startswith("2025-07-30") and days[-1].startswith("2025-06-11")


# --- whatever people write

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("æøå<>&\"'"), min_size=1, max_size=60).filter(
    str.strip
)


@settings(max_examples=30, deadline=None)
@given(TEXTS, TEXTS)
def test_every_feed_is_xml_with_ids_of_its_own(title: str, text: str) -> None:
    minutes = DECIDED.replace("HEAD", "").replace("Til orientering", title).replace("Købt", text)
    for data in feeds(**{MINUTES_AT: minutes}).values():
        root = ET.fromstring(data)
        ids = [found.text for found in root.iter(f"{ATOM}id")]
        assert len(ids) == len(set(ids))
        assert all(found and found.startswith("tag:proeve.example,2026:/") for found in ids)


def test_control_characters_do_not_get_into_xml() -> None:
    names = site()["content/organisation.yml"].decode().replace("name: Klynge Nord, politisk niveau", r'name: "A\x07\ufffeB"')
    found = feeds(**{"content/organisation.yml": names})["/fora/nord-politisk/feed.xml"]
    assert ET.fromstring(found).findtext(f"{ATOM}title") == "Dagsordener og referater: AB"


def test_the_samples_feeds() -> None:
    files = {f"content/{p.relative_to(ROOT / 'content').as_posix()}": p.read_bytes() for p in (ROOT / "content").rglob("*.*")}
    texts = {path: data for path, data in files.items() if not path.startswith("content/attachments/")}
    found = atom.files(laid_out(texts, date(2026, 11, 22)))
    assert len(found) > 20
    for data in found.values():
        entries = read(data).entries
        assert len({entry.id for entry in entries}) == len(entries) <= 50
        assert [entry.updated_parsed for entry in entries] == sorted((e.updated_parsed for e in entries), reverse=True)
    assert found == atom.files(laid_out(texts, date(2026, 11, 22)))
