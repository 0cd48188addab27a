"""Who stands in the berita acara is entered by keys alone, and the paper says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from fieldsurvey.report.papers import make_berita_acara
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import VisitState
from fieldsurvey.ui.parts.dialogs import ConfirmDialog
from fieldsurvey.ui.visits.person_dialogs import InstitutionDialog, PersonDialog, ReactionDialog
from tests.ui.checks import assert_accessible
from tests.ui.visits.hands import ALT, CTRL, asked, back, press, snapshot, texts, the_list, titles

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.store import Store
    from fieldsurvey.survey.model import Person
    from fieldsurvey.ui.visits import VisitPage


@pytest.fixture
def parties(page: VisitPage) -> VisitPage:
    press(Qt.Key.Key_4, ALT)
    return page


def found(store: Store, visit: str, name: str) -> Person:
    return next(person for person in snapshot(store, visit).people if person.name == name)


def enter(page: VisitPage, key: str, *fields: str) -> None:
    """Press the key that adds a person, fill the fields in their order, and keep it."""
    press(key)
    assert_accessible(asked(page, PersonDialog))
    for number, text in enumerate(fields):
        if number:
            press(Qt.Key.Key_Tab)
        if text:
            press(text)
    press(Qt.Key.Key_Return)
    back(page)


def test_team_counterpart_and_witness_are_entered_whole(
    parties: VisitPage, store: Store, visit: str
) -> None:
    enter(parties, "a", "Budi Contoh, S.H.", "", "Asisten Muda", "Ombudsman", "198001", "III/c")
    enter(parties, "b", "Sari Contoh", "", "Kepala DPMPTSP")
    enter(parties, "s", "Tono Contoh")
    member = found(store, visit, "Budi Contoh, S.H.")
    assert (member.role, member.position) == ("member", "Asisten Muda")
    assert (member.institution, member.staff_number, member.rank) == (
        "Ombudsman",
        "198001",
        "III/c",
    )
    assert found(store, visit, "Sari Contoh").role == "counterpart"
    assert found(store, visit, "Tono Contoh").role == "witness"
    assert "Tono Contoh" in titles(the_list(parties).rows())


def test_a_person_is_corrected_and_only_what_differs_is_written(
    parties: VisitPage, store: Store, visit: str
) -> None:
    lead = snapshot(store, visit).people[0]
    before = len(store.history(visit, lead.id))
    press(Qt.Key.Key_Return)
    asked(parties, PersonDialog)
    press(Qt.Key.Key_A, CTRL)
    press("Ratna Contoh, S.H., M.H.")
    press(Qt.Key.Key_Return)
    assert snapshot(store, visit).people[0].name == "Ratna Contoh, S.H., M.H."
    assert len(store.history(visit, lead.id)) == before + 1


def test_a_person_without_a_name_is_not_kept(parties: VisitPage, store: Store, visit: str) -> None:
    press("b")
    dialog = asked(parties, PersonDialog)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    press(Qt.Key.Key_Escape)
    assert len(snapshot(store, visit).people) == 3


def test_a_refusal_needs_its_reason_and_names_its_witnesses(
    parties: VisitPage, store: Store, visit: str
) -> None:
    enter(parties, "s", "Tono Contoh")
    enter(parties, "s", "Wati Contoh")
    counterpart = next(p for p in snapshot(store, visit).people if p.role == "counterpart")
    the_list(parties).go_to(counterpart.id)
    press("r")
    dialog = asked(parties, ReactionDialog)
    assert_accessible(dialog)
    press("4")
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    press("Tidak sependapat dengan temuan.")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    (reaction,) = snapshot(store, visit).reactions
    witnesses = {p.id for p in snapshot(store, visit).people if p.role == "witness"}
    assert (reaction.person, reaction.kind) == (counterpart.id, "refuse")
    assert reaction.text == "Tidak sependapat dengan temuan."
    assert set(reaction.witnesses) == witnesses
    assert "Menolak" in the_list(parties).currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    back(parties)
    press("r")
    asked(parties, ReactionDialog)
    press("1")
    press(Qt.Key.Key_Return)
    assert snapshot(store, visit).reactions == ()


def test_only_the_inspected_party_reacts(parties: VisitPage) -> None:
    press("r")
    assert not parties.findChildren(ReactionDialog)
    assert "Pilih dahulu orang dari PIHAK KEDUA." in texts(parties)


def test_a_letterhead_is_written_line_by_line(parties: VisitPage, store: Store, visit: str) -> None:
    press("i")
    assert_accessible(asked(parties, InstitutionDialog))
    press("Dinas Contoh")
    press(Qt.Key.Key_Tab)
    press("PEMERINTAH KOTA CONTOH")
    press(Qt.Key.Key_Return)
    press("DINAS CONTOH")
    press(Qt.Key.Key_Return, CTRL)
    kept = snapshot(store, visit).institutions[-1]
    assert kept.name == "Dinas Contoh"
    assert kept.letterhead == ("PEMERINTAH KOTA CONTOH", "DINAS CONTOH")


def test_whoever_is_removed_goes_after_a_question(
    parties: VisitPage, store: Store, visit: str
) -> None:
    enter(parties, "s", "Salah Ketik")
    wrong = found(store, visit, "Salah Ketik")
    the_list(parties).go_to(wrong.id)
    press(Qt.Key.Key_Delete)
    asked(parties, ConfirmDialog)
    press(Qt.Key.Key_Return)
    assert wrong.id not in {person.id for person in snapshot(store, visit).people}
    assert store.history(visit, wrong.id)


def test_what_is_missing_leads_to_the_parties(page: VisitPage, store: Store, visit: str) -> None:
    desk = Desk(store, author="x")
    for person in snapshot(store, visit).people:
        if person.role == "counterpart":
            store.delete(visit, person.id, author="x", at=desk.visits.clock.now())
    page.entered()
    press(Qt.Key.Key_6, ALT)
    rows = the_list(page).rows()
    gap = next(row for row in rows if row.title == "Pihak kedua (dari mal) belum ditetapkan")
    the_list(page).go_to(gap.key)
    press(Qt.Key.Key_Return)
    assert page.tabs.currentIndex() == 3


def test_the_paper_says_what_was_entered_by_keys(
    parties: VisitPage, store: Store, visit: str, tmp_path: Path
) -> None:
    enter(parties, "b", "Sari Contoh", "", "Kepala DPMPTSP", "Pemerintah Kota")
    enter(parties, "s", "Tono Contoh", "", "Satpam")
    the_list(parties).go_to(found(store, visit, "Sari Contoh").id)
    press("r")
    asked(parties, ReactionDialog)
    press("3")
    press("Jadwal loket akan diperbarui")
    press(Qt.Key.Key_Return, CTRL)
    desk = Desk(store, author="x")
    desk.visits.move(visit, VisitState.COMPLETED)
    desk.seal(visit)
    make_berita_acara(desk, visit, tmp_path / "ba.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "ba.pdf")
    text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    said = " ".join(text.split())
    pdf.close()
    for entered in ("Sari Contoh", "Kepala DPMPTSP", "Tono Contoh", "Jadwal loket akan diperbarui"):
        assert entered in said
