"""Secrets by the hundred in a site's content: words that must reach nobody, and what would show if one of them did."""

import base64
import gzip
import html
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from urllib.parse import unquote

from sitegen.link import ORGANISATION
from tests.papers import docx, odt, pdf, png, xlsx

WORD = "zqhemmelig"  # every secret begins with it, so one look finds them all
NUMBER = "7745"  # and every secret number with this
SECRET = re.compile(rf"{WORD}[a-z0-9]{{8}}|{NUMBER}[0-9]{{8}}")
YEAR = 2091  # of every day that nobody may hear of
BODY = "zq-forum"


@dataclass
class Garden:
    """A site's files with secrets planted in them: where each secret is, and which the public may see."""

    files: dict[str, bytes]
    random: Random
    places: dict[str, str] = field(default_factory=dict)  # by secret
    shown: set[str] = field(default_factory=set)  # planted in the open, to see that the looking finds what there is
    days: int = 0
    plan: list[str] = field(default_factory=list)

    def word(self, place: str, shown: bool = False) -> str:
        """Return a new secret, in small letters and digits, so that a slug leaves it as it is."""
        return self._new(WORD + "".join(self.random.choices("abcdefghijkmnprstuvxyz23456789", k=8)), place, shown)

    def number(self, place: str) -> str:
        """Return a new secret number of twelve digits: no telephone, personal or case number has so many."""
        return self._new(NUMBER + "".join(self.random.choices("0123456789", k=8)), place, False)

    def _new(self, secret: str, place: str, shown: bool) -> str:
        if secret in self.places:
            return self._new(secret[:-1] + self.random.choice("0123456789"), place, shown)
        self.places[secret] = place
        if shown:
            self.shown.add(secret)
        return secret

    def text(self, place: str) -> str:
        """Return a secret as it may stand in a sentence: as it is, capitalised, or with letters that are escaped in HTML."""
        word = self.word(place)
        return self.random.choice((word, word.upper(), word.capitalize(), f"»{word}« & <æ>", f"**{word}**", f"{word}-gruppen"))

    def day(self) -> date:
        """Return a day far ahead, another each time."""
        self.days += 1
        return date(YEAR, 1, 1) + timedelta(days=self.days % 360)

    def meeting(self, past: bool = True) -> str:
        """Plan a meeting, and return its id; the plan itself is public."""
        day = date(2026, 11, 20) - timedelta(days=len(self.plan)) if past else date(2026, 12, 1) + timedelta(days=len(self.plan))
        self.plan.append(f"  - body: {BODY}\n    date: {day}  # {self.word('comment in a plan')}\n")
        return f"{day}-{BODY}"


Maker = Callable[[Garden, int], None]


def plant(files: Mapping[str, bytes], seed: int, rounds: int) -> Garden:
    """Plant secrets in a site, the same for the same seed; `rounds` says how many, about a hundred for each."""
    garden = Garden(dict(files), Random(seed))
    _ground(garden)
    for turn in range(rounds):
        for make in MAKERS:
            make(garden, turn)
    _plans(garden)
    return garden


def _ground(garden: Garden) -> None:
    """Add a body, a mandate and meetings of its own: what is planted changes no meeting of the site."""
    organisation = garden.files[ORGANISATION].decode().rstrip("\n")
    secret = garden.word("comment in organisation.yml")
    entry = f"\n  - id: {BODY}  # {secret}\n    name: Forummet med hemmeligheder\n    parties: []\n"
    at = organisation.index("\nbodies:") + len("\nbodies:")
    end = re.compile(r"\n(?=[a-z])").search(organisation, at)
    at = end.start() if end else len(organisation)
    garden.files[ORGANISATION] = (organisation[:at] + entry + organisation[at:] + "\n").encode()
    site = garden.files["content/site.yml"].decode()
    garden.files["content/site.yml"] = f"# {garden.word('comment in site.yml')}\n{site}".encode()
    garden.files["content/mandates/zq-forum.md"] = (
        f"---\n# {garden.word('comment in a mandate')}\ntitle: Kommissorium for forummet\nbodies: [{BODY}]\n"
        "obligations:\n  agenda: {due: 1 week before, measured: published, clause: Frister}\n"
        "---\n# Frister\n\nDagsordenen offentliggøres en uge før.\n\n"
        f"[{garden.word('a reference that nothing uses')}]: https://example.org/{garden.word('a reference that nothing uses')}\n"
    ).encode()


