"""What is published of attachments: nothing of who made them, where and with what, and all that they show.

Each trace is first found in the source, at whatever depth it lies there: what a test cannot find, it cannot miss.
"""

import base64
import os
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import NullObject

from sitegen import attachments, files, mirror
from sitegen.attachments.stripped import stripped
from sitegen.attachments.stripped.paths import homeless
from sitegen.build import build
from sitegen.inputs import Copy
from tests.papers import docx, ods, package, pdf, png
from tests.support import TODAY, built, site
from tests.traces import (
    ADOBE,
    COLOURS,
    CORE,
    JFIF,
    MAKERS,
    PLANTED,
    SCANS,
    SECOND,
    SIZE,
    SPACES,
    TABLES,
    WORD,
    document,
    drawing,
    filed,
    open_document,
    packed,
    paper,
    photo,
    report,
    segment,
    shared,
    streamed,
    traces,
    workbook,
)

LONG = bool(os.environ.get("SITEGEN_LONG"))
EXAMPLES = settings(max_examples=3000 if LONG else 60, deadline=None)
ROOT = Path(__file__).resolve().parent.parent


def test_a_photograph_keeps_its_pixels_colours_and_how_it_is_turned() -> None:
    assert len(traces(photo())) == 10
    clean, why = stripped(photo(), "jpg")
    turned = segment(0xE1, b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0))
    kept = (segment(0xE0, JFIF + b"\0\0"), turned, COLOURS, ADOBE, TABLES, SIZE, SCANS, SECOND, b"\xff\xd9")
    assert (clean, why) == (b"\xff\xd8" + b"".join(kept), "")
    assert (attachments.read(photo(), "jpg").width, attachments.read(clean, "jpg").width) == (6, 6)


def test_a_photograph_that_is_upright_says_nothing_of_how_it_is_turned() -> None:
    assert b"Exif" not in stripped(photo(1), "jpg")[0]


def test_a_drawing_keeps_what_shows_it() -> None:
    data, wanted = drawing()
    assert len(traces(data)) == 7
    assert stripped(data, "png") == (wanted, "")


@pytest.mark.parametrize("data", [photo()[:90], b"\xff\xd8\xffx", png()[:20] + b"\0" * 40, png()[:8]])
def test_a_picture_that_cannot_be_taken_apart_stays_as_it_is(data: bytes) -> None:
    assert stripped(data, "jpg") == (data, "damaged")


@pytest.mark.parametrize("kind", MAKERS)
def test_no_trace_is_left_at_any_depth(kind: str) -> None:
    data = MAKERS[kind]()
    assert len(traces(data)) == PLANTED[kind], sorted(traces(data))
    clean, why = stripped(data, kind[:4].strip(","))
    assert (traces(clean), why) == (set(), "")


@pytest.mark.parametrize("kind", MAKERS)
def test_stripping_twice_is_stripping_once_and_what_is_read_is_the_same(kind: str) -> None:
    data, name = MAKERS[kind](), kind[:4].strip(",")
    clean, _ = stripped(data, name)
    assert stripped(clean, name) == (clean, "")
    assert stripped(MAKERS[kind](), name)[0] == clean
    before, after = attachments.read(data, name), attachments.read(clean, name)
    assert before == after, "what is said of the source is what is published, also its size and digest"
    assert after.size == len(clean) and not after.unread


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read(name).decode()


GONE = re.compile(r"<w:(?:dataBinding|printerSettings)\b[^<>]*>")


