"""Random forms with random answers: the same state as in JavaRosa after each step, and the same submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fieldsurvey.xforms import parse_xform
from fieldsurvey.xforms.steps import play
from tests.xforms import javarosa
from tests.xforms.random_answers import Player
from tests.xforms.random_forms import RandomForm

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.xforms import Form
    from tests.xforms.random_answers import Turn

pytestmark = [
    pytest.mark.skipif(not javarosa.available(), reason="needs javac"),
    pytest.mark.usefixtures("judges_zone"),
]
STEPS = 12
MANY, CHUNK = 2000, 250


def test_a_hundred_random_forms_agree_with_javarosa(tmp_path: Path) -> None:
    assert disagreements(range(100), tmp_path) == []


@pytest.mark.full
@pytest.mark.parametrize("first", range(1000, 1000 + MANY, CHUNK))
def test_two_thousand_random_forms_agree_with_javarosa(first: int, tmp_path: Path) -> None:
    assert disagreements(range(first, first + CHUNK), tmp_path) == []


def disagreements(seeds: range, folder: Path) -> list[str]:
    """Play the forms of these seeds in both engines and return the first difference of each."""
    played: list[tuple[Form, list[Turn]]] = []
    cases: list[dict[str, Any]] = []
    for seed in seeds:
        made = RandomForm(seed)
        form = parse_xform(made.xml)
        turns = Player(made, form, seed).turns(STEPS)
        path = folder / f"{seed}.xml"
        path.write_bytes(made.xml)
        steps = [step for turn in turns for step in turn.theirs]
        cases.append({"id": str(seed), "form": str(path), "steps": steps})
        played.append((form, turns))
    answers = javarosa.batch(cases, folder)
    return [
        f"{answer['id']}: {difference}"
        for (form, turns), answer in zip(played, answers, strict=True)
        for difference in _first_difference(form, turns, answer)
    ]


def _first_difference(form: Form, turns: list[Turn], answer: dict[str, Any]) -> list[str]:
    if "fatal" in answer:
        return [answer["fatal"]]
    session = form.start(device_id="device-1")
    results = iter(answer["steps"])
    for number, turn in enumerate(turns):
        if turn.ours is not None:
            list(play(session, [turn.ours]))
        found = []
        for step in turn.theirs:
            result = next(results)
            if "error" in result:
                found.append(f"{step}: {result['error']}")
            if "state" in result:
                found += javarosa.differences(session, result["state"])
        if found:
            return [f"turn {number} {turn.ours}: {found[0]}"]
    return javarosa.xml_differences(session.to_xml(), answer["xml"])
