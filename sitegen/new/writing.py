"""What drafts are written with: items, plain words as Markdown and as YAML, and the front matter with its deadlines."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from pydantic import BaseModel

from sitegen.danish import date_words
from sitegen.judgement import Verdict
from sitegen.model import Document, Meeting
from sitegen.parsed import Item
from sitegen.prose import FIELD_NAMES

NOUNS = {"agenda": "dagsordenen", "minutes": "referatet"}
MARKUP = re.compile(r"([\\`*_\[\]<>|#&~])")
PLAIN = re.compile(r"[^\W_](?:[\w ()/.-]*[\w()/.-])?")  # what YAML reads as a word in any place


@dataclass(frozen=True, slots=True)
class Point:
    """An item to be written: its title in plain words, its fields in order, and the Markdown below them."""

    title: str
    fields: tuple[tuple[str, str], ...] = ()
    rest: str = ""


def words(plain: str) -> str:
    """Return plain text as Markdown that shows it as it is."""
    return MARKUP.sub(r"\\\1", " ".join(plain.split()))


def item(number: str | int, point: Point) -> str:
    """Return an item as Markdown, with a line end; a field without a value is left out."""
    fields = [f"{FIELD_NAMES[name]}: {value}".rstrip() for name, value in point.fields if value or name == "closed"]
    lines = [f"## {number}. {words(point.title) or 'Punkt'}", *fields]
    return "\n".join(lines) + "\n" + (f"\n{point.rest}\n" if point.rest else "")


def yaml(value: object) -> str:
    """Return a value of the schema as YAML on one line, right between braces too."""
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case tuple() | list():
            return f"[{', '.join(map(yaml, value))}]"
        case BaseModel():
            names = [name for name in type(value).model_fields if name in value.model_fields_set]
            return flow((name, getattr(value, name)) for name in sorted(names, key="clause".__eq__))
    plain = str(value)
    return plain if PLAIN.fullmatch(plain) else json.dumps(plain, ensure_ascii=False)


def flow(pairs: Iterable[tuple[str, object]]) -> str:
    """Return a mapping as YAML on one line."""
    return "{" + ", ".join(f"{name}: {yaml(value)}" for name, value in pairs) + "}"


def is_shown(document: Document | None) -> bool:
    """Say whether people can read the document already."""
    return document is not None and not document.hidden and not document.preview


def link(document: Document, to: Item | None = None) -> str:
    """Return the address of a document, or of an item in it, as agendas and minutes write it."""
    return f"../{document.path.removeprefix('content/')}" + (f"#{to.anchor}" if to else "")


def terms(kind: str, verdicts: Iterable[Verdict], meeting: Meeting) -> tuple[str, ...]:
    """Return what the mandates say on when and where the document is to be, one line a rule, each with its clause."""
    lines = []
    for verdict in verdicts:
        if verdict.meeting.id != meeting.id or not verdict.obligation.endswith(kind):
            continue
        if verdict.obligation == kind and verdict.due:
            lines.append(f"Frist: {date_words(verdict.due)} ({_ground(verdict)})")
        elif verdict.obligation == kind and verdict.verdict == "due":
            lines.append(f"Frist: før næste møde, som ikke er planlagt ({_ground(verdict)})")
        elif verdict.source and verdict.obligation != kind:
            lines.append(f"Skal ligge på hjemmesiden ({_ground(verdict)})")
    unruled = () if any(line.startswith("Frist") for line in lines) else (f"Ingen frist for {NOUNS[kind]}",)
    return tuple(dict.fromkeys((*unruled, *lines)))


def _ground(verdict: Verdict) -> str:
    mandate = verdict.mandate
    clause = f"»{verdict.clause}« i " if verdict.clause else ""
    title = " ".join(mandate.meta.title.split()) if mandate else ""
    return f"{clause}{title}" if verdict.source == "mandate" else f"{clause}en husregel"


def front_matter(
    kind: str, verdicts: Iterable[Verdict], meeting: Meeting, head: Iterable[str] = (), more: Iterable[str] = ()
) -> str:
    """Return the front matter of a draft: `head` stands after the line that makes it one, `more` at the end."""
    done = "er klar til at blive vist" if kind == "agenda" else "er skrevet og kan vises"
    lines = [
        f"meeting: {meeting.id}",
        f"draft: true                # slet linjen, når {NOUNS[kind]} {done}",
        *head,
        *(f"# {line}" for line in terms(kind, verdicts, meeting)),
        f"sent:                      # den dag, {NOUNS[kind]} bliver sendt: år-måned-dag",
        f"published:                 # den dag, {NOUNS[kind]} bliver lagt på hjemmesiden",
        *more,
    ]
    return "\n".join(("---", *lines, "---", ""))
