"""The letter of assignment of a visit: number, date, issuer, subject, period, and the scan of what was signed.

Number and date are facts of the visit, which a seal freezes; the rest lies beside them as a document does, so that a
scan may still come when the minutes are sealed.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem, VisitError
from fieldsurvey.indonesia import UNNUMBERED, local_date
from fieldsurvey.media import media_type_of, read_evidence, read_photo
from fieldsurvey.media.kinds import JPEG, PDF
from fieldsurvey.survey.letter_numbers import LETTERS, MINUTES_REGISTER, plain
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.seals import require_open
from fieldsurvey.survey.visits import MINUTES

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.letter_numbers import Reserved
    from fieldsurvey.survey.ports import Record
    from fieldsurvey.survey.visits import Visits

#: Kind of the entity in a visit; its id follows from the visit, so that two laptops fill in one letter.
LETTER = "letter"

_IDS = uuid.UUID("0193a0e3-8d27-7f44-9d0c-2b6a5c1e7f90")
_TEXTS = ("issuer", "position", "subject")
_DAYS = ("period_from", "period_until")
_END_OF_PDF = b"%%EOF"
_TAIL = 2048  # bytes in which a PDF says that it ends (ISO 32000-1, 7.5.5)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was signed, as a file: its name on the day, its kind by content, its bytes by SHA-256."""

    name: str
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of assignment.

    Attributes:
        number: ``""`` when there is none, with ``…`` where the office has not issued it yet.
        issuer, position: who signed it, and as what.
        period_from, period_until: the days of the assignment.
    """

    number: str = ""
    dated: date | None = None
    issuer: str = ""
    position: str = ""
    subject: str = ""
    period_from: date | None = None
    period_until: date | None = None
    scan: Scan | None = None

    @property
    def numbered(self) -> bool:
        """Whether the office has issued the number."""
        return bool(self.number) and UNNUMBERED not in self.number


def letter_of(visits: Visits, visit: str) -> Letter:
    """Return the letter of a visit as far as it is known."""
    facts = visits.records.entities(visit, "visit")[0].fields
    record = visits.records.entity(visit, _letter_id(visit))
    fields = record.fields if record else {}
    scan = fields.get("scan")
    return Letter(
        number=str(facts.get("assignment") or ""),
        dated=_day(facts.get("assignment_date")),
        issuer=str(fields.get("issuer") or ""),
        position=str(fields.get("position") or ""),
        subject=str(fields.get("subject") or ""),
        period_from=_day(fields.get("period_from")),
        period_until=_day(fields.get("period_until")),
        scan=Scan(**scan) if isinstance(scan, dict) else None,
    )


def keep_letter(visits: Visits, visit: str, **facts: str | date) -> None:
    """Write what is known of a letter; what is not named stays.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        facts: ``issuer``, ``position``, ``subject`` as text; ``dated``, ``period_from``, ``period_until`` as days.

    Raises:
        VisitError: the period ends before it begins, or the date is under a seal.
    """
    before = letter_of(visits, visit)
    start = facts.get("period_from", before.period_from)
    end = facts.get("period_until", before.period_until)
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise VisitError(
            what=f"the period of the letter ends on {end}, before it begins on {start}"
        )
    with visits.records.atomic():
        if "dated" in facts and facts["dated"] != before.dated:
            visits.change(visit, "visit", visit, assignment_date=str(facts["dated"]))
        changed = {
            name: str(facts[name])
            for name in (*_TEXTS, *_DAYS)
            if name in facts and facts[name] != getattr(before, name)
        }
        if changed:
            visits.change(visit, LETTER, _letter_id(visit), **changed)


def number_letter(visits: Visits, visit: str, number: str) -> None:
    """Write the number of the letter.

    Raises:
        VisitError: the visit is sealed under another number.
    """
    if letter_of(visits, visit).number != number:
        visits.change(visit, "visit", visit, assignment=number)


def reserve_letter(desk: Desk, visit: str, *, ordinal: int = 0) -> Reserved:
    """Reserve the number of a visit's letter in the office's register and write it into the visit.

    Args:
        desk: the open database.
        visit: the visit's id.
        ordinal: the running number that the office chose; 0 for the next.

    Raises:
        VisitError: another visit holds the number, or the visit is sealed.
    """
    with desk.records.atomic():
        require_open(desk.records, visit, "letter of assignment")
        reserved = desk.numbering.reserve(LETTERS, visit, _letter_day(desk, visit), ordinal=ordinal)
        number_letter(desk.visits, visit, reserved.text)
    return reserved


def enter_letter(desk: Desk, visit: str, number: str) -> None:
    """Write a number that the office has issued by other means, and enter it in the register.

    Raises:
        VisitError: another visit holds the number, or the visit is sealed.
    """
    with desk.records.atomic():
        require_open(desk.records, visit, "letter of assignment")
        held = desk.numbering.hold(LETTERS, visit, _letter_day(desk, visit), number)
        number_letter(desk.visits, visit, held.text)


def share_letter(desk: Desk, visit: str, other: str) -> None:
    """Take the letter of another visit for this one too: one letter may assign a team to several malls.

    The number stays in the register under the other visit.

    Raises:
        VisitError: the other visit has no letter, or this one is sealed.
    """
    letter = letter_of(desk.visits, other)
    if not letter.number:
        raise VisitError(what=f"visit {other[:13]} has no letter of assignment to share")
    facts = {name: getattr(letter, name) for name in ("dated", *_TEXTS, *_DAYS)}
    with desk.records.atomic():
        require_open(desk.records, visit, "letter of assignment")
        desk.numbering.release(LETTERS, visit)
        number_letter(desk.visits, visit, letter.number)
        keep_letter(desk.visits, visit, **{k: value for k, value in facts.items() if value})
        shared = Entry(LETTER, _letter_id(visit), "shared_with", other)
        entries = [shared] if _shared_with(desk.visits, visit) != other else []
        if letter.scan is not None and letter_of(desk.visits, visit).scan != letter.scan:
            blobs = (letter.scan.sha256,)
            scan = asdict(letter.scan)
            entries.append(Entry(LETTER, _letter_id(visit), "scan", scan, blobs=blobs))
        if entries:
            author, moment = desk.visits.author, desk.visits.clock.now()
            desk.records.write(visit, entries, author=author, at=moment)


def also_numbered(desk: Desk, visit: str) -> list[str]:
    """Return the other visits here under the same letter number without sharing the letter: somebody mistyped one."""
    letter = letter_of(desk.visits, visit)
    if not letter.numbered:
        return []
    number, found = plain(letter.number), []
    for other in desk.visits.ids():
        theirs = letter_of(desk.visits, other)
        years = {each.dated.year for each in (letter, theirs) if each.dated}
        if other != visit and plain(theirs.number) == number and len(years) < 2:
            found.append(other)
    group = _group(desk.visits, visit)
    return [other for other in found if _group(desk.visits, other) != group]


def _group(visits: Visits, visit: str) -> str:
    """Return the visit whose letter a visit goes by: its own unless it shares another's."""
    seen = {visit}
    while (other := _shared_with(visits, visit)) and other not in seen:
        seen.add(other)
        visit = other
    return visit


