"""What the public is told of how rules are kept: /frister/ and each body's record, the chart of a year and its text."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html.parser import HTMLParser
from itertools import groupby
from typing import Any

import pytest

from sitegen.build import Build
from sitegen.evidence import History
from sitegen.judgement import Standing
from sitegen.obligations import Composition
from sitegen.pages import chart, said, standings
from tests.support import built, site

TODAY = date(2026, 11, 22)
VOID = {"meta", "link", "br", "img", "hr", "input"}
BODY = "fora/nord-politisk/index.html"
OTHER = "fora/nord-fagligt/index.html"
RECORD = "frister/index.html"

ORGANISATION = """parties:
  - {id: hjoerring, name: Hjørring Kommune, kind: municipality}
  - {id: laesoe, name: Læsø Kommune, kind: municipality}
  - {id: regionen, name: Regionen, kind: region}
  - {id: udvalget, name: Patientudvalget, kind: patients}
levels:
  - {id: politisk, name: Politisk niveau}
  - {id: fagligt, name: Fagligt niveau}
clusters:
  - {id: nord, name: Klynge Nord}
bodies:
  - id: nord-politisk
    name: Klynge Nord, politisk niveau
    cluster: nord
    level: politisk
    parties: [hjoerring, laesoe, regionen, udvalget]
    seats:
      - {role: politiker, party: hjoerring, count: 2}
      - {role: politiker, party: laesoe, count: 2}
      - {role: patientrepræsentant, party: udvalget, count: 1}
  - id: nord-fagligt
    name: Klynge Nord, fagligt niveau
    cluster: nord
    level: fagligt
    parties: [hjoerring, laesoe]
    refers_to: [nord-politisk]
  - {id: gruppen, name: Gruppen}
"""
POLITICAL = """---
title: Kommissorium for politisk niveau
bodies: [nord-politisk]
valid_from: 2019-07-01
approved: {by: Udvalget, date: 2019-06-20}
applies_from: 2026-01-01
obligations:
  meetings_per_year: {minimum: 4, clause: Møder}
  agenda: {due: 1 week before, measured: sent, clause: Sekretariat}
  minutes: {due: 1 week after, measured: sent, clause: Sekretariat}
  website: {documents: [minutes], clause: Sekretariat}
  host: {rotates: true, among: [municipality], leads: true, clause: Møder}
  composition:
    - {role: politiker, each: municipality, minimum: 2, maximum: 4, clause: Møder}
    - {role: patientrepræsentant, party: udvalget, minimum: 2, clause: Møder}
---
# Møder

Mindst fire møder om året, på skift.

# Sekretariat

Dagsorden og referat sendes i tide.
"""
PROFESSIONAL = """---
title: Kommissorium for fagligt niveau
bodies: [nord-fagligt]
valid_from: 2019-07-01
approved: {by: Udvalget, date: 2019-06-20}
applies_from: 2026-01-01
obligations:
  reports: [{name: Årlig status, to: nord-politisk, case: aarsstatus, clause: Opgaver}]
  contributions: [{to: above, clause: Opgaver}]
  referrals: {clause: Opgaver}
---
# Opgaver

Niveauet giver hvert år en status og sender punkter videre.
"""
PLAN = """meetings:
  - {body: nord-politisk, date: 2025-01-15, cancelled: Sne}
  - {body: nord-politisk, date: 2025-03-12, host: laesoe}
  - {body: nord-politisk, date: 2025-09-10, host: hjoerring}
"""
RUNNING = """meetings:
  - {body: nord-politisk, date: 2026-03-12, host: laesoe}
  - {body: nord-politisk, date: 2026-06-10, cancelled: Vejret}
  - {body: nord-politisk, date: 2026-09-10, host: laesoe, waived: {minutes: Sekretariatet var lukket}}
  - {body: nord-politisk, date: 2026-11-05, host: hjoerring}
  - {body: nord-fagligt, date: 2026-02-05}
  - {body: nord-fagligt, date: 2026-08-20}
  - {bodies: [nord-politisk, nord-fagligt], id: 2026-12-10-faellesmoede, date: 2026-12-10, host: laesoe}
  - {body: gruppen, date: 2026-05-06}
