"""The wording of one finding: its fields, the photos that prove it, where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.survey.deadlines import WORKING
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.parts.fields_dialog import Lines
from fieldsurvey.ui.parts.words import KINDS, say
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.report.thumbnails import Thumbnails
from fieldsurvey.ui.report.verification_words import moment_text
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from fieldsurvey.survey.finding_sheet import FindingSheet, Origin
    from fieldsurvey.survey.model import Finding
    from fieldsurvey.ui.tasks import TaskRunner
    from fieldsurvey.ui.theme import Theme

CLASSES = ("ringan", "sedang", "berat")
_DEADLINES = (1, 7, 14, 30)
_PAUSE_MS = 500
_NARROW_UNITS = 60


class FindingEditor(QFrame):
    """Shows one finding and says what was changed.

    Args:
        tasks: where photos are read.
        theme: colours and sizes.
        parent: the owner.
    """

    #: Something was typed or chosen and there was a pause.
    changed = Signal()
    #: The finding is to be taken out of the minutes, or brought back.
    moved = Signal()

    def __init__(self, tasks: TaskRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._finding: Finding | None = None
        dress(self, "card")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self._form = QFormLayout()
        self._form.setVerticalSpacing(theme.space(1))
        self._form.setHorizontalSpacing(theme.space(2))
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.condition = self._long(self.tr("What was found"))
        self.criterion = self._long(self.tr("Criterion"))
        self.classification = self._combo(self.tr("Class"))
        self.classification.addItems(CLASSES)
        self.cause = self._long(self.tr("Cause"))
        self.effect = self._long(self.tr("Effect"))
        self.action = self._long(self.tr("Corrective action"))
        self.owner = QLineEdit()
        self._add(self.tr("Responsible"), self.owner)
        self.owner.textEdited.connect(self._pause.start)
        self.owner.editingFinished.connect(self._at_once)
        self.deadline = self._combo(self.tr("Deadline"))
        self._offer_deadlines(None, "")
        self.photos = Thumbnails(tasks, theme)
        self.origin = QLabel()
        self.origin.setWordWrap(True)
        dress(self.origin, "small")
        self.move = QPushButton()
        self.move.clicked.connect(self.moved)
        self._lay_out()
        self.show_finding(None, None, removed=False)

    @property
    def finding(self) -> Finding | None:
        """The finding that is shown, as it was last saved."""
        return self._finding

    def show_finding(
        self, finding: Finding | None, sheet: FindingSheet | None, *, removed: bool
    ) -> None:
        """Show a finding; one that was taken out, or lies under a seal, can be read only."""
        self._pause.stop()
        self._finding = finding
        fixed = removed or sheet is None or sheet.sealed
        for field in (self.condition, self.criterion, self.cause, self.effect, self.action):
            field.setReadOnly(fixed)
        self.owner.setReadOnly(fixed)
        self.classification.setEnabled(not fixed)
        self.deadline.setEnabled(not fixed)
        self.move.setVisible(sheet is not None and not sheet.sealed)
        self.move.setText(
            self.tr("Bring back into the minutes")
            if removed
            else self.tr("Take out of the minutes")
        )
        dress(self.move, "primary" if removed else "danger")
        self.setEnabled(finding is not None)
        if finding is not None and sheet is not None:
            self._fill(finding, sheet)

    def saved(self, finding: Finding) -> None:
        """Take what was written as the state to compare with; fields are left alone."""
        self._finding = finding

    def typed(self) -> dict[str, object]:
        """Return the fields that differ from the saved finding, by name."""
        if self._finding is None or self.condition.isReadOnly():
            return {}
        now: dict[str, object] = {
            "condition": self.condition.toPlainText().strip(),
            "criterion": self.criterion.toPlainText().strip(),
            "cause": self.cause.toPlainText().strip(),
            "effect": self.effect.toPlainText().strip(),
            "classification": self.classification.currentText(),
            "action": self.action.toPlainText().strip(),
            "owner": self.owner.text().strip(),
            "deadline_days": self.deadline.currentData(),
        }
        return {name: value for name, value in now.items() if getattr(self._finding, name) != value}

    def stop(self) -> None:
        """Forget the pause that is running: the page saves now."""
        self._pause.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Labels stand above their fields where both have no room in a line."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.space(_NARROW_UNITS)
        policy = QFormLayout.RowWrapPolicy
        self._form.setRowWrapPolicy(policy.WrapAllRows if narrow else policy.DontWrapRows)

    # --- parts

    def _lay_out(self) -> None:
        space = self._theme.space
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[space(1)] * 4)
        column.setSpacing(space(1.5))
        column.addWidget(self.origin)
        column.addWidget(self.photos)
        column.addLayout(self._form)
        warned = QVBoxLayout()
        column.addLayout(warned)
        written = (self.condition, self.criterion, self.cause, self.effect, self.action)
        PrintedCodes(warned).watch(*written, self.owner)
        column.addWidget(self.move)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(self.tr("Wording of the finding"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QVBoxLayout(self)
        box.setContentsMargins(*[space(0.5)] * 4)
        box.addWidget(area)

    def _add(self, name: str, field: QWidget) -> None:
        label = QLabel(name)
        label.setBuddy(field)
        dress(label, "muted")
        field.setAccessibleName(name)
        self._form.addRow(label, field)

    def _long(self, name: str) -> Lines:
        field = Lines(self._theme)
        field.textChanged.connect(self._pause.start)
        self._add(name, field)
        return field

    def _combo(self, name: str) -> StillCombo:
        combo = StillCombo()
        combo.activated.connect(self._at_once)
        self._add(name, combo)
        return combo

    def _at_once(self) -> None:
        self._pause.stop()
        if self.typed():
            self.changed.emit()

    def _fill(self, finding: Finding, sheet: FindingSheet) -> None:
        for field, text in (
            (self.condition, finding.condition),
            (self.criterion, finding.criterion),
            (self.cause, finding.cause),
            (self.effect, finding.effect),
            (self.action, finding.action),
        ):
            with QSignalBlocker(field):
                field.setPlainText(text)
        self.classification.setCurrentText(finding.classification)
        self.owner.setText(finding.owner)
        self._offer_deadlines(finding.deadline_days, finding.deadline_kind)
        proof = [sheet.photos[n] for n in finding.photos if n in sheet.photos]
        self.photos.show_photos(proof, sheet.recipes.of)
        origin = sheet.origins.get(finding.id)
        self.origin.setText("" if origin is None else self._told(finding, origin, sheet.zone))

    def _offer_deadlines(self, days: int | None, kind: str) -> None:
        """List the usual deadlines and the finding's own, which an office may have set to any number of days."""
        with QSignalBlocker(self.deadline):
            self.deadline.clear()
            self.deadline.addItem(self.tr("none"), None)
            for each in sorted({*_DEADLINES} | ({days} if days is not None else set())):
                told = self.tr("{days} working days") if kind == WORKING else self.tr("{days} days")
                at_once = each == 1 and kind != WORKING
                self.deadline.addItem(
                    self.tr("at once") if at_once else told.format(days=each), each
                )
            self.deadline.setCurrentIndex(max(self.deadline.findData(days), 0))

    def _told(self, finding: Finding, origin: Origin, zone: str) -> str:
        if origin.form:
            kind = next((say(text) for key, text in KINDS.items() if key.value == origin.form), "")
            came = self.tr(
                "From the answer to {item} at {place} ({form}), filled by {author}"
            ).format(
                item=finding.item,
                place=finding.target_name,
                form=kind or origin.form,
                author=origin.surveyor,
            )
        else:
            came = self.tr("Written by hand by {author}").format(author=origin.begun_by)
        last = self.tr("last changed by {author}, {time}").format(
            author=origin.changed_by, time=moment_text(origin.changed_at, zone)
        )
        if finding.merged:
            came += " · " + self.tr("%n others were merged into it", "", len(finding.merged))
        proof = "" if finding.photos else " · " + self.tr("no photo proves it")
        return f"{came} · {last}{proof}"
