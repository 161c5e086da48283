"""The small site that texts are fed into, and how the first byte of what is fed chooses what it is."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fuzz import properties
from fuzz.properties import TODAY
from sitegen.build import Build, Inputs, build, examine
from sitegen.diagnostics import Severity

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "tests" / "cases" / "_base"
KINDS = ("agenda", "minutes", "mandate", "page")
FILES = ("site", "organisation", "plan")
PATHS = {
    "agenda": "content/agendas/2026-03-12-nord.md",
    "minutes": "content/minutes/2026-03-12-nord.md",
    "mandate": "content/mandates/politisk.md",
    "page": "content/pages/om.md",
    "site": "content/site.yml",
    "organisation": "content/organisation.yml",
    "plan": "content/meetings/2026.yml",
}
TOPS = {
    "agenda": b"---\nmeeting: 2026-03-12-nord\n---\n",
    "minutes": b"---\nmeeting: 2026-03-12-nord\n---\n",
    "mandate": b"---\ntitle: Kommissorium\nbodies: [nord]\n---\n",
    "page": b"---\ntitle: Om\n---\n",
}
WHOLE = 16  # of so many inputs one is made a whole site of: that takes a hundred times as long


@cache
def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@cache
def templates() -> dict[str, bytes]:
    return {f"templates/{path}": data for path, data in files_of(ROOT / "templates").items()}


def chosen(data: bytes, choices: tuple[str, ...]) -> tuple[str, bytes]:
    """Let the first byte choose, and return the rest."""
    return choices[data[0] % len(choices)] if data else choices[0], data[1:]


def one_in(data: bytes, many: int) -> bool:
    return hashlib.blake2b(data, digest_size=2).digest()[0] % many == 0


def site_with(files: Mapping[str, bytes], rendered: bool) -> Build:
    """Build a small site with some files in the place of its own, or only judge it; what is found can be said."""
    texts = {**files_of(BASE), **files}
    made = Inputs({**templates(), **texts} if rendered else texts)
    found = (build if rendered else examine)(made, TODAY)
    properties.findings_can_be_said(found.findings, {path: data for path, data in texts.items() if path in files})
    if rendered:
        wrong = any(finding.severity is Severity.ERROR for finding in found.findings)
        assert bool(found.plan) != wrong
        for path in found.plan:
            assert not re.search(r"(?:^|/)\.\.?(?:/|$)|[\x00-\x1f]|^/", path), path
    for meeting in found.site.meetings if found.site else ():
        for document in meeting.documents:
            for item in document.items:
                for piece in (item.title_html, item.html, *(section.html for section in item.sections)):
                    properties.html_does_nothing(piece, filled=True)
    return found