"""
COMING = "meetings:\n  - {body: nord-politisk, date: 2027-03-11}\n"


def _agenda(meeting: str, items: str, sent: str) -> str:
    return f"---\nmeeting: {meeting}\n{sent}\n---\n{items}\n"


FILES: dict[str, str | bytes | None] = {
    "content/organisation.yml": ORGANISATION,
    "content/mandates/politisk.md": POLITICAL,
    "content/mandates/fagligt.md": PROFESSIONAL,
    "content/meetings/2025.yml": PLAN,
    "content/meetings/2026.yml": RUNNING,
    "content/meetings/2027.yml": COMING,
    "content/agendas/2026-03-12-nord-politisk.md": _agenda(
        "2026-03-12-nord-politisk", "## 1. Fald\nSag: fald\n\n## 2. Status\nSag: aarsstatus", "sent: 2026-03-04"
    ),
    "content/minutes/2026-03-12-nord-politisk.md": _agenda(
        "2026-03-12-nord-politisk",
        "## 1. Fald\nSag: fald\n\n### Beslutning\n\nGodkendt.\n\n"
        "## 2. Status\nSag: aarsstatus\n\n### Beslutning\n\nTaget til efterretning.",
        "published: 2026-03-23\nstatus: approved\nparticipants:\n  - {role: Mødeleder, party: laesoe}",
    ),
    "content/agendas/2026-09-10-nord-politisk.md": _agenda("2026-09-10-nord-politisk", "## 1. Velkomst", "sent: 2026-09-01"),
    "content/agendas/2026-11-05-nord-politisk.md": _agenda("2026-11-05-nord-politisk", "## 1. Velkomst", ""),
    "content/minutes/2026-02-05-nord-fagligt.md": _agenda(
        "2026-02-05-nord-fagligt",
        "## 1. Fald\nSag: fald\nHenvist til: nord-politisk\n\n### Beslutning\n\nSendes videre.\n\n"
        "## 2. Medicin\nSag: medicin\nHenvist til: nord-politisk\n\n### Beslutning\n\nSendes videre.",
        "published: 2026-02-12\nstatus: approved",
    ),
    "content/minutes/2026-08-20-nord-fagligt.md": _agenda(
        "2026-08-20-nord-fagligt",
        "## 1. Transport\nSag: transport\nHenvist til: nord-politisk\n\n### Beslutning\n\nSendes videre.",
        "published: 2026-11-20\nstatus: approved",
    ),
}


@dataclass
class Node:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    children: list["Node | str"] = field(default_factory=list)

    def all(self, tag: str, **wanted: str) -> list["Node"]:
        found = []
        for child in self.children:
            if isinstance(child, Node):
                own = all(value in child.attributes.get(name.rstrip("_"), "").split() for name, value in wanted.items())
                found += [child] if child.tag == tag and own else []
                found += child.all(tag, **wanted)
        return found

    @property
    def text(self) -> str:
        return " ".join("".join(c if isinstance(c, str) else f" {c.text} " for c in self.children).split())

    @property
    def sentence(self) -> str:
        """The text as it is read: no space before a full stop."""
        return re.sub(r" ([.,;:)])", r"\1", self.text).replace("\u2060", "").replace("( ", "(")


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(node)
        if tag not in VOID:
            self.stack.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1].tag == tag, (tag, self.stack[-1])
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


@lru_cache
def whole() -> Build:
    return built(files(), TODAY)


def read(path: str, build: Build | None = None) -> Node:
    build = build or whole()
    contents = build.plan.get(path)
    assert isinstance(contents, bytes), [f for f in build.findings if f.severity == "error"]
    reader = Reader()
    reader.feed(contents.decode())
    (page,) = reader.stack
    return page


def section(page: Node, anchor: str) -> Node:
    return next(node for node in page.all("section") if any(node.all(f"h{n}", id=anchor) for n in (2, 3)))


def told(path: str = BODY, build: Build | None = None, year: int = 2026) -> dict[str, str]:
    """The standings of a year on a body's page: what is said, by name."""
    found: dict[str, str] = {}
    at = 0
    for node in section(read(path, build), "frister").children:
        if isinstance(node, Node) and node.tag == "h3":
            at = int(node.text)
        elif isinstance(node, Node) and node.tag == "dl" and at == year:
            found |= {div.all("dt")[0].text: div.all("dd")[0].sentence for div in node.all("div")}
    return found