def _plans(garden: Garden) -> None:
    by_year: dict[str, list[str]] = {}
    for entry in garden.plan:
        by_year.setdefault(entry.split("date: ")[1][:4], []).append(entry)
    for year, entries in by_year.items():
        path = f"content/meetings/{year}.yml"
        before = garden.files.get(path, b"meetings:\n").decode()
        garden.files[path] = (before.rstrip("\n") + "\n" + "".join(entries)).encode()


def _paper(garden: Garden, kind: str, place: str, meeting: str, state: str, items: str, more: str = "") -> None:
    folder = "minutes" if kind == "minutes" else "agendas"
    end = f"-tillaeg-{kind[-1]}" if kind.startswith("supplement") else ""
    head = f"meeting: {meeting}\n{state}\n{more}"
    if end:
        head += f"supplement: {kind[-1]}\n"
    garden.files[f"content/{folder}/{meeting}{end}.md"] = (
        f"---\n# {garden.word(place)}\n{head}---\n{garden.text(place)}\n\n{items}"
    ).encode()


def _items(garden: Garden, place: str, meeting: str, links: str = "") -> str:
    """Return items with a secret everywhere that one can stand, and the attachments that they lead to."""
    found = []
    first = 5 if place.endswith("supplement-1") else 1
    for number in range(first, first + garden.random.randint(1, 3)):
        name = f"{garden.word(place)}-{garden.number(place)}"
        kind, data = garden.random.choice(PAPERS)(garden.text(place), garden.number(place))
        garden.files[f"content/attachments/{meeting}/{name}.{kind}"] = data
        found.append(
            f"## {number}. Punkt om {garden.text(place)}\nType: drøftelse\nSagsnr.: 2026-{garden.number(place)}\n"
            f"Sag: {garden.word(place)}\nEmner: {garden.word(place)}, {garden.word(place)}\n"
            f"Forslagsstiller: {garden.word(place)}\n\n"
            f"Tekst {garden.text(place)}.\n\n### Sagsfremstilling\n\nTekst {garden.text(place)} den {garden.day()}.\n\n"
            f"| A | B |\n| - | - |\n| {garden.text(place)} | {garden.number(place)} |\n\n"
            f"### Beslutning\n\nBesluttet {garden.text(place)}.\n\n### Opfølgning\n\n"
            f"- [ ] Undersøg {garden.text(place)} (ansvarlig: {garden.word(place)}, frist: {garden.day()})\n\n"
            f"### {garden.word(place)}\n\nMere {garden.text(place)}.\n\n### Bilag\n\n"
            f"- [{garden.word(place)}]({name}.{kind})\n- [ude](https://example.org/{garden.word(place)}?q={garden.word(place)})\n"
            f"{links}\n"
        )
    return "\n".join(found)


PAPERS = (
    lambda text, number: ("pdf", pdf(text.replace("»", "").replace("«", ""), title=number)),
    lambda text, number: ("docx", docx(text, number)),
    lambda text, number: ("odt", odt(text, number)),
    lambda text, number: ("xlsx", xlsx({number: [[text]]})),
    lambda text, number: ("csv", f"{text};{number}\n".encode()),
    lambda text, number: ("png", png(text=f"{text} {number}".encode("latin-1", "replace"))),
)


def _hidden_paper(state: str, kind: str) -> Maker:
    def make(garden: Garden, turn: int) -> None:
        place = f"{state} {kind}"
        meeting = garden.meeting(past=kind == "minutes")
        if kind.startswith("supplement"):
            _open_agenda(garden, meeting)
        said = "draft: true\nsent: 2026-11-01\n" if state == "draft" else f"published: {garden.day()}\n"
        said += f"late_reason: {garden.text(place)!r}\ncorrections:\n  - {{date: 2026-11-02, text: {garden.text(place)!r}}}\n"
        said += f"aliases: [/{garden.word(place)}/]\n"
        people = "".join(
            f"{group}:\n  - {{role: {garden.word(place)}, name: {garden.word(place).title()} Jensen, "
            f"substitute_for: {garden.word(place)}}}\n"
            for group in ("participants", "apologies", "absent", "guests")
        )
        more = people if kind == "minutes" else ""
        _paper(garden, kind, place, meeting, said.rstrip("\n"), _items(garden, place, meeting), more)
        if kind == "minutes" and turn % 2:  # its agenda is public
            _open_agenda(garden, meeting)

    return make


