"""The two source mandates: every passage of them has an answer, and docs/mandates.md tells which."""

import re
from pathlib import Path

import pytest

from sitegen import schema
from sitegen.clauses import answered, named
from sitegen.obligations import each_obligation
from sitegen.parse import parse
from sitegen.parsed import Parsed, Passage

ROOT = Path(__file__).resolve().parent.parent
MANDATES = ("politisk-niveau-2019", "fagligt-strategisk-niveau-2019")


def read(name: str) -> Parsed:
    return parse((ROOT / "content" / "mandates" / f"{name}.md").read_bytes(), "mandate")


def clauses(meta: schema.MandateFile) -> list[str]:
    """Every clause that something answers for: obligations and duties, then facts."""
    own = [one.clause for _, one in each_obligation(meta.obligations) if one.clause]
    return own + [fact.clause for fact in meta.facts]


def needed(parsed: Parsed) -> list[Passage]:
    """The passages that say something of their own: not those that only lead up to a list."""
    return [passage for passage in parsed.prose.passages if not passage.leads]


@pytest.mark.parametrize("name", MANDATES)
def test_every_passage_has_an_answer(name: str) -> None:
    parsed = read(name)
    prose = parsed.prose
    said = {p for clause in clauses(parsed.meta) for p in answered(clause, prose.headings, prose.passages)}
    assert [passage.name for passage in needed(parsed) if passage not in said] == []


@pytest.mark.parametrize("name", MANDATES)
def test_every_obligation_and_fact_names_its_passage(name: str) -> None:
    parsed = read(name)
    prose = parsed.prose
    for path, one in each_obligation(parsed.meta.obligations):
        assert one.clause, path
        most = 2 if path == ("host",) else 1  # one obligation says both that hosts take turns and that they lead
        assert 1 <= len(named(one.clause, prose.headings, prose.passages)) <= most, (path, one.clause)
    for fact in parsed.meta.facts:
        assert named(fact.clause, prose.headings, prose.passages), fact.clause


@pytest.mark.parametrize("name", MANDATES)
def test_nothing_is_left_to_people_without_a_reason(name: str) -> None:
    duties = read(name).meta.obligations.duties
    assert duties and all(duty.judged == "by-people" and len(duty.reason) > 20 for duty in duties)


@pytest.mark.parametrize("name", MANDATES)
def test_the_table_names_every_passage_and_no_other(name: str) -> None:
    parsed = read(name)
    text = (ROOT / "docs" / "mandates.md").read_text(encoding="utf-8")
    part = text.split("\n## ")[1 + MANDATES.index(name)]
    quoted = {match for row in part.splitlines() if row.startswith("|") for match in re.findall(r"`([^`]+)`", row)}
    prose = parsed.prose
    told = {p.name for one in quoted for p in answered(one, prose.headings, prose.passages)}
    assert [passage.name for passage in needed(parsed) if passage.name not in told] == []
    numbered = {one for one in quoted if re.search(r", (stk|nr)\. \d", one)}
    assert [one for one in numbered if not named(one, prose.headings, prose.passages)] == []
