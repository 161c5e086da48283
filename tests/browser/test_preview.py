"""The preview in a real browser: a page that changes by itself, and what is laid over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_accessibility import ALL
from tests.previews import Preview, eventually, previewed
from tests.support import base

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)  # a busy machine takes its time to build

ID = "2026-03-12-nord-politisk"
AGENDA = f"content/agendas/{ID}.md"
AT = f"moeder/{ID}/dagsorden/"
LONG = "\n".join(f"Afsnit {n}.\n" for n in range(80))
TEXT = f"---\nmeeting: {ID}\nsent: 2026-02-01\n---\n## 1. Punkt\n\nTekst.\n\n{LONG}"
WRONG = TEXT.replace("sent: 2026-02-01", "sent: 2026-02-31")


@pytest.fixture
def preview(root: Path) -> Iterator[Preview]:
    for path, data in {**base(), AGENDA: TEXT.encode()}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    with previewed(root) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 700}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_an_edit_an_error_and_its_mend(preview: Preview, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(preview.running.address + AT)
    opener, dialog = page.locator("#sitegen-forhaandsvisning .opener"), page.locator("#sitegen-forhaandsvisning dialog")
    expect(opener).to_have_text("Ingen fejl")

    page.evaluate("scrollTo(0, 600)")
    preview.write(AGENDA, TEXT.replace("Tekst.", "En helt ny tekst."))
    expect(page.get_by_text("En helt ny tekst.")).to_be_attached()
    eventually(lambda: page.evaluate("scrollY") == 600)

    expect(opener).to_have_text("Ingen fejl")
    link = page.locator("main a").first
    link.focus()
    preview.write(AGENDA, WRONG)
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("linje 3")
    expect(dialog).to_contain_text("som de var før fejlen")
    expect(page.get_by_text("En helt ny tekst.")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    box = dialog.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320
    assert complaints == []  # the checker itself gives rise to some
    page.evaluate(Axe().axe_script)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = page.evaluate("checks => axe.run(checks)", ALL)["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == [], scheme
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    page.reload()
    expect(opener).to_have_text("1 fejl")
    expect(dialog).to_be_hidden()  # it has been read once

    expect(opener).to_be_visible()  # what has no style yet takes no focus
    opener.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    page.evaluate(Axe().axe_script)
    assert page.evaluate("checks => axe.run(checks)", ALL)["violations"] == []
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelector('#sitegen-forhaandsvisning').getBoundingClientRect().height") == 0
    expect(opener).to_be_hidden()
    page.emulate_media(media="screen")

    preview.write(AGENDA, TEXT)
    expect(opener).to_have_text("Ingen fejl")
    expect(page.get_by_text("Tekst.", exact=True)).to_be_attached()


def test_an_error_that_is_mended_takes_its_list_with_it(preview: Preview, page: Page) -> None:
    page.goto(preview.running.address)
    dialog = page.locator("#sitegen-forhaandsvisning dialog")
    expect(page.locator("#sitegen-forhaandsvisning .opener")).to_have_text("Ingen fejl")
    preview.write(AGENDA, WRONG)
    expect(dialog).to_be_visible()
    page.reload()
    expect(dialog).to_be_visible()  # nobody has closed it
    preview.write(AGENDA, TEXT)
    expect(dialog).to_be_hidden()


def test_findings_alone_until_there_is_a_site_and_a_server_that_comes_back(root: Path, page: Page) -> None:
    (root / "content/site.yml").write_text("title: x\n", "utf-8")
    with previewed(root) as first:
        port = first.running.port
        page.goto(first.running.address)
        expect(page.locator("main h1")).to_have_text("Siden kan ikke vises endnu")
        page.evaluate(Axe().axe_script)
        assert page.evaluate("checks => axe.run(checks)", ALL)["violations"] == []
        first.write("content/site.yml", base()["content/site.yml"])
        expect(page.locator("#sitegen-forhaandsvisning .opener")).to_have_text("Ingen fejl")
    eventually(lambda: "Ingen forbindelse" in page.locator("#sitegen-forhaandsvisning .opener").inner_text())
    (root / "content/site.yml").write_bytes(base()["content/site.yml"].replace(b"Sekretariatet", b"Det nye kontor"))
    with previewed(root, port=port):
        expect(page.locator("footer")).to_contain_text("Det nye kontor", timeout=15_000)
