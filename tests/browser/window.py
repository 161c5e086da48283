"""A window that goes from page to page: a context of its own for each would cost more than all the tests."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.kinds import KINDS

PROBES = (Path(__file__).parent / "probes.js").read_text(encoding="utf-8")


@dataclass
class Window:
    """A page of the browser and the address of the site."""

    page: Page
    address: str

    def open(self, kind: str, width: int = 1280, height: int = 900) -> Page:
        """Go to the page of a kind, or to an address, in a window of some size and with the probes at hand."""
        self.page.set_viewport_size({"width": width, "height": height})
        return self.go(kind)

    def go(self, kind: str) -> Page:
        """Go there in the window as it is."""
        self.page.goto(self.address + KINDS.get(kind, kind))
        self.page.evaluate(PROBES)
        return self.page

    def seen(self, scheme: str = "light", forced: str = "none", media: str = "screen") -> None:
        """Look at pages in a setting from now on."""
        self.page.emulate_media(media=media, color_scheme=scheme, forced_colors=forced, reduced_motion="reduce")  # type: ignore[arg-type]
