"""A blurred photo in the minutes: its caption and time, and not one pixel of what was covered, in the whole file."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pikepdf
import pytest

from fieldsurvey.export import Disclosure, visit_tables, write_tables
from fieldsurvey.media import RULES, Arrow, Blur, Recipe, compact_copy
from fieldsurvey.report.papers import make_berita_acara
from fieldsurvey.report.photos import PhotoSize
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.compact_photos import KeptCopies, copy_ahead, uncopied
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import Mall, Person, Stand, VisitState
from fieldsurvey.survey.photo_edits import Recipes, edit_photo
from fieldsurvey.survey.placing import place_photos, spots, targets_for_photos
from fieldsurvey.survey.tray import describe_photos, examine, read_tray, take_in
from tests.media.test_edited_photos import BADGE, badge, steepest
from tests.media.test_media_photos import photo
from tests.report.papers_example import text_of
from tests.report.report_example import START
from tests.survey.test_photo_tray import ZONE, with_a_photo

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A sealed visit: a name blurred and pointed at, a photo without a time, one that nobody placed."""
    folder = tmp_path_factory.mktemp("photos")
    files = {
        "1.jpg": badge("SITI 3174"),
        "2.png": photo((300, 200), kind="PNG"),
        "3.jpg": badge("BUDI 6471"),
    }
    with Store.open(folder / "v.db", None, create=True) as store:
        desk = Desk(store, author="Ratna", clock=ScriptedClock(START, timedelta(seconds=1)))
        visits = desk.visits
        mall = Mall("", "MPP Contoh", city="Contoh", zone="Asia/Makassar")
        visit = visits.new(mall, [Stand("", "G01", "Samsat")], with_a_photo(), sample=True)
        people = [Person("", "Ratna", "lead"), Person("", "Dewi", "counterpart")]
        visits.add_all(visit, "person", people)
        visits.change(visit, "visit", visit, started_at=START.isoformat())
        for name, data in files.items():
            (folder / name).write_bytes(data)
            take_in(visits, visit, examine(folder / name, ZONE))
        rows = {row.name: row for row in read_tray(store, visit, visits.snapshot(visit))}
        covered, untimed = rows["1.jpg"], rows["2.png"]
        hidden = Recipe(marks={"a": Blur(BADGE), "b": Arrow((0.1, 0.9), (0.4, 0.7))})
        edit_photo(visits, visit, covered.sha256, Recipe(), hidden)
        edit_photo(visits, visit, untimed.sha256, Recipe(), Recipe(1, (0.1, 0.1, 0.9, 0.9)))
        describe_photos(visits, visit, [covered.sha256], caption="Papan nama petugas")
        stand = targets_for_photos(desk, visit)[0]
        rows = {row.name: row for row in read_tray(store, visit, visits.snapshot(visit))}
        question = spots(desk, visit, stand)[-1]
        place_photos(desk, visit, question, [rows["1.jpg"], rows["2.png"]])
        for state in (VisitState.ON_SITE, VisitState.COMPLETED):
            visits.move(visit, state)
        desk.seal(visit, override="contoh")
    return folder, visit


@pytest.mark.parametrize("size", list(PhotoSize))
def test_the_minutes_hold_the_edited_copies_only(
    sealed: tuple[Path, str], tmp_path: Path, size: PhotoSize
) -> None:
    folder, visit = sealed
    out = tmp_path / "ba.pdf"
    with Store.open(folder / "v.db", None) as store:
        # A copy made before somebody blurred it lies in the cache of copies.
        data = badge("SITI 3174")
        store.keep_compact({store.put_blob(data): compact_copy(data).data}, RULES)
        make_berita_acara(Desk(store, author="Ratna"), visit, out, photos=size)
    text = text_of(out)
    assert "Papan nama petugas" in text
    assert "Butir B02 " in text  # the question that the photo answers, as the form words it
    assert "18-11-2026 09.41 WITA" in text
    assert "waktu tidak tercatat" in text
    assert "diberi tanda, sebagian dikaburkan" in text
    assert "diputar, dipotong" in text
    written = out.read_bytes()
    for trace in (b"KAMERA-RAHASIA", b"2026:11:18", b"Exif\0"):
        assert trace not in written
    with pikepdf.open(out) as document:
        assert list(document.attachments) == ["seal.json"]
        images = _images(document)
        raw = b"".join(each.read_raw_bytes() for each in document.objects if _is_stream(each))
    wide = [image for image in images if image.width == 2 * image.height]
    assert len(wide) == 1  # the one that nobody placed is not there
    for trace in _scans(badge("SITI 3174"), badge("BUDI 6471")):
        assert trace not in raw
    width, height = wide[0].size
    inner = (0.3 * width, 0.44 * height, 0.7 * width, 0.56 * height)
    assert steepest(wide[0].crop(inner)) < 16


def test_no_export_holds_a_picture(sealed: tuple[Path, str], tmp_path: Path) -> None:
    folder, visit = sealed
    with Store.open(folder / "v.db", None) as store:
        desk = Desk(store, author="Ratna")
        snapshot = desk.visits.snapshot(visit)
        tables = visit_tables(snapshot, desk.instrument(visit), desk.score(visit), Disclosure())
        for form in ("csv", "json", "xlsx", "geojson"):
            for path in write_tables(tables, tmp_path / f"out-{form}", form):
                files = [path] if path.is_file() else list(path.rglob("*"))
                for file in files:
                    assert b"\xff\xd8\xff" not in file.read_bytes()


def _images(document: pikepdf.Pdf) -> list[Image.Image]:
    return [
        pikepdf.PdfImage(each).as_pil_image().convert("RGB")
        for each in document.objects
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
    ]


def _is_stream(each: object) -> bool:
    return isinstance(each, pikepdf.Stream)


def _scans(*photos: bytes) -> list[bytes]:
    """Return a stretch out of the middle of the picture's own data of each photo."""
    return [data[len(data) // 2 :][:64] for data in photos]


def test_copies_made_ahead_are_those_of_the_minutes(
    sealed: tuple[Path, str], tmp_path: Path
) -> None:
    folder, visit = sealed
    shutil.copy(folder / "v.db", tmp_path / "ahead.db")
    shutil.copy(folder / "v.db", tmp_path / "plain.db")
    with Store.open(tmp_path / "ahead.db", None) as store:
        with store._link.transaction():
            store._link.run("DROP TABLE IF EXISTS compact")  # what other tests had made
        shown = {each.fields["sha256"] for each in store.entities(visit, "photo")}
        assert set(uncopied(store, visit)) == shown
        copy_ahead(store, visit, lambda: False)
        assert set(uncopied(store, visit)) == shown  # something else was asked for
        copy_ahead(store, visit, lambda: True)
        assert uncopied(store, visit) == ()
        recipes = Recipes.read(store, visit)
        kept = KeptCopies(store, recipes)
        assert {kept.get(each) is not None for each in shown} == {True}
        covered = next(each for each in shown if recipes.of(each).blurs)
        assert kept.get(covered) != compact_copy(store.blob(covered)).data
        other = Recipes(visit, {})  # as before somebody blurred it
        assert KeptCopies(store, other).get(covered) is None
        made = make_berita_acara(Desk(store, author="Ratna"), visit, tmp_path / "a.pdf")
    with Store.open(tmp_path / "plain.db", None) as store:
        make_berita_acara(Desk(store, author="Ratna"), visit, tmp_path / "b.pdf")
    assert made.path.read_bytes() == (tmp_path / "b.pdf").read_bytes()
