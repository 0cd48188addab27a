"""Texts in two languages, switchable while the window is open.

How to declare a text (sources are English; Indonesian comes from ``resources/i18n``):

* in a QObject class: ``self.tr("Add a stand")``; with a number ``self.tr("%n stands", "", count)``;
* in a module function: ``QCoreApplication.translate("Context", "text")``;
* in a table: ``QT_TRANSLATE_NOOP("Context", "text")``, translated where it is shown.

Always literal strings, arguments filled in afterwards: ``self.tr("Open {name}").format(name=…)``.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from PySide6.QtCore import QLocale, QObject, QTranslator

from fieldsurvey.paths import resources_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication

#: (context, source) → forms: one in Indonesian, singular and plural in English.
Catalogue = "Mapping[tuple[str, str], tuple[str, ...]]"


class Translator(QTranslator):
    """Answers from a .ts file, read at start: nothing to compile, so no stale or missing .qm.

    Args:
        language: ``id`` or ``en``.
        parent: the owner.
    """

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = read_catalogue(language)

    def isEmpty(self) -> bool:
        """Qt does not install an empty translator."""
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return the text, or None where the source stands (an empty string would blank it)."""
        del disambiguation
        forms = self._texts.get((context, source))
        if not forms:
            return None
        return forms[-1] if n != 1 else forms[0]


@lru_cache(maxsize=2)
def read_catalogue(language: str) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Read ``fieldsurvey_<language>.ts``; unfinished and empty translations are left out."""
    folder = resources_folder() / "i18n"
    texts: dict[tuple[str, str], tuple[str, ...]] = {}
    path = folder / f"fieldsurvey_{language}.ts"
    if path.is_file():
        for context in ElementTree.parse(path).getroot().iter("context"):  # noqa: S314  our own file
            name = context.findtext("name", "")
            for message in context.iter("message"):
                translation = message.find("translation")
                if translation is None or translation.get("type"):
                    continue
                numbered = tuple(form.text or "" for form in translation.iter("numerusform"))
                forms = numbered or (translation.text or "",)
                if all(forms):
                    texts[name, message.findtext("source", "")] = forms
    if language == "id":
        for part in sorted((folder / "parts").glob("*.toml")):
            for name, table in tomllib.loads(part.read_text(encoding="utf-8")).items():
                texts |= {(name, source): (text,) for source, text in table.items()}
    return texts


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
