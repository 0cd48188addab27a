"""Our engine beside JavaRosa, in one run: same forms, same answers, in turn, medians over the rounds, one table.

Run as ``python -m tests.benchmarks [--rounds N] [--forms FOLDER] [--json FILE]``. The exit code is 0 when every limit
holds. FOLDER keeps the forms between runs.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.gen_form import write
from tests.benchmarks.table import Figures, Line, lines

ORACLE = Path(__file__).parent.parent / "oracle/run.sh"
MANY = "1000"  # rows of the repeat
FAR = "10000"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def figures(command: list[str]) -> Figures:
    """Run a measurement in a process of its own and return its figures, the nested ones by dotted names."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(_flattened("", json.loads(done.stdout.splitlines()[-1])))


def _flattened(above: str, found: dict[str, object]) -> list[tuple[str, float | str]]:
    pairs: list[tuple[str, float | str]] = []
    for name, value in found.items():
        if isinstance(value, dict):
            pairs += _flattened(f"{above}{name}.", value)
        elif isinstance(value, int | float | str):
            pairs.append((f"{above}{name}", value))
    return pairs


def ours(mode: str, form: Path, *rows: str) -> Figures:
    """Measure our engine."""
    return figures([sys.executable, "-m", "tests.benchmarks.ours", mode, str(form), *rows])


def javarosa(mode: str, form: Path, *rows: str) -> Figures:
    """Measure JavaRosa."""
    return figures(["bash", str(ORACLE), "bench", mode, str(form), *rows])


def one_round(folder: Path) -> tuple[Figures, Figures]:
    """Measure both engines once, in turn, so that the machine's mood meets both; return (JavaRosa's, ours)."""
    theirs: Figures = {}
    own: Figures = {}
    flat, repeat = folder / "flat_5000.xml", folder / "repeat.xml"
    for prefix, mode, form, rows in (
        ("flat", "flat", flat, ()),
        ("repeat", "repeat", repeat, (MANY,)),
    ):
        for found, measure in ((theirs, javarosa), (own, ours)):
            found |= {
                f"{prefix}.{name}": value for name, value in measure(mode, form, *rows).items()
            }
    own |= {f"open.{name}": value for name, value in ours("open", flat).items()}
    own |= {f"far.{name}": value for name, value in ours("far", repeat, FAR).items()}
    for name in ("flat.score", "repeat.total"):
        if theirs[name] != own[name]:
            raise SystemExit(f"{name} differs: {theirs[name]} in JavaRosa, {own[name]} here.")
    return theirs, own


def medians(rounds: list[Figures]) -> Figures:
    """Return the median of each figure over the rounds."""
    return {
        name: value
        if isinstance(value, str)
        else statistics.median(float(found[name]) for found in rounds)
        for name, value in rounds[0].items()
    }


def show(found: list[Line]) -> None:
    """Print the table."""
    rows = [
        ("work", "JavaRosa", "ours", "ratio", "limit", "held?"),
        *(line.cells() for line in found),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    for place, row in enumerate(rows):
        cells = [
            row[0].ljust(widths[0]),
            *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True)),
        ]
        say(f"| {' | '.join(cells)} |")
        if place == 0:
            say("|" + "|".join("-" * (width + 2) for width in widths) + "|")


def main() -> int:
    """Measure, print, and say whether every limit holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--forms", type=Path)
    parser.add_argument("--json", type=Path, help="also write all figures there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.forms or Path(temporary)
        if not (folder / "repeat.xml").exists():
            write(folder)
        rounds = []
        for number in range(1, chosen.rounds + 1):
            say(f"round {number} of {chosen.rounds} …")
            rounds.append(one_round(folder))
    theirs, own = (medians([found[side] for found in rounds]) for side in (0, 1))
    found = lines(theirs, own)
    show(found)
    if chosen.json is not None:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps({"javarosa": theirs, "ours": own}, indent=1), "utf-8")
    missed = [line.work for line in found if line.held is False]
    say(
        f"{len(missed)} limits are not held: {'; '.join(missed)}." if missed else "All limits hold."
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
