"""A document looked at from both sides: its signatures, and its seal against a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import ReportError
from fieldsurvey.report.bounds import bounded
from fieldsurvey.report.compare_seal import compare_seal
from fieldsurvey.report.compare_signatures import compare_signatures
from fieldsurvey.report.document import read_document
from fieldsurvey.report.remarks import Remark, remark
from fieldsurvey.report.seal_file import seal_of
from fieldsurvey.report.verify import verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldsurvey.report.verification import Verification
    from fieldsurvey.store import Store


@dataclass(frozen=True, slots=True)
class Examined:
    """What is to be said of a document.

    Attributes:
        document: its signatures.
        seal_problems: in what the database differs from what was sealed.
        seal_notes: what is worth knowing of the seal beside that.
    """

    document: Verification
    seal_problems: tuple[Remark, ...]
    seal_notes: tuple[Remark, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against it."""
        return self.document.ok and not self.seal_problems


def examine(
    path: Path, store: Store, trust: tuple[Path, ...] = (), revocation: Sequence[Path] = ()
) -> Examined:
    """Verify the signatures of a document and compare its seal with a database.

    Args:
        path: the PDF.
        store: an open store.
        trust: certificates of the authorities to trust, as `verify` takes them.
        revocation: lists of revoked certificates and OCSP responses.

    Raises:
        FileProblem: a file cannot be read.
        PdfTooCostly: the PDF takes more than a document of a visit does.
    """
    with bounded(path):
        return _examined(path, store, trust, revocation)


def _examined(
    path: Path, store: Store, trust: tuple[Path, ...], revocation: Sequence[Path]
) -> Examined:
    seal: dict[str, Any] | None
    try:
        seal, fault = seal_of(path), ""
    except ReportError as error:
        seal, fault = None, str(error)
    visit = str(seal.get("visit", "")) if seal else ""
    devices = frozenset(store.cursor(visit)) if visit in store.streams() else None
    document = verify(path, trust or None, revocation=revocation, devices=devices)
    if seal is None:
        return Examined(document, (remark("seal-unreadable", what=fault),), ())
    problems, notes = compare_seal(seal, store)
    more, others = compare_signatures(read_document(path), seal, store)
    return Examined(document, (*problems, *more), (*notes, *others))
