"""A line under what is typed: the characters that documents print by their code, since no typeface has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPlainTextEdit

_LAST_EUROPEAN = "\u017f"  # of Latin Extended-A, all of which the typefaces of documents have
_MOST_NAMED = 12


class PrintedCodes(QObject):
    """Names such characters; most texts have none, load no typeface and get no line.

    Args:
        column: the line is added at its end when it is first needed.
        lacking: what of a text can only be shown by its code; by default, what the typefaces of documents lack.
    """

    #: The line came or went.
    changed = Signal()

    def __init__(
        self, column: QVBoxLayout, lacking: Callable[[str], tuple[str, ...]] | None = None
    ) -> None:
        super().__init__(column)
        self._column, self._lacking = column, lacking
        self._line: QLabel | None = None
        self._fields: list[QLineEdit | QPlainTextEdit] = []
        #: Whether there is anything to say.
        self.said = False

    @classmethod
    def beneath(
        cls,
        holder: QWidget,
        *fields: QLineEdit | QPlainTextEdit,
        lacking: Callable[[str], tuple[str, ...]] | None = None,
    ) -> None:
        """Say it in a widget of its own, which is hidden while there is nothing to say."""
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        holder.hide()
        codes = cls(column, lacking)
        codes.changed.connect(lambda: holder.setVisible(codes.said))
        codes.watch(*fields)

    def watch(self, *fields: QLineEdit | QPlainTextEdit) -> None:
        """Judge what stands in these fields together, from now on; nothing is held back."""
        for field in fields:
            self._fields.append(field)
            field.textChanged.connect(self._look)
        self._look()

    def _look(self) -> None:
        self.judge("".join(_typed(field) for field in self._fields))

    @property
    def text(self) -> str:
        """What the line says, "" while it is hidden."""
        return "" if self._line is None or self._line.isHidden() else self._line.text()

    def judge(self, text: str) -> None:
        """Name what a text has of them."""
        found: tuple[str, ...] = ()
        if any(character > _LAST_EUROPEAN for character in text):
            found = (self._lacking or _lacking_in_documents)(text)
        if self._line is None:
            if not found:
                return
            self._line = QLabel(self._column.parentWidget())
            self._line.setWordWrap(True)
            self._line.setTextFormat(Qt.TextFormat.PlainText)
            dress(self._line, "small")
            self._column.addWidget(self._line)
        if found:
            said = self.tr("Documents print these as codes: {characters}")
            self._line.setText(said.format(characters=" ".join(found[:_MOST_NAMED])))
        if self.said != bool(found):
            self.said = bool(found)
            self._line.setVisible(self.said)
            self.changed.emit()


def _lacking_in_documents(text: str) -> tuple[str, ...]:
    from fieldsurvey.report.glyphs import lacking  # loads typefaces, which most texts need not

    return lacking(text)


def _typed(field: QLineEdit | QPlainTextEdit) -> str:
    """Return what a field holds; what is hidden while it is typed is printed nowhere."""
    if isinstance(field, QLineEdit):
        return field.text() if field.echoMode() is QLineEdit.EchoMode.Normal else ""
    return field.toPlainText()
