"""A question widget over a live form: answers go to the engine, and what the engine says comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.ui.answers import NodeView, QuestionFrame, view_of

if TYPE_CHECKING:
    from datetime import tzinfo

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.theme import Theme
    from fieldsurvey.xforms import FormSession


class LiveBench:
    """One question of a session in a window; keys go to whatever has the focus."""

    def __init__(
        self,
        qtbot: QtBot,
        theme: Theme,
        session: FormSession,
        ref: str,
        zone: tzinfo | None = None,
    ) -> None:
        self.qtbot, self.session, self.ref, self.zone = qtbot, session, ref, zone
        self.said: list[str] = []
        self.advanced = 0
        self.frame = QuestionFrame(theme, self.look())
        self.widget = self.frame.widget
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.frame)
        self.elsewhere = QPushButton("lain")
        layout.addWidget(self.elsewhere)
        qtbot.addWidget(self.window)
        self.window.resize(900, 600)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        QApplication.processEvents()
        self.widget.answered.connect(self._answered)
        self.widget.advance.connect(self._advance)
        self.widget.focus_answer()

    def look(self) -> NodeView:
        return view_of(self.session, self.ref, zone=self.zone)

    @property
    def value(self) -> str:
        return self.session.get(self.ref)

    def _answered(self, ref: str, value: str) -> None:
        self.said.append(value)
        self.session.set(ref, value)
        self.frame.show_node(self.look())

    def _advance(self) -> None:
        self.advanced += 1

    def press(self, keys: str | Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(keys, str):
            self.qtbot.keyClicks(target, keys)
        else:
            self.qtbot.keyClick(target, keys, modifier or Qt.KeyboardModifier.NoModifier)

    def leave(self) -> None:
        self.elsewhere.setFocus()
