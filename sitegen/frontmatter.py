"""YAML with addresses: structure from libyaml, every scalar as text typed by the schema, each value with its line and column."""

import difflib
import re
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError

from sitegen.diagnostics import Argument, Finding, Located, Mend, Path, Place
from sitegen.schema import Entry

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
    if variant in ("quote", "bracket") or not mark:  # the line to mend is where it was opened, not where the reader gave up
        mark = getattr(error, "context_mark", None) or mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    if variant == "tab" and not (line < len(lines) and "\t" in lines[line]):
        variant = "syntax"
    return Finding("SG101", first_line + line, column + 1, {"problem": problem}, variant)


def locate(text: str, first_line: int = 1) -> tuple[Located | None, list[Finding]]:
    """Read a YAML text; `first_line` is the line of the file that it begins on.

    A key with nothing after it counts as absent. Duplicate keys, anchors, aliases and tags are findings. The value is None
    only where the text cannot be read; an empty text is an empty mapping.
    """
    findings: list[Finding] = []
    places: dict[Path, Place] = {}
    keys: dict[Path, Place] = {}
    # One frame a collection that is open: its path, its value, and in a mapping the key that waits for its value.
    root: list[Any] = []
    stack: list[tuple[Path, Any, str | None]] = []
    documents = 0

    def put(value: Any, place: Place, closing_key: str | None, path: Path, parent: Any) -> Path:
        if isinstance(parent, list):
            here = (*path, len(parent))
            parent.append(value)
        elif closing_key is not None:
            here = (*path, closing_key)
            parent[closing_key] = value
        else:
            here = ()
            root.append(value)
        places[here] = place
        return here

    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            mark = event.start_mark
            place = (first_line + mark.line, mark.column + 1) if mark else (first_line, 1)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    findings.append(Finding("SG101", *place, {"problem": "a second document"}, "syntax"))
                    return None, findings
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                continue
            if not isinstance(event, yaml.NodeEvent):
                continue
            if event.anchor:
                variant = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
                findings.append(Finding("SG105", *place, {"key": event.anchor, "first_line": 0}, variant))
            tag = getattr(event, "tag", None)
            if tag and tag != "!":
                findings.append(Finding("SG105", *place, {"key": tag, "first_line": 0}, "tag"))
            path, parent, waiting = stack[-1] if stack else ((), None, None)

            if isinstance(parent, dict) and waiting is None:
                if not isinstance(event, yaml.ScalarEvent):
                    problem = "a key must be a word"
                    findings.append(Finding("SG101", *place, {"problem": problem}, "syntax"))
                    return None, findings
                key, here = event.value, (*path, event.value)
                if key == "<<":
                    findings.append(Finding("SG105", *place, {"key": key, "first_line": 0}, "merge"))
                elif here in keys:
                    findings.append(Finding("SG105", *place, {"key": key, "first_line": keys[here][0]}, "key"))
                else:
                    keys[here] = place
                stack[-1] = (path, parent, key)
                continue
            if isinstance(parent, dict):
                stack[-1] = (path, parent, None)
            if isinstance(event, yaml.MappingStartEvent):
                value: Any = {}
                stack.append((put(value, place, waiting, path, parent), value, None))
            elif isinstance(event, yaml.SequenceStartEvent):
                value = []
                stack.append((put(value, place, waiting, path, parent), value, None))
            elif isinstance(event, yaml.ScalarEvent):
                if event.value == "" and event.implicit[0] and event.style in (None, ""):
                    continue
                put(event.value, place, waiting, path, parent)
                if PLACEHOLDER.fullmatch(event.value.strip()):
                    key = next((step for step in (waiting, *reversed(path)) if isinstance(step, str)), "")
                    findings.append(Finding("SG110", *place, {"key": key, "value": event.value.strip()}))
    except yaml.YAMLError as error:
        return None, [*findings, _syntax(error, text, first_line)]
    return Located(root[0] if root else {}, places, keys), findings


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


def nearest(word: str, known: list[str]) -> str:
    """Return the known word most like this one; empty where none is near."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
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
    return Finding("SG104", *located.place(*path), arguments, SHAPES.get(kind, kind))
