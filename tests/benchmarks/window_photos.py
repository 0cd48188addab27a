"""The photos of a visit in the window: 600 taken in from a folder, their grid scrolled by wheel and keys.

Run as ``python -m tests.benchmarks.window_photos``; in the real window, over an encrypted database. The photos are made
first: 1,600 × 1,200 pixels, half a megabyte each, a minute apart. The exit code is 0 when every limit holds.

While they come in, keys are pressed in the grid as somebody does who looks at what is there already. What is judged are
the frames and the work of the GUI thread; how long the import takes is told (a phone's card is slower than any of it).
"""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import ExifTags, Image
from PySide6.QtCore import Qt

from fieldsurvey.app.build import make_application
from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.ui.photos.model import Show
from fieldsurvey.ui.photos.page import PhotosPage
from fieldsurvey.ui.visits import VisitList
from tests.benchmarks.window_large import (
    FRAME_P99_S,
    KEY_P99_S,
    Timer,
    Took,
    Verdict,
    pressed,
    tell_stalls,
    wheeled,
)
from tests.ui.felt import StallWatch
from tests.ui.frame.typing_process import rest, rows_wait, until
from tests.ui.small_visit import make_small_visit

if TYPE_CHECKING:
    from fieldsurvey.ui.application import Application

PHOTOS = 600
#: How long the import may take, in seconds a photo: a folder of hundreds while the talk at the desk goes on.
IMPORT_S = 0.25
_SIZE = (1600, 1200)
_FIRST = datetime(2026, 11, 18, 9, 0)  # noqa: DTZ001  a camera's clock has no zone
#: To and fro, so that each of them moves something: what moves nothing is not painted.
_PAGES = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_FRAMES, _PATIENCE_S = 400, 600


def make_card(folder: Path, count: int) -> None:
    """Make the photos of a phone's card: no two alike, with grain, so that they have a photo's size."""
    chance, grain = random.Random(6), Image.effect_noise(_SIZE, 40).convert("RGB")
    for number in range(count):
        small = Image.frombytes("RGB", (12, 9), chance.randbytes(12 * 9 * 3))
        image = Image.blend(small.resize(_SIZE, Image.Resampling.BICUBIC), grain, 0.3)
        exif = Image.Exif()
        taken = _FIRST + timedelta(minutes=number)
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = (
            f"{taken:%Y:%m:%d %H:%M:%S}"
        )
        data = io.BytesIO()
        image.save(data, "JPEG", quality=82, exif=exif)
        (folder / f"IMG_{number:04}.jpg").write_bytes(data.getvalue())


def take_in_and_look(application: Application, card: Path, visit: str) -> bool:
    """Take the card in, look at its photos meanwhile and afterwards; say whether the limits held."""
    verdict, watch = Verdict(), StallWatch()
    assert application.navigation is not None
    application.navigation.open_photos(visit)
    page = application.window.page
    assert isinstance(page, PhotosPage)
    until(lambda: "…" not in page.breadcrumbs(), "the photos, of which there are none yet")
    application.window.activateWindow()
    page.grid.setFocus()
    until(page.grid.hasFocus, "the grid")
    watch.start()
    watch.step = "taking in"
    timer = Timer()
    page.take_folder(card)
    meanwhile: list[Took] = []
    while page.grid.photos.counts()[Show.ALL] < PHOTOS:
        rest(0.04)
        if len(page.grid.photos.shown()) > 1:
            meanwhile.append(pressed(page, _PAGES[len(meanwhile) % 2]))
        if timer.took().wall_s > _PATIENCE_S:
            sys.exit("the photos did not come in")
    each = timer.took().wall_s / PHOTOS
    verdict.say(f"taking in {PHOTOS} photos, each", each, IMPORT_S, "ms")
    verdict.keys("a key in the grid meanwhile", meanwhile, None, KEY_P99_S)
    watch.step = "scrolling"
    page.grid.scrollToTop()
    rest(0.1)
    frames = [wheeled(page.grid, -1 if turn % 10 < 5 else 1) for turn in range(_FRAMES)]
    verdict.keys("the wheel over the grid → painted", frames, None, FRAME_P99_S)
    keys = [*_PAGES * 40, *(Qt.Key.Key_End, Qt.Key.Key_Home) * 20]
    verdict.keys("a key in the grid", [pressed(page, key) for key in keys], None, KEY_P99_S)
    rest(0.3)
    tell_stalls(watch, verdict)
    return verdict.held


def main() -> int:
    """Measure in this process; 1 when a limit is missed."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        os.environ["XDG_CONFIG_HOME"] = str(folder / "settings")
        card = folder / "card"
        card.mkdir()
        make_card(card, PHOTOS)
        visit = make_small_visit(folder / "visit.db", PASSPHRASE)
        application = make_application(folder / "visit.db", PASSPHRASE)
        application.begin()
        until(lambda: isinstance(application.window.page, VisitList), "the list")
        until(lambda: rows_wait(application.window), "its rows")
        held = take_in_and_look(application, card, visit)
        application.window.close()
        until(lambda: application.tasks is None, "the end")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
