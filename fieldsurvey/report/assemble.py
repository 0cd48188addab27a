"""From pages to a file: photos, properties, the attached seal, the places to sign, what is what on the pages."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import AttachedFileSpec, Dictionary, Name, String
from pikepdf.models.metadata import encode_pdf_date

from fieldsurvey.report.metadata import note_properties
from fieldsurvey.report.printed import digest, printed
from fieldsurvey.report.streams import pack_streams
from fieldsurvey.report.structure import write_structure
from fieldsurvey.report.unicode_maps import repair_unicode_maps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from fieldsurvey.report.layout import Pages
    from fieldsurvey.report.signature_page import SignatureField
    from fieldsurvey.report.tagged_canvas import Picture

SEAL_FILE = "seal.json"
"""Name of the attachment that `verify` compares with a database."""

_PRINTED_WIDGET = 132  # Print (bit 3) and Locked (bit 8), ISO 32000-2 table 167
_SIGNATURES_APPEND_ONLY = 3  # SignaturesExist and AppendOnly, table 225


def assemble(
    pages: Pages,
    *,
    title: str,
    code: str,
    moment: datetime | None,
    fields: Sequence[SignatureField],
    seal: Mapping[str, Any],
) -> bytes:
    """Return the finished, unsigned file, PDF/A-3a and PDF/UA-1; the same input gives the same bytes.

    All signature fields are made here, before anyone signs: a field added after the first
    signature would look like an alteration.

    Args:
        pages: the document as laid out.
        title: title in its properties.
        code: its document code.
        moment: time of making to note, aware; None notes none.
        fields: places to sign.
        seal: what the attachment says beside the text of the pages.
    """
    with pikepdf.open(io.BytesIO(pages.pdf)) as pdf:
        note_properties(pdf, title=title, subject=code, moment=moment)
        _put_pictures(pdf, pages.pictures)
        repair_unicode_maps(pdf)
        text = printed(pages.tags)
        _attach(pdf, {**seal, "printed": text, "printed_sha256": digest(text)}, moment)
        widgets = prepare_fields(pdf, fields)
        write_structure(pdf, pages.tags, widgets)
        return _saved(pdf)


def prepare_fields(pdf: pikepdf.Pdf, fields: Sequence[SignatureField]) -> dict[str, pikepdf.Object]:
    """Make an empty signature field, with its person's name, at each place; return their widgets by name."""
    widgets: dict[str, pikepdf.Object] = {}
    for field in fields:
        page = pdf.pages[field.page]
        box = [round(edge, 2) for edge in field.box]
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(field.name),
                TU=String(
                    field.person.strip() or field.name
                ),  # a field without words is none for the blind
                F=_PRINTED_WIDGET,
                Rect=box,
                P=page.obj,
                AP=Dictionary(N=_nothing(pdf, box)),
            )
        )
        if Name.Annots not in page.obj:
            page.obj.Annots = pdf.make_indirect(pikepdf.Array())
        page.obj.Annots.append(widget)
        widgets[field.name] = widget
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(
            Fields=list(widgets.values()), SigFlags=_SIGNATURES_APPEND_ONLY if widgets else 0
        )
    )
    return widgets


def _nothing(pdf: pikepdf.Pdf, box: Sequence[float]) -> pikepdf.Object:
    """Return the looks of a field that is not signed yet: none, but a widget must have some (ISO 19005-3, 6.3.3)."""
    left, bottom, right, top = box
    size = [0, 0, round(right - left, 2), round(top - bottom, 2)]
    return pdf.make_stream(b"", Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=size))


def _put_pictures(pdf: pikepdf.Pdf, pictures: dict[int, dict[str, Picture]]) -> None:
    """Put the photos' bytes where the pages draw them, and let go of them; a photo drawn twice is stored once."""
    stored: dict[bytes, pikepdf.Object] = {}
    for page, drawn in pictures.items():
        obj = pdf.pages[page].obj
        resources = obj.Resources = pikepdf.Dictionary(dict(obj.Resources.items()))
        inside = resources.get("/XObject", Dictionary())
        named = resources.XObject = Dictionary(dict(inside.items()))
        while drawn:
            name, picture = drawn.popitem()
            key = hashlib.blake2b(picture.data, digest_size=16).digest()
            if key not in stored:
                stored[key] = _image(pdf, picture)
            named[name] = stored[key]


def _image(pdf: pikepdf.Pdf, picture: Picture) -> pikepdf.Object:
    return pikepdf.Stream(
        pdf,
        picture.data,
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=picture.width,
            Height=picture.height,
            ColorSpace=Name.DeviceGray if picture.gray else Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        ),
    )


def _saved(pdf: pikepdf.Pdf) -> bytes:
    pack_streams(pdf)
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return out.getvalue()


def _attach(pdf: pikepdf.Pdf, seal: Mapping[str, Any], moment: datetime | None) -> None:
    date = "" if moment is None else encode_pdf_date(moment)
    data = json.dumps(seal, ensure_ascii=False, indent=1, sort_keys=True).encode()
    spec = AttachedFileSpec(
        pdf,
        data,
        filename=SEAL_FILE,
        mime_type="application/json",
        description="Segel pemeriksaan untuk dibandingkan dengan data",
        creation_date=date,
        mod_date=date,
    )
    spec.relationship = Name.Data
    pdf.attachments[SEAL_FILE] = spec
    pdf.Root.AF = pikepdf.Array([pdf.attachments[SEAL_FILE].obj])
