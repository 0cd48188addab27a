"""Signs, colours and words of the form screen: how a section stands, what an answer says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from fieldsurvey.survey.ports import LOCKED
from fieldsurvey.ui.answers import readings
from fieldsurvey.ui.form.outline import Standing, State

if TYPE_CHECKING:
    from fieldsurvey.xforms import FormSession

#: State → (icon, colour).
SIGNS = {
    State.EMPTY: ("empty", "muted"),
    State.OPTIONAL: ("empty", "muted"),
    State.PARTIAL: ("partial", "accent"),
    State.DONE: ("done", "good"),
    State.ERROR: ("problem", "bad"),
    State.HIDDEN: ("not-applicable", "muted"),
}
_WORDS = {
    State.EMPTY: QT_TRANSLATE_NOOP("Section", "not begun · 0 of {relevant}"),
    State.OPTIONAL: QT_TRANSLATE_NOOP("Section", "optional"),
    State.PARTIAL: QT_TRANSLATE_NOOP("Section", "not complete · {answered} of {relevant}"),
    State.DONE: QT_TRANSLATE_NOOP("Section", "complete · {answered} of {relevant}"),
    State.ERROR: QT_TRANSLATE_NOOP("Section", "{faults} to fix · {answered} of {relevant}"),
    State.HIDDEN: QT_TRANSLATE_NOOP("Section", "does not apply"),
}


def standing_words(standing: Standing) -> str:
    """Return how a section stands, in words: ``complete · 8 of 8``."""
    return QCoreApplication.translate("Section", _WORDS[standing.state]).format(
        answered=standing.answered,
        relevant=standing.relevant,
        faults=standing.invalid + standing.missing,
    )


def answer_words(session: FormSession, ref: str, value: object) -> str:
    """Return an answer as a person reads it: labels of choices, times and figures as they are written here.

    Args:
        session: the live form, in its active language.
        ref: the question.
        value: lexical value, None or "" for blank, LOCKED for one whose key is not here.
    """
    if value is LOCKED:
        return QCoreApplication.translate("Answer", "(locked)")
    text = "" if value is None else str(value)
    if not text:
        return QCoreApplication.translate("Answer", "(empty)")
    definition = session.form.definition(ref)
    if definition.chooses:
        labels = dict(session.choices(ref))
        parts = text.split() if definition.control != "select1" else [text]
        return ", ".join(labels.get(part, part) for part in parts)
    if definition.control == "upload":
        if definition.mediatype.startswith("image"):
            return QCoreApplication.translate("Answer", "Photo")
        return QCoreApplication.translate("Answer", "File")
    match definition.datatype:
        case "time":
            return readings.shown_time(text)
        case "date":
            return readings.shown_date(text)
        case "int" | "decimal":
            return readings.shown_number(text)
    return text


def question_words(session: FormSession, ref: str) -> str:
    """Return what a question asks, else its name."""
    return session.label(ref) or ref.rsplit("/", 1)[-1]
