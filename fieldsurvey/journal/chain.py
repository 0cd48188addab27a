"""The chain of a device in a stream: each change carries the hash of the one before it.

A number that stands for two changes is a fork: a copied database, or a rewritten chain. Both are
kept and the fork is reported; nothing is skipped silently.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from fieldsurvey.journal.change import Change


class Fit(Enum):
    """How a change joins what is held of its device's chain."""

    NEXT = auto()
    KNOWN = auto()
    AHEAD = auto()
    FORK = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where a chain is not one chain. ``what`` is ``fork``, ``broken`` or ``gap``."""

    stream: str
    device: str
    seq: int
    what: str


def fit(change: Change, same: Collection[str], before: Collection[str]) -> Fit:
    """Say how a change joins.

    Args:
        change: the change.
        same: hashes held under its own number.
        before: hashes held under the number before it.

    Returns:
        KNOWN: held already. AHEAD: the one before is not held. FORK: another one is held under
        its number. BROKEN: it follows a change that is not the one held. NEXT: it fits.
    """
    if change.hash in same:
        return Fit.KNOWN
    if change.seq > 1 and not before:
        return Fit.AHEAD
    if same:
        return Fit.FORK
    follows = change.prev in before if change.seq > 1 else not change.prev
    return Fit.NEXT if follows else Fit.BROKEN


def flaws(changes: Iterable[Change]) -> list[Flaw]:
    """Examine whole chains, of any number of devices and streams, in any order."""
    held: dict[tuple[str, str], dict[int, dict[str, Change]]] = {}
    for change in changes:
        chain = held.setdefault((change.stream, change.device), {})
        chain.setdefault(change.seq, {})[change.hash] = change
    found = []
    for (stream, device), chain in sorted(held.items()):
        for seq, variants in sorted(chain.items()):
            before = chain.get(seq - 1, {})
            what = None
            if len(variants) > 1:
                what = "fork"
            elif seq > 1 and not before:
                what = "gap"
            elif fit(next(iter(variants.values())), (), before) is Fit.BROKEN:
                what = "broken"
            if what:
                found.append(Flaw(stream, device, seq, what))
    return found
