"""A visit as one looks at it on site: every target with its forms, what was decided and what waits for a decision.

One object holds all that a page of the visit shows, so that it can be built where nobody waits for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import zone_info
from fieldsurvey.survey.follow_up_sheet import carried_at
from fieldsurvey.survey.followup import FollowUps
from fieldsurvey.survey.gaps import Gap, gaps
from fieldsurvey.survey.model import Opening, ResponseState, Stand, TargetKind, Visit, VisitState
from fieldsurvey.survey.openings import Expected, expected_at, openings_on
from fieldsurvey.survey.progress import Progress, ProgressBook, stale
from fieldsurvey.survey.responses import Slot, slots
from fieldsurvey.survey.samples import Samples
from fieldsurvey.survey.waiting import (
    ShownConflict,
    ShownRevival,
    revivals,
    shared_codes,
    shown_conflicts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from fieldsurvey.survey.deadlines import Calendar
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.followup import Carried
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Response
    from fieldsurvey.survey.samples import Sample
    from fieldsurvey.survey.visits import Target

#: The kinds of people who are asked.
ASKED = (TargetKind.OFFICER, TargetKind.SERVICE_USER)


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form for one target: what there is of it.

    Attributes:
        target: id of the target; ``kind``, ``code`` and ``name`` are the target's.
        stand: id of the stand it belongs to, ``""`` for the building and people asked elsewhere.
        response: id of the response that counts, ``""`` when it was not begun.
        state: its state, None when it was not begun.
        author: who began it.
        progress: None when it was not begun or its form is not here.
        stale: answers changed after it was finished.
        locked: how many private answers cannot be read here.
        doubles: how many responses the slot has.
        secret: whether it, or a statement of it, was given in confidence.
    """

    form: str
    target: str
    kind: TargetKind
    code: str
    name: str
    stand: str = ""
    ordinal: int = 1
    response: str = ""
    state: ResponseState | None = None
    author: str = ""
    progress: Progress | None = None
    stale: bool = False
    locked: int = 0
    doubles: int = 0
    secret: bool = False

    @property
    def finished(self) -> bool:
        """Whether it was finished, and accepted or not looked at yet."""
        return self.state in {ResponseState.FINISHED, ResponseState.ACCEPTED}


@dataclass(frozen=True, slots=True)
class StandLine:
    """A stand: what its schedule says of the visit's day and of now, its forms, how many people were asked there.

    Attributes:
        carried: findings of earlier visits that were brought into this one, to be looked at again here.
        drawn: whether the draw of stands, where there was one, chose it; None where there was none.
        next_user: which leaving service user to ask next here, None where that was not drawn or enough were asked.
    """

    stand: Stand
    today: tuple[Opening, ...]
    expected: Expected
    form: FormLine | None
    complaints: FormLine | None
    officers: int = 0
    service_users: int = 0
    carried: tuple[Carried, ...] = ()
    drawn: bool | None = None
    next_user: int | None = None

    @property
    def unanswered(self) -> tuple[Carried, ...]:
        """The findings of earlier visits for which nobody has said yet whether they were mended."""
        return tuple(each for each in self.carried if not each.mended)


@dataclass(frozen=True, slots=True)
class Share:
    """What one person does: stands given to them, responses they began, and finished ones of these."""

    author: str
    begun: int
    finished: int
    stands: int = 0


