"""Markdown of minutes: items, fields, sections, follow-ups, links with places, and HTML that is safe whatever is written."""

import os
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.diagnostics import Finding
from sitegen.markdown import NESTING
from sitegen.parsed import Item, Prose
from sitegen.prose import read

LONG = bool(os.environ.get("SITEGEN_LONG"))
EXAMPLES = settings(max_examples=5000 if LONG else 250, deadline=None)


def said(findings: list[Finding]) -> list[str]:
    return [f"{f.line}:{f.column} {f.code} {f.variant}".strip() for f in findings]


def agenda(body: str) -> tuple[Prose, list[Finding]]:
    return read(body, 0, "agenda")


def item(body: str) -> Item:
    (found,) = agenda(body)[0].items
    return found


def html(body: str) -> str:
    return read(body, 0, "page")[0].html


def places(body: str) -> list[tuple[str, int, int]]:
    return [(link.target, link.line, link.column) for link in read(body, 0, "page")[0].links]


# --- items


@pytest.mark.parametrize(
    "heading, number, title",
    [
        ("1. Godkendelse", "1", "Godkendelse"),
        ("12) Eventuelt", "12", "Eventuelt"),
        ("3: Status", "3", "Status"),
        ("4 Status", "4", "Status"),
        ("5 - Status", "5", "Status"),
        ("6 – Status", "6", "Status"),
        ("Punkt 7: Status", "7", "Status"),
        ("PUNKT 8 Status", "8", "Status"),
        ("2a. Status", "2a", "Status"),
        ("2.1 Status", "2.1", "Status"),
        ("2.1. status", "2.1", "status"),
        ("01. Status", "01", "Status"),
        ("117. Status", "117", "Status"),
        ("1.\u00a0Status", "1", "Status"),
        ("2026-planen", "", "2026-planen"),
        ("24/7-bemanding", "", "24/7-bemanding"),
        ("60 borgere", "", "60 borgere"),
        ("2026 Årsplan", "", "2026 Årsplan"),
        ("1.", "", "1."),
        ("Punkt", "", "Punkt"),
        ("*1.* Status", "", "1. Status"),
        ("1. **Fed** og `kode` og [link](x.pdf)", "1", "Fed og kode og link"),
        ("1. § 5 og nr. 3", "1", "§ 5 og nr. 3"),
    ],
)
def test_a_number_is_kept_as_it_is_written(heading: str, number: str, title: str) -> None:
    found = item(f"## {heading}\n")
    assert (found.number, found.title) == (number, title)


def test_an_item_without_a_number_gets_the_next() -> None:
    prose, _ = agenda("## A\n\n## 7. B\n\n## C\n\n## 9a. D\n\n## E\n\n## 10.2 F\n\n## G\n")
    assert [i.number for i in prose.items] == ["", "7", "8", "9a", "10", "10.2", "11"]
    assert prose.items[5].anchor == "punkt-10-2"
    assert [i.line for i in prose.items] == [1, 3, 5, 7, 9, 11, 13]


def test_only_headings_of_the_document_are_items() -> None:
    prose, findings = agenda(
        "Indledning\n\n> ## 1. Citat\n\n- ## 2. Liste\n\n## 3. Punkt\n\n```\n## 4. Kode\n```\n\n#### 5. Dybt\n"
    )
    assert [i.number for i in prose.items] == ["3"]
    assert "Indledning" in prose.html and "Citat" in prose.html
    assert said(findings) == ["13:1 SG602 skipped"]
    assert agenda("## 1. Et\nunderstreget\n---\n")[0].items[0].html == "<p>understreget</p>\n<hr>"


def test_a_page_has_headings_and_no_items() -> None:
    prose, findings = read("# Om\n\n## 1. § 5\nType: beslutning\n\n## Om\n\n## Om\n\n#### Dybt\n\n# ---\n", 3, "page")
    assert prose.items == ()
    assert [(h.level, h.text, h.anchor, h.line) for h in prose.headings] == [
        (2, "Om", "om", 4),
        (3, "1. § 5", "1-5", 6),
        (3, "Om", "om-2", 9),
        (3, "Om", "om-3", 11),
        (5, "Dybt", "dybt", 13),
        (2, "---", "afsnit", 15),
    ]
    assert said(findings) == ["13:1 SG602 skipped"]
    assert '<h3 id="om-2">Om</h3>' in prose.html


