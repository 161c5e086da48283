"""Shortcuts through markdown-it: rules are asked only where a text can hold what they read, and what comes out is the same."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt, helpers
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.helpers import parse_link_destination
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore, normalize, text_join
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# The characters that begin what a rule reads. A rule of blocks that is not named here is asked everywhere.
BLOCKS = {"fence": "`~", "blockquote": ">", "hr": "*-_", "list": "*+-0123456789", "reference": "[", "heading": "#"}
INLINES = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "entity": "&",
    "raw_html": "<",
}
# Where plain text ends: where a rule begins, and where the label of a link does.
MARKS = re.compile(r"[\n\\`~*_\[\]!<&]")
PLAIN = re.compile(r"[^\n\\`~*_\[<&]*")  # alone, the others are text


class Renderer(RendererHTML):
    """Renders HTML as the one that it is made from does, for which most tokens are a tag and no more."""

    def renderToken(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        if token.hidden:
            return ""
        tag = f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}{self.renderAttrs(token) if token.attrs else ''}>"
        if not token.block:
            return tag
        before = "\n" if token.nesting >= 0 and idx and tokens[idx - 1].hidden else ""
        if token.nesting == 1 and idx + 1 < len(tokens):
            following = tokens[idx + 1]
            if following.type == "inline" or following.hidden or (following.nesting == -1 and following.tag == token.tag):
                return before + tag
        return f"{before}{tag}\n"


# An address with nothing to be unescaped in it and its end behind it, and one that leads to a place of ours.
BARE = re.compile(r"[^\x00-\x20\x7f\\()<&]++(?=[\x00-\x20\x7f)])")
OWN = re.compile(r"[A-Za-z0-9.#][A-Za-z0-9./_#-]*")

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]


def shortened(markdown: MarkdownIt) -> MarkdownIt:
    """Return the parser with its rules as they are set up now, each asked where it can match; they cannot be set up anew."""
    block, inline = markdown.block.ruler, markdown.inline.ruler
    block.at("table", _table, {"alt": ["paragraph", "reference"]})
    chains = {chain: [_block_rule(_named(block, chain))] for chain in ("", "paragraph", "reference", "blockquote", "list")}
    block.getRules = chains.__getitem__  # type: ignore[method-assign, assignment]
    rule = [_inline_rule(_named(inline, ""))]
    inline.getRules = lambda chain="": rule  # type: ignore[method-assign, assignment]
    markdown.inline.terminator_re = MARKS
    markdown.normalizeLink = _normal_link  # type: ignore[method-assign]
    markdown.helpers = _Helpers  # type: ignore[assignment]
    markdown.core.ruler.at("normalize", _normalize)
    markdown.core.ruler.at("inline", _inline)
    markdown.core.ruler.at("text_join", _text_join)
    return markdown


def _named(ruler: Ruler[Any], chain: str) -> list[tuple[str, Any]]:
    names = dict(zip(ruler.getRules(""), ruler.get_active_rules(), strict=True))
    return [(names[rule], rule) for rule in ruler.getRules(chain)]


def _by_first(rules: Iterable[tuple[str, Any]], begins: Mapping[str, str]) -> dict[str, tuple[Any, ...]]:
    """Return which rules to ask, in their order, by a character; by the empty text those that no character rules out."""
    rules = list(rules)
    signs = {"", *"".join(begins[name] for name, _ in rules if name in begins)}
    return {sign: tuple(rule for name, rule in rules if name not in begins or (sign and sign in begins[name])) for sign in signs}


def _block_rule(rules: Iterable[tuple[str, BlockRule]]) -> BlockRule:
    by_first = _by_first(rules, BLOCKS)
    others = by_first[""]

    def run(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        at = state.bMarks[line] + state.tShift[line]
        for rule in by_first.get(state.src[at : at + 1], others):  # noqa: SIM110  # faster than any() and a generator
            if rule(state, line, end, silent):
                return True
        return False

    return run


def _table(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read a table where its first line has a pipe."""
    return state.src.find("|", state.bMarks[line], state.eMarks[line]) >= 0 and table(state, line, end, silent)


def _inline_rule(rules: Iterable[tuple[str, InlineRule]]) -> InlineRule:
    by_first = _by_first(rules, INLINES)
    text = by_first[""]

    def run(state: StateInline, silent: bool) -> bool:
        for rule in by_first.get(state.src[state.pos], text):  # noqa: SIM110
            if rule(state, silent):
                return True
        return False

    return run


class _Helpers:
    """What markdown-it reads links with."""

    parseLinkLabel = staticmethod(helpers.parseLinkLabel)
    parseLinkTitle = staticmethod(helpers.parseLinkTitle)

    @staticmethod
    def parseLinkDestination(text: str, at: int, end: int) -> Any:
        """Read where a link leads: at once where nothing in it is written as something else."""
        if not (match := BARE.match(text, at, end)):
            return helpers.parseLinkDestination(text, at, end)
        found = parse_link_destination._Result()
        found.ok, found.pos, found.str = True, match.end(), match[0]
        return found


@lru_cache(maxsize=4096)
def _normal_link(url: str) -> str:
    """Return an address as it stands in HTML: one of ours as it is."""
    return url if OWN.fullmatch(url) else normalizeLink(url)


def _normalize(state: StateCore) -> None:
    """Make the ends of lines alike where they are not, and take out what no text has."""
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def _inline(state: StateCore) -> None:
    """Read the inline texts; one without marks is a single piece of text."""
    for token in state.tokens:
        if token.type != "inline" or not token.content:
            continue
        if PLAIN.fullmatch(token.content):
            text = Token("text", "", 0)
            text.content = token.content
            token.children = [text]
        else:
            token.children = state.md.inline.parse(token.content, state.md, state.env, [])


def _text_join(state: StateCore) -> None:
    """Join what escapes and entities have parted."""
    if "\\" in state.src or "&" in state.src:
        text_join(state)
