"""The preview's connections: how many there may be at a time, and which one makes way for a new one."""

from asyncio import BaseTransport, Transport
from typing import cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 100  # of the 256 files and sockets that some systems let a program hold open: a build needs some too


def limited(most: int = MOST) -> type[H11Protocol]:
    """Return what the server speaks with: with more connections than `most`, the one that was opened first is ended.

    Whoever holds on to hundreds, and says or takes nothing, keeps the editor out otherwise. A page that loses its socket that way
    opens another.
    """
    opened: dict[Transport, None] = {}

    class Connection(H11Protocol):
        def connection_made(self, transport: BaseTransport) -> None:
            super().connection_made(cast(Transport, transport))
            for other in [other for other in opened if other.is_closing()]:
                del opened[other]
            while len(opened) >= most:
                first = next(iter(opened))
                del opened[first]
                first.abort()
            opened[cast(Transport, transport)] = None

        def send_400_response(self, msg: str) -> None:
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                super().send_400_response(msg)
            else:  # nonsense after what is answered already: there is no room for another answer
                self.transport.abort()

    return Connection
