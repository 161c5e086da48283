"""Meetings as calendars: what an entry says, how its octets stand, and what two other readers make of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from sitegen.calendar import COPENHAGEN
from sitegen.danish import composed
from sitegen.evidence import History, Record, Revision
from sitegen.feeds import ics, meetings
from sitegen.frontmatter import CONTROL
from tests.support import ROOT, laid_out, site

PLAN = "content/meetings/2026.yml"
TWO = """parties:
  - {id: hjoerring, name: Hjørring Kommune, kind: municipality}
clusters:
  - {id: nord, name: Klynge Nord}
  - {id: syd, name: Klynge Syd}
bodies:
  - {id: nord, name: "Nordforum, lille", cluster: nord, parties: [hjoerring]}
  - {id: syd, name: Sydforum, cluster: syd, parties: [hjoerring]}
  - {id: frit, name: Frit forum, parties: [hjoerring]}
"""
MINE = "- {body: nord, date: 2026-03-12, start: 15:00, end: 17:00, place: Hjørring Rådhus}"


def calendars(plan: str, history: History | None = None, base_url: str | None = None, **files: str) -> dict[str, bytes]:
    return meetings.files(laid_out(content(plan, **files), history=history, base_url=base_url))


def content(plan: str, **files: str) -> dict[str, bytes]:
    lines = "\n".join(f"  {line}" for line in plan.split("\n"))
    own: dict[str, Any] = {PLAN: f"meetings:\n{lines}\n", "content/organisation.yml": TWO, "content/mandates/politisk.md": None}
    return site(**(own | files))


def events(data: bytes) -> list[Any]:
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


def event(plan: str, history: History | None = None, **files: str) -> Any:
    (found,) = events(calendars(plan, history, **files)["/kalender.ics"])
    return found


def uids(data: bytes) -> list[str]:
    return [str(found["uid"]) for found in events(data)]


# --- which calendars there are


def test_one_for_the_site_each_cluster_each_body_and_each_meeting() -> None:
    found = calendars(f"{MINE}\n- {{bodies: [nord, syd], date: 2026-04-01, id: faelles}}\n- {{body: frit, date: 2026-05-01}}")
    north, both, free = (f"{name}@proeve.example" for name in ("2026-03-12-nord", "faelles", "2026-05-01-frit"))
    assert {address: uids(data) for address, data in found.items()} == {
        "/kalender.ics": [north, both, free],
        "/klynger/nord/kalender.ics": [north, both],
        "/klynger/syd/kalender.ics": [both],
        "/fora/nord/kalender.ics": [north, both],
        "/fora/syd/kalender.ics": [both],
        "/fora/frit/kalender.ics": [free],
        "/moeder/2026-03-12-nord/moede.ics": [north],
        "/moeder/faelles/moede.ics": [both],
        "/moeder/2026-05-01-frit/moede.ics": [free],
    }


def test_a_meeting_of_two_bodies_of_a_cluster_stands_once_in_the_clusters_calendar() -> None:
    both = TWO.replace("cluster: syd", "cluster: nord")
    found = calendars("- {bodies: [nord, syd], date: 2026-04-01, id: faelles}", **{"content/organisation.yml": both})
    assert uids(found["/klynger/nord/kalender.ics"]) == ["faelles@proeve.example"]


def test_a_calendar_has_a_name_and_says_how_often_to_look() -> None:
    found = calendars(MINE)
    names = {address: str(Calendar.from_ical(data)["x-wr-calname"]) for address, data in found.items()}
    assert names["/kalender.ics"] == "Møder: Sundhedsaftalen i Prøvested"
    assert names["/klynger/nord/kalender.ics"] == "Møder: Klynge Nord"
    assert names["/fora/nord/kalender.ics"] == "Møder: Nordforum, lille"
    assert names["/moeder/2026-03-12-nord/moede.ics"] == "Nordforum, lille, 12. marts 2026"
    assert all(b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in data for data in found.values())


def test_an_empty_calendar_is_a_calendar_all_the_same() -> None:
    data = calendars(MINE)["/fora/syd/kalender.ics"]
    assert data.startswith(b"BEGIN:VCALENDAR\r\n") and data.endswith(b"END:VTIMEZONE\r\nEND:VCALENDAR\r\n")
    assert data.count(b"VERSION:2.0\r\n") == data.count(b"PRODID:") == data.count(b"BEGIN:VTIMEZONE") == 1


# --- what an entry says


def test_what_an_entry_says() -> None:
    found = event(MINE.replace("}", ", host: hjoerring, mode: hybrid, type: theme}"))
    assert found["uid"] == "2026-03-12-nord@proeve.example"
    assert found["summary"] == "Nordforum, lille (temamøde)"
    assert found["dtstart"].dt == datetime(2026, 3, 12, 15, tzinfo=COPENHAGEN)
    assert found["dtend"].dt == datetime(2026, 3, 12, 17, tzinfo=COPENHAGEN)
    assert found["dtstart"].params["tzid"] == found["dtend"].params["tzid"] == "Europe/Copenhagen"
    assert found["location"] == "Hjørring Rådhus"
    assert found["status"] == "CONFIRMED"
    assert found["transp"] == "OPAQUE"
    assert found["sequence"] == 0
    assert found["url"] == "https://proeve.example/moeder/2026-03-12-nord/"
    assert found["categories"].cats == ["Temamøde", "Nordforum, lille"]
    assert found["description"].split("\n") == [
        "Vært: Hjørring Kommune",
        "Fysisk og virtuelt møde",
        "Mere om mødet: https://proeve.example/moeder/2026-03-12-nord/",
    ]


def test_a_meeting_that_was_moved_keeps_its_uid_and_tells_the_old_days() -> None:
    moved = MINE.replace("}", ", id: 2026-03-05-nord, previous_dates: [2026-03-05, 2026-03-10]}")
    found = event(moved)
    assert (found["uid"], found["sequence"], found["status"]) == ("2026-03-05-nord@proeve.example", 2, "CONFIRMED")
    assert found["description"].startswith("Mødet er flyttet. Det var planlagt til 5. marts 2026 og 10. marts 2026.\n")


def test_a_cancelled_meeting_stays_and_says_why() -> None:
    found = event(MINE.replace("}", ", cancelled: For få punkter}"))
    assert (found["status"], found["sequence"], found["transp"]) == ("CANCELLED", 1, "TRANSPARENT")
    assert found["summary"] == "Aflyst: Nordforum, lille"
    assert found["description"].startswith("Mødet er aflyst: For få punkter\n")
    assert found["dtstart"].dt == datetime(2026, 3, 12, 15, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("entry", "begins", "ends"),
    [
        ("", date(2026, 3, 12), date(2026, 3, 13)),  # all day
        ("end: 17:00", date(2026, 3, 12), date(2026, 3, 13)),
        ("until: 2026-03-14", date(2026, 3, 12), date(2026, 3, 15)),
        ("until: 2026-03-26, type: written", date(2026, 3, 12), date(2026, 3, 27)),
        ("type: written, start: 09:00, end: 10:00", date(2026, 3, 12), date(2026, 3, 13)),  # it has no hour
        ("start: 10:00, end: 15:00, until: 2026-03-13", datetime(2026, 3, 12, 10), datetime(2026, 3, 13, 15)),
        ("start: 15:00, end: 10:00, until: 2026-03-13", datetime(2026, 3, 12, 15), datetime(2026, 3, 13, 10)),
        ("start: 10:00, until: 2026-03-13", datetime(2026, 3, 12, 10), datetime(2026, 3, 14)),  # to the end of the last day
        ("start: 10:00", datetime(2026, 3, 12, 10), timedelta(hours=2)),  # two hours are set aside
        ("start: 10:00, end: 10:00", datetime(2026, 3, 12, 10), timedelta(hours=2)),
        ("start: 10:00, end: 09:00, until: 2026-03-12", datetime(2026, 3, 12, 10), timedelta(hours=2)),
    ],
)
def test_when_it_is(entry: str, begins: date, ends: date | timedelta) -> None:
    found = event(f"- {{body: nord, date: 2026-03-12{', ' if entry else ''}{entry}}}")
    if isinstance(begins, datetime):
        assert found["dtstart"].dt == begins.replace(tzinfo=COPENHAGEN)
    else:
        assert (found["dtstart"].dt, found["dtstart"].params["value"]) == (begins, "DATE")
    if isinstance(ends, timedelta):
        assert found["duration"].dt == ends and "dtend" not in found
        assert "Sluttidspunktet er ikke oplyst. I kalenderen er der sat to timer af." in found["description"].split("\n")
    else:
        assert found["dtend"].dt == (ends.replace(tzinfo=COPENHAGEN) if isinstance(ends, datetime) else ends)
        assert "duration" not in found and "Sluttidspunktet" not in found["description"]


def test_a_written_procedure_takes_nobodys_time() -> None:
    found = event("- {body: nord, date: 2026-03-12, until: 2026-03-26, type: written}")
    assert (found["transp"], found["status"], found["summary"]) == (
        "TRANSPARENT",
        "CONFIRMED",
        "Nordforum, lille (skriftlig behandling)",
    )


AGENDA = "---\nmeeting: 2026-03-12-nord\nsent: 2026-01-20\n---\n## 1. Velkomst\n"


@pytest.mark.parametrize(
    ("entry", "agenda", "status"),
    [
        ("start: 15:00, place: Rådhuset", False, "CONFIRMED"),
        ("start: 15:00", False, "TENTATIVE"),
        ("place: Rådhuset", False, "TENTATIVE"),
        ("start: 15:00, mode: virtual", False, "CONFIRMED"),
        ("start: 15:00, mode: hybrid", False, "TENTATIVE"),
        ("start: 15:00", True, "CONFIRMED"),
        ("cancelled: Nej", False, "CANCELLED"),
    ],
)
def test_a_meeting_is_tentative_until_hour_and_place_are_known_or_a_document_is_out(
    entry: str, agenda: bool, status: str
) -> None:
    files = {"content/agendas/2026-03-12-nord.md": AGENDA} if agenda else {}
    assert event(f"- {{body: nord, date: 2026-03-12, {entry}}}", **files)["status"] == status


def test_where_a_virtual_meeting_is() -> None:
    assert event(MINE.replace("place: Hjørring Rådhus", "mode: virtual"))["location"] == "Virtuelt møde"
    assert "location" not in event(MINE.replace(", place: Hjørring Rådhus", ""))


def test_documents_are_linked_once_they_are_out() -> None:
    files = {
        "content/agendas/2026-03-12-nord.md": AGENDA,
        "content/agendas/2026-03-12-nord-tillaeg-1.md": AGENDA.replace("sent", "supplement: 1\nsent").replace("1. V", "2. V"),
        "content/minutes/2026-03-12-nord.md": AGENDA.replace("sent: 2026-01-20", "published: 2026-03-20\nstatus: draft"),
    }
    lines = event(MINE, **files)["description"].split("\n")
    assert lines == [
        "Dagsorden: https://proeve.example/moeder/2026-03-12-nord/dagsorden/",
        "Tillægsdagsorden 1: https://proeve.example/moeder/2026-03-12-nord/dagsorden/#tillaeg-1",
        "Mere om mødet: https://proeve.example/moeder/2026-03-12-nord/",
    ]
    (found,) = events(meetings.files(laid_out(content(MINE, **files), date(2026, 3, 20)))["/kalender.ics"])
    assert "Referat (udkast): https://proeve.example/moeder/2026-03-12-nord/referat/" in found["description"].split("\n")


def test_addresses_are_of_the_site_also_below_a_path() -> None:
    (found,) = events(calendars(MINE, base_url="https://x.example/aftale/")["/kalender.ics"])
    assert found["url"] == "https://x.example/aftale/moeder/2026-03-12-nord/"
    assert found["uid"] == "2026-03-12-nord@x.example"


# --- what has changed


def archive(*days: str, archive: Any = "full", **more: tuple[str, ...]) -> History:
    def record(path: str, days: tuple[str, ...]) -> Record:
        return Record(tuple(Revision(date.fromisoformat(day), "0123456789", "changed", path) for day in days))

    paths = {PLAN: days} | {f"content/meetings/{name.strip('_')}.yml": days for name, days in more.items()}
    return History(archive, {path: record(path, found) for path, found in paths.items()})


def test_the_sequence_rises_with_every_change_that_the_archive_knows_of() -> None:
    assert event(MINE, archive("2026-01-02"))["sequence"] == 0
    assert event(MINE, archive("2026-01-02", "2026-01-05"))["sequence"] == 1
    moved = MINE.replace("03-12", "03-19").replace("}", ", id: 2026-03-12-nord, previous_dates: [2026-03-12]}")
    assert event(moved, archive("2026-01-02", "2026-01-05", "2026-01-06"))["sequence"] == 3


@pytest.mark.parametrize("kind", ["none", "shallow", "unreadable"])
def test_without_a_whole_archive_the_sequence_is_what_the_plan_tells(kind: str) -> None:
    assert event(MINE, archive("2026-01-02", "2026-01-05", archive=kind))["sequence"] == 0


def test_the_sequence_does_not_fall_when_a_meeting_moves_to_another_years_plan() -> None:
    before = event(MINE, archive(*["2026-01-02"] * 7))["sequence"]
    moved = "- {body: nord, date: 2027-01-12, id: 2026-03-12-nord, previous_dates: [2026-03-12], start: 15:00}"
    files = content("[]")
    files["content/meetings/2027.yml"] = f"meetings:\n  {moved}\n".encode()
    history = archive(*["2026-01-02"] * 8, _2027=("2026-01-01",))
    (found,) = events(meetings.files(laid_out(files, history=history))["/kalender.ics"])
    assert found["sequence"] > before


def test_when_it_was_last_changed() -> None:
    known = event(MINE, archive("2026-01-02", "2026-01-05"))
    assert known["last-modified"].dt == known["dtstamp"].dt == datetime(2026, 1, 4, 23, tzinfo=UTC)  # midnight in Copenhagen
    unknown = event(MINE)
    assert "last-modified" not in unknown
    assert unknown["dtstamp"].dt == datetime(2025, 1, 1, tzinfo=UTC)
    agenda = AGENDA.replace("sent: 2026-01-20", "published: 2026-01-20T10:30\ncorrections: [{date: 2026-01-22, text: Rettet}]")
    later = event(MINE, archive("2026-01-02"), **{"content/agendas/2026-03-12-nord.md": agenda})
    assert later["last-modified"].dt == datetime(2026, 1, 21, 23, tzinfo=UTC)


def test_the_bytes_do_not_depend_on_the_day() -> None:
    files = content(MINE)
    assert meetings.files(laid_out(files, date(2026, 2, 1))) == meetings.files(laid_out(files, date(2026, 6, 1)))


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_bytes_do_not_depend_on_the_machine(zone: str) -> None:
    code = (
        "import sys; from tests.test_feeds_meetings import calendars, MINE; "
        "sys.stdout.buffer.write(calendars(MINE)['/kalender.ics'])"
    )
    env = {"TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == calendars(MINE)["/kalender.ics"]


def test_the_library_is_loaded_only_where_it_is_used() -> None:
    code = "import sys, sitegen.cli, sitegen.build, sitegen.feeds.meetings; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# --- what other readers make of it


@dataclass(frozen=True)
class Planned:
    """A meeting as a test makes it up, and as any reader of calendars is to read it."""

    first: date
    until: date | None
    start: time | None
    end: time | None
    place: str
    cancelled: str

    def entry(self, number: int) -> str:
        fields = {"body": "nord", "id": f"m{number}", "date": self.first.isoformat()}
        fields |= {"until": self.until.isoformat()} if self.until else {}
        fields |= {name: f"{clock:%H:%M}" for name, clock in (("start", self.start), ("end", self.end)) if clock}
        fields |= {"place": self.place} if self.place else {}
        fields |= {"cancelled": self.cancelled} if self.cancelled else {}
        line = json.dumps(fields, ensure_ascii=False)  # YAML too; control characters get past its reader only as escapes
        return "- " + CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", line)

    @property
    def span(self) -> tuple[str, str]:
        last = self.until or self.first
        if self.start is None:
            return self.first.isoformat(), (last + timedelta(days=1)).isoformat()
        begins = datetime.combine(self.first, self.start)
        if self.end and datetime.combine(last, self.end) > begins:
            return _instant(begins), _instant(datetime.combine(last, self.end))
        if last > self.first:
            return _instant(begins), _instant(datetime.combine(last + timedelta(days=1), time()))
        return _instant(begins), _instant(begins + timedelta(hours=2))


def _instant(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)
    return aware.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


CHANGES = (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31))
DAYS = st.one_of(
    st.builds(lambda day, off: day + timedelta(days=off), st.sampled_from(CHANGES), st.integers(-1, 1)),
    st.dates(date(2019, 1, 1), date(2040, 12, 31)),
)
HOURS = st.builds(time, st.integers(3, 20), st.integers(0, 59))  # nobody meets in the hour that a night has twice or not at all
TEXTS = st.text(
    st.one_of(
        st.sampled_from("æøåÆØÅ,;:\\\"'\n\t.-/→🏥"), st.characters(exclude_categories=("Cs",), exclude_characters="\ufeff")
    ),
    max_size=200,
).map(str.strip)
PLANS = st.lists(
    st.builds(
        lambda first, days, start, end, place, cancelled: Planned(
            first,
            first + timedelta(days=days) if days else None,
            start,
            max(start, end) if start and end else end,
            place,
            cancelled,
        ),
        DAYS,
        st.sampled_from((0, 0, 0, 1, 2, 12)),
        st.none() | HOURS,
        st.none() | HOURS,
        TEXTS,
        st.just("") | TEXTS,
    ),
    min_size=1,
    max_size=8,
)
LONG = Planned(date(2026, 3, 29), None, time(3), None, "Æøå, rådhuset; sal 2\\3 " * 40, "Årsag\n" * 30 + "🏥")


@pytest.fixture(scope="module")
def node() -> Iterator[Any]:
    """A second reader of calendars, ical.js, kept running: it takes a calendar a line and answers in a line."""
    command = ["node", str(Path("tests") / "node" / "events.mjs")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        stdin, stdout = process.stdin, process.stdout

        def read(data: bytes) -> Any:
            stdin.write(json.dumps(data.decode()).encode() + b"\n")
            stdin.flush()
            return json.loads(stdout.readline())

        yield read
        stdin.close()


def by_vobject(data: bytes) -> list[dict[str, Any]]:
    def said(found: Any) -> dict[str, Any]:
        def value(name: str) -> Any:
            return found.contents[name][0].value if name in found.contents else ""

        begins = value("dtstart")
        ends = value("dtend") or begins + value("duration")
        moments = [_instant(m) if isinstance(m, datetime) else m.isoformat() for m in (begins, ends)]
        return {
            "uid": value("uid"),
            "summary": value("summary"),
            "place": value("location"),
            "description": value("description"),
            "status": value("status"),
            "sequence": int(value("sequence")),
            "begins": moments[0],
            "ends": moments[1],
            "address": value("url"),
            "categories": value("categories"),
            "free": value("transp") == "TRANSPARENT",
        }

    return [said(found) for found in vobject.readOne(data.decode()).contents.get("vevent", [])]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PLANS)
@example([LONG])
def test_other_readers_find_the_same_meetings(node: Any, planned: list[Planned]) -> None:
    data = calendars("\n".join(one.entry(number) for number, one in enumerate(planned)))["/kalender.ics"]
    folded(data)
    read = node(data)
    assert all(found.pop("zone") == ("Europe/Copenhagen" if "T" in found["begins"] else "floating") for found in read)
    assert read == by_vobject(data)
    assert {found["uid"]: (found["begins"], found["ends"]) for found in read} == {
        f"m{number}@proeve.example": one.span for number, one in enumerate(planned)
    }
    for found in read:
        one = planned[int(found["uid"].partition("@")[0][1:])]
        assert found["place"] == ics.line(composed(one.place))  # as the file is read: some signs are others in NFC
        assert found["status"] == ("CANCELLED" if one.cancelled else "CONFIRMED" if one.start and one.place else "TENTATIVE")
        assert not one.cancelled or found["description"].startswith(ics.line(f"Mødet er aflyst: {composed(one.cancelled)}"))


def folded(data: bytes) -> None:
    """Lines end with CR LF and are of 75 octets at the most, and no character is cut in two."""
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"") and b"\r" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_both_readers_agree_on_the_sample(node: Any) -> None:
    files = {f"content/{p.relative_to(ROOT / 'content').as_posix()}": p.read_bytes() for p in (ROOT / "content").rglob("*.*")}
    texts = {path: data for path, data in files.items() if not path.startswith("content/attachments/")}
    data = meetings.files(laid_out(texts, date(2026, 11, 22)))["/kalender.ics"]
    read = node(data)
    assert len(read) > 100
    assert [{name: value for name, value in found.items() if name != "zone"} for found in read] == by_vobject(data)
