"""References and keys: ``/data/rep[2]/q`` says where a node stands now, ``/data/rep[#1]/q`` which node it is.

A key stays the same when instances before it are removed. Automatic instances (those the form starts with, or that a
repeat count makes) have their ordinal, ``#1``; added ones a UUIDv7. Without brackets the first instance is meant.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from fieldsurvey.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.xforms.definition import NodeDefinition
    from fieldsurvey.xforms.instance import LiveNode

_STEP = re.compile(r"(?:[^/\[\]:]+:)?([^/\[\]:]+)(?:\[\s*([^\[\]]+?)\s*\])?")


class RefStep(NamedTuple):
    """A step of a reference: a name, and what stands in its brackets ("" when there are none)."""

    name: str
    which: str


@lru_cache(maxsize=8192)
def split(ref: str) -> tuple[RefStep, ...]:
    """Return the steps of a reference or key.

    Raises:
        AnswerError: it is not written as one.
    """
    if not ref.startswith("/"):
        raise AnswerError(ref=ref, what="a reference starts with / and the form's root")
    steps = []
    for part in ref[1:].split("/"):
        match = _STEP.fullmatch(part)
        if match is None:
            raise AnswerError(ref=ref, what="this is not a reference")
        steps.append(RefStep(match[1], match[2] or ""))
    return tuple(steps)


def template(ref: str) -> str:
    """Return the reference without what stands in brackets."""
    return "".join(f"/{step.name}" for step in split(ref))


def pick(instances: Sequence[LiveNode], which: str) -> LiveNode | None:
    """Return the instance with that position or key; the first when ``which`` is ""."""
    if which.isdecimal() and len(which) < 10:
        place = int(which) - 1
        found = instances[place] if 0 <= place < len(instances) else None
        return found if found is not None and which == str(found.position) else None
    for instance in instances:
        if which in ("", instance.key) or which == str(instance.position):
            return instance
    return None


def find(root: LiveNode, ref: str) -> LiveNode:
    """Return the node at a reference or key.

    Raises:
        AnswerError: no node of the form has it.
    """
    steps = split(ref)
    if steps[0].name != root.name:
        raise AnswerError(ref=ref, what="the form has no such node")
    node = root
    for step in steps[1:]:
        slot = node.definition.slots.get(step.name)
        if slot is None:
            raise AnswerError(ref=ref, what="the form has no such node")
        child = node.children[slot]
        if isinstance(child, list):
            instance = pick(child, step.which)
            if instance is None:
                raise AnswerError(ref=ref, what=f"{step.name} has no such instance")
            node = instance
        elif step.which not in ("", "1"):
            raise AnswerError(ref=ref, what=f"{step.name} does not repeat")
        else:
            node = child
    return node


def find_repeat(root: LiveNode, ref: str) -> tuple[LiveNode, NodeDefinition]:
    """Return the parent node and the definition of the repeat at a reference (its own brackets are ignored).

    Raises:
        AnswerError: no repeat of the form has it.
    """
    above, _, last = ref.rpartition("/")
    if not above:
        raise AnswerError(ref=ref, what="the form has no such repeat")
    parent = find(root, above)
    slot = parent.definition.slots.get(split(f"/{last}")[0].name)
    if slot is None or not parent.definition.children[slot].is_repeat:
        raise AnswerError(ref=ref, what="the form has no such repeat")
    return parent, parent.definition.children[slot]


def key_of(node: LiveNode) -> str:
    """Return the stable key of a node."""
    if node.definition.single:
        return node.definition.ref
    parent = node.live_parent
    above = key_of(parent) if parent is not None else ""
    return (
        f"{above}/{node.name}[{node.key}]" if node.definition.is_repeat else f"{above}/{node.name}"
    )
