"""The preview as it runs: whom it answers, what it shows after each change, and that nothing brings it down."""

import json
import os
import random
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from sitegen import enclosures, files, preview, search, serve
from sitegen.build import Options, build, laid_out
from sitegen.cli import cli
from sitegen.console import WrongUse
from sitegen.inputs import Copy
from sitegen.parse import parse
from sitegen.parsed import Parsed
from sitegen.serve import project, watch
from sitegen.serve import session as work
from sitegen.serve.project import Memo, Reader
from sitegen.serve.session import Session
from tests.previews import PATIENCE, SHOWN, TODAY, Preview, eventually, overlaid, previewed, reloads, until
from tests.support import base

LONG = os.environ.get("SITEGEN_LONG") == "1"
ID = "2026-03-12-nord-politisk"
AGENDA = f"content/agendas/{ID}.md"
TEXT = f"---\nmeeting: {ID}\nsent: 2026-02-01\n---\n## 1. Punkt\n\nTekst.\n"
AT = f"/moeder/{ID}/dagsorden/"
HERE = f"{AT.strip('/')}/index.html"
PAGES = [f"content/pages/side-{n}.md" for n in range(4)]
PATHS = [*PAGES, AGENDA, f"content/minutes/{ID}.md", "content/site.yml", "content/organisation.yml", "content/meetings/2026.yml"]
WHOLE: dict[str, bytes] = {
    **base(),
    **{path: f"---\ntitle: Side {n}\n---\nTekst {n}.\n".encode() for n, path in enumerate(PAGES)},
    AGENDA: TEXT.encode(),
    f"content/minutes/{ID}.md": TEXT.encode(),
}


