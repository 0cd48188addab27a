"""One section: all its questions that apply now, beneath each other."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.ui.answers import NodeView, QuestionFrame, widget_class
from fieldsurvey.ui.answers.paper import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fieldsurvey.ui.form.outline import Section
    from fieldsurvey.ui.theme import Theme

#: Widest line of questions in units: longer lines are hard to read.
_WIDEST = 110
#: How long questions are made in one go: half of what a key may take to its painting.
_MOMENT_S = 0.006
#: So many at least, so that a busy machine gets on, too.
_LEAST = 2
#: How long after it the next go begins, in milliseconds: Qt waits 5 of them before it paints, and what was made is
#: painted, and a key that came is answered, before more is made.
_PAUSE_MS = 6


class Column(QScrollArea):
    """A scrolling column of reading width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self._inner.setMaximumWidth(theme.space(_WIDEST))
        self.column = QVBoxLayout(self._inner)
        side = theme.space(3)
        self.column.setContentsMargins(side, theme.space(2), side, theme.space(4))
        self.column.setSpacing(theme.space(1.5))
        self.setWidget(self._inner)


class SectionPage(Column):
    """The questions of a section; those out of sight are made a little later, so that no key has to wait.

    Args:
        theme: sizes and colours.
        section: what stands on it.
        look: gives the view of a question now, None when it does not apply.
        parent: the owner.

    Attributes:
        section: what stands on it.
        current: the question at hand, "" when there is none.
        reading: the keyboard stops at questions that cannot be answered now, too.
    """

    answered = Signal(str, str)
    attached = Signal(str, object)
    scanned = Signal(str, object)
    detached = Signal(str, str)
    #: (ref, id of a medium): it is to be opened: a photo in the editor, a file in the program that shows it.
    edited = Signal(str, str)
    #: (call, done): see ``QuestionWidget.worked``.
    worked = Signal(object, object)
    typing = Signal()
    #: The answer to a question is complete.
    advanced = Signal(str)
    #: The keyboard came to a question.
    entered = Signal(str)

    def __init__(
        self,
        theme: Theme,
        section: Section,
        look: Callable[[str], NodeView | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.section = section
        self._look = look
        self._frames: dict[str, QuestionFrame] = {}
        self._headings: dict[str, QLabel] = {}
        #: Questions to be looked at when no key waits: those that are not made, and those that may say more by now.
        self._waiting = list(section.refs)
        self.current = ""
        self.reading = False
        self._title = wrapped("title", section.label)
        self._empty = wrapped("muted", self.tr("Nothing to answer here now."))
        for label in (self._title, self._empty):
            self.column.addWidget(label)
        self.column.addStretch(1)
        self._soon = QTimer(self)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._make_more)
        self._waits = False
        self._make_some()

    @property
    def whole(self) -> bool:
        """Whether every question that applies has been made, and says what is known."""
        return not self._waiting

    def refresh(self, refs: Iterable[str]) -> None:
        """Look at questions again: show, hide or change them."""
        self._wait()
        wanted = set(refs)
        for ref in self.section.refs:
            if ref in wanted and (ref in self._frames or ref not in self._waiting):
                self._look_at(ref)
        if self._title.text() != self.section.label:
            self._title.setText(self.section.label)
        self._settle()

    def refresh_all(self) -> None:
        """Look at all questions again."""
        self.refresh(self.section.refs)

    def refresh_soon(self, refs: Iterable[str]) -> None:
        """Look at questions again, at those in sight now and at the others when no key waits."""
        wanted = set(refs)
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        seen = {
            ref
            for ref, frame in self._frames.items()
            if frame.y() < top + height and frame.y() + frame.height() > top
        }
        later = wanted.difference(seen).union(self._waiting)
        self._waiting = [ref for ref in self.section.refs if ref in later]
        self.refresh(wanted & seen)
        if self._waiting:
            self._soon.start()

    def questions(self) -> list[str]:
        """Return the questions that can be answered now, in order."""
        return [ref for ref in self.section.refs if self.answerable(ref)]

    def end(self, *, last: bool = False) -> str:
        """Return the first question that can be answered now, or the last one; "" when there is none."""
        refs = self.section.refs
        return next(filter(self.answerable, reversed(refs) if last else refs), "")

    def answerable(self, ref: str) -> bool:
        """Say whether a question can be answered now."""
        frame = self._frames.get(ref)
        if frame is not None and ref not in self._waiting:
            shown = not frame.isHidden() and frame.widget.answerable
            return shown and (self.reading or not frame.view.readonly)
        view = self._look(ref) if ref in self._waiting else None
        answerable = view is not None and widget_class(view).answerable
        return view is not None and answerable and (self.reading or not view.readonly)

    def frame(self, ref: str) -> QuestionFrame | None:
        """Return the frame of a question that applies."""
        if ref in self._waiting:
            self._look_at(ref)
            self._settle()
        found = self._frames.get(ref)
        return None if found is None or found.isHidden() else found

    def focus(self, ref: str) -> bool:
        """Put the keyboard on a question and bring it into sight."""
        frame = self.frame(ref)
        if frame is None:
            return False
        frame.widget.focus_answer()
        if self.current != ref:  # no focus event comes while the window is not the active one
            self._enter(ref)
        return True

    def commit(self) -> None:
        """Answer with everything that was typed."""
        for frame in list(self._frames.values()):
            if frame.widget.pending():
                frame.widget.commit()

    def pending(self) -> bool:
        """Say whether something was typed that is not answered yet."""
        return any(frame.widget.pending() for frame in self._frames.values())

    def end_making(self) -> None:
        """Make no more questions: the page is thrown away, and its questions may be gone already."""
        self._soon.stop()

    # --- making

    def _wait(self) -> None:
        """Make no more questions until what just happened is painted: a whole pause after the loop turns again."""
        self._waits = True

    def _make_more(self) -> None:
        if self._waits:
            self._waits = False
        else:
            self._make_some()

    def _make_some(self) -> None:
        """Make questions, or look at them again, for a moment; the rest follows when no key waits."""
        until = time.perf_counter() + _MOMENT_S
        made = 0
        above = new = False
        here = self._frames.get(self.current)
        height = here.y() - self.verticalScrollBar().value() if here is not None else 0
        while self._waiting and (made < _LEAST or time.perf_counter() < until):
            ref = self._waiting[0]
            known = ref in self._frames
            self._look_at(ref)
            made += ref in self._frames
            new = new or (ref in self._frames and not known)
            above = above or self._is_above(ref)
        self._settle()
        if self._waiting:
            self._soon.start()
        else:
            self._soon.stop()
        if above and here is not None and not here.isHidden():
            self._hold(here, height)
            if new:
                self._reveal(here)

    def _is_above(self, ref: str) -> bool:
        order = self.section.refs
        return self.current in order and order.index(ref) < order.index(self.current)

    def _settle(self) -> None:
        shown = {ref for ref, frame in self._frames.items() if not frame.isHidden()}
        for ref, heading in self._headings.items():
            heading.setVisible(ref in shown)
        self._empty.setVisible(not shown and not self._waiting)

    def _look_at(self, ref: str) -> None:
        """Show, hide or change a question; made when it is not there yet."""
        if ref in self._waiting:
            self._waiting.remove(ref)
        view = self._look(ref)
        frame = self._frames.get(ref)
        if view is None:
            if frame is not None:
                frame.hide()
            return
        if frame is not None and not isinstance(frame.widget, widget_class(view)):
            self.column.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
            frame = None
        if frame is None:
            frame = self._make(ref, view)
        elif (
            frame.view != view or ref == self.current
        ):  # at hand, what was typed may be another thing
            frame.show_node(view)
        if frame.isHidden():
            frame.show()

    def _make(self, ref: str, view: NodeView) -> QuestionFrame:
        frame = QuestionFrame(self.theme, view)
        widget = frame.widget
        widget.answered.connect(self.answered)
        widget.attached.connect(self.attached)
        widget.scanned.connect(self.scanned)
        widget.detached.connect(self.detached)
        widget.edited.connect(self.edited)
        widget.worked.connect(self.worked)
        widget.typing.connect(self.typing)
        widget.advance.connect(lambda: self.advanced.emit(ref))
        frame.entered.connect(self._enter)
        at = self._place_of(ref)
        if ref in self.section.headings and ref not in self._headings:
            heading = wrapped("heading", self.section.headings[ref])
            heading.setContentsMargins(0, self.theme.space(), 0, 0)
            self._headings[ref] = heading
            self.column.insertWidget(at, heading)
            at += 1
        self.column.insertWidget(at, frame)
        self._frames[ref] = frame
        self._join_tabs(ref)
        return frame

    def _place_of(self, ref: str) -> int:
        """Return where in the column a question belongs: after the last one before it that is there."""
        order = self.section.refs
        for before in reversed(order[: order.index(ref)]):
            if before in self._frames:
                return self.column.indexOf(self._frames[before]) + 1
        return self.column.indexOf(self._empty) + 1

    def _join_tabs(self, ref: str) -> None:
        """Let Tab reach a question after the one before it and before the one behind it."""
        order = self.section.refs
        at = order.index(ref)
        made = [other for other in order if other in self._frames]
        here = made.index(order[at])
        for first, second in zip(
            made[max(0, here - 1) : here + 1], made[max(0, here - 1) + 1 : here + 2], strict=False
        ):
            stops = [self._frames[stop].widget.focusProxy() for stop in (first, second)]
            if stops[0] is not None and stops[1] is not None:
                QWidget.setTabOrder(stops[0], stops[1])

    # --- the question at hand

    def _enter(self, ref: str) -> None:
        self._wait()
        if self.current in self._frames and self.current != ref:
            self._frames[self.current].set_current(False)
        self.current = ref
        frame = self._frames[ref]
        frame.set_current(True)
        self._reveal(frame)
        self.entered.emit(ref)

    def _hold(self, frame: QuestionFrame, height: int) -> None:
        """Keep a question where it was on the screen, whatever came above it."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self.verticalScrollBar().setValue(frame.y() - height)

    def _reveal(self, frame: QuestionFrame) -> None:
        """Bring a whole question into sight, its label first."""
        self._inner.layout().activate()
        top = frame.mapTo(self._inner, QPoint(0, 0)).y()
        margin = self.theme.space(3)
        bar = self.verticalScrollBar()
        view = self.viewport().height()
        if top + frame.height() + margin > bar.value() + view:
            bar.setValue(top + frame.height() + margin - view)
        if top - margin < bar.value():
            bar.setValue(max(0, top - margin))
