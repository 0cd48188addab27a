"""Running the real command as a user does, and what a small visit looks like from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.cli.command_line import run

ROOT = Path(__file__).resolve().parents[2]


def fieldsurvey(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run ``fieldsurvey`` and return what it printed and its exit code.

    The command line is the real one, in the test's own process: a Python for each command would cost the suite
    minutes. Where a command runs elsewhere, or is killed, it has a process of its own.
    """
    if cwd != ROOT:
        return subprocess.run(
            [sys.executable, "-m", "fieldsurvey", *map(str, arguments)],
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
        )
    done = run(*arguments)
    return subprocess.CompletedProcess(list(map(str, arguments)), done.code, done.out, done.err)


def data(*arguments: object) -> Any:
    """Run a command with ``--json`` and return its data."""
    done = fieldsurvey(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refused(*arguments: object) -> str:
    """Run a command that must report a problem: exit 1, one clear line, no traceback; return the line."""
    done = fieldsurvey(*arguments)
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert "Traceback" not in done.stderr
    assert lines, "nothing was said"
    return done.stderr


def new_visit(
    folder: Path, *stands: str, instrument: str = "mpp-sidak"
) -> tuple[list[object], str]:
    """Make an encrypted database with one visit; return the options that open it, and the visit's id."""
    passphrase = folder / "secret"
    passphrase.write_text("kata sandi uji\n", encoding="utf-8")
    opened: list[object] = ["--database", folder / "v.db", "--passphrase-file", passphrase]
    chosen = [option for stand in stands or ("G01=Perizinan",) for option in ("--stand", stand)]
    done = fieldsurvey("visit", "new", *opened, "--instrument", instrument, *chosen)
    assert done.returncode == 0, done.stderr
    return opened, done.stdout.strip()