@EXAMPLES
@given(st.lists(st.sampled_from(["A", "A 2", "A-2", "A 3", "B", "§", "a"]), max_size=12))
def test_no_two_headings_have_one_anchor(names: list[str]) -> None:
    prose, _ = read("".join(f"# {name}\n\n" for name in names), 0, "page")
    assert [h.text for h in prose.headings] == names
    assert len({h.anchor for h in prose.headings}) == len(names)
    assert all(f'id="{h.anchor}"' in prose.html for h in prose.headings)


def test_no_heading_of_a_page_is_above_its_own() -> None:
    text = html("## A\n\n> # B\n\n- # C\n\n###### D\n")
    assert "<h1" not in text
    assert "<h2" in text
    assert "<h1" not in agenda("# A\n\n## 1. B\n\n> # C\n")[0].html


# --- fields


def test_fields_are_taken_from_under_the_heading() -> None:
    found = item(
        "## 1. A\nType: drøftelse\n  sagsnr: 2026-0123\nSag:faldforebyggelse\nEMNER : ældre,, forebyggelse ,\n"
        "Forslagsstiller: Jens: og co\nHenvist til: midt-politisk\nOpfølgning på: 2026-03-12-nord-politisk#punkt-3\nResten.\n"
    )
    assert found.fields == {
        "type": ("drøftelse", 2, 7),
        "case_number": ("2026-0123", 3, 11),
        "case": ("faldforebyggelse", 4, 5),
        "topics": ("ældre,, forebyggelse ,", 5, 9),
        "proposer": ("Jens: og co", 6, 18),
        "referred_to": ("midt-politisk", 7, 14),
        "follows": ("2026-03-12-nord-politisk#punkt-3", 8, 16),
    }
    assert found.topics == ("ældre", "forebyggelse")
    assert found.html == "<p>Resten.</p>"


@pytest.mark.parametrize(
    "text, fields, rest",
    [
        ("\nType: drøftelse\n", ["type"], ""),
        ("Type: drøftelse\n\nSag: a\n", ["type"], "<p>Sag: a</p>"),
        ("Type: drøftelse\nMøde: a\nSag: a\n", ["type"], "<p>Møde: a\nSag: a</p>"),
        ("Tekst\nType: drøftelse\n", [], "<p>Tekst\nType: drøftelse</p>"),
        ("- Type: drøftelse\n", [], "<ul>\n<li>Type: drøftelse</li>\n</ul>"),
        ("**Type:** drøftelse\n", [], "<p><strong>Type:</strong> drøftelse</p>"),
        ("Type drøftelse\n", [], "<p>Type drøftelse</p>"),
        ("Type:\nSag: a\n", ["case"], ""),
        ("Henvist\u00a0til: a\n", ["referred_to"], ""),
        ("Type: drøftelse\n### Resume\nSag: a\n", ["type"], ""),
        ("Type: drøftelse\n- Sag: a\n", ["type"], "<ul>\n<li>Sag: a</li>\n</ul>"),
    ],
)
def test_only_an_unbroken_block_of_known_fields_counts(text: str, fields: list[str], rest: str) -> None:
    found = item(f"## 1. A\n{text}")
    assert sorted(found.fields) == sorted(fields)
    assert found.html == rest


@pytest.mark.parametrize(
    "field, findings",
    [
        ("Type: beslutning", []),
        ("Type: Beslutning", []),
        ("Type: debat", ["3:7 SG104 choice"]),
        ("Sag: Fald 2026", ["3:6 SG104 id"]),
        ("Sagsnr.:   xxx", ["3:12 SG110"]),
        ("Lukket:", ["3:8 SG104 empty"]),
    ],
)
def test_fields_are_judged_where_they_stand(field: str, findings: list[str]) -> None:
    assert said(read(f"\n## 1. A\n{field}\n", 0, "agenda")[1]) == findings


def test_links_below_fields_keep_their_places() -> None:
    prose, _ = agenda("## 1. [a](a.pdf)\nType: drøftelse\n  Se [b](b.pdf)\nog [c](c.pdf)\n")
    assert [(link.target, link.line, link.column) for link in prose.links] == [("a.pdf", 1, 7), ("b.pdf", 3, 6), ("c.pdf", 4, 4)]


# --- sections


