"""Mends: every finding that carries one is gone once it is made, and nothing else has broken."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen import catalogue, mends, report
from sitegen.build import Build
from sitegen.danish import date_words
from sitegen.diagnostics import BLANK, CODES, Finding, Mend, Severity
from sitegen.frontmatter import locate
from sitegen.mends import markup, meant
from tests.support import CASES, Case, built, examined, history, read_case, site
from tests.test_catalogue import OF_THE_PLAN

# Of every code: True where at least one of its cases has a mend that a program can make, else why there can be none.
MENDED: dict[str, bool | str] = {
    "SG101": True,
    "SG102": True,
    "SG103": True,
    "SG104": True,
    "SG105": True,
    "SG106": True,
    "SG107": True,
    "SG108": True,
    "SG109": True,
    "SG110": True,
    "SG111": "what is too much is for the writer to choose",
    "SG112": "a whole file is missing, and `sitegen init` or the archive has it",
    "SG113": "the disk is to be mended, not a text",
    "SG201": True,
    "SG202": "which of the two is to change, and what refers to it, is for people to say",
    "SG203": True,
    "SG204": True,
    "SG205": "under which item an attachment belongs is for the secretary to say",
    "SG206": True,
    "SG207": True,
    "SG208": "which mandate binds a body is decided by those who approve it",
    "SG209": "which of the two pages keeps its address is for people to say",
    "SG210": "whether two meetings are one is for people to say",
    "SG211": True,
    "SG301": True,
    "SG302": True,
    "SG303": True,
    "SG304": True,
    "SG305": "the document is to be written; nothing is wrong yet",
    "SG306": True,
    "SG307": True,
    "SG308": True,
    "SG309": "the right day is in the letter that was sent",
    "SG310": "nothing is wrong where the day is right",
    "SG311": True,
    "SG312": True,
    "SG313": True,
    "SG314": "nothing is wrong where the day is right",
    "SG401": "meetings are agreed by people",
    "SG402": True,
    "SG403": "who is host is agreed by people",
    "SG404": "who has a seat is decided by people",
    "SG405": "the item is to be written",
    "SG406": True,
    "SG407": True,
    "SG408": "meetings are agreed by people",
    "SG409": "what a passage asks, and of whom, is for people to read",
    "SG410": "who is host is agreed by people",
    "SG411": "who led the meeting is known to those who were there",
    "SG412": "the item is to be written",
    "SG413": "the item is to be written",
    "SG501": "a personal number is to be deleted by somebody who reads what it stands in, and from the archive too",
    "SG502": True,
    "SG503": True,
    "SG504": "the file is to be fetched and laid beside the text",
    "SG505": "the file is to be saved in another form",
    "SG506": "the file is to be read by somebody",
    "SG507": "only people can see whether it is a personal number",
    "SG508": "only whoever made the file can take its traces out",
    "SG601": True,
    "SG602": True,
    "SG603": "what stands behind a link is for the writer to say",
    "SG604": "what the columns hold is for the writer to say",
    "SG605": True,
    "SG701": "a template is a program",
    "SG702": "a template is a program",
    "SG703": "a program is to be fetched",
}
# What an editor could write in the blank of a mend, by the key that it stands after.
WORDS = {
    "approved": "{by: Udvalget, date: 2026-01-10}",
    "accessibility": "{statement: https://www.example.dk/, updated: 2026-01-15}",
    "bodies": "[nord-politisk]",
    "date": "2026-03-12",
    "email": "post@example.dk",
    "host": "hjoerring",
    "id": "fagligt",
    "meeting": "2026-03-12-nord-politisk",
    "phone": "12 34 56 78",
    "sent": "2026-01-12",
    "valid_from": "2026-07-01",
}
Key = tuple[str, str, str, tuple[tuple[str, str], ...]]


def _key(finding: Finding) -> Key:
    """What a finding is about; places move when lines are added."""
    moving = {"first_line", "other_line", "line", "known"}
    arguments = tuple(sorted((k, str(v)) for k, v in finding.arguments.items() if k not in moving))
    return finding.code, finding.variant, finding.path, arguments


def _filled(finding: Finding) -> Finding:
    """The finding with the blanks of its mend filled in, as an editor would before saving."""
    mend = finding.mend
    if mend is None or BLANK not in mend.text:
        return finding
    text = mend.text
    if text.strip() == BLANK:  # the key stands there already
        text = text.replace(BLANK, WORDS.get(str(finding.arguments.get("key", "")), "Kort varsel"))
    for key, words in WORDS.items():
        text = text.replace(f"{key}: {{by: {BLANK}, date: {BLANK}}}", f"{key}: {words}")
        text = text.replace(f"{key}: {{statement: {BLANK}, updated: {BLANK}}}", f"{key}: {words}")
        text = text.replace(f"{key}: {BLANK}", f"{key}: {words}")
    return replace(finding, mend=replace(mend, text=text.replace(BLANK, "Kort varsel")))


def _judged(case: Case, name: str, files: Mapping[str, bytes]) -> Build:
    judge = built if name[:5] in OF_THE_PLAN else examined
    return judge(files, case.today, history=history(case))


@lru_cache(maxsize=1)
def mendable() -> dict[str, tuple[Case, Build]]:
    """The cases with findings that carry a mend, judged, by name."""
    found = {}
    for path in sorted(CASES.glob("SG*.md")):
        case = read_case(path)
        if (build := _judged(case, path.stem, case.files)) and any(finding.mend for finding in build.findings):
            found[path.stem] = (case, build)
    return found


def _each() -> Iterator[tuple[str, Case, Build, Finding]]:
    for name, (case, build) in mendable().items():
        for finding in build.findings:
            if finding.mend:
                yield name, case, build, finding


def test_what_is_mended_is_gone_and_nothing_else_is_broken() -> None:
    wrong = {}
    for name, case, before, finding in _each():
        files = mends.mended(case.files, _filled(finding))
        after = _judged(case, name, files).findings
        had = {_key(f) for f in before.findings}
        left = [f for f in after if _key(f) == _key(finding) and f.line == finding.line]
        new = [f for f in after if f.severity is Severity.ERROR and _key(f) not in had and f"{name} {f.code}" not in HIDDEN]
        if left or new or files == case.files:
            wrong[f"{name} {finding.code} {finding.variant} {finding.mend}"] = [*left, *new]
    assert not wrong


# What else is wrong with a case, and only seen once what hid it is mended.
HIDDEN = {
    "SG101-bracket-not-closed SG104",
    "SG101-tab-before-an-entry SG103",
    "SG201-superseded-nearest SG207",  # the mandate that is meant begins later
}


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_mend_or_a_reason_to_have_none(code: str) -> None:
    assert code in MENDED, f"{code} is new: can a program mend it? Then give its findings a Mend and a case; else say why not"
    has_one = any(finding.code == code for *_, finding in _each())
    assert has_one == (MENDED[code] is True), MENDED[code]


def test_there_are_no_codes_in_the_table_that_are_none() -> None:
    assert set(MENDED) == set(CODES)


def test_a_blank_that_is_left_is_found() -> None:
    """A mend that was put in and not filled in must not look as if all were well."""
    wrong = []
    for name, case, before, finding in _each():
        if finding.mend and BLANK in finding.mend.text:
            after = _judged(case, name, mends.mended(case.files, finding)).findings
            if not {_key(f) for f in after} - {_key(f) for f in before.findings} and len(after) < len(before.findings):
                wrong.append((name, finding))
    assert not wrong


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_the_hint_shows_the_very_text_of_the_mend(language: str) -> None:
    wrong = {}
    for name, _, _, finding in _each():
        assert finding.mend
        shown = catalogue.hint(finding, language)
        text = finding.mend.text.rpartition("/")[2] if finding.mend.action == "rename" else finding.mend.shown
        if text not in shown and text.strip("\"' ") not in shown:
            wrong[f"{name} {finding.code} {finding.variant}"] = (text, shown)
    assert not wrong


def test_a_fix_of_sarif_makes_the_very_same_text() -> None:
    """What an editor's program does with the region and the text is what the mend says."""
    count = 0
    for name, case, _, finding in _each():
        (result,) = json.loads(report.as_sarif((finding,), "da", "0.1.0"))["runs"][0]["results"]
        assert finding.mend
        if "fixes" not in result:
            assert finding.mend.line is None, name
            continue
        count += 1
        ((change,),) = ([part for one in fix["artifactChanges"] for part in one["replacements"]] for fix in result["fixes"])
        path = finding.mend.path or finding.path
        text = case.files[path].decode().replace("\r\n", "\n")
        assert _replaced(text, change) == mends.mended(case.files, finding)[path].decode().replace("\r\n", "\n"), (name, finding)
    assert count > 50


