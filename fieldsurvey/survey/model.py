"""The inspection in words of the field: a snapshot of one visit, read from the journal's projections.

Times are aware datetimes; ``zone`` names the site's time zone (domain.md §9: print the site's zone, not the laptop's).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class VisitState(StrEnum):
    """States of a visit (design §2)."""

    PLANNED = "planned"
    ON_SITE = "on-site"
    COMPLETED = "completed"
    SEALED = "sealed"
    FOLLOWED_UP = "followed-up"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ResponseState(StrEnum):
    """States of a response (design §2)."""

    DRAFT = "draft"
    FINISHED = "finished"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class TargetKind(StrEnum):
    """What a form can be filled for; the value is also the form's name in an instrument."""

    MALL = "mall"
    STAND = "stand"
    OFFICER = "officer"
    SERVICE_USER = "service_user"
    COMPLAINTS = "complaints"


@dataclass(frozen=True, slots=True)
class Institution:
    """An inspecting or inspected institution.

    Attributes:
        letterhead: the lines of its kop, top to bottom.
        logo: the image of its kop by SHA-256, ``""`` without one.
    """

    id: str
    name: str
    letterhead: tuple[str, ...] = ()
    city: str = ""
    address: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who stands in the berita acara; ``role`` is ``lead``, ``member``, ``counterpart`` or ``witness``."""

    id: str
    name: str
    role: str
    position: str = ""
    staff_number: str = ""
    rank: str = ""
    institution: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """One line of a stand's published schedule: weekdays (1 = Monday … 7 = Sunday), local "HH:MM" times.

    ``valid_from`` and ``valid_until`` are days in ISO 8601, "" where the schedule does not say.
    """

    weekdays: tuple[int, ...]
    opens: str
    closes: str
    break_from: str = ""
    break_to: str = ""
    valid_from: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """A gerai.

    Attributes:
        status: as found: ``open``, ``closed`` (the schedule says open), ``off-schedule``, ``no-schedule`` (nobody
            there, and no published schedule that says anything of that day), or ``""``.
        inspector: id of the team member who inspects it, ``""`` when that was not divided.
    """

    id: str
    code: str
    name: str
    institution: str = ""
    institution_kind: str = ""
    floor: str = ""
    services: tuple[str, ...] = ()
    schedule: tuple[Opening, ...] = ()
    status: str = ""
    status_note: str = ""
    inspector: str = ""


@dataclass(frozen=True, slots=True)
class Officer:
    """A petugas interviewed; ``role`` is one of the four generic roles of domain.md §1.2."""

    id: str
    code: str
    stand: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class ServiceUser:
    """A person at a counter; anonymous by default (domain.md §7 rule 1): a code, never a name."""

    id: str
    code: str
    stand: str = ""


@dataclass(frozen=True, slots=True)
class Mall:
    """The mall as it was on the day of the visit (a copy of the registry's record)."""

    id: str
    name: str
    address: str = ""
    city: str = ""
    province: str = ""
    region_code: str = ""
    zone: str = "Asia/Jakarta"
    floors: tuple[str, ...] = ()
    counters: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the chronology."""

    id: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ClockCheck:
    """The time that an inspector confirmed on a laptop at the site (design §4 *Change*: the device's confirmed offset).

    Attributes:
        device: id of the laptop's database.
        offset: seconds by which the confirmed time was ahead of the laptop's clock.
        confirmed: the confirmed moment; laptop: what the laptop's clock said then, in its own zone.
        by: who confirmed it.
    """

    id: str
    device: str
    offset: int = 0
    confirmed: datetime | None = None
    laptop: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class OpeningCheck:
    """A stand met at a moment, against its published schedule (domain.md §0 fact 5).

    Attributes:
        at: the moment, by the confirmed time.
        found: ``staffed`` or ``empty``.
        expected: what the schedule valid on that day said of the moment (values of ``openings.Expected``).
        schedule: the lines that held on that day, as they are printed.
    """

    id: str
    stand: str
    at: datetime
    found: str
    expected: str
    schedule: tuple[str, ...] = ()
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A piece of evidence.

    Attributes:
        number: its number in the berita acara, given by the time it was taken.
        sha256: names the stored bytes.
        key: node key of the question that holds it.
        item_key: node key of the checklist item it proves, ``""`` when it stands alone.
        finding: id of the finding it was given to by hand, ``""`` when it is the answer of a question.
    """

    id: str
    number: int
    sha256: str
    media_type: str
    response: str
    key: str
    taken_at: datetime | None
    caption: str = ""
    target_name: str = ""
    item_key: str = ""
    latitude: float | None = None
    longitude: float | None = None
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A list of classes of findings, as ``survey.taxonomy`` reads it.

    Attributes:
        id, version: name the list.
        title: what it classifies; source: what it rests on.
        classes: id → label, in the order of the file.
    """

    id: str = ""
    version: str = ""
    title: str = ""
    source: str = ""
    classes: dict[str, str] = field(default_factory=dict)

    def labels(self, classes: Iterable[str]) -> list[str]:
        """Return the labels of classes in the order of the list, unknown ids as they are after them."""
        given = list(classes)
        known = [label for name, label in self.classes.items() if name in given]
        return known + [name for name in given if name not in self.classes]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding (condition, criterion, cause, effect, recommendation: domain.md §6.1) and its corrective action.

    Attributes:
        classification: ``ringan``, ``sedang`` or ``berat``.
        classes: ids of the visit's list of classes (``Visit.taxonomy``).
        merged_into: id of the finding that says the same and stays, "" while this one stands for itself.
        merged: ids of those that went into this one; not stored.
        response, key: the answer it rests on; empty when an inspector wrote it freely.
        photos: numbers of the photos that prove it.
        deadline_days: 1, 7, 14 or 30 (domain.md §6.2), counted from the signing.
        deadline_kind: ``calendar`` (also ``""``) or ``working`` days.
    """

    id: str
    number: int
    target: str
    target_name: str
    item: str
    condition: str
    criterion: str
    classification: str
    response: str = ""
    key: str = ""
    photos: tuple[int, ...] = ()
    cause: str = ""
    effect: str = ""
    action: str = ""
    owner: str = ""
    deadline_days: int | None = None
    deadline: date | None = None
    deadline_kind: str = ""
    classes: tuple[str, ...] = ()
    merged_into: str = ""
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reaction:
    """What the inspected party answers (domain.md §6.1 G).

    ``agree``, ``agree-with-notes``, ``refuse`` (with reason and witnesses), or a ``reply`` in words that says neither.
    """

    person: str
    kind: str
    text: str = ""
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """One form filled for one target.

    ``values`` maps node key → lexical value; a locked private value is None. ``finished_digest`` is what its finishing
    claimed of them. ``secret`` says that all of it was given in confidence, ``secret_keys`` which answers were.
    """

    id: str
    form: str
    target: str
    ordinal: int
    state: ResponseState
    author: str
    values: dict[str, str | None] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    finished_digest: str = ""
    secret: bool = False
    secret_keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class InstrumentRef:
    """Which instrument a visit pins: every file of it by SHA-256, so that the visit stays readable for ever."""

    id: str
    version: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class SealRecord:
    """A seal as the visit shows it."""

    digest: str
    sealed_at: datetime
    sealed_by: str
    late_changes: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything a screen, a score or a report needs of one visit."""

    id: str
    state: VisitState
    mall: Mall
    instrument: InstrumentRef
    number: str = ""
    assignment: str = ""
    assignment_date: date | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    sample: bool = False
    training: bool = False
    institutions: tuple[Institution, ...] = ()
    people: tuple[Person, ...] = ()
    stands: tuple[Stand, ...] = ()
    officers: tuple[Officer, ...] = ()
    service_users: tuple[ServiceUser, ...] = ()
    events: tuple[Event, ...] = ()
    responses: tuple[Response, ...] = ()
    photos: tuple[Photo, ...] = ()
    findings: tuple[Finding, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    documents_received: tuple[str, ...] = ()
    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    clocks: tuple[ClockCheck, ...] = ()
    opening_checks: tuple[OpeningCheck, ...] = ()
    conflicts: int = 0
    seal: SealRecord | None = None

    def stand_of_interviewed(self) -> dict[str, str]:
        """Return id → stand of each officer and service user."""
        officers = {officer.id: officer.stand for officer in self.officers}
        return officers | {user.id: user.stand for user in self.service_users}
