"""Whatever an editor does to the files of a site, the build answers: findings that can be said, and a plan or none."""

import os
import random
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz import properties, targets, words
from sitegen import files, report
from sitegen.build import Inputs, build
from sitegen.diagnostics import Finding, Severity

SITE = Path(__file__).resolve().parent / "sites" / "lille"
ROUNDS = 20_000 if os.environ.get("SITEGEN_LONG") else 400
DAYS = (date(2026, 1, 1), date(2026, 9, 20), date(2027, 3, 1))
SLIPS = [
    *(b"\n", b": ", b'"', b"[", b"{", b"\t", b"---\n", b"&a ", b"*a ", b"\xff", "æøå".encode(), b"<b>", b"| a |\n|---|\n"),
    *(b"## ", b"##", b"# ", b"### Beslutning\n", b"- [ ] x (frist: 2026-13-01)\n", b"Lukket: x\n", b"Lukket punkt: x\n"),
    *(b"2026-02-30", b"9999-12-31", b"0001-01-01", b"draft: true\n", b"published: 2027-01-01\n", b"supplement: 1\n"),
    *(b"(../x.md#y)", b"[a](b.pdf)", b"![](https://x.dk/a.png)", b"id: x\n", b"aliases: [/data/]\n", b"610180-1234"),
]


def spoilt(contents: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """A file as it is after a slip: something deleted, typed, a line copied to another place, or another file's contents."""
    at = chance.randrange(len(contents) + 1)
    kind = chance.random()
    if kind < 0.3:
        return contents[:at] + contents[at + chance.randint(1, 12) :]
    if kind < 0.7:
        return contents[:at] + chance.choice(SLIPS) + contents[at:]
    if kind < 0.9:
        lines = contents.split(b"\n")
        lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
        return b"\n".join(lines)
    return chance.choice(others)


def test_no_slip_raises_and_every_finding_can_be_said() -> None:
    chance = random.Random(20261122)
    project = files.read(SITE).inputs
    content = [path for path in project.files if path.startswith("content/")]
    answered = {True: 0, False: 0}
    for _ in range(ROUNDS):
        texts = dict(project.files)
        for path in chance.sample(content, chance.randint(1, 3)):
            texts[path] = spoilt(texts[path], list(project.files.values()), chance)
        today = chance.choice(DAYS)
        built = build(Inputs(texts, project.attachments), today)
        wrong = any(finding.severity is Severity.ERROR for finding in built.findings)
        assert bool(built.plan) != wrong
        assert report.text(built.findings, "da", None, False)
        assert report.as_json(built.findings, "en", today)
        answered[wrong] += 1
    assert min(answered.values()) > ROUNDS / 20, "the slips are all of one kind"


# --- what the fuzzer feeds (fuzz/targets.py), with fewer words: the same properties, and whatever is small is found here


@cache
def _seeds(name: str) -> tuple[bytes, ...]:
    found = sorted(seed for seed in targets.seeds(name) if len(seed) < 3000)
    return tuple(found[:: max(1, len(found) // 60)])


CHANGES = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(0, 12), st.one_of(st.sampled_from(words.WORDS), st.binary(max_size=6))),
    max_size=5,
)
# One example takes from a tenth of a millisecond to a tenth of a second.
EXAMPLES = {"files": 12, "mandates": 12, "prose": 25, "arguments": 12, "targets": 20}


@pytest.mark.parametrize("name", targets.TARGETS)
def test_whatever_is_fed_is_answered(name: str) -> None:
    often = EXAMPLES.get(name, 40) * (100 if os.environ.get("SITEGEN_LONG") else 1)

    @settings(max_examples=often, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(_seeds(name)), CHANGES)
    def feed(seed: bytes, changes: list[tuple[int, int, bytes]]) -> None:
        for place, length, put in changes:
            at = place % (len(seed) + 1)
            seed = seed[:at] + put + seed[at + length :]
        targets.TARGETS[name](seed)

    feed()


# What fuzzing has found, by target: each has raised, or has broken a property.
FOUND = {
    "log": (b"\x02" + b"a" * 40 + b" 1 1 \0\n:000000 100644 0 1 \0content/agendas/a.md\0",),
    "text": (b"Dagsorden\n\n1. Godkendelse\n\n[x](../minutes/y.md#punkt-1)\n",),
    "targets": (b"/..//x",),
    "attached": (b"\x07\xff\xd8\xff\xe1\0\x12" + bytes(16) + b"\xff\xff",),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_once_is_answered(name: str) -> None:
    for data in FOUND[name]:
        targets.TARGETS[name](data)


@pytest.mark.parametrize(
    "html",
    [
        *(
            "<script>x</script>",
            '<a href="javascript:x">y</a>',
            '<a href="//x.dk">y</a>',
            '<p onclick="x">y</p>',
            "<p>x",
            "x</p>",
        ),
        *("<b>x</b>", "<!-- x -->", '<img src="https://x.dk/a" style="x">', '<a href=" javascript:x">y</a>', "<em><p>x</em></p>"),
        *('<a href="data:text/html,x">y</a>', "<?x y>", '<p id="a" id="b">x</p>', "\x01", "<iframe></iframe>"),
    ],
)
def test_html_that_does_something_is_told_from_html_that_does_not(html: str) -> None:
    properties.html_does_nothing('<p>x <strong>y</strong> <a href="/x/">z</a><br></p>', filled=True)
    with pytest.raises(AssertionError):
        properties.html_does_nothing(html)


def test_a_finding_beyond_its_file_or_with_a_number_in_it_is_no_answer() -> None:
    source = {"content/a.md": b"x\n"}
    fine = Finding("SG205", 1, 2, {"name": "x"}, path="content/a.md")
    properties.findings_can_be_said([fine], source)
    for finding in (replace(fine, line=9), replace(fine, column=9), replace(fine, code="SG999")):
        with pytest.raises(AssertionError):
            properties.findings_can_be_said([finding], source)
