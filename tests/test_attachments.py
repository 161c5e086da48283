"""Attachments: what a PDF, an office file, a table or a picture says of itself, and every personal number in it.

Every number here is a replacement number (the day is 61 to 91), which no person has, or of 1858.
"""

import os
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import attachments
from sitegen.parsed import Contents
from tests.papers import docx, jpeg, ods, odt, package, pdf, png, pptx, run, xlsx

LONG = bool(os.environ.get("SITEGEN_LONG"))
EXAMPLES = settings(max_examples=1000 if LONG else 40, deadline=None)
NUMBER = "610160-0001"


def read(data: bytes, kind: str) -> Contents:
    return attachments.read(data, kind)


def places(contents: Contents, number: str = NUMBER) -> list[str]:
    digits = "".join(filter(str.isdigit, number))
    return [place for found, place in contents.numbers if found.digits == digits]


# --- what a file says of itself


def test_a_pdf_says_how_long_it_is_and_in_which_language_and_whether_it_is_tagged() -> None:
    said = read(pdf("Forside", "Side to", language="da-DK", title="Budget 2026", tagged=True), "pdf")
    assert (said.pages, said.language, said.title, said.tagged, said.unread) == (2, "da-DK", "Budget 2026", True, "")
    assert read(pdf("Forside"), "pdf").tagged is False


@pytest.mark.parametrize(
    "title", ["budget.pdf", "Microsoft Word - Budget", "Dokument1", "Untitled", "  ", "PowerPoint-præsentation"]
)
def test_what_a_program_puts_for_a_title_is_none(title: str) -> None:
    assert read(pdf("Forside", title=title), "pdf").title == ""


def test_a_title_may_end_in_a_year() -> None:
    assert read(pdf("Forside", title="Referat den 12.03.2026"), "pdf").title == "Referat den 12.03.2026"


def test_a_language_that_the_letters_contradict_is_none() -> None:
    danish = "Fælles indsats på tværs af kommunerne: færre fald blandt ældre, bedre overgange, én indgang for pårørende. " * 3
    english = "A joint effort against falls among the elderly, better transitions and a single point of contact. " * 3
    for make, kind in ((pdf, "pdf"), (docx, "docx")):
        assert read(make(danish, language="en-US"), kind).language == ""  # type: ignore[operator]
        assert read(make(english, language="en-US"), kind).language == "en-US"  # type: ignore[operator]
        assert read(make(danish, language="da-DK"), kind).language == "da-DK"  # type: ignore[operator]


def test_office_files_say_their_title_and_language() -> None:
    core = '<c xmlns:dc="d"><dc:title>Oplæg</dc:title><dc:language>en-GB</dc:language></c>'
    said = read(docx("Text", parts={"docProps/core.xml": core}), "docx")
    assert (said.title, said.language, said.pages, said.tagged) == ("Oplæg", "en-GB", None, None)
    said = read(odt("Text", meta="<dc:title>Oplæg</dc:title><dc:language>en</dc:language>"), "odt")
    assert (said.title, said.language) == ("Oplæg", "en")
    assert read(pptx("Et", "To", "Tre"), "pptx").pages == 3


@pytest.mark.parametrize("turned", [False, True])
def test_a_picture_says_its_size_as_it_is_shown(turned: bool) -> None:
    said = read(jpeg(1200, 800, turned), "jpg")
    assert (said.width, said.height, said.unread) == ((800, 1200, "") if turned else (1200, 800, ""))
    said = read(png(1200, 800), "png")
    assert (said.width, said.height, said.unread) == (1200, 800, "")


# --- what cannot be searched


def test_a_page_that_is_a_picture_is_named() -> None:
    said = read(pdf("Forside", "<scan>", "", "<scan>"), "pdf")
    assert (said.unread, said.textless, said.pages) == ("scanned", (2, 4), 4)


def test_an_empty_page_hides_nothing() -> None:
    assert read(pdf("Forside", ""), "pdf").unread == ""


def test_a_password_is_said_and_none_that_is_empty() -> None:
    assert read(pdf("Forside", password="hemmelig"), "pdf").unread == "encrypted"
    assert places(read(pdf(NUMBER, password=""), "pdf")) == ["page:1"]


