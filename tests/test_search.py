"""What is searched: nothing that is not public, everything else once, and an index that is made no oftener than it must be."""

import errno
import json
import os
import re
import stat
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen import cli, search
from sitegen.build import Options
from sitegen.feeds import compounds
from sitegen.feeds import search as feed
from sitegen.feeds.findable import Entry
from sitegen.feeds.search import JOINT, WORDS
from sitegen.pages.search import POINT
from tests.sample import sample
from tests.support import TODAY, built, site

MEETING = "2026-03-12-nord-politisk"
AGENDA = f"content/agendas/{MEETING}.md"
MINUTES = f"content/minutes/{MEETING}.md"
HEAD = f"---\nmeeting: {MEETING}\nsent: 2026-01-20\n"


def searched(**changes: str | bytes | None) -> dict[str, str]:
    """The documents that a site is searched by, as text, without the signs in compounds."""
    found = built(site(**changes), options=Options(search=True))
    assert found.searched, found.findings
    return {path: text.decode().replace(JOINT, "") for path, text in found.searched.items()}


def point(number: int, **changes: str | bytes | None) -> str:
    return searched(**changes)[f"moeder/{MEETING}/#punkt-{number}.html"]


def field(document: str, what: str, name: str) -> list[str]:
    return [unescape(value) for value in re.findall(rf'data-pagefind-{what}="{name}\[data-v\]" data-v="([^"]*)"', document)]


# --- the documents


def test_nothing_is_made_that_nobody_asked_for() -> None:
    assert built(site()).searched == {}


def test_an_item_is_found_by_its_decision_first_and_by_what_both_papers_say() -> None:
    agenda = "## 1. Fald\nSagsnr.: 2026-0012\nEmner: ældre, forebyggelse\n\n### Resume\n\nMange falder.\n\n### Bilag\n\nBrevet.\n"
    minutes = "## 1. Fald\n\nVi talte.\n\n### Bilag\n\nBrevet.\n\n### Beslutning\n\nGodkendt.\n"
    text = point(1, **{AGENDA: f"{HEAD}---\n{agenda}", MINUTES: f"{HEAD}---\n{minutes}"})
    body = text.partition('<div data-pagefind-weight="2">')[2]
    assert re.findall(r"<p>([^<]*)</p>", body) == [
        "Godkendt.",
        "Vi talte.",
        "Brevet.",
        "Mange falder.",
        "Sagsnr. 2026-0012",
        "Emner: ældre, forebyggelse",
    ]
    assert field(text, "meta", "title") == ["Fald"]
    assert field(text, "meta", "sted") == ["Klynge Nord, politisk niveau · 12. marts 2026 · punkt 1"]
    assert [field(text, "filter", name) for name in ("forum", "klynge", "niveau", "aar", "art")] == [
        ["Klynge Nord, politisk niveau"],
        ["Klynge Nord"],
        ["Politisk niveau"],
        ["2026"],
        ["Punkt"],
    ]
    assert field(text, "sort", "dato") == ["2026-03-12"]
    assert field(text, "meta", "ord") == ["s20260012"]


def test_a_meeting_is_found_by_its_first_and_last_day() -> None:
    plan = "meetings:\n  - {body: nord-politisk, date: 2026-03-02, until: 2026-04-12, type: written}\n"
    text = searched(**{"content/meetings/2026.yml": plan})["moeder/2026-03-02-nord-politisk/index.html"]
    assert field(text, "meta", "ord")[0].split()[-4:] == ["d2marts2026", "d2marts", "d12april2026", "d12april"]
    assert "<p>Mandag den 2. marts 2026</p>" in text and "<p>Til søndag den 12. april 2026</p>" in text


def test_a_case_is_found_by_its_first_and_its_newest_title() -> None:
    later = "2026-06-11-nord-politisk"
    plan = "meetings:\n" + "".join(f"  - {{body: nord-politisk, date: {day}}}\n" for day in ("2026-03-12", "2026-06-11"))
    changes: dict[str, str | bytes | None] = {
        "content/meetings/2026.yml": plan,
        AGENDA: f"{HEAD}---\n## 1. Fald\nSag: fald\n\nTekst.\n",
        f"content/agendas/{later}.md": f"---\nmeeting: {later}\nsent: 2026-01-20\n---\n## 1. Screening\nSag: fald\n\nTekst.\n",
    }
    text = searched(**changes)["sager/fald/index.html"]
    assert field(text, "meta", "title") == ["Fald"] and field(text, "meta", "ord") == ["Screening"]


