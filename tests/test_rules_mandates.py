"""Mandates one after another: proposals, approvals and passages of one say nothing of another."""

import pytest

from sitegen.diagnostics import Finding
from tests.support import examined, site

TITLE = "title: Kommissorium\nbodies: [nord-politisk]\nvalid_from: 2019-07-01\n"
APPROVED = "approved: {by: Udvalget, date: 2019-06-20}\n"
TASKS = "---\n# Opgaver\n\nForummet skal\n\n- drøfte status,\n- dele erfaringer.\n"


def found(code: str, **mandates: str) -> list[Finding]:
    """The findings of a code, of a site with these mandates and no others."""
    files: dict[str, str | bytes | None] = {"content/mandates/politisk.md": None}
    files |= {f"content/mandates/{name}.md": f"---\n{text}" for name, text in mandates.items()}
    return [finding for finding in examined(site(**files)).findings if finding.code == code]


def test_a_proposal_for_another_body_is_no_reason_to_meet_without_a_mandate() -> None:
    organisation = site()["content/organisation.yml"].decode() + "  - {id: forum, name: Fælles Forum, parties: [regionen]}\n"
    proposal = f"---\n{TITLE.replace('nord-politisk', 'forum')}proposed: true\n---\nForslag.\n"
    files = {"content/organisation.yml": organisation, "content/mandates/politisk.md": proposal}
    assert [(f.variant, f.lowered) for f in examined(site(**files)).findings if f.code == "SG208"] == [("one", False)]


@pytest.mark.parametrize(
    "approved, text",
    [
        ("approved: {by: Udvalget}\n", None),
        ("approved: {date: 2019-06-20}\n", None),
        (APPROVED, None),
        ("", "approved: {by: …, date: …}"),
        ("approved: {}\n", ""),  # the key is there: what is to stand in it is for the editor to say
    ],
)
def test_who_approved_or_when_is_enough(approved: str, text: str | None) -> None:
    said = [finding.mend.text if finding.mend else "" for finding in found("SG406", a=f"{TITLE}{approved}---\nTekst.\n")]
    assert said == ([] if text is None else [text])


def test_a_proposal_is_not_to_be_approved_and_keeps_nothing_from_being_said_of_the_next() -> None:
    proposal = f"{TITLE}proposed: true\n---\nForslag.\n"
    assert [f.path for f in found("SG406", a=proposal, b=f"{TITLE}---\nTekst.\n")] == ["content/mandates/b.md"]


def test_a_clause_that_names_nothing_keeps_nothing_from_being_said_of_the_next() -> None:
    unknown = f"{TITLE}valid_to: 2020-01-01\n{APPROVED}facts: [{{clause: Ukendt}}]\n{TASKS}"
    some = f"{TITLE.replace('2019', '2021')}{APPROVED}facts: [{{clause: 'Opgaver, nr. 1'}}]\n{TASKS}"
    assert [f.path for f in found("SG409", a=unknown, b=some)] == ["content/mandates/b.md"]


def test_a_list_that_is_answered_item_by_item_is_answered() -> None:
    every = f"{TITLE}{APPROVED}facts: [{{clause: 'Opgaver, nr. 1'}}, {{clause: 'Opgaver, nr. 2'}}]\n{TASKS}"
    assert found("SG409", a=every) == []
    assert len(found("SG409", a=every.replace(", {clause: 'Opgaver, nr. 2'}", ""))) == 1
