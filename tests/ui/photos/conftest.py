"""A card of a phone with real files, and the page of photos of the small visit."""

from __future__ import annotations

import io
import random
import shutil
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PIL import ExifTags, Image
from PySide6.QtWidgets import QApplication

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.errors import PhotoError
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.tray import examine, photo_files, take_in
from fieldsurvey.ui.photos.page import PhotosPage
from tests.media.test_edited_photos import saved, scene
from tests.media.test_media_photos import HEIC_PHOTO
from tests.ui.conftest import AUTHOR, make_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme
    from tests.ui.conftest import Heard

WITA = timezone(timedelta(hours=8))
BEGUN = datetime(2026, 11, 18, 9, 40, tzinfo=WITA)


def shot(seed: int, at: datetime | None = None, quality: int = 90) -> bytes:
    """A photo of its own, with the time that the camera's clock showed."""
    data = saved(scene(random.Random(seed)), quality)
    if at is None:
        return data
    image = Image.open(io.BytesIO(data))
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{at:%Y:%m:%d %H:%M:%S}"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


@pytest.fixture(scope="session")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four photos of two hours, one without a time, a HEIC, one sent again smaller, one twice, one cut, a film."""
    folder = tmp_path_factory.mktemp("card") / "DCIM" / "Camera"
    folder.mkdir(parents=True)
    for number in range(4):
        moment = BEGUN + timedelta(minutes=10 * number)
        (folder / f"IMG_{number}.jpg").write_bytes(shot(number, moment))
    (folder / "WA_1.jpg").write_bytes(shot(1, quality=40))
    (folder / "screen.jpg").write_bytes(shot(9))
    (folder / "phone.heic").write_bytes(HEIC_PHOTO)
    (folder / "copy.jpg").write_bytes((folder / "IMG_0.jpg").read_bytes())
    (folder / "cut.jpg").write_bytes(shot(8)[:3000])
    (folder / "film.mp4").write_bytes(b"moving")
    return folder.parent


@pytest.fixture(scope="session")
def stocked_folder(
    small_folder: Path, card: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The small visit with the card taken in; do not write here."""
    folder = tmp_path_factory.mktemp("stocked")
    shutil.copy(small_folder / "visit.db", folder / "visit.db")
    with Store.open(folder / "visit.db", PASSPHRASE) as store:
        visits = Desk(store, author=AUTHOR).visits
        visit = visits.ids()[0]
        for path in photo_files(card):
            with suppress(PhotoError):
                take_in(visits, visit, examine(path, ZoneInfo("Asia/Makassar")))
    return folder


@pytest.fixture
def stocked(stocked_folder: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it, open."""
    shutil.copy(stocked_folder / "visit.db", tmp_path / "stocked.db")
    with Store.open(tmp_path / "stocked.db", PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def stocked_context(stocked: Store, theme: Theme, heard: Heard, tmp_path: Path) -> Context:
    """A context over it; everything runs at once."""
    return make_context(stocked, theme, heard, tmp_path)


@pytest.fixture
def page(qtbot: QtBot, stocked_context: Context, stocked: Store) -> PhotosPage:
    """The page over the photos of the card, the keyboard in the grid."""
    visit = Desk(stocked, author=AUTHOR).visits.ids()[0]
    return shown(qtbot, PhotosPage(stocked_context, visit))


def shown(qtbot: QtBot, made: PhotosPage) -> PhotosPage:
    """Show a page as the window does."""
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    made.entered()
    made.activateWindow()
    QApplication.processEvents()
    made.grid.setFocus()
    return made
