"""The command line: its commands, and what becomes of an error that none of them caught."""

import gc
import os
import signal
import sys
import traceback
from pathlib import Path

import click

from sitegen import __version__
from sitegen.commands.build import build, check
from sitegen.commands.clean import clean
from sitegen.commands.deadlines import deadlines
from sitegen.commands.explain import explain
from sitegen.commands.importing import importing
from sitegen.commands.init import init
from sitegen.commands.listing import listing
from sitegen.commands.new import new
from sitegen.commands.options import HELP
from sitegen.commands.schema import schema
from sitegen.commands.serve import serve
from sitegen.console import FAILED, GOOD, INTERNAL, INTERRUPTED, SIGNALLED, TROUBLES, USAGE, DanishGroup, show_trouble, show_usage

COMMANDS = (init, build, check, serve, new, importing, deadlines, listing, schema, explain, clean)


def main() -> None:
    """Run the command line; an error of the program itself is a line or two and exit status 70, not a traceback for an editor."""
    gc.disable()  # one command, one build: nothing is made that must be collected before the end, and it costs a tenth
    for stream in (sys.stdout, sys.stderr):  # whatever the locale of the machine says
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    for name in ("SIGTERM", "SIGHUP"):  # whoever asks it to end, or closes the terminal: as with Ctrl-C, nothing half is left
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)
    try:
        status = cli.main(prog_name="sitegen", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else GOOD)
    except click.ClickException as error:
        show_usage(error)
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt) as error:
        cause = error.__cause__  # which is no interruption where there was nothing more to read
        told = cause.args if isinstance(cause, KeyboardInterrupt) else error.args  # of Ctrl-C there is no number
        click.echo("Afbrudt. Var hjemmesiden ved at blive skrevet, gør næste byg den færdig.\nInterrupted.", err=True)
        sys.exit(SIGNALLED + told[0] if told else INTERRUPTED)
    except Exception as error:
        if "--traceback" in sys.argv:
            traceback.print_exc()
        if isinstance(error, OSError) and error.filename and error.errno in TROUBLES:
            show_trouble(error, Path(os.fsdecode(error.filename)))
            sys.exit(FAILED)
        click.echo(
            f"Fejl i selve programmet, ikke i det, du har skrevet: {type(error).__name__}: {error}\n"
            f"Meld den til den, der passer programmet, sammen med det, som samme kommando med --traceback viser.\n"
            f"An error in the program itself; please report it with what --traceback shows. (sitegen {__version__})",
            err=True,
        )
        sys.exit(INTERNAL)


def _interrupt(number: int, _: object) -> None:
    raise KeyboardInterrupt(number)


@click.group(cls=DanishGroup, subcommand_metavar="KOMMANDO …")
@click.version_option(__version__, "-V", "--version", prog_name="sitegen", help="Vis versionen.")
@HELP
def cli() -> None:
    """Fra dagsordener, referater og kommissorier i Markdown til en kontrolleret, offentlig hjemmeside."""


for command in COMMANDS:
    cli.add_command(command)
