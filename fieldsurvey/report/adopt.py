"""Signatures that a file carries and its visit does not know of.

A file is signed first and noted afterwards: a crash or a pulled plug in between leaves it signed and unnoted. Whoever
looks finds it again and notes it; no file is written.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from fieldsurvey.errors import ReportError
from fieldsurvey.report.bounds import bounded
from fieldsurvey.report.compare_signatures import is_as_made
from fieldsurvey.report.document import read_document
from fieldsurvey.report.originals import note_of
from fieldsurvey.report.seal_file import seal_of
from fieldsurvey.report.unnoted import known_papers, unnoted_files
from fieldsurvey.report.verification import same_name
from fieldsurvey.report.verify import verify_data
from fieldsurvey.survey.signatures import (
    Original,
    Way,
    dispatches,
    note_signatures,
    signatures,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from fieldsurvey.report.verification import SignatureReport
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.signatures import Dispatch, Signature

_APART = (
    "Ditemukan bertanda tangan di samping naskah yang ditandatangani orang lain: kedua berkas asli, "
    "masing-masing dengan tanda tangannya sendiri."
)


def adopt(desk: Desk, visit: str, paths: Iterable[Path]) -> list[Signature]:
    """Note the signatures of files that begin with a paper of this visit; asked again, it notes nothing.

    Args:
        desk: the open database.
        visit: the visit's id.
        paths: signed files; what is not of this visit, or does not hold, is passed over.

    Returns:
        What was noted.

    Raises:
        FileProblem: a file cannot be read.
    """
    found: list[Signature] = []
    for path in paths:
        with bounded(path):
            data, known = read_document(path), known_papers(desk.records, visit)
            document = known.document(data)
            if document and hashlib.sha256(data).hexdigest() not in known.noted:
                found += _adopt(desk, visit, document, path, data)
    return found


def adopt_all(desk: Desk, visit: str, folder: Path) -> list[Signature]:
    """Note what a crash left unnoted in a folder: for whoever is about to rely on it that nobody has signed."""
    return adopt(desk, visit, unnoted_files(folder, known_papers(desk.records, visit)))


def adopt_document(desk: Desk, path: Path) -> list[Signature]:
    """Note the signatures of one file, if it is a paper of a visit that lies here; see ``adopt``."""
    try:
        with bounded(path):
            visit = str(seal_of(path).get("visit", ""))
    except ReportError:
        return []
    return adopt(desk, visit, [path]) if visit in desk.records.streams() else []


def _adopt(desk: Desk, visit: str, document: str, path: Path, data: bytes) -> list[Signature]:
    if not is_as_made(desk.records, visit, document, data):
        return []
    noted = [
        each
        for each in signatures(desk.records, visit, document)
        if each.original != Original.PAPER
    ]
    here = [each for each in noted if _begins_with(data, each)]
    have, devices = {each.field for each in here}, set(desk.records.cursor(visit))
    new = [
        each
        for each in verify_data(path, data).signatures
        if each.intact and not each.changed and each.field not in have
        if not each.device or each.device in devices
    ]
    if not new:
        return []
    apart = any(each.original == Original.FILE and each not in here for each in noted)
    away = [
        each
        for each in dispatches(desk.records, visit, document)
        if not each.returned and _begins_with(data, each)
    ]
    back = [each for each in away if any(same_name(each.person, one.signer) for one in new)]
    notes = [
        note_of(
            document,
            each.person if same_name(each.person, each.signer) else each.signer,
            _way(each, back),
            data,
            path,
            each.field,
            each.level,
            original=Original.SEPARATE if apart else Original.FILE,
            warning=_APART if apart else "",
        )
        for each in new
    ]
    note_signatures(
        desk.visits,
        visit,
        notes,
        keep=data if apart else None,
        dispatch=back[-1].id if back else "",
    )
    return notes


def _way(signature: SignatureReport, back: Sequence[Dispatch]) -> Way:
    """Return how somebody signed, as far as the file and what was sent out tell."""
    if signature.device:
        return Way.INK
    served = any(same_name(each.person, signature.signer) for each in back)
    return Way.SERVICE if served else Way.CERTIFICATE


def _begins_with(data: bytes, noted: Signature | Dispatch) -> bool:
    return hashlib.sha256(data[: noted.size]).hexdigest() == noted.sha256
