"""Reads the packages of Word, Excel, PowerPoint and OpenDocument: every part, also comments, notes, hidden sheets, deletions."""

import html
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from xml.parsers.expat import ExpatError

from sitegen.attachments.found import Found
from sitegen.attachments.markup import TEXTS, Walker, unmarked
from sitegen.attachments.sheets import OpenSheets, Sheet, Strings, formats

MOST_PARTS = 20_000
ENTRY = b"PK\x01\x02"  # what each part begins with in the list at the end of the file
HEAD = 30  # bytes before a part's name
PIECE = 1 << 20  # bytes unpacked at a time
LANGUAGE = re.compile(rb'<w:lang\b[^<>]*?\bw:val="([^"<>]*)"')
OPEN_LANGUAGE = re.compile(rb'fo:language="(\w+)"(?:[^<>]{0,500}?fo:country="(\w+)")?')
RELATED = re.compile(r"<(?:\w+:)?Relationship\b[^<>]*>")
ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
LISTED = re.compile(r"<(?:\w+:)?(?:sheet|sldId)\b[^<>]*>")
# Nothing that anybody writes stands in these, and they are large.
WORDLESS = re.compile(r"(?:.*/)?(?:styles\w*|theme\d*|fontTable|tableStyles)\.xml|\[Content_Types\]\.xml")
DRAWN = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".ttf", ".odttf", ".fntdata")
PLACES = (
    (re.compile(r"(docProps/.*|meta\.xml|customXml/.*)"), "about"),
    (re.compile(r"word/(?:comments\w*|footnotes|endnotes)\.xml"), "note"),
    (re.compile(r"(?:ppt|xl)/(?:comments|threadedComments|notesSlides)\b.*"), "note"),
    (re.compile(r"xl/comments\d*\.xml"), "note"),
    (re.compile(r"word/(?:header|footer)\d*\.xml|styles\.xml"), "header"),
)
FEW = 100  # letters: a document that has fewer, and a picture of so many bytes, is most likely a scanned page
PICTURE = 30_000
Nested = Callable[[bytes, str], None]


def read(data: bytes, found: Found, nested: Nested) -> None:
    """Read a package; `nested` reads a file that lies in it."""
    contents = unpacked(data, found)
    if contents is None:
        return
    _said(contents, found, nested)
    if found.letters < FEW and sum(len(data) for name, data in contents.items() if name.lower().endswith(DRAWN)) > PICTURE:
        found.fail("pictures")


def _said(contents: dict[str, bytes], found: Found, nested: Nested) -> None:
    if "mimetype" in contents and "content.xml" in contents:
        _open_document(contents, found, nested)
    elif "[Content_Types].xml" in contents:
        _office(contents, found, nested)
    else:
        for name, inner in contents.items():
            nested(inner, name)


def unpacked(data: bytes, found: Found) -> dict[str, bytes] | None:
    """Return the parts of a package by name, no more than may still be read; None where `found` says why it cannot be."""
    if data.count(ENTRY) > MOST_PARTS:
        found.fail("large")
        return None
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {info.filename: info for info in package.infolist() if not info.is_dir()}
    if any(info.flag_bits & 1 for info in parts.values()):
        found.fail("encrypted")
        return None
    contents = {}
    for name in sorted(parts, key=_order):
        contents[name] = _inflated(data, parts[name], found)
        if name == "META-INF/manifest.xml" and b"encryption-data" in contents[name]:
            found.fail("encrypted")
            return None
    return contents


def _order(name: str) -> tuple[bool, str]:
    return name != "META-INF/manifest.xml", name


