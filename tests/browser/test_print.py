"""A meeting on paper: one clean document with page numbers and addresses, everything unfolded, and no navigation."""

import io
import re
import unicodedata

import pytest
from pypdf import PdfReader

from tests.browser.kinds import CLOSED, MEETING
from tests.browser.survey import Survey
from tests.browser.window import Window

pytestmark = pytest.mark.browser

A4 = (595, 842)  # points


def _printed(window: Window, kind: str) -> tuple[PdfReader, str]:
    window.seen(media="print")
    page = window.open(kind)
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return reader, re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in reader.pages))


def _letters(text: str) -> str:
    """The letters alone, each by itself where a font draws two as one."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def meeting(only_window: Window) -> tuple[PdfReader, str]:
    return _printed(only_window, "meeting")


def test_a_meeting_is_printed_on_numbered_sheets(meeting: tuple[PdfReader, str]) -> None:
    reader, _ = meeting
    count = len(reader.pages)
    assert 2 <= count <= 12
    for number, sheet in enumerate(reader.pages, 1):
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == pytest.approx(A4, abs=1)
        assert f"{number} / {count}" in sheet.extract_text()


def test_what_is_folded_away_is_printed(meeting: tuple[PdfReader, str], window: Window) -> None:
    _, text = meeting
    page = window.open("meeting")
    folded = page.locator("main article details > :not(summary) p").all_text_contents()
    assert len(folded) > 5
    printed = _letters(re.sub(r"\(/[^)]*\)", "", text))  # the addresses of links stand behind them
    assert [paragraph for paragraph in folded if _letters(paragraph)[:40] not in printed] == []


def test_no_navigation_is_printed(meeting: tuple[PdfReader, str], window: Window) -> None:
    _, text = meeting
    page = window.open("meeting")
    assert text.count("Gå til indholdet") == 0
    navigation = "body > header a, body > header input, body > footer nav a, nav.crumbs a"
    assert page.locator(navigation).count() > 8
    window.seen(media="print")
    assert page.locator(navigation).evaluate_all("all => all.filter((e) => e.checkVisibility()).map((e) => e.outerHTML)") == []
    assert page.locator("main button, main summary").evaluate_all("all => all.filter(e => e.checkVisibility()).length") == 0


def test_the_address_of_the_page_and_of_its_links_are_printed(meeting: tuple[PdfReader, str], window: Window) -> None:
    _, text = meeting
    assert f"sundhedsaftale.example{MEETING}" in text.replace(" ", "")
    _, other = _printed(window, "page-everything")
    assert "https://eksempel.example/side" in other.replace(" ", "")


def test_a_closed_item_says_no_more_on_paper(window: Window) -> None:
    _, text = _printed(window, CLOSED)
    assert "Køb af transport" in text and "der forhandles om prisen" in text.replace("Der", "der")


def test_nothing_runs_off_the_sheet(survey: Survey) -> None:
    assert survey.wrong("lost-printed") == ""
