"""Locks the window and takes the lock off again (docs/decisions/0009 says what that protects, and what it does not)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QToolTip, QWidget

from fieldsurvey.ui.crash import CrashDialog
from fieldsurvey.ui.lock.idle import IdleWatch, seconds
from fieldsurvey.ui.lock.screen import LockScreen
from fieldsurvey.ui.shown_files import put_away

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.store import Store
    from fieldsurvey.store.keyholders import Keyholder
    from fieldsurvey.ui.keeper import Keeper
    from fieldsurvey.ui.main_window import MainWindow
    from fieldsurvey.ui.tasks import TaskRunner

#: So many wrong PINs, and only a passphrase is taken.
TRIES = 5


class Locking(QObject):
    """Hides what the window shows, dialogs included, until a PIN or passphrase is right.

    Args:
        window: the window.
        tasks: the one door to other threads; what runs there runs on.
        keeper: what opens the database, and who works here.
        minutes: after so many without a touch the window locks itself.
        now: a clock in seconds.
    """

    #: Another inspector has unlocked: what they write is theirs from now on.
    taken_over = Signal()

    def __init__(
        self,
        window: MainWindow,
        tasks: TaskRunner,
        keeper: Keeper,
        minutes: Callable[[], int],
        now: Callable[[], float] = seconds,
    ) -> None:
        super().__init__(window)
        self._window, self._tasks, self._keeper = window, tasks, keeper
        self.watch = IdleWatch(minutes, now, self)
        self.watch.idle.connect(self.lock)
        self.screen: LockScreen | None = None
        self._keyholders: list[Keyholder] = []
        self._focused: QWidget | None = None
        self._cursor = 0
        self._hidden: list[QDialog] = []
        self._wrong = 0
        self._watches = False

    @property
    def locked(self) -> bool:
        """Whether the window is locked."""
        return self.screen is not None

    def begin(self) -> None:
        """Lock by itself from now on, whenever nobody has touched anything for long enough."""
        self._watches = True
        self.watch.watch()

    def lock(self) -> None:
        """Save what is typed, then hide everything; a database that anyone opens has nothing to hide behind."""
        if self.locked or self._keeper.key is None:
            return
        self.watch.rest()
        self._focused = QApplication.focusWidget()
        self._cursor = _cursor_of(self._focused)
        if self._window.page is not None:
            self._window.page.keep()
        self._put_away()
        self.screen = LockScreen(self._window.theme, self._keeper.author)
        self.screen.pin_given.connect(self._try_pin)
        self.screen.passphrase_given.connect(self._try_passphrase)
        self._window.cover(self.screen)
        QApplication.instance().installEventFilter(self)
        self.screen.line.setFocus()
        self._tasks.work(partial(put_away, self._keeper.path))
        self._tasks.read(_keyholders, self._offer)

    def stop(self) -> None:
        """Watch no more: the window is going."""
        self.watch.rest()
        QApplication.instance().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While the window is locked: hide what a job that ends now would show over it."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog) and self.locked:
            watched.setWindowOpacity(0)
            QTimer.singleShot(0, self, partial(self._hide_late, watched))
        return False

    # --- dialogs

    def _put_away(self) -> None:
        """Hide dialogs, to show them again; what waits for an answer in place is closed as by Esc."""
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in _open_dialogs():
            self._hide(dialog)

    def _hide(self, dialog: QDialog) -> None:
        if dialog.windowModality() == Qt.WindowModality.ApplicationModal:
            dialog.reject()
        else:
            self._hidden.append(dialog)
            dialog.hide()

    def _hide_late(self, dialog: QDialog) -> None:
        if self.locked and shiboken6.isValid(dialog) and not isinstance(dialog, CrashDialog):
            self._hide(dialog)
        if shiboken6.isValid(dialog):
            dialog.setWindowOpacity(1)

    # --- taking it off

    def _offer(self, keyholders: list[Keyholder]) -> None:
        self._keyholders = keyholders
        if self.screen is not None and self._wrong < TRIES:
            self.screen.offer(keyholders)

    def _try_pin(self, keyholder: str, pin: str) -> None:
        self._tasks.read(
            lambda store: store.is_pin(keyholder, pin),
            partial(self._pin_tried, keyholder),
            self._not_tried,
        )

    def _pin_tried(self, keyholder: str, right: bool) -> None:
        if right:
            self._unlock(keyholder)
            return
        self._wrong += 1
        left = TRIES - self._wrong
        if self.screen is None:
            return
        if left > 0:
            self.screen.refuse(self.tr("That is not the PIN. %n tries are left.", "", left))
        else:
            self.screen.end_pins()
            self.screen.refuse(self.tr("Five wrong PINs: only a passphrase unlocks now."))

    def _try_passphrase(self, passphrase: str) -> None:
        keeper = self._keeper
        self._tasks.work(lambda: keeper.whose(passphrase), self._passphrase_tried, self._not_tried)

    def _not_tried(self, error: Exception) -> None:
        """Say why it could not be checked; the lock goes on taking keys: the disk may be plugged in again."""
        from fieldsurvey.ui.messages import sentence

        if self.screen is not None:
            self.screen.refuse(sentence(error))

    def _passphrase_tried(self, keyholder: str | None) -> None:
        if keyholder is None:
            if self.screen is not None:
                self.screen.refuse(self.tr("That passphrase does not open this database."))
            return
        self._unlock(keyholder)

    def _unlock(self, keyholder: str) -> None:
        """Show everything again, as it was.

        Args:
            keyholder: whose PIN or passphrase it was, ``""`` for the database's own: then the author stays.
        """
        names = {each.id: each.name for each in self._keyholders}
        name = names.get(keyholder, self._keeper.author)
        other = name != self._keeper.author
        self._hidden = [each for each in self._hidden if shiboken6.isValid(each)]
        if other and self._hidden and self.screen is not None:
            # What stands half typed in a dialog would be dropped, or signed by somebody else.
            self.screen.refuse(
                self.tr(
                    "{name} has a dialog open: only {name}, or the passphrase of the database, unlocks now."
                ).format(name=self._keeper.author)
            )
            return
        self._wrong = 0
        QApplication.instance().removeEventFilter(self)
        self.screen = None
        self._window.uncover()
        hidden, self._hidden = self._hidden, []
        for dialog in hidden:
            dialog.show()
        focused, self._focused = self._focused, None
        if focused is not None and shiboken6.isValid(focused) and focused.isVisible():
            focused.setFocus()
            _put_cursor(focused, self._cursor)
        if self._watches:
            self.watch.watch()
        if other:
            self._keeper.author = name
            self.taken_over.emit()


def _cursor_of(widget: QWidget | None) -> int:
    """Return where the cursor stands in a text, 0 elsewhere."""
    if isinstance(widget, QLineEdit):
        return widget.cursorPosition()
    return widget.textCursor().position() if isinstance(widget, QPlainTextEdit) else 0


def _put_cursor(widget: QWidget, position: int) -> None:
    """Put the cursor there again: what was saved may have been written anew meanwhile."""
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(position)
    elif isinstance(widget, QPlainTextEdit):
        cursor = widget.textCursor()
        cursor.setPosition(min(position, len(widget.toPlainText())))
        widget.setTextCursor(cursor)


def _open_dialogs() -> list[QDialog]:
    return [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, QDialog) and each.isVisible() and not isinstance(each, CrashDialog)
    ]


def _keyholders(store: Store) -> list[Keyholder]:
    return store.keyholders()
