"""From the answers of a visit to its score: each counted response is replayed through its pinned form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.scoring import MallScore, Observation, StandState, score
from fieldsurvey.survey.model import ResponseState, TargetKind
from fieldsurvey.survey.observations import observe
from fieldsurvey.survey.responses import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Response, Visit


def observations(visit: Visit, instrument: Instrument) -> list[Observation]:
    """Return every scored answer of a visit: one response a slot, returned ones left out."""
    places = Places.of(visit)
    return [
        each
        for response in scorable(visit, instrument)
        for each in observed(response, instrument, places)
    ]


def scorable(visit: Visit, instrument: Instrument) -> list[Response]:
    """Return the responses that count: one a slot, returned ones and those of forms unknown here left out."""
    return [
        response
        for response in counted(visit.responses)
        if response.state is not ResponseState.RETURNED and response.form in instrument.forms
    ]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the answers of a visit count.

    Attributes:
        stands: ids of the stands.
        holders: who was asked → the stand they were asked at, "" elsewhere.
        zone: the site's time zone.
    """

    stands: frozenset[str]
    holders: Mapping[str, str]
    zone: str

    @classmethod
    def of(cls, visit: Visit) -> Places:
        """Return the places of a visit."""
        return cls(
            frozenset(each.id for each in visit.stands),
            visit.stand_of_interviewed(),
            visit.mall.zone,
        )

    def place(self, response: Response) -> str:
        """Return the id of what a response counts for: an interview counts for the stand it was held at."""
        return self.holders.get(response.target) or response.target


def observed(response: Response, instrument: Instrument, places: Places) -> list[Observation]:
    """Return the scored answers of one response, replayed through its pinned form."""
    form = instrument.form(response.form)
    session = form.start(
        values={k: v for k, v in response.values.items() if k not in response.locked},
        zone=places.zone,
    )
    target = places.place(response)
    kind = TargetKind.STAND.value if target in places.stands else TargetKind.MALL.value
    return observe(form, session, response=response.id, target=target, target_kind=kind)


def stand_states(visit: Visit) -> list[StandState]:
    """Return the stands of a visit as scoring counts them: one nobody filled a form for was not visited."""
    visited = {
        response.target for response in visit.responses if response.form == TargetKind.STAND.value
    }
    return [
        StandState(stand.id, stand.name, (stand.status or "open") if stand.id in visited else "")
        for stand in visit.stands
    ]


def score_visit(visit: Visit, instrument: Instrument) -> MallScore:
    """Score a visit by the instrument it pins (or by another one that maps its indicators).

    Returns:
        The mall's score with its explanation; ``complete`` is False ("belum lengkap") while a dimension has no data.
    """
    return score(instrument.scheme, observations(visit, instrument), stand_states(visit))
