"""A Word file made ready for reading: what is hidden taken out, what Word only counts or draws written as text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from xml.parsers import expat

from sitegen.intake import styles
from sitegen.intake.inline import MARKS, cleaned
from sitegen.intake.numbering import LEVELS, Numbering, W, value
from sitegen.intake.styles import HEADING, Style, first, flag

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
UNWRAPPED = frozenset(f"{W}{name}" for name in ("fldSimple", "dir", "bdo", "smartTag", "customXml"))
TEXTBOX = "\ue006"  # begins a paragraph that stood in a box of its own
MAIN = re.compile(rb'<(?:\w+:)?Relationship\b[^<>]*?/officeDocument"[^<>]*>')
TARGET = re.compile(rb'\bTarget="/?([^"]+)"')


@dataclass
class Wordfile:
    """A Word file while it is made ready; what was dropped is counted, what stands outside of the text is listed."""

    styles: Mapping[str, Style] = field(default_factory=dict)
    numbering: Numbering = field(default_factory=Numbering)
    deleted: int = 0
    inserted: int = 0
    hidden: int = 0
    objects: int = 0
    drawings: int = 0
    formulas: int = 0
    contents: int = 0
    comments: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)


def main_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the part that holds the text; empty where there is none, for it is no Word file."""
    related = MAIN.search(parts.get("_rels/.rels", b""))
    target = TARGET.search(related[0]) if related else None
    name = target[1].decode("utf-8", "replace") if target else "word/document.xml"
    return name if name in parts and name.startswith("word/") else ""


def parsed(data: bytes) -> Element:
    """Return the XML of a part without marks that are ours; raise ExpatError for one that declares anything.

    A few declarations can become gigabytes, and a mark that a document brings would stand for a picture or a note of ours.
    """
    for strict, usual in STRICT:
        data = data.replace(strict, usual)
    guard = expat.ParserCreate()
    guard.StartDoctypeDeclHandler = _refuse
    guard.Parse(data, True)
    root = ElementTree.fromstring(data)
    for element in root.iter():
        if element.text and not element.text.isascii():
            element.text = MARKS.sub("", element.text)
        for name, written in element.items():
            if not written.isascii():
                element.set(name, MARKS.sub("", written))
    return root


def _refuse(*declared: object) -> None:
    raise expat.ExpatError("a document type is declared")


def ready(parts: Mapping[str, bytes], main: str) -> tuple[dict[str, bytes], Wordfile]:
    """Return the parts as the library can read them, and what was found on the way."""
    made = dict(parts)
    sheet, numbers = parts.get("word/styles.xml"), parts.get("word/numbering.xml")
    known: dict[str, Style] = {}
    if sheet:
        root = parsed(sheet)
        known = styles.read(root)
        # What the styles say is written into the text below; the library needs but those of lists, and is slow with the others.
        for child in [c for c in root if value(c, "type") != "numbering"]:
            root.remove(child)
        made["word/styles.xml"] = ElementTree.tostring(root, "utf-8")
    lists = {name: style.list_name for name, style in known.items()}
    file = Wordfile(known, Numbering.read(parsed(numbers) if numbers else None, lists))
    for name in (main, "word/footnotes.xml", "word/endnotes.xml"):
        if name in parts:
            root = parsed(parts[name])
            _prepare(root, file)
            made[name] = ElementTree.tostring(root, "utf-8")
    if "word/comments.xml" in parts:
        file.comments = [_words(c) for c in parsed(parts["word/comments.xml"]).iter(f"{W}comment")]
        # The library reads them too, and they are not to be published.
        made["word/comments.xml"] = f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode()
    for name in sorted(parts):
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name) and (text := _words(parsed(parts[name]))):
            file.margins.append(text)
    file.margins = list(dict.fromkeys(file.margins))
    return made, file


def _words(element: Element) -> str:
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in element.iter(f"{W}p"))
    return " ".join(cleaned(" ".join(paragraphs)).split())


# --- the text


def _prepare(root: Element, file: Wordfile) -> None:
    _change(root, lambda child: list(child) if child.tag in UNWRAPPED else None)
    file.deleted += sum(1 for name in ("del", "moveFrom") for d in root.iter(f"{W}{name}") if _cut(d))
    file.inserted += sum(1 for name in ("ins", "moveTo") for i in root.iter(f"{W}{name}") if any(t.text for t in i.iter(f"{W}t")))
    _change(root, lambda child: _taken(child, file))
    for parent in list(root.iter()):
        for index in reversed([i for i, child in enumerate(parent) if child.tag == f"{W}p"]):
            boxes = _boxes(parent[index])
            parent[index + 1 : index + 1] = boxes
    for paragraph in root.iter(f"{W}p"):
        _paragraph(paragraph, file)


def _cut(element: Element) -> bool:
    return any(text.text for name in ("delText", "t") for text in element.iter(f"{W}{name}"))


def _change(root: Element, made: Callable[[Element], list[Element] | None]) -> None:
    """Put others in the place of elements, wherever they stand; None leaves one as it is."""
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        index = 0
        while index < len(parent):
            others = made(parent[index])
            if others is None:
                waiting.append(parent[index])
                index += 1
            else:
                parent[index : index + 1] = others  # looked at in their turn