def test_of_a_closed_item_only_title_and_decision_are_searched() -> None:
    item = "## 1. Køb af tolkebistand\nLukket: forhandlingsposition\n\n### Beslutning\n\nGodkendt.\n"
    found = searched(**{MINUTES: f"{HEAD}---\n{item}"})
    text = found[f"moeder/{MEETING}/#punkt-1.html"]
    assert "Køb af tolkebistand" in text and "Godkendt." in text and "lukket punkt" in text
    assert all("forhandlingsposition" not in document for document in found.values())


@pytest.mark.parametrize("hidden", ["draft: true\n", "published: 2026-02-02\n"])
def test_what_is_not_public_yet_is_not_searched(hidden: str) -> None:
    assert TODAY.isoformat() < "2026-02-02"
    changes: dict[str, str | bytes | None] = {
        AGENDA: f"{HEAD}{hidden}---\nIndledningen er hemmelig.\n\n## 1. Hemmeligt emne\nEmner: hemmelighed\nSag: hemmelig-sag\n",
        "content/pages/om.md": f"---\ntitle: Hemmelig side\n{hidden}---\nTekst.\n",
    }
    found = searched(**changes)
    assert found and all("emmelig" not in path + text for path, text in found.items())


def test_names_are_not_searched() -> None:
    minutes = f"{HEAD}participants:\n  - {{role: politiker, party: laesoe, name: Navn Navnesen}}\n---\n## 1. Fald\n\nTekst.\n"
    assert all("Navnesen" not in text for text in searched(**{MINUTES: minutes}).values())


def test_text_is_no_markup() -> None:
    page = "---\ntitle: '\"Om\" <os> & jer'\ndescription: a < b\n---\nTekst med x^2 og <b>mærker</b>.\n"
    text = searched(**{"content/pages/om.md": page})["om/index.html"]
    assert field(text, "meta", "title") == ['"Om" <os> & jer']
    assert "<p>a &lt; b</p>" in text and "&lt;b&gt;mærker" in text and "<b>" not in text
    assert "x 2" in text


def test_every_document_leads_to_a_page_of_the_site_and_a_place_on_it() -> None:
    pages = sample().pages
    documents = [path for path in sample().searched if path != WORDS]
    assert len(documents) > 400
    for path in documents:
        page, _, anchor = path.removesuffix(".html").partition("#")
        page = f"{page}index.html" if anchor else path
        assert page in pages, path
        assert not anchor or f'id="{anchor}"' in pages[page], path


def test_every_list_of_the_site_is_found_and_nothing_that_is_not_to_be_indexed() -> None:
    found = sample().searched
    lists = [path for path in sample().pages if path.count("/") == 1 and path.endswith("/index.html")]
    noindex = [path for path in lists if '<meta name="robots" content="noindex">' in sample().pages[path]]
    redirects = [path for path in lists if "http-equiv" in sample().pages[path]]
    assert len(lists) > 12
    assert set(lists) - set(noindex) - set(redirects) <= set(found)
    assert not set(noindex) & set(found)


def test_the_words_are_those_of_the_texts_and_the_parts_of_compounds() -> None:
    texts = {"content/pages/om.md": "---\ntitle: Om\n---\nEt råd. Sundhed. Sundhedsråd 2026 <i>i</i>.\n"}
    words = searched(**texts)[WORDS].split("\n")
    assert words == sorted(set(words))
    assert {"råd", "sundhed", "sundheds", "sundhedsråd"} <= set(words)
    assert not any(word in words for word in ("2026", "pagefind", "href", "datetime", ""))


def test_a_compound_is_one_place_with_its_parts() -> None:
    page = "---\ntitle: Sundhedsråd\n---\nEt råd om Sundhed og SUNDHEDSRÅDET.\n"
    found = built(site(**{"content/pages/om.md": page}), options=Options(search=True)).searched["om/index.html"].decode()
    assert "SUNDHEDS^RÅDET" in found
    assert field(found, "meta", "title") == ["Sundhedsråd"] and field(found, "meta", "ord") == ["sundheds råd"]


# --- compounds

