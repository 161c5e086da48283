"""What a mandate obliges to, read out in plain Danish, one duty at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.obligations import ABOVE, Composition, Contribution, Host, Obligation, Obligations
from sitegen.pages.index import Index
from sitegen.pages.words import PARTY_KINDS, count, joined, term, upper_first

WEBSITE_NOTE = (
    "Der er ingen dato. Et dokument regnes for ikke tilgængeligt fra dagen efter mødet, "
    "et referat dog først, når kommissoriets egen frist for det er gået."
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation in words: what it asks, a remark or the reason why only people can judge it, and whom it is owed to."""

    kind: str  # the field of Obligations that it stands in
    name: str  # what it is about, in a word or two
    text: str
    rule: Obligation
    note: str = ""
    judged: bool = True
    address: str = ""  # the body that it is owed to
    body: str = ""

    @property
    def clause(self) -> str | None:
        return self.rule.clause

    @property
    def counted(self) -> bool:
        """Say whether the mandate sets no limit, so that it is only counted."""
        return isinstance(self.rule, Contribution) and self.rule.minimum is None


def read_out(index: Index, rules: Obligations) -> Iterator[Duty]:
    """Yield every duty of a mandate, or of its house rules, in the schema's order."""
    if rules.meetings_per_year:
        many = count(rules.meetings_per_year.minimum, "møde", "møder")
        yield Duty("meetings_per_year", "Møder", f"Der holdes mindst {many} om året.", rules.meetings_per_year)
    for kind, rule, name, subject in (
        ("agenda", rules.agenda, "Dagsorden", "Dagsordenen"),
        ("minutes", rules.minutes, "Referat", "Referatet"),
    ):
        if rule:
            verb = "sendes ud" if rule.measured == "sent" else "offentliggøres"
            yield Duty(kind, name, f"{subject} {verb} senest {term(rule.due)}.", rule)
    if rules.website:
        names = {"agenda": "dagsordener", "minutes": "referater"}
        what = upper_first(joined([names[kind] for kind in rules.website.documents]))
        yield Duty("website", "Hjemmeside", f"{what} gøres tilgængelige på hjemmesiden.", rules.website, WEBSITE_NOTE)
    if rules.host:
        yield Duty("host", "Vært", _host(rules.host), rules.host)
    for seat in rules.composition:
        yield _seat(index, seat)
    for report in rules.reports:
        yield _owed(index, "reports", report.name, f"{upper_first(report.name)}: en gang om året", report, report.to)
    for one in rules.contributions:
        yield _contribution(index, one)
    if rules.referrals:
        text = "Det, der bliver henvist til et andet forum, bliver taget op dér."
        yield Duty("referrals", "Henvist videre", text, rules.referrals)
    for duty in rules.duties:
        yield _owed(index, "duties", duty.name, upper_first(duty.name), duty, duty.to, duty.reason, judged=False)


def _host(rule: Host) -> str:
    among = joined([PARTY_KINDS[kind][1] for kind in rule.among]) or "parterne"
    turns = f"Værtskabet går på skift mellem {among}." if rule.rotates else ""
    leads = "Værten leder mødet." if rule.leads else ""
    return " ".join(filter(None, (turns, leads)))


def _seat(index: Index, rule: Composition) -> Duty:
    if rule.each:
        source = f"fra hver {PARTY_KINDS[rule.each][0]}"
    elif rule.party:
        party = index.parties.get(rule.party)
        source = f"fra {party.name if party else rule.party}"
    else:
        source = f"i alt fra {joined([PARTY_KINDS[kind][1] for kind in rule.among], 'eller')}"
    if rule.unless_seated_in:
        body = index.bodies.get(rule.unless_seated_in)
        source += f", når ingen af dem har en plads i {body.name if body else rule.unless_seated_in}"
    note = f"{rule.condition.rstrip('.')}. Vises, men tælles ikke." if rule.condition else ""
    text = f"{upper_first(rule.role)}: {_range(rule.minimum, rule.maximum)} {source}."
    return Duty("composition", upper_first(rule.role), text, rule, note, not rule.condition)


def _range(minimum: int | None, maximum: int | None) -> str:
    if minimum is not None and maximum is not None:
        return str(minimum) if minimum == maximum else f"{minimum}–{maximum}"
    if minimum is not None:
        return f"mindst {minimum}"
    return f"højst {maximum}" if maximum is not None else "et antal"


def _contribution(index: Index, rule: Contribution) -> Duty:
    many = f"Mindst {count(rule.minimum, 'punkt', 'punkter')} om året" if rule.minimum else "Punkter"
    note = "" if rule.minimum else "Kommissoriet sætter intet antal. Punkterne bliver talt."
    if rule.to == ABOVE:
        text = f"{many} til dagsordenen i det forum, der refereres til."
        return Duty("contributions", "Bidrag til dagsordenen", text, rule, note)
    return _owed(index, "contributions", "Bidrag til dagsordenen", f"{many} til dagsordenen", rule, rule.to, note)


def _owed(
    index: Index, kind: str, name: str, text: str, rule: Obligation, to: str | None, note: str = "", judged: bool = True
) -> Duty:
    body = index.bodies.get(to) if to else None
    text = text if text.endswith((".", "!", "?")) and not to else text.rstrip(".")
    return Duty(kind, name, text, rule, note, judged, body.address if body else "", body.name if body else to or "")
