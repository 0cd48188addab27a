"""Every page of the sample documents looks as it did; when a change is meant: ``python -m tests.report.renderings``."""

import pytest
from PIL import Image, ImageDraw

from fieldsurvey.report.kinds import Kind
from tests.report.every_kind import made
from tests.report.renderings import TOLERANCE, difference, pages, references


@pytest.mark.parametrize("kind", list(Kind))
def test_it_looks_as_it_did(kind: Kind) -> None:
    drawn, wanted = pages(made(kind).path), references(kind)
    assert len(drawn) == len(wanted)
    for page, reference in zip(drawn, wanted, strict=True):
        with Image.open(reference) as picture:
            off = difference(page, picture.convert("L"))
        assert off <= TOLERANCE, f"{reference.name}: {off}"


def test_a_missing_line_and_a_moved_one_are_seen() -> None:
    page = pages(made(Kind.BERITA_ACARA).path)[0]
    cut = page.copy()
    ImageDraw.Draw(cut).rectangle((40, 150, 260, 156), fill=255)
    moved = page.transform(page.size, Image.Transform.AFFINE, (1, 0, 0, 0, 1, 3), fillcolor=255)
    assert difference(page, page) == 0
    assert min(difference(page, cut), difference(page, moved)) > 2 * TOLERANCE
