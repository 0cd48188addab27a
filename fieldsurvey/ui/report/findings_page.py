"""Findings: drafted from the answers, then put into the team's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.survey.findings import draft_findings, remove_findings, revise_finding
from fieldsurvey.ui.report.findings_model import ACTION, CLASS, NUMBER, WHAT, WHERE, FindingsModel
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QWheelEvent

    from fieldsurvey.store import Store
    from fieldsurvey.survey.model import Finding
    from fieldsurvey.ui.context import Context

_CLASSES = ("ringan", "sedang", "berat")
_DEADLINES = (1, 7, 14, 30)


class _StillCombo(QComboBox):
    """A combo that the wheel changes only when it has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page while another field is edited."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class FindingsPage(Screen):
    """A table of findings, and beside it the one that is being worded.

    Args:
        context: the tools.
        visit: the visit's id.
        parent: the owner.
    """

    def __init__(self, context: Context, visit: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._visit = visit
        self._finding: Finding | None = None
        self._model = FindingsModel(self)
        self._table = self._make_table()
        self._count = QLabel()
        dress(self._count, "heading")
        self._draft = QPushButton(self.tr("Draft from the answers"))
        self._draft.clicked.connect(self._draft_now)
        self._make_fields()
        self._lay_out()
        self._show(None)

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Findings")

    def entered(self) -> None:
        """Load the findings."""
        self._load()

    def can_leave(self, then: Callable[[], None]) -> None:
        """Save what is being worded first."""
        self._save(then)

    def place(self) -> object:
        """Return the finding that is shown."""
        return self._finding.id if self._finding else None

    def go_to(self, place: object) -> None:
        """Show a finding by id."""
        if isinstance(place, str):
            self._select(place)

    # --- parts

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self._model)
        table.setAccessibleName(self.tr("Findings"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setWordWrap(True)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.theme.target)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (NUMBER, CLASS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for column in (WHERE, WHAT, ACTION):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentRowChanged.connect(self._moved)
        return table

    def _make_fields(self) -> None:
        self._condition = self._long(self.tr("What was found"))
        self._criterion = self._long(self.tr("Criterion"))
        self._cause = self._long(self.tr("Cause"))
        self._effect = self._long(self.tr("Effect"))
        self._class = _StillCombo()
        self._class.setAccessibleName(self.tr("Class"))
        self._class.addItems(_CLASSES)
        self._action = self._long(self.tr("Corrective action"))
        self._owner = QLineEdit()
        self._owner.setAccessibleName(self.tr("Responsible"))
        self._deadline = _StillCombo()
        self._deadline.setAccessibleName(self.tr("Deadline"))
        self._deadline.addItem(self.tr("none"), None)
        for days in _DEADLINES:
            text = self.tr("at once") if days == 1 else self.tr("{days} days").format(days=days)
            self._deadline.addItem(text, days)
        self._photos = QLabel()
        self._photos.setWordWrap(True)
        self._remove = QPushButton(self.tr("Take out of the minutes"))
        dress(self._remove, "danger")
        self._remove.clicked.connect(self._remove_now)

    def _long(self, name: str) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setAccessibleName(name)
        field.setTabChangesFocus(True)
        field.setFixedHeight(self.theme.space(9))
        return field

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(self.theme.space(1))
        for field in (
            self._condition, self._criterion, self._class, self._cause, self._effect, self._action,
            self._owner, self._deadline,
        ):  # fmt: skip
            label = QLabel(field.accessibleName())
            dress(label, "muted")
            label.setBuddy(field)
            form.addRow(label, field)
        form.addRow(self._photos)
        form.addRow(self._remove)
        inside = QWidget()
        inside.setLayout(form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName(self.tr("Wording of the finding"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._editor = QFrame()
        dress(self._editor, "card")
        QVBoxLayout(self._editor).addWidget(area)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        row.addWidget(self._draft)
        column.addLayout(row)
        column.addWidget(self._table, 1)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self._editor)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(*[self.theme.space(2)] * 4)
        outside.addWidget(split)

    # --- loading and saving

    def _load(self, show: str = "") -> None:
        def read(store: Store) -> tuple[Finding, ...]:
            return self.context.desk(store).visits.snapshot(self._visit).findings

        def shown(findings: tuple[Finding, ...]) -> None:
            self._model.show_findings(findings)
            self._count.setText(self.tr("%n findings", "", len(findings)))
            self._select(show)

        self.context.tasks.read(read, shown)

    def _select(self, identity: str) -> None:
        row = max(self._model.row_of(identity), 0)
        if self._model.rowCount():
            self._table.selectRow(row)
            self._show(self._model.finding(row))
        else:
            self._show(None)

    def _moved(self, present: QModelIndex, before: QModelIndex) -> None:
        del before
        chosen = self._model.finding(present.row())
        if chosen is not None and (self._finding is None or chosen.id != self._finding.id):
            self._save(lambda: self._show(chosen))

    def _show(self, finding: Finding | None) -> None:
        self._finding = finding
        self._editor.setEnabled(finding is not None)
        if finding is None:
            return
        self._condition.setPlainText(finding.condition)
        self._criterion.setPlainText(finding.criterion)
        self._cause.setPlainText(finding.cause)
        self._effect.setPlainText(finding.effect)
        self._class.setCurrentText(finding.classification)
        self._action.setPlainText(finding.action)
        self._owner.setText(finding.owner)
        self._deadline.setCurrentIndex(max(self._deadline.findData(finding.deadline_days), 0))
        numbers = ", ".join(str(number) for number in finding.photos)
        self._photos.setText(
            self.tr("Proved by photo {numbers}").format(numbers=numbers)
            if numbers
            else self.tr("No photo proves it")
        )

    def _changed(self) -> dict[str, object]:
        assert self._finding is not None
        typed: dict[str, object] = {
            "condition": self._condition.toPlainText().strip(),
            "criterion": self._criterion.toPlainText().strip(),
            "cause": self._cause.toPlainText().strip(),
            "effect": self._effect.toPlainText().strip(),
            "classification": self._class.currentText(),
            "action": self._action.toPlainText().strip(),
            "owner": self._owner.text().strip(),
            "deadline_days": self._deadline.currentData(),
        }
        return {
            name: value for name, value in typed.items() if getattr(self._finding, name) != value
        }

    def _save(self, then: Callable[[], None]) -> None:
        """Write what was changed, then go on; a failed write keeps the page and what was typed."""
        changed = self._changed() if self._finding is not None else {}
        if not changed or self._finding is None:
            then()
            return
        identity = self._finding.id

        def write(store: Store) -> None:
            revise_finding(self.context.desk(store).visits, self._visit, identity, changed)

        def saved(_nothing: None) -> None:
            self.context.show(self.tr("Finding saved"))
            self._finding = None
            self._load(identity)
            then()

        self.context.tasks.write(write, saved)

    def _draft_now(self) -> None:
        def write(store: Store) -> int:
            desk = self.context.desk(store)
            return draft_findings(desk.visits, self._visit, desk.instrument(self._visit))

        def drafted(new: int) -> None:
            self.context.show(self.tr("%n new findings drafted from the answers", "", new))
            self._load(self._finding.id if self._finding else "")

        self._save(lambda: self.context.tasks.write(write, drafted))

    def _remove_now(self) -> None:
        if self._finding is None:
            return
        identity = self._finding.id

        def write(store: Store) -> None:
            remove_findings(self.context.desk(store).visits, self._visit, [identity])

        def removed(_nothing: None) -> None:
            self._finding = None
            self._load()

        self.context.tasks.write(write, removed)
