"""Disks that are read-only, full or small, and little memory: real ones, in a child process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from fieldsurvey.errors import FileProblem
from fieldsurvey.journal import new_id
from fieldsurvey.store import Store
from fieldsurvey.survey.ports import Entry
from fieldsurvey.sync import export_bundle, import_bundle, show_bundle
from fieldsurvey.whole_file import whole_file
from tests.sync.sync_laptops import AT, Laptops, begin_visit, leftovers, shown

FULL = Path("/dev/full")
unix = pytest.mark.skipif(os.name == "nt", reason="limits and users of POSIX systems")

EXPORT = """
import os, resource, signal, sys
from pathlib import Path
from fieldsurvey.errors import FileProblem
from fieldsurvey.store import Store
from fieldsurvey.sync import export_bundle
database, bundle, visit, limit = sys.argv[1:]
with Store.open(Path(database)) as store:
    if limit == "as nobody":
        os.setuid(65534)
    else:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        export_bundle(store, Path(bundle), [visit])
    except FileProblem as error:
        print(error)
"""

IMPORT = """
import sys
from pathlib import Path
from fieldsurvey.store import Store
from fieldsurvey.sync import import_bundle
class Telling(Store):
    def add_segment(self, data):
        taken = super().add_segment(data)
        print("changes", flush=True)
        return taken
    def put_blob(self, data):
        name = super().put_blob(data)
        print("file", flush=True)
        sys.stdin.readline()
        return name
with Telling.open(Path(sys.argv[1])) as store:
    import_bundle(store, Path(sys.argv[2]))
"""

CARRY = """
import re, sys
from pathlib import Path
from fieldsurvey.store import Store
from fieldsurvey.sync import export_bundle, import_bundle, show_bundle
source, target, bundle, visit = sys.argv[1:]
def peak():
    # getrusage also counts what the parent process once had.
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
with Store.open(Path(source)) as a, Store.open(Path(target), create=True) as b:
    before = peak()
    export_bundle(a, Path(bundle), [visit], devices=[b.encryption_public_key()])
    show_bundle(Path(bundle))
    report = import_bundle(b, Path(bundle))
    print(report.blobs_new, peak() - before)
"""


def run(script: str, *arguments: object) -> str:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


@unix
def test_a_folder_that_may_not_be_written_to(laptops: Laptops, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("takes another user's part, which only root can")
    a = laptops.new("a")
    visit, folder = begin_visit(a), tmp_path / "stick"
    folder.mkdir(mode=0o755)
    for above in (tmp_path, *tmp_path.parents):
        if above == Path(tempfile.gettempdir()):
            break
        above.chmod(above.stat().st_mode | 0o011)
    # The database, too, belongs to root: what has to be written into it is written before.
    export_bundle(a, tmp_path / "elsewhere.fsbundle", [visit])
    said = run(EXPORT, a.path, folder / "visit.fsbundle", visit, "as nobody")
    assert "visit.fsbundle: the folder may not be written to" in said
    assert list(folder.iterdir()) == []


@unix
def test_a_disk_that_takes_no_large_files(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    visit, folder = begin_visit(a, os.urandom(900_000)), tmp_path / "stick"
    folder.mkdir()
    path = folder / "visit.fsbundle"
    export_bundle(a, path, [visit])
    before = path.read_bytes()
    assert "does not take files this large" in run(EXPORT, a.path, path, visit, 500_000)
    assert path.read_bytes() == before
    assert list(folder.iterdir()) == [path]


def test_a_laptop_that_dies_amid_an_import_is_as_before_and_importing_again_completes_it(
    laptops: Laptops, tmp_path: Path
) -> None:
    a, path = laptops.new("a"), tmp_path / "v.fsbundle"
    visit = begin_visit(a)
    target = tmp_path / "b.db"
    with Store.open(target, create=True) as b:
        export_bundle(a, path, [visit], devices=[b.encryption_public_key()])
    command = [sys.executable, "-c", IMPORT, str(target), str(path)]
    for files in (1, 2):
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stdout.readline() == b"changes\n"
            for number in range(files):
                assert process.stdout.readline() == b"file\n"
                if number + 1 < files:
                    process.stdin.write(b"\n")
                    process.stdin.flush()
            process.kill()
        with Store.open(target) as b:
            assert b.streams() == []
            assert b.check() == []
    with Store.open(target) as b:
        import_bundle(b, path)
        assert shown(b, visit) == shown(a, visit)
        assert b.check() == []


def test_whatever_fails_inside_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "visit.fsbundle"
    path.write_bytes(b"old")

    def interrupt() -> None:
        with whole_file(path) as file:
            file.write(b"new")
            raise KeyboardInterrupt

    def fill() -> None:
        with whole_file(path) as file, FULL.open("wb", buffering=0) as full:
            file.write(b"new")
            full.write(b"new")

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    if FULL.exists():
        with pytest.raises(FileProblem, match="the disk is full"):
            fill()
    assert path.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="reads the peak as Linux tells it"
)
def test_memory_stays_bounded(laptops: Laptops, tmp_path: Path) -> None:
    a = laptops.new("a")
    visit, size, count = new_id(), 2_000_000, 60
    with a.atomic():
        for number in range(count):
            photo = a.put_blob(os.urandom(16) + bytes([number]) * size)
            entry = Entry("photo", f"photo-{number}", "blob", photo, blobs=(photo,))
            a.write(visit, [entry], author="Ani", at=AT)
    path = tmp_path / "visit.fsbundle"
    blobs_new, grown_kib = map(int, run(CARRY, a.path, tmp_path / "b.db", path, visit).split())
    assert blobs_new == count
    assert show_bundle(path).size > count * size
    # SQLite may fill its cache of 64 MiB; above that, a few photos' worth and not all of them.
    assert grown_kib < 90_000
