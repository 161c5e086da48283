"""The mark of the program that reads: what another one remembers may be wrong, or less than there is."""

import hashlib
import sys
import zlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

# What texts and attachments come to depends on these, and on nothing else that is installed.
LIBRARIES = ("markdown-it-py", "mdurl", "pydantic", "pydantic-core", "pypdf", "pyyaml")


@lru_cache(maxsize=1)  # what runs is what was read when it began
def mark() -> str:
    """Return what all of our own text, Python and the libraries come to: no list of what a cache needs of it stays right."""
    versions = sys.version, zlib.ZLIB_RUNTIME_VERSION, [(name, version(name)) for name in LIBRARIES]
    digest = hashlib.blake2b(repr(versions).encode(), digest_size=16)
    package = Path(__file__).parent
    for source in sorted(package.rglob("*.py")):
        text = source.read_bytes()
        digest.update(f"{source.relative_to(package).as_posix()}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()
