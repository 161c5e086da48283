"""Who takes whose place: what ends on the left, what follows it on the right, lines between, and the same in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sitegen.danish import date_words
from sitegen.model import Body
from sitegen.pages.index import Index, group
from sitegen.pages.organisation import Place, place_of, places
from sitegen.pages.words import joined


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one to what takes its place: where it begins on the left and ends on the right, in per cent downwards."""

    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Succession:
    """Those that share a successor, drawn together: both sides, the lines between them, and the same in sentences."""

    before: tuple[Place, ...]
    after: tuple[Place, ...]
    lines: tuple[Line, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ended:
    """What ends, the last day of it, and what follows it."""

    id: str
    last: date | None
    successors: tuple[str, ...]


def drawn(index: Index) -> tuple[Succession, ...]:
    """Return every succession, those that share a successor together, in the order of the organisation."""
    return tuple(_drawn(index, own) for own in _together(_ended(index)))


def _ended(index: Index) -> list[_Ended]:
    """Return what has a successor; a cluster stands for those of its bodies that go the same way."""
    found = [_Ended(c.id, c.valid_to, _known(index, c.succeeded_by)) for c in index.site.organisation.clusters]
    found += [_Ended(b.id, b.ends, _known(index, b.entry.succeeded_by)) for b in index.site.bodies if not _with_cluster(b)]
    return [one for one in found if one.successors]


def _known(index: Index, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name in index.bodies or name in index.clusters))


def _with_cluster(body: Body) -> bool:
    return body.cluster is not None and set(body.entry.succeeded_by) <= set(body.cluster.succeeded_by)


def _together(ended: Sequence[_Ended]) -> list[list[_Ended]]:
    """Gather those that share a successor, also by way of others."""
    groups: list[list[_Ended]] = []
    for one in ended:
        near = [own for own in groups if any(set(one.successors) & set(other.successors) for other in own)]
        groups = [own for own in groups if own not in near]
        groups.append([*(other for own in near for other in own), one])
    order = {one.id: place for place, one in enumerate(ended)}
    return sorted((sorted(own, key=lambda one: order[one.id]) for own in groups), key=lambda own: order[own[0].id])


def _drawn(index: Index, ended: Sequence[_Ended]) -> Succession:
    after = list(dict.fromkeys(name for one in ended for name in one.successors))
    lines = tuple(
        Line(_middle(row, len(ended)), _middle(after.index(name), len(after)))
        for row, one in enumerate(ended)
        for name in one.successors
    )
    same = group(((one.last, one.successors), one.id) for one in ended)
    sentences = tuple(_sentence(index, names, last, successors) for (last, successors), names in same.items())
    return Succession(tuple(places(index, [one.id for one in ended])), tuple(places(index, after)), lines, sentences)


def _middle(row: int, rows: int) -> float:
    return round((row + 0.5) / rows * 100, 2)


def _sentence(index: Index, names: Sequence[str], last: date | None, successors: Sequence[str]) -> str:
    who, by = (joined([place_of(index, name)[1] for name in several]) for several in (names, successors))
    if last is None:
        return f"{who} afløses af {by}."
    day = date_words(last + timedelta(days=1), weekday=False)
    return f"{who} blev afløst af {by} {day}." if last < index.today else f"{who} afløses af {by} {day}."
