"""The page of the editor in the browser: there only when it is asked for, and alone in what it may load."""

import re

import pytest

from sitegen.build import Build, Options
from sitegen.feeds import headers
from sitegen.schema import Editor
from tests.support import base, built, site
from tests.test_headers import answered, told

SITE = "content/site.yml"
ASKED = base()[SITE] + b"editor: {backend: gitlab, repo: a/b, auth: 'https://git.example/x', api: 'https://api.example/v4'}\n"
MOVED = {"content/pages/om.md": b"---\ntitle: Om\naliases: [/gammel/om/, /gammel.html]\n---\nOm os.\n"}
BORROWED = {"templates/assets/decap-cms.js": b"1", "templates/assets/js-yaml.js": b"2"}


def plan(build: Build, path: str) -> str:
    contents = build.plan[path]
    assert isinstance(contents, bytes)
    return contents.decode()


@pytest.fixture(scope="module")
def editable() -> Build:
    return built(site(**{SITE: ASKED, **MOVED, **BORROWED}))


def test_a_site_that_asks_for_no_editor_has_nothing_of_it() -> None:
    found = built(site(**BORROWED))
    assert found.plan and not [path for path in found.plan if path.startswith("admin") or "admin" in path or "decap" in path]


def test_the_page_loads_the_editor_from_its_own_server(editable: Build) -> None:
    assert not editable.findings
    page = plan(editable, "admin/index.html")
    scripts = [path for path in editable.plan if path.endswith(".js") and f'<script src="/{path}" defer>' in page]
    assert {path.split("/")[1].split(".")[0] for path in scripts} == {"js-yaml", "admin", "decap-cms"}
    assert '<link rel="cms-config-url" type="text/yaml" href="/admin/config.yml">' in page
    assert page.index("/assets/admin.") < page.index("/assets/decap-cms.")
    assert "<noscript>" in page and "noindex" in page and "http" not in page
    assert plan(editable, "admin/config.yml").startswith("backend:\n  name: gitlab\n")


def test_nobody_is_led_to_the_page(editable: Build) -> None:
    for path, contents in editable.plan.items():
        if isinstance(contents, bytes) and path.startswith(("sitemap", "index.html", "404", "robots", "moeder")):
            assert b"/admin/" not in contents, path


def test_without_the_program_the_page_says_that_it_is_not_ready() -> None:
    found = built(site(**{SITE: ASKED}))
    assert [(f.code, f.arguments["missing"]) for f in found.findings] == [("SG703", tuple(sorted(BORROWED)))]
    page = plan(found, "admin/index.html")
    assert "ikke sat færdig op" in page and "<script" not in page


def test_below_a_path_the_page_has_the_path() -> None:
    found = built(site(**{SITE: ASKED, **BORROWED}), options=Options(base_url="https://x.example/aftale/"))
    assert 'href="/aftale/admin/config.yml"' in plan(found, "admin/index.html")
    assert "unsafe-eval" in answered(plan(found, "_nginx.conf"), "/aftale/admin/")[1]["Content-Security-Policy"]
    assert answered(plan(found, "_nginx.conf"), "/aftale/om/")[1].items() >= headers.EVERYWHERE.items()


def test_only_the_editors_page_may_more(editable: Build) -> None:
    assert {"gammel/om/index.html", "gammel.html"} <= editable.plan.keys()
    for path in editable.plan:
        address = f"/{path.removesuffix('index.html')}"
        said = told(plan(editable, "_headers"), address)
        assert "Cache-Control" in said or path.startswith("_"), path
        if path.startswith("admin/"):
            assert answered(plan(editable, "_nginx.conf"), address) == (200, said)
        elif not path.startswith("_"):
            assert headers.EVERYWHERE.items() <= said.items(), path
            assert answered(plan(editable, "_nginx.conf"), address) == (200, said)


def test_a_host_that_reads_a_hundred_rules_leaves_no_page_without_a_policy() -> None:
    editor = Editor.model_validate({"backend": "github", "repo": "a/b"})
    many = [f"/side-{number}/" for number in range(100)]
    for addresses, loosened in ((many[:20], True), (many, False)):
        text = headers.files(addresses, "https://site.example/", editor)["/_headers"].decode()
        assert ("'unsafe-eval'" in text) is loosened
        for address in addresses:
            within = "\n".join(re.split(r"\n(?=/)", text)[: headers.MOST_RULES])
            assert headers.EVERYWHERE.items() <= told(within, address).items()


def test_what_the_editor_may_load(editable: Build) -> None:
    said = told(plan(editable, "_headers"), "/admin/")
    policy = dict(rule.split(" ", 1) for rule in said["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == "'self' 'unsafe-eval'" and policy["style-src"] == "'self' 'unsafe-inline'"
    assert policy["connect-src"] == "'self' data: blob: https://git.example https://api.example"
    assert said["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert headers.EVERYWHERE.keys() == said.keys() - {"Cache-Control"}


def test_only_on_ones_own_machine_may_it_write_through_a_server_there(editable: Build) -> None:
    here = built(site(**{SITE: ASKED, **BORROWED}), options=Options(base_url="http://127.0.0.1:8000/"))
    assert "localhost:8081" in plan(here, "_headers")
    assert "localhost" not in plan(editable, "_headers") + plan(editable, "admin/config.yml")
