"""The mark of the program that reads: what another one remembers may be wrong, or less than there is."""

import hashlib
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

INSTALLED = (".dist-info", ".egg-info")  # how the folder ends in whose name a library says what it is called, and its version


@lru_cache(maxsize=1)  # what runs is what was read when it began
def mark() -> str:
    """Return what all of our own text, Python and the libraries come to: no list of what a cache needs of it stays right."""
    versions = sys.version, zlib.ZLIB_RUNTIME_VERSION, sorted(set(libraries()))
    digest = hashlib.blake2b(repr(versions).encode(), digest_size=16)
    package = str(Path(__file__).parent)
    for source in sorted(_sources(package)):
        text = Path(source).read_bytes()
        digest.update(f"{source[len(package) + 1 :]}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()


def libraries() -> Iterator[str]:
    """Yield the name and version of all that is installed; the library that asks for one of them takes longer to load."""
    for folder in sys.path:
        with suppress(OSError):  # an archive, or a folder that is not there
            yield from (entry.name for entry in os.scandir(folder or ".") if entry.name.endswith(INSTALLED))


def _sources(folder: str) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _sources(entry.path)
        elif entry.name.endswith((".py", ".toml")):  # its sentences too
            yield entry.path
