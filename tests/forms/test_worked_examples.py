"""Worked examples: answers in ``forms/mpp-sidak/expected`` and their scores, computed by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.paths import forms_folder
from fieldsurvey.scoring import StandState, score
from fieldsurvey.survey.instrument_check import check
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.observations import findings_of, observe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from fieldsurvey.scoring import Observation
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.xforms import FormSession

EXAMPLES = sorted((forms_folder() / "mpp-sidak" / "expected").glob("*.json"))
FS = "{https://fieldsurvey.id/ns/1}"

#: What a visit with the best or the worst answers says where no choice carries a score.
PLAIN = {
    "a06": "2",
    "n_produk": "2",
    "pengelola": "sendiri",
    "setuju": "ya",
    "izin": "foto rekaman kontak",
    "dilayani": "hari_ini",
    "usia": "di_bawah_18",
    "wali": "ya",
    "ada_rahasia": "ya",
}
BEST = PLAIN | {
    "a04": "5",
    "a04_jadwal": "4",
    "f07": "4",
    "p08a": "10",
    "p08b": "10",
    "p08c": "10",
    "p09": "14",
}
WORST = PLAIN | {"f07": "0", "p08a": "10", "p08b": "0"}


@cache
def instrument() -> Instrument:
    return find_instrument("mpp-sidak")


def observed(form: str, session: FormSession, target: str = "s1") -> list[Observation]:
    kind = "stand" if form == "stand" else "mall"
    return observe(
        instrument().form(form), session, response=f"r-{form}", target=target, target_kind=kind
    )


def replay(example: Mapping[str, Any]) -> FormSession:
    session = instrument().form(example["form"]).start()
    for ref, value in example["answers"].items():
        assert session.relevant(ref), ref
        session.set(ref, value)
        assert session.violation(ref) is None, ref
    return session


@pytest.mark.parametrize("name", ["mpp-sidak", "ori-2021", "ori-2022"])
def test_the_instrument_holds_together(name: str) -> None:
    assert check(find_instrument(name)) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_worked_example(path: Any) -> None:
    example = json.loads(path.read_text("utf-8"))
    session = replay(example)
    relevant = {ref: session.relevant(ref) for ref in example["relevant"]}
    assert relevant == example["relevant"]
    assert {ref: session.get(ref) for ref in example["values"]} == example["values"]

    found = observed(example["form"], session)
    shown = [(o.item, o.indicator, None if o.score is None else str(o.score)) for o in found]
    assert shown == [(s["item"], s["indicator"], s["score"]) for s in example["scores"]]

    for expected in example["indicators"]:
        fed = [o.score for o in found if o.indicator == expected["indicator"]]
        scores = [Fraction(each) for each in fed if each is not None]
        mean = sum(scores, Fraction(0)) / len(scores) if scores else None
        assert mean == (None if expected["mean"] is None else Fraction(expected["mean"]))

    drafts = findings_of(instrument().form(example["form"]), session, target_name="Contoh")
    assert [(d.item, d.classification, d.sentence) for d in drafts] == [
        (f["item"], f["class"], f["sentence"]) for f in example["findings"]
    ]
    assert all(draft.criterion for draft in drafts)


@pytest.mark.parametrize(
    ("ticked", "anchor"),
    [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (11, 3), (12, 4), (14, 4)],
)
def test_anchors_of_k1(ticked: int, anchor: int) -> None:
    """25 % of 14 is 3.5, 50 % is 7, 80 % is 11.2: the lower bound of each anchor is inclusive."""
    assert anchor_of("k1", ticked) == (str(anchor), Decimal(anchor) / 4)


@pytest.mark.parametrize(
    ("ticked", "anchor"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (7, 3), (8, 4), (10, 4)]
)
def test_anchors_of_k4(ticked: int, anchor: int) -> None:
    """25 % of 10 is 2.5, 50 % is 5, 80 % is 8."""
    assert anchor_of("k4", ticked) == (str(anchor), Decimal(anchor) / 4)


def anchor_of(name: str, ticked: int) -> tuple[str, Decimal]:
    session = instrument().form("officer").start()
    ref = f"/data/bagian_k/{name}"
    names = [value for value, _ in session.choices(ref) if value != "tidak_tahu"]
    session.set(ref, " ".join(names[:ticked]))
    return session.get(f"{ref}_jangkar"), Decimal(session.get(f"{ref}_skor"))


def test_knowing_none_excludes_the_other_ticks() -> None:
    session = instrument().form("officer").start()
    session.set("/data/bagian_k/k1", "biaya tidak_tahu")
    violation = session.violation("/data/bagian_k/k1")
    assert violation is not None
    assert violation.kind == "constraint"
    assert violation.message is not None
    assert "satu pun" in violation.message


@pytest.mark.parametrize(("times", "expected"), [(0, "0"), (1, "0.5"), (3, "0.5"), (4, "1")])
def test_supervision_a_month(times: int, expected: str) -> None:
    session = instrument().form("stand").start()
    session.set("/data/bagian_a/a01", "ya")
    session.set("/data/bagian_f/f07", str(times))
    assert session.get("/data/bagian_f/f07_skor") == expected


@pytest.mark.parametrize(
    ("days", "expected"), [("0", "1"), ("14", "1"), ("14.5", "0.5"), ("60", "0.5"), ("60.1", "0")]
)
def test_days_to_settle(days: str, expected: str) -> None:
    session = instrument().form("complaints").start()
    session.set("/data/pengantar/pengelola", "sendiri")
    for name, value in {"p08a": "4", "p08b": "4", "p08c": "3", "p09": days}.items():
        session.set(f"/data/bagian_p/{name}", value)
    assert session.get("/data/bagian_p/p09_skor") == expected
    assert session.get("/data/bagian_p/p08_skor") == "0.75"


def test_more_settled_than_received_is_a_violation() -> None:
    session = instrument().form("complaints").start()
    session.set("/data/pengantar/pengelola", "sendiri")
    for name, value in {"p08a": "4", "p08b": "5"}.items():
        session.set(f"/data/bagian_p/{name}", value)
    assert session.violation("/data/bagian_p/p08b") is not None


def test_more_officers_than_scheduled_score_1() -> None:
    session = instrument().form("stand").start()
    for name, value in {"a01": "ya", "a04": "5", "a04_jadwal": "4"}.items():
        session.set(f"/data/bagian_a/{name}", value)
    assert session.get("/data/bagian_a/a04_skor") == "1"
    session.set("/data/bagian_a/a04_jadwal", "0")
    assert session.get("/data/bagian_a/a04_skor") == ""


def test_products_follow_their_number_and_keep_their_answers() -> None:
    session = instrument().form("stand").start()
    products = "/data/produk[{}]/bagian_b/b02"
    assert products.format(2) in session.refs()
    assert products.format(3) not in session.refs()
    session.set(products.format(2), "lengkap")
    session.set("/data/bagian_a/n_produk", "3")
    assert products.format(3) in session.refs()
    assert session.get(products.format(2)) == "lengkap"


def test_photo_and_reason_are_required_where_the_answer_asks_for_them() -> None:
    session = instrument().form("stand").start()
    photo, reason = "/data/bagian_c/c06_foto", "/data/bagian_c/c06_tb"
    needs = {}
    for answer in ("", "ya", "tidak", "tb"):
        session.set("/data/bagian_c/c06", answer)
        needs[answer] = tuple(session.relevant(r) and session.required(r) for r in (photo, reason))
    assert needs == {
        "": (False, False),
        "ya": (False, False),
        "tidak": (True, False),
        "tb": (False, True),
    }


def fill(form: str, plain: Mapping[str, str], *, best: bool) -> FormSession:
    """Answer every relevant question, the scored ones with the best or the worst choice."""
    session = instrument().form(form).start()
    while open_refs := [ref for ref in session.refs() if waiting(form, session, ref)]:
        session.set(open_refs[0], answer(form, session, open_refs[0], plain, best=best))
        assert session.get(open_refs[0]), open_refs[0]
    return session


def waiting(form: str, session: FormSession, ref: str) -> bool:
    definition = instrument().form(form).definition(ref)
    is_note = definition.control == "input" and session.readonly(ref)
    asked = definition.control in {"input", "select1", "select", "upload"} and not is_note
    return asked and session.relevant(ref) and not session.get(ref)


def answer(
    form: str, session: FormSession, ref: str, plain: Mapping[str, str], *, best: bool
) -> str:
    definition = instrument().form(form).definition(ref)
    if definition.name in plain:
        return plain[definition.name]
    if definition.control == "upload":
        return "bukti.jpg"
    if definition.control == "select":
        names = [value for value, _ in session.choices(ref)]
        knows = [value for value in names if value != "tidak_tahu"]
        return " ".join(knows) if best or "tidak_tahu" not in names else "tidak_tahu"
    if definition.control == "select1":
        scores = {
            value: Decimal(text)
            for value, _ in session.choices(ref)
            if (text := session.choice(ref, value).get("score", ""))
        }
        if scores:
            return (max if best else min)(scores, key=lambda value: scores[value])
        return session.choices(ref)[0][0]
    return {"int": "1", "time": "09:00:00.000+08:00"}.get(definition.datatype, "teks")


@pytest.mark.parametrize(
    ("best", "plain", "expected", "band"),
    [(True, BEST, "100.00", "A"), (False, WORST, "0.00", "E")],
)
def test_the_best_visit_scores_100_and_the_worst_0(
    best: bool, plain: Mapping[str, str], expected: str, band: str
) -> None:
    found: list[Observation] = []
    for form in instrument().forms:
        session = fill(form, plain, best=best)
        assert session.problems() == []
        session.finalize()
        found += observed(form, session, "s1" if form == "stand" else "m1")
    result = score(instrument().scheme, found, [StandState("s1", "Contoh", "open")])
    assert result.complete
    assert str(result.score) == expected
    assert result.band is not None
    assert result.band.code == band
    if best:
        fed = {each.indicator for each in found if each.score is not None}
        assert fed == {each.id for each in instrument().scheme.indicators()}
