"""The front matter and the YAML files as JSON Schema (2020-12), for editors of text that complete and check as one types.

YAML reaches such an editor typed: `15:00` and `2026-03-12` as text, `017` as a number, `ja` as text, an empty value as null.
What the program accepts must be accepted here too; what it refuses, JSON Schema can only partly say.
"""

from typing import Any

from sitegen.entry import Entry
from sitegen.forms import shape
from sitegen.forms.shape import Field
from sitegen.schema import FILES

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DAY = r"(?:19|2[01])\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
SCALARS = ["string", "number", "boolean"]
FLAGS = "[Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Jj][Aa]|[Ff][Aa][Ll][Ss][Ee]|[Nn][Oo]|[Nn][Ee][Jj]"


def _text(pattern: str, *examples: str) -> dict[str, Any]:
    """Return text of a pattern; space around it is taken off by the reader."""
    return {"type": "string", "pattern": rf"^\s*(?:{pattern})\s*$", **({"examples": list(examples)} if examples else {})}


def _number(least: int, pattern: str) -> dict[str, Any]:
    return {**_text(pattern), "type": ["integer", "string"], "minimum": least, "maximum": 9999}


URL = r"https?://[^\s/?#<>\"\[\]]+(?:/[^\s<>\"]*)?"
MOMENT = rf"{DAY}(?:[T ]{CLOCK}(?: ?(?:Z|[+-]\d\d:?\d\d))?)?"
VALUES: dict[str, dict[str, Any]] = {
    "text": {"type": SCALARS, "pattern": r"\S"},
    "id": {**_text("[a-z0-9]+(?:-[a-z0-9]+)*"), "type": SCALARS},
    "date": _text(DAY, "2026-03-12"),
    "moment": _text(MOMENT, "2026-03-05", "2026-03-05T12:00"),
    "sent": _text(MOMENT, "2026-03-04"),
    "time": _text(r"(?:[01]?\d|2[0-3]):[0-5]\d", "15:00"),
    "count": _number(0, r"\d{1,4}"),
    "positive": _number(1, r"(?=\d{1,4}\s*$)0*[1-9]\d*"),
    "flag": {**_text(FLAGS), "type": ["boolean", "string"]},
    "term": _text(
        r"\d{1,3}\s+(?:day|weekday|week|month)s?\s+(?:before|after)|before\s+next\s+meeting",
        "1 week before",
        "14 days after",
        "before next meeting",
    ),
    "url": _text(URL),
    "site-address": _text("https" + URL.removeprefix("https?") + "/", "https://eksempel.dk/"),
    "address": _text(r"/(?!/)[^\s?#<>\"\\]*", "/gammel/adresse/"),
    "language": _text("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "da"),
    "zone": _text("Europe/Copenhagen", "Europe/Copenhagen"),
}
# What VS Code offers to write where a new element begins.
SNIPPETS: dict[str, tuple[str, dict[str, str]]] = {
    "MeetingEntry": ("Nyt møde", {"body": "$1", "date": "$2", "start": "$3", "end": "$4", "place": "$5", "host": "$6"}),
    "Participant": ("Ny deltager", {"role": "$1", "party": "$2"}),
    "Correction": ("Ny rettelse", {"date": "$1", "text": "$2"}),
}


def document(kind: str | None = None) -> dict[str, Any]:
    """Return the schema of one kind of file (a key of schema.FILES), or of all: each stands under `$defs` then."""
    every = {model.__name__: _entry(model) for model in shape.entries()}
    if kind is None:
        names = [model.__name__ for model in FILES.values()]
        return {
            "$schema": DRAFT,
            "title": "sitegen",
            "anyOf": [_named(name) for name in names],
            "$defs": dict(sorted(every.items())),
        }
    title, path = shape.kind_words(kind)
    own = every[FILES[kind].__name__]
    needed = _needed(FILES[kind]) - {FILES[kind]}
    found = {"$schema": DRAFT, "title": title, "description": f"{title} ({path})", **own}
    return {**found, "$defs": {name: every[name] for name in sorted(model.__name__ for model in needed)}} if needed else found


def documents() -> dict[str, dict[str, Any]]:
    """Return the schema of each kind of file by the name of its own file."""
    return {f"{kind}.schema.json": document(kind) for kind in FILES}


def _needed(model: type[Entry]) -> set[type[Entry]]:
    return {model}.union(*(_needed(field.entry) for field in shape.of(model) if field.entry))


def _named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _entry(model: type[Entry]) -> dict[str, Any]:
    fields = shape.of(model)
    found: dict[str, Any] = {"type": "object", "properties": {field.name: _field(field) for field in fields}}
    if needed := [field.name for field in fields if field.required]:
        found["required"] = needed
    if model in shape.ONE_OF:
        found["anyOf"] = [{"required": [name]} for name in shape.ONE_OF[model]]
    if model.__name__ in SNIPPETS:
        label, body = SNIPPETS[model.__name__]
        found["defaultSnippets"] = [{"label": label, "body": body}]
    return {**found, "additionalProperties": False}


def _field(field: Field) -> dict[str, Any]:
    """Return a field's own schema; a key with nothing after it counts as absent, so what may be absent may be null."""
    words: dict[str, Any] = {
        "title": field.label,
        "description": field.hint,
        "markdownDescription": f"**{field.label}.** {field.hint}",
    }
    one = _one(field)
    if field.many:
        one = {"type": "array", "items": _or_null(one), **({"minItems": field.least} if field.least else {})}
    return {**words, **(one if field.required else _or_null(one))}


def _one(field: Field) -> dict[str, Any]:
    if field.entry:
        return _named(field.entry.__name__)
    if field.kind == "choice":
        said = [shape.choice(value) for value in field.choices]
        return {"type": "string", "enum": list(field.choices), "markdownEnumDescriptions": said}
    return VALUES[field.kind]


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    found = {**schema, "type": [*kinds, "null"]}
    if "enum" in schema:
        found |= {"enum": [*schema["enum"], None], "markdownEnumDescriptions": [*schema["markdownEnumDescriptions"], ""]}
    return found
