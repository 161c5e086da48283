"""Word files (.docx) as blocks: mammoth reads them, and what it loses has been written into the text before."""

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from sitegen.attachments.found import Found, TooMuch
from sitegen.attachments.office import unpacked
from sitegen.intake import html, wordfile
from sitegen.intake.blocks import Document, Image
from sitegen.intake.html import Reader
from sitegen.intake.inline import MARKS, cleaned, written
from sitegen.intake.wordfile import Wordfile

MOST_TEXT = 6_000_000  # bytes of XML; an agenda of a hundred pages has a tenth of that
STYLES = "\n".join(["p.sitegen0 => h1.title:fresh", *(f"p.sitegen{n} => h{n}:fresh" for n in range(1, 7))])
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg"}  # the pictures that a page can show and we can search
SOURCE = re.compile(r"data:([\w/.+-]+);base64,")


def read(data: bytes) -> Document:
    """Read a Word file; never raises."""
    found = Found()
    try:
        parts = unpacked(data, found)
        main = wordfile.main_part(parts) if parts else ""
        if found.unread == "encrypted":
            return _refused("Filen er låst med en adgangskode. Fjern den, og prøv igen.", "The file is encrypted.")
        if parts and "mimetype" in parts:
            said = (
                "Filen er fra LibreOffice eller OpenOffice. Åbn den der, vælg »Gem som« og formatet Word (.docx), og prøv igen."
            )
            return _refused(said, "An OpenDocument file; save it as .docx.")
        if parts and not main and found.unread != "damaged":
            said = "Filen er ikke et Word-dokument. Er det et regneark eller et dias-show, så læg det ind som bilag i stedet."
            return _refused(said, "Not a Word document.")
        if parts is None or sum(len(parts[name]) for name in parts if name.endswith(".xml")) > MOST_TEXT:
            raise TooMuch
        if not main:
            raise zipfile.BadZipFile
        return _read(parts, main)
    except (TooMuch, RecursionError, MemoryError):
        said = "Filen rummer langt mere, end en dagsorden eller et referat kan fylde. Del den op, eller læg den ind som bilag."
        return _refused(said, "The file holds far too much.")
    except Exception:  # a file can be wrong in every way there is, and the libraries stumble over each in their own
        said = "Filen er beskadiget og kan ikke læses. Åbn den i Word, gem den igen som .docx, og prøv med den nye fil."
        return _refused(said, "The file is damaged.")


def _refused(danish: str, english: str) -> Document:
    return Document(refused=(danish, english))


def _read(parts: Mapping[str, bytes], main: str) -> Document:
    import mammoth  # type: ignore[import-untyped]

    made, file = wordfile.ready(parts, main)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as package:
        for name, data in made.items():
            package.writestr(zipfile.ZipInfo(name), data)
    packed.seek(0)
    # A document can bring rules of its own on how it is to be read; it is not asked.
    result = mammoth.convert_to_html(packed, style_map=STYLES, include_embedded_style_map=False)
    soup = BeautifulSoup(result.value, "html.parser")
    reader = Reader()
    _notes(soup, reader)
    _marks(soup, reader)
    found = tuple(html.blocks(soup.children, reader))
    said = [message.message for message in result.messages]
    return Document(found, tuple(reader.images), tuple(reader.notes), tuple(_remarks(file, reader, said)))


