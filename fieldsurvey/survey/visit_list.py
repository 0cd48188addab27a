"""The list of visits: a line each, made from its records without replaying any form, and kept (``survey.line_ports``).

A change in the journal makes the line of its visit out of date. Only such lines are made anew, some at a time, so
that a list of a hundred thousand visits opens as quickly as one of ten.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.indonesia import folded, local_date, long_date
from fieldsurvey.survey import archive
from fieldsurvey.survey.complaints import COMPLAINT, Complaints
from fieldsurvey.survey.followup import FollowUps, reminds
from fieldsurvey.survey.line_ports import Horizon, KeptLine, VisitLine
from fieldsurvey.survey.manifest import MANIFEST, Manifest, parse_manifest
from fieldsurvey.survey.model import ResponseState, TargetKind, VisitState
from fieldsurvey.survey.responses import doubles
from fieldsurvey.survey.same_stand import settled
from fieldsurvey.survey.seals import active_seal, seal_of
from fieldsurvey.survey.visits import response_of

if TYPE_CHECKING:
    from fieldsurvey.journal import SegmentStorage
    from fieldsurvey.survey.deadlines import Calendar
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.line_ports import LineKeeping, Wanted

_FINISHED = {ResponseState.FINISHED, ResponseState.ACCEPTED}
_USERS = TargetKind.SERVICE_USER.value
#: Raise it when lines are made otherwise: those kept are then made anew.
_MAKING = 1


#: Rows that a page of the list reads at once.
PAGE_ROWS = 120


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list shows first.

    Attributes:
        ids: the visits that were asked for, the newest first; ``whole`` when these are all.
        lines: of those around the place that is seen.
        total: how many visits stand in this list, found or not; ``anywhere`` says whether there is any visit at all.
        due: deadlines of all visits that have passed, and that are near.
        stale: how many lines are still to be made anew.
    """

    ids: tuple[str, ...]
    whole: bool
    lines: dict[str, VisitLine]
    total: int
    anywhere: bool
    due: tuple[int, int]
    stale: int


def is_fresh(desk: Desk) -> bool:
    """Say whether every line says what the journal says."""
    kept = desk.records.lines
    return kept.stamp() == _stamp(desk) and not kept.count_stale()


