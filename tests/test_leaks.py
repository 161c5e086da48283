"""Nothing leaks: what must not be published is in no byte and no name of the site, however it is packed, cut up or written."""

import os
import re
import socket
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import corpus
from sitegen import catalogue, report, search
from sitegen.build import Build, Options
from sitegen.cli import cli
from sitegen.inputs import Copy
from sitegen.serve.session import Session
from tests import plants
from tests.support import ROOT, base, built, examined, site
from tests.test_history import Repository

LONG = bool(os.environ.get("SITEGEN_LONG"))
TODAY = date(2026, 11, 23)
# Where a secret is seen by nobody, not even in a preview of drafts.
NEVER = re.compile(r"comment|reference|file that nothing uses")


def content(folder: Path) -> dict[str, bytes]:
    return {f"content/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def output(made: Build, files: dict[str, bytes]) -> dict[str, bytes]:
    """Everything that a build hands out, the texts for the search as well."""
    found = {path: files[data.path] if isinstance(data, Copy) else data for path, data in made.plan.items()}
    return found | {f"search/{path}": data for path, data in made.searched.items()}


def grounds(folder: Path) -> dict[str, dict[str, bytes]]:
    """The sites that secrets are planted in."""
    own = {path: data for path, data in base().items() if path.startswith("content/")}
    if not LONG:
        return {"base": own}
    corpus.write(folder, 300, 7)
    return {"base": own, "sample": content(ROOT / "content"), "made up": content(folder / "content")}


def test_no_secret_reaches_the_site(tmp_path: Path) -> None:
    for name, files in grounds(tmp_path).items():
        for seed in range(2 if LONG else 1):
            garden = plants.plant(files, seed, 8 if LONG else 2)
            made = built(garden.files, TODAY, Options(search=True))
            assert made.plan, [f for f in made.findings if f.severity == "error"]
            whole = output(made, garden.files)
            seen = plants.found(whole)
            leaked = {garden.places.get(s, s): path for path, secrets in seen.items() for s in secrets - garden.shown}
            assert leaked == {}, (name, seed)
            assert garden.shown <= set().union(*seen.values()), "what is public is there, so the looking does find"
            assert [path for path, data in whole.items() if str(plants.YEAR).encode() in data] == [], "a day that is ahead"
            print(f"{name}, seed {seed}: {len(garden.places)} secrets, {len(whole)} files looked through")  # noqa: T201
            # With drafts and what is to come, the same secrets are there: they were planted where a site would show them.
            open_house = plants.found(output(built(garden.files, TODAY, Options(drafts=True, future=True)), garden.files))
            shown = Counter(garden.places[s] for s in set().union(*open_house.values()) if s in garden.places)
            for place, count in Counter(garden.places.values()).items():
                assert shown[place] == 0 if NEVER.search(place) else shown[place] * 2 > count, (place, shown[place], count)


def test_the_looking_finds_a_secret_however_it_is_written() -> None:
    import base64
    import gzip
    from urllib.parse import quote

    import brotli

    secret = f"{plants.WORD}abcd2345"
    ways = {
        "plain.txt": secret.upper().encode(),
        f"{secret}.txt": b"",
        "a.html": "".join(f"&#{ord(c)};" for c in secret).encode(),
        "b.html": f"{secret[:9]}<b>{secret[9:]}</b>".encode(),
        "a.url": "".join(f"%{ord(c):02X}" for c in secret).encode(),
        "b.url": quote(f"æ {secret}").encode(),
        "a.ics": f"{secret[:8]}\r\n {secret[8:]}".encode(),
        "a.json": "".join(f"\\u{ord(c):04x}" for c in secret).encode(),
        "a.gz": gzip.compress(secret.encode()),
        "a.br": brotli.compress(secret.encode()),
        "a.utf": secret.encode("utf-16"),
        **{f"{shift}.64": base64.b64encode(b"x" * shift + secret.encode() + b"y") for shift in range(3)},
        "a.docx": plants.docx(secret),
        "a.pdf": plants.pdf(secret),
    }
    assert plants.found(ways).keys() == ways.keys()


# --- on the disk, with an archive


def runs(*arguments: str) -> str:
    done = CliRunner().invoke(cli, list(arguments), standalone_mode=False)
    assert done.exception is None and done.return_value in (None, 0), (done.output, done.exception)
    return done.output


def on_disk(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_build_says_nothing_of_its_machine_its_archive_or_what_lies_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fast_disk: None
) -> None:
    garden = plants.plant({path: data for path, data in base().items() if path.startswith("content/")}, 5, 1)
    root = tmp_path / garden.word("the project's folder")
    home, temporary = tmp_path / garden.word("the home folder"), tmp_path / garden.word("the folder for what is temporary")
    for folder in (home, temporary):
        folder.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USER", garden.word("the user's name"))
    monkeypatch.setenv("TMPDIR", str(temporary))
    machine = garden.word("the machine's name")
    monkeypatch.setattr(socket, "gethostname", lambda: machine)
    monkeypatch.setattr(tempfile, "tempdir", None)
    if not LONG:  # making the index takes a second; what it is made of is looked at instead
        monkeypatch.setattr(search, "index", lambda texts, cache: (dict(texts), ""))
    about = (
        "content/agendas/.{}.md.swp",
        "content/pages/{}.md~",
        "content/attachments/~${}.docx",
        ".cache/{}.json",
        ".env",
        "{}.md",
    )
    for place in (*about, "templates/.{}.css", "templates/{}.css~", "templates/{}.html.j2", "content/.git-{}/a.md"):
        garden.files[place.format(garden.word(place))] = garden.word(place).encode()
    garden.files["content/site.yml"] += b"precompress: true\n"
    # What was public for a day was a draft before, was called something else, and another page was public and is a draft again.
    archive = Repository(root)
    people = {
        f"GIT_{who}_{what}": garden.word(f"git: {what} of the {who}")
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    first, second = garden.word("a draft's name"), garden.word("a page that was public", shown=True)
    page = "---\ntitle: Indsatsen mod fald\n{}---\n" + "En lang tekst, som ikke ændrer sig.\n" * 20
    archive.commit({f"content/pages/{first}.md": page.format("draft: true\n") + garden.word("a draft's text")}, **people)
    archive.git("mv", f"content/pages/{first}.md", "content/pages/indsats.md")
    archive.commit({"content/pages/indsats.md": page.format("")}, **people)
    archive.commit({f"content/pages/{second}.md": page.format("")}, **people)
    for path, data in garden.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    archive.git("add", "-A")
    archive.git("commit", "-q", "-m", garden.word("git: a commit's message"), **people)
    secret = set(garden.places) - garden.shown

    runs("build", "-C", str(root), "--today", str(TODAY), "-q")
    seen = plants.found(on_disk(root / "output"))
    assert {garden.places[s]: path for path, found in seen.items() for s in found & secret} == {}
    assert second in set().union(*seen.values()) and "indsats/index.html" in on_disk(root / "output")
    assert str(tmp_path).encode() not in b"".join(on_disk(root / "output").values())

    hidden = page.format(f"published: {garden.day()}\n") + garden.word("a page that is to come again")
    archive.commit({f"content/pages/{second}.md": hidden}, **people)
    runs("build", "-C", str(root), "--today", str(TODAY), "-q", "--allow-shrink")
    assert set().union(*plants.found(on_disk(root / "output")).values()) <= garden.shown - {second}

    session = Session(root, Options(), lambda: TODAY, lambda line: None)
    session.dirty.set()
    session.look()
    answered = {
        path: session.answer(path).body for path in built(garden.files, TODAY).plan if path.endswith((".html", ".json", ".xml"))
    }
    assert len(answered) > 50 and all(answered.values())
    assert set().union(*plants.found(answered).values()) <= garden.shown - {second}
    assert not plants.found({"drafts": session.answer(f"{second}/index.html").body})


# --- what must be an error is one


CLOSED = "---\nmeeting: 2026-03-12-nord-politisk\nsent: 2026-01-20\n---\n## 1. Køb\n{fields}Lukket: forhandling\n\n{text}"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("", "Hemmeligt.\n"),
        ("", "### Sagsfremstilling\n\nHemmeligt.\n"),
        ("", "### Indstilling\n\nHemmeligt.\n"),
        ("", "### Noget andet\n\nHemmeligt.\n"),
        ("", "### Beslutning\n\nGodkendt.\n\n### Beslutning\n\nHemmeligt.\n"),
        ("", "### Beslutning\n\nGodkendt.\n\n#### Begrundelse\n\nHemmeligt.\n"),
        ("", "### Opfølgning\n\n- [ ] Hemmeligt\n"),
        ("", "### Bilag\n\n- [Hemmeligt](hemmeligt.pdf)\n"),
        ("", "### Beslutning\n\nGodkendt, se [bilaget](hemmeligt.pdf).\n"),
        ("", "| Hemmeligt |\n| - |\n| a |\n"),
        ("", "> Hemmeligt\n"),
        ("Sagsnr.: 2026-1234\n", ""),
        ("Sag: hemmelig\n", ""),
        ("Emner: hemmeligt\n", ""),
        ("Forslagsstiller: hjoerring\n", ""),
    ],
)
def test_a_closed_item_that_says_more_is_an_error(fields: str, text: str) -> None:
    path = "content/agendas/2026-03-12-nord-politisk.md"
    files = site(**{path: CLOSED.format(fields=fields, text=text)})
    files["content/attachments/2026-03-12-nord-politisk/hemmeligt.pdf"] = plants.pdf("Hemmeligt")
    made = examined(files)
    assert {f.code for f in made.findings if f.severity == "error"} == {"SG502"}
    allowed = site(**{path: CLOSED.format(fields="Type: beslutning\n", text="### Beslutning\n\nGodkendt.\n")})
    assert [f for f in examined(allowed).findings if f.severity == "error"] == []


