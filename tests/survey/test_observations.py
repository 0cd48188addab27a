"""Observations and findings of a response, through the real form engine."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import InstrumentError
from fieldsurvey.scoring import StandState, score
from fieldsurvey.survey.instruments import Instrument, find_instrument, load_instrument
from fieldsurvey.survey.observations import NAMESPACE, findings_of, observe, unanswered
from tests.survey.instrument_example import CHOICES, files

if TYPE_CHECKING:
    from fieldsurvey.xforms import FormSession


@pytest.fixture(scope="module")
def mini() -> Instrument:
    return load_instrument(files())


def answered(instrument: Instrument, form: str = "stand", **answers: str) -> FormSession:
    session = instrument.form(form).start()
    for name, value in answers.items():
        session.set(f"/data/{name}", value)
    return session


def observed(instrument: Instrument, **answers: str) -> list[tuple[str, str, Decimal | None]]:
    session = answered(instrument, **answers)
    found = observe(
        instrument.form("stand"), session, response="r1", target="s1", target_kind="stand"
    )
    return [(each.item, each.answer, each.score) for each in found]


def test_a_choice_scores_its_column_and_a_calculate_its_value(mini: Instrument) -> None:
    assert observed(mini, b02="lengkap", b03="sebagian", f07="2") == [
        ("B02", "lengkap", Decimal(1)),
        ("B03", "sebagian", Decimal("0.5")),
        ("F07", "0.5", Decimal("0.5")),
    ]


def test_every_field_of_an_observation_says_where_it_comes_from(mini: Instrument) -> None:
    session = answered(mini, b02="tidak")
    (first, *_) = observe(
        mini.form("stand"), session, response="r1", target="s1", target_kind="stand"
    )
    assert (first.indicator, first.ref, first.response, first.target, first.target_kind) == (
        "persyaratan",
        "/data/b02",
        "r1",
        "s1",
        "stand",
    )


def test_what_does_not_apply_has_no_score(mini: Instrument) -> None:
    assert observed(mini, b02="tb", b03="tb") == [
        ("B02", "tb", None),
        ("B03", "tb", None),
        ("F07", "", None),
    ]


def test_what_is_not_answered_is_counted_and_not_observed(mini: Instrument) -> None:
    session = answered(mini)
    assert unanswered(mini.form("stand"), session) == ["/data/b02", "/data/b03"]
    assert observed(mini) == [("F07", "", None)]
    session.set("/data/b02", "tidak")  # makes b03 irrelevant
    assert unanswered(mini.form("stand"), session) == []


def test_an_irrelevant_answer_is_not_observed(mini: Instrument) -> None:
    assert observed(mini, b03="lengkap", b02="tidak", f07="5") == [
        ("B02", "tidak", Decimal(0)),
        ("F07", "1", Decimal(1)),
    ]


def test_a_score_out_of_range_is_refused_without_the_answer() -> None:
    choices = tuple((*row[:3], "7") if row[1] == "sebagian" else row for row in CHOICES)
    with pytest.raises(
        InstrumentError, match="mini_stand /data/b02: the score must be a figure"
    ) as caught:
        observed(load_instrument(files(choices=choices)), b02="sebagian")
    assert "7" not in str(caught.value)


def test_a_finding_has_its_sentence_class_and_criterion(mini: Instrument) -> None:
    session = answered(mini, b02="tidak", f07="0")
    b02, f07 = findings_of(mini.form("stand"), session, target_name="Samsat")
    assert (b02.ref, b02.item, b02.answer) == ("/data/b02", "B02", "tidak")
    assert (b02.classification, b02.criterion) == ("sedang", "UU 25/2009 Pasal 21")
    assert b02.sentence == "Gerai Samsat tidak memublikasikan persyaratan."
    assert (f07.classification, f07.criterion) == ("berat", "")


@pytest.mark.parametrize(
    ("b03", "count"), [("tidak", 1), ("sebagian", 1), ("lengkap", 0), ("tb", 0), ("", 0)]
)
def test_any_of_the_answers_named_makes_the_finding(mini: Instrument, b03: str, count: int) -> None:
    session = answered(mini, b02="lengkap", b03=b03)
    assert len(findings_of(mini.form("stand"), session, target_name="X")) == count


def test_from_answers_to_the_zone_of_the_mall(mini: Instrument) -> None:
    stand, mall = mini.form("stand"), mini.form("mall")
    visit = [
        *observe(
            stand,
            answered(mini, b02="lengkap", b03="sebagian", f07="2"),
            response="r1",
            target="s1",
            target_kind="stand",
        ),
        *observe(
            stand,
            answered(mini, b02="tidak", f07="4"),
            response="r2",
            target="s2",
            target_kind="stand",
        ),
        *observe(
            mall,
            answered(mini, "mall", d03="sebagian"),
            response="r3",
            target="m",
            target_kind="mall",
        ),
    ]
    result = score(mini.scheme, visit, [StandState("s1"), StandState("s2")])
    # persyaratan (0.75 + 0) / 2 = 0.375; pengawasan (0.5 + 1) / 2 = 0.75; proses 0.5625; input 0.5
    # 0.6 × 56.25 + 0.4 × 50 = 33.75 + 20 = 53.75
    assert result.score == Decimal("53.75")
    assert result.band is not None
    assert result.band.zone == "hijau"


@pytest.fixture(scope="module")
def sidak() -> Instrument:
    return find_instrument("mpp-sidak")


#: What must be answered before the scored questions appear: form → node → answer.
GATES = {
    "service_user": {
        "/data/persetujuan/setuju": "ya",
        "/data/persetujuan/dilayani": "hari_ini",
        "/data/persetujuan/usia": "u26_35",
    },
    "complaints": {"/data/pengantar/pengelola": "sendiri"},
}


def answer_all(instrument: Instrument, name: str, *, best: bool) -> list[Decimal | None]:
    """Give every scored question its best or its worst choice until none is left.

    Returns the scores of the questions; those of numbers are calculates and have a test below.
    """
    form = instrument.form(name)
    session = form.start()
    for ref, value in GATES.get(name, {}).items():
        session.set(ref, value)
    while left := unanswered(form, session):
        scored = [
            (Decimal(session.choice(left[0], value)["score"]), value)
            for value, _ in session.choices(left[0])
            if session.choice(left[0], value).get("score")
        ]
        session.set(left[0], (max if best else min)(scored)[1])
    found = observe(form, session, response="r", target="t", target_kind="stand")
    return [each.score for each in found if form.definition(each.ref).control == "select1"]


@pytest.mark.parametrize("name", ["mall", "stand", "officer", "service_user", "complaints"])
def test_the_real_forms_reach_full_marks_and_none(sidak: Instrument, name: str) -> None:
    best, worst = answer_all(sidak, name, best=True), answer_all(sidak, name, best=False)
    assert set(best) == {Decimal(1)}
    assert set(worst) == {Decimal(0)}


@pytest.mark.parametrize(
    ("answers", "item", "expected"),
    [
        ({"p08a": "0"}, "P08", None),  # nothing came in: TB, not 100 %
        ({"p08a": "0"}, "P09", None),  # p09 is not asked then, and so blank
        ({"p08a": "8", "p08b": "6", "p08c": "4"}, "P08", Decimal("0.5")),
        ({"p08a": "8", "p08b": "0"}, "P08", Decimal(0)),
        ({"p08a": "8", "p08b": "8", "p09": "14"}, "P09", Decimal(1)),
        ({"p08a": "8", "p08b": "8", "p09": "14.5"}, "P09", Decimal("0.5")),
        ({"p08a": "8", "p08b": "8", "p09": "60"}, "P09", Decimal("0.5")),
        ({"p08a": "8", "p08b": "8", "p09": "61"}, "P09", Decimal(0)),
    ],
)
def test_numbers_score_by_the_rules_of_the_domain(
    sidak: Instrument, answers: dict[str, str], item: str, expected: Decimal | None
) -> None:
    form = sidak.form("complaints")
    session = form.start()
    session.set("/data/pengantar/pengelola", "sendiri")
    for name, value in answers.items():
        session.set(f"/data/bagian_p/{name}", value)
    found = observe(form, session, response="r", target="t", target_kind="mall")
    assert [each.score for each in found if each.item == item] == [expected]


def test_every_scored_item_of_the_real_forms_has_a_code(sidak: Instrument) -> None:
    for name in sidak.forms:
        for definition in sidak.form(name).root.walk():
            if f"{NAMESPACE}indicator" in definition.attributes:
                assert definition.attributes.get(f"{NAMESPACE}item"), definition.ref