@pytest.fixture
def shown(root: Path) -> Iterator[Preview]:
    (root / "content/agendas").mkdir()
    (root / AGENDA).write_text(TEXT, "utf-8")
    with previewed(root) as preview:
        yield preview


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview whose files no test changes."""
    root = tmp_path_factory.mktemp("projekt")
    extra = {
        AGENDA: TEXT.encode() + b"\n### Bilag\n\n- [Bilag](t%C3%B8r%20%25.csv)\n",
        f"content/attachments/{ID}/tør %.csv": b"a;b\n",
        "content/pages/om.md": b"---\ntitle: Om\naliases: [/gammel/]\n---\nTekst.\n",
        "hemmelig.txt": b"hemmelig",
    }
    for path, data in {**base(), **extra}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    with previewed(root) as preview:
        yield preview


# --- whom it answers


def test_pages_and_files_are_served_with_what_a_host_would_say(still: Preview) -> None:
    status, headers, body = still.ask("/")
    assert status == 200 and b"live.js" in body and headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-store" and "script-src 'self'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin" and "strict-transport-security" not in headers
    assert "access-control-allow-origin" not in headers
    for path, kind in (
        (re.findall(r'href="(/assets/style[^"]+)"', body.decode())[0], "text/css"),
        ("/kalender.ics", "text/calendar"),
        ("/data/meetings.json", "application/json"),
        (f"/bilag/{ID}/t%C3%B8r%20%25.csv", "text/csv"),
        ("/_forhaandsvisning/live.js", "text/javascript"),
        ("/_forhaandsvisning/live.css", "text/css"),
        ("/gammel/", "text/html"),
    ):
        status, headers, _ = still.ask(path)
        assert (status, headers["content-type"].partition(";")[0]) == (200, kind), path
        assert headers["cache-control"] == "no-store"
    assert still.ask("/moeder")[:2][1]["location"] == "/moeder/"
    assert still.ask("/soeg?q=fald")[1]["location"] == "/soeg/?q=fald"
    status, headers, body = still.ask("/findes-ikke/?x=1")
    assert status == 404 and "Siden findes ikke" in body.decode() and b"live.js" in body
    status, headers, body = still.ask("/", "HEAD")
    assert status == 200 and body == b"" and int(headers["content-length"]) > 1000


@pytest.mark.parametrize(
    "host", ["eksempel.dk", "127.0.0.1", "127.0.0.1:1", "localhost.eksempel.dk:{port}", "", "127.0.0.1:{port}.dk"]
)
def test_another_host_is_refused(still: Preview, host: str) -> None:
    status, headers, body = still.ask("/", Host=host.format(port=still.running.port))
    assert status in (400, 421) and b"<" not in body and headers["content-type"].startswith("text/plain")
    assert status == 400 or body.decode().endswith("på samme maskine.\n")


@pytest.mark.parametrize("host", ["localhost:{port}", "[::1]:{port}"])
def test_this_machine_by_its_other_names_is_answered(still: Preview, host: str) -> None:
    assert still.ask("/", Host=host.format(port=still.running.port))[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_nothing_but_reading(still: Preview, method: str) -> None:
    status, headers, _ = still.ask("/", method)
    assert status == 405 and headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    [
        "/../hemmelig.txt",
        "/../../etc/passwd",
        "/%2e%2e/hemmelig.txt",
        "/..%2fhemmelig.txt",
        "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/bilag/../../hemmelig.txt",
        f"/bilag/{ID}/../../../../hemmelig.txt",
        f"/bilag/{ID}/..%5c..%5chemmelig.txt",
        "/hemmelig.txt",
        "//etc/passwd",
        "/content/site.yml",
        "/.git/config",
        "/templates/404.html.j2",
        "/etc/passwd%00.html",
        "/moeder/%00",
        "/_forhaandsvisning/../session.py",
        "/_forhaandsvisning/session.py",
        "/assets/..%2f..%2fhemmelig.txt",
        "/C:/Windows/win.ini",
        "/\\..\\hemmelig.txt",
        "/%ff%fe",
        "/" + "a/" * 400,
    ],
)
def test_no_path_leads_out_of_the_site(still: Preview, path: str) -> None:
    status, _, body = still.ask(path)
    assert status == 404 and b"root:" not in body and b"hemmelig\n" not in body and body != b"hemmelig"
    assert still.running.session.state.told.crash == ""


@pytest.mark.parametrize("origin", ["http://eksempel.dk", "https://127.0.0.1:{port}", "null", "http://127.0.0.1:1", None])
def test_a_socket_for_another_page_is_refused(still: Preview, origin: str | None) -> None:
    own: Any = origin and origin.format(port=still.running.port)
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(f"ws://127.0.0.1:{still.running.port}/_forhaandsvisning/live", origin=own),
    ):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "message", ["{", "[]", "null", '{"address": 1, "mark": ""}', '{"address": "/"}', '"' + "x" * 100_000 + '"', b"\xff"]
)
def test_a_socket_that_talks_nonsense_is_closed(still: Preview, message: str | bytes) -> None:
    with still.looking("/") as told:
        told.recv(PATIENCE)
        told.send(message)
        with pytest.raises(ConnectionClosed):
            told.recv(PATIENCE)
    assert still.ask("/")[0] == 200
    eventually(lambda: not still.running.web.wanted())


def test_a_link_in_place_of_an_attachment_is_not_followed(root: Path) -> None:
    place = root / f"content/attachments/{ID}/a.csv"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"a;b\n")
    (root / "content/agendas").mkdir()
    (root / AGENDA).write_text(TEXT + "\n[Bilag](a.csv)\n", "utf-8")
    session = Session(root, SHOWN, lambda: TODAY, lambda words: None)
    session.look()
    path = f"bilag/{ID}/a.csv"
    assert session.answer(path).body == b"a;b\n"
    place.unlink()
    place.symlink_to("/etc/passwd")
    assert session.answer(path).status == 404


# --- what it shows


def test_an_edit_reaches_the_browser(shown: Preview) -> None:
    with shown.looking(AT) as told, shown.looking("/fora/") as other:
        assert json.loads(told.recv(PATIENCE))["overlay"]["label"] == "Ingen fejl"
        other.recv(PATIENCE)
        shown.write(AGENDA, TEXT + "En ny linje.\n")
        reloads(told)
        assert "En ny linje." in shown.page(AT)
        eventually(shown.session.idle.is_set)
        shown.write(AGENDA, TEXT + "<b>Fed</b>\n")
        message = until(other, lambda message: "advarsel" in str(message))
        assert "reload" not in message  # its own bytes are as they were
    assert any(
        re.fullmatch(rf"\d\d\.\d\d\.\d\d ændret: {AGENDA} → \d sider?, 0 fejl.* \(\d+,\d\d s\)", line) for line in shown.said
    )


def test_an_error_leaves_the_last_good_pages_up_and_goes_again(shown: Preview) -> None:
    with shown.looking(AT) as told:
        told.recv(PATIENCE)
        shown.write(AGENDA, TEXT.replace("2026-02-01", "2026-02-31") + "Nyt.\n")
        overlay = overlaid(told, "error")
        assert "sent: <mark>" in overlay["html"] and "linje 3" in overlay["html"]
        assert "Om denne side" in overlay["html"]  # though the file with the error is no part of any site now
        assert "Tekst." in shown.page(AT) and "Nyt." not in shown.page(AT)
        assert any("2026-02-31" in line and "→ " in line for line in shown.said)  # and in the terminal, with the mend
        shown.write(AGENDA, TEXT)
        overlaid(told, "")


def test_a_picture_that_changes_is_a_page_that_changes(shown: Preview) -> None:
    picture = f"content/attachments/{ID}/a.png"
    png = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"
    shown.write(picture, png + b"1")
    shown.write(AGENDA, TEXT + "![Et kort](a.png)\n")
    eventually(lambda: "a.png" in shown.page(AT))
    eventually(shown.session.idle.is_set)
    with shown.looking(AT) as told:
        told.recv(PATIENCE)
        shown.write(picture, png + b"2")
        reloads(told)
    assert shown.ask(f"/bilag/{ID}/a.png")[2] == png + b"2"


def test_a_browser_that_comes_back_is_told_only_what_is_new(shown: Preview) -> None:
    with shown.looking(AT) as told:
        assert "overlay" in json.loads(told.recv(PATIENCE))
        told.send(json.dumps({"address": AT, "mark": "of a page before"}))
        assert json.loads(told.recv(PATIENCE)) == {"reload": True}


def test_the_editor_in_the_browser_has_its_own_headers_and_is_never_loaded_again(root: Path) -> None:
    with (root / "content/site.yml").open("ab") as stream:
        stream.write(b"editor: {backend: github, repo: eksempel/side}\n")
    session = Session(root, SHOWN, lambda: TODAY, lambda words: None)
    session.look()
    for path in ("admin/index.html", "admin/config.yml"):
        answer = session.answer(path)
        assert answer.status == 200 and b"live.js" not in answer.body and answer.mark == ""
        assert "https://api.github.com" in answer.headers["Content-Security-Policy"]
    assert session.answer("index.html").headers == {}


def test_the_machine_is_tidied_when_nothing_is_done_for_a_while_and_at_times_when_something_always_is(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "QUIET", 0.01)
    session = Session(root, SHOWN, lambda: TODAY, lambda words: None)
    rests: list[bool] = []
    session.rested = lambda: rests.append(session.dirty.is_set())
    session.dirty.set()
    turns = iter([False] * 4)
    session.run(lambda: next(turns, True))
    assert rests == [False]  # once, after the one build
    session.told = session.dirty.set
    for turn in range(2 * work.HURRY):
        (root / "content/organisation.yml").write_bytes(base()["content/organisation.yml"] + b"#" * turn)
        session._seen = None
        session.look()
    assert rests == [False, True]


def test_before_there_ever_was_a_site_the_findings_are_the_page(root: Path) -> None:
    (root / "content/site.yml").write_text("title: x\n", "utf-8")
    with previewed(root) as preview:
        status, _, body = preview.ask("/")
        assert status == 503 and "content/site.yml" in body.decode() and b"live.js" in body
        with preview.looking("/") as told:
            told.recv(PATIENCE)
            preview.write("content/site.yml", base()["content/site.yml"])
            reloads(told)
        assert preview.ask("/")[0] == 200


def test_what_the_public_sees_has_no_drafts(root: Path) -> None:
    (root / "content/pages").mkdir()
    (root / "content/pages/kladde.md").write_text("---\ntitle: En kladde\ndraft: true\n---\nTekst.\n", "utf-8")
    for options, status in ((SHOWN, 200), (Options(), 404)):
        session = Session(root, options, lambda: TODAY, lambda words: None)
        session.look()
        assert session.answer("kladde/index.html").status == status


def test_midnight_is_a_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "content/agendas").mkdir()
    (root / AGENDA).write_text(TEXT.replace("sent:", "published: 2026-02-03\nsent:"), "utf-8")
    monkeypatch.setattr(serve, "DAY", 0.05)
    days = [date(2026, 2, 2)]
    with previewed(root, lambda: days[-1], Options()) as preview:
        assert preview.ask(AT)[0] == 404
        days.append(date(2026, 2, 3))
        eventually(lambda: preview.ask(AT)[0] == 200)
        eventually(lambda: any("ny dag: tirsdag" in line for line in preview.said))


def test_search_is_made_when_it_is_asked_for(shown: Preview) -> None:
    status, _, body = shown.ask("/pagefind/pagefind-entry.json")
    assert status == 200 and json.loads(body)["languages"]["da"]["page_count"] > 5
    assert shown.ask("/pagefind/pagefind.js")[0] == 200
    assert shown.ask("/pagefind/findes-ikke.js")[0] == 404


def test_without_the_search_program_the_rest_is_there(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "index", lambda texts, cache: ({}, "no program"))
    said: list[str] = []
    session = Session(root, SHOWN, lambda: TODAY, said.append)
    session.look()
    assert session.answer("pagefind/pagefind-entry.json").status == 404
    assert any("Søgningen er ikke med" in line for line in said)
    assert session.answer("soeg/index.html").status == 200


def test_what_is_sent_is_sent_at_once(still: Preview) -> None:
    with still.looking("/") as told:
        told.recv(PATIENCE)
        sockets = [one.transport.get_extra_info("socket") for one in tuple(still.running._server.server_state.connections)]
        assert sockets and all(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for one in sockets)


# --- nothing brings it down


def test_an_error_of_the_program_is_shown_and_tried_again(shown: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: object) -> Any:
        raise ValueError("et uheld")

    with monkeypatch.context() as patched:
        patched.setattr(work, "laid_out", fails)
        with shown.looking(AT) as told:
            told.recv(PATIENCE)
            shown.write(AGENDA, TEXT + "Nyt.\n")
            overlay = overlaid(told, "error")
            assert "ValueError: et uheld" in overlay["html"] and overlay["label"] == "Fejl i programmet"
        assert "Tekst." in shown.page(AT)
        assert any("et uheld" in line for line in shown.said)
    shown.write(AGENDA, TEXT + "Nyere.\n")
    eventually(lambda: "Nyere." in shown.page(AT))
    assert shown.session.state.told.crash == ""


def test_an_error_of_the_program_on_one_page_is_that_pages(shown: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: object) -> Any:
        raise ValueError("et uheld")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "_answer", fails)
        status, _, body = shown.ask("/")
        assert status == 500 and b"et uheld" in body
    assert shown.ask("/")[0] == 200


def test_a_page_that_cannot_be_told_of_anything_keeps_the_others_waiting_no_longer(
    shown: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[str] = []

    def fails(session: Session, path: str) -> Any:
        failed.append(path)
        raise ValueError("et uheld")

    with shown.looking("/") as told:
        told.recv(PATIENCE)
        with monkeypatch.context() as patched:
            patched.setattr(Session, "overlay", fails)
            shown.write("content/pages/tom.md", "---\ntitle: Tom\n---\n<b>Fed</b>\n")
            eventually(lambda: bool(failed))
            eventually(shown.session.idle.is_set)
        shown.write("content/pages/tom.md", "---\ntitle: Tom\n---\n<i>Skrå</i> og <b>fed</b>\n")
        assert until(told, lambda message: "Skrå" in str(message))


def test_what_has_changed_is_named_with_nothing_in_it_that_must_not_be_spread(root: Path) -> None:
    reader = Reader(root)
    before = reader.read()
    for name in ("710190-1234.md", "a\u202eb.md"):
        (root / "content/pages").mkdir(exist_ok=True)
        (root / "content/pages" / name).write_text("---\ntitle: A\n---\n", "utf-8")
    assert project.why(before, reader.read(), None) == "ændret: content/pages/71••••-••••.md, content/pages/a�b.md"


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("content/site.yml", "title: [\n", "content/site.yml"),
        ("content/organisation.yml", "", "content/organisation.yml"),
        ("templates/dagsorden.html.j2", "{% if %}", "templates/dagsorden.html.j2"),
        ("templates/404.html.j2", "{{ findes_ikke }}", "templates/404.html.j2"),
        ("content/pages/moeder.md", "---\ntitle: Optaget\n---\n", "content/pages/moeder.md"),
    ],
)
def test_what_is_broken_is_said_and_mended(root: Path, path: str, text: str, says: str) -> None:
    (root / "content/agendas").mkdir()
    (root / AGENDA).write_text(TEXT, "utf-8")
    said: list[str] = []
    session = Session(root, SHOWN, lambda: TODAY, said.append)
    session.wanted = lambda: frozenset({f"{AT.strip('/')}/index.html"})
    session.look()
    before = (root / path).read_bytes() if (root / path).exists() else None
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text(text, "utf-8")
    session.look()
    assert says in str(session.overlay("index.html")["html"]) and session.state.told.errors
    assert b"Tekst." in session.answer(f"{AT.strip('/')}/index.html").body
    assert session.answer("404.html").status == 200
    assert any(says in line and "→" in line for line in said)
    (root / path).unlink() if before is None else (root / path).write_bytes(before)
    session.look()
    assert session.state.told.errors == () and session.state.told.crash == ""


def test_the_content_goes_away_and_comes_back(shown: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    (shown.root / "content").rename(shown.root / "andet")
    eventually(lambda: bool(shown.session.state.told.errors))
    assert "Tekst." in shown.page(AT)
    (shown.root / "andet").rename(shown.root / "content")
    eventually(lambda: not shown.session.state.told.errors)
    shown.write(AGENDA, TEXT + "Kom igen.\n")
    eventually(lambda: "Kom igen." in shown.page(AT))


def test_a_folder_that_was_not_there_is_noticed(shown: Preview) -> None:
    shown.write("templates/404.html.j2", "<title>Min egen</title><p>Her er intet.</p>")
    eventually(lambda: "Her er intet." in shown.page("/findes-ikke/"))


def test_a_watcher_that_dies_is_missed_by_nobody(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK", 0.1)
    monkeypatch.setattr(watch, "watch", lambda *places, **how: (_ for _ in ()).throw(RuntimeError("no more watches")))
    with previewed(root) as preview:
        preview.write("content/pages/ny.md", "---\ntitle: En ny side\n---\n")
        eventually(lambda: preview.ask("/ny/")[0] == 200)


def test_a_disk_that_sends_no_messages_is_looked_at(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "watch", None)  # nobody listens
    monkeypatch.setattr(watch, "POLL", 0.05)
    with previewed(root, poll=True) as preview:
        for name in ("Kontoret", "Butikken"):  # as long, in the same second
            preview.write("content/site.yml", base()["content/site.yml"].replace(b"Sekretariatet", name.encode()))
            eventually(lambda name=name: name in preview.page("/"))  # type: ignore[misc]


def test_an_error_that_comes_soon_after_an_edit_leaves_the_edit_to_be_seen(root: Path) -> None:
    (root / "content/agendas").mkdir()
    session = Session(root, SHOWN, lambda: TODAY, lambda words: None)
    path = f"{AT.strip('/')}/index.html"
    for text in (TEXT, TEXT + "Et nyt afsnit.\n", TEXT.replace("2026-02-01", "2026-02-31")):
        (root / AGENDA).write_text(text, "utf-8")
        session.told = session.dirty.set  # nothing is ever looked at as a whole
        session.look()
    assert session.state.told.pages == "old" and session.state.told.errors
    assert b"Et nyt afsnit." in session.answer(path).body


def test_what_is_under_way_is_abandoned_for_what_is_newer(root: Path) -> None:
    session = Session(root, SHOWN, lambda: TODAY, lambda words: None)
    session.told = session.dirty.set  # something is saved as soon as the first page is shown
    session.look()
    assert session.state.shown and not session.state.told.whole and not session.idle.is_set()
    session.told = lambda: None
    session.look()
    assert session.state.told.whole and session.idle.is_set() and session.state.good is session.state.shown


def test_what_is_remembered_does_not_grow(root: Path) -> None:
    asked: list[bytes] = []

    def parses(data: bytes, kind: str) -> Parsed:
        asked.append(data)
        return parse(data, kind)

    memo = Memo(parses)
    texts = [b"---\ntitle: %d\n---\n" % n for n in range(20)]
    for turn in range(200):
        texts[turn % 20] = b"---\ntitle: x%d\n---\n" % turn
        for text in texts:
            assert memo(text, "page") == parse(text, "page")
        memo.turn()
    assert len(asked) == 20 + 199  # each once
    assert len(memo) <= 21
    session = Session(root, SHOWN, lambda: TODAY, lambda words: None)
    for turn in range(3):
        (root / "content/pages").mkdir(exist_ok=True)
        (root / "content/pages/a.md").write_text(f"---\ntitle: {turn}\n---\n", "utf-8")
        session._look()
    assert len(session._memo) == 4 + 1  # the files of the base, and the page as it is


def test_attachments_are_opened_again_only_when_they_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    read = enclosures.read

    def reads(places: dict[str, Path], cache: Path | None) -> Any:
        opened.extend(places)
        return read(places, cache)

    monkeypatch.setattr(enclosures, "read", reads)
    place = root / "content/attachments/m/a.csv"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"a;b\n")
    reader = Reader(root)
    reader.read()
    reader.read()
    assert len(opened) == 2  # it was changed a moment ago and may be changed again with the same stamp
    monkeypatch.setattr(project, "RACY", -(10**12))
    reader.read()
    reader.read()
    assert len(opened) == 3
    place.write_bytes(b"a;b\n1;2\n")
    assert reader.read().inputs.attachments["content/attachments/m/a.csv"].size == 8


def test_what_cannot_be_read_for_a_moment_is_read_again_though_nothing_is_saved(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, read, fails = root / "content/attachments/m/a.csv", enclosures.read, [1]
    place.parent.mkdir(parents=True)
    place.write_bytes(b"a;b\n")

    def reads(places: dict[str, Path], cache: Path | None) -> Any:
        fails[0] -= 1
        return ({}, dict.fromkeys(places, "Input/output error")) if fails[0] >= 0 else read(places, cache)

    monkeypatch.setattr(enclosures, "read", reads)
    monkeypatch.setattr(project, "PAUSE", 0.0)
    monkeypatch.setattr(serve, "DAY", 0.01)
    with previewed(root) as preview:
        assert fails[0] < 0 and not preview.session.state.told.errors and not preview.session.overdue()
        fails[0] = 3  # longer than a program takes to save
        place.write_bytes(b"a;c\n")
        eventually(lambda: fails[0] < 0 and preview.session.idle.is_set())
        assert not preview.session.state.told.errors and not preview.session.overdue()


# --- a first look


@pytest.fixture
def first(root: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session that has looked at all there is, and from now on counts how often it judges."""
    for path, text in WHOLE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text)
    session = Session(root, SHOWN, lambda: TODAY, lambda words: None)
    session.wanted = lambda: frozenset({HERE})
    session.look()
    assert session.state.told.whole and not session.state.told.errors
    return session


