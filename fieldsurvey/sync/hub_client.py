"""A laptop's side of the wire: pinned TLS, signed requests, and going on where a line was cut."""

from __future__ import annotations

import base64
import contextlib
import json
import socket
import ssl
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

import httpx2

from fieldsurvey.errors import HubError, HubUnreachable, HubUntrusted, NotPaired, PairingRefused
from fieldsurvey.journal import DeviceStorage, Peer
from fieldsurvey.sync import pairing, wire
from fieldsurvey.sync.wire import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Seconds to wait before trying a broken line again; after the last one it counts as down.
PATIENCE = (0.2, 1.0, 3.0, 5.0)
_TIMEOUT = httpx2.Timeout(60.0, connect=10.0)
_PAIRING_PATH = "/v1/pair"


class LineBroken(Exception):
    """The connection broke.

    Attributes:
        piece: what had come of an answer until then.
        total: length of the file that it is part of, 0 when unknown.
        connected: whether anybody took the call.
    """

    def __init__(self, piece: bytes = b"", total: int = 0, *, connected: bool = True) -> None:
        super().__init__("the connection broke")
        self.piece, self.total, self.connected = piece, total, connected


class Refusal(Exception):
    """The hub refused a request in words of its own."""

    def __init__(self, status: int, code: str, what: str) -> None:
        super().__init__(what)
        self.status, self.code, self.what = status, code, what


def find_hub(storage: DeviceStorage, address: Address) -> Peer | None:
    """Return the hub that was paired with at an address, if one was; the newest of several."""
    fitting = [peer for peer in storage.peers() if peer.address == str(address)]
    return fitting[-1] if fitting else None


def pair(storage: DeviceStorage, address: Address, code: str, *, name: str = "") -> Peer:
    """Make friends with a hub by the code that it shows, and keep its certificate.

    Args:
        storage: this laptop.
        address: where the hub is.
        code: as it was typed.
        name: what the hub shows of this laptop; the machine's name when empty.

    Raises:
        PairingRefused: the code is wrong or has expired.
        HubUntrusted: something in between does not know the code; nothing was kept.
        HubUnreachable: nobody answers there.
    """
    letters = pairing.read_code(code)
    if letters is None:
        what = "a pairing code is eight letters and digits, as the hub shows it"
        raise PairingRefused(address=address, what=what)
    certificate = _certificate(address)
    key = pairing.code_key(letters, certificate)
    own = pairing.Introduction(
        storage.device,
        name or socket.gethostname(),
        storage.signing_public_key(),
        storage.encryption_public_key(),
    ).encode()
    with _client(address, _pinned(certificate)) as client, _told(address):
        body = json.dumps(pairing.parcel(own, pairing.laptop_proof(key, own)))
        try:
            answer = _answer(client.post(_PAIRING_PATH, content=body.encode()))
        except Refusal as refusal:
            raise PairingRefused(address=address, what=refusal.what) from refusal
    try:
        theirs, proof = pairing.open_parcel(json.loads(answer))
        hub = pairing.Introduction.decode(theirs)
    except (ValueError, RecursionError) as error:
        raise _foreign(address) from error
    if proof != pairing.hub_proof(key, own, theirs):
        what = "does not know its own pairing code: something stands in between; nothing was sent"
        raise HubUntrusted(address=address, what=what)
    peer = Peer(
        *(hub.device, hub.name, hub.signing, hub.encryption, datetime.now().astimezone()),
        certificate=certificate,
        address=str(address),
    )
    storage.add_peer(peer)
    return peer


