"""Official results: read strictly, kept once, never replaced silently."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FileProblem, InstrumentError
from fieldsurvey.paths import resources_folder
from fieldsurvey.store import Store
from fieldsurvey.survey.comparison import comparison_lines
from fieldsurvey.survey.crosswalk import crosswalk
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument, load_instrument
from fieldsurvey.survey.results import Results, read_results, standings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = "mall,year,instrument,score,source\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Store.open(tmp_path / "v.db", "kata sandi", create=True) as store:
        yield Desk(store, author="uji")


def table(folder: Path, text: str) -> Path:
    path = folder / "hasil.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_seeds_figures_stand_side_by_side(desk: Desk) -> None:
    results = Results(desk.registry)
    results.keep(results.plan(read_results(resources_folder() / "sample" / "results.csv")))
    lines = comparison_lines(standings(results.all()))
    assert lines[0] == "Samarinda 2021 79,87 kuning → 2022 88,59 hijau (A)"
    assert "instrumen berubah (ori-2021 → ori-2022)" in lines[1]
    assert lines[2] == "Balikpapan 2021 99,25 hijau → 2022 87,12 hijau (B)"
    assert "instrumen berubah" in lines[3]


def test_semicolons_points_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "hasil.csv"
    text = "mall;year;instrument;score;source\nSamarinda;2022;ori-2022;88,59;siaran pers\n;;;;\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    (found,) = read_results(path)
    assert (found.mall, found.year, found.score) == ("Samarinda", 2022, Decimal("88.59"))


def test_importing_twice_keeps_once_and_a_contradiction_waits(desk: Desk, tmp_path: Path) -> None:
    results = Results(desk.registry)
    first = read_results(table(tmp_path, HEAD + 'Samarinda,2022,ori-2022,"88,59",a\n'))
    results.keep(results.plan(first))
    again = results.plan(first)
    assert (len(again.new), len(again.same)) == (0, 1)
    results.keep(again)

    other = read_results(table(tmp_path, HEAD + "samarinda ,2022,ori-2022,88.60,b\n"))
    plan = results.plan(other)
    assert [(held.score, new.score) for held, new in plan.differing] == [
        (Decimal("88.59"), Decimal("88.60"))
    ]
    results.keep(plan)
    assert [each.score for each in results.all()] == [Decimal("88.59")]
    results.keep(plan, replace_differing=True)
    assert [each.score for each in results.all()] == [Decimal("88.60")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mall,year,score\n", "no column instrument, source"),
        (HEAD + "Samarinda,2022,ori-2022,,x\n", "line 2, column score: is blank"),
        (
            HEAD + "Samarinda,2022,ori-2022,188,x\n",
            "line 2, column score: the figure must be at most 100",
        ),
        (HEAD + "Samarinda,22,ori-2022,88,x\n", "line 2, column year: write a year as 2022"),
        (
            HEAD + "\nSamarinda,2022,ori-1999,88,x\n",
            "line 3, column instrument: ori-1999: no instrument",
        ),
        (
            HEAD + "S,2022,ori-2022,88,x\ns,2022,ori-2022,89,x\n",
            "line 3: the same mall, year and instrument as line 2",
        ),
        ("", "no column mall"),
    ],
)
def test_a_faulty_table_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FileProblem, match=said):
        read_results(table(tmp_path, text))


def test_a_workbook_named_csv_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hasil.csv"
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(FileProblem, match="UTF-8"):
        read_results(path)


def test_a_registry_is_no_visit(desk: Desk, tmp_path: Path) -> None:
    results = Results(desk.registry)
    results.keep(results.plan(read_results(table(tmp_path, HEAD + "S,2022,ori-2022,88,x\n"))))
    assert desk.visits.ids() == []


def test_the_shipped_crosswalk_fits_both_instruments() -> None:
    old, new = find_instrument("ori-2021"), find_instrument("ori-2022")
    names = crosswalk(old, new)
    assert names["visi-misi"] is None
    assert crosswalk(new, old) == {}
    before = {name: data for name, data in new.files.items() if name != "crosswalk.toml"}
    assert crosswalk(old, load_instrument(before)) == names


def test_a_crosswalk_that_names_an_unknown_indicator_is_refused(tmp_path: Path) -> None:
    from fieldsurvey.paths import forms_folder

    folder = tmp_path / "baru"
    folder.mkdir()
    source = (forms_folder() / "ori-2022" / "instrument.toml").read_text(encoding="utf-8")
    (folder / "instrument.toml").write_text(
        source.replace('id = "ori-2022"', 'id = "baru"', 1), encoding="utf-8"
    )
    (folder / "crosswalk.toml").write_text(
        '[[from]]\ninstrument = "ori-2021"\n[from.indicators]\n"tidak-ada" = ""\n', encoding="utf-8"
    )
    with pytest.raises(InstrumentError, match="ori-2021 has no indicator 'tidak-ada'"):
        crosswalk(find_instrument("ori-2021"), find_instrument(str(folder)))