def _saved(session: Session, path: str, text: bytes) -> None:
    place = session.root / path
    place.write_bytes(text)
    session.changed([str(place.resolve())])


def test_words_are_shown_before_anything_is_judged(first: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    before, judged = first.answer(HERE), []
    really = laid_out

    def counts(*arguments: Any) -> Any:
        judged.append(arguments)
        return really(*arguments)

    monkeypatch.setattr(work, "laid_out", counts)
    told: list[bytes] = []
    first.told = lambda: told.append(first.answer(HERE).body)
    _saved(first, AGENDA, TEXT.encode() + b"\nEn ny linje.\n")
    assert not judged and len(told) == 1 and b"En ny linje." in told[0] and first.answer(HERE).mark != before.mark
    assert preview.RUNNING in first.overlay(HERE)["html"] and not first.idle.is_set() and first.dirty.is_set()
    _saved(first, PAGES[0], WHOLE[PAGES[0]] + b"\nOgs\xc3\xa5 her.\n")
    assert "Også her." in first.answer("side-0/index.html").body.decode() and b"En ny linje." in first.answer(HERE).body
    first.look()
    assert len(judged) == 1 and set(told) == {told[0]} and first.answer(HERE).body == told[0]
    assert first.state.told.whole and first.idle.is_set() and preview.RUNNING not in first.overlay(HERE)["html"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (AGENDA, TEXT.encode() + b"\nFor 710190-1234.\n"),
        (AGENDA, TEXT.replace("## 1. Punkt\n", "## 1. Punkt\nLukket: forhandlingsposition\n").encode()),
        (AGENDA, TEXT.replace("sent:", "published: 2026-09-01\nsent:").encode()),
        (AGENDA, TEXT.replace("sent:", "draft: true\nsent:").encode()),
        (AGENDA, TEXT.replace("1. Punkt", "1. Andet").encode()),
        (AGENDA, TEXT.encode() + b"\n<b>Fed</b>\n"),
        (AGENDA, TEXT.encode() + b"\n## 2. Mere\n"),
        (AGENDA, TEXT.encode() + b"\n[Om](../pages/side-0.md)\n"),
        (AGENDA, b""),
        ("content/site.yml", base()["content/site.yml"] + b"# mere\n"),
        ("content/pages/ny.md", b"---\ntitle: Ny\n---\nTekst.\n"),
    ],
)
def test_what_is_more_than_words_waits_for_the_judging(first: Session, path: str, text: bytes) -> None:
    state = first.state
    _saved(first, path, text)
    assert first.state is state and first.dirty.is_set() and not first.idle.is_set()


