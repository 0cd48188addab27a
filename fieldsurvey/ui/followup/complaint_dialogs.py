"""Complaints on site: one is taken, its receipt is handed over, its steps are noted, its words are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QCompleter, QLabel, QLineEdit, QPushButton

from fieldsurvey.errors import FigureError
from fieldsurvey.indonesia import parse_short_date, short_date
from fieldsurvey.survey.complaint_steps import ComplaintStatus
from fieldsurvey.ui.followup.evidence_field import EvidenceField
from fieldsurvey.ui.followup.words import COMPLAINT_STATUSES, complaint_due, say, short_day
from fieldsurvey.ui.parts.choices import Choices
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog, Lines
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.complaints import Complaint
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """A complaint as it was entered; fields as those of ``Complaints.receive``."""

    text: str
    about: str
    complainant: str
    contact: str
    secret: bool


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step as it was entered; the files are still to be read."""

    complaint: str
    status: ComplaintStatus
    day: date
    note: str
    incomplete: bool
    completed: date | None
    evidence: tuple[Path, ...]


class ComplaintDialog(FieldsDialog):
    """Takes a complaint; who complains stays secret unless they say otherwise.

    Args:
        theme: colours and sizes.
        places: what it may be about, to complete.
        parent: the owner.
    """

    #: The complaint as entered.
    taken = Signal(object)

    def __init__(self, theme: Theme, places: Sequence[str], parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.entitle(
            self.tr("Take a complaint"),
            self.tr(
                "Name, contact and words are stored encrypted. The receipt number is given at once."
            ),
        )
        self._text = Lines(theme, 4)
        self._about, self._name, self._contact = QLineEdit(), QLineEdit(), QLineEdit()
        self._about.setPlaceholderText(self.tr("Stand or service"))
        completer = QCompleter(list(places), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._about.setCompleter(completer)
        self._name.setPlaceholderText(self.tr("May stay empty"))
        self._contact.setPlaceholderText(self.tr("Telephone or e-mail, for the answer"))
        self._secret = QCheckBox(self.tr("&Keep the identity secret"))
        self._secret.setChecked(True)
        self._secret.setMinimumHeight(theme.target)
        dress(self._secret, "choice")
        self.field(self.tr("&What is complained of"), self._text)
        self.field(self.tr("&About"), self._about)
        self.field(self.tr("&Complainant"), self._name)
        self.field(self.tr("C&ontact"), self._contact)
        self.wide(self._secret)
        self.buttons(self.tr("Take it"))
        self.go.clicked.connect(self._take)
        self._text.setFocus()

    def _take(self) -> None:
        text = self._text.toPlainText().strip()
        if not text:
            self.complain(self.tr("Write what is complained of."))
            self._text.setFocus()
            return
        fields = (field.text().strip() for field in (self._about, self._name, self._contact))
        self.accept()
        self.taken.emit(NewComplaint(text, *fields, self._secret.isChecked()))


class ReceiptDialog(FieldsDialog):
    """Shows the receipt of a complaint, to be read out, printed or copied.

    Args:
        theme: colours and sizes.
        receipt: its number.
        lines: the receipt, Indonesian in any language of the window: it is a document.
        parent: the owner.
    """

    def __init__(self, theme: Theme, receipt: str, lines: Sequence[str], parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.entitle(
            self.tr("Receipt {number}").format(number=receipt),
            self.tr("Give the number to the complainant: with it they ask what became of it."),
        )
        self._lines = lines
        number = QLabel(receipt)
        number.setAccessibleName(self.tr("Receipt number"))
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        dress(number, "figure")
        self.wide(number)
        for line in lines[2:]:
            name, _, value = line.partition(" : ")
            label = QLabel(value or line)
            label.setWordWrap(True)
            if value:
                self.field(name.strip(), label)
            else:
                self.wide(label)
        self.print = QPushButton(self.tr("&Print …"))
        self.print.setAutoDefault(False)
        self.print.clicked.connect(self._print)
        self.foot.addWidget(self.print)
        self.buttons(self.tr("Done"), only=True)
        self.go.clicked.connect(self.accept)
        self.go.setFocus()

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def print_on(self, printer: object) -> None:
        """Print the lines on a printer that was chosen."""
        from PySide6.QtGui import QFont, QTextDocument
        from PySide6.QtPrintSupport import QPrinter

        assert isinstance(printer, QPrinter)
        paper = QTextDocument("\n".join(self._lines))
        paper.setDefaultFont(QFont(self.theme.font("body").family(), 11))
        paper.print_(printer)


class StepDialog(FieldsDialog):
    """Asks how far a complaint is; digits choose.

    Args:
        context: the tools.
        complaint: as read.
        today: at the site.
        parent: the owner.
    """

    #: The step as entered.
    written = Signal(object)

    def __init__(
        self, context: Context, complaint: Complaint, today: date, parent: QWidget
    ) -> None:
        super().__init__(context.theme, parent)
        self._complaint = complaint
        due = complaint_due(complaint, today).text
        about = complaint.about or self.tr("about nothing in particular")
        self.entitle(complaint.receipt, " · ".join(part for part in (about, due) if part))
        for step in complaint.steps:
            self._tell(
                short_day(_day(step.day)),
                say(COMPLAINT_STATUSES[ComplaintStatus(step.status)][0]),
                step.by,
            )
        order = list(ComplaintStatus)
        self._statuses = order[order.index(complaint.status) :]
        texts = [say(COMPLAINT_STATUSES[status][0]) for status in self._statuses]
        self._status = Choices(context.theme, texts, 0)
        self._day = QLineEdit(short_date(today))
        self._note = Lines(context.theme, 2)
        self._note.setPlaceholderText(self.tr("What was done, or why it is refused; kept private"))
        self._incomplete = QCheckBox(self.tr("The file is not complete: completion was &asked for"))
        self._incomplete.setMinimumHeight(context.theme.target)
        dress(self._incomplete, "choice")
        self._completed = QLineEdit()
        self._completed.setPlaceholderText(self.tr("Day, when it was completed later"))
        self._evidence = EvidenceField(context.theme, context.preferences)
        self.field(self.tr("&Status"), self._status)
        self.field(self.tr("&Day"), self._day)
        self.field(self.tr("&Note"), self._note)
        self.wide(self._incomplete)
        self.field(self.tr("&Complete since"), self._completed)
        self.field(self.tr("&Evidence"), self._evidence)
        self.buttons(self.tr("Write it down"))
        self.go.clicked.connect(self._write)
        self._status.changed.connect(self._judge)
        self._judge()
        self._status.setFocus()

    def _tell(self, *parts: str) -> None:
        label = QLabel(" · ".join(part for part in parts if part))
        label.setWordWrap(True)
        dress(label, "small")
        self.wide(label)

    def _judge(self) -> None:
        answered = self._statuses[self._status.chosen()] is ComplaintStatus.ANSWERED
        self._incomplete.setEnabled(answered)
        if not answered:
            self._incomplete.setChecked(False)

    def _write(self) -> None:
        status, note = self._statuses[self._status.chosen()], self._note.toPlainText().strip()
        line = self._day
        try:
            day = parse_short_date(line.text().strip())
            line = self._completed
            completed = parse_short_date(line.text().strip()) if line.text().strip() else None
        except FigureError:
            self.complain(self.tr("Write a day as 18-11-2026."))
            line.setFocus()
            return
        evidence = self._evidence.paths()
        ends = status in {ComplaintStatus.SETTLED, ComplaintStatus.REJECTED}
        if ends and not (note or evidence):
            self.complain(self.tr("Write what was done, or why it is refused, or add evidence."))
            self._note.setFocus()
            return
        incomplete = self._incomplete.isChecked()
        self.accept()
        self.written.emit(
            NewStep(self._complaint.id, status, day, note, incomplete, completed, evidence)
        )


class LookDialog(FieldsDialog):
    """Asks why the words of a complaint are looked at; the reason is logged with the visit.

    Args:
        theme: colours and sizes.
        receipt: of the complaint.
        parent: the owner.
    """

    #: The reason.
    given = Signal(str)

    def __init__(self, theme: Theme, receipt: str, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.entitle(
            self.tr("Look at {number}").format(number=receipt),
            self.tr("Who looked, when and why is kept with the visit."),
        )
        self._reason = QLineEdit()
        self.field(self.tr("&Reason"), self._reason)
        self.buttons(self.tr("Show it"))
        self._reason.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.go.setEnabled(False)
        self.go.clicked.connect(self._give)
        self._reason.setFocus()

    def _give(self) -> None:
        self.given.emit(self._reason.text().strip())
        self.accept()


class WordsDialog(FieldsDialog):
    """Shows who complains and in what words, after the reason was logged.

    Args:
        theme: colours and sizes.
        complaint: as read.
        parent: the owner.
    """

    def __init__(self, theme: Theme, complaint: Complaint, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.entitle(complaint.receipt, complaint.about)
        locked = self.tr("locked on this laptop")
        steps = [
            (f"{short_day(_day(step.day))} · {say(COMPLAINT_STATUSES[ComplaintStatus(step.status)][0])}", step.note)
            for step in complaint.steps
        ]  # fmt: skip
        for name, value in (
            (self.tr("Complainant"), complaint.complainant),
            (self.tr("Contact"), complaint.contact),
            (self.tr("Words"), complaint.text),
            *steps,
        ):
            label = QLabel(locked if value is None else value or "–")
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumHeight(theme.target)
            self.field(name, label)
        self.buttons(self.tr("Close"), only=True)
        self.go.clicked.connect(self.accept)
        self.go.setFocus()


def _day(text: str) -> date:
    from datetime import date as day

    return day.fromisoformat(text)
