"""Every measurement in one run: all of them to the end, then the list of those whose limits are not held.

Run as ``python -m tests.benchmarks.every [NAME …]``, NAME being a module of this folder (``engine``, ``journal``, …).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: In the order of ``docs/benchmarks.md``; the engine is the package itself.
MODULES = {
    "engine": "tests.benchmarks",
    **{
        name: f"tests.benchmarks.{name}"
        for name in (
            "national",
            "signing",
            "window",
            "window_large",
            "registry_import",
            "window_photos",
            "window_visits",
            "report",
            "preview",
            "carry",
            "journal",
        )
    },
}


def missed(commands: Mapping[str, Sequence[str]]) -> list[str]:
    """Run all commands, in turn; return the names of those that failed."""
    found = []
    for name, command in commands.items():
        sys.stdout.write(f"== {name}\n")
        sys.stdout.flush()
        if subprocess.run(command, check=False).returncode:
            found.append(name)
    return found


def main() -> int:
    """Run the measurements in processes of their own; 1 when a limit is missed or a run fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.every")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MODULES))
    chosen = parser.parse_args().names or list(MODULES)
    if unknown := [name for name in chosen if name not in MODULES]:
        parser.error(f"no measurement is called {unknown[0]}")
    found = missed({name: [sys.executable, "-m", MODULES[name]] for name in chosen})
    told = f"Not held: {', '.join(found)}." if found else "Every limit holds."
    sys.stdout.write(told + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
