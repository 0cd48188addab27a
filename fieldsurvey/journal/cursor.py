"""Cursor: how much of a stream someone holds, compared at each exchange; no server's number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from fieldsurvey.errors import JournalError

if TYPE_CHECKING:
    from fieldsurvey.journal.change import ChangeKey


class Cursor(Mapping[str, int]):
    """{device: highest number held without gaps}; devices not in it stand at 0. Immutable."""

    __slots__ = ("_held",)

    def __init__(self, held: Mapping[str, int] | Iterable[tuple[str, int]] = ()) -> None:
        self._held = {device: seq for device, seq in dict(held).items() if seq > 0}

    def __getitem__(self, device: str) -> int:
        return self._held[device]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return f"Cursor({self._held!r})"

    def __hash__(self) -> int:
        return hash(frozenset(self._held.items()))

    def at(self, device: str) -> int:
        """Return the highest number held of a device, 0 when none."""
        return self._held.get(device, 0)

    def covers(self, key: ChangeKey) -> bool:
        """Whether a change lies within."""
        return key.seq <= self.at(key.device)

    def to_json(self) -> dict[str, int]:
        """Return a plain mapping, devices sorted."""
        return dict(sorted(self._held.items()))

    @classmethod
    def from_json(cls, value: object) -> Cursor:
        """Read what ``to_json`` wrote.

        Raises:
            JournalError: the value is no cursor.
        """
        if not isinstance(value, dict) or not all(
            isinstance(device, str) and type(seq) is int and seq >= 0
            for device, seq in value.items()
        ):
            raise JournalError(what="a cursor is malformed")
        return cls(value)


class Span(NamedTuple):
    """Consecutive changes of one device that came together."""

    device: str
    first: int
    last: int


def ready(cursor: Cursor, spans: Iterable[Span]) -> list[Span]:
    """Return the spans that join on without a gap, in order; the rest stays pending."""
    held = dict(cursor)
    joined = []
    for span in sorted(spans):
        if span.first <= held.get(span.device, 0) + 1:
            joined.append(span)
            held[span.device] = max(held.get(span.device, 0), span.last)
    return joined
