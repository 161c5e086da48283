"""What the web server is to say with each file: one table of rules, written as `_headers` and as a part of nginx's configuration.

Paths are as `_headers` has them: `*` at the end is all below, `:name` one part. No header is set by two rules that one address
meets: some hosts join the two values with a comma, others keep either. So every section of the site has a rule of its own for how
long it keeps, and only what holds everywhere stands under `/*`.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote, urlsplit

from sitegen import forms
from sitegen.schema import Editor

CONTENT_SECURITY = {
    "default-src": "'none'",
    "img-src": "'self' data:",
    "style-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",  # the search is WebAssembly
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
EVERYWHERE = {
    "Content-Security-Policy": "; ".join(f"{directive} {sources}" for directive, sources in CONTENT_SECURITY.items()),
    "Strict-Transport-Security": "max-age=31536000",  # not of subdomains: they are not ours to bind
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Only the editor's page may more: it makes its own styles, compiles its forms, shows pictures that are not saved yet, talks to
# where the files lie, and logs in through another window.
EDITING = {
    **CONTENT_SECURITY,
    "img-src": "'self' data: blob: {servers}",
    "style-src": "'self' 'unsafe-inline'",
    "script-src": "'self' 'unsafe-eval'",
    "connect-src": "'self' data: blob: {servers}",
    "font-src": "'self' data:",
}
PICTURES = {"github": ("https://avatars.githubusercontent.com", "https://www.githubstatus.com")}  # and how it fares
HERE = ("127.0.0.1", "localhost")
LOCAL = ("http://localhost:8081", "http://127.0.0.1:8081")  # the server on one's own machine that the editor writes through
EDITOR = "/admin/*"
DIFFERING = ("Content-Security-Policy", "Cross-Origin-Opener-Policy")

SHORT = {"Cache-Control": "public, max-age=300, must-revalidate"}
HOUR = {"Cache-Control": "public, max-age=3600"}
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}  # the name changes when the contents do
OPEN = {"Access-Control-Allow-Origin": "*"}
# What others made is saved, never opened as a page of the site's own; pictures within pages are shown all the same.
SAVED = {"Content-Disposition": "attachment"}
CALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}
FEED = {"Content-Type": "application/atom+xml; charset=utf-8"}

KEPT = {"/assets/*": FOREVER, "/pagefind/*": HOUR}
CALENDARS = (
    "/kalender.ics",
    "/frister.ics",
    "/klynger/:cluster/kalender.ics",
    "/fora/:body/kalender.ics",
    "/fora/:body/frister.ics",
    "/moeder/:meeting/moede.ics",
)
FEEDS = (
    "/feed.xml",
    "/dagsordener/feed.xml",
    "/referater/feed.xml",
    "/beslutninger/feed.xml",
    "/klynger/:cluster/feed.xml",
    "/fora/:body/feed.xml",
)
TABLES = ("/data/*", "/oparl/*")
ATTACHMENTS = "/bilag/*"
# Kinds of file that nginx's own table of types may lack.
TYPES = {
    "/data/*": {"html": "text/html", "json": "application/json", "csv": "text/csv"},
    "/oparl/*": {"json": "application/json"},
}
SAFE = "%~$&'()+,;=@!"  # in an address; a star or a colon would be a rule's own
MOST_RULES = 100  # in `_headers` that hosts read
OWN = ("/_headers", "/_nginx.conf")


def files(addresses: Iterable[str], base: str, editor: Editor | None = None) -> dict[str, bytes]:
    """Return `_headers` and nginx's rules for a site of these addresses; `base` is where it stands on its server."""
    strict = rules(addresses)
    found = _with_editor(strict, editing(editor, base)) if editor else strict
    # Whoever reads no further than that must not lose the pages' own policy: there the editor's page goes without its own.
    taken = found if len(found) <= MOST_RULES else strict
    return {"/_headers": _headers(taken), "/_nginx.conf": _nginx(found, urlsplit(base).path.rstrip("/"))}


