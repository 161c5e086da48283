"""Passages of a mandate: numbered as clauses name them, each with an anchor and a mark; and what a clause then names."""

import re

import pytest

from sitegen.clauses import answered, find, named
from sitegen.parse import parse
from sitegen.parsed import Prose
from sitegen.passages import PASSAGE_MARK

TEXT = """---
title: Kommissorium
bodies: [a]
---
Forord, som ingen henviser til.

# Formål

Klyngen skal

- lytte
- tale

  og *skrive*.

Den skal også mødes.

Den arbejder efter:

1. orden
2. flid

# Struktur

| Part | Antal |
|---|---|
| A | 1 |

> Et citat.

# Tom

# Opgaver

1. en
2. to
"""


def prose(text: str = TEXT) -> Prose:
    return parse(text.encode(), "mandate").prose


def test_each_paragraph_table_and_item_below_a_heading_has_a_name() -> None:
    found = [(p.name, p.line, p.leads, p.text) for p in prose().passages]
    assert found == [
        ("Formål, stk. 1", 9, 2, "Klyngen skal"),
        ("Formål, stk. 1, nr. 1", 11, 0, "lytte"),
        ("Formål, stk. 1, nr. 2", 12, 0, "tale og skrive."),
        ("Formål, stk. 2", 16, 0, "Den skal også mødes."),
        ("Formål, stk. 3", 18, 2, "Den arbejder efter:"),
        ("Formål, stk. 3, nr. 1", 20, 0, "orden"),
        ("Formål, stk. 3, nr. 2", 21, 0, "flid"),
        ("Struktur, stk. 1", 25, 0, "Part Antal A 1"),
        ("Struktur, stk. 2", 29, 0, "Et citat."),
        ("Opgaver, nr. 1", 35, 0, "en"),
        ("Opgaver, nr. 2", 36, 0, "to"),
    ]


def test_anchors_are_unique_and_stand_in_the_html() -> None:
    read = prose()
    ids = re.findall(r' id="([^"]+)"', read.html)
    assert len(ids) == len(set(ids))
    assert {p.anchor for p in read.passages} | {h.anchor for h in read.headings} == set(ids)
    assert read.passages[1].anchor == "formaal-stk-1-nr-1" and read.passages[-1].anchor == "opgaver-nr-2"


def test_a_mark_stands_after_each_passage_and_inside_list_items() -> None:
    read = prose()
    assert sorted(int(n) for n in PASSAGE_MARK.findall(read.html)) == list(range(len(read.passages)))
    assert "\x0510\x06</li>" in read.html and re.search("lytte</p>\n\x051\x06\\s*</li>", read.html)
    assert re.search("</p>\n\x052\x06\\s*</li>", read.html)  # an item of two paragraphs has one mark, at its end
    assert re.search("</table></div>\\s*\x057\x06", read.html)


def test_pages_have_neither_anchors_nor_marks() -> None:
    page = parse(b"---\ntitle: Om\n---\n# A\n\nTekst.\n", "page").prose
    assert page.passages == () and "\x05" not in page.html and page.html.count("id=") == 1


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("Formål, stk. 2", ["Formål, stk. 2"]),
        ("Formål, stk. 1, nr. 2", ["Formål, stk. 1, nr. 2"]),
        ("Formål, stk. 2-3", ["Formål, stk. 2", "Formål, stk. 3"]),
        ("Formål, stk. 3, nr. 1–2", ["Formål, stk. 3, nr. 1", "Formål, stk. 3, nr. 2"]),
        ("Opgaver, nr. 1", ["Opgaver, nr. 1"]),
        ("Opgaver", ["Opgaver, nr. 1", "Opgaver, nr. 2"]),
        ("Formål, nr. 1", []),  # two lists have one
        ("Formål, stk. 9", []),
        ("Formål, stk. 2-9", []),
        ("Opgaver, stk. 1, nr. 1", []),  # nothing leads up to that list
        ("Formaal, stk. 1", []),
        ("", []),
    ],
)
def test_what_a_clause_names(clause: str, names: list[str]) -> None:
    read = prose()
    assert [p.name for p in named(clause, read.headings, read.passages)] == names
    assert (find(clause, read.headings, read.passages) is not None) == bool(names)


def test_a_paragraph_answers_for_the_list_that_it_leads_up_to() -> None:
    read = prose()
    assert [p.name for p in answered("Formål, stk. 1", read.headings, read.passages)] == [
        "Formål, stk. 1",
        "Formål, stk. 1, nr. 1",
        "Formål, stk. 1, nr. 2",
    ]
    heading = find("Formål, stk. 2", read.headings, read.passages)
    assert heading and (heading.text, heading.anchor, heading.line) == ("Formål, stk. 2", "formaal-stk-2", 16)
    empty = find("Tom", read.headings, read.passages)
    assert empty and empty.anchor == "tom"  # a heading with nothing under it can be named all the same


def test_every_name_of_a_passage_names_that_passage() -> None:
    read = prose()
    for passage in read.passages:
        assert named(passage.name, read.headings, read.passages) == (passage,)
