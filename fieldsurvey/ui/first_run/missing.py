"""The page instead of the first one when the folder that was chosen for the inspections is not there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.ui.screen import Page
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.theme import Theme

_WIDTH_UNITS = 64


class MissingPage(Page):
    """Says where the database was, so that nobody begins anew for a stick that is not plugged in.

    Args:
        path: where the database ought to be.
        theme: sizes and colours.
        parent: the owner.
    """

    #: Look once more.
    again = Signal()
    #: The database lies in this folder now.
    elsewhere = Signal(object)
    #: Begin with a new database.
    anew = Signal()

    def __init__(self, path: Path, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        heading = QLabel(self.tr("Your inspections are not where they were"))
        dress(heading, "heading")
        said = QLabel(
            self.tr(
                "The database {name} is not in the folder {folder}. If that is a stick or another disk, plug it in. "
                "Nothing was changed."
            ).format(name=path.name, folder=path.parent)
        )
        card = QFrame()
        dress(card, "card")
        card.setFixedWidth(theme.space(_WIDTH_UNITS))
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[theme.space(4)] * 4)
        inside.setSpacing(theme.space(2))
        for label in (heading, said):
            label.setWordWrap(True)
            inside.addWidget(label)
        for text, kind, slot in (
            (self.tr("Look again"), "primary", self.again.emit),
            (self.tr("It lies in another folder …"), "", self._choose),
            (self.tr("Begin with a new database"), "quiet", self.anew.emit),
        ):
            button = QPushButton(text)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _checked=False, call=slot: call())
            dress(button, kind)
            inside.addWidget(button)
        outside = QVBoxLayout(self)
        outside.addStretch(1)
        outside.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch(2)

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Not found")

    def entered(self) -> None:
        """Enter looks again."""
        self.findChild(QPushButton).setFocus()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder of the inspections"))
        if chosen:
            self.elsewhere.emit(Path(chosen))
