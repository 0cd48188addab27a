"""Laptops that meet at a hub: what one knows, all know, over whatever the hub keeps it in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from fieldsurvey.errors import HubError
from fieldsurvey.journal import Receipt, new_id
from fieldsurvey.store import Store
from fieldsurvey.survey.ports import LOCKED, Entry
from fieldsurvey.sync import receipts
from fieldsurvey.sync.whereabouts import whereabouts
from tests.hub.folder_storage import FolderStorage
from tests.hub.meeting_point import acquaint, address_of, exchange, serving
from tests.sync.sync_laptops import AT, CHANGES, SECRET, Laptops, answer, begin_visit, shown, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.hub.lane import HubStorage


def facts(store: Store, visit: str) -> dict[str, Any]:
    """Return all that the same changes and files must make the same, keys or no keys."""
    return {name: found for name, found in shown(store, visit).items() if name != "entities"}


def test_two_laptops_come_to_the_same_state(
    laptops: Laptops, keeper: Callable[[], HubStorage]
) -> None:
    a, b = laptops.new("a"), laptops.new("b", "sandi")
    visit = begin_visit(a)
    with serving(keeper) as hub:
        at = address_of(hub)
        acquaint(a, hub)
        acquaint(b, hub)
        (out,) = exchange(a, at, visit).visits
        assert (out.changes_out, out.files_out, out.changes_in, out.files_in) == (CHANGES, 2, 0, 0)
        assert out.only_here == 0
        found = exchange(b, at)
        assert (found.visits, found.hub_only) == ((), (visit,))
        (into,) = exchange(b, at, everything=True).visits
        assert (into.changes_in, into.files_in, into.changes_out) == (CHANGES, 2, 0)
        assert facts(b, visit) == facts(a, visit)
        # Both change the same field, and one a field of its own: a conflict, on all three.
        write(a, visit, "stand", "stand-1", "name", "Imigrasi A")
        write(b, visit, "stand", "stand-1", "name", "Imigrasi B")
        write(b, visit, "response", "response-1", "/data/b03", "tidak")
        for store in (b, a, b):
            exchange(store, at, visit)
        assert facts(b, visit) == facts(a, visit)
        assert len(a.conflicts(visit)) == 1
        before = facts(a, visit)
        (again,) = exchange(a, at, visit).visits
        assert facts(a, visit) == before
        came_and_went = (again.changes_out, again.changes_in, again.files_out, again.files_in)
        assert came_and_went == (0, 0, 0, 0)
    assert a.check() == b.check() == []


def test_receipts_are_signed_and_name_every_change_and_file(
    laptops: Laptops, keeper: Callable[[], HubStorage]
) -> None:
    a = laptops.new("a")
    visit = begin_visit(a)
    with serving(keeper) as hub:
        acquaint(a, hub)
        exchange(a, address_of(hub), visit)
    (peer,) = a.peers()
    (receipt,) = a.receipts(visit)
    said = receipts.read(receipt.proof, visit, peer.device)
    assert said.receipt == receipt
    assert receipt.cursor == a.cursor(visit)
    assert receipt.blobs == set(a.blob_names(visit))
    assert said.tips == {a.device: {a.changes(visit)[-1].hash}}
    for altered in (receipt.proof[:-1], receipt.proof.replace(b'"v":1', b'"v": 1')):
        with pytest.raises(ValueError, match="signed"):
            receipts.read(altered, visit, peer.device)
    with pytest.raises(ValueError, match="something else"):
        receipts.read(receipt.proof, new_id(), peer.device)
    kept = keeper()
    (theirs,) = kept.receipts(visit)
    assert (theirs.peer, theirs.cursor) == (a.device, a.cursor(visit))
    kept.close()


def test_keys_go_only_to_the_team_or_where_they_are_given(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    with serving(lambda: Store.open(tmp_path / "office.db", create=True)) as office:
        at = address_of(office)
        for store in (a, b):
            acquaint(store, office)
        (done,) = exchange(a, at, visit).visits
        assert done.keys_out is None
        exchange(b, at, visit)
        assert answer(b, visit) is LOCKED
        (given,) = exchange(a, at, visit, give_keys=True).visits
        assert given.keys_out == 1
        (into,) = exchange(b, at, visit).visits
        assert into.keys_in == 1
        assert answer(b, visit) == SECRET
        # The office is of the team now: a key made later follows without being asked for.
        entry = Entry(
            *("response", "response-2", "/data/name", "lain"), private_key_of="response-2"
        )
        b.write(visit, [entry], author="Budi", at=AT)
        (later,) = exchange(b, at, visit).visits
        assert later.keys_out == 1
    assert a.held_team_key(visit) == b.held_team_key(visit) is not None


def test_a_folder_without_keys_passes_locked_answers_on(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        for store in (a, b):
            acquaint(store, hub)
            exchange(store, address_of(hub), visit)
    assert answer(b, visit) is LOCKED


def test_a_wrong_clock_changes_nothing(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        for store in (a, b):
            acquaint(store, hub)
            exchange(store, address_of(hub), visit)
        for store, year in ((a, 1999), (b, 2064)):
            entry = Entry("stand", "stand-1", "name", f"Imigrasi {year}")
            store.write(visit, [entry], author="Ani", at=datetime(year, 1, 1, tzinfo=UTC))
        for store in (a, b, a):
            exchange(store, address_of(hub), visit)
    assert facts(a, visit) == facts(b, visit)
    assert len(a.conflicts(visit)) == 1


def test_a_fork_is_told_on_both_sides(laptops: Laptops, tmp_path: Path) -> None:
    from fieldsurvey.journal import Change, encode_segment

    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    with serving(lambda: Store.open(tmp_path / "hub.db", create=True)) as hub:
        for store in (a, b):
            acquaint(store, hub)
            exchange(store, address_of(hub), visit)
        other = Change(*(visit, a.device, 1, 1, AT, "Ani", visit, "visit", "assignment", "ST-2"))
        a.add_segment(encode_segment([other], a._identity.signing))
        (out,) = exchange(a, address_of(hub), visit).visits
        (into,) = exchange(b, address_of(hub), visit).visits
    assert out.forks == into.forks == [f"{a.device}/1"]
    assert b.forks(visit) == a.forks(visit) != []


def test_a_laptop_s_own_word_makes_nothing_held_elsewhere(laptops: Laptops) -> None:
    a = laptops.new("a")
    visit = begin_visit(a)
    a.add_receipt(Receipt(a.device, visit, a.cursor(visit), frozenset(a.blob_names(visit)), AT))
    found = whereabouts(a, visit)
    assert (found.only_here_changes, found.only_here_files) == (CHANGES, 2)
    assert found.holders == ()


class WornFolder(FolderStorage):
    """A keeper on a worn disk that looks at nothing: every photo comes back with another last byte."""

    def blob(self, sha256: str) -> bytes:
        data = super().blob(sha256)
        return data[:-1] + bytes([data[-1] ^ 1])


def test_a_photo_that_a_hub_sends_damaged_is_not_kept_for_another(
    laptops: Laptops, tmp_path: Path
) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        acquaint(a, hub)
        exchange(a, address_of(hub), visit)
    with serving(lambda: WornFolder(tmp_path / "hub")) as hub:
        acquaint(b, hub)
        with pytest.raises(HubError, match="arrives damaged"):
            exchange(b, address_of(hub), visit)
    assert b.missing_blobs(visit) == b.blob_names(visit)
    assert b._link.rows("SELECT sha256 FROM blob") == []
    assert b.check() == []


def test_a_visit_that_nobody_has(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    with serving(lambda: FolderStorage(tmp_path / "hub")) as hub:
        acquaint(a, hub)
        with pytest.raises(HubError, match="neither here nor there"):
            exchange(a, address_of(hub), new_id())
