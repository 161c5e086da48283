"""The fifteen criteria of the authority's automatic test, each by name, on every kind of page, by checks of our own."""

import re
from collections import defaultdict
from itertools import pairwise

import pytest

from tests.browser.kinds import KINDS
from tests.browser.survey import LONG, Survey
from tests.browser.window import Window
from tests.sample import sample

pytestmark = pytest.mark.browser

TITLE = re.compile(r"<title>(.*?)</title>")
STEPS = 40  # past the menu and into the page, or all of it; the rest of a long list is more of the same
REFRESH = re.compile(r'http-equiv="?refresh"? content="(\d+); ')


def test_wcag_1_1_1_everything_that_is_not_text_has_a_text(survey: Survey) -> None:
    wrong = []
    for kind, pictures in survey.all("pictures").items():
        for picture in pictures:
            if picture["kind"] == "img" and (not picture["text"] or picture["text"].strip() == picture["file"]):
                wrong.append((kind, picture["where"], "an image in a text says nothing, or its file's name"))
            if picture["kind"] == "svg" and not picture["hidden"] and not (picture["role"] == "img" and picture["text"]):
                wrong.append((kind, picture["where"], "a drawing is neither hidden nor named"))
    assert wrong == []
    assert survey.wrong("bare-signs") == "", "a sign is read aloud with no word"


def test_wcag_1_3_1_structure_is_in_the_markup(survey: Survey) -> None:
    wrong = []
    for kind, found in survey.all("structure").items():
        levels = [level for level, _ in found["headings"]]
        if levels.count(1) != 1 or levels[0] != 1:
            wrong.append((kind, "not one h1 first", levels))
        wrong += [(kind, "level skipped", text) for (a, _), (b, text) in pairwise(found["headings"]) if b > a + 1]
        wrong += [(kind, "empty heading", level) for level, text in found["headings"] if not text]
        for table in found["tables"]:
            if not table["name"] or not table["headers"] or table["unscoped"] or table["mislabelled"]:
                wrong.append((kind, "table", table))
        header, main, footer, navs = found["landmarks"]
        if not header or main != 1 or not footer or navs < 2 or found["terms"]:
            wrong.append((kind, "landmarks or lists of terms", (*found["landmarks"], found["terms"])))
        wrong += [(kind, "field without a label", one) for one in found["fields"] if not one["label"] or not one["group"]]
    assert wrong == []


def test_wcag_1_3_1_tables_are_still_tables_where_they_look_like_lists(window: Window) -> None:
    """On a phone each row is laid out as an entry of a list; what a screen reader is told must be the same."""
    session = window.page.context.new_cdp_session(window.page)

    def roles(kind: str, width: int) -> dict[str, int]:
        window.open(kind, width)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        said = [node.get("role", {}).get("value") for node in nodes if not node.get("ignored")]
        return {role: said.count(role) for role in ("table", "row", "rowheader")}

    kinds = ("meetings-year", "body", "deadlines", "page-everything", "mandate", "meeting")
    assert {kind: roles(kind, 320) for kind in kinds} == {kind: roles(kind, 1280) for kind in kinds}
    session.detach()


def test_wcag_1_3_4_both_ways_of_holding_a_phone_show_the_same(survey: Survey) -> None:
    assert survey.all("across") == survey.all("upright")
    assert survey.wrong("lost-across") == ""
    assert all(b"orientation" not in data for path, data in sample().files.items() if path.endswith(".css"))


def test_wcag_1_3_5_nothing_personal_is_asked_for(survey: Survey) -> None:
    fields = [field for found in survey.all("structure").values() for field in found["fields"]]
    asking = re.compile(r"navn|mail|telefon|adresse|cpr|født|name|phone|address", re.IGNORECASE)
    kinds = {"search", "checkbox", "radio", "select-one", "select-multiple", "submit"}
    personal = [f for f in fields if f["type"] not in kinds or asking.search(f["name"]) or f["autocomplete"] not in (None, "off")]
    assert personal == [], "a field that asks for something about a person needs its autocomplete"


