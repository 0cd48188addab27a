"""The last door: a fault of the program is shown with a report that can be copied and holds no answers."""

from __future__ import annotations

import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey import __version__
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from fieldsurvey.ui.theme import Theme


def make_report(error: BaseException) -> str:
    """Describe a fault by types, files and lines.

    Neither messages nor values nor lines of code are taken: any of them could hold an answer or a name.
    """
    import platform

    lines = [
        f"fieldsurvey {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} {platform.release()} "
        f"{platform.machine()}, {QGuiApplication.platformName()}",
    ]
    seen: BaseException | None = error
    while seen is not None:
        code = f" [{seen.code}]" if isinstance(seen, FieldSurveyError) else ""
        lines += ["", f"{type(seen).__module__}.{type(seen).__qualname__}{code}"]
        lines += [
            f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)


def _short(filename: str) -> str:
    """Return a path from the package on: the home folder's name is nobody's business."""
    parts = Path(filename).parts
    for anchor in ("site-packages", "fieldsurvey"):
        if anchor in parts:
            return "/".join(parts[parts.index(anchor) + (anchor == "site-packages") :])
    return Path(filename).name


class CrashDialog(QDialog):
    """Says what happened and offers the report.

    Args:
        report: what ``make_report`` gave.
        saved: whether everything pending could be written first.
        theme: sizes and colours.
        parent: the window.
    """

    def __init__(
        self, report: str, *, saved: bool, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.setMinimumWidth(theme.space(80))
        heading = QLabel(self.tr("fieldsurvey made a mistake"))
        dress(heading, "heading")
        explained = QLabel(
            self.tr(
                "All saved answers are safe. You can go on working; if the screen looks odd, open it again."
            )
            if saved
            else self.tr(
                "What is marked as saved is safe; the last answer may be missing. Open the screen again."
            )
        )
        explained.setWordWrap(True)
        invited = QLabel(
            self.tr(
                "Send this report to whoever looks after fieldsurvey. It holds no answers and no names."
            )
        )
        invited.setWordWrap(True)
        dress(invited, "muted")
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName(self.tr("Report"))
        text.setMinimumHeight(theme.space(22))
        buttons = QDialogButtonBox()
        go_on = buttons.addButton(self.tr("Go on working"), QDialogButtonBox.ButtonRole.AcceptRole)
        dress(go_on, "primary")
        copy = buttons.addButton(self.tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        leave = buttons.addButton(
            self.tr("Close fieldsurvey"), QDialogButtonBox.ButtonRole.RejectRole
        )
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        go_on.clicked.connect(self.accept)
        leave.clicked.connect(self.reject)
        go_on.setDefault(True)
        go_on.setFocus()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.space(3)] * 4)
        layout.setSpacing(theme.space(2))
        for widget in (heading, explained, invited, text, buttons):
            layout.addWidget(widget)


class CrashGuard(QObject):
    """Receives what no one caught, on whatever thread, and shows it on the GUI thread.

    Args:
        flush: writes what is pending; returns whether all of it is safe.
        theme: gives the theme of the moment.
        window: gives the dialog's parent.
        leave: closes the application.
    """

    _caught = Signal(object)

    def __init__(
        self,
        flush: Callable[[], bool],
        theme: Callable[[], Theme],
        window: Callable[[], QWidget | None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self._flush, self._theme, self._window, self._leave = flush, theme, window, leave
        self._showing = False
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Become the hook of this process."""
        sys.excepthook = self._from_here
        threading.excepthook = lambda args: self._from_here(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def take(self, error: BaseException) -> None:
        """Show an error that was caught but is nobody's: a fault of the program."""
        self._caught.emit(error)

    def _from_here(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self._caught.emit(error)

    def _show(self, error: BaseException) -> None:
        if self._showing:
            return  # one dialog at a time: a fault that repeats at every key press must not pile them up
        self._showing = True
        try:
            dialog = CrashDialog(
                make_report(error), saved=self._saved(), theme=self._theme(), parent=self._window()
            )
            left = dialog.exec() == QDialog.DialogCode.Rejected
            dialog.deleteLater()
        finally:
            self._showing = False
        if left:
            self._leave()

    def _saved(self) -> bool:
        try:
            return self._flush()
        except Exception:  # noqa: BLE001  saving may hit the very fault; the dialog then says so
            return False
