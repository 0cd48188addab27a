"""The PTSP's share in a city's official score, and the institutions' in a mall's own (seed 001)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FileProblem
from fieldsurvey.scoring import unit_movements
from fieldsurvey.survey import units
from fieldsurvey.survey.comparison import loss_lines, one_visit_data
from fieldsurvey.survey.results import Results, read_results, standings
from tests.survey.test_score_table import two_stands

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk

HEAD = "mall;year;instrument;score;source;province;unit;dimension\n"
ROWS = """Balikpapan;2022;ori-2022;87,12;seed 002;;;
Balikpapan;2022;ori-2022;91,00;uji;;DPMPTSP;
Balikpapan;2022;ori-2022;85,18;uji;;Disdukcapil;
Balikpapan;2022;ori-2022;85,18;uji;;Dinkes;
Balikpapan;2023;ori-2022;85,00;uji;;DPMPTSP;
Balikpapan;2023;ori-2022;85,18;uji;;Disdukcapil;
Balikpapan;2023;ori-2022;85,18;uji;;Dinkes;
"""


def kept(desk: Desk, folder: Path, rows: str = ROWS) -> list[units.CityYear]:
    path = folder / "hasil.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    results = Results(desk.registry)
    results.keep(results.plan(read_results(path)))
    return units.city_years(results.all())


def test_the_share_of_the_ptsp_within_one_year_and_between_two(desk: Desk, tmp_path: Path) -> None:
    """By hand: (91 + 85,18 + 85,18) ÷ 3 = 87,12; DPMPTSP gives 30,33, without it 85,18: +1,94. 91 → 85 takes 2,00."""
    first, second = kept(desk, tmp_path)
    assert (first.made.score, first.official) == (Decimal("87.12"), Decimal("87.12"))
    lines = units.city_lines([first, second])
    assert lines[0] == (
        "Unit dalam nilai Balikpapan 2022 (ori-2022; rata-rata unit; n = 3): 87,12; hasil resmi 87,12"
    )
    assert lines[1] == "  DPMPTSP 91,00 · menyumbang 30,33 (34,81%) · pengaruh +1,94"
    assert lines[-3:] == [
        "  Selisih 2022–2023: -2,00",
        "  Unit yang paling menggerakkan nilai",
        "    -2,00  DPMPTSP (91,00 → 85,00)",
    ]
    assert units.city_data([first])[0]["units"][0] == {
        "unit": "DPMPTSP",
        "score": "91.00",
        "points": "30.33",
        "effect": "1.94",
    }


def test_scores_of_units_are_no_standings_of_the_city(desk: Desk, tmp_path: Path) -> None:
    kept(desk, tmp_path)
    assert [str(each.score) for each in standings(Results(desk.registry).all())] == ["87.12"]


def test_another_instrument_makes_no_movement(desk: Desk, tmp_path: Path) -> None:
    rows = "Bontang;2021;ori-2021;90;x;;DPMPTSP;\nBontang;2022;ori-2022;80;x;;DPMPTSP;\n"
    lines = units.city_lines(kept(desk, tmp_path, rows))
    assert lines[-1].endswith(
        "instrumen berubah (ori-2021 → ori-2022); bagian unit tidak sebanding."
    )
    assert lines[1] == "  DPMPTSP 90,00 · menyumbang 90,00 (100,00%) · satu-satunya unit"


def test_a_unit_known_by_its_dimensions_alone(desk: Desk, tmp_path: Path) -> None:
    """By hand: (21,85 · 80 + 32,37 · 90) ÷ 54,22 = 85,97."""
    rows = "Bontang;2022;ori-2022;80;x;;DPMPTSP;input\nBontang;2022;ori-2022;90;x;;DPMPTSP;proses\n"
    (year,) = kept(desk, tmp_path, rows)
    assert str(year.made.score) == "85.97"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "Bontang;2022;ori-2022;80;x;;DPMPTSP;masukan\n",
            "column dimension: ori-2022 has no dimension",
        ),
        (
            "Bontang;2022;pekppp;5,01;x;;;\n",
            "column score: the figure must be at most 5,00 for pekppp",
        ),
        (
            "B;2022;ori-2022;80;x;;DPMPTSP;\nB;2022;ori-2022;81;x;;dpmptsp ;\n",
            "line 3: the same mall, year, instrument and unit as line 2",
        ),
    ],
)
def test_faults_of_units_are_named(desk: Desk, tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(FileProblem, match=said):
        kept(desk, tmp_path, row)


def test_an_index_of_pekppp_is_imported_on_its_own_scale(desk: Desk, tmp_path: Path) -> None:
    kept(desk, tmp_path, "Samarinda;2023;pekppp;4,51;Perwali 38/2023;;;\n")
    (found,) = standings(Results(desk.registry).all())
    assert found.band is not None
    assert (str(found.score), found.band.code) == ("4.51", "A")


def test_the_institutions_of_a_visit(desk: Desk) -> None:
    """The worked example of sop: s1 alone scores lower than s2, so without it the score rises."""
    visit = two_stands(desk)
    first = desk.visits.snapshot(visit).stands[0]
    desk.visits.change(visit, "stand", first.id, institution="DPMPTSP")
    snapshot, result = desk.visits.snapshot(visit), desk.score(visit)
    shares = units.visit_shares(snapshot, desk.instrument(visit), result)
    assert result.score is not None
    assert abs(sum(each.points for each in shares) - result.score) <= Decimal("0.02")
    found = {each.unit: each for each in shares}
    assert set(found) == {"DPMPTSP", "s2"}
    # By hand, s2 alone: existence (1 + 1 + 0) ÷ 3, quality (0,5 + 1) ÷ 2: 70,83; with s1 66,67.
    assert str(found["DPMPTSP"].effect) == "-4.16"
    text = units.share_lines(shares, result.score)
    assert text[0] == "Bagian unit dalam nilai"
    moved = unit_movements(shares, shares)
    assert units.movement_lines(moved) == []
    assert one_visit_data(result)["losses"][0]["indicator"] == "sop-mutakhir"
    assert loss_lines(result)[0] == "Yang paling menahan nilai"
