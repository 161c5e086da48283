"""Open data: what the tables hold, that JSON, CSV and both schemas agree, that nothing hidden is there, that examples run."""

import csv
import functools
import html
import http.server
import io
import json
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from sitegen.build import Build, Options
from sitegen.feeds import plain, tables
from sitegen.feeds.data import TABLES
from sitegen.feeds.items import DECISIONS
from sitegen.feeds.judged import FINDINGS, STANDINGS, VERDICTS
from sitegen.feeds.tables import NUMBER, TEXT, Column, Table
from tests.sample import TODAY as SAMPLE_DAY
from tests.sample import sample
from tests.support import CASES, base, built, laid_out, read_case, site

NAMES = [table.name for table in TABLES]
LISTS = {f"data/{name}.{kind}" for name in NAMES for kind in ("json", "csv", "schema.json", "table.json")}
MEETING = "2026-03-12-nord-politisk"


def data_of(build: Build) -> dict[str, bytes]:
    assert build.plan, [f for f in build.findings if f.severity == "error"]
    return {path: contents for path, contents in build.plan.items() if isinstance(contents, bytes)}


def rows(plan: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(plan[f"data/{name}.json"])
    return found


def row(plan: dict[str, bytes], name: str, **wanted: Any) -> dict[str, Any]:
    (found,) = [one for one in rows(plan, name) if all(one[key] == value for key, value in wanted.items())]
    return found


def cells(contents: bytes) -> list[dict[str, str]]:
    bare = re.sub(rb'"[^"]*"', b"", contents)  # a cell with quotes round it may hold the end of a line
    assert contents.endswith(b"\r\n") and b"\n" not in bare.replace(b"\r\n", b""), "RFC 4180"
    return list(csv.DictReader(io.StringIO(contents.decode("utf-8"), newline=""), strict=True))


# --- the schemas hold for every table of several sites


AGENDA = f"""---
meeting: {MEETING}
sent: 2026-03-04
published: 2026-03-05T12:00
corrections:
  - {{date: 2026-03-06, text: Beløbet er rettet.}}
---
Se [planen](plan.pdf).

## 1. Fald blandt ældre
Type: drøftelse
Sagsnr.: 2026-0123
Sag: fald
Emner: ældre, forebyggelse
Forslagsstiller: laesoe

## 2. Lukket punkt: køb
Lukket: forhandling
"""
MINUTES = f"""---
meeting: {MEETING}
sent: 2026-03-15
status: draft
---
## 1. Fald blandt ældre

### Beslutning

Drøftet. Se [planen](plan.pdf) og [kommissoriet](../mandates/politisk.md).

- Den *første*
- Den anden

| Del | Kroner |
|---|---|
| A & B | 100 |

### Opfølgning

- [ ] Regnskab (ansvarlig: laesoe, frist: 2026-05-01)
- [x] Plan (ansvarlig: Sekretariatet)

## 2. Lukket punkt: køb
Lukket: forhandling

### Beslutning

Godkendt.

## 3. Tilføjet
"""
FULL: dict[str, str | bytes | None] = {
    f"content/agendas/{MEETING}.md": AGENDA,
    f"content/minutes/{MEETING}.md": MINUTES,
    f"content/attachments/{MEETING}/plan.pdf": b"%PDF",
}
DAY = date(2026, 4, 1)


@functools.cache
def full() -> dict[str, bytes]:
    return data_of(built(site(**FULL), DAY))


@functools.cache
def based() -> dict[str, bytes]:
    """The same below a path."""
    return data_of(built(site(**FULL), DAY, Options(base_url="https://x.example/aftale")))


@functools.cache
def empty() -> dict[str, bytes]:
    return data_of(built(site(**{"content/meetings/2026.yml": "meetings: []\n"})))


SITES: dict[str, Callable[[], dict[str, bytes]]] = {
    "sample": lambda: sample().files,
    "full": full,
    "based": based,
    "empty": empty,
}


@pytest.fixture(params=SITES)
def plan(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return SITES[request.param]()


def test_every_table_is_there_whole(plan: dict[str, bytes]) -> None:
    assert {path for path in plan if path.startswith("data/")} == {*LISTS, "data/datapackage.json", "data/index.html"}


@pytest.mark.parametrize("name", NAMES)
def test_json_is_as_its_schema_says(plan: dict[str, bytes], name: str) -> None:
    schema = json.loads(plan[f"data/{name}.schema.json"])
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(f"/data/{name}.schema.json")
    properties = schema["items"]["properties"]
    assert schema["items"]["required"] == list(properties) and schema["items"]["additionalProperties"] is False
    assert all(one["description"].endswith(".") for one in properties.values())
    validator = Draft202012Validator(schema, format_checker=FormatChecker(["date", "uri"]))
    assert [error.message for error in validator.iter_errors(rows(plan, name))] == []


def test_the_schemas_can_fail() -> None:
    schema = json.loads(full()["data/meetings.schema.json"])
    validator = Draft202012Validator(schema, format_checker=FormatChecker(["date", "uri"]))
    (good,) = rows(full(), "meetings")
    wrong = {
        "date": "12.3.2026",
        "start": "25",
        "mode": "x",
        "cancelled": "false",
        "bodies": "a",
        "url": "en adresse",
        "id": None,
    }
    for name, value in wrong.items():
        assert list(validator.iter_errors([{**good, name: value}])), name
    assert list(validator.iter_errors([{**good, "ekstra": 1}])) and list(validator.iter_errors([{"id": "x"}]))


def typed(text: str, field: dict[str, Any]) -> Any:
    """Read a cell as a Table Schema says."""
    match field["type"], field.get("format"):
        case "integer", None:
            return int(text)
        case "boolean", None:
            return {"true": True, "false": False}[text]
        case "date", None:
            return date.fromisoformat(text)
        case "time", str(form):
            return datetime.strptime(text, form).time()
        case "string", ("uri" | None) as form:
            assert form is None or text.startswith("https://"), text
            return text
    raise AssertionError(field)


@pytest.mark.parametrize("name", NAMES)
def test_csv_is_as_its_schema_says(plan: dict[str, bytes], name: str) -> None:
    schema = json.loads(plan[f"data/{name}.table.json"])
    found = cells(plan[f"data/{name}.csv"])
    assert plan[f"data/{name}.csv"].split(b"\r\n")[0].decode() == ",".join(field["name"] for field in schema["fields"])
    assert schema["missingValues"] == [""]
    for field in schema["fields"]:
        values = [line[field["name"]] for line in found]
        assert "" not in values or not field["constraints"]["required"], field
        for value in filter(None, values):
            assert typed(value, field) is not None
            assert value in field["constraints"].get("enum", [value]), value
        assert not field["constraints"].get("unique") or len(values) == len(set(values))


def test_keys_tell_rows_apart_and_lead_to_rows(plan: dict[str, bytes]) -> None:
    keyed = 0
    for name in NAMES:
        schema, found = json.loads(plan[f"data/{name}.table.json"]), cells(plan[f"data/{name}.csv"])
        if key := schema.get("primaryKey"):
            keyed += 1
            taken = Counter(tuple(line[column] for column in key) for line in found)
            assert [one for one, count in taken.items() if count > 1] == []
            assert all(all(one) for one in taken)
        for link in schema.get("foreignKeys", ()):
            own, there = link["fields"], link["reference"]
            target = cells(plan[f"data/{there['resource'] or name}.csv"])
            there_are = {tuple(line[column] for column in there["fields"]) for line in target}
            wanted = {tuple(line[column] for column in own) for line in found}
            assert {one for one in wanted if all(one)} - there_are == set(), (name, own)
    assert keyed == 7


def shown(value: Any) -> str:
    if isinstance(value, list):
        value = "; ".join(value)
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") and text else text


@pytest.mark.parametrize("name", NAMES)
def test_json_and_csv_hold_the_same_rows(plan: dict[str, bytes], name: str) -> None:
    expected = [{key: shown(value) for key, value in one.items()} for one in rows(plan, name)]
    assert cells(plan[f"data/{name}.csv"]) == expected
    assert all(one != "" for line in rows(plan, name) for one in line.values()), "nothing is null, not an empty text"


def test_the_sample_fills_every_column_of_what_there_is() -> None:
    """A column that nothing fills is one that no test has seen."""
    for name in ("bodies", "meetings", "documents", "items", "decisions", "follow-ups", "verdicts", "standings"):
        found = rows(sample().files, name)
        unused = {key for key in found[0] if all(one[key] in (None, [], "") for one in found)}
        assert unused <= {"part_of", "late_reason"}, (name, unused)


# --- what the tables say


def test_bodies_carry_names_beside_ids() -> None:
    assert row(full(), "bodies", id="nord-politisk") | {"contact_name": None} == {
        "id": "nord-politisk",
        "name": "Klynge Nord, politisk niveau",
        "cluster": "nord",
        "cluster_name": "Klynge Nord",
        "level": "politisk",
        "level_name": "Politisk niveau",
        "part_of": None,
        "parties": ["hjoerring", "laesoe", "regionen"],
        "party_names": ["Hjørring Kommune", "Læsø Kommune", "Regionen"],
        "refers_to": [],
        "valid_from": None,
        "valid_to": None,
        "succeeded_by": [],
        "contact_name": None,
        "contact_email": None,
        "url": "https://proeve.example/fora/nord-politisk/",
    }


def test_a_body_ends_with_its_cluster_and_is_succeeded_with_it() -> None:
    found = row(sample().files, "bodies", id="vest-fagligt-strategisk")
    assert (found["valid_to"], found["succeeded_by"]) == ("2026-12-31", ["sundhedsraad-limfjorden"])


PLAN = """meetings:
  - body: nord-politisk
    date: 2026-03-12
    until: 2026-03-13
    start: 15:00
    end: 12:30
    place: Hjørring Rådhus
    host: hjoerring
    mode: hybrid
    type: seminar
    id: 2026-03-05-nord-politisk
    previous_dates: [2026-03-05, 2026-03-06]
    cancelled: For få punkter
"""


def test_a_meeting_says_all_that_the_plan_does() -> None:
    plan = data_of(built(site(**{"content/meetings/2026.yml": PLAN})))
    assert rows(plan, "meetings") == [
        {
            "id": "2026-03-05-nord-politisk",
            "name": "Klynge Nord, politisk niveau",
            "bodies": ["nord-politisk"],
            "body_names": ["Klynge Nord, politisk niveau"],
            "date": "2026-03-12",
            "until": "2026-03-13",
            "start": "15:00",
            "end": "12:30",
            "place": "Hjørring Rådhus",
            "host": "hjoerring",
            "host_name": "Hjørring Kommune",
            "mode": "hybrid",
            "type": "seminar",
            "cancelled": True,
            "cancelled_reason": "For få punkter",
            "previous_dates": ["2026-03-05", "2026-03-06"],
            "url": "https://proeve.example/moeder/2026-03-05-nord-politisk/",
            "agenda_url": None,
            "minutes_url": None,
        }
    ]
    (line,) = cells(plan["data/meetings.csv"])
    assert (line["cancelled"], line["previous_dates"], line["minutes_url"]) == ("true", "2026-03-05; 2026-03-06", "")


def test_documents_have_ids_of_their_own_and_no_path() -> None:
    agenda, minutes = rows(full(), "documents")
    assert agenda["id"] == f"{MEETING}-agenda" and minutes["id"] == f"{MEETING}-minutes"
    assert (agenda["sent"], agenda["published"], agenda["corrections"], agenda["last_correction"]) == (
        "2026-03-04",
        "2026-03-05",
        1,
        "2026-03-06",
    )
    assert minutes["status"] == "draft" and agenda["status"] is None and agenda["number"] is None
    assert agenda["attachments"] == [f"https://proeve.example/bilag/{MEETING}/plan.pdf"]
    assert minutes["url"] == f"https://proeve.example/moeder/{MEETING}/referat/"
    assert all("content/" not in str(value) for value in (*agenda.values(), *minutes.values()))


def test_supplements_are_numbered() -> None:
    supplement = f"---\nmeeting: {MEETING}\nsupplement: 2\nsent: 2026-03-10\nlate_reason: Hastesag\n---\n## 4. Hast\n"
    plan = data_of(built(site(**FULL, **{f"content/agendas/{MEETING}-tillaeg-2.md": supplement}), DAY))
    found = row(plan, "documents", kind="supplement")
    assert (found["id"], found["number"], found["late_reason"]) == (f"{MEETING}-supplement-2", 2, "Hastesag")
    assert row(plan, "items", item="punkt-4")["supplement"] == 2


def test_items_join_agenda_and_minutes() -> None:
    found = row(full(), "items", item="punkt-1")
    assert {key: found[key] for key in ("number", "type", "case", "case_number", "topics", "proposer", "proposer_names")} == {
        "number": "1",
        "type": "drøftelse",
        "case": "fald",
        "case_number": "2026-0123",
        "topics": ["ældre", "forebyggelse"],
        "proposer": "laesoe",
        "proposer_names": "Læsø Kommune",
    }
    assert found["url"] == f"https://proeve.example/moeder/{MEETING}/#punkt-1"
    assert found["decision"] == "Drøftet. Se planen og kommissoriet.\n- Den første\n- Den anden\nDel | Kroner\nA & B | 100"
    flags = {one["item"]: (one["in_agenda"], one["in_minutes"]) for one in rows(full(), "items")}
    assert flags == {"punkt-1": (True, True), "punkt-2": (True, True), "punkt-3": (False, True)}


def test_decisions_are_there_as_text_and_as_html_that_works_anywhere() -> None:
    found = rows(based(), "decisions")
    assert [one["item"] for one in found] == ["punkt-1", "punkt-2"]
    assert found[0]["text"] == row(based(), "items", item="punkt-1")["decision"]
    links = re.findall(r'href="([^"]*)"', found[0]["html"])
    assert links == [f"https://x.example/aftale/bilag/{MEETING}/plan.pdf", "https://x.example/aftale/kommissorier/politisk/"]
    assert found[0]["minutes_status"] == "draft"


def test_follow_ups_say_how_they_stand_on_the_day() -> None:
    first, second = rows(full(), "follow-ups")
    assert (first["text"], first["owner"], first["owner_name"], first["due"], first["done"], first["state"]) == (
        "Regnskab",
        "laesoe",
        "Læsø Kommune",
        "2026-05-01",
        False,
        "open",
    )
    assert (second["owner"], second["owner_name"], second["due"], second["state"]) == (None, "Sekretariatet", None, "done")
    later = data_of(built(site(**FULL), date(2026, 5, 2)))
    assert [one["state"] for one in rows(later, "follow-ups")] == ["overdue", "done"]


def test_every_address_in_the_data_is_there(plan: dict[str, bytes]) -> None:
    (home,) = {json.loads(plan["data/datapackage.json"])["homepage"].removesuffix("data/")}
    found = set()
    for name in NAMES:
        for one in rows(plan, name):
            for key, value in one.items():
                if key == "attachments" or key.endswith("url"):
                    found |= set(value if isinstance(value, list) else filter(None, [value]))
    for address in found:
        path = address.removeprefix(home).partition("#")[0]
        assert f"{path}index.html" in plan or path.startswith("bilag/"), address


# --- verdicts, standings and findings

VERDICT_KEYS = ["meeting", "body", "obligation", "verdict", "due", "done", "days_late", "measured", "source", "mandate", "clause"]
VERDICT_KEYS += ["date", "body_name", "url"]  # so that nobody needs the other tables to know what it is about
DUTIES = {"meetings", "host", "chair", "composition", "report", "contribution", "referral"}


@pytest.mark.parametrize("case", [*sorted(path.stem for path in CASES.glob("verdict-*.md")), "counting-offset-winter"])
def test_verdicts_are_those_of_the_build(case: str) -> None:
    read_in = read_case(CASES / f"{case}.md")
    build = built(read_in.files, read_in.today)
    found = rows(data_of(build), "verdicts")
    assert len(found) == len(build.verdicts)
    validator = Draft202012Validator(json.loads(data_of(build)["data/verdicts.schema.json"]))
    assert list(validator.iter_errors(found)) == []
    for one in found:
        assert list(one) == VERDICT_KEYS
        assert re.fullmatch(r"agenda|minutes|website-agenda|website-minutes|supplement-\d+", one["obligation"])
    assert len({(r["meeting"], r["body"], r["obligation"]) for r in found}) == len(found), "one verdict each"


def test_a_verdict_says_what_it_rests_on() -> None:
    found = rows(data_of(built(site())), "verdicts")
    assert found[0] == {
        "meeting": MEETING,
        "body": "nord-politisk",
        "obligation": "agenda",
        "verdict": "due",
        "due": "2026-03-05",
        "done": None,
        "days_late": None,
        "measured": "sent",
        "source": "mandate",
        "mandate": "politisk",
        "clause": "Sekretariat",
        "date": "2026-03-12",
        "body_name": "Klynge Nord, politisk niveau",
        "url": f"https://proeve.example/moeder/{MEETING}/",
    }
    assert found[2]["verdict"] == "no-rule"
    assert [found[2][key] for key in ("due", "done", "days_late", "measured", "source", "clause")] == [None] * 6


def test_a_standing_says_what_it_rests_on() -> None:
    case = read_case(CASES / "SG402-suggestion.md")
    found = rows(data_of(built(case.files, case.today)), "standings")
    missing = next(one for one in found if one["reason"] == "missing")
    assert (missing["duty"], missing["source"], missing["body_name"]) == ("host", "mandate", "Klynge Nord, politisk niveau")
    assert missing["mandate"] and missing["meeting"] and missing["clause"] and missing["party"] is None
    assert {one["duty"] for one in rows(sample().files, "standings")} == DUTIES


@pytest.mark.parametrize("table", [VERDICTS, STANDINGS, FINDINGS], ids=lambda table: table.name)
def test_empty_tables_have_their_header(table: Table) -> None:
    found = tables.files(table, laid_out(site()), [])
    assert found[table.address("csv")].decode() == ",".join(column.name for column in table.columns) + "\r\n"
    assert json.loads(found[table.address("json")]) == []


def test_findings_are_those_of_the_build() -> None:
    case = read_case(CASES / "SG301-agenda-missing.md")
    build = built(case.files, case.today)
    found = rows(data_of(build), "findings")
    assert found and [(f["code"], f["path"], f["line"], f["severity"]) for f in found] == [
        (f.code, f.path, f.line, f.severity.value) for f in build.findings
    ]
    missing = next(one for one in found if one["code"] == "SG301")
    assert missing["name"] == "agenda-missing" and missing["message"].startswith("Dagsordenen mangler")
    assert (missing["clause_path"], missing["clause"]) == ("content/mandates/politisk.md", "Sekretariat")
    assert missing["clause_line"] > 1


NOTED = "---\ntitle: Om\nHEAD---\nLæs [her](https://example.dk/).\n"


@pytest.mark.parametrize(
    ("head", "options"),
    [
        ("draft: true\n", Options()),
        ("draft: true\n", Options(drafts=True)),
        ("published: 2026-03-01\n", Options()),
    ],
)
def test_findings_about_pages_that_are_not_public_are_not_published(head: str, options: Options) -> None:
    path = "content/pages/hemmelig.md"
    build = built(site(**{path: NOTED.replace("HEAD", head)}), options=options)
    assert any(f.path == path for f in build.findings)
    for name in ("findings.json", "findings.csv"):
        assert b"hemmelig" not in data_of(build)[f"data/{name}"]


def test_findings_about_files_that_nothing_shows_are_not_published() -> None:
    files: dict[str, str | bytes | None] = {
        f"content/attachments/{MEETING}/hemmelig.pdf": b"%PDF",
        "content/hemmelig.txt": "x",
        "content/pages/om.md": NOTED.replace("HEAD", ""),
    }
    build = built(site(**FULL, **files), DAY)
    assert {"SG205", "SG109", "SG603"} <= {f.code for f in build.findings}
    found = rows(data_of(build), "findings")
    assert "SG603" in {one["code"] for one in found} and "hemmelig" not in str(found)


def test_findings_in_a_language_without_a_catalogue_are_in_danish() -> None:
    case = read_case(CASES / "SG301-agenda-missing.md")
    case.files["content/site.yml"] = case.files["content/site.yml"].replace(b"language: da", b"language: kl")
    assert "Dagsordenen mangler" in data_of(built(case.files, case.today))["data/findings.json"].decode()


# --- nothing hidden

SECRET = "hemmelig"
CLOSED_AGENDA = f"""---
meeting: {MEETING}
sent: 2026-03-04
---
## 1. Åbent punkt

## 2. Lukket punkt
Lukket: forhandling
Type: beslutning

## 3. Lukket i dagsordenen
Lukket: personsag
"""
CLOSED_MINUTES = f"""---
meeting: {MEETING}
sent: 2026-03-15
---
## 2. Lukket punkt
Lukket: forhandling

### Beslutning

Godkendt.
"""
OTHER = f"""---
meeting: {MEETING}
HEAD
---
## 1. {SECRET} titel
Type: beslutning
Sagsnr.: {SECRET}
Sag: {SECRET}
Emner: {SECRET}

### Beslutning

{SECRET} [bilag]({SECRET}.pdf)

### Opfølgning

- [ ] {SECRET} (ansvarlig: {SECRET}, frist: 2026-03-20)
"""


def machine_files(build: Build) -> dict[str, str]:
    return {path: text.decode() for path, text in data_of(build).items() if path.startswith(("data/", "oparl/"))}


def test_of_a_closed_item_only_title_reason_and_decision_are_there() -> None:
    closed = {f"content/agendas/{MEETING}.md": CLOSED_AGENDA, f"content/minutes/{MEETING}.md": CLOSED_MINUTES}
    build = built(site(**closed), DAY)
    assert {path for path, text in machine_files(build).items() if SECRET in text} == set()
    plan = data_of(build)
    found = row(plan, "items", item="punkt-2")
    assert (found["title"], found["closed"], found["closed_reason"], found["decision"]) == (
        "Lukket punkt",
        True,
        "forhandling",
        "Godkendt.",
    )
    assert row(plan, "decisions", item="punkt-2")["text"] == "Godkendt."
    assert row(plan, "items", item="punkt-3")["closed_reason"] == "personsag"
    assert row(plan, "items", item="punkt-1")["closed"] is False and rows(plan, "follow-ups") == []


@pytest.mark.parametrize("folder", ["agendas", "minutes"])
@pytest.mark.parametrize("head", ["draft: true", "published: 2026-06-01"])
def test_what_is_not_public_yet_is_in_no_file(folder: str, head: str) -> None:
    files: dict[str, str | bytes | None] = {
        f"content/{folder}/{MEETING}.md": OTHER.replace("HEAD", head),
        f"content/attachments/{MEETING}/{SECRET}.pdf": b"%PDF",
    }
    build = built(site(**files), DAY)
    assert {path for path, text in machine_files(build).items() if SECRET in text} == set()
    shown = built(site(**files), date(2026, 6, 1), Options(drafts=True))
    seen = {path for path, text in machine_files(shown).items() if SECRET in text}
    assert {"data/items.json", "data/documents.csv", f"oparl/1.1/meeting/{MEETING}.json"} <= seen, "the test can fail"


# --- the machinery

COLUMNS = (Column("text", TEXT, "Tekst.", lambda _, text: text, True), Column("n", NUMBER, "Tal.", lambda _, text: -1))
SMALL = Table("small", "Små", "Prøve.", COLUMNS, None)
SITE = laid_out(site())
RUN = tuple("=+-@\t\r\n＝＋－＠")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_any_text_comes_back_from_csv_and_json(texts: list[str]) -> None:
    files = tables.files(SMALL, SITE, texts)
    assert json.loads(files["/data/small.json"]) == [{"text": text or None, "n": -1} for text in texts]
    found = list(csv.reader(io.StringIO(files["/data/small.csv"].decode(), newline=""), strict=True))[1:]
    assert [line[1] for line in found] == ["-1"] * len(texts), "a number is no formula"
    assert [line[0] for line in found] == [f"'{text}" if text.startswith(RUN) else text for text in texts]


def test_a_long_table_is_one_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [str(n) for n in range(7)]
    whole = tables.files(SMALL, SITE, texts)
    for many in (1, 2, 7):
        monkeypatch.setattr(tables, "AT_ONCE", many)
        assert tables.files(SMALL, SITE, texts) == whole


def test_csv_has_no_byte_order_mark_and_reads_alike_with_and_without_one_expected() -> None:
    contents = full()["data/bodies.csv"]
    assert contents.startswith(b"id,name,") and contents.decode("utf-8-sig") == contents.decode("utf-8")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>En\nlinje</p>\n<p>To<br>tre</p>", "En linje\nTo\ntre"),
        ("<ul>\n<li>\n<p>A</p>\n</li>\n<li>B<ul><li>C</li></ul></li></ul>", "- A\n- B\n- C"),
        ("<table><tr><th>A</th>\n<th>B</th></tr><tr><td>1</td><td></td></tr></table>", "A | B\n1 |"),
        ("<p>a &lt; b &amp; <em>c</em></p>", "a < b & c"),
        ("<ul><li></li></ul>", ""),
    ],
)
def test_html_as_plain_text(markup: str, words: str) -> None:
    assert plain.text(markup) == words


