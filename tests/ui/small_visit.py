"""A small visit that is filled in seconds: one mall, three stands, two officers, two service users, on site."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fieldsurvey.app.sample import read_sample
from fieldsurvey.paths import resources_folder
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Officer, ServiceUser, VisitState

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.instruments import Instrument


def make_small_visit(path: Path, passphrase: str, instrument: Instrument | None = None) -> str:
    """Make the database and return the visit's id.

    Args:
        path: of the new database.
        passphrase: of the database.
        instrument: what the visit pins, mpp-sidak as it is shipped when not given.
    """
    sample = read_sample(resources_folder() / "sample")
    clock = ScriptedClock(sample.started_at, timedelta(milliseconds=250))
    people = [person for person in sample.people if person.role in {"lead", "counterpart"}]
    with Store.open(path, passphrase, create=True) as store:
        visits = Desk(store, author=people[0].name, clock=clock).visits
        visit = visits.new(
            sample.mall,
            sample.stands[:3],
            instrument or find_instrument("mpp-sidak"),
            assignment=sample.assignment,
            assignment_date=sample.assignment_date.isoformat(),
            sample=True,
        )
        stands = [stand.id for stand in visits.snapshot(visit).stands]
        visits.add_all(visit, "institution", sample.institutions)
        visits.add_all(visit, "person", people)
        visits.add_all(
            visit, "officer", [Officer("", f"P0{n + 1}", stands[n], "front-office") for n in (0, 1)]
        )
        visits.add_all(
            visit, "service_user", [ServiceUser("", f"U0{n + 1}", stands[n]) for n in (0, 1)]
        )
        visits.change(visit, "visit", visit, started_at=sample.started_at.isoformat())
        visits.move(visit, VisitState.ON_SITE)
    return visit
