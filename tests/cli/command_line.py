"""The real command line within the test's own process: the same parser, errors and exit codes, without a new Python."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fieldsurvey.cli import main


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def run(*words: object, given: str = "", folder: Path | None = None) -> Done:
    """Run ``fieldsurvey`` with these words, that standard input, and in that folder."""
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with (
        contextlib.chdir(folder or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        patch("sys.stdin", io.StringIO(given)),
    ):
        try:
            main([str(word) for word in words])
        except SystemExit as leaving:
            code = leaving.code
    return Done(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())


def ran(*words: object) -> str:
    """Run a command that must succeed; return what it printed."""
    done = run(*words)
    assert done.code == 0, done.err
    return done.out


def data(*words: object) -> Any:
    """Run a command with ``--json``; return its data."""
    return json.loads(ran(*words, "--json"))


def refused(*words: object) -> str:
    """Run a command that must report a problem, exit 1; return the sentence."""
    done = run(*words)
    assert done.code == 1, (done.code, done.out, done.err)
    assert "Traceback" not in done.err
    assert "internal fault" not in done.err
    assert done.err.strip()
    return done.err