def test_a_locked_office_file_is_said() -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    assert read(compound, "docx").unread == "encrypted"
    manifest = "<manifest:encryption-data/>"
    assert read(package({"mimetype": "x", "content.xml": "<x/>", "META-INF/manifest.xml": manifest}), "odt").unread == "encrypted"


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "png", "jpg", "csv"])
def test_what_is_no_such_file_is_damaged(kind: str) -> None:
    assert read(b"", kind).unread == "damaged"
    assert read(b"\0\1\2" * 50, kind).unread == "damaged"
    assert read(png() if kind != "png" else pdf("x"), kind).unread == "damaged"


def test_a_file_under_a_wrong_name_is_searched_for_what_it_is() -> None:
    said = read(pdf(NUMBER), "docx")
    assert (said.unread, places(said)) == ("damaged", ["page:1"])


def test_a_kind_that_nobody_knows_is_searched_for_what_stands_in_plain_sight() -> None:
    for encoding in ("latin-1", "utf-16-le"):
        said = read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0" + f"borger {NUMBER} slut".encode(encoding), "doc")
        assert (said.unread, places(said)) == ("kind", ["text"])


def test_a_text_is_searched_whatever_it_is_called() -> None:
    assert read(b"<svg><text>" + NUMBER.encode() + b"</text></svg>", "svg").unread == ""
    assert places(read(b"<p>6101<b>60</b>-0001</p>", "html")) == ["text"]


# --- what is hostile, or merely very large


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert read(b"%PDF-1.7" + b" " * attachments.LARGEST, "pdf").unread == "large"


def test_a_package_that_unpacks_without_end_is_given_up() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", b" " * 150_000_000)
    assert len(stream.getvalue()) < 200_000
    assert read(stream.getvalue(), "docx").unread == "large"


def test_packages_within_packages_are_given_up() -> None:
    data = docx(NUMBER)
    for _ in range(10):
        data = package({"inner.docx": data})
    assert read(data, "zip").unread == "large"


def test_entities_that_multiply_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    said = read(docx("x", parts={"word/footnotes.xml": f"<!DOCTYPE x [{laughs}]><x>&l11;</x>"}), "docx")
    assert said.unread == "damaged"


def test_xml_of_any_depth_is_gone_through() -> None:
    deep = "<a>" * 100_000 + NUMBER + "</a>" * 100_000
    assert places(read(docx("x", parts={"word/footnotes.xml": deep}), "docx")) == ["note"]


def test_a_pdf_that_claims_many_pages_has_those_it_has() -> None:
    said = read(pdf("Forside", "Side to").replace(b"/Count 2", b"/Count 10000"), "pdf")
    assert (said.pages, said.unread) == (2, "")


def test_drawings_that_use_one_another_are_counted_before_they_are_drawn() -> None:
    """Twenty drawings, each of which uses the next one ten times: 10**20 of them on the page."""
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {next} 0 R >> >> /Length {length} >>"
    bodies = [b"/F Do " * 10] * 20 + [b"BT (x) Tj ET"]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Contents 4 0 R >>"
    objects += [page, b"<< /Length 6 >> stream\n/F Do \nendstream"]
    for number, body in enumerate(bodies, 5):
        head = form.format(next=number + 1 if number < 4 + len(bodies) else number, length=len(body)).encode()
        objects.append(head + b" stream\n" + body + b"\nendstream")
    assert read(_written(objects), "pdf").unread == "large"


def test_pages_that_lead_back_to_themselves_are_damaged() -> None:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]
    assert read(_written(objects), "pdf").unread == "damaged"


def test_a_stream_that_unpacks_without_end_is_given_up() -> None:
    import zlib

    packed = zlib.compress(b" " * 100_000_000, 9)
    stream = b"<< /Filter /FlateDecode /Length %d >> stream\n%s\nendstream" % (len(packed), packed)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    objects += [b"<< /Type /Page /Parent 2 0 R /Resources << >> /Contents 4 0 R >>", stream]
    assert read(_written(objects), "pdf").unread == "large"


def _written(objects: list[bytes]) -> bytes:
    """A PDF of objects as they stand."""
    data, starts = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return data + end % (size, table, size, len(data))


