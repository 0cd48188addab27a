"""P11: a half-written or altered stick leaves nothing half-applied."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from fieldsurvey.errors import BundleError
from fieldsurvey.journal import Cursor, SecretKey, decode_segment
from fieldsurvey.sync import export_bundle, import_bundle, show_bundle
from fieldsurvey.sync.container import VERSION, ContainerWriter
from fieldsurvey.sync.header import Header, VisitLine
from fieldsurvey.sync.records import RECORD_LIMIT, Held, Keys, Kind, Manifest, write_record
from tests.sync.sync_laptops import CHANGES, Laptops, begin_visit, everything

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MADE = "2026-11-23T09:30:00+08:00"
addressed = pytest.mark.parametrize("addressed", [False, True], ids=["readable", "sealed"])


@addressed
def test_cut_off_or_altered_anywhere(laptops: Laptops, tmp_path: Path, addressed: bool) -> None:
    a, b = laptops.new("a"), laptops.new("b")
    chance = random.Random(20261123)
    visit, path = begin_visit(a, chance.randbytes(300_000)), tmp_path / "visit.fsbundle"
    begin_visit(b)
    to = [b.encryption_public_key()] if addressed else []
    export_bundle(a, path, [visit], devices=to)
    before, whole = everything(b), path.read_bytes()
    lengths = [
        *range(0, 1200, 13),
        *range(1200, len(whole), 40_009),
        *range(len(whole) - 49, len(whole), 4),
    ]
    for length in lengths:
        path.write_bytes(whole[:length])
        refused(lambda: import_bundle(b, path))
        refused(lambda: show_bundle(path))
    for place in [*range(60), *(chance.randrange(len(whole)) for _ in range(60))]:
        altered = bytearray(whole)
        altered[place] ^= 1 << chance.randrange(8)
        path.write_bytes(altered)
        refused(lambda: import_bundle(b, path))
        refused(lambda: show_bundle(path))
    assert everything(b) == before
    path.write_bytes(whole)
    assert import_bundle(b, path).arrivals[0].changes_new == CHANGES


def refused(step: Callable[[], object]) -> None:
    with pytest.raises(BundleError) as caught:
        step()
    assert "\n" not in str(caught.value)
    assert "nothing was taken in" in str(caught.value)


def test_newer_or_foreign_files(laptops: Laptops, tmp_path: Path) -> None:
    a, path = laptops.new("a"), tmp_path / "visit.fsbundle"
    export_bundle(a, path, [begin_visit(a)])
    before, whole = everything(a), path.read_bytes()
    path.write_bytes(whole[:8] + (VERSION + 1).to_bytes(2) + whole[10:])
    with pytest.raises(BundleError, match="update fieldsurvey"):
        import_bundle(a, path)
    for foreign in (b"catatan rapat\n", b"%PDF-1.7\n", a.path.read_bytes()):
        path.write_bytes(foreign)
        with pytest.raises(BundleError, match="is not a fieldsurvey bundle"):
            import_bundle(a, path)
    path.write_bytes(b"")
    with pytest.raises(BundleError, match="cut off at byte 0"):
        import_bundle(a, path)
    assert everything(a) == before


class Forger:
    """Writes containers that are whole and yet not what an export writes."""

    def __init__(self, laptops: Laptops, path: Path) -> None:
        self.source, self.target, self.path = laptops.new("a"), laptops.new("b"), path
        self.visit, self.other = begin_visit(self.source), begin_visit(self.source)
        self.header = Header(MADE, (VisitLine(self.visit, CHANGES, 2, 0),))
        held = Held(self.visit, self.source.cursor(self.visit), ())
        self.manifest = Manifest(self.source.device, MADE, (held,))
        self.segments = list(self.source.segments(self.visit, Cursor()))
        self.foreign = list(self.source.segments(self.other, Cursor()))

    def signed(self, body: bytes) -> bytes:
        """Return a segment of one change with these bytes, signed by the device."""
        real = decode_segment(self.segments[0])
        header = {
            "v": 1,
            "stream": self.visit,
            "device": self.source.device,
            "first": 1,
            "last": 1,
            "key": real.public_key.hex(),
        }
        parts = [b"fieldsurvey-segment\n"]
        for text in (json.dumps(header).encode(), body):
            parts += [len(text).to_bytes(4), text]
        signed = b"".join(parts)
        return signed + self.source._identity.signing.sign(signed)

    def refused(self, *records: tuple[Kind, bytes], header: bytes | None = None) -> None:
        with self.path.open("wb") as file:
            out = ContainerWriter(file, header or self.header.encode(), None)
            for kind, data in records:
                write_record(out, kind, data, self.path)
            out.close()
        self.refused_as_it_is()

    def refused_as_it_is(self) -> None:
        with pytest.raises(BundleError, match="nothing was taken in"):
            import_bundle(self.target, self.path)
        assert self.target.streams() == []


def test_whole_files_that_no_export_wrote(laptops: Laptops, tmp_path: Path) -> None:
    forger = Forger(laptops, tmp_path / "visit.fsbundle")
    first = (Kind.MANIFEST, forger.manifest.encode())
    (segment,) = ((Kind.SEGMENT, data) for data in forger.segments)
    forger.refused()
    forger.refused(segment)
    forger.refused(segment, first)
    forger.refused(first, first)
    forger.refused(first, (Kind.SEGMENT, forger.segments[0][:-1]))
    forger.refused(first, segment, (Kind.SEGMENT, b""))
    forger.refused(first, segment, (Kind.SEGMENT, forger.foreign[0]))
    held = replace(forger.manifest.held[0], visit=forger.other)
    forger.refused((Kind.MANIFEST, replace(forger.manifest, held=(held,)).encode()), segment)
    forger.refused((Kind.MANIFEST, replace(forger.manifest, made="kemarin").encode()), segment)
    forger.refused((Kind.MANIFEST, replace(forger.manifest, device="\x1b[2J").encode()), segment)
    forger.refused((Kind.MANIFEST, b"[" * 100_000), segment)
    forger.refused((Kind.MANIFEST, b"[]"), segment)
    secret = SecretKey("key", forger.visit, "response-1", bytes(32))
    keys = Keys(forger.visit, bytes(32), (secret,)).encode()
    forger.refused(first, segment, (Kind.KEYS, keys))  # keys that anyone could read


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"clock":1,', b'"clock":' + b"9" * 30 + b","),
        (b'"kind":"visit"', b'"kind":"\\ud800"'),
        (b'"value":"ST-1"', b'"value":' + b"[" * 100_000 + b"]" * 100_000),
    ],
    ids=["number", "half a letter", "depth"],
)
def test_signed_changes_that_no_database_can_keep(
    laptops: Laptops, tmp_path: Path, old: bytes, new: bytes
) -> None:
    forger = Forger(laptops, tmp_path / "visit.fsbundle")
    body = forger.source.changes(forger.visit)[0].body.replace(old, new)
    with forger.path.open("wb") as file:
        out = ContainerWriter(file, forger.header.encode(), None)
        write_record(out, Kind.MANIFEST, forger.manifest.encode(), forger.path)
        write_record(out, Kind.SEGMENT, forger.signed(body), forger.path)
        out.close()
    forger.refused_as_it_is()


@pytest.mark.parametrize(
    "change",
    [
        {"visits": []},
        {"visits": 3},
        {"made": "2026-11-23T09:30:00"},
        {"made": "9999-12-31T23:59:59+00:00"},
        {"made": "\x1b[2J"},
        {"slots": [{"for": "team"}]},
        {"slots": [[]]},
        {"slots": [{"for": "\x07"}]},
    ],
)
def test_whole_files_with_a_strange_header(
    laptops: Laptops, tmp_path: Path, change: dict[str, Any]
) -> None:
    forger = Forger(laptops, tmp_path / "visit.fsbundle")
    header = json.loads(forger.header.encode()) | change
    records = [(Kind.MANIFEST, forger.manifest.encode()), (Kind.SEGMENT, forger.segments[0])]
    forger.refused(*records, header=json.dumps(header).encode())
    forger.refused(*records, header=b"[" * 100_000)
    forger.refused(*records, header=b"\xff")
    twice = replace(forger.header, visits=forger.header.visits * 2)
    forger.refused(*records, header=twice.encode())


@pytest.mark.parametrize(
    "tail",
    [
        b"\x09" + (0).to_bytes(8),
        b"\x04" + (5).to_bytes(8) + b"short",
        b"\x04" + (33).to_bytes(8) + bytes(32) + b"x",
        b"\x02" + (RECORD_LIMIT + 1).to_bytes(8),
        b"\x02" + RECORD_LIMIT.to_bytes(8) + b"much less",
        b"\x02\0",
    ],
    ids=["kind", "short blob", "blob of another name", "too long", "claims too much", "cut head"],
)
def test_whole_files_with_strange_records(laptops: Laptops, tmp_path: Path, tail: bytes) -> None:
    forger = Forger(laptops, tmp_path / "visit.fsbundle")
    with forger.path.open("wb") as file:
        out = ContainerWriter(file, forger.header.encode(), None)
        write_record(out, Kind.MANIFEST, forger.manifest.encode(), forger.path)
        out.write(tail)
        out.close()
    forger.refused_as_it_is()
