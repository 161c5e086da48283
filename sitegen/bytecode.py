"""Compiled templates, kept beside the program's own compiled modules: who can write there runs programs anyway."""

import hashlib
import marshal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType

from sitegen import aside, render
from sitegen.program import mark

PLACE = Path(cache_from_source(str(Path(__file__).with_name("templates.py")))).with_suffix(".bin")
SIZE = 16  # bytes of the sum that comes first


@contextmanager
def kept(place: Path = PLACE) -> Iterator[None]:
    """Compile no template that another run of this very program has compiled; at the end, keep what this one used.

    What is damaged, or of another program, is none; it is written where Python writes its own, and where it can be.
    """
    compiled, known = render.COMPILED, _read(place)
    compiled.code.update(known)
    compiled.used.clear()
    yield
    used = {key: compiled.code[key] for key in compiled.used}
    if used.keys() - known.keys() and not sys.dont_write_bytecode:
        told = marshal.dumps(used)
        aside.remember(place, _digest(told) + told)


def _read(place: Path) -> dict[tuple[str, str], CodeType]:
    try:
        whole = place.read_bytes()
    except OSError:
        return {}
    told = whole[SIZE:]
    return marshal.loads(told) if whole[:SIZE] == _digest(told) else {}


def _digest(told: bytes) -> bytes:
    return hashlib.blake2b(told, digest_size=SIZE, key=mark().encode()).digest()
