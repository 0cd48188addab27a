"""`make coverage`: how many branches of each room of the engine its own tests take; fails below 98 in a hundred.

coverage's own ``fail_under`` counts lines and branches together, over all rooms; here each room answers for its own.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import coverage

LEAST = 98.0  # percent of the branches of each room
ROOMS = ("xpath", "xforms")


def taken(report: dict[str, dict[str, dict[str, dict[str, int]]]]) -> dict[str, float]:
    """Return room → percent of its branches that were taken, from coverage's JSON report."""
    counts: Counter[tuple[str, str]] = Counter()
    for path, found in report["files"].items():
        room = Path(path).parts[Path(path).parts.index("fieldsurvey") + 1]
        for name in ("num_branches", "covered_branches"):
            counts[room, name] += found["summary"][name]
    return {
        room: 100 * counts[room, "covered_branches"] / counts[room, "num_branches"]
        for room in ROOMS
        if counts[room, "num_branches"]
    }


def main() -> int:
    """Read what ``coverage run`` has written, print each room's share, and say whether all have enough."""
    run = coverage.Coverage()
    run.load()
    with TemporaryDirectory() as folder:
        path = Path(folder, "coverage.json")
        run.json_report(outfile=str(path))
        shares = taken(json.loads(path.read_text(encoding="utf-8")))
    run.report()
    for room in ROOMS:
        share = shares.get(room, 0.0)
        verdict = "" if share >= LEAST else f": less than {LEAST:g} %"
        print(f"{room}: {share:.2f} % of its branches{verdict}")
    return int(any(shares.get(room, 0.0) < LEAST for room in ROOMS))


if __name__ == "__main__":
    sys.exit(main())
