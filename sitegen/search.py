"""The search index: made by Pagefind, a program of its own, from documents in a temporary folder, and remembered."""

import hashlib
import json
import os
import signal
import subprocess
import tempfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sitegen import aside
from sitegen.folder import look

CACHE = ".cache/search"  # where callers keep what is remembered, from the project folder
FOLDER = "pagefind"  # where the index stands on the site
KEPT = 3  # indexes that are remembered: a preview beside the site itself makes no work for either
PATIENCE = 900  # seconds
LANGUAGE = "da"
# What the search page loads; the rest is Pagefind's own faces for sites that have none.
USED = (
    *("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", f"wasm.{LANGUAGE}.pagefind"),
    *(".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment"),
)
GZIP = 16 + zlib.MAX_WBITS  # how zlib is told that a file is packed as gzip does
OPTIONS = ("--silent", "--force-language", LANGUAGE)


class _Trouble(Exception):
    """The index cannot be made; the argument is why, in English."""


def index(texts: Mapping[str, bytes], cache: Path) -> tuple[dict[str, bytes], str]:
    """Return the files of the index by path on the site, or none and why not, in English.

    `texts` are HTML documents, and what lies beside the index as it is. The same texts as a time before cost no more than
    reading what is remembered; `cache` is the folder for it, which is written where it can be.
    """
    try:
        program = _program()
        place = cache / _key(texts, program)
        found = _remembered(place)
        if found is None:
            found = _made(texts, program)
            _remember(place, found)
    except _Trouble as trouble:
        return {}, str(trouble)
    except OSError as error:  # no room in the temporary folder, or nowhere to make one
        return {}, f"{error.filename or tempfile.tempdir or 'TMPDIR'}: {error.strerror or error}"
    return found, ""


def _program() -> Path:
    try:
        import pagefind_bin  # type: ignore[import-untyped]

        return Path(pagefind_bin.get_executable())
    except (ImportError, FileNotFoundError) as error:
        raise _Trouble(str(error)) from None


def _key(texts: Mapping[str, bytes], program: Path) -> str:
    """Return what an index is known by: everything that it is made of."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        made_by = version("pagefind_bin")
    except PackageNotFoundError:
        made_by = str(program.stat().st_size)
    digest = hashlib.blake2b(repr((made_by, OPTIONS, USED)).encode() + Path(__file__).read_bytes(), digest_size=16)
    for path, text in sorted(texts.items()):
        digest.update(f"{path}\0{len(text)}\0".encode())
        digest.update(text)
    return digest.hexdigest()


def _made(texts: Mapping[str, bytes], program: Path) -> dict[str, bytes]:
    pages = {path: text for path, text in texts.items() if path.endswith(".html")}
    found = {f"{FOLDER}/{path}": text for path, text in texts.items() if path not in pages}
    with aside.workplace() as (folder, held):
        site, output = folder / "site", folder / "index"
        output.mkdir()
        for path, text in pages.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(text)
        _run([str(program), *OPTIONS, "--site", str(site), "--output-path", str(output)], folder, held)
        for path in sorted(look(output)):
            if path.endswith(USED):
                found[f"{FOLDER}/{path}"] = data = (output / path).read_bytes()
                if not _is_whole(path, data):
                    raise _Trouble(f"{path} was not written whole; is the disk full?")
    if _counted(found) != len(pages):
        raise _Trouble(f"{_counted(found)} of {len(pages)} documents were indexed")
    return found


def _run(command: list[str], folder: Path, held: tuple[int, ...]) -> None:
    # In a folder of its own and without what a habit says: it reads settings from both.
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND")}
    try:
        told = subprocess.run(
            command,
            cwd=folder,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            pass_fds=held,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _Trouble(str(error)) from None
    if told.returncode:
        lines = (told.stderr or told.stdout).decode("utf-8", "replace").strip().splitlines()
        killed = -told.returncode  # by a signal: the machine's, for lack of memory, or its own when it is given none
        ended = f"ended by signal {killed} ({signal.strsignal(killed)})" if killed > 0 else f"exit status {told.returncode}"
        raise _Trouble(f"{ended}{f': {lines[-1]}' if lines else ''}")


def _is_whole(path: str, data: bytes) -> bool:
    """Say whether a file of the index ends as it should: on a full disk Pagefind writes a part, and says that all is well."""
    if path.endswith((".js", ".json")):
        return data.rstrip().endswith((b";", b"}"))
    try:
        zlib.decompress(data, GZIP)
    except zlib.error:
        return False
    return True


def _counted(found: Mapping[str, bytes]) -> int:
    """Return how many documents an index says that it holds."""
    try:
        entry = json.loads(found[f"{FOLDER}/pagefind-entry.json"])
        return int(entry["languages"][LANGUAGE]["page_count"])
    except (KeyError, TypeError, ValueError):
        return 0


# --- what is remembered: a file for each index, begun by a sum of its name and the rest: names and sizes, and the contents


def _remembered(place: Path) -> dict[str, bytes] | None:
    """Return an index as it was written; None where there is none, or not as it was written."""
    try:
        digest, _, rest = place.read_bytes().partition(b"\n")
        if digest != _digest(place.name, rest):  # another's, copied to this place, is none
            return None
    except OSError:
        return None
    with suppress(OSError):  # somebody else's can be read all the same
        os.utime(place)
    names, _, contents = rest.partition(b"\n")
    found, at = {}, 0
    for name, size in json.loads(names):
        found[name] = contents[at : at + size]
        at += size
    return found


def _remember(place: Path, found: Mapping[str, bytes]) -> None:
    """Write an index whole or not at all, and let go of the oldest; that it cannot be written is nobody's trouble."""
    names = json.dumps([(name, len(data)) for name, data in found.items()]).encode()
    rest = b"\n".join((names, b"".join(found.values())))
    aside.remember(place, b"\n".join((_digest(place.name, rest), rest)))
    aside.forget(place, KEPT)


def _digest(name: str, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16, key=name.encode()).hexdigest().encode()