def _taken(element: Element, file: Wordfile) -> list[Element] | None:
    """Return what stands in the place of what the library would lose, or show although nobody can see it in Word."""
    name = element.tag
    if name in (f"{W}del", f"{W}moveFrom") and len(element):
        return []
    if name == f"{W}r":
        properties = element.find(f"{W}rPr")
        style = file.styles.get(value(properties.find(f"{W}rStyle")) if properties is not None else "", Style())
        hidden = first((flag(properties, "vanish"), style.hidden))
        if hidden:
            file.hidden += bool(_words_of(element))
            return []
    elif name == f"{W}p":
        style = file.styles.get(value(element.find(f"{W}pPr/{W}pStyle")), Style())
        if style.contents or (
            style.hidden and not any(flag(r.find(f"{W}rPr"), "vanish") is False for r in element.iter(f"{W}r"))
        ):
            file.contents += style.contents
            file.hidden += bool(not style.contents and _words_of(element))
            return []
    elif name == f"{W}sdt":
        gallery = value(element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"))
        if gallery == "Table of Contents":
            file.contents += 1
            return []
    elif name == f"{W}object":
        file.objects += 1
        return []
    elif name in (f"{W}cr", f"{W}ptab"):
        return [Element(f"{W}br" if name == f"{W}cr" else f"{W}tab")]
    elif name in (f"{MATH}oMath", f"{MATH}oMathPara"):
        file.formulas += 1
        return [_run("".join(t.text or "" for t in element.iter(f"{MATH}t")))]
    elif name == f"{W}altChunk":
        file.objects += 1
        return []
    elif name == f"{MC}AlternateContent":
        return _alternative(element)
    elif name == f"{DRAWING}graphicData" and element.get("uri", "").endswith(("/chart", "/diagram")):
        file.drawings += 1
    return None


def _words_of(element: Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t")).strip()


def _alternative(element: Element) -> list[Element] | None:
    """Return the newer of two ways to say the same where the older lacks what is in it."""
    choice, fallback = element.find(f"{MC}Choice"), element.find(f"{MC}Fallback")
    if choice is None:
        return None
    has_text = next(choice.iter(f"{W}txbxContent"), None) is not None
    has_picture = next(choice.iter(f"{DRAWING}blip"), None) is not None
    drawn = fallback is not None and any(e.tag.endswith("}imagedata") for e in fallback.iter())
    return list(choice) if has_text or (has_picture and not drawn) else None


def _boxes(paragraph: Element) -> list[Element]:
    """Take the text boxes out of a paragraph, and return what stands in them."""
    found: list[Element] = []
    for parent in list(paragraph.iter()):
        for child in list(parent):
            if child.tag == f"{W}txbxContent":
                inner = [one for one in child if one.tag in (f"{W}p", f"{W}tbl")]
                if (first := next((one for one in inner if one.tag == f"{W}p" and _words_of(one)), None)) is not None:
                    _prepend(first, TEXTBOX)
                found += inner
                parent.remove(child)
    return found


def _paragraph(paragraph: Element, file: Wordfile) -> None:
    """Write a paragraph's level, its list and its number where the library finds them, and nothing else of its style."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = Element(f"{W}pPr")
        paragraph.insert(0, properties)
    named = properties.find(f"{W}pStyle")
    style = file.styles.get(value(named), Style())
    outline = value(properties.find(f"{W}outlineLvl"))
    level = int(outline) + 1 if outline.isdecimal() and int(outline) < LEVELS else style.level
    if level is None and value(named) not in file.styles and (match := HEADING.fullmatch(value(named))):
        level = int(match[1])
    if named is not None:
        properties.remove(named)
    words = _words_of(paragraph)
    if level is not None and words:
        properties.insert(0, Element(f"{W}pStyle", {f"{W}val": f"sitegen{min(level, 6)}"}))
    else:
        for run in paragraph.iter(f"{W}r"):
            own = file.styles.get(value(run.find(f"{W}rPr/{W}rStyle")), Style())
            if first((own.bold, style.bold)):
                _embolden(run)
    if label := _label(properties, style, file.numbering) if words else "":
        _prepend(paragraph, f"\ue000{label}\ue001")


def _label(properties: Element, style: Style, numbering: Numbering) -> str:
    own = properties.find(f"{W}numPr")
    list_name, at = value(own.find(f"{W}numId")) if own is not None else "", 0
    if own is not None and (written := value(own.find(f"{W}ilvl"))).isdecimal():
        at = int(written)
    elif style.list_level is not None:
        at = style.list_level
    if not list_name:
        list_name = style.list_name
        if list_name and list_name != "0":  # the style is not there when the library reads the paragraph
            own = own if own is not None else SubElement(properties, f"{W}numPr")
            SubElement(own, f"{W}ilvl", {f"{W}val": str(at)})
            SubElement(own, f"{W}numId", {f"{W}val": list_name})
    return numbering.label(list_name, at) if list_name and list_name != "0" else ""


def _embolden(run: Element) -> None:
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = Element(f"{W}rPr")
        run.insert(0, properties)
    if properties.find(f"{W}b") is None:
        SubElement(properties, f"{W}b")


def _run(text: str) -> Element:
    run = Element(f"{W}r")
    SubElement(run, f"{W}t").text = text
    return run


def _prepend(paragraph: Element, text: str) -> None:
    at = 1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0
    paragraph.insert(at, _run(text))
