"""Numbers in words, and read back by an independent reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.errors import FigureError
from fieldsurvey.indonesia import GREATEST, roman_month, terbilang

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "nol",
            "satu",
            "dua",
            "tiga",
            "empat",
            "lima",
            "enam",
            "tujuh",
            "delapan",
            "sembilan",
            "sepuluh",
            "sebelas",
        ]
    )
}
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def read_back(words: str) -> int:
    """Read a number in words from left to right, knowing nothing of how it was made."""
    total = below_thousand = unit = 0
    for word in words.split():
        if word in UNITS:
            unit = UNITS[word]
        elif word == "belas":
            unit += 10
        elif word == "puluh":
            below_thousand, unit = below_thousand + unit * 10, 0
        elif word == "ratus":
            below_thousand, unit = below_thousand + unit * 100, 0
        elif word == "seratus":
            below_thousand += 100
        elif word == "seribu":
            total += 1000
        else:
            total += (below_thousand + unit) * SCALES[word]
            below_thousand = unit = 0
    return total + below_thousand + unit


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (12, "dua belas"),
        (25, "dua puluh lima"),
        (100, "seratus"),
        (1000, "seribu"),
        (1100, "seribu seratus"),
        (1945, "seribu sembilan ratus empat puluh lima"),
        (2024, "dua ribu dua puluh empat"),
        (11_000, "sebelas ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (10**12, "satu triliun"),
    ],
)
def test_numbers_read_as_people_say_them(number: int, words: str) -> None:
    assert terbilang(number) == words


@given(st.integers(0, GREATEST))
def test_every_number_reads_back_to_itself(number: int) -> None:
    assert read_back(terbilang(number)) == number


@pytest.mark.parametrize("number", [-1, GREATEST + 1])
def test_numbers_out_of_bounds_are_refused(number: int) -> None:
    with pytest.raises(FigureError, match="from 0 to"):
        terbilang(number)


def test_roman_months() -> None:
    months = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
    assert [roman_month(month) for month in range(1, 13)] == months
    for month in (0, 13):
        with pytest.raises(FigureError):
            roman_month(month)
