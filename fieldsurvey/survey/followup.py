"""What became of the findings: status with evidence and verifier, deadlines, and the question at the next visit.

Each report on a finding is an entity of its own, so that the log stays whole and two offices can report side by side;
the status is that of the latest. A seal leaves follow-up open (design §4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.indonesia import local_date
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.deadlines import CALENDAR
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.seals import active_seal
from fieldsurvey.survey.visits import from_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.survey.deadlines import Calendar
    from fieldsurvey.survey.model import Finding, Visit
    from fieldsurvey.survey.visits import Visits

#: Kinds of the entities in a visit.
FOLLOWUP, CARRIED = "followup", "carried"


class Status(StrEnum):
    """How far a corrective action is (domain.md §6.2)."""

    OPEN = "belum"
    UNDERWAY = "proses"
    DONE = "selesai"
    NOT_DONE = "tidak-dilaksanakan"


class Mended(StrEnum):
    """The answer to "was it mended?" at the next visit."""

    YES = "diperbaiki"
    PARTLY = "sebagian"
    NO = "belum"


@dataclass(frozen=True, slots=True)
class Report:
    """One report on a finding.

    Attributes:
        finding: the finding's id.
        note: what was done.
        evidence: SHA-256 of the files that prove it.
        verifier: who checked it; "" while nobody has.
        at: ISO 8601 with offset; by: who wrote it down.
    """

    id: str
    finding: str
    status: str
    note: str = ""
    evidence: tuple[str, ...] = ()
    verifier: str = ""
    at: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A finding with what became of it.

    Attributes:
        due: its deadline, None when it has none or nothing is signed yet.
        standing: ``done``, ``overdue``, ``near`` or ``open``; ``""`` without a deadline.
    """

    finding: Finding
    reports: tuple[Report, ...]
    due: date | None
    standing: str

    @property
    def status(self) -> Status:
        """The status of the latest report."""
        return Status(self.reports[-1].status) if self.reports else Status.OPEN


@dataclass(frozen=True, slots=True)
class Carried:
    """A finding of an earlier visit to the same mall, to be looked at again."""

    id: str
    visit: str
    finding: str
    target_name: str
    condition: str
    action: str = ""
    mended: str = ""
    note: str = ""


