"""A field for the code of another record: it offers the codes with their names while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from fieldsurvey.ui.registry.words import called

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.registry_kinds import Line

_BETWEEN = " · "
_SHOWN = 8


class CodeField(QLineEdit):
    """A code, or ``CODE · Name`` as it was chosen from the list.

    Args:
        code: the present one.
        offered: the records that it may name.
        parent: the owner.
    """

    def __init__(self, code: str, offered: Iterable[Line], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: dict[str, str] = {}
        for line in offered:
            own = line.values.get("code") or line.values.get("kemendagri") or ""
            name = called(line).removeprefix(own).strip()
            self._names[own] = f"{own}{_BETWEEN}{name}" if name else own
        completer = QCompleter(sorted(self._names.values()), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_SHOWN)
        self.setCompleter(completer)
        self.setText(self._names.get(code, code))
        self.setCursorPosition(0)

    def code(self) -> str:
        """Return the code alone."""
        return self.text().partition(_BETWEEN)[0].strip()
