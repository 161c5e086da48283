"""What a target begins from: the tests' own sites and cases, and small files made for it."""

import pickle
import zipfile
from collections.abc import Iterator
from io import BytesIO

from fuzz.base import FILES, KINDS, ROOT, TOPS, files_of
from fuzz.command import ARGUMENTS
from fuzz.documents import PARTS
from sitegen.parse import parse


def _written(kinds: tuple[str, ...]) -> Iterator[tuple[int, bytes]]:
    from sitegen.build import kind_of
    from tests.support import read_case

    sources = [
        files_of(ROOT / "tests" / "sites" / "lille"),
        *(read_case(p).files for p in sorted((ROOT / "tests" / "cases").glob("*.md"))),
    ]
    for source in sources:
        for path, data in source.items():
            kind = kind_of(path) if path.startswith("content/") else None
            if kind in kinds and len(data) < 20_000:
                yield kinds.index(kind), data


def seeds(name: str) -> Iterator[bytes]:
    """Yield what a target begins from."""
    from tests import papers

    if name == "raw":
        yield from (bytes([kind]) + data for kind, data in _written(KINDS + FILES))
    elif name == "files":
        yield from (bytes([kind]) + data for kind, data in _written(FILES))
    elif name in ("matter", "prose", "mandates"):
        for kind, data in _written(KINDS):
            top, _, body = data.removeprefix(b"---\n").partition(b"\n---\n")
            if name == "mandates" and KINDS[kind] == "mandate":
                yield data.removeprefix(b"---\n")
            elif name != "mandates":
                yield bytes([kind]) + (top if name == "matter" else body)
    elif name == "targets":
        yield from (
            b"a.pdf",
            b"../minutes/x.md#punkt-1",
            b"#punkt-1",
            b"/x/?a=b#c",
            b"https://x.dk/a",
            b"mailto:a@b.dk",
            b"//x",
            b"%2e%2e/",
        )
        yield from (
            b"javascript:alert(1)",
            b"data:text/html,x",
            b"\\\\x\\y",
            b"a b.pdf",
            b"&#106;avascript:x",
            b"..%2f..%2fx",
            b"/..//x",
        )
    elif name == "attached":
        made = (papers.pdf("Side", "<scan>", language="da-DK", title="T", tagged=True, notes={1: "n"}, files={"a.csv": b"a;b"}),)
        yield from (b"\0" + one for one in (*made, papers.pdf("x", password="x")))
        yield b"\1" + papers.docx("Et", "To", pieces=2)
        yield b"\2" + papers.xlsx({"A": [["cpr", 1], [6101600001, "x"]]}, format="000000-0000")
        yield from (b"\3" + papers.odt("x", meta="<dc:title>x</dc:title>"), b"\4" + papers.ods({"A": [["cpr"], [1]]}))
        yield from (b"\5" + papers.pptx("x", "y"), b"\6" + papers.png(9, 9, b"x"), b"\7" + papers.jpeg(9, 9, True, b"x"))
        yield from (b"\x08cpr;navn\n610160-0001;x\n", b"\x09<p>6101<b>60</b>-0001</p>", b"\x09" + "610160-0001".encode("utf-16"))
    elif name == "packed":
        for made_of in (
            papers.docx("Et", "To", pieces=2),
            papers.xlsx({"A": [["cpr", 1]]}),
            papers.pptx("x"),
            papers.ods({"A": [["x"]]}),
        ):
            with zipfile.ZipFile(BytesIO(made_of)) as package:
                for part in package.namelist():
                    if part in PARTS:
                        yield bytes([PARTS.index(part)]) + package.read(part)
    elif name == "text":
        yield from (p.read_bytes() for p in sorted((ROOT / "tests" / "intake").glob("*.txt")))
    elif name == "word":
        for path in sorted((ROOT / "tests" / "intake").glob("*.docx")):
            with zipfile.ZipFile(path) as package:
                body = package.read("word/document.xml").partition(b"<w:body>")[2].partition(b"</w:body>")[0]
                yield body if len(body) < 30_000 else body[:0]
        yield b"<w:p><w:r><w:t>1. Punkt</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    elif name == "log":
        first = (
            b"\x02" + b"a" * 40 + b" 1000 1000 \0\n:000000 100644 " + b"0" * 40 + b" " + b"1" * 40 + b" A\0content/agendas/a.md\0"
        )
        second = b"\x02" + b"b" * 40 + b" 2000 2000 " + b"a" * 40 + b"\0\n:100644 100644 " + b"1" * 40 + b" " + b"2" * 40
        yield from (first, first + second + b" R100\0content/agendas/a.md\0content/agendas/b.md\0")
        yield first + second + b" D\0content/agendas/a.md\0"
    elif name == "caches":
        one = parse(TOPS["agenda"] + b"## 1. P\n\n- [ ] x\n", "agenda")
        yield b"\6" + pickle.dumps(one, protocol=5)
        yield b'\7\n{"a.pdf": {"size": 1, "textless": [1]}}'
        yield from (b'\0{"format": 1}\n[]\n[]', b"\1{}\n{}", b"\2x\n[]\n", b'\3{"index": 2}\n[]')
    elif name == "arguments":
        options = [word.encode() for word in ARGUMENTS if word.startswith("-") or word.isdecimal()]
        yield from (b"\n".join((name.encode(), option, b"nord")) for name in ARGUMENTS[:16] for option in options)
        yield from (
            b"check\n-q",
            b"list\nmissing",
            b"new\nmeeting\nnord\n2026-12-10",
            b"explain\nSG301\n--lang\nen",
            b"deadlines\n--days\n9",
        )
