"""Names that must lead somewhere: ids in the organisation, the plan, mandates and documents, and periods that must make sense."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sitegen import clauses, mends, schema
from sitegen.danish import slug
from sitegen.diagnostics import BLANK, Argument, Finding, Mend, Path, Source
from sitegen.entry import Lasting
from sitegen.fields import ID
from sitegen.mends.meant import nearest
from sitegen.model import Body, Document, Mandate, Meeting
from sitegen.obligations import ABOVE, Composition, Contribution, Duty, Obligations, Report, each_obligation
from sitegen.parsed import Item, Parsed

PEOPLE = ("participants", "apologies", "absent", "guests")
SUPPLEMENT_NAME = re.compile(r"-tillaeg-\d+$")


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that may be referred to."""

    parties: Mapping[str, schema.Party]
    bodies: Mapping[str, Body]


def stem(path: str) -> str:
    """Return a file's name without its folder and ending."""
    return path.rpartition("/")[2].rpartition(".")[0]


def expected_name(p: Parsed) -> str:
    """Return what an agenda's or minutes' file should be called, by what it holds."""
    number = p.meta.supplement if p.kind == "agenda" else None
    return str(p.meta.meeting) + (f"-tillaeg-{number}" if number else "")


def lacks_supplement(path: str, p: Parsed) -> bool:
    """Say whether a file is called a supplement, and does not say that it is one."""
    return p.kind == "agenda" and p.meta.supplement is None and SUPPLEMENT_NAME.search(stem(path)) is not None


def file_names(files: Iterable[tuple[str, Parsed]], planned: Mapping[str, Meeting]) -> Iterator[Finding]:
    """Yield files whose names do not say what they hold, and supplements that are such by name only."""
    files = tuple(files)
    paths = {path for path, _ in files}
    for path, p in files:
        name, variant = stem(path), "document"
        if p.kind == "plan":
            years = [f"{entry.date.year:04}" for entry in p.meta.meetings]
            expected = next((year for year in years if year != name), name)
            variant = "plan"
        elif p.kind in ("mandate", "page"):
            expected = slug(name) or p.kind
        elif lacks_supplement(path, p):
            expected, variant = name.rpartition("-")[2], "supplement"
        elif p.meta.meeting not in planned:
            continue  # said already
        else:
            expected = expected_name(p)
        if variant == "supplement":
            mend = mends.added(p.source.located, (), {"supplement": expected}, "meeting")
            yield p.source.find("SG103", variant="supplement", mend=mend, key="supplement", parent="", value=expected)
        elif expected != name:
            whole = f"{expected}.{path.rpartition('.')[2]}"
            target = f"{path.rpartition('/')[0]}/{whole}"
            rename = Mend("rename", target) if variant == "document" and target not in paths else None
            yield Finding("SG108", arguments={"expected": whole}, variant=variant, path=path, mend=rename)


def missing(source: Source, keys: Path, variant: str, value: str | None, known: Collection[str]) -> Iterator[Finding]:
    """Yield a finding where a value names nothing that is known; the nearest name is the mend."""
    if value is None or value in known:
        return
    near = nearest(value, known)
    yield source.find(
        "SG201",
        *keys,
        variant=f"{variant}-nearest" if near else variant,
        mend=mends.rewritten(source.located, (*source.at, *keys), mends.quoted(near)) if near else None,
        key=str(next((k for k in reversed(keys) if isinstance(k, str)), "")),
        value=value,
        nearest=near,
    )


def _lasting(source: Source, keys: Path, thing: Lasting) -> Iterator[Finding]:
    if thing.valid_from and thing.valid_to and thing.valid_to < thing.valid_from:
        yield source.find(
            "SG207",
            *keys,
            "valid_to",
            variant="order",
            key="valid_to",
            value=thing.valid_to,
            valid_from=thing.valid_from,
            valid_to=thing.valid_to,
        )


