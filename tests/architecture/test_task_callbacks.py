"""A callback handed to ``Tasks`` must have an owner: a signal's ``emit`` outlives its object, and Qt crashes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "fieldsurvey"
LANES = {"write", "read", "alone", "work", "spawn"}


def faults(source: str) -> list[int]:
    """Return the lines where a signal's ``emit`` is handed to a lane of the tasks.

    ``ui.tasks`` drops a callback whose owner has gone: a method, or a function made in one (it holds ``self``). The
    ``emit`` of a signal names no owner, so that it is called after its object was deleted.
    """
    found: list[int] = []
    if "tasks." not in source or ".emit" not in source:
        return found
    for call in ast.walk(ast.parse(source)):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr in LANES and ast.unparse(call.func.value).endswith("tasks"):
            handed = [*call.args, *(word.value for word in call.keywords)]
            found += [each.lineno for each in handed if _emits(each)]
    return found


def _emits(handed: ast.expr) -> bool:
    names = {node.id for node in ast.walk(handed) if isinstance(node, ast.Name)}
    if isinstance(handed, ast.Lambda) and "self" in names:
        return False
    return any(isinstance(node, ast.Attribute) and node.attr == "emit" for node in ast.walk(handed))


def test_no_signal_is_handed_to_the_tasks_as_a_callback() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("ui", "app")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in faults(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    ("handed", "wrong"),
    [
        ("call, self.done.emit", True),
        ("call, failed=self.failed.emit", True),
        ("call, partial(self.done.emit, 3)", True),
        ("call, lambda _: page.done.emit()", True),
        ("call, self.done.emit if loud else None", True),
        ("call, lambda _: self.done.emit()", False),
        ("call, self._done", False),
    ],
)
def test_what_counts_as_one(handed: str, wrong: bool) -> None:
    assert bool(faults(f"self.context.tasks.read({handed})")) is wrong
    assert faults(f"self.reader.read({handed})") == []
