"""Beside the grid: what is known of the present photo, its caption, what it proves, and where it can be placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.parts.row_list import LARGE_UNIT
from fieldsurvey.ui.parts.shortened import ShortenedLabel
from fieldsurvey.ui.photos.place_picker import PlacePicker
from fieldsurvey.ui.photos.words import facts
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.survey.tray import TrayRow
    from fieldsurvey.ui.theme import Theme

_WIDTH_UNITS = 44


class SidePanel(QFrame):
    """One photo, or several that are chosen.

    Args:
        theme: colours and sizes.
        parent: the page.
    """

    #: The caption was typed.
    captioned = Signal(str)
    #: The photo is to be opened in the editor.
    edit = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "card")
        self._large = theme.unit >= LARGE_UNIT
        # Large text has room for one line of them, the rest is in its tooltip.
        self.facts = ShortenedLabel() if self._large else QLabel()
        self.facts.setWordWrap(not self._large)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.facts, "small")
        self.uses = QLabel()
        self.uses.setWordWrap(True)
        self.uses.setTextFormat(Qt.TextFormat.PlainText)
        self._caption_label = QLabel(self.tr("&Caption"))
        self.caption = QLineEdit()
        self.caption.setAccessibleName(self.tr("Caption of the photo"))
        self._caption_label.setBuddy(self.caption)
        self.caption.editingFinished.connect(self.keep_caption)
        self.editor = QToolButton()
        self.editor.setIcon(icon("edit", theme, "accent"))
        self.editor.setToolTip(self.tr("Turn, crop, arrows, text, blur (Enter)"))
        self.editor.setAccessibleName(self.editor.toolTip())
        self.editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editor.clicked.connect(self.edit)
        self.picker = PlacePicker(theme)
        self._was = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(*[theme.space(0.75 if self._large else 1.5)] * 4)
        box.setSpacing(theme.space(0.5 if self._large else 0.75))
        box.addWidget(self.facts)
        box.addWidget(self.uses)
        box.addWidget(self._caption_label)
        line = QHBoxLayout()
        line.setSpacing(theme.space(0.5))
        line.addWidget(self.caption, 1)
        line.addWidget(self.editor)
        box.addLayout(line)
        warned = QWidget()
        PrintedCodes.beneath(warned, self.caption)
        box.addWidget(warned)
        box.addWidget(self.picker, 1)
        self.setFixedWidth(theme.space(_WIDTH_UNITS if not self._large else _WIDTH_UNITS * 0.8))
        self.show_photos([], "")

    def show_photos(self, rows: Sequence[TrayRow], zone: str, *, frozen: bool = False) -> None:
        """Show what is chosen."""
        one = rows[0] if len(rows) == 1 else None
        if one is not None:
            lines = facts(one, zone)
        elif rows:
            lines = [self.tr("%n photos chosen", "", len(rows))]
        else:
            lines = [self.tr("No photo chosen")]
        if isinstance(self.facts, ShortenedLabel):
            self.facts.set_whole(lines[0])
        else:
            self.facts.setText("\n".join(lines))
        self.facts.setToolTip("\n".join(lines))
        used = [
            " – ".join(filter(None, (each.target_name, each.caption)))
            for each in (one.evidence if one else ())
        ]
        self.uses.setText(
            "\n".join(self.tr("Proves: {what}").format(what=what) for what in used[:2])
        )
        self.uses.setVisible(bool(used) and not self._large)
        captions = {row.caption for row in rows}
        self._was = captions.pop() if len(captions) == 1 else ""
        if not self.caption.hasFocus() or self.caption.text() != self._was:
            self.caption.setText(self._was)
        for widget in (self.caption, self.picker):
            widget.setEnabled(bool(rows) and not frozen)
        self._caption_label.setVisible(not self._large)
        self.caption.setPlaceholderText(self.tr("What it shows"))
        self.editor.setEnabled(one is not None)

    def keep_caption(self) -> None:
        """Tell the caption that was typed, when it is another one."""
        text = self.caption.text().strip()
        if text != self._was:
            self._was = text
            self.captioned.emit(text)
