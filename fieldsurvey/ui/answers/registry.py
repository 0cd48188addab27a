"""Which widget answers which kind of question: the most specific entry wins, an unknown kind stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from fieldsurvey.ui.answers.base import NoteQuestion, QuestionWidget, UnsupportedQuestion
from fieldsurvey.ui.answers.scale import points_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

W = TypeVar("W", bound=type[QuestionWidget])

#: More choices than this do not stand on a page, whatever the form says …
MOST_IN_SIGHT = 60
#: … and are answered as if this were their appearance.
LONG = "(long)"
_ANY = "*"
#: (control, datatype, appearance) → widget.
_WIDGETS: dict[tuple[str, str, str], type[QuestionWidget]] = {
    ("note", _ANY, _ANY): NoteQuestion,
}


def register(control: str, datatype: str = _ANY, appearance: str = _ANY) -> Callable[[W], W]:
    """Enter a widget class for a control, or only for a datatype or an appearance of it."""

    def enter(widget: W) -> W:
        _WIDGETS[control, datatype, appearance] = widget
        return widget

    return enter


def entries() -> dict[tuple[str, str, str], type[QuestionWidget]]:
    """Return all entries: (control, datatype, appearance) → widget; ``*`` stands for any."""
    return dict(_WIDGETS)


def widget_class(view: NodeView) -> type[QuestionWidget]:
    """Return the class that answers a question."""
    return decided(view) or UnsupportedQuestion


def decided(view: NodeView) -> type[QuestionWidget] | None:
    """Return the class that is entered for a question, None when nobody thought of its kind."""
    long = [LONG] if len(view.choices) > MOST_IN_SIGHT else []
    asked = view.appearance.split()
    if view.control == "range" and not points_of(view):
        asked = [word for word in asked if word != "rating"]  # too many points to show
    words = [*asked, *long, _ANY]
    for datatype in (view.datatype, _ANY):
        for word in words:
            found = _WIDGETS.get((view.control, datatype, word))
            if found is not None:
                return found
    return None


def widget_for(view: NodeView, theme: Theme, parent: QWidget | None = None) -> QuestionWidget:
    """Return a widget that answers a question, with the question shown."""
    made = widget_class(view)(theme, parent)
    made.show_node(view)
    return made
