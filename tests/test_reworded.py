"""A first look at a file of which only the words have changed: where it is made it shows what the whole shows, else it is not."""

import os
import random
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import files, layout
from sitegen.build import Build, Inputs, Options, kind_of, laid_out
from sitegen.layout import Layout
from sitegen.parse import parse
from sitegen.reworded import reworded
from tests.sample import RARE, ROOT, TODAY
from tests.support import base, specs, templates

LONG = os.environ.get("SITEGEN_LONG") == "1"
SHOWN = Options(drafts=True, future=True)
DAY = date(2026, 4, 1)
ID = "2026-03-12-nord-politisk"
AGENDA, MINUTES, PAGE = f"content/agendas/{ID}.md", f"content/minutes/{ID}.md", "content/pages/om.md"
SITE = {
    **base(),
    AGENDA: f"""---
meeting: {ID}
sent: 2026-02-20
---
Velkommen til mødet.

## 1. Økonomi
Emner: økonomi
Sag: budget

Som aftalt [i referatet](../minutes/{ID}.md#punkt-2).

### Indstilling

At det godkendes.

## Hjem fra sygehus
Sag: budget

## 3. Løn
Lukket: forhandlingsposition
""".encode(),
    MINUTES: f"""---
meeting: {ID}
sent: 2026-03-20
status: approved
approved: 2026-03-25
---
## 1. Økonomi
Emner: økonomi
Sag: budget

### Beslutning

Godkendt. Se [forsiden om os](../pages/om.md#aabent).

### Opfølgning

- [ ] Skriv til kommunerne (ansvarlig: hjoerring, frist: 2026-05-01)

## 2. Hjem fra sygehus
Sag: budget

Det gik godt.

## 3. Løn
""".encode(),
    PAGE: f"---\ntitle: Om\nmenu: 1\n---\n## Åbent\n\nHver dag. [Dagsorden](../agendas/{ID}.md)\n".encode(),
}


def _laid(texts: Mapping[str, bytes], day: date = DAY) -> tuple[Build, Layout | None]:
    return laid_out(Inputs({**templates(), **texts}), day, SHOWN)


@lru_cache(maxsize=1)
def _before() -> Layout:
    built, laid = _laid(SITE)
    assert laid, built.findings
    return laid


def _first(laid: Layout, path: str, text: bytes) -> Layout | None:
    kind = kind_of(path)
    assert kind
    return reworded(laid, path, parse(text, kind))


def _pages(laid: Layout) -> dict[str, object]:
    render = layout.renderer(laid)
    return {spec.address: render(spec) for spec in specs(laid)}


def _same(first: Layout, whole: Layout) -> None:
    for field in fields(first.index):
        if not any(name in str(field.type) for name in ("Verdict", "Standing")):  # they look at no words
            assert getattr(first.index, field.name) == getattr(whole.index, field.name), field.name
    assert first.parsed == whole.parsed and first.secret == whole.secret
    ours, theirs = _pages(first), _pages(whole)
    assert ours.keys() == theirs.keys()
    assert [address for address in ours if ours[address] != theirs[address]] == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (AGENDA, b"Velkommen", b"Hjertelig velkommen"),
        (AGENDA, b"At det godkendes.", b"At det *ikke* godkendes.\n\n- Et\n- To"),
        (MINUTES, b"Det gik godt.", b"Det gik ikke godt."),
        (MINUTES, b"Godkendt. Se", b"Udsat.\n\nSe"),
        (MINUTES, b"### Opf", b"Med et afsnit mere.\n\n### Opf"),
        (MINUTES, b"sent: 2026-03-20\n", b"# til alle\nsent: 2026-03-20\n"),
        (PAGE, b"Hver dag.", b"Hver anden dag."),
    ],
)
def test_words_are_put_in_their_place(path: str, old: bytes, new: bytes) -> None:
    text = SITE[path].replace(old, new)
    assert text != SITE[path]
    first, (_, whole) = _first(_before(), path, text), _laid({**SITE, path: text})
    assert first and whole
    _same(first, whole)


def test_a_file_that_says_the_same_changes_nothing() -> None:
    assert _first(_before(), MINUTES, SITE[MINUTES]) is _before()


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (MINUTES, b"Det gik godt.", b"Det gik godt for 710190-1234."),
        (MINUTES, b"Sag: budget\n\nDet", b"Sag: budget\nLukket: forhandlingsposition\n\nDet"),
        (MINUTES, b"Det gik godt.", b"Lukket: forhandlingsposition"),
        (MINUTES, b"\n## 3. L\xc3\xb8n\n", b"\n## 3. L\xc3\xb8n\n\nDe tilbyder mindre.\n"),  # closed in the agenda
        (AGENDA, b"Lukket: f", b"Emner: l\xc3\xb8n\nLukket: f"),
        (MINUTES, b"status: approved", b"published: 2026-09-01\nstatus: approved"),
        (MINUTES, b"status: approved", b"draft: true\nstatus: approved"),
        (MINUTES, b"status: approved\napproved: 2026-03-25", b"status: draft"),
        (MINUTES, b"2. Hjem fra sygehus", b"2. Ud af sygehus"),
        (MINUTES, b"## 3. L\xc3\xb8n\n", b"## 3. L\xc3\xb8n\n\n## 4. Mere\n"),
        (MINUTES, b"## 3. L\xc3\xb8n\n", b""),
        (MINUTES, b"### Opf\xc3\xb8lgning", b"### Bem\xc3\xa6rkning"),
        (MINUTES, b"Det gik godt.", b"Det gik [godt](../pages/om.md)."),
        (MINUTES, b"om.md#aabent", b"om.md"),
        (MINUTES, b"Det gik godt.", b"<b>Det</b> gik godt."),
        (MINUTES, b"Det gik godt.", b"\xff"),
        (MINUTES, b"- [ ]", b"- [x]"),
        (MINUTES, b"frist: 2026-05-01", b"frist: 2026-03-31"),
        (MINUTES, b"Emner: \xc3\xb8konomi", b"Emner: penge"),
        (PAGE, b"menu: 1", b"menu: 2"),
        (PAGE, "## Åbent".encode(), b"## Lukket"),
        ("content/mandates/klynge-nord.md", b"\n---\n", b"\n---\nEt ord.\n\n"),
    ],
)
def test_what_is_more_than_words_is_judged_first(path: str, old: bytes, new: bytes) -> None:
    path = path if path in SITE else next(one for one in SITE if one.startswith("content/mandates/"))
    text = SITE[path].replace(old, new)
    assert text != SITE[path]
    assert _first(_before(), path, text) is None


