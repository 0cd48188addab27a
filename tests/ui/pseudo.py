"""Texts as another language might have them: six tenths longer, accented, in brackets so that a text that was never
given to the translator shows."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from fieldsurvey.ui.i18n import Translator, install

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

LONGER = 1.6
_ACCENTED = str.maketrans("aceinouyzACEINOUYZ", "àçéîñôüÿžÀÇÉÎÑÔÜŸŽ")
#: What must come through a translation unchanged: arguments, counts, marks of rich text.
_KEPT = re.compile(r"(\{[^}]*\}|%n|<[^>]+>|&\w+;)")
_FILLING = ("ñe", "môre", "lîñes", "thàñ", "béfôre", "àñd")


def pseudo(text: str) -> str:
    """Return a text in no language, `LONGER` times as long; arguments stay as they are."""
    wanted = round(len(text) * LONGER) - 2
    parts = _KEPT.split(text)
    said = "".join(p if at % 2 else p.translate(_ACCENTED) for at, p in enumerate(parts))
    for word in itertools.cycle(_FILLING):
        room = wanted - len(said)
        if room <= 0:
            break
        said += f" {word}"[:room] if room > 2 else "~" * room
    return f"[{said}]"


class PseudoTranslator(Translator):
    """Stands where `speak` puts the real one."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return every text longer, whether it has an Indonesian one or not."""
        del context, disambiguation, n
        return pseudo(source)


def speak_pseudo(application: QApplication) -> None:
    """Let the application speak it until `speak` is called again."""
    install(application, PseudoTranslator("en", application))
