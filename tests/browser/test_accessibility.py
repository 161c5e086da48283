"""An automatic checker on every kind of page, and what it does not check: narrow windows, forced colours, fingers, motion."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.kinds import KINDS
from tests.browser.survey import LONG, Survey
from tests.browser.window import Window

pytestmark = pytest.mark.browser

ALL: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}  # all that differs in the dark
EVERY = ((320, "light", ALL), (320, "dark", COLOURS), (1280, "light", ALL), (1280, "dark", COLOURS))
# In a short run each kind is looked at in one of the four settings, and the kinds take turns. Contrasts take most of the time,
# and the criterion 1.4.3 has a test of its own for every kind: every third time this checker looks at them as well.
TURNS = ((320, "light"), (1280, "dark"), (1280, "light"), (320, "dark"))
STRUCTURE = {**ALL, "rules": {**ALL["rules"], "color-contrast": {"enabled": False}}}
ONCE = {kind: ((*TURNS[n % 4], STRUCTURE if n // 4 % 3 else ALL),) for n, kind in enumerate(KINDS)}
SETTINGS = {kind: EVERY if LONG else ONCE[kind] for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_an_accessibility_checker_finds_nothing(undrawn: Window, kind: str) -> None:
    page = undrawn.open(kind)
    page.evaluate(Axe().axe_script)
    for width, scheme, checks in SETTINGS[kind]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("checks => axe.run(checks)", checks)["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == [], f"{width} px, {scheme}"


def test_the_checker_sees_what_is_wrong(undrawn: Window) -> None:
    page = undrawn.open("page")
    page.evaluate(Axe().axe_script)
    page.evaluate("document.querySelector('main').innerHTML = '<h1>Et</h1><img src=x><p><a href=\"/\"></a><p>Bleg'")
    page.evaluate("probe.restyle('main p { color: #999 }')")
    found = page.evaluate("checks => axe.run(checks)", ALL)["violations"]
    assert {"image-alt", "link-name", "color-contrast"} <= {rule["id"] for rule in found}


@pytest.mark.parametrize("width", ["desk", "narrow", "across", "768", "1024", "1920"])
def test_nothing_is_wider_than_the_window_cut_off_or_printed_over(survey: Survey, width: str) -> None:
    # 320 px is also what a window of 1280 px shows at 400 %.
    assert survey.wrong(f"lost-{width}") == ""


def test_what_stands_alone_is_high_enough_for_a_finger(survey: Survey) -> None:
    assert survey.wrong("small") == ""


def test_marks_keep_an_edge_where_colours_are_forced(survey: Survey) -> None:
    assert survey.wrong("edgeless") == ""


def test_nothing_moves_for_those_who_do_not_want_it(survey: Survey) -> None:
    assert survey.wrong("moving") == ""
