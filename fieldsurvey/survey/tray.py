"""The photos of a visit, wherever they belong: taken in from folders, some of them evidence, others not yet.

A photo that was taken in is an entity of kind ``tray_photo`` named by its bytes, so that two laptops that take in the
same file make one. It becomes evidence by ``survey.placing``; what was attached in a form is listed beside it.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import FileProblem
from fieldsurvey.media import (
    PhotoInfo,
    alike,
    compact_copy,
    difference_hash,
    read_evidence,
    read_photo,
)
from fieldsurvey.survey.photo_edits import Recipes
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import tzinfo
    from pathlib import Path

    from fieldsurvey.media import Recipe
    from fieldsurvey.survey.model import Photo, Visit
    from fieldsurvey.survey.ports import Record, Records
    from fieldsurvey.survey.visits import Visits

#: Kind of the entity.
TRAY_PHOTO = "tray_photo"
NAME, SMALL, CAPTION, LEFT_OUT, KEPT = "name:", "small:", "caption", "left_out", "kept"
THUMBNAIL = 320
"""Longest side of a small picture, in pixels."""

_NAMESPACE = uuid.UUID("0192f0a5-6f1e-7c1a-9d51-0f5e1d5a7e12")
#: What phones call their photos; other files of a folder are no photos and nobody's concern.
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"})


@dataclass(frozen=True, slots=True)
class Examined:
    """A file as it will be taken in.

    Attributes:
        name: of the file.
        sha256: of its bytes.
        data: the bytes, None when they are known already.
        info: what the photo says of itself, None when it is known already.
        looks: its difference hash.
        small: a thumbnail, JPEG.
    """

    name: str
    sha256: str
    data: bytes | None = None
    info: PhotoInfo | None = None
    looks: int = 0
    small: bytes = b""


@dataclass(frozen=True, slots=True)
class TrayRow:
    """A photo of a visit as it is listed.

    Attributes:
        sha256: names the original; ``id`` the entity, ``""`` for one that came by a form only.
        name: of the file it came from.
        taken_at: None is "waktu tidak tercatat"; ``time_source`` as ``media.PhotoInfo`` says.
        caption: what it shows.
        left_out: somebody set it aside.
        kept: somebody decided that it stays beside those that look like it.
        looks: its difference hash, None when nobody looked.
        small: a thumbnail of the original by SHA-256, ``""`` without one.
        evidence: the pieces of evidence it is.
        recipe: what is done to it.
    """

    sha256: str
    media_type: str
    id: str = ""
    name: str = ""
    taken_at: datetime | None = None
    time_source: str = ""
    camera: str = ""
    width: int = 0
    height: int = 0
    latitude: float | None = None
    longitude: float | None = None
    caption: str = ""
    left_out: bool = False
    kept: bool = False
    looks: int | None = None
    small: str = ""
    evidence: tuple[Photo, ...] = ()
    recipe: Recipe | None = None

    @property
    def placed(self) -> bool:
        """Whether it is evidence of something."""
        return bool(self.evidence)


def photo_files(folder: Path) -> list[Path]:
    """Return the photos in a folder and those below it, by path; hidden ones (``.trashed-…``, ``._…``) left out.

    Raises:
        FileProblem: the folder cannot be read.
    """
    try:
        if not folder.is_dir():
            raise FileProblem(path=folder, what="this is no folder")
        found = [
            path
            for path in folder.rglob("*")
            if path.suffix.lower() in _SUFFIXES
            and not any(part.startswith(".") for part in path.relative_to(folder).parts)
            and path.is_file()
        ]
    except OSError as error:
        raise FileProblem(path=folder, what=error.strerror or "cannot be read") from error
    return sorted(found)


def examine(path: Path, zone: tzinfo, known: Container[str] = ()) -> Examined:
    """Read a photo to be taken in; needs no records, so that it can be done beside the window.

    Args:
        path: the file.
        zone: of the site, for cameras that write wall time only.
        known: SHA-256 of those that are here already, which are not looked at again.

    Raises:
        FileProblem: it cannot be read, or is too large.
        PhotoError: it is no photo, or damaged.
    """
    data = read_evidence(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 in known:
        return Examined(path.name, sha256)
    info = read_photo(data, name=path.name, zone=zone)
    small = compact_copy(data, name=path.name, longest=THUMBNAIL).data
    return Examined(path.name, sha256, data, info, difference_hash(small), small)


def tray_id(visit: str, sha256: str) -> str:
    """Return the entity of a photo that is taken in: the same on every laptop."""
    return str(uuid.uuid5(_NAMESPACE, f"{visit} photo {sha256}"))


def take_in(visits: Visits, visit: str, photo: Examined) -> bool:
    """Keep a photo with its visit, bytes and facts durable together; say whether it is new here.

    Under a seal too: a seal holds evidence, and this is none yet.

    Raises:
        StoreError: it could not be written.
    """
    records, entity = visits.records, tray_id(visit, photo.sha256)
    with records.atomic():
        if records.entity(visit, entity) is not None or photo.data is None or photo.info is None:
            return False
        records.put_blob(photo.data)
        info = photo.info
        facts: dict[str, object] = {
            "media_type": info.media_type,
            "taken_at": info.taken_at.isoformat() if info.taken_at else None,
            "time_source": info.time_source,
            "camera": info.camera,
            "width": info.width,
            "height": info.height,
            "latitude": info.latitude,
            "longitude": info.longitude,
            "looks": f"{photo.looks:016x}",
            # Another laptop may know the file by another name: a field each, so that they do not disagree.
            NAME + records.device: photo.name,
        }
        small = records.put_blob(photo.small)
        entries = [
            Entry(TRAY_PHOTO, entity, "sha256", photo.sha256, blobs=(photo.sha256,)),
            Entry(TRAY_PHOTO, entity, SMALL + records.device, small, blobs=(small,)),
        ]
        entries += [
            Entry(TRAY_PHOTO, entity, name, value)
            for name, value in facts.items()
            if value not in (None, "")
        ]
        records.write(visit, entries, author=visits.author, at=visits.clock.now())
    return True


def read_tray(records: Records, visit: str, snapshot: Visit) -> list[TrayRow]:
    """Return the photos of a visit by the time they were taken; those that do not say when come last.

    Args:
        records: where they are kept.
        visit: the visit's id.
        snapshot: the visit, which says what is evidence; what it leaves out (secrets) is not listed.
    """
    evidence: dict[str, list[Photo]] = {}
    for photo in snapshot.photos:
        if photo.media_type.startswith("image/"):
            evidence.setdefault(photo.sha256, []).append(photo)
    edited = Recipes.read(records, visit)
    rows = []
    hidden = _hidden(records, visit, snapshot)
    for record in records.entities(visit, TRAY_PHOTO):
        sha256 = str(record.fields.get("sha256", ""))
        if sha256 and sha256 not in hidden:
            rows.append(_row(record, sha256, tuple(evidence.pop(sha256, ())), edited.of(sha256)))
    for sha256, photos in evidence.items():
        first = photos[0]
        rows.append(
            TrayRow(
                sha256,
                first.media_type,
                taken_at=first.taken_at,
                latitude=first.latitude,
                longitude=first.longitude,
                caption=first.caption,
                evidence=tuple(photos),
                recipe=edited.of(sha256),
            )
        )
    return sorted(rows, key=lambda row: (row.taken_at is None, row.taken_at, row.name, row.sha256))


def known_photos(records: Records, visit: str) -> set[str]:
    """Return the SHA-256 of the photos that were taken in."""
    found = (each.fields.get("sha256") for each in records.entities(visit, TRAY_PHOTO))
    return {str(sha256) for sha256 in found if sha256}


def look_alikes(rows: Iterable[TrayRow]) -> list[list[TrayRow]]:
    """Return groups of photos that look alike and that nobody has decided about, each by the time taken."""
    open_rows = [row for row in rows if row.looks is not None and not row.left_out]
    groups = alike([row.looks or 0 for row in open_rows])
    found = [[open_rows[place] for place in group] for group in groups]
    return [group for group in found if not all(row.kept for row in group)]


def describe_photos(visits: Visits, visit: str, photos: Iterable[str], **values: object) -> None:
    """Set fields of photos that were taken in (``caption``, ``left_out``, ``kept``) in one transaction.

    A caption is given to the evidence too, which prints it.

    Raises:
        VisitError: one of them is evidence under a seal.
    """
    records = visits.records
    wanted = set(photos)
    entries = [
        Entry(TRAY_PHOTO, record.id, name, value)
        for record in records.entities(visit, TRAY_PHOTO)
        if record.fields.get("sha256") in wanted
        for name, value in values.items()
        if record.fields.get(name) != value
    ]
    if CAPTION in values:
        printed = [
            Entry("photo", record.id, CAPTION, values[CAPTION])
            for record in records.entities(visit, "photo")
            if record.fields.get("sha256") in wanted
            and record.fields.get(CAPTION) != values[CAPTION]
        ]
        if printed:
            require_open(records, visit, "photos")
        entries += printed
    if entries:
        records.write(visit, entries, author=visits.author, at=visits.clock.now())


def _hidden(records: Records, visit: str, snapshot: Visit) -> set[str]:
    """Return the photos that are evidence of what the snapshot leaves out."""
    shown = {photo.id for photo in snapshot.photos}
    elsewhere = {photo.sha256 for photo in snapshot.photos}
    return {
        str(each.fields.get("sha256"))
        for each in records.entities(visit, "photo")
        if each.id not in shown
    } - elsewhere


def _row(record: Record, sha256: str, evidence: tuple[Photo, ...], recipe: Recipe) -> TrayRow:
    fields: dict[str, Any] = record.fields
    names = sorted(str(value) for name, value in fields.items() if name.startswith(NAME))
    small = sorted(str(value) for name, value in fields.items() if name.startswith(SMALL))
    taken = fields.get("taken_at")
    looks = fields.get("looks")
    return TrayRow(
        sha256,
        str(fields.get("media_type", "")),
        record.id,
        names[0] if names else "",
        datetime.fromisoformat(taken) if taken else None,
        str(fields.get("time_source", "")),
        str(fields.get("camera", "")),
        int(fields.get("width", 0)),
        int(fields.get("height", 0)),
        fields.get("latitude"),
        fields.get("longitude"),
        str(fields.get(CAPTION) or ""),
        bool(fields.get(LEFT_OUT)),
        bool(fields.get(KEPT)),
        int(looks, 16) if looks else None,
        small[0] if small else "",
        evidence,
        recipe,
    )
