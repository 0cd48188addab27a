"""Every text of the window has its Indonesian."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.ui.i18n import Catalogue, Translator, catalogue
from fieldsurvey.ui.messages import SENTENCES

ROOT = Path(__file__).resolve().parents[3]
TEXTS = ROOT / "resources" / "i18n"


def declared(folder: Path) -> set[tuple[str, str]]:
    """Return (context, source) of every text that the window declares, as Qt's own tool finds them."""
    catalogue = folder / "all.ts"
    sources = sorted((ROOT / "fieldsurvey" / "ui").rglob("*.py"))
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    subprocess.run([tool, *sources, "-ts", catalogue], check=True, capture_output=True)
    return diagnostics() | {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in ElementTree.parse(catalogue).getroot().iter("context")
        for message in context.iter("message")
    }


def diagnostics() -> set[tuple[str, str]]:
    """Return what the rooms without Qt say of forms and instruments; templates without a word of their own left out."""
    found = set()
    for path in (ROOT / "fieldsurvey").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "Sentence(" not in text and ".fault(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and _says(node.func):
                found |= {
                    ("Diagnostics", each.value)
                    for each in node.args[:1]
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return {
        (room, text) for room, text in found if re.search(r"[^\W\d_]", re.sub(r"{\w+}", "", text))
    }


def _says(function: ast.expr) -> bool:
    """Whether a call takes a template first: ``Sentence(…)``, or ``fault(…)`` of a table of a TOML file."""
    return getattr(function, "id", "") == "Sentence" or getattr(function, "attr", "") == "fault"


def test_no_text_is_left_in_english(tmp_path: Path) -> None:
    texts = declared(tmp_path)
    assert len(texts) > 100
    missing = sorted(texts - set(catalogue("id").all()))
    assert missing == []


def test_no_translation_is_left_over(tmp_path: Path) -> None:
    ours = {key for key in catalogue("id").all() if key[0] != "QPlatformTheme"}
    assert sorted(ours - declared(tmp_path)) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_placeholders_survive_translation(language: str) -> None:
    for (room, source), text in catalogue(language).all().items():
        assert text.count("{") == source.count("{"), source
        if room == "Diagnostics":
            assert set(re.findall(r"{\w*}", text)) == set(re.findall(r"{\w*}", source)), source
        assert ("%n" in text) == ("%n" in source), source


@pytest.mark.parametrize("part", sorted(TEXTS.rglob("*.toml")), ids=lambda part: part.stem)
def test_the_quick_reader_reads_what_toml_says(part: Path) -> None:
    text = part.read_text(encoding="utf-8")
    told = {
        (context, source): meant
        for context, table in tomllib.loads(text).items()
        for source, meant in table.items()
    }
    assert Catalogue([text]).all() == told


def test_a_context_may_stand_in_two_files_and_an_unknown_one_is_empty() -> None:
    texts = Catalogue(['[A]\n"one" = "satu"', '# more\n[B]\n"x" = "y"\n[A]\n"two" = "dua \\"2\\""'])
    assert texts.all() == {("A", "one"): "satu", ("A", "two"): 'dua "2"', ("B", "x"): "y"}
    assert texts.text("C", "one") is None


def test_what_is_counted_has_its_english_singular(tmp_path: Path) -> None:
    counted = {key for key in declared(tmp_path) if "%n" in key[1]}
    assert counted == set(catalogue("en").all()), (
        "resources/i18n/en.toml: one line for each %n text"
    )


def test_one_is_not_several() -> None:
    english = Translator("en")
    assert english.translate("VisitList", "%n visits", None, 1) == "%n visit"
    assert english.translate("VisitList", "%n visits", None, 2) is None
    indonesian = Translator("id")
    for count in (0, 1, 2):
        assert indonesian.translate("VisitList", "%n visits", None, count) == "%n kunjungan"


def test_every_error_has_its_sentences() -> None:
    kinds, codes = [FieldSurveyError], set()
    while kinds:
        kind = kinds.pop()
        codes.add(kind.code)
        kinds += kind.__subclasses__()
    assert codes == set(SENTENCES)