def files(**changes: str | None) -> dict[str, bytes]:
    """The site of these tests with files changed, added or, with None, left out."""
    every = FILES | changes
    return site(**{path: contents for path, contents in every.items() if contents is not None})


# --- the record of a body


def test_what_no_document_meets_is_told_in_sentences() -> None:
    said = told()
    assert "→ afventer 4 møder: 3 afholdt og 1 planlagt. Kommissoriet siger mindst 4 om året." in said["Møder"]
    assert said["Vært"].startswith("× ikke overholdt Går på skift mellem kommunerne.")
    assert said["Mødeledelse"].startswith("✓ overholdt Værten har ledet 1 af 1 møde.")
    assert "1 af 3 krav til pladserne er ikke opfyldt. Opgjort 22. november 2026." in said["Sammensætning"]
    assert "Patientrepræsentant fra Patientudvalget: 1 af mindst 2." in said["Sammensætning"]


def test_hosts_stand_in_the_order_of_their_turns() -> None:
    turns = section(read(BODY), "frister").all("ol", class_="turns")
    (running,) = [turn for turn in turns if "12.03.2026" in turn.text]
    assert [li.sentence for li in running.all("li")] == [
        "Mødet 12.03.2026 Læsø Kommune",
        "Mødet 10.09.2026 Læsø Kommune Samme vært som sidst. I tur var Hjørring Kommune.",
        "Mødet 05.11.2026 Hjørring Kommune",
        "Mødet 10.12.2026 Læsø Kommune",
    ]
    (ahead,) = [turn for turn in turns if "11.03.2027" in turn.text]
    assert ahead.all("li")[0].sentence == "Mødet 11.03.2027 vært ikke oplyst I tur: Hjørring Kommune"


def test_what_is_owed_to_others_is_told_with_where_it_was_met() -> None:
    said = told(OTHER)
    assert "Givet på mødet 12. marts 2026." in said["Årlig status til Klynge Nord, politisk niveau"]
    assert "# optalt 1 punkt. Kommissoriet sætter intet tal." in said["Punkter til Klynge Nord, politisk niveau"]
    referred = said["Henvist videre"]
    assert referred.startswith("× ikke overholdt 1 taget op, 1 ikke taget op, 1 uvist.")
    assert "Fald, henvist til Klynge Nord, politisk niveau den 5. februar 2026: taget op på mødet 12. marts 2026." in referred
    assert (
        "Medicin, henvist til Klynge Nord, politisk niveau den 5. februar 2026: ikke taget op på mødet 12. marts 2026."
        in referred
    )
    links = {a.text: a.attributes["href"] for a in section(read(OTHER), "frister").all("a")}
    assert links["Medicin"] == "/moeder/2026-02-05-nord-fagligt/#punkt-2"
    assert links["mødet 12. marts 2026"] == "/moeder/2026-03-12-nord-politisk/"
    assert "/moeder/2026-03-12-nord-politisk/#punkt-1" in [a.attributes["href"] for a in section(read(OTHER), "frister").all("a")]
    assert links["Opgaver"] == "/kommissorier/fagligt/#opgaver"


def test_a_report_on_a_coming_agenda_is_not_said_to_be_given() -> None:
    paths = [f"content/{kind}/2026-03-12-nord-politisk.md" for kind in ("agendas", "minutes")]
    agenda = _agenda("2026-12-10-faellesmoede", "## 1. Status\nSag: aarsstatus", "sent: 2026-11-20")
    changed = dict.fromkeys(paths) | {"content/agendas/2026-12-10-faellesmoede.md": agenda}
    said = told(OTHER, built(files(**changed), TODAY))
    assert "Står på dagsordenen til mødet 10. december 2026." in said["Årlig status til Klynge Nord, politisk niveau"]


def test_years_before_the_judging_are_one_sentence() -> None:
    page = section(read(BODY), "frister")
    assert (
        "Møder før 1. januar 2026 vurderes ikke, fordi kommissoriet vurderes fra den dag. Det gælder 2 møder i 2025."
        in page.sentence
    )
    assert "kan ikke vurderes" not in " ".join(table.text for table in page.all("table") if "2025" in table.text)
    assert "12.03.2025" not in page.text
    assert [h.text for h in page.all("h3")] == ["2027", "2026"]


