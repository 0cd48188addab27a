"""The shipped instruments: every item is there, in both languages, and leads to an indicator."""

from __future__ import annotations

import re
import shutil
import tomllib
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from pyxform.xls2xform import convert

from fieldsurvey.paths import forms_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

H = "{http://www.w3.org/1999/xhtml}"
X = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
FS = "{https://fieldsurvey.id/ns/1}"
LANGUAGES = ("Indonesia (id)", "English (en)")
FORMS = ("complaints", "mall", "officer", "service_user", "stand")
INSTRUMENTS = ("mpp-sidak", "ori-2021", "ori-2022")
FOLDER = forms_folder() / "mpp-sidak"


def codes(text: str) -> set[str]:
    """``A1-3 C5`` → A01, A02, A03, C05 (K: K1 … K12, without a nought)."""
    found = set()
    for letter, first, last in re.findall(r"([A-Z])(\d+)(?:-(\d+))?", text):
        for number in range(int(first), int(last or first) + 1):
            found.add(f"{letter}{number}" if letter == "K" else f"{letter}{number:02}")
    return found


#: domain.md §2.3, §3: the codes of each form; C01, C02, C06 are asked at stands and for the mall.
ITEMS = {
    "stand": codes("A1-7 B1-11 C1-2 C4 C6 D5 D15 E11 F1-7 F9-10"),
    "mall": codes("C1-3 C5-7 D1-4 D6-14 E1-10 F8"),
    "complaints": codes("P1-13"),
    "officer": codes("K1-12"),
    "service_user": codes("M1-14"),
}
#: Asked for what they tell, never scored (no dimension, open questions, texts, M11–M14).
UNSCORED = codes("A3 A6-7 K12 M11-14 P13")


@cache
def xform(name: str) -> etree._Element:
    """The XForm of one shipped form, as pyxform makes it."""
    return etree.fromstring(convert(FOLDER / f"{name}.xlsx", pretty_print=False).xform.encode())


@cache
def toml(instrument: str) -> dict[str, Any]:
    return tomllib.loads((forms_folder() / instrument / "instrument.toml").read_text("utf-8"))


def binds(name: str) -> Iterator[etree._Element]:
    return xform(name).iter(f"{X}bind")


def controls(name: str) -> list[etree._Element]:
    body = xform(name).find(f"{H}body")
    assert body is not None
    return [
        node
        for node in body.iter()
        if node.get("ref") and node.tag not in {f"{X}label", f"{X}hint", f"{X}value"}
    ]


def choice_lists(name: str) -> dict[str, dict[str, str]]:
    """List name → choice name → score ("" when the choice has none)."""
    model = xform(name).iter(f"{X}instance")
    lists = {i.get("id"): i.iter(f"{X}item") for i in model if i.get("id")}
    return {
        str(key): {str(c.findtext(f"{X}name")): c.findtext(f"{X}score") or "" for c in items}
        for key, items in lists.items()
    }


def choices_of(name: str, ref: str) -> dict[str, str] | None:
    """The choices of one question, None when it is no select."""
    for node in controls(name):
        itemset = node.find(f"{X}itemset")
        if node.get("ref") == ref and itemset is not None:
            found = re.search(r"instance\('([^']+)'\)", str(itemset.get("nodeset")))
            assert found is not None
            return choice_lists(name)[found[1]]
    return None


def indicators(instrument: str) -> dict[str, str]:
    """Indicator → level."""
    return {
        indicator["id"]: indicator["level"]
        for dimension in toml(instrument)["dimension"]
        for variable in dimension["variable"]
        for indicator in variable["indicator"]
    }


@pytest.mark.parametrize("name", FORMS)
def test_every_item_of_the_domain_is_in_its_form(name: str) -> None:
    assert {b.get(f"{FS}item") for b in binds(name)} - {None} == ITEMS[name]


def test_there_are_74_items_12_and_14_questions() -> None:
    assert len(ITEMS["stand"] | ITEMS["mall"] | ITEMS["complaints"]) == 74
    assert (len(ITEMS["officer"]), len(ITEMS["service_user"])) == (12, 14)


@pytest.mark.parametrize("name", FORMS)
def test_a_question_is_named_by_its_code(name: str) -> None:
    named = {str(b.get("nodeset")).rsplit("/", 1)[-1] for b in binds(name)}
    parted = {"P08": {"p08a", "p08b", "p08c"}}
    for code in ITEMS[name]:
        assert parted.get(code, {code.lower()}) <= named


