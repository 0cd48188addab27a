"""What happened and when: one key for what happens at every visit, one line for the rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from fieldsurvey.survey.stages import correct_note, note, remove_note, restore_note
from fieldsurvey.ui.parts.pane import Pane, Write
from fieldsurvey.ui.parts.rows import Row
from fieldsurvey.ui.parts.words import time_text
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.theme import dress
from fieldsurvey.ui.visits.event_dialog import EventDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.clock import Clock
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Event
    from fieldsurvey.survey.overview import Overview
    from fieldsurvey.ui.theme import Theme

#: What happens at every visit: (button, sentence of the berita acara, which is Indonesian in any language).
_EVERY_TIME = (
    (QT_TRANSLATE_NOOP("ChronologyPane", "Arrival"), "Tim tiba di lokasi."),
    (QT_TRANSLATE_NOOP("ChronologyPane", "Opening"), "Pertemuan pembukaan dengan pengelola mal."),
    (QT_TRANSLATE_NOOP("ChronologyPane", "Break"), "Pemeriksaan dijeda untuk istirahat."),
    (QT_TRANSLATE_NOOP("ChronologyPane", "Closing"), "Pertemuan penutupan dan penyampaian temuan."),
    (QT_TRANSLATE_NOOP("ChronologyPane", "Departure"), "Tim meninggalkan lokasi."),
)


class ChronologyPane(Pane):
    """The chronology; a note bears the time at which its first letter was typed."""

    def __init__(
        self, theme: Theme, write: Write, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, write, "", code_units=7, parent=parent)
        self.list.setAccessibleName(self.tr("Chronology"))
        self.list.say_when_empty(
            self.tr("Nothing noted yet. The keys 1 to 5 note what happens at every visit.")
        )
        self._clock = clock
        self._begun: datetime | None = None
        for number, (text, sentence) in enumerate(_EVERY_TIME, 1):
            shown = QCoreApplication.translate("ChronologyPane", text)
            self.tool(str(number), shown, partial(self._note, sentence))
        self.tool(
            "Del",
            self.tr("Remove"),
            self._remove,
            self.tr("Remove this line; Ctrl+Z brings it back"),
        )
        self.list.opened.connect(self._open)
        self._removed: list[str] = []
        self._stamp = QLabel(self.tr("now"))
        dress(self._stamp, "pill-accent")
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Note for the chronology"))
        self.field.setPlaceholderText(
            self.tr("Note what happens; Enter keeps it with the time of its first letter")
        )
        self.field.textEdited.connect(self._typed)
        self.field.returnPressed.connect(self._keep)
        line = QHBoxLayout()
        line.setSpacing(theme.space())
        line.addWidget(self._stamp)
        line.addWidget(self.field, 1)
        self.outer.insertLayout(1, line)
        warned = QVBoxLayout()
        self.outer.insertLayout(2, warned)
        PrintedCodes(warned).watch(self.field)

    def show_overview(self, overview: Overview) -> None:
        """Show the events, the newest first."""
        super().show_overview(overview)
        self.field.setEnabled(not overview.frozen)
        zone = overview.visit.mall.zone
        self.list.set_rows(
            [
                Row(event.id, event.text, code=time_text(event.at, zone), icon="clock")
                for event in reversed(overview.visit.events)
            ]
        )

    def _current(self) -> Event | None:
        key = self.list.current_key()
        events = self.overview.visit.events if self.overview else ()
        return next((event for event in events if event.id == key), None)

    def _open(self, _key: object) -> None:
        event = self._current()
        if event is None or self.overview is None or self.overview.frozen:
            return
        visit = self.overview.visit
        dialog = EventDialog(self.theme, event, visit.mall.zone, self)
        dialog.kept.connect(
            lambda at, text: self._do(
                lambda desk: correct_note(desk.visits, visit.id, event, at, text),
                self.tr("The line was corrected."),
            )
        )
        dialog.open()

    def _remove(self) -> None:
        event = self._current()
        if event is None or self.overview is None:
            return
        visit = self.overview.visit.id
        self._removed.append(event.id)
        self._do(
            lambda desk: remove_note(desk.visits, visit, event.id),
            self.tr("The line was removed. Ctrl+Z brings it back."),
        )

    def undo(self) -> None:
        """Bring the line back that was removed last."""
        if not self._removed or self.overview is None or self.overview.frozen:
            return
        visit, event = self.overview.visit.id, self._removed.pop()
        self._do(lambda desk: restore_note(desk.visits, visit, event), self.tr("The line is back."))

    def _do(self, call: Callable[[Desk], object], said: str) -> None:
        def change(desk: Desk) -> str:
            call(desk)
            return said

        self.write(change)

    def _typed(self, text: str) -> None:
        if not text:
            self._begun = None
            self._stamp.setText(self.tr("now"))
        elif self._begun is None and self.overview is not None:
            self._begun = self._clock.now()
            self._stamp.setText(time_text(self._begun, self.overview.visit.mall.zone))

    def _keep(self) -> None:
        text, at = self.field.text().strip(), self._begun
        if text:
            self.field.clear()
            self._typed("")
            self._note(text, at)

    def _note(self, text: str, at: datetime | None = None) -> None:
        if self.overview is None:
            return
        visit, said = self.overview.visit.id, self.tr("Noted in the chronology.")

        def keep(desk: Desk) -> str:
            begun = at + desk.visits.ahead(visit) if at else None
            note(desk.visits, visit, text, at=begun)
            return said

        self.write(keep)
