"""Photos of a visit: taken in from a folder, edited on two laptops, placed as evidence; nothing covered shows again."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from fieldsurvey.errors import FileProblem, PhotoError, VisitError
from fieldsurvey.media import Arrow, Blur, Recipe, Words
from fieldsurvey.survey.findings import draft_findings
from fieldsurvey.survey.instruments import load_instrument
from fieldsurvey.survey.model import Mall, Stand, VisitState
from fieldsurvey.survey.photo_edits import PHOTO_EDIT, Recipes, edit_id, edit_photo
from fieldsurvey.survey.placing import place_photos, spots, take_photo_back, targets_for_photos
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.tray import (
    TrayRow,
    describe_photos,
    examine,
    known_photos,
    look_alikes,
    photo_files,
    read_tray,
    take_in,
)
from tests.media.test_edited_photos import badge, saved, scene
from tests.media.test_media_photos import HEIC_PHOTO, photo
from tests.soak.laptops import Laptop, meet
from tests.survey import instrument_example as mini

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.instruments import Instrument

ZONE = ZoneInfo("Asia/Makassar")


@cache
def with_a_photo() -> Instrument:
    """A small instrument whose stand form asks for a photo of one item."""
    first, *asked = mini.STAND
    question = ("image", "foto", "Foto", *(None,) * 2, "B02", *(None,) * 3, "max-pixels=10000")
    return load_instrument(mini.files(mini.TOML, ((*first, "parameters"), *asked, question)))


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[list[Laptop]]:
    found = [Laptop.start(tmp_path / f"{name}.db", name) for name in ("Ani", "Budi")]
    yield found
    for laptop in found:
        laptop.store.close()


@pytest.fixture
def visit(laptops: list[Laptop]) -> str:
    mall = Mall("", "MPP Contoh", zone="Asia/Makassar")
    stands = [Stand("", "G01", "Samsat"), Stand("", "G02", "Imigrasi")]
    made = laptops[0].desk.visits.new(mall, stands, with_a_photo())
    meet(laptops, made)
    return made


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A memory card: folders, a HEIC, a hidden leftover, a film, a file that was cut, the same photo twice."""
    folder = tmp_path / "DCIM"
    (folder / "100MEDIA").mkdir(parents=True)
    (folder / "100MEDIA" / "IMG_1.JPG").write_bytes(badge("RATNA"))
    (folder / "100MEDIA" / "again.jpg").write_bytes(badge("RATNA"))
    (folder / "IMG_2.heic").write_bytes(HEIC_PHOTO)
    (folder / "IMG_3.png").write_bytes(photo((300, 200), kind="PNG"))
    (folder / "cut.jpg").write_bytes(badge("BUDI")[:5000])
    (folder / "film.mp4").write_bytes(b"no photo")
    (folder / ".trashed-1.jpg").write_bytes(badge("GONE"))
    return folder


def fill(laptop: Laptop, visit: str, folder: Path) -> list[str]:
    """Take a folder in; return what was wrong with its files."""
    faults = []
    for path in photo_files(folder):
        try:
            take_in(
                laptop.desk.visits, visit, examine(path, ZONE, known_photos(laptop.store, visit))
            )
        except FileProblem as error:
            faults.append(str(error))
    return faults


def rows(desk: Desk, visit: str) -> list[TrayRow]:
    return read_tray(desk.records, visit, desk.visits.snapshot(visit))


def test_a_folder_is_taken_in_once_and_what_is_broken_is_said(
    laptops: list[Laptop], visit: str, card: Path
) -> None:
    faults = fill(laptops[0], visit, card)
    assert len(faults) == 1
    assert "cut.jpg" in faults[0]
    phone, first, last = rows(laptops[0].desk, visit)
    assert [row.name for row in (phone, first, last)] == ["IMG_2.heic", "IMG_1.JPG", "IMG_3.png"]
    assert first.taken_at is not None
    assert (first.time_source, f"{first.taken_at:%H:%M %z}") == ("site", "09:41 +0800")
    assert (last.taken_at, last.time_source) == (None, "")  # waktu tidak tercatat
    assert laptops[0].store.blob(first.sha256) == badge("RATNA")
    assert fill(laptops[0], visit, card) == faults
    assert len(rows(laptops[0].desk, visit)) == 3


def test_two_laptops_that_take_in_the_same_card_have_one_photo_and_no_conflict(
    laptops: list[Laptop], visit: str, card: Path
) -> None:
    fill(laptops[0], visit, card)
    (card / "100MEDIA" / "IMG_1.JPG").rename(card / "100MEDIA" / "WA0001.jpg")
    fill(laptops[1], visit, card)
    meet(laptops, visit)
    for laptop in laptops:
        assert len(rows(laptop.desk, visit)) == 3
        assert laptop.store.conflicts(visit) == []
        assert laptop.store.missing_blobs(visit) == []
        assert laptop.store.check() == []


