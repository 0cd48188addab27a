"""The closing talk on the projector: one thing at a time by keys, and a reply that is kept while it is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from fieldsurvey.errors import StoreError
from fieldsurvey.survey.closing_talk import ClosingTalk, Figure, closing_talk
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import Finding, Person
from fieldsurvey.survey.parties import keep_person
from fieldsurvey.ui.report.compared import ComparedBars, Radar
from fieldsurvey.ui.report.projector import Projector
from fieldsurvey.ui.theme import wear
from tests.ui.checks import SIZES, all_themes, assert_accessible, assert_fits
from tests.ui.conftest import make_context

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.survey.model import Reaction
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

FIGURES = (
    Figure("Persyaratan pelayanan pada setiap gerai yang diperiksa", "", Decimal("74.20"), Decimal("70.00")),
    Figure("Proses", "Input", Decimal(100), Decimal(100)),
    Figure("Output", "", None, None, hidden=True),
    Figure("Pengaduan", "", None, Decimal("63.59")),
)  # fmt: skip


@pytest.fixture
def counterpart(store: Store, visit: str) -> str:
    desk = Desk(store, author="Ratna")
    found = [p.id for p in desk.visits.snapshot(visit).people if p.role == "counterpart"]
    return found[0] if found else keep_person(desk.visits, visit, Person("", "Dewi", "counterpart"))


@pytest.fixture
def talk(store: Store, visit: str, counterpart: str) -> ClosingTalk:
    """The small visit's talk with figures of a scored one and a finding."""
    found = closing_talk(Desk(store, author="Ratna"), visit)
    finding = Finding(
        "f", 1, "t", "Samsat", "A1", "Maklumat tidak dipasang.", "UU 25/2009", "sedang",
        action="Memasang maklumat.", deadline_days=7,
    )  # fmt: skip
    return replace(
        found,
        visit=replace(found.visit, findings=(finding,)),
        total=Figure("Nilai", "", Decimal("77.06"), Decimal("70.00")),
        earlier_day=date(2025, 7, 12),
        dimensions=FIGURES,
        profile=FIGURES,
        strongest=FIGURES[1:2],
        weakest=FIGURES[:1],
    )


def opened(qtbot: QtBot, context: Context, talk: ClosingTalk) -> Projector:
    projector = Projector(context, talk)
    qtbot.addWidget(projector)
    projector.resize(*SIZES[0])
    projector.show()
    return projector


def said(projector: Projector) -> list[str]:
    labels = projector.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisibleTo(projector)]


def reactions(store: Store, visit: str) -> tuple[Reaction, ...]:
    return Desk(store, author="Ratna").visits.snapshot(visit).reactions


def test_one_thing_at_a_time_by_keys(qtbot: QtBot, context: Context, talk: ClosingTalk) -> None:
    projector = opened(qtbot, context, talk)
    assert {"77,06", "Kunjungan Sabtu, 12 Juli 2025: 70,00 (+7,06)"} <= set(said(projector))
    titles = []
    for _ in range(projector.count):
        titles.append(said(projector)[0])
        qtbot.keyClick(projector, Qt.Key.Key_Right)
    assert titles == [
        talk.visit.mall.name,
        "Nilai per dimensi",
        "Profil",
        "Yang paling kuat",
        "Yang paling lemah",
        "Temuan 1 dari 1",
        "Tanggapan pihak yang diperiksa",
    ]
    qtbot.keyClick(projector, Qt.Key.Key_PageUp)
    assert {
        "Maklumat tidak dipasang.",
        "Memasang maklumat.",
        "7 hari sejak penandatanganan",
    } <= set(said(projector))
    qtbot.keyClick(projector, Qt.Key.Key_Home)
    assert projector.at == 0
    qtbot.keyClick(projector, Qt.Key.Key_Left)
    assert projector.at == 0
    qtbot.keyClick(projector, Qt.Key.Key_Escape)
    assert not projector.isVisible()


def test_pictures_say_their_figures(qtbot: QtBot, context: Context, talk: ClosingTalk) -> None:
    projector = opened(qtbot, context, talk)
    for place, kind in ((1, ComparedBars), (2, Radar)):
        projector.go_to(place)
        (picture,) = projector.findChildren(kind)
        spoken = picture.accessibleDescription()
        assert "Proses 100,00 (sebelumnya: 100,00)" in spoken
        assert "Output n < 5" in spoken
        assert "Pengaduan – (sebelumnya: 63,59)" in spoken
        assert not picture.grab().isNull()
        assert "Garis putus-putus: kunjungan Sabtu, 12 Juli 2025" in said(projector)


