"""What is written about the program is true of it."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any, get_args

import click
import pytest
import yaml
from click.testing import CliRunner

from sitegen.catalogue import explanation, sentences
from sitegen.cli import cli
from sitegen.diagnostics import CODES
from sitegen.entry import PartyKind
from sitegen.obligations import Duty, Fact, Obligations, each_obligation
from sitegen.parse import parse
from sitegen.parsed import Parsed
from tests.support import built, site

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))


def _options(command: str) -> set[str]:
    return {name for parameter in cli.commands[command].params for name in parameter.opts + parameter.secondary_opts}


def _tables(path: str) -> list[list[str]]:
    """The first cells of each table of a document."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return [
        re.findall(r"^\| *(.*?) *(?<!\\)\|", table, re.MULTILINE)[2:] for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    ]


def _named(cells: list[str]) -> set[str]:
    return {word.strip("`").split()[0] for cell in cells for word in cell.split(", ") if word.startswith("`-")}


def test_readme_names_only_options_that_exist() -> None:
    builds, deadlines, _ = _tables("README.md")
    assert len(_named(builds)) >= 7 and _named(builds) <= _options("build") | _options("check")
    assert _named(deadlines) == {"--days", "--format"} and _named(deadlines) <= _options("deadlines")


@pytest.mark.parametrize("path", ["README.md", "docs/redaktoer.md", "docs/drift.md"])
def test_the_documents_name_only_commands_that_exist(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    found = re.findall(r"(?:\$ |`|/)sitegen ([a-z]+)(?: ([a-z]+))?", text)
    assert found
    for command, word in found:
        group = cli.commands[command]
        assert not isinstance(group, click.Group) or word in group.commands, f"{command} {word}"


def test_readme_names_every_command() -> None:
    named = set(re.findall(r"sitegen (\w+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named == set(cli.commands)


def test_readme_names_only_files_that_a_site_has() -> None:
    plan = {f"/{path}" for path in _guide_site(date(2027, 1, 4))[0]}
    named = re.findall(r"`(/[\w/.<>-]+\.(?:json|csv|ics|xml|txt))`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(named) >= 7 and {name.replace("<id>", "nord-politisk") for name in named} <= plan


def test_the_changelog_counts_the_findings() -> None:
    count = re.search(r"(\d+) findings", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert count and int(count[1]) == len(CODES)


HEADINGS = {"da": ["Hvad", "Hvorfor", "Eksempel", "Sådan retter du"], "en": ["What", "Why", "Example", "How to mend"]}
FENCED = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("language", HEADINGS)
@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str, language: str) -> None:
    text = explanation(code, language)
    assert re.findall(r"^## (.+)$", FENCED.sub("", text), re.MULTILINE) == HEADINGS[language]
    result = CliRunner().invoke(cli, ["explain", code, "--lang", language], standalone_mode=False)
    assert result.return_value == 0 and text in result.output


def test_no_sentence_is_left_for_a_code_that_is_gone() -> None:
    for language in ("da", "en"):
        assert set(sentences(language)) - {"words"} == set(CODES)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_in_the_documents_lead_somewhere(path: Path) -> None:
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", re.sub(r"`[^`]*`", "", text)):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_within_a_document_lead_to_a_heading(path: Path) -> None:
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", re.sub(r"`[^`]*`", "", text))) <= anchors


# --- the editors' guide: what it shows is read, built and run

GUIDE = (ROOT / "docs" / "redaktoer.md").read_text(encoding="utf-8")
AGENDA = "---\nmeeting: 2027-03-11-nord-politisk\n---\n"
MANDATE = "---\ntitle: Kommissorium\nbodies: [nord-politisk]\n"


def _shown(info: str) -> list[str]:
    """The fenced examples of a kind, without the indentation they have in a list."""
    found = re.findall(rf"^( *)```{info}\n(.*?)^ *```", GUIDE, re.MULTILINE | re.DOTALL)
    return [dedent(text) if indent else text for indent, text in found]


def _read(document: str, kind: str) -> Parsed:
    parsed = parse(document.encode(), kind)
    assert parsed.findings == (), document
    return parsed


def _documents() -> dict[str, str]:
    """The whole documents that the guide shows, by kind."""
    whole = [text for text in _shown("markdown") if text.startswith("---")]
    return dict(zip(("agenda", "minutes", "mandate"), whole, strict=True))


def test_the_guide_shows_documents_that_parse() -> None:
    for kind, document in _documents().items():
        _read(document, kind)
    items = [text for text in _shown("markdown") if not text.startswith("---")]
    assert len(items) == 2
    for item in items:
        _read(AGENDA + item, "agenda")


WHERE = {  # by the first key of a YAML example: the kind of file it belongs to, and what is around it there
    "body": ("plan", "meetings:\n"),
    "seats": ("organisation", "bodies:\n  - id: nord-politisk\n    name: Klynge Nord\n"),
    "archive_from": ("site", "title: Side\nbase_url: https://proeve.example/\npublisher: {name: Sekretariatet}\n"),
    "status": ("minutes", "---\nmeeting: 2027-03-11-nord-politisk\n"),
    "late_reason": ("agenda", "---\nmeeting: 2027-03-11-nord-politisk\n"),
    "aliases": ("agenda", "---\nmeeting: 2027-03-11-nord-politisk\n"),
    "obligations": ("mandate", MANDATE),
    "house_rules": ("mandate", MANDATE),
}


def _parsed(example: str) -> tuple[str, Parsed]:
    """A YAML example of the guide, read in a file of its kind."""
    first = re.match(r"(?:- )?(\w+):", example)
    assert first, example
    kind, around = WHERE[first[1]]
    indent = "    " if kind == "organisation" else "  " if kind == "plan" else ""
    text = around + re.sub("^", indent, example.rstrip("\n"), flags=re.MULTILINE) + "\n"
    return first[1], _read(f"{text}---\n" if around.startswith("---") else text, kind)


@pytest.mark.parametrize("example", _shown("yaml"), ids=lambda text: text.split("\n", 2)[0])
def test_every_yaml_example_of_the_guide_parses(example: str) -> None:
    _parsed(example)


def _said(entry: Any) -> Iterator[tuple[type, str]]:
    """Every field that an obligation states, with its class."""
    yield from ((type(entry), name) for name in entry.model_fields_set)


def test_the_guide_shows_every_kind_of_obligation_and_every_key_of_each() -> None:
    examples = [parsed.meta for key, parsed in map(_parsed, _shown("yaml")) if key in ("obligations", "house_rules")]
    mandate = _read(_documents()["mandate"], "mandate").meta
    shown = [
        one for meta in (*examples, mandate) for rules in (meta.obligations, meta.house_rules) for one in each_obligation(rules)
    ]
    assert {path[0] for path, _ in shown} == set(Obligations.model_fields)
    told = {field for _, one in shown for field in _said(one)} | {(Duty, "to")}  # to whom a duty is owed needs no example
    for kind in {type(one) for _, one in shown}:
        assert {(kind, name) for name in kind.model_fields} <= told, kind
    assert mandate.supersedes and mandate.facts
    for key in ("applies_from", "supersedes", "proposed", "house_rules", "facts", "waived", "late_reason", "archive_from"):
        assert re.search(rf"^[^\n]*\b{key}:", GUIDE, re.MULTILINE) or f"`{key}`" in GUIDE, key
    for word in (*get_args(PartyKind), *get_args(Fact.model_fields["shown"].annotation)):
        assert f"`{word}`" in GUIDE, word


def test_the_guide_names_only_codes_that_exist() -> None:
    named = set(re.findall(r"SG\d{3}", GUIDE))
    assert {"SG211", "SG312", "SG313", "SG409", "SG412"} <= named <= set(CODES)


def _guide_content() -> dict[str, bytes]:
    """A small site of what the guide shows: its first meeting and its mandate, which supersedes the one of the base site."""
    plan = next(text for text in _shown("yaml") if text.startswith("- body:"))
    earlier = site()["content/mandates/politisk.md"]
    return site(
        **{
            "content/meetings/2026.yml": None,
            "content/meetings/2027.yml": "meetings:\n" + re.sub("^(?=.)", "  ", plan, flags=re.MULTILINE),
            "content/mandates/politisk.md": None,
            "content/mandates/politisk-niveau-2019.md": earlier,
            "content/mandates/politisk-niveau-2027.md": _documents()["mandate"],
        }
    )


def _guide_site(today: date) -> tuple[dict[str, Any], list[str]]:
    """The output of the guide's site by path, and what is found in its mandate and its plan."""
    found = built(_guide_content(), today)
    own = ("content/mandates/politisk-niveau-2027.md", "content/meetings/2027.yml")
    return dict(found.plan), [finding.code for finding in found.findings if finding.path in own]


def test_the_mandate_in_the_guide_has_an_answer_for_every_passage_and_supersedes_the_other() -> None:
    plan, findings = _guide_site(date(2027, 1, 4))
    assert findings == []
    assert "kommissorier/politisk-niveau-2027/forskelle/index.html" in plan
    assert "frister.ics" in plan and "fora/nord-politisk/frister.ics" in plan


def _in_order(shown: str, lines: list[str]) -> bool:
    """Whether the lines shown stand in that order, next to each other but where … stands for some that are left out."""
    at, gap = 0, False
    for line in shown.splitlines():
        if line == "…":
            gap = True
            continue
        found = next((i for i in range(at, len(lines)) if lines[i] == line), None) if gap else at
        if found is None or found >= len(lines) or lines[found] != line:
            return False
        at, gap = found + 1, False
    return gap or at == len(lines)


def test_the_commands_in_the_guide_answer_as_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for path, contents in _guide_content().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(contents)
    examples = _shown("console")
    assert len(examples) == 2
    for example in examples:
        command, _, answer = example.partition("\n")
        arguments = command.removeprefix("$ sitegen ").split()
        result = CliRunner().invoke(cli, [*arguments, "-C", str(tmp_path), "--today", "2027-02-20"], standalone_mode=False)
        assert result.return_value == 0 and _in_order(answer, result.output.splitlines()), result.output
    (begun,) = _shown("text")
    text = (tmp_path / "content/agendas/2027-03-11-nord-politisk.md").read_text(encoding="utf-8")
    assert _in_order(begun, text.splitlines()), text
    arguments = ["new", "minutes", "2027-03-11-nord-politisk", "-C", str(tmp_path), "--today", "2027-03-12"]
    assert CliRunner().invoke(cli, arguments, standalone_mode=False).return_value == 0


# --- the example of a build service's workflow


def test_the_workflow_in_the_documents_fetches_all_of_the_history_and_runs_every_night() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "drift.md").read_text(encoding="utf-8"), re.DOTALL)
    workflow = yaml.safe_load(example)
    assert workflow[True]["schedule"] and "push" in workflow[True]  # YAML 1.1 reads `on` as true
    (job,) = workflow["jobs"].values()
    assert any(step.get("with", {}).get("fetch-depth") == 0 for step in job["steps"])
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"make ([\w-]+)", " ".join(step.get("run", "") for step in job["steps"]))
    assert targets and all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_the_floors_in_the_documents_are_those_of_the_test() -> None:
    from tests.test_architecture import ORDER

    drawn = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("```")[1]
    for name in ORDER:
        assert re.search(rf"\b{name}\b", drawn), name


def test_both_lists_of_versions_carry_hashes_and_name_no_host() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, extras in (("constraints.txt", ["build"]), ("constraints-test.txt", ["build", "test"])):
        text = (ROOT / name).read_text(encoding="utf-8")
        pinned = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))
        assert text.count("--hash=sha256:") >= len(pinned) and "://" not in text
        wanted = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
        for requirement in wanted:
            assert re.match(r"[a-z0-9-]+", requirement)[0] in pinned  # type: ignore[index]


def test_the_list_of_node_packages_carries_hashes_and_names_no_host() -> None:
    folder = ROOT / "tests" / "node"
    text = (folder / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert packages[""]["dependencies"] == wanted and "http" not in text
    assert all(packages[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
    assert all(package["integrity"].startswith("sha512-") for name, package in packages.items() if name)
