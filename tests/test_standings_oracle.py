"""The standings' oracle against examples worked out by hand, and the program against the oracle, row by row."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests import oracle
from tests.oracle_standings import FIELDS, exists_on, standings
from tests.test_oracle import SITE_YML, block, chance, entry, near

EXAMPLES = 12_000 if os.environ.get("SITEGEN_LONG") else 100

KINDS = {"koa": "municipality", "kob": "municipality", "koc": "municipality", "reg": "region", "hos": "hospital",
         "plo": "general_practice"}  # fmt: skip
PARTIES = [{"id": name, "kind": kind} for name, kind in KINDS.items()]

# ---------------------------------------------------------------- written as an editor would

FIELD_NAMES = {"case": "Sag", "proposer": "Forslagsstiller", "referred_to": "Henvist til", "follows": "Opfølgning på"}


def as_files(content: dict) -> dict[str, bytes]:
    organisation = "agreements: []\nparties:\n"
    for party in content["parties"]:
        organisation += entry({"id": party["id"], "name": f"Part {party['id'].title()}", **party})
    organisation += "clusters:\n" if content["clusters"] else ""
    for cluster in content["clusters"]:
        organisation += entry({"id": cluster["id"], "name": f"Klynge {cluster['id'].title()}", **cluster})
    organisation += "bodies:\n"
    for body in content["bodies"]:
        organisation += entry({"id": body["id"], "name": f"Forum {body['id'].title()}", **body})
    files = {"site.yml": SITE_YML, "organisation.yml": organisation}
    for meeting in content["meetings"]:
        path = f"meetings/{meeting['date'].year}.yml"
        files[path] = files.get(path, "meetings:\n") + entry(meeting)
    for mandate in content["mandates"]:
        front = {"title": f"Kommissorium {mandate['file']}", **{key: value for key, value in mandate.items() if key != "file"}}
        files[f"mandates/{mandate['file']}.md"] = f"---\n{block(front)}---\n\n# Frister\n\nFristerne er aftalt.\n"
    for document in content["documents"]:
        front = {key: value for key, value in document.items() if key not in ("kind", "number", "items")}
        path = f"agendas/{document['meeting']}.md"
        if document["kind"] == "supplement":
            front["supplement"] = document["number"]
            path = f"agendas/{document['meeting']}-tillaeg-{document['number']}.md"
        if document["kind"] == "minutes":
            path = f"minutes/{document['meeting']}.md"
        text = f"---\n{block(front)}---\n"
        for item in document.get("items", []):
            text += f"\n## {item['number']}. {item['title']}\n"
            text += "".join(f"{written}: {item[key]}\n" for key, written in FIELD_NAMES.items() if item.get(key))
            text += "\nDrøftes.\n"
        assert path not in files
        files[path] = text
    return {path: text.encode() for path, text in files.items()}


def program_standings(files: Mapping[str, bytes], today: date, drafts: bool = False) -> list[dict]:
    """The program's standings on content (paths from content/), in the shape of the oracle's; with `drafts`, in a preview."""
    from sitegen.build import kind_of
    from sitegen.link import link
    from sitegen.parse import parse
    from sitegen.standings import stand
    from sitegen.verdicts import judge

    parsed = {}
    for name, data in files.items():
        path = f"content/{name}"
        one = parse(data, kind_of(path) or "")
        assert not one.findings, (path, one.findings)
        parsed[path] = replace(one, source=replace(one.source, path=path))
    joined, findings = link(parsed, {}, today, drafts=drafts)
    assert joined
    assert {finding.code for finding in findings} <= HARMLESS, findings
    found = []
    for standing in stand(joined, judge(joined, today), today):
        line = {key: getattr(standing, key) for key in FIELDS}
        if line["duty"] == "referral":
            line |= {"source": None, "mandate": None}
        for key in ("body", "meeting", "party", "target", "turn", "previous", "met", "mandate"):
            line[key] = line[key].id if line[key] else None
        line["item"] = line["item"].number if line["item"] else None
        line["day"] = line["day"] if line["duty"] == "composition" else None
        found.append(line)
    return found


# What random content cannot help: two meetings on one day, a host from another body of a joint meeting, files that nobody shows.
HARMLESS = {"SG210", "SG310"}


def counted(rows: list[dict]) -> Counter[tuple]:
    return Counter(tuple(line[key] for key in FIELDS) for line in rows)


def in_words(line: tuple) -> str:
    return ", ".join(f"{key} {value}" for key, value in zip(FIELDS, line, strict=True) if value not in (None, ""))


def differences(content: dict, today: date, drafts: bool = False) -> list[str]:
    expected, found = counted(standings(content, today)), counted(program_standings(as_files(content), today, drafts))
    lines = [(line, "oracle ") for line in (expected - found).elements()] + [
        (line, "program") for line in (found - expected).elements()
    ]
    return [f"{who} {in_words(line)}" for line, who in sorted(lines, key=lambda one: (in_words(one[0]), one[1]))]


# ---------------------------------------------------------------- (a) examples by hand


def d(text: str) -> date:
    return date.fromisoformat(text)


def meeting(day: str, *bodies: str, **more: object) -> dict:
    names = list(bodies or ("alfa",))
    return {"id": f"{day}-{'-'.join(names)}", "bodies": names, "date": d(day), **more}


def agenda(of: dict, *items: dict, **more: object) -> dict:
    numbered = [
        {"number": str(number), "title": f"Punkt {number} den {of['date']}", **item} for number, item in enumerate(items, 1)
    ]
    return {"kind": "agenda", "meeting": of["id"], "items": numbered, **more}


def minutes(of: dict, *items: dict, **more: object) -> dict:
    return {**agenda(of, *items, **more), "kind": "minutes"}


def content(*meetings: dict, docs: list[dict] | None = None, alfa: dict | None = None, beta: dict | None = None, **more) -> dict:
    """A site with the bodies alfa and beta; keywords other than those of a site are the obligations of alfa's mandate."""
    parts = {key: more.pop(key) for key in ("parties", "bodies", "clusters", "mandates", "mandate") if key in more}
    own = {"file": "kommissorium", "bodies": ["alfa"], **parts.get("mandate", {}), "obligations": more}
    bodies = [
        {"id": "alfa", "parties": ["koa", "kob", "reg"], **(alfa or {})},
        {"id": "beta", "parties": ["koa"], **(beta or {})},
    ]
    return {
        "parties": parts.get("parties", PARTIES),
        "clusters": parts.get("clusters", []),
        "bodies": bodies + parts.get("bodies", []),
        "mandates": parts.get("mandates", [own]),
        "meetings": list(meetings),
        "documents": docs or [],
    }


def rows(site: dict, today: str, duty: str, *fields: str, body: str = "alfa", year: int | None = None) -> list[tuple]:
    """What both say of a duty of a body; they must agree on everything else too."""
    assert differences(site, d(today)) == []
    found = [line for line in standings(site, d(today)) if line["duty"] == duty and line["body"] == body]
    wanted = [line for line in found if year is None or line["year"] == year]
    return [tuple(line[key] for key in ("verdict", "variant", *fields)) for line in wanted]


TWO_A_YEAR = {"meetings_per_year": {"minimum": 2}}


def changed(first: dict, second: dict, begins: str = "2025-07-01") -> list[dict]:
    """Two mandates of alfa's: the second takes the first one's place."""
    return [
        {"file": "foer", "bodies": ["alfa"], "obligations": first},
        {"file": "siden", "bodies": ["alfa"], "valid_from": d(begins), "supersedes": "foer", "obligations": second},
    ]


def a_year(number: int) -> dict:
    return {"meetings_per_year": {"minimum": number}}


def valid(party: str, **life: str) -> list[dict]:
    """The parties, one of them for a while only."""
    while_valid = {key: d(day) for key, day in life.items()}
    return [{**one, **while_valid} if one["id"] == party else one for one in PARTIES]


