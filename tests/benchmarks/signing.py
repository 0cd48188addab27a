"""How long one signature takes, PKCS#12 and ink, on the minutes of the tests with their photos; one table.

Run as ``python -m tests.benchmarks.signing [--rounds N]``. The exit code is 0 when the limit holds.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldsurvey.app.sample_keys import SAMPLE_PASSPHRASE
from fieldsurvey.report import sign
from fieldsurvey.report.ink import ink_of
from fieldsurvey.report.sign import sign_with_ink
from tests.report.report_example import HOST, LEAD, NAMES
from tests.report.signed_example import key_of, paper

if TYPE_CHECKING:
    from collections.abc import Callable

#: A signature, its key opened and earlier ones checked; libraries are loaded already.
LIMIT_MS = 300.0


def median_ms(act: Callable[[Path], object], start: Path, rounds: int, folder: Path) -> float:
    """Return the median of an act on copies of a file; the first, which loads libraries, is left out."""
    times = []
    for number in range(rounds + 1):
        copy = Path(shutil.copy(start, folder / f"{number}.pdf"))
        begun = time.perf_counter()
        act(copy)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[1:])


def main() -> int:
    """Measure, print, and say whether the limit holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.signing")
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    ink, device = ink_of([[[0.1, 0.2], [0.9, 0.1]]]), Ed25519PrivateKey.generate()

    def certificate(path: Path) -> object:
        return sign(path, key_of(LEAD), SAMPLE_PASSPHRASE, NAMES[LEAD])

    def written(path: Path) -> object:
        return sign_with_ink(path, device, ink, NAMES[HOST])

    with tempfile.TemporaryDirectory() as temporary:
        folder, unsigned = Path(temporary), paper().path
        first = folder / "first.pdf"
        shutil.copy(unsigned, first)
        certificate(first)
        found = {
            "sign with PKCS#12, the first to sign": median_ms(
                certificate, unsigned, rounds, folder
            ),
            "sign with ink, below another signature": median_ms(written, first, rounds, folder),
        }
    for work, took in found.items():
        held = "yes" if took < LIMIT_MS else "NO"
        sys.stdout.write(f"| {work:<40} | {took:6.0f} ms | < {LIMIT_MS:.0f} ms | {held:>3} |\n")
    return 0 if max(found.values()) < LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
