"""What is asked of a page of every kind, in many settings, at one visit: going there costs more than all the questions."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.browser.kinds import KINDS
from tests.browser.window import Window

LONG = bool(os.environ.get("SITEGEN_LONG"))
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } "
    "p { margin-bottom: 2em !important }"
)


@dataclass(frozen=True)
class Setting:
    """How a reader has set things up."""

    width: int = 1280
    height: int = 900
    scheme: str = "light"
    forced: str = "none"
    media: str = "screen"
    size: int = 16  # of text, in pixels, where the page asks for nothing else
    css: str = ""  # what the reader lays upon the page

    def asked_for(self, before: "Setting | None") -> Iterator[tuple[str, dict[str, Any]]]:
        """What the browser is to be told to come here from another setting: each word lays the page out anew."""
        if not before or (self.width, self.height) != (before.width, before.height):
            size = {"width": self.width, "height": self.height, "deviceScaleFactor": 1, "mobile": False}
            yield "Emulation.setDeviceMetricsOverride", size
        if not before or (self.scheme, self.forced, self.media) != (before.scheme, before.forced, before.media):
            features = {"prefers-color-scheme": self.scheme, "forced-colors": self.forced, "prefers-reduced-motion": "reduce"}
            named = [{"name": name, "value": value} for name, value in features.items()]
            yield "Emulation.setEmulatedMedia", {"media": self.media, "features": named}
        if not before or self.size != before.size:
            yield "Page.setFontSizes", {"fontSizes": {"standard": self.size}}

    @property
    def medium(self) -> str:
        """The media query that is true here and in no other setting; an em of it is the reader's size of text."""
        size = f"(width: {self.width / self.size}em) and (height: {self.height / self.size}em)"
        colours = f"(prefers-color-scheme: {self.scheme}) and (forced-colors: {self.forced})"
        return f"{self.media} and {size} and {colours} and (prefers-reduced-motion: reduce)"


DESK, NARROW, PHONE = Setting(), Setting(320), Setting(390, 844)
LOST = "[...probe.wider(), ...probe.clipped(), ...probe.overlapping()]"

QUESTIONS: dict[Setting, dict[str, str]] = {
    DESK: {
        "pictures": "probe.pictures()",
        "bare-signs": "probe.bareSigns()",
        "structure": "probe.structure()",
        "links": "probe.links()",
        "misnamed": "probe.misnamed()",
        "foreign": "probe.foreign()",
        "moving": "probe.moving()",
        "faint": "probe.faint()",
        "lost-desk": LOST,
        "main": "probe.main()",
    },
    Setting(scheme="dark"): {"faint-dark": "probe.faint()"},
    NARROW: {"lost-narrow": LOST, "faint-narrow": "probe.faint()"},
    PHONE: {"small": "probe.small(44)", "upright": "probe.blocks()"},
    Setting(844, 390): {"across": "probe.blocks()", "lost-across": LOST},
}
# Between and beyond those: in a short run a kind is asked in every third of these, and its neighbours in the others.
BETWEEN: dict[Setting, dict[str, str]] = {
    Setting(320, scheme="dark"): {"faint-narrow-dark": "probe.faint()"},
    Setting(390, 844, forced="active"): {"edgeless": "probe.borders()"},
    Setting(768): {"lost-768": LOST},
    Setting(1024): {"lost-1024": LOST},
    Setting(1920): {"lost-1920": LOST},
    Setting(size=32): {"lost-double": LOST},
    Setting(640, size=32): {"lost-double-narrow": LOST},
    Setting(635, 950, media="print"): {"lost-printed": LOST},  # a sheet of A4 within its margins
    Setting(css=SPACING): {"lost-spaced": LOST},
    Setting(320, css=SPACING): {"lost-spaced-narrow": LOST},
}


def asked(number: int) -> dict[Setting, dict[str, str]]:
    """What a kind is asked, by its number among the kinds."""
    turn = (one for place, one in enumerate(BETWEEN.items()) if LONG or (place + number) % 3 == 0)
    return {**QUESTIONS, **dict(turn)}


class Survey:
    """The answers, by question and kind; "tree" is what a screen reader is told."""

    def __init__(self, window: Window) -> None:
        """Take a window that nobody else uses: it is left as the last setting made it."""
        self.window = window

    @cached_property
    def answers(self) -> dict[str, dict[str, Any]]:
        page = self.window.page
        session = page.context.new_cdp_session(page)
        found: dict[str, dict[str, Any]] = {}
        before = None
        for number, kind in enumerate(KINDS):
            self.window.go(kind)
            for setting, questions in asked(number).items():
                for method, parameters in setting.asked_for(before):
                    session.send(method, parameters)
                page.evaluate("css => probe.restyle(css)", setting.css)
                assert page.evaluate("query => matchMedia(query).matches", setting.medium), setting
                wanted = ", ".join(f"{name!r}: {question}" for name, question in questions.items())
                for name, answer in page.evaluate(f"({{{wanted}}})").items():
                    found.setdefault(name, {})[kind] = answer
                before = setting
                if setting == PHONE:
                    found.setdefault("tree", {})[kind] = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        return found

    def all(self, question: str) -> dict[str, Any]:
        """Return the answer of every kind."""
        return self.answers[question]

    def wrong(self, question: str) -> str:
        """Return what is wrong, a line each with its kind; nothing is the answer that tests want."""
        return "\n".join(f"{kind}: {answer}" for kind, answers in self.answers[question].items() for answer in answers)
