"""`python -m tests.fuzz --seconds 600`: feed the engine by chance and keep what it should not do.

Expressions from a grammar and mutated ones, XForms changed in bytes and in structure, saved answers, steps and files
beside a form. Each find is made small and written to a file that `Case.from_json` reads; those worth keeping go to
``tests/fuzz/corpus``, which `test_fuzz` replays.

Why not a library: hypothesis (it tests the laws in tests/xpath) runs in the process that would have to be ended when a
case hangs or eats the memory, and cannot be told to go on for ten minutes. atheris searches by coverage; a grammar of
our own is there already (4 000 cases take 95 in a hundred of the evaluator's branches), and atheris has no build for
Windows, where the program runs and is developed too.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.generate import cases
from tests.fuzz.minimise import minimised
from tests.fuzz.watchdog import Watchdog, kind_of


def main() -> int:
    """Run for the time given; return 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=None, help="by default another one at each run")
    parser.add_argument(
        "--out", type=Path, default=Path("out/fuzz"), help="where finds are written"
    )
    options = parser.parse_args()
    seed = time.time_ns() if options.seed is None else options.seed
    end = time.monotonic() + options.seconds
    ran: Counter[str] = Counter()
    finds: Counter[str] = Counter()
    with Watchdog() as watchdog:
        for case in cases(seed):
            if time.monotonic() > end:
                break
            ran[case.kind] += 1
            verdict = watchdog.verdict(case)
            if verdict == "fine":
                continue
            kind = kind_of(verdict)
            finds[kind] += 1
            if finds[kind] > 1:
                continue
            small = minimised(case, verdict, watchdog)
            options.out.mkdir(parents=True, exist_ok=True)
            path = options.out / f"{hashlib.sha256(kind.encode()).hexdigest()[:8]}.json"
            path.write_text(small.to_json() + "\n", encoding="utf-8")
            print(f"{verdict}\n  {path}", flush=True)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(ran.items()))
    print(f"seed {seed}: {told}; {len(finds)} finds")
    return int(bool(finds))


if __name__ == "__main__":
    sys.exit(main())
