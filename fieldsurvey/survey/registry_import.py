"""Taking a table into the registry in two steps: a dry run that a person reads, then the same thing done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldsurvey.errors import RegistryError
from fieldsurvey.survey.registry_plan import Plan, apply_import, look_into
from fieldsurvey.survey.registry_table import examine_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from fieldsurvey.survey.registry import Registry
    from fieldsurvey.survey.registry_faults import Fault
    from fieldsurvey.survey.registry_kinds import Line

#: How far an import is.
Step = Literal["reading", "comparing", "writing"]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would do.

    Attributes:
        lines: every row of the table.
        ends_on: last day of what the table no longer lists; None when that stays.
        plan: what would be new, changed, ended, and what a person should look at.
        faults: what is wrong in the table; with any of them nothing is written.
    """

    lines: tuple[Line, ...]
    ends_on: date | None
    plan: Plan
    faults: tuple[Fault, ...]

    @property
    def writes(self) -> int:
        """How many records it would make or change."""
        return len(self.plan.new) + len(self.plan.changed)


def dry_run(
    registry: Registry,
    path: Path,
    kind: str | None = None,
    *,
    ends_on: date | None = None,
    tell: Callable[[Step], None] = lambda _: None,
) -> DryRun:
    """Say what a table would change; nothing is written.

    Args:
        registry: the office's registry.
        path: the table, see ``registry_table.read_table``.
        kind: of a CSV; by default its file name.
        ends_on: see ``registry_plan.plan_import``.
        tell: takes each step as it begins.

    Raises:
        FileProblem: the table cannot be read, or names no kind.
    """
    tell("reading")
    lines, faults = examine_table(path, kind)
    tell("comparing")
    plan, found = look_into(registry, lines, faults, ends_on)
    return DryRun(tuple(lines), ends_on, plan, tuple(found))


def apply_dry_run(
    registry: Registry, run: DryRun, *, tell: Callable[[Step], None] = lambda _: None
) -> None:
    """Write what a dry run showed, in one transaction.

    Raises:
        RegistryError: the table has faults, or the registry was changed meanwhile, so that something else would be
            written than was shown.
    """
    if run.faults:
        raise RegistryError(what=f"the table has {len(run.faults)} faults: {run.faults[0]}")
    tell("comparing")
    with registry.records.atomic():
        plan, faults = look_into(registry, run.lines, (), run.ends_on)
        if faults or (plan.new, plan.changed) != (run.plan.new, run.plan.changed):
            raise RegistryError(what="the registry was changed since the table was looked into")
        tell("writing")
        apply_import(registry, plan)
