"""What the pages say of attachments: kind, size, length, language, whether they can be read aloud; and room for pictures."""

import json
import re

import pytest

from tests.papers import jpeg, pdf, png, pptx
from tests.support import built, site

MEETING = "2026-03-12-nord-politisk"
FOLDER = f"content/attachments/{MEETING}/"
ENGLISH = "A joint effort against falls among the elderly. " * 20


def page(name: str, data: bytes, markdown: str = "### Bilag\n- [Bilaget]({})\n") -> str:
    """The meeting's page, with an attachment."""
    agenda = f"---\nmeeting: {MEETING}\nsent: 2026-01-20\n---\n## 1. Budget\n{markdown.format(name)}"
    build = built(site(**{f"content/agendas/{MEETING}.md": agenda, FOLDER + name: data}))
    contents = build.plan[f"moeder/{MEETING}/index.html"]
    assert isinstance(contents, bytes)
    return contents.decode()


def facts(name: str, data: bytes, markdown: str = "### Bilag\n- [Bilaget]({})\n") -> str:
    found = re.search(r'<span class="file">\((.*?)\)</span>', page(name, data, markdown))
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.pdf", pdf("x", tagged=True), "PDF, 1 kB, 1 side"),
        ("a.pdf", pdf("x", "y", "z", tagged=True), "PDF, 1 kB, 3 sider"),
        ("a.pdf", pdf(ENGLISH, tagged=True, language="en-GB"), "PDF, 1 kB, 1 side, på engelsk"),
        ("a.pdf", pdf("x", tagged=True, language="da"), "PDF, 1 kB, 1 side"),
        ("a.pdf", pdf("x"), "PDF uden struktur til skærmlæser, 1 kB, 1 side"),
        ("a.pdf", pdf("x", "<scan>"), "PDF med sider, der ikke kan læses op, 1 kB, 2 sider"),
        ("a.pptx", pptx("x", "y"), "PowerPoint, 1 kB, 2 dias"),
        ("a.csv", b"a;b\n", "CSV, 1 kB"),
    ],
)
def test_a_link_says_what_it_leads_to(name: str, data: bytes, wanted: str) -> None:
    assert facts(name, data) == wanted


def test_in_running_text_there_is_less_to_say() -> None:
    assert facts("a.pdf", pdf("x"), "Se [bilaget]({}) for tallene.\n") == "PDF, 1 kB, 1 side"


def test_a_link_to_another_language_says_so_to_programs() -> None:
    assert f'<a href="/bilag/{MEETING}/a.pdf" hreflang="en-GB">Bilaget</a>' in page("a.pdf", pdf(ENGLISH, language="en-GB"))
    assert "hreflang" not in re.sub(r"<link[^>]*>", "", page("a.pdf", pdf("x", language="da")))


@pytest.mark.parametrize(("name", "data"), [("a.png", png(40, 30)), ("a.jpg", jpeg(40, 30))])
def test_a_picture_has_its_room_before_it_comes(name: str, data: bytes) -> None:
    found = re.search(r"<img [^>]*bilag[^>]*>", page(name, data, "![Kort]({})\n"))
    assert found and ' width="40" height="30"' in found[0] and ' alt="Kort"' in found[0]


def test_a_damaged_picture_has_none() -> None:
    assert " width=" not in page("a.png", b"x", "![Kort]({})\n").partition("<main")[2].partition("<svg")[0]


def test_an_attachment_that_nothing_shows_is_not_named_in_public() -> None:
    """Its finding is for the editors; a draft's attachment may be the whole secret."""
    files = {f"{FOLDER}hemmelig.pdf": pdf("<scan>"), f"{FOLDER}nummer-6101801236.docx": b"x", f"{FOLDER}kendt.pdf": pdf("<scan>")}
    agenda = f"---\nmeeting: {MEETING}\nsent: 2026-01-20\n---\n## 1. Budget\n[Kendt](kendt.pdf)\n"
    build = built(site(**{f"content/agendas/{MEETING}.md": agenda, **files}))
    assert sum(finding.code == "SG506" for finding in build.findings) == 3
    public = build.plan["data/findings.json"]
    assert isinstance(public, bytes)
    assert "kendt.pdf" in public.decode() and json.loads(public)
    assert "hemmelig" not in public.decode() and "nummer-" not in public.decode()
