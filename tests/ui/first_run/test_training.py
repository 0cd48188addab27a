"""The training visit: offered, marked on every screen and page, never sent, gone with one action."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from fieldsurvey.app import jobs
from fieldsurvey.app.training import make_training, remove_training, training_in
from fieldsurvey.errors import FileProblem, TrainingStays
from fieldsurvey.report.papers import make_berita_acara
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.training import in_training
from fieldsurvey.sync import export_bundle, import_bundle
from fieldsurvey.ui.jobs import Access, SyncWish
from fieldsurvey.ui.theme import make_theme, wear
from fieldsurvey.ui.training import TrainingBand, TrainingPage
from tests.ui.checks import SIZES, all_themes, assert_accessible, assert_fits
from tests.ui.conftest import AUTHOR
from tests.ui.first_run.driving import wordy
from tests.ui.keyboard import CTRL, PATIENCE_MS, Hands, K

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.application import Application
    from fieldsurvey.ui.context import Context


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a training in it; do not write here."""
    folder = tmp_path_factory.mktemp("own")
    make_training(folder, AUTHOR)
    return folder


def test_it_says_so_and_nothing_leaves_or_enters(
    trained: Path, small_folder: Path, tmp_path: Path
) -> None:
    found = training_in(trained)
    assert found is not None
    assert make_training(trained, "somebody else") == found, "an old one is found again"
    bundle = tmp_path / "real.bundle"
    with Store.open(small_folder / "visit.db", found.passphrase) as real:
        assert not in_training(real)
        export_bundle(real, bundle, real.streams())
    with Store.open(found.path, found.passphrase) as store:
        desk = Desk(store, author=AUTHOR)
        (visit,) = desk.visits.ids()
        assert in_training(store)
        snapshot = desk.visits.snapshot(visit)
        assert (snapshot.training, snapshot.sample) == (True, True)
        assert {person.name for person in snapshot.people if person.role == "lead"} == {AUTHOR}
        for call in (
            lambda: export_bundle(store, tmp_path / "x.bundle", [visit]),
            lambda: import_bundle(store, bundle),
        ):
            with pytest.raises(TrainingStays):
                call()
        # What is made beside it is for training as well.
        other = desk.visits.new(snapshot.mall, (), desk.instrument(visit))
        assert desk.visits.snapshot(other).training
        assert store.streams() == [visit, other]
    access = Access(found.path, found.passphrase, AUTHOR)
    for job in (
        lambda: jobs.sync(access, SyncWish("localhost:9"), lambda _: None),
        lambda: jobs.serve_hub(access, lambda _: None),
    ):
        with pytest.raises(TrainingStays):
            job()
    assert not (tmp_path / "x.bundle").exists()


def test_it_is_removed_with_all_that_is_in_it_and_nothing_else_is(tmp_path: Path) -> None:
    folder = tmp_path / "latihan"
    folder.mkdir()
    (folder / "foto.jpg").touch()
    for call in (lambda: remove_training(tmp_path), lambda: make_training(tmp_path, AUTHOR)):
        with pytest.raises(FileProblem):
            call()
    assert (folder / "foto.jpg").exists()
    (folder / "passphrase.txt").write_text("contoh\n")
    remove_training(tmp_path)
    remove_training(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_page_of_its_minutes_says_so(
    context: Context, store: Store, visit: str, tmp_path: Path
) -> None:
    desk = context.desk(store)
    desk.visits.change(visit, "visit", visit, training=True)
    desk.visits.move(visit, VisitState.COMPLETED)
    desk.seal(visit)
    make_berita_acara(desk, visit, tmp_path / "ba.pdf", number="1")
    pages = pypdfium2.PdfDocument(tmp_path / "ba.pdf")
    for page in pages:
        assert "LATIHAN – BUKAN DOKUMEN RESMI" in page.get_textpage().get_text_bounded()
    pages.close()


def test_there_and_back_in_the_window(
    qtbot: QtBot,
    trained: Path,
    small_folder: Path,
    tmp_path: Path,
    start: Callable[..., Application],
) -> None:
    import shutil

    shutil.copytree(trained / "latihan", tmp_path / "latihan")
    path = tmp_path / "visit.db"
    path.write_bytes((small_folder / "visit.db").read_bytes())
    own = start(path, "contoh")
    own.window.resize(1024, 600)
    qtbot.waitActive(own.window)
    hands = Hands(qtbot, own.window)
    hands.on("VisitList")
    hands.press(K.Key_T, CTRL)
    hands.on("TrainingPage")
    hands.see("Lanjutkan latihan")
    hands.press(K.Key_Return)
    qtbot.waitUntil(lambda: own.training.application is not None, timeout=PATIENCE_MS)
    there = own.training.application
    assert there is not None
    assert not own.window.isVisible()
    inside = Hands(qtbot, there.window)
    inside.on("VisitList")
    inside.see("LATIHAN")
    inside.row("LATIHAN")
    for language in ("en", "id"):
        there.window.choose_language(language)
        inside.see("LATIHAN" if language == "id" else "TRAINING")
    inside.press(K.Key_T, CTRL)
    inside.on("VisitList")
    inside.row("LATIHAN")  # made anew, the list loads again
    inside.press(K.Key_Return)
    inside.on("VisitPage")
    inside.rows()
    inside.see("LATIHAN")
    inside.tab_to("Hapus latihan")
    inside.press(K.Key_Space)
    inside.see("Hapus latihan beserta semua")
    inside.press(K.Key_Return)
    qtbot.waitUntil(own.window.isVisible, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not (tmp_path / "latihan").exists(), timeout=PATIENCE_MS)
    hands.on("VisitList")
    assert path.exists()
    assert not own.window.banded


def test_offer_and_strip_fit_everywhere(qtbot: QtBot, context: Context) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    for theme in all_themes():
        wear(application, theme)
        they_fit(qtbot, replace(context, theme=theme))
    theme = make_theme("light", 11)
    wear(application, theme)
    with wordy(application):
        they_fit(qtbot, replace(context, theme=theme))


def they_fit(qtbot: QtBot, context: Context) -> None:
    page, band = TrainingPage(context), TrainingBand(context.theme, inside=True)
    for widget in (page, band):
        qtbot.addWidget(widget)
    for size in (*SIZES, (1024, 600)):
        assert_fits(page, size)
    assert_accessible(page)
    band.show()
    next(each for each in band.findChildren(QPushButton) if "Hapus" in each.text()).click()
    assert_accessible(band)
    assert_fits(band, (1024, band.sizeHint().height()))
    for widget in (page, band):
        widget.hide()
