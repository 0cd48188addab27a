"""Writing, reading, conflicts, deletion, private values, exchange: through real databases."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldsurvey.errors import JournalError, StoreError
from fieldsurvey.journal import (
    LARGEST,
    Change,
    ChangeKey,
    Cursor,
    KeyStorage,
    Receipt,
    SegmentStorage,
    blob_name,
    device_id,
    encode_segment,
    seal,
    verify,
)
from fieldsurvey.survey.ports import LOCKED, Entry, Records
from tests.store.store_story import AT, VISIT, everything, send, shown, write, write_private

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.store import Store


def test_the_store_is_what_survey_and_sync_ask_for(opened: Callable[..., Store]) -> None:
    store = opened()
    as_records: Records = store
    as_segments: SegmentStorage = store
    as_keys: KeyStorage = store
    assert as_records.streams() == as_segments.streams() == []
    assert as_keys.secret_keys(VISIT) == []


def test_what_is_written_after_a_merge_ranks_above_all_that_was_seen(
    opened: Callable[..., Store],
) -> None:
    a, b = opened("a"), opened("b")
    for number in range(5):
        write(a, f"s{number}", "name", "Imigrasi")
    send(a, b)
    change = write(b, "s9", "name", "Samsat")
    assert change.seq == 1
    assert change.clock == 6


def test_of_many_fields_only_those_asked_for_are_read(opened: Callable[..., Store]) -> None:
    store = opened()
    for field, value in (("name", "Imigrasi"), ("code", "12"), ("note", "panjang")):
        write(store, "z", field, value)
    write(store, "a", "note", "panjang")
    found = store.entities(VISIT, "stand", ("name", "code"))
    assert [record.fields for record in found] == [{"name": "Imigrasi", "code": "12"}, {}]


def test_written_fields_are_shown_in_order_of_creation(opened: Callable[..., Store]) -> None:
    store = opened()
    write(store, "z", "name", "Imigrasi")
    write(store, "a", "name", "Samsat")
    write(store, "z", "name", "Kantor Imigrasi")
    write(store, "person", "name", "Ani", kind="person")
    first, second = store.entities(VISIT, "stand")
    assert (first.id, first.fields) == ("z", {"name": "Kantor Imigrasi"})
    assert (second.id, second.fields) == ("a", {"name": "Samsat"})
    assert store.entity(VISIT, "a") == second
    assert store.entity(VISIT, "nobody") is None
    assert store.streams() == [VISIT]
    assert [past.value for past in store.history(VISIT, "z", "name")] == [
        "Imigrasi",
        "Kantor Imigrasi",
    ]
    assert len(store.history(VISIT, "z")) == 2
    assert [change.entity for change in store.changes(VISIT, ["person"])] == ["person"]
    assert store.cursor(VISIT) == Cursor({store.device: 4})


def test_fields_of_the_journal_and_boxes_cannot_be_written(opened: Callable[..., Store]) -> None:
    store = opened()
    with pytest.raises(ValueError, match="journal's own"):
        write(store, "a", "#deleted", None)
    with pytest.raises(ValueError, match="sealed-box"):
        write(store, "a", "name", {"sealed-box": {}})
    with pytest.raises(StoreError, match="nothing is recorded"):
        store.delete(VISIT, "nobody", author="Ani", at=AT)
    assert store.streams() == []


def test_an_exception_undoes_all_of_a_transaction(opened: Callable[..., Store]) -> None:
    store = opened()
    write(store, "a", "name", "before")
    with pytest.raises(RuntimeError), store.atomic():  # noqa: PT012
        name = store.put_blob(b"photo")
        write(store, "a", "photo", name)
        raise RuntimeError
    with store.atomic():
        with pytest.raises(RuntimeError), store.atomic():  # noqa: PT012
            write(store, "a", "name", "inner")
            raise RuntimeError
        write(store, "a", "status", "open")
    record = store.entity(VISIT, "a")
    assert record is not None
    assert record.fields == {"name": "before", "status": "open"}
    assert store.cursor(VISIT) == Cursor({store.device: 2})
    with pytest.raises(StoreError, match="not arrived"):
        store.blob(name)
    assert store.check() == []


def test_a_conflict_is_listed_until_someone_decides(opened: Callable[..., Store]) -> None:
    a, b = opened("a"), opened("b")
    write(a, "s", "name", "x")
    send(a, b)
    write(a, "s", "name", "a1")
    write(a, "s", "name", "a2")
    write(b, "s", "name", "b1")
    send(b, a)
    send(a, b)
    assert shown(a) == shown(b)
    (conflict,) = a.conflicts(VISIT)
    assert [one.value for one in conflict.alternatives] == ["a2", "b1"]
    assert (conflict.entity, conflict.kind, conflict.field) == ("s", "stand", "name")

    write(b, "s", "name", "b1")
    assert b.conflicts(VISIT) == []
    send(b, a)
    assert a.conflicts(VISIT) == []
    assert a.check() == b.check() == []


def test_delete_hides_and_an_unseen_edit_revives(opened: Callable[..., Store]) -> None:
    a, b = opened("a"), opened("b")
    write(a, "s", "name", "x")
    send(a, b)
    a.delete(VISIT, "s", author="Ani", at=AT)
    assert a.entities(VISIT, "stand") == []
    b.write(VISIT, [Entry("stand", "s", "status", "open")], author="Budi", at=AT)
    send(a, b)
    send(b, a)
    assert shown(a) == shown(b)
    (record,) = a.entities(VISIT, "stand")
    assert record.fields == {"name": "x", "status": "open"}
    assert record.revival is not None
    assert record.revival.deleted_by == (("Ani", a.device),)
    assert record.revival.revived_by == (("Budi", b.device),)

    b.restore(VISIT, "s", author="Budi", at=AT)
    send(b, a)
    assert [one.revival for one in a.entities(VISIT, "stand")] == [None]
    b.delete(VISIT, "s", author="Budi", at=AT)
    send(b, a)
    assert a.entities(VISIT, "stand") == []
    assert a.check() == b.check() == []


def test_private_values_arrive_locked_and_open_with_their_key(opened: Callable[..., Store]) -> None:
    a, b = opened("a"), opened("b")
    write_private(a, "r", "/data/name", "Budi Santoso")
    write(a, "r", "/data/q", "ya", kind="response")
    send(a, b)
    (record,) = b.entities(VISIT, "response")
    assert record.fields == {"/data/name": LOCKED, "/data/q": "ya"}
    assert not LOCKED
    send(a, b, keys=True)
    (record,) = b.entities(VISIT, "response")
    assert record.fields["/data/name"] == "Budi Santoso"
    # The same key serves the whole response, on both laptops.
    write_private(b, "r", "/data/phone", "0812")
    send(b, a)
    assert shown(a) == shown(b)
    assert a.add_secret_keys(b.secret_keys(VISIT)) == 0


def test_two_laptops_with_keys_of_their_own_open_each_others_answers(
    opened: Callable[..., Store],
) -> None:
    a, b = opened("a"), opened("b")
    write_private(a, "r", "/data/name", "Budi")
    write_private(b, "r", "/data/name", "Budi")
    write_private(b, "r", "/data/phone", "0812")
    send(a, b, keys=True)
    send(b, a, keys=True)
    assert shown(a) == shown(b)
    assert a.conflicts(VISIT) == []


def test_erasing_destroys_the_value_everywhere_and_every_proof_holds(
    opened: Callable[..., Store],
) -> None:
    a, b = opened("a"), opened("b")
    write_private(a, "r", "/data/name", "Budi Santoso")
    old_keys = a.secret_keys(VISIT)
    send(a, b, keys=True)
    sealed = seal(VISIT, a.changes(VISIT), ["response"], a.cursor(VISIT))

    a.erase(VISIT, "r", author="Ani", at=AT)
    send(a, b)
    for store in (a, b):
        (record,) = store.entities(VISIT, "response")
        assert record.fields == {"/data/name": LOCKED}
        assert [past.value for past in store.history(VISIT, "r", "/data/name")] == [LOCKED]
        assert store.secret_keys(VISIT) == []
        # An older bundle cannot bring the key back, nor a new one be made.
        assert store.add_secret_keys(old_keys) == 0
        with pytest.raises(StoreError, match="were erased"):
            write_private(store, "r", "/data/name", "Budi Santoso")
        assert verify(sealed, store.changes(VISIT)).intact
        assert not verify(sealed, store.changes(VISIT)).late
        assert store.check() == []


def test_blobs_are_named_by_their_bytes_and_missed_until_they_come(
    opened: Callable[..., Store],
) -> None:
    a, b = opened("a"), opened("b")
    with a.atomic():
        name = a.put_blob(b"photo")
        entry = Entry("photo", "p", "sha256", name, blobs=(name,))
        a.write(VISIT, [entry], author="Ani", at=AT)
    assert name == blob_name(b"photo") == a.put_blob(b"photo")
    for data in everything(a):
        b.add_segment(data)
    assert (b.blob_names(VISIT), b.missing_blobs(VISIT)) == ([name], [name])
    b.put_blob(a.blob(name))
    assert b.missing_blobs(VISIT) == []
    assert b.blob(name) == b"photo"


def test_segments_wait_behind_a_gap_and_arrive_twice_without_effect(
    opened: Callable[..., Store],
) -> None:
    a, b = opened("a"), opened("b")
    pieces: list[bytes] = []
    for number in range(3):
        write(a, "s", "name", number)
        pieces += a.segments(VISIT, Cursor({a.device: number}))
    assert [b.add_segment(pieces[at]).pending for at in (2, 1)] == [True, True]
    assert b.entities(VISIT, "stand") == []
    assert b.cursor(VISIT) == Cursor()
    taken = b.add_segment(pieces[0])
    assert (taken.new, taken.pending, taken.stream, taken.device) == (3, False, VISIT, a.device)
    assert [b.add_segment(piece).new for piece in pieces] == [0, 0, 0]
    assert shown(a) == shown(b)
    # What came is forwarded as it came.
    assert everything(b) == pieces
    assert b.check() == []


def test_an_altered_segment_leaves_nothing(opened: Callable[..., Store]) -> None:
    a, b = opened("a"), opened("b")
    write(a, "s", "name", "x")
    (data,) = everything(a)
    with pytest.raises(JournalError):
        b.add_segment(data[:-1])
    with pytest.raises(JournalError):
        b.add_segment(data.replace(b'"x"', b'"y"'))
    assert b.streams() == []


def test_a_fork_is_kept_shown_and_reported(opened: Callable[..., Store]) -> None:
    key = Ed25519PrivateKey.generate()
    device = device_id(key.public_key().public_bytes_raw())
    first = Change(VISIT, device, 1, 1, AT, "Ani", "s", "stand", "name", "x")
    one = Change(
        VISIT, device, 2, 2, AT, "Ani", "s", "stand", "name", "left", (first.key,), first.hash
    )
    two = replace(one, value="right", body=b"")
    after = Change(VISIT, device, 3, 3, AT, "Ani", "s", "stand", "status", "open", (), two.hash)
    pieces = [
        encode_segment(chain, key) for chain in ([first], [one], [two], [after], [first, two])
    ]
    states = []
    for name, order in (("a", (0, 1, 2, 3)), ("b", (3, 2, 4, 1, 0)), ("c", (1, 3, 4, 0, 2))):
        store = opened(name)
        forks = [fork for at in order for fork in store.add_segment(pieces[at]).forks]
        assert forks == [f"{device}/2"]
        assert [fork.seq for fork in store.forks(VISIT)] == [2]
        (conflict,) = store.conflicts(VISIT)
        assert {one.value for one in conflict.alternatives} == {"left", "right"}
        assert [problem for problem in store.check() if "two changes" not in problem] == []
        states.append(shown(store))
    assert states[0] == states[1] == states[2]


def test_a_change_that_follows_another_past_is_kept_and_reported(
    opened: Callable[..., Store],
) -> None:
    key = Ed25519PrivateKey.generate()
    device = device_id(key.public_key().public_bytes_raw())
    first = Change(VISIT, device, 1, 1, AT, "Ani", "s", "stand", "name", "x")
    stray = Change(VISIT, device, 2, 2, AT, "Ani", "s", "stand", "status", "y", (), "00" * 32)
    store = opened()
    store.add_segment(encode_segment([first], key))
    assert store.add_segment(encode_segment([stray], key)).forks == (f"{device}/2",)
    assert [fork.what for fork in store.forks(VISIT)] == ["follows a change that is not held"]
    assert any("follows a change" in problem for problem in store.check())
    record = store.entity(VISIT, "s")
    assert record is not None
    assert record.fields == {"name": "x", "status": "y"}


def test_receipts_and_team_keys(opened: Callable[..., Store]) -> None:
    store = opened()
    older = Receipt("peer", VISIT, Cursor({"a": 1}), frozenset(), AT)
    newer = replace(older, cursor=Cursor({"a": 2}), blobs=frozenset({"ab"}))
    store.add_receipt(older)
    store.add_receipt(newer)
    assert store.receipts(VISIT) == [newer]
    assert store.held_team_key(VISIT) is None
    made = store.team_key(VISIT)
    assert len(made) == 32
    assert store.team_key(VISIT) == store.held_team_key(VISIT) == made
    store.set_team_key(VISIT, bytes(32))
    assert store.team_key(VISIT) == bytes(32)
    with pytest.raises(JournalError, match="32 bytes"):
        store.set_team_key(VISIT, b"short")


def test_strange_but_signed_changes_are_kept_and_do_no_harm(opened: Callable[..., Store]) -> None:
    key = Ed25519PrivateKey.generate()
    device = device_id(key.public_key().public_bytes_raw())
    strange: list[tuple[str, str, object]] = [
        ("stand", "name", "\ud800"),
        ("stand", "name", {"sealed-box": {"key": "?", "nonce": 1}}),
        ("stand", "#deleted", "who knows"),
        ("stand", "#unknown", [1]),
        ("hologram", "", float("1e308")),
    ]
    store = opened()
    write(store, "s", "name", "x")
    chain: list[Change] = []
    for kind, field, value in strange:
        change = Change(VISIT, device, len(chain) + 1, LARGEST, AT, "Ani", "s", kind, field, None,
                        (ChangeKey("nobody", 1),), chain[-1].hash if chain else "")  # fmt: skip
        body = json.dumps(json.loads(change.body) | {"value": value}).encode()
        chain.append(Change.decode(body))
    assert store.add_segment(encode_segment(chain, key)).new == len(strange)
    assert store.check() == []
    # A clock at its end still lets this laptop write, and what it writes stands.
    write(store, "s", "name", "y")
    record = store.entity(VISIT, "s")
    assert record is not None
    assert record.fields["name"] == "y"
    assert record.revival is not None
    assert store.check() == []
