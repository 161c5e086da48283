"""What is sent for an address: pages with the preview's script in them, and files, out of memory or from where they were read."""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from weakref import WeakValueDictionary

from sitegen import output, preview
from sitegen.attachments.stripped import stripped
from sitegen.feeds import headers
from sitegen.inputs import Copy
from sitegen.pages.media import MEDIA_TYPES
from sitegen.preview import Told
from sitegen.serve.project import PLAIN, stamp
from sitegen.serve.view import View

TYPES = {
    **MEDIA_TYPES,
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "txt": "text/plain",
    "json": "application/json",
    "xml": "application/xml",
    "ics": "text/calendar",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "gif": "image/gif",
    "wasm": "application/wasm",
    "yml": "text/yaml",
    "yaml": "text/yaml",
}
PICTURE = re.compile(rb'src="(/bilag/[^"]*)"')
EDITOR = headers.EDITOR.strip("/*") + "/"
ATTACHED = headers.ATTACHMENTS.strip("/*") + "/"


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Answer:
    """What is sent for an address: a status, a media type, the contents, and of a page what tells it from other contents."""

    status: int
    kind: str
    body: bytes
    mark: str = ""
    to: str = ""  # where it has moved
    headers: Mapping[str, str] = field(default_factory=dict)  # what is said otherwise than of other pages


# Files that are being sent, by where they lie and their stamps: a hundred slow readers hold one copy, not a hundred.
SENDING: "WeakValueDictionary[tuple[Path, object], Answer]" = WeakValueDictionary()


def find(path: str, told: Told, views: Sequence[View], salt: str) -> Answer:
    """Return what is sent for a path out of the newest site that has it whole: a page, a file, or that there is none."""
    if path.endswith(".html"):
        made = [view.page(path) for view in views]
        for view, text in zip(views, made, strict=True):
            if isinstance(text, bytes):
                is_plain = path.startswith(EDITOR)  # what is being written there must not be loaded away
                return file(path, text, view) if is_plain else page(200, text, view, salt)
        if any(made):
            return alone(told, path, 503, salt)
    if found := views[0].file(path):
        return file(path, found, views[0])
    folder = f"{path}/index.html"
    if not path.endswith(".html") and (views[0].page(folder) or views[0].file(folder)):
        return Answer(307, "text/plain", b"", to=quote(f"/{path}/"))
    missing = views[0].page("404.html")
    return page(404, missing if isinstance(missing, bytes) else b"", views[0], salt)


def page(status: int, text: bytes, view: View, salt: str) -> Answer:
    """Return a page with the preview's script in it."""
    digest = hashlib.blake2b(text, digest_size=12)
    digest.update(f"{status}{salt}".encode())
    for address in sorted(set(PICTURE.findall(text))):  # a picture may change and keep its address
        found = view.file(output.file_path(address.decode()))
        if isinstance(found, Copy) and found.path in view.real:
            digest.update(repr(stamp(view.real[found.path])).encode())
    mark = digest.hexdigest()
    return Answer(status, TYPES["html"], preview.injected(text, mark), mark)


def alone(told: Told, path: str, status: int, salt: str) -> Answer:
    """Return the page that says why there is none."""
    text = preview.alone(told, address_of(path))
    mark = hashlib.blake2b(text + salt.encode(), digest_size=12).hexdigest()
    return Answer(status, TYPES["html"], preview.injected(text, mark), mark)


def file(path: str, made: bytes | Copy, view: View) -> Answer:
    """Return a file of the site; one that is a file of the content from the place where it was read."""
    kind = TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")
    editor = view.laid.index.site.file.editor
    more = headers.editing(editor, f"http://{headers.HERE[0]}/") if editor and path.startswith(EDITOR) else {}
    if path.startswith(ATTACHED):
        more = headers.SAVED
    if isinstance(made, bytes):
        return Answer(200, kind, made, headers=more)
    try:
        # The place that was read when the site was built, not one that anybody asks for; a link there now is not followed.
        place = view.real[made.path]
        key = place, stamp(place)
        if known := SENDING.get(key):
            return known
        with os.fdopen(os.open(place, PLAIN), "rb") as stream:
            sent, _ = stripped(stream.read(), made.path.rpartition(".")[2].lower())
            return SENDING.setdefault(key, Answer(200, kind, sent, headers=more))
    except OSError:
        return Answer(404, TYPES["txt"], "Filen kan ikke læses lige nu.".encode())


def address_of(path: str) -> str:
    """Return the address of a page whose file has a path: /moeder/2026/ for moeder/2026/index.html."""
    return f"/{path.removesuffix('index.html')}" if path == "index.html" or path.endswith("/index.html") else f"/{path}"
