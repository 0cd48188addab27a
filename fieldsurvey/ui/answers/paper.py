"""Labels and columns as every question wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout

from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.theme import Theme


def wrapped(kind: str, text: str = "") -> QLabel:
    """Return a label that breaks its lines and takes words as they are, never as markup."""
    label = QLabel(text)
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
