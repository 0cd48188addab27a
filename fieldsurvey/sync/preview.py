"""What a bundle would bring here, told before anything of it is taken in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.survey.responses import doubles
from fieldsurvey.survey.visits import response_of
from fieldsurvey.sync.bundle import rehearse
from fieldsurvey.sync.storage import BundleStorage, is_here

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.journal import Cursor
    from fieldsurvey.sync.contents import Contents
    from fieldsurvey.sync.header import Header

#: Kinds of entities of a visit (``survey.visits``).
_RESPONSE, _PHOTO = "response", "photo"


@dataclass(frozen=True, slots=True)
class VisitPreview:
    """What a bundle brings of one visit.

    Attributes:
        visit: its id.
        place: name of the mall, as the bundle last knows it; empty when it does not say.
        here: whether the visit is held here already.
        changes: changes in the bundle.
        changes_new: those that are not held here.
        authors: who wrote the new changes, with how many each, most first.
        files: photos, forms and documents in the bundle that changes in it name.
        files_new: those that are not held here.
        locked: private values in it that no key opens, held here or in it.
        answers_new: changes of answers that are not held here.
        photos_new: photos that are not known here.
        conflicts_new: fields that would wait for a decision and do not now.
        doubles_new: slots that would be filled more than once and are not now.
    """

    visit: str
    place: str
    here: bool
    changes: int
    changes_new: int
    authors: tuple[tuple[str, int], ...]
    files: int
    files_new: int
    locked: int
    answers_new: int = 0
    photos_new: int = 0
    conflicts_new: int = 0
    doubles_new: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What a bundle brings.

    Attributes:
        device: the device that made it.
        name: what its owner calls that device, if it was paired with.
        made: time on that device, ISO 8601.
        opened_by: "device", "passphrase", "team", or None for an unaddressed bundle.
        visits: in the bundle's order.
    """

    device: str
    name: str
    made: str
    opened_by: str | None
    visits: tuple[VisitPreview, ...]


@dataclass(frozen=True, slots=True)
class _Before:
    """How a visit stands here before the bundle."""

    cursor: Cursor
    photos: frozenset[str]
    conflicts: frozenset[tuple[str, str]]
    doubles: frozenset[object]

    @classmethod
    def of(cls, storage: BundleStorage, visit: str) -> _Before:
        """Look at a visit."""
        return cls(
            storage.cursor(visit),
            frozenset(record.id for record in storage.entities(visit, _PHOTO)),
            frozenset((one.entity, one.field) for one in storage.conflicts(visit)),
            frozenset(_doubles(storage, visit)),
        )


def preview_bundle(storage: BundleStorage, path: Path, *, passphrase: str | None = None) -> Preview:
    """Read and verify a whole bundle, and say what importing it would bring.

    Its changes are taken in and taken back (``bundle.rehearse``), so that conflicts and doubles are those of an import.

    Raises:
        FileProblem: the file cannot be read.
        BundleError: as ``import_bundle`` would say; nothing is taken in either way.
    """
    before = {visit: _Before.of(storage, visit) for visit in storage.streams()}

    def look(header: Header, found: Contents, opened_by: str | None) -> Preview:
        manifest = found.manifest
        names = {peer.device: peer.name for peer in storage.peers()}
        return Preview(
            manifest.device,
            names.get(manifest.device, ""),
            manifest.made,
            opened_by,
            tuple(
                _visit(storage, visit.id, found, before.get(visit.id)) for visit in header.visits
            ),
        )

    return rehearse(storage, path, passphrase, look)


def _visit(
    storage: BundleStorage, visit: str, found: Contents, before: _Before | None
) -> VisitPreview:
    lines = [line for line in found.lines if line.visit == visit]
    new = [line for line in lines if before is None or not before.cursor.covers(line.key)]
    authors = Counter(line.author for line in new)
    files = {name for line in lines for name in line.blobs} & found.blobs_held
    keys = {key.id for key in storage.secret_keys(visit)} | found.keys
    photos = {line.entity for line in new if line.kind == _PHOTO}
    conflicts = {(one.entity, one.field) for one in storage.conflicts(visit)}
    twice = set(_doubles(storage, visit))
    if before is not None:
        photos -= before.photos
        conflicts -= before.conflicts
        twice -= before.doubles
    return VisitPreview(
        visit,
        found.places.get(visit, ""),
        before is not None,
        len(lines),
        len(new),
        tuple(sorted(authors.items(), key=lambda pair: (-pair[1], pair[0]))),
        len(files),
        sum(1 for name in files if not is_here(storage, name)),
        len(found.locked(visit, keys)),
        answers_new=sum(1 for line in new if line.kind == _RESPONSE and line.field.startswith("/")),
        photos_new=len(photos),
        conflicts_new=len(conflicts),
        doubles_new=len(twice),
    )


def _doubles(storage: BundleStorage, visit: str) -> list[object]:
    """Return the slots that are filled more than once."""
    found = [response_of(record) for record in storage.entities(visit, _RESPONSE)]
    return [slot for slot, _ in doubles(found)]
