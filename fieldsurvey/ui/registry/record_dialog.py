"""One record of the registry in fields, judged while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fieldsurvey.errors import FigureError
from fieldsurvey.survey.registry_edit import examine, keep
from fieldsurvey.survey.registry_kinds import KIND, Field, Kind
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.messages import message
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog, Lines
from fieldsurvey.ui.registry.code_field import CodeField
from fieldsurvey.ui.registry.words import column_word, fault_text, kind_word, shown, typed_day
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.store import Store
    from fieldsurvey.survey.registry_kinds import Line
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.registry.shelf import Shelf

_DATES = ("valid_from", "valid_until")
_LONG = ("requirements", "address", "letterhead")


class RecordDialog(FieldsDialog):
    """Asks for a record; what is wrong stands under its field, and only a whole record can be kept.

    Args:
        context: the tools.
        kind: of the record.
        shelf: what the registry holds, to judge by.
        line: the record to change, None for a new one.
        preset: values of a new one, by column.
        parent: the owner.
    """

    #: The record was written: its entity.
    kept = Signal(str)

    def __init__(
        self,
        context: Context,
        kind: str,
        shelf: Shelf,
        line: Line | None,
        preset: Mapping[str, str],
        parent: QWidget,
    ) -> None:
        super().__init__(context.theme, parent)
        self._context, self._kind, self._shelf = context, KIND[kind], shelf
        self._entity = line.entity if line else ""
        self._before = dict(line.values) if line else {}
        new = self.tr("New: {kind}").format(kind=kind_word(kind))
        self.entitle(
            kind_word(kind) if line else new,
            self.tr("Nothing is deleted: what no longer holds gets a last day."),
        )
        self._fields: dict[str, QWidget] = {}
        self._faults: dict[str, QLabel] = {}
        self._touched: set[str] = set() if line is None else {f.name for f in self._kind.fields}
        values = self._before or dict(preset)
        for field in self._kind.fields:
            self._add(field, values.get(field.name, ""))
        self.buttons(self.tr("Save"))
        self.go.clicked.connect(self._keep)
        self._judge()
        empty = (n for n, w in self._fields.items() if line is None and not values.get(n))
        first = next(empty, "name" if "name" in self._fields else self._kind.fields[0].name)
        self._fields[first].setFocus()

    def texts(self) -> dict[str, str]:
        """Return what is typed, by column; days as the registry keeps them where they can be read."""
        found = {}
        for name, widget in self._fields.items():
            if isinstance(widget, StillCombo):
                found[name] = str(widget.currentData())
            elif isinstance(widget, CodeField):
                found[name] = widget.code()
            elif isinstance(widget, Lines):
                found[name] = " ".join(widget.toPlainText().split())
            elif isinstance(widget, QLineEdit):
                found[name] = widget.text().strip()
        return found

    def _add(self, field: Field, value: str) -> None:
        text = column_word(field.name) + (" *" if field.required else "")
        widget = self._widget(self._kind, field, value)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(widget)
        fault = QLabel()
        fault.setWordWrap(True)
        dress(fault, "bad")
        fault.hide()
        column.addWidget(fault)
        self.field(text, box)
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            self.codes.watch(widget)
        box.setFocusProxy(widget)
        widget.setAccessibleName(text)
        self._fields[field.name], self._faults[field.name] = widget, fault

    def _widget(self, kind: Kind, field: Field, value: str) -> QWidget:
        owner = dict(kind.belongs).get(field.name)
        if field.choices:
            combo = StillCombo()
            for word in ("", *field.choices):
                combo.addItem(shown(field.name, word) or "–", word)
            combo.setCurrentIndex(max(0, combo.findData(value)))
            combo.currentIndexChanged.connect(lambda _: self._touch(field.name))
            return combo
        if field.name in _LONG:
            lines = Lines(self.theme, 2)
            lines.setPlainText(value)
            lines.textChanged.connect(lambda: self._touch(field.name))
            return lines
        if owner:
            edit: QLineEdit = CodeField(value, self._shelf.lines[owner])
        else:
            edit = QLineEdit(shown(field.name, value))
            edit.setCursorPosition(0)
        if field.name in _DATES:
            edit.setPlaceholderText(self.tr("31-12-2026"))
        edit.textChanged.connect(lambda _: self._touch(field.name))
        return edit

    def _touch(self, name: str) -> None:
        self._touched.add(name)
        self._judge()

    def _judge(self) -> None:
        """Say what is wrong under the fields that were touched; the others only keep the button shut."""
        texts, faults = self._read()
        among = [
            line
            for name in {self._kind.name, *dict(self._kind.belongs).values()}
            for line in self._shelf.lines[name]
        ]
        _, found = examine(self._kind, texts, among, self._entity)
        for fault in found:
            faults.setdefault(fault.column, fault_text(fault))
        for name, label in self._faults.items():
            told = faults.get(name, "") if name in self._touched else ""
            label.setText(told)
            label.setVisible(bool(told))
            self._fields[name].setAccessibleDescription(told)
        self.complain(faults.get("", ""))
        self.go.setEnabled(not faults)

    def _read(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the texts as the registry wants them, and the days that cannot be read."""
        texts, faults = self.texts(), {}
        for name in _DATES:
            try:
                texts[name] = typed_day(texts.get(name, ""))
            except FigureError:
                faults[name] = self.tr("Write a day as 31-12-2026.")
                texts[name] = ""
        return texts, faults

    def _keep(self) -> None:
        texts, _ = self._read()
        kind, entity, desk = self._kind.name, self._entity, self._context.desk
        self.go.setEnabled(False)

        def write(store: Store) -> str:
            return keep(desk(store).registry, kind, texts, entity)

        self._context.tasks.write(write, self._done, self._failed, urgent=False)

    def _done(self, entity: str) -> None:
        self.kept.emit(entity)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.complain(f"{message(error).text} {message(error).detail}")
        self.go.setEnabled(True)