def _remarks(file: Wordfile, reader: Reader, said: Iterable[str]) -> Iterator[str]:
    """Yield what was left out of the document, and why."""
    if file.deleted or file.inserted:
        yield (
            "Dokumentet har sporede ændringer. Det, der var tilføjet, er taget med, og det, der var slettet "
            f"({_count(file.deleted, 'sted', 'steder')}), er ikke."
        )
    for text in file.comments:
        yield f"En kommentar i Word er ikke taget med: »{_short(text)}«"
    if file.hidden:
        yield f"Skjult tekst er ikke taget med ({_count(file.hidden, 'sted', 'steder')})."
    for text in file.margins:
        yield f"Sidehoved eller sidefod er ikke taget med: »{_short(text)}«"
    if file.contents:
        yield "Indholdsfortegnelsen er ikke taget med; siden laver selv sin egen."
    if file.objects:
        files = _count(file.objects, "indlejret fil", "indlejrede filer")
        yield f"{files} er ikke taget med. Gem dem hver for sig, og læg dem ind som bilag."
    if file.drawings:
        drawings = _count(file.drawings, "diagram", "diagrammer")
        yield f"{drawings} fra Word er ikke taget med. Gem dem som PNG, og skriv tallene som en tabel."
    if file.formulas:
        yield f"{_count(file.formulas, 'formel', 'formler')} er skrevet som almindelig tekst. Se efter, om de kan læses."
    for kind in dict.fromkeys(reader.unshown):
        yield f"Et billede i formatet {kind} er ikke taget med. Gem det som PNG eller JPG, og læg det ind som bilag."
    if any("external image" in text or "Could not find image" in text for text in said):
        yield "Et billede, som Word kun henviser til, er ikke taget med. Gem det som PNG eller JPG, og læg det ind som bilag."
    for address in dict.fromkeys(reader.lost):
        reason = "for det fører til et sted på en computer eller et internt drev"
        yield f"Et link er kun taget med som tekst, {reason}: {_short(address)}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"


# --- marks in the place of notes and pictures


def _notes(soup: BeautifulSoup, reader: Reader) -> None:
    """Take the notes from the end of the text; each place that refers to one gets a mark."""
    for link in soup.find_all("a", id=re.compile(r"^(?:foot|end)note-ref-")):
        address = str(link.get("href", ""))[1:]
        number = reader.numbers.setdefault(address, len(reader.numbers) + 1)
        place = link.parent if link.parent and link.parent.name == "sup" else link
        place.replace_with(NavigableString(f"\ue004{number}\ue005"))
    texts = dict.fromkeys(range(1, len(reader.numbers) + 1), "")
    for entry in soup.find_all("li", id=re.compile(r"^(?:foot|end)note-")):
        for back in entry.find_all("a", href=re.compile(r"^#(?:foot|end)note-ref-")):
            back.decompose()
        number = reader.numbers.get(str(entry.get("id")), 0)
        whole = entry.parent
        if number:
            for text in entry.find_all(string=True):
                text.replace_with(NavigableString(cleaned(MARKS.sub("", str(text)))))
            texts[number] = " ".join(written(f"<div>{entry.decode_contents()}</div>", reader.lost).split())
        entry.decompose()
        if whole and not whole.find("li"):
            whole.decompose()
    reader.notes = [texts[number] for number in sorted(texts)]


def _marks(soup: BeautifulSoup, reader: Reader) -> None:
    """Put a mark in the place of each picture and box to tick, and clean the words."""
    for image in soup.find_all("img"):
        source = str(image.get("src", ""))
        match = SOURCE.match(source)
        try:
            data = base64.b64decode(source[match.end() :], validate=True) if match else b""
        except binascii.Error:
            data = b""
        kind = match[1] if match else "?"
        if kind not in ENDINGS or not data:
            reader.unshown.append(kind.rpartition("/")[2].removeprefix("x-").upper())
            image.decompose()
            continue
        alt = " ".join(cleaned(str(image.get("alt") or "")).split())
        reader.images.append(Image(data, ENDINGS[kind], alt))
        image.replace_with(NavigableString(f"\ue002{len(reader.images) - 1}\ue003"))
    for box in soup.find_all("input"):
        box.replace_with(NavigableString("☑ " if box.has_attr("checked") else "☐ "))
    for anchor in soup.find_all("a", id=True, href=False):
        anchor.unwrap()
    for strong in soup.find_all(["strong", "em"]):  # a line break at the end of bold words is none of them
        while strong.contents and isinstance(strong.contents[-1], Tag) and strong.contents[-1].name == "br":
            strong.insert_after(strong.contents[-1].extract())
    soup.smooth()
    for text in soup.find_all(string=True):
        text.replace_with(NavigableString(cleaned(str(text))))
