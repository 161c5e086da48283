"""markdown-it set up for minutes: safe, no raw HTML, item numbers and field blocks taken out, links that know their place."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token

from sitegen.shortcuts import Renderer, shortened

NUMBER = re.compile(r"(?:punkt\s+)?(\d{1,4}(?:\.\d{1,3})*[a-z]?)(?:[.):]+|\s+[-–—])?\s+(?=\S)", re.IGNORECASE)
BARE_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[a-z]?\s+[A-ZÆØÅ]")

FIELDS = {
    "type": "type",
    "sagsnr": "case_number",
    "sagsnr.": "case_number",
    "sag": "case",
    "emner": "topics",
    "forslagsstiller": "proposer",
    "lukket": "closed",
    "henvist til": "referred_to",
    "opfølgning på": "follows",
}
FIELD = re.compile(r"([A-Za-zÆØÅæøå.\s]{3,20}):(.*)")
TASK = re.compile(r"\[([ xX])\][ \t]+")
DOTTED = re.compile(r"\. \d")  # found faster than what is looked for
UNSPACED = re.compile(r"\b(kl\.|nr\.|stk\.|pkt\.|s\.)[ ](?=\d)|(§§?) (?=\d)")

# A list counts twice. markdown-it would leave out in silence what stands deeper than its own limit.
NESTING = 20

ELEMENT = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
INLINE_ELEMENTS = (
    "a abbr acronym audio b bdi bdo big br button canvas cite code data datalist del dfn em embed font i img input ins kbd "
    "label map mark meter object output picture progress q rp rt ruby s samp script select slot small span strike strong "
    "style sub sup svg template textarea time tt u var video wbr"
)
# A comment that does not end in its own paragraph hides nothing either, and Word leaves tags behind that are not of HTML.
UNENDED = re.compile(r"<!--|<!\[|<\?[a-z]|</?[a-z]:[a-z]\w*>?", re.IGNORECASE)
ELEMENTS = frozenset(block_names) | frozenset(INLINE_ELEMENTS.split())


def uncommented(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text with blanks in the place of its HTML comments, and the lines (from 0) and columns (from 1) of those.

    All else stands where it stood. In code a comment is hidden too: where code ends is easily mistaken, and what is hidden by
    mistake is said. A comment that does not end hides nothing: it would take the rest of the text with it.
    """
    pieces, found, at, line = [], [], 0, 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 2)) >= 0:  # an empty one may be <!-->
        end += 3
        line += text.count("\n", at, start)
        found.append((line, start - text.rfind("\n", 0, start)))
        lines = text[start:end].split("\n")
        over = text[end : end + 1] in ("", "\n")  # no blanks at a line's end: two of them would break it
        before = text[at:start]
        pieces.append(before.rstrip(" \t") if over or len(lines) > 1 else before)
        pieces.append("\n" * (len(lines) - 1) + ("" if over else " " * len(lines[-1])))
        line += len(lines) - 1
        at = end
    return "".join(pieces) + text[at:], found


def _located(rule: Any) -> Any:
    """Wrap an inline rule so that the tokens it opens remember where in the inline text they begin."""

    def run(state: StateInline, silent: bool) -> bool:
        position, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[before:]:
            if token.type in ("link_open", "image") and "at" not in token.meta:
                token.meta["at"] = position
        return True

    return run


def _raw_html(state: StateInline, silent: bool) -> bool:
    """Remember raw HTML, and leave it to be shown as text. What is no element's name (<formand>) is text already."""
    if not silent and state.src[state.pos] == "<":
        match = HTML_TAG_RE.match(state.src[state.pos : state.pos + 2000])
        name = ELEMENT.match(match[0]) if match else None
        if match and name and name[1].lower() not in ELEMENTS:
            return False
        if match := match or UNENDED.match(state.src, state.pos):
            state.env["raw"].append((state.tokens, state.pos, match[0]))
    return False


