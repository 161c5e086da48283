"""Attachments with a trace of their makers at every place that is known, and the search for them at every depth.

Every trace is a word that is made up (`spor…x`), and stands at one place.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO

from pypdf import PdfReader

from sitegen.attachments.stripped import objects
from tests.papers import docx, package, png, pptx, xlsx

HERE = "C:\\Users\\{}\\Dokumenter\\"
TRACE = re.compile(r"[Ss]por[a-z]+x")
Parts = dict[str, str | bytes]


def pieces(data: bytes) -> Iterator[bytes]:
    """The bytes of a file, and of all that is packed in it."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as package:
            for info in package.infolist():
                yield info.filename.encode()
                yield from pieces(package.read(info))
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        inner = match[1]
        with suppress(zlib.error):
            inner = zlib.decompress(inner)
        yield from pieces(inner)
    for match in re.finditer(rb"(?:zTXt|iTXt|iCCP)[^\0]*\0+(?=x)", data):
        yield zlib.decompressobj().decompress(data[match.end() :])


def traces(data: bytes) -> set[str]:
    """The made-up words that are anywhere in a file."""
    found: set[str] = set()
    for piece in pieces(data):
        for text in (piece.decode("latin-1"), piece.decode("utf-16-le", "ignore"), piece.decode("utf-16-be", "ignore")):
            found |= set(TRACE.findall(text))
    return found


# --- pictures


def segment(mark: int, body: bytes) -> bytes:
    return bytes((0xFF, mark)) + struct.pack(">H", len(body) + 2) + body


def exif(word: str, turned: int) -> bytes:
    """What a camera says: who holds it and where, and how it was held."""
    words = word.encode() + b"\0"
    entries = struct.pack("<HHII", 0x013B, 2, len(words), 38) + struct.pack("<HHIHH", 0x0112, 3, 1, turned, 0)
    return b"II*\0" + struct.pack("<IH", 8, 2) + entries + b"\0\0\0\0" + words


TABLES = segment(0xDB, bytes(65)) + segment(0xC4, bytes(20))
SIZE = segment(0xC0, struct.pack(">BHHB", 8, 6, 9, 1) + b"\1\x11\0")
SCANS = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56\xff\0\xff\xd1"
SECOND = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x78\xff\0"
JFIF = b"JFIF\0\1\2\1\0\x48\0\x48"
COLOURS = segment(0xE2, b"ICC_PROFILE\0\1\1profil")
ADOBE = segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")


def photo(turned: int = 6) -> bytes:
    """A photograph with a trace at every place that there is."""
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, JFIF + b"\3\3" + b"sporthumbx".ljust(27, b".")),
            segment(0xE0, b"JFXX\0\x10sporjfxxx"),
            segment(0xE1, b"Exif\0\0" + exif("sporgpsx", turned)),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>sporxmpx</x>"),
            COLOURS,
            segment(0xE2, b"MPF\0spormpfx"),
            segment(0xED, b"Photoshop 3.0\x008BIM\4\4\0\0sporiptcx"),
            b"\xff",
            ADOBE,
            segment(0xEB, b"sporhdrx"),
            segment(0xFE, b"sporcommentx"),
            TABLES,
            SIZE,
            SCANS,
            segment(0xFE, b"sporbetweenx"),
            SECOND,
            b"\xff\xd9",
            b"\xff\xd8\xff\xe1sporafterx\xff\xd9",
        )
    )


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def drawing() -> tuple[bytes, bytes]:
    """A PNG with a trace at every place that there is, and what must be left of it."""
    head, _, end = png().partition(chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * 8) * 8)))
    pixels = chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * 8) * 8))
    colours = chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(b"profil"))
    measure = chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1))
    words = chunk(b"tEXt", b"Author\0sportextx") + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"sporpackedx"))
    words += chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x>sporxmpx</x>") + chunk(b"tIME", b"\x07\xea\1\1\1\1\1")
    camera = chunk(b"eXIf", exif("sporgpsx", 8))
    upright = chunk(b"eXIf", b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, 8, 0, 0))
    own = chunk(b"prVt", b"sporownx") + chunk(b"caBX", b"sporcontentx")
    data = head + colours + words + camera + measure + pixels + own + end + b"sporafterx"
    return data, head + colours + upright + measure + pixels + end


# --- office files

