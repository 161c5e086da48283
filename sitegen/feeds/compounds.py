"""Danish words that are put together of others: where each can be parted, told from the words of the texts alone."""

import re
from collections.abc import Collection, Iterable

SHORTEST = 7  # letters of a word that is looked at
ENDINGS = ("ernes", "erne", "enes", "ene", "ens", "ets", "ers", "en", "et", "er", "es", "ne", "e", "s", "r")
# What words are derived with: nobody who searches for the rest means these.
PREFIXES = frozenset(
    re.findall(
        r"\w+",
        """bag del efter fast for fore frem fri gen gennem god halv hen her hin hjem hver hvor igen imod ind inden lige med mellem
        mod ned over sam sammen sær til uden under ved vel""",
    )
)
VOWELS = "aeiouyæøåéüöä"
# How a word may begin: with a vowel, with one consonant before it, or with two that go together.
PAIRS = "[bdfghkmnpstv]j|[bfgkps]l|[bdfgkptv]r|[dhkst]v|[gks]n|s[ckmpt]r?|[cpt]h"
BEGINNING = re.compile(f"(?:[bdfghjklmnprstvcwxz]|{PAIRS})?[{VOWELS}]")
SUFFIXES = ("agtig", "bare", "dom", "else", "ende", "ering", "hed", "ing", "lig", "lse", "mæssig", "ning", "skab", "som")


def parts(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return what each compound among some words (in small letters) is put together of: sundhedsråd is sundheds and råd.

    A word is known where it stands alone somewhere, in any form. Nobody's dictionary is needed, and a part that is found
    wrongly costs a search little: the whole word counts more than its parts.
    """
    alone = frozenset(words)
    roots = frozenset(_root(word) for word in alone)
    found: dict[str, tuple[str, ...]] = {}
    shortest: dict[str, str] = {}  # of the forms of a word, by root: the others are parted where it is
    for word in sorted(alone, key=lambda word: (len(word), word)):
        base = shortest.setdefault(_root(word), word)
        if base != word and word.startswith(base[:-1]):
            *first, last = found.get(base, (base,))
            made = (*first, word[len(base) - len(last) :])
        else:
            made = _parted(word, alone, roots)
        if len(made) > 1:
            found[word] = made
    return found


def _root(word: str) -> str:
    """Return a word without its ending: midler and midlerne are both midl."""
    return next((word[: -len(ending)] for ending in ENDINGS if word.endswith(ending) and len(word) > len(ending) + 2), word)


def _parted(word: str, alone: Collection[str], roots: Collection[str]) -> tuple[str, ...]:
    """Return the parts of a word, itself alone where it has none: the longest last part first, and each part in its turn."""
    if len(word) < SHORTEST:
        return (word,)
    cuts = [cut for cut in range(3, len(word) - 2) if word[:cut] not in PREFIXES and _begins(word[cut:])]
    known = [cut for cut in cuts if _is_head(word[:cut], alone)]
    sure = (cut for cut in known if _is_tail(word, cut, alone, roots))
    ended = (cut for cut in cuts if cut >= 4 and len(_root(word[cut:])) >= 6 and _root(word[cut:]) in roots)
    begun = (cut for cut in reversed(known) if cut >= 5 and len(_root(word[cut:])) >= 4)
    cut = next((cut for found in (sure, ended, begun) for cut in found), None)
    if cut is None:
        return (word,)
    if word[cut] == "s" and cut + 1 in known and _is_tail(word, cut + 1, alone, roots):
        cut += 1
    return (*_parted(word[:cut], alone, roots), *_parted(word[cut:], alone, roots))


def _begins(tail: str) -> bool:
    """Say whether the rest of a word can be a word: it begins like one, and is no ending that words are derived with."""
    return BEGINNING.match(tail) is not None and not _root(tail).startswith(SUFFIXES)


def _is_head(head: str, alone: Collection[str]) -> bool:
    """Say whether a word can begin with this one: it stands alone, or does without the letter that joins it."""
    rest, joint = head[:-1], head[-1]
    if joint == "s" and rest[-1] in VOWELS and not rest.endswith("else") and rest in alone:
        return False  # klynges is no way to begin a word
    joined = len(rest) >= 4 and joint in "se" and rest not in PREFIXES
    return head in alone or (joined and (rest in alone or f"{rest}e" in alone))


def _is_tail(word: str, cut: int, alone: Collection[str], roots: Collection[str]) -> bool:
    """Say whether a word can end with another; with one of three letters only after an s that joins (sundhedsråd)."""
    tail = word[cut:]
    if cut == 3:
        return len(tail) >= 5 and tail in alone
    if len(_root(tail)) < 4:
        return len(tail) >= (3 if word[cut - 1] == "s" else 4) and tail in alone
    return _root(tail) in roots
