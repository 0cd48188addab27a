"""Which files of a folder are signed papers of a visit that it has no note of: only bytes are compared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.report.compare_signatures import end_as_made
from fieldsurvey.report.document_records import DOCUMENT
from fieldsurvey.survey.signatures import signatures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fieldsurvey.survey.ports import Records

#: So many PDFs of a folder are looked into at most, the newest first, and none that is larger.
_MOST_FILES, _MOST_BYTES = 64, 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KnownPapers:
    """What a visit knows of its papers.

    Attributes:
        made: SHA-256 of each file as it was made → id of its document; void documents are left out.
        noted: SHA-256 of each signed file that was noted.
    """

    made: Mapping[str, str]
    noted: frozenset[str]

    def document(self, data: bytes) -> str:
        """Return the document that a file begins with, ``""`` for none of this visit's."""
        end = end_as_made(data, self.made)
        return self.made[hashlib.sha256(data[:end]).hexdigest()] if end else ""


def known_papers(records: Records, visit: str) -> KnownPapers:
    """Return what a visit knows of its papers."""
    made = {
        str(change.value): each.id
        for each in records.entities(visit, DOCUMENT)
        if not each.fields.get("void")
        for change in records.history(visit, each.id, "sha256")
        if change.value
    }
    return KnownPapers(made, frozenset(each.sha256 for each in signatures(records, visit)))


def unnoted_files(folder: Path, known: KnownPapers, *, first: Path | None = None) -> list[Path]:
    """Return the signed files of a visit in a folder that nobody noted.

    Only bytes are compared; whether the signatures hold is asked by ``adopt``.

    Args:
        folder: where its papers lie.
        known: what the visit knows of them.
        first: the file to go before all others.
    """
    if not known.made:
        return []
    others = [path for path in _newest(folder) if path != first]
    return [path for path in filter(None, (first, *others)) if _is_unnoted(path, known)]


def _newest(folder: Path) -> list[Path]:
    """Return the PDFs of a folder, the newest first."""
    try:
        dated = [
            (path.stat().st_mtime_ns, path)
            for path in folder.iterdir()
            if path.suffix.lower() == ".pdf"
        ]
    except OSError:
        return []  # a stick was pulled, or the folder may not be read
    return [path for _, path in sorted(dated, reverse=True)[:_MOST_FILES]]


def _is_unnoted(path: Path, known: KnownPapers) -> bool:
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    except OSError:
        return False
    if b"/ByteRange" not in data or not known.document(data):
        return False
    return hashlib.sha256(data).hexdigest() not in known.noted
