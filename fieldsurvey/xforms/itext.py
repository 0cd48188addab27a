"""Texts in several languages (ODK XForms specification, "Languages")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.xpath import Expression

Parts = tuple["str | Expression", ...]
_FORMS = ("", "long", "short")
_CODE = re.compile(r"\(([A-Za-z-]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Translations:
    """The itext block.

    Attributes:
        languages: their names as the form writes them; default: the one to start with, None when there is none.
        texts: language → id → form ("" or "long", "short", "image", "audio", "video", "guidance") → parts.
    """

    languages: tuple[str, ...] = ()
    default: str | None = None
    texts: Mapping[str, Mapping[str, Mapping[str, Parts]]] = field(default_factory=dict)

    def forms(self, text_id: str, language: str | None) -> Mapping[str, Parts]:
        """Return the forms of a text, in the default language when that one lacks it; {} when unknown."""
        for name in (language, self.default):
            found = self.texts.get(name or "", {}).get(text_id)
            if found is not None:
                return found
        return {}

    def words(self, text_id: str, language: str | None) -> Parts | None:
        """Return the parts to show as words, None when the text has none."""
        forms = self.forms(text_id, language)
        return next((forms[name] for name in _FORMS if name in forms), None)

    def find(self, language: str) -> str | None:
        """Return the form's name of a language, found by name or by the code in brackets ("id")."""
        if language in self.languages:
            return language
        for name in self.languages:
            code = _CODE.search(name)
            if code is not None and code[1].lower() == language.lower():
                return name
        return None
