"""Drawing a sample: what, how many, and the result that anyone can repeat; replacing what cannot be inspected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from fieldsurvey.survey.draws import DRAWN, USUAL_STEP, draw_sample
from fieldsurvey.survey.sample_protocol import drawn_lines
from fieldsurvey.survey.samples import Samples
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.parts.choices import Choices
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.survey.draws import DrawSheet
    from fieldsurvey.survey.samples import Sample
    from fieldsurvey.ui.context import Context

_WHAT = {
    "stand": QT_TRANSLATE_NOOP("DrawDialog", "Stands"),
    "product": QT_TRANSLATE_NOOP("DrawDialog", "Services of the stands"),
    "officer": QT_TRANSLATE_NOOP("DrawDialog", "Officers"),
    "service_user": QT_TRANSLATE_NOOP("DrawDialog", "Service users, every k-th who leaves"),
}
_GROUPED = {"product", "officer"}
_USERS = "service_user"
_MOST = 9999


class DrawDialog(FieldsDialog):
    """Draws, shows what was drawn, and stays to be read.

    Args:
        context: the tools.
        visit: the visit's id.
        sheet: what there is to draw from.
        parent: the owner.
    """

    def __init__(self, context: Context, visit: str, sheet: DrawSheet, parent: QWidget) -> None:
        super().__init__(context.theme, parent)
        self._context, self._visit, self._sheet = context, visit, sheet
        self._over = False
        self.entitle(
            self.tr("Draw a sample"),
            self.tr(
                "The list is frozen first, the lot is drawn after: anyone can repeat it, nobody can choose it."
            ),
        )
        texts = [
            f"{QCoreApplication.translate('DrawDialog', _WHAT[what])} ({sheet.units[what]})"
            for what in DRAWN
        ]
        self._what = Choices(context.theme, texts, 0)
        self._gone = StillCombo()
        self._size, self._every, self._reason = QLineEdit(), QLineEdit(), QLineEdit()
        for field in (self._size, self._every):
            field.setValidator(QIntValidator(1, _MOST, field))
        self._every.setText(str(USUAL_STEP))
        self._each = QCheckBox(self.tr("So many of &each group (stand, role)"))
        self._each.setMinimumHeight(context.theme.target)
        dress(self._each, "choice")
        self._result = QLabel()
        self._result.setWordWrap(True)
        self._result.setTextFormat(Qt.TextFormat.PlainText)
        self._result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._result.hide()
        self.field(self.tr("&What"), self._what)
        self.field(self.tr("&Replace"), self._gone)
        self.field(self.tr("&How many"), self._size)
        self.field(self.tr("Every &k-th"), self._every)
        self.wide(self._each)
        self.field(self.tr("Rea&son"), self._reason)
        self.wide(self._result)
        self.buttons(self.tr("Draw"))
        self.go.clicked.connect(self._next)
        self._what.changed.connect(self._choose)
        self._gone.currentIndexChanged.connect(self._judge)
        self._reason.textChanged.connect(self._judge)
        self._choose()
        self._what.setFocus()

    @property
    def _kind(self) -> str:
        return DRAWN[self._what.chosen()]

    def _choose(self) -> None:
        """Show what the kind needs."""
        kind, drawn = self._kind, self._sheet.drawn.get(self._kind)
        self._gone.clear()
        self._gone.addItem(self.tr("nothing: draw again"), "")
        for unit in drawn.current if drawn and kind != _USERS else ():
            self._gone.addItem(unit.label, unit.id)
        self._size.setText("")
        self._size.setPlaceholderText(str(self._sheet.sizes[kind]))
        self.show_field(self._gone, shown=self._gone.count() > 1)
        self.show_field(self._every, shown=kind == _USERS)
        self._each.setVisible(kind in _GROUPED)
        self.show_field(self._reason, shown=drawn is not None)
        self._reason.setPlaceholderText(
            self.tr("Why again, or why replaced; the protocol prints it")
        )
        self._judge()

    def _judge(self) -> None:
        again = self._kind in self._sheet.drawn
        replacing = bool(self._gone.currentData())
        self.go.setText(self.tr("Replace") if replacing else self.tr("Draw"))
        missing = (
            self.tr("The visit has no letter of assignment yet: its number is part of the draw.")
            if not self._sheet.letter
            else self.tr("There is nothing to draw from.")
            if not self._sheet.units[self._kind]
            else ""
        )
        self.complain(missing)
        self.go.setEnabled(not missing and (not again or bool(self._reason.text().strip())))

    def _next(self) -> None:
        if self._over:
            self.accept()
            return
        self.go.setEnabled(False)
        self._context.tasks.write(
            self._replacing() if self._gone.currentData() else self._drawing(),
            self._drawn,
            self._failed,
        )

    def _drawing(self) -> Callable[[Store], list[str]]:
        desk, visit, kind, size = self._context.desk, self._visit, self._kind, self._size.text()
        each = self._each.isChecked() and kind in _GROUPED
        every = int(self._every.text() or USUAL_STEP) if kind == _USERS else 0
        reason = self._reason.text()

        def draw(store: Store) -> list[str]:
            sample = draw_sample(
                *(desk(store), visit, kind),
                size=int(size) if size else None,
                each_group=each,
                every=every,
                reason=reason,
            )
            return [*drawn_lines(sample), _proof(sample)]

        return draw

    def _replacing(self) -> Callable[[Store], list[str]]:
        desk, visit, kind = self._context.desk, self._visit, self._kind
        gone, reason = str(self._gone.currentData()), self._reason.text()

        def replace(store: Store) -> list[str]:
            samples = Samples(desk(store).visits, visit)
            new = samples.replace(kind, gone, reason)
            return [f"{gone} → {new.label if new else '–'}", _proof(samples.find(kind))]

        return replace

    def _drawn(self, lines: list[str]) -> None:
        self._over = True
        self.cancel.hide()
        self._result.setText("\n".join(lines))
        self._result.show()
        for field in (self._what, self._gone, self._size, self._every, self._each, self._reason):
            field.setEnabled(False)
        self.go.setText(self.tr("Close"))
        self.go.setEnabled(True)
        self.go.setFocus()
        self.fit()

    def _failed(self, error: Exception) -> None:
        self.complain(sentence(error))
        self.go.setEnabled(True)


def _proof(sample: Sample) -> str:
    return f"SHA-256 {sample.frame.digest}\nnonce {sample.nonce}"
