"""The office's words: sentences of findings, item by item, and the end of the minutes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from fieldsurvey.survey.deadlines import LONGEST
from fieldsurvey.survey.observations import CLASSES
from fieldsurvey.survey.wordings import (
    CLOSING,
    COPIES,
    DOCUMENT,
    SETTINGS,
    TEXTS,
    closing_words,
    keep_closing,
    keep_wording,
    wordable,
)
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.parts.fields_dialog import Lines
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.parts.rows import Row
from fieldsurvey.ui.settings.panel import Panel, Said
from fieldsurvey.ui.settings.term import TermField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.wordings import Wordable
    from fieldsurvey.ui.context import Context

_LABELS = {
    "sentence": QT_TRANSLATE_NOOP("WordingPanel", "Condition, {gerai} for the name of the stand"),
    "criterion": QT_TRANSLATE_NOOP("WordingPanel", "Criterion: the rule it rests on"),
    "cause": QT_TRANSLATE_NOOP("WordingPanel", "Cause"),
    "effect": QT_TRANSLATE_NOOP("WordingPanel", "Effect"),
    "action": QT_TRANSLATE_NOOP("WordingPanel", "What is to be done"),
    "owner": QT_TRANSLATE_NOOP("WordingPanel", "Who answers for it"),
}
_LIST_UNITS = 24
_FIRST = "mpp-sidak"  # what an office inspects with


class WordingPanel(Panel):
    """Words of an office; they hold for findings that are drafted from now on, and travel with the registry."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            self.tr(
                "These words go before those of the form, for what is drafted from now on, on every laptop that "
                "holds this registry. Findings that are there already keep theirs, with class and deadline."
            ),
            parent,
        )
        self._items: list[Wordable] = []
        self._read = False
        self._closing: str | None = ""
        self._at: tuple[str, str] | None = None  # instrument and item that the lines show
        self._words: dict[str, str] = {}
        self.heading(self.tr("End of the minutes"))
        self.closing = Lines(self.theme, 3)
        self.field(
            self.tr("Closing formula"),
            self.closing,
            self.tr("{document} and {copies} are filled in. Empty: the usual words.").format(
                document=DOCUMENT, copies=COPIES
            ),
        )
        self.keep_closing = self.button(
            self.tr("Save the closing formula"), self._save_closing, kind="primary", sign="check"
        )
        self.row(self.keep_closing)
        self.closing_said = Said()
        self.add(self.closing_said)
        self.heading(self.tr("Findings, item by item"))
        self.instrument = StillCombo()
        self.instrument.activated.connect(self._choose_instrument)
        self.field(self.tr("Instrument"), self.instrument)
        self.list = RowList(self.theme, self.tr("Items that can make a finding"), code_units=8)
        self.list.setFixedHeight(self.theme.space(_LIST_UNITS))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_item())
        self.add(self.list)
        self.lines: dict[str, Lines] = {}
        for name in TEXTS:
            self.lines[name] = Lines(self.theme, 3)
            self.field(self.tr(_LABELS[name]), self.lines[name])
        self.classification = StillCombo()
        self.field(self.tr("Class"), self.classification)
        self.term = TermField(self.theme, self.tr("Deadline"))
        self.field(
            self.tr("Deadline"), self.term, self.tr("From the signing. Empty: that of its class.")
        )
        self.keep_words = self.button(
            self.tr("Save these words"), self._save_words, kind="primary", sign="check"
        )
        self.row(self.keep_words)
        self.said = Said()
        self.add(self.said)

    def refresh(self) -> None:
        """Read the instruments and the words, the first time the panel is shown."""
        if not self._read:
            self._read = True
            desk = self.context.desk
            self.context.tasks.read(lambda store: _found(desk(store)), self._show)

    def keep_typed(self) -> bool:
        """Save the formula and the words of the present item, where they were changed."""
        closing = self.closing.toPlainText() == self._closing or self._save_closing()
        return (self._at is None or self._typed() == self._words or self._save_words()) and closing

    def _show(self, found: tuple[str, list[str]]) -> None:
        closing, instruments = found
        self._closing = closing
        self.closing.setPlainText(closing)
        self.closing.setPlaceholderText(CLOSING)
        self.instrument.addItems(instruments)
        self._read_items()

    # --- the closing formula

    def _save_closing(self) -> bool:
        text, desk = self.closing.toPlainText(), self.context.desk
        self.accept(self.closing)
        left = text.replace(DOCUMENT, "").replace(COPIES, "")
        if "{" in left or "}" in left:
            self.refuse(
                self.closing_said,
                self.closing,
                self.tr("Braces stand only in {document} and {copies}.").format(
                    document=DOCUMENT, copies=COPIES
                ),
            )
            return False
        self._closing = text
        self._write(
            lambda store: keep_closing(desk(store).registry, text),
            self.closing_said,
            self.tr("Saved: berita acara that are made from now on end so."),
        )
        return True

    # --- findings

    def _choose_instrument(self, _index: int) -> None:
        if self.keep_typed():
            self._read_items()
        elif self._at is not None:
            self.instrument.setCurrentText(self._at[0])

    def _read_items(self) -> None:
        name, desk = self.instrument.currentText(), self.context.desk
        if not name:
            return

        def read(store: Store) -> list[Wordable]:
            opened = desk(store)
            return wordable(opened.registry, opened.catalogue.instrument(name))

        self.context.tasks.read(read, self._show_items)

    def _show_items(self, items: list[Wordable]) -> None:
        self._items = items
        self.list.set_rows(
            [
                Row(
                    each.item,
                    each.office.sentence or each.form.sentence,
                    self.tr("the office's words")
                    if _is_worded(each)
                    else self.tr("the form's words"),
                    code=each.item,
                )
                for each in items
            ]
        )
        if items and self.list.current_key() is None:
            self.list.go_to(items[0].item)
        self._show_item()

    def _item(self) -> Wordable | None:
        key = self.list.current_key()
        return next((each for each in self._items if each.item == key), None)

    def _show_item(self) -> None:
        """Show the words of another item, once those that were typed are saved."""
        here = self._item()
        at = (self.instrument.currentText(), here.item) if here else None
        if at == self._at or (at is None and self._items):
            return  # what is typed stands
        if not self.keep_typed() and self._at is not None:
            self.list.go_to(self._at[1])
            return
        self._at = at
        for name, line in self.lines.items():
            line.setPlainText(getattr(here.office, name) if here else "")
            line.setPlaceholderText(getattr(here.form, name) if here else "")
            line.setEnabled(here is not None)
        self._show_settings(here)
        self._words = self._typed()
        self.keep_words.setEnabled(here is not None)

    def _show_settings(self, here: Wordable | None) -> None:
        self.classification.clear()
        form = here.form.classification if here else ""
        self.classification.addItem(self.tr("as the form says: {name}").format(name=form), "")
        for name in CLASSES:
            self.classification.addItem(name, name)
        own = here.office.classification if here else ""
        self.classification.setCurrentIndex(max(0, self.classification.findData(own)))
        self.classification.setEnabled(here is not None)
        self.term.setEnabled(here is not None)
        self.term.show_term(
            here.office.deadline_days if here else None, here.office.deadline_kind if here else ""
        )

    def _typed(self) -> dict[str, str]:
        words = {name: " ".join(line.toPlainText().split()) for name, line in self.lines.items()}
        days, kind = self.term.typed()
        settings = (str(self.classification.currentData() or ""), days, kind)
        return words | dict(zip(SETTINGS, settings, strict=True))

    def _save_words(self) -> bool:
        if self._at is None:
            return True
        (instrument, item), desk, texts = self._at, self.context.desk, self._typed()
        sentence = texts["sentence"].replace("{gerai}", "")
        self.accept(self.lines["sentence"])
        if "{" in sentence or "}" in sentence:
            self.refuse(self.said, self.lines["sentence"], self.tr("Braces stand only in {gerai}."))
            return False
        if not self.term.fits():
            said = self.tr("A deadline is a whole number of days, 0 to {longest}, or empty.")
            self.refuse(self.said, self.term.days, said.format(longest=LONGEST))
            return False
        self._words = texts
        self._write(
            lambda store: keep_wording(desk(store).registry, instrument, item, texts),
            self.said,
            self.tr("Saved: findings of {item} are drafted so from now on.").format(item=item),
        )
        return True

    def _write(self, call: Callable[[Store], None], said: Said, told: str) -> None:
        self.context.tasks.write(
            call, lambda _done: self._written(said, told), partial(self._failed, said)
        )

    def _written(self, said: Said, told: str) -> None:
        said.say(told)
        self._read_items()

    def _failed(self, said: Said, error: Exception) -> None:
        from fieldsurvey.ui.messages import sentence

        said.say(sentence(error), "bad")
        # Neither counts as saved: it is tried again when one goes elsewhere.
        self._closing, self._words = None, {}


def _is_worded(each: Wordable) -> bool:
    given = any(getattr(each.office, name) for name in (*TEXTS, "classification"))
    return given or each.office.deadline_days is not None


def _found(desk: Desk) -> tuple[str, list[str]]:
    """Return the closing formula of the office, and the instruments that have forms."""
    offered = desk.catalogue.all()
    names = dict.fromkeys(each.id for each in offered if each.manifest and each.manifest.forms)
    ordered = sorted(names, key=lambda name: (name != _FIRST, name))
    return closing_words(desk.registry), ordered