COMPOUNDS = (
    ("sundhed råd sundhedsråd", "sundheds råd"),
    ("sundhed råd sundhedsråd sundhedsrådenes", "sundheds rådenes"),
    ("samarbejde udvalg samarbejdsudvalget", "samarbejds udvalget"),
    ("klynge midler klyngemidlerne", "klynge midlerne"),
    ("fald forebyggelse faldforebyggelse", "fald forebyggelse"),
    ("træning genoptræning", "genop træning"),
    ("sundhed koordination udvalg sundhedskoordinationsudvalget", "sundheds koordinations udvalget"),
    ("medicin kort medicinkort", "medicin kort"),
    ("hjemme hjemmepleje", "hjemme pleje"),
    ("uddannelse læge uddannelseslæge", "uddannelses læge"),
    ("klynge styregruppe klyngestyregruppe", "klynge styregruppe"),
)
WHOLE = (
    "kommune kommunerne",
    "hospital hospitalet",
    "arbejde samarbejde",
    "kende godkendte",
    "dag daglige",
    "bor borgere",
    "barn børn",
)


@pytest.mark.parametrize(("words", "made"), COMPOUNDS)
def test_compounds_are_parted(words: str, made: str) -> None:
    assert compounds.parts(words.split())["".join(made.split())] == tuple(made.split())


@pytest.mark.parametrize("words", WHOLE)
def test_words_that_are_only_inflected_or_derived_are_whole(words: str) -> None:
    assert compounds.parts(words.split()) == {}


@given(st.lists(st.text(alphabet="abdefghiklmnoprstuvyæøå", min_size=1, max_size=24), max_size=30))
@example(["s" * 9, "e" * 9, "sundheds", "sundhedsråd"])
def test_parts_are_the_word_and_the_order_of_words_is_nothing_to_them(words: list[str]) -> None:
    found = compounds.parts(words)
    assert all("".join(made) == word and len(made) > 1 and all(made) for word, made in found.items())
    assert compounds.parts(reversed(words)) == found


# --- the index

