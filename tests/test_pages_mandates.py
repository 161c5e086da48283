"""The pages of mandates: each passage with its answer, versions and what they changed, and links that lead where they say."""

import re
from datetime import date
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

import pytest

from sitegen import files
from sitegen.build import Build, build
from sitegen.pages.differences import of_words
from tests.support import ROOT, built, site

MANDATE = "content/mandates/politisk.md"
HEAD = """---
title: Kommissorium for de politiske klynger
bodies: [nord-politisk]
valid_from: 2019-07-01
"""
ANSWERED = """obligations:
  meetings_per_year: {minimum: 4, clause: "Møder, stk. 1"}
  agenda: {due: 1 week before, measured: sent, clause: "Møder, stk. 2"}
  composition:
    - {role: politiker, each: municipality, minimum: 1, clause: "Hvem, stk. 1, nr. 1"}
  duties:
    - {name: Taler sammen, clause: "Hvem, stk. 1, nr. 2", reason: Det kan ingen tælle}
facts:
  - {clause: Formål}
  - {clause: "Hvem, stk. 2", shown: parties}
house_rules:
  minutes: {due: 2 weeks after, measured: published}
---
Indledning.

# Formål

Et lokalt forum.

# Møder

Der er fire møder om året.

Dagsordenen sendes ud en uge før.

Der er kaffe.

# Hvem

Med er

1. en politiker fra hver kommune
2. folk, der taler sammen.

Parterne er dem, der er nævnt.
"""
VOID = {"meta", "link", "input", "br", "img", "hr", "circle", "line", "path", "use"}


class Nesting(HTMLParser):
    """Whether every tag is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(f"{self.getpos()}: {tag}")


def words(html: str) -> str:
    """What a page says, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()).replace(" .", ".").replace(" ,", ",").replace(" :", ":")


def page(made: Build, address: str) -> str:
    assert made.plan, [f for f in made.findings if f.severity == "error"]
    contents = made.plan[f"{address.strip('/')}/index.html"]
    assert isinstance(contents, bytes)
    return contents.decode()


def beside(html: str, anchor: str) -> str:
    """What stands beside the passage with an anchor: its text, and the answers to it."""
    start = html.rfind('<div class="passage">', 0, html.index(f'id="{anchor}"') + 200)
    start = max(start, html.index(f'id="{anchor}"') - 100)
    end = min(at for at in (html.find('<div class="passage">', start + 120), html.find("<h2", start), len(html)) if at > 0)
    return words(html[start:end])


@lru_cache(maxsize=1)
def sample() -> Build:
    return build(files.read(ROOT).inputs, date(2026, 11, 22))


@lru_cache(maxsize=1)
def answered() -> str:
    return page(built(site(**{MANDATE: HEAD + ANSWERED}), date(2026, 11, 22)), "/kommissorier/politisk/")


def test_every_clause_of_the_sample_leads_to_the_passage_it_names() -> None:
    made = sample()
    rested = {(v.mandate.id, v.clause): v.mandate for v in made.verdicts if v.mandate and v.clause}
    rested |= {(s.mandate.id, s.clause): s.mandate for s in made.standings if s.mandate and s.clause}
    assert len(rested) > 20
    for (_, clause), mandate in rested.items():
        heading = mandate.heading(clause)
        assert heading, clause
        assert f'id="{heading.anchor}"' in page(made, mandate.address), clause


def test_every_passage_of_the_sample_s_mandates_has_its_answer() -> None:
    """Those that name their clauses by passage: nothing is left unanswered, and no mark of the text is left behind."""
    made = sample()
    assert made.site
    for mandate in made.site.mandates:
        html = page(made, mandate.address)
        assert "\x05" not in html and "\x06" not in html
        assert "endnu ikke besvaret" not in html, mandate.id
        checked = Nesting()
        checked.feed(html)
        assert checked.wrong == [] and checked.open == [], mandate.id


def test_a_duty_that_is_judged_stands_beside_its_passage_with_how_it_stands() -> None:
    html = answered()
    said = beside(html, "moeder-stk-1")
    assert "Vurderes: Der holdes mindst 4 møder om året." in said
    assert "2026: 1 møde, mindst 4, ikke overholdt" in said
    assert 'href="/fora/nord-politisk/#frister"' in html
    assert "Vurderes: Dagsordenen sendes ud senest 1 uge før mødet." in beside(html, "moeder-stk-2")