@pytest.mark.parametrize(
    ("today", "days", "life", "expected"),
    [
        ("2025-06-15", ["2025-02-01", "2025-06-14"], {}, ("kept", "", 2)),
        ("2025-06-15", ["2025-02-01", "2025-06-15"], {}, ("due", "", 2)),
        ("2025-06-15", ["2025-02-01"], {}, ("broken", "running", 1)),
        ("2026-01-01", ["2025-02-01"], {}, ("broken", "past", 1)),
        ("2026-01-01", ["2025-02-01", "2025-12-31"], {}, ("kept", "", 2)),
        ("2024-12-31", ["2025-02-01"], {}, ("due", "", 1)),
        ("2026-01-01", ["2025-03-01"], {"valid_from": d("2025-02-01")}, ("not-applicable", "partial", 1)),
        ("2026-01-01", ["2025-03-01"], {"valid_to": d("2025-12-30")}, ("not-applicable", "partial", 1)),
        ("2026-01-01", ["2025-03-01", "2025-04-01"], {"valid_to": d("2025-12-30")}, ("kept", "", 2)),
    ],
)
def test_meetings(today: str, days: list[str], life: dict, expected: tuple) -> None:
    site = content(*map(meeting, days), alfa=life, **TWO_A_YEAR)
    assert rows(site, today, "meetings", "found", year=2025) == [expected]
    assert rows(site, today, "meetings", "least", year=2025)[0][2] == 2


def test_meetings_that_count() -> None:
    cancelled = meeting("2025-02-01", cancelled="For få punkter")
    written = meeting("2025-03-01", type="written")
    both = meeting("2025-04-01", "beta", "alfa", until=d("2025-04-02"))
    site = content(cancelled, written, both, **TWO_A_YEAR)
    assert rows(site, "2026-02-01", "meetings", "found", year=2025) == [("broken", "past", 1)]
    assert rows(site, "2026-02-01", "meetings", "found", year=2026) == [("broken", "running", 0)]
    assert rows(site, "2025-04-02", "meetings", body="beta") == []


def test_meetings_and_mandates_that_begin() -> None:
    site = content(meeting("2025-05-01"), mandate={"applies_from": d("2025-01-02")}, **TWO_A_YEAR)
    assert rows(site, "2026-02-01", "meetings", year=2025) == [("unknown", "applies")]
    site = content(meeting("2025-05-01"), mandate={"applies_from": d("2025-01-01")}, **TWO_A_YEAR)
    assert rows(site, "2026-02-01", "meetings", year=2025) == [("broken", "past")]
    site = content(meeting("2025-05-01"), mandate={"valid_from": d("2025-01-02")}, **TWO_A_YEAR)
    assert rows(site, "2026-02-01", "meetings", year=2025) == [("not-applicable", "partial")]
    site = content(meeting("2025-05-01"), mandate={"proposed": True}, **TWO_A_YEAR)
    assert rows(site, "2026-02-01", "meetings") == []


def test_the_mandate_that_supersedes_rules_the_year_it_ends_in_force() -> None:
    earlier = {"file": "tidligere", "bodies": ["alfa", "beta"], "obligations": {"meetings_per_year": {"minimum": 1}}}
    later = {"file": "senere", "bodies": ["alfa"], "valid_from": d("2025-07-01"), "supersedes": "tidligere",
             "obligations": {"meetings_per_year": {"minimum": 5}}}  # fmt: skip
    site = content(meeting("2024-05-01"), meeting("2025-05-01"), mandates=[earlier, later])
    assert rows(site, "2025-12-01", "meetings", "least") == [("kept", "", 1), ("not-applicable", "partial", 5)]
    assert rows(site, "2025-12-01", "meetings", "least", body="beta") == [("broken", "past", 1), ("broken", "running", 1)]


def test_a_mandate_that_was_superseded_does_not_come_back() -> None:
    first = {"file": "foerste", "bodies": ["alfa"], "obligations": {"meetings_per_year": {"minimum": 1}}}
    second = {"file": "anden", "bodies": ["alfa"], "valid_from": d("2024-01-01"), "valid_to": d("2024-12-31"),
              "supersedes": "foerste", "obligations": {"meetings_per_year": {"minimum": 2}}}  # fmt: skip
    third = {"file": "tredje", "bodies": ["alfa"], "valid_from": d("2026-01-01"), "supersedes": "anden",
             "obligations": {"meetings_per_year": {"minimum": 3}}}  # fmt: skip
    site = content(*[meeting(f"{year}-05-01") for year in (2023, 2024, 2025, 2026)], mandates=[first, second, third])
    assert rows(site, "2026-12-31", "meetings", "least") == [("kept", "", 1), ("broken", "past", 2), ("broken", "running", 3)]


def test_the_mandate_by_which_a_year_is_judged() -> None:
    site = content(
        *map(meeting, ("2024-05-01", "2025-05-01", "2025-08-01", "2026-05-01")), mandates=changed(a_year(2), a_year(1))
    )
    fields = ("least", "mandate")
    past, coming = ("broken", "past", 2, "foer"), ("due", "", 1, "siden")
    assert rows(site, "2025-06-30", "meetings", *fields) == [past, ("due", "", 2, "foer"), coming]  # the one in force today
    assert rows(site, "2025-07-01", "meetings", *fields) == [past, ("kept", "", 1, "siden"), coming]
    assert rows(site, "2026-02-01", "meetings", *fields, year=2025) == [("kept", "", 1, "siden")]  # the one of 31 December
    gone = content(*site["meetings"][:2], alfa={"valid_to": d("2025-06-30")}, mandates=site["mandates"])
    assert rows(gone, "2025-12-01", "meetings", *fields, year=2025) == [("not-applicable", "partial", 2, "foer")]
    coming_body = content(meeting("2025-08-01"), alfa={"valid_from": d("2025-07-15")}, mandates=site["mandates"])
    assert rows(coming_body, "2025-06-01", "meetings", *fields) == [("due", "", 1, "siden")]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (a_year(2), a_year(3), ("broken", "past", 2, "foer")),
        (a_year(3), a_year(2), ("broken", "past", 2, "siden")),
        (a_year(1), a_year(2), ("not-applicable", "partial", 2, "siden")),
        ({}, a_year(2), ("not-applicable", "partial", 2, "siden")),
        (a_year(2), a_year(1), ("kept", "", 1, "siden")),
    ],
)
def test_too_few_by_a_mandate_that_began_in_the_year(first: dict, second: dict, expected: tuple) -> None:
    site = content(meeting("2025-05-01"), mandates=changed(first, second))
    assert rows(site, "2026-02-01", "meetings", "least", "mandate", year=2025) == [expected]
    site["mandates"][0] |= {"obligations": {}, "house_rules": first}
    source = "house-rule" if expected[3] == "foer" else "mandate"
    assert rows(site, "2026-02-01", "meetings", "least", "mandate", "source", year=2025) == [(*expected, source)]


def test_a_mandate_that_ends_in_the_running_year_does_not_exist_the_whole_year() -> None:
    ends = content(meeting("2025-05-01"), mandate={"valid_to": d("2025-12-30")}, **TWO_A_YEAR)
    assert rows(ends, "2025-06-01", "meetings", "least") == [("not-applicable", "partial", 2)]
    whole = content(meeting("2025-05-01"), mandate={"valid_to": d("2025-12-31")}, **TWO_A_YEAR)
    assert rows(whole, "2025-06-01", "meetings", "least") == [("broken", "running", 2)]
    laxer_later = content(meeting("2025-05-01"), mandates=changed(a_year(2), a_year(1)))  # kept from July
    assert rows(laxer_later, "2025-06-01", "meetings", "least", year=2025) == [("not-applicable", "partial", 2)]


def test_a_draft_of_a_mandate_binds_nobody_even_in_a_preview() -> None:
    site = content(meeting("2025-05-01"), mandate={"draft": True}, **TWO_A_YEAR)
    assert rows(site, "2026-02-01", "meetings") == []
    assert differences(site, d("2026-02-01"), drafts=True) == []
    site = content(meeting("2025-05-01"), mandates=changed(a_year(1), a_year(2), "2025-01-01"))
    site["mandates"][1]["draft"] = True
    assert rows(site, "2026-02-01", "meetings", "mandate", year=2025) == [("kept", "", "foer")]
    assert differences(site, d("2026-02-01"), drafts=True) == []


