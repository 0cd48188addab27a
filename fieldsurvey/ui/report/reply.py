"""The typed reply of the inspected party in the closing talk: kept as it is typed, printed as section G."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldsurvey.survey.parties import REACTIONS, keep_reaction
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.parts.choices import Choices
from fieldsurvey.ui.parts.fields_dialog import Lines
from fieldsurvey.ui.parts.words import REACTIONS as REACTION_WORDS
from fieldsurvey.ui.parts.words import say, time_text
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.survey.closing_talk import ClosingTalk
    from fieldsurvey.survey.model import Person
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme

_PAUSE_MS = 500  # after the last key, as answers are saved
_WORDED = frozenset({"agree-with-notes", "refuse", "reply"})
_KINDS = ("", *REACTIONS)
_LINES = 8
_LETTERS = 16  # of a name that is seen at least


class ReplyForm(QWidget):
    """Who answers, what, and in which words; there is no button to save.

    Args:
        context: the tools.
        theme: sizes of what is pressed; the letters are the projector's.
        talk: whose reply it is.
        parent: the owner.
    """

    def __init__(
        self, context: Context, theme: Theme, talk: ClosingTalk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._talk = context, talk
        self._kept: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        # Whose reply stands in the fields, and whose could not be written.
        self._who = ""
        self._unwritten: set[str] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        self.person = StillCombo()
        self.person.setAccessibleName(self.tr("Who replies"))
        self.person.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.person.setMinimumContentsLength(_LETTERS)
        for each in talk.counterparts:
            self.person.addItem(", ".join(filter(None, (each.name, each.position))), each.id)
            self._kept[each.id] = self._noted(each)
        self.kind = Choices(theme, [say(REACTION_WORDS[kind][0]) for kind in _KINDS], 0)
        self.words = Lines(theme, _LINES)
        self.words.setAccessibleName(self.tr("The reply in words"))
        self.words.setPlaceholderText(self.tr("Type what the inspected party says"))
        self.witnesses = [(one.id, QCheckBox(one.name)) for one in talk.witnesses]
        self.state = QLabel()
        self.state.setWordWrap(True)
        self._lay_out(theme)
        self._show_noted()
        self.person.currentIndexChanged.connect(self._show_noted)
        self.kind.changed.connect(self._changed)
        self.words.textChanged.connect(self._typed)
        for _, box in self.witnesses:
            box.toggled.connect(self._changed)
        if talk.visit.seal is not None:
            self._close(self.tr("The visit is sealed: a reply from now on is an addendum."))
        elif not talk.counterparts:
            self._close(
                self.tr("Nobody of the inspected party is noted yet: add them under Parties.")
            )

    @property
    def chosen(self) -> tuple[str, str, tuple[str, ...]]:
        """What stands in the fields: kind, words, ids of the witnesses of a refusal."""
        kind = _KINDS[self.kind.chosen()]
        words = self.words.toPlainText().strip() if kind in _WORDED else ""
        seen = [one for one, box in self.witnesses if box.isChecked()] if kind == "refuse" else []
        return kind, words, tuple(seen)

    def keep(self) -> None:
        """Write what was typed, unless it still lacks its words."""
        self._pause.stop()
        person, said = self._who, self.chosen
        if not self.isEnabled() or not person:
            return
        if said == self._kept[person] and person not in self._unwritten:
            return
        kind, words, seen = said
        if kind in _WORDED and not words:
            self._say(self.tr("Not saved yet: this reply needs its words."), "warn")
            return
        self._kept[person] = said
        self._unwritten.discard(person)
        desk, visit = self._context.desk, self._talk.visit.id
        self._context.tasks.write(
            lambda store: keep_reaction(desk(store).visits, visit, person, kind, words, seen),
            self._saved,
            partial(self._failed, person),
        )

    def _lay_out(self, theme: Theme) -> None:
        self._seen_by = QLabel(self.tr("Witnesses of the refusal (two)"))
        dress(self._seen_by, "strong")
        for _, box in self.witnesses:
            box.setMinimumHeight(theme.target)
            dress(box, "choice")
        boxes = [box for _, box in self.witnesses]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(3))
        warned = QWidget()
        PrintedCodes.beneath(warned, self.words)
        for share, widgets in (
            (2, (self.person, self.kind)),
            (3, (self.words, warned, self.state, self._seen_by, *boxes)),
        ):
            column = QVBoxLayout()
            column.setSpacing(theme.space(1))
            for widget in widgets:
                column.addWidget(widget)
            column.addStretch(1)
            row.addLayout(column, share)

    def _noted(self, person: Person) -> tuple[str, str, tuple[str, ...]]:
        found = self._talk.reaction_of(person.id)
        if found is None:
            return "", "", ()
        seen = set(found.witnesses)  # ids, or names where a file of facts wrote them
        return (
            found.kind,
            found.text,
            tuple(one.id for one in self._talk.witnesses if {one.id, one.name} & seen),
        )

    def _show_noted(self) -> None:
        """Show what the chosen person has answered so far; what was typed for the one before is kept first."""
        self.keep()
        self._who = str(self.person.currentData() or "")
        kind, words, seen = self._kept.get(self._who, ("", "", ()))
        for widget in (self.kind, self.words, *(box for _, box in self.witnesses)):
            widget.blockSignals(True)  # showing is not answering
        self.kind.choose(_KINDS.index(kind))
        self.words.setPlainText(words)
        for one, box in self.witnesses:
            box.setChecked(one in seen)
        for widget in (self.kind, self.words, *(box for _, box in self.witnesses)):
            widget.blockSignals(False)
        self._say("", "muted")
        self._adjust()

    def _typed(self) -> None:
        """Take words without a choice for what they are: a reply that agrees to nothing."""
        if self.words.toPlainText().strip() and _KINDS[self.kind.chosen()] == "":
            self.kind.choose(_KINDS.index("reply"))
        self._changed()

    def _changed(self) -> None:
        self._adjust()
        self._say(self.tr("Saving…"), "muted")
        self._pause.start()

    def _adjust(self) -> None:
        kind = _KINDS[self.kind.chosen()]
        self.words.setEnabled(kind != "agree")
        self._seen_by.setVisible(kind == "refuse" and bool(self.witnesses))
        for _, box in self.witnesses:
            box.setVisible(kind == "refuse")

    def _saved(self, _result: object) -> None:
        visit = self._talk.visit
        at = time_text(self._context.clock.now(), visit.mall.zone)
        self._say(self.tr("Saved {time} ✓ – printed in the berita acara").format(time=at), "good")

    def _failed(self, person: str, error: Exception) -> None:
        self._unwritten.add(person)  # it is tried again with the next key
        self._say(self.tr("Not saved."), "bad")
        self._context.tell(error)

    def _close(self, why: str) -> None:
        self.setEnabled(False)
        self._say(why, "warn")

    def _say(self, text: str, kind: str) -> None:
        self.state.setText(text)
        dress(self.state, kind)
