"""Real hubs and real wires for the tests: uvicorn with TLS on the loopback, and a line that is cut."""

from __future__ import annotations

import contextlib
import socket
import threading
from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.hub import Hub
from fieldsurvey.hub.certificate import certificate_der
from fieldsurvey.journal import Peer
from fieldsurvey.sync.exchange import Exchanged, sync
from fieldsurvey.sync.hub_client import HubConnection, find_hub, pair
from fieldsurvey.sync.wire import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieldsurvey.hub.lane import HubStorage
    from fieldsurvey.journal import DeviceStorage
    from fieldsurvey.store import Store

HERE = "127.0.0.1"
AT_ONCE = (0.0,) * 3


@contextlib.contextmanager
def serving(
    open_storage: Callable[[], HubStorage], *, port: int = 0, code_seconds: float = 600
) -> Iterator[Hub]:
    """Serve in a thread until the block ends."""
    hub = Hub(open_storage, name="Laptop ketua", host=HERE, port=port, code_seconds=code_seconds)
    thread = threading.Thread(target=hub.run)
    thread.start()
    try:
        yield hub
    finally:
        hub.stop()
        thread.join(20)
        assert not thread.is_alive()


def address_of(hub: Hub) -> Address:
    return Address(HERE, hub.port)


def befriend(store: Store, hub: Hub) -> Peer:
    """Pair as people do, by the code."""
    return pair(store, address_of(hub), hub.code, name="Laptop Budi")


def acquaint(store: Store, hub: Hub, at: Address | None = None) -> None:
    """Make a laptop and a hub known to each other without the quarter second of a code."""
    now = datetime.now().astimezone()

    mine = Peer(store.device, "Laptop Budi", *_keys(store), now)

    def meet(storage: HubStorage) -> Peer:
        storage.add_peer(mine)
        return Peer(
            *(storage.device, "Laptop ketua", *_keys(storage), now),
            certificate=certificate_der(storage.server_identity() or b""),
            address=str(at or address_of(hub)),
        )

    store.add_peer(hub._lane.run_now(meet))


def _keys(storage: DeviceStorage) -> tuple[bytes, bytes]:
    return storage.signing_public_key(), storage.encryption_public_key()


def exchange(
    store: Store, at: Address, *visits: str, everything: bool = False, give_keys: bool = False
) -> Exchanged:
    """Sync with a hub that was paired with at this address, in the way that commands do."""
    peer = find_hub(store, at)
    assert peer is not None
    with HubConnection(store, peer, patience=AT_ONCE) as line:
        return sync(store, line, visits, everything=everything, give_keys=give_keys)


class CutLine:
    """A wire between a laptop and a hub that breaks: a proxy that passes so many bytes and no more.

    Args:
        port: of the hub.
        cuts: for each connection in turn, after how many bytes (both ways together) it is cut;
            connections beyond them are whole.

    Attributes:
        passed: bytes of all connections, both ways.
        edges: where a TLS record of the newest connection ended, in bytes of both ways.
    """

    def __init__(self, port: int, cuts: list[int]) -> None:
        self._target = (HERE, port)
        self._cuts = iter(cuts)
        self.passed = 0
        self.edges: list[int] = []
        self._listener = socket.create_server((HERE, 0))
        self.address = Address(HERE, self._listener.getsockname()[1])
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(20)

    def _accept(self) -> None:
        while True:
            try:
                ours, _ = self._listener.accept()
            except OSError:
                return
            theirs = socket.create_connection(self._target)
            for end in (ours, theirs):
                # Else each second piece of a message waits 40 ms for the first to be acknowledged.
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = _Line(self, next(self._cuts, None), ours, theirs)
            for source, sink in ((ours, theirs), (theirs, ours)):
                thread = threading.Thread(target=line.pump, args=(source, sink))
                self._threads.append(thread)
                thread.start()


class _Line:
    def __init__(
        self, owner: CutLine, left: int | None, ours: socket.socket, theirs: socket.socket
    ) -> None:
        self._owner, self._left, self._ends = owner, left, (ours, theirs)
        self._lock = threading.Lock()
        self._pumps = 2
        self._passed = 0
        self._edges: list[int] = []
        owner.edges = self._edges

    def pump(self, source: socket.socket, sink: socket.socket) -> None:
        records = _Records()
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                with self._lock:
                    if self._left is not None:
                        data = data[: self._left]
                        self._left -= len(data)
                    self._edges += [self._passed + end for end in records.ends(data)]
                    self._passed += len(data)
                    self._owner.passed += len(data)
                    sink.sendall(data)
                    if self._left == 0:
                        break
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._pumps -= 1
        if not self._pumps:
            for end in self._ends:
                end.close()


class _Records:
    """Follows the TLS records of one direction: type u8, version u16, length u16, body (RFC 8446, 5.1)."""

    def __init__(self) -> None:
        self._head = b""
        self._body = 0

    def ends(self, data: bytes) -> Iterator[int]:
        """Yield the places in these bytes where a record ends."""
        at = 0
        while at < len(data):
            if not self._body:
                self._head += data[at : at + 1]
                at += 1
                if len(self._head) == 5:
                    self._body, self._head = int.from_bytes(self._head[3:]), b""
            else:
                step = min(self._body, len(data) - at)
                self._body -= step
                at += step
                if not self._body:
                    yield at