def test_an_item_of_a_list_is_answered_in_the_list() -> None:
    html = answered()
    item = re.search(r'<li id="hvem-stk-1-nr-1">(.*?)</li>', html, re.DOTALL)
    assert item and "Vurderes: Politiker: mindst 1 fra hver kommune." in words(item[1])
    item = re.search(r'<li id="hvem-stk-1-nr-2">(.*?)</li>', html, re.DOTALL)
    assert item and words(item[1]) == "folk, der taler sammen. ○ Kan kun vurderes af mennesker. Det kan ingen tælle."


def test_a_fact_says_where_it_is_shown() -> None:
    html = answered()
    assert "Oplysning" in beside(html, "formaal-stk-1")
    assert "Vises under parter: Klynge Nord" in beside(html, "hvem-stk-2")
    assert 'href="/fora/nord-politisk/#parter"' in html


def test_the_passages_are_counted_by_what_answers_for_them() -> None:
    """A paragraph that leads up to a list goes with its items; what nothing answers for is named."""
    said = words(answered())
    assert "Af tekstens 7 passager bliver 3 vurderet her, 1 bliver vurderet af mennesker og 2 er oplysninger." in said
    assert "1 passage er endnu ikke besvaret Møder, stk. 3" in said
    assert "Kommissoriet siger ikke, hvornår referatet skal være ude eller om dokumenterne skal på hjemmesiden." in said


def test_house_rules_are_told_apart() -> None:
    html = answered()
    rules = html[html.index('id="hus_regler"') :]
    assert "Referatet offentliggøres senest 2 uger efter mødet." in words(rules)
    assert "ikke en del af kommissoriet" in words(rules)
    assert "2 uger efter" not in html[: html.index('id="hus_regler"')]


def test_a_mandate_for_several_bodies_sums_them_up() -> None:
    html = page(sample(), "/kommissorier/politisk-niveau-2019/")
    said = beside(html, "moedefrekvens-og-form-stk-1")
    assert "2026: overholdt i 4 fora" in said
    assert len(re.findall(r"mindst 1, overholdt", said)) == 4


def test_what_the_mandate_sets_no_number_for_is_counted() -> None:
    said = beside(page(sample(), "/kommissorier/fagligt-strategisk-niveau-2019/"), "opgaver-stk-1-nr-12")
    assert "Tælles: Punkter til dagsordenen til Strategisk Sundhedsforum." in said and "optalt i 4 fora" in said


def test_two_duties_in_one_passage_are_told_apart() -> None:
    said = beside(page(sample(), "/kommissorier/fagligt-strategisk-niveau-2019/"), "opgaver-stk-1-nr-11")
    assert said.count("Kan kun vurderes af mennesker:") == 2
    assert "Varetager de opgaver, som Strategisk Sundhedsforum stiller (til Strategisk Sundhedsforum )." in said


def versions(**later: str) -> Build:
    first = HEAD + ANSWERED
    second = first.replace("valid_from: 2019-07-01", "valid_from: 2026-07-01\nsupersedes: politisk").replace(
        "klynger\n", "klynger 2\n", 1
    )
    for before, after in (
        ("minimum: 4, clause", "minimum: 5, clause"),
        ("Der er fire møder om året.", "Der er fem møder om året."),
        ("Der er kaffe.\n\n", ""),
        ("# Formål\n", "# Mål\n"),
        ("{clause: Formål}", "{clause: Mål}"),
        ("    - {name: Taler sammen, clause", "    - {name: Griner, clause"),
        ("2 weeks after", "3 weeks after"),
        *later.items(),
    ):
        assert before in second
        second = second.replace(before, after)
    return built(site(**{MANDATE: first, "content/mandates/politisk-2.md": second}), date(2026, 11, 22))


def test_a_version_and_the_one_before_lead_to_each_other() -> None:
    made = versions()
    later, earlier, listed = (page(made, f"/kommissorier/{name}") for name in ("politisk-2/", "politisk/", ""))
    assert "Afløser Kommissorium for de politiske klynger Se forskellene" in words(later)
    assert "Status I kraft fra 1. juli 2026" in words(later)
    assert "Trådt ud af kraft efter 30. juni 2026, afløst af Kommissorium for de politiske klynger 2." in words(earlier)
    for html in (later, earlier, listed):
        assert 'href="/kommissorier/politisk-2/forskelle/"' in html
    said = words(listed)
    assert "Tidligere version: Kommissorium for de politiske klynger (1. juli 2019 til 30. juni 2026)" in said
    assert "Ikke længere i kraft" not in said, "it stands under the one that took its place"


