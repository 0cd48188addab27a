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
    feeding,
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
#: Those of ``mpp-sidak`` have a shape and a test of their own (test_worked_examples).
EXAMPLES = sorted(
    path
    for path in forms_folder().glob("*/expected/*.json")
    if path.parent.parent.name != "mpp-sidak"
)
#: Of every instrument but ``mpp-sidak``, whose are judged in test_instruments.
BOOKS = sorted(p for p in forms_folder().glob("*/*.xlsx") if p.parent.name != "mpp-sidak")

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


def test_every_instrument_has_examples() -> None:
    folders = {path.parent for path in forms_folder().glob("*/instrument.toml")}
    assert {path.parent.parent for path in forms_folder().glob("*/expected/*.json")} == folders


@pytest.mark.parametrize("path", EXAMPLES, ids=label)
def test_worked_example(path: Path) -> None:
    """Answers → scores, and figures → categories; an instrument without forms scores the answers of another one."""
    example = json.loads(path.read_text("utf-8"))
    assert set(example) <= {*SHOWN, *LEVELS, *OF_THE_SCORE}
    found = instrument(path.parent.parent.name)
    for key, replayed in SHOWN.items():
        if key in example:
            replayed(found, example)
    if "responses" not in example:
        return
    answers = feeding(
        found.scheme, observations(instrument(example.get("answers_of", found.id)), example)
    )
    result = scored(found.scheme, answers)
    by_id = {(part.level, part.id): part.score for part in parts(result.dimensions)}
    for key, level in LEVELS.items():
        for name, figure in example.get(key, {}).items():
            assert by_id[level, name] == Decimal(figure), name
    for name in ("score", "provisional"):
        if name in example:
            shown = getattr(result, name)
            assert (None if shown is None else str(shown)) == example[name]
            assert str(shown) not in example.get("naive", [])
    if "score" in example:
        assert (result.band.code if result.band else None) == example.get("band")
        assert list(result.missing) == example.get("missing", [])


def replay_bands(found: Instrument, example: dict[str, Any]) -> None:
    for figure, code in example["bands"]:
        assert band_of(found.scheme, Decimal(figure)).code == code, figure


def replay_other_rules(found: Instrument, example: dict[str, Any]) -> None:
    """What another year's rules would say, which is not what this year's say."""
    for other, figures in example["not_by"].items():
        for figure, code in figures:
            assert band_of(instrument(other).scheme, Decimal(figure)).code == code
            assert band_of(found.scheme, Decimal(figure)).code != code


def replay_opinions(found: Instrument, example: dict[str, Any]) -> None:
    for figure, compliance, opinion in example["opinions"]:
        quality = band_of(found.scheme, Decimal(figure))
        band = compliance_band(found.scheme, Decimal(compliance))
        assert opinion_of(found.scheme, quality, band) == opinion, figure


def replay_traits(found: Instrument, example: dict[str, Any]) -> None:
    result = scored(found.scheme, list(observations(found, example)))
    shown = {t.id: [None if t.mean is None else str(t.mean), t.n] for t in culture_traits(result)}
    assert shown == example["traits"]


def replay_as_given(found: Instrument, example: dict[str, Any]) -> None:
    answers = list(observations(found, example))
    assert scored(old_table(), answers).score == Decimal(example["as_given_011"])


OF_THE_SCORE = (
    "why",
    "answers_of",
    "responses",
    "naive",
    "score",
    "band",
    "provisional",
    "missing",
)
LEVELS = {"dimensions": "dimension", "indicators": "indicator"}
SHOWN = {
    "bands": replay_bands,
    "not_by": replay_other_rules,
    "opinions": replay_opinions,
    "traits": replay_traits,
    "as_given_011": replay_as_given,
}


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


def test_an_index_beyond_its_scale_is_refused() -> None:
    with pytest.raises(FigureError, match="between 0 and 5"):
        band_of(find_manifest("pekppp").scheme, Decimal("5.01"))
