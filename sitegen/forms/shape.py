"""The classes of the schema as fields that a form or another schema can be made of: name, kind of value, choices, words."""

from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import MinLen
from pydantic import BeforeValidator

from sitegen import catalogue, fields
from sitegen.entry import Entry
from sitegen.obligations import Composition
from sitegen.schema import FILES, MeetingEntry, Participant

# The kinds of value, by the function that reads them.
KINDS = {
    get_args(kind)[1].func: name
    for name, kind in {
        "text": fields.Text,
        "id": fields.Id,
        "date": fields.Date,
        "moment": fields.Moment,
        "sent": fields.Sent,
        "time": fields.Time,
        "count": fields.Count,
        "positive": fields.Positive,
        "flag": fields.Flag,
        "term": fields.Due,
        "url": fields.Url,
        "site-address": fields.SiteAddress,
        "address": fields.Address,
        "language": fields.Language,
        "zone": fields.Zone,
    }.items()
}
# Of which fields a class needs one: what its own validator asks for.
ONE_OF: dict[type[Entry], tuple[str, ...]] = {
    MeetingEntry: ("body", "bodies"),
    Participant: ("role", "name"),
    Composition: ("each", "party", "among"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a class. `kind` is one of KINDS, "choice" or "entry"; `many` says that it is a list of them."""

    name: str
    kind: str
    many: bool
    required: bool
    label: str
    hint: str
    choices: tuple[str, ...] = ()
    entry: type[Entry] | None = None
    least: int = 0


@cache
def of(model: type[Entry]) -> tuple[Field, ...]:
    """Return the fields of a class of the schema, in its order."""
    found = []
    for name, info in model.model_fields.items():
        kind, many, choices, entry = _kind(info.annotation, tuple(info.metadata))
        least = next((limit.min_length for limit in info.metadata if isinstance(limit, MinLen)), 0)
        label, hint = words(model, name)
        found.append(Field(name, kind, many, info.is_required(), label, hint, choices, entry, least))
    return tuple(found)


def words(model: type[Entry], name: str) -> tuple[str, str]:
    """Return a field's label and hint; a class inherits the words of those that it is made from."""
    table = catalogue.fields()
    return next(tuple(table[one.__name__][name]) for one in model.__mro__ if name in table.get(one.__name__, {}))


def choice(value: str) -> str:
    """Return what people call a choice."""
    return str(catalogue.fields()["choices"][value])


def word(name: str) -> str:
    """Return a word of the forms themselves."""
    return str(catalogue.fields()["words"][name])


def kind_words(kind: str) -> tuple[str, str]:
    """Return what a kind of file is called, and an example of its path."""
    label, path = catalogue.fields()["kinds"][kind]
    return str(label), str(path)


def entries() -> tuple[type[Entry], ...]:
    """Return every class that a file can hold, each before those that it holds."""
    found: dict[type[Entry], None] = {}
    waiting = list(FILES.values())
    while waiting:
        model = waiting.pop(0)
        found[model] = None
        waiting += [field.entry for field in of(model) if field.entry and field.entry not in found]
    return tuple(found)


def _kind(annotation: Any, metadata: tuple[Any, ...]) -> tuple[str, bool, tuple[str, ...], type[Entry] | None]:
    """Return the kind of value, whether there are many of it, its choices and its class."""
    for one in metadata:
        if isinstance(one, BeforeValidator):
            return KINDS[one.func], False, (), None
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return _kind(next(one for one in arguments if one is not type(None)), ())
    if origin is tuple:
        kind, _, choices, entry = _kind(arguments[0], ())
        return kind, True, choices, entry
    if origin is Literal:
        return "choice", False, arguments, None
    if hasattr(annotation, "__metadata__"):
        return _kind(arguments[0], annotation.__metadata__)
    return "entry", False, (), annotation
