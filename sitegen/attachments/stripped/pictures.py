"""Pictures without what cameras and programs note in them: no pixel is touched, and a picture stays turned as it is."""

import re
import struct
import zlib
from collections.abc import Iterator

from sitegen.attachments.pictures import ALONE, orientation

EXIF = b"Exif\0\0"
PIXELS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # what ends a run of pixels: restarts and fill bytes belong to it
SCAN, END, OWN = 0xDA, 0xD9, 0xE1  # marks of a JPEG; from OWN on, each program has its own, and comments
# Of a PNG: size, colours, transparency, measures, animation. All else is words, times or unknown.
SHOWN = frozenset((b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"hIST", b"pHYs"))
SHOWN |= {b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"}


def jpeg(data: bytes) -> bytes:
    """Return a JPEG with its pixels, colour profile and orientation alone; raise ValueError where it cannot be taken apart."""
    parts = list(_segments(data))
    turned = next((turn for mark, part in parts if mark == 0xE1 and (turn := _turn(part[4:]))), 0)
    kept = [_kept(mark, part) for mark, part in parts]
    if not any(kept):
        raise ValueError("a picture of nothing")
    if turned:
        exif = EXIF + _tiff(turned)
        first = 1 if kept and kept[0].startswith(b"\xff\xe0") else 0
        kept.insert(first, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return data[:2] + b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each part by its mark, pixels with the part before them; what follows the end is nothing of the picture."""
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            raise ValueError("no mark where one must be")
        mark = data[at + 1] if at + 1 < len(data) else 0xFF
        if mark == 0xFF:  # a fill byte
            at += 1
            continue
        length = 0 if mark in ALONE or mark == END else int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if end > len(data) or (length < 2 and mark not in ALONE and mark != END):
            raise ValueError("a part of no such length")
        if mark == SCAN:
            following = PIXELS.search(data, end)
            end = following.start() if following else len(data)
        yield mark, data[at:end]
        if mark == END:
            return
        at = end


def _kept(mark: int, part: bytes) -> bytes:
    """Return what is kept of a part: nothing of what programs add but colours, and the density without its thumbnail."""
    if mark == 0xE0:
        return b"\xff\xe0\0\x10" + part[4:16] + b"\0\0" if part[4:9] == b"JFIF\0" and len(part) >= 18 else b""
    if mark == 0xE2 and part[4:16] == b"ICC_PROFILE\0":
        return part
    if mark == 0xEE and part[4:9] == b"Adobe" and len(part) >= 16:
        return b"\xff\xee\0\x0e" + part[4:16]
    return b"" if mark >= OWN else part


def png(data: bytes) -> bytes:
    """Return a PNG with what shows it alone; raise ValueError where it cannot be taken apart."""
    kept = [data[:8]]
    turned = False
    at = 8
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        needed = name[:1].isupper()  # so the format says of what nobody can do without
        if (at == 8 and name != b"IHDR") or not name.isalpha() or (end > len(data) and name != b"IDAT"):
            raise ValueError("no part where one must be")
        if needed or name in SHOWN:
            kept.append(data[at:end])
        elif name == b"eXIf" and not turned and (turn := orientation(data[at + 8 : end])) > 1:
            body = b"eXIf" + _tiff(turn)
            kept.append(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
            turned = True
        if name == b"IEND":
            break
        at = end
    if len(kept) < 2:
        raise ValueError("a picture of no size")
    return b"".join(kept)


def _turn(body: bytes) -> int:
    """Return how a camera was held, 0 where upright or unsaid."""
    turn = orientation(body.removeprefix(EXIF)) if body.startswith(EXIF) else 0
    return turn if turn > 1 else 0


def _tiff(turned: int) -> bytes:
    """Return what a camera says of how it was held, and nothing else."""
    return b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)
