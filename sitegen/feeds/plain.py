"""HTML of the site as others can use it: as plain text, or with links that hold anywhere."""

import html
import re
from functools import lru_cache

ENTRY = re.compile(r"<li\b[^>]*>")
END = re.compile(r"<br\b[^>]*>|</(?:p|h[1-6]|li|ul|ol|tr|table|blockquote|pre|div|section)>")
CELL = re.compile(r"</t[hd]>(?=\s*<t[hd])")
TAG = re.compile(r"<[^>]*>")
LINK = re.compile(r'="(?:(?<=\shref=")|(?<=\ssrc="))(/(?!/)|#)')  # begins with what is rare


@lru_cache(maxsize=32768)  # a decision is asked for by several feeds
def text(markup: str) -> str:
    """Return the words of some HTML: a line for each paragraph, entry of a list or row of a table."""
    found = END.sub("\n", ENTRY.sub("\n- ", " ".join(markup.split())))
    found = html.unescape(TAG.sub("", CELL.sub(" | ", found)))
    lines = (" ".join(line.split()) for line in found.split("\n"))
    return "\n".join(line for line in lines if line.strip("- "))


def absolute(markup: str, base: str, home: str) -> str:
    """Return HTML with the whole address in each link: `base` is the site's, `home` the address that the text stands at."""

    def whole(match: re.Match[str]) -> str:
        return '="' + html.escape(base if match[1] == "/" else f"{base}{home.lstrip('/')}#")

    return LINK.sub(whole, markup)
