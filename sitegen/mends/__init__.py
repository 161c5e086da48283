"""Mends of findings: how a key is added to a YAML text, a value rewritten or struck out, and what a file is once it is mended."""

import re
from collections.abc import Mapping

import yaml

from sitegen.danish import composed
from sitegen.diagnostics import Finding, Located, Mend, Path, Place


def quoted(text: str) -> str:
    """Return a text as YAML wants it, in quotation marks where it would otherwise be read as something else."""
    try:
        # Alone on its line a dash begins a list; in brackets a comma parts.
        if yaml.load(f"a: {text}\nb: [{text}]", Loader=yaml.CBaseLoader) == {"a": text, "b": [text]}:
            return text
    except yaml.YAMLError:
        pass
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _members(located: Located, at: Path) -> dict[str, Place]:
    """Return where the keys of a mapping stand, in order; those with no value count as absent."""
    value = located.value
    for step in at:
        value = value[step]
    found = {key: located.keys[(*at, key)] for key in value if (*at, key) in located.keys}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def added(located: Located, at: Path, pairs: Mapping[str, str], after: str = "", path: str | None = None) -> Mend | None:
    """Return the mend that gives the mapping at a path some keys and values, written as YAML.

    They go below the line of the key `after` where that is one line, else above the first. None where no place is safe.
    """
    members = _members(located, at)
    for key in pairs:  # one that is there with no value gets one
        if (*at, key) in located.keys and key not in members and len(pairs) == 1:
            place = located.keys[(*at, key)]
            line, column = located.ends.get(place, place)  # where the colon is
            return Mend("replace", f"{key}: {pairs[key]}", path, *place, (line, column + 1))
    written = [f"{key}: {value}" for key, value in pairs.items()]
    if at in located.bracketed:
        line, column = located.places[at]
        joined = ", ".join(written)
        return Mend("replace", "{" + joined + (", " if members else ""), path, line, column, (line, column + 1))
    if not members:
        return Mend("insert", "\n".join(written), path, 1) if not at else None
    single = {key: place for key, place in members.items() if _line_of_its_own(located, (*at, key), place)}
    first = next(iter(members.values()))
    if after in single:
        line, column = single[after]
    elif at and isinstance(at[-1], int):  # the line of the first key is the hyphen's too
        if not single:
            return None
        line, column = next(iter(single.values()))
    else:
        line, column = first[0] - 1, first[1]
    return Mend("insert", "\n".join(" " * (first[1] - 1) + pair for pair in written), path, line)


def _line_of_its_own(located: Located, path: Path, place: Place) -> bool:
    value = located.places.get(path)
    return value is not None and value[0] == place[0] == located.ends.get(value, (0, 0))[0]


def rewritten(located: Located, path: Path, text: str, certain: bool = False) -> Mend | None:
    """Return the mend that puts a text, written as YAML, in the place of a scalar; None where the value is none."""
    return replaced(located, located.places.get(path), text, certain)


def replaced(located: Located, place: Place | None, text: str, certain: bool = False) -> Mend | None:
    """Return the mend that puts a text in the place of the key or scalar that begins at a place."""
    end = located.ends.get(place) if place else None
    return Mend("replace", text, None, place[0], place[1], end, certain) if place and end else None


def struck(located: Located, path: Path) -> Mend | None:
    """Return the mend that strikes out a key and its value; None where that would leave the rest unreadable."""
    if not path or not isinstance(path[-1], str):
        return None
    at, members = path[:-1], _members(located, path[:-1])
    place, value = located.keys.get(path), located.places.get(path)
    end = located.ends.get(value) if value else None
    if place is None or end is None:
        return None
    if at in located.bracketed:
        if len(members) == 1:
            return struck(located, at)
        order = list(members.values())
        index = order.index(place)
        if index + 1 < len(order):
            return Mend("replace", "", None, *place, order[index + 1])
        before = located.ends.get(located.places.get((*at, list(members)[index - 1]), (0, 0)))
        return Mend("replace", "", None, *before, end) if before else None
    if at and isinstance(at[-1], int) and place == next(iter(members.values())):
        return None  # the line holds the hyphen too
    return struck_lines(place[0], end[0] - (end[1] == 1))


def struck_lines(first: int, last: int, certain: bool = False) -> Mend:
    """Return the mend that strikes out whole lines, both ends included."""
    return Mend("replace", "", None, first, 1, (last + 1, 1), certain)


def applied(text: str, mend: Mend) -> str:
    """Return a text with lines inserted or replaced; places that lie beyond its end are its end."""
    if mend.action == "insert":
        if mend.line is None:
            return (text.rstrip("\n") + "\n" if text.strip() else "") + mend.text + "\n"
        lines = text.split("\n")
        return "\n".join([*lines[: mend.line], mend.text, *lines[mend.line :]])
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    line = mend.line or 1

    def offset(place: Place) -> int:
        return min(starts[place[0] - 1] + place[1] - 1, len(text)) if place[0] <= len(starts) else len(text)

    start = offset((line, mend.column))
    newline = text.find("\n", start)
    end = offset(mend.end) if mend.end else newline if newline >= 0 else len(text)
    return text[:start] + mend.text + text[max(start, end) :]


def mended(files: Mapping[str, bytes], finding: Finding) -> dict[str, bytes]:
    """Return the files as they are once a finding's mend is made; the same files where it has none.

    Places count in the text as it is read: without a BOM, letters composed. Line ends stay as they were in the file.
    """
    mend = finding.mend
    path = (mend.path if mend else None) or finding.path
    if mend is None or (path not in files and mend.action != "insert"):
        return dict(files)
    if mend.action == "rename":
        return {mend.text if name == path else name: data for name, data in files.items()}
    data = files.get(path, b"")
    text = data.decode("utf-8", "replace").replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    text = applied(composed(text), mend)
    return {**files, path: (text.replace("\n", "\r\n") if b"\r\n" in data else text).encode()}
