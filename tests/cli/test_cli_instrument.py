"""``fieldsurvey instrument`` as a user runs it: output, exit codes, one clear line on a fault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.paths import forms_folder
from tests.cli.command_line import Done
from tests.cli.command_line import run as run_command

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str) -> Done:
    return run_command("instrument", *arguments)


@pytest.mark.parametrize(
    ("instrument", "figure", "line"),
    [
        ("ori-2021", "79,87", "79,87 · Sedang · Kepatuhan Sedang · kuning"),
        ("ori-2021", "99.25", "99,25 · Tinggi · Kepatuhan Tinggi · hijau"),
        ("ori-2022", "88,59", "88,59 · A · Kualitas Tertinggi · hijau"),
        ("ori-2022", "87.12", "87,12 · B · Kualitas Tinggi · hijau"),
        ("ori-2022", "77,9950", "78,00 · B · Kualitas Tinggi · hijau"),
    ],
)
def test_band_prints_category_and_zone_of_the_seeds(
    instrument: str, figure: str, line: str
) -> None:
    result = run("band", instrument, figure)
    assert (result.out, result.err, result.code) == (f"{line}\n", "", 0)


def test_band_as_json() -> None:
    result = run("band", "ori-2022", "87,12", "--json")
    assert json.loads(result.out) == {
        "score": "87.12",
        "code": "B",
        "label": "Kualitas Tinggi",
        "zone": "hijau",
    }


@pytest.mark.parametrize(
    ("instrument", "figure", "what"),
    [
        ("ori-2022", "1.500", "thousands or decimals"),
        ("ori-2022", "-5", "not a figure"),
        ("ori-2022", "", "not a figure"),
        ("ori-2022", "100,01", "at most 100"),
        ("ORI-2022", "87", "no instrument of this id"),
        ("ori-202", "87", "no instrument of this id"),
    ],
)
def test_a_fault_is_one_clear_line(
    instrument: str, figure: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("band", instrument, figure)
    assert (result.code, result.out) == (1, "")
    assert what in result.err
    assert result.err.count("\n") == 1


def test_wrong_usage_is_exit_2() -> None:
    assert run("band", "ori-2022").code == 2


def test_list_and_show_name_what_is_shipped() -> None:
    ids = [row["id"] for row in json.loads(run("list", "--json").out)]
    assert {"mpp-sidak", "ori-2021", "ori-2022"} <= set(ids)
    assert run("list").out.count("\n") == len(ids)
    shown = json.loads(run("show", "ori-2022", "--json").out)
    assert [each["weight"] for each in shown["dimensions"]] == ["21.85", "32.37", "24.24", "21.54"]
    assert "B · ≥ 78.00 · Kualitas Tinggi · hijau" in run("show", "ori-2022").out.splitlines()


def test_diff_names_the_bands_that_moved(tmp_path: Path) -> None:
    same = run("diff", "ori-2022", str(forms_folder() / "ori-2022"))
    assert same.out == "no difference in rules, bands, weights or forms\n"
    toml = (forms_folder() / "ori-2022" / "instrument.toml").read_text("utf-8")
    (tmp_path / "instrument.toml").write_text(toml.replace('"78.00"', '"79.00"'), "utf-8")
    lines = run("diff", "ori-2022", str(tmp_path)).out.splitlines()
    assert lines == [
        "~ band B: from 78.00 · Kualitas Tinggi · hijau → from 79.00 · Kualitas Tinggi · hijau"
    ]


def test_check_says_what_is_in_order_and_what_is_not(tmp_path: Path) -> None:
    good = run("check", "ori-2022")
    assert good.code == 0
    assert good.out.startswith("ori-2022 ")
    (tmp_path / "instrument.toml").write_text('id = "x"\n', "utf-8")
    bad = run("check", str(tmp_path))
    assert (bad.code, bad.out) == (1, "")
    assert "'version' is missing" in bad.err
