"""A mandate taken in: its text as it stood, and what it seems to oblige to, proposed with the passage that each rests on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sitegen import clauses, prose
from sitegen.danish import slug
from sitegen.intake import recognise
from sitegen.intake.blocks import Block, Document, Paper, Remark
from sitegen.intake.inline import MARKS
from sitegen.intake.writing import Scribe
from sitegen.mends.meant import NUMBERS, UNITS
from sitegen.model import Body, Site
from sitegen.new.writing import yaml
from sitegen.parsed import Passage

COUNT = rf"(\d{{1,2}}|{'|'.join(NUMBERS)})"
UNIT = r"(dag|hverdag|arbejdsdag|uge|måned)(?:e|er|r)?"
YEARLY = r"(?:om året|årligt|pr\.? år|hvert år|i løbet af et år)"
MEETINGS = re.compile(
    rf"\b(?:mindst|minimum|som minimum)\s+{COUNT}\s+(?:\w+\s+)?(?:gange?|møder?)\b(?:[^.]{{0,60}}?\s)?{YEARLY}", re.IGNORECASE
)
SENDS = r"(?:fremsendes|udsendes|sendes|offentliggøres)"
AGENDA = re.compile(
    rf"\bdagsorden(?:en|er|erne)?\b[^.]{{0,120}}?\b{SENDS}\b[^.]{{0,40}}?\b{COUNT}\s+{UNIT}\s+(?:før|inden)\b", re.IGNORECASE
)
MINUTES = re.compile(
    rf"\breferat(?:et|er|erne)?\b[^.]{{0,120}}?\b{SENDS}\b[^.]{{0,40}}?\b{COUNT}\s+{UNIT}\s+efter\b", re.IGNORECASE
)
WEBSITE = re.compile(r"hjemmeside", re.IGNORECASE)
ROTATES = re.compile(r"\bpå skift\b|\bskiftes? (?:til|mellem)\b|\brotere", re.IGNORECASE)
LEADS = re.compile(r"\bvært\w*\s+(?:leder|er mødeleder)\b", re.IGNORECASE)
SEATS = re.compile(
    rf"^\W*{COUNT}(?:\s*[-–]\s*(\d{{1,2}}))?\s+(?!møder?\b|gange?\b)\w+|\b(\d)\s*[-–]\s*(\d)\s+\w*\s*(?:repræsentanter|medlemmer|politikere)",
    re.IGNORECASE,
)
REPORT = re.compile(r"\bårlig(?:e|t)?\b[^.]{0,30}\b(?:status|redegørelse|rapport|beretning)", re.IGNORECASE)
BARE_TITLE = re.compile(r"\W*kommissorium\W*", re.IGNORECASE)


@dataclass
class Mandate:
    """A mandate's paper, the name of its file, and the pictures in it."""

    id: str
    paper: Paper
    pictures: dict[str, bytes] = field(default_factory=dict)


def write(document: Document, name: str, site: Site, bodies: Sequence[str] = ()) -> Mandate:
    """Write a mandate: its headings and passages as they stood, with a proposal for each duty that can be told."""
    blocks = list(document.blocks)
    title, rest, is_stated = _title(blocks)
    chosen, said = _bodies(title, blocks, site, bodies)
    if not is_stated:
        title = f"Kommissorium for {_called(chosen)}"
    scribe = Scribe(document, Paper(), "")
    top = min((b.level for b in rest if b.kind == "heading" and b.level), default=1)
    for block in rest:
        scribe.write([block], "#" * min(6, max(1, block.level - top + 1)))
    body = scribe.paper
    read, _ = prose.read(body.text, 0, "mandate")
    proposals = list(_proposals(read.passages))
    paper = Paper()
    paper.say(*document.remarks, look=True)
    paper.put(
        f"---\ntitle: {yaml(title)}",
        Remark(f"kommissorium med {len(read.headings)} overskrifter og {len(read.passages)} stykker"),
    )
    if not is_stated:
        paper.remarks.append(Remark("Dokumentet har ingen titel. Se efter, om denne passer.", True, len(paper.lines)))
    paper.put(f"bodies: [{', '.join(body.id for body in chosen)}]", Remark(said, look=True))
    paper.put("proposed: true             # et forslag, der ikke binder nogen; slet linjen, når kommissoriet er vedtaget")
    paper.put("draft: true                # slet linjen, når kommissoriet er klar til at blive vist")
    paper.put(
        "valid_from:                # den dag, kommissoriet gælder fra: år-måned-dag",
        Remark("Skriv den dag, kommissoriet gælder fra.", look=True),
    )
    paper.put("approved:                  # {by: …, date: …}, når det er godkendt")
    certain = [one for one in proposals if not one.line.startswith("#")]
    paper.put("obligations:" if certain else "# obligations:")
    for one in [*certain, *(one for one in proposals if one not in certain)]:
        name_ = clauses_name(one.passage, read.passages)
        paper.put(
            f"  {one.line.format(clause=name_)}",
            Remark(f"{one.said} Foreslået ud fra »{name_}«. Se efter, om det er rigtigt læst.", look=True),
        )
    paper.put("---")
    offset = len(paper.lines)
    paper.lines += body.lines
    paper.remarks += [Remark(r.text, r.look, r.line + offset if r.line else 0) for r in body.remarks]
    silent = len(read.passages) - len({one.passage.anchor for one in proposals})
    paper.say(
        f"{silent} stykker er der ikke foreslået noget for. Redaktørvejledningen viser, hvordan hvert af dem kan få et svar.",
        look=True,
    )
    return Mandate(slug(title) if is_stated else slug(name) or slug(title), paper, scribe.pictures)


