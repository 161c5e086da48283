"""`sitegen serve`: the site as it will be, in the browser of this machine, while it is written."""

import os
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from sitegen.calendar import COPENHAGEN
from sitegen.commands.options import common
from sitegen.commands.project import parsing
from sitegen.commands.steps import Steps
from sitegen.console import GOOD, DanishCommand, WrongUse

if TYPE_CHECKING:
    from sitegen.serve import Running
    from sitegen.serve.session import Session


@click.command(cls=DanishCommand, short_help="Vis hjemmesiden her på maskinen, mens du skriver.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="NUMMER", help="Porten (ellers 8000 eller den næste ledige).")
@click.option("--open", "browse", is_flag=True, help="Åbn siden i browseren.")
@click.option("--public", is_flag=True, help="Vis kun det, som alle kan se i dag: ingen kladder, og intet på forskud.")
@click.option("--poll", is_flag=True, help="Se selv efter ændringer (til netværksdrev, hvor de ellers ikke bliver opdaget).")
@common
def serve(port: int | None, browse: bool, public: bool, poll: bool, **options: Any) -> int:
    """Vis hjemmesiden i browseren, kun på denne maskine. Den bliver ny, hver gang du gemmer. Stop med Ctrl-C."""
    from sitegen import serve
    from sitegen.build import Options

    listening = serve.bound(port)
    if listening is None:
        wanted = port or serve.PORT
        raise WrongUse(
            f"Port {wanted} er optaget. Kører der en forhåndsvisning i et andet vindue? Luk den, eller vælg en anden port: "
            f"--port {wanted % 65535 + 1}.",
            f"Port {wanted} is taken; choose another with --port.",
        )
    source = click.get_current_context().get_parameter_source("today")
    given = source is ParameterSource.COMMANDLINE or bool(os.environ.get("SOURCE_DATE_EPOCH"))

    def today() -> date:
        return options["today"] if given else datetime.now(COPENHAGEN).date()

    def ready(running: "Running") -> None:
        click.echo(f"Forhåndsvisning: {running.address}  (stop med Ctrl-C)", err=True)
        if browse:
            click.launch(running.address)

    shown = Options() if public else Options(drafts=True, future=True)
    with suppress(KeyboardInterrupt):
        ahead = partial(_read_ahead, options["root"])
        serve.serve(options["root"], listening, shown, today, _say, options["lang"], poll, ready, ahead)
    click.echo("\nForhåndsvisningen er stoppet.", err=True)
    return GOOD


def _say(words: str) -> None:
    click.echo(words, err=True)


def _read_ahead(root: Path, session: "Session") -> None:
    """Read the project's texts in several processes, and not again what another command has read."""
    from sitegen import files
    from sitegen.build import kind_of
    from sitegen.inputs import Inputs

    steps = Steps(shown=True)
    steps.begin("read")
    inputs = Inputs(files.texts(root).files)
    texts = [(data, kind) for path, data in inputs.files.items() if path.startswith("content/") and (kind := kind_of(path))]
    steps.begin("parse")
    with parsing(root, inputs, steps) as parse:
        session.read_ahead(texts, parse)
    steps.end()
