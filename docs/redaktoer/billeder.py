"""Makes the pictures of the editors' guide from the program itself on the sample content."""

import html
import re
import shutil
import struct
import tempfile
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from sitegen import report
from sitegen.build import Options
from tests.browser.conftest import ARGUMENTS
from tests.browser.proxy import Proxy
from tests.browser.served import Server
from tests.browser.test_editor import BORROWED
from tests.previews import previewed
from tests.sample import ROOT, TODAY, sample
from tests.support import built

PICTURES = Path(__file__).resolve().parent / "billeder"
WIDTH = 860
DRAFT = "2026-12-08-midt-fagligt-strategisk"
AGENDA = "2026-12-10-nord-fagligt-strategisk"
COLOURS = {"1": "font-weight:bold", "2": "color:#9aa7b4", "1;31": "color:#ff8a80;font-weight:bold"}
TERMINAL = """<body style="margin:0"><pre id="t" style="margin:0;padding:18px 22px;background:#17212b;color:#eef2f5;
font:15px/1.5 'DejaVu Sans Mono',monospace;width:816px;white-space:pre-wrap">{}</pre>"""
# The site's own address in the editor has a number that is new each time.
NAMED = """document.querySelectorAll("a[href^='http://127']").forEach((one) => { one.textContent = "Til hjemmesiden"; })"""
DEPTH = 3  # what the colours of a pixel are rounded to: a light picture of text needs no more


