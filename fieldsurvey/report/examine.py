"""A document looked at from both sides: its signatures, and its seal against a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import ReportError
from fieldsurvey.report.compare_seal import compare_seal
from fieldsurvey.report.remarks import Remark, remark
from fieldsurvey.report.seal_file import seal_of
from fieldsurvey.report.verify import verify

if TYPE_CHECKING:
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


def examine(path: Path, store: Store) -> Examined:
    """Verify the signatures of a document and compare its seal with a database.

    Raises:
        FileProblem: the document cannot be read.
    """
    document = verify(path)
    try:
        problems, notes = compare_seal(seal_of(path), store)
    except ReportError as error:
        problems, notes = [remark("seal-unreadable", what=str(error))], []
    return Examined(document, tuple(problems), tuple(notes))
