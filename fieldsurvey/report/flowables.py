"""Paragraphs that know what they are: a heading, the item of a list, the content of a cell."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph

from fieldsurvey.report.tagging import BODY, ITEM, LABEL, Element, numbering_of

_LABEL_GAP = 3.0  # points between a label that is wider than the indent and its text


class Text(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph that marks what it draws; its parts on two pages are one element.

    Attributes:
        element: its element; None lets its marks belong to whatever it stands in (a table's cell).
        said: its text as printed.
        label: the element of its bullet, None without one or where it is part of the text.
    """

    element: Element | None = None
    said: str = ""
    label: Element | None = None
    bulletText: str | None  # noqa: N815  reportlab's
    _broken_for: float | None = None

    def draw(self) -> None:
        """Draw the bullet, then the text."""
        canvas, bullet = self.canv, self.bulletText
        if bullet and self.label is not None:
            with canvas.content(self.label, bullet):
                self._draw_bullet(bullet)
            # reportlab would draw it again, inside the text.
            self.bulletText = None
        canvas.begin(self.element, self.said)
        if bullet and self.label is None:
            self._draw_bullet(f"{bullet} ")
            self.bulletText = None
        super().draw()
        canvas.end()
        self.bulletText = bullet

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Break it into lines, each of which ends in the space it was broken at: what reads aloud wants it."""
        # A table asks four times for each of its cells, always with the same width; breaking is most of the work.
        if availWidth != self._broken_for or not hasattr(self, "blPara"):
            super().wrap(availWidth, availHeight)
            self._broken_for = availWidth
            if len(self.blPara.lines) > 1:
                _end_in_spaces(self.blPara, _words(self.getPlainText()))
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Text]:  # noqa: N803
        """Split it; the text is said once, the bullet stands in the first part."""
        # The spaces at the ends of lines are drawn, not broken: as words they would make the first part too long.
        super().wrap(availWidth, availHeight)
        self._broken_for = None
        parts: list[Text] = super().split(availWidth, availHeight)
        for number, part in enumerate(parts):
            if part is not self:
                part.element = self.element
                part.said = "" if number else self.said
                part.label = None if number else self.label
        return parts

    def _draw_bullet(self, bullet: str) -> None:
        style = self.style
        line = self.canv.beginText(style.bulletIndent, self.height - style.fontSize)
        line.setFont(style.bulletFontName, style.bulletFontSize)
        line.setFillColor(getattr(style, "bulletColor", style.textColor))
        line.textOut(bullet)
        self.canv.drawText(line)


def _end_in_spaces(broken: Any, words: list[str]) -> None:
    """Put a space after each line but the last, unless it ends inside a word that was too long."""
    at, seen = 0, ""
    for line in broken.lines[:-1]:
        simple = broken.kind == 0
        for piece in line[1] if simple else _words("".join(part.text for part in line.words)):
            seen += piece
            if at < len(words) and seen == words[at]:
                at, seen = at + 1, ""
        if seen:
            continue
        if simple:
            line[1].append("")
        elif line.words and not line.words[-1].text.endswith(" "):
            line.words[-1].text += " "


def _words(text: str) -> list[str]:
    """Return words as they are broken at: a no-break space is part of one."""
    return [word for word in text.split(" ") if word]


def item(text: Text, bullet: str) -> Text:
    """Make a paragraph the item of a list, its bullet the item's label."""
    whole = Element(ITEM)
    whole.numbering = numbering_of(bullet)
    text.label, text.element = Element(LABEL, whole), Element(BODY, whole)
    return _with_room(text, bullet)


def lettered(text: Text, bullet: str) -> Text:
    """Put a bullet before a paragraph as a part of its text: a heading's letter."""
    text.said = f"{bullet} {text.said}"
    return _with_room(text, bullet)


def _with_room(text: Text, bullet: str) -> Text:
    """Widen the indent where the bullet would run into the text."""
    style = text.style
    needed = style.bulletIndent + _LABEL_GAP
    needed += stringWidth(bullet, style.bulletFontName, style.bulletFontSize)
    if needed > style.leftIndent:
        text.style = style.clone(style.name, leftIndent=needed)
    text.bulletText = bullet
    return text


def attach(flowable: Any, parent: Element) -> Any:
    """Let a paragraph or figure stand in an element of one's own, a caption's; return it."""
    flowable.element.parent = parent
    return flowable
