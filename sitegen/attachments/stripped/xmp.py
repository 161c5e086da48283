"""What a PDF says of itself as XML (XMP): its title, its language, and which standards it keeps; nothing of who made it."""

from xml.etree import ElementTree as tree

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
TOLD = tuple(f"{DC}{name}" for name in ("title", "language", "description"))
# The marks of PDF/A, PDF/UA, PDF/X and PDF/E, and how PDF/A wants the marks of others declared.
MARKS = {
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.aiim.org/pdfe/ns/id/": "pdfe",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://www.aiim.org/pdfa/ns/extension/": "pdfaExtension",
    "http://www.aiim.org/pdfa/ns/schema#": "pdfaSchema",
    "http://www.aiim.org/pdfa/ns/property#": "pdfaProperty",
    "http://www.aiim.org/pdfa/ns/type#": "pdfaType",
    "http://www.aiim.org/pdfa/ns/field#": "pdfaField",
}
BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
END = '\n<?xpacket end="w"?>'


def described(data: bytes) -> bytes | None:
    """Return what is kept of a description; None where nothing is, or it cannot be read."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return None
    try:
        found = tree.fromstring(data.strip(b"\0 \t\r\n")).iter(f"{RDF}RDF")
        kept = next(found, None)
    except (tree.ParseError, ValueError, LookupError):
        return None
    left = [_clean(one) for one in kept.findall(f"{RDF}Description")] if kept is not None else []
    if kept is None or not any(left):
        return None
    for uri, prefix in {**MARKS, RDF[1:-1]: "rdf", DC[1:-1]: "dc"}.items():
        tree.register_namespace(prefix, uri)
    kept.tail = None
    text = tree.tostring(kept, encoding="unicode")
    return f'{BEGIN}<x:xmpmeta xmlns:x="adobe:ns:meta/">\n{text}\n</x:xmpmeta>{END}'.encode()


def _clean(one: tree.Element) -> bool:
    """Take out of a part of a description what is not to be told; say whether there is anything left."""
    for child in list(one):
        if not _told(child.tag):
            one.remove(child)
    for name in list(one.attrib):
        if not _told(name) and name != f"{RDF}about":
            del one.attrib[name]
    one.attrib.pop(f"{RDF}about", None)
    left = bool(len(one) or one.attrib)
    one.set(f"{RDF}about", "")
    return left


def _told(name: str) -> bool:
    return name in TOLD or name[1:].partition("}")[0] in MARKS
