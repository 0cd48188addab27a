"""The first steps: the language, who works here, and for which office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldsurvey.ui.first_run.step import Step
from fieldsurvey.ui.parts.choices import Choices
from fieldsurvey.ui.preferences import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.first_run.draft import Draft
    from fieldsurvey.ui.theme import Theme

#: Each language in its own words: who cannot read this page finds theirs.
_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


class LanguageStep(Step):
    """Which language; the window speaks it at once.

    Args:
        theme: sizes and colours.
        draft: what has been said.
        language: the present one.
    """

    #: Speak this one.
    chosen = Signal(str)

    def __init__(self, theme: Theme, draft: Draft, language: str) -> None:
        super().__init__(theme, draft)
        self.entitle(
            self.tr("Welcome to fieldsurvey"),
            self.tr(
                "A few questions before the first inspection; it takes about five minutes. "
                "Have paper and pen at hand: at the end a recovery key is to be written down."
            ),
        )
        self._choices = Choices(
            theme, [_NAMES[each] for each in LANGUAGES], LANGUAGES.index(language), parent=self
        )
        self._choices.setAccessibleName(self.tr("Language"))
        self.box.addWidget(self._choices)
        self.end()
        self._choices.changed.connect(lambda: self.chosen.emit(LANGUAGES[self._choices.chosen()]))

    def first(self) -> QWidget:
        """Return the languages."""
        return self._choices


class InspectorStep(Step):
    """Who works on this laptop."""

    def __init__(self, theme: Theme, draft: Draft) -> None:
        super().__init__(theme, draft)
        self.entitle(
            self.tr("Who works on this laptop?"),
            self.tr("Your name stands beside every answer you give, and in the minutes."),
        )
        self._name = self.line(
            self.tr("&Name, with titles"),
            draft.name,
            hint=self.tr("As it stands in the minutes"),
            printed=True,
        )
        self._number = self.line(
            self.tr("N&IP (may stay blank)"),
            draft.staff_number,
            hint=self.tr("18 digits"),
            width=30,
            printed=True,
        )
        self._position = self.line(
            self.tr("&Position (may stay blank)"),
            draft.position,
            hint=self.tr("For example: Assistant, team lead"),
            printed=True,
        )
        self.end()
        for field, attribute in (
            (self._name, "name"),
            (self._number, "staff_number"),
            (self._position, "position"),
        ):
            field.textChanged.connect(
                lambda text, to=attribute: setattr(self.draft, to, text.strip())
            )

    def complaint(self) -> tuple[str, QWidget | None]:
        """The name must be there."""
        if self.draft.name:
            return "", None
        return self.tr("Please type your name first."), self._name


class OfficeStep(Step):
    """For which office."""

    def __init__(self, theme: Theme, draft: Draft) -> None:
        super().__init__(theme, draft)
        self.entitle(
            self.tr("Which office do you work for?"),
            self.tr("New visits begin with this institution; a visit can name others as well."),
        )
        self._office = self.line(
            self.tr("&Institution"),
            draft.office,
            hint=self.tr("For example: Ombudsman RI, East Kalimantan office"),
            printed=True,
        )
        self.end()
        self._office.textChanged.connect(lambda text: setattr(self.draft, "office", text.strip()))

    def complaint(self) -> tuple[str, QWidget | None]:
        """The institution must be there."""
        if self.draft.office:
            return "", None
        return self.tr("Please type the name of your institution."), self._office
