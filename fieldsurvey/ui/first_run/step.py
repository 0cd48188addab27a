"""One step of the first start: a heading, why it is asked, and fields with their problem beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.first_run.draft import Draft
    from fieldsurvey.ui.theme import Theme


class Step(QWidget):
    """What a step has in common with the others; made anew each time one comes to it.

    Args:
        theme: sizes and colours.
        draft: what has been said; what is typed goes there at once.
    """

    #: Enter in the last field, or a choice by its digit: go on.
    done = Signal()

    def __init__(self, theme: Theme, draft: Draft) -> None:
        super().__init__()
        self.theme, self.draft = theme, draft
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(theme.space(1))
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        dress(self._problem, "bad")
        self._problem.hide()

    def entitle(self, heading: str, why: str) -> None:
        """Say what is asked, and why."""
        title = QLabel(heading)
        dress(title, "title")
        reason = QLabel(why)
        dress(reason, "muted")
        for label in (title, reason):
            label.setWordWrap(True)
            self.box.addWidget(label)
        self.box.addSpacing(self.theme.space(1))

    def line(
        self, name: str, text: str, *, hint: str = "", width: float = 60, printed: bool = False
    ) -> QLineEdit:
        """Add a field of one line under its name.

        Args:
            name: what is asked, with a mnemonic.
            text: what was typed before.
            hint: an example, shown while it is blank.
            width: in units.
            printed: documents print it: beneath it stands what they can only print as codes.
        """
        field = QLineEdit(text)
        field.setPlaceholderText(hint)
        field.setMaximumWidth(self.theme.space(width))
        field.setAccessibleName(name.replace("&", ""))
        label = QLabel(name)
        label.setBuddy(field)
        self.box.addWidget(label)
        self.box.addWidget(field)
        if printed:
            warned = QWidget()
            PrintedCodes.beneath(warned, field)
            self.box.addWidget(warned)
        return field

    def end(self) -> None:
        """Add the place for a problem; call it last."""
        self.box.addWidget(self._problem)
        self.box.addStretch(1)

    def start(self) -> None:
        """Begin what the step does by itself; its signals are heard now."""

    def first(self) -> QWidget | None:
        """Return where the keys go when one comes here."""
        return self.findChild(QLineEdit)

    def complaint(self) -> tuple[str, QWidget | None]:
        """Return what keeps one from going on and where to mend it; an empty text when nothing does."""
        return "", None

    def complain(self, text: str, field: QWidget | None = None) -> None:
        """Say what is wrong, in place; ``""`` takes it back."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        for line in self.findChildren(QLineEdit):
            wrong = bool(text) and line is field
            if line.property("invalid") != wrong:
                line.setProperty("invalid", wrong)
                line.style().unpolish(line)
                line.style().polish(line)
        if field is not None:
            field.setFocus()
