"""Texts in two languages, switchable while the window is open.

How to declare a text (sources are English; Indonesian comes from ``resources/i18n/parts``, a file a room):

* in a QObject class: ``self.tr("Add a stand")``; with a number ``self.tr("%n stands", "", count)``, its singular in
  ``resources/i18n/en.toml``;
* in a module function: ``QCoreApplication.translate("Context", "text")``;
* in a table: ``QT_TRANSLATE_NOOP("Context", "text")``, translated where it is shown.

Always literal strings, arguments filled in afterwards: ``self.tr("Open {name}").format(name=…)``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTranslator

from fieldsurvey.paths import resources_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication


class Translator(QTranslator):
    """Answers from the texts as they were written: nothing to compile, so no stale or missing file.

    Args:
        language: ``id`` or ``en``.
        parent: the owner.
    """

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = read_catalogue(language)
        self._only_singular = language == "en"

    def isEmpty(self) -> bool:
        """Qt does not install an empty translator."""
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return the text, or None where the source stands (an empty string would blank it)."""
        del disambiguation
        if self._only_singular and n != 1:
            return None
        return self._texts.get((context, source))


@lru_cache(maxsize=2)
def read_catalogue(language: str) -> Mapping[tuple[str, str], str]:
    """Return (context, source) → text: all texts in Indonesian, for English the singular of what is counted.

    Args:
        language: ``id`` or ``en``.
    """
    folder = resources_folder() / "i18n"
    parts = sorted((folder / "parts").glob("*.toml")) if language == "id" else [folder / "en.toml"]
    return {key: text for part in parts for key, text in read_part(part.read_text("utf-8")).items()}


def read_part(part: str) -> dict[tuple[str, str], str]:
    """Read one file of texts: the TOML of ``[Context]`` and ``"source" = "text"`` a line, and no more of it.

    The first page waits for this. ``tomllib`` reads the same (a test compares) in twenty times the time.
    """
    texts = {}
    context = ""
    for line in part.splitlines():
        if line.startswith("["):
            context = line.strip("[]")
        elif line.startswith('"'):
            source, _, text = line[1:-1].partition('" = "')
            texts[context, _unescaped(source)] = _unescaped(text)
    return texts


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return text.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def speak(application: QApplication, language: str) -> Translator:
    """Switch the application to a language; the main window makes its screens anew.

    Returns:
        The translator now installed.
    """
    for old in application.findChildren(Translator):
        application.removeTranslator(old)
        old.deleteLater()
    translator = Translator(language, application)
    application.installTranslator(translator)
    QLocale.setDefault(QLocale("id_ID" if language == "id" else "en_GB"))
    return translator
