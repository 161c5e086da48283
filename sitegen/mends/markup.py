"""HTML that people paste, written as Markdown: the mend of a line that holds nothing but what Markdown can say too."""

import re

from sitegen.diagnostics import Mend

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
# What says how a text looks, and nothing that Markdown has a word for.
LOOKS = "span|font|u|small|big|div|p|center|o:p|tt"
PAIR = re.compile(r"<(b|strong|i|em)(?:\s[^<>]*)?>(\s*)([^<>]*?)(\s*)</\1\s*>", re.IGNORECASE)
LINK = re.compile(r"<a\s[^<>]*?href=([\"'])([^\"'<>\s]+)\1[^<>]*>([^<>\[\]]+)</a\s*>", re.IGNORECASE)
EMPTY = re.compile(rf"</?(?:{LOOKS})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE)
BREAK = re.compile(r"(?:<br\s*/?>\s*)+$", re.IGNORECASE)
WITHIN = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
RULE = re.compile(r"\s*<hr\s*/?>\s*", re.IGNORECASE)
LEFT = re.compile(r"<[a-z!/?]", re.IGNORECASE)


def mend(source: str, line: int) -> Mend | None:
    """Return the mend of a line that holds raw HTML; None where some of it has no counterpart in Markdown."""
    if len(source) > LONGEST or "`" in source:  # between backticks it is no HTML
        return None
    if RULE.fullmatch(source):
        return Mend("replace", "***", None, line)
    found = EMPTY.sub("", LINK.sub(r"[\3](\2)", source))
    found, breaks = BREAK.subn("", found)
    if "|" not in found and not found.lstrip().startswith("#"):  # a row of a table and a heading are one line each
        found = WITHIN.sub("\\\\\n", found)
    while (marked := PAIR.sub(_marked, found)) != found:
        found = marked
    return None if LEFT.search(found) or found == source else Mend("replace", found.rstrip() + "  " * breaks, None, line)


LONGEST = 2000  # characters: what is longer was not typed by anyone


def _marked(match: re.Match[str]) -> str:
    mark = MARKS[match[1].lower()] if match[3] else ""
    return f"{match[2]}{mark}{match[3]}{mark}{match[4]}"
