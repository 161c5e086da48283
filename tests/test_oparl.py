"""OParl 1.1: every object is whole, stands at its own address and leads to others that do; lists hold all, page by page."""

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest

from sitegen.build import Build, Options
from sitegen.evidence import History, Record, Revision
from tests.sample import sample
from tests.support import base, built, site
from tests.test_data import DAY, FULL, MEETING, based, data_of, full

Objects = dict[str, dict[str, Any]]

# What each kind of object may have. `!`: must; `[]`: an array of them. A name with a capital letter is an object held within;
# `>Name` is the id of such an object, `@Name` the address of the first page of a list of them.
COMMON = "id:url! type:url! created:moment! modified:moment! web:url license:url keyword:text[] deleted:flag"
KINDS = {
    "System": "oparlVersion:url! body:@Body! name:text contactEmail:text contactName:text website:url vendor:url product:url",
    "Body": "system:>System name:text! shortName:text website:url contactEmail:text contactName:text classification:text "
    "organization:@Organization! person:@Person! meeting:@Meeting! paper:@Paper! legislativeTerm:LegislativeTerm[]! "
    "agendaItem:@AgendaItem! consultation:@Consultation! file:@File! locationList:@Location! membership:@Membership! "
    "legislativeTermList:@LegislativeTerm! location:Location mainOrganization:>Organization",
    "LegislativeTerm": "body:>Body name:text startDate:day endDate:day",
    "Organization": "body:>Body name:text membership:>Membership[] meeting:@Meeting consultation:@Consultation shortName:text "
    "post:text[] subOrganizationOf:>Organization organizationType:text classification:text startDate:day endDate:day "
    "website:url location:Location memberCount:number votingMemberCount:number",
    "Person": "body:>Body name:text membership:Membership[] status:text[]",
    "Membership": "person:>Person organization:>Organization role:text votingRight:flag startDate:day endDate:day "
    "onBehalfOf:>Organization",
    "Meeting": "name:text meetingState:text cancelled:flag start:moment end:moment location:Location "
    "organization:>Organization[] participant:>Person[] invitation:File resultsProtocol:File verbatimProtocol:File "
    "auxiliaryFile:File[] agendaItem:AgendaItem[]",
    "AgendaItem": "meeting:>Meeting number:text order:number! name:text public:flag consultation:>Consultation result:text "
    "resolutionText:text resolutionFile:File auxiliaryFile:File[] start:moment end:moment",
    "Paper": "body:>Body name:text reference:text date:day paperType:text relatedPaper:>Paper[] mainFile:File "
    "auxiliaryFile:File[] originatorPerson:>Person[] originatorOrganization:>Organization[] consultation:Consultation[]",
    "Consultation": "paper:>Paper agendaItem:>AgendaItem meeting:>Meeting organization:>Organization[] authoritative:flag "
    "role:text",
    "File": "name:text fileName:text mimeType:text date:day size:number text:text accessUrl:url! downloadUrl:url "
    "meeting:>Meeting[] agendaItem:>AgendaItem[] paper:>Paper[]",
    "Location": "description:text room:text locality:text meetings:>Meeting[]",
}
# What leads back to what holds an object: there where it stands alone, and only there.
BACK = {
    "AgendaItem": ("meeting",),
    "Consultation": ("paper", "agendaItem", "meeting"),
    "File": ("meeting", "agendaItem", "paper"),
    "LegislativeTerm": ("body",),
    "Location": ("meetings",),
    "Membership": ("person",),
}
TYPE = "https://schema.oparl.org/1.1/"
PLAIN: dict[str, Callable[[Any], object]] = {
    "url": lambda v: isinstance(v, str) and re.fullmatch(r"https://[^\s<>\"]+", v),
    "text": lambda v: isinstance(v, str) and v.strip(),
    "day": lambda v: date.fromisoformat(v),
    "moment": lambda v: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", v) and datetime.fromisoformat(v),
    "number": lambda v: type(v) is int and v >= 0,
    "flag": lambda v: type(v) is bool,
}


