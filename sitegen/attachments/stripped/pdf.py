"""PDFs written anew with all that they show and are read aloud by, and nothing of their makers, earlier versions or programs."""

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PdfReadError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from sitegen.attachments.found import Budget, TooMuch
from sitegen.attachments.pdf import quiet
from sitegen.attachments.stripped import pictures
from sitegen.attachments.stripped.objects import HEADER, written
from sitegen.attachments.stripped.paths import homeless
from sitegen.attachments.stripped.xmp import described

MOST_OBJECTS = 1_000_000
TOLD = ("/Title", "/Subject")
# What programs put by for themselves, small pictures of pages, and what runs by itself.
GONE = ("/PieceInfo", "/LastModified", "/Thumb", "/AA", "/JavaScript", "/JS", "/Author", "/CreatorInfo")
RUNS = frozenset(("/JavaScript", "/Launch", "/ImportData"))  # actions that do something on the reader's own machine
ACTIONS = ("/A", "/OpenAction", "/Next")
PLACES = ("/F", "/UF", "/URI", "/Desc")
# Dictionaries whose keys are names that a program made up, and none of ours; text on the pages uses those of the first seven.
DRAWN = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties")
NAMED = (*DRAWN, "/CharProcs", "/RoleMap", "/ClassMap", "/Dests", "/N", "/D", "/R")
LAST = (1 << 60, 0)  # an object after all others
Nested = Callable[[bytes, str], tuple[bytes, str]]


class _Left(Exception):
    """A PDF that stays as it is, and why."""


def document(data: bytes, nested: Nested) -> tuple[bytes, str]:
    """Return a PDF without what tells of its makers, or as it is, and why; `nested` strips a file that lies in it.

    It is written anew from what its last version leads to. Pages, structure, bookmarks, forms, links, fonts and the marks of
    PDF/A and PDF/UA stay; what draws is not touched, byte for byte. What is signed stays whole: a signature is of every byte.
    """
    with quiet():
        try:
            return _document(data, nested)
        except _Left as left:
            return data, str(left)
        except DependencyError:  # a cipher that we do not have
            return data, "encrypted"
        except (LimitReachedError, MemoryError):
            return data, "large"


def _document(data: bytes, nested: Nested) -> tuple[bytes, str]:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise _Left("encrypted")
    walk = _Walk(reader, nested)
    walk.go()
    version = HEADER.search(data[:1024])
    result = written(walk.kept, walk.trailer, version[0] if version else b"%PDF-1.7", compact=bool(reader.xref_objStm))
    if len(PdfReader(BytesIO(result)).pages) != len(reader.pages):
        raise _Left("damaged")
    return result, walk.reason


