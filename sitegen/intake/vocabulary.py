"""The words by which agendas and minutes name their parts, and what each of them is called here."""

import re

from sitegen.danish import slug
from sitegen.markdown import FIELDS
from sitegen.prose import CLOSING

# What a section can be called in Word; a section that is not here is kept under its own name.
SECTIONS = {
    "Resume": ("resume", "resumé", "sammenfatning", "kort resume", "kort resumé"),
    "Sagsfremstilling": ("sagsfremstilling", "sagsbeskrivelse", "fremstilling"),
    "Indstilling": ("indstilling", "indstillinger", "det indstilles", "indstilles"),
    "Beslutning": (
        "beslutning",
        "beslutninger",
        "konklusion",
        "konklusioner",
        "beslutning/konklusion",
        "konklusion/beslutning",
        "referat/beslutning",
    ),
    "Opfølgning": ("opfølgning", "opfølgninger", "handling", "handlinger", "aktion", "aktioner", "det videre arbejde"),
    "Bilag": ("bilag", "bilagsliste", "bilagsoversigt", "vedlagt", "vedhæftet"),
    "Økonomi": ("økonomi", "økonomiske konsekvenser", "økonomi og ressourcer"),
    "Høring": ("høring", "høringer", "høringssvar"),
}
ACCOUNT = "Referat"  # what was said; it is the decision too where an item has no other
SECTION = {word: name for name, words in SECTIONS.items() for word in words} | {"referat": ACCOUNT}
OPENING = re.compile(
    r"\s*(" + "|".join(sorted((re.escape(word) for word in SECTION), key=len, reverse=True)) + r")\s*:\s*(\S.*)?",
    re.IGNORECASE | re.DOTALL,
)
RECOMMENDS = re.compile(r"\s*(?:det|administrationen|sekretariatet)\s+indstille[rs],?\s+at\b", re.IGNORECASE)

POINT = re.compile(
    r"\s*(?:dagsordenspunkt|punkt|pkt\.?|ad)\s*(?:nr\.?\s*)?(\d{1,4}[a-z]?)\b\s*[.:)–—-]*\s*(.*)", re.IGNORECASE | re.DOTALL
)
# After a number and a full stop, a month makes it a date; a word that only begins as one does not (marked, decentral).
MONTH = (
    r"(?:jan(?:uar)?|feb(?:r(?:uar)?)?|mar(?:ts)?|apr(?:il)?|maj|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\b"
)
PLAIN = re.compile(
    rf"\s*(\d{{1,3}}(?:\.\d{{1,2}})?[a-z]?)\s*(?:[.:)]|\s[-–—])\s*(?!{MONTH})(?![\d/-])(\S.*)",
    re.IGNORECASE,
)

# Other words for the lines under an item's heading, besides those that the format itself knows.
FIELD_WORDS = {
    **FIELDS,
    "punkttype": "type",
    "sagstype": "type",
    "sagsnummer": "case_number",
    "sags nr.": "case_number",
    "journalnummer": "case_number",
    "journalnr.": "case_number",
    "emneord": "topics",
    "lukket punkt": "closed",
    "stillet af": "proposer",
}
FIELD_LINE = re.compile(r"\s*([A-Za-zÆØÅæøå. ]{3,20}?)\s*:\s*(.*)")
CASE_LINE = re.compile(r"\s*(?:sagsnr\.?|sagsnummer|journalnr\.?)\s+(\d[\w/.-]*)\s*", re.IGNORECASE)
KINDS = ("beslutning", "drøftelse", "orientering")
KIND = re.compile(r"\s*[\[(–—-]\s*(?:til\s+)?(beslutning|drøftelse|orientering)\s*[\])]?\s*$", re.IGNORECASE)
GROUP = re.compile(
    r"(?:punkter |sager )?til (beslutning|drøftelse|orientering)|(beslutning|drøftelse|orientering)s(?:punkter|sager)",
    re.IGNORECASE,
)

