"""YAML with addresses: structure from libyaml, every scalar as text typed by the schema, each value with its line and column."""

import re
from dataclasses import dataclass, field, fields, replace
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError

from sitegen import mends
from sitegen.diagnostics import BLANK, Argument, Finding, Located, Path, Place
from sitegen.entry import Entry
from sitegen.mends import likely, meant, slips
from sitegen.mends.meant import nearest

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


# Deeper than any file of ours goes, by far; what nests without end would take the reader for ever.
DEPTH = 50
# More than any plan has meetings or any meeting participants; every list is somewhere compared with itself or another.
ENTRIES = 2_000


@dataclass(slots=True)
class _Open:
    """A collection that is still being read, and in a mapping the key that waits for its value."""

    path: Path
    value: dict[str, Any] | list[Any]
    braces: bool = False
    key: str | None = None
    again: int | None = None  # which finding says that the key stands there already


@dataclass(slots=True)
class _Tree:
    """What the events of a YAML text have built so far; `first_line` is the line of the file that the text begins on."""

    first_line: int
    root: Any = None
    documents: int = 0
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    ends: dict[Place, Place] = field(default_factory=dict)
    bracketed: set[Path] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return (self.first_line + mark.line, mark.column + 1) if mark else (self.first_line, 1)

    def end(self, event: yaml.Event) -> Place:
        mark = event.end_mark
        return (self.first_line + mark.line, mark.column + 1) if mark else (self.first_line, 1)

    def say(self, code: str, place: Place, variant: str = "", **arguments: Argument) -> None:
        self.findings.append(Finding(code, *place, arguments, variant))

    def stop(self, place: Place, problem: str) -> bool:
        self.say("SG101", place, "syntax", problem=problem)
        return True

    def take(self, event: yaml.Event) -> bool:
        """Add what an event says; the answer is whether the text cannot be read any further, which is a finding then."""
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                return self.documents > 1 and self.stop(self.place(event), "a second document")
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                if (closed := self.stack.pop()).braces:
                    self.ends[self.places[closed.path]] = self.end(event)
                    self.bracketed.add(closed.path)
            case yaml.NodeEvent():
                return self.node(event, self.place(event))
        return False

    def node(self, event: yaml.NodeEvent, place: Place) -> bool:
        if event.anchor:
            variant = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
            self.say("SG105", place, variant, key=event.anchor, first_line=0)
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self.say("SG105", place, "tag", key=tag, first_line=0)
        if isinstance(event, yaml.ScalarEvent):
            self.ends[place] = self.end(event)
        if isinstance(event, yaml.ScalarEvent) and (hidden := CONTROL.search(event.value)):
            self.say("SG107", place, "control", character=f"U+{ord(hidden[0]):04X}")
        around = self.stack[-1] if self.stack else None
        if around and around.key is None and len(around.value) == ENTRIES:
            self.say("SG111", place, "entries", limit=str(ENTRIES))
            return True
        if around and isinstance(around.value, dict) and around.key is None:
            if not isinstance(event, yaml.ScalarEvent):
                return self.stop(place, "a key must be a word")
            self.wait(around, event.value, place)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(self.stack) == DEPTH:
                return self.stop(place, "nested too deeply")
            value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self.stack.append(_Open(self.put(around, value, place), value, bool(event.flow_style)))
        elif isinstance(event, yaml.ScalarEvent) and (event.value or not event.implicit[0] or event.style):
            if around and around.again is not None:
                self.spare(around, event.value)
            path = self.put(around, event.value, place)
            if PLACEHOLDER.fullmatch(event.value.strip()):
                key = next((step for step in reversed(path) if isinstance(step, str)), "")
                self.say("SG110", place, key=key, value=event.value.strip())
            elif "<!--" in event.value:  # hides something in Markdown, and nothing here
                self.say("SG503", place, "field")
        elif around:  # an empty value or an alias: the key counts as absent
            around.key = around.again = None
        return False

    def wait(self, around: _Open, key: str, place: Place) -> None:
        path = (*around.path, key)
        if key == "<<":
            self.say("SG105", place, "merge", key=key, first_line=0)
        elif path in self.keys:
            around.again = len(self.findings)
            self.say("SG105", place, "key", key=key, first_line=self.keys[path][0])
        else:
            self.keys[path] = place
        around.key = key

    def spare(self, around: _Open, value: str) -> None:
        """A key that stands there twice with one value: its second line can go."""
        assert around.again is not None and isinstance(around.value, dict) and around.key is not None
        finding = self.findings[around.again]
        if not around.braces and around.value.get(around.key) == value:
            self.findings[around.again] = replace(finding, mend=mends.struck_lines(finding.line, finding.line, certain=True))

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
            around.key = around.again = None
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
            if tree.take(event):
                return None, tree.findings
    except yaml.YAMLError as error:
        return None, [*tree.findings, slips.syntax(error, text, first_line)]
    return Located({} if tree.root is None else tree.root, tree.places, tree.keys, tree.ends, tree.bracketed), tree.findings


class Relocated(Located):
    """A YAML text that could be located, and is located again when somebody asks: its places take more room than all it says."""

    __slots__ = ("first_line", "text")
    first_line: int
    text: str

    def __init__(self, text: str, first_line: int) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "first_line", first_line)

    def __getattr__(self, name: str) -> Any:
        """Fill all fields when the first of them is asked for; what is set is found without this."""
        if name not in FIELDS:
            raise AttributeError(name)
        found = locate(self.text, self.first_line)[0] or Located({})
        for one in FIELDS:
            object.__setattr__(self, one, getattr(found, one))
        return getattr(found, name)

    def __reduce__(self) -> tuple[type["Relocated"], tuple[str, int]]:
        return Relocated, (self.text, self.first_line)


FIELDS = frozenset(one.name for one in fields(Located))

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
        problems = [(tuple(problem["loc"]), dict(problem)) for problem in error.errors(include_url=False)]
        found = [(path, _finding(model, located, one, number < MOST_MENDS)) for number, (path, one) in enumerate(problems)]
        # A key that another was meant to be is not missed as well: that is one mistake.
        meant_to_be = {(*path[:-1], finding.arguments["nearest"]) for path, finding in found if finding.code == "SG102"}
        return None, [finding for path, finding in found if finding.code != "SG103" or path not in meant_to_be]


MOST_MENDS = 50  # of one file: each is tried, and what is wrong throughout was not typed line by line


def _finding(model: type[BaseModel], located: Located, problem: dict[str, Any], mended: bool) -> Finding:
    path: Path = tuple(problem["loc"])
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "missing":
        variant = "inside" if len(path) > 1 else "top"
        parent = next((step for step in reversed(path[:-1]) if isinstance(step, str)), "")
        mend = mends.added(located, path[:-1], {str(path[-1]): BLANK})
        return Finding("SG103", *located.place(*path[:-1]), {"key": str(path[-1]), "parent": parent}, variant, mend=mend)
    if kind == "extra_forbidden":
        key, known = str(path[-1]), _known_keys(model, path[:-1])
        near = meant.key(key, known) or nearest(key, known)
        arguments: dict[str, Argument] = {"key": key, "nearest": near, "known": tuple(known)}
        place = located.keys.get(path, located.place(*path))
        mend = mends.replaced(located, place, near) if near and (*path[:-1], near) not in located.keys else None
        return Finding("SG102", *place, arguments, "nearest" if near else "unknown", mend=mend)
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
    mend = likely.mend(model, located, path, variant, arguments) if mended else None
    return Finding("SG104", *located.place(*path), arguments, variant, mend=mend)
