"""What one version of a mandate changed in the one before: duty by duty, and passage by passage in the words."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sitegen.model import Mandate
from sitegen.obligations import Obligations
from sitegen.pages.duties import Duty, read_out
from sitegen.pages.index import Index

ALIKE = 0.5  # how much of two texts must be the same for one to be a new wording of the other
LONG = 1500  # words, above which two texts are not compared word by word
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Change:
    """A duty before and after; one of them may be missing."""

    name: str
    before: Duty | None
    after: Duty | None


@dataclass(frozen=True, slots=True)
class Duties:
    """The duties that changed, and how many did not."""

    changed: tuple[Change, ...]
    same: int


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a passage: kept, added or deleted."""

    kind: str  # same, ins or del
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a mandate's text that is compared whole: a heading, a paragraph, a table or a list item."""

    name: str  # as clauses name it
    anchor: str
    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A passage in the comparison: same, moved, changed, added or deleted."""

    kind: str
    before: Unit | None
    after: Unit | None
    words: tuple[Words, ...] = ()

    @property
    def unit(self) -> Unit:
        found = self.after or self.before
        assert found is not None  # a row has one of the two
        return found


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of one kind that stand together; a passage that is changed stands alone."""

    kind: str
    rows: tuple[Row, ...]


def of_duties(index: Index, before: Obligations, after: Obligations) -> Duties:
    """Compare what two versions oblige to: duties of one kind are matched by their words, the rest by how alike they are."""
    changed: list[Change] = []
    same = 0
    earlier, later = list(read_out(index, before)), list(read_out(index, after))
    for kind in Obligations.model_fields:
        old, new = ([d for d in duties if d.kind == kind] for duties in (earlier, later))
        for duty in tuple(old):
            if twin := next((d for d in new if _said(d) == _said(duty)), None):
                old.remove(duty)
                new.remove(twin)
                same += 1
        for duty in old:
            twin = _nearest(duty, new, kind)
            if twin:
                new.remove(twin)
            changed.append(Change((twin or duty).name, duty, twin))
        changed += [Change(duty.name, None, duty) for duty in new]
    return Duties(tuple(changed), same)


def _said(duty: Duty) -> tuple[str, str, str, bool]:
    return duty.text, duty.body, "" if duty.kind == "duties" else duty.note, duty.judged


def _nearest(duty: Duty, others: Sequence[Duty], kind: str) -> Duty | None:
    if kind not in ("composition", "reports", "contributions", "duties"):
        return others[0] if others else None  # a mandate has one such duty
    found = max(others, key=lambda other: _ratio(duty.text, other.text), default=None)
    return found if found and _ratio(duty.text, found.text) >= ALIKE else None


def of_text(before: Mandate, after: Mandate) -> tuple[Run, ...]:
    """Compare the texts of two versions, in the order of the later one."""
    runs: list[Run] = []
    for row in _rows(units(before), units(after)):
        if runs and runs[-1].kind == row.kind != "changed":
            runs[-1] = Run(row.kind, (*runs[-1].rows, row))
        else:
            runs.append(Run(row.kind, (row,)))
    return tuple(runs)


def units(mandate: Mandate) -> list[Unit]:
    """Return a mandate's text in pieces: what stands above the first heading, headings, and the passages under each."""
    above = html.unescape(TAG.sub(" ", re.split(r"<h\d", mandate.html, maxsplit=1)[0]))
    lines = [(h.line, Unit(h.text, h.anchor, h.text, True)) for h in mandate.headings]
    lines += [(p.line, Unit(p.name, p.anchor, _spaced(p.text))) for p in mandate.passages]
    found = [unit for _, unit in sorted(lines, key=lambda pair: pair[0])]
    return [Unit("Indledning", "", _spaced(above)), *found] if above.strip() else found


def _rows(old: list[Unit], new: list[Unit]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, [_key(u) for u in old], [_key(u) for u in new], autojunk=False)
    blocks = matcher.get_opcodes()
    gone = {_key(old[i]): old[i] for op, a, b, _, _ in blocks if op != "equal" for i in range(a, b)}
    come = {_key(new[i]): new[i] for op, _, _, a, b in blocks if op != "equal" for i in range(a, b)}
    for op, first, last, begin, end in blocks:
        if op == "equal":
            yield from (Row("same", old[first + at], new[begin + at]) for at in range(last - first))
            continue
        left = [u for u in old[first:last] if _key(u) not in come]
        renamed = sum(u.heading for u in left) == 1 == sum(u.heading and _key(u) not in gone for u in new[begin:end])
        for unit in new[begin:end]:
            if _key(unit) in gone:
                yield Row("moved", gone[_key(unit)], unit)
                continue
            alike = (u for u in left if (renamed and u.heading) or _ratio(u.text, unit.text) >= ALIKE)
            twin = next((u for u in alike if u.heading == unit.heading), None)
            if twin is None:
                yield Row("added", None, unit, (Words("ins", unit.text),))
                continue
            yield from (_deleted(u) for u in left[: left.index(twin)])
            left = left[left.index(twin) + 1 :]
            yield Row("changed", twin, unit, of_words(twin.text, unit.text))
        yield from map(_deleted, left)


def _deleted(unit: Unit) -> Row:
    return Row("deleted", unit, None, (Words("del", unit.text),))


def of_words(before: str, after: str) -> tuple[Words, ...]:
    """Compare two texts word by word."""
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > LONG:
        return Words("del", before), Words("ins", after)
    found: list[Words] = []
    for op, a, b, c, d in _calm(SequenceMatcher(None, old, new, autojunk=False).get_opcodes()):
        if op == "equal":
            found.append(Words("same", " ".join(old[a:b])))
        else:
            found += [Words(kind, " ".join(words)) for kind, words in (("del", old[a:b]), ("ins", new[c:d])) if words]
    return tuple(found)


def _calm(codes: Iterable[tuple[str, int, int, int, int]]) -> Iterator[tuple[str, int, int, int, int]]:
    """Join changes with a single word between them: a phrase that is replaced reads better whole."""
    held: tuple[str, int, int, int, int] | None = None
    every = list(codes)
    for at, (op, a, b, c, d) in enumerate(every):
        inside = op == "equal" and b - a == 1 and held is not None and at + 1 < len(every)
        if op != "equal" or inside:
            held = ("replace", held[1], b, held[3], d) if held else (op, a, b, c, d)
            continue
        if held:
            yield held
            held = None
        yield op, a, b, c, d
    if held:
        yield held


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower().split()[:LONG], other.lower().split()[:LONG], autojunk=False).ratio()


def _key(unit: Unit) -> tuple[bool, str]:
    return unit.heading, unit.text


def _spaced(text: str) -> str:
    return " ".join(text.split())
