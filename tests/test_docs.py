"""What is written about the program is true of it."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sitegen.catalogue import explanation, sentences
from sitegen.cli import cli
from sitegen.diagnostics import CODES
from tests import guide
from tests.support import built

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
    builds, serving, deadlines, _ = _tables("README.md")
    assert len(_named(builds)) >= 7 and _named(builds) <= _options("build") | _options("check")
    assert _named(serving) == {"--port", "--open", "--public", "--poll"} <= _options("serve")
    assert _named(deadlines) == {"--days", "--format"} and _named(deadlines) <= _options("deadlines")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_documents_name_only_commands_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for command, word in re.findall(r"(?:\$ |`|/)sitegen ([a-z]+)(?: ([a-z]+))?", text):
        group = cli.commands[command]
        assert not isinstance(group, click.Group) or not word or word in group.commands, f"{command} {word}"


def test_readme_names_every_command() -> None:
    named = set(re.findall(r"sitegen (\w+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named == set(cli.commands)


def test_readme_names_only_files_that_a_site_has() -> None:
    plan = {f"/{path}" for path in built(guide.content(), date(2027, 1, 4)).plan}
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


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_in_the_documents_lead_somewhere(path: Path) -> None:
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)]+)\)", re.sub(r"`[^`]*`", "", text)):
        if target.startswith("http"):
            continue
        name, _, anchor = target.partition("#")
        place = path.parent / name if name else path
        assert place.exists(), target
        assert not anchor or anchor in _anchors(place), target


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
