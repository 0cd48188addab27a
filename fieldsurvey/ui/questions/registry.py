"""Which widget asks for which node: the most specific entry wins (design §7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from fieldsurvey.ui.questions.widget import QuestionWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.questions.tools import Tools
    from fieldsurvey.ui.questions.view import NodeView

ANY = "*"
#: More choices than this are not laid out as rows.
MANY_CHOICES = 60

W = TypeVar("W", bound=type[QuestionWidget])
_WIDGETS: dict[tuple[str, str, str], type[QuestionWidget]] = {}


def register(control: str, datatype: str = ANY, appearance: str = ANY) -> Callable[[W], W]:
    """Enter a widget class for a control, and if given for a datatype and one word of the appearance."""

    def enter(widget: W) -> W:
        _WIDGETS[control, datatype, appearance] = widget
        return widget

    return enter


def widget_class(view: NodeView) -> type[QuestionWidget]:
    """Return the class that asks for a node; `Unsupported` when no other does."""
    words = [*view.appearance.split(), ANY]
    if view.control == "select1" and len(view.choices) > MANY_CHOICES:
        words.insert(0, "minimal")
    for word in words:
        for datatype in (view.datatype, ANY):
            found = _WIDGETS.get((view.control, datatype, word))
            if found is not None:
                return found
    return _WIDGETS[ANY, ANY, ANY]


def widget_for(view: NodeView, tools: Tools, parent: QWidget | None = None) -> QuestionWidget:
    """Return a widget that asks for a node, with the node shown."""
    widget = widget_class(view)(tools, parent)
    widget.show_node(view)
    return widget
