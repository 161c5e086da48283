"""The text of a new agenda or new minutes, from what the plan, the mandate and earlier meetings already say."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sitegen.danish import clock, date_words
from sitegen.judgement import Standing, Verdict
from sitegen.model import Body, Document, JoinedItem, Meeting, Site, joined_items
from sitegen.obligations import Report
from sitegen.parsed import Item
from sitegen.prose import FIELD_NAMES
from sitegen.reminders.owed import receivers

KINDS = ("agenda", "minutes")
PATHS = {"agenda": "content/agendas/{}.md", "minutes": "content/minutes/{}.md"}
NOUNS = {"agenda": "dagsordenen", "minutes": "referatet"}
# Fields that minutes take over from the agenda; what is referred to others is decided at the meeting.
KEPT = ("type", "case_number", "case", "topics", "proposer", "closed", "follows")
MARKUP = re.compile(r"([\\`*_\[\]<>|#&~])")
PLAIN = re.compile(r"[^\W\d_][\w ()/.-]*")  # what YAML reads as a word in any place


def path(kind: str, meeting: Meeting) -> str:
    """Return where a meeting's agenda or minutes belong."""
    return PATHS[kind].format(meeting.id)


def text(kind: str, site: Site, verdicts: Sequence[Verdict], standings: Sequence[Standing], meeting: Meeting) -> str:
    """Return the text of the file: a draft that `check` has nothing against."""
    if kind == "agenda":
        items = _agenda_items(site, standings, meeting)
        return _front_matter(kind, verdicts, meeting, []) + "\n".join(items)
    return _front_matter(kind, verdicts, meeting, _participants(site, meeting)) + "\n".join(_minutes_items(meeting))


def terms(kind: str, verdicts: Iterable[Verdict], meeting: Meeting) -> tuple[str, ...]:
    """Return what the mandates say on when and where the document is to be, one line a rule, each with its clause."""
    lines = []
    for verdict in verdicts:
        if verdict.meeting.id != meeting.id or not verdict.obligation.endswith(kind):
            continue
        if verdict.obligation == kind and verdict.due:
            lines.append(f"Frist: {date_words(verdict.due)} ({_ground(verdict)})")
        elif verdict.obligation == kind and verdict.verdict == "due":
            lines.append(f"Frist: før næste møde, som ikke er planlagt ({_ground(verdict)})")
        elif verdict.source and verdict.obligation != kind:
            lines.append(f"Skal ligge på hjemmesiden ({_ground(verdict)})")
    unruled = () if any(line.startswith("Frist") for line in lines) else (f"Ingen frist for {NOUNS[kind]}",)
    return tuple(dict.fromkeys((*unruled, *lines)))


def _ground(verdict: Verdict) -> str:
    mandate = verdict.mandate
    clause = f"»{verdict.clause}« i " if verdict.clause else ""
    title = " ".join(mandate.meta.title.split()) if mandate else ""
    return f"{clause}{title}" if verdict.source == "mandate" else f"{clause}en husregel"


def _front_matter(kind: str, verdicts: Sequence[Verdict], meeting: Meeting, more: list[str]) -> str:
    done = "er klar til at blive vist" if kind == "agenda" else "er skrevet og kan vises"
    lines = [
        f"meeting: {meeting.id}",
        f"draft: true                # slet linjen, når {NOUNS[kind]} {done}",
        *(["status: draft              # udkast; skriv approved, når det er godkendt"] if kind == "minutes" else []),
        *(f"# {line}" for line in terms(kind, verdicts, meeting)),
        f"sent:                      # den dag, {NOUNS[kind]} bliver sendt: år-måned-dag",
        f"published:                 # den dag, {NOUNS[kind]} bliver lagt på hjemmesiden",
        *more,
    ]
    return "\n".join(("---", *lines, "---", ""))


def _words(plain: str) -> str:
    """Return plain text as Markdown that shows it as it is."""
    return MARKUP.sub(r"\\\1", " ".join(plain.split()))


def _item(number: str | int, title: str, fields: Iterable[tuple[str, str]], rest: str = "") -> str:
    lines = [f"## {number}. {_words(title) or 'Punkt'}", *(f"{FIELD_NAMES[name]}: {value}".rstrip() for name, value in fields)]
    return "\n".join(lines) + "\n" + (f"\n{rest}\n" if rest else "")


