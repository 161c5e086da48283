"""A server of the sample site on this machine that sends what the site asks a host to send, packed as a host would pack it."""

import gzip
import mimetypes
import re
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from sitegen.output import file_path

# As long as the site says nothing itself.
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PACKED = re.compile(r"text/|application/(json|javascript|xml|atom)|image/svg|\+json|\+xml")
TYPES = {".ics": "text/calendar", ".xml": "application/xml", ".js": "text/javascript", ".wasm": "application/wasm"}


def rules(text: str) -> list[tuple[re.Pattern[str], str, str]]:
    """Read a `_headers` file: (addresses, header, value), a line that is not indented being the addresses of those below."""
    found = []
    addresses = re.compile("")
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            addresses = re.compile(re.escape(line.strip()).replace(r"\*", ".*"))
            continue
        name, _, value = line.strip().partition(":")
        found.append((addresses, name.strip(), value.strip()))
    return found


def headers(files: dict[str, bytes], address: str) -> dict[str, str]:
    """Return what the site asks a host to send with an address; what two rules set is joined, as hosts do."""
    found: dict[str, str] = {}
    asked = files.get("_headers", f"/*\n  Content-Security-Policy: {POLICY}\n".encode()).decode()
    for addresses, name, value in rules(asked):
        if addresses.fullmatch(address):
            found[name] = f"{found[name]}, {value}" if name in found else value
    return found


class Server(ThreadingHTTPServer):
    """Serves files from memory; a folder without its slash is sent on, and what is not there gets 404.html."""

    daemon_threads = True

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.packed = lru_cache(maxsize=None)(lambda path: gzip.compress(files[path], 6, mtime=0))
        self.address = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a page early is no failure of ours."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        address = unquote(urlsplit(self.path).path)
        path = file_path(address)
        if path not in self.server.files and f"{path}/index.html" in self.server.files:
            self.send_response(301)
            self.send_header("Location", f"{address}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        found = path in self.server.files
        path = path if found else "404.html"
        ending = f".{path.rpartition('.')[2]}"
        kind = TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
        sent = {"Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind}
        body = self.server.files[path]
        if PACKED.search(kind):
            body = self.server.packed(path)
            sent |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        self.send_response(200 if found else 404)
        for name, value in {**sent, **headers(self.server.files, address), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass
