"""Complaints received on site: a receipt number at once, deadlines by the rules, the complainant's words private.

The receipt is obligatory and the name may be kept secret (domain.md §2.1: UU 25/2009 Ps 42, 44 [M]); so name, contact
and text are stored under a key of the complaint and can be erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.indonesia import full_date, local_date, local_time, long_date
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.arrival import site_zone
from fieldsurvey.survey.complaint_steps import (
    ComplaintStatus,
    Step,
    ended,
    furthest,
    steps_of,
    take_step,
)
from fieldsurvey.survey.ports import LOCKED, Entry

if TYPE_CHECKING:
    from fieldsurvey.survey.deadlines import Calendar
    from fieldsurvey.survey.ports import Record
    from fieldsurvey.survey.visits import Visits

#: Kind of the entity in a visit.
COMPLAINT = "complaint"

_PRIVATE = frozenset({"complainant", "contact", "text"})


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint.

    Attributes:
        receipt: the number given to the complainant.
        about: the stand or service complained of.
        complainant, contact, text: None where no key is held here, or erased.
        secret: the complainant's identity is to be kept secret, from every document.
        received_at: aware.
        due: what is due when: ``reply``, ``complete``, ``decide``; the last counts from the day on which the file was
            complete (domain.md §2.1).
        steps: what became of it, by day.
    """

    id: str
    receipt: str
    about: str
    complainant: str | None
    contact: str | None
    text: str | None
    secret: bool
    received_at: datetime
    due: dict[str, date]
    steps: tuple[Step, ...] = ()

    @property
    def status(self) -> ComplaintStatus:
        """How far it is."""
        return furthest(self.steps)

    @property
    def incomplete(self) -> bool:
        """Whether the complainant was asked to complete the file, and has not yet."""
        return any(step.incomplete for step in self.steps) and not _completed(self.steps)

    def overdue(self, today: date) -> list[str]:
        """Return what should have been done before a day and was not: ``reply``, ``complete`` or ``decide``."""
        return [what for what in self._waiting() if today > self.due[what]]

    @property
    def next_due(self) -> date | None:
        """The first day by which something is due that was not done, None when nothing is."""
        return min((self.due[what] for what in self._waiting()), default=None)

    def _waiting(self) -> list[str]:
        """Return what is still to be done."""
        if ended(self.status):
            return []
        answered = any(step.status == ComplaintStatus.ANSWERED for step in self.steps)
        waiting = {
            "reply": not answered,
            "complete": self.incomplete,
            "decide": not self.incomplete,
        }
        return [what for what, open_ in waiting.items() if open_]


