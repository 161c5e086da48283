"""The sentences of absences, in Danish and in English: what a file is, why it is not on the site, and what brings it there."""

from sitegen import catalogue, privacy
from sitegen.absences import Absence, Subject
from sitegen.danish import date_words
from sitegen.reminders.words import meeting_words

# By kind of file; a paper whose meeting is not in the plan names it by its id.
SUBJECTS: dict[str, tuple[str, str]] = {
    "agenda": ("Dagsordenen til {meeting}", "The agenda of {meeting}"),
    "supplement": ("Tillægsdagsorden {number} til {meeting}", "Supplementary agenda {number} of {meeting}"),
    "minutes": ("Referatet af {meeting}", "The minutes of {meeting}"),
    "mandate": ("Kommissoriet »{name}«", "The mandate “{name}”"),
    "page": ("Siden »{name}«", "The page “{name}”"),
    "plan": ("Mødeplanen {name}", "The meeting plan {name}"),
    "site": ("Filen med hjemmesidens titel og adresse", "The file of the site's title and address"),
    "organisation": ("Filen med parter, klynger og fora", "The file of parties, clusters and bodies"),
    "attachment": ("Bilaget »{name}«", "The attachment “{name}”"),
    "file": ("Filen »{name}«", "The file “{name}”"),
}
MEETING = ("mødet {}", "the meeting {}")
UNPLANNED = ("et møde, der ikke står i mødeplanen ({})", "a meeting that is not in the plan ({})")

