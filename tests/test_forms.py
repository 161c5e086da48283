"""What is told of the schema to other programs: words for every field, JSON Schema, VS Code's settings, the browser's forms."""

import json
import os
import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sitegen import catalogue, forms, frontmatter, schema
from sitegen.build import kind_of
from sitegen.cli import cli
from sitegen.entry import Entry
from sitegen.forms import jsonschema, shape
from sitegen.forms.vscode import COVERED, SETTINGS
from sitegen.parse import decode, parse
from tests.support import CASES, ROOT, base, examined, read_case, site

MODELS = shape.entries()
LONG = bool(os.environ.get("SITEGEN_LONG"))
TYPE_CODES = {"SG101", "SG102", "SG103", "SG104", "SG105", "SG106", "SG107", "SG111"}


# --- words


def test_every_field_is_called_something_and_nothing_else_is() -> None:
    used = {(one.__name__, name) for model in MODELS for name in model.model_fields for one in model.__mro__}
    table = catalogue.fields()
    written = {(model, name) for model in set(table) - {"kinds", "choices", "words"} for name in table[model]}
    assert written <= used
    for model in MODELS:
        for field in shape.of(model):
            assert field.label[0].isupper() and len(field.label) < 40, (model, field)
            assert field.hint.endswith(".") and len(field.hint) > 12, (model, field)


def test_every_choice_has_a_word_and_every_word_is_used() -> None:
    choices = {value for model in MODELS for field in shape.of(model) for value in field.choices}
    assert set(catalogue.fields()["choices"]) == choices
    assert set(catalogue.fields()["kinds"]) == set(schema.FILES)
    for kind in schema.FILES:
        assert kind_of(shape.kind_words(kind)[1]) == kind


# --- JSON Schema: what the program accepts, it accepts


