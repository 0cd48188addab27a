"""Bundles by keys: written for whom one means, looked into first, and refused in sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.inspectors import inspector_here
from fieldsurvey.survey.model import Person
from fieldsurvey.survey.parties import team_of
from fieldsurvey.sync import export_bundle, import_bundle, show_bundle
from fieldsurvey.ui.jobs import Access
from fieldsurvey.ui.tasks import Tasks
from fieldsurvey.ui.visits import VisitList, VisitPage
from fieldsurvey.ui.visits.export_bundle import ExportDialog
from fieldsurvey.ui.visits.import_bundle import ImportDialog
from fieldsurvey.ui.visits.who_dialog import WhoDialog
from fieldsurvey.whole_file import whole_file
from tests.ui.checks import assert_accessible
from tests.ui.conftest import AUTHOR
from tests.ui.inline_tasks import InlineTasks
from tests.ui.visits.hands import (
    CTRL,
    asked,
    back,
    button,
    choose,
    press,
    shown,
    snapshot,
    texts,
    the_list,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

SECRET = "rahasia tim kami"
FULL = Path("/dev/full")


@pytest.fixture
def other(qtbot: QtBot, context: Context, tmp_path: Path) -> Iterator[tuple[VisitList, Store]]:
    """The list of visits of another, empty laptop."""
    path = tmp_path / "other.db"
    with Store.open(path, None, create=True) as empty:
        screen = VisitList(
            replace(context, tasks=InlineTasks(empty), access=Access(path, None, AUTHOR))
        )
        shown(qtbot, screen)
        yield screen, empty


def importing(screen: VisitList) -> ImportDialog:
    button(screen, "Impor bundel").click()
    dialog = asked(screen, ImportDialog)
    assert isinstance(dialog, ImportDialog)
    return dialog


def test_a_bundle_is_written_for_a_passphrase(
    qtbot: QtBot, page: VisitPage, heard: Heard, tmp_path: Path
) -> None:
    choose(page, "export")
    dialog = asked(page, ExportDialog)
    assert_accessible(dialog)
    assert any("0 formulir" in text for text in texts(dialog))
    path, _ = dialog.findChildren(QLineEdit)
    assert path.text().endswith("mal-pelayanan-publik-kota-tanjung-wana-contoh-2026-11-18.bundle")
    path.setText(str(tmp_path / "keluar.bundle"))
    press("pendek")
    press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    press(Qt.Key.Key_A, CTRL)
    press(SECRET)
    press(Qt.Key.Key_Return)
    assert show_bundle(tmp_path / "keluar.bundle").addressees == ("passphrase",)
    assert "keluar.bundle" in heard.shown[-1]


@pytest.mark.parametrize(("digit", "addressees"), [("2", ("team",)), ("3", ())])
def test_a_bundle_is_written_for_the_team_or_for_anyone(
    page: VisitPage,
    store: Store,
    visit: str,
    tmp_path: Path,
    digit: str,
    addressees: tuple[str, ...],
) -> None:
    store.team_key(visit)
    choose(page, "export")
    dialog = asked(page, ExportDialog)
    path, _ = dialog.findChildren(QLineEdit)
    path.setText(str(tmp_path / "keluar.bundle"))
    press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    press(digit)
    press(Qt.Key.Key_Return)
    assert show_bundle(tmp_path / "keluar.bundle").addressees == addressees


def test_no_other_file_is_replaced_and_a_missing_folder_is_a_sentence(
    page: VisitPage, tmp_path: Path
) -> None:
    (tmp_path / "surat.bundle").write_text("bukan bundel", encoding="utf-8")
    choose(page, "export")
    dialog = asked(page, ExportDialog)
    path, _ = dialog.findChildren(QLineEdit)
    press(SECRET)
    for wrong in (tmp_path / "surat.bundle", tmp_path / "tidak" / "ada.bundle"):
        path.setText(str(wrong))
        press(Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert any("berkas atau map" in text for text in texts(dialog))
    assert (tmp_path / "surat.bundle").read_text(encoding="utf-8") == "bukan bundel"


class FullDisk:
    """The jobs on a disk without room: the file is the real one, the device is the kernel's."""

    @staticmethod
    def export_bundle(
        access: Access, visits: list[str], out: Path, passphrase: str | None, team: bool = False
    ) -> int:
        del access, visits, passphrase, team
        with whole_file(out) as file, FULL.open("wb", buffering=0) as full:
            file.write(b"half")
            full.write(b"no room")
        return 0