def properties(kind: str) -> Iterator[tuple[str, str, bool, bool]]:
    """Yield name, kind of value, whether it is an array, and whether it must be there."""
    for word in f"{COMMON} {KINDS[kind]}".split():
        name, _, value = word.partition(":")
        bare = value.removesuffix("!")
        yield name, bare.removesuffix("[]"), bare.endswith("[]"), value.endswith("!")


def kind_of(thing: Mapping[str, Any]) -> str:
    found: str = thing["type"].removeprefix(TYPE)
    return found


class Oparl:
    """All files of a site's OParl: objects by id and pages of lists by address."""

    def __init__(self, plan: Mapping[str, bytes]) -> None:
        self.plan = plan
        self.files = {path: json.loads(text) for path, text in plan.items() if path.startswith("oparl/")}
        self.home = self.files["oparl/1.1/system.json"]["website"]
        self.pages = {self.home + path: one for path, one in self.files.items() if "data" in one}
        self.objects: Objects = {self.home + path: one for path, one in self.files.items() if "data" not in one}

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [thing for thing in self.objects.values() if kind_of(thing) == kind]

    def one(self, path: str) -> dict[str, Any]:
        return self.objects[f"{self.home}oparl/1.1/{path}.json"]

    def listed(self, address: str) -> list[dict[str, Any]]:
        """Every object of a list, from its first page on."""
        found: list[dict[str, Any]] = []
        while address:
            found += self.pages[address]["data"]
            address = self.pages[address]["links"].get("next", "")
        return found

    def check(self, thing: Mapping[str, Any], alone: bool) -> None:
        """Assert that an object is whole, and so is all that it holds or leads to."""
        kind, known = kind_of(thing), set()
        for name, value, many, must in properties(kind):
            known.add(name)
            assert name in thing or not must, (thing["id"], name)
            if name not in thing:
                continue
            given = thing[name]
            assert isinstance(given, list) if many else not isinstance(given, list), (thing["id"], name)
            assert must or given not in ([], "", None), (thing["id"], name, "empty is left out")
            for one in given if many else [given]:
                self.check_value(one, value, (thing["id"], name))
        assert set(thing) <= known, (thing["id"], set(thing) - known)
        assert thing["created"] <= thing["modified"] or datetime.fromisoformat(thing["created"]) <= datetime.fromisoformat(
            thing["modified"]
        )
        if not alone:
            assert not set(BACK.get(kind, ())) & set(thing), thing["id"]
            whole = self.objects[thing["id"]]
            assert {name: value for name, value in whole.items() if name not in BACK.get(kind, ())} == dict(thing)

    def check_value(self, value: Any, kind: str, where: tuple[str, str]) -> None:
        if kind in PLAIN:
            assert PLAIN[kind](value), (where, value)
        elif kind[0] == ">":
            assert kind_of(self.objects[value]) == kind[1:], where
        elif kind[0] == "@":
            assert {kind_of(one) for one in self.listed(value)} <= {kind[1:]}, where
        else:
            assert kind_of(value) == kind, where
            self.check(value, alone=False)


PERSONS = """    seats:
      - {role: Formand, party: hjoerring, count: 1, name: Prøve Person}
      - {role: politiker, party: laesoe, count: 2}
      - {role: politiker, party: laesoe, name: Tidligere Person, valid_to: 2020-12-31}
  - id: gruppen
    name: Gruppen
    part_of: nord-politisk
agreements:
  - {id: "2024", name: Aftalen, valid_from: 2024-01-01}
"""


@functools.cache
def seated() -> dict[str, bytes]:
    organisation = base()["content/organisation.yml"].decode() + PERSONS
    return data_of(built(site(**FULL, **{"content/organisation.yml": organisation}), DAY))


@functools.cache
def empty() -> dict[str, bytes]:
    return data_of(built(site(**{"content/meetings/2026.yml": "meetings: []\n"})))


SITES: dict[str, Callable[[], Mapping[str, bytes]]] = {
    "sample": lambda: sample().files,
    "full": full,
    "based": based,
    "seated": seated,
    "empty": empty,
}