def main() -> None:
    """Write every picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        for name in ("content", "templates"):
            shutil.copytree(ROOT / name, root / name)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[*ARGUMENTS, "--lang=da-DK"],
            env={"LANGUAGE": "da", "LANG": "da_DK.UTF-8"},
        )
        _site(browser)
        _preview(browser, root)
        _terminal(browser, root)
        _editor(browser, root)
        browser.close()


@contextmanager
def _window(browser: Browser, height: int = 640, width: int = WIDTH) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme="light", locale="da-DK"
    )
    yield context.new_page()
    context.close()


def _keep(name: str, picture: bytes) -> None:
    (PICTURES / f"{name}.png").write_bytes(_lighter(picture))


def _shoot(page: Page, name: str, selector: str | None = None, height: int = 640) -> None:
    """Keep what the window shows, or its part from an element on."""
    if selector:
        page.evaluate("one => scrollTo(0, document.querySelector(one).getBoundingClientRect().top + scrollY - 16)", selector)
    page.wait_for_timeout(300)
    width = page.viewport_size["width"] if page.viewport_size else WIDTH
    _keep(name, page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height}))


def _site(browser: Browser) -> None:
    server = Server(sample().files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with _window(browser, 900) as page:
        page.goto(f"{server.address}/moeder/{AGENDA}/dagsorden/")
        _shoot(page, "dagsorden", "h1", 700)
        page.goto(f"{server.address}/frister/")
        _shoot(page, "frister", "h1", 620)
        page.goto(f"{server.address}/sager/faldforebyggelse/")
        page.evaluate("[...document.querySelectorAll('h2')].find((one) => one.textContent == 'Sagens vej').id = 'vej'")
        _shoot(page, "sag", "#vej", 560)
        page.goto(f"{server.address}/moeder/2026-03-12-nord-politisk/")
        _shoot(page, "referat", "h1", 700)
    server.shutdown()
    server.server_close()


def _preview(browser: Browser, root: Path) -> None:
    place = root / "content" / "agendas" / f"{AGENDA}.md"
    with previewed(root, lambda: TODAY) as preview, _window(browser) as page:
        page.goto(f"{preview.running.address}moeder/{DRAFT}/dagsorden/")
        _shoot(page, "udkast", "main", 560)
        page.goto(f"{preview.running.address}moeder/{AGENDA}/dagsorden/")
        page.locator("#sitegen-forhaandsvisning .opener").wait_for()
        text = place.read_text(encoding="utf-8")
        place.write_text(re.sub(r"^sent: .*$", "sent: 3. december 2026", text, flags=re.MULTILINE), encoding="utf-8")
        page.locator("#sitegen-forhaandsvisning dialog").wait_for()
        _shoot(page, "forhaandsvisning")
        place.write_text(text, encoding="utf-8")


def _terminal(browser: Browser, root: Path) -> None:
    place = root / "content" / "agendas" / f"{AGENDA}.md"
    text = place.read_text(encoding="utf-8")
    place.write_text(re.sub(r"^sent: .*$", "sent: 3. december 2026", text, flags=re.MULTILINE), encoding="utf-8")
    data = place.read_bytes()
    found = built({p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}, TODAY).findings
    wrong = tuple(one for one in found if one.code == "SG104")
    said = report.text(wrong, "da", {one.path: report.lines(data) for one in wrong}, colour=True)
    place.write_text(text, encoding="utf-8")
    _typed(browser, "besked", "sitegen check", said)


def _typed(browser: Browser, name: str, command: str, answer: str) -> None:
    """Keep a picture of a terminal: what was typed, and the answer with its colours."""
    coloured = re.sub(
        "\x1b\\[([\\d;]+)m(.*?)\x1b\\[0m",
        lambda found: f'<span style="{COLOURS.get(found[1], "")}">{found[2]}</span>',
        html.escape(answer, quote=False),
    )
    with _window(browser) as page:
        page.set_content(TERMINAL.format(f'<span style="color:#8bd5ff">$ {command}</span>\n{coloured}'))
        _keep(name, page.locator("#t").screenshot())


def _editor(browser: Browser, root: Path) -> None:
    settings = root / "content" / "site.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "editor: {backend: github, repo: organisation/hjemmeside}\n")
    files = {place.relative_to(root).as_posix(): place.read_bytes() for place in sorted(root.rglob("*")) if place.is_file()}
    proxy, server = Proxy(root), Server({})
    for one in (proxy, server):
        threading.Thread(target=one.serve_forever, daemon=True).start()
    borrowed = {path: place.read_bytes() for path, place in BORROWED.items()}
    made = built(files | borrowed, TODAY, Options(base_url=server.address)).plan
    own = {path: data for path, data in made.items() if isinstance(data, bytes)}
    at = f"local_backend: {{url: {proxy.address}/api/v1}}"
    own["admin/config.yml"] = own["admin/config.yml"].replace(b"local_backend: true", at.encode())
    own["_headers"] = re.sub(rb"http://(?:localhost|127\.0\.0\.1):8081", proxy.address.encode(), own["_headers"])
    server.files.update(own)
    with _window(browser, 700, 1000) as page:
        page.goto(f"{server.address}/admin/")
        page.get_by_role("button", name="Log ind").click()
        page.get_by_role("link", name="Referater").first.wait_for()
        page.goto(f"{server.address}/admin/#/collections/agendas")
        page.get_by_role("link", name=AGENDA, exact=False).first.wait_for()
        page.evaluate(NAMED)
        _shoot(page, "browser-liste", None, 520)
        page.get_by_role("link", name=AGENDA, exact=False).last.click()
        page.locator("input[id^=sent-field]").last.wait_for()
        page.wait_for_timeout(1000)
        page.evaluate(NAMED)
        _shoot(page, "browser", None, 700)
    for one in (proxy, server):
        one.shutdown()
        one.server_close()


# --- lighter pictures


def _lighter(picture: bytes) -> bytes:
    """Return a PNG of the browser's with its colours rounded, and a palette where they are few enough."""
    width, height, rows = _rows(picture)
    rounded = [bytes(min(255, round(octet / DEPTH) * DEPTH) for octet in row) for row in rows]
    pixels = [[row[at : at + 3] for at in range(0, len(row), 3)] for row in rounded]
    often: dict[bytes, int] = {}
    for line in pixels:
        for colour in line:
            often[colour] = often.get(colour, 0) + 1
    palette = sorted(often, key=lambda colour: (-often[colour], colour))[:256]
    number = {colour: at for at, colour in enumerate(palette)}
    for colour in often:
        if colour not in number:
            number[colour] = min(range(256), key=lambda at: sum((a - b) ** 2 for a, b in zip(palette[at], colour, strict=True)))
    data = b"".join(b"\0" + bytes(number[colour] for colour in line) for line in pixels)
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(data, 9)),
        (b"IEND", b""),
    ]
    chunks = (struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _rows(picture: bytes) -> tuple[int, int, list[bytes]]:
    """Return the width, height and rows (three octets a pixel) of a PNG as the browser writes it: RGB or RGBA, not interlaced."""
    at, packed, width, height, depth = 8, b"", 0, 0, 3
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += length + 12
        if kind == b"IHDR":
            width, height, _, colour = struct.unpack(">IIBB", body[:10])
            depth = 4 if colour == 6 else 3
        elif kind == b"IDAT":
            packed += body
    raw, stride = zlib.decompress(packed), width * depth
    rows: list[bytes] = []
    above = bytearray(stride)
    for top in range(height):
        start = top * (stride + 1)
        row = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), above, depth)
        rows.append(bytes(row) if depth == 3 else b"".join(bytes(row[one : one + 3]) for one in range(0, stride, 4)))
        above = row
    return width, height, rows


def _unfiltered(kind: int, row: bytearray, above: bytearray, depth: int) -> bytearray:
    for at in range(len(row)):
        left = row[at - depth] if at >= depth else 0
        corner = above[at - depth] if at >= depth else 0
        added = (0, left, above[at], (left + above[at]) // 2, _nearest(left, above[at], corner))[kind]
        row[at] = (row[at] + added) & 255
    return row


def _nearest(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))


if __name__ == "__main__":
    main()
