"""The dialogs that open only after steps no walk takes: each made of real parts of the small visit, over a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fieldsurvey.report.document import SPARE, Place
from fieldsurvey.survey.closing_talk import closing_talk
from fieldsurvey.survey.complaint_steps import ComplaintStatus
from fieldsurvey.survey.complaints import Complaints, receipt_lines
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.follow_up_sheet import read_follow_up
from fieldsurvey.survey.followup import Carried
from fieldsurvey.survey.model import Finding, Person
from fieldsurvey.survey.parties import keep_person
from fieldsurvey.survey.previous import Offer
from fieldsurvey.survey.recovery import Recovered
from fieldsurvey.survey.registry_edit import Step
from fieldsurvey.survey.registry_kinds import KIND, Line
from fieldsurvey.sync.whereabouts import Holder, Whereabouts
from fieldsurvey.ui.crash import CrashDialog, make_report
from fieldsurvey.ui.followup.complaint_dialogs import (
    ComplaintDialog,
    LookDialog,
    ReceiptDialog,
    StepDialog,
    WordsDialog,
)
from fieldsurvey.ui.followup.mended_dialog import MendedDialog
from fieldsurvey.ui.followup.report_dialog import ReportDialog
from fieldsurvey.ui.form.marker import OpenMark
from fieldsurvey.ui.form.notes import ReopenSheet
from fieldsurvey.ui.form.recovery import LeftOpen, RecoverySheet
from fieldsurvey.ui.form.same_as import SameSheet
from fieldsurvey.ui.jobs import Serving
from fieldsurvey.ui.keys_overlay import KeysOverlay
from fieldsurvey.ui.parts.dialogs import DecideDialog, Option
from fieldsurvey.ui.photos.editor import PhotoEditor
from fieldsurvey.ui.photos.import_strip import FaultsSheet
from fieldsurvey.ui.processes import Cancel
from fieldsurvey.ui.registry.small_dialogs import HistoryDialog
from fieldsurvey.ui.report.annex_dialog import AnnexDialog
from fieldsurvey.ui.report.correction_dialog import CorrectionDialog
from fieldsurvey.ui.report.finding_dialog import FindingDialog
from fieldsurvey.ui.report.ink_dialog import InkDialog
from fieldsurvey.ui.report.merge_dialog import MergeDialog
from fieldsurvey.ui.report.projector import Projector
from fieldsurvey.ui.report.sign_dialog import SignDialog
from fieldsurvey.ui.settings.recovery_key import NewKeyDialog, ProveKeyDialog
from fieldsurvey.ui.visits.held_dialogs import ArchiveDialog
from fieldsurvey.ui.visits.same_stand import SameStandDialog
from fieldsurvey.ui.visits.serve_dialog import ServeDialog
from fieldsurvey.ui.visits.sync_dialog import SyncDialog
from fieldsurvey.ui.visits.who_dialog import Unclaimed, WhoDialog
from tests.ui.inline_tasks import InlineTasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QDialog, QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
LONG = "Loket Badan Pertanahan Nasional (Kantor Pertanahan Kabupaten Samudra Raya)"


class MeetingPoint(InlineTasks):
    """One that others came to; the server itself would never come to its end here."""

    def spawn(
        self,
        job: Callable[..., object],
        args: tuple[object, ...],
        done: Callable[..., None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        tidy: Callable[[], None] | None = None,
        told: Callable[[Serving], None] | None = None,
    ) -> Cancel:
        """Tell of it."""
        del job, args, done, failed, tidy
        assert told is not None
        addresses = ("192.168.100.100:8765", "10.255.255.10:8765")
        told(Serving(addresses, "AB12-CD34", ((LONG, True, 1200, 90), ("Budi", False, 1, 0))))
        return Cancel()


def every_dialog(
    context: Context, store: Store, visit: str, photo: str, over: QWidget
) -> Iterator[QDialog]:
    """Make one dialog after the other; each may be deleted when the next is asked for."""
    desk = Desk(store, author=context.author)
    yield from _of_the_frame(context, over)
    yield from _of_a_form(context, visit, over)
    yield from _of_findings(context, desk, visit, over)
    yield from _of_complaints(context, desk, visit, over)
    yield from _of_documents(context, visit, over)
    yield from _of_exchange(context, store, visit, over)
    yield PhotoEditor(context, visit, photo, over)
    keep_person(desk.visits, visit, Person("", "Dewi", "counterpart"))
    yield Projector(context, closing_talk(desk, visit), over)


def _of_the_frame(context: Context, over: QWidget) -> Iterator[QDialog]:
    theme = context.theme
    yield KeysOverlay(theme, over)
    yield ProveKeyDialog(context, over)
    yield NewKeyDialog(context, over)
    yield CrashDialog(make_report(ValueError("x")), saved=False, theme=theme, parent=over)
    values = {"code": "SMD", "name": LONG}
    steps = [Step(NOW, "Ratna Wulandari", "name", LONG, LONG[::-1]) for _ in "123"]
    yield HistoryDialog(theme, Line(KIND["mall"], "", values), steps, over)
    options = [Option(LONG, "Ratna Wulandari · 18-11-2026 09.40"), Option("12", LONG)]
    yield DecideDialog(theme, LONG, LONG, options, over, own=True)


def _of_a_form(context: Context, visit: str, over: QWidget) -> Iterator[QDialog]:
    theme = context.theme
    offers = [Offer(f"/data/q{n}", "12", "3" if n % 2 else "", proposed=True) for n in range(9)]
    yield SameSheet(theme, LONG, LONG, offers, lambda _: LONG, lambda _, value: value, over)
    yield ReopenSheet(theme, LONG, over)
    yield FaultsSheet(theme, [(f"IMG_{n}.jpg", LONG) for n in range(9)], over)
    mark = OpenMark(visit, "stand", "t", 1, "r", 1, NOW)
    where = (LONG, LONG, LONG, ZoneInfo("Asia/Makassar"))
    answered = Recovered(12, NOW + timedelta(minutes=3), "/data/q1")
    left = [LeftOpen(mark, found, *where) for found in (answered, Recovered())]
    yield RecoverySheet(theme, left, over)


def _of_findings(context: Context, desk: Desk, visit: str, over: QWidget) -> Iterator[QDialog]:
    theme = context.theme
    stand = desk.visits.snapshot(visit).stands[0]
    for number in range(1, 4):
        desk.visits.add(
            visit,
            "finding",
            Finding(
                "", number, stand.id, stand.name, "", LONG, LONG, "sedang",
                action=LONG, owner="Koordinator mal", deadline_days=14,
            ),
        )  # fmt: skip
    found = desk.visits.snapshot(visit).findings
    yield FindingDialog(theme, {stand.id: stand.name, "mall": LONG}, over)
    yield SameStandDialog(theme, stand, [stand], [("x", LONG)], over)
    yield MergeDialog(theme, found[0], found[1:], over)
    sheet = read_follow_up(desk, visit)
    yield ReportDialog(context, sheet, sheet.findings[0], over)
    yield MendedDialog(theme, Carried("c", visit, "f", LONG, LONG, LONG), 3, over)


def _of_complaints(context: Context, desk: Desk, visit: str, over: QWidget) -> Iterator[QDialog]:
    theme = context.theme
    yield ComplaintDialog(theme, (LONG,), over)
    complaints = Complaints(desk.visits, visit, desk.calendar)
    taken = complaints.receive(LONG, about=LONG, complainant=LONG, contact="0812", secret=True)
    yield ReceiptDialog(theme, taken.receipt, receipt_lines(taken, LONG, "Asia/Makassar"), over)
    taken = complaints.step(taken, ComplaintStatus.ANSWERED, note=LONG)
    yield StepDialog(context, taken, NOW.date(), over)
    yield LookDialog(theme, taken.receipt, over)
    yield WordsDialog(theme, taken, over)


def _of_documents(context: Context, visit: str, over: QWidget) -> Iterator[QDialog]:
    paper = context.access.path.with_name("paper.pdf")
    places = [Place("Sig1", LONG, filled=False, size=(200, 60))]
    spare = [Place(f"{SPARE}1", "", filled=False, size=(200, 60))]
    yield CorrectionDialog(context.theme, over)
    yield AnnexDialog(context, visit, over)
    yield SignDialog(context, paper, places, over)
    yield InkDialog(context, paper, [*spare, *places], over)


def _of_exchange(context: Context, store: Store, visit: str, over: QWidget) -> Iterator[QDialog]:
    theme = context.theme
    holders = (
        Holder("a" * 32, "Laptop kantor perwakilan", NOW, True, 0, 0),
        Holder("b" * 32, "", NOW, False, 12, 3),
    )
    held = Whereabouts(visit, 1200, 90, 2, 12, 3, holders)
    yield ArchiveDialog(theme, LONG, held, over, finished=True)
    yield WhoDialog(theme, Unclaimed(visit, LONG, (LONG, "Budi")), "Budi", over)
    yield SyncDialog(context, (), over)
    yield ServeDialog(replace(context, tasks=MeetingPoint(store)), over)
