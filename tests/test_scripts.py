"""What an editor writes is text everywhere: no field of any class becomes markup, a script, an entry of its own or a formula."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, get_args, get_type_hints
from urllib.parse import urlsplit

import icalendar
import pytest
import yaml
from bs4 import BeautifulSoup
from pydantic import BeforeValidator

from sitegen import fields, preview, schema
from sitegen.build import Build, Options
from sitegen.entry import Entry
from sitegen.feeds.tables import FORMULA
from sitegen.preview import Told
from tests import papers
from tests.support import built
from tests.test_headers import blocks, directives

# What ends a text, an attribute, a CDATA section, an entry of a calendar and a line; and what a template, a spreadsheet would do.
EVIL = (
    (
        "=cmd|'/C calc'!A0\"><script>alert(1)</script><img src=x onerror=alert(2)>' onx='y {{6173*7}} {%% raw %%} ]]>"
        "</title></style><svg/onload=alert(3)>\\r\\nBEGIN:VEVENT\\r\\nX-EVIL:1\\nX-Evil: 1 %d"
    )
    .replace("\\r\\n", "\n")
    .replace("\\n", "\n")
)
FLAT = EVIL.replace("\n", " ").replace("|", "/")  # where a text is one line of Markdown
BARE = FLAT.replace("(", "").replace(")", "")
SCHEMES = ("", "http", "https", "mailto", "tel", "webcal")
MEETING, OTHER = "2026-03-12-nord-politisk", "2026-01-15-nord-politisk"
KEPT = {"clause"}  # names a heading, which holds it
TYPED = {"items"}  # numbers as text

SITE = {
    "accessibility": {"statement": "https://was.example/", "updated": "2026-01-15"},
    "licence": {"url": "https://licens.example/"},
    "editor": {"backend": "gitlab", "auth": "https://git.example"},
    "reminders": {},
    "publisher": {},
    "base_url": "https://proeve.example/",
}
ORGANISATION = {
    "agreements": [{"id": "2024", "valid_from": "2024-01-01"}],
    "parties": [{"id": "hjoerring", "kind": "municipality"}, {"id": "regionen", "kind": "region"}],
    "levels": [{"id": "politisk"}],
    "clusters": [{"id": "nord"}],
    "bodies": [
        {
            "id": "nord-politisk",
            "cluster": "nord",
            "level": "politisk",
            "parties": ["hjoerring", "regionen"],
            "refers_to": ["over"],
            "contact": {},
            "seats": [{"party": "hjoerring"}, {"party": "regionen"}],
        },
        {"id": "over"},
    ],
}
PLAN = {
    "meetings": [
        {"body": "nord-politisk", "date": "2026-03-12", "start": "15:00", "host": "hjoerring", "cancelled": None},
        {"body": "nord-politisk", "date": "2026-01-15", "host": "hjoerring", "cancelled": None},
        {"body": "nord-politisk", "date": "2026-01-08", "waived": {}, "cancelled": None},
        {"body": "nord-politisk", "date": "2026-05-15"},
        {"body": "over", "date": "2026-02-20"},
    ]
}
AGENDA = {"meeting": MEETING, "sent": "2026-01-20", "corrections": [{"date": "2026-01-21"}], "aliases": ["/gammel/"]}
MINUTES = {
    "meeting": OTHER,
    "sent": "2026-01-20",
    "status": "approved",
    "corrections": [{"date": "2026-01-21"}],
    **{key: [{"party": "hjoerring", "items": "1"}, {}] for key in ("participants", "apologies", "absent", "guests")},
}
MANDATE = {
    "bodies": ["nord-politisk"],
    "valid_from": "2019-07-01",
    "approved": {"date": "2019-06-20"},
    "obligations": {
        "meetings_per_year": {"minimum": "1"},
        "agenda": {"due": "1 week before"},
        "minutes": {"due": "1 week after"},
        "website": {},
        "host": {"rotates": "true"},
        "composition": [{"each": "municipality", "minimum": "1"}],
        "reports": [{"to": "over", "case": "aarsstatus"}],
        "contributions": [{"to": "over"}],
        "referrals": {},
        "duties": [{}],
    },
    "house_rules": {},
    "facts": [{"clause": None}],
}
FILES = {
    "site": (SITE, schema.SiteFile),
    "organisation": (ORGANISATION, schema.OrganisationFile),
    "plan": (PLAN, schema.PlanFile),
    "agenda": (AGENDA, schema.AgendaFile),
    "minutes": (MINUTES, schema.MinutesFile),
    "mandate": (MANDATE, schema.MandateFile),
    "page": ({"aliases": ["/gammelt/"]}, schema.PageFile),
}
BODY = f"""
Indledning {FLAT % 1001} <script>alert(4)</script>

| {FLAT % 1002} | b |
|---|---|
| {FLAT % 1003} | c |

## 1. {FLAT % 1004}
Type: beslutning
Sagsnr.: {FLAT % 1005}
Sag: en-sag
Emner: {FLAT.replace(",", "") % 1006}
Forslagsstiller: hjoerring
Henvist til: over