ROTATES = {"host": {"rotates": True, "among": ["municipality"]}}


def test_host() -> None:
    site = content(
        meeting("2025-01-10", host="kob"),
        meeting("2025-02-10", host="kob"),
        meeting("2025-03-10", host="reg"),
        meeting("2025-04-10", host="koa"),
        meeting("2025-05-10"),
        meeting("2025-06-10"),
        meeting("2025-06-11"),
        **ROTATES,
    )
    assert rows(site, "2025-05-11", "host", "party", "turn", "previous") == [
        ("kept", "", "kob", "koa", None),
        ("broken", "repeated", "kob", "koa", "2025-01-10-alfa"),
        ("broken", "outside", "reg", "koa", "2025-02-10-alfa"),
        ("kept", "", "koa", "koa", "2025-03-10-alfa"),
        ("unknown", "missing", None, "kob", "2025-04-10-alfa"),
        ("unknown", "missing", None, "kob", "2025-05-10-alfa"),
        ("due", "", None, "kob", "2025-06-10-alfa"),
    ]


def test_host_by_turn_and_alone() -> None:
    alone = content(
        meeting("2025-01-10", host="koa"), meeting("2025-02-10", host="koa"), alfa={"parties": ["koa", "reg"]}, **ROTATES
    )
    assert rows(alone, "2025-05-11", "host") == [("kept", ""), ("kept", "")]
    anyone = content(meeting("2025-01-10", host="reg"), meeting("2025-02-10", host="reg"), host={"rotates": True})
    assert rows(anyone, "2025-05-11", "host") == [("kept", ""), ("broken", "repeated")]
    old = content(meeting("2025-01-10"), mandate={"applies_from": d("2025-01-11")}, **ROTATES)
    assert rows(old, "2025-05-11", "host") == [("unknown", "applies")]
    still = content(meeting("2025-01-10"), host={"rotates": False, "leads": True})
    assert rows(still, "2025-05-11", "host") == []


def test_host_where_nobody_can_host() -> None:
    plan = meeting("2025-01-10", host="reg"), meeting("2025-02-10"), meeting("2025-08-10")
    assert rows(content(*plan, alfa={"parties": ["reg"]}, **ROTATES), "2025-05-11", "host") == []
    assert rows(content(*plan, alfa={"parties": []}, host={"rotates": True}), "2025-05-11", "host") == []
    while_valid = content(*plan, alfa={"parties": ["koa", "reg"]}, parties=valid("koa", valid_from="2025-02-10"), **ROTATES)
    assert rows(while_valid, "2025-05-11", "host", "meeting", "turn") == [
        ("unknown", "missing", "2025-02-10-alfa", "koa"),
        ("due", "", "2025-08-10-alfa", "koa"),
    ]
    alone = content(  # kob can host no more
        meeting("2025-01-10", host="koa"),
        meeting("2025-02-10", host="koa"),
        parties=valid("kob", valid_to="2025-02-09"),
        **ROTATES,
    )
    assert rows(alone, "2025-05-11", "host", "turn") == [("kept", "", "koa"), ("kept", "", "koa")]


def test_host_that_is_no_party() -> None:
    site = content(meeting("2025-08-10", host="ukendt"), **ROTATES)  # an error that the program reports before it judges
    found = [line for line in standings(site, d("2025-05-11")) if line["duty"] == "host"]
    assert [(line["verdict"], line["variant"], line["party"], line["turn"]) for line in found] == [("unknown", "", None, "koa")]


def test_whose_turn_it_is_after_two_meetings_on_one_day() -> None:
    morning, evening = meeting("2025-01-10", host="koa"), {**meeting("2025-01-10", host="kob"), "id": "2025-01-10-alfa-ny"}
    site = content(morning, evening, meeting("2025-02-10"), **ROTATES)
    assert rows(site, "2025-05-11", "host", "turn") == [
        ("kept", "", "koa"),
        ("kept", "", "kob"),
        ("unknown", "missing", "koa"),
    ]


@pytest.mark.parametrize(
    ("participants", "expected"),
    [
        ([{"role": "Formand", "party": "koa"}], ("kept", "", "koa")),
        ([{"role": "Deltager", "party": "koa"}, {"role": "Ordstyrer", "party": "kob"}], ("broken", "other", "kob")),
        ([{"role": "Mødeleder"}], ("unknown", "unnamed", None)),
        ([{"role": "Deltager", "party": "koa"}], ("unknown", "unnamed", None)),
        ([{"role": "MØDELEDER", "party": "kob"}], ("broken", "other", "kob")),
        ([{"role": "Formand", "party": "kob"}], ("unknown", "unnamed", None)),  # a title, and perhaps no more
        ([{"role": "Formand", "party": "reg"}, {"role": "Mødeleder", "party": "kob"}], ("broken", "other", "kob")),
        ([{"role": "Mødeleder", "party": "kob"}, {"role": "Formand", "party": "koa"}], ("kept", "", "koa")),
        ([{"role": "Mødeleder", "party": "kob", "substitute_for": "formanden"}], ("unknown", "unnamed", None)),
        ([{"role": "Mødeleder", "party": "koa", "substitute_for": "formanden"}], ("kept", "", "koa")),
        (
            [{"role": "Mødeleder", "party": "kob", "substitute_for": "formanden"}, {"role": "Ordstyrer", "party": "reg"}],
            ("broken", "other", "reg"),
        ),
    ],
)
def test_chair(participants: list[dict], expected: tuple) -> None:
    held = meeting("2025-02-10", host="koa")
    site = content(held, docs=[minutes(held, participants=participants)], host={"leads": True})
    assert rows(site, "2025-02-11", "chair", "party") == [expected]
    assert rows(site, "2025-02-10", "chair") == []
    hostless = meeting("2025-02-10")
    assert rows(content(hostless, docs=[minutes(hostless)], host={"leads": True}), "2025-05-01", "chair") == []
    assert rows(content(held, host={"leads": True}), "2025-05-01", "chair") == []
    old = content(held, docs=site["documents"], mandate={"applies_from": d("2025-02-11")}, host={"leads": True})
    assert rows(old, "2025-05-01", "chair") == [("unknown", "applies")]


SEATS = [
    {"role": "Politiker", "party": "koa", "count": 2},
    {"role": "politiker", "party": "kob", "valid_from": d("2025-06-01")},
    {"role": "Politiker", "party": "reg", "count": 3},
    {"role": "Direktør", "party": "kob"},
]


def test_composition_each() -> None:
    rule = {"role": "politiker", "each": "municipality", "minimum": 1, "maximum": 1}
    site = content(meeting("2024-02-01"), alfa={"seats": SEATS}, composition=[rule])
    assert rows(site, "2025-06-01", "composition", "party", "found", "day") == [
        ("broken", "too-many", "koa", 2, d("2024-12-31")),
        ("broken", "too-few", "kob", 0, d("2024-12-31")),
        ("broken", "too-many", "koa", 2, d("2025-06-01")),
        ("kept", "", "kob", 1, d("2025-06-01")),
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"party": "reg", "minimum": 3, "maximum": 4}, ("kept", "", "reg", 3, 3, 4)),
        ({"party": "kob", "minimum": 2}, ("broken", "too-few", "kob", 1, 2, None)),
        ({"among": ["municipality", "region"], "maximum": 4}, ("broken", "too-many", None, 6, None, 4)),
        ({"among": ["hospital"], "minimum": 1, "condition": "efter behov"}, ("counted", "condition", None, 0, 1, None)),
        ({"among": ["hospital"], "minimum": 1, "unless_seated_in": "beta"}, ("broken", "too-few", None, 0, 1, None)),
        (
            {"among": ["municipality"], "minimum": 9, "unless_seated_in": "beta"},
            ("not-applicable", "seated", None, None, 9, None),
        ),
        ({"each": "region", "minimum": 9, "unless_seated_in": "gamma"}, ("unknown", "no-seats-there", "reg", None, 9, None)),
    ],
)
def test_composition(rule: dict, expected: tuple) -> None:
    more = [{"id": "gamma", "parties": ["koa"], "seats": [{"role": "Politiker", "party": "koa", "valid_to": d("2025-06-29")}]}]
    there = {"seats": [{"role": "Direktør", "party": "koa"}, {"role": "Direktør", "party": "hos"}]}
    site = content(alfa={"seats": SEATS}, beta=there, bodies=more, composition=[{"role": "Politiker", **rule}])
    assert rows(site, "2025-06-30", "composition", "party", "found", "least", "most") == [expected]
    assert rows(site, "2025-06-30", "composition", "found", "day", body="beta") == []


