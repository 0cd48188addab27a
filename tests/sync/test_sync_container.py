from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.errors import BundleError
from fieldsurvey.sync.container import FRAME_BYTES, VERSION, ContainerReader, ContainerWriter

PATH = Path("visit.fsbundle")
KEY = bytes(range(32))
HEADER = b'{"made":"now"}'
modes = pytest.mark.parametrize("key", [None, KEY], ids=["readable", "sealed"])


def written(payload: bytes, key: bytes | None, pieces: int = 1 << 30) -> bytes:
    file = io.BytesIO()
    out = ContainerWriter(file, HEADER, key)
    for start in range(0, len(payload), pieces):
        out.write(payload[start : start + pieces])
    out.close()
    return file.getvalue()


def read(data: bytes, key: bytes | None) -> bytes:
    reader = ContainerReader(io.BytesIO(data), PATH)
    assert reader.header == HEADER
    return b"".join(reader.payload(key))


def refuses(data: bytes, key: bytes | None) -> str:
    with pytest.raises(BundleError) as caught:
        read(data, key)
    assert caught.value.params["path"] == PATH
    assert "nothing was taken in" in str(caught.value)
    return str(caught.value)


@modes
@given(
    size=st.sampled_from([0, 1, 100, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1])
    | st.integers(0, 3 * FRAME_BYTES),
    pieces=st.integers(50_000, 600_000),
)
def test_what_was_written_is_read(key: bytes | None, size: int, pieces: int) -> None:
    payload = bytes(index * 31 % 251 for index in range(997)) * (size // 997 + 1)
    payload = payload[:size]
    assert read(written(payload, key, pieces), key) == payload


@modes
def test_the_same_bytes_come_out_however_the_payload_is_cut(key: bytes | None) -> None:
    payload = bytes(2 * FRAME_BYTES)
    assert written(payload, key, 1000) == written(payload, key)


@modes
def test_cut_off_at_any_byte(key: bytes | None) -> None:
    whole = written(b"payload", key)
    for length in range(len(whole)):
        assert f"is cut off at byte {length}" in refuses(whole[:length], key)


@modes
def test_any_bit_flipped(key: bytes | None) -> None:
    whole = written(b"payload", key)
    for place in range(len(whole)):
        for bit in range(8):
            altered = bytearray(whole)
            altered[place] ^= 1 << bit
            refuses(bytes(altered), key)


@modes
def test_frames_swapped_dropped_doubled_or_ended_early(key: bytes | None) -> None:
    whole = written(bytes(FRAME_BYTES) + b"1" * FRAME_BYTES + b"2" * FRAME_BYTES + b"3", key)
    start = len(written(b"", key)) - len(_frame(b"", key)) - 48
    size = len(_frame(bytes(FRAME_BYTES), key))
    head, frames = whole[:start], [whole[start + n * size :][:size] for n in range(3)]
    rest = whole[start + 3 * size :]
    for order in ([1, 0, 2], [0, 2], [0, 0, 1, 2], [0, 1], []):
        assert "is damaged" in refuses(head + b"".join(frames[n] for n in order) + rest, key)
    ended = b"\1" + frames[0][1:]
    assert "is damaged" in refuses(head + ended + rest, key)


def _frame(body: bytes, key: bytes | None) -> bytes:
    return bytes(5) + body + bytes(32 if key is None else 16)


@modes
def test_a_frame_of_another_bundle_with_the_same_key(key: bytes | None) -> None:
    one, other = written(b"one", key), written(b"two", key)
    at = len(written(b"", key)) - 48 - len(_frame(b"", key))
    mixed = (
        one[:at] + other[at : at + len(_frame(b"two", key))] + one[at + len(_frame(b"two", key)) :]
    )
    refuses(mixed, key)


def test_another_header_over_the_same_frames() -> None:
    def with_header(header: bytes) -> bytes:
        file = io.BytesIO()
        out = ContainerWriter(file, header, KEY)
        out.write(b"payload")
        out.close()
        return file.getvalue()

    one, other = with_header(HEADER), with_header(HEADER.replace(b"now", b"old"))
    at = 15 + len(HEADER) + 32
    with pytest.raises(BundleError, match="part 1 of its content"):
        b"".join(ContainerReader(io.BytesIO(other[:at] + one[at:]), PATH).payload(KEY))


@modes
def test_bytes_after_the_end(key: bytes | None) -> None:
    assert "has bytes after its end" in refuses(written(b"payload", key) + b"\0", key)


@modes
def test_a_newer_version_says_update(key: bytes | None) -> None:
    whole = bytearray(written(b"payload", key))
    whole[8:10] = (VERSION + 1).to_bytes(2)
    assert "update fieldsurvey" in refuses(bytes(whole), key)


@pytest.mark.parametrize("data", [b"Nama;Nilai\n1;2\n", b"PK\x03\x04" * 9, b"SQLite format 3\0"])
def test_a_foreign_file(data: bytes) -> None:
    assert "is not a fieldsurvey bundle" in refuses(data, None)


@given(st.binary(max_size=200))
def test_any_bytes_at_all(data: bytes) -> None:
    refuses(data, None)
    refuses(b"FSBUNDLE\0\1" + data, None)


def test_the_wrong_key_opens_nothing() -> None:
    assert "part 1" in refuses(written(b"payload", KEY), bytes(32))


@modes
def test_verified_without_the_key(key: bytes | None) -> None:
    whole = written(b"payload" * 100_000, key)
    ContainerReader(io.BytesIO(whole), PATH).verify_unopened()
    for place in range(0, len(whole), 9973):
        altered = bytearray(whole)
        altered[place] ^= 1
        with pytest.raises(BundleError):
            ContainerReader(io.BytesIO(bytes(altered)), PATH).verify_unopened()
