"""The visits of a database, a line each, without replaying any form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.indonesia import local_date
from fieldsurvey.survey.archive import is_archived
from fieldsurvey.survey.manifest import MANIFEST, Manifest, parse_manifest
from fieldsurvey.survey.model import ResponseState, TargetKind, VisitState
from fieldsurvey.survey.responses import doubles
from fieldsurvey.survey.same_stand import settled
from fieldsurvey.survey.seals import active_seal, seal_of
from fieldsurvey.survey.visits import response_of

if TYPE_CHECKING:
    from fieldsurvey.survey.desk import Desk

_FINISHED = {ResponseState.FINISHED, ResponseState.ACCEPTED}


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in the list.

    Attributes:
        day: when it began, at the site; before that the day of the letter of assignment, None without one.
        title: of the instrument, Indonesian; ``""`` when it has not arrived.
        stands: how many; ``seen`` of them have their state noted.
        asked, wanted: service users whose interview is finished, and the instrument's quota of them.
        to_decide: conflicts and doubles that wait.
        sealed: facts are frozen.
        problem: why it cannot be shown whole, ``""`` when it can.
    """

    id: str
    mall: str
    city: str
    state: VisitState
    day: date | None
    instrument: str
    version: str
    title: str
    sample: bool = False
    training: bool = False
    stands: int = 0
    seen: int = 0
    asked: int = 0
    wanted: int = 0
    to_decide: int = 0
    sealed: bool = False
    problem: str = ""


class VisitLines:
    """Reads the lines of all visits; a pinned instrument.toml is read once. Belongs to one thread."""

    def __init__(self) -> None:
        self._manifests: dict[str, Manifest] = {}

    def lines(self, desk: Desk, *, archived: bool = False) -> list[VisitLine]:
        """Return the visits, the newest first; one that has not wholly arrived stands there with its problem.

        Args:
            desk: the open database.
            archived: those that were archived, instead of the others.
        """
        return [
            self._line(desk, visit)
            for visit in reversed(desk.visits.ids())
            if is_archived(desk.records, visit) == archived
        ]

    def late(self, desk: Desk, visit: str) -> int:
        """Return how many changes arrived after the visit's seal: reads the whole visit, so ask for one at a time.

        Raises:
            StoreError: what the seal covers has not arrived.
        """
        seal = seal_of(desk.records, visit)
        return seal.late_changes if seal else 0

    def _line(self, desk: Desk, visit: str) -> VisitLine:
        try:
            return self._whole(desk, visit)
        except FieldSurveyError as problem:
            return VisitLine(
                visit, visit[:13], "", VisitState.PLANNED, None, "", "", "", problem=str(problem)
            )

    def _whole(self, desk: Desk, visit: str) -> VisitLine:
        records = desk.records
        state = desk.visits.state(visit)
        facts = records.entities(visit, "visit")[0].fields
        mall = records.entities(visit, "mall")[0].fields
        reference = desk.visits.instrument_ref(visit)
        manifest = self._manifest(desk, reference.files.get(MANIFEST, ""))
        stands = settled(records, visit, "stand")
        responses = [response_of(record) for record in settled(records, visit, "response")]
        finished = [response for response in responses if response.state in _FINISHED]
        users = TargetKind.SERVICE_USER.value
        return VisitLine(
            id=visit,
            mall=str(mall.get("name", "")),
            city=str(mall.get("city", "")),
            state=state,
            day=_day(facts, str(mall.get("zone", "Asia/Jakarta"))),
            instrument=reference.id,
            version=reference.version,
            title=manifest.title.id,
            sample=bool(facts.get("sample")),
            training=bool(facts.get("training")),
            stands=len(stands),
            seen=sum(1 for stand in stands if stand.fields.get("status")),
            asked=sum(1 for response in finished if response.form == users),
            wanted=manifest.quota.get(users, 0),
            to_decide=len(records.conflicts(visit)) + len(doubles(responses)),
            sealed=active_seal(records, visit) is not None,
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
