"""What was probably meant by a key or value that is not right: Danish for English words, days and times as people write them."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice

from sitegen import calendar
from sitegen.danish import slug
from sitegen.diagnostics import Finding

# Danish words for the names of fields; where two are given, the first that can stand there is meant.
KEYS: dict[str, tuple[str, ...]] = {
    "aarsag": ("late_reason", "reason"),
    "adresse": ("address", "place", "base_url"),
    "afbud": ("apologies",),
    "afloeser": ("supersedes",),
    "aflyst": ("cancelled",),
    "aftaler": ("agreements",),
    "antal": ("count", "minimum"),
    "begrundelse": ("late_reason", "reason"),
    "begynder": ("start",),
    "beskrivelse": ("description",),
    "dagsorden": ("agenda",),
    "dato": ("date",),
    "deltager": ("participants",),
    "deltagere": ("participants",),
    "e-mail": ("email",),
    "efterfoelger": ("succeeded_by",),
    "fora": ("bodies",),
    "forsinkelse": ("late_reason",),
    "forum": ("body",),
    "fra": ("valid_from",),
    "fravaerende": ("absent",),
    "fremsendt": ("sent",),
    "frist": ("due",),
    "gaester": ("guests",),
    "godkendt": ("approved",),
    "grund": ("late_reason", "reason"),
    "gyldig-fra": ("valid_from",),
    "gyldig-til": ("valid_to",),
    "hjemmeside": ("website",),
    "indkaldt": ("sent",),
    "kl": ("start",),
    "klokken": ("start",),
    "klokkeslaet": ("start",),
    "klynge": ("cluster",),
    "klynger": ("clusters",),
    "kontakt": ("contact",),
    "lokale": ("place",),
    "mail": ("email",),
    "moede": ("meeting",),
    "moedefora": ("bodies",),
    "moedeforum": ("body",),
    "moeder": ("meetings",),
    "moedested": ("place",),
    "navn": ("name",),
    "niveau": ("level",),
    "niveauer": ("levels",),
    "offentliggjort": ("published",),
    "opdateret": ("updated",),
    "part": ("party",),
    "parter": ("parties",),
    "pladser": ("seats",),
    "punkt": ("items",),
    "punkter": ("items",),
    "referat": ("minutes",),
    "rettelser": ("corrections",),
    "rolle": ("role",),
    "sendt": ("sent",),
    "slut": ("end", "valid_to"),
    "slutdato": ("until", "valid_to"),
    "slutter": ("end",),
    "sluttid": ("end",),
    "start": ("start", "valid_from"),
    "startdato": ("valid_from",),
    "starttid": ("start",),
    "sted": ("place",),
    "stedfortraeder": ("substitute_for",),
    "suppleant-for": ("substitute_for",),
    "tekst": ("text",),
    "telefon": ("phone",),
    "tidspunkt": ("start",),
    "til": ("valid_to", "to"),
    "tillaeg": ("supplement",),
    "titel": ("title",),
    "tlf": ("phone",),
    "udgiver": ("publisher",),
    "udgivet": ("published",),
    "udkast": ("draft",),
    "udsendt": ("sent",),
    "vaert": ("host",),
}
# Danish words for the words that a field may hold.
CHOICES = {
    "administration": "administration",
    "almen-praksis": "general_practice",
    "andet": "other",
    "dagsorden": "agenda",
    "ekstraordinaert": "extraordinary",
    "faellesmoede": "joint",
    "faelles": "joint",
    "fremsendt": "sent",
    "fysisk": "physical",
    "godkendt": "approved",
    "hospital": "hospital",
    "kommune": "municipality",
    "offentliggjort": "published",
    "online": "virtual",
    "ordinaert": "ordinary",
    "patienter": "patients",
    "psykiatri": "psychiatry",
    "referat": "minutes",
    "rettet": "corrected",
    "skriftlig": "written",
    "skriftlig-behandling": "written",
    "sygehus": "hospital",
    "teams": "virtual",
    "tema": "theme",
    "temamoede": "theme",
    "udkast": "draft",
    "virtuelt": "virtual",
    "oevrige": "other",
}
FLAGS = {"sand": "true", "sandt": "true", "on": "true", "x": "true", "1": "true", "falsk": "false", "off": "false", "0": "false"}

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
LEAD = r"(?:(?:man|tirs|ons|tors|fre|lør|søn)dag,?\s+)?(?:d(?:en|\.)\s*)?"
IN_WORDS = re.compile(LEAD + r"(\d{1,2})\.?\s*([a-z]{3,9})\.?,?\s*(\d{4})", re.IGNORECASE)
DAY_FIRST = re.compile(LEAD + r"(\d{1,2})([./-])(\d{1,2})\s*([./-]|\s)\s*(\d{4})", re.IGNORECASE)
YEAR_FIRST = re.compile(r"(\d{4})[-./ ]?(\d{2})[-./ ]?(\d{2})|(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})")
CLOCK = re.compile(r"(?:kl(?:\.|okken)?\s*)?(\d{1,2})(?:\s*[.:,]\s*(\d{2}))?\.?", re.IGNORECASE)
MOMENT = re.compile(r"(.+?),?(?:\s+kl(?:\.|okken)?\s*|\s+|T)(\d{1,2}[.:]\d{2}|(?<=kl\. )\d{1,2}|(?<=kl )\d{1,2})", re.IGNORECASE)

NUMBERS = {
    "en": 1,
    "et": 1,
    "én": 1,
    "ét": 1,
    "to": 2,
    "tre": 3,
    "fire": 4,
    "fem": 5,
    "seks": 6,
    "syv": 7,
    "otte": 8,
    "ni": 9,
    "ti": 10,
    "elleve": 11,
    "tolv": 12,
}
UNITS = {"dag": "day", "hverdag": "weekday", "arbejdsdag": "weekday", "uge": "week", "måned": "month"}
SIDES = {"før": "before", "inden": "before", "efter": "after"}
DUE = re.compile(r"(\d{1,3}|\w+)\s+(dag|hverdag|arbejdsdag|uge|måned)(?:e|r|er)?\s+(før|inden|efter)(?:\s+mødet)?", re.IGNORECASE)


WORDY = 500  # characters: a name or heading has fewer
MOST = 300  # words that one is compared with: a slip is at one end of a word, so of more only those with its other end count


def nearest(word: str, known: Collection[str], likeness: float = 0.6) -> str:
    """Return the known word most like this one; empty where none is near."""
    if len(word) > WORDY:
        return ""
    if len(known) > MOST:
        half = max(1, len(word) // 2)
        start, end = word[:half], word[-half:]
        known = list(islice((one for one in known if one.startswith(start) or one.endswith(end)), MOST))
    near = difflib.get_close_matches(word, known, n=1, cutoff=likeness)
    return near[0] if near else ""


def key(word: str, known: list[str]) -> str:
    """Return the known key that a Danish word stands for; empty where it is no such word."""
    return next((name for name in KEYS.get(slug(word), ()) if name in known), "")


def named(finding: Finding, ids: Mapping[str, str]) -> Finding:
    """Return the finding of a value that is no id (SG104), with the id where the value is the name of something that has one."""
    found = ids.get(" ".join(str(finding.arguments.get("value", "")).lower().split()), "")
    if finding.code != "SG104" or finding.variant != "id" or finding.arguments.get("key") == "id" or not found:
        return finding
    mend = replace(finding.mend, text=found) if finding.mend else None
    return replace(finding, variant="name", arguments={**finding.arguments, "nearest": found}, mend=mend)


def day(text: str) -> date | None:
    """Return the day that a date means as it is written in Danish; None where it means none, or one of two.

    Between slashes alone, 3/4/2026 is the third of April to some and the fourth of March to others.
    """
    text = " ".join(text.split())
    if match := IN_WORDS.fullmatch(text):
        month = next((n for n, name in enumerate(MONTHS, 1) if match[2].lower().startswith(name)), 0)
        return _date(int(match[3]), month, int(match[1]))
    if match := DAY_FIRST.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == match[4] == "/" and first <= 12 and second <= 12 and first != second:
            return None
        return _date(int(match[5]), second, first)
    if match := YEAR_FIRST.fullmatch(text):
        year, month, number = (int(part) for part in match.groups() if part)
        return _date(year, month, number)
    return None


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def clock(text: str) -> str:
    """Return a time of day as the fields want it (15:00); empty where the text is none."""
    match = CLOCK.fullmatch(" ".join(text.split()))
    return f"{int(match[1]):02}:{match[2] or '00'}" if match and int(match[1]) < 24 and int(match[2] or 0) < 60 else ""


def _moment(text: str) -> Iterator[str]:
    match = MOMENT.fullmatch(" ".join(text.split()))
    if match and (found := day(match[1])):
        yield f"{found}T{clock(match[2])}"
    elif found := day(text):
        yield f"{found}"


def _term(text: str) -> Iterator[str]:
    text = " ".join(text.lower().split())
    if text in ("før næste møde", "inden næste møde", "før det næste møde"):
        yield calendar.NEXT_MEETING
    elif match := DUE.fullmatch(text):
        count = int(match[1]) if match[1].isdigit() else NUMBERS.get(match[1], 0)
        unit = UNITS[match[2]] + ("s" if count > 1 else "")
        yield f"{count} {unit} {SIDES[match[3]]}" if count else ""


def _url(text: str) -> Iterator[str]:
    if " " not in text and "." in text:
        whole = text if "://" in text else f"https://{text}"
        secure = "https://" + whole.partition("://")[2]
        yield from (whole, secure, secure.rstrip("/") + "/")


def _address(text: str) -> Iterator[str]:
    path = text.partition("://")[2].partition("/")[2] if "://" in text else text
    parts = [slug(part) for part in path.strip("/").split("/")]
    yield f"/{path.lstrip('/')}"
    if all(parts):
        yield f"/{'/'.join(parts)}/"


LONGEST = 100  # characters: what is longer is no day, time or word


def values(variant: str, text: str, choices: tuple[str, ...]) -> Iterator[str]:
    """Yield what a value may have meant, the likeliest first; the variant names what it should have been (SG104)."""
    if len(text) > LONGEST:
        return
    if variant in ("date", "datetime"):
        yield from _moment(text) if variant == "datetime" else ([f"{found}"] if (found := day(text)) else [])
    elif variant == "time":
        yield clock(text)
    elif variant == "id":
        yield slug(text)
    elif variant == "integer":
        whole = re.fullmatch(r"\D{0,20}?(\d{1,4})\D{0,20}", text)
        yield whole[1] if whole else str(NUMBERS.get(text.lower(), ""))
    elif variant == "boolean":
        yield FLAGS.get(text.lower(), "")
    elif variant == "choice":
        word = CHOICES.get(slug(text), "")
        yield word if word in choices else ""
    elif variant == "zone":
        yield "Europe/Copenhagen"
    elif variant in ("term", "url", "address"):
        yield from {"term": _term, "url": _url, "address": _address}[variant](text)
