"""What a mandate obliges its bodies to, clause by clause, as data: each class is one kind of obligation."""

from collections.abc import Iterator
from typing import Literal

from pydantic import model_validator

from sitegen.diagnostics import Path
from sitegen.entry import Entry, PartyKind
from sitegen.fields import Count, Due, Flag, Id, Text, wrong

ABOVE = "above"  # in `contributions`: whichever body the body itself refers to


class Obligation(Entry):
    """`clause` is a heading of the mandate, or a passage under it: "Opgaver, nr. 14", "Sammensætning, stk. 2"."""

    clause: Text | None = None


class MeetingsPerYear(Obligation):
    minimum: Count


class Deadline(Obligation):
    due: Due
    measured: Literal["sent", "published"] = "sent"


class Website(Obligation):
    documents: tuple[Literal["agenda", "minutes"], ...] = ("agenda", "minutes")


class Host(Obligation):
    """Who hosts: in turn or not, which kinds of party take turns (none named: all), and whether the host leads the meeting."""

    rotates: Flag = False
    among: tuple[PartyKind, ...] = ()
    leads: Flag = False


class Composition(Obligation):
    """Seats of a role: from each party of a kind, from one party, or from several kinds together.

    `condition` says in words when it applies, so that only people can judge it. `unless_seated_in` names another body: the
    rule applies where none of the parties it speaks of has a seat there.
    """

    role: Text
    each: PartyKind | None = None
    party: Id | None = None
    among: tuple[PartyKind, ...] = ()
    minimum: Count | None = None
    maximum: Count | None = None
    condition: Text | None = None
    unless_seated_in: Id | None = None

    @model_validator(mode="after")
    def _whose(self) -> "Composition":
        if sum(map(bool, (self.each, self.party, self.among))) != 1:
            raise wrong("kind", key="role")
        if self.minimum is not None and self.maximum is not None and self.maximum < self.minimum:
            raise wrong("order", key="maximum", other="minimum")
        return self


class Report(Obligation):
    """What a body owes another once a year: an item of the case on one of that body's agendas."""

    name: Text
    to: Id
    every: Literal["year"] = "year"
    case: Id


class Contribution(Obligation):
    """That a body brings items to the agenda of another; `to` is its id, or `above`. With no minimum it is only counted."""

    to: Id
    minimum: Count | None = None


class Referrals(Obligation):
    """That what is referred to another body is taken up there."""


class Duty(Obligation):
    """An obligation that a program cannot judge, and the reason why."""

    name: Text
    reason: Text
    to: Id | None = None
    judged: Literal["by-people"] = "by-people"


class Obligations(Entry):
    meetings_per_year: MeetingsPerYear | None = None
    agenda: Deadline | None = None
    minutes: Deadline | None = None
    website: Website | None = None
    host: Host | None = None
    composition: tuple[Composition, ...] = ()
    reports: tuple[Report, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    referrals: Referrals | None = None
    duties: tuple[Duty, ...] = ()


def each_obligation(obligations: Obligations) -> Iterator[tuple[Path, Obligation]]:
    """Yield every obligation of a mandate with its path within `obligations`, in the schema's order."""
    for name in Obligations.model_fields:
        value = getattr(obligations, name)
        if isinstance(value, tuple):
            yield from (((name, index), one) for index, one in enumerate(value))
        elif value is not None:
            yield (name,), value


class Fact(Entry):
    """A passage that asks nothing of anybody, and where the site shows what it says."""

    clause: Text
    shown: Literal["text", "clusters", "parties", "seats", "groups", "contact", "host", "approval"] = "text"
