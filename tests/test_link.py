"""Joining: documents to meetings, items to numbers, links to addresses; what is hidden stays hidden."""

from datetime import date

import pytest

from sitegen.build import Build, Options
from sitegen.model import joined_items
from tests.support import TODAY, built, site

MEETING = "2026-03-12-nord-politisk"
AGENDA, MINUTES = f"content/agendas/{MEETING}.md", f"content/minutes/{MEETING}.md"
SUPPLEMENT = f"content/agendas/{MEETING}-tillaeg-1.md"


def document(body: str, **front: str) -> str:
    fields = "".join(f"{key}: {value}\n" for key, value in {"meeting": MEETING, "sent": "2026-01-20", **front}.items())
    return f"---\n{fields}---\n{body}"


def meeting(build: Build):  # type: ignore[no-untyped-def]
    assert build.site
    return next(m for m in build.site.meetings if m.id == MEETING)


def text(build: Build, path: str) -> str:
    contents = build.plan[path]
    assert isinstance(contents, bytes)
    return contents.decode()


def test_a_meeting_is_joined_to_its_documents_bodies_host_and_mandate() -> None:
    files = {AGENDA: document("## 1. Et\n"), MINUTES: document("## 1. Et\n"), SUPPLEMENT: document("## 2. To\n", supplement="1")}
    build = built(site(**files))
    found = meeting(build)
    assert (found.agenda.path, found.minutes.path, [s.path for s in found.supplements]) == (AGENDA, MINUTES, [SUPPLEMENT])
    assert [b.id for b in found.bodies] == ["nord-politisk"]
    assert found.host.name == "Hjørring Kommune"
    body = found.bodies[0]
    assert (body.cluster.id, body.level.id, [p.id for p in body.parties]) == (
        "nord",
        "politisk",
        ["hjoerring", "laesoe", "regionen"],
    )
    assert build.site and build.site.mandate_of(body, found.first).id == "politisk"
    assert build.site.mandate_of(body, date(2019, 6, 30)) is None


def test_items_without_a_number_get_the_next_and_a_supplement_counts_on() -> None:
    files = {
        AGENDA: document("## Et\n\n## 7. Syv\n\n## Otte\n"),
        SUPPLEMENT: document("## Ni\n\n## Ti\n", supplement="1"),
        MINUTES: document("## Et\n\n## 7. Syv\n"),
    }
    found = meeting(built(site(**files)))
    assert [i.number for i in found.agenda.items] == ["1", "7", "8"]
    assert [i.number for i in found.supplements[0].items] == ["9", "10"]
    assert [i.number for i in found.minutes.items] == ["1", "7"]


def test_items_are_joined_on_number_and_what_was_added_stands_where_it_was_taken() -> None:
    files = {
        AGENDA: document("## 1. Et\n\n## 2. To\n\n## 3. Tre\n"),
        SUPPLEMENT: document("## 4. Fire\n", supplement="1"),
        MINUTES: document("## 1. Et\n\n## 2. To\n\n## 9. Tilføjet\n\n## 3. Tre\n"),
    }
    joined = joined_items(meeting(built(site(**files))))
    assert [i.number for i in joined] == ["1", "2", "9", "3", "4"]
    assert [(i.agenda is None, i.minutes is None, i.supplement) for i in joined] == [
        (False, False, 0),
        (False, False, 0),
        (True, False, 0),
        (False, False, 0),
        (False, True, 1),
    ]


@pytest.mark.parametrize(
    ("target", "address"),
    [
        (f"../minutes/{MEETING}.md", f"/moeder/{MEETING}/referat/"),
        (f"../minutes/{MEETING}.md#punkt-1", f"/moeder/{MEETING}/referat/#punkt-1"),
        ("../mandates/politisk.md#sekretariat", "/kommissorier/politisk/#sekretariat"),
        ("../pages/om.md", "/om/"),
        ("#punkt-1", "#punkt-1"),
        ("budget 2026.pdf", f"/bilag/{MEETING}/budget%202026.pdf"),
        (f"../attachments/{MEETING}/budget 2026.pdf", f"/bilag/{MEETING}/budget%202026.pdf"),
        ("/frister/", "/frister/"),
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&amp;c=2"),
        ("mailto:post@example.org", "mailto:post@example.org"),
    ],
)
def test_links_lead_to_addresses(target: str, address: str) -> None:
    files: dict[str, str | bytes] = {
        AGENDA: document(f"## 1. Et\n\nSe [det hele](<{target}>).\n"),
        MINUTES: document("## 1. Et\n"),
        "content/pages/om.md": "---\ntitle: Om\n---\nTekst.\n",
        f"content/attachments/{MEETING}/budget 2026.pdf": b"%PDF-1.7",
    }
    build = built(site(**files))
    assert f'href="{address}"' in meeting(build).agenda.items[0].html
    assert [f.code for f in build.findings if f.severity == "error"] == []


