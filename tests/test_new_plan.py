"""An entry set into a meeting plan: at its place, in the file's own style, and not one other byte changed."""

import os
from datetime import date, time, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.frontmatter import locate
from sitegen.new.plan_text import Entry, insert
from sitegen.parse import decode, parse

DAY = date(2027, 4, 14)
ONE = "meetings:\n- body: nord\n  date: 2027-01-20\n"
ALONE = "meetings:\n  -\n    body: nord\n    date: 2027-01-20\n"
ENTRY = Entry({"body": "nord", "date": DAY, "start": time(13), "place": "Rådhuset, sal 2"}, {"date": "onsdag"})
WRITTEN = '- body: nord\n    date: 2027-04-14              # onsdag\n    start: 13:00\n    place: "Rådhuset, sal 2"\n'
BLOCK = "  " + WRITTEN
BEFORE, AFTER = "  - body: nord\n    date: 2027-01-20\n", "  - body: nord\n    date: 2027-06-10\n"
LACKS, SUMMER = f"{BEFORE}    # uden vært\n", f"  # Sommer\n{AFTER}"


def windows(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


def put(text: str, entry: Entry = ENTRY) -> str | None:
    found = insert(text.encode(), entry)
    if found is None:
        return None
    new = found.data.decode()
    assert "nord" in new.splitlines()[found.line - 1] and parse(found.data, "plan").findings == ()
    return new


@pytest.mark.parametrize(
    ("before", "after"),
    {
        "empty": ("", f"meetings:\n{BLOCK}"),
        "nothing below": ("meetings:\n", f"meetings:\n{BLOCK}"),
        "nothing below, no line end": ("# Plan\nmeetings:", f"# Plan\nmeetings:\n{BLOCK.rstrip()}"),
        "an empty list": ("meetings: [ ]   # endnu ingen\n", f"meetings:   # endnu ingen\n{BLOCK}"),
        "comments only": ("# Mødeplan\n", f"# Mødeplan\nmeetings:\n{BLOCK}"),
        "a byte order mark only": ("\ufeff", f"\ufeffmeetings:\n{BLOCK}"),
        "last": (f"meetings:\n{BEFORE}", f"meetings:\n{BEFORE}{BLOCK}"),
        "first": (f"meetings:\n{AFTER}", f"meetings:\n{BLOCK}{AFTER}"),
        "between": (f"meetings:\n{BEFORE}{AFTER}", f"meetings:\n{BEFORE}{BLOCK}{AFTER}"),
        "no line end": (f"meetings:\n{BEFORE}".rstrip(), f"meetings:\n{BEFORE}{BLOCK}".rstrip()),
        "out of order": (f"meetings:\n{AFTER}{BEFORE}", f"meetings:\n{AFTER}{BEFORE}{BLOCK}"),
        "windows": (windows(f"meetings:\n{BEFORE}{AFTER}"), windows(f"meetings:\n{BEFORE}{BLOCK}{AFTER}")),
        "apart": (f"meetings:\n\n{BEFORE}\n{AFTER}", f"meetings:\n\n{BEFORE}\n{BLOCK}\n{AFTER}"),
        "apart, last": (f"meetings:\n{BEFORE}\n{BEFORE}", f"meetings:\n{BEFORE}\n{BEFORE}\n{BLOCK}"),
        "a comment on the entry before": (f"meetings:\n{LACKS}{AFTER}", f"meetings:\n{LACKS}{BLOCK}{AFTER}"),
        "a comment on the entry after": (f"meetings:\n{BEFORE}{SUMMER}", f"meetings:\n{BEFORE}{BLOCK}{SUMMER}"),
        "a comment on the first": (f"meetings:\n  # udsat\n{AFTER}", f"meetings:\n{BLOCK}  # udsat\n{AFTER}"),
        "flush": (ONE, ONE + WRITTEN.replace("\n  ", "\n").replace("14     ", "14       ")),
        "braces": (
            "meetings:\n  - {body: nord, date: 2027-01-20}\n",
            "meetings:\n  - {body: nord, date: 2027-01-20}\n"
            '  - {body: nord, date: 2027-04-14, start: 13:00, place: "Rådhuset, sal 2"} # onsdag\n',
        ),
        "a dash alone": (ALONE, ALONE + BLOCK),
        "a wide gap": (
            "meetings:\n-   body: nord\n    date: 2027-01-20\n",
            "meetings:\n-   body: nord\n    date: 2027-01-20\n-   " + WRITTEN[2:],
        ),
        "a text over several lines, its last one blank": (
            f"meetings:\n{BEFORE}    cancelled: |+\n      To\n      # linjer\n\n{AFTER}",
            f"meetings:\n{BEFORE}    cancelled: |+\n      To\n      # linjer\n\n{BLOCK}\n{AFTER}",
        ),
    }.values(),
)  # fmt: skip
def test_the_entry_stands_at_its_place(before: str, after: str) -> None:
    assert put(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "meetings: [{body: nord, date: 2027-01-20}]\n",
        "{meetings: []}\n",
        "{}\n",
        "meetings:\n  []\n",
        "meetings: ~\n",
        "meetings: nord\n",
        "meetings: [\n",
        "møder:\n  - {body: nord, date: 2027-01-20}\n",
        "meetings:\n  - &a {body: nord, date: 2027-01-20}\n",
        "meetings:\n  - {body: nord, date: 2027-02-30}\n",
        "meetings:\n  - {body: nord, date: 2027-01-20}\n---\nmeetings: []\n",
        "meetings:\n  - body: nord\n\tdate: 2027-01-20\n",
        "meetings:\n  - body: nord\n    date: 2027-01-20\x85\n",
        "? meetings\n: - {body: nord, date: 2027-01-20}\n",
    ],
)
def test_what_cannot_be_changed_without_guessing_is_left_alone(text: str) -> None:
    assert put(text) is None


