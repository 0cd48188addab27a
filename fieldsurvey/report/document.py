"""A document as it comes in: its bytes, and the places in it that wait for a signature."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import FieldSurveyError, FileProblem, SigningError

if TYPE_CHECKING:
    from pathlib import Path


#: How the names of the fields begin that wait for whoever else comes to sign (docs/decisions/0001).
SPARE = "TTD_CADANGAN_"


@dataclass(frozen=True, slots=True)
class Place:
    """A signature field of a document: its name, the person it was made for, and its size."""

    name: str
    person: str
    filled: bool
    size: tuple[float, float]

    @property
    def spare(self) -> bool:
        """Whether it was made for whoever else comes to sign."""
        return self.name.startswith(SPARE)


def places(path: Path, data: bytes) -> list[Place]:
    """Return the signature fields of a document.

    Raises:
        SigningError: not a PDF that can be signed.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    try:
        reader = PdfFileReader(io.BytesIO(data))
        if reader.encrypted:
            raise SigningError(path=path, what="encrypted: remove its protection, then sign")
        return [
            Place(name, str(ref.get_object().get("/TU", "")), value is not None, _size(ref))
            for name, value, ref in enumerate_sig_fields(reader)
        ]
    except FieldSurveyError:
        raise
    except Exception as error:  # pyHanko raises anything on damaged files
        raise SigningError(path=path, what="not a PDF, or a damaged one") from error


def carries_signature(path: Path) -> bool:
    """Return whether a file holds a signature, even where it is damaged otherwise; a missing file holds none.

    A signature's byte range must lie in plain sight, or its own digest would not be right (ISO 32000-2, 12.8.1).
    """
    try:
        return b"/ByteRange" in path.read_bytes()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error


def read_document(path: Path) -> bytes:
    """Return the bytes of a document.

    Raises:
        FileProblem: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error


def quiet_pyhanko() -> None:
    """Keep pyHanko's tracebacks off stderr when nobody set up logging: errors are told in a line."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _size(ref: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in ref.get_object()["/Rect"])
    return abs(right - left), abs(top - bottom)
