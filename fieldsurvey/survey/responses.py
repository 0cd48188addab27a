"""Responses: one form filled for one target, each answer durable before it is called saved.

A response has a *slot* (visit, target, form, ordinal). Two laptops may fill the same slot; scoring counts one response
a slot, the doubles are shown and block sealing (design §4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.arrival import site_zone
from fieldsurvey.survey.filling import Filling
from fieldsurvey.survey.model import Response, ResponseState
from fieldsurvey.survey.same_stand import settled
from fieldsurvey.survey.seals import require_open
from fieldsurvey.survey.visits import response_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from fieldsurvey.journal.cursor import Cursor
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.ports import Entry, Record
    from fieldsurvey.survey.visits import Target, Visits


#: The fields of a response that say which slot it is in and which of several there counts.
_OF_SLOTS = ("form", "target", "ordinal", "state")


@dataclass(frozen=True, slots=True)
class Slot:
    """What a response answers: one form, for one target, the nth time."""

    target: str
    form: str
    ordinal: int


def slots(responses: Iterable[Response]) -> dict[Slot, list[Response]]:
    """Return the responses of each slot, the one that counts first.

    The order is the same on every laptop: accepted before finished before draft before returned, then the one made
    first (UUIDv7 ids sort by time).
    """
    rank = (
        ResponseState.ACCEPTED,
        ResponseState.FINISHED,
        ResponseState.DRAFT,
        ResponseState.RETURNED,
    )
    grouped: dict[Slot, list[Response]] = {}
    for response in responses:
        grouped.setdefault(Slot(response.target, response.form, response.ordinal), []).append(
            response
        )
    for group in grouped.values():
        group.sort(key=lambda r: (rank.index(r.state), r.id))
    return grouped


def counted(responses: Iterable[Response]) -> list[Response]:
    """Return one response a slot: those that scoring counts."""
    return [group[0] for group in slots(responses).values()]


def doubles(responses: Iterable[Response]) -> list[tuple[Slot, list[Response]]]:
    """Return the slots that were filled more than once."""
    return [(slot, group) for slot, group in slots(responses).items() if len(group) > 1]


class OpenResponse:
    """A response being filled in one thread: every step goes to the engine and, in one transaction, to the journal.

    Attributes:
        filling: the response without its records.
        session: the live form; read it freely, change it through this class.
    """

    def __init__(self, visits: Visits, visit: str, filling: Filling) -> None:
        self._visits = visits
        self._visit = visit
        self.filling = filling
        self.session = filling.session

    @property
    def id(self) -> str:
        """The response's entity."""
        return self.filling.id

    def set(self, ref: str, value: str) -> frozenset[str]:
        """Answer a question; return the refs that changed, after the commit.

        Raises:
            AnswerError: no node has that ref.
            StoreError: nothing was stored (disk full, read-only …).
        """
        changed = self.session.set(ref, value)
        self.save(answered=self.session.key(ref))
        return changed

    def save(self, evidence: Sequence[Entry] = (), *, answered: str = "") -> list[str]:
        """Write what the session holds and the journal does not, in one durable transaction; return the keys.

        Args:
            evidence: entries that must become durable together with the answers.
            answered: key that was just answered: where two values stand in conflict there, this decides it,
                even for the value that is shown.
        """
        entries = self.filling.take(answered=answered)
        try:
            write_entries(self._visits, self._visit, [*evidence, *entries], seen=self.filling.seen)
        except BaseException:
            self.filling.give_back(entries)
            raise
        return [entry.field for entry in entries if entry.field.startswith("/")]

    def attach(
        self,
        ref: str,
        data: bytes,
        *,
        media_type: str,
        taken_at: datetime | None,
        caption: str = "",
        latitude: float | None = None,
        longitude: float | None = None,
        target_name: str = "",
    ) -> str:
        """Attach a photo or file to an upload question: bytes, evidence and answer, durable together.

        The arguments are those of ``Filling.photo``; ``data`` are the original bytes.

        Returns:
            The SHA-256 of the bytes.
        """
        sha256 = self._visits.records.put_blob(data)
        _, evidence = self.filling.photo(
            ref,
            sha256,
            media_type=media_type,
            taken_at=taken_at,
            caption=caption,
            latitude=latitude,
            longitude=longitude,
            target_name=target_name,
        )
        self.save(evidence)
        return sha256

    def finish(self) -> None:
        """Call the response finished, claiming a digest of its answers.

        Raises:
            FormInvalid: answers are missing or not accepted; nothing changes.
        """
        self.save(self.filling.finish())