def test_composition_of_a_party_that_is_none_of_the_bodys() -> None:
    def found(party: str, **more) -> list[tuple]:
        site = content(alfa={"seats": SEATS}, composition=[{"role": "Politiker", "party": party, "minimum": 1}], **more)
        return rows(site, "2025-06-30", "composition", "party", "found")

    assert found("plo") == []
    assert found("reg") == [("kept", "", "reg", 3)]
    assert found("reg", parties=valid("reg", valid_from="2025-06-30")) == [("kept", "", "reg", 3)]
    assert found("reg", parties=valid("reg", valid_from="2025-07-01")) == []
    assert found("reg", parties=valid("reg", valid_to="2025-06-29")) == []
    early = {"parties": valid("reg", valid_to="2025-06-29"), "mandate": {"applies_from": d("2025-07-01")}}
    assert found("reg", **early) == []
    rule = {"role": "Direktør", "each": "municipality", "minimum": 1}
    site = content(alfa={"seats": SEATS}, composition=[rule], parties=valid("koa", valid_to="2025-06-29"))
    assert rows(site, "2025-06-29", "composition", "party") == [("broken", "too-few", "koa"), ("kept", "", "kob")]
    assert rows(site, "2025-06-30", "composition", "party") == [("kept", "", "kob")]


def test_composition_without_seats() -> None:
    rule = {"role": "Politiker", "party": "reg", "minimum": 1}
    seats = [{"role": "Politiker", "party": "reg", "valid_to": d("2025-06-29")}]
    assert rows(content(alfa={"seats": seats}, composition=[rule]), "2025-06-29", "composition") == [("kept", "")]
    assert rows(content(alfa={"seats": seats}, composition=[rule]), "2025-06-30", "composition") == [("unknown", "no-seats")]
    ended = {"seats": seats, "valid_to": d("2024-12-30")}
    site = content(meeting("2024-02-01"), alfa=ended, composition=[rule])
    assert rows(site, "2025-06-30", "composition", "day") == [("kept", "", d("2024-12-30"))]
    later = content(alfa={"seats": seats}, mandate={"applies_from": d("2025-06-29")}, composition=[rule])
    assert rows(later, "2025-06-28", "composition") == [("unknown", "applies")]
    assert rows(later, "2025-06-29", "composition") == [("kept", "")]
    conditional = content(alfa={"seats": seats}, mandate=later["mandates"][0], composition=[{**rule, "condition": "efter behov"}])
    assert rows(conditional, "2025-06-28", "composition") == [("unknown", "applies")]


def test_composition_with_a_condition_is_counted_party_by_party() -> None:
    rule = {"role": "politiker", "each": "municipality", "minimum": 3, "condition": "efter behov"}
    site = content(alfa={"seats": SEATS}, composition=[rule])
    assert rows(site, "2025-06-30", "composition", "party", "found", "least") == [
        ("counted", "condition", "koa", 2, 3),
        ("counted", "condition", "kob", 1, 3),
    ]


REPORT = {"reports": [{"name": "Årlig status", "to": "beta", "every": "year", "case": "aarsstatus"}]}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"case": "aarsstatus"}, True),
        ({"case": "aarsstatus-alfa"}, True),
        ({"case": "aarsstatus-nord"}, True),
        ({"case": "aarsstatus-beta"}, False),
        ({"case": "aarsstatus", "proposer": "koa"}, False),
        ({"case": "aarsstatus", "proposer": "koa, alfa"}, True),
        ({"case": "aarsstatus", "proposer": "nord"}, True),
        ({}, False),
    ],
)
def test_report(item: dict, expected: bool) -> None:
    there = meeting("2025-12-20", "beta")
    for document in (agenda(there, {}, item), minutes(there, item), {**agenda(there, item), "kind": "supplement", "number": 1}):
        site = content(there, docs=[document], alfa={"cluster": "nord"}, clusters=[{"id": "nord"}], **REPORT)
        verdict = rows(site, "2026-01-01", "report", "target", "met", year=2025)
        assert verdict == [("kept", "", "beta", there["id"]) if expected else ("broken", "missing", "beta", None)]


def test_report_by_the_day() -> None:
    site = content(meeting("2025-12-20", "beta"), **REPORT)
    assert rows(site, "2025-11-30", "report") == [("due", "")]
    assert rows(site, "2025-12-01", "report") == [("broken", "missing")]
    held = content(meeting("2024-12-20", "beta"), meeting("2025-12-20", "beta"), **REPORT)
    assert rows(held, "2024-12-31", "report") == [("broken", "missing"), ("due", "")]
    there = meeting("2025-12-20", "beta", cancelled="For få punkter")
    site = content(there, meeting("2025-12-21", "beta"), docs=[agenda(there, {"case": "aarsstatus"})], **REPORT)
    assert rows(site, "2025-12-01", "report") == [("broken", "missing")]
    for life in ({"valid_from": d("2025-01-02")}, {"valid_to": d("2025-11-30")}):
        partial = content(meeting("2025-12-20", "beta"), alfa=life, **REPORT)
        assert rows(partial, "2026-01-01", "report", year=2025) == [("not-applicable", "partial")]
    whole = content(meeting("2025-12-20", "beta"), alfa={"valid_to": d("2025-12-01")}, **REPORT)
    assert rows(whole, "2026-01-01", "report", year=2025) == [("broken", "missing")]
    old = content(meeting("2025-12-20", "beta"), mandate={"applies_from": d("2025-01-02")}, **REPORT)
    assert rows(old, "2025-12-01", "report") == [("unknown", "applies")]


def test_report_is_kept_when_the_meeting_is_over() -> None:
    there = meeting("2025-10-20", "beta", until=d("2025-10-21"))
    for kind in ({}, {"type": "written"}, {"type": "extraordinary"}):
        planned = {**there, **kind}
        site = content(planned, docs=[agenda(planned, {"case": "aarsstatus"})], **REPORT)
        assert rows(site, "2025-10-21", "report", "met") == [("due", "", there["id"])]
        assert rows(site, "2025-10-22", "report", "met") == [("kept", "", there["id"])]
    late = meeting("2025-12-20", "beta")
    site = content(late, docs=[agenda(late, {"case": "aarsstatus"})], **REPORT)
    assert rows(site, "2025-12-10", "report", "met") == [("due", "", late["id"])]


def test_report_and_referral_that_stand_on_two_meetings_of_which_the_second_is_over_first() -> None:
    both = meeting("2025-04-01", "beta", until=d("2025-04-09")), meeting("2025-04-02", "beta")
    site = content(*both, docs=[agenda(one, {"case": "aarsstatus"}) for one in both], **REPORT)
    assert rows(site, "2025-04-02", "report", "met") == [("due", "", both[0]["id"])]
    assert rows(site, "2025-04-03", "report", "met") == [("kept", "", both[1]["id"])]
    assert rows(site, "2025-04-10", "report", "met") == [("kept", "", both[0]["id"])]
    docs = [agenda(one, {"case": "fald"}) for one in both]
    assert referral(*both, docs=docs, today="2025-04-03")[0] == ("kept", "", REFERRED["id"], "1", "beta", both[1]["id"])


