"""Reads an attachment, whatever it is like: how long it is, in which language, and the personal numbers in all its text."""

import csv
import hashlib
import re
from contextlib import suppress
from dataclasses import replace

from sitegen.attachments import office, pdf, pictures
from sitegen.attachments.found import Found, TooMuch, is_of_the_disk
from sitegen.attachments.marks import COMPOUND, LARGEST, LOCKED, form
from sitegen.attachments.markup import unmarked
from sitegen.attachments.stripped import stripped
from sitegen.attachments.tables import Columns
from sitegen.parsed import Contents

__all__ = ["COMPOUND", "FORMS", "LARGEST", "LOCKED", "decoded", "form", "read", "unread"]

NESTED = 3  # files within files: a workbook in a document in an archive
# The kinds that everybody can open, by what their bytes are; what is on no list may be anything.
FORMS = {
    "pdf": "pdf",
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), "package"),
    "csv": "text",
    "png": "png",
    **dict.fromkeys(("jpg", "jpeg"), "jpeg"),
}


def read(data: bytes, kind: str) -> Contents:
    """Return what a file of a kind (the end of its name, in small letters) says, and what is published of it.

    Raises OSError where a library cannot be loaded, and nothing for what the file is like.
    """
    if len(data) > LARGEST:
        return unread(len(data))
    found = Found()
    _read(data, kind, found, 0)
    published, traces = stripped(data, kind)
    digest = hashlib.sha256(published).hexdigest()
    return replace(found.contents(len(published)), digest=digest, traces=traces)


def unread(size: int) -> Contents:
    """Return what is known of a file that is too large to be read."""
    return Contents(size, unread="large")


def _read(data: bytes, kind: str, found: Found, depth: int) -> None:
    """Read a file, or one that lies within another."""
    if depth > NESTED:
        found.fail("large")
        return
    made = form(data)
    wanted = FORMS.get(kind)
    if wanted and made != wanted and not (data.startswith(COMPOUND) and LOCKED in data):
        found.fail("damaged")  # searched all the same, for what it is
    try:
        match made:
            case "pdf":
                pdf.read(data, found, lambda inner, name: _inner(inner, name, found, depth))
            case "package":
                office.read(data, found, lambda inner, name: _inner(inner, name, found, depth))
            case "png" | "jpeg":
                pictures.read(data, made, found)
            case "text":
                _text(data, kind, found)
            case _:
                _unknown(data, found)
    except TooMuch:
        found.fail("large")
    except Exception as error:  # a file can be wrong in every way there is, and a library can stumble over each
        if is_of_the_disk(error):
            raise
        found.fail("damaged")


def _inner(data: bytes, name: str, found: Found, depth: int) -> None:
    """Read a file within a file: whatever it holds is found inside the outer one, and what the outer one is stands."""
    found.look("inside", name)
    inside = Found(found.budget)
    kind = name.rpartition(".")[2].lower()
    _read(data, kind if kind in ("csv", "txt") else "", inside, depth + 1)
    found.take(inside)


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or else as old Windows programs write it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _text(data: bytes, kind: str, found: Found) -> None:
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    found.count(text)
    if kind != "csv" and "<" in text:
        found.look("text", unmarked(text), new=True)
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    found.lines(text, starts)
    if kind != "csv":
        return
    lines = text.split("\n")
    columns = Columns(found, "line")
    delimiter = max(";\t,", key="".join(lines[:20]).count)
    rows = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    with suppress(csv.Error):  # no table after all
        for row in rows:
            columns.row(f"line:{rows.line_num}")
            for number, cell in enumerate(row):
                columns.cell(number, cell.strip(), number=cell.strip().isdecimal())


def _unknown(data: bytes, found: Found) -> None:
    """Look for what stands in plain sight in a file whose form nobody here knows."""
    found.fail("encrypted" if LOCKED in data else "kind" if data else "damaged")
    for encoding, start in (("latin-1", 0), ("utf-16-le", 0), ("utf-16-le", 1)):
        found.look("text", data[start:].decode(encoding, "ignore"))
