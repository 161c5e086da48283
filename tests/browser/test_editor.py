"""The editor in the browser, driven as a secretary would: what lands in the files is what a person would have written."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Locator, Page

from sitegen import frontmatter
from sitegen.build import Options
from sitegen.cli import cli
from sitegen.feeds.headers import LOCAL
from sitegen.fields import FALSE, TRUE
from tests.browser.conftest import ARGUMENTS
from tests.browser.proxy import Proxy
from tests.browser.rewritten import rewritings
from tests.browser.served import Server
from tests.sample import NODE, ROOT
from tests.support import base, built

pytestmark = pytest.mark.browser

BORROWED = {
    "templates/assets/decap-cms.js": NODE / "decap-cms" / "dist" / "decap-cms.js",
    "templates/assets/js-yaml.js": NODE / "js-yaml" / "dist" / "browser" / "js-yaml.umd.min.js",
}
SITE = base()["content/site.yml"] + b"editor: {backend: github, repo: organisation/hjemmeside}\n"
PLAN = """\
# Mødeplan 2026

meetings:
  - body: nord-politisk
    date: 2026-01-15              # torsdag
    start: 15:00
    place: "Hjørring: Rådhuset"
    host: hjoerring
  - body: nord-politisk
    date: 2026-03-12              # torsdag
    start: 15:00                  # en time senere end sidst

    host: laesoe   # det er Læsøs tur
"""
AGENDA = """\
---
meeting: 2026-03-12-nord-politisk   # det sidste i foråret
sent: 2026-03-04
late_reason:
published: '2026-03-05'
corrections:
  - {date: 2026-03-06, text: "Beløbet under punkt 1 er rettet."}
draft: false
---
Mødet holdes  på Læsø.

## 1. Godkendelse af dagsorden
Type: beslutning


* Budget\u00a02026
"""
MINUTES = """\
---
meeting: 2026-01-15-nord-politisk
sent: 2026-01-20
published: 2026-01-21T12:00
status: draft
participants:
  - {role: "Formand: borgmester", party: hjoerring}
  - {role: Direktør, party: laesoe}
---
## 1. Godkendelse af dagsorden
Type: beslutning

### Beslutning

Godkendt.

