"""Signing in ways that leave this program: out to a service and back, onto paper and back; and ink on this screen.

Nothing is written over: what comes back either continues the file that went out, byte for byte, or
is kept beside it as an original of its own, with a warning (docs/decisions/0001, domain.md §6.3).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem, ReportError, ReturnedUnfit, SigningError
from fieldsurvey.report.alterations import alterations
from fieldsurvey.report.bounds import bounded
from fieldsurvey.report.compare_signatures import is_as_made
from fieldsurvey.report.document import read_document
from fieldsurvey.report.kinds import NUMBERED
from fieldsurvey.report.only_signed import only_signed
from fieldsurvey.report.seal_file import seal_of
from fieldsurvey.report.sign import require_number, sign, sign_with_ink
from fieldsurvey.report.verification import same_name
from fieldsurvey.report.verify import verify_data
from fieldsurvey.survey.signatures import (
    Dispatch,
    Original,
    Signature,
    Way,
    dispatches,
    note_dispatch,
    note_signatures,
    standing_document,
)
from fieldsurvey.whole_file import beside, write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldsurvey.report.ink import Ink
    from fieldsurvey.report.sign import Signed
    from fieldsurvey.report.verification import SignatureReport
    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk

_SCANS = {
    b"%PDF": "PDF",
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
}


_SIGNED_MEANWHILE = (
    "Sementara berkas dikirim, naskah di sini ditandatangani orang lain: kedua berkas asli, "
    "masing-masing dengan tanda tangannya sendiri."
)


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back.

    Attributes:
        path: where it is kept: the document itself, or a file beside it.
        people: who signed it.
        original: whether it continues the document or is an original of its own.
        warning: what a reader must know, in Indonesian; empty when it continues the document.
    """

    path: Path
    people: tuple[str, ...]
    original: Original
    warning: str = ""


def sign_with_certificate(
    desk: Desk,
    path: Path,
    pkcs12: bytes,
    passphrase: str,
    signer: str,
    *,
    field: str | None = None,
    tsa: str | None = None,
    out: Path | None = None,
) -> Signed:
    """Sign a document with a certificate and note it; arguments as ``report.sign``.

    Raises:
        ReportError: it is not the text that was made of its visit, or cannot be signed; nothing was written.
        FileProblem: it cannot be read or written.
    """
    if _is_of_this_database(desk, path):
        visit, document = _document(desk, path)
        _require_as_made(desk, visit, document, path, read_document(path))
    signed = sign(path, pkcs12, passphrase, signer, field=field, tsa=tsa, out=out)
    _note_signed_file(desk, signed, Way.CERTIFICATE)
    return signed


def _is_of_this_database(desk: Desk, path: Path) -> bool:
    """Return whether a file says that it is a numbered paper of a visit that lies here."""
    try:
        seal = seal_of(path)
    except ReportError:
        return False  # not made by this program, or damaged, which signing judges
    return seal.get("kind") in NUMBERED and str(seal.get("visit", "")) in desk.records.streams()


def _note_signed_file(desk: Desk, signed: Signed, way: Way) -> None:
    """Note a signature that lies in the document itself, if this database knows the document."""
    try:
        visit, document = _document(desk, signed.path)
    except ReportError:
        return
    data = read_document(signed.path)
    note_signatures(
        desk.visits,
        visit,
        [note_of(document, signed.signer, way, data, signed.path, signed.field, signed.level)],
    )


def ink_document(
    desk: Desk, store: Store, path: Path, ink: Ink, signer: str, *, field: str | None = None
) -> Signed:
    """Sign a document with ink on the screen and note it.

    Raises:
        ReportError: the document is not of this database, or cannot be signed.
        FileProblem: it cannot be read or written.
    """
    visit, document = _document(desk, path)
    _require_as_made(desk, visit, document, path, read_document(path))
    signed = sign_with_ink(path, store.signing_key, ink, signer, field=field)
    _note_signed_file(desk, signed, Way.INK)
    return signed


def send_out(desk: Desk, path: Path, person: str, out: Path) -> str:
    """Copy a document to be signed by another program, and note who and which bytes; return their SHA-256.

    Raises:
        ReportError: the document is not of this database, or does not hold.
        FileProblem: a file cannot be read or written, or ``out`` exists.
    """
    visit, document = _document(desk, path)
    data = read_document(path)
    _require_whole(path, data)
    _require_as_made(desk, visit, document, path, data)
    require_number(path)
    if out.exists():
        raise FileProblem(path=out, what="exists already; nothing was written over")
    write_whole(out, data)
    digest = hashlib.sha256(data).hexdigest()
    note_dispatch(desk.visits, visit, Dispatch("", document, person, digest, len(data), out.name))
    return digest


