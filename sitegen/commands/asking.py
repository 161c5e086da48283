"""Questions at a terminal: numbered choices and values to type, the likely answer first, so that Enter is enough."""

import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

Value = TypeVar("Value")


def possible() -> bool:
    """Say whether somebody is there to answer."""
    return sys.stdin.isatty()


def _line(prompt: str) -> str:
    """Return what is typed; where nothing more can come, nothing is begun."""
    click.echo(f"{prompt}: ", nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        click.echo(err=True)
        raise click.Abort
    return line.strip()


def choose(question: str, choices: Sequence[tuple[Value, str]]) -> Value:
    """Return one of some values, each with the words that it is shown by; Enter takes the first."""
    click.echo(question, err=True)
    for number, (_, words) in enumerate(choices, 1):
        click.echo(f"{number:4}  {words}", err=True)
    while True:
        typed = _line("Skriv et tal, eller tryk Enter for 1")
        if not typed:
            return choices[0][0]
        if typed.isdecimal() and 1 <= int(typed) <= len(choices):
            return choices[int(typed) - 1][0]
        # Whoever knows the name, or the id that ends the words, need not look for its number.
        if named := [value for value, words in choices if words.lower() == typed.lower() or words.endswith(f"({typed})")]:
            return named[0]
        click.echo(f"»{typed}« er ikke et af tallene. Skriv et tal fra 1 til {len(choices)}.", err=True)


def ask(question: str, usual: str, read: Callable[[str], Value | None], empty: str = "") -> Value:
    """Return what `read` makes of an answer; it says itself what is wrong with one, and the question comes again.

    Enter takes what is usual; where nothing is, `empty` says what it means.
    """
    shown = f" [{usual}]" if usual else f" [{empty}]" if empty else ""
    while True:
        typed = _line(f"{question}{shown}") or usual
        found = read(typed)
        if found is not None:
            return found


def agree(question: str) -> bool:
    """Return whether the answer is yes; Enter is."""
    return ask(f"{question} (ja/nej)", "ja", lambda typed: {"j": True, "n": False}.get(typed.lower()[:1]))
