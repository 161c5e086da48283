"""Small attachments made from words: PDFs, office packages and pictures, for cases and tests."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from html import escape

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style", "draw")
)
FONT = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}


def pdf(
    *pages: str,
    language: str = "",
    title: str = "",
    tagged: bool = False,
    password: str | None = None,
    notes: Mapping[int, str] | None = None,
    files: Mapping[str, bytes] | None = None,
    signed: bool = False,
) -> bytes:
    """A PDF with a page for each text, line by line; a text `<scan>` makes a page that is a picture."""
    writer = PdfWriter()
    for number, text in enumerate(pages):
        page = writer.add_blank_page(595, 842)
        resources = DictionaryObject()
        if text == "<scan>":
            picture = DecodedStreamObject()
            picture.set_data(b"\x80" * 64)
            picture.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image")})
            picture.update({NameObject("/Width"): NumberObject(8), NameObject("/Height"): NumberObject(8)})
            picture.update(
                {NameObject("/ColorSpace"): NameObject("/DeviceGray"), NameObject("/BitsPerComponent"): NumberObject(8)}
            )
            resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Im1"): writer._add_object(picture)})
            drawn = b"q 595 0 0 842 0 0 cm /Im1 Do Q"
        else:
            font = DictionaryObject({NameObject(key): NameObject(value) for key, value in FONT.items()})
            resources[NameObject("/Font")] = DictionaryObject({NameObject("/F1"): font})
            lines = (line.encode("cp1252").hex().encode() for line in text.split("\n"))
            drawn = b"BT /F1 10 Tf 12 TL 50 800 Td\n" + b"".join(b"<" + line + b"> Tj T*\n" for line in lines) + b"ET"
        stream = DecodedStreamObject()
        stream.set_data(drawn)
        page[NameObject("/Resources")] = resources
        page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
        if note := (notes or {}).get(number + 1):
            words = {NameObject("/Subtype"): NameObject("/Text"), NameObject("/Contents"): TextStringObject(note)}
            page[NameObject("/Annots")] = ArrayObject([writer._add_object(DictionaryObject(words))])
    root = writer._root_object
    if language:
        root[NameObject("/Lang")] = TextStringObject(language)
    if tagged:
        root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        root[NameObject("/StructTreeRoot")] = writer._add_object(DictionaryObject())
    if title:
        writer.add_metadata({"/Title": title})
    for name, data in (files or {}).items():
        writer.add_attachment(name, data)
    if signed:
        seal = {"/Type": NameObject("/Sig"), "/ByteRange": ArrayObject([NumberObject(0)] * 4)}
        value = writer._add_object(DictionaryObject({NameObject(key): thing for key, thing in seal.items()}))
        field = DictionaryObject({NameObject("/FT"): NameObject("/Sig"), NameObject("/V"): value})
        root[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    stream_out = io.BytesIO()
    writer.write(stream_out)
    return stream_out.getvalue()


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of parts by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, part in parts.items():
            writer.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def run(text: str) -> str:
    """A piece of a paragraph in Word."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def docx(*paragraphs: str, pieces: int = 0, parts: Mapping[str, str | bytes] | None = None, language: str = "da-DK") -> bytes:
    """A Word document; with `pieces`, every paragraph is cut into runs of so many letters. A paragraph may be XML of its own."""
    body = ""
    for text in paragraphs:
        step = pieces or len(text) or 1
        cut = (text[at : at + step] for at in range(0, len(text), step))
        body += f"<w:p>{text if text.startswith('<') else ''.join(map(run, cut))}</w:p>"
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f'<w:styles {WORD}><w:lang w:val="{language}"/></w:styles>',
            **(parts or {}),
        }
    )


def pptx(*slides: str) -> bytes:
    """A presentation; its slides lie in the reverse order in the package."""
    drawn = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    count = len(slides)
    listed = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n in range(1, count + 1))
    related = "".join(f'<Relationship Id="rId{n}" Target="slides/slide{count + 1 - n}.xml"/>' for n in range(1, count + 1))
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "ppt/presentation.xml": f'<p:presentation xmlns:p="p" {RELATED}>{listed}</p:presentation>',
            "ppt/_rels/presentation.xml.rels": f"<Relationships {RELATIONS}>{related}</Relationships>",
            **{
                f"ppt/slides/slide{count - n}.xml": f"<p:sld xmlns:p='p' {drawn}><a:p><a:t>{escape(text)}</a:t></a:p></p:sld>"
                for n, text in enumerate(slides)
            },
        }
    )


def xlsx(sheets: Mapping[str, Sequence[Sequence[str | int]]], format: str = "General") -> bytes:
    """A workbook of sheets by name; texts are shared strings, numbers are numbers shown in a format."""
    strings: list[str] = []
    parts = {}
    for number, rows in enumerate(sheets.values(), 1):
        body = ""
        for line, row in enumerate(rows, 1):
            cells = ""
            for column, value in enumerate(row):
                name = f"{chr(65 + column)}{line}"
                if isinstance(value, str):
                    strings.append(value)
                    cells += f'<c r="{name}" t="s"><v>{len(strings) - 1}</v></c>'
                else:
                    cells += f'<c r="{name}" s="1"><v>{value}</v></c>'
            body += f'<row r="{line}">{cells}</row>'
        parts[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet {SHEET}><sheetData>{body}</sheetData></worksheet>"
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
    related = "".join(f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1))
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    code = escape(format)
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f"<workbook {SHEET} {RELATED}><sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships {RELATIONS}>{related}</Relationships>",
            "xl/styles.xml": f'<styleSheet {SHEET}><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
            "xl/sharedStrings.xml": f"<sst {SHEET}>{shared}</sst>",
            **parts,
        }
    )


def odt(*paragraphs: str, meta: str = "") -> bytes:
    """An OpenDocument text."""
    body = "".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs)
    return _open("text", body, meta)


def ods(sheets: Mapping[str, Sequence[Sequence[str | int]]]) -> bytes:
    """An OpenDocument spreadsheet."""
    body = ""
    for name, rows in sheets.items():
        cells = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
        body += f'<table:table table:name="{escape(name)}">{cells}</table:table>'
    return _open("spreadsheet", body)


def _cell(value: str | int) -> str:
    kind = "" if isinstance(value, str) else f' office:value-type="float" office:value="{value}"'
    return f"<table:table-cell{kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def _open(kind: str, body: str, meta: str = "") -> bytes:
    inner = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return package(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {OPEN}>{inner}</office:document-content>",
            "meta.xml": f'<office:document-meta {OPEN} xmlns:dc="http://purl.org/dc/elements/1.1/">{meta}</office:document-meta>',
        }
    )


def png(width: int = 8, height: int = 8, text: bytes = b"") -> bytes:
    """A grey picture, with a note in it."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    note = chunk(b"tEXt", b"Comment\0" + text) if text else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + note + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int, height: int, turned: bool = False, text: bytes = b"") -> bytes:
    """A photograph of which only the beginning can be seen: what the camera says, the size, and a pixel."""
    orientation = struct.pack("<HHIHH", 0x0112, 3, 1, 6 if turned else 1, 0)
    exif = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + orientation + b"\0\0\0\0" + text
    size = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    return b"".join(
        (
            b"\xff\xd8",
            b"\xff\xe1",
            struct.pack(">H", len(exif) + 2),
            exif,
            b"\xff\xc0",
            struct.pack(">H", len(size) + 2),
            size,
            b"\xff\xda\0\x08\1\1\0\0\x3f\0\x12\xff\xd9",
        )
    )