@functools.cache
def read(name: str) -> Oparl:
    return Oparl(SITES[name]())


@pytest.fixture(params=SITES)
def found(request: pytest.FixtureRequest) -> Oparl:
    return read(request.param)


def test_every_object_is_whole_and_stands_at_its_own_address(found: Oparl) -> None:
    for address, thing in found.objects.items():
        assert thing["id"] == address
        found.check(thing, alone=True)


def test_there_is_an_object_of_every_kind() -> None:
    assert {kind_of(thing) for thing in read("seated").objects.values()} >= KINDS.keys() - {"Location"}
    assert {kind_of(thing) for thing in read("sample").objects.values()} == KINDS.keys() - {"Person"}


def test_the_checks_can_fail() -> None:
    thing = read("full").one(f"meeting/{MEETING}")
    broken: tuple[dict[str, Any], ...] = (
        {"name": ""},
        {"name": None},
        {"start": "2026-03-12"},
        {"cancelled": 0},
        {"organization": "x"},
        {"agendaItem": []},
        {"other": "x"},
        {"invitation": thing["resultsProtocol"] | {"name": "Andet"}},
        {"modified": "2000-01-01T00:00:00+01:00"},
    )
    for wrong in broken:
        with pytest.raises((AssertionError, ValueError)):
            read("full").check({**thing, **wrong}, alone=True)
    with pytest.raises(AssertionError):
        read("full").check({name: value for name, value in thing.items() if name != "created"}, alone=True)


def test_every_page_that_an_object_is_shown_on_is_there(found: Oparl) -> None:
    for thing in found.objects.values():
        for address in {thing.get("web"), thing.get("website"), thing.get("accessUrl")} - {None}:
            path = str(address).removeprefix(found.home).partition("#")[0]
            assert f"{path}index.html" in found.plan or path.startswith("bilag/"), address


def test_the_lists_of_the_body_hold_every_object_once(found: Oparl) -> None:
    (body,) = found.listed(found.one("system")["body"])
    assert body == found.one("body/1")
    reached = {body["id"], found.one("system")["id"]}
    for name, value, _, _ in properties("Body"):
        if value.startswith("@"):
            ids = [thing["id"] for thing in found.listed(body[name])]
            assert len(ids) == len(set(ids))
            assert all(found.objects[thing["id"]] == thing for thing in found.listed(body[name]))
            reached |= set(ids)
    assert reached == found.objects.keys()


def test_pages_of_lists_lead_to_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.feeds.oparl.things.PER_PAGE", 2)
    parted = Oparl(data_of(built(site(**FULL), DAY)))
    assert parted.objects == read("full").objects
    first = f"{parted.home}oparl/1.1/file/page/1.json"
    assert [thing["id"] for thing in parted.listed(first)] == [thing["id"] for thing in read("full").listed(first)]
    assert parted.pages[first.replace("/1.json", "/2.json")] == {
        "data": parted.listed(first)[2:],
        "pagination": {"totalElements": 3, "elementsPerPage": 2, "currentPage": 2, "totalPages": 2},
        "links": {
            "first": first,
            "prev": first,
            "self": first.replace("/1.json", "/2.json"),
            "last": first.replace("/1.json", "/2.json"),
        },
    }
    for address, page in parted.pages.items():
        assert page["links"]["self"] == address and len(page["data"]) <= 2
        assert set(page["links"].values()) <= parted.pages.keys()
        assert ("next" in page["links"]) == (page["pagination"]["currentPage"] < page["pagination"]["totalPages"])


def test_an_empty_list_has_a_page() -> None:
    page = read("empty").pages[read("empty").one("body/1")["meeting"]]
    assert page["data"] == [] and page["pagination"]["totalElements"] == 0 and "next" not in page["links"]


# --- what the objects say


