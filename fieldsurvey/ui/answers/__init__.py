"""Questions: one widget for each kind, found in a registry, and the frame around them."""

from fieldsurvey.ui.answers import (
    barcode,
    choices,
    drawing,
    drop_down,
    files,
    location,
    long_text,
    moment,
    number,
    rank,
    typed,
)
from fieldsurvey.ui.answers.base import QuestionWidget, UnsupportedQuestion
from fieldsurvey.ui.answers.frame import QuestionFrame
from fieldsurvey.ui.answers.registry import register, widget_class, widget_for
from fieldsurvey.ui.answers.view import Medium, NodeView, is_question, view_of

#: Importing these enters their widgets in the registry.
_ENTERED = (
    barcode,
    choices,
    drawing,
    drop_down,
    files,
    location,
    long_text,
    moment,
    number,
    rank,
    typed,
)

__all__ = [
    "Medium",
    "NodeView",
    "QuestionFrame",
    "QuestionWidget",
    "UnsupportedQuestion",
    "is_question",
    "register",
    "view_of",
    "widget_class",
    "widget_for",
]
