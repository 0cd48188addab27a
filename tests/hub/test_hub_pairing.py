"""Who may speak with whom: the code, the pinned certificate, the signatures."""

from __future__ import annotations

import socket
import ssl
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from fieldsurvey.errors import (
    HubError,
    HubUnreachable,
    HubUntrusted,
    NotPaired,
    PairingRefused,
)
from fieldsurvey.hub.auth import TRIES, PairingDesk, Refused
from fieldsurvey.hub.certificate import certificate_der, identity, tls_context
from fieldsurvey.sync import pairing
from fieldsurvey.sync.hub_client import find_hub, pair
from fieldsurvey.sync.wire import PORT, Address
from tests.hub.folder_storage import FolderStorage
from tests.hub.meeting_point import HERE, acquaint, address_of, befriend, exchange, serving
from tests.sync.sync_laptops import Laptops, begin_visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.hub.lane import HubStorage
    from fieldsurvey.store import Store


def test_a_laptop_pairs_by_the_code_and_syncs(
    laptops: Laptops, keeper: Callable[[], HubStorage]
) -> None:
    a = laptops.new("a")
    visit = begin_visit(a)
    with serving(keeper) as hub:
        typed = hub.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
        peer = pair(a, address_of(hub), typed, name="Laptop Ani")
        assert find_hub(a, address_of(hub)) == peer
        assert peer.name == "Laptop ketua"
        assert exchange(a, address_of(hub), visit).visits[0].only_here == 0
        ((device, name),) = [(seen.device, seen.name) for seen in hub.visitors()]
        assert (device, name) == (a.device, "Laptop Ani")


def test_a_wrong_code_is_refused_and_a_few_of_them_void_it(
    laptops: Laptops, tmp_path: Path
) -> None:
    a = laptops.new("a")
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        first = hub.code
        wrong = "2222-2222"
        for code in ("", "ABCD", "ABCD-EFGU", "ABCD-EFG!"):
            with pytest.raises(PairingRefused, match="eight letters and digits"):
                pair(a, address_of(hub), code)
        with pytest.raises(PairingRefused, match="the pairing code is another one"):
            pair(a, address_of(hub), wrong)
        assert hub.code == first
        desk = hub._desk
        for _ in range(TRIES - 1):
            with pytest.raises(Refused):
                desk.key_of(b"someone", "00")
        assert hub.code != first
        with pytest.raises(PairingRefused, match="has expired; type the one"):
            pair(a, address_of(hub), first)
        with pytest.raises(NotPaired):
            exchange_with_a_stranger(a, hub_device(tmp_path), address_of(hub))
        befriend(a, hub)
    assert len(a.peers()) == 1


def hub_device(folder: Path) -> FolderStorage:
    return FolderStorage(folder / "hub")


def exchange_with_a_stranger(store: Store, hub: FolderStorage, at: Address) -> None:
    """Speak as paired with a hub that does not know this laptop."""
    from fieldsurvey.journal import Peer

    peer = Peer(
        *(hub.device, "hub", hub.signing_public_key(), hub.encryption_public_key()),
        datetime.now(UTC),
        certificate=certificate_der(hub.server_identity() or b""),
        address=str(at),
    )
    store.add_peer(peer)
    try:
        exchange(store, at)
    finally:
        store.forget_peer(hub.device)


def test_a_code_serves_for_minutes_only() -> None:
    now = [0.0]
    shown: list[str] = []
    desk = PairingDesk(b"certificate", shown.append, clock=lambda: now[0], seconds=600)
    key = pairing.code_key(pairing.read_code(desk.code) or "", b"certificate")
    proof = pairing.laptop_proof(key, b"laptop")
    assert desk.key_of(b"laptop", proof) == key
    now[0] = 601
    with pytest.raises(Refused) as refused:
        desk.key_of(b"laptop", proof)
    assert refused.value.code == "code-expired"
    assert shown == [shown[0], desk.code]
    assert shown[0] != shown[1]