# By reason: why, then what is to be done; where findings say it themselves, nothing.
REASONS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "draft": (
        ("Filen er en kladde: Det står i linje {line} (draft).", "The file is a draft: line {line} says so (draft)."),
        ("Slet linje {line}, når filen må vises.", "Delete line {line} once it may be shown."),
    ),
    "draft-ahead": (
        ("Filen er en kladde: Det står i linje {line} (draft).", "The file is a draft: line {line} says so (draft)."),
        (
            "Slet linje {line}, når filen må vises. Den kommer så på hjemmesiden {day} (published).",
            "Delete line {line} once it may be shown. It then comes on the site on {day} (published).",
        ),
    ),
    "future": (
        (
            "Filen bliver først vist {day}: Det står i linje {line} (published).",
            "The file is not shown before {day}: line {line} says so (published).",
        ),
        (
            "Hjemmesiden skal bygges den dag. Det sker af sig selv, hvis den bygges hver nat. "
            "Skal filen vises nu, så ret datoen i linje {line}.",
            "The site must be built on that day, as it is where it is built every night. "
            "To show the file now, change the date in line {line}.",
        ),
    ),
    "error": (
        (
            "Der er fejl i filen, og så længe kommer intet nyt på hjemmesiden.",
            "It has errors, and until they are mended nothing new is shown.",
        ),
        ("", ""),
    ),
    "afterwards": (
        (
            "Der er fejl i filen, som først gælder, når den skal vises. Ret dem inden.",
            "It has errors that count once it is to be shown. Mend them before that.",
        ),
        ("", ""),
    ),
    "unread": (("", ""), ("", "")),
    "unused": (("", ""), ("", "")),
    "unread-word": (
        ("Den slags filer bliver ikke læst.", "Files of this kind are not read."),
        (
            'Lav den til en kladde, som kan læses: sitegen import "{path}". Er det et bilag, så læg det i mødets mappe i '
            "content/attachments/, og nævn det under et punkt.",
            'Make a draft of it that can be read: sitegen import "{path}". An attachment belongs in the meeting\'s folder in '
            "content/attachments/, and is named under an item.",
        ),
    ),
    "outside": (
        ("Filen ligger ikke i mappen content.", "The file is not in the folder content."),
        (
            "Flyt den ind i en af mapperne i content/: agendas, minutes, mandates, meetings, pages eller attachments.",
            "Move it into one of the folders of content/: agendas, minutes, mandates, meetings, pages or attachments.",
        ),
    ),
    "outside-word": (
        ("Filen ligger ikke i mappen content.", "The file is not in the folder content."),
        (
            'Er det en dagsorden eller et referat, så lav den til en kladde: sitegen import "{path}". '
            "Er det et bilag, så læg det i mødets mappe i content/attachments/, og nævn det under et punkt.",
            'An agenda or minutes: make a draft of it with sitegen import "{path}". '
            "An attachment belongs in the meeting's folder in content/attachments/, and is named under an item.",
        ),
    ),
    "ignored": (
        (
            "Filer og mapper med sådan et navn bliver ikke læst: Andre programmer laver dem, mens de arbejder.",
            "Files and folders of such a name are not read: other programs make them while they work.",
        ),
        (
            "Er det en rigtig fil, så giv den et navn, der ikke begynder med . eller ~ og ikke slutter med ~.",
            "If it is a real file, give it a name that neither begins with . or ~ nor ends with ~.",
        ),
    ),
    "waiting": (
        (
            "Bilaget hører til {document}, som ikke er på hjemmesiden endnu.",
            "It belongs to {document}, which is not on the site yet.",
        ),
        (
            "Det bliver vist sammen med den. Se hvornår: sitegen list {document}",
            "It is shown with it. See when: sitegen list {document}",
        ),
    ),
    "unknown": (
        (
            "Det kan ikke siges, før fejl i andre filer er rettet.",
            "It cannot be told before errors in other files are mended.",
        ),
        ("Se fejlene: sitegen check", "See the errors: sitegen check"),
    ),
    "others": (
        (
            "Der er {count} fejl i andre filer, og så længe kommer intet nyt på hjemmesiden:",
            "Other files have errors ({count}), and until they are mended nothing new is shown:",
        ),
        ("Se, hvordan de rettes: sitegen check", "See how they are mended: sitegen check"),
    ),
    "untracked": (
        (
            "Filen ligger kun på din egen maskine: Den er ikke lagt i arkivet (git).",
            "The file is on your own machine only: it is not in the archive (git).",
        ),
        ("Læg den i arkivet (commit), og send den (push).", "Commit it, and push it."),
    ),
    "changed": (
        (
            "Du har rettet i filen, og rettelsen er ikke lagt i arkivet (git).",
            "You have changed the file, and the change is not in the archive (git).",
        ),
        ("Læg rettelsen i arkivet (commit), og send den (push).", "Commit the change, and push it."),
    ),
    "unsent": (
        (
            "Filen er lagt i arkivet på din egen maskine, men ikke sendt videre.",
            "The file is in the archive on your own machine, and not sent on.",
        ),
        ("Send den (push).", "Push it."),
    ),
    "absent": (("Filen findes ikke.", "There is no such file."), ("", "")),
}
WORDS: dict[str, tuple[str, str]] = {
    "draft": ("Kladder", "Drafts"),
    "future": ("Kommer senere", "To come"),
    "error": ("Fejl: Så længe de er der, kommer intet nyt på hjemmesiden", "Errors: while they are there, nothing new is shown"),
    "untracked": ("Kun på denne maskine", "On this machine only"),
    "unread": ("Filer, som intet læser", "Files that nothing reads"),
    "unused": ("Bilag, som intet dokument nævner", "Attachments that no document names"),
    "owed": ("Mangler", "Missing"),
    "none": ("Alt er på hjemmesiden, og intet mangler.", "Everything is on the site, and nothing is missing."),
    "no-drafts": ("Ingen kladder.", "No drafts."),
    "no-future": ("Intet venter på sin dag.", "Nothing waits for its day."),
    "no-missing": ("Intet mangler.", "Nothing is missing."),
    "untold": (
        "Hvad der mangler, kan først siges, når fejlene er rettet.",
        "What is missing cannot be told before the errors are mended.",
    ),
    "errors": ("{} fejl i content/ (se dem med sitegen check).", "{} errors in content/ (see them with sitegen check)."),
    "archived": ("I arkivet siden {since}", "In the archive since {since}"),
    "changed": (", senest ændret {changed}", ", last changed {changed}"),
    "line": ("linje {}", "line {}"),
    "there": ("er i orden. Den står her, når hjemmesiden er bygget:", "is well. It stands here once the site is built:"),
    "shared": ("er i orden og bruges på hele hjemmesiden, blandt andet her:", "is well and used all over the site, as here:"),
    "hidden": ("er ikke på hjemmesiden.", "is not on the site."),
    "delayed": ("er måske ikke på hjemmesiden, som den ser ud nu.", "may not be on the site as it is now."),
    "will": ("Adressen er, når filen vises:", "Its address, once it is shown:"),
    "built": (
        "Kan du ikke se det dér? Så er hjemmesiden ikke bygget, siden filen blev sendt. Vent lidt, og hent siden igen.",
        "Cannot see it there? Then the site has not been built since the file was sent. Wait a little, and reload.",
    ),
    "total": ("I alt", "In all"),
    "count-draft": ("kladder: {}", "drafts: {}"),
    "count-future": ("{} kommer senere", "to come: {}"),
    "count-error": ("filer med fejl: {}", "files with errors: {}"),
    "count-untracked": ("kun på denne maskine: {}", "on this machine only: {}"),
    "count-unread": ("filer, som intet læser: {}", "not read: {}"),
    "count-unused": ("bilag, som intet nævner: {}", "attachments not named: {}"),
    "count-overdue": ("{} ting overskredet", "overdue: {}"),
    "count-ahead": ("{} ting med frist inden for {} dage", "due within {1} days: {0}"),
    "heads": ("Fil|Hvad|Hvorfor|Sådan", "File|What|Why|How"),
}


