"""The editor's preview: builds in memory whenever something changes, and shows it in the browser of this machine."""

import asyncio
import gc
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import uvicorn

from sitegen.build import Options
from sitegen.serve.connections import limited
from sitegen.serve.session import Say, Session
from sitegen.serve.watch import Watcher
from sitegen.serve.web import SALT, Web

HOST = "127.0.0.1"  # nobody else's machine may look
PORT = 8000
TRIES = 50  # ports after the usual one that are tried
BACKLOG = 32  # connections that are taken in at a time, before any other makes way
SWITCH = 0.0005  # seconds that a thread works on while others wait: a page that is asked for must not wait for the whole site
DAY = 20.0  # seconds between two looks at the calendar and at what could not be read: who slept over midnight knows soon

__all__ = ["PORT", "bound", "serve"]


def bound(port: int | None) -> socket.socket | None:
    """Return a socket on a port of this machine, of the usual one or the next that is free; None where it is taken."""
    for wanted in range(PORT, PORT + TRIES) if port is None else (port,):
        # By its protocol asyncio knows what it may send at once: otherwise a message waits for word of the one before.
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if sys.platform != "win32":  # there it would share the port with another program
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((HOST, wanted))
            found.listen(128)
        except OSError:
            found.close()
            continue
        return found
    return None


def serve(
    root: Path,
    listening: socket.socket,
    options: Options,
    today: Callable[[], date],
    say: Say,
    language: str | None = None,
    poll: bool = False,
    ready: Callable[["Running"], None] = lambda running: None,
    ahead: Callable[[Session], None] = lambda session: None,
) -> None:
    """Serve a project until the process is told to end (Ctrl-C raises KeyboardInterrupt).

    `ahead` is called while there is one thread only, `ready` when it answers.
    """
    running = Running(root, listening, options, today, say, language, poll)
    ahead(running.session)
    # What hangs together in circles is looked for when nobody waits: of a large site that takes as long as to show a page.
    gc.freeze()
    gc.disable()
    sys.setswitchinterval(SWITCH)
    running.session.rested = _collected
    asyncio.run(running.serve(ready))


def _collected() -> None:
    gc.collect()


class Running:
    """A preview that runs: its session, its watcher and its server."""

    def __init__(
        self,
        root: Path,
        listening: socket.socket,
        options: Options,
        today: Callable[[], date],
        say: Say,
        language: str | None,
        poll: bool,
    ) -> None:
        self.port: int = listening.getsockname()[1]
        self.session = Session(root, options, today, say, language, SALT)
        self.web = Web(self.session, self.port)
        self.watcher = Watcher(root, self.session.changed, poll)
        self._listening = listening
        self._server = uvicorn.Server(
            uvicorn.Config(
                self.web,
                log_config=None,
                log_level="critical",
                access_log=False,
                lifespan="off",
                ws="websockets-sansio",
                http=limited(),
                backlog=BACKLOG,
                ws_max_size=1 << 16,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=0,
            )
        )

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"

    async def serve(self, ready: Callable[["Running"], None]) -> None:
        """Serve until the server is stopped."""
        loop = asyncio.get_running_loop()

        def news() -> None:
            with suppress(RuntimeError):  # the loop has ended before the builder
                loop.call_soon_threadsafe(self.web.news)

        self.session.told, self.session.wanted = news, self.web.wanted
        builder = threading.Thread(target=self.session.run, args=(lambda: self._server.should_exit,), daemon=True)
        self.session.dirty.set()
        builder.start()
        self.watcher.start()
        tasks = [asyncio.create_task(work) for work in (self.web.run(), self._days(), self._greeting(ready))]
        try:
            await self._server.serve(sockets=[self._listening])
        finally:
            self.watcher.stop()
            for task in tasks:
                task.cancel()

    async def _days(self) -> None:
        while True:
            await asyncio.sleep(DAY)
            if self.session.overdue():
                self.session.dirty.set()

    async def _greeting(self, ready: Callable[["Running"], None]) -> None:
        while not self._server.started:
            await asyncio.sleep(0.01)
        ready(self)

    def stop(self) -> None:
        """End the serving, from any thread."""
        self._server.should_exit = True
