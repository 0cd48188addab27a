"""What a journal keeps of a session, and how it comes back: values by node key."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

from fieldsurvey.errors import AnswerError
from fieldsurvey.xforms import refs
from fieldsurvey.xforms.instance import MAX_INSTANCES, LiveNode, grow, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fieldsurvey.xforms.definition import NodeDefinition

_AUTOMATIC = re.compile(r"#([1-9]\d{0,5})")
_INSTANCE = re.compile(r"\[[^\]]+\]$")


def is_computed(definition: NodeDefinition) -> bool:
    """Return whether the node's value is computed anew at each start and so is not kept.

    ``once()`` keeps its first result, and so does the calculate of an ``instanceID``.
    """
    calculate = definition.calculate
    if calculate is None:
        return False
    return not definition.is_instance_id and "once" not in calculate.functions


def kept_values(nodes: Iterable[LiveNode], removed: Mapping[str, None]) -> dict[str, str | None]:
    """Return what a journal keeps: node key → value.

    Args:
        nodes: all nodes of the session, irrelevant ones too.
        removed: keys of automatic repeat instances that the user removed.

    Returns:
        Answers, the form's own defaults, and results of actions, ``once`` and preloads ("" where a default was
        cleared); "" for each repeat instance that the form does not make itself, None for each one of its own that
        was removed.
    """
    kept: dict[str, str | None] = dict.fromkeys(removed)
    for node in nodes:
        value = _kept_of(node)
        if value is not None:
            kept[refs.key_of(node)] = value
    return kept


def _kept_of(node: LiveNode) -> str | None:
    """Return what is kept of one node that is there, None for nothing."""
    definition = node.definition
    if definition.is_repeat:
        # The form itself makes the first one, and those that it counts.
        made = node.key == "#1" or (definition.count is not None and _ordinal(node.key))
        return None if made else ""
    if definition.is_leaf and (node.value or node.initial) and not is_computed(definition):
        return node.value
    return None


class Absent(Enum):
    """What stands in a difference where a key is not kept."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
#: What is kept under a key: None for one of the form's own instances that was removed.
Kept = str | None | Absent


class Keeping:
    """The kept values of a session as of the last look, brought up to date by what changed since.

    Args:
        everything: gives all kept values.
        departures: counts the repeat instances that went: then everything is looked at.

    Attributes:
        values: node key → value, as `kept_values`; to be read only.
        touched: nodes that changed since the last look.
    """

    def __init__(
        self, everything: Callable[[], dict[str, str | None]], departures: Callable[[], int]
    ) -> None:
        self._everything, self._departures = everything, departures
        self._seen = departures()
        self.values = everything()
        self.touched: dict[LiveNode, None] = {}

    def doubt(self) -> None:
        """Look at everything the next time."""
        self._seen, self.touched = -1, {}

    def look(self) -> dict[str, tuple[Kept, Kept]]:
        """Return what changed since the last look: node key → (before, now)."""
        touched, self.touched = self.touched, {}
        if self._departures() != self._seen:
            self._seen = self._departures()
            return self._take_over(self._everything())
        found = {}
        for node in touched:
            if node.definition.calculate is not None and is_computed(node.definition):
                continue  # one answer may bring a thousand of them about
            value = _kept_of(node)
            now: Kept = ABSENT if value is None else value
            key = refs.key_of(node)
            before: Kept = self.values.get(key, ABSENT)
            if before != now:
                found[key] = (before, now)
                if value is None:
                    del self.values[key]
                else:
                    self.values[key] = value
        return found

    def _take_over(self, values: dict[str, str | None]) -> dict[str, tuple[Kept, Kept]]:
        before, self.values = self.values, values
        return {
            key: (before.get(key, ABSENT), values.get(key, ABSENT))
            for key in dict.fromkeys([*before, *values])
            if before.get(key, ABSENT) != values.get(key, ABSENT)
        }