def test_wcag_1_4_3_text_stands_out(survey: Survey) -> None:
    assert survey.wrong("faint") == ""
    assert survey.wrong("faint-dark") == ""
    assert survey.wrong("faint-narrow") == ""
    assert survey.wrong("faint-narrow-dark") == ""


def test_wcag_1_4_4_text_of_double_size_is_all_there(survey: Survey) -> None:
    assert survey.wrong("lost-double") == ""
    assert survey.wrong("lost-double-narrow") == ""


def test_wcag_1_4_12_text_with_more_air_is_all_there(survey: Survey) -> None:
    assert survey.wrong("lost-spaced") == ""
    assert survey.wrong("lost-spaced-narrow") == ""


def test_wcag_2_1_1_everything_is_reached_with_the_tab_key(undrawn: Window) -> None:
    wrong = {}
    for kind in KINDS if LONG else list(KINDS)[::3]:  # what is between the menu and the foot is made of the same pieces
        page = undrawn.open(kind)
        page.evaluate("probe.follow()")
        steps = min(page.evaluate("walked.expected"), STEPS)
        for _ in range(steps):
            page.keyboard.down("Tab")
        walked = page.evaluate("walked")
        if walked["order"] != list(range(steps)) or walked["faint"] or walked["covered"]:
            wrong[kind] = walked
    assert wrong == {}
    assert not any(re.search(r'tabindex="[1-9]', text) for text in sample().pages.values()), "it changes the order"


def test_wcag_2_2_1_nothing_happens_after_a_while() -> None:
    waiting = {path: REFRESH.findall(text) for path, text in sample().pages.items() if "http-equiv" in text}
    redirects = {f"{a.strip('/')}/index.html" for a, t in sample().templates.items() if t == "_redirect.html.j2"}
    assert waiting == {path: ["0"] for path in redirects} and redirects
    assert not any(re.search(r"<(audio|video|marquee|blink|embed|object|iframe)\b", text) for text in sample().pages.values())


def test_wcag_2_4_2_every_page_has_a_title_of_its_own() -> None:
    titles = defaultdict(list)
    for path, text in sample().pages.items():
        (title,) = TITLE.findall(text.partition("<body")[0])
        if "http-equiv" not in text:
            titles[title.partition(" – ")[0].strip()].append(path)
    assert {title: paths for title, paths in titles.items() if not title or len(paths) > 1} == {}


def test_wcag_2_4_4_a_link_says_where_it_leads(survey: Survey) -> None:
    wrong = []
    for kind, links in survey.all("links").items():
        targets = defaultdict(set)
        for link in links:
            targets[link["name"].lower(), link["context"]].add(link["target"])
            if link["name"].lower().strip(" .:→") in ("", "her", "klik her", "læs mere", "mere", "link", "se mere"):
                wrong.append((kind, link))
        wrong += [(kind, said, sorted(to)) for said, to in targets.items() if len(to) > 1]
    assert wrong == []


def test_wcag_2_5_3_what_is_seen_is_in_the_name(survey: Survey) -> None:
    assert survey.wrong("misnamed") == ""


def test_wcag_3_1_1_every_page_says_that_it_is_danish() -> None:
    assert [path for path, text in sample().pages.items() if not re.search(r'<html lang="da"', text)] == []


def test_wcag_3_1_2_what_is_not_danish_says_so(survey: Survey) -> None:
    assert survey.wrong("foreign") == ""


def test_wcag_4_1_2_everything_that_can_be_used_has_a_name_and_a_state(survey: Survey) -> None:
    used = {"link", "button", "DisclosureTriangle", "searchbox", "textbox", "combobox", "checkbox", "radio", "listbox"}
    wrong = []
    for kind, nodes in survey.all("tree").items():
        for node in nodes:
            role = node.get("role", {}).get("value")
            if node.get("ignored") or role not in used:
                continue
            properties = {one["name"] for one in node.get("properties", ())}
            if not node.get("name", {}).get("value", "").strip() or "focusable" not in properties:
                wrong.append((kind, role, node.get("name")))
            if role == "DisclosureTriangle" and "expanded" not in properties:
                wrong.append((kind, role, "does not say whether it is open"))
    assert wrong == []
