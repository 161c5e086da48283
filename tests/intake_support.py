"""What the tests of documents taken in have in common: a site with a meeting, and how a document becomes a draft of it."""

from datetime import date
from functools import cache
from typing import Any

from sitegen import intake
from sitegen.build import Inputs, Options, examine
from sitegen.diagnostics import Finding
from sitegen.intake.draft import Draft, draft
from sitegen.model import Site
from sitegen.parse import parse
from tests.support import attached, examined, site

ORGANISATION = """\
parties:
  - {id: hjoerring, name: Hjørring Kommune, kind: municipality}
  - {id: broenderslev, name: Brønderslev Kommune, kind: municipality}
  - {id: regionen, name: Regionen, kind: region}
levels:
  - {id: politisk, name: Politisk niveau}
  - {id: fagligt-strategisk, name: Fagligt/strategisk niveau}
clusters:
  - {id: nord, name: Klynge Nord}
  - {id: midt, name: Klynge Midt}
bodies:
  - id: nord-politisk
    name: Klynge Nord, politisk niveau
    cluster: nord
    level: politisk
    parties: [hjoerring, broenderslev, regionen]
    seats:
      - {role: politiker, party: hjoerring, count: 2}
      - {role: politiker, party: broenderslev, count: 2}
  - id: nord-fagligt-strategisk
    name: Klynge Nord, fagligt/strategisk niveau
    cluster: nord
    level: fagligt-strategisk
    parties: [hjoerring]
  - {id: midt-politisk, name: "Klynge Midt, politisk niveau", cluster: midt, level: politisk, parties: [regionen]}
  - {id: samraadet, name: Samrådet, parties: [regionen], contact: {email: sr@eksempel.example}}
"""
PLAN = """\
meetings:
  - {body: nord-politisk, date: 2027-03-11, start: 15:00, end: 17:00, place: Rådhuset i Prøveby, host: hjoerring}
  - {body: nord-fagligt-strategisk, date: 2027-03-11}
  - {body: midt-politisk, date: 2027-03-18}
  - {body: samraadet, date: 2027-04-08}
"""
TODAY = date(2027, 3, 1)


def contents() -> dict[str, bytes]:
    """The files of a site with four bodies and a meeting of each."""
    changes = {"content/organisation.yml": ORGANISATION, "content/meetings/2026.yml": None, "content/meetings/2027.yml": PLAN}
    return site(**changes)


@cache
def whole() -> Site:
    found = examined(contents(), TODAY)
    assert found.site and not [f for f in found.findings if f.severity == "error"], found.findings
    return found.site


def taken(data: bytes, name: str = "dokument.docx", **given: Any) -> Draft:
    """The draft of a document on the site of these tests."""
    stem, _, ending = name.rpartition(".")
    return draft(intake.read(data, ending), stem, whole(), **given)


def found_in(made: Draft) -> list[Finding]:
    """What `check -D` finds in the draft, on a site that has it and its pictures."""
    files = {**contents(), made.path: made.text.encode(), **made.pictures}
    texts = {path: data for path, data in files.items() if path not in made.pictures}
    found = examine(Inputs(texts, attached(files)), TODAY, Options(drafts=True))
    return [f for f in found.findings if f.path in (made.path, *made.pictures)]


def errors(made: Draft) -> list[Finding]:
    return [f for f in found_in(made) if f.severity == "error"]


def said(made: Draft) -> str:
    """What is said of the draft: one line each, those to look at with a sign before them."""
    return "\n".join(f"{'! ' if r.look else ''}{f'{r.line}: ' if r.line else ''}{r.text}" for r in made.remarks)


def items_of(made: Draft) -> dict[str, list[str]]:
    """The titles of a draft's items, each with the titles of its sections."""
    return {f"{i.number}. {i.title}": [s.title for s in i.sections] for i in parse(made.text.encode(), made.kind).prose.items}