class Arrivals:
    """Puts values that come by key into a live instance; it recalculates nothing.

    Args:
        root: the root element.
        added: told of each new repeat instance; dropped: of each one about to go.
    """

    def __init__(
        self,
        root: LiveNode,
        added: Callable[[LiveNode], None],
        dropped: Callable[[LiveNode], None],
    ) -> None:
        self.root = root
        self.added = added
        self.dropped = dropped
        self.orphans: dict[str, str | None] = {}
        self.touched: list[LiveNode] = []
        self._known: dict[tuple[LiveNode, int], dict[str, LiveNode]] = {}

    def take(self, values: Mapping[str, str | None]) -> None:
        """Take the values; those without a node become orphans."""
        gone = [key for key, value in values.items() if value is None and _INSTANCE.search(key)]
        # Instances first, outer ones before inner ones; added ones in the order of their UUIDv7,
        # that of creation.
        named = sorted(
            (k for k, v in values.items() if v is not None and _INSTANCE.search(k)), key=_creation
        )
        for key in named:
            self._instance(key, values[key])
        for key, value in values.items():
            if not _INSTANCE.search(key):
                self._value(key, value)
        for key in gone:
            self._remove(key)

    def _instance(self, key: str, value: str | None) -> None:
        try:
            self._reach(key)
        except AnswerError:
            self.orphans[key] = value

    def _value(self, key: str, value: str | None) -> None:
        try:
            node = self._reach(key)
        except AnswerError:
            self.orphans[key] = value
            return
        if not node.definition.is_leaf:
            self.orphans[key] = value
            return
        text = value or ""
        if node.value != text:
            node.take(text)
            self.touched.append(node)

    def _remove(self, key: str) -> None:
        try:
            node = refs.find(self.root, key)
        except AnswerError:
            return
        parent = node.live_parent
        if parent is None or not node.definition.is_repeat:
            self.orphans[key] = None
            return
        self.dropped(node)

    def _reach(self, key: str) -> LiveNode:
        """Return the node of a key, making the repeat instances on the way that are not there yet."""
        node = self.root
        steps = refs.split(key)
        if steps[0].name != node.name:
            raise AnswerError(ref=key, what="the form has no such node")
        for step in steps[1:]:
            slot = node.definition.slots.get(step.name)
            if slot is None:
                raise AnswerError(ref=key, what="the form has no such node")
            child = node.children[slot]
            if isinstance(child, LiveNode):
                if step.which:
                    raise AnswerError(ref=key, what=f"{step.name} does not repeat")
                node = child
                continue
            found = self._keys(node, slot).get(step.which)
            node = found or self._make(node, child, node.definition.children[slot], step.which, key)
        return node

    def _keys(self, parent: LiveNode, slot: int) -> dict[str, LiveNode]:
        """Return key → instance of a repeat, listed once: thousands of rows may arrive together."""
        known = self._known.get((parent, slot))
        if known is None:
            known = {i.key: i for i in reversed(parent.instances(slot))}
            self._known[parent, slot] = known
        return known

    def _make(
        self,
        parent: LiveNode,
        instances: list[LiveNode],
        definition: NodeDefinition,
        which: str,
        key: str,
    ) -> LiveNode:
        if not which or which.isdigit():
            what = f"{definition.name} repeats, and this key does not say which instance"
            raise AnswerError(ref=key, what=what)
        ordinal = _ordinal(which)
        if max(ordinal or 0, len(instances)) >= MAX_INSTANCES:
            raise AnswerError(ref=key, what=f"there are more than {MAX_INSTANCES} instances")
        if ordinal is not None and definition.count is not None:
            # A count makes its instances one after the other; blank ones before this one are not
            # kept.
            for missing in range(len(instances) + 1, ordinal):
                self._insert(parent, instances, definition, f"#{missing}", missing - 1)
        place = len(instances)
        if ordinal is not None:
            place = sum(1 for i in instances if (_ordinal(i.key) or ordinal) < ordinal)
        else:
            # Instances that two laptops added stand in the order of their creation on both.
            while (
                place
                and not _ordinal(instances[place - 1].key)
                and instances[place - 1].key > which
            ):
                place -= 1
        return self._insert(parent, instances, definition, which, place)

    def _insert(
        self,
        parent: LiveNode,
        instances: list[LiveNode],
        definition: NodeDefinition,
        which: str,
        place: int,
    ) -> LiveNode:
        seed = definition.template or definition.seed
        instance = grow(definition, seed, parent, parent.document_node)
        instance.key = which
        instances.insert(place, instance)
        self._keys(parent, definition.slot)[which] = instance
        number(instances, place)
        self.added(instance)
        return instance


def _ordinal(key: str) -> int | None:
    """Return the ordinal of an automatic instance's key, None for an added one's."""
    match = _AUTOMATIC.fullmatch(key)
    return int(match[1]) if match else None


def _creation(key: str) -> tuple[int, str]:
    return key.count("["), key
