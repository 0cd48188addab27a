"""One open database at work: the use cases of the survey room, built over a store."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import FileProblem
from fieldsurvey.survey.clock import Clock, SystemClock
from fieldsurvey.survey.instruments import Instrument, load_instrument
from fieldsurvey.survey.model import Mall, SealRecord, Stand
from fieldsurvey.survey.records import from_fields, to_fields
from fieldsurvey.survey.responses import Responses, doubles
from fieldsurvey.survey.scores import score_visit
from fieldsurvey.survey.seals import lift_seal, seal_visit
from fieldsurvey.survey.visits import Visits

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.scoring import MallScore
    from fieldsurvey.store import Store


class Desk:
    """The use cases of one database.

    Args:
        store: an open store; its owner closes it.
        author: who works at the desk.
        clock: the time of each change, the machine's by default.
    """

    def __init__(self, store: Store, *, author: str, clock: Clock | None = None) -> None:
        self.store = store
        self.visits = Visits(store, clock or SystemClock(), author)
        self._instrument_of = lru_cache(maxsize=8)(self._load_instrument)

    def instrument(self, visit: str) -> Instrument:
        """Return the instrument that a visit pins, from its own blobs."""
        return self._instrument_of(visit)

    def responses(self, visit: str) -> Responses:
        """Return the responses of a visit, to open and fill."""
        return Responses(self.visits, visit, self.instrument(visit), device_id=self.store.device)

    def score(self, visit: str) -> MallScore:
        """Score a visit by the instrument it pins."""
        return score_visit(self.visits.snapshot(visit), self.instrument(visit))

    def seal(self, visit: str, *, override: str = "") -> SealRecord:
        """Seal a completed visit; see ``survey.seals.seal_visit``."""
        return seal_visit(self.visits, visit, override=override)

    def unseal(self, visit: str) -> None:
        """Open a sealed visit again; see ``survey.seals.lift_seal``."""
        lift_seal(self.visits, visit)

    def summary(self, visit: str) -> dict[str, Any]:
        """Return one line of the visit list as data."""
        reference = self.visits.instrument_ref(visit)
        mall = self.store.entities(visit, "mall")
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
                        else "🔒",
                        "author": a.author,
                        "at": a.at.isoformat(),
                    }
                    for a in conflict.alternatives
                ],
            }
            for conflict in self.store.conflicts(visit)
        ]
        data["missing_blobs"] = self.store.missing_blobs(visit)
        data["cursor"] = self.store.cursor(visit).to_json()
        return data

    def _load_instrument(self, visit: str) -> Instrument:
        return load_instrument(self.visits.pinned_files(visit))


def read_mall(path: Path) -> tuple[Mall, list[Stand]]:
    """Read a ``mall.toml``: a ``[mall]`` table and ``[[stand]]`` tables with the fields of ``survey.model``.

    Raises:
        FileProblem: the file cannot be read, is no TOML, or a stand lacks its code.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        mall = from_fields(Mall, "", data["mall"])
        stands = [from_fields(Stand, "", stand) for stand in data.get("stand", [])]
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error
    except KeyError as error:
        raise FileProblem(path=path, what=f"table [{error.args[0]}] is missing") from error
    except (ValueError, TypeError) as error:
        raise FileProblem(path=path, what=f"not a readable mall description: {error}") from error
    except Exception as error:
        raise FileProblem(path=path, what=f"a value has the wrong shape: {error}") from error
    for number, stand in enumerate(stands, 1):
        if not stand.code:
            raise FileProblem(path=path, what=f"stand number {number} has no code")
    return mall, stands