def test_links_with_their_whole_address() -> None:
    markup = '<a href="/a/">A</a> <img src="/b.png"> <a href="#c">C</a> <a href="https://d.dk/">D</a> <a href="//e.dk/">E</a>'
    found = re.findall(r'(?:href|src)="([^"]*)"', plain.absolute(markup, "https://x.dk/p/", "/her/"))
    assert found == ["https://x.dk/p/a/", "https://x.dk/p/b.png", "https://x.dk/p/her/#c", "https://d.dk/", "//e.dk/"]


# --- the package and the page


def test_the_package_gathers_every_table(plan: dict[str, bytes]) -> None:
    package = json.loads(plan["data/datapackage.json"])
    assert [one["name"] for one in package["resources"]] == NAMES
    for one in package["resources"]:
        assert {f"data/{one['path']}", f"data/{one['schema']}"} <= plan.keys()
        assert one["profile"] == "tabular-data-resource" and one["encoding"] == "utf-8" and one["description"]
    assert re.fullmatch(r"[a-z0-9._/-]+", package["name"]) and datetime.fromisoformat(package["created"])
    assert package["id"].startswith("https://") and package["contributors"][0]["title"]


def test_the_terms_are_those_of_the_site_or_unknown() -> None:
    licence = "licence: {name: CC0 1.0, url: 'https://creativecommons.org/publicdomain/zero/1.0/'}\n"
    given = data_of(built(site(**{"content/site.yml": base()["content/site.yml"].decode() + licence})))
    assert json.loads(given["data/datapackage.json"])["licenses"] == [
        {"title": "CC0 1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}
    ]
    assert 'href="https://creativecommons.org/publicdomain/zero/1.0/">CC0 1.0<' in given["data/index.html"].decode()
    assert "licenses" not in json.loads(full()["data/datapackage.json"])
    assert "Ikke oplyst" in full()["data/index.html"].decode()


def test_the_page_describes_every_column_and_counts_every_row(plan: dict[str, bytes]) -> None:
    page = html.unescape(plan["data/index.html"].decode())
    for table in TABLES:
        part = page.split(f'<h3 id="{table.name}">')[1].split("</section>")[0]
        for column in table.columns:
            assert f"<code>{column.name}</code>" in part and column.about in part
            assert all(f"<code>{code}</code>" in part for code in column.values)
        first = page.split(f'<a href="#{table.name}">')[1].split("</tr>")[0]
        assert table.name == "findings" or f'data-label="Rækker">{len(rows(plan, table.name))}</td>' in first


# --- the examples of the page run against the site that it is part of


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        contents = sample().files.get(self.path.lstrip("/"))
        self.send_response(200 if contents is not None else 404)
        self.end_headers()
        self.wfile.write(contents or b"")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    sample()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def example(language: str, address: str) -> str:
    page = sample().files["data/index.html"].decode()
    (code,) = re.findall(rf'<code class="language-{language}">(.*?)</code>', page, re.DOTALL)
    assert "https://sundhedsaftale.example/" in code
    return html.unescape(code).replace("https://sundhedsaftale.example/", address)


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_in_python_runs(address: str) -> None:
    code = example("python", address)
    assert len(code.strip().splitlines()) <= 10
    today = SAMPLE_DAY.isoformat()
    found = [one for one in rows(sample().files, "follow-ups") if not one["done"] and (one["due"] or "9") < today]
    assert found
    expected = [f"{one['due']}; {one['owner_name']}; {one['text']}" for one in found]
    assert run([sys.executable, "-I", "-X", "utf8", "-c", code]).splitlines() == expected


def test_the_example_with_jq_names_columns_and_runs_where_jq_is(address: str) -> None:
    command = example("sh", address)
    named = set(re.findall(r"\.([a-z_]+)\b", command.split("jq", 1)[1]))
    assert {"date", "title", "text", "url"} <= named <= {column.name for column in DECISIONS.columns}
    if not (shutil.which("jq") and shutil.which("curl")):
        return
    found = list(csv.reader(io.StringIO(run(["sh", "-c", example("sh", address)]))))
    decisions = [one for one in rows(sample().files, "decisions") if one["date"].startswith(str(SAMPLE_DAY.year))]
    assert found == [[one["date"], one["title"], one["text"], one["url"]] for one in decisions] != []
