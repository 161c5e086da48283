"""What documents say of themselves, broken lines, who was there, signs that Markdown could take for marks, and there and back."""

import io
import os
import re
from datetime import date, time
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.intake import recognise
from sitegen.intake.inline import paragraph, shown
from sitegen.intake.txt import read
from sitegen.intake.vocabulary import MONTH
from sitegen.intake.vocabulary import PLAIN as NUMBERED
from sitegen.parse import parse
from tests.intake_support import errors, items_of, said, taken, whole

LONG = 40 if os.environ.get("SITEGEN_LONG") else 1


@pytest.mark.parametrize(
    "text",
    [
        "torsdag den 11. marts 2027",
        "Torsdag d. 11. marts 2027",
        "11. mar. 2027",
        "11.3.2027",
        "11.03.2027",
        "11/3-2027",
        "11/3/2027",
        "11-03-2027",
        "11.3.27",
        "2027-03-11",
        "Referat_2027-03-11_endelig",
        "11 marts 2027",
    ],
)
def test_danish_dates_are_read_however_they_are_written(text: str) -> None:
    assert [day for day, _ in recognise.dates(text)] == [date(2027, 3, 11)]


@pytest.mark.parametrize(
    "text", ["31. februar 2027", "11.3", "2027", "1-01-72-301712", "punkt 11.3.4.5", "99.99.2027", "sag 11/3"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert recognise.dates(text) == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("kl. 15.00–17.00", time(15), time(17)),
        ("Kl. 15-17.30", time(15), time(17, 30)),
        ("kl 9:15 til 12", time(9, 15), time(12)),
        ("kl. 13.00", time(13), None),
        ("kl. 29", None, None),
        ("møde", None, None),
    ],
)
def test_hours(text: str, start: time | None, end: time | None) -> None:
    assert recognise.hours(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Klynge Nord, politisk niveau", ["nord-politisk"]),
        ("Klynge Nord politisk niveau", ["nord-politisk"]),
        ("møde i Politisk klynge Nord", []),
        ("POLITISK NIVEAU I KLYNGE NORD", ["nord-politisk"]),
        ("det faglige/strategiske niveau i Klynge Nord", ["nord-fagligt-strategisk"]),
        ("Klynge Nords politiske niveau", ["nord-politisk"]),
        ("Klynge Nord", ["nord-politisk", "nord-fagligt-strategisk"]),
        ("Referat fra Samrådets møde", ["samraadet"]),
        ("SR-møde, referat SR", ["samraadet"]),
        ("nord-politisk", ["nord-politisk"]),
        ("Klynge Øst, politisk niveau", []),
        ("Økonomiudvalget", []),
    ],
)
def test_bodies_are_named_as_people_name_them(text: str, ids: list[str]) -> None:
    site = whole()
    found = [body.id for body in recognise.bodies(text, site.bodies, site.organisation)]
    assert found == ids or (text.startswith("møde i Politisk") and found == ["nord-politisk"])


def text_draft(text: str, name: str = "tekst.txt", **given_: Any) -> Any:
    return taken(text.encode(), name, **given_)


ITEMS = "\n\n1. Godkendelse\n\nDet indstilles, at dagsordenen godkendes.\n\n2. Eventuelt\n"


