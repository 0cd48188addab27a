"""Adding, removing and counting repeat instances."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import uuid_utils

from fieldsurvey.errors import AnswerError
from fieldsurvey.xforms import refs
from fieldsurvey.xforms.instance import MAX_INSTANCES, LiveNode, grow, number
from fieldsurvey.xpath import to_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.xforms.definition import NodeDefinition, Seed
    from fieldsurvey.xforms.graph import Computation
    from fieldsurvey.xforms.recalculate import Recalculation


class Repeats:
    """The repeat instances of one session.

    Attributes:
        removed: keys of automatic instances that were removed.
        departures: how often an instance went, or was put aside.
    """

    def __init__(self, recalculation: Recalculation) -> None:
        self._recalculation = recalculation
        self.removed: dict[str, None] = {}
        self.departures = 0
        self._spare: dict[tuple[LiveNode, int], list[LiveNode]] = {}
        self._wanted: dict[tuple[LiveNode, int], int] = {}

    def add(self, parent: LiveNode, definition: NodeDefinition) -> LiveNode:
        """Append a new instance, made from the template; `appear` then asks for what it concerns."""
        instances = parent.instances(definition.slot)
        if len(instances) >= MAX_INSTANCES:
            raise AnswerError(
                ref=definition.ref, what=f"there are {MAX_INSTANCES} instances already"
            )
        instance = self._grow(parent, definition, definition.template or definition.seed)
        instance.key = str(uuid_utils.uuid7())
        instances.append(instance)
        number(instances, len(instances) - 1)
        return instance

    def appear(self, instance: LiveNode) -> None:
        """Ask for all computations in a new instance, and for those that count it."""
        parent = instance.live_parent
        if parent is None:
            return
        if not parent.relevant:
            for node in instance.subtree():
                node.relevant = False
        self.removed.pop(refs.key_of(instance), None)  # an undone removal
        recalculation = self._recalculation
        recalculation.mark_own(instance.subtree())
        place = instance.position - 1
        recalculation.structure_changed(parent, instance.definition.slot, place, place + 1)
        recalculation.changed.update(dict.fromkeys(instance.subtree()))

    def drop(self, instance: LiveNode) -> None:
        """Remove an instance and ask for what that concerns."""
        parent = instance.live_parent
        if parent is None:
            return
        if instance.key.startswith("#"):
            self.removed[refs.key_of(instance)] = None
        self._take_out(parent, instance)

    def _take_out(self, parent: LiveNode, instance: LiveNode) -> None:
        self.departures += 1
        slot = instance.definition.slot
        instances = parent.instances(slot)
        place = instances.index(instance)
        self._recalculation.forget(instance.subtree())
        del instances[place]
        number(instances, place)
        self._recalculation.structure_changed(parent, slot, place, place)

    def adjust(self, computation: Computation, parent: LiveNode) -> Iterator[LiveNode]:
        """Let a repeat have as many instances as its count asks for; the new ones are made as they are iterated.

        Instances beyond the count are put aside with their answers and come back when the count grows again.
        """
        definition = computation.definition
        instances = parent.instances(definition.slot)
        if not parent.relevant:
            return iter(())
        site = instances[0] if instances else self._grow(parent, definition, definition.seed)
        wanted = to_number(self._recalculation.value(computation.expression, site))
        count = 0 if math.isnan(wanted) else max(0, int(min(wanted, 1e9)))
        if count > MAX_INSTANCES:
            what = f"{count} instances of {definition.ref} are asked for, more than {MAX_INSTANCES}"
            self._recalculation.faults[parent] = what
            return iter(())
        place = parent, definition.slot
        self._wanted[place] = count
        spare = self._spare.setdefault(place, [])
        while len(instances) > count:
            last = instances[-1]
            self._take_out(parent, last)
            spare.append(last)
        while len(instances) < count and spare:
            instance = spare.pop()
            instances.append(instance)
            number(instances, len(instances) - 1)
            self.appear(instance)
        return self._fresh(parent, definition)

    def _fresh(self, parent: LiveNode, definition: NodeDefinition) -> Iterator[LiveNode]:
        """Make the instances that a count lacks; nothing is asked for in them yet."""
        instances = parent.instances(definition.slot)
        # The instances that the form itself writes out in that place.
        seeds = parent.definition.seed.children.get(definition.name, [])
        while (place := len(instances)) < self._wanted[parent, definition.slot]:
            seed = seeds[place] if place < len(seeds) else definition.template or definition.seed
            instance = self._grow(parent, definition, seed)
            instance.key = f"#{place + 1}"
            instances.append(instance)
            number(instances, place)
            yield instance

    def spared(self) -> Iterator[LiveNode]:
        """Yield the nodes of instances that a shrunk count put aside."""
        for instances in self._spare.values():
            for instance in instances:
                yield from instance.subtree()

    @staticmethod
    def _grow(parent: LiveNode, definition: NodeDefinition, seed: Seed) -> LiveNode:
        return grow(definition, seed, parent, parent.document_node)
