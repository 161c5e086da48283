"""The list of kinds is whole: every template is looked at by the tests in the browser."""

from tests.browser.kinds import KINDS, REDIRECT, REDIRECT_TARGET
from tests.sample import ROOT, sample


def test_every_template_has_a_page_among_the_kinds() -> None:
    made = sample().templates
    kinds = {made[address] for address in (*KINDS.values(), REDIRECT)}
    # The editor's page is there where a site asks for one: test_editor.py looks at it.
    assert kinds == {path.name for path in (ROOT / "templates").glob("*.j2")} - {"admin.html.j2"}
    assert made[REDIRECT_TARGET] == "side.html.j2"


def test_no_kind_is_looked_at_twice() -> None:
    assert len(set(KINDS.values())) == len(KINDS)
