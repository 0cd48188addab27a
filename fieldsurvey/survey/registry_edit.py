"""One record at a time, as a person at the registry keeps it: add, change, end, settle doubles, look back.

Nothing is deleted: a record ends on a day, and one that was entered twice points to the one that stands (``same_as``,
design §4); both can be taken back. Who is named by a key that changes follows it, in the same transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fieldsurvey.errors import RegistryError
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.registry import SAME_AS
from fieldsurvey.survey.registry_doubts import DISTINCT
from fieldsurvey.survey.registry_faults import Fault
from fieldsurvey.survey.registry_kinds import KIND, Kind, Line
from fieldsurvey.survey.registry_plan import lines_of
from fieldsurvey.survey.registry_table import read_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from fieldsurvey.survey.ports import Conflict
    from fieldsurvey.survey.registry import Registry


class Step(NamedTuple):
    """One change of a record: when and by whom, of which field, from what to what ("" is blank)."""

    at: datetime
    author: str
    field: str
    old: str
    new: str


def examine(
    kind: Kind, texts: Mapping[str, str], among: Sequence[Line], entity: str = ""
) -> tuple[dict[str, str], list[Fault]]:
    """Read what was typed for a record; return the values kept and everything that is wrong with them.

    Args:
        kind: of the record.
        texts: by column, as typed.
        among: the records held, of this kind and of those it belongs to.
        entity: of the record that is changed, "" for a new one.
    """
    values, faults = read_values(kind, texts)
    keys = {name: set[tuple[str, ...]]() for name in KIND}
    for each in among:
        if each.entity != entity:
            keys[each.kind.name].add(each.key)
    for column, owner in kind.belongs:
        if values.get(column) and kind.owner(column, values) not in keys[owner]:
            named = {"kind": owner, "value": values[column]}
            faults.append(Fault(kind.name, 0, column, "there is no {kind} {value}", named))
    named_wholly = all(values.get(name) for name in kind.key)
    if named_wholly and Line(kind, "", values).key in keys[kind.name]:
        called = " / ".join(values.get(name, "") for name in kind.key)
        named = {"kind": kind.name, "value": called}
        faults.append(Fault(kind.name, 0, kind.key[-1], "{kind} {value} is there already", named))
    return values, faults


def keep(registry: Registry, kind: str, texts: Mapping[str, str], entity: str = "") -> str:
    """Write a record as it was typed: only what differs, with those that name it by a key which changed.

    Args:
        registry: the office's registry.
        kind: of the record.
        texts: by column; a column that is not among them stays, a blank one is cleared.
        entity: of the record that is changed, "" for a new one.

    Returns:
        The record's entity.

    Raises:
        RegistryError: a value cannot be read, the key is taken, an owner is not there.
    """
    shape = KIND[kind]
    lines = [
        line for name in {kind, *dict(shape.belongs).values()} for line in lines_of(registry, name)
    ]
    before = _values_of(lines, entity) if entity else {}
    known = {field.name for field in shape.fields}
    typed = {name: text for name, text in before.items() if name in known} | dict(texts)
    values, faults = examine(shape, typed, lines, entity)
    if faults:
        raise RegistryError(what="; ".join(map(str, faults)))
    held, entity = entity, entity or new_id()
    entries = [
        Entry(kind, entity, field.name, values.get(field.name, ""))
        for field in shape.fields
        if values.get(field.name, "") != before.get(field.name, "")
    ]
    with registry.records.atomic():
        if held:
            registry.amend([*entries, *_followers(registry, shape, before, values)])
        elif entries:
            registry.write(entries)
    return entity


def end(registry: Registry, kind: str, entity: str, last: date) -> None:
    """End a record: this is the last day on which it holds.

    Raises:
        RegistryError: it begins later, or its kind does not end.
    """
    if all(field.name != "valid_until" for field in KIND[kind].fields):
        raise RegistryError(what=f"a {kind} does not end")
    keep(registry, kind, {"valid_until": last.isoformat()}, entity)


def settle_same(
    registry: Registry, kind: str, kept: str, other: str, texts: Mapping[str, str]
) -> None:
    """Settle two records as one, with the values that a person chose of both; what named the other follows.

    Args:
        registry: the office's registry.
        kind: of both.
        kept: the one that stands from here on.
        other: the one entered twice; it stays in the journal and points to the one kept.
        texts: the values chosen, by column.

    Raises:
        RegistryError: a value cannot be read.
    """
    lines = lines_of(registry, kind)
    gone = _values_of(lines, other)
    with registry.records.atomic():
        registry.amend([Entry(kind, other, SAME_AS, kept)])
        keep(registry, kind, texts, kept)
        stands = _values_of(lines_of(registry, kind), kept)
        registry.amend(_followers(registry, KIND[kind], gone, stands))


def settle_different(registry: Registry, kind: str, one: str, other: str) -> None:
    """Settle that two records are two, however alike they are."""
    registry.amend([Entry(kind, one, f"{DISTINCT}{other}", "yes")])


def decide(registry: Registry, conflict: Conflict, value: object) -> None:
    """Let one of the values stand that two laptops gave a field."""
    registry.amend([Entry(conflict.kind, conflict.entity, conflict.field, value)])


def history_of(registry: Registry, entity: str) -> list[Step]:
    """Return the changes of a record, the newest first."""
    steps: list[Step] = []
    before: dict[str, str] = {}
    for stream in registry.streams():
        for change, value in (
            (each.change, each.value) for each in registry.records.history(stream, entity)
        ):
            new = "" if value is None else str(value)
            steps.append(
                Step(change.at, change.author, change.field, before.get(change.field, ""), new)
            )
            before[change.field] = new
    return steps[::-1]


def _values_of(lines: Sequence[Line], entity: str) -> dict[str, str]:
    found = next((line.values for line in lines if line.entity == entity), None)
    if found is None:
        raise RegistryError(what="the record is not there any more")
    return found


def _followers(
    registry: Registry, kind: Kind, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[Entry]:
    """Yield what makes the records that name one by its key name it by another."""
    was, now = Line(kind, "", dict(old)).key, Line(kind, "", dict(new)).key
    if was == now:
        return
    for child in KIND.values():
        column = next((c for c, owner in child.belongs if owner == kind.name), None)
        if column is None:
            continue
        for line in lines_of(registry, child.name):
            if child.owner(column, line.values) == was:
                names = dict(
                    zip(
                        ("mall", column) if kind.name == "stand" else (column,),
                        kind.key,
                        strict=True,
                    )
                )
                for own, theirs in names.items():
                    if line.values.get(own, "") != new[theirs]:
                        yield Entry(child.name, line.entity, own, new[theirs])