def test_bytes_that_are_no_text_are_left_alone() -> None:
    assert insert(b"meetings:\n  - {body: nord, place: R\xe5dhuset}\n", ENTRY) is None


# --- whatever the file looks like

DAYS = st.dates(date(2027, 1, 1), date(2027, 12, 31))
COMMENTS = st.sampled_from(["", "", "", "# udsat", "#", "# body: x", "# - {body: nord}"])
PLACES = st.sampled_from(
    ["Rådhuset", '"Sal 2: øst # vest"', "'Én, to'", "Hus [3]", ">-\n{0}  Et langt\n{0}  sted", "|\n{0}  # sted\n"]
)


@st.composite
def plans(draw: st.DrawFn) -> str:
    """A plan as people write them: entries in any order, in either style, with comments and blank lines anywhere."""
    indent, gap = draw(st.sampled_from(["", "  ", "    "])), draw(st.sampled_from([" ", "   "]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    rows = [draw(COMMENTS), draw(st.sampled_from(["meetings:", "meetings:   # hele året", '"meetings":']))]
    for day in draw(st.lists(DAYS, min_size=1, max_size=5)):
        rows += [f"{indent}{draw(COMMENTS)}".rstrip() for _ in range(draw(st.integers(0, 2)))]
        inner = indent + " " * (len(gap) + 1)
        place = draw(PLACES)
        if draw(st.booleans()) and "{0}" not in place and "[" not in place:
            rows.append(f"{indent}-{gap}{{body: nord, date: {day}, place: {place}}}  {draw(COMMENTS)}".rstrip())
        else:
            rows += [f"{indent}-{gap}body: nord  {draw(COMMENTS)}".rstrip(), f"{inner}date: {day}"]
            rows += [f"{inner}{draw(COMMENTS)}".rstrip(), *f"{inner}place: {place.format(inner)}".split("\n")]
    rows += [draw(COMMENTS)] * draw(st.integers(0, 2))
    text = end.join(rows) + draw(st.sampled_from(["", end]))
    return draw(st.sampled_from(["", "\ufeff"])) + text


def loaded(text: str) -> list[dict[str, Any]]:
    """The meetings, read by the library's own reader: every scalar as text, as ours has it."""
    found = yaml.load(text.removeprefix("\ufeff"), Loader=yaml.BaseLoader)
    return list(found["meetings"])


@settings(max_examples=3000 if os.environ.get("SITEGEN_LONG") else 80, deadline=None)
@given(plans(), DAYS, st.sampled_from(["Rådhuset", "Sal 2: øst # vest", "{a}", "- x", "’»«", '"', "true"]))
def test_nothing_else_changes_whatever_the_plan_looks_like(text: str, day: date, place: str) -> None:
    old = text.encode()
    assert locate(decode(old)[0])[0] is not None
    found = insert(old, Entry({"body": "syd", "date": day, "place": place}, {"date": "en dag"}))
    assert found is not None
    # Old bytes: what was set in is one piece, and without it the file is as it was.
    start = next((i for i, (a, b) in enumerate(zip(old, found.data, strict=False)) if a != b), len(old))
    length = len(found.data) - len(old)
    assert any(found.data[:at] + found.data[at + length :] == old for at in range(max(0, start - length), start + 1))
    before, after = loaded(text), loaded(found.data.decode())
    (at,) = [i for i, one in enumerate(after) if one["body"] == "syd"]
    assert after[at] == {"body": "syd", "date": str(day), "place": place}
    assert after[:at] + after[at + 1 :] == before
    assert all(one["date"] > str(day) for one in after[at + 1 :]) and (at == 0 or after[at - 1]["date"] <= str(day))
    assert "syd" in decode(found.data)[0].split("\n")[found.line - 1]


def test_an_entry_set_in_twice_stands_twice() -> None:
    once = insert(b"", ENTRY)
    assert once
    twice = insert(once.data, Entry({**ENTRY.values, "date": DAY + timedelta(days=1)}, {}))
    assert twice and [one["date"] for one in loaded(twice.data.decode())] == ["2027-04-14", "2027-04-15"]