def _replaced(text: str, change: dict[str, Any]) -> str:
    """A replacement as SARIF 2.1.0 has it: where no end is given, it is the end of the line."""
    region, lines = change["deletedRegion"], text.split("\n")
    ends = region.get("endLine", region["startLine"]), region.get("endColumn")

    def offset(line: int, column: int) -> int:
        return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1

    end = offset(ends[0], ends[1] or len(lines[ends[0] - 1]) + 1)
    inserted = str(change.get("insertedContent", {}).get("text", ""))
    return text[: offset(region["startLine"], region["startColumn"])] + inserted + text[end:]


def test_line_ends_and_other_files_stay_as_they_are() -> None:
    files = {"content/a.md": "\ufeff---\r\ntitel: Om\r\n---\r\n".encode(), "content/b.md": b"x"}
    finding = Finding("SG102", 2, 1, path="content/a.md", mend=Mend("replace", "title", None, 2, 1, (2, 6)))
    after = mends.mended(files, finding)
    assert after == {"content/a.md": b"---\r\ntitle: Om\r\n---\r\n", "content/b.md": b"x"}
    assert mends.mended(files, replace(finding, mend=None)) == files
    assert mends.mended(files, replace(finding, path="content/c.md")) == files


def test_a_mend_that_holds_a_personal_number_is_not_shown() -> None:
    """A number with the day of birth + 60 is nobody's."""
    minutes = "---\nmeeting: 610180-1234\nsent: 12. marts 2026\n---\n"
    found = examined(site(**{"content/minutes/2026-03-12-nord-politisk.md": minutes})).findings
    assert "610180-1234" not in report.as_json(found, "da", date(2026, 3, 20))


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1).map(str.strip).filter(bool)
)
@example("-")
def test_what_is_quoted_is_read_back_in_braces_and_out(text: str) -> None:
    written = mends.quoted(text)
    assert yaml.load(f"a: {written}\nb: {{c: {written}, d: [{written}]}}", Loader=yaml.CBaseLoader) == {
        "a": text,
        "b": {"c": text, "d": [text]},
    }


