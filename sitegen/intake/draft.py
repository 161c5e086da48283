"""The draft that a document becomes: its front matter, its items, the pictures beside it, and what is said of each part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sitegen import new, privacy
from sitegen.danish import slug
from sitegen.intake import items, mandate, meetings, people, points, recognise, safety
from sitegen.intake.blocks import Block, Document, Paper, Remark
from sitegen.intake.inline import MARKS
from sitegen.intake.items import Sketch
from sitegen.intake.vocabulary import META, closes, is_closed_title
from sitegen.intake.writing import Scribe
from sitegen.model import Meeting, Site
from sitegen.new.writing import yaml

KINDS = ("agenda", "minutes", "mandate", "page")
NOUNS = {"agenda": "dagsorden", "minutes": "referat", "mandate": "kommissorium", "page": "side"}
DONE = {"agenda": "dagsordenen er klar til at blive vist", "minutes": "referatet er skrevet og kan vises"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written, by path; what is said of it, in order; or why there is nothing to write (Danish, English)."""

    kind: str = ""
    path: str = ""
    text: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # by path
    remarks: tuple[Remark, ...] = ()
    meeting: Meeting | None = None
    items: int = 0
    refused: tuple[str, str] | None = None


def draft(document: Document, name: str, site: Site, kind: str = "", meeting: str = "", bodies: Sequence[str] = ()) -> Draft:
    """Make a draft of a document; `name` is its file's name without the ending. What is given is not looked for."""
    if document.refused:
        return Draft(refused=document.refused)
    if not any(block.text for block in document.blocks):
        return Draft(refused=("Der er ingen tekst i filen.", "There is no text in the file."))
    made = items.sketch(document.blocks)
    titles = meetings.titles(made.front, name)
    kind = (
        kind
        or recognise.kind([*titles, *(block.text for block in made.front[:6])])
        or (items.kind_of(made) if made.points else "")
    )
    if not kind:
        return Draft(
            refused=(
                "Det fremgår ikke, om det er en dagsorden, et referat eller et kommissorium. Sig det med --kind: agenda "
                "(dagsorden), minutes (referat), mandate (kommissorium) eller page (side).",
                "Which kind of document it is cannot be told; say it with --kind.",
            )
        )
    if kind == "mandate":
        found = mandate.write(document, name, site, bodies)
        return _finished(
            Draft(kind, f"content/mandates/{found.id}.md", found.paper.text, _placed(found.id, found.pictures)), found.paper, site
        )
    if kind == "page":
        return _page(document, name, site)
    match = meetings.find(made.front, name, site, meeting)
    if match.refused or match.meeting is None:
        return Draft(refused=match.refused)
    return _meeting(document, made, kind, match, titles, site)


def _placed(folder: str, pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"content/attachments/{folder}/{name}": data for name, data in pictures.items()}


def _page(document: Document, name: str, site: Site) -> Draft:
    first = next((b for b in document.blocks if b.kind == "heading"), None)
    title = " ".join(MARKS.sub("", first.text if first else name).split())
    page, paper = slug(title) or "side", Paper()
    paper.say(*document.remarks, look=True)
    paper.put(f"---\ntitle: {yaml(title)}\ndraft: true                # slet linjen, når siden er klar til at blive vist\n---")
    scribe = Scribe(document, paper, "")
    top = min((b.level for b in document.blocks if b.kind == "heading" and b is not first), default=1)
    for block in document.blocks:
        if block is not first:
            depth = min(6, 2 + max(0, block.level - top))
            scribe.write([block], "#" * depth)
    return _finished(Draft("page", f"content/pages/{page}.md", paper.text, _placed(page, scribe.pictures)), paper, site)


# --- agendas and minutes


