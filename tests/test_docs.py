"""What is written about the program is true of it."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.catalogue import explanation, sentences
from sitegen.cli import cli
from sitegen.diagnostics import CODES
from sitegen.parse import parse

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))


def _options(command: str) -> set[str]:
    return {name for parameter in cli.commands[command].params for name in parameter.opts + parameter.secondary_opts}


def test_readme_names_only_options_that_exist() -> None:
    table = re.findall(r"^\| (`-.*?) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {word.strip("`").split()[0] for row in table for word in row.split(", ")}
    assert len(named) >= 7 and named <= _options("build") | _options("check")


@pytest.mark.parametrize("command", re.findall(r"sitegen (\w+)", (ROOT / "README.md").read_text(encoding="utf-8")))
def test_readme_names_only_commands_that_exist(command: str) -> None:
    assert command in cli.commands


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


def test_the_editors_guide_shows_documents_that_parse() -> None:
    guide = (ROOT / "docs" / "redaktoer.md").read_text(encoding="utf-8")
    shown = re.findall(r"^( *)```markdown\n(.*?)^ *```", guide, re.MULTILINE | re.DOTALL)
    assert len(shown) == 2
    for (indent, text), kind in zip(shown, ("agenda", "minutes"), strict=True):
        document = re.sub(f"^{indent}", "", text, flags=re.MULTILINE)
        assert parse(document.encode(), kind).findings == ()


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
        assert text.count("--hash=sha256:") >= len(pinned) and "http" not in text
        wanted = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
        for requirement in wanted:
            assert re.match(r"[a-z0-9-]+", requirement)[0] in pinned  # type: ignore[index]
