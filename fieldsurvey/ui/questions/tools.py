"""What question widgets are given beside their node: sizes and colours, the clock, files, thumbnails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from fieldsurvey.ui.questions.view import Medium
    from fieldsurvey.ui.theme import Theme

#: Asks for the thumbnail of a medium, at most so many pixels wide and high; the callback is called on the GUI thread,
#: with None when there is no picture. See ``questions.thumbnails``.
ThumbnailSource = Callable[["Medium", int, Callable[[QImage | None], None]], None]

#: Lets a person choose files: (parent, title, filter) → paths, [] when nothing was chosen.
FileChooser = Callable[[QWidget, str, str], list[Path]]


def choose_files(parent: QWidget, title: str, kinds: str) -> list[Path]:
    """Let a person choose files in the dialog of the machine."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
    return [Path(name) for name in names]


def no_thumbnails(medium: Medium, edge: int, done: Callable[[QImage | None], None]) -> None:
    """Show every medium as an icon."""
    del medium, edge
    done(None)


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools of question widgets.

    Attributes:
        theme: sizes and colours.
        now: local time, for "now" and "today".
        thumbnails: where thumbnails come from.
        choose: how files are chosen.
    """

    theme: Theme
    now: Callable[[], datetime] = lambda: datetime.now().astimezone()
    thumbnails: ThumbnailSource = no_thumbnails
    choose: FileChooser = choose_files