def _open_agenda(garden: Garden, meeting: str, text: str = "") -> None:
    shown = garden.word("a public agenda", shown=True)
    garden.files[f"content/agendas/{meeting}.md"] = (
        f"---\nmeeting: {meeting}\npublished: 2026-10-01  # {garden.word('comment in a public agenda')}\n---\n"
        f"## 1. Åbent punkt {shown}\n\n### Sagsfremstilling\n\nÅben tekst.\n\n{text}"
        f"[{garden.word('a reference that nothing uses')}]: ../pages/om.md\n"
    ).encode()


def _hidden_page(state: str) -> Maker:
    def make(garden: Garden, turn: int) -> None:
        place = f"{state} page"
        name = garden.word(place)
        said = "draft: true" if state == "draft" else f"published: {garden.day()}"
        file = f"{garden.word(place)}.csv"
        garden.files[f"content/attachments/{name}/{file}"] = garden.word(place).encode()
        garden.files[f"content/pages/{name}.md"] = (
            f"---\ntitle: {garden.text(place)!r}\ndescription: {garden.text(place)!r}\nmenu: 3\n{said}\n"
            f"aliases: [/{garden.word(place)}/]\n---\n# {garden.text(place)}\n\nTekst {garden.text(place)} [fil]({file})\n"
        ).encode()
        if state == "future":  # what is public may lead to it already
            meeting = garden.meeting()
            _open_agenda(garden, meeting, f"Se [siden](../pages/{name}.md) om et par uger.\n\n")

    return make


def _links_to_a_hidden_paper(garden: Garden, turn: int) -> None:
    meeting, other = garden.meeting(), garden.meeting()
    place = "future agenda that a public one leads to"
    _paper(garden, "agenda", place, meeting, f"published: {garden.day()}", _items(garden, place, meeting))
    text = f"Se [punktet](../agendas/{meeting}.md#punkt-1) og [mødet](/moeder/{meeting}/).\n\n"
    _open_agenda(garden, other, text + f"### Opfølgning\n\nOpfølgning på: {meeting}\n\n")


def _minutes_of_a_hidden_agenda(garden: Garden, turn: int) -> None:
    """The minutes are public, and the agenda that they are compared with is not."""
    meeting = garden.meeting()
    place = f"{('draft', 'future')[turn % 2]} agenda of public minutes"
    state = "draft: true" if turn % 2 == 0 else f"published: {garden.day()}"
    _paper(garden, "agenda", place, meeting, state, _items(garden, place, meeting))
    shown = garden.word("public minutes", shown=True)
    garden.files[f"content/minutes/{meeting}.md"] = (
        f"---\nmeeting: {meeting}\npublished: 2026-11-02\n---\n## 1. Åbent punkt {shown}\n\n### Beslutning\n\nGodkendt.\n\n"
        "## 9. Eventuelt\n"
    ).encode()


def _hidden_mandate(garden: Garden, turn: int) -> None:
    place = "draft mandate"
    name, clause = garden.word(place), garden.word(place)
    garden.files[f"content/mandates/{name}.md"] = (
        f"---\ntitle: {garden.text(place)!r}\nbodies: [{BODY}]\nvalid_from: {garden.day()}\ndraft: true\n"
        f"supersedes: zq-forum\napproved: {{by: {garden.word(place)}, date: {garden.day()}}}\naliases: [/{garden.word(place)}/]\n"
        f"obligations:\n  minutes: {{due: 3 weeks after, measured: sent, clause: {clause}}}\n"
        f"---\n# {clause}\n\nTekst {garden.text(place)}.\n"
    ).encode()


def _loose_files(garden: Garden, turn: int) -> None:
    """Files that no page uses: backups, other kinds, and attachments that nobody leads to."""
    place = "a file that nothing uses"
    meeting = garden.meeting()
    for folder, end in (
        ("agendas", ".md.bak"),
        ("agendas", ".md.orig"),
        ("minutes", ".docx"),
        ("minutes", ".txt"),
        ("pages", ".html"),
        ("meetings", ".yml.old"),
        (f"attachments/{meeting}", ".csv"),
        ("attachments", ".csv"),
        ("noter", ".md"),
    ):
        garden.files[f"content/{folder}/{garden.word(place)}{end}"] = f"{garden.word(place)};{garden.number(place)}\n".encode()


def _closed_items(garden: Garden, turn: int) -> None:
    """A closed item shows its title, reason and decision, and no comment in it."""
    meeting = garden.meeting()
    shown = [garden.word("what a closed item may show", shown=True) for _ in range(3)]
    garden.files[f"content/minutes/{meeting}.md"] = (
        f"---\nmeeting: {meeting}\npublished: 2026-11-02\n---\n## 1. Lukket punkt {shown[0]}\nLukket: {shown[1]}\n\n"
        f"### Beslutning\n\nGodkendt {shown[2]}.\n\n"
        f"[{garden.word('a reference in a closed item')}]: https://example.org/{garden.word('a reference in a closed item')}\n"
    ).encode()


