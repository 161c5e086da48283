"""A new site as files: one made-up example of everything, with its days set about the day it begins."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib.resources import files as packaged
from typing import Protocol

from sitegen.calendar import working_day_from, working_day_until
from sitegen.danish import date_words

# What stands between two @ is filled in, in names of files and in texts; nothing else is changed.
BLANK = re.compile(r"@([a-z]+(?:_[a-z]+)*)@")
YEAR, README = "@year@", "README.md"
ENTRY = re.compile(r"(?m)^(?=  - )")  # of the plan: each meeting is an entry
DAY = re.compile(r"date: (\d{4})-")


class _Folder(Protocol):
    """A folder or a file of the package."""

    name: str

    def is_dir(self) -> bool: ...
    def iterdir(self) -> Iterator["_Folder"]: ...
    def read_bytes(self) -> bytes: ...


def days(today: date) -> dict[str, date]:
    """Return the days of the example by name: a meeting that was held and its papers, those to come, all of them working days."""
    held = working_day_until(today - timedelta(days=35))
    term = timedelta(days=7)
    return {
        "today": today,
        "founded": date(held.year - 1, 1, 1),
        "held": held,
        "agenda_sent": working_day_until(held - term - timedelta(days=1)),
        "supplement_sent": working_day_until(held - term),
        "minutes_sent": working_day_until(held + term),
        "follow_up": working_day_from(today + timedelta(days=60)),
        "next": working_day_from(today + timedelta(days=21)),
        "second": working_day_from(today + timedelta(days=63)),
        "third": working_day_from(today + timedelta(days=154)),
        "fourth": working_day_from(today + timedelta(days=203)),
    }


def files(today: date, title: str, base_url: str, publisher: str) -> dict[str, bytes]:
    """Return a new site's files by path, ready to be written.

    On the day it begins nothing is wrong with it: no paper is late, and every meeting ahead has its host.
    """
    found = days(today)
    values = {name: day.isoformat() for name, day in found.items()}
    values |= {f"{name}_words": date_words(found[name], weekday=False) for name in ("held", "next")}
    values |= {"held_year": f"{found['held'].year}", "plan_year": f"{found['next'].year}"}
    quoted = {"title": title, "base_url": base_url, "publisher": publisher}
    site = values | {name: _quoted(text) for name, text in quoted.items()}
    made: dict[str, bytes] = {}
    for path, contents in sorted(_tree(packaged(__package__).joinpath("site"))):  # type: ignore[arg-type]
        own = site if path.endswith(".yml") else values | quoted
        if YEAR in path:
            made |= _plans(path, contents, own)
        else:
            made[_filled(path, own)] = _filled(contents.decode(), own).encode()
    return dict(sorted(made.items()))


def _tree(folder: _Folder, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            yield from _tree(entry, f"{path}/")
        else:
            yield path, entry.read_bytes()


def _filled(text: str, values: Mapping[str, str]) -> str:
    return BLANK.sub(lambda blank: values[blank[1]], text)


def _quoted(text: str) -> str:
    """Return a text as YAML, whatever is in it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _plans(path: str, contents: bytes, values: Mapping[str, str]) -> dict[str, bytes]:
    """Return a plan for each year that has a meeting, made of the entries of one."""
    head, *entries = ENTRY.split(contents.decode())
    of: dict[str, str] = {}
    for entry in (_filled(entry, values) for entry in entries):
        match = DAY.search(entry)
        assert match  # every meeting has a day
        of[match[1]] = of.get(match[1], "") + entry
    return {path.replace(YEAR, year): (head.replace(YEAR, year) + own).encode() for year, own in of.items()}
