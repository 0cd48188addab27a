"""What an import would do to the registry: first the plan, which a dry run shows, then the change.

Nothing is deleted by an import, and nothing is merged on suspicion: what may be a double is listed for a person to look
at. A list that takes the place of an older one (an "update of the service products", seed 002) ends what it no longer
names on a day, by ``ends_on``; the record stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem
from fieldsurvey.indonesia import folded
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.registry_doubts import Doubt, doubts
from fieldsurvey.survey.registry_faults import Fault
from fieldsurvey.survey.registry_kinds import KIND, Key, Kind, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from fieldsurvey.survey.registry import Registry

#: Kinds of which an office keeps whole lists; a mall that a file leaves out has not gone.
_ENDED_BY_A_LIST = ("service", "schedule")

#: Records of a kind: by key their entity and values.
_Held = dict[Key, tuple[str, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that an import would change: column → (old, new)."""

    line: Line
    entity: str
    columns: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    Attributes:
        new: records it would make.
        changed: those it would change, or end.
        same: how many it would leave as they are.
        suspected: what a person should look at; it is taken as it stands.
    """

    new: tuple[Line, ...]
    changed: tuple[Changed, ...]
    same: int
    suspected: tuple[Doubt, ...]


def plan_import(registry: Registry, lines: Iterable[Line], *, ends_on: date | None = None) -> Plan:
    """Compare lines with what the registry holds; nothing is written.

    Args:
        registry: the office's registry.
        lines: as ``registry_table.read_table`` returns them.
        ends_on: the last day of the services and schedules that the lines no longer name, in the malls they are of.

    Raises:
        FileProblem: a line names a record (its mall, its institution …) that is neither held nor among the lines.
    """
    lines = list(lines)
    held = {name: _held(registry, kind) for name, kind in KIND.items()}
    for fault in _ownerless(lines, held):
        raise FileProblem(path="registry", what=str(fault))
    return _planned(lines, held, ends_on)


def look_into(
    registry: Registry, lines: Sequence[Line], faults: Iterable[Fault], ends_on: date | None = None
) -> tuple[Plan, list[Fault]]:
    """Compare lines as `plan_import`, those left aside that are at fault or name a record which is nowhere.

    Args:
        registry: the office's registry.
        lines: as ``registry_table.examine_table`` returns them.
        faults: found there; those found here follow them.
        ends_on: see `plan_import`.
    """
    held = {name: _held(registry, kind) for name, kind in KIND.items()}
    found = [*faults, *_ownerless(lines, held)]
    wrong = {(fault.sheet, fault.row) for fault in found}
    whole = [line for line in lines if (line.kind.name, line.row) not in wrong]
    return _planned(whole, held, ends_on), found


def _planned(lines: Sequence[Line], held: Mapping[str, _Held], ends_on: date | None) -> Plan:
    new, changed, same = [], [], 0
    for line in lines:
        known = held[line.kind.name].get(line.key)
        if known is None:
            new.append(line)
            continue
        entity, values = known
        columns = {
            name: (values.get(name, ""), value)
            for name, value in line.values.items()
            if values.get(name, "") != value
        }
        if columns:
            changed.append(Changed(line, entity, columns))
        else:
            same += 1
    if ends_on is not None:
        changed += _ended(lines, held, ends_on.isoformat())
    return Plan(tuple(new), tuple(changed), same, _suspected(held, new, changed))


def apply_import(registry: Registry, plan: Plan) -> None:
    """Write what a plan found, in one transaction. A blank cell changes nothing."""
    with registry.records.atomic():
        entries = [
            Entry(line.kind.name, entity, name, value)
            for line, entity in [(line, new_id()) for line in plan.new]
            for name, value in line.values.items()
        ]
        if entries:
            registry.write(entries)
        registry.amend(
            Entry(change.line.kind.name, change.entity, name, new)
            for change in plan.changed
            for name, (_, new) in change.columns.items()
        )


def registry_doubts(registry: Registry) -> list[Doubt]:
    """Return everything in the registry that a person should look at: what two laptops entered twice, too."""
    lines = [line for kind in KIND for line in lines_of(registry, kind)]
    return list(doubts(lines, lines))


def lines_of(registry: Registry, kind: str) -> list[Line]:
    """Return the records of a kind as they are held, in the order they were made."""
    return [
        Line(KIND[kind], "registry", _values(record.fields), entity=record.id)
        for record in registry.entities(kind)
    ]


def _held(registry: Registry, kind: Kind) -> _Held:
    found: _Held = {}
    for line in lines_of(registry, kind.name):
        # Of two records under one key the older one stands; `registry check` lists both.
        found.setdefault(line.key, (line.entity, line.values))
    return found


def _values(fields: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items() if value not in {None, ""}}


def _ownerless(lines: Sequence[Line], held: Mapping[str, _Held]) -> Iterator[Fault]:
    """Yield the lines that name a record which is neither held nor among them."""
    there = {name: set(records) for name, records in held.items()}
    for line in lines:
        there[line.kind.name].add(line.key)
    for line in lines:
        for column, kind in line.kind.belongs:
            value = line.values.get(column, "")
            if value and line.kind.owner(column, line.values) not in there[kind]:
                named = {"kind": kind, "value": repr(value), "mall": repr(line.values.get("mall"))}
                where = " in mall {mall}" if kind == "stand" else ""
                what = f"there is no {{kind}} {{value}}{where} in the registry or in this file"
                yield Fault(line.kind.name, line.row, column, what, named)


def _ended(lines: Sequence[Line], held: Mapping[str, _Held], day: str) -> Iterator[Changed]:
    """Yield what the lines no longer name and is still in force, ended on a day."""
    lists = {(line.kind.name, folded(line.values.get("mall", ""))) for line in lines}
    named = {(line.kind.name, line.key) for line in lines}
    for name, records in held.items():
        if name not in _ENDED_BY_A_LIST:
            continue
        for key, (entity, values) in records.items():
            until = values.get("valid_until", "")
            begun = values.get("valid_from", "") <= day
            gone = (name, folded(values.get("mall", ""))) in lists and (name, key) not in named
            if gone and begun and (not until or until > day):
                line = Line(KIND[name], "no longer listed", values, entity=entity)
                yield Changed(line, entity, {"valid_until": (until, day)})


def _suspected(
    held: Mapping[str, _Held], new: list[Line], changed: list[Changed]
) -> tuple[Doubt, ...]:
    """Return the doubts about what would be new or changed, among all that there would be."""
    after = {
        (name, key): Line(KIND[name], "registry", values, entity=entity)
        for name, records in held.items()
        for key, (entity, values) in records.items()
    }
    touched = list(new)
    for change in changed:
        values = change.line.values | {name: value for name, (_, value) in change.columns.items()}
        touched.append(
            Line(change.line.kind, change.line.place, values, change.line.row, change.entity)
        )
    after |= {(line.kind.name, line.key): line for line in touched}
    return tuple(doubts(touched, after.values()))
