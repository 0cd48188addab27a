"""Files that are taken in as evidence: never more of one than the memory of a small laptop holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem
from fieldsurvey.whole_file import unreadable

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
"""Largest file taken in; a phone's 12 megapixel JPEG has about 4 MiB."""


def read_evidence(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file that is to prove something.

    Raises:
        FileProblem: it cannot be read, or is larger than ``max_bytes``.
    """
    try:
        if path.stat().st_size > max_bytes:
            raise FileProblem(path=path, what=f"larger than {max_bytes // 2**20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