def test_report_and_a_mandate_that_began_in_the_year() -> None:
    there = meeting("2025-12-20", "beta")
    other = {"reports": [{**REPORT["reports"][0], "to": "gamma"}]}
    same = {"reports": [{**REPORT["reports"][0], "case": "fald", "name": "Fald"}]}
    for first, expected in (
        ({}, ("not-applicable", "partial")),
        (other, ("not-applicable", "partial")),
        (same, ("broken", "missing")),
    ):
        site = content(there, mandates=changed(first, REPORT), bodies=[{"id": "gamma"}])
        assert rows(site, "2025-12-01", "report", "mandate") == [(*expected, "siden")]
        assert rows(site, "2026-02-01", "report", "mandate", year=2025) == [(*expected, "siden")]
        done = content(there, docs=[agenda(there, {"case": "aarsstatus"})], mandates=site["mandates"], bodies=site["bodies"][2:])
        assert rows(done, "2026-02-01", "report", year=2025) == [("kept", "")]
    before = content(there, mandates=changed(same, {}, "2025-12-10"))
    assert rows(before, "2025-12-09", "report", "mandate", year=2025) == [("broken", "missing", "foer")]
    assert rows(before, "2025-12-10", "report", year=2025) == []


def test_report_where_the_target_did_not_meet() -> None:
    missing = content(meeting("2025-12-20", "beta"), **REPORT)
    assert rows(missing, "2025-12-01", "report", "target", "met") == [("broken", "missing", "beta", None)]
    for kind in ({"type": "written"}, {"cancelled": "For få punkter"}):
        site = content(meeting("2025-05-20", "beta", **kind), **REPORT)
        assert rows(site, "2025-11-30", "report") == [("due", "")]
        assert rows(site, "2025-12-01", "report", "target", "met") == [("not-applicable", "no-meeting", "beta", None)]
    begun = content(meeting("2025-05-20"), alfa={"valid_from": d("2025-02-01")}, **REPORT)
    assert rows(begun, "2025-12-01", "report") == [("not-applicable", "partial")]


def test_what_is_owed_to_a_body_is_owed_to_who_succeeds_it() -> None:
    there = meeting("2025-05-20", "gamma")
    docs = [agenda(there, {"case": "aarsstatus", "proposer": "alfa"})]
    owed = {**REPORT, "contributions": [{"to": "beta", "minimum": 1}]}
    by_body = {"beta": {"valid_to": d("2025-01-31"), "succeeded_by": ["gamma"]}}
    by_cluster = {"beta": {"cluster": "nord"}, "clusters": [{"id": "nord", "succeeded_by": ["gamma"]}]}
    for heir in (by_body, by_cluster):
        site = content(there, docs=docs, bodies=[{"id": "gamma"}], **heir, **owed)
        assert rows(site, "2026-01-01", "report", "target", "met", year=2025) == [("kept", "", "beta", there["id"])]
        assert rows(site, "2026-01-01", "contribution", "target", "found", year=2025) == [("kept", "", "beta", 1)]
        silent = content(there, bodies=[{"id": "gamma"}], **heir, **owed)
        assert rows(silent, "2026-01-01", "report", year=2025) == [("broken", "missing")]
        assert rows(silent, "2026-01-01", "contribution", year=2025) == [("broken", "too-few")]
    alone = content(there, docs=docs, bodies=[{"id": "gamma"}], **owed)
    assert rows(alone, "2026-01-01", "report", year=2025) == [("not-applicable", "no-meeting")]
    assert rows(alone, "2026-01-01", "contribution", year=2025) == [("not-applicable", "no-meeting")]


OWES_ONE = {"contributions": [{"to": "beta", "minimum": 1}]}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"proposer": "alfa"}, 1),
        ({"proposer": "koa,nord"}, 1),
        ({"proposer": "koa"}, 0),
        ({"case": "fald"}, 1),
        ({"case": "andet"}, 0),
        ({"follows": "2025-03-01-alfa"}, 1),
        ({"title": "Fælles indsats"}, 1),  # it takes up what was referred
        ({"title": "Noget tredje"}, 0),
    ],
)
def test_contribution(item: dict, expected: int) -> None:
    own, there = meeting("2025-03-01"), meeting("2025-04-01", "beta")
    docs = [agenda(own, {"case": "fald"}, {"title": "Fælles indsats", "referred_to": "beta"}), agenda(there, {}, item)]
    site = content(own, there, docs=docs, alfa={"cluster": "nord"}, clusters=[{"id": "nord"}], **OWES_ONE)
    given = rows(site, "2025-05-01", "contribution", "target", "found", "least", year=2025)
    assert given == [("kept" if expected else "due", "", "beta", expected, 1)]
    given = rows(site, "2026-01-01", "contribution", "found", year=2025)
    assert given == [("kept", "", 1) if expected else ("broken", "too-few", 0)]


def test_contribution_at_a_joint_meeting() -> None:
    joint = meeting("2025-04-01", "beta", "alfa")
    site = content(joint, docs=[agenda(joint, {"proposer": "alfa"})], **OWES_ONE)
    assert rows(site, "2026-01-01", "contribution", "found", year=2025) == [("kept", "", 1)]


def test_contribution_that_only_the_minutes_have_was_on_no_agenda() -> None:
    there = meeting("2025-04-01", "beta")
    site = content(there, docs=[agenda(there, {}), minutes(there, {}, {"proposer": "alfa"})], **OWES_ONE)
    assert rows(site, "2026-01-01", "contribution", "found", year=2025) == [("broken", "too-few", 0)]


def test_contribution_above_and_without_a_minimum() -> None:
    there = meeting("2025-04-01", "beta")
    docs = [agenda(there, {"proposer": "alfa"}, {"proposer": "alfa"})]
    above = content(
        there, docs=docs, alfa={"refers_to": ["gamma", "beta"]}, bodies=[{"id": "gamma"}], contributions=[{"to": "above"}]
    )
    assert rows(above, "2025-12-31", "contribution", "target", "found") == [
        ("counted", "", "gamma", 0),
        ("counted", "", "beta", 2),
    ]
    assert rows(above, "2026-01-01", "contribution", "target", year=2025) == [
        ("not-applicable", "no-meeting", "gamma"),
        ("counted", "", "beta"),
    ]
    old = content(there, mandate={"applies_from": d("2025-01-02")}, **OWES_ONE)
    assert rows(old, "2025-12-31", "contribution", "target") == [("unknown", "applies", "beta")]


def test_contribution_of_a_year_that_is_not_whole() -> None:
    there = meeting("2025-05-01", "beta")
    for life in ({"valid_from": d("2025-01-02")}, {"valid_to": d("2025-12-30")}):
        assert rows(content(there, alfa=life, **OWES_ONE), "2026-01-01", "contribution", year=2025) == [
            ("not-applicable", "partial")
        ]
        assert rows(content(there, alfa=life, **OWES_ONE), "2025-12-31", "contribution", year=2025) == [("due", "")]
        done = content(there, docs=[agenda(there, {"proposer": "alfa"})], alfa=life, **OWES_ONE)
        assert rows(done, "2026-01-01", "contribution", year=2025) == [("kept", "")]
        counts = content(there, alfa=life, contributions=[{"to": "beta"}])
        assert rows(counts, "2026-01-01", "contribution", year=2025) == [("counted", "")]
        nowhere = content(meeting("2025-05-01"), alfa=life, **OWES_ONE)
        assert rows(nowhere, "2026-01-01", "contribution", year=2025) == [("not-applicable", "no-meeting")]
    elsewhere = {"contributions": [{"to": "gamma", "minimum": 1}]}
    counted_before = {"contributions": [{"to": "beta"}]}
    for first, expected in (
        ({}, ("not-applicable", "partial")),
        (elsewhere, ("not-applicable", "partial")),
        (counted_before, ("broken", "too-few")),
    ):
        site = content(there, mandates=changed(first, OWES_ONE), bodies=[{"id": "gamma"}])
        assert rows(site, "2026-01-01", "contribution", "mandate", year=2025) == [(*expected, "siden")]


