"""A second opinion on every standing: duties that run over a year, from meeting to meeting or from body to body.

Nothing here is shared with sitegen and nothing here is quick. `standings(site, today)` takes the plain data of `tests.oracle`,
and beside it `parties` [{"id", "kind", "valid_from", "valid_to"}], bodies' "parties", "refers_to", "succeeded_by" and "seats",
meetings' "host", documents' "items" [{"number", "title", "case", "proposer", "referred_to", "follows"}] and "participants"
[{"role", "party", "substitute_for"}]. It returns one dict per row:

    {"body", "year", "duty", "verdict", "variant", "meeting", "party", "found", "least", "most", "target",
     "turn", "previous", "met", "item", "day", "source", "mandate"}

None stands where a row has nothing, and "" for no variant; `day` is given for composition alone, `source` (mandate or
house-rule) and `mandate` (its file) for all but a referral, which needs no rule.

Where the agreed table leaves room, a choice is made once and marked [S1], [S2], … at the line that makes it:

S1   Years: those of any body's meetings (cancelled ones too: they stand in the plan), by the first day. A meeting later than next
     year gives no row of any duty.
S2   The mandate by which a year's meetings, reports and contributions are judged: the one in force on the year's last day (or the
     body's last in it); in the running year the one in force today (the body's last day where it has ended, its first where it
     has not begun). The seats are judged by the mandate in force on the day they are counted.
S3   A house rule speaks only where the mandate says nothing of that duty at all: one seat rule of the mandate silences every seat
     rule of the house.
S4   `applies_from` after 1 January makes meetings, reports and contributions of that year unknown; seats, where it is after the
     day they are counted. It goes before all else. What is otherwise on the row stands, but for seats that were not counted.
S5   Meetings: `found` counts held and planned together. A coming year is due even where the body will end in it.
S6   A body whose year is cut short by its own or its cluster's period did not exist the whole year, nor did a mandate that begins
     after 1 January or is no longer in force on the body's last day of the year. Where it only began too late, too few is broken
     if it is too few by what was in force on 1 January as well; the row is then the laxer mandate's (if alike, the later one's).
S7   Host: the previous meeting is the one right before in the plan, whatever the mandate was then; with no host at that meeting,
     nobody is repeated. Who can host: the body's parties of the kinds that take turns, valid on the meeting's first day; where
     there is nobody, there is no row, whoever is named as host. A host that is no party is unknown, however far ahead.
S8   Host: `turn` counts hosts of the body's earlier counted meetings. It is there on every row.
S9   Held, where a chair leads or something could be taken up: the last day is before today, and it counts (a written procedure
     has no chair and holds nothing).
S10  Documents are here when they are no drafts; also those to be published later, as when verdicts are judged. Only the count
     of contributions leaves out what the target's documents to come say, items and fields.
S11  Chair: roles compared without case, among `participants` only. Anybody of the host's party with one of the three roles is
     enough, as a substitute too. Else the first who led the meeting (a chairman may be so by title only), is no substitute and
     has a party is the chair; nobody else is named on the row.
S12  Composition: a body that has ended this year is judged on its last day, one that has not begun has no row this year.
S13  Composition, in order: applies, condition, the other body's seats (seated, none stated), own seats (none stated), the count.
     With a condition the seats are counted all the same, none where none are stated.
S14  Composition with neither minimum nor maximum is kept by any number.
S15  Composition with `each` and `unless_seated_in`: a seat of any of the body's parties of the kind is enough.
S16  An item's word is the minutes' where the minutes' item has the field, else the agenda's: field by field, the title too. But
     what the minutes' item does not refer was not referred, whatever the agenda proposed.
S17  Report and referral: on a meeting that is not over it is due until that is over, a written procedure too; `met` is the first
     meeting that is over, else the first. For a report, kept goes before partial.
S18  Contribution: only items that the agenda or a supplement has. The body's earlier meetings are on an earlier day, and none
     is cancelled; but `Opfølgning på` may name any meeting of the body's.
S19  No meeting of the target and whoever succeeds it: cancelled ones and written procedures are none, though items on the agenda
     of the latter count. For a contribution only a past year can say so, and it goes before the count; for a report, a meeting
     that lies ahead in the year is one.
S20  Referral: one row for each body of the meeting but the target: what a body refers to itself is none. The item itself, and
     others at the same meeting, do not take it up.
S21  Who succeeds the target, and who succeeds those, counts for reports, contributions and referrals, whenever they meet; a
     cluster that succeeds stands for all its bodies.
S22  Referral: a meeting could have taken it up when its agenda's deadline, else its first day, is after the last day of the
     meeting that referred, and its agenda (supplements apart) does not say that it is from that day or before. An extraordinary
     meeting need not. Where several receivers meet together, it is the deadline of the one that the item was sent to, else of
     the first that took its place and has one.
S23  Titles are compared without case.
S24  A referral is unknown (`applies`) where the mandate of the body that refers, whatever it says of referrals, does not apply
     yet on that day. `previous` is the first meeting held that could have taken it up and has minutes here.
S25  Contribution: an item at a joint meeting of the body and the target is on the target's agenda too. A body that is to bring
     items to itself makes no sense, and is not judged here.
S26  `Opfølgning på` that names an item of the meeting (`#punkt-3`) takes up a referral of that item only.
S27  Contribution by a referral: one that was made to the target, or to what it succeeds.
S28  Report and contribution are partial too where the mandate in force on 1 January, or its house rules where it says nothing of
     the duty, states none with the same `to`: the word itself, so that `above` is not the body that is meant by it.
S29  Composition with `party`: no row, not even an unknown one, where the party is none of the body's, or not valid on the day;
     nor one with `each` for a party of the body's that is not valid on the day. A seat counts whether its party is valid or not.
"""

