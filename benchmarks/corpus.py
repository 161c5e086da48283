"""A made-up project of any size in the format that editors write: the same bytes for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random

from sitegen.danish import date_words

TODAY = "2026-11-22"  # the day to build on: after everything that was sent
LAST_MONDAY = date(2026, 10, 26)
YEARS = 16  # that the meetings of a large project are spread over
SMALLEST, LARGEST = 3_400, 5_300  # bytes of a document before its last paragraph

MUNICIPALITIES = {
    "hjoerring": "Hjørring Kommune",
    "broenderslev": "Brønderslev Kommune",
    "frederikshavn": "Frederikshavn Kommune",
    "laesoe": "Læsø Kommune",
    "aalborg": "Aalborg Kommune",
    "jammerbugt": "Jammerbugt Kommune",
    "vesthimmerland": "Vesthimmerland Kommune",
    "rebild": "Rebild Kommune",
    "mariagerfjord": "Mariagerfjord Kommune",
    "morsoe": "Morsø Kommune",
    "thisted": "Thisted Kommune",
}
OTHERS = {
    "region-nordjylland": ("Region Nordjylland", "region"),
    "hospitalet": ("Hospitalet", "hospital"),
    "psykiatrien": ("Psykiatrien", "psychiatry"),
    "plo": ("PLO-Nordjylland", "general_practice"),
    "patienterne": ("Patientinddragelsesudvalget", "patients"),
}
CLUSTERS = {
    "nord": ("hjoerring", "broenderslev", "frederikshavn", "laesoe"),
    "midt": ("aalborg", "jammerbugt"),
    "syd": ("vesthimmerland", "rebild", "mariagerfjord"),
    "vest": ("morsoe", "thisted"),
}
LEVELS = {"politisk": "Politisk niveau", "fagligt-strategisk": "Fagligt/strategisk niveau"}
GROUPS = {
    "faldforebyggelse": "Arbejdsgruppen om faldforebyggelse",
    "medicinkort": "Projektgruppen om Fælles Medicinkort",
    "udskrivning": "Arbejdsgruppen om udskrivning",
    "psykiatri": "Arbejdsgruppen om mental sundhed",
}
MANDATES = {
    "politisk": "de politiske klynger",
    "fagligt-strategisk": "det fagligt/strategiske niveau",
    "": "arbejdsgrupper og fora",
}

TOPICS = (
    ("faldforebyggelse", "Fælles indsats mod fald blandt ældre", "ældre, forebyggelse"),
    ("medicinkort", "Ajourføring af Fælles Medicinkort", "medicin, patientsikkerhed"),
    ("udskrivning", "Sammenhæng ved udskrivning i weekenden", "udskrivning, hjemmepleje"),
    ("genoptraening", "Genoptræning tættere på hjemmet", "genoptræning, nærhed"),
    ("boernetrivsel", "Børns trivsel: én fælles vej ind", "børn og unge, psykiatri"),
    ("ambulancedata", "Data om ambulancekørsler og ventetid", "akutområdet, data"),
    ("iv-antibiotika", "Antibiotika i drop i eget hjem", "akutområdet, hjemmesygepleje"),
    ("hjerterehabilitering", "Rehabilitering efter hjertesygdom", "rehabilitering, hjertesygdom"),
    ("kol", "Tidlig opsporing af KOL", "forebyggelse, lungesygdom"),
    ("diabetes", "Fælles forløb for borgere med type 2-diabetes", "kronisk sygdom, almen praksis"),
    ("demens", "Pårørende til borgere med demens", "demens, pårørende"),
    ("rekruttering", "Rekruttering af sygeplejersker og SOSU-assistenter", "arbejdskraft, uddannelse"),
    ("palliation", "Lindrende indsats i den sidste tid", "palliation, hospice"),
    ("sundhedshus", "Brug af sundhedshusene om aftenen", "nærhed, bygninger"),
    ("video", "Konsultation på video", "digitalisering, transport"),
    ("rygestop", "Henvisning til rygestop", "forebyggelse, tobak"),
)
PREFIXES = ("", "", "", "Status: ", "Opfølgning: ", "Plan for næste år: ", "Evaluering: ")
TYPES = ("beslutning", "drøftelse", "orientering")

WHO = (
    *MUNICIPALITIES.values(),
    "Region Nordjylland",
    "Hospitalet",
    "Psykiatrien",
    "Almen praksis",
    "Arbejdsgruppen",
    "Sekretariatet",
    "Patientinddragelsesudvalget",
    "Hjemmesygeplejen",
    "Akutmodtagelsen",
)
DOES = (
    "foreslår",
    "anbefaler",
    "har afprøvet",
    "har gennemgået",
    "efterspørger",
    "bakker op om",
    "er begyndt på",
    "har beskrevet",
    "ønsker at forenkle",
    "har sat tal på",
    "følger løbende",
    "gjorde opmærksom på",
    "vil fortsætte",
    "har udskudt",
)
WHAT = (
    "en fælles skabelon for **udskrivningsaftaler**",
    "overgangen fra hospital til hjemmepleje",
    "en ordning med *faste kontaktpersoner*",
    "adgangen til prøvesvar for sygeplejersker i kommunen",
    "undervisning af nye medarbejdere i **ISBAR**",
    "arbejdsdelingen mellem akutteam og lægevagt",
    "brugen af korrespondancemeddelelser",
    "et kortere samtykkeskema til forældre",
    "træningshold på plejecentrene",
    "de månedlige tal for genindlæggelser",
    "en fælles indgang for praktiserende læger",
    "borgernes egne mål i behandlingsplanen",
    "lån af hjælpemidler de første 14 dage",
    "kørsel til ambulant kontrol",
    "vejledningen om *medicingennemgang*",
    "samarbejdet med frivillige foreninger",
)
TAIL = (
    " inden udgangen af kvartalet",
    " i alle kommuner i klyngen",
    " for borgere over 75 år",
    " med de midler, der allerede er afsat",
    " som aftalt på det seneste møde",
    " efter ønske fra patientrepræsentanterne",
    ", når den nye aftale træder i kraft",
    " i samarbejde med de to største lægehuse",
    " uden at øge dokumentationen for personalet",
    " til og med næste sommer",
    " på en måde, som kan måles hvert halve år",
    " også i ferieperioderne",
    ", hvor afstanden til hospitalet er størst",
    " trods vanskeligheder med at besætte stillingerne",
)
DECISIONS = ("Godkendt", "Drøftet", "Taget til efterretning", "Tiltrådt med de faldne bemærkninger", "Udsat til næste møde")
PLACES = ("Rådhuset, mødelokale 2", "Sundhedshuset", "Regionshuset i Aalborg", "Hospitalets konferencerum")


@dataclass(frozen=True, slots=True)
class Body:
    """A body with the municipalities that take turns at being its host."""

    id: str
    name: str
    hosts: tuple[str, ...]
    cluster: str = ""
    level: str = ""
    part_of: str = ""

    @property
    def parties(self) -> tuple[str, ...]:
        return *self.hosts, *(("region-nordjylland", "plo") if self.level == "politisk" else list(OTHERS)[1:])


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting, and which of its documents exist."""

    body: Body
    day: date
    host: str
    kinds: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.day}-{self.body.id}"


