"""Our tagged report beside plain reportlab and fpdf2: the same rows, the same photos, each in a process of its own.

``python -m tests.benchmarks.report [--rounds N]``: the engines in turn, N times (3); one table of medians, ratios being
those within a round, which the machine's load moves least; the exit code is 0 when every limit holds. The content is
6,000 rows of four columns and 300 photos of 1600 × 1200 pixels, and for the last lines one visit's report of 60 pages
with 90 of them. What a person waits for its preview is in ``tests.benchmarks.preview``.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from fieldsurvey.paths import resources_folder
from tests.benchmarks.ours import peak_rss

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.report.tagged_canvas import Picture

ROWS, PHOTOS, PART = 6000, 300, 100
WORDS = (
    "gerai",
    "pelayanan",
    "perizinan",
    "loket",
    "petugas",
    "pengaduan",
    "antrean",
    "maklumat",
    "tarif",
    "standar",
)
HEAD = ("No.", "Gerai", "Uraian", "Nilai")
WIDTHS = (20, 50, 75, 20)  # millimetres
PICTURE = (70.4, 52.8)  # millimetres


def make_photos(folder: Path) -> None:
    """Draw photos as noisy as a camera's, about 430 KiB each."""
    rng = random.Random(1)
    grain = [Image.effect_noise((1600, 1200), 42) for _ in range(3)]
    base = Image.merge("RGB", grain).resize((1600, 1200), Image.Resampling.BILINEAR)
    for number in range(PHOTOS):
        image = base.copy()
        draw = ImageDraw.Draw(image)
        for _ in range(12):
            x, y = rng.randrange(1400), rng.randrange(1000)
            shade = tuple(rng.randrange(256) for _ in range(3))
            draw.rectangle(
                (x, y, x + rng.randrange(80, 500), y + rng.randrange(80, 400)), fill=shade
            )
        image.save(folder / f"{number:03d}.jpg", quality=62)


def rows() -> list[tuple[str, ...]]:
    """Return the rows of the table."""
    rng = random.Random(2)
    return [
        (
            str(number),
            " ".join(rng.choices(WORDS, k=3)).title(),
            " ".join(rng.choices(WORDS, k=rng.randrange(4, 12))),
            f"{rng.random() * 100:.2f}".replace(".", ","),
        )
        for number in range(1, ROWS + 1)
    ]


def ours(folder: Path, out: Path) -> None:
    """Make the document through our layout module, as `write_document` makes every one."""
    from fieldsurvey.report.layout import Sheet
    from fieldsurvey.report.photos import PICTURE_WIDTH, Mat, full_picture
    from fieldsurvey.report.tables import WIDTH, grid, paragraph, table
    from fieldsurvey.report.writing import write_document

    def photo(path: Path) -> Picture:
        return full_picture(path.read_bytes())

    data = rows()
    story: list[Any] = [paragraph("Laporan", "title")]
    story += [table(HEAD, data[at : at + PART], WIDTHS, right=[3]) for at in range(0, ROWS, PART)]
    for path in sorted(folder.glob("*.jpg")):
        caption = f"Foto {path.stem}: gerai perizinan"
        cells = [[Mat(partial(photo, path), caption)], "", [paragraph(caption, "cell")]]
        story.append(grid([cells], [PICTURE_WIDTH, 10, WIDTH - PICTURE_WIDTH - 10], below=9))
    sheet = Sheet("Laporan", "Laporan", "", "LR-1", "00000000", "LR-1", sample=False, working=False)
    write_document(story, sheet, out, attachment={"format": 1}, moment=None)


def reportlab(folder: Path, out: Path) -> None:
    """Make it with reportlab alone: cells of paragraphs, tables of 100 rows, no ASCII85."""
    from reportlab import rl_config
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Image as Picture
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    rl_config.useA85 = 0
    registerFont(TTFont("S", resources_folder() / "fonts" / "SourceSans3-Regular.ttf"))
    cell = ParagraphStyle("cell", fontName="S", fontSize=8.8, leading=11.4)
    look = [("FONT", (0, 0), (-1, -1), "S", 8.8), ("LINEBELOW", (0, 0), (-1, -1), 0.35, "#B9C2CA"),
            ("VALIGN", (0, 0), (-1, -1), "TOP")]  # fmt: skip
    data = rows()
    story: list[Any] = [Paragraph("Laporan", cell)]
    for at in range(0, ROWS, PART):
        lines = [[Paragraph(text, cell) for text in row] for row in (HEAD, *data[at : at + PART])]
        widths = [width * mm for width in WIDTHS]
        story.append(Table(lines, colWidths=widths, repeatRows=1, style=look))
    for path in sorted(folder.glob("*.jpg")):
        picture = Picture(path, PICTURE[0] * mm, PICTURE[1] * mm, lazy=2)
        beside = Paragraph(f"Foto {path.stem}: gerai perizinan", cell)
        story.append(Table([[picture, beside]], colWidths=[80 * mm, 85 * mm], style=look))
    SimpleDocTemplate(
        str(out), pagesize=A4, initialFontName="S", leftMargin=25 * mm, rightMargin=20 * mm
    ).build(story)