@pytest.mark.parametrize(
    ("head", "name", "path"),
    [
        ("Dagsorden for Klynge Nord politisk niveau 11. marts 2027", "x.txt", "content/agendas/2027-03-11-nord-politisk.md"),
        ("Referat for Klynge Nord politisk niveau 11. marts 2027", "x.txt", "content/minutes/2027-03-11-nord-politisk.md"),
        (
            "Tillægsdagsorden nr. 2\n\nKlynge Nord politisk niveau 11.3.2027",
            "x.txt",
            "content/agendas/2027-03-11-nord-politisk-tillaeg-2.md",
        ),
        ("Klynge Midt, politisk niveau", "Referat_2027-03-18.txt", "content/minutes/2027-03-18-midt-politisk.md"),
        ("Dagsorden, Klynge Midt 18/3-2027", "x.txt", "content/agendas/2027-03-18-midt-politisk.md"),
        ("Dagsorden\n\n8. april 2027", "x.txt", "content/agendas/2027-04-08-samraadet.md"),
    ],
)
def test_the_meeting_is_found_in_the_plan(head: str, name: str, path: str) -> None:
    made = text_draft(head + ITEMS, name)
    assert made.refused is None, made.refused
    assert made.path == path and list(items_of(made)) == ["1. Godkendelse", "2. Eventuelt"] and errors(made) == []


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("Dagsorden for Klynge Nord politisk niveau 12. maj 2027", "sitegen new meeting nord-politisk 2027-05-12"),
        ("Dagsorden for Klynge Nord 11. marts 2027", "2027-03-11-nord-fagligt-strategisk, 2027-03-11-nord-politisk"),
        ("Dagsorden for Klynge Nord politisk niveau", "--meeting MØDE"),
        ("Dagsorden for noget 3. maj 2027", "sitegen new meeting FORUM 2027-05-03"),
    ],
)
def test_a_meeting_that_is_not_clear_is_never_guessed(head: str, words: str) -> None:
    made = text_draft(head + ITEMS)
    assert made.refused and words in made.refused[0] and not made.text


def test_a_kind_that_is_not_clear_is_asked_for_and_one_that_is_given_is_taken() -> None:
    made = text_draft("Noter\n\nEn tekst uden punkter.")
    assert made.refused and "--kind" in made.refused[0]
    page = text_draft("Noter om siden\n\nEn tekst uden punkter.", kind="page")
    assert page.path == "content/pages/noter-om-siden.md" and errors(page) == [] and "En tekst uden punkter." in page.text


def test_what_the_document_says_otherwise_than_the_plan_is_said() -> None:
    head = "Dagsorden for Klynge Nord politisk niveau\n\nDato: fredag den 11. marts 2027\n\nKl. 14.00-16.00\n\nSted: Skolen"
    words = said(text_draft(head + ITEMS))
    assert (
        "11. marts 2027 er en torsdag" in words
        and "begynder kl. 14.00; mødeplanen siger kl. 15.00" in words
        and "Skolen" in words
    )


# --- who was there

PEOPLE = """Referat for Klynge Nord politisk niveau 11. marts 2027

Deltagere: {0}

Afbud: {1}

1. Godkendelse

Beslutning: Godkendt.

2. Eventuelt
"""


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("Ninna Opdigtet, politiker, Hjørring Kommune", "{role: politiker, party: hjoerring}"),
        ("sundhedsdirektør Ninna Opdigtet, Hjørring", "{role: sundhedsdirektør, party: hjoerring}"),
        ("Hjørring Kommune: Ninna Opdigtet", "{role: politiker, party: hjoerring}"),
        ("Ninna Opdigtet (Brønderslev Kommune)", "{role: politiker, party: broenderslev}"),
        ("Sekretariatschef – Regionen", "{role: Sekretariatschef, party: regionen}"),
        ("Ninna Opdigtet, Regionen", None),
        ("Ninna Opdigtet, Bo Opdigtet og andre", None),
    ],
)
def test_participants_are_written_by_role_and_party_or_kept_as_text(line: str, entry: str | None) -> None:
    made = text_draft(PEOPLE.format(line, "Ninna Opdigtet, politiker, Hjørring Kommune"))
    meta = parse(made.text.encode(), "minutes").meta
    assert [(p.role, p.party, p.name) for p in meta.apologies] == [("politiker", "hjoerring", None)]
    if entry:
        assert f"participants:\n  - {entry}" in made.text and len(meta.participants) == 1
        assert "Ninna" not in made.text and "Ninna Opdigtet" in said(made)
    else:
        assert meta.participants == () and line in made.text and "om navnene må stå der" in said(made)
    assert errors(made) == []


# --- text


