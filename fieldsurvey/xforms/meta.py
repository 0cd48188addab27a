"""``meta``: the submission's own id, and that of the one it replaces (OpenRosa metadata)."""

from __future__ import annotations

import uuid_utils

from fieldsurvey.xforms.instance import LiveNode


def new_instance_id() -> str:
    """Return an id for a submission: ``uuid:`` and a random UUID."""
    return f"uuid:{uuid_utils.uuid4()}"


def meta_node(root: LiveNode, name: str) -> LiveNode | None:
    """Return a node of the form's ``meta`` block, None when the form has none of that name."""
    node: LiveNode = root
    for step in ("meta", name):
        slot = node.definition.slots.get(step)
        child = node.children[slot] if slot is not None else None
        if not isinstance(child, LiveNode):
            return None
        node = child
    return node


def start_edit(root: LiveNode) -> str | None:
    """Give final answers a new instanceID and return the old one, which goes to deprecatedID if the form has it."""
    own = meta_node(root, "instanceID")
    if own is None or not own.value:
        return None
    replaced = own.value
    own.take(new_instance_id())
    deprecated = meta_node(root, "deprecatedID")
    if deprecated is not None:
        deprecated.take(replaced)
    return replaced


def ensure_instance_id(root: LiveNode) -> None:
    """Give the answers an instanceID if they have none yet."""
    own = meta_node(root, "instanceID")
    if own is not None and not own.value:
        own.take(new_instance_id())
