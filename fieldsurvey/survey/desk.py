"""One open database at work: the use cases of this room, built over the records it is given."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from fieldsurvey.survey.catalogue import Catalogue
from fieldsurvey.survey.clock import Clock, SystemClock
from fieldsurvey.survey.deadlines import Calendar, read_calendar
from fieldsurvey.survey.letter_numbers import Numbering
from fieldsurvey.survey.records import to_fields
from fieldsurvey.survey.registry import Registry
from fieldsurvey.survey.responses import Responses, doubles
from fieldsurvey.survey.scores import score_visit
from fieldsurvey.survey.sealing import lift_seal, seal_visit
from fieldsurvey.survey.shelf import SHELF
from fieldsurvey.survey.visits import Visits

if TYPE_CHECKING:
    from fieldsurvey.scoring import MallScore
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import SealRecord
    from fieldsurvey.survey.ports import Records


class Desk:
    """The use cases of one database.

    Args:
        records: where everything is read and written; its owner closes it.
        author: who works at the desk.
        clock: the time of each change, the machine's by default.
    """

    def __init__(self, records: Records, *, author: str, clock: Clock | None = None) -> None:
        self.records = records
        self.visits = Visits(records, clock or SystemClock(), author)
        self.registry = Registry(records, self.visits.clock, author)
        self.catalogue = Catalogue(self.registry)
        self.numbering = Numbering(self.registry)

    @cached_property
    def calendar(self) -> Calendar:
        """The holidays and periods of the office.

        Raises:
            FileProblem: the file of rules is faulty.
        """
        return read_calendar()

    def instrument(self, visit: str) -> Instrument:
        """Return the instrument that a visit pins, from its own blobs; parsed once for all visits that pin the same."""
        return SHELF.instrument(self.visits.instrument_ref(visit).files, self.records.blob)

    def responses(self, visit: str) -> Responses:
        """Return the responses of a visit, to open and fill."""
        return Responses(self.visits, visit, self.instrument(visit), device_id=self.records.device)

    def score(self, visit: str) -> MallScore:
        """Score a visit by the instrument it pins."""
        return score_visit(self.visits.snapshot(visit), self.instrument(visit))

    def seal(self, visit: str, *, override: str = "") -> SealRecord:
        """Seal a completed visit; see ``survey.sealing.seal_visit``."""
        return seal_visit(self.visits, visit, override=override)

    def unseal(self, visit: str) -> None:
        """Open a sealed visit again; see ``survey.sealing.lift_seal``."""
        lift_seal(self.visits, visit)

    def summary(self, visit: str) -> dict[str, Any]:
        """Return one line of the visit list as data."""
        reference = self.visits.instrument_ref(visit)
        mall = self.records.entities(visit, "mall")
        return {
            "id": visit,
            "state": self.visits.state(visit).value,
            "mall": mall[0].fields.get("name", "") if mall else "",
            "instrument": f"{reference.id} {reference.version}",
        }

    def describe(self, text: str) -> dict[str, Any]:
        """Return a visit as plain data: targets, responses with their answers by node key, findings, conflicts.

        Args:
            text: the visit's id or a unique prefix.
        """
        visit = self.visits.find(text)
        snapshot = self.visits.snapshot(visit)
        targets = self.visits.targets(visit)
        codes = {target.id: target.code for target in targets}
        data: dict[str, Any] = to_fields(snapshot, without=())
        data["targets"] = [
            {"id": t.id, "kind": t.kind.value, "code": t.code, "name": t.name} for t in targets
        ]
        for response in data["responses"]:
            response["target_code"] = codes.get(response["target"], "")
            response["locked"] = sorted(response["locked"])
            del response["secret"], response["secret_keys"]
        everything = self.visits.snapshot(visit, secrets=True)
        open_ids = {response.id for response in snapshot.responses}
        closed = {r.id: r.secret_keys for r in everything.responses}
        data["withheld"] = len(closed.keys() - open_ids) + sum(
            bool(keys) for keys in closed.values()
        )
        data["doubles"] = [
            {
                "form": slot.form,
                "target_code": codes.get(slot.target, ""),
                "responses": [r.id for r in group],
            }
            for slot, group in doubles(snapshot.responses)
        ]
        data["conflicts"] = [
            {
                "entity": conflict.entity,
                "kind": conflict.kind,
                "field": conflict.field,
                "heads": [
                    {
                        "device": a.key.device,
                        "seq": a.key.seq,
                        "value": a.value
                        if isinstance(a.value, str | int | float | list | dict | None)
                        and conflict.field not in closed.get(conflict.entity, ())
                        and (conflict.entity not in closed or conflict.entity in open_ids)
                        else "🔒",
                        "author": a.author,
                        "at": a.at.isoformat(),
                    }
                    for a in conflict.alternatives
                ],
            }
            for conflict in self.records.conflicts(visit)
        ]
        data["missing_blobs"] = self.records.missing_blobs(visit)
        data["cursor"] = self.records.cursor(visit).to_json()
        return data
