"""Dates in words, times in the site's zone, document numbers."""

from datetime import UTC, date, datetime

import pytest

from fieldsurvey.errors import FigureError
from fieldsurvey.indonesia import (
    clock_time,
    date_in_words,
    document_number,
    full_date,
    local_date,
    local_moment,
    local_time,
    long_date,
    parse_short_date,
    short_date,
    weekday,
    zone_abbreviation,
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 6, 20), "Selasa"),
        (date(2024, 11, 20), "Rabu"),
        (date(2024, 11, 21), "Kamis"),
        (date(2023, 1, 16), "Senin"),
        (date(2024, 7, 25), "Kamis"),
        (date(2024, 7, 29), "Senin"),
        (date(2023, 11, 22), "Rabu"),
    ],
)
def test_weekdays_of_the_seeds(day: date, name: str) -> None:
    assert weekday(day) == name


def test_a_date_in_every_form() -> None:
    day = date(2024, 7, 25)
    assert long_date(day) == "25 Juli 2024"
    assert full_date(day) == "Kamis, 25 Juli 2024"
    assert short_date(day) == "25-07-2024"
    assert date_in_words(day) == (
        "Kamis, tanggal dua puluh lima bulan Juli tahun dua ribu dua puluh empat (25-07-2024)"
    )


def test_times_are_those_of_the_site_not_of_the_laptop() -> None:
    moment = datetime(2024, 7, 25, 1, 10, tzinfo=UTC)
    assert local_time(moment, "Asia/Makassar") == "09.10 WITA"
    assert local_time(moment, "Asia/Jakarta") == "08.10 WIB"
    assert local_time(moment, "Asia/Jayapura") == "10.10 WIT"
    assert clock_time(moment, "Asia/Makassar") == "09.10"


def test_the_day_turns_at_the_site() -> None:
    assert local_date(datetime(2024, 7, 24, 16, 30, tzinfo=UTC), "Asia/Makassar") == date(
        2024, 7, 25
    )


def test_every_zone_of_the_country() -> None:
    assert zone_abbreviation("Asia/Pontianak") == "WIB"
    with pytest.raises(FigureError, match="'Asia/Singapore' is not a time zone of Indonesia"):
        zone_abbreviation("Asia/Singapore")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(FigureError, match="without a zone"):
        local_time(datetime(2024, 7, 25, 9, 10), "Asia/Makassar")  # noqa: DTZ001  the case


def test_document_numbers() -> None:
    day = date(2024, 7, 25)
    template = "B/{urut}/{kode}/{bulan romawi}/{tahun}"
    assert document_number(template, day, number=7, code="LM.11-21") == "B/007/LM.11-21/VII/2024"
    assert document_number(template, day) == "B/…/…/VII/2024"


@pytest.mark.parametrize(
    ("template", "message"),
    [("{nomor}/{tahun}", r"unknown token \{nomor\}"), ("{urut}/{tahun", "without its partner")],
)
def test_templates_with_slips_are_refused(template: str, message: str) -> None:
    with pytest.raises(FigureError, match=message):
        document_number(template, date(2024, 7, 25))


def test_running_numbers_start_at_one() -> None:
    with pytest.raises(FigureError, match="starts at 1"):
        document_number("{urut}", date(2024, 7, 25), number=0)


@pytest.mark.parametrize("text", ["25-07-2024", "25/7/2024", " 25.07.2024 "])
def test_a_day_written_in_figures_is_read(text: str) -> None:
    assert parse_short_date(text) == date(2024, 7, 25)


@pytest.mark.parametrize(
    "text", ["", "25-07-24", "31-02-2024", "2024-07-25", "25 Juli 2024", "٢٥-٠٧-٢٠٢٤"]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    with pytest.raises(FigureError):
        parse_short_date(text)


def test_a_time_beyond_the_calendar_is_shown_as_it_was_claimed() -> None:
    """The clock of whoever signed a file from outside may say anything."""
    claimed = datetime(9999, 12, 31, 23, 0, tzinfo=UTC)
    assert local_moment(claimed, "Asia/Makassar") == claimed
    assert local_date(claimed, "Asia/Makassar").year == 9999