def test_an_embargoed_document_is_judged_but_shown_nowhere() -> None:
    files: dict[str, str | bytes] = {
        AGENDA: document("## 1. Hemmelighedsfuldt\n\n[Bilaget](kort.pdf)\n", published="2026-02-03"),
        f"content/attachments/{MEETING}/kort.pdf": b"%PDF-1.7",
    }
    build = built(site(**files))
    assert meeting(build).agenda.hidden
    assert not any(b"emmelighedsfuldt" in data for data in build.plan.values() if isinstance(data, bytes))
    assert not any("kort.pdf" in path for path in build.plan)
    assert f"moeder/{MEETING}/dagsorden/index.html" not in build.plan
    assert [v.verdict for v in build.verdicts if v.obligation == "agenda"] == ["on-time"]
    later = built(site(**files), date(2026, 2, 3))
    assert f"moeder/{MEETING}/dagsorden/index.html" in later.plan
    assert any("kort.pdf" in path for path in later.plan)
    early = built(site(**files), TODAY, Options(future=True))
    assert "emmelighedsfuldt" in text(early, f"moeder/{MEETING}/dagsorden/index.html")


def test_that_an_embargoed_supplement_exists_is_not_public_either() -> None:
    files = {SUPPLEMENT: document("## 2. To\n", supplement="1", published="2026-02-03")}
    build = built(site(**files))
    assert any(v.obligation == "supplement-1" for v in build.verdicts)
    pages = {path: data.decode() for path, data in build.plan.items() if isinstance(data, bytes) and path.endswith(".html")}
    assert [path for path, text in pages.items() if "illægsdagsorden 1" in text] == []
    assert b"supplement" not in build.plan["data/verdicts.json"]


def test_a_draft_is_as_if_it_were_not_there() -> None:
    draft = {AGENDA: document("## 1. Hemmelighedsfuldt\n", draft="true")}
    build = built(site(**draft))
    assert meeting(build).agenda is None
    assert not any(b"emmelighedsfuldt" in data for data in build.plan.values() if isinstance(data, bytes))
    shown = built(site(**draft), TODAY, Options(drafts=True))
    assert "emmelighedsfuldt" in text(shown, f"moeder/{MEETING}/dagsorden/index.html")


def test_a_link_to_an_embargoed_document_leads_to_its_meeting() -> None:
    files = {
        AGENDA: document("## 1. Et\n", published="2026-02-03"),
        "content/pages/om.md": f"---\ntitle: Om\n---\n[Dagsordenen](../agendas/{MEETING}.md#punkt-1)\n",
    }
    build = built(site(**files))
    assert f'href="/moeder/{MEETING}/"' in text(build, "om/index.html")


def test_aliases_lead_on_to_the_new_address() -> None:
    page = "---\ntitle: Om\naliases: [/gammel/, /old.html]\n---\nTekst.\n"
    build = built(site(**{"content/pages/om.md": page}))
    for path in ("gammel/index.html", "old.html"):
        assert 'url=/om/"' in text(build, path)
    assert "gammel" not in text(build, "sitemap.xml")


def test_the_order_of_the_files_does_not_matter() -> None:
    files = site(**{AGENDA: document("## 1. Et\n"), MINUTES: document("## 1. Et\n")})
    backwards = dict(reversed(list(files.items())))
    one, other = built(files), built(backwards)
    assert dict(one.plan) == dict(other.plan) and one.findings == other.findings


def test_an_unplanned_meeting_says_which_entry_to_add_and_adding_it_mends() -> None:
    unplanned = "2026-09-10-nord-politisk"
    path = f"content/agendas/{unplanned}.md"
    files = site(**{path: f"---\nmeeting: {unplanned}\nsent: 2026-01-20\n---\n## 1. Et\n"})
    finding = next(f for f in built(files).findings if f.code == "SG201")
    assert finding.mend and finding.mend.path == "content/meetings/2026.yml"
    files[finding.mend.path] += f"{finding.mend.text}\n".encode()
    assert not any(f.code == "SG201" for f in built(files).findings)
