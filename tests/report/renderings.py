"""How the pages of the sample documents look: small grey pictures beside the tests, made anew with
``python -m tests.report.renderings``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageStat

from fieldsurvey.report.kinds import Kind
from tests.report.every_kind import made

FOLDER = Path(__file__).parent / "reference"
SCALE = 36 / 72  # dots to the point: enough to see what moved, in a few kB a page
BLUR = 4  # pixels of a cell that is compared as one
TOLERANCE = 12  # of 255, in any cell


def pages(path: Path) -> list[Image.Image]:
    """Return the pages of a document in grey."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=SCALE, grayscale=True).to_pil().convert("L") for page in document]


def references(kind: Kind) -> list[Path]:
    """Return the pictures of a kind, page by page."""
    return sorted(FOLDER.glob(f"{kind.value}-[0-9][0-9].png"))


def difference(one: Image.Image, other: Image.Image) -> int:
    """Return by how much the most different cell of two pages differs, 0 to 255."""
    if one.size != other.size:
        return 255
    cells = (max(1, one.width // BLUR), max(1, one.height // BLUR))
    small = (image.resize(cells, Image.Resampling.BOX) for image in (one, other))
    return int(ImageStat.Stat(ImageChops.difference(*small)).extrema[0][1])


def main() -> None:
    """Draw all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    for kind in Kind:
        for old in references(kind):
            old.unlink()
        for number, page in enumerate(pages(made(kind).path), 1):
            page.save(FOLDER / f"{kind.value}-{number:02d}.png", optimize=True)
        sys.stdout.write(f"{kind.value}: {len(references(kind))} pages\n")


if __name__ == "__main__":
    main()
