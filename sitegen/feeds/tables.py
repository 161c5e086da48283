"""Tables of open data: what a column is, and the JSON, the CSV and the schemas of both that follow from it.

JSON holds every value exactly as it is. CSV (RFC 4180, UTF-8, CRLF, a header row, empty for null) is what people open in a
spreadsheet, which runs a cell that begins with = + - or @ as a formula: such a text has an apostrophe before it there. No byte
order mark: programs would take it for a part of the first name, and it would not make a Danish spreadsheet part at commas.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from json.encoder import encode_basestring
from typing import Any

from sitegen.pages.index import Index

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")  # what a spreadsheet takes a cell for, when it begins with one of these
BETWEEN = "; "  # the values of a list in a cell of CSV
AT_ONCE = 1000  # rows that are written together, column by column


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: what it is called in Danish, how JSON Schema and Table Schema say it, and how it is written.

    `told` makes texts, numbers or lists of texts of what the model has; `spelt` writes those as JSON, and `cells` as cells of
    CSV. Each is called for a column at a time: a large site has two million values.
    """

    word: str
    json: Mapping[str, Any]
    table: Mapping[str, Any]
    told: Callable[[list[Any]], list[Any]]
    spelt: Callable[[list[Any]], list[str]]
    cells: Callable[[list[Any]], list[str]]


def _as_they_are(values: list[Any]) -> list[Any]:
    return values


def _isoformats(values: list[Any]) -> list[Any]:
    return [value and value.isoformat() for value in values]


def _lists_of_days(values: list[Any]) -> list[Any]:
    return list(map(_isoformats, values))


def _minutes(values: list[Any]) -> list[Any]:
    return [value and value.isoformat("minutes") for value in values]


def _quoted(values: list[Any]) -> list[str]:
    return [encode_basestring(value) if value else "null" for value in values]


def _quoted_lists(values: list[Any]) -> list[str]:
    return [f"[{', '.join(map(encode_basestring, value))}]" for value in values]


def _numbers(values: list[Any]) -> list[str]:
    return ["null" if value is None else str(value).lower() for value in values]  # true and false too


def _safe(values: Iterable[Any]) -> list[str]:
    return [f"'{value}" if value and value[0] in FORMULA else value or "" for value in values]


def _joined(values: list[Any]) -> list[str]:
    return _safe(map(BETWEEN.join, values))


def _counted(values: list[Any]) -> list[str]:
    return ["" if value is None else str(value).lower() for value in values]


STRING = {"type": "string"}
DAY = {"type": "string", "format": "date"}
URI = {"type": "string", "format": "uri"}
HHMM = {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}
TEXT = Kind("tekst", STRING, STRING, _as_they_are, _quoted, _safe)
HTML = Kind("HTML", STRING, STRING, _as_they_are, _quoted, _safe)
DATE = Kind("dato", DAY, {"type": "date"}, _isoformats, _quoted, _safe)
TIME = Kind("klokkeslæt", HHMM, {"type": "time", "format": "%H:%M"}, _minutes, _quoted, _safe)
NUMBER = Kind("tal", {"type": "integer"}, {"type": "integer"}, _as_they_are, _numbers, _counted)
FLAG = Kind("ja/nej", {"type": "boolean"}, {"type": "boolean"}, _as_they_are, _numbers, _counted)
ADDRESS = Kind("webadresse", URI, URI, _as_they_are, _quoted, _safe)
LIST = Kind("liste", {"type": "array", "items": STRING}, STRING, _as_they_are, _quoted_lists, _joined)
DATES = Kind("liste af datoer", {"type": "array", "items": DAY}, STRING, _lists_of_days, _quoted_lists, _joined)
ADDRESSES = Kind("liste af webadresser", {"type": "array", "items": URI}, STRING, _as_they_are, _quoted_lists, _joined)
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


def files(table: Table, index: Index, rows: Iterable[Any]) -> dict[str, bytes]:
    """Return a table's rows by address: as JSON, one array with a line for each row, and as CSV."""
    lines, cells, some = [], [_csv([[column.name] for column in table.columns])], iter(rows)
    while found := list(islice(some, AT_ONCE)):
        values = [column.kind.told([column.read(index, row) for row in found]) for column in table.columns]
        lines.append(_json(table, values))
        cells.append(_csv([column.kind.cells(own) for column, own in zip(table.columns, values, strict=True)]))
    return {table.address("json"): b"[\n" + b",\n".join(lines) + b"\n]\n", table.address("csv"): b"".join(cells)}


def _json(table: Table, values: Sequence[list[Any]]) -> bytes:
    """Return rows, the values of each column, as flat objects, a line for each; null where there is nothing."""
    line = ", ".join(f"{encode_basestring(column.name)}: %s" for column in table.columns)
    columns = (column.kind.spelt(own) for column, own in zip(table.columns, values, strict=True))
    return ",\n".join(map(f"{{{line}}}".__mod__, zip(*columns, strict=True))).encode()


def _csv(columns: Sequence[list[str]]) -> bytes:
    text = _Text()
    csv.writer(text).writerows(zip(*columns, strict=True))  # RFC 4180: commas, CRLF, quotes where they are needed
    return "".join(text).encode()


class _Text(list[str]):
    def write(self, line: str) -> None:
        self.append(line)


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
