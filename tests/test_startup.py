"""What a command loads before it does anything: libraries that take long to load wait until they are needed."""

import subprocess
import sys

# By what has been loaded so far: the command line itself, and then all that judges, lays out and renders.
SCRIPT = """
import sys
import sitegen.cli
print(*sys.modules)
import sitegen.commands.making
from datetime import date
from sitegen import danish
danish.date_words(date(2026, 4, 2))
print(*sys.modules)
"""
NEVER = {"babel", "bs4", "holidays", "icalendar", "mammoth", "PIL", "pypdf", "starlette", "uvicorn", "watchfiles"}
LATER = {"importlib.metadata", "jinja2", "markdown_it", "pydantic", "sitegen.build", "sitegen.report", "tomllib", "yaml"}


def test_what_takes_long_to_load_is_loaded_when_it_is_needed() -> None:
    said = subprocess.run([sys.executable, "-P", "-c", SCRIPT], capture_output=True, text=True, check=True).stdout
    begun, ready = (set(line.split()) for line in said.splitlines())
    assert not begun & (NEVER | LATER) and not ready & NEVER
    assert {"click", "sitegen.commands.build"} <= begun and {"sitegen.rules", "sitegen.verdicts"} <= ready
