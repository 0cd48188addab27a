"""Any document from its story to the file: laid out, assembled, written whole, never over a signed one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import AlreadySigned
from fieldsurvey.report.assemble import assemble
from fieldsurvey.report.document import carries_signature
from fieldsurvey.report.glyphs import one_line
from fieldsurvey.report.layout import render
from fieldsurvey.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from reportlab.platypus import Flowable

    from fieldsurvey.report.layout import Sheet
    from fieldsurvey.report.signature_page import SignatureField


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was made.

    Attributes:
        path: where it lies.
        pages: how many pages it has.
        fields: the places to sign.
    """

    path: Path
    pages: int
    fields: tuple[SignatureField, ...]


def write_document(
    story: list[Flowable],
    sheet: Sheet,
    out: Path,
    *,
    attachment: Mapping[str, Any],
    moment: datetime | None,
    found: Sequence[SignatureField] = (),
) -> Paper:
    """Lay a document out and write it; the same input gives the same bytes.

    Args:
        story: the text; emptied.
        sheet: what stands around it.
        out: the PDF to write; an existing file is replaced whole or not at all, and never a signed one.
        attachment: what the PDF carries as ``seal.json``.
        moment: time of making to note, aware; None notes none.
        found: the places to sign, filled while the pages are drawn.

    Raises:
        AlreadySigned: ``out`` carries a signature (domain.md §6.1: corrections are an addendum).
        ReportError: something does not fit on a page.
        FileProblem: the file cannot be written, or a font is missing.
    """
    require_unsigned(out)
    pages = render(story, sheet)
    data = assemble(
        pages,
        title=one_line(sheet.title),
        code=sheet.code,
        moment=moment,
        fields=found,
        seal=attachment,
    )
    require_unsigned(out)  # it may have been signed while the pages were made
    write_whole(out, data)
    return Paper(out, pages.count, tuple(found))


def require_unsigned(out: Path) -> None:
    """Refuse to write over a signed document.

    Raises:
        AlreadySigned: it carries a signature.
        FileProblem: it cannot be read.
    """
    if carries_signature(out):
        raise AlreadySigned(path=out)