@pytest.mark.parametrize("name", FORMS)
def test_pyxform_converts_without_a_warning(name: str) -> None:
    warnings: list[str] = []
    result = convert(FOLDER / f"{name}.xlsx", warnings=warnings, pretty_print=False)
    assert (warnings, result.warnings) == ([], [])


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
@pytest.mark.parametrize("name", FORMS)
def test_odk_validate_accepts(name: str) -> None:
    warnings: list[str] = []
    convert(FOLDER / f"{name}.xlsx", warnings=warnings, validate=True, pretty_print=False)
    assert warnings == []


@pytest.mark.parametrize("name", FORMS)
def test_both_languages_are_complete(name: str) -> None:
    texts = {
        str(t.get("lang")): {str(x.get("id")): (x.findtext(f"{X}value") or "").strip() for x in t}
        for t in xform(name).iter(f"{X}translation")
    }
    assert tuple(texts) == LANGUAGES
    indonesian, english = texts.values()
    assert indonesian.keys() == english.keys()
    assert [
        key for text in texts.values() for key, value in text.items() if value in {"", "-"}
    ] == []
    same = {key for key, value in indonesian.items() if value == english[key]}
    assert {indonesian[key] for key in same} <= {"SP4N-LAPOR!", "Ombudsman RI"}


@pytest.mark.parametrize("name", FORMS)
def test_every_question_group_and_message_speaks_both_languages(name: str) -> None:
    body = xform(name).find(f"{H}body")
    assert body is not None
    for node in body.iter(
        f"{X}group", f"{X}repeat", f"{X}input", f"{X}select", f"{X}select1", f"{X}upload"
    ):
        label = node.find(f"{X}label")
        if node.tag != f"{X}repeat":  # a repeat's label stands on the group around it
            assert label is not None, node.get("ref")
            assert str(label.get("ref")).startswith("jr:itext("), node.get("ref")
    for bind in binds(name):
        for what, message in (("required", "requiredMsg"), ("constraint", "constraintMsg")):
            text = bind.get(f"{JR}{message}", "")
            assert (bind.get(what) is None) == (text == ""), bind.get("nodeset")
            assert text.startswith("jr:itext(") or not text


@pytest.mark.parametrize("name", FORMS)
def test_scored_items_have_one_indicator_and_the_others_none(name: str) -> None:
    fed: dict[str, set[str]] = {}
    for bind in binds(name):
        if bind.get(f"{FS}indicator"):
            fed.setdefault(str(bind.get(f"{FS}item")), set()).add(str(bind.get(f"{FS}indicator")))
    assert set(fed) == ITEMS[name] - UNSCORED
    assert {code: found for code, found in fed.items() if len(found) != 1} == {}


def test_forms_and_scheme_name_the_same_indicators() -> None:
    used = {str(b.get(f"{FS}indicator")) for name in FORMS for b in binds(name)} - {"None"}
    assert used == indicators("mpp-sidak").keys()


def test_an_indicator_has_the_level_of_the_forms_that_feed_it() -> None:
    levels = indicators("mpp-sidak")
    for name in FORMS:
        for bind in binds(name):
            if indicator := bind.get(f"{FS}indicator"):
                assert levels[indicator] == ("stand" if name == "stand" else "mall"), indicator


@pytest.mark.parametrize("name", FORMS)
def test_scores_of_choices_lie_between_0_and_1_and_reach_both(name: str) -> None:
    for bind in binds(name):
        choices = choices_of(name, str(bind.get("nodeset")))
        if choices is not None and bind.get(f"{FS}indicator"):
            scores = [Decimal(score) for score in choices.values() if score]
            assert (min(scores), max(scores)) == (Decimal(0), Decimal(1))
            assert {c for c, score in choices.items() if not score} <= {"tb", "tidak_tahu"}


def test_perception_is_x_minus_1_over_3() -> None:
    choices = choice_lists("service_user")["frekuensi"]
    for x, answer in enumerate(["selalu", "sering", "jarang", "tidak_pernah"], 1):
        assert abs(Decimal(choices[answer]) - Decimal(x - 1) / 3) < Decimal("1e-17")
    assert choices["tidak_tahu"] == ""


@pytest.mark.parametrize("name", FORMS)
def test_findings_name_answers_that_exist_a_class_and_a_sentence(name: str) -> None:
    for bind in binds(name):
        rule, ref = bind.get(f"{FS}finding"), str(bind.get("nodeset"))
        if rule is None:
            continue
        values, kind, sentence = rule.split("|")
        assert kind in {"ringan", "sedang", "berat"}
        assert re.fullmatch(r"[A-Z][^{}]*({gerai}[^{}]*)*\.", sentence), sentence
        assert ("{gerai}" in sentence) == (name != "mall"), sentence
        choices = choices_of(name, ref)
        assert set(values.split(",")) <= (choices.keys() if choices is not None else {"0"}), ref
        assert bind.get(f"{FS}criterion"), ref


