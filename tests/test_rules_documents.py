"""What is odd about documents, in one meeting after another: what one lacks keeps nothing from being said of the next."""

from sitegen.diagnostics import Finding
from tests.support import TODAY, examined, site

ONE, TWO, THREE = (f"2026-01-{day}-nord-politisk" for day in (13, 14, 15))
PLAN = "meetings:\n" + "".join(f"  - {{body: nord-politisk, date: 2026-01-{day}}}\n" for day in (13, 14, 15))


def document(meeting: str, body: str, sent: str) -> str:
    return f"---\nmeeting: {meeting}\nsent: {sent}\n---\n{body}\n"


def found(code: str, agendas: dict[str, str], minutes: dict[str, str], sent: str = "2026-01-20") -> list[Finding]:
    files: dict[str, str | bytes | None] = {"content/meetings/2026.yml": PLAN}
    files |= {f"content/agendas/{meeting}.md": document(meeting, body, "2026-01-05") for meeting, body in agendas.items()}
    files |= {f"content/minutes/{meeting}.md": document(meeting, body, sent) for meeting, body in minutes.items()}
    return [finding for finding in examined(site(**files), TODAY).findings if finding.code == code]


def test_items_are_compared_where_both_documents_are_there() -> None:
    agendas = dict.fromkeys((ONE, TWO), "## 1. Budget")
    mismatched = found("SG206", agendas, {TWO: "## 1. Regnskab", THREE: "## 1. Regnskab"})
    assert [finding.path for finding in mismatched] == [f"content/minutes/{TWO}.md"]


def test_the_agendas_title_is_proposed_where_it_is_plain_text() -> None:
    def proposed(title: str, number: int = 1) -> str | None:
        mend = found("SG206", {ONE: f"## 1. {title}"}, {ONE: f"## {number}. Noget andet"})[0].mend
        return mend.text if mend else None

    assert proposed("X-rummets budget") == "## 1. X-rummets budget"
    assert proposed("Et *kursiveret* ord") == "## 1. Et kursiveret ord"
    assert proposed(r"Et \*stjernet\* ord") is None  # written plainly it would be emphasis
    assert proposed("Budget", number=2) is None


def test_minutes_dated_too_early_are_found_of_every_meeting() -> None:
    early = found("SG309", {}, dict.fromkeys((ONE, TWO), "Tak."), sent="2026-01-12")
    assert [finding.path for finding in early] == [f"content/minutes/{meeting}.md" for meeting in (ONE, TWO)]


def test_minutes_dated_long_before_the_meeting_are_said_once_to_be_too_early() -> None:
    assert found("SG314", {}, {ONE: "Tak."}, sent="2025-09-01") == []
    assert len(found("SG309", {}, {ONE: "Tak."}, sent="2025-09-01")) == 1


def test_unlikely_dates_are_found_of_every_meeting() -> None:
    files = site(
        **{"content/meetings/2025.yml": PLAN.replace("2026", "2024"), "content/meetings/2026.yml": None},
        **{
            f"content/minutes/2024-01-{day}-nord-politisk.md": document(f"2024-01-{day}-nord-politisk", "Tak.", "2025-01-20")
            for day in (13, 14)
        },
    )
    assert [f.code for f in examined(files, TODAY).findings].count("SG314") == 2


def test_follow_ups_are_looked_at_one_by_one() -> None:
    lines = "- [x] Gjort (frist: 2026-01-16)\n- [ ] Uden frist\n- [ ] Glemt (frist: 2026-01-16)\n"
    overdue = found("SG407", {}, {TWO: f"## 1. Budget\n\n{lines}"})
    assert [(finding.arguments["text"], finding.line) for finding in overdue] == [("Glemt", 9)]