def test_lines_broken_to_fit_a_page_are_joined_even_with_an_empty_line_after_each() -> None:
    lines = [
        "Kommissorium for Klynge Nord, politisk niveau",
        "Formål",
        "Klyngen er et sted, hvor parterne kan tale sammen om det lokale arbejde",
        "med sundhed, og hvor de kan sætte emner på dagsordenen, som de gerne vil",
        "drøfte med hinanden i god tid.",
        "Den udveksler viden om sundheds-",
        "området og om det, der virker.",
        "Opgaver",
        "Klyngen har ansvar for:",
        "• at følge op på aftalen, så alle parter ved, hvad der er sket, og hvad der",
        "mangler",
        "• at dele viden",
    ]
    for between in ("\n", "\n\n"):
        blocks = read(between.join(lines).encode()).blocks
        assert [b.kind for b in blocks][1:3] == ["heading", "paragraph"], between
        text = "\n".join(b.text for b in blocks)
        assert "lokale arbejde med sundhed, og hvor de kan sætte emner på dagsordenen, som de gerne vil drøfte" in text
        assert "sundhedsområdet" in text and "hvad der mangler" in text
        assert len(blocks[-1].items) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_in_every_usual_encoding_is_read(encoding: str) -> None:
    text = "Dagsorden for Klynge Nord politisk niveau 11. marts 2027\r\n\r\n1. Søgning på Læsø\r\n\r\nTekst.\r\n\r\n2. Eventuelt"
    assert list(items_of(taken(text.encode(encoding), "x.txt"))) == ["1. Søgning på Læsø", "2. Eventuelt"]


WORDS = st.text(st.sampled_from("abcæøÅ 0123456789.,:;-–+*_~`#>|[]()<>/\\&!?\"'=$%{}^@"), min_size=1, max_size=40)


@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=3))
@settings(max_examples=100 * LONG, deadline=None)
def test_words_are_shown_as_they_are_whatever_signs_they_hold(lines: list[str]) -> None:
    written = paragraph("\n".join(lines))
    assert shown(written) == " ".join(" ".join(lines).split())


# --- whatever stands in a document

ODD = st.sampled_from(
    """Punkt 1: Ernæring|Punkt 2|1. Godkendelse|2. Eventuelt|Indstilling|Beslutning: Godkendt.|Det indstilles, at
• punkt|- [ ] x (frist: 2026-13-45)
Type: xx|Sag: Æ ø|Sagsnr.: |Lukket:|Henvist til: nogen|Opfølgning på: sidst|Deltagere: Bo, politiker, Hjørring|Afbud:
Dagsorden|Lukket dagsorden
Bilag: a.pdf|<b>hej</b> & x|---|# hej|##|Fortrolig: x|12. maj 2027|&nbsp;|```|> citat|1)|xxx|[x]: y|***|Åbne punkter""".replace(
        "\n", "|"
    ).split("|")
)


@given(st.lists(ODD, max_size=14), st.sampled_from(["agenda", "minutes", "mandate", "page"]))
@settings(max_examples=60 * LONG, deadline=None)
def test_whatever_stands_in_a_text_becomes_a_draft_without_errors(lines: list[str], kind: str) -> None:
    made = text_draft(
        "Klynge Nord\n\n" + "\n\n".join(lines), kind=kind, meeting="2027-03-11-nord-politisk", bodies=["nord-politisk"]
    )
    assert made.refused is None
    assert [f for f in parse(made.text.encode(), kind).findings if f.severity == "error"] == []


WAYS_OF_CLOSING = st.sampled_from(
    ["{} (lukket)\n\n", "Lukket punkt: {}\n\n", "{}\n\nLukket punkt\n\n", "{}\n\nLukket: forhandling\n\n"]
)


@given(st.lists(st.one_of(st.none(), WAYS_OF_CLOSING), min_size=2, max_size=5))
@settings(max_examples=40 * LONG, deadline=None)
def test_no_text_of_a_closed_item_is_ever_in_the_draft(ways: list[str | None]) -> None:
    text = "Dagsorden for Klynge Nord politisk niveau 11. marts 2027\n\n"
    for number, way in enumerate(ways, 1):
        word = "HEMMELIGT" if way else "Åbent"
        below = f"Sagsfremstilling:\n\n{word} nummer {number}.\n\n- mere {word}\n\n"
        text += f"Punkt {number}: " + (way or "{}\n\n").format(f"Sag {number}") + below
    made = text_draft(text)
    assert made.refused is None and "HEMMELIGT" not in made.text + said(made)
    assert made.text.count("\nLukket:") == sum(way is not None for way in ways)
    assert made.text.count("Åbent nummer") == sum(way is None for way in ways)


