"""Pages as files: where an address lies, which links lead nowhere, a site below a path, and errors in templates."""

from collections.abc import Collection, Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.build import Build, Options
from sitegen.output import broken, file_path, links_of, rebased, same_file, settled
from tests.support import built, site


def broken_links(pages: Mapping[str, bytes], others: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (page, target) for every link of some pages that leads nowhere."""
    return broken({address: links_of(text) for address, text in pages.items()}, others)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/moeder/", "moeder/index.html"),
        ("/moeder/2026/", "moeder/2026/index.html"),
        ("/404.html", "404.html"),
        ("/data/verdicts.json", "data/verdicts.json"),
        ("/bilag/m/%C3%A5rsplan%20%231.pdf", "bilag/m/årsplan #1.pdf"),
        ("/bilag/m/100%25.pdf", "bilag/m/100%.pdf"),
        ("/a..b/..c/", "a..b/..c/index.html"),
        # An alias that hides a way out of the folder, or what no file name may hold, is taken as it is written.
        ("/%2e%2e/%2e%2e/etc/", "%2e%2e/%2e%2e/etc/index.html"),
        ("/a/%2E./b/", "a/%2E./b/index.html"),
        ("/a/..%5Cb/", "a/..%5Cb/index.html"),
        ("/%2e/", "%2e/index.html"),
        ("/a%00b/", "a%00b/index.html"),
        ("/a%0Ab/", "a%0Ab/index.html"),
        ("/%ff/", "%ff/index.html"),
    ],
)
def test_where_an_address_lies(address: str, path: str) -> None:
    assert file_path(address) == path


def test_an_alias_cannot_lead_out_of_the_output() -> None:
    text = "---\ntitle: Om\naliases: [/%2e%2e/%2e%2e/ude/, /%2e%2e%2fude/]\n---\nTekst.\n"
    plan = built(site(**{"content/pages/om.md": text})).plan
    assert plan
    assert not [path for path in plan if ".." in path.split("/") or path.startswith("/")]


def test_same_file_is_without_case_and_composed() -> None:
    assert same_file("Om/Å.pdf") == same_file("om/a\u030a.pdf")
    assert same_file("om/a.pdf") != same_file("om/å.pdf")


PAGES = {
    "/": b'<h1 id="top">x</h1><a href="/moeder/">a</a>',
    "/moeder/": b'<p id="punkt-1">x</p><p id="a&amp;b">y</p>',
}
OTHERS = ["/bilag/a%20b.pdf", "/assets/s.css", "/data/x.json"]


@pytest.mark.parametrize(
    "target",
    [
        "/moeder/",
        "/moeder/#punkt-1",
        "/moeder/#a&amp;b",
        "/moeder/#punkt%2D1",
        "/moeder/?q=1#punkt-1",
        "#top",
        "#",
        "moeder/",
        "moeder/#punkt-1",
        "./",
        "",
        "/bilag/a%20b.pdf",
        "/bilag/a%20b.pdf#page=3",
        "https://example.dk/findes-ikke",
        "//example.dk/x",
        "mailto:a@b.dk",
        "tel:+4570000000",
        "data:image/png;base64,AAAA",
    ],
)
def test_a_link_that_leads_somewhere(target: str) -> None:
    pages = {**PAGES, "/": PAGES["/"] + f'<a href="{target}">x</a><img src="{target}">'.encode()}
    assert list(broken_links(pages, OTHERS)) == []


@pytest.mark.parametrize(
    "target",
    [
        "/findes-ikke/",
        "/moeder",
        "/moeder/#punkt-2",
        "/moeder/?q=1#punkt-2",
        "#bund",
        "findes-ikke/",
        "../moeder/2026/",
        "/bilag/a b.pdf",
        "/Moeder/",
    ],
)
@pytest.mark.parametrize("attribute", ["href", "src"])
def test_a_link_that_leads_nowhere(target: str, attribute: str) -> None:
    pages = {**PAGES, "/": PAGES["/"] + f'<a class="x" {attribute}="{target}">x</a>'.encode()}
    assert list(broken_links(pages, OTHERS)) == [("/", target)]


def test_what_is_written_in_two_ways_is_one_link_and_what_no_attribute_says_is_none() -> None:
    page = b'<p data-href="/nej/" data-id="x">href="/nej/"</p><a\nhref="/a/#x">1</a><a href="/&#97;/#x">2</a>'
    assert list(broken_links({"/": page, "/a/": b'<p data-id="x">'}, [])) == [("/", "/a/#x")]
    assert list(broken_links({"/": page, "/a/": b'<p\nid="x">'}, [])) == []


def test_broken_links_come_in_one_order_and_once_a_page() -> None:
    page = b'<a href="/c/">x</a><a href="/b/">x</a><a href="/c/">x</a>'
    assert list(broken_links({"/": page, "/a/": page}, [])) == [("/", "/b/"), ("/", "/c/"), ("/a/", "/b/"), ("/a/", "/c/")]


REBASED = [
    ('<a href="/moeder/">', '<a href="/gren/moeder/">'),
    ('<img src="/bilag/a.png">', '<img src="/gren/bilag/a.png">'),
    ('<form action="/soeg/">', '<form action="/gren/soeg/">'),
    ('<meta http-equiv="refresh" content="0; url=/om/">', '<meta http-equiv="refresh" content="0; url=/gren/om/">'),
    ('<a href="/">', '<a href="/gren/">'),
    ('<a href="#top">', '<a href="#top">'),
    ('<a href="//cdn.example/x">', '<a href="//cdn.example/x">'),
    ('<a href="https://x.example/">', '<a href="https://x.example/">'),
    ('<meta name="description" content="/moeder/ er en liste">', '<meta name="description" content="/moeder/ er en liste">'),
    ("<p>Skriv href=&#34;/x/&#34;</p>", "<p>Skriv href=&#34;/x/&#34;</p>"),
]


@pytest.mark.parametrize(("before", "after"), REBASED)
def test_a_site_below_a_path(before: str, after: str) -> None:
    page = before.encode()
    assert rebased(page, "https://x.example/gren/").decode() == after
    assert rebased(page, "https://x.example/gren").decode() == after
    assert rebased(page, "https://x.example/") == page
    assert rebased(page, "https://x.example") == page


def test_a_preview_below_a_path_has_no_broken_links_of_its_own() -> None:
    build = built(site(), options=Options(base_url="https://x.example/a/b/"))
    assert not build.findings
    assert b'href="/a/b/moeder/"' in build.plan["index.html"]  # type: ignore[operator]


# --- templates: SG701 with the template's file and line

PAGE = {"content/pages/om.md": "---\ntitle: Om\n---\nTekst.\n"}


def said(build: Build) -> list[str]:
    assert build.plan == {}
    return [f"{f.path}:{f.line} {f.code}" for f in build.findings]


@pytest.mark.parametrize(
    ("templates", "expected"),
    [
        ({"side": "\n\n{% if %}"}, "side.html.j2:3"),
        ({"side": "\n{{ free.meta.titel }}"}, "side.html.j2:2"),
        ({"side": "\n\n\n{{ findes_ikke }}"}, "side.html.j2:4"),
        ({"side": "\n{{ free|findes_ikke }}"}, "side.html.j2:2"),
        ({"side": "\n{{ free is findes_ikke }}"}, "side.html.j2:2"),
        ({"side": "{% block a %}\n"}, "side.html.j2:1"),
        ({"side": "\n{{ 1 / 0 }}"}, "side.html.j2:2"),
        ({"side": "\n{{ asset('findes-ikke.css') }}"}, "side.html.j2:2"),
        ({"side": "\n{% include '_partials/findes-ikke.html.j2' %}"}, "side.html.j2:2"),
        ({"side": "{% include '_partials/del.html.j2' %}", "_partials/del": "\n{{ findes_ikke }}"}, "_partials/del.html.j2:2"),
        ({"side": "{% include '_partials/del.html.j2' %}", "_partials/del": "\n\n{% for %}"}, "_partials/del.html.j2:3"),
        ({"side": "{% extends '_partials/del.html.j2' %}", "_partials/del": "\n{{ findes_ikke }}"}, "_partials/del.html.j2:2"),
        (
            {
                "side": "{% import '_partials/del.html.j2' as m %}\n{{ m.dag(free) }}",
                "_partials/del": "{% macro dag(x) %}\n\n{{ x.findes_ikke }}{% endmacro %}",
            },
            "_partials/del.html.j2:3",
        ),
        ({"side": "{% import '_partials/del.html.j2' as m %}\n{{ m.findes_ikke() }}", "_partials/del": "x"}, "side.html.j2:2"),
        ({"side": "{% include 'side.html.j2' %}"}, "side.html.j2:1"),
        ({"side": "\n{{ free.meta.title|date_words }}"}, "side.html.j2:2"),
    ],
)
def test_a_template_error_names_the_templates_file_and_line(templates: dict[str, str], expected: str) -> None:
    files = {f"templates/{name}.html.j2": text for name, text in templates.items()}
    build = built(site(**PAGE, **files))
    assert said(build) == [f"templates/{expected} SG701"]
    problem = build.findings[0].arguments["problem"]
    assert problem
    assert "\n" not in str(problem)


def test_a_template_error_is_said_once_and_other_templates_are_still_looked_at() -> None:
    pages = {f"content/pages/side-{n}.md": f"---\ntitle: Side {n}\n---\nTekst.\n" for n in range(3)}
    files = {"templates/side.html.j2": "{{ a }}", "templates/404.html.j2": "\n{{ b }}"}
    build = built(site(**pages, **files))
    assert said(build) == ["templates/404.html.j2:2 SG701", "templates/side.html.j2:1 SG701"]


def test_a_template_that_is_not_utf8_is_no_crash() -> None:
    build = built(site(**PAGE, **{"templates/side.html.j2": b"<p>r\xf8d {{ free.meta.title }}</p>"}))
    assert "<p>r\ufffdd Om</p>".encode() in build.plan["om/index.html"]  # type: ignore[operator]


def test_a_link_in_a_template_that_leads_nowhere() -> None:
    build = built(site(**PAGE, **{"templates/side.html.j2": '<a href="/findes-ikke/">x</a>'}))
    assert said(build) == ["templates/side.html.j2:1 SG702"]


def test_assets_carry_the_fingerprint_of_their_bytes() -> None:
    one, other = (built(site(**{"templates/assets/style.css": text})).plan for text in ("a{}", "b{}"))
    names = [[path for path in plan if path.startswith("assets/style.")] for plan in (one, other)]
    assert len(names[0]) == len(names[1]) == 1
    assert names[0] != names[1]
    assert f'href="/{names[0][0]}"'.encode() in one["index.html"]  # type: ignore[operator]


def test_links_are_told_once_as_they_are_written_without_those_that_need_no_looking_after() -> None:
    page = (
        b'<a href="/a/">1</a><a href="/a/">2</a><a href="/b/?q=1&amp;r">3</a><a href="#x">4</a><a href="#y">5</a>'
        b'<a href="../c/">6</a><a href="https://example.org">7</a><a href="mailto:a@b.example">8</a><img src="/d.png"><p id="x">'
    )
    assert links_of(page) == (b'#y"../c/"/a/"/b/?q=1&amp;r"/d.png', b"x")
    assert links_of(page, settled(["/a/", "/b/", "/c/", "/d.png"])) == (b'#y"../c/"/b/?q=1&amp;r', b"x")


@pytest.mark.parametrize("address", ["/a&amp;b/", "/a?b", "/a#b", "//a/", "a/"])
def test_where_a_link_does_not_lead_as_it_is_written_it_is_looked_after(address: str) -> None:
    assert settled([address]) == frozenset()


def test_a_name_that_is_no_text_settles_nothing_and_stops_nothing() -> None:
    assert "/\ufffd/".encode() not in settled(["/\udc80/"])


TARGETS = ("/a/", "/a/#x", "/a/#y", "#x", "#%78", "#é", "#", "/b/", "b/", "/f.xml", "https://x/", "")


@given(st.lists(st.sampled_from(TARGETS)))
def test_broken_links_are_the_same_whatever_is_known_beforehand(targets: list[str]) -> None:
    text = "".join(f'<a href="{target}">' for target in targets) + '<p id="x"><p id="é">'
    pages = {"/": text.encode(), "/a/": b'<p id="x">'}
    lost = sorted({"/a/#y", "/b/", "b/"}.intersection(targets))
    for known in (frozenset[bytes](), settled(pages), settled((*pages, "/f.xml"))):
        found = {address: links_of(page, known) for address, page in pages.items()}
        assert list(broken(found, ["/f.xml"])) == [("/", target) for target in lost]
