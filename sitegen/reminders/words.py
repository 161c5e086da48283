"""The sentences of actions, in Danish and in English: what is to be done, in the imperative."""

from datetime import date

from sitegen import privacy
from sitegen.danish import date_words
from sitegen.diagnostics import Argument
from sitegen.model import Meeting
from sitegen.reminders.desk import Action

# By kind, then variant; {turn} and the like are empty where there is nothing to say.
SENTENCES: dict[str, dict[str, tuple[str, str]]] = {
    "agenda": {
        "": ("Send dagsordenen til {meeting}.", "Send the agenda of {meeting}."),
        "website": (
            "Send dagsordenen til {meeting}, og læg den på hjemmesiden.",
            "Send the agenda of {meeting}, and put it on the website.",
        ),
        "past": (
            "Læg dagsordenen til {meeting} på hjemmesiden, og skriv, hvornår den blev sendt.",
            "Put the agenda of {meeting} on the website, and write when it was sent.",
        ),
    },
    "minutes": {
        "": ("Send referatet af {meeting}.", "Send the minutes of {meeting}."),
        "website": (
            "Send referatet af {meeting}, og læg det på hjemmesiden.",
            "Send the minutes of {meeting}, and put them on the website.",
        ),
    },
    "website-agenda": {
        "": ("Læg dagsordenen til {meeting} på hjemmesiden.", "Put the agenda of {meeting} on the website."),
    },
    "website-minutes": {
        "": ("Læg referatet af {meeting} på hjemmesiden.", "Put the minutes of {meeting} on the website."),
    },
    "host": {
        "ahead": (
            "Aftal, hvem der er vært for {meeting}, og skriv det under host{turn}.",
            "Agree who hosts {meeting}, and write it under host{turn}.",
        ),
        "past": ("Skriv under host, hvem der var vært for {meeting}.", "Write under host who hosted {meeting}."),
        "repeated": (
            "Aftal en anden vært for {meeting}: {party} var også vært sidst{turn}.",
            "Agree on another host of {meeting}: {party} hosted the last one too{turn}.",
        ),
        "outside": (
            "Aftal en anden vært for {meeting}: {party} er ikke blandt dem, der skiftes til at være vært{turn}.",
            "Agree on another host of {meeting}: {party} is not among those that take turns{turn}.",
        ),
    },
    "plan": {
        "running": (
            "Planlæg møder i {year} i {body}: Der mangler {lacking}.",
            "Plan meetings in {year} of {body}: {lacking} are lacking.",
        ),
        "short": (
            "Læg mødeplanen for {year} i {body}: Der mangler {lacking}.",
            "Plan the meetings of {year} of {body}: {lacking} are lacking.",
        ),
        "next": ("Læg mødeplanen for {year} i {body}.", "Plan the meetings of {year} of {body}."),
    },
    "seat": {
        "too-few": (
            "Udpeg flere til {bodies}, eller ret seats: Som {role} fra {party} står der {found}, og der skal stå mindst {limit}.",
            "Fill the seats of {bodies}, or mend seats: {role} from {party} has {found}, and there must be at least {limit}.",
        ),
        "too-many": (
            "Ret pladserne i {bodies} under seats: Som {role} fra {party} står der {found}, og der må højst stå {limit}.",
            "Mend the seats of {bodies} under seats: {role} from {party} has {found}, and there may be at most {limit}.",
        ),
    },
    "report": {
        "": (
            "Sæt {name} fra {body} på dagsordenen i {target} i {year}.",
            "Put {name} from {body} on the agenda of {target} in {year}.",
        ),
    },
    "contribution": {
        "": (
            "Bring sager fra {body} op i {target} i {year}: Der mangler {lacking}.",
            "Bring items from {body} to {target} in {year}: {lacking} are lacking.",
        ),
    },
    "referral": {
        "": (
            "Sæt »{title}« på dagsordenen i {target}: Henvist fra {from} den {date}.",
            "Put “{title}” on the agenda of {target}: referred from {from} on {date}.",
        ),
        "unplanned": (
            "Planlæg et møde i {target}, og sæt »{title}« på dagsordenen: Henvist fra {from} den {date}.",
            "Plan a meeting of {target}, and put “{title}” on its agenda: referred from {from} on {date}.",
        ),
    },
    "follow-up": {
        "owner": (
            "Luk opfølgningen »{text}« ({owner}), eller aftal en ny frist: Den er fra punkt {number} på {meeting}.",
            "Close the follow-up “{text}” ({owner}), or agree on a new day: it is from item {number} of {meeting}.",
        ),
        "nobody": (
            "Aftal, hvem der gør det, eller luk opfølgningen »{text}«: Den er fra punkt {number} på {meeting}.",
            "Agree who does it, or close the follow-up “{text}”: it is from item {number} of {meeting}.",
        ),
    },
}
WORDS = {
    "overdue": ("Overskredet", "Overdue"),
    "ahead": ("Kommende", "Ahead"),
    "nothing": ("Intet at gøre lige nu.", "Nothing to do right now."),
    "by": ("senest {}", "by {}"),
    "was": ("frist {}", "was due {}"),
    "rather": ("helst {}", "preferably {}"),
    "now": ("nu", "now"),
    "working": ("Sidste arbejdsdag før fristen er {}.", "The last working day before it is {}."),
    "change": ("ret {}, linje {}", "edit {}, line {}"),
    "house": ("en husregel", "a house rule"),
    "turn": (" (turen er til {})", " (it is the turn of {})"),
}
KINDS = {  # of parties, for seats that several kinds share
    "municipality": "kommuner",
    "region": "region",
    "hospital": "hospitaler",
    "psychiatry": "psykiatri",
    "general_practice": "almen praksis",
    "patients": "patienter",
    "administration": "administration",
    "other": "øvrige",
}


def word(name: str, language: str, *values: object) -> str:
    return WORDS[name][language != "da"].format(*values)


def meeting_words(meeting: Meeting | None, language: str) -> str:
    """Return which meeting it is, in words: mødet den 12. marts 2026 i Klynge Nord; empty for none."""
    if meeting is None:
        return ""
    day = date_words(meeting.first, weekday=False, language=language)
    whose = meeting.bodies[0].name if len(meeting.bodies) == 1 else ""
    if language == "da":
        return f"mødet den {day} i {whose}" if whose else f"fællesmødet den {day}"
    return f"the meeting on {day} of {whose}" if whose else f"the joint meeting on {day}"


def _spoken(name: str, value: Argument, language: str) -> str:
    if isinstance(value, date):
        return date_words(value, weekday=False, language=language)
    if isinstance(value, tuple):
        return ", ".join(KINDS.get(kind, kind) if language == "da" else kind.replace("_", " ") for kind in value)
    if name == "turn":
        return word("turn", language, value) if value else ""
    return " ".join(str(value).split())


def what(action: Action, language: str = "da") -> str:
    """Return what is to be done: one sentence, in the imperative; whatever may be a personal number in it is masked."""
    spoken = {name: _spoken(name, value, language) for name, value in action.arguments.items()}
    spoken["party"] = spoken.get("party") or spoken.get("among", "")
    spoken["meeting"] = meeting_words(action.meeting, language)
    spoken["bodies"] = ", ".join(body.name for body in action.bodies)
    return privacy.masked(SENTENCES[action.kind][action.variant][language != "da"].format_map(spoken))
