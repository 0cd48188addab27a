"""SKM, culture, SOP and the 2025 draft: their forms run everywhere, and worked examples give the figures by hand."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from pyxform.xls2xform import convert

from fieldsurvey.errors import FigureError
from fieldsurvey.paths import forms_folder
from fieldsurvey.scoring import (
    MallScore,
    StandState,
    band_of,
    compliance_band,
    culture_traits,
    opinion_of,
    parse_scheme,
    score,
)
from fieldsurvey.survey.instrument_check import check
from fieldsurvey.survey.instruments import find_instrument, find_manifest
from fieldsurvey.survey.observations import observe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.scoring import Observation, Part, Scheme
    from fieldsurvey.survey.instruments import Instrument

NAMES = ("skm", "culture", "sop")
EXAMPLES = [
    path for name in NAMES for path in sorted((forms_folder() / name / "expected").glob("*.json"))
]
BOOKS = [path for name in NAMES for path in sorted((forms_folder() / name).glob("*.xlsx"))]

instrument = cache(find_instrument)


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def observations(found: Instrument, example: dict[str, Any]) -> Iterator[Observation]:
    for number, response in enumerate(example["responses"]):
        session = found.form(response["form"]).start()
        for ref, value in response["answers"].items():
            assert session.relevant(ref), ref
            session.set(ref, value)
            assert session.violation(ref) is None, ref
        kind = "stand" if response["form"] == "stand" else "mall"
        yield from observe(
            found.form(response["form"]),
            session,
            response=f"r{number}",
            target=response["target"],
            target_kind=kind,
        )


def scored(scheme: Scheme, found: list[Observation]) -> MallScore:
    stands = sorted({each.target for each in found if each.target_kind == "stand"})
    return score(scheme, found, [StandState(stand) for stand in stands])


def parts(children: tuple[Part, ...]) -> Iterator[Part]:
    for part in children:
        yield part
        yield from parts(part.children)


@pytest.mark.parametrize("name", [*NAMES, "ori-2025-draft"])
def test_the_instrument_holds_together(name: str) -> None:
    assert check(instrument(name)) == []


@pytest.mark.parametrize("book", BOOKS, ids=label)
def test_pyxform_converts_without_a_warning(book: Path) -> None:
    warnings: list[str] = []
    result = convert(book, warnings=warnings, pretty_print=False)
    assert (warnings, result.warnings) == ([], [])


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
@pytest.mark.parametrize("book", BOOKS, ids=label)
def test_odk_validate_accepts(book: Path) -> None:
    warnings: list[str] = []
    convert(book, warnings=warnings, validate=True, pretty_print=False)
    assert warnings == []


@pytest.mark.parametrize("path", EXAMPLES, ids=label)
def test_worked_example(path: Path) -> None:
    example = json.loads(path.read_text("utf-8"))
    found = instrument(path.parent.parent.name)
    answers = list(observations(found, example))
    result = scored(found.scheme, answers)
    by_id = {(part.level, part.id): part.score for part in parts(result.dimensions)}
    for level in ("dimension", "indicator"):
        for name, figure in example.get(f"{level}s", {}).items():
            assert by_id[level, name] == Decimal(figure), name
    if "score" in example:
        assert result.score == Decimal(example["score"])
        assert (result.band.code if result.band else None) == example.get("band")
    if "traits" in example:
        shown = {
            t.id: [None if t.mean is None else str(t.mean), t.n] for t in culture_traits(result)
        }
        assert shown == example["traits"]
    if "as_given_011" in example:
        assert scored(old_table(), answers).score == Decimal(example["as_given_011"])


@cache
def old_table() -> Scheme:
    """The SKM with the weights of the old table, edited as its instrument.toml tells an office to."""
    text = (forms_folder() / "skm" / "instrument.toml").read_text("utf-8")
    head, tree = text.split("[[dimension.variable]]")
    variable, *indicators = tree.split("[[dimension.variable.indicator]]")
    edited = [each.replace('weight = "1"', 'weight = "0.11"') for each in indicators]
    head = head.replace('weights = "relative"', 'weights = "as-given"')
    joined = "[[dimension.variable.indicator]]".join([variable, *edited])
    return parse_scheme(f"{head}[[dimension.variable]]{joined}".encode())


def test_the_old_table_says_what_it_can_reach() -> None:
    (example,) = [path for path in EXAMPLES if path.name == "perfect.json"]
    answers = list(observations(instrument("skm"), json.loads(example.read_text("utf-8"))))
    notes = scored(old_table(), answers).notes
    assert "Bobot indikator dipakai apa adanya; nilai tertinggi yang mungkin 99,00." in notes
    assert any(
        note.startswith("SKM: bobot tiap unsur 1/9")
        for note in scored(instrument("skm").scheme, answers).notes
    )


@pytest.mark.parametrize(
    ("figure", "compliance", "quality", "opinion"),
    [
        ("65.98", "90", "Kualitas Sedang (Cukup)", "Opini Kualitas Sedang Tanpa Maladministrasi"),
        ("57.61", "90", "Kualitas Sedang (Cukup)", "Opini Kualitas Sedang Tanpa Maladministrasi"),
        ("53.38", "90", "Kualitas Rendah (Kurang)", ""),
        ("90", "60", "Kualitas Tertinggi", "Opini Kualitas Tertinggi"),
        ("80", "60", "Kualitas Tinggi", ""),
    ],
)
def test_two_axes_give_an_opinion(figure: str, compliance: str, quality: str, opinion: str) -> None:
    """The observed results of domain.md §1.3 (S23, S25)."""
    scheme = find_manifest("ori-2025-draft").scheme
    band = band_of(scheme, Decimal(figure))
    assert band.label == quality
    assert opinion_of(scheme, band, compliance_band(scheme, Decimal(compliance))) == opinion


@pytest.mark.parametrize(
    ("index", "code"),
    [
        ("5", "A"),
        ("4.51", "A"),
        ("4.50", "A-"),
        ("3.005", "B-"),
        ("1", "F"),
        ("1.01", "E"),
        ("0", "F"),
    ],
)
def test_an_index_of_0_to_5_has_its_own_categories(index: str, code: str) -> None:
    """PEKPPP (domain.md §5.2); 3,005 is shown as 3,01."""
    assert band_of(find_manifest("pekppp").scheme, Decimal(index)).code == code


def test_an_index_beyond_its_scale_is_refused() -> None:
    with pytest.raises(FigureError, match="between 0 and 5"):
        band_of(find_manifest("pekppp").scheme, Decimal("5.01"))