def _title(blocks: list[Block]) -> tuple[str, list[Block], bool]:
    """Return the title, the blocks below it, and whether the document states one."""
    first = blocks[0]
    words = " ".join(MARKS.sub("", first.text).split())
    following = next((b for b in blocks[1:2] if b.kind == "heading"), None)
    if BARE_TITLE.fullmatch(words) and following is not None:
        second = " ".join(following.text.split())
        return f"Kommissorium: {second}", blocks[2:], True
    stated = bool(re.search("kommissorium", words, re.IGNORECASE)) or (first.kind == "heading" and first.level == 0)
    return (words, blocks[1:], True) if stated and len(words) <= 160 else ("", blocks, False)


def _called(bodies: Sequence[Body]) -> str:
    levels = {body.level.name for body in bodies if body.level}
    first = bodies[0].name if bodies else ""
    name = next(iter(levels)) if len(levels) == 1 and len(bodies) > 1 else first
    return name[:1].lower() + name[1:] if len(bodies) > 1 else name


def _bodies(title: str, blocks: Sequence[Block], site: Site, wanted: Sequence[str]) -> tuple[list[Body], str]:
    """Return the bodies that the mandate is of: those given or named; else all of the level that it speaks of the most."""
    if wanted:
        return [body for body in site.bodies if body.id in wanted], "De fora, du har nævnt med --body."
    if named := recognise.bodies(title, site.bodies, site.organisation):
        return list(named), "De fora, som titlen nævner. Se efter, om det er dem."
    text = " ".join(block.text for block in blocks).lower()
    counted: Counter[str] = Counter()
    for level in site.organisation.levels:
        others = {word for other in site.organisation.levels if other is not level for word in slug(other.name).split("-")}
        for word in slug(level.name).split("-"):
            if word not in others and len(word) > 2:
                counted[level.id] += slug(text).count(word[: max(5, len(word) - 2)])
    level_id, most = next(iter(counted.most_common(1)), ("", 0))
    if most:
        chosen = [body for body in site.bodies if body.level and body.level.id == level_id]
        if chosen:
            return chosen, "Alle fora på det niveau, som teksten mest taler om. Se efter, om det er dem."
    named = recognise.bodies(text, site.bodies, site.organisation)
    return list(named or site.bodies[:1]), "Teksten siger ikke, hvilke fora den er for. Ret linjen, så det er de rigtige."


def clauses_name(passage: Passage, passages: Sequence[Passage]) -> str:
    """Return the shortest name by which a clause can speak of a passage."""
    under = [p for p in passages if p.heading == passage.heading]
    return clauses.names(passage.heading, passages)[under.index(passage)]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line of the front matter that a passage seems to ask for; one that begins with # is only a hint."""

    passage: Passage
    line: str
    said: str


def _proposals(passages: Sequence[Passage]) -> Iterator[Proposal]:
    meetings = [(p, m) for p in passages if (m := MEETINGS.search(p.text))]
    mark = "# " if len(meetings) > 1 else ""
    for passage, match in meetings:
        count = _count(match[1])
        yield Proposal(
            passage,
            f'{mark}meetings_per_year: {{{{minimum: {count}, clause: "{{clause}}"}}}}',
            f"Mindst {count} {'møde' if count == 1 else 'møder'} om året.",
        )
    for key, pattern, when in (("agenda", AGENDA, "before"), ("minutes", MINUTES, "after")):
        found = [(p, m) for p in passages if (m := pattern.search(p.text))]
        mark = "# " if len(found) > 1 else ""
        for passage, match in found:
            count, unit = _count(match[1]), UNITS[match[2].lower()]
            due = f"{count} {unit}{'s' if count != 1 else ''} {when}"
            what = "Dagsordenen" if key == "agenda" else "Referatet"
            yield Proposal(
                passage,
                f'{mark}{key}: {{{{due: {due}, measured: sent, clause: "{{clause}}"}}}}',
                f"{what} har en frist: {match[0]}.",
            )
    shown = [p for p in passages if WEBSITE.search(p.text) and re.search("dagsorden|referat", p.text, re.IGNORECASE)]
    for passage in shown:
        # Which of the two »gøres tilgængelige« speaks of is for people to read where a deadline stands in the same passage.
        both = [key for key, word in (("agenda", "dagsorden"), ("minutes", "referat")) if word in passage.text.lower()]
        mark = "# " if len(shown) > 1 else ""
        yield Proposal(
            passage,
            f'{mark}website: {{{{documents: [{", ".join(both)}], clause: "{{clause}}"}}}}',
            "Papirerne skal ligge på hjemmesiden.",
        )
    for passage in passages:
        if ROTATES.search(passage.text) or LEADS.search(passage.text):
            facts = [
                word for word, pattern in (("rotates: true", ROTATES), ("leads: true", LEADS)) if pattern.search(passage.text)
            ]
            yield Proposal(passage, f'# host: {{{{{", ".join(facts)}, clause: "{{clause}}"}}}}', "Noget om, hvem der er vært.")
        if REPORT.search(passage.text):
            yield Proposal(
                passage,
                '# reports: - {{name: …, to: …, every: year, case: …, clause: "{clause}"}}',
                "Noget, der skal gives hvert år.",
            )
        if (seen := SEATS.search(passage.text)) and not MEETINGS.search(passage.text):
            low, high = seen[1] or seen[3], seen[2] or seen[4]
            seats = f"minimum: {_count(low)}" + (f", maximum: {_count(high)}" if high else "")
            yield Proposal(
                passage,
                f'# composition: - {{{{role: …, {seats}, clause: "{{clause}}"}}}}',
                "Noget om, hvor mange pladser der er.",
            )


def _count(text: str) -> int:
    return int(text) if text.isdecimal() else NUMBERS[text.lower()]