def test_contribution_counts_what_may_be_seen() -> None:
    there = meeting("2025-04-01", "beta")
    shown, later = agenda(there, {}), {"published": d("2025-06-01")}
    hidden = minutes(there, {"proposer": "alfa"}, **later)
    site = content(there, docs=[shown, hidden], contributions=[{"to": "beta"}])
    assert rows(site, "2025-05-31", "contribution", "found") == [("counted", "", 0)]
    assert rows(site, "2025-06-01", "contribution", "found") == [("counted", "", 1)]
    site = content(
        there, docs=[{**agenda(there, {"proposer": "alfa"}), **later}, minutes(there, {})], contributions=[{"to": "beta"}]
    )
    assert rows(site, "2025-05-31", "contribution", "found") == [("counted", "", 0)]
    assert rows(site, "2025-06-01", "contribution", "found") == [("counted", "", 1)]
    own = meeting("2025-03-01")  # what takes up a referral is seen, too
    takes_up = minutes(there, {"follows": f"{own['id']}#punkt-1"}, **later)
    site = content(own, there, docs=[agenda(own, {"referred_to": "beta"}), shown, takes_up], contributions=[{"to": "beta"}])
    assert rows(site, "2025-05-31", "contribution", "found") == [("counted", "", 0)]
    assert rows(site, "2025-06-01", "contribution", "found") == [("counted", "", 1)]


def test_contribution_by_a_referral_to_the_target_or_to_what_it_succeeds() -> None:
    own, there = meeting("2025-03-01"), meeting("2025-04-01", "beta", "delta")
    bodies = [{"id": "gamma", "succeeded_by": ["beta"]}, {"id": "delta"}]
    for referred, expected in (("beta", 1), ("gamma", 1), ("delta", 0)):
        docs = [agenda(own, {"title": "Fald", "referred_to": referred}), agenda(there, {"title": "Fald"})]
        site = content(own, there, docs=docs, bodies=bodies, contributions=[{"to": "beta"}])
        assert rows(site, "2025-05-01", "contribution", "found") == [("counted", "", expected)]


def test_contribution_that_follows_up_a_meeting_that_was_cancelled() -> None:
    own, there = meeting("2025-03-01", cancelled="For få punkter"), meeting("2025-04-01", "beta")
    for item, expected in (({"follows": own["id"]}, 1), ({"case": "fald"}, 0)):
        site = content(own, there, docs=[agenda(own, {"case": "fald"}), agenda(there, item)], contributions=[{"to": "beta"}])
        assert rows(site, "2025-05-01", "contribution", "found") == [("counted", "", expected)]


REFERRED = meeting("2025-03-03")
WEEK = {"file": "frist", "bodies": ["beta"], "obligations": {"agenda": {"due": "1 week before"}}}


def referral(
    *later: dict, docs: list[dict] | None = None, today: str = "2025-05-01", item: dict | None = None, **more
) -> list[tuple]:
    referring = agenda(REFERRED, {"title": "Fald", "case": "fald", "referred_to": "beta", **(item or {})})
    site = content(REFERRED, *later, docs=[referring, *(docs or [])], mandates=[WEEK], **more)
    return rows(site, today, "referral", "meeting", "item", "target", "met")


def test_referral() -> None:
    given = (REFERRED["id"], "1", "beta")
    early, late = meeting("2025-03-10", "beta"), meeting("2025-03-11", "beta")
    assert referral() == [("due", "", *given, None)]
    assert referral(early, docs=[agenda(early, {})]) == [("due", "", *given, None)]  # its agenda was due on 3 March
    assert referral(late, docs=[agenda(late, {})]) == [("unknown", "no-minutes", *given, None)]
    assert referral(late, docs=[minutes(late, {})]) == [("broken", "passed", *given, None)]
    assert referral(late, docs=[agenda(late, {})], today="2025-03-11") == [("due", "", *given, None)]
    assert referral(late) == [("unknown", "no-minutes", *given, None)]
    assert referral(early, late, docs=[minutes(early, {"case": "fald"})]) == [("kept", "", *given, early["id"])]
    for item in ({"title": "Fald"}, {"follows": REFERRED["id"]}, {"follows": f"{REFERRED['id']}#punkt-1"}, {"case": "fald"}):
        assert referral(late, docs=[agenda(late, {}, item)], today="2025-03-04") == [("due", "", *given, late["id"])]
        assert referral(late, docs=[agenda(late, {}, item)]) == [("kept", "", *given, late["id"])]
    assert referral(late, docs=[minutes(late, {"follows": f"{REFERRED['id']}#punkt-2"})])[0][:2] == ("broken", "passed")
    assert referral(late, docs=[agenda(late, {"case": "fald"})], item={"referred_to": "alfa"}) == []  # to itself: no referral


def test_referral_is_kept_when_the_meeting_is_over() -> None:
    given = (REFERRED["id"], "1", "beta")
    for kind in ({}, {"type": "written"}, {"type": "extraordinary"}):
        later = meeting("2025-04-01", "beta", until=d("2025-04-02"), **kind)
        docs = [agenda(later, {"case": "fald"})]
        assert referral(later, docs=docs, today="2025-04-02") == [("due", "", *given, later["id"])]
        assert referral(later, docs=docs, today="2025-04-03") == [("kept", "", *given, later["id"])]
    passed = meeting("2025-03-20", "beta")
    docs = [minutes(passed, {}), agenda(later, {"case": "fald"})]
    assert referral(passed, later, docs=docs, today="2025-04-02") == [("due", "", *given, later["id"])]


def test_referral_by_the_word_of_the_minutes() -> None:
    def found(*docs: dict, held: dict = REFERRED) -> list[tuple]:
        more = [{"id": "gamma"}]
        return rows(content(held, docs=list(docs), mandates=[WEEK], bodies=more), "2025-05-01", "referral", "item", "target")

    proposed = agenda(REFERRED, {}, {"referred_to": "beta"})
    assert found(proposed) == [("due", "", "2", "beta")]
    assert found(proposed, minutes(REFERRED, {}, {})) == []  # the meeting did not refer it
    assert found(proposed, minutes(REFERRED, {})) == [("due", "", "2", "beta")]  # the minutes do not have the item
    assert found(proposed, minutes(REFERRED, {}, {}, draft=True)) == [("due", "", "2", "beta")]
    assert found(proposed, minutes(REFERRED, {}, {"referred_to": "gamma#punkt-4"})) == [("due", "", "2", "gamma")]
    assert found(agenda(REFERRED, {"referred_to": "gamma#punkt-4"})) == [("due", "", "1", "gamma")]
    added = agenda(REFERRED, {"number": "7", "referred_to": "beta"}) | {"kind": "supplement", "number": 1}
    assert found(added) == [("due", "", "7", "beta")]
    assert found(added, minutes(REFERRED, {"number": "7"})) == []
    assert found(added, minutes(REFERRED, {})) == [("due", "", "7", "beta")]


def test_referral_that_a_meeting_could_not_or_need_not_have_taken_up() -> None:
    late = meeting("2025-03-11", "beta")
    passed, due = ("broken", "passed"), ("due", "")
    extraordinary = {**late, "type": "extraordinary"}
    assert referral(extraordinary, docs=[minutes(extraordinary, {})])[0][:2] == due
    assert referral(extraordinary, docs=[minutes(extraordinary, {"case": "fald"})])[0][:2] == ("kept", "")
    theme = {**late, "type": "theme"}
    assert referral(theme, docs=[minutes(theme, {})])[0][:2] == passed
    for dates, expected in (
        ({}, passed),
        ({"sent": d("2025-03-03")}, due),
        ({"sent": d("2025-03-04")}, passed),
        ({"published": d("2025-03-03")}, due),
        ({"published": d("2025-03-04")}, passed),
        ({"sent": d("2025-03-04"), "published": d("2025-03-03")}, passed),
        ({"sent": d("2025-03-03"), "published": d("2025-03-04")}, due),
        ({"sent": d("2025-03-03"), "draft": True}, passed),
    ):
        assert referral(late, docs=[agenda(late, {}, **dates), minutes(late, {})])[0][:2] == expected, dates
    early = {**agenda(late, {"number": "9"}, sent=d("2025-03-03")), "kind": "supplement", "number": 1}
    assert referral(late, docs=[early, minutes(late, {})])[0][:2] == passed
    assert referral(late, docs=[minutes(late, {}, draft=True)])[0][:2] == ("unknown", "no-minutes")
    heir = meeting("2025-03-12", "gamma")
    more = {"bodies": [{"id": "gamma"}], "beta": {"succeeded_by": ["gamma"]}}
    assert referral(late, heir, docs=[agenda(late, {}), minutes(heir, {})], **more)[0][:2] == passed
    assert referral(late, heir, docs=[agenda(late, {}), agenda(heir, {})], **more)[0][:2] == ("unknown", "no-minutes")


