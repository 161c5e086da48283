"""What the law asks of the website itself."""

from collections.abc import Collection, Iterator

from sitegen import mends
from sitegen.diagnostics import BLANK, Argument, Finding
from sitegen.model import Site
from sitegen.rules.view import View

# What people can open, and what carries no program.
ATTACHMENT_TYPES = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "png", "jpg", "jpeg")
# What a browser, a server or Windows runs when it is opened. Whatever such a file does, it would do in the site's name.
PROGRAMS = (
    "html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt js mjs cjs wasm swf php phtml phar asp aspx ashx jsp jspx cgi "
    "config exe scr pif msi msix msc bat cmd ps1 vb vbs vbe jse wsf wsh hta chm cpl lnk url reg jar "
    "docm dotm xlsm xltm xlam xll pptm potm ppam ppsm"
)
# What the editor in the browser is made of, and only whoever runs the site can put there.
BORROWED = ("decap-cms.js", "js-yaml.js")


def statement_old(view: View) -> Iterator[Finding]:
    """SG605: no accessibility statement, one not updated for a year, or nobody to write to or call.

    Source: the Danish act on accessibility of public bodies' websites (lov nr. 692 af 8. juni 2018) § 4.
    """
    site, source, today = view.site.file, view.site.source, view.today
    if site.accessibility is None:
        statement = {"accessibility": f"{{statement: {BLANK}, updated: {BLANK}}}"}
        mend = mends.added(source.located, (), statement)
        yield Finding("SG605", variant="missing", path=source.path, mend=mend)
    else:
        updated = site.accessibility.updated
        if (today.year - 1, today.month, today.day) > (updated.year, updated.month, updated.day):
            yield source.find("SG605", "accessibility", "updated", variant="old", updated=updated)
    if site.publisher.phone is None or site.publisher.email is None:
        lacking = {key: BLANK for key in ("phone", "email") if getattr(site.publisher, key) is None}
        mend = mends.added(source.located, ("publisher",), lacking)
        yield source.find("SG605", "publisher", variant="contact", mend=mend)


def editor_incomplete(files: Collection[str], site: Site) -> Iterator[Finding]:
    """SG703: the editor in the browser is asked for, and a file that it is made of is missing; `files` are all paths."""
    missing = tuple(path for name in BORROWED if (path := f"templates/assets/{name}") not in files)
    if site.file.editor and missing:
        yield site.source.find("SG703", "editor", missing=missing)


def attachment_type(view: View) -> Iterator[Finding]:
    """SG505: an attachment of a kind that not everybody can open; SG504: one that is a program, or may carry one."""
    programs = frozenset(PROGRAMS.split())
    for attachment in view.site.attachments.values():
        # Some servers go by any of a name's endings: "skema.php.pdf".
        if not programs.isdisjoint(attachment.name.lower().split(".")[1:]):
            known: dict[str, Argument] = {"name": attachment.name, "known": ATTACHMENT_TYPES}
            yield Finding("SG504", arguments=known, variant="program", path=attachment.path)
        elif attachment.kind not in ATTACHMENT_TYPES:
            arguments: dict[str, Argument] = {"name": attachment.name, "known": ATTACHMENT_TYPES}
            yield Finding("SG505", arguments=arguments, path=attachment.path)
