"""Joining: documents to meetings, items to numbers, links to addresses; what is hidden stays hidden."""

from dataclasses import replace
from datetime import date

import pytest

from sitegen.build import Build, Options, kind_of
from sitegen.diagnostics import Finding
from sitegen.evidence import History, Record, Revision
from sitegen.link import link
from sitegen.model import Site, joined_items
from sitegen.parse import parse
from tests.support import TODAY, built, examined, site

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


def joined(files: dict[str, str], **asked: bool | History) -> Site:
    """The base site with some files, joined and not judged."""
    parsed = {path: parse(data, kind) for path, data in site(**files).items() if (kind := kind_of(path))}
    parsed = {path: replace(one, source=replace(one.source, path=path)) for path, one in parsed.items()}
    found, _ = link(parsed, {}, TODAY, **asked)  # type: ignore[arg-type]
    assert found
    return found


def found(code: str, **files: str | bytes) -> list[Finding]:
    return [finding for finding in examined(site(**files)).findings if finding.code == code]


def page(title: str, **front: str) -> str:
    return f"---\ntitle: {title}\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + "---\n# Afsnit\n\nTekst.\n"


AHEAD, DRAFT, SHOWN = (f"content/pages/{name}.md" for name in ("senere", "kladde", "nu"))
PAGES = {AHEAD: page("S", published="2026-02-02"), DRAFT: page("K", draft="true"), SHOWN: page("N", published="2026-02-01")}


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, {"nu": ""}),
        ({"drafts": True}, {"kladde": "draft", "nu": ""}),
        ({"future": True}, {"nu": "", "senere": "future"}),
        ({"drafts": True, "future": True}, {"kladde": "draft", "nu": "", "senere": "future"}),
    ],
)
def test_drafts_and_what_is_to_come_are_shown_where_they_are_asked_for_and_marked(
    asked: dict[str, bool], shown: dict[str, str]
) -> None:
    assert {one.id: one.preview for one in joined(PAGES, **asked).pages} == shown
    files = {
        AGENDA: document("## 1. Et\n", published="2026-02-02"),
        MINUTES: document("## 1. Et\n", draft="true"),
        "content/mandates/nyt.md": page("Nyt", bodies="[nord-politisk]", draft="true"),
    }
    site = joined(files, **asked)
    held = next(one for one in site.meetings if one.id == MEETING)
    assert held.agenda and (held.agenda.hidden, held.agenda.preview) == (("future" not in asked), "future" * ("future" in asked))
    assert [one.preview for one in (held.minutes,) if one] == ["draft"] * ("drafts" in asked)
    assert [one.preview for one in site.mandates if one.id == "nyt"] == ["draft"] * ("drafts" in asked)


def test_every_file_is_to_be_named_for_what_it_holds() -> None:
    files = {
        "content/pages/Om os.md": page("Om os"),
        "content/mandates/Nyt kommissorium.md": page(
            "Nyt", bodies="[nord-politisk]", valid_from="2019-01-01", valid_to="2019-06-30"
        ),
        "content/agendas/maj.md": document("## 1. Et\n"),
        "content/meetings/plan.yml": "meetings:\n  - {body: nord-politisk, date: 2027-01-14}\n",
    }
    assert {finding.path: finding.arguments["expected"] for finding in found("SG108", **files)} == {
        "content/pages/Om os.md": "om-os.md",
        "content/mandates/Nyt kommissorium.md": "nyt-kommissorium.md",
        "content/agendas/maj.md": f"{MEETING}.md",
        "content/meetings/plan.yml": "2027.yml",
    }


def test_a_link_to_a_file_with_errors_is_right_once_they_are_mended() -> None:
    text = page("Om") + "\n[Ny](ny.md), [et afsnit](ny.md#et-afsnit) og [dagsordenen](../agendas/plan.md).\n"
    files = {"content/pages/om.md": text, "content/pages/ny.md": page("Ny", published="snart")}
    assert [finding.arguments["target"] for finding in found("SG203", **files)] == ["../agendas/plan.md"]


def test_a_mandate_with_errors_is_there_to_be_superseded_all_the_same_but_a_page_is_none() -> None:
    later = page("Nyt", bodies="[nord-politisk]", valid_from="2026-07-01", supersedes="gammelt")
    unreadable = page("Gammelt", published="snart")
    assert found("SG201", **{"content/mandates/nyt.md": later, "content/mandates/gammelt.md": unreadable}) == []
    assert len(found("SG201", **{"content/mandates/nyt.md": later, "content/pages/gammelt.md": unreadable})) == 1


def test_the_archive_speaks_from_its_second_day_unless_the_site_says_from_when() -> None:
    begun = Record((Revision(date(2025, 3, 1), "0000000000", "added", "content/site.yml"),), False)
    archive = History("full", {"content/site.yml": begun})
    assert joined({}, history=archive).history.since == date(2025, 3, 2)
    says = site()["content/site.yml"].decode() + "archive_from: 2025-06-01\n"
    own = joined({"content/site.yml": says}, history=archive).history
    assert (own.since, own.records) == (date(2025, 6, 1), archive.records)
    assert joined({}).history == History()


