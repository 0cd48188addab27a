"""Signing: which place, which certificate file, its passphrase."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.errors import NoTimeStamp
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.messages import message
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.report import Signed
    from fieldsurvey.report.sign import Place
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.tasks import Cancel

_KEY, _TSA = "sign/key", "sign/tsa"
_WIDTH_UNITS = 72


class SignDialog(QDialog):
    """Stays open until the document is signed or the person gives up; a wrong passphrase costs nothing.

    Args:
        context: the tools.
        document: the PDF.
        places: the free places to sign.
        parent: the page.
    """

    def __init__(
        self,
        context: Context,
        document: Path,
        places: Sequence[Place],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._document = context, document
        self._running: Cancel | None = None
        self._spare = {place.name for place in places if place.spare}
        self.setWindowTitle(self.tr("Sign"))
        self.place = StillCombo()
        self.place.setAccessibleName(self.tr("Who signs"))
        for place in places:
            self.place.addItem(place.person or place.name, place.name)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the signer"))
        self.tsa = QLineEdit(context.preferences.text(_TSA))
        self.tsa.setAccessibleName(self.tr("Time-stamp authority (may stay empty)"))
        self.tsa.setPlaceholderText("http://…")
        self.key = QLineEdit(context.preferences.text(_KEY))
        self.key.setAccessibleName(self.tr("Certificate file (.p12, .pfx)"))
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(self.tr("Its passphrase"))
        self._browse = QPushButton(self.tr("Choose…"))
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._choose_file)
        self.sign = QPushButton(self.tr("Sign"))
        self.sign.setDefault(True)
        dress(self.sign, "primary")
        self.sign.clicked.connect(self._sign)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self.reject)
        self.without_time = QPushButton(self.tr("Sign without a trusted time"))
        self.without_time.setAutoDefault(False)
        self.without_time.clicked.connect(self._sign_without_time)
        self._problem = self._make_problem()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Signing…"))
        self._busy.hide()
        self._lay_out()
        self._judge()
        for field in (self.key, self.passphrase, self.name):
            field.textChanged.connect(self._judge)
        self.place.currentIndexChanged.connect(self._judge)
        (self.passphrase if self.key.text() else self.key).setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Stop what runs; the PDF is as it was."""
        if self._running is not None:
            self._running.cancel()
            self._running = None
        self.passphrase.clear()
        super().reject()

    def problem(self) -> tuple[str, str]:
        """Return the headline of what went wrong and what to do; empty when nothing did."""
        if self._problem.isHidden():
            return "", ""
        return self._headline.text(), self._advice.text()

    # --- parts

    def _make_problem(self) -> QFrame:
        notice = QFrame()
        dress(notice, "notice-bad")
        self._headline, self._advice = QLabel(), QLabel()
        box = QVBoxLayout(notice)
        box.setContentsMargins(*[self._context.theme.space(1)] * 4)
        box.setSpacing(0)
        for label, kind in ((self._headline, "bad"), (self._advice, "plain")):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            dress(label, kind)
            box.addWidget(label)
        box.addWidget(self.without_time)
        notice.hide()
        return notice

    def _lay_out(self) -> None:
        space = self._context.theme.space
        fields = QGridLayout()
        fields.setVerticalSpacing(space(1))
        fields.setHorizontalSpacing(space(2))
        files = QHBoxLayout()
        files.addWidget(self.key, 1)
        files.addWidget(self._browse)
        for row, (field, held) in enumerate(
            (
                (self.place, self.place),
                (self.name, self.name),
                (self.key, files),
                (self.passphrase, self.passphrase),
                (self.tsa, self.tsa),
            )
        ):
            label = QLabel(field.accessibleName())
            label.setBuddy(field)
            fields.addWidget(label, row, 0)
            if field is self.name:
                self._name_label = label
            if isinstance(held, QHBoxLayout):
                fields.addLayout(held, row, 1)
            else:
                fields.addWidget(held, row, 1)
        fields.setColumnStretch(1, 1)
        note = QLabel(
            self.tr(
                "The passphrase is used once and kept nowhere. Without a time-stamp the time is the signer's claim."
            )
        )
        note.setWordWrap(True)
        dress(note, "small")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self.sign)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[space(3)] * 4)
        layout.setSpacing(space(1.5))
        layout.addLayout(fields)
        warned = QWidget()
        PrintedCodes.beneath(warned, self.name)
        layout.addWidget(warned)
        layout.addWidget(note)
        layout.addWidget(self._problem)
        layout.addWidget(self._busy)
        layout.addStretch(1)
        layout.addLayout(foot)
        self.setMinimumWidth(max(space(_WIDTH_UNITS), layout.minimumSize().width()))

    # --- what is done

    def _judge(self) -> None:
        spare = str(self.place.currentData()) in self._spare
        for part in (self.name, self._name_label):
            part.setVisible(spare)
        named = bool(self.name.text().strip()) or not spare
        ready = bool(self.key.text().strip()) and self.place.count() > 0 and named
        self.sign.setEnabled(ready and self._running is None)

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.key.accessibleName(), self.key.text(), "PKCS#12 (*.p12 *.pfx)"
        )
        if chosen:
            self.key.setText(chosen)
            self.passphrase.setFocus()

    def _sign_without_time(self) -> None:
        self._send(tsa=None)

    def _sign(self) -> None:
        self._send(tsa=self.tsa.text().strip() or None)

    def _send(self, *, tsa: str | None) -> None:
        self._problem.hide()
        self._show_busy(busy=True)
        jobs = self._context.jobs
        arguments = (
            self._context.access,
            self._document,
            Path(self.key.text().strip()),
            self.passphrase.text(),
            self.name.text().strip() if self.name.isVisibleTo(self) else self.place.currentText(),
            str(self.place.currentData()),
            tsa,
        )
        running = self._context.tasks.spawn(
            jobs.sign_document,
            arguments,
            self._signed,
            self._refused,
            tidy=partial(jobs.clear_parts, self._document),
        )
        if not self._busy.isHidden():
            self._running = running

    def _show_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        self.sign.setText(self.tr("Signing…") if busy else self.tr("Sign"))
        self._make_room()
        for field in (
            *(self.place, self.name, self.key, self._browse),
            *(self.passphrase, self.tsa, self.sign),
        ):
            field.setEnabled(not busy)
        if not busy:
            self._running = None

    def _make_room(self) -> None:
        """Grow by what is shown now."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        wanted = max(self.height(), layout.totalHeightForWidth(self.width()))
        self.resize(self.width(), wanted)

    def _signed(self, _signed: Signed) -> None:
        self._show_busy(busy=False)
        self._context.preferences.set_text(_TSA, self.tsa.text().strip())
        self._context.preferences.set_text(_KEY, self.key.text().strip())
        self.passphrase.clear()
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._show_busy(busy=False)
        found = message(error)
        self._headline.setText(found.happened)
        self._advice.setText(f"{found.safe} {found.do}")
        self._advice.setToolTip(found.detail)
        # Asked for, never taken: a signature without a trusted time says less.
        self.without_time.setVisible(isinstance(error, NoTimeStamp))
        self._problem.show()
        self._make_room()
        self._judge()
        self.passphrase.selectAll()
        self.passphrase.setFocus()