def test_another_hub_at_the_same_address_gets_nothing(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    visit = begin_visit(a)
    with serving(lambda: FolderStorage(tmp_path / "one")) as hub:
        acquaint(a, hub)
        port = hub.port
        exchange(a, address_of(hub), visit)
    at = Address(HERE, port)
    with serving(lambda: FolderStorage(tmp_path / "two"), port=port) as other:
        with pytest.raises(HubUntrusted, match="another hub answers here"):
            exchange(a, at, visit)
        assert other.visitors() == []
        befriend(a, other)
        exchange(a, at, visit)
    assert len(a.peers()) == 2
    # The first one's certificate under another device: a database that was copied.
    copied = FolderStorage(tmp_path / "copy")
    copied.keep_server_identity(identity(FolderStorage(tmp_path / "one")))
    a.forget_peer(a.peers()[-1].device)
    with (
        serving(lambda: FolderStorage(tmp_path / "copy"), port=port),
        pytest.raises(HubUntrusted, match="another hub answers here"),
    ):
        exchange(a, at, visit)


def test_someone_in_between_learns_nothing(laptops: Laptops, tmp_path: Path) -> None:
    """A listener with a certificate of his own that passes everything on to the real hub."""
    a = laptops.new("a")
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        listener = socket.create_server((HERE, 0))
        context = tls_context(identity(FolderStorage(tmp_path / "eve")))
        out = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        out.check_hostname, out.verify_mode = False, ssl.CERT_NONE

        def relay() -> None:
            for _ in range(2):
                raw, _ = listener.accept()
                try:
                    with context.wrap_socket(raw, server_side=True) as inner:
                        heard = inner.recv(65536)
                        if not heard:
                            continue
                        heard += inner.recv(65536)
                        with out.wrap_socket(socket.create_connection((HERE, hub.port))) as line:
                            line.sendall(heard)
                            inner.sendall(line.recv(65536))
                except OSError:
                    continue

        thread = threading.Thread(target=relay)
        thread.start()
        at = Address(HERE, listener.getsockname()[1])
        with pytest.raises((PairingRefused, HubUnreachable)):
            pair(a, at, hub.code)
        thread.join(20)
        listener.close()
        assert a.peers() == []
        assert hub._lane.run_now(lambda storage: storage.peers()) == []


def test_a_code_is_costly_to_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert (pairing._MEMORY_KIB, pairing._PASSES) == (64 * 1024, 3)
    letters = {letter for _ in range(50) for letter in pairing.new_code()}
    assert letters <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
    assert len({pairing.new_code() for _ in range(50)}) == 50


def test_no_clock_decides_about_the_certificate(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    pem = identity(storage)
    assert identity(storage) == pem
    certificate = x509.load_der_x509_certificate(certificate_der(pem))
    assert certificate.not_valid_before_utc == datetime(1970, 1, 1, tzinfo=UTC)
    assert certificate.not_valid_after_utc.year == 9999


def test_what_is_no_hub(laptops: Laptops) -> None:
    a = laptops.new("a")
    free = socket.create_server((HERE, 0))
    at = Address(HERE, free.getsockname()[1])
    free.close()
    with pytest.raises(HubUnreachable, match="no hub answers"):
        pair(a, at, "ABCD-EFGH")
    for text in ("", "http://laptop", "laptop:99999", "laptop/x", "laptop:8643?x", "a b@c"):
        with pytest.raises(HubError, match="is no address of a hub"):
            Address.read(text)
    for text, host, port in (
        ("192.168.1.7", "192.168.1.7", PORT),
        (" https://laptop:77/ ", "laptop", 77),
        ("[fd00::1]:8643", "fd00::1", 8643),
    ):
        assert Address.read(text) == Address(host, port)
    assert str(Address("fd00::1", 8643)) == "[fd00::1]:8643"


def test_a_proof_in_other_letters_is_a_wrong_one() -> None:
    with pytest.raises(Refused, match="the pairing code is another one"):
        PairingDesk(b"certificate").key_of(b"someone", "é")
