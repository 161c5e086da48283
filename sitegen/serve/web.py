"""The preview's server: pages out of memory for this machine alone, and a socket that tells each page when it has changed."""

import asyncio
import hashlib
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from importlib.resources import files
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from sitegen.feeds.headers import EVERYWHERE
from sitegen.output import file_path
from sitegen.preview import OWN, SCRIPT, SOCKET, STYLE
from sitegen.serve.answers import Answer
from sitegen.serve.session import Session

ASSETS = {SCRIPT: "text/javascript", STYLE: "text/css"}
CONTENTS = {address: files(__package__).joinpath(address.removeprefix(OWN)).read_bytes() for address in ASSETS}
SALT = hashlib.sha256(b"".join(CONTENTS.values())).hexdigest()  # pages with another script are other pages
# As on the site itself; that all is to be encrypted is no use to one's own machine, and would outlive the preview.
HEADERS = {name: value for name, value in EVERYWHERE.items() if name != "Strict-Transport-Security"} | {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ELSEWHERE = "Denne adresse viser kun en forhåndsvisning på samme maskine.\n"
SLOW = 5.0  # seconds
LONGEST = 4096  # characters of what a page tells of itself
PART = 1 << 16  # bytes that are sent at a time


class Parted(Response):
    """A response that is sent part by part, so that a slow reader holds on to the answer alone, which others share."""

    def __init__(self, answer: Answer, headers: Mapping[str, str]) -> None:
        super().__init__(answer.body, answer.status, headers)
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for at in range(0, len(self.body) or 1, PART):
            more = at + PART < len(self.body)
            await send({"type": "http.response.body", "body": self.body[at : at + PART], "more_body": more})


class Web:
    """The application that is served (ASGI), and everybody who looks at a page."""

    def __init__(self, session: Session, port: int) -> None:
        self.session = session
        names = ("127.0.0.1", "localhost", "[::1]")
        self.hosts = frozenset([f"{name}:{port}" for name in names] + [name for name in names if port == 80])
        self._open: dict[WebSocket, tuple[str, str]] = {}  # the path and the mark of the page that each shows
        self._sent: dict[WebSocket, dict[str, Any]] = {}
        self._news = asyncio.Event()
        # A browser may take the socket for another origin than the page's.
        sockets = " ".join(f"ws://{name}:{port}" for name in ("127.0.0.1", "localhost"))
        policy = HEADERS["Content-Security-Policy"].replace("connect-src 'self'", f"connect-src 'self' {sockets}")
        self._headers = {**HEADERS, "Content-Security-Policy": policy}

    def wanted(self) -> frozenset[str]:
        """Return the paths of the pages that are open."""
        return frozenset(path for path, _ in tuple(self._open.values()))

    def news(self) -> None:
        """Look again at what every open page shows; to be called in the loop of the server."""
        self._news.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            response = await self._http(Request(scope, receive))
            await response(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(WebSocket(scope, receive, send), _raw(scope))

    async def _http(self, request: Request) -> Response:
        if request.headers.get("host") not in self.hosts:
            return self._response(Answer(421, "text/plain", ELSEWHERE.encode()))
        if request.method not in ("GET", "HEAD"):
            return self._response(Answer(405, "text/plain", b""), Allow="GET, HEAD")
        raw = _raw(request.scope)
        if raw in CONTENTS:
            return self._response(Answer(200, ASSETS[raw], CONTENTS[raw]))
        answer = await run_in_threadpool(self.session.answer, file_path(raw))
        query = f"?{request.url.query}" if request.url.query else ""
        return self._response(answer, **({"Location": f"{answer.to}{query}"} if answer.to else {}))

    def _response(self, answer: Answer, **more: str) -> Response:
        kind = f"{answer.kind}; charset=utf-8" if answer.kind.startswith("text/") else answer.kind
        return Parted(answer, {**self._headers, "Content-Type": kind, **answer.headers, **more})

    async def _socket(self, socket: WebSocket, raw: str) -> None:
        origin = socket.headers.get("origin", "")
        trusted = socket.headers.get("host") in self.hosts and origin.removeprefix("http://") in self.hosts
        if not trusted or not origin.startswith("http://") or raw != SOCKET:
            await socket.close(1008)
            return
        await socket.accept()
        try:
            while True:
                told: Any = await socket.receive_json()
                known = [told.get("address"), told.get("mark")] if isinstance(told, dict) else []
                address, mark = (one for one in known if isinstance(one, str) and len(one) <= LONGEST)
                self._open[socket] = file_path(address), mark
                await self._tell(socket)
        except (WebSocketDisconnect, ValueError, KeyError, RuntimeError):
            pass
        finally:
            self._open.pop(socket, None)
            self._sent.pop(socket, None)
        if socket.client_state is WebSocketState.CONNECTED:
            with suppress(RuntimeError, WebSocketDisconnect):
                await socket.close(1008)

    async def run(self) -> None:
        """Tell every page what is new, as long as the server runs."""
        while True:
            await self._news.wait()
            self._news.clear()
            # One page that cannot be told of anything keeps none of the others waiting, now or later.
            await asyncio.gather(*(self._tell(socket) for socket in tuple(self._open)), return_exceptions=True)

    async def _tell(self, socket: WebSocket) -> None:
        """Tell a page to load again where it would be another one now, else what there is to say of it."""
        path, mark = self._open.get(socket, ("", ""))
        answer = await run_in_threadpool(self.session.answer, path)
        if answer.mark != mark:
            message: dict[str, Any] = {"reload": True}
        else:
            message = {"overlay": await run_in_threadpool(self.session.overlay, path)}
        if socket in self._open and self._sent.get(socket) != message:
            self._sent[socket] = message
            with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
                async with asyncio.timeout(SLOW):  # a browser that sleeps keeps nobody else waiting
                    await socket.send_json(message)


def _raw(scope: MutableMapping[str, Any]) -> str:
    """Return the path as it was asked for, still encoded."""
    return bytes(scope.get("raw_path") or b"").partition(b"?")[0].decode("ascii", "replace")