def _comments(garden: Garden, turn: int) -> None:
    """Comments of HTML, and of a kind that Markdown has no other way to write."""
    place = "a comment in Markdown"
    meeting = garden.meeting()
    long = "\n\n".join(garden.text(place) for _ in range(3))
    text = (
        f"<!-- {garden.text(place)} -->\n\nTekst <!-- {garden.text(place)} --> igen.\n\n<!--\n{long}\n-->\n\n"
        f"- punkt <!-- {garden.word(place)} -->\n\n> citat <!--{garden.word(place)}-->\n\n"
        f"| a <!-- {garden.word(place)} --> | b |\n| - | - |\n| c | <!-- {garden.word(place)} --> |\n\n"
        f"<!--[if gte mso 9]><xml>{garden.word(place)}</xml><![endif]-->\n\n[//]: # ({garden.word(place)})\n\n"
        f"### Afsnit <!-- {garden.word(place)} -->\n\n"
    )
    _open_agenda(garden, meeting, text)


MAKERS = (
    *(_hidden_paper(state, kind) for state in ("draft", "future") for kind in ("agenda", "minutes", "supplement-1")),
    _hidden_page("draft"),
    _hidden_page("future"),
    _links_to_a_hidden_paper,
    _minutes_of_a_hidden_agenda,
    _hidden_mandate,
    _loose_files,
    _closed_items,
    _comments,
)


# --- looking for them


def found(files: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Return the secrets in some files, by the file: in names and contents, however they are packed, cut up or written."""
    seen: dict[str, set[str]] = {}
    for path, data in files.items():
        names = {secret for text in _writings(path.encode()) for secret in SECRET.findall(text)}
        inside = {secret for text in _writings(data, path) for secret in SECRET.findall(text)}
        if names | inside:
            seen[path] = names | inside
    return seen


PACKED = tuple(
    base64.b64encode(b"." * shift + WORD.encode())[shift and 4 : -4].decode().casefold() for shift in range(3)
)  # what is in every base64 of a secret, wherever it begins
WIDE = (WORD.encode("utf-16-le"), WORD.encode("utf-16-be"), WORD.upper().encode("utf-16-le"), WORD.upper().encode("utf-16-be"))


def _writings(data: bytes, path: str = "") -> Iterator[str]:
    """Yield what some bytes say, in small letters, in every way that a secret may be written in them."""
    if path.endswith(".gz") or data.startswith(b"\x1f\x8b"):
        yield from _writings(gzip.decompress(data))
        return
    if path.endswith(".br"):
        import brotli

        yield from _writings(brotli.decompress(data))
        return
    for wide in WIDE:
        at = data.find(wide)
        if at >= 0:
            order = "utf-16-le" if wide in (WIDE[0], WIDE[2]) else "utf-16-be"
            yield data[at : at + 2000].decode(order, "replace").casefold()
    text = data.decode("utf-8", "replace").casefold()
    yield text
    if "\n " in text or "^" in text:
        yield text.replace("\r\n ", "").replace("\n ", "").replace("^", "")
    if "%" in text:
        yield unquote(text)
    if "&" in text:
        yield html.unescape(text)
    if "<" in text:
        yield re.sub(r"<[^<>]*>", "", text)
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)
    for packed in PACKED:
        if packed in text:
            yield f"{WORD}00000000"
    if data.startswith((b"%PDF", b"PK")):
        yield from _packed(data)


def _packed(data: bytes) -> Iterator[str]:
    for match in re.finditer(rb"x[\x01\x5e\x9c\xda]|PK\x03\x04", data):
        start = match.start()
        if match[0].startswith(b"PK"):
            start += (
                30
                + int.from_bytes(data[start + 26 : start + 28], "little")
                + int.from_bytes(data[start + 28 : start + 30], "little")
            )
        try:
            unpacker = zlib.decompressobj(-15 if match[0].startswith(b"PK") else 15)
            text = unpacker.decompress(data[start:], 1_000_000)
        except zlib.error:
            continue
        yield text.decode("utf-8", "replace").casefold()
        for line in re.findall(rb"<([0-9a-f]{20,})> Tj", text):
            yield bytes.fromhex(line.decode()).decode("cp1252", "replace").casefold()
