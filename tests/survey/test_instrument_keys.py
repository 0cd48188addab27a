"""Every key of an instrument.toml, one after another: missing, misspelt, of the wrong type, out of range."""

from __future__ import annotations

import copy
import json
from datetime import date
from functools import cache
from typing import Any

import pytest

from fieldsurvey.errors import InstrumentError
from fieldsurvey.survey.manifest import parse_manifest

PATH = "forms/lengkap/instrument.toml"
Steps = tuple[str | int, ...]


def _part(name: str, weight: str, **more: object) -> dict[str, object]:
    title = {"id": name.title(), "en": name.title()}
    return {"id": name, "weight": weight, "weight_source": "S1", "title": title, **more}


def _band(code: str, lower: str) -> dict[str, object]:
    return {"code": code, "label": f"Kategori {code}", "zone": "hijau", "lower": lower}


#: An instrument that writes every key there is.
WHOLE: dict[str, Any] = {
    "id": "lengkap",
    "version": "2026.1",
    "official": False,
    "valid_from": date(2026, 1, 1),
    "valid_until": date(2026, 12, 31),
    "title": {"id": "Lengkap", "en": "Whole"},
    "remark": {"id": "Catatan", "en": "Remark"},
    "forms": {"stand": "stand.xlsx"},
    "quota": {"service_user": 30},
    "rules": {
        "rounding": "half-up-2",
        "missing_dimension": "incomplete",
        "closed_stand": "zero",
        "stand_zone": True,
        "stand_mean": "mean",
        "weights": "relative",
        "highest": "100.00",
    },
    "band": [_band("A", "50.00"), _band("B", "0")],
    "dimension": [
        _part(
            "input",
            "100.00",
            variable=[_part("sarana", "1", indicator=[_part("kursi", "1", level="mall")])],
        )
    ],
    "sources": {"S1": "Sumber"},
    "compliance": {
        "title": {"id": "Kepatuhan", "en": "Compliance"},
        "band": [_band("tinggi", "0")],
    },
    "opinion": [{"quality": "A", "compliance": "tinggi", "label": "Opini"}],
}

#: Keys that may be left out.
OPTIONAL = {
    *("valid_from", "valid_until", "remark", "forms", "quota", "rules", "sources", "zone"),
    *("band", "dimension", "opinion", *WHOLE["rules"]),
}
#: Tables whose keys are names that the office chooses, or that are the kinds of targets.
NAMES = {("forms",), ("quota",), ("sources",)}


def toml(data: dict[str, Any], within: str = "") -> str:
    """Write nested tables as TOML: plain values first, then tables, then arrays of tables."""
    lines = [f"{key} = {_value(value)}" for key, value in data.items() if not _nested(value)]
    for key, value in data.items():
        if isinstance(value, dict):
            lines += [f"[{within}{key}]", toml(value, f"{within}{key}.")]
        elif _nested(value):
            for item in value:
                lines += [f"[[{within}{key}]]", toml(item, f"{within}{key}.")]
    return "\n".join(lines)


def _nested(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    )


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


@cache
def keys() -> list[Steps]:
    """Return the way to every key of ``WHOLE``, tables included."""

    def walk(value: object, steps: Steps) -> list[Steps]:
        if isinstance(value, dict):
            return [each for k, v in value.items() for each in walk(v, (*steps, k))] + [steps]
        if isinstance(value, list):
            return [each for n, v in enumerate(value) for each in walk(v, (*steps, n))] + [steps]
        return [steps]

    found = walk(WHOLE, ())
    return sorted({each for each in found if each and isinstance(each[-1], str)}, key=str)


def holder(data: Any, steps: Steps) -> Any:
    for step in steps[:-1]:
        data = data[step]
    return data


def fault(steps: Steps, change: str, value: object = None) -> str:
    """Return what is said when the key at the end of ``steps`` is changed."""
    data = copy.deepcopy(WHOLE)
    table, key = holder(data, steps), steps[-1]
    match change:
        case "missing":
            del table[key]
        case "misspelt":
            table[f"{key}x"] = table.pop(key)
        case _:
            table[key] = value
    with pytest.raises(InstrumentError) as caught:
        parse_manifest(toml(data).encode(), PATH)
    said = str(caught.value)
    assert said.startswith(f"{PATH}: ")
    assert "\n" not in said
    return said


