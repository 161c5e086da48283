"""What was meant as Markdown and is not read as it: headings with no space after their marks or in bold, links with spaces."""

import re
from collections.abc import Iterator, Mapping, Sequence

from markdown_it.token import Token

from sitegen.diagnostics import Mend
from sitegen.reading import Reading

UNSPACED = re.compile(r"(#{2,6})[^\s#]")
NUMBERED = re.compile(r"(?:[Pp]unkt\s+)?\d{1,3}[a-z]?[.):]?\s+[A-ZÆØÅ»\"]")
BOLD = re.compile(r"(\*\*|__)((?:(?!\1).)+)\1:?")
LINK = re.compile(r"(?<!\\)\[([^\[\]]{1,300})\] ?\(([^()<>]{1,300})\)")
# A file or an address; what else stands in parentheses behind brackets is text.
LEADING = re.compile(r".*\.[A-Za-z0-9]{2,5}(?:#\S*)?|https?://.*|\.\./.*")


def headings(reading: Reading, tokens: Sequence[Token], sections: Mapping[str, str]) -> list[tuple[int, int]]:
    """Say which paragraphs were meant as headings; the answer is the line and level of each, in order.

    `sections` are the known names of sections, in small letters: in bold, these and what begins with an item's number count.
    None where a file has no items.
    """
    found = []
    for token in tokens:
        if token.type != "inline" or token.level != 1 or not token.map:
            continue
        begin = token.content.lstrip()[:2]
        if begin[:1] != "#" and begin not in ("**", "__"):
            continue
        line = reading.first + token.map[0] + 1
        if match := UNSPACED.match(token.content):
            after = reading.source(line).find("#") + 1 + len(match[1])
            mend = Mend("replace", " ", None, line, after, (line, after), certain=True)
            reading.say("SG602", line, 1, "space", mend=mend, level=len(match[1]))
            found.append((line, len(match[1])))
        elif sections and (text := _bold(token, reading.source(line))):
            level = 2 if NUMBERED.match(text) else 3
            if level == 2 or text.lower() in sections:
                column = reading.source(line).find("*" if "*" in reading.source(line) else "_") + 1
                mend = Mend("replace", f"{'#' * level} {text}", None, line)
                reading.say("SG602", line, column, "bold", mend=mend, text=text)
                found.append((line, level))
    return found


def _bold(inline: Token, source: str) -> str:
    """Return the text of a paragraph's first line that is in bold from end to end; empty where it is not."""
    opened = next((child.type for child in inline.children or () if child.type != "text" or child.content.strip()), "")
    match = BOLD.fullmatch(source.strip())
    return match[2].strip(" :") if match and opened == "strong_open" else ""


def links(reading: Reading, inline: Token) -> None:
    """Say which parts of a text were meant as links: a file's name or an address, with spaces in it or before it."""
    texts = [child.content.replace("\xa0", " ") for child in inline.children or () if child.type == "text"]
    if not inline.map or not any("](" in text or "] (" in text for text in texts):
        return
    for line in range(reading.first + inline.map[0] + 1, reading.first + inline.map[1] + 1):
        for column, written, right in _unread(reading.source(line), texts):
            end = (line, column + len(written))
            mend = Mend("replace", right, None, line, column, end)
            reading.say("SG203", line, column, "unread", mend=mend, target=written)


def _unread(source: str, texts: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the links of a line that stand there as mere text: the column, the link as it is, and as it is to be."""
    for match in LINK.finditer(source):
        target = match[2].strip()
        if LEADING.fullmatch(target) and any(match[0].replace("\xa0", " ") in text for text in texts):
            yield match.start() + 1, match[0], f"[{match[1]}]({f'<{target}>' if ' ' in target else target})"
