"""A hub that serves: TLS and uvicorn around the application."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING

import uvicorn

from fieldsurvey.errors import HubError
from fieldsurvey.hub.asgi import Application
from fieldsurvey.hub.auth import CODE_SECONDS, PairingDesk
from fieldsurvey.hub.certificate import certificate_der, identity, tls_context
from fieldsurvey.hub.lane import HubStorage, Lane
from fieldsurvey.hub.presence import Presence, Visitor
from fieldsurvey.sync.wire import PORT, Address

if TYPE_CHECKING:
    from collections.abc import Callable

_CALLERS = 64
_IDLE_SECONDS = 30
_HEAD_BYTES = 16 * 1024
_BACKLOG = 64

__all__ = ["Hub", "Visitor", "addresses"]


class Hub:
    """A meeting point on this machine.

    Args:
        open_storage: called once, on the thread that all storage calls run on.
        name: what callers see; the machine's name when empty.
        host: address to listen at; empty for all of this machine's.
        port: 0 for any that is free.
        code_shown: called with each new pairing code.
        code_seconds: how long a code serves.

    Raises:
        HubError: the port is taken, or the address is not this machine's.
    """

    def __init__(
        self,
        open_storage: Callable[[], HubStorage],
        *,
        name: str = "",
        host: str = "",
        port: int = PORT,
        code_shown: Callable[[str], None] = lambda _code: None,
        code_seconds: float = CODE_SECONDS,
    ) -> None:
        self._socket = _listen(host, port)
        self.port: int = self._socket.getsockname()[1]
        self._host = host
        self._lane = Lane(open_storage)
        self._presence = Presence()
        self._server: uvicorn.Server | None = None
        self._stopping = threading.Event()
        try:
            pem, device = self._lane.run_now(lambda storage: (identity(storage), storage.device))
        except BaseException:
            self._lane.close()
            self._socket.close()
            raise
        self._desk = PairingDesk(certificate_der(pem), code_shown, seconds=code_seconds)
        app = Application(
            self._lane, device, name or socket.gethostname(), self._desk, self._presence
        )
        self._config = uvicorn.Config(
            app.asgi(),
            ssl_context_factory=lambda _config, _default: tls_context(pem),
            http="h11",
            loop="asyncio",
            ws="none",
            lifespan="on",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            limit_concurrency=_CALLERS,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=3,
            h11_max_incomplete_event_size=_HEAD_BYTES,
        )

    @property
    def code(self) -> str:
        """The pairing code that serves now."""
        return self._desk.code

    @property
    def addresses(self) -> list[Address]:
        """Where callers find it."""
        return [Address(self._host, self.port)] if self._host else addresses(self.port)

    def visitors(self) -> list[Visitor]:
        """Return who came since it opened."""
        return self._presence.visitors()

    def run(self) -> None:
        """Serve until ``stop`` is called or the process is interrupted."""
        self._server = uvicorn.Server(self._config)
        if self._stopping.is_set():
            self._server.should_exit = True
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            self._lane.close()

    def stop(self) -> None:
        """Stop serving; requests that run are finished first. Call it from any thread."""
        self._stopping.set()
        if self._server is not None:
            self._server.should_exit = True


def addresses(port: int) -> list[Address]:
    """Return the addresses under which other machines reach this one, the likeliest first."""
    found: dict[str, None] = {}
    # Asking for a way out sends nothing; the documentation's addresses (RFC 5737, 3849) are nobody's.
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            found.setdefault(probe.getsockname()[0])
    with contextlib.suppress(OSError):
        for *_, place in socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM):
            found.setdefault(str(place[0]))
    # An IPv6 link-local address needs a zone that means nothing on the other machine.
    outside = [host for host in found if not host.startswith(("127.", "fe80:")) and host != "::1"]
    return [Address(host, port) for host in outside or ["127.0.0.1"]]


def _listen(host: str, port: int) -> socket.socket:
    family = (
        socket.AF_INET6
        if ":" in host or (not host and socket.has_dualstack_ipv6())
        else socket.AF_INET
    )
    try:
        listening = socket.create_server(
            (host, port),
            family=family,
            backlog=_BACKLOG,
            dualstack_ipv6=not host and family == socket.AF_INET6,
        )
    except (OSError, OverflowError) as error:
        what = "cannot be served from; another program uses it, or it is not this machine's: choose another --port"
        raise HubError(address=str(Address(host or "*", port)), what=what) from error
    # asyncio lets an answer's second piece leave at once, 40 ms sooner, only where it is told that this is TCP.
    kind, protocol = socket.SOCK_STREAM, socket.IPPROTO_TCP
    return socket.socket(family, kind, protocol, fileno=listening.detach())