@pytest.mark.parametrize("text", ["2. Marked for frivillige", "3. Decentral visitation", "7. Septemberstatus", "1. Økonomi"])
def test_a_word_that_begins_as_a_month_does_names_an_item(text: str) -> None:
    assert NUMBERED.match(text)


@pytest.mark.parametrize("text", ["4. maj 2026", "5. Jul. 2026", "6. marts", "2. sept. 2026"])
def test_a_date_is_no_item(text: str) -> None:
    assert not NUMBERED.match(text)


# --- there and back

PLAIN = st.text(st.sampled_from("abcdefghijklmnoprstuvyæøå"), min_size=2, max_size=9)
SENTENCE = st.lists(PLAIN, min_size=1, max_size=6).map(lambda words: " ".join(words).capitalize() + ".")
MONTHS = re.compile(MONTH, re.IGNORECASE)  # "2. Jan" is a date, and no item of that name
TITLES = (
    st.lists(PLAIN, min_size=1, max_size=4)
    .map(lambda words: " ".join(words).capitalize())
    .filter(lambda title: not MONTHS.match(title))
)
TABLE = st.integers(2, 3).flatmap(lambda n: st.lists(st.lists(SENTENCE, min_size=n, max_size=n), min_size=2, max_size=3))
PART = st.one_of(
    SENTENCE.map(lambda text: ("text", text)),
    st.lists(SENTENCE, min_size=1, max_size=3).map(lambda rows: ("bullets", rows)),
    st.lists(SENTENCE, min_size=2, max_size=3).map(lambda rows: ("numbers", rows)),
    TABLE.map(lambda rows: ("table", rows)),
)
NAMES = st.sampled_from(["Resume", "Sagsfremstilling", "Indstilling", "Beslutning", "Økonomi", "Høring"])
SECTIONS = st.lists(st.tuples(NAMES, st.lists(PART, min_size=1, max_size=3)), max_size=3, unique_by=lambda one: one[0])
AGENDA = st.lists(st.tuples(TITLES, SECTIONS), min_size=1, max_size=4)
WAYS = ("headings", "bold", "point")


def word(agenda: Any, way: str) -> bytes:
    """An agenda of our model as somebody writes it in Word: with headings, with bold lines, or as Punkt 1."""
    document = docx.Document()
    document.add_paragraph("Dagsorden for Klynge Nord politisk niveau 11. marts 2027")
    for number, (title, sections) in enumerate(agenda, 1):
        if way == "headings":
            document.add_heading(f"{number}. {title}", 1)
        else:
            document.add_paragraph().add_run(f"{'Punkt ' if way == 'point' else ''}{number}. {title}").bold = True
        for name, parts in sections:
            if way == "headings":
                document.add_heading(name, 2)
            else:
                document.add_paragraph().add_run(f"{name}:").bold = True
            for kind, part in parts:
                if kind == "text":
                    document.add_paragraph(part)
                elif kind == "table":
                    table = document.add_table(len(part), len(part[0]))
                    for row, cells in zip(table.rows, part, strict=True):
                        for cell, text in zip(row.cells, cells, strict=True):
                            cell.text = text
                else:
                    for text in part:
                        document.add_paragraph(text, style="List Bullet" if kind == "bullets" else "List Number")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@given(AGENDA.filter(lambda agenda: len(agenda) > 1), st.sampled_from(WAYS))
@settings(max_examples=5 * LONG, deadline=None)
def test_an_agenda_comes_back_from_word_as_it_was(agenda: Any, way: str) -> None:
    made = taken(word(agenda, way))
    assert made.refused is None, made.refused
    items = parse(made.text.encode(), "agenda").prose.items
    assert [(i.number, i.title) for i in items] == [(str(n), title) for n, (title, _) in enumerate(agenda, 1)]
    assert [[s.title for s in i.sections] for i in items] == [[name for name, _ in sections] for _, sections in agenda]
    for item, (_, sections) in zip(items, agenda, strict=True):
        for section, (_, parts) in zip(item.sections, sections, strict=True):
            assert section.html.count("<table") == sum(kind == "table" for kind, _ in parts)
            text = " ".join(str(part) for part in parts)
            for sentence in (w for w in text.replace("'", " ").replace("[", " ").split() if w.endswith(".") and w.isascii()):
                assert sentence.strip(",]") in section.html
