"""Attachments are saved and never opened as a page; pictures within pages are shown all the same."""

import pytest
from playwright.sync_api import Error

from tests.browser.served import headers
from tests.browser.window import Window


def test_a_picture_within_a_page_is_shown_though_it_would_be_saved(window: Window, files: dict[str, bytes]) -> None:
    page = window.open("/moeder/2026-09-10-nord-politisk/dagsorden/")
    page.locator("main img").first.scroll_into_view_if_needed()
    page.wait_for_function("() => [...document.querySelectorAll('main img')].every((img) => img.complete)")
    shown = page.eval_on_selector_all("main img", "all => all.map((img) => [new URL(img.src).pathname, img.naturalWidth])")
    assert shown and all(path.startswith("/bilag/") and width > 0 for path, width in shown)
    assert all(headers(files, path)["Content-Disposition"] == "attachment" for path, _ in shown)


def test_an_attachment_that_is_followed_is_saved(window: Window, address: str, files: dict[str, bytes]) -> None:
    path = next(path for path in sorted(files) if path.startswith("bilag/") and path.endswith(".pdf"))
    page = window.open("front")
    with page.expect_download() as saved, pytest.raises(Error, match=r"Download is starting|ERR_ABORTED"):
        page.goto(f"{address}/{path}")
    assert saved.value.suggested_filename == path.rpartition("/")[2]
    assert page.locator("h1").count() == 1  # the page that was open still is