def test_what_is_cancelled_and_what_is_shared_is_one_sentence() -> None:
    page = section(read(BODY), "frister")
    assert "Ét møde er aflyst og har derfor ingen frister." in page.sentence
    assert "Ét fællesmøde tæller med for hvert af de fora, der holder det." in page.sentence
    assert "10.06.2026" not in page.text


def test_what_the_mandate_is_silent_about_is_said_once() -> None:
    assert "Kommissoriet kræver ikke dagsordenen på hjemmesiden." in section(read(BODY), "frister").sentence
    other = section(read(OTHER), "frister")
    assert "Kommissoriet sætter ingen frist for dagsordenen eller referatet." in other.sentence
    assert other.all("table") == []
    assert "Siden har intet kommissorium, der gælder for møderne." in section(read("fora/gruppen/index.html"), "frister").sentence


def test_a_late_and_a_waived_document_are_told_with_dates_days_and_reason() -> None:
    (row,) = [tr for tr in section(read(BODY), "frister").all("tr") if "12.03.2026" in tr.text]
    assert "! forsinket (4 dage) Frist 19.03.2026, offentliggjort 23.03.2026 Sekretariat" in row.sentence
    (row,) = [tr for tr in section(read(BODY), "frister").all("tr") if "10.09.2026" in tr.text]
    assert "~ fraveget (mangler) Sekretariatet var lukket Frist 17.09.2026 Sekretariat" in row.sentence


def test_missing_counts_from_the_day_after_the_deadline() -> None:
    (row,) = [tr for tr in section(read(BODY), "frister").all("tr") if "05.11.2026" in tr.text]
    assert "mangler (siden 13. november 2026) Frist 12.11.2026" in row.sentence


def test_a_mandate_judged_from_the_middle_of_the_year_says_what_is_not_judged() -> None:
    changed = {"content/mandates/politisk.md": POLITICAL.replace("applies_from: 2026-01-01", "applies_from: 2026-06-01")}
    page = section(read(BODY, built(files(**changed), TODAY)), "frister")
    assert "Møder, vært og mødeledelse vurderes først fra 1. juni 2026." in page.sentence
    assert "Møder før 1. juni 2026 vurderes ikke" in page.sentence


SENTENCES = [
    (
        {"duty": "meetings", "verdict": "broken", "variant": "past", "found": 2, "least": 4},
        "2 møder afholdt. Husreglen siger mindst 4 om året.",
    ),
    (
        {"duty": "meetings", "verdict": "not-applicable", "variant": "partial", "found": 0, "least": 4},
        "Ingen møder. Husreglen siger mindst 4 om året. Forummet eller kommissoriet gjaldt ikke hele året.",
    ),
    ({"duty": "host", "verdict": "broken", "variant": "missing"}, "vært ikke oplyst"),
    ({"duty": "host", "verdict": "broken", "variant": "outside", "party": True}, "Ikke blandt dem, der skiftes."),
    (
        {"duty": "chair", "verdict": "broken", "variant": "other", "party": True},
        "blev ledet af Hjørring Kommune. Værten var Læsø Kommune.",
    ),
    ({"duty": "chair", "verdict": "unknown", "variant": "unnamed"}, "Det vides ikke, om værten har ledet mødet"),
    ({"duty": "composition", "verdict": "unknown", "variant": "no-seats"}, "Pladserne er ikke oplyst, så det kan ikke vurderes."),
    ({"duty": "composition", "verdict": "counted", "variant": "condition"}, "1 krav kan kun vurderes af mennesker."),
    (
        {"duty": "composition", "verdict": "broken", "variant": "too-many", "party": True, "found": 5, "most": 4},
        "1 af 1 krav til pladserne er ikke opfyldt. Opgjort 31. december 2026. Politiker fra Hjørring Kommune: 5 af højst 4.",
    ),
    (
        {"duty": "composition", "verdict": "not-applicable", "variant": "seated"},
        "Kravene gælder ikke for dette forum. Politiker: ikke relevant, for en af forummets parter har allerede plads dér.",
    ),
    ({"duty": "report", "verdict": "broken", "variant": "missing"}, "Står ikke på nogen dagsorden eller i noget referat i 2026."),
    ({"duty": "report", "verdict": "not-applicable", "variant": "partial"}, "Forummet fandtes ikke hele året."),
    (
        {"duty": "contribution", "verdict": "broken", "variant": "too-few", "found": 1, "least": 3},
        "1 punkt. Husreglen siger mindst 3.",
    ),
    (
        {"duty": "contribution", "verdict": "not-applicable", "variant": "no-meeting"},
        "Der var ingen møder at sende punkter til i 2026.",
    ),
    ({"duty": "referral", "verdict": "due"}, "1 venter."),
    ({"duty": "referral", "verdict": "unknown", "variant": "no-minutes"}, "der har været møde, men referatet er ikke her."),
]