WORD = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
CORE = """<cp:coreProperties xmlns:cp="p" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="t">
<dc:title>Oplæg</dc:title><dc:creator>sporcreatorx</dc:creator><cp:lastModifiedBy>spormodifierx</cp:lastModifiedBy>
<cp:keywords>sporkeywordx</cp:keywords><dc:description>spordescriptionx</dc:description><dc:language>da-DK</dc:language>
<dcterms:created>2026</dcterms:created><cp:category/></cp:coreProperties>"""
APP = (
    "<Properties xmlns='e'><Template>sportemplatex.dotm</Template><Manager>spormanagerx</Manager>"
    "<Company>sporcompanyx</Company></Properties>"
)
CUSTOM = "<Properties xmlns='c'><property name='Owner'><vt:lpwstr xmlns:vt='v'>sporcustomx</vt:lpwstr></property></Properties>"
SHAREPOINT = "<p:properties xmlns:p='q'><UserInfo><DisplayName>sporsharepointx</DisplayName></UserInfo></p:properties>"
RELATIONS = "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'"
TYPES = "<Types><Override PartName='/docProps/thumbnail.jpeg'/><Override PartName='/word/document.xml'/></Types>"


def related(*targets: tuple[str, str]) -> str:
    listed = "".join(f"<Relationship Id='r{n}' Type='x/{kind}' Target='{target}'/>" for n, (kind, target) in enumerate(targets))
    return f"<Relationships {RELATIONS}>{listed}</Relationships>"


def shared() -> Parts:
    """What every kind of office file may hold."""
    return {
        "[Content_Types].xml": TYPES,
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
        "docProps/custom.xml": CUSTOM,
        "package/services/metadata/core-properties/1a.psmdcp": CORE.replace(">spor", ">sporother"),
        "docProps/App0.xml": APP.replace(">spor", ">sporother"),
        "docProps/thumbnail.jpeg": b"\xff\xd8\xffsporthumbnailx",
        "docMetadata/LabelInfo.xml": "<l id='sporlabelx'/>",
        "customXml/item1.xml": SHAREPOINT,
        "_rels/.rels": related(("metadata/thumbnail", "docProps/thumbnail.jpeg"), ("officeDocument", "word/document.xml")),
    }


def document() -> bytes:
    """A Word document with a trace at every place that is known."""
    change = "<w:ins w:id='1' w:author='sporinserterx' w:date='2026-01-01T00:00:00Z'><w:r><w:t>Nyt</w:t></w:r></w:ins>"
    bound = "<w:sdt><w:sdtPr><w:dataBinding w:xpath='/c/creator' w:storeItemID='sporboundx'/></w:sdtPr>"
    bound += "<w:sdtContent><w:r><w:t>Forsiden</w:t></w:r></w:sdtContent></w:sdt>"
    file = HERE.format("sporalternativex") + "kort.png"
    drawn = f"<w:drawing><wp:docPr xmlns:wp='p' id='1' name='Billede 1' descr='{file}'/>"
    drawn += f"<v:imagedata xmlns:v='v' xmlns:o='o' o:title='{file}'/>"
    drawn += f"<pic:cNvPr xmlns:pic='c' name='{HERE.format('spornamerx')}a.png'/></w:drawing>"
    comment = "<w:comment w:id='0' w:author=\"sporcommenterx\" w:initials='sporinitialsx'>"
    comment += "<w:p><w:r><w:t>Se på dette</w:t></w:r></w:p></w:comment>"
    settings_ = f"<w:settings {WORD}><w:attachedTemplate r:id='r0' xmlns:r='r'/><w:rsids><w:rsid w:val='00A1'/></w:rsids>"
    settings_ += "<w:docVars><w:docVar w:name='Sagsbehandler' w:val='sporvariablex'/></w:docVars>"
    settings_ += "<w:mailMerge><w:connectString w:val='spormergex'/></w:mailMerge><w:zoom w:percent='100'/></w:settings>"
    command = "<w:r><w:instrText> LINK Excel.Sheet.12 &quot;C:\\\\Users\\\\sporlinkedx\\\\a.xlsx&quot; Ark1 </w:instrText></w:r>"
    command += f"<w:fldSimple w:instr='INCLUDEPICTURE {HERE.format('sporsimplex')}a.png'/><w:permStart w:ed='sporpermitx'/>"
    printed = "<w:sectPr><w:printerSettings r:id='r9' xmlns:r='r'/></w:sectPr>"
    parts: Parts = {
        **shared(),
        "word/comments.xml": f"<w:comments {WORD}>{comment}</w:comments>",
        "word/people.xml": "<w15:people xmlns:w15='w'><w15:person w15:author='sporpersonx'/></w15:people>",
        "word/settings.xml": settings_,
        "word/_rels/settings.xml.rels": related(("attachedTemplate", f"file:///{HERE.format('sporuserx')}Normal.dotm")),
        "word/_rels/document.xml.rels": related(
            ("hyperlink", "file:///C:/Users/sporlinkerx/aftale.docx"), ("hyperlink", "https://rn.dk/a?b=1&amp;c=2")
        ),
        "word/media/image1.jpeg": photo(),
        "word/embeddings/ark.xlsx": package({**shared(), "xl/workbook.xml": "<workbook/>"}),
    }
    return docx("Et afsnit med æ", f"<w:r><w:t>Før</w:t></w:r>{change}{bound}{drawn}{command}{printed}", parts=parts)