class Waits:
    """How long a broken line is waited for; patience is new whenever something came through.

    Args:
        address: named in errors.
        patience: see ``PATIENCE``.
        met: whether the hub has answered at all.
    """

    def __init__(
        self, address: Address, patience: tuple[float, ...], met: Callable[[], bool]
    ) -> None:
        self._address, self._patience, self._met = address, patience, met
        self._left = iter(patience)

    def again(self) -> None:
        """Be patient anew."""
        self._left = iter(self._patience)

    def wait(self, broken: LineBroken) -> None:
        """Wait a little.

        Raises:
            HubUnreachable: nobody was ever there, or it was the last time.
        """
        seconds = next(self._left, None)
        if not self._met() and (seconds is None or not broken.connected):
            raise _nobody(self._address) from broken
        if seconds is None:
            what = (
                "the connection broke and did not come back; what came and went is kept, "
                "run it again to go on"
            )
            raise HubUnreachable(address=self._address, what=what) from broken
        time.sleep(seconds)


class HubConnection:
    """Signed requests to one hub over one line that is mended when it breaks.

    Args:
        storage: this laptop; it signs.
        hub: the hub, as it was paired.
        patience: see ``PATIENCE``.
    """

    def __init__(
        self,
        storage: DeviceStorage,
        hub: Peer,
        *,
        patience: tuple[float, ...] = PATIENCE,
    ) -> None:
        self._storage = storage
        self.hub = hub
        self.address = Address.read(hub.address)
        self._patience = patience
        self._client = _client(self.address, _pinned(hub.certificate))
        self.session = ""
        self._count = 0
        self._met = False

    def close(self) -> None:
        """Close the line."""
        self._client.close()

    def __enter__(self) -> HubConnection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Send a request with a JSON body and return the JSON of the answer."""
        data = b"" if body is None else json.dumps(body).encode()
        try:
            return json.loads(self.send(method, path, data))
        except (ValueError, RecursionError) as error:
            raise _foreign(self.address) from error

    def send(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Send a request that may be sent twice, and return the answer's bytes.

        Raises:
            Refusal: the hub says no.
            HubError: the line stays broken, another hub answers, or this laptop is not paired.
        """
        waits = self.waits()
        while True:
            try:
                return self._sent(method, path, body, None)[0]
            except LineBroken as broken:
                waits.wait(broken)

    def fetch(self, path: str, start: int) -> tuple[bytes, int]:
        """Return what comes of a file from a byte on in one answer, and the file's length.

        Raises:
            LineBroken: with what had come.
            Refusal: the hub says no.
            HubError: another hub answers, or this laptop is not paired.
        """
        return self._sent("GET", path, b"", start)

    def waits(self) -> Waits:
        """Return the patience for one piece of work."""
        return Waits(self.address, self._patience, lambda: self._met)

    def _sent(self, method: str, path: str, body: bytes, start: int | None) -> tuple[bytes, int]:
        try:
            return self._signed(method, path, body, start)
        except Refusal as refusal:
            if refusal.code != wire.NEW_SESSION:
                raise self._read(refusal) from refusal
        self.session = ""
        try:
            return self._signed(method, path, body, start)
        except Refusal as refusal:
            raise self._read(refusal) from refusal

    def _read(self, refusal: Refusal) -> Exception:
        if refusal.code == wire.UNKNOWN_DEVICE:
            return NotPaired(address=self.address, what=refusal.what)
        if refusal.code == wire.BUSY:
            return LineBroken()
        return refusal

    def _signed(self, method: str, path: str, body: bytes, start: int | None) -> tuple[bytes, int]:
        if not self.session:
            self._greet()
        self._count += 1
        digest = wire.body_digest(body)
        statement = wire.request_statement(
            self.hub.device, self.session, self._count, method, path, digest
        )
        headers = {
            wire.DEVICE: self._storage.device,
            wire.SESSION: self.session,
            wire.COUNT: str(self._count),
            wire.DIGEST: digest,
            wire.SIGNATURE: base64.b64encode(self._storage.sign(wire.REQUEST, statement)).decode(),
        }
        if start is not None:
            headers["range"] = f"bytes={start}-"
        request = self._client.build_request(method, path, content=body, headers=headers)
        return self._exchanged(request)

    def _greet(self) -> None:
        answer, _ = self._exchanged(self._client.build_request("GET", "/v1"))
        try:
            raw = json.loads(answer)
            version, device, session = raw["fieldsurvey"], raw["device"], str(raw["session"])
        except (ValueError, LookupError, TypeError) as error:
            raise _foreign(self.address) from error
        if version != wire.FORMAT:
            what = (
                f"speaks protocol {version}, this one {wire.FORMAT}; update the older fieldsurvey"
            )
            raise HubError(address=self.address, what=what)
        if device != self.hub.device:
            raise _another(self.address)
        self.session, self._count = session, 0

    def _exchanged(self, request: httpx2.Request) -> tuple[bytes, int]:
        """Return the body of an answer and the length of the file it is part of, if it is one."""
        piece = bytearray()
        total = 0
        try:
            response = self._client.send(request, stream=True)
            self._met = True
            try:
                total = _total(response)
                for data in response.iter_raw():
                    piece += data
                    if len(piece) > wire.BODY_LIMIT:
                        raise _foreign(self.address)
            finally:
                response.close()
        except httpx2.TransportError as error:
            causes = list(_causes(error))
            _refuse_others(error, self.address)
            refused = isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
            secured = any(isinstance(cause, ssl.SSLError) for cause in causes)
            raise LineBroken(bytes(piece), total, connected=secured or not refused) from error
        return _checked(response.status_code, bytes(piece)), total


