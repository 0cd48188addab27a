"""From pages to a file: properties, the attached seal, the places to sign, written whole or not at all."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import AttachedFileSpec, Dictionary, Name, String
from pikepdf.models.metadata import encode_pdf_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from fieldsurvey.report.signature_page import SignatureField

SEAL_FILE = "seal.json"
"""Name of the attachment that `verify` compares with a database."""

_PRINTED_WIDGET = 132  # Print (bit 3) and Locked (bit 8), ISO 32000-2 table 167
_SIGNATURES_APPEND_ONLY = 3  # SignaturesExist and AppendOnly, table 225


def assemble(
    pages: bytes,
    *,
    title: str,
    moment: datetime | None,
    fields: Sequence[SignatureField],
    seal: Mapping[str, Any],
) -> bytes:
    """Return the finished, unsigned file; the same input gives the same bytes.

    All signature fields are made here, before anyone signs: a field added after the first
    signature would look like an alteration.

    Args:
        pages: the PDF as laid out.
        title: title in its properties.
        moment: time of making to note, aware; None notes none.
        fields: places to sign.
        seal: content of the attachment.
    """
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        _note_properties(pdf, title, moment)
        _attach(pdf, seal, moment)
        prepare_fields(pdf, fields)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def prepare_fields(pdf: pikepdf.Pdf, fields: Sequence[SignatureField]) -> None:
    """Make an empty signature field, with its person's name, at each place."""
    widgets = []
    for field in fields:
        page = pdf.pages[field.page]
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(field.name),
                TU=String(field.person),
                F=_PRINTED_WIDGET,
                Rect=[round(edge, 2) for edge in field.box],
                P=page.obj,
            )
        )
        if Name.Annots not in page.obj:
            page.obj.Annots = pdf.make_indirect(pikepdf.Array())
        page.obj.Annots.append(widget)
        widgets.append(widget)
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(Fields=widgets, SigFlags=_SIGNATURES_APPEND_ONLY if widgets else 0)
    )


def _note_properties(pdf: pikepdf.Pdf, title: str, moment: datetime | None) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = ["id-ID"]
        metadata["xmp:CreatorTool"] = "fieldsurvey"
        if moment is not None:
            metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = moment.isoformat(
                "T", "seconds"
            )
    for name in ("/CreationDate", "/ModDate"):
        if moment is None:
            del pdf.docinfo[name]
        else:
            pdf.docinfo[name] = encode_pdf_date(moment)


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