SOUND = {
    "pdf": pdf("Forside " + NUMBER, "<scan>", title="Titel", notes={1: "Note"}, files={"a.csv": b"a;b"}),
    "docx": docx("Et afsnit", parts={"word/comments.xml": "<w:c xmlns:w='w'/>"}),
    "xlsx": xlsx({"Ark": [["a", 1], ["b", 2]]}),
    "odt": odt("Et afsnit"),
    "png": png(text=b"note"),
    "jpg": jpeg(8, 8, True),
    "csv": b"a;b\n1;2\n",
}


@EXAMPLES
@given(st.sampled_from(sorted(SOUND)), st.data())
def test_no_damage_raises(kind: str, data: st.DataObject) -> None:
    spoilt = bytearray(SOUND[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(spoilt) - 1))
        spoilt[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
        if not spoilt:
            break
    said = read(bytes(spoilt), data.draw(st.sampled_from([kind, *SOUND])))
    assert said.unread in ("", "encrypted", "scanned", "damaged", "large", "kind")
    assert all(number.digits.isdecimal() and len(number.digits) == 10 for number, _ in said.numbers)


def test_reading_says_nothing_aloud(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    assert read(SOUND["pdf"].replace(b"xref", b"xxxx").replace(b"endobj", b"endxxx", 2), "pdf").size
    assert (capfd.readouterr(), caplog.records) == (("", ""), [])


# --- personal numbers, wherever they can stand

ONE = {
    "a header": (docx("x", parts={"word/header2.xml": f"<w:hdr xmlns:w='w'><w:p>{run(NUMBER)}</w:p></w:hdr>"}), "docx", "header"),
    "a footnote": (docx("x", parts={"word/footnotes.xml": f"<w:f xmlns:w='w'><w:p>{run(NUMBER)}</w:p></w:f>"}), "docx", "note"),
    "a comment": (docx("x", parts={"word/comments.xml": f"<w:c xmlns:w='w'><w:p>{run(NUMBER)}</w:p></w:c>"}), "docx", "note"),
    "a thread of comments": (
        docx(
            "x",
            parts={
                "xl/threadedComments/threadedComment1.xml": f"<T><threadedComment><text>{NUMBER}</text></threadedComment></T>"
            },
        ),
        "xlsx",
        "note",
    ),
    "what was deleted": (docx(f"<w:del><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del>"), "docx", "text"),
    "what was put in its place": (
        docx(f"{run('610160-')}<w:del><w:r><w:delText>0002</w:delText></w:r></w:del><w:ins>{run('0001')}</w:ins>"),
        "docx",
        "text",
    ),
    "a hyphen that does not break": (
        docx(f"{run('610160')}<w:r><w:noBreakHyphen/><w:t>0001</w:t></w:r>"),
        "docx",
        "text",
    ),
    "a text box": (
        docx(f"{run('a')}<w:r><w:txbxContent><w:p>{run(NUMBER)}</w:p></w:txbxContent></w:r>{run('b')}"),
        "docx",
        "text",
    ),
    "the text of a picture": (docx(f"<w:drawing><wp:docPr xmlns:wp='p' descr='{NUMBER}'/></w:drawing>"), "docx", "text"),
    "a link": (
        docx("x", parts={"word/_rels/document.xml.rels": f"<R><Relationship Target='mailto:{NUMBER}@x.dk'/></R>"}),
        "docx",
        "text",
    ),
    "a file's properties": (docx("x", parts={"docProps/core.xml": f"<c><keywords>{NUMBER}</keywords></c>"}), "docx", "about"),
    "a workbook within": (
        docx("x", parts={"word/embeddings/a.xlsx": xlsx({"Ark": [[NUMBER]]})}),
        "docx",
        "inside",
    ),
    "a second sheet": (xlsx({"Et": [["x"]], "To": [[NUMBER]]}), "xlsx", "sheet:To"),
    "a sheet's name": (xlsx({NUMBER: [["x"]]}), "xlsx", "text"),
    "a slide": (pptx("x", NUMBER), "pptx", "slide:2"),
    "an open document": (odt("x", NUMBER), "odt", "text"),
    "an open sheet": (ods({"Et": [["x"]], "To": [[NUMBER]]}), "ods", "sheet:To"),
    "a page": (pdf("x", NUMBER), "pdf", "page:2"),
    "a note on a page": (pdf("x", "y", notes={2: NUMBER}), "pdf", "page:2"),
    "a PDF's title": (pdf("x", title=NUMBER), "pdf", "about"),
    "a file in a PDF": (pdf("x", files={"a.docx": docx(NUMBER)}), "pdf", "inside"),
    "boxes for each digit": (pdf("6 1 0 1 6 0 - 0 0 0 1"), "pdf", "page:1"),
    "pairs": (pdf("61 01 60 - 0001"), "pdf", "page:1"),
    "a line": (f"a\nb;{NUMBER}\n".encode(), "csv", "line:2"),
    "a table of the time before Unicode": (f"ø;{NUMBER}\n".encode("cp1252"), "csv", "line:1"),
    "a table of another width": (f"ø;{NUMBER}\n".encode("utf-16"), "csv", "line:1"),
    "what a program writes in a picture": (png(text=NUMBER.encode()), "png", "about"),
    "what a camera writes": (jpeg(8, 8, text=NUMBER.encode()), "jpg", "about"),
}


@pytest.mark.parametrize("name", ONE)
def test_a_personal_number_is_found_in(name: str) -> None:
    data, kind, place = ONE[name]
    said = read(data, kind)
    assert (places(said), said.unread) == ([place], "")
    assert all(number.certain for number, _ in said.numbers)


def test_a_field_of_a_form_is_searched() -> None:
    field = b"<< /FT /Tx /T (Navn) /V (%s) >>" % NUMBER.encode()
    xml = b"<a><b>6101</b><b>60-0001</b></a>"
    form = b"<< /Fields [5 0 R] /XFA [(datasets) 6 0 R] >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R /AcroForm 4 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>", form]
    for filled in ([field, b"null"], [b"null", b"<< /Length %d >> stream\n%s\nendstream" % (len(xml), xml)]):
        said = read(_written(objects + filled), "pdf")
        assert (places(said), said.unread) == (["about"], "")


def test_the_address_of_a_link_is_searched() -> None:
    link = b"<< /Subtype /Link /A << /S /URI /URI (mailto:%s@x.dk) >> >>" % NUMBER.encode()
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots [4 0 R] >>", link]
    assert places(read(_written(objects), "pdf")) == ["page:1"]


def test_an_empty_part_is_no_damage() -> None:
    """LibreOffice writes some."""
    assert read(docx("x", parts={"Configurations2/accelerator/current.xml": "", "a.bin": ""}), "docx").unread == ""


def test_a_string_that_no_cell_shows_is_in_the_file_all_the_same() -> None:
    data = xlsx({"Ark": [[NUMBER]]})
    with zipfile.ZipFile(BytesIO(data)) as parts:
        kept = {name: parts.read(name) for name in parts.namelist()}
    kept["xl/worksheets/sheet1.xml"] = b"<worksheet/>"
    assert places(read(package(kept), "xlsx")) == ["text"]


def certain(contents: Contents) -> list[bool]:
    return [number.certain for number, _ in contents.numbers]


def test_a_number_in_a_sheet_has_lost_its_first_zero() -> None:
    """Nine digits, of 1858: an amount too, as a rule, unless the heading or the format says otherwise."""
    passing, failing = 101585018, 101585019
    assert certain(read(xlsx({"A": [["Beløb"], [passing]]}), "xlsx")) == [False]
    assert certain(read(xlsx({"A": [["Beløb"], [failing]]}), "xlsx")) == []
    for number in (passing, failing):
        assert certain(read(xlsx({"A": [["CPR-nr."], ["x"], [number]]}), "xlsx")) == [True]
        assert certain(read(xlsx({"A": [["Cpr:", number]]}), "xlsx")) == [True]
        assert certain(read(xlsx({"A": [[number]]}, format='000000"-"0000'), "xlsx")) == [True]
        assert certain(read(ods({"A": [["CPR-nr."], [number]]}), "ods")) == [True]
        assert certain(read(f"Navn;CPR-nr.\nx;{number}\n".encode(), "csv")) == [True]


def test_a_heading_speaks_for_its_own_column() -> None:
    said = read(xlsx({"A": [["CPR-nr.", "Sagsnr."], ["x", 6101801236]]}), "xlsx")
    assert certain(said) == [False]


@pytest.mark.parametrize(
    "rows",
    [
        [[120165, 1234], ["120165", "1234"]],  # a date and a year, or an account and an amount, in two cells
        [[412345, 678], [98123456, 12], [20260312, 1530]],
        [["Sagsnr. 2025-010561", "Tlf. 98 12 34 56"], ["12.03.2026", "kl. 15.30"]],
        [[1234567890], ["99999999999"]],
    ],
)
def test_what_stands_in_cells_side_by_side_is_not_put_together(rows: list[list[str | int]]) -> None:
    texts = [[str(cell) for cell in row] for row in rows]
    table = "\n".join(";".join(row) for row in texts).encode()
    for data, kind in ((xlsx({"A": rows}), "xlsx"), (ods({"A": rows}), "ods"), (table, "csv")):
        assert read(data, kind).numbers == (), kind


def test_two_columns_of_a_pdf_are_a_question() -> None:
    assert certain(read(pdf("120165 1234"), "pdf")) == [False]
    assert certain(read(pdf("CPR-nr. 610160 0002"), "pdf")) == [True]
    assert certain(read(pdf("610160 - 0002"), "pdf")) == [True]


def test_columns_of_single_digits_in_a_pdf_are_no_personal_number() -> None:
    for text in ("3 1 0 1 7 0 2 0 0", "6 1 0 1 6 0 0 0 0 1 4 2", "61 01 60 00 01", "98 12 34 56"):
        assert read(pdf(text), "pdf").numbers == (), text


LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WORDS = st.text("abcæøå ,;()", max_size=30)
MAKERS: Mapping[str, Callable[[list[str], int], bytes]] = {
    "docx": lambda texts, pieces: docx(*texts, pieces=pieces),
    "odt": lambda texts, pieces: odt(*texts),
    "pptx": lambda texts, pieces: pptx(*texts),
    "xlsx": lambda texts, pieces: xlsx({"Ark1": [["Overskrift"]], "Ark 2": [[text] for text in texts]}),
    "ods": lambda texts, pieces: ods({"Ark1": [[text, "x"] for text in texts]}),
    "pdf": lambda texts, pieces: pdf(*texts),
    "csv": lambda texts, pieces: "\n".join(f"{text.replace(';', ',')};x" for text in texts).encode(),
}


@st.composite
def replacement_numbers(draw: st.DrawFn) -> str:
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, LENGTHS[month - 1])) + 60
    between = draw(st.sampled_from(["-", " ", " - ", "–"]))
    return f"{day}{month:02}{draw(st.integers(0, 99)):02}{between}{draw(st.integers(0, 9999)):04}"


