"""The result of verifying: one card a signature, and one for the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.ui.report.verification_words import Verdict, remark_text, verdict_on
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.report.examine import Examined
    from fieldsurvey.ui.theme import Theme

#: Said on the card of the signature itself.
_OF_SIGNATURES = {
    "broken", "changed", "revoked", "expired", "untrusted", "unknown-chain", "claimed-time", "other-person",
}  # fmt: skip


class VerificationPanel(QScrollArea):
    """Shows what was found, in plain sentences.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.verdicts: tuple[Verdict, ...] = ()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Result of verifying"))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that nothing was verified yet."""
        text = self.tr(
            "Not verified yet. Verifying looks at every signature and compares the seal."
        )
        self._show((Verdict("", text, ()),))

    def show_examined(self, examined: Examined, zone: str) -> None:
        """Show a result.

        Args:
            examined: what was found.
            zone: the site's time zone.
        """
        self._show(tuple(self._verdicts(examined, zone)))

    def _verdicts(self, examined: Examined, zone: str) -> Iterator[Verdict]:
        document = examined.document
        if examined.ok:
            headline = self.tr(
                "✓ %n signatures hold and the seal fits the data", "", len(document.signatures)
            )
            yield Verdict("good", headline, ())
        else:
            lines = (self.tr("Keep the file as evidence and ask for an unchanged one."),)
            yield Verdict("bad", self.tr("✗ This document is not to be relied on"), lines)
        for report in document.signatures:
            yield verdict_on(report, zone)
        for kind, remarks in (("bad", document.problems), ("warn", document.notes)):
            for remark in remarks:
                if remark.code not in _OF_SIGNATURES:
                    yield Verdict(
                        kind, f"{'✗' if kind == 'bad' else '•'} {remark_text(remark)}", ()
                    )
        if examined.seal_problems:
            lines = tuple(
                remark_text(each) for each in (*examined.seal_problems, *examined.seal_notes)
            )
            yield Verdict("bad", self.tr("✗ The seal does not fit the data"), lines)
        else:
            codes = {each.code for each in examined.seal_notes}
            uneasy = bool(codes & {"late", "not-recorded"})
            headline = (
                self.tr("• The seal fits, and there is something to know")
                if uneasy
                else self.tr("✓ The seal fits the data")
            )
            lines = tuple(remark_text(each) for each in examined.seal_notes)
            yield Verdict("warn" if uneasy else "good", headline, lines)

    def _show(self, verdicts: tuple[Verdict, ...]) -> None:
        self.verdicts = verdicts
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space(1))
        for place, verdict in enumerate(verdicts):
            card = QFrame()
            dress(card, f"notice-{verdict.kind}" if place == 0 and verdict.kind else "card")
            box = QVBoxLayout(card)
            box.setContentsMargins(*[self._theme.space(1.5)] * 4)
            box.setSpacing(self._theme.space(0.5))
            self._label(
                verdict.headline,
                ("heading" if place == 0 else "strong") if verdict.kind else "muted",
                box,
            )
            for line in verdict.lines:
                self._label(line, "small", box)
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inside)
        self.setAccessibleDescription(". ".join(verdict.headline for verdict in verdicts))

    def _label(self, text: str, kind: str, box: QVBoxLayout) -> None:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        dress(label, kind)
        box.addWidget(label)
