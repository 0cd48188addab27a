"""A score as printed: quotas beside it; the traits of a culture on their own scale, never of fewer than five people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from fieldsurvey.paths import forms_folder
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Mall, Officer
from fieldsurvey.survey.score_words import score_data, score_lines

if TYPE_CHECKING:
    from fieldsurvey.survey.desk import Desk


def culture_visit(desk: Desk, people: int) -> tuple[Any, ...]:
    """Return (snapshot, instrument, score) of a visit that asked the first officers of the worked example."""
    example = json.loads((forms_folder() / "culture/expected/five.json").read_text("utf-8"))
    visit = desk.visits.new(Mall("", "MPP Uji"), [], find_instrument("culture"))
    for number, response in enumerate(example["responses"][:people], 1):
        desk.visits.add(visit, "officer", Officer("", f"P-{number}"))
        target = desk.visits.target(visit, "officer", f"P-{number}")
        opened = desk.responses(visit).open("officer", target)
        opened.session.apply({opened.session.key(r): v for r, v in response["answers"].items()})
        opened.save()
    return desk.visits.snapshot(visit), desk.instrument(visit), desk.score(visit)


@pytest.mark.parametrize("people", [4, 5])
def test_traits_of_a_culture(desk: Desk, people: int) -> None:
    parts = culture_visit(desk, people)
    lines, data = score_lines(*parts, answers=True), score_data(*parts)
    assert lines[0] == "culture 2026.1: sifat pada skala 1–5"
    assert lines[-1] == f"Kuota: petugas {people} dari 5"
    assert data["quota"] == {"officer": {"wanted": 5, "reached": people}}
    misi = next(each for each in data["traits"] if each["id"] == "misi")
    if people == 5:
        assert (misi["mean"], misi["n"]) == ("3.67", 5)
        assert "  Misi: 3,67 · n = 5" in lines
        return
    assert (misi["mean"], misi["n"], data["dimensions"], data["score"]) == (None, 4, [], None)
    assert "  Misi: kurang dari 5 orang, tidak ditampilkan · n = 4" in lines
    assert not [line for line in lines if " = 4," in line or "100,00" in line]