def _meeting(document: Document, made: Sketch, kind: str, match: meetings.Match, titles: Sequence[str], site: Site) -> Draft:
    meeting = match.meeting
    assert meeting is not None  # asked for before
    paper = Paper()
    paper.say(*document.remarks, look=True)
    paper.say(*made.dropped, look=True)
    paper.remarks += match.remarks
    number = recognise.supplement(" ".join(titles)) if kind == "agenda" else None
    if number == 0:
        number = 1 + max((s.number for s in meeting.supplements), default=0)
    said = [block for block in made.front if meetings.is_said(block, site)]
    front = [block for block in made.front if block not in said]
    if said:
        texts = "; ".join(" ".join(block.text.split()) for block in said)
        paper.remarks.append(Remark(f"tid og sted, som står i mødeplanen og derfor ikke i filen: »{texts}«"))
    found, left = people.read(front, site.organisation, meeting) if kind == "minutes" else (people.People(), front)
    _front_matter(paper, kind, meeting, number, found)
    stem = f"tillaeg-{number}-" if number else "dagsorden-" if kind == "agenda" else "referat-"
    scribe = Scribe(document, paper, stem)
    kept = [block for block in left if not _is_title(block, kind)]
    closed = next((i for i, block in enumerate(kept) if any(closes(line) or is_closed_title(line) for line in block.lines)), None)
    if closed is not None:
        paper.say(
            "Teksten over punkterne siger, at noget er lukket. Fra den linje og ned er den ikke taget med, for alt i filen "
            "bliver offentligt, når den bliver gemt i arkivet. Er teksten ikke lukket, så kopiér den ind fra Word.",
            look=True,
        )
        kept = kept[:closed]
    if kept:
        names = " og om navnene må stå der" if any(META.match(block.text) for block in kept) else ""
        remark = f"Teksten over punkterne er beholdt, som den stod. Se efter, om den skal med{names}."
        paper.remarks.append(Remark(remark, look=True, line=len(paper.lines) + 1))
    scribe.write(kept)
    if not made.points:
        paper.say("Der blev ikke fundet nogen punkter. Skriv ## og et nummer foran titlen på hvert af dem.", look=True)
    points.write(scribe, made.points, site)
    result = Draft(
        kind,
        new.path(kind, meeting, number or 0),
        paper.text,
        _placed(meeting.id, scribe.pictures),
        (),
        meeting,
        len(made.points),
    )
    return _finished(result, paper, site)


def _is_title(block: Block, kind: str) -> bool:
    """Say whether a block above the items only says what the front matter and the plan say."""
    if block.kind == "heading":
        return not META.fullmatch(block.text.strip(" :."))
    text = " ".join(block.text.split())
    return block.kind == "paragraph" and len(text) <= 120 and bool(meetings.TITLE.match(text))


def _front_matter(paper: Paper, kind: str, meeting: Meeting, number: int | None, found: people.People) -> None:
    paper.put("---")
    paper.put(f"meeting: {meeting.id}")
    paper.put(f"draft: true                # slet linjen, når {DONE[kind]}")
    noun = f"{NOUNS[kind]}en" if kind == "agenda" else "referatet"
    if number:
        paper.put(f"supplement: {number}", Remark(f"tillægsdagsorden nr. {number}"))
    if kind == "minutes":
        paper.put("status: draft              # udkast; skriv approved, når det er godkendt")
    paper.put(f"sent:                      # den dag, {noun} bliver sendt: år-måned-dag")
    paper.put(f"published:                 # den dag, {noun} bliver lagt på hjemmesiden")
    for group, entries in found.entries.items():
        paper.put(f"{group}:", Remark(f"{len(entries)} linje{'r' if len(entries) > 1 else ''} under {group}: rolle og part"))
        for role, party in entries:
            paper.put(f"  - {{role: {yaml(role)}, party: {party}}}")
    if found.guessed:
        said = ", ".join(dict.fromkeys(found.guessed))
        paper.say(
            f"Word siger ikke, hvilken rolle alle deltagere har. Hvor parten kun har én slags plads, står den: {said}.", look=True
        )
    if found.names:
        paper.say(
            f"Navne på deltagere er ikke skrevet i filen ({', '.join(dict.fromkeys(found.names))}). Har en af dem sagt ja til at "
            "stå med navn på hjemmesiden, så skriv det som name: på linjen.",
            look=True,
        )
    paper.put("---")


def _finished(made: Draft, paper: Paper, site: Site) -> Draft:
    """Refuse a draft that holds a personal number; else add what is to be looked at in the text as a whole."""
    wrong, doubtful = safety.numbers(made.text, made.path, made.pictures, site)
    if wrong:
        danish = (
            "Der er intet skrevet, for teksten rummer personnumre, og alt, hvad der bliver gemt her, bliver offentligt. Slet dem "
            "i dokumentet, og prøv igen:\n" + "\n".join(wrong)
        )
        english = "Nothing is written: the text holds personal numbers, and all that is committed is public."
        return Draft(refused=(danish, english))
    if made.kind in ("mandate", "page") and any(map(closes, made.text.split("\n"))):
        doubtful.append(
            Remark("Teksten siger om sig selv, at noget er lukket. Er det det, så slet det, før du gemmer filen.", look=True)
        )
    names = safety.named(made.text, site)
    remarks = [*paper.remarks, *doubtful, *([names] if names else [])]
    return replace(made, remarks=tuple(replace(remark, text=privacy.masked(remark.text)) for remark in remarks))
