"""Labels, lines and columns as every question wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.theme import Theme


def wrapped(kind: str, text: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label that breaks its lines and takes words as they are, never as markup."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    dress(label, kind)
    return label


def column(owner: QWidget, theme: Theme, *children: QWidget, gap: float = 1) -> QVBoxLayout:
    """Lay children beneath each other, without margins."""
    layout = QVBoxLayout(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.space(gap))
    for child in children:
        layout.addWidget(child)
    return layout


def show_if(widget: QWidget, wanted: bool) -> None:
    """Show or hide a widget; showing what shows anyway costs a polish of its style."""
    if widget.isHidden() == wanted:
        widget.setVisible(wanted)


def mark_invalid(field: QWidget, *, wrong: bool) -> None:
    """Give a field the border of a wrong answer, or its own again."""
    if bool(field.property("invalid")) != wrong:
        field.setProperty("invalid", wrong)
        field.style().unpolish(field)
        field.style().polish(field)


class SignedLine(QWidget):
    """A sentence with a sign before it.

    Args:
        theme: sizes and colours.
        sign: the icon's name.
        color: of the icon, a name of ``Theme.colors``.
        kind: how the words look.
        parent: the owner.
    """

    def __init__(self, theme: Theme, sign: str, color: str, kind: str, parent: QWidget) -> None:
        super().__init__(parent)
        picture = QLabel(self)
        picture.setPixmap(icon(sign, theme, color).pixmap(theme.icon, theme.icon))
        self._words = wrapped(kind, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space())
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def say(self, text: str) -> None:
        """Take the words."""
        self._words.setText(text)