from __future__ import annotations

from datetime import date

from tests.oracle import (
    ONE_DAY,
    cluster_of,
    copenhagen_date,
    first_day,
    first_day_of,
    last_day,
    last_day_of,
    mandate_in_force,
    verdict_of,
)

LEADERS = ("mødeleder", "ordstyrer")
CHAIRS = ("formand", *LEADERS)
FIELDS = ("body", "year", "duty", "verdict", "variant", "meeting", "party", "found", "least", "most", "target",
          "turn", "previous", "met", "item", "day", "source", "mandate")  # fmt: skip


def row(body: dict, year: int, duty: str, verdict: str, variant: str = "", **more: object) -> dict:
    assert set(more) <= set(FIELDS)
    blank: dict = dict.fromkeys(FIELDS)
    return {**blank, "body": body["id"], "year": year, "duty": duty, "verdict": verdict, "variant": variant, **more}


# ---------------------------------------------------------------- looking things up


def by_id(things: list[dict], name: str) -> dict:
    for thing in things:
        if thing["id"] == name:
            return thing
    raise AssertionError(name)


def in_order(meetings: list[dict]) -> list[dict]:
    return sorted(meetings, key=lambda meeting: (meeting["date"], meeting["id"]))


def meetings_of(site: dict, body: str) -> list[dict]:
    """Meetings of a body that were not cancelled, in order of time."""
    return in_order([meeting for meeting in site["meetings"] if body in meeting["bodies"] and not meeting.get("cancelled")])


def counted_meetings(site: dict, body: str) -> list[dict]:
    return [meeting for meeting in meetings_of(site, body) if meeting.get("type") != "written"]


def is_held(meeting: dict, today: date) -> bool:
    return last_day(meeting) < today and not meeting.get("cancelled") and meeting.get("type") != "written"  # [S9]


def years(site: dict, today: date, body: dict) -> list[int]:
    """[S1]"""
    found = {today.year}
    for meeting in site["meetings"]:
        if first_day(meeting).year <= today.year + 1:
            found.add(first_day(meeting).year)
    return [year for year in sorted(found) if exists_some_day(site, body, year)]


def exists_some_day(site: dict, body: dict, year: int) -> bool:
    day = date(year, 1, 1)
    while day.year == year:
        if exists_on(site, body, day):
            return True
        day += ONE_DAY
    return False


