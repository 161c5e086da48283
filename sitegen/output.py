"""Rendered pages as files of the output: where each address lies, whether every internal link leads somewhere."""

import html
import re
import traceback
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import unquote, urljoin, urlsplit

import jinja2

from sitegen import render
from sitegen.diagnostics import Finding
from sitegen.model import Site
from sitegen.pages import PageSpec

# Each begins with what is rare: a pattern that begins with a space is tried at every word.
LINK = re.compile(rb'="(?:(?<=\shref=")|(?<=\ssrc="))([^"]*)"')
ID = re.compile(rb'id="(?<=\sid=")([^"]*)"')
ROOTED = re.compile(rb'(\s(?:(?:href|src|action)="|content="0; url=))/(?!/)')

Link = tuple[str, str, str]  # the target as it is written, the address it leads to and the anchor there
HERE = "https://here.invalid"  # so that a relative link can be joined as a browser joins it
UNSAFE = re.compile(r"(?:^|[/\\])\.\.?(?:[/\\]|$)|[\x00-\x1f\x7f\ufffd]")


# What Windows takes for a device, or cannot have in a name; and what is not seen, or turns the letters after it round.
STRANGE = re.compile(
    r"(?:(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ ]*(?:\..*)?|.*[. ])"
    r'|.*[<>:"|?*\\\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u3164\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff].*',
    re.IGNORECASE | re.DOTALL,
)
LONGEST = 200  # bytes of a name: systems hold 255, and names get an ending for what is compressed or not whole yet


def strange(path: str) -> tuple[str, str]:
    """Return the first name in a path that not every system can hold, and in what way; two empty texts where all can."""
    for name in path.split("/"):
        if len(name.encode("utf-8", "surrogateescape")) > LONGEST:
            return name, "long"
        if name and STRANGE.fullmatch(name):
            return name, "strange"
    return "", ""


def file_path(address: str) -> str:
    """Return the path of the file that an address is served from: /moeder/2026/ is moeder/2026/index.html."""
    path = unquote(address)
    if UNSAFE.search(path):  # percent signs that hide a way out of the folder, or what no file name may hold
        path = address
    path = path.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def same_file(path: str) -> str:
    """Return what two paths share that a file system without case, or one that composes letters, cannot tell apart."""
    return unicodedata.normalize("NFC", path).casefold()


def broken_links(pages: Mapping[str, bytes], others: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (page, target) for every internal link of the pages, by address, to an address or anchor that is not there.

    `others` are the addresses of what is no page. Links that lead to other servers are not looked at.
    """
    rooted: dict[bytes, Link | None] = {}  # most pages lead to the same places
    links: dict[str, list[Link]] = {}
    for address, text in pages.items():
        found = set[Link | None]()
        for written in LINK.findall(text):
            if not written.startswith(b"/"):
                found.add(_link(address, written))
            elif written in rooted:
                found.add(rooted[written])
            else:
                found.add(rooted.setdefault(written, _link(address, written)))
        links[address] = [link for link in found if link]
    anchored = {place for own in links.values() for _, place, anchor in own if anchor}
    anchors = {address: {_unescaped(i) for i in ID.findall(pages[address])} for address in anchored if address in pages}
    for address, own in links.items():
        for target, place, anchor in sorted(own):
            if (place not in pages and place not in others) or (anchor and place in pages and anchor not in anchors[place]):
                yield address, target


def _unescaped(written: bytes) -> str:
    return html.unescape(written.decode())


def _link(address: str, written: bytes) -> Link | None:
    """Return the target as it is written, the address and the anchor of a link of a page; None where it leads out."""
    target = _unescaped(written)
    whole = target if target.startswith("/") else urljoin(HERE + address, target).removeprefix(HERE)
    if not whole.startswith("/") or whole.startswith("//"):
        return None
    place, _, anchor = whole.partition("#")
    return target, place.partition("?")[0], unquote(anchor)


def rebased(text: bytes, base_url: str) -> bytes:
    """Return a page for a site that does not stand at the root of its server."""
    base = urlsplit(base_url).path
    return text if base in ("", "/") else ROOTED.sub(rb"\g<1>" + base.rstrip("/").encode() + b"/", text)


def rendered(
    templates: Mapping[str, bytes], specs: Sequence[PageSpec], site: Site, today: date
) -> tuple[dict[str, bytes], dict[str, bytes], list[Finding]]:
    """Return the pages and the assets by address, and what is wrong with the templates: SG701, once a line."""
    page = renderer(templates, site, today)
    pages: dict[str, bytes] = {}
    findings: dict[tuple[str, int], Finding] = {}
    broken: set[str] = set()
    for spec in specs:
        if spec.template in broken:
            continue
        made = page(spec)
        if isinstance(made, bytes):
            pages[spec.address] = made
        else:
            broken.add(spec.template)
            findings.setdefault((made.path, made.line), made)
    return pages, dict(render.assets(templates).values()), list(findings.values())


def renderer(templates: Mapping[str, bytes], site: Site, today: date) -> Callable[[PageSpec], bytes | Finding]:
    """Return what renders a page of a site, or says what is wrong with its template: SG701."""
    assets = {name: address for name, (address, _) in render.assets(templates).items()}
    texts = {name: source.decode("utf-8", "replace") for name, source in templates.items() if name.endswith(".j2")}
    env = render.environment(texts, site, today, assets)

    def page(spec: PageSpec) -> bytes | Finding:
        try:
            return render.page(env, spec).encode()  # a text with one dash in it takes twice the room
        except Exception as error:
            finding = _template_finding(error, spec.template)
            if finding is None:
                raise
            return finding

    return page


def _template_finding(error: Exception, template: str) -> Finding | None:
    """Return where in a template an error was raised; None where no template had a part in it."""
    said = error.message if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: {error}"
    problem = {"problem": said or type(error).__name__}
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Finding("SG701", error.lineno, 1, problem, path=f"templates/{error.name or template}")
    if isinstance(error, jinja2.TemplateNotFound):
        missing = template if error.name == template else ""
        if missing:
            return Finding("SG701", 1, 1, problem, path=f"templates/{missing}")
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith("templates/")]
    if not frames:
        return None
    return Finding("SG701", frames[-1].lineno or 1, 1, problem, path=frames[-1].filename)
