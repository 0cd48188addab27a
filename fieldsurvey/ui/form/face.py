"""The parts of the form screen and where they stand; what they do is wired in ``sitting``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey.ui.actions import action_text
from fieldsurvey.ui.form.foot import FormFoot
from fieldsurvey.ui.form.head import FormHead
from fieldsurvey.ui.form.notices import Notice
from fieldsurvey.ui.form.pages import Pages
from fieldsurvey.ui.form.problems import ProblemPanel
from fieldsurvey.ui.form.tree import SectionTree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction

    from fieldsurvey.ui.theme import Theme

#: Width of the sections in units, and at most in pixels: large text must leave room for the questions.
_TREE_UNITS = 34
_TREE_MOST = 288


class FormFace(QWidget):
    """Head, notices, sections, pages, problems and foot.

    Args:
        theme: sizes and colours.
        actions: by id, those of the screen.
        parent: the screen.
    """

    #: A line of the list of problems was chosen: to this question.
    problem_chosen = Signal(str)

    def __init__(self, theme: Theme, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.head = FormHead(theme)
        self.unsaved = Notice(theme, "problem", "bad", f"{action_text('save')} (Ctrl+S)")
        self.unsaved.pressed.connect(actions["save"].trigger)
        self.locked = Notice(theme, "lock", "accent", f"{action_text('reopen')} (Ctrl+Shift+O)")
        self.locked.pressed.connect(actions["reopen"].trigger)
        load = self.tr("Load them")
        self.overtaken = Notice(theme, "refresh", "accent", f"{load} (F5)")
        self.overtaken.pressed.connect(actions["refresh"].trigger)
        self.tree = SectionTree(theme)
        self.tree.setFixedWidth(min(theme.space(_TREE_UNITS), _TREE_MOST))
        self.pages = Pages(theme)
        self._theme = theme
        self._problems: ProblemPanel | None = None
        self.foot = FormFoot(theme, actions)
        right = self._right = QVBoxLayout()
        right.addWidget(self.pages, 1)
        right.addWidget(self.foot)
        middle = QHBoxLayout()
        middle.addWidget(self.tree)
        middle.addLayout(right, 1)
        layout = QVBoxLayout(self)
        for strip in (self.head, self.unsaved, self.overtaken, self.locked):
            layout.addWidget(strip)
        layout.addLayout(middle, 1)
        for box in (right, middle, layout):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)

    @property
    def problems(self) -> ProblemPanel:
        """The list of problems beneath the page, made hidden when it is first wanted."""
        if self._problems is None:
            self._problems = ProblemPanel(self._theme)
            self._problems.hide()
            self._problems.list.chosen.connect(self.problem_chosen)
            self._right.insertWidget(1, self._problems)
        return self._problems

    @property
    def shows_problems(self) -> bool:
        """Whether that list is on the screen."""
        return self._problems is not None and self._problems.isVisible()

    def next_pane(self) -> None:
        """Put the keyboard into the next part: sections, questions, problems."""
        panes: list[QWidget] = [self.tree, self.pages]
        if self.shows_problems:
            panes.append(self.problems.list)
        here = next((at for at, pane in enumerate(panes) if _holds_focus(pane)), -1)
        pane = panes[(here + 1) % len(panes)]
        if pane is self.pages:
            self.pages.focus_inside()
        else:
            pane.setFocus()


def _holds_focus(pane: QWidget) -> bool:
    focus = pane.window().focusWidget()
    return focus is not None and (focus is pane or pane.isAncestorOf(focus))
