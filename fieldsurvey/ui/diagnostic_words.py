"""What the engine and the check of instruments say in English, in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fieldsurvey.errors import Sentence


def worded(text: str) -> str:
    """Return a sentence in the language of the window; what others say (pyxform, a file's own words) as it is.

    Args:
        text: a ``Sentence``, whose parts may be sentences again, or any other text.
    """
    if not isinstance(text, Sentence):
        return text
    parts = {
        name: worded(part) if isinstance(part, str) else part for name, part in text.params.items()
    }
    return QCoreApplication.translate("Diagnostics", text.template).format(**parts)
