"""Files as different hands write them, what they say, and what is changed in them, to try how the editor writes them again."""

import json
from dataclasses import dataclass
from random import Random
from typing import Any

WORDS = (
    "ja",
    "2026-03-12",
    "15:00",
    "a: b",
    "# nej",
    "Læsø",
    "017",
    "- x",
    "[y",
    "it's",
    'et "citat"',
    "x, y",
    "a  b",
    "true",
    "~",
)
NAMES = ("meeting", "sent", "published", "late_reason", "status", "participants", "guests", "role", "party", "name", "x", "y")
COMMENTS = ("", "", "", "  # en bemærkning", "   # andet: [x")


@dataclass(frozen=True)
class Rewriting:
    """A text of YAML, what it says, and what it is to say."""

    was: str
    old: dict[str, Any]
    new: dict[str, Any]


def rewritings(seed: int, count: int) -> list[Rewriting]:
    """Return so many of them, always the same for a seed."""
    random = Random(seed)
    found = []
    for _ in range(count):
        old = _mapping(random, 0)
        text = "".join(_entry(random, name, value, 0) for name, value in old.items())
        found.append(Rewriting(random.choice(("", "", "# øverst\n")) + text, old, _changed(random, old)))
    return found


def _mapping(random: Random, depth: int) -> dict[str, Any]:
    names = random.sample(NAMES, random.randint(1, 4))
    return {name: _value(random, depth) for name in names}


def _value(random: Random, depth: int) -> Any:
    kind = random.randint(0, 9) if depth < 2 else 9
    if kind < 2:
        return _mapping(random, depth + 1)
    if kind < 4:
        return [_mapping(random, depth + 1) for _ in range(random.randint(1, 4))]
    if kind == 4:
        return [random.choice(WORDS) for _ in range(random.randint(1, 3))]
    return random.choice(WORDS)


def _scalar(random: Random, value: str, flow: bool) -> str:
    plain = value not in ("a: b", "# nej", "- x", "[y", "x, y") and not value.startswith("~")
    return value if plain and random.random() < 0.7 else json.dumps(value, ensure_ascii=False)


def _flow(random: Random, value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(random, one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(random, one) for one in value) + "]"
    return _scalar(random, value, True)


def _entry(random: Random, name: str, value: Any, by: int) -> str:
    pad, comment = " " * by, random.choice(COMMENTS)
    above = f"{pad}# om {name}\n" if random.random() < 0.1 else "\n" if random.random() < 0.05 else ""
    if isinstance(value, str) or random.random() < 0.3:
        return f"{above}{pad}{name}: {_flow(random, value)}{comment}\n"
    if isinstance(value, dict):
        return f"{above}{pad}{name}:{comment}\n" + "".join(_entry(random, n, v, by + 2) for n, v in value.items())
    inner = by + random.choice((0, 2)) if by == 0 else by + 2
    return f"{above}{pad}{name}:{comment}\n" + "".join(_element(random, one, inner) for one in value)


def _element(random: Random, value: Any, by: int) -> str:
    pad = " " * by
    if isinstance(value, str) or random.random() < 0.4:
        return f"{pad}- {_flow(random, value)}{random.choice(COMMENTS)}\n"
    lines = "".join(_entry(random, name, one, by + 2) for name, one in value.items())
    return f"{pad}- {lines[by + 2 :]}" if lines.startswith(" " * (by + 2)) and lines[by + 2] != "#" else f"{pad}-\n{lines}"


def _changed(random: Random, value: Any) -> Any:
    """Return a value that differs here and there, as after a few clicks."""
    if isinstance(value, str):
        return random.choice(WORDS) if random.random() < 0.2 else value
    if isinstance(value, list):
        kept = [_changed(random, one) for one in value if random.random() > 0.1]
        if random.random() < 0.3:
            new = _mapping(random, 2) if isinstance(value[0], dict) else random.choice(WORDS)
            kept.insert(random.randint(0, len(kept)), new)
        return kept
    found = {name: _changed(random, one) for name, one in value.items() if random.random() > 0.1}
    if random.random() < 0.3:
        found[random.choice(NAMES)] = _value(random, 1)
    return found
