"""The seal that a document carries: ``seal.json`` among its attachments."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

import pikepdf

from fieldsurvey.errors import FieldSurveyError, FileProblem, ReportError
from fieldsurvey.indonesia import ZONES
from fieldsurvey.report.assemble import SEAL_FILE

if TYPE_CHECKING:
    from pathlib import Path

#: What of it is said to people: what comes from outside must not steer a terminal, or be half a letter.
_SAID = ("kind", "visit", "document", "seal")
_LARGEST = 64 * 1024 * 1024  # the text of a document of thousands of pages


def seal_of(path: Path) -> dict[str, Any]:
    """Return the attachment that `verify` compares with a database.

    Raises:
        FileProblem: the file cannot be read.
        ReportError: not a PDF, or one that carries no seal.
    """
    try:
        with pikepdf.open(path) as pdf:
            if SEAL_FILE not in pdf.attachments:
                raise ReportError(what=f"{path}: no {SEAL_FILE} inside: not made by fieldsurvey")
            data = _unpacked(pdf.attachments[SEAL_FILE].get_file().obj)
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error
    except (pikepdf.PdfError, pikepdf.PasswordError, zlib.error) as error:
        raise ReportError(what=f"{path}: not a readable PDF") from error
    try:
        seal = json.loads(data)
    except (ValueError, RecursionError):
        seal = None
    if not isinstance(seal, dict) or not all(
        str(seal.get(name, "")).isprintable() for name in _SAID
    ):
        raise ReportError(what=f"{path}: its {SEAL_FILE} is damaged")
    return seal


def _unpacked(stream: pikepdf.Object) -> bytes:
    """Return what an attachment holds, as far as it may be large; what is packed otherwise than here counts as none."""
    found = stream.get("/Filter", pikepdf.Array())
    filters = [found] if isinstance(found, pikepdf.Name) else list(found)
    raw = stream.read_raw_bytes()
    if filters == [pikepdf.Name.FlateDecode] and "/DecodeParms" not in stream:
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(raw, _LARGEST)
        filters = [] if unpacking.eof else filters
    return b"" if filters or len(raw) > _LARGEST else raw


def zone_of(path: Path) -> str:
    """Return the site's time zone as the document says it, else western Indonesia's."""
    try:
        zone = seal_of(path).get("zone")
    except FieldSurveyError:
        zone = None
    return zone if zone in ZONES else ZONES[0]
