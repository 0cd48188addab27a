"""Signs, colours and words of a section's standing: never a colour alone."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from fieldsurvey.ui.form.outline import Standing, State

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
    State.EMPTY: QT_TRANSLATE_NOOP("Section", "not begun"),
    State.OPTIONAL: QT_TRANSLATE_NOOP("Section", "optional"),
    State.PARTIAL: QT_TRANSLATE_NOOP("Section", "{answered} of {relevant}"),
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
