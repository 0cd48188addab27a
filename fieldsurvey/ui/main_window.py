"""The window: a stack of pages under breadcrumbs, a status bar, and what holds everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSize, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.actions import action_text, make_action
from fieldsurvey.ui.i18n import speak
from fieldsurvey.ui.preferences import DEFAULT_TEXT_SIZE, LANGUAGES, PALETTES, TEXT_SIZES
from fieldsurvey.ui.theme import Theme, dress, make_theme, wear
from fieldsurvey.ui.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent

    from fieldsurvey.ui.notice import Notice
    from fieldsurvey.ui.preferences import Preferences
    from fieldsurvey.ui.screen import Page

_MESSAGE_MS = 8_000
_FIRST_SIZE = (1366, 768)  # what the inspectors' laptops show
#: Until a covered page is made anew: what the one on top asked for has come in by then.
_COVERED_MS = 300
_LEAST_HEIGHT = 400  # pixels; nobody works in less
_TOOLS = ("office", "settings", "lock")  # at the right of the breadcrumbs, once they are offered


@dataclass(slots=True)
class _Opened:
    """A page and how to make it anew when language, palette or text size change.

    Attributes:
        page: None between the old looks and the new ones.
        title: what it was last called, for as long as a page made anew has not loaded its name.
        place: where the person was, until the new page is entered.
    """

    make: Callable[[Theme], Page]
    page: Page | None = None
    title: str = ""
    place: object = None


class MainWindow(QMainWindow):
    """Holds the pages; knows nothing of what they show.

    Args:
        preferences: language, palette, text size, geometry.
    """

    #: Everything has been left and saved; the window is going.
    leaving = Signal()
    #: Language, palette or text size are others now.
    restyled = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._open: list[_Opened] = []
        self._sure = False
        self.theme = make_theme(preferences.palette, preferences.text_size)
        self._stack = QStackedWidget()
        self._trail = Trail()
        self._trail.pressed.connect(self._go_back_to)
        self._back = QToolButton()
        self._bar = QFrame()
        dress(self._bar, "band")
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(*[self.theme.space(0.5)] * 4)
        row.setSpacing(self.theme.space(0.25))
        row.addWidget(self._back)
        row.addWidget(self._trail, 1)
        self._offered: dict[str, Callable[[], object]] = {}
        self._tools = {name: QToolButton() for name in _TOOLS}
        for tool in self._tools.values():
            tool.hide()
            row.addWidget(tool)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        self._column = column
        self._notice: Notice | None = None
        self._make_band: Callable[[Theme], QWidget] | None = None
        self._band: QWidget | None = None
        self._cover = QStackedWidget()
        self._cover.addWidget(middle)
        self.setCentralWidget(self._cover)
        self.setWindowTitle("fieldsurvey")
        self._status = QLabel()
        self._status.setWordWrap(True)
        self.statusBar().addWidget(self._status, 1)
        self._help = QLabel()
        dress(self._help, "small")
        self.statusBar().addPermanentWidget(self._help)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(lambda: self._status.setText(""))
        self._make_actions()
        if preferences.geometry is not None:
            self.restoreGeometry(preferences.geometry)
        if preferences.geometry is None or self.height() < _LEAST_HEIGHT:
            # A size stored by a window that was closed before it was laid out shows nothing of a form.
            self.resize(QSize(*_FIRST_SIZE).boundedTo(self.screen().availableSize()))

    # --- pages

    def open_page(self, make: Callable[[Theme], Page]) -> Page:
        """Put a new page on top.

        Args:
            make: makes the page in a theme; kept, to make it anew when theme or language change.
        """
        opened = _Opened(make)
        self._open.append(opened)
        return self._enter(opened)

    def start_over(self, make: Callable[[Theme], Page]) -> Page:
        """Leave all pages and begin with this one."""
        while self._open:
            self._drop(self._open.pop())
        return self.open_page(make)

    def back(self) -> None:
        """Put the notice away, else leave the page on top, saved first, for the one below."""
        if self._notice is not None and self._notice.isVisible():
            self._notice.hide()
        elif len(self._open) > 1:
            self._go_back_to(len(self._open) - 2)

    @property
    def pages(self) -> QWidget:
        """What holds the pages: one that is made in it does not move there, which styles all its widgets once more."""
        return self._stack

    @property
    def page(self) -> Page | None:
        """The page on top."""
        return self._open[-1].page if self._open else None

    def _go_back_to(self, place: int) -> None:
        def go() -> None:
            while len(self._open) > place + 1:
                self._drop(self._open.pop())
            self._enter(self._open[-1])

        self._on_top().can_leave(go)

    def _on_top(self) -> Page:
        return self._made(self._open[-1])

    def _others_wrote(self) -> None:
        self._on_top().others_wrote()

    def _made(self, opened: _Opened) -> Page:
        if opened.page is None:
            opened.page = opened.make(self.theme)
            self._stack.addWidget(opened.page)
            opened.page.closed.connect(self.back)
            opened.page.again.connect(self._make_again)
            opened.page.arrived.connect(self._others_wrote)
            opened.page.renamed.connect(self._name)
        return opened.page

    def _enter(self, opened: _Opened) -> Page:
        page = self._made(opened)
        self._stack.setCurrentWidget(page)
        self._name()
        page.entered()
        for action in self._bar.actions():
            self._bar.removeAction(action)
        self._bar.addActions(page.actions())  # the page's keys hold where Tab goes on to above it
        focused = QApplication.focusWidget()
        if focused is None or not page.isAncestorOf(focused):
            # A page that still loads, or that was covered: its keys and the window's work all the same.
            (page.focusWidget() or page).setFocus()
        if opened.place is not None:
            page.go_to(opened.place)
            opened.place = None
        return page

    def _make_again(self) -> None:
        """Make the page on top anew, where it was; what is pending there is saved first."""

        def go() -> None:
            opened = self._open[-1]
            if opened.page is not None:
                opened.place = opened.page.place()
                self._drop(opened)
            self._enter(opened)

        self._on_top().can_leave(partial(QTimer.singleShot, 0, go))

    def _drop(self, opened: _Opened) -> None:
        if opened.page is not None:
            self._stack.removeWidget(opened.page)
            opened.page.deleteLater()
            opened.page = None

    def _name(self) -> None:
        for opened in self._open:
            opened.title = (opened.page and opened.page.title()) or opened.title
        titles = [opened.title for opened in self._open]
        self._trail.show_titles(titles)
        self._back.setEnabled(len(self._open) > 1)
        self.setWindowTitle(
            f"{titles[-1]} – fieldsurvey" if titles and titles[-1] else "fieldsurvey"
        )

    # --- what holds everywhere

    def show_message(self, text: str) -> None:
        """Show a short message in the status bar for a while."""
        self._status.setText(text)
        self._quiet.start(_MESSAGE_MS)

    def tell(self, error: Exception) -> None:
        """Show an error where it cannot be overlooked: what happened, what is safe, what to do."""
        from fieldsurvey.ui.notice import Notice

        if self._notice is None:
            self._notice = Notice(self.theme)
            self._column.insertWidget(self._column.indexOf(self._stack), self._notice)
        self._notice.show_error(error)

    def tell_and_wait(self, error: Exception) -> None:
        """Show an error in a box of its own and wait until it was read: the window is about to go."""
        from PySide6.QtWidgets import QMessageBox

        from fieldsurvey.ui.messages import message

        found = message(error)
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("fieldsurvey")
        box.setText(found.happened)
        box.setInformativeText(f"{found.safe} {found.do}")
        box.setDetailedText(found.detail)
        box.exec()
        box.deleteLater()

    def _make_actions(self) -> None:
        meanings: dict[str, Callable[[], object]] = {
            "keys": self.show_keys,
            "guide": self.show_guide,
            "back": self.back,
            "larger": lambda: self._resize_text(1),
            "smaller": lambda: self._resize_text(-1),
            "normal": lambda: self.choose(text_size=DEFAULT_TEXT_SIZE),
            "palette": lambda: self.choose(palette=_next(PALETTES, self._preferences.palette)),
            "language": lambda: self.choose(language=_next(LANGUAGES, self._preferences.language)),
            "quit": self.close,
            **self._offered,
        }
        for old in self.actions():
            for tool in (self._back, *self._tools.values()):
                tool.removeAction(old)  # a second one would promise a menu
            self.removeAction(old)
            old.deleteLater()
        for name, meaning in meanings.items():
            self._make_action(name, meaning)
        self._help.setText(f"F1 {action_text('keys')} · Shift+F1 {action_text('guide')}")

    def _make_action(self, name: str, meaning: Callable[[], object]) -> None:
        tool = self._back if name == "back" else self._tools.get(name)
        action = make_action(name, self, self.theme, pictured=tool is not None)
        action.triggered.connect(lambda _checked=False: meaning())
        self.addAction(action)
        if tool is not None:
            tool.setDefaultAction(action)
            tool.setAccessibleName(action.text())

    def offer(self, action: str, meaning: Callable[[], object]) -> None:
        """Give an action of the window its meaning once it has one: ``settings``, ``lock``."""
        if action not in self._offered:
            self._make_action(action, meaning)
            if action in self._tools:
                self._tools[action].show()
        self._offered[action] = meaning

    def tool(self, action: str) -> QToolButton:
        """Return the tool of an action, at the right of the breadcrumbs."""
        return self._tools[action]

    def cover(self, widget: QWidget) -> None:
        """Put a widget over everything, the title and the status bar included; keys do nothing but close the window."""
        self._cover.addWidget(widget)
        self._cover.setCurrentWidget(widget)
        self.statusBar().hide()
        self.setWindowTitle("fieldsurvey")
        for action in self.actions():
            action.setEnabled(action.objectName() == "quit")

    def uncover(self) -> None:
        """Take it away again: everything is as it was."""
        widget = self._cover.currentWidget()
        self._cover.setCurrentIndex(0)
        self._cover.removeWidget(widget)
        widget.deleteLater()
        self.statusBar().show()
        for action in self.actions():
            action.setEnabled(True)
        self._name()

    def show_keys(self) -> None:
        """Show all keys."""
        from fieldsurvey.ui.keys_overlay import KeysOverlay

        overlay = KeysOverlay(self.theme, self)
        overlay.exec()
        overlay.deleteLater()

    def choose_language(self, language: str) -> None:
        """Speak another language from now on; every page is made anew in it, where it was."""
        self.choose(language=language)

    def wear_band(self, make: Callable[[Theme], QWidget]) -> None:
        """Keep a strip above every page, whatever is opened.

        Args:
            make: makes it in a theme; kept, to make it anew when theme or language change.
        """
        self._make_band = make
        self._renew_band()

    @property
    def banded(self) -> bool:
        """Whether there is such a strip."""
        return self._make_band is not None

    def _renew_band(self) -> None:
        if self._band is not None:
            self._column.removeWidget(self._band)
            self._band.deleteLater()
            self._band = None
        if self._make_band is not None:
            self._band = self._make_band(self.theme)
            self._column.insertWidget(0, self._band)

    def take_looks(self) -> None:
        """Make everything anew in the language and looks that are chosen by now."""
        self.choose()

    def show_guide(self) -> None:
        """Open the user guide over the page at hand, which stays as it is."""
        from fieldsurvey.ui.guide import GuidePage

        if not isinstance(self.page, GuidePage):
            self.open_page(GuidePage)

    def _resize_text(self, step: int) -> None:
        place = TEXT_SIZES.index(self._preferences.text_size) + step
        if 0 <= place < len(TEXT_SIZES):
            self.choose(text_size=TEXT_SIZES[place])

    def choose(self, **chosen: object) -> None:
        """Take preferences and make every page anew, each where it was; the one on top is saved first."""
        remake = partial(QTimer.singleShot, 0, partial(self._remake, chosen))
        if self._open:
            self._on_top().can_leave(remake)
        else:
            remake()

    def _remake(self, chosen: dict[str, object]) -> None:
        for name, value in chosen.items():
            setattr(self._preferences, name, value)
        for opened in self._open:
            if opened.page is not None:
                opened.place = opened.page.place()
            self._drop(opened)
        if self._notice is not None:
            self._notice.deleteLater()
            self._notice = None
        # Gone before the new looks: to restyle a form of a hundred questions takes half a second.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        speak(application, self._preferences.language)
        theme = make_theme(self._preferences.palette, self._preferences.text_size)
        if theme != self.theme:  # to polish the window for another language would cost 5 ms
            self.theme = theme
            wear(application, theme)
        self.restyled.emit()
        self._make_actions()
        self._renew_band()
        if self._open:
            self._enter(self._open[-1])
            QTimer.singleShot(_COVERED_MS, self._make_covered)

    def _make_covered(self) -> None:
        """Make one covered page in the new looks, its name in the new language; the next one a while later."""
        for opened in self._open:
            if opened.page is None:
                self._made(opened)
                self._name()
                QTimer.singleShot(_COVERED_MS, self._make_covered)
                return

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave every page first, so that nothing typed is lost."""
        if self._sure or not self._open:
            self._preferences.geometry = self.saveGeometry()
            self.leaving.emit()
            event.accept()
            return
        event.ignore()
        self._on_top().can_leave(self._close_now)

    def _close_now(self) -> None:
        self._sure = True
        QTimer.singleShot(0, self.close)


def _next(among: tuple[str, ...], present: str) -> str:
    return among[(among.index(present) + 1) % len(among)]
