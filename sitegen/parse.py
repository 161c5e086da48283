"""One file's bytes to what they say. Never raises: what is wrong comes back as findings, without the path it does not know."""

import codecs
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate, pairwise

from sitegen import frontmatter, privacy, prose, schema
from sitegen.danish import composed
from sitegen.diagnostics import Finding, Located, Mend, Path, Source
from sitegen.mends import fences, likely
from sitegen.parsed import Parsed, Prose

# More than any agenda or minutes has; what is larger was not typed by anyone, and slows every reader's browser.
FILE_LIMIT = 1_000_000  # bytes
LINE_LIMIT = 100_000  # characters

BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


def decode(data: bytes) -> tuple[str, list[Finding]]:
    """Return the text of a file: BOM taken off, line ends as LF, letters composed (NFC), or a finding that says why not."""
    if len(data) > FILE_LIMIT:
        return "", [Finding("SG111", arguments={"size": _size(len(data)), "limit": _size(FILE_LIMIT)}, variant="size")]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", [Finding("SG107", variant="utf16")]
    if data.startswith(BINARY) or b"\x00" in data[:8192]:
        return "", [Finding("SG107", variant="binary")]
    try:
        text = _normalised(data.decode())
    except UnicodeDecodeError as error:
        before = _normalised(data[: error.start].decode())
        byte = f"0x{data[error.start]:02X}"
        return "", [Finding("SG107", *position(_line_starts(before), len(before)), {"byte": byte}, "utf8")]
    if len(text) <= LINE_LIMIT and not frontmatter.CONTROL.search(text):
        return text, []
    starts = _line_starts(text)
    findings = []
    for match in frontmatter.CONTROL.finditer(text):
        place = position(starts, match.start())
        between = text[match.start() - 1 : match.start()].strip() and text[match.end() : match.end() + 1].strip()
        gone = Mend("replace", " " if between else "", None, *place, (place[0], place[1] + 1), certain=True)
        findings.append(Finding("SG107", *place, {"character": f"U+{ord(match[0]):04X}"}, "control", mend=gone))
    for number, (start, end) in enumerate(pairwise([*starts, len(text) + 1]), 1):
        if (length := end - start - 1) > LINE_LIMIT:
            findings.append(Finding("SG111", number, 1, {"size": _size(length), "limit": _size(LINE_LIMIT)}, "size"))
    return text, findings


def _normalised(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    text = text.replace("\ufeff", "").replace("\u2028", " ").replace("\u2029", " ")
    return composed(text)


def _size(count: int) -> str:
    return f"{count // 1000} kB"


def _line_starts(text: str) -> list[int]:
    return [0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1])]


def position(starts: list[int], offset: int) -> tuple[int, int]:
    """Return the line and column, from 1, of an offset in a text whose lines start at the given offsets."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def parse(data: bytes, kind: str) -> Parsed:
    """Read the bytes of a file of a kind (a key of schema.FILES): its front matter typed, its prose as items and HTML."""
    text, findings = decode(data)
    if findings:
        return Parsed(kind, None, Source(""), findings=tuple(findings))
    numbers = _personal_numbers(text)
    model = schema.FILES[kind]
    is_yaml = kind in ("site", "organisation", "plan")
    if is_yaml:
        matter, body, before = text, "", 0
    else:
        found, body, before, findings = frontmatter.split(text)
        if found is None:
            findings = [replace(finding, mend=fences.mend(text, model)) for finding in findings]
            return Parsed(kind, None, Source(""), numbers=numbers, findings=tuple(findings))
        matter = found
    located, findings = frontmatter.locate(matter, 1 if is_yaml else 2)
    meta = None
    if located:
        numbers += _hidden_numbers(located, numbers)
        meta, wrong = frontmatter.typed(model, located)
        # A placeholder where a date should be is one thing wrong, not two.
        said = {(f.line, f.column) for f in wrong}
        findings = [f for f in findings if f.code != "SG110" or (f.line, f.column) not in said]
        findings = likely.spared(model, located, findings) + wrong
    read, wrong = (Prose(), []) if is_yaml else prose.read(body, before, kind)
    if any(finding.code in ("SG101", "SG105") for finding in findings):
        meta = None
        # Where an anchor or alias stands, what the reader stumbles over next is the same mistake.
        lines = {f.line for f in findings if f.code == "SG105"}
        findings = [f for f in findings if f.line not in lines or f.code not in ("SG101", "SG102")]
    # Of the few files of YAML nearly every place is asked for, of documents hardly any.
    kept = located if is_yaml or not located else frontmatter.Relocated(matter, 2)
    source = Source("", kept or Located({}))
    return Parsed(kind, meta, source, read, numbers, tuple(findings + wrong))


def searched(data: bytes) -> tuple[tuple[privacy.PersonalNumber, int, int], ...]:
    """Return the personal numbers, with line and column, in a text that is read for nothing else."""
    return _personal_numbers(data.decode("utf-8", "replace").replace("\r\n", "\n"))


def _hidden_numbers(
    located: Located, known: tuple[tuple[privacy.PersonalNumber, int, int], ...]
) -> tuple[tuple[privacy.PersonalNumber, int, int], ...]:
    """Return the personal numbers that only show once YAML has joined lines and read escapes, at the value they stand in."""
    digits = {number.digits for number, _, _ in known}
    values: list[tuple[Path, object]] = [((), located.value)]
    found = []
    while values:
        path, value = values.pop()
        if isinstance(value, dict):
            values += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            values += [((*path, index), inner) for index, inner in enumerate(value)]
        elif isinstance(value, str):
            found += [(n, *located.place(*path)) for n in privacy.find(value) if n.digits not in digits]
    return tuple(found)


def _personal_numbers(text: str) -> tuple[tuple[privacy.PersonalNumber, int, int], ...]:
    found = privacy.find(text)
    if not found:
        return ()
    starts = _line_starts(text)
    return tuple((number, *position(starts, number.start)) for number in found)