def test_of_two_documents_for_one_meeting_the_one_that_is_named_for_it_stands_and_the_rest_are_joined_all_the_same() -> None:
    later = "2026-03-26-nord-politisk"
    plan = site()["content/meetings/2026.yml"].decode() + "  - {body: nord-politisk, date: 2026-03-26}\n"
    files = {
        "content/meetings/2026.yml": plan,
        "content/agendas/1-kopi.md": document("## 1. Kopi\n"),
        AGENDA: document("## 1. Et\n"),
        f"content/agendas/{MEETING}-tillaeg-1.md": document("## 2. To\n"),  # does not say that it is a supplement
        f"content/agendas/{later}-tillaeg-3.md": document("## 4. Fire\n", supplement="3").replace(MEETING, later),
        "content/agendas/sidste.md": document("## 1. Et\n").replace(MEETING, later),
        MINUTES: document("## 1. Et\n"),
    }
    second = found("SG202", **files)
    assert [(f.path, f.variant, f.arguments["supplement"]) for f in second] == [("content/agendas/1-kopi.md", "document", 1)]
    assert [f.path for f in found("SG103", **files)] == [f"content/agendas/{MEETING}-tillaeg-1.md"]
    one, other = (next(m for m in joined(files).meetings if m.id == wanted) for wanted in (MEETING, later))
    assert one.agenda and one.minutes and one.agenda.path == AGENDA and not one.supplements
    assert other.agenda and [supplement.number for supplement in other.supplements] == [3]


def test_a_second_agenda_is_proposed_as_the_supplement_after_the_last() -> None:
    files = {AGENDA: document("## 1. Et\n"), "content/agendas/kopi.md": document("## 1. Et\n")}
    files[f"content/agendas/{MEETING}-tillaeg-2.md"] = document("## 2. To\n", supplement="2")
    assert [f.arguments["supplement"] for f in found("SG202", **files)] == [3]


TWO_BODIES = "  - {id: forum, name: Fælles Forum, parties: [regionen]}\n"


def ends(**mandates: dict[str, str]) -> dict[str, date | None]:
    """The last day of some mandates, by id."""
    files = {"content/organisation.yml": site()["content/organisation.yml"].decode() + TWO_BODIES}
    files |= {f"content/mandates/{name}.md": page(name, **front) for name, front in mandates.items()}
    return {one.id: one.meta.valid_to for one in joined(files).mandates if one.id in mandates}


def test_a_mandate_ends_when_others_have_taken_its_place_for_all_of_its_bodies() -> None:
    both, one, other = "[nord-politisk, forum]", "[nord-politisk]", "[forum]"
    a = {"bodies": both, "valid_from": "2019-01-01"}
    b = {"bodies": one, "valid_from": "2026-03-01", "supersedes": "a"}
    c = {"bodies": other, "valid_from": "2026-04-01", "supersedes": "b"}
    assert ends(a=a, b=b) == {"a": None, "b": None}  # it still binds the other body
    assert ends(a=a, b=b, c=c) == {"a": date(2026, 3, 31), "b": None, "c": None}
    assert ends(a={**a, "valid_to": "2026-03-15"}, b=b, c=c)["a"] == date(2026, 3, 15)
    assert ends(a=a, b={**b, "bodies": both, "proposed": "true"})["a"] is None  # a proposal takes nobody's place
    assert ends(a=a, b={**b, "bodies": both, "valid_from": "2019-01-01"})["a"] is None  # nor does one that begins no later
    assert ends(a={**a, "valid_to": "2020-01-01"}, b={**b, "supersedes": "c"}, c=c)["a"] == date(2020, 1, 1)


def test_a_mandate_for_nobody_that_is_known_can_be_superseded() -> None:
    a = {"bodies": "[ukendt]", "valid_from": "2019-01-01"}
    assert ends(a=a, b={"bodies": "[forum]", "valid_from": "2026-03-01", "supersedes": "a"})["b"] is None


def test_a_meeting_that_no_day_can_be_read_from_is_proposed_for_today() -> None:
    path = "content/agendas/noget.md"
    mend = found("SG201", **{path: document("## 1. Et\n").replace(MEETING, "noget-helt-andet")})[0].mend
    assert mend and f"date: {TODAY}" in mend.text and "id: noget-helt-andet" in mend.text


def test_a_supplement_without_an_agenda_begins_at_one_and_a_number_that_is_written_stands() -> None:
    later = joined({SUPPLEMENT: document("## Et\n\n## 2a. To\n\n## Tre\n", supplement="1")})
    held = next(one for one in later.meetings if one.id == MEETING)
    assert [item.number for item in held.supplements[0].items] == ["1", "2a", "3"]


def test_what_stands_above_the_items_and_pages_have_their_links_too() -> None:
    pages = {AHEAD: PAGES[AHEAD], SHOWN: page("N") + "\n[Snart](senere.md) og [her](#afsnit).\n"}
    files = {AGENDA: document("Se [siden](../pages/nu.md).\n\n## 1. Et\n"), **pages}
    found = joined(files)
    held = next(one for one in found.meetings if one.id == MEETING)
    assert held.agenda and '<a href="/nu/">siden</a>' in held.agenda.html
    shown = next(one for one in found.pages if one.id == "nu")
    assert '<a href="/">Snart</a>' in shown.html  # until its day comes
    assert [heading.anchor for heading in shown.headings] == ["afsnit"]


@pytest.mark.parametrize("folder", ["agendas", "minutes"])
def test_an_attachment_is_used_by_the_document_of_its_meeting_whatever_that_files_name_is(folder: str) -> None:
    files: dict[str, str | bytes] = {f"content/attachments/{MEETING}/{name}.csv": b"a;b\n" for name in ("brugt", "glemt")}
    files[f"content/{folder}/noget.md"] = document("## 1. Et\n\n[Bilaget](brugt.csv)\n")
    assert [finding.path for finding in found("SG205", **files)] == [f"content/attachments/{MEETING}/glemt.csv"]
