"""What the web server is told to say: both files parsed, and asked what they say of addresses of every kind."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from sitegen.build import Build, Options
from sitegen.feeds import headers
from tests.support import built, site
from tests.test_feeds import FULL

Block = tuple[str, list[str], dict[str, Any]]
KINDS = (
    "/",
    "/moeder/2026-03-12-nord-politisk/",
    "/om/",
    "/404.html",
    "/data/",
    "/data/verdicts.json",
    "/data/verdicts.csv",
    "/kalender.ics",
    "/fora/nord-politisk/frister.ics",
    "/moeder/2026-03-12-nord-politisk/moede.ics",
    "/feed.xml",
    "/klynger/nord/feed.xml",
    "/sitemap.xml",
    "/robots.txt",
    "/assets/style.12345678.css",
    "/pagefind/pagefind.js",
    "/bilag/2026-03-12-nord-politisk/kort.png",
    "/oparl/1.1/system.json",
    "/er-der-ikke/",
)
SHORT = "public, max-age=300, must-revalidate"


def plan(build: Build, path: str) -> str:
    contents = build.plan[path]
    assert isinstance(contents, bytes)
    return contents.decode()


@pytest.fixture(scope="module")
def build() -> Build:
    return built(site(**FULL))


# --- _headers, as the hosts that read it say they do


def blocks(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        assert len(line) < 2000  # the most that a host takes
        if line.startswith("/"):
            assert line not in found
            found[line] = current = {}
        else:
            assert line.startswith("  ")
            name, _, value = line.strip().partition(": ")
            assert value and name not in current
            current[name] = value
    return found


def meets(path: str, address: str) -> bool:
    pattern = re.sub(r":\w+", "[^/]+", re.escape(path)).replace(r"\*", ".*")
    return re.fullmatch(pattern, address) is not None


def told(text: str, address: str) -> dict[str, str]:
    """What `_headers` says of an address; that no header is said twice is checked on the way."""
    found: dict[str, str] = {}
    for path, said in blocks(text).items():
        if meets(path, address):
            assert not found.keys() & said.keys(), (address, path)
            found |= said
    return found


def test_every_address_is_guarded_and_no_header_is_said_twice(build: Build) -> None:
    text = plan(build, "_headers")
    addresses = {f"/{path.removesuffix('index.html')}" for path in build.plan}
    for address in sorted({*KINDS, *addresses}):
        assert headers.EVERYWHERE.items() <= told(text, address).items()


def test_every_path_is_one_that_hosts_understand(build: Build) -> None:
    paths = blocks(plan(build, "_headers"))
    assert len(paths) <= 100  # the most that a host takes
    for path in paths:
        assert path.startswith("/") and path.count("*") <= 1 and ("*" not in path or path.endswith("/*"))


def test_what_a_browser_may_load() -> None:
    policy = dict(rule.split(" ", 1) for rule in headers.EVERYWHERE["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert not any(word in " ".join(policy.values()) for word in ("unsafe-inline", "'unsafe-eval'", "http", "blob:", " *"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/", {"Cache-Control": SHORT}),
        ("/moeder/2026-03-12-nord-politisk/", {"Cache-Control": SHORT}),
        ("/om/", {"Cache-Control": SHORT}),
        ("/bilag/2026-03-12-nord-politisk/kort.png", {"Cache-Control": SHORT, "Content-Disposition": "attachment"}),
        ("/assets/style.12345678.css", {"Cache-Control": "public, max-age=31536000, immutable"}),
        ("/pagefind/pagefind.js", {"Cache-Control": "public, max-age=3600"}),
        ("/data/verdicts.json", {"Cache-Control": SHORT, "Access-Control-Allow-Origin": "*"}),
        ("/oparl/1.1/system.json", {"Cache-Control": SHORT, "Access-Control-Allow-Origin": "*"}),
        ("/sitemap.xml", {"Cache-Control": SHORT, "Access-Control-Allow-Origin": "*"}),
        *(
            (
                address,
                {"Cache-Control": SHORT, "Access-Control-Allow-Origin": "*", "Content-Type": f"{kind}; charset=utf-8"},
            )
            for address, kind in {
                "/kalender.ics": "text/calendar",
                "/klynger/nord/kalender.ics": "text/calendar",
                "/moeder/2026-03-12-nord-politisk/moede.ics": "text/calendar",
                "/fora/nord-politisk/frister.ics": "text/calendar",
                "/beslutninger/feed.xml": "application/atom+xml",
                "/fora/nord-politisk/feed.xml": "application/atom+xml",
            }.items()
        ),
    ],
)
def test_both_files_say_the_same(build: Build, address: str, expected: dict[str, str]) -> None:
    expected = headers.EVERYWHERE | expected
    assert told(plan(build, "_headers"), address) == expected
    assert answered(plan(build, "_nginx.conf"), address) == (200, expected)


def test_every_calendar_and_feed_has_its_type(build: Build) -> None:
    for path in build.plan:
        kind = told(plan(build, "_headers"), f"/{path}").get("Content-Type", "")
        if path.endswith(".ics"):
            assert kind.startswith("text/calendar")
        elif path.endswith("feed.xml"):
            assert kind.startswith("application/atom+xml")
        else:
            assert kind == ""


# --- nginx: enough of its language to ask what it would answer


def directives(text: str) -> list[tuple[list[str], list[Any]]]:
    """The directives of a configuration, each with those inside it."""
    tokens = re.findall(r'#[^\n]*|"[^"]*"|[{};]|[^\s{};"]+(?:\{[^\s{}]*\})?', text)
    stack: list[list[tuple[list[str], list[Any]]]] = [[]]
    words: list[str] = []
    for token in tokens:
        if token.startswith("#"):
            continue
        if token == ";":
            stack[-1].append((words, []))
            words = []
        elif token == "{":
            inner: list[tuple[list[str], list[Any]]] = []
            stack[-1].append((words, inner))
            stack.append(inner)
            words = []
        elif token == "}":
            assert not words
            stack.pop()
        else:
            words.append(token.strip('"'))
    assert len(stack) == 1 and not words
    return stack[0]


def test_attachments_are_saved_and_nothing_else_is(build: Build) -> None:
    both = plan(build, "_headers"), plan(build, "_nginx.conf")
    for path in build.plan:
        address = f"/{path.removesuffix('index.html')}"
        if path not in ("_headers", "_nginx.conf"):
            asked, (_, answer) = told(both[0], address), answered(both[1], address)
            assert asked["X-Content-Type-Options"] == answer["X-Content-Type-Options"] == "nosniff"
            saved = "attachment" if path.startswith("bilag/") else None
            assert asked.get("Content-Disposition") == answer.get("Content-Disposition") == saved, path
    assert "/bilag/*" not in blocks(plan(built(site()), "_headers"))


OLD = ("/a;return/b/", "/x{}/y/", "/c$h(1)/z/")


def test_an_old_address_is_no_line_of_a_configuration() -> None:
    aliases = f"---\ntitle: Om\naliases: {list(OLD)}\n---\nTekst.\n"
    editing = site()["content/site.yml"].decode() + "editor: {backend: gitlab, repo: a/b}\n"
    found = built(site(**{"content/pages/om.md": aliases, "content/site.yml": editing}))
    text = plan(found, "_nginx.conf")
    names = {"charset", "charset_types", "absolute_redirect", "error_page", "set", "add_header", "location"}
    assert {words[0] for words, _ in directives(text)} == names
    placed = [line for line in text.splitlines() if line.startswith("location ") and headers.HIDDEN not in line]
    assert placed and all(re.match(r'location (?:=|~|\^~) "[^"]*" \{', line) for line in placed)
    for address in OLD:
        assert answered(text, address)[1]["Content-Security-Policy"] == headers.EVERYWHERE["Content-Security-Policy"]
        assert "Content-Security-Policy" in told(plan(found, "_headers"), quote(address, safe="/$;()"))
    assert headers.rules(["/*/x/", "/m:d/x/"]).keys() >= {"/%2A/*", "/m%3Ad/*"}


def located(found: list[tuple[list[str], list[Any]]], address: str) -> list[Any]:
    """What is inside the location that nginx would choose: exact, else the longest ^~, else the first expression."""
    locations = [(words[1:], inner) for words, inner in found if words[0] == "location"]
    exact = [inner for words, inner in locations if words == ["=", address]]
    prefixes = [(len(words[1]), inner) for words, inner in locations if words[0] == "^~" and address.startswith(words[1])]
    matching = [inner for words, inner in locations if words[0] == "~" and re.search(words[1], address)]
    return next(iter([*exact, *(inner for _, inner in sorted(prefixes, key=lambda p: -p[0])), *matching]), [])


def answered(text: str, address: str) -> tuple[int, dict[str, str]]:
    found = directives(text)
    inside = located(found, address)
    if (["return", "404"], []) in inside:
        return 404, {}
    assert not [words for words, _ in inside if words[0] == "add_header"], "it would take none from the server"
    values = {words[1]: words[2] for words, _ in (*found, *inside) if words[0] == "set"}
    said = {}
    for words, _ in found:
        if words[0] == "add_header":
            assert words[3:] == ["always"]
            value = values.get(words[2], words[2])
            said |= {words[1]: value} if value else {}
    kinds = [words[1] for words, _ in inside if words[0] == "default_type"]
    return 200, said | ({"Content-Type": kinds[0]} if kinds else {})


@pytest.mark.parametrize("address", KINDS)
def test_nginx_guards_every_address(build: Build, address: str) -> None:
    status, said = answered(plan(build, "_nginx.conf"), address)
    assert status == 200 and headers.EVERYWHERE.items() <= said.items() and "Cache-Control" in said


@pytest.mark.parametrize("address", ["/_headers", "/_nginx.conf", "/.sitegen", "/.git/config", "/moeder/.skjult"])
def test_what_is_nobodys_business_is_not_there(build: Build, address: str) -> None:
    assert answered(plan(build, "_nginx.conf"), address)[0] == 404


def test_certificates_can_be_renewed(build: Build) -> None:
    assert answered(plan(build, "_nginx.conf"), "/.well-known/acme-challenge/x")[0] == 200


def test_what_is_not_found_has_the_sites_own_page(build: Build) -> None:
    found = directives(plan(build, "_nginx.conf"))
    assert (["error_page", "404", "/404.html"], []) in found
    assert (["charset", "utf-8"], []) in found


def test_below_a_path_nginx_has_the_path_and_the_file_for_hosts_has_not() -> None:
    below = built(site(**FULL), options=Options(base_url="https://x.example/aftale/"))
    text = plan(below, "_nginx.conf")
    assert (["error_page", "404", "/aftale/404.html"], []) in directives(text)
    assert answered(text, "/aftale/_headers")[0] == 404
    said = answered(text, "/aftale/fora/nord-politisk/feed.xml")[1]
    assert said["Content-Type"].startswith("application/atom+xml") and said["Access-Control-Allow-Origin"] == "*"
    assert plan(below, "_headers") == plan(built(site(**FULL)), "_headers")


def test_a_page_has_nothing_that_its_own_policy_forbids(build: Build) -> None:
    for path, contents in build.plan.items():
        if path.endswith(".html") and isinstance(contents, bytes):
            text = contents.decode()
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*(?:src=|application/ld\+json))", text), path
