"""Sentences about findings, one TOML file a language, by code: message (what is wrong), hint (the mend), explanation (a page).

A code has one sentence, or one a variant. A hint of a variant with `-mend` behind it (`mend` where there is no variant) is for
findings that carry a mend: `{mend}` is its text, `{spaces}` how long that is.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from sitegen.danish import date_words
from sitegen.diagnostics import BLANK, Argument, Finding

LANGUAGES = ("da", "en")
LONGEST = 200  # characters of a mend that a hint shows


@lru_cache(maxsize=len(LANGUAGES))
def sentences(language: str) -> dict[str, Any]:
    """Return a language's whole catalogue as its file has it."""
    return _table(language)


@lru_cache(maxsize=1)
def fields() -> dict[str, Any]:
    """Return what the fields that editors fill in are called, by class and field, and the words of their choices."""
    return _table("fields")


def _table(name: str) -> dict[str, Any]:
    # Imported here: every command knows the languages, and not every one has something to say in them.
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def language_for(wanted: str) -> str:
    """Return the catalogue's language for a language tag: en for en-GB, and the first for one that it does not speak."""
    primary = wanted.split("-")[0].lower()
    return primary if primary in LANGUAGES else LANGUAGES[0]


def word(name: str, language: str) -> str:
    """Return a word of the report itself."""
    return str(sentences(language)["words"][name])


def _spoken(name: str, value: Argument, language: str) -> str:
    if isinstance(value, date):
        return date_words(value, weekday=False, language=language)
    if isinstance(value, tuple):
        return ", ".join(value)
    if name in ("kind", "measured"):
        return str(sentences(language)["words"].get(f"{name}_{value}", value))
    if name == "place":
        kind, _, where = str(value).partition(":")
        return word(f"place_{kind}", language).format(where)
    if name == "clause":
        return word("quoted", language).format(value) if value else word("house_rule", language)
    return str(value)


def _sentence(part: str, finding: Finding, language: str) -> str:
    template = sentences(language)[finding.code].get(part, "")
    arguments = {name: _spoken(name, value, language) for name, value in finding.arguments.items()}
    variants = [finding.variant]
    arguments |= {"mend": BLANK, "spaces": "0"}
    if finding.mend and len(finding.mend.shown) <= LONGEST:
        variants = [f"{finding.variant}-mend".removeprefix("-"), finding.variant]
        arguments |= {"mend": finding.mend.shown, "spaces": str(len(finding.mend.text))}
    if isinstance(template, dict):
        template = next(template[variant] for variant in variants if variant in template)
    return str(template).format_map(arguments)


def message(finding: Finding, language: str) -> str:
    """Return the line that says what is wrong."""
    return _sentence("message", finding, language)


def hint(finding: Finding, language: str) -> str:
    """Return the line that says how it is mended."""
    return _sentence("hint", finding, language)


def explanation(code: str, language: str) -> str:
    """Return the page of Markdown about a code."""
    return str(sentences(language)[code]["explanation"]).strip()
