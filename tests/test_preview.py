"""What the preview says beside the pages, and that pages rendered one by one are those of a whole build."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

import pytest

from sitegen import files, layout, output, preview
from sitegen.build import Build, Inputs, Options, build, laid_out
from sitegen.diagnostics import Finding
from sitegen.inputs import Copy
from sitegen.preview import Told
from sitegen.serve.view import Outdated, View
from tests.support import ROOT, TODAY, built, site, specs, templates

ID = "2026-03-12-nord-politisk"
AGENDA = f"content/agendas/{ID}.md"
MINUTES = f"content/minutes/{ID}.md"
DAY = date(2026, 11, 22)
SHOWN = Options(drafts=True, future=True)
TEXT = f"---\nmeeting: {ID}\nsent: 2026-02-01\n---\n## 1. Punkt\n\nTekst.\n"


def told(texts: dict[str, bytes], pages: str = "new", options: Options | None = None, **more: object) -> Told:
    found = built(texts, TODAY, options or Options(drafts=True, future=True))
    return Told(found.findings, texts, found.site, pages, True, **more)  # type: ignore[arg-type]


def finding(path: str, line: int, code: str = "SG503") -> Finding:
    return Finding(code, line, 1, {"tag": "<b>"}, path=path)


@lru_cache(maxsize=1)
def large() -> tuple[Inputs, layout.Layout]:
    """The sample site, read and laid out with all that a preview shows."""
    inputs = files.read(ROOT).inputs
    laid = laid_out(inputs, DAY, SHOWN)[1]
    assert laid is not None
    return inputs, laid


def laid_of(texts: dict[str, bytes]) -> tuple[Build, layout.Layout]:
    judged, laid = laid_out(Inputs({**templates(), **texts}), TODAY)
    assert laid is not None
    return judged, laid


# --- pages on demand


def test_pages_rendered_one_by_one_are_those_of_a_build() -> None:
    inputs, laid = large()
    whole = build(inputs, DAY, SHOWN)
    assert whole.plan
    view = View(laid, {})
    backwards = sorted(whole.plan, reverse=True)  # in another order than a build takes
    found = {path: view.page(path) if path.endswith(".html") else view.file(path) for path in backwards}
    assert {path: made for path, made in found.items() if made != whole.plan[path]} == {}
    assert view.texts.keys() | view.others().keys() == whole.plan.keys()
    assert view.wrong() == []


def test_a_site_below_the_root_of_its_server_is_shown_at_the_root() -> None:
    texts = site()
    texts["content/site.yml"] = texts["content/site.yml"].replace(b"proeve.example/\n", b"proeve.example/under/\n")
    _, laid = laid_of(texts)
    page = View(laid, {}).page("index.html")
    assert isinstance(page, bytes) and b'href="/moeder/"' in page and b'href="/under/' not in page
    assert output.rebased(page, laid.base) == built(texts).plan["index.html"]


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (
            site(**{"templates/side.html.j2": '<a href="/findes-ikke/">x</a>', "content/pages/om.md": "---\ntitle: Om\n---\n"}),
            "SG702",
        ),
        (site(**{"templates/404.html.j2": "{{ mangler }}", "templates/fora.html.j2": "{% if %}"}), "SG701"),
        (site(**{"content/pages/moeder.md": "---\ntitle: Om\n---\n"}), "SG209"),
    ],
)
def test_what_is_wrong_with_the_whole_is_found_as_a_build_finds_it(texts: dict[str, bytes], code: str) -> None:
    whole = built(texts)
    judged, laid = laid_of(texts)
    found = View(laid, {}).wrong()
    assert code in {one.code for one in found}
    assert {str(one) for one in found} == {str(one) for one in whole.findings} - {str(one) for one in judged.findings}


def test_work_that_nobody_needs_is_abandoned_and_can_be_taken_up_again() -> None:
    _, laid = large()
    view = View(laid, {})
    left = 40

    def outdated() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    for _ in range(3):
        left = 40
        with pytest.raises(Outdated):
            view.wrong(outdated)
    assert [spec.address for spec in view.specs()] == [spec.address for spec in specs(laid)]


def test_where_a_page_was_is_looked_at_first_even_when_a_meeting_has_come_before_it() -> None:
    _, laid = large()
    first = View(laid, {})
    first.specs()
    path = f"moeder/{laid.index.site.meetings[-1].id}/index.html"
    known = {one: part + 1 for one, part in first.known.items()}
    view = View(laid, {}, known)
    assert isinstance(view.page(path), bytes)
    assert len(view._specs) < 10


# --- what is said


def test_findings_of_the_page_come_first_with_their_line_and_mend() -> None:
    texts = site(**{AGENDA: TEXT + "<b>fed</b>\n", "content/pages/a.md": "---\ntitle: A\n---\n<i>x</i>\n"})
    page = preview.listing(told(texts), f"/moeder/{ID}/dagsorden/")
    assert page.index("Om denne side") < page.index(AGENDA) < page.index("Om resten") < page.index("content/pages/a.md")
    assert "linje 9" in page or "linje 8" in page
    assert "<mark>&lt;</mark>b&gt;fed&lt;/b&gt;" in page and 'class="mend"' in page
    assert "<b>fed" not in page
    other = preview.listing(told(texts), "/a/")
    assert other.index("content/pages/a.md") < other.index(AGENDA)


def test_an_error_elsewhere_comes_before_what_can_wait() -> None:
    own, errors = "content/pages/a.md", "content/pages/b.md"
    matter = "---\ntitle: A\npublished: 2027-01-02\n---\n"
    said = told(site(**{own: matter, errors: "---\ntitle: B\n---\n<b>fed</b>\n"}))
    assert [finding.path for finding in said.findings if finding.severity.value == "note"] == [own]
    page = preview.listing(said, "/a/")
    assert page.index("Om resten") < page.index(errors) < page.index("Om denne side") < page.index(own)


def test_an_error_is_still_that_pages_when_its_file_has_left_the_site() -> None:
    texts = site(**{AGENDA: TEXT})
    before, after = told(texts), told({**texts, AGENDA: TEXT.replace("sent", "sendt").encode()}, "old")
    assert before.site and after.site and not after.site.meetings[0].documents
    for address in (f"/moeder/{ID}/", f"/moeder/{ID}/dagsorden/"):
        page = preview.listing(replace(after, before=before.site), address)
        assert page.index("Om denne side") < page.index(AGENDA)


def test_what_is_to_be_written_word_for_word_is_marked_so() -> None:
    plan = "meetings:\n  - body: nord-politisk\n    date: 2026-01-12\n"
    page = preview.listing(told(site(**{"content/meetings/2026.yml": plan})), "/")
    assert "<code>" in page and "`" not in page


def test_a_meeting_has_the_findings_of_its_own_lines_in_the_plan() -> None:
    entry = "  - body: nord-politisk\n    date: 2026-{:02}-12\n"
    plan = f"meetings:\n{entry.format(3)}{entry.format(6)}    host: laesoe\n"
    own = told(site(**{"content/meetings/2026.yml": plan})).site
    first, second = finding("content/meetings/2026.yml", 3), finding("content/meetings/2026.yml", 5)
    said = Told((first, second), {}, own, "new", True)
    page = preview.listing(said, f"/moeder/{ID}/")
    assert page.index("linje 3") < page.index("Om resten") < page.index("linje 5")
    assert "Om denne side" not in preview.listing(said, "/")


def test_a_body_has_the_findings_of_its_own_lines() -> None:
    own = told(site()).site
    assert own is not None
    line = own.bodies[0].source.located.place(*own.bodies[0].source.at)[0]
    said = Told((finding("content/organisation.yml", 1), finding("content/organisation.yml", line + 1)), {}, own, "new", True)
    page = preview.listing(said, "/fora/nord-politisk/")
    assert page.index(f"linje {line + 1}") < page.index("Om resten") < page.index("linje 1 ")


@pytest.mark.parametrize(
    ("pages", "words"),
    [("old", "som de var før fejlen"), ("none", "ingen sider at vise endnu"), ("new", "kan ikke komme på hjemmesiden")],
)
def test_an_error_says_which_pages_are_shown(pages: str, words: str) -> None:
    said = told(site(**{"content/site.yml": "title: x\n"}), pages)
    assert said.errors
    assert words in preview.listing(said, "/")
    assert preview.overlay(said, "/")["grave"] == "error"


def test_the_alarm_is_the_same_while_the_errors_are() -> None:
    wrong = site(**{AGENDA: TEXT.replace("sent: 2026-02-01", "sent: 2026-02-31")})
    other = site(**{AGENDA: TEXT.replace("sent: 2026-02-01", "sent: 2026-02-30")})
    alarms = [preview.overlay(told(texts, "old"), "/")["alarm"] for texts in (wrong, dict(wrong), other, site())]
    assert alarms[0] == alarms[1] != alarms[2] and alarms[3] == ""
    assert preview.overlay(told(wrong, "old", crash="Uheld"), "/")["alarm"] not in alarms


def test_nothing_wrong_is_said_too() -> None:
    said = preview.overlay(told(site()), "/")
    assert said["label"] == "Ingen fejl" and said["grave"] == "" and "Ingen fejl, advarsler" in said["html"]


def test_a_crash_is_shown_and_is_nobodys_mistake() -> None:
    said = preview.overlay(told(site(), "old", crash="ValueError: <x>"), "/")
    assert "ikke i det, du har skrevet" in said["html"] and "ValueError: &lt;x&gt;" in said["html"]
    assert said["label"] == "Fejl i programmet" and said["grave"] == "error"
    first = preview.listing(told(site(), "none", crash="ValueError"), "/")
    assert "som de var før" in said["html"] and "som de var før" not in first and "prøver igen" in first


def test_a_personal_number_is_not_shown_in_its_line() -> None:
    said = told(site(**{AGENDA: TEXT + "Cpr 710190-1234 her.\n"}), "old")
    assert any(one.code == "SG501" for one in said.findings)
    page = preview.listing(said, "/")
    assert "71••••" in page and "1234" not in page


def test_long_lines_are_cut_and_nothing_turns_the_direction_of_the_text() -> None:
    text = "x" * 5000 + "\u202e<b>" + "y" * 5000
    said = Told((Finding("SG503", 1, 5002, {"tag": "<b>"}, path="content/pages/a.md"),), {"content/pages/a.md": text.encode()})
    page = preview.listing(said, "/")
    assert "<mark>&lt;</mark>b&gt;" in page and "\u202e" not in page and len(page) < 1500


def test_many_findings_are_not_all_sent() -> None:
    many = tuple(finding("content/pages/a.md", line) for line in range(1, 300))
    page = preview.listing(Told(many), "/")
    assert page.count("<li") == preview.MOST and f"Og {299 - preview.MOST} til" in page


def test_what_the_public_cannot_see_is_listed_with_the_day() -> None:
    texts = site(
        **{
            AGENDA: TEXT.replace("sent:", "published: 2027-03-04\nsent:"),
            MINUTES: TEXT.replace("sent:", "draft: true\nsent:"),
            "content/pages/hemmelig.md": "---\ntitle: Hemmelig <b>\npublished: 2027-01-02\n---\n",
        }
    )
    shown = told(texts)
    page = preview.listing(shown, "/hemmelig/")
    assert "vises først 4. marts 2027" in page and "kladde, ikke offentliggjort" in page
    assert page.index("Hemmelig &lt;b&gt;") < page.index("Dagsorden:")  # the page's own first
    assert "Kan kun ses her" not in preview.listing(told(texts, options=Options()), "/")
    pages = built(texts, TODAY, Options(drafts=True, future=True)).plan
    for path, words in (
        (f"moeder/{ID}/dagsorden/index.html", "Vises først 4. marts 2027"),
        (f"moeder/{ID}/referat/index.html", "Kladde, ikke offentliggjort"),
        ("hemmelig/index.html", "Vises først 2. januar 2027"),
    ):
        made = pages[path]
        assert not isinstance(made, Copy) and words in made.decode()


def test_what_the_public_cannot_see_of_a_meeting_comes_first_on_its_page() -> None:
    later = ID.replace("03", "06")
    plan = "meetings:\n" + "".join(f"  - body: nord-politisk\n    date: 2026-{month}-12\n" for month in ("03", "06"))
    texts = {f"content/agendas/{one}.md": f"---\nmeeting: {one}\ndraft: true\n---\n" for one in (ID, later)}
    shown = told(site(**{"content/meetings/2026.yml": plan, **texts}))
    for own, other in ((ID, later), (later, ID)):
        page = preview.listing(shown, f"/moeder/{own}/").partition("Kan kun ses her")[2]
        assert page.index(own) < page.index(other)


def test_the_script_is_the_only_thing_that_a_page_gets() -> None:
    page = b"<!doctype html><html><head><title>x</title></head><body></head></body></html>"
    got = preview.injected(page, "abc")
    script = b'<script src="/_forhaandsvisning/live.js" data-mark="abc" defer></script>\n'
    assert got.count(script) == 1 and got.replace(script, b"") == page and got.index(script) < got.index(b"</head>")
    assert preview.injected(b"no page", "abc") == b"no page"


def test_the_page_of_findings_alone_is_a_page() -> None:
    page = preview.alone(told(site(**{"content/site.yml": "title: x\n"}), "none"), "/").decode()
    assert page.startswith("<!doctype html>") and '<html lang="da">' in page and "content/site.yml" in page
    assert "style=" not in page and "<script" not in page
