"""YAML with addresses: text stays text, every value has its place, and every mistake is named where it stands."""

import os
import pickle
import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import frontmatter, schema
from sitegen.diagnostics import Finding, Located
from sitegen.frontmatter import DEPTH, Relocated, locate, split, typed
from sitegen.mends.meant import nearest

EXAMPLES = settings(max_examples=3000 if os.environ.get("SITEGEN_LONG") else 200, deadline=None)


def said(findings: list[Finding]) -> list[str]:
    return [f"{f.line}:{f.column} {f.code} {f.variant}".strip() for f in findings]


def located(text: str) -> Located:
    found, findings = locate(text)
    assert found and not findings, findings
    return found


# --- the front matter's fence


@pytest.mark.parametrize(
    "text, matter, body, before",
    [
        ("---\na: b\n---\nText\n", "a: b\n", "Text\n", 3),
        ("--- \na: b\n---\t \nText", "a: b\n", "Text", 3),
        ("---\n---\n", "", "", 2),
        ("---\na: b\n---", "a: b\n", "", 2),
        ("---\na: b\n---\n\n---\n", "a: b\n", "\n---\n", 3),
        ("---\na: |\n  ---\n---\nx", "a: |\n  ---\n", "x", 4),
    ],
)
def test_a_document_is_split(text: str, matter: str, body: str, before: int) -> None:
    assert split(text) == (matter, body, before, [])


@pytest.mark.parametrize(
    "text, variant",
    [
        ("", "missing"),
        ("Text\n---\na: b\n---\n", "missing"),
        (" ---\n---\n", "missing"),
        ("---\na: b\n", "unclosed"),
        ("---", "unclosed"),
    ],
)
def test_a_document_without_front_matter(text: str, variant: str) -> None:
    matter, _, before, findings = split(text)
    assert (matter, before, said(findings)) == (None, 0, [f"1:1 SG106 {variant}"])


# --- reading


@pytest.mark.parametrize(
    "word", ["15:30", "no", "yes", "true", "null", "~", "017", "0x1F", "1e3", "2026-02-30", "12_000", ".5", "1.0", "=", "1:30:15"]
)
def test_every_scalar_stays_text(word: str) -> None:
    assert located(f"a: {word}\nb: [{word}]\n").value == {"a": word, "b": [word]}


def test_values_and_keys_have_their_places() -> None:
    found = located("a: b\nlist:\n  - x: 1\n    y: 'to'\n  - [p, q]\nflow: {k: v}\n")
    assert found.value == {"a": "b", "list": [{"x": "1", "y": "to"}, ["p", "q"]], "flow": {"k": "v"}}
    assert found.places == {
        (): (1, 1),
        ("a",): (1, 4),
        ("list",): (3, 3),
        ("list", 0): (3, 5),
        ("list", 0, "x"): (3, 8),
        ("list", 0, "y"): (4, 8),
        ("list", 1): (5, 5),
        ("list", 1, 0): (5, 6),
        ("list", 1, 1): (5, 9),
        ("flow",): (6, 7),
        ("flow", "k"): (6, 11),
    }
    assert found.keys[("list", 0, "y")] == (4, 5)
    assert found.place("list", 1, 7) == (5, 5)  # the nearest value around what is not there
    assert locate("a: b\n", 12)[0].places[("a",)] == (12, 4)  # type: ignore[union-attr]


def test_columns_count_characters() -> None:
    assert located("{æøå: 😀, b: c}").places[("b",)] == (1, 13)


def test_a_key_with_nothing_after_it_is_absent() -> None:
    found = located("a:\nb: ''\nc:\n  - \n  - x\nd: {e: , f: g}\n")
    assert found.value == {"b": "", "c": ["x"], "d": {"f": "g"}}
    assert located("").value == {}
    assert located("# kun en bemærkning\n").value == {}


TEXTS = st.text("abcæøå 019:-_.,#'\"@%&*!|>{}[]?~\n\t😀", max_size=12)
TREES = st.recursive(
    TEXTS.filter(bool),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS.filter(lambda k: k != "<<"), inner, max_size=4),
    max_leaves=12,
)


