"""Photos and files on their way to a question: read, judged and made small, off the GUI thread."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage

from fieldsurvey.errors import PhotoError
from fieldsurvey.media import (
    PhotoInfo,
    edited_copy,
    media_type_of,
    read_evidence,
    read_photo,
    upright_copy,
)
from fieldsurvey.media.kinds import HEIC

if TYPE_CHECKING:
    from datetime import tzinfo

    from fieldsurvey.media import Recipe

_PREVIEW = QSize(240, 160)
_PREVIEW_SIDE = 640
#: Of 0 to 100: nearly the least work to pack a picture.
_PNG_QUALITY = 90


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it will be kept.

    Attributes:
        data: the original bytes.
        sha256: names them.
        name: of the file, or one for what came by clipboard.
        media_type: by content.
        info: what a photo says of itself, None for another file.
        preview: a small picture, None when it is none.
    """

    data: bytes = field(repr=False)
    sha256: str
    name: str
    media_type: str
    info: PhotoInfo | None
    preview: QImage | None


def read_file(source: Path | bytes | QImage, zone: tzinfo | None, *, photo: bool) -> ReadFile:
    """Read a file whole.

    Args:
        source: a path, the bytes of a picture from the clipboard, or one that was drawn or has no file format yet.
        zone: of the site, for cameras that write wall time only.
        photo: it must be a photo.

    Raises:
        FileProblem: it cannot be read or is too large.
        PhotoError: it is wanted as a photo and is none, or is damaged.
    """
    name = source.name if isinstance(source, Path) else ""
    if isinstance(source, Path):
        data = read_evidence(source)
    else:
        data = _packed(source) if isinstance(source, QImage) else source
    media_type = media_type_of(data)
    info = read_photo(data, name=name or "photo", zone=zone) if photo else None
    return ReadFile(
        data,
        hashlib.sha256(data).hexdigest(),
        name or "foto.png",
        media_type,
        info,
        small(data) if media_type.startswith("image/") else None,
    )


def small(data: bytes, most: QSize = _PREVIEW) -> QImage | None:
    """Return a picture not larger than ``most``, None when the bytes are none that Qt reads."""
    image = QImage.fromData(_readable(data))
    if image.isNull() or (image.width() <= most.width() and image.height() <= most.height()):
        return None if image.isNull() else image
    return image.scaled(
        most, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def edited_preview(data: bytes, recipe: Recipe) -> QImage | None:
    """Return a small picture of a photo as others would see it; None when its recipe cannot be followed."""
    if recipe.blank:
        return small(data)
    try:
        return small(edited_copy(data, recipe, longest=_PREVIEW_SIDE))
    except PhotoError:
        return None


def _packed(picture: QImage) -> bytes:
    """Return a picture as PNG, which keeps every point; a large one takes more than a second."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG", _PNG_QUALITY)
    return bytes(buffer.data().data())


def _readable(data: bytes) -> bytes:
    """Return a picture as Qt reads it: what phones write as HEIC it does not."""
    if media_type_of(data) != HEIC:
        return data
    try:
        return upright_copy(data)
    except PhotoError:
        return b""
