"""Tables of open data: what a column is, and the JSON, the CSV and the schemas of both that follow from it.

JSON holds every value exactly as it is. CSV (RFC 4180, UTF-8, CRLF, a header row, empty for null) is what people open in a
spreadsheet, which runs a cell that begins with = + - or @ as a formula: such a text has an apostrophe before it there. No byte
order mark: programs would take it for a part of the first name, and it would not make a Danish spreadsheet part at commas.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sitegen.pages.index import Index

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")  # what a spreadsheet takes a cell for, when it begins with one of these
BETWEEN = "; "  # the values of a list in a cell of CSV


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: what it is called in Danish, and how JSON Schema and Table Schema say it."""

    word: str
    json: Mapping[str, Any]
    table: Mapping[str, Any]


STRING = {"type": "string"}
TEXT = Kind("tekst", STRING, STRING)
HTML = Kind("HTML", STRING, STRING)
DATE = Kind("dato", {"type": "string", "format": "date"}, {"type": "date"})
TIME = Kind("klokkeslæt", {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}, {"type": "time", "format": "%H:%M"})
NUMBER = Kind("tal", {"type": "integer"}, {"type": "integer"})
FLAG = Kind("ja/nej", {"type": "boolean"}, {"type": "boolean"})
ADDRESS = Kind("webadresse", {"type": "string", "format": "uri"}, {"type": "string", "format": "uri"})
LIST = Kind("liste", {"type": "array", "items": STRING}, STRING)
DATES = Kind("liste af datoer", {"type": "array", "items": DATE.json}, STRING)
ADDRESSES = Kind("liste af webadresser", {"type": "array", "items": ADDRESS.json}, STRING)
LISTS = (LIST, DATES, ADDRESSES)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, kind and Danish description, and how it is read from the model.

    `empty` where there may be nothing: null in JSON, an empty cell in CSV. `values` are the codes that it can hold, in words.
    """

    name: str
    kind: Kind
    about: str
    read: Callable[[Index, Any], Any]
    empty: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name in addresses, its columns, and its rows as the index has them.

    `key` are the columns that tell a row from all others; `links` (columns, table, its columns) lead to other tables' keys.
    `rows` is None where `build` must bring them: the index does not hold them.
    """

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Index], Iterable[Any]] | None
    key: tuple[str, ...] = ()
    links: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()

    def address(self, kind: str) -> str:
        """Return the address of a file of the table: json, csv, schema.json or table.json."""
        return f"/data/{self.name}.{kind}"


def records(table: Table, index: Index, rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows as flat objects: values as JSON has them, None where there is nothing."""
    columns = [(column.name, column.read) for column in table.columns]
    for row in rows:
        yield {name: _plain(read(index, row)) for name, read in columns}


def _plain(value: Any) -> Any:
    if value.__class__ is str:
        return value or None
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, (tuple, list)) else value


def files(table: Table, index: Index, rows: Iterable[Any]) -> dict[str, bytes]:
    """Return a table's rows by address: as JSON, one array with a line for each row, and as CSV."""
    found = list(records(table, index, rows))
    return {table.address("json"): as_json(found), table.address("csv"): as_csv(table, found)}


def as_json(found: Iterable[Mapping[str, Any]]) -> bytes:
    """Return objects as one array, a line for each."""
    lines = ",\n".join(map(json.JSONEncoder(ensure_ascii=False).encode, found))
    return f"[\n{lines}\n]\n".encode()


def as_csv(table: Table, found: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the same rows and columns in the same order as CSV."""
    text = _Text()
    writer = csv.writer(text)  # RFC 4180: commas, CRLF, quotes where they are needed
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_cell(value) for value in record.values()] for record in found)
    return "".join(text).encode()


class _Text(list[str]):
    def write(self, line: str) -> None:
        self.append(line)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value).lower()  # true and false too
    text: str = BETWEEN.join(value) if isinstance(value, list) else value
    return f"'{text}" if text[:1] in FORMULA else text


def json_schema(table: Table, base: str) -> dict[str, Any]:
    """Return what the JSON file of a table holds, as JSON Schema (2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": base + table.address("schema.json").lstrip("/"),
        "title": table.title,
        "description": table.about,
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": [column.name for column in table.columns],
            "properties": {column.name: _property(column) for column in table.columns},
        },
    }


def _property(column: Column) -> dict[str, Any]:
    found = {"description": column.about, **column.kind.json}
    if column.empty:
        found["type"] = [found["type"], "null"]
    if column.values:
        found["enum"] = [*column.values, *([None] if column.empty else [])]
    return found


def table_schema(table: Table) -> dict[str, Any]:
    """Return what the CSV file of a table holds, as a Table Schema (Frictionless)."""
    found: dict[str, Any] = {"fields": [_field(column, table.key) for column in table.columns], "missingValues": [""]}
    if table.key:
        found["primaryKey"] = list(table.key)
    if table.links:
        found["foreignKeys"] = [
            {"fields": list(own), "reference": {"resource": other, "fields": list(theirs)}} for own, other, theirs in table.links
        ]
    return found


def _field(column: Column, key: tuple[str, ...]) -> dict[str, Any]:
    about = column.about + (f" Adskilt af »{BETWEEN.strip()}« og et mellemrum." if column.kind in LISTS else "")
    constraints: dict[str, Any] = {"required": not column.empty and column.kind not in LISTS}
    if key == (column.name,):
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    return {"name": column.name, **column.kind.table, "description": about, "constraints": constraints}