def rules(addresses: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the headers of each path."""
    found: dict[str, dict[str, str]] = {"/*": EVERYWHERE}

    def add(path: str, *headers: Mapping[str, str]) -> None:
        for some in headers:
            found[path] = {**found.get(path, {}), **some}

    for path, keeps in KEPT.items():
        add(path, keeps)
    for path in sorted(set(map(_section, addresses))):
        if path not in KEPT:
            add(path, SHORT)
        if path.endswith(".xml"):
            add(path, OPEN)
        if path == ATTACHMENTS:
            add(path, SAVED)
    for path in TABLES:
        add(path, OPEN)
    for path in CALENDARS:
        add(path, OPEN, CALENDAR)
    for path in FEEDS:
        add(path, OPEN, FEED)
    return found


def _with_editor(found: dict[str, dict[str, str]], editing: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the rules with the editor's own page let loose: what differs there is said section by section."""
    strict = {name: EVERYWHERE[name] for name in DIFFERING}
    # What has a rule of its own within a section (a feed of a body) has the section's rule already.
    sections = {path for path in found if path.endswith("/*") or path.count("/") == 1} - {"/*"}
    loosened = {path: {**headers, **(strict if path in sections else {})} for path, headers in found.items()}
    everywhere = {name: value for name, value in found["/*"].items() if name not in DIFFERING}
    return {**loosened, "/*": everywhere, EDITOR: {**found.get(EDITOR, {}), **editing}}


def editing(editor: Editor, base: str) -> dict[str, str]:
    """Return what is sent with the editor's page: where the files lie, it may talk to."""
    own = (f"{url.scheme}://{url.netloc}" for url in map(urlsplit, filter(None, forms.servers(editor))))
    servers = [*own, *PICTURES.get(editor.backend, ()), *(LOCAL if urlsplit(base).hostname in HERE else ())]
    spelt = " ".join(dict.fromkeys(servers))
    policy = "; ".join(f"{directive} {sources.format(servers=spelt)}" for directive, sources in EDITING.items())
    return {"Content-Security-Policy": policy, "Cross-Origin-Opener-Policy": "same-origin-allow-popups"}


def _section(address: str) -> str:
    """Return the path of the part of the site that an address lies in."""
    first, below, _ = address.lstrip("/").partition("/")
    return f"/{_quoted(first)}/*" if below else address


@lru_cache(maxsize=256)  # a site has few parts, and thousands of addresses in each
def _quoted(name: str) -> str:
    return quote(name, safe=SAFE)


def _headers(found: Mapping[str, Mapping[str, str]]) -> bytes:
    blocks = ["\n".join((path, *(f"  {name}: {value}" for name, value in headers.items()))) for path, headers in found.items()]
    return ("\n".join(blocks) + "\n").encode()


# --- nginx: a location that adds a header of its own takes none from the server, so what differs are two variables

HEAD = """\
# To be included in the server block, whose root holds the site at {home}
# Where files are compressed beforehand (precompress: true in site.yml) and nginx has the modules, these send them:
#   gzip_static on; gzip_vary on;
#   brotli_static on;
charset utf-8;
charset_types text/css text/plain text/csv text/calendar text/xml text/javascript application/javascript
  application/json application/atom+xml image/svg+xml;
absolute_redirect off;
error_page 404 "{home}404.html";
"""
HIDDEN = r"~ /\.(?!well-known/)"
VARIABLES = {"Cache-Control": "$site_cache", "Access-Control-Allow-Origin": "$site_open", "Content-Disposition": "$site_saved"}
GUARDS = {"Content-Security-Policy": "$site_policy", "Cross-Origin-Opener-Policy": "$site_opener"}  # where there is an editor
USUAL = {**SHORT, **EVERYWHERE}


def _nginx(found: Mapping[str, Mapping[str, str]], prefix: str) -> bytes:
    variables = {**VARIABLES, **(GUARDS if EDITOR in found else {})}
    lines = [f'set {variable} "{USUAL.get(name, "")}";' for name, variable in variables.items()]
    lines += [f'add_header {name} "{value}" always;' for name, value in {**EVERYWHERE, **variables}.items()]
    lines += [f"location {place} {{ return 404; }}" for place in (*(f'= "{prefix}{path}"' for path in OWN), HIDDEN)]
    for path, headers in found.items():
        if inside := _differing(path, headers, variables):
            lines += [f"location {_matched(path, prefix)} {{", *(f"  {line}" for line in inside), "}"]
    return (HEAD.format(home=f"{prefix}/") + "\n".join(lines) + "\n").encode()


def _differing(path: str, headers: Mapping[str, str], variables: Mapping[str, str]) -> list[str]:
    """Return what a location says otherwise than the server."""
    lines = [f"types {{ {' '.join(f'{kind} {end};' for end, kind in TYPES[path].items())} }}"] if path in TYPES else []
    if kind := headers.get("Content-Type"):
        lines += ["types { }", f'default_type "{kind}";']
    told = (
        (variable, headers[name]) for name, variable in variables.items() if headers.get(name, "") not in ("", USUAL.get(name))
    )
    return [*lines, *(f'set {variable} "{value}";' for variable, value in told)]


def _matched(path: str, prefix: str) -> str:
    """Return a path as a location of nginx; what lies below a prefix asks no regular expression.

    In quotation marks, which no address of ours has: old addresses and `base_url` may have what ends a line of nginx's.
    """
    if path.endswith("/*"):
        return f'^~ "{prefix}{path[:-1]}"'
    if ":" in path:
        return f'~ "^{re.escape(prefix)}{re.sub(":[a-z]+", "[^/]+", re.escape(path))}$"'
    return f'= "{prefix}{path}"'