def test_a_reply_is_kept_while_it_is_typed(
    qtbot: QtBot, context: Context, talk: ClosingTalk, store: Store, visit: str, counterpart: str
) -> None:
    projector = opened(qtbot, context, talk)
    projector.go_to(projector.count - 1)
    qtbot.keyClicks(projector.reply.words, "Papan nama akan diganti.")
    # Words without a choice agree to nothing.
    qtbot.waitUntil(lambda: bool(reactions(store, visit)))
    (reaction,) = reactions(store, visit)
    assert (reaction.person, reaction.kind) == (counterpart, "reply")
    assert reaction.text == "Papan nama akan diganti."
    assert any("Tersimpan" in text for text in said(projector))
    # An arrow belongs to the words; leaving at once loses nothing.
    qtbot.keyClick(projector.reply.words, Qt.Key.Key_Left)
    assert projector.at == projector.count - 1
    projector.reply.words.setPlainText("Papan nama diganti bulan ini.")
    projector.reply.kind.choose(2)
    projector.reject()
    (reaction,) = reactions(store, visit)
    assert (reaction.kind, reaction.text) == ("agree-with-notes", "Papan nama diganti bulan ini.")


def test_what_was_typed_for_one_is_kept_when_another_replies(
    qtbot: QtBot, context: Context, talk: ClosingTalk, store: Store, visit: str, counterpart: str
) -> None:
    """People change faster than the pause after the last key; a write that failed is no reason to forget words."""
    other = keep_person(
        Desk(store, author="Ratna").visits, visit, Person("", "Sari", "counterpart")
    )
    people = Desk(store, author="Ratna").visits.snapshot(visit).people
    reply = opened(qtbot, context, replace(talk, visit=replace(talk.visit, people=people))).reply
    reply.person.setCurrentIndex(reply.person.findData(counterpart))
    reply.words.setPlainText("Papan nama akan diganti.")
    reply.person.setCurrentIndex(reply.person.findData(other))
    assert reply.words.toPlainText() == ""
    assert [(each.person, each.text) for each in reactions(store, visit)] == [
        (counterpart, "Papan nama akan diganti.")
    ]
    reply.words.setPlainText("Loket ditambah.")
    reply.keep()
    reply._failed(other, StoreError(path="v.db", what="penuh"))
    reply.person.setCurrentIndex(reply.person.findData(counterpart))
    reply.person.setCurrentIndex(reply.person.findData(other))
    assert reply.words.toPlainText() == "Loket ditambah."


def test_a_refusal_wants_its_reason_and_names_its_witnesses(
    qtbot: QtBot, context: Context, talk: ClosingTalk, store: Store, visit: str
) -> None:
    projector = opened(qtbot, context, talk)
    projector.go_to(projector.count - 1)
    reply = projector.reply
    reply.kind.choose(3)
    reply.keep()
    assert reactions(store, visit) == ()
    assert "Belum tersimpan: tanggapan ini perlu isinya." in said(projector)
    reply.words.setPlainText("Tidak sependapat dengan temuan 1.")
    wanted = [one for one, _ in reply.witnesses][:2]
    for _, box in reply.witnesses[:2]:
        box.setChecked(True)
    projector.step(-1)
    (reaction,) = reactions(store, visit)
    assert (reaction.kind, list(reaction.witnesses)) == ("refuse", wanted)
    # It comes back as it was noted.
    again = opened(
        qtbot, context, replace(talk, visit=Desk(store, author="R").visits.snapshot(visit))
    )
    assert again.reply.chosen == ("refuse", "Tidak sependapat dengan temuan 1.", tuple(wanted))
    again.reply.keep()
    assert len(reactions(store, visit)) == 1


def test_nobody_to_reply_is_said(qtbot: QtBot, context: Context, talk: ClosingTalk) -> None:
    alone = replace(talk, visit=replace(talk.visit, people=()))
    projector = opened(qtbot, context, alone)
    projector.go_to(projector.count - 1)
    assert not projector.reply.isEnabled()
    assert any("belum dicatat" in text for text in said(projector))


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_in_every_look(
    qtbot: QtBot,
    application: QApplication,
    store: Store,
    talk: ClosingTalk,
    heard: Heard,
    tmp_path: Path,
    size: tuple[int, int],
) -> None:
    for theme in all_themes()[:: 1 if size == SIZES[0] else 5]:
        wear(application, theme)
        projector = opened(qtbot, make_context(store, theme, heard, tmp_path), talk)
        for place in range(projector.count):
            projector.go_to(place)
            assert_accessible(projector)
            assert_fits(projector, size)
        projector.reject()


def test_arrows_turn_the_page_wherever_the_keys_are(
    qtbot: QtBot, context: Context, talk: ClosingTalk
) -> None:
    projector = opened(qtbot, context, talk)
    for key, place in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Left, 1)):
        qtbot.keyClick(projector.on, key)
        assert projector.at == place
