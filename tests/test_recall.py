"""Recall and false alarms, counted: personal numbers by the thousand in every form, and numbers that are something else.

Every personal number is a replacement number (the day is 61 to 91), which no person has. What is made is only ever in memory.
"""

import os
import random
import re
import uuid
import zlib
from collections import Counter
from collections.abc import Callable
from html import escape

import pytest

from sitegen import attachments, privacy
from sitegen.parse import parse
from tests.papers import SHEET, WORD, docx, jpeg, ods, odt, package, pdf, png, pptx, xlsx

LONG = bool(os.environ.get("SITEGEN_LONG"))
PEOPLE = 10_000 if LONG else 1_500
OTHERS = 100_000 if LONG else 8_000
PAPERS = 400 if LONG else 8  # of each kind of attachment
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Chance = random.Random


def number(chance: Chance) -> str:
    """Return the ten digits of a replacement number; one in eleven has a check digit that fits, as one in eleven of any has."""
    month = chance.randint(1, 12)
    day, year = chance.randint(1, LENGTHS[month - 1]), chance.randint(0, 99)
    if (day, month) == (29, 2) and year % 4:
        day = 28
    return f"{day + 60}{month:02}{year:02}{chance.randint(0, 9999):04}"


# --- Markdown and YAML

# What people and programs put between the date and the serial number.
PARTED = (
    *("-", "–", "—", "‐", "‑", "‒", "―", "−", "－", "﹣", " ", "\t", ".", "_", "\u00a0", "\u202f", "\u2009", "\u2007", "\u3000"),
    *("\u200b", "\u200d", "\u2060", "\u00ad", "\u200e", "\ufeff-", "\u034f-", "\u200e-", " - ", " – ", "- ", " -", "  -  "),
    *("\n", "-\n", " \n", "\\\n", "  \n", "\n> ", "-\n  ", "<br>", "\\-", "&nbsp;", "&#45;", "&#x2d;", "&ndash;", "&shy;", "%2D"),
    *("%20", "%C2%A0", "%E2%80%93", "<!-- x -->-", "**-**", "*-*", "~~ ~~", "`-`", "](https://example.org/)-", "[-"),
)
WITHIN = ("\u200b", "\u00ad", "\u2060", "\u200e", "*", "**", "~~", "`", "\\")
BEFORE = (
    "",
    "Borger ",
    "cpr ",
    "CPR-nr.: ",
    "(",
    "**",
    "| a | ",
    "- ",
    "> ",
    "nr.",
    "[",
    "https://example.org/",
    "Å",
    "kl. 10.30 ",
)
AFTER = ("", " var til stede", ".", ", ", ")", "**", " | b |", ";", "!", "](x.pdf)", " 12.03.2026", "/", "x")


def written(chance: Chance, digits: str) -> str:
    """Write a number in one of the ways that make it certain."""
    six, four = digits[:6], digits[6:]
    match chance.randrange(8):
        case 0:
            return f"cpr {digits}"
        case 1:
            at = chance.randint(1, 5)
            return f"{six[:at]}{chance.choice(WITHIN)}{six[at:]}-{four}"
        case 2:
            return six.translate(FULL) + "-" + four.translate(FULL)
        case 3:
            return "".join(f"&#{ord(d)};" if chance.random() < 0.3 else d for d in six) + "-" + four
        case 4:
            return "cpr " + chance.choice((".", "-", "/", " ")).join((six[:2], six[2:4], six[4:])) + chance.choice("- ") + four
        case 5:
            return f"2026-03-12-{six}-{four}"
        case _:
            return f"{six}{chance.choice(PARTED)}{four}"


FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def plain(digits: str) -> str:
    return "".join(str(int(d)) for d in digits)


def test_every_number_in_markdown_is_found_and_certain() -> None:
    chance = random.Random(6101)
    missed = []
    for _ in range(PEOPLE):
        digits = number(chance)
        text = chance.choice(BEFORE) + written(chance, digits) + chance.choice(AFTER)
        found = [(plain(n.digits), n.certain) for n in privacy.find(text)]
        if (digits, True) not in found:
            missed.append((text, found))
    assert missed == []


