"""The editors' guide as its tests read it: its pages, what they show, and the small site that it tells of."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent, indent

from sitegen.parse import parse
from sitegen.parsed import Parsed
from tests import papers
from tests.support import site

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "redaktoer"
MESSAGES = FOLDER / "beskeder.md"  # written from the catalogue
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md")) if path != MESSAGES}
WHOLE = "\n".join(PAGES.values())
FENCE = re.compile(r"^( *)```(\w*)(?: ([\w-]+))?\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
MEETING = "2027-03-11-nord-politisk"
AGENDA = f"content/agendas/{MEETING}.md"
MINUTES = f"content/minutes/{MEETING}.md"
PLAN = "content/meetings/2027.yml"
ATTACHMENT = (f"content/attachments/{MEETING}/evaluering.pdf", papers.pdf("Evaluering af indsatsen."))


@dataclass(frozen=True)
class Shown:
    """A fenced example: the page it stands on, what it is said to be, a name where it has one, and its text."""

    page: str
    info: str
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}: {self.name or self.text.partition(chr(10))[0]}"


def shown(*infos: str) -> list[Shown]:
    """Return the fenced examples of some kinds, page by page, without the indentation they have in a list."""
    found = [
        Shown(page, info, name, dedent(text) if margin else text)
        for page, whole in PAGES.items()
        for margin, info, name, text in FENCE.findall(whole)
    ]
    return [one for one in found if one.info in infos]


def kind_of(document: str) -> str:
    """Return which kind of file a whole document is."""
    front = document.split("---\n")[1]
    for word, kind in (("bodies:", "mandate"), ("title:", "page"), ("status:", "minutes")):
        if re.search(f"^{word}", front, re.MULTILINE):
            return kind
    return "agenda"


def documents(page: str) -> dict[str, str]:
    """Return the whole documents that a page shows, by path."""
    found = {}
    for one in shown("markdown"):
        if one.page == page and one.text.startswith("---"):
            found[path_of(one.text)] = one.text
    return found


def path_of(document: str) -> str:
    kind = kind_of(document)
    if kind in ("mandate", "page"):
        return {"mandate": "content/mandates/politisk-niveau-2027.md", "page": "content/pages/om.md"}[kind]
    meeting = re.search(r"^meeting: (\S+)", document, re.MULTILINE)
    number = re.search(r"^supplement: (\d+)", document, re.MULTILINE)
    assert meeting, document
    folder = "minutes" if kind == "minutes" else "agendas"
    return f"content/{folder}/{meeting[1]}{f'-tillaeg-{number[1]}' if number else ''}.md"


def read(document: str, kind: str) -> Parsed:
    parsed = parse(document.encode(), kind)
    assert parsed.findings == (), (document, parsed.findings)
    return parsed


def content() -> dict[str, bytes]:
    """The small site that the guide tells of: its first meeting, and its mandate, which supersedes the one of the base site."""
    plan = next(one.text for one in shown("yaml") if one.page == "foerste-dagsorden.md")
    base = site()
    return site(
        **{
            "content/site.yml": base["content/site.yml"].decode().replace("updated: 2026", "updated: 2027"),
            "content/meetings/2026.yml": None,
            PLAN: "meetings:\n" + indent(plan, "  "),
            "content/mandates/politisk.md": None,
            "content/mandates/politisk-niveau-2019.md": base["content/mandates/politisk.md"],
            "content/mandates/politisk-niveau-2027.md": documents("kommissorium.md")["content/mandates/politisk-niveau-2027.md"],
        }
    )


DAYS = {name: date(2027, 3, day) for name, day in (("tillaeg.md", 8), ("referat.md", 12), ("word.md", 12))}


def day(page: str) -> date:
    """The day that the examples of a page are of."""
    return DAYS.get(page, date(2027, 2, 24))
