"""An entry set into the text of a meeting plan: everything else in the file stays as it is, byte for byte."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sitegen import schema
from sitegen.diagnostics import Located
from sitegen.frontmatter import locate, typed
from sitegen.new.writing import flow, yaml
from sitegen.parse import decode

LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
BLANK = re.compile(r"\s*(?:#.*)?|\.\.\.\s*")
DASH = re.compile(r"(\s*)-(\s+)")
EMPTY_LIST = re.compile(rb"(meetings[ \t]*:)[ \t]*\[[ \t]*\](?=[ \t]*(?:#[^\r\n]*)?(?:\r|\n|$))")
COMMENT_AT = 34  # the column where comments stand, as far as there is room


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting as it is to stand in the plan: its values by key, in order, and comments by key."""

    values: Mapping[str, Any]
    comments: Mapping[str, str]

    @property
    def read(self) -> dict[str, Any]:
        """Return what reading the entry must give, were the file nothing but text."""
        located, _ = locate(flow(self.values.items()))
        return dict(located.value) if located else {}


@dataclass(frozen=True, slots=True)
class Inserted:
    """The whole new text of the plan, and the entry's lines as they stand in it, from which line on."""

    data: bytes
    line: int
    lines: tuple[str, ...]


def lines(entry: Entry, indent: str = "  ", gap: str = " ", braces: bool = False) -> list[str]:
    """Return the entry's lines, block style or between braces."""
    if braces:
        said = "; ".join(entry.comments.values())
        return [_commented(f"{indent}-{gap}{flow(entry.values.items())}", said)]
    found = []
    for number, (key, value) in enumerate(entry.values.items()):
        lead = indent + (" " * (len(gap) + 1) if number else f"-{gap}")
        found.append(_commented(f"{lead}{key}: {yaml(value)}", entry.comments.get(key, "")))
    return found


def _commented(line: str, comment: str) -> str:
    return f"{line.ljust(COMMENT_AT - 1)} # {comment}" if comment else line


def insert(data: bytes, entry: Entry) -> Inserted | None:
    """Return the plan with the entry at its place by date; None where the text cannot be changed without guessing.

    What comes back has been read again: it is the old plan with the one entry more, and without it the old bytes.
    """
    text, findings = decode(data)
    located, wrong = locate(text)
    if findings or located is None or any(f.code in ("SG101", "SG105") for f in wrong):
        return None
    for at, found in _candidates(data, text, located, entry):
        if _holds(located, found, entry, at):
            return found
    return None


def _holds(before: Located, found: Inserted, entry: Entry, at: int) -> bool:
    """Say whether the new text reads as the old with the entry in its place, and stands where it is said to."""
    text, findings = decode(found.data)
    after, wrong = locate(text)
    if findings or after is None or any(f.code in ("SG101", "SG105") for f in wrong):
        return False
    old = before.value.get("meetings", []) if isinstance(before.value, dict) else []
    is_as_meant = after.value == {"meetings": [*old[:at], entry.read, *old[at:]]}
    return is_as_meant and after.place("meetings", at)[0] == found.line


def _candidates(data: bytes, text: str, located: Located, entry: Entry) -> Iterator[tuple[int, Inserted]]:
    """Yield ways to set the entry in, the best first, each with the entry's index among the meetings."""
    rows = LINE.findall(data)
    value = located.value
    if value == {} or value == {"meetings": []}:
        yield 0, _first(data, located, entry)
        return
    if not isinstance(value, dict) or set(value) != {"meetings"} or not isinstance(value["meetings"], list):
        return
    meetings: list[Any] = value["meetings"]
    plan, _ = typed(schema.PlanFile, located)
    shown = text.split("\n")
    dashes = _dashes(shown, located, len(meetings))
    if plan is None or dashes is None:
        return
    before = [index for index, one in enumerate(plan.meetings) if one.date <= entry.values["date"]]
    at = before[-1] + 1 if before else 0
    neighbour = max(at - 1, 0)
    line, indent, gap = dashes[neighbour]
    row, column = located.place("meetings", neighbour)
    written = lines(entry, indent, gap, braces=shown[row - 1][column - 1] == "{")
    starts = [start for start, _, _ in dashes] + [len(rows)]
    if at == 0:
        place = starts[0]
        while place and re.fullmatch(rf"{indent}#.*", shown[place - 1]):
            place -= 1
        yield 0, _spliced(rows, place, written, _break(rows, starts[0]))
        yield 0, _spliced(rows, starts[0], written, _break(rows, starts[0]))
        return
    place = starts[at]
    while BLANK.fullmatch(shown[place - 1]) and not _is_within(shown[place - 1], indent):
        place -= 1
    # Where a line without anything stands between the neighbours, one stands before the new one too.
    apart = shown[place] == "" if place < starts[at] < len(rows) else at > 1 and shown[starts[at - 1] - 1].strip() == ""
    yield at, _spliced(rows, place, ["", *written] if apart else written, _break(rows, line))
    yield at, _spliced(rows, starts[at], written, _break(rows, line))


def _is_within(comment: str, indent: str) -> bool:
    """Say whether a comment is about the entry that it follows: it is further in than the entries' dashes."""
    return bool(comment.strip()) and comment.startswith(f"{indent} ")


def _dashes(shown: Sequence[str], located: Located, count: int) -> list[tuple[int, str, str]] | None:
    """Return for each entry the line (from 0) of its dash, what stands before and after it; None where it has none of its own."""
    found = []
    for index in range(count):
        line, column = located.place("meetings", index)
        line -= 1
        match = DASH.fullmatch(shown[line][: column - 1])
        if match is None and not shown[line][: column - 1].strip():  # the dash stands alone, above
            while line and BLANK.fullmatch(shown[line - 1]):
                line -= 1
            match = re.match(r"(\s*)-(?=\s*(?:#.*)?$)()", shown[line - 1]) if line else None
            line -= 1
        if match is None:
            return None
        found.append((line, match[1], match[2] or " "))
    return found


def _first(data: bytes, located: Located, entry: Entry) -> Inserted:
    """Make the entry the first: after `meetings:`, in place of an empty list, or in a file that has neither."""
    rows = LINE.findall(EMPTY_LIST.sub(rb"\1", data, count=1))
    end = _break(rows, 0)
    if ("meetings",) in located.keys:
        return _spliced(rows, located.keys["meetings",][0], lines(entry), end)
    return _spliced(rows, len(rows), ["meetings:", *lines(entry)], end, skip=1)


def _break(rows: Sequence[bytes], line: int) -> bytes:
    """Return how a line ends, or where it is the last and does not end, the one before it."""
    for row in (*rows[line : line + 1], *rows[:line][::-1]):
        if ended := re.search(rb"(?:\r\n|\r|\n)$", row):
            return ended[0]
    return b"\n"


def _spliced(rows: Sequence[bytes], at: int, written: Sequence[str], end: bytes, skip: int = 0) -> Inserted:
    """Return the text with lines before the line `at` (from 0): what the lines before and after it hold does not change."""
    head, tail = b"".join(rows[:at]), b"".join(rows[at:])
    body = end.join(line.encode() for line in written)
    empty = head in (b"", b"\xef\xbb\xbf")
    closed = empty or head.endswith((b"\r", b"\n"))
    line = (0 if empty else at) + 1 + skip + (written[0] == "")
    return Inserted(head + (body + end if closed else end + body) + tail, line, tuple(written[line - (0 if empty else at) - 1 :]))
