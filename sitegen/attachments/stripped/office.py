"""Office packages without the names of those who wrote them, their programs, printers and folders; what they show stays."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from sitegen.attachments import office
from sitegen.attachments.found import Found
from sitegen.attachments.stripped.paths import homeless
from sitegen.attachments.stripped.xml import DROPPED, EMPTIED, MASK, MASKED, PLACELESS, Edit, Judge, edited, plain

SIGNED = re.compile(r"(?:_xmlsignatures/.*|META-INF/(?:document|macro)signatures\.xml)")
# Small pictures of the first page, printers, labels of those who sort papers by secrecy, and older versions of the text.
DROPPED_PARTS = re.compile(
    r"(?:.*/)?(?:docProps/thumbnail\.\w+|printerSettings/.*|Thumbnails/.*|docMetadata/.*|VersionList\.xml|Versions/.*)",
    re.IGNORECASE,
)
# Parts of which nothing but the outermost element is kept: what a text shows of them stands in the text itself.
EMPTIED_PARTS = re.compile(r"customXml/item\d*\.xml|word/people\.xml|(?:.*/)?changesInfos/changesInfo\d*\.xml", re.IGNORECASE)
# What says who, when and with what. Word's programs call the parts as they please, and are known by their outermost elements
# (`Properties` too, of which nothing is kept); OpenDocument calls its own by name.
ABOUT = re.compile(r"(?:.*/)?meta\.xml")
TOLD = frozenset(("title", "subject", "language", "document-statistic"))  # of these; the rest goes
MARKUP = (".xml", ".rels", ".rdf", ".vml", ".psmdcp")
# Attributes that hold a name wherever they stand, and those that do in one element only.
NAMES = frozenset(("author", "initials", "userName", "refreshedBy", "userId", "displayName"))
OWN_NAMES = {
    "cmAuthor": ("name",),
    "author": ("name",),
    "userInfo": ("name",),
    "customWorkbookView": ("name",),
    "scenario": ("user", "comment"),
    "permStart": ("ed",),
}
OPEN_CREATORS = ("creator", "creator-initials", "sender-initials")
GONE = {
    "word": ("docVars", "mailMerge", "rsids", "printerSettings", "dataBinding"),
    "xl": ("absPath",),
}
PLACES = frozenset(("Target", "descr", "name", "title", "connection", "odcFile", "sourceFile", "href", "instr"))
LOGIN = re.compile(r"\b(?:user id|uid|password|pwd)\s*=[^;]*;?", re.IGNORECASE)  # in what leads to a database
COMMANDS = frozenset(("instrText", "delInstrText"))  # of Word: insert the picture, or the sheet, that lies there
PRINTERS = frozenset(("PrinterName", "PrinterSetup", "PrintFaxName", "CurrentDatabaseDataSource", "CurrentDatabaseCommand"))
BOUND = re.compile(r"[\w.-]+:id")
FIRST = (1980, 1, 1, 0, 0, 0)  # the first day that a package can name
Nested = Callable[[bytes, str], tuple[bytes, str]]


def package(data: bytes, nested: Nested) -> tuple[bytes, str]:
    """Return a package without what tells of its makers, and why not, or not wholly; `nested` strips a file that lies in it."""
    found = Found()
    parts = office.unpacked(data, found)
    if parts is None or found.unread:
        return data, found.unread
    if not ("mimetype" in parts and "content.xml" in parts) and "[Content_Types].xml" not in parts:
        return data, "kind"
    if any(SIGNED.fullmatch(name) for name in parts):
        return data, "signed"
    with zipfile.ZipFile(BytesIO(data)) as original:
        order = dict.fromkeys(info.filename for info in original.infolist() if info.filename in parts)
        packed = {info.filename: info.compress_type for info in original.infolist()}
    stream, reason = BytesIO(), ""
    with zipfile.ZipFile(stream, "w") as written:
        for name in order:
            if DROPPED_PARTS.fullmatch(name):
                continue
            part, why = _part(name, parts[name], nested)
            reason = reason or why
            info = zipfile.ZipInfo(name, FIRST)
            info.compress_type, info.create_system = packed[name], 0
            written.writestr(info, part)
    return stream.getvalue(), reason


def _part(name: str, part: bytes, nested: Nested) -> tuple[bytes, str]:
    if not part:
        return part, ""
    if name.lower().endswith(MARKUP) or name == "[Content_Types].xml":
        return edited(part, _judge(name)), ""
    return nested(part, name.rpartition(".")[2].lower())


def _judge(name: str) -> Judge:
    """Return what judges the elements of a part."""
    gone = GONE.get(name.partition("/")[0], ())
    about, emptied = ABOUT.fullmatch(name), EMPTIED_PARTS.fullmatch(name)
    related = name.endswith(".rels")

    def judge(element: str, parent: str, attributes: dict[str, str]) -> Edit | None:
        if emptied or (element == "Properties" and not parent):
            return Edit(EMPTIED) if not parent else None
        if parent == "coreProperties" or (about and parent == "meta"):
            return None if element in TOLD else Edit(DROPPED)
        if element in gone or _leads_to_dropped(element, attributes):
            return Edit(DROPPED)
        inside = MASKED if _names_somebody(element, parent, attributes) else PLACELESS if element in COMMANDS else ""
        own = OWN_NAMES.get(element, ())
        changed: dict[str, str | None] = {}
        for said, value in attributes.items():
            key = plain(said)
            if key in NAMES or key in own:
                changed[said] = MASK
            elif key == "providerId":
                changed[said] = "None"
            elif element == "pageSetup" and BOUND.fullmatch(said):
                changed[said] = None
            elif key in PLACES:
                changed[said] = homeless(LOGIN.sub("", value) if key == "connection" else value)
        if related and attributes.get("Type", "").endswith("/attachedTemplate"):
            changed["Target"] = re.split(r"[\\/]", attributes.get("Target", ""))[-1]
        changed = {said: value for said, value in changed.items() if attributes[said] != value}
        return Edit(inside, changed) if inside or changed else None

    return judge


def _leads_to_dropped(element: str, attributes: dict[str, str]) -> bool:
    """Say whether an element only names a part that is dropped."""
    key = {"Relationship": "Target", "Override": "PartName", "file-entry": "full-path"}.get(element)
    return any(DROPPED_PARTS.fullmatch(value) for said, value in attributes.items() if plain(said) == key)


def _names_somebody(element: str, parent: str, attributes: dict[str, str]) -> bool:
    """Say whether the text of an element is a person's name, or a printer's."""
    if element in OPEN_CREATORS:
        return parent in ("annotation", "change-info")
    if element == "config-item":
        return any(plain(said) == "name" and value in PRINTERS for said, value in attributes.items())
    return element == "author" and parent == "authors"
