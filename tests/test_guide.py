"""What the editors' guide shows is read, built and run, and what it quotes is what the program says.

`UPDATE=1 .venv/bin/pytest tests/test_guide.py` writes what it quotes of findings anew.
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from textwrap import indent
from typing import Any, get_args

import pytest
from click.testing import CliRunner

from sitegen import report
from sitegen.build import kind_of
from sitegen.cli import cli
from sitegen.console import WrongUse
from sitegen.diagnostics import CODES
from sitegen.entry import PartyKind
from sitegen.obligations import Duty, Fact, Obligations, each_obligation
from sitegen.parsed import Parsed
from tests import guide
from tests.guide import AGENDA, FOLDER, MEETING, MINUTES, PAGES, PLAN, WHOLE, Shown, read, shown
from tests.support import ROOT, built

UPDATE = bool(os.environ.get("UPDATE"))
FRONT = f"---\nmeeting: {MEETING}\n"

# --- documents, items and fields


def test_the_documents_parse() -> None:
    found = [(path, text) for page in PAGES for path, text in guide.documents(page).items()]
    assert {guide.kind_of(text) for _, text in found} == {"agenda", "minutes", "mandate", "page"}
    for path, text in found:
        read(text, kind_of(path) or "")


ITEMS = [one for one in shown("markdown") if not one.text.startswith("---")]


@pytest.mark.parametrize("example", ITEMS, ids=str)
def test_the_items_parse(example: Shown) -> None:
    item = example.text if example.text.startswith("## ") else f"## 1. Punkt\n\n{example.text}"
    kind = "minutes" if re.search("^### (Beslutning|Opfølgning)", item, re.MULTILINE) else "agenda"
    read(f"{FRONT}---\n{item}", kind)


WHERE = {  # by the first key of a YAML example: the kind of file it belongs to, and what is around it there
    "- body": ("plan", "meetings:\n"),
    "- bodies": ("plan", "meetings:\n"),
    "bodies": ("organisation", ""),
    "seats": ("organisation", "bodies:\n  - id: nord-politisk\n    name: Klynge Nord\n"),
    "archive_from": ("site", "title: Side\nbase_url: https://proeve.example/\npublisher: {name: Sekretariatet}\n"),
    "not_personal_numbers": ("site", "title: Side\nbase_url: https://proeve.example/\npublisher: {name: Sekretariatet}\n"),
    "editor": ("site", "title: Side\nbase_url: https://proeve.example/\npublisher: {name: Sekretariatet}\n"),
    "meeting": ("agenda", "---\n"),
    "status": ("minutes", FRONT),
    "late_reason": ("agenda", FRONT),
    "aliases": ("agenda", FRONT),
    "obligations": ("mandate", "---\ntitle: Kommissorium\nbodies: [nord-politisk]\n"),
    "house_rules": ("mandate", "---\ntitle: Kommissorium\nbodies: [nord-politisk]\n"),
}


def _parsed(example: str) -> tuple[str, Parsed]:
    """A YAML example of the guide, read in a file of its kind."""
    first = re.match(r"((?:- )?\w+):", example)
    assert first, example
    kind, around = WHERE[first[1]]
    margin = "    " if first[1] == "seats" else "  " if kind == "plan" else ""
    text = around + indent(example.rstrip("\n"), margin) + "\n"
    return first[1], read(f"{text}---\n" if around.startswith("---") else text, kind)


@pytest.mark.parametrize("example", shown("yaml"), ids=str)
def test_every_yaml_example_parses(example: Shown) -> None:
    _parsed(example.text)


def _said(entry: Any) -> Iterator[tuple[type, str]]:
    """Every field that an obligation states, with its class."""
    yield from ((type(entry), name) for name in entry.model_fields_set)


def test_every_kind_of_obligation_is_shown_and_every_key_of_each() -> None:
    found = [_parsed(one.text) for one in shown("yaml")]
    examples = [parsed.meta for key, parsed in found if key in ("obligations", "house_rules")]
    (document,) = guide.documents("kommissorium.md").values()
    mandate = read(document, "mandate").meta
    told = [
        one for meta in (*examples, mandate) for rules in (meta.obligations, meta.house_rules) for one in each_obligation(rules)
    ]
    assert {path[0] for path, _ in told} == set(Obligations.model_fields)
    keys = {field for _, one in told for field in _said(one)} | {(Duty, "to")}  # to whom a duty is owed needs no example
    for kind in {type(one) for _, one in told}:
        assert {(kind, name) for name in kind.model_fields} <= keys, kind
    assert mandate.supersedes and mandate.facts
    for key in ("applies_from", "supersedes", "proposed", "house_rules", "facts", "waived", "late_reason", "archive_from"):
        assert re.search(rf"^[^\n]*\b{key}:", WHOLE, re.MULTILINE) or f"`{key}`" in WHOLE, key
    for word in (*get_args(PartyKind), *get_args(Fact.model_fields["shown"].annotation)):
        assert f"`{word}`" in WHOLE, word


def test_only_codes_that_exist_are_named() -> None:
    named = set(re.findall(r"SG\d{3}", WHOLE))
    assert {"SG211", "SG312", "SG313", "SG409", "SG412"} <= named <= set(CODES)


def test_the_mandate_has_an_answer_for_every_passage_and_supersedes_the_other() -> None:
    found = built(guide.content(), date(2027, 1, 4))
    own = ("content/mandates/politisk-niveau-2027.md", PLAN)
    assert [finding.code for finding in found.findings if finding.path in own] == []
    assert "kommissorier/politisk-niveau-2027/forskelle/index.html" in found.plan
    assert "frister.ics" in found.plan and "fora/nord-politisk/frister.ics" in found.plan


# --- commands

BEGUN = {  # what lies in the project before a page is followed from the top: documents of other pages
    "referat.md": ("foerste-dagsorden.md",),
    "tillaeg.md": ("foerste-dagsorden.md",),
}
FOLLOWED = [page for page in PAGES if any(one.page == page for one in shown("console"))]


def _in_order(example: str, lines: list[str]) -> bool:
    """Whether the lines shown stand in that order, next to each other but where … stands for some that are left out."""
    at, gap = 0, False
    for line in example.splitlines():
        if line == "…":
            gap = True
            continue
        found = next((i for i in range(at, len(lines)) if lines[i] == line), None) if gap else at
        if found is None or found >= len(lines) or lines[found] != line:
            return False
        at, gap = found + 1, False
    return gap or at == len(lines)


@pytest.mark.parametrize("page", FOLLOWED)
def test_a_page_followed_from_the_top_answers_as_it_shows(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SOURCE_DATE_EPOCH", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    for path, contents in guide.content().items():
        _lay(path, contents)
    for other in BEGUN.get(page, ()):
        for path, text in guide.documents(other).items():
            _lay(path, _sent(text).encode())
    shutil.copy(ROOT / "tests" / "intake" / "referat-fed.docx", "Referat 11. marts.docx")
    begun = None
    for one in shown("console", "text", "markdown"):
        if one.page != page:
            continue
        if one.info == "console":
            for command in re.split(r"^\$ ", one.text, flags=re.MULTILINE)[1:]:
                begun = _answers(command, guide.day(page)) or begun
        elif one.info == "markdown" and one.text.startswith("---"):
            _lay(guide.path_of(one.text), one.text.encode())
        elif one.text.startswith("---"):
            assert begun and _in_order(one.text, Path(begun).read_text(encoding="utf-8").splitlines()), one.text


def _lay(path: str, contents: bytes) -> None:
    """Write a file of the project, and the attachment that it leads to."""
    found = {path: contents, **(dict([guide.ATTACHMENT]) if b"(evaluering.pdf)" in contents else {})}
    for place, data in found.items():
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        Path(place).write_bytes(data)


def _sent(document: str) -> str:
    """A draft of the guide as it is when its page has been followed to the end."""
    return document.replace("draft: true\n", "")


def _answers(example: str, today: date) -> str | None:
    """Run a command of the guide and compare; return the file that it says it wrote."""
    command, _, answer = example.partition("\n")
    arguments = [quoted or word for quoted, word in re.findall(r'"([^"]*)"|(\S+)', command.removeprefix("sitegen "))]
    result = CliRunner().invoke(cli, [*arguments, "--today", str(today)], standalone_mode=False)
    if result.exception and not isinstance(result.exception, WrongUse):
        raise result.exception
    said = result.exception.message if isinstance(result.exception, WrongUse) else result.output
    assert _in_order(answer, said.splitlines()), said
    wrote = re.search(r"content/(?:agendas|minutes)/\S+\.md", result.output)
    return wrote[0] if wrote and Path(wrote[0]).is_file() else None


# --- what is quoted of the program

AGENDA_TEXT = _sent(guide.documents("foerste-dagsorden.md")[AGENDA])
MINUTES_TEXT = guide.documents("referat.md")[MINUTES]
CONTENT = guide.content() | {AGENDA: AGENDA_TEXT.encode(), MINUTES: MINUTES_TEXT.encode()} | dict([guide.ATTACHMENT])
SUPPLEMENT = f"content/agendas/{MEETING}-tillaeg-1.md"
(SUPPLEMENT_TEXT,) = guide.documents("tillaeg.md").values()
CLOSED = AGENDA_TEXT + "\n## 3. Køb af ydelser\nLukket: forhandlingsposition over for leverandør\n"
ORGANISATION = CONTENT["content/organisation.yml"].decode()
MANDATE = "content/mandates/politisk-niveau-2027.md"
MANDATE_TEXT = CONTENT[MANDATE].decode()
SEATED = MANDATE_TEXT.replace(
    "  duties:", '  composition:\n    - {role: politiker, party: laesoe, minimum: 2, clause: "Formål, nr. 1"}\n  duties:'
)
NUMBER = "610180-1234"  # a replacement number: nobody's

# Each quoted finding by its name: the code, what the files are then (None: gone), and the day where it is another than usual.
QUOTED: dict[str, tuple[str, Mapping[str, str | None], date]] = {
    name: (code, files, *day) if day else (code, files, date(2027, 3, 20))
    for name, code, files, *day in [
        ("dato", "SG104", {AGENDA: AGENDA_TEXT.replace("sent: 2027-02-24", "sent: 4. marts 2027")}),
        ("bilag", "SG204", {AGENDA: AGENDA_TEXT.replace("evaluering.pdf", "evalueringen.pdf")}),
        ("referat-sent", "SG304", {MINUTES: MINUTES_TEXT.replace("2027-03-17", "2027-03-22")}, date(2027, 3, 23)),
        ("andet-punkt", "SG206", {MINUTES: MINUTES_TEXT.replace("indsats mod fald", "indsats")}),
        ("tillaeg-uden-grund", "SG307", {SUPPLEMENT: re.sub("late_reason.*\n", "", SUPPLEMENT_TEXT)}),
        ("samme-nummer", "SG202", {SUPPLEMENT: SUPPLEMENT_TEXT, SUPPLEMENT.replace("-1.md", "-2.md"): SUPPLEMENT_TEXT}),
        ("lukket-tekst", "SG502", {AGENDA: f"{CLOSED}\nVi vil højst betale det samme som sidst.\n"}),
        ("lukket-uden-grund", "SG502", {AGENDA: f"{AGENDA_TEXT}\n## 3. Lukket punkt: køb af ydelser\n\nTekst.\n"}),
        ("ingen-dag", "SG104", {PLAN: CONTENT[PLAN].decode().replace("2027-03-11", "2027-02-30")}),
        ("flyttet-uden-id", "SG201", {PLAN: CONTENT[PLAN].decode().replace("2027-03-11", "2027-03-18")}),
        ("clause", "SG201", {MANDATE: MANDATE_TEXT.replace('"Møder, stk. 4"', '"Møder, stk. 5"')}),
        ("uden-svar", "SG409", {MANDATE: re.sub("facts:\n.*\n", "", MANDATE_TEXT)}),
        ("ukendt-forum", "SG201", {AGENDA: AGENDA_TEXT.replace("Emner:", "Henvist til: nord-politiske\nEmner:")}),
        ("opfoelgning", "SG407", {}, date(2027, 5, 4)),
        ("navn-for-id", "SG104", {MINUTES: MINUTES_TEXT.replace("party: hjoerring", "party: Hjørring")}),
        (
            "for-faa-pladser",
            "SG404",
            {
                MANDATE: SEATED,
                "content/organisation.yml": f"{ORGANISATION}    seats:\n      - {{role: politiker, party: laesoe, count: 1}}\n",
            },
        ),
        ("dagsorden-mangler", "SG301", {AGENDA: None, MINUTES: None}, date(2027, 3, 6)),
        ("dagsorden-sent", "SG302", {AGENDA: AGENDA_TEXT.replace("sent: 2027-02-24", "sent: 2027-03-08")}),
        ("personnummer", "SG501", {MINUTES: MINUTES_TEXT.replace("Drøftet.", f"En borger ({NUMBER}) klagede.")}),
        ("ti-cifre", "SG507", {MINUTES: MINUTES_TEXT.replace("Drøftet.", "Se sag 6101801234.")}),
        ("kolon", "SG101", {"content/pages/om.md": "---\ntitle: Møde: nr. 3\n---\nTekst.\n"}),
        ("ukendt-felt", "SG102", {AGENDA: AGENDA_TEXT.replace("published:", "publiceret:")}),
    ]
}
QUOTES = [one for one in shown("text") if one.name]


def test_every_quote_is_there_for_a_page() -> None:
    assert {one.name for one in QUOTES} == set(QUOTED)


@pytest.mark.parametrize("quote", QUOTES, ids=str)
def test_a_finding_is_quoted_word_by_word(quote: Shown) -> None:
    code, changed, today = QUOTED[quote.name]
    files = {path: text.encode() if isinstance(text, str) else text for path, text in (CONTENT | changed).items()}
    files = {path: data for path, data in files.items() if data is not None}
    found = next(finding for finding in built(files, today).findings if finding.code == code)
    said = report.text((found,), "da", {found.path: report.lines(files[found.path])}, colour=False, closing=False)
    if UPDATE:
        place = FOLDER / quote.page
        opening = f"```text {quote.name}\n"
        before, _, after = place.read_text(encoding="utf-8").partition(opening)
        place.write_text(f"{before}{opening}{said.rstrip()}\n```{after.partition('```')[2]}", encoding="utf-8")
    else:
        assert quote.text == f"{said.rstrip()}\n"


@pytest.mark.parametrize("sentence", [one for one in shown("text") if not one.name and not one.text.startswith("---")], ids=str)
def test_what_else_is_quoted_is_said_somewhere_in_the_program(sentence: Shown) -> None:
    places = [*sorted((ROOT / "sitegen").rglob("*.py")), *sorted((ROOT / "templates").glob("*.j2"))]
    sources = "\n".join(place.read_text(encoding="utf-8") for place in places)
    joined = re.sub(r'"\s*\n\s*f?"', "", sources)
    for line in sentence.text.splitlines():
        assert line.replace("http://127.0.0.1:8000/", "{running.address}") in joined, line


# --- pictures


def test_the_pictures_are_few_and_light_and_every_one_is_shown() -> None:
    pictures = sorted((FOLDER / "billeder").glob("*"))
    assert 0 < len(pictures) <= 12 and all(one.suffix == ".png" and one.stat().st_size <= 60_000 for one in pictures)
    told = re.findall(r"!\[([^]]*)\]\((?!fald)([^)]+)\)", WHOLE)
    assert {target for _, target in told} == {f"billeder/{one.name}" for one in pictures}
    assert all(len(words) > 30 for words, _ in told)
