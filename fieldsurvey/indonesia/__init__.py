"""Dates, times and numbers as Indonesia writes and says them."""

from fieldsurvey.indonesia.dates import (
    MONTHS,
    UNNUMBERED,
    WEEKDAYS,
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
)
from fieldsurvey.indonesia.names import folded
from fieldsurvey.indonesia.numbers import (
    format_decimal,
    parse_figure,
    parse_rupiah,
    parse_score,
    percent,
    runs,
    rupiah,
)
from fieldsurvey.indonesia.words import GREATEST, decimal_in_words, roman_month, terbilang
from fieldsurvey.indonesia.zones import ZONES, zone_abbreviation, zone_info

__all__ = [
    "GREATEST",
    "MONTHS",
    "UNNUMBERED",
    "WEEKDAYS",
    "ZONES",
    "clock_time",
    "date_in_words",
    "decimal_in_words",
    "document_number",
    "folded",
    "format_decimal",
    "full_date",
    "local_date",
    "local_moment",
    "local_time",
    "long_date",
    "parse_figure",
    "parse_rupiah",
    "parse_score",
    "parse_short_date",
    "percent",
    "roman_month",
    "runs",
    "rupiah",
    "short_date",
    "terbilang",
    "weekday",
    "zone_abbreviation",
    "zone_info",
]
