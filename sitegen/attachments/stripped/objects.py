"""The objects of a PDF as bytes, each the same for the same object, and a whole file of them."""

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

TOGETHER = 200  # objects that are packed in one stream
HEADER = re.compile(rb"%PDF-\d\.\d")
ESCAPED = re.compile(rb"[\\()\r]")
Key = tuple[int, int]


def written(kept: Mapping[Key, Any], trailer: Mapping[str, Any], version: bytes, compact: bool) -> bytes:
    """Return a PDF of objects by number and generation, renumbered in order.

    `compact` packs what is no stream into streams, as PDF 1.5 can; a reader that is older, and PDF/A-1, know no such.
    """
    names = {key: number for number, key in enumerate(sorted(kept), 1)}
    streams = {names[key]: thing for key, thing in kept.items() if isinstance(thing, StreamObject)}
    others = {names[key]: _bytes(thing, names) for key, thing in sorted(kept.items()) if names[key] not in streams}
    pieces = [version + b"\n%\xe2\xe3\xcf\xd3\n"]
    at = len(pieces[0])
    places: dict[int, tuple[int, int, int]] = {}  # as in a table of streams: kind, offset or container, index

    def add(number: int, body: bytes) -> None:
        nonlocal at
        places[number] = 1, at, 0
        pieces.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        at += len(pieces[-1])

    last = len(names)
    if compact:
        listed = sorted(others)
        for start in range(0, len(listed), TOGETHER):
            last += 1
            group = listed[start : start + TOGETHER]
            head, bodies = b"", b""
            for index, number in enumerate(group):
                places[number] = 2, last, index
                head += b"%d %d " % (number, len(bodies))
                bodies += others[number] + b"\n"
            more = b"/Type /ObjStm /N %d /First %d" % (len(group), len(head))
            add(last, _packed(more, head + bodies))
    for number in sorted(names.values()):
        if number in streams:
            add(number, _stream(streams[number], names))
        elif not compact:
            add(number, others[number])
    ends = b"".join(b"/%b %b " % (key[1:].encode(), _bytes(value, names)) for key, value in trailer.items())
    if compact:
        places[last + 1] = 1, at, 0
        rows = b"\0\0\0\0\0\0\xff\xff" + b"".join(
            b"%c%b%b" % (kind, where.to_bytes(5, "big"), index.to_bytes(2, "big"))
            for _, (kind, where, index) in sorted(places.items())
        )
        more = b"/Type /XRef /Size %d /W [1 5 2] %b" % (last + 2, ends)
        table = b"%d 0 obj\n%b\nendobj\n" % (last + 1, _packed(more, rows))
    else:
        rows = b"".join(b"%010d 00000 n \n" % places[number][1] for number in range(1, last + 1))
        table = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d %b>>\n" % (last + 1, rows, last + 1, ends)
    return b"".join((*pieces, table, b"startxref\n%d\n%%%%EOF\n" % at))


def _packed(more: bytes, body: bytes) -> bytes:
    packed = zlib.compress(body, 6)
    return b"<< %b /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (more, len(packed), packed)


def _stream(thing: StreamObject, names: Mapping[Key, int]) -> bytes:
    return b"%b\nstream\n%b\nendstream" % (_bytes(thing, names), thing._data)


def _bytes(thing: Any, names: Mapping[Key, int]) -> bytes:
    return b"".join(_pieces(thing, names))


def _pieces(thing: Any, names: Mapping[Key, int]) -> Iterator[bytes]:
    """Yield the bytes of an object; the library's own way is slower, and takes strings and names for text that they are not."""
    if isinstance(thing, IndirectObject):
        number = names.get((thing.idnum, thing.generation))
        yield b"%d 0 R" % number if number else b"null"
    elif isinstance(thing, DictionaryObject):
        yield b"<<"
        for key, value in thing.items():
            if key != "/Length" or not isinstance(thing, StreamObject):
                yield b" " + NameObject(key).renumber() + b" "
                yield from _pieces(value, names)
        yield b" /Length %d >>" % len(thing._data) if isinstance(thing, StreamObject) else b" >>"
    elif isinstance(thing, ArrayObject):
        yield b"["
        for index, value in enumerate(thing):
            if index:
                yield b" "
            yield from _pieces(value, names)
        yield b"]"
    elif isinstance(thing, NameObject):
        yield thing.renumber()
    elif isinstance(thing, TextStringObject | ByteStringObject):
        yield b"(" + ESCAPED.sub(_escape, thing.original_bytes) + b")"
    elif isinstance(thing, BooleanObject):
        yield b"true" if thing.value else b"false"
    elif isinstance(thing, FloatObject):
        yield thing.myrepr().encode()
    elif isinstance(thing, NumberObject):
        yield b"%d" % thing
    elif isinstance(thing, NullObject):
        yield b"null"
    else:
        raise ValueError("an object of no kind")


def _escape(found: re.Match[bytes]) -> bytes:
    return b"\\r" if found[0] == b"\r" else b"\\" + found[0]
