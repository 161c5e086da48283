"""How git is asked: as if nobody had settings, of no other machine, and with nothing that a repository wants run."""

import os
from pathlib import Path

# What is asked must not depend on anybody's settings, nor run a program that a repository names, nor ask another machine.
SETTINGS = {
    "core.fsmonitor": "false",
    "core.quotePath": "false",
    "log.showSignature": "false",
    "log.showRoot": "true",
    "log.follow": "false",
    "diff.relative": "false",
    "diff.renameLimit": "1000",
    "protocol.allow": "never",
}
ENVIRONMENT = {
    "LC_ALL": "C",
    "LANGUAGE": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # the same to a git too old for the line above
    "GIT_TERMINAL_PROMPT": "0",
}
KEPT = ("GIT_CONFIG_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH")
PLACED = ("GIT_DIR", "GIT_WORK_TREE")  # where a repository is, if somebody says both


def command(root: Path, *arguments: str) -> list[str]:
    """Return the command line that asks git something of the repository that a folder is in."""
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    return ["git", "--no-pager", "-C", str(root), *settings, *arguments]


def environment() -> dict[str, str]:
    """Return the environment without what a hook or a habit says of another repository, or of how git is to speak."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(KEPT)}
    return {**kept, **ENVIRONMENT}


def committing(top: Path | None = None) -> dict[str, str]:
    """Return the environment of whoever is about to commit: the index they named, or git named for its hooks, is kept.

    A commit of some files only (`git commit FILE`, `git commit -a`) has an index of its own. Git means a relative one from the
    top of the working tree, `top`. GIT_DIR alone is what git says to the hooks of a second working tree, and would make any
    folder its top; with GIT_WORK_TREE it is somebody's own arrangement.
    """
    placed = {name: str(Path(os.environ[name]).absolute()) for name in PLACED if name in os.environ}
    kept = environment() | (placed if len(placed) == len(PLACED) else {})
    index = os.environ.get("GIT_INDEX_FILE")
    return {**kept, "GIT_INDEX_FILE": str(top / index)} if top and index else kept
