"""What became of one finding: what was reported so far, and a new report with evidence and verifier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit

from fieldsurvey.indonesia import local_date
from fieldsurvey.survey.followup import Status
from fieldsurvey.survey.model import Photo
from fieldsurvey.ui.followup.evidence_field import EvidenceField
from fieldsurvey.ui.followup.words import STATUSES, due_text, say, short_day
from fieldsurvey.ui.parts.choices import Choices
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog, Lines
from fieldsurvey.ui.report.thumbnails import Thumbnails
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.follow_up_sheet import FollowUpSheet
    from fieldsurvey.survey.followup import FollowUp, Report
    from fieldsurvey.ui.context import Context

_NEEDS_WORDS = {Status.DONE, Status.NOT_DONE}


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report as it was entered; the files are still to be read."""

    finding: str
    status: Status
    note: str
    verifier: str
    evidence: tuple[Path, ...]


class ReportDialog(FieldsDialog):
    """Asks how far a corrective action is; digits choose.

    Args:
        context: the tools.
        sheet: the visit's follow-up.
        each: the finding with what was reported.
        parent: the owner.
    """

    #: A new report.
    written = Signal(object)

    def __init__(
        self, context: Context, sheet: FollowUpSheet, each: FollowUp, parent: QWidget
    ) -> None:
        super().__init__(context.theme, parent)
        finding, self._each = each.finding, each
        self.entitle(f"{finding.number}. {finding.target_name}", finding.condition)
        facts = (finding.action, finding.owner, due_text(each, sheet.today))
        self._tell(" · ".join(fact for fact in facts if fact) or self.tr("No corrective action"))
        for report in each.reports:
            self._tell(self._line_of(report, sheet.zone), "small")
        proof = dict.fromkeys(name for report in each.reports for name in report.evidence)
        if proof:
            shown = Thumbnails(context.tasks, context.theme)
            shown.show_photos(
                [Photo(name, n, name, "", "", "", None) for n, name in enumerate(proof, 1)]
            )
            self.wide(shown)
        self._statuses = list(Status)
        texts = [say(STATUSES[status][0]) for status in self._statuses]
        self._status = Choices(context.theme, texts, self._statuses.index(each.status))
        self._note = Lines(context.theme, 2)
        self._note.setPlaceholderText(self.tr("What was done, or why it was not"))
        self._verifier = QLineEdit()
        self._verifier.setPlaceholderText(self.tr("Who checked it; needed to settle it"))
        completer = QCompleter(list(sheet.team), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._verifier.setCompleter(completer)
        self._evidence = EvidenceField(context.theme, context.preferences)
        self.field(self.tr("&Status"), self._status)
        self.field(self.tr("&Note"), self._note)
        self.field(self.tr("&Verifier"), self._verifier)
        self.field(self.tr("&Evidence"), self._evidence)
        self.buttons(self.tr("Write it down"))
        self.go.clicked.connect(self._write)
        self._status.picked.connect(self._note.setFocus)
        if not sheet.sealed:
            self.complain(
                self.tr("Follow-up begins when the visit is sealed; until then edit the finding.")
            )
            self.go.setEnabled(False)
        self._status.setFocus()

    def _tell(self, text: str, kind: str = "muted") -> None:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        dress(label, kind)
        self.wide(label)

    def _line_of(self, report: Report, zone: str) -> str:
        day = short_day(local_date(datetime.fromisoformat(report.at), zone)) if report.at else ""
        checked = self.tr("checked by {name}").format(name=report.verifier)
        files = self.tr("%n files of evidence", "", len(report.evidence))
        parts = (
            day,
            say(STATUSES[Status(report.status)][0]),
            report.note,
            checked if report.verifier else "",
            files if report.evidence else "",
            report.by,
        )
        return " · ".join(part for part in parts if part)

    def _write(self) -> None:
        status = self._statuses[self._status.chosen()]
        note, verifier = self._note.toPlainText().strip(), self._verifier.text().strip()
        evidence = self._evidence.paths()
        if status in _NEEDS_WORDS and not (note or evidence):
            self.complain(self.tr("Write what was done, or why it was not, or add evidence."))
            self._note.setFocus()
        elif status is Status.DONE and not verifier:
            self.complain(
                self.tr("Name who checked it: a finding is settled only when somebody did.")
            )
            self._verifier.setFocus()
        else:
            self.accept()
            self.written.emit(NewReport(self._each.finding.id, status, note, verifier, evidence))
