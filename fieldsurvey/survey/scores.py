"""From the answers of a visit to its score: each counted response is replayed through its pinned form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.scoring import MallScore, Observation, StandState, score
from fieldsurvey.survey.model import ResponseState, TargetKind
from fieldsurvey.survey.observations import observe
from fieldsurvey.survey.responses import counted

if TYPE_CHECKING:
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Visit


def observations(visit: Visit, instrument: Instrument) -> list[Observation]:
    """Return every scored answer of a visit: one response a slot, returned ones left out."""
    stands = {stand.id: stand for stand in visit.stands}
    holders = visit.stand_of_interviewed()
    found: list[Observation] = []
    for response in counted(visit.responses):
        if response.state is ResponseState.RETURNED or response.form not in instrument.forms:
            continue
        form = instrument.form(response.form)
        session = form.start(
            values={k: v for k, v in response.values.items() if k not in response.locked}
        )
        target = holders.get(response.target) or response.target
        kind = TargetKind.STAND.value if target in stands else TargetKind.MALL.value
        found += observe(form, session, response=response.id, target=target, target_kind=kind)
    return found


def score_visit(visit: Visit, instrument: Instrument) -> MallScore:
    """Score a visit by the instrument it pins (or by another one that maps its indicators).

    Returns:
        The mall's score with its explanation; ``complete`` is False ("belum lengkap") while a dimension has no data.
    """
    visited = {
        response.target for response in visit.responses if response.form == TargetKind.STAND.value
    }
    states = [
        StandState(stand.id, stand.name, (stand.status or "open") if stand.id in visited else "")
        for stand in visit.stands
    ]
    return score(instrument.scheme, observations(visit, instrument), states)