class Core(yaml.SafeLoader):
    """YAML 1.2 as editors of text read it: dates and times are text, `017` is a number, `ja` is a word."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))
Core.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node)))


@lru_cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(forms.document(kind))


def refused(kind: str, text: str) -> list[str]:
    """What the schema says against a text of YAML."""
    value = yaml.load(text, Loader=Core)
    return [f"{list(e.absolute_path)} {e.message[:120]}" for e in validator(kind).iter_errors({} if value is None else value)]


def matter(path: str, data: bytes) -> tuple[str, str] | None:
    """The kind of a file and its YAML; None for what has none, or cannot be read."""
    kind = kind_of(path)
    text, findings = decode(data)
    if kind is None or findings:
        return None
    if kind in COVERED:
        return kind, text
    found = frontmatter.split(text)[0]
    return None if found is None else (kind, found)


@pytest.mark.parametrize("kind", [*schema.FILES, None])
def test_each_schema_is_one(kind: str | None) -> None:
    Draft202012Validator.check_schema(forms.document(kind))
    named = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(forms.document(kind))))
    assert named <= set(forms.document(kind).get("$defs", {})) and (kind or named)


def test_the_schema_of_all_holds_those_of_each() -> None:
    every = Draft202012Validator(forms.document())
    assert every.is_valid({"title": "Om", "menu": 1}) and not every.is_valid({"titel": "Om"})


def test_all_the_content_is_accepted() -> None:
    count = 0
    for path in sorted((ROOT / "content").rglob("*")):
        found = matter(path.relative_to(ROOT).as_posix(), path.read_bytes()) if path.suffix in (".md", ".yml") else None
        if found:
            count += 1
            assert refused(*found) == [], path
    assert count > 60


def test_what_no_case_finds_fault_with_is_accepted() -> None:
    accepted = 0
    for path in sorted(CASES.glob("*-*.md")):
        files = {name: data for name, data in read_case(path).files.items() if base().get(name) != data}
        for name, data in files.items():
            found = matter(name, data)
            if found and TYPE_CODES.isdisjoint(finding.code for finding in parse(data, found[0]).findings):
                accepted += 1
                assert refused(*found) == [], (path, name)
    assert accepted > 300


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("agenda", "meeting: a\nmedding: b", "medding"),
        ("agenda", "sent: 2026-03-12", "meeting"),
        ("agenda", "meeting: a\nsent: 12.3.2026", "sent"),
        ("agenda", "meeting: Nord Politisk", "meeting"),
        ("agenda", "meeting: a\nsupplement: 0", "supplement"),
        ("agenda", "meeting: a\ndraft: måske", "draft"),
        ("minutes", "meeting: a\nstatus: færdig", "status"),
        ("minutes", "meeting: a\nparticipants: [{party: b}]", "participants"),
        ("minutes", "meeting: a\nparticipants: {role: b}", "participants"),
        ("plan", "meetings:\n- {body: a, date: 2026-03-12, start: 15.00}", "start"),
        ("plan", "meetings:\n- {date: 2026-03-12}", "meetings"),
        ("plan", "meetings:", "meetings"),
        ("mandate", "title: a\nbodies: []", "bodies"),
        ("mandate", "title: a\nbodies: [b]\nobligations: {agenda: {due: en uge før}}", "due"),
        ("mandate", "title: a\nbodies: [b]\nobligations: {composition: [{role: r}]}", "composition"),
        ("site", "title: a\nbase_url: http://a.example/\npublisher: {name: b}", "base_url"),
        ("organisation", "bodies: [{id: a, name: b}]\nparties: [{id: a, name: b, kind: kommune}]", "kind"),
        ("page", "title: a\naliases: [om]", "aliases"),
        ("page", "title: ' '", "title"),
    ],
)
def test_what_is_wrong_is_shown_where_it_is(kind: str, text: str, said: str) -> None:
    found = refused(kind, text)
    assert found and any(said in line for line in found)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("agenda", "meeting: 2026\nsent:\ndraft: nej\nsupplement: 01"),
        ("agenda", "meeting: a\ndraft: TRUE\npublished: 2026-03-05T9:00\nlate_reason: 12.5"),
        ("plan", "meetings:\n- {body: a, bodies: , date: '2026-03-12', start: 9:00, mode: , id: 017}"),
        ("minutes", "meeting: a\nparticipants:\n- \n- {role: true, name: }"),
        ("mandate", "title: 2026\nbodies: [2026]\nobligations: {agenda: {due: 5  weekdays  before}, referrals: {}}"),
    ],
)
def test_yaml_that_an_editor_of_text_types_otherwise_is_accepted_as_the_program_does(kind: str, text: str) -> None:
    located, findings = frontmatter.locate(text)
    assert located and not findings
    assert frontmatter.typed(schema.FILES[kind], located)[0] is not None
    assert refused(kind, text) == []


# The first two of each are good.
SCALARS: dict[str, list[str]] = {
    "text": ["Hjørring Rådhus", "017", "12.5", "ja", "true", "2026-03-12", "a: b"],
    "id": ["nord-politisk", "2019", "a1", "Nord", "æ", "-a", "1-2"],
    "date": ["2026-03-12", "2199-12-31", "2026-13-01", "12.3.2026", "20260312", "1899-01-01"],
    "moment": ["2026-03-12", "2026-03-12T9:00", "2026-03-12 09:00:30", "2026-03-12T09:00+01:00", "2026-03-12T24:00", "i dag"],
    "time": ["15:00", "9:30", "24:00", "15.00", "15"],
    "count": ["0", "7", "017", "10000", "-1", "to"],
    "positive": ["1", "007", "0", "x"],
    "flag": ["true", "FALSE", "ja", "Nej", "yes", "1", "on"],
    "term": ["1 week before", "5  weekdays after", "before next meeting", "1 uge før", "week before"],
    "url": ["https://a.example", "http://a.example/b?c", "ftp://a.example", "a.example"],
    "site-address": ["https://a.example/", "https://a.example/b/", "https://a.example", "http://a.example/"],
    "address": ["/a/", "/a/b.html", "/a b", "//a", "a"],
    "language": ["da", "en-GB", "dansk", "DA"],
    "zone": ["Europe/Copenhagen", "Europe/Copenhagen", "UTC"],
}
SCALARS["sent"] = SCALARS["moment"]


def values(field: shape.Field, depth: int) -> st.SearchStrategy[str]:
    """Texts of YAML, on one line, that a field may and may not hold."""
    if field.entry:
        one = mappings(field.entry, depth + 1)
    elif field.kind == "choice":
        one = st.sampled_from([*field.choices * 6, "andet"])
    else:
        good, every = SCALARS[field.kind][:2], SCALARS[field.kind]
        one = st.tuples(st.sampled_from(good * 12 + every), st.booleans()).map(
            lambda pair: json.dumps(f" {pair[0]}") if pair[1] else _plain(pair[0])
        )
    some = st.lists(one, max_size=2).map(lambda parts: f"[{', '.join(parts)}]") if field.many else one
    rare = st.sampled_from(["", "", "x", "[]", "{}"])
    return st.integers(0, 19).flatmap(lambda number: some if number else rare)


def _plain(text: str) -> str:
    return json.dumps(text) if ": " in text or "?" in text else text


def mappings(model: type[Entry], depth: int = 0) -> st.SearchStrategy[str]:
    """Texts of YAML that a class may and may not be: what it needs is most often there."""

    @st.composite
    def drawn(draw: st.DrawFn) -> str:
        found = []
        for field in shape.of(model):
            needed = field.required or field.name == shape.ONE_OF.get(model, ("",))[0]
            if draw(st.integers(0, 29)) < (29 if needed else 6 - 2 * depth):
                found.append(f"{field.name}: {draw(values(field, depth))}")
        return f"{{{', '.join(found)}}}"

    return drawn()


@pytest.mark.parametrize("kind", schema.FILES)
def test_what_the_program_accepts_the_schema_accepts(kind: str) -> None:
    accepted = 0

    @settings(max_examples=2000 if LONG else 60, deadline=None, database=None, derandomize=True)
    @given(mappings(schema.FILES[kind]))
    def agree(text: str) -> None:
        nonlocal accepted
        located, findings = frontmatter.locate(text)
        if located and not findings and frontmatter.typed(schema.FILES[kind], located)[0] is not None:
            accepted += 1
            assert refused(kind, text) == [], text

    agree()
    assert accepted > 5  # of those that anybody would write


@pytest.mark.parametrize("kind", [kind for kind in SCALARS if kind != "text"])
def test_a_value_alone_is_accepted_by_both_or_by_neither(kind: str) -> None:
    """Only a day that the calendar lacks is beyond a pattern: it is not among these."""
    reader = next(function for function, name in shape.KINDS.items() if name == kind)
    check = Draft202012Validator(jsonschema.VALUES[kind])
    for text in SCALARS[kind]:
        try:
            reader(text)
            accepted = True
        except ValueError:
            accepted = False
        assert check.is_valid(yaml.load(_plain(text), Loader=Core)) == accepted, text


# --- VS Code


def test_the_repository_has_the_settings_of_vs_code_as_they_are_now() -> None:
    wanted = forms.vscode()
    assert {p.relative_to(ROOT).as_posix(): p.read_bytes() for p in (ROOT / ".vscode").rglob("*") if p.is_file()} == wanted


def test_vs_code_is_told_of_schemas_that_are_there_for_files_that_are() -> None:
    for name, pattern in SETTINGS["yaml.schemas"].items():
        assert name.removeprefix("./") in forms.vscode()
        assert {kind_of(p.relative_to(ROOT).as_posix()) for p in ROOT.glob(pattern)} == {Path(name).name.split(".")[0]}


# --- the command


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["schema", *arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout


def test_the_command_prints_a_schema_and_writes_one_for_each_kind(tmp_path: Path) -> None:
    assert json.loads(run()[1]) == forms.document()
    assert json.loads(run("minutes")[1]) == forms.document("minutes")
    assert run("-o", str(tmp_path / "ny"))[0] == 0
    assert {path.name for path in (tmp_path / "ny").iterdir()} == {f"{kind}.schema.json" for kind in schema.FILES}
    assert json.loads((tmp_path / "ny" / "page.schema.json").read_bytes()) == forms.document("page")


def test_the_command_prints_the_forms_of_a_project(root: Path, tmp_path: Path) -> None:
    status, text = run("--cms", "-C", str(root), "--today", "2026-02-01")
    assert status == 0 and yaml.load(text, Loader=yaml.CSafeLoader)["backend"]["name"] == "github"
    run("--cms", "-C", str(root), "--today", "2026-02-01", "-o", str(tmp_path))
    assert (tmp_path / "config.yml").read_text(encoding="utf-8") == text


def test_the_command_is_used_wrongly(root: Path) -> None:
    with pytest.raises(Exception, match="Skriv ingen slags"):
        run("minutes", "--cms", "-C", str(root))
    (root / "content" / "site.yml").write_text("title: [\n", encoding="utf-8")
    assert run("--cms", "-C", str(root), "--today", "2026-02-01") == (1, "")


# --- the forms of the browser

EDITOR = schema.Editor(backend="gitlab", repo="a/b", app="123", auth="https://git.example", review=True)  # type: ignore[arg-type]
MORE = b"  - {bodies: [nord-politisk], date: 2026-05-05, id: faelles}\n"


@lru_cache
def config(editor: schema.Editor = EDITOR) -> dict[str, Any]:
    files = site(**{"content/meetings/2026.yml": base()["content/meetings/2026.yml"] + MORE})
    built = examined(files, date(2026, 2, 1)).site
    assert built
    return dict(yaml.load(forms.config(built, editor), Loader=yaml.CSafeLoader))


def form(name: str) -> dict[str, Any]:
    found = [c for c in config()["collections"] if c["name"] == name]
    found += [file for c in config()["collections"] for file in c.get("files", ()) if file["name"] == name]
    assert len(found) == 1
    return dict(found[0])


def named(fields: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in fields}


@pytest.mark.parametrize(
    ("name", "kind", "missing"),
    [
        ("agendas", "agenda", {"supplement"}),
        ("supplements", "agenda", set()),
        ("minutes", "minutes", set()),
        ("mandates", "mandate", set()),
        ("pages", "page", set()),
        ("2026", "plan", set()),
        ("site", "site", set()),
        ("organisation", "organisation", set()),
    ],
)
def test_every_field_is_in_its_form_in_the_order_of_the_schema(name: str, kind: str, missing: set[str]) -> None:
    own = [field["name"] for field in form(name)["fields"] if field["name"] != "body"]
    assert own == [field for field in schema.FILES[kind].model_fields if field not in missing]


def test_what_there_is_to_choose_is_what_the_content_has() -> None:
    fields = named(form("minutes")["fields"])
    assert fields["meeting"]["options"] == [
        {"label": "5. maj 2026: Klynge Nord, politisk niveau", "value": "faelles"},
        {"label": "12. marts 2026: Klynge Nord, politisk niveau", "value": "2026-03-12-nord-politisk"},
    ]
    assert fields["status"]["options"][0] == {"label": "Udkast", "value": "draft"}
    assert {"label": "Læsø Kommune", "value": "laesoe"} in named(fields["participants"]["fields"])["party"]["options"]
    meetings = named(named(form("2026")["fields"])["meetings"]["fields"])
    assert [one["value"] for one in meetings["body"]["options"]] == ["nord-politisk"] and meetings["bodies"]["multiple"] is True
    assert named(form("2026")["fields"])["meetings"]["summary"] == "{{date}} {{body}} {{id}}"
    assert meetings["id"]["pattern"][1].startswith("Kun små bogstaver")


def test_nothing_is_asked_for_within_what_may_be_left_out() -> None:
    obligations = named(named(form("mandates")["fields"])["obligations"]["fields"])
    assert obligations["agenda"]["required"] is False
    assert named(obligations["agenda"]["fields"])["due"]["required"] is False
    assert named(obligations["composition"]["fields"])["role"]["required"] is True
    assert named(form("site")["fields"])["publisher"]["fields"][0]["required"] is True


def test_files_get_the_names_that_the_program_expects() -> None:
    by_name = {c["name"]: c for c in config()["collections"]}
    assert by_name["agendas"]["slug"] == by_name["minutes"]["slug"] == "{{meeting}}"
    assert by_name["supplements"]["slug"] == "{{meeting}}-tillaeg-{{supplement}}"
    folders = {name: c["folder"] for name, c in by_name.items() if "folder" in c}
    assert folders.pop("supplements") == "content/agendas"
    assert {name: f"content/{name}" for name in folders} == folders and {kind_of(f"{f}/a.md") for f in folders.values()}
    assert [file["file"] for file in by_name["plans"]["files"]] == ["content/meetings/2027.yml", "content/meetings/2026.yml"]
    assert all(kind_of(file["file"]) for name in ("plans", "base") for file in by_name[name]["files"])


def test_where_the_files_lie_and_how_they_are_published() -> None:
    found = config()
    given = {"name": "gitlab", "repo": "a/b", "branch": "main", "base_url": "https://git.example", "app_id": "123"}
    given["api_root"] = "https://git.example/api/v4"
    assert given.items() <= found["backend"].items() and found["backend"]["auth_type"] == "pkce"
    assert found["publish_mode"] == "editorial_workflow" and found["locale"] == "da" and found["local_backend"] is True
    plain = schema.Editor(backend="github", repo="a/b")
    assert config(plain)["backend"]["api_root"] == "https://api.github.com"
    assert "publish_mode" not in config(plain) and "base_url" not in config(plain)["backend"]


def test_a_text_is_never_made_rich() -> None:
    body = named(form("agendas")["fields"])["body"]
    assert body["modes"] == ["raw"] and body["editor_components"] == [] and config()["editor"] == {"preview": False}
