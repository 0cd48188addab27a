"""Photos drawn by the program are real JPEGs that say where and when, and no two look the same."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import combinations

import pytest
from PIL import Image

from fieldsurvey.app.sample import fill, read_sample
from fieldsurvey.app.sample_photos import draw, scenes
from fieldsurvey.errors import PhotoError
from fieldsurvey.media import difference_hash, near, read_photo
from fieldsurvey.paths import forms_folder, resources_folder
from fieldsurvey.survey.instruments import read_instrument

TAKEN = datetime(2026, 11, 18, 9, 41, 7, tzinfo=timezone(timedelta(hours=8)))


@cache
def album() -> list[tuple[str, bytes]]:
    """Every photo of the sample visit."""
    sample = read_sample(resources_folder() / "sample")
    instrument = read_instrument(forms_folder() / "mpp-sidak")
    photos = []
    for task in sample.tasks:
        session = instrument.form(task.form).start(now=task.begins)
        for ref, value in fill(session, sample.answers(task.form, task.code)):
            session.set(ref, value)
        photos += [
            (s.inscription, draw(s.scene, s.inscription, s.taken_at, s.latitude, s.longitude))
            for _, s in sample.shots(session, task)
        ]
    return photos


def test_a_photo_says_when_and_where() -> None:
    data = draw("counter_empty", "Bangunan Gedung – Loket tanpa petugas", TAKEN, -0.6, 118.2)
    info = read_photo(data)
    assert info.taken_at == TAKEN
    assert info.taken_at.utcoffset() == timedelta(hours=8)
    assert info.latitude == pytest.approx(-0.6, abs=1e-5)
    assert info.longitude == pytest.approx(118.2, abs=1e-5)
    assert (info.media_type, info.width, info.height) == ("image/jpeg", 1280, 960)


def test_a_photo_may_have_no_position() -> None:
    info = read_photo(draw("ramp", "Ramp", TAKEN, None, None))
    assert (info.latitude, info.longitude) == (None, None)


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert draw("lift", "Lift", TAKEN, -0.6, 118.2) == draw("lift", "Lift", TAKEN, -0.6, 118.2)


def test_an_unknown_scene_is_refused() -> None:
    with pytest.raises(PhotoError, match="no such scene"):
        draw("kantor_presiden", "x", TAKEN, None, None)


def test_a_long_caption_stays_within_the_picture() -> None:
    read_photo(draw("parking", "Keterangan yang sangat panjang " * 12, TAKEN, -0.6, 118.2))


@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.full)])
def test_every_scene_fills_the_picture_and_bears_the_stamp(step: int) -> None:
    for scene in scenes()[::step]:
        image = Image.open(io.BytesIO(draw(scene, scene, TAKEN, None, None))).convert("RGB")
        corners = [image.getpixel(at) for at in ((2, 2), (1277, 2), (2, 850), (1277, 850))]
        assert all(sum(c) > 90 for c in corners if isinstance(c, tuple)), f"{scene}: a bare edge"
        stamp = image.crop((1020, 10, 1270, 90)).getcolors(1 << 20)
        assert stamp is not None
        red = sum(n for n, c in stamp if isinstance(c, tuple) and c[0] > 150 > 2 * c[1])
        assert red > 600, f"{scene}: no stamp"


def test_no_two_photos_of_the_visit_pass_for_the_same() -> None:
    hashes = [(caption, difference_hash(data)) for caption, data in album()]
    alike = [(a, b) for (a, x), (b, y) in combinations(hashes, 2) if near(x, y)]
    assert alike == []


def test_photos_are_small_enough_for_a_report() -> None:
    assert max(len(data) for _, data in album()) < 400_000
