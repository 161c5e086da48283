"""YAML with addresses: structure from libyaml, every scalar as text typed by the schema, each value with its line and column."""

import difflib
import re
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError

from sitegen.diagnostics import Argument, Finding, Located, Mend, Path, Place
from sitegen.entry import Entry

# What no text of ours may hold: not as it is, and not written as an escape in YAML either.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)

PLACEHOLDER = re.compile(
    r"(?:x{2,}|tbd|tba|todo|n/?a|\?+|\.{3,}|…+|lorem ipsum.*|mødet afholdes|udfyldes(?: senere)?|indsæt .+|skriv .+ her|<.+>)\.?",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str | None, str, int, list[Finding]]:
    """Split a document into front matter, body and the number of lines before the body; None where there is no front matter."""
    first, newline, _ = text.partition("\n")
    if first.rstrip() != "---":
        return None, text, 0, [Finding("SG106", variant="missing")]
    start = len(first) + len(newline)
    closing = CLOSING.search(text, start)
    if not closing:
        return None, "", 0, [Finding("SG106", variant="unclosed")]
    body_at = min(closing.end() + 1, len(text))
    return text[start : closing.start()], text[body_at:], text.count("\n", 0, body_at), []


# libyaml's own words, and the sentence that fits them.
SYNTAX = (
    ("mapping values are not allowed", "colon"),
    ("found character that cannot start any token", "tab"),
    ("found a tab", "tab"),
    ("while scanning a quoted scalar", "quote"),
    ("while parsing a flow", "bracket"),
    ("while parsing a block", "indent"),
)


def _syntax(error: yaml.YAMLError, text: str, first_line: int) -> Finding:
    problem, context = str(getattr(error, "problem", "") or error), str(getattr(error, "context", "") or "")
    variant = next((name for words, name in SYNTAX if words in problem or words in context), "syntax")
    mark = getattr(error, "problem_mark", None)
    if (
        variant in ("quote", "bracket") or "could not find expected ':'" in problem or not mark
    ):  # the line to mend is where it was opened, not where the reader gave up
        mark = getattr(error, "context_mark", None) or mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.removesuffix("\n").split("\n")
    if line >= len(lines):  # the reader gave up after the end: the last line is where to look
        line, column = len(lines) - 1, len(lines[-1])
    if variant == "tab" and not (line < len(lines) and "\t" in lines[line]):
        variant = "syntax"
    return Finding("SG101", first_line + line, column + 1, {"problem": problem}, variant)


# Deeper than any file of ours goes, by far; what nests without end would take the reader for ever.
DEPTH = 50


@dataclass(slots=True)
class _Open:
    """A collection that is still being read, and in a mapping the key that waits for its value."""

    path: Path
    value: dict[str, Any] | list[Any]
    key: str | None = None


@dataclass(slots=True)
class _Tree:
    """What the events of a YAML text have built so far; `first_line` is the line of the file that the text begins on."""

    first_line: int
    root: Any = None
    documents: int = 0
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return (self.first_line + mark.line, mark.column + 1) if mark else (self.first_line, 1)

    def say(self, code: str, place: Place, variant: str = "", **arguments: Argument) -> None:
        self.findings.append(Finding(code, *place, arguments, variant))

    def take(self, event: yaml.Event) -> str:
        """Add what an event says; the answer is why the text cannot be read any further, or empty."""
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                return "a second document" if self.documents > 1 else ""
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
            case yaml.NodeEvent():
                return self.node(event, self.place(event))
        return ""

    def node(self, event: yaml.NodeEvent, place: Place) -> str:
        if event.anchor:
            variant = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
            self.say("SG105", place, variant, key=event.anchor, first_line=0)
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self.say("SG105", place, "tag", key=tag, first_line=0)
        if isinstance(event, yaml.ScalarEvent) and (hidden := CONTROL.search(event.value)):
            self.say("SG107", place, "control", character=f"U+{ord(hidden[0]):04X}")
        around = self.stack[-1] if self.stack else None
        if around and isinstance(around.value, dict) and around.key is None:
            if not isinstance(event, yaml.ScalarEvent):
                return "a key must be a word"
            self.wait(around, event.value, place)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(self.stack) == DEPTH:
                return "nested too deeply"
            value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self.stack.append(_Open(self.put(around, value, place), value))
        elif isinstance(event, yaml.ScalarEvent) and (event.value or not event.implicit[0] or event.style):
            path = self.put(around, event.value, place)
            if PLACEHOLDER.fullmatch(event.value.strip()):
                key = next((step for step in reversed(path) if isinstance(step, str)), "")
                self.say("SG110", place, key=key, value=event.value.strip())
        elif around:  # an empty value or an alias: the key counts as absent
            around.key = None
        return ""

    def wait(self, around: _Open, key: str, place: Place) -> None:
        path = (*around.path, key)
        if key == "<<":
            self.say("SG105", place, "merge", key=key, first_line=0)
        elif path in self.keys:
            self.say("SG105", place, "key", key=key, first_line=self.keys[path][0])
        else:
            self.keys[path] = place
        around.key = key

    def put(self, around: _Open | None, value: Any, place: Place) -> Path:
        path: Path = ()
        if around is None:
            self.root = value
        elif isinstance(around.value, list):
            path = (*around.path, len(around.value))
            around.value.append(value)
        elif around.key is not None:
            path = (*around.path, around.key)
            around.value[around.key] = value
            around.key = None
        self.places[path] = place
        return path


