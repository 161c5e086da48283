"""The preview and the content folder as somebody else's doors in: what is asked, how it is asked, what links and names may do."""

import asyncio
import itertools
import json
import logging
import os
import random
import resource
import socket
import threading
import time
from collections.abc import Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from sitegen import files, output
from sitegen.build import build as built_from
from sitegen.parse import parse
from sitegen.serve import answers, connections, web
from sitegen.serve.session import Session
from tests.previews import PATIENCE, SHOWN, TODAY, Preview, previewed
from tests.support import base, built, site

LONG = os.environ.get("SITEGEN_LONG") == "1"
ID = "2026-03-12-nord-politisk"
AGENDA = f"content/agendas/{ID}.md"
TEXT = f"---\nmeeting: {ID}\nsent: 2026-02-01\n---\n## 1. Punkt\n\nTekst.\n\n[Bilag om sagen](stor.csv)\n"
BIG = b"a;b\n" + b"1;2\n" * 500_000
SECRET = b"hemmelig-7f3a"


@pytest.fixture(scope="module")
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview with something beside it that nobody is to see, and an attachment of two megabytes."""
    root = tmp_path_factory.mktemp("hus") / "projekt"
    extra = {AGENDA: TEXT.encode(), f"content/attachments/{ID}/stor.csv": BIG, "hemmelig.txt": SECRET, "../hemmelig.txt": SECRET}
    for path, data in {**base(), **extra}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    with previewed(root) as preview:
        yield preview


# --- paths


UPWARDS = [
    "..",
    "%2e%2e",
    "%252e%252e",
    "%25252e%25252e",
    "%c0%ae%c0%ae",
    "%e0%80%ae%e0%80%ae",
    ".%2e",
    "..;",
    "．．",
    "․․",
    ". .",
]
UPWARDS += ["...", "%u002e%u002e", "..%00", "..%0a", "%2e%2e%20", "‥", "..%20", "..."]
SLASHES = ["/", "%2f", "%252f", "%5c", "\\", "%c0%af", "%e2%88%95", "%ef%bc%8f", "%e2%81%84", "//", "/./", "%2f%2f", ";/"]
STARTS = ["", f"bilag/{ID}", "assets", "pagefind", "_forhaandsvisning", "moeder"]
PLACES = [
    *("proc/self/environ", "proc/self/cwd/content/site.yml", "etc/passwd", "C:/Windows/win.ini", "C%3a%5cWindows%5cwin.ini"),
    *("//server/deling/x", "%5c%5cserver%5cdeling", "hemmelig.txt", "hemmelig.txt::$DATA", "content/site.yml", ".git/config"),
    *("CON", "nul", "hemmelig.txt.", "hemmelig.txt%20", "HEMMELIG.TXT", "~root", "index.html%00.txt", "index.html/.", "."),
    *(f"bilag/{ID}/stor.csv::$DATA", f"bilag/{ID}/stor.csv.", f"bilag/{ID}/STOR.CSV", f"bilag/{ID}/stor.csv/x", "x" * 60_000),
]


def corpus() -> list[str]:
    found = [f"/{place}" for place in PLACES]
    for start, up, slash in itertools.product(STARTS, UPWARDS, SLASHES):
        for deep in (1, 2, 5):
            found.append(f"/{start}/" + (up + slash) * deep + "hemmelig.txt")
    return [quote(path, safe="/%;:~$.\\") for path in found]


def test_only_what_the_plan_has_is_ever_sent(open_house: Preview) -> None:
    tried, own = corpus(), open_house.session
    assert len(tried) > 2000
    tried = tried if LONG else [*tried[: len(PLACES)], *random.Random(1).sample(tried, 200)]
    missing = len(own.answer("er-der-ikke").body)
    for path in {output.file_path(path) for path in tried} - {"index.html"}:
        answer = own.answer(path)
        assert answer.status in (307, 404) and SECRET not in answer.body, path
        assert answer.status == 307 or len(answer.body) in (0, missing), path
    assert own.state.told.crash == ""
    saved = own.answer(f"bilag/{ID}/stor.csv")
    assert (saved.status, saved.body, saved.headers["Content-Disposition"]) == (200, BIG, "attachment")


def test_the_server_undoes_no_encoding_twice(open_house: Preview) -> None:
    tried = corpus()
    for path in tried if LONG else random.Random(1).sample(tried, 60):
        status, _, body = open_house.ask(path[:60_000])
        assert status in (307, 404) and SECRET not in body and b"root:" not in body, path


# --- requests as no browser makes them


def answer(preview: Preview, *parts: bytes, patience: float = 5) -> bytes:
    """What the server says first to some bytes; nothing where it hung up on what it would not read."""
    found = b""
    with socket.create_connection(("127.0.0.1", preview.running.port), timeout=patience) as asked:
        with suppress(OSError):
            for part in parts:
                asked.sendall(part)
                time.sleep(0.02 if len(parts) > 1 else 0)
        with suppress(OSError):
            while b"\r\n\r\n" not in found and (got := asked.recv(1 << 16)):
                found += got
    return found


def host(preview: Preview) -> bytes:
    return f"Host: 127.0.0.1:{preview.running.port}\r\n".encode()


CLOSE = b"Connection: close\r\n\r\n"
HOSTS = {
    "": 421,
    "eksempel.dk": 421,
    "127.0.0.1": 421,
    "localhost.:{port}": 421,
    "LOCALHOST:{port}": 421,
    "a@127.0.0.1:{port}": 421,
    "2130706433:{port}": 421,
    "127.1:{port}": 421,
    "0.0.0.0:{port}": 421,
    "127.0.0.1:0{port}": 421,
    "[::ffff:127.0.0.1]:{port}": 421,
    "127.0.0.1:{port}, eksempel.dk": 421,
    "127.0.0.1:{port}\r\nHost: eksempel.dk": 400,
    "eksempel.dk\r\nHost: 127.0.0.1:{port}": 400,
    "eksempel.dk\r\nX-Forwarded-Host: 127.0.0.1:{port}": 421,
    "127.0.0.1:{port}\r\nX-Forwarded-Host: eksempel.dk": 200,
}


@pytest.mark.parametrize("name", HOSTS)
def test_only_by_our_own_name(open_house: Preview, name: str) -> None:
    said = f"GET / HTTP/1.1\r\nHost: {name}\r\n".format(port=open_house.running.port).encode()
    found = answer(open_house, said + CLOSE)
    assert found.split(b" ", 2)[1] == b"%d" % HOSTS[name], found[:100]
    assert b"access-control" not in found.lower()
    if HOSTS[name] != 200:
        assert b"<" not in found and b"Proeve" not in found


REQUESTS: dict[str, tuple[bytes, ...]] = {
    "no host": (b"GET / HTTP/1.1\r\n" + CLOSE,),
    "an older browser's": (b"GET / HTTP/1.0\r\n\r\n",),
    "a whole address": (b"GET http://eksempel.dk/ HTTP/1.1\r\n%(host)s" + CLOSE,),
    "connect": (b"CONNECT eksempel.dk:443 HTTP/1.1\r\n%(host)s" + CLOSE,),
    "trace": (b"TRACE / HTTP/1.1\r\n%(host)sX-Hemmelig: x\r\n" + CLOSE,),
    "the server itself": (b"OPTIONS * HTTP/1.1\r\n%(host)s" + CLOSE,),
    "encryption": (bytes.fromhex("160301005001000050") + b"A" * 80,),
    "another protocol": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",),
    "nothing at all": (b"\0\1\2\r\n\r\n",),
    "a header of ten megabytes": (b"GET / HTTP/1.1\r\n%(host)sX: " + b"a" * 10_000_000 + b"\r\n\r\n",),
    "an address of a megabyte": (b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n%(host)s\r\n",),
    "two lengths": (b"POST / HTTP/1.1\r\n%(host)sContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",),
    "a length and parts": (
        b"POST / HTTP/1.1\r\n%(host)sContent-Length: 6\r\nTransfer-Encoding: chunked\r\n" + CLOSE + b"0\r\n\r\nGET /x",
    ),
    "a length below nothing": (b"GET / HTTP/1.1\r\n%(host)sContent-Length: -1\r\n\r\n",),
    "parts twice": (b"GET / HTTP/1.1\r\n%(host)sTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",),
    "nonsense for a part": (b"GET / HTTP/1.1\r\n%(host)sTransfer-Encoding: chunked\r\n\r\n", b"ZZ\r\n"),
    "nonsense afterwards": (b"GET / HTTP/1.1\r\n%(host)s\r\n", b"\0\0\r\n\r\n"),
    "a line that goes on": (b"GET / HTTP/1.1\r\nHost:\r\n eksempel.dk\r\n" + CLOSE,),
    "a socket with no key": (b"GET / HTTP/1.1\r\n%(host)sConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",),
    "another upgrade": (b"GET / HTTP/1.1\r\n%(host)sConnection: upgrade, close\r\nUpgrade: h2c\r\n\r\n",),
}


@pytest.mark.parametrize("kind", REQUESTS)
def test_an_odd_request_has_a_plain_answer(open_house: Preview, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "asyncio"):
        found = answer(open_house, *(part.replace(b"%(host)s", host(open_house)) for part in REQUESTS[kind]))
    first = found.split(b"\r\n", 1)[0] or b"HTTP/1.1 400 and hung up"
    assert found or len(REQUESTS[kind][0]) > 100_000
    assert first.startswith(b"HTTP/1.1 ") and int(first.split(b" ")[1]) in (200, 400, 404, 405, 421), first
    assert b"Traceback" not in found and b"X-Hemmelig" not in found
    assert open_house.ask("/")[0] == 200
    assert not [one for one in caplog.records if one.name == "asyncio"], caplog.text


def test_nonsense_after_an_answer_ends_the_connection_in_silence(open_house: Preview, caplog: pytest.LogCaptureFixture) -> None:
    head = b"GET / HTTP/1.1\r\n" + host(open_house) + b"Transfer-Encoding: chunked\r\n\r\n"
    with caplog.at_level(logging.WARNING, "asyncio"):
        with (
            socket.create_connection(("127.0.0.1", open_house.running.port), timeout=PATIENCE) as asked,
            suppress(ConnectionError),
        ):
            asked.sendall(head)
            assert b"200 OK" in asked.recv(100)
            time.sleep(0.2)
            asked.sendall(b"ZZ\r\n")
            while asked.recv(1 << 16):
                pass
        assert open_house.ask("/")[0] == 200
    assert not [one for one in caplog.records if one.name == "asyncio"], caplog.text


def test_requests_of_any_bytes_bring_nothing_down(open_house: Preview, caplog: pytest.LogCaptureFixture) -> None:
    chance = random.Random(20261123)
    shapes = [b"".join(parts).replace(b"%(host)s", host(open_house)) for parts in REQUESTS.values() if len(parts[0]) < 10_000]
    with caplog.at_level(logging.WARNING, "asyncio"):
        for _ in range(5000 if LONG else 40):
            data = bytearray(chance.choice(shapes))
            for _ in range(chance.randrange(4)):
                at = chance.randrange(len(data) + 1)
                data[at : at + chance.randrange(6)] = chance.choice(
                    [b"", chance.randbytes(4), b"\r\n\r\n", b"\n", b"\0", chance.choice(shapes), b"0\r\n\r\n"]
                )
            cut = chance.randrange(len(data) + 1)
            found = answer(open_house, bytes(data[:cut]), bytes(data[cut:]), patience=0.02)
            assert SECRET not in found
    assert open_house.ask("/")[0] == 200 and open_house.session.state.told.crash == ""
    assert not [one for one in caplog.records if one.name == "asyncio"], caplog.text


def test_a_body_of_any_size_is_not_kept(open_house: Preview) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = 100_000_000 if LONG else 20_000_000
    piece = b"a" * 1_000_000
    for method in (b"POST", b"GET"):
        head = method + b" / HTTP/1.1\r\n" + host(open_house) + b"Content-Length: %d\r\n\r\n" % size
        found = answer(open_house, head, *([piece] * (3 if not LONG else size // len(piece))))
        assert found.startswith((b"HTTP/1.1 405", b"HTTP/1.1 200"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # kB


# --- hundreds who hold on


def held(preview: Preview, count: int, data: bytes) -> list[socket.socket]:
    found = []
    for _ in range(count):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(PATIENCE)
        one.connect(("127.0.0.1", preview.running.port))
        one.sendall(data)
        found.append(one)
        time.sleep(0.003)
    return found


@pytest.mark.parametrize("kind", ["nothing", "half a request", "a body to come", "an answer not taken"])
def test_hundreds_who_hold_on_keep_nobody_out(open_house: Preview, kind: str) -> None:
    own = host(open_house)
    data = {
        "nothing": b"",
        "half a request": b"GET / HTTP/1.1\r\n" + own,
        "a body to come": b"POST / HTTP/1.1\r\n" + own + b"Content-Length: 1000000\r\n\r\n",
        "an answer not taken": f"GET /bilag/{ID}/stor.csv HTTP/1.1\r\n".encode() + own + b"\r\n",
    }[kind]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    waiting = held(open_house, 1000 if LONG else connections.MOST + 60, data)
    try:
        begun = time.monotonic()
        for _ in range(3):
            assert open_house.ask("/")[0] == 200
        assert time.monotonic() - begun < 5
        still = len(open_house.running._server.server_state.connections)
        assert still <= connections.MOST + 10
    finally:
        for one in waiting:
            one.close()
    assert (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    )  # kB: a hundred times the file would be twice that


def test_an_answer_goes_out_part_by_part() -> None:
    body, sent = bytes(range(256)) * 1000, list[dict[str, Any]]()

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(dict(message))

    for whole in (body, b"", body[: web.PART]):
        sent.clear()
        answer = web.Parted(answers.Answer(200, "text/plain", whole), {})({"type": "http"}, None, send)  # type: ignore[arg-type]
        with ThreadPoolExecutor(1) as elsewhere:  # a browser that other tests have open keeps this thread's event loop
            elsewhere.submit(asyncio.run, answer).result()
        parts = [one["body"] for one in sent[1:]]
        assert b"".join(parts) == whole and max(map(len, parts)) <= web.PART
        assert [one["more_body"] for one in sent[1:]] == [True] * (len(parts) - 1) + [False]


def test_many_readers_share_one_copy(root: Path) -> None:
    (root / "content/agendas").mkdir()
    (root / AGENDA).write_text(TEXT, "utf-8")
    place = root / f"content/attachments/{ID}/stor.csv"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"a;b\n")
    session = Session(root, SHOWN, lambda: TODAY, lambda words: None)
    session.look()
    path = f"bilag/{ID}/stor.csv"
    one, other = session.answer(path), session.answer(path)
    assert one.body is other.body
    place.write_bytes(b"a;b\n1;2\n")
    assert session.answer(path).body == b"a;b\n1;2\n" and one.body == b"a;b\n"
    del one, other
    assert len(answers.SENDING) <= 1


# --- sockets


def looking(preview: Preview, origin: str | None, name: str = "127.0.0.1", path: str = "/_forhaandsvisning/live") -> None:
    port = preview.running.port
    own = origin.format(port=port) if origin else None
    headers = {"Host": f"{name}:{port}"} if name != "127.0.0.1" else {}
    with connect(f"ws://127.0.0.1:{port}{path}", origin=own, additional_headers=headers, open_timeout=PATIENCE):  # type: ignore[arg-type]
        pass


ORIGINS = [
    "http://eksempel.dk",
    "https://127.0.0.1:{port}",
    "null",
    "file://",
    "http://127.0.0.1",
    "http://localhost.eksempel.dk:{port}",
]
ORIGINS += [
    "http://127.0.0.1:{port}.eksempel.dk",
    "http://eksempel.dk#127.0.0.1:{port}",
    "http://http://127.0.0.1:{port}",
    "ws://127.0.0.1:{port}",
]


@pytest.mark.parametrize("origin", [*ORIGINS, None])
def test_a_socket_is_for_our_own_pages(open_house: Preview, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        looking(open_house, origin)
    assert refused.value.response.status_code == 403


def test_a_socket_is_at_one_address(open_house: Preview) -> None:
    for path in ("/", "/_forhaandsvisning/live/", "/_forhaandsvisning/%6cive", "/x/../_forhaandsvisning/live"):
        with pytest.raises(InvalidStatus) as refused:
            looking(open_house, "http://127.0.0.1:{port}", path=path)
        assert refused.value.response.status_code == 403
    looking(open_house, "http://127.0.0.1:{port}")


FRAMES = {
    "huge": b"\x81\xff" + (1 << 62).to_bytes(8, "big") + b"\0\0\0\0",
    "too large": b"\x81\xff" + (1 << 20).to_bytes(8, "big") + b"\0\0\0\0" + b"a" * (1 << 20),
    "unmasked": b"\x81\x02{}",
    "reserved": b"\xf1\x80\0\0\0\0",
    "unknown": b"\x8b\x80\0\0\0\0",
    "a control frame in pieces": b"\x09\x80\0\0\0\0",
    "the middle of nothing": b"\x80\x80\0\0\0\0",
    "no text": b"\x81\x82\0\0\0\0\xff\xff",
    "deep": b"\x81\xfe" + (60_000).to_bytes(2, "big") + b"\0\0\0\0" + b"[" * 60_000,
    "pieces without end": b"\x01\x81\0\0\0\0a" + (b"\x00\xfe\x03\xe8\0\0\0\0" + b"a" * 1000) * 70,
}


@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_that_makes_no_sense_ends_its_own_socket(
    open_house: Preview, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    origin = f"Origin: http://127.0.0.1:{open_house.running.port}\r\n".encode()
    upgrade = b"Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    upgrade += b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    head = b"GET /_forhaandsvisning/live HTTP/1.1\r\n" + host(open_house) + origin + upgrade
    with open_house.looking("/") as other, caplog.at_level(logging.WARNING, "asyncio"):
        other.recv(PATIENCE)
        found = answer(open_house, head, FRAMES[kind])
        assert found.startswith(b"HTTP/1.1 101")
        other.send(json.dumps({"address": "/", "mark": "another"}))
        assert json.loads(other.recv(PATIENCE)) == {"reload": True}
    assert not [one for one in caplog.records if one.name == "asyncio"], caplog.text


def test_a_socket_that_is_lost_to_others_is_opened_again(open_house: Preview) -> None:
    with open_house.looking("/") as told:
        told.recv(PATIENCE)
        waiting = held(open_house, connections.MOST + 5, b"")
        with pytest.raises(ConnectionClosed):
            told.recv(PATIENCE)
        for one in waiting:
            one.close()
    with open_house.looking("/") as told:
        assert told.recv(PATIENCE)


# --- links


SCRIPTS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:x",
    "ms-word:x",
]
HIDING = [
    "{}",
    " {}",
    "<{}>",
    "\\{}",
    '{} "t"',
    "&#106;avascript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
]
HIDING += [
    "&#x6A;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "java%0ascript:alert(1)",
    "%6aavascript:alert(1)",
    "\u2028{}",
    "\u00a0{}",
]
HIDING += [
    "&#1;javascript:alert(1)",
    "ｊavascript:alert(1)",
    "javascript：alert(1)",
    "\u200bjavascript:alert(1)",
    "//eksempel.dk",
    "\\\\eksempel.dk",
]
FORMS = [
    "[x]({})",
    "![x]({})",
    "<{}>",
    "[x][a]\n\n[a]: {}",
    "[![y]({})]({})",
    "- [ ] [x]({})",
    "| [x]({}) |\n|---|\n",
    "## [x]({})",
]
LEADS = ("http:", "https:", "mailto:", "tel:", "/", "#", "\x01")


def test_no_link_runs_a_program() -> None:
    from bs4 import BeautifulSoup

    tried = 0
    for form, hiding, scheme in itertools.product(FORMS, HIDING, SCRIPTS):
        target = hiding.replace("{}", scheme)
        if "{}" not in hiding and scheme != SCRIPTS[0]:
            continue
        prose = parse(f"---\ntitle: T\n---\n{form.replace('{}', target)}\n".encode(), "page").prose
        for tag in BeautifulSoup(prose.html, "html.parser").find_all(True):
            for name in ("href", "src"):
                address = str(tag.get(name, "#"))
                assert address.startswith(LEADS) and not address.startswith("//"), (form, target, address)
        tried += 1
    assert tried > 400


@pytest.mark.parametrize(
    "value",
    [
        *SCRIPTS,
        "//eksempel.dk/",
        "https://",
        "http:/x",
        "https://a b/",
        "https://a\u202e/ x",
        "/\\eksempel.dk",
        "/../x",
        "/a/%2e%2e/%2e%2e/x",
    ],
)
def test_no_field_for_an_address_takes_a_program(value: str) -> None:
    statement = site()["content/site.yml"].decode().replace("https://was.example/proeve", json.dumps(value, ensure_ascii=False))
    assert not built(site(**{"content/site.yml": statement})).plan
    editing = (
        site()["content/site.yml"].decode()
        + f"editor: {{backend: gitea, repo: a/b, auth: {json.dumps(value, ensure_ascii=False)}}}\n"
    )
    assert not built(site(**{"content/site.yml": editing})).plan
    page = f"---\ntitle: T\naliases: [{json.dumps(value, ensure_ascii=False)}]\n---\nT\n"
    plan = built(site(**{"content/pages/t.md": page})).plan
    assert all(".." not in path.split("/") and not path.startswith("/") for path in plan), value


def test_a_site_at_an_address_that_is_a_servers_command_is_refused() -> None:
    for path in ("a;b/", "a{b/", "$http_cookie/", "a\\/", "a'b/", "?x/", "a#/"):
        changed = (
            site()["content/site.yml"]
            .decode()
            .replace("https://proeve.example/", f'"https://proeve.example/{path}"'.replace("\\", "\\\\"))
        )
        found = built(site(**{"content/site.yml": changed}))
        assert not found.plan and {one.code for one in found.findings} == {"SG104"}, path


# --- what lies in the folder


def test_what_is_no_plain_file_is_said_and_never_opened(root: Path) -> None:
    outside = root.parent / "udenfor.md"
    outside.write_bytes(SECRET)
    pages = root / "content/pages"
    pages.mkdir()
    (pages / "rundt.md").symlink_to("rundt.md")
    (pages / "ud.md").symlink_to(outside)
    (pages / "dinglende.md").symlink_to("findes-ikke.md")
    (pages / "mappe").symlink_to(root)
    os.mkfifo(pages / "ror.md")
    folder = root / f"content/attachments/{ID}"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "ror.csv")
    (folder / "ud.csv").symlink_to("/proc/self/environ")
    here = Path.cwd()
    try:
        os.chdir(pages)  # the path of a socket is short
        with socket.socket(socket.AF_UNIX) as plug:
            plug.bind("stik.md")
    finally:
        os.chdir(here)
    found: list[files.Project] = []
    reader = threading.Thread(target=lambda: found.append(files.read(root)), daemon=True)
    reader.start()
    reader.join(PATIENCE)
    assert found, "a pipe is waited for"
    said = {(one.path.rpartition("/")[2], one.code, one.variant) for one in found[0].inputs.findings}
    links = {(name, "SG113", "link") for name in ("rundt.md", "ud.md", "dinglende.md", "mappe", "ud.csv")}
    assert said == links | {(name, "SG113", "special") for name in ("ror.md", "ror.csv", "stik.md")}
    assert not built_from(found[0].inputs, TODAY).plan
    assert SECRET not in b"".join(found[0].inputs.files.values())


def test_the_content_folder_itself_may_lie_elsewhere(root: Path) -> None:
    (root / "content").rename(root.parent / "indhold")
    (root / "content").symlink_to(root.parent / "indhold")
    project = files.read(root)
    assert project.inputs.findings == () and built_from(project.inputs, TODAY).plan


STRANGE = [
    "CON.csv",
    "nul.csv",
    "COM1.csv",
    "lpt9.tar.csv",
    "aux",
    "con .csv",
    "a:b.csv",
    "a?.csv",
    "a*.csv",
    "a|b.csv",
    'a"b.csv',
    "<b>.csv",
]
STRANGE += [
    "a\\b.csv",
    "a.csv.",
    "a.csv ",
    "\u202evsc.gpj.csv",
    "a\u200bb.csv",
    "a\u00adb.csv",
    "\ufeffa.csv",
    "\u2028.csv",
    "\x85.csv",
    "x" * 230 + ".csv",
    "æ" * 110 + ".csv",
]
PLAIN = [
    "-rf.csv",
    "__proto__.csv",
    "constructor.csv",
    "æøå.csv",
    "%2e%2e%2fa.csv",
    "a#b.csv",
    "a;b.csv",
    "~a.csv",
    "a+b & c.csv",
    "{{x}}.csv",
]
PLAIN += [
    "$(id).csv",
    "`id`.csv",
    "=cmd.csv",
    "@a.csv",
    "a'b.csv",
    "a∕b.csv",
    "．．／a.csv",
    "console.csv",
    "nulpunkt.csv",
    "com10.csv",
    "a..b.csv",
]
FOLDED = [("Kort.csv", "kort.csv"), ("Straße.csv", "STRASSE.csv"), ("\u212aort.csv", "kort.csv")]


def attaching(*names: str) -> dict[str, bytes]:
    links = "".join(f"- [Bilag nummer {n}](<{quote(name)}>)\n" for n, name in enumerate(names))
    text = f"---\nmeeting: {ID}\nsent: 2026-02-01\n---\n## 1. Punkt\n\n{links}"
    return site(**{AGENDA: text, **{f"content/attachments/{ID}/{name}": b"a;b\n" for name in names}})


def test_a_name_that_not_every_machine_can_have_is_said() -> None:
    found = built(attaching(*STRANGE))
    assert not found.plan
    said = [one for one in found.findings if one.code == "SG113"]
    assert {one.path.rpartition("/")[2] for one in said} == set(STRANGE) and len(said) == len(STRANGE)
    assert {one.arguments["part"] for one in said if one.variant == "long"} == {name for name in STRANGE if len(name) > 100}


def test_odd_names_that_every_machine_can_have_are_served(tmp_path: Path) -> None:
    found = built(attaching(*PLAIN))
    assert {path.rpartition("/")[2] for path in found.plan if path.startswith("bilag/")} == set(PLAIN)
    for path in found.plan:
        assert not path.startswith("/") and ".." not in path.split("/")


@pytest.mark.parametrize("names", FOLDED)
def test_names_that_some_machines_take_for_one_are_said(names: tuple[str, str]) -> None:
    assert "SG209" in {one.code for one in built(attaching(*names)).findings}


def test_an_id_or_a_topic_may_not_be_a_device_either() -> None:
    found = built(site(**{AGENDA: TEXT.replace("\nTekst", "Emner: Nul\n\nTekst").replace("[Bilag om sagen](stor.csv)", "")}))
    assert [(one.code, one.arguments["part"]) for one in found.findings if one.code == "SG113"] == [("SG113", "nul")]


@pytest.mark.parametrize(
    "name",
    [
        "a.html",
        "a.SVG",
        "a.js",
        "a.mjs",
        "a.wasm",
        "a.xml",
        "a.php",
        "a.php.pdf",
        "a.shtml",
        "web.config",
        "a.exe",
        "a.docm",
        "a.url",
    ],
)
def test_nothing_that_runs_can_be_attached(name: str) -> None:
    found = built(attaching(name))
    assert not found.plan and ("SG504", "program") in {(one.code, one.variant) for one in found.findings}
