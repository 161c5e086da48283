"""The mend of a value that its field refuses: what was probably meant, where the field takes that."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from sitegen import mends
from sitegen.diagnostics import BLANK, Argument, Finding, Located, Mend, Path
from sitegen.mends import meant


def mend(model: type[BaseModel], located: Located, path: Path, variant: str, arguments: Mapping[str, Argument]) -> Mend | None:
    """Return the mend of the value at a path that is wrong in the way a variant of SG104 names; None if it is anybody's guess."""
    value: Any = located.value
    for step in path:
        here: Any = step
        value = value[here] if isinstance(value, list) or here in value else None
    if variant == "participant":
        return mends.added(located, path, {"role": BLANK})
    if variant == "no-meaning":
        lacks_id = isinstance(value, dict) and "bodies" in value and not {"body", "id"} & set(value) and "date" in value
        return mends.added(located, path, {"id": f"{value['date']}-faellesmoede"}, "date") if lacks_id else None
    if not isinstance(value, str):
        return None
    if variant == "list":
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if _refused(model, located.value, path, parts):
            parts = [f"{meant.day(part) or part}" for part in parts]
        return mends.rewritten(located, path, f"[{', '.join(map(mends.quoted, parts))}]", certain=True)
    choices = arguments.get("choices", ())
    assert isinstance(choices, tuple)
    near = meant.nearest(value.lower(), list(choices)) if variant == "choice" else ""
    for text in (*meant.values(variant, value, choices), near):
        if text and not _refused(model, located.value, path, text):
            return mends.rewritten(located, path, mends.quoted(text), certain=variant in CERTAIN)
    return None


# In these nothing is guessed: there is one way to write what stands there.
CERTAIN = ("date", "datetime", "time", "term", "zone")


def spared(model: type[BaseModel], located: Located, findings: list[Finding]) -> list[Finding]:
    """Return the findings, with the mend of a placeholder (SG110) in a field that nobody has to fill in: the field goes."""
    placed = [(n, (f.line, f.column)) for n, f in enumerate(findings) if f.code == "SG110"][:MOST]
    paths = {place: path for path, place in located.places.items()} if placed else {}
    mended = list(findings)
    for number, place in placed:
        path = paths.get(place, ())
        if path and isinstance(path[-1], str) and not _refused(model, located.value, path, None):
            mended[number] = replace(findings[number], mend=mends.struck(located, path))
    return mended


MOST = 50  # of one file: each is tried


def _refused(model: type[BaseModel], value: Any, path: Path, text: Any) -> bool:
    """Say whether a field would find something wrong with another value, or, with None, with being gone."""

    def changed(value: Any, at: int) -> Any:
        if at == len(path):
            return text
        step: Any = path[at]
        copy = dict(value) if isinstance(value, dict) else list(value)
        if text is None and at + 1 == len(path):
            del copy[step]
        else:
            copy[step] = changed(value[step], at + 1)
        return copy

    try:
        model.model_validate(changed(value, 0))
    except ValidationError as error:
        return text is None or any(tuple(problem["loc"])[: len(path)] == path for problem in error.errors(include_url=False))
    return False
