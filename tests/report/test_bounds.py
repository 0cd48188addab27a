"""PDFs made to do harm: what they may cost is bounded, and what is refused is one sentence."""

from __future__ import annotations

import sys
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FileProblem, PdfTooCostly, ReportError
from fieldsurvey.report import bounds, seal_file, verify
from fieldsurvey.report.bounds import bounded
from fieldsurvey.report.examine import examine
from fieldsurvey.report.originals import take_back
from fieldsurvey.report.seal_file import seal_of
from fieldsurvey.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk

_MIB = 1024 * 1024


def pdf(*objects: bytes) -> bytes:
    """Return a PDF of these objects, the first of which is its catalogue."""
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table, size = len(data), len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, table)
    return bytes(data)


def stream(packed: bytes, words: bytes = b"") -> bytes:
    return b"<<%b/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (
        words,
        len(packed),
        packed,
    )


def never_done() -> None:
    """Catch whatever comes and go on, as readers of damaged files do."""
    while True:
        try:
            while True:
                pass
        except Exception:  # noqa: BLE001, S110  see above
            pass


def test_time_is_up_though_everything_is_caught(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF")
    late = pytest.raises(PdfTooCostly, match=r"x\.pdf: takes too long to read")
    with late, bounded(path, seconds=0.02):
        never_done()
    with bounded(path, seconds=60), bounded(path, seconds=0):  # another bound inside adds none
        assert sum(range(100_000))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no bound of memory there")
def test_memory_is_bounded_and_given_back(tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF")
    full = pytest.raises(PdfTooCostly, match="takes too much memory")
    with full, bounded(path, memory=64 * _MIB):
        bytes(512 * _MIB)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_what_is_too_large_or_missing_is_not_read(
    desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, returned = desk.records, path.with_name("kembali.pdf")
    assert isinstance(store, Store)
    with pytest.raises(FileProblem):
        verify(returned)
    returned.write_bytes(path.read_bytes())
    monkeypatch.setattr(bounds, "_MOST_BYTES", 10)
    for read in (verify, lambda _: examine(path, store), lambda _: take_back(desk, returned, path)):
        with pytest.raises(PdfTooCostly, match="is larger than"):
            read(path)


def test_a_bomb_in_the_place_of_the_seal_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal_file, "_LARGEST", 1000)
    path = tmp_path / "x.pdf"
    names = b"/Names<</EmbeddedFiles<</Names[(seal.json) 3 0 R]>>>>"
    for packed in (zlib.compress(b'{"a": 1}' + b" " * 2000), zlib.compress(b"{}")[:-3]):
        path.write_bytes(
            pdf(
                b"<</Type/Catalog/Pages 2 0 R%b>>" % names,
                b"<</Type/Pages/Kids[]/Count 0>>",
                b"<</Type/Filespec/F(seal.json)/UF(seal.json)/EF<</F 4 0 R>>>>",
                stream(packed, b"/Type/EmbeddedFile"),
            )
        )
        with pytest.raises(ReportError, match="is damaged"):
            seal_of(path)


def test_what_is_nested_too_deeply_is_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    nested = b"<</Type/Catalog/Pages 2 0 R/AcroForm %b>>" % (b"[" * 100_000)
    path.write_bytes(pdf(nested, b"<</Type/Pages/Kids[]/Count 0>>"))
    assert [each.code for each in verify(path).problems] == ["unreadable"]


@pytest.mark.skipif(sys.platform != "linux", reason="the bound on memory is Linux's")
def test_two_readers_at_once_leave_no_bound_behind(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF")
    before = resource.getrlimit(resource.RLIMIT_AS)
    inside, leave = (threading.Event(), threading.Event()), (threading.Event(), threading.Event())

    def read(number: int) -> None:
        with bounded(path):
            inside[number].set()
            leave[number].wait()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(read, 0)
        inside[0].wait()
        second = pool.submit(read, 1)
        inside[1].wait(0.2)  # it comes in once the first has left
        leave[0].set()
        first.result()
        leave[1].set()
        second.result()
    assert resource.getrlimit(resource.RLIMIT_AS) == before