class FollowUps:
    """The follow-up of one visit.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        calendar: holidays and periods.
    """

    def __init__(self, visits: Visits, visit: str, calendar: Calendar) -> None:
        self._visits = visits
        self._visit = visit
        self._calendar = calendar

    def all(self, today: date) -> list[FollowUp]:
        """Return every finding of the visit in its order, with its reports and its standing on a day."""
        snapshot = self._visits.snapshot(self._visit)
        reports: dict[str, list[Report]] = {}
        for record in self._visits.records.entities(self._visit, FOLLOWUP):
            report = from_record(Report, record)
            if report.status in set(Status):  # else the rest of it has not arrived
                reports.setdefault(report.finding, []).append(report)
        start = counted_from(snapshot)
        return [
            self._one(finding, tuple(reports.get(finding.id, ())), start, today)
            for finding in snapshot.findings
        ]

    def find(self, text: str) -> Finding:
        """Return the finding of a number or of a unique beginning of its id.

        Raises:
            VisitError: none or several fit.
        """
        findings = self._visits.snapshot(self._visit).findings
        fitting = [
            each
            for each in findings
            if text and (text == str(each.number) or each.id.startswith(text))
        ]
        exact = [each for each in fitting if text == str(each.number)]
        if len(exact or fitting) != 1:
            raise VisitError(
                what=f"{text!r} names no one finding; the visit has numbers 1 to {len(findings)}"
            )
        return (exact or fitting)[0]

    def report(
        self,
        finding: str,
        status: Status,
        *,
        note: str = "",
        evidence: tuple[bytes, ...] = (),
        verifier: str = "",
    ) -> None:
        """Write down what became of a finding, durably.

        Args:
            finding: its id.
            status: how far it is.
            note: what was done; needed for *selesai* without evidence and for *tidak-dilaksanakan*.
            evidence: bytes of the files that prove it; they travel with the visit.
            verifier: who checked it; a finding is *selesai* only when somebody did.

        Raises:
            VisitError: the visit is not sealed yet, or note or verifier is missing.
        """
        snapshot = self._visits.snapshot(self._visit)
        if snapshot.seal is None:
            raise VisitError(
                what="follow-up begins when the visit is sealed: until then edit the finding"
            )
        if status is Status.DONE and not verifier.strip():
            raise VisitError(
                what="name the verifier: a finding is settled only when somebody checked it"
            )
        if status in {Status.DONE, Status.NOT_DONE} and not (note.strip() or evidence):
            raise VisitError(what="write what was done, or why it was not, or add evidence")
        moment, entity = self._visits.clock.now(), new_id()
        with self._visits.records.atomic():
            blobs = tuple(self._visits.records.put_blob(data) for data in evidence)
            fields: dict[str, object] = {
                "finding": finding,
                "status": status.value,
                "note": note.strip(),
                "evidence": list(blobs),
                "verifier": verifier.strip(),
                "at": self._visits.now(self._visit).isoformat(),
                "by": self._visits.author,
            }
            entries = [
                Entry(FOLLOWUP, entity, name, value, blobs=blobs if name == "evidence" else ())
                for name, value in fields.items()
            ]
            self._visits.records.write(self._visit, entries, author=self._visits.author, at=moment)

    def carry_from(self, earlier: str) -> int:
        """Bring the findings of an earlier visit that are not settled into this one; return how many were new.

        Raises:
            VisitError: the visits are of different malls, or this one is sealed.
        """
        if mall_key(self._visits, self._visit) != mall_key(self._visits, earlier):
            here, there = (self._visits.snapshot(each) for each in (self._visit, earlier))
            raise VisitError(what=f"{there.mall.name} and {here.mall.name} are different malls")
        open_ones = self.left_open_by(earlier)
        with self._visits.records.atomic():
            for each in open_ones:
                self._visits.add_fields(
                    self._visit,
                    CARRIED,
                    visit=earlier,
                    finding=each.finding.id,
                    target_name=each.finding.target_name,
                    condition=each.finding.condition,
                    action=each.finding.action,
                )
        return len(open_ones)

    def left_open_by(self, earlier: str) -> list[FollowUp]:
        """Return the findings of an earlier visit that are not settled and were not brought into this one."""
        known = {each.finding for each in self.carried()}
        return [
            each
            for each in FollowUps(self._visits, earlier, self._calendar).all(date.min)
            if each.status is not Status.DONE and each.finding.id not in known
        ]

    def carried(self) -> list[Carried]:
        """Return the findings brought from earlier visits, in order."""
        records = self._visits.records.entities(self._visit, CARRIED)
        return [from_record(Carried, record) for record in records]

    def answer(self, carried: str, mended: Mended, note: str = "") -> None:
        """Answer "was it mended?" for a carried finding.

        Raises:
            VisitError: it is not here, or the visit is sealed.
        """
        if carried not in {each.id for each in self.carried()}:
            raise VisitError(what="no such finding was carried into this visit")
        self._visits.change(self._visit, CARRIED, carried, mended=mended.value, note=note.strip())

    def _one(
        self, finding: Finding, reports: tuple[Report, ...], start: date | None, today: date
    ) -> FollowUp:
        due = finding.deadline
        if due is None and finding.deadline_days is not None and start is not None:
            due = self._calendar.after(
                start, finding.deadline_days, finding.deadline_kind or CALENDAR
            )
        settled = bool(reports) and Status(reports[-1].status) is Status.DONE
        return FollowUp(finding, reports, due, self._standing(due, today, settled=settled))

    def _standing(self, due: date | None, today: date, *, settled: bool) -> str:
        if settled:
            return "done"
        if due is None:
            return ""
        if today > due:
            return "overdue"
        return "near" if (due - today).days <= self._calendar.remind_before else "open"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A finding that is overdue or near its deadline, with its visit and mall."""

    visit: str
    mall: str
    follow_up: FollowUp


def due_everywhere(
    visits: Visits, calendar: Calendar, today: date, among: Iterable[str] | None = None
) -> list[Reminder]:
    """Return what is overdue or near its deadline on a day, of all visits held here, the earliest deadline first.

    Cancelled visits remind of nothing. Where it is known which visits can have something due, name them by ``among``.
    """
    found = [
        Reminder(visit, visits.snapshot(visit).mall.name, each)
        for visit in (visits.ids() if among is None else among)
        if reminds(visits, visit)
        for each in FollowUps(visits, visit, calendar).all(today)
        if each.standing in {"overdue", "near"}
    ]
    return sorted(found, key=lambda each: (each.follow_up.due or date.max, each.mall))


def reminds(visits: Visits, visit: str) -> bool:
    """Say whether a visit can have something due: told from few records, before all of it is read."""
    if visits.state(visit) is VisitState.CANCELLED:
        return False
    sealed = active_seal(visits.records, visit) is not None
    return any(
        each.fields.get("deadline") or (sealed and each.fields.get("deadline_days") is not None)
        for each in visits.records.entities(visit, "finding")
    )


def counted_from(visit: Visit) -> date | None:
    """Return the day from which deadlines count, as the berita acara does: the visit's last; None before the seal."""
    if visit.seal is None:
        return None
    return local_date(visit.ended_at or visit.seal.sealed_at, visit.mall.zone)


def mall_key(visits: Visits, visit: str) -> tuple[str, str]:
    """Return what two visits to the same mall have in common: its region and its name, however it is spaced."""
    fields = next((each.fields for each in visits.records.entities(visit, "mall")), {})
    name = str(fields.get("name", ""))
    return str(fields.get("region_code", "")), " ".join(name.casefold().split())
