"""The tools of the editor: what each is called, its key, and its drawing."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP


class Tool(StrEnum):
    """What a press on the picture does."""

    SELECT = "select"
    CROP = "crop"
    ARROW = "arrow"
    WORDS = "text"
    BLUR = "blur"
    ROUND = "round"


class Command(NamedTuple):
    """A button of the editor, and its key.

    Attributes:
        id: what it is.
        text: English source, context ``PhotoEditor``.
        key: letter, in portable text.
        icon: name of a file in ``resources/icons``.
    """

    id: str
    text: str
    key: str
    icon: str


COMMANDS: tuple[Command, ...] = (
    Command("turn", QT_TRANSLATE_NOOP("PhotoEditor", "Turn right"), "R", "rotate"),
    Command("turn-left", QT_TRANSLATE_NOOP("PhotoEditor", "Turn left"), "L", "rotate-left"),
    Command(Tool.CROP, QT_TRANSLATE_NOOP("PhotoEditor", "Crop"), "C", "crop"),
    Command(Tool.ARROW, QT_TRANSLATE_NOOP("PhotoEditor", "Arrow"), "A", "arrow"),
    Command(Tool.WORDS, QT_TRANSLATE_NOOP("PhotoEditor", "Text"), "T", "text"),
    Command(Tool.BLUR, QT_TRANSLATE_NOOP("PhotoEditor", "Blur a box"), "B", "blur"),
    Command(Tool.ROUND, QT_TRANSLATE_NOOP("PhotoEditor", "Blur a face"), "F", "blur-round"),
    Command("remove", QT_TRANSLATE_NOOP("PhotoEditor", "Remove the mark"), "Del", "trash"),
    Command("undo", QT_TRANSLATE_NOOP("PhotoEditor", "Undo"), "Ctrl+Z", "undo"),
    Command("redo", QT_TRANSLATE_NOOP("PhotoEditor", "Redo"), "Ctrl+Y", "redo"),
    Command("closer", QT_TRANSLATE_NOOP("PhotoEditor", "Closer"), "+", "zoom-in"),
    Command("whole", QT_TRANSLATE_NOOP("PhotoEditor", "Whole photo"), "0", "zoom-out"),
)
