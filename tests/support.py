"""What tests share: a small site that has no findings, cases as files, and building in memory."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from sitegen import attachments, layout
from sitegen.build import Build, Inputs, Options, build, examine, kind_of
from sitegen.evidence import History, Record, Revision, Vacated
from sitegen.layout import Layout
from sitegen.link import link
from sitegen.pages import PageSpec, index
from sitegen.pages.index import Index
from sitegen.parse import parse
from sitegen.parsed import Contents
from sitegen.public import public
from sitegen.verdicts import judge
from tests import papers

ROOT = Path(__file__).resolve().parent.parent
CASES = Path(__file__).resolve().parent / "cases"
TODAY = date(2026, 2, 1)


@lru_cache(maxsize=1)
def templates() -> dict[str, bytes]:
    """The project's own templates, by path."""
    folder = ROOT / "templates"
    return {f"templates/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@lru_cache(maxsize=1)
def base() -> dict[str, bytes]:
    """The base site of the cases, by path: it has no findings on TODAY."""
    folder = CASES / "_base"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def attached(files: Mapping[str, bytes]) -> dict[str, Contents]:
    """What the attachments among files say, by path."""
    kinds = {path: path.rpartition(".")[2].lower() for path in files if path.startswith("content/attachments/")}
    return {path: _read(files[path], kind) for path, kind in kinds.items()}


_read = lru_cache(maxsize=200)(attachments.read)


def specs(laid: Layout) -> list[PageSpec]:
    """Every page of a site, in the order of its site map."""
    return [spec for part in layout.parts(laid) for spec in part]


def built(
    files: Mapping[str, bytes], today: date = TODAY, options: Options | None = None, history: History | None = None
) -> Build:
    """Build a site held in memory; templates that the files do not bring are the project's own."""
    files = {unicodedata.normalize("NFC", path): data for path, data in files.items()}  # as the shell does
    texts = {path: data for path, data in files.items() if not path.startswith("content/attachments/")}
    inputs = Inputs({**templates(), **texts}, attached(files), history=history or History())
    return build(inputs, today, options or Options())


def examined(files: Mapping[str, bytes], today: date = TODAY, history: History | None = None) -> Build:
    """Judge a site held in memory, without making its pages."""
    files = {unicodedata.normalize("NFC", path): data for path, data in files.items()}
    texts = {path: data for path, data in files.items() if not path.startswith("content/attachments/")}
    return examine(Inputs(texts, attached(files), history=history or History()), today)


def laid_out(
    files: Mapping[str, bytes], today: date = TODAY, history: History | None = None, base_url: str | None = None
) -> Index:
    """The public site of some files laid out for look-up, as pages and feeds are given it; nothing is rendered."""
    found = examine(Inputs(dict(files), history=history or History()), today)
    assert found.site, found.findings
    own = found.site
    if base_url:
        own = replace(own, file=own.file.model_copy(update={"base_url": base_url}))
    return index.build(*public(own, found.verdicts, found.standings, today), today)


def site(**changes: str | bytes | None) -> dict[str, bytes]:
    """The base site with files changed, added (by path) or, with None, taken away."""
    files = dict(base())
    for path, contents in changes.items():
        if contents is None:
            del files[path]
        else:
            files[path] = contents.encode() if isinstance(contents, str) else contents
    return files


def program_verdicts(files: Mapping[str, bytes], today: date) -> list[dict[str, Any]]:
    """The program's verdicts on content (paths from content/), in the shape of the oracle's: dates as dates, ids as text."""
    parsed = {}
    for name, data in files.items():
        path = f"content/{name}"
        one = parse(data, kind_of(path) or "")
        assert not one.findings, (path, one.findings)
        parsed[path] = replace(one, source=replace(one.source, path=path))
    joined, _ = link(parsed, {}, today)
    assert joined
    found = []
    for verdict in judge(joined, today):
        keys = ("obligation", "verdict", "due", "done", "days_late", "measured", "source")
        ids = {"meeting": verdict.meeting.id, "body": verdict.body.id}
        found.append(ids | {key: getattr(verdict, key) for key in keys})
    return found


def history(case: "Case") -> History:
    """What a case's history fence says the archive knows; without one there is no archive."""
    if case.log is None:
        return History() if case.archive == "full" else History(case.archive)  # type: ignore[arg-type]
    begun = Revision(date(2019, 1, 1), "0000000000", "added", "content/site.yml")
    records = {"content/site.yml": Record((begun,), True)}
    vacated: list[Vacated] = []
    for line in case.log:
        path, *words = line.split()
        days = [date.fromisoformat(word) for word in words if word[0] in "12"]
        if {"gone", "moved"} & set(words):
            target = words[words.index("moved") + 1] if "moved" in words else None
            vacated.append(Vacated(path, case.files.pop(f"gone/{path}", b""), days[-1], "0123456789", target))
        else:
            kinds = ("added", *["changed"] * (len(days) - 1))
            own = (Revision(day, "0123456789", kind, path) for day, kind in zip(days, kinds, strict=True))  # type: ignore[arg-type]
            records[path] = Record(tuple(own), "imported" in words)
    return History(case.archive, records, tuple(vacated))  # type: ignore[arg-type]


@dataclass
class Case:
    """A case file: the site, the day, and what must be found."""

    today: date = TODAY
    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[tuple[str, dict[str, str]]] | None = None  # "path:line:column CODE variant", and arguments asserted
    verdicts: list[str] = field(default_factory=list)
    archive: str = "full"
    log: list[str] | None = None  # lines of the history fence


# What a bytes fence may call.
PAPERS = {make.__name__: make for make in (papers.pdf, papers.docx, papers.pptx, papers.xlsx, papers.png)}
PATH = re.compile(r"`((?:gone/)?(?:content|templates)/[^`]+)`( removed)?:?\s*")
FENCE = re.compile(r"(`{3,}|~{3,})(\w*)\s*")


def read_case(path: Path) -> Case:
    """Read a case file (its form is described in tests/cases/README.md)."""
    case = Case(files=dict(base()))
    lines = path.read_text(encoding="utf-8").split("\n")
    target, at = "", 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if line.startswith("archive: "):
            case.archive = line.removeprefix("archive: ").strip()
        elif line.startswith("today: "):
            case.today = date.fromisoformat(line.removeprefix("today: ").strip())
        elif named := PATH.fullmatch(line):
            target = named[1]
            if named[2]:
                case.files = {p: data for p, data in case.files.items() if p != target and not p.startswith(f"{target}/")}
        elif fence := FENCE.fullmatch(line):
            end = lines.index(fence[1], at)
            _fenced(case, target, fence[2], "\n".join(lines[at:end]) + "\n" if end > at else "")
            at = end + 1
    return case


def _fenced(case: Case, target: str, info: str, text: str) -> None:
    if info == "findings":
        case.findings = []
        for line in text.splitlines():
            if line.startswith("    "):
                name, _, value = line.strip().partition(" =")
                case.findings[-1][1][name] = value.removeprefix(" ")
            elif line.strip():
                case.findings.append((line.strip(), {}))
    elif info == "verdicts":
        case.verdicts += [line for line in text.splitlines() if line.strip()]
    elif info == "history":
        case.log = text.splitlines()
    elif info == "bytes":
        case.files[target] = eval(text.strip(), {"__builtins__": {}, **PAPERS})
    elif info == "crlf":
        case.files[target] = text.replace("\n", "\r\n").encode()
    else:
        case.files[target] = text.encode()