@EXAMPLES
@given(st.dictionaries(TEXTS.filter(lambda k: k != "<<"), TREES, max_size=5), st.sampled_from([None, True, False]))
def test_what_is_written_is_read_back_and_every_place_leads_to_it(tree: dict[str, Any], flow: bool | None) -> None:
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    text = yaml.dump(tree, Dumper=Plain, allow_unicode=True, default_flow_style=flow)
    found, findings = locate(text)
    assert found and found.value == tree
    assert {f.code for f in findings} <= {"SG110"}  # «...» and the like are text, and placeholders
    lines = text.split("\n")
    for path, (line, column) in found.places.items():
        value: Any = tree
        for step in path:
            value = value[step]
        at = lines[line - 1][column - 1 :]
        if isinstance(value, str):
            assert at[0] in "'\"|>" or at.startswith(value[:1])
        elif not value:
            assert at[:2] == ("[]" if isinstance(value, list) else "{}")
    for path, (line, column) in found.keys.items():
        at = lines[line - 1][column - 1 :]
        assert at[0] in "'\"?" or at.startswith(str(path[-1]))


@pytest.mark.parametrize(
    "text, findings",
    [
        ("a: 1\nb: 2\na: 3\n", ["3:1 SG105 key"]),
        ("x: {a: 1, a: 2}\n", ["1:11 SG105 key"]),
        ("a: &navn 1\n", ["1:4 SG105 anchor"]),
        ("a: &n\n  b: c\nd: *n\n", ["1:4 SG105 anchor", "3:4 SG105 alias"]),
        ("a: &a [*a]\n", ["1:4 SG105 anchor", "1:8 SG105 alias"]),
        ("a: {<<: {b: c}}\n", ["1:5 SG105 merge"]),
        ("a: !!int 3\n", ["1:4 SG105 tag"]),
        ("a: !x {b: c}\n", ["1:4 SG105 tag"]),
        ("a: !!python/object:os.system x\n", ["1:4 SG105 tag"]),
        ("a: xxx\n", ["1:4 SG110"]),
        ("a: [b, TBD]\n", ["1:8 SG110"]),
        ("a: xxxl\nb: Nadia\n", []),
    ],
)
def test_what_can_be_read_but_is_not_accepted(text: str, findings: list[str]) -> None:
    found, said_of = locate(text)
    assert found and said(said_of) == findings


def test_the_first_of_two_equal_keys_is_named() -> None:
    (finding,) = locate("a: 1\nb:\n  c: 1\n  c: 2\n")[1]
    assert dict(finding.arguments) == {"key": "c", "first_line": 3}


@pytest.mark.parametrize(
    "text, finding",
    [
        ("a: b: c\n", "1:5 SG101 colon"),
        ("a: b\n c: d\n", "2:3 SG101 colon"),
        ("a:\n\t- b\n", "2:1 SG101 tab"),
        ("a: 'b\nc: d\n", "1:4 SG101 quote"),
        ('a:\n  - "b\n', "2:5 SG101 quote"),
        ("a: [b\nc: d\n", "1:4 SG101 bracket"),
        ("a: {b: c\n", "1:4 SG101 bracket"),
        ("- a\nb: c\n", "2:1 SG101 indent"),
        ("a: @b\n", "1:4 SG101 syntax"),
        ("a: %b\n", "1:4 SG101 syntax"),
        ("a: b\n---\nc: d\n", "2:1 SG101 syntax"),
        ("? [a]\n: b\n", "1:3 SG101 syntax"),
        ("{[a]: b}\n", "1:2 SG101 syntax"),
    ],
)
def test_what_cannot_be_read(text: str, finding: str) -> None:
    found, findings = locate(text)
    assert found is None
    assert said(findings)[-1] == finding


def test_nesting_without_end_is_refused() -> None:
    assert located("a: " + "[" * (DEPTH - 1) + "]" * (DEPTH - 1)).value
    for text in ("[" * 100_000, "{a: " * 100_000, "- " * 100_000, "".join(" " * n + "a:\n" for n in range(300))):
        found, findings = locate(text)
        assert found is None
        assert (findings[-1].code, findings[-1].arguments["problem"]) == ("SG101", "nested too deeply")