def organisation(file: schema.OrganisationFile, source: Source) -> Iterator[Finding]:
    """Yield what is wrong among parties, levels, clusters and bodies."""
    for section in ("agreements", "parties", "levels", "clusters", "bodies"):
        first: dict[str, int] = {}
        kind = {"parties": "party", "bodies": "body"}.get(section, section[:-1])
        for index, thing in enumerate(getattr(file, section)):
            yield from _lasting(source, (section, index), thing)
            if thing.id in first:
                line, _ = source.located.place(section, first[thing.id], "id")
                yield source.find(
                    "SG202",
                    section,
                    index,
                    "id",
                    variant="id",
                    kind=kind,
                    value=thing.id,
                    first_path=source.path,
                    first_line=line,
                )
            first.setdefault(thing.id, index)
    # Mappings, for it takes no longer to look a name up in a long one; their order is the file's.
    parties, levels = {p.id: p for p in file.parties}, {level.id: level for level in file.levels}
    clusters, bodies = {c.id: c for c in file.clusters}, {b.id: b for b in file.bodies}
    successors = {**clusters, **bodies}
    for index, cluster in enumerate(file.clusters):
        for place, successor in enumerate(cluster.succeeded_by):
            yield from missing(source, ("clusters", index, "succeeded_by", place), "successor", successor, successors)
    for index, body in enumerate(file.bodies):
        at = ("bodies", index)
        yield from missing(source, (*at, "cluster"), "cluster", body.cluster, clusters)
        yield from missing(source, (*at, "level"), "level", body.level, levels)
        yield from missing(source, (*at, "part_of"), "body", body.part_of, bodies)
        for place, party in enumerate(body.parties):
            yield from missing(source, (*at, "parties", place), "party", party, parties)
        for place, other in enumerate(body.refers_to):
            yield from missing(source, (*at, "refers_to", place), "body", other, bodies)
        for place, other in enumerate(body.succeeded_by):
            yield from missing(source, (*at, "succeeded_by", place), "successor", other, successors)
        for place, seat in enumerate(body.seats):
            yield from missing(source, (*at, "seats", place, "party"), "party", seat.party, parties)
            yield from _lasting(source, (*at, "seats", place), seat)


def mandate(parsed: Parsed, known: Known) -> Iterator[Finding]:
    """Yield what a mandate names that does not exist: bodies, parties, clauses."""
    meta: schema.MandateFile = parsed.meta
    source = parsed.source
    yield from _lasting(source, (), meta)
    for index, body in enumerate(meta.bodies):
        yield from missing(source, ("bodies", index), "body", body, known.bodies)
    for part in ("obligations", "house_rules"):
        obligations: Obligations = getattr(meta, part)
        for keys, obligation in each_obligation(obligations):
            at = (part, *keys)
            yield from _clause(parsed, (*at, "clause"), obligation.clause)
            if isinstance(obligation, Composition):
                yield from missing(source, (*at, "party"), "party", obligation.party, known.parties)
                yield from missing(source, (*at, "unless_seated_in"), "body", obligation.unless_seated_in, known.bodies)
            elif isinstance(obligation, (Report, Duty)):
                yield from missing(source, (*at, "to"), "body", obligation.to, known.bodies)
            elif isinstance(obligation, Contribution):
                yield from missing(source, (*at, "to"), "body", obligation.to, [*known.bodies, ABOVE])
    for index, fact in enumerate(meta.facts):
        yield from _clause(parsed, ("facts", index, "clause"), fact.clause)


def _clause(parsed: Parsed, keys: Path, clause: str | None) -> Iterator[Finding]:
    """Yield a clause that names neither a heading of the mandate nor a passage under one."""
    prose = parsed.prose
    if clause is not None and clauses.find(clause, prose.headings, prose.passages) is None:
        headings = [h.text for h in prose.headings]
        written = clauses.LOOSE.fullmatch(clause)
        heading = written[1].strip(" ,") if written else clause.partition(",")[0]
        heading = heading if heading in headings else nearest(heading, headings)
        under = clauses.names(heading, prose.passages)
        # The same passage under the heading that was meant, else whatever is nearest there.
        meant = [f"{heading}, {written[2].lower()}. {written[3]}"] if written and heading else []
        exact = [name for name in meant if clauses.named(name, (), prose.passages)]
        yield from missing(parsed.source, keys, "mandate-clause", clause, exact or (under if written else []) or headings)


def superseded(mandates: Iterable[Mandate], unread: Iterable[str]) -> Iterator[Finding]:
    """Yield what is wrong with the names of earlier mandates: none of that name, or one that does not begin earlier."""
    by_id = {mandate.id: mandate for mandate in mandates}
    known = {*by_id, *map(slug, unread)}  # one with errors of its own is there all the same
    for mandate in by_id.values():
        name, source = mandate.meta.supersedes, mandate.source
        yield from missing(source, ("supersedes",), "superseded", name, sorted(known - {mandate.id}))
        if name in by_id and name != mandate.id:
            if mandate.meta.valid_from is None:
                begin = mends.added(source.located, (), {"valid_from": BLANK}, "title")
                yield source.find("SG207", "supersedes", variant="supersedes-open", mend=begin, value=name)
            elif by_id[name].begins >= mandate.meta.valid_from:
                yield source.find("SG207", "supersedes", variant="supersedes", value=name)


def overlapping(mandates: tuple[Mandate, ...]) -> Iterator[Finding]:
    """Yield mandates that are in force for one body on one day; the one that begins later is where it is said, once."""
    in_order = sorted((m for m in mandates if m.binding), key=lambda m: (m.begins, m.source.path))
    running: list[Mandate] = []
    for other in in_order:
        start = other.meta.valid_from or date.min
        running = [one for one in running if (one.meta.valid_to or date.max) >= start]
        own = {body.id for body in other.bodies} if start <= (other.meta.valid_to or date.max) else set()
        for one in running:
            shared = [body for body in one.bodies if body.id in own]
            if not shared or {one.id, other.id} & (one.earlier | other.earlier):
                continue
            path = one.source.path
            arguments: dict[str, Any] = {"body": shared[0].name, "date": start, "other_path": path}
            fresh = other.meta.supersedes is None and one.begins < start and ID.fullmatch(stem(path))
            mend = mends.added(other.source.located, (), {"supersedes": stem(path)}, "title") if fresh else None
            yield other.source.find("SG207", "valid_from", variant="mandates", mend=mend, **arguments)
            break  # with the others of them it is the same mistake
        running.append(other)