TEXTS = {
    "moeder/a/#punkt-1.html": b'<!doctype html><html lang="da"><body><p>Faldforebyggelse blandt \xc3\xa6ldre</p></body></html>',
    "om/index.html": b'<!doctype html><html lang="da"><body><p>Om siden</p></body></html>',
    WORDS: b"blandt\nsiden",
}


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The times that the program was run."""
    commands: list[list[str]] = []
    run = search._run

    def counted(command: list[str], folder: Path, held: tuple[int, ...]) -> None:
        commands.append(command)
        run(command, folder, held)

    monkeypatch.setattr(search, "_run", counted)
    return commands


def test_the_index_has_what_the_page_loads_and_no_more(tmp_path: Path) -> None:
    found, trouble = search.index(TEXTS, tmp_path)
    assert trouble == ""
    assert json.loads(found["pagefind/pagefind-entry.json"])["languages"]["da"]["page_count"] == 2
    assert found["pagefind/words.txt"] == TEXTS[WORDS]
    names = {re.sub(r"\bda_[0-9a-f]+", "…", path.removeprefix("pagefind/")) for path in found}
    assert names == {
        *("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.da.pagefind", "words.txt"),
        *("pagefind.….pf_meta", "index/….pf_index", "fragment/….pf_fragment"),
    }


def test_the_same_texts_make_no_work(tmp_path: Path, runs: list[list[str]]) -> None:
    first = search.index(TEXTS, tmp_path)
    assert search.index(dict(reversed(TEXTS.items())), tmp_path) == first
    assert len(runs) == 1


@pytest.mark.parametrize("change", [{WORDS: b"andre"}, {"om/index.html": b"<html lang=da><body>Andet</body></html>"}])
def test_other_texts_are_indexed_anew(tmp_path: Path, runs: list[list[str]], change: dict[str, bytes]) -> None:
    search.index(TEXTS, tmp_path)
    assert search.index(TEXTS | change, tmp_path)[1] == ""
    assert len(runs) == 2


def test_another_program_or_setting_is_another_index(
    tmp_path: Path, runs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    search.index(TEXTS, tmp_path)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0.0")
    search.index(TEXTS, tmp_path)
    monkeypatch.setattr(search, "OPTIONS", (*search.OPTIONS, "--keep-index-url"))
    search.index(TEXTS, tmp_path)
    assert len(runs) == 3


DAMAGES: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: b"",
    lambda data: data[:-1],
    lambda data: data[: len(data) // 2],
    lambda data: data.replace(b"words.txt", b"wards.txt"),
    lambda data: data[:-20] + bytes([data[-20] ^ 1]) + data[-19:],
    lambda data: os.urandom(4000),
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_memory_is_none(tmp_path: Path, runs: list[list[str]], damage: Callable[[bytes], bytes]) -> None:
    first = search.index(TEXTS, tmp_path)
    (remembered,) = tmp_path.iterdir()
    whole = remembered.read_bytes()
    remembered.write_bytes(damage(whole))
    again, trouble = search.index(TEXTS, tmp_path)
    assert trouble == "" and again.keys() == first[0].keys() and again["pagefind/words.txt"] == TEXTS[WORDS]
    assert len(runs) == 2
    assert len(remembered.read_bytes()) == len(whole)


def test_old_memories_are_let_go_and_what_a_killed_build_left_aside(tmp_path: Path) -> None:
    (tmp_path / "0123.4567").write_bytes(b"half")
    os.utime(tmp_path / "0123.4567", (0, 0))
    texts = [TEXTS | {WORDS: str(number).encode()} for number in range(search.KEPT + 2)]
    for some in texts:
        search.index(some, tmp_path)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert len(kept) == search.KEPT
    assert kept == sorted(search._key(some, search._program()) for some in texts[-search.KEPT :])


SIGNS = ("<p>", "</p>", "&amp;", " ", "\n", "-", "^", "1", "Σ", "ΟΔΟΣ", "Sundhedsrådet", "sundheds", "råd", "by", "ø")
PIECES = st.lists(st.sampled_from(SIGNS)).map("".join)


@given(PIECES, PIECES)
def test_words_are_the_same_whether_looked_for_string_by_string_or_in_the_whole(title: str, html: str) -> None:
    """What the search documents are made of, against the same said plainly of the whole text."""
    whole = " ".join((title, "", POINT, "", feed.MARKUP.sub(" ", html)))
    assert feed._words([Entry("/a/", POINT, title, texts=[(html, 1.0)])]) == set(feed.WORD.findall(whole.lower()))
    parted = {"sundhedsrådet": ("sundheds", "rådet")}
    jointed = " ".join(feed._jointed(string, parted) for string in html.split(" "))
    assert jointed == feed._jointed(html, parted)
    assert feed._beside(title, lambda string: feed._parts(string, parted)) == " ".join(
        dict.fromkeys(feed._parts(title.lower(), parted))
    )


def test_what_cannot_be_remembered_is_made_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    found, trouble = search.index(TEXTS, tmp_path / "file" / "search")
    assert found and trouble == ""


def test_a_habit_of_the_machine_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_ROOT_SELECTOR", "#nowhere")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pagefind.toml").write_text('root_selector = "#nowhere"\n')
    assert search.index(TEXTS, tmp_path / "cache")[1] == ""


def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a script in the place of the program."""
    place = tmp_path / "pagefind"
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(stat.S_IRWXU)
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: place)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo one >&2; echo 'no room' >&2; exit 3", "exit status 3: no room"),
        ("exit 1", "exit status 1"),
        ("kill -KILL $$", "ended by signal 9 (Killed)"),
        ("echo 'memory allocation failed' >&2; kill -ABRT $$", "ended by signal 6 (Aborted): memory allocation failed"),
        ("exit 0", "0 of 2 documents were indexed"),
        ("sleep 5", "timed out"),
    ],
)
def test_a_program_that_fails_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str) -> None:
    monkeypatch.setattr(search, "PATIENCE", 0.3)
    program(tmp_path, monkeypatch, script)
    found, trouble = search.index(TEXTS, tmp_path / "cache")
    assert found == {} and said in trouble
    assert not (tmp_path / "cache").exists()


def test_a_missing_program_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise FileNotFoundError("Could not find any of …")

    monkeypatch.setattr("pagefind_bin.get_executable", missing)
    assert search.index(TEXTS, tmp_path) == ({}, "Could not find any of …")
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: tmp_path / "nothing")
    found, trouble = search.index(TEXTS, tmp_path)
    assert found == {} and "nothing" in trouble