def test_known_sections_are_named_and_others_kept() -> None:
    found = item("## 1. A\nFørst.\n\n### Resumé:\nx\n\n### ØKONOMI\n\n### Noter om § 5\ny\n\n#### Under\nz\n\n> ### Citat\n")
    assert found.html == "<p>Først.</p>"
    assert [(s.title, s.name, s.line) for s in found.sections] == [
        ("Resumé:", "resume", 4),
        ("ØKONOMI", "oekonomi", 7),
        ("Noter om § 5", "", 9),
    ]
    assert found.section("resume") is found.sections[0]
    assert found.sections[0].html == "<p>x</p>"
    assert "<h4>Under</h4>" in found.sections[2].html and "Citat" in found.sections[2].html


# --- follow-ups


@pytest.mark.parametrize(
    "text, words, owner, due",
    [
        ("Skriv (ansvarlig: hjoerring, frist: 2026-05-01)", "Skriv", "hjoerring", date(2026, 5, 1)),
        ("Skriv (frist: 2026-05-01, ansvarlig: hjoerring)", "Skriv", "hjoerring", date(2026, 5, 1)),
        ("Skriv (Ansvarlig: Anne Ø; Frist: 2026-05-01).", "Skriv", "Anne Ø", date(2026, 5, 1)),
        ("Skriv (ansvarlig: A, B og C, frist: 2026-05-01)", "Skriv", "A, B og C", date(2026, 5, 1)),
        ("Skriv (frist:2026-05-01)", "Skriv", "", date(2026, 5, 1)),
        ("Skriv (ansvarlig: hjoerring)", "Skriv", "hjoerring", None),
        ("Skriv (ansvarlig: , frist: )", "Skriv", "", None),
        ("Skriv (se frist: i går) nu", "Skriv (se frist: i går) nu", "", None),
        ("Skriv (kort)", "Skriv (kort)", "", None),
        ("Skriv (kort) (ansvarlig: a)", "Skriv (kort)", "a", None),
        ("Skriv frist: 2026-05-01)", "Skriv frist: 2026-05-01)", "", None),
        ("Skriv", "Skriv", "", None),
        ("Skriv\n  mere", "Skriv mere", "", None),
        ("Skriv\n  (ansvarlig: a,\n  frist: 2026-05-01)", "Skriv", "a", date(2026, 5, 1)),
        ("**Skriv (ansvarlig: a)**", "Skriv", "a", None),
        ("Skriv (ansvarlig: a, **frist: 2026-05-01**)", "Skriv", "a", date(2026, 5, 1)),
        ("Skriv `x` (ansvarlig: a &amp; b)", "Skriv x", "a & b", None),
    ],
)
def test_follow_ups(text: str, words: str, owner: str, due: date | None) -> None:
    for box, done in (("[ ]", False), ("[x]", True), ("[X]", True)):
        found = item(f"## 1. A\n### Opfølgning\n- {box} {text}\n")
        (follow_up,) = found.follow_ups
        assert (follow_up.text, follow_up.owner, follow_up.due, follow_up.done) == (words, owner, due, done)
        assert (follow_up.line, follow_up.column) == (3, 7)
        shown = found.sections[0].html
        assert ("\x030\x04" in shown) == (":" in text and "frist" not in words)
        assert "ansvarlig:" not in shown.lower()
        assert f'<li class="task task-{"done" if done else "open"}"><span class="task-mark">' in shown


@pytest.mark.parametrize(
    "text, finding",
    [
        ("- [ ] A (frist: 2026-02-30)", "2:17 SG104 no-such-date"),
        ("- [ ] A 1. maj (frist: 1. maj, ansvarlig: x)", "2:24 SG104 date"),
        ("- [ ] A\n  (frist: snart)", "3:11 SG104 date"),
        ("- [ ] A (ansvarlig: team 5, frist: 5)", "2:36 SG104 date"),
    ],
)
def test_a_deadline_that_is_no_date(text: str, finding: str) -> None:
    assert said(agenda(f"## 1. A\n{text}\n")[1]) == [finding]


def test_follow_ups_are_counted_through_all_items() -> None:
    prose, _ = agenda(
        "- [ ] før\n\n## 1. A\n- [ ] a (frist: 2026-01-01)\n- ikke\n1. [x] b\n\n## 2. B\n### X\n> - [ ] c (frist: 2026-01-01)\n"
    )
    assert [[f.text for f in i.follow_ups] for i in prose.items] == [["a", "b"], ["c"]]
    assert "\x030\x04" in prose.items[0].html and "\x032\x04" in prose.items[1].sections[0].html
    assert "(frist" not in prose.items[0].html


