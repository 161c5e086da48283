"""Reads a PDF with pypdf: every page, what is noted on it, what the file says of itself, and the files that lie in it."""

import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from sitegen.attachments.found import Budget, Found, TooMuch
from sitegen.attachments.markup import unmarked

MOST_PAGES = 5_000
MOST_NOTES = 20_000  # notes, fields and bookmarks
MOST_FILES = 100
PARSED = 20_000_000  # bytes of what draws the pages that are gone through, a drawing that is used twice counted twice
DRAWING = re.compile(rb"/([^\s/<>\[\]()%]+)\s+Do\b")
SHOWS = 200  # bytes that draw something: an empty page has fewer
SAID = ("/Contents", "/V", "/DV", "/Opt", "/RC", "/T", "/TU", "/Title", "/Subj", "/ActualText", "/Alt", "/DA")
LARGE = 1_000_000  # pixels: a picture that fills a page
FEW = 100  # letters and digits that a scanner or a stamp adds to it
Nested = Callable[[bytes, str], None]


def read(data: bytes, found: Found, nested: Nested) -> None:
    """Read a PDF; `nested` reads a file that lies in it."""
    # Loading it takes longer than reading most PDFs, and a site whose attachments are all known has none to read.
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, WrongPasswordError

    def attempted(step: Callable[..., None], *arguments: Any) -> None:
        try:
            step(*arguments)
        except (TooMuch, FileNotDecryptedError, WrongPasswordError, DependencyError):
            raise
        except (LimitReachedError, MemoryError):
            found.fail("large")
        except Exception:  # what is wrong with one page says nothing of the next
            found.fail("damaged")

    with quiet():
        try:
            reader = PdfReader(BytesIO(data))
            attempted(_facts, reader, found)
            left = Budget(PARSED)
            for number in range(1, min(len(reader.pages), MOST_PAGES) + 1):
                attempted(_page, reader.pages[number - 1], number, left, found)
            found.pages = len(reader.pages)
            if found.pages > MOST_PAGES:
                found.fail("large")
            attempted(_beside, reader, found, nested)
        except (FileNotDecryptedError, WrongPasswordError, DependencyError):  # the last is a cipher that we do not have
            found.fail("encrypted")
        except LimitReachedError:
            found.fail("large")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep to ourselves what the library has to say of files that are not as they should be."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def _facts(reader: Any, found: Found) -> None:
    root = reader.root_object
    marked = _object(root.get("/MarkInfo"))
    found.tagged = bool(isinstance(marked, dict) and _object(marked.get("/Marked")) and "/StructTreeRoot" in root)
    found.speak(_string(root.get("/Lang")))
    about = reader.metadata or {}
    for key in about:
        found.look("about", _string(about.get(key)))
    found.name(_string(about.get("/Title")))
    if "/Metadata" in root:
        described = _spent(root["/Metadata"], found).decode("utf-8", "replace")
        found.look("about", re.sub(r"<[^<>]*>", " ", described))
        title = re.search(r"<dc:title>.{0,500}?<rdf:li[^<>]*>([^<]*)<", described, re.DOTALL)
        found.name(title[1] if title else "")


def _page(page: Any, number: int, left: Budget, found: Found) -> None:
    place = f"page:{number}"
    drawn = _weight(page, {})
    left.spend(drawn)
    text = page.extract_text() or ""
    found.count(text)
    found.look_drawn(place, text)
    letters = sum(map(str.isalnum, text))
    if (drawn > SHOWS and not letters) or (letters < FEW and _is_scanned(page)) or _is_coded(page):
        found.textless.append(number)
        found.fail("scanned")
    for note in _array(page.get("/Annots"))[:MOST_NOTES]:
        _say(note, place, found)


def _weight(drawing: Any, known: dict[int, int], own: bytes | None = None) -> int:
    """Return how many bytes are gone through to draw a page, or a drawing on it as often as it is used there."""
    data = _drawn(drawing) if own is None else own
    weight = len(data)
    named: dict[str, int] = {}
    resources = _object(drawing.get("/Resources"))
    resources = resources if isinstance(resources, dict) else {}
    for font in _values(resources.get("/Font")):
        weight += len(_stream(font.get("/ToUnicode"))) if isinstance(font, dict) else 0
    drawings = _object(resources.get("/XObject"))
    for name, thing in drawings.items() if isinstance(drawings, dict) else ():
        inner = _object(thing)
        if not isinstance(inner, dict):
            continue
        if _object(inner.get("/Subtype")) == "/Image":
            weight += SHOWS + 1  # a picture shows something
        elif id(inner) not in known:
            known[id(inner)] = PARSED  # should it lead back to itself
            known[id(inner)] = min(_weight(inner, known, _stream(inner)), 10 * PARSED)
        named[name.lstrip("/")] = known.get(id(inner), 0)
    used = [match.decode("latin-1") for match in DRAWING.findall(data)]
    weight += sum(named.get(name, 0) for name in used)
    return weight + (data.count(b"Do") - len(used)) * max(named.values(), default=0)


