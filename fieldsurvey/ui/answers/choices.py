"""Answers chosen from a list that is in sight: one of several, any of several, a point of a scale."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from fieldsurvey.ui.answers.base import QuestionWidget
from fieldsurvey.ui.answers.choice_list import ChoiceList
from fieldsurvey.ui.answers.layout import layout_of
from fieldsurvey.ui.answers.paper import column, show_if, wrapped
from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.answers.scale import points_of, same_figure
from fieldsurvey.ui.answers.words import plain

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QWidget

    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme


class ChoiceQuestion(QuestionWidget):
    """A list of choices."""

    many = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.list = ChoiceList(theme, many=self.many, parent=self)
        self.setFocusProxy(self.list)
        self.list.picked.connect(self._picked)
        self.list.cleared.connect(self.clear)
        self.list.passed.connect(self.advance)
        self._none: QLabel | None = None
        self._column = column(self, theme, self.list)

    def show_node(self, view: NodeView) -> None:
        """Show the choices and what is chosen."""
        super().show_node(view)
        known = {value for value, _ in view.choices}
        # A value that is no longer among the choices stays visible: nothing is dropped in silence.
        strange = tuple((value, value) for value in view.chosen if value not in known)
        choices = tuple((value, plain(label) or value) for value, label in view.choices)
        self.list.show_choices(
            (*choices, *strange),
            view.chosen,
            layout=layout_of(view),
            readonly=view.readonly,
            pictures=view.choice_pictures,
        )
        self._say_none(none=not choices and not strange)

    def focus_answer(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def describe(self, name: str, description: str) -> None:
        """Name the list, with what is chosen."""
        labels = dict(self.view.choices)
        chosen = ", ".join(labels.get(value, value) for value in self.view.chosen)
        self.list.setAccessibleName(name)
        self.list.setAccessibleDescription(" ".join(filter(None, (chosen, description))))

    def _say_none(self, *, none: bool) -> None:
        if self._none is None:
            if not none:
                return
            text = self.tr("No choices yet: answer the question that decides this list first.")
            self._none = wrapped("muted", text, self)
            self._column.addWidget(self._none)
        show_if(self._none, none)

    def _picked(self, value: str, done: bool) -> None:
        raise NotImplementedError


@register("select1")
class SelectOneQuestion(ChoiceQuestion):
    """One of several; a digit chooses and goes on."""

    def _picked(self, value: str, done: bool) -> None:
        if value != self.view.value:
            self.answered.emit(self.view.ref, value)
        if done or self.view.has_appearance("quick", "quickcompact"):
            self.advance.emit()


@register("range", appearance="rating")
class RatingQuestion(SelectOneQuestion):
    """A few points to give: the figures between the bounds of a range, side by side (XLSForm, "rating")."""

    def show_node(self, view: NodeView) -> None:
        """Show the points; a stored ``3.0`` is the point 3."""
        points = points_of(view)
        value = next((point for point in points if same_figure(point, view.value)), view.value)
        super().show_node(
            replace(
                view,
                control="select1",
                value=value,
                choices=tuple((point, point) for point in points),
                appearance=f"{view.appearance} likert",
            )
        )


@register("select")
class SelectManyQuestion(ChoiceQuestion):
    """Several of several, kept in the order of the list."""

    many = True

    def _picked(self, value: str, done: bool) -> None:
        del done
        chosen = set(self.view.chosen) ^ {value}
        known = [known for known, _ in self.view.choices]
        order = [*known, *(strange for strange in self.view.chosen if strange not in known)]
        self.answered.emit(self.view.ref, " ".join(v for v in order if v in chosen))


@register("trigger")
class AcknowledgeQuestion(SelectManyQuestion):
    """Something to be confirmed: one row, stored as ``OK``."""

    def show_node(self, view: NodeView) -> None:
        """Show the one row."""
        super().show_node(replace(view, control="select", choices=(("OK", self.tr("Confirmed")),)))
