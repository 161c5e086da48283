"""A mandate to be written: a proposal with the obligations of the one it supersedes, or a template of every kind there is."""

from collections.abc import Iterator, Sequence
from datetime import date

from sitegen import clauses
from sitegen.danish import slug
from sitegen.model import Body, Mandate, Site
from sitegen.new.writing import words, yaml
from sitegen.obligations import Obligation, Obligations

HEADINGS = ("Formål", "Sammensætning", "Opgaver", "Møder", "Dagsorden og referat")
COLUMN = 33  # where comments begin


def path(name: str) -> str:
    """Return where the mandate of an id belongs."""
    return f"content/mandates/{name}.md"


def usual_name(title: str, begins: date) -> str:
    """Return the id that a mandate would have by its title and its first year."""
    return slug(f"{title} {begins.year}".removeprefix("Kommissorium for "))


def superseded(site: Site, bodies: Sequence[Body], begins: date) -> Mandate | None:
    """Return the mandate that binds all of the bodies on the day, and would be superseded; None where there is no such one."""
    found = {mandate.id: mandate for body in bodies if (mandate := site.mandate_of(body, begins))}
    bound = [site.mandate_of(body, begins) for body in bodies]
    one = next(iter(found.values()), None)
    return one if one and len(found) == 1 and None not in bound and one.begins < begins else None


def text(site: Site, bodies: Sequence[Body], title: str, begins: date) -> str:
    """Return the file: a proposal, which binds nobody, and which `check` has no error in as it stands."""
    old = superseded(site, bodies, begins)
    head = [
        f"title: {yaml(title)}",
        f"bodies: {yaml(tuple(body.id for body in bodies))}",
        _said(f"valid_from: {begins}", "den dag, kommissoriet begynder at gælde"),
        _said("proposed: true", "et forslag binder ingen; slet linjen, når kommissoriet er godkendt"),
        *([_said(f"supersedes: {old.id}", "det kommissorium, der gælder nu, og som dette træder i stedet for")] if old else []),
        _said("approved:", "når det er godkendt: {by: hvem, date: år-måned-dag}"),
    ]
    rules = list(_copied(old)) if old else list(_template(site, bodies))
    headings = [f"{'#' * (one.level - 1)} {words(one.text)}\n" for one in old.headings] if old else []
    body = "\n".join(headings or [f"# {one}\n" for one in HEADINGS])
    return "\n".join(("---", *head, *rules, "---", body))


def _said(line: str, comment: str) -> str:
    return f"{line.ljust(COLUMN)} # {comment}"


def _copied(old: Mandate) -> Iterator[str]:
    """Yield the obligations of a mandate, each with the heading of its clause: the new text has no paragraphs to name yet."""
    yield "# Forpligtelserne er taget over fra det kommissorium, der gælder nu. Ret dem, så de svarer til den nye tekst."
    yield "# clause er overskriften i teksten herunder; når teksten er skrevet, kan den være nøjere: »Opgaver, nr. 3«."
    for name, obligations in (("obligations", old.meta.obligations), ("house_rules", old.meta.house_rules)):
        if obligations.model_fields_set:
            yield f"{name}:"
        for key in Obligations.model_fields:
            value = getattr(obligations, key)
            if isinstance(value, Obligation):
                yield f"  {key}: {yaml(_at_heading(old, value))}"
            elif value:
                yield f"  {key}:"
                yield from (f"    - {yaml(_at_heading(old, one))}" for one in value)


def _at_heading(old: Mandate, rule: Obligation) -> Obligation:
    known = {heading.text for heading in old.headings}
    if rule.clause is None or rule.clause in known:
        return rule
    match = clauses.NUMBERED.fullmatch(rule.clause)
    return rule.model_copy(update={"clause": match[1] if match else rule.clause})


def _template(site: Site, bodies: Sequence[Body]) -> Iterator[str]:
    """Yield every kind of obligation as a comment, with names that the site knows."""
    parties = [party for body in bodies for party in body.parties] or list(site.organisation.parties)
    kind, party = (parties[0].kind, parties[0].id) if parties else ("municipality", "part")
    other = next((body.id for body in site.bodies if body not in bodies), bodies[0].id)
    yield "# Fjern # foran de linjer, som kommissoriet siger noget om, og ret dem. Linjer, det intet siger om, slettes."
    yield "# clause er overskriften i teksten herunder, eller et afsnit under den: »Opgaver, nr. 3«, »Møder, stk. 2«."
    lines = (
        "obligations:",
        "  meetings_per_year: {minimum: 4, clause: Møder}",
        "  agenda: {due: 1 week before, measured: sent, clause: Dagsorden og referat}",
        "  minutes: {due: 1 week after, measured: sent, clause: Dagsorden og referat}",
        "  website: {documents: [agenda, minutes], clause: Dagsorden og referat}",
        f"  host: {{rotates: true, among: [{kind}], leads: true, clause: Møder}}",
        "  composition:",
        f"    - {{role: formand, party: {party}, minimum: 1, maximum: 1, clause: Sammensætning}}",
        f"    - {{role: medlem, each: {kind}, minimum: 1, clause: Sammensætning}}",
        "  reports:",
        f"    - {{name: Årlig status, to: {other}, every: year, case: aarsstatus, clause: Opgaver}}",
        "  contributions:",
        f"    - {{to: {other}, minimum: 1, clause: Opgaver}}",
        "  referrals: {clause: Opgaver}",
        "  duties:",
        "    - {name: Følger op på aftalen, clause: Opgaver, judged: by-people, reason: Det er et skøn}",
        "facts:",
        "  - {clause: Formål, shown: text}",
    )
    yield from (f"# {line}" for line in lines)