# --- the agenda


def _agenda_items(site: Site, standings: Sequence[Standing], meeting: Meeting) -> list[str]:
    opening = [
        ("Godkendelse af dagsorden", [("type", "beslutning")], "### Indstilling\n\nDet indstilles, at dagsordenen godkendes."),
        ("Opfølgning fra sidste møde", [("type", "orientering")], _open_follow_ups(site, meeting)),
    ]
    closing = [
        ("Meddelelser", [("type", "orientering")], ""),
        ("Næste møde", [("type", "orientering")], _next_meetings(site, meeting)),
        ("Eventuelt", [], ""),
    ]
    items = (*opening, *_referrals(site, standings, meeting), *_reports(standings, meeting), *closing)
    return [_item(number, *item) for number, item in enumerate(items, 1)]


def _is_earlier(other: Meeting, meeting: Meeting) -> bool:
    """Say whether another meeting of one of the bodies lies before the meeting."""
    ids = {body.id for body in meeting.bodies}
    return other.sort_key < meeting.sort_key and any(body.id in ids for body in other.bodies)


def _is_shown(document: Document | None) -> bool:
    return document is not None and not document.hidden and not document.preview


def _open_follow_ups(site: Site, meeting: Meeting) -> str:
    """Return the follow-ups that the bodies' earlier meetings agreed on, and nobody has ticked off."""
    names = {party.id: party.name for party in site.organisation.parties}
    lines = []
    for earlier in site.meetings:
        minutes = earlier.minutes
        if minutes is None or not _is_shown(minutes) or not _is_earlier(earlier, meeting):
            continue
        for item in minutes.items:
            link = f"[{date_words(earlier.first, weekday=False)}, punkt {item.number}]({_link(minutes, item)})"
            for found in item.follow_ups:
                if not found.done:
                    by = f"senest den {date_words(found.due, weekday=False)}" if found.due else ""
                    said = ", ".join(filter(None, (_words(names.get(found.owner, found.owner)), by)))
                    lines.append(f"- {link}: {_words(found.text)}" + (f" ({said})" if said else ""))
    return "\n".join(lines) or "Ingen opfølgninger fra tidligere møder står åbne."


def _link(document: Document, item: Item) -> str:
    return f"../{document.path.removeprefix('content/')}#{item.anchor}"


def _referrals(site: Site, standings: Sequence[Standing], meeting: Meeting) -> Iterator[tuple[str, list[tuple[str, str]], str]]:
    """Yield an item for each that was referred to one of the bodies, or to one that it succeeds, and waits to be taken up."""
    ids, taken = {body.id for body in meeting.bodies}, set[tuple[str, str]]()
    for standing in standings:
        origin, joint, target = standing.meeting, standing.item, standing.target
        if standing.duty != "referral" or standing.met or not (origin and joint and target):
            continue
        mine = any(body.id in ids for body in receivers(site, target, meeting.first))
        key = (origin.id, joint.number)
        if mine and origin.sort_key < meeting.sort_key and key not in taken:
            taken.add(key)
            yield _referred(origin, joint)


def _referred(origin: Meeting, joint: JoinedItem) -> tuple[str, list[tuple[str, str]], str]:
    item = joint.item
    case = next((c for one in (joint.minutes, joint.agenda) if one and (c := one.field("case"))), "")
    follows = ("follows", f"{origin.id}#{joint.anchor}")
    if joint.closed:  # a title and a decision, and nothing else
        closing = next((one for one in (joint.minutes, joint.agenda) if one and one.closed), item)
        return item.title, [("closed", closing.field("closed")), follows], ""
    fields = [("type", "drøftelse"), ("case", case), follows]
    written = next(
        (d for d in reversed(origin.documents) if _is_shown(d) and any(i.number == item.number for i in d.items)), None
    )
    day = date_words(origin.first, weekday=False)
    from_ = _words(" og ".join(body.name for body in origin.bodies))
    place = f"[punkt {item.number} den {day}]({_link(written, item)})" if written else f"punkt {item.number} den {day}"
    return item.title, [(n, v) for n, v in fields if v], f"Henvist hertil fra {from_}: {place}."


