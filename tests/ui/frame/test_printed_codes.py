"""What no typeface of a document has is named where it is typed, in dialogs, panels and panes; nothing is held back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from fieldsurvey.report.document import SPARE, Place
from fieldsurvey.survey.closing_talk import closing_talk
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import Person
from fieldsurvey.survey.parties import keep_person
from fieldsurvey.ui.first_run.draft import Draft
from fieldsurvey.ui.first_run.people_steps import InspectorStep, OfficeStep
from fieldsurvey.ui.parts.dialogs import DecideDialog, Option
from fieldsurvey.ui.parts.fields_dialog import Lines
from fieldsurvey.ui.photos.side_panel import SidePanel
from fieldsurvey.ui.registry.record_dialog import RecordDialog
from fieldsurvey.ui.registry.shelf import read_shelf
from fieldsurvey.ui.report.correction_dialog import CorrectionDialog
from fieldsurvey.ui.report.document_steps import DocumentSteps
from fieldsurvey.ui.report.finding_dialog import FindingDialog
from fieldsurvey.ui.report.ink_dialog import InkDialog
from fieldsurvey.ui.report.other_papers import OtherPapers
from fieldsurvey.ui.report.reply import ReplyForm
from fieldsurvey.ui.report.sign_dialog import SignDialog
from fieldsurvey.ui.settings.letterheads import LetterheadsPanel
from fieldsurvey.ui.settings.wording import WordingPanel
from fieldsurvey.ui.visits.chronology_pane import ChronologyPane

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

SIGN = "\U0001f600"  # a face: no typeface of the documents has it


def warned(widget: QWidget) -> list[str]:
    """Return what is said of signs."""
    said = [each for each in widget.findChildren(QLabel) if "Dicetak sebagai kode" in each.text()]
    return [each.text() for each in said if each.isVisibleTo(widget)]


def type_into(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Put a text there, as typing or pasting does."""
    (field.setText if isinstance(field, QLineEdit) else field.setPlainText)(text)


def test_every_place_whose_words_are_printed_warns(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    desk = Desk(store, author="Ratna")
    keep_person(desk.visits, visit, Person("", "Dewi", "counterpart"))
    theme, paper = context.theme, store.path
    spare = Place(f"{SPARE}1", "", filled=False, size=(9, 9))
    finding = FindingDialog(theme, {"x": "Samsat"}, over)
    decide = DecideDialog(theme, "a", "b", [Option("1")], over, own=True)
    correction, steps = CorrectionDialog(theme, over), DocumentSteps(theme, over)
    ink = InkDialog(context, paper, [spare], over)
    reply = ReplyForm(context, theme, closing_talk(desk, visit), over)
    papers, photo = OtherPapers(context, visit, over), SidePanel(theme, over)
    letterheads, wording = LetterheadsPanel(context), WordingPanel(context)
    chronology = ChronologyPane(theme, lambda *_: None, context.clock)
    draft = Draft(paper.parent)
    inspector, office = InspectorStep(theme, draft), OfficeStep(theme, draft)
    certificate = SignDialog(context, paper, [spare], over)
    record = RecordDialog(context, "institution", read_shelf(desk.registry), None, {}, over)
    box = record.findChild(Lines)
    for panel in (letterheads, wording, chronology, inspector, office):
        qtbot.addWidget(panel)
    for place, field in (
        (finding, finding.condition),
        (decide, decide.findChild(QLineEdit)),
        (correction, correction.part),
        (steps, steps.number),
        (papers, papers.number),
        (ink, ink.name),
        (reply, reply.words),
        (photo, photo.caption),
        (letterheads, letterheads.address),
        (wording, wording.closing),
        (chronology, chronology.field),
        (inspector, inspector.findChild(QLineEdit)),
        (office, office.findChild(QLineEdit)),
        (certificate, certificate.name),
        (record, box),
    ):
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        type_into(field, "Loket 3 – antrean")
        assert warned(place) == [], type(place)
        type_into(field, f"Loket {SIGN}")
        assert [SIGN in each for each in warned(place)] == [True], type(place)
        type_into(field, "")
        assert warned(place) == [], type(place)


def test_what_is_hidden_while_typed_is_not_spoken_of(qtbot: QtBot, context: Context) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    dialog = CorrectionDialog(context.theme, over)
    dialog.part.setEchoMode(QLineEdit.EchoMode.Password)
    type_into(dialog.part, SIGN)
    assert warned(dialog) == []
