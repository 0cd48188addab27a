"""Bands: the seeds and the published results of domain.md §1, from their own year's bounds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.errors import FigureError, InstrumentError
from fieldsurvey.paths import forms_folder
from fieldsurvey.scoring import Scheme, band_of, parse_scheme, shown
from fieldsurvey.survey.manifest import parse_manifest
from tests.scoring.scoring_example import scheme

HEAD = 'id = "{id}"\nversion = "1"\nofficial = true\n'
BAND = '[[band]]\ncode = "{}"\nlabel = "{}"\nzone = "{}"\nlower = "{}"\n'

ORI_2021 = parse_scheme(
    (
        HEAD.format(id="ori-2021")
        + BAND.format("Tinggi", "Kepatuhan Tinggi", "hijau", "81.00")
        + BAND.format("Sedang", "Kepatuhan Sedang", "kuning", "51.00")
        + BAND.format("Rendah", "Kepatuhan Rendah", "merah", "0")
    ).encode()
)
ORI_2022 = scheme()


@pytest.mark.parametrize(
    ("instrument", "figure", "code", "zone"),
    [
        (ORI_2021, "79.87", "Sedang", "kuning"),  # Samarinda 2021: hijau by the bounds of 2022
        (ORI_2021, "99.25", "Tinggi", "hijau"),  # Balikpapan 2021
        (ORI_2021, "81.00", "Tinggi", "hijau"),
        (ORI_2021, "80.99", "Sedang", "kuning"),
        (ORI_2021, "50.99", "Rendah", "merah"),
        (ORI_2022, "88.59", "A", "hijau"),  # Samarinda 2022
        (ORI_2022, "87.12", "B", "hijau"),  # Balikpapan 2022
        (ORI_2022, "89.59", "A", "hijau"),  # Kota Jambi
        (ORI_2022, "90.54", "A", "hijau"),  # Sumatera Utara
        (ORI_2022, "87.31", "B", "hijau"),  # Kerinci
        (ORI_2022, "79.8", "B", "hijau"),  # Tanjung Jabung Barat
        (ORI_2022, "73.88", "C", "kuning"),  # Merangin
        (ORI_2022, "58.99", "C", "kuning"),  # Kendari
        (ORI_2022, "77.995", "B", "hijau"),  # shown as 78,00
        (ORI_2022, "77.994", "C", "kuning"),
        (ORI_2022, "77.9949999999999999999999999999999999", "C", "kuning"),
        (ORI_2022, "32", "D", "merah"),
        (ORI_2022, "31.994", "E", "merah"),
        (ORI_2022, "100", "A", "hijau"),
        (ORI_2022, "0", "E", "merah"),
        (ORI_2022, "1E-30", "E", "merah"),
    ],
)
def test_published_scores_fall_into_the_band_of_their_year(
    instrument: Scheme, figure: str, code: str, zone: str
) -> None:
    band = band_of(instrument, Decimal(figure))
    assert (band.code, band.zone) == (code, zone)


@given(
    st.decimals(0, 100, allow_nan=False, places=2), st.decimals(0, 100, allow_nan=False, places=2)
)
def test_a_higher_score_never_falls_into_a_lower_band(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert band_of(ORI_2022, low).lower <= band_of(ORI_2022, high).lower <= high


SHIPPED = [
    parse_manifest(path.read_bytes(), str(path)).scheme
    for path in sorted(forms_folder().glob("*/instrument.toml"))
]
BANDED = [each for each in SHIPPED if each.bands]


@settings(max_examples=40)
@given(st.sampled_from(BANDED), st.fractions(0, 1))
def test_rounding_first_leaves_no_gap(instrument: Scheme, share: Fraction) -> None:
    """domain.md §1.2: every figure, however long, has the band whose bound its shown form reaches."""
    exact = share * Fraction(instrument.rules.highest)
    band = band_of(instrument, shown(exact))
    above = [each.lower for each in instrument.bands if each.lower > band.lower]
    assert band.lower <= shown(exact)
    assert all(shown(exact) < lower for lower in above)


@pytest.mark.parametrize("instrument", BANDED, ids=lambda each: each.instrument)
def test_between_two_bands_is_half_a_cent(instrument: Scheme) -> None:
    for upper, lower in pairwise(instrument.bands):
        half = upper.lower - Decimal("0.005")
        assert band_of(instrument, upper.lower) == upper
        assert band_of(instrument, half) == upper
        assert band_of(instrument, half - Decimal("1E-20")) == lower
        assert band_of(instrument, upper.lower - Decimal("0.01")) == lower


@pytest.mark.parametrize("figure", ["100.001", "-0.01", "NaN", "Infinity", "1E+40"])
def test_what_is_no_score_is_refused(figure: str) -> None:
    with pytest.raises(FigureError, match="between 0 and 100"):
        band_of(ORI_2022, Decimal(figure))


def test_an_instrument_without_categories_says_so() -> None:
    with pytest.raises(InstrumentError, match="culture: this instrument has no categories"):
        band_of(parse_scheme(HEAD.format(id="culture").encode()), Decimal(50))