def _reports(standings: Sequence[Standing], meeting: Meeting) -> Iterator[tuple[str, list[tuple[str, str]], str]]:
    """Yield an item for each yearly report that is not given yet: those that the bodies are owed, and those that they owe."""
    ids = {body.id for body in meeting.bodies}
    owed: dict[tuple[str, str], list[Body]] = {}
    rules: dict[tuple[str, str], Standing] = {}
    for standing in standings:
        rule, target = standing.rule, standing.target
        is_open = (
            standing.duty == "report"
            and standing.verdict in ("due", "broken")
            and not standing.met
            and standing.year == meeting.first.year
        )
        if is_open and target and isinstance(rule, Report) and (target.id in ids or standing.body.id in ids):
            key = (rule.name, target.id)
            owed.setdefault(key, []).append(standing.body)
            rules[key] = standing
    for (name, _), bodies in owed.items():
        rule, target = rules[name, _].rule, rules[name, _].target
        assert isinstance(rule, Report) and target is not None  # asked for above
        received = target.id in ids
        title = name if received else f"{name} til {target.name}"
        fields = [("type", "orientering" if received else "beslutning"), ("case", rule.case or "")]
        fields += [("proposer", ", ".join(body.id for body in bodies))] if received else []
        rest = "" if received else f"### Indstilling\n\nDet indstilles, at {_words(name[:1].lower() + name[1:])} godkendes."
        yield title, [(n, v) for n, v in fields if v], rest


def _next_meetings(site: Site, meeting: Meeting) -> str:
    lines: dict[str, list[str]] = {}
    for body in meeting.bodies:
        later = (m for m in site.meetings if m.first > meeting.last and m.counts and any(b.id == body.id for b in m.bodies))
        following = next(later, None)
        lines.setdefault(_when(following, body), []).append(body.name)
    if len(lines) == 1:
        return next(iter(lines))
    return "\n".join(f"- {_words(' og '.join(names))}: {line}" for line, names in lines.items())


def _when(meeting: Meeting | None, body: Body) -> str:
    if meeting is None and body.ends:
        return f"Der er ikke planlagt flere møder, før forummet ophører den {date_words(body.ends, weekday=False)}."
    if meeting is None:
        return "Næste møde er endnu ikke planlagt."
    start = f" kl. {clock(meeting.entry.start)}" if meeting.entry.start else ""
    place = f", {_words(meeting.entry.place)}" if meeting.entry.place else ""
    return f"Næste møde er {date_words(meeting.first)}{start}{place}."


# --- the minutes


def _participants(site: Site, meeting: Meeting) -> list[str]:
    """Return a line for each seat of the bodies; where the mandate lets the host lead, one of its seats is the chair's."""
    seats = [
        (s.role, s.party) for b in meeting.bodies for s in b.entry.seats if s.valid_on(meeting.first) for _ in range(s.count)
    ]
    host = meeting.host.id if meeting.host and any(_leads(site, body, meeting.first) for body in meeting.bodies) else ""
    if host:
        own = next((seat for seat in seats if seat[1] == host), None)
        if own:
            seats.remove(own)
        seats.insert(0, ("Mødeleder", host))
    if not seats:
        return ["# participants:            # en linje for hver deltager, fx - {role: sekretær, party: …}"]
    lines = ["participants:              # flyt dem, der meldte afbud, til apologies:, og dem, der udeblev, til absent:"]
    return lines + [f"  - {{role: {_yaml(role)}, party: {party}}}" for role, party in seats]


def _leads(site: Site, body: Body, day: date) -> bool:
    mandate = site.mandate_of(body, day)
    _, rule = mandate.rule("host") if mandate else (None, None)
    return bool(rule and rule.leads)


def _yaml(plain: str) -> str:
    return plain if PLAIN.fullmatch(plain) else json.dumps(plain, ensure_ascii=False)


def _minutes_items(meeting: Meeting) -> list[str]:
    """Return the agenda's items, each with room for what was decided; two of its own where there is no agenda."""
    items = [joint.agenda for joint in joined_items(meeting, hidden=True) if joint.agenda]
    if not items:
        return [_item(1, "Godkendelse af dagsorden", [("type", "beslutning")], "### Beslutning"), _item(2, "Eventuelt", [])]
    return [
        _item(item.number, item.title, [(n, item.field(n)) for n in KEPT if n in item.fields], "### Beslutning") for item in items
    ]