def word(name: str, language: str, *values: object) -> str:
    return WORDS[name][language != "da"].format(*values)


def what(subject: Subject, language: str, comma: str = "") -> str:
    """Return what a file is, with what ends a clause in it; whatever may be a personal number in it is masked."""
    meeting = meeting_words(subject.meeting, language)
    if not meeting:
        unplanned = subject.planned is False
        meeting = (UNPLANNED if unplanned else MEETING)[language != "da"].format(subject.name) + (comma if unplanned else "")
    said = SUBJECTS[subject.kind][language != "da"].format(meeting=meeting, name=subject.name, number=subject.number)
    return privacy.masked(said)


def _sentence(absence: Absence, part: int, language: str) -> str:
    reason = "draft-ahead" if absence.reason == "draft" and absence.day else absence.reason
    day = date_words(absence.day, language=language) if absence.day else ""
    values = {"line": absence.line, "day": day, "path": absence.path, **absence.arguments}
    return privacy.masked(REASONS[reason][part][language != "da"].format_map(values))


def why(absence: Absence, language: str) -> str:
    """Return why a file is not on the site: one line, empty where its findings say it."""
    return _sentence(absence, 0, language)


def mend(absence: Absence, language: str) -> str:
    """Return what brings it there: one line, empty where its findings say it."""
    return _sentence(absence, 1, language)


def archived(absence: Absence, language: str) -> str:
    """Return how long the archive has known the file; empty where it cannot tell."""
    if absence.since is None:
        return ""
    said = WORDS["archived"][language != "da"].format(since=date_words(absence.since, weekday=False, language=language))
    if absence.changed and absence.changed > absence.since:
        day = date_words(absence.changed, weekday=False, language=language)
        said += WORDS["changed"][language != "da"].format(changed=day)
    return f"{said}."


def sentences(absence: Absence, language: str) -> list[tuple[str, str, str]]:
    """Return where each finding of an absence is, what is wrong, and how it is mended."""
    return [
        (word("line", language, one.line), catalogue.message(one, language), catalogue.hint(one, language))
        for one in absence.findings
    ]


def findings(absence: Absence, language: str, elsewhere: bool = False) -> list[tuple[str, str]]:
    """Return the findings of an absence as pairs: where and what is wrong, and how it is mended."""
    where = [f"{one.path}, " if elsewhere else "" for one in absence.findings]
    said = sentences(absence, language)
    return [(f"{path}{line}: {message}", hint) for path, (line, message, hint) in zip(where, said, strict=True)]