class Complaints:
    """The complaints received during one visit.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        calendar: the periods of the procedure.
    """

    def __init__(self, visits: Visits, visit: str, calendar: Calendar) -> None:
        self._visits = visits
        self._visit = visit
        self._calendar = calendar

    def receive(
        self,
        text: str,
        *,
        about: str = "",
        complainant: str = "",
        contact: str = "",
        secret: bool = True,
    ) -> Complaint:
        """Take a complaint, durably, and give its receipt number.

        The number names the visit, the laptop and a count, so that two laptops never give the same one.

        Args:
            text: what is complained of.
            about: the stand or service.
            complainant: a name, "" for an anonymous complaint.
            contact: where the complainant can be reached.
            secret: keep the identity secret.

        Raises:
            VisitError: there is no text.
        """
        if not text.strip():
            raise VisitError(what="write what is complained of")
        records, moment, entity = self._visits.records, self._visits.clock.now(), new_id()
        received = self._visits.now(self._visit)
        # Counted and given in one transaction: the window and a command may take complaints at once.
        with records.atomic():
            fields: dict[str, object] = {
                "receipt": self._next_number(),
                "about": about.strip(),
                "complainant": complainant.strip(),
                "contact": contact.strip(),
                "text": text.strip(),
                "secret": secret,
                "received_at": received.isoformat(),
            }
            entries = [
                Entry(
                    COMPLAINT,
                    entity,
                    name,
                    value,
                    private_key_of=entity if name in _PRIVATE else None,
                )
                for name, value in fields.items()
            ]
            records.write(self._visit, entries, author=self._visits.author, at=moment)
        return next(each for each in self.all() if each.id == entity)

    def all(self) -> list[Complaint]:
        """Return the complaints in the order they came."""
        steps = steps_of(self._visits, self._visit)
        return [
            self._complaint(record, steps.get(record.id, ()))
            for record in self._visits.records.entities(self._visit, COMPLAINT)
            if record.fields.get("received_at")  # else the rest of it has not arrived
        ]

    def find(self, text: str) -> Complaint:
        """Return the complaint of a receipt number, or of a unique beginning or end of one.

        Raises:
            VisitError: none or several fit.
        """
        wanted = text.strip().upper()
        every = self.all()
        exact = [each for each in every if each.receipt == wanted]
        fitting = exact or [
            each
            for each in every
            if wanted and (each.receipt.startswith(wanted) or each.receipt.endswith(wanted))
        ]
        if len(fitting) != 1:
            raise VisitError(what=f"{text!r} names no one complaint of this visit")
        return fitting[0]

    def step(
        self,
        complaint: Complaint,
        status: ComplaintStatus,
        *,
        day: date | None = None,
        note: str = "",
        evidence: tuple[bytes, ...] = (),
        incomplete: bool = False,
        completed: date | None = None,
    ) -> Complaint:
        """Write down a step of a complaint, durably, and return the complaint as it is then.

        Args:
            complaint: as read.
            status: how far it is now; the same again adds evidence or the day of completion.
            day: when the step was taken; today at the site by default.
            note: what was done, or why it is refused; stored privately.
            evidence: bytes of the files that prove it; they travel with the visit.
            incomplete: the answer was that the file is not complete.
            completed: the day on which the file became complete: the decision is due counted from it.

        Raises:
            VisitError: the step does not follow, lies before the receipt, or lacks what it needs.
        """
        zone = site_zone(self._visits, self._visit)
        take_step(
            self._visits,
            self._visit,
            complaint.id,
            complaint.received_at.astimezone(zone).date(),
            complaint.steps,
            status,
            day=day or self._visits.now(self._visit).astimezone(zone).date(),
            note=note,
            evidence=evidence,
            incomplete=incomplete,
            completed=completed,
        )
        return next(each for each in self.all() if each.id == complaint.id)

    def _next_number(self) -> str:
        records = self._visits.records
        own = sum(
            1
            for each in records.entities(self._visit, COMPLAINT)
            if each.order[1] == records.device
        )
        return f"P-{self._visit[-4:]}-{records.device[:4]}-{own + 1:03d}".upper()

    def _complaint(self, record: Record, steps: tuple[Step, ...]) -> Complaint:
        fields = record.fields
        received = datetime.fromisoformat(str(fields["received_at"]))
        day = received.astimezone(site_zone(self._visits, self._visit)).date()
        complete = _completed(steps) or day

        def private(name: str) -> str | None:
            value = fields.get(name)
            return None if value is None or value is LOCKED else str(value)

        return Complaint(
            id=record.id,
            receipt=str(fields.get("receipt", "")),
            about=str(fields.get("about", "")),
            complainant=private("complainant"),
            contact=private("contact"),
            text=private("text"),
            secret=bool(fields.get("secret", True)),
            received_at=received,
            due={
                what: self._calendar.after(complete if what == "decide" else day, days)
                for what, days in self._calendar.complaint.items()
            },
            steps=steps,
        )


def receipt_lines(complaint: Complaint, mall: str, zone: str) -> list[str]:
    """Return the receipt that the complainant takes home, in Indonesian; without a name when it is to be kept secret.

    Args:
        complaint: as read.
        mall: name of the place.
        zone: the site's.
    """
    received, due = complaint.received_at, complaint.due
    when = f"{full_date(local_date(received, zone))} pukul {local_time(received, zone)}"
    lines = [
        "TANDA TERIMA PENGADUAN",
        f"Nomor       : {complaint.receipt}",
        f"Diterima    : {when}",
        f"Tempat      : {mall}",
        f"Mengenai    : {complaint.about or '–'}",
    ]
    if complaint.secret or not complaint.complainant:
        lines.append("Pengadu     : identitas dirahasiakan")
    else:
        lines.append(f"Pengadu     : {complaint.complainant}")
    return [
        *lines,
        f"Tanggapan   : paling lambat {long_date(due['reply'])}",
        f"Kelengkapan : bila diminta, paling lambat {long_date(due['complete'])}",
        f"Keputusan   : paling lambat {long_date(due['decide'])} (sejak berkas lengkap)",
        "Simpan tanda terima ini; sebutkan nomornya ketika menanyakan pengaduan.",
    ]


def _completed(steps: tuple[Step, ...]) -> date | None:
    days = [date.fromisoformat(step.completed) for step in steps if step.completed]
    return max(days, default=None)