def test_edits_of_two_laptops_stand_side_by_side(
    laptops: list[Laptop], visit: str, card: Path
) -> None:
    fill(laptops[0], visit, card)
    meet(laptops, visit)
    a, b = laptops
    row = rows(a.desk, visit)[1]
    blur, arrow = Blur((0.2, 0.2, 0.5, 0.5)), Arrow((0.1, 0.9), (0.5, 0.5))
    edit_photo(a.desk.visits, visit, row.sha256, Recipe(), Recipe(marks={"a": blur}))
    edit_photo(b.desk.visits, visit, row.sha256, Recipe(), Recipe(turn=1, marks={"b": arrow}))
    meet(laptops, visit)
    for laptop in laptops:
        recipe = Recipes.read(laptop.store, visit).of(row.sha256)
        assert recipe == Recipe(turn=1, marks={"a": blur, "b": arrow})
        assert laptop.store.conflicts(visit) == []
        assert laptop.store.blob(row.sha256) == badge("RATNA")


def test_where_laptops_disagree_what_hides_more_holds_until_somebody_decides(
    laptops: list[Laptop], visit: str, card: Path
) -> None:
    fill(laptops[0], visit, card)
    a, b = laptops
    row = rows(a.desk, visit)[0]
    face = Blur((0.2, 0.2, 0.5, 0.5))
    begun = Recipe(crop=(0.0, 0.0, 0.9, 0.9), marks={"a": face})
    edit_photo(a.desk.visits, visit, row.sha256, Recipe(), begun)
    meet(laptops, visit)
    moved = Recipe(crop=(0.0, 0.0, 0.6, 1.0), marks={"a": Blur((0.6, 0.6, 0.8, 0.8))})
    edit_photo(a.desk.visits, visit, row.sha256, begun, moved)
    taken_away = Recipe(crop=(0.3, 0.0, 1.0, 1.0))
    edit_photo(b.desk.visits, visit, row.sha256, begun, taken_away)
    meet(laptops, visit)
    for laptop in laptops:
        recipe = Recipes.read(laptop.store, visit).of(row.sha256)
        assert recipe.disputed
        assert recipe.blurs == (Blur((0.6, 0.6, 0.8, 0.8)),)
        assert recipe.crop == (0.3, 0.0, 0.6, 1.0)
        assert len(laptop.store.conflicts(visit)) == 2
    shown = Recipes.read(b.store, visit).of(row.sha256)
    edit_photo(b.desk.visits, visit, row.sha256, shown, shown)  # saved as it is shown
    meet(laptops, visit)
    for laptop in laptops:
        recipe = Recipes.read(laptop.store, visit).of(row.sha256)
        assert (recipe.disputed, recipe.blurs, recipe.crop) == (False, shown.blurs, shown.crop)
        assert laptop.store.conflicts(visit) == []


def test_crops_with_nothing_in_common_and_marks_of_a_newer_version_give_out_nothing(
    laptops: list[Laptop], visit: str, card: Path
) -> None:
    fill(laptops[0], visit, card)
    meet(laptops, visit)
    a, b = laptops
    first, _, third = (row.sha256 for row in rows(a.desk, visit))
    edit_photo(a.desk.visits, visit, first, Recipe(), Recipe(crop=(0.0, 0.0, 0.4, 1.0)))
    edit_photo(b.desk.visits, visit, first, Recipe(), Recipe(crop=(0.5, 0.0, 1.0, 1.0)))
    newer = Entry(PHOTO_EDIT, edit_id(visit, third), "mark:z", {"kind": "hologram"})
    a.store.write(visit, [newer], author="Ani", at=a.clock.now())
    meet(laptops, visit)
    for laptop in laptops:
        give = Recipes.read(laptop.store, visit).shareable(laptop.store.blob)
        for sha256 in (first, third):
            with pytest.raises(PhotoError):
                give(sha256)


def test_a_photo_proves_a_question_and_a_finding_and_is_taken_back(
    laptops: list[Laptop], visit: str, card: Path
) -> None:
    desk = laptops[0].desk
    fill(laptops[0], visit, card)
    response = laptops[0].open(visit, "G01")
    response.set("/data/b02", "tidak")
    draft_findings(desk.visits, visit, desk.instrument(visit))
    finding = desk.visits.snapshot(visit).findings[0]
    stand = next(t for t in targets_for_photos(desk, visit) if t.code == "G01")
    found = spots(desk, visit, stand)
    given, question = found[0], next(spot for spot in found if spot.form)
    row = rows(desk, visit)[0]
    describe_photos(desk.visits, visit, [row.sha256], caption="Papan kosong")
    row = rows(desk, visit)[0]
    (to_finding,) = place_photos(desk, visit, given, [row])
    (to_question,) = place_photos(desk, visit, question, [row])
    snapshot = desk.visits.snapshot(visit)
    assert {photo.id for photo in snapshot.photos} == {to_finding, to_question}
    assert all(photo.caption == "Papan kosong" for photo in snapshot.photos)
    assert snapshot.findings[0].photos == (1, 2)
    assert {photo.target_name for photo in snapshot.photos} == {finding.target_name}
    answer = laptops[0].open(visit, "G01").session.get("/data/foto")
    assert answer.startswith(row.sha256[:16])
    placed = rows(desk, visit)[0]
    assert placed.placed
    assert place_photos(desk, visit, question, [placed]) == []  # it is there already
    take_photo_back(desk, visit, to_question)
    take_photo_back(desk, visit, to_finding)
    assert laptops[0].open(visit, "G01").session.get("/data/foto") == ""
    assert desk.visits.snapshot(visit).photos == ()
    assert not rows(desk, visit)[0].placed