def test_a_meeting_with_its_papers() -> None:
    found = read("full")
    meeting = found.one(f"meeting/{MEETING}")
    assert meeting["invitation"]["accessUrl"] == f"https://proeve.example/moeder/{MEETING}/dagsorden/"
    assert meeting["resultsProtocol"]["name"] == "Referat: Klynge Nord, politisk niveau, 12. marts 2026"
    assert [one["fileName"] for one in meeting["auxiliaryFile"]] == ["plan.pdf"], "named before the first item"
    assert meeting["meetingState"] == "durchgeführt" and meeting["cancelled"] is False
    assert [(one["order"], one["number"], one["public"]) for one in meeting["agendaItem"]] == [
        (0, "1", True),
        (1, "2", False),
        (2, "3", True),
    ]
    plan = found.one(f"file/bilag/{MEETING}/plan.pdf")
    assert plan["meeting"] == [meeting["id"]] and plan["agendaItem"] == [meeting["agendaItem"][0]["id"]]
    assert (plan["mimeType"], plan["size"], plan["name"]) == ("application/pdf", 4, "planen")


PLANNED = """meetings:
  - body: nord-politisk
    date: 2026-03-12
    until: 2026-03-13
    start: 15:00
    end: 12:30
    place: Hjørring Rådhus
  - {body: nord-politisk, date: 2026-07-01, start: 9:00, end: 10:00, place: hjørring rådhus, cancelled: Ferie}
  - {body: nord-politisk, date: 2026-09-01}
"""


def test_a_meeting_as_it_is_planned() -> None:
    agenda = f"---\nmeeting: {MEETING}\nsent: 2026-01-20\n---\n## 1. A\n"
    found = Oparl(data_of(built(site(**{"content/meetings/2026.yml": PLANNED, f"content/agendas/{MEETING}.md": agenda}))))
    first, second = found.one(f"meeting/{MEETING}"), found.one("meeting/2026-07-01-nord-politisk")
    assert (first["start"], first["end"]) == ("2026-03-12T15:00:00+01:00", "2026-03-13T12:30:00+01:00")
    assert (second["start"], second["end"]) == ("2026-07-01T09:00:00+02:00", "2026-07-01T10:00:00+02:00")
    assert [one["meetingState"] for one in (first, second)] == ["eingeladen", "terminiert"]
    assert second["cancelled"] is True
    third = found.one("meeting/2026-09-01-nord-politisk")
    assert third["start"] == "2026-09-01T00:00:00+02:00" and "end" not in third and "location" not in third
    assert first["location"] == second["location"] and first["location"]["description"] == "Hjørring Rådhus"
    assert found.objects[first["location"]["id"]]["meetings"] == [first["id"], second["id"]]


def test_a_meeting_has_been_held_when_its_last_day_is_over_unless_it_was_cancelled() -> None:
    def states(today: date) -> list[str]:
        found = Oparl(data_of(built(site(**{"content/meetings/2026.yml": PLANNED}), today)))
        return [found.one(f"meeting/{name}")["meetingState"] for name in (MEETING, "2026-07-01-nord-politisk")]

    assert states(date(2026, 3, 13)) == ["terminiert", "terminiert"], "two days long"
    assert states(date(2026, 7, 2)) == ["durchgeführt", "terminiert"]


def test_a_place_with_a_long_address_of_an_online_meeting_has_a_name_that_fits_on_a_disk() -> None:
    place = f"https://moede.example/{'x1y2' * 100}"
    plan = f"meetings:\n  - {{body: nord-politisk, date: 2026-03-12, place: {place}}}\n"
    plans = built(site(**{"content/meetings/2026.yml": plan})).plan
    assert max(len(part.encode()) for path in plans for part in path.split("/")) < 240, "with .br and a mark while it is written"


def test_a_case_is_a_paper_with_a_consultation_for_each_item() -> None:
    found = read("full")
    (paper,) = found.of("Paper")
    assert (paper["name"], paper["reference"], paper["paperType"]) == ("Fald blandt ældre", "2026-0123", "Sag")
    assert paper["keyword"] == ["ældre", "forebyggelse"]
    assert paper["originatorOrganization"] == [found.one("party/laesoe")["id"]]
    (consultation,) = paper["consultation"]
    whole = found.objects[consultation["id"]]
    assert whole["authoritative"] is True and whole["role"] == "drøftelse"
    assert found.objects[whole["agendaItem"]]["consultation"] == whole["id"]
    steps = {thing["id"]: len(thing["consultation"]) for thing in read("sample").of("Paper")}
    assert max(steps.values()) > 3