@pytest.mark.parametrize("name", FORMS)
def test_evidence_words_are_known_and_their_answer_exists(name: str) -> None:
    for bind in binds(name):
        for word in (bind.get(f"{FS}evidence") or "").split():
            if word.startswith("photo-if="):
                assert word.removeprefix("photo-if=") in (
                    choices_of(name, str(bind.get("nodeset"))) or {}
                )
            else:
                assert word in {"photo-optional", "document", "screenshot", "note"}


@pytest.mark.parametrize("name", FORMS)
def test_what_may_hold_personal_data_is_private(name: str) -> None:
    for bind in binds(name):
        ref = str(bind.get("nodeset"))
        leaf = ref.rsplit("/", 1)[-1]
        open_text = leaf.endswith("_catatan") or leaf.startswith("kontak") or "rahasia" in leaf
        if leaf in {"catatan_umum", "k12", "m14", "p13", "p02_url", "foto_pengguna", "rekaman"} or (
            open_text and leaf != "bagian_rahasia"
        ):
            assert bind.get(f"{FS}private") == "yes", ref


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_weights_sum_to_100_and_every_source_is_listed(instrument: str) -> None:
    top = toml(instrument)
    assert sum(Decimal(d["weight"]) for d in top["dimension"]) == Decimal("100.00")
    variables = [v for d in top["dimension"] for v in d["variable"]]
    for part in [*top["dimension"], *variables, *(i for v in variables for i in v["indicator"])]:
        assert set(part["weight_source"].split(",")) <= {"assumed", *top["sources"]}
        assert Decimal(part["weight"]) == 1 or part in top["dimension"]


def test_figures_of_2022_are_those_of_the_sources() -> None:
    for instrument in ("ori-2022", "mpp-sidak"):
        top = toml(instrument)
        weights = {d["id"]: d["weight"] for d in top["dimension"]}
        assert weights == {
            "input": "21.85",
            "proses": "32.37",
            "output": "24.24",
            "pengaduan": "21.54",
        }
        assert [(b["code"], b["zone"], b["lower"]) for b in top["band"]] == [
            ("A", "hijau", "88.00"),
            ("B", "hijau", "78.00"),
            ("C", "kuning", "54.00"),
            ("D", "merah", "32.00"),
            ("E", "merah", "0.00"),
        ]


def test_figures_of_2021_are_those_of_the_source() -> None:
    bands = [(b["label"], b["zone"], b["lower"]) for b in toml("ori-2021")["band"]]
    assert bands == [
        ("Kepatuhan Tinggi", "hijau", "81.00"),
        ("Kepatuhan Sedang", "kuning", "51.00"),
        ("Kepatuhan Rendah", "merah", "0.00"),
    ]


@pytest.mark.parametrize(
    ("instrument", "score", "band", "zone"),
    [  # the seeds: Samarinda and Balikpapan, 2021 and 2022
        ("ori-2021", "79.87", "Sedang", "kuning"),
        ("ori-2021", "99.25", "Tinggi", "hijau"),
        ("ori-2021", "81.00", "Tinggi", "hijau"),
        ("ori-2021", "80.99", "Sedang", "kuning"),
        ("ori-2022", "88.59", "A", "hijau"),
        ("ori-2022", "87.12", "B", "hijau"),
        ("ori-2022", "77.99", "C", "kuning"),
        ("ori-2022", "58.99", "C", "kuning"),
        ("ori-2022", "31.99", "E", "merah"),
    ],
)
def test_known_results_fall_into_their_band(
    instrument: str, score: str, band: str, zone: str
) -> None:
    found = next(b for b in toml(instrument)["band"] if Decimal(score) >= Decimal(b["lower"]))
    assert (found["code"], found["zone"]) == (band, zone)


def test_official_years_score_by_indicators_that_the_forms_feed() -> None:
    ours = indicators("mpp-sidak")
    unseen = {"sarpras-dalam-sp", "pelaksana-dalam-sp"}  # within B08, not asked one by one
    for instrument in ("ori-2021", "ori-2022"):
        assert indicators(instrument).items() - ours.items() == {
            (name, "stand") for name in unseen & indicators(instrument).keys()
        }