KEYS = st.lists(st.sampled_from(("body", "date", "host", "place", "start")), min_size=1, max_size=4, unique=True)


@given(KEYS, KEYS, st.booleans(), st.booleans(), st.data())
def test_a_key_is_added_and_struck_and_all_the_rest_is_as_it_was(
    first: list[str], second: list[str], braces: bool, folded: bool, data: st.DataObject
) -> None:
    def entry(keys: list[str]) -> str:
        if braces:
            return "  - {" + ", ".join(f"{key}: a {key}" for key in keys) + "}\n"
        value = "a\n      {}" if folded else "a {}"
        return "  - " + "    ".join(f"{key}: {value.format(key)}\n" for key in keys)

    text = f"meetings:\n{entry(first)}{entry(second)}"
    located, _ = locate(text)
    assert located
    which = data.draw(st.integers(0, 1))
    at = ("meetings", which)
    after = data.draw(st.sampled_from(("", "date", "place")))
    if mend := mends.added(located, at, {"id": "x"}, after):
        changed, found = locate(mends.applied(text, mend))
        assert not found and changed
        expected = [dict(one) for one in located.value["meetings"]]
        expected[which]["id"] = "x"
        assert changed.value == {"meetings": expected}
    else:
        assert folded and not braces
    key = data.draw(st.sampled_from((first, second)[which]))
    if mend := mends.struck(located, (*at, key)):
        changed, found = locate(mends.applied(text, mend))
        expected = [dict(one) for one in located.value["meetings"]]
        del expected[which][key]
        assert not found and changed and changed.value == {"meetings": expected}
    else:  # the first line is the hyphen's too, and an entry of one key is struck by nobody
        assert key == (first, second)[which][0] and (not braces or len((first, second)[which]) == 1)


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("12. marts 2026", "2026-03-12"),
        ("torsdag den 12. marts 2026", "2026-03-12"),
        ("d. 1. maj 2026", "2026-05-01"),
        ("12. mar. 2026", "2026-03-12"),
        ("12-03-2026", "2026-03-12"),
        ("5.3.2026", "2026-03-05"),
        ("12/3 2026", "2026-03-12"),
        ("12/3-2026", "2026-03-12"),
        ("13/3/2026", "2026-03-13"),
        ("4/4/2026", "2026-04-04"),
        ("3/4/2026", None),  # the third of April, or the fourth of March
        ("2026-3-5", "2026-03-05"),
        ("2026/03/12", "2026-03-12"),
        ("20260312", "2026-03-12"),
        ("31. februar 2026", None),
        ("12. smarts 2026", None),
        ("12. marts", None),
        ("12-03-26", None),
        ("snart", None),
    ],
)
def test_days_as_people_write_them(written: str, meaning: str | None) -> None:
    assert meant.day(written) == (date.fromisoformat(meaning) if meaning else None)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_in_danish_is_read_back(day: date) -> None:
    assert meant.day(date_words(day)) == meant.day(date_words(day, weekday=False)) == day
    assert meant.day(f"{day.day:02}.{day.month:02}.{day.year}") == meant.day(f"{day.day}-{day.month}-{day.year}") == day


