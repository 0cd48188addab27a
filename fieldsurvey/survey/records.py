"""Between the journal's fields (JSON values) and the dataclasses of ``survey.model``."""

from __future__ import annotations

import types
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar

from cattrs.preconf.json import make_converter

from fieldsurvey.survey.ports import LOCKED, Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

_LOGO = "logo"

_converter = make_converter()


def to_fields(value: object, *, without: tuple[str, ...] = ("id",)) -> dict[str, Any]:
    """Return a model object as JSON values by field name; its id is the entity, not a field."""
    raw: dict[str, Any] = _converter.unstructure(value)
    return {name: item for name, item in raw.items() if name not in without}


def entries_of(kind: str, entity: str, fields: Mapping[str, object]) -> list[Entry]:
    """Return the entries that write an entity's fields; a logo is a blob, and travels with its institution."""
    return [
        Entry(kind, entity, name, value, blobs=(value,))
        if name == _LOGO and isinstance(value, str) and value
        else Entry(kind, entity, name, value)
        for name, value in fields.items()
    ]


def from_fields(model: type[T], identity: str, values: Mapping[str, object]) -> T:
    """Return a model object from the fields that have arrived.

    A replica may hold a part of an entity only (the rest is on a laptop not merged yet): what is missing without a
    default reads as ``""``, so that a list never breaks on a half-known stand.

    Args:
        model: a dataclass of ``survey.model``.
        identity: the entity's id.
        values: shown values by field name; unknown names are left aside, locked values too.
    """
    known: dict[str, object] = {"id": identity}
    for field in fields(model):  # type: ignore[arg-type]  # every model is a dataclass
        value = values.get(field.name)
        if field.name in values and value is not LOCKED:
            known[field.name] = value
        elif field.name != "id" and field.default is MISSING and field.default_factory is MISSING:
            known[field.name] = None if _optional(field.type) else ""
    return _converter.structure(known, model)


def _optional(annotation: object) -> bool:
    return isinstance(annotation, types.UnionType) or "None" in str(annotation)
