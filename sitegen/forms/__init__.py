"""What editors write, told to other programs: JSON Schema for editors of text, and the forms of the editor in the browser."""

from sitegen.forms.cms import config, servers
from sitegen.forms.jsonschema import document, documents
from sitegen.forms.vscode import vscode

__all__ = ["config", "document", "documents", "servers", "vscode"]