@pytest.mark.parametrize(("given", "sentence"), SENTENCES)
def test_every_way_that_a_duty_stands_has_a_sentence(given: dict[str, Any], sentence: str) -> None:
    build = whole()
    assert build.site
    meeting = next(m for m in build.site.meetings if m.id == "2026-09-10-nord-politisk")
    given = given | {"party": meeting.bodies[0].parties[0] if given.get("party") else None}
    rule = Composition.model_construct(role="politiker", each="municipality", among=(), clause=None)
    standing = Standing(meeting.bodies[0], 2026, meeting=meeting, day=date(2026, 12, 31), rule=rule, source="house-rule", **given)
    (line,) = standings.lines([standing], 2 if standing.found else 0)
    parts = [part.text for entry in line.entries for part in entry.parts]
    assert sentence in " ".join(["".join(p.text for p in line.parts), "".join(parts)])
    assert "".join(part.text for part in said.said(standing))


# --- the chart


def test_every_mark_of_a_chart_stands_in_the_table_below_it() -> None:
    page = section(read(BODY), "frister")
    marks = [use.all("title")[0].text for svg in page.all("svg", class_="chart-plot") for use in svg.all("use")]
    rows = {tr.all("th")[0].text[:10]: tr.sentence for tr in page.all("tr") if tr.all("td")}
    assert len(marks) == 15  # five meetings that are judged, three duties each
    for mark in marks:
        when, _, rest = mark.partition(" 20")
        day = int(when.partition(".")[0])
        month = [
            "januar",
            "februar",
            "marts",
            "april",
            "maj",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "december",
        ]
        key = f"{day:02}.{month.index(when.split()[1]) + 1:02}.20{rest[:2]}"
        for words in rest.partition(": ")[2].split("; "):
            assert words.rpartition(": ")[2] in rows[key], mark


def test_a_chart_is_summed_up_in_words() -> None:
    (running,) = [
        s for s in section(read(BODY), "frister").all("svg", class_="chart-plot") if ", 2026:" in s.attributes["aria-label"]
    ]
    assert running.attributes["aria-label"] == (
        "Klynge Nord, politisk niveau, 2026: 4 møder. Dagsorden: 2 rettidige, 1 kan ikke vurderes, 1 endnu ikke. "
        "Referat: 1 forsinket, 1 mangler, 1 fraveget, 1 endnu ikke. "
        "Hjemmeside: 1 tilgængelig, 2 ikke tilgængelige, 1 endnu ikke."
    )


def test_a_supplement_has_a_mark_of_its_own_beside_the_agenda() -> None:
    supplement = _agenda("2026-03-12-nord-politisk", "## 3. Nyt punkt", "supplement: 1\nsent: 2026-03-09")
    build = built(files(**{"content/agendas/2026-03-12-nord-politisk-tillaeg-1.md": supplement}), TODAY)
    drawn = section(read(BODY, build), "frister").all("svg", class_="chart-plot")
    (running,) = [svg for svg in drawn if ", 2026:" in svg.attributes["aria-label"]]
    assert "1 endnu ikke. Tillæg: 1 forsinket. Referat:" in running.attributes["aria-label"]
    (mark,) = running.all("use", class_="aside")
    assert mark.text == "12. marts 2026, tillægsdagsorden 1: forsinket (4 dage)"
    assert mark.attributes["href"] == "#tegn-late"


