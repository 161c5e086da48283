"""Findings as a person at a terminal, or a program at the end of a pipe, wants them."""

import os
import shutil
import sys
from collections.abc import Mapping
from typing import Any

import click

from sitegen import __version__
from sitegen.diagnostics import Finding, Severity


def _is_coloured(wanted: bool | None, terminal: bool) -> bool:
    if wanted is not None:
        return wanted
    if os.environ.get("NO_COLOR"):
        return False
    return os.environ.get("FORCE_COLOR", "0") not in ("", "0") or (terminal and os.environ.get("TERM") != "dumb")


def show(findings: tuple[Finding, ...], language: str, sources: Mapping[str, bytes], options: dict[str, Any]) -> None:
    """Print findings: what programs read on stdout; text on stderr, with the line and a caret where a person is looking."""
    from sitegen import report  # late: a run that only says again what one before it said needs no words of its own

    match options["format_"]:
        case "json":
            click.echo(report.as_json(findings, language, options["today"]))
            return
        case "sarif":
            click.echo(report.as_sarif(findings, language, __version__))
            return
        case "gitlab":  # a report for the service, beside a text for the log
            click.echo(report.as_code_quality(findings, language))
    if options["quiet"]:
        findings = tuple(f for f in findings if f.severity is not Severity.NOTE)
        if not findings:
            return
    if options["format_"] == "github":
        click.echo(report.as_annotations(findings, language))
    terminal = sys.stderr.isatty()
    colour = _is_coloured(options["colour"], terminal)
    lines = None
    if terminal or colour:
        flagged = {finding.path for finding in findings}
        lines = {path: report.lines(data) for path, data in sources.items() if path in flagged}
    width = max(40, shutil.get_terminal_size((report.WIDTH, 24)).columns - 12)  # the line's number stands before it
    words = report.text(findings, language, lines, colour, width, closing=not options["quiet"])
    click.echo(words, err=True, color=colour)