@pytest.mark.skipif(not FULL.exists(), reason="a device of POSIX systems")
def test_a_full_disk_is_a_sentence_and_leaves_nothing_half_written(
    qtbot: QtBot, context: Context, visit: str, tmp_path: Path
) -> None:
    page = VisitPage(replace(context, jobs=FullDisk()), visit)
    shown(qtbot, page)
    choose(page, "export")
    dialog = asked(page, ExportDialog)
    path, _ = dialog.findChildren(QLineEdit)
    path.setText(str(tmp_path / "besar.bundle"))
    press(SECRET)
    press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert any("Diska penuh" in text for text in texts(dialog))
    assert not list(tmp_path.glob("*besar*"))


def test_what_is_in_a_bundle_is_shown_before_it_comes_in(
    other: tuple[VisitList, Store], store: Store, visit: str, tmp_path: Path
) -> None:
    screen, empty = other
    export_bundle(store, tmp_path / "masuk.bundle", [visit], passphrase=SECRET)
    dialog = importing(screen)
    assert_accessible(dialog)
    press(str(tmp_path / "masuk.bundle"))
    press(Qt.Key.Key_Return)
    summary = " ".join(texts(dialog))
    assert "berkasnya utuh" in summary
    assert "Ketik kata sandinya" in summary
    assert empty.streams() == []
    press("salah sama sekali")
    press(Qt.Key.Key_Return)
    assert any("Kata sandi tidak membuka bundel ini" in text for text in texts(dialog))
    assert empty.streams() == []
    press(Qt.Key.Key_A, CTRL)
    press(SECRET)
    press(Qt.Key.Key_Return)
    brings = " ".join(texts(dialog))
    assert "Tanjung Wana (contoh) (baru di sini)" in brings
    assert "0 jawaban, 0 foto; 11 berkas baru" in brings
    assert "oleh Ratna Contoh" in brings
    assert "tidak ada yang perlu diputuskan" in brings
    assert empty.streams() == [], "nothing was taken in by looking"
    press(Qt.Key.Key_Return)
    assert any("perubahan" in text and "baru" in text for text in texts(dialog))
    press(Qt.Key.Key_Return)
    back(screen)
    assert len(the_list(screen).rows()) == 1
    assert snapshot(empty, visit).mall.name == snapshot(store, visit).mall.name


def test_who_joins_a_visit_says_who_they_are_and_stands_in_it(
    other: tuple[VisitList, Store], store: Store, visit: str, tmp_path: Path
) -> None:
    screen, empty = other
    Desk(store, author="x").visits.add_all(
        visit, "person", [Person("", "Sari Wulandari", "member", "", "")]
    )
    team = [person.name for person in team_of(snapshot(store, visit).people)]
    export_bundle(store, tmp_path / "paket.bundle", [visit], passphrase=SECRET)
    opened: list[str] = []
    screen.opened.connect(opened.append)
    importing(screen)
    press(str(tmp_path / "paket.bundle"))
    press(Qt.Key.Key_Return)
    press(SECRET)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    dialog = asked(screen, WhoDialog)
    assert_accessible(dialog)
    press(str(team.index("Sari Wulandari") + 1))
    press(Qt.Key.Key_Return)
    assert opened == [visit]
    assert inspector_here(empty, visit) == "Sari Wulandari"
    back(screen)
    importing(screen)
    press(str(tmp_path / "paket.bundle"))
    press(Qt.Key.Key_Return)
    press(SECRET)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert not [d for d in screen.findChildren(WhoDialog) if d.isVisible()], "asked once"


def test_a_visit_that_is_here_is_named_and_nothing_comes_twice(
    visits: VisitList, store: Store, visit: str, tmp_path: Path
) -> None:
    store.team_key(visit)
    export_bundle(store, tmp_path / "lagi.bundle", [visit], team=True)
    dialog = importing(visits)
    press(str(tmp_path / "lagi.bundle"))
    press(Qt.Key.Key_Return)
    assert any("Tanjung Wana (contoh) (sudah ada di sini)" in text for text in texts(dialog))
    assert any("tidak ada yang baru: semuanya sudah ada" in text for text in texts(dialog))
    press(Qt.Key.Key_Return)
    assert any("sudah ada di sini" in text for text in texts(dialog))


def test_conflicts_and_doubles_that_would_come_are_told_before(
    visits: VisitList, store: Store, visit: str, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "rekan.db", None, create=True) as colleague:
        export_bundle(store, tmp_path / "pergi", [visit])
        import_bundle(colleague, tmp_path / "pergi")
        for database, author, status in ((colleague, "Budi", "open"), (store, "Ratna", "closed")):
            desk = Desk(database, author=author)
            stand = desk.visits.target(visit, "stand", "G02")
            desk.visits.change(visit, "stand", stand.id, status=status)
            response = desk.responses(visit).open("stand", stand)
            response.set("/data/bagian_a/a01", "ya")
            response.save()
        export_bundle(colleague, tmp_path / "pulang.bundle", [visit])
    dialog = importing(visits)
    press(str(tmp_path / "pulang.bundle"))
    press(Qt.Key.Key_Return)
    told = " ".join(texts(dialog))
    assert "1 pertentangan dan 1 isian ganda akan perlu diputuskan" in told
    assert "oleh Budi" in told
    assert store.conflicts(visit) == [], "looking changes nothing"
    press(Qt.Key.Key_Return)
    assert len(store.conflicts(visit)) == 1


