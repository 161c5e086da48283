"""Open data under /data/: every table as JSON and as CSV, the schemas of both, and a data package that gathers them."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import Any

from sitegen.diagnostics import Finding
from sitegen.feeds import tables
from sitegen.feeds.content import BODIES, DOCUMENTS, MEETINGS
from sitegen.feeds.items import DECISIONS, FOLLOW_UPS, ITEMS
from sitegen.feeds.judged import FINDINGS, STANDINGS, VERDICTS
from sitegen.feeds.tables import Table
from sitegen.pages.index import Index

TABLES = (BODIES, MEETINGS, DOCUMENTS, ITEMS, DECISIONS, FOLLOW_UPS, VERDICTS, STANDINGS, FINDINGS)
PACKAGE = "/data/datapackage.json"
# Findings about files that nothing on the site shows, or shows no more: their names are nobody's business.
NEVER_PUBLIC = ("SG109", "SG205", "SG211")


def parts(index: Index) -> Iterator[Callable[[], Iterable[tuple[str, bytes]]]]:
    """Yield what makes the data package, each table that the index holds, and the schemas of all, by address."""
    yield partial(_package, index)
    for table in TABLES:
        if table.rows:
            yield partial(_table, table, table.rows, index)
    yield partial(_schemas, index.site.file.base_url)


def _package(index: Index) -> Iterator[tuple[str, bytes]]:
    yield PACKAGE, _json(package(index))


def _table(table: Table, rows: Callable[[Index], Iterable[Any]], index: Index) -> Iterator[tuple[str, bytes]]:
    yield from tables.files(table, index, rows(index)).items()


@lru_cache(maxsize=4)
def _schemas(base: str) -> tuple[tuple[str, bytes], ...]:
    """Return the schemas with their addresses: the same for every build of one site."""
    found = []
    for table in TABLES:
        found.append((table.address("schema.json"), _json(tables.json_schema(table, base))))
        found.append((table.address("table.json"), _json(tables.table_schema(table))))
    return tuple(found)


def findings(index: Index, found: Iterable[Finding], secret: frozenset[str]) -> dict[str, bytes]:
    """Return the table of findings, without those about files that are not public (`secret`, by path)."""
    public = (finding for finding in found if finding.path not in secret and finding.code not in NEVER_PUBLIC)
    return tables.files(FINDINGS, index, public)


def package(index: Index) -> dict[str, Any]:
    """Return the data package (Frictionless): what there is, of whom and on what terms, as it is on the day of the build."""
    site = index.site.file
    found: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "data",
        "id": site.base_url + PACKAGE.lstrip("/"),
        "title": f"Åbne data: {site.title}",
        "description": site.description or site.title,
        "homepage": f"{site.base_url}data/",
        "created": f"{index.today}T00:00:00Z",
        "contributors": [{"title": site.publisher.name, "role": "publisher"}],
    }
    if site.licence:
        found["licenses"] = [{"title": site.licence.name, "path": site.licence.url}]
    found["resources"] = [
        {
            "profile": "tabular-data-resource",
            "name": table.name,
            "title": table.title,
            "description": table.about,
            "path": f"{table.name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": f"{table.name}.table.json",
        }
        for table in TABLES
    ]
    return found


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