def exists_on(site: dict, body: dict, day: date) -> bool:
    begins, ends = first_day_of(site, body), last_day_of(site, body)
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def last_day_in(site: dict, body: dict, year: int) -> date:
    """The year's last day, or the body's."""
    ends = last_day_of(site, body)
    return ends if ends and ends.year == year else date(year, 12, 31)


def mandate_of_year(site: dict, today: date, body: dict, year: int) -> dict | None:
    """[S2]"""
    day = last_day_in(site, body, year)
    if year == today.year:
        day = today
        while not exists_on(site, body, day):
            begins = first_day_of(site, body)
            day += ONE_DAY if begins and day < begins else -ONE_DAY
    return mandate_in_force(site, body["id"], day)


def rule_of(mandate: dict | None, duty: str):
    """[S3]"""
    if mandate is None:
        return None
    for part in ("obligations", "house_rules"):
        rule = (mandate.get(part) or {}).get(duty)
        if rule:
            return rule
    return None


def by(mandate: dict, duty: str) -> dict:
    """Where a row's rule stands."""
    own = (mandate.get("obligations") or {}).get(duty)
    return {"mandate": mandate.get("file"), "source": "mandate" if own else "house-rule"}


def stated_at_new_year(site: dict, body: dict, year: int, duty: str, to: str) -> bool:
    """[S28]"""
    rules = rule_of(mandate_in_force(site, body["id"], date(year, 1, 1)), duty) or []
    return any(rule["to"] == to for rule in rules)


def exists_from_new_year(site: dict, body: dict, until: date) -> bool:
    day = date(until.year, 1, 1)
    while day <= until:
        if not exists_on(site, body, day):
            return False
        day += ONE_DAY
    return True


def applies(mandate: dict, day: date) -> bool:
    return not mandate.get("applies_from") or mandate["applies_from"] <= day


def documents_here(site: dict, meeting: dict) -> list[dict]:
    """[S10]"""
    found = []
    for document in site["documents"]:
        if document["meeting"] != meeting["id"] or document.get("draft"):
            continue
        found.append(document)
    return found


def items_of(site: dict, meeting: dict, shown_on: date = date.max) -> list[dict]:
    """The meeting's items as agenda and minutes have them together, matched on number. [S16]"""
    found: dict[str, dict] = {}
    for turn in ("agenda", "supplement", "minutes"):
        for document in documents_here(site, meeting):
            if document["kind"] == turn and (copenhagen_date(document.get("published")) or date.min) <= shown_on:
                for item in document.get("items", []):
                    joined = found.setdefault(item["number"], {"on_agenda": turn != "minutes"})
                    joined.update({key: value for key, value in item.items() if value})
                    if turn == "minutes":
                        joined["referred_to"] = item.get("referred_to")
    return list(found.values())


