"""Lines that break at any byte, and callers that keep to no rule."""

from __future__ import annotations

import hashlib
import json
import os
import random
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import HubError, HubUnreachable
from fieldsurvey.journal import Cursor, new_id
from fieldsurvey.store import Store
from fieldsurvey.survey.ports import Entry
from fieldsurvey.sync import wire
from fieldsurvey.sync.hub_client import HubConnection, Refusal
from tests.hub.folder_storage import FolderStorage
from tests.hub.meeting_point import AT_ONCE, CutLine, acquaint, address_of, exchange, serving
from tests.sync.sync_laptops import AT, CHANGES, Laptops, begin_visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.hub import Hub
    from fieldsurvey.hub.lane import HubStorage

#: A sync of the small visit passes some 35,000 bytes over the wire, TLS and all.
SMALL = [700, 3_500, 9_000, 16_000, 25_000]


def cut_everywhere(laptops: Laptops, keeper: Callable[[], HubStorage], places: list[int]) -> None:
    source = laptops.new("source")
    chance = random.Random(8)
    visit = begin_visit(source, chance.randbytes(9_000))
    with serving(keeper) as hub:
        for number, place in enumerate(places):
            fresh = laptops.new(f"laptop-{number}")
            # A fork of the road for each place: changes of its own go out, all others come in.
            if number == 0:
                for data in source.segments(visit, Cursor()):
                    fresh.add_segment(data)
                for name in source.blob_names(visit):
                    fresh.put_blob(source.blob(name))
            own = fresh.put_blob(chance.randbytes(5_000))
            entry = Entry("photo", f"photo-{number}-x", "blob", own, blobs=(own,))
            fresh.write(visit, [entry], author="Budi", at=AT)
            cut = CutLine(hub.port, [place] * 3)
            acquaint(fresh, hub, cut.address)
            try:
                (out,) = exchange(fresh, cut.address, visit).visits
            except HubUnreachable:
                assert fresh.check() == []
                (out,) = exchange(fresh, cut.address, visit).visits
            finally:
                cut.close()
            assert out.only_here == 0
            assert fresh.check() == []
            assert fresh.missing_blobs(visit) == []
            assert len(fresh.changes(visit)) == CHANGES + number + 1
            facts = (fresh.cursor(visit), fresh.blob_names(visit))
            kept = keeper()
            assert (kept.cursor(visit), kept.blob_names(visit)) == facts
            assert kept.missing_blobs(visit) == []
            kept.close()
        kept = keeper()
        assert not isinstance(kept, Store) or kept.check() == []
        kept.close()


def test_cut_at_some_bytes(laptops: Laptops, tmp_path: Path) -> None:
    cut_everywhere(laptops, lambda: Store.open(tmp_path / "hub.db", create=True), SMALL)


@pytest.mark.full
def test_cut_at_many_bytes(laptops: Laptops, keeper: Callable[[], HubStorage]) -> None:
    cut_everywhere(laptops, keeper, list(range(1, 40_000, 293)))


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


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    opened: list[str] = []

    def open_storage() -> FolderStorage:
        opened.append("x")
        return FolderStorage(tmp_path / "hub")

    with serving(open_storage) as hub, pytest.raises(HubError, match="choose another --port"):
        serving(open_storage, port=hub.port).__enter__()
    assert opened == ["x"]
