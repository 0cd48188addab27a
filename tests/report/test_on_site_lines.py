"""What the berita acara says of a clock that was corrected, and of a finding's classes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from reportlab.platypus import Paragraph

from fieldsurvey.report.sections import chronology, findings
from fieldsurvey.survey.model import ClockCheck, Taxonomy
from tests.report.report_example import START, example, with_visit

if TYPE_CHECKING:
    from collections.abc import Iterable


def words(found: Iterable[object]) -> str:
    """Return the text of paragraphs, those in tables too."""
    parts = []
    for each in found:
        if isinstance(each, Paragraph):
            parts.append(each.getPlainText())
        elif isinstance(each, list | tuple):
            parts.append(words(each))
        elif hasattr(each, "_cellvalues"):
            parts.append(words(each._cellvalues))
    return " ".join(parts)


def test_the_chronology_names_a_corrected_clock_and_leaves_a_right_one_out() -> None:
    late = timedelta(minutes=4)
    wrong = ClockCheck("c1", "ab12cd", 240, START + late, START, "Ratna")
    right = ClockCheck("c2", "ef34", 0, START, START, "Budi")
    said = words(chronology(with_visit(example(), clocks=(wrong, right))))
    assert "Jam laptop ab12" in said
    assert "selisih +4 menit" in said
    assert "ef34" not in said
    assert "Jam laptop" not in words(chronology(example()))


def test_a_finding_says_its_classes_by_the_pinned_list() -> None:
    taxonomy = Taxonomy("m", "1", "Bentuk", classes={"lambat": "Penundaan", "pilih": "Berpihak"})
    known = example().visit.findings
    classed = (replace(known[0], classes=("pilih", "lambat")), *known[1:])
    said = words(findings(with_visit(example(), findings=classed, taxonomy=taxonomy)))
    assert "Bentuk: Penundaan; Berpihak" in said
