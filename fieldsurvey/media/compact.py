"""Compact copies of photos for documents that travel by phone: small, upright, in sRGB, nothing else inside."""

from __future__ import annotations

import io
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PIL import Image, ImageCms

from fieldsurvey.errors import FieldSurveyError, PhotoError
from fieldsurvey.media.photos import PILLOW_FAULTS, opened, orientation_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LONGEST = 640
"""Longest side in pixels: 230 to the inch at 70 mm, what a photo in a report measures."""
LARGEST = 44 * 1024
"""Bytes of a copy, at most: 90 of them leave a report of 60 pages below the 5 MB that can be sent by phone."""
MOST_WAITING = 64 * 2**20
"""Bytes of originals that wait in memory to be copied, about."""
_QUALITIES = (70, 55, 40, 25, 10)
RULES = f"{LONGEST} px, {LARGEST} bytes, 1"
"""Names how copies are made: raise the number when they are made otherwise."""

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


class Kept(Protocol):
    """Where compact copies are kept; copies made by other rules than `RULES` do not count."""

    def get(self, key: str) -> bytes | None:
        """Return the copy of a photo, None when there is none."""
        ...

    def keep(self, copies: Mapping[str, bytes]) -> None:
        """Keep copies by the keys of their photos."""
        ...


class CompactCopies:
    """Compact copies of many photos, made on all processors while their maker does something else.

    Few originals are in memory at a time: work goes on as copies are taken.

    Args:
        load: returns the photo of a key, or raises a `FieldSurveyError`; called in the caller's thread.
        keys: which photos, in the order in which they will be taken.
        kept: where copies are kept for the next time; None keeps none.
        workers: how many are made at once, as many as there are processors by default.
    """

    def __init__(
        self,
        load: Callable[[str], bytes],
        keys: Iterable[str],
        kept: Kept | None = None,
        *,
        workers: int | None = None,
    ) -> None:
        self._load, self._kept = load, kept
        self._fresh: dict[str, bytes] = {}
        self._pool = ThreadPoolExecutor(workers or _workers(), thread_name_prefix="photo")
        self._ahead = deque(dict.fromkeys(keys))
        self._begun: dict[str, tuple[int, Future[CompactCopy] | None]] = {}
        self._done: dict[str, CompactCopy | None] = {}
        self._go_on()

    def take(self, key: str) -> CompactCopy | None:
        """Return the copy of a photo, waiting for it; None where there is no readable photo."""
        if key not in self._done:
            while self._ahead and key not in self._begun and key not in self._done:
                self._begin(self._ahead.popleft())
            if key not in self._done:
                self._done[key] = self._ended(key)
            self._go_on()
        return self._done[key]

    def _ended(self, key: str) -> CompactCopy | None:
        _, making = self._begun.pop(key, (0, None))
        if making is None:
            return None
        try:
            copy = making.result()
        except PhotoError:
            return None
        self._fresh[key] = copy.data
        return copy

    def _go_on(self) -> None:
        """Begin as many as may be in memory at once; after the last one keep what was made."""
        waiting = [size for size, copy in self._begun.values() if copy and not copy.done()]
        room = MOST_WAITING - sum(waiting)
        while self._ahead and room > 0:
            room -= self._begin(self._ahead.popleft())
        if not self._ahead and not self._begun:
            self._pool.shutdown(wait=False)
            if self._kept is not None and self._fresh:
                self._kept.keep(self._fresh)
            self._fresh = {}

    def _begin(self, key: str) -> int:
        """Look at a photo's header here, where warnings can be kept still, and leave the rest to a worker."""
        copy = None if self._kept is None else self._kept.get(key)
        if copy is not None:
            with Image.open(io.BytesIO(copy)) as image:
                self._done[key] = CompactCopy(copy, *image.size)
            return 0
        try:
            data = self._load(key)
            shape = _orientation(data, key)
        except FieldSurveyError:
            self._begun[key] = 0, None
            return 0
        making = self._pool.submit(_shrunk, data, shape, LONGEST, key)
        self._begun[key] = len(data), making
        return len(data)


def compact_copy(data: bytes, *, name: str = "photo", longest: int = LONGEST) -> CompactCopy:
    """Return a compact copy of one photo.

    Raises:
        PhotoError: not a photo, or damaged.
    """
    return _shrunk(data, _orientation(data, name), longest, name)


def _workers() -> int:
    return min(os.cpu_count() or 1, 4)


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
            image.load()
            small: Image.Image = image if image.mode == "RGB" else image.convert("RGB")
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
