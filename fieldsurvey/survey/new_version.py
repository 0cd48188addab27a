"""Taking another version of the instrument for a whole visit, and what its forms no longer ask for (design §3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.pinning import pin
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Visit
    from fieldsurvey.survey.visits import Visits


@dataclass(frozen=True, slots=True)
class Orphan:
    """An answer that the instrument has no question for: it is kept, and counts nowhere.

    Attributes:
        response: id of the response.
        form: name of its form.
        target: id of what it was filled for.
        key: the answer's node key.
        value: as it was answered.
    """

    response: str
    form: str
    target: str
    key: str
    value: str


def take_version(visits: Visits, visit: str, instrument: Instrument) -> None:
    """Make the whole visit use another version of its forms, by one change.

    Answers that the new forms do not ask for any more are kept, see `orphans`; taking the former version again brings
    them back.

    Raises:
        VisitError: the visit is sealed, pins this version already, or pins another instrument.
    """
    require_open(visits.records, visit, "forms")
    pinned = visits.instrument_ref(visit)
    if pinned.id != instrument.id:
        raise VisitError(
            what=f"visit {visit[:13]} uses {pinned.id}; {instrument.id} is another instrument, not a version of it"
        )
    if pinned.files == instrument.sha256:
        raise VisitError(
            what=f"visit {visit[:13]} uses {pinned.id} {pinned.version} already, file for file"
        )
    with visits.records.atomic():
        entry = pin(visits.records, visit, instrument)
        visits.records.write(visit, [entry], author=visits.author, at=visits.clock.now())


def orphans(snapshot: Visit, instrument: Instrument) -> tuple[Orphan, ...]:
    """Return the answers of a visit for which an instrument has no question, in the order of the responses.

    Args:
        snapshot: the visit.
        instrument: that it pins, or would pin.

    Raises:
        FormError: a form of the instrument cannot run.
    """
    return tuple(_orphans(snapshot, instrument))


def _orphans(snapshot: Visit, instrument: Instrument) -> Iterator[Orphan]:
    for response in snapshot.responses:
        values = {k: v for k, v in response.values.items() if k not in response.locked}
        left: Mapping[str, str | None] = values
        if response.form in instrument.forms:
            form = instrument.form(response.form)
            left = form.start(values=values, zone=snapshot.mall.zone).orphans
        for key, value in left.items():
            if value and not key.endswith("]"):  # of a row that is gone its answers speak
                yield Orphan(response.id, response.form, response.target, key, value)
