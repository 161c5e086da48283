"""Actions as a table for a terminal, as Markdown for a summary, and as objects for programs."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sitegen.calendar import working_day_until
from sitegen.danish import date_short, date_words
from sitegen.reminders import words
from sitegen.reminders.desk import Action

MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")


def how(action: Action, language: str = "da") -> str:
    """Return the exact command, else the file and line to change."""
    return action.command or (words.word("change", language, *action.place) if action.place else "")


def day_word(day: date, language: str) -> str:
    return date_short(day) if language == "da" else day.isoformat()


def when(action: Action, language: str = "da") -> str:
    """Return by when, in few words: a date that is set, one that is only wise, or now."""
    if action.due:
        return words.word("by" if action.state == "due" else "was", language, day_word(action.due, language))
    return words.word("rather", language, day_word(action.act_by, language)) if action.act_by else words.word("now", language)


def rests_on(action: Action, language: str = "da") -> str:
    """Return the clause with the file and line it stands on; empty where it rests on none."""
    if action.clause is None:
        return ""
    name = f"»{action.clause.heading}«" if action.clause.heading else words.word("house", language)
    return f"{name} ({action.clause.path}:{action.clause.line})"


def _reminder(action: Action, language: str) -> str:
    """Return the sentence on the last working day, where the deadline is none."""
    if action.state != "due" or not action.due or working_day_until(action.due) == action.due:
        return ""
    return words.word("working", language, date_words(working_day_until(action.due), language=language))


def by_secretariat(actions: Iterable[Action]) -> list[tuple[str, list[Action]]]:
    """Return the actions of each secretariat: what is overdue comes first, and then what is nearest."""
    found: dict[str, list[Action]] = {}
    for action in sorted(actions, key=lambda action: (action.state != "overdue", action.day)):
        found.setdefault(action.secretariat, []).append(action)
    return list(found.items())


def text(actions: Sequence[Action], language: str = "da") -> str:
    """Return the actions as a table for a terminal, grouped by secretariat."""
    if not actions:
        return words.word("nothing", language)
    width = max(len(when(action, language)) for action in actions)
    lines = []
    for secretariat, own in by_secretariat(actions):
        lines.append(secretariat)
        for state, group in groupby(own, key=lambda action: action.state):
            named = state == "overdue" or own[0].state != state  # what lies ahead is named where it comes after the other
            lines += [f"  {words.word('overdue' if state == 'overdue' else 'ahead', language)}"] if named else []
            for action in group:
                said = (words.what(action, language), _reminder(action, language), rests_on(action, language))
                rows = [row for row in (*said, how(action, language)) if row]
                lines.append(f"  {when(action, language):{width}}  {rows[0]}")
                lines += [f"  {'':{width}}  {row}" for row in rows[1:]]
        lines.append("")
    return "\n".join(lines[:-1])


def cell(words: str) -> str:
    """Return words as a cell of a table of Markdown that shows them as they are."""
    return MARKUP.sub(r"\\\1", " ".join(words.split()))


def markdown(actions: Sequence[Action], language: str = "da", most: int = 200) -> str:
    """Return the actions as Markdown, a table for each secretariat; no more than `most` of them, for a summary has a limit."""
    if not actions:
        return words.word("nothing", language) + "\n"
    heads = ("Hvornår", "Hvad", "Bygger på", "Hvordan") if language == "da" else ("When", "What", "Rests on", "How")
    parts = []
    for secretariat, own in by_secretariat(actions[:most]):
        rows = [f"### {cell(secretariat)}", "", f"| {' | '.join(heads)} |", "|---|---|---|---|"]
        for action in own:
            late = f"**{words.word('overdue', language)}**, " if action.state == "overdue" else ""
            said = " ".join(filter(None, (words.what(action, language), _reminder(action, language))))
            way = f"`{action.command}`" if action.command else cell(how(action, language))
            rows.append(f"| {late}{when(action, language)} | {cell(said)} | {cell(rests_on(action, language))} | {way} |")
        parts.append("\n".join(rows) + "\n")
    if (left := len(actions) - most) > 0:
        parts.append(f"… {left} {'flere' if language == 'da' else 'more'}: `sitegen deadlines`\n")
    return "\n".join(parts)


def as_object(actions: Sequence[Action], today: date, language: str = "da") -> dict[str, Any]:
    """Return the object that `sitegen deadlines --format json` prints.

    `{"today": "2026-03-06", "actions": [{"kind": "minutes", "state": "overdue" | "due", "bodies": [ids], "secretariat": …,
    "meeting": id, "due": date, "act_by": date, "what": sentence, "command": …, "path": …, "line": …, "clause": {"path": …,
    "line": …, "heading": …}}]}`, null where there is nothing. `due` is a date that a mandate, house rule or decision sets;
    `act_by` the last working day to act on. Either `command` begins it, or `path` and `line` say what to change.
    """
    return {"today": today.isoformat(), "actions": [_object(action, language) for action in actions]}


def _object(action: Action, language: str) -> dict[str, Any]:
    path, line = action.place or (None, None)
    clause = action.clause
    return {
        "kind": action.kind,
        "state": action.state,
        "bodies": [body.id for body in action.bodies],
        "secretariat": action.secretariat,
        "meeting": action.meeting.id if action.meeting else None,
        "due": action.due.isoformat() if action.due else None,
        "act_by": action.act_by.isoformat() if action.act_by else None,
        "what": words.what(action, language),
        "command": action.command,
        "path": path,
        "line": line,
        "clause": {"path": clause.path, "line": clause.line, "heading": clause.heading} if clause else None,
    }