def test_a_word_document_keeps_its_text_title_language_and_links() -> None:
    clean, _ = stripped(document(), "docx")
    text, before = part(clean, "word/document.xml"), part(document(), "word/document.xml")
    before = before.replace(r"C:\\Users\\sporlinkedx\\", "")  # of a command to Word, which shows nothing of it
    assert re.sub(r"<[^<>]*>", "|", re.sub(GONE, "", before)) == re.sub(r"<[^<>]*>", "|", text)
    assert all(
        said in text
        for said in (
            "LINK Excel.Sheet.12 &quot;a.xlsx&quot; Ark1",
            'w:author="-"',
            'descr="kort.png"',
            'name="a.png"',
            "w:date='2026-01-01T00:00:00Z'",
        )
    )
    assert not re.search(GONE, text), "an element that names what is gone, or would put what is known of the author in its place"
    assert "<dc:title>Oplæg</dc:title><dc:language>da-DK</dc:language>" in part(clean, "docProps/core.xml").replace("\n", "")
    assert part(clean, "docProps/app.xml") == "<Properties xmlns='e'></Properties>"
    assert "Se på dette" in part(clean, "word/comments.xml")
    assert part(clean, "word/settings.xml") == (
        f"<w:settings {WORD}><w:attachedTemplate r:id='r0' xmlns:r='r'/><w:zoom w:percent='100'/></w:settings>"
    )
    related = part(clean, "word/_rels/document.xml.rels")
    assert 'Target="aftale.docx"' in related and "Target='https://rn.dk/a?b=1&amp;c=2'" in related
    assert 'Target="Normal.dotm"' in part(clean, "word/_rels/settings.xml.rels")


def test_nothing_leads_to_a_part_that_is_gone() -> None:
    clean, _ = stripped(document(), "docx")
    assert "thumbnail" not in part(clean, "_rels/.rels") + part(clean, "[Content_Types].xml")
    assert "/word/document.xml" in part(clean, "[Content_Types].xml")
    sheet, _ = stripped(workbook(), "xlsx")
    assert "<pageSetup orientation='landscape' xmlns:r='r'/>" in part(sheet, "xl/worksheets/sheet1.xml")
    assert "printerSettings" not in part(sheet, "xl/worksheets/_rels/sheet1.xml.rels")
    open_, _ = stripped(open_document(), "odt")
    assert "Thumbnails" not in part(open_, "META-INF/manifest.xml")


def test_what_a_cell_or_a_field_of_the_text_shows_stays() -> None:
    assert "C:\\Users\\vist\\i-cellen" in part(stripped(workbook(), "xlsx")[0], "xl/sharedStrings.xml")
    text = part(stripped(open_document(), "odt")[0], "content.xml")
    assert "<text:creator>Vist i teksten</text:creator>" in text and 'xlink:href="plan.odt"' in text
    assert "<text:p>Bemærkning</text:p>" in text and "<dc:creator>-</dc:creator>" in text