def _shared_with(visits: Visits, visit: str) -> str:
    record = visits.records.entity(visit, _letter_id(visit))
    return str(record.fields.get("shared_with") or "") if record else ""


def number_later(desk: Desk, visit: str) -> str:
    """Write ``…`` where the office has still to issue the number; return it.

    Raises:
        VisitError: the visit is sealed.
    """
    number = desk.numbering.later(LETTERS, _letter_day(desk, visit))
    with desk.records.atomic():
        desk.numbering.release(LETTERS, visit)
        number_letter(desk.visits, visit, number)
    return number


def reserve_minutes(desk: Desk, visit: str, *, ordinal: int = 0) -> Reserved:
    """Reserve the number of the berita acara; the paper takes it when it is made.

    Raises:
        VisitError: another visit holds the number, or the minutes are signed already.
    """
    minutes = _minutes(desk.visits, visit)
    standing = [record for record in minutes if not record.fields.get("void")]
    if any(record.fields.get("signed") for record in standing):
        raise VisitError(what=f"the minutes of visit {visit[:13]} are signed under their number")
    with desk.records.atomic():
        if not standing and not reserved_minutes(desk.visits, visit):
            desk.numbering.release(MINUTES_REGISTER, visit)  # unsealing voided the one it held
        day = _letter_day(desk, visit)
        reserved = desk.numbering.reserve(MINUTES_REGISTER, visit, day, ordinal=ordinal)
        if reserved_minutes(desk.visits, visit) != reserved.text:
            desk.visits.change(visit, LETTER, _letter_id(visit), minutes=reserved.text)
        for record in standing:
            if record.fields.get("number") != reserved.text:
                desk.visits.change(visit, "document", record.id, number=reserved.text)
    return reserved


