"""The passages of a mandate, numbered as clauses name them: paragraphs and tables (stk.) and list items (nr.) under a heading."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from sitegen.parsed import Heading, Passage
from sitegen.reading import Reading, line_of, plain

# Stands in HTML after the n-th passage, for what is said of it; see prose.ADDRESS_MARK.
PASSAGE_MARK = re.compile("\x05(\\d+)\x06")
PARAGRAPHS = {"paragraph_open": "paragraph_close", "table_open": "table_close", "blockquote_open": "blockquote_close"}
LISTS = ("bullet_list_open", "ordered_list_open")


def read(reading: Reading, tokens: Sequence[Token], headings: Sequence[Heading]) -> tuple[list[Token], tuple[Passage, ...]]:
    """Number the passages below headings: each gets an anchor, and a mark after its end; what stands above has no name."""
    by_line = {heading.line: heading for heading in headings}
    heading: Heading | None = None
    counted: Counter[tuple[str, int]] = Counter()  # by heading's anchor; paragraphs as -1, list items by what leads to them
    found: list[Passage] = []
    marked: list[Token] = []
    lead: int | None = None  # the passage that stands right above the list, if any
    waiting: list[tuple[str, int]] = []  # the token that ends a passage at hand, and its level
    for index, token in enumerate(tokens):
        kind = "stk" if token.type in PARAGRAPHS and token.level == 0 else ""
        if token.type == "heading_open" and token.level == 0:
            heading = by_line.get(line_of(reading, token))
        elif token.type == "list_item_open" and token.level == 1:
            kind = "nr"
        if token.level == 0 and token.nesting == 1 and token.type not in LISTS:
            lead = None
        before_end = waiting and (token.type, token.level) == waiting[-1]
        if before_end and token.type == "list_item_close":
            marked.append(_mark(found))
        marked.append(token)
        if before_end:
            waiting.pop()
            if token.type != "list_item_close":
                marked.append(_mark(found))
        if not kind or heading is None:
            continue
        under = found[lead].number if kind == "nr" and lead is not None else 0
        counted[heading.anchor, under if kind == "nr" else -1] += 1
        number = counted[heading.anchor, under if kind == "nr" else -1]
        anchor = f"{heading.anchor}{f'-stk-{under}' if under else ''}-{kind}-{number}"
        token.attrSet("id", anchor)
        if kind == "nr" and lead is not None:
            found[lead] = replace(found[lead], leads=found[lead].leads + 1)
        end = PARAGRAPHS.get(token.type, "list_item_close")
        waiting.append((end, token.level))
        found.append(Passage(heading.text, kind, number, anchor, line_of(reading, token), _words(tokens, index, end), under))
        if kind == "stk":
            lead = len(found) - 1
    return marked, tuple(found)


def _mark(found: Sequence[Passage]) -> Token:
    token = Token("html_block", "", 0)
    token.content = f"\x05{len(found) - 1}\x06"
    return token


def _words(tokens: Sequence[Token], start: int, end: str) -> str:
    words = []
    for at in range(start + 1, len(tokens)):  # a slice would copy the rest of the text for each passage
        token = tokens[at]
        if token.type == end and token.level == tokens[start].level:
            break
        if token.type == "inline":
            words.append(plain(token.children))
    return " ".join(words)