def test_a_link_to_a_draft_and_a_field_that_nobody_knows_are_errors() -> None:
    pages = {
        "content/pages/kladde.md": "---\ntitle: Hemmelig\ndraft: true\n---\nHemmeligt.\n",
        "content/pages/om.md": "---\ntitle: Om\nnote: hemmelig\n---\nTekst.\n",
        "content/pages/se.md": "---\ntitle: Se\n---\n[Kladden](kladde.md)\n",
    }
    found = [(f.path[14:], f.code) for f in examined(site(**pages)).findings if f.severity == "error"]
    assert found == [("om.md", "SG102"), ("se.md", "SG203")]


# --- what is found never spreads what it warns of

DIGITS = ("610160", "0002")
NUMBER = "-".join(DIGITS)
SPREAD = re.compile(r"610160|(?<!\d)0002(?!\d)|61\.01\.60")


def said(made: Build, files: dict[str, bytes]) -> dict[str, str]:
    """Every form that findings take."""
    lines = {path: report.lines(data) for path, data in files.items()}
    found = {}
    for language in ("da", "en"):
        found |= {
            f"text {language}": report.text(made.findings, language, lines, False),
            f"lines {language}": report.text(made.findings, language, None, True),
            f"json {language}": report.as_json(made.findings, language, TODAY),
            f"github {language}": report.as_annotations(made.findings, language),
            f"gitlab {language}": report.as_code_quality(made.findings, language),
            f"sarif {language}": report.as_sarif(made.findings, language, "1"),
            f"sentences {language}": "\n".join(
                catalogue.message(f, language) + catalogue.hint(f, language) for f in made.findings
            ),
        }
    return found


