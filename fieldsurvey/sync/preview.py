"""What a bundle would bring here, told before anything of it is taken in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.sync.bundle import opened_contents
from fieldsurvey.sync.storage import BundleStorage, is_here

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.sync.contents import Contents


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


def preview_bundle(storage: BundleStorage, path: Path, *, passphrase: str | None = None) -> Preview:
    """Read and verify a whole bundle, and say what importing it would bring.

    Raises:
        FileProblem: the file cannot be read.
        BundleError: as ``import_bundle`` would say; nothing is taken in either way.
    """
    header, found, opened_by = opened_contents(storage, path, passphrase)
    manifest = found.manifest
    names = {peer.device: peer.name for peer in storage.peers()}
    return Preview(
        manifest.device,
        names.get(manifest.device, ""),
        manifest.made,
        opened_by,
        tuple(_visit(storage, visit.id, found) for visit in header.visits),
    )


def _visit(storage: BundleStorage, visit: str, found: Contents) -> VisitPreview:
    cursor = storage.cursor(visit)
    lines = [line for line in found.lines if line.visit == visit]
    new = [line for line in lines if not cursor.covers(line.key)]
    authors: dict[str, int] = {}
    for line in new:
        authors[line.author] = authors.get(line.author, 0) + 1
    files = {name for line in lines for name in line.blobs} & found.blobs_held
    keys = {key.id for key in storage.secret_keys(visit)} | found.keys
    return VisitPreview(
        visit,
        found.places.get(visit, ""),
        visit in storage.streams(),
        len(lines),
        len(new),
        tuple(sorted(authors.items(), key=lambda pair: (-pair[1], pair[0]))),
        len(files),
        sum(1 for name in files if not is_here(storage, name)),
        len(found.locked(visit, keys)),
    )
