"""The configuration of the editor in the browser, beside its page: forms for every kind of file, with what there is to choose."""

from sitegen import forms
from sitegen.pages.index import Index

ADDRESS = "/admin/config.yml"


def files(index: Index) -> dict[str, bytes]:
    """Return config.yml by its address, where the site has an editor."""
    editor = index.site.file.editor
    return {ADDRESS: forms.config(index.site, editor)} if editor else {}