def _too_deep(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Leave out what is nested deeper than anyone can follow, and remember the line."""
    if silent or state.level <= NESTING:
        return False
    state.env["deep"].append(line)
    state.line = end
    return True


def _place_raw_html(state: StateCore) -> None:
    """Hand the raw HTML to the inline tokens it stands in, before a later rule gives them other children."""
    if state.env["raw"]:
        inlines = {id(token.children): token for token in state.tokens if token.type == "inline"}
        for children, position, tag in state.env["raw"]:
            if token := inlines.get(id(children)):
                token.meta.setdefault("raw", []).append((position, tag))


def _structure(state: StateCore) -> None:
    """Take item numbers, field blocks and task boxes out of the text before it is read as inline Markdown.

    An inline token that something was taken from the top of keeps what it held as `whole`; a table's cell knows its column.
    """
    tokens, gone = state.tokens, []
    in_list = cell = 0
    for index, token in enumerate(tokens):
        kind = token.type
        if kind == "inline":
            if tokens[index - 1].type in ("th_open", "td_open"):
                token.meta["cell"] = cell
                cell += 1
            elif in_list and index - in_list == 2 and (box := TASK.match(token.content)):
                done = box[1] != " "
                tokens[in_list].attrJoin("class", f"task task-{'done' if done else 'open'}")
                _take(token, box.end())
                token.meta["done"] = done
        elif kind == "heading_open" and token.tag == "h2" and token.level == 0 and state.env["items"]:
            _number(token, tokens[index + 1])
            if index + 3 < len(tokens) and tokens[index + 3].type == "paragraph_open":
                _fields(token, tokens[index + 3], tokens[index + 4], state.env["lines"])
                if not tokens[index + 4].content:
                    gone.append(index + 3)  # its opening, its text and its end
        elif kind == "list_item_open":
            in_list = index
        elif kind == "tr_open":
            cell = 0
    if gone:
        around = pairwise([-3, *gone, len(tokens)])
        state.tokens = [token for start, end in around for token in tokens[start + 3 : end]]


def _take(inline: Token, length: int) -> None:
    inline.meta["whole"] = inline.content
    inline.content = inline.content[length:]


def _number(heading: Token, inline: Token) -> None:
    match = NUMBER.match(inline.content)
    if match and (match[0].rstrip() != match[1] or BARE_NUMBER.match(inline.content)):
        heading.meta["number"] = match[1]
        _take(inline, match.end())


def _fields(heading: Token, paragraph: Token, inline: Token, lines: Sequence[str]) -> None:
    """Take the unbroken block of known fields from the top of a paragraph: value, line and column (from 0) by field."""
    fields: dict[str, tuple[str, int, int]] = {}
    repeated: list[tuple[str, int, int]] = []
    rest = inline.content.split("\n")
    first, end = inline.map or (0, len(lines))
    taken = 0
    for number, text in enumerate(rest, first):
        match = FIELD.fullmatch(text.strip())
        name = FIELDS.get(" ".join(match[1].lower().split())) if match else None
        if not match or not name:
            break
        taken += 1
        value, source = match[2].strip(), lines[number]
        if value or name == "closed":  # "Lukket:" with no reason still closes the item
            column = source.find(value, source.find(":") + 1) if value else len(source)
            if name in fields:
                repeated.append((name, number, len(source) - len(source.lstrip())))
            fields.setdefault(name, (value, number, column))
    if taken:
        paragraph.map = inline.map = [first + taken, end]
        inline.content = "\n".join(rest[taken:])
        _take(inline, len(inline.content) - len(inline.content.lstrip()))
    heading.meta.update(fields=fields, repeated=repeated)


def _finish(state: StateCore) -> None:
    """Say of a task whether it is done, and give tables the marks that a style sheet and a screen reader need."""
    heads: list[str] = []
    for index, token in enumerate(state.tokens):
        if "done" in token.meta:
            mark = Token("html_inline", "", 0)
            mark.content = f'<span class="task-mark">{"Udført" if token.meta["done"] else "Åben"}:</span> '
            token.children = [mark, *(token.children or ())]
        elif token.type in ("th_open", "td_open"):
            inside = state.tokens[index + 1]
            column = inside.meta["cell"]
            if token.type == "th_open":
                token.attrSet("scope", "col")
                heads[column:] = ["".join(one.content for one in inside.children or ())]
            elif column and heads[column]:  # on a phone a row is an entry of a list: the first cell is its name
                token.attrSet("data-label", heads[column])
            if style := token.attrs.pop("style", None):
                token.attrSet("class", str(style).rpartition(":")[2].strip())


def _text(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Keep abbreviations with their numbers: in the HTML only, for headings and titles are looked up as they were written."""
    text = tokens[index].content
    if DOTTED.search(text) or "§" in text:
        text = UNSPACED.sub(lambda m: f"{m[1] or m[2]}\u00a0", text)
    return escapeHtml(text)


def _table_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    anchor = f' id="{tokens[index].attrs["id"]}"' if "id" in tokens[index].attrs else ""
    return f'<div class="table" role="group" tabindex="0" aria-label="Tabel"{anchor}><table class="stack">\n'


def _table_close(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</table></div>\n"


def _image(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    token.attrSet("alt", self.renderInlineAsText(token.children or [], options, env))
    token.attrSet("loading", "lazy")
    return self.renderToken(tokens, index, options, env)


def _markdown(renderer: type[RendererHTML]) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False, "maxNesting": NESTING + 3}, renderer_cls=renderer)
    markdown.enable(["table", "strikethrough"])
    # An underline of hyphens after a line, or four spaces before one, is how people paste and indent, not a heading or code.
    markdown.disable(["lheading", "code", "html_block", "html_inline"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # judged by `prose`, not dropped in silence
    markdown.block.ruler.before("table", "too_deep", _too_deep)
    markdown.inline.ruler.at("link", _located(link))
    markdown.inline.ruler.at("image", _located(image))
    markdown.inline.ruler.at("autolink", _located(autolink))
    markdown.inline.ruler.push("raw_html", _raw_html)
    markdown.core.ruler.before("inline", "structure", _structure)
    markdown.core.ruler.after("inline", "place_raw_html", _place_raw_html)
    markdown.core.ruler.push("finish", _finish)
    markdown.add_render_rule("text", _text)
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    markdown.add_render_rule("image", _image)
    return markdown


MARKDOWN = shortened(_markdown(Renderer))
