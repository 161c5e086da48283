"""What is fed, one function a target: bytes in, AssertionError or a traceback out where the program is wrong."""

import re
from collections.abc import Callable

from fuzz import properties
from fuzz.base import FILES, KINDS, PATHS, TOPS, WHOLE, chosen, one_in, site_with
from fuzz.command import arguments
from fuzz.documents import attached, log, packed, remembered, text_taken_in, word_taken_in
from fuzz.seeds import seeds
from sitegen import links
from sitegen.links import Target

__all__ = ["OF_WORDS", "TARGETS", "seeds"]


def matter(data: bytes) -> None:
    """Fields on top of a file of any kind."""
    kind, text = chosen(data, KINDS)
    properties.parse_is_sound(b"---\n" + text + b"\n---\n# A\n\nText.\n", kind)


def prose(data: bytes) -> None:
    """Items and Markdown under fields that are right."""
    kind, text = chosen(data, KINDS)
    whole = TOPS[kind] + text
    properties.parse_is_sound(whole, kind)
    if one_in(data, WHOLE):
        site_with({PATHS[kind]: whole}, rendered=True)


def raw(data: bytes) -> None:
    """Bytes as a file of any kind."""
    kind, text = chosen(data, KINDS + FILES)
    properties.parse_is_sound(text, kind)


def files(data: bytes) -> None:
    """The site's own file, its organisation or its plan, and the whole site judged with it."""
    kind, text = chosen(data, FILES)
    properties.parse_is_sound(text, kind)
    site_with({PATHS[kind]: text}, rendered=one_in(data, WHOLE))


def mandates(data: bytes) -> None:
    """A mandate's fields and passages, judged with the site."""
    whole = b"---\ntitle: Kommissorium\nbodies: [nord]\n" + data
    properties.parse_is_sound(whole, "mandate")
    site_with({PATHS["mandate"]: whole}, rendered=False)


def targets(data: bytes) -> None:
    """The target of a link, in every position that a link can stand in; where it leads is safe or a finding."""
    text = data.decode("utf-8", "replace").replace("\n", " ")
    places = (
        f"[x]({text})",
        f"[x](<{text}>)",
        f"![x]({text})",
        f"<{text}>",
        f"[x]\n\n[x]: {text}",
        f"[x][y]\n\n[y]: <{text}> 'z'",
    )
    body = "".join(f"## {number}. Punkt\n\n{place}\n\n" for number, place in enumerate(places, 1))
    whole = TOPS["agenda"] + body.encode()
    parsed = properties.parse_is_sound(whole, "agenda")
    own = {PATHS["agenda"]: Target("/x/", frozenset(("punkt-1",)))}
    addresses, _, findings = links.resolve(PATHS["agenda"], "2026-03-12-nord", parsed.prose.links, own, {})
    assert len(addresses) == len(parsed.prose.links)
    properties.findings_can_be_said(findings, {PATHS["agenda"]: whole})
    for item in parsed.prose.items:
        html = links.fill(item.html, addresses, [""] * len(item.follow_ups))
        if "\x03" not in html:
            properties.html_does_nothing(html, filled=True)
    for address in addresses:  # on this site, or by mail or the web where it says so itself
        assert re.match(r"#|/(?![/\\])|https://|mailto:", address), address


TARGETS: dict[str, Callable[[bytes], None]] = {
    "matter": matter,
    "prose": prose,
    "raw": raw,
    "files": files,
    "mandates": mandates,
    "targets": targets,
    "attached": attached,
    "packed": packed,
    "text": text_taken_in,
    "word": word_taken_in,
    "log": log,
    "caches": remembered,
    "arguments": arguments,
}
OF_WORDS = ("matter", "prose", "raw", "files", "mandates", "text")  # where our own words are mixed in
