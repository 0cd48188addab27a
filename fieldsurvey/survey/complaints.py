"""Complaints received on site: a receipt number at once, deadlines by the rules, the complainant's words private.

The receipt is obligatory and the name may be kept secret (domain.md §2.1: UU 25/2009 Ps 42, 44 [M]); so name, contact
and text are stored under a key of the complaint and can be erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.indonesia import local_date
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.ports import LOCKED, Entry

if TYPE_CHECKING:
    from datetime import date

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
        due: what is due when: ``reply``, ``complete``, ``decide``.
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
        own = sum(
            1
            for each in records.entities(self._visit, COMPLAINT)
            if each.order[1] == records.device
        )
        fields: dict[str, object] = {
            "receipt": f"P-{self._visit[-4:]}-{records.device[:4]}-{own + 1:03d}".upper(),
            "about": about.strip(),
            "complainant": complainant.strip(),
            "contact": contact.strip(),
            "text": text.strip(),
            "secret": secret,
            "received_at": moment.isoformat(),
        }
        entries = [
            Entry(
                COMPLAINT, entity, name, value, private_key_of=entity if name in _PRIVATE else None
            )
            for name, value in fields.items()
        ]
        records.write(self._visit, entries, author=self._visits.author, at=moment)
        return next(each for each in self.all() if each.id == entity)

    def all(self) -> list[Complaint]:
        """Return the complaints in the order they came."""
        zone = self._visits.snapshot(self._visit).mall.zone
        return [
            self._complaint(record, zone)
            for record in self._visits.records.entities(self._visit, COMPLAINT)
        ]

    def _complaint(self, record: Record, zone: str) -> Complaint:
        fields = record.fields
        received = datetime.fromisoformat(str(fields["received_at"]))
        day = local_date(received, zone)

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
                what: self._calendar.after(day, days)
                for what, days in self._calendar.complaint.items()
            },
        )