def host(source: Source, entry: schema.MeetingEntry, known: Known) -> Iterator[Finding]:
    """Yield a host that does not exist, or that is a party of none of the meeting's bodies."""
    yield from missing(source, ("host",), "party", entry.host, known.parties)
    bodies = [known.bodies[body] for body in (*entry.bodies, entry.body) if body and body in known.bodies]
    parties = [party.id for body in bodies for party in body.parties]
    if entry.host in known.parties and parties and entry.host not in parties:
        yield source.find(
            "SG201", "host", variant="host", key="host", value=entry.host or "", nearest="", known=tuple(dict.fromkeys(parties))
        )


def supplements(documents: list[Document]) -> Iterator[Finding]:
    """Yield items of supplements that have a number which the agenda, or an earlier supplement, has used."""
    first: dict[tuple[str, str], tuple[str, int]] = {}
    added = {d.meta.meeting for d in documents if d.kind == "supplement"}
    agendas = [d for d in documents if d.meta.meeting in added and d.kind != "minutes"]
    for document in sorted(agendas, key=lambda d: (d.meta.meeting, d.number)):
        for item in document.items:
            key = (document.meta.meeting, item.anchor)
            path, line = first.setdefault(key, (document.path, item.line))
            if path != document.path:
                arguments: dict[str, Argument] = {"kind": "item", "value": item.number, "number": item.number}
                arguments |= {"first_path": path, "first_line": line}
                yield Finding("SG202", item.line, 1, arguments, "item", document.path)


def meetings(found: tuple[Meeting, ...]) -> Iterator[Finding]:
    """Yield meetings with one id, two of a body on one day, and those outside a body's life."""
    ids: dict[str, Meeting] = {}
    days: dict[tuple[str, date], Meeting] = {}
    for meeting in found:
        if meeting.id in ids:
            first = ids[meeting.id].source
            yield meeting.source.find(
                "SG202",
                variant="meeting",
                kind="meeting",
                value=meeting.id,
                first_path=first.path,
                first_line=first.located.place(*first.at)[0],
            )
        same = meeting.id in ids
        ids.setdefault(meeting.id, meeting)
        for body in meeting.bodies:
            at, name = meeting.first, body.name
            if body.begins and at < body.begins:
                before = body.begins
                yield meeting.source.find("SG207", "date", variant="meeting-before", body=name, date=at, valid_from=before)
            if body.ends and meeting.last > body.ends:
                after = body.ends
                yield meeting.source.find("SG207", "date", variant="meeting-after", body=name, date=at, valid_to=after)
            key = (body.id, meeting.first)
            if not meeting.cancelled and not same and meeting.type != "written":
                if key in days:
                    line = days[key].source.located.place(*days[key].source.at)[0]
                    yield meeting.source.find("SG210", body=body.name, date=meeting.first, other_line=line)
                days.setdefault(key, meeting)


def document(
    source: Source, meta: schema.DocumentFile, items: tuple[Item, ...], known: Known, meeting_ids: Mapping[str, Meeting]
) -> Iterator[Finding]:
    """Yield what an agenda or minutes name that does not exist: parties, bodies, meetings; and items with one number."""
    for group in PEOPLE if isinstance(meta, schema.MinutesFile) else ():
        for index, participant in enumerate(getattr(meta, group)):
            if participant.party not in known.parties:
                yield from missing(source, (group, index, "party"), "party", participant.party, known.parties)
    numbers: dict[str, int] = {}
    places = (("referred_to", "body", known.bodies), ("follows", "followed", meeting_ids))
    for item in items:
        anchor = item.anchor
        if anchor in numbers:
            arguments: dict[str, Argument] = {"kind": "item", "value": item.number, "number": item.number}
            arguments |= {"first_path": source.path, "first_line": numbers[anchor]}
            yield Finding("SG202", item.line, 1, arguments, "item", source.path)
        numbers.setdefault(anchor, item.line)
        for name, variant, names in places:
            if name not in item.fields:
                continue
            value, line, column = item.fields[name]
            wanted = value.partition("#")[0].strip()
            if wanted and wanted not in names:
                near = nearest(wanted, names)
                key = "Henvist til" if name == "referred_to" else "Opfølgning på"
                yield Finding(
                    "SG201",
                    line,
                    column,
                    {"key": key, "value": wanted, "nearest": near},
                    f"{variant}-nearest" if near else variant,
                    source.path,
                    mend=Mend("replace", near, None, line, column, (line, column + len(wanted))) if near else None,
                )
