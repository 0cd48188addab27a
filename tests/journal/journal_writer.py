"""Laptops that hold only a journal: they write, exchange and say what they show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import strategies as st

from fieldsurvey.journal import (
    TOMBSTONE,
    Change,
    ChangeKey,
    Cursor,
    Heads,
    canonical,
    deletion,
    device_id,
    fate,
    in_conflict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

STREAM = "visit"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ENTITIES = ("stand-1", "stand-2")
FIELDS = ("name", "status")


@dataclass
class Laptop:
    """A device with all the changes it holds; ``key`` signs and names it."""

    key: Ed25519PrivateKey
    held: dict[str, Change] = field(default_factory=dict)
    seq: int = 0
    prev: str = ""

    @property
    def device(self) -> str:
        return device_id(self.key.public_key().public_bytes_raw())

    @property
    def cursor(self) -> Cursor:
        seqs: dict[str, int] = {}
        for change in self.held.values():
            seqs[change.device] = max(seqs.get(change.device, 0), change.seq)
        return Cursor(seqs)

    def write(self, entity: str, name: str, value: Any, kind: str = "stand") -> Change:
        self.seq += 1
        heads = Heads(self.held.values()).of(entity, name)
        change = Change(
            stream=STREAM,
            device=self.device,
            seq=self.seq,
            clock=1 + max((one.clock for one in self.held.values()), default=0),
            at=AT,
            author=self.device[:4],
            entity=entity,
            kind=kind,
            field=name,
            value=value,
            bases=tuple(sorted({head.key for head in heads})),
            prev=self.prev,
        )
        self.prev = change.hash
        self.held[change.hash] = change
        return change

    def delete(self, entity: str) -> Change:
        return self.write(entity, TOMBSTONE, deletion(self.cursor))

    def restore(self, entity: str) -> Change:
        return self.write(entity, TOMBSTONE, None)

    def receive(self, other: Laptop) -> None:
        self.held.update(other.held)

    def own(self) -> list[Change]:
        """Its own changes, in order."""
        mine = [change for change in self.held.values() if change.device == self.device]
        return sorted(mine, key=lambda change: change.seq)


def laptop(number: int = 1) -> Laptop:
    return Laptop(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


def shown(changes: Iterable[Change]) -> dict[str, Any]:
    """Everything that a replica shows, in one comparable value."""
    heads = Heads(changes)
    state: dict[str, Any] = {"order": heads.entities()}
    for entity in heads.entities():
        fields = {name: heads.of(entity, name) for name in heads.fields(entity)}
        others = [head for name in fields if name[0] != "#" for head in fields[name]]
        state[entity] = (
            heads.first(entity).kind,
            fate(fields.get(TOMBSTONE, ()), others),
            {name: [(head.key, canonical(head.value)) for head in fields[name]] for name in fields},
            sorted(name for name in fields if in_conflict(fields[name])),
        )
    return state


def naive_heads(changes: Iterable[Change], entity: str, name: str) -> list[Change]:
    """The definition, word for word."""
    mine = [one for one in set(changes) if (one.entity, one.field) == (entity, name)]
    named: set[ChangeKey] = {base for one in mine for base in one.bases}
    return sorted((one for one in mine if one.key not in named), key=lambda one: one.rank)[::-1]


_write = st.tuples(
    st.just("write"),
    st.integers(0, 2),
    st.sampled_from(ENTITIES),
    st.sampled_from(FIELDS),
    st.integers(0, 3),
)
_mark = st.tuples(
    st.sampled_from(["delete", "restore"]), st.integers(0, 2), st.sampled_from(ENTITIES)
)
_meet = st.tuples(st.just("meet"), st.integers(0, 2), st.integers(0, 2))
steps = st.lists(st.one_of(_write, _write, _mark, _meet), max_size=25)


def play(story: list[tuple[Any, ...]]) -> list[Laptop]:
    """Let three laptops live through a story."""
    laptops = [laptop(number) for number in (1, 2, 3)]
    for step, who, *rest in story:
        actor = laptops[who]
        if step == "meet":
            actor.receive(laptops[rest[0]])
        else:
            getattr(actor, step)(*rest)
    return laptops
