"""What a file says of itself: PDF/A-3a and PDF/UA-1, its title and dates twice over in agreement, its colours.

ISO 19005-3, 6.6.2 (XMP, and every property outside its list described in an extension schema), 6.2.3 (output intent);
ISO 14289-1, 5 (the identifier) and 7.1 (title shown).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Dictionary, Name, String
from pikepdf.models.metadata import encode_pdf_date
from PIL import ImageCms

if TYPE_CHECKING:
    from datetime import datetime

LANGUAGE = "id-ID"
MAKER = "fieldsurvey"
_SRGB = "sRGB IEC61966-2.1"
_ICC_DATE = slice(24, 36)  # ICC.1, 7.2.1: Pillow puts the present time there

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdf:Producer>{maker}</pdf:Producer><xmp:CreatorTool>{maker}</xmp:CreatorTool>{dates}
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def note_properties(pdf: pikepdf.Pdf, *, title: str, subject: str, moment: datetime | None) -> None:
    """Write title, subject, maker and time into the file's properties and, the same, into its XMP.

    Args:
        pdf: the file.
        title: its title.
        subject: its document code.
        moment: time of making, aware; None notes none.
    """
    about = Dictionary(
        Title=String(title), Subject=String(subject), Creator=String(MAKER), Producer=String(MAKER)
    )
    dates = ""
    if moment is not None:
        moment = moment.replace(microsecond=0)
        about.CreationDate = about.ModDate = String(encode_pdf_date(moment))
        dates = "".join(
            f"<xmp:{name}>{moment.isoformat()}</xmp:{name}>"
            for name in ("CreateDate", "ModifyDate")
        )
    pdf.trailer.Info = pdf.make_indirect(about)
    packet = _PACKET.format(
        title=escape(title),
        subject=escape(subject),
        language=LANGUAGE,
        maker=MAKER,
        dates=dates,
    )
    pdf.Root.Metadata = pdf.make_stream(
        packet.encode(), Dictionary(Type=Name.Metadata, Subtype=Name.XML)
    )
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.OutputIntents = [_output_intent(pdf)]


def _output_intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    profile = pdf.make_stream(srgb_profile(), Dictionary(N=3))
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=String(_SRGB),
            Info=String(_SRGB),
            DestOutputProfile=profile,
        )
    )


@cache
def srgb_profile() -> bytes:
    """Return an ICC profile of sRGB, made here and so free of anyone's licence; the same bytes at any time."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[_ICC_DATE] = bytes((0x07, 0xE8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    return bytes(made)
