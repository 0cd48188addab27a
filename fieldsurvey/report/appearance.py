"""What a reader sees in a signed field: who, when, and how little that alone proves."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from reportlab import rl_config
from reportlab.lib.colors import white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from fieldsurvey.report.fonts import ACCENT, INK, MUTED, SANS, SANS_BOLD, register_fonts
from fieldsurvey.report.glyphs import one_line
from fieldsurvey.report.ink import draw_ink
from fieldsurvey.report.streams import pack_streams, well_ended
from fieldsurvey.report.unicode_maps import repair_unicode_maps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.report.ink import Ink

_EDGE = 3 * mm
_SMALLEST = 4.0
_INK_SHARE = 0.42


def appearance(
    size: tuple[float, float], name: str, lines: Sequence[str], ink: Ink | None = None
) -> bytes:
    """Return a one-page PDF to be shown in a signed field.

    Args:
        size: width and height of the field in points.
        name: the signer, set large.
        lines: what stands below, small, top to bottom.
        ink: what the signer wrote on the screen, drawn at the left.
    """
    register_fonts()
    rl_config.useA85 = 0
    name, lines = one_line(name), [one_line(line) for line in lines]
    width, height = size
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, initialFontName=SANS, invariant=1)
    canvas.setFillColor(white)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.setFillColor(ACCENT)
    canvas.rect(0, 0, 1.1 * mm, height, stroke=0, fill=1)
    start = _EDGE
    if ink is not None:
        share = width * _INK_SHARE
        canvas.setStrokeColor(INK)
        draw_ink(canvas, ink, (_EDGE, 1.5 * mm, share - 1.2 * _EDGE, height - 3 * mm))
        start = share + 0.2 * _EDGE
    room = width - start - 0.6 * _EDGE
    leading = min(9.0, (height - 2 * mm) / (len(lines) + 1.6))
    base = height / 2 + leading * (len(lines) + 0.3) / 2 - leading * 0.35
    canvas.setFillColor(INK)
    canvas.setFont(*_fitting(name, SANS_BOLD, leading * 1.15, room))
    canvas.drawString(start, base, name)
    canvas.setFillColor(MUTED)
    for number, line in enumerate(lines, 1):
        canvas.setFont(*_fitting(line, SANS, leading * 0.8, room))
        canvas.drawString(start, base - number * leading, line)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(out) as pdf:
        repair_unicode_maps(pdf)
        contents = pdf.pages[0].Contents
        contents.write(well_ended(contents.read_bytes()))
        pack_streams(pdf)
        clean = io.BytesIO()
        pdf.save(clean, compress_streams=False)
    return clean.getvalue()


def _fitting(text: str, font: str, size: float, room: float) -> tuple[str, float]:
    """Return the font at the largest size up to ``size`` at which the text fits the room."""
    width = stringWidth(text, font, size)
    return font, size if width <= room else max(_SMALLEST, size * room / width)
