from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import BundleError, FileProblem
from fieldsurvey.journal import Change, Cursor, encode_segment, new_id, seal, verify
from fieldsurvey.store import Store
from fieldsurvey.survey.ports import LOCKED, Entry
from fieldsurvey.sync import export_bundle, import_bundle, show_bundle
from fieldsurvey.sync.container import ContainerReader, ContainerWriter
from tests.sync.sync_laptops import (
    AT,
    CHANGES,
    MALL,
    SECRET,
    Laptops,
    answer,
    begin_visit,
    everything,
    leftovers,
    shown,
    write,
)

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")


def carry(source: Store, target: Store, path: Path, visit: str) -> None:
    export_bundle(source, path, [visit], devices=[target.encryption_public_key()])
    import_bundle(target, path)


def test_a_visit_arrives_whole(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b", "sandi")
    visit = begin_visit(a)
    path = tmp_path / "visit.fsbundle"
    summary = export_bundle(a, path, [visit], devices=[b.encryption_public_key()])
    assert show_bundle(path) == summary
    assert summary.size == path.stat().st_size
    assert [(line.id, line.changes, line.blobs) for line in summary.visits] == [(visit, CHANGES, 2)]
    report = import_bundle(b, path)
    assert (report.device, report.opened_by) == (a.device, "device")
    assert (report.blobs_new, report.keys_new) == (2, 1)
    (arrival,) = report.arrivals
    assert (arrival.visit, arrival.changes_new, arrival.locked) == (visit, CHANGES, 0)
    assert (arrival.forks, arrival.pending, arrival.blobs_missing) == ((), 0, ())
    assert shown(b, visit) == shown(a, visit)
    assert answer(b, visit) == SECRET
    for name in a.blob_names(visit):
        assert b.blob(name) == a.blob(name)
    write(b, visit, "stand", "stand-1", "name", "Kantor Imigrasi")
    carry(b, a, tmp_path / "back.fsbundle", visit)
    assert shown(b, visit) == shown(a, visit)


def test_importing_again_changes_nothing(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit, path = begin_visit(a), tmp_path / "visit.fsbundle"
    export_bundle(a, path, [visit], devices=[b.encryption_public_key()])
    import_bundle(b, path)
    before = everything(b)
    report = import_bundle(b, path)
    assert everything(b) == before
    assert (report.blobs_new, report.keys_new, report.arrivals[0].changes_new) == (0, 0, 0)


def test_an_older_bundle_after_a_newer_one_is_harmless(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    old, new = tmp_path / "old.fsbundle", tmp_path / "new.fsbundle"
    export_bundle(a, old, [visit])
    write(a, visit, "stand", "stand-1", "name", "Kantor Imigrasi")
    export_bundle(a, new, [visit])
    import_bundle(b, new)
    before = everything(b)
    import_bundle(b, old)
    assert everything(b) == before


def test_private_values_arrive_locked_and_open_with_a_later_bundle(
    laptops: Laptops, tmp_path: Path
) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    open_, addressed = tmp_path / "open.fsbundle", tmp_path / "addressed.fsbundle"
    export_bundle(a, open_, [visit])
    report = import_bundle(b, open_)
    assert (report.opened_by, report.arrivals[0].locked, report.keys_new) == (None, 1, 0)
    assert answer(b, visit) is LOCKED
    assert answer(b, visit, "/data/b02") == "ya"
    export_bundle(a, addressed, [visit], passphrase="sandi bersama")
    report = import_bundle(b, addressed, passphrase="sandi bersama")
    assert (report.opened_by, report.arrivals[0].locked, report.keys_new) == ("passphrase", 0, 1)
    assert answer(b, visit) == SECRET
    assert shown(b, visit) == shown(a, visit)


def test_an_unaddressed_bundle_carries_no_key(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    visit, path = begin_visit(a), tmp_path / "visit.fsbundle"
    (key,) = a.secret_keys(visit)
    export_bundle(a, path, [visit])
    data = path.read_bytes()
    assert SECRET.encode() not in data
    assert key.material not in data
    assert a.held_team_key(visit) is None
    assert MALL.encode() in data  # it is not encrypted, and does not look so


def test_an_addressed_bundle_yields_nothing_readable(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    visit, path = begin_visit(a, b"\xff\xd8 a photo" * 500), tmp_path / "visit.fsbundle"
    export_bundle(a, path, [visit], passphrase="sandi")
    data = path.read_bytes()
    for secret in (SECRET, MALL, "Ani", "Imigrasi", "a photo", "sandi", a.device, "response-1"):
        assert secret.encode() not in data
    for blob in a.blob_names(visit):
        assert blob.encode() not in data


def test_wrong_passphrase_or_not_addressed_here(laptops: Laptops, tmp_path: Path) -> None:
    a, b, c = laptops.new("a"), laptops.new("b"), laptops.new("c")
    visit, path = begin_visit(a), tmp_path / "visit.fsbundle"
    mine = begin_visit(b)
    before = everything(b)
    export_bundle(a, path, [visit], passphrase="sandi")
    with pytest.raises(BundleError, match="the passphrase does not open this bundle"):
        import_bundle(b, path, passphrase="Sandi")
    with pytest.raises(BundleError, match="--bundle-passphrase-file"):
        import_bundle(b, path)
    cut = tmp_path / "cut.fsbundle"
    cut.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BundleError, match="is cut off"):
        import_bundle(b, cut)
    export_bundle(a, path, [visit], devices=[c.encryption_public_key()])
    for passphrase in (None, "sandi"):
        with pytest.raises(BundleError, match=r"not to this laptop \(key [0-9a-f-]+\)"):
            import_bundle(b, path, passphrase=passphrase)
    assert everything(b) == before
    assert b.streams() == [mine]
    assert import_bundle(c, path).opened_by == "device"


def test_a_team_opens_its_bundles_with_no_further_option(laptops: Laptops, tmp_path: Path) -> None:
    lead, member, stranger = laptops.new("lead"), laptops.new("member"), laptops.new("stranger")
    visit = begin_visit(lead)
    package, work = tmp_path / "package.fsbundle", tmp_path / "work.fsbundle"
    export_bundle(lead, package, [visit], devices=[member.encryption_public_key()])
    import_bundle(member, package)
    write(member, visit, "stand", "stand-1", "name", "Kantor Imigrasi")
    export_bundle(member, work, [visit], team=True)
    assert import_bundle(lead, work).opened_by == "team"
    assert shown(lead, visit) == shown(member, visit)
    with pytest.raises(BundleError, match="it is addressed to team and not to this laptop"):
        import_bundle(stranger, work)
    assert stranger.streams() == []


def test_who_was_not_given_the_team_key_makes_none(laptops: Laptops, tmp_path: Path) -> None:
    lead, other = laptops.new("lead"), laptops.new("other")
    visit, path = begin_visit(lead), tmp_path / "visit.fsbundle"
    export_bundle(lead, path, [visit])
    import_bundle(other, path)
    with pytest.raises(BundleError, match="does not hold the team key"):
        export_bundle(other, tmp_path / "team.fsbundle", [visit], team=True)
    carry(other, lead, tmp_path / "back.fsbundle", visit)
    assert (lead.held_team_key(visit), other.held_team_key(visit)) == (None, None)
    carry(lead, other, tmp_path / "there.fsbundle", visit)
    assert lead.held_team_key(visit) is not None
    assert lead.held_team_key(visit) == other.held_team_key(visit)


def test_a_bundle_cannot_swap_the_team_key(laptops: Laptops, tmp_path: Path) -> None:
    lead, forger = laptops.new("lead"), laptops.new("forger")
    visit, path = begin_visit(lead), tmp_path / "visit.fsbundle"
    own = lead.team_key(visit)
    export_bundle(lead, path, [visit])
    import_bundle(forger, path)
    forger.set_team_key(visit, bytes(32))
    export_bundle(forger, path, [visit], devices=[lead.encryption_public_key()])
    assert import_bundle(lead, path).arrivals[0].other_team_key
    assert lead.team_key(visit) == own


def test_several_visits_in_one_bundle(laptops: Laptops, tmp_path: Path) -> None:
    a, b, c = laptops.new("a"), laptops.new("b"), laptops.new("c")
    visits = [begin_visit(a), begin_visit(a), begin_visit(a)]
    path, some = tmp_path / "all.fsbundle", tmp_path / "some.fsbundle"
    to = [b.encryption_public_key(), c.encryption_public_key()]
    export_bundle(a, path, [*visits[:2], visits[0]], devices=to, team=True)
    report = import_bundle(b, path)
    assert [arrival.visit for arrival in report.arrivals] == visits[:2]
    assert b.streams() == visits[:2]
    assert report.blobs_new == 2  # the same form and photo in both: carried once
    assert report.keys_new == 2
    # Of one visit's team only: the keys of the other visit are not for him.
    export_bundle(a, some, visits[1:], team=True)
    with pytest.raises(BundleError, match="addressed to team"):
        import_bundle(b, some)
    carry(a, b, tmp_path / "third.fsbundle", visits[2])
    assert import_bundle(b, some).opened_by == "team"


def test_an_erased_value_is_not_called_locked_and_its_key_does_not_come_back(
    laptops: Laptops, tmp_path: Path
) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    old, new = tmp_path / "old.fsbundle", tmp_path / "new.fsbundle"
    export_bundle(a, old, [visit], devices=[b.encryption_public_key()])
    a.erase(visit, "response-1", author="Ani", at=AT)
    export_bundle(a, new, [visit], devices=[b.encryption_public_key()])
    assert import_bundle(b, new).arrivals[0].locked == 0
    report = import_bundle(b, old)
    assert (report.keys_new, report.arrivals[0].locked) == (0, 0)
    assert answer(b, visit) is LOCKED
    assert b.secret_keys(visit) == []


def test_a_sealed_visit_travels_with_its_proof(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    sealed = seal(visit, a.changes(visit), ["stand", "response"], a.cursor(visit))
    proof = a.put_blob(sealed.encode())
    entry = Entry("seal", new_id(), "digest", sealed.digest, blobs=(proof,))
    a.write(visit, [entry], author="Ani", at=AT)
    path = tmp_path / "visit.fsbundle"
    export_bundle(a, path, [visit])
    import_bundle(b, path)
    kept = type(sealed).decode(b.blob(proof))
    assert kept == sealed
    assert verify(kept, b.changes(visit)).intact
    write(b, visit, "stand", "stand-1", "name", "Terlambat")
    carry(b, a, tmp_path / "late.fsbundle", visit)
    assert verify(sealed, a.changes(visit)).intact
    assert len(verify(sealed, a.changes(visit)).late) == 1


def test_a_photo_that_is_late_is_told_and_taken_later(laptops: Laptops, tmp_path: Path) -> None:
    a, b, c = laptops.new("a"), laptops.new("b"), laptops.new("c")
    visit = begin_visit(a)
    for data in a.segments(visit, Cursor()):
        b.add_segment(data)
    missing = tuple(a.blob_names(visit))
    path, second = tmp_path / "early.fsbundle", tmp_path / "whole.fsbundle"
    assert export_bundle(b, path, [visit]).visits[0].blobs_missing == 2
    report = import_bundle(c, path)
    assert (report.arrivals[0].blobs_missing, report.blobs_new) == (missing, 0)
    export_bundle(a, second, [visit])
    report = import_bundle(c, second)
    assert (report.arrivals[0].blobs_missing, report.blobs_new) == ((), 2)
    assert report.arrivals[0].changes_new == 0


def test_segments_that_wait_are_forwarded_and_told(laptops: Laptops, tmp_path: Path) -> None:
    a, b, c = laptops.new("a"), laptops.new("b"), laptops.new("c")
    visit = begin_visit(a)
    (first,) = a.segments(visit, Cursor())
    late = a.put_blob(b"late photo")
    a.write(visit, [Entry("photo", "photo-2", "blob", late, blobs=(late,))], author="Ani", at=AT)
    second = [data for data in a.segments(visit, Cursor()) if data != first]
    for data in second:
        b.add_segment(data)
    b.put_blob(b"late photo")
    path = tmp_path / "gap.fsbundle"
    export_bundle(b, path, [visit])
    for blobs_new in (1, 0):
        report = import_bundle(c, path)
        (arrival,) = report.arrivals
        assert (arrival.pending, arrival.changes_new) == (1, 0)
        assert report.blobs_new == blobs_new
    assert c.blob(late) == b"late photo"
    whole = tmp_path / "whole.fsbundle"
    export_bundle(a, whole, [visit], devices=[c.encryption_public_key()])
    (arrival,) = import_bundle(c, whole).arrivals
    assert (arrival.pending, arrival.changes_new) == (0, CHANGES + 1)
    assert shown(c, visit) == shown(a, visit)


def test_a_fork_is_told_and_kept(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit, path = begin_visit(a), tmp_path / "visit.fsbundle"
    carry(a, b, path, visit)
    real = a.changes(visit)[0]
    other = Change(
        *(visit, a.device, 1, 1, AT, "Ani", visit, "visit", "assignment", "ST-2"),
        prev=real.prev,
    )
    a.add_segment(encode_segment([other], a._identity.signing))
    export_bundle(a, path, [visit])
    (arrival,) = import_bundle(b, path).arrivals
    assert arrival.forks == (f"{a.device}/1",)
    assert b.forks(visit) == a.forks(visit) != []
    assert shown(b, visit) == shown(a, visit)
    assert import_bundle(b, path).arrivals[0].forks == ()
    assert len(b.forks(visit)) == 1


def test_the_bundle_says_what_the_other_laptop_holds(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a)
    carry(a, b, tmp_path / "there.fsbundle", visit)
    assert a.receipts(visit) == []
    old, new = tmp_path / "old.fsbundle", tmp_path / "new.fsbundle"
    export_bundle(b, old, [visit])
    photo = b.put_blob(b"yang lain")
    entry = Entry("photo", "photo-2", "blob", photo, blobs=(photo,))
    b.write(visit, [entry], author="Budi", at=AT)
    export_bundle(b, new, [visit])
    for path in (new, old):
        import_bundle(a, path)
        (receipt,) = a.receipts(visit)
        assert receipt.peer == b.device
        assert receipt.cursor == b.cursor(visit)
        assert receipt.blobs == set(a.blob_names(visit))
    import_bundle(b, new)
    assert [one.peer for one in b.receipts(visit)] == [a.device]


class SwappedStick(Store):
    """A laptop whose bundle is written over between the reading that verifies and the one that takes in."""

    bundle: Path
    other: bytes

    def atomic(self) -> AbstractContextManager[None]:
        self.bundle.write_bytes(self.other)
        return super().atomic()


def test_what_is_taken_in_is_what_was_verified(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    visit, path = begin_visit(a, bytes(600_000)), tmp_path / "v.fsbundle"
    export_bundle(a, path, [visit])
    with path.open("rb") as file:
        reader = ContainerReader(file, path)
        payload = bytearray(b"".join(reader.payload(None)))
    payload[-1] ^= 1
    # Whole by itself, with the same header: only the photo is another one.
    altered = io.BytesIO()
    writer = ContainerWriter(altered, reader.header, None)
    writer.write(bytes(payload))
    writer.close()
    with SwappedStick.open(tmp_path / "b.db", create=True) as b:
        b.bundle, b.other = path, altered.getvalue()
        with pytest.raises(BundleError, match="changed while it was read"):
            import_bundle(b, path)
        assert b.streams() == []


def test_blobs_that_no_change_names_are_left_aside(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit, path = begin_visit(a), tmp_path / "visit.fsbundle"
    stray = a.put_blob(b"of another visit")
    export_bundle(a, path, [visit])
    assert b"of another visit" not in path.read_bytes()
    import_bundle(b, path)
    assert stray not in b.blob_names(visit)


def test_only_a_bundle_is_replaced_by_a_bundle(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    visit = begin_visit(a)
    report = tmp_path / "report.pdf"
    report.write_bytes(b"%PDF-1.7")
    for path in (report, a.path):
        before = path.read_bytes()
        with pytest.raises(FileProblem, match="exists and is not a bundle"):
            export_bundle(a, path, [visit])
        assert path.read_bytes() == before
    with pytest.raises(FileProblem, match="is not a file"):
        export_bundle(a, tmp_path, [visit])
    bundle = tmp_path / "visit.fsbundle"
    export_bundle(a, bundle, [visit])
    export_bundle(a, bundle, [visit], passphrase="sandi")
    assert show_bundle(bundle).addressees == ("passphrase",)
    assert leftovers(tmp_path) == []


def test_what_cannot_be_exported(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    visit, path = begin_visit(a), tmp_path / "visit.fsbundle"
    with pytest.raises(BundleError, match="is not in this database"):
        export_bundle(a, path, [visit, new_id()])
    with pytest.raises(BundleError, match="at least one visit"):
        export_bundle(a, path, [])
    with pytest.raises(BundleError, match="passphrase of the bundle is empty"):
        export_bundle(a, path, [visit], passphrase="")
    with pytest.raises(BundleError, match="at most 254 laptops"):
        export_bundle(a, path, [visit], devices=[bytes([n, n]) * 16 for n in range(255)])
    with pytest.raises(FileProblem, match="the folder does not exist"):
        export_bundle(a, tmp_path / "missing" / "visit.fsbundle", [visit])
    assert not path.exists()
    assert leftovers(tmp_path) == []


def test_a_file_that_is_not_there_or_is_a_folder(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    with pytest.raises(FileProblem, match="No such file"):
        import_bundle(a, tmp_path / "visit.fsbundle")
    with pytest.raises(FileProblem, match="Is a directory"):
        show_bundle(tmp_path)
