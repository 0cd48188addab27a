"""Lines that break at any byte, and callers that keep to no rule."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import socket
import ssl
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from fieldsurvey.errors import HubError, HubUnreachable, NotPaired
from fieldsurvey.hub import asgi
from fieldsurvey.journal import Cursor, new_id
from fieldsurvey.store import Store
from fieldsurvey.survey.ports import Entry
from fieldsurvey.sync import wire
from fieldsurvey.sync.hub_client import HubConnection, Refusal
from tests.hub.folder_storage import FolderStorage
from tests.hub.meeting_point import AT_ONCE, HERE, CutLine, acquaint, address_of, exchange, serving
from tests.sync.sync_laptops import AT, CHANGES, Laptops, begin_visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.hub import Hub
    from fieldsurvey.hub.lane import HubStorage

#: A sync of the small visit passes some 35,000 bytes over the wire, TLS and all.
SMALL = [700, 3_500, 9_000, 16_000, 25_000]


class Meeting:
    """A laptop and a hub that hold different things of a visit, and can be put back to where they were.

    Both stay in their places: a database in another one is another device.
    """

    def __init__(self, folder: Path, keeper: Callable[[], HubStorage]) -> None:
        self._folder, self._keeper = folder, keeper
        chance = random.Random(8)
        with Store.open(folder / "source.db", create=True) as source, self._laptop() as laptop:
            self.visit = begin_visit(source, chance.randbytes(9_000))
            own = laptop.put_blob(chance.randbytes(5_000))
            entry = Entry("photo", "photo-x", "blob", own, blobs=(own,))
            laptop.write(self.visit, [entry], author="Budi", at=AT)
            with serving(keeper) as hub:
                acquaint(source, hub)
                exchange(source, address_of(hub), self.visit)
        self._before = {path: path.read_bytes() for path in self._files()}

    def _laptop(self) -> Store:
        return Store.open(self._folder / "laptop.db", create=True)

    def _files(self) -> list[Path]:
        return [path for path in self._folder.rglob("*") if path.is_file()]

    def cut_at(self, place: int | None) -> list[int]:
        """Sync over a line that is cut there three times; prove that nothing is missing on either side.

        Returns:
            Where TLS records ended, in bytes of both ways.
        """
        for path in self._files():
            if path not in self._before:
                path.unlink()
        for path, data in self._before.items():
            path.write_bytes(data)
        with self._laptop() as laptop:
            with serving(self._keeper) as hub:
                cut = CutLine(hub.port, [] if place is None else [place] * 3)
                acquaint(laptop, hub, cut.address)
                try:
                    (out,) = exchange(laptop, cut.address, self.visit).visits
                except HubUnreachable:
                    assert laptop.check() == []
                    (out,) = exchange(laptop, cut.address, self.visit).visits
                finally:
                    cut.close()
            assert out.only_here == 0
            assert laptop.check() == []
            assert laptop.missing_blobs(self.visit) == []
            assert len(laptop.changes(self.visit)) == CHANGES + 1
            facts = (laptop.cursor(self.visit), laptop.blob_names(self.visit))
        kept = self._keeper()
        assert (kept.cursor(self.visit), kept.blob_names(self.visit)) == facts
        assert kept.missing_blobs(self.visit) == []
        assert not isinstance(kept, Store) or kept.check() == []
        kept.close()
        return cut.edges


def test_cut_at_some_bytes(tmp_path: Path) -> None:
    meeting = Meeting(tmp_path, lambda: Store.open(tmp_path / "hub.db", create=True))
    for place in SMALL:
        meeting.cut_at(place)


@pytest.mark.full
def test_cut_at_many_bytes(tmp_path: Path, keeper: Callable[[], HubStorage]) -> None:
    """Around the end of every record, where one message is whole and the next not begun, and within each."""
    meeting = Meeting(tmp_path, keeper)
    edges = meeting.cut_at(None)
    assert len(edges) > 30
    chance = random.Random(8)
    around = {edge + step for edge in edges for step in (-1, 0, 1)}
    within = {chance.randrange(first + 2, max(last, first + 3)) for first, last in pairwise(edges)}
    for place in sorted(around | within):
        meeting.cut_at(place)


def test_a_large_file_goes_on_where_it_was_cut_both_ways(
    laptops: Laptops, keeper: Callable[[], HubStorage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "CHUNK_BYTES", 100_000)
    a, b = laptops.new("a"), laptops.new("b")
    size = 1_000_000
    visit = begin_visit(a, os.urandom(size))
    for store in (a, b):
        with serving(keeper) as hub:
            cut = CutLine(hub.port, [550_000, 350_000])
            acquaint(store, hub, cut.address)
            exchange(store, cut.address, visit)
            cut.close()
        # Twice cut, and yet hardly more than the file itself: what had come was not sent again.
        assert size < cut.passed < 1.3 * size
    assert b.blob(max(b.blob_names(visit), key=lambda name: len(b.blob(name)))) != b""
    assert b.missing_blobs(visit) == []


def test_what_came_before_a_restart_is_not_fetched_again(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    size = 1_000_000
    visit = begin_visit(a, os.urandom(size))
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        acquaint(a, hub)
        exchange(a, address_of(hub), visit)
        cut = CutLine(hub.port, [600_000, *[10] * 20])
        acquaint(b, hub, cut.address)
        with pytest.raises(HubUnreachable, match="run it again to go on"):
            exchange(b, cut.address, visit)
        cut.close()
        again = CutLine(hub.port, [])
        with Store.open(b.path) as restarted:
            acquaint(restarted, hub, again.address)
            exchange(restarted, again.address, visit)
            assert restarted.missing_blobs(visit) == []
        again.close()
        assert again.passed < 0.6 * size


def test_a_file_that_had_come_whole_before_a_crash_is_taken_without_fetching(
    laptops: Laptops, tmp_path: Path
) -> None:
    """The last piece was durable, and the laptop died before it put the pieces together."""
    a, b = laptops.new("a"), laptops.new("b")
    photo = os.urandom(1_000)
    visit = begin_visit(a, photo)
    b.add_part(f"in/{hashlib.sha256(photo).hexdigest()}", 0, photo)
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        for store in (a, b):
            acquaint(store, hub)
            exchange(store, address_of(hub), visit)
    assert b.missing_blobs(visit) == []


class Caller:
    """A paired laptop that sends what it likes."""

    def __init__(self, store: Store, hub: Hub) -> None:
        acquaint(store, hub)
        self.line = HubConnection(store, store.peers()[-1], patience=AT_ONCE)

    def refused(self, method: str, path: str, body: bytes = b"") -> int:
        with pytest.raises((Refusal, HubError)) as caught:
            self.line.send(method, path, body)
        error = caught.value
        assert "\n" not in str(error)
        return error.status if isinstance(error, Refusal) else 0


def put(kind: str, visit: str, data: bytes, size: int | None = None, at: int = 0) -> str:
    name = hashlib.sha256(data).hexdigest()
    return f"/v1/streams/{visit}/{kind}/{name}?at={at}&size={len(data) if size is None else size}"


def test_a_broken_caller_harms_nothing(laptops: Laptops, keeper: Callable[[], HubStorage]) -> None:
    a = laptops.new("a")
    visit, other = begin_visit(a), new_id()
    (segment,) = a.segments(visit, Cursor())
    photo = max((a.blob(name) for name in a.blob_names(visit)), key=len)
    with serving(keeper) as hub:
        caller = Caller(a, hub)
        refused, path = caller.refused, f"/v1/streams/{visit}"
        altered = segment[:-1] + bytes([segment[-1] ^ 1])
        assert refused("PUT", put("segments", visit, altered), altered) == 422
        assert refused("PUT", put("segments", visit, segment), altered) == 422
        assert refused("PUT", put("segments", other, segment), segment) == 422
        assert refused("PUT", put("segments", visit, segment, size=3), segment) == 413
        assert refused("PUT", put("segments", visit, segment, size=10**12), b"x") == 413
        assert refused("PUT", put("segments", visit, segment, at=10**14), segment) == 413
        for query in ("at=-1&size=5", "at=x&size=5", "size=5", "at=0&size=" + "9" * 30):
            name = "0" * 64
            assert refused("PUT", f"{path}/segments/{name}?{query}", b"12345") == 400
        for name in ("..%2f..%2fetc%2fpasswd", "A" * 64, "0" * 63):
            assert refused("GET", f"{path}/blobs/{name}") in {400, 404}
        assert refused("GET", f"/v1/streams/..%2fx/blobs/{'0' * 64}") in {400, 404}
        assert refused("GET", f"{path}/blobs/{'0' * 64}") == 404
        assert refused("GET", f"{path}/segments/{'0' * 64}") == 404
        assert refused("GET", "/v1/nothing") == 404
        assert refused("DELETE", path) in {404, 405}
        for body in (b"", b"[]", b"{", b'{"cursor": 3}', b'{"cursor": {"a": -1}}', b"[" * 99_999):
            assert refused("POST", f"{path}/compare", body) == 400
        for names in (3, ["x"], ["0" * 64] * 5001):
            body = json.dumps({"names": names}).encode()
            assert refused("POST", f"{path}/lacking", body) == 400
        for receipt in (b"", b"x" * 200, a.signing_public_key() + bytes(64) + b"{}"):
            assert refused("PUT", f"{path}/receipt", receipt) == 422
        assert refused("PUT", f"{path}/keys", b"FSBUNDLE") in {404, 422}
        assert refused("PUT", f"{path}/receipt", bytes(wire.BODY_LIMIT + 1)) == 413
        # A file that no change here names is not taken.
        answer = json.loads(caller.line.send("PUT", put("blobs", visit, photo), photo))
        assert answer == {"held": len(photo), "done": True, "wanted": False}
        kept = keeper()
        assert kept.streams() == []
        kept.close()
        exchange(a, address_of(hub), visit)
        # A place of thousands of digits is none: the file comes from its beginning.
        far = {"range": f"bytes={'9' * 5000}-"}
        caller.line._client.event_hooks = {"request": [lambda request: request.headers.update(far)]}
        assert caller.line.send("GET", put("blobs", visit, photo).partition("?")[0]) == photo
        caller.line.close()
    kept = keeper()
    assert kept.missing_blobs(visit) == []
    assert kept.cursor(visit) == a.cursor(visit)
    kept.close()


def test_a_request_cannot_be_played_again_or_changed(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        caller = Caller(a, hub)
        line = caller.line
        line.send("GET", "/v1/streams")
        sent: list[dict[str, str]] = []
        line._client.event_hooks = {"request": [lambda request: sent.append(dict(request.headers))]}
        line.send("GET", "/v1/streams")
        replay = line._client.get("/v1/streams", headers=sent[-1])
        assert (replay.status_code, replay.json()["error"]) == (401, wire.NEW_SESSION)
        changed = line._client.get("/v1/streams?x=1", headers=sent[-1])
        assert changed.status_code == 401
        bare = line._client.get("/v1/streams")
        assert (bare.status_code, bare.json()["error"]) == (401, wire.UNKNOWN_DEVICE)
        # Another device under this one's name.
        line._storage = _Masked(b, a.device)  # type: ignore[assignment]
        assert caller.refused("GET", "/v1/streams") == 0
        line.close()


def test_a_signature_is_judged_before_a_body_is_kept(
    laptops: Laptops, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = laptops.new("a")
    monkeypatch.setattr(wire, "BODY_LIMIT", 5000)
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        line = Caller(a, hub).line
        line.send("GET", "/v1/streams")
        sent: list[dict[str, str]] = []
        line._client.event_hooks = {"request": [lambda request: sent.append(dict(request.headers))]}
        path = f"/v1/streams/{new_id()}/lacking"
        for body in (b'{"names": []}', b" " * 4000 + b"{}"):
            with contextlib.suppress(Refusal):
                line.send("POST", path, body)
        # The signature of another body, and none at all: neither is kept, however long it is.
        names = {name: sent[-1][name] for name in sent[-1] if name.startswith("fs-")}
        names[wire.COUNT] = "99"
        for body in (b"x", b"x" * 6000):
            answer = line._client.post(path, content=body, headers=names)
            assert (answer.status_code, answer.json()["error"]) == (401, wire.UNKNOWN_DEVICE)
        # Signed as it should be, with another body behind it.
        line._client.event_hooks = {"request": [lambda request: _exchange_body(request, b"x")]}
        with pytest.raises(NotPaired, match="not the one that was signed"):
            line.send("POST", path, b'{"names": []}')
        line.close()


def _exchange_body(request: Any, body: bytes) -> None:
    request.stream = httpx2.ByteStream(body)
    request.headers["content-length"] = str(len(body))


def test_an_older_laptop_names_no_body_and_sends_few_at_a_time(
    laptops: Laptops, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = laptops.new("a")
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        line = Caller(a, hub).line
        line._client.event_hooks = {
            "request": [lambda request: request.headers.pop(wire.DIGEST, None)]
        }
        assert json.loads(line.send("GET", "/v1/streams")) is not None
        monkeypatch.setattr(asgi, "_UNPROVEN", 0)
        with pytest.raises(HubUnreachable):  # busy, and tried again in vain
            line.send("GET", "/v1/streams")
        line.close()


def test_a_stranger_who_pairs_slowly_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asgi, "_PAIRING_SECONDS", 0.01)
    anyone = ssl.create_default_context()
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    with (
        serving(lambda: FolderStorage(tmp_path / "hub")) as hub,
        socket.create_connection((HERE, hub.port)) as plain,
        anyone.wrap_socket(plain) as wrapped,
    ):
        wrapped.sendall(b"POST /v1/pair HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
        assert wrapped.recv(1000).startswith(b"HTTP/1.1 408")


class _Masked:
    """A device that signs with its own key and calls itself another."""

    def __init__(self, store: Store, device: str) -> None:
        self.device = device
        self.sign = store.sign


def test_a_hub_that_was_restarted_is_greeted_anew(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        caller = Caller(a, hub)
        caller.line.send("GET", "/v1/streams")
        hub_sessions = caller.line.session
        caller.line.session = "0" * 32
        caller.line.send("GET", "/v1/streams")
        assert caller.line.session not in {hub_sessions, "0" * 32}
        caller.line.close()


def test_no_answer_waits_for_its_first_piece_to_be_acknowledged(tmp_path: Path) -> None:
    """asyncio sets TCP_NODELAY on connections that say they are TCP; 40 ms a request hang on it."""
    with (
        serving(lambda: FolderStorage(tmp_path / "hub")) as hub,
        socket.create_connection((HERE, hub.port)),
    ):
        assert hub._socket.proto == socket.IPPROTO_TCP


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    opened: list[str] = []

    def open_storage() -> FolderStorage:
        opened.append("x")
        return FolderStorage(tmp_path / "hub")

    with serving(open_storage) as hub, pytest.raises(HubError, match="choose another --port"):
        serving(open_storage, port=hub.port).__enter__()
    assert opened == ["x"]