def names(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def names_body(text: str | None, body: dict) -> bool:
    return body["id"] in names(text) or (body.get("cluster") is not None and body["cluster"] in names(text))


# ---------------------------------------------------------------- duty by duty


def meetings_row(site: dict, today: date, body: dict, year: int) -> list[dict]:
    mandate = mandate_of_year(site, today, body, year)
    rule = rule_of(mandate, "meetings_per_year")
    if not rule:
        return []
    least = rule["minimum"]
    new_year = date(year, 1, 1)
    planned = [meeting for meeting in counted_meetings(site, body["id"]) if first_day(meeting).year == year]
    held = [meeting for meeting in planned if year < today.year or last_day(meeting) < today]
    found = len(planned)  # [S5]

    def answer(verdict: str, variant: str = "", rests_on: dict = mandate) -> list[dict]:
        asked = rule_of(rests_on, "meetings_per_year")["minimum"]
        stands = by(rests_on, "meetings_per_year")
        return [row(body, year, "meetings", verdict, variant, found=found, least=asked, **stands)]

    if not applies(mandate, new_year):
        return answer("unknown", "applies")
    if year > today.year:
        return answer("due")
    if len(held) >= least:
        return answer("kept")
    if found >= least:
        return answer("due")
    if not exists_on(site, body, new_year) or not exists_on(site, body, date(year, 12, 31)):
        return answer("not-applicable", "partial")
    if mandate_in_force(site, body["id"], last_day_in(site, body, year)) is not mandate:  # [S6]
        return answer("not-applicable", "partial")
    laxer = mandate
    if mandate.get("valid_from") and mandate["valid_from"] > new_year:
        begun = mandate_in_force(site, body["id"], new_year)
        asked = rule_of(begun, "meetings_per_year")
        if not asked or found >= asked["minimum"]:
            return answer("not-applicable", "partial")
        if asked["minimum"] < least:
            laxer = begun
    return answer("broken", "past" if year < today.year else "running", laxer)


def host_rows(site: dict, today: date, body: dict, year: int) -> list[dict]:
    found = []
    before: list[dict] = []
    for meeting in counted_meetings(site, body["id"]):
        earlier, before = before, [*before, meeting]
        if first_day(meeting).year != year:
            continue
        mandate = mandate_in_force(site, body["id"], first_day(meeting))
        rule = rule_of(mandate, "host")
        if not rule or not rule.get("rotates"):
            continue
        kinds = rule.get("among") or []
        able = []  # [S7]
        for party in body.get("parties", []):
            if (not kinds or kind_of(site, party) in kinds) and party_is_valid(site, party, first_day(meeting)):
                able.append(party)
        if not able:
            continue
        host, unheard_of = meeting.get("host"), False
        if host and host not in [party["id"] for party in site["parties"]]:
            host, unheard_of = None, True
        previous = earlier[-1] if earlier else None
        given = {"meeting": meeting["id"], "party": host, "previous": previous["id"] if previous else None}
        given |= by(mandate, "host")
        given["turn"] = waited_longest(able, earlier)
        if not applies(mandate, first_day(meeting)):
            found.append(row(body, year, "host", "unknown", "applies", **given))
        elif unheard_of:
            found.append(row(body, year, "host", "unknown", **given))
        elif host is None and (first_day(meeting) - today).days > 30:
            found.append(row(body, year, "host", "due", **given))
        elif host is None:
            found.append(row(body, year, "host", "unknown", "missing", **given))
        elif kinds and kind_of(site, host) not in kinds:
            found.append(row(body, year, "host", "broken", "outside", **given))
        elif previous and previous.get("host") == host and len(able) >= 2:
            found.append(row(body, year, "host", "broken", "repeated", **given))
        else:
            found.append(row(body, year, "host", "kept", **given))
    return found


def kind_of(site: dict, party: str) -> str:
    return by_id(site["parties"], party)["kind"]


def party_is_valid(site: dict, party: str, day: date) -> bool:
    found = by_id(site["parties"], party)
    return not (found.get("valid_from") and day < found["valid_from"]) and not (found.get("valid_to") and day > found["valid_to"])


def waited_longest(able: list[str], earlier: list[dict]) -> str | None:
    """Of the parties that can host: who never has, else who has not for the longest; the first of those. [S8]"""
    best, waited = None, -1
    for party in able:
        meetings_since = 0
        for meeting in reversed(earlier):
            if meeting.get("host") == party:
                break
            meetings_since += 1
        else:
            meetings_since = 10**6
        if meetings_since > waited:
            best, waited = party, meetings_since
    return best


def chair_rows(site: dict, today: date, body: dict, year: int) -> list[dict]:
    found = []
    for meeting in counted_meetings(site, body["id"]):
        if first_day(meeting).year != year or not is_held(meeting, today) or meeting.get("host") is None:
            continue
        mandate = mandate_in_force(site, body["id"], first_day(meeting))
        rule = rule_of(mandate, "host")
        minutes = [document for document in documents_here(site, meeting) if document["kind"] == "minutes"]
        if not rule or not rule.get("leads") or not minutes:
            continue
        host, chair = meeting["host"], None  # [S11]
        for participant in reversed(minutes[0].get("participants", [])):
            if (participant.get("role") or "").lower() in LEADERS and not participant.get("substitute_for"):
                chair = participant.get("party") or chair
        for participant in minutes[0].get("participants", []):
            if (participant.get("role") or "").lower() in CHAIRS and participant.get("party") == host:
                chair = host
        given = {"meeting": meeting["id"], "party": chair, **by(mandate, "host")}
        if not applies(mandate, first_day(meeting)):
            found.append(row(body, year, "chair", "unknown", "applies", **given))
        elif chair is None:
            found.append(row(body, year, "chair", "unknown", "unnamed", **given))
        elif chair == host:
            found.append(row(body, year, "chair", "kept", **given))
        else:
            found.append(row(body, year, "chair", "broken", "other", **given))
    return found


def composition_rows(site: dict, today: date, body: dict, year: int) -> list[dict]:
    if year > today.year:
        return []
    day = today if year == today.year else date(year, 12, 31)
    ends = last_day_of(site, body)
    while ends and day > ends:  # [S12]
        day -= ONE_DAY
    if not exists_on(site, body, day):
        return []
    mandate = mandate_in_force(site, body["id"], day)  # [S2]
    found = []
    for rule in rule_of(mandate, "composition") or []:
        if rule.get("each"):
            kinds = [rule["each"]]
            own = [party for party in body.get("parties", []) if party_is_valid(site, party, day)]  # [S29]
            groups = [(party, [party]) for party in own if kind_of(site, party) in kinds]
        elif rule.get("party"):
            kinds = []
            there = rule["party"] in body.get("parties", []) and party_is_valid(site, rule["party"], day)  # [S29]
            groups = [(rule["party"], [rule["party"]])] if there else []
        else:
            kinds = rule["among"]
            groups = [(None, [party["id"] for party in site["parties"] if party["kind"] in kinds])]
        for party, members in groups:
            given = {"party": party, "least": rule.get("minimum"), "most": rule.get("maximum"), "day": day}
            given |= by(mandate, "composition")
            if not applies(mandate, day):  # [S4]
                found.append(row(body, year, "composition", "unknown", "applies", **given))
                continue
            found.append(row(body, year, "composition", *seats_verdict(site, body, rule, kinds, members, day, given), **given))
    return found


def seats_on(body: dict, day: date) -> list[dict]:
    found = []
    for seat in body.get("seats", []):
        if seat.get("valid_from") and day < seat["valid_from"]:
            continue
        if seat.get("valid_to") and day > seat["valid_to"]:
            continue
        found.append(seat)
    return found


def seats_verdict(site: dict, body: dict, rule: dict, kinds: list, members: list, day: date, given: dict) -> tuple[str, str]:
    """The verdict and variant; writes what was found into `given`."""
    own = seats_on(body, day)
    count = 0
    for seat in own:
        if seat["role"].lower() == rule["role"].lower() and seat["party"] in members:
            count += seat.get("count", 1)
    if rule.get("condition"):  # [S13]
        given["found"] = count
        return "counted", "condition"
    if rule.get("unless_seated_in"):
        there = seats_on(by_id(site["bodies"], rule["unless_seated_in"]), day)
        for seat in there:
            spoken_of = kind_of(site, seat["party"]) in kinds if kinds else seat["party"] in members  # [S15]
            if spoken_of and seat["party"] in body.get("parties", []):
                return "not-applicable", "seated"
        if not there:
            return "unknown", "no-seats-there"
    if not own:
        return "unknown", "no-seats"
    given["found"] = count
    if given["least"] is not None and count < given["least"]:
        return "broken", "too-few"
    if given["most"] is not None and count > given["most"]:
        return "broken", "too-many"
    return "kept", ""


def report_rows(site: dict, today: date, body: dict, year: int) -> list[dict]:
    mandate = mandate_of_year(site, today, body, year)
    found = []
    for rule in rule_of(mandate, "reports") or []:
        cases = [rule["case"], f"{rule['case']}-{body['id']}", f"{rule['case']}-{body.get('cluster')}"]
        meetings = meetings_of_any(site, receivers(site, rule["to"]), year)
        on = []
        for meeting in meetings:
            for item in items_of(site, meeting):
                if item.get("case") in cases and (not names(item.get("proposer")) or names_body(item.get("proposer"), body)):
                    on.append(meeting)
        met = met_at(on, today)
        given = {"target": rule["to"], "met": met and met["id"], **by(mandate, "reports")}
        whole = exists_from_new_year(site, body, date(year, 12, 1))
        whole = whole and stated_at_new_year(site, body, year, "reports", rule["to"])
        if not applies(mandate, date(year, 1, 1)):
            found.append(row(body, year, "report", "unknown", "applies", **given))
        elif met is not None:  # [S17]
            found.append(row(body, year, "report", "kept" if last_day(met) < today else "due", **given))
        elif not whole:
            found.append(row(body, year, "report", "not-applicable", "partial", **given))
        elif today <= date(year, 11, 30):
            found.append(row(body, year, "report", "due", **given))
        elif all(meeting.get("type") == "written" for meeting in meetings):  # [S19]
            found.append(row(body, year, "report", "not-applicable", "no-meeting", **given))
        else:
            found.append(row(body, year, "report", "broken", "missing", **given))
    return found


def meetings_of_any(site: dict, bodies: list[str], year: int) -> list[dict]:
    """Each meeting once that was not cancelled, of those bodies in the year, in order of time."""
    found = []
    for meeting in in_order(site["meetings"]):
        if set(meeting["bodies"]) & set(bodies) and not meeting.get("cancelled") and first_day(meeting).year == year:
            found.append(meeting)
    return found


def met_at(meetings: list[dict], today: date) -> dict | None:
    """Of the meetings that have it, in order of time: the first that is over, else the first. [S17]"""
    for meeting in meetings:
        if last_day(meeting) < today:
            return meeting
    return meetings[0] if meetings else None


def contribution_rows(site: dict, today: date, body: dict, year: int) -> list[dict]:
    mandate = mandate_of_year(site, today, body, year)
    found = []
    for rule in rule_of(mandate, "contributions") or []:
        for target in body.get("refers_to", []) if rule["to"] == "above" else [rule["to"]]:
            least = rule.get("minimum")
            meetings = meetings_of_any(site, receivers(site, target), year)  # [S21]
            count = 0
            for meeting in meetings:
                for item in items_of(site, meeting, today):
                    if item["on_agenda"] and comes_from(site, body, target, meeting, item):
                        count += 1
            given = {"target": target, "found": count, "least": least, **by(mandate, "contributions")}
            whole = exists_from_new_year(site, body, date(year, 12, 31))
            whole = whole and stated_at_new_year(site, body, year, "contributions", rule["to"])
            if not applies(mandate, date(year, 1, 1)):
                found.append(row(body, year, "contribution", "unknown", "applies", **given))
            elif year < today.year and all(meeting.get("type") == "written" for meeting in meetings):  # [S19]
                found.append(row(body, year, "contribution", "not-applicable", "no-meeting", **given))
            elif least is None:
                found.append(row(body, year, "contribution", "counted", **given))
            elif count >= least:
                found.append(row(body, year, "contribution", "kept", **given))
            elif year >= today.year:
                found.append(row(body, year, "contribution", "due", **given))
            elif not whole:
                found.append(row(body, year, "contribution", "not-applicable", "partial", **given))
            else:
                found.append(row(body, year, "contribution", "broken", "too-few", **given))
    return found


def comes_from(site: dict, body: dict, target: str, meeting: dict, item: dict) -> bool:
    if names_body(item.get("proposer"), body):
        return True
    for other in site["meetings"]:
        if followed(item) == other["id"] and body["id"] in other["bodies"]:  # [S18]
            return True
    for earlier in meetings_of(site, body["id"]):
        for other in items_of(site, earlier):
            if item.get("case") and other.get("case") == item["case"] and first_day(earlier) < first_day(meeting):  # [S18]
                return True
            if not referred_to(other) or target not in receivers(site, referred_to(other)):  # [S27]
                continue
            if could_take_up(site, earlier, other, meeting) and takes_up(earlier, other, item):
                return True
    return False


def followed(item: dict) -> str:
    return (item.get("follows") or "").partition("#")[0].strip()


def receivers(site: dict, target: str) -> list[str]:
    """The body that something was referred to, and whoever succeeds it. [S21]"""
    found = [target]
    for name in found:
        body = by_id(site["bodies"], name)
        heirs = list(body.get("succeeded_by") or []) + list(cluster_of(site, body).get("succeeded_by") or [])
        for heir in heirs:
            members = [other["id"] for other in site["bodies"] if other["id"] == heir or other.get("cluster") == heir]
            found += [member for member in members if member not in found]
    return found


def referred_to(item: dict) -> str:
    return (item.get("referred_to") or "").partition("#")[0].strip()


def could_take_up(site: dict, meeting: dict, item: dict, later: dict) -> bool:
    """Whether a meeting is one at which an item that another meeting referred can be taken up. [S20]"""
    if later.get("cancelled") or not set(receivers(site, referred_to(item))) & set(later["bodies"]):
        return False
    return later["id"] != meeting["id"] and first_day(later) >= first_day(meeting)


def takes_up(meeting: dict, item: dict, other: dict) -> bool:
    """Whether an item is about what a meeting referred in another."""
    same_case = item.get("case") and other.get("case") == item["case"]
    same_title = plain(other["title"]) == plain(item["title"])
    _, _, anchor = (other.get("follows") or "").partition("#")
    follows = followed(other) == meeting["id"] and anchor.strip() in ("", f"punkt-{item['number']}")  # [S26]
    return bool(same_case or same_title or follows)


def plain(title: str) -> str:
    """Letters and digits only, without case. [S23]"""
    return "".join(letter for letter in title.lower() if letter.isalnum())


def could_have_taken_up(site: dict, today: date, meeting: dict, other: dict, receiving: list[str]) -> bool:
    """Whether a meeting of the receivers' has been held that ought to have taken up what a meeting referred. [S22]"""
    if other["id"] == meeting["id"] or other.get("type") == "extraordinary" or not is_held(other, today):
        return False
    there = [by_id(site["bodies"], name) for name in receiving if name in other["bodies"]]
    deadlines = [verdict_of(site, today, other, body, "agenda")["due"] for body in there]
    due = next((day for day in deadlines if day), first_day(other))
    if due <= last_day(meeting):
        return False
    for document in documents_here(site, other):
        dated = copenhagen_date(document.get("sent") or document.get("published"))
        if document["kind"] == "agenda" and dated and dated <= last_day(meeting):
            return False
    return True


def referral_rows(site: dict, today: date, body: dict, year: int) -> list[dict]:
    found = []
    for meeting in meetings_of(site, body["id"]):
        if first_day(meeting).year != year:
            continue
        for item in items_of(site, meeting):
            if not referred_to(item) or referred_to(item) == body["id"]:  # [S20]
                continue
            taken = []
            for later in in_order(site["meetings"]):
                if could_take_up(site, meeting, item, later):
                    taken += [later for other in items_of(site, later) if takes_up(meeting, item, other)]
            could = []
            receiving = receivers(site, referred_to(item))
            for name in receiving:
                for other in counted_meetings(site, name):
                    if could_have_taken_up(site, today, meeting, other, receiving):
                        could.append(other)
            papers = in_order([other for other in could if any(one["kind"] == "minutes" for one in documents_here(site, other))])
            met = met_at(taken, today)
            given = {"meeting": meeting["id"], "item": item["number"], "target": referred_to(item), "met": met and met["id"]}
            given["previous"] = papers[0]["id"] if papers else None
            mandate = mandate_in_force(site, body["id"], first_day(meeting))
            if mandate and not applies(mandate, first_day(meeting)):  # [S24]
                found.append(row(body, year, "referral", "unknown", "applies", **given))
            elif met:  # [S17]
                found.append(row(body, year, "referral", "kept" if last_day(met) < today else "due", **given))
            elif not could:
                found.append(row(body, year, "referral", "due", **given))
            elif papers:
                found.append(row(body, year, "referral", "broken", "passed", **given))
            else:
                found.append(row(body, year, "referral", "unknown", "no-minutes", **given))
    return found


DUTIES = (meetings_row, host_rows, chair_rows, composition_rows, report_rows, contribution_rows, referral_rows)


def standings(site: dict, today: date) -> list[dict]:
    found = []
    for body in site["bodies"]:
        for year in years(site, today, body):
            for duty in DUTIES:
                found += duty(site, today, body, year)
    return found
