"""The first reading of a bundle: all of it is verified and noted before any of it is taken in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from fieldsurvey.errors import BundleError, JournalError
from fieldsurvey.journal import Segment, Span, box, decode_segment
from fieldsurvey.sync.records import Keys, Kind, Manifest, Record, malformed, read_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.journal import Change, ChangeKey, Rank
    from fieldsurvey.sync.header import Header

#: Kind and field under which a visit carries the name of its mall (``survey.model``).
_PLACE = ("mall", "name")


class PrivateValue(NamedTuple):
    """A private value as it travels: where it stands, and the key it is closed with."""

    visit: str
    entity: str
    field: str
    key: str


class Line(NamedTuple):
    """A change in the bundle, as far as a preview speaks of it."""

    visit: str
    key: ChangeKey
    author: str
    blobs: tuple[str, ...]
    kind: str
    entity: str
    field: str


@dataclass(slots=True)
class Contents:
    """What a bundle holds.

    Attributes:
        manifest: what the exporter held.
        spans: the segments, as (visit, span).
        private: the private values.
        blobs_named: the blobs that changes in the bundle speak of.
        blobs_held: the blobs in it.
        keys: ids of the keys in it.
        lines: its changes.
        places: visit → name of its mall, by the change of greatest rank.
    """

    manifest: Manifest
    spans: list[tuple[str, Span]] = field(default_factory=list)
    private: set[PrivateValue] = field(default_factory=set)
    blobs_named: set[str] = field(default_factory=set)
    blobs_held: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    _ranks: dict[str, Rank] = field(default_factory=dict)

    def note(self, segment: Segment) -> None:
        """Add what a segment holds."""
        self.spans.append((segment.stream, segment.span))
        for change in segment.changes:
            self.blobs_named.update(change.blobs)
            self.lines.append(
                Line(
                    change.stream,
                    change.key,
                    change.author,
                    change.blobs,
                    change.kind,
                    change.entity,
                    change.field,
                )
            )
            if (change.kind, change.field) == _PLACE and isinstance(change.value, str):
                self._note_place(change)
            if box.is_box(change.value):
                key = box.key_id(change.value) or ""
                self.private.add(PrivateValue(change.stream, change.entity, change.field, key))

    def _note_place(self, change: Change) -> None:
        before = self._ranks.get(change.stream)
        if before is None or change.rank > before:
            self._ranks[change.stream] = change.rank
            self.places[change.stream] = change.value

    def locked(self, visit: str, keys: set[str]) -> set[tuple[str, str]]:
        """Return (entity, field) of the private values of a visit that none of these keys opens."""
        return {
            (value.entity, value.field)
            for value in self.private
            if value.visit == visit and value.key not in keys
        }


def verify(payload: Iterator[bytes], header: Header, path: Path) -> Contents:
    """Read a payload to its end.

    Args:
        payload: verified pieces, as ``ContainerReader.payload`` yields them.
        header: the bundle's header; the payload may speak of its visits only.
        path: named in errors.

    Raises:
        BundleError: truncated, altered, or not a bundle's records.
    """
    contents: Contents | None = None
    visits = {visit.id for visit in header.visits}
    for record in read_records(payload, path):
        try:
            if record.kind is Kind.MANIFEST:
                contents = Contents(Manifest.decode(record.read()))
                named = {held.visit for held in contents.manifest.held}
            elif record.kind is Kind.SEGMENT and contents is not None:
                segment = decode_segment(record.read())
                contents.note(segment)
                named = {segment.stream}
            elif record.kind is Kind.KEYS:
                # Keys that whoever finds the stick could read would make the encryption a show.
                keys = Keys.decode(record.read())
                named = {keys.visit if header.slots else ""}
                if contents is not None:
                    contents.keys.update(key.id for key in keys.secrets)
            else:
                _verify_blob(record)
                named = set()
                if contents is not None:
                    contents.blobs_held.add(record.name)
        except JournalError as error:
            what = f"holds a segment that does not verify: {error} (nothing was taken in)"
            raise BundleError(path=path, what=what) from error
        except (ValueError, RecursionError) as error:
            raise malformed(path) from error
        if not named <= visits:
            raise malformed(path)
    if contents is None:
        raise malformed(path)
    return contents


def _verify_blob(record: Record) -> None:
    digest = hashlib.sha256()
    for piece in record.pieces():
        digest.update(piece)
    if digest.hexdigest() != record.name:
        raise ValueError("a blob does not fit its name")