@EXAMPLES
@given(st.text(max_size=80) | st.text("ab:-[]{},&*!|>'\"%@`#? \n\t", max_size=60), st.integers(1, 9))
def test_no_text_is_too_odd(text: str, first_line: int) -> None:
    text = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]", "", text)
    found, findings = locate(text, first_line)
    assert found is not None or findings
    lines = [*text.split("\n"), ""]  # what breaks off may be said to break off on the line that should follow
    places = [(f.line, f.column) for f in findings] + (list(found.places.values()) + list(found.keys.values()) if found else [])
    for line, column in places:
        assert first_line <= line < first_line + len(lines)
        assert 1 <= column <= len(lines[line - first_line]) + 1


# --- typing

MINIMAL = {
    "site": "title: a\nbase_url: https://a.example/\npublisher: {name: a}\n",
    "organisation": "bodies: []\n",
    "plan": "meetings: []\n",
    "agenda": "meeting: a\n",
    "minutes": "meeting: a\n",
    "mandate": "title: a\nbodies: [b]\n",
    "page": "title: a\n",
}


@pytest.mark.parametrize("kind", MINIMAL)
def test_the_least_that_a_file_must_say(kind: str) -> None:
    meta, findings = typed(schema.FILES[kind], located(MINIMAL[kind]))
    assert isinstance(meta, schema.FILES[kind]) and findings == []
    assert set(MINIMAL) == set(schema.FILES)


@pytest.mark.parametrize("kind", MINIMAL)
def test_every_required_key_is_missed(kind: str) -> None:
    required = [name for name, known in schema.FILES[kind].model_fields.items() if known.is_required()]
    _, findings = typed(schema.FILES[kind], located(""))
    assert [(f.code, f.variant, f.line, f.column, f.arguments["key"]) for f in findings] == [
        ("SG103", "top", 1, 1, k) for k in required
    ]


@pytest.mark.parametrize("kind, key", [(kind, key) for kind in MINIMAL for key in schema.FILES[kind].model_fields])
def test_an_unknown_key_is_named_with_the_nearest(kind: str, key: str) -> None:
    text = MINIMAL[kind]
    _, findings = typed(schema.FILES[kind], located(f"{text}{key}x: a\n"))
    (finding,) = findings
    line = text.count("\n") + 1
    assert said(findings) == [f"{line}:1 SG102 nearest"]
    assert finding.arguments["nearest"] == key
    taken = f"\n{key}:" in f"\n{text}"  # twice would be an error of its own
    assert (finding.mend.text if finding.mend else None) == (None if taken else key)
    assert finding.arguments["known"] == tuple(schema.FILES[kind].model_fields)


def test_a_key_like_no_other_has_no_nearest() -> None:
    _, findings = typed(schema.PageFile, located("title: a\nqqqq: a\n"))
    assert said(findings) == ["2:1 SG102 unknown"]
    assert findings[0].mend is None


BODY = "bodies:\n  - id: a\n    name: b\n"
MEETING = "meetings:\n  - body: a\n    date: 2026-03-12\n"
MANDATE = "title: a\nbodies: [b]\n"
MINUTES = "meeting: a\n"


