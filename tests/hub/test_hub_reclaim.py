"""Bytes go only when nothing speaks of them, no seal covers them, and two others signed or it was erased."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fieldsurvey.journal import Cursor, Receipt, new_id
from fieldsurvey.survey.ports import Entry
from fieldsurvey.sync import export_bundle, import_bundle
from fieldsurvey.sync.reclaim import reclaim, unneeded
from tests.hub.folder_storage import FolderStorage
from tests.hub.meeting_point import acquaint, address_of, exchange, serving
from tests.sync.sync_laptops import AT, Laptops, begin_visit

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.store import Store


def replace_photo(store: Store, visit: str) -> str:
    """Put another photo in the place of the first; return the name of the first."""
    record = store.entity(visit, "photo-1")
    assert record is not None
    photo = store.put_blob(b"yang lain")
    store.write(
        visit, [Entry("photo", "photo-1", "blob", photo, blobs=(photo,))], author="Ani", at=AT
    )
    return str(record.fields["blob"])


def test_two_signed_receipts_are_needed(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    old = replace_photo(a, visit)
    folders = [tmp_path / "one", tmp_path / "two"]
    # A bundle's word is not signed.
    export_bundle(a, tmp_path / "v.fsbundle", [visit])
    import_bundle(b, tmp_path / "v.fsbundle")
    export_bundle(b, tmp_path / "back.fsbundle", [visit])
    import_bundle(a, tmp_path / "back.fsbundle")
    for number, folder in enumerate(folders):
        assert unneeded(a) == []
        with serving(partial(FolderStorage, folder)) as hub:
            acquaint(a, hub)
            exchange(a, address_of(hub), visit)
            if number == 1:
                assert [(one.name, one.because) for one in unneeded(a)] == [(old, "receipts")]
                size = len(a.blob(old))
                assert [one.size for one in reclaim(a, AT)] == [size]
                # Given up: neither held nor missing, not asked for again, not claimed in a receipt.
                assert old not in a.blob_names(visit)
                (again,) = exchange(a, address_of(hub), visit).visits
                assert (again.files_in, again.files_out) == (0, 0)
                hubs = FolderStorage(folder)
                (theirs,) = hubs.receipts(visit)
                assert old not in theirs.blobs
    assert a.missing_blobs(visit) == []
    assert a.check() == []
    assert unneeded(a) == []
    a.rebuild()
    assert a.missing_blobs(visit) == []


def test_a_seal_keeps_everything_and_an_erasure_needs_no_receipt(laptops: Laptops) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    old = replace_photo(a, visit)
    assert unneeded(a) == []
    a.erase(visit, "photo-1", author="Ani", at=AT)
    assert [(one.name, one.because) for one in unneeded(a)] == [(old, "erased")]
    a.write(visit, [Entry("seal", "seal-1", "seal", {"digest": "x"})], author="Ani", at=AT)
    assert unneeded(a) == []
    assert reclaim(b, AT) == []


def test_what_is_deleted_goes_and_what_was_revived_stays(laptops: Laptops) -> None:
    a = laptops.new("a")
    visit = begin_visit(a)
    a.erase(visit, "photo-1", author="Ani", at=AT)
    assert unneeded(a) == []
    a.delete(visit, "photo-1", author="Ani", at=AT)
    assert len(unneeded(a)) == 1
    a.restore(visit, "photo-1", author="Ani", at=AT)
    assert unneeded(a) == []


def test_what_waits_behind_a_gap_or_is_named_by_another_visit_stays(laptops: Laptops) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    b.add_segment(next(a.segments(visit, Cursor())))
    # Two further segments of the one, of which the second arrives first: it waits, and names the photo again.
    photo = b"photo" * 1000
    replace_photo(a, visit)
    (between,) = a.segments(visit, b.cursor(visit))
    after = Cursor(a.cursor(visit))
    again = a.put_blob(photo)
    a.write(visit, [Entry("photo", "photo-2", "blob", again, blobs=(again,))], author="Ani", at=AT)
    (waiting,) = a.segments(visit, after)
    b.put_blob(photo)
    b.erase(visit, "photo-1", author="Budi", at=AT)
    b.delete(visit, "photo-1", author="Budi", at=AT)
    assert [one.name for one in unneeded(b)] == [again]
    assert b.add_segment(waiting).pending
    assert unneeded(b) == []
    b.add_segment(between)
    assert unneeded(b) == []


def test_receipts_are_needed_of_every_visit_that_named_it(laptops: Laptops) -> None:
    a = laptops.new("a")
    first, second = begin_visit(a), new_id()
    old = replace_photo(a, first)
    for photo in (old, a.put_blob(b"yang lain")):
        entry = Entry("photo", "photo-1", "blob", photo, blobs=(photo,))
        a.write(second, [entry], author="Ani", at=AT)
    for visit in (first, second):
        assert unneeded(a) == []
        for peer in ("hub-1", a.device, "hub-2"):
            # This laptop's own word counts for nothing.
            assert unneeded(a) == []
            receipt = Receipt(peer, visit, a.cursor(visit), frozenset({old}), AT, b"signed")
            a.add_receipt(receipt)
    assert [one.because for one in unneeded(a)] == ["receipts"]
