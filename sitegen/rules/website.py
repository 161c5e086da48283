"""What the law asks of the website itself."""

from collections.abc import Iterator

from sitegen.diagnostics import Argument, Finding
from sitegen.rules.view import View

# What people can open, and what carries no program: an SVG or HTML file may.
ATTACHMENT_TYPES = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "png", "jpg", "jpeg")


def statement_old(view: View) -> Iterator[Finding]:
    """SG605: no accessibility statement, one not updated for a year, or nobody to write to or call.

    Source: the Danish act on accessibility of public bodies' websites (lov nr. 692 af 8. juni 2018) § 4.
    """
    site, source, today = view.site.file, view.site.source, view.today
    if site.accessibility is None:
        yield Finding("SG605", variant="missing", path=source.path)
    else:
        updated = site.accessibility.updated
        if (today.year - 1, today.month, today.day) > (updated.year, updated.month, updated.day):
            yield source.find("SG605", "accessibility", "updated", variant="old", updated=updated)
    if site.publisher.phone is None or site.publisher.email is None:
        yield source.find("SG605", "publisher", variant="contact")


def attachment_type(view: View) -> Iterator[Finding]:
    """SG505: an attachment of a kind that not everybody can open, or that may carry a program."""
    for attachment in view.site.attachments.values():
        if attachment.kind not in ATTACHMENT_TYPES:
            arguments: dict[str, Argument] = {"name": attachment.name, "known": ATTACHMENT_TYPES}
            yield Finding("SG505", arguments=arguments, path=attachment.path)