@EXAMPLES
@given(
    st.sampled_from(sorted(MAKERS)),
    st.lists(st.tuples(WORDS, replacement_numbers(), WORDS), min_size=1, max_size=5),
    st.integers(1, 12),
)
def test_every_number_is_found_wherever_it_stands(kind: str, texts: list[tuple[str, str, str]], pieces: int) -> None:
    said = read(MAKERS[kind](["".join(text) for text in texts], pieces), kind)
    wanted = {"".join(filter(str.isdigit, number)) for _, number, _ in texts}
    assert {number.digits for number, _ in said.numbers} == wanted
    # In a PDF a space may part two columns as well: without a hyphen, what fails modulus 11 is a question.
    gaps = {"".join(filter(str.isdigit, number)) for _, number, _ in texts if kind == "pdf" and number[6:-4] == " "}
    assert all(number.certain for number, _ in said.numbers if number.digits not in gaps)


HARMLESS = st.one_of(
    st.integers(10_000_000, 99_999_999).map(
        lambda n: " ".join(str(n)[at : at + 2] for at in range(0, 8, 2))
    ),  # a telephone number
    st.tuples(st.integers(2000, 2099), st.integers(0, 999_999)).map(lambda n: f"Sagsnr. {n[0]}-{n[1]:06}"),
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: f"{day:%d.%m.%Y}"),
    st.integers(0, 10**9).map(lambda n: f"{n:,} kr.".replace(",", ".")),
)


@EXAMPLES
@given(st.sampled_from(sorted(MAKERS)), st.lists(st.tuples(WORDS, HARMLESS), min_size=1, max_size=5), st.integers(1, 12))
def test_case_numbers_telephone_numbers_dates_and_amounts_are_none(kind: str, texts: list[tuple[str, str]], pieces: int) -> None:
    said = read(MAKERS[kind]([f"{words} ({number})" for words, number in texts], pieces), kind)
    assert (said.numbers, said.unread) == ((), "")