def workbook() -> bytes:
    sheets = xlsx({"Ark": [["Beløb", 12], ["C:\\Users\\vist\\i-cellen", 3]]})
    with zipfile.ZipFile(BytesIO(sheets)) as made:
        own: Parts = {name: made.read(name) for name in made.namelist()}
    path = f"<x15ac:absPath xmlns:x15ac='a' url='{HERE.format('sporabsolutex')}'/>"
    view = "<customWorkbookViews><customWorkbookView name='sporviewx - Personlig' guid='{1}'/></customWorkbookViews>"
    own["xl/workbook.xml"] = (
        bytes(own["xl/workbook.xml"]).decode().replace("<sheets>", f"<fileSharing userName='sporsharerx'/>{path}{view}<sheets>")
    )
    own["xl/worksheets/sheet1.xml"] = bytes(own["xl/worksheets/sheet1.xml"]).replace(
        b"</worksheet>",
        b"<scenarios><scenario name='Lav' user='sporscenariox' comment='Oprettet af sporscenariocommentx'/></scenarios>"
        b"<pageSetup orientation='landscape' r:id='r0' xmlns:r='r'/></worksheet>",
    )
    person = "<person displayName='sporthreaderx' userId='sporidentityx' providerId='AD' id='{2}'/>"
    return package(
        {
            **own,
            **shared(),
            "xl/comments1.xml": "<comments><authors><author>sporauthorx</author><author/></authors><commentList/></comments>",
            "xl/persons/person.xml": f"<personList>{person}</personList>",
            "xl/pivotCache/pivotCacheDefinition1.xml": "<pivotCacheDefinition refreshedBy='sporrefresherx' recordCount='1'/>",
            "xl/connections.xml": f"<connections><connection name='Q' odcFile='{HERE.format('sporodcx')}q.odc'"
            f" connection='User ID=sporloginx;Data Source={HERE.format('spordatax')}a.mdb;Mode=Read;PWD=sporpasswordx'>"
            f"<textPr sourceFile='{HERE.format('sportextx')}a.csv'/></connection></connections>",
            "xl/revisions/userNames.xml": "<users><userInfo name='sportogetherx' id='1'/></users>",
            "xl/printerSettings/printerSettings1.bin": "\\\\sporprinterx\\HP".encode("utf-16-le"),
            "xl/worksheets/_rels/sheet1.xml.rels": related(("printerSettings", "../printerSettings/printerSettings1.bin")),
            "xl/externalLinks/_rels/e.xml.rels": related(("externalLink", "file:///\\\\srv\\sporsharedx\\budget.xlsx")),
        }
    )


def slides() -> bytes:
    with zipfile.ZipFile(BytesIO(pptx("Et", "To"))) as made:
        own: Parts = {name: made.read(name) for name in made.namelist()}
    authors = "<p:cmAuthorLst xmlns:p='p'><p:cmAuthor name='sporcmx' initials='sporcmlettersx'/></p:cmAuthorLst>"
    modern = "<p188:author id='{1}' name='spormodernx' initials='sporlettersx' userId='S::sporaccountx' providerId='AD'/>"
    return package(
        {
            **own,
            **shared(),
            "ppt/commentAuthors.xml": authors,
            "ppt/authors.xml": f"<p188:authorLst xmlns:p188='q'>{modern}</p188:authorLst>",
            "ppt/changesInfos/changesInfo1.xml": "<pc:chgInfo xmlns:pc='c'><pc:chgData name='sporchangerx'/></pc:chgInfo>",
            "ppt/media/image1.png": drawing()[0],
        }
    )