- Budgettet er *ikke* med
- 2_000_000 kr. \\ <10 %> & "resten" 1. juni
"""


@dataclass
class Desk:
    """Whoever writes: the page, the folder of the project, what was sent there, and what the browser complained of."""

    page: Page
    proxy: Proxy
    address: str
    complaints: list[str]

    def text(self, path: str) -> str:
        return (self.proxy.folder.root / path).read_text(encoding="utf-8")

    def go(self, *names: str) -> None:
        """Choose a collection, and an entry of it."""
        self.page.goto(f"{self.address}/admin/#/collections/{names[0]}")
        for name in names[1:]:
            self.page.get_by_role("link", name=name, exact=False).last.click()

    def field(self, name: str) -> Locator:
        return self.page.locator(f"input[id^={name}-field]").last

    def pick(self, name: str, word: str) -> None:
        self.field(name).fill(word)
        self.page.get_by_role("option", name=word).first.click()

    def publish(self) -> None:
        self.page.get_by_role("button", name="Publicer").click()
        with self.page.expect_response(lambda answer: "persistEntry" in (answer.request.post_data or "")):
            self.page.get_by_role("menuitem", name="Publicer nu").click()
        self.page.get_by_text("Ændringer gemt").wait_for()
        self.page.wait_for_url("**/entries/*")  # what was new has got its address


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    project = tmp_path_factory.mktemp("projekt")
    files = base() | {
        "content/site.yml": SITE,
        "content/meetings/2026.yml": PLAN.encode(),
        "content/agendas/2026-03-12-nord-politisk.md": AGENDA.encode(),
    }
    for path, data in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_bytes(data)
    proxy, server = Proxy(project), Server({})
    for one in (proxy, server):
        threading.Thread(target=one.serve_forever, daemon=True).start()
    plan = built(files | {path: place.read_bytes() for path, place in BORROWED.items()}, options=Options(base_url=server.address))
    assert plan.plan, plan.findings
    own = {path: data for path, data in plan.plan.items() if isinstance(data, bytes)}
    # The tests' own server has whatever port is free.
    at = f"local_backend: {{url: {proxy.address}/api/v1}}"
    own["admin/config.yml"] = own["admin/config.yml"].replace(b"local_backend: true", at.encode())
    own["_headers"] = own["_headers"].replace(LOCAL[1].encode(), proxy.address.encode())
    server.files.update(own)
    # A browser of its own that draws as people's do: the editor's menus move, and are not clicked before they are at rest.
    drawing = [argument for argument in ARGUMENTS if "compositing" not in argument]
    own_browser = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=drawing)
    context = own_browser.new_context(viewport={"width": 1280, "height": 1000}, locale="da-DK", reduced_motion="reduce")
    context.set_default_timeout(15_000)
    found = Desk(context.new_page(), proxy, server.address, [])
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.on("requestfailed", lambda request: found.complaints.append(f"{request.url} {request.failure}"))
    found.page.on("console", lambda message: found.complaints.append(message.text) if message.type == "error" else None)
    found.page.goto(f"{server.address}/admin/")
    found.page.get_by_role("button", name="Log ind").click()
    found.page.get_by_role("link", name="Referater").first.wait_for()
    yield found
    own_browser.close()
    for one in (proxy, server):
        one.shutdown()
        one.server_close()


def difference(before: str, after: str) -> list[str]:
    lines = list(unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))
    return [line for line in lines[2:] if not line.startswith("@@")]


def test_minutes_written_in_the_browser_are_those_a_person_would_write(desk: Desk) -> None:
    desk.go("minutes")
    desk.page.get_by_role("link", name="Opret dokument af typen Referat").click()
    desk.pick("meeting", "15. januar 2026: Klynge Nord, politisk niveau")
    desk.field("sent").fill("2026-01-20")
    desk.field("published").fill("2026-01-21T12:00")
    desk.pick("status", "Udkast")
    for role, party in (("Formand: borgmester", "Hjørring Kommune"), ("Direktør", "Læsø Kommune")):
        desk.page.get_by_role("button", name="Tilføj deltagere").click()
        desk.field("role").fill(role)
        desk.pick("party", party)
    desk.page.locator("[contenteditable=true]").click()
    desk.page.keyboard.insert_text(MINUTES.split("---\n")[2])
    desk.publish()
    path = "content/minutes/2026-01-15-nord-politisk.md"
    assert desk.proxy.folder.written == [path] and desk.text(path) == MINUTES


def test_one_field_changed_is_one_line_changed(desk: Desk) -> None:
    desk.go("agendas", "2026-03-12-nord-politisk")
    desk.page.get_by_text("12. marts 2026").first.wait_for()
    assert desk.field("sent").input_value() == "2026-03-04"
    desk.field("sent").fill("2026-03-03")
    desk.publish()
    after = desk.text("content/agendas/2026-03-12-nord-politisk.md")
    assert difference(AGENDA, after) == ["-sent: 2026-03-04", "+sent: 2026-03-03"]


def test_the_plan_keeps_its_comments(desk: Desk) -> None:
    desk.go("plans", "Mødeplan 2026")
    desk.page.get_by_text("2026-03-12 nord-politisk").locator("xpath=..").get_by_role("button").first.click()
    assert desk.field("start").input_value() == "15:00"
    desk.field("start").press("Control+a")
    desk.page.keyboard.type("16:00")
    desk.publish()
    changed = [
        "-    start: 15:00                  # en time senere end sidst",
        "+    start: 16:00                  # en time senere end sidst",
    ]
    assert difference(PLAN, desk.text("content/meetings/2026.yml")) == changed


def test_what_was_written_is_good(desk: Desk) -> None:
    root = desk.proxy.folder.root
    result = CliRunner().invoke(cli, ["check", "-C", str(root), "--today", "2026-02-01"], standalone_mode=False)
    assert len(set(desk.proxy.folder.written)) == 3
    assert result.return_value == 0 and "SG1" not in result.output, result.output


def test_the_editor_keeps_to_what_its_page_may(desk: Desk) -> None:
    assert desk.complaints == []


def meant(value: Any) -> Any:
    """What a value comes to: nothing where there is nothing."""
    if isinstance(value, dict):
        return {name: found for name, one in value.items() if (found := meant(one)) is not None} or None
    if isinstance(value, list):
        return [found for one in value if (found := meant(one)) is not None] or None
    return value


def test_whatever_is_changed_the_file_says_what_is_meant(desk: Desk) -> None:
    tried = rewritings(seed=2026, count=600)
    for one in tried:
        located, _ = frontmatter.locate(one.was)
        assert located and located.value == one.old, one.was
    many = "pairs => pairs.map(([was, value]) => sitegen.data.toFile({...value, _was: was}))"
    for one, written in zip(tried, desk.page.evaluate(many, [[one.was, one.new] for one in tried]), strict=True):
        located, findings = frontmatter.locate(written)
        assert located and {finding.code for finding in findings} <= {"SG110"}, (one, written)
        assert meant(located.value) == meant(one.new), (one, written)
    same = desk.page.evaluate(many, [[one.was, one.old] for one in tried])
    assert same == [one.was for one in tried]


def test_a_file_that_nobody_changed_is_written_as_it_was(desk: Desk) -> None:
    again = "texts => texts.map((text) => sitegen.KIND.toFile(sitegen.KIND.fromFile(text)))"
    for pattern, kind in (("*.md", "document"), ("*.yml", "data")):
        texts = [path.read_text(encoding="utf-8") for path in sorted(Path(ROOT, "content").rglob(pattern))]
        assert len(texts) >= 6 and desk.page.evaluate(again.replace("KIND", kind), texts) == texts


def test_a_yes_or_no_is_one_as_the_program_reads_it_and_a_word_is_a_word(desk: Desk) -> None:
    text = "---\nmeeting: ja\ndraft: WORD\n---\n"
    found = desk.page.evaluate(
        "texts => texts.map((text) => sitegen.document.fromFile(text)).map(({meeting, draft}) => [meeting, draft])",
        [text.replace("WORD", word) for word in (*TRUE, "JA", *FALSE, "Nej", "måske")],
    )
    assert found == [["ja", value] for value in (*[True] * 4, *[False] * 4, "måske")]


@pytest.mark.parametrize("matter", ["meeting: [a", "meeting: a\nmeeting: b", "- meeting", "Kære alle"])
def test_a_file_that_cannot_be_read_is_never_written_over(desk: Desk, matter: str) -> None:
    save = """text => {
        const found = sitegen.KIND.fromFile(text);
        try { sitegen.KIND.toFile({...found, meeting: "ny"}); } catch (error) { return [found.body, error.message]; }
    }"""
    body, said = desk.page.evaluate(save.replace("KIND", "document"), f"---\n{matter}\n---\nTeksten.\n")
    assert body == "Teksten.\n" and "Intet er gemt" in said
    assert "Intet er gemt" in desk.page.evaluate(save.replace("KIND", "data"), f"{matter}\n")[1]
