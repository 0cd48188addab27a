"""What was changed in a document after a signature, named: pages, annotations, fields, attachments."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

import pikepdf

from fieldsurvey.report.remarks import Remark, remark

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOT_OF_THE_PAGE = frozenset({"/Parent", "/Annots", "/P", "/StructParents", "/Type"})
#: How a stream is packed: a program that saves again may pack it otherwise.
_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})
_DEEPEST = 12


def alterations(signed: bytes, present: bytes) -> list[Remark]:
    """Return how a document differs from what was signed, beyond further signatures.

    Args:
        signed: the file up to the end of the signed revision.
        present: the file as it is.
    """
    try:
        with (
            pikepdf.open(io.BytesIO(signed)) as before,
            pikepdf.open(io.BytesIO(present)) as after,
        ):
            return list(_compared(before, after))
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError):
        return []


def _compared(before: pikepdf.Pdf, after: pikepdf.Pdf) -> Iterator[Remark]:
    if len(before.pages) != len(after.pages):
        yield remark("pages", before=len(before.pages), after=len(after.pages))
    drawn, annotated = [], []
    for number, (one, other) in enumerate(zip(before.pages, after.pages, strict=False), 1):
        if _digest(one.obj) != _digest(other.obj):
            drawn.append(str(number))
        if _annotations(one.obj) != _annotations(other.obj):
            annotated.append(str(number))
    if drawn:
        yield remark("drawn", pages=", ".join(drawn))
    if annotated:
        yield remark("annotated", pages=", ".join(annotated))
    added = _fields(after) - _fields(before)
    if added:
        yield remark("field-added", names=", ".join(sorted(added)))
    mine, theirs = _attachments(before), _attachments(after)
    exchanged = sorted(n for n in mine.keys() | theirs.keys() if mine.get(n) != theirs.get(n))
    if exchanged:
        yield remark("attachment", names=", ".join(exchanged))


def _digest(page: Any) -> str:
    """Return a digest of what a page draws, annotations left out."""
    hasher = hashlib.sha256()
    _feed(hasher, page, 0, set())
    return hasher.hexdigest()


def _feed(hasher: Any, value: Any, depth: int, seen: set[tuple[int, int]]) -> None:
    if depth > _DEEPEST:
        return
    if isinstance(value, pikepdf.Object) and value.is_indirect:
        if value.objgen in seen:
            return
        seen.add(value.objgen)
    if isinstance(value, pikepdf.Stream):
        hasher.update(_unpacked(value))
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for name in sorted(value.keys()):
            if name not in _NOT_OF_THE_PAGE | _PACKING:
                hasher.update(name.encode())
                _feed(hasher, value[name], depth + 1, seen)
    elif isinstance(value, pikepdf.Array):
        for item in value:
            _feed(hasher, item, depth + 1, seen)
    else:
        hasher.update(repr(value).encode())


def _unpacked(stream: Any) -> bytes:
    """Return what a stream holds; a picture stays as it is."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())


def _annotations(page: Any) -> list[str]:
    """Return what lies on a page beside its signature fields."""
    return sorted(
        hashlib.sha256(repr(each).encode()).hexdigest()
        for each in page.get("/Annots", ())
        if each.get("/FT") != "/Sig"
    )


def _fields(pdf: pikepdf.Pdf) -> set[str]:
    """Return the names of the fields that are no filled signature fields."""
    form: Any = pdf.Root.get("/AcroForm", {})
    return {
        str(field.get("/T", "?"))
        for field in form.get("/Fields", ())
        if not (field.get("/FT") == "/Sig" and "/V" in field)
    }


def _attachments(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Return a digest of each attachment: of every file that a reader may take for it."""
    found = {}
    for name, spec in pdf.attachments.items():
        hasher = hashlib.sha256()
        for key in sorted(spec.obj.EF.keys()):
            hasher.update(spec.obj.EF[key].read_bytes())
        found[name] = hasher.hexdigest()
    return found