def write_entries(
    visits: Visits,
    visit: str,
    entries: Sequence[Entry],
    *,
    at: datetime | None = None,
    seen: Cursor | None = None,
) -> None:
    """Write entries in one durable transaction, at the clock's time when ``at`` is not given.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        entries: what.
        at: the laptop's wall time.
        seen: what was known of the visit when it was opened; see ``Records.write``.
    """
    if entries:
        moment = at or visits.clock.now()
        visits.records.write(visit, entries, author=visits.author, at=moment, seen=seen)


class Responses:
    """The responses of one visit.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        instrument: the visit's pinned instrument.
        device_id: what the form's ``deviceid`` preload gives.
    """

    def __init__(
        self, visits: Visits, visit: str, instrument: Instrument, device_id: str = ""
    ) -> None:
        self._visits = visits
        self._visit = visit
        self._instrument = instrument
        self._device_id = device_id

    def all(self) -> list[Response]:
        """Return every response, doubles included, in the order they were made."""
        return [
            response_of(record) for record in settled(self._visits.records, self._visit, "response")
        ]

    def open(self, form_name: str, target: Target, ordinal: int = 1) -> OpenResponse:
        """Open the response of a slot, making it when there is none.

        Raises:
            VisitError: the visit is sealed.
        """
        response = OpenResponse(self._visits, self._visit, self.load(form_name, target.id, ordinal))
        response.save()
        return response

    def found(self, slot: Slot) -> Record | None:
        """Return the record of the response that counts in a slot; the answers of no other one are read."""
        records = self._visits.records
        facts = settled(records, self._visit, "response", only=_OF_SLOTS)
        existing = slots(map(response_of, facts)).get(slot)
        return records.entity(self._visit, existing[0].id) if existing else None

    def load(
        self, form_name: str, target: str, ordinal: int = 1, *, reading: bool = False
    ) -> Filling:
        """Return the response of a slot to be filled, a new one when there is none; nothing is written.

        Args:
            form_name: as the instrument names the form.
            target: the entity it is filled for.
            ordinal: the nth time, from 1.
            reading: nothing will be written: the response of a sealed visit may be looked at.

        Private answers that are locked here (no key has arrived) read as blank and stay, unless answered anew.

        Raises:
            VisitError: the visit is sealed, and the response is not for reading alone.
        """
        slot = Slot(target, form_name, ordinal)
        # The cursor first: what arrives between the two readings then counts as not seen, never the other way round.
        seen = self._visits.records.cursor(self._visit)
        return self.filling(slot, self.found(slot), seen, reading=reading)

    def filling(
        self, slot: Slot, record: Record | None, seen: Cursor, *, reading: bool = False
    ) -> Filling:
        """Do as `load` with what `found` gave for the slot; ``seen`` is the visit's cursor, read before it."""
        if not reading:
            require_open(self._visits.records, self._visit, "answers")
        form = self._instrument.form(slot.form)
        stored = None if record is None else response_of(record)
        # Read here and now: a window asks the clock in another thread than the one that may read records.
        clock, ahead = self._visits.clock, self._visits.ahead(self._visit)
        session = form.start(
            now=lambda: clock.now() + ahead,
            zone=site_zone(self._visits, self._visit),
            device_id=self._device_id,
            properties={"username": self._visits.author},
            values=_unlocked(stored) if stored else None,
        )
        conflicts = self._visits.records.conflicts(self._visit) if stored else []
        return Filling(
            stored.id if stored else new_id(),
            form,
            session,
            form_name=slot.form,
            target=slot.target,
            ordinal=slot.ordinal,
            author=self._visits.author,
            held=_unlocked(stored) if stored else None,
            secret=stored.secret if stored else False,
            contested={c.field for c in conflicts if stored is not None and c.entity == stored.id},
            seen=seen,
        )


def _unlocked(response: Response) -> dict[str, str | None]:
    return {key: value for key, value in response.values.items() if key not in response.locked}
