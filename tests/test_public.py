"""What the public may not see yet leaves no trace in verdicts, standings or pages."""

from datetime import date

import pytest

from sitegen.build import Build
from sitegen.public import public
from tests.support import base, built, site

TODAY = date(2026, 3, 20)
ORGANISATION = base()["content/organisation.yml"].decode()
PLAN = """meetings:
  - body: nord-politisk
    date: 2026-03-12
    host: hjoerring
  - body: nord-gruppe
    date: 2026-01-15
"""
GROUP = """  - id: nord-gruppe
    name: Gruppen
    parties: [hjoerring, laesoe]
    refers_to: [nord-politisk]
"""
REFERRING = """---
meeting: 2026-01-15-nord-gruppe
published: {published}
---
## 1. Hemmelig overskrift
Type: beslutning
Sag: hemmelig-sag
Henvist til: nord-politisk

### Beslutning
Sendes videre.
"""
TAKING = """---
meeting: 2026-03-12-nord-politisk
sent: 2026-03-01
published: {published}
---
## 1. Hemmelig overskrift
Type: beslutning
Sag: hemmelig-sag
"""


def two(referring: str, taking: str) -> Build:
    files = {
        "content/organisation.yml": ORGANISATION + GROUP,
        "content/meetings/2026.yml": PLAN,
        "content/minutes/2026-01-15-nord-gruppe.md": REFERRING.format(published=referring),
        "content/agendas/2026-03-12-nord-politisk.md": TAKING.format(published=taking),
    }
    return built(site(**files), TODAY)


def shown(build: Build) -> list[tuple[str, str]]:
    assert build.site is not None
    _, _, standings = public(build.site, build.verdicts, build.standings, TODAY)
    return [(standing.duty, standing.verdict) for standing in standings if standing.duty == "referral"]


@pytest.mark.parametrize(
    ("referring", "taking", "judged", "seen"),
    [
        ("2026-01-20", "2026-03-01", "kept", [("referral", "kept")]),
        ("2026-01-20", "2026-04-01", "kept", [("referral", "due")]),  # taken up on an agenda that nobody has seen
        ("2026-04-01", "2026-03-01", "kept", []),  # referred by minutes that nobody has seen
    ],
)
def test_what_only_a_document_to_come_says_is_not_told(
    referring: str, taking: str, judged: str, seen: list[tuple[str, str]]
) -> None:
    build = two(referring, taking)
    assert [f for f in build.findings if f.severity == "error"] == []
    assert [s.verdict for s in build.standings if s.duty == "referral"] == [judged]
    assert shown(build) == seen


def test_no_page_or_data_file_names_what_is_to_come() -> None:
    plan = two("2026-04-01", "2026-04-01").plan
    assert plan
    for path, contents in plan.items():
        if isinstance(contents, bytes):
            text = contents.decode("utf-8", "replace")
            assert "emmelig" not in text, path
            if path != "data/findings.json":
                assert "hemmelig-sag" not in text, path


@pytest.mark.parametrize(("published", "verdicts"), [("2026-03-15", ["kept"]), ("2026-04-01", [])])
def test_minutes_to_come_do_not_say_who_led_the_meeting(published: str, verdicts: list[str]) -> None:
    minutes = f"---\nmeeting: 2026-03-12-nord-politisk\npublished: {published}\nparticipants:\n" + (
        "  - {role: Mødeleder, party: hjoerring}\n---\n## 1. A\n"
    )
    mandate = next(path for path in base() if path.startswith("content/mandates/"))
    leading = base()[mandate].decode().replace("obligations:\n", "obligations:\n  host: {rotates: true, leads: true}\n", 1)
    plan = PLAN.partition("  - body: nord-gruppe")[0]
    path = "content/minutes/2026-03-12-nord-politisk.md"
    build = built(site(**{"content/meetings/2026.yml": plan, mandate: leading, path: minutes}), TODAY)
    assert build.site is not None and [s.verdict for s in build.standings if s.duty == "chair"] == ["kept"]
    assert [s.verdict for s in public(build.site, build.verdicts, build.standings, TODAY)[2] if s.duty == "chair"] == verdicts


LATE = """---
meeting: 2026-03-12-nord-politisk
sent: 2026-03-10
published: 2026-03-20
late_reason: Snefygning
---
## 1. Punkt

Tekst.
"""


@pytest.mark.parametrize("day", [date(2026, 3, 11), date(2026, 3, 13)])
def test_why_a_document_to_come_was_late_is_not_told_before_its_day(day: date) -> None:
    """The verdict rests on the whole site, and tells the days, but nothing that is written in a paper nobody may see yet."""
    files = site(**{"content/agendas/2026-03-12-nord-politisk.md": LATE})
    before = built(files, day)
    assert [verdict.reason for verdict in before.verdicts if verdict.obligation == "agenda"] == ["Snefygning"]
    assert before.plan and not [path for path, made in before.plan.items() if b"Snefygning" in made]
    after = built(files, date(2026, 3, 20)).plan
    assert b"Snefygning" in after["moeder/2026-03-12-nord-politisk/index.html"]
