"""The lines of hyphens round the fields on top of a Markdown file (SG106): where one was meant, or where it belongs."""

import re

from pydantic import BaseModel

from sitegen.diagnostics import BLANK, Mend

# What becomes of three hyphens in a word processor, or under a hasty hand.
MEANT = re.compile(r"\s*(?:[–—―−]|[-–—―−_=*]{2,20}|- ?- ?-)\s*")
FIELD = re.compile(r"[A-Za-zÆØÅæøå_]{2,30}:(\s|$)")


def mend(text: str, model: type[BaseModel]) -> Mend | None:
    """Return the mend of a text whose fields, of a class of the schema, do not begin or do not end with a line of hyphens."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        first = next((number for number, line in enumerate(lines) if line.strip()), 0)
        if MEANT.fullmatch(lines[first]):
            return Mend("replace", "---", None, 1, 1, (first + 1, len(lines[first]) + 1), certain=True)
        if FIELD.match(lines[first]):
            return Mend("insert", "---", None, 0, certain=True)
        needed = [f"{name}: {BLANK}" for name, field in model.model_fields.items() if field.is_required()]
        return Mend("insert", "\n".join(["---", *needed, "---", ""]), None, 0)
    for number, line in enumerate(lines[1:], 2):
        if line.strip() and MEANT.fullmatch(line):
            return Mend("replace", "---", None, number, 1, certain=True)
        if not line.strip() or line.startswith("#") or not (FIELD.match(line) or line[0] in " -"):
            return Mend("insert", "---", None, number - 1)
    return Mend("insert", "---", None, len(lines) - (lines[-1] == ""))
