"""Verifying: who signed, whether each signature holds, and whether the pages were changed since.

Offline: chains are built from the certificates given and those inside the document; revocation is
judged by what the document carries. A page drawn over in an incremental update leaves every digest
intact, so the difference between the signed and the present state is analysed too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import FileProblem
from fieldsurvey.report.document import places, quiet_pyhanko, read_document
from fieldsurvey.report.remarks import Remark, remark
from fieldsurvey.report.verification import Verification, notes_of, problems_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def verify(path: Path, trust: Path | None = None) -> Verification:
    """Verify the signatures of a document.

    Args:
        path: the PDF.
        trust: PEM or DER certificates of the authorities to trust; without, no chain is judged.

    Returns:
        What was found; a damaged or unsigned document is a problem in it, not an exception.

    Raises:
        FileProblem: a file cannot be read, or ``trust`` holds no certificate.
    """
    data = read_document(path)
    return verify_data(path, data, None if trust is None else _authorities(trust))


def verify_data(path: Path, data: bytes, roots: Sequence[Any] | None = None) -> Verification:
    """Verify a document held in memory; ``roots`` are certificates of authorities, or None."""
    from fieldsurvey.report.judge import Judge

    quiet_pyhanko()
    try:
        judge = Judge(data, roots)
    except Exception as error:  # noqa: BLE001  pyHanko raises anything on damaged files
        return Verification(path, problems=(_unreadable(error),))
    if judge.encrypted:
        return Verification(path, problems=(remark("encrypted"),))
    found = {place.name: place for place in places(path, data)}
    signatures, problems, notes = [], [], []
    for embedded in judge.embedded:
        name = embedded.field_name
        person = found[name].person if name in found else ""
        try:
            report, why = judge.report(embedded, person)
        except Exception as error:  # noqa: BLE001  as above
            problems.append(remark("field-unreadable", field=name, what=type(error).__name__))
            continue
        signatures.append(report)
        problems += problems_of(report, why)
        notes += notes_of(report)
    if not judge.embedded:
        problems.append(remark("unsigned"))
    problems += judge.tail_problems()
    waiting = [place for place in found.values() if not place.filled]
    if waiting:
        names = ", ".join(f"{place.person or '?'} ({place.name})" for place in waiting)
        notes.append(remark("waiting", names=names))
    return Verification(path, tuple(signatures), tuple(problems), tuple(notes))


def _unreadable(error: Exception) -> Remark:
    return remark("unreadable", what=type(error).__name__)


def _authorities(trust: Path) -> list[Any]:
    from pyhanko.keys import load_certs_from_pemder_data

    try:
        certificates = list(load_certs_from_pemder_data(trust.read_bytes()))
        for certificate in certificates:
            certificate.subject.native  # noqa: B018  asn1crypto parses when asked
    except OSError as error:
        raise FileProblem(path=trust, what=error.strerror or "cannot be read") from error
    except (ValueError, TypeError) as error:
        raise FileProblem(path=trust, what="holds no certificate in PEM or DER") from error
    if not certificates:
        raise FileProblem(path=trust, what="holds no certificate in PEM or DER")
    return certificates