def fpdf2(folder: Path, out: Path) -> None:
    """Make it with fpdf2."""
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.add_font("S", fname=resources_folder() / "fonts" / "SourceSans3-Regular.ttf")
    pdf.set_margins(25, 25, 20)
    pdf.add_page()
    pdf.set_font("S", size=8.8)
    pdf.cell(text="Laporan", new_x="LMARGIN", new_y="NEXT")
    data = rows()
    for at in range(0, ROWS, PART):
        with pdf.table(col_widths=WIDTHS, line_height=4, headings_style=None, borders_layout="HORIZONTAL_LINES",
                       first_row_as_headings=False) as table:  # fmt: skip
            for row in (HEAD, *data[at : at + PART]):
                table.row(row)
    for path in sorted(folder.glob("*.jpg")):
        if pdf.will_page_break(PICTURE[1] + 5):
            pdf.add_page()
        pdf.image(path, w=PICTURE[0], h=PICTURE[1])
        pdf.cell(text=f"Foto {path.stem}: gerai perizinan", new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(out))


def preview(folder: Path, out: Path) -> dict[str, float]:
    """Make one visit's berita acara with 90 photos, as a preview does, then sign it; return times and sizes."""
    from fieldsurvey.app.sample_keys import SAMPLE_PASSPHRASE, make_ca, make_signer
    from fieldsurvey.report import make_berita_acara, sign
    from tests.report.large_example import large_example

    content = large_example([path.read_bytes() for path in sorted(folder.glob("*.jpg"))[:90]])
    found: dict[str, float] = {}
    wall, cpu = time.perf_counter(), time.process_time()
    paper = make_berita_acara(content, out)
    found["preview_ms"] = (time.perf_counter() - wall) * 1000
    found["preview_cpu_ms"] = (time.process_time() - cpu) * 1000
    found["pages"] = paper.pages
    found["preview_mb"] = out.stat().st_size / 1e6
    unsigned, person, field = out.read_bytes(), paper.fields[0].person, paper.fields[0].name
    key = make_signer(make_ca("Otoritas Contoh"), person)
    times = []
    for _ in range(4):
        out.write_bytes(unsigned)
        started = time.process_time()  # one thread's work, whatever else the machine does
        sign(out, key, SAMPLE_PASSPHRASE, person, field=field)
        times.append((time.process_time() - started) * 1000)
    found["signature_ms"] = statistics.median(times[1:])  # the first one loads pyHanko
    return found


ENGINES: dict[str, Callable[[Path, Path], dict[str, float] | None]] = {
    "ours": ours, "reportlab": reportlab, "fpdf2": fpdf2, "preview": preview,
}  # fmt: skip


def measure(engine: str, folder: Path) -> dict[str, float]:
    """Run an engine in this process."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out.pdf"
        begun = time.process_time(), time.perf_counter()
        more = ENGINES[engine](folder, out)
        found = {
            "cpu_ms": (time.process_time() - begun[0]) * 1000,
            "wall_ms": (time.perf_counter() - begun[1]) * 1000,
            "peak_mb": peak_rss(),
            "file_mb": out.stat().st_size / 1e6,
        }
    return found | (more or {})


def apart(engine: str, folder: Path) -> dict[str, float]:
    """Run an engine in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.report", "--engine", engine,
               "--photos", str(folder)]  # fmt: skip
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Measure, print, and say whether every limit holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.report")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", choices=list(ENGINES))
    parser.add_argument("--photos", type=Path)
    chosen = parser.parse_args()
    if chosen.engine:
        print(json.dumps(measure(chosen.engine, chosen.photos)))
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.photos or Path(place)
        if not any(folder.glob("*.jpg")):
            folder.mkdir(exist_ok=True)
            make_photos(folder)
        image_mb = sum(path.stat().st_size for path in folder.glob("*.jpg")) / 1024 / 1024
        rounds = [
            {engine: apart(engine, folder) for engine in ENGINES} for _ in range(chosen.rounds)
        ]
    return show(rounds, image_mb)


def show(rounds: list[dict[str, dict[str, float]]], image_mb: float) -> int:
    """Print the table; return 1 when a limit is missed."""
    found = {
        engine: {
            name: statistics.median(each[engine][name] for each in rounds)
            for name in rounds[0][engine]
        }
        for engine in rounds[0]
    }
    for engine, figures in found.items():
        print(f"{engine:10}" + "  ".join(f"{name} {value:,.0f}" for name, value in figures.items()))
    mine, shown = found["ours"], found["preview"]

    def beside(peer: str) -> float:
        return statistics.median(each["ours"]["cpu_ms"] / each[peer]["cpu_ms"] for each in rounds)

    lines = [
        ("time beside plain reportlab", beside("reportlab"), 1.3, "×"),
        ("time beside fpdf2", beside("fpdf2"), 0.4, "×"),
        ("peak memory beside the photos' bytes", mine["peak_mb"] / image_mb, 4.0, "×"),
        ("a signature", shown["signature_ms"], 300, " ms"),
        (f"a file of {shown['pages']:.0f} pages, 90 photos", shown["preview_mb"], 5.0, " MB"),
    ]
    for work, value, limit, unit in lines:
        print(
            f"{work:45} {value:8.2f}{unit} (limit {limit:g}{unit}) {'held' if value <= limit else 'NOT HELD'}"
        )
    return int(any(value > limit for _, value, limit, _ in lines))


if __name__ == "__main__":
    sys.exit(main())
