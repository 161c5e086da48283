"""What is searched: a small document for each thing that can be found, and the words that all of them are made of."""

import re
from collections.abc import Iterable, Mapping
from html import escape

from sitegen.feeds import compounds, findable
from sitegen.feeds.findable import Entry, plain
from sitegen.pages.index import Index
from sitegen.pages.search import BODY, CLUSTER, LIST, PARTY, TOPIC
from sitegen.pages.spec import Head

WORDS = "words.txt"  # beside the documents: every word that can be searched for, a line each
JOINT = "^"  # stands in a compound where it is parted; the page takes it out of what it shows
NAMED = (BODY, CLUSTER, PARTY, TOPIC, LIST)  # whose name is likely to be all that was typed: they come first then
MARKUP = re.compile(r"<[^>]*>|&#?\w+;")
WORD = re.compile(r"[^\W\d_]{3,}")
LONG = re.compile(rf"[^\W\d_]{{{compounds.SHORTEST},}}")


def documents(index: Index, heads: Iterable[Head] = ()) -> dict[str, bytes]:
    """Return a small HTML document for everything that can be found, by a path that tells its address, and the words.

    `heads` are those of the pages: a list of the site is found by what it says of itself.
    """
    entries = {entry.address: entry for entry in findable.entries(index)}
    for head in heads:
        if head.indexed and head.address.count("/") == 2:
            entries.setdefault(head.address, Entry(head.address, LIST, head.title, texts=[plain(head.description)]))
    words = set[str]()
    for entry in entries.values():  # one by one: all their words at once take more room than the texts
        words.update(_words(entry))
    parted = compounds.parts(words)
    found = {_path(entry.address): _document(entry, parted).encode() for entry in entries.values()}
    every = sorted(words | {part for made in parted.values() for part in made})
    return {**found, WORDS: "\n".join(every).encode()}


def _path(address: str) -> str:
    """Return the path of a document, whose address the index makes of it: an anchor is the name of the file."""
    return address.lstrip("/") + (".html" if "#" in address else "index.html")


def _words(entry: Entry) -> list[str]:
    """Return every word of an entry in small letters, again and again."""
    texts = (entry.title, entry.context, entry.kind, entry.extra, *(MARKUP.sub(" ", html) for html, _ in entry.texts))
    return WORD.findall(" ".join(texts).lower())


def _document(entry: Entry, parted: Mapping[str, tuple[str, ...]]) -> str:
    """Return what the index is made of: the text, and beside it the fields that are shown, narrowed by and sorted by.

    Fields can be searched too but are not quoted from, so the parts of what a title or context is put together of go there.
    """
    told = {"title": entry.title, "sted": entry.context, "art": entry.kind}
    if entry.kind in NAMED:
        told |= {"navn": entry.title, "navneord": _beside(entry.title, parted)}
    else:
        told["ord"] = f"{_beside(entry.title, parted)} {entry.extra}".strip()
    told["stedord"] = _beside(entry.context, parted)
    fields = [_field("meta", name, text) for name, text in told.items() if text]
    fields += [_field("filter", name, value) for name, value in entry.narrowed]
    fields.append(_field("sort", "dato", entry.day or "0"))
    texts = [(text, weight) for text, weight in entry.texts if text] or [plain(entry.context or entry.title)]
    body = "".join(
        f'<div data-pagefind-weight="{weight:g}">{_jointed(text, parted)}</div>' if weight != 1 else _jointed(text, parted)
        for text, weight in texts
    )
    return f'<!doctype html><html lang="da"><body>{"".join(fields)}{body}</body></html>'


def _beside(text: str, parted: Mapping[str, tuple[str, ...]]) -> str:
    """Return what the compounds of a text are put together of, each once."""
    return " ".join(dict.fromkeys(part for word in LONG.findall(text.lower()) for part in parted.get(word, ())))


def _field(what: str, name: str, value: str) -> str:
    return f'<p data-pagefind-{what}="{name}[data-v]" data-v="{escape(value)}"></p>'


def _jointed(html: str, parted: Mapping[str, tuple[str, ...]]) -> str:
    """Return a text with a sign in its compounds, at which the index parts them: the whole and its parts are then one place.

    An address in the text may get some too: nobody sees or follows it.
    """

    def jointed(match: re.Match[str]) -> str:
        made = parted.get(match[0].lower())
        if not made:
            return match[0]
        ends = [sum(map(len, made[: n + 1])) for n in range(len(made))]
        return JOINT.join(match[0][end - len(part) : end] for end, part in zip(ends, made, strict=True))

    return LONG.sub(jointed, html.replace(JOINT, " "))
