"""What judging comes to: a verdict on a duty at one meeting, and a standing on one that runs over a year or from body to body."""

from dataclasses import dataclass
from datetime import date

from sitegen import schema
from sitegen.diagnostics import Clause
from sitegen.model import Body, Document, JoinedItem, Mandate, Meeting
from sitegen.obligations import Obligation


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one obligation stands at one meeting of one body, and the dates and the clause it was judged by."""

    meeting: Meeting
    body: Body
    obligation: str  # agenda, minutes, website-agenda, website-minutes, supplement-1 …
    verdict: str  # on-time, late, missing, due, available, not-available, no-rule, waived, not-applicable, unknown
    due: date | None = None
    done: date | None = None
    days_late: int | None = None
    measured: str | None = None  # what the rule measures by, sent or published
    dated_by: str | None = None  # the field whose date was judged: published may stand in for sent
    source: str | None = None  # mandate or house-rule
    mandate: Mandate | None = None
    clause: str | None = None
    reason: str | None = None  # why it is waived
    breach: str | None = None  # the verdict that the waiver took the place of
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a duty that no single document meets stands for a body in a year: meetings held, hosts, seats, reports, referrals.

    `duty` is meetings, host, chair, composition, report, contribution or referral; `verdict` kept, broken, due, counted,
    unknown or not-applicable. `variant` says which way it is broken, or why it cannot be known.
    """

    body: Body
    year: int
    duty: str
    verdict: str
    variant: str = ""
    meeting: Meeting | None = None  # the meeting it is about: hosted, led, or where an item was referred
    item: JoinedItem | None = None  # the item that was referred
    target: Body | None = None  # the body that is owed something: a report, a contribution, an answer to a referral
    found: int | None = None  # meetings, seats or items that there are
    least: int | None = None
    most: int | None = None
    day: date | None = None  # the day it was judged by: seats on a day, or the last day to keep it
    party: schema.Party | None = None  # whose seats; who hosts; who leads
    turn: schema.Party | None = None  # whose turn it is to host: who has waited longest
    previous: Meeting | None = None  # the body's meeting before
    met: Meeting | None = None  # the meeting at which it was kept: the report given, the referral taken up
    document: Document | None = None  # of the meeting at which it was kept
    rule: Obligation | None = None
    source: str | None = None  # mandate or house-rule
    mandate: Mandate | None = None

    @property
    def clause(self) -> str | None:
        return self.rule.clause if self.rule else None

    @property
    def passage(self) -> Clause | None:
        """Return where the passage that it rests on stands."""
        return self.mandate.clause(self.source, self.clause) if self.mandate and self.source else None
