"""Word's own ways, one by one: styles in Danish, counted numbers, changes, boxes, pictures, tables; what is closed; bad files."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sitegen import intake
from sitegen.intake.draft import Draft
from tests import papers
from tests.intake_support import errors, found_in, items_of, said, taken

HEAD = "Dagsorden til møde i Klynge Nord politisk niveau den 11. marts 2027"


def made(write: Callable[[Any], object], head: str = HEAD, **given: Any) -> Draft:
    """The draft of a Word document that a function writes below a title."""
    return taken(saved(write, head), **given)


def saved(write: Callable[[Any], object], head: str = HEAD) -> bytes:
    document = docx.Document()
    document.add_paragraph(head)
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xml(document: Any, inner: str) -> Any:
    """Add a paragraph, or whatever it is, written as Word does."""
    wanted = nsdecls("w", "r", "wp", "a", "pic")
    extra = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    element = parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {wanted} {extra}", inner, count=1))
    document.element.body.insert(len(document.element.body) - 1, element)
    return element


def item(document: Any, title: str = "Punkt 1: Ernæring") -> object:
    run = document.add_paragraph().add_run(title)
    run.bold = True
    return run


def body(draft: Draft) -> str:
    """What the draft says under its first item's heading."""
    assert draft.refused is None, draft.refused
    return draft.text.partition("## 1. ")[2].partition("\n")[2].strip()


# --- headings