@dataclass(frozen=True, slots=True)
class Point:
    """An item while it is written: `prose` may be added to until the document is long enough."""

    title: str
    fields: str
    prose: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    topical: bool = True

    def text(self, number: int) -> str:
        return "\n\n".join((f"## {number}. {self.title}\n{self.fields}", *self.before, *self.prose, *self.after))


def _bodies() -> Iterator[Body]:
    for cluster, hosts in CLUSTERS.items():
        for level, name in LEVELS.items():
            yield Body(f"{cluster}-{level}", f"Klynge {cluster.title()}, {name.lower()}", hosts, cluster, level)
        for group, name in GROUPS.items():
            yield Body(f"{cluster}-{group}", f"{name}, {cluster.title()}", hosts, cluster, "", f"{cluster}-fagligt-strategisk")
    yield Body("strategisk-sundhedsforum", "Strategisk Sundhedsforum", tuple(MUNICIPALITIES))


BODIES = tuple(_bodies())


def write(folder: Path, documents: int, seed: int = 1) -> None:
    """Write a project with so many agendas and minutes, taken together, into a folder."""
    content = folder / "content"
    meetings = _meetings(documents, Random(f"{seed}"))
    for path, text in _frame(_meeting_bodies(documents)):
        _save(content / path, text)
    years: dict[int, list[str]] = {}
    for meeting in meetings:
        years.setdefault(meeting.day.year, []).append(_planned(meeting))
    for year, entries in years.items():
        _save(content / f"meetings/{year}.yml", "meetings:\n" + "".join(entries))
    earlier: dict[str, Meeting] = {}
    for meeting in meetings:
        before = earlier.get(meeting.body.id)
        attached = _attached(content, meeting, Random(f"{seed} {meeting.id} attachment"))
        for kind in meeting.kinds:
            # Agenda and minutes draw the same items, each fills them with prose of its own.
            points = _points(meeting, before, Random(f"{seed} {meeting.id}"))
            rng = Random(f"{seed} {meeting.id} {kind}")
            text = _agenda(meeting, points, attached, rng) if kind == "agenda" else _minutes(meeting, points, rng)
            folder_name = "agendas" if kind == "agenda" else "minutes"
            _save(content / folder_name / f"{meeting.id}.md", _padded(text, points, before, rng))
        earlier[meeting.body.id] = meeting


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _meeting_bodies(documents: int) -> tuple[Body, ...]:
    """Return the bodies of a project: fewer in a small one, so that each of them has met before."""
    return BODIES[: max(2, min(len(BODIES), documents // 12))]


def _meetings(documents: int, rng: Random) -> list[Meeting]:
    """Return the meetings in order of time; a body's are weeks apart, so that none of them clash."""
    bodies = _meeting_bodies(documents)
    weeks = max(2, min(13, YEARS * 52 * 2 * len(bodies) // documents))
    meetings: list[Meeting] = []
    left = documents
    for turn in count():
        for place, body in enumerate(bodies):
            if not left:
                return sorted(meetings, key=lambda meeting: (meeting.day, meeting.body.id))
            kinds = rng.choices((("agenda", "minutes"), ("agenda",), ("minutes",)), (97, 2, 1))[0][:left]
            day = LAST_MONDAY - timedelta(weeks=turn * weeks + place % weeks, days=-(place % 5))
            meetings.append(Meeting(body, day, body.hosts[turn % len(body.hosts)], kinds))
            left -= len(kinds)
    raise AssertionError("count() never ends")


def _planned(meeting: Meeting) -> str:
    rng = Random(meeting.id)
    start = rng.randint(8, 15)
    return (
        f"  - body: {meeting.body.id}\n    date: {meeting.day}\n    start: {start:02}:00\n    end: {start + 2:02}:30\n"
        f"    place: {rng.choice(PLACES)}\n    mode: {rng.choice(('physical', 'physical', 'virtual', 'hybrid'))}\n"
        f"    host: {meeting.host}\n"
    )


def _attached(content: Path, meeting: Meeting, rng: Random) -> str:
    """Write an attachment for some meetings, and return its name."""
    if "agenda" not in meeting.kinds or rng.random() > 0.15:
        return ""
    rows = "".join(f"{name};{rng.randint(10, 900)};{rng.randint(1, 99)}\n" for name in MUNICIPALITIES.values())
    _save(content / f"attachments/{meeting.id}/opgoerelse.csv", f"Kommune;Antal;Andel\n{rows}")
    return "opgoerelse.csv"


def _points(meeting: Meeting, before: Meeting | None, rng: Random) -> list[Point]:
    """Return the five to eight items of a meeting, without their prose."""
    points = [Point("Godkendelse af dagsorden", "Type: beslutning", topical=False)]
    if before and "minutes" in before.kinds:
        title = f"Godkendelse af referat fra mødet den {date_words(before.day, weekday=False)}"
        link = f"[Referatet fra mødet](../minutes/{before.id}.md) er lagt på hjemmesiden."
        points.append(Point(title, "Type: beslutning", [link], topical=False))
    for case, title, words in rng.sample(TOPICS, rng.randint(4, 7) - len(points)):
        fields = [f"Type: {rng.choice(TYPES)}", f"Sagsnr.: {meeting.day.year}-{rng.randint(1, 999):04}"]
        if rng.random() < 0.7:
            fields.append(f"Sag: {case}-{meeting.body.cluster or 'alle'}-{meeting.day.year}")
        fields.append(f"Emner: {words}")
        if rng.random() < 0.4:
            fields.append(f"Forslagsstiller: {rng.choice(meeting.body.parties)}")
        if before and "minutes" in before.kinds and rng.random() < 0.3:
            fields.append(f"Opfølgning på: {before.id}#punkt-{rng.randint(1, 5)}")
        if meeting.body.level == "fagligt-strategisk" and rng.random() < 0.1:
            fields.append(f"Henvist til: {meeting.body.cluster}-politisk")
        points.append(Point(rng.choice(PREFIXES) + title, "\n".join(fields)))
    return [*points, Point("Eventuelt", "Type: orientering", topical=False)]


def _agenda(meeting: Meeting, points: list[Point], attached: str, rng: Random) -> str:
    """Fill the items of an agenda, and return what stands before them."""
    for point in points:
        if not point.topical:
            if point.title != "Eventuelt":
                paper = "referatet" if "referat" in point.title else "dagsordenen"
                point.after.append(f"### Indstilling\n\nDet indstilles, at {paper} godkendes.")
            continue
        if rng.random() < 0.5:
            point.before.append(f"### Resume\n\n{_sentence(rng)}")
        point.before.append("### Sagsfremstilling")
        if rng.random() < 0.3:
            point.after.append(_list(rng, "-"))
        if rng.random() < 0.3:
            point.after.append(f"### Økonomi\n\n{_table(rng)}")
        point.after.append(f"### Indstilling\n\nDet indstilles, at {meeting.body.name} {_proposal(rng)}.")
    if attached:
        next(point for point in points if point.topical).after.append(f"### Bilag\n\n- [Opgørelse for kommunerne]({attached})")
    sent = meeting.day - timedelta(days=3 if rng.random() < 0.03 else rng.randint(7, 9))
    return f"---\nmeeting: {meeting.id}\nsent: {sent}\npublished: {sent + timedelta(days=rng.randint(0, 1))}\n---\n"


def _minutes(meeting: Meeting, points: list[Point], rng: Random) -> str:
    """Fill the items of minutes, and return what stands before them."""
    for point in points:
        if not point.topical:
            if point.title != "Eventuelt":
                point.after.append("### Beslutning\n\nGodkendt.")
            continue
        point.before.append("### Drøftelse")
        if rng.random() < 0.2:
            point.after.append(_table(rng))
        decision = f"### Beslutning\n\n{rng.choice(DECISIONS)}."
        point.after.append(f"{decision} {meeting.body.name} aftalte:\n\n{_list(rng, '1.')}" if rng.random() < 0.4 else decision)
        if rng.random() < 0.5:
            tasks = (
                f"- [{'x' if rng.random() < 0.5 else ' '}] {rng.choice(WHO)} beskriver {rng.choice(WHAT)}"
                f" (ansvarlig: {rng.choice(meeting.body.parties)}, frist: {meeting.day + timedelta(days=rng.randint(30, 180))})"
                for _ in range(rng.randint(1, 2))
            )
            point.after.append("### Opfølgning\n\n" + "\n".join(tasks))
    late = rng.random() < 0.04
    sent = meeting.day + timedelta(days=rng.randint(8, 20) if late else rng.randint(2, 6))
    lines = [f"meeting: {meeting.id}", f"sent: {sent}", f"published: {sent + timedelta(days=rng.randint(0, 1))}"]
    if late and rng.random() < 0.5:
        lines.append("late_reason: Referenten var syg i ugen efter mødet")
    if meeting.day < LAST_MONDAY - timedelta(weeks=26):
        lines += ["status: approved", f"approved: {meeting.day + timedelta(weeks=14)}"]
    else:
        lines.append("status: draft")
    role = "politiker" if meeting.body.level == "politisk" else "chef"
    away, *here = rng.sample([party for party in meeting.body.parties if party != meeting.host], k=len(meeting.body.parties) - 1)
    lines += ["participants:", f"  - {{role: formand, party: {meeting.host}}}"]
    lines += [f"  - {{role: {role}, party: {party}}}" for party in here[:6]]
    lines += ["apologies:", f"  - {{role: {role}, party: {away}}}"]
    return "\n".join(("---", *lines, "---", ""))


def _padded(text: str, points: list[Point], before: Meeting | None, rng: Random) -> str:
    """Return the whole document, with paragraphs added to its items in turn until it is long enough."""

    def whole() -> str:
        return text + "\n\n".join(point.text(number) for number, point in enumerate(points, 1)) + "\n"

    topical = [point for point in points if point.topical]
    for point in topical:
        point.prose.append(_sentence(rng))
    wanted = rng.randint(SMALLEST, LARGEST)
    while len(whole().encode()) < wanted:
        rng.choice(topical).prose.append(_paragraph(before, rng))
    return whole()


def _sentence(rng: Random) -> str:
    if rng.random() < 0.2:
        more = rng.choice(("flere", "færre"))
        number, share = rng.randint(11, 990), rng.randint(2, 45)
        return f"Det gælder {number} borgere i {rng.choice(WHO[:11])}, hvilket er {share} procent {more} end året før."
    return f"{rng.choice(WHO)} {rng.choice(DOES)} {rng.choice(WHAT)}{rng.choice(TAIL)}."


def _paragraph(before: Meeting | None, rng: Random) -> str:
    sentences = [_sentence(rng) for _ in range(rng.randint(2, 4))]
    if before and "minutes" in before.kinds and rng.random() < 0.25:
        number = rng.randint(1, 5)
        day = date_words(before.day, weekday=False)
        sentences.append(f"Se [punkt {number} i referatet fra {day}](../minutes/{before.id}.md#punkt-{number}).")
    elif rng.random() < 0.05:
        sentences.append("Opgaven følger af [kommissoriet](../mandates/faelles.md#opgaver).")
    return " ".join(sentences)


def _proposal(rng: Random) -> str:
    verb = rng.choice(("drøfter", "godkender", "tager stilling til", "tager orienteringen til efterretning om"))
    return f"{verb} {rng.choice(WHAT)}"


def _list(rng: Random, mark: str) -> str:
    return "\n".join(f"{mark} {rng.choice(WHAT)}{rng.choice(TAIL)}" for _ in range(3))


def _table(rng: Random) -> str:
    rows = [
        (name, rng.randint(20_000, 900_000)) for name in rng.sample(("Løn", "Kørsel", "Udstyr", "Undervisning", "Evaluering"), 3)
    ]
    rows.append(("I alt", sum(amount for _, amount in rows)))
    return "| Udgift | Kroner |\n|---|---:|\n" + "\n".join(f"| {name} | {amount:_} |".replace("_", ".") for name, amount in rows)


def _frame(bodies: tuple[Body, ...]) -> Iterator[tuple[str, str]]:
    """Yield everything but meetings and their documents: site, organisation, mandates and pages."""
    yield (
        "site.yml",
        "title: Sundhedsaftalen i tal\ndescription: Et opdigtet indhold til målinger.\nbase_url: https://maaling.example/\n"
        "language: da\ntime_zone: Europe/Copenhagen\n"
        "publisher: {name: Sekretariatet, email: sekretariat@maaling.example, phone: +45 00 00 00 01}\n"
        "accessibility: {statement: https://was.maaling.example/erklaering, updated: 2026-09-01}\n",
    )
    lines = ["parties:"]
    lines += [f"  - {{id: {party}, name: {name}, kind: municipality}}" for party, name in MUNICIPALITIES.items()]
    lines += [f"  - {{id: {party}, name: {name}, kind: {kind}}}" for party, (name, kind) in OTHERS.items()]
    lines += ["levels:", *(f"  - {{id: {level}, name: {name}}}" for level, name in LEVELS.items())]
    lines += ["clusters:", *(f"  - {{id: {cluster}, name: Klynge {cluster.title()}}}" for cluster in CLUSTERS)]
    lines.append("bodies:")
    for body in bodies:
        lines += [f"  - id: {body.id}", f'    name: "{body.name}"', f"    parties: [{', '.join(body.parties)}]"]
        joined = (("cluster", body.cluster), ("level", body.level), ("part_of", body.part_of))
        lines += [f"    {key}: {value}" for key, value in joined if value]
    yield "organisation.yml", "\n".join(lines) + "\n"
    for level, name in MANDATES.items():
        bound = ", ".join(body.id for body in bodies if body.level == level)
        yield (
            f"mandates/{level or 'faelles'}.md",
            f"---\ntitle: Kommissorium for {name}\nbodies: [{bound}]\nvalid_from: 1990-01-01\n"
            "approved: {by: Sundhedskoordinationsudvalget, date: 2019-06-01}\n"
            "obligations:\n"
            "  meetings_per_year: {minimum: 2, clause: Møder}\n"
            "  agenda: {due: 1 week before, measured: sent, clause: Sekretariat}\n"
            "  minutes: {due: 1 week after, measured: sent, clause: Sekretariat}\n"
            "  website: {documents: [agenda, minutes], clause: Sekretariat}\n"
            "  host: {rotates: true, among: [municipality], leads: true, clause: Møder}\n"
            "---\n# Opgaver\n\nDe følger op på Sundhedsaftalen og på de lokale mål.\n\n"
            "# Møder\n\nDer holdes mindst to møder om året. Værtskabet går på skift mellem kommunerne.\n\n"
            "# Sekretariat\n\nDagsorden og referat sendes senest en uge før og efter mødet og lægges på hjemmesiden.\n",
        )
    for page, title in (("om", "Om denne side"), ("was", "Tilgængelighedserklæring")):
        yield f"pages/{page}.md", f"---\ntitle: {title}\nmenu: 1\n---\nIndholdet er opdigtet og bruges kun til at måle med.\n"
