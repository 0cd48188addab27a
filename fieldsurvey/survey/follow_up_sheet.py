"""What a page of follow-up shows: findings with deadlines, what earlier visits left open, complaints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import local_date
from fieldsurvey.survey.complaints import COMPLAINT, Complaint, Complaints
from fieldsurvey.survey.followup import FollowUps, Reminder, due_everywhere, mall_key
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.parties import TEAM_ROLES
from fieldsurvey.survey.visit_list import horizon, is_fresh

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from fieldsurvey.survey.deadlines import Calendar
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.followup import Carried, FollowUp
    from fieldsurvey.survey.model import Stand
    from fieldsurvey.survey.visits import Visits


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier visit to the same mall that left something open; ``open`` counts what is not in this visit yet."""

    visit: str
    day: date | None
    open: int


@dataclass(frozen=True, slots=True)
class FollowUpSheet:
    """What a page of follow-up shows of one visit.

    Attributes:
        today: at the site.
        sealed: whether what became of the findings can be written down.
        frozen: whether facts of the inspection can no longer be: the answers to "was it mended?" are such.
        findings: in the order of the minutes.
        carried: those of earlier visits, to be looked at again.
        earlier: visits whose open findings could be brought in.
        places: names of the mall's stands.
        team: names of the inspectors.
    """

    visit: str
    mall: str
    zone: str
    state: VisitState
    today: date
    sealed: bool
    frozen: bool
    findings: tuple[FollowUp, ...]
    carried: tuple[Carried, ...]
    earlier: tuple[Earlier, ...]
    complaints: tuple[Complaint, ...]
    places: tuple[str, ...]
    team: tuple[str, ...]

    def count(self, standing: str) -> int:
        """Return how many findings stand so: ``done``, ``overdue``, ``near`` or ``open``."""
        return sum(1 for each in self.findings if each.standing == standing)


def read_follow_up(desk: Desk, visit: str) -> FollowUpSheet:
    """Gather what a page of follow-up shows.

    Raises:
        VisitError: the database holds no such visit.
    """
    snapshot = desk.visits.snapshot(visit)
    followups = FollowUps(desk.visits, visit, desk.calendar)
    today = local_date(desk.visits.now(visit), snapshot.mall.zone)
    sealed = snapshot.seal is not None
    frozen = sealed or snapshot.state is VisitState.CANCELLED
    return FollowUpSheet(
        visit=visit,
        mall=snapshot.mall.name,
        zone=snapshot.mall.zone,
        state=snapshot.state,
        today=today,
        sealed=sealed,
        frozen=frozen,
        findings=tuple(followups.all(today)),
        carried=tuple(followups.carried()),
        earlier=() if frozen else tuple(earlier_open(desk.visits, visit, desk.calendar)),
        complaints=tuple(Complaints(desk.visits, visit, desk.calendar).all()),
        places=tuple(f"{stand.code} {stand.name}".strip() for stand in snapshot.stands),
        team=tuple(person.name for person in snapshot.people if person.role in TEAM_ROLES),
    )


@dataclass(frozen=True, slots=True)
class Due:
    """What is due everywhere; complaints with their visit and mall, only those that are overdue."""

    today: date
    findings: tuple[Reminder, ...]
    complaints: tuple[tuple[str, str, Complaint], ...]

    def of(self, visit: str) -> tuple[int, int]:
        """Return (overdue, near) of one visit."""
        mine = [each.follow_up.standing for each in self.findings if each.visit == visit]
        late = sum(1 for other, _, _ in self.complaints if other == visit)
        return late + mine.count("overdue"), mine.count("near")

    @property
    def overdue(self) -> int:
        """How many deadlines have passed."""
        late = sum(1 for each in self.findings if each.follow_up.standing == "overdue")
        return late + len(self.complaints)

    @property
    def near(self) -> int:
        """How many deadlines are near."""
        return sum(1 for each in self.findings if each.follow_up.standing == "near")


def read_due(desk: Desk) -> Due:
    """Return what is due on this laptop's day, of all visits held here.

    Where the lines of the list are up to date they say which few visits to read; else all are looked at.
    """
    visits = desk.visits
    day = horizon(desk)
    among = desk.records.lines.reminding(day) if is_fresh(desk) else visits.ids()
    complaints = [
        (visit, str(desk.summary(visit)["mall"]), each)
        for visit in among
        if visits.records.entities(visit, COMPLAINT)
        for each in Complaints(visits, visit, desk.calendar).all()
        if each.overdue(day.today)
    ]
    findings = due_everywhere(visits, desk.calendar, day.today, among)
    return Due(day.today, tuple(findings), tuple(complaints))


def earlier_open(visits: Visits, visit: str, calendar: Calendar) -> list[Earlier]:
    """Return the earlier visits to the same mall that left findings open, the latest first.

    Ids of visits sort by the time at which they were made.
    """
    own = mall_key(visits, visit)
    followups, found = FollowUps(visits, visit, calendar), []
    for other in visits.ids():
        if other >= visit or mall_key(visits, other) != own:
            continue
        if visits.state(other) is VisitState.CANCELLED:
            continue
        count = len(followups.left_open_by(other))
        if count:
            there = visits.snapshot(other)
            began = there.started_at
            day = local_date(began, there.mall.zone) if began else there.assignment_date
            found.append(Earlier(other, day, count))
    return found[::-1]


def carried_at(stand: Stand, carried: Iterable[Carried]) -> tuple[Carried, ...]:
    """Return what earlier visits found at a stand: by its name as the minutes of then printed it, or by its code."""
    names = {_folded(stand.name), _folded(stand.code), _folded(f"{stand.code} {stand.name}")} - {""}
    return tuple(each for each in carried if _folded(each.target_name) in names)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
