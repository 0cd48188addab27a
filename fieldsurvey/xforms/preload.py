"""``jr:preload``: what the device puts into nodes (ODK XForms specification, "Preload Attributes")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.xforms.codecs import stamp
from fieldsurvey.xforms.meta import new_instance_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from fieldsurvey.xforms.definition import NodeDefinition

_PROPERTIES = frozenset({"deviceid", "username", "phonenumber", "email"})


def preload_value(
    definition: NodeDefinition, now: datetime, properties: Mapping[str, str]
) -> str | None:
    """Return what a preload puts into its node at the start, None when it puts nothing.

    Args:
        definition: a node with ``preload``.
        now: the session's time.
        properties: deviceid, username, phonenumber, email.
    """
    kind, parameter = definition.preload, definition.preload_parameter
    if kind == "uid":
        return new_instance_id()
    if kind == "timestamp" and parameter == "start":
        return stamp(now)
    if kind == "date" and parameter == "today":
        return now.date().isoformat()
    if kind == "property" and parameter in _PROPERTIES:
        return properties.get(parameter, "")
    return None
