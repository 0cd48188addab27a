"""Bundles in several files, read back from the medium, and told before they are taken in."""

from __future__ import annotations

import os
import random
import re
import sys
from pathlib import Path

import pytest

from fieldsurvey.errors import BundleCut, BundleError, BundleLocked, FileProblem
from fieldsurvey.survey.ports import Entry
from fieldsurvey.sync import export_bundle, import_bundle, preview_bundle, show_bundle, volumes
from tests.sync.sync_laptops import (
    AT,
    CHANGES,
    MALL,
    Laptops,
    begin_visit,
    everything,
    leftovers,
    shown,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_keys")

LIMIT = 100_000


def test_a_large_bundle_becomes_files_that_say_which_is_missing(
    laptops: Laptops, tmp_path: Path
) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a, os.urandom(250_000))
    stick = tmp_path / "stick"
    stick.mkdir()
    path = stick / "Kota Contoh.fsbundle"
    summary = export_bundle(a, path, [visit], passphrase="sandi", volume_bytes=LIMIT)
    names = [f"Kota Contoh ({number} dari 3).fsbundle" for number in (1, 2, 3)]
    assert [file.name for file in summary.files] == names
    assert sorted(file.name for file in stick.iterdir()) == names
    assert all(file.stat().st_size <= LIMIT for file in summary.files)
    assert all(show_bundle(file) == summary for file in summary.files)
    before = everything(b)
    for lost in summary.files:
        kept = lost.read_bytes()
        lost.unlink()
        for other in summary.files:
            if other != lost:
                number = names.index(lost.name) + 1
                with pytest.raises(BundleCut, match=rf"copy .*\({number} dari 3\)"):
                    import_bundle(b, other, passphrase="sandi")
        lost.write_bytes(kept)
    assert everything(b) == before
    # Whatever they are called now, and whichever of them is chosen.
    for number, file in enumerate(summary.files):
        file.rename(stick / f"salinan-{number}.bin")
    import_bundle(b, stick / "salinan-2.bin", passphrase="sandi")
    assert shown(b, visit) == shown(a, visit)


