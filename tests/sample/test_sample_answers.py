"""The sample visit is whole: every answer fits its question, and every form can be finished."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.app.sample import Sample, Shot, Task, fill, read_sample
from fieldsurvey.errors import FileProblem
from fieldsurvey.paths import forms_folder, resources_folder
from fieldsurvey.scoring import Observation, StandState, score
from fieldsurvey.survey.instruments import Instrument, read_instrument
from fieldsurvey.survey.observations import FindingDraft, findings_of, observe

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.xforms import FormSession


@dataclass(frozen=True)
class Played:
    """A form filled by the script, and finished."""

    task: Task
    session: FormSession
    asked: dict[str, str]
    shots: dict[str, Shot]


@cache
def sample() -> Sample:
    return read_sample(resources_folder() / "sample")


@cache
def instrument() -> Instrument:
    return read_instrument(forms_folder() / "mpp-sidak")


@cache
def played() -> tuple[Played, ...]:
    return tuple(play(task) for task in sample().tasks)


def play(task: Task) -> Played:
    session = instrument().form(task.form).start(now=task.begins)
    asked = {}
    for ref, value in fill(session, sample().answers(task.form, task.code)):
        session.set(ref, value)
        asked[ref] = value
    shots = {}
    for ref, shot in sample().shots(session, task):
        session.set(ref, "foto.jpg")
        shots[ref] = shot
    session.finalize()
    return Played(task, session, asked, shots)


def name(ref: str) -> str:
    return ref.rpartition("/")[2]


def one(form: str, code: str) -> Played:
    return next(p for p in played() if (p.task.form, p.task.code) == (form, code))


def drafts(p: Played) -> list[FindingDraft]:
    return list(findings_of(instrument().form(p.task.form), p.session, target_name=p.task.code))


def test_every_form_of_the_visit_can_be_finished() -> None:
    forms = [p.task.form for p in played()]
    assert {form: forms.count(form) for form in set(forms)} == {
        "mall": 1,
        "stand": 12,
        "complaints": 2,
        "officer": 6,
        "service_user": 30,
    }


def test_each_default_names_a_question_and_its_choices() -> None:
    for form, table in sample().script.default.items():
        sessions = [p.session for p in played() if p.task.form == form]
        refs = {name(ref): (s, ref) for s in sessions for ref in s.refs()}
        for question, answer in table.items():
            assert question in refs, f"{form} has no question {question}"
            session, ref = refs[question]
            choices = {value for value, _ in session.choices(ref)}
            for value in answer if isinstance(answer, tuple) else (answer,):
                assert not choices or set(value.split()) <= choices, f"{form}.{question} = {value}"


def test_each_special_answer_is_asked_for() -> None:
    for form, targets in sample().script.special.items():
        for code, table in targets.items():
            asked = {name(ref) for ref in one(form, code).asked}
            assert set(table) <= asked, f"{form} {code}: {set(table) - asked} are not asked"


def test_no_answer_breaks_a_rule_of_its_question() -> None:
    for p in played():
        assert not p.session.problems(), p.task


def test_choices_of_special_answers_exist() -> None:
    for p in played():
        for ref, value in p.asked.items():
            choices = {choice for choice, _ in p.session.choices(ref)}
            assert not choices or set(value.split()) <= choices, (p.task.code, ref, value)


def test_a_list_answers_repeat_instances_in_turn() -> None:
    bare = one("stand", "G29").asked
    persyaratan = [value for ref, value in bare.items() if name(ref) == "b02"]
    assert persyaratan == ["tidak_ada", "sebagian"]
    products = [value for ref, value in bare.items() if name(ref) == "a07"]
    assert products == ["Usulan bantuan iuran kesehatan", "Surat keterangan tidak mampu"]


def test_the_same_script_gives_the_same_answers() -> None:
    again = play(one("stand", "G10").task)
    assert again.asked == one("stand", "G10").asked
    assert again.shots == one("stand", "G10").shots


def test_findings_are_those_of_a_real_inspection() -> None:
    found = {(p.task.code, d.item): d for p in played() for d in drafts(p)}
    assert 15 <= len(found) <= 25
    assert {d.classification for d in found.values()} == {"ringan", "sedang", "berat"}
    expected = {
        ("mall", "D01"),  # no sign from the road
        ("G33", "A01"),  # the officer had not come by 10.00
        ("G36", "A01"),  # closed during the published hours
        ("G29", "B02"), ("G29", "B04"), ("G29", "B05"),  # no requirements, time, cost
        ("G10", "F03"),  # chatting and telephoning
        ("G06", "P02"), ("G06", "P03"),  # complaint number dead and private
        ("mall", "P09"),  # complaints of January settled in June
    }  # fmt: skip
    assert expected <= set(found)
    assert {item for _, item in found} <= set(sample().corrections)


def test_a_stand_outside_its_hours_is_no_finding() -> None:
    assert drafts(one("stand", "G12")) == []


def test_the_mall_ends_just_below_green() -> None:
    observations: list[Observation] = []
    for p in played():
        form = instrument().form(p.task.form)
        observations += observe(
            form,
            p.session,
            response=f"{p.task.form} {p.task.code}",
            target=p.task.code,
            target_kind=p.task.form,
        )
    stands = [StandState(i.stand, i.stand, i.status) for i in sample().inspections]
    result = score(instrument().scheme, observations, stands)
    assert result.band is not None
    assert result.band.zone == "kuning"
    assert result.score is not None
    assert 75 < result.score < 78
    green = [s for s in result.stands if s.score is not None and s.score >= 88]
    assert len(green) >= 3


def test_required_photos_are_taken_and_listed_ones_too() -> None:
    shots = [shot for p in played() for shot in p.shots.values()]
    assert 40 <= len(shots) <= 60
    for p in played():
        needed = {
            r for r in p.session.refs() if name(r).endswith("_foto") and p.session.required(r)
        }
        assert needed <= set(p.shots)
        listed = sample().script.photos.get(p.task.form, {}).get(p.task.code, ())
        items = {entry.partition("=")[0] for entry in listed}
        assert {f"{item}_foto" for item in items} <= {name(ref) for ref in p.shots}


def test_each_photo_has_an_inscription_of_its_own() -> None:
    shots = [shot for p in played() for shot in p.shots.values()]
    assert all(shot.scene in sample().script.captions for shot in shots)
    assert len({shot.inscription for shot in shots}) == len(shots)


def test_photos_are_taken_during_the_visit_at_the_site() -> None:
    for p in played():
        for shot in p.shots.values():
            assert sample().started_at <= shot.taken_at <= sample().ended_at
            assert shot.taken_at.utcoffset() == timedelta(hours=8)
            assert shot.latitude == pytest.approx(sample().latitude, abs=0.01)
            assert shot.longitude == pytest.approx(sample().longitude, abs=0.01)


def test_the_mall_has_the_shape_of_a_real_one() -> None:
    mall, stands = sample().mall, sample().stands
    assert (mall.counters, len(stands), mall.floors) == (44, 43, ("1", "2", "3"))
    assert len({stand.code for stand in stands}) == 43
    assert {stand.floor for stand in stands} == set(mall.floors)
    kinds = {"vertikal", "provinsi", "kota", "bumn", "bumd", "lns", "swasta"}
    assert {stand.institution_kind for stand in stands} == kinds
    assert all(stand.services and stand.schedule for stand in stands)
    assert any({day for o in stand.schedule for day in o.weekdays} == {1, 3, 5} for stand in stands)


def test_the_status_of_each_stand_agrees_with_its_schedule() -> None:
    schedules = {stand.code: stand.schedule for stand in sample().stands}
    for inspection in sample().inspections:
        day, clock = inspection.arrived.isoweekday(), f"{inspection.arrived:%H:%M}"
        due = any(
            day in opening.weekdays and opening.opens <= clock < opening.closes
            for opening in schedules[inspection.stand]
        )
        assert due == (inspection.status in {"open", "closed"}), inspection


def test_parts_of_the_visit_refer_to_each_other() -> None:
    s = sample()
    people = {person.id for person in s.people}
    codes = {stand.code for stand in s.stands}
    inspected = {inspection.stand for inspection in s.inspections}
    assert len(inspected) == 12
    assert {task.inspector for task in s.tasks} <= people
    assert inspected <= codes
    assert {officer.stand for officer in s.officers} <= inspected
    assert {user.stand for user in s.service_users} <= inspected
    assert {reaction.person for reaction in s.reactions} <= people
    witnesses = {person.name for person in s.people if person.role == "witness"}
    refusals = [r for r in s.reactions if r.kind == "refuse"]
    assert [set(r.witnesses) for r in refusals] == [witnesses]
    assert refusals[0].text
    roles = [person.role for person in s.people]
    assert roles.count("lead") == 1
    assert (
        len({person.institution for person in s.people if person.role in {"lead", "member"}}) == 2
    )


def test_the_day_and_its_chronology() -> None:
    s = sample()
    assert s.started_at.isoformat() == "2026-11-18T09:05:00+08:00"
    assert s.started_at.isoweekday() == 3
    times = [event.at for event in s.events]
    assert len(times) >= 12
    assert times == sorted(times)
    assert times[0] >= s.started_at
    assert times[-1] <= s.ended_at
    assert all(s.started_at <= task.begins <= s.ended_at for task in s.tasks)


def test_nobody_and_nowhere_is_real() -> None:
    s = sample()
    for person in s.people:
        assert "Contoh" in person.name
        assert re.fullmatch(r"(00000000 000000 \d 00\d)?", person.staff_number)
    for part in (s.mall.name, s.mall.address, s.mall.province, *(i.name for i in s.institutions)):
        assert "contoh" in part.lower()
    for stand in s.stands:
        assert re.search(r"Tanjung Wana|rekaan|Provinsi Contoh", stand.institution), stand


def test_a_broken_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"mall\.toml"):
        read_sample(tmp_path)
    for file in (resources_folder() / "sample").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    visit = tmp_path / "visit.toml"
    text = visit.read_text(encoding="utf-8")
    visit.write_text(text.replace("started = 09:05:00\n", ""), encoding="utf-8")
    with pytest.raises(FileProblem, match=r"visit\.toml: started is missing"):
        read_sample(tmp_path)
    visit.write_text("[visit", encoding="utf-8")
    with pytest.raises(FileProblem, match=r"visit\.toml: not readable as TOML"):
        read_sample(tmp_path)
