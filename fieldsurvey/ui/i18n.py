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

import shiboken6
from PySide6.QtCore import QLocale, QObject, QTranslator

from fieldsurvey.paths import resources_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from PySide6.QtWidgets import QApplication


#: The application remembers under this name the translator that is installed.
_SPOKEN = "_translator"


class Translator(QTranslator):
    """Answers from the texts as they were written: nothing to compile, so no stale or missing file.

    Args:
        language: ``id`` or ``en``.
        parent: the owner.
    """

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue(language)
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
        return self._catalogue.text(context, source)


class Catalogue:
    """Texts of one language, read where they are asked for: the first page waits for its own and no more.

    Args:
        parts: the text of each file, as ``sections`` takes it.
    """

    def __init__(self, parts: Iterable[str]) -> None:
        self._sections: dict[str, str] = {}
        for part in parts:
            for context, lines in sections(part):
                self._sections[context] = self._sections.get(context, "") + lines
        self._read: dict[str, dict[str, str]] = {}

    def text(self, context: str, source: str) -> str | None:
        """Return a text by its context and English source, None when there is none."""
        return self.of(context).get(source)

    def of(self, context: str) -> Mapping[str, str]:
        """Return English source → text of one context."""
        found = self._read.get(context)
        if found is None:  # two threads may read it at once: both read the same
            found = self._read[context] = read_lines(self._sections.get(context, ""))
        return found

    def all(self) -> dict[tuple[str, str], str]:
        """Return (context, source) → text of the whole catalogue."""
        return {
            (room, source): text
            for room in self._sections
            for source, text in self.of(room).items()
        }


@lru_cache(maxsize=2)
def catalogue(language: str) -> Catalogue:
    """Return the texts: all in Indonesian, for English the singular of what is counted.

    Args:
        language: ``id`` or ``en``.
    """
    folder = resources_folder() / "i18n"
    parts = sorted((folder / "parts").glob("*.toml")) if language == "id" else [folder / "en.toml"]
    return Catalogue(part.read_text("utf-8") for part in parts)


def sections(part: str) -> Iterator[tuple[str, str]]:
    """Yield each ``[Context]`` of a file of texts with the lines below it."""
    for section in f"\n{part}".split("\n[")[1:]:
        context, _, lines = section.partition("]\n")
        yield context, f"{lines}\n"


def read_lines(lines: str) -> dict[str, str]:
    """Read the ``"source" = "text"`` lines of one context, and no more of TOML.

    ``tomllib`` reads the same (a test compares) in twenty times the time.
    """
    texts = {}
    for line in lines.splitlines():
        if line.startswith('"'):
            source, _, text = line[1:-1].partition('" = "')
            texts[_unescaped(source)] = _unescaped(text)
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
    translator = Translator(language, application)
    install(application, translator)
    QLocale.setDefault(QLocale("id_ID" if language == "id" else "en_GB"))
    return translator


def install(application: QApplication, translator: Translator) -> None:
    """Let a translator speak instead of the one before.

    The one before is remembered, not looked for: to look through the application's children makes Python's names for
    all of QStyle, 12 ms of each start.
    """
    old = getattr(application, _SPOKEN, None)
    if old is not None and shiboken6.isValid(old):
        application.removeTranslator(old)
        old.deleteLater()
    application.installTranslator(translator)
    setattr(application, _SPOKEN, translator)
