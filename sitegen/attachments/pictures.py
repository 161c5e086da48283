"""A picture's size in pixels as it is shown, and the text that cameras and programs leave in it. What it shows is not read."""

import re
import zlib
from collections.abc import Iterator

from sitegen.attachments.found import Found

MOST_PARTS = 10_000
SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # the marks of a JPEG that are followed by its size
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # those with nothing after them
WIDE = re.compile(rb"(?:[\x20-\x7e]\0){10,}")


def read(data: bytes, form: str, found: Found) -> None:
    """Read a PNG or JPEG; one that says no size is damaged."""
    turned = False
    for mark, body in _chunks(data) if form == "png" else _segments(data):
        if mark == b"IHDR" and len(body) >= 8:
            found.width, found.height = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
        elif mark == b"size" and len(body) >= 5 and not found.width:
            found.height, found.width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
        elif mark in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"text"):
            turned = turned or _is_turned(body.removeprefix(b"Exif\0\0"))
            for text in _texts(mark, body, found):
                found.look("about", text)
    if turned:
        found.width, found.height = found.height, found.width
    if not found.width or not found.height:
        found.fail("damaged")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    for _ in range(MOST_PARTS):
        if at + 8 > len(data):
            return
        length, mark = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        yield mark, data[at + 8 : at + 8 + length] if mark != b"IDAT" else b""
        at += length + 12


def _segments(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 2
    for _ in range(MOST_PARTS):
        if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] == 0xDA:
            return
        mark = data[at + 1]
        if mark == 0xFF or mark in ALONE:
            at += 1 if mark == 0xFF else 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + length]
        if mark in SIZES:
            yield b"size", body
        elif mark == 0xFE or 0xE1 <= mark <= 0xEF:
            yield b"text", body
        at += 2 + max(length, 2)


def _texts(mark: bytes, body: bytes, found: Found) -> Iterator[str]:
    if mark == b"zTXt" or (mark == b"iTXt" and b"\0\1\0" in body):
        body = _inflated(body[body.index(b"\0") :], found)
    yield body.decode("utf-8", "replace").replace("\0", " ")
    for run in WIDE.findall(body):
        yield run.decode("utf-16-le", "replace")


def _inflated(packed: bytes, found: Found) -> bytes:
    start = packed.find(b"\x78")
    text = zlib.decompressobj().decompress(packed[max(start, 0) :], 1_000_000)
    found.budget.spend(len(text))
    return text


def _is_turned(exif: bytes) -> bool:
    """Say whether a camera was held upright, so that the picture is shown with its sides exchanged."""
    return orientation(exif) in (5, 6, 7, 8)


def orientation(exif: bytes) -> int:
    """Return how a picture is turned when it is shown, 1 to 8; 0 where nothing says so."""
    order = {b"II": "little", b"MM": "big"}.get(exif[:2])
    if order not in ("little", "big"):
        return 0
    at = int.from_bytes(exif[4:8], order)  # type: ignore[arg-type]
    for entry in range(at + 2, at + 2 + 12 * min(int.from_bytes(exif[at : at + 2], order), 200), 12):  # type: ignore[arg-type]
        if int.from_bytes(exif[entry : entry + 2], order) == 0x0112:  # type: ignore[arg-type]
            said = int.from_bytes(exif[entry + 8 : entry + 10], order)  # type: ignore[arg-type]
            return said if said in range(1, 9) else 0
    return 0
