"""Two threads of one process open the encrypted database at the same time."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from fieldsurvey.store import Store

if TYPE_CHECKING:
    from pathlib import Path

#: In a process of its own, so that a deadlock ends with the test.
OPEN_TWICE = """
import sys, threading
from pathlib import Path
from fieldsurvey.store import Store
def use():
    Store.open(Path(sys.argv[1]), "contoh").close()
threads = [threading.Thread(target=use) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("both open")
"""


def test_neither_waits_for_the_other_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "visit.db"
    Store.open(path, "contoh", create=True).close()
    done = subprocess.run(
        [sys.executable, "-c", OPEN_TWICE, path],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "both open\n"
