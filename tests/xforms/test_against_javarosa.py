"""Our forms and small forms, played by JavaRosa and by us: the same state at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fieldsurvey.paths import forms_folder
from fieldsurvey.xforms import Form, load_form
from fieldsurvey.xforms.steps import play
from tests.scenario import form_of
from tests.xforms import javarosa
from tests.xforms.generated import steps_for
from tests.xforms.test_repeats import ITEMS, NESTED
from tests.xforms.test_selects import CASCADE

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(not javarosa.available(), reason="needs javac"),
    pytest.mark.usefixtures("judges_zone"),
]
PROPERTIES = {"username": "tester", "phonenumber": "+100", "email": "t@example.org"}


def compare(form: Form, steps: list[dict[str, Any]], state: list[dict[str, Any]]) -> list[str]:
    session = form.start(device_id="device-1", properties=PROPERTIES)
    for _ in play(session, steps):
        pass
    return javarosa.differences(session, state)


def test_our_forms_are_as_in_javarosa_after_each_step(tmp_path: Path) -> None:
    books = sorted(forms_folder().glob("*/*.xlsx"))
    forms = {f"{path.parent.name}-{path.stem}": load_form(path) for path in books}
    cases: list[dict[str, Any]] = []
    played: list[tuple[Form, list[dict[str, Any]]]] = []
    for name, form in forms.items():
        path = tmp_path / f"{name}.xml"
        path.write_bytes(form.xform)
        for seed, count in ((1, 0), (2, 20), (3, 40)):
            steps = steps_for(form, seed, count)
            asked = [one for step in steps for one in (*_theirs(step), {"query": {}})]
            cases.append({"id": f"{name} {seed}", "form": str(path), "steps": asked})
            played.append((form, steps))
    found = []
    for (form, steps), answer in zip(played, javarosa.batch(cases, tmp_path), strict=True):
        session = form.start(device_id="device-1", properties=PROPERTIES)
        states = (result["state"] for result in answer["steps"] if "state" in result)
        for step, state in zip(steps, states, strict=True):
            list(play(session, [step]))
            found += [f"{answer['id']} {step}: {d}" for d in javarosa.differences(session, state)]
        found += javarosa.differences(session, answer["state"])
        theirs = javarosa.canonical(answer["xml"].encode())
        assert javarosa.canonical(session.to_xml()) == theirs
    assert found == []


def _theirs(step: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the step, and the computing anew that JavaRosa needs after a change in a repeat."""
    if "add_repeat" in step or "remove_repeat" in step or "]" in step["set"]:
        return [step, {"refresh": True}]
    return [step]


SMALL: list[tuple[str, str, list[dict[str, Any]]]] = [
    (
        "items",
        ITEMS,
        [
            {"set": "/data/disc", "value": "0.5"},
            {"set": "/data/item[1]/qty", "value": "2"},
            {"set": "/data/item[1]/price", "value": "10"},
            {"add_repeat": "/data/item"},
            {"set": "/data/item[2]/qty", "value": "3"},
            {"set": "/data/item[2]/price", "value": "1"},
            {"add_repeat": "/data/item"},
            {"remove_repeat": "/data/item[1]"},
            {"set": "/data/disc", "value": ""},
        ],
    ),
    (
        "nested",
        NESTED,
        [
            {"set": "/data/house[1]/room[1]/area", "value": "5"},
            {"add_repeat": "/data/house[1]/room"},
            {"set": "/data/house[1]/room[2]/area", "value": "6"},
            {"set": "/data/house[1]/hn", "value": "A"},
            {"remove_repeat": "/data/house[1]/room[1]"},
        ],
    ),
    (
        "cascade",
        CASCADE,
        [
            {"set": "/data/prov", "value": "jb"},
            {"set": "/data/city", "value": "bgr"},
            {"set": "/data/stand", "value": "s2"},
            {"set": "/data/many", "value": "bdg srg"},
        ],
    ),
    (
        "truth",
        """
        | survey |           |      |       |          |                        |
        |        | type      | name | label | relevant | calculation            |
        |        | text      | t    | T     |          |                        |
        |        | integer   | i    | I     |          |                        |
        |        | calculate | b    |       |          | if(${i} > 3, 1, 0)     |
        |        | calculate | rt   |       |          | if(${t}, 'y', 'n')     |
        |        | calculate | ri   |       |          | if(${i}, 'y', 'n')     |
        |        | calculate | rb   |       |          | if(${b}, 'y', 'n')     |
        |        | calculate | eq   |       |          | if(${q} = '', 'e', 'f') |
        |        | calculate | ne   |       |          | if(${q} != 5, 'e', 'f') |
        |        | integer   | q    | Q     | ${t}     |                        |
        |        | text      | q2   | Q2    | ${b}     |                        |
        """,
        [
            {"set": "/data/t", "value": "0"},
            {"set": "/data/i", "value": "0"},
            {"set": "/data/q", "value": "5"},
        ],
    ),
    (
        "types",
        """
        | survey |          |      |       |                                  |
        |        | type     | name | label | calculation                      |
        |        | date     | d    | D     |                                  |
        |        | dateTime | dt   | DT    |                                  |
        |        | time     | tm   | TM    |                                  |
        |        | geopoint | g    | G     |                                  |
        |        | decimal  | x    | X     |                                  |
        |        | calculate | f   |       | format-date(${d}, '%e/%n/%y %a') |
        |        | calculate | later |     | format-date(date(${d} + 30), '%Y-%m-%d') |
        |        | calculate | r   |       | round(${x} * 3, 2)               |
        |        | calculate | s   |       | if(${x} = '', '-', concat(${x}, ' ', int(${x}), ' ', ${x} div 3)) |
        """,
        [
            {"set": "/data/d", "value": "2024-02-29"},
            {"set": "/data/dt", "value": "2024-02-29T10:00:00.000+07:00"},
            {"set": "/data/tm", "value": "09:15:00.000"},
            {"set": "/data/g", "value": "-6.9 107.6 0 5"},
            {"set": "/data/x", "value": "2.345"},
        ],
    ),
]


def test_small_forms_end_as_in_javarosa(tmp_path: Path) -> None:
    cases = []
    for name, table, steps in SMALL:
        path = tmp_path / f"{name}.xml"
        path.write_bytes(form_of(table).xform)
        cases += [
            {"id": f"{name} {n}", "form": str(path), "steps": steps[:n]}
            for n in range(len(steps) + 1)
        ]
    answers = {a["id"]: a for a in javarosa.batch(cases, tmp_path)}
    found = []
    for name, table, steps in SMALL:
        for n in range(len(steps) + 1):
            answer = answers[f"{name} {n}"]
            assert "fatal" not in answer
            found += [
                f"{name} {n}: {d}" for d in compare(form_of(table), steps[:n], answer["state"])
            ]
    assert found == []
