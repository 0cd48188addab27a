"""The closing talk: this visit beside the one before, and nothing that one respondent's answer could tell."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.closing_talk import MOST_NAMED, closing_talk
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Mall, Person, ServiceUser, Stand, VisitState
from tests.report.report_example import START

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOCK = ScriptedClock(START, timedelta(seconds=1))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("talk") / "v.db"
    with Store.open(path, None, create=True) as store:
        yield Desk(store, author="Ratna", clock=CLOCK)


def surveyed(desk: Desk, mall: str, users: int, answer: int, years_ago: int = 0) -> str:
    """Make a survey of satisfaction that so many users answered alike."""
    visits = desk.visits
    visit = visits.new(
        Mall("", mall, city="Contoh", zone="Asia/Makassar"),
        [Stand("", "G01", "Samsat")],
        find_instrument("skm"),
        assignment="ST/1",
        sample=True,
    )
    visits.add_all(
        visit, "person", [Person("", "Ratna", "lead"), Person("", "Dewi", "counterpart")]
    )
    day = START - timedelta(days=365 * years_ago)
    visits.change(visit, "visit", visit, started_at=day.isoformat())
    visits.move(visit, VisitState.ON_SITE)
    stand = visits.snapshot(visit).stands[0].id
    names = [f"R-00{n}" for n in range(1, users + 1)]
    visits.add_all(visit, "service_user", [ServiceUser("", name, stand) for name in names])
    responses = desk.responses(visit)
    for name in names:
        response = responses.open("service_user", visits.target(visit, "service_user", name))
        for ref in response.session.refs():
            session = response.session
            if session.relevant(ref) and session.form.definition(ref).control == "select1":
                values = [value for value, _label in session.choices(ref)]
                response.set(ref, "ya" if "ya" in values else values[min(answer, len(values) - 1)])
    return visit


def test_the_visit_before_stands_beside_and_few_answers_nowhere(desk: Desk) -> None:
    before = surveyed(desk, "MPP Contoh", 5, 1, years_ago=1)
    surveyed(desk, "MPP Lain", 1, 0, years_ago=0)
    now = surveyed(desk, "MPP Contoh", 5, 3)
    few = surveyed(desk, "MPP Contoh", 4, 2)

    talk = closing_talk(desk, now)
    assert talk.earlier_day is not None
    assert talk.total.score == talk.score.score
    assert talk.total.earlier == desk.score(before).score
    assert talk.total.earlier is not None
    assert talk.total.score is not None
    assert talk.total.score > talk.total.earlier
    assert all(each.earlier is not None for each in talk.dimensions if each.score is not None)
    assert 0 < len(talk.weakest) == len(talk.strongest) <= MOST_NAMED
    assert {each.title for each in talk.weakest}.isdisjoint(each.title for each in talk.strongest)
    lowest, highest = talk.weakest[0].score, talk.strongest[0].score
    assert lowest is not None
    assert highest is not None
    assert lowest <= highest
    assert [person.name for person in talk.counterparts] == ["Dewi"]
    assert [person.name for person in talk.witnesses] == ["Ratna"]

    hidden = closing_talk(desk, few)
    assert hidden.total.hidden
    assert hidden.total.score is None
    assert hidden.strongest == hidden.weakest == ()
    assert all(each.score is None for each in hidden.dimensions if each.hidden)
