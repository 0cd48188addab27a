"""`make mutation`: how many small faults in fieldsurvey.xpath its unit tests notice; fails below 80 in a hundred.

mutmut works on a copy under ``out/mutation``. It leaves decorated functions alone, and every XPath function is one
(``@function("substr", "sn?n", "string")``), so the copy has each decorator as a call after its function, which is the
same. What the tests would remember from one fault to the next (compiled expressions) is forgotten before each test.

A fault counts as noticed when a test fails or makes no progress. Faults that change nothing count against the score.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

LEAST = 80.0  # percent
PROJECT = Path(__file__).parents[2]
COPY = PROJECT / "out" / "mutation"
CONFTEST = '''"""What one fault leaves behind must not hide the next: nothing compiled is remembered."""

import sys

import pytest

sys.setrecursionlimit(5000)  # each function has mutmut's own around it


@pytest.fixture(autouse=True)
def _forget():
    for name, module in list(sys.modules.items()):
        if name.startswith("fieldsurvey.xpath"):
            for found in vars(module).values():
                if hasattr(found, "cache_clear"):
                    found.cache_clear()
'''


def undecorated(source: str) -> str:
    """Return the module with the decorators of its functions as calls after them."""
    lines = source.split("\n")
    for node in reversed(ast.parse(source).body):
        if not isinstance(node, ast.FunctionDef) or not node.decorator_list:
            continue
        calls = node.name
        for decorator in reversed(node.decorator_list):
            calls = f"{ast.get_source_segment(source, decorator)}({calls})"
        lines[node.end_lineno : node.end_lineno] = ["", "", f"{node.name} = {calls}"]
        del lines[node.decorator_list[0].lineno - 1 : node.lineno - 1]
    return "\n".join(lines)


def prepare() -> None:
    """Make the copy that mutmut works on; what it knows of an earlier run stays there."""
    COPY.mkdir(parents=True, exist_ok=True)
    for part in ("fieldsurvey/xpath", "tests/xpath"):
        shutil.rmtree(COPY / part, ignore_errors=True)
        shutil.copytree(PROJECT / part, COPY / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("fieldsurvey/__init__.py", "fieldsurvey/errors.py"):
        shutil.copy(PROJECT / part, COPY / part)
    settings = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    start = settings.index("[tool.mutmut]")
    end = settings.index("\n[", start)
    own = settings[start:end] + "\n[tool.pytest.ini_options]\npythonpath = ['.']\n"
    (COPY / "pyproject.toml").write_text(own, encoding="utf-8")
    for path in (COPY / "fieldsurvey/xpath").rglob("*.py"):
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")
    (COPY / "tests/xpath/conftest.py").write_text(CONFTEST, encoding="utf-8")


def mutmut(*arguments: str) -> None:
    """Run mutmut on the copy.

    Raises:
        CalledProcessError: it failed.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(
        [sys.executable, "-m", "mutmut", *arguments], cwd=COPY, env=environment, check=True
    )


def main() -> int:
    """Run, print the score and what is left for it, and say whether it is enough."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.mutation")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("names", nargs="*", help="mutants to run again, as mutmut names them")
    options = parser.parse_args()
    prepare()
    mutmut("run", "--max-children", str(options.workers), *options.names)
    mutmut("export-cicd-stats")
    stats = json.loads((COPY / "mutants/mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    noticed = stats["killed"] + stats["timeout"] + stats["segfault"]
    share = 100 * noticed / stats["total"]
    print(f"{stats}\nxpath: {noticed} of {stats['total']} faults noticed, {share:.1f} %")
    return int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main())
