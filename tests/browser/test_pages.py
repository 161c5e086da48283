"""One page of every kind in a real browser: accessible in every setting, nothing from elsewhere, whole without JavaScript."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

MEETING = "/moeder/2026-03-12-nord-politisk/"
KINDS = (
    "/",
    "/moeder/",
    "/moeder/2026/",
    MEETING,
    f"{MEETING}dagsorden/",
    f"{MEETING}referat/",
    "/dagsordener/",
    "/referater/",
    "/klynger/",
    "/klynger/nord/",
    "/fora/",
    "/fora/nord-politisk/",
    "/kommissorier/",
    "/kommissorier/politisk-niveau-2019/",
    "/kommissorier/strategisk-sundhedsforum-2026/forskelle/",
    "/frister/",
    "/beslutninger/",
    "/beslutninger/2026/",
    "/om/",
    "/404.html",
)


def opened(browser: Browser, url: str, width: int, scheme: str = "light", javascript: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=javascript,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("kind", KINDS)
def test_no_findings_of_an_accessibility_checker(browser: Browser, address: str, kind: str) -> None:
    for width, scheme in ((320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")):
        page = opened(browser, address + kind, width, scheme)
        found = Axe().run(page)
        rules = [(violation["id"], violation["nodes"][0]["target"]) for violation in found.response["violations"]]
        assert rules == [], f"{width} px, {scheme}"
        page.context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_a_narrow_window(browser: Browser, address: str, kind: str) -> None:
    page = opened(browser, address + kind, 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_comes_from_elsewhere_and_nothing_complains(browser: Browser, address: str, kind: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address + kind, wait_until="networkidle")
    assert all(url.startswith(address) for url in requests) and len(requests) <= 10
    assert complaints == []
    context.close()


def test_no_page_carries_script_or_inline_style(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 100
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text and " style=" not in text and "<style" not in text, path


def test_a_citizen_finds_a_decision_by_keyboard_alone(browser: Browser, address: str) -> None:
    page = opened(browser, address + "/", 1280, javascript=False)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Gå til indholdet"
    page.keyboard.press("Enter")
    main = page.url.partition("#")[2]
    assert page.locator("main").get_attribute("id") == main
    page.goto(address + "/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("href") == "/referater/":
            break
    else:
        raise AssertionError("the minutes cannot be reached with the tab key")
    page.keyboard.press("Enter")
    page.wait_for_url("**/referater/")
    assert page.locator("h1").inner_text() == "Referater"
    page.context.close()


def test_the_case_text_unfolds_without_javascript(browser: Browser, address: str) -> None:
    page = opened(browser, address + MEETING, 1280, javascript=False)
    details = page.locator("main details").first
    assert details.get_attribute("open") is None
    details.locator("summary").press("Enter")
    assert details.get_attribute("open") is not None
    page.context.close()


def test_a_meeting_prints_as_one_document(browser: Browser, address: str, tmp_path: Path) -> None:
    page = opened(browser, address + MEETING, 1280)
    page.emulate_media(media="print")
    assert not page.locator("header nav").first.is_visible()
    assert not page.locator("body > footer").first.is_visible() or page.locator("footer nav").count() == 0
    hidden = page.locator("main details > :not(summary)")
    assert hidden.count() > 0
    assert all(hidden.nth(i).is_visible() for i in range(hidden.count())), "what is folded away must be printed"
    assert len(page.pdf()) > 10_000
    page.context.close()


def test_everything_is_there_with_four_times_the_text_size(browser: Browser, address: str) -> None:
    # 1280 px at 400 % is what 320 px shows; text spacing as WCAG 1.4.12 asks.
    page = opened(browser, address + MEETING, 320)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()
