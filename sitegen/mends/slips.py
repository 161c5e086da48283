"""Slips of the hand in YAML: the sentence that fits what its reader says, where the slip is, and the mend where that is plain."""

import re
from dataclasses import replace

import yaml

from sitegen import mends
from sitegen.diagnostics import Finding, Mend

# libyaml's own words, and the sentence that fits them.
SYNTAX = (
    ("mapping values are not allowed", "colon"),
    ("found character that cannot start any token", "tab"),
    ("found a tab", "tab"),
    ("while scanning a quoted scalar", "quote"),
    ("while parsing a flow", "bracket"),
    ("while parsing a block", "indent"),
)


def syntax(error: yaml.YAMLError, text: str, first_line: int) -> Finding:
    """Return the finding (SG101) for what the reader says of a text that begins on a line of its file."""
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
    for at in (line, line - 1):  # what has no space after its colon is part of the line above, until a line has one
        key = UNSPACED.match(lines[at]) if variant in ("colon", "syntax") and at >= 0 else None
        if key and _checked(text, lines, at, 0, "space"):
            variant, line, column = "space", at, key.start(2)
    mend = _checked(text, lines, line, column, variant)
    if mend and mend.line and mend.end:  # the text may begin further down in its file
        down = first_line - 1
        mend = replace(mend, line=mend.line + down, end=(mend.end[0] + down, mend.end[1]))
    return Finding("SG101", first_line + line, column + 1, {"problem": problem}, variant, mend=mend)


UNSPACED = re.compile(r"(\s*(?:- )*)([a-z_]{2,30}):([^\s:/].*)")
FIELD = re.compile(r"(\s*(?:- )*)([\w-]+): +(\S.*)")
CLOSED = {"[": "]", "{": "}"}
CURLY = "“”„‟"  # what a word processor makes of a quotation mark


def _checked(text: str, lines: list[str], line: int, column: int, variant: str) -> Mend | None:
    """Return the mend of a slip (line and column from 0), if the reader then gets past the line."""
    if line >= len(lines):
        return None
    found = _mend(lines, line, column, variant)
    try:
        for event in yaml.parse(mends.applied(text, found), Loader=yaml.CSafeLoader) if found else ():
            if event.start_mark and event.start_mark.line > line + 1:
                break
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return found if mark and mark.line > line else None
    return found


def _mend(lines: list[str], line: int, column: int, variant: str) -> Mend | None:
    source = lines[line]
    field = FIELD.fullmatch(source.rstrip())
    if variant in ("quote", "bracket"):
        opened, rest = source[column : column + 1], source[column:].rstrip()
        closing = CLOSED.get(opened, opened)
        if closing not in rest[1:]:
            return _put(line, len(source.rstrip().rstrip(CURLY)), len(source), closing)
    elif variant == "space" and (unspaced := UNSPACED.match(source.rstrip())):
        return _put(line, unspaced.start(2), unspaced.end(3), f"{unspaced[2]}: {unspaced[3]}")
    elif variant == "tab" or (variant == "indent" and not (field and field[3][0] in "[\"'")):
        words = source.lstrip()
        above = next((one for one in reversed(lines[:line]) if one.strip() and not one.lstrip().startswith("#")), "")
        indent = len(above) - len(above.lstrip(" -"))
        if words.startswith("- "):
            entries = [len(one) - len(one.lstrip()) for one in lines[:line] if one.lstrip().startswith("- ")]
            indent = entries[-1] if entries else 2
        return _put(line, 0, len(source) - len(words), " " * indent)
    elif field and " #" not in field[3] and (field[3][0] not in "[{\"'|>" or variant == "indent"):
        curly = field[3][0] in CURLY and field[3][-1] in CURLY
        return _put(line, field.start(2), field.end(3), f"{field[2]}: {mends.quoted(field[3].strip(CURLY if curly else ''))}")
    return None


def _put(line: int, start: int, end: int, text: str) -> Mend:
    """Put a text in the place of a part of a line, all counted from 0."""
    return Mend("replace", text, None, line + 1, start + 1, (line + 1, end + 1))