def test_nowhere_for_temporary_files_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a full disk: Python tries every place by writing there."""

    def nowhere() -> list[str]:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("tempfile._get_default_tempdir", nowhere)
    assert search.index(TEXTS, tmp_path / "cache") == ({}, "TMPDIR: No usable temporary directory found")


def test_an_index_that_is_not_written_whole_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a full disk, of which Pagefind says nothing."""
    program(tmp_path, monkeypatch, f"trap '' XFSZ; ulimit -f 1; exec {search._program()} \"$@\"")
    found, trouble = search.index(TEXTS, tmp_path / "cache")
    assert found == {} and "was not written whole" in trouble
    assert not (tmp_path / "cache").exists()


def test_half_of_any_file_of_the_index_is_seen_to_be_so(tmp_path: Path) -> None:
    files = search.index(TEXTS, tmp_path)[0]
    made = {path: data for path, data in files.items() if path.removeprefix("pagefind/") not in TEXTS}
    assert all(search._is_whole(path, data) for path, data in made.items())
    assert not any(search._is_whole(path, data[: len(data) // 2]) for path, data in made.items())


def test_an_index_that_leaves_something_out_is_not_taken(tmp_path: Path) -> None:
    found, trouble = search.index(TEXTS | {"tom/index.html": b"<html><body></body></html>"}, tmp_path)
    assert found == {} and trouble == "2 of 3 documents were indexed"


# --- on the command line


def build(root: Path, *arguments: str) -> int:
    command = ["build", "-C", str(root), "--today", TODAY.isoformat(), "-q", *arguments]
    status = cli.cli.main(command, prog_name="sitegen", standalone_mode=False)
    assert isinstance(status, int)
    return status


@pytest.mark.usefixtures("fast_disk")
def test_a_build_writes_the_index_and_remembers_it(root: Path, runs: list[list[str]]) -> None:
    assert build(root) == build(root) == 0
    assert len(runs) == 1
    assert (root / "output/pagefind/pagefind-entry.json").is_file()
    assert len(list((root / search.CACHE).iterdir())) == 1


def test_a_check_makes_no_index(root: Path, runs: list[list[str]]) -> None:
    assert cli.cli.main(["check", "-C", str(root), "--today", TODAY.isoformat(), "-q"], standalone_mode=False) == 0
    assert runs == [] and not (root / search.CACHE).exists()


@pytest.mark.usefixtures("fast_disk")
@pytest.mark.parametrize(("language", "said"), [("da", "Siden bliver bygget uden søgning"), ("en", "without its search")])
def test_without_the_program_the_site_is_built_all_the_same(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: tmp_path / "nothing")
    assert build(root, "--lang", language) == 0
    assert said in capsys.readouterr().err
    assert (root / "output/soeg/index.html").is_file() and not (root / "output/pagefind").exists()


@pytest.mark.usefixtures("fast_disk")
def test_when_the_program_is_killed_the_site_is_built_all_the_same(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    half = 'for last; do :; done; mkdir -p "$last"; echo half > "$last/pagefind-entry.json"'  # the folder is the last argument
    program(tmp_path, monkeypatch, f"{half}; kill -KILL $$")
    assert build(root) == 0
    said = capsys.readouterr().err
    assert "Siden bliver bygget uden søgning" in said and "for lidt hukommelse" in said and "signal 9" in said
    assert (root / "output/soeg/index.html").is_file() and not (root / "output/pagefind").exists()
    assert not (root / search.CACHE).exists()


def test_an_index_that_somebody_else_remembered_is_read(
    tmp_path: Path, runs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    wanted = search.index(TEXTS, tmp_path)
    monkeypatch.setattr("os.utime", refused)
    assert search.index(TEXTS, tmp_path) == wanted and len(runs) == 1


def test_an_index_of_other_texts_is_not_believed_in_the_place_of_this(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the memory that changed places, as when one folder is copied over another."""
    monkeypatch.setattr(search, "_made", lambda texts, program: {"pagefind/x": b"".join(texts.values())})
    monkeypatch.setattr(search, "_program", lambda: Path(__file__))
    one, other = {"a.html": b"et"}, {"a.html": b"to"}
    for texts in (one, other):
        search.index(texts, tmp_path)
    here, there = sorted(tmp_path.iterdir())
    first, second = here.read_bytes(), there.read_bytes()
    here.write_bytes(second)
    there.write_bytes(first)
    assert [search.index(texts, tmp_path) for texts in (one, other)] == [({"pagefind/x": b"et"}, ""), ({"pagefind/x": b"to"}, "")]
