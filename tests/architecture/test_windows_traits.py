"""What a laptop with Windows would trip over: names that it refuses, calls that only POSIX has."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from fieldsurvey.survey.filling import file_name
from fieldsurvey.ui.visits.export_bundle import proposed_name

ROOT = Path(__file__).resolve().parents[2]
RESERVED = re.compile(
    r"[<>:\"/\\\\|?*\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com\\d|lpt\\d)(\\.|$)", re.IGNORECASE
)
#: A file of ours lies some folders deep below the person's own; Windows stops at 260 letters in all.
LONGEST = 140
#: Attributes of ``os`` and ``signal``, and modules, that Windows lacks; allowed behind ``hasattr``.
POSIX = {
    "os": {"fork", "forkpty", "getuid", "geteuid", "getgid", "chown", "fchmod", "fchown", "killpg", "getpgid", "setsid",
           "mkfifo", "posix_fadvise", "posix_fallocate", "sched_setaffinity", "statvfs", "sync", "uname", "wait3",
           "O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC", "O_SYNC"},
    "signal": {"SIGKILL", "SIGALRM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGQUIT", "alarm", "setitimer", "pause"},
}  # fmt: skip
MODULES = {"fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "syslog", "posix"}


def ours() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name]


def test_every_file_of_the_repository_can_lie_on_windows() -> None:
    names = ours()
    assert names
    bad = [name for name in names if any(RESERVED.search(part) for part in name.split("/"))]
    assert bad == []
    assert [name for name in names if len(name) > LONGEST] == []
    folded = [name.casefold() for name in names]
    assert len(set(folded)) == len(folded), "two names that differ in capitals only are one there"


@pytest.mark.parametrize(
    "said", ['MPP Kota/Kab. "Contoh"', "CON", "Mal: Pelayanan?", "x" * 300, "titik.", "…", "کلینیک"]
)
def test_names_that_we_write_can_lie_on_windows(said: str) -> None:
    for name in (proposed_name(said), file_name("ab" * 32, "image/jpeg")):
        assert name
        assert not RESERVED.search(name)
        assert len(name) <= LONGEST


@cache
def _sources() -> list[tuple[Path, ast.Module]]:
    paths = sorted((ROOT / "fieldsurvey").rglob("*.py"))
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def _guarded(tree: ast.AST) -> set[int]:
    """Return the lines that stand behind a question about the system."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.IfExp):
            asked = ast.unparse(node.test)
            if "hasattr" in asked or "sys.platform" in asked or "os.name" in asked:
                lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def test_no_call_is_for_posix_alone() -> None:
    found = []
    for path, tree in _sources():
        guarded = _guarded(tree)
        for node in ast.walk(tree):
            names: set[str] = set()
            line = getattr(node, "lineno", 0)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                if node.attr in POSIX.get(node.value.id, ()):
                    names = {f"{node.value.id}.{node.attr}"}
            elif isinstance(node, ast.Import):
                names = {alias.name for alias in node.names} & MODULES
            elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
                names = {node.module}
            if names and line not in guarded:
                found.append(f"{path.relative_to(ROOT)}:{line}: {', '.join(names)}")
    assert found == []


def test_text_is_never_read_in_the_encoding_of_the_machine() -> None:
    """Windows in Indonesia reads cp1252 unless it is told otherwise."""
    found = []
    for path, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                given = {keyword.arg for keyword in node.keywords}
                told = "encoding" in given or bool(node.args and node.func.attr == "read_text")
                if node.func.attr in {"read_text", "write_text"} and not told:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []
