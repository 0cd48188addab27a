from __future__ import annotations

from dataclasses import replace

import pytest

from fieldsurvey.errors import JournalError
from fieldsurvey.journal import Change, Differences, Seal, box, seal, verify
from tests.journal.journal_writer import STREAM, Laptop, laptop

KINDS = ("response", "stand")


def _visit() -> Laptop:
    one = laptop()
    place = box.Place(STREAM, "response-1", "/data/name", one.device, 3)
    one.write("stand-1", "name", "Imigrasi")
    one.write("document-1", "title", "berita acara", kind="document")
    secret = box.close("Budi", "key-1", box.new_key(), place)
    one.write("response-1", "/data/name", secret, kind="response")
    one.write("response-1", "/data/q", "ya", kind="response")
    return one


def _sealed(one: Laptop) -> Seal:
    return seal(STREAM, one.held.values(), KINDS, one.cursor)


def test_a_seal_holds_without_any_key_and_in_any_order() -> None:
    one = _visit()
    sealed = _sealed(one)
    # The key of the private value existed only inside _visit: it is destroyed by now.
    assert verify(sealed, reversed(one.own())) == Differences()
    assert verify(sealed, [Change.decode(change.body) for change in one.own()]).intact
    assert Seal.decode(sealed.encode()) == sealed
    assert Seal.decode(sealed.encode()).digest == sealed.digest


def test_a_changed_body_is_named() -> None:
    one = _visit()
    sealed = _sealed(one)
    changes = one.own()
    changes[3] = replace(changes[3], value="tidak", body=b"")
    assert verify(sealed, changes).altered == (changes[3].key,)
    assert not verify(sealed, changes).intact


def test_missing_added_and_late_changes_are_told_apart() -> None:
    one = _visit()
    sealed = _sealed(one)
    first, document, *rest = one.own()
    assert verify(sealed, [document, *rest]).missing == (first.key,)
    slipped = replace(document, kind="stand", body=b"")
    assert verify(sealed, [first, slipped, *rest]).added == (document.key,)
    late = one.write("stand-1", "name", "Samsat")
    one.write("document-1", "title", "adendum", kind="document")
    found = verify(sealed, one.held.values())
    assert found == Differences(late=(late.key,))
    assert found.intact


def test_kinds_that_stay_open_are_not_covered() -> None:
    one = _visit()
    sealed = _sealed(one)
    assert sealed.kinds == KINDS
    assert sealed.covers("stand")
    assert not sealed.covers("document")
    assert verify(sealed, [change for change in one.own() if change.kind != "document"]).intact


def test_two_seals_of_the_same_facts_do_not_reveal_that_they_are_the_same() -> None:
    one = _visit()
    assert _sealed(one).digest != _sealed(one).digest
    assert set(_sealed(one).leaves.values()).isdisjoint(_sealed(one).leaves.values())


def test_the_digest_binds_stream_kinds_cursor_salt_and_leaves() -> None:
    sealed = _sealed(_visit())
    key = next(iter(sealed.leaves))
    others = [
        replace(sealed, stream="other"),
        replace(sealed, kinds=("stand",)),
        replace(sealed, cursor=type(sealed.cursor)()),
        replace(sealed, salt=bytes(16)),
        replace(sealed, leaves={**sealed.leaves, key: bytes(32)}),
    ]
    assert len({sealed.digest, *(other.digest for other in others)}) == 1 + len(others)


def test_an_altered_or_cut_seal_is_refused() -> None:
    data = _sealed(_visit()).encode()
    for wrong in (data[:-2], data.replace(b'"response"', b'"Response"'), b"{}", b"[]"):
        with pytest.raises(JournalError):
            Seal.decode(wrong)
    with pytest.raises(JournalError, match="newer"):
        Seal.decode(data.replace(b'"v":1', b'"v":2'))


def test_a_fork_is_not_sealed_over() -> None:
    one = _visit()
    forked = replace(one.own()[0], value="other", body=b"")
    with pytest.raises(JournalError, match="two changes under"):
        seal(STREAM, [*one.own(), forked], KINDS, one.cursor)
    assert verify(_sealed(one), [*one.own(), forked]).altered == (forked.key,)