def test_of_a_closed_item_only_title_and_decision_are_there() -> None:
    closed = read("full").one(f"agenda-item/{MEETING}/punkt-2")
    assert closed["resolutionText"] == "Godkendt." and closed["public"] is False
    assert set(closed) == {
        "id",
        "type",
        "number",
        "order",
        "name",
        "public",
        "resolutionText",
        "web",
        "created",
        "modified",
        "meeting",
    }


def test_seats_are_memberships_and_persons_only_those_that_the_page_names() -> None:
    found = read("seated")
    body = found.one("organization/nord-politisk")
    seats = [found.objects[one] for one in body["membership"]]
    assert [(one["role"], one["onBehalfOf"].rpartition("/")[2], "person" in one) for one in seats] == [
        ("Formand", "hjoerring.json", True),
        ("politiker", "laesoe.json", False),
        ("politiker", "laesoe.json", False),
        ("politiker", "laesoe.json", False),
    ]
    assert seats[3]["endDate"] == "2020-12-31"
    assert body["memberCount"] == 3 and body["post"] == ["Formand", "politiker"]
    (person,) = found.of("Person")
    assert person["name"] == "Prøve Person" and [one["id"] for one in person["membership"]] == [seats[0]["id"]]
    assert found.one("organization/gruppen")["subOrganizationOf"] == body["id"]
    assert "Tidligere Person" not in "".join(
        text.decode() for path, text in seated().items() if path.startswith(("oparl", "data"))
    )


def test_the_terms_stand_on_the_system_and_the_body() -> None:
    for path in ("system", "body/1"):
        assert read("sample").one(path)["license"] == "https://creativecommons.org/licenses/by/4.0/deed.da"
        assert "license" not in read("full").one(path)


# --- when things were made and changed


def days(build: Build, path: str) -> tuple[str, str]:
    thing = Oparl(data_of(build)).one(path)
    return thing["created"][:10], thing["modified"][:10]


def test_days_are_those_of_the_documents() -> None:
    build = built(site(**FULL), DAY)
    assert days(build, f"file/{MEETING}-agenda") == ("2026-03-04", "2026-03-06"), "sent; corrected"
    assert days(build, f"agenda-item/{MEETING}/punkt-1") == ("2026-03-04", "2026-03-15")
    assert days(build, "organization/nord-politisk") == ("2026-04-01", "2026-04-01"), "not known: it may have changed today"


def test_days_are_those_of_the_archive_too() -> None:
    def record(path: str, *at: date) -> tuple[str, Record]:
        return path, Record(tuple(Revision(day, "0123456789", "changed", path) for day in at))

    records = dict(
        [
            record("content/organisation.yml", date(2025, 1, 1), date(2026, 2, 2), date(2026, 4, 2)),
            record("content/meetings/2026.yml", date(2025, 12, 1), date(2026, 3, 20)),
            record(f"content/agendas/{MEETING}.md", date(2026, 3, 3), date(2026, 3, 31)),
        ]
    )
    build = built(site(**FULL), DAY, history=History("full", records))
    assert days(build, "organization/nord-politisk") == ("2025-01-01", "2026-02-02"), "what comes after today is not known"
    assert days(build, f"meeting/{MEETING}") == ("2025-12-01", "2026-03-31")
    assert days(build, f"file/{MEETING}-agenda") == ("2026-03-03", "2026-03-31")
    cut = built(site(**FULL), DAY, history=History("shallow", records))
    assert days(cut, "organization/nord-politisk") == ("2026-04-01", "2026-04-01")


def test_the_address_of_the_site_is_in_every_id() -> None:
    moved = Oparl(data_of(built(site(**FULL), DAY, Options(base_url="https://y.example/a/b"))))
    assert all(address.startswith("https://y.example/a/b/oparl/1.1/") for address in moved.objects)
    assert len(moved.objects) == len(read("full").objects)
