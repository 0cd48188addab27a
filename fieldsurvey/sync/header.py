"""What a bundle says of itself in clear: when it was made, which visits, how much, who can open it.

Visits are named by their random ids only; the name of a mall or of a person is never in the header.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldsurvey.journal import CALENDAR_ENDS
from fieldsurvey.sync.addressees import SLOT_LIMIT, Slot

_TEXT_LIMIT = 200


def printable(value: object) -> str:
    """Return a short text that a terminal shows as it is.

    Raises:
        ValueError: no text, long, or with control characters, which could steer a terminal.
    """
    if not isinstance(value, str) or not value.isprintable() or len(value) > _TEXT_LIMIT:
        raise ValueError("no short printable text")
    return value


def moment(value: object) -> str:
    """Return an ISO 8601 time with its offset, as given.

    Raises:
        ValueError: anything else.
    """
    text = printable(value)
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without its offset")
    if at.year in CALENDAR_ENDS:
        raise ValueError("a time that no other zone can show")
    return text


@dataclass(frozen=True, slots=True)
class VisitLine:
    """How much of a visit is in the bundle.

    Attributes:
        id: the visit.
        changes: how many changes of it the exporter held.
        blobs: how many photos, forms and documents come with it.
        blobs_missing: how many it names that the exporter did not hold.
    """

    id: str
    changes: int
    blobs: int
    blobs_missing: int


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a bundle.

    Attributes:
        made: time on the exporting laptop, ISO 8601 with offset.
        visits: in the order that team keys are joined.
        slots: one for each addressee; empty in an unaddressed bundle.
        check: derived from the content key, hex; empty in an unaddressed bundle.
    """

    made: str
    visits: tuple[VisitLine, ...]
    slots: tuple[Slot, ...] = ()
    check: str = ""

    def encode(self) -> bytes:
        """Return the header's bytes."""
        visits = [
            {
                "id": visit.id,
                "changes": visit.changes,
                "blobs": visit.blobs,
                "blobs_missing": visit.blobs_missing,
            }
            for visit in self.visits
        ]
        record: dict[str, Any] = {"made": self.made, "visits": visits}
        if self.slots:
            record |= {"slots": list(self.slots), "check": self.check}
        return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def decode(cls, data: bytes) -> Header:
        """Read a header's bytes.

        Raises:
            ValueError: malformed.
        """
        try:
            raw = json.loads(data)
            visits = tuple(
                VisitLine(
                    printable(visit["id"]),
                    int(visit["changes"]),
                    int(visit["blobs"]),
                    int(visit["blobs_missing"]),
                )
                for visit in raw["visits"]
            )
            slots = tuple(_slot(slot) for slot in raw.get("slots", ()))
            header = cls(moment(raw["made"]), visits, slots, printable(raw.get("check", "")))
        except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise ValueError("malformed header") from error
        if not visits or len({visit.id for visit in visits}) < len(visits):
            raise ValueError("no visits, or one twice")
        if len(slots) > SLOT_LIMIT:
            raise ValueError("more addressees than a bundle has")
        return header


def _slot(raw: dict[str, Any]) -> Slot:
    """Check the two members of a slot that are shown; the others only ever meet the cipher."""
    printable(raw["for"])
    printable(raw.get("key", ""))
    return dict(raw)
