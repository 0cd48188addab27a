"""Photos and files on their way to a question: read, judged and made small, off the GUI thread."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from fieldsurvey.errors import FileProblem, PhotoError
from fieldsurvey.media import MAX_BYTES, PhotoInfo, media_type_of, read_photo, upright_copy
from fieldsurvey.media.kinds import HEIC

if TYPE_CHECKING:
    from datetime import tzinfo

_PREVIEW = QSize(240, 160)


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


def read_file(source: Path | bytes, zone: tzinfo | None, *, photo: bool) -> ReadFile:
    """Read a file whole.

    Args:
        source: a path, or the bytes of a picture from the clipboard.
        zone: of the site, for cameras that write wall time only.
        photo: it must be a photo.

    Raises:
        FileProblem: it cannot be read or is too large.
        PhotoError: it is wanted as a photo and is none, or is damaged.
    """
    name = source.name if isinstance(source, Path) else ""
    try:
        if isinstance(source, Path):
            if source.stat().st_size > MAX_BYTES:
                raise FileProblem(path=source, what=f"larger than {MAX_BYTES // 2**20} MiB")
            data = source.read_bytes()
        else:
            data = source
    except OSError as error:
        raise FileProblem(path=source, what=error.strerror or "cannot be read") from error
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


def _readable(data: bytes) -> bytes:
    """Return a picture as Qt reads it: what phones write as HEIC it does not."""
    if media_type_of(data) != HEIC:
        return data
    try:
        return upright_copy(data)
    except PhotoError:
        return b""