def _total(response: httpx2.Response) -> int:
    """Return the length of the whole file that a part belongs to."""
    told = response.headers.get("content-range", "").rpartition("/")[2]
    return int(told) if told.isdecimal() else 0


def _checked(status: int, body: bytes) -> bytes:
    if status < 400:
        return body
    try:
        raw = json.loads(body)
        raise Refusal(status, str(raw["error"]), str(raw["what"]))
    except (ValueError, LookupError, TypeError) as error:
        raise Refusal(status, "fault", f"the hub answered {status}") from error


def _answer(response: httpx2.Response) -> bytes:
    return _checked(response.status_code, response.content)


def _client(address: Address, context: ssl.SSLContext) -> httpx2.Client:
    # No proxy of the surroundings, no certificate of the system: this hub and nobody else.
    return httpx2.Client(
        base_url=f"https://{address}", verify=context, timeout=_TIMEOUT, trust_env=False
    )


def _pinned(certificate: bytes) -> ssl.SSLContext:
    """Return a context that trusts one certificate, wherever its hub is today."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=certificate)
    return context


def _certificate(address: Address) -> bytes:
    """Return the certificate that is shown at an address (DER); the code proves whose it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((address.host, address.port), timeout=10) as line,
            context.wrap_socket(line) as secured,
        ):
            found = secured.getpeercert(binary_form=True)
    except ssl.SSLError as error:
        raise _foreign(address) from error
    except OSError as error:
        raise _nobody(address) from error
    if not found:
        raise _foreign(address)
    return found


@contextlib.contextmanager
def _told(address: Address) -> Iterator[None]:
    try:
        yield
    except httpx2.TransportError as error:
        _refuse_others(error, address)
        raise _nobody(address) from error


def _refuse_others(error: Exception, address: Address) -> None:
    """Raise when a line failed because another certificate was shown than the pinned one."""
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        raise _another(address) from error


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _another(address: Address) -> HubUntrusted:
    what = (
        "another hub answers here than the one this laptop was paired with; nothing was sent. "
        "If that is as it should be, pair anew with --code"
    )
    return HubUntrusted(address=address, what=what)


def _nobody(address: Address) -> HubUnreachable:
    what = "no hub answers; check the cable or hotspot, the address, and that it is being served"
    return HubUnreachable(address=address, what=what)


def _foreign(address: Address) -> HubError:
    return HubError(address=address, what="what answers there is no hub of fieldsurvey")