def _inflated(data: bytes, info: zipfile.ZipInfo, found: Found) -> bytes:
    """Return a part's bytes, no more than may still be read; of a damaged part what there is of it."""
    head = data[info.header_offset : info.header_offset + HEAD]
    start = info.header_offset + HEAD + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = data[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        found.budget.spend(len(packed))
        return packed
    # Other ways to pack have no bound on what comes out, and no such program uses them.
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces = []
    try:
        while packed and info.compress_type == zipfile.ZIP_DEFLATED:
            pieces.append(inflater.decompress(packed, PIECE))
            found.budget.spend(len(pieces[-1]))
            packed = inflater.unconsumed_tail
    except zlib.error:
        pass
    if not inflater.eof:
        found.fail("damaged")
    return b"".join(pieces)


def _office(parts: dict[str, bytes], found: Found, nested: Nested) -> None:
    sheets, slides = _listed(parts, "xl/workbook.xml"), _listed(parts, "ppt/presentation.xml")
    places = {path: f"sheet:{name}" for path, name in sheets.items()}
    places |= {path: f"slide:{number}" for number, path in enumerate(slides, 1)}
    found.pages = len(slides) or None
    strings = Strings(found, "text", TEXTS)
    if shared := parts.pop("xl/sharedStrings.xml", b""):
        _walk(strings, shared)
    shown = formats(parts.get("xl/styles.xml", b""))
    if language := LANGUAGE.search(parts.get("word/styles.xml", b"")):
        found.speak(language[1].decode("ascii", "replace"))
    for name, data in parts.items():
        place = places.get(name) or _place(name)
        if name.startswith("docProps/") and name.endswith(".xml"):
            _walk(_About(found, place), data)
        elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
            _walk(Sheet(found, place, strings.texts, shown), data)
        else:
            _part(name, data, place, TEXTS, found, nested)
    for text in strings.texts:  # what no cell shows is in the file all the same
        found.look("text", text, new=True)


def _open_document(parts: dict[str, bytes], found: Found, nested: Nested) -> None:
    walker = OpenSheets(found, "text")
    for name, data in parts.items():
        if name == "content.xml":
            _walk(walker, data)
        elif name == "meta.xml":
            _walk(_About(found, "about"), data)
        elif name == "styles.xml":  # headers and footers
            _walk(Walker(found, "header"), data)
        elif name != "mimetype":
            _part(name, data, _place(name), None, found, nested)
    found.pages = walker.slides or None
    if language := OPEN_LANGUAGE.search(parts.get("styles.xml", b"")):
        found.speak("-".join(part.decode() for part in language.groups() if part))


def _part(name: str, data: bytes, place: str, only: frozenset[str] | None, found: Found, nested: Nested) -> None:
    found.look(place, name)
    if not data or WORDLESS.fullmatch(name) or name.lower().endswith(DRAWN):
        return
    if name.lower().endswith((".xml", ".rels", ".vml", ".rdf")):
        _walk(Walker(found, place, only), data)
    else:
        nested(data, name)


def _walk(walker: Walker, data: bytes) -> None:
    try:
        walker.walk(data)
    except ExpatError:
        walker.found.fail("damaged")
        walker.found.look(walker.place, unmarked(data.decode("utf-8", "replace")), new=True)


def _place(name: str) -> str:
    return next((place for pattern, place in PLACES if pattern.fullmatch(name)), "text")


def _listed(parts: dict[str, bytes], index: str) -> dict[str, str]:
    """Return the sheets or slides in the order in which people see them: path and name."""
    folder, _, file = index.rpartition("/")
    related = parts.get(f"{folder}/_rels/{file}.rels", b"").decode("utf-8", "replace")
    targets = {}
    for tag in RELATED.findall(related):
        said = dict(ATTRIBUTE.findall(tag))
        target = said.get("Target", "")
        targets[said.get("Id")] = target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
    found = {}
    for tag in LISTED.findall(parts.get(index, b"").decode("utf-8", "replace")):
        said = dict(ATTRIBUTE.findall(tag))
        if path := targets.get(said.get("r:id") or next((v for k, v in said.items() if k.endswith(":id")), None)):
            found[path] = html.unescape(said.get("name", ""))
    return {path: name for path, name in found.items() if path in parts}


class _About(Walker):
    """What a program says of the file: its title and language besides what everybody may have written."""

    def block(self, name: str, text: str) -> None:
        self.found.look(self.place, text)
        if name == "title":
            self.found.name(text)
        elif name == "language":
            self.found.language = ""  # the author's own word goes before a style's
            self.found.speak(text.strip())