NAMES = (
    *("office:urn:oasis:names:tc:opendocument:xmlns:office:1.0", "meta:urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
    *("dc:http://purl.org/dc/elements/1.1/", "text:t", "xlink:l", "config:c", "manifest:m", "loext:e"),
)
SPACES = " ".join(f'xmlns:{name.partition(":")[0]}="{name.partition(":")[2]}"' for name in NAMES)


def open_document() -> bytes:
    note = "<office:annotation><dc:creator>spornoterx</dc:creator>"
    note += "<loext:sender-initials>sporsenderx</loext:sender-initials>"
    note += "<meta:creator-initials>sporopeninitialsx</meta:creator-initials><text:p>Bemærkning</text:p></office:annotation>"
    change = "<office:change-info><dc:creator>spordeleterx</dc:creator><dc:date>2026-01-01</dc:date></office:change-info>"
    link = "<text:a xlink:href='file:///home/sporhomex/plan.odt'>planen</text:a><text:creator>Vist i teksten</text:creator>"
    told = "<dc:title>Oplæg</dc:title><dc:creator>sporwriterx</dc:creator><meta:initial-creator>sporfirstx</meta:initial-creator>"
    told += "<meta:printed-by>sporprintedx</meta:printed-by><meta:user-defined meta:name='Sag'>spordefinedx</meta:user-defined>"
    told += "<meta:template xlink:href='/C:/Users/sportemplatex/a.ott'/><meta:generator>sporgeneratorx</meta:generator>"
    told += "<meta:document-statistic meta:page-count='1'/>"
    items = {"PrinterName": "sporprinterx", "PrinterSetup": "sporsetupx", "PrintFaxName": "sporfaxx"}
    items |= {"CurrentDatabaseDataSource": "sporsourcex", "CurrentDatabaseCommand": "sporcommandx"}
    printer = "".join(f"<config:config-item config:name='{k}'>{v}</config:config-item>" for k, v in items.items())
    printer += "<config:config-item config:name='PrintPaper'>A4</config:config-item>"
    listed = "<manifest:file-entry manifest:full-path='Thumbnails/thumbnail.png'/>"
    listed += "<manifest:file-entry manifest:full-path='content.xml'/>"
    body = f"<text:p>Afsnit {note}{change}{link}</text:p>"
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {SPACES}>{body}</office:document-content>",
            "meta.xml": f"<office:document-meta {SPACES}><office:meta>{told}</office:meta></office:document-meta>",
            "settings.xml": f"<office:settings {SPACES}>{printer}</office:settings>",
            "Thumbnails/thumbnail.png": png(text=b"sporthumbnailx"),
            "Versions/Version1": package({"mimetype": "x", "content.xml": "<a>sporversionx</a>"}),
            "VersionList.xml": "<versions><version creator='sporversionerx'/></versions>",
            "Pictures/1.jpg": photo(),
            "META-INF/manifest.xml": f"<manifest:manifest {SPACES}>{listed}</manifest:manifest>",
        }
    )


# --- PDF

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="sportoolkitx">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="sporaboutx" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="sportoolx">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Budget</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>da</rdf:li></rdf:Bag></dc:language>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Om budgettet</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>sporxmpcreatorx</rdf:li></rdf:Seq></dc:creator></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><xmpMM:DocumentID>sporidx</xmpMM:DocumentID></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def streamed(head: str, body: bytes) -> bytes:
    return f"<< {head} /Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream"