@pytest.mark.parametrize(
    ("variant", "written", "meanings"),
    [
        ("time", "kl. 9", ["09:00"]),
        ("time", "15.30", ["15:30"]),
        ("time", "kl 25", [""]),
        ("term", "en uge før", ["1 week before"]),
        ("term", "5 hverdage efter mødet", ["5 weekdays after"]),
        ("term", "før næste møde", ["before next meeting"]),
        ("term", "snarest", []),
        ("boolean", "sandt", ["true"]),
        ("integer", "ca. 7 dage", ["7"]),
        ("integer", "3-4", [""]),
        ("datetime", "5. marts 2026 kl. 12", ["2026-03-05T12:00"]),
        ("datetime", "05-03-2026", ["2026-03-05"]),
        ("datetime", "2026-03-05 9.30", ["2026-03-05T09:30"]),
        ("choice", "kommune", ["municipality"]),
        ("choice", "udkast", [""]),  # a word, but none of this field's
    ],
)
def test_values_as_people_write_them(variant: str, written: str, meanings: list[str]) -> None:
    assert list(meant.values(variant, written, ("municipality", "region"))) == meanings


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("<b>Fed</b> og <I>kursiv </I>tekst", "**Fed** og *kursiv* tekst"),
        ("<b><i>begge</i></b>", "***begge***"),
        ("en<br/>to", "en\\\nto"),
        ("| a<br>b | c |", None),
        ("<sup>2</sup>", None),
        ("`<b>` er <b>fed</b>", None),
        ("<!-- skjult -->Tekst", "Tekst"),
        ("<b></b>Tekst", "Tekst"),
        ("x" * 3000 + "<br>", None),
    ],
)
def test_markup(written: str, mended: str | None) -> None:
    mend = markup.mend(written, 1)
    assert (mend.text if mend else None) == mended


def test_danish_words_stand_for_fields_and_choices_that_there_are() -> None:
    """A word that stands for nothing any more is dead."""
    from sitegen import obligations, schema

    classes = [c for m in (schema, obligations) for c in vars(m).values() if isinstance(c, type) and hasattr(c, "model_fields")]
    fields = {name for one in classes for name in one.model_fields}
    assert {name for names in meant.KEYS.values() for name in names} <= fields
    choices = json.dumps([one.model_json_schema() for one in (schema.FILES.values())], default=str)
    assert all(f'"{word}"' in choices for word in meant.CHOICES.values())
