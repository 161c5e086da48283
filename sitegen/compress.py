"""Compressed twins of the output's texts, for servers that send them as they lie: the same bytes for the same text."""

import gzip
from collections.abc import Mapping

import brotli  # type: ignore[import-untyped]

TEXTS = (".html", ".css", ".js", ".svg", ".xml", ".json", ".csv", ".ics", ".txt")
LEAST = 1024  # bytes; below, a packet is a packet
# Measured on rendered pages: brotli's best (11) takes fifty times as long for a tenth less.
GZIP, BROTLI = 9, 5


def is_text(path: str) -> bool:
    """Say whether a file of the output is of a kind that is worth compressing."""
    return path.endswith(TEXTS)


def twins(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the `.gz` and `.br` of each text, by path; never in place of a file that is there already."""
    found: dict[str, bytes] = {}
    for path, contents in files.items():
        if is_text(path) and len(contents) >= LEAST:
            found[f"{path}.gz"] = _gzip(contents)
            found[f"{path}.br"] = brotli.compress(contents, quality=BROTLI)
    return {path: contents for path, contents in found.items() if path not in files}


def _gzip(contents: bytes) -> bytes:
    data = gzip.compress(contents, GZIP, mtime=0)
    return data[:9] + b"\xff" + data[10:]  # the system it was made on is nobody's business
