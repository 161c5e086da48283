"""Sites and files beside them that are large in every bad way: ten thousand of one thing, circles, bombs."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from benchmarks.bad_texts import AGENDA, MANDATE, Files, Shape

SITE = (
    "title: Prøve\nbase_url: https://proeve.example/\nlanguage: da\npublisher: {name: Sekretariatet}\n"
    "accessibility: {statement: https://was.proeve.example/, updated: 2026-09-01}\n"
)
PARTIES = "parties:\n  - {id: hjoerring, name: Hjørring, kind: municipality}\n"
BODIES = "bodies:\n  - id: nord\n    name: Klynge 1\n    parties: [hjoerring]\n"
PLAN = "meetings:\n  - {body: nord, date: 2026-12-10}\n"


def _site(name: str, size: int, make: Callable[[int], Files]) -> Shape:
    def whole(n: int) -> Files:
        frame = {
            "content/site.yml": SITE.encode(),
            "content/organisation.yml": (PARTIES + BODIES).encode(),
            "content/meetings/2026.yml": PLAN.encode(),
        }
        return frame | make(n)

    return Shape(name, "site", size, whole)


def _planned(n: int, body: str = "nord") -> Files:
    days = [date(1950, 1, 1) + timedelta(days=number) for number in range(n)]
    years: dict[int, list[str]] = {}
    for day in days:
        years.setdefault(day.year, []).append(f"  - {{body: {body}, date: {day}}}\n")
    return {f"content/meetings/{year}.yml": ("meetings:\n" + "".join(own)).encode() for year, own in years.items()}


def _bodies(n: int, more: str = "") -> Files:
    own = "".join(
        f"  - id: nord-{i}\n    name: Klynge {i}\n    parties: [hjoerring]\n{more.format(i=i, j=i + 1)}" for i in range(n)
    )
    last = f"  - id: nord-{n}\n    name: Den sidste\n    parties: [hjoerring]\n"
    return {"content/organisation.yml": (PARTIES + BODIES + own + last).encode()}


def _mandates(n: int, chained: bool) -> Files:
    def one(i: int) -> str:
        day = date(1950, 1, 1) + timedelta(days=i)
        chain = f"supersedes: k-{i - 1}\n" if chained and i else ""
        return f"---\ntitle: K {i}\nbodies: [nord]\nvalid_from: {day}\n{chain}---\n# Formål\n\nTekst.\n"

    return {f"content/mandates/k-{i}.md": one(i).encode() for i in range(n)}


def _case(n: int) -> Files:
    files = _planned(n)
    for number in range(n):
        day = date(1950, 1, 1) + timedelta(days=number)
        text = f"---\nmeeting: {day}-nord\n---\n## 1. Punkt\nSag: faelles\nEmner: ældre\n\nTekst.\n"
        files[f"content/agendas/{day}-nord.md"] = text.encode()
    return files


def _agendas(n: int) -> Files:
    text = b"---\nmeeting: 2026-12-10-nord\n---\n## 1. Punkt\n\nTekst.\n"
    return {f"content/agendas/2026-12-10-nord-{number}.md": text for number in range(n)}


def _supplements(n: int) -> Files:
    def text(number: int) -> bytes:
        return f"---\nmeeting: 2026-12-10-nord\nsupplement: {number}\nlate_reason: Sent\n---\n## Punkt\n\nTekst.\n".encode()

    own = {f"content/agendas/2026-12-10-nord-tillaeg-{i}.md": text(i) for i in range(1, n)}
    return own | {"content/agendas/2026-12-10-nord.md": (AGENDA + "## 1. Punkt\n\nTekst.\n").encode()}


def _one_agenda(text: Callable[[int], str], kind: str = "agendas") -> Callable[[int], Files]:
    return lambda n: {f"content/{kind}/2026-12-10-nord.md": (AGENDA + text(n)).encode()}


def _one_mandate(matter: Callable[[int], str], text: Callable[[int], str]) -> Callable[[int], Files]:
    return lambda n: {"content/mandates/k.md": (MANDATE + matter(n) + "---\n" + text(n)).encode()}


def _pages(n: int, text: Callable[[int], str]) -> Files:
    return {f"content/pages/side-{i}.md": f"---\ntitle: Side {i}\n---\n{text(i)}\n".encode() for i in range(n)}


def _zip(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


OFFICE = b"http://schemas.openxmlformats.org"
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def _word(body: str) -> bytes:
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        b'<Relationships xmlns="' + OFFICE + b'/package/2006/relationships"><Relationship Id="r1" Target="word/document.xml" '
        b'Type="' + OFFICE + b'/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    document = f"{WORD}{body}</w:body></w:document>".encode()
    return _zip({"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": document})


def _paragraphs(n: int) -> str:
    return "<w:p><w:r><w:t>Punkt 1. Det indstilles, at sagen drøftes.</w:t></w:r></w:p>" * n


def _pdf(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _deep_pdf(n: int) -> bytes:
    """A tree of pages in which each has but one kid."""
    kids = [b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % (number + 3) for number in range(n)]
    return _pdf([b"<</Type /Catalog /Pages 2 0 R>>", *kids, b"<</Type /Page /MediaBox [0 0 9 9]>>"])


def _cyclic_pdf(n: int) -> bytes:
    kids = [b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % (number + 3) for number in range(n)]
    return _pdf([b"<</Type /Catalog /Pages 2 0 R>>", *kids, b"<</Type /Pages /Kids [2 0 R] /Count 1>>"])


def _nested_pdf(n: int) -> bytes:
    return _pdf([b"<</Type /Catalog /Pages 2 0 R /X " + b"[" * n + b"]" * n + b">>", b"<</Type /Pages /Kids [] /Count 0>>"])


def _png(side: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * side)) + chunk(b"IEND", b"")


def _log(n: int) -> bytes:
    def commit(i: int) -> bytes:
        name, parent = b"%040x" % (i + 1), b" %040x" % i if i else b""
        change = b":100644 100644 %s %s A\0content/agendas/%d.md\0" % (b"1" * 40, b"2" * 40, i)
        return b"\x02%s %d %d%s\0\n%s" % (name, 10**9 + i, 10**9 + i, parent, change)

    return b"".join(map(commit, range(n)))


SITES = (
    _site("days in the plan", 2_500, _planned),
    _site(
        "meetings of one day",
        500,
        lambda n: {"content/meetings/2026.yml": ("meetings:\n" + "  - {body: nord, date: 2026-12-10}\n" * n).encode()},
    ),
    _site("meetings of unknown bodies", 500, lambda n: _planned(n, "syd")),
    _site("bodies", 250, _bodies),
    _site("bodies, each succeeded by the next", 250, lambda n: _bodies(n, "    succeeded_by: [nord-{j}]\n")),
    _site("bodies, each part of the next", 250, lambda n: _bodies(n, "    part_of: nord-{j}\n")),
    _site("bodies that refer to none", 250, lambda n: _bodies(n, "    refers_to: [syd-{j}]\n")),
    _site("agendas of one meeting", 500, _agendas),
    _site("supplements of one meeting", 100, _supplements),
    _site("one case in many meetings", 250, _case),
    _site("mandates, each in the next one's place", 100, lambda n: _mandates(n, True)),
    _site("mandates in force together", 100, lambda n: _mandates(n, False)),
    _site("items of one agenda", 250, _one_agenda(lambda n: "".join(f"## {i}. Punkt\n\nTekst.\n\n" for i in range(1, n)))),
    _site("items of one agenda, one number", 1_000, _one_agenda(lambda n: "## 1. Punkt\n\nTekst.\n\n" * n)),
    _site(
        "follow-ups of one agenda",
        1_000,
        _one_agenda(lambda n: "## 1. Punkt\n\n" + "- [ ] x (ansvarlig: hjoerring, frist: 2026-11-01)\n" * n),
    ),
    _site(
        "topics of one item",
        10,
        _one_agenda(lambda n: "## 1. Punkt\nEmner: " + ", ".join(f"emne{i}" for i in range(n)) + "\n\nx\n"),
    ),
    _site(
        "links to attachments that are not there",
        250,
        _one_agenda(lambda n: "## 1. Punkt\n\n" + "".join(f"[a](b{i}.pdf)\n" for i in range(n))),
    ),
    _site(
        "links to anchors that are not there",
        250,
        _one_agenda(lambda n: "".join(f"## {i}. Punkt\n\n[a](#punkt-{i}0x)\n\n" for i in range(1, n))),
    ),
    _site(
        "links to addresses that are not there",
        1_000,
        _one_agenda(lambda n: "## 1. Punkt\n\n" + "".join(f"[a](/b{i}/)\n" for i in range(n))),
    ),
    _site(
        "links to the web",
        2_000,
        _one_agenda(lambda n: "## 1. Punkt\n\n" + "".join(f"[a](https://x.dk/{i})\n" for i in range(n))),
    ),
    _site("pages", 100, lambda n: _pages(n, lambda i: "Tekst.")),
    _site("pages that all link to the next", 100, lambda n: _pages(n, lambda i: f"[næste](side-{(i + 1) % n}.md)")),
    _site("pages that link to none", 100, lambda n: _pages(n, lambda i: f"[næste](siden-{i}.md)")),
    _site("headings of one page", 2_000, lambda n: _pages(1, lambda i: "# Afsnit\n\n" * n)),
    _site("passages of one mandate", 1_000, _one_mandate(lambda n: "", lambda n: "# Formål\n\n" + "Stykke.\n\n" * n)),
    _site(
        "facts of one mandate",
        250,
        _one_mandate(
            lambda n: "facts:\n" + "".join(f'  - {{clause: "Formål, stk. {i + 1}"}}\n' for i in range(n)),
            lambda n: "# Formål\n\n" + "Stykke.\n\n" * n,
        ),
    ),
    _site(
        "facts that name nothing",
        100,
        _one_mandate(
            lambda n: "facts:\n" + "".join(f'  - {{clause: "Formaal, stk. {i + 1}"}}\n' for i in range(n)),
            lambda n: "# Formål\n\n" + "Stykke.\n\n" * n,
        ),
    ),
    _site(
        "aliases of one page",
        1_000,
        lambda n: {
            "content/pages/a.md": ("---\ntitle: A\naliases: [" + ", ".join(f"/a{i}/" for i in range(n)) + "]\n---\nx\n").encode()
        },
    ),
    Shape("commas in a CSV", "csv", 2_000_000, lambda n: b"," * n),
    Shape("rows of a CSV", "csv", 2_000_000, lambda n: b"cpr;navn\n" * (n // 9)),
    Shape("rows of digits in a CSV", "csv", 1_000_000, lambda n: b"6101600001;61016 0-0001\n" * (n // 24)),
    Shape("quotes in a CSV", "csv", 2_000_000, lambda n: b'"a""' * (n // 4)),
    Shape("digits in pairs in a text", "txt", 1_000_000, lambda n: b"6 1 0 1 6 0 - 0 0 0 1 " * (n // 22)),
    Shape("digits in a text", "txt", 1_000_000, lambda n: b"0102030" * (n // 7)),
    Shape("`<` in a text", "txt", 1_000_000, lambda n: b"<a " * (n // 3)),
    Shape(
        "one paragraph of Word", "docx", 200_000, lambda n: _word("<w:p>" + "<w:r><w:t>6101</w:t></w:r>" * (n // 27) + "</w:p>")
    ),
    Shape("paragraphs of Word", "docx", 20_000, lambda n: _word(_paragraphs(n))),
    Shape("elements in elements of Word", "docx", 50_000, lambda n: _word("<w:p>" * n + "</w:p>" * n)),
    Shape("a zip bomb", "docx", 100_000_000, lambda n: _zip({"[Content_Types].xml": b"x", "word/document.xml": b" " * n})),
    Shape(
        "parts of a package",
        "docx",
        5_000,
        lambda n: _zip({"[Content_Types].xml": b"x"} | {f"a{i}.xml": b"<x/>" for i in range(n)}),
    ),
    Shape("a tree of pages", "pdf", 500, _deep_pdf),
    Shape("a circle of pages", "pdf", 500, _cyclic_pdf),
    Shape("arrays in arrays of a PDF", "pdf", 20_000, _nested_pdf),
    Shape("a picture with giant sides", "png", 1_000_000, _png),
    Shape("a Word document to import", "import docx", 2_000, lambda n: _word(_paragraphs(n))),
    Shape(
        "tables in tables to import",
        "import docx",
        20,
        lambda n: _word("<w:tbl><w:tr><w:tc>" * n + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * n),
    ),
    Shape(
        "cells of a table to import",
        "import docx",
        500,
        lambda n: _word("<w:tbl>" + ("<w:tr>" + ("<w:tc>" + _paragraphs(1) + "</w:tc>") * 4 + "</w:tr>") * n + "</w:tbl>"),
    ),
    Shape("a text to import", "import txt", 2_000, lambda n: "1. Punkt\nDet indstilles, at sagen drøftes.\n\n".encode() * n),
    Shape("one line to import", "import txt", 100_000, lambda n: b"ord " * (n // 4)),
    Shape("spaces to import", "import txt", 100_000, lambda n: (b" " * 999 + b"x\n") * (n // 1000)),
    Shape("dashes to import", "import txt", 50_000, lambda n: b"- - - - x\n" * (n // 10)),
    Shape("commits", "log", 10_000, _log),
)
