"""The typefaces and paragraph styles of every document: Source Serif 4 to read, Source Sans 3 to look up.

Both are under the SIL Open Font License (``resources/fonts``); their figures are tabular, so
columns of numbers align by themselves.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from fieldsurvey.errors import FileProblem
from fieldsurvey.paths import resources_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

SERIF, SERIF_BOLD, SERIF_ITALIC = "SourceSerif4", "SourceSerif4-SemiBold", "SourceSerif4-Italic"
SANS, SANS_BOLD, SANS_ITALIC = "SourceSans3", "SourceSans3-SemiBold", "SourceSans3-Italic"

_FILES = {
    SERIF: "SourceSerif4-Regular.ttf",
    SERIF_BOLD: "SourceSerif4-SemiBold.ttf",
    SERIF_ITALIC: "SourceSerif4-Italic.ttf",
    SANS: "SourceSans3-Regular.ttf",
    SANS_BOLD: "SourceSans3-SemiBold.ttf",
    SANS_ITALIC: "SourceSans3-Italic.ttf",
}

TYPEFACES = tuple(_FILES)
"""Names of all typefaces, as styles name them."""

INK = HexColor("#16202A")
ACCENT = HexColor("#1D3F5E")
MUTED = HexColor("#55626E")
RULE = HexColor("#B9C2CA")
TINT = HexColor("#EEF2F5")
SAMPLE = HexColor("#9A3412")
SAMPLE_TINT = HexColor("#FDF3E7")


@cache
def register_fonts() -> None:
    """Make the typefaces known to reportlab, once a process.

    Raises:
        FileProblem: a font file is missing or damaged.
    """
    folder = resources_folder() / "fonts"
    for name, file in _FILES.items():
        try:
            pdfmetrics.registerFont(TTFont(name, folder / file))
        except (OSError, TTFError) as error:
            raise FileProblem(path=folder / file, what="the font cannot be read") from error
    for regular, bold, italic in (
        (SERIF, SERIF_BOLD, SERIF_ITALIC),
        (SANS, SANS_BOLD, SANS_ITALIC),
    ):
        # Bold italic is not shipped; emphasis inside bold text stays bold.
        pdfmetrics.registerFontFamily(
            regular, normal=regular, bold=bold, italic=italic, boldItalic=bold
        )


@cache
def styles() -> Mapping[str, ParagraphStyle]:
    """Return the paragraph styles by name; sizes and leading in points."""
    register_fonts()
    body = ParagraphStyle(
        "body",
        fontName=SERIF,
        fontSize=10,
        leading=14.5,
        textColor=INK,
        spaceAfter=5,
        allowWidows=0,
        allowOrphans=0,
        bulletFontName=SERIF,
        bulletFontSize=10,
    )
    cell = ParagraphStyle(
        "cell", fontName=SANS, bulletFontName=SANS, fontSize=8.8, leading=11.4, textColor=INK
    )
    found = [
        body,
        ParagraphStyle("list", body, leftIndent=16, bulletIndent=0, spaceAfter=2.5),
        ParagraphStyle(
            "kop",
            body,
            fontName=SANS_BOLD,
            fontSize=11,
            leading=13.6,
            alignment=TA_CENTER,
            textColor=ACCENT,
            spaceAfter=0,
        ),
        ParagraphStyle(
            "kop-small",
            body,
            fontName=SANS,
            fontSize=8,
            leading=10.4,
            alignment=TA_CENTER,
            textColor=MUTED,
            spaceAfter=0,
        ),
        ParagraphStyle(
            "title",
            body,
            fontName=SERIF_BOLD,
            fontSize=15,
            leading=19,
            alignment=TA_CENTER,
            spaceBefore=4,
            spaceAfter=1,
        ),
        ParagraphStyle(
            "subtitle",
            body,
            fontName=SERIF,
            fontSize=11,
            leading=14.5,
            alignment=TA_CENTER,
            spaceAfter=3,
        ),
        ParagraphStyle("centred", body, alignment=TA_CENTER),
        ParagraphStyle(
            "title-large",
            body,
            fontName=SERIF_BOLD,
            fontSize=30,
            leading=36,
            alignment=TA_CENTER,
            textColor=ACCENT,
        ),
        ParagraphStyle(
            "number",
            body,
            fontName=SANS,
            fontSize=10,
            leading=13,
            alignment=TA_CENTER,
            textColor=INK,
            spaceAfter=11,
        ),
        ParagraphStyle(
            "heading",
            body,
            fontName=SANS_BOLD,
            fontSize=11.2,
            leading=14.5,
            textColor=ACCENT,
            spaceBefore=11,
            spaceAfter=4,
            leftIndent=16,
            bulletIndent=0,
            bulletFontName=SANS_BOLD,
            bulletFontSize=11.2,
            bulletColor=ACCENT,
        ),
        ParagraphStyle(
            "heading-annex",
            body,
            fontName=SANS_BOLD,
            fontSize=12,
            leading=15,
            textColor=ACCENT,
            spaceBefore=14,
            spaceAfter=5,
        ),
        ParagraphStyle("closing", body, spaceBefore=12, spaceAfter=8),
        ParagraphStyle("place", body, leftIndent=93 * mm, spaceAfter=4),
        ParagraphStyle(
            "subheading",
            body,
            fontName=SANS_BOLD,
            fontSize=9.6,
            leading=12.5,
            textColor=INK,
            spaceBefore=7,
            spaceAfter=3,
        ),
        ParagraphStyle(
            "note",
            body,
            fontName=SANS,
            fontSize=8.2,
            leading=10.8,
            textColor=MUTED,
            spaceAfter=2,
            leftIndent=8,
            bulletIndent=0,
            bulletFontName=SANS,
            bulletFontSize=8.2,
        ),
        cell,
        ParagraphStyle("caption", cell, fontSize=9.4, leading=12.4, spaceBefore=2, spaceAfter=4),
        ParagraphStyle("photo", cell, fontName=SANS_BOLD, fontSize=9.6, leading=12.5, spaceAfter=3),
        ParagraphStyle("party", cell, spaceAfter=3),
        ParagraphStyle("signer", cell, fontName=SANS_BOLD, fontSize=9.4, spaceBefore=3),
        ParagraphStyle("cell-bold", cell, fontName=SANS_BOLD),
        ParagraphStyle("cell-muted", cell, textColor=MUTED, fontSize=7.8, leading=10),
        ParagraphStyle("choice", cell, leftIndent=11, firstLineIndent=-11),
        ParagraphStyle("write", cell, leading=19),
        ParagraphStyle("heat", cell, fontSize=7.4, leading=9, alignment=TA_CENTER, textColor=black),
        ParagraphStyle(
            "heat-dark", cell, fontSize=7.4, leading=9, alignment=TA_CENTER, textColor=white
        ),
        ParagraphStyle(
            "figure-large", cell, fontName=SANS_BOLD, fontSize=26, leading=30, alignment=TA_CENTER
        ),
        ParagraphStyle("label", cell, textColor=MUTED),
        ParagraphStyle("cell-muted-in", cell, textColor=MUTED, fontSize=7.8, leftIndent=36),
        ParagraphStyle("fact", cell, fontSize=9.4, leading=12.4),
        ParagraphStyle("cell-right", cell, alignment=TA_RIGHT),
        ParagraphStyle("cell-right-bold", cell, alignment=TA_RIGHT, fontName=SANS_BOLD),
        ParagraphStyle("cell-center", cell, alignment=TA_CENTER),
        ParagraphStyle(
            "head", cell, fontName=SANS_BOLD, fontSize=8.2, leading=10.2, textColor=ACCENT
        ),
        ParagraphStyle(
            "head-right",
            cell,
            fontName=SANS_BOLD,
            fontSize=8.2,
            leading=10.2,
            textColor=ACCENT,
            alignment=TA_RIGHT,
        ),
    ]
    return MappingProxyType({style.name: style for style in found})