def listing(desk: Desk, wanted: Wanted, near: str = "", *, most: int | None = None) -> Listing:
    """Return what a list shows.

    Args:
        desk: the open database.
        wanted: what is asked for.
        near: the visit that stands first among those seen, or stood; ``""`` for the beginning.
        most: of so many visits; None for all.
    """
    kept, day = desk.records.lines, horizon(desk)
    ids = tuple(kept.ids(wanted, day, most))
    place = bisect_left(ids, True, key=lambda each: each <= near) if near else 0
    first = max(0, place - PAGE_ROWS // 3)
    total, others = (kept.count(archived=each) for each in (wanted.archived, not wanted.archived))
    return Listing(
        ids,
        most is None or len(ids) < most,
        kept.lines(ids[first : first + PAGE_ROWS], day),
        total,
        bool(total or others),
        kept.due(day),
        kept.count_stale(),
    )


def horizon(desk: Desk) -> Horizon:
    """Return this laptop's day, and until when a deadline is near."""
    today = desk.visits.clock.now().astimezone().date()
    calendar = _calendar(desk)
    return Horizon(today, today + timedelta(days=calendar.remind_before if calendar else 0))


def late(desk: Desk, visit: str) -> int:
    """Return how many changes arrived after the visit's seal: reads the whole visit, so ask for one at a time.

    Raises:
        StoreError: what the seal covers has not arrived.
    """
    seal = seal_of(desk.records, visit)
    return seal.late_changes if seal else 0


class VisitLines:
    """Makes the lines of visits; a pinned instrument.toml is read once. Belongs to one thread."""

    def __init__(self) -> None:
        self._manifests: dict[str, Manifest] = {}

    def freshen(
        self, desk: Desk, storage: SegmentStorage, most: int, *, opened: bool = True
    ) -> int:
        """Make lines that are out of date anew, the newest visits first, and keep them, durably.

        Args:
            desk: the open database.
            storage: the same database, which keeps the receipts of others.
            most: how many at once; they are one transaction.
            opened: the list was opened: what waited for something is looked at again.

        Returns:
            how many are left.
        """
        kept: LineKeeping = desk.records.lines
        with desk.records.atomic():
            if (stamp := _stamp(desk)) != kept.stamp():
                kept.begin(stamp)
            elif opened and kept.partial():
                kept.doubt_partial()
            kept.keep([self.line(desk, storage, stream) for stream in kept.stale(most)])
        return kept.count_stale()

    def line(self, desk: Desk, storage: SegmentStorage, stream: str) -> KeptLine:
        """Return what is kept of a stream; a visit that has not wholly arrived stands there with its problem."""
        facts = next(iter(desk.records.entities(stream, "visit")), None)
        if facts is None:
            return KeptLine(stream, None)
        archived = archive.is_archived(desk.records, stream)
        try:
            line, words = self._whole(desk, storage, stream, facts.fields)
        except FieldSurveyError as problem:
            line = VisitLine(
                stream, stream[:13], "", VisitState.PLANNED, None, "", "", "", problem=str(problem)
            )
            return KeptLine(stream, line, archived, words=stream, partial=True)
        with suppress(FieldSurveyError):
            return KeptLine(stream, line, archived, words, *_days(desk, line))
        # What its seal covers has not arrived.
        return KeptLine(stream, line, archived, words, partial=True)

    def _whole(
        self, desk: Desk, storage: SegmentStorage, visit: str, facts: dict[str, Any]
    ) -> tuple[VisitLine, str]:
        """Return a visit's line, and what it is found by."""
        records = desk.records
        state = desk.visits.state(visit)
        mall = records.entities(visit, "mall")[0].fields
        reference = desk.visits.instrument_ref(visit)
        manifest = self._manifest(desk, reference.files.get(MANIFEST, ""))
        stands = settled(records, visit, "stand")
        responses = [response_of(record) for record in settled(records, visit, "response")]
        finished = [response for response in responses if response.state in _FINISHED]
        documents = records.entities(visit, "document")
        line = VisitLine(
            id=visit,
            mall=str(mall.get("name", "")),
            city=str(mall.get("city", "")),
            province=str(mall.get("province", "")),
            state=state,
            day=_day(facts, str(mall.get("zone", "Asia/Jakarta"))),
            instrument=reference.id,
            version=reference.version,
            title=manifest.title.id,
            sample=bool(facts.get("sample")),
            training=bool(facts.get("training")),
            stands=len(stands),
            seen=sum(1 for stand in stands if stand.fields.get("status")),
            asked=sum(1 for response in finished if response.form == _USERS),
            wanted=manifest.quota.get(_USERS, 0),
            to_decide=len(records.conflicts(visit)) + len(doubles(responses)),
            sealed=active_seal(records, visit) is not None,
            signed=any(d.fields.get("signed") and not d.fields.get("void") for d in documents),
            copies=sum(each.whole for each in archive.copies(records, storage, visit)),
        )
        return line, _words(
            line, facts.get("assignment"), *(d.fields.get("number") for d in documents)
        )

    def _manifest(self, desk: Desk, sha256: str) -> Manifest:
        if sha256 not in self._manifests:
            self._manifests[sha256] = parse_manifest(desk.records.blob(sha256))
        return self._manifests[sha256]


def _day(facts: dict[str, object], zone: str) -> date | None:
    if facts.get("started_at"):
        return local_date(datetime.fromisoformat(str(facts["started_at"])), zone)
    if facts.get("assignment_date"):
        return date.fromisoformat(str(facts["assignment_date"]))
    return None


def _days(desk: Desk, line: VisitLine) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return by when findings and complaints of a visit are due that are not done."""
    calendar, visits = _calendar(desk), desk.visits
    if calendar is None:
        return (), ()
    findings: list[date] = []
    if reminds(visits, line.id):
        every = FollowUps(visits, line.id, calendar).all(date.min)
        findings = [each.due for each in every if each.due and each.standing != "done"]
    complaints: list[date] = []
    if desk.records.entities(line.id, COMPLAINT):
        all_of_them = Complaints(visits, line.id, calendar).all()
        complaints = [day for each in all_of_them if (day := each.next_due) is not None]
    return tuple(findings), tuple(complaints)


def _words(line: VisitLine, *numbers: object) -> str:
    """Return what a visit is found by: its place, day and instrument, and the numbers of its letter and documents."""
    found = (
        *(line.mall, line.city, line.province),
        *((long_date(line.day), line.day.isoformat()) if line.day else ()),
        *(line.title, line.instrument, line.version, *numbers),
        *("contoh" * line.sample, "latihan" * line.training),
    )
    return folded(" ".join(str(each) for each in found if each))


def _calendar(desk: Desk) -> Calendar | None:
    """Return the holidays and periods; None while the office's file of them is faulty, as other pages say."""
    try:
        return desk.calendar
    except FieldSurveyError:
        return None


def _stamp(desk: Desk) -> str:
    """Return what all lines rest on besides their journal: how they are made, and the holidays of deadlines."""
    calendar = _calendar(desk)
    days = calendar and (
        sorted(calendar.every_year),
        sorted(calendar.days),
        sorted(calendar.complaint.items()),
    )
    return hashlib.sha256(f"{_MAKING} {days}".encode()).hexdigest()