def test_danish_words_headings_are_headings_by_their_names_and_by_what_they_are_based_on() -> None:
    def write(document: Any) -> None:
        styles = document.styles
        for number in (1, 2):  # what Danish Word writes: an English name, a Danish id
            styles[f"Heading {number}"].element.set(docx.oxml.ns.qn("w:styleId"), f"Overskrift{number}")
        own = styles.add_style("Dagsordenspunkt", 1)
        own.element.append(parse_xml(f'<w:basedOn {nsdecls("w")} w:val="Overskrift1"/>'))
        for text, style in (("Ernæring", "Overskrift1"), ("Indstilling", "Overskrift2"), ("Eventuelt", own.style_id)):
            xml(document, f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>')

    assert items_of(made(write)) == {"1. Ernæring": ["Indstilling"], "2. Eventuelt": []}


def test_a_style_that_is_only_called_overskrift_is_a_heading() -> None:
    def write(document: Any) -> None:
        document.styles.add_style("Overskrift 1", 1)
        document.add_paragraph("Ernæring", style="Overskrift 1")
        document.add_paragraph("Eventuelt", style="Overskrift 1")

    assert list(items_of(made(write))) == ["1. Ernæring", "2. Eventuelt"]


NUMBERING = """<w:abstractNum {ns} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="14"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Punkt %1:"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>"""


def numbered(document: Any) -> None:
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def at(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'


def test_the_numbers_that_word_counts_out_before_headings_are_the_items_numbers() -> None:
    def write(document: Any) -> None:
        numbered(document)
        for text in ("Ernæring", "Økonomi i 2027", "Eventuelt"):
            xml(document, f'<w:p><w:pPr><w:pStyle w:val="Heading1"/>{at(0)}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>')

    assert list(items_of(made(write))) == ["14. Ernæring", "15. Økonomi i 2027", "16. Eventuelt"]


def test_a_list_that_goes_on_after_a_paragraph_goes_on_counting_and_letters_stay() -> None:
    def write(document: Any) -> None:
        item(document)
        numbered(document)
        for level, text in ((0, "Først"), (1, "Under"), (1, "Mere"), (0, "Så")):
            xml(document, f"<w:p><w:pPr>{at(level)}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
        document.add_paragraph("Imens sker der noget andet, som tager længere tid end ventet.")
        xml(document, f"<w:p><w:pPr>{at(0)}</w:pPr><w:r><w:t>Til sidst</w:t></w:r></w:p>")
        item(document, "Punkt 2: Eventuelt")

    text = body(made(write))
    assert "Punkt 14: Først" in text and "a) Under" in text and "b) Mere" in text and "Punkt 16: Til sidst" in text


# --- what Word hides, counts and draws


def test_changes_are_accepted_and_said() -> None:
    def write(document: Any) -> None:
        item(document)
        xml(
            document,
            '<w:p><w:r><w:t xml:space="preserve">Det er </w:t></w:r>'
            '<w:del w:id="1" w:author="X"><w:r><w:delText>ikke</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="X"><w:r><w:t>helt</w:t></w:r></w:ins>'
            '<w:moveFrom w:id="3"><w:r><w:t>væk</w:t></w:r></w:moveFrom>'
            '<w:r><w:t xml:space="preserve"> aftalt.</w:t></w:r></w:p>',
        )

    draft = made(write)
    assert body(draft) == "Det er helt aftalt."
    assert "sporede ændringer" in said(draft) and "(2 steder)" in said(draft)


@pytest.mark.parametrize("how", ["run", "style", "paragraph"])
def test_hidden_text_is_left_out_and_said(how: str) -> None:
    def write(document: Any) -> None:
        item(document)
        style = document.styles.add_style("Skjult", 1 if how == "paragraph" else 2)
        style.font.hidden = True
        paragraph = document.add_paragraph("Det åbne.", style=style if how == "paragraph" else None)
        run = paragraph.add_run("HEMMELIGT", style=style if how == "style" else None)
        run.font.hidden = True if how == "run" else None
        document.add_paragraph("Mere.")

    draft = made(write)
    assert "HEMMELIGT" not in draft.text + said(draft)
    assert "Skjult tekst er ikke taget med (1 sted)" in said(draft)


def test_comments_headers_objects_formulas_and_contents_are_listed() -> None:
    def write(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Fortroligt udkast"
        item(document)
        paragraph = document.add_paragraph("Aftalt.")
        document.add_comment(paragraph.runs, text="Spørg formanden", author="Redaktør")
        xml(document, "<w:p><w:r><w:object/></w:r><m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath></w:p>")
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Ernæring 4", style="toc 1")

    draft = made(write)
    assert body(draft) == "Aftalt.\n\nx=2"
    for words in ("»Spørg formanden«", "»Fortroligt udkast«", "1 indlejret fil ", "1 formel ", "Indholdsfortegnelsen"):
        assert words in said(draft)


def test_a_text_box_without_an_older_form_is_kept_where_it_is_anchored_and_said() -> None:
    def write(document: Any) -> None:
        item(document)
        box = "<wps:txbx><w:txbxContent><w:p><w:r><w:t>I boksen</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
        choice = f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice></mc:AlternateContent>'
        xml(document, f"<w:p><w:r>{choice}</w:r><w:r><w:t>Ved siden af</w:t></w:r></w:p>")

    draft = made(write)
    assert body(draft) == "Ved siden af\n\nI boksen" and "tekstboks" in said(draft)


def test_text_in_fields_and_content_controls_is_kept() -> None:
    def write(document: Any) -> None:
        item(document)
        xml(
            document,
            '<w:p><w:fldSimple w:instr=" REF x "><w:r><w:t>Feltet</w:t></w:r></w:fldSimple>'
            '<w:sdt><w:sdtContent><w:r><w:t xml:space="preserve">'
            " og rammen</w:t></w:r></w:sdtContent></w:sdt><w:r><w:cr/><w:t>ny linje</w:t></w:r></w:p>",
        )

    assert body(made(write)) == "Feltet og rammen\\\nny linje"


def test_odd_signs_are_cleaned_and_words_are_shown_as_they_are() -> None:
    def write(document: Any) -> None:
        item(document)
        document.add_paragraph(
            "Kl.\u00a09\tog “§\u00a05” 2\u20113 ord\u00addeling \ue010\uf0b7 <b> *stjerne* a_b [x](y) # & | 100~200"
        )
        document.add_paragraph("1. maj")
        document.add_paragraph("# ikke en overskrift")

    text = body(made(write))
    assert (
        text
        == "Kl. 9 og “§ 5” 2-3 orddeling \\<b> \\*stjerne\\* a_b \\[x](y) # & | 100~200\n\n1\\. maj\n\n\\# ikke en overskrift"
    )


def test_bold_words_that_touch_others_keep_their_letters() -> None:
    def write(document: Any) -> None:
        item(document)
        paragraph = document.add_paragraph()
        paragraph.add_run("Vigtigt:").bold = True
        paragraph.add_run("husk ")
        paragraph.add_run(" alt ").italic = True
        paragraph.add_run("med.")

    assert body(made(write)) == "**Vigtigt**:husk *alt* med."


def test_links_out_are_kept_and_links_to_a_computer_are_text() -> None:
    def write(document: Any) -> None:
        item(document)
        paragraph = document.add_paragraph()
        for number, target in enumerate(("https://eksempel.example/a_(b)", "file:///H:/notat.docx", "javascript:alert(1)")):
            name = document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            run = f'<w:r><w:t xml:space="preserve">link {number} </w:t></w:r>'
            paragraph._p.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{name}">{run}</w:hyperlink>'))

    draft = made(write)
    assert body(draft) == "[link 0](https://eksempel.example/a_%28b%29) link 1 link 2"
    assert said(draft).count("Et link er kun taget med som tekst") == 2 and errors(draft) == []


def test_pictures_lie_beside_the_draft_and_one_without_words_is_asked_about() -> None:
    def write(document: Any) -> None:
        item(document)
        for data in (papers.png(20, 10), papers.png(30, 30), papers.png(20, 10)):
            document.add_picture(io.BytesIO(data))
        for shape, words in zip(document.inline_shapes, ("Kort over [to] kommuner", "", "Kort igen"), strict=True):
            shape._inline.docPr.set("descr", words)

    draft = made(write)
    assert [path.rpartition("/")[2] for path in draft.pictures] == ["dagsorden-billede-1.png", "dagsorden-billede-2.png"]
    assert all(path.startswith("content/attachments/2027-03-11-nord-politisk/") for path in draft.pictures)
    assert (
        "![Kort over \\[to\\] kommuner](dagsorden-billede-1.png)" in draft.text and "![](dagsorden-billede-2.png)" in draft.text
    )
    assert "mangler en tekst" in said(draft)
    assert [f.code for f in found_in(draft) if f.code.startswith("SG6")] == ["SG601"] and errors(draft) == []


def test_tables_are_tables_with_their_pipes_and_merged_cells() -> None:
    def write(document: Any) -> None:
        item(document)
        table = document.add_table(3, 3)
        for at_, text in enumerate(("Emne", "Kroner", "", "Løn | drift", "12", "*", "Alt", "", "3")):
            table.cell(at_ // 3, at_ % 3).text = text
        table.cell(2, 0).merge(table.cell(2, 1))

    draft = made(write)
    assert "| Emne | Kroner | |\n|---|---|---|\n| Løn \\| drift | 12 | \\* |\n| Alt | | 3 |" in draft.text
    assert "flettede celler" in said(draft) and "første række" in said(draft)


# --- what must not be published


CLOSED: dict[str, Callable[[Any], object]] = {
    "title": lambda d: item(d, "Punkt 1: Lukket punkt: køb af ydelser"),
    "brackets": lambda d: item(d, "Punkt 1: Køb af ydelser (lukket)"),
    "line": lambda d: (item(d), d.add_paragraph("Lukket punkt")),
    "field": lambda d: (item(d), d.add_paragraph("Åben/lukket: Lukket")),
    "group": lambda d: (d.add_paragraph("Lukket dagsorden"), item(d)),
    "late": lambda d: (item(d), d.add_paragraph("Noget."), d.add_paragraph("Fortroligt: vi kan gå til fem.")),
    "said of the title": lambda d: item(d, "Punkt 1: Lukket Køb af ydelser"),
    "at its end": lambda d: item(d, "Punkt 1: Køb af ydelser, lukket"),
    "doors": lambda d: (item(d), d.add_paragraph("Punktet behandles for lukkede døre.")),
    "law": lambda d: (item(d), d.add_paragraph("Lukket jf. styrelsesloven § 10")),
    "said": lambda d: (item(d), d.add_paragraph("Dette punkt er lukket")),
    "access": lambda d: (item(d), d.add_paragraph("Undtaget fra aktindsigt")),
    "group in words": lambda d: (d.add_paragraph("Herefter lukkede punkter:"), item(d)),
}


@pytest.mark.parametrize("way", CLOSED)
def test_nothing_of_a_closed_item_is_written_but_its_title(way: str) -> None:
    def write(document: Any) -> None:
        CLOSED[way](document)
        document.add_paragraph("HEMMELIGT tal")
        document.add_picture(io.BytesIO(papers.png(9, 9)))
        document.add_paragraph().add_run("Beslutning").bold = True
        document.add_paragraph("HEMMELIG aftale")
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "HEMMELIG celle"
        item(document, "Punkt 2: Eventuelt")

    draft = made(write)
    assert draft.refused is None and "HEMMELIG" not in draft.text + said(draft) and "vi kan gå" not in draft.text
    assert not draft.pictures and "LUKKET PUNKT" in said(draft)
    assert "Lukket: skriv grunden her\n" in draft.text and errors(draft) == []
    assert "SG110" in [f.code for f in found_in(draft)]


def test_text_below_a_heading_of_closed_items_is_not_the_open_items_above_it() -> None:
    def write(document: Any) -> None:
        item(document)
        document.add_paragraph("Åbent.")
        document.add_paragraph("Lukkede punkter")
        document.add_paragraph("HEMMELIGT")
        item(document, "Punkt 2: Køb")
        document.add_paragraph("HEMMELIGT")

    draft = made(write)
    assert "Åbent." in draft.text and "HEMMELIGT" not in draft.text and draft.text.count("Lukket:") == 1


def test_a_heading_without_a_number_after_a_closed_item_is_no_item_of_its_own() -> None:
    def write(document: Any) -> None:
        for text in ("1. Ernæring", "Baggrund", "2. Køb (lukket)", "Baggrund for købet", "3. Eventuelt"):
            document.add_heading(text, 2)
            document.add_paragraph("HEMMELIGT" if text.endswith("købet") else "Åbent.")

    draft = made(write)
    assert list(items_of(draft))[-1] == "4. Eventuelt" and draft.text.count("Åbent.") == 3
    assert "HEMMELIGT" not in draft.text and "»Baggrund for købet« og teksten under den" in said(draft)


@pytest.mark.parametrize("line", ["Lukket møde", "Køb (lukket): HEMMELIGT"])
def test_what_is_closed_above_the_items_is_left_out_with_all_below_it(line: str) -> None:
    draft = made(lambda d: [d.add_paragraph(text) for text in ("Velkommen.", line, "Det er HEMMELIGT.")], kind="agenda")
    assert draft.refused is None and "Velkommen." in draft.text and "HEMMELIGT" not in draft.text
    assert "siger, at noget er lukket" in said(draft)


def test_short_lines_between_numbers_are_no_items_of_their_own() -> None:
    text = f"{HEAD}\n\n1. Ernæring\n\nOrientering om budget\n\n2. Økonomi\n\nDet går godt.\n\n3. Eventuelt\n"
    made_of = items_of(taken(text.encode(), "x.txt"))
    assert list(made_of) == ["1. Ernæring", "2. Økonomi", "3. Eventuelt"]


MARK = "\ue0029\ue003"  # what stands for the tenth picture while a document is read


@pytest.mark.parametrize("where", ["text", "formula", "address", "number", "alternative"])
def test_a_mark_of_ours_in_a_document_stands_for_nothing(where: str) -> None:
    def write(document: Any) -> None:
        item(document)
        numbered(document)
        if where == "number":
            document.part.numbering_part.element.find(f".//{docx.oxml.ns.qn('w:lvlText')}").set(
                docx.oxml.ns.qn("w:val"), f"{MARK}%1."
            )
        numbers = at(0) if where == "number" else ""
        xml(document, f"<w:p><w:pPr>{numbers}</w:pPr><w:r><w:t>Hej {MARK if where == 'text' else ''}</w:t></w:r></w:p>")
        if where == "formula":
            xml(document, f"<w:p><m:oMath><m:r><m:t>x{MARK}</m:t></m:r></m:oMath></w:p>")
        if where == "address":
            relation = document.part.relate_to(f"https://eksempel.example/{MARK}", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            xml(document, f'<w:p><w:hyperlink r:id="{relation}"><w:r><w:t>her</w:t></w:r></w:hyperlink></w:p>')
        if where == "alternative":
            document.add_picture(io.BytesIO(papers.png(9, 9)))._inline.docPr.set("descr", f"Et hus {MARK}")
        document.add_paragraph("Til sidst står der mere.")

    draft = made(write)
    assert "Hej" in draft.text and "\ue002" not in draft.text and len(draft.pictures) == (where == "alternative")


def test_an_item_that_only_speaks_of_something_closed_is_kept_and_asked_about() -> None:
    draft = made(lambda d: (item(d, "Punkt 1: Lukkede afdelinger"), d.add_paragraph("Teksten om dem.")))
    assert "Teksten om dem." in draft.text and "nævner noget lukket" in said(draft)


@pytest.mark.parametrize("where", ["text", "table", "title", "picture", "split", "within"])
def test_a_personal_number_stops_everything(where: str) -> None:
    number = "610190-1234"  # a replacement number: nobody has it

    def write(document: Any) -> None:
        item(document, f"Punkt 1: Sag {number}" if where == "title" else "Punkt 1: Ernæring")
        document.add_paragraph(f"Borgeren {number if where == 'text' else ''} er hørt.")
        paragraph = document.add_paragraph("Cpr ")
        first, last = {"split": ("610190-", "1234"), "within": ("6101", "90-1234")}.get(where, ("ukendt", ""))
        paragraph.add_run(first).bold = True
        paragraph.add_run(last)
        document.add_table(1, 1).cell(0, 0).text = number if where == "table" else "Intet"
        document.add_picture(io.BytesIO(papers.png(9, 9, text=number.encode() if where == "picture" else b"")))

    draft = made(write)
    assert draft.refused and not draft.text
    assert "61••••-••••" in draft.refused[0] and number not in draft.refused[0] and "1234" not in draft.refused[0]


def test_a_personal_number_in_a_comment_is_masked_where_the_comment_is_listed() -> None:
    def write(document: Any) -> None:
        item(document)
        document.add_comment(document.add_paragraph("Aftalt.").runs, text="Det er 610190-1234", author="Redaktør")

    draft = made(write)
    assert draft.refused is None and "61••••-••••" in said(draft) and "1234" not in said(draft)


def test_names_in_the_text_are_kept_and_listed() -> None:
    draft = made(lambda d: (item(d), d.add_paragraph("Sagen blev fremlagt af Ninna Opdigtet fra Brønderslev Kommune.")))
    assert "Ninna Opdigtet" in draft.text and "Ninna Opdigtet (linje 9)" in said(draft)


# --- bad files


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w:p/>" * 3_000_000)
    return stream.getvalue()


def entities() -> bytes:
    text = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document>&b;</w:document>'
    return papers.package({"[Content_Types].xml": "<Types/>", "word/document.xml": text})


def deep() -> bytes:
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    text = f"<w:document {ns}><w:body>{'<w:sdt><w:sdtContent>' * 3000}{'</w:sdtContent></w:sdt>' * 3000}</w:body></w:document>"
    return papers.package({"[Content_Types].xml": "<Types/>", "word/document.xml": text})


BAD = {
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".doc"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "adgangskode"),
    "broken.docx": (b"PK\x03\x04" + bytes(200), "beskadiget"),
    "cut.docx": (saved(lambda d: item(d))[:3000], "beskadiget"),
    "minutes.pdf": (b"%PDF-1.7\n", "PDF"),
    "minutes.rtf": (b"{\\rtf1 hej}", "RTF"),
    "minutes.odt": (papers.odt("Hej"), "LibreOffice"),
    "budget.xlsx": (papers.xlsx({"Ark": [["a"]]}), "ikke et Word-dokument"),
    "empty.docx": (b"", "tom"),
    "blank.docx": (saved(lambda d: None, ""), "ingen tekst"),
    "picture.png": (papers.png(), "hverken"),
    "bomb.docx": (bomb(), "langt mere"),
    "entities.docx": (entities(), "beskadiget"),
    "deep.docx": (deep(), "langt mere"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(name: str) -> None:
    data, words = BAD[name]
    draft = taken(data, name)
    assert draft.refused and words in draft.refused[0] and draft.text == ""
    assert draft.refused[0].endswith((".", "fil."))


def test_a_file_is_read_by_what_it_is_and_not_by_its_name() -> None:
    data = saved(lambda d: item(d))
    assert intake.read(data, "txt").blocks and intake.read(b"Dagsorden\n\nTekst.", "docx").refused
