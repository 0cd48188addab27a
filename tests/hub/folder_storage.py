"""A second real keeper of segments, files and peers: plain files in folders, no database at all.

What the hub does must hold over it as over a laptop's store: nothing in the hub may rest on SQLite.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldsurvey.errors import StoreError
from fieldsurvey.journal import (
    Cursor,
    Peer,
    Receipt,
    Segment,
    SegmentName,
    Taken,
    blob_name,
    decode_segment,
    device_id,
    ready,
    sign,
)
from fieldsurvey.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fieldsurvey.journal import Change


class FolderStorage:
    """An ``ExchangeStorage`` in a folder; it writes no changes of its own and keeps no keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("segments", "blobs", "parts", "receipts", "peers"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        keys = folder / "identity"
        if not keys.exists():
            made = Ed25519PrivateKey.generate().private_bytes_raw()
            write_whole(keys, made + X25519PrivateKey.generate().private_bytes_raw())
        both = keys.read_bytes()
        self._signing = Ed25519PrivateKey.from_private_bytes(both[:32])
        self._encryption = X25519PrivateKey.from_private_bytes(both[32:])
        self._made: list[Path] | None = None

    def close(self) -> None:
        """Nothing is open."""

    # --- the device

    @property
    def device(self) -> str:
        return device_id(self.signing_public_key())

    def signing_public_key(self) -> bytes:
        return self._signing.public_key().public_bytes_raw()

    def encryption_public_key(self) -> bytes:
        return self._encryption.public_key().public_bytes_raw()

    def sign(self, purpose: str, message: bytes) -> bytes:
        return sign(self._signing, purpose, message)

    def server_identity(self) -> bytes | None:
        path = self._folder / "tls.pem"
        return path.read_bytes() if path.exists() else None

    def keep_server_identity(self, pem: bytes) -> None:
        write_whole(self._folder / "tls.pem", pem)

    def peers(self) -> list[Peer]:
        found = [json.loads(path.read_text()) for path in (self._folder / "peers").iterdir()]
        return [
            Peer(
                *(raw["device"], raw["name"]),
                *(bytes.fromhex(raw["signing"]), bytes.fromhex(raw["encryption"])),
                datetime.fromisoformat(raw["since"]),
            )
            for raw in sorted(found, key=lambda raw: str(raw["since"]))
        ]

    def add_peer(self, peer: Peer) -> None:
        raw = {
            "device": peer.device,
            "name": peer.name,
            "since": peer.since.isoformat(),
            "signing": peer.signing.hex(),
            "encryption": peer.encryption.hex(),
        }
        write_whole(self._folder / "peers" / peer.device, json.dumps(raw).encode())

    def forget_peer(self, device: str) -> None:
        (self._folder / "peers" / device).unlink(missing_ok=True)

    # --- segments

    @contextmanager
    def atomic(self) -> Iterator[None]:
        made: list[Path] = []
        self._made = made
        try:
            yield
        except BaseException:
            for path in made:
                path.unlink(missing_ok=True)
            raise
        finally:
            self._made = None

    def streams(self) -> list[str]:
        return sorted({segment.stream for segment in self._all()})

    def cursor(self, stream: str) -> Cursor:
        spans = [segment.span for segment in self._of(stream)]
        held: dict[str, int] = {}
        for span in ready(Cursor(), spans):
            held[span.device] = max(held.get(span.device, 0), span.last)
        return Cursor(held)

    def segments(
        self, stream: str, after: Cursor, tips: Mapping[str, str] | None = None
    ) -> Iterator[bytes]:
        for one in self.segment_names(stream, after, tips):
            yield self.segment(one.name) or b""

    def tips(self, stream: str) -> dict[str, str]:
        return {change.device: change.hash for change in self._at(stream, self.cursor(stream))}

    def _at(self, stream: str, cursor: Cursor) -> list[Change]:
        """The changes at a cursor; two where a device forked there."""
        return [
            change
            for one in self._of(stream)
            for change in one.changes
            if change.seq == cursor.at(change.device)
        ]

    def segment_names(
        self, stream: str, after: Cursor, tips: Mapping[str, str] | None = None
    ) -> list[SegmentName]:
        found = self._of(stream)
        here = self.cursor(stream)
        known = {(change.device, change.hash) for change in self._at(stream, after)}
        parted = {
            device
            for device, tip in (tips or {}).items()
            if here.at(device) >= after.at(device) > 0 and (device, tip) not in known
        }
        hashes = {(change.key, change.hash) for one in found for change in one.changes}
        forked = {key for key, count in Counter(key for key, _ in hashes).items() if count > 1}
        return [
            SegmentName(blob_name(one.data), len(one.data), one.span)
            for one in sorted(found, key=lambda one: one.span)
            if one.span.last > after.at(one.span.device)
            or one.span.device in parted
            or any(change.key in forked for change in one.changes)
        ]

    def segment(self, name: str) -> bytes | None:
        path = self._folder / "segments" / name
        return path.read_bytes() if path.exists() else None

    def add_segment(self, data: bytes) -> Taken:
        segment = decode_segment(data)
        stream, device = segment.stream, segment.span.device
        before = self._applied(stream, device)
        self._write("segments", blob_name(data), data)
        now = self._applied(stream, device)
        kept = {(change.key, change.hash) for one in self._of(stream) for change in one.changes}
        forks = [
            f"{change.device}/{change.seq}"
            for change in segment.changes
            if sum(1 for key, _ in kept if key == change.key) > 1
        ]
        pending = segment.span.last > self.cursor(stream).at(device)
        return Taken(stream, device, len(now - before), pending, tuple(forks))

    def _applied(self, stream: str, device: str) -> set[str]:
        end = self.cursor(stream).at(device)
        return {
            change.hash
            for one in self._of(stream)
            for change in one.changes
            if change.device == device and change.seq <= end
        }

    def _of(self, stream: str) -> list[Segment]:
        return [segment for segment in self._all() if segment.stream == stream]

    def _all(self) -> list[Segment]:
        folder = self._folder / "segments"
        return [decode_segment(path.read_bytes()) for path in sorted(folder.iterdir())]

    # --- files

    def blob_names(self, stream: str) -> list[str]:
        cursor = self.cursor(stream)
        return sorted(
            {
                name
                for one in self._of(stream)
                for change in one.changes
                if cursor.covers(change.key)
                for name in change.blobs
            }
        )

    def missing_blobs(self, stream: str) -> list[str]:
        held = self._folder / "blobs"
        return [name for name in self.blob_names(stream) if not (held / name).exists()]

    def blob(self, sha256: str) -> bytes:
        path = self._folder / "blobs" / sha256
        if not path.exists() or blob_name(data := path.read_bytes()) != sha256:
            raise StoreError(path=path, what="not here")
        return data

    def put_blob(self, data: bytes) -> str:
        self._write("blobs", blob_name(data), data)
        return blob_name(data)

    def part_size(self, name: str) -> int:
        path = self._part(name)
        return path.stat().st_size if path.exists() else 0

    def add_part(self, name: str, at: int, data: bytes) -> int:
        if at == self.part_size(name):
            with self._part(name).open("ab") as file:
                file.write(data)
        return self.part_size(name)

    def take_parts(self, name: str) -> bytes:
        path = self._part(name)
        data = path.read_bytes() if path.exists() else b""
        path.unlink(missing_ok=True)
        return data

    def _part(self, name: str) -> Path:
        return self._folder / "parts" / name.replace("/", "-")

    # --- receipts

    def add_receipt(self, receipt: Receipt) -> None:
        raw = {
            "peer": receipt.peer,
            "stream": receipt.stream,
            "cursor": receipt.cursor.to_json(),
            "blobs": sorted(receipt.blobs),
            "at": receipt.at.isoformat(),
            "proof": receipt.proof.hex(),
        }
        path = self._folder / "receipts" / f"{receipt.stream}-{receipt.peer}"
        write_whole(path, json.dumps(raw).encode())

    def receipts(self, stream: str) -> list[Receipt]:
        found = [json.loads(path.read_text()) for path in (self._folder / "receipts").iterdir()]
        return [
            Receipt(
                *(raw["peer"], raw["stream"], Cursor.from_json(raw["cursor"])),
                *(frozenset(raw["blobs"]), datetime.fromisoformat(raw["at"])),
                bytes.fromhex(raw["proof"]),
            )
            for raw in found
            if raw["stream"] == stream
        ]

    def _write(self, kind: str, name: str, data: bytes) -> None:
        path = self._folder / kind / name
        if not path.exists():
            write_whole(path, data)
            if self._made is not None:
                self._made.append(path)
