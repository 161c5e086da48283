"""The search in a real browser: it finds what people ask for, from the keyboard, and without it there are the lists."""

import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sitegen.feeds.search import WORDS
from tests.browser.served import Server
from tests.browser.test_accessibility import ALL
from tests.browser.window import Window
from tests.sample import sample

pytestmark = pytest.mark.browser

QUERIES = tomllib.loads((Path(__file__).parent.parent / "search_queries.toml").read_text(encoding="utf-8"))["query"]
ASK = """(typed) => {
    document.getElementById("soeg_svar").textContent = "";
    document.getElementById("soeg_felt").value = typed;
    document.getElementById("soegning").requestSubmit();
}"""
WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


class Searched:
    """The search page in a window, and everything that it complained of."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.add_init_script(WATCH)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, query: str = "") -> None:
        self.page.goto(f"{self.address}/soeg/{query}")

    def ask(self, typed: str) -> None:
        self.page.evaluate(ASK, typed)
        expect(self.answer).not_to_be_empty()

    @property
    def answer(self) -> Any:
        return self.page.locator("#soeg_svar")

    @property
    def hits(self) -> list[str]:
        return [str(link.get_attribute("href")) for link in self.page.locator(".hit a").all()]

    def violations(self) -> list[str]:
        return list(self.page.evaluate("violations"))


@pytest.fixture(scope="module")
def searched(browser: Browser, address: str) -> Iterator[Searched]:
    context = browser.new_context(reduced_motion="reduce")
    searched = Searched(context.new_page(), address)
    yield searched
    context.close()


def test_thirty_questions_are_answered_among_the_first_three(searched: Searched) -> None:
    searched.open()
    assert len(QUERIES) >= 30
    missed = {}
    for query in QUERIES:
        searched.ask(query["typed"])
        said = searched.answer.inner_text()
        if query["hit"] not in searched.hits[: 1 if query.get("first") else 3] or query.get("says", "") not in said:
            missed[query["typed"]] = (said, searched.hits[:5])
        if "says" not in query and not said.removesuffix(".").endswith(("resultat", "resultater")):
            missed[query["typed"]] = said
    assert missed == {}
    assert searched.complaints == [] and searched.violations() == []
    assert all(url.startswith(searched.address) for url in searched.requests)


def test_nothing_is_loaded_before_somebody_is_about_to_search(searched: Searched) -> None:
    searched.open()
    searched.requests.clear()
    searched.page.wait_for_load_state("networkidle")
    assert not any("/pagefind/" in url for url in searched.requests)
    with searched.page.expect_response("**/pagefind/words.txt"):
        searched.page.locator("#soeg_felt").focus()


def test_from_the_front_page_to_an_item_with_keys_alone(searched: Searched) -> None:
    page = searched.page
    page.goto(searched.address + "/")
    _tab_to(page, "input[name=q]")
    page.keyboard.type("faldforebyggelse fordeling")
    page.keyboard.press("Enter")
    page.wait_for_url("**/soeg/?q=faldforebyggelse+fordeling")
    expect(page.locator("#soeg_felt")).to_be_focused()
    expect(page.locator(".hit a").first).to_be_visible()
    stops = _tab_to(page, ".hit:first-child a")
    assert stops <= 4, "button, filters, first hit"
    target = page.locator(":focus").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    assert target and page.locator(target[target.index("#") :]).is_visible()
    page.go_back()
    expect(page.locator(".hit a").first).to_have_attribute("href", target)
    assert page.locator("#soeg_felt").input_value() == "faldforebyggelse fordeling"


def test_results_come_while_typing_and_the_address_says_what_is_shown(searched: Searched) -> None:
    searched.open()
    page = searched.page
    page.locator("#soeg_felt").press_sequentially("sundhedsr")
    expect(searched.answer).to_contain_text("resultater")
    assert page.url.endswith("/soeg/?q=sundhedsr")
    before = page.evaluate("history.length")
    page.locator("#soeg_felt").press_sequentially("åd")
    page.wait_for_url("**?q=sundhedsr%C3%A5d")
    assert page.evaluate("history.length") == before, "a key is no step back"
    page.locator("#soeg_felt").fill("")
    expect(searched.answer).to_be_empty()
    assert searched.hits == [] and page.url.endswith("/soeg/")


def test_a_search_is_narrowed_kept_and_gone_back_to(searched: Searched) -> None:
    searched.open("?q=medicinkort")
    page = searched.page
    expect(searched.answer).to_contain_text("resultater")
    every = searched.answer.inner_text()
    page.locator("summary", has_text="Afgræns").click()
    page.get_by_label("Forum").select_option("Klynge Midt, politisk niveau")
    expect(searched.answer).not_to_have_text(every)
    assert "forum=Klynge+Midt" in page.url
    page.get_by_label("Art").select_option("Punkt")
    expect(searched.answer).to_contain_text("resultat")
    page.reload()
    expect(page.locator(".hit").first).to_be_visible()
    assert all("#punkt-" in hit for hit in searched.hits)
    assert all("Klynge Midt" in line for line in page.locator(".hit .line-note").all_inner_texts())
    assert page.get_by_label("Forum").input_value() == "Klynge Midt, politisk niveau"
    page.go_back()
    page.go_back()
    expect(searched.answer).to_have_text(every)
    assert page.get_by_label("Forum").input_value() == ""


def test_a_filter_alone_lists_the_newest_first(searched: Searched) -> None:
    searched.open("?aar=2026&art=M%C3%B8de")
    expect(searched.page.locator(".hit").first).to_be_visible()
    days = [hit.removeprefix("/moeder/")[:10] for hit in searched.hits]
    assert len(days) == 10 and days == sorted(days, reverse=True) and days[0].startswith("2026-12")
    searched.page.get_by_role("button", name="Vis flere").click()
    expect(searched.page.locator(".hit")).not_to_have_count(10)
    expect(searched.page.locator(".hit").nth(10).locator("a")).to_be_focused()


def test_where_nothing_is_found_the_page_says_so_and_leads_on(searched: Searched) -> None:
    searched.open()
    searched.ask("qwertyuiop")
    assert searched.answer.inner_text().startswith("Ingen resultater for »qwertyuiop«.")
    assert searched.hits == [] and not searched.page.get_by_role("button", name="Vis flere").is_visible()
    assert searched.page.locator("main .tiles a[href='/moeder/']").is_visible()


@pytest.mark.parametrize("number", ["2026-0123", "2026-001", "2026-0312", "Sagsnr. 2026-0123"])
def test_a_case_number_is_found_whole_or_not_at_all(searched: Searched, number: str) -> None:
    assert not any(number.removeprefix("Sagsnr. ") + "<" in text.decode() for text in sample().searched.values())
    searched.open()
    searched.ask(number)
    assert searched.answer.inner_text().startswith(f"Ingen resultater for »{number}«.")
    assert searched.hits == []


def test_who_sorts_by_day_gets_the_days_in_order(searched: Searched) -> None:
    searched.open("?q=12.+marts+2026&orden=nyeste")
    expect(searched.page.locator(".hit").first).to_be_visible()
    days = [hit.removeprefix("/moeder/")[:10] for hit in searched.hits]
    assert days == sorted(days, reverse=True) and days[0] > "2026-03-12"


@pytest.mark.parametrize("typed", ["qwertytal", "hjemmefysioterapi"])
def test_a_tail_that_is_short_or_unknown_is_not_searched_for(searched: Searched, typed: str) -> None:
    words = sample().searched[WORDS].decode().split()
    assert "tal" in words and not any(len(word) > 4 and typed.endswith(word) for word in words)
    searched.open()
    searched.ask(typed)
    assert searched.answer.inner_text().startswith(f"Ingen resultater for »{typed}«.")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_an_accessibility_checker_finds_nothing_wrong_with_hits(window: Window, width: int, scheme: str) -> None:
    window.seen(scheme)
    page = window.open("/soeg/?q=midler&art=Punkt", width)
    expect(page.locator(".hit mark").first).to_be_visible()
    expect(page.get_by_role("button", name="Vis flere")).to_be_visible()
    expect(page.get_by_label("Rækkefølge")).to_be_visible()
    page.evaluate(Axe().axe_script)
    found = page.evaluate("checks => axe.run(checks)", ALL)["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


def test_hits_are_marked_and_compounds_are_whole(searched: Searched) -> None:
    searched.open()
    searched.ask("midler")
    marks = searched.page.locator("mark").all_inner_texts()
    assert any(mark.lower().startswith("klyngemidler") for mark in marks)
    assert "^" not in searched.page.locator("main").inner_text()
    assert all(mark == mark.strip(".,:;()") for mark in marks)


def test_what_is_typed_is_text(searched: Searched) -> None:
    searched.open("?q=%3Cimg+qwertyuiop%3E")
    expect(searched.answer).to_contain_text("»<img qwertyuiop>«")
    assert searched.page.locator("main img").count() == 0


def test_a_site_that_stands_in_a_folder_is_searched(browser: Browser, files: dict[str, bytes]) -> None:
    server = Server({f"aftale/{path}": data for path, data in files.items()})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    page = context.new_page()
    page.route("**/assets/**", lambda route: route.continue_(url=route.request.url.replace("/assets/", "/aftale/assets/")))
    page.goto(f"{server.address}/aftale/soeg/?q=hedeb%C3%B8lge")
    expect(page.locator(".hit a").first).to_have_attribute("href", "/aftale/moeder/2026-03-12-nord-politisk/#punkt-7")
    context.close()
    server.shutdown()
    server.server_close()


def test_without_an_index_the_page_says_so(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/pagefind/**", lambda route: route.fulfill(status=404, body=""))
    page.goto(f"{address}/soeg/?q=fald")
    expect(page.locator("#soeg_uden")).to_be_visible()
    assert "virker ikke lige nu" in page.locator("#soeg_uden").inner_text()
    context.close()


def test_without_javascript_the_page_leads_to_the_lists(bare: Window) -> None:
    page = bare.open("/soeg/?q=fald")
    assert page.locator("#soeg_uden").is_visible()
    assert page.locator("select:visible, summary:visible").count() == 0
    for address in ("/moeder/", "/moeder/2026/", "/emner/", "/beslutninger/", "/fora/"):
        assert page.locator(f"main .tiles a[href='{address}']").is_visible()


def _tab_to(page: Page, selector: str, most: int = 60) -> int:
    for stops in range(1, most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return stops
    raise AssertionError(f"{selector} is not reached")
