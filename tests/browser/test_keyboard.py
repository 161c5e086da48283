"""The ways of a citizen with a keyboard and without JavaScript: to what was decided, and to all that pages say."""

import re

import pytest
from playwright.sync_api import Page

from sitegen.output import file_path
from tests.browser.kinds import KINDS, MEETING
from tests.browser.survey import LONG, Survey
from tests.browser.window import Window
from tests.sample import sample

pytestmark = pytest.mark.browser

# What makes a page another where scripts run: all but data that stands in a script's place.
SCRIPT = re.compile(r'<script(?! type="application/ld\+json")|<noscript|<[^>]* on\w+=', re.IGNORECASE)


def _tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until the focus is on an element, as someone would who cannot use a mouse."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(":focus").evaluate("(element, selector) => element.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached with {most} times Tab from {page.url}")


def test_the_first_stop_leads_past_the_menu(bare: Window) -> None:
    page = bare.open("meeting")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Gå til indholdet" and page.locator(":focus").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_from_the_front_page_to_an_item_of_a_meeting(bare: Window) -> None:
    page = bare.open("front")
    _tab_to(page, "a[href='/referater/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/referater/")
    _tab_to(page, f"main a[href='{MEETING}referat/']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{MEETING}referat/")
    _tab_to(page, f"main a[href='{MEETING}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{MEETING}")
    _tab_to(page, "main nav a[href='#punkt-3']")
    page.keyboard.press("Enter")
    assert page.url.endswith("#punkt-3")
    top = page.locator("#punkt-3").bounding_box()
    assert top and 0 <= top["y"] < 450
    page.keyboard.press("Tab")
    assert page.locator("#punkt-3 :focus").count() == 1, "the focus goes along"


def test_the_case_text_unfolds_with_a_key(bare: Window) -> None:
    page = bare.open("meeting")
    details = page.locator("main article details").first
    assert details.get_attribute("open") is None
    details.locator("summary").press("Enter")
    assert details.get_attribute("open") is not None and details.locator(":scope > :not(summary)").first.is_visible()
    details.locator("summary").press("Space")
    assert details.get_attribute("open") is None


def test_every_page_says_the_same_without_javascript(survey: Survey, bare: Window) -> None:
    told = {kind: text for kind, text in survey.all("main").items() if kind != "search"}
    assert all(len(text) > 50 for text in told.values())
    assert [kind for kind in told if SCRIPT.search(sample().files[file_path(KINDS[kind])].decode())] == []
    some = told if LONG else list(told)[::8]  # where nothing can run, nothing can differ: a few are looked at all the same
    assert {kind: bare.open(kind).evaluate("probe.main()") for kind in some} == {kind: told[kind] for kind in some}


def test_the_page_of_the_search_leads_on_without_javascript(bare: Window) -> None:
    page = bare.open("search")
    assert page.locator("main a").count() > 10
    assert "JavaScript" in page.locator("main").inner_text()
