"""In a language that is 160 % as long nothing is smaller than its least size, on a laptop of 1366×768."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from fieldsurvey.survey.registry_plan import registry_doubts
from fieldsurvey.ui.registry.import_page import ImportPage
from fieldsurvey.ui.registry.instruments_page import InstrumentsPage
from fieldsurvey.ui.registry.record_dialog import RecordDialog
from fieldsurvey.ui.registry.schedule_dialog import ScheduleDialog
from fieldsurvey.ui.registry.screen import RegistryScreen
from fieldsurvey.ui.registry.settle_dialog import SettleDialog
from fieldsurvey.ui.registry.shelf import read_shelf
from fieldsurvey.ui.registry.small_dialogs import EndDialog
from tests.ui.checks import SIZES, assert_fits
from tests.ui.first_run.driving import wordy
from tests.ui.visits.hands import shown

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.survey.registry import Registry
    from fieldsurvey.ui.context import Context


@pytest.mark.parametrize("kind", [RegistryScreen, ImportPage, InstrumentsPage])
def test_the_pages_fit(
    qtbot: QtBot,
    qapp: QApplication,
    office: Context,
    kind: type[RegistryScreen | ImportPage | InstrumentsPage],
) -> None:
    with wordy(qapp):
        page = kind(office)
        shown(qtbot, page)
        assert_fits(page, (SIZES[0][0], SIZES[0][1] - 110))


def test_the_dialogs_fit(
    qtbot: QtBot, qapp: QApplication, office: Context, registry: Registry
) -> None:
    with wordy(qapp):
        page = RegistryScreen(office)
        shown(qtbot, page)
        shelf = read_shelf(registry)
        stand = shelf.lines["stand"][0]
        for dialog in (
            RecordDialog(office, "mall", shelf, shelf.lines["mall"][0], {}, page),
            ScheduleDialog(office, ("SMD", "G01"), "G01", shelf.lines["schedule"], page),
            SettleDialog(office, registry_doubts(registry)[0], page),
            EndDialog(office, stand, page),
        ):
            dialog.show()
            QApplication.processEvents()
            assert_fits(dialog, (dialog.width(), dialog.height()))
            dialog.reject()