{FLAT % 1007} `{FLAT % 1008}` **{FLAT % 1009}**

### Indstilling

> {FLAT % 1010}

### {FLAT % 1011}

```{FLAT.replace("`", "") % 1012}
{FLAT % 1013}
```

### Beslutning

{FLAT % 1014}

### Opfølgning

- [ ] {BARE % 1015} (ansvarlig: {BARE % 1016}, frist: 2026-01-16)

### Bilag

- [Bilag {FLAT.replace("]", "") % 1017}](%27%20onx=%27alert%286%29%20&%20{{{{7-7}}}}.pdf "{FLAT.replace('"', "") % 1018}")
- [Andet sted](https://andet.example/?a=%22&b='><script>alert(5)</script> '{FLAT.replace("'", "") % 1019}')

## 2. Lukket
Lukket: {FLAT % 1020}
"""
NAME = "' onx='alert(6) & {{7-7}}.pdf"  # what else a name may not hold is an error (SG113)


def texts(hint: Any) -> bool:
    """Whether a type is a text that editors are free in: Text, or a choice or row of it."""
    inner = get_args(hint)
    if any(isinstance(one, BeforeValidator) and one.func is fields._text for one in inner):
        return True
    return any(texts(one) for one in inner if not isinstance(one, BeforeValidator))


def entries(hint: Any) -> Iterator[type[Entry]]:
    if isinstance(hint, type) and issubclass(hint, Entry):
        yield hint
    for one in get_args(hint):
        yield from entries(one)


class Filler:
    """Fills a mapping as its class allows: each text with a number of its own, which says later where it came from."""

    def __init__(self) -> None:
        self.marked: dict[int, str] = {}
        self.seen: set[type[Entry]] = set()

    def filled(self, given: Any, kind: type[Entry]) -> dict[str, Any]:
        self.seen.add(kind)
        found: dict[str, Any] = {}
        for name, hint in get_type_hints(kind, include_extras=True).items():
            if name not in kind.model_fields or (name in given and given[name] is None and name != "clause"):
                continue
            inner = next(entries(hint), None)
            if name in given and inner:
                own = given[name]
                found[name] = [self.filled(one, inner) for one in own] if isinstance(own, list) else self.filled(own, inner)
            elif name in given and given[name] is not None:
                found[name] = given[name]
            elif name in KEPT:
                found[name] = heading()
            elif texts(hint) and name not in TYPED:
                self.marked[len(self.marked)] = f"{kind.__name__}.{name}"
                text = EVIL % (len(self.marked) - 1)
                found[name] = [text] if "tuple" in str(hint) else text
        return found


def heading() -> str:
    return f"Sekretariat {FLAT % 2000}"


@lru_cache(maxsize=1)
def hostile() -> tuple[dict[str, bytes], Filler]:
    """A site whose every text is hostile, and what filled it."""
    filler = Filler()
    made = {kind: filler.filled(given, own) for kind, (given, own) in FILES.items()}
    said = {kind: yaml.safe_dump(one, allow_unicode=True, sort_keys=False, width=10**6) for kind, one in made.items()}
    return {
        "content/site.yml": said["site"].encode(),
        "content/organisation.yml": said["organisation"].encode(),
        "content/meetings/2026.yml": said["plan"].encode(),
        f"content/agendas/{MEETING}.md": f"---\n{said['agenda']}---\n{BODY}".encode(),
        f"content/minutes/{OTHER}.md": f"---\n{said['minutes']}---\n{BODY}".encode(),
        "content/mandates/politisk.md": f"---\n{said['mandate']}---\n# {heading()}\n\n{FLAT % 2001}\n".encode(),
        "content/pages/om.md": f"---\n{said['page']}---\n## {FLAT % 2002}\n\n{FLAT % 2003}\n".encode(),
        f"content/attachments/{MEETING}/{NAME}": papers.pdf("Notat", title=EVIL % 2004),
        f"content/attachments/{OTHER}/{NAME}": papers.pdf("Notat", title=EVIL % 2004),
    }, filler


@pytest.fixture(scope="module")
def build() -> Build:
    found = built(hostile()[0], options=Options(search=True))
    assert found.plan, [(one.code, one.path, one.arguments) for one in found.findings if one.severity == "error"]
    return found


def made(build: Build, *endings: str) -> Iterator[tuple[str, str]]:
    found = [(path, data.decode()) for path, data in build.plan.items() if isinstance(data, bytes) and path.endswith(endings)]
    assert found
    yield from found


def guarded(markup: str, where: str) -> None:
    """No element, attribute or address that the templates do not make."""
    soup = BeautifulSoup(markup, "html.parser")
    for tag in soup.find_all(True):
        assert tag.name not in ("style", "iframe", "object", "embed", "base", "template"), where
        assert not [name for name in tag.attrs if name.startswith(("on", "x-", "{")) or name in ("style", "srcdoc")], (where, tag)
        if tag.name == "script":
            assert str(tag.get("src", "")).startswith("/assets/") or tag.get("type") == "application/ld+json", where
            if not tag.get("src"):
                json.loads(tag.get_text())
        if tag.name == "img":
            assert str(tag["src"]).startswith(("/", "data:")), (where, tag)
        for name in ("href", "src", "action", "formaction"):
            scheme = urlsplit(str(tag.get(name, ""))).scheme
            assert scheme in SCHEMES or (tag.name == "img" and scheme == "data"), (where, tag)
    for words in (soup.get_text(), *(str(value) for tag in soup.find_all(True) for value in tag.attrs.values())):
        assert str(6173 * 7) not in words, where


# --- the list of what is tried is whole


def reachable() -> set[type[Entry]]:
    found, waiting = set[type[Entry]](), list(schema.FILES.values())
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            hints = get_type_hints(kind, include_extras=True)
            waiting += [one for name in kind.model_fields for one in entries(hints[name])]
    return found


def test_every_class_of_the_schema_is_filled() -> None:
    _, filler = hostile()
    assert reachable() == filler.seen
    for kind in reachable():
        for name, hint in get_type_hints(kind, include_extras=True).items():
            if name in kind.model_fields and texts(hint) and name not in KEPT | TYPED:
                assert f"{kind.__name__}.{name}" in filler.marked.values()


def test_what_is_hostile_reaches_the_site(build: Build) -> None:
    everything = "\n".join(data.decode("utf-8", "replace") for data in build.plan.values() if isinstance(data, bytes))
    shown = {int(number) for number in re.findall(r"X-Evil: 1 (\d+)", everything)}
    hidden = {name for number, name in hostile()[1].marked.items() if number not in shown}
    assert hidden == {"SiteFile.not_personal_numbers"}  # shown to nobody
    assert {1001, 1004, 1007, 1011, 1014, 1015, 2001, 2003} <= shown


# --- what each format makes of it


def test_no_page_has_markup_of_an_editors_making(build: Build) -> None:
    for path, text in made(build, ".html"):
        guarded(text, path)


def test_no_news_has_markup_of_an_editors_making(build: Build) -> None:
    space = "{http://www.w3.org/2005/Atom}"
    for path, text in made(build, ".xml"):
        root = ET.fromstring(text)
        assert all(one.tag.startswith("{http://www.") for one in root.iter()), path
        for one in root.iter(f"{space}content"):
            guarded(one.text or "", path)
        for one in root.iter(f"{space}link"):
            assert one.get("href", "").startswith("https://proeve.example/"), path


def test_no_calendar_has_an_entry_or_a_line_of_an_editors_making(build: Build) -> None:
    for path, text in made(build, ".ics"):
        calendar = icalendar.Calendar.from_ical(text)
        known = {"VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT", "VALARM", "VTODO"}
        assert {one.name for one in calendar.walk()} <= known
        assert not re.search(r"^(?:X-EVIL|X-Evil)", text, re.MULTILINE), path
        events = [one for one in calendar.walk() if one.name in ("VEVENT", "VTODO")]
        assert len(events) == len({str(one["UID"]) for one in events}) <= 12, path
        assert all(str(one["UID"]).count("@") == 1 for one in events), path


def test_no_table_has_a_formula(build: Build) -> None:
    cells = 0
    for path, text in made(build, ".csv"):
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert len({len(row) for row in rows}) == 1, path
        for cell in (cell for row in rows for cell in row):
            assert cell[:1] not in FORMULA, (path, cell)
            cells += "cmd|" in cell or "cmd/" in cell
    assert cells > 20


def test_what_machines_read_is_whole(build: Build) -> None:
    for _, text in made(build, ".json"):
        json.loads(text)
    for _, text in made(build, "config.yml"):
        assert yaml.safe_load(text)["backend"]["name"] == "gitlab"
    (robots,) = (text for _, text in made(build, "robots.txt"))
    assert len(robots.splitlines()) == 4


def test_no_header_is_of_an_editors_making(build: Build) -> None:
    (asked,) = (text for path, text in made(build, "_headers") if path == "_headers")
    for path, said in blocks(asked).items():
        assert not re.search(r"[\s;{}<>\"']", path), path
        assert not [name for name in said if name.lower().startswith("x-evil")]
    (nginx,) = (text for path, text in made(build, "_nginx.conf") if path == "_nginx.conf")
    assert {words[0] for words, _ in directives(nginx)} <= {
        *("charset", "charset_types", "absolute_redirect", "error_page", "set", "add_header", "location")
    }


def test_what_is_searched_is_text(build: Build) -> None:
    assert build.searched
    for path, data in build.searched.items():
        if path.endswith(".html"):
            guarded(data.decode(), path)


def test_what_the_preview_says_is_text(build: Build) -> None:
    files = hostile()[0]
    told = Told(build.findings, files, build.site, "new", True)
    assert build.findings
    for address in ("/", "/om/", f"/moeder/{MEETING}/", f"/moeder/{OTHER}/referat/", "/kommissorier/politisk/", "/kladde/"):
        guarded(preview.listing(told, address), address)
