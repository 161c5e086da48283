"""The settings of VS Code for a project: which schema belongs to which file, and the extension that reads them."""

import json
from typing import Any

from sitegen.forms import jsonschema

FOLDER = ".vscode"
# The files that are YAML from end to end; what stands on top of Markdown, the extension does not look at.
COVERED = {
    "site": "content/site.yml",
    "organisation": "content/organisation.yml",
    "plan": "content/meetings/*.yml",
}
SETTINGS = {
    "yaml.schemas": {f"./{FOLDER}/schemas/{kind}.schema.json": path for kind, path in COVERED.items()},
    "yaml.format.enable": False,  # it would break lines and move comments
    "files.eol": "\n",
    "[markdown]": {"editor.wordWrap": "on"},
}
EXTENSIONS = {"recommendations": ["redhat.vscode-yaml"]}


def vscode() -> dict[str, bytes]:
    """Return the files that make VS Code complete and check what an editor writes, by path from the project folder."""
    schemas = {f"{FOLDER}/schemas/{name}": written(schema) for name, schema in jsonschema.documents().items()}
    return {f"{FOLDER}/settings.json": written(SETTINGS), f"{FOLDER}/extensions.json": written(EXTENSIONS), **schemas}


def written(value: Any) -> bytes:
    """Return JSON as people read it."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