# What stands above the items, and belongs in the plan or in the list of those who were there.
META = re.compile(
    r"(?:møde)?(?:dato|tid|tidspunkt|sted|lokale)|mødested|deltagere?|mødedeltagere|til ?stede|afbud|fraværende|udeblevet|"
    r"ikke mødt|gæster?|inviterede|øvrige deltagere|referent|mødeleder|ordstyrer|formand|indkaldte|vært|start|slut|"
    r"mødet (?:hævet|sluttede?|begyndte|startede)",
    re.IGNORECASE,
)
WITHOUT_TEXT = re.compile(
    r"(?:tillægs)?dagsorden(?:en)?|referat(?:et)?|punkter(?: på dagsordenen)?|dagsordenspunkter|oversigt|"
    r"indhold(?:sfortegnelse)?|dagsordenens? punkter|åb(?:en|ne|ent) (?:dagsorden|punkter|møde|del)|sager",
    re.IGNORECASE,
)

# Whatever is closed must not be published; where it is in doubt, the text is left out, and that is said.
CLOSED_TITLE = re.compile(
    r"^\W*(?:lukke(?:t|de)|fortrolig[te]?)\s*(?:[:–—.,;)\]-]|$)|^\W*lukket (?-i:[A-ZÆØÅ])|^\W*fortrolig[te]?\b|"
    r"[(\[*_](?:lukke(?:t|de)|fortrolig[te]?)\b|"
    r"\b(?:lukke(?:t|de)|fortrolig[te]?) (?:(?:dagsordens)?punkt(?:er)?|sag(?:er)?|dagsorden|møde|del|behandling)\b|"
    r"\b(?:lukket|fortroligt?)\W*$",
    re.IGNORECASE,
)
CLOSED_LINE = re.compile(
    r"\s*[(\[*]*\s*(?:(?:åben\s*/\s*lukket|offentlighed|åbenhed|status|punkttype|sagstype|type)\s*:\s*)?"
    r"(?:punktet er |sagen er )?"
    r"(?:lukket|fortroligt?|ikke[- ]offentligt?)(?:\s+(?:punkt|sag|behandling|dagsorden))?\s*[.)\]*]*\s*(?:[:–—-].*)?",
    re.IGNORECASE,
)
# In a line of its own, and not in the middle of a text, this is said of the item that it stands in.
CLOSED_SAID = re.compile(
    r"\bfor lukkede døre\b|\b(?:lukket|fortroligt?) (?:(?:dagsordens)?punkt|sag|behandling|møde|drøftelse)\b|"
    r"\b(?:punkt|sag)(?:et|en)?\b.{0,12}\b(?:er|behandles|drøftes|betragtes)\b.{0,12}\b(?:lukket|fortroligt?)\b|"
    r"^\W*(?:lukket|fortroligt?),? (?:jf|i henhold|iht|efter|på grund|pga)\b|"
    r"\bikke (?:til|må) offentliggør(?:else|es)\b|\bundta(?:get|ges) fra (?:aktindsigt|offentlighed)",
    re.IGNORECASE,
)
SHORT = 100  # characters of such a line
CLOSED_GROUP = re.compile(
    r"\W*(?:(?:herefter|derefter|dernæst|følgende|øvrige|de)\s+)?(?:lukke(?:t|de)|fortrolige?t?)\s+"
    r"(?:dagsorden(?:spunkter)?|punkter|møde|del|sager|emner)\W*",
    re.IGNORECASE,
)
CLOSED_WORD = re.compile(
    r"\b(?:lukket|lukkede|fortrolig\w*)\b|\b(?:til|må) offentliggør|\bfra (?:aktindsigt|offentlighed)", re.IGNORECASE
)


def closes(line: str) -> bool:
    """Say whether a line says of the item that it stands in that it is closed."""
    return bool(CLOSING.match(line) or CLOSED_LINE.fullmatch(line) or (len(line) <= SHORT and CLOSED_SAID.search(line)))


def is_closed_title(text: str) -> bool:
    """Say whether a title, or the heading over several items, says that what stands below it is closed."""
    return bool(CLOSED_TITLE.search(text) or CLOSED_GROUP.fullmatch(text.strip(" :.")) or CLOSING.match(text))


def section_name(text: str) -> str:
    """Return what a heading's section is called here; empty for one that is not known."""
    return SECTION.get(" ".join(text.lower().split()).strip(" :."), "")


def field_name(text: str) -> str:
    """Return the field that a word names; empty for none."""
    return FIELD_WORDS.get(" ".join(text.lower().split()).rstrip(":"), "")


def same(one: str, other: str) -> bool:
    """Say whether two titles are one, but for signs, capitals and what stands in brackets at their end."""
    return bool(slug(one)) and slug(KIND.sub("", one)) == slug(KIND.sub("", other))