def _is_scanned(page: Any) -> bool:
    """Say whether a picture on the page is large enough to be the page."""
    pictures = _values((_object(page.get("/Resources")) or {}).get("/XObject"))
    sizes = ((_object(p.get("/Width")), _object(p.get("/Height"))) for p in pictures if isinstance(p, dict))
    return any(isinstance(wide, int) and isinstance(high, int) and wide * high >= LARGE for wide, high in sizes)


def _is_coded(page: Any) -> bool:
    """Say whether a font of the page has numbers for letters, and nothing that says which are which."""
    for font in _values((_object(page.get("/Resources")) or {}).get("/Font")):
        if not isinstance(font, dict) or "/ToUnicode" in font:
            continue
        inner = next(map(_object, _array(font.get("/DescendantFonts"))), None)
        about = _object(inner.get("/CIDSystemInfo")) if isinstance(inner, dict) else None
        identity = isinstance(about, dict) and _string(about.get("/Ordering")) == "Identity"
        if identity and str(_object(font.get("/Encoding"))).startswith("/Identity"):
            return True
    return False


def _drawn(page: Any) -> bytes:
    contents = _object(page.get("/Contents"))
    if isinstance(contents, list):
        return b"\n".join(_stream(part) for part in contents[:10_000])
    return _stream(contents)


def _beside(reader: Any, found: Found, nested: Nested) -> None:
    """Look at what is on no page: fields of forms, bookmarks, and files."""
    root = reader.root_object
    form = _object(root.get("/AcroForm"))
    form = form if isinstance(form, dict) else {}
    for part in _array(form.get("/XFA")) or [form.get("/XFA")]:  # a form as XML, as older programs make them
        found.look("about", unmarked(_spent(part, found).decode("utf-8", "replace")))
    waiting = list(_array(form.get("/Fields")))
    outlines = _object(root.get("/Outlines"))
    waiting += [outlines.get("/First")] if isinstance(outlines, dict) else []
    seen: set[int] = set()
    while waiting and len(seen) < MOST_NOTES:
        thing = _object(waiting.pop())
        if not isinstance(thing, dict) or id(thing) in seen:
            continue
        seen.add(id(thing))
        _say(thing, "about", found)
        waiting += [*_array(thing.get("/Kids")), thing.get("/First"), thing.get("/Next")]
    for number, file in enumerate(reader.attachment_list):
        if number >= MOST_FILES:
            raise TooMuch
        data = file.content
        found.budget.spend(len(data))
        nested(data, file.name)


def _say(thing: Any, place: str, found: Found) -> None:
    thing = _object(thing)
    if not isinstance(thing, dict):
        return
    leads = _object(thing.get("/A"))
    address = _string(leads.get("/URI")) if isinstance(leads, dict) else ""
    for text in (address, *(text for key in SAID for text in _strings(thing.get(key)))):
        if text:
            found.look(place, text, new=place == "about")
            found.look(place, unmarked(text), new=True)


def _object(thing: Any) -> Any:
    return thing.get_object() if hasattr(thing, "get_object") else thing


def _string(thing: Any) -> str:
    thing = _object(thing)
    if isinstance(thing, bytes):
        return thing.decode("latin-1")
    return str(thing) if isinstance(thing, str) else ""


def _strings(thing: Any) -> list[str]:
    """Return a text, or those of a list of choices, each of which may be a list of what is kept and what is shown."""
    found = [_string(thing)]
    for choice in _array(thing)[:MOST_NOTES]:
        found += [_string(choice), *map(_string, _array(choice)[:2])]
    return found


def _array(thing: Any) -> list[Any]:
    thing = _object(thing)
    return thing if isinstance(thing, list) else []


def _values(thing: Any) -> Iterator[Any]:
    thing = _object(thing)
    yield from map(_object, thing.values() if isinstance(thing, dict) else ())


def _spent(thing: Any, found: Found) -> bytes:
    data = _stream(thing)
    found.budget.spend(len(data))
    return data


def _stream(thing: Any) -> bytes:
    thing = _object(thing)
    data = thing.get_data() if hasattr(thing, "get_data") else b""
    return data if isinstance(data, bytes) else b""