def test_what_a_version_changed_is_told_duty_by_duty() -> None:
    html = page(versions(), "/kommissorier/politisk-2/forskelle/")
    said = words(html)
    assert "Møder Der holdes mindst 4 møder om året. Der holdes mindst 5 møder om året." in said
    assert "Taler sammen Taler sammen. Kan kun vurderes af mennesker. Står der ikke længere" in said
    assert "Griner Stod der ikke Griner. Kan kun vurderes af mennesker." in said
    assert "2 forpligtelser er uændrede." in said
    rules = said[said.index("Husregler") :]
    assert "senest 2 uger efter mødet. Referatet offentliggøres senest 3 uger efter mødet." in rules


def test_what_a_version_changed_in_the_text_is_told_word_by_word() -> None:
    html = page(versions(), "/kommissorier/politisk-2/forskelle/")
    assert '<del><span class="vh">slettet: </span>fire</del> <ins><span class="vh">tilføjet: </span>fem</ins>' in html
    said = words(html)
    assert "Ændret Mål (før Formål) slettet: Formål tilføjet: Mål" in said
    assert "Slettet Møder, stk. 3 i den tidligere version slettet: Der er kaffe." in said
    assert said.count("1 uændret stykke") == 2 and said.count("uændrede stykker") == 2
    assert 'href="/kommissorier/politisk/#moeder-stk-3"' in html, "what is gone is found in the version that had it"


def test_what_moved_is_not_said_to_be_deleted() -> None:
    coffee, purpose = "Der er kaffe.\n\n", "Parterne er dem, der er nævnt.\n"
    first = HEAD + ANSWERED
    second = first.replace("valid_from: 2019-07-01", "valid_from: 2026-07-01\nsupersedes: politisk")
    second = second.replace(coffee, "").replace(purpose, f"{purpose}\n{coffee.strip()}\n")
    made = built(site(**{MANDATE: first, "content/mandates/politisk-2.md": second}), date(2026, 11, 22))
    html = page(made, "/kommissorier/politisk-2/forskelle/")
    said = words(html)
    assert "Flyttet Hvem, stk. 3 (før Møder, stk. 3) Der er kaffe." in said
    assert "<del><span" not in html and "<ins><span" not in html
    assert "Forpligtelserne er de samme: 4 forpligtelser er uændrede." in said


def test_a_proposal_binds_nobody_and_says_so() -> None:
    made = versions(**{"supersedes: politisk": "supersedes: politisk\nproposed: true", "2026-07-01": "2027-07-01"})
    html, earlier = page(made, "/kommissorier/politisk-2/"), page(made, "/kommissorier/politisk/")
    said = words(html)
    assert "Forslag, binder ingen endnu. Ingen vurderes efter det." in said
    assert "Status Forslag, skal gælde fra 1. juli 2027" in said
    assert "Ville blive vurderet: Der holdes mindst 5 møder om året." in said
    assert "answer-now" not in html
    assert "Forslag til ny version Kommissorium for de politiske klynger 2" in words(earlier)
    assert "Status I kraft fra 1. juli 2019" in words(earlier)
    listed = words(page(made, "/kommissorier/"))
    assert "Forslag Et forslag binder ingen, før det er vedtaget. Kommissorium for de politiske klynger 2" in listed
    assert "Vil afløse: Kommissorium for de politiske klynger." in listed
    assert "hvis forslaget bliver vedtaget" in words(page(made, "/kommissorier/politisk-2/forskelle/"))


def test_a_mandate_with_neither_duties_nor_passages_is_shown() -> None:
    html = page(built(site(**{MANDATE: HEAD + "---\nKun tekst.\n"})), "/kommissorier/politisk/")
    assert "Ingen forpligtelser er udskrevet af kommissoriet." in words(html) and "Kun tekst." in html


@pytest.mark.parametrize(
    "before, after, told",
    [
        ("en uge før", "en uge før", "=en uge før"),
        ("en uge før", "to uger før", "-en uge +to uger =før"),
        ("en uge før mødet", "en uge", "=en uge -før mødet"),
        ("sendes ud en uge før", "sendes en uge før", "=sendes -ud =en uge før"),
        ("a b c d", "x b y d", "-a b c +x b y =d"),
        ("", "ny", "+ny"),
    ],
)
def test_words_are_compared(before: str, after: str, told: str) -> None:
    marks = {"same": "=", "del": "-", "ins": "+"}
    assert " ".join(marks[w.kind] + w.text for w in of_words(before, after)) == told
