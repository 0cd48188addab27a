"""The history of an answer: who changed it, when, from what to what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import short_date, zone_abbreviation
from fieldsurvey.ui.form.rows import Row, RowList
from fieldsurvey.ui.parts.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.ports import History
    from fieldsurvey.ui.theme import Theme

_MOST_ROWS = 7


class HistorySheet(Sheet):
    """Shows the changes of one answer, the newest first.

    Args:
        theme: sizes and colours.
        question: what the answer is to.
        changes: oldest first, as ``Records.history`` gives them.
        words: an answer as a person reads it.
        zone: of the site, in which times are told.
        parent: the screen.
    """

    def __init__(
        self,
        theme: Theme,
        question: str,
        changes: Sequence[History],
        words: Callable[[object], str],
        zone: ZoneInfo | None,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, self.tr("History of the answer"), question, parent)
        self.list = RowList(theme, self.tr("History of the answer"), lines=2)
        rows = self._rows(changes, words, zone)
        self.list.show_rows(rows or [Row("", self.tr("Not answered yet."))])
        self.list.setFixedHeight(self.list.height_of(max(1, min(len(rows), _MOST_ROWS))))
        self.body.addWidget(self.list)
        close = self.add_button(self.tr("Close"), default=True)
        close.clicked.connect(self.accept)
        self.list.chosen.connect(lambda _ref: self.accept())
        self.list.setFocus()

    def _rows(
        self, changes: Sequence[History], words: Callable[[object], str], zone: ZoneInfo | None
    ) -> list[Row]:
        rows: list[Row] = []
        before: str | None = None
        for entry in changes:
            now = words(entry.value)
            said = now if before is None else self.tr("{old} → {new}").format(old=before, new=now)
            about = f"{entry.change.author} · {_moment(entry, zone)}"
            rows.insert(0, Row(entry.change.hash, said, about))
            before = now
        if rows:
            aside = self.tr("as it stands now")
            rows[0] = replace(rows[0], sign="done", color="good", aside=aside)
        return rows


def _moment(change: History, zone: ZoneInfo | None) -> str:
    at = change.change.confirmed_at.astimezone(zone)
    name = f" {zone_abbreviation(zone.key)}" if zone is not None else ""
    return f"{short_date(at.date())} {at:%H.%M.%S}{name}"
