"""The small visit of scoring_example.py, each figure computed by hand in the comments."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import InstrumentError
from fieldsurvey.scoring import StandState, feeding, parse_scheme, score
from tests.scoring.scoring_example import OBSERVATIONS, STANDS, answer, scheme, toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.scoring import MallScore, Part


def figures(result: MallScore) -> dict[str, tuple[str | None, int]]:
    """Return id → (score, n) of dimensions, variables and indicators."""

    def walk(parts: tuple[Part, ...]) -> Iterator[Part]:
        for part in parts:
            if part.level in {"dimension", "variable", "indicator"}:
                yield part
                yield from walk(part.children)

    return {
        part.id: (None if part.score is None else str(part.score), part.n)
        for part in walk(result.dimensions)
    }


def test_every_figure_is_the_one_computed_by_hand() -> None:
    result = score(scheme(), OBSERVATIONS, STANDS)
    assert figures(result) == {
        "input": ("56.25", 3),  # its only variable
        "fasilitas": ("56.25", 3),  # (1 × 0.75 + 3 × 0.5) / 4 = 0.5625
        "kursi": ("75.00", 1),  # 0.75
        "toilet": ("50.00", 2),  # (1 + 0) / 2, TB left out
        "proses": ("63.89", 6),  # (2 × 0.625 + 1 × 2/3) / 3 = 0.63888…
        "standar": ("62.50", 3),
        "persyaratan": (
            "62.50",
            3,
        ),  # s1 (1 + 0.5) / 2 = 0.75; s2 0.5; s3 all TB → (0.75 + 0.5) / 2
        "janji": ("66.67", 3),
        "maklumat": ("66.67", 3),  # (1 + 0 + 1) / 3
    }
    # 0.40 × 56.25 + 0.60 × 63.888… = 22.5 + 38.333… = 60.8333…
    # (with the shown 63.89 it would be 60.834: nothing is rounded in between)
    assert (result.score, result.complete, result.provisional) == (Decimal("60.83"), True, None)
    assert result.band is not None
    assert (result.band.code, result.band.zone) == ("C", "kuning")
    assert result.missing == ()


def test_a_stand_shows_the_mean_of_its_stand_indicators() -> None:
    result = score(scheme(), OBSERVATIONS, STANDS)
    # Input has no stand indicator and is left out; s4 was not visited.
    assert [
        (stand.name, [d.id for d in stand.dimensions], str(stand.score)) for stand in result.stands
    ] == [
        ("Samsat", ["proses"], "87.50"),  # (0.75 + 1) / 2
        ("BPJS", ["proses"], "25.00"),  # (0.5 + 0) / 2
        ("Imigrasi", ["proses"], "100.00"),  # persyaratan does not apply there; maklumat 1
    ]
    assert [stand.band for stand in result.stands] == [None, None, None]


def test_a_stand_has_a_band_only_where_the_scheme_says_so() -> None:
    result = score(scheme(stand_zone=True), OBSERVATIONS, STANDS)
    assert [stand.band.code for stand in result.stands if stand.band] == ["B", "E", "A"]


@pytest.mark.parametrize(
    ("rule", "expected", "persyaratan"),
    [
        ("as-visible", "60.83", "62.50"),
        # s2 left out: persyaratan 0.75, maklumat 1, proses (1.5 + 1) / 3 = 0.8333; 22.5 + 50 = 72.5
        ("excluded", "72.50", "75.00"),
        # s2 zero: persyaratan (0.75 + 0) / 2 = 0.375, maklumat 2/3,
        # proses (0.75 + 0.6667) / 3 = 0.472222; 22.5 + 28.3333 = 50.8333
        ("zero", "50.83", "37.50"),
    ],
)
def test_a_closed_stand_counts_as_the_scheme_declares(
    rule: str, expected: str, persyaratan: str
) -> None:
    stands = [replace(stand, status="closed") if stand.id == "s2" else stand for stand in STANDS]
    result = score(scheme(rule), OBSERVATIONS, stands)
    assert str(result.score) == expected
    assert figures(result)["persyaratan"][0] == persyaratan
    assert any("Gerai tutup" in note and "BPJS" in note for note in result.notes)


def test_zero_counts_a_closed_stand_where_nothing_was_recorded() -> None:
    # s4 closed and unseen: persyaratan (0.75 + 0.5 + 0) / 3 = 0.41667,
    # maklumat (1 + 0 + 1 + 0) / 4 = 0.5,
    # proses (0.83333 + 0.5) / 3 = 0.44444; 22.5 + 26.6667 = 49.1667
    stands = [replace(stand, status="closed") if stand.id == "s4" else stand for stand in STANDS]
    result = score(scheme("zero"), OBSERVATIONS, stands)
    assert str(result.score) == "49.17"
    assert result.stands[-1].score == Decimal("0.00")
    assert score(scheme("as-visible"), OBSERVATIONS, stands).score == Decimal("60.83")


def test_a_closed_stand_where_all_recorded_items_do_not_apply_is_not_counted_zero() -> None:
    stands = [replace(stand, status="closed") if stand.id == "s3" else stand for stand in STANDS]
    result = score(scheme("zero"), OBSERVATIONS, stands)
    assert figures(result)["persyaratan"][0] == "62.50"  # s3 is TB throughout: still left out
    assert figures(result)["maklumat"][0] == "33.33"  # (1 + 0 + 0) / 3


def test_a_dimension_without_data_gives_no_score_but_a_provisional_one() -> None:
    only_input = [each for each in OBSERVATIONS if each.target_kind == "mall"]
    result = score(scheme(), only_input, ())
    assert (result.complete, result.score, result.band) == (False, None, None)
    assert result.missing == ("proses",)
    assert result.provisional == Decimal("56.25")
    assert any(note.startswith("Belum lengkap") and "Proses" in note for note in result.notes)


def test_only_answers_that_do_not_apply_are_no_data() -> None:
    result = score(scheme(), [replace(each, score=None) for each in OBSERVATIONS], STANDS)
    assert (result.score, result.provisional) == (None, None)
    assert result.missing == ("input", "proses")


def test_no_answers_at_all() -> None:
    result = score(scheme(), [], ())
    assert (result.score, result.provisional, result.stands) == (None, None, ())


def test_the_tree_goes_down_to_the_answers() -> None:
    result = score(scheme(), OBSERVATIONS, STANDS)
    persyaratan = result.dimensions[1].children[0].children[0]
    assert [(stand.id, str(stand.score), stand.n) for stand in persyaratan.children] == [
        ("s1", "75.00", 2),
        ("s2", "50.00", 1),
        ("s3", "None", 0),
    ]
    b02, b03 = persyaratan.children[1].children
    assert (b02.id, b02.answer, str(b02.score), b02.ref) == ("B02", "v0.5", "50.00", "/data/B02")
    assert (b03.answer, b03.score, b03.n) == ("tb", None, 0)


def test_titles_come_in_the_language_asked() -> None:
    assert score(scheme(), OBSERVATIONS, STANDS, "en").dimensions[1].title == "Process"


def test_a_stand_that_only_the_answers_name_was_inspected() -> None:
    result = score(scheme(), OBSERVATIONS, STANDS[:2])
    assert [stand.stand for stand in result.stands] == ["s1", "s2", "s3"]
    assert result.score == Decimal("60.83")


def test_assumed_weights_make_a_working_score_even_by_an_official_scheme() -> None:
    text = toml().replace("official = false", "official = true")
    assumed = score(parse_scheme(text.encode()), OBSERVATIONS, STANDS)
    sourced = score(parse_scheme(text.replace('"assumed"', '"S1"').encode()), OBSERVATIONS, STANDS)
    assert (assumed.official, sourced.official) == (False, True)
    assert "Nilai kerja, bukan nilai resmi." in assumed.notes
    assert "Nilai kerja, bukan nilai resmi." not in sourced.notes


def test_notes_say_what_a_report_must_print() -> None:
    stands = (*STANDS, StandState("s5", "BPN", "off-schedule"))
    assert list(score(scheme(), OBSERVATIONS, stands).notes) == [
        "Nilai kerja, bukan nilai resmi.",
        "Gerai diperiksa: 3 dari 5. Jawaban yang dinilai: n = 9; tidak berlaku (TB): 4.",
        "Gerai di luar jadwal layanan (1), bukan temuan: BPN.",
        "Bobot yang diasumsikan, tanpa sumber – variabel (1 dari 3): Fasilitas.",
    ]


def test_an_answer_to_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(InstrumentError, match="B99 feeds 'x'"):
        score(scheme(), [answer("x", "B99", "s1", "1")], STANDS)


def test_answers_are_scored_by_another_scheme_once_what_it_lacks_is_left_out() -> None:
    other = [*OBSERVATIONS, answer("x", "B99", "s1", "1")]
    assert score(scheme(), feeding(scheme(), other), STANDS) == score(
        scheme(), OBSERVATIONS, STANDS
    )


@pytest.mark.parametrize("value", ["1.01", "-0.1", "NaN", "Infinity"])
def test_a_score_outside_its_range_is_refused(value: str) -> None:
    with pytest.raises(InstrumentError, match="between 0 and 1"):
        score(scheme(), [answer("kursi", "D03", "m", value)], STANDS)
