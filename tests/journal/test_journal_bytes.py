"""Changes, chains, cursors, segments: what is stored is what was written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.errors import JournalError
from fieldsurvey.journal import (
    Change,
    ChangeKey,
    Cursor,
    Fit,
    Span,
    box,
    decode_segment,
    encode_segment,
    fit,
    flaws,
    ready,
)
from tests.journal.journal_writer import AT, Laptop, laptop

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def _written(count: int = 3) -> Laptop:
    one = laptop()
    for number in range(count):
        one.write("stand-1", f"f{number}", number)
    return one


@given(json_values, st.text(max_size=20))
def test_a_change_reads_back_from_its_bytes(value: object, author: str) -> None:
    first = laptop().write("stand-1", "name", value)
    change = replace(first, author=author, body=b"", blobs=("ab" * 32,))
    again = Change.decode(change.encode())
    assert again == change
    assert (again.value, again.author, again.at) == (value, author, AT)
    assert (again.blobs, again.hash) == (change.blobs, hashlib.sha256(change.body).hexdigest())


def test_unknown_kinds_members_and_spelling_survive_byte_for_byte() -> None:
    record = json.loads(laptop().write("x", "f", 1).body)
    body = json.dumps({"later": [1, 2], **record, "kind": "hologram"}, indent=1).encode()
    change = Change.decode(body)
    assert change.kind == "hologram"
    assert change.encode() == body
    assert change.hash == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(
    "alter",
    [
        {"v": 2},
        {"seq": 0},
        {"seq": True},
        {"clock": 2**60},
        {"device": 3},
        {"at": "yesterday"},
        {"at": "9999-12-31T23:59:59+00:00"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "9998-12-31T23:59:59+00:00", "offset": 86_400},
        {"bases": [["a"]]},
        {"bases": [["a", "b"]]},
        {"blobs": "x"},
    ],
)
def test_a_malformed_change_is_refused(alter: dict[str, object]) -> None:
    record = json.loads(laptop().write("x", "f", 1).body)
    with pytest.raises(JournalError, match="change is not readable"):
        Change.decode(json.dumps(record | alter).encode())
    with pytest.raises(JournalError, match="change is not readable"):
        Change.decode(b'{"v":1')


def test_a_time_without_a_zone_is_a_fault_of_the_program() -> None:
    change = laptop().write("x", "f", 1)
    with pytest.raises(ValueError, match="aware"):
        replace(change, at=datetime(2026, 1, 1), body=b"")  # noqa: DTZ001  the point of the test


def test_how_a_change_joins_a_chain() -> None:
    one, two, three = _written().own()
    other = replace(two, value="other", body=b"")
    stray = replace(three, prev="00" * 32, body=b"")
    assert fit(one, (), ()) is Fit.NEXT
    assert fit(two, (), {one.hash}) is Fit.NEXT
    assert fit(two, {two.hash}, {one.hash}) is Fit.KNOWN
    assert fit(three, (), ()) is Fit.AHEAD
    assert fit(other, {two.hash}, {one.hash}) is Fit.FORK
    assert fit(stray, (), {two.hash}) is Fit.BROKEN
    # The branch of a fork goes on under its own numbers.
    assert fit(three, (), {other.hash, two.hash}) is Fit.NEXT


def test_flaws_of_a_chain_are_named_with_their_place() -> None:
    one, two, three = _written().own()
    other = replace(two, value="other", body=b"")
    stray = replace(three, prev="00" * 32, body=b"")
    assert flaws([three, one, two, two]) == []
    assert [(flaw.seq, flaw.what) for flaw in flaws([one, two, other, three])] == [(2, "fork")]
    assert [(flaw.seq, flaw.what) for flaw in flaws([one, three])] == [(3, "gap")]
    assert [(flaw.seq, flaw.what) for flaw in flaws([one, two, stray])] == [(3, "broken")]


def test_cursor() -> None:
    cursor = Cursor({"a": 3, "b": 0})
    assert dict(cursor) == {"a": 3}
    assert (cursor.at("a"), cursor.at("b")) == (3, 0)
    assert cursor.covers(ChangeKey("a", 3))
    assert not cursor.covers(ChangeKey("a", 4))
    assert not cursor.covers(ChangeKey("b", 1))
    assert Cursor.from_json(cursor.to_json()) == cursor
    assert len({cursor, Cursor({"a": 3})}) == 1
    malformed: list[object] = [None, [], {"a": -1}, {"a": "1"}, {1: 1}]
    for wrong in malformed:
        with pytest.raises(JournalError):
            Cursor.from_json(wrong)


@given(st.permutations([Span("a", 1, 3), Span("a", 4, 4), Span("a", 3, 6), Span("b", 2, 3)]))
def test_spans_join_on_in_any_order_and_wait_behind_a_gap(spans: list[Span]) -> None:
    joined = ready(Cursor(), spans)
    assert joined == [Span("a", 1, 3), Span("a", 3, 6), Span("a", 4, 4)]
    assert ready(Cursor({"b": 1}), spans)[-1] == Span("b", 2, 3)
    assert ready(Cursor(), spans[:0]) == []


def test_a_segment_reads_back_whole() -> None:
    one = _written()
    data = encode_segment(one.own(), one.key)
    segment = decode_segment(data)
    assert list(segment.changes) == one.own()
    assert (segment.stream, segment.span) == ("visit", Span(one.device, 1, 3))
    assert segment.data == data


def test_every_altered_byte_and_every_cut_of_a_segment_is_refused() -> None:
    one = _written(2)
    data = encode_segment(one.own(), one.key)
    for at in range(len(data)):
        altered = data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1 :]
        with pytest.raises(JournalError):
            decode_segment(altered)
        with pytest.raises(JournalError):
            decode_segment(data[:at])
    with pytest.raises(JournalError):
        decode_segment(data + b"\0")


def test_a_segment_signed_by_another_device_is_refused() -> None:
    one, other = _written(), laptop(9)
    with pytest.raises(JournalError, match="not signed by the device"):
        encode_segment(one.own(), other.key)
    # Signing afresh what another device wrote does not help either.
    forged = encode_segment(_written().own(), one.key).replace(
        one.key.public_key().public_bytes_raw().hex().encode(),
        other.key.public_key().public_bytes_raw().hex().encode(),
    )
    forged = forged[:-64] + other.key.sign(forged[:-64])
    with pytest.raises(JournalError, match="not signed by the device"):
        decode_segment(forged)


def test_a_segment_is_one_piece_of_one_chain() -> None:
    one = _written()
    first, second, third = one.own()
    for wrong in ([], [first, third], [second, first], [first, replace(second, prev="", body=b"")]):
        with pytest.raises(JournalError):
            encode_segment(wrong, one.key)


@given(json_values)
def test_a_box_opens_only_in_its_place_with_its_key(value: object) -> None:
    place = box.Place("visit", "response", "/data/q", "device", 1)
    key, other = box.new_key(), box.new_key()
    closed = box.close(value, "k", key, place)
    assert box.is_box(closed)
    assert box.key_id(closed) == "k"
    assert box.unseal(closed, key, place) == value
    elsewhere = place._replace(field="/data/other")
    for material, where in ((other, place), (key, elsewhere), (key, place._replace(seq=2))):
        with pytest.raises(JournalError, match="altered or its key does not fit"):
            box.unseal(closed, material, where)


def test_short_private_answers_look_alike_from_outside() -> None:
    place = box.Place("visit", "response", "/data/q", "device", 1)
    yes, no = (json.dumps(box.close(v, "k", box.new_key(), place)) for v in ("ya", "tidak tahu"))
    assert len(yes) == len(no)
    for wrong in ({"sealed-box": 1}, {"sealed-box": {"key": "k", "nonce": "?"}}, "x", None):
        with pytest.raises(JournalError):
            box.unseal(wrong, box.new_key(), place)


@given(
    st.sampled_from(["v", "stream", "seq", "at", "field", "bases", "prev", "blobs", "value"]),
    json_values | st.just("\ud800") | st.lists(st.tuples(json_values, json_values)),
)
def test_whatever_a_change_holds_it_is_read_or_refused(name: str, value: object) -> None:
    record = json.loads(laptop().write("x", "f", 1).body) | {name: value}
    body = json.dumps(record).encode()
    try:
        change = Change.decode(body)
    except JournalError:
        return
    assert change.body == body
    assert change.at.tzinfo is not None


def test_endless_nesting_is_refused() -> None:
    with pytest.raises(JournalError):
        Change.decode(b"[" * 200_000)
