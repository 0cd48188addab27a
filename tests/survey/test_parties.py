"""People, reactions and institutions of a visit: written once, changed field by field, never under a seal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.model import Institution, Person, VisitState
from fieldsurvey.survey.parties import (
    keep_institution,
    keep_person,
    keep_reaction,
    remove_institution,
    remove_person,
)

if TYPE_CHECKING:
    from fieldsurvey.survey.desk import Desk

LEAD = Person("", "Ratna Contoh", "lead", position="Asisten Madya")


def test_a_person_is_added_and_only_what_differs_is_written(desk: Desk, visit: str) -> None:
    identity = keep_person(desk.visits, visit, replace(LEAD, name="  Ratna Contoh "))
    (person,) = desk.visits.snapshot(visit).people
    assert (person.id, person.name) == (identity, "Ratna Contoh")
    before = len(desk.records.history(visit, identity))
    keep_person(desk.visits, visit, person)
    assert len(desk.records.history(visit, identity)) == before
    keep_person(desk.visits, visit, replace(person, position="Ketua Tim"))
    assert len(desk.records.history(visit, identity)) == before + 1


@pytest.mark.parametrize("wrong", [replace(LEAD, name=" "), replace(LEAD, role="boss")])
def test_a_person_needs_a_name_and_a_known_role(desk: Desk, visit: str, wrong: Person) -> None:
    with pytest.raises(VisitError):
        keep_person(desk.visits, visit, wrong)
    assert desk.visits.snapshot(visit).people == ()


def test_a_person_goes_with_what_they_answered(desk: Desk, visit: str) -> None:
    person = keep_person(desk.visits, visit, Person("", "Sari", "counterpart"))
    keep_reaction(desk.visits, visit, person, "agree")
    remove_person(desk.visits, visit, person)
    found = desk.visits.snapshot(visit)
    assert (found.people, found.reactions) == ((), ())


def test_a_counterpart_has_one_reaction_that_can_be_taken_back(desk: Desk, visit: str) -> None:
    person = keep_person(desk.visits, visit, Person("", "Sari", "counterpart"))
    for kind, text in (("agree", ""), ("agree-with-notes", " jadwal diubah ")):
        keep_reaction(desk.visits, visit, person, kind, text)
    (reaction,) = desk.visits.snapshot(visit).reactions
    assert (reaction.kind, reaction.text) == ("agree-with-notes", "jadwal diubah")
    keep_reaction(desk.visits, visit, person, "")
    assert desk.visits.snapshot(visit).reactions == ()
    keep_reaction(desk.visits, visit, person, "agree")
    assert [each.kind for each in desk.visits.snapshot(visit).reactions] == ["agree"]


@pytest.mark.parametrize(("kind", "text"), [("refuse", " "), ("shrug", "why")])
def test_a_refusal_needs_its_reason(desk: Desk, visit: str, kind: str, text: str) -> None:
    person = keep_person(desk.visits, visit, Person("", "Sari", "counterpart"))
    with pytest.raises(VisitError):
        keep_reaction(desk.visits, visit, person, kind, text)


def test_institutions_come_and_go(desk: Desk, visit: str) -> None:
    identity = keep_institution(
        desk.visits, visit, Institution("", "Dinas", letterhead=("KOTA", "DINAS"))
    )
    assert desk.visits.snapshot(visit).institutions[0].letterhead == ("KOTA", "DINAS")
    with pytest.raises(VisitError):
        keep_institution(desk.visits, visit, Institution("", " "))
    remove_institution(desk.visits, visit, identity)
    assert desk.visits.snapshot(visit).institutions == ()


def test_a_seal_keeps_all_of_it(desk: Desk, visit: str) -> None:
    person = keep_person(desk.visits, visit, Person("", "Sari", "counterpart"))
    desk.visits.move(visit, VisitState.ON_SITE)
    desk.visits.move(visit, VisitState.COMPLETED)
    desk.seal(visit)
    kept = desk.visits.snapshot(visit).people[0]
    for change in (
        lambda: keep_person(desk.visits, visit, replace(kept, name="Lain")),
        lambda: keep_person(desk.visits, visit, LEAD),
        lambda: remove_person(desk.visits, visit, person),
        lambda: keep_reaction(desk.visits, visit, person, "agree"),
        lambda: remove_institution(desk.visits, visit, person),
    ):
        with pytest.raises(VisitError, match="sealed"):
            change()
