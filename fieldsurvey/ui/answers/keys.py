"""Which keys a text field leaves to the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


def belongs_to_window(event: QKeyEvent, *, undo: bool, redo: bool) -> bool:
    """Say whether a key is the window's although a text field could use it.

    Args:
        event: a shortcut override.
        undo: the field itself has something to undo; when not, the window undoes answers.
        redo: likewise.
    """
    if event.matches(QKeySequence.StandardKey.Undo):
        return not undo
    if event.matches(QKeySequence.StandardKey.Redo):
        return not redo
    if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
        return event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
