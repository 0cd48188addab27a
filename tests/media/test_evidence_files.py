"""Files taken in as evidence: whole, or refused before they fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FileProblem
from fieldsurvey.media import MAX_BYTES, read_evidence

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_read_whole_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "rekaman.mp4"
    path.write_bytes(b"bukti")
    assert read_evidence(path) == b"bukti"
    with path.open("r+b") as film:
        film.truncate(MAX_BYTES + 1)
    with pytest.raises(FileProblem, match=r"rekaman\.mp4: larger than 64 MiB"):
        read_evidence(path)
    with pytest.raises(FileProblem, match=r"hilang\.mp4"):
        read_evidence(tmp_path / "hilang.mp4")