def take_back(desk: Desk, returned: Path, path: Path) -> Returned:
    """Take in what another program signed.

    Args:
        desk: the open database.
        returned: the file that came back.
        path: the document that it came from.

    Returns:
        Where it is kept. With nothing but signatures appended it continues ``path``; otherwise it lies beside it.

    Raises:
        ReturnedUnfit: it carries no new signature that holds; nothing was kept.
        PdfTooCostly: reading it takes more than a document of a visit does; nothing was kept.
        ReportError: the document is not of this database.
        FileProblem: a file cannot be read or written.
    """
    visit, document = _document(desk, path)
    with bounded(returned):
        data, present = read_document(returned), read_document(path)
        found = _new_signatures(returned, data, present)
        continues = only_signed(present, data)
        changed = "" if continues else _warning(data, present)
    sent = [
        each
        for each in dispatches(desk.records, visit, document)
        if not each.returned and hashlib.sha256(data[: each.size]).hexdigest() == each.sha256
    ]
    away = [each for each in dispatches(desk.records, visit, document) if not each.returned]
    people = tuple(each.signer for each in found)
    if sent and not data.startswith(present):
        changed = _SIGNED_MEANWHILE
    original = Original.FILE if continues else Original.SEPARATE
    target = path if continues else beside(path)
    write_whole(target, data)
    closed = (sent or [each for each in away if any(same_name(each.person, p) for p in people)])[
        -1:
    ]
    note_signatures(
        desk.visits,
        visit,
        [
            note_of(
                document, each.signer, Way.SERVICE, data, target, each.field, each.level,
                original=original, warning=changed,
            )
            for each in found
        ],
        keep=None if continues else data,
        dispatch=closed[0].id if closed else "",
    )  # fmt: skip
    return Returned(target, people, original, changed)


def keep_scan(desk: Desk, path: Path, scan: Path, people: Sequence[str]) -> str:
    """Keep the scan of a sheet that was signed with ink, as evidence of the visit; return its SHA-256.

    Args:
        desk: the open database.
        path: the document that was printed.
        scan: PDF, JPEG, PNG or TIFF.
        people: who signed on paper.

    Raises:
        ReportError: the document is not of this database, or the scan is none.
        FileProblem: a file cannot be read.
    """
    visit, document = _document(desk, path)
    data = read_document(scan)
    if not any(data.startswith(mark) for mark in _SCANS):
        raise SigningError(path=scan, what="not a scan: give a PDF, JPEG, PNG or TIFF")
    if not people:
        raise SigningError(path=scan, what="say who signed on the sheet")
    notes = [
        note_of(document, person, Way.PAPER, data, scan, original=Original.PAPER)
        for person in people
    ]
    note_signatures(desk.visits, visit, notes, keep=data)
    return notes[0].sha256


def _document(desk: Desk, path: Path) -> tuple[str, str]:
    """Return the visit that a PDF belongs to, and the id of its document."""
    seal = seal_of(path)
    visit, code = str(seal.get("visit", "")), str(seal.get("document", ""))
    record = None
    if visit in desk.records.streams():
        record = standing_document(desk.records, visit, code)
    if record is None:
        raise ReportError(what=f"{path}: this database does not know document {code or '?'}")
    return visit, record.id


def _require_whole(path: Path, data: bytes) -> None:
    found = verify_data(path, data)
    wrong = [problem for problem in found.problems if problem.code != "unsigned"]
    if wrong:
        raise SigningError(path=path, what=f"{wrong[0]}; do not send this file out")


def _require_as_made(desk: Desk, visit: str, document: str, path: Path, data: bytes) -> None:
    """Refuse to sign what somebody put in the place of the document: a signature would vouch for it."""
    if not is_as_made(desk.records, visit, document, data):
        what = "is not the text that was made of the visit: something changed it; make it again"
        raise SigningError(path=path, what=what)


def _new_signatures(returned: Path, data: bytes, present: bytes) -> list[SignatureReport]:
    """Return the signatures of a returned file that the document does not have, all of which must hold."""
    if present.startswith(data):
        raise ReturnedUnfit(path=returned, what="holds nothing that the document does not have")
    have = {each.field for each in verify_data(returned, present).signatures}
    found = verify_data(returned, data)
    new = [each for each in found.signatures if each.field not in have]
    if not new:
        what = found.problems[0] if found.problems else "no new signature in it"
        raise ReturnedUnfit(path=returned, what=f"{what}; nothing was kept")
    broken = [each for each in new if not each.intact or each.changed]
    if broken:
        what = f"the signature of {broken[0].signer} does not hold; nothing was kept"
        raise ReturnedUnfit(path=returned, what=what)
    return new


def _warning(data: bytes, present: bytes) -> str:
    """Return why a returned file is an original of its own."""
    codes = {each.code for each in alterations(present, data)}
    pages = "Isi halamannya BERBEDA" if codes & {"drawn", "pages"} else "Isi halamannya sama"
    return (
        "Layanan menulis ulang berkas yang dikirim, jadi bukan lanjutan naskah ini dan disimpan "
        f"sebagai asli tersendiri. {pages}; tanda tangan sebelumnya hanya sah di naskah ini."
    )


def note_of(
    document: str,
    person: str,
    way: Way,
    data: bytes,
    path: Path,
    field: str = "",
    level: str = "",
    *,
    original: Original = Original.FILE,
    warning: str = "",
) -> Signature:
    """Return what is noted of a signature in a file or scan, its bytes being ``data``."""
    digest = hashlib.sha256(data).hexdigest()
    return Signature(
        "", document, person, way.value, original.value, digest, len(data), path.name, field, level,
        warning,
    )  # fmt: skip
