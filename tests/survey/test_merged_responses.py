"""A response that two laptops worked on: what was finished, the form's own rows, what came after the seal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import VisitError
from fieldsurvey.journal import Receipt
from fieldsurvey.survey.gaps import GapKind, Weight, gaps
from fieldsurvey.survey.meanwhile import changed_meanwhile
from fieldsurvey.survey.model import Mall, Stand, VisitState
from fieldsurvey.survey.overview import Overviews
from fieldsurvey.survey.progress import stale
from fieldsurvey.survey.seals import active_seal
from tests.soak.laptops import QUEUE, Laptop, instrument, meet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.journal.cursor import Cursor


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[list[Laptop]]:
    found = [Laptop.start(tmp_path / f"{name}.db", name) for name in ("Ani", "Budi")]
    yield found
    for laptop in found:
        laptop.store.close()


@pytest.fixture
def visit(laptops: list[Laptop]) -> str:
    mall = Mall("", "MPP Contoh", zone="Asia/Makassar")
    made = laptops[0].desk.visits.new(mall, [Stand("", "G01", "Samsat")], instrument(1))
    laptops[0].open(made, "G01").set("/data/b02", "lengkap")
    meet(laptops, made)
    return made


def test_what_was_finished_and_answered_elsewhere_is_to_be_looked_at_again(
    laptops: list[Laptop], visit: str
) -> None:
    a, b = laptops
    a.open(visit, "G01").finish()
    assert [stale(r) for r in a.desk.visits.snapshot(visit).responses] == [False]
    b.open(visit, "G01").set("/data/b02", "tidak")
    meet(laptops, visit)
    for laptop in laptops:
        assert [stale(r) for r in laptop.desk.visits.snapshot(visit).responses] == [True]
    a.open(visit, "G01").finish()
    meet(laptops, visit)
    assert [stale(r) for r in b.desk.visits.snapshot(visit).responses] == [False]


def test_what_arrives_while_a_form_is_open_is_not_overwritten_unseen(
    laptops: list[Laptop], visit: str
) -> None:
    a, b = laptops
    at_work = a.open(visit, "G01")
    b.open(visit, "G01").set("/data/b02", "tidak")
    meet(laptops, visit)
    at_work.set("/data/nama", "Sari")
    assert a.desk.records.conflicts(visit) == []
    at_work.set("/data/b02", "sebagian")
    meet(laptops, visit)
    for laptop in laptops:
        (conflict,) = laptop.desk.records.conflicts(visit)
        assert {each.value for each in conflict.alternatives} == {"sebagian", "tidak"}
    # Who has seen both decides by answering.
    a.open(visit, "G01").set("/data/b02", "tidak")
    meet(laptops, visit)
    assert [laptop.desk.records.conflicts(visit) for laptop in laptops] == [[], []]


def test_what_others_changed_is_counted_once_it_is_new(laptops: list[Laptop], visit: str) -> None:
    a, b = laptops
    at_work = a.open(visit, "G01").filling
    seen = at_work.seen

    def look(looked: Cursor) -> tuple[Cursor, tuple[tuple[str, int], ...]]:
        return changed_meanwhile(a.store, visit, at_work.id, seen, looked)

    a.open(visit, "G01").set("/data/nama", "Sari")
    assert look(seen) == (seen, ())
    b.open(visit, "G01").set("/data/b02", "tidak")
    meet(laptops, visit)
    looked, changed = look(seen)
    assert changed == (("Budi", 1),)
    assert look(looked) == (looked, ())
    b.open(visit, "G01").set("/data/nama", "Siti")
    meet(laptops, visit)
    assert look(looked)[1] == (("Budi", 2),)


def test_the_form_s_own_row_is_one_row_on_all_laptops(laptops: list[Laptop], visit: str) -> None:
    for laptop, minutes in zip(laptops, ("5", "30"), strict=True):
        laptop.open(visit, "G01").set(f"{QUEUE}[1]/menit", minutes)
    meet(laptops, visit)
    for laptop in laptops:
        assert len(laptop.open(visit, "G01").session.instances(QUEUE)) == 1
        (conflict,) = laptop.store.conflicts(visit)
        assert conflict.field == f"{QUEUE}[#1]/menit"
        assert {a.value for a in conflict.alternatives} == {"5", "30"}


def test_what_arrives_after_the_seal_is_kept_and_told_apart(
    laptops: list[Laptop], visit: str
) -> None:
    a, b = laptops
    for state in (VisitState.ON_SITE, VisitState.COMPLETED):
        a.desk.visits.move(visit, state)
    digest = a.desk.seal(visit, override="sudah sore").digest
    b.open(visit, "G01").set("/data/b02", "tidak")
    meet(laptops, visit)
    for laptop in laptops:
        seal = laptop.desk.visits.snapshot(visit).seal
        assert seal is not None
        assert (seal.digest, seal.late_changes) == (digest, 1)


@pytest.mark.parametrize("known", ["by receipt", "by a gap"])
def test_what_another_laptop_still_holds_is_named_before_the_seal_and_printed_after(
    laptops: list[Laptop], visit: str, known: str
) -> None:
    a, b = laptops
    b.open(visit, "G01").set("/data/b02", "tidak")
    meet(laptops, visit)
    a.open(visit, "G01").finish()
    before = b.store.cursor(visit)
    b.open(visit, "G01").set("/data/b03", "sebagian")
    first = len(list(b.store.segments(visit, before)))
    b.open(visit, "G01").set("/data/nama", "Siti")
    if known == "by receipt":
        at = datetime.now(UTC)
        a.store.add_receipt(Receipt(b.store.device, visit, b.store.cursor(visit), frozenset(), at))
    else:
        for segment in list(b.store.segments(visit, before))[first:]:
            assert a.store.add_segment(segment).pending
    for state in (VisitState.ON_SITE, VisitState.COMPLETED):
        a.desk.visits.move(visit, state)
    (count,) = a.store.missing_changes(visit).values()
    assert count == b.store.cursor(visit).at(b.store.device) - before.at(b.store.device)
    (gap,) = [gap for gap in gaps(Overviews().of(a.desk, visit)) if gap.weight is Weight.NAMED]
    assert gap.kind is GapKind.LAPTOPS
    with pytest.raises(VisitError, match="perubahan dari laptop Budi belum digabung"):
        a.desk.seal(visit)
    a.desk.seal(visit, override="Budi sudah pulang")
    record = active_seal(a.store, visit)
    assert record is not None
    told = f"{count} perubahan dari laptop Budi belum digabung"
    assert record.fields["seal"]["missing"] == [told]
    meet(laptops, visit)
    assert a.store.missing_changes(visit) == {}
