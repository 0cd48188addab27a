"""What a hub and the laptops that call it agree on: paths, bounds, how a request is signed.

Bytes on the wire are those of bundles: segments as their devices signed them, files by SHA-256, keys
in a sealed container for one addressee. The protocol is described in ``docs/decisions/0005``.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from fieldsurvey.errors import HubError

FORMAT = 1
PORT = 8643

#: One request carries at most this much of a file upwards, and this much downwards.
CHUNK_BYTES = 1024**2
RANGE_BYTES = 4 * 1024**2
#: Requests that are no piece of a file: lists, receipts, keys.
BODY_LIMIT = 16 * 1024**2
#: Larger files travel in bundles; a segment has at most 500 changes of this program's making.
FILE_LIMIT = 256 * 1024**2
SEGMENT_LIMIT = 64 * 1024**2
#: Names in one question about what is lacking.
NAMES_LIMIT = 5000

REQUEST = "request"
"""The purpose under which requests are signed (``journal.signed``)."""

DEVICE, SESSION, COUNT, SIGNATURE = "fs-device", "fs-session", "fs-count", "fs-signature"
"""Headers of a signed request."""

DIGEST = "fs-digest"
"""The header that names the body, so that its signature is judged before the body is read; older laptops lack it."""

#: Words in which a hub refuses; the sentence beside them is for people.
NEW_SESSION, UNKNOWN_DEVICE, BUSY = "session", "not-paired", "busy"
CODE_WRONG, CODE_EXPIRED = "code", "code-expired"

_NAME = re.compile(r"[0-9a-f]{64}")
_STREAM = re.compile(r"[0-9A-Za-z._-]{1,100}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a hub is reached."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @classmethod
    def read(cls, text: str) -> Address:
        """Read what a person typed: ``192.168.1.7``, ``laptop:8643``, ``https://…``.

        Raises:
            HubError: no address of a hub.
        """
        typed = "".join(text.split())
        scheme, mark, rest = typed.partition("://")
        try:
            if mark and scheme != "https":
                raise ValueError("another scheme")
            parts = urlsplit(f"//{rest if mark else typed}")
            host, port = parts.hostname, parts.port
            if not host or parts.path.strip("/") or parts.query or parts.username:
                raise ValueError("more than an address")
        except ValueError as error:
            what = (
                "is no address of a hub; type it as the hub shows it, for example 192.168.1.7:8643"
            )
            raise HubError(address=text.strip() or "''", what=what) from error
        return cls(host, port or PORT)


def request_statement(
    hub: str, session: str, count: int, method: str, target: str, digest: str
) -> bytes:
    """Return what a device signs of a request.

    Args:
        hub: id of the hub's device, so that no other hub can pass the request on.
        session: what the hub gave this connection to count in.
        count: greater than that of the request before, so that none is played twice.
        method: of HTTP.
        target: path and query as sent.
        digest: of the bytes sent with it; see ``body_digest``.
    """
    return "\n".join((hub, session, str(count), method, target, digest)).encode()


def body_digest(body: bytes) -> str:
    """Return what a request calls its body."""
    return hashlib.sha256(body).hexdigest()


def is_name(text: str) -> bool:
    """Whether a text is the name of a file or segment: SHA-256 in lower-case hex."""
    return _NAME.fullmatch(text) is not None


def is_stream(text: str) -> bool:
    """Whether a text can be the id of a stream in a path."""
    return _STREAM.fullmatch(text) is not None
