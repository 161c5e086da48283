"""What may stand behind `sitegen` on a command line: read by every command, and run by those that write nothing."""

from contextlib import suppress

from fuzz.base import BASE

ARGUMENTS = (
    *(
        "check",
        "list",
        "deadlines",
        "explain",
        "schema",
        "build",
        "new",
        "meeting",
        "agenda",
        "minutes",
        "mandate",
        "page",
        "import",
    ),
    *("serve", "init", "clean", "-C", "--today", "--lang", "--format", "-s", "-D", "-F", "-q", "-v", "--base-url", "--days"),
    *("json", "text", "sarif", "gitlab", "github", "markdown", "da", "en", "2026-03-12", "nord-politisk", "2026-03-12-nord"),
    *(
        "drafts",
        "future",
        "missing",
        "all",
        "SG301",
        "SG999",
        "--port",
        "--poll",
        "--public",
        "--cms",
        "--with",
        "--start",
        "--end",
    ),
    *(
        "--host",
        "--mode",
        "--type",
        "--until",
        "--stdout",
        "--kind",
        "--meeting",
        "--body",
        "--title",
        "--from",
        "--level",
        "--staged",
    ),
    *(
        "-h",
        "--help",
        "-V",
        "--version",
        "--",
        "-",
        "",
        "-1",
        "99999999999999999999",
        "\x00",
        "\ud800",
        "æøå",
        "../..",
        "/",
        "~",
        "*",
    ),
)
READING = frozenset(("check", "list", "deadlines", "explain"))
AWAY = ("-o", "--output", "-C", "--root")  # what could lead a command out of its folder


def arguments(data: bytes) -> None:
    """Words after `sitegen`: every command reads them, and those that write nothing are run; never a traceback."""
    import click
    from click.testing import CliRunner

    from sitegen.cli import cli

    words = [_word(part) for part in data.split(b"\n")[:12]]
    if any(word.startswith(AWAY) or (word[:1] == "-" and word[:2] != "--" and set("oC") & set(word)) for word in words):
        return
    name = next((word for word in words if not word.startswith("-")), "")
    if name not in READING:
        with suppress(click.ClickException, click.exceptions.Exit, click.Abort):
            context = cli.make_context("sitegen", list(words))
            own, command, rest = cli.resolve_command(context, list(words))
            if command and own not in READING and own != "serve":
                command.make_context(own, [*rest, "-C", str(BASE)], parent=context)
        return
    at = words.index(name) + 1
    place = [] if name == "explain" else ["-C", str(BASE)]
    result = CliRunner().invoke(cli, [*words[:at], *place, *words[at:]], standalone_mode=False)
    fine = result.exception is None or isinstance(result.exception, (click.ClickException, click.Abort, SystemExit))
    if not fine and result.exception:
        raise result.exception


def _word(part: bytes) -> str:
    if len(part) == 1:
        return ARGUMENTS[part[0] % len(ARGUMENTS)]
    return part.decode("utf-8", "surrogateescape")