def test_shapes_differ_and_the_legend_names_each() -> None:
    page = section(read(BODY), "frister")
    shapes = {symbol.attributes["id"]: [c for c in symbol.children if isinstance(c, Node)] for symbol in page.all("symbol")}
    drawn = [tuple((c.tag, c.attributes.get("d"), c.attributes["class"]) for c in nodes) for nodes in shapes.values()]
    assert len(set(drawn)) == len(drawn) == 6
    (legend,) = page.all("ul", class_="legend")
    assert [li.text for li in legend.all("li")] == [
        "rettidig eller tilgængelig",
        "forsinket",
        "mangler eller ikke tilgængelig",
        "fraveget",
        "kan ikke vurderes",
        "endnu ikke",
    ]
    used = {use.attributes["href"].removeprefix("#") for use in page.all("use")}
    assert used <= shapes.keys()


def test_meetings_of_one_week_do_not_cover_each_other() -> None:
    days = "".join(f"  - {{body: nord-politisk, date: 2026-12-{day}}}\n" for day in range(26, 32))
    changed = {"content/meetings/2026.yml": "meetings:\n" + days}
    build = built(files(**changed), date(2026, 1, 1))
    assert build.site
    held = groupby((v for v in build.verdicts if v.meeting.first.year == 2026), lambda v: v.meeting.id)
    found = chart.of_year("Prøve", [list(own) for _, own in held])
    assert found
    assert all(b - a >= chart.GAP - 0.011 for a, b in zip(found.days, found.days[1:], strict=False))
    assert min(found.days) >= 0 and max(found.days) <= 100


# --- /frister/


def test_coming_deadlines_hold_what_standings_owe() -> None:
    rows = [tr.sentence for tr in section(read(RECORD), "kommende").all("tr") if tr.all("td")]
    assert rows[0].startswith("torsdag den 3. december 2026 Dagsorden Klynge Nord, politisk niveau, 10. december 2026")
    assert any(row.startswith("torsdag den 9. februar 2027 Vært for mødet") or "Vært for mødet" in row for row in rows)
    without = [f"content/{kind}/2026-03-12-nord-politisk.md" for kind in ("agendas", "minutes")]
    page = read(RECORD, built(files(**dict.fromkeys(without)), TODAY))
    rows = [tr.sentence for tr in section(page, "kommende").all("tr") if tr.all("td")]
    assert any("30. november 2026 Årlig status til Klynge Nord, politisk niveau Klynge Nord, fagligt niveau" in r for r in rows)
    dates = [time.attributes["datetime"] for time in section(page, "kommende").all("time")]
    assert dates == sorted(dates)


def test_totals_are_numbers_for_each_level_and_each_body() -> None:
    page = read(RECORD)
    (table,) = section(page, "i-alt").all("table")
    heads = [th.text for th in table.all("thead")[0].all("th")]
    assert heads == ["Niveau", "Rettidig", "Forsinket", "Mangler", "Fraveget", "Kan ikke vurderes", "Endnu ikke"]
    rows = {tr.all("th")[0].text: [int(td.text) for td in tr.all("td")] for tr in table.all("tr") if tr.all("td")}
    assert rows["Politisk niveau"] == [3, 1, 3, 1, 7, 6]
    assert rows["Fagligt niveau"] == [0] * 6
    assert rows["I alt"] == [sum(column) for column in zip(*(rows[n] for n in rows if n != "I alt"), strict=True)]
    (grid,) = section(page, "aar-2026").all("table", class_="grid")
    bodies = {tr.all("th")[0].text: [int(td.text) for td in tr.all("td")] for tr in grid.all("tr") if tr.all("td")}
    assert bodies["Klynge Nord, politisk niveau"] == [3, 1, 3, 1, 1, 3]
    assert "%" not in section(page, "i-alt").text + section(page, "aar-2026").text


def test_what_the_totals_do_not_know_is_said() -> None:
    text = section(read(RECORD), "i-alt").sentence
    assert "1 vurdering mangler en dato. 6 vurderinger er fra tiden, før vurderingen begyndte." in text
    assert "har kommissoriet ingen regel; det er ikke talt med." in text
    archive = "Arkivet kan vise, hvornår et dokument tidligst lå her; det står på dokumentets side."
    assert archive not in section(read(RECORD), "laes").sentence
    assert archive in section(read(RECORD, built(files(), TODAY, history=History("full"))), "laes").sentence


