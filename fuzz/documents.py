"""Files of other programs, as they are and packed anew: attachments, documents to take in, git's log and what is remembered."""

import json
import pickletools
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path

from fuzz import properties
from fuzz.base import BASE, chosen, files_of
from fuzz.properties import TODAY
from sitegen import attachments, enclosures, history, intake, lineage, memo, privacy, report, search
from sitegen.attachments.stripped import stripped
from sitegen.build import Build, Inputs, examine
from sitegen.diagnostics import Severity
from sitegen.intake.blocks import Document
from sitegen.intake.draft import draft

ENDINGS = ("pdf", "docx", "xlsx", "odt", "ods", "pptx", "png", "jpg", "csv", "txt")


def attached(data: bytes) -> None:
    """An attachment under a name of any kind, as it is."""
    ending, contents = chosen(data, ENDINGS)
    said = attachments.read(contents, ending)
    properties.contents_are_sound(said, contents)
    assert attachments.read(contents, ending) == said
    published, why = stripped(contents, ending)
    assert why in ("", "signed", "encrypted", "damaged", "large", "kind", "inside"), why
    assert stripped(published, ending) == (published, why) or why == "damaged", "stripping twice is stripping once"


PARTS = (
    "word/document.xml",
    "word/comments.xml",
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "ppt/slides/slide1.xml",
    "docProps/core.xml",
    "content.xml",
    "meta.xml",
    "inner.docx",
    "a.csv",
)


def packed(data: bytes) -> None:
    """A part of an office package: the bytes are packed, for a mutated zip file seldom opens."""
    name, part = chosen(data, PARTS)
    first = "mimetype" if name in ("content.xml", "meta.xml") else "[Content_Types].xml"
    parts = {first: b"x", "content.xml": b"<x/>"} if first == "mimetype" else {first: b"x"}
    attached(b"\1" + zipped({**parts, name: part}))


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts into a zip file, the same each time."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part)
    return stream.getvalue()


@cache
def _known_site() -> Build:
    found = examine(Inputs(files_of(BASE)), TODAY)
    assert found.site
    return found


def _drafted(document: Document, name: str) -> None:
    site = _known_site().site
    assert site
    made = draft(document, name, site)
    assert made.refused or made.text
    if made.refused:
        assert all(made.refused)
        return
    numbers = [number for number in privacy.find(made.text) if number.certain]
    assert not numbers, made.text
    text = made.text.encode()
    parsed = properties.parse_is_sound(text, made.kind)
    severe = [f for f in parsed.findings if f.severity is Severity.ERROR]
    assert not severe, (report.text(tuple(f.at(made.path) for f in severe), "en", None, False), made.text)
    assert parsed.meta is None or parsed.meta.draft, made.text


def text_taken_in(data: bytes) -> None:
    """A text of others, as a draft of ours."""
    _drafted(intake.read(data, "txt"), "Dagsorden 2026-03-12")


def word_taken_in(data: bytes) -> None:
    """What stands in a Word document, as a draft of ours."""
    _drafted(intake.read(word(data), "docx"), "Referat")


W = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
OFFICE = b"http://schemas.openxmlformats.org"
RELATIONS = (
    b'<Relationships xmlns="' + OFFICE + b'/package/2006/relationships"><Relationship Id="r1" Target="word/document.xml" '
    b'Type="' + OFFICE + b'/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def word(body: bytes) -> bytes:
    """Return a Word document with such a body."""
    document = W + body + b"</w:body></w:document>"
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document})


def log(data: bytes) -> None:
    """What git says of what was committed: a log, or ValueError."""
    half = len(data) // 2
    try:
        commits = list(lineage.read_log([data[:half], data[half:]]))
    except ValueError:
        return
    assert commits == list(lineage.read_log([data]))
    with suppress(ValueError, KeyError):  # parents that nobody knows: a log that makes no sense
        records, gone = lineage.fold(commits)
        assert all(path for path in records) and all(one.path for one in gone)


def _asks_for_room(pickled: bytes) -> bool:
    """Say whether a pickle names a place in the reader's memory that is far away: it takes all the memory before it.

    Only whoever can write to `.cache` with the right sums can have that read; such a file never comes of ours.
    """
    with suppress(Exception):
        for opcode, value, _ in pickletools.genops(pickled):
            if opcode.name in ("LONG_BINPUT", "PUT") and int(value or 0) > 1_000_000:
                return True
    return False


def remembered(data: bytes) -> None:
    """What lies in `.cache`, as somebody else may have left it: each reader takes it or makes it anew."""
    which, rest = chosen(data, ("history", "enclosures", "search", "memo", "told", "log", "pickle", "sums"))
    with tempfile.TemporaryDirectory(prefix="sitegen-fuzz-") as folder:
        place = Path(folder) / "cache"
        if which == "sums":  # a cache of the form that is read, with the right sums: what stands in it may be anything
            line = rest.partition(b"\n")[2]
            place.write_bytes(json.dumps(enclosures._stated("x", line)).encode() + b"\n" + line)
            assert isinstance(enclosures._remembered(place, "x"), dict)
            return
        place.write_bytes(rest)
        if which == "history":
            assert isinstance(history._remembered(place)[0], dict)
        elif which == "enclosures":
            assert isinstance(enclosures._remembered(place, "x"), dict)
        elif which == "search":
            assert search._remembered(place) is None or isinstance(search._remembered(place), dict)
        elif which == "memo":
            assert isinstance(memo._records(place, "x"), dict)
        elif which == "pickle" and not _asks_for_room(rest):
            found = memo._unpacked((memo._digest(rest), memoryview(rest)), "agenda")
            assert found is None or found.kind == "agenda"
