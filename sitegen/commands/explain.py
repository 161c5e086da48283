"""`sitegen explain`: what a finding means and how it is mended."""

import difflib

import click

from sitegen import catalogue
from sitegen.commands.options import HELP
from sitegen.console import GOOD, DanishCommand, WrongUse
from sitegen.diagnostics import CODES


@click.command(cls=DanishCommand, short_help="Forklar et fund, fx SG301.")
@click.argument("code", metavar="KODE")
@click.option("--lang", type=click.Choice(catalogue.LANGUAGES), default="da", help="Sprog.")
@HELP
def explain(code: str, lang: str) -> int:
    """Forklar et fund, fx SG301 eller agenda-missing: hvad det betyder, og hvordan det rettes."""
    names = {name: known for known, (name, _) in CODES.items()}
    wanted = names.get(code.lower(), code.upper())
    if wanted not in CODES:
        near = difflib.get_close_matches(wanted, CODES, cutoff=0.6) + difflib.get_close_matches(code.lower(), names, cutoff=0.5)
        near = near or ["SG101", "agenda-missing"]
        raise WrongUse(
            f"Der er ingen kode, der hedder {code}. Tættest på: {', '.join(near)}.",
            f"There is no code {code}. Nearest: {', '.join(near)}.",
        )
    name, severity = CODES[wanted]
    click.echo(f"# {wanted} {name} ({catalogue.word(severity.value, lang)})\n\n{catalogue.explanation(wanted, lang)}")
    return GOOD
