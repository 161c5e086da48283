"""Text as Markdown that shows it as it is: escaped where it must be and nowhere else, with what was bold, linked or a list."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import BACKSLASH, MarkdownConverter

from sitegen.markdown import MARKDOWN
from sitegen.reading import plain

# Marks of our own in a text on its way through a library: a counted number, a picture, a note's reference.
LABEL = re.compile("\ue000([^\ue001]*)\ue001")
PICTURE = re.compile("\ue002(\\d+)\ue003")
NOTE = re.compile("\ue004(\\d+)\ue005")
MARKS = re.compile("[\ue000-\ue00f]")

# What nobody sees and no text needs; a space that may not break is a space, for the site keeps such words together itself.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
# Letters of a font without a meaning of their own: Word's bullets among them.
PRIVATE = re.compile("[\ue010-\uf8ff]")

ALWAYS = re.compile(r"([*`\[\\]|<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_]))")
AT_START = re.compile(r"^([#>=]|[-+](?=\s|$)|-(?=-)|\|)|^(\d{1,9})([.)])(?=\s|$)|^(:?-[-:|\s]*)$")
SAFE = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)
RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def cleaned(text: str) -> str:
    """Return a text without what cannot be seen in it; spaces of every width are spaces."""
    return PRIVATE.sub("", CONTROL.sub(" ", UNSEEN.sub("", SPACES.sub(" ", text.replace("\u2011", "-")))))


def escaped(text: str) -> str:
    """Return words that Markdown would take for marks escaped, wherever they stand in a line."""
    return ALWAYS.sub(r"\\\1", text)


def started(line: str) -> str:
    """Return a line of Markdown escaped where its beginning would make it something else than a line of text."""
    return AT_START.sub(lambda m: f"{m[2]}\\{m[3]}" if m[2] else f"\\{m[0]}", line, count=1)


def paragraph(text: str) -> str:
    """Return plain text as a paragraph of Markdown; a newline is a line break."""
    lines = [started(escaped(" ".join(line.split()))) for line in text.split("\n") if line.strip()]
    return "\\\n".join(lines)


def shown(markdown: str) -> str:
    """Return the words that a paragraph of Markdown shows, with one space between them."""
    tokens = MARKDOWN.parse(markdown, {"items": False, "raw": [], "deep": [], "lines": markdown.split("\n")})
    return " ".join(" ".join(plain(token.children) for token in tokens if token.type == "inline").split())


def linked(address: str) -> str | None:
    """Return an address as a link of ours may carry it; None for one that leads nowhere outside the writer's own machine."""
    address = MARKS.sub("", cleaned(address)).strip()
    if not SAFE.fullmatch(address):
        return None
    return address.replace("(", "%28").replace(")", "%29").replace("\\", "/").replace("<", "%3C").replace(">", "%3E")


class Writer(MarkdownConverter):
    """Writes a piece of HTML as our Markdown; `lost` gets the addresses of links that cannot be kept."""

    def __init__(self, lost: list[str]) -> None:
        super().__init__(newline_style=BACKSLASH, bullets="-")
        self.lost = lost

    def escape(self, text: str, parent_tags: Any) -> str:
        return escaped(text)

    def convert_a(self, el: Tag, text: str, parent_tags: Any) -> str:
        href = str(el.get("href") or "")
        if not href or not text.strip():
            return text
        target = linked(href)
        if target is None:
            if not href.startswith("#"):
                self.lost.append(href)
            return text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}[{text.strip()}]({target}){after}"

    def convert_p(self, el: Tag, text: str, parent_tags: Any) -> str:
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        lines = [started(re.sub(" {2,}", " ", line.strip())) for line in text.strip().split("\n")]
        return "\n\n{}\n\n".format("\n".join(line for line in lines if line not in ("", "\\")).removesuffix("\\"))

    def convert_strong(self, el: Tag, text: str, parent_tags: Any) -> str:
        return _marked(el, text, "**")

    def convert_em(self, el: Tag, text: str, parent_tags: Any) -> str:
        return _marked(el, text, "*")

    def convert_s(self, el: Tag, text: str, parent_tags: Any) -> str:
        return _marked(el, text, "~~")

    def convert_sup(self, el: Tag, text: str, parent_tags: Any) -> str:
        return text.translate(RAISED) if re.fullmatch(r"[\d+-]+", text) else text

    def convert_sub(self, el: Tag, text: str, parent_tags: Any) -> str:
        return text.translate(LOWERED) if re.fullmatch(r"[\d+-]+", text) else text

    convert_b, convert_i, convert_del = convert_strong, convert_em, convert_s


def _marked(el: Tag, text: str, mark: str) -> str:
    """Return bold or slanted text; punctuation at its ends that would keep the marks from being read stands outside."""
    inner = text.strip().removesuffix("\\").strip()
    if not inner or "\n\n" in inner:
        return text
    at = text.index(inner)
    before, after = text[:at], text[at + len(inner) :]
    follows = el.next_sibling
    next_one = follows.get_text()[:1] if isinstance(follows, Tag) else str(follows or "")[:1]
    while not after and next_one.isalnum() and inner and not inner[-1].isalnum():
        inner, after = inner[:-1], inner[-1] + after
        if inner.endswith("\\"):
            inner, after = inner[:-1], "\\" + after
    return f"{before}{mark}{inner}{mark}{after}" if inner else text


def written(html: str | Tag, lost: list[str], text: str | None = None) -> str:
    """Return HTML as Markdown; where the words that it shows would be others than `text`, the words alone."""
    soup = html if isinstance(html, Tag) else BeautifulSoup(html, "html.parser")
    made = str(Writer(lost).convert_soup(soup)).strip("\n ")
    if text is not None:
        wanted = " ".join(text.split())
        if made and shown(made) != wanted:
            return paragraph(text)
    return made


def wording(nodes: Iterable[Any], line: Callable[[], str] = lambda: "\n") -> str:
    """Return the words of HTML; a line break is a newline."""
    found = []
    for node in nodes:
        if isinstance(node, NavigableString):
            found.append(str(node))
        elif isinstance(node, Tag):
            found.append(line() if node.name == "br" else wording(node.children, line))
    return "".join(found)