# --- closed items


@pytest.mark.parametrize(
    "text, findings",
    [
        ("### Beslutning\nGodkendt.\n", []),
        ("### Beslutning\nGodkendt, se [referat](../minutes/x.md) og [dette](https://a.dk/x.pdf).\n", []),
        ("Hemmeligt.\n", ["3:1 SG502 text"]),
        ("\nHemmeligt.\n", ["4:1 SG502 text"]),
        ("### Resume\nx\n### Bilag\ny\n", ["3:1 SG502 section", "5:1 SG502 attachment"]),
        ("### Beslutning\nSe\n[Aftale](aftale.pdf).\n", ["5:1 SG502 attachment"]),
        ("### Beslutning\n![Plan](plan.png)\n", ["4:1 SG502 attachment"]),
        ("### Beslutning\nx\n### Beslutning\n[Aftale](aftale.pdf)\n", ["5:1 SG502 section", "6:1 SG502 attachment"]),
        ("### Beslutning\n#### Sagsfremstilling\nx\n", ["4:1 SG502 section"]),
        ("### Beslutning\n[Aftale](../attachments/x/aftale.md)\n", ["4:1 SG502 attachment"]),
    ],
)
def test_a_closed_item_has_a_title_and_a_decision(text: str, findings: list[str]) -> None:
    prose, found = agenda(f"## 3. Køb\nLukket: forhandling\n{text}")
    assert prose.items[0].closed
    assert said(found) == findings


def test_a_closed_items_title_leads_to_no_attachment() -> None:
    body = "## 1. A\n[B](b.pdf)\n\n## 2. [Aftale](aftale.pdf)\nLukket: x\n\n## 3. C\n[D](d.pdf)\n"
    assert said(agenda(body)[1]) == ["4:1 SG502 attachment"]


# --- links and their places


@pytest.mark.parametrize(
    "body, found",
    [
        ("Se [a](a.pdf) og [a](a.pdf).", [(1, 4), (1, 18)]),
        ("Første\n  anden [a](a.pdf)\ntredje [a](a.pdf)", [(2, 9), (3, 8)]),
        ("- x\n- [a](a.pdf)\n  - ord [a](a.pdf)", [(2, 3), (3, 9)]),
        ("1. [a](a.pdf)", [(1, 4)]),
        ("> ord\n> [a](a.pdf)\nlazy [a](a.pdf)", [(2, 3), (3, 6)]),
        ("> - > [a](a.pdf)", [(1, 7)]),
        ("# Om [a](a.pdf) ##", [(1, 6)]),
        ("**fed [a](a.pdf)**", [(1, 7)]),
        ("![a](a.pdf)", [(1, 1)]),
        ('[a](<a.pdf> "titel")', [(1, 1)]),
        ("[a]\n\n[a]: a.pdf", [(1, 1)]),
        ("😀 æøå [a](a.pdf)", [(1, 7)]),
        ("\u00a0\n[a](a.pdf)", [(2, 1)]),
        ("Ord\\\n[a](a.pdf)  \n[a](a.pdf)", [(2, 1), (3, 1)]),
        ("*\t[a](a.pdf)", [(1, 3)]),
        ("| x | [a](a.pdf) |\n|---|---|\n| [a](a.pdf) | [a](a.pdf) |", [(1, 7), (3, 3), (3, 16)]),
        ("x | y\n--|--\n[a](a.pdf) | [a](a.pdf)", [(3, 1), (3, 14)]),
        ("| x | y |\n|---|---|\n| `[a](a.pdf)` | [a](a.pdf) |", [(3, 18)]),
        ("| x | y |\n|---|---|\n| b \\| [a](a.pdf) \\| [a](a.pdf) | [a](a.pdf) |", [(3, 8), (3, 22), (3, 35)]),
        ("> | x | y |\n> |---|---|\n> | | [a](a.pdf) |", [(3, 7)]),
        ("- | x | y |\n  |---|---|\n  | 1. | [a](a.pdf) |", [(3, 10)]),
        ("x | y\n--|--\n1 | [a](a.pdf)", [(3, 5)]),
    ],
)
def test_a_links_line_and_column(body: str, found: list[tuple[int, int]]) -> None:
    assert places(body) == [("a.pdf", *place) for place in found]


