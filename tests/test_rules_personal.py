"""Personal numbers in files that no page is made of, and how many pages without text are named."""

import pytest

from sitegen.parsed import Contents
from sitegen.rules.personal import MOST_PAGES, unsearched
from tests.papers import docx
from tests.support import examined, site

NUMBER = "610160-0001"  # of a replacement: its day is 61


def found(**files: str | bytes) -> list[tuple[str, int, str]]:
    """Path, line and variant of what is said of personal numbers."""
    return [(f.path, f.line, f.variant) for f in examined(site(**files)).findings if f.code in ("SG501", "SG507")]


@pytest.mark.parametrize("path", ["content/noter.txt", "content/agendas/kladde.bak", "content/pages/under/side.md"])
def test_what_is_committed_is_searched_though_nothing_reads_it(path: str) -> None:
    assert found(**{path: f"Noter\n\nBorger {NUMBER}\n"}) == [(path, 3, "text")]


@pytest.mark.parametrize("path", ["content/agendas/Dagsorden.DOCX", "content/v2.1/notat.docx"])
def test_a_word_document_where_texts_are_to_be_is_opened_and_the_next_file_read_as_well(path: str) -> None:
    files = {path: docx(f"Borger {NUMBER}"), "content/ååå.txt": f"Borger {NUMBER}"}
    assert [(one, variant) for one, _, variant in found(**files)] == [(path, "attachment"), ("content/ååå.txt", "text")]


def test_what_site_yml_says_is_no_number_is_none_in_a_word_document_either() -> None:
    allowed = site()["content/site.yml"].decode() + f"not_personal_numbers: [{NUMBER}]\n"
    assert found(**{"content/site.yml": allowed, "content/agendas/notat.docx": docx(f"Sag {NUMBER}")}) == []


def test_templates_are_a_program_and_are_not_searched() -> None:
    assert found(**{f"templates/{NUMBER}.html": f"<p>{NUMBER}</p>"}) == []
    assert found(**{f"content/{NUMBER}.txt": "Tekst"}) == [("content/61••••-••••.txt", 1, "name")]


@pytest.mark.parametrize("count, named", [(MOST_PAGES, MOST_PAGES), (MOST_PAGES + 1, MOST_PAGES + 1)])
def test_of_many_pages_without_text_some_are_named_and_the_rest_is_dots(count: int, named: int) -> None:
    scanned = Contents(1000, unread="scanned", textless=tuple(range(1, count + 1)))
    pages = next(unsearched({"content/attachments/a.pdf": scanned})).arguments["pages"]
    assert isinstance(pages, tuple)
    assert len(pages) == named and (pages[-1] == "…") is (count > MOST_PAGES)
