"""Counts and sums over a repeat, kept up as its instances change.

``sum(/data/item/line)`` over a thousand rows would read all of them after each answer. A column remembers the count
and the sum up to each instance, and reads again from the first instance that changed: adding a row or answering in the
last one costs the same at any length, and the numbers are added in the order of the rows, so that the last digits are
those of a plain sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.xforms.definition import NodeDefinition
    from fieldsurvey.xforms.instance import LiveNode


class RepeatColumn:
    """One node definition over all instances of the repeat that it lies in; offers `xpath.context.Column`.

    Args:
        instances: the live list of the repeat's instances.
        down: slots from an instance to the node.
    """

    def __init__(self, instances: list[LiveNode], down: tuple[int, ...]) -> None:
        self._instances = instances
        self._down = down
        self._counts: list[int] = []
        self._sums: list[float] = []

    def count(self) -> int:
        """Return how many of the nodes are relevant."""
        self._read()
        return self._counts[-1] if self._counts else 0

    def total(self) -> float:
        """Return the sum of their numbers in order, blanks left out."""
        self._read()
        return self._sums[-1] if self._sums else 0.0

    def touch(self, node: LiveNode) -> None:
        """Note that the value or the relevance of one of the nodes changed."""
        self.cut(node.ancestor(len(self._down)).position - 1)

    def cut(self, place: int) -> None:
        """Forget the instances from that index on: they changed, moved or went away."""
        del self._counts[place:]
        del self._sums[place:]

    def _read(self) -> None:
        counts, sums, down = self._counts, self._sums, self._down
        known = len(counts)
        if known == len(self._instances):
            return
        count, total = (counts[-1], sums[-1]) if known else (0, 0.0)
        for instance in self._instances[known:]:
            node = instance
            for slot in down:
                node = node.children[slot]  # type: ignore[assignment]  # a column passes one repeat only
            if node.relevant:
                count += 1
                number = node.number()
                if number == number:  # noqa: PLR0124  not NaN
                    total += number
            counts.append(count)
            sums.append(total)


class Columns:
    """The columns that the expressions of one session have asked for.

    Args:
        nodes: path → the node, for nodes that exist once.
        root: definition of the root element.
    """

    def __init__(self, nodes: Mapping[str, LiveNode], root: NodeDefinition) -> None:
        self._nodes = nodes
        self._root = root
        self._by_path: dict[str, RepeatColumn | None] = {}
        self._by_index: dict[int, RepeatColumn] = {}
        self._by_repeat: dict[int, list[RepeatColumn]] = {}

    def get(self, path: str) -> RepeatColumn | None:
        """Return the column at an absolute path; None when it passes no repeat, or more than one."""
        try:
            return self._by_path[path]
        except KeyError:
            column = self._by_path[path] = self._make(path)
            return column

    def node_changed(self, node: LiveNode) -> None:
        """Note that a node's value or relevance changed."""
        column = self._by_index.get(node.definition.index)
        if column is not None:
            column.touch(node)

    def instances_changed(self, repeat: NodeDefinition, place: int) -> None:
        """Note that the instances of a repeat are others from that index on."""
        for column in self._by_repeat.get(repeat.index, ()):
            column.cut(place)

    def _make(self, path: str) -> RepeatColumn | None:
        found = self._find(path)
        if found is None:
            return None
        repeats = [d for d in (*found.line(), found) if d.is_repeat]
        if len(repeats) != 1:
            return None
        repeat = repeats[0]
        above = repeat.parent
        if above is None:
            return None
        down = tuple(d.slot for d in (*found.line(), found)[repeat.depth :])
        column = RepeatColumn(self._nodes[above.ref].instances(repeat.slot), down)
        self._by_index[found.index] = column
        self._by_repeat.setdefault(repeat.index, []).append(column)
        return column

    def _find(self, path: str) -> NodeDefinition | None:
        names = path[1:].split("/")
        at = self._root
        if names[0] != at.name:
            return None
        for name in names[1:]:
            slot = at.slots.get(name)
            if slot is None:
                return None
            at = at.children[slot]
        return at