CONTEXTS = [
    "{}",
    "- {}",
    "> {}",
    "1. ord {}",
    "- > {}",
    "| x | {} |\n|---|---|\n| y | {} |",
    "# {}",
    "a\n {}",
    "- [ ] {}",
    "*x* {} `y`",
]


@EXAMPLES
@given(
    st.lists(
        st.tuples(st.sampled_from(CONTEXTS), st.sampled_from(["", "æ ", "[x] ", "😀", "`[l](l.pdf)` ", "\\[", "\\| "])),
        max_size=8,
    )
)
def test_every_link_stands_where_it_is_said_to(parts: list[tuple[str, str]]) -> None:
    blocks = []
    for number, (context, before) in enumerate(parts):
        blocks.append(context.replace("{}", f"{before}[l](l{number}.pdf) [l](l{number}.pdf)"))
    body = "\n\n".join(blocks)
    lines = body.split("\n")
    for first in (0, 7):
        links = read(body, first, "page")[0].links
        assert len(links) == sum(2 * block.count(f"(l{n}.pdf) [") for n, block in enumerate(blocks))
        for link in links:
            assert lines[link.line - 1 - first][link.column - 1 :].startswith(f"[l]({link.target})")
        assert len({(link.line, link.column) for link in links}) == len(links)


def test_links_know_their_item_text_and_target() -> None:
    prose, _ = agenda(
        "[før](a.md#x)\n\n## 1. A\n[to\nlinjer](b%20c.pdf) ![billede](d.png)\n\n## 2. B\n### Bilag\n[`e`](e%C3%A6.pdf)\n"
    )
    assert [(link.target, link.text, link.item, link.image) for link in prose.links] == [
        ("a.md#x", "før", None, False),
        ("b c.pdf", "to linjer", 0, False),
        ("d.png", "billede", 0, True),
        ("eæ.pdf", "e", 1, False),
    ]
    assert 'href="\x010\x02"' in prose.html and 'src="\x012\x02"' in prose.items[0].html


@pytest.mark.parametrize(
    "text, findings",
    [
        ("[Referat](https://a.dk/)", []),
        ("[Skriv](mailto:a@b.dk) [ring](tel:+4512345678) <a@b.dk>", []),
        ("x [klik](javascript:alert(1))", ["1:3 SG504 scheme"]),
        ("[klik](JaVaScRiPt:x) [klik](javascript&colon;x)", ["1:1 SG504 scheme", "1:22 SG504 scheme"]),
        ("[fil](file:///c:/a.docx)", ["1:1 SG504 scheme"]),
        (
            "[a](//evil.example/) [b](/%2Fevil.example) [c](/%5Cevil.example)",
            ["1:1 SG504 scheme", "1:22 SG504 scheme", "1:44 SG504 scheme"],
        ),
        ("![x](mailto:a@b.dk)", ["1:1 SG504 scheme"]),
        ("![x](data:image/png;base64,AAAA)", ["1:1 SG504 scheme"]),
        ("![](a.png)", ["1:1 SG601"]),
        ("![ ](a.png)", ["1:1 SG601"]),
        ("[her](a.pdf) [Læs mere...](a.pdf) [læs\nmere](a.pdf)", ["1:1 SG603 vague", "1:14 SG603 vague", "1:35 SG603 vague"]),
        ("x <https://a.dk/> [www.a.dk](https://a.dk)", ["1:3 SG603 address", "1:19 SG603 address"]),
        ("[](a.pdf) [![](b.png)](a.pdf)", ["1:1 SG603 empty", "1:11 SG603 empty", "1:12 SG601"]),
    ],
)
def test_links_that_say_nothing_or_lead_astray(text: str, findings: list[str]) -> None:
    assert said(read(text, 0, "page")[1]) == findings


@pytest.mark.parametrize("target", ["/%030%04", "/%010%02", "a%00b.pdf", "%1b"])
def test_no_address_hides_control_characters(target: str) -> None:
    (link,) = read(f"[Aftale]({target})", 0, "page")[0].links
    assert link.target == target


# --- raw HTML, tables, nesting