def test_what_was_not_kept_and_what_was_waived_stand_with_dates_and_reason() -> None:
    year = section(read(RECORD), "aar-2026")
    broken, waived = year.all("ul", class_="breaches")
    lines = [li.sentence for li in broken.all("li")]
    assert (
        "! forsinket (4 dage) Referat: Klynge Nord, politisk niveau, 12. marts 2026 "
        "Frist 19.03.2026, offentliggjort 23.03.2026 Sekretariat" in lines
    )
    assert any(
        line.startswith("× ikke overholdt Vært: Klynge Nord, politisk niveau Mødet 10. september 2026 har samme vært")
        for line in lines
    )
    assert any(line.startswith("× ikke overholdt Henvist videre: Klynge Nord, fagligt niveau Medicin") for line in lines)
    assert [li.sentence for li in waived.all("li")] == [
        "~ fraveget (mangler) Referat: Klynge Nord, politisk niveau, 10. september 2026 "
        "Sekretariatet var lukket Frist 17.09.2026 Sekretariat"
    ]


def test_charts_stand_by_level_each_with_a_link_to_the_record() -> None:
    year = section(read(RECORD), "aar-2026")
    assert [h.text for h in year.all("h4")][:3] == ["Politisk niveau", "Fagligt niveau", "Andre fora"]
    assert [a.attributes["href"] for p in year.all("p", class_="chart-title") for a in p.all("a")] == [
        "/fora/nord-politisk/#frister"
    ]
    assert "2 møder i 2025 vurderes ikke: Kommissoriet vurderes fra 1. januar 2026." in section(read(RECORD), "aar-2025").sentence


def test_public_pages_speak_no_codes() -> None:
    for path in (RECORD, BODY, OTHER):
        assert not re.search(r"SG\d{3}", read(path).text)


def test_a_joint_meetings_breach_stands_once() -> None:
    mandate = POLITICAL.replace("bodies: [nord-politisk]", "bodies: [nord-politisk, nord-fagligt]")
    plan = RUNNING.replace("2026-12-10", "2026-10-08")
    changed = {
        "content/mandates/politisk.md": mandate,
        "content/mandates/fagligt.md": None,
        "content/meetings/2026.yml": plan,
    }
    lines = [li.sentence for li in section(read(RECORD, built(files(**changed), TODAY)), "aar-2026").all("li")]
    assert [line for line in lines if "8. oktober 2026" in line and line.startswith("× mangler") and "Dagsorden:" in line] == [
        "× mangler (siden 2. oktober 2026) Dagsorden: Klynge Nord, politisk niveau og Klynge Nord, fagligt niveau, "
        "8. oktober 2026 Frist 01.10.2026 Sekretariat"
    ]


@pytest.mark.parametrize("year", [2022, 2023])
def test_a_year_that_has_no_room_has_a_page_with_its_record(year: int) -> None:
    plans = {
        f"content/meetings/{y}.yml": f"meetings:\n  - {{body: nord-politisk, date: {y}-03-12, host: laesoe}}\n"
        for y in range(2022, 2025)
    }
    changed = plans | {"content/mandates/politisk.md": POLITICAL.replace("applies_from: 2026-01-01", "applies_from: 2020-01-01")}
    build = built(files(**changed), TODAY)
    for path in (f"frister/{year}/index.html", f"fora/nord-politisk/{year}/index.html"):
        page = read(path, build)
        (drawn,) = page.all("svg", class_="chart-plot")
        assert f", {year}: 1 møde. Dagsorden: 1 mangler." in drawn.attributes["aria-label"]
        assert "1 møde afholdt. Kommissoriet siger mindst 4 om året." in page.sentence


def test_an_empty_site_says_so() -> None:
    page = read(
        RECORD, built(site(**{"content/meetings/2026.yml": "meetings: []\n", "content/mandates/politisk.md": None}), TODAY)
    )
    assert "Der er ingen møder at vurdere." in page.sentence
