"""The process that runs cases: one JSON line in, one verdict out. It may hang or die; the watchdog outlives it."""

from __future__ import annotations

import os
import sys
import traceback
import warnings
from pathlib import Path

from tests.fuzz.cases import Case

MEMORY = 3 * 2**30  # bytes of address space; a run of the engine alone needs some hundred MB


def verdict(case: Case) -> str:
    """Return "fine", or what went wrong and where in the engine."""
    try:
        case.run()
    except Exception as error:  # noqa: BLE001  to be told is what this is for
        frames = [
            f
            for f in traceback.extract_tb(error.__traceback__)
            if "fieldsurvey" in Path(f.filename).parts
        ]
        last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
        what = " ".join(str(error).split())[:300]
        return f"{type(error).__name__} in {Path(last.filename).name}:{last.name}: {what}"
    return "fine"


def main() -> None:
    """Answer lines until there are none."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("error")
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        print(verdict(Case.from_json(line)).replace("\n", " ").encode("ascii", "backslashreplace").decode(),
              file=answers, flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