def test_a_moment_of_another_zone_is_more_than_words() -> None:
    early, late = (SITE[MINUTES].replace(b"-03-20\n", b"-03-20 " + at + b"\n") for at in (b"10:00+01:00", b"09:00+00:00"))
    laid = _laid({**SITE, MINUTES: early})[1]
    assert laid and _first(laid, MINUTES, early) is laid and _first(laid, MINUTES, early.replace(b"gik godt", b"gik"))
    assert _first(laid, MINUTES, late) is None


def test_what_is_not_on_the_site_is_judged_first() -> None:
    assert _first(_before(), "content/pages/ny.md", SITE[PAGE]) is None
    hidden = {**SITE, PAGE: SITE[PAGE].replace(b"menu: 1", b"published: 2026-09-01")}
    _, laid = laid_out(Inputs({**templates(), **hidden}), DAY)
    assert laid and _first(laid, PAGE, hidden[PAGE].replace(b"Hver dag", b"Altid")) is None
    hidden = {**SITE, MINUTES: SITE[MINUTES].replace(b"status:", b"published: 2026-09-01\nstatus:")}
    _, laid = laid_out(Inputs({**templates(), **hidden}), DAY)
    assert laid and _first(laid, MINUTES, hidden[MINUTES].replace(b"gik godt", b"gik")) is None


def test_a_site_that_is_not_what_its_files_say_is_judged_first() -> None:
    laid = _before()
    other = parse(SITE[MINUTES].replace(b"gik godt", b"gik"), "minutes")
    wrong = replace(laid, parsed={**laid.parsed, MINUTES: replace(other, source=replace(other.source, path=MINUTES))})
    assert _first(wrong, MINUTES, SITE[MINUTES]) is None


WORDS: tuple[str, ...] = (
    "ord",
    "\n\n",
    "\n",
    "## 4. Nyt\n",
    "### Beslutning\n",
    "### Indstilling\n",
    "Lukket: ja\n",
    "Emner: penge\n",
)
WORDS += ("- [ ] Ring (frist: 2026-05-02)\n", "**fed**", "[om](../pages/om.md)", "<b>", "710190-1234", "[^1]", "[^1]: Note\n")
WORDS += (
    "| a |\n|---|\n| b |\n",
    "[om]: /om/\n",
    "```\n",
    "    ",
    "> ",
    "1. ",
    "<!--",
    "-->",
    "\\",
    "&amp;",
    "---\n",
    "# ",
    "é",
    "\x01",
)


@settings(max_examples=2000 if LONG else 150, deadline=None)
@given(
    st.sampled_from([AGENDA, MINUTES, PAGE]),
    st.lists(st.tuples(st.integers(0, 60), st.lists(st.sampled_from(WORDS), max_size=4)), max_size=3),
)
def test_whatever_is_written_a_first_look_shows_what_the_whole_shows(path: str, edits: list[tuple[int, list[str]]]) -> None:
    lines = SITE[path].decode().split("\n")
    for at, words in edits:
        line = at % len(lines)
        lines[line : line + at % 2] = "".join(words).split("\n")
    text = "\n".join(lines).encode()
    first = _first(_before(), path, text)
    if first:
        built, whole = _laid({**SITE, path: text})
        assert whole, built.findings
        _same(first, whole)
        said = [(finding.code, finding.path, finding.arguments) for finding in built.findings]
        assert said == [(finding.code, finding.path, finding.arguments) for finding in first.findings]


def test_edits_one_after_the_other_lead_to_the_site_that_is_built_at_once() -> None:
    inputs, rng = files.read(ROOT).inputs, random.Random(20261122)
    texts = dict(inputs.files)
    texts |= {f"content/{p.relative_to(RARE).as_posix()}": p.read_bytes() for p in sorted(RARE.rglob("*")) if p.is_file()}
    found = laid_out(replace(inputs, files=texts), TODAY, SHOWN)[1]
    assert found
    done = 0
    papers = [path for path in sorted(texts) if kind_of(path) in ("agenda", "minutes", "page")]
    for path in papers if LONG else rng.sample(papers, 60):
        blocks = texts[path].decode().split("\n\n")
        for at in range(1, len(blocks)):
            if blocks[at][:1].isalpha():
                blocks[at] = f"{blocks[at]} Og {at} ord til.\n\nEt afsnit mere."
        text = "\n\n".join(blocks).encode()
        if text != texts[path] and (first := _first(found, path, text)):
            found, texts[path], done = first, text, done + 1
    assert done > 20
    whole = laid_out(replace(inputs, files=texts), TODAY, SHOWN)[1]
    assert whole
    _same(found, whole)
