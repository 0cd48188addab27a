"""A visit whose stands have another form: a guest book with entries that are added and removed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument, load_instrument, xform_name
from fieldsurvey.xlsform.convert import convert
from tests.ui.conftest import make_context
from tests.ui.small_visit import make_small_visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme
    from tests.ui.conftest import Heard

GUEST_BOOK = """
| survey | | | | | | | |
| | type | name | label::Indonesia (id) | label::English (en) | required | bind::fs:same | media::image | calculation |
| | begin_group | awal | Awal | Beginning | | | |
| | integer | meja | Jumlah meja | Number of tables | | | |
| | select_one yn | ac | AC menyala | Cooling is on | | | ac.png |
| | text | kepala | Nama kepala | Name of the head | | | |
| | text | moto | Moto gerai | Motto of the stand | | yes | |
| | file | surat | Surat | Letter | | | |
| | end_group | | | | | | |
| | begin_repeat | tamu | Tamu | Guest | | | |
| | text | nama | Nama tamu | Name of the guest | yes | | |
| | integer | usia | Usia | Age | | | |
| | select_one yn | puas | Puas | Satisfied | | | |
| | end_repeat | | | | | | |
| | calculate | kursi | | | | | | ${meja} * 4 |
| choices | | | | | | |
| | list_name | name | label::Indonesia (id) | label::English (en) | | |
| | yn | ya | Ya | Yes | | |
| | yn | tidak | Tidak | No | | |
| settings | | | | | | |
| | form_title | form_id | default_language | namespaces | | |
| | Buku tamu | buku_tamu | Indonesia (id) | fs="https://fieldsurvey.id/ns/1" | | |
"""


def picture_file(color: str) -> bytes:
    """Return a small PNG."""
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(color)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.fixture(scope="session")
def guest_book_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small visit whose instrument fills the guest book at stands; do not write here."""
    folder = tmp_path_factory.mktemp("guests")
    sheet = folder / "tamu.md"
    sheet.write_text(GUEST_BOOK, encoding="utf-8")
    files = dict(find_instrument("mpp-sidak").files)
    files[xform_name("stand.xlsx")] = convert(sheet).xform
    files["media/ac.png"] = picture_file("#336699")
    make_small_visit(folder / "visit.db", PASSPHRASE, load_instrument(files))
    return folder


@pytest.fixture
def guest_store(guest_book_folder: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of that visit's database, open."""
    path = tmp_path / "guests.db"
    path.write_bytes((guest_book_folder / "visit.db").read_bytes())
    with Store.open(path, PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def guest_visit(guest_store: Store) -> str:
    """That visit's id."""
    return Desk(guest_store, author="x").visits.ids()[0]


@pytest.fixture
def guest_context(guest_store: Store, theme: Theme, heard: Heard, tmp_path: Path) -> Context:
    """A context over that visit; everything runs at once."""
    return make_context(guest_store, theme, heard, tmp_path)


@pytest.fixture
def picture() -> QImage:
    """A photo of a green wall."""
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    return image