def report() -> dict[int, bytes]:
    """The objects of a PDF with a trace at every place that is known, by number; 40 is led to by nothing."""
    place = HERE.format("sporlauncherx").replace("\\", "\\\\").encode()
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R /Lang (da-DK) /MarkInfo << /Marked true >> /StructTreeRoot 10 0 R /Metadata 11 0 R"
        b" /OpenAction 12 0 R /AA << /WC 12 0 R >> /Outlines 13 0 R /Threads [25 0 R] /AcroForm << /Fields [15 0 R] >>"
        b" /Names << /JavaScript << /Names [(a) 12 0 R] >> /EmbeddedFiles << /Names [(f) 16 0 R] >> >> >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 90.5 90] /Contents 4 0 R /StructParents 0 /LastModified (D:sporstampx)"
        b" /PieceInfo << /Word << /Private (sporprivatex) >> >> /Thumb 18 0 R"
        b" /Annots [5 0 R 15 0 R 19 0 R 20 0 R 22 0 R 23 0 R 24 0 R]"
        b" /AA << /O << /S /URI /URI (https://x.dk/sporopenx) >> >>"
        b" /Resources << /Font << /AA 6 0 R >> /XObject << /Thumb 7 0 R >> >> >>",
        4: streamed("", b"/P << /MCID 0 >> BDC BT /AA 12 Tf 9 50 Td (Bel\\370b \\(kr.\\)) Tj ET EMC /Thumb Do"),
        5: b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (sporreviewerx) /Contents (Se her) >>",
        6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        7: streamed(
            "/Type /XObject /Subtype /Image /Width 9 /Height 6 /ColorSpace /DeviceGray /BitsPerComponent 8"
            " /Filter /DCTDecode /Metadata 8 0 R",
            photo(),
        ),
        8: streamed("/Type /Metadata", b"<x>sporimagexmpx</x>"),
        10: b"<< /Type /StructTreeRoot /K << /Type /StructElem /S /P /P 10 0 R /K 0 /T (Overskrift) >> >>",
        11: streamed("/Type /Metadata /Subtype /XML", XMP),
        12: b"<< /S /JavaScript /JS (app.alert\\('sporscriptx'\\)) /Next << /S /Launch /F (sporlaunchx.exe) >> >>",
        13: b"<< /Type /Outlines /First 14 0 R /Last 14 0 R /Count 1 >>",
        14: b"<< /Title (Afsnit) /Parent 13 0 R /Dest [3 0 R /Fit] >>",
        15: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Navn) /V (Udfyldt) /Rect [0 0 9 9] /AA << /K 12 0 R >> >>",
        16: b"<< /Type /Filespec /F (/C/Users/sporfilerx/a.docx) /UF (C:\\\\Users\\\\sporfileruniquex\\\\a.docx)"
        b" /Desc (C:\\\\Users\\\\spordescriberx\\\\a.docx)"
        b" /EF << /F 17 0 R >> >>",
        17: streamed(
            "/Type /EmbeddedFile /Params << /CreationDate (sporcreatedx) /Mac << /Creator (spormacx) >> >>",
            docx("x", parts=shared()),
        ),
        18: streamed("/Width 1 /Height 1", b"sporminiaturex"),
        19: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (file:///C:/Users/sporurix/b.pdf) >> >>",
        20: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /GoToR /F (%bc.pdf) /D [0 /Fit] /Next [12 0 R] >> >>"
        % place,
        21: b"<< /Title (Budget) /Author (sporpdfauthorx) /Creator (sporpdfcreatorx) /Producer (sporproducerx)"
        b" /Keywords (sporwordsx) /Company (sporfirmx) /SourceModified (sporsourcex) /CreationDate (D:20260101) >>",
        22: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (sporlaunchedx.exe) >> >>",
        23: b"<< /Type /Annot /Subtype /Screen /Rect [0 0 9 9] /A << /S /Rendition /OP 0 /JS (sporplayedx) >> >>",
        24: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /ImportData /F (sporimportedx.fdf) >> >>",
        25: b"<< /Type /Thread /F 26 0 R /I << /Author (sporthreadx) /Title (Artikel) >> >>",
        26: b"<< /Type /Bead /T 25 0 R /N 26 0 R /V 26 0 R /P 3 0 R /R [0 0 9 9] >>",
        40: b"(sporunusedx)",
    }


def filed(things: Mapping[int, bytes], before: bytes = b"%PDF-1.7\n", prior: int = 0) -> bytes:
    """A PDF of objects as they stand, or a later version of one."""
    data, rows = before, b""
    for number, body in sorted(things.items()):
        rows += b"%d 1\n%010d 00000 n \n" % (number, len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    more = b" /Prev %d" % prior if prior else b""
    ends = b"trailer\n<< /Size 50 /Root 1 0 R /Info 21 0 R /ID [<01> <02>]%b >>\nstartxref\n%d\n%%%%EOF\n" % (more, len(data))
    return data + b"xref\n0 1\n0000000000 65535 f \n" + rows + ends


def paper() -> bytes:
    """A PDF in two versions: the older one has another author and another text."""
    older = report() | {21: b"<< /Author (sporolderauthorx) >>", 4: streamed("", b"BT /AA 12 Tf (sporoldertextx) Tj ET")}
    first = filed(older)
    newer = {number: body for number, body in report().items() if number in (4, 21)}
    return filed(newer, first, first.rindex(b"xref\n0 1"))


def packed() -> bytes:
    """The same with its objects packed in streams, as newer programs write them."""
    reader = PdfReader(BytesIO(paper()))
    kept = {(number, 0): reader.get_object(number) for number in report()}
    trailer = {key: reader.trailer.raw_get(key) for key in ("/Root", "/Info")}
    return objects.written(kept, trailer, b"%PDF-1.7", compact=True)


MAKERS: Mapping[str, Callable[[], bytes]] = {
    "jpg": photo,
    "png": lambda: drawing()[0],
    "docx": document,
    "xlsx": workbook,
    "pptx": slides,
    "odt": open_document,
    "pdf": paper,
    "pdf, packed": packed,
}
# How many made-up words each has.
PLANTED = {"jpg": 10, "png": 7, "docx": 42, "xlsx": 35, "pptx": 31, "odt": 29, "pdf": 61, "pdf, packed": 59}
