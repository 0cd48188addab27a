"""Visits: made, looked up, read as one snapshot, moved from state to state.

A visit is a stream of the journal. Its entities and their kinds (the fields are those of ``survey.model``):

====================  =====================================================================
kind                  entity
====================  =====================================================================
``clock``             the time confirmed on arrival, a laptop each (``survey.arrival``)
``opening_check``     a stand met at a moment, against its published schedule (``survey.opening_checks``)
``visit``             facts of the inspection: assignment, times, pinned instrument, sample
``progress``          the state, which goes on changing after the seal
``mall`` ``stand``    copies of the registry's records, as they were on the day
``officer`` ``service_user`` ``institution`` ``person`` ``event`` ``reaction`` ``received_document``
``response``          one form for one target; a field that starts with ``/`` is a node key, its value an answer
``photo`` ``finding`` evidence, and what was found
``tray_photo``        a photo of the visit, evidence or not (``survey.tray``)
``photo_edit``        what is done to a photo, beside its original (``survey.photo_edits``)
``document``          a berita acara or another paper made from the visit, outside the seal
``signature`` ``dispatch``  who signed a document how, and what was sent out to be signed (``survey.signatures``)
====================  =====================================================================
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from fieldsurvey.errors import VisitError
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.filling import SECRET
from fieldsurvey.survey.model import (
    ClockCheck,
    Event,
    Finding,
    Institution,
    InstrumentRef,
    Mall,
    Officer,
    OpeningCheck,
    Person,
    Photo,
    Reaction,
    Response,
    ResponseState,
    ServiceUser,
    Stand,
    TargetKind,
    Visit,
    VisitState,
)
from fieldsurvey.survey.numbering import at_their_places, numbered, with_numbers
from fieldsurvey.survey.pinning import pin
from fieldsurvey.survey.ports import LOCKED, Entry, Record, Records
from fieldsurvey.survey.records import entries_of, from_fields, to_fields
from fieldsurvey.survey.same_stand import settled
from fieldsurvey.survey.seals import SEALED_KINDS, require_open, seal_of
from fieldsurvey.survey.secrecy import without_secrets
from fieldsurvey.survey.taxonomy import read_taxonomy
from fieldsurvey.survey.training import TRAINING, in_training

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from fieldsurvey.survey.clock import Clock
    from fieldsurvey.survey.instruments import Instrument

#: Which state may follow which (design §2); unsealing goes back to completed.
NEXT_STATES = {
    VisitState.PLANNED: {VisitState.ON_SITE, VisitState.CANCELLED},
    VisitState.ON_SITE: {VisitState.COMPLETED, VisitState.CANCELLED},
    VisitState.COMPLETED: {VisitState.ON_SITE, VisitState.SEALED, VisitState.CANCELLED},
    VisitState.SEALED: {VisitState.COMPLETED, VisitState.FOLLOWED_UP},
    VisitState.FOLLOWED_UP: {VisitState.CLOSED},
    VisitState.CLOSED: set(),
    VisitState.CANCELLED: set(),
}

#: ``kind`` of the document whose number is the visit's: the berita acara; other papers have their own.
MINUTES = "berita-acara"

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Target:
    """Something a form is filled for. ``id`` is the entity; the complaints desk is the mall or stand that runs it."""

    id: str
    kind: TargetKind
    code: str
    name: str


class Visits:
    """The visits of one database.

    Args:
        records: the journal's current state and its one way in.
        clock: the time of each change.
        author: who makes the changes, as shown in the history.
    """

    def __init__(self, records: Records, clock: Clock, author: str) -> None:
        self.records = records
        self.clock = clock
        self.author = author

    def now(self, visit: str) -> datetime:
        """Return the present moment at the site: the laptop's clock, corrected by what was confirmed on arrival."""
        return self.clock.now() + self.ahead(visit)

    def ahead(self, visit: str) -> timedelta:
        """Return by how much the confirmed time is ahead of this laptop's clock."""
        return timedelta(seconds=self.records.offset(visit))

    def new(
        self,
        mall: Mall,
        stands: Iterable[Stand],
        instrument: Instrument,
        *,
        assignment: str = "",
        assignment_date: str | None = None,
        sample: bool = False,
        training: bool = False,
    ) -> str:
        """Make a visit that pins its instrument and carries copies of the mall and its stands.

        Args:
            mall: its ``id`` is replaced by a new one.
            stands: likewise.
            instrument: its files are stored as blobs, so that the visit stays readable for ever (design §3).
            assignment: number of the letter of assignment.
            assignment_date: its date, ISO 8601.
            sample: invented data, marked so on every page.
            training: the same, kept apart from work (``survey.training``); so is all in a training database.

        Returns:
            The visit's id (UUIDv7), which is also its stream.
        """
        visit = new_id()
        facts: dict[str, object] = {
            "assignment": assignment,
            "assignment_date": assignment_date,
            "sample": sample,
            "taxonomy": to_fields(read_taxonomy(), without=()),
        }
        if training or in_training(self.records):
            facts |= {"sample": True, TRAINING: True}
        entries = [pin(self.records, visit, instrument)]
        entries += [Entry("visit", visit, name, value) for name, value in facts.items()]
        entries.append(Entry("progress", new_id(), "state", VisitState.PLANNED.value))
        entries += _entries("mall", new_id(), mall)
        for stand in stands:
            entries += _entries("stand", new_id(), stand)
        self._write(visit, entries)
        return visit

    def add(self, visit: str, kind: str, value: object) -> str:
        """Add a model object (its ``id`` is replaced) as a new entity of ``kind``; return the entity's id."""
        self._open_for(visit, kind)
        entity = new_id()
        self._write(visit, _entries(kind, entity, value))
        return entity

    def add_all(self, visit: str, kind: str, values: Iterable[object]) -> list[str]:
        """Add several model objects in one transaction; return their ids in order."""
        self._open_for(visit, kind)
        entities = [(new_id(), value) for value in values]
        self._write(
            visit, [entry for entity, value in entities for entry in _entries(kind, entity, value)]
        )
        return [entity for entity, _ in entities]

    def add_fields(self, visit: str, kind: str, /, **values: object) -> str:
        """Add an entity that has no model of its own, by its fields; return its id."""
        entity = new_id()
        self.change(visit, kind, entity, **values)
        return entity

    def change(self, visit: str, kind: str, entity: str, /, **values: object) -> None:
        """Change fields of an entity in one transaction.

        Raises:
            VisitError: the visit is sealed and the kind is covered by the seal.
        """
        self._open_for(visit, kind)
        self._write(visit, [Entry(kind, entity, name, value) for name, value in values.items()])

    def move(self, visit: str, state: VisitState) -> None:
        """Move the visit to another state.

        Raises:
            VisitError: that state does not follow the present one.
        """
        progress = self._progress(visit)
        present = VisitState(str(progress.fields["state"]))
        if state is present:
            return
        if state not in NEXT_STATES[present]:
            raise VisitError(
                what=f"visit {visit[:13]} is {present.value}; it cannot become {state.value}"
            )
        self._write(visit, [Entry("progress", progress.id, "state", state.value)])

    def state(self, visit: str) -> VisitState:
        """Return the state of a visit."""
        return VisitState(str(self._progress(visit).fields["state"]))

    def ids(self) -> list[str]:
        """Return the ids of all visits held here, oldest first."""
        return self.records.visits()

    def find(self, text: str) -> str:
        """Return the id of the visit that ``text`` names: an id or a unique prefix of one (design §8).

        Raises:
            VisitError: none or several fit.
        """
        fitting = [visit for visit in self.ids() if visit.startswith(text.lower())] if text else []
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise VisitError(
                what=f"no visit here begins with {text!r}; `fieldsurvey visit list` shows them"
            )
        raise VisitError(what=f"{len(fitting)} visits begin with {text!r}; give more of the id")

    def targets(self, visit: str) -> list[Target]:
        """Return everything a form of the visit can be filled for, desks of complaints included."""
        mall = self._only(visit, "mall")
        desks = [Target(mall.id, TargetKind.COMPLAINTS, "mall", str(mall.fields.get("name", "")))]
        found = [Target(mall.id, TargetKind.MALL, "mall", str(mall.fields.get("name", "")))]
        for kind in (TargetKind.STAND, TargetKind.OFFICER, TargetKind.SERVICE_USER):
            for record in settled(self.records, visit, kind.value):
                code = str(record.fields.get("code", ""))
                name = str(record.fields.get("name", "")) or code
                found.append(Target(record.id, kind, code, name))
                if kind is TargetKind.STAND:
                    desks.append(Target(record.id, TargetKind.COMPLAINTS, code, name))
        return found + desks

    def target(self, visit: str, form: str, text: str) -> Target:
        """Return the target of ``form`` that ``text`` names: a code, an id, a unique prefix of one, or ``mall``.

        Raises:
            VisitError: none or several fit; the sentence lists what there is.
        """
        candidates = [t for t in self.targets(visit) if t.kind.value == form]
        exact = [t for t in candidates if text.casefold() in {t.code.casefold(), t.id}]
        fitting = exact or [t for t in candidates if text and t.id.startswith(text.lower())]
        if len(fitting) == 1:
            return fitting[0]
        shown = ", ".join(t.code or t.id for t in candidates[:12]) + (
            " …" if len(candidates) > 12 else ""
        )
        what = "no" if not fitting else f"{len(fitting)}"
        raise VisitError(what=f"{what} {form} target fits {text!r}; there are: {shown or 'none'}")

    def snapshot(self, visit: str, *, secrets: bool = False) -> Visit:
        """Return everything known of a visit, as shown now; what was said in confidence only on demand.

        Raises:
            VisitError: the database holds no such visit.
        """
        facts = self._only(visit, "visit").fields
        raw = facts.get("instrument") or {"id": "", "version": "", "files": {}}
        assert isinstance(raw, dict)  # noqa: S101  written by `new` alone
        documents = self.records.entities(visit, "document")
        base = from_fields(
            Visit,
            visit,
            {
                "state": self.state(visit).value,
                "mall": to_fields(from_record(Mall, self._only(visit, "mall")), without=()),
                "instrument": raw,
                **{
                    name: facts[name]
                    for name in (
                        "assignment",
                        "assignment_date",
                        "started_at",
                        "ended_at",
                        "sample",
                        TRAINING,
                        "taxonomy",
                    )
                    if facts.get(name) is not None
                },
                "number": next(
                    (
                        d.fields["number"]
                        for d in reversed(documents)
                        if d.fields.get("number")
                        and not d.fields.get("void")
                        and d.fields.get("kind") == MINUTES
                    ),
                    "",
                ),
            },
        )
        whole = replace(
            base,
            institutions=tuple(self._models(visit, "institution", Institution)),
            people=tuple(self._models(visit, "person", Person)),
            stands=tuple(self._models(visit, "stand", Stand)),
            officers=tuple(self._models(visit, "officer", Officer)),
            service_users=tuple(self._models(visit, "service_user", ServiceUser)),
            events=self._events(visit),
            reactions=tuple(self._models(visit, "reaction", Reaction)),
            documents_received=tuple(
                str(r.fields.get("title", ""))
                for r in self.records.entities(visit, "received_document")
            ),
            responses=tuple(response_of(r) for r in settled(self.records, visit, "response")),
            photos=self.photos(visit),
            findings=tuple(self._models(visit, "finding", Finding)),
            clocks=tuple(self._models(visit, "clock", ClockCheck)),
            opening_checks=tuple(self._models(visit, "opening_check", OpeningCheck)),
            conflicts=len(self.records.conflicts(visit)),
            seal=seal_of(self.records, visit),
        )
        placed = at_their_places(whole if secrets else without_secrets(whole))
        return replace(placed, findings=with_numbers(placed.findings, placed.photos))

    def photos(self, visit: str) -> tuple[Photo, ...]:
        """Return the photos and files of a visit, numbered as the report prints them."""
        return numbered(self._models(visit, "photo", Photo))

    def instrument_ref(self, visit: str) -> InstrumentRef:
        """Return which instrument the visit pins."""
        raw = self._only(visit, "visit").fields.get("instrument")
        if not isinstance(raw, dict):
            raise VisitError(
                what=f"visit {visit[:13]} has no instrument here yet: import its bundle again"
            )
        return InstrumentRef(str(raw["id"]), str(raw["version"]), dict(raw["files"]))

    def _progress(self, visit: str) -> Record:
        return self._only(visit, "progress")

    def _only(self, visit: str, kind: str) -> Record:
        found = self.records.entities(visit, kind)
        if not found:
            raise VisitError(what=f"visit {visit[:13]} is not (wholly) here: its {kind} is missing")
        return found[0]

    def _events(self, visit: str) -> tuple[Event, ...]:
        """Return the chronology; a line whose time is still on another laptop waits for it."""
        records = [r for r in self.records.entities(visit, "event") if r.fields.get("at")]
        return tuple(sorted((from_record(Event, r) for r in records), key=lambda e: (e.at, e.id)))

    def _models(self, visit: str, kind: str, model: type[M]) -> list[M]:
        return [from_record(model, record) for record in settled(self.records, visit, kind)]

    def _open_for(self, visit: str, kind: str) -> None:
        if kind in SEALED_KINDS:
            require_open(self.records, visit, kind)

    def _write(self, visit: str, entries: list[Entry]) -> None:
        self.records.write(visit, entries, author=self.author, at=self.clock.now())


def from_record(model: type[M], record: Record) -> M:
    """Return the model object of a record."""
    return from_fields(model, record.id, record.fields)


def response_of(record: Record) -> Response:
    """Return a response with its answers; a private value whose key is not here is None and named in ``locked``."""
    answers = {name: value for name, value in record.fields.items() if name.startswith("/")}
    return Response(
        id=record.id,
        form=str(record.fields.get("form", "")),
        target=str(record.fields.get("target", "")),
        ordinal=int(str(record.fields.get("ordinal", 1))),
        state=ResponseState(str(record.fields.get("state", "draft"))),
        author=str(record.fields.get("author", "")),
        values={
            key: None if value is LOCKED or value is None else str(value)
            for key, value in answers.items()
        },
        locked=frozenset(key for key, value in answers.items() if value is LOCKED),
        finished_digest=str(record.fields.get("finished_digest") or ""),
        secret=bool(record.fields.get(SECRET)),
        secret_keys=frozenset(
            name.removeprefix(SECRET)
            for name, flag in record.fields.items()
            if name.startswith(f"{SECRET}/") and flag
        ),
    )


def _entries(kind: str, entity: str, value: object) -> list[Entry]:
    return entries_of(kind, entity, to_fields(value))