def test_referral_of_the_same_title() -> None:
    later = meeting("2025-04-01", "beta")
    for title, expected in (("FALD!", "kept"), ("Fald 2", "broken")):
        assert referral(later, docs=[minutes(later, {"title": title})])[0][0] == expected


def test_referral_to_who_succeeds_and_in_the_minutes() -> None:
    heirs = meeting("2025-04-01", "gamma")
    docs = [agenda(heirs, {"case": "fald"})]
    life = {"valid_to": d("2025-03-20"), "succeeded_by": ["gamma"]}
    assert referral(heirs, docs=docs, beta=life, bodies=[{"id": "gamma"}])[0][0] == "kept"
    by_cluster = {"clusters": [{"id": "nord", "succeeded_by": ["gamma"]}], "beta": {"cluster": "nord"}}
    assert referral(heirs, docs=docs, bodies=[{"id": "gamma"}], **by_cluster)[0][0] == "kept"
    assert referral(heirs, docs=docs, bodies=[{"id": "gamma"}])[0][0] == "due"
    assert referral(docs=[minutes(REFERRED, {"referred_to": "gamma"})], bodies=[{"id": "gamma"}])[0][4] == "gamma"
    site = content(REFERRED, docs=[agenda(REFERRED, {"referred_to": "beta"})], mandate={"applies_from": d("2025-03-04")})
    assert rows(site, "2025-05-01", "referral") == [("unknown", "applies")]
    site = content({**REFERRED, "cancelled": "For få punkter"}, docs=[agenda(REFERRED, {"referred_to": "beta"})])
    assert rows(site, "2025-05-01", "referral") == []


# ---------------------------------------------------------------- (b) random sites

BODIES = ["alfa", "beta", "gamma", "delta"]
CLUSTERS = ["nord", "syd"]
TURNS = [d(text) for text in ("2024-01-01", "2024-12-31", "2025-01-01", "2025-06-15", "2025-11-30", "2025-12-01", "2025-12-31",
                              "2026-01-01", "2026-06-15", "2026-12-31", "2027-01-01")]  # fmt: skip
CASES = ["status", "status", "status-alfa", "status-nord", "fald"]
TITLES = ["Årlig status", "Fald", "fald", "Budget", "Godkendelse af dagsorden", "Eventuelt"]
ROLES = ["Politiker", "politiker", "Direktør"]
CHAIRS = ["Formand", "formand", "Mødeleder", "Ordstyrer", "Sekretær"]


def often_the_first(things: list) -> st.SearchStrategy:
    """So that the duties and the meetings of a few bodies meet."""
    return st.sampled_from(things[:2] * 2 + things)


@st.composite
def lives(draw: st.DrawFn, one_in: int) -> dict:
    life = {}
    if chance(draw, one_in):
        life["valid_from"] = draw(near(TURNS[:6], 1))
    if chance(draw, one_in):
        life["valid_to"] = max(draw(near(TURNS[3:], 1)), life.get("valid_from", date.min))
    return life


@st.composite
def parties(draw: st.DrawFn) -> list[dict]:
    return [{**party, **draw(lives(8))} for party in PARTIES]


@st.composite
def organisations(draw: st.DrawFn) -> tuple[list[dict], list[dict]]:
    clusters = [{"id": name, **draw(lives(6))} for name in CLUSTERS[: draw(st.integers(0, 2))]]
    names = BODIES[: draw(st.integers(2, 4))]
    bodies = []
    for name in names:
        body: dict = {"id": name, **draw(lives(5))}
        body["parties"] = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=4, unique=True))
        others = [other for other in names if other != name]
        if clusters and chance(draw, 2):
            cluster = draw(st.sampled_from(clusters))
            begins = max(thing.get("valid_from", date.min) for thing in (body, cluster))
            if begins <= min(thing.get("valid_to", date.max) for thing in (body, cluster)):  # else it never existed
                body["cluster"] = cluster["id"]
        if chance(draw, 2):
            body["refers_to"] = draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True))
        if chance(draw, 5):
            body["part_of"] = draw(st.sampled_from(others))
        if chance(draw, 3):
            heirs = others + [cluster["id"] for cluster in clusters]
            body["succeeded_by"] = draw(st.lists(st.sampled_from(heirs), min_size=1, max_size=2, unique=True))
        body["seats"] = draw(st.lists(seats(body["parties"]), max_size=5))
        bodies.append(body)
    for cluster in clusters:
        if chance(draw, 3):
            cluster["succeeded_by"] = [draw(st.sampled_from(names + [other["id"] for other in clusters if other is not cluster]))]
    return bodies, clusters


@st.composite
def seats(draw: st.DrawFn, parties: list[str]) -> dict:
    seat: dict = {"role": draw(st.sampled_from(ROLES)), "party": draw(st.sampled_from(parties * 3 + list(KINDS)))}
    if chance(draw, 2):
        seat["count"] = draw(st.integers(1, 3))
    return {**seat, **draw(lives(6))}


@st.composite
def seat_rules(draw: st.DrawFn, names: list[str]) -> dict:
    kinds = sorted(set(KINDS.values()))
    whose = draw(st.sampled_from(["each", "party", "among"]))
    rule: dict = {"role": draw(st.sampled_from(ROLES))}
    if whose == "each":
        rule["each"] = draw(st.sampled_from(["municipality", *kinds]))
    elif whose == "party":
        rule["party"] = draw(st.sampled_from(list(KINDS)))
    else:
        rule["among"] = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2, unique=True))
    least = draw(st.integers(0, 3))
    if not chance(draw, 4):
        rule["minimum"] = least
    if not chance(draw, 3):
        rule["maximum"] = least + draw(st.integers(0, 2))
    if chance(draw, 6):
        rule["condition"] = "efter behov"
    if chance(draw, 4):
        rule["unless_seated_in"] = draw(st.sampled_from(names))
    return rule


@st.composite
def obligations(draw: st.DrawFn, names: list[str], one_in: int) -> dict:
    """Each duty is there once in so many times."""
    found: dict = {}
    if chance(draw, one_in):
        found["meetings_per_year"] = {"minimum": draw(st.integers(1, 3))}
    if chance(draw, one_in):
        found["agenda"] = {
            "due": draw(st.sampled_from(["1 week before", "2 months before", "10 weekdays before", "1 day after"]))
        }
    if chance(draw, one_in):
        found["host"] = {}
        if not chance(draw, 5):
            found["host"]["rotates"] = True
        if not chance(draw, 3):
            found["host"]["leads"] = True
        if chance(draw, 2):
            found["host"]["among"] = draw(st.sampled_from([["municipality"], ["municipality", "region"], ["hospital"]]))
        if not found["host"]:
            found["host"]["rotates"] = False
    if chance(draw, one_in):
        found["composition"] = draw(st.lists(seat_rules(names), min_size=1, max_size=3))
    if chance(draw, one_in):
        to = draw(st.sampled_from(names))
        found["reports"] = [
            {"name": "Årlig status", "to": to, "every": "year", "case": draw(st.sampled_from(["status", "fald"]))}
        ]
    if chance(draw, one_in):
        found["contributions"] = draw(st.lists(contributions(names), min_size=1, max_size=2))
    if chance(draw, 4):
        found["referrals"] = {"clause": "Frister"}
    return found


