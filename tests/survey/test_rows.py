"""A row of a repeat that one laptop removes while another answers in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.survey.decisions import resolve
from fieldsurvey.survey.model import Mall, Stand
from fieldsurvey.survey.waiting import shown_conflict
from tests.soak.laptops import QUEUE, Laptop, canonical_state, instrument, meet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.survey.ports import Conflict


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[list[Laptop]]:
    found = [Laptop.start(tmp_path / f"{name}.db", name) for name in ("Ani", "Budi", "Citra")]
    yield found
    for laptop in found:
        laptop.store.close()


@pytest.fixture
def visit(laptops: list[Laptop]) -> str:
    """A visit with one row of the queue, known to all."""
    made = laptops[0].desk.visits.new(
        Mall("", "MPP Contoh", zone="Asia/Makassar"), [Stand("", "G01", "Samsat")], instrument(1)
    )
    response = laptops[0].open(made, "G01")
    row = response.session.add_repeat(QUEUE)
    response.session.set(f"{row}/menit", "5")
    response.save()
    meet(laptops, made)
    return made


def rows(laptop: Laptop, visit: str) -> list[str]:
    session = laptop.open(visit, "G01").session
    return [session.get(f"{row}/menit") for row in session.instances(QUEUE)]


def answer_the_last_row(laptop: Laptop, visit: str, value: str) -> None:
    response = laptop.open(visit, "G01")
    response.set(f"{response.session.instances(QUEUE)[-1]}/menit", value)


def remove_the_last_row(laptop: Laptop, visit: str) -> None:
    response = laptop.open(visit, "G01")
    response.session.remove_repeat(response.session.instances(QUEUE)[-1])
    response.save()


def the_conflict(laptop: Laptop, visit: str) -> Conflict:
    (conflict,) = laptop.store.conflicts(visit)
    return conflict


def test_a_removal_that_saw_everything_removes(laptops: list[Laptop], visit: str) -> None:
    before = len(rows(laptops[0], visit))
    remove_the_last_row(laptops[1], visit)
    meet(laptops, visit)
    for laptop in laptops:
        assert len(rows(laptop, visit)) == before - 1
        assert laptop.store.conflicts(visit) == []
    # Removed on two laptops is no conflict.
    remove_the_last_row(laptops[0], visit)
    remove_the_last_row(laptops[1], visit)
    meet(laptops, visit)
    assert [laptop.store.conflicts(visit) for laptop in laptops] == [[], [], []]


@pytest.mark.parametrize("stays", [True, False])
def test_an_answer_that_the_removal_had_not_seen_keeps_the_row_until_someone_decides(
    laptops: list[Laptop], visit: str, stays: bool
) -> None:
    before = len(rows(laptops[0], visit))
    remove_the_last_row(laptops[0], visit)
    answer_the_last_row(laptops[1], visit, "30")
    meet(laptops, visit)
    for laptop in laptops:
        assert rows(laptop, visit)[-1] == "30"
        conflict = the_conflict(laptop, visit)
        assert [(a.value, a.author) for a in conflict.alternatives] == [("", "Budi"), (None, "Ani")]
        assert laptop.store.check() == []

    desk = laptops[2].desk
    conflict = the_conflict(laptops[2], visit)
    responses = {r.id: r for r in desk.visits.snapshot(visit).responses}
    shown = shown_conflict(conflict, {}, responses, desk.instrument(visit))
    assert [value.text for value in shown.values] == ["baris tetap", "baris dihapus"]

    chosen = conflict.alternatives[0 if stays else 1].key
    resolve(desk.visits, visit, desk.instrument(visit), conflict, chosen)
    meet(laptops, visit)
    for laptop in laptops:
        assert len(rows(laptop, visit)) == before - (not stays)
        assert laptop.store.conflicts(visit) == []
    states = [canonical_state(laptop, visit) for laptop in laptops]
    assert states[0] == states[1] == states[2]