@pytest.mark.parametrize(
    "kind, text, findings",
    [
        ("site", "title: [a]\nbase_url: https://a.example/\npublisher: {name: a}\n", ["1:8 SG104 text"]),
        ("site", "title: a\nbase_url: http://a.example/\npublisher: {name: a}\n", ["2:11 SG104 url"]),
        ("site", MINIMAL["site"] + "time_zone: UTC\n", ["4:12 SG104 zone"]),
        ("site", MINIMAL["site"] + "language: dansk\n", ["4:11 SG104 choice"]),
        ("site", MINIMAL["site"] + "reminders: {lead_days: syv}\n", ["4:24 SG104 integer"]),
        ("site", MINIMAL["site"] + "reminders: 7\n", ["4:12 SG104 mapping"]),
        (
            "site",
            MINIMAL["site"] + "accessibility: {statement: was.dk, updated: 1. maj}\n",
            ["4:28 SG104 url", "4:45 SG104 date"],
        ),
        ("site", "title: a\nbase_url: https://a.example/\npublisher: {email: a}\n", ["3:12 SG103 inside"]),
        ("organisation", "bodies: a\n", ["1:9 SG104 list"]),
        ("organisation", "bodies:\n  - a\n", ["2:5 SG104 mapping"]),
        ("organisation", "bodies:\n  - name: b\n", ["2:5 SG103 inside"]),
        ("organisation", BODY + "    parties: [Hjørring]\n", ["4:15 SG104 id"]),
        ("organisation", BODY + "    parties: [a, b c]\n", ["4:18 SG104 id"]),
        ("organisation", BODY + "    seats:\n      - {role: r, party: a, count: mange}\n", ["5:36 SG104 integer"]),
        ("organisation", BODY + "    contact: {phon: 1}\n", ["4:15 SG102 nearest"]),
        ("organisation", BODY + "parties:\n  - {id: a, name: a, kind: kommune}\n", ["5:28 SG104 choice"]),
        ("organisation", BODY + "clusters:\n  - {id: a, name: a, valid_to: 2026-02-30}\n", ["5:32 SG104 no-such-date"]),
        ("plan", MEETING + "    start: 15.00\n", ["4:12 SG104 time"]),
        ("plan", MEETING + "    start: 24:00\n", ["4:12 SG104 time"]),
        ("plan", MEETING + "    start: 15:00\n    end: 14:00\n", ["5:10 SG104 order"]),
        ("plan", MEETING + "    until: 2026-03-11\n", ["4:12 SG104 order"]),
        ("plan", MEETING + "    mode: fysisk\n", ["4:11 SG104 choice"]),
        ("plan", MEETING + "    bodies: [a, b]\n", ["2:5 SG104 no-meaning"]),
        ("plan", "meetings:\n  - date: 2026-03-12\n", ["2:5 SG104 no-meaning"]),
        ("plan", "meetings:\n  - bodies: [a, b]\n    date: 2026-03-12\n", ["2:5 SG104 no-meaning"]),
        ("plan", MEETING + "    previous_dates: [2026-03-05, i går]\n", ["4:34 SG104 date"]),
        ("plan", MEETING + '    place: ""\n', ["4:12 SG104 empty"]),
        ("plan", MEETING + "    waived: ja\n", ["4:13 SG104 mapping"]),
        ("plan", MEETING + "    waived: {agenda: [x]}\n", ["4:22 SG104 text"]),
        ("agenda", "meeting: A\n", ["1:10 SG104 id"]),
        ("agenda", "meeting: a\nsent: 4/3 2026\n", ["2:7 SG104 date"]),
        ("agenda", "meeting: a\nsent: 2026-03-04T25:00\n", ["2:7 SG104 no-such-date"]),
        ("agenda", "meeting: a\npublished: i dag\n", ["2:12 SG104 datetime"]),
        ("agenda", "meeting: a\ndraft: måske\n", ["2:8 SG104 boolean"]),
        ("agenda", "meeting: a\nsupplement: et\n", ["2:13 SG104 integer"]),
        ("agenda", "meeting: a\naliases: [gammel]\n", ["2:11 SG104 address"]),
        ("agenda", "meeting: a\nstatus: draft\n", ["2:1 SG102 unknown"]),
        ("minutes", MINUTES + "status: udkast\n", ["2:9 SG104 choice"]),
        ("minutes", MINUTES + "participants: [{party: a}]\n", ["2:16 SG104 participant"]),
        ("minutes", MINUTES + "guests:\n  - {name: a, rolle: b}\n", ["3:15 SG102 nearest"]),
        ("minutes", MINUTES + "corrections: [{date: 2026-01-01}]\n", ["2:15 SG103 inside"]),
        ("mandate", "title: a\nbodies: []\n", ["2:9 SG104 empty"]),
        ("mandate", MANDATE + "obligations: {agenda: {due: en uge før}}\n", ["3:29 SG104 term"]),
        ("mandate", MANDATE + "obligations: {agenda: {measured: sent}}\n", ["3:23 SG103 inside"]),
        ("mandate", MANDATE + "house_rules: {agenda: {due: 1 week before, measured: læst}}\n", ["3:54 SG104 choice"]),
        ("mandate", MANDATE + "obligations: {website: {documents: [agenda, bilag]}}\n", ["3:45 SG104 choice"]),
        ("mandate", MANDATE + "obligations: {composition: [{role: a}]}\n", ["3:29 SG104 kind"]),
        (
            "mandate",
            MANDATE + "obligations: {composition: [{role: a, party: b, minimum: 3, maximum: 2}]}\n",
            ["3:70 SG104 order"],
        ),
        ("page", "title: a\nmenu: øverst\n", ["2:7 SG104 integer"]),
        ("page", "title: a\nupdated: 2026-13-01\n", ["2:10 SG104 no-such-date"]),
        ("page", "- title\n", ["1:1 SG104 file"]),
        ("page", "titel\n", ["1:1 SG104 file"]),
    ],
)
def test_a_wrong_value_is_found_at_its_place(kind: str, text: str, findings: list[str]) -> None:
    meta, found = typed(schema.FILES[kind], located(text))
    assert meta is None
    assert said(found) == findings


