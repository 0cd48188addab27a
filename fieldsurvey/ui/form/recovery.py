"""After an unclean stop the window says at its next start what it found, and offers to go there.

What holds, and what tests may rely on:

* What the badge called saved ("Tersimpan hh.mm ✓") is in the journal before the badge says it, so a stop at any moment
  leaves it there; the journal is not repaired, replayed or asked about.
* While a form is open its slot stands in a note beside the database (``marker.OpenMarks``). Leaving the form in order
  takes it out. What stands there at the start of the window was left by a crash, a ``kill -9`` or a power cut.
* ``left_open`` reads the note and counts in the journal: questions answered or changed since the form was opened, and
  when the last of them was saved. Nothing else is claimed. A form that was open with nothing answered since says so.
* ``RecoverySheet`` shows it, the form opened last first. "Open it there" goes to the question answered last. Either
  way the note is emptied: a person is told once.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal

from fieldsurvey.errors import AnswerError, FieldSurveyError
from fieldsurvey.indonesia import full_date, zone_abbreviation
from fieldsurvey.survey.recovery import Recovered, recovered_since
from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.answers.view import is_question
from fieldsurvey.ui.form.marker import OpenMark, OpenMarks
from fieldsurvey.ui.parts.sheet import Sheet

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme

_INSTANCE = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A form that was open when the app stopped.

    Attributes:
        mark: its slot, and when it was opened.
        found: what was saved since.
        mall_name: where; target_name: for what; form_title: which form.
        zone: of the site.
    """

    mark: OpenMark
    found: Recovered
    mall_name: str
    target_name: str
    form_title: str
    zone: ZoneInfo


def left_open(context: Context, store: Store) -> list[LeftOpen]:
    """Return the forms that were open when the app stopped, the one opened last first; on the reader lane.

    A visit that is not here any more, or cannot be read, is passed over.
    """
    desk = context.desk(store)
    known = set(store.streams())
    found = []
    for mark in reversed(OpenMarks(context.access.path).all()):
        if mark.visit in known:
            with contextlib.suppress(FieldSurveyError):
                found.append(_look_at(desk, store, mark))
    return found


def forget_left_open(context: Context) -> None:
    """Empty the note: the person was told."""
    OpenMarks(context.access.path).clear()


def _look_at(desk: Desk, store: Store, mark: OpenMark) -> LeftOpen:
    form = desk.instrument(mark.visit).form(mark.form)

    def asked(key: str) -> bool:
        try:
            return is_question(form.definition(_INSTANCE.sub("", key)))
        except AnswerError:  # of another version of the form
            return False

    mall = desk.visits.snapshot(mark.visit).mall
    names = {target.id: target.name or target.code for target in desk.visits.targets(mark.visit)}
    defaults = form.start().kept_values()
    found = recovered_since(store, mark.visit, mark.response, mark.seq, asked, defaults)
    title, zone = form.title, ZoneInfo(mall.zone)
    return LeftOpen(mark, found, mall.name, names.get(mark.target, ""), title, zone)


class RecoverySheet(Sheet):
    """Says what was found.

    Args:
        theme: sizes and colours.
        left: the forms that were open, the one opened last first; at least one.
        parent: the page.
    """

    #: The form to be opened.
    opened = Signal(object)

    def __init__(self, theme: Theme, left: list[LeftOpen], parent: QWidget) -> None:
        super().__init__(
            theme, self.tr("The app stopped while a form was open"), left[0].mall_name, parent
        )
        for each in left:
            self.body.addWidget(wrapped("strong", f"{each.target_name} – {each.form_title}"))
            self.body.addWidget(wrapped("", self._words(each)))
        self.body.addWidget(
            wrapped(
                "muted", self.tr("Nothing that was called saved is lost. Look at the last answer.")
            )
        )
        self.add_cancel(self.tr("Later"))
        self.button = self.add_button(self.tr("Open it there"), "primary", default=True)
        self.button.clicked.connect(self.accept)
        self.accepted.connect(lambda: self.opened.emit(left[0]))
        self.button.setFocus()

    def _words(self, each: LeftOpen) -> str:
        opened = _moment(each.mark.opened_at, each.zone)
        if each.found.last_at is None:
            return self.tr("Opened {opened}; nothing was answered since.").format(opened=opened)
        last = each.found.last_at.astimezone(each.zone)
        zone = zone_abbreviation(each.zone.key)
        return self.tr(
            "{count} answers saved since it was opened {opened}; the last one at {last}."
        ).format(count=each.found.answers, opened=opened, last=f"{last:%H.%M.%S} {zone}")


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{full_date(local.date())} {local:%H.%M}"
