"""Absences and the answer for one file, as text for a terminal, as Markdown, and as objects for programs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sitegen import privacy
from sitegen.absences import REASONS, Absence, words
from sitegen.absences.answer import SHARED, Answer
from sitegen.danish import sort_key
from sitegen.reminders import Action
from sitegen.reminders import table as reminders

# What is asked for, and the reasons that belong to it; what is owed belongs to `missing`.
PARTS = {"drafts": ("draft",), "future": ("future",), "missing": ("error", "untracked", "unread", "unused"), "all": REASONS}


@dataclass(frozen=True, slots=True)
class Listing:
    """What is asked for, what is not on the site, and what is owed within some days; `owed` is None where it cannot be told."""

    asked: str  # drafts, future, missing or all
    absences: tuple[Absence, ...]
    owed: tuple[Action, ...] | None
    days: int

    @property
    def told(self) -> tuple[Absence, ...]:
        return tuple(one for one in self.absences if one.reason in PARTS[self.asked])

    @property
    def owes(self) -> bool:
        return self.asked in ("missing", "all")


def _place(absence: Absence) -> str:
    return privacy.masked(absence.path) + (f":{absence.line}" if absence.reason in ("draft", "future") else "")


def _lines(absence: Absence, language: str, elsewhere: bool = False) -> list[str]:
    """Return why, then what is to be done, a line each; the findings in between."""
    reason, way = words.why(absence, language), words.mend(absence, language)
    lines = [reason] if reason else []
    for said, hint in words.findings(absence, language, elsewhere):
        lines.append(f"  {said}")
        lines += [f"    → {hint}".replace("\n", "\n      ")] if hint and not elsewhere else []
    return [part for line in lines + ([f"→ {way}"] if way else []) for part in line.split("\n")]


def counts(listing: Listing) -> dict[str, int]:
    """Count what is told: files by reason, and what is owed by state."""
    found = {reason: sum(one.reason == reason for one in listing.told) for reason in PARTS[listing.asked]}
    if listing.owes and listing.owed is not None:
        found["overdue"] = sum(action.state == "overdue" for action in listing.owed)
        found["ahead"] = len(listing.owed) - found["overdue"]
    return found


def _total(listing: Listing, language: str) -> str:
    """Return how much there is of each, and of what is owed how much by each body, the worst first."""
    found = [(name, count) for name, count in counts(listing).items() if count]
    said = [words.word(f"count-{name}", language, count, listing.days) for name, count in found]
    lines = [f"{words.word('total', language)}: {', '.join(said)}."] if said else []
    of: dict[str, list[int]] = {}
    for action in listing.owed or () if listing.owes else ():
        for body in action.bodies:
            of.setdefault(body.name, [0, 0])[action.state != "overdue"] += 1
    for name, (overdue, ahead) in sorted(of.items(), key=lambda one: (-one[1][0], -one[1][1], sort_key(one[0]))):
        pair = [("overdue", overdue), ("ahead", ahead)]
        own = (words.word(f"count-{kind}", language, count, listing.days) for kind, count in pair if count)
        lines += [f"- {name}: {', '.join(own)}"] if len(of) > 1 else []
    return "\n".join(lines)


def _nothing(listing: Listing, language: str) -> str:
    return words.word("none" if listing.asked == "all" else f"no-{listing.asked}", language)


def text(listing: Listing, language: str) -> str:
    """Return what is not on the site as text, a paragraph a file, by reason; what is owed last, and how much there is of each."""
    parts = []
    for reason in PARTS[listing.asked]:
        own = [one for one in listing.told if one.reason == reason]
        if own:
            parts.append(f"{words.word(reason, language)} ({len(own)})")
            parts += ["\n".join(f"  {line}" for line in _paragraph(one, language)) for one in own]
    if listing.owes and listing.owed is None:
        parts.append(words.word("untold", language))
    elif listing.owes and listing.owed:
        table = reminders.text(listing.owed, language).split("\n")
        parts.append(f"{words.word('owed', language)} ({len(listing.owed)})")
        parts.append("\n".join(f"  {line}".rstrip() for line in table))
    if not parts:
        return _nothing(listing, language)
    return "\n\n".join([*parts, _total(listing, language)]).rstrip()


def _paragraph(absence: Absence, language: str) -> list[str]:
    head = [_place(absence), f"  {words.what(absence.subject, language)}"]
    said = [line for line in (*_lines(absence, language), words.archived(absence, language)) if line]
    return head + [f"  {line}" for line in said]


def markdown(listing: Listing, language: str) -> str:
    """Return what is not on the site as Markdown, a table for each reason."""
    parts = []
    heads = words.word("heads", language).split("|")
    for reason in PARTS[listing.asked]:
        own = [one for one in listing.told if one.reason == reason]
        if not own:
            continue
        rows = [f"### {words.word(reason, language)}", "", f"| {' | '.join(heads)} |", "|---|---|---|---|"]
        for one in own:
            pairs = words.findings(one, language)
            reasons = [words.why(one, language), *(said for said, _ in pairs), words.archived(one, language)]
            ways = [words.mend(one, language), *(hint for _, hint in pairs)]
            cells = (
                _place(one),
                words.what(one.subject, language),
                " ".join(filter(None, reasons)),
                " ".join(filter(None, ways)),
            )
            rows.append(f"| {' | '.join(map(reminders.cell, cells))} |")
        parts.append("\n".join(rows) + "\n")
    if listing.owes and listing.owed is None:
        parts.append(words.word("untold", language) + "\n")
    elif listing.owes and listing.owed:
        table = reminders.markdown(listing.owed, language, most=len(listing.owed)).replace("### ", "#### ")
        parts.append(f"### {words.word('owed', language)}\n\n{table}")
    return "\n".join([*parts, _total(listing, language) + "\n"]) if parts else _nothing(listing, language) + "\n"


def as_object(listing: Listing, today: date, language: str) -> dict[str, Any]:
    """Return the object that `sitegen list --format json` prints.

    `{"today": …, "absences": [{"reason": "error" | "draft" | "future" | "untracked" | …, "path": …, "line": …, "kind": …,
    "what": …, "why": …, "mend": …, "meeting": id, "bodies": [ids], "day": date, "since": date, "changed": date, "findings":
    [{"code": …, "path": …, "line": …, "column": …, "message": …, "hint": …}]}], "owed": [actions as `sitegen deadlines` has
    them], "summary": {reason: count}}`; `owed` is null where it is not asked for or cannot be told.
    """
    owed = None if listing.owed is None or not listing.owes else reminders.as_object(listing.owed, today, language)["actions"]
    absences = [_object(one, language) for one in listing.told]
    return {"today": today.isoformat(), "absences": absences, "owed": owed, "summary": counts(listing)}


def _object(absence: Absence, language: str) -> dict[str, Any]:
    dates = {"day": absence.day, "since": absence.since, "changed": absence.changed}
    return {
        "reason": absence.reason,
        "path": privacy.masked(absence.path),
        "line": absence.line,
        "kind": absence.subject.kind,
        "what": words.what(absence.subject, language),
        "why": words.why(absence, language),
        "mend": words.mend(absence, language),
        "meeting": absence.subject.meeting.id if absence.subject.meeting else None,
        "bodies": [body.id for body in absence.subject.bodies],
        **{name: day.isoformat() if day else None for name, day in dates.items()},
        "findings": [
            {"code": f.code, "path": f.path, "line": f.line, "column": f.column, "message": said[1], "hint": said[2]}
            for f, said in zip(absence.findings, words.sentences(absence, language), strict=True)
        ],
    }


# --- one file


def state(answer: Answer) -> str:
    """Say how a file stands: there (it is on the site), delayed (perhaps an older version is), or hidden."""
    named = {one.reason for one in answer.reasons}
    if not named:
        return "there"
    return "delayed" if named <= {"changed", "unsent", "others"} else "hidden"


def answer_text(answers: Iterable[Answer], base: str, language: str) -> str:
    """Return the answers as text, a paragraph a file; `base` is the address that the site stands at."""
    return "\n\n".join("\n".join(_answer(answer, base, language)) for answer in answers)


def _address(answer: Answer, base: str) -> str:
    return privacy.masked(f"{base.rstrip('/')}{answer.address}") if base and answer.address else ""


def _answer(answer: Answer, base: str, language: str) -> Sequence[str]:
    stands = state(answer)
    at = _address(answer, base)
    said = words.word("shared" if stands == "there" and answer.subject.kind in SHARED else stands, language)
    lines = [privacy.masked(answer.path), f"{words.what(answer.subject, language, ',')} {said}"]
    if stands == "there":
        return [*lines, f"  {at}", words.word("built", language)]
    for one in answer.reasons:
        lines += [f"  {line}" for line in _lines(one, language, elsewhere=one.reason == "others")]
        lines += [f"  {said}" for said in [words.archived(one, language)] if said]
    for action in answer.owed:
        lines += [f"  {line}" for line in reminders.text([action], language).split("\n")[1:]]
    return [*lines, f"  {words.word('will', language)} {at}"] if at else lines


def answer_object(answers: Iterable[Answer], base: str, today: date, language: str) -> dict[str, Any]:
    """Return the object for some files: `{"today": …, "files": [{"path": …, "state": "there" | "delayed" | "hidden", "what": …,
    "address": …, "reasons": [as `as_object` has absences], "owed": [actions]}]}`.
    """
    return {
        "today": today.isoformat(),
        "files": [
            {
                "path": privacy.masked(answer.path),
                "state": state(answer),
                "what": words.what(answer.subject, language),
                "address": _address(answer, base) or None,
                "reasons": [_object(one, language) for one in answer.reasons],
                "owed": reminders.as_object(answer.owed, today, language)["actions"],
            }
            for answer in answers
        ],
    }