def test_no_finding_spreads_a_personal_number() -> None:
    mandate, plan, path = "content/mandates/politisk.md", "content/meetings/2026.yml", "2026-03-12-nord-politisk"
    own = {name: data for name, data in base().items() if name.startswith("content/")}
    for number in (NUMBER, "61.01.60-0002", "".join(DIGITS), f"cpr {''.join(DIGITS)}", f"{DIGITS[0]}&#45;{DIGITS[1]}"):
        files = {
            **own,
            mandate: own[mandate].replace(b"Sekretariat", f"Sekretariat {number}".encode()).replace("# Formål".encode(), b"# F"),
            f"content/agendas/{path} {number}.md": CLOSED.format(
                fields=f"Type: besultning {number}\nSag: {number}\n", text=f"### {number}\n"
            ).encode(),
            f"content/agendas/{number}.docx": b"x",
            f"content/{number}/{number}.md.txt": b"x",
            f"content/minutes/{number}.md.txt": b"x",
            f"content/pages/om {number}.md": (
                f"---\ntitle: {number}\n---\n[a](b{number}.pdf) [b](omm{number}.md) [c](<javascript:{number}>) <b>{number}</b> "
                f"![](x{number}.png) [d](#{number}) [{number}]({number}.dk) <!-- {number} -->\n"
            ).encode(),
            f"content/pages/y{number}.md": f"---\ntitel: x\n{number}: x\n---\n".encode(),
            f"content/attachments/om {number}/b {number}.pdf": plants.pdf(number),
            f"content/attachments/x/{number}.exe": b"x",
            plan: own[plan]
            + f"  - body: {number}\n    date: {number}\n    id: {number}\n    host: h{number}\n    {number}: x\n".encode(),
        }
        files = {name.replace("&#45;", "-"): data for name, data in files.items()}
        made = examined(files)
        codes = {f.code for f in made.findings}
        assert {"SG102", "SG104", "SG109", "SG203", "SG502", "SG503", "SG504"} <= codes and codes & {"SG501", "SG507"}, codes
        held = {mandate: files[mandate], plan: own[plan] + b"  - {body: nord-politisk, date: 2026-01-08}\n"}
        late = examined({**own, **held})
        assert "&" in number or any(f.code == "SG301" and f.clause and "••••" in f.clause.heading for f in late.findings), (
            "what a duty rests on"
        )
        for form, text in [*said(made, files).items(), *said(late, {**own, **held}).items()]:
            assert SPREAD.findall(text) == [], (number, form, [line for line in text.splitlines() if SPREAD.search(line)])


# --- a personal number in every place that an editor writes in


SPOT = re.compile(r"(?<=: )[^\n\[\]{}#,]+|(?<=\[)[^\n\[\]{}#,]+|(?<=, )[^\n\[\]{}#,]+|(?<=# )[^\n#]+|^\w[^\n:]*$", re.MULTILINE)


def test_a_personal_number_is_an_error_wherever_it_stands() -> None:
    files = {path: data for path, data in base().items() if path.startswith("content/")}
    count = 0
    for path, data in files.items():
        text = data.decode()
        spots = [match.end() for match in SPOT.finditer(text)]
        for end in spots:
            count += 1
            made = examined({**files, path: f"{text[:end]} {NUMBER}{text[end:]}".encode()})
            assert [f.path for f in made.findings if f.code == "SG501"] == [path], text[end - 30 : end]
            assert not made.plan
    assert count > 20
