"""The recovery key in the settings: made again for who knows a passphrase, proved from the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.errors import WrongRecoveryKey
from fieldsurvey.store.recovery import open_envelope
from fieldsurvey.ui.settings.recovery_key import NewKeyDialog, ProveKeyDialog
from fieldsurvey.ui.settings.security import SecurityPanel
from tests.ui.checks import assert_accessible
from tests.ui.visits.hands import asked, back, press

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

K = Qt.Key


def test_a_new_key_ends_the_old_one_and_is_proved(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    old = store.make_recovery_key()
    panel = SecurityPanel(context)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.renew.setFocus()
    press(K.Key_Space)
    dialog = asked(panel, NewKeyDialog)
    assert_accessible(dialog)
    press("bukan ini")
    press(K.Key_Return)
    assert dialog.problem.text() == "Itu bukan kata sandi basis data ini."
    assert open_envelope(store.path, old), "nothing was changed"
    press(PASSPHRASE)
    press(K.Key_Return)
    new = dialog.key.text()
    with pytest.raises(WrongRecoveryKey):
        open_envelope(store.path, old)
    press(K.Key_Space)
    back(panel)
    proof = asked(panel, ProveKeyDialog)
    assert_accessible(proof)
    proof.key.setPlainText(old)
    proof.go.click()
    assert proof.problem.text()
    assert not proof.told.text()
    proof.key.setPlainText(new)
    proof.go.click()
    assert proof.told.text() == "Kunci ini membuka basis data ini."
    assert not proof.problem.text()