@pytest.mark.parametrize(
    "text, findings",
    [
        ("a<br>b <b>c</b>", ["1:2 SG503"]),
        ("a\n<table>\n<tr>", ["2:1 SG503", "3:1 SG503"]),
        ("<formand> og <navn@> og <3 og <-", []),
        ("`<br>` \\<br>\n\n```\n<br>\n```\n", []),
        ("<BR/>", ["1:1 SG503"]),
        ("ord <!-- uden slutning", ["1:5 SG503"]),
        ("Ord<o:p></o:p>", ["1:4 SG503"]),
        ("<![endif]-->", ["1:1 SG503"]),
        ('<?xml version="1.0"?>', ["1:1 SG503"]),
        ("| a |\n|---|\n| x <b>y</b> |", ["3:5 SG503"]),
        ("# A <sub>2</sub>", ["1:5 SG503"]),
        ("- [ ] A <u>b</u>", ["1:9 SG503"]),
        ("> <i>a", ["1:3 SG503"]),
    ],
)
def test_raw_html_is_shown_as_text_and_reported(text: str, findings: list[str]) -> None:
    prose, found = read(text, 0, "page")
    assert said(found) == findings
    if findings:
        assert "&lt;" in prose.html


@pytest.mark.parametrize(
    "text, findings",
    [
        ("ord <!-- skjult --> igen", ["1:5 SG503 comment"]),
        ("ord\n\n<!-- skjult\n\nskjult -->\n\nigen", ["3:1 SG503 comment"]),
        ("ord <!-- " + "skjult " * 5000 + " --> igen", ["1:5 SG503 comment"]),
        ("ord  <!-- skjult -->\nigen", ["1:6 SG503 comment"]),
        ("ord <!----> <!--> igen", ["1:5 SG503 comment", "1:13 SG503 comment"]),
        ("- ord <!-- [ ] skjult -->\n- igen", ["1:7 SG503 comment"]),
    ],
)
def test_a_comment_is_not_shown_and_said(text: str, findings: list[str]) -> None:
    prose, found = read(text, 0, "page")
    assert said(found) == findings
    assert re.findall(r"\w+", re.sub("<[^>]*>", " ", prose.html)) == ["ord", "igen"] and "<br>" not in prose.html


def test_a_comment_takes_the_place_of_no_other_line() -> None:
    text = "<!-- en\nto -->\n\n## 1. A <!-- skjult -->\nType: beslutning <!-- skjult -->\nEmner: a <!-- skjult -->\n\n<b>fed</b>"
    prose, found = read(text, 0, "agenda")
    (item,) = prose.items
    assert (item.title, item.field("type"), item.topics, item.line) == ("A", "beslutning", ("a",), 4)
    assert [finding.line for finding in found] == [1, 4, 5, 6, 8]


@pytest.mark.parametrize(
    "before, after",
    [
        ("`", "`"),
        ("```\n", "\n```"),
        ("\\`", "\\`"),
        ("\\", ""),
        ("- ```\n  x\n  ```\n\n", ""),
        ("```a``` b\n\n", ""),
        ("> ~~~\n\n", ""),
    ],
)
def test_a_comment_is_hidden_in_code_too_and_behind_what_looks_like_code(before: str, after: str) -> None:
    prose, found = read(f"{before}<!-- skjult -->{after}", 0, "page")
    assert [finding.variant for finding in found] == ["comment"] and "skjult" not in prose.html


def test_tables() -> None:
    text = html("| Venstre | Midt | Højre | Uden |\n|:--|:-:|--:|---|\n| a | b | c | d |\n")
    assert 'style="' not in text
    assert '<th scope="col" class="left">Venstre</th>' in text
    assert '<td data-label="Midt" class="center">b</td>' in text and '<td data-label="Højre" class="right">c</td>' in text
    assert '<td class="left">a</td>' in text and '<td data-label="Uden">d</td>' in text, "the first cell of a row is its name"
    assert text.startswith('<div class="table"') and text.endswith("</table></div>")


@pytest.mark.parametrize(
    "text, findings",
    [
        ("| a | |\n|---|---|\n| b | c |", []),
        ("x\n\n|  |  |\n|---|---|\n| b | c |", ["3:1 SG604"]),
        ("- x\n\n  | | |\n  |---|---|\n  | b | c |", ["3:3 SG604"]),
    ],
)
def test_a_table_with_an_empty_header(text: str, findings: list[str]) -> None:
    assert said(read(text, 0, "page")[1]) == findings


