"""What a document says of itself: which kind it is, of which body, on which day, when and where; as people write it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time

from sitegen.danish import slug
from sitegen.model import Body
from sitegen.schema import OrganisationFile

MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")
MONTH = "(?:" + "|".join(f"{name}|{name[:3]}" for name in MONTHS) + ")"
WRITTEN = re.compile(rf"\b(\d{{1,2}})\.?\s*({MONTH})\b\.?,?\s*(\d{{4}})\b", re.IGNORECASE)
FIGURES = re.compile(r"(?<!\d)(?<!\d[./-])(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?!\d|[./-]\d)")
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b(?:\s+d(?:en)?\.?)?\s*$", re.IGNORECASE)
HOUR = r"(\d{1,2})(?:[.:](\d{2}))?"
HOURS = re.compile(rf"\bkl\.?\s*{HOUR}(?:\s*(?:[-–—]|til)\s*(?:kl\.?\s*)?{HOUR})?", re.IGNORECASE)
PLACE = re.compile(r"\s*(?:møde)?(?:sted|lokale)\s*:\s*(.+)", re.IGNORECASE)
WHEN = re.compile(r"\s*(?:møde)?(?:dato|tid|tidspunkt|dag)\b.*?:", re.IGNORECASE)
KINDS = (
    ("mandate", re.compile(r"kommissori(?:um|et|er)", re.IGNORECASE)),
    ("minutes", re.compile(r"\b(?:beslutnings|møde)?referat|\b(?:beslutnings)?protokol", re.IGNORECASE)),
    ("agenda", re.compile(r"dagsorden|mødeindkaldelse|\bindkaldelse", re.IGNORECASE)),
)
SUPPLEMENT = re.compile(r"tillægsdagsorden|tillæg(?:\s+\d+)?\s+til\s+dagsorden", re.IGNORECASE)
SUPPLEMENT_NUMBER = re.compile(r"tillæg(?:sdagsorden)?\s*(?:nr\.?\s*)?(\d{1,2})\b(?!\.?\s*(?:til\s+møde|jan|feb))", re.IGNORECASE)


def dates(text: str) -> list[tuple[date, str]]:
    """Return the dates in a text in order, each with the weekday that is written before it, if any."""
    found: list[tuple[int, date, str]] = []
    for pattern in (WRITTEN, FIGURES, ISO):
        for match in pattern.finditer(text):
            day, month, year = match[1], match[2], match[3]
            if pattern is ISO:
                day, year = year, day
            elif pattern is WRITTEN:
                month = str(1 + next(i for i, name in enumerate(MONTHS) if name.startswith(month.lower()[:3])))
            try:
                whole = int(year) + (2000 if len(year) == 2 else 0)
                when = date(whole, int(month), int(day))
            except ValueError:
                continue
            before = WEEKDAY.search(text[: match.start()])
            found.append((match.start(), when, before[1].lower() if before else ""))
    return [(when, weekday) for _, when, weekday in sorted(found, key=lambda one: one[0])]


def hours(text: str) -> tuple[time | None, time | None]:
    """Return from when to when, as the first "kl. 15.00-17.00" of a text says it."""
    for match in HOURS.finditer(text):
        try:
            start = time(int(match[1]), int(match[2] or 0))
            return start, time(int(match[3]), int(match[4] or 0)) if match[3] else None
        except ValueError:
            continue
    return None, None


def kind(texts: Iterable[str]) -> str:
    """Return the kind (agenda, minutes or mandate) that the first text that says one says; empty where none does."""
    for text in texts:
        # The agenda that became minutes is minutes, wherever the two words stand.
        if found := next((name for name, pattern in KINDS if pattern.search(text.replace("_", " "))), ""):
            return found
    return ""


def supplement(text: str) -> int | None:
    """Return the number of a supplementary agenda (0: it says none); None for what is no supplement."""
    if not SUPPLEMENT.search(text):
        return None
    match = SUPPLEMENT_NUMBER.search(text)
    return int(match[1]) if match else 0


# --- bodies


def bodies(text: str, known: Sequence[Body], organisation: OrganisationFile) -> tuple[Body, ...]:
    """Return the bodies that a text may speak of: those named best; several where it does not say which."""
    words = f" {slug(text).replace('-', ' ')} "
    named = {body.id: score for body in known if (score := _score(body, words, text, known, organisation))}
    best = max(named.values(), default=0)
    return tuple(body for body in known if named.get(body.id) == best and best)


def _score(body: Body, words: str, text: str, known: Sequence[Body], organisation: OrganisationFile) -> int:
    """Say how well a text names a body: by its whole name (longer is better), its cluster and level, its cluster only."""
    name = slug(body.name).replace("-", " ")
    if _holds(words, name) or re.search(rf"(?<![\w-]){re.escape(body.id)}(?![\w-])", text):
        return 1000 + len(name)
    if (short := _abbreviation(body, known)) and re.search(rf"\b{short}\b", text):
        return 900
    if body.cluster and body.level:
        own = [level for level in organisation.levels if level.id != body.level.id]
        others = {word for level in own for word in slug(level.name).split("-")}
        telling = [word for word in slug(body.level.name).split("-") if word not in others and len(word) > 2]
        cluster = slug(body.cluster.name).replace("-", " ")
        if _holds(words, cluster):
            if any(f" {_stem(word)}" in words for word in telling):
                return 800
            said = any(
                f" {_stem(word)}" in words for word in others if len(word) > 2 and word not in slug(body.level.name).split("-")
            )
            return 0 if said else 100
    return 0


def _holds(words: str, name: str) -> bool:
    return bool(re.search(rf" {re.escape(name)}s? ", words))


def _stem(word: str) -> str:
    """Return the part of a word that its endings share: fagligt and faglige, politisk and politiske."""
    return word[: max(5, len(word) - 2)]


def _abbreviation(body: Body, known: Sequence[Body]) -> str:
    """Return the short name that a body's own mailbox has, in capitals, where no other body shares it."""

    def short(one: Body) -> str:
        email = one.entry.contact.email if one.entry.contact else None
        local = (email or "").partition("@")[0]
        return local.upper() if 2 <= len(local) <= 5 and local.isalpha() else ""

    own = short(body)
    return own if own and sum(short(other) == own for other in known) == 1 else ""


def mentioned(texts: Iterable[str]) -> Iterator[date]:
    """Yield the days that texts speak of, in order."""
    for text in texts:
        for when, _ in dates(text):
            yield when
