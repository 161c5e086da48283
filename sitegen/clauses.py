"""What a clause names: a heading of a mandate, or passages under it, cited as laws are: "Opgaver, nr. 3", "Formål, stk. 2"."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from sitegen.parsed import Heading, Passage

NUMBERED = re.compile(r"(.+?)(?:, stk\. ?(\d{1,4})(?=, nr))?, (stk|nr)\. ?(\d{1,4})(?: ?[-–] ?(\d{1,4}))?")
LOOSE = re.compile(r"(.+?)[\s,]+(stk|nr)\b[. ]*(\d{1,4}).*", re.IGNORECASE)  # what somebody wrote who meant a passage


def named(clause: str, headings: Iterable[Heading], passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages that a clause speaks of: all under a heading, or those it numbers; none where it names nothing."""
    if any(heading.text == clause for heading in headings):
        return tuple(passage for passage in passages if passage.heading == clause)
    match = NUMBERED.fullmatch(clause)
    if not match:
        return ()
    heading, under, kind, first, last = match[1], match[2], match[3], int(match[4]), int(match[5] or match[4])
    wanted = range(first, last + 1)
    own = (p for p in passages if p.heading == heading and p.kind == kind and (under is None or p.under == int(under)))
    found = tuple(p for p in own if p.number in wanted)
    return found if len(found) == len(wanted) else ()  # a number that two lists have names neither


def names(heading: str, passages: Sequence[Passage]) -> list[str]:
    """Return what the passages under a heading can be called, the short way where it is clear which one is meant."""
    own = [passage for passage in passages if passage.heading == heading]
    alike = Counter((passage.kind, passage.number) for passage in own)
    return [f"{p.heading}, {p.kind}. {p.number}" if alike[p.kind, p.number] == 1 else p.name for p in own]


def answered(clause: str, headings: Iterable[Heading], passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages that something which names the clause answers for: with a paragraph, the list it leads up to."""
    found: list[Passage] = []
    for passage in named(clause, headings, passages):
        at = passages.index(passage)
        found += passages[at : at + 1 + passage.leads]
    return tuple(dict.fromkeys(found))


def find(clause: str | None, headings: Sequence[Heading], passages: Sequence[Passage]) -> Heading | None:
    """Return the heading that a clause names, or the first of the passages it numbers as a heading; None where there is none."""
    if clause is None:
        return None
    if heading := next((h for h in headings if h.text == clause), None):
        return heading
    found = named(clause, headings, passages)
    return Heading(6, clause, found[0].anchor, found[0].line) if found else None