class _Walk:
    """Goes from the root of a PDF to all that it leads to, and cleans each object on the way."""

    def __init__(self, reader: PdfReader, nested: Nested) -> None:
        self.reader, self.nested = reader, nested
        self.kept: dict[tuple[int, int], Any] = {}  # by number and generation
        self.trailer: dict[str, Any] = {}
        self.named: set[int] = set()  # dictionaries whose keys are made up
        self.budget = Budget()
        self.reason = ""

    def go(self) -> None:
        """Clean and keep every object that is reached; raise _Left where none may be touched."""
        root = self.reader.trailer.raw_get("/Root")
        self.root = root.get_object()
        if self.root is not self.reader.root_object:
            raise ValueError("a root that had to be looked for")
        if "/Perms" in self.root:
            raise _Left("signed")
        self._describe()
        self.trailer = {"/Root": root}
        if told := self._told():
            self.kept[LAST] = told
            self.trailer["/Info"] = IndirectObject(*LAST, self.reader)
        if isinstance(identity := _object(self.reader.trailer.get("/ID")), ArrayObject):
            self.trailer["/ID"] = identity
        waiting: list[Any] = [root]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, IndirectObject):
                key = thing.idnum, thing.generation
                if key in self.kept or not self._is_there(*key):
                    continue
                thing = self.kept[key] = self.reader.get_object(thing)
                if len(self.kept) > MOST_OBJECTS:
                    raise TooMuch
            if isinstance(thing, DictionaryObject):
                self._clean(thing)
                waiting += thing.values()
            elif isinstance(thing, ArrayObject):
                waiting += thing

    def _is_there(self, number: int, generation: int) -> bool:
        """Say whether the file has an object: the library goes through all of it for each that it has not."""
        packed = generation == 0 and number in self.reader.xref_objStm
        return packed or number in self.reader.xref.get(generation, {})

    def _told(self) -> DictionaryObject:
        """Return what is kept of the words about the file."""
        about = _object(self.reader.trailer.get("/Info"))
        told = DictionaryObject()
        for key in TOLD if isinstance(about, DictionaryObject) else ():
            if isinstance(text := _object(about.get(key)), str):
                told[NameObject(key)] = _placeless(text)
        return told

    def _describe(self) -> None:
        """Keep of the description in XML what may be told."""
        stream = _object(self.root.get("/Metadata"))
        text = described(self._data(stream)) if isinstance(stream, StreamObject) else None
        if text is None:
            self.root.pop("/Metadata", None)
            return
        stream.clear()
        stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
        stream._data = text

    def _data(self, stream: StreamObject) -> bytes:
        data = bytes(stream.get_data())
        self.budget.spend(len(data))
        return data

    def _clean(self, thing: DictionaryObject) -> None:
        """Take out of an object what tells of its makers, before what it leads to is looked at."""
        if id(thing) in self.named:
            return
        if "/ByteRange" in thing:
            raise _Left("signed")
        for key in GONE:
            thing.pop(key, None)
        if thing is not self.root:
            thing.pop("/Metadata", None)
        if "/Rect" in thing and thing.get("/Subtype") != "/Widget":  # whose note it is; in a form, what the field is called
            thing.pop("/T", None)
        for key in ACTIONS:
            if key in thing:
                self._act(thing, key)
        for key in PLACES:
            if isinstance(text := _object(thing.get(key)), str) and not isinstance(text, NameObject):
                thing[NameObject(key)] = _placeless(text, file=key != "/URI" and thing.get("/FS") != "/URL")
        if isinstance(thing, StreamObject):
            if thing.get("/Subtype") == "/Image":
                self._picture(thing)
            thing.pop("/Length", None)  # it may be an object of its own, and what is written says it anew
        if isinstance(files := _object(thing.get("/EF")), DictionaryObject):
            name = str(_object(thing.get("/UF", thing.get("/F", ""))))
            for file in {id(file): file for file in map(_object, files.values())}.values():
                if isinstance(file, StreamObject):
                    self._file(file, name.rpartition(".")[2].lower())
        for key in NAMED:
            if isinstance(names := _object(thing.get(key)), DictionaryObject) and not isinstance(names, StreamObject):
                self.named.add(id(names))
                if key in DRAWN:
                    _safe(names)
        if isinstance(names := _object(thing.get("/Differences")), ArrayObject):
            _safe(names)

    def _act(self, thing: DictionaryObject, key: str) -> None:
        """Take out the actions that do something on the reader's own machine; what leads to a place or an address stays."""
        actions = _object(thing[key])
        if isinstance(actions, DictionaryObject) and actions.get("/S") in RUNS:
            del thing[key]
        elif key == "/Next" and isinstance(actions, ArrayObject):
            left = [one for one in actions if not (isinstance(one.get_object(), dict) and one.get_object().get("/S") in RUNS)]
            thing[NameObject(key)] = ArrayObject(left)

    def _picture(self, stream: StreamObject) -> None:
        """Clean a picture; a JPEG may be packed once more."""
        filters = _object(stream.get("/Filter"))
        packed = list(map(_object, filters)) if isinstance(filters, ArrayObject) else [filters]
        if packed[-1:] == ["/JPXDecode"] and any(box in stream._data.partition(b"jp2c")[0] for box in (b"uuid", b"xml ")):
            self.reason = self.reason or "inside"
        if packed[-1:] != ["/DCTDecode"]:
            return
        try:
            if len(packed) == 1:
                stream._data = pictures.jpeg(stream._data)
                return
            said = _object(stream.get("/DecodeParms"))
            parameters = said if isinstance(said, ArrayObject) else ArrayObject([NullObject()] * len(packed))
            outer = EncodedStreamObject()
            outer._data = stream._data
            outer[NameObject("/Filter")] = ArrayObject(packed[:-1])
            outer[NameObject("/DecodeParms")] = ArrayObject(parameters[:-1])
            stream._data = pictures.jpeg(self._data(outer))
            stream[NameObject("/Filter")] = ArrayObject(packed[-1:])
            stream[NameObject("/DecodeParms")] = ArrayObject(parameters[-1:])
        except (ValueError, NotImplementedError, PdfReadError):  # what a reader makes of it is the reader's affair
            self.reason = self.reason or "inside"

    def _file(self, stream: StreamObject, kind: str) -> None:
        """Clean a file that lies in the PDF."""
        data = self._data(stream)
        inner, why = self.nested(data, kind)
        self.reason = self.reason or why
        if inner != data:
            stream._data = zlib.compress(inner, 6)
            stream[NameObject("/Filter")] = NameObject("/FlateDecode")
            stream.pop("/DecodeParms", None)
        stream[NameObject("/Params")] = DictionaryObject({NameObject("/Size"): NumberObject(len(inner))})


def _placeless(text: str, file: bool = False) -> Any:
    """Return a text without places on somebody's own machine, the same object where there are none."""
    short = homeless(text)
    if file and short.startswith("/"):  # /C/Users/…, as PDF writes them
        short = short.rpartition("/")[2]
    return text if short == text else TextStringObject(short)


def _safe(names: Any) -> None:
    """Raise ValueError where names are not plain: the library may take them for other bytes, and pages would not find them."""
    if not all(str(name).isascii() for name in names):
        raise ValueError("names that are not ASCII")


def _object(thing: Any) -> Any:
    return thing.get_object() if hasattr(thing, "get_object") else thing
