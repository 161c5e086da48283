"""Danish words for what the model holds as codes: verdicts, obligations, kinds of meetings, terms and names of meetings."""

from collections.abc import Sequence
from datetime import date, timedelta

from sitegen.calendar import Term, local_date
from sitegen.danish import clock, date_words, language_name
from sitegen.judgement import Verdict
from sitegen.model import Attachment, Body, Document, Mandate, Meeting, Page

# Verdict: symbol, tone (the class that colours it), the word alone. Never colour alone: all three are shown together.
VERDICTS: dict[str, tuple[str, str, str]] = {
    "on-time": ("✓", "good", "rettidig"),
    "available": ("✓", "good", "tilgængelig"),
    "late": ("!", "bad", "forsinket"),
    "missing": ("×", "bad", "mangler"),
    "not-available": ("×", "bad", "ikke tilgængelig"),
    "waived": ("~", "warn", "fraveget"),
    "due": ("→", "wait", "frist ikke nået"),
    "no-rule": ("–", "quiet", "ingen frist i kommissoriet"),
    "not-applicable": ("–", "quiet", "ikke relevant"),
    "unknown": ("?", "quiet", "kan ikke vurderes"),
}
BREACHES = frozenset({"late", "missing", "not-available"})
# What a verdict counts as in totals and charts: its name there, the word, and the same of several.
GROUPS: dict[str, tuple[str, str]] = {
    "kept": ("rettidig", "rettidige"),
    "late": ("forsinket", "forsinkede"),
    "missing": ("mangler", "mangler"),
    "waived": ("fraveget", "fraveget"),
    "unknown": ("kan ikke vurderes", "kan ikke vurderes"),
    "due": ("endnu ikke", "endnu ikke"),
}
GROUP_OF = {
    "on-time": "kept",
    "available": "kept",
    "late": "late",
    "missing": "missing",
    "not-available": "missing",
    "waived": "waived",
    "unknown": "unknown",
    "due": "due",
}
STANDINGS: dict[str, tuple[str, str, str]] = {
    "kept": ("✓", "good", "overholdt"),
    "broken": ("×", "bad", "ikke overholdt"),
    "due": ("→", "wait", "afventer"),
    "counted": ("#", "quiet", "optalt"),
    "unknown": ("?", "quiet", "kan ikke vurderes"),
    "not-applicable": ("–", "quiet", "ikke relevant"),
}
OBLIGATIONS = {
    "agenda": "Dagsorden",
    "minutes": "Referat",
    "website-agenda": "Dagsorden på hjemmesiden",
    "website-minutes": "Referat på hjemmesiden",
}
TYPES = {
    "ordinary": "Ordinært møde",
    "extraordinary": "Ekstraordinært møde",
    "joint": "Fællesmøde",
    "theme": "Temamøde",
    "seminar": "Seminar",
    "written": "Skriftlig behandling",
}
MODES = {"physical": "Fysisk møde", "virtual": "Virtuelt møde", "hybrid": "Fysisk og virtuelt møde"}
STATUSES = {"draft": "Udkast", "approved": "Godkendt", "corrected": "Rettet"}
PARTY_KINDS = {
    "municipality": ("kommune", "kommunerne"),
    "region": ("region", "regionen"),
    "hospital": ("hospital", "hospitalerne"),
    "psychiatry": ("psykiatrien", "psykiatrien"),
    "general_practice": ("almen praksis", "almen praksis"),
    "patients": ("patienterne", "patienterne"),
    "administration": ("administrationen", "administrationen"),
    "other": ("øvrige parter", "øvrige parter"),
}
UNITS = {"day": ("dag", "dage"), "weekday": ("hverdag", "hverdage"), "week": ("uge", "uger"), "month": ("måned", "måneder")}
DOCUMENTS = {"agenda": "Dagsorden", "supplement": "Tillægsdagsorden", "minutes": "Referat"}
FILE_TYPES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "pptx": "PowerPoint", "odt": "OpenDocument", "ods": "OpenDocument"}
SLIDES = ("pptx", "odp")


def joined(words: Sequence[str], last: str = "og") -> str:
    """Return words as a Danish list: a, b og c."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def lower_first(text: str) -> str:
    """Return a text with a small first letter."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def count(number: int, one: str, many: str) -> str:
    """Return a number with its noun: 1 møde, 2 møder."""
    return f"{number:,} {one if number == 1 else many}".replace(",", ".")


def term(rule: Term) -> str:
    """Return a term as a mandate says it: 1 uge før mødet."""
    if rule.unit == "meeting":
        return "dagen før det næste møde"
    return f"{count(rule.count, *UNITS[rule.unit])} {'før' if rule.direction == 'before' else 'efter'} mødet"


def obligation(name: str) -> str:
    """Return the name of an obligation: Dagsorden, Tillægsdagsorden 1 …"""
    return OBLIGATIONS.get(name) or f"Tillægsdagsorden {name.rpartition('-')[2]}"


def verdict_words(verdict: Verdict) -> str:
    """Return a verdict in the words of the rules: forsinket (3 dage), mangler (siden 5. marts 2026) …"""
    word = VERDICTS[verdict.verdict][2]
    match verdict.verdict:
        case "late" if verdict.days_late:
            return f"{word} ({count(verdict.days_late, 'dag', 'dage')})"
        case "missing" if verdict.due:
            return f"{word} (siden {date_words(verdict.due + timedelta(days=1), weekday=False)})"
        case "due" if verdict.due:
            return f"frist {date_words(verdict.due, weekday=False)}"
        case "due":
            return "afventes" if verdict.obligation.startswith("website") else "frist endnu ikke fastlagt"
        case "waived":
            return f"{word}: {verdict.reason}" if verdict.reason else word
    return word