def test_nothing_is_shown_first_where_it_cannot_be_known_what_it_would_be(
    first: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    days, words = [TODAY], WHOLE[PAGES[0]] + b"\nMere.\n"
    first._today = lambda: days[0]
    state = first.state
    first.changed(())
    days[0] = date(2026, 2, 2)  # another day: what is public may be another thing
    _saved(first, PAGES[0], words)
    days[0] = TODAY
    monkeypatch.setattr(project, "texts", lambda *arguments: 1 // 0)
    first.changed([str(first.root / PAGES[0])])
    assert first.state is state and first.dirty.is_set()
    monkeypatch.undo()
    _saved(first, AGENDA, TEXT.replace("2026-02-01", "2026-02-31").encode())
    first.look()
    state = first.state
    assert state.told.errors
    _saved(first, PAGES[0], words + b"\nEndnu mere.\n")
    assert first.state is state


def test_a_template_that_is_at_fault_shows_nothing_first(first: Session) -> None:
    (first.root / "templates").mkdir()
    (first.root / "templates/dagsorden.html.j2").write_text(
        "{{ 'x' if 'Mere' in agenda.items[0].html else findes_ikke }}", "utf-8"
    )
    first.wanted = frozenset
    first.look()
    first.wanted = lambda: frozenset({HERE})
    state = first.state
    _saved(first, AGENDA, TEXT.encode() + b"\nMere.\n")
    assert first.state is state


def test_what_is_saved_while_all_is_judged_is_not_lost_from_sight(first: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    really = laid_out
    seen: list[bool] = []
    first.told = lambda: seen.append(b"Nyere." in first.answer(HERE).body)

    def saves(*arguments: Any) -> Any:
        made = really(*arguments)
        _saved(first, AGENDA, TEXT.encode() + b"\nNyere.\n")
        return made

    (first.root / "content/pages/ny.md").write_bytes(b"---\ntitle: Ny\n---\nTekst.\n")
    with monkeypatch.context() as patched:
        patched.setattr(work, "laid_out", saves)
        first.look()
    assert seen == [True, True] and first.answer("ny/index.html").status == 200  # the new page, and the newer words
    assert first.dirty.is_set() and not first.idle.is_set()
    first.look()
    assert all(seen) and first.state.told.whole and first.idle.is_set()


def test_what_was_judged_meanwhile_waits_where_newer_words_do_not_fit_in_it(
    first: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = laid_out

    def saves(*arguments: Any) -> Any:
        made = really(*arguments)
        _saved(first, AGENDA, TEXT.encode() + b"\nNyere.\n")
        return made

    (first.root / AGENDA).write_bytes(TEXT.replace("1. Punkt", "1. Andet").encode())
    with monkeypatch.context() as patched:
        patched.setattr(work, "laid_out", saves)
        first.look()
    assert b"Nyere." in first.answer(HERE).body and not first.state.told.whole and first.dirty.is_set()
    (first.root / AGENDA).write_bytes(TEXT.encode())  # and back to what was judged last
    first.look()
    assert b"Nyere." not in first.answer(HERE).body and first.state.told.whole and first.idle.is_set()


@pytest.mark.parametrize("meanwhile", [False, True])
def test_words_wait_where_more_than_words_waits_to_be_judged(
    first: Session, monkeypatch: pytest.MonkeyPatch, meanwhile: bool
) -> None:
    minutes, really, waited = f"content/minutes/{ID}.md", laid_out, list[bool]()
    empty = TEXT.replace("Tekst.\n", "").encode()
    (first.root / minutes).write_bytes(empty)
    first.look()
    state = first.state
    _saved(first, AGENDA, TEXT.replace("## 1. Punkt\n\nTekst.", "## 1. Punkt\nLukket: forhandlingsposition").encode())

    def saves(*arguments: Any) -> Any:
        _saved(first, minutes, TEXT.encode())  # words, in an item that is closed now
        waited.append(first.state is state)
        return really(*arguments)

    if meanwhile:
        with monkeypatch.context() as patched:
            patched.setattr(work, "laid_out", saves)
            first.look()
    else:
        saves(files.read(first.root).inputs, TODAY)
    assert waited == [True] and b"Tekst." not in first.answer(f"moeder/{ID}/referat/index.html").body
    first.look()
    assert first.state.told.errors and first.idle.is_set()
    assert b"Tekst." not in first.answer(f"moeder/{ID}/referat/index.html").body
    _saved(first, minutes, empty)
    first.look()
    assert not first.state.told.errors and first.state.told.whole
    state = first.state
    _saved(first, PAGES[0], WHOLE[PAGES[0]] + b"\nMere.\n")
    assert first.state is not state  # nothing waits any more


def test_a_file_that_is_empty_while_it_is_saved_keeps_its_words_waiting_no_longer(first: Session) -> None:
    state = first.state
    _saved(first, AGENDA, b"")
    assert first.state is state
    _saved(first, AGENDA, TEXT.encode() + b"\nMere.\n")
    assert b"Mere." in first.answer(HERE).body and first.state is not state


def test_many_files_at_once_are_judged_first(first: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "FEW", 1)
    state = first.state
    for path in PAGES[:2]:
        (first.root / path).write_bytes(WHOLE[path] + b"\nMere.\n")
    first.changed([str((first.root / path).resolve()) for path in PAGES[:2]])
    assert first.state is state and first.dirty.is_set()


def test_words_that_are_taken_back_at_once_are_not_left_standing(first: Session) -> None:
    before = first.answer(HERE).body
    _saved(first, AGENDA, TEXT.encode() + b"\nNyere.\n")
    assert first.answer(HERE).body != before
    (first.root / AGENDA).write_bytes(TEXT.encode())
    first.look()
    assert first.answer(HERE).body == before and first.state.told.whole


@pytest.mark.parametrize("poll", [False, True])
def test_an_edit_reaches_the_browser_while_the_whole_is_judged(root: Path, monkeypatch: pytest.MonkeyPatch, poll: bool) -> None:
    monkeypatch.setattr(watch, "POLL", 0.05)
    (root / "content/agendas").mkdir()
    (root / AGENDA).write_text(TEXT, "utf-8")
    judged, really = threading.Event(), laid_out

    def waits(*arguments: Any) -> Any:
        assert judged.wait(PATIENCE)
        return really(*arguments)

    with previewed(root, poll=poll) as preview:
        monkeypatch.setattr(work, "laid_out", waits)
        for words in ("En ny linje.", "Og endnu en."):
            with preview.looking(AT) as told:
                told.recv(PATIENCE)
                preview.write(AGENDA, TEXT + f"{words}\n")
                reloads(told)
                assert words in preview.page(AT) and not preview.session.state.told.whole
        judged.set()
        eventually(preview.session.idle.is_set)
        assert "Og endnu en." in preview.page(AT) and preview.session.state.told.whole


def test_only_what_is_certain_of_a_place_is_read(root: Path) -> None:
    content, known = (root / "content").resolve(), {AGENDA, "content/pages/å.md"}
    for path in (AGENDA, "content/pages/å.md", "content/pages/a\u030a.md", "content/pages/ny.md", "content/pages/ø/a.md"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"a")
    place = str(content / "agendas" / f"{ID}.md")
    assert project.texts(root, [place], known) == {AGENDA: b"a"}
    (content / "pages/.x.swp").write_bytes(b"b")
    left = [str(content / "pages/.x.swp"), str(content / "agendas/4913"), str(content / "agendas/a.md~")]
    assert project.texts(root, [place, *left], known) == {AGENDA: b"a"}
    (content / "pages/link.md").symlink_to("gone.md")
    gone = [content / "attachments/m/a.csv", content / "attachments", content / "minutes"]
    known.add("content/minutes/a.md")
    assert not any(place.exists() for place in gone)
    for other in (*gone, content / "pages/link.md"):
        assert project.texts(root, [place, str(other)], known) is None
    two = content / "pages/å.md", content / "pages/a\u030a.md"  # of one path
    for other in (content / "pages/ny.md", content / "pages", root / "templates/a.j2", Path("/etc/passwd"), *two):
        assert project.texts(root, [place, str(other)], known) is None
    two[1].unlink()
    assert project.texts(root, [str(two[0])], known) == {"content/pages/å.md": b"a"}
    assert project.texts(root, [str(content / "pages/ø/a.md")], {"content/pages/ø/a.md"}) is None
    Path(place).unlink()
    assert project.texts(root, [place], known) is None
    Path(place).symlink_to("/etc/passwd")
    assert project.texts(root, [place], known) is None
    Path(place).unlink()
    (content / "agendas").rmdir()
    (root / f"andet/{ID}.md").parent.mkdir()
    (root / f"andet/{ID}.md").write_bytes(b"b")
    (content / "agendas").symlink_to(root / "andet")
    assert project.texts(root, [place], known) is None


EDITS = st.tuples(
    st.sampled_from([AGENDA, f"content/minutes/{ID}.md", *PAGES[:2], "content/site.yml"]),
    st.sampled_from([b"", b"\nMere.\n", b"\nAndet.\n", b"\n<b>x</b>\n", b"\n## 2. Mere\n", b"\n710190-1234\n", b"\xff"]),
    st.sampled_from(["told", "told", "untold", "looked at", "looked at meanwhile"]),
)


@settings(max_examples=400 if LONG else 10, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=8))
def test_whatever_is_saved_in_the_end_all_is_as_if_built_anew(tmp_path_factory: pytest.TempPathFactory, edits: list[Any]) -> None:
    root = tmp_path_factory.mktemp("projekt")
    for path, text in WHOLE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text)
    session = Session(root, SHOWN, lambda: TODAY, lambda words: None)
    session.wanted = lambda: frozenset({HERE, "side-0/index.html"})
    session.look()
    really = laid_out
    for path, more, how in edits:

        def saves(*arguments: Any, path: str = path, more: bytes = more) -> Any:
            _saved(session, path, WHOLE[path] + more)
            return really(*arguments)

        if how == "looked at meanwhile":
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(work, "laid_out", saves)
                (root / PAGES[2]).write_bytes(WHOLE[PAGES[2]] + more)
                session.look()
            continue
        (root / path).write_bytes(WHOLE[path] + more)
        if how == "told":
            session.changed([str((root / path).resolve())])
        elif how == "looked at":
            session.look()
    session.look()
    session.look()
    clean = build(files.read(root).inputs, TODAY, SHOWN)
    assert session.state.told.findings == clean.findings and session.state.told.whole and session.idle.is_set()
    script = re.compile(rb'<script src="/_forhaandsvisning/[^>]*></script>\n')
    for path, made in clean.plan.items():
        if isinstance(made, bytes):
            assert script.sub(b"", session.answer(path).body, count=1) == made, path


# --- the command


def test_a_port_that_is_asked_for_must_be_free_and_another_is_looked_for_otherwise(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve.bound(port) is None
        monkeypatch.setattr(serve, "PORT", port)
        other = serve.bound(None)
        assert other and other.getsockname()[0] == "127.0.0.1" and other.getsockname()[1] != port
        other.close()
        result = CliRunner().invoke(cli, ["serve", "-C", str(root), "--port", str(port)], standalone_mode=False)
        assert isinstance(result.exception, WrongUse) and f"Port {port} er optaget" in str(result.exception)


def test_the_command_says_where_and_ends_well(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    got: dict[str, Any] = {}

    def serves(
        root: Path,
        listening: socket.socket,
        options: Options,
        today: Any,
        say: Any,
        language: Any,
        poll: bool,
        ready: Any,
        ahead: Any,
    ) -> None:
        got.update(options=options, today=today(), poll=poll)
        running = serve.Running(root, listening, options, today, say, language, poll)
        ahead(running.session)
        assert len(running.session._memo) == len(list((root / "content").rglob("*.*")))
        ready(running)
        listening.close()
        raise KeyboardInterrupt

    opened: list[str] = []
    monkeypatch.setattr(serve, "serve", serves)
    monkeypatch.setattr("click.launch", opened.append)
    arguments = ["serve", "-C", str(root), "--today", "2026-03-04", "--open", "--poll"]
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert result.return_value == 0 and "Forhåndsvisning: http://127.0.0.1:" in result.stderr and "er stoppet" in result.stderr
    assert got == {"options": SHOWN, "today": date(2026, 3, 4), "poll": True} and opened[0].startswith("http://127.0.0.1:")
    CliRunner().invoke(cli, ["serve", "-C", str(root), "--public"], standalone_mode=False)
    assert got["options"] == Options()


# --- the storm: whatever editors' programs do to files, in the end what is shown is what lies there


def _stir(root: Path, rng: random.Random) -> None:
    """Do to a file what editors and their programs do."""
    path = rng.choice(PATHS)
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    text = WHOLE[path]
    new = rng.choice(
        [text, text + b"\nEt tal: %d.\n" % rng.randrange(1000), text[: rng.randrange(len(text))], b"", text + b"\xff"]
    )
    match rng.randrange(8):
        case 0:  # aside, then renamed
            aside = place.with_name(f".{place.name}.tmp")
            aside.write_bytes(new)
            aside.replace(place)
        case 1:  # taken away and made again
            place.unlink(missing_ok=True)
            time.sleep(rng.random() / 50)
            place.write_bytes(new)
        case 2:  # in two halves
            with place.open("wb") as stream:
                stream.write(new[: len(new) // 2])
                stream.flush()
                time.sleep(rng.random() / 50)
                stream.write(new[len(new) // 2 :])
        case 3:
            place.unlink(missing_ok=True)
        case 4:  # to another name and, at times, back
            other = place.with_name(f"omdoebt-{place.name}")
            if place.exists():
                place.replace(other)
            if rng.random() < 0.7 and other.exists():
                other.replace(place)
        case 5:  # a backup, as some programs make
            place.with_name(f"{place.name}~").write_bytes(new)
        case 6 if rng.random() < 0.3:
            aside = root / "andet"
            (root / "content").rename(aside)
            time.sleep(rng.random() / 20)
            aside.rename(root / "content")
        case _:
            place.write_bytes(new)
    time.sleep(rng.random() / 20)


def _settled(preview: Preview) -> None:
    """Wait until what is shown is what a clean build of the files gives, at every address."""
    inputs = files.read(preview.root).inputs
    clean = build(inputs, TODAY, SHOWN)
    eventually(lambda: preview.session.state.told.whole and preview.session.state.told.findings == clean.findings)
    if not clean.plan:
        return

    def differing() -> set[str]:
        got = {path: preview.session.answer(path).body for path in clean.plan}
        script = re.compile(rb'<script src="/_forhaandsvisning/[^>]*></script>\n')
        return {p for p, made in clean.plan.items() if not isinstance(made, Copy) and script.sub(b"", got[p], count=1) != made}

    eventually(lambda: not differing())


def test_after_a_storm_what_is_shown_is_what_lies_there(root: Path) -> None:
    seed = int(os.environ.get("SITEGEN_SEED", "0")) or random.randrange(1 << 32)
    print(f"SITEGEN_SEED={seed}")  # noqa: T201
    rng = random.Random(seed)
    for path, text in WHOLE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text)
    steps, calm = (1000, 50) if LONG else (25, 25)
    with previewed(root) as preview:
        for step in range(1, steps + 1):
            _stir(root, rng)
            if step % calm == 0:
                _settled(preview)
        shutil.rmtree(root / "content")
        for path, text in WHOLE.items():
            preview.write(path, text)
        _settled(preview)
        assert preview.session.state.told.errors == () and preview.session.state.told.crash == ""
        assert not any("Fejl i selve programmet" in line for line in preview.said)
