"""The probes see what is wrong: a page with one fault of each kind, and the answer that it must give."""

import pytest
from playwright.sync_api import Page

from tests.browser.window import PROBES, Window

pytestmark = pytest.mark.browser

FAULTS = {
    "wider": '<div style="width: 3000px">bred</div>',
    "clipped": '<div style="overflow: hidden; width: 4em; white-space: nowrap">noget, som der ikke er plads til</div>',
    "overlapping": '<p>Den ene tekst</p><p style="margin-top: -2.1em">Den anden tekst</p>',
    "faint": '<p style="color: #999">bleg</p>',
    "bareSigns": "<p>holdt <span>✓</span></p>",
    "misnamed": '<a href="/x" aria-label="Noget andet">Det, man ser</a>',
    "foreign": "<p>The names of the bodies and their meetings</p>",
    "small": '<p><a href="/x">Lavt</a></p>',
    "borders": '<span class="mark">uden kant</span>',
    "moving": '<p style="transition: color 1s">glider</p>',
}


@pytest.fixture
def blank(undrawn: Window) -> Page:
    undrawn.page.goto("about:blank")
    return undrawn.page


@pytest.mark.parametrize("probe", FAULTS)
def test_a_probe_sees_its_fault_and_no_other(blank: Page, probe: str) -> None:
    def answer(body: str) -> list[str]:
        blank.set_content(f'<!doctype html><html lang="da"><main><h1>Prøve</h1>{body}</main>')
        blank.evaluate(PROBES)
        return list(blank.evaluate(f"probe.{probe}({44 if probe == 'small' else ''})"))

    assert len(answer(FAULTS[probe])) == 1
    assert answer('<p>Et afsnit med <a href="/x">et link</a>.</p>') == []


def test_pictures_links_and_tables_are_told_as_they_are(blank: Page) -> None:
    blank.set_content(
        '<!doctype html><html lang="da"><main><h1>Prøve</h1><svg><text>5</text></svg><img src="/x.png" alt="Et billede">'
        '<h2>Første</h2><ul><li><a href="/a">Referat</a></li></ul><h2>Anden</h2><ul><li><a href="/b">Referat</a></li></ul>'
        "<table><thead><tr><th>Dato</th></tr></thead><tr><td data-label='Sted'>Her</td></tr></table></main>"
    )
    blank.evaluate(PROBES)
    svg, img = blank.evaluate("probe.pictures()")
    assert (svg["hidden"], svg["role"], svg["text"]) == (False, None, "") and img["text"] == "Et billede"
    assert [link["context"] for link in blank.evaluate("probe.links()")] == ["Referat |  | Første | ", "Referat |  | Anden | "]
    (table,) = blank.evaluate("probe.structure()")["tables"]
    assert (table["name"], table["unscoped"], table["mislabelled"]) == ("", ["Dato"], ["Sted: Her"])


def test_the_way_of_the_focus_is_followed(blank: Page) -> None:
    blank.set_content(
        '<!doctype html><html lang="da"><style>a { outline: none }</style><main><h1>Prøve</h1>'
        '<a href="/1">Et</a> <a href="/2" tabindex="2">To</a></main>'
    )
    blank.evaluate(PROBES)
    blank.evaluate("probe.follow()")
    for _ in range(2):
        blank.keyboard.press("Tab")
    walked = blank.evaluate("walked")
    assert walked["expected"] == 2 and walked["order"] == [1, 0] and len(walked["faint"]) == 2