def waived_words(verdict: Verdict) -> str:
    """Return what was waived in few words, the reason apart: fraveget (3 dage forsinket)."""
    word = VERDICTS["waived"][2]
    if verdict.days_late:
        return f"{word} ({count(verdict.days_late, 'dag', 'dage')} forsinket)"
    missing = {"missing": " (mangler)", "not-available": " (ikke tilgængelig)"}
    return word + missing.get(verdict.breach or "", "")


def done_word(verdict: Verdict) -> str:
    """Say whether the date that was judged is the day of sending or of publication."""
    document = verdict.document
    sent = verdict.measured == "sent" and (document is None or document.sent == verdict.done)
    return "sendt" if sent else "offentliggjort"


def unknown_because(verdict: Verdict) -> str:
    """Say why a verdict cannot be given."""
    begins = verdict.mandate.meta.applies_from if verdict.mandate else None
    if begins and verdict.meeting.first < begins:
        return f"Mødet ligger før {date_words(begins, weekday=False)}, hvor vurderingen begynder"
    return "Ingen dato er oplyst"


def meeting_name(meeting: Meeting) -> str:
    """Return whose meeting it is; a joint meeting of one level names the level once."""
    bodies = meeting.bodies
    if len(bodies) == 1:
        return bodies[0].name
    return f"Fællesmøde for {bodies_name(bodies)}"


def bodies_name(bodies: Sequence[Body]) -> str:
    """Return the names of several bodies as a list."""
    levels = {body.level.id if body.level else "" for body in bodies}
    level = bodies[0].level if bodies else None
    clusters = {body.cluster.id for body in bodies if body.cluster}
    if len(bodies) > 1 and len(levels) == 1 and level and len(clusters) == len(bodies):
        return f"{joined([b.cluster.name for b in bodies if b.cluster])}, {lower_first(level.name)}"
    return joined([body.name for body in bodies])


def meeting_days(meeting: Meeting, weekday: bool = True) -> str:
    """Return a meeting's day or days in words."""
    first, last = meeting.first, meeting.last
    if first == last:
        return date_words(first, weekday)
    return f"{date_words(first, weekday)} til {date_words(last, weekday)}"


def meeting_hours(meeting: Meeting) -> str:
    """Return the hours of a meeting: kl. 15.00–17.00; empty where they are not known."""
    if not meeting.entry.start:
        return ""
    end = f"–{clock(meeting.entry.end)}" if meeting.entry.end else ""
    return f"kl. {clock(meeting.entry.start)}{end}"


def meeting_title(meeting: Meeting) -> str:
    """Return a meeting's name with its date, as a page's title has it."""
    return f"{meeting_name(meeting)}, {date_words(meeting.first, weekday=False)}"


def document_title(meeting: Meeting, document: Document) -> str:
    """Return what a document is, and of which meeting: Tillægsdagsorden 1: Rådet, 12. marts 2026."""
    number = f" {document.number}" if document.number else ""
    return f"{DOCUMENTS[document.kind]}{number}: {meeting_title(meeting)}"


def unseen(thing: Document | Mandate | Page) -> str:
    """Return why only a preview shows something: a draft, or what is published later, with the day."""
    if thing.preview == "draft":
        return "kladde, ikke offentliggjort"
    published = getattr(thing.meta, "published", None)  # a mandate has none: it can only be a draft
    assert published
    return f"vises først {date_words(local_date(published), weekday=False)}"


def size(octets: int) -> str:
    """Return a file's size: 34 kB, 1,2 MB."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))} kB"
    return f"{octets / 1_000_000:.1f} MB".replace(".", ",")


def file_words(attachment: Attachment, language: str, remark: bool = False) -> str:
    """Return what a file is: PDF, 34 kB, 3 sider, på engelsk; with a remark also whether it can be read aloud.

    The language is named where it is another than that of the site.
    """
    said = attachment.contents
    kind = FILE_TYPES.get(attachment.kind, attachment.kind.upper())
    if remark and said.textless:
        kind += " med sider, der ikke kan læses op"
    elif remark and said.tagged is False:
        kind += " uden struktur til skærmlæser"
    parts = [kind, size(attachment.size)]
    if said.pages:
        parts.append(f"{said.pages} dias" if attachment.kind in SLIDES else count(said.pages, "side", "sider"))
    if name := other_language(attachment, language):
        parts.append(f"på {name}")
    return ", ".join(parts)


def other_language(attachment: Attachment, language: str) -> str:
    """Return the name of the language that a file is in, where it is another than that of the site."""
    own = attachment.contents.language.split("-")[0].lower()
    return language_name(own) if own and own != language.split("-")[0].lower() else ""


def period(begins: date | None, ends: date | None) -> str:
    """Return a period in words; empty where both ends are open."""
    if begins and ends:
        return f"{date_words(begins, weekday=False)} til {date_words(ends, weekday=False)}"
    if begins:
        return f"fra {date_words(begins, weekday=False)}"
    return f"til {date_words(ends, weekday=False)}" if ends else ""
