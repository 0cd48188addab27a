"""Figures are read without guessing and shown as 1.234.567,89 (domain.md §9)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.errors import FigureError
from fieldsurvey.indonesia.numbers import (
    format_decimal,
    parse_figure,
    parse_rupiah,
    parse_score,
    percent,
    runs,
    rupiah,
)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("88,59", "88.59"),
        ("87.12", "87.12"),
        ("79,8", "79.8"),
        ("100", "100"),
        ("0", "0"),
        ("0,5", "0.5"),
        ("77,9950", "77.9950"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,567", "1234.567"),
        ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1500", "1500"),
    ],
)
def test_comma_and_point_are_both_read(text: str, figure: str) -> None:
    assert parse_figure(text) == Decimal(figure)


@pytest.mark.parametrize("text", ["1.500", "1,500", "77.995", "0.125", "1234.567"])
def test_one_mark_and_three_digits_are_never_guessed(text: str) -> None:
    with pytest.raises(FigureError, match="thousands or decimals"):
        parse_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", " 87,12", "87,12 ", "8 7", "1 234", "87,12\n", "12'345", "1_000", "٣", "１２",
        "+5", "-5", "−5", "87,12%", "Rp5", "1e3", "0x1F", "NaN", "inf", ".5", "5.", ",5", "5,",
        "1..2", "1,2,3", "1.2.3", "1.23.456", "1.234.56", "1,234,56.7", "1234.567,8",
        "1.234,567,8", "0.123.456",
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_one_clear_line(text: str) -> None:
    with pytest.raises(FigureError, match="not a figure") as caught:
        parse_figure(text)
    assert "\n" not in str(caught.value)


def test_a_score_lies_between_0_and_100() -> None:
    assert parse_score("100,00") == 100
    with pytest.raises(FigureError, match="at most 100"):
        parse_score("100,01")
    with pytest.raises(FigureError, match="at least 1,5"):
        parse_figure("1", lower=Decimal("1.5"))
    with pytest.raises(FigureError, match="at most 40 characters"):
        parse_figure("1" * 41)


@given(st.text(max_size=20))
def test_any_text_gives_a_figure_or_a_figure_error(text: str) -> None:
    try:
        figure = parse_figure(text)
    except FigureError:
        return
    assert figure.is_finite()
    assert figure >= 0


@given(st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=2))
def test_what_is_shown_is_read_back(figure: Decimal) -> None:
    assert parse_figure(format_decimal(figure)) == figure


@pytest.mark.parametrize(
    ("figure", "places", "text"),
    [
        ("1234567.89", 2, "1.234.567,89"),
        ("87.12", 2, "87,12"),
        ("77.995", 2, "78,00"),
        ("0.125", 2, "0,13"),
        ("-1234.5", 2, "-1.234,50"),
        ("21.85", None, "21,85"),
        ("1", None, "1"),
        ("1E+3", None, "1.000"),
        ("1234.5", 0, "1.235"),
        ("1E+50", 0, "100" + ".000" * 16),
    ],
)
def test_figures_are_shown_with_point_groups_and_a_comma(
    figure: str, places: int | None, text: str
) -> None:
    assert format_decimal(Decimal(figure), places) == text


def test_percent_and_rupiah() -> None:
    assert percent(Decimal("84.16")) == "84,16%"
    assert rupiah(Decimal(125000)) == "Rp125.000"
    assert rupiah(Decimal("125000.5")) == "Rp125.000,50"
    assert rupiah(Decimal(-1500)) == "-Rp1.500"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("125.000", "125000"),
        ("125000", "125000"),
        ("Rp125.000", "125000"),
        ("Rp 125.000,00", "125000"),
        ("Rp1.250.000,50", "1250000.50"),
        ("0", "0"),
    ],
)
def test_in_rupiah_a_point_groups(text: str, amount: str) -> None:
    assert parse_rupiah(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["", "125,000", "12.50", "125.00", "-5", "Rp", "5 ribu", "1.2345", "Rp  5"]
)
def test_no_other_amount_is_read(text: str) -> None:
    with pytest.raises(FigureError, match="rupiah"):
        parse_rupiah(text)


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        ([], ""),
        ([7], "7"),
        ([8, 7], "7, 8"),
        ([3, 1, 2, 2], "1–3"),
        ([1, 2, 3, 4, 7, 9, 10], "1–4, 7, 9, 10"),
    ],
)
def test_whole_numbers_are_listed_in_runs(numbers: list[int], printed: str) -> None:
    assert runs(numbers) == printed
