"""The pages of mandates, and their obligations read out in plain Danish."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import schema
from sitegen.danish import date_short, sort_key
from sitegen.model import Mandate
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page
from sitegen.pages.words import PARTY_KINDS, count, joined, term, upper_first

MANDATES = ("/kommissorier/", "Kommissorier")


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation in words: what it asks, a remark, and whether the site or people judge it."""

    text: str
    note: str = ""
    judged: bool = True
    address: str = ""  # the body that it is owed to
    body: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a mandate with the obligations that rest on it."""

    title: str
    anchor: str
    duties: tuple[Duty, ...]


def clauses(index: Index, mandate: Mandate, obligations: schema.Obligations) -> tuple[Clause, ...]:
    """Return the obligations by clause, the clauses in the order of the mandate; those without a clause last."""
    found: dict[str, list[Duty]] = {}
    for clause, duty in _duties(index, obligations):
        found.setdefault(clause or "", []).append(duty)
    order = {heading.text: place for place, heading in enumerate(mandate.headings)}
    shown = []
    for title in sorted(found, key=lambda text: order.get(text, len(order))):
        heading = mandate.heading(title)
        shown.append(Clause(title, heading.anchor if heading else "", tuple(found[title])))
    return tuple(shown)


def _duties(index: Index, rules: schema.Obligations) -> Iterator[tuple[str | None, Duty]]:
    if rules.meetings_per_year:
        many = count(rules.meetings_per_year.minimum, "møde", "møder")
        yield rules.meetings_per_year.clause, Duty(f"Der holdes mindst {many} om året.")
    for rule, name in ((rules.agenda, "Dagsordenen"), (rules.minutes, "Referatet")):
        if rule:
            verb = "sendes ud" if rule.measured == "sent" else "offentliggøres"
            yield rule.clause, Duty(f"{name} {verb} senest {term(rule.due)}.")
    if rules.website:
        names = {"agenda": "dagsordener", "minutes": "referater"}
        what = upper_first(joined([names[kind] for kind in rules.website.documents]))
        note = (
            "Der er ingen dato. Et dokument regnes for ikke tilgængeligt fra dagen efter mødet, "
            "et referat dog først, når kommissoriets egen frist for det er gået."
        )
        yield rules.website.clause, Duty(f"{what} gøres tilgængelige på hjemmesiden.", note)
    if rules.host:
        yield rules.host.clause, Duty(_host(rules.host))
    for seat in rules.composition:
        yield seat.clause, _seat(index, seat)
    for report in rules.reports:
        yield report.clause, _owed(index, f"{upper_first(report.name)}: en gang om året", report.to, "", True)
    for duty in rules.duties:
        yield duty.clause, _owed(index, duty.name, duty.to, duty.reason, False)


def _host(rule: schema.Host) -> str:
    among = joined([PARTY_KINDS[kind][1] for kind in rule.among]) or "parterne"
    turns = f"Værtskabet går på skift mellem {among}." if rule.rotates else ""
    leads = "Værten leder mødet." if rule.leads else ""
    return " ".join(filter(None, (turns, leads)))


def _seat(index: Index, rule: schema.Composition) -> Duty:
    if rule.each:
        source = f"fra hver {PARTY_KINDS[rule.each][0]}"
    elif rule.party:
        party = index.parties.get(rule.party)
        source = f"fra {party.name if party else rule.party}"
    else:
        source = f"i alt fra {joined([PARTY_KINDS[kind][1] for kind in rule.among], 'eller')}"
    note = f"{rule.condition.rstrip('.')}. Vises, men tælles ikke." if rule.condition else ""
    return Duty(f"{upper_first(rule.role)}: {_range(rule.minimum, rule.maximum)} {source}.", note, not rule.condition)


def _range(minimum: int | None, maximum: int | None) -> str:
    if minimum is not None and maximum is not None:
        return str(minimum) if minimum == maximum else f"{minimum}–{maximum}"
    if minimum is not None:
        return f"mindst {minimum}"
    return f"højst {maximum}" if maximum is not None else "et antal"


def _owed(index: Index, text: str, to: str | None, note: str, judged: bool) -> Duty:
    body = index.bodies.get(to) if to else None
    return Duty(text.rstrip("."), note, judged, body.address if body else "", body.name if body else to or "")


def silences(mandate: Mandate) -> list[str]:
    """Return what the mandate leaves open, so that nobody reads a rule into its silence."""
    rules = mandate.meta.obligations
    return [
        words
        for words, said in (
            ("hvor mange møder der skal holdes", rules.meetings_per_year),
            ("hvornår dagsordenen skal være ude", rules.agenda),
            ("hvornår referatet skal være ude", rules.minutes),
            ("om dokumenterne skal på hjemmesiden", rules.website),
        )
        if not said
    ]


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page of all mandates and one for each."""
    ordered = sorted(index.site.mandates, key=lambda m: sort_key(m.meta.title))
    head = Head("Kommissorier", "Kommissorierne, der siger, hvad hvert forum skal.", "/kommissorier/", (), "/kommissorier/")
    yield page(
        "kommissorier",
        head,
        groups=[
            ("I kraft", [m for m in ordered if m.meta.valid_on(index.today)]),
            ("Træder i kraft senere", [m for m in ordered if m.meta.valid_from and m.meta.valid_from > index.today]),
            ("Ikke længere i kraft", [m for m in ordered if m.meta.valid_to and m.meta.valid_to < index.today]),
        ],
    )
    for mandate in index.site.mandates:
        yield _mandate(index, mandate)


def _mandate(index: Index, mandate: Mandate) -> PageSpec:
    meta = mandate.meta
    return page(
        "kommissorium",
        Head(
            meta.title, f"{meta.title}: teksten og de forpligtelser, den giver.", mandate.address, (MANDATES,), "/kommissorier/"
        ),
        mandate=mandate,
        clauses=clauses(index, mandate, meta.obligations),
        house_rules=clauses(index, mandate, meta.house_rules),
        silences=silences(mandate),
        versions=_versions(index, mandate),
        sections=[heading for heading in mandate.headings if heading.level == 2],
    )


def _versions(index: Index, mandate: Mandate) -> list[tuple[Mandate, str]]:
    """Return the other mandates of the same bodies, with the period of each."""
    others = {other.id: other for body in mandate.bodies for other in index.body_mandates.get(body.id, ())}
    return [(other, _period(other)) for other in others.values() if other.id != mandate.id]


def _period(mandate: Mandate) -> str:
    begins, ends = mandate.meta.valid_from, mandate.meta.valid_to
    return f"{date_short(begins) if begins else ''}–{date_short(ends) if ends else ''}"