@st.composite
def contributions(draw: st.DrawFn, names: list[str]) -> dict:
    rule: dict = {"to": draw(st.just("above") | often_the_first(names))}
    if not chance(draw, 3):
        rule["minimum"] = draw(st.integers(1, 2))
    return rule


@st.composite
def mandate_lists(draw: st.DrawFn, names: list[str]) -> list[dict]:
    some = st.lists(st.sampled_from(names), min_size=1, max_size=len(names), unique=True)
    mandates: list[dict] = [{"file": "et", "bodies": draw(st.just(names) | some)}]
    rest = [name for name in names if name not in mandates[0]["bodies"]]
    if chance(draw, 3):
        begins = draw(near(TURNS[1:8], 1))
        bodies = [name for name in draw(some) if name in mandates[0]["bodies"]] or mandates[0]["bodies"]
        mandates.append({"file": "to", "bodies": bodies, "supersedes": "et", "valid_from": begins})
    if chance(draw, 4):
        mandates.append({"file": "tre", "bodies": draw(some), draw(st.sampled_from(["proposed", "draft"])): True})
    if rest and chance(draw, 2):
        mandates.append({"file": "fire", "bodies": rest})
    for mandate in mandates:
        if len(mandates) == 1 and chance(draw, 5):
            mandate |= draw(lives(2))
        if chance(draw, 6):
            mandate["applies_from"] = draw(near(TURNS[:8], 1))
        if "valid_from" in mandate and "valid_to" not in mandate and chance(draw, 4):
            mandate["valid_to"] = mandate["valid_from"] + timedelta(draw(st.sampled_from([0, 200, 365, 400])))
        mandate["obligations"] = draw(obligations(names, 2))
        if mandate is not mandates[0] and not chance(draw, 3):  # what the first one states too, and more or less than it does
            kept = {key: value for key, value in mandates[0]["obligations"].items() if not chance(draw, 4)}
            mandate["obligations"] = {**kept, **(draw(obligations(names, 4)))}
        if chance(draw, 4):
            mandate["house_rules"] = draw(obligations(names, 3))
        for part in (mandate["obligations"], mandate.get("house_rules", {})):
            owed = [rule for rule in part.pop("contributions", []) if rule["to"] not in mandate["bodies"]]  # nobody owes himself
            part.update({"contributions": owed} if owed else {})
    return mandates


@st.composite
def meeting_plans(draw: st.DrawFn, content: dict) -> list[dict]:
    meetings: list[dict] = []
    for _ in range(draw(st.integers(1, 9))):
        day = draw(near(TURNS[1:9], draw(st.sampled_from([0, 3, 40]))))
        if chance(draw, 3) and meetings:
            day = draw(near([other["date"] for other in meetings], draw(st.sampled_from([0, 8]))))
        bodies = draw(st.lists(often_the_first(content["bodies"]), min_size=1, max_size=2, unique_by=lambda body: body["id"]))
        if len(bodies) == 2 and not chance(draw, 3):
            bodies = bodies[:1]
        found: dict = {
            "id": f"{day}-{'-'.join(body['id'] for body in bodies)}",
            "bodies": [body["id"] for body in bodies],
            "date": day,
        }
        if chance(draw, 4):
            found["type"] = draw(st.sampled_from(["ordinary", "extraordinary", "theme", "seminar", "written", "written"]))
        if chance(draw, 6):
            found["until"] = day + timedelta(draw(st.integers(0, 3)))
        while found["id"] in [other["id"] for other in meetings]:
            found["id"] += "-ny"
        if not all(exists_on(content, body, at) for body in bodies for at in (day, oracle.last_day(found))):
            continue
        if chance(draw, 8):
            found["cancelled"] = "For få punkter"
        if not chance(draw, 4):
            parties = [party for body in bodies for party in body["parties"]]
            found["host"] = draw(st.sampled_from(parties[:2] * 2 + parties))
        meetings.append(found)
    return meetings


@st.composite
def items(draw: st.DrawFn, number: int, names: list[str], meetings: list[dict]) -> dict:
    item = {"number": str(number), "title": draw(st.sampled_from(TITLES))}
    if chance(draw, 2):
        item["case"] = draw(st.sampled_from(CASES))
    if chance(draw, 2):
        proposers = st.sampled_from(names * 2 + CLUSTERS + ["koa"])
        item["proposer"] = draw(st.sampled_from([", ", ","])).join(draw(st.lists(proposers, min_size=1, max_size=2, unique=True)))
    if chance(draw, 3):
        item["referred_to"] = draw(often_the_first(names)) + draw(st.sampled_from(["", "", "#punkt-1"]))
    if chance(draw, 5):
        item["follows"] = draw(st.sampled_from(meetings))["id"] + draw(st.sampled_from(["", "", "#punkt-1"]))
    return item


@st.composite
def document_lists(draw: st.DrawFn, content: dict, today: date) -> list[dict]:
    names = [body["id"] for body in content["bodies"]]
    documents = []
    for meeting in content["meetings"]:
        planned: list[dict] = []
        if chance(draw, 4):
            continue
        agenda_items = [draw(items(number, names, content["meetings"])) for number in range(1, draw(st.integers(2, 4)))]
        if not chance(draw, 3):
            planned.append({"kind": "agenda", "items": agenda_items})
        if chance(draw, 6):
            planned.append({"kind": "supplement", "number": 1, "items": [draw(items(11, names, content["meetings"]))]})
        if not chance(draw, 3):
            written = [
                item if chance(draw, 2) else draw(items(int(item["number"]), names, content["meetings"])) for item in agenda_items
            ]
            written += [draw(items(21, names, content["meetings"]))] if chance(draw, 3) else []
            parties = [party for body in content["bodies"] for party in body["parties"]]
            found: dict = {"kind": "minutes", "items": written, "participants": []}
            for _ in range(draw(st.integers(0, 3))):
                participant = {"role": draw(st.sampled_from(CHAIRS))}
                if not chance(draw, 4):
                    participant["party"] = draw(
                        st.sampled_from([meeting["host"]] * 2 + parties if "host" in meeting else parties)
                    )
                if chance(draw, 4):
                    participant["substitute_for"] = "formanden"
                found["participants"].append(participant)
            planned.append(found)
        for document in planned:
            document["meeting"] = meeting["id"]
            if chance(draw, 3):
                document["sent"] = meeting["date"] - timedelta(draw(st.integers(-9, 30)))
            if chance(draw, 6):
                document["published"] = today + timedelta(draw(st.integers(-1, 1)))
            if chance(draw, 12):
                document["draft"] = True
        documents += planned
    return documents


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict, date]:
    bodies, clusters = draw(organisations())
    content: dict = {"parties": draw(parties()), "clusters": clusters, "bodies": bodies}
    content["mandates"] = draw(mandate_lists([body["id"] for body in bodies]))
    content["meetings"] = draw(meeting_plans(content))
    days = (
        TURNS[2:] + TURNS[4:] + [meeting["date"] + timedelta(by) for meeting in content["meetings"] for by in (-31, -30, 0, 1, 8)]
    )
    if chance(draw, 2) and content["meetings"]:  # when most of it has been
        days = [max(meeting["date"] for meeting in content["meetings"]) + timedelta(by) for by in (-20, 1, 1, 1, 40)]
    today = draw(near(days, draw(st.sampled_from([0, 0, 1]))))
    content["documents"] = draw(document_lists(content, today))
    return content, today


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_standings_agree_with_the_oracle(case: tuple[dict, date]) -> None:
    content, today = case
    note(f"today: {today}")
    for path, data in sorted(as_files(content).items()):
        if path != "site.yml":
            note(f"==> {path}\n{data.decode()}")
    found = differences(content, today)
    assert not found, "\n" + "\n".join(found)
