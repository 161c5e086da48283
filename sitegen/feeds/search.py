"""What is searched: a small document for each thing that can be found, and the words that all of them are made of."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache, partial
from html import escape
from itertools import chain

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
        if is_list(head):
            entries.setdefault(head.address, Entry(head.address, LIST, head.title, texts=[plain(head.description)]))
    words = _words(entries.values())
    parted = compounds.parts(words)
    # Asked of strings without spaces, which are the same again and again: hardly any word is looked at twice.
    jointed, made_of = cache(partial(_jointed, parted=parted)), cache(partial(_parts, parted=parted))
    found = {_path(entry.address): _document(entry, jointed, made_of).encode() for entry in entries.values()}
    every = sorted(words | {part for made in parted.values() for part in made})
    return {**found, WORDS: "\n".join(every).encode()}


def is_list(head: Head) -> bool:
    """Say whether a page is a list of the site, which can be found itself."""
    return head.indexed and head.address.count("/") == 2


def _path(address: str) -> str:
    """Return the path of a document, whose address the index makes of it: an anchor is the name of the file."""
    return address.lstrip("/") + (".html" if "#" in address else "index.html")


def _words(entries: Iterable[Entry]) -> set[str]:
    """Return every word of the entries in small letters."""
    strings = set[str]()  # what stands between spaces, which is the same again and again: only then are words looked for
    for entry in entries:
        strings.update(" ".join((entry.title, entry.context, entry.kind, entry.extra)).split())
        for html, _ in entry.texts:
            strings.update(MARKUP.sub(" ", html).split())
    return set(WORD.findall(" ".join(strings).lower()))


def _document(entry: Entry, jointed: Callable[[str], str], made_of: Callable[[str], Iterable[str]]) -> str:
    """Return what the index is made of: the text, and beside it the fields that are shown, narrowed by and sorted by.

    Fields can be searched too but are not quoted from, so the parts of what a title or context is put together of go there.
    """
    told = {"title": entry.title, "sted": entry.context, "art": entry.kind}
    if entry.kind in NAMED:
        told |= {"navn": entry.title, "navneord": _beside(entry.title, made_of)}
    else:
        told["ord"] = f"{_beside(entry.title, made_of)} {entry.extra}".strip()
    told["stedord"] = _beside(entry.context, made_of)
    fields = [_field("meta", name, text) for name, text in told.items() if text]
    fields += [_filter(name, value) for name, value in entry.narrowed]
    fields.append(_field("sort", "dato", entry.day or "0"))
    texts = [(text, weight) for text, weight in entry.texts if text] or [plain(entry.context or entry.title)]
    shown = ((" ".join(map(jointed, text.split(" "))), weight) for text, weight in texts)
    body = "".join(f'<div data-pagefind-weight="{weight:g}">{text}</div>' if weight != 1 else text for text, weight in shown)
    return f'<!doctype html><html lang="da"><body>{"".join(fields)}{body}</body></html>'


@lru_cache(maxsize=4096)  # a body and a year are those of many documents
def _filter(name: str, value: str) -> str:
    return _field("filter", name, value)


def _field(what: str, name: str, value: str) -> str:
    return f'<p data-pagefind-{what}="{name}[data-v]" data-v="{escape(value)}"></p>'


def _beside(text: str, made_of: Callable[[str], Iterable[str]]) -> str:
    """Return what the compounds of a text are put together of, each once."""
    return " ".join(dict.fromkeys(chain.from_iterable(map(made_of, text.lower().split()))))


def _parts(string: str, parted: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(part for word in LONG.findall(string) for part in parted.get(word, ()))


def _jointed(string: str, parted: Mapping[str, tuple[str, ...]]) -> str:
    """Return some of a text with a sign in its compounds, at which the index parts them: the whole and its parts are one place.

    An address in the text may get some too: nobody sees or follows it.
    """

    def jointed(match: re.Match[str]) -> str:
        made = parted.get(match[0].lower())
        if not made:
            return match[0]
        ends = [sum(map(len, made[: n + 1])) for n in range(len(made))]
        return JOINT.join(match[0][end - len(part) : end] for end, part in zip(ends, made, strict=True))

    return LONG.sub(jointed, string.replace(JOINT, " "))
