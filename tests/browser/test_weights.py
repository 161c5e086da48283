"""A first visit to every kind of page on a phone: light, at rest, from this server only, and nothing complains."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visit
from tests.browser.kinds import KINDS, REDIRECT, REDIRECT_TARGET
from tests.browser.served import headers
from tests.browser.window import Window

pytestmark = pytest.mark.browser

MOST_BYTES = 50_000
MOST_REQUESTS = 10


@pytest.mark.parametrize("kind", KINDS)
def test_a_first_visit_is_light_and_quiet(visit: Callable[[str], Visit], address: str, kind: str) -> None:
    seen = visit(kind)
    assert [url for url in seen.requests if not url.startswith(f"{address}/")] == []
    assert seen.complaints == []
    assert seen.violations == []
    assert 0 < len(seen.requests) <= MOST_REQUESTS
    assert 0 < seen.bytes <= MOST_BYTES
    assert seen.shift == 0
    assert [url for url in seen.blocking if not url.endswith(".css")] == [], "a script holds the page up"


def test_what_is_measured_is_what_goes_over_the_wire(visit: Callable[[str], Visit], files: dict[str, bytes]) -> None:
    assert visit("decisions-year").bytes < len(files["beslutninger/2026/index.html"])


def test_the_policy_of_the_site_is_in_force(window: Window, files: dict[str, bytes]) -> None:
    asked = headers(files, "/")["Content-Security-Policy"]
    assert "default-src 'none'" in asked and "unsafe-inline" not in asked
    page = window.open("front")
    broken = page.evaluate(
        """() => new Promise((done) => {
            const broken = [];
            document.addEventListener("securitypolicyviolation", (event) => broken.push(event.effectiveDirective));
            document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>");
            document.body.append(Object.assign(document.createElement("script"), {text: "window.ran = true"}));
            document.body.append(Object.assign(new Image(), {src: "https://elsewhere.invalid/x.png"}));
            setTimeout(() => done([[...new Set(broken)].sort(), window.ran ?? false]), 200);
        })"""
    )
    assert broken == [["img-src", "script-src-elem", "style-src-attr"], False]


def test_an_old_address_leads_on_at_once(window: Window, address: str) -> None:
    window.page.goto(address + REDIRECT)
    window.page.wait_for_url(f"**{REDIRECT_TARGET}")
    assert window.page.locator("h1").inner_text() == "Eksempler"


def test_what_is_not_there_is_said_so(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    response = page.goto(f"{address}/findes/ikke/")
    assert response and response.status == 404 and page.locator("h1").inner_text() == "Siden findes ikke"
    assert page.locator("link[rel=stylesheet]").evaluate("link => link.sheet !== null"), "its addresses count from the root"
    context.close()