def test_what_was_found_and_what_is_expected_are_said() -> None:
    _, (finding,) = typed(schema.PlanFile, located(MEETING + "    mode: fysisk\n"))
    assert dict(finding.arguments) == {"key": "mode", "value": "fysisk", "choices": ("physical", "virtual", "hybrid")}
    _, (finding,) = typed(schema.PlanFile, located(MEETING + "    start: 15:00\n    end: 14:00\n"))
    assert dict(finding.arguments) == {"key": "end", "value": "14:00", "other": "start"}
    _, (finding,) = typed(schema.PageFile, located(f"title: a\nmenu: {'y' * 100}\n"))
    assert finding.arguments["value"] == "y" * 59 + "…"


def test_everything_that_is_wrong_is_found_at_once() -> None:
    _, findings = typed(schema.PlanFile, located("meetings:\n  - body: A\n    date: x\n    plads: y\n  - {}\n"))
    assert sorted(said(findings)) == ["2:11 SG104 id", "3:11 SG104 date", "4:5 SG102 nearest", "5:5 SG103 inside"]


@EXAMPLES
@given(st.sampled_from(sorted(schema.FILES)), st.data())
def test_any_tree_is_typed_or_refused_with_a_reason(kind: str, data: st.DataObject) -> None:
    names = sorted({*schema.FILES[kind].model_fields, "id", "name", "date", "body", "due", "agenda", "composition", "role"})
    words = st.sampled_from(["a", "2026-01-01", "2026-01-01T10:00Z", "15:00", "1 week before", "", "3", "ja", "https://a.dk/"])
    trees = st.recursive(
        words,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(names), inner, max_size=4),
        max_leaves=8,
    )
    tree = data.draw(trees)
    found = located("")
    meta, findings = typed(schema.FILES[kind], Located(tree, found.places, found.keys))
    assert (meta is None) == bool(findings)
    assert all(f.code in ("SG102", "SG103", "SG104") and (f.line, f.column) == (1, 1) for f in findings)


@pytest.mark.parametrize(
    "word, found", [("nord-politsk", "nord-politisk"), ("sydpolitisk", "syd-politisk"), ("qqq", ""), ("", "")]
)
def test_the_nearest_word(word: str, found: str) -> None:
    assert nearest(word, ["nord-politisk", "syd-politisk"]) == found


# --- located again


def test_a_text_that_is_located_again_says_what_it_said() -> None:
    text = "a: [b, {c: d}]\ne: 'f'\n"
    found, again = locate(text, 2)[0], Relocated(text, 2)
    assert found
    for one in (again, pickle.loads(pickle.dumps(again))):
        assert one.place("a", 1, "c") == found.place("a", 1, "c") == (2, 12)
        assert (one.value, one.places, one.keys, one.ends, one.bracketed) == (
            found.value,
            found.places,
            found.keys,
            found.ends,
            found.bracketed,
        )
    assert again == Relocated(text, 2) != Relocated(text, 3)
    with pytest.raises(AttributeError, match="other"):
        again.other  # type: ignore[attr-defined]  # noqa: B018


def test_it_is_located_when_somebody_asks_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(frontmatter, "locate", lambda *text: asked.append(text) or locate(*text))
    again = Relocated("a: b\n", 2)
    assert not asked and again.place("a") == again.places["a",] == (2, 4) and len(asked) == 1


def test_what_cannot_be_located_again_is_no_error() -> None:
    assert Relocated("a: [", 2).place("a") == (1, 1)
