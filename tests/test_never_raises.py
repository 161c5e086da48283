"""Whatever an editor does to the files of a site, the build answers: findings that can be said, and a plan or none."""

import os
import random
from datetime import date
from pathlib import Path

from sitegen import files, report
from sitegen.build import Inputs, build
from sitegen.diagnostics import Severity

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
