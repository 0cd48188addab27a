"""Who may speak with a hub: the pairing code, the sessions, the signatures."""

from __future__ import annotations

import base64
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fieldsurvey.journal import is_signed
from fieldsurvey.sync import pairing, wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldsurvey.journal import Peer

CODE_SECONDS = 600.0
TRIES = 5
_SESSIONS = 1024


class Refused(Exception):
    """A request that is not served.

    Attributes:
        status: of HTTP.
        code: a word of ``sync.wire`` for programs.
        what: a sentence for people; never a code, a key or an answer.
    """

    def __init__(self, status: int, code: str, what: str) -> None:
        super().__init__(what)
        self.status, self.code, self.what = status, code, what


@dataclass(frozen=True)
class _Shown:
    """A code on the hub's screen; its key is derived when the first laptop tries it."""

    code: str
    certificate: bytes
    until: float

    @cached_property
    def key(self) -> bytes:
        return pairing.code_key(pairing.read_code(self.code) or "", self.certificate)


class PairingDesk:
    """Shows one code at a time; it serves for minutes and is void after a few wrong tries.

    Args:
        certificate: of this hub, DER.
        shown: called with every new code, to be displayed; a code is never logged.
        clock: monotonic seconds.
        seconds: how long a code serves.
    """

    def __init__(
        self,
        certificate: bytes,
        shown: Callable[[str], None] = lambda _code: None,
        *,
        clock: Callable[[], float] = time.monotonic,
        seconds: float = CODE_SECONDS,
    ) -> None:
        self._certificate = certificate
        self._tell = shown
        self._clock = clock
        self._seconds = seconds
        self._lock = threading.Lock()
        self._before: _Shown | None = None
        self._now = self._make()
        self._tries = TRIES

    @property
    def code(self) -> str:
        """The code that serves now."""
        return self._now.code

    @property
    def left(self) -> float:
        """Seconds until it expires."""
        return max(0.0, self._now.until - self._clock())

    def renew(self) -> None:
        """Show another code when this one has expired."""
        with self._lock:
            if not self.left:
                self._change()

    def key_of(self, introduction: bytes, proof: str) -> bytes:
        """Return the key of the code that a laptop proved to know.

        Raises:
            Refused: a wrong or an expired code.
        """
        self.renew()
        with self._lock:
            if self._fits(self._now, introduction, proof):
                return self._now.key
            if self._before is not None and self._fits(self._before, introduction, proof):
                what = "this pairing code has expired; type the one that the hub shows now"
                raise Refused(403, wire.CODE_EXPIRED, what)
            self._tries -= 1
            if not self._tries:
                self._change()
        what = "the pairing code is another one; type it as the hub shows it now"
        raise Refused(403, wire.CODE_WRONG, what)

    def _fits(self, shown: _Shown, introduction: bytes, proof: str) -> bool:
        told = pairing.laptop_proof(shown.key, introduction)
        return hmac.compare_digest(told.encode(), proof.encode())  # of texts it takes ASCII alone

    def _change(self) -> None:
        self._before, self._now, self._tries = self._now, self._make(), TRIES

    def _make(self) -> _Shown:
        code = pairing.new_code()
        self._tell(code)
        return _Shown(code, self._certificate, self._clock() + self._seconds)


class Sessions:
    """Random names in which callers count their requests, so that none is played twice."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, int] = OrderedDict()

    def new(self) -> str:
        """Return a fresh session; the oldest of too many gives way, and its caller asks again."""
        session = secrets.token_hex(16)
        self._counts[session] = 0
        while len(self._counts) > _SESSIONS:
            self._counts.popitem(last=False)
        return session

    def count(self, session: str, number: int) -> bool:
        """Note a request; False for an unknown session or a number that is not greater."""
        if number <= self._counts.get(session, number):
            return False
        self._counts[session] = number
        self._counts.move_to_end(session)
        return True


def known(device: str, peers: list[Peer]) -> Peer:
    """Return the peer that a request says it is of.

    Raises:
        Refused: no such device was paired.
    """
    for peer in peers:
        if peer.device == device:
            return peer
    what = "this laptop is not paired with this hub; pair it with the code that the hub shows"
    raise Refused(401, wire.UNKNOWN_DEVICE, what)


def examine(
    peer: Peer,
    headers: Mapping[str, str],
    statement: Callable[[str, int], bytes],
    sessions: Sessions,
) -> str:
    """Return the session of a request, after proving that its device signed it.

    Args:
        peer: who it says it is of.
        headers: of the request, names in lower case.
        statement: what must be signed, from session and count.
        sessions: those that are open.

    Raises:
        Refused: not signed by that device, or in an unknown session.
    """
    session = headers.get(wire.SESSION, "")
    try:
        count = int(headers.get(wire.COUNT, ""))
        signature = base64.b64decode(headers.get(wire.SIGNATURE, ""), validate=True)
    except ValueError:
        count, signature = 0, b""
    if not is_signed(peer.signing, wire.REQUEST, statement(session, count), signature):
        raise Refused(401, wire.UNKNOWN_DEVICE, "the request is not signed by its device")
    if not sessions.count(session, count):
        raise Refused(401, wire.NEW_SESSION, "the session is over; begin another one")
    return session
