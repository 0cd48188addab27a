from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.errors import FileProblem
from fieldsurvey.sync import fingerprint, key_text, read_public_key, write_public_key
from fieldsurvey.sync.addressees import Addressees, Holder, check_of, names, unwrap, wrap

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")

CONTENT = os.urandom(32)
CHECK = check_of(CONTENT)


@pytest.fixture(scope="module")
def slot() -> dict[str, object]:
    return wrap(CONTENT, Addressees(passphrase="sandi"))[0]


def pair() -> tuple[bytes, bytes]:
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def test_each_addressee_opens_and_nobody_else() -> None:
    (mine, my_public), (theirs, their_public), (stranger, _) = pair(), pair(), pair()
    team = (os.urandom(32), os.urandom(32))
    slots = wrap(CONTENT, Addressees((my_public, their_public), "sandi é", team))
    assert names(slots) == [
        f"key {fingerprint(my_public)}",
        f"key {fingerprint(their_public)}",
        "passphrase",
        "team",
    ]
    assert unwrap(slots, CHECK, Holder([mine])) == (CONTENT, "device")
    assert unwrap(slots, CHECK, Holder([stranger, theirs])) == (CONTENT, "device")
    # Typed on another system, the same letter is two code points.
    assert unwrap(slots, CHECK, Holder(passphrase="sandi e\u0301")) == (CONTENT, "passphrase")
    assert unwrap(slots, CHECK, Holder(team=lambda: team)) == (CONTENT, "team")
    assert unwrap(slots, CHECK, Holder([stranger], "sandi", lambda: team[:1])) is None
    assert unwrap(slots, CHECK, Holder()) is None


def test_no_slot_holds_the_key_in_clear_and_no_two_are_alike() -> None:
    _, public = pair()
    to = Addressees((public, public), "sandi", (bytes(32),))
    first, again = wrap(CONTENT, to), wrap(CONTENT, to)
    assert len({slot["wrapped"] for slot in first + again}) == 8
    assert CONTENT.hex() not in repr(first)


def test_a_key_that_does_not_fit_the_check_is_refused() -> None:
    private, public = pair()
    slots = wrap(CONTENT, Addressees((public,)))
    assert unwrap(slots, check_of(bytes(32)), Holder([private])) is None


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 4 * 1024 * 1024},
        {"passes": 1_000_000},
        {"lanes": 0},
        {"memory_kib": "64"},
        {"salt": "?"},
        {"wrapped": None},
        {"wrapped": ""},
    ],
)
def test_a_forged_passphrase_slot_opens_for_nobody(
    slot: dict[str, object], change: dict[str, object]
) -> None:
    assert unwrap([slot | change], CHECK, Holder(passphrase="sandi")) is None


def test_only_one_passphrase_slot_is_tried() -> None:
    slots = wrap(CONTENT, Addressees(passphrase="sandi"))
    other = wrap(CONTENT, Addressees(passphrase="lain"))
    assert unwrap(other + slots, CHECK, Holder(passphrase="sandi")) is None


def test_malformed_slots_open_for_nobody_and_hide_no_good_one() -> None:
    private, public = pair()
    good = wrap(CONTENT, Addressees((public,)))
    bad = [{"for": "device"}, {"for": "device", "key": fingerprint(public), "ephemeral": "AAAA"}]
    assert unwrap([*bad, {}, *good], CHECK, Holder([private])) == (CONTENT, "device")


def test_a_public_key_travels_as_one_line(tmp_path: Path) -> None:
    _, public = pair()
    path = tmp_path / "ani.pub"
    write_public_key(path, public)
    assert path.read_text() == key_text(public) + "\n"
    assert read_public_key(path) == public
    path.write_text(f"  {key_text(public).replace('-', ' ').replace(' key 1', '-key-1')}\r\n")
    assert read_public_key(path) == public


@given(st.integers(min_value=0, max_value=55), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_one_letter_mistyped_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, place: int, letter: str
) -> None:
    _, public = pair()
    label, letters = key_text(public).split(" ")
    plain = letters.replace("-", "")
    typed = plain[:place] + letter + plain[place + 1 :]
    path = tmp_path_factory.mktemp("key") / "key.pub"
    path.write_text(f"{label} {typed}")
    if typed == plain:
        assert read_public_key(path) == public
    else:
        with pytest.raises(FileProblem, match="mistyped"):
            read_public_key(path)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"", "holds no fieldsurvey key"),
        (b"ssh-ed25519 AAAA ani@laptop", "holds no fieldsurvey key"),
        (b"\xff\xfe\0", "holds no fieldsurvey key"),
        (b"fieldsurvey-key-1 abcd", "mistyped or cut off"),
        (b"fieldsurvey-key-1", "mistyped or cut off"),
    ],
)
def test_a_file_without_a_key(tmp_path: Path, text: bytes, what: str) -> None:
    path = tmp_path / "key.pub"
    path.write_bytes(text)
    with pytest.raises(FileProblem, match=what):
        read_public_key(path)


def test_a_key_of_low_order_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key.pub"
    path.write_text(key_text(bytes(32)))
    with pytest.raises(FileProblem, match="mistyped"):
        read_public_key(path)


def test_a_key_replaces_only_a_key(tmp_path: Path) -> None:
    path, other = tmp_path / "key.pub", tmp_path / "report.pdf"
    write_public_key(path, pair()[1])
    _, public = pair()
    write_public_key(path, public)
    assert read_public_key(path) == public
    other.write_bytes(b"%PDF-1.7")
    with pytest.raises(FileProblem, match="exists and is not a public key"):
        write_public_key(other, public)
    assert other.read_bytes() == b"%PDF-1.7"


def test_a_key_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="No such file"):
        read_public_key(tmp_path / "key.pub")


def test_a_check_that_is_no_hex_opens_for_nobody() -> None:
    private, public = pair()
    slots = wrap(CONTENT, Addressees((public,)))
    assert unwrap(slots, "café", Holder([private])) is None
