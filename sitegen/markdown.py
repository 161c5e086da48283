"""markdown-it set up for minutes: safe, no raw HTML, item numbers and field blocks taken out, links that know their place."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token

NUMBER = re.compile(r"(?:punkt\s+)?(\d{1,4}(?:\.\d{1,3})*[a-z]?)(?:[.):]+|\s+[-–—])?\s+(?=\S)", re.IGNORECASE)
BARE_NUMBER = re.compile(r"\d{1,3}[a-z]?\s+[A-ZÆØÅ]")

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
FIELD = re.compile(r"[ \t]*([A-Za-zÆØÅæøå. ]{3,20}?)[ \t]*:[ \t]*(.*?)[ \t]*")
TASK = re.compile(r"\[([ xX])\][ \t]+")
UNSPACED = re.compile(r"\b(kl\.|nr\.|stk\.|pkt\.|s\.)[ ](?=\d)|(§§?) (?=\d)")


ELEMENT = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
INLINE_ELEMENTS = (
    "a abbr acronym audio b bdi bdo big br button canvas cite code data datalist del dfn em embed font i img input ins kbd "
    "label map mark meter object output picture progress q rp rt ruby s samp script select slot small span strike strong "
    "style sub sup svg template textarea time tt u var video wbr"
)
ELEMENTS = frozenset(block_names) | frozenset(INLINE_ELEMENTS.split())


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
        if match and (not name or name[1].lower() in ELEMENTS):
            state.env["raw"].append((state.tokens, state.pos, match[0]))
    return False


def _place_raw_html(state: StateCore) -> None:
    """Hand the raw HTML to the inline tokens it stands in, before a later rule gives them other children."""
    if state.env["raw"]:
        inlines = {id(token.children): token for token in state.tokens if token.type == "inline"}
        for children, position, tag in state.env["raw"]:
            if token := inlines.get(id(children)):
                token.meta.setdefault("raw", []).append((position, tag))


def _structure(state: StateCore) -> None:
    """Take item numbers, field blocks and task boxes out of the text before it is read as inline Markdown."""
    tokens, kept = state.tokens, []
    index, in_list = 0, 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0 and state.env["items"]:
            inline = tokens[index + 1]
            match = NUMBER.match(inline.content)
            punctuated = match and (match[0].rstrip() != match[1] or BARE_NUMBER.match(inline.content))
            if match and punctuated:
                token.meta["number"] = match[1]
                inline.content = inline.content[match.end() :]
            kept += tokens[index : index + 3]
            index += 3
            if index < len(tokens) and tokens[index].type == "paragraph_open":
                token.meta["fields"] = _fields(tokens[index + 1], state.env["lines"])
                if not tokens[index + 1].content:
                    index += 3
            continue
        if token.type == "list_item_open":
            in_list = index
        elif token.type == "inline" and in_list and index - in_list == 2 and (box := TASK.match(token.content)):
            done = box[1] != " "
            tokens[in_list].attrJoin("class", f"task task-{'done' if done else 'open'}")
            token.content = token.content[box.end() :]
            token.meta["done"] = done
        kept.append(token)
        index += 1
    state.tokens = kept


def _fields(inline: Token, lines: Sequence[str]) -> dict[str, tuple[str, int, int]]:
    """Take the unbroken block of known fields from the top of a paragraph: value, line and column (from 0) by field."""
    fields: dict[str, tuple[str, int, int]] = {}
    rest = inline.content.split("\n")
    first = inline.map[0] if inline.map else 0
    taken = 0
    for offset, text in enumerate(rest):
        match = FIELD.fullmatch(text)
        name = FIELDS.get(match[1].strip().lower()) if match else None
        if not match or not name:
            break
        taken += 1
        source = lines[first + offset]
        column = source.find(match[2], source.find(":") + 1) if match[2] else len(source)
        if match[2] or name == "closed":  # "Lukket:" with no reason still closes the item
            fields.setdefault(name, (match[2], first + offset, column))
    inline.content = "\n".join(rest[taken:]).lstrip()
    if inline.map:
        inline.map = [first + taken, inline.map[1]]
    return fields


def _finish(state: StateCore) -> None:
    """Keep abbreviations with their numbers, and give tables the marks that a style sheet and a screen reader need."""
    for token in state.tokens:
        if token.type == "inline":
            for child in token.children or ():
                if child.type == "text" and (". " in child.content or "§" in child.content):
                    child.content = UNSPACED.sub(lambda m: f"{m[1] or m[2]}\u00a0", child.content)
            if "done" in token.meta:
                mark = Token("html_inline", "", 0)
                mark.content = f'<span class="task-mark">{"Udført" if token.meta["done"] else "Åben"}:</span> '
                token.children = [mark, *(token.children or ())]
        elif token.type in ("th_open", "td_open"):
            if token.type == "th_open":
                token.attrSet("scope", "col")
            if style := token.attrs.pop("style", None):
                token.attrSet("class", str(style).rpartition(":")[2].strip())


def _table_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return '<div class="table" role="group" tabindex="0" aria-label="Tabel"><table>\n'


def _table_close(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</table></div>\n"


def _image(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    token.attrSet("alt", self.renderInlineAsText(token.children or [], options, env))
    token.attrSet("loading", "lazy")
    return self.renderToken(tokens, index, options, env)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # An underline of hyphens after a line, or four spaces before one, is how people paste and indent, not a heading or code.
    markdown.disable(["lheading", "code", "html_block", "html_inline"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # judged by `prose`, not dropped in silence
    markdown.inline.ruler.at("link", _located(link))
    markdown.inline.ruler.at("image", _located(image))
    markdown.inline.ruler.at("autolink", _located(autolink))
    markdown.inline.ruler.push("raw_html", _raw_html)
    markdown.core.ruler.before("inline", "structure", _structure)
    markdown.core.ruler.after("inline", "place_raw_html", _place_raw_html)
    markdown.core.ruler.push("finish", _finish)
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    markdown.add_render_rule("image", _image)
    return markdown


MARKDOWN = _markdown()