def test_a_half_copied_file_is_a_sentence(
    other: tuple[VisitList, Store], store: Store, visit: str, tmp_path: Path
) -> None:
    screen, empty = other
    whole = tmp_path / "utuh.bundle"
    export_bundle(store, whole, [visit], passphrase=SECRET)
    half = tmp_path / "separuh.bundle"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    dialog = importing(screen)
    for path, said in (
        (half, "Bundel tidak utuh"),
        (empty.path, "Bundel tidak dapat dibaca"),
        (tmp_path / "tidak-ada", "berkas atau map"),
    ):
        press(Qt.Key.Key_A, CTRL)
        press(str(path))
        press(Qt.Key.Key_Return)
        assert any(said in text for text in texts(dialog))
    assert empty.streams() == []


def test_an_export_that_is_stopped_leaves_nothing(
    qtbot: QtBot, context: Context, store: Store, visit: str, tmp_path: Path
) -> None:
    tasks = Tasks(lambda: Store.open(store.path, PASSPHRASE))
    try:
        page = VisitPage(replace(context, tasks=tasks), visit)
        shown(qtbot, page)
        qtbot.waitUntil(page.isEnabled, timeout=10_000)
        the_list(page).setFocus()
        choose(page, "export")
        dialog = asked(page, ExportDialog)
        path, _ = dialog.findChildren(QLineEdit)
        path.setText(str(tmp_path / "henti.bundle"))
        press(SECRET)
        press(Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert any("Menulis bundel" in text for text in texts(dialog))
        press(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        assert not list(tmp_path.glob("*henti*"))
    finally:
        tasks.close()


def test_a_look_that_is_stopped_takes_nothing_in(
    qtbot: QtBot, context: Context, store: Store, visit: str, tmp_path: Path
) -> None:
    export_bundle(store, tmp_path / "henti.bundle", [visit])
    tasks = Tasks(lambda: Store.open(store.path, PASSPHRASE))
    try:
        page = VisitPage(replace(context, tasks=tasks), visit)
        shown(qtbot, page)
        qtbot.waitUntil(page.isEnabled, timeout=10_000)
        the_list(page).setFocus()
        before = store.cursor(visit)
        choose(page, "import")
        dialog = asked(page, ImportDialog)
        press(str(tmp_path / "henti.bundle"))
        press(Qt.Key.Key_Return)
        assert any("belum ada yang diambil" in text for text in texts(dialog))
        press(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        assert store.cursor(visit) == before
    finally:
        tasks.close()


def test_a_bundle_comes_in_through_a_process_of_its_own(
    qtbot: QtBot, context: Context, store: Store, visit: str, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "rekan.db", None, create=True) as colleague:
        export_bundle(store, tmp_path / "pergi", [visit])
        import_bundle(colleague, tmp_path / "pergi")
        desk = Desk(colleague, author="Budi")
        stand = desk.visits.target(visit, "stand", "G02").id
        desk.visits.change(visit, "stand", stand, status="open")
        export_bundle(colleague, tmp_path / "pulang.bundle", [visit])
    tasks = Tasks(lambda: Store.open(store.path, PASSPHRASE))
    try:
        page = VisitPage(replace(context, tasks=tasks), visit)
        shown(qtbot, page)
        qtbot.waitUntil(page.isEnabled, timeout=10_000)
        the_list(page).setFocus()
        choose(page, "import")
        dialog = asked(page, ImportDialog)
        assert isinstance(dialog, ImportDialog)
        press(str(tmp_path / "pulang.bundle"))
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.go.text() == "Impor", timeout=10_000)
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.go.text() == "Tutup", timeout=30_000)
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not tasks.busy)
        assert snapshot(store, visit).stands[1].status == "open"
        rows = the_list(page).rows()
        assert any(row.code == "G02" and "Buka" in row.spoken for row in rows)
    finally:
        tasks.close()


def test_without_the_teams_key_the_sentence_says_what_to_do(
    page: VisitPage, tmp_path: Path
) -> None:
    """The database of these tests is a copy, so its laptop neither began the visit nor was given the key."""
    choose(page, "export")
    dialog = asked(page, ExportDialog)
    path, _ = dialog.findChildren(QLineEdit)
    path.setText(str(tmp_path / "tim.bundle"))
    press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert any("kunci tim" in text for text in texts(dialog))
    assert not (tmp_path / "tim.bundle").exists()
