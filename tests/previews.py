"""A preview that runs in a thread, asked as a browser asks it."""

import asyncio
import http.client
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from sitegen import serve
from sitegen.build import Options
from sitegen.serve.session import Session

TODAY = date(2026, 2, 1)
SHOWN = Options(drafts=True, future=True)
PATIENCE = 20.0  # seconds


@dataclass
class Preview:
    """A preview that runs in a thread of its own, and what it has said."""

    root: Path
    running: serve.Running
    said: list[str] = field(default_factory=list)

    @property
    def session(self) -> Session:
        return self.running.session

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Send a request as it stands: nothing tidies the path."""
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=True)
            for name, value in ({"Host": f"127.0.0.1:{self.running.port}"} | headers).items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def page(self, path: str) -> str:
        return self.ask(path)[2].decode()

    @contextmanager
    def looking(self, path: str) -> Iterator[ClientConnection]:
        """Look at a page, as its script does."""
        mark = re.findall(r'data-mark="(\w+)"', self.page(path))[0]
        origin: Any = f"http://127.0.0.1:{self.running.port}"
        with connect(f"ws://127.0.0.1:{self.running.port}/_forhaandsvisning/live", origin=origin) as told:
            told.send(json.dumps({"address": path, "mark": mark}))
            yield told

    def write(self, path: str, text: str | bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())


def eventually(true: Callable[[], bool], patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)


def until(told: ClientConnection, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Return the first message that fits."""
    while not fits(message := json.loads(told.recv(PATIENCE))):
        pass
    return message  # type: ignore[no-any-return]


def reloads(told: ClientConnection) -> None:
    until(told, lambda message: "reload" in message)


def overlaid(told: ClientConnection, grave: str) -> dict[str, Any]:
    return until(told, lambda message: message.get("overlay", {}).get("grave") == grave)["overlay"]  # type: ignore[no-any-return]


@contextmanager
def previewed(
    root: Path, today: Callable[[], date] = lambda: TODAY, options: Options = SHOWN, port: int = 0, poll: bool = False
) -> Iterator[Preview]:
    listening = serve.bound(port)
    assert listening
    said: list[str] = []
    running = serve.Running(root, listening, options, today, said.append, None, poll)
    started = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(running.serve(lambda _: started.set())))
    thread.start()
    try:
        assert started.wait(PATIENCE)
        assert running.session.idle.wait(PATIENCE)
        yield Preview(root, running, said)
    finally:
        running.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()