def locate(text: str, first_line: int = 1) -> tuple[Located | None, list[Finding]]:
    """Read a YAML text; `first_line` is the line of the file that it begins on.

    A key with nothing after it counts as absent. Duplicate keys, anchors, aliases and tags are findings. The value is None
    only where the text cannot be read; an empty text is an empty mapping.
    """
    tree = _Tree(first_line)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if problem := tree.take(event):
                tree.say("SG101", tree.place(event), "syntax", problem=problem)
                return None, tree.findings
    except yaml.YAMLError as error:
        return None, [*tree.findings, _syntax(error, text, first_line)]
    return Located({} if tree.root is None else tree.root, tree.places, tree.keys), tree.findings


Model = TypeVar("Model", bound=Entry)

# pydantic's names for a value of the wrong shape, and ours.
SHAPES = {
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "tuple_type": "list",
    "list_type": "list",
    "too_short": "empty",
    "literal_error": "choice",
}


def nearest(word: str, known: list[str], likeness: float = 0.6) -> str:
    """Return the known word most like this one; empty where none is near."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=likeness)
    return near[0] if near else ""


def _models(annotation: Any) -> list[type[BaseModel]]:
    if get_origin(annotation) in (Union, UnionType, tuple):
        return [model for argument in get_args(annotation) for model in _models(argument)]
    return [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []


def _known_keys(model: type[BaseModel], path: Path) -> list[str]:
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            inner = _models(model.model_fields[step].annotation)
            model = inner[0] if inner else model
    return list(model.model_fields)


def _excerpt(value: Any) -> str:
    text = value if isinstance(value, str) else ", ".join(map(str, value)) if isinstance(value, (list, dict)) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def typed(model: type[Model], located: Located) -> tuple[Model | None, list[Finding]]:
    """Read the located values as a class of the schema: the value, or everything that is wrong with it, each at its place."""
    try:
        return model.model_validate(located.value), []
    except ValidationError as error:
        return None, [_finding(model, located, dict(problem)) for problem in error.errors(include_url=False)]


def _finding(model: type[BaseModel], located: Located, problem: dict[str, Any]) -> Finding:
    path: Path = tuple(problem["loc"])
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "missing":
        variant = "inside" if len(path) > 1 else "top"
        parent = next((step for step in reversed(path[:-1]) if isinstance(step, str)), "")
        return Finding("SG103", *located.place(*path[:-1]), {"key": str(path[-1]), "parent": parent}, variant)
    if kind == "extra_forbidden":
        key, known = str(path[-1]), _known_keys(model, path[:-1])
        near = nearest(key, known)
        arguments: dict[str, Argument] = {"key": key, "nearest": near, "known": tuple(known)}
        place = located.keys.get(path, located.place(*path))
        return Finding("SG102", *place, arguments, "nearest" if near else "unknown", mend=Mend("replace", near) if near else None)
    value, key = problem["input"], next((step for step in reversed(path) if isinstance(step, str)), "")
    if "key" in context:  # what is wrong stands between the values of a mapping, and one of them is named
        key = context["key"]
        value = value.get(key, "") if isinstance(value, dict) else ""
        path = (*path, key) if "other" in context else path
    arguments = {"key": key, "value": _excerpt(value)}
    if choices := context.get("choices") or context.get("expected"):
        arguments["choices"] = tuple(choice.strip(" '") for choice in re.split(r",| or ", choices))
    if "other" in context:
        arguments["other"] = context["other"]
    variant = SHAPES.get(kind, kind) if path else "file"
    return Finding("SG104", *located.place(*path), arguments, variant)