def test_what_is_nested_too_deeply_is_said_to_be_left_out() -> None:
    deepest = NESTING // 2
    fine = "\n".join("  " * n + f"- niveau {n}" for n in range(deepest))
    text, findings = read(fine, 0, "page")
    assert findings == [] and f"niveau {deepest - 1}" in text.html
    text, findings = read(f"{fine}\n{'  ' * deepest}- væk\n", 0, "page")
    assert said(findings) == [f"{deepest + 1}:1 SG111 nested"]
    assert "væk" not in text.html
    for body in ("> " * (NESTING + 3) + "væk", "> " * (NESTING - 1) + "- væk"):
        text, findings = read(body, 0, "page")
        assert said(findings) == ["1:1 SG111 nested"]
        assert "væk" not in text.html


def test_abbreviations_stay_with_their_numbers() -> None:
    assert html("kl. 14.30, nr. 3, § 5, §§ 5 og `nr. 3`") == (
        "<p>kl.\u00a014.30, nr.\u00a03, §\u00a05, §§\u00a05 og <code>nr. 3</code></p>"
    )


# --- whatever is written

ALLOWED = {"a", "blockquote", "br", "code", "del", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre"}
ALLOWED |= {"s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"href", "src", "alt", "title", "class", "id", "start", "scope", "role", "tabindex", "aria-label", "loading"}
ATTRIBUTES |= {"data-label"}
PIECES = [
    *("<b>", "</b>", "<script>", "<img src=x onerror=alert(1)>", "<a href='javascript:x'>", "<!--", "-->", "<svg/onload=x>"),
    *("&lt;script&gt;", "&#60;script&#62;", "&quot;", '"', "'", '<https://a.dk/"x>', "[a](javascript:x)", '[a](<x y> "t\'")'),
    *("![a](x.png)", '![<b>](y "<i>")', "[a]: javascript:x\n", "[a]", "](", "[", "!", "*", "**", "_", "~~", "\\", "`"),
    *("# ", "## 1. ", "### Bilag\n", "- [ ] ", "(ansvarlig: <b>, frist: 2026-01-01)", "> ", "- ", "1. ", "|", "\n|:-:|--|\n"),
    *("```\n", '```js" x\n', "\n", "\n\n", "  ", "\t", "Type: ", "Lukket: x\n", "ord", "æøå", "\u00a0", "😀"),
]
# Control characters never come as far as this: they are errors, and stand for what is filled in later.
STRINGS = st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=4)
TEXT = st.lists(STRINGS, max_size=30).map("".join)


class Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name in ("href", "src"):
                assert (value or "").lower().startswith(("http:", "https:", "mailto:", "tel:", "\x01")) or value == "#", value
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("br", "hr", "img"), tag
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


@EXAMPLES
@given(TEXT, st.booleans())
def test_no_raw_html_survives(body: str, items: bool) -> None:
    prose, findings = read(body, 3, items)
    parts = [prose.html]
    for found in prose.items:
        parts += [found.title_html, found.html, *(section.html for section in found.sections)]
    for part in parts:
        assert Reader(part).open == []
    lines = body.split("\n")
    for thing in (*findings, *prose.links, *(f for i in prose.items for f in i.follow_ups)):
        assert 3 < thing.line <= 3 + len(lines)
        assert 1 <= thing.column <= len(lines[thing.line - 4]) + 1, thing


@pytest.mark.parametrize(
    "line",
    [
        *("Lukket: grund", "- Lukket: grund", "**Lukket:** grund", "> lukket : grund", "LUKKET: grund"),
        *("`Lukket: grund`", "<b>Lukket:</b> grund", "Fortroligt: grund", "1. Lukket: grund"),
        *("(lukket)", "LUKKET", "Lukket punkt", "Lukket\uff1agrund"),
    ],
)
def test_a_line_that_closes_an_item_where_it_is_no_field_is_an_error(line: str) -> None:
    _, found = agenda(f"## 1. Køb\nType: beslutning\nSagsbehandler: en anden\n{line}\n\n### Resume\n{line}\n")
    assert [one for one in said(found) if "SG502" in one] == ["4:1 SG502 field", "7:1 SG502 field"]


def test_a_field_that_stands_twice_is_an_error() -> None:
    _, found = agenda("## 1. Køb\nSagsnr.: 1\nSagsnr.: 2\n")
    assert said(found) == ["3:1 SG105 key"]
