"""From a completed visit to a signed berita acara: seal, make, look, sign, verify."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.report.compare_seal import compare_seal
from fieldsurvey.survey.seals import obstacles
from fieldsurvey.ui.report.preview import Preview
from fieldsurvey.ui.report.sign_dialog import SignDialog
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.report import Paper, Verification
    from fieldsurvey.report.sign import Place
    from fieldsurvey.store import Store
    from fieldsurvey.survey.model import Visit
    from fieldsurvey.ui.context import Context


@dataclass(frozen=True, slots=True)
class _Standing:
    """How far a visit is on its way to signed minutes."""

    visit: Visit
    forbidding: list[str]
    nameable: list[str]


class DocumentsPage(Screen):
    """A short checklist with one action a step, and the document beside it.

    Args:
        context: the tools.
        visit: the visit's id.
        parent: the owner.
    """

    def __init__(self, context: Context, visit: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._visit = visit
        self._standing: _Standing | None = None
        self._places: list[Place] = []
        self.preview = Preview(context.tasks, self.theme)
        self._steps = QVBoxLayout()
        self._verdict = QLabel()
        self._verdict.setWordWrap(True)
        self._make_buttons()
        self._lay_out()

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Documents")

    def entered(self) -> None:
        """Look how far the visit is."""

        def read(store: Store) -> _Standing:
            desk = self.context.desk(store)
            forbidding, nameable = obstacles(desk.visits, self._visit)
            return _Standing(desk.visits.snapshot(self._visit), forbidding, nameable)

        self.context.tasks.read(read, self._show)

    @property
    def document(self) -> Path:
        """Where the PDF of this visit lies, or would lie."""
        remembered = self.context.preferences.text(f"documents/{self._visit}")
        if remembered:
            return Path(remembered)
        return self.context.access.path.parent / f"berita-acara-{self._visit[-12:]}.pdf"

    # --- parts

    def _make_buttons(self) -> None:
        self.seal_button = self._button(self.tr("Seal the visit"), self._seal, "seal")
        self.make_button = self._button(self.tr("Make the PDF"), self._make, "make-pdf")
        self.sign_button = self._button(self.tr("Sign"), self._sign, "sign")
        self.verify_button = self._button(self.tr("Verify"), self._verify, "verify")
        self.number = QLineEdit()
        self.number.setAccessibleName(self.tr("Number of the document"))
        self.number.setPlaceholderText(self.tr("Number, empty when the office gives it later"))

    def _button(self, text: str, slot: object, action: str) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(slot)
        made = self.on(action, button.click)
        button.setToolTip(made.toolTip())
        return button

    def _lay_out(self) -> None:
        card = QFrame()
        dress(card, "card")
        card.setFixedWidth(self.theme.space(48))
        column = QVBoxLayout(card)
        column.setContentsMargins(*[self.theme.space(2)] * 4)
        column.setSpacing(self.theme.space(1.5))
        heading = QLabel(self.tr("The way to signed minutes"))
        heading.setWordWrap(True)
        dress(heading, "heading")
        column.addWidget(heading)
        column.addLayout(self._steps)
        for widget in (
            self.seal_button, self.number, self.make_button, self.sign_button, self.verify_button,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addWidget(self._verdict)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[self.theme.space(2)] * 4)
        row.setSpacing(self.theme.space(2))
        row.addWidget(card)
        row.addWidget(self.preview, 1)

    def _show(self, standing: _Standing) -> None:
        self._standing = standing
        exists = self.document.is_file()
        if exists:
            self.preview.show_document(self.document)
            path = self.document

            def look() -> list[Place]:
                from fieldsurvey.report.sign import places, read_document

                return places(path, read_document(path))

            self.context.tasks.work(look, self._show_places)
        else:
            self.preview.clear()
            self._show_places([])

    def _show_places(self, places: list[Place]) -> None:
        self._places = places
        assert self._standing is not None
        visit = self._standing.visit
        sealed = visit.seal is not None
        signed = sum(place.filled for place in places)
        completed = visit.state.value not in {"planned", "on-site", "cancelled"}
        blocked = self._standing.forbidding or self._standing.nameable
        while self._steps.count():
            item = self._steps.takeAt(0)
            if item is not None and item.widget() is not None:
                item.widget().deleteLater()
        self._step(completed, self.tr("Visit completed"))
        self._step(sealed, self.tr("Sealed"), visit.seal.digest[:8] if visit.seal else "")
        if blocked and not sealed:
            self._note("\n".join([*self._standing.forbidding, *self._standing.nameable]))
        self._step(bool(places), self.tr("PDF made"), self.document.name if places else "")
        waiting = self.tr("{n} of {all} signed").format(n=signed, all=len(places))
        self._step(bool(places) and signed == len(places), waiting if places else self.tr("Signed"))
        self.seal_button.setEnabled(completed and not sealed and not self._standing.forbidding)
        self.make_button.setEnabled(sealed and not signed)
        self.number.setEnabled(sealed and not signed)
        self.sign_button.setEnabled(bool(places) and signed < len(places))
        self.verify_button.setEnabled(signed > 0)
        steps = (self.seal_button, self.make_button, self.sign_button, self.verify_button)
        following = next((b for b in steps if b.isEnabled()), None)
        if signed and signed < len(places):
            following = self.sign_button
        if places and not signed:
            following = self.sign_button
        for button in steps:
            dress(button, "primary" if button is following else "plain")
        if following is not None and self.focusWidget() in {None, self}:
            following.setFocus()

    def _step(self, done: bool, text: str, detail: str = "") -> None:
        sign = "✓" if done else "○"
        label = QLabel(f"{sign}  {text}" + (f" · {detail}" if detail else ""))
        label.setWordWrap(True)
        dress(label, "good" if done else "muted")
        self._steps.addWidget(label)

    def _note(self, text: str) -> None:
        label = QLabel(text)
        label.setWordWrap(True)
        dress(label, "warn")
        self._steps.addWidget(label)

    # --- steps

    def _seal(self) -> None:
        reason = ""
        if self._standing is not None and self._standing.nameable:
            reason, agreed = QInputDialog.getText(
                self,
                self.tr("Seal in spite of what is missing"),
                self.tr("Reason, printed in the minutes:"),
            )
            if not agreed or not reason.strip():
                return

        def write(store: Store) -> str:
            return self.context.desk(store).seal(self._visit, override=reason.strip()).digest

        def sealed(digest: str) -> None:
            self.context.show(self.tr("Sealed: {digest}").format(digest=digest[:8]))
            self.entered()

        self.context.tasks.write(write, sealed)

    def _make(self) -> None:
        self.make_button.setEnabled(False)
        self.context.show(self.tr("Making the PDF…"))
        out = self.document

        def made(paper: Paper) -> None:
            self.context.preferences.set_text(f"documents/{self._visit}", str(out))
            self.context.show(self.tr("PDF made: {n} pages").format(n=paper.pages))
            self.entered()

        def failed(error: Exception) -> None:
            self.make_button.setEnabled(True)
            self.context.tell(error)

        arguments = (self.context.access, self._visit, out, self.number.text().strip())
        self.context.tasks.spawn(self.context.jobs.make_berita_acara, arguments, made, failed)

    def _sign(self) -> None:
        free = [place for place in self._places if not place.filled]
        dialog = SignDialog(self.context, self.document, free, self)
        dialog.accepted.connect(self._note_signed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _note_signed(self) -> None:
        def write(store: Store) -> None:
            from fieldsurvey.report.papers import note_signed

            note_signed(self.context.desk(store), self._visit)

        self.context.tasks.write(write, lambda _nothing: self.entered())

    def _verify(self) -> None:
        path = self.document

        def work() -> Verification:
            from fieldsurvey.report import verify

            return verify(path)

        self.context.tasks.work(work, self._compare)

    def _compare(self, found: Verification) -> None:
        path = self.document

        def read(store: Store) -> tuple[list[str], list[str]]:
            from fieldsurvey.report import seal_of

            return compare_seal(seal_of(path), store)

        def show(compared: tuple[list[str], list[str]]) -> None:
            problems = [*found.problems, *compared[0]]
            holding = sum(s.intact and not s.changed for s in found.signatures)
            if problems:
                lines = ["✗ " + self.tr("Not to be relied on"), *problems]
            else:
                text = self.tr("{n} signatures hold; the data still fits the seal")
                lines = ["✓ " + text.format(n=holding), *compared[1]]
            self._verdict.setText("\n".join(lines))
            dress(self._verdict, "bad" if problems else "good")

        self.context.tasks.read(read, show)
