"""“Sama seperti gerai sebelumnya”: which answers to take over from the response filled before this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.form.rows import Row, RowList
from fieldsurvey.ui.parts.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.previous import Offer
    from fieldsurvey.ui.theme import Theme

_MOST_ROWS, _LEAST_ROWS = 7, 2
_AROUND_UNITS = 40  # heading, words, buttons and what is left free around the sheet


class SameSheet(Sheet):
    """Shows each answer that can be taken over; Space ticks, Ctrl+Enter or the button takes the ticked ones.

    Args:
        theme: sizes and colours.
        source: what the earlier response was for.
        section: the section, by its label.
        offers: what can be taken over.
        question: ref → what it asks; words: (ref, value) → as a person reads it.
        parent: the screen.
    """

    #: The offers to take.
    taken = Signal(object)

    def __init__(
        self,
        theme: Theme,
        source: str,
        section: str,
        offers: Sequence[Offer],
        question: Callable[[str], str],
        words: Callable[[str, str], str],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, self.tr("Same as {source}").format(source=source), section, parent)
        self._offers = {offer.ref: offer for offer in offers}
        self.list = RowList(theme, self.tr("Answers to take over"), lines=2)
        self.list.show_rows(
            [
                Row(
                    offer.ref,
                    question(offer.ref),
                    words(offer.ref, offer.value),
                    color="accent",
                    aside=self.tr("here now: {answer}").format(
                        answer=words(offer.ref, offer.present)
                    )
                    if offer.present
                    else "",
                    checked=offer.proposed,
                )
                for offer in offers
            ]
        )
        room = parent.window().height() - theme.space(_AROUND_UNITS)
        most = max(_LEAST_ROWS, min(_MOST_ROWS, room // self.list.height_of(1)))
        self.list.setFixedHeight(self.list.height_of(min(len(offers), most)))
        self.body.addWidget(self.list)
        self.body.addWidget(
            wrapped("small", self.tr("Space ticks an answer. One undo takes all of them back."))
        )
        self.add_cancel()
        self.button = self.add_button("", "primary", default=True)
        self.button.clicked.connect(self._take)
        self.list.chosen.connect(lambda _ref: self._take())
        self.list.model_of_rows.ticked.connect(self._count)
        self._count()
        self.list.setFocus()

    def chosen(self) -> list[Offer]:
        """Return the ticked offers in order."""
        return [self._offers[row.ref] for row in self.list.rows if row.checked]

    def _count(self) -> None:
        count = len(self.chosen())
        self.button.setText(self.tr("Take over {count} answers").format(count=count))
        self.button.setEnabled(bool(count))

    def _take(self) -> None:
        if self.chosen():
            self.taken.emit(self.chosen())
            self.accept()
