"""Compact copies of photos for documents that travel by phone: small, upright, in sRGB, nothing else inside."""

from __future__ import annotations

import io
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageCms

from fieldsurvey.errors import FieldSurveyError, PhotoError
from fieldsurvey.media.photos import PILLOW_FAULTS, opened, orientation_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LONGEST = 640
"""Longest side in pixels: 230 to the inch at 70 mm, what a photo in a report measures."""
LARGEST = 44 * 1024
"""Bytes of a copy, at most: 90 of them leave a report of 60 pages below the 5 MB that can be sent by phone."""
_QUALITIES = (70, 55, 40, 25, 10)

#: How a stored picture is turned upright, by its EXIF orientation (CIPA DC-008, tag 0x0112).
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class CompactCopy:
    """A JPEG of three channels without any metadata, with its size in pixels."""

    data: bytes
    width: int
    height: int


def compact_copies(
    load: Callable[[str], bytes], keys: Iterable[str], *, longest: int = LONGEST
) -> Iterator[tuple[str, CompactCopy | None]]:
    """Make compact copies on all processors, few at a time so that few originals are in memory.

    Args:
        load: returns the photo of a key; called in the caller's thread.
        keys: which photos.
        longest: side of the copies in pixels, at most.

    Yields:
        Each key with its copy, in order; None where there is no readable photo.
    """
    workers = min(os.cpu_count() or 1, 4)
    with ThreadPoolExecutor(workers, thread_name_prefix="photo") as pool:
        waiting: deque[tuple[str, Future[CompactCopy] | None]] = deque()
        for key in keys:
            waiting.append((key, _begun(pool, load, key, longest)))
            if len(waiting) > 2 * workers:
                yield _ended(*waiting.popleft())
        while waiting:
            yield _ended(*waiting.popleft())


def compact_copy(data: bytes, *, name: str = "photo", longest: int = LONGEST) -> CompactCopy:
    """Return a compact copy of one photo.

    Raises:
        PhotoError: not a photo, or damaged.
    """
    return _shrunk(data, _orientation(data, name), longest, name)


def _begun(
    pool: ThreadPoolExecutor, load: Callable[[str], bytes], key: str, longest: int
) -> Future[CompactCopy] | None:
    """Look at a photo's header here, where warnings can be kept still, and leave the rest to a worker."""
    try:
        data = load(key)
        return pool.submit(_shrunk, data, _orientation(data, key), longest, key)
    except FieldSurveyError:
        return None


def _ended(key: str, copy: Future[CompactCopy] | None) -> tuple[str, CompactCopy | None]:
    try:
        return key, None if copy is None else copy.result()
    except PhotoError:
        return key, None


def _orientation(data: bytes, name: str) -> int:
    with opened(data, name=name) as image:
        try:
            return orientation_of(image.getexif())
        except PILLOW_FAULTS:
            return 1


def _shrunk(data: bytes, orientation: int, longest: int, name: str) -> CompactCopy:
    try:
        with Image.open(io.BytesIO(data)) as image:
            profile = image.info.get("icc_profile")
            share = min(1.0, longest / max(image.size))
            wanted = max(1, round(image.width * share)), max(1, round(image.height * share))
            image.draft("RGB", wanted)  # half as many steps where the camera gave twice the pixels
            small: Image.Image = image.convert("RGB")
        if small.size != wanted:
            small = small.resize(wanted, Image.Resampling.BILINEAR)
        small = in_srgb(small, profile)
        if orientation in _UPRIGHT:
            small = small.transpose(_UPRIGHT[orientation])
        small.info.clear()
        encoded = _encoded(small)
    except PILLOW_FAULTS as error:
        raise PhotoError(path=name, what="truncated or damaged: copy the photo again") from error
    return CompactCopy(encoded, *small.size)


def _encoded(image: Image.Image) -> bytes:
    """Return a JPEG of the best quality that is not too large; foliage and gravel take more bytes than walls."""
    data = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        data = out.getvalue()
        if len(data) <= LARGEST:
            break
    return data


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in the colours that a document declares; a damaged profile counts as none.

    Args:
        image: of three channels.
        profile: its ICC profile.
    """
    if not profile:
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(
            image, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return image if turned is None else turned