def test_volumes_of_two_bundles_are_not_mixed(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit, path = begin_visit(a, os.urandom(150_000)), tmp_path / "v.fsbundle"
    first = export_bundle(a, path, [visit], passphrase="sandi", volume_bytes=LIMIT)
    old = first.files[1].read_bytes()
    second = export_bundle(a, path, [visit], passphrase="sandi", volume_bytes=LIMIT)
    assert second.files == first.files
    second.files[1].write_bytes(old)
    with pytest.raises(BundleCut, match="2 dari 2"):
        import_bundle(b, second.files[0], passphrase="sandi")
    assert b.streams() == []
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds open files in /proc")
def test_a_stick_that_does_not_keep_what_is_written(
    laptops: Laptops, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = laptops.new("a")
    visit, path = begin_visit(a), tmp_path / "v.fsbundle"
    fsync = os.fsync

    def lossy(handle: int) -> None:
        """Flush as a worn stick does: one byte comes out another one."""
        name = Path(f"/proc/self/fd/{handle}").readlink()
        if name.suffix == ".part":
            with name.open("r+b") as file:
                file.seek(500)
                file.write(b"\0")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", lossy)
    with pytest.raises(FileProblem, match="use another one"):
        export_bundle(a, path, [visit])
    assert not path.exists()
    assert leftovers(tmp_path) == []


def fetched() -> int:
    """Return how many bytes this process has had brought from a disk (``proc(5)``)."""
    found = re.search(r"^read_bytes: (\d+)", Path("/proc/self/io").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc what came from a disk")
def test_what_is_read_back_comes_from_the_medium(laptops: Laptops, tmp_path: Path) -> None:
    own = tmp_path / "own"
    with own.open("wb") as file:
        file.write(bytes(1_000_000))
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    before = fetched()
    own.read_bytes()
    if fetched() - before < 900_000:
        pytest.skip("this folder lies in memory, or in a machine that does not count")
    a = laptops.new("a")
    visit = begin_visit(a, os.urandom(1_000_000))
    before = fetched()
    export_bundle(a, tmp_path / "v.fsbundle", [visit])
    assert fetched() - before > 900_000


def test_names_that_are_taken(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    visit, path = begin_visit(a, os.urandom(150_000)), tmp_path / "v.fsbundle"
    taken = volumes.volume_name(path, 2, 2)
    taken.write_bytes(b"catatan rapat")
    with pytest.raises(FileProblem, match="is not a bundle"):
        export_bundle(a, path, [visit], volume_bytes=LIMIT)
    assert taken.read_bytes() == b"catatan rapat"
    assert leftovers(tmp_path) == []


def test_what_it_brings_is_told_first(laptops: Laptops, tmp_path: Path) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    visit, path = begin_visit(a), tmp_path / "v.fsbundle"
    export_bundle(a, path, [visit], passphrase="sandi")
    before = everything(b)
    with pytest.raises(BundleLocked, match="give its passphrase"):
        preview_bundle(b, path)
    found = preview_bundle(b, path, passphrase="sandi")
    assert (found.device, found.opened_by) == (a.device, "passphrase")
    (brings,) = found.visits
    assert (brings.place, brings.here) == (MALL, False)
    assert (brings.changes, brings.changes_new, brings.authors) == (
        CHANGES,
        CHANGES,
        (("Ani", CHANGES),),
    )
    assert (brings.files, brings.files_new, brings.locked) == (2, 2, 0)
    assert everything(b) == before
    import_bundle(b, path, passphrase="sandi")
    photo = a.put_blob(b"satu lagi")
    entry = Entry("photo", "photo-2", "blob", photo, blobs=(photo,))
    a.write(visit, [entry], author="Budi", at=AT)
    write(a, visit, "mall", visit, "name", "MPP Baru")
    export_bundle(a, path, [visit])
    (brings,) = preview_bundle(b, path).visits
    assert (brings.place, brings.here, brings.changes_new) == ("MPP Baru", True, 2)
    assert brings.authors == (("Ani", 1), ("Budi", 1))
    assert (brings.files, brings.files_new) == (3, 1)


def mutate(laptops: Laptops, folder: Path, count: int) -> None:
    """Change bundles by chance: bytes, stretches, order, ends, files; import each."""
    chance = random.Random(20261123)
    a, b = laptops.new("a"), laptops.new("b")
    visit = begin_visit(a, chance.randbytes(90_000))
    stick = folder / "stick"
    stick.mkdir()
    wholes = []
    keys: dict[str, list[bytes]] = {"open": [], "sealed": [b.encryption_public_key()]}
    for name, devices in keys.items():
        for limit in (10**9, 40_000):
            path = stick / f"{name}-{limit}.fsbundle"
            summary = export_bundle(a, path, [visit], devices=devices, volume_bytes=limit)
            wholes.append([(file, file.read_bytes()) for file in summary.files])
    outside = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    mine = begin_visit(b)
    before = everything(b)[mine]
    taken, said = 0, list[str]()
    for _ in range(count):
        files = chance.choice(wholes)
        for file, whole in files:
            file.write_bytes(whole)
        target, whole = chance.choice(files)
        target.write_bytes(_mutated(whole, chance))
        try:
            preview_bundle(b, files[0][0])
            import_bundle(b, files[0][0])
            taken += 1
        except (BundleError, FileProblem) as error:
            said.append(str(error))
        assert set(b.streams()) <= {mine, visit}
        assert everything(b)[mine] == before
        for file, whole in files:
            file.write_bytes(whole)
    # What was taken in was whole: a change that changed nothing.
    assert taken < count / 10
    assert not any("\n" in sentence for sentence in said)
    for path, data in outside.items():
        assert path.name.startswith("b.db") or path.read_bytes() == data
    assert b.check() == []
    import_bundle(b, wholes[-1][0][0])
    assert shown(b, visit) == shown(a, visit)
    assert leftovers(stick) == []


def _mutated(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    first, second = sorted(chance.randrange(len(data)) for _ in range(2))
    kind = chance.randrange(7)
    if kind == 0:
        data[first] ^= 1 << chance.randrange(8)
    elif kind == 1:
        del data[first:]
    elif kind == 2:
        del data[first : first + 1 + chance.randrange(300)]
    elif kind == 3:
        data[first:first] = chance.randbytes(1 + chance.randrange(300))
    elif kind == 4:
        data += data[first:second] or b"x"
    elif kind == 5:
        data[first : first + 16] = data[second : second + 16]
    else:
        head = chance.randrange(min(1200, len(data)))
        data[head] = chance.randrange(256)
    return bytes(data)


def test_bundles_changed_by_chance(laptops: Laptops, tmp_path: Path) -> None:
    mutate(laptops, tmp_path, 100)


@pytest.mark.full
def test_many_bundles_changed_by_chance(laptops: Laptops, tmp_path: Path) -> None:
    mutate(laptops, tmp_path, 2_000)
