"""Pages of a PDF as pictures. Two threads must never be inside PDFium at once: one lock guards every call."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PDFIUM = threading.Lock()


@dataclass(frozen=True, slots=True)
class PageSize:
    """Size of a page in points of 1/72 inch."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A rendered page: values travel between threads, widgets do not.

    Attributes:
        data: four bytes a pixel (blue, green, red, unused), row by row.
        width, height: in pixels.
        stride: bytes a row.
    """

    data: bytes
    width: int
    height: int
    stride: int


def load_pdfium() -> None:
    """Load what shows pages before anyone waits for one: it takes a tenth of a second."""
    import pypdfium2  # noqa: F401  loaded for those who come after


def page_sizes(path: Path) -> list[PageSize]:
    """Return the sizes of all pages.

    Raises:
        ReportError: not a readable PDF.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    from fieldsurvey.errors import ReportError

    with _PDFIUM:
        try:
            document = PdfDocument(path)
        except (PdfiumError, OSError) as error:
            raise ReportError(what=f"{path}: not a readable PDF") from error
        try:
            return [PageSize(*document.get_page_size(n)) for n in range(len(document))]
        finally:
            document.close()


def render_page(path: Path, number: int, width: int) -> PagePicture:
    """Return one page as a picture, signatures included.

    Args:
        path: the PDF.
        number: the page, from 0.
        width: in pixels.

    Raises:
        ReportError: not a readable PDF, or it has no such page.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    from fieldsurvey.errors import ReportError

    with _PDFIUM:
        try:
            document = PdfDocument(path)
        except (PdfiumError, OSError) as error:
            raise ReportError(what=f"{path}: not a readable PDF") from error
        try:
            document.init_forms()
            page = document[number]
            scale = width / page.get_width()
            bitmap = page.render(scale=scale, may_draw_forms=True, prefer_bgrx=True)
            return PagePicture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        except (PdfiumError, IndexError) as error:
            raise ReportError(what=f"{path}: page {number + 1} cannot be shown") from error
        finally:
            document.close()
