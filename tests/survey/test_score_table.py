"""Scores kept per response: the figures of the explained score, from the responses that changed alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.paths import forms_folder
from fieldsurvey.store import Store
from fieldsurvey.survey.instruments import find_instrument, load_instrument
from fieldsurvey.survey.manifest import MANIFEST
from fieldsurvey.survey.model import Mall, Stand, VisitState
from fieldsurvey.survey.score_table import figures, refresh
from fieldsurvey.survey.standings import visit_standings

if TYPE_CHECKING:
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.responses import OpenResponse
    from fieldsurvey.survey.score_table import Figures

RULES = ("as-visible", "excluded", "zero")


def sop(rule: str) -> Instrument:
    """Return the instrument ``sop`` with another rule for closed stands, as an office would edit it."""
    files = dict(find_instrument("sop").files)
    text = files[MANIFEST].decode()
    edited = text.replace('closed_stand = "excluded"', f'closed_stand = "{rule}"')
    return load_instrument({**files, MANIFEST: edited.encode()})


def open_stand(desk: Desk, visit: str, code: str) -> OpenResponse:
    return desk.responses(visit).open("stand", desk.visits.target(visit, "stand", code))


def two_stands(desk: Desk, rule: str = "excluded") -> str:
    """Return a visit that holds the worked example of ``sop``, and a third stand nobody went to."""
    example = json.loads((forms_folder() / "sop/expected/two-stands.json").read_text("utf-8"))
    stands = [Stand("", code, code) for code in ("s1", "s2", "s3")]
    mall = Mall("", "MPP Uji", province="Kalimantan Timur", zone="Asia/Makassar")
    visit = desk.visits.new(mall, stands, sop(rule))
    began = desk.visits.clock.now().isoformat()
    desk.visits.change(visit, "visit", visit, started_at=began)
    for response in example["responses"]:
        opened = open_stand(desk, visit, response["target"])
        for ref, value in response["answers"].items():
            opened.set(ref, value)
    return visit


def close(desk: Desk, visit: str, code: str) -> None:
    stand = next(each for each in desk.visits.snapshot(visit).stands if each.code == code)
    desk.visits.change(visit, "stand", stand.id, status="closed")


def only(desk: Desk) -> Figures:
    assert refresh(desk) == {}
    (found,) = figures(desk)
    return found


def agrees(desk: Desk, visit: str) -> Figures:
    """Return the line of the only visit, which says what the explained score says."""
    found, explained = only(desk), desk.score(visit)
    assert (found.total.score, found.total.provisional, found.total.band) == (
        explained.score,
        explained.provisional,
        explained.band,
    )
    assert found.total.dimensions == {part.id: part.score for part in explained.dimensions}
    return found


def test_the_worked_example_from_what_is_kept(desk: Desk) -> None:
    visit = two_stands(desk)
    found = agrees(desk, visit)
    assert str(found.total.score) == "66.67"
    assert (found.facts.mall, found.facts.province) == ("MPP Uji", "Kalimantan Timur")
    assert (found.facts.stands, found.facts.inspected, found.counts.responses) == (3, 2, 2)
    assert found.counts.not_applicable > 0


@pytest.mark.parametrize("rule", RULES)
def test_a_closed_stand_counts_as_the_scheme_says(desk: Desk, rule: str) -> None:
    visit = two_stands(desk, rule)
    agrees(desk, visit)
    close(desk, visit, "s2")
    closed = agrees(desk, visit)
    seen = open_stand(desk, visit, "s3")
    seen.set("/data/n_sop", "1")
    close(desk, visit, "s3")
    assert agrees(desk, visit) != closed
    stand = next(each for each in desk.visits.snapshot(visit).stands if each.code == "s2")
    desk.visits.change(visit, "stand", stand.id, status="open")
    agrees(desk, visit)


def test_a_rebuilt_database_scores_anew(desk: Desk) -> None:
    visit = two_stands(desk)
    before = agrees(desk, visit)
    assert isinstance(desk.records, Store)
    desk.records.rebuild()
    assert desk.records.scores.stamps(visit) == {}
    assert agrees(desk, visit) == before


def test_only_what_changed_is_scored_again(desk: Desk) -> None:
    visit, kept = two_stands(desk), desk.records.scores
    agrees(desk, visit)
    before = kept.stamps(visit)
    assert kept.outdated() == []
    open_stand(desk, visit, "s2").set("/data/layanan[1]/sop/s06", "tidak")
    assert [each for each, _ in kept.outdated()] == [visit]
    agrees(desk, visit)
    after = kept.stamps(visit)
    assert before.keys() == after.keys()
    assert sum(before[each] != after[each] for each in before) == 1


def test_what_changes_while_a_visit_is_scored_stays_to_be_scored(desk: Desk) -> None:
    visit, kept = two_stands(desk), desk.records.scores
    ((_, mark),) = kept.outdated()
    only(desk)
    open_stand(desk, visit, "s1").set("/data/layanan[2]/nama_layanan", "lain")
    facts = next(kept.visits())
    kept.keep(facts, mark, changed=(), gone=(), unseen=())
    assert [each for each, _ in kept.outdated()] == [visit]


def test_a_deleted_response_counts_no_more(desk: Desk) -> None:
    visit = two_stands(desk)
    agrees(desk, visit)
    first = desk.visits.snapshot(visit).responses[0]
    desk.records.delete(visit, first.id, author="uji", at=desk.visits.clock.now())
    assert agrees(desk, visit).counts.responses == 1


def test_an_erasure_takes_the_scores_with_it_at_once(desk: Desk) -> None:
    visit = two_stands(desk)
    agrees(desk, visit)
    first = desk.visits.snapshot(visit).responses[0]
    desk.records.erase(visit, first.id, author="uji", at=desk.visits.clock.now())
    assert first.id not in desk.records.scores.stamps(visit)
    agrees(desk, visit)


def test_cancelled_and_planned_visits_have_no_line(desk: Desk) -> None:
    visit = two_stands(desk)
    desk.visits.new(Mall("", "MPP Rencana"), [], find_instrument("sop"))
    assert only(desk).facts.visit == visit
    desk.visits.move(visit, VisitState.CANCELLED)
    assert refresh(desk) == {}
    assert list(figures(desk)) == []


def test_training_never_stands_beside_real_visits(desk: Desk) -> None:
    visit = two_stands(desk)
    desk.visits.change(visit, "visit", visit, sample=True)
    assert only(desk).facts.sample
    second = two_stands(desk)
    assert only(desk).facts.visit == second
    assert [each.facts.visit for each in figures(desk, {visit})] == [visit]


def test_a_visit_without_its_instrument_is_told_and_left(desk: Desk) -> None:
    visit = two_stands(desk)
    agrees(desk, visit)
    files = dict.fromkeys(desk.visits.instrument_ref(visit).files, "00" * 32)
    desk.visits.change(
        visit, "visit", visit, instrument={"id": "x", "version": "1", "files": files}
    )
    told: list[str] = []
    assert visit_standings(desk, warn=lambda left_out, _: told.append(left_out)) == []
    assert told == [visit]
    problems = refresh(desk)
    assert list(problems) == [visit]
    assert list(figures(desk, without=problems)) == []
