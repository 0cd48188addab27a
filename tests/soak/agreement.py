"""What must hold once all laptops of an office met, whatever happened to them before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fieldsurvey.journal import canonical
from fieldsurvey.journal.seal import Seal, verify
from fieldsurvey.survey.ports import LOCKED
from fieldsurvey.survey.responses import counted
from tests.soak.laptops import Laptop, canonical_state, standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def in_clear(value: Any) -> str:
    """Return a value as the ledger keeps it."""
    return canonical("LOCKED" if value is LOCKED else value)


def agree(laptops: Sequence[Laptop], visit: str, *, may_fork: bool) -> None:
    """All show the same, their databases are sound, and their tables follow from the journal."""
    first, *others = (canonical_state(laptop, visit) for laptop in laptops)
    for other in others:
        for part, found in first.items():
            assert other[part] == found, part
    for laptop in laptops:
        problems = laptop.store.check()
        assert [p for p in problems if not (may_fork and _is_fork(p))] == []
    laptops[0].store.rebuild()
    assert canonical_state(laptops[0], visit) == first


def nothing_is_lost(
    laptop: Laptop, visit: str, ledger: Mapping[str, str], erased: set[str]
) -> None:
    """Every acknowledged value is in the history, and among the heads when nothing replaced it."""
    changes = laptop.store.changes(visit)
    pasts = {
        past.change.hash: past
        for entity in {change.entity for change in changes}
        for past in laptop.store.history(visit, entity)
    }
    assert ledger.keys() <= pasts.keys()
    for name, value in ledger.items():
        if pasts[name].value is LOCKED:
            assert pasts[name].change.entity in erased
        else:
            # Locked where it was written down: its own laptop had been told of the erasure.
            assert value in {canonical(pasts[name].value), in_clear(LOCKED)}
    rows = laptop.store._link.rows("SELECT hash FROM head WHERE stream = ?", (visit,))
    assert {name for (name,) in rows} == standing(changes)


def one_response_a_slot_counts(laptop: Laptop, visit: str) -> None:
    """No slot counts twice in the score."""
    responses = counted(laptop.desk.visits.snapshot(visit).responses)
    places = [(r.target, r.form, r.ordinal) for r in responses]
    assert len(places) == len(set(places))


def a_seal_tells(sealed: Seal, laptop: Laptop) -> None:
    """What was sealed is here unaltered; with one change forged or missing the seal does not verify."""
    changes = laptop.store.changes(sealed.stream)
    forked = {(fork.device, fork.seq) for fork in laptop.store.forks(sealed.stream)}
    if not forked & set(sealed.leaves):
        found = verify(sealed, changes)
        assert (found.missing, found.altered) == ((), ())
    covered = [change for change in changes if change.key in sealed.leaves]
    victim = covered[len(covered) // 2]
    others = [change for change in changes if change.key != victim.key]
    assert not verify(sealed, [*others, replace(victim, value="palsu", body=b"")]).intact
    assert not verify(sealed, others).intact


def _is_fork(problem: str) -> bool:
    return "two changes under one number" in problem or "follows a change" in problem
