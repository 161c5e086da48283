"""The page of the editors' guide that says what every message means is that of the catalogue; `UPDATE=1` writes it anew."""

import os
import re
from collections.abc import Mapping
from typing import Any

from sitegen import catalogue
from sitegen.diagnostics import CODES, Severity
from tests.guide import MESSAGES

UPDATE = bool(os.environ.get("UPDATE"))

GROUPS = {
    "1": "Filer og felter",
    "2": "Navne, links og bilag",
    "3": "Frister og datoer",
    "4": "Kommissorier, møder og opfølgning",
    "5": "Det, der ikke må vises",
    "6": "Tilgængelighed",
    "7": "Hjemmesiden selv",
}


def messages() -> str:
    """Return the page: what each code says, means and how it is mended, from the catalogue."""
    said = catalogue.sentences("da")
    parts = [
        "# Hvad beskederne betyder\n\n"
        "Her er alt, hvad programmet kan sige om filerne. Find koden, fx SG301, eller søg efter nogle ord fra beskeden med\n"
        "Ctrl og F. »…« står for det, der er forskelligt fra gang til gang. Det samme får du med `sitegen explain SG301`.\n\n"
        "En **fejl** standser siden, til den er rettet. En **advarsel** og en **bemærkning** standser intet.\n"
    ]
    for digit, title in GROUPS.items():
        rows = [
            f"| [{code}](#{code.lower()}) | {catalogue.word(kind.value, 'da')} | {_first(said[code]['message'])} |"
            for code, (_, kind) in CODES.items()
            if code[2] == digit
        ]
        parts.append("\n".join(["## " + title, "", "| Kode | Slags | Beskeden |", "|---|---|---|", *rows, ""]))
        parts += [_about(code, kind, said[code]) for code, (_, kind) in CODES.items() if code[2] == digit]
    return "\n".join(parts)


def _sentences(template: str | dict[str, str]) -> list[str]:
    """The sentences of a code, with … for what differs."""
    found = [template] if isinstance(template, str) else list(template.values())
    plain = (re.sub(r"\{\w+\}", "…", one.replace("{{", "\0").replace("}}", "\1")) for one in found)
    return list(dict.fromkeys(one.replace("\0", "{").replace("\1", "}").replace("|", "\\|") for one in plain))


def _first(template: str | dict[str, str]) -> str:
    return _sentences(template)[0].replace("<", "&lt;")


def _about(code: str, kind: Severity, said: Mapping[str, Any]) -> str:
    lines = "\n".join(f"> - {one.replace('<', '&lt;')}" for one in _sentences(said["message"]))
    text = re.sub("^## (.+)$", r"**\1**", catalogue.explanation(code, "da"), flags=re.MULTILINE)
    return f"### {code}\n\n{catalogue.word(kind.value, 'da').capitalize()}. Programmet skriver:\n\n{lines}\n\n{text}\n"


def test_the_page_of_messages_is_that_of_the_catalogue() -> None:
    if UPDATE:
        MESSAGES.write_text(messages(), encoding="utf-8")
    assert MESSAGES.read_text(encoding="utf-8") == messages(), "UPDATE=1 .venv/bin/pytest tests/test_guide_messages.py writes it"
    assert {code[2] for code in CODES} == set(GROUPS)
