"""The scheme's file is read strictly: each fault is one clear line with its place."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.errors import InstrumentError
from fieldsurvey.scoring import parse_scheme, scheme_changes
from tests.scoring.scoring_example import toml

GOOD = toml()
INDICATORS_OF_JANJI = GOOD[
    GOOD.rindex("[[dimension.variable.indicator]]") : GOOD.index("[sources]")
]


def test_the_tree_is_read_as_written() -> None:
    scheme = parse_scheme(GOOD.encode())
    assert (scheme.instrument, scheme.version, scheme.official) == ("contoh", "1", False)
    assert [(each.id, each.weight) for each in scheme.dimensions] == [
        ("input", Decimal("40.00")),
        ("proses", Decimal("60.00")),
    ]
    assert [(each.id, each.level) for each in scheme.indicators()] == [
        ("kursi", "mall"),
        ("toilet", "mall"),
        ("persyaratan", "stand"),
        ("maklumat", "stand"),
    ]
    assert [band.code for band in scheme.bands] == ["A", "B", "C", "D", "E"]
    assert scheme.sources == {"S1": "Contoh hitungan tangan"}


def test_rules_have_defaults() -> None:
    start, end = GOOD.index("[rules]"), GOOD.index("[[band]]")
    rules = parse_scheme((GOOD[:start] + GOOD[end:]).encode()).rules
    assert (rules.closed_stand, rules.stand_zone, rules.stand_mean) == ("as-visible", False, "mean")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert parse_scheme(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == parse_scheme(
        GOOD.encode()
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "contoh"', "", "'id' is missing"),
        ('id = "contoh"', 'id = "con toh"', "'id' may hold only letters"),
        ("official = false", 'official = "no"', "'official' must be true or false"),
        ("official = false", "", "'official' is missing"),
        ("stand_zone = false", "stand_zone = 0", r"\[rules\] 'stand_zone' must be true or false"),
        ("stand_zone = false", "stand_zones = true", r"\[rules\] unknown key 'stand_zones'"),
        ('"as-visible"', '"half"', r"'closed_stand' must be one of .*'zero', not 'half'"),
        ("[rules]", '[rules]\nrounding = "up"', "'rounding' must be one of 'half-up-2'"),
        ('zone = "kuning"', 'zone = "biru"', r"\[band 3\] 'zone' must be one of"),
        ('lower = "78.00"', "lower = 78.00", r"\[band 2\] 'lower' must be a figure in quotes"),
        (
            'lower = "78.00"',
            'lower = "78,00"',
            r"\[band 2\] 'lower' must be a figure in quotes with a point",
        ),
        (
            'lower = "78.00"',
            'lower = "88"',
            r"\[band 2\] 'lower' must be less than that of the band before",
        ),
        ('lower = "88.00"', 'lower = "100.01"', r"\[band 1\] 'lower' must be at most 100"),
        ('lower = "78.00"', 'lower = "78.005"', r"\[band 2\] 'lower' has more than two decimals"),
        ('lower = "0"', 'lower = "0.01"', r"\[band 5\] the last band must begin at 0"),
        ('code = "B"', 'code = "A"', "two bands have the code 'A'"),
        ('label = "Kualitas Tinggi"', 'label = " "', r"\[band 2\] 'label' is blank"),
        ('weight = "40.00"', 'weight = "39.99"', r"must sum to 100\.00, not 99\.99"),
        ('weight = "40.00"', 'weight = "40.001"', r"\[dimension 1\] .*at most two decimals"),
        ('weight = "40.00"', "weight = 40", r'\[dimension 1\] .* as "40", so that it stays exact'),
        ('weight = "40.00"', "weight = true", r"\[dimension 1\] 'weight' must be a figure"),
        ('weight = "3"', 'weight = "0"', "'weight' must be greater than 0"),
        ('weight = "3"', 'weight = "-1"', "indicator 2] 'weight' must be a figure"),
        ('weight = "3"', 'weight = "NaN"', "indicator 2] 'weight' must be a figure"),
        ('weight = "3"', 'weigth = "3"', "indicator 2] 'weight' is missing"),
        (
            'level = "mall"',
            'level = "lantai"',
            "'level' must be one of 'mall', 'stand', not 'lantai'",
        ),
        ('level = "mall"', "", "indicator 1] 'level' is missing"),
        ('level = "mall"', 'level = "mall"\nunit = "x"', "unknown key 'unit'"),
        ('id = "toilet"', 'id = "maklumat"', "two indicators have the id 'maklumat'"),
        ('id = "janji"', 'id = "standar"', "two variables have the id 'standar'"),
        ('id = "proses"', 'id = "input"', "two dimensions have the id 'input'"),
        (
            'weight_source = "assumed"',
            'weight_source = "S9"',
            "names 'S9', which \\[sources\\] does not",
        ),
        ('title = { id = "Kursi", en = "Seats" }', 'title = "Kursi"', "'title' must be a table"),
        (
            'title = { id = "Kursi", en = "Seats" }',
            'title = { id = "Kursi" }',
            "title] 'en' is missing",
        ),
        (
            "[[dimension.variable.indicator]]",
            "[[dimension.variable.indikator]]",
            "unknown key 'indikator'",
        ),
        ("[[band]]", "[band]", "not readable as TOML"),
        (INDICATORS_OF_JANJI, "", r"variable 2\] has no \[\[…indicator\]\]"),
        ("official", "official = = x", "not readable as TOML: .*line 4"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(InstrumentError, match=message) as caught:
        parse_scheme(GOOD.replace(old, new, 1).encode(), "forms/contoh/instrument.toml")
    assert str(caught.value).startswith("forms/contoh/instrument.toml: ")
    assert "\n" not in str(caught.value)


def test_an_unknown_top_key_is_refused() -> None:
    with pytest.raises(InstrumentError, match="unknown key 'colour'"):
        parse_scheme(f'colour = "red"\n{GOOD}'.encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(InstrumentError, match="not a UTF-8 text"):
        parse_scheme(b"id = '\xff'")


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_give_a_scheme_or_an_instrument_error(data: bytes) -> None:
    with pytest.raises(InstrumentError):
        parse_scheme(data)


def test_changes_name_what_moves_a_score_and_nothing_else() -> None:
    new = (
        GOOD.replace('weight = "3"', 'weight = "2"')
        .replace('lower = "78.00"', 'lower = "79.00"')
        .replace('id = "maklumat"', 'id = "janji-layanan"')
        .replace('id = "Kursi"', 'id = "Tempat duduk"')
        .replace("stand_zone = false", "stand_zone = true")
    )
    assert scheme_changes(parse_scheme(GOOD.encode()), parse_scheme(new.encode())) == [
        "~ rule stand_zone: no → yes",
        "~ band B: from 78.00 · Kualitas Tinggi · hijau → from 79.00 · Kualitas Tinggi · hijau",
        "~ indicator toilet: weight 3, level mall, in fasilitas"
        " → weight 2, level mall, in fasilitas",
        "- indicator maklumat: weight 1, level stand, in janji",
        "+ indicator janji-layanan: weight 1, level stand, in janji",
    ]
    assert scheme_changes(parse_scheme(GOOD.encode()), parse_scheme(GOOD.encode())) == []


@pytest.mark.parametrize("value", ["[" * 5000 + "]" * 5000, "9" * 5000])
def test_a_file_that_exhausts_its_reader_is_refused_in_a_sentence(value: str) -> None:
    with pytest.raises(InstrumentError, match="not readable as TOML"):
        parse_scheme(f"id = {value}".encode())
