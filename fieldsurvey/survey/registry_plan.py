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
from fieldsurvey.survey.registry_kinds import KIND, Key, Kind, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from fieldsurvey.survey.registry import Registry

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
    _check_belongs(lines, held)
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
        for change in plan.changed:
            kind = change.line.kind.name
            registry.write(
                [
                    Entry(kind, change.entity, name, new)
                    for name, (_, new) in change.columns.items()
                ],
                registry.stream_of(change.entity),
            )


def registry_doubts(registry: Registry) -> list[Doubt]:
    """Return everything in the registry that a person should look at: what two laptops entered twice, too."""
    lines = [
        Line(kind, "registry", _values(record.fields))
        for kind in KIND.values()
        for record in registry.entities(kind.name)
    ]
    return list(doubts(lines, lines))


def _held(registry: Registry, kind: Kind) -> _Held:
    found: _Held = {}
    for record in registry.entities(kind.name):
        values = _values(record.fields)
        # Of two records under one key the older one stands; `registry check` lists both.
        found.setdefault(Line(kind, "", values).key, (record.id, values))
    return found


def _values(fields: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items() if value is not None}


def _check_belongs(lines: list[Line], held: Mapping[str, _Held]) -> None:
    there = {name: set(records) for name, records in held.items()}
    for line in lines:
        there[line.kind.name].add(line.key)
    for line in lines:
        for column, kind in line.kind.belongs:
            value = line.values.get(column, "")
            # A stand is one of its mall; everything else is named by its code alone.
            within = (folded(line.values.get("mall", "")),) if kind == "stand" else ()
            if value and (*within, folded(value)) not in there[kind]:
                where = f" in mall {line.values.get('mall')!r}" if within else ""
                what = (
                    f"{line.place}, column {column}: there is no {kind} {value!r}{where} in the registry "
                    "or in this file"
                )
                raise FileProblem(path="registry", what=what)


def _ended(lines: list[Line], held: Mapping[str, _Held], day: str) -> Iterator[Changed]:
    """Yield what the lines no longer name and is still in force, ended on a day."""
    lists = {(line.kind.name, folded(line.values.get("mall", ""))) for line in lines}
    named = {(line.kind.name, line.key) for line in lines}
    for name, records in held.items():
        if not any(field.name == "valid_until" for field in KIND[name].fields):
            continue
        for key, (entity, values) in records.items():
            until = values.get("valid_until", "")
            begun = values.get("valid_from", "") <= day
            gone = (name, folded(values.get("mall", ""))) in lists and (name, key) not in named
            if gone and begun and (not until or until > day):
                line = Line(KIND[name], "no longer listed", values)
                yield Changed(line, entity, {"valid_until": (until, day)})


def _suspected(
    held: Mapping[str, _Held], new: list[Line], changed: list[Changed]
) -> tuple[Doubt, ...]:
    """Return the doubts about what would be new or changed, among all that there would be."""
    after = {
        (name, key): Line(KIND[name], "registry", values)
        for name, records in held.items()
        for key, (_, values) in records.items()
    }
    touched = list(new)
    for change in changed:
        values = change.line.values | {name: value for name, (_, value) in change.columns.items()}
        touched.append(Line(change.line.kind, change.line.place, values))
    after |= {(line.kind.name, line.key): line for line in touched}
    return tuple(doubts(touched, after.values()))
