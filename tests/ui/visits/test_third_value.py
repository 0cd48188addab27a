"""A conflict decided by a value that neither laptop gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.sync import export_bundle, import_bundle
from fieldsurvey.ui.parts.dialogs import DecideDialog
from tests.ui.checks import assert_accessible, assert_fits
from tests.ui.visits.hands import ALT, asked, back, press, snapshot, the_list, titles

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.ui.visits import VisitPage

K = Qt.Key


def test_a_third_value_is_written_where_neither_holds(
    page: VisitPage, store: Store, visit: str, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "rekan.db", None, create=True) as colleague:
        export_bundle(store, tmp_path / "pergi", [visit])
        import_bundle(colleague, tmp_path / "pergi")
        for database, author, note, status in (
            (colleague, "Budi", "Tutup sejak pagi", "open"),
            (store, "Ratna", "Tutup sejak kemarin", "closed"),
        ):
            desk = Desk(database, author=author)
            stand = desk.visits.target(visit, "stand", "G02").id
            desk.visits.change(visit, "stand", stand, status_note=note, status=status)
        export_bundle(colleague, tmp_path / "pulang", [visit])
    import_bundle(store, tmp_path / "pulang")
    press(K.Key_F5)
    press(K.Key_5, ALT)
    rows = the_list(page).rows()
    assert len(titles(rows)) == 2
    chosen = next(row for row in rows if "Keadaan gerai" in row.title)
    the_list(page).go_to(chosen.key)
    press(K.Key_Return)
    dialog = asked(page, DecideDialog)
    press("3")
    assert not dialog.go.isEnabled(), "a state is one of a few words: there is no third"
    dialog.reject()
    back(page)
    the_list(page).go_to(next(row for row in rows if row.key != chosen.key).key)
    press(K.Key_Return)
    dialog = asked(page, DecideDialog)
    assert_accessible(dialog)
    assert_fits(dialog, (dialog.width(), dialog.height()))
    press("3")
    assert not dialog.go.isEnabled()
    press("Tutup sejak 10.00 kemarin")
    press(K.Key_Return)
    back(page)
    assert snapshot(store, visit).stands[1].status_note == "Tutup sejak 10.00 kemarin"
    assert len(store.conflicts(visit)) == 1
