"""The tables of what was judged: verdicts on deadlines, standings of other duties, and what the checks find in the content."""

from collections.abc import Callable
from typing import Any

from sitegen import catalogue
from sitegen.diagnostics import Finding, Severity
from sitegen.feeds.content import OF_MEETING, url
from sitegen.feeds.tables import ADDRESS, DATE, NUMBER, TEXT, Column, Table
from sitegen.pages import words
from sitegen.pages.index import Index

MEASURED = {"sent": "dagen, det blev sendt", "published": "dagen, det blev offentliggjort"}
SOURCES = {"mandate": "kommissoriet", "house-rule": "en husregel ved siden af kommissoriet"}
DUTIES = {
    "meetings": "møder nok",
    "host": "værtskab på skift",
    "chair": "værten leder mødet",
    "composition": "sammensætning",
    "report": "årlig rapport",
    "contribution": "sager til andre fora",
    "referral": "henviste sager tages op",
}
SEVERITIES = {Severity.ERROR.value: "fejl", Severity.WARNING.value: "advarsel", Severity.NOTE.value: "bemærkning"}
VERDICT_WORDS = {code: word for code, (_, _, word) in words.VERDICTS.items()}
STANDING_WORDS = {code: word for code, (_, _, word) in words.STANDINGS.items()}
OF_BODY = (("body",), "bodies", ("id",))


def _of(name: str) -> Callable[[Index, Any], Any]:
    return lambda _, judged: getattr(judged, name)


def _id(name: str) -> Callable[[Index, Any], Any]:
    return lambda _, judged: found.id if (found := getattr(judged, name)) else None


BODY = Column("body", TEXT, "Id på det forum, pligten påhviler.", _id("body"))
MANDATE = Column("mandate", TEXT, "Id på det kommissorium, der gælder.", _id("mandate"), True)
SOURCE = Column("source", TEXT, "Hvad pligten følger af.", _of("source"), True, SOURCES)
CLAUSE = Column("clause", TEXT, "Det sted i kommissoriet, den står.", _of("clause"), True)
BODY_NAME = Column("body_name", TEXT, "Forummets navn.", lambda _, judged: judged.body.name)

VERDICTS = Table(
    "verdicts",
    "Frister",
    "Om dagsorden og referat var der til tiden: en række for hvert møde, forum og pligt.",
    (
        Column("meeting", TEXT, "Mødets id.", _id("meeting")),
        BODY,
        Column(
            "obligation",
            TEXT,
            "Pligten: agenda (dagsordenen sendes), minutes (referatet sendes), website-agenda og website-minutes (de står på "
            "hjemmesiden), supplement-1 (den første tillægsdagsorden sendes) og så videre.",
            _of("obligation"),
        ),
        Column("verdict", TEXT, "Hvordan det gik.", _of("verdict"), False, VERDICT_WORDS),
        Column("due", DATE, "Frist.", _of("due"), True),
        Column("done", DATE, "Hvornår det skete.", _of("done"), True),
        Column("days_late", NUMBER, "Antal dage for sent.", _of("days_late"), True),
        Column("measured", TEXT, "Hvilken dag der måles på.", _of("measured"), True, MEASURED),
        SOURCE,
        MANDATE,
        CLAUSE,
        Column("date", DATE, "Mødets første dag.", lambda _, verdict: verdict.meeting.first),
        BODY_NAME,
        Column("url", ADDRESS, "Mødets side.", lambda index, verdict: url(index, verdict.meeting.address)),
    ),
    lambda index: index.verdicts,
    ("meeting", "body", "obligation"),
    (OF_MEETING, OF_BODY),
)
STANDINGS = Table(
    "standings",
    "Andre krav",
    "Hvordan et forum opfylder de krav, der gælder for et helt år eller mellem fora. Hvad der blev målt, afhænger af kravet.",
    (
        BODY,
        BODY_NAME,
        Column("year", NUMBER, "Det år, kravet gælder.", _of("year")),
        Column("duty", TEXT, "Kravet.", _of("duty"), False, DUTIES),
        Column("verdict", TEXT, "Hvordan det står.", _of("verdict"), False, STANDING_WORDS),
        Column("reason", TEXT, "Nærmere om, hvorfor det ikke er opfyldt eller ikke kan vurderes.", _of("variant"), True),
        Column("meeting", TEXT, "Id på det møde, det handler om.", _id("meeting"), True),
        Column("item", TEXT, "Ankeret på det punkt, der blev henvist.", lambda _, s: s.item.anchor if s.item else None, True),
        Column("target", TEXT, "Id på det forum, der skal have noget.", _id("target"), True),
        Column("party", TEXT, "Id på den part, det handler om.", _id("party"), True),
        Column("found", NUMBER, "Hvor mange der er: møder, pladser eller punkter.", _of("found"), True),
        Column("least", NUMBER, "Hvor mange der mindst skal være.", _of("least"), True),
        Column("most", NUMBER, "Hvor mange der højst må være.", _of("most"), True),
        Column("day", DATE, "Den dag, der er målt på, eller den sidste dag til at opfylde kravet.", _of("day"), True),
        Column("met", TEXT, "Id på det møde, hvor kravet blev opfyldt.", _id("met"), True),
        SOURCE,
        MANDATE,
        CLAUSE,
    ),
    lambda index: index.standings,
    (),
    (OF_MEETING, OF_BODY, (("target",), "bodies", ("id",)), (("met",), "meetings", ("id",))),
)


def _in_words(say: Callable[[Finding, str], str]) -> Callable[[Index, Finding], str]:
    return lambda index, finding: say(finding, catalogue.language_for(index.site.file.language))


def _of_clause(name: str) -> Callable[[Index, Finding], Any]:
    return lambda _, finding: getattr(finding.clause, name) if finding.clause else None


FINDINGS = Table(
    "findings",
    "Fund",
    "Hvad kontrollen af det offentlige indhold har fundet: det, der mangler, er forsinket eller kan gøres bedre.",
    (
        Column("code", TEXT, "Fundets kode.", _of("code")),
        Column("name", TEXT, "Kodens navn.", _of("name")),
        Column("severity", TEXT, "Hvor alvorligt det er.", lambda _, finding: finding.severity.value, False, SEVERITIES),
        Column("path", TEXT, "Filen i indholdet.", _of("path")),
        Column("line", NUMBER, "Linjen i filen.", _of("line")),
        Column("column", NUMBER, "Tegnet i linjen.", _of("column")),
        Column("message", TEXT, "Hvad der er fundet.", _in_words(catalogue.message)),
        Column("hint", TEXT, "Hvordan det rettes.", _in_words(catalogue.hint), True),
        Column("clause_path", TEXT, "Filen med det kommissorium, fundet bygger på.", _of_clause("path"), True),
        Column("clause_line", NUMBER, "Linjen i den fil.", _of_clause("line"), True),
        Column("clause", TEXT, "Stedet i kommissoriet.", _of_clause("heading"), True),
    ),
    None,
)