def test_a_package_is_as_others_expect_it() -> None:
    clean, _ = stripped(open_document(), "odt")
    with zipfile.ZipFile(BytesIO(clean)) as made, zipfile.ZipFile(BytesIO(open_document())) as before:
        names = made.namelist()
        assert names == [name for name in before.namelist() if not name.startswith(("Thumbnails", "Version"))]
        assert {info.date_time for info in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as stored:
        stored.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        stored.writestr("content.xml", f"<office:document-content {SPACES}/>", zipfile.ZIP_DEFLATED)
    kept = stripped(stream.getvalue(), "odt")[0]
    assert kept[30:38] == b"mimetype" and kept[38:].startswith(b"application/vnd.oasis"), "first, and not packed"


def test_text_of_another_width_is_cleaned_too() -> None:
    core = f"<?xml version='1.0' encoding='UTF-16'?>{CORE}".encode("utf-16")
    data = docx("x", parts={"docProps/core.xml": core})
    assert "sporcreatorx" in traces(data)
    assert traces(stripped(data, "docx")[0]) == set()


@pytest.mark.parametrize("make", [paper, packed])
def test_a_pdf_keeps_all_that_is_shown_and_read_aloud(make: Callable[[], bytes]) -> None:
    before, after = PdfReader(BytesIO(make())), PdfReader(BytesIO(stripped(make(), "pdf")[0]))
    assert [page.extract_text() for page in after.pages] == [page.extract_text() for page in before.pages] == ["Beløb (kr.)\n"]
    assert after.pages[0].get_contents().get_data() == before.pages[0].get_contents().get_data()  # type: ignore[union-attr]
    root = after.root_object
    assert (root["/Lang"], root["/MarkInfo"]) == ("da-DK", {"/Marked": True})
    assert root["/StructTreeRoot"]["/K"]["/T"] == "Overskrift"  # type: ignore[index]
    assert [one.title for one in after.outline] == ["Afsnit"]  # type: ignore[union-attr]
    assert dict(after.metadata or {}) == {"/Title": "Budget"}
    assert {name: field.value for name, field in (after.get_fields() or {}).items()} == {"Navn": "Udfyldt"}
    notes = [note.get_object() for note in after.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert [note.get("/Contents") for note in notes] == ["Se her", *[None] * 6]
    assert [note["/A"].get("/URI") or note["/A"].get("/F") for note in notes[2:4]] == ["b.pdf", "c.pdf"]
    assert set(after.attachments) == {"f", "a.docx"}
    assert after.pages[0]["/Resources"]["/XObject"]["/Thumb"]._data == stripped(photo(), "jpg")[0]  # type: ignore[index]
    said = root["/Metadata"].get_data().decode()  # type: ignore[attr-defined]
    marks = re.findall(r'pdf[ua]+id:(?:part|conformance)(?:="|>)(\w)', said)
    assert sorted(marks) == ["1", "2", "A"]
    assert all(word in said for word in (">Budget<", ">Om budgettet<", ">da<"))
    assert bool(after.xref_objStm) == bool(before.xref_objStm), "a reader that knows no packed objects, or PDF/A-1, gets none"


def test_what_runs_by_itself_is_gone_and_what_leads_somewhere_stays() -> None:
    clean, _ = stripped(paper(), "pdf")
    assert not re.search(rb"/(?:JavaScript|JS|Launch|AA <<|OpenAction)\b", clean)
    assert clean.count(b"/S /URI") == 1 and clean.count(b"/S /GoToR") == 1
    assert b"/Font << /AA " in clean and b"/XObject << /Thumb " in clean, "a font may be called anything"


@pytest.mark.parametrize(
    ("data", "kind", "why"),
    [
        (pdf("x", signed=True), "pdf", "signed"),
        (docx("x", parts={"_xmlsignatures/sig1.xml": "<Signature/>"}), "docx", "signed"),
        (package({"mimetype": "x", "content.xml": "<a/>", "META-INF/documentsignatures.xml": "<s/>"}), "odt", "signed"),
        (pdf("x", password=""), "pdf", "encrypted"),
        (pdf("x", password="hemmelig"), "pdf", "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "docx", "encrypted"),
        (package({"mimetype": "x", "content.xml": "<a/>", "META-INF/manifest.xml": "<encryption-data/>"}), "odt", "encrypted"),
        (docx("x", parts={"word/comments.xml": "<w:comments>"}), "docx", "damaged"),
        (docx("x", parts={"word/comments.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "docx", "damaged"),
        (pdf("Forside")[:-300], "pdf", "damaged"),
        (b"", "pdf", "damaged"),
        (package({"a.txt": "x"}), "zip", "kind"),
        (b"<svg/>", "svg", "kind"),
        (b"GIF89a\0", "gif", "kind"),
        (b"a;b\n1;2\n", "csv", ""),
        (b"\xff\xd8\xff" + b" " * attachments.LARGEST, "jpg", "large"),
    ],
)
def test_what_cannot_be_cleaned_is_published_as_it_is_and_said(data: bytes, kind: str, why: str) -> None:
    clean, said = stripped(data, kind)
    assert (said, clean == data) == (why, True)


@pytest.mark.parametrize(
    ("filters", "parameters", "data"),
    [
        ("[/ASCII85Decode /DCTDecode]", "", base64.a85encode(photo()) + b"~>"),
        ("[/FlateDecode /DCTDecode]", "/DecodeParms [null << /ColorTransform 0 >>]", zlib.compress(photo())),
    ],
)
def test_a_photograph_that_is_packed_once_more_in_a_pdf_is_cleaned_too(filters: str, parameters: str, data: bytes) -> None:
    head = f"/Type /XObject /Subtype /Image /Width 9 /Height 6 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter {filters}"
    clean, why = stripped(filed(report() | {7: streamed(f"{head} {parameters}", data)}), "pdf")
    (picture,) = (page["/Resources"]["/XObject"]["/Thumb"] for page in PdfReader(BytesIO(clean)).pages)
    assert (picture._data, picture["/Filter"], why) == (stripped(photo(), "jpg")[0], ["/DCTDecode"], "")
    assert picture["/DecodeParms"] == [{"/ColorTransform": 0} if parameters else NullObject()]
    assert stripped(clean, "pdf") == (clean, "")


@pytest.mark.parametrize("name", ["word/media/a.tif", "word/media/a.svg", "word/afchunk.htm"])
def test_a_file_inside_that_tells_of_its_makers_and_cannot_be_cleaned_is_said(name: str) -> None:
    assert stripped(docx("x", parts={name: "<x/>"}), "docx")[1] == "inside"
    assert stripped(docx("x", parts={"word/fonts/a.odttf": "<x/>"}), "docx")[1] == ""


def test_a_picture_of_the_newer_kind_in_a_pdf_that_holds_a_description_is_said() -> None:
    for box, why in ((b"xml ", "inside"), (b"jp2h", "")):
        body = b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x09" + box + b"x\0\0\0\0jp2cuuid"
        head = "/Type /XObject /Subtype /Image /Width 9 /Height 6 /Filter /JPXDecode"
        assert stripped(filed(report() | {7: streamed(head, body)}), "pdf")[1] == why


def test_a_file_of_an_older_kind_inside_is_said_and_the_rest_is_cleaned() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"
    clean, why = stripped(docx("x", parts={**shared(), "word/embeddings/oleObject1.bin": old}), "docx")
    assert (why, traces(clean)) == ("inside", set())
    clean, why = stripped(pdf("x", title="x", files={"a.doc": old}), "pdf")
    assert (why, b"pypdf" in clean) == ("inside", False)


def test_a_package_that_unpacks_without_end_is_given_up() -> None:
    data = docx("x", parts={"docProps/custom.xml": b" " * 150_000_000})
    assert stripped(data, "docx")[1] == "large"


def test_objects_that_are_not_there_cost_nothing() -> None:
    """The library goes through the whole file for each."""
    missing = b" ".join(b"%d 0 R" % number for number in range(100, 20_000))
    data = filed({**report(), 1: b"<< /Type /Catalog /Pages 2 0 R /Missing [%b] >>" % missing}) + b" " * 5_000_000 + b"%%EOF"
    clean, why = stripped(data, "pdf")
    assert (why, clean.count(b"null")) == ("", 19_900)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("C:\\Users\\anna\\plan.docx", "plan.docx"),
        ("file:///C:/Users/anna/mine%20filer/plan.docx", "plan.docx"),
        ("file:///C:%5CUsers%5Canna%5Cplan.docx", "plan.docx"),
        ("\\\\server\\hjem\\anna\\plan.docx", "plan.docx"),
        ("file://server/hjem/plan.docx", "plan.docx"),
        ("/home/anna/plan.odt", "plan.odt"),
        ("Provider=X;Data Source=C:\\Users\\anna\\a.mdb;Mode=Read", "Provider=X;Data Source=a.mdb;Mode=Read"),
        ("https://rn.dk/C/plan.docx", "https://rn.dk/C/plan.docx"),
        ("Kl. 10:00/11:00 i lokale A", "Kl. 10:00/11:00 i lokale A"),
        ("../bilag/plan.docx", "../bilag/plan.docx"),
        ("/word/media/image1.png", "/word/media/image1.png"),
    ],
)
def test_a_place_on_somebodys_machine_becomes_the_name_of_its_file(before: str, after: str) -> None:
    assert homeless(before) == after


KINDS = {**{kind[:4].strip(","): make() for kind, make in MAKERS.items()}, "ods": ods({"A": [["x"]]}), "csv": b"a;b\n"}


@EXAMPLES
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_no_damage_raises_and_what_comes_out_is_the_same_when_it_is_cleaned_again(kind: str, data: st.DataObject) -> None:
    spoilt = bytearray(KINDS[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(len(spoilt) - 1, 0)))
        spoilt[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
    source = bytes(spoilt)
    clean, why = stripped(source, kind)
    assert why in ("", "inside", "signed", "encrypted", "damaged", "large", "kind")
    if why in ("", "inside"):
        assert stripped(clean, kind) == (clean, why)
    else:
        assert clean == source


# --- the site: what is published, and what is said of it

MEETING = "2026-03-12-nord-politisk"
PLACE = f"content/attachments/{MEETING}/bilag.docx"
AGENDA = f"---\nmeeting: {MEETING}\nsent: 2026-01-20\n---\n## 1. Budget\n### Bilag\n- [Bilaget](bilag.docx)\n".encode()


@pytest.fixture
def project(tmp_path: Path, fast_disk: None) -> Path:
    sources = site(**{f"content/agendas/{MEETING}.md": AGENDA.decode(), PLACE: document()})
    for path, data in sources.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


def written(project: Path) -> tuple[files.Project, Mapping[str, bytes | Copy]]:
    read = files.read(project, project / ".cache/attachments.json")
    return read, build(read.inputs, TODAY).plan


def test_the_site_has_the_clean_copy_and_the_source_stays(project: Path) -> None:
    source = (project / PLACE).read_bytes()
    target, address = project / "output", f"bilag/{MEETING}/bilag.docx"
    for turn in ("new", "remembered"):
        read, plan = written(project)
        done = mirror.write(plan, read.real, project, target, allow_shrink=True)
        clean = (target / address).read_bytes()
        assert clean == stripped(source, "docx")[0] and traces(clean) == set()
        assert read.inputs.attachments[PLACE].size == len(clean)
        assert mirror.differing(plan, read.real, target) == []
        assert done.written == (0 if turn == "remembered" else len(plan)), "what is there already is not written again"
        assert (project / PLACE).read_bytes() == source
    (target / address).write_bytes(source)
    assert mirror.differing(plan, read.real, target) == [address]
    assert mirror.write(plan, read.real, project, target, allow_shrink=True).written == 1
    assert (target / address).read_bytes() == clean


def test_an_attachment_that_changes_while_the_site_is_built_is_not_published(project: Path) -> None:
    """Nobody has looked through it for personal numbers."""
    read, plan = written(project)
    (project / PLACE).write_bytes(docx("Noget andet"))
    with pytest.raises(files.Refusal, match="blev ændret, mens siden blev bygget"):
        mirror.write(plan, read.real, project, project / "output", allow_shrink=True)
    assert not list((project / "output").rglob("*.html"))
    with pytest.raises(files.Refusal, match="blev ændret, mens siden blev bygget"):  # and its compressed twin neither
        mirror.contents(plan, read.real, lambda path: path.endswith(".docx"))


def test_open_data_says_the_size_of_what_is_published() -> None:
    plan = built(site(**{f"content/agendas/{MEETING}.md": AGENDA.decode(), PLACE: document()})).plan
    papers = b"".join(made for path, made in plan.items() if "oparl" in path and isinstance(made, bytes))
    size = len(stripped(document(), "docx")[0])
    assert size != len(document()) and b'"size":%d' % size in papers.replace(b" ", b"")


@pytest.mark.skipif(not (LONG and shutil.which("pdftoppm")), reason="the long setting, where the program is")
def test_pages_look_the_same(tmp_path: Path) -> None:
    sources = [place.read_bytes() for place in sorted((ROOT / "content/attachments").rglob("*.pdf"))]
    assert sources

    def drawn(data: bytes) -> list[bytes]:
        (tmp_path / "a.pdf").write_bytes(data)
        subprocess.run(["pdftoppm", "-r", "60", tmp_path / "a.pdf", tmp_path / "p"], check=True)
        return [place.read_bytes() for place in sorted(tmp_path.glob("p*"))]

    for data in [*sources, paper(), packed()]:
        assert drawn(data) == drawn(stripped(data, "pdf")[0])


def test_the_samples_own_attachments_are_cleaned_and_say_the_same() -> None:
    found = {place: place.read_bytes() for place in sorted((ROOT / "content/attachments").rglob("*.*"))}
    assert len(found) > 10
    for place, data in found.items():
        kind = place.suffix[1:]
        clean, why = stripped(data, kind)
        assert (why, attachments.read(clean, kind)) == ("", attachments.read(data, kind)), place.name
