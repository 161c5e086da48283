"""The sentences: whatever can be found is said in both languages, without a hole in it."""

import re
from datetime import date
from functools import lru_cache
from string import Formatter

import pytest

from sitegen import catalogue
from sitegen.diagnostics import CODES, Finding
from tests.support import CASES, built, examined, history, read_case

PARTS = ("message", "hint")
SG113 = ("link", "special", "name", "system")
# What only the disk can raise, beside what the cases raise.
DISK = (
    *(
        Finding("SG113", arguments={"problem": "x"}, variant=v, path="content/x.md")
        for v in ("link", "special", "name", "system")
    ),
    Finding("SG209", arguments={"address": "content/å.md", "other_path": "content/å.md"}, path="content/å.md"),
)


@lru_cache(maxsize=1)
def raised() -> dict[tuple[str, str], list[Finding]]:
    """Every finding of every case, by code and variant."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for path in sorted(CASES.glob("*.md")):
        case = read_case(path)
        judge = built if path.name[:5] in OF_THE_PLAN else examined
        for finding in (*judge(case.files, case.today, history=history(case)).findings, *DISK):
            found.setdefault((finding.code, finding.variant), []).append(finding)
    return found


OF_THE_PLAN = ("SG113", "SG203", "SG209", "SG701", "SG702")  # found only when pages are made; the others need none


def templates(language: str, code: str, part: str) -> dict[str, str]:
    """A code's sentences by variant, the variant empty where there is one sentence for all."""
    found = catalogue.sentences(language)[code].get(part, "")
    return found if isinstance(found, dict) else {"": found}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


HOLE = re.compile(r"\{[a-z_]*\}|»\s*«|\"\"|``|\(\s*\)|None|  +\S|\s[.,;:)](?=\s|$)|\.\.(?![./])")


# Reported and not yet mended: a value that is no field of anything has no name to be called by.
@pytest.mark.parametrize("language", catalogue.LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_every_finding_of_every_case_is_said_without_holes(language: str, part: str) -> None:
    say = getattr(catalogue, part)
    holes = {}
    for key, findings in raised().items():
        for finding in findings:
            said = say(finding, language)
            ended = said.endswith((".", "?", "`", "…")) or "\n" in said  # lines to insert come last
            if HOLE.search(_without_values(said, finding)) or said != said.strip() or not ended:
                holes[key] = said
    assert not holes


def _without_values(said: str, finding: Finding) -> str:
    """A sentence with what the editor wrote taken for a word: that may hold anything."""
    for value in sorted(map(str, finding.arguments.values()), key=len, reverse=True):
        if len(value) > 3:
            said = said.replace(value, "ord")
    return said


NAMING = {"key", "value", "name", "title", "text", "target", "tag", "masked", "section", "character", "byte", "role"}


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_a_sentence_names_the_field_and_the_value_that_its_finding_knows(language: str) -> None:
    """What a finding knows of field, value or thing stands in its message or its hint, in every variant."""
    wrong = {}
    for finding in (finding for findings in raised().values() for finding in findings):
        used = set()
        for part in ("message", "hint"):
            found = templates(language, finding.code, part)
            used |= placeholders(found.get(finding.variant, found.get("", "")))
        known = {name for name in NAMING & set(finding.arguments) if finding.arguments[name]}
        if silent := known - used - UNSAID.get(f"{finding.code} {finding.variant}", set()):
            wrong[f"{finding.code} {finding.variant}"] = silent
    assert not wrong


# Where the thing is named by another word of the sentence, or its value says nothing to anybody.
UNSAID: dict[str, set[str]] = {
    "SG104 file": {"value"},  # there is no field; the value is the whole file
    "SG104 no-meaning": {"value"},
    "SG104 participant": {"key"},  # `role`, and the sentence says so
    "SG104 text": {"value"},  # a list or more fields
    "SG105 merge": {"key"},  # <<
    "SG105 tag": {"key"},  # what the reader calls it is nothing that anybody wrote
    "SG202 item": {"value"},  # the number
    "SG502 attachment": {"section"},  # what it is called may be what is to be closed
    "SG502 elsewhere": {"section"},  # the title, of an item whose number is said
}


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_a_variant_has_a_sentence_of_its_own_or_shares_the_only_one(language: str) -> None:
    for code, variant in raised():
        for part in PARTS:
            found = templates(language, code, part)
            assert variant in found or list(found) == [""], (code, variant, part)


@pytest.mark.parametrize("code", CODES)
def test_both_languages_have_the_same_sentences_with_the_same_placeholders(code: str) -> None:
    for part in PARTS:
        danish, english = (templates(language, code, part) for language in ("da", "en"))
        assert danish.keys() == english.keys()
        for variant in danish:
            assert placeholders(danish[variant]) == placeholders(english[variant]), (code, part, variant)


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_the_catalogue_has_the_codes_that_there_are_and_no_others(language: str) -> None:
    assert set(catalogue.sentences(language)) - {"words"} == set(CODES)
    for code in CODES:
        assert len(catalogue.explanation(code, language)) > 100
        assert set(catalogue.sentences(language)[code]) == {"message", "hint", "explanation"}


def test_both_languages_have_the_same_words() -> None:
    danish, english = (catalogue.sentences(language)["words"] for language in ("da", "en"))
    assert danish.keys() == english.keys()


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_can_be_said(code: str) -> None:
    """A sentence that no case raises is nobody's: it is never read, and nobody knows whether it is right."""
    variants = set(templates("da", code, "message"))
    seen = {variant for found, variant in raised() if found == code}
    assert variants == {""} or variants <= seen, f"never raised by a case: {sorted(variants - seen)}"


def test_dates_are_said_in_words() -> None:
    finding = Finding("SG310", arguments={"published": date(2026, 3, 5)})
    assert "5. marts 2026" in catalogue.message(finding, "da")
    assert "5 March 2026" in catalogue.message(finding, "en")


def test_lists_are_joined() -> None:
    finding = Finding("SG102", arguments={"key": "x", "nearest": "", "known": ("title", "menu")}, variant="unknown")
    whole = catalogue.message(finding, "da") + catalogue.hint(finding, "da")
    assert "title, menu" in whole


def test_what_an_editor_wrote_is_not_taken_for_a_placeholder() -> None:
    finding = Finding("SG110", arguments={"key": "{value}", "value": "{0} {x!r:>10} {{"})
    assert "{0} {x!r:>10} {{" in catalogue.message(finding, "da") + catalogue.hint(finding, "da")


@pytest.mark.parametrize(
    ("wanted", "found"), [("da", "da"), ("en", "en"), ("en-GB", "en"), ("DA-dk", "da"), ("kl", "da"), ("", "da")]
)
def test_the_language_for_a_tag(wanted: str, found: str) -> None:
    assert catalogue.language_for(wanted) == found