def test_the_whole_of_it_reads() -> None:
    manifest = parse_manifest(toml(WHOLE).encode(), PATH)
    assert manifest.scheme.rules.closed_stand == "zero"
    assert manifest.scheme.compliance is not None
    assert manifest.quota == {"service_user": 30}
    assert len(keys()) > 50


@pytest.mark.parametrize("steps", keys(), ids=str)
def test_a_missing_key_is_named_with_what_it_must_be(steps: Steps) -> None:
    key = str(steps[-1])
    if steps[:-1] in NAMES and steps != ("sources", "S1"):
        return
    if key in OPTIONAL and steps != ("compliance", "band"):
        data = copy.deepcopy(WHOLE)
        del holder(data, steps)[key]
        if key not in {"band", "sources"}:  # opinions and weights name them
            parse_manifest(toml(data).encode(), PATH)
        return
    said = fault(steps, "missing")
    assert key in said
    assert any(word in said for word in ("it must be", "has no [[", "does not have", "write ["))


@pytest.mark.parametrize("steps", keys(), ids=str)
def test_a_misspelt_key_is_named(steps: Steps) -> None:
    if steps[:-1] == ("sources",):
        return
    said = fault(steps, "misspelt")
    assert repr(steps[-1])[:-1] in said or str(steps[-1]) in said
    assert any(word in said for word in (f"{steps[-1]}x", "[[…"))


@pytest.mark.parametrize("steps", keys(), ids=str)
@pytest.mark.parametrize("value", [7.5, [1, 2], ""], ids=["float", "list", "blank"])
def test_a_value_of_the_wrong_type_is_named_with_what_is_expected(
    steps: Steps, value: object
) -> None:
    if value == "" and steps[-1] == "zone":
        return  # a band may have no zone
    said = fault(steps, "value", value)
    assert repr(steps[-1]) in said or f"[[{steps[-1]}]]" in said
    assert " must " in said


@pytest.mark.parametrize(
    ("steps", "value", "expected"),
    [
        (("quota", "service_user"), 1_000_001, "from 0 to 1000000"),
        (("quota", "service_user"), -1, "from 0 to 1000000"),
        (("rules", "highest"), "0", "above 0 and at most 100"),
        (("rules", "highest"), "100.01", "above 0 and at most 100"),
        (("band", 0, "lower"), "100.01", "at most 100"),
        (("band", 0, "lower"), "50.005", "more than two decimals"),
        (("band", 1, "lower"), "1", "must begin at 0"),
        (("compliance", "band", 0, "lower"), "0.5", "must begin at 0"),
        (("dimension", 0, "weight"), "99.99", "must sum to 100.00, not 99.99"),
        (("dimension", 0, "weight"), "0", "greater than 0"),
        (("dimension", 0, "variable", 0, "weight"), "0", "greater than 0"),
        (("dimension", 0, "variable", 0, "indicator", 0, "weight"), "0.0", "greater than 0"),
        (("valid_until",), date(2025, 12, 31), "lies after 'valid_until'"),
        (("opinion", 0, "quality"), "Z", "one of 'A', 'B', not 'Z'"),
        (("dimension", 0, "weight_source"), "S1,S2", "names 'S2'"),
        (("dimension", 0, "weight_source"), "S1,assumed", "must be 'assumed' alone"),
        (("id",), "../lengkap", "only letters, digits"),
    ],
    ids=str,
)
def test_a_value_out_of_range_is_named_with_the_range(
    steps: Steps, value: object, expected: str
) -> None:
    assert expected in fault(steps, "value", value)


def test_a_slip_is_guessed() -> None:
    assert "(is it written 'weightx'?)" in fault(("dimension", 0, "weight"), "misspelt")
    said = fault(("rules", "stand_zone"), "misspelt")
    assert "(is 'stand_zone' meant?)" in said
    assert "keys here: closed_stand, highest" in said
