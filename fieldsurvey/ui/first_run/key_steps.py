"""The recovery key: shown once, taken along on paper, and two of its groups typed as a proof that it was."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QDir, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.first_run.key_sheet import KeySheet
from fieldsurvey.ui.first_run.step import Step
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.first_run.draft import Draft
    from fieldsurvey.ui.theme import Theme

_PROOFS = 2
#: Letters that are easily taken for each other on paper; the key itself has neither 0 nor 1.
_ALIKE = str.maketrans({"0": "O", "1": "I", " ": None, "-": None})


class KeyStep(Step):
    """Shows the recovery key.

    Args:
        theme: sizes and colours.
        draft: what has been said, the key with it.
        database: where the database is going to lie.
    """

    #: Keep these bytes in this file.
    kept = Signal(object, object)

    def __init__(self, theme: Theme, draft: Draft, database: Path) -> None:
        super().__init__(theme, draft)
        self._database = database
        self.entitle(
            self.tr("Your recovery key"),
            self.tr(
                "If the passphrase is forgotten, this key alone opens the inspections. It is shown only now: "
                "write it down, or print it, and keep it in the safe of the office, apart from this laptop."
            ),
        )
        self.box.addWidget(self._groups())
        self._buttons = [
            self._button(self.tr("Print …"), "print", self._print),
            self._button(self.tr("Keep as PDF …"), "pdf", lambda: self._keep("pdf")),
            self._button(self.tr("Keep as text …"), "file", lambda: self._keep("txt")),
        ]
        row = QHBoxLayout()
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.box.addLayout(row)
        self._said = QLabel(
            self.tr("A file of it belongs on a stick in the safe, not on this laptop.")
        )
        self._said.setWordWrap(True)
        dress(self._said, "muted")
        self.box.addWidget(self._said)
        self.end()

    def first(self) -> None:
        """Leave the keys to what goes on: Enter opens no printer here, and the next step asks for what was written."""

    def show_kept(self, path: Path) -> None:
        """Say where it was kept."""
        self._said.setText(self.tr("✓ Kept in {path}").format(path=path))
        dress(self._said, "good")

    def _groups(self) -> QWidget:
        card = QFrame()
        dress(card, "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(*[self.theme.space(1.5)] * 4)
        grid.setHorizontalSpacing(self.theme.space(2))
        grid.setVerticalSpacing(self.theme.space(1))
        groups = self.draft.groups()
        columns = -(-len(groups) // 2)
        for number, group in enumerate(groups):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            count = QLabel(str(number + 1))
            dress(count, "small")
            shown = QLabel(group)
            shown.setAccessibleName(
                self.tr("Group {number}: {letters}").format(
                    number=number + 1, letters=" ".join(group)
                )
            )
            dress(shown, "title")
            cell.addWidget(count, 0, Qt.AlignmentFlag.AlignHCenter)
            cell.addWidget(shown, 0, Qt.AlignmentFlag.AlignHCenter)
            grid.addLayout(cell, number // columns, number % columns)
        return card

    def _button(self, text: str, drawing: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setIcon(icon(drawing, self.theme))
        button.setIconSize(QSize(self.theme.icon, self.theme.icon))
        button.setAutoDefault(True)
        button.clicked.connect(slot)
        return button

    def _sheet(self) -> KeySheet:
        owner = ", ".join(part for part in (self.draft.name, self.draft.office) if part)
        day = QLocale().toString(QDate.currentDate(), QLocale.FormatType.LongFormat)
        return KeySheet(self.draft.groups(), self._database, owner, day)

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            self._sheet().draw(printer)
            self._said.setText(self.tr("✓ Sent to the printer"))
            dress(self._said, "good")
        dialog.deleteLater()

    def _keep(self, ending: str) -> None:
        name = self.tr("recovery key")
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Keep the recovery key"),
            QDir.home().filePath(f"{name}.{ending}"),
            f"*.{ending}",
        )
        if chosen:
            sheet = self._sheet()
            data = sheet.pdf() if ending == "pdf" else sheet.text().encode()
            self.kept.emit(Path(chosen), data)


class ProofStep(Step):
    """Asks for two groups of the key, which is not shown here."""

    def __init__(self, theme: Theme, draft: Draft) -> None:
        super().__init__(theme, draft)
        self.entitle(
            self.tr("Is the key written down?"),
            self.tr("Type two of its groups from the paper. Back shows the key once more."),
        )
        count = len(draft.groups())
        if not draft.asked:
            numbers = secrets.SystemRandom().sample(range(1, count + 1), _PROOFS)
            draft.asked = tuple(sorted(numbers))
        self._fields = {
            number: self.line(
                self.tr("Group {number} of {count}").format(number=number, count=count),
                draft.proof.get(number, ""),
                width=24,
            )
            for number in draft.asked
        }
        self.end()
        for number, field in self._fields.items():
            field.textChanged.connect(
                lambda text, number=number: self.draft.proof.__setitem__(number, text)
            )

    def complaint(self) -> tuple[str, QWidget | None]:
        """Both groups must be those of the key."""
        groups = self.draft.groups()
        for number, field in self._fields.items():
            typed = field.text().upper().translate(_ALIKE)
            if typed != groups[number - 1]:
                return self.tr(
                    "Group {number} is another one on our side. Compare it with the paper; Back shows the key."
                ).format(number=number), field
        return "", None