def reserved_minutes(visits: Visits, visit: str) -> str:
    """Return the number reserved for the berita acara; ``""`` without one, or when lifting a seal voided it."""
    record = visits.records.entity(visit, _letter_id(visit))
    number = str(record.fields.get("minutes") or "") if record else ""
    used = [each.fields for each in _minutes(visits, visit)]
    voided = any(fields.get("void") and fields.get("number") == number for fields in used)
    return "" if voided else number


def minutes_number(desk: Desk, visit: str, number: str = "") -> str:
    """Return the number that the berita acara is to carry: the one given, else the one reserved.

    Raises:
        VisitError: the office's register has it for another visit.
    """
    number = number or reserved_minutes(desk.visits, visit)
    if number and UNNUMBERED not in number:
        day = _letter_day(desk, visit)
        desk.numbering.refuse_taken(MINUTES_REGISTER, visit, day, number)
    return number


def _minutes(visits: Visits, visit: str) -> list[Record]:
    return [
        record
        for record in visits.records.entities(visit, "document")
        if record.fields.get("kind") == MINUTES
    ]


def attach_scan(visits: Visits, visit: str, path: Path) -> Scan:
    """Attach the scan of the signed letter: a PDF, or a JPEG that can be looked at whole.

    Raises:
        FileProblem: it cannot be read, is neither of both by its content, is cut off or larger than 64 MiB.
    """
    data = read_evidence(path)
    kind = media_type_of(data)
    if kind not in {PDF, JPEG}:
        what = "is neither a PDF nor a JPEG by its content; scan the letter as one of them"
        raise FileProblem(path=path, what=what)
    if kind == JPEG:
        read_photo(data, name=str(path))
    elif _END_OF_PDF not in data[-_TAIL:]:
        raise FileProblem(path=path, what="the PDF is cut off; scan or copy the letter again")
    records = visits.records
    with records.atomic():
        sha256 = records.put_blob(data)
        value = {"name": path.name, "media_type": kind, "sha256": sha256, "size": len(data)}
        record = records.entity(visit, _letter_id(visit))
        if record is None or record.fields.get("scan") != value:
            entry = Entry(LETTER, _letter_id(visit), "scan", value, blobs=(sha256,))
            records.write(visit, [entry], author=visits.author, at=visits.clock.now())
    return Scan(path.name, kind, sha256, len(data))


def _letter_id(visit: str) -> str:
    return str(uuid.uuid5(_IDS, visit))


def _letter_day(desk: Desk, visit: str) -> date:
    """Return the day of the letter; today at the site when it has none yet."""
    mall = desk.records.entities(visit, "mall")[0].fields
    today = local_date(desk.visits.clock.now(), str(mall.get("zone") or "Asia/Jakarta"))
    return letter_of(desk.visits, visit).dated or today


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None
