"""Two browsers, one server and few windows for all the tests; nothing but the sample site can be reached."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, Route, sync_playwright

from sitegen import search
from tests.browser.kinds import KINDS
from tests.browser.served import Server
from tests.browser.survey import Survey
from tests.browser.window import Window
from tests.sample import sample

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# Pages are laid out and never drawn, which is half of the work where many questions are asked of a page in many settings.
# No animation frame ever comes: what waits for one (a click of Playwright's does) waits in vain.
UNDRAWN = "--disable-threaded-compositing"
WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { shifts += entry.value; }))
  .observe({type: "layout-shift", buffered: true});
document.addEventListener("readystatechange", () => window.isWhole?.(), {once: true});
"""


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site that is served, by path, with the index of its search."""
    indexed, trouble = search.index(sample().searched, tmp_path_factory.mktemp("search"))
    assert not trouble
    return sample().files | indexed


@pytest.fixture(scope="session")
def address(files: dict[str, bytes]) -> Iterator[str]:
    server = Server(files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.address
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


def _browser(playwright: Playwright, *arguments: str) -> Browser:
    chromium = shutil.which("chromium")
    assert chromium, "no chromium on this machine: `make test` installs it"
    return playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS, *arguments])


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = _browser(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def undrawn_browser(playwright: Playwright) -> Iterator[Browser]:
    browser = _browser(playwright, UNDRAWN)
    yield browser
    browser.close()


def _window(browser: Browser, address: str, javascript: bool) -> Window:
    context = browser.new_context(java_script_enabled=javascript, reduced_motion="reduce")
    return Window(context.new_page(), address)


@pytest.fixture(scope="session")
def only_window(browser: Browser, address: str) -> Window:
    return _window(browser, address, True)


@pytest.fixture(scope="session")
def only_bare_window(browser: Browser, address: str) -> Window:
    return _window(browser, address, False)


@pytest.fixture
def window(only_window: Window) -> Window:
    """The window, light, as every test wants to find it."""
    only_window.seen()
    return only_window


@pytest.fixture
def bare(only_bare_window: Window) -> Window:
    """The same without JavaScript."""
    only_bare_window.seen()
    return only_bare_window


@pytest.fixture(scope="session")
def only_undrawn_window(undrawn_browser: Browser, address: str) -> Window:
    return _window(undrawn_browser, address, True)


@pytest.fixture
def undrawn(only_undrawn_window: Window) -> Window:
    """The window of those who only ask: see UNDRAWN."""
    only_undrawn_window.seen()
    return only_undrawn_window


@pytest.fixture(scope="session")
def survey(undrawn_browser: Browser, address: str) -> Survey:
    """What every kind of page answers in every setting."""
    return Survey(_window(undrawn_browser, address, True))


@dataclass
class Visit:
    """What a first visit to a page costs and says."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    bytes: int = 0
    shift: float = 0
    blocking: list[str] = field(default_factory=list)
    text: str = ""


class _Styles:
    """Lets nothing be drawn of half a page, as a busy machine does now and then: a line that is still growing always moves."""

    def __init__(self, page: Page) -> None:
        self.held: list[Route] = []
        self.whole = False
        page.expose_binding("isWhole", self._release)
        page.route("**/*.css", self._asked)

    def _asked(self, route: Route) -> None:
        if self.whole:
            route.continue_()
        else:
            self.held.append(route)

    def _release(self, *_: object) -> None:
        self.whole = True
        while self.held:
            self.held.pop().continue_()


@pytest.fixture(scope="session")
def visit(browser: Browser, address: str) -> Iterator[Callable[[str], Visit]]:
    """Make a first visit to a kind, with nothing remembered from other pages, on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script(WATCH)
    page = context.new_page()
    # Not even what a page of the same site has just fetched; a context of its own for each would cost more than the visit.
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    styles = _Styles(page)
    seen = Visit()
    begun: list[Request] = []

    def asked(request: Request) -> None:
        begun.append(request)
        seen.requests.append(request.url)

    def failed(request: Request) -> None:
        if request in begun:  # that of a page which was left may be told of late
            seen.complaints.append(f"{request.url} {request.failure}")

    page.on("request", asked)
    page.on("requestfailed", failed)
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))

    @cache
    def once(kind: str) -> Visit:
        nonlocal seen
        page.goto("about:blank")
        seen, styles.whole = Visit(), False
        begun.clear()
        page.goto(address + KINDS[kind], wait_until="load")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        got = page.evaluate(
            """() => {
                const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
                return {
                    violations, shift: shifts,
                    bytes: entries.reduce((sum, entry) => sum + entry.transferSize, 0),
                    blocking: entries.filter((e) => e.renderBlockingStatus === "blocking").map((e) => e.name),
                };
            }"""
        )
        seen.violations, seen.shift, seen.bytes, seen.blocking = got["violations"], got["shift"], got["bytes"], got["blocking"]
        return seen

    yield once
    context.close()
