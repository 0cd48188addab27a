from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.journal import ALIVE, TOMBSTONE, Heads, fate
from tests.journal.journal_writer import ENTITIES, FIELDS, laptop, naive_heads, play, shown, steps


@given(steps, st.data())
def test_any_order_and_any_repetition_shows_the_same(
    story: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    changes = [change for one in play(story) for change in one.held.values()]
    shuffled = data.draw(st.permutations(changes))
    again = data.draw(st.lists(st.sampled_from(changes), max_size=5)) if changes else []
    assert shown(again + shuffled + again) == shown(set(changes))


@given(steps)
def test_laptops_that_exchanged_everything_show_the_same(story: list[tuple[Any, ...]]) -> None:
    laptops = play(story)
    for one in laptops * 2:
        for other in laptops:
            one.receive(other)
    first, *others = [shown(one.held.values()) for one in laptops]
    assert others == [first, first]


@given(steps, st.data())
def test_heads_kept_up_are_the_heads_defined_whatever_subset_has_arrived(
    story: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    changes = list({change for one in play(story) for change in one.held.values()})
    order = data.draw(st.permutations(changes))
    arrived = order[: data.draw(st.integers(0, len(order)))]
    heads = Heads(arrived)
    for entity in ENTITIES:
        for name in (*FIELDS, TOMBSTONE):
            assert list(heads.of(entity, name)) == naive_heads(arrived, entity, name)


@given(steps)
def test_no_value_disappears_unless_its_replacer_had_seen_it(story: list[tuple[Any, ...]]) -> None:
    laptops = play(story)
    changes = {change for one in laptops for change in one.held.values()}
    heads = Heads(changes)
    kept = {head for one in changes for head in heads.of(one.entity, one.field)}
    replaced = {base for change in changes for base in change.bases}
    assert all(change in kept or change.key in replaced for change in changes)


def test_two_laptops_one_edits_twice_one_conflict_resolved_once() -> None:
    a, b = laptop(1), laptop(2)
    a.write("stand-1", "name", "x")
    b.receive(a)
    a.write("stand-1", "name", "a1")
    a2 = a.write("stand-1", "name", "a2")
    b1 = b.write("stand-1", "name", "b1")
    a.receive(b)
    b.receive(a)
    for one in (a, b):
        (conflict,) = Heads(one.held.values()).conflicts()
        assert set(conflict) == {a2, b1}
        assert conflict[0] == a2
    # Shown is the one of the greater clock: a2 was A's third change, b1 B's first after x.
    assert Heads(a.held.values()).shown("stand-1", "name") == a2

    decided = a.write("stand-1", "name", "b1")
    assert set(decided.bases) == {a2.key, b1.key}
    b.receive(a)
    assert Heads(b.held.values()).conflicts() == []
    # An older replica that shows up late changes nothing.
    late = Heads([decided, b1, a2])
    assert late.of("stand-1", "name") == (decided,)


def test_two_laptops_that_write_the_same_value_are_in_no_conflict() -> None:
    a, b = laptop(1), laptop(2)
    a.write("stand-1", "name", "Imigrasi")
    b.write("stand-1", "name", "Imigrasi")
    a.receive(b)
    assert len(Heads(a.held.values()).of("stand-1", "name")) == 2
    assert Heads(a.held.values()).conflicts() == []


def _fate(held: Any) -> Any:
    heads = Heads(held.values())
    others = [head for name in FIELDS for head in heads.of("stand-1", name)]
    return fate(heads.of("stand-1", TOMBSTONE), others)


def test_an_unseen_edit_revives_what_was_deleted_and_says_who_did_what() -> None:
    a, b = laptop(1), laptop(2)
    a.write("stand-1", "name", "x")
    b.receive(a)
    a.delete("stand-1")
    assert _fate(a.held).deleted
    b.write("stand-1", "status", "open")
    a.receive(b)
    b.receive(a)
    assert _fate(a.held) == _fate(b.held)
    assert not _fate(a.held).deleted
    assert _fate(a.held).deleted_by == ((a.device[:4], a.device),)
    assert _fate(a.held).revived_by == ((b.device[:4], b.device),)

    a.restore("stand-1")
    assert _fate(a.held) == ALIVE


def test_a_seen_edit_stays_deleted_and_a_second_delete_settles_a_revival() -> None:
    a, b = laptop(1), laptop(2)
    b.write("stand-1", "name", "x")
    a.receive(b)
    a.delete("stand-1")
    b.receive(a)
    assert _fate(b.held).deleted

    b.write("stand-1", "name", "y")
    assert not _fate(b.held).deleted
    a.receive(b)
    a.delete("stand-1")
    assert _fate(a.held).deleted


def test_two_deletes_that_together_saw_everything_delete() -> None:
    a, b = laptop(1), laptop(2)
    a.write("stand-1", "name", "x")
    b.receive(a)
    a.write("stand-1", "name", "a")
    a.delete("stand-1")
    b.write("stand-1", "status", "b")
    b.delete("stand-1")
    a.receive(b)
    assert _fate(a.held).deleted
