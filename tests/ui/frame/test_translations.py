"""Every text of the window has its Indonesian."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.ui.i18n import read_catalogue
from fieldsurvey.ui.messages import SENTENCES

ROOT = Path(__file__).resolve().parents[3]


def declared(folder: Path) -> set[tuple[str, str]]:
    """Return (context, source) of every text that the window declares, as Qt's own tool finds them."""
    catalogue = folder / "all.ts"
    sources = sorted((ROOT / "fieldsurvey" / "ui").rglob("*.py"))
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    subprocess.run([tool, *sources, "-ts", catalogue], check=True, capture_output=True)
    return {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in ElementTree.parse(catalogue).getroot().iter("context")
        for message in context.iter("message")
    }


def test_no_text_is_left_in_english(tmp_path: Path) -> None:
    texts = declared(tmp_path)
    assert len(texts) > 100
    missing = sorted(texts - set(read_catalogue("id")))
    assert missing == []


def test_no_translation_is_left_over(tmp_path: Path) -> None:
    ours = {key for key in read_catalogue("id") if key[0] != "QPlatformTheme"}
    assert sorted(ours - declared(tmp_path)) == []


def test_placeholders_survive_translation() -> None:
    for (_, source), forms in read_catalogue("id").items():
        for form in forms:
            assert form.count("{") == source.count("{"), source
            assert ("%n" in form) == ("%n" in source), source


def test_every_error_has_its_sentences() -> None:
    kinds, codes = [FieldSurveyError], set()
    while kinds:
        kind = kinds.pop()
        codes.add(kind.code)
        kinds += kind.__subclasses__()
    assert codes == set(SENTENCES)
