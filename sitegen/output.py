"""Rendered pages as files of the output: where each address lies, whether every internal link leads somewhere."""

import html
import re
import traceback
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache, partial
from urllib.parse import unquote, urljoin, urlsplit

import jinja2

from sitegen import render
from sitegen.diagnostics import Finding
from sitegen.model import Site
from sitegen.pages import PageSpec

# Each begins with what is rare: a pattern that begins with a space is tried at every word.
LINK = re.compile(rb'="(?:(?<=\shref=")|(?<=\ssrc="))([^"]*)"')
ID = re.compile(rb'id="(?<=\sid=")([^"]*)"')
MARK = b'"'  # between links: no link has one in it
OUTSIDE = (b"https://", b"http://", b"mailto:", b"tel:", b"webcal://")
INEXACT = re.compile("[&#?]")  # what makes a link and the address that it leads to differ
ROOTED = re.compile(rb'(\s(?:(?:href|src|action)="|content="0; url=))/(?!/)')

Link = tuple[str, str, str]  # the target as it is written, the address it leads to and the anchor there
HERE = "https://here.invalid"  # so that a relative link can be joined as a browser joins it
PLAIN = re.compile(r"[\w/-]*(?:\.\w+)?", re.ASCII)  # an address as nearly all are: it says where its file lies
UNSAFE = re.compile(r"(?:^|[/\\])\.\.?(?:[/\\]|$)|[\x00-\x1f\x7f\ufffd]")

# What Windows takes for a device, or cannot have in a name; and what is not seen, or turns the letters after it round.
STRANGE = re.compile(
    r"(?:(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ ]*(?:\..*)?|.*[. ])"
    r'|.*[<>:"|?*\\\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u3164\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff].*',
    re.IGNORECASE | re.DOTALL,
)
LONGEST = 200  # bytes of a name: systems hold 255, and names get an ending for what is compressed or not whole yet


def strange(name: str) -> str:
    """Return in what way not every system can hold a file or folder of a name; empty where all can."""
    if len(name.encode("utf-8", "surrogateescape")) > LONGEST:
        return "long"
    return "strange" if STRANGE.fullmatch(name) else ""


def file_path(address: str) -> str:
    """Return the path of the file that an address is served from: /moeder/2026/ is moeder/2026/index.html."""
    path = address if PLAIN.fullmatch(address) else unquote(address)
    if path != address and UNSAFE.search(path):  # percent signs that hide a way out of the folder, or what no name may hold
        path = address
    path = path.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def same_file(path: str) -> str:
    """Return what two paths share that a file system without case, or one that composes letters, cannot tell apart."""
    return unicodedata.normalize("NFC", path).casefold()


def settled(addresses: Iterable[str]) -> frozenset[bytes]:
    """Return the links to these addresses as pages have them: nobody needs to look where one that is among them leads."""
    plain = (address for address in addresses if address.startswith("/") and address[1:2] != "/")
    return frozenset(address.encode("utf-8", "surrogatepass") for address in plain if not INEXACT.search(address))


def links_of(text: bytes, known: Set[bytes] = frozenset()) -> tuple[bytes, bytes]:
    """Return a page's links and its anchors as they are written, in order, each once, with quotation marks between.

    Links that are `known` (by `settled`), lead to other servers or to an anchor of the page itself are left out.
    """
    anchors = set(ID.findall(text))
    links = set(LINK.findall(text)) - known
    links -= {b"#" + anchor for anchor in anchors if b"%" not in anchor and b"&" not in anchor}
    return MARK.join(sorted(link for link in links if not link.startswith(OUTSIDE))), MARK.join(sorted(anchors))


def broken(found: Mapping[str, tuple[bytes, bytes]], others: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (page, target) for every link that leads nowhere: `found` is what `links_of` found on every page, by address."""
    known = settled((*found, *others)) | {b""}
    link = lru_cache(maxsize=1 << 16)(_link)  # most pages lead to the same places

    def links(address: str) -> set[Link]:
        left = set(found[address][0].split(MARK)) - known
        return {to for one in left if (to := link("/" if one.startswith(b"/") else address, one))}

    wanted: dict[str, set[str]] = {}
    leads = {address: to for address in found if (to := links(address))}
    for tos in leads.values():
        for _, place, anchor in tos:
            if anchor and place in found:
                wanted.setdefault(place, set()).add(anchor)
    missing = {place: anchors - {_unescaped(i) for i in found[place][1].split(MARK)} for place, anchors in wanted.items()}
    for address, tos in leads.items():
        for target, place, anchor in sorted(tos):
            if (place not in found and place not in others) or anchor in missing.get(place, ()):
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


def renderer(
    templates: Mapping[str, bytes], site: Site, today: date, ahead: bool = False
) -> Callable[[PageSpec], bytes | Finding]:
    """Return what renders a page of a site, or says what is wrong with its template: SG701.

    Templates are compiled when they are first used, or all of them `ahead`, for processes that are to share them.
    """
    assets = {name: address for name, (address, _) in render.assets(templates).items()}
    texts = {name: source.decode("utf-8", "replace") for name, source in templates.items() if name.endswith(".j2")}
    env = render.environment(texts, site, today, assets)
    plain = cache(partial(render.environment, texts, site, today, assets, plain=True))
    for name in texts if ahead else ():
        with suppress(Exception):  # said by the first page that needs it
            env.get_template(name)

    def page(spec: PageSpec) -> bytes | Finding:
        with suppress(Exception):
            return render.page(env, spec).encode()  # a text with one dash in it takes twice the room
        try:
            return render.page(plain(), spec).encode()  # what is wrong, or is a page all the same, Jinja itself knows
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