@dataclass(frozen=True)
class Overview:
    """All that a page of a visit shows.

    Attributes:
        now: the moment it was built, in the site's zone.
        title: of the instrument, Indonesian.
        warning: Indonesian sentence when the instrument is out of its validity, else ``""``.
        forms: every form that can be filled, in the order mall, complaints, stands, officers, service users.
        doubles: slots filled more than once, with all their responses.
        shared_codes: officers and service users whose code another one has: (kind, id, code).
        reason: why the visit was cancelled, ``""`` when it was not.
        ahead: by how much the confirmed time is ahead of this laptop's clock.
        time_confirmed: whether somebody confirmed the time on this laptop.
        laptops_not_merged: of how many laptops changes are known of that are not here.
    """

    visit: Visit
    now: datetime
    title: str
    warning: str
    quota: Mapping[TargetKind, int]
    forms: tuple[FormLine, ...]
    stands: tuple[StandLine, ...]
    conflicts: tuple[ShownConflict, ...]
    doubles: tuple[tuple[FormLine, tuple[Response, ...]], ...]
    revivals: tuple[ShownRevival, ...]
    shared_codes: tuple[tuple[TargetKind, str, str], ...]
    shares: tuple[Share, ...]
    forks: int
    missing_files: int
    reason: str = ""
    ahead: timedelta = timedelta(0)
    time_confirmed: bool = False
    laptops_not_merged: int = 0

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing before the visit is complete, the gravest first."""
        return gaps(self)

    @property
    def sealed(self) -> bool:
        """Whether its facts are frozen."""
        return self.visit.seal is not None

    @property
    def frozen(self) -> bool:
        """Whether nothing is to be entered any more: sealed, or called off."""
        return self.sealed or self.visit.state is VisitState.CANCELLED

    @property
    def to_decide(self) -> int:
        """How many decisions wait."""
        return len(self.conflicts) + len(self.doubles) + len(self.revivals) + len(self.shared_codes)

    def of_kind(self, kind: TargetKind) -> tuple[FormLine, ...]:
        """Return the forms for targets of a kind."""
        return tuple(line for line in self.forms if line.kind is kind)

    def has_role(self, role: str) -> bool:
        """Say whether someone stands in this role."""
        return any(person.role == role for person in self.visit.people)

    def tally(self) -> tuple[int, int]:
        """Return (finished forms, expected forms).

        Expected are the building's, those of stands whose state was noted or whose form was begun, and as many
        interviews as the instrument wants, or as were prepared when these are more.
        """
        expected = sum(1 for line in self.forms if line.kind is TargetKind.MALL)
        expected += sum(1 for s in self.stands if s.stand.status or (s.form and s.form.state))
        expected += sum(
            1
            for line in self.forms
            if line.kind is TargetKind.COMPLAINTS and (line.state or not line.stand)
        )
        expected += sum(max(self.quota.get(kind, 0), len(self.of_kind(kind))) for kind in ASKED)
        return sum(1 for line in self.forms if line.finished), expected


class Overviews:
    """Builds overviews; what is costly (parsing forms, replaying responses) is done once. Belongs to one thread."""

    def __init__(self) -> None:
        self._book = ProgressBook()

    def of(self, desk: Desk, visit: str) -> Overview:
        """Return a visit's overview as of now.

        Raises:
            VisitError: the database holds no such visit, or not its instrument.
            StoreError: it cannot be read.
        """
        snapshot = desk.visits.snapshot(visit, secrets=True)
        instrument = desk.instrument(visit)
        carried = FollowUps(desk.visits, visit, desk.calendar).carried()
        drawn = {
            sample.what: sample for sample in Samples(desk.visits, visit).all() if sample.nonce
        }
        now = desk.visits.now(visit).astimezone(zone_info(snapshot.mall.zone))
        grouped = slots(snapshot.responses)
        lines = {
            (line.target, line.form): line
            for target in desk.visits.targets(visit)
            if target.kind.value in instrument.forms
            for line in [self._line(snapshot, instrument, target, grouped)]
        }
        return Overview(
            visit=snapshot,
            now=now,
            title=instrument.title.id,
            warning=instrument.out_of_validity((snapshot.started_at or now).date()) or "",
            quota={TargetKind(kind): wanted for kind, wanted in instrument.quota.items()},
            forms=tuple(sorted(lines.values(), key=_place)),
            stands=tuple(
                _stand(stand, lines, snapshot, now, desk.calendar, carried, drawn)
                for stand in snapshot.stands
            ),
            conflicts=shown_conflicts(desk, snapshot, instrument),
            doubles=tuple(
                (lines[slot.target, slot.form], tuple(group))
                for slot, group in grouped.items()
                if len(group) > 1 and (slot.target, slot.form) in lines
            ),
            revivals=revivals(desk, visit),
            shared_codes=shared_codes(snapshot),
            shares=_shares(snapshot),
            forks=len(desk.records.forks(visit)),
            missing_files=len(desk.records.missing_blobs(visit)),
            laptops_not_merged=len(desk.records.missing_changes(visit)),
            reason=str(desk.records.entities(visit, "progress")[0].fields.get("reason") or ""),
            ahead=desk.visits.ahead(visit),
            time_confirmed=any(each.device == desk.records.device for each in snapshot.clocks),
        )

    def _line(
        self,
        snapshot: Visit,
        instrument: Instrument,
        target: Target,
        grouped: Mapping[Slot, list[Response]],
    ) -> FormLine:
        form = target.kind.value
        stand = snapshot.stand_of_interviewed().get(target.id, "")
        if target.kind is TargetKind.STAND or (
            target.kind is TargetKind.COMPLAINTS and target.id != snapshot.mall.id
        ):
            stand = target.id
        group = grouped.get(Slot(target.id, form, 1), [])
        if not group:
            return FormLine(form, target.id, target.kind, target.code, target.name, stand)
        found = group[0]
        return FormLine(
            form,
            target.id,
            target.kind,
            target.code,
            target.name,
            stand,
            response=found.id,
            state=found.state,
            author=found.author,
            progress=self._book.of(instrument, found),
            stale=stale(found),
            locked=len(found.locked),
            doubles=len(group),
            secret=found.secret or bool(found.secret_keys),
        )


def _place(line: FormLine) -> tuple[int, bool]:
    order = (
        TargetKind.MALL,
        TargetKind.COMPLAINTS,
        TargetKind.STAND,
        TargetKind.OFFICER,
        TargetKind.SERVICE_USER,
    )
    return order.index(line.kind), bool(line.stand)


def _stand(
    stand: Stand,
    lines: Mapping[tuple[str, str], FormLine],
    snapshot: Visit,
    now: datetime,
    calendar: Calendar,
    carried: Sequence[Carried],
    drawn: Mapping[str, Sample],
) -> StandLine:
    users = sum(1 for user in snapshot.service_users if user.stand == stand.id)
    stands, leaving = drawn.get("stand"), drawn.get("service_user")
    on_site = snapshot.state in {VisitState.PLANNED, VisitState.ON_SITE}
    return StandLine(
        stand=stand,
        today=openings_on(stand.schedule, (now if on_site else snapshot.started_at or now).date()),
        expected=expected_at(stand.schedule, now, calendar.is_holiday)
        if on_site
        else Expected.UNKNOWN,
        form=lines.get((stand.id, TargetKind.STAND.value)),
        complaints=lines.get((stand.id, TargetKind.COMPLAINTS.value)),
        officers=sum(1 for officer in snapshot.officers if officer.stand == stand.id),
        service_users=users,
        carried=carried_at(stand, carried),
        drawn=stand.code in {unit.id for unit in stands.current} if stands else None,
        next_user=leaving.next_at(stand.code, users) if leaving else None,
    )


def _shares(snapshot: Visit) -> tuple[Share, ...]:
    begun = Counter(response.author for response in snapshot.responses)
    finished = Counter(
        response.author
        for response in snapshot.responses
        if response.state in {ResponseState.FINISHED, ResponseState.ACCEPTED}
    )
    names = {person.id: person.name for person in snapshot.people}
    given = Counter(names[stand.inspector] for stand in snapshot.stands if stand.inspector in names)
    everyone = dict.fromkeys([*(author for author, _ in begun.most_common()), *given])
    return tuple(Share(name, begun[name], finished[name], given[name]) for name in everyone)