def test_every_number_in_one_run_or_parted_as_a_case_number_is_at_least_asked_about() -> None:
    chance = random.Random(6102)
    for _ in range(PEOPLE):
        digits = number(chance)
        six, four = digits[:6], digits[6:]
        text = chance.choice(
            (digits, f"{six}/{four}", f"{six} / {four}", f"{six[:2]}.{six[2:4]}.{six[4:]}-{four}", f"{six}·{four}")
        )
        assert digits in [n.digits for n in privacy.find(f"{chance.choice(BEFORE)}{text}{chance.choice(AFTER[:8])}")], text


def folded(text: str) -> str:
    """A YAML text that breaks where the text has its first hyphen or space, which folding makes a space."""
    return ">-\n    " + re.sub(r"[- ]", "\n    ", text, count=1)


YAML: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: f"'{text}'",
    lambda text: f'"{text}"',
    lambda text: '"' + "".join(f"\\u{ord(c):04x}" for c in text) + '"',
    lambda text: '"' + text.replace("-", "\\x2d") + '"',
    lambda text: '"' + text[:4] + "\\\n    " + text[4:] + '"',
    folded,
    lambda text: f"|\n    {text}",
    lambda text: f"{{by: {text}}}",
    lambda text: f"A # {text}",
)


def test_every_number_in_yaml_is_found() -> None:
    chance = random.Random(6103)
    for _ in range(PEOPLE // 5):
        digits = number(chance)
        text = digits[:6] + chance.choice(("-", " ", "–")) + digits[6:]
        value = chance.choice(YAML)(text)
        parsed = parse(f"---\ntitle: {value}\ndescription: x\n---\nTekst\n".encode(), "page")
        assert digits in [n.digits for n, _, _ in parsed.numbers if n.certain], value


# --- attachments


def drawn(*operators: bytes, font: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one page written by hand, byte by byte: what other programs than the library put into one."""
    own = font or b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    content = zlib.compress(b"BT /F1 10 Tf 50 700 Td\n" + b"\n".join(operators) + b"\nET")
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(content), content),
        own,
        *more,
    )
    data, places = b"%PDF-1.7\n", []
    for at, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj%bendobj\n" % (at, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + tail


def stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%b\nendstream" % (len(data), data)


MAPPED = (
    b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
    b"1 beginbfrange <0100> <01ff> <0020> endbfrange endcmap end"
)
WIDE = b"<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[6 0 R]%b>>"
INNER = (
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>"
)


def coded(text: str) -> bytes:
    return b"<" + "".join(f"{ord(c) + 0xE0:04x}" for c in text).encode() + b"> Tj"


def kerned(text: str) -> bytes:
    return b"[" + b"".join(f"({c}){-20 + at}".encode() for at, c in enumerate(text)) + b"] TJ"


def moved(text: str) -> bytes:
    """Draw a text in two runs, the second set beside the first."""
    return f"({text[:4]}) Tj 22.3 0 Td ({text[4:]}) Tj".encode()


def part(name: str, body: str) -> Callable[[str], bytes]:
    return lambda text: docx("Notat", parts={name: body.replace("%", escape(text))})


def paragraph(body: str) -> Callable[[str], bytes]:
    return lambda text: docx(body.replace("%", escape(text)))


def sheet(name: str, body: str) -> Callable[[str], bytes]:
    def make(text: str) -> bytes:
        listed = '<sheets><sheet name="A" sheetId="1" state="hidden"/></sheets>'
        parts = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": f"<workbook {SHEET}>{listed}</workbook>"}
        return package({**parts, name: body.replace("%", escape(text))})

    return make


CUT = "<w:r><w:t>%</w:t></w:r>"
CELL = "xl/worksheets/sheet1.xml"
# By name: how a number is written into a file, and the kind of the file.
PLACES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "pdf text": ("pdf", lambda text: pdf(f"Borger {text} var der")),
    "pdf Tj": ("pdf", lambda text: drawn(f"(Borger {text}) Tj".encode())),
    "pdf hex": ("pdf", lambda text: drawn(b"<" + f"Nr {text}".encode().hex().encode() + b"> Tj")),
    "pdf octal": ("pdf", lambda text: drawn(b"(" + "".join(f"\\{ord(c):03o}" for c in text).encode() + b") Tj")),
    "pdf kerned": ("pdf", lambda text: drawn(kerned(text))),
    "pdf runs": ("pdf", lambda text: drawn(moved(text))),
    "pdf hidden text": ("pdf", lambda text: drawn(b"3 Tr", f"({text}) Tj".encode())),
    "pdf map": ("pdf", lambda text: drawn(coded(text), font=WIDE % b"/ToUnicode 7 0 R", more=(INNER, stream(MAPPED)))),
    "pdf note": ("pdf", lambda text: pdf("Notat", notes={1: text})),
    "pdf title": ("pdf", lambda text: pdf("Notat", title=text)),
    "pdf file": ("pdf", lambda text: pdf("Notat", files={"brev.docx": docx(text)})),
    "pdf file's name": ("pdf", lambda text: pdf("Notat", files={f"{text}.txt": b"x"})),
    "docx": ("docx", lambda text: docx(f"Borger {text} var der")),
    "docx runs": ("docx", lambda text: docx(f"Borger {text} var der", pieces=1)),
    "docx table": ("docx", paragraph(f"<w:tbl><w:tr><w:tc><w:p>{CUT}</w:p></w:tc></w:tr></w:tbl>")),
    "docx text box": ("docx", paragraph(f"<w:r><w:pict><w:txbxContent><w:p>{CUT}</w:p></w:txbxContent></w:pict></w:r>")),
    "docx deleted": ("docx", paragraph("<w:del><w:r><w:delText>%</w:delText></w:r></w:del>")),
    "docx hidden": ("docx", paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>%</w:t></w:r>")),
    "docx field": ("docx", paragraph('<w:fldSimple w:instr="REF %"/>')),
    "docx choice": (
        "docx",
        paragraph('<w:sdt><w:dropDownList><w:listItem w:displayText="x" w:value="%"/></w:dropDownList></w:sdt>'),
    ),
    "docx header": ("docx", part("word/header1.xml", f"<w:hdr {WORD}><w:p>{CUT}</w:p></w:hdr>")),
    "docx footnote": ("docx", part("word/footnotes.xml", f"<w:footnotes {WORD}><w:p>{CUT}</w:p></w:footnotes>")),
    "docx comment": (
        "docx",
        part("word/comments.xml", f"<w:comments {WORD}><w:comment><w:p>{CUT}</w:p></w:comment></w:comments>"),
    ),
    "docx about": ("docx", part("docProps/core.xml", '<c xmlns:dc="d"><dc:creator>%</dc:creator></c>')),
    "docx own field": ("docx", part("docProps/custom.xml", "<Properties><property><lpwstr>%</lpwstr></property></Properties>")),
    "docx chunk": ("docx", part("word/chunk.html", "<p>Borger <b>%</b></p>")),
    "docx workbook": ("docx", lambda text: docx("x", parts={"word/embeddings/a.xlsx": xlsx({"A": [[text]]})})),
    "odt": ("odt", lambda text: odt(f"Borger {text} var der")),
    "odt about": ("odt", lambda text: odt("Notat", meta=f"<dc:subject>{text}</dc:subject>")),
    "ods": ("ods", lambda text: ods({"Ark": [[text]]})),
    "ods sheet": ("ods", lambda text: ods({text: [["x"]]})),
    "xlsx": ("xlsx", lambda text: xlsx({"Ark": [["x", text]]})),
    "xlsx sheet": ("xlsx", lambda text: xlsx({text: [["x"]]})),
    "xlsx inline": ("xlsx", sheet(CELL, f'<w {SHEET}><row><c t="inlineStr"><is><t>%</t></is></c></row></w>')),
    "xlsx formula": ("xlsx", sheet(CELL, f'<w {SHEET}><row><c t="str"><f>A1</f><v>%</v></c></row></w>')),
    "xlsx comment": ("xlsx", sheet("xl/comments1.xml", f"<c {SHEET}><comment><text><t>%</t></text></comment></c>")),
    "xlsx pivot": (
        "xlsx",
        sheet("xl/pivotCache/pivotCacheDefinition1.xml", f'<p {SHEET}><sharedItems><s v="%"/></sharedItems></p>'),
    ),
    "xlsx pivot records": ("xlsx", sheet("xl/pivotCache/pivotCacheRecords1.xml", f'<p {SHEET}><r><s v="%"/></r></p>')),
    "xlsx filter": ("xlsx", sheet(CELL, f'<w {SHEET}><autoFilter><filters><filter val="%"/></filters></autoFilter></w>')),
    "xlsx hint": ("xlsx", sheet(CELL, f'<w {SHEET}><dataValidation promptTitle="%" error="x"/></w>')),
    "pptx": ("pptx", lambda text: pptx("Forside", text)),
    "csv": ("csv", lambda text: f"navn;nr\nx;{text}\n".encode()),
    "csv of Windows": ("csv", lambda text: f"Søren;{text}\n".encode("cp1252", "replace")),
    "csv of Excel": ("csv", lambda text: f"navn\t{text}\n".encode("utf-16")),
    "html": ("html", lambda text: f"<p>Borger {text[:3]}<b>{text[3:]}</b></p>".encode()),
    "png": ("png", lambda text: png(text=text.encode())),
    "jpg": ("jpg", lambda text: jpeg(8, 8, text=text.encode())),
    "zip": ("zip", lambda text: package({"brev.txt": f"Borger {text}"})),
}


@pytest.mark.parametrize("name", PLACES)
def test_every_number_in_an_attachment_is_found(name: str) -> None:
    kind, make = PLACES[name]
    chance = random.Random(name)
    for _ in range(PAPERS):
        digits = number(chance)
        said = attachments.read(make(f"{digits[:6]}-{digits[6:]}"), kind)
        found = [n.digits for n, _ in said.numbers if n.certain]
        assert found and set(found) == {digits}, (name, digits, said)


def test_a_run_in_a_workbook_has_lost_its_first_zero() -> None:
    """A number of nine digits under a heading that speaks of it is certain; the day is 01 to 09, so the year is 1858."""
    for digits in ("0101581234", "0912589876"):
        assert [n.digits for n, _ in attachments.read(xlsx({"A": [["CPR"], [int(digits)]]}), "xlsx").numbers] == [digits]


# --- what cannot be searched, and says so


def test_a_font_that_tells_nobody_its_letters_is_said() -> None:
    assert attachments.read(drawn(coded("610160-0001"), font=WIDE % b"", more=(INNER,)), "pdf").unread == "scanned"
    assert attachments.read(drawn(coded("x"), font=WIDE % b"/ToUnicode 7 0 R", more=(INNER, stream(MAPPED))), "pdf").unread == ""


def test_a_scanned_page_with_a_stamp_is_said() -> None:
    resources = b"/Resources<</Font<</F1 5 0 R>>>>"
    for wide, unread in ((2480, "scanned"), (200, "")):
        picture = b"<</Type/XObject/Subtype/Image/Width %d/Height 3508/BitsPerComponent 8/Length 1>>stream\nx\nendstream"
        data = drawn(b"(Side 1 af 3) Tj", more=(picture % wide,))
        data = data.replace(resources, b"/Resources<</Font<</F1 5 0 R>>/XObject<</I 6 0 R>>>>")
        assert attachments.read(data, "pdf").unread == unread


@pytest.mark.parametrize("kind", ["docx", "odt", "pptx"])
def test_a_document_that_is_a_picture_is_said(kind: str) -> None:
    letter = "Borgerens brev er sat ind som et billede, men her er en hel del tekst, som programmet har læst og gennemsøgt. " * 2
    for text, unread in (("Brev", "pictures"), (letter, "")):
        parts = {"word/media/a.png": b"\x89PNG" + bytes(range(256)) * 200}
        if kind == "odt":
            data = package({"mimetype": "x", "content.xml": f"<x><p>{text}</p></x>", "Pictures/a.png": parts["word/media/a.png"]})
        elif kind == "pptx":
            data = package(
                {
                    "[Content_Types].xml": "<T/>",
                    "ppt/a.xml": f"<x><p><t>{text}</t></p></x>",
                    "ppt/media/a.png": parts["word/media/a.png"],
                }
            )
        else:
            data = docx(text, parts=parts)
        assert attachments.read(data, kind).unread == unread


# --- false alarms


def digits(chance: Chance, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))


def grouped(text: str, *sizes: int) -> str:
    parts = []
    for size in sizes:
        parts.append(text[:size])
        text = text[size:]
    return " ".join(parts)


def day(chance: Chance) -> tuple[int, int, int]:
    return chance.randint(1, 28), chance.randint(1, 12), chance.randint(2019, 2030)


def moment(chance: Chance) -> str:
    d, m, y = day(chance)
    h, n = chance.randint(0, 23), chance.randint(0, 59)
    return chance.choice(
        (
            f"{y}-{m:02}-{d:02} {h:02}:{n:02}",
            f"{d:02}-{m:02}-{y} {h:02}{n:02}",
            f"{d:02}.{m:02}.{y} kl. {h:02}.{n:02}",
            f"{y}-{m:02}-{d:02}T{h:02}:{n:02}:00+01:00",
            f"{y}{m:02}{d:02}T{h:02}{n:02}",
            f"{y}{m:02}{d:02}-{h:02}{n:02}",
            f"{d:02}-{m:02}-{y % 100:02} {h:02}.{n:02}",
            f"{d:02}.{m:02}.{y % 100:02} {h:02}{n:02}",
            f"{d:02}-{m:02}-{y % 100:02}-{h:02}{n:02}",
            f"{d}/{m} {y} {h:02}.{n:02}-{(h + 1) % 24:02}.{n:02}",
        )
    )


NONE: dict[str, Callable[[Chance], str]] = {
    "journal": lambda c: f"{c.randint(19, 30)}/{digits(c, 5)}",
    "ESDH": lambda c: f"{c.randint(2019, 2030)}-{digits(c, 6)}",
    "ESDH, document": lambda c: f"{c.randint(2019, 2030)}-{digits(c, 6)}-{c.randint(1, 99)}",
    "EMN": lambda c: f"EMN-{c.randint(2019, 2030)}-{digits(c, 6)}",
    "S": lambda c: f"S{c.randint(2019, 2030)}-{digits(c, 5)}",
    "KLE": lambda c: (
        f"{digits(c, 2)}.{digits(c, 2)}.{digits(c, 2)}-{c.choice('AGPKS')}{digits(c, 2)}-{c.randint(1, 99)}-{c.randint(19, 30)}"
    ),
    "region": lambda c: f"1-{digits(c, 2)}-{digits(c, 2)}-{c.randint(1, 999)}-{c.randint(19, 30)}",
    "telephone": lambda c: c.choice(("+45 {}", "+45{}", "0045 {}", "Tlf. {}", "{}", "(+45) {}")).format(
        grouped(digits(c, 8), *c.choice(((8,), (2, 2, 2, 2), (4, 4), (3, 2, 3))))
    ),
    "CVR": lambda c: c.choice(("CVR {}", "CVR-nr.: {}", "DK{}", "DK-{}")).format(digits(c, 8)),
    "EAN": lambda c: f"5798{c.choice((digits(c, 9), grouped(digits(c, 9), 3, 3, 3), grouped(digits(c, 9), 2, 3, 4)))}",
    "date and time": moment,
    "IBAN": lambda c: f"DK{digits(c, 2)} " + grouped(digits(c, 14), 4, 4, 4, 2),
    "IBAN in one": lambda c: f"DK{digits(c, 16)}",
    "account of 7": lambda c: f"reg.nr. {digits(c, 4)} konto {digits(c, 7)}",
    "giro": lambda c: f"+71< {digits(c, 15)}+{digits(c, 8)}<",
    "order": lambda c: f"Ordre {c.choice('ABPO')}{digits(c, c.choice((5, 6, 7, 8, 9)))}",
    "amount": lambda c: f"{c.randint(1, 999)}.{digits(c, 3)}.{digits(c, 3)},{digits(c, 2)} kr.",
    "address": lambda c: f"https://example.org/sag/{digits(c, 7)}?id={digits(c, 12)}",
    "UUID": lambda c: str(uuid.UUID(int=c.getrandbits(128), version=4)),
    "hash": lambda c: f"{c.getrandbits(160):040x}",
    "version": lambda c: f"v{c.randint(0, 20)}.{c.randint(0, 99)}.{c.randint(0, 9999)}",
    "years": lambda c: f"{c.randint(2019, 2023)}-{c.randint(2024, 2030)}",
    "ISBN": lambda c: f"978-87-{digits(c, 4)}-{digits(c, 3)}-{digits(c, 1)}",
    "coordinates": lambda c: f"57.{digits(c, 6)}, 9.{digits(c, 6)}",
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_something_else_is_never_an_error(name: str) -> None:
    chance = random.Random(name)
    for _ in range(OTHERS // len(NONE)):
        text = f"{chance.choice(('', 'Sag ', '(', 'Se '))}{NONE[name](chance)}{chance.choice(('', '.', ')', ', ', ' og'))}"
        assert privacy.find(text) == [], text


@pytest.mark.parametrize(
    "text",
    [
        "ab610160-0002-4abc-8def-0123456789ab",
        "https://example.org/c/deadbeef6101600002cafe00dead",
        "aaaaaaaaaa6101600010aaaaaaaaaa",
    ],
)
def test_ten_digits_of_what_a_program_made_up_are_none(text: str) -> None:
    assert privacy.find(text) == []
    assert privacy.find(text.replace("a", "å").replace("d", "ø")) != [], "the same digits elsewhere are"


# Ten digits that cannot be told from a personal number: how many in a hundred are an error, and how many a question.
ALIKE: dict[str, tuple[Callable[[Chance], str], float, float]] = {
    "ten digits": (lambda c: digits(c, 10), 0.8, 8.0),
    "P-number": (lambda c: f"P-nummer 10{c.randint(0, 29):02}{digits(c, 6)}", 5.0, 45.0),
    "account of 10": (lambda c: f"{digits(c, 4)} {digits(c, 10)}", 0.8, 8.0),
    "six and four": (lambda c: f"{digits(c, 6)}-{digits(c, 4)}", 9.0, 0.0),
    "six/four": (lambda c: f"{digits(c, 6)}/{digits(c, 4)}", 0.0, 9.0),
}


@pytest.mark.parametrize("name", ALIKE)
def test_what_cannot_be_told_apart_is_asked_about_rather_than_forbidden(name: str) -> None:
    make, errors, questions = ALIKE[name]
    chance = random.Random(name)
    total = OTHERS // 2
    seen = Counter(n.certain for n in (next(iter(privacy.find(make(chance))), None) for _ in range(total)) if n)
    print(f"{name}: {100 * seen[True] / total:.2f} % errors, {100 * seen[False] / total:.2f} % questions")  # noqa: T201
    assert 100 * seen[True] / total <= errors and 100 * seen[False] / total <= questions