def test_a_finished_form_is_opened_first(laptops: list[Laptop], visit: str, card: Path) -> None:
    desk = laptops[0].desk
    fill(laptops[0], visit, card)
    stand = targets_for_photos(desk, visit)[0]
    question = spots(desk, visit, stand)[-1]
    assert not question.closed
    laptops[0].open(visit, stand.code).finish()
    assert spots(desk, visit, stand)[-1].closed
    with pytest.raises(VisitError, match="finished"):
        place_photos(desk, visit, question, rows(desk, visit))


def test_under_a_seal_evidence_stands_still_and_photos_are_still_kept(
    laptops: list[Laptop], visit: str, card: Path
) -> None:
    desk = laptops[0].desk
    stand = targets_for_photos(desk, visit)[0]
    question = spots(desk, visit, stand)[-1]
    (card / "IMG_3.png").rename(card / "late.txt")
    fill(laptops[0], visit, card)
    place_photos(desk, visit, question, rows(desk, visit)[:1])
    for state in (VisitState.ON_SITE, VisitState.COMPLETED):
        desk.visits.move(visit, state)
    desk.seal(visit, override="sudah sore")
    (card / "late.txt").rename(card / "IMG_3.png")
    fill(laptops[0], visit, card)
    kept = rows(desk, visit)
    assert len(kept) == 3
    seal = desk.visits.snapshot(visit).seal
    assert seal is not None
    assert seal.late_changes == 0
    for change in (
        lambda: place_photos(desk, visit, question, kept),
        lambda: take_photo_back(desk, visit, kept[0].evidence[0].id),
        lambda: describe_photos(desk.visits, visit, [kept[0].sha256], caption="lain"),
        lambda: edit_photo(desk.visits, visit, kept[0].sha256, Recipe(), Recipe(turn=1)),
    ):
        with pytest.raises(VisitError, match="sealed"):
            change()


def test_photos_that_look_alike_are_shown_until_somebody_decides(
    laptops: list[Laptop], visit: str, tmp_path: Path
) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    for name, quality in (("1.jpg", 95), ("2.jpg", 50)):
        (folder / name).write_bytes(saved(scene(random.Random(3)), quality))
    (folder / "3.jpg").write_bytes(saved(scene(random.Random(4)), 95))
    fill(laptops[0], visit, folder)
    visits = laptops[0].desk.visits
    (group,) = look_alikes(rows(laptops[0].desk, visit))
    assert sorted(row.name for row in group) == ["1.jpg", "2.jpg"]
    describe_photos(visits, visit, [row.sha256 for row in group], kept=True)
    assert look_alikes(rows(laptops[0].desk, visit)) == []
    describe_photos(visits, visit, [row.sha256 for row in group], kept=False)
    describe_photos(visits, visit, [group[0].sha256], left_out=True)
    assert look_alikes(rows(laptops[0].desk, visit)) == []


def test_a_photo_of_what_was_said_in_confidence_is_not_listed(
    laptops: list[Laptop], visit: str, card: Path
) -> None:
    desk = laptops[0].desk
    fill(laptops[0], visit, card)
    stand = targets_for_photos(desk, visit)[0]
    place_photos(desk, visit, spots(desk, visit, stand)[-1], rows(desk, visit)[:1])
    response = laptops[0].open(visit, stand.code)
    secret = Entry("response", response.id, "secret:", value=True)
    desk.records.write(visit, [secret], author="Ani", at=laptops[0].clock.now())
    assert [row.name for row in rows(desk, visit)] == ["IMG_1.JPG", "IMG_3.png"]


def test_words_of_a_conflict_are_for_people(laptops: list[Laptop], visit: str, card: Path) -> None:
    from fieldsurvey.survey.waiting import shown_conflicts

    fill(laptops[0], visit, card)
    a, b = laptops
    sha256 = rows(a.desk, visit)[0].sha256
    begun = Recipe(marks={"a": Words((0.5, 0.5), "Loket 1")})
    edit_photo(a.desk.visits, visit, sha256, Recipe(), begun)
    meet(laptops, visit)
    edit_photo(
        a.desk.visits, visit, sha256, begun, Recipe(marks={"a": Words((0.5, 0.5), "Loket 2")})
    )
    edit_photo(b.desk.visits, visit, sha256, begun, Recipe())
    meet(laptops, visit)
    desk = a.desk
    (shown,) = shown_conflicts(desk, desk.visits.snapshot(visit), desk.instrument(visit))
    assert shown.question == "Tanda pada foto"
    assert {value.text for value in shown.values} == {"tulisan “Loket 2”", "dihapus"}
