"""One section: all its questions that apply now, beneath each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.ui.answers import NodeView, QuestionFrame, widget_class
from fieldsurvey.ui.answers.paper import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fieldsurvey.ui.form.outline import Section
    from fieldsurvey.ui.theme import Theme

#: Widest line of questions in units: longer lines are hard to read.
_WIDEST = 110


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
    """The questions of a section.

    Args:
        theme: sizes and colours.
        section: what stands on it.
        look: gives the view of a question now, None when it does not apply.
        parent: the owner.
    """

    answered = Signal(str, str)
    attached = Signal(str, object)
    detached = Signal(str, str)
    typing = Signal()
    #: The answer to a question is complete.
    advanced = Signal(str)
    #: The keyboard came to a question, or left it.
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
        self.current = ""
        title = wrapped("title", section.label)
        self.column.addWidget(title)
        self._empty = wrapped("muted", self.tr("Nothing to answer here now."))
        self.column.addWidget(self._empty)
        self.column.addStretch(1)
        self.refresh(section.refs)

    def refresh(self, refs: Iterable[str]) -> None:
        """Look at questions again: show, hide or change them."""
        wanted = set(refs)
        for ref in self.section.refs:
            if ref in wanted:
                self._refresh_one(ref)
        shown = {ref for ref in self._frames if not self._frames[ref].isHidden()}
        for ref, heading in self._headings.items():
            heading.setVisible(ref in shown)
        self._empty.setVisible(not shown)

    def questions(self) -> list[str]:
        """Return the questions that can be answered now, in order."""
        return [ref for ref, frame in self._ordered() if self._answerable(frame)]

    def frame(self, ref: str) -> QuestionFrame | None:
        """Return the frame of a question that is shown."""
        found = self._frames.get(ref)
        return None if found is None or found.isHidden() else found

    def focus(self, ref: str) -> bool:
        """Put the keyboard on a question and bring it into sight."""
        frame = self.frame(ref)
        if frame is None:
            return False
        frame.widget.focus_answer()
        self._enter(ref)  # also while the window is not the active one and no focus event comes
        return True

    def commit(self) -> None:
        """Answer with everything that was typed."""
        for _, frame in self._ordered():
            if frame.widget.pending():
                frame.widget.commit()

    def pending(self) -> bool:
        """Say whether something was typed that is not answered yet."""
        return any(frame.widget.pending() for _, frame in self._ordered())

    def _ordered(self) -> list[tuple[str, QuestionFrame]]:
        return [
            (ref, self._frames[ref])
            for ref in self.section.refs
            if ref in self._frames and not self._frames[ref].isHidden()
        ]

    @staticmethod
    def _answerable(frame: QuestionFrame) -> bool:
        return frame.widget.answerable and not frame.view.readonly

    def _refresh_one(self, ref: str) -> None:
        view = self._look(ref)
        frame = self._frames.get(ref)
        if view is None:
            if frame is not None:
                frame.hide()
            return
        if frame is None or not isinstance(frame.widget, widget_class(view)):
            frame = self._make(ref, view)
        else:
            frame.show_node(view)
        frame.show()

    def _make(self, ref: str, view: NodeView) -> QuestionFrame:
        frame = QuestionFrame(self.theme, view)
        widget = frame.widget
        widget.answered.connect(self.answered)
        widget.attached.connect(self.attached)
        widget.detached.connect(self.detached)
        widget.typing.connect(self.typing)
        widget.advance.connect(lambda: self.advanced.emit(ref))
        frame.entered.connect(self._enter)
        at = self._place_of(ref)
        if ref in self.section.headings:
            heading = wrapped("heading", self.section.headings[ref])
            heading.setContentsMargins(0, self.theme.space(), 0, 0)
            self._headings[ref] = heading
            self.column.insertWidget(at, heading)
            at += 1
        self.column.insertWidget(at, frame)
        self._frames[ref] = frame
        self._order_tabs()
        return frame

    def _place_of(self, ref: str) -> int:
        """Return where in the column a question belongs: after the last one before it that is there."""
        order = self.section.refs
        for before in reversed(order[: order.index(ref)]):
            if before in self._frames:
                return self.column.indexOf(self._frames[before]) + 1
        return 2  # title and the line that says there is nothing

    def _order_tabs(self) -> None:
        last: QWidget | None = None
        for ref in self.section.refs:
            frame = self._frames.get(ref)
            if frame is None:
                continue
            stop = frame.widget.focusProxy()
            if stop is None:
                continue
            if last is not None:
                QWidget.setTabOrder(last, stop)
            last = stop

    def _enter(self, ref: str) -> None:
        self.current = ref
        for other, frame in self._frames.items():
            frame.set_current(other == ref)
        frame = self._frames[ref]
        self._reveal(frame)
        self.entered.emit(ref)

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
